//! Is the score right as a chance, group by group? Family H of `metrics-union.md`, `methods/6`.
//!
//! Makes estimates, comparisons and curves out of a basis whose outcomes are known; each arm by itself, since outcomes of two
//! arms are never pooled unweighted. A score that is no probability gets every row with the reason in place of numbers, the
//! plain rate curve, and the comparison of outcomes at equal score, which needs no probability.
//!
//! Start reading at `estimates.rs`.

mod comparisons;
mod curves;
mod estimates;
mod multicalibration;
#[cfg(test)]
mod tests;

use evenhand_stats::calibration_by_chance::{UnderCalibration, under_calibration};
use evenhand_stats::ece::{DEFAULT_BINNING, equal_width_index};
use evenhand_stats::resample::Key;
use evenhand_stats::score_cells::{ScoreCell, rows};

pub(super) use comparisons::{described, drafts};
use curves::Axes;
pub(super) use multicalibration::worst_groups;

use super::{Member, View};
use crate::measure::aggregate::stream_key;
use crate::measure::rows::{CurveRow, EstimateRow};
use crate::words::Note;

/// Draws of a binomial that a row may cost: draws times cells. All rows of an audit with thousands of scores then take a
/// fraction of a second.
const BINOMIALS: u64 = 30_000;

/// Cells that draws are made on, about, which are the points of the curve with its band: outcomes of neighbouring scores are
/// drawn together.
const DRAWN_CELLS: usize = 50;

/// Estimates and curves of all members; one set of draws says what noise alone makes of both.
pub(super) fn of_groups(view: View<'_>, estimates: &mut Vec<EstimateRow>, drawn: &mut Vec<CurveRow>) {
    if !view.basis.outcome {
        return;
    }
    let above = view.basis.shares_above(view.bases);
    let axes = Axes { view, above: &above };
    for member in view.members() {
        let noise = absent(view, member).is_empty().then(|| Noise::of(view, member));
        estimates::estimates(view, member, noise.as_ref(), estimates);
        curves::curves(axes, member, noise.as_ref(), drawn);
    }
    curves::differences(axes, drawn);
}

/// What noise alone makes of a member's figures and curve.
struct Noise {
    /// The cells that were drawn.
    cells: Vec<ScoreCell>,
    /// How many draws, if any.
    draws: u64,
    drawn: Option<UnderCalibration>,
}

impl Noise {
    fn of(view: View<'_>, member: Member<'_>) -> Noise {
        let cells = coarse(&member.scores.cells, DRAWN_CELLS);
        let draws = draws(view, cells.len());
        let drawn = under_calibration(&cells, DEFAULT_BINNING, key(view, member), draws, view.tail);
        Noise { cells, draws, drawn }
    }
}

/// Why a member has no figure of calibration, if so.
fn absent(view: View<'_>, member: Member<'_>) -> Vec<Note> {
    let scale = (!view.basis.scale.is_probability()).then_some(Note::NotAProbabilityScore);
    scale.into_iter().chain(view.no_outcome(member.scores)).collect()
}

/// Where the draws of a member's rows begin: named by attribute and arm, so that neither another row nor another name of the
/// group changes them.
fn key(view: View<'_>, member: Member<'_>) -> Key {
    let (attribute, arm) = (member.attribute.unwrap_or("-"), view.basis.arm.unwrap_or("-"));
    Key(stream_key(view.audit.seed, &["calibration", attribute, arm, "chance"]))
}

/// Fewer cells, which nest in tenths.
fn coarse(cells: &[ScoreCell], wanted: usize) -> Vec<ScoreCell> {
    evenhand_stats::score_cells::coarser(&[cells], wanted, tenth).pop().unwrap_or_default()
}

fn tenth(cell: &ScoreCell) -> usize {
    equal_width_index(cell.score(), 10)
}

/// Rows with a known outcome.
fn size(cells: &[ScoreCell]) -> u64 {
    rows(cells).into_iter().sum()
}

/// How many draws: the spec's number, or 10,000, or as many as so many cells may cost.
fn draws(view: View<'_>, cells: usize) -> u64 {
    let allowed = BINOMIALS / (cells.max(1) as u64);
    view.audit.spec.inference.replicates.unwrap_or(allowed.clamp(300, 10_000))
}
