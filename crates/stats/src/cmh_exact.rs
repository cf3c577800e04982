//! The exact conditional test of a common odds ratio over strata, with its estimate and limits.
//!
//! Given all margins the group's events over all strata have a distribution that is the convolution of the strata's
//! hypergeometric weights, tilted by the odds ratio. The weights are convolved twice, at odds ratio 1 and near the
//! observed count, each factor scaled to a largest weight of 1 and the scale kept as a logarithm, so that neither
//! p-values nor limits rest on weights that have underflowed.

use crate::float;
use crate::hypergeometric::Hypergeometric;
use crate::interval::{Estimate, Note, PValue};
use crate::mantel_haenszel::excess;
use crate::solve;
use crate::strata::informative;
use crate::table::TwoByTwo;

/// The largest number of values that the sum of events may take: beyond it the convolution costs too much, and the
/// chi-square distribution is good.
pub const MOST_SUPPORT: u64 = 20_000;

/// The exact test is called for where `sum V` is below this.
pub const VARIANCE_BELOW: f64 = 10.0;

/// The exact test is called for where an expected total is below this.
pub const EXPECTED_BELOW: f64 = 5.0;

/// How far above the observed probability a probability may lie and still count as not larger: catches the rounding of
/// true ties.
const TIE: f64 = 1e-7;

/// Half the width of the range in which the logarithm of an odds ratio is sought.
const LN_ODDS_MOST: f64 = 690.0;

/// The exact test and the conditional odds ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct CmhExact {
    /// All sums that are no more probable than the observed one.
    pub two_sided: PValue,
    /// The observed sum or fewer.
    pub less: PValue,
    /// The observed sum or more.
    pub greater: PValue,
    /// The common odds ratio at which the expected sum is the observed one, with central limits.
    pub odds_ratio: Estimate,
}

/// True where the chi-square distribution of the test is not to be trusted: `sum V` below 10, or an expected total of one
/// of the four cells below 5.
pub fn is_called_for(strata: &[TwoByTwo]) -> bool {
    let sums = excess(strata);
    sums.variance < VARIANCE_BELOW || sums.expected.iter().any(|expected| *expected < EXPECTED_BELOW)
}

/// How many values the group's events over all informative strata can take, given the margins; 1 if they are fixed, 0
/// without an informative stratum.
pub fn support(strata: &[TwoByTwo]) -> u64 {
    let mut any = false;
    let span = informative(strata).map(Hypergeometric::of).fold(0, |sum, h| {
        any = true;
        sum + (h.high() - h.low())
    });
    if any { span + 1 } else { 0 }
}

/// The exact conditional test that the odds ratio is 1 in every stratum, with the conditional estimate and limits of a
/// common odds ratio (method `cmh_exact`).
///
/// - Takes: one table per stratum, group first; `tail` in (0, 0.5], the largest error probability of each end.
/// - Gives: p-values, two-sided by minimum likelihood as R does; a common odds ratio, group over reference. `None`
///   without an informative stratum, and where [`support`] is above [`MOST_SUPPORT`].
/// - Edges: margins that fix the sum: p-values 1, odds ratio null with lower 0 and upper infinite
///   (`margins_leave_no_freedom`). Least possible sum: value 0, lower 0; largest possible: value null (`zero_cell`), upper
///   infinite (`unbounded`).
/// - Cost: the square of the support.
/// - Not for: strata with different odds ratios.
/// - Source: Mehta, Patel and Gray 1985, J. Am. Stat. Assoc. 80:969-973. Oracle: integers and mpmath, R
///   `mantelhaen.test(exact = TRUE)` (p-values; its limits are good to four digits); `oracle/strata/cmh_exact.jsonl`.
pub fn cmh_exact(strata: &[TwoByTwo], tail: f64) -> Option<CmhExact> {
    debug_assert!(tail > 0.0 && tail <= 0.5);
    let values = support(strata);
    if values == 0 || values > MOST_SUPPORT {
        return None;
    }
    if values == 1 {
        let everything = Estimate { lower: Some(0.0), ..Estimate::none(Note::MarginsLeaveNoFreedom) };
        let odds_ratio = everything.with(Note::Unbounded);
        return Some(CmhExact { two_sided: PValue::ONE, less: PValue::ONE, greater: PValue::ONE, odds_ratio });
    }
    let parts: Vec<Hypergeometric> = informative(strata).map(Hypergeometric::of).collect();
    let least: u64 = parts.iter().map(|h| h.low()).sum();
    let observed = (informative(strata).map(TwoByTwo::x1).sum::<u64>() - least) as usize;
    let near = Convolved::new(&parts, ln_odds_near(strata));
    let central = Convolved::new(&parts, 0.0);
    let odds_ratio = conditional(&near, observed, tail);
    let (less, greater, two_sided) = central_tails(&central, &near, observed);
    Some(CmhExact { two_sided, less, greater, odds_ratio })
}

