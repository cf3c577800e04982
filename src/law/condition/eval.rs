//! The value of a condition in a view.
//!
//! `any`: true > unknown > no input > false. `all`: false > no input > unknown > true. What was left out counts for
//! nothing. A row that is null, suppressed or not computable makes a comparison unknown, never false.

use serde_json::{Map, Value};

use super::{Against, Bound, Condition, Filter, GroundsFilter, Operator, Truth, WithoutLimit};
use crate::law::view::{INPUT_LIST, View};
use crate::words::{Note, Number, Scale, Verdict, reserved};

/// A (stage, attribute, group) that a condition looked at, with its own value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::law) struct Looked {
    /// Stage.
    pub(in crate::law) stage: Option<String>,
    /// Attribute.
    pub(in crate::law) attribute: String,
    /// Group.
    pub(in crate::law) group: Option<String>,
    /// Value there.
    pub(in crate::law) truth: Truth,
    /// Ids of its rows.
    pub(in crate::law) evidence: Vec<String>,
}

/// What came of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::law) struct Outcome {
    /// Value.
    pub(in crate::law) truth: Truth,
    /// Ids of the rows, or names of the inputs, that decided it.
    pub(in crate::law) evidence: Vec<String>,
    /// Where it looked.
    pub(in crate::law) looked: Vec<Looked>,
    /// A limit that the spec does not set was asked for.
    pub(in crate::law) limit_not_set: bool,
    /// A file whose absence decided it.
    pub(in crate::law) file: Option<String>,
}

impl Outcome {
    fn of(truth: Truth) -> Self {
        Self { truth, evidence: Vec::new(), looked: Vec::new(), limit_not_set: false, file: None }
    }
}

/// The value of a condition.
pub(in crate::law) fn evaluate(condition: &Condition, view: &View<'_>) -> Outcome {
    match condition {
        Condition::Compare { metric, scale, filter, bound, op, against, without_limit }
        | Condition::Share { metric, scale, filter, bound, op, against, without_limit } => {
            let limit = match against {
                Against::Number(number) => Some(*number),
                Against::Limit(name) => view.limits.get(&name.limit).copied(),
            };
            let Some(limit) = limit else {
                let truth = match without_limit {
                    WithoutLimit::NoInput => Truth::NoInput,
                    WithoutLimit::LeaveOut => Truth::LeftOut,
                };
                return Outcome { limit_not_set: true, ..Outcome::of(truth) };
            };
            let rows = rows(view, metric, *scale, filter);
            settle(rows.into_iter().map(|row| (compare(&row, *bound, *op, limit), row)).collect())
        }
        Condition::Verdict { metric, scale, is, confirmatory } => verdict(view, metric, *scale, *is, *confirmatory),
        Condition::Alternative {} => alternative(view),
        Condition::Input { role, origin, min_contribution } => input(view, role, origin, *min_contribution),
        Condition::Answer { statement, field, equals, r#in, below, above } => {
            let Some(fields) = view.statements.get(statement).and_then(|found| found.fields.as_ref()) else {
                return Outcome::of(Truth::NoInput);
            };
            let values = at_path(fields, field);
            let holds = equals.as_ref().is_some_and(|wanted| equal(&values, wanted))
                || r#in.as_ref().is_some_and(|list| list.iter().any(|wanted| equal(&values, wanted)))
                || below.is_some_and(|limit| numbers(&values).any(|number| number < limit))
                || above.is_some_and(|limit| numbers(&values).any(|number| number > limit));
            Outcome::of(if holds { Truth::True } else { Truth::False })
        }
        Condition::Fact { fact, r#in } => Outcome::of(match view.fact_in(fact, r#in) {
            Some(true) => Truth::True,
            Some(false) => Truth::False,
            None => Truth::NoInput,
        }),
        Condition::File { file, present } => {
            let there = view.files.contains(file);
            let truth = if there == *present { Truth::True } else { Truth::False };
            Outcome { file: (!there).then(|| file.clone()), ..Outcome::of(truth) }
        }
        Condition::Any { of } => join(of, view, &[Truth::True, Truth::Unknown, Truth::NoInput, Truth::False]),
        Condition::All { of } => join(of, view, &[Truth::False, Truth::NoInput, Truth::Unknown, Truth::True]),
        Condition::Not { of } => {
            let mut outcome = join(of, view, &[Truth::True, Truth::Unknown, Truth::NoInput, Truth::False]);
            outcome.truth = match outcome.truth {
                Truth::True => Truth::False,
                Truth::False => Truth::True,
                other => other,
            };
            outcome
        }
    }
}

