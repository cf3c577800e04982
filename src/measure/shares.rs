//! Shares of groups in sets of people, and what the model gains over the pool: `group_share`, `representation`, `lift`,
//! `group_population_estimate` (`metrics-union.md`, A, B, N; `methods/2`, B.7, B.8).

use super::contrast::{Contrast, Settings};
use super::disparity::{Draft, direction};
use super::estimate::{Columns, row};
use super::family::{self, Candidate, Kind, margin_of};
use super::from_cube::Audit;
use super::rate::{Drawn, Rate, TRUNCATED};
use super::rows::{Detail, EstimateRow};
use super::series::{Reading, arm_counts, model, pool_counts, random};
use super::tally::{Case, Span, Tally, everybody};
use crate::spec::StageRule;
use crate::words::{Metric, Note, Scale, metric, reserved};

/// A set of people that groups have shares of.
#[derive(Clone, Copy)]
struct Set {
    arm: Option<&'static str>,
    stratum: Option<&'static str>,
    keep: fn(&Case) -> bool,
}

const RANDOM: Set = Set { arm: Some("random"), stratum: None, keep: random };
const RANDOM_ERRORS: Set =
    Set { arm: Some("random"), stratum: Some("outcome=1"), keep: |case| random(case) && case.outcome == Some(true) };
const MODEL: Set = Set { arm: Some("model"), stratum: None, keep: model };
const MODEL_ERRORS: Set =
    Set { arm: Some("model"), stratum: Some("outcome=1"), keep: |case| model(case) && case.outcome == Some(true) };
const SELECTED: Set = Set { arm: None, stratum: None, keep: |case| case.selected == Some(true) };
const SELECTED_ERRORS: Set = Set {
    arm: None,
    stratum: Some("outcome=1"),
    keep: |case| case.selected == Some(true) && case.outcome == Some(true),
};

/// The sets of a design.
fn sets(reading: Reading, has_outcome: bool) -> Vec<Set> {
    let all = match reading {
        Reading::Arms(_) => vec![RANDOM, RANDOM_ERRORS, MODEL, MODEL_ERRORS],
        Reading::Full | Reading::Pool { .. } => vec![SELECTED, SELECTED_ERRORS],
    };
    all.into_iter().filter(|set| has_outcome || set.stratum.is_none()).collect()
}

/// The share of a group in a set, as counts of the group and of everybody else.
fn share(group: &Tally, all: &Tally, set: Set) -> Rate {
    let (part, whole) = (group.sum(set.keep), all.sum(set.keep));
    if group.all().hi == 0 {
        return Rate::Absent(Note::GroupAbsent);
    }
    if whole.hi == 0 {
        return Rate::Absent(Note::NoneSelected);
    }
    Rate::Counts {
        events: part,
        others: Span { lo: whole.lo.saturating_sub(part.lo), hi: whole.hi.saturating_sub(part.hi) },
    }
}

/// Stages whose people are counted: those with data (of two arms the one that the model arm stands for).
fn stages(audit: &Audit<'_>, reading: Reading) -> Vec<usize> {
    let arm = audit.spec.roles.arm.as_ref().map(|arm| arm.stage);
    (0..audit.spec.stages.len())
        .filter(|&stage| match reading {
            Reading::Full => audit.spec.stages[stage].rule != StageRule::NoData,
            Reading::Arms(_) | Reading::Pool { .. } => Some(stage) == arm,
        })
        .collect()
}

