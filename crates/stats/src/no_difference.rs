//! Tests of "no difference at all" between two rates.
//!
//! A verdict does not use them: with a million cases a p-value of 1e-40 can stand beside a difference within the margin, and that
//! is right. p-values are kept as logarithms, so that none underflows to 0.

use crate::float;
use crate::hypergeometric::Hypergeometric;
use crate::interval::PValue;
use crate::solve;
use crate::special::chi_square_ln_sf;
use crate::special::saddle::fill_binomial;
use crate::table::TwoByTwo;

/// How far above the observed probability a probability may lie and still count as not larger: catches the rounding of true ties.
const TIE: f64 = 1e-7;

/// Boschloo's test is offered up to this product of the two sizes.
pub const BOSCHLOO_UP_TO: u64 = 100_000;

/// Fisher's exact test and its mid-p versions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fisher {
    /// All counts that are no more probable than the observed one.
    pub two_sided: PValue,
    /// The observed count or fewer.
    pub less: PValue,
    /// The observed count or more.
    pub greater: PValue,
    /// Two-sided, minus half of the probability of the observed count and of those tied with it.
    pub mid_two_sided: PValue,
    /// Fewer, plus half of the observed count.
    pub mid_less: PValue,
    /// More, plus half of the observed count.
    pub mid_greater: PValue,
    /// Twice the smaller one-sided mid-p, at most 1.
    pub mid_doubled: PValue,
    /// `ln` of the probability of the observed count.
    pub ln_probability: f64,
}

/// Fisher's exact test of no difference, given the margins.
///
/// - Takes: a table of counts, of any size: the cost grows with the standard deviation (1e5 terms at 2e9 cases).
/// - Gives: p-values; 1 if the margins leave no freedom (with mid-p 1/2 for the single count), also with an empty side.
/// - Two-sided by minimum likelihood, as R does. Conservative; mid-p is closer to nominal.
/// - Source: Fisher 1935, J. R. Stat. Soc. 98:39-82; mid-p: Lancaster 1961, J. Am. Stat. Assoc. 56:223-234. Oracle: exact integers, R
///   `fisher.test`.
pub fn fisher_exact(table: TwoByTwo) -> Fisher {
    let h = Hypergeometric::of(table);
    let x = table.x1();
    let (ln_at, ln_greater) = h.central_upper(x);
    let ln_less = h.central_lower(x);
    let ln_half = ln_at - core::f64::consts::LN_2;
    // The tail that leads away from the mode is the observed count's own.
    let ln_own = if x >= h.central_mode() { ln_greater } else { ln_less };
    let (ln_two_sided, ln_tied_half) = match h.central_other_side(x, TIE) {
        Some((ln_other, ratio)) => {
            let ln_tied = if ratio >= 1.0 - TIE { ln_half + float::ln_1p(ratio) } else { ln_half };
            (float::ln_add(ln_own, ln_other).min(0.0), ln_tied)
        }
        None => (ln_own, ln_half),
    };
    let less_half = |ln: f64, ln_part: f64| {
        // ln(exp(ln) - exp(ln_part)); the part is at most the whole, up to rounding.
        let gap = (ln_part - ln).min(-f64::MIN_POSITIVE);
        PValue::from_ln(ln + float::ln_one_minus_exp(gap))
    };
    let (mid_less, mid_greater) = (less_half(ln_less, ln_half), less_half(ln_greater, ln_half));
    Fisher {
        two_sided: PValue::from_ln(ln_two_sided),
        less: PValue::from_ln(ln_less),
        greater: PValue::from_ln(ln_greater),
        mid_two_sided: less_half(ln_two_sided, ln_tied_half),
        mid_less,
        mid_greater,
        mid_doubled: mid_less.min(mid_greater).doubled(),
        ln_probability: ln_at,
    }
}

/// A chi-square statistic with one degree of freedom and its p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// The statistic, at least 0.
    pub statistic: f64,
    /// Two-sided.
    pub p: PValue,
}