/// The value that comes first in `order` among those of the parts; left out where nothing is left.
fn join(of: &[Condition], view: &View<'_>, order: &[Truth]) -> Outcome {
    let outcomes: Vec<Outcome> = of.iter().map(|inner| evaluate(inner, view)).collect();
    let counting = || outcomes.iter().filter(|outcome| outcome.truth != Truth::LeftOut);
    let truth =
        order.iter().copied().find(|truth| counting().any(|outcome| outcome.truth == *truth)).unwrap_or(Truth::LeftOut);
    let mut joined = Outcome::of(truth);
    joined.limit_not_set =
        outcomes.iter().any(|outcome| outcome.limit_not_set && (outcome.truth == truth || truth == Truth::LeftOut));
    for outcome in outcomes {
        if outcome.truth == truth {
            joined.evidence.extend(outcome.evidence);
            joined.file = joined.file.or(outcome.file);
        }
        joined.looked.extend(outcome.looked);
    }
    joined
}

/// A row of `estimates` or `disparities`, as a comparison sees it.
struct Row<'a> {
    id: &'a str,
    stage: Option<&'a String>,
    attribute: Option<&'a String>,
    group: Option<&'a String>,
    lower: Option<Number>,
    value: Option<Number>,
    upper: Option<Number>,
    unbounded: bool,
    suppressed: bool,
}

fn rows<'a>(view: &View<'a>, metric: &str, scale: Option<Scale>, filter: &Filter) -> Vec<Row<'a>> {
    let measures = view.measures;
    if let Some(scale) = scale {
        let found = measures.disparities.iter().filter(|row| row.metric == metric && row.scale == Some(scale));
        return found
            .filter(|row| {
                let columns = [&row.stage, &row.attribute, &row.group, &row.reference, &row.arm, &row.stratum];
                passes(view, filter, columns, row.of.as_ref(), row.period.as_ref())
            })
            .map(|row| Row {
                id: &row.id,
                stage: row.stage.as_ref(),
                attribute: row.attribute.as_ref(),
                group: row.group.as_ref(),
                lower: row.lower,
                value: row.value,
                upper: row.upper,
                unbounded: row.note.contains(&Note::Unbounded),
                suppressed: row.suppressed,
            })
            .collect();
    }
    let found = measures.estimates.iter().filter(|row| row.metric == metric);
    found
        .filter(|row| {
            let columns = [&row.stage, &row.attribute, &row.group, &None, &row.arm, &row.stratum];
            passes(view, filter, columns, row.of.as_ref(), row.period.as_ref())
        })
        .map(|row| Row {
            id: &row.id,
            stage: row.stage.as_ref(),
            attribute: row.attribute.as_ref(),
            group: row.group.as_ref(),
            lower: row.lower,
            value: row.value,
            upper: row.upper,
            unbounded: row.note.contains(&Note::Unbounded),
            suppressed: row.suppressed,
        })
        .collect()
}

/// Columns: stage, attribute, group, reference, arm, stratum.
fn passes(
    view: &View<'_>,
    filter: &Filter,
    columns: [&Option<String>; 6],
    of: Option<&String>,
    period: Option<&String>,
) -> bool {
    let [stage, attribute, group, reference, arm, stratum] = columns;
    let any = |wanted: &Option<String>, found: &Option<String>| wanted.is_none() || wanted == found;
    let of_fits = match filter.of.as_deref() {
        None => of.is_none(),
        Some("(single)") => of.is_some_and(|found| found != "(joint)"),
        Some(wanted) => of.is_some_and(|found| found == wanted),
    };
    // Rows of nobody in particular are looked at only where the pack names them.
    let nobody = |name: &str| name == reserved::MISSING || name == reserved::UNKNOWN || name == reserved::ALL_GROUPS;
    any(&filter.stage, stage)
        && any(&filter.attribute, attribute)
        && any(&filter.group, group)
        && any(&filter.reference, reference)
        && any(&filter.arm, arm)
        && filter.stratum == *stratum
        && period.is_none()
        && of_fits
        && (filter.group.is_some() || !group.as_deref().is_some_and(nobody))
        && match filter.grounds {
            None => true,
            Some(GroundsFilter::Statutory) => attribute.as_deref().is_some_and(|name| view.statutory(name)),
        }
}