/// Rows of `group_share`, `lift` and `group_population_estimate`.
pub(super) fn estimates(audit: &Audit<'_>) -> Vec<EstimateRow> {
    let tail = (1.0 - audit.spec.inference.level) / 2.0;
    let methods = &audit.spec.inference.methods;
    let has_outcome = audit.spec.roles.outcome.is_some();
    let mut out = Vec::new();
    let mut everybody_done = false;
    for (index, axis) in audit.axes.iter().enumerate() {
        let (Some(table), Some(reading)) = (axis.table(audit.cube), audit.reading(index)) else { continue };
        for stage in stages(audit, reading) {
            let name = audit.spec.stages[stage].name.as_str();
            let all = everybody(table, Some(name));
            let groups = axis.tallies(table, Some(name));
            for one in &groups {
                let columns =
                    Columns { stage: Some(name), attribute: Some(&axis.name), group: &one.group, ..Columns::default() };
                for set in sets(reading, has_outcome) {
                    let drawn = share(&one.tally, &all, set).estimate(tail, methods);
                    let columns = Columns { metric: "group_share", arm: set.arm, stratum: set.stratum, ..columns };
                    out.push(row(audit, columns, drawn));
                }
                if let Reading::Arms(arms) = reading {
                    out.push(population(audit, index, &one.group, &one.tally, &all, arms, tail));
                }
                if has_outcome {
                    let drawn = lift_estimate(&one.tally, reading, tail, audit);
                    out.push(row(audit, Columns { metric: "lift", ..columns }, drawn));
                }
            }
            let unjoined = audit.unjoined() && axis.attributes.len() == 1;
            if has_outcome && (unjoined || !std::mem::replace(&mut everybody_done, true)) {
                let columns = Columns {
                    metric: "lift",
                    stage: Some(name),
                    attribute: unjoined.then_some(axis.name.as_str()),
                    group: reserved::ALL,
                    ..Columns::default()
                };
                out.push(row(audit, columns, lift_estimate(&all, reading, tail, audit)));
            }
        }
    }
    out
}

/// N_g of two arms, with the limits of the group's share in the random arm.
fn population(
    audit: &Audit<'_>,
    axis: usize,
    group: &str,
    tally: &Tally,
    all: &Tally,
    arms: super::rate::TwoArm,
    tail: f64,
) -> EstimateRow {
    let share = share(tally, all, RANDOM).estimate(tail, &audit.spec.inference.methods);
    let times = |value: Option<f64>| value.map(|value| value * arms.arms.population as f64);
    let value = arms.arms.group_size(arm_counts(tally).random);
    let mut drawn = Drawn {
        lower: times(share.lower),
        upper: times(share.upper),
        method: share.method,
        notes: share.notes,
        ..Drawn::default()
    };
    drawn.value = value.filter(|_| share.value.is_some());
    if drawn.value.is_none() && drawn.notes.is_empty() {
        drawn.notes.push(Note::NoReferenceCasesInRandomArm);
    }
    if arms.arms.truncate_group_size {
        drawn.detail.insert("truncated".to_owned(), TRUNCATED.into());
    }
    let columns = Columns {
        metric: "group_population_estimate",
        attribute: Some(&audit.axes[axis].name),
        group,
        ..Columns::default()
    };
    row(audit, columns, drawn)
}

/// The two rates whose ratio the lift is: precision, and the base rate of the pool.
fn lift_rates(tally: &Tally) -> (Rate, Rate) {
    let part = |events: Span, others: Span, why: Note| {
        if events.hi + others.hi == 0 { Rate::Absent(why) } else { Rate::Counts { events, others } }
    };
    let counts = arm_counts(tally);
    let span = Span::exact;
    (
        part(span(counts.selected_errors), span(counts.selected_known - counts.selected_errors), Note::NoneSelected),
        part(span(counts.random_errors), span(counts.random_known - counts.random_errors), Note::NoCases),
    )
}

/// The contrast of a group's precision with the base rate of its pool.
fn lift_contrast(tally: &Tally, reading: Reading, scale: Scale, settings: &Settings) -> Contrast {
    if tally.all().hi == 0 {
        return Contrast::absent(Note::GroupAbsent);
    }
    if !tally.all().known() {
        return Contrast::absent(Note::SuppressedCells);
    }
    match reading {
        Reading::Arms(_) => {
            let (precision, base) = lift_rates(tally);
            Contrast::of(scale, &precision, &base, settings)
        }
        Reading::Pool { .. } => Contrast::pool_lift(scale, pool_counts(tally), settings),
        Reading::Full => {
            // The selected are part of the pool: share of those with the outcome among the selected, against among all.
            let cell = |selected: bool, outcome: bool| {
                tally.sum(|case| case.selected == Some(selected) && case.outcome == Some(outcome)).lo
            };
            let [hits, missed, misses, others] =
                [cell(true, true), cell(false, true), cell(true, false), cell(false, false)];
            if hits + misses == 0 && missed + others > 0 {
                return Contrast::absent(Note::NoneSelected);
            }
            Contrast::nested(scale, [hits, missed, misses, others])
        }
    }
}

