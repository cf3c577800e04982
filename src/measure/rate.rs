//! A rate of one group, however the design gives it: counts, two arms, or the whole pool as rows.

use std::collections::BTreeMap;

use evenhand_stats::interval::Estimate;
use evenhand_stats::{pool_rows, proportion, two_arm};

use super::rows::Detail;
use super::tally::Span;
use crate::spec::Variance;
use crate::words::Note;

/// The two arms as a whole, and how their variance is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoArm {
    /// Cases of the population.
    pub population: u64,
    /// Cases of the random arm.
    pub random: u64,
    /// Cases of the model arm.
    pub model: u64,
    /// View of the variance.
    pub variance: Variance,
    /// Group sizes cut to whole numbers, as a published recipe does.
    pub truncate: bool,
}

/// One group in the two arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArmCounts {
    /// Cases in the random arm.
    pub random: u64,
    /// Those with a known outcome.
    pub random_known: u64,
    /// Those of them with the outcome.
    pub random_errors: u64,
    /// Cases in the model arm.
    pub model: u64,
    /// Those with a known outcome.
    pub model_known: u64,
    /// Those of them with the outcome.
    pub model_errors: u64,
}

/// A rate over the population that needs both arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArmRate {
    /// Selected among all.
    Selection,
    /// Selected among those with the outcome.
    TruePositive,
    /// Selected among those without it.
    FalsePositive,
}

/// One group of a pool whose every case is a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolCounts {
    /// Cases.
    pub cases: u64,
    /// Selected.
    pub selected: u64,
    /// Selected with a known outcome.
    pub checked: u64,
    /// Those of them with the outcome.
    pub errors: u64,
    /// Random cases that are not selected, with a known outcome.
    pub random: u64,
    /// Those of them with the outcome.
    pub random_errors: u64,
}

/// A rate over the pool that needs the random cases that are not selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the metrics of the same names")]
pub enum PoolRate {
    Base,
    TruePositive,
    FalseNegative,
    FalsePositive,
    TrueNegative,
    FalseOmission,
    NegativePredictive,
}

/// A rate of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rate {
    /// Events among events and others, as counts of independent rows.
    Counts {
        /// Numerator.
        events: Span,
        /// The rest of the denominator.
        others: Span,
    },
    /// A statement about exactly these cases: no sampling error.
    Known {
        /// Numerator.
        events: u64,
        /// Denominator.
        n: u64,
    },
    /// (n_R / N) a / k of two arms, or its complement.
    Arms {
        /// The arms.
        arms: TwoArm,
        /// The group.
        counts: ArmCounts,
        /// Which rate.
        kind: ArmRate,
        /// One minus it?
        reflected: bool,
    },
    /// Of the whole pool as rows.
    Pool {
        /// The group.
        counts: PoolCounts,
        /// Which rate.
        kind: PoolRate,
        /// A statement about this population and period only.
        census: bool,
    },
    /// Does not exist, for this reason.
    Absent(Note),
}

/// What is drawn for a row of `estimates`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// Value.
    pub value: Option<f64>,
    /// Lower limit.
    pub lower: Option<f64>,
    /// Upper limit.
    pub upper: Option<f64>,
    /// Method name.
    pub method: Option<&'static str>,
    /// Numerator.
    pub events: Option<u64>,
    /// Denominator.
    pub n: Option<f64>,
    /// Least and greatest value compatible with what is known.
    pub bounds: Option<(f64, f64)>,
    /// Statistic.
    pub statistic: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<f64>,
    /// p-value.
    pub p_value: Option<f64>,
    /// Notes.
    pub notes: Vec<Note>,
    /// Numbers of the notes.
    pub detail: Detail,
}

impl Drawn {
    /// Nothing, for this reason.
    pub fn absent(note: Note) -> Self {
        Self { notes: vec![note], ..Self::default() }
    }

    /// What a statistic gave, under its method's name.
    pub fn from(estimate: Estimate, method: &'static str) -> Self {
        let detail = clipped(&estimate);
        let notes = notes_of(&estimate);
        Self {
            value: estimate.value,
            lower: estimate.lower,
            upper: estimate.upper,
            method: Some(method),
            notes,
            detail,
            ..Self::default()
        }
    }
}

