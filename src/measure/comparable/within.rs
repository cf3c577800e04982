//! Inside the strata: rates level by level of a factor, what part of a group has counterparts, and the differences in
//! each stratum where one number does not fit all.

use evenhand_stats::strata::overlap;

use super::pair::Pair;
use super::rows::pairs;
use super::{Comparable, Part};
use crate::cube::{DimKind, MISSING, Table};
use crate::measure::contrast::{Contrast, Settings};
use crate::measure::disparity::{Draft, candidate, draft};
use crate::measure::estimate::{Columns, row};
use crate::measure::from_cube::Audit;
use crate::measure::rate::{Drawn, Rate};
use crate::measure::rows::EstimateRow;
use crate::measure::series::Series;
use crate::measure::tally::Span;
use crate::words::{Note, Scale, reserved};

/// Levels of a factor up to which a rate is given for each.
const MOST_LEVELS: usize = 20;

/// The stratum of one level of each factor: `factor=value;factor=value`.
fn stratum_name(audit: &Audit<'_>, table: &Table, factors: &[usize], levels: &[u32]) -> String {
    let part = |(factor, level): (&usize, &u32)| {
        let name = &audit.spec.roles.strata[*factor].name;
        let dim = table.dim(&DimKind::Factor(name.clone()));
        let value = dim
            .filter(|_| *level != MISSING)
            .and_then(|dim| table.dims[dim].values.get(*level as usize))
            .map_or(reserved::MISSING, String::as_str);
        format!("{name}={value}")
    };
    factors.iter().zip(levels).map(part).collect::<Vec<_>>().join(";")
}

fn of_counts((events, cases): (u64, u64)) -> Rate {
    if cases == 0 {
        return Rate::Absent(Note::NoCases);
    }
    Rate::Counts { events: Span::exact(events), others: Span::exact(cases - events) }
}

/// Rates of the main metrics level by level, and `overlap`.
pub(in crate::measure) fn estimates(audit: &Audit<'_>, comparable: &Comparable) -> Vec<EstimateRow> {
    let mut out = Vec::new();
    for part in &comparable.parts {
        if part.set.main && part.set.factors.len() == 1 {
            levels(audit, part, &mut out);
        }
        if part.series.metric.name == "selection_rate" {
            overlaps(audit, part, &mut out);
        }
    }
    out
}

/// The rate of every group at every level of a factor.
fn levels(audit: &Audit<'_>, part: &Part, out: &mut Vec<EstimateRow>) {
    let series = &part.series;
    let axis = &audit.axes[series.axis];
    let (Ok(rows), Some(table)) = (&part.counted, axis.table(audit.cube)) else { return };
    if rows.len() > MOST_LEVELS {
        return;
    }
    let tail = (1.0 - audit.spec.inference.level) / 2.0;
    for stratum in rows {
        let name = stratum_name(audit, table, &part.set.factors, &stratum.levels);
        for (member, &counts) in series.groups.iter().zip(&stratum.groups) {
            let columns = Columns {
                metric: series.metric.name,
                of: None,
                stage: audit.stage(series.stage),
                attribute: Some(&axis.name),
                group: &member.group,
                stratum: Some(&name),
                arm: series.arm,
            };
            let mut drawn = of_counts(counts).estimate(tail, &audit.spec.inference.methods);
            drawn.notes.extend(member.notes.iter().copied());
            out.push(row(audit, columns, drawn));
        }
    }
}

/// What part of each group's cases lies in strata that its reference has too.
fn overlaps(audit: &Audit<'_>, part: &Part, out: &mut Vec<EstimateRow>) {
    let series = &part.series;
    let axis = &audit.axes[series.axis];
    for (group, pair) in pairs(audit, part).1 {
        let drawn = match pair {
            Err(note) => Drawn::absent(note),
            Ok(pair) => {
                let found = overlap(&pair.tables);
                let inside = found.counts[0] + found.counts[1];
                let all: u64 = pair.tables.iter().map(|table| table.n1()).sum();
                let little = found.group.is_some_and(|share| share < evenhand_stats::strata::LITTLE_OVERLAP_BELOW);
                let mut notes = if little { vec![Note::LittleOverlap] } else { Vec::new() };
                notes.extend(found.group.is_none().then_some(Note::NoCases));
                Drawn { value: found.group, events: Some(inside), n: Some(all as f64), notes, ..Drawn::default() }
            }
        };
        let columns = Columns {
            metric: "overlap",
            of: None,
            stage: audit.stage(series.stage),
            attribute: Some(&axis.name),
            group: &series.groups[group].group,
            stratum: series.stratum.as_deref(),
            arm: series.arm,
        };
        out.push(row(audit, columns, drawn));
    }
}

/// The raw differences of a group inside each stratum that it shares with its reference.
pub(super) fn differences(
    audit: &Audit<'_>,
    part: &Part,
    (group, pair): (usize, &Pair),
    settings: &Settings,
    block: &mut usize,
    drafts: &mut Vec<Draft>,
) {
    let series = &part.series;
    let axis = &audit.axes[series.axis];
    let Some(table) = axis.table(audit.cube) else { return };
    if !series.metric.scales.contains(&Scale::Difference) {
        return;
    }
    for cell in pair.cells.iter().filter(|cell| !cell.table.has_empty_side()) {
        let inside =
            Series { stratum: Some(stratum_name(audit, table, &part.set.factors, &cell.levels)), ..series.clone() };
        let t = cell.table;
        let (own, other) = (of_counts((t.x1(), t.n1())), of_counts((t.x0(), t.n0())));
        let contrast = Contrast::of(Scale::Difference, &own, &other, settings);
        let candidate = candidate(audit, &inside, Scale::Difference, contrast, *block, None, true);
        *block += 1;
        let member = &series.groups[group];
        drafts.push(draft(&inside, &member.group, Some(axis.reference.clone()), candidate, member.notes.clone()));
    }
}
