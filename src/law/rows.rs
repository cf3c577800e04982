//! The rows of the tables that `law` fills, column by column as in `report-json.md` section 4.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::{Ground, Text};

/// A quote from an official text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// Language.
    pub lang: String,
    /// Text.
    pub text: String,
}

/// When a provision is in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InForce {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: Option<String>,
}

/// Another start of application for systems already in use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TransitionRow {
    /// Facts that must fit.
    pub when: BTreeMap<String, serde_json::Value>,
    /// From when it then applies.
    pub applies_from: String,
    /// A date fact that ends it.
    pub reset_by: Option<String>,
}

/// A source that was read for a provision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SourceRead {
    /// Key of the source.
    pub key: String,
    /// What was read.
    pub what: String,
    /// When.
    pub read_on: Option<String>,
}

/// How far the text of a provision was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verification {
    /// `verified`, `verified_in_part`, `verified_secondary`, `from_memory`.
    pub state: String,
    /// An address that a reader can open, or how to ask for the document.
    pub address: String,
    /// When it was read.
    pub read_on: Option<String>,
    /// Up to which amendment.
    pub as_amended: Option<String>,
    /// What was read of it.
    pub part: Option<String>,
    /// What is in doubt.
    pub doubt: Option<String>,
    /// Sources.
    pub sources: Vec<SourceRead>,
}

/// A row of `provisions`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProvisionRow {
    /// Id.
    pub provision: String,
    /// Pack.
    pub pack: String,
    /// Kind of the pack.
    pub kind: String,
    /// Printed first in its pack.
    pub lead: bool,
    /// Citation.
    pub citation: Text,
    /// Title.
    pub title: Text,
    /// Short title.
    pub short: Text,
    /// What it asks.
    pub demand: Text,
    /// Quotes.
    pub quote: Vec<Quote>,
    /// Whom it binds.
    pub binds: Vec<String>,
    /// In force.
    pub in_force: InForce,
    /// Its own start of application.
    pub applies_from: Option<String>,
    /// Transitions.
    pub transition: Vec<TransitionRow>,
    /// A proposal, not law in force.
    pub pending: Option<BTreeMap<String, String>>,
    /// Status rule.
    pub status_rule: String,
    /// Evidence asked for.
    pub evidence: Vec<String>,
    /// Statements asked for.
    pub statements: Vec<String>,
    /// Verification.
    pub verification: Verification,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// Role.
    pub role: String,
    /// Name.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Day.
    pub date: String,
    /// Method.
    pub method: String,
    /// Comment.
    pub comment: Option<String>,
}

/// A row of `statements`; a needed statement without a file has `state` missing and null elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatementRow {
    /// `HS-01` …, or an own one.
    pub hs: String,
    /// Version.
    pub version: Option<u32>,
    /// State.
    pub state: String,
    /// Codes of what lowers the state.
    pub reasons: Vec<String>,
    /// Language it is written in.
    pub language: Option<String>,
    /// Day it was written.
    pub written: Option<String>,
    /// Answers by question.
    pub answers: BTreeMap<String, String>,
    /// Structured fields.
    pub fields: BTreeMap<String, serde_json::Value>,
    /// Translation of the answers.
    pub translation: Option<BTreeMap<String, String>>,
    /// Signatures.
    pub signatures: Vec<Signature>,
    /// Version that it replaces.
    pub supersedes: Option<u32>,
    /// Passages not to be disclosed.
    pub disclosure: Vec<BTreeMap<String, serde_json::Value>>,
}

/// Share of grounds and stages that were measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Grounds measured.
    pub grounds: u32,
    /// Grounds in all.
    pub grounds_total: u32,
    /// Stages measured.
    pub stages: u32,
    /// Stages declared.
    pub stages_total: u32,
}

/// A statement that a finding asks for, with its state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingStatement {
    /// Id.
    pub hs: String,
    /// Version.
    pub version: Option<u32>,
    /// State.
    pub state: String,
}

/// Something that a finding lacks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MissingItem {
    /// `statement`, `evidence` or `file`.
    pub kind: String,
    /// Which.
    pub id: String,
    /// Whose task it is.
    pub role: Option<String>,
}

