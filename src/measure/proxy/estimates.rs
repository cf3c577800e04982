//! Estimates of groups known through memberships, one row a method.

use std::collections::BTreeMap;

use evenhand_stats::proxy::latent_class;
use evenhand_stats::proxy::regression::{self, Regression};
use evenhand_stats::proxy::{against_rest, rules, weighted};

use super::basis::{Against, Basis, Question};
use super::validated;
use super::{
    ARGMAX, BOUNDS, BY_DIFFERENCE, DOUBLE_SAMPLING, IMPUTED, INDEPENDENT, LATENT, MATRIX, POST_STRATIFIED, RAKED,
    REGRESSION, THRESHOLDS, VALIDATED, WEIGHTED, absent, has_assignment_lines, ordered, present, quality, ranges, z_of,
};
use crate::measure::estimate::{Columns, row};
use crate::measure::family::margin_of;
use crate::measure::from_cube::Audit;
use crate::measure::rate::{Drawn, Rate};
use crate::measure::rows::EstimateRow;
use crate::measure::tally::Span;
use crate::words::{Note, Number, Scale, reserved};

/// All estimates of the attributes known through memberships.
pub(in crate::measure) fn rows(audit: &Audit<'_>, bases: &[Basis<'_>]) -> Vec<EstimateRow> {
    let mut out = Vec::new();
    for basis in bases {
        for question in Question::all(audit.spec) {
            of_question(audit, basis, &question, &mut out);
        }
        out.extend(quality::rows(audit, basis));
    }
    out
}

fn of_question(audit: &Audit<'_>, basis: &Basis<'_>, question: &Question, out: &mut Vec<EstimateRow>) {
    let columns = Columns {
        metric: question.metric.name,
        stage: audit.stage(question.stage),
        attribute: Some(&audit.axes[basis.axis].name),
        ..Columns::default()
    };
    for place in ordered(audit, basis) {
        let group = basis.groups[place].as_str();
        let mut push = |of: Option<&str>, arm: Option<&str>, mut drawn: Drawn| {
            drawn.notes.extend(basis.notes.iter().copied());
            out.push(row(audit, Columns { group, of, arm, ..columns }, drawn));
        };
        if let Some(note) = basis.barred {
            push(None, None, Drawn::absent(note));
            continue;
        }
        if !present(basis, place) {
            push(None, None, Drawn::absent(Note::GroupAbsent));
            continue;
        }
        let corrected = validated::rate(audit, basis, question, place);
        let range = bounds(audit, basis, question, place, false);
        match &corrected {
            Some(drawn) if basis.membership.validated_random => {
                push(None, None, drawn.clone());
                push(Some(BOUNDS), None, range);
            }
            _ => {
                push(None, None, range);
                if let Some(drawn) = corrected.clone() {
                    push(Some(POST_STRATIFIED), None, drawn);
                }
            }
        }
        if question.conditional().is_some() {
            push(Some(INDEPENDENT), None, bounds(audit, basis, question, place, true));
        }
        push(Some(WEIGHTED), None, by_weight(audit, basis, question, place));
        if basis.raked.is_some() {
            push(Some(RAKED), None, after_raking(basis, question, place));
        }
        push(Some(REGRESSION), None, by_regression(audit, basis, question, place));
        push(Some(LATENT), None, most_likely(basis, question, place));
        if has_assignment_lines(question.metric.name) {
            for (twentieths, method) in THRESHOLDS {
                push(Some(method), None, assigned(basis, question, method, &|rows| rows.reaches(place, twentieths)));
            }
            push(Some(ARGMAX), None, assigned(basis, question, ARGMAX, &|rows| rows.largest == Some(place)));
        }
        if basis.is_validated() {
            push(None, Some(VALIDATED), of_truth(audit, basis, question, place));
            if let Some(drawn) = validated::by_double_sampling(audit, basis, question, place) {
                push(Some(DOUBLE_SAMPLING), None, drawn);
            }
            if let Some(drawn) = validated::rate_by_difference(audit, basis, question, place) {
                push(Some(BY_DIFFERENCE), None, drawn);
            }
            if let Some(drawn) = validated::rate_imputed(audit, basis, question, place) {
                push(Some(IMPUTED), None, drawn);
            }
            if has_assignment_lines(question.metric.name) {
                push(Some(MATRIX), None, validated::by_matrix(basis, question, place));
            }
        }
    }
    if basis.without() > 0 {
        let unknown = basis.unknown(question);
        let rate = if unknown.rows == 0 {
            Rate::Absent(Note::NoCases)
        } else {
            let others = Span::exact(unknown.rows - unknown.events);
            Rate::Counts { events: Span::exact(unknown.events), others }
        };
        let mut drawn = match basis.barred {
            Some(note) => Drawn::absent(note),
            None => rate.estimate(tail(audit), &audit.spec.inference.methods),
        };
        drawn.notes.push(Note::UnknownMembership);
        out.push(row(audit, Columns { group: reserved::UNKNOWN, ..columns }, drawn));
    }
}

