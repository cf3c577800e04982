//! What was decided beforehand: comparisons, and rates and amounts of one's own.

use std::ops::Range;

use super::{Check, has_role};
use crate::diag::Code;
use crate::spec::condition::{Condition, Leaf, Op, Value};
use crate::spec::raw::Table;
use crate::spec::{Amount, At, Attribute, Comparison, Decided, Measured, Rate, Roles, Stage};
use crate::words::{ALIASES, HarmDirection, METRICS, Metric, MetricKind, Resolved, Scale, Text, named_rate, resolve};

/// What names may refer to.
pub(super) struct Names<'a> {
    /// The whole tree.
    pub raw: &'a Table,
    /// Roles.
    pub roles: &'a Roles,
    /// Stages.
    pub stages: &'a [Stage],
    /// Attributes.
    pub attributes: &'a [Attribute],
}

pub(super) fn decided(table: &Table) -> Option<Decided> {
    let decided = table.table("decided")?;
    Some(Decided { on: decided.date("on")?, by: decided.string("by"), role: decided.string("role") })
}

pub(super) fn rates(names: &Names<'_>, check: &mut Check<'_>) -> Vec<Rate> {
    let tables: Vec<&Table> = names.raw.tables("rate").collect();
    own_names(&tables, "the rate", check);
    tables
        .iter()
        .map(|table| {
            let name = table.string("name");
            let known = named_rate(&name).map_or(HarmDirection::None, |rate| rate.harm);
            Rate {
                of: condition(table, "of", names, check),
                event: condition(table, "event", names, check),
                harm: HarmDirection::parse(&table.string("harm")).unwrap_or(known),
                label: table.text("label").unwrap_or_default(),
                name,
            }
        })
        .collect()
}

pub(super) fn amounts(raw: &Table, rates: &[Rate], check: &mut Check<'_>) -> Vec<Amount> {
    let tables: Vec<&Table> = raw.tables("amount").collect();
    own_names(&tables, "the amount", check);
    for name in tables.iter().filter_map(|table| table.at("name")) {
        if rates.iter().any(|rate| rate.name == name.value) {
            check.push(
                Code::DuplicateName,
                &name.span,
                format!("`{}` is the name of a rate as well", name.value),
                "give one of them another name",
            );
        }
    }
    tables
        .iter()
        .map(|table| Amount {
            name: table.string("name"),
            column: table.at("column").unwrap_or_default(),
            unit: table.text("unit").unwrap_or_default(),
            harm: HarmDirection::parse(&table.string("harm")).unwrap_or(HarmDirection::None),
            label: table.text("label").unwrap_or_default(),
        })
        .collect()
}

/// Names of rates and amounts: each once, and none that means a metric already.
fn own_names(tables: &[&Table], what: &str, check: &mut Check<'_>) {
    let names: Vec<At<String>> = tables.iter().filter_map(|table| table.at("name")).collect();
    check.twice(&names, what);
    for name in names.iter().filter(|name| !matches!(resolve(name), Resolved::Unknown)) {
        check.push(
            Code::DuplicateName,
            &name.span,
            format!("`{}` is the name of a metric already", name.value),
            "give it a name of its own",
        );
    }
}

/// A condition on what the cube has.
fn condition(table: &Table, key: &str, names: &Names<'_>, check: &mut Check<'_>) -> Condition {
    // Where it cannot be read a problem stands; the spec is then not handed out.
    let nothing = Condition::And(Vec::new());
    let Some(text) = table.at(key) else { return nothing };
    let Some((condition, leaves)) = check.condition(&text) else { return nothing };
    for leaf in &leaves {
        let at = check.within(&text, &leaf.at);
        cube_name(leaf, &at, names, check);
    }
    condition
}

