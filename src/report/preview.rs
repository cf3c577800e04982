//! What an audit will be able to say, before anybody looks at a result: sizes, and which comparisons can be made.
//!
//! Holds no rate, no difference and no verdict, so that a margin can still be decided without knowing what it will be
//! held against. Reasons are notes that follow from sizes and design; those that would give a result away are left out.

use super::{InputHead, WarningRow};
use crate::measure::{DisparityRow, EstimateRow, Measures};
use crate::spec::Spec;
use crate::words::{Design, Note, Number, Scale, Text, reserved};

/// What an audit will be able to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// Cases of each body of data, least and most (equal where all counts are known): one, or one a table that was never
    /// joined, each of the same people.
    pub tables: Vec<(u64, u64)>,
    /// The design, where this version does not compute it yet.
    pub not_computed: Option<Design>,
    /// Cases of a random arm, where there is one.
    pub random: Option<RandomArm>,
    /// Inputs of the list that the data do not have, and how many it has.
    pub inputs_left_out: (Vec<String>, usize),
    /// Input files.
    pub inputs: Vec<InputHead>,
    /// Stages that have data.
    pub stages: Vec<String>,
    /// Sizes.
    pub groups: Vec<Size>,
    /// What was decided beforehand, one row a group.
    pub comparisons: Vec<Comparable>,
    /// Rows that a margin holds for although no comparison lists them.
    pub exploratory: usize,
    /// Warnings.
    pub warnings: Vec<WarningRow>,
}

/// What was counted, beside the rows of measures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bodies {
    /// Cases of each body of data, least and most.
    pub tables: Vec<(u64, u64)>,
    /// Cases of a random arm.
    pub random: Option<RandomArm>,
}

/// Cases of a random arm, by what else is known of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RandomArm {
    /// All.
    pub cases: u64,
    /// Those that count as selected too.
    pub both: u64,
    /// Do these count in both arms? Of the whole pool as rows they count once, among the selected.
    pub twice: bool,
}

/// The size of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Size {
    /// Attribute, or `a*b`.
    pub attribute: String,
    /// Group.
    pub group: String,
    /// Is it the one compared against?
    pub reference: bool,
    /// Label.
    pub label: Text,
    /// Rows with this group; `None`: hidden.
    pub n: Option<Number>,
    /// For each stage of the preview: cases whose decision is known, or that the pool is estimated to have.
    pub decided: Vec<Option<Number>>,
    /// Cases whose outcome is known, by arm where there are arms.
    pub known: Vec<(Option<String>, Number)>,
    /// Why there is nothing to measure.
    pub note: Vec<Note>,
}

/// One comparison that the spec names.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparable {
    /// Metric.
    pub metric: String,
    /// Stage.
    pub stage: Option<String>,
    /// Scale.
    pub scale: Option<Scale>,
    /// Factors of the adjusted disparity.
    pub stratum: Option<String>,
    /// Margin.
    pub margin: Option<Number>,
    /// Attribute.
    pub attribute: String,
    /// Group.
    pub group: String,
    /// Reference.
    pub reference: String,
    /// Can it be computed?
    pub possible: bool,
    /// Is it read off the bounds of memberships, although the true group of a random sample is known?
    pub bounds_beside_sample: bool,
    /// Why not, or why no verdict can come of it.
    pub note: Vec<Note>,
}

/// Notes that follow from sizes and design alone.
const STRUCTURAL: &[Note] = &[
    Note::NoCases,
    Note::NoPositives,
    Note::NoNegatives,
    Note::NoneSelected,
    Note::AllSelected,
    Note::GroupAbsent,
    Note::SingleGroup,
    Note::ReferenceAbsent,
    Note::OutcomeOnlyForSelected,
    Note::NotDefinedForDesign,
    Note::NotIdentified,
    Note::TablesNotJoined,
    Note::TooFew,
    Note::FewClusters,
    Note::WeightsTooUneven,
    Note::SingleUnitStratum,
    Note::NoReferenceCasesInRandomArm,
    Note::Suppressed,
];