/// Is a row beyond a number? A limit that is infinite decides like any other; one that is missing decides nothing.
fn compare(row: &Row<'_>, bound: Bound, op: Operator, limit: f64) -> Truth {
    if row.suppressed {
        return Truth::Unknown;
    }
    let holds = |number: f64| match op {
        Operator::Less => number < limit,
        Operator::LessOrEqual => number <= limit,
        Operator::Greater => number > limit,
        Operator::GreaterOrEqual => number >= limit,
    };
    let or_infinite = |number: Option<Number>, infinite: f64| match number {
        Some(number) => Some(number.get()),
        None if row.unbounded => Some(infinite),
        None => None,
    };
    let chosen = match bound {
        Bound::Value => row.value.map(Number::get),
        Bound::Lower => or_infinite(row.lower, f64::NEG_INFINITY),
        Bound::Upper => or_infinite(row.upper, f64::INFINITY),
        Bound::Interval => {
            // The end that is reached last decides that it holds, the other one that it does not.
            let upward = matches!(op, Operator::Greater | Operator::GreaterOrEqual);
            let (last, first) = if upward { (row.lower, row.upper) } else { (row.upper, row.lower) };
            return match (last.map(Number::get), first.map(Number::get)) {
                (Some(last), _) if holds(last) => Truth::True,
                (_, Some(first)) if !holds(first) => Truth::False,
                _ => Truth::Unknown,
            };
        }
    };
    match chosen {
        Some(number) if holds(number) => Truth::True,
        Some(_) => Truth::False,
        None => Truth::Unknown,
    }
}