/// A comparison of a rate speaks of something that the cube has, with values that it can take.
fn cube_name(leaf: &Leaf, at: &Range<usize>, names: &Names<'_>, check: &mut Check<'_>) {
    let name = leaf.test.names().into_iter().next().unwrap_or_default().to_owned();
    if name == "outcome" {
        if !has_role(names.raw, "outcome") {
            check.push(Code::BadFilter, at, "`outcome` needs `roles.outcome`, which is absent", "add it to `[roles]`");
        }
        yes_or_no(leaf, at, &name, check);
    } else if name == "arm" {
        if !has_role(names.raw, "arm") {
            check.push(Code::BadFilter, at, "`arm` needs `roles.arm`, which is absent", "add it to `[roles]`");
        }
        if matches!(leaf.test, Condition::Compare { op, .. } if !matches!(op, Op::Equal | Op::NotEqual)) {
            check.push(Code::BadFilter, at, "`arm` has no order", "compare it by = or !=, or in (…)");
        }
    } else if let Some(stage) = name.strip_prefix("stage.") {
        match names.stages.iter().find(|known| known.name == stage) {
            None if check.unsure.contains(&"stage") => {}
            None => check.unknown(
                Code::BadFilter,
                at,
                format!("no stage is called `{stage}`"),
                names.stages.iter().map(|known| known.name.as_str()).filter(|known| !known.is_empty()),
                stage,
                "add a `[[stage]]`",
            ),
            Some(stage) if stage.levels.is_empty() => yes_or_no(leaf, at, &name, check),
            Some(stage) => level(leaf, at, stage, check),
        }
    } else {
        let known: Vec<&str> = names
            .attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
            .chain(names.roles.strata.iter().map(|factor| factor.name.as_str()))
            .filter(|known| !known.is_empty())
            .collect();
        let unsure = ["attribute", "roles"].iter().any(|section| check.unsure.contains(section));
        if !known.contains(&name.as_str()) && !unsure {
            let stages: Vec<String> = names.stages.iter().map(|stage| format!("stage.{}", stage.name)).collect();
            let all = known.iter().copied().chain(["outcome", "arm"]).chain(stages.iter().map(String::as_str));
            check.unknown(
                Code::BadFilter,
                at,
                format!("`{name}` is neither outcome, stage, arm, attribute nor factor"),
                all,
                &name,
                "",
            );
        }
    }
}

fn values(test: &Condition) -> &[Value] {
    match test {
        Condition::Compare { value, .. } => std::slice::from_ref(value),
        Condition::In { values, .. } => values,
        _ => &[],
    }
}

fn yes_or_no(leaf: &Leaf, at: &Range<usize>, name: &str, check: &mut Check<'_>) {
    let good = |value: &Value| match value {
        Value::Number(number) => *number == 0.0 || *number == 1.0,
        Value::Text(text) => text == "0" || text == "1",
    };
    let ordered = matches!(leaf.test, Condition::Compare { op, .. } if !matches!(op, Op::Equal | Op::NotEqual));
    if ordered || !values(&leaf.test).iter().all(good) {
        check.push(
            Code::BadFilter,
            at,
            format!("`{name}` is 1, 0 or null"),
            format!("write `{name} = 1`, `{name} = 0` or `{name} is null`"),
        );
    }
}

fn level(leaf: &Leaf, at: &Range<usize>, stage: &Stage, check: &mut Check<'_>) {
    if !stage.ordered && matches!(leaf.test, Condition::Compare { op, .. } if !matches!(op, Op::Equal | Op::NotEqual)) {
        check.push(
            Code::BadFilter,
            at,
            format!("the levels of stage `{}` have no order", stage.name),
            "compare them by = or !=, or in (…); or write `ordered = true`",
        );
    }
    for value in values(&leaf.test) {
        let text = match value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => crate::words::shortest(*number).unwrap_or_default(),
        };
        if !stage.levels.contains(&text) && text != "1" && text != "0" {
            check.unknown(
                Code::BadFilter,
                at,
                format!("stage `{}` has no level `{text}`", stage.name),
                stage.levels.iter().map(String::as_str),
                &text,
                "",
            );
        }
    }
}

