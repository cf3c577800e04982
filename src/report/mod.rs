//! The one model of the result: `report.json`, field by field.
//!
//! Takes measures, findings and what the spec says that a reader is shown; gives [`Report`]. Every other format is a
//! rendering of it. May not know: rows, files, the cube's cells, how anything is drawn.
//! Invariants: the types here say the same as `report-json.md`, in its order of keys; they hold no behaviour; a change
//! of them is a change of `schema_version`.
//!
//! Start reading at [`Report`], then `from_findings.rs`.

pub mod explain;
mod from_findings;
pub mod number;
pub mod preview;
#[cfg(test)]
pub mod sample;
mod seal;
pub mod sentences;
pub mod text;

pub use from_findings::{Origin, from_findings, warning_rows};
#[cfg(test)]
pub use seal::from_json;
pub use seal::{no_report, results_sha256, schema, sealed_from_json, to_json, write_json};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[cfg(test)]
pub use crate::law::{Coverage, FindingStatement, FindingVerification, MissingItem};
pub use crate::law::{
    FindingPartRow, FindingRow, Milestones, PackRow, ProvisionRow, Reason, StatementRow, Verification,
};
pub use crate::measure::{CurveRow, Detail, DisparityRow, EstimateRow, GroupRow, InputRow, LaterRow};
use crate::words::{
    AttributeKnown, AuditKind, Design, Ground, Harm, HarmDirection, Lang, Nature, Note, Number, Scale, SystemKind, Text,
};

/// Is it one of the comparisons that decide: of a group with a reference, listed by a comparison of the spec, on the
/// scale that is judged? Whatever counts comparisons counts these; an aggregate over groups compares nobody, nor does a gain
/// over the pool. One whose attribute has a single group counts: it was to decide, and could not be made.
pub fn decides(row: &DisparityRow) -> bool {
    let of_groups = row.reference.is_some() || row.note.contains(&Note::SingleGroup);
    row.confirmatory && of_groups && row.compares_groups() && !row.note.contains(&Note::NoMargin)
}

/// The version of this form; a minor version only adds.
pub const SCHEMA_VERSION: &str = "1.0";

/// The one model of the result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Version of this form.
    pub schema_version: String,
    /// What the spec says that a reader is shown.
    pub audit: AuditHead,
    /// Where everything comes from.
    pub provenance: Provenance,
    /// Groups.
    pub groups: Vec<GroupRow>,
    /// Estimates.
    pub estimates: Vec<EstimateRow>,
    /// Disparities.
    pub disparities: Vec<DisparityRow>,
    /// Curves.
    pub curves: Vec<CurveRow>,
    /// Subgroups.
    pub subgroups: Vec<LaterRow>,
    /// Sensitivity.
    pub sensitivity: Vec<LaterRow>,
    /// Alternatives.
    pub alternatives: Vec<LaterRow>,
    /// Drift.
    pub drift: Vec<LaterRow>,
    /// Drift by period.
    pub drift_periods: Vec<LaterRow>,
    /// Input list.
    pub inputs: Vec<InputRow>,
    /// Provisions.
    pub provisions: Vec<ProvisionRow>,
    /// Statements.
    pub statements: Vec<StatementRow>,
    /// Findings.
    pub findings: Vec<FindingRow>,
    /// Parts of findings.
    pub finding_parts: Vec<FindingPartRow>,
    /// Warnings.
    pub warnings: Vec<WarningRow>,
}

/// First and last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PeriodHead {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// One who prepared the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreparerHead {
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
    /// Organisation.
    pub organisation: Option<String>,
}

/// `audit`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AuditHead {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: AuditKind,
    /// Design.
    pub design: Design,
    /// What the data are.
    pub nature: Nature,
    /// Title.
    pub title: Text,
    /// Languages rendered.
    pub languages: Vec<Lang>,
    /// What the data concern.
    pub period: Option<PeriodHead>,
    /// Who prepared it.
    pub prepared_by: Vec<PreparerHead>,
    /// The day at which the law was read.
    pub law_date: String,
    /// System.
    pub system: SystemHead,
    /// Score.
    pub score: Option<ScoreHead>,
    /// Outcome.
    pub outcome: Option<OutcomeHead>,
    /// Stages.
    pub stages: Vec<StageHead>,
    /// Attributes.
    pub attributes: Vec<AttributeHead>,
    /// Factors.
    pub factors: Vec<FactorHead>,
    /// What was decided beforehand.
    pub comparisons: Vec<ComparisonHead>,
    /// Largest acceptable loss of performance.
    pub alternatives: Option<LaterRow>,
    /// Rates of the spec.
    pub rates: Vec<OwnHead>,
    /// Amounts of the spec.
    pub amounts: Vec<OwnHead>,
    /// How the figures were made.
    pub inference: InferenceHead,
    /// Facts, as the law room had them.
    pub facts: BTreeMap<String, serde_json::Value>,
    /// Limits, as the law room had them.
    pub limits: BTreeMap<String, Number>,
    /// Milestones.
    pub milestones: Milestones,
    /// Disclosure control; null: nothing is hidden.
    pub disclosure: Option<DisclosureHead>,
}

/// `audit.system`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SystemHead {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: SystemKind,
    /// Version.
    pub version: Option<String>,
    /// Benefit.
    pub benefit: Option<String>,
    /// First 300 characters of HS-01 q1, if signed.
    pub purpose: Option<String>,
    /// Pool.
    pub pool: Text,
    /// Unit.
    pub unit: Text,
}

/// `audit.score`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScoreHead {
    /// A chance of the outcome.
    pub probability: bool,
    /// Declared range.
    pub range: Option<[Number; 2]>,
}

