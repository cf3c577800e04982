//! Two arms, where the random arm says of each case whether the model selected it too (method `two_arm_overlap`).
//!
//! The population falls into the selected, all of them checked, and the rest, sampled by the random cases that are not
//! selected. Makes rates `a / (a + W k)` out of a count `a` among the selected, a count `k` among the unselected random
//! cases, and the weight `W` of each of these. May not know margins. Invariants: no estimate can be impossible; limits
//! lie in [0, 1] and never come from a Wald interval.
//!
//! Start reading at [`rate`].

use crate::difference::mover;
use crate::interval::{Estimate, Interval, Note};
use crate::proportion::clipped;
use crate::special::{poisson_lower, poisson_upper};
use crate::two_arm::{View, odds_limits};

/// The unselected part of the population and its sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unselected {
    /// Cases of the population that the model did not select, `N - n_M`.
    pub population: u64,
    /// Random cases among them, `n'_R`.
    pub random: u64,
}

impl Unselected {
    /// How many of the population each random case stands for; `None` without random cases.
    fn weight(&self) -> Option<f64> {
        (self.random > 0).then(|| self.population as f64 / self.random as f64)
    }
}

/// One rate of a group: selected ones in its denominator, and random cases of the unselected in its denominator.
///
/// For FPR those without the outcome, for TPR those with it, for the selection rate all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// `f`, `t` or `m`, among the selected.
    pub selected: u64,
    /// `k'`, `e'` or `r'`, among the unselected of the random arm.
    pub unselected: u64,
}

/// Totals and rate with their variances, for planning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned {
    /// Estimated size of the denominator in the population, `K = a + W k`.
    pub total: f64,
    /// Its variance with the selected known and the unselected drawn without replacement.
    pub variance_of_total: f64,
    /// The rate `a / K`; `None` if `K` is 0.
    pub rate: Option<f64>,
    /// Its standard error in the census view.
    pub standard_error_census: Option<f64>,
    /// The variance of `ln rate` in process views; `None` if a count is 0.
    pub ln_variance: Option<f64>,
}

/// The delta variances of a rate, for planning.
///
/// - Takes: counts with `unselected` at most the sample's. Gives: `None` without random cases among the unselected.
/// - Not for: an interval; with 10 to 80 random cases Wald's upper end misses up to 0.062.
/// - Source: Hartley 1962 (multiple frames); methods, "Designs", B.6. Oracle: `two_arm/overlap` of
///   `oracle/designs/two_arm.jsonl`.
pub fn planned(counts: Counts, of: Unselected) -> Option<Planned> {
    let weight = of.weight()?;
    let (a, k) = (counts.selected as f64, counts.unselected as f64);
    let total = a + weight * k;
    let share = k / of.random as f64;
    let variance_of_total = scale(of) * share * (1.0 - share);
    let rate = (total > 0.0).then(|| a / total);
    let ln_variance = rate.filter(|_| a > 0.0 && k > 0.0).map(|rate| {
        let of_rest = variance_of_total / (weight * k * weight * k);
        (1.0 - rate) * (1.0 - rate) * (1.0 / a + of_rest)
    });
    let standard_error_census = rate.map(|rate| rate * variance_of_total.sqrt() / total);
    Some(Planned { total, variance_of_total, rate, standard_error_census, ln_variance })
}

/// The covariance of two groups' totals: they share the sample of the unselected. As [`planned`].
pub fn covariance_of_totals(group: Counts, reference: Counts, of: Unselected) -> Option<f64> {
    let n = of.weight().map(|_| of.random as f64)?;
    Some(-scale(of) * (group.unselected as f64 / n) * (reference.unselected as f64 / n))
}

/// `(1 - n'_R / N') N'^2 / n'_R`.
fn scale(of: Unselected) -> f64 {
    let (population, random) = (of.population as f64, of.random as f64);
    if random <= 0.0 { 0.0 } else { (1.0 - random / population) * population * population / random }
}

