//! Critical values for several intervals that shall all be right at once: the largest of correlated standard normals.
//!
//! Makes one critical value `c` per block out of variances, to be put in the place of `z` in whatever interval is used;
//! limits without a `z` take the tail `1 - Phi(c)` at each end. May not know what is estimated, nor how an interval is
//! made. Invariants: `c` is never below the critical value of one comparison and never above Bonferroni's; a comparison
//! without a variance never makes another one's `c` too small.
//!
//! Start reading at [`block_critical_values`].

use std::sync::OnceLock;

use crate::float;
use crate::interval::PValue;
use crate::normal;
use crate::resample::{Key, Stream, quantile_of_sorted};
use crate::solve;

/// Which side of the comparisons is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Both: the largest absolute value counts, `alpha` is shared by two ends.
    Two,
    /// One: the largest value counts, `alpha` is that of one end.
    One,
}

impl Sides {
    fn ends(self) -> f64 {
        match self {
            Sides::Two => 2.0,
            Sides::One => 1.0,
        }
    }
}

/// The correlation of one comparison with the reference's part: `lambda = sqrt(v_r / (v_r + v_k))`.
///
/// - Takes: variances of the reference and of the group on the same scale, at least 0 (difference: `p(1-p)/n`; log
///   ratio: `(1-p)/(np)`; two arms: `1/a + 1/k`, times the squared rate for differences). Other designs: covariance
///   over the two standard deviations.
/// - Gives: a share in [0, 1); `None` if the group's variance is not above 0, because it then has no test statistic.
/// - Source: Dunnett 1955, J. Am. Stat. Assoc. 50:1096-1121. Oracle: `oracle/designs/max_t.jsonl`.
pub fn lambda(variance_of_reference: f64, variance_of_group: f64) -> Option<f64> {
    let usable = variance_of_group > 0.0 && variance_of_reference >= 0.0 && variance_of_reference.is_finite();
    usable.then(|| (variance_of_reference / (variance_of_reference + variance_of_group)).sqrt())
}

/// The probability that the largest of correlated standard normals exceeds `c`: many groups against one reference.
///
/// - Takes: `c >= 0`; one `lambda` in [0, 1) per comparison, so that two comparisons have correlation `lambda_k
///   lambda_l`.
/// - Gives: a probability with full relative accuracy in the tail; 0 without comparisons.
/// - Accuracy: about 1e-13 relative. One integral over the reference's part, Gauss-Legendre in panels of width 2, with
///   extra panels where a `lambda` near 1 makes the integrand steep.
/// - Source: Dunnett 1955; methods, "Many comparisons", 4.4. Oracle: mpmath in `oracle/designs/max_t.jsonl`; exact
///   values for `lambda` 0.
pub fn exceedance(c: f64, lambda: &[f64], sides: Sides) -> f64 {
    if lambda.is_empty() {
        return 0.0;
    }
    let conditional = |u: f64| {
        let mut ln_none = 0.0;
        for l in lambda {
            let s = rest(*l);
            let above = normal::sf((c - l * u) / s);
            let beyond = match sides {
                Sides::Two => above + normal::sf((c + l * u) / s),
                Sides::One => above,
            };
            ln_none += float::ln_1p(-beyond.min(1.0));
        }
        -float::expm1(ln_none)
    };
    let edges = panels(c, lambda);
    let mut sum = 0.0;
    for pair in edges.windows(2) {
        let (centre, half) = ((pair[0] + pair[1]) / 2.0, (pair[1] - pair[0]) / 2.0);
        for (x, weight) in nodes() {
            let u = centre + half * x;
            sum += half * weight * normal::density(u) * conditional(u);
        }
    }
    sum.min(1.0)
}

/// `sqrt(1 - lambda^2)`, the standard deviation of the group's own part.
fn rest(lambda: f64) -> f64 {
    ((1.0 - lambda) * (1.0 + lambda)).sqrt()
}