/// The logarithm of an odds ratio near the one observed: Mantel and Haenszel's, with a table of half cases added so that
/// it always exists.
fn ln_odds_near(strata: &[TwoByTwo]) -> f64 {
    let (mut r, mut s) = (0.0, 0.0);
    for table in informative(strata) {
        let ([a, b, c, d], n) = (table.cells().map(|cell| cell as f64), table.cases() as f64);
        r += a * d / n;
        s += b * c / n;
    }
    (float::ln(r + 0.125) - float::ln(s + 0.125)).clamp(-50.0, 50.0)
}

/// The weights of the sum of events at one odds ratio, by how far the sum lies above its least value.
struct Convolved {
    /// Logarithm of the odds ratio at which the weights were made.
    ln_odds: f64,
    /// Weights over the largest one of each step.
    weights: Vec<f64>,
    /// What the weights are to be multiplied by, as a logarithm.
    ln_scale: f64,
}

impl Convolved {
    fn new(parts: &[Hypergeometric], ln_odds: f64) -> Convolved {
        let mut all = Convolved { ln_odds, weights: vec![1.0], ln_scale: 0.0 };
        for part in parts {
            let (factor, ln_scale) = factor(*part, ln_odds);
            all.multiply(&factor);
            all.ln_scale += ln_scale;
        }
        all
    }

    fn multiply(&mut self, factor: &[f64]) {
        let mut product = vec![0.0; self.weights.len() + factor.len() - 1];
        for (i, a) in self.weights.iter().enumerate().filter(|(_, a)| **a > 0.0) {
            for (b, sum) in factor.iter().zip(&mut product[i..]) {
                *sum += a * b;
            }
        }
        let most = product.iter().fold(0.0_f64, |most, w| most.max(*w));
        for w in &mut product {
            *w /= most;
        }
        self.weights = product;
        self.ln_scale += float::ln(most);
    }

    /// The logarithm of the weight of a sum at odds ratio `exp(ln_odds)`; `None` where it has underflowed.
    fn ln_weight(&self, sum: usize, ln_odds: f64) -> Option<f64> {
        let weight = self.weights[sum];
        (weight > 0.0).then(|| float::ln(weight) + self.ln_scale + sum as f64 * (ln_odds - self.ln_odds))
    }

    /// Tail sums, mean and variance at an odds ratio, seen from the observed sum.
    fn seen_from(&self, observed: usize, ln_odds: f64) -> Seen {
        let shift = ln_odds - self.ln_odds;
        let ln_tilted = |sum: usize| {
            let weight = self.weights[sum];
            (weight > 0.0).then(|| float::ln(weight) + (sum as f64 - observed as f64) * shift)
        };
        let logs: Vec<Option<f64>> = (0..self.weights.len()).map(ln_tilted).collect();
        let most = logs.iter().flatten().fold(f64::MIN, |most, ln| most.max(*ln));
        let (mut below, mut at, mut above) = (0.0, 0.0, 0.0);
        // Sums of distances and squared distances from the observed sum, by side.
        let (mut first_below, mut first_above, mut second) = (0.0, 0.0, 0.0);
        for (sum, ln) in logs.iter().enumerate() {
            let Some(ln) = ln else { continue };
            let (weight, gap) = (float::exp(ln - most), sum as f64 - observed as f64);
            second += weight * gap * gap;
            match sum.cmp(&observed) {
                std::cmp::Ordering::Less => (below, first_below) = (below + weight, first_below + weight * gap),
                std::cmp::Ordering::Equal => at = weight,
                std::cmp::Ordering::Greater => (above, first_above) = (above + weight, first_above + weight * gap),
            }
        }
        let total = below + at + above;
        let mean = (first_below + first_above) / total;
        Seen {
            ln_lower: float::ln((below + at) / total),
            ln_upper: float::ln((at + above) / total),
            slope_lower: first_below / (below + at) - mean,
            slope_upper: first_above / (at + above) - mean,
            mean,
            variance: (second / total - mean * mean).max(f64::MIN_POSITIVE),
        }
    }
}

