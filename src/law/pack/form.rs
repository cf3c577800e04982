//! The form of a rule pack, as it stands in its file (`law/packs.md`, sections 2 to 4).
//!
//! These types are the one description of the form: the JSON Schema (`evenhand schema pack`) is derived from them, the
//! structure of a file is checked against it, and the algorithm reads them as they are. They hold no behaviour that
//! decides anything.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::blocks::{Evidence, GroundForm, StatementForm, StatusForm, StatusRule, Wording};
use super::provision::Provision;
use crate::words::Text;

/// A day; in TOML a date without quotes, in JSON `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Day(pub NaiveDate);

impl TryFrom<String> for Day {
    type Error = chrono::ParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").map(Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }

    fn inline_schema() -> bool {
        true
    }
}

/// A rule pack.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackForm {
    /// Version of this form: 1.
    pub schema: u32,
    /// Header.
    pub pack: Header,
    /// Changes, newest first.
    #[serde(default)]
    pub change: Vec<Change>,
    /// Roles: word → text. An own pack may give its own titles; it may not remove a signer.
    #[serde(default)]
    pub roles: BTreeMap<String, Text>,
    /// Statuses of a finding; `core` alone.
    #[serde(default)]
    pub status: Vec<StatusForm>,
    /// Status rules; `core` alone.
    #[serde(default)]
    pub status_rule: Vec<StatusRule>,
    /// Grounds; `core` alone.
    #[serde(default)]
    pub ground: Vec<GroundForm>,
    /// Kinds of evidence.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Statements that people write.
    #[serde(default)]
    pub statement: Vec<StatementForm>,
    /// Standard sentences.
    #[serde(default)]
    pub wording: Vec<Wording>,
    /// Provisions.
    #[serde(default)]
    pub provision: Vec<Provision>,
    /// What an agency's own process wants out of the report.
    #[serde(default)]
    pub export: Vec<Export>,
    /// Where an own pack stands in the report.
    #[serde(default)]
    pub report: Option<ReportPlace>,
}

/// `[pack]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// `[a-z0-9-]+`, unique; own packs start with a prefix that the agency chooses.
    pub id: String,
    /// Year, month and number of the correction.
    pub version: String,
    /// Day of the newest consolidated text that was read.
    pub legal_state: Day,
    /// Jurisdiction.
    pub jurisdiction: Jurisdiction,
    /// Kind; decides the heading in the report.
    pub kind: PackKind,
    /// Sectors; empty: all.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// May `--fail-on` stop on findings of this pack?
    pub gate: bool,
    /// Other packs that it needs: id → `>=version`.
    #[serde(default)]
    pub requires: BTreeMap<String, String>,
    /// Title.
    pub title: Text,
    /// Who keeps it.
    pub maintainer: String,
    /// Printed under the title where it is not empty.
    #[serde(default)]
    pub caution: Text,
    /// An own pack's number of months after `legal_state` from which on it counts as old; 6 where it is absent.
    #[serde(default)]
    pub old_after_months: Option<u32>,
}

/// Jurisdiction of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(clippy::upper_case_acronyms, reason = "the words as they stand in the file")]
pub enum Jurisdiction {
    /// Sweden.
    SE,
    /// European Union.
    EU,
    /// The Netherlands.
    NL,
    /// United States.
    US,
    /// United Kingdom.
    UK,
    /// Canada.
    CA,
    /// International, or a rule of method.
    INT,
    /// An agency's rule of its own.
    OWN,
}

impl Jurisdiction {
    /// Those that are a place or a union, and no kind of rule.
    pub(super) const PLACES: [Self; 6] = [Self::SE, Self::EU, Self::NL, Self::US, Self::UK, Self::CA];

    /// The word in the file and in the report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SE => "SE",
            Self::EU => "EU",
            Self::NL => "NL",
            Self::US => "US",
            Self::UK => "UK",
            Self::CA => "CA",
            Self::INT => "INT",
            Self::OWN => "OWN",
        }
    }
}

/// Kind of a pack, in the order in which packs stand in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PackKind {
    /// Law.
    Statute,
    /// Practice and supervision.
    Supervision,
    /// Practice and supervision.
    CaseLaw,
    /// Voluntary standards and guidance.
    Standard,
    /// Voluntary standards and guidance.
    Guidance,
    /// The agency's own rules.
    Internal,
    /// Additions without legal standing.
    Optional,
}

impl PackKind {
    /// The word in the file and in the report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Statute => "statute",
            Self::Supervision => "supervision",
            Self::CaseLaw => "case_law",
            Self::Standard => "standard",
            Self::Guidance => "guidance",
            Self::Internal => "internal",
            Self::Optional => "optional",
        }
    }
}

/// `[[change]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Version that brought it.
    pub version: String,
    /// Day.
    pub date: Day,
    /// Provision; absent: the whole pack.
    #[serde(default)]
    pub provision: Option<String>,
    /// What changed.
    pub what: ChangeWhat,
    /// What it can do to a finding.
    pub effect: ChangeEffect,
    /// In words.
    pub text: Text,
}

/// What a change concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeWhat {
    /// New in the pack.
    New,
    /// Worded anew.
    Amended,
    /// Repealed.
    Repealed,
    /// Other dates.
    Date,
    /// Other evidence.
    Evidence,
    /// Other statements.
    Statements,
    /// Another status rule.
    StatusRule,
    /// Other sentences.
    Wording,
    /// Read more or less of it.
    Verification,
    /// A slip.
    Typo,
}

/// What a change can do to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeEffect {
    /// A status can change.
    Status,
    /// Only what is printed changes.
    Text,
    /// Nothing.
    None,
}

/// `[[export]]`: what an agency's own process wants out of the report.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Profile.
    pub profile: String,
    /// Sections, in order.
    pub sections: Vec<String>,
    /// Formats.
    pub formats: Vec<String>,
}

/// `[report]`: where an own pack stands in the report.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportPlace {
    /// `after_law` ….
    pub place: String,
}
