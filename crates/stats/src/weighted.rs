//! Rates of weighted rows: effective sizes, their intervals, known selection probabilities, differences and ratios of
//! such rates.
//!
//! Makes a rate, its variance and an effective size out of cell sums (rows, sum of weights, sum of squared weights).
//! May not know rows. Invariants: an effective size is never above the number of rows; sums over a sampling stratum run
//! over all its drawn rows, also those outside the group; nothing here is a Wald interval. Clusters of rows are in
//! [`crate::clusters`], which uses the intervals made here. Whether all weights are equal, in exact arithmetic, is for
//! the caller to say: then the methods for counts are used.
//!
//! Start reading at [`weighted_rate`].

use crate::difference::mover;
use crate::float;
use crate::interval::{Estimate, Interval, Note, PValue};
use crate::normal;
use crate::proportion::{clipped, clopper_pearson_real, wilson_real};
use crate::special::student_quantile;

/// From how many effective cases on Wilson's interval is used; below, Korn and Graubard's.
pub const ENOUGH_FOR_WILSON: f64 = 40.0;

/// How many effective events, and effective non-events, each group needs for a verdict (note `too_few`).
pub const ENOUGH_EFFECTIVE: f64 = 20.0;

/// Below this Kish size weights are too uneven for a verdict (note `weights_too_uneven`).
pub const ENOUGH_KISH: f64 = 30.0;

/// The sums over the rows of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Sums {
    /// Rows, those of weight 0 left out.
    pub rows: u64,
    /// Sum of the weights.
    pub weight: f64,
    /// Sum of the squared weights.
    pub square: f64,
}

impl Sums {
    /// Both cells together.
    pub fn and(self, other: Sums) -> Sums {
        Sums { rows: self.rows + other.rows, weight: self.weight + other.weight, square: self.square + other.square }
    }

    /// Kish's effective size, `(sum w)^2 / sum w^2`; `None` without weight.
    pub fn kish(self) -> Option<f64> {
        (self.square > 0.0).then(|| self.weight * self.weight / self.square)
    }
}

/// How the limits of a rate with an effective size were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectiveMethod {
    /// `wilson_effective`.
    Wilson,
    /// `korn_graubard`.
    KornGraubard,
}

/// A rate whose precision is that of an effective number of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveRate {
    /// The rate with its limits; notes `effective_n_capped`, `few_clusters`, `no_cases`.
    pub estimate: Estimate,
    /// The variance of the rate; `None` where it does not exist, 0 at a rate of 0 or 1.
    pub variance: Option<f64>,
    /// `p (1 - p) / variance`; `None` at a rate of 0 or 1.
    pub n_eff: Option<f64>,
    /// Kish's size of the weights; `None` for rows without weights.
    pub n_kish: Option<f64>,
    /// How many clusters of equal size the clusters are worth, `n^2 / (sum of squared sizes)`; `None` without clusters.
    pub equal_clusters: Option<f64>,
    /// The size that the limits were made with.
    pub n_star: Option<f64>,
    /// Degrees of freedom of the variance.
    pub degrees_of_freedom: Option<f64>,
    /// How the limits were made; `None` without limits.
    pub method: Option<EffectiveMethod>,
}

impl EffectiveRate {
    /// Nothing, for this reason.
    pub(crate) fn none(note: Note) -> EffectiveRate {
        EffectiveRate {
            estimate: Estimate::none(note),
            variance: None,
            n_eff: None,
            n_kish: None,
            equal_clusters: None,
            n_star: None,
            degrees_of_freedom: None,
            method: None,
        }
    }

    /// Effective events and effective non-events, `n* p` and `n* (1 - p)`; `None` without an effective size.
    pub fn effective_counts(&self) -> Option<(f64, f64)> {
        let (n, p) = (self.n_star?, self.estimate.value?);
        Some((n * p, n * (1.0 - p)))
    }

    /// True if a verdict may be read: at least 20 effective events and 20 effective non-events. Else note `too_few`.
    ///
    /// A number that is 20 but for rounding error counts.
    pub fn enough(&self) -> bool {
        let least = ENOUGH_EFFECTIVE * (1.0 - 1e-12);
        self.effective_counts().is_some_and(|(events, others)| events >= least && others >= least)
    }
}

