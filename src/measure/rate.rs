//! A rate of one group, however the design gives it: counts, two arms, or the whole pool as rows.

use std::collections::BTreeMap;

use evenhand_stats::interval::Estimate;
use evenhand_stats::proportion::Method;
use evenhand_stats::{pool_rows, two_arm};

use super::rows::Detail;
use super::tally::Span;
use crate::spec::Variance;
use crate::words::Note;

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
    /// (n_R / N) a / k of two arms, or its complement.
    Arms {
        /// The arms.
        arms: TwoArm,
        /// The group.
        counts: two_arm::Group,
        /// Which rate.
        kind: two_arm::Rate,
        /// Of the cases of both arms that the rate rests on, those that are in both.
        both: u64,
    },
    /// Of the whole pool as rows.
    Pool {
        /// The group.
        counts: pool_rows::Group,
        /// Which rate.
        kind: pool_rows::Rate,
        /// What varies from one draw to the next.
        view: two_arm::View,
    },
    /// Does not exist, for this reason.
    Absent(Note),
}

/// What `data.truncate_group_size` cuts, for `detail.truncated`: the estimated size of a group, N_g, as the published recipe
/// does. Nothing that is made of it is cut again: its negatives are N_g (1 − b), no whole number.
pub const TRUNCATED: &str = "group_size";

/// The two arms as a whole, and how their variance is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoArm {
    /// The arms.
    pub arms: two_arm::Arms,
    /// What varies from one draw to the next.
    pub view: two_arm::View,
}

/// The view of a spec.
pub fn view(variance: Variance) -> two_arm::View {
    match variance {
        Variance::ArmsFixed => two_arm::View::ArmsFixed,
        Variance::ModelArmCensus => two_arm::View::ModelArmCensus,
        Variance::Poisson => two_arm::View::Poisson,
        Variance::PooledRows => two_arm::View::PooledRows,
    }
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
    /// TP, FP, FN and TN as shares of the group's population; some may be negative where the arms contradict each other.
    pub fn shares(&self, counts: &two_arm::Group) -> Result<[f64; 4], Note> {
        let table = two_arm::population_table(counts, &self.arms).ok_or(Note::NoCases)?;
        Ok([
            table.true_positive_share,
            table.false_positive_share,
            table.false_negative_share,
            table.true_negative_share,
        ])
    }
}

/// TP, FP, FN and TN as shares of a group of the pool.
pub fn pool_shares(counts: &pool_rows::Group) -> Result<[f64; 4], Note> {
    if counts.cases == 0 {
        return Err(Note::NoCases);
    }
    if counts.random == 0 && counts.selected < counts.cases {
        return Err(Note::BoundsOnly);
    }
    if counts.selected > 0 && counts.selected_known == 0 {
        return Err(Note::NoCases);
    }
    let over = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let (n, selected) = (counts.cases as f64, counts.selected as f64);
    let found = over(counts.selected_errors, counts.selected_known) * selected;
    let (rest, q) = (n - selected, over(counts.random_errors, counts.random));
    Ok([found / n, (selected - found) / n, rest * q / n, rest * (1.0 - q) / n])
}

/// The counts (a, k) of a rate of two arms: of the model arm and of the random arm, as far as they are known.
pub fn pair(counts: &two_arm::Group, kind: two_arm::Rate) -> (u64, u64) {
    use two_arm::Rate::{FalseNegative, FalsePositive, NonSelection, Selection, TrueNegative, TruePositive};
    match kind {
        Selection | NonSelection => (counts.selected, counts.random),
        TruePositive | FalseNegative => (counts.selected_errors, counts.random_errors),
        FalsePositive | TrueNegative => {
            (counts.selected_known - counts.selected_errors, counts.random_known - counts.random_errors)
        }
    }
}

impl Rate {
    /// A rate of two arms; absent where the group has nobody in the random arm.
    pub fn arms(arms: TwoArm, counts: two_arm::Group, kind: two_arm::Rate, both: u64) -> Self {
        if arms.arms.random == 0 || counts.random == 0 {
            return Self::Absent(Note::NoReferenceCasesInRandomArm);
        }
        Self::Arms { arms, counts, kind, both }
    }

