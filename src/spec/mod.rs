//! What is asked: the audit spec, valid and complete.
//!
//! Takes the text of an `audit.toml` and its name; gives a [`Spec`], or every problem of the step at once.
//! May not know: the data, files (it gets texts), provisions, how anything is shown. No TOML outlives this room.
//! Invariants: every default is filled in; every name that another key refers to exists; every ⊙ key of `spec.md` is in
//! the canonical JSON behind `counting_sha256`, and no other.
//!
//! Start reading at [`Spec`], then `check.rs`.

use std::collections::BTreeMap;
use std::ops::{Deref, Range};

use chrono::NaiveDate;

use crate::diag::Place;
use crate::words::{AuditKind, Design, Ground, Harm, HarmDirection, Lang, Metric, Nature, Scale, SystemKind, Text};

/// A value with the bytes of the spec that it came from, so that a later step can point at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Bytes of the spec's text; empty where the value is a default.
    pub span: Range<usize>,
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> At<T> {
    /// A value that stands nowhere in the spec.
    pub fn default_of(value: T) -> Self {
        Self { value, span: 0..0 }
    }
}

/// The audit spec: valid, every default filled in.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The file as the user named it, for problems.
    pub file: String,
    /// The text, for places.
    pub text: String,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// SHA-256 of the canonical JSON (RFC 8785) of all ⊙ keys after defaults, hex.
    pub counting_sha256: String,
    /// `[audit]`.
    pub audit: Audit,
    /// `[system]`.
    pub system: System,
    /// `[data]`.
    pub data: Data,
    /// `[roles]`.
    pub roles: Roles,
    /// `[[stage]]`, in the order in which they happen.
    pub stages: Vec<Stage>,
    /// `[[attribute]]`, in the order of the spec.
    pub attributes: Vec<Attribute>,
    /// `[[intersection]]`: indices into `attributes`.
    pub intersections: Vec<Vec<usize>>,
    /// `[[comparison]]`: what was decided beforehand.
    pub comparisons: Vec<Comparison>,
    /// `[[rate]]`.
    pub rates: Vec<Rate>,
    /// `[[amount]]`.
    pub amounts: Vec<Amount>,
    /// `[inference]`.
    pub inference: Inference,
    /// `[disclosure]`; `None`: nothing is hidden.
    pub disclosure: Option<Disclosure>,
    /// `[law]`.
    pub law: LawSettings,
    /// Keys whose capability this version lacks, as written in the spec (`drift`, `candidate`, …): each becomes a
    /// warning `not_assessed_yet`.
    pub not_yet: Vec<At<String>>,
}

impl Spec {
    /// The place of some bytes of the spec.
    pub fn place(&self, span: &Range<usize>) -> Place {
        if span.is_empty() { Place::file(&self.file) } else { Place::span(&self.file, &self.text, span.clone()) }
    }

    /// The index of an attribute by name.
    pub fn attribute(&self, name: &str) -> Option<usize> {
        self.attributes.iter().position(|attribute| attribute.name == name)
    }

    /// The index of a stage by name.
    pub fn stage(&self, name: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.name == name)
    }

    /// The factor of a name.
    pub fn factor(&self, name: &str) -> Option<usize> {
        self.roles.strata.iter().position(|factor| factor.name == name)
    }
}

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
    pub model: Vec<String>,
    /// Values of the random arm.
    pub random: Vec<String>,
    /// Values for cases drawn at random and selected.
    pub both: Vec<String>,
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
    pub columns: BTreeMap<String, String>,
    /// Tables that join the probabilities: (path, key).
    pub factors: Vec<(At<String>, String)>,
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

/// Who decided something, when, in what role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Day.
    pub on: NaiveDate,
    /// Name.
    pub by: String,
    /// Role.
    pub role: String,
}

/// What a comparison speaks of.
#[derive(Clone, Copy, Debug)]
pub enum Measured {
    /// A metric of the registry.
    Metric(&'static Metric),
    /// A `[[rate]]` of the spec: index into `rates`.
    Rate(usize),
    /// An `[[amount]]` of the spec: index into `amounts`.
    Amount(usize),
}

/// `[[comparison]]`.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What is compared.
    pub measured: Measured,
    /// Index into `stages`, where the metric has one.
    pub stage: Option<usize>,
    /// Attribute names, also `a*b`.
    pub attributes: Vec<String>,
    /// The one scale that is judged.
    pub scale: Scale,
    /// Margin; on ratio scales > 1 (0.8 is held as 1.25).
    pub margin: f64,
    /// Factors of the adjusted disparity that is judged, joined by `*`.
    pub stratum: Option<String>,
    /// Why.
    pub reason: Text,
    /// By whom, when.
    pub decided: Decided,
}

/// `[[rate]]`.
#[derive(Clone, Debug)]
pub struct Rate {
    /// Name.
    pub name: String,
    /// Denominator.
    pub of: Condition,
    /// Numerator within it.
    pub event: Condition,
    /// Direction of harm.
    pub harm: HarmDirection,
    /// Label.
    pub label: Text,
}

