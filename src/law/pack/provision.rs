//! One provision, as it stands in a pack (`law/packs.md`, section 4).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::blocks::{QuoteForm, Status};
use super::form::Day;
use crate::law::condition::Condition;
use crate::words::Text;

/// `[[provision]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// Never reused, never renamed.
    pub id: String,
    /// Printed first in its pack.
    #[serde(default)]
    pub lead: bool,
    /// Citation.
    pub citation: Text,
    /// Title.
    pub title: Text,
    /// What it asks, at most 400 characters.
    pub demand: Text,
    /// For matrices, at most 60 characters.
    pub short: Text,
    /// Quotes, from the official text only.
    #[serde(default)]
    pub quote: Vec<QuoteForm>,
    /// Whom it binds.
    pub binds: Vec<String>,
    /// Fact → values that it concerns; an unknown fact counts as inside.
    #[serde(default)]
    pub scope: BTreeMap<String, Vec<Value>>,
    /// Entry into force, repeal.
    pub in_force: InForceForm,
    /// Start of application when later.
    #[serde(default)]
    pub applies_from: Option<Day>,
    /// Other starts for systems already in use.
    #[serde(default)]
    pub transition: Vec<Transition>,
    /// Earlier wordings.
    #[serde(default)]
    pub history: Vec<History>,
    /// A proposal, not law in force.
    #[serde(default)]
    pub pending: Option<Pending>,
    /// Who may say that it is not applicable.
    pub not_applicable: NotApplicable,
    /// Status rule.
    pub status_rule: String,
    /// Evidence.
    #[serde(default)]
    pub evidence: Vec<EvidenceNeed>,
    /// Conditions.
    #[serde(default)]
    pub condition: Vec<ConditionForm>,
    /// Statements.
    #[serde(default)]
    pub statement: Vec<StatementNeed>,
    /// Milestones that must come in this order.
    #[serde(default)]
    pub date_order: Vec<Milestone>,
    /// Status → sentences.
    pub wording: BTreeMap<Status, Vec<String>>,
    /// Provisions that it rests on.
    #[serde(default)]
    pub depends_on: Vec<String>,
    /// Provisions beside it.
    #[serde(default)]
    pub related: Vec<String>,
    /// Proposed to HS-15.
    #[serde(default)]
    pub retention: Option<Retention>,
    /// How far its text was checked.
    pub verification: VerificationForm,
}

impl Provision {
    /// Is there nothing whose presence or absence could give it a status?
    pub fn asks_nothing(&self) -> bool {
        self.evidence.iter().all(|one| one.need == EvidenceWeight::Informative)
            && self.statement.iter().all(|one| one.need == StatementWeight::Informative)
            && self.condition.is_empty()
            && self.date_order.is_empty()
    }
}

/// First and last day.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InForceForm {
    /// Entry into force.
    pub from: Day,
    /// Last day.
    #[serde(default)]
    pub to: Option<Day>,
}

/// Another start of application for systems already in use.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Whom it concerns.
    pub when: TransitionWhen,
    /// From when it then applies.
    pub applies_from: Day,
    /// A date fact that ends it.
    #[serde(default)]
    pub reset_by: Option<String>,
}

/// Whom a transition concerns; facts must be known to fit.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct TransitionWhen {
    /// In use before this day.
    pub in_use_before: Day,
    /// Fact → values.
    #[serde(flatten)]
    pub facts: BTreeMap<String, Vec<Value>>,
}

/// An earlier wording.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// First day.
    pub from: Day,
    /// Last day.
    #[serde(default)]
    pub to: Option<Day>,
    /// The act that gave it.
    pub act: String,
}

/// A proposal.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    /// `SOU`, `lagrådsremiss`, `proposition` ….
    pub stage: String,
    /// Reference.
    pub reference: String,
}

/// Who may say that a provision is not applicable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicableMode {
    /// Nobody: a claim is printed and has no effect.
    Never,
    /// One of the roles, with reasons.
    ByPerson,
    /// Facts of the spec alone.
    FactsOnly,
}

/// `[provision.not_applicable]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotApplicable {
    /// Mode.
    pub mode: NotApplicableMode,
    /// Roles that may say so.
    #[serde(default)]
    pub roles: Vec<String>,
    /// An example.
    #[serde(default)]
    pub example: Option<Text>,
    /// A condition that contradicts the claim.
    #[serde(default)]
    pub contradicted_by: Option<Condition>,
}

