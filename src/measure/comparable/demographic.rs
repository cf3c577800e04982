//! Demographic disparity: a group's share of those not selected against its share of the selected, plain and among
//! comparable cases (`methods/3`, 3.6). Descriptive: it mixes the size of a group with its rate.

use std::collections::BTreeMap;

use evenhand_stats::demographic_disparity::{Decisions, conditional, demographic_disparity};
use evenhand_stats::interval::Estimate;
use evenhand_stats::normal;

use super::rows::finished;
use super::sets::{self, Set};
use crate::measure::contrast::{Contrast, Settings};
use crate::measure::disparity::{Draft, direction};
use crate::measure::family::{Candidate, Kind};
use crate::measure::from_cube::Audit;
use crate::measure::rows::{Detail, DisparityRow};
use crate::measure::series::{Reading, model};
use crate::measure::tally::{Case, Span, Stratum, Tally};
use crate::spec::StageRule;
use crate::words::{HarmDirection, Note, Scale, metric, reserved};

/// What is looked at: who is selected, or, among people whom the model arm selected, who has the outcome.
#[derive(Clone, Copy)]
struct Event {
    /// The rate whose event it is; none: being selected.
    of: Option<&'static str>,
    arm: Option<&'static str>,
    /// With the event, without it, neither.
    of_case: fn(&Case) -> Option<bool>,
}

const SELECTED: Event = Event { of: None, arm: None, of_case: |case| case.selected };

/// Everybody of the model arm is selected: what can differ there is the outcome.
const OUTCOME_IN_MODEL_ARM: Event = Event {
    of: Some("positive_predictive_value"),
    arm: Some("model"),
    of_case: |case| case.outcome.filter(|_| model(case)),
};

/// Rows of `demographic_disparity` and `conditional_demographic_disparity`.
pub(super) fn rows(audit: &Audit<'_>, settings: &Settings) -> Vec<DisparityRow> {
    let mut out = Vec::new();
    for index in 0..audit.axes.len() {
        let Some(reading) = audit.reading(index) else { continue };
        let arm = audit.spec.roles.arm.as_ref().map(|arm| arm.stage);
        for stage in (0..audit.spec.stages.len()).filter(|&stage| match reading {
            Reading::Arms(_) => Some(stage) == arm,
            Reading::Full | Reading::Pool { .. } => audit.spec.stages[stage].rule != StageRule::NoData,
        }) {
            let events: &[Event] = match reading {
                Reading::Arms(_) if audit.spec.roles.outcome.is_some() => &[SELECTED, OUTCOME_IN_MODEL_ARM],
                _ => &[SELECTED],
            };
            for event in events {
                // Of two arms with a pool of known size nobody knows who was not selected.
                let defined = event.of.is_some() || !matches!(reading, Reading::Arms(_));
                of_stage(audit, settings, (index, stage), *event, defined, &mut out);
            }
        }
    }
    out
}

fn of_stage(
    audit: &Audit<'_>,
    settings: &Settings,
    (index, stage): (usize, usize),
    event: Event,
    defined: bool,
    out: &mut Vec<DisparityRow>,
) {
    let axis = &audit.axes[index];
    let Some(table) = axis.table(audit.cube) else { return };
    let name = audit.spec.stages[stage].name.as_str();
    let groups: Vec<String> = axis.tallies(table, Some(name)).into_iter().map(|one| one.group).collect();
    let names: Vec<&str> = groups.iter().map(String::as_str).collect();
    let present = sets::present(audit.spec, table, axis);
    let dims: Vec<usize> = present.iter().map(|&(_, dim)| dim).collect();
    let people = axis.strata(table, Some(name), &dims, &names);
    let z = normal::z_of_tail((1.0 - audit.spec.inference.level) / 2.0);
    let there = |group: usize| {
        groups[group] != reserved::MISSING && people.iter().any(|stratum| stratum.groups[group].all().hi > 0)
    };
    let several = (0..groups.len()).filter(|&group| there(group)).count() > 1;
    for group in (0..groups.len()).filter(|&group| groups[group] != reserved::MISSING) {
        let barred = if !defined {
            Some(Note::NotDefinedForDesign)
        } else if !there(group) {
            Some(Note::GroupAbsent)
        } else if !several {
            Some(Note::SingleGroup)
        } else {
            None
        };
        let place = Place { index, stage, group: &groups[group], event };
        let plain = barred.map_or_else(|| decisions(&people, group, event, &[]), Err);
        let contrast = match plain {
            Err(note) => Contrast::absent(note),
            Ok(strata) => {
                let all = strata.first().copied().unwrap_or_default();
                known(demographic_disparity(all, z), settings)
            }
        };
        out.extend(row_of(audit, "demographic_disparity", place, None, contrast, Detail::new()));
        for set in sets::of_stage(audit.spec, axis, stage, &present) {
            let (contrast, detail) = among(&people, &present, &set, (group, event), barred, z, settings);
            let stratum = Some(set.name(audit.spec));
            out.extend(row_of(audit, "conditional_demographic_disparity", place, stratum, contrast, detail));
        }
    }
}

