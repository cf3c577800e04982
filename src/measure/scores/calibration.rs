//! Is the score right as a chance, group by group? Family H of `metrics-union.md`, `methods/6`.
//!
//! Makes estimates, comparisons and curves out of a [`Basis`] whose outcomes are known; each arm by itself, since outcomes of
//! two arms are never pooled unweighted. A score that is no probability gets every row with the reason in place of numbers,
//! the plain rate curve, and the comparison of outcomes at equal score, which needs no probability.
//!
//! Start reading at `estimates.rs`.

mod comparisons;
mod curves;
mod estimates;
mod multicalibration;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use evenhand_stats::ece::equal_width_index;
use evenhand_stats::resample::Key;
use evenhand_stats::score_cells::ScoreCell;

pub(super) use comparisons::{distances, drafts};
pub(super) use curves::curves;
pub(super) use estimates::estimates;

use super::basis::{Basis, ScoreGroup};
use crate::measure::aggregate::stream_key;
use crate::measure::from_cube::Audit;
use crate::words::{HarmDirection, Metric, Note};

/// Draws of a binomial that a row may cost: draws times cells. All rows of an audit with thousands of scores then take a
/// fraction of a second.
const BINOMIALS: u64 = 30_000;

/// Cells that draws are made on, about: outcomes of neighbouring scores are drawn together.
const DRAWN_CELLS: usize = 30;

/// A group of a basis, and the attribute that its rows stand under.
#[derive(Clone, Copy)]
struct Place<'a> {
    basis: &'a Basis,
    attribute: Option<&'a str>,
    group: &'a ScoreGroup,
}

impl<'a> Place<'a> {
    /// Facts about the data behind every figure.
    fn facts(&self) -> Vec<Note> {
        facts(self.basis, &[self.group])
    }

    /// Why there is no figure, if so.
    fn absent(&self) -> Vec<Note> {
        let scale = (!self.basis.scale.is_probability()).then_some(Note::NotAProbabilityScore);
        scale.into_iter().chain(self.group.absent()).collect()
    }

    /// Where the draws of this row begin: named by the row, so that no other row changes them.
    fn key(&self, audit: &Audit<'_>) -> Key {
        let (attribute, arm) = (self.attribute.unwrap_or("-"), self.basis.arm.unwrap_or("-"));
        Key(stream_key(audit.seed, &["calibration", attribute, &self.group.group, arm]))
    }

    /// The cells as draws see them; they nest in tenths.
    fn drawn_cells(&self) -> Vec<ScoreCell> {
        coarse(&self.group.cells, DRAWN_CELLS)
    }
}

/// The bases of an audit that have outcomes.
fn known(bases: &[Basis]) -> impl Iterator<Item = &Basis> {
    bases.iter().filter(|basis| basis.outcome)
}

/// The groups of all bases with outcomes, and everybody: once in each arm, or under each attribute where the tables of the
/// data were never joined.
fn places<'a>(audit: &'a Audit<'_>, bases: &'a [Basis]) -> Vec<Place<'a>> {
    let mut everybody: BTreeSet<Option<&str>> = BTreeSet::new();
    let mut out = Vec::new();
    for basis in known(bases) {
        let axis = &audit.axes[basis.axis];
        let attribute = Some(axis.name.as_str());
        out.extend(basis.groups.iter().map(|group| Place { basis, attribute, group }));
        if audit.unjoined() {
            if axis.attributes.len() == 1 {
                out.push(Place { basis, attribute, group: &basis.all });
            }
        } else if everybody.insert(basis.arm) {
            out.push(Place { basis, attribute: None, group: &basis.all });
        }
    }
    out
}

/// Facts about the data behind figures of these groups.
fn facts(basis: &Basis, groups: &[&ScoreGroup]) -> Vec<Note> {
    let missing = groups.iter().any(|group| group.outcome_missing > 0).then_some(Note::OutcomeMissing);
    // The model picked by the score: of the others' scores this arm says nothing.
    let restricted = (basis.arm == Some("model")).then_some(Note::RangeRestricted);
    missing.into_iter().chain(restricted).collect()
}

/// Fewer cells, which nest in tenths.
fn coarse(cells: &[ScoreCell], wanted: usize) -> Vec<ScoreCell> {
    evenhand_stats::score_cells::coarser(&[cells], wanted, tenth).pop().unwrap_or_default()
}

fn tenth(cell: &ScoreCell) -> usize {
    equal_width_index(cell.score(), 10)
}

/// Rows with a known outcome.
fn rows(cells: &[ScoreCell]) -> u64 {
    cells.iter().map(ScoreCell::n).sum()
}

/// How many draws: the spec's number, or 10,000, or as many as so many cells may cost.
fn draws(audit: &Audit<'_>, cells: usize) -> u64 {
    let allowed = BINOMIALS / (cells.max(1) as u64);
    audit.spec.inference.replicates.unwrap_or(allowed.clamp(300, 10_000))
}

/// Which direction of a metric of the score is to the disadvantage of a group: the score serves the stages of the spec, and
/// a higher one is an advantage only if they all are.
fn direction(audit: &Audit<'_>, metric: &Metric) -> HarmDirection {
    let stages = &audit.spec.stages;
    metric.harm_direction(!stages.is_empty() && stages.iter().all(|stage| stage.favourable))
}