pub(super) fn comparisons(
    names: &Names<'_>,
    intersections: &[Vec<usize>],
    rates: &[Rate],
    amounts: &[Amount],
    check: &mut Check<'_>,
) -> Vec<Comparison> {
    let tables: Vec<&Table> = names.raw.tables("comparison").collect();
    let mut out: Vec<Comparison> = Vec::new();
    for table in tables {
        let measured = measured(table, rates, amounts, check);
        let scale = scale(table, measured, check);
        let comparison = Comparison {
            measured: measured.unwrap_or(Measured::Metric(&METRICS[0])),
            stage: stage(table, measured, names, check),
            attributes: attributes(table, intersections, names.attributes, check),
            scale,
            margin: margin(table, scale, measured, check),
            stratum: table.at("stratum").map(|stratum| check.factors(&stratum, names.roles)),
            reason: table.text("reason").unwrap_or_default(),
            // A placeholder where it is absent, which was reported.
            decided: decided(table).unwrap_or(Decided {
                on: chrono::NaiveDate::MIN,
                by: String::new(),
                role: String::new(),
            }),
        };
        not_for_itself(table, &comparison, names, check);
        if measured.is_some() {
            only_rates_over_factors(table, &comparison, check);
        }
        if measured.is_some() && out.iter().any(|before| same_row(before, &comparison)) {
            check.push(
                Code::Conflict,
                &table.span,
                "two comparisons have the same metric, stage, scale and stratum, so that a row would have two margins",
                "name all attributes in one comparison, with one margin",
            );
        }
        if measured.is_some() {
            out.push(comparison);
        }
    }
    out
}

fn same_row(one: &Comparison, other: &Comparison) -> bool {
    let key = |comparison: &Comparison| match comparison.measured {
        Measured::Metric(metric) => (0, metric.name.to_owned()),
        Measured::Rate(index) => (1, index.to_string()),
        Measured::Amount(index) => (2, index.to_string()),
    };
    key(one) == key(other) && one.stage == other.stage && one.scale == other.scale && one.stratum == other.stratum
}

fn measured(table: &Table, rates: &[Rate], amounts: &[Amount], check: &mut Check<'_>) -> Option<Measured> {
    let name = table.at("metric")?;
    if let Some(index) = rates.iter().position(|rate| rate.name == name.value) {
        return Some(Measured::Rate(index));
    }
    if let Some(index) = amounts.iter().position(|amount| amount.name == name.value) {
        return Some(Measured::Amount(index));
    }
    match resolve(&name) {
        Resolved::One(metric) => {
            if metric.may_carry_verdict() {
                return Some(Measured::Metric(metric));
            }
            check.push(
                Code::MetricWithoutVerdict,
                &name.span,
                format!("`{}` is descriptive and carries no verdict", metric.name),
                "take this comparison out: the figure is reported all the same",
            );
        }
        Resolved::Ambiguous(means) => check.push(
            Code::AmbiguousMetric,
            &name.span,
            format!("`{}` is read in several ways: `{}`", name.value, means.join("`, `")),
            "write the one that is meant",
        ),
        Resolved::Unknown if named_rate(&name).is_some() => check.push(
            Code::UnknownMetric,
            &name.span,
            format!("the rate `{}` is not defined in this spec", name.value),
            format!("add a `[[rate]]` with `name = \"{}\"`", name.value),
        ),
        Resolved::Unknown => {
            let known = METRICS.iter().filter(|metric| metric.may_carry_verdict()).map(|metric| metric.name);
            let own = rates.iter().map(|rate| rate.name.as_str()).chain(amounts.iter().map(|a| a.name.as_str()));
            let aliases = ALIASES.iter().map(|alias| alias.alias);
            let all: Vec<&str> = known.clone().chain(own).collect();
            let message = format!("no metric is called `{}`", name.value);
            // Aliases are near names too, but a list of them would help nobody.
            match crate::words::nearest(&name, all.iter().copied().chain(aliases)) {
                Some(near) => check.push(Code::UnknownMetric, &name.span, message, format!("did you mean `{near}`?")),
                None => check.unknown(Code::UnknownMetric, &name.span, message, all, &name, ""),
            }
        }
    }
    None
}

fn scale(table: &Table, measured: Option<Measured>, check: &mut Check<'_>) -> Scale {
    let scale = Scale::parse(&table.string("scale")).unwrap_or(Scale::Difference);
    let scales: Vec<Scale> = match measured {
        Some(Measured::Metric(metric)) => metric.judged_scales().collect(),
        Some(Measured::Amount(_)) => vec![Scale::Difference, Scale::Ratio],
        Some(Measured::Rate(_)) | None => return scale,
    };
    if !scales.contains(&scale) && !table.is_broken("scale") {
        let words: Vec<&str> = scales.iter().map(|scale| scale.word()).collect();
        check.push(
            Code::UnknownWord,
            &table.place("scale"),
            format!("`{}` is not compared on scale `{scale}`", table.string("metric")),
            crate::spec::wording::one_of(words),
        );
    }
    scale
}

