//! How strongly group and decision would have to go together among people with the same probabilities: the curve of the
//! disparity, and the points at which it vanishes or reaches the margin (`methods/8`, 8.9).

use std::collections::BTreeMap;

use evenhand_stats::proxy::{Cell, LEAST_ROWS, merged, tilt};
use serde_json::Value;

use super::TILT;
use super::basis::{Against, Basis, Question};
use super::{ordered, present};
use crate::measure::curve::{Curve, CurveColumns, Point};
use crate::measure::disparity::{direction, to_value};
use crate::measure::family::{self, margin_of};
use crate::measure::from_cube::Audit;
use crate::measure::ids::{Key, row_id};
use crate::measure::rows::{CurveRow, LaterRow};
use crate::measure::verdict::{Limits, three_way};
use crate::words::{Number, Scale, reserved};

/// One comparison whose assumption can be tilted.
struct Tilted<'a> {
    question: Question,
    group: &'a str,
    cells: Vec<Cell>,
}

/// Rates of everybody: given the outcome or the decision the share of a group in a cell is not known.
fn comparisons<'a>(audit: &Audit<'_>, basis: &'a Basis<'_>) -> Vec<Tilted<'a>> {
    let mut out = Vec::new();
    if basis.barred.is_some() {
        return out;
    }
    let reference = audit.axes[basis.axis].reference.as_str();
    let against = match basis.place(reference) {
        _ if reference == reserved::REST => Against::Rest,
        Some(place) if present(basis, place) => Against::Group(place),
        _ => return out,
    };
    for question in Question::all(audit.spec) {
        if question.conditional().is_some() || question.metric.scales.is_empty() {
            continue;
        }
        for place in ordered(audit, basis) {
            let group = basis.groups[place].as_str();
            if group == reference || !present(basis, place) {
                continue;
            }
            let cells = basis.cells(&question, place, against, basis.raked.is_some());
            out.push(Tilted { question, group, cells: merged(&cells, 0, LEAST_ROWS).0 });
        }
    }
    out
}

/// The curve of each disparity over the odds ratio of members against others with the same probabilities.
pub(in crate::measure) fn curves(audit: &Audit<'_>, bases: &[Basis<'_>]) -> Vec<CurveRow> {
    let mut out = Vec::new();
    for basis in bases {
        let axis = &audit.axes[basis.axis];
        for one in comparisons(audit, basis) {
            let columns = CurveColumns {
                curve: "proxy_tipping",
                metric: one.question.metric.name,
                stage: audit.stage(one.question.stage),
                attribute: Some(&axis.name),
                group: one.group,
                reference: Some(&axis.reference),
                ..CurveColumns::default()
            };
            let curve = Curve::new(audit, columns);
            for psi in tilt::CURVE {
                let found = tilt::tilted(&one.cells, 0, 1, psi);
                let mut notes = basis.notes.clone();
                if found.is_none() {
                    notes.push(crate::words::Note::NoCases);
                }
                let point = Point {
                    x: psi,
                    value: found.map(tilt::Tilted::difference),
                    method: Some(TILT),
                    notes,
                    ..Point::default()
                };
                out.push(curve.row(point));
            }
        }
    }
    out
}

/// Rows of `sensitivity`: the odds ratio at which a disparity is 0, and those at which it reaches the margin.
pub(in crate::measure) fn sensitivity(audit: &Audit<'_>, bases: &[Basis<'_>]) -> Vec<LaterRow> {
    let mut out = Vec::new();
    for basis in bases {
        let axis = &audit.axes[basis.axis];
        for one in comparisons(audit, basis) {
            let metric = one.question.metric;
            let key = Key {
                metric: metric.name,
                scale: Some(Scale::Difference.word()),
                stage: audit.stage(one.question.stage),
                attribute: Some(&axis.name),
                group: Some(one.group),
                reference: Some(&axis.reference),
                ..Key::default()
            };
            let disparity = row_id('d', &key);
            let judged = margin_of(audit.spec, metric, one.question.stage, Scale::Difference, &axis.name)
                .map(|(comparison, _)| comparison);
            let margin = judged.map(|comparison| comparison.margin).filter(|margin| *margin > 0.0);
            let rule = judged.map(|comparison| {
                let harmed = direction(audit, metric, one.question.stage);
                family::rule(comparison, harmed, audit.spec.inference.harm)
            });
            // What the margin would say of the disparity at both ends of the curve, if the odds ratio were known to be that
            // and nothing were left to chance.
            let said = |psi: f64| {
                let value = tilt::tilted(&one.cells, 0, 1, psi).map(tilt::Tilted::difference);
                let limits = Limits { lower: value, upper: value };
                let verdict = rule.as_ref().filter(|_| value.is_some()).map(|rule| three_way(limits, limits, rule).0);
                verdict.map_or(Value::Null, |verdict| Value::from(verdict.word()))
            };
            let (low, high) = (tilt::CURVE[0], tilt::CURVE[tilt::CURVE.len() - 1]);
            let targets = [("odds_ratio_at_zero", Some(0.0))]
                .into_iter()
                .chain([("odds_ratio_at_margin", margin), ("odds_ratio_at_minus_margin", margin.map(|m| -m))]);
            for (parameter, target) in targets {
                let Some(target) = target else { continue };
                let tipping = tilt::tipping_point(&one.cells, 0, 1, target);
                let number = |value: Option<f64>| value.and_then(Number::new).map_or(Value::Null, to_value);
                let text = |text: &str| Value::from(text);
                out.push(BTreeMap::from([
                    ("id".to_owned(), text(&row_id('n', &Key { of: Some(parameter), ..key }))),
                    ("disparity_id".to_owned(), text(&disparity)),
                    ("kind".to_owned(), text("proxy")),
                    ("parameter".to_owned(), text(parameter)),
                    ("tipping_value".to_owned(), number(tipping)),
                    ("value_low".to_owned(), number(Some(low))),
                    ("value_high".to_owned(), number(Some(high))),
                    ("verdict_low".to_owned(), said(low)),
                    ("verdict_high".to_owned(), said(high)),
                    ("note".to_owned(), Value::Array(basis.notes.iter().map(|note| text(note.word())).collect())),
                    ("detail".to_owned(), Value::Null),
                ]));
            }
        }
    }
    out
}