/// A rate `a / (a + W k)` with limits.
///
/// - Takes: the counts; the unselected; the view; `tail` at each end.
/// - Gives: a share with limits in [0, 1]: in the census view exact Poisson limits of `k`, in process views the
///   conditional limits of the odds `a / k`.
/// - Edges: no random cases among the unselected, or both counts 0: all null, `no_cases`. `a = 0`: 0, in the census
///   view both limits too. `k = 0`: 1, the lower limit stands.
/// - Source: Garwood 1936, Biometrika 28:437-442; Clopper and Pearson 1934; methods, "Designs", B.6. Oracle:
///   `two_arm/overlap/limits/*` of `oracle/designs/two_arm.jsonl`.
pub fn rate(counts: Counts, of: Unselected, view: View, tail: f64) -> Estimate {
    let (a, k) = (counts.selected as f64, counts.unselected as f64);
    let Some(weight) = of.weight().filter(|_| a + k > 0.0) else {
        return Estimate::none(Note::NoCases);
    };
    let share = |odds: Option<f64>| odds.map_or(1.0, |odds| odds / (1.0 + odds));
    let interval = if view == View::ModelArmCensus {
        let at = |k: f64| if a <= 0.0 { 0.0 } else { a / (a + weight * k) };
        Interval { lower: at(poisson_upper(k, tail)), upper: at(poisson_lower(k, tail)) }
    } else {
        let (low, high) = odds_limits(a, k, tail);
        Interval { lower: share(Some(low / weight)), upper: share(high.map(|high| high / weight)) }
    };
    Estimate::new(a / (a + weight * k), interval)
}

/// The difference of a rate between two groups by MOVER on [`rate`], group less reference.
///
/// - Takes: as [`rate`]. Gives: a difference with limits in [-1, 1]; all null, `no_cases`, if a rate is.
/// - Source: methods, "Designs", B.6. Oracle: `two_arm/overlap/limits/difference` of `oracle/designs/two_arm.jsonl`.
pub fn difference(group: Counts, reference: Counts, of: Unselected, view: View, tail: f64) -> Estimate {
    let (a, b) = (rate(group, of, view, tail), rate(reference, of, view, tail));
    let (Some(p), Some(i), Some(q), Some(j)) = (a.value, a.interval(), b.value, b.interval()) else {
        return Estimate::none(Note::NoCases);
    };
    clipped(p - q, mover(p, i, q, j, 0.0), -1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OF: Unselected = Unselected { population: 8000, random: 400 };

    #[test]
    fn a_sample_of_all_unselected_leaves_no_variance() {
        let all = Unselected { population: 400, random: 400 };
        let found = planned(Counts { selected: 100, unselected: 60 }, all).unwrap();
        assert_eq!((found.total, found.variance_of_total), (160.0, 0.0));
    }

    #[test]
    fn totals_of_groups_that_make_up_the_sample_have_opposite_errors() {
        // k and n - k of one sample: the covariance is minus the variance.
        let (a, b) = (Counts { selected: 0, unselected: 150 }, Counts { selected: 0, unselected: 250 });
        let covariance = covariance_of_totals(a, b, OF).unwrap();
        assert!((covariance + planned(a, OF).unwrap().variance_of_total).abs() < 1e-9);
    }

    #[test]
    fn without_random_cases_among_the_unselected_there_is_no_rate() {
        let none = Unselected { population: 8000, random: 0 };
        let counts = Counts { selected: 40, unselected: 0 };
        assert_eq!(rate(counts, none, View::ArmsFixed, 0.025), Estimate::none(Note::NoCases));
        assert_eq!(planned(counts, none), None);
        let nothing = Counts { selected: 0, unselected: 0 };
        assert_eq!(rate(nothing, OF, View::ArmsFixed, 0.025), Estimate::none(Note::NoCases));
        assert_eq!(difference(counts, nothing, OF, View::ArmsFixed, 0.025), Estimate::none(Note::NoCases));
    }

    proptest! {
        #[test]
        fn rates_lie_in_their_limits_and_both_in_the_unit(a in 0_u64..500, k in 0_u64..400, census: bool) {
            let view = if census { View::ModelArmCensus } else { View::Poisson };
            let e = rate(Counts { selected: a, unselected: k }, OF, view, 0.025);
            if let (Some(v), Some(i)) = (e.value, e.interval()) {
                prop_assert!(0.0 <= i.lower && i.contains(v) && i.upper <= 1.0, "{e:?}");
            }
        }
    }
}
