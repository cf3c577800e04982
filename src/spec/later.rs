//! Sections of later capabilities: checked from the first version on, used when they are built (`not_yet.rs`).

use std::collections::BTreeMap;

use super::{At, Condition, Decided, Outcome};
use crate::words::Text;

/// What later capabilities are asked for.
#[derive(Clone, Debug, Default)]
pub struct Later {
    /// `[drift]`.
    pub drift: Option<Drift>,
    /// `[[candidate]]`.
    pub candidates: Vec<Candidate>,
    /// `[alternatives]`.
    pub alternatives: Option<Alternatives>,
    /// `[[assumption]]`.
    pub assumptions: Vec<Assumption>,
    /// `[[coding]]`.
    pub codings: Vec<Coding>,
    /// `[multiverse]`.
    pub multiverse: Option<Multiverse>,
}

/// `[drift]`.
#[derive(Clone, Debug)]
pub struct Drift {
    /// Cube or report of the approved audit.
    pub baseline: At<String>,
    /// Change that is tolerated.
    pub tolerance: f64,
    /// Chance of a false alarm over all periods.
    pub alpha: f64,
    /// Planned number of periods.
    pub horizon: u64,
    /// Share of outcomes known at which a cohort is mature.
    pub maturity_share: f64,
    /// Periods after which a cohort is mature in any case.
    pub maturity_lag: Option<u64>,
    /// Immaterial change of a distribution.
    pub psi_margin: f64,
    /// Why this `psi_margin`.
    pub reason: Option<Text>,
    /// Further charts: `cusum`, `ewma`.
    pub charts: Vec<String>,
}

/// How a candidate selects.
#[derive(Clone, Debug, PartialEq)]
pub enum Selects {
    /// By a column: those with one of the values.
    Column {
        /// Column.
        column: At<String>,
        /// Values of the selected.
        positive: Vec<String>,
    },
    /// By a score: from the threshold on.
    Score {
        /// Column of the score.
        score: At<String>,
        /// Threshold.
        threshold: f64,
    },
    /// This share, at random.
    Random(f64),
    /// Everybody.
    Everybody,
}

/// `[[candidate]]`.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Name.
    pub name: String,
    /// Label.
    pub label: Text,
    /// How it selects.
    pub selects: Selects,
    /// Inputs that it does without.
    pub left_out: Vec<String>,
}

/// `[alternatives]`.
#[derive(Clone, Debug)]
pub struct Alternatives {
    /// What performance is: `positive_predictive_value` or `true_positive_rate`.
    pub metric: String,
    /// Largest acceptable loss of performance, a share.
    pub loss: f64,
    /// Smallest gain that counts, a share.
    pub gain: f64,
    /// Why.
    pub reason: Text,
    /// By whom, when.
    pub decided: Decided,
}

/// What is assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssumptionKind {
    /// Share of true errors that a control finds.
    LabelSensitivity,
    /// Share of errors found that are none.
    FalseLabelRate,
    /// Error rate of those who were not selected.
    ErrorRateUnselected,
    /// Odds of belonging to the group among the selected whose group is missing.
    MissingAttributeOdds,
}

/// `[[assumption]]`.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// What.
    pub kind: AssumptionKind,
    /// Index into `attributes`.
    pub attribute: usize,
    /// Group; `None`: all.
    pub group: Option<String>,
    /// Lowest plausible value.
    pub low: f64,
    /// Highest plausible value.
    pub high: f64,
    /// Why.
    pub reason: Text,
}

/// `[[coding]]`: keys that replace those of the spec.
#[derive(Clone, Debug)]
pub struct Coding {
    /// Name.
    pub name: String,
    /// `roles.outcome`.
    pub outcome: Option<Outcome>,
    /// `attribute.bands`, by index into `attributes`.
    pub bands: BTreeMap<usize, Vec<f64>>,
    /// `attribute.reference`, by index into `attributes`.
    pub references: BTreeMap<usize, String>,
    /// `data.where`.
    pub filter: Option<Condition>,
    /// Why.
    pub reason: Text,
}

/// `[multiverse]`: choices whose combinations are all run.
#[derive(Clone, Debug, Default)]
pub struct Multiverse {
    /// Indices into `codings`.
    pub codings: Vec<usize>,
    /// Sets of factors, each joined by `*` in the order of `roles.strata`.
    pub strata: Vec<String>,
    /// References.
    pub references: Vec<String>,
    /// Thresholds.
    pub thresholds: Vec<f64>,
    /// Estimators.
    pub estimators: Vec<String>,
}
