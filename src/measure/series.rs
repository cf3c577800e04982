//! One metric over the groups of one attribute at one stage: the rates that estimates and disparities are made of.

use std::collections::BTreeMap;

use evenhand_stats::{pool_rows, two_arm};

use super::rate::{Rate, TwoArm, view};
use super::tally::{ArmOf, Axis, Case, GroupTally, Span, Tally, everybody};
use crate::cube::{Cube, Table};
use crate::spec::{Population, Spec, StageRule};
use crate::words::{Design, METRICS, Metric, MetricKind, Note, Part, reserved};

/// A group's rate in a series.
#[derive(Clone, Debug)]
pub struct Member {
    /// The group.
    pub group: String,
    /// Its rate; absent with a reason where it does not exist.
    pub rate: Rate,
    /// Facts about the data behind it.
    pub notes: Vec<Note>,
}

/// One metric, stage, attribute and arm over the groups.
#[derive(Clone, Debug)]
pub struct Series {
    /// Metric.
    pub metric: &'static Metric,
    /// What it speaks of, where not of itself.
    pub of: Option<&'static str>,
    /// Index of the stage.
    pub stage: Option<usize>,
    /// Index of the axis.
    pub axis: usize,
    /// Arm that it speaks of.
    pub arm: Option<&'static str>,
    /// Rows that it is computed on.
    pub stratum: Option<String>,
    /// Groups, reference first; `(missing)` among them where it occurs.
    pub groups: Vec<Member>,
    /// Everybody of the table.
    pub all: Member,
    /// Everybody but the group, in the order of `groups`; `None` for `(missing)`.
    pub rest: Vec<Option<Rate>>,
    /// May a margin be judged on it? (The random arm alone, beside a combined estimate, is not.)
    pub judged: bool,
}

/// How the rates of a design are read from a tally.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// Every case has decision and outcome.
    Full,
    /// A model arm and a random arm from a pool of known size.
    Arms(TwoArm),
    /// The whole pool as rows.
    Pool {
        /// What varies from one draw to the next.
        view: two_arm::View,
        /// Was the random arm drawn from everybody?
        from_pool: bool,
    },
}

impl Reading {
    /// The reading of a table under the spec's design; `None`: a design that is not built yet.
    pub fn of(spec: &Spec, table: &Table) -> Option<Self> {
        match (spec.data.design.value, spec.data.population.as_ref().map(|population| population.value)) {
            (Design::Full, _) => Some(Self::Full),
            (Design::TwoArm, Some(Population::Size(population))) => {
                let all = everybody(table, arm_stage(spec));
                Some(Self::Arms(TwoArm {
                    arms: two_arm::Arms {
                        population,
                        random: all.sum(random).lo,
                        selected: all.sum(model).lo,
                        truncate_group_size: spec.data.truncate_group_size,
                    },
                    view: view(spec.inference.variance),
                }))
            }
            (Design::TwoArm, Some(Population::Rows)) => Some(Self::Pool {
                view: view(spec.inference.variance),
                from_pool: spec.roles.arm.as_ref().is_some_and(|arm| arm.random_from == crate::spec::RandomFrom::Pool),
            }),
            _ => None,
        }
    }
}

/// Is the case in the model arm (or at the stage that the arm stands for)?
pub fn model(case: &Case) -> bool {
    matches!(case.arm, ArmOf::Model | ArmOf::Both) || (case.arm == ArmOf::Random && case.selected == Some(true))
}

/// Is the case in the random arm?
pub fn random(case: &Case) -> bool {
    matches!(case.arm, ArmOf::Random | ArmOf::Both)
}

/// The stage that the model arm stands for.
pub fn arm_stage(spec: &Spec) -> Option<&str> {
    spec.roles.arm.as_ref().and_then(|arm| spec.stages.get(arm.stage)).map(|stage| stage.name.as_str())
}

/// Cases of each body of data, least and most: of all rows, or of each table that was never joined.
pub fn cases(cube: &Cube) -> Vec<(u64, u64)> {
    let bodies = cube.tables.iter().filter(|table| table.name.starts_with("joint"));
    bodies.map(|table| everybody(table, None).all()).map(|all| (all.lo, all.hi)).collect()
}