/// The limits of a rate with an effective size: Wilson from 40 effective cases on, Korn and Graubard's below.
///
/// - Takes: a rate in [0, 1]; `n_star` above 0; `tail` at each end.
/// - Gives: limits in [0, 1]. At a rate of 0 the lower, at 1 the upper limit is the rate.
/// - Source: Korn and Graubard 1998, Surv. Methodol. 24:193-201; methods, "Proportions", 1.2. Oracle: R
///   `svyciprop(method = "beta")`, `weighted/*`, `max_t/tail/*` of `oracle/designs/`.
pub fn effective_limits(rate: f64, n_star: f64, tail: f64) -> (Interval, EffectiveMethod) {
    let events = (n_star * rate).min(n_star);
    let (interval, method) = if n_star >= ENOUGH_FOR_WILSON {
        (wilson_real(events, n_star, normal::z_of_tail(tail)), EffectiveMethod::Wilson)
    } else {
        (clopper_pearson_real(events, n_star, tail), EffectiveMethod::KornGraubard)
    };
    // Without a size nothing is known of the rate.
    (interval.unwrap_or(Interval { lower: 0.0, upper: 1.0 }), method)
}

/// A rate with limits from its variance, degrees of freedom and the rows it rests on.
///
/// - Takes: the rate; its variance; `rows` in the denominator; the degrees of freedom, above 0 (`None` where the
///   variance was not estimated); the effective size to use at a rate of 0 or 1; `tail` at each end.
/// - Gives: `n* = min(rows, n_eff (t_(rows - 1) / t_df)^2)`, note `effective_n_capped` where that is `rows`.
/// - Source: Korn and Graubard 1998; methods, "Proportions", 1.2.
pub fn rate_from_variance(
    rate: f64,
    variance: f64,
    rows: u64,
    degrees_of_freedom: Option<f64>,
    at_the_edge: f64,
    tail: f64,
) -> EffectiveRate {
    let inside = rate > 0.0 && rate < 1.0 && variance > 0.0;
    let n_eff = inside.then(|| rate * (1.0 - rate) / variance);
    let free = match (n_eff, degrees_of_freedom) {
        (Some(n_eff), Some(df)) if rows > 1 => {
            let t = |df: f64| student_quantile(tail, df);
            let ratio = t(rows as f64 - 1.0) / t(df);
            // Next to no degrees of freedom: next to no information, but still a size.
            (n_eff * ratio * ratio).max(1e-9)
        }
        (Some(n_eff), _) => n_eff,
        (None, _) => at_the_edge,
    };
    let capped = free > rows as f64;
    let n_star = free.min(rows as f64);
    let (interval, method) = effective_limits(rate, n_star, tail);
    let estimate = Estimate::new(rate, interval);
    EffectiveRate {
        estimate: if capped { estimate.with(Note::EffectiveNCapped) } else { estimate },
        variance: Some(variance),
        n_eff,
        n_kish: None,
        equal_clusters: None,
        n_star: Some(n_star),
        degrees_of_freedom,
        method: Some(method),
    }
}

/// The rate of weighted rows that are independent of each other.
///
/// - Takes: the sums over events and over non-events; whether all weights are equal (tested by the caller in exact
///   arithmetic); `tail`.
/// - Gives: `sum w / sum w`, its linearised variance, effective sizes and limits. Equal weights: `n*` is the number of
///   rows.
/// - Edges: no weight: all null, `no_cases`. A rate of 0 or 1: variance 0, Kish's size in place of the effective one.
///   One row: as a rate of 0 or 1.
/// - Not for: clusters, strata with a finite population; counts (a count column is no weight).
/// - Source: methods, "Proportions", 1.2. Oracle: R survey `svyciprop`, `weighted/*` of
///   `oracle/designs/weighted.jsonl`.
pub fn weighted_rate(events: Sums, non_events: Sums, equal_weights: bool, tail: f64) -> EffectiveRate {
    let all = events.and(non_events);
    let (Some(kish), true) = (all.kish(), all.weight > 0.0) else {
        return EffectiveRate::none(Note::NoCases);
    };
    let rate = events.weight / all.weight;
    let rows = all.rows as f64;
    let spread = (1.0 - rate) * (1.0 - rate) * events.square + rate * rate * non_events.square;
    let variance = if all.rows > 1 { rows / (rows - 1.0) * spread / (all.weight * all.weight) } else { 0.0 };
    let df = (all.rows > 1).then_some(rows - 1.0);
    let mut result = rate_from_variance(rate, variance, all.rows, df, kish, tail);
    if equal_weights {
        let (interval, method) = effective_limits(rate, rows, tail);
        result.estimate = Estimate::new(rate, interval);
        (result.n_star, result.method) = (Some(rows), Some(method));
    }
    result.n_kish = Some(kish);
    result
}