fn tail(audit: &Audit<'_>) -> f64 {
    (1.0 - audit.spec.inference.level) / 2.0
}

/// The margin that a rate's differences are judged by; 0 where there is none.
pub(super) fn margin(audit: &Audit<'_>, basis: &Basis<'_>, question: &Question) -> f64 {
    let attribute = &audit.axes[basis.axis].name;
    margin_of(audit.spec, question.metric, question.stage, Scale::Difference, attribute)
        .map_or(0.0, |(comparison, _)| comparison.margin)
}

fn bounds(audit: &Audit<'_>, basis: &Basis<'_>, question: &Question, group: usize, independent: bool) -> Drawn {
    let method = if independent { INDEPENDENT } else { BOUNDS };
    let margin = margin(audit, basis, question);
    let found = match ranges(basis, question, (group, Against::Rest), margin, independent) {
        Ok(found) => found,
        Err(note) => return Drawn { method: Some(method), ..Drawn::absent(note) },
    };
    let mut drawn = Drawn::from(found.group.limits(z_of(audit.spec)), method);
    let ends = found.group.bounds();
    drawn.bounds = ends.lower.zip(ends.upper).map(|(lower, upper)| (lower.bound, upper.bound));
    drawn.n = Some(members(basis, question, group));
    drawn.notes.extend(found.notes);
    if let Some((_, display)) = found.group.imbens_manski(audit.spec.inference.level) {
        drawn.detail.extend(imbens_manski(display.lower, display.upper));
    }
    drawn
}

/// `detail.imbens_manski`: limits for display.
pub(super) fn imbens_manski(lower: Option<f64>, upper: Option<f64>) -> BTreeMap<String, serde_json::Value> {
    let number = |limit: Option<f64>| {
        limit.and_then(Number::new).map_or(serde_json::Value::Null, crate::measure::disparity::to_value)
    };
    BTreeMap::from([("imbens_manski".to_owned(), vec![number(lower), number(upper)].into())])
}

/// Expected members in the denominator of a rate.
pub(super) fn members(basis: &Basis<'_>, question: &Question, group: usize) -> f64 {
    basis.members(question, group).0
}

fn by_weight(audit: &Audit<'_>, basis: &Basis<'_>, question: &Question, group: usize) -> Drawn {
    let (events, others) = basis.split(question);
    match weighted::rate(events.pair(group, Against::Rest), others.pair(group, Against::Rest)) {
        Some(rate) => Drawn { n: Some(rate.members), ..Drawn::from(rate.estimate(tail(audit)), WEIGHTED) },
        None => Drawn { method: Some(WEIGHTED), ..Drawn::absent(absent(basis, question, group)) },
    }
}

/// The weighted estimate with raked memberships: a value only, since the products of raked memberships are not known.
fn after_raking(basis: &Basis<'_>, question: &Question, group: usize) -> Drawn {
    let cells = basis.cells(question, group, Against::Rest, true);
    let expected = evenhand_stats::proxy::expected(&cells, 0);
    match expected_rate(&cells) {
        Some(rate) => Drawn { value: Some(rate), n: Some(expected.members), method: Some(RAKED), ..Drawn::default() },
        None => Drawn { method: Some(RAKED), ..Drawn::absent(absent(basis, question, group)) },
    }
}

/// The weighted rate of the first group of cells.
pub(super) fn expected_rate(cells: &[evenhand_stats::proxy::Cell]) -> Option<f64> {
    evenhand_stats::proxy::expected(cells, 0).rate()
}