/// Of a random arm all its cases, and those that are selected too, as their arm or their own decision says.
pub fn random_arm(spec: &Spec, cube: &Cube) -> Option<[u64; 2]> {
    spec.roles.arm.as_ref()?;
    // Tables that were never joined hold the same cases.
    let table = cube.tables.iter().find(|table| table.name.starts_with("joint"))?;
    let all = everybody(table, arm_stage(spec));
    Some([all.sum(random).lo, all.sum(|case| random(case) && model(case)).lo])
}

/// All rates of an axis: every built metric of kind rate, at every stage that has data.
pub fn series_of(spec: &Spec, cube: &Cube, axes: &[Axis<'_>], index: usize) -> Vec<Series> {
    let axis = &axes[index];
    let Some(table) = axis.people(cube) else { return Vec::new() };
    let Some(reading) = Reading::of(spec, table) else { return Vec::new() };
    let has_outcome = spec.roles.outcome.is_some();
    // One reading of the cube for each stage, not for each metric.
    let mut read: BTreeMap<Option<usize>, Tallies> = BTreeMap::new();
    let mut out = Vec::new();
    let mut push =
        |metric: &'static Metric, stage: Option<usize>, arm, judged, make: &dyn Fn(&Tally) -> (Rate, Vec<Note>)| {
            let tallies = read.entry(stage).or_insert_with(|| Tallies::read(axis, table, stage_read(spec, stage)));
            out.push(tallies.series(metric, stage, index, arm, judged, make));
        };
    for metric in METRICS.iter().filter(|metric| metric.built && (has_outcome || !metric.outcome)) {
        if !matches!(metric.kind, MetricKind::Rate { .. }) {
            for stage in own_stages(spec, table, metric, reading) {
                push(metric, Some(stage), None, true, &|tally| own_rate(tally, metric));
            }
            continue;
        }
        let stages: Vec<Option<usize>> = if metric.stage {
            (0..spec.stages.len()).filter(|&stage| spec.stages[stage].rule != StageRule::NoData).map(Some).collect()
        } else {
            vec![None]
        };
        for stage in stages {
            let arm = match (reading, metric.name) {
                (Reading::Arms(_), "base_rate") => Some("random"),
                (Reading::Arms(_), "positive_predictive_value" | "false_discovery_rate") => Some("model"),
                _ => None,
            };
            push(metric, stage, arm, true, &|tally| rate_of(spec, metric, stage, reading, tally));
            if let Reading::Pool { from_pool: true, .. } = reading
                && metric.name == "base_rate"
            {
                push(metric, None, Some("random"), false, &|tally| random_arm_alone(tally));
            }
        }
    }
    out
}

/// The stage that a tally is read at: a metric without one still needs the decision where arms are read from it.
pub fn stage_read(spec: &Spec, stage: Option<usize>) -> Option<&str> {
    stage.map(|stage| spec.stages[stage].name.as_str()).or_else(|| arm_stage(spec))
}

/// A rate at a stage (`None`: it has none) of the people of a tally, under a reading.
pub fn rate_of(
    spec: &Spec,
    metric: &Metric,
    stage: Option<usize>,
    reading: Reading,
    tally: &Tally,
) -> (Rate, Vec<Note>) {
    let MetricKind::Rate { of, within } = metric.kind else { return own_rate(tally, metric) };
    // Outcomes of two arms speak of the one stage that the model arm stands for.
    let own = stage.is_none_or(|stage| Some(spec.stages[stage].name.as_str()) == arm_stage(spec));
    match reading {
        Reading::Full => full(tally, metric, of, within),
        Reading::Arms(arms) if own => two_arms(tally, metric, arms),
        Reading::Pool { view, .. } if own || !metric.outcome => pool(tally, metric, view),
        Reading::Arms(_) | Reading::Pool { .. } => (Rate::Absent(Note::NotDefinedForDesign), Vec::new()),
    }
}