/// The key columns of a row.
#[derive(Clone, Copy)]
struct Place<'a> {
    index: usize,
    stage: usize,
    group: &'a str,
    event: Event,
}

fn known(estimate: Estimate, settings: &Settings) -> Contrast {
    Contrast::known(Scale::Difference, estimate, "share_difference", settings)
}

/// The mean over the strata of a set, with what it leaves out.
fn among(
    people: &[Stratum],
    present: &[(usize, usize)],
    set: &Set,
    (group, event): (usize, Event),
    barred: Option<Note>,
    z: f64,
    settings: &Settings,
) -> (Contrast, Detail) {
    let places: Vec<usize> =
        set.factors.iter().filter_map(|factor| present.iter().position(|(known, _)| known == factor)).collect();
    let barred = barred.or((!set.joined).then_some(Note::TablesNotJoined));
    let strata = match barred.map_or_else(|| decisions(people, group, event, &places), Err) {
        Ok(strata) => strata,
        Err(note) => return (Contrast::absent(note), Detail::new()),
    };
    let found = conditional(&strata, z);
    let mut detail = Detail::new();
    detail.insert("strata".to_owned(), found.strata.into());
    if found.cases_left_out > 0 {
        detail.insert("cases_left_out".to_owned(), found.cases_left_out.into());
    }
    (known(found.estimate, settings), detail)
}

/// Decisions about a group and about everybody, by the levels at some places; no place: all together.
fn decisions(people: &[Stratum], group: usize, event: Event, places: &[usize]) -> Result<Vec<Decisions>, Note> {
    let mut strata: BTreeMap<Vec<u32>, Decisions> = BTreeMap::new();
    let count = |tally: &Tally, wanted: bool| -> Result<u64, Note> {
        let span: Span = tally.sum(|case| (event.of_case)(case) == Some(wanted));
        if span.known() { Ok(span.lo) } else { Err(Note::SuppressedCells) }
    };
    for stratum in people {
        let levels = places.iter().map(|&place| stratum.levels[place]).collect();
        let sum = strata.entry(levels).or_default();
        sum.group_selected += count(&stratum.groups[group], true)?;
        sum.group_not_selected += count(&stratum.groups[group], false)?;
        for tally in &stratum.groups {
            sum.all_selected += count(tally, true)?;
            sum.all_not_selected += count(tally, false)?;
        }
    }
    Ok(strata.into_values().collect())
}

fn row_of(
    audit: &Audit<'_>,
    name: &str,
    place: Place<'_>,
    stratum: Option<String>,
    contrast: Contrast,
    detail: Detail,
) -> Option<DisparityRow> {
    let metric = metric(name)?;
    let draft = Draft {
        metric,
        of: place.event.of.map(str::to_owned),
        stage: Some(place.stage),
        axis: Some(place.index),
        group: place.group.to_owned(),
        reference: None,
        stratum,
        arm: place.event.arm,
        notes: Vec::new(),
        detail,
        candidate: Candidate {
            contrast,
            kind: Kind::Descriptive,
            rule: None,
            scale: Scale::Difference,
            // The registry's direction speaks of being selected, not of the outcome.
            direction: match place.event.of {
                None => direction(audit, metric, Some(place.stage)),
                Some(_) => HarmDirection::None,
            },
            axis: place.index,
            block: 0,
            shares_reference: false,
            barred: None,
        },
    };
    Some(finished(audit, &draft))
}