/// `lift` of a group as an estimate: the ratio, with its interval.
fn lift_estimate(tally: &Tally, reading: Reading, tail: f64, audit: &Audit<'_>) -> Drawn {
    let contrast = lift_contrast(tally, reading, Scale::Ratio, &Settings::of(audit.spec));
    let limits = contrast.limits(tail);
    Drawn {
        value: contrast.value,
        lower: limits.lower,
        upper: limits.upper,
        method: contrast.method,
        notes: contrast.notes.clone(),
        detail: contrast.detail.clone(),
        ..Drawn::default()
    }
}

/// Comparisons of shares and of the gain over the pool.
pub(super) fn drafts(audit: &Audit<'_>, settings: &Settings, block: &mut usize, out: &mut Vec<Draft>) {
    let (Some(representation), Some(lift)) = (metric("representation"), metric("lift")) else { return };
    let has_outcome = audit.spec.roles.outcome.is_some();
    let mut everybody_done = false;
    for (index, axis) in audit.axes.iter().enumerate() {
        let (Some(table), Some(reading)) = (axis.table(audit.cube), audit.reading(index)) else { continue };
        for stage in stages(audit, reading) {
            let name = audit.spec.stages[stage].name.as_str();
            let all = everybody(table, Some(name));
            let mut push = |metric: &'static Metric,
                            group: &str,
                            own_axis: Option<usize>,
                            key: Against,
                            contrast: Contrast,
                            scale: Scale| {
                let here = *block;
                *block += 1;
                out.push(draft(audit, metric, stage, own_axis, index, group, key, contrast, scale, here));
            };
            for one in axis.tallies(table, Some(name)) {
                if one.group == reserved::MISSING {
                    continue;
                }
                for (key, scale, contrast) in representations(&one.tally, &all, reading, has_outcome, settings) {
                    push(representation, &one.group, Some(index), key, contrast, scale);
                }
                if has_outcome {
                    for &scale in lift.scales {
                        let contrast = lift_contrast(&one.tally, reading, scale, settings);
                        push(lift, &one.group, Some(index), POOL, contrast, scale);
                    }
                }
            }
            let unjoined = audit.unjoined() && axis.attributes.len() == 1;
            if has_outcome && (unjoined || !std::mem::replace(&mut everybody_done, true)) {
                for &scale in lift.scales {
                    let contrast = lift_contrast(&all, reading, scale, settings);
                    push(lift, reserved::ALL, unjoined.then_some(index), POOL, contrast, scale);
                }
            }
        }
    }
}

/// Reference, stratum and arm of a comparison of shares.
#[derive(Clone, Copy)]
struct Against {
    reference: &'static str,
    stratum: Option<&'static str>,
    arm: Option<&'static str>,
}

const POOL: Against = Against { reference: reserved::POOL, stratum: None, arm: None };