/// Where the integral is cut: panels of width 2, wide enough for the tail at `c`, and eight own standard deviations to
/// both sides of each steep place.
fn panels(c: f64, lambda: &[f64]) -> Vec<f64> {
    let reach = 10.0_f64.max((c + 8.0).ceil());
    let mut edges: Vec<f64> = (0..=reach as i32).map(|i| -reach + 2.0 * f64::from(i)).collect();
    for l in lambda {
        let s = rest(*l) / l.max(f64::MIN_POSITIVE);
        if s < 0.5 {
            for edge in [c / l - 8.0 * s, c / l - 3.0 * s, c / l, c / l + 3.0 * s, c / l + 8.0 * s] {
                edges.extend([edge, -edge]);
            }
        }
    }
    edges.retain(|edge| edge.abs() <= reach);
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    edges
}

/// The critical value of a block: the `c` with exceedance `alpha`.
///
/// - Takes: one `lambda` in [0, 1) per comparison; `alpha` in (0, 1), of both ends together ([`Sides::Two`]) or of the
///   one end.
/// - Gives: `c`, between the value of one comparison and Bonferroni's; `None` without comparisons.
/// - Edges: one comparison gives the ordinary critical value, exactly.
/// - Source: as [`exceedance`]. Oracle: `oracle/designs/max_t.jsonl` (mpmath; R mvtnorm agrees to 1e-4).
pub fn critical_value(lambda: &[f64], alpha: f64, sides: Sides) -> Option<f64> {
    let of_one_in = |k: usize| normal::z_of_tail(alpha / (sides.ends() * k as f64));
    match lambda.len() {
        0 => None,
        1 => Some(of_one_in(1)),
        k => {
            let (single, bonferroni) = (of_one_in(1), of_one_in(k));
            Some(solve::bracketed(|c| alpha - exceedance(c, lambda, sides), single, bonferroni, 1e-13))
        }
    }
}

/// The single-step adjusted p-value of one comparison in its block: the probability that the largest is at least as far
/// out.
///
/// - Takes: the comparison's statistic `t` (its absolute value is read for [`Sides::Two`]); the block's `lambda`.
/// - Gives: a p-value; [`PValue::ONE`] for one-sided `t` below 0 or a block without comparisons.
/// - Beyond `t = 36` Bonferroni's bound stands for it (both are below 1e-280).
/// - Source: Westfall and Young 1993, Resampling-Based Multiple Testing. Oracle: `oracle/designs/max_t.jsonl`.
pub fn adjusted_p(t: f64, lambda: &[f64], sides: Sides) -> PValue {
    let t = match sides {
        Sides::Two => t.abs(),
        Sides::One => t,
    };
    if t < 0.0 || lambda.is_empty() {
        return PValue::ONE;
    }
    if t > 36.0 {
        return PValue::from_ln(float::ln(sides.ends() * lambda.len() as f64) + normal::ln_sf(t));
    }
    PValue::from_probability(exceedance(t, lambda, sides))
}

/// The two-sided critical value of every comparison of a block of several groups against one reference.
///
/// - Takes: the variance of the reference; that of each group, `None` or 0 where it does not exist (no events, or only
///   events); `alpha` of the block in (0, 1).
/// - Gives: one `c` per group, in their order. A group without a variance gets Bonferroni's share `alpha / K`, the
///   others share the rest by max-T at `alpha (K - J) / K`, `J` being the number of groups without one. Empty without
///   groups.
/// - Edges: one group gives `Phi^-1(1 - alpha/2)`. A reference without a variance leaves the comparisons uncorrelated.
/// - Not for: blocks with a group below 20 cases, where normal theory is rough: Holm on exact p-values for the whole
///   family.
/// - Source: methods, "Many comparisons", 4.4, 4.5. Oracle: `oracle/designs/max_t.jsonl`.
pub fn block_critical_values(variance_of_reference: Option<f64>, variances: &[Option<f64>], alpha: f64) -> Vec<f64> {
    let reference = variance_of_reference.unwrap_or(0.0);
    let lambdas: Vec<Option<f64>> = variances.iter().map(|v| v.and_then(|v| lambda(reference, v))).collect();
    let known: Vec<f64> = lambdas.iter().flatten().copied().collect();
    let k = variances.len() as f64;
    let of_the_rest = critical_value(&known, alpha * known.len() as f64 / k, Sides::Two);
    let bonferroni = normal::z_of_tail(alpha / (2.0 * k.max(1.0)));
    lambdas.iter().map(|l| l.and(of_the_rest).unwrap_or(bonferroni)).collect()
}

