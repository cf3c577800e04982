//! The building blocks of `core.toml` that every other pack refers to: statuses, status rules, grounds, evidence,
//! statements, standard sentences (`law/packs.md`, section 3). An own pack has statements and sentences in the same form.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::{Ground, Text};

/// A word that `core` explains: a status of a finding.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusForm {
    /// Word.
    pub id: Status,
    /// Order of precedence, 1 first; absent for `not_applicable`.
    #[serde(default)]
    pub rank: Option<u32>,
    /// In the report.
    pub sv: String,
    /// In the report.
    pub en: String,
    /// When it holds.
    pub when: Text,
}

/// Status of a finding, in order of precedence; `not_applicable` is set before anything else is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Needs a decision.
    Flagged,
    /// Evidence missing.
    Incomplete,
    /// Cannot be determined.
    Inconclusive,
    /// Not computed.
    NotAssessed,
    /// Evidence in place.
    InPlace,
    /// Not applicable.
    NotApplicable,
}

impl Status {
    /// Every status, highest first.
    #[cfg(test)]
    pub const ALL: [Self; 6] =
        [Self::Flagged, Self::Incomplete, Self::Inconclusive, Self::NotAssessed, Self::InPlace, Self::NotApplicable];

    /// The word in the report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Flagged => "flagged",
            Self::Incomplete => "incomplete",
            Self::Inconclusive => "inconclusive",
            Self::NotAssessed => "not_assessed",
            Self::InPlace => "in_place",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// `[[status_rule]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusRule {
    /// `SR-…`.
    pub id: String,
    /// What the lint wants of a provision that names it.
    pub asks: RuleAsks,
    /// False: never written in a provision.
    #[serde(default = "yes")]
    pub in_packs: bool,
    /// In words.
    pub sv: String,
    /// In words.
    pub en: String,
}

/// What a status rule wants of a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleAsks {
    /// Evidence of the disparity kind.
    DisparityEvidence,
    /// A condition of kind `input`.
    InputCondition,
    /// Evidence of outcomes.
    OutcomeEvidence,
    /// Nothing.
    Nothing,
}

const fn yes() -> bool {
    true
}

/// `[[ground]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroundForm {
    /// The word of `ground` in the audit spec.
    pub id: Ground,
    /// Order in the Act; absent for what is no ground in it.
    #[serde(default)]
    pub order: Option<u32>,
    /// A ground of the statute?
    pub statutory: bool,
    /// Name.
    pub sv: String,
    /// Name.
    pub en: String,
    /// What the Act says, shortened.
    pub definition: Text,
    /// What an agency may hold.
    pub held: Text,
    /// `yes`, `no`, `possibly`, `may_reveal`.
    pub special_category: String,
    /// `directly`, `aggregated`, `normally_not`.
    pub usable: String,
    /// What the report must say beside it.
    pub caution: Text,
    /// Quotes.
    #[serde(default)]
    pub quote: Vec<QuoteForm>,
}

/// A quote.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteForm {
    /// Language.
    pub lang: String,
    /// From the official text? Must be true.
    #[serde(default)]
    pub official: bool,
    /// Key of the source.
    pub source: String,
    /// Text.
    pub text: String,
}

/// Does the verdict of an evidence drive the status, or only its presence?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Its verdict.
    Disparity,
    /// Its presence.
    Describe,
}

/// `[[evidence]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// `EV-…`.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Effect.
    pub effect: Effect,
    /// Tables of `report.json` where it is found.
    pub tables: Vec<String>,
    /// Which rows.
    #[serde(default)]
    pub select: Select,
    /// What spec and data must hold, all of it.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What spec and data must hold, at least one of it.
    #[serde(default)]
    pub needs_any: Vec<Need>,
    /// What single metrics need besides.
    #[serde(default)]
    pub needs_by_metric: BTreeMap<String, Vec<Need>>,
}