fn by_regression(audit: &Audit<'_>, basis: &Basis<'_>, question: &Question, group: usize) -> Drawn {
    let Some(fit) = basis.fit(question) else {
        return Drawn { method: Some(REGRESSION), ..Drawn::absent(Note::MaximaNotUnique) };
    };
    let estimate = fit.rate(group, z_of(audit.spec));
    if !fit.is_possible() {
        // A rate outside [0, 1], of this group or of another, refutes the assumption: all are those of the fit within.
        let mut drawn = Drawn {
            value: Some(fit.constrained[group]),
            method: Some(REGRESSION),
            notes: vec![Note::Clipped],
            n: Some(members(basis, question, group)),
            ..Drawn::default()
        };
        drawn.detail.insert("unconstrained".to_owned(), number(estimate.value));
        return drawn;
    }
    let mut drawn = Drawn::from(estimate, REGRESSION);
    drawn.n = Some(members(basis, question, group));
    cut(&mut drawn, fit.constrained[group], (0.0, 1.0));
    drawn
}

/// The most likely rate: the twin of the regression inside [0, 1]. A value only, since its limits would be those of the
/// regression, whose assumption it shares.
fn most_likely(basis: &Basis<'_>, question: &Question, group: usize) -> Drawn {
    match basis.latent(question).and_then(|found| found.rates.get(group).copied()) {
        Some(rate) => Drawn {
            value: Some(rate),
            method: Some(LATENT),
            n: Some(members(basis, question, group)),
            ..Drawn::default()
        },
        None => Drawn { method: Some(LATENT), ..Drawn::absent(Note::MaximaNotUnique) },
    }
}

fn number(value: Option<f64>) -> serde_json::Value {
    value.and_then(Number::new).map_or(serde_json::Value::Null, crate::measure::disparity::to_value)
}

/// A value outside its range is that of the constrained fit; limits are cut, and `detail.clipped_from` has them as they
/// were: a value outside refutes the assumption or the calibration.
pub(super) fn cut(drawn: &mut Drawn, constrained: f64, (low, high): (f64, f64)) {
    let outside = |x: Option<f64>| x.is_some_and(|x| x < low || x > high);
    if outside(drawn.value) || outside(drawn.lower) || outside(drawn.upper) {
        drawn.detail.insert("clipped_from".to_owned(), vec![number(drawn.lower), number(drawn.upper)].into());
        drawn.notes.push(Note::Clipped);
        if outside(drawn.value) {
            drawn.value = Some(constrained);
        }
        let inside = |x: f64| x.clamp(low, high);
        let value = drawn.value.map(inside);
        drawn.value = value;
        drawn.lower = drawn.lower.map(|x| value.map_or(inside(x), |value| inside(x).min(value)));
        drawn.upper = drawn.upper.map(|x| value.map_or(inside(x), |value| inside(x).max(value)));
    }
}

/// The regression of a group against everybody else.
pub(super) fn two_class(basis: &Basis<'_>, question: &Question, group: usize) -> Option<Regression> {
    regression::regression(&against_rest(&basis.cells(question, group, Against::Rest, false), 0))
}

/// The most likely rates of a group and of everybody else.
pub(super) fn two_class_likelihood(basis: &Basis<'_>, question: &Question, group: usize) -> Option<[f64; 2]> {
    let found = latent_class::latent_class(&against_rest(&basis.cells(question, group, Against::Rest, false), 0))?;
    Some([*found.rates.first()?, *found.rates.get(1)?])
}

/// The rate among rows that a rule assigns to a group: a line of sensitivity, without limits.
fn assigned(
    basis: &Basis<'_>,
    question: &Question,
    method: &'static str,
    rule: &dyn Fn(&super::basis::Rows) -> bool,
) -> Drawn {
    let (n, events) = basis.counted(question, |rows| rows.known() && rule(rows));
    let found = rules::assigned(n, events);
    let mut drawn = Drawn { value: found.rate, method: Some(method), n: Some(n as f64), ..Drawn::default() };
    match found.rate {
        Some(_) => drawn.events = Some(events),
        None => drawn.notes.push(Note::NoCases),
    }
    drawn
}

/// The rate of the true group among validated rows that have probabilities.
fn of_truth(audit: &Audit<'_>, basis: &Basis<'_>, question: &Question, group: usize) -> Drawn {
    let (n, events) = basis.truly(question, group);
    if n == 0 {
        return Drawn::absent(Note::NoCases);
    }
    let rate = Rate::Counts { events: Span::exact(events), others: Span::exact(n - events) };
    let mut drawn = rate.estimate(tail(audit), &audit.spec.inference.methods);
    drawn.notes.extend(basis.known_without().then_some(Note::UnknownMembership));
    drawn
}