fn stage(table: &Table, measured: Option<Measured>, names: &Names<'_>, check: &mut Check<'_>) -> Option<usize> {
    let named = table.at("stage");
    let found = named.as_ref().and_then(|name| check.stage(name, names.stages));
    let metric = match measured? {
        Measured::Metric(metric) => metric,
        Measured::Rate(_) | Measured::Amount(_) => {
            if named.is_some() {
                stage_of_nothing(table, check);
            }
            return None;
        }
    };
    if metric.stage && named.is_none() && !table.is_broken("stage") {
        let known: Vec<String> = names.stages.iter().map(|stage| format!("`stage = \"{}\"`", stage.name)).collect();
        check.push(
            Code::NeedsKey,
            &table.place("metric"),
            format!("`{}` needs `stage`, which is absent", metric.name),
            if known.is_empty() { "add a `[[stage]]`".to_owned() } else { format!("add {}", known.join(" or ")) },
        );
    }
    if !metric.stage && named.is_some() {
        stage_of_nothing(table, check);
        return None;
    }
    for (needed, key) in [(metric.outcome, "outcome"), (metric.score, "score")] {
        if needed && !has_role(names.raw, key) {
            check.push(
                Code::NeedsKey,
                &table.place("metric"),
                format!("`{}` needs `roles.{key}`, which is absent", metric.name),
                format!("add `{key} = {{ column = … }}` to `[roles]`"),
            );
        }
    }
    found
}

fn stage_of_nothing(table: &Table, check: &mut Check<'_>) {
    check.push(
        Code::Conflict,
        &table.place("stage"),
        format!("`{}` has no stage", table.string("metric")),
        "take `stage` out",
    );
}

fn attributes(
    table: &Table,
    intersections: &[Vec<usize>],
    attributes: &[Attribute],
    check: &mut Check<'_>,
) -> Vec<String> {
    let crossed = |indices: &Vec<usize>| {
        indices
            .iter()
            .filter_map(|index| attributes.get(*index))
            .map(|attribute| attribute.name.as_str())
            .collect::<Vec<_>>()
            .join("*")
    };
    let declared: Vec<String> = intersections.iter().map(crossed).collect();
    let names = table.strings("attributes");
    check.twice(&names, "the attribute");
    for name in &names {
        if !name.contains('*') {
            check.attribute(name, attributes);
        } else if !declared.contains(&name.value) && !check.unsure.contains(&"attribute") {
            let mut parts: Vec<&str> = name.split('*').map(str::trim).collect();
            parts.sort_unstable();
            let other = declared.iter().find(|known| {
                let mut known: Vec<&str> = known.split('*').collect();
                known.sort_unstable();
                known == parts
            });
            check.push(
                Code::UnknownAttribute,
                &name.span,
                format!("no intersection is called `{}`", name.value),
                match other {
                    Some(other) => format!("write `{other}`, as the `[[intersection]]` has it"),
                    None => format!("add an `[[intersection]]` with `of = [\"{}\"]`", {
                        let parts: Vec<&str> = name.split('*').map(str::trim).collect();
                        parts.join("\", \"")
                    }),
                },
            );
        }
    }
    names.into_iter().map(|name| name.value).collect()
}

/// The margin; on ratio scales more than 1, since 0.8 means 1.25.
fn margin(table: &Table, scale: Scale, measured: Option<Measured>, check: &mut Check<'_>) -> f64 {
    let Some(margin) = table.number("margin") else { return 0.0 };
    let at = table.place("margin");
    if scale == Scale::Difference {
        let shares = match measured {
            Some(Measured::Metric(Metric { kind: MetricKind::Rate { .. }, .. }) | Measured::Rate(_)) => true,
            Some(Measured::Metric(_) | Measured::Amount(_)) | None => false,
        };
        if margin < 0.0 {
            let hint = "write it without a sign: it holds in both directions";
            check.push(Code::BadMargin, &at, format!("the margin `{margin}` of a difference is negative"), hint);
        } else if shares && margin >= 1.0 {
            check.push(
                Code::BadMargin,
                &at,
                format!("no difference of two shares is larger than the margin `{margin}`"),
                "write a share: 2 percentage points are 0.02",
            );
        }
        return margin;
    }
    if margin <= 0.0 {
        check.push(
            Code::BadMargin,
            &at,
            format!("the margin `{margin}` of a ratio is not above 0"),
            "write a ratio: 1.25, or 0.8, which means the same",
        );
        return 1.25;
    }
    if margin == 1.0 {
        check.push(
            Code::BadMargin,
            &at,
            "a ratio of 1 is no disparity at all, so a margin of 1 leaves no room",
            "write a ratio: 1.25, or 0.8, which means the same",
        );
    }
    if margin < 1.0 { 1.0 / margin } else { margin }
}

