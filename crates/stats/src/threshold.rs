//! What every threshold would do: rates at or above each score, differences between groups, and bands for all thresholds at
//! once.
//!
//! Makes curves out of counts bin by bin; the threshold of a bin is its lowest score. Needs no probability score.
//! Invariants: thresholds are `score >= t`; rates come from whole counts. Pointwise limits say nothing about the whole
//! curve: a claim about all thresholds needs [`difference_band`] or [`difference_band_by_draws`].
//!
//! Start reading at [`curve`].

use crate::difference::newcombe;
use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::max_t;
use crate::normal;
use crate::proportion::{Method, clipped};
use crate::resample::{Key, bootstrap};
use crate::table::TwoByTwo;

/// Rows at or above the threshold of each bin.
pub fn at_or_above(counts: &[u64]) -> Vec<u64> {
    let mut out: Vec<u64> = counts
        .iter()
        .rev()
        .scan(0, |sum, n| {
            *sum += n;
            Some(*sum)
        })
        .collect();
    out.reverse();
    out
}

/// A rate at the threshold of a bin.
#[derive(Clone, Debug, PartialEq)]
pub struct RateAt {
    /// Rows that count.
    pub events: u64,
    /// Rows in all.
    pub n: u64,
    /// The rate with Wilson's limits.
    pub rate: Estimate,
}

/// The share at or above each bin's threshold: selection rates from all rows, true positive rates from positives, false
/// positive rates from negatives.
///
/// - Takes: rows bin by bin in rising order of the score; `tail` at each end, 0.025 for 95 %.
/// - Gives: one rate for each bin; [`Note::NoCases`] inside if there are no rows (the caller knows which name that has).
/// - Limits are pointwise. With bins every threshold that is an edge is exact; another one lies between its neighbours.
/// - Source: methods, "Ranking", 7.7. Oracle: `7.7` of `oracle/scores/ranking.jsonl`.
pub fn curve(counts: &[u64], tail: f64) -> Vec<RateAt> {
    let n = counts.iter().sum();
    at_or_above(counts)
        .into_iter()
        .map(|events| RateAt { events, n, rate: Method::Wilson.estimate(events, n, tail) })
        .collect()
}

/// The positive predictive value at each bin's threshold.
///
/// - Takes: negatives and positives bin by bin; `tail` at each end.
/// - Gives: one rate for each bin; [`Note::NoCases`] inside where nobody is at or above
///   the threshold (a report says `none_selected`).
/// - Source: methods, "Ranking", 7.7.
pub fn predictive_value_curve(negatives: &[u64], positives: &[u64], tail: f64) -> Vec<RateAt> {
    at_or_above(positives)
        .into_iter()
        .zip(at_or_above(negatives))
        .map(|(tp, fp)| RateAt { events: tp, n: tp + fp, rate: Method::Wilson.estimate(tp, tp + fp, tail) })
        .collect()
}

/// Share of the whole population at or above each bin's threshold: the axis on which models with different scales compare.
///
/// - Takes: rows of the whole population bin by bin.
/// - Gives: `None` without rows.
pub fn selected_share(population: &[u64]) -> Option<Vec<f64>> {
    let n: u64 = population.iter().sum();
    (n > 0).then(|| at_or_above(population).into_iter().map(|above| above as f64 / n as f64).collect())
}

/// Difference of the shares at or above each threshold, group - reference, with Newcombe's limits, pointwise.
///
/// - Takes: rows of both (all, positives or negatives), bin by bin over the same bins; `z > 0`.
/// - Gives: one difference for each bin; [`Note::NoCases`] inside if a side has no rows.
/// - Not for: a statement about all thresholds.
/// - Source: methods, "Ranking", 7.7; Newcombe 1998. Oracle: [`newcombe`].
pub fn difference_curve(group: &[u64], reference: &[u64], z: f64) -> Vec<Estimate> {
    debug_assert_eq!(group.len(), reference.len());
    let (n, m) = (group.iter().sum(), reference.iter().sum());
    at_or_above(group)
        .into_iter()
        .zip(at_or_above(reference))
        .map(|(x, y)| TwoByTwo::new(x, n, y, m).map_or(Estimate::none(Note::NoCases), |table| newcombe(table, z)))
        .collect()
}