/// Which chi-square statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// `N (ad - bc)^2 / (n1 n0 m (N - m))`: the score test with pooled variance (method `score`).
    None,
    /// The same times `(N-1)/N`: equals `T(0)^2` of the score limits of the difference, so the one to take (`score_n_minus_1`).
    NMinusOne,
    /// `(|ad - bc| - N/2)^2`, not below 0: for comparison with other tools only (`chi_square_yates`).
    Yates,
}

/// The chi-square test of no difference.
///
/// - Takes: a table of counts.
/// - Gives `None` if a side is empty, or if there are no events or only events: there is nothing to test.
/// - Not for small expected counts (below 5): [`fisher_exact`].
/// - Source: Pearson 1900, Philos. Mag. 50:157-175; `N-1`: Campbell 2007, Stat. Med. 26:3661-3675; Yates 1934, Suppl. J. R. Stat.
///   Soc. 1:217-235. Oracle: mpmath, R `chisq.test`.
pub fn chi_square(table: TwoByTwo, correction: Correction) -> Option<ChiSquare> {
    let (n1, n0, all, events) = (table.n1(), table.n0(), table.cases(), table.events());
    if table.has_empty_side() || events == 0 || events == all {
        return None;
    }
    let size = all as f64;
    // The cross product is an exact integer: no cancellation at size.
    let cross = table.cross_difference().unsigned_abs() as f64;
    let (cross, factor) = match correction {
        Correction::None => (cross, 1.0),
        Correction::NMinusOne => (cross, (size - 1.0) / size),
        Correction::Yates => ((cross - 0.5 * size).max(0.0), 1.0),
    };
    let statistic =
        factor * size * (cross / (n1 as f64 * n0 as f64)) * (cross / (events as f64 * (all - events) as f64));
    Some(ChiSquare { statistic, p: PValue::from_ln(chi_square_ln_sf(statistic, 1.0)) })
}

/// Boschloo's unconditional test: Fisher's one-sided p-values order the tables, and the probability of the tables at least as
/// extreme is maximised over the common rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boschloo {
    /// Against a lower rate in the group.
    pub less: PValue,
    /// Against a higher rate in the group.
    pub greater: PValue,
    /// Twice the smaller one, at most 1.
    pub two_sided: PValue,
}

/// Boschloo's test of no difference.
///
/// - Takes: a table of counts.
/// - Gives `None` if a side is empty or the product of the sizes is above [`BOSCHLOO_UP_TO`] (use the score test there).
/// - More powerful than Fisher's test, never below it.
/// - Source: Boschloo 1970, Stat. Neerl. 24:1-9. Oracle: scipy `boschloo_exact`; full enumeration on a fine grid.
pub fn boschloo(table: TwoByTwo) -> Option<Boschloo> {
    if table.has_empty_side() || table.n1().checked_mul(table.n0())? > BOSCHLOO_UP_TO {
        return None;
    }
    let greater = boschloo_greater(table);
    // Fewer events in the group are more events in the reference.
    let less = boschloo_greater(table.swapped());
    Some(Boschloo { less, greater, two_sided: less.min(greater).doubled() })
}

/// Fewest events of the group for which the table is at least as extreme, for each count of the reference.
fn boschloo_region(table: TwoByTwo) -> Vec<u64> {
    let (n1, n0) = (table.n1(), table.n0());
    let observed = fisher_exact(table).greater.ln();
    // Equal p-values of different tables differ by rounding only.
    let bound = observed + 1e-11;
    (0..=n0)
        .map(|x0| {
            let outside = |x1: u64| match TwoByTwo::new(x1, n1, x0, n0) {
                Some(t) => Hypergeometric::of(t).central_upper(x1).1 > bound,
                None => false,
            };
            solve::last_true(outside, 0, n1).map_or(0, |last| last + 1)
        })
        .collect()
}

