//! The largest distance between two distribution functions (Kolmogorov and Smirnov).
//!
//! Makes a distance with its sign and its place out of counts bin by bin. Needs no probability score. Invariants: distances
//! are compared as whole numbers, so that exchanged sides give the same distance with the other sign. Not for verdicts: the
//! distance is never below 0 and is biased upwards near it; a claim is made on selection rates at stated thresholds
//! ([`crate::threshold`]).
//!
//! Start reading at [`ks`].

use crate::calibrated_draws::ByChance;
use crate::float;
use crate::interval::PValue;
use crate::permute::permutation;
use crate::resample::{Key, Percentile, bootstrap, percentile_interval};

/// Below so many bins the p-value by permutation is the default: with ties the series is too large.
pub const SERIES_FROM_BINS: usize = 100;

/// The largest distance between two distributions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ks {
    /// The distance, 0 to 1: also the largest difference of selection rates over all thresholds.
    pub statistic: f64,
    /// Place of the bin after which it is reached; the first of several.
    pub at: usize,
    /// Sign of the group's distribution function less the reference's there: -1 where the group is higher, 0 without a
    /// distance.
    pub sign: f64,
    /// Largest excess of the reference's distribution function: how far the group stands higher somewhere.
    pub higher: f64,
    /// Largest excess of the group's distribution function: how far the group stands lower somewhere.
    pub lower: f64,
    /// `n m / (n + m)`.
    pub effective_n: f64,
    /// By the series of Kolmogorov; too large, never too small, where scores are tied.
    pub p: PValue,
    /// The largest distance that scores inside the bins can make, if bins are not single scores.
    pub bound: f64,
}

/// The two-sample distance: between groups, or between those with and without the outcome within a group (`max (TPR -
/// FPR)`, a measure of detection).
///
/// - Takes: rows of the group and of the reference, bin by bin over the same bins in rising order of the score.
/// - Gives: `None` if a side has no rows (`no_cases`). With bins the distance is a lower limit, `bound` the upper one.
/// - Source: Smirnov 1939; methods, "Ranking", 7.3, 7.10. Oracle: scipy `ks_2samp` (the distance), `kstwobign` (p).
pub fn ks(group: &[u64], reference: &[u64]) -> Option<Ks> {
    debug_assert_eq!(group.len(), reference.len());
    let (n, m) = (group.iter().sum::<u64>(), reference.iter().sum::<u64>());
    if n == 0 || m == 0 {
        return None;
    }
    let pairs = n as f64 * m as f64;
    let (mut f, mut g) = (0_u64, 0_u64);
    let (mut most, mut least, mut at, mut bound) = (0_i128, 0_i128, 0, 0_i128);
    // F_g(a) - F_r(b), times n m.
    let apart = |f: u64, g: u64| i128::from(f) * i128::from(m) - i128::from(g) * i128::from(n);
    for (place, (x, y)) in group.iter().zip(reference).enumerate() {
        bound = bound.max(apart(f + x, g).abs()).max(apart(f, g + y).abs());
        (f, g) = (f + x, g + y);
        let d = apart(f, g);
        if d.abs() > most.max(-least) {
            at = place;
        }
        (most, least) = (most.max(d), least.min(d));
    }
    let (lower, higher) = (most as f64 / pairs, -least as f64 / pairs);
    let statistic = lower.max(higher);
    let effective_n = pairs / (n as f64 + m as f64);
    let sign = if statistic == 0.0 { 0.0 } else { sign_at(group, reference, at, apart) };
    let p = kolmogorov_above(effective_n.sqrt() * statistic);
    Some(Ks { statistic, at, sign, higher, lower, effective_n, p, bound: bound as f64 / pairs })
}

fn sign_at(group: &[u64], reference: &[u64], at: usize, apart: impl Fn(u64, u64) -> i128) -> f64 {
    let up_to = |counts: &[u64]| counts.iter().take(at + 1).sum::<u64>();
    if apart(up_to(group), up_to(reference)) < 0 { -1.0 } else { 1.0 }
}

/// The probability that the largest distance of a Brownian bridge from 0 exceeds `lambda`.
///
/// - Takes: `lambda >= 0`.
/// - Gives: a p-value, as a logarithm that does not underflow.
/// - Source: Kolmogorov 1933; `2 sum (-1)^(j-1) exp(-2 j^2 lambda^2)`, and its theta form for small arguments. Oracle: scipy
///   `kstwobign`.
pub fn kolmogorov_above(lambda: f64) -> PValue {
    if lambda < 0.05 {
        return PValue::ONE;
    }
    let l2 = lambda * lambda;
    if lambda < 1.0 {
        let pi = core::f64::consts::PI;
        let sum: f64 = (1..=20)
            .map(|k| {
                let odd = 2.0 * f64::from(k) - 1.0;
                float::exp(-odd * odd * pi * pi / (8.0 * l2))
            })
            .sum();
        return PValue::from_probability((1.0 - (2.0 * pi).sqrt() / lambda * sum).clamp(0.0, 1.0));
    }
    let rest: f64 = (2..=20)
        .map(|j: i32| {
            let sign = if j % 2 == 0 { -1.0 } else { 1.0 };
            sign * float::exp(-2.0 * (f64::from(j) * f64::from(j) - 1.0) * l2)
        })
        .sum();
    PValue::from_ln(core::f64::consts::LN_2 - 2.0 * l2 + float::ln_1p(rest))
}

