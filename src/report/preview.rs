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
    /// Rows or summed counts taken, over all tables.
    pub rows: u64,
    /// Tables that were never joined; 1: one body of data.
    pub tables: usize,
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
        (rows, tables): (u64, usize),
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
            rows,
            tables,
            inputs,
            stages,
            groups,
            comparisons: confirmatory.map(comparable).collect(),
            exploratory: measures.disparities.iter().filter(|row| !row.confirmatory && row.margin.is_some()).count(),
            warnings,
        }
    }
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

fn comparable(row: &DisparityRow) -> Comparable {
    Comparable {
        metric: row.metric.clone(),
        stage: row.stage.clone(),
        scale: row.scale,
        stratum: row.stratum.clone(),
        margin: row.margin,
        attribute: row.attribute.clone().unwrap_or_default(),
        group: row.group.clone().unwrap_or_default(),
        reference: row.reference.clone().unwrap_or_default(),
        possible: row.lower.is_some() || row.upper.is_some(),
        note: row.note.iter().copied().filter(|note| STRUCTURAL.contains(note)).collect(),
    }
}