/// The notes of a statistic, in the report's own list.
pub fn notes_of(estimate: &Estimate) -> Vec<Note> {
    // Every code of the crate is one of the report's list; a test holds the two together.
    estimate.notes.iter().filter_map(|note| Note::parse(note.code())).collect()
}

/// `detail.clipped_from` of a statistic whose limits were cut.
pub fn clipped(estimate: &Estimate) -> Detail {
    let mut detail = Detail::new();
    if let Some(from) = estimate.clipped_from {
        let number = |x: f64| crate::words::Number::new(x).map_or(serde_json::Value::Null, super::disparity::to_value);
        detail.insert("clipped_from".to_owned(), vec![number(from.lower), number(from.upper)].into());
    }
    detail
}

impl TwoArm {
    /// As the statistics take it.
    pub fn arms(&self) -> two_arm::Arms {
        two_arm::Arms {
            random: self.random,
            selected: self.model,
            population: self.population,
            truncate_group_size: self.truncate,
        }
    }

    /// View of the variance.
    pub fn view(&self) -> two_arm::View {
        match self.variance {
            Variance::ArmsFixed => two_arm::View::ArmsFixed,
            Variance::ModelArmCensus => two_arm::View::ModelArmCensus,
            Variance::Poisson => two_arm::View::Poisson,
            Variance::PooledRows => two_arm::View::PooledRows,
        }
    }

    /// Estimated cases of a group; `None` where the random arm has none of it.
    pub fn group_population(&self, counts: &ArmCounts) -> Option<f64> {
        self.arms().group_size(counts.random)
    }

    /// TP, FP, FN and TN as shares of the group's population; some may be negative where the arms contradict each other.
    pub fn shares(&self, counts: &ArmCounts) -> Result<[f64; 4], Note> {
        let table = two_arm::population_table(&counts.group(), &self.arms()).ok_or(Note::NoCases)?;
        Ok([
            table.true_positive_share,
            table.false_positive_share,
            table.false_negative_share,
            table.true_negative_share,
        ])
    }
}

impl ArmCounts {
    /// As the statistics take it.
    pub fn group(&self) -> two_arm::Group {
        two_arm::Group {
            random: self.random,
            random_known: self.random_known,
            random_errors: self.random_errors,
            selected: self.model,
            selected_known: self.model_known,
            selected_errors: self.model_errors,
        }
    }
}

/// The rate as the statistics name it.
pub fn arm_kind(kind: ArmRate, reflected: bool) -> two_arm::Rate {
    match (kind, reflected) {
        (ArmRate::Selection, _) => two_arm::Rate::Selection,
        (ArmRate::TruePositive, false) => two_arm::Rate::TruePositive,
        (ArmRate::TruePositive, true) => two_arm::Rate::FalseNegative,
        (ArmRate::FalsePositive, false) => two_arm::Rate::FalsePositive,
        (ArmRate::FalsePositive, true) => two_arm::Rate::TrueNegative,
    }
}

impl PoolCounts {
    /// As the statistics take it.
    pub fn group(&self) -> pool_rows::Group {
        pool_rows::Group {
            cases: self.cases,
            selected: self.selected,
            checked: self.checked,
            errors: self.errors,
            random: self.random,
            random_errors: self.random_errors,
        }
    }

    /// TP, FP, FN and TN as shares of the group.
    pub fn shares(&self) -> Result<[f64; 4], Note> {
        if self.cases == 0 {
            return Err(Note::NoCases);
        }
        if self.random == 0 && self.selected < self.cases {
            return Err(Note::BoundsOnly);
        }
        let n = self.cases as f64;
        let found = if self.checked == 0 { 0.0 } else { self.errors as f64 / self.checked as f64 * self.selected as f64 };
        let rest = n - self.selected as f64;
        let q = if self.random == 0 { 0.0 } else { self.random_errors as f64 / self.random as f64 };
        Ok([found / n, (self.selected as f64 - found) / n, rest * q / n, rest * (1.0 - q) / n])
    }
}

