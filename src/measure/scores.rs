//! Scores: how they are distributed, how they order people, whether they are right, group by group (`metrics-union.md`,
//! F, G, H; `methods/6`, `methods/7`).
//!
//! Makes estimates, drafts of disparities, described disparities and curves from the cube's tables by score. A step for each
//! family; each reads a [`Basis`]: the scores of all groups of an attribute (or intersection) in one arm, on the same bins.
//!
//! Start reading at `basis.rs`, then `sides.rs` (who is compared with whom).

mod basis;
mod calibration;
mod curves;
mod described;
mod distribution;
mod lists;
mod quantiles;
mod ranking;
mod sides;
#[cfg(test)]
mod tests;
mod threshold;

use super::contrast::Settings;
use super::curve::{Curve, CurveColumns};
use super::disparity::Draft;
use super::estimate::Columns;
use super::from_cube::Audit;
use super::rows::{CurveRow, DisparityRow, EstimateRow};
use crate::words::{Note, reserved};
pub(super) use basis::{Basis, ScoreGroup, bases};
use sides::Pair;

/// What every step reads of one basis.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    audit: &'a Audit<'a>,
    bases: &'a [Basis],
    basis: &'a Basis,
    /// One-sided tail of an ordinary interval.
    tail: f64,
    /// Its critical value.
    z: f64,
}

/// A group that has a row of its own; everybody stands under no attribute, but where tables were never joined.
#[derive(Clone, Copy)]
struct Member<'a> {
    scores: &'a ScoreGroup,
    attribute: Option<&'a str>,
}

/// One view for each basis.
fn views<'a>(audit: &'a Audit<'a>, bases: &'a [Basis]) -> impl Iterator<Item = View<'a>> {
    bases.iter().map(move |basis| View::of(audit, bases, basis))
}

impl<'a> View<'a> {
    fn of(audit: &'a Audit<'a>, bases: &'a [Basis], basis: &'a Basis) -> Self {
        let tail = (1.0 - audit.spec.inference.level) / 2.0;
        View { audit, bases, basis, tail, z: evenhand_stats::normal::z_of_tail(tail) }
    }

    /// Name of the attribute.
    fn attribute(&self) -> &'a str {
        &self.audit.axes[self.basis.axis].name
    }

    /// The groups, and everybody, each once over all bases.
    fn members(&self) -> Vec<Member<'a>> {
        let attribute = self.attribute();
        let mut out: Vec<Member<'a>> =
            self.basis.groups.iter().map(|scores| Member { scores, attribute: Some(attribute) }).collect();
        let first = || self.bases.iter().find(|other| other.arm == self.basis.arm).map(|first| first.axis);
        let all = if self.audit.unjoined() {
            (self.audit.axes[self.basis.axis].attributes.len() == 1).then_some(Some(attribute))
        } else {
            (first() == Some(self.basis.axis)).then_some(None)
        };
        out.extend(all.map(|attribute| Member { scores: &self.basis.all, attribute }));
        out
    }

    /// The key columns of a member's row.
    fn columns<'m>(&self, metric: &'m str, member: &Member<'m>) -> Columns<'m> {
        Columns {
            metric,
            attribute: member.attribute,
            group: &member.scores.group,
            arm: self.basis.arm,
            ..Columns::default()
        }
    }

    /// A curve of a member.
    fn curve_of(self, member: Member<'a>, curve: &'a str, metric: &'a str) -> Curve<'a> {
        let columns = CurveColumns {
            curve,
            metric,
            attribute: member.attribute,
            group: &member.scores.group,
            arm: self.basis.arm,
            ..CurveColumns::default()
        };
        Curve::new(self.audit, columns)
    }

    /// A curve of a group against its reference.
    fn curve_between<'p>(self, pair: &'p Pair<'p>, curve: &'p str, metric: &'p str) -> Curve<'p>
    where
        'a: 'p,
    {
        let columns = CurveColumns {
            curve,
            metric,
            attribute: Some(self.attribute()),
            group: pair.group,
            reference: pair.reference.as_deref(),
            arm: self.basis.arm,
            ..CurveColumns::default()
        };
        Curve::new(self.audit, columns)
    }

    /// Facts about a group's scores of all rows: are they cut off?
    fn cut_off(&self, group: &ScoreGroup) -> Vec<Note> {
        let cut = self.basis.restricted(self.bases, group, &group.counts());
        if cut { vec![Note::RangeRestricted] } else { Vec::new() }
    }

    /// Facts about a group's scores of the rows with a known outcome.
    fn outcome_notes(&self, group: &ScoreGroup) -> Vec<Note> {
        let rows = evenhand_stats::score_cells::rows(&group.cells);
        let mut notes = Vec::new();
        if group.outcome_missing > 0 {
            notes.push(Note::OutcomeMissing);
        }
        if self.basis.restricted(self.bases, group, &rows) {
            notes.push(Note::RangeRestricted);
        }
        notes
    }

    /// Why nothing can be said of a group that needs the outcome, if so.
    fn no_outcome(&self, group: &ScoreGroup) -> Option<Note> {
        let known = group.sums[1].n + group.sums[2].n;
        group.absent().or((known == 0).then_some(Note::NoCases))
    }
}

/// Estimates and curves of the scores of one of the bases.
pub(super) fn of_groups(audit: &Audit<'_>, bases: &[Basis], basis: &Basis) -> (Vec<EstimateRow>, Vec<CurveRow>) {
    let (mut out, mut drawn, view) = (Vec::new(), Vec::new(), View::of(audit, bases, basis));
    curves::of_groups(view, &mut drawn);
    curves::differences(view, &mut drawn);
    for member in view.members() {
        distribution::estimates(view, member, &mut out);
        quantiles::estimates(view, member, &mut out);
        ranking::estimates(view, member, &mut out);
    }
    calibration::of_groups(view, &mut out, &mut drawn);
    lists::estimates(view, &mut out);
    calibration::worst_groups(view, &mut out);
    (out, drawn)
}

/// Comparisons of scores, before they are judged.
pub(super) fn drafts(
    audit: &Audit<'_>,
    bases: &[Basis],
    settings: &Settings,
    block: &mut usize,
    drafts: &mut Vec<Draft>,
) {
    for view in views(audit, bases) {
        distribution::drafts(view, settings, block, drafts);
        threshold::drafts(view, settings, block, drafts);
        calibration::drafts(view, settings, block, drafts);
    }
}

/// Writes rows of one of the bases.
type Described = fn(View<'_>, &mut Vec<DisparityRow>);

/// The kinds of comparisons that are described and not judged: distances, areas, standardised differences. The longest first.
pub(super) const DESCRIBED: [Described; 5] =
    [distribution::described, ranking::described, calibration::described, quantiles::described, lists::described];

/// Comparisons of one kind of the scores of one of the bases.
pub(super) fn described(audit: &Audit<'_>, bases: &[Basis], basis: &Basis, kind: Described) -> Vec<DisparityRow> {
    let mut out = Vec::new();
    kind(View::of(audit, bases, basis), &mut out);
    out
}

/// Is this everybody of the table, and not a group?
fn is_everybody(group: &ScoreGroup) -> bool {
    group.group == reserved::ALL
}