/// The hypergeometric weights of one stratum at an odds ratio, the largest 1, with the logarithm of what they were
/// divided by; the weight of the least count is 1 before that.
fn factor(part: Hypergeometric, ln_odds: f64) -> (Vec<f64>, f64) {
    let odds = float::exp(ln_odds);
    let (low, high) = (part.low(), part.high());
    let mut logs = Vec::with_capacity((high - low + 1) as usize);
    let mut ln = 0.0;
    logs.push(ln);
    for k in low..high {
        ln += float::ln(part.ratio_up(k, odds));
        logs.push(ln);
    }
    let (mode, most) =
        logs.iter().enumerate().fold((0, 0.0), |best, (i, ln)| if *ln > best.1 { (i, *ln) } else { best });
    // From the mode outwards by ratios of neighbours: the sum of logarithms above serves for the scale only.
    let mut weights = vec![1.0; logs.len()];
    for i in mode + 1..weights.len() {
        weights[i] = weights[i - 1] * part.ratio_up(low + i as u64 - 1, odds);
    }
    for i in (0..mode).rev() {
        weights[i] = weights[i + 1] / part.ratio_up(low + i as u64, odds);
    }
    (weights, most)
}

/// What is seen of the distribution from the observed sum.
struct Seen {
    ln_lower: f64,
    ln_upper: f64,
    slope_lower: f64,
    slope_upper: f64,
    /// Mean less observed sum.
    mean: f64,
    variance: f64,
}

/// The conditional estimate with central limits.
fn conditional(near: &Convolved, observed: usize, tail: f64) -> Estimate {
    let (largest, ln_tail) = (near.weights.len() - 1, float::ln(tail));
    let search = |f: &dyn Fn(f64) -> (f64, f64)| {
        float::exp(solve::increasing(f, -LN_ODDS_MOST, LN_ODDS_MOST, near.ln_odds, 1e-10))
    };
    let value = match observed {
        0 => Some(0.0),
        k if k == largest => None,
        _ => Some(search(&|s| {
            let seen = near.seen_from(observed, s);
            (seen.mean, seen.variance)
        })),
    };
    let lower = if observed == 0 {
        0.0
    } else {
        search(&|s| {
            let seen = near.seen_from(observed, s);
            (seen.ln_upper - ln_tail, seen.slope_upper)
        })
    };
    let upper = (observed < largest).then(|| {
        search(&|s| {
            let seen = near.seen_from(observed, s);
            (ln_tail - seen.ln_lower, -seen.slope_lower)
        })
    });
    let mut estimate = Estimate { value, lower: Some(lower), upper, ..Estimate::default() };
    if value.is_none() {
        estimate = estimate.with(Note::ZeroCell);
    }
    if upper.is_none() {
        estimate = estimate.with(Note::Unbounded);
    }
    estimate
}

/// Less, greater and two-sided p-values at odds ratio 1.
fn central_tails(central: &Convolved, near: &Convolved, observed: usize) -> (PValue, PValue, PValue) {
    let ln_total = float::ln(central.weights.iter().sum::<f64>()) + central.ln_scale;
    // Where the central weights have underflowed the others, made near the observed sum, still have digits.
    let ln_at = |sum: usize| {
        let direct = central.ln_weight(sum, 0.0).filter(|_| central.weights[sum] > 1e-280);
        direct.or_else(|| near.ln_weight(sum, 0.0)).map(|ln| ln - ln_total)
    };
    let logs: Vec<Option<f64>> = (0..central.weights.len()).map(ln_at).collect();
    let sum_of = |chosen: &dyn Fn(usize, f64) -> bool| {
        let part: Vec<f64> = logs.iter().enumerate().filter_map(|(i, ln)| ln.filter(|ln| chosen(i, *ln))).collect();
        let most = part.iter().fold(f64::MIN, |most, ln| most.max(*ln));
        let sum: f64 = part.iter().map(|ln| float::exp(ln - most)).sum();
        if sum > 0.0 { PValue::from_ln(most + float::ln(sum)) } else { PValue::from_ln(f64::MIN) }
    };
    let bound = logs[observed].unwrap_or(f64::MIN) + TIE;
    (sum_of(&|i, _| i <= observed), sum_of(&|i, _| i >= observed), sum_of(&|i, ln| i == observed || ln <= bound))
}