/// The mean distance of two samples of one continuous distribution, `sqrt(pi / 2) ln 2 / sqrt(n m / (n + m))`: what stands
/// beside an observed distance where there are too many scores for draws. Too large, never too small, where scores are tied.
///
/// - Takes: [`Ks::effective_n`].
/// - Source: mean of Kolmogorov's distribution. Oracle: scipy `kstwobign.mean()`, 0.868731160636.
pub fn mean_by_chance(effective_n: f64) -> f64 {
    (core::f64::consts::FRAC_PI_2).sqrt() * core::f64::consts::LN_2 / effective_n.sqrt()
}

/// The distance if membership were dealt out by chance: mean, 95 % point, p. The default for fewer than 100 bins.
///
/// - Takes: as [`ks`]; the number of draws, 10,000 by default.
/// - Gives: `None` if a side has no rows, or without draws.
/// - Source: methods, "Ranking", 7.3. Oracle: `q95_permutation` of `oracle/scores/ranking.jsonl`.
pub fn by_chance(group: &[u64], reference: &[u64], key: Key, draws: u64) -> Option<ByChance> {
    permutation(group, reference, key, draws, |a, b| ks(a, b).map(|ks| ks.statistic))
}

/// Percentile limits of the distance by the bootstrap of cells: biased upwards near 0, to be shown beside the mean of
/// [`by_chance`].
///
/// - Takes: as [`ks`]; `tail` at each end.
/// - Gives: as [`percentile_interval`].
pub fn percentile(group: &[u64], reference: &[u64], key: Key, draws: u64, tail: f64) -> Percentile {
    let columns = bootstrap(key, &[group, reference], draws, |draw, values| {
        values.push(ks(&draw[0], &draw[1]).map(|ks| ks.statistic));
    });
    percentile_interval(columns.first().map_or(&[], Vec::as_slice), tail)
}

#[cfg(test)]
mod tests {
    use super::{by_chance, kolmogorov_above, ks, mean_by_chance, percentile};
    use crate::resample::Key;

    const KEY: Key = Key([8; 32]);

    #[test]
    fn an_empty_side_has_no_distance() {
        assert!(ks(&[0, 0], &[1, 2]).is_none() && ks(&[], &[]).is_none());
        assert!(by_chance(&[1], &[0], KEY, 9).is_none());
        assert_eq!(percentile(&[1], &[0], KEY, 0, 0.025).lower, None);
    }

    #[test]
    fn a_constant_score_and_equal_distributions_have_no_distance() {
        let constant = ks(&[7], &[9]).unwrap();
        assert_eq!((constant.statistic, constant.sign, constant.p.value()), (0.0, 0.0, 1.0));
        assert_eq!(ks(&[1, 2, 3], &[2, 4, 6]).unwrap().statistic, 0.0);
        assert_eq!(constant.bound, 1.0);
    }

    #[test]
    fn exchanged_sides_exchange_the_signed_parts() {
        let (a, b) = ([3, 9, 2, 8, 1], [5, 5, 6, 1, 7]);
        let (ab, ba) = (ks(&a, &b).unwrap(), ks(&b, &a).unwrap());
        assert_eq!((ab.statistic, ab.at, ab.higher, ab.lower), (ba.statistic, ba.at, ba.lower, ba.higher));
        assert_eq!(ab.sign, -ba.sign);
        assert!(ab.statistic <= ab.bound);
    }

    #[test]
    fn the_two_series_meet_and_the_far_tail_does_not_underflow() {
        assert!((kolmogorov_above(1.0 - 1e-13).value() - kolmogorov_above(1.0).value()).abs() < 1e-12);
        assert!((kolmogorov_above(100.0).ln() + 20_000.0 - core::f64::consts::LN_2).abs() < 1e-9);
        assert_eq!(kolmogorov_above(0.0).value(), 1.0);
    }

    #[test]
    fn percentile_limits_lie_around_the_distance() {
        let limits = percentile(&[300, 200, 100], &[100, 200, 300], KEY, 500, 0.025);
        assert!(limits.lower.unwrap() < 1.0 / 3.0 && limits.upper.unwrap() > 1.0 / 3.0);
    }

    #[test]
    fn the_mean_by_chance_is_that_of_kolmogorovs_distribution() {
        assert!((mean_by_chance(1.0) - 0.868_731_160_636).abs() < 1e-12);
        // 400 distinct scores in each of two groups: draws are a little below the continuous mean.
        let ones = vec![1_u64; 800];
        let (a, b): (Vec<u64>, Vec<u64>) =
            ones.iter().enumerate().map(|(i, n)| (n * (i as u64 % 2), n - i as u64 % 2)).unzip();
        let drawn = by_chance(&a, &b, Key([3; 32]), 500).unwrap().mean;
        let mean = mean_by_chance(ks(&a, &b).unwrap().effective_n);
        assert!(drawn < mean && drawn > 0.93 * mean, "{drawn} {mean}");
    }
}