impl Rate {
    /// A rate of two arms; absent where the group has nobody in the random arm.
    pub fn arms(arms: TwoArm, counts: ArmCounts, kind: ArmRate, reflected: bool) -> Self {
        if arms.random == 0 || counts.random == 0 {
            return Self::Absent(Note::NoReferenceCasesInRandomArm);
        }
        Self::Arms { arms, counts, kind, reflected }
    }

    /// A rate of the pool as rows.
    pub fn pool(counts: PoolCounts, kind: PoolRate, census: bool) -> Self {
        if counts.cases == 0 { Self::Absent(Note::NoCases) } else { Self::Pool { counts, kind, census } }
    }

    /// Value, limits at this tail, method and denominators.
    pub fn estimate(&self, tail: f64, methods: &BTreeMap<String, String>) -> Drawn {
        match *self {
            Self::Absent(note) => Drawn::absent(note),
            Self::Known { events, n } => {
                let value = events as f64 / n as f64;
                Drawn {
                    value: Some(value),
                    lower: Some(value),
                    upper: Some(value),
                    events: Some(events),
                    n: Some(n as f64),
                    ..Drawn::default()
                }
            }
            Self::Counts { events, others } if events.known() && others.known() => {
                let (x, n) = (events.lo, events.lo + others.lo);
                let (estimate, method) = one_proportion(x, n, tail, methods);
                Drawn { events: Some(x), n: Some(n as f64), ..Drawn::from(estimate, method) }
            }
            Self::Counts { events, others } => boxed(events, others, tail, methods),
            Self::Arms { arms, counts, kind, reflected } => {
                let (mut estimate, method) =
                    two_arm::rate(&counts.group(), arm_kind(kind, reflected), &arms.arms(), arms.view(), tail);
                if kind == ArmRate::Selection && reflected {
                    estimate = complement(estimate);
                }
                let name = match method {
                    two_arm::RateMethod::Delta => "two_arm_delta",
                    two_arm::RateMethod::Conditional => "conditional_rate",
                };
                let mut drawn = Drawn::from(estimate, name);
                drawn.n = self.denominator();
                if arms.truncate {
                    drawn.detail.insert("truncated".to_owned(), true.into());
                }
                drawn
            }
            Self::Pool { counts, kind, census } => {
                let estimate = pool_rows::rate(&counts.group(), pool_kind(kind), census, tail);
                Drawn { n: self.denominator(), ..Drawn::from(estimate, "pool_rows") }
            }
        }
    }

    /// The denominator: of counts the cases; of two arms the cases of both arms that it rests on; of the pool as rows the
    /// checked selected and the random cases that are not selected.
    pub fn denominator(&self) -> Option<f64> {
        match *self {
            Self::Counts { events, others } => {
                (events.known() && others.known()).then_some((events.lo + others.lo) as f64)
            }
            Self::Known { n, .. } => Some(n as f64),
            Self::Arms { counts, kind, .. } => {
                let (a, k) = counts.pair(kind);
                Some((a + k) as f64)
            }
            Self::Pool { counts, .. } => Some((counts.checked + counts.random) as f64),
            Self::Absent(_) => None,
        }
    }

    /// This rate's part of the denominators of itself and another: π_g against the rest.
    pub fn share_of(&self, rest: &Self) -> Option<f64> {
        match (self, rest) {
            (Self::Counts { .. } | Self::Known { .. }, Self::Counts { .. } | Self::Known { .. }) => {
                let (own, other) = (self.denominator()?, rest.denominator()?);
                (own + other > 0.0).then(|| own / (own + other))
            }
            (Self::Arms { arms, counts, .. }, Self::Arms { .. }) => {
                (arms.random > 0).then(|| counts.random as f64 / arms.random as f64)
            }
            (Self::Pool { counts, .. }, Self::Pool { counts: other, .. }) => {
                Some(counts.cases as f64 / (counts.cases + other.cases) as f64)
            }
            _ => None,
        }
    }
}