/// The stages of the two rates that belong to selective labels: who of the selected was checked, and who of the checked
/// came by the model (`metrics-union.md`, N).
fn own_stages(spec: &Spec, table: &Table, metric: &Metric, reading: Reading) -> Vec<usize> {
    let arm = spec.roles.arm.as_ref().map(|arm| arm.stage);
    match (metric.name, reading) {
        ("checking_rate", Reading::Arms(_) | Reading::Pool { .. }) => arm.into_iter().collect(),
        // With every outcome known the rate is 1 by design, and says nothing.
        ("checking_rate", Reading::Full) => (0..spec.stages.len())
            .filter(|&stage| {
                let name = spec.stages[stage].name.as_str();
                let all = everybody(table, Some(name));
                spec.stages[stage].rule != StageRule::NoData
                    && all.sum(|case| case.selected == Some(true) && case.outcome.is_none()).hi > 0
            })
            .collect(),
        ("model_arm_share", Reading::Arms(_)) => arm.into_iter().collect(),
        _ => Vec::new(),
    }
}

fn own_rate(tally: &Tally, metric: &Metric) -> (Rate, Vec<Note>) {
    let (events, others) = match metric.name {
        "checking_rate" => (
            tally.sum(|case| at_stage(case) && case.outcome.is_some()),
            tally.sum(|case| at_stage(case) && case.outcome.is_none()),
        ),
        _ => (tally.sum(model), tally.sum(|case| random(case) && !model(case))),
    };
    if events.hi + others.hi == 0 {
        return (Rate::Absent(Note::NoneSelected), Vec::new());
    }
    (Rate::Counts { events, others }, Vec::new())
}

/// Is the case at the stage, by its decision or by the arm that stands for it?
fn at_stage(case: &Case) -> bool {
    case.selected == Some(true) || (case.selected.is_none() && model(case))
}

/// The counts of all groups of an axis at one stage.
pub(super) struct Tallies {
    groups: Vec<GroupTally>,
    rest: Vec<Option<Tally>>,
    all: Tally,
}

impl Tallies {
    /// Reads them.
    pub fn read(axis: &Axis<'_>, table: &Table, stage: Option<&str>) -> Self {
        // Groups known through memberships have no counts: the series is that of everybody.
        let groups = if axis.proxied().is_some() { Vec::new() } else { axis.tallies(table, stage) };
        Self { rest: rest_of(&groups), groups, all: everybody(table, stage) }
    }

    /// A rate over the groups.
    pub fn series(
        &self,
        metric: &'static Metric,
        stage: Option<usize>,
        axis: usize,
        arm: Option<&'static str>,
        judged: bool,
        make: &dyn Fn(&Tally) -> (Rate, Vec<Note>),
    ) -> Series {
        let member = |group: &str, tally: &Tally| {
            if tally.all().hi == 0 {
                return Member { group: group.to_owned(), rate: Rate::Absent(Note::GroupAbsent), notes: Vec::new() };
            }
            let (rate, notes) = make(tally);
            Member { group: group.to_owned(), rate, notes }
        };
        Series {
            metric,
            of: None,
            stage,
            axis,
            arm,
            stratum: None,
            groups: self.groups.iter().map(|one| member(&one.group, &one.tally)).collect(),
            all: member(reserved::ALL, &self.all),
            rest: self.rest.iter().map(|rest| rest.as_ref().map(|tally| make(tally).0)).collect(),
            judged,
        }
    }
}

/// Everybody but each group; people whose group is missing belong to nobody's rest.
fn rest_of(groups: &[GroupTally]) -> Vec<Option<Tally>> {
    // Sums of all before and all after each group: linear in the number of groups.
    let known: Vec<&GroupTally> = groups.iter().filter(|one| one.group != reserved::MISSING).collect();
    let mut before = vec![Tally::default()];
    for one in &known {
        let next = before.last().cloned().unwrap_or_default().join(&one.tally);
        before.push(next);
    }
    let mut after = vec![Tally::default()];
    for one in known.iter().rev() {
        let next = after.last().cloned().unwrap_or_default().join(&one.tally);
        after.push(next);
    }
    let mut place = 0;
    groups
        .iter()
        .map(|one| {
            if one.group == reserved::MISSING || known.len() < 2 {
                return None;
            }
            let rest = before[place].clone().join(&after[known.len() - 1 - place]);
            place += 1;
            Some(rest)
        })
        .collect()
}

