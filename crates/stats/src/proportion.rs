//! One proportion: a share `x / n` and its limits.
//!
//! Limits take the one-sided error probability `tail` of each end (0.025 for a two-sided 95 %, `1 - Phi(c)` under simultaneous
//! limits with the critical value `c`), because a verdict reads one end at a time.

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::normal;
use crate::special::beta::{inverse_beta_lower, inverse_beta_upper};

/// Below this many cases the exact interval is the default.
pub const WILSON_FROM: u64 = 40;

/// How the limits of a proportion are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Score interval.
    Wilson,
    /// Exact interval: never covers less than stated.
    ClopperPearson,
    /// Equal-tailed posterior interval under the prior Beta(1/2, 1/2).
    Jeffreys,
}

impl Method {
    /// The default for `n` cases: exact below [`WILSON_FROM`], Wilson from there on.
    pub fn default_for(n: u64) -> Method {
        if n < WILSON_FROM { Method::ClopperPearson } else { Method::Wilson }
    }

    /// The name of the method in a report.
    pub fn name(self) -> &'static str {
        match self {
            Method::Wilson => "wilson",
            Method::ClopperPearson => "clopper_pearson",
            Method::Jeffreys => "jeffreys",
        }
    }

    /// The limits by this method. See [`wilson`], [`clopper_pearson`], [`jeffreys`].
    pub fn interval(self, x: u64, n: u64, tail: f64) -> Option<Interval> {
        match self {
            Method::Wilson => wilson(x, n, tail),
            Method::ClopperPearson => clopper_pearson(x, n, tail),
            Method::Jeffreys => jeffreys(x, n, tail),
        }
    }

    /// The share with its limits by this method; all `None` with [`Note::NoCases`] if `n = 0`.
    pub fn estimate(self, x: u64, n: u64, tail: f64) -> Estimate {
        match self.interval(x, n, tail) {
            Some(interval) => Estimate::new(x as f64 / n as f64, interval),
            None => Estimate::none(Note::NoCases),
        }
    }
}

/// The share `x / n` with its limits by the default method, and which one that is.
pub fn estimate(x: u64, n: u64, tail: f64) -> (Method, Estimate) {
    let method = Method::default_for(n);
    (method, method.estimate(x, n, tail))
}

/// Wilson's score interval of `x / n`.
///
/// - Takes: counts, `x <= n`; `tail` in (0, 0.5], the error probability of each end.
/// - Gives: shares in [0, 1]; `None` if `n = 0`, because there is nothing to estimate.
/// - At the edges the limit is exact: lower 0 at `x = 0`, upper 1 at `x = n`.
/// - Its two ends are not equally safe: for a rare event the lower limit is too high (nominal 0.025, up to 0.09 at `n = 100`).
/// - Not for: weighted or clustered counts ([`wilson_real`] with an effective size); one end of a single rate as the claim
///   itself ([`clopper_pearson`]).
/// - Source: Wilson 1927, J. Am. Stat. Assoc. 22:209-212, in a form without cancellation. Oracle: mpmath, R `prop.test`.
pub fn wilson(x: u64, n: u64, tail: f64) -> Option<Interval> {
    debug_assert!(x <= n);
    wilson_real(x as f64, n as f64, normal::z_of_tail(tail))
}

/// [`wilson`] for real numbers of events and cases (effective sizes), with the critical value instead of the tail.
///
/// - Takes: `0 <= x <= n`; `z >= 0` (0 gives the share itself twice).
/// - Gives `None` if `n` is not positive.
pub fn wilson_real(x: f64, n: f64, z: f64) -> Option<Interval> {
    debug_assert!(0.0 <= x && x <= n && z >= 0.0);
    if n <= 0.0 {
        return None;
    }
    let z2 = z * z;
    let above = x + 0.5 * z2 + z * (x * ((n - x) / n) + 0.25 * z2).sqrt();
    Some(Interval {
        // lower * upper = x^2 / (n (n + z^2)): no difference of near numbers.
        lower: if x <= 0.0 { 0.0 } else { (x / n) * (x / above) },
        upper: if x >= n { 1.0 } else { (above / (n + z2)).min(1.0) },
    })
}

