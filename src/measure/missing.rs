//! What is missing, group by group: `missing_share` of the outcome and of the score, and of each attribute among everybody
//! (`metrics-union.md`, A; EV-17).
//!
//! Two arms are never pooled: a case that nobody drew has no outcome by design, so the outcome is looked for in each arm; and
//! both arms together are no population.

use super::estimate::{Columns, of_series, row};
use super::from_cube::Audit;
use super::rate::Rate;
use super::rows::EstimateRow;
use super::scores::{Basis, ScoreGroup};
use super::series::{Member, Reading, Series, Tallies, arm_stage, model, random};
use super::tally::{Case, Span, Tally};
use crate::words::{Metric, Note, metric, reserved};

const OUTCOME: &str = "outcome";
const SCORE: &str = "score";
const ATTRIBUTE: &str = "attribute";

/// An arm, and whom it holds.
type Arm = (Option<&'static str>, fn(&Case) -> bool);

const EVERYBODY: Arm = (None, |_| true);
const MODEL: Arm = (Some("model"), model);
const RANDOM: Arm = (Some("random"), random);

/// `missing_share` of the outcome and of the score over the groups of every attribute.
pub(super) fn series(audit: &Audit<'_>, bases: &[Basis]) -> Vec<Series> {
    let Some(metric) = metric("missing_share") else { return Vec::new() };
    let mut out = Vec::new();
    for index in 0..audit.axes.len() {
        out.extend(of_outcome(audit, metric, index));
    }
    out.extend(bases.iter().map(|basis| of_score(audit, metric, basis)));
    out
}

fn of_outcome(audit: &Audit<'_>, metric: &'static Metric, index: usize) -> Vec<Series> {
    let axis = &audit.axes[index];
    let known = audit.spec.roles.outcome.is_some() && axis.proxied().is_none();
    let (true, Some(table), Some(reading)) = (known, axis.table(audit.cube), audit.reading(index)) else {
        return Vec::new();
    };
    let tallies = Tallies::read(axis, table, arm_stage(audit.spec));
    arms_of(reading, Item::Outcome)
        .iter()
        .map(|&(arm, within)| {
            let of_group = |tally: &Tally| {
                let events = tally.sum(|case| within(case) && case.outcome.is_none());
                let others = tally.sum(|case| within(case) && case.outcome.is_some());
                (share(events, others), Vec::new())
            };
            Series { of: Some(OUTCOME), ..tallies.series(metric, None, index, arm, true, &of_group) }
        })
        .collect()
}

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Outcome,
    Attribute,
}

/// The arms it is looked for in: of a whole pool as rows, everybody has a group, and those in an arm an outcome.
fn arms_of(reading: Reading, item: Item) -> &'static [Arm] {
    match (reading, item) {
        (Reading::Full, _) | (Reading::Pool { .. }, Item::Attribute) => &[EVERYBODY],
        (Reading::Pool { .. }, Item::Outcome) | (Reading::Arms(_), _) => &[MODEL, RANDOM],
    }
}

fn of_score(audit: &Audit<'_>, metric: &'static Metric, basis: &Basis) -> Series {
    let rate = |(without, scored): (u64, u64), suppressed: bool| {
        if suppressed {
            return Rate::Absent(Note::SuppressedCells);
        }
        share(Span::exact(without), Span::exact(scored))
    };
    let counts = |group: &ScoreGroup| (group.without_score, group.scored());
    let member = |group: &ScoreGroup| Member {
        group: group.group.clone(),
        rate: match counts(group) {
            (0, 0) => Rate::Absent(Note::GroupAbsent),
            found => rate(found, group.suppressed),
        },
        notes: Vec::new(),
    };
    let known = || basis.groups.iter().filter(|group| group.group != reserved::MISSING);
    let all = known().map(counts).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let hidden = known().filter(|group| group.suppressed).count();
    let rest = |group: &ScoreGroup| {
        let (without, scored) = counts(group);
        let others = hidden - usize::from(group.suppressed);
        let is_compared = group.group != reserved::MISSING && known().count() > 1;
        is_compared.then(|| rate((all.0 - without, all.1 - scored), others > 0))
    };
    Series {
        metric,
        of: Some(SCORE),
        stage: None,
        axis: basis.axis,
        arm: basis.arm,
        stratum: None,
        groups: basis.groups.iter().map(member).collect(),
        all: member(&basis.all),
        rest: basis.groups.iter().map(rest).collect(),
        // Of a whole pool as rows everybody's scores speak, not those of the arms beside them.
        judged: basis.arm.is_none() || matches!(audit.reading(basis.axis), Some(Reading::Arms(_))),
    }
}

fn share(events: Span, others: Span) -> Rate {
    if events.hi + others.hi == 0 { Rate::Absent(Note::NoCases) } else { Rate::Counts { events, others } }
}

/// Are the groups compared? Where nobody lacks the item there is nothing to compare.
pub(super) fn is_compared(series: &Series) -> bool {
    let lacking = |rate: &Rate| match rate {
        Rate::Counts { events, .. } => events.hi > 0,
        _ => false,
    };
    series.groups.iter().any(|member| lacking(&member.rate))
}

/// Rows of `missing_share`: of outcome and score by group, of each attribute among everybody.
pub(super) fn estimates(audit: &Audit<'_>, series: &[Series]) -> Vec<EstimateRow> {
    let tail = (1.0 - audit.spec.inference.level) / 2.0;
    let mut out = of_series(audit, series);
    for (index, axis) in audit.axes.iter().enumerate() {
        let known = axis.attributes.len() == 1 && axis.proxied().is_none();
        let (true, Some(table), Some(reading)) = (known, axis.table(audit.cube), audit.reading(index)) else {
            continue;
        };
        let tallies = axis.tallies(table, arm_stage(audit.spec));
        for &(arm, within) in arms_of(reading, Item::Attribute) {
            let mut sums = [Span::default(); 2];
            for one in &tallies {
                let at = usize::from(one.group != reserved::MISSING);
                sums[at] = sums[at].plus(one.tally.sum(within));
            }
            let columns = Columns {
                metric: "missing_share",
                of: Some(ATTRIBUTE),
                attribute: Some(&axis.name),
                group: reserved::ALL,
                arm,
                ..Columns::default()
            };
            let drawn = share(sums[0], sums[1]).estimate(tail, &audit.spec.inference.methods);
            out.push(row(audit, columns, drawn));
        }
    }
    out
}