/// Which rows an evidence is.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Select {
    /// Registry names.
    pub metrics: Vec<String>,
    /// Columns that are read besides the value.
    pub fields: Vec<String>,
    /// Scales of `disparities`.
    pub scales: Vec<String>,
    /// Reference of the row.
    pub reference: Option<String>,
    /// Only confirmatory rows decide.
    pub confirmatory: bool,
    /// `factors`: adjusted rows; `set`: `set=…`.
    pub stratum: Option<String>,
    /// `crossed`: attributes `a*b`.
    pub attribute: Option<String>,
    /// Columns that tell the rows apart.
    pub by: Vec<String>,
    /// Kinds of `drift` or `sensitivity` rows.
    pub kind: Vec<String>,
    /// Of `curves`.
    pub curves: Vec<String>,
    /// Names of `[[amount]]`.
    pub amounts: Vec<String>,
}

/// What an evidence needs of spec and data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A stage with data.
    Stage,
    /// A score.
    Score,
    /// An outcome.
    Outcome,
    /// An arm.
    Arm,
    /// A random arm, or what does as well.
    RandomArm,
    /// A period.
    Period,
    /// Legitimate factors.
    Strata,
    /// The input list.
    Inputs,
    /// Candidates.
    Candidate,
    /// An attribute known by probabilities.
    Membership,
    /// Shares of the intended population.
    IntendedShares,
    /// A `[[rate]]` of the names listed.
    Rate,
    /// An `[[amount]]`.
    Amount,
}

/// When a statement is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// Before there are results.
    BeforeResults,
    /// At any time.
    Any,
    /// With the results in view.
    AfterResults,
}

/// `[[statement]]`: what a person is asked to write.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementForm {
    /// `HS-01` …, or `prefix:HS-…` in an own pack.
    pub id: String,
    /// Title.
    pub title: Text,
    /// One signature from each inner list.
    pub signers: Vec<Vec<String>>,
    /// Roles whose signature is welcome and not asked for.
    #[serde(default)]
    pub recommended: Vec<String>,
    /// When.
    pub timing: Timing,
    /// Must name the results it was written on.
    pub bind: bool,
    /// Then it has expired; 0: no limit.
    pub valid_months: u32,
    /// Questions.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Structured answers.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Checks of this statement.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// What a skeleton holds; brackets count as no answer.
    #[serde(default)]
    pub template: Option<Text>,
}

/// A question.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// `q1` ….
    pub id: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
    /// Least length after trimming.
    pub min_chars: u32,
    /// Asked for only when this case arises; absent: always.
    #[serde(default)]
    pub case: Option<String>,
    /// The case in words.
    #[serde(default)]
    pub case_sv: Option<String>,
    /// The case in words.
    #[serde(default)]
    pub case_en: Option<String>,
}

/// Type of a structured answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// A text.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// A day.
    Date,
    /// Yes or no.
    Bool,
    /// One of `values`.
    Word,
    /// A list of texts.
    Texts,
    /// A list of `values`.
    Words,
    /// A table with the keys of `of`.
    Table,
    /// A list of such tables.
    Tables,
}

/// A structured answer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Key.
    pub name: String,
    /// Type.
    pub r#type: FieldType,
    /// Obligatory?
    #[serde(default)]
    pub required: bool,
    /// Label.
    pub sv: String,
    /// Label.
    pub en: String,
    /// Closed list of `word` and `words`.
    #[serde(default)]
    pub values: Vec<String>,
    /// Keys of `table` and `tables`.
    #[serde(default)]
    pub of: Vec<Field>,
}

/// A check of a statement.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `R1` ….
    pub id: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
    /// What a broken one does.
    #[serde(default)]
    pub effect: RuleEffect,
}

/// What a broken rule of a statement does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleEffect {
    /// The statement is incomplete.
    #[default]
    Incomplete,
    /// Printed, state unchanged.
    Warning,
    /// Another rule or provision speaks of it.
    Note,
}

/// `[[wording]]`: a standard sentence.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// `W-…`.
    pub id: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
    /// Swedish names of the placeholders, in order.
    #[serde(default)]
    pub placeholders: Vec<String>,
    /// English names, in the same order.
    #[serde(default)]
    pub placeholders_en: Vec<String>,
    /// The form for a count of 1.
    #[serde(default)]
    pub one: Option<OneForm>,
    /// Not printed below this count.
    #[serde(default)]
    pub min_count: Option<u32>,
}

/// The form of a sentence for a count of 1.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneForm {
    /// The placeholder that counts.
    pub of: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
}