/// The difference of two rates with effective sizes by MOVER (method `mover`), group less reference.
///
/// - Takes: two rates; `r`, the correlation of their estimates, 0 if they share no person and no sampling stratum.
/// - Gives: a difference with limits in [-1, 1]; note `too_few` if a group has fewer than 20 effective events or
///   non-events, `weights_too_uneven` if a Kish size is below 30.
/// - Edges: a rate without limits: value alone, with its notes.
/// - Not for: Wald limits with the sum of the variances (they miss up to 0.28 where 0.025 is meant).
/// - Source: Zou 2007, Psychol. Methods 12:399-413; methods, "Proportions", 1.2, 1.3. Oracle:
///   `weighted/difference/*` of `oracle/designs/weighted.jsonl`, `clusters/difference/*` of
///   `oracle/designs/clusters.jsonl`.
pub fn difference(group: &EffectiveRate, reference: &EffectiveRate, r: f64) -> Estimate {
    let (a, b) = (&group.estimate, &reference.estimate);
    let mut estimate = match (a.value, a.interval(), b.value, b.interval()) {
        (Some(p), Some(i), Some(q), Some(j)) => clipped(p - q, mover(p, i, q, j, r), -1.0, 1.0),
        (Some(p), _, Some(q), _) => Estimate { value: Some(p - q), ..Estimate::default() },
        _ => Estimate::default(),
    };
    estimate = carried(estimate, group, reference);
    let has_limits = estimate.interval().is_some();
    if has_limits && !(group.enough() && reference.enough()) {
        estimate = estimate.with(Note::TooFew);
    }
    estimate
}

/// The notes of two rates that concern what is made of them.
fn carried(mut estimate: Estimate, group: &EffectiveRate, reference: &EffectiveRate) -> Estimate {
    for rate in [group, reference] {
        for &note in rate.estimate.notes.iter().filter(|&&note| note != Note::EffectiveNCapped) {
            estimate = estimate.with(note);
        }
        if rate.n_kish.is_some_and(|kish| kish < ENOUGH_KISH) {
            estimate = estimate.with(Note::WeightsTooUneven);
        }
    }
    estimate
}

/// The ratio of two rates with variances on the log scale (method `delta_log`), group over reference.
///
/// - Takes: two rates; the covariance of their estimates; `tail` at each end.
/// - Gives: a ratio with positive limits, and the notes of [`difference`].
/// - Edges: reference rate 0: value null (`reference_has_no_events`, `no_events`). Group rate 0: 0 without limits
///   (`zero_cell`).
/// - Source: methods, "Proportions", 1.2. Oracle: log-delta of `known_probabilities/stratified`.
pub fn ratio(group: &EffectiveRate, reference: &EffectiveRate, covariance: f64, tail: f64) -> Estimate {
    let (Some(p), Some(q)) = (group.estimate.value, reference.estimate.value) else {
        return carried(Estimate::default(), group, reference);
    };
    let estimate = match (p > 0.0, q > 0.0) {
        (false, false) => Estimate::none(Note::NoEvents),
        (true, false) => Estimate::none(Note::ReferenceHasNoEvents),
        (false, true) => Estimate { value: Some(0.0), ..Estimate::none(Note::ZeroCell) },
        (true, true) => match (group.variance, reference.variance) {
            (Some(v), Some(w)) => {
                let variance = v / (p * p) + w / (q * q) - 2.0 * covariance / (p * q);
                let half = float::exp(normal::z_of_tail(tail) * variance.max(0.0).sqrt());
                Estimate::new(p / q, Interval { lower: p / q / half, upper: p / q * half })
            }
            _ => Estimate { value: Some(p / q), ..Estimate::default() },
        },
    };
    let estimate = carried(estimate, group, reference);
    let has_limits = estimate.interval().is_some();
    if has_limits && !(group.enough() && reference.enough()) { estimate.with(Note::TooFew) } else { estimate }
}