/// How much an evidence is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceWeight {
    /// Needed.
    Required,
    /// Counts where it is there.
    IfAvailable,
    /// Never counts.
    Informative,
}

/// `[[provision.evidence]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceNeed {
    /// `EV-…`.
    pub ev: String,
    /// How much it is needed.
    pub need: EvidenceWeight,
    /// Step of the test that it belongs to.
    #[serde(default)]
    pub step: Option<u32>,
    /// Where it is looked for; absent: the rows that there are, on the statutory grounds.
    #[serde(default)]
    pub scope: Option<EvidenceScope>,
}

/// Where an evidence is looked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceScope {
    /// `all`, or stage names.
    #[serde(default)]
    pub stages: Option<Names>,
    /// `statutory`, `supplementary`, `all`, or grounds.
    #[serde(default)]
    pub grounds: Option<Names>,
}

/// One word, or a list of names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// A word that stands for several.
    Word(String),
    /// Each by name.
    List(Vec<String>),
}

/// When a condition is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnlyIf {
    /// Always.
    #[default]
    Always,
    /// Only where the evidence shows a disparity.
    Flagged,
}

/// `[[provision.condition]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionForm {
    /// Unique in its provision.
    pub id: String,
    /// What is asked.
    pub when: Condition,
    /// When it is looked at.
    #[serde(default)]
    pub only_if: OnlyIf,
    /// What it contributes where it holds.
    pub if_true: Status,
    /// What it contributes where it cannot be told.
    pub if_unknown: Status,
    /// A signed statement that excuses it.
    #[serde(default)]
    pub excused_by: Option<ExcusedBy>,
    /// In words.
    pub text: Text,
}

/// A signed statement that excuses a condition.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcusedBy {
    /// Statement.
    pub statement: String,
    /// Field.
    pub field: String,
    /// A value, or any of several.
    pub contains: Names,
}

/// How much a statement is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatementWeight {
    /// Needed.
    Required,
    /// Needed as soon as anything is not within its margin, or flagged.
    UnlessWithinMargin,
    /// Never counts.
    Informative,
}

/// `[[provision.statement]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementNeed {
    /// Statement.
    pub hs: String,
    /// How much it is needed.
    pub need: StatementWeight,
}

/// A day in the life of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// The margin was set.
    Margin,
    /// Results first existed.
    Results,
    /// It was decided.
    Decision,
    /// The system was put into use.
    Use,
}

impl Milestone {
    /// The word in the file and in reasons.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Margin => "margin",
            Self::Results => "results",
            Self::Decision => "decision",
            Self::Use => "use",
        }
    }
}

/// How long documents are to be kept.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Months.
    pub months: u32,
    /// Counted from.
    pub from_event: String,
    /// A note.
    #[serde(default)]
    pub note: Option<Text>,
}

/// How far a text was checked, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerificationState {
    /// The text itself was read.
    Verified,
    /// Only what is named.
    VerifiedInPart,
    /// An account of it was read.
    VerifiedSecondary,
    /// Neither.
    FromMemory,
}

impl VerificationState {
    /// The word in the file and in the report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::VerifiedInPart => "verified_in_part",
            Self::VerifiedSecondary => "verified_secondary",
            Self::FromMemory => "from_memory",
        }
    }
}

/// `[provision.verification]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerificationForm {
    /// State.
    pub state: VerificationState,
    /// An address that a reader can open, or how to ask for the document.
    pub address: String,
    /// When it was read; absent only for `from_memory`.
    #[serde(default)]
    pub read_on: Option<Day>,
    /// Up to which amendment.
    #[serde(default)]
    pub as_amended: Option<String>,
    /// What was read of it.
    #[serde(default)]
    pub part: Option<String>,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<SourceForm>,
    /// What is in doubt.
    #[serde(default)]
    pub doubt: Option<String>,
}

/// A source that was read.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceForm {
    /// Key.
    pub key: String,
    /// What was read.
    pub what: String,
    /// When.
    #[serde(default)]
    pub read_on: Option<Day>,
}