/// The two-sided critical value by simulation from a covariance matrix: all pairs, strata, known probabilities.
///
/// - Takes: the covariance of the comparisons ([`crate::contrast::covariance`]), symmetric and positive semidefinite,
///   also of deficient rank; `alpha` in (0, 1); the number of draws (a million gives `c` to about 0.003); a key.
/// - Gives: the `1 - alpha` quantile of the largest absolute standardised comparison, not below the value of one
///   comparison; comparisons with variance 0 are left out. `None` if no comparison has a variance.
/// - The same key gives the same value on every machine; each 1,024 draws have their own stream.
/// - Source: Hothorn, Bretz and Westfall 2008, Biom. J. 50:346-363. Oracle: `max_t/all_pairs/*` of
///   `oracle/designs/max_t.jsonl`; [`critical_value`].
pub fn simulated(covariance: &[Vec<f64>], alpha: f64, draws: u64, key: Key) -> Option<f64> {
    const DRAWS_PER_STREAM: u64 = 1024;
    let factor = standardised_factor(covariance);
    let rank = factor.first()?.len();
    let mut largest = Vec::with_capacity(draws as usize);
    let mut independent = vec![0.0; rank];
    let mut stream = Stream::new(key, 0);
    for draw in 0..draws {
        if draw % DRAWS_PER_STREAM == 0 {
            stream = Stream::new(key, draw / DRAWS_PER_STREAM);
        }
        independent.iter_mut().for_each(|z| *z = stream.normal());
        let of = |row: &Vec<f64>| row.iter().zip(&independent).map(|(a, z)| a * z).sum::<f64>().abs();
        largest.push(factor.iter().map(of).fold(0.0, f64::max));
    }
    largest.sort_by(f64::total_cmp);
    let quantile = quantile_of_sorted(&largest, 1.0 - alpha)?;
    Some(quantile.max(normal::z_of_tail(alpha / 2.0)))
}

/// A factor `A` with `A A'` the correlation matrix of the comparisons that have a variance: Cholesky with pivoting,
/// columns of no size left out.
fn standardised_factor(covariance: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let kept: Vec<usize> = (0..covariance.len()).filter(|&i| covariance[i][i] > 0.0).collect();
    let correlation = |i: usize, j: usize| {
        let (i, j) = (kept[i], kept[j]);
        covariance[i][j] / (covariance[i][i] * covariance[j][j]).sqrt()
    };
    let k = kept.len();
    let mut factor: Vec<Vec<f64>> = vec![Vec::new(); k];
    let mut left = vec![1.0_f64; k];
    for _ in 0..k {
        // The row with most variance left; what is below 1e-12 is rounding of a combination of the others.
        let Some((pivot, &most)) = left.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)) else { break };
        if most < 1e-12 {
            break;
        }
        let scale = most.sqrt();
        let of_pivot = factor[pivot].clone();
        for i in 0..k {
            let explained: f64 = factor[i].iter().zip(&of_pivot).map(|(a, b)| a * b).sum();
            let entry = if i == pivot { scale } else { (correlation(i, pivot) - explained) / scale };
            factor[i].push(entry);
            left[i] = if i == pivot { 0.0 } else { (left[i] - entry * entry).max(0.0) };
        }
    }
    factor
}

/// The critical value from bootstrap draws: the `1 - alpha` quantile of the largest studentised deviation.
///
/// - Takes: per draw the largest `|theta* - theta| / se` over the comparisons, `None` where the draw had none; `alpha`
///   in (0, 1).
/// - Gives: `c`; `None` if more than `alpha / 2` of the draws are undefined or there are none.
/// - Source: methods, "Many comparisons", 4.4.
pub fn of_bootstrap(largest: &[Option<f64>], alpha: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = largest.iter().flatten().copied().collect();
    let undefined = largest.len() - sorted.len();
    if undefined as f64 > alpha / 2.0 * largest.len() as f64 {
        return None;
    }
    sorted.sort_by(f64::total_cmp);
    quantile_of_sorted(&sorted, 1.0 - alpha)
}