/// Any row: true > unknown > false; no row: no input.
fn settle(rows: Vec<(Truth, Row<'_>)>) -> Outcome {
    let order = [Truth::True, Truth::Unknown, Truth::False];
    let truth = order.into_iter().find(|truth| rows.iter().any(|(of, _)| of == truth)).unwrap_or(Truth::NoInput);
    let mut outcome = Outcome::of(truth);
    for (of, row) in rows {
        if of == truth {
            outcome.evidence.push(row.id.to_owned());
        }
        let Some(attribute) = row.attribute else { continue };
        let same = outcome.looked.iter_mut().find(|looked| {
            looked.stage.as_ref() == row.stage && looked.attribute == *attribute && looked.group.as_ref() == row.group
        });
        if let Some(looked) = same {
            let first = order.into_iter().find(|truth| [looked.truth, of].contains(truth));
            looked.truth = first.unwrap_or(of);
            looked.evidence.push(row.id.to_owned());
        } else {
            outcome.looked.push(Looked {
                stage: row.stage.cloned(),
                attribute: attribute.clone(),
                group: row.group.cloned(),
                truth: of,
                evidence: vec![row.id.to_owned()],
            });
        }
    }
    outcome
}

fn verdict(view: &View<'_>, metric: &str, scale: Option<Scale>, is: Verdict, confirmatory: Option<bool>) -> Outcome {
    let rows = view.measures.disparities.iter().filter(|row| {
        row.metric == metric
            && scale.is_none_or(|scale| row.scale == Some(scale))
            && confirmatory.is_none_or(|wanted| row.confirmatory == wanted)
    });
    let rows: Vec<(Truth, Row<'_>)> = rows
        .map(|row| {
            let null = row.suppressed || (row.value.is_none() && row.verdict == Verdict::NotAssessed);
            let truth = if row.verdict == is {
                Truth::True
            } else if null {
                Truth::Unknown
            } else {
                Truth::False
            };
            let row = Row {
                id: &row.id,
                stage: row.stage.as_ref(),
                attribute: row.attribute.as_ref(),
                group: row.group.as_ref(),
                lower: row.lower,
                value: row.value,
                upper: row.upper,
                unbounded: false,
                suppressed: row.suppressed,
            };
            (truth, row)
        })
        .collect();
    // Unknown only where all rows are null: one that was read and has another verdict settles it.
    let read = rows.iter().any(|(truth, _)| *truth == Truth::False);
    let mut outcome = settle(rows);
    if outcome.truth == Truth::Unknown && read {
        outcome.truth = Truth::False;
    }
    outcome
}

/// Is the system under assessment shown to be dominated, on the confirming folds or simultaneously?
fn alternative(view: &View<'_>) -> Outcome {
    let rows = &view.measures.alternatives;
    if view.loss.is_none() {
        return Outcome { limit_not_set: true, ..Outcome::of(Truth::NoInput) };
    }
    let text = |row: &'_ std::collections::BTreeMap<String, Value>, key: &str| {
        row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let confirmed = rows
        .iter()
        .filter(|row| text(row, "fold") == "confirm" || row.get("simultaneous").and_then(Value::as_bool) == Some(true));
    let of_status = |status: &str| -> Vec<String> {
        confirmed.clone().filter(|row| text(row, "status") == status).map(|row| text(row, "id")).collect()
    };
    for (status, truth) in [("dominated", Truth::True), ("cannot_tell", Truth::Unknown), ("undominated", Truth::False)]
    {
        let ids = of_status(status);
        if !ids.is_empty() {
            let evidence = ids.into_iter().filter(|id| !id.is_empty()).collect();
            return Outcome { evidence, ..Outcome::of(truth) };
        }
    }
    Outcome::of(Truth::NoInput)
}

/// The role of an input that is a protected ground itself.
const PROTECTED: &str = "protected_attribute";

fn input(view: &View<'_>, roles: &[String], origins: &[String], minimum: Option<f64>) -> Outcome {
    if !view.files.contains(INPUT_LIST) {
        return Outcome { file: Some(INPUT_LIST.to_owned()), ..Outcome::of(Truth::NoInput) };
    }
    let among = |wanted: &[String], found: Option<&str>, unknown: &str| match found {
        _ if wanted.is_empty() => Truth::True,
        Some(word) if wanted.iter().any(|one| one == word) => Truth::True,
        None => Truth::Unknown,
        Some(word) if word == unknown => Truth::Unknown,
        Some(_) => Truth::False,
    };
    let mut outcome = Outcome::of(Truth::False);
    let mut unknown = Vec::new();
    for row in &view.measures.inputs {
        let contributes = match (minimum, row.contribution) {
            (None, _) => Truth::True,
            (Some(least), Some(found)) if found.get() > least => Truth::True,
            (Some(_), Some(_)) => Truth::False,
            (Some(_), None) => Truth::Unknown,
        };
        // A role that nobody gave is not known, but where the input is the very column that a ground is read from.
        let own = view.ground_columns.contains(&row.name).then_some(PROTECTED);
        let role = row.role.as_deref().or(own);
        // `unknown` is a word of origin.
        let parts = [among(roles, role, ""), among(origins, row.origin.as_deref(), "unknown"), contributes];
        if parts.contains(&Truth::False) {
            continue;
        }
        if parts.contains(&Truth::Unknown) {
            unknown.push(row.name.clone());
        } else {
            outcome.evidence.push(row.name.clone());
        }
    }
    if !outcome.evidence.is_empty() {
        outcome.truth = Truth::True;
    } else if !unknown.is_empty() {
        outcome.truth = Truth::Unknown;
        outcome.evidence = unknown;
    }
    outcome
}

/// Every value at a path of keys; a list on the way means any of its elements.
pub(in crate::law) fn at_path<'v>(fields: &'v Map<String, Value>, path: &str) -> Vec<&'v Value> {
    let mut keys = path.split('.');
    let mut found: Vec<&Value> = keys.next().and_then(|key| fields.get(key)).into_iter().collect();
    for key in keys {
        found = found
            .into_iter()
            .flat_map(|value| match value {
                Value::Array(items) => items.iter().collect(),
                other => vec![other],
            })
            .filter_map(|value| value.get(key))
            .collect();
    }
    found
}

/// Does any value equal this one? A list also where one of its elements does; nothing at all equals `""` and `[]`.
fn equal(values: &[&Value], wanted: &Value) -> bool {
    let empty = |value: &Value| value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty);
    if values.is_empty() {
        return empty(wanted);
    }
    values.iter().any(|value| {
        same(value, wanted) || value.as_array().is_some_and(|items| items.iter().any(|item| same(item, wanted)))
    })
}

fn same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

fn numbers<'v>(values: &'v [&'v Value]) -> impl Iterator<Item = f64> + 'v {
    values.iter().filter_map(|value| value.as_f64())
}