/// Why a denominator is 0, in the words of rule R1.
pub fn empty(within: Part, tally: &Tally) -> Note {
    if within == Part::POSITIVES {
        Note::NoPositives
    } else if within == Part::NEGATIVES {
        Note::NoNegatives
    } else if within == Part::CHECKED && tally.part(Part::Selected).hi == 0 {
        Note::NoneSelected
    } else if within == Part::NOT_SELECTED_KNOWN && tally.part(Part::NotSelected).hi == 0 {
        Note::AllSelected
    } else {
        Note::NoCases
    }
}

/// A rate of the design `full`.
fn full(tally: &Tally, metric: &Metric, of: Part, within: Part) -> (Rate, Vec<Note>) {
    let (events, others) = tally.split(of, within);
    let mut notes = Vec::new();
    if metric.outcome && tally.sum(|case| case.outcome.is_none()).hi > 0 {
        notes.push(Note::OutcomeMissing);
    }
    if events.hi + others.hi == 0 {
        return (Rate::Absent(empty(within, tally)), notes);
    }
    (Rate::Counts { events, others }, notes)
}

/// Counts of the two arms of one group.
pub fn arm_counts(tally: &Tally) -> two_arm::Group {
    let count = |keep: &dyn Fn(&Case) -> bool| tally.sum(keep).lo;
    two_arm::Group {
        random: count(&|case| random(case)),
        random_known: count(&|case| random(case) && case.outcome.is_some()),
        random_errors: count(&|case| random(case) && case.outcome == Some(true)),
        selected: count(&|case| model(case)),
        selected_known: count(&|case| model(case) && case.outcome.is_some()),
        selected_errors: count(&|case| model(case) && case.outcome == Some(true)),
    }
}

/// Are the counts of the arms known exactly? (Suppressed counts in two arms are only bounded.)
fn all_known(tally: &Tally) -> bool {
    tally.all().known()
}

/// A rate of two arms from a pool of known size (`methods/2`, B.1).
fn two_arms(tally: &Tally, metric: &Metric, arms: TwoArm) -> (Rate, Vec<Note>) {
    let mut notes = Vec::new();
    if !all_known(tally) {
        return (Rate::Absent(Note::SuppressedCells), notes);
    }
    let counts = arm_counts(tally);
    let known = |of: Span, rest: Span, why: Note| {
        if of.hi + rest.hi == 0 { Rate::Absent(why) } else { Rate::Counts { events: of, others: rest } }
    };
    let span = Span::exact;
    let both = |keep: &dyn Fn(&Case) -> bool| tally.sum(|case| random(case) && model(case) && keep(case)).lo;
    let missing_random = counts.random_known < counts.random;
    let missing_model = counts.selected_known < counts.selected;
    let (model_ok, model_errors) = (counts.selected_known - counts.selected_errors, counts.selected_errors);
    let why_model = if counts.selected == 0 { Note::NoneSelected } else { Note::NoCases };
    let rate = match metric.name {
        "base_rate" => {
            known(span(counts.random_errors), span(counts.random_known - counts.random_errors), Note::NoCases)
        }
        "positive_predictive_value" => known(span(model_errors), span(model_ok), why_model),
        "false_discovery_rate" => known(span(model_ok), span(model_errors), why_model),
        "selection_rate" => Rate::arms(arms, counts, two_arm::Rate::Selection, both(&|_| true)),
        "non_selection_rate" => Rate::arms(arms, counts, two_arm::Rate::NonSelection, both(&|_| true)),
        "true_positive_rate" => {
            Rate::arms(arms, counts, two_arm::Rate::TruePositive, both(&|case| case.outcome == Some(true)))
        }
        "false_negative_rate" => {
            Rate::arms(arms, counts, two_arm::Rate::FalseNegative, both(&|case| case.outcome == Some(true)))
        }
        "false_positive_rate" => {
            Rate::arms(arms, counts, two_arm::Rate::FalsePositive, both(&|case| case.outcome == Some(false)))
        }
        "true_negative_rate" => {
            Rate::arms(arms, counts, two_arm::Rate::TrueNegative, both(&|case| case.outcome == Some(false)))
        }
        _ => Rate::Absent(Note::NotDefinedForDesign),
    };
    let uses_random = metric.outcome && !matches!(metric.name, "positive_predictive_value" | "false_discovery_rate");
    let uses_model = metric.outcome && metric.name != "base_rate";
    if (uses_random && missing_random) || (uses_model && missing_model) {
        notes.push(Note::OutcomeMissing);
    }
    (rate, notes)
}