/// An attribute is not adjusted for itself, nor for its own column under another name.
fn not_for_itself(table: &Table, comparison: &Comparison, names: &Names<'_>, check: &mut Check<'_>) {
    let Some(stratum) = &comparison.stratum else { return };
    let factors: Vec<&str> = stratum.split('*').collect();
    let columns: Vec<&str> = names
        .roles
        .strata
        .iter()
        .filter(|factor| factors.contains(&factor.name.as_str()))
        .map(|factor| factor.column.as_str())
        .collect();
    let is_factor = |name: &&str| {
        let column = names.attributes.iter().find(|attribute| attribute.name == **name);
        factors.contains(name)
            || column
                .is_some_and(|attribute| attribute.membership.is_none() && columns.contains(&attribute.column.as_str()))
    };
    for name in &comparison.attributes {
        if let Some(own) = name.split('*').find(is_factor) {
            check.push(
                Code::Conflict,
                &table.place("stratum"),
                format!("the attribute `{own}` would be adjusted for itself"),
                "take it out of `stratum` or of `attributes`",
            );
        }
    }
}

/// Rates alone are compared among comparable cases.
fn only_rates_over_factors(table: &Table, comparison: &Comparison, check: &mut Check<'_>) {
    let Measured::Metric(metric) = comparison.measured else { return };
    let rate = matches!(metric.kind, MetricKind::Rate { .. })
        || matches!(metric.name, "equalized_odds" | "checking_rate" | "model_arm_share");
    if comparison.stratum.is_some() && !rate {
        check.push(
            Code::Conflict,
            &table.place("stratum"),
            format!("`{}` is no rate, and only rates are adjusted for factors", metric.name),
            "take `stratum` out",
        );
    }
}

impl Check<'_> {
    /// The index of a stage; an unknown one is a problem.
    pub(super) fn stage(&mut self, name: &At<String>, stages: &[Stage]) -> Option<usize> {
        let found = stages.iter().position(|stage| stage.name == name.value);
        if found.is_none() && !self.unsure.contains(&"stage") {
            self.unknown(
                Code::UnknownStage,
                &name.span,
                format!("no stage is called `{}`", name.value),
                stages.iter().map(|stage| stage.name.as_str()).filter(|known| !known.is_empty()),
                &name.value,
                "add a `[[stage]]`",
            );
        }
        found
    }

    /// Factors joined by `*`, in the order of `roles.strata`, so that one set has one name.
    pub(super) fn factors(&mut self, stratum: &At<String>, roles: &Roles) -> String {
        let mut indices: Vec<usize> = Vec::new();
        for name in stratum.split('*').map(str::trim) {
            match roles.strata.iter().position(|factor| factor.name == name) {
                Some(index) if indices.contains(&index) => self.push(
                    Code::DuplicateName,
                    &stratum.span,
                    format!("the factor `{name}` stands twice"),
                    "use each name once",
                ),
                Some(index) => indices.push(index),
                None if self.unsure.contains(&"roles") => {}
                None => self.unknown(
                    Code::UnknownFactor,
                    &stratum.span,
                    format!("no factor is called `{name}`"),
                    roles.strata.iter().map(|factor| factor.name.as_str()),
                    name,
                    "add it to `roles.strata`",
                ),
            }
        }
        indices.sort_unstable();
        let names: Vec<&str> =
            indices.iter().filter_map(|index| roles.strata.get(*index)).map(|factor| factor.name.as_str()).collect();
        names.join("*")
    }
}

/// A text that must be there; a placeholder where it is absent, which was reported.
pub(super) fn reason(table: &Table) -> Text {
    table.text("reason").unwrap_or_default()
}