    /// Value, limits at this tail, method and denominators.
    pub fn estimate(&self, tail: f64, methods: &BTreeMap<String, String>) -> Drawn {
        match *self {
            Self::Absent(note) => Drawn::absent(note),
            Self::Counts { events, others } if events.known() && others.known() => {
                let (x, n) = (events.lo, events.lo + others.lo);
                let (estimate, method) = one_proportion(x, n, tail, methods);
                Drawn { events: Some(x), n: Some(n as f64), ..Drawn::from(estimate, method) }
            }
            Self::Counts { events, others } => boxed(events, others, tail, methods),
            Self::Arms { arms, counts, kind, .. } => {
                if let Some(counted) = by_design(&arms, &counts, kind) {
                    return counted;
                }
                let (estimate, method) = two_arm::rate(&counts, kind, &arms.arms, arms.view, tail);
                let name = match method {
                    two_arm::RateMethod::Delta => "two_arm_delta",
                    two_arm::RateMethod::Conditional => "conditional_rate",
                };
                let mut drawn = Drawn::from(estimate, name);
                drawn.n = self.denominator();
                if arms.arms.truncate_group_size {
                    drawn.detail.insert("truncated".to_owned(), TRUNCATED.into());
                }
                drawn
            }
            Self::Pool { counts, kind, view } => {
                let estimate = pool_rows::rate(&counts, kind, view, tail);
                Drawn { n: self.denominator(), ..Drawn::from(estimate, "pool_rows") }
            }
        }
    }

    /// The denominator: of counts the cases. Of two arms it is estimated itself, and these are the cases of both arms that the
    /// rate rests on, a case of both counted once; of the pool as rows (`methods/2`, B.8) the checked selected and the random cases that are not selected.
    pub fn denominator(&self) -> Option<f64> {
        match *self {
            Self::Counts { events, others } => {
                (events.known() && others.known()).then_some((events.lo + others.lo) as f64)
            }
            Self::Arms { counts, kind, both, .. } => {
                let (a, k) = pair(&counts, kind);
                Some((a + k).saturating_sub(both) as f64)
            }
            Self::Pool { counts, kind, .. } => Some(match kind {
                pool_rows::Rate::Selection => counts.cases as f64,
                pool_rows::Rate::PositivePredictiveValue | pool_rows::Rate::FalseDiscovery => {
                    counts.selected_known as f64
                }
                _ => (counts.selected_known + counts.random) as f64,
            }),
            Self::Absent(_) => None,
        }
    }

    /// This rate's part of the denominators of itself and another: π_g against the rest.
    pub fn share_of(&self, rest: &Self) -> Option<f64> {
        match (self, rest) {
            (Self::Counts { .. }, Self::Counts { .. }) => {
                let (own, other) = (self.denominator()?, rest.denominator()?);
                (own + other > 0.0).then(|| own / (own + other))
            }
            (Self::Arms { arms, counts, .. }, Self::Arms { .. }) => {
                (arms.arms.random > 0).then(|| counts.random as f64 / arms.arms.random as f64)
            }
            (Self::Pool { counts, .. }, Self::Pool { counts: other, .. }) => {
                Some(counts.cases as f64 / (counts.cases + other.cases) as f64)
            }
            _ => None,
        }
    }
}

/// The share of everybody that is selected, where the sizes of both arms were decided beforehand, or the model arm is taken as
/// it is: n_M of N, both counted, so that nothing is estimated and there is no interval (its variance in `methods/2`, B.2, is
/// 0). `None` for any other rate, group or view.
fn by_design(arms: &TwoArm, counts: &two_arm::Group, kind: two_arm::Rate) -> Option<Drawn> {
    let fixed = matches!(arms.view, two_arm::View::ArmsFixed | two_arm::View::ModelArmCensus);
    let everybody = counts.random == arms.arms.random && counts.selected == arms.arms.selected;
    let (selected, population) = (arms.arms.selected, arms.arms.population);
    let events = match kind {
        two_arm::Rate::Selection => selected,
        two_arm::Rate::NonSelection => population.checked_sub(selected)?,
        _ => return None,
    };
    (fixed && everybody && population > 0 && selected <= population).then(|| Drawn {
        value: Some(events as f64 / population as f64),
        events: Some(events),
        n: Some(population as f64),
        ..Drawn::default()
    })
}

/// One proportion: Clopper-Pearson below 40 cases, Wilson from there on, or what the spec asks for (`methods/1`, 1.9).
fn one_proportion(x: u64, n: u64, tail: f64, methods: &BTreeMap<String, String>) -> (Estimate, &'static str) {
    let asked = methods.get("proportion").map(String::as_str);
    let method = [Method::Wilson, Method::ClopperPearson, Method::Jeffreys]
        .into_iter()
        .find(|method| Some(method.name()) == asked)
        .unwrap_or_else(|| Method::default_for(n));
    (method.estimate(x, n, tail), method.name())
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
    let drawn: Vec<(Estimate, &'static str)> =
        corners.iter().filter(|(_, n)| *n > 0).map(|&(x, n)| one_proportion(x, n, tail, methods)).collect();
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