/// `[[amount]]`.
#[derive(Clone, Debug)]
pub struct Amount {
    /// Name.
    pub name: String,
    /// Column of integers.
    pub column: At<String>,
    /// Unit.
    pub unit: Text,
    /// Direction of harm.
    pub harm: HarmDirection,
    /// Label.
    pub label: Text,
}

/// Variance view of the two arms (`methods/2`, B.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variance {
    /// Both arm sizes were decided beforehand.
    #[default]
    ArmsFixed,
    /// The model arm is fully observed; a statement about this population and period.
    ModelArmCensus,
    /// The arm size was not decided.
    Poisson,
    /// Rows of both arms drawn together.
    PooledRows,
}

impl Variance {
    /// The word of the spec.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ArmsFixed => "arms_fixed",
            Self::ModelArmCensus => "model_arm_census",
            Self::Poisson => "poisson",
            Self::PooledRows => "pooled_rows",
        }
    }
}

/// What a group is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compare {
    /// The attribute's reference.
    Reference,
    /// Everybody else.
    Rest,
    /// Everybody.
    Overall,
    /// Every other group.
    Pairs,
}

/// `[inference]`.
#[derive(Clone, Debug)]
pub struct Inference {
    /// Level of intervals.
    pub level: f64,
    /// Seed.
    pub seed: u64,
    /// Replicates; `None`: each method's own.
    pub replicates: Option<u64>,
    /// Holm by kind instead of simultaneous intervals?
    pub holm: bool,
    /// One family per attribute, instead of one per audit?
    pub family_by_attribute: bool,
    /// Why, where the family is split.
    pub family_reason: Option<Text>,
    /// False discovery rate of the exploratory family.
    pub false_discovery_rate: f64,
    /// Benjamini-Yekutieli instead of Benjamini-Hochberg?
    pub any_dependence: bool,
    /// Whose harm.
    pub harm: Harm,
    /// One-sided error of an all-clear.
    pub alpha_within: f64,
    /// Power of planning figures.
    pub power: f64,
    /// Variance view of two arms.
    pub variance: Variance,
    /// What groups are compared with; always holds `Reference`.
    pub compare: Vec<Compare>,
    /// Standard population: total, reference or group.
    pub standard: String,
    /// Quantity → method.
    pub methods: BTreeMap<String, String>,
    /// Bits of the score ladder.
    pub score_bits: u8,
    /// Buckets of the cluster jackknife.
    pub cluster_buckets: u32,
    /// Marks on the threshold curves, rising: those of the stages and of the spec.
    pub thresholds: Vec<f64>,
    /// Lists of the first k.
    pub top: Vec<u64>,
    /// Restricted mean: tau.
    pub restricted_mean_to: Option<f64>,
}

/// `[disclosure]`.
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// Smallest cell that may be shown.
    pub minimum_cell: u64,
    /// May a zero be shown?
    pub zero_is_safe: bool,
    /// Hide complements too?
    pub complement: bool,
    /// Smallest group.
    pub group_min: u64,
    /// Protection.
    pub protection: u64,
    /// Rounding base.
    pub rounding: Option<u64>,
    /// Keep a ledger?
    pub ledger: bool,
    /// Group → group.
    pub merge_into: BTreeMap<String, String>,
    /// `full` or `disclosable`.
    pub profile: String,
    /// Passages masked in the disclosable version.
    pub passages: Vec<Passage>,
}

/// One of `disclosure.passages`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What is masked.
    pub place: String,
    /// Under which provision.
    pub provision: String,
    /// Why.
    pub reason: Option<Text>,
    /// By whom.
    pub decided: Option<Decided>,
}

/// A fact that the law room may know: a word, a list of words, a date or a truth value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Words; a single word is a list of one.
    Words(Vec<String>),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
}

/// `[law]`.
#[derive(Clone, Debug, Default)]
pub struct LawSettings {
    /// Ids of shipped packs.
    pub packs: Vec<At<String>>,
    /// Paths of own packs.
    pub own_packs: Vec<At<String>>,
    /// Folder or file of statements.
    pub statements: Option<At<String>>,
    /// The day at which the law is read.
    pub law_date: Option<NaiveDate>,
    /// Must a signature be detached to count?
    pub signature_detached: bool,
    /// Facts.
    pub facts: BTreeMap<String, Fact>,
    /// Limits, with their places (checked against the loaded packs).
    pub limits: BTreeMap<String, At<f64>>,
}

/// A condition (`spec.md`, section 9).
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every one holds.
    And(Vec<Condition>),
    /// One holds.
    Or(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A name compared with a value.
    Compare {
        /// Column, or `outcome`, `stage.<name>`, `arm`, attribute, factor.
        name: String,
        /// How.
        op: Op,
        /// With what.
        value: Value,
    },
    /// A name in a list.
    In {
        /// As above.
        name: String,
        /// Any of these.
        values: Vec<Value>,
    },
    /// A name is missing.
    IsNull(String),
    /// A name is not missing.
    IsNotNull(String),
}

/// A comparison sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A value of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// Number.
    Number(f64),
}