/// The exact interval of `x / n`, central: each end has at most the probability `tail` of being wrong.
///
/// - Takes: counts, `x <= n`; `tail` in (0, 0.5].
/// - Gives: shares in [0, 1]; `None` if `n = 0`.
/// - Edges in closed form: lower 0 and upper `1 - tail^(1/n)` at `x = 0`; upper 1 and lower `tail^(1/n)` at `x = n`.
/// - Conservative: covers more than stated for most rates. Not for weighted counts ([`clopper_pearson_real`]).
/// - Source: Clopper and Pearson 1934, Biometrika 26:404-413. Oracle: scipy `beta.ppf`, mpmath.
pub fn clopper_pearson(x: u64, n: u64, tail: f64) -> Option<Interval> {
    debug_assert!(x <= n);
    clopper_pearson_real(x as f64, n as f64, tail)
}

/// [`clopper_pearson`] for real numbers of events and cases (effective sizes, effective counts of two arms).
pub fn clopper_pearson_real(x: f64, n: f64, tail: f64) -> Option<Interval> {
    debug_assert!(0.0 <= x && x <= n);
    if n <= 0.0 {
        return None;
    }
    let ln_tail = float::ln(tail);
    let lower = if x <= 0.0 {
        0.0
    } else if x >= n {
        float::exp(ln_tail / n)
    } else {
        inverse_beta_lower(tail, x, n - x + 1.0)
    };
    let upper = if x >= n {
        1.0
    } else if x <= 0.0 {
        -float::expm1(ln_tail / n)
    } else {
        inverse_beta_upper(tail, x + 1.0, n - x)
    };
    Some(Interval { lower, upper })
}

/// The equal-tailed interval of `x / n` under Jeffreys' prior.
///
/// - Takes: counts, `x <= n`; `tail` in (0, 0.5].
/// - Gives: shares in [0, 1]; `None` if `n = 0`. Lower set to 0 at `x = 0`, upper to 1 at `x = n`.
/// - Not for a guarantee: mean coverage is near nominal, coverage at single rates is not.
/// - Source: Brown, Cai and DasGupta 2001, Stat. Sci. 16:101-133. Oracle: scipy `beta.ppf`, R `qbeta`.
pub fn jeffreys(x: u64, n: u64, tail: f64) -> Option<Interval> {
    debug_assert!(x <= n);
    if n == 0 {
        return None;
    }
    let (a, b) = (x as f64 + 0.5, (n - x) as f64 + 0.5);
    Some(Interval {
        lower: if x == 0 { 0.0 } else { inverse_beta_lower(tail, a, b) },
        upper: if x == n { 1.0 } else { inverse_beta_upper(tail, a, b) },
    })
}

/// F1, `2 TP / (2 TP + FP + FN)`, with limits.
///
/// - Takes: counts of true positives, false positives, false negatives; `tail` in (0, 0.5].
/// - Gives: a share in [0, 1]; all `None` with [`Note::NoCases`] if the three are 0.
/// - Method: given `TP + FP + FN`, `TP` is binomial with the share `J` (Jaccard's index), and `F1 = 2J / (1 + J)` is monotone: the
///   limits of `J` by Wilson are mapped. Jaccard's index itself is a proportion.
/// - Not for: comparing two models on the same rows.
/// - Source: methods, "Proportions", 1.8. Oracle: the mapping itself.
pub fn f1(true_positives: u64, false_positives: u64, false_negatives: u64, tail: f64) -> Estimate {
    let n = true_positives + false_positives + false_negatives;
    let map = |j: f64| 2.0 * j / (1.0 + j);
    match wilson(true_positives, n, tail) {
        None => Estimate::none(Note::NoCases),
        Some(j) => Estimate::new(
            2.0 * true_positives as f64 / (n + true_positives) as f64,
            Interval { lower: map(j.lower), upper: map(j.upper) },
        ),
    }
}

/// The delta variance of balanced accuracy, `[TPR(1-TPR)/n_pos + TNR(1-TNR)/n_neg] / 4`; `None` if a denominator is 0.
pub fn balanced_accuracy_variance(
    true_positives: u64,
    positives: u64,
    true_negatives: u64,
    negatives: u64,
) -> Option<f64> {
    if positives == 0 || negatives == 0 {
        return None;
    }
    let part = |x: u64, n: u64| {
        let (x, n) = (x as f64, n as f64);
        x * (n - x) / (n * n * n)
    };
    Some(0.25 * (part(true_positives, positives) + part(true_negatives, negatives)))
}