impl ArmCounts {
    /// The counts (a, k) of a rate: of the model arm and of the random arm.
    pub fn pair(&self, kind: ArmRate) -> (u64, u64) {
        match kind {
            ArmRate::Selection => (self.model, self.random),
            ArmRate::TruePositive => (self.model_errors, self.random_errors),
            ArmRate::FalsePositive => {
                (self.model_known - self.model_errors, self.random_known - self.random_errors)
            }
        }
    }
}

/// The pool's rate as the statistics name it.
pub fn pool_kind(kind: PoolRate) -> pool_rows::Rate {
    match kind {
        PoolRate::Base => pool_rows::Rate::Base,
        PoolRate::TruePositive => pool_rows::Rate::TruePositive,
        PoolRate::FalseNegative => pool_rows::Rate::FalseNegative,
        PoolRate::FalsePositive => pool_rows::Rate::FalsePositive,
        PoolRate::TrueNegative => pool_rows::Rate::TrueNegative,
        PoolRate::FalseOmission => pool_rows::Rate::FalseOmission,
        PoolRate::NegativePredictive => pool_rows::Rate::NegativePredictive,
    }
}

/// One minus a share.
pub fn complement(estimate: Estimate) -> Estimate {
    let minus = |x: Option<f64>| x.map(|x| 1.0 - x);
    Estimate { value: minus(estimate.value), lower: minus(estimate.upper), upper: minus(estimate.lower), ..estimate }
}

/// One proportion: Clopper-Pearson below 40 cases, Wilson from there on, or what the spec asks for (`methods/1`, 1.9).
fn one_proportion(x: u64, n: u64, tail: f64, methods: &BTreeMap<String, String>) -> (Estimate, &'static str) {
    match methods.get("proportion").map(String::as_str) {
        Some("wilson") => (proportion::wilson(x, n, tail), "wilson"),
        Some("clopper_pearson") => (proportion::clopper_pearson(x, n, tail), "clopper_pearson"),
        Some("jeffreys") => (proportion::jeffreys(x, n, tail), "jeffreys"),
        _ if n < 40 => (proportion::clopper_pearson(x, n, tail), "clopper_pearson"),
        _ => (proportion::wilson(x, n, tail), "wilson"),
    }
}

/// A rate of counts that are only bounded: its least and greatest value, and limits that hold whatever they are.
fn boxed(events: Span, others: Span, tail: f64, methods: &BTreeMap<String, String>) -> Drawn {
    // A rate falls with the rest of its denominator and rises with its events.
    let (low_x, low_n) = (events.lo, events.lo + others.hi);
    let (high_x, high_n) = (events.hi, events.hi + others.lo);
    if low_n == 0 || high_n == 0 {
        return Drawn::absent(Note::SuppressedCells);
    }
    // The limits at the corners of the box; the other two corners have narrower or equal ends but may differ in size.
    let corners = [
        (events.lo, events.lo + others.hi),
        (events.lo, events.lo + others.lo),
        (events.hi, events.hi + others.lo),
        (events.hi, events.hi + others.hi),
    ];
    let drawn: Vec<(Estimate, &'static str)> = corners
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|&(x, n)| one_proportion(x, n, tail, methods))
        .collect();
    let lower = drawn.iter().filter_map(|(estimate, _)| estimate.lower).fold(f64::INFINITY, f64::min);
    let upper = drawn.iter().filter_map(|(estimate, _)| estimate.upper).fold(f64::NEG_INFINITY, f64::max);
    let method = match drawn.first().map(|(_, method)| *method) {
        Some("clopper_pearson") => "clopper_pearson+box",
        Some("jeffreys") => "jeffreys+box",
        _ => "wilson+box",
    };
    Drawn {
        lower: lower.is_finite().then_some(lower),
        upper: upper.is_finite().then_some(upper),
        method: Some(method),
        bounds: Some((low_x as f64 / low_n as f64, high_x as f64 / high_n as f64)),
        notes: vec![Note::SuppressedCells],
        ..Drawn::default()
    }
}