/// Differences at all thresholds with limits that hold for all of them at once.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferenceBand {
    /// One difference for each bin, group - reference, limits cut to [-1, 1].
    pub differences: Vec<Estimate>,
    /// What is added on both sides: the same everywhere by [`difference_band`], a number of standard errors by draws. `None`
    /// if a side has no rows.
    pub reach: Option<f64>,
}

impl DifferenceBand {
    /// The largest absolute limit: "at no threshold is the difference larger than this" is shown; `None` without limits.
    pub fn largest_possible(&self) -> Option<f64> {
        self.differences
            .iter()
            .map(|d| Some(d.lower?.abs().max(d.upper?.abs())))
            .try_fold(0.0, |largest: f64, x| Some(largest.max(x?)))
    }
}

/// How far an empirical distribution function can lie from the true one, everywhere at once: `sqrt(ln(2 / alpha) / (2 n))`.
///
/// - Takes: rows; `alpha` in (0, 1).
/// - Gives: at most 1; `None` without rows. Holds for every distribution and every size.
/// - Source: Dvoretzky, Kiefer and Wolfowitz 1956, Ann. Math. Stat. 27:642-669, with the constant of Massart 1990, Ann.
///   Probab. 18:1269-1283.
pub fn distribution_reach(n: u64, alpha: f64) -> Option<f64> {
    (n > 0).then(|| (float::ln(2.0 / alpha) / (2.0 * n as f64)).sqrt().min(1.0))
}

/// Difference of selection rates at all thresholds, with a band that holds for every threshold and every distribution.
///
/// - Takes: rows of both, bin by bin over the same bins; `alpha` in (0, 1), half of it for each group.
/// - Gives: the same reach everywhere; wide, without any assumption. [`Note::NoCases`] inside if a side has no rows.
/// - Source: [`distribution_reach`] for each group, added; metrics, F. Oracle: stated error rate.
pub fn difference_band(group: &[u64], reference: &[u64], alpha: f64) -> DifferenceBand {
    let reaches = distribution_reach(group.iter().sum(), 0.5 * alpha)
        .zip(distribution_reach(reference.iter().sum(), 0.5 * alpha))
        .map(|(a, b)| a + b);
    let differences = values(group, reference)
        .into_iter()
        .map(|value| match (value, reaches) {
            (Some(d), Some(reach)) => clipped(d, Interval { lower: d - reach, upper: d + reach }, -1.0, 1.0),
            _ => Estimate::none(Note::NoCases),
        })
        .collect();
    DifferenceBand { differences, reach: reaches }
}