/// `audit.outcome`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeHead {
    /// Label.
    pub label: Text,
    /// Definition.
    pub definition: Option<Text>,
    /// Who established it.
    pub established_by: Option<Text>,
    /// What it means in each arm.
    pub differs_by_arm: Option<Text>,
}

/// One of `audit.stages`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageHead {
    /// Name.
    pub name: String,
    /// "selected for control".
    pub label: Text,
    /// "were selected for control".
    pub verb: Option<Text>,
    /// "selection for control".
    pub noun: Option<Text>,
    /// Is it an advantage to be there?
    pub favourable: bool,
    /// Threshold of the score.
    pub threshold: Option<Number>,
    /// Is anything measured?
    pub data: bool,
}

/// One of `audit.attributes`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AttributeHead {
    /// Name.
    pub name: String,
    /// Ground.
    pub ground: Ground,
    /// Reference.
    pub reference: String,
    /// What is measured.
    pub measure: Option<Text>,
    /// How the group is known.
    pub known: AttributeKnown,
    /// Where the probabilities come from; null: the group is known.
    pub membership: Option<MembershipHead>,
}

/// `audit.attributes.membership`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MembershipHead {
    /// Which tables the probabilities were computed from.
    pub source: Option<Text>,
    /// Of which year.
    pub year: Option<Text>,
    /// Of which population.
    pub population: Option<Text>,
}

/// One of `audit.factors`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FactorHead {
    /// Name.
    pub name: String,
    /// Label.
    pub label: Text,
}

/// Who decided something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecidedHead {
    /// Day.
    pub on: String,
    /// Name.
    pub by: String,
    /// Role.
    pub role: String,
}

/// One of `audit.comparisons`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparisonHead {
    /// Metric.
    pub metric: String,
    /// Stage.
    pub stage: Option<String>,
    /// Attributes.
    pub attributes: Vec<String>,
    /// Scale.
    pub scale: Scale,
    /// Margin; ratio scales: > 1.
    pub margin: Number,
    /// Factors of the adjusted disparity.
    pub stratum: Option<String>,
    /// Reason.
    pub reason: Text,
    /// Who decided.
    pub decided: DecidedHead,
}

/// One of `audit.rates` or `audit.amounts`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OwnHead {
    /// Name.
    pub name: String,
    /// Label.
    pub label: Text,
    /// Unit of an amount.
    pub unit: Option<Text>,
    /// Direction of harm.
    pub harm: HarmDirection,
}

/// `audit.inference`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InferenceHead {
    /// Level.
    pub level: Number,
    /// `simultaneous` or `holm`.
    pub multiplicity: String,
    /// `audit` or `attribute`.
    pub family: String,
    /// Whose harm.
    pub harm: Harm,
    /// One-sided error of an all-clear.
    pub alpha_within: Number,
    /// Power of planning figures.
    pub power: Number,
    /// Variance view of two arms; null for other designs.
    pub variance: Option<String>,
    /// Confirmatory comparisons.
    pub comparisons_confirmatory: Number,
    /// Exploratory comparisons.
    pub comparisons_exploratory: Number,
    /// Thresholds that the spec marks besides those of its stages; left out where it marks none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Number>,
}

/// `audit.disclosure`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DisclosureHead {
    /// `full` or `disclosable`.
    pub profile: String,
    /// Smallest cell shown.
    pub minimum_cell: Number,
    /// Smallest group.
    pub group_min: Number,
    /// Rounding base.
    pub rounding: Option<Number>,
    /// Figures hidden.
    pub hidden: Number,
    /// Masked passages.
    pub passages: Vec<BTreeMap<String, serde_json::Value>>,
}

/// How an input file is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FormatHead {
    /// `csv` or `parquet`.
    pub kind: String,
    /// Delimiter.
    pub delimiter: Option<String>,
    /// Decimal sign.
    pub decimal: Option<String>,
    /// Encoding.
    pub encoding: Option<String>,
    /// Which of these were sniffed.
    pub sniffed: Vec<String>,
}

/// One of `provenance.inputs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InputHead {
    /// File name only.
    pub path: String,
    /// SHA-256, hex.
    pub sha256: String,
    /// Rows.
    pub rows: Number,
    /// Format.
    pub format: FormatHead,
}

/// `provenance`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// `evenhand`.
    pub tool: String,
    /// Version of the tool.
    pub version: String,
    /// SHA-256 of the spec's bytes.
    pub spec_sha256: String,
    /// SHA-256 of what decides what is counted.
    pub counting_sha256: String,
    /// Input files.
    pub inputs: Vec<InputHead>,
    /// SHA-256 of the cube file.
    pub cube_sha256: String,
    /// SHA-256 of the canonical JSON of the measured tables.
    pub results_sha256: String,
    /// The assessment date, RFC 3339, UTC.
    pub created: String,
    /// Seed.
    pub seed: u64,
    /// Rows.
    pub rows: Number,
    /// What counted.
    pub engine: String,
    /// Random generator.
    pub random_generator: String,
    /// Packs.
    pub packs: Vec<PackRow>,
}

/// Where a warning points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WarningPlace {
    /// File.
    pub file: Option<String>,
    /// Column, or key of the spec.
    pub column: Option<String>,
    /// How many.
    pub count: Option<Number>,
}

/// A row of `warnings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WarningRow {
    /// Code.
    pub code: String,
    /// Text.
    pub text: Text,
    /// Where.
    pub place: Option<WarningPlace>,
    /// Ids of rows concerned.
    pub rows: Vec<String>,
}