/// The p-value of no difference between two weighted rates: two-sided normal of `(p1 - p0) / sqrt(v1 + v0 - 2 cov)`.
///
/// - Takes: two rates with variances; the covariance of their estimates. Gives: `None` if a variance is missing or both
///   are 0.
/// - Not for: counts, which have score and exact tests (null here: `weighted`).
/// - Source: methods, "Proportions", 1.2. Oracle: `weighted/difference/*` of `oracle/designs/weighted.jsonl`.
pub fn p_of_no_difference(group: &EffectiveRate, reference: &EffectiveRate, covariance: f64) -> Option<PValue> {
    let difference = group.estimate.value? - reference.estimate.value?;
    let variance = group.variance? + reference.variance? - 2.0 * covariance;
    (variance > 0.0).then(|| PValue::upper_normal(difference.abs() / variance.sqrt()).doubled())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(weights: &[f64]) -> Sums {
        weights.iter().fold(Sums::default(), |all, w| all.and(Sums { rows: 1, weight: *w, square: w * w }))
    }

    #[test]
    fn without_weight_there_is_no_rate() {
        let none = weighted_rate(Sums::default(), Sums::default(), false, 0.025);
        assert_eq!(none.estimate, Estimate::none(Note::NoCases));
        assert!(!none.enough());
    }

    #[test]
    fn one_row_has_limits_of_one_case() {
        let one = weighted_rate(rows(&[3.0]), Sums::default(), false, 0.025);
        assert_eq!((one.estimate.value, one.estimate.upper, one.n_star), (Some(1.0), Some(1.0), Some(1.0)));
        assert!((one.estimate.lower.unwrap() - 0.025).abs() < 1e-15);
    }

    #[test]
    fn an_effective_size_is_cut_at_the_rows() {
        // Events with small weights: the rate is surer than that of as many equal rows.
        let found = weighted_rate(rows(&[0.01; 60]), rows(&[1.0; 60]), false, 0.025);
        assert_eq!(found.n_star, Some(120.0));
        assert!(found.estimate.has(Note::EffectiveNCapped));
    }

    #[test]
    fn equal_weights_are_read_as_counts() {
        let found = weighted_rate(rows(&[7.0; 30]), rows(&[7.0; 70]), true, 0.025);
        let wilson = wilson_real(30.0, 100.0, normal::z_of_tail(0.025)).unwrap();
        assert!((found.estimate.lower.unwrap() - wilson.lower).abs() < 1e-15);
        assert_eq!(found.n_star, Some(100.0));
    }

    #[test]
    fn next_to_no_degrees_of_freedom_leave_nearly_the_whole_range() {
        let found = rate_from_variance(0.3, 0.001, 500, Some(0.01), 500.0, 0.025);
        let i = found.estimate.interval().unwrap();
        assert!(i.lower < 1e-6 && i.upper > 1.0 - 1e-6);
    }

    #[test]
    fn ratios_without_a_logarithm_have_a_note() {
        let some = weighted_rate(rows(&[1.0, 2.0, 3.0]), rows(&[1.0; 50]), false, 0.025);
        let none = weighted_rate(Sums::default(), rows(&[2.0; 50]), true, 0.025);
        assert_eq!(ratio(&some, &none, 0.0, 0.025).notes, [Note::ReferenceHasNoEvents]);
        assert_eq!(ratio(&none, &none, 0.0, 0.025).notes, [Note::NoEvents]);
        let zero = ratio(&none, &some, 0.0, 0.025);
        assert_eq!((zero.value, zero.lower, zero.has(Note::ZeroCell)), (Some(0.0), None, true));
        let usual = ratio(&some, &some, 0.0, 0.025);
        assert!((usual.lower.unwrap() * usual.upper.unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn uneven_weights_are_told_from_few_events() {
        let mut weights = vec![1.0; 400];
        weights[0] = 200.0;
        let uneven = weighted_rate(rows(&weights), rows(&weights), false, 0.025);
        let found = difference(&uneven, &uneven, 0.0);
        assert!(found.has(Note::WeightsTooUneven), "Kish {:?}", uneven.n_kish);
    }

    proptest! {
        #[test]
        fn a_common_factor_of_the_weights_changes_nothing(
            events in proptest::collection::vec(0.1..20.0_f64, 1..20),
            others in proptest::collection::vec(0.1..20.0_f64, 1..20)
        ) {
            let scaled = |w: &[f64]| rows(&w.iter().map(|w| 8.0 * w).collect::<Vec<_>>());
            let a = weighted_rate(rows(&events), rows(&others), false, 0.025);
            let b = weighted_rate(scaled(&events), scaled(&others), false, 0.025);
            prop_assert!((a.n_star.unwrap() / b.n_star.unwrap() - 1.0).abs() < 1e-12);
            prop_assert!((a.estimate.lower.unwrap() - b.estimate.lower.unwrap()).abs() < 1e-12);
            let i = a.estimate.interval().unwrap();
            prop_assert!(0.0 <= i.lower && i.contains(a.estimate.value.unwrap()) && i.upper <= 1.0);
        }
    }
}