/// Difference of selection rates at all thresholds, with a band by the bootstrap of cells (max-T).
///
/// - Takes: rows of both, bin by bin over the same bins; the number of draws; `alpha` in (0, 1).
/// - Gives: `difference -+ c se` with the 95 % point `c` of the largest `|d* - d| / se` over thresholds, at least the
///   pointwise one. Where a group has none or all of its rows at or above a threshold, one half is added to both counts for
///   its standard error ([`Note::VarianceSmoothed`]); at the lowest bin, which selects everybody, the difference is 0.
///   `None` if a side has no rows, without draws, or where no threshold has a standard error in the draws.
/// - Approximate: thresholds where few rows of a group lie above say little; narrower than [`difference_band`].
/// - Source: methods, "Ranking", 7.7. Oracle: between the pointwise and the distribution-free band.
pub fn difference_band_by_draws(
    group: &[u64],
    reference: &[u64],
    key: Key,
    draws: u64,
    alpha: f64,
) -> Option<DifferenceBand> {
    let (n, m) = (group.iter().sum::<u64>() as f64, reference.iter().sum::<u64>() as f64);
    let observed: Vec<f64> = values(group, reference).into_iter().collect::<Option<_>>()?;
    let variance = |rows: u64, n: f64, half: f64| {
        let (x, all) = (rows as f64 + half, n + 2.0 * half);
        x * (all - x) / (all * all * all)
    };
    let edge = |rows: u64, n: f64| rows == 0 || rows as f64 == n;
    let above: Vec<(u64, u64)> = at_or_above(group).into_iter().zip(at_or_above(reference)).collect();
    let standard_errors: Vec<f64> =
        above.iter().map(|(x, y)| (variance(*x, n, 0.0) + variance(*y, m, 0.0)).sqrt()).collect();
    let columns = bootstrap(key, &[group, reference], draws, |draw, out| {
        let drawn = values(&draw[0], &draw[1]);
        let far = drawn
            .iter()
            .zip(&observed)
            .zip(&standard_errors)
            .filter(|(_, se)| **se > 0.0)
            .filter_map(|((d, was), se)| Some((d.as_ref()? - was).abs() / se));
        out.push(far.reduce(f64::max));
    });
    let c = max_t::of_bootstrap(columns.first()?, alpha)?.max(normal::z_of_tail(0.5 * alpha));
    let differences = observed
        .iter()
        .zip(&above)
        .enumerate()
        .map(|(place, (d, (x, y)))| {
            if place == 0 {
                return Estimate::new(*d, Interval { lower: *d, upper: *d });
            }
            let half = |rows: u64, n: f64| if edge(rows, n) { 0.5 } else { 0.0 };
            let reach = c * (variance(*x, n, half(*x, n)) + variance(*y, m, half(*y, m))).sqrt();
            let estimate = clipped(*d, Interval { lower: d - reach, upper: d + reach }, -1.0, 1.0);
            if edge(*x, n) || edge(*y, m) { estimate.with(Note::VarianceSmoothed) } else { estimate }
        })
        .collect();
    Some(DifferenceBand { differences, reach: Some(c) })
}

/// The differences at the thresholds; `None` if a side has no rows.
fn values(group: &[u64], reference: &[u64]) -> Vec<Option<f64>> {
    debug_assert_eq!(group.len(), reference.len());
    let (n, m) = (group.iter().sum(), reference.iter().sum());
    at_or_above(group)
        .into_iter()
        .zip(at_or_above(reference))
        .map(|(x, y)| TwoByTwo::new(x, n, y, m).and_then(TwoByTwo::difference))
        .collect()
}

/// Mean absolute difference of selection rates over thresholds at the pooled scores: free of the score's scale.
///
/// - Takes: rows of both, bin by bin over the same bins.
/// - Gives: 0 to 1; `None` if a side has no rows.
/// - Source: Jiang et al. 2020, UAI; methods, "Ranking", 7.7.
pub fn mean_difference_over_quantiles(group: &[u64], reference: &[u64]) -> Option<f64> {
    let all = (group.iter().sum::<u64>() + reference.iter().sum::<u64>()) as f64;
    values(group, reference)
        .into_iter()
        .zip(group.iter().zip(reference))
        .try_fold(0.0, |sum, (d, (x, y))| Some(sum + (x + y) as f64 / all * d?.abs()))
}

