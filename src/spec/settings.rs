//! The sections that say what was decided beforehand and how the audit is done: comparisons, rates, inference, law.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{At, Condition};
use crate::words::{Harm, HarmDirection, Metric, Scale, Text};

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

/// How published counts are rounded (`methods/13`, 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoundingMethod {
    /// To the nearest multiple.
    #[default]
    Nearest,
    /// Up or down at random, right on average.
    Random,
    /// So that sums stay sums.
    Controlled,
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
    /// How counts are rounded to that base; read only where there is one.
    pub rounding_method: RoundingMethod,
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
    /// Where the value of each fact stands (its words are checked against the packs).
    pub fact_spans: BTreeMap<String, std::ops::Range<usize>>,
    /// Limits, with their places (checked against the loaded packs).
    pub limits: BTreeMap<String, At<f64>>,
}