fn boschloo_greater(table: TwoByTwo) -> PValue {
    let region = boschloo_region(table);
    let (n1, n0) = (table.n1(), table.n0());
    let (mut of_group, mut of_reference) = (vec![0.0; n1 as usize + 1], vec![0.0; n0 as usize + 1]);
    // Tail probabilities of the group: at least this many events.
    let mut at_least = vec![0.0; n1 as usize + 2];
    let probability = |p: f64| {
        fill_binomial(&mut of_group, 0, n1, p, 1.0 - p);
        fill_binomial(&mut of_reference, 0, n0, p, 1.0 - p);
        for (k, share) in of_group.iter().enumerate().rev() {
            at_least[k] = at_least[k + 1] + share;
        }
        of_reference.iter().zip(&region).map(|(share, fewest)| share * at_least[*fewest as usize]).sum::<f64>()
    };
    PValue::from_probability(solve::maximum_on_grid(probability, 0.0, 1.0, 401, f64::MAX).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::{Correction, boschloo, chi_square, fisher_exact};
    use crate::difference::Score;
    use crate::interval::PValue;
    use crate::table::TwoByTwo;

    fn table(x1: u64, n1: u64, x0: u64, n0: u64) -> TwoByTwo {
        TwoByTwo::new(x1, n1, x0, n0).unwrap()
    }

    #[test]
    fn without_freedom_there_is_nothing_to_test() {
        for t in [table(0, 10, 0, 20), table(10, 10, 20, 20), table(0, 0, 3, 5)] {
            let f = fisher_exact(t);
            assert_eq!(f.two_sided, PValue::ONE);
            assert_eq!((f.less, f.greater), (PValue::ONE, PValue::ONE));
            assert!((f.mid_two_sided.value() - 0.5).abs() < 1e-15);
            assert_eq!(chi_square(t, Correction::None), None);
        }
        assert_eq!(boschloo(table(1, 1000, 3, 1000)), None);
    }

    #[test]
    fn the_score_test_is_the_one_that_the_limits_invert() {
        for t in [table(172, 587, 138, 460), table(7, 34, 1, 34), table(0, 10, 3, 20), table(90, 100, 99, 100)] {
            let x2 = chi_square(t, Correction::NMinusOne).unwrap().statistic;
            let at_zero = Score::MiettinenNurminen.statistic(t, 0.0).unwrap();
            assert!((x2 - at_zero * at_zero).abs() < 1e-12 * x2.max(1.0));
        }
    }

    #[test]
    fn two_sided_is_the_sum_over_all_counts_that_are_no_more_probable() {
        for (n1, n0, m) in [(34_u64, 34_u64, 8_u64), (12, 30, 11), (50, 7, 20), (9, 9, 9)] {
            let all: Vec<u64> = (m.saturating_sub(n0)..=n1.min(m)).collect();
            let p = |k: u64| libm::exp(crate::special::ln_dhyper(k, n1, n0, m).unwrap());
            for &x in &all {
                let direct: f64 = all.iter().map(|&k| p(k)).filter(|&q| q <= p(x) * (1.0 + 1e-7)).sum();
                let tied: f64 = all.iter().map(|&k| p(k)).filter(|&q| (q / p(x) - 1.0).abs() <= 1e-7).sum();
                let f = fisher_exact(table(x, n1, m - x, n0));
                assert!((f.two_sided.value() / direct.min(1.0) - 1.0).abs() < 1e-12, "{x} {n1} {n0} {m}");
                assert!((f.mid_two_sided.value() / (direct - 0.5 * tied) - 1.0).abs() < 1e-11, "{x} {n1} {n0} {m}");
            }
        }
    }

    #[test]
    fn two_billion_cases_are_affordable() {
        let f = fisher_exact(table(300_000_000, 1_000_000_000, 299_900_000, 1_000_000_000));
        // The normal approximation is good to five digits here.
        let by_normal =
            chi_square(table(300_000_000, 1_000_000_000, 299_900_000, 1_000_000_000), Correction::None).unwrap();
        assert!((f.two_sided.value() / by_normal.p.value() - 1.0).abs() < 1e-3);
        let f = fisher_exact(table(400_000_000, 1_000_000_000, 299_900_000, 1_000_000_000));
        assert!(f.two_sided.is_floored() && f.two_sided.log10() < -4.0e6);
    }
}
