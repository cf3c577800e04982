//! Groups known only through probabilities: ranges, and estimates that each rest on a named assumption (`methods/8`;
//! `metrics-union.md`, M).
//!
//! Makes rows of groups, estimates, drafts of disparities, curves and rows of sensitivity from the cube's tables by band of
//! the probabilities. Invariants: the row that speaks for the group (`of` null) is the sharp bounds, or the corrected
//! estimate where a random sample was validated, and it alone may carry a verdict; every other method's row names the
//! method in `of`, since ids have no method, and is descriptive (`methods/8`, 8.10).
//!
//! Start reading at `basis.rs`.

mod basis;
mod comparisons;
mod conclusions;
mod estimates;
mod quality;
#[cfg(test)]
mod tests;
mod tipping;
mod validated;

use evenhand_stats::normal;
use evenhand_stats::proxy::bounds::{self, ProxyBounds};
use evenhand_stats::proxy::{LEAST_ROWS, Unknown, merged, outcome_bounds, weighted};

use super::from_cube::Audit;
use super::groups;
use super::ids::{Key, row_id};
use super::rows::GroupRow;
use crate::diag::Warning;
use crate::spec::Spec;
use crate::words::{Note, Number, reserved};
use basis::{Against, Question};
pub(super) use basis::{Basis, bases};
pub(super) use comparisons::{drafts, limits_of_the_judged};
pub(super) use conclusions::conclude;
pub(super) use estimates::rows as estimates;
pub(super) use tipping::{curves, sensitivity};

/// The method of the range that carries the verdict.
const BOUNDS: &str = "proxy_bounds";
/// The least and the greatest difference of weighted rates, in `detail` of the bounds.
const WEIGHTED_ENDS: [&str; 2] = ["weighted_low", "weighted_high"];
/// Limits at the critical value of the comparison that is judged, in `detail`.
const JUDGED_LIMITS: &str = "judged_limits";
/// The same under the assumption that within a cell the group is unrelated to what the rate is conditional on.
const INDEPENDENT: &str = "proxy_bounds_outcome_independent";
const WEIGHTED: &str = "proxy_weighted";
const RAKED: &str = "proxy_raked";
const REGRESSION: &str = "proxy_surrogate_regression";
const LATENT: &str = "proxy_latent_class";
const ARGMAX: &str = "proxy_argmax";
/// Thresholds of hard assignment, in twentieths, and their method names.
const THRESHOLDS: [(u8, &str); 2] = [(10, "proxy_threshold_0.5"), (16, "proxy_threshold_0.8")];
const POST_STRATIFIED: &str = "validated_post_stratified";
const DOUBLE_SAMPLING: &str = "double_sampling";
const BY_DIFFERENCE: &str = "validated_difference";
const IMPUTED: &str = "multiple_imputation";
const MATRIX: &str = "misclassification_matrix";
const TILT: &str = "proxy_tilt";
/// The arm of the rows whose true group is known.
pub(super) const VALIDATED: &str = "validated";

/// Rates for which lines of hard assignment are printed: they are sensitivity, and few lines say enough.
fn has_assignment_lines(metric: &str) -> bool {
    matches!(metric, "selection_rate" | "true_positive_rate" | "false_positive_rate" | "false_negative_rate")
}

/// The critical value of an ordinary interval.
fn z_of(spec: &Spec) -> f64 {
    normal::z_of_tail((1.0 - spec.inference.level) / 2.0)
}

/// The bounds of a group and of whom it is compared with, over the same cells.
struct Ranges {
    group: ProxyBounds,
    reference: ProxyBounds,
    /// The least and the greatest difference of the weighted rates, where cases without probabilities leave them open.
    weighted: Option<(f64, f64)>,
    notes: Vec<Note>,
}