/// A group's share in one set against its share in another, on every scale that the design gives.
fn representations(
    group: &Tally,
    all: &Tally,
    reading: Reading,
    has_outcome: bool,
    settings: &Settings,
) -> Vec<(Against, Scale, Contrast)> {
    const THREE: [Scale; 3] = [Scale::Difference, Scale::Ratio, Scale::OddsRatio];
    let mut out = Vec::new();
    let absent = |why: Note| Contrast::absent(why);
    let missing = if group.all().hi == 0 {
        Some(Note::GroupAbsent)
    } else {
        (!all.all().known()).then_some(Note::SuppressedCells)
    };
    match reading {
        Reading::Arms(_) => {
            let mut pairs = vec![(Against { arm: Some("model"), ..POOL }, MODEL, RANDOM)];
            if has_outcome {
                // Equal burden: who is selected against who has the outcome; and who is found against the same.
                let errors = Against { reference: reserved::ERRORS, stratum: None, arm: Some("model") };
                pairs.push((errors, MODEL, RANDOM_ERRORS));
                pairs.push((Against { stratum: Some("outcome=1"), ..errors }, MODEL_ERRORS, RANDOM_ERRORS));
            }
            for (key, set, reference) in pairs {
                for scale in THREE {
                    let contrast = missing.map_or_else(
                        || Contrast::of(scale, &share(group, all, set), &share(group, all, reference), settings),
                        absent,
                    );
                    out.push((key, scale, contrast));
                }
            }
            if has_outcome {
                let key = Against { reference: reserved::SELECTED, stratum: Some("outcome=1"), arm: Some("model") };
                let checked = |case: &Case| model(case) && case.outcome.is_some();
                out.extend(nested(key, group, all, checked, |case| case.outcome == Some(true), missing));
            }
        }
        Reading::Full | Reading::Pool { .. } => {
            let selected = |case: &Case| case.selected == Some(true);
            out.extend(nested(POOL, group, all, |case| case.selected.is_some(), selected, missing));
            if has_outcome {
                let key = Against { reference: reserved::SELECTED, stratum: Some("outcome=1"), arm: None };
                let checked = |case: &Case| case.selected == Some(true) && case.outcome.is_some();
                out.extend(nested(key, group, all, checked, |case| case.outcome == Some(true), missing));
            }
        }
    }
    out
}

/// The group's share among those of a set that `within` picks, against its share in the whole set: the first is part of
/// the second.
fn nested(
    key: Against,
    group: &Tally,
    all: &Tally,
    set: impl Fn(&Case) -> bool,
    within: impl Fn(&Case) -> bool,
    missing: Option<Note>,
) -> Vec<(Against, Scale, Contrast)> {
    let inside = |tally: &Tally| tally.sum(|case| set(case) && within(case)).lo;
    let outside = |tally: &Tally| tally.sum(|case| set(case) && !within(case)).lo;
    let cells = [
        inside(group),
        outside(group),
        inside(all).saturating_sub(inside(group)),
        outside(all).saturating_sub(outside(group)),
    ];
    [Scale::Difference, Scale::Ratio]
        .into_iter()
        .map(|scale| {
            let contrast = missing.map_or_else(|| Contrast::nested(scale, cells), Contrast::absent);
            (key, scale, contrast)
        })
        .collect()
}

#[expect(clippy::too_many_arguments, reason = "the key columns of a row, each once")]
fn draft(
    audit: &Audit<'_>,
    metric: &'static Metric,
    stage: usize,
    own_axis: Option<usize>,
    axis: usize,
    group: &str,
    key: Against,
    contrast: Contrast,
    scale: Scale,
    block: usize,
) -> Draft {
    let direction = direction(audit, metric, Some(stage));
    let margin = (metric.may_carry_verdict() && own_axis.is_some())
        .then(|| margin_of(audit.spec, metric, Some(stage), scale, &audit.axes[axis].name))
        .flatten();
    Draft {
        metric,
        of: None,
        stage: Some(stage),
        axis: own_axis,
        group: group.to_owned(),
        reference: Some(key.reference.to_owned()),
        stratum: key.stratum.map(str::to_owned),
        arm: key.arm,
        notes: Vec::new(),
        detail: Detail::new(),
        candidate: Candidate {
            kind: match margin {
                Some((_, true)) => Kind::Confirmatory,
                Some((_, false)) => Kind::Exploratory,
                None => Kind::Descriptive,
            },
            rule: margin.map(|(comparison, _)| family::rule(comparison, direction, audit.spec.inference.harm)),
            contrast,
            scale,
            direction,
            axis,
            block,
            // Each group has a reference of its own.
            shares_reference: false,
            barred: None,
        },
    }
}