/// Balanced accuracy, `(TPR + TNR) / 2`, with limits.
///
/// - Takes: true positives of the positives, true negatives of the negatives; `z > 0`.
/// - Gives: a share in [0, 1]; all `None` with [`Note::NoCases`] if there are no positives or no negatives.
/// - Limits by the delta method; cut to [0, 1] with [`Note::Clipped`]. Where a rate is 0 or 1 its delta variance is 0 and would
///   claim to be certain: there the Wilson limits of the two rates are combined by squares (MOVER).
/// - Source: methods, "Proportions", 1.8; Newcombe 2001, Am. Stat. 55:200-202 for the squares.
pub fn balanced_accuracy(true_positives: u64, positives: u64, true_negatives: u64, negatives: u64, z: f64) -> Estimate {
    let Some(variance) = balanced_accuracy_variance(true_positives, positives, true_negatives, negatives) else {
        return Estimate::none(Note::NoCases);
    };
    let (tpr, tnr) = (true_positives as f64 / positives as f64, true_negatives as f64 / negatives as f64);
    let value = 0.5 * (tpr + tnr);
    let at_edge = |x: u64, n: u64| x == 0 || x == n;
    if at_edge(true_positives, positives) || at_edge(true_negatives, negatives) {
        let a = wilson_real(true_positives as f64, positives as f64, z);
        let b = wilson_real(true_negatives as f64, negatives as f64, z);
        let (Some(a), Some(b)) = (a, b) else { return Estimate::none(Note::NoCases) };
        let lower = value - 0.5 * float::hypot(tpr - a.lower, tnr - b.lower);
        let upper = value + 0.5 * float::hypot(a.upper - tpr, b.upper - tnr);
        return Estimate::new(value, Interval { lower, upper });
    }
    let half = z * variance.sqrt();
    clipped(value, Interval { lower: value - half, upper: value + half }, 0.0, 1.0)
}

/// An estimate whose limits are cut to a range, with the uncut ones kept where that changed them.
pub fn clipped(value: f64, interval: Interval, least: f64, most: f64) -> Estimate {
    let cut = Interval { lower: interval.lower.clamp(least, most), upper: interval.upper.clamp(least, most) };
    let estimate = Estimate::new(value, cut);
    if cut == interval { estimate } else { Estimate { clipped_from: Some(interval), ..estimate.with(Note::Clipped) } }
}

#[cfg(test)]
mod tests {
    use super::{Method, balanced_accuracy, clopper_pearson, estimate, f1, jeffreys, wilson};
    use crate::interval::Note;

    #[test]
    fn nothing_is_estimated_from_no_cases() {
        assert_eq!(wilson(0, 0, 0.025), None);
        assert_eq!(clopper_pearson(0, 0, 0.025), None);
        assert_eq!(jeffreys(0, 0, 0.025), None);
        let (_, e) = estimate(0, 0, 0.025);
        assert!(e.value.is_none() && e.has(Note::NoCases));
        assert!(f1(0, 0, 0, 0.025).has(Note::NoCases));
        assert!(balanced_accuracy(0, 0, 3, 5, 1.96).has(Note::NoCases));
    }

    #[test]
    fn the_default_is_exact_below_forty_cases() {
        assert_eq!(Method::default_for(39), Method::ClopperPearson);
        assert_eq!(Method::default_for(40), Method::Wilson);
    }

    #[test]
    fn f1_maps_the_limits_of_jaccards_index() {
        let e = f1(30, 10, 20, 0.025);
        assert!((e.value.unwrap() - 60.0 / 90.0).abs() < 1e-15);
        let j = wilson(30, 60, 0.025).unwrap();
        assert!((e.lower.unwrap() - 2.0 * j.lower / (1.0 + j.lower)).abs() < 1e-15);
    }

    #[test]
    fn a_perfect_rate_does_not_claim_to_be_certain() {
        let e = balanced_accuracy(10, 10, 8, 8, 1.96);
        assert_eq!(e.value, Some(1.0));
        assert!(e.lower.unwrap() < 0.9);
        let e = balanced_accuracy(3, 4, 3, 4, 1.96);
        assert!(e.has(Note::Clipped) && e.upper == Some(1.0) && e.clipped_from.unwrap().upper > 1.0);
    }
}