/// Counts of a group of a pool whose every case is a row (`methods/2`, B.8).
pub fn pool_counts(tally: &Tally) -> pool_rows::Group {
    let count = |keep: &dyn Fn(&Case) -> bool| tally.sum(keep).lo;
    let selected = |case: &Case| case.selected == Some(true);
    let spoken = |case: &Case| random(case) && case.selected == Some(false) && case.outcome.is_some();
    pool_rows::Group {
        cases: count(&|case| case.selected.is_some()),
        selected: count(&selected),
        selected_known: count(&|case| selected(case) && case.outcome.is_some()),
        selected_errors: count(&|case| selected(case) && case.outcome == Some(true)),
        random: count(&spoken),
        random_errors: count(&|case| spoken(case) && case.outcome == Some(true)),
    }
}

fn pool(tally: &Tally, metric: &Metric, view: two_arm::View) -> (Rate, Vec<Note>) {
    let mut notes = Vec::new();
    if !all_known(tally) {
        return (Rate::Absent(Note::SuppressedCells), notes);
    }
    let counts = pool_counts(tally);
    let in_random = |case: &Case| random(case) && case.selected == Some(false) && case.outcome.is_none();
    if metric.outcome && (tally.sum(in_random).hi > 0 || counts.selected_known < counts.selected) {
        notes.push(Note::OutcomeMissing);
    }
    if counts.cases == 0 {
        return (Rate::Absent(Note::NoCases), notes);
    }
    let census = view == two_arm::View::ModelArmCensus;
    let count = |events: u64, others: u64| Rate::Counts { events: Span::exact(events), others: Span::exact(others) };
    let (found, checked) = (counts.selected_errors, counts.selected_known);
    let kind = match metric.name {
        "base_rate" => pool_rows::Rate::Base,
        "true_positive_rate" => pool_rows::Rate::TruePositive,
        "false_negative_rate" => pool_rows::Rate::FalseNegative,
        "false_positive_rate" => pool_rows::Rate::FalsePositive,
        "true_negative_rate" => pool_rows::Rate::TrueNegative,
        "false_omission_rate" | "negative_predictive_value" if counts.selected == counts.cases => {
            return (Rate::Absent(Note::AllSelected), notes);
        }
        "false_omission_rate" => pool_rows::Rate::FalseOmission,
        "negative_predictive_value" => pool_rows::Rate::NegativePredictiveValue,
        // Counted, so compared as in a full design; in the census view there is nothing left to chance.
        "selection_rate" if !census => return (count(counts.selected, counts.cases - counts.selected), notes),
        "non_selection_rate" if !census => return (count(counts.cases - counts.selected, counts.selected), notes),
        "positive_predictive_value" | "false_discovery_rate" if counts.selected == 0 => {
            return (Rate::Absent(Note::NoneSelected), notes);
        }
        "positive_predictive_value" | "false_discovery_rate" if checked == 0 => {
            return (Rate::Absent(Note::NoCases), notes);
        }
        "positive_predictive_value" if !census => return (count(found, checked - found), notes),
        "false_discovery_rate" if !census => return (count(checked - found, found), notes),
        "selection_rate" => pool_rows::Rate::Selection,
        "positive_predictive_value" => pool_rows::Rate::PositivePredictiveValue,
        "false_discovery_rate" => pool_rows::Rate::FalseDiscovery,
        _ => return (Rate::Absent(Note::NotDefinedForDesign), notes),
    };
    (Rate::Pool { counts, kind, view }, notes)
}

/// The random arm by itself: e/r of all random cases, selected or not.
fn random_arm_alone(tally: &Tally) -> (Rate, Vec<Note>) {
    let events = tally.sum(|case| random(case) && case.outcome == Some(true));
    let others = tally.sum(|case| random(case) && case.outcome == Some(false));
    if events.hi + others.hi == 0 {
        return (Rate::Absent(Note::NoCases), Vec::new());
    }
    (Rate::Counts { events, others }, Vec::new())
}