/// The bin in which a quantile falls: the first with at least this share of the rows at or below it.
///
/// - Takes: rows bin by bin in rising order of the score; `share` in (0, 1].
/// - Gives: the place of a bin with rows; `None` without rows. With bins the quantile lies between the bin's limits.
pub fn quantile_bin(counts: &[u64], share: f64) -> Option<usize> {
    let n: u64 = counts.iter().sum();
    let wanted = share * n as f64;
    let mut sum = 0;
    counts.iter().position(|rows| {
        sum += rows;
        // 0.3 * 10 is above 3 by rounding only.
        *rows > 0 && sum as f64 >= wanted * (1.0 - 1e-12)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = Key([3; 32]);

    #[test]
    fn rates_fall_from_everybody_and_an_empty_group_has_none() {
        let rates = curve(&[2, 0, 3, 5], 0.025);
        assert_eq!(rates.iter().map(|r| r.events).collect::<Vec<_>>(), [10, 8, 8, 5]);
        assert_eq!(rates[0].rate.value, Some(1.0));
        assert!(curve(&[0, 0], 0.025).iter().all(|r| r.rate.has(Note::NoCases)));
        assert!(difference_curve(&[0], &[3], 1.96)[0].has(Note::NoCases));
        assert!(difference_band(&[0], &[3], 0.05).differences[0].has(Note::NoCases));
        assert!(difference_band_by_draws(&[0], &[3], KEY, 9, 0.05).is_none());
        assert_eq!((selected_share(&[0]), mean_difference_over_quantiles(&[0], &[1])), (None, None));
    }

    #[test]
    fn nobody_above_a_threshold_has_no_predictive_value() {
        let values = predictive_value_curve(&[5, 2, 0], &[1, 3, 0], 0.025);
        assert!(values[2].rate.has(Note::NoCases) && (values[1].events, values[1].n) == (3, 5));
    }

    #[test]
    fn quantiles_fall_in_the_first_bin_that_holds_enough() {
        let counts = [3, 0, 4, 3];
        assert_eq!(quantile_bin(&counts, 0.3), Some(0));
        assert_eq!(quantile_bin(&counts, 0.31), Some(2));
        assert_eq!(quantile_bin(&counts, 1.0), Some(3));
        assert_eq!(quantile_bin(&[0, 0], 0.5), None);
    }

    #[test]
    fn the_band_by_draws_lies_between_the_pointwise_and_the_one_for_every_distribution() {
        let (group, reference) = ([300, 200, 250, 150, 100], [150, 250, 300, 200, 400]);
        let free = difference_band(&group, &reference, 0.05);
        let drawn = difference_band_by_draws(&group, &reference, KEY, 2000, 0.05).unwrap();
        assert!(drawn.reach.is_some_and(|c| c > 1.96 && c < 2.6), "{:?}", drawn.reach);
        for (narrow, wide) in drawn.differences.iter().zip(&free.differences) {
            assert!(narrow.lower >= wide.lower && narrow.upper <= wide.upper);
        }
        assert!(drawn.largest_possible().unwrap() < free.largest_possible().unwrap());
        assert_eq!(drawn.differences[0].interval(), Some(Interval { lower: 0.0, upper: 0.0 }));
        // A bin above all rows of both is no certainty.
        let padded = difference_band_by_draws(&[300, 200, 0], &[150, 250, 0], KEY, 200, 0.05).unwrap();
        let top = &padded.differences[2];
        assert!(top.upper.unwrap() > 0.001 && top.has(Note::VarianceSmoothed));
    }

    // Both groups uniform on five scores: the true difference is 0 at every threshold. 2,000 pairs of samples; nominal 0.05
    // of the bands miss it somewhere, the distribution-free one fewer.
    #[test]
    fn the_bands_miss_the_truth_no_more_often_than_stated() {
        let uniform = [1_u64; 5];
        let (mut missed_free, mut missed_drawn) = (0, 0);
        for number in 0..400 {
            let mut stream = crate::resample::Stream::new(KEY, number);
            let (mut a, mut b) = ([0; 5], [0; 5]);
            crate::resample::multinomial(&mut stream, 300, &uniform, &mut a);
            crate::resample::multinomial(&mut stream, 200, &uniform, &mut b);
            let misses = |band: &DifferenceBand| band.differences.iter().any(|d| d.above(0.0) || d.below(0.0));
            missed_free += usize::from(misses(&difference_band(&a, &b, 0.05)));
            missed_drawn += usize::from(misses(&difference_band_by_draws(&a, &b, KEY, 400, 0.05).unwrap()));
        }
        // 400 at 0.05: 20 expected, 2.6 standard deviations above are 31.
        assert!(missed_free <= 20 && missed_drawn <= 31, "{missed_free} {missed_drawn}");
    }
}
