//! The worst calibrated of the groups of a requested intersection (`methods/6`, 6.9).

use std::cmp::Reverse;

use evenhand_stats::cumulative::cumulative;
use evenhand_stats::multicalibration::{large_enough, multicalibration};
use evenhand_stats::resample::Key;
use evenhand_stats::score_cells::{ScoreCell, coarser, negatives, positives};

use super::estimates::{plain, tested};
use super::{BINOMIALS, size, tenth};
use crate::measure::aggregate::stream_key;
use crate::measure::estimate::{Columns, row};
use crate::measure::rate::Drawn;
use crate::measure::rows::EstimateRow;
use crate::measure::scores::View;
use crate::measure::scores::basis::ScoreGroup;
use crate::measure::scores::described::put;
use crate::words::{Note, reserved};

const METRIC: &str = "multicalibration_error";

/// Cells of each group that draws are made on, about.
const CELLS: usize = 30;

/// Of a requested intersection: each group's cumulative error in standard deviations, p adjusted by the largest of them, and
/// the largest itself.
pub(in crate::measure::scores) fn worst_groups(view: View<'_>, out: &mut Vec<EstimateRow>) {
    let (audit, basis) = (view.audit, view.basis);
    if !basis.outcome || audit.axes[basis.axis].attributes.len() < 2 {
        return;
    }
    let groups: Vec<&ScoreGroup> = basis.groups.iter().filter(|group| group.group != reserved::MISSING).collect();
    let mut emit = |group: &str, mut drawn: Drawn, of: &[&ScoreGroup]| {
        if drawn.value.is_some() {
            drawn.notes.extend(of.iter().flat_map(|group| view.outcome_notes(group)));
        }
        let columns =
            Columns { metric: METRIC, attribute: Some(view.attribute()), group, arm: basis.arm, ..Columns::default() };
        out.push(row(audit, columns, drawn));
    };
    let barred = if !basis.scale.is_probability() {
        Some(Note::NotAProbabilityScore)
    } else {
        // An arm says nothing of the subgroups of the population.
        basis.arm.map(|_| Note::NotDefinedForDesign)
    };
    if let Some(note) = barred {
        for group in &groups {
            emit(&group.group, Drawn::absent(note), &[]);
        }
        emit(reserved::ALL_GROUPS, Drawn::absent(note), &[]);
        return;
    }
    let mut large: Vec<usize> = (0..groups.len())
        .filter(|&at| view.no_outcome(groups[at]).is_none() && large_enough(&groups[at].cells))
        .collect();
    // By size, then by what they hold: what a group is called gives it no other draw.
    large.sort_by_cached_key(|&at| {
        let cells = &groups[at].cells;
        (Reverse(size(cells)), positives(cells), negatives(cells))
    });
    let cells: Vec<&[ScoreCell]> = large.iter().map(|&at| groups[at].cells.as_slice()).collect();
    let parts = coarser(&cells, CELLS, tenth);
    let members: Vec<Vec<usize>> = (0..parts.len()).map(|part| vec![part]).collect();
    let key = Key(stream_key(audit.seed, &[METRIC, view.attribute()]));
    let drawn_cells: usize = parts.iter().map(Vec::len).sum();
    let draws = (8 * BINOMIALS / (drawn_cells.max(1) as u64)).clamp(300, 10_000);
    let draws = audit.spec.inference.replicates.unwrap_or(draws);
    let worst = multicalibration(&parts, &members, key, draws);
    for (at, group) in groups.iter().enumerate() {
        let found = large.iter().position(|&place| place == at);
        let test = cumulative(&group.cells).and_then(|path| path.range_test);
        let drawn = match (view.no_outcome(group), found, test) {
            (Some(note), _, _) => Drawn::absent(note),
            (None, None, _) => Drawn::absent(Note::BelowSupport),
            (None, Some(_), None) => Drawn::absent(Note::VarianceNotEstimable),
            (None, Some(place), Some(test)) => {
                let drawn = plain(Some(test.statistic), Some("range"), size(&group.cells));
                let p = worst.as_ref().and_then(|worst| worst.subgroups.get(place)?.p_adjusted);
                p.map_or_else(|| drawn.clone(), |p| tested(drawn.clone(), test.statistic, None, p))
            }
        };
        emit(&group.group, drawn, &[group]);
    }
    let summary = match &worst {
        None => Drawn::absent(Note::BelowSupport),
        Some(worst) => {
            let group = groups[large[worst.worst]];
            let n = groups.iter().map(|group| size(&group.cells)).sum();
            let mut drawn = plain(Some(worst.largest), Some("range"), n);
            if let Some(p) = worst.subgroups[worst.worst].p_adjusted {
                drawn = tested(drawn, worst.largest, None, p);
            }
            drawn.detail.insert("pair".to_owned(), vec![group.group.clone()].into());
            put(&mut drawn.detail, "quantile_95_by_chance", worst.quantile_95);
            drawn.detail.insert("draws".to_owned(), draws.into());
            if large.len() < groups.len() {
                drawn.notes.push(Note::GroupsLeftOut);
                drawn.detail.insert("groups_left_out".to_owned(), (groups.len() - large.len()).into());
            }
            drawn
        }
    };
    emit(reserved::ALL_GROUPS, summary, &groups);
}