impl Preview {
    /// From what was measured; the results themselves are left behind.
    pub fn new(
        spec: &Spec,
        measures: &Measures,
        bodies: Bodies,
        inputs: Vec<InputHead>,
        warnings: Vec<WarningRow>,
    ) -> Self {
        let stages: Vec<String> = spec
            .stages
            .iter()
            .filter(|stage| stage.rule != crate::spec::StageRule::NoData)
            .map(|stage| stage.name.clone())
            .collect();
        let reference = |attribute: &str, group: &str| {
            let names: Vec<&str> = attribute.split('*').collect();
            let references: Option<Vec<&str>> = names
                .iter()
                .map(|name| spec.attribute(name).map(|index| spec.attributes[index].reference.value.as_str()))
                .collect();
            references.is_some_and(|references| references.join("*") == group)
        };
        let groups = measures
            .groups
            .iter()
            .map(|row| Size {
                attribute: row.attribute.clone(),
                group: row.group.clone(),
                reference: reference(&row.attribute, &row.group),
                label: row.label.clone(),
                n: row.n,
                decided: stages
                    .iter()
                    .map(|stage| {
                        of_group(measures, &row.attribute, &row.group)
                            .find(|one| one.metric == "selection_rate" && one.stage.as_deref() == Some(stage))
                            // Where everybody's rate is fixed by design its n is the pool; here the cases of both arms count,
                            // as for the groups.
                            .and_then(|one| {
                                let fixed = spec.data.design.value == Design::TwoArm && one.method.is_none();
                                if fixed && one.events.is_some() { row.n } else { one.n }
                            })
                    })
                    .collect(),
                known: of_group(measures, &row.attribute, &row.group)
                    .filter(|one| one.metric == "base_rate")
                    .filter_map(|one| Some((one.arm.clone(), one.n?)))
                    .collect(),
                note: row.note.clone(),
            })
            .collect();
        let confirmatory = measures.disparities.iter().filter(|row| row.confirmatory && row.margin.is_some());
        Self {
            tables: bodies.tables,
            not_computed: spec.not_yet.iter().any(|key| key.value == "data.design").then_some(spec.data.design.value),
            random: bodies.random,
            inputs_left_out: left_out(measures),
            inputs,
            stages,
            groups,
            comparisons: confirmatory.map(|row| comparable(spec, row)).collect(),
            exploratory: measures.disparities.iter().filter(|row| !row.confirmatory && row.margin.is_some()).count(),
            warnings,
        }
    }
}

/// Inputs of the list that are no column of the data, and how many the list has; none where no strength was computed.
fn left_out(measures: &Measures) -> (Vec<String>, usize) {
    let joint = measures.estimates.iter().filter(|row| row.metric == "proxy_strength");
    let named = joint.filter_map(|row| row.detail.as_ref()?.get("inputs_left_out")?.as_array()).next();
    let names = named.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned));
    (names.collect(), measures.inputs.len())
}

/// The rows of a group without stratum.
fn of_group<'m>(
    measures: &'m Measures,
    attribute: &'m str,
    group: &'m str,
) -> impl Iterator<Item = &'m EstimateRow> + use<'m> {
    measures.estimates.iter().filter(move |row| {
        let everybody = row.attribute.is_none() && group == reserved::ALL;
        let same = row.attribute.as_deref() == Some(attribute) && row.group.as_deref() == Some(group);
        (same || everybody) && row.stratum.is_none() && row.period.is_none() && row.of.is_none()
    })
}

fn comparable(spec: &Spec, row: &DisparityRow) -> Comparable {
    let sample = row.attribute.as_deref().and_then(|name| spec.attribute(name)).is_some_and(|index| {
        spec.attributes[index].membership.as_ref().is_some_and(|membership| membership.validated_random)
    });
    let bounds = row.method.as_deref().is_some_and(|method| method.starts_with("proxy_bounds"));
    Comparable {
        metric: row.metric.clone(),
        stage: row.stage.clone(),
        scale: row.scale,
        stratum: row.stratum.clone(),
        margin: row.margin,
        attribute: row.attribute.clone().unwrap_or_default(),
        group: row.group.clone().unwrap_or_default(),
        reference: row.reference.clone().unwrap_or_default(),
        bounds_beside_sample: sample && bounds,
        possible: row.lower.is_some() || row.upper.is_some(),
        note: row.note.iter().copied().filter(|note| STRUCTURAL.contains(note)).collect(),
    }
}