const NODES: usize = 40;

/// Places and weights of Gauss and Legendre's rule with 40 nodes on [-1, 1], found once by Newton's steps on the
/// polynomial.
fn nodes() -> &'static [(f64, f64); NODES] {
    static RULE: OnceLock<[(f64, f64); NODES]> = OnceLock::new();
    RULE.get_or_init(|| {
        let mut rule = [(0.0, 0.0); NODES];
        for (i, node) in rule.iter_mut().enumerate() {
            let mut x = float::cos(std::f64::consts::PI * (i as f64 + 0.75) / (NODES as f64 + 0.5));
            let mut slope = 1.0;
            for _ in 0..8 {
                let (mut before, mut value) = (1.0, x);
                for n in 2..=NODES {
                    let n = n as f64;
                    (before, value) = (value, ((2.0 * n - 1.0) * x * value - (n - 1.0) * before) / n);
                }
                slope = NODES as f64 * (x * value - before) / (x * x - 1.0);
                x -= value / slope;
            }
            *node = (x, 2.0 / ((1.0 - x * x) * slope * slope));
        }
        rule
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contrast;

    const KEY: Key = Key([3; 32]);

    #[test]
    fn the_rule_integrates_powers_exactly() {
        for power in [0, 2, 10, 40, 78] {
            let sum: f64 = nodes().iter().map(|(x, w)| w * x.powi(power)).sum();
            assert!((sum - 2.0 / f64::from(power + 1)).abs() < 1e-14, "{power}: {sum}");
        }
    }

    // Independent comparisons: Sidak's formula is exact.
    #[test]
    fn uncorrelated_comparisons_give_sidaks_value() {
        for k in [2_usize, 5, 10] {
            let c = critical_value(&vec![0.0; k], 0.05, Sides::Two).unwrap();
            let one = 0.5 * -float::expm1(float::ln_1p(-0.05) / k as f64);
            assert!((c - normal::z_of_tail(one)).abs() < 1e-12);
        }
    }

    // Two comparisons of correlation lambda^2 -> 1 become one; between, P(Z1 > 0 or Z2 > 0) = 3/4 - asin(rho)/(2 pi)
    // exactly.
    #[test]
    fn the_probability_of_a_quadrant_is_exact_for_every_correlation() {
        for l in [0.1_f64, 0.5, 0.9, 0.99, 0.999, 0.999_999, 1.0 - 1e-12] {
            let exact = 0.75 - float::asin(l * l) / (2.0 * std::f64::consts::PI);
            let found = exceedance(0.0, &[l, l], Sides::One);
            assert!((found - exact).abs() < 1e-12, "{l}: {found} {exact}");
        }
        let c = critical_value(&[1.0 - 1e-14; 4], 0.05, Sides::Two).unwrap();
        assert!((c - normal::z_of_tail(0.025)).abs() < 1e-5);
    }

    // The same integral by a rule of another kind: 200,000 trapezia, exact to rounding for a smooth integrand.
    #[test]
    fn steep_integrands_are_integrated_to_twelve_digits() {
        for (c, lambda) in [(2.5, vec![0.9_f64, 0.99, 0.3]), (2.7, vec![0.999, 0.95]), (5.5, vec![0.97, 0.4, 0.6])] {
            let (n, reach) = (200_000, 15.0);
            let step = 2.0 * reach / f64::from(n);
            let trapezia: f64 = (0..=n)
                .map(|i| {
                    let u = -reach + step * f64::from(i);
                    let none: f64 = lambda
                        .iter()
                        .map(|l| {
                            let s = (1.0 - l * l).sqrt();
                            float::ln_1p(-(normal::sf((c - l * u) / s) + normal::sf((c + l * u) / s)))
                        })
                        .sum();
                    -step * normal::density(u) * float::expm1(none)
                })
                .sum();
            let found = exceedance(c, &lambda, Sides::Two);
            assert!((found / trapezia - 1.0).abs() < 1e-11, "{c}: {found} {trapezia}");
        }
    }

    #[test]
    fn one_comparison_needs_no_adjustment() {
        assert_eq!(critical_value(&[0.4], 0.05, Sides::Two), Some(normal::z_of_tail(0.025)));
        assert_eq!(critical_value(&[], 0.05, Sides::Two), None);
        let p = adjusted_p(2.0, &[0.4], Sides::Two).value();
        assert!((p - 2.0 * normal::sf(2.0)).abs() < 1e-15);
        assert_eq!(block_critical_values(Some(0.1), &[Some(0.2)], 0.05), vec![normal::z_of_tail(0.025)]);
    }

    #[test]
    fn the_far_tail_of_an_adjusted_p_lies_between_one_comparison_and_bonferroni() {
        for t in [8.0, 20.0, 35.9, 36.1, 60.0] {
            let p = adjusted_p(t, &[0.7, 0.2, 0.5], Sides::Two);
            let single = normal::ln_sf(t) + float::ln(2.0);
            assert!(p.ln() > single && p.ln() <= single + float::ln(3.0) + 1e-12, "{t}");
        }
    }

    #[test]
    fn a_group_without_a_variance_gets_bonferronis_share_and_the_others_the_rest() {
        let c = block_critical_values(Some(0.01), &[Some(0.02), None, Some(0.03), Some(0.0)], 0.05);
        let bonferroni = normal::z_of_tail(0.05 / 8.0);
        assert_eq!((c[1], c[3]), (bonferroni, bonferroni));
        let lambdas = [lambda(0.01, 0.02).unwrap(), lambda(0.01, 0.03).unwrap()];
        assert_eq!(Some(c[0]), critical_value(&lambdas, 0.025, Sides::Two));
        assert!(c[0] == c[2] && c[0] < bonferroni);
        assert_eq!(block_critical_values(Some(0.01), &[None], 0.05), vec![normal::z_of_tail(0.025)]);
        assert!(block_critical_values(Some(0.01), &[], 0.05).is_empty());
    }

    // Many against one by simulation and by the integral; 0.012 is four standard errors of a quantile of 200,000 draws.
    #[test]
    fn simulation_agrees_with_the_integral() {
        let v = [0.5, 1.0, 2.0, 4.0, 1.5];
        let covariance = contrast::covariance(&contrast::against_reference(5, 4), &v);
        let lambdas: Vec<f64> = v[..4].iter().map(|g| lambda(v[4], *g).unwrap()).collect();
        let exact = critical_value(&lambdas, 0.05, Sides::Two).unwrap();
        let found = simulated(&covariance, 0.05, 200_000, KEY).unwrap();
        assert!((found - exact).abs() < 0.012, "{found} {exact}");
    }

    #[test]
    fn a_covariance_of_deficient_rank_is_factored() {
        let covariance = contrast::covariance(&contrast::all_pairs(4), &[0.3, 0.1, 0.6, 0.2]);
        let factor = standardised_factor(&covariance);
        assert_eq!(factor[0].len(), 3);
        for i in 0..6 {
            for j in 0..6 {
                let product: f64 = factor[i].iter().zip(&factor[j]).map(|(a, b)| a * b).sum();
                let correlation = covariance[i][j] / (covariance[i][i] * covariance[j][j]).sqrt();
                assert!((product - correlation).abs() < 1e-14);
            }
        }
        assert_eq!(simulated(&[vec![0.0]], 0.05, 10, KEY), None);
    }

    #[test]
    fn bootstrap_maxima_give_a_quantile_unless_too_many_are_missing() {
        let mut largest: Vec<Option<f64>> = (0..1001).map(|i| Some(f64::from(i))).collect();
        assert_eq!(of_bootstrap(&largest, 0.05), Some(950.0));
        largest[..26].fill(None);
        assert_eq!(of_bootstrap(&largest, 0.05), None);
    }
}
