//! The worst calibrated of the groups of a requested intersection (`methods/6`, 6.9).

use evenhand_stats::cumulative::cumulative;
use evenhand_stats::multicalibration::{large_enough, multicalibration};
use evenhand_stats::resample::Key;
use evenhand_stats::score_cells::{ScoreCell, coarser};

use super::estimates::{plain, tested};
use super::{Basis, BINOMIALS, DRAWN_CELLS, facts, known, rows, tenth};
use crate::measure::aggregate::stream_key;
use crate::measure::estimate::{Columns, row};
use crate::measure::from_cube::Audit;
use crate::measure::rate::Drawn;
use crate::measure::rows::EstimateRow;
use crate::words::{Note, reserved};

const METRIC: &str = "multicalibration_error";

/// Of every requested intersection: each group's cumulative error in standard deviations, p adjusted by the largest of them,
/// and the largest itself.
pub(super) fn estimates(audit: &Audit<'_>, bases: &[Basis]) -> Vec<EstimateRow> {
    known(bases)
        .filter(|basis| audit.axes[basis.axis].attributes.len() > 1)
        .flat_map(|basis| of_basis(audit, basis))
        .collect()
}

fn of_basis(audit: &Audit<'_>, basis: &Basis) -> Vec<EstimateRow> {
    let attribute = audit.axes[basis.axis].name.as_str();
    let groups: Vec<_> = basis.groups.iter().filter(|group| group.group != reserved::MISSING).collect();
    let emit = |group: &str, mut drawn: Drawn, of: &[&super::ScoreGroup]| {
        drawn.notes.extend(facts(basis, of));
        let columns =
            Columns { metric: METRIC, attribute: Some(attribute), group, arm: basis.arm, ..Columns::default() };
        row(audit, columns, drawn)
    };
    let barred = if !basis.scale.is_probability() {
        Some(Note::NotAProbabilityScore)
    } else if basis.arm.is_some() {
        // An arm says nothing of the subgroups of the population.
        Some(Note::NotDefinedForDesign)
    } else {
        None
    };
    if let Some(note) = barred {
        let mut out: Vec<EstimateRow> =
            groups.iter().map(|group| emit(&group.group, Drawn::absent(note), &[group])).collect();
        out.push(emit(reserved::ALL_GROUPS, Drawn::absent(note), &groups));
        return out;
    }
    let large: Vec<usize> = (0..groups.len()).filter(|&at| large_enough(&groups[at].cells)).collect();
    let cells: Vec<&[ScoreCell]> = large.iter().map(|&at| groups[at].cells.as_slice()).collect();
    let parts = coarser(&cells, DRAWN_CELLS, tenth);
    let members: Vec<Vec<usize>> = (0..parts.len()).map(|part| vec![part]).collect();
    let key = Key(stream_key(audit.seed, &[METRIC, attribute]));
    let drawn_cells: usize = parts.iter().map(Vec::len).sum();
    let draws = (8 * BINOMIALS / (drawn_cells.max(1) as u64)).clamp(300, 10_000);
    let draws = audit.spec.inference.replicates.unwrap_or(draws);
    let worst = multicalibration(&parts, &members, key, draws);
    let mut out = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let found = large.iter().position(|&place| place == at);
        let test = cumulative(&group.cells).and_then(|path| path.range_test);
        let drawn = match (group.absent(), found, test) {
            (Some(note), _, _) => Drawn::absent(note),
            (None, None, _) => Drawn::absent(Note::BelowSupport),
            (None, Some(_), None) => Drawn::absent(Note::VarianceNotEstimable),
            (None, Some(place), Some(test)) => {
                let drawn = plain(Some(test.statistic), Some("range"), rows(&group.cells));
                let p = worst.as_ref().and_then(|worst| worst.subgroups.get(place)?.p_adjusted);
                p.map_or_else(|| drawn.clone(), |p| tested(drawn.clone(), test.statistic, None, p))
            }
        };
        out.push(emit(&group.group, drawn, &[group]));
    }
    let summary = match &worst {
        None => Drawn::absent(Note::BelowSupport),
        Some(worst) => {
            let group = groups[large[worst.worst]];
            let n = groups.iter().map(|group| rows(&group.cells)).sum();
            let mut drawn = plain(Some(worst.largest), Some("range"), n);
            if let Some(p) = worst.subgroups[worst.worst].p_adjusted {
                drawn = tested(drawn, worst.largest, None, p);
            }
            drawn.detail.insert("pair".to_owned(), vec![group.group.clone()].into());
            drawn.detail.insert("quantile_95_by_chance".to_owned(), super::estimates::number(worst.quantile_95));
            if large.len() < groups.len() {
                drawn.notes.push(Note::GroupsLeftOut);
                drawn.detail.insert("groups_left_out".to_owned(), (groups.len() - large.len()).into());
            }
            drawn
        }
    };
    out.push(emit(reserved::ALL_GROUPS, summary, &groups));
    out
}
