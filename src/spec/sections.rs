//! The sections that say what is assessed and where it stands: audit, system, data, roles, stages, attributes.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{At, Condition};
use crate::words::{AuditKind, Design, Ground, Lang, Nature, SystemKind, Text};

/// `[audit]`.
#[derive(Clone, Debug)]
pub struct Audit {
    /// `reports/<id>/`.
    pub id: At<String>,
    /// Kind.
    pub kind: AuditKind,
    /// The assessment date, instead of the clock.
    pub date: Option<NaiveDate>,
    /// Title.
    pub title: Text,
    /// What the data concern, first and last day.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Which reports are rendered.
    pub languages: Vec<Lang>,
    /// Who prepared it.
    pub prepared_by: Vec<Preparer>,
}

/// One of `prepared_by`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preparer {
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
    /// Organisation.
    pub organisation: Option<String>,
}

/// `[system]`.
#[derive(Clone, Debug)]
pub struct System {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: SystemKind,
    /// Version.
    pub version: Option<String>,
    /// Benefit, a fact for the law room.
    pub benefit: Option<String>,
    /// Whom the model is applied to.
    pub pool: Text,
    /// What is counted; plural, lower case.
    pub unit: Text,
    /// The input list: a path relative to the spec.
    pub inputs: Option<At<String>>,
}

/// How the population N is known (`two_arm`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Population {
    /// A number: the pool that the random arm was drawn from.
    Size(u64),
    /// The table is the whole pool.
    Rows,
}

/// Where rows or counts stand: one body of data, or tables that were never joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paths {
    /// One body of data, possibly of many files; globs not yet expanded.
    One(Vec<At<String>>),
    /// Name of the table → its paths, in the order of the spec.
    Tables(Vec<(String, Vec<At<String>>)>),
}

/// `[data]`.
#[derive(Clone, Debug)]
pub struct Data {
    /// Design.
    pub design: At<Design>,
    /// What the data are.
    pub nature: Nature,
    /// Where they stand.
    pub paths: Paths,
    /// Rows are counts: the column that holds them.
    pub count: Option<At<String>>,
    /// Several attributes in one long table: the columns (attribute, group).
    pub long: Option<(At<String>, At<String>)>,
    /// Which rows are taken.
    pub filter: Option<At<Condition>>,
    /// Columns that stand in another table.
    pub join: Option<Join>,
    /// N.
    pub population: Option<At<Population>>,
    /// N_g truncated to an integer, as a published recipe does.
    pub truncate_group_size: bool,
    /// Sampling stratum → N_h.
    pub stratum_sizes: BTreeMap<String, u64>,
    /// Design effect without a cluster column: (rho, mean square size).
    pub assumed_clusters: Option<(f64, f64)>,
    /// Counts were rounded to this base by the one who disclosed them.
    pub rounded: Option<u64>,
    /// Count cells that mean "suppressed"; `<N` is always read so too.
    pub suppressed_as: Vec<String>,
    /// Such a cell is 0 … this − 1.
    pub suppressed_below: Option<u64>,
    /// The next lowest cell was hidden as well.
    pub suppressed_second: bool,
    /// How the files are written; `None` fields are sniffed.
    pub format: Format,
}

/// `data.join`.
#[derive(Clone, Debug)]
pub struct Join {
    /// The other table.
    pub path: At<String>,
    /// A column of both.
    pub on: At<String>,
}

/// `data.format`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Format {
    /// Delimiter of CSV.
    pub delimiter: Option<u8>,
    /// Decimal sign: `.` or `,`.
    pub decimal: Option<u8>,
    /// Encoding label, lower case.
    pub encoding: Option<String>,
    /// Texts that mean "missing"; default only the empty text.
    pub missing: Vec<String>,
}

/// `[roles]`.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// To warn of duplicates only.
    pub id: Option<At<String>>,
    /// The model's number.
    pub score: Option<Score>,
    /// What turned out to be true.
    pub outcome: Option<Outcome>,
    /// How a case came to have an outcome.
    pub arm: Option<Arm>,
    /// Sampling weight.
    pub weight: Option<At<String>>,
    /// In (0, 1], instead of weight.
    pub inclusion_probability: Option<At<String>>,
    /// With `data.stratum_sizes`.
    pub sampling_stratum: Option<At<String>>,
    /// Same person, handler ….
    pub cluster: Option<At<String>>,
    /// Period.
    pub period: Option<At<String>>,
    /// When the outcome became known.
    pub known: Option<At<String>>,
    /// Legitimate factors.
    pub strata: Vec<Factor>,
    /// Columns of kinds of system, not yet used: key → column.
    pub other: Vec<(String, At<String>)>,
}