/// Sharp bounds of a rate; the reason where there are none.
///
/// `margin`: rows without probabilities whose rate differs by more than this count at their worst, as they do where they
/// are many. With `independent` the group is taken as unrelated to the condition within a cell.
fn ranges(
    basis: &Basis<'_>,
    question: &Question,
    (group, against): (usize, Against),
    margin: f64,
    independent: bool,
) -> Result<Ranges, Note> {
    let raked = basis.raked.is_some();
    let mut notes = Vec::new();
    let without = basis.unknown(question);
    let conditional = question.conditional();
    let whole = conditional.map(|_| basis.outcome_cells(question.stage, group, against, raked)).unwrap_or_default();
    let restricted = match conditional {
        Some(rate) => outcome_bounds::restricted(&whole, rate),
        None => basis.cells(question, group, against, raked),
    };
    let mut unknown = Unknown::default();
    if without.rows > 0 {
        notes.push(Note::UnknownMembership);
        if without.leaves_a_range(&restricted, margin).is_some_and(|(_, range)| range) {
            unknown = without;
        }
    }
    let absent = || absent(basis, question, group);
    let mut weighted = None;
    let (own, other, any) = match conditional {
        Some(rate) if !independent => {
            let (cells, any) = merged(&whole, 0, LEAST_ROWS);
            let bounds = |place: usize| outcome_bounds::rate(&cells, place, rate, unknown);
            (bounds(0), bounds(1), any)
        }
        Some(rate) => {
            let (cells, any) = merged(&whole, 0, LEAST_ROWS);
            let cells = outcome_bounds::restricted(&cells, rate);
            let bounds = |place: usize| bounds::rate(&cells, place, unknown);
            (bounds(0), bounds(1), any)
        }
        None => {
            let (cells, any) = merged(&restricted, 0, LEAST_ROWS);
            let bounds = |place: usize| bounds::rate(&cells, place, unknown);
            if unknown.rows > 0 {
                weighted = weighted::range(&cells, 0, 1, unknown, against == Against::Rest);
            }
            (bounds(0), bounds(1), any)
        }
    };
    if any {
        notes.push(Note::CellsMerged);
    }
    let own = own.ok_or_else(absent)?;
    // Without a reference the group's own range still stands.
    let reference = other.unwrap_or_else(|| own.clone());
    Ok(Ranges { group: own, reference, weighted, notes })
}

/// Why a group has no rate.
fn absent(basis: &Basis<'_>, question: &Question, group: usize) -> Note {
    if !present(basis, group) {
        Note::GroupAbsent
    } else {
        super::series::empty(question.within, &super::tally::Tally::default())
    }
}

/// Has a group expected members?
fn present(basis: &Basis<'_>, group: usize) -> bool {
    basis.totals.members(group) > 0.0
}

/// The groups of a basis in the order of the report: the reference first.
fn ordered(audit: &Audit<'_>, basis: &Basis<'_>) -> Vec<usize> {
    let axis = &audit.axes[basis.axis];
    let mut places: Vec<usize> = (0..basis.groups.len()).collect();
    places.sort_by_cached_key(|&place| axis.order(&basis.groups[place]));
    places
}

/// Rows of `groups` of an attribute known through memberships.
pub(super) fn group_rows(audit: &Audit<'_>, basis: &Basis<'_>) -> Vec<GroupRow> {
    let axis = &audit.axes[basis.axis];
    let sums = &basis.totals;
    let without = basis.without();
    let all = (sums.rows + without) as f64;
    let suppressed = basis.barred == Some(Note::SuppressedCells);
    let row = |group: &str, n: f64, effective: Option<f64>, mut note: Vec<Note>| {
        note.extend(basis.notes.iter().copied());
        if suppressed {
            note.push(Note::SuppressedCells);
        }
        GroupRow {
            id: row_id('g', &Key { metric: "n", attribute: Some(&axis.name), group: Some(group), ..Key::default() }),
            attribute: axis.name.clone(),
            ground: basis.attribute.ground,
            group: group.to_owned(),
            label: groups::label(audit, basis.axis, group),
            n: Number::new(n).filter(|_| !suppressed),
            weight: None,
            share: Number::new(n / all).filter(|_| all > 0.0 && !suppressed),
            effective_n: effective.and_then(Number::new).filter(|_| !suppressed),
            suppressed: false,
            note: super::estimate::sorted(note),
        }
    };
    let mut out: Vec<GroupRow> = ordered(audit, basis)
        .into_iter()
        .map(|place| {
            let (members, squares) = (sums.members(place), sums.squares(place));
            let kish = (squares > 0.0).then(|| members * members / squares);
            let note = if members > 0.0 { Vec::new() } else { vec![Note::GroupAbsent] };
            row(&basis.groups[place], members, kish, note)
        })
        .collect();
    if without > 0 {
        out.push(row(reserved::UNKNOWN, without as f64, None, vec![Note::UnknownMembership]));
    }
    out.push(row(reserved::ALL, all, None, Vec::new()));
    out
}

/// Rows without probabilities, how many of an attribute; and groups that have no known share beside others that have one.
pub(super) fn warnings(bases: &[Basis<'_>]) -> Vec<Warning> {
    let without = bases
        .iter()
        .filter(|basis| basis.without() > 0)
        .map(|basis| Warning::note(Note::UnknownMembership).column(&basis.attribute.name).count(basis.without()));
    let of_some = bases.iter().filter_map(|basis| {
        let known = &basis.membership.totals;
        let others: Vec<String> =
            basis.groups.iter().filter(|group| !known.contains_key(*group)).map(|group| format!("`{group}`")).collect();
        let warning = Warning::note(Note::GroupsLeftOut).column(&basis.attribute.name);
        (!known.is_empty() && !others.is_empty()).then(|| warning.value("totals", others.join(", ")))
    });
    without.chain(of_some).collect()
}