#[cfg(test)]
mod tests {
    use super::{MOST_SUPPORT, cmh_exact, is_called_for, support};
    use crate::interval::{Limit, Note};
    use crate::no_difference::fisher_exact;
    use crate::odds_ratio::conditional_exact;
    use crate::table::TwoByTwo;

    fn table(x1: u64, n1: u64, x0: u64, n0: u64) -> TwoByTwo {
        TwoByTwo::new(x1, n1, x0, n0).unwrap()
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-10 * b.abs().max(1e-300), "{a} is not {b}");
    }

    #[test]
    fn one_stratum_is_fishers_test_and_the_conditional_odds_ratio() {
        for t in [table(3, 10, 1, 12), table(40, 900, 7, 800), table(0, 9, 4, 12), table(9, 9, 4, 12)] {
            let found = cmh_exact(&[t, table(4, 4, 0, 0)], 0.025).unwrap();
            let fisher = fisher_exact(t);
            near(found.two_sided.value(), fisher.two_sided.value());
            near(found.less.value(), fisher.less.value());
            near(found.greater.value(), fisher.greater.value());
            let plain = conditional_exact(t, 0.025);
            assert_eq!(found.odds_ratio.notes, plain.notes);
            for (a, b) in [
                (found.odds_ratio.value, plain.value),
                (found.odds_ratio.lower, plain.lower),
                (found.odds_ratio.upper, plain.upper),
            ] {
                assert_eq!(a.is_some(), b.is_some());
                near(a.unwrap_or(1.0), b.unwrap_or(1.0));
            }
        }
    }

    #[test]
    fn p_values_beyond_the_smallest_number_are_still_numbers() {
        let t = table(900, 1000, 100, 1000);
        let found = cmh_exact(&[t], 0.025).unwrap();
        let fisher = fisher_exact(t);
        assert!(found.greater.is_floored());
        assert!((found.greater.ln() / fisher.greater.ln() - 1.0).abs() < 1e-9);
        assert!((found.two_sided.ln() - fisher.two_sided.ln()).abs() < 1.0);
        near(found.odds_ratio.lower.unwrap(), conditional_exact(t, 0.025).lower.unwrap());
    }

    #[test]
    fn the_exchange_of_sides_inverts_the_odds_ratio() {
        let strata = [table(3, 10, 1, 12), table(0, 5, 2, 8), table(2, 6, 2, 9), table(4, 7, 1, 6)];
        let turned: Vec<TwoByTwo> = strata.iter().map(|t| t.swapped()).collect();
        let (a, b) = (cmh_exact(&strata, 0.025).unwrap(), cmh_exact(&turned, 0.025).unwrap());
        near(a.two_sided.value(), b.two_sided.value());
        near(a.less.value(), b.greater.value());
        near(a.odds_ratio.value.unwrap(), 1.0 / b.odds_ratio.value.unwrap());
        near(a.odds_ratio.lower.unwrap(), 1.0 / b.odds_ratio.upper.unwrap());
    }

    #[test]
    fn margins_without_freedom_exclude_no_odds_ratio() {
        let found = cmh_exact(&[table(0, 10, 0, 20), table(3, 3, 5, 5)], 0.025).unwrap();
        assert_eq!(found.two_sided.value(), 1.0);
        assert!(found.odds_ratio.has(Note::MarginsLeaveNoFreedom));
        assert_eq!((found.odds_ratio.lower, found.odds_ratio.upper_limit()), (Some(0.0), Limit::Unbounded));
    }

    #[test]
    fn what_is_too_large_or_not_comparable_is_not_computed() {
        let large = [table(9_000, 20_001, 8_000, 30_000), table(9_000, 20_001, 8_000, 30_000)];
        assert!(support(&large) > MOST_SUPPORT);
        assert_eq!(cmh_exact(&large, 0.025), None);
        assert!(!is_called_for(&large));
        assert_eq!(cmh_exact(&[table(4, 4, 0, 0)], 0.025), None);
        assert!(is_called_for(&[table(3, 10, 1, 12)]));
    }
}