/// `roles.score`.
#[derive(Clone, Debug)]
pub struct Score {
    /// Column.
    pub column: At<String>,
    /// A chance of the outcome, in [0, 1].
    pub probability: bool,
    /// Declared range, mapped to [0, 1].
    pub range: Option<(f64, f64)>,
}

/// `roles.outcome`.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Column.
    pub column: At<String>,
    /// Values that mean yes.
    pub positive: Vec<String>,
    /// Values that mean no.
    pub negative: Vec<String>,
    /// As in "share with …".
    pub label: Text,
    /// What it is.
    pub definition: Option<Text>,
    /// Who established it.
    pub established_by: Option<Text>,
    /// What it means in each arm where that is not the same.
    pub differs_by_arm: Option<Text>,
}

/// Where the random arm was drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RandomFrom {
    /// From everybody.
    Pool,
    /// From those that the model did not select.
    NotSelected,
}

/// `roles.arm`.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Column.
    pub column: At<String>,
    /// Values of the model arm.
    pub model: At<Vec<String>>,
    /// Values of the random arm.
    pub random: At<Vec<String>>,
    /// Values for cases drawn at random and selected.
    pub both: At<Vec<String>>,
    /// Where the random arm was drawn from.
    pub random_from: RandomFrom,
    /// Rows whose true group is known.
    pub validated: Vec<String>,
    /// The stage that the model arm stands for: index into `stages`.
    pub stage: usize,
}

/// A legitimate factor.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Name.
    pub name: String,
    /// Column.
    pub column: At<String>,
    /// Rising numbers for a numeric column.
    pub bands: Vec<f64>,
    /// Label.
    pub label: Text,
}

/// How a stage is read from the data.
#[derive(Clone, Debug, PartialEq)]
pub enum StageRule {
    /// At the stage if the value is in `positive`; `negative`, if not empty, closes the set.
    Column {
        /// Column.
        column: At<String>,
        /// Values at the stage.
        positive: Vec<String>,
        /// Values not at the stage; empty: all others.
        negative: Vec<String>,
    },
    /// At the stage if score ≥ threshold.
    Threshold(f64),
    /// From the arm (two_arm): the model arm is the selected.
    Arm,
    /// No data: printed so.
    NoData,
}

/// `[[stage]]`.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Name.
    pub name: String,
    /// How it is read.
    pub rule: StageRule,
    /// Values of a decision of more than two levels.
    pub levels: Vec<String>,
    /// Are the levels ordered?
    pub ordered: bool,
    /// Is it an advantage to be at the stage?
    pub favourable: bool,
    /// As in "the share …": "selected for control".
    pub label: Text,
    /// "were selected for control".
    pub verb: Option<Text>,
    /// "selection for control".
    pub noun: Option<Text>,
}

/// `[[attribute]]`.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Name.
    pub name: String,
    /// Column; not used where the group is known only through memberships.
    pub column: At<String>,
    /// Its table, with `data.tables`.
    pub table: Option<String>,
    /// Ground.
    pub ground: Ground,
    /// The group compared against, or `(rest)`.
    pub reference: At<String>,
    /// What is measured, and how far that is from the ground.
    pub measure: Option<Text>,
    /// Group → text, in the order of the spec.
    pub labels: Vec<(String, Text)>,
    /// Rising numbers for a numeric column.
    pub bands: Vec<f64>,
    /// The intended population.
    pub intended_shares: BTreeMap<String, f64>,
    /// The group is known only as a probability.
    pub membership: Option<Membership>,
}

impl Attribute {
    /// The text of a group in running text; the value itself where the spec has none.
    pub fn label(&self, group: &str) -> Text {
        self.labels.iter().find(|(name, _)| name == group).map_or_else(|| Text::same(group), |(_, text)| text.clone())
    }
}

/// `attribute.membership`.
#[derive(Clone, Debug, Default)]
pub struct Membership {
    /// Group → probability column.
    pub columns: BTreeMap<String, At<String>>,
    /// Tables that join the probabilities: (path, key).
    pub factors: Vec<(At<String>, At<String>)>,
    /// Group → P(g) of the tables' population.
    pub shares: BTreeMap<String, f64>,
    /// Column whose equal values have equal probabilities.
    pub cell: Option<At<String>>,
    /// Column with the true group where it is known.
    pub validated: Option<At<String>>,
    /// Are those rows a random sample?
    pub validated_random: bool,
    /// Group → known share of the pool.
    pub totals: BTreeMap<String, f64>,
    /// Printed.
    pub source: Option<Text>,
    /// Printed.
    pub year: Option<Text>,
    /// Printed.
    pub population: Option<Text>,
}