/// A reason of a status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// Code, as in the truth table of `law/packs.md`.
    pub code: String,
    /// Text.
    pub text: Text,
}

/// A claim that a provision is not applicable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Reason as written.
    pub reason: String,
    /// Role.
    pub role: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Day.
    pub date: Option<String>,
    /// `accepted`, `unsigned`, `wrong_role`, `contradicted`, `rejected`.
    pub state: String,
}

/// A decision that names a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Statement.
    pub statement: String,
    /// Version.
    pub version: u32,
    /// Day.
    pub date: String,
    /// `current` or `stale`.
    pub state: String,
}

/// What a finding repeats of its provision's verification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingVerification {
    /// State.
    pub state: String,
    /// Address.
    pub address: String,
    /// When it was read.
    pub read_on: Option<String>,
}

/// A row of `findings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingRow {
    /// The provision, `/` as `_`.
    pub id: String,
    /// Provision.
    pub provision: String,
    /// Pack.
    pub pack: String,
    /// Version of the pack.
    pub pack_version: String,
    /// Status.
    pub status: String,
    /// Other statuses that occur among the parts.
    pub also: Vec<String>,
    /// From when it applies to this system.
    pub applies_from: Option<String>,
    /// Which rule gave that day: `provision`, `transition`, `change`.
    pub applies_by: Option<String>,
    /// Not yet applicable: shown under Preparation.
    pub preparation: bool,
    /// A proposal.
    pub pending: bool,
    /// Decided by a fact.
    pub auto: bool,
    /// Coverage.
    pub coverage: Coverage,
    /// Ids of rows.
    pub evidence: Vec<String>,
    /// Statements asked for.
    pub statements: Vec<FindingStatement>,
    /// What is missing.
    pub missing: Vec<MissingItem>,
    /// Reasons.
    pub reasons: Vec<Reason>,
    /// Claim of not applicable.
    pub claim: Option<Claim>,
    /// Decision.
    pub decision: Option<Decision>,
    /// Verification.
    pub verification: FindingVerification,
}

/// A row of `finding_parts`: one part of the status algorithm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingPartRow {
    /// `f/…`.
    pub id: String,
    /// Provision.
    pub provision: String,
    /// Ground.
    pub ground: Option<Ground>,
    /// Stage.
    pub stage: Option<String>,
    /// Attribute.
    pub attribute: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// What was examined.
    pub item: String,
    /// Its state.
    pub state: String,
    /// What the part contributes; null: nothing.
    pub status: Option<String>,
    /// Ids of rows.
    pub evidence: Vec<String>,
    /// Reason.
    pub reason: Option<String>,
}

/// A pack, as provenance prints it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PackRow {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Day of the newest text that was read.
    pub legal_state: String,
    /// Jurisdiction.
    pub jurisdiction: String,
    /// Kind.
    pub kind: String,
    /// Caution.
    pub caution: Text,
    /// May `--fail-on` stop on its findings? Not in the file: a gate is asked for when the audit is made.
    #[serde(skip, default = "yes")]
    #[schemars(skip)]
    pub gate: bool,
}

const fn yes() -> bool {
    true
}

/// Milestones of the audit, as dates or null (`law/packs.md`, 5.3).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Milestones {
    /// When the margin was set.
    pub margin: Option<String>,
    /// When results first existed.
    pub results: Option<String>,
    /// When it was decided.
    pub decision: Option<String>,
    /// When the system was put into use.
    pub r#use: Option<String>,
}

/// Everything that `law` gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Provisions of the loaded packs.
    pub provisions: Vec<ProvisionRow>,
    /// Statements needed or supplied.
    pub statements: Vec<StatementRow>,
    /// Findings.
    pub findings: Vec<FindingRow>,
    /// Their parts.
    pub finding_parts: Vec<FindingPartRow>,
    /// Packs.
    pub packs: Vec<PackRow>,
    /// Milestones.
    pub milestones: Milestones,
    /// The day at which the law was read.
    pub law_date: String,
    /// Warnings.
    pub warnings: Vec<crate::diag::Warning>,
}
