//! Draws without replacement: what a difference between two groups looks like if membership were dealt out by chance.
//!
//! Makes hypergeometric draws of a group's counts out of pooled counts, and the distribution of any statistic over them. May
//! not know the statistic. Invariants: draw `r` uses stream `r` and nothing else; sizes and pooled counts are kept in every
//! draw; exact probabilities by [`crate::special`], the same on every machine.
//!
//! Start reading at [`permutation`].

use crate::calibrated_draws::{ByChance, summary};
use crate::float;
use crate::resample::{Key, Stream, stirling};
use crate::special::ln_dhyper;

/// A draw from the hypergeometric distribution: how many of `drawn` rows, taken without replacement, are of the first kind.
///
/// - Takes: `first` rows of the first kind, `second` of the other, `drawn <= first + second`.
/// - Gives: a count between `max(0, drawn - second)` and `min(first, drawn)`; where these are equal, without a random number.
/// - Inversion outwards from the mode where the variance is below 100, else rejection by the ratio of uniforms: about the
///   same time at every size.
/// - Source: Stadlober 1990, Zur Chemie, Tech. Univ. Graz (HRUA; as in NumPy). Oracle: exact probabilities, chi-square of
///   draws.
pub fn hypergeometric(stream: &mut Stream, first: u64, second: u64, drawn: u64) -> u64 {
    debug_assert!(drawn <= first + second);
    let (least, most) = (drawn.saturating_sub(second), first.min(drawn));
    if least == most {
        return least;
    }
    let all = (first + second) as f64;
    let share = first as f64 / all;
    let variance = drawn as f64 * share * (1.0 - share) * ((all - drawn as f64) / (all - 1.0));
    let mode = mode(first, second, drawn).clamp(least, most);
    if variance < 100.0 {
        let Some(ln_at_mode) = ln_dhyper(mode, first, second, drawn) else { return mode };
        return from_the_mode(stream, (first, second, drawn), (least, mode, most), float::exp(ln_at_mode));
    }
    let over_mode = OverMode::new(first, second, drawn, mode);
    // Stadlober's constants: 2 sqrt(2/e) and 3 - 2 sqrt(3/e).
    const SLOPE: f64 = 1.715_527_769_921_413_5;
    const OFFSET: f64 = 0.898_916_162_058_898_8;
    let centre = drawn as f64 * share + 0.5;
    let scale = SLOPE * (variance + 0.5).sqrt() + OFFSET;
    loop {
        let u = stream.uniform_open();
        let x = centre + scale * (stream.uniform() - 0.5) / u;
        if x < least as f64 || x >= most as f64 + 1.0 {
            continue;
        }
        let k = x as u64;
        if 2.0 * float::ln(u) <= over_mode.ln(k) {
            return k;
        }
    }
}

/// The logarithm of a probability over that of the mode, by Stirling's formula for the four cells of the table: what all
/// probabilities have in common is never computed. Where the variance is at least 100 no cell is small at the mode.
struct OverMode {
    /// Cells of the table at the mode, and which of them grow with the count.
    cells: [(f64, f64); 4],
    mode: f64,
    stirling: f64,
}

impl OverMode {
    fn new(first: u64, second: u64, drawn: u64, mode: u64) -> OverMode {
        let of_second = drawn - mode;
        let cells = [(mode, 1.0), (first - mode, -1.0), (of_second, -1.0), (second - of_second, 1.0)];
        let cells = cells.map(|(count, sign)| (count as f64, sign));
        OverMode { cells, mode: mode as f64, stirling: cells.iter().map(|(count, _)| stirling(count + 1.0)).sum() }
    }

    fn ln(&self, k: u64) -> f64 {
        let step = k as f64 - self.mode;
        let (mut sum, mut odds) = (self.stirling, 1.0);
        for (count, sign) in self.cells {
            // One more than the cell at `k`: the argument of its gamma function.
            let one_more = count + sign * step + 1.0;
            sum -= (count + 0.5) * ln_1p(sign * step / (count + 1.0)) + stirling(one_more);
            odds = if sign > 0.0 { odds * one_more } else { odds / one_more };
        }
        sum - step * ln_1p(odds - 1.0)
    }
}

/// As [`float::ln_1p`], by its series where that is short: most steps from a mode are small beside the cells.
fn ln_1p(x: f64) -> f64 {
    if x.abs() > 0.004 {
        return float::ln_1p(x);
    }
    // What is left out is below a 1e-17th of x.
    x * (1.0 - x * (1.0 / 2.0 - x * (1.0 / 3.0 - x * (1.0 / 4.0 - x * (1.0 / 5.0 - x * (1.0 / 6.0 - x / 7.0))))))
}

fn mode(first: u64, second: u64, drawn: u64) -> u64 {
    ((u128::from(drawn) + 1) * (u128::from(first) + 1) / (u128::from(first) + u128::from(second) + 2)) as u64
}

/// Takes probabilities off a uniform number, alternating above and below the mode.
fn from_the_mode(stream: &mut Stream, (a, b, m): (u64, u64, u64), ends: (u64, u64, u64), at_mode: f64) -> u64 {
    let (least, mode, most) = ends;
    loop {
        let mut u = stream.uniform();
        if u < at_mode {
            return mode;
        }
        u -= at_mode;
        let (mut low, mut high, mut below, mut above) = (mode, mode, at_mode, at_mode);
        while low > least || high < most {
            if high < most {
                above *= (a - high) as f64 * (m - high) as f64 / ((high + 1) as f64 * (b + high + 1 - m) as f64);
                high += 1;
                if u < above {
                    return high;
                }
                u -= above;
            }
            if low > least {
                below *= low as f64 * (b + low - m) as f64 / ((a - low + 1) as f64 * (m - low + 1) as f64);
                low -= 1;
                if u < below {
                    return low;
                }
                u -= below;
            }
            if above.max(below) < 1e-30 {
                break;
            }
        }
        // Only rounding of the sum of all probabilities leads here: draw again.
    }
}

/// Deals `drawn` rows out of pooled counts, without replacement, into `into`.
///
/// - Takes: pooled counts in a fixed order; `drawn` at most their sum; `into` of the same length.
/// - Gives: counts that add up to `drawn`, each at most the pooled one.
pub fn deal(stream: &mut Stream, pooled: &[u64], drawn: u64, into: &mut [u64]) {
    debug_assert_eq!(pooled.len(), into.len());
    let mut left: u64 = pooled.iter().sum();
    let mut wanted = drawn.min(left);
    for (count, taken) in pooled.iter().zip(into.iter_mut()) {
        left -= count;
        *taken = if wanted == 0 { 0 } else { hypergeometric(stream, *count, left, wanted) };
        wanted -= *taken;
    }
}

/// The distribution of a statistic of two groups' counts if membership were dealt out by chance.
///
/// - Takes: counts of group and reference, bin by bin over the same bins; the number of draws; the statistic of the two
///   lists of counts, large where they differ.
/// - Gives: mean, 95 % point and p of the observed value; `None` without draws, or where the statistic does not exist for
///   the observed counts or for a draw.
/// - Source: methods, "Ranking", 7.3 (multivariate hypergeometric draw of the pooled counts). Oracle: `q95_permutation` of
///   `oracle/scores/ranking.jsonl`.
pub fn permutation(
    group: &[u64],
    reference: &[u64],
    key: Key,
    draws: u64,
    mut statistic: impl FnMut(&[u64], &[u64]) -> Option<f64>,
) -> Option<ByChance> {
    let observed = statistic(group, reference)?;
    permuted(&[group], &[reference], key, draws, observed, |a, b| statistic(a.first()?, b.first()?))
}

/// [`permutation`] within several parts at once, as within each outcome.
///
/// - Takes: the parts of group and reference, part by part; the observed value; the statistic of all drawn parts.
/// - Gives: as [`permutation`].
pub fn permuted(
    group: &[&[u64]],
    reference: &[&[u64]],
    key: Key,
    draws: u64,
    observed: f64,
    mut statistic: impl FnMut(&[Vec<u64>], &[Vec<u64>]) -> Option<f64>,
) -> Option<ByChance> {
    let mut values = Vec::new();
    dealt(group, reference, key, draws, |drawn, rest| {
        values.push(statistic(drawn, rest)?);
        Some(())
    })?;
    summary(values, observed)
}

/// [`permutation`] of several statistics on the same draws.
///
/// - Takes: as [`permutation`]; the statistics of the two lists of counts, always in the same order.
/// - Gives: for every statistic its distribution; `None` as [`permutation`], if one of them does not exist.
/// - Source: as [`permutation`]. Oracle: the same draws as [`permutation`] of each alone.
pub fn permutations<const N: usize>(
    group: &[u64],
    reference: &[u64],
    key: Key,
    draws: u64,
    mut statistics: impl FnMut(&[u64], &[u64]) -> Option<[f64; N]>,
) -> Option<[ByChance; N]> {
    let observed = statistics(group, reference)?;
    let mut columns: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    dealt(&[group], &[reference], key, draws, |drawn, rest| {
        let values = statistics(drawn.first()?, rest.first()?)?;
        columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        Some(())
    })?;
    let all: Option<Vec<ByChance>> =
        columns.into_iter().zip(observed).map(|(column, observed)| summary(column, observed)).collect();
    all?.try_into().ok()
}

/// Deals the pooled counts out anew, draw by draw; stops where `each` gives `None`.
fn dealt(
    group: &[&[u64]],
    reference: &[&[u64]],
    key: Key,
    draws: u64,
    mut each: impl FnMut(&[Vec<u64>], &[Vec<u64>]) -> Option<()>,
) -> Option<()> {
    debug_assert_eq!(group.len(), reference.len());
    let pooled: Vec<Vec<u64>> =
        group.iter().zip(reference).map(|(g, r)| g.iter().zip(*r).map(|(a, b)| a + b).collect()).collect();
    let sizes: Vec<u64> = group.iter().map(|g| g.iter().sum()).collect();
    let (mut drawn, mut rest) = (pooled.clone(), pooled.clone());
    (0..draws).try_for_each(|number| {
        let mut stream = Stream::new(key, number);
        for (((pool, size), into), rest) in pooled.iter().zip(&sizes).zip(&mut drawn).zip(&mut rest) {
            deal(&mut stream, pool, *size, into);
            for ((rest, all), taken) in rest.iter_mut().zip(pool).zip(into.iter()) {
                *rest = all - taken;
            }
        }
        each(&drawn, &rest)
    })
}

#[cfg(test)]
mod tests {
    use super::{deal, hypergeometric, permutation, permutations};
    use crate::float;
    use crate::resample::{Key, Stream};
    use crate::special::ln_dhyper;

    const KEY: Key = Key([6; 32]);

    // Chi-square of 200,000 draws, bins of at least 100 expected; above 4.5 standard deviations by chance once in 300,000
    // runs, and the draws are the same in every run.
    #[test]
    fn draws_follow_their_exact_probabilities() {
        const N: u64 = 200_000;
        let cases = [
            (1, 1, 1),
            (5, 5, 5),
            (3, 1000, 40),
            (1000, 3, 40),
            (400, 300, 500),
            (2000, 1500, 900),
            (2000, 1500, 3000),
            (1_000_000, 3_000_000, 2000),
            (1_000_000_000, 2_000_000_000, 500_000_000),
        ];
        for (case, (first, second, drawn)) in cases.into_iter().enumerate() {
            let mut counts = std::collections::BTreeMap::new();
            let mut stream = Stream::new(KEY, case as u64);
            for _ in 0..N {
                *counts.entry(hypergeometric(&mut stream, first, second, drawn)).or_insert(0_u64) += 1;
            }
            let (low, high) = (*counts.keys().next().unwrap(), *counts.keys().last().unwrap());
            let (mut statistic, mut bins, mut seen, mut expected) = (0.0, 0, 0.0, 0.0);
            for k in low..=high {
                seen += *counts.get(&k).unwrap_or(&0) as f64;
                expected += ln_dhyper(k, first, second, drawn).map_or(0.0, float::exp) * N as f64;
                if expected >= 100.0 {
                    statistic += (seen - expected) * (seen - expected) / expected;
                    bins += 1;
                    (seen, expected) = (0.0, 0.0);
                }
            }
            let freedom = f64::from(bins - 1).max(1.0);
            let z = (statistic - freedom) / (2.0 * freedom).sqrt();
            assert!(z < 4.5, "{first} {second} {drawn}: chi-square {statistic} with {freedom} degrees of freedom");
        }
    }

    #[test]
    fn a_probability_over_the_modes_is_that_of_the_exact_ones() {
        for (first, second, drawn) in
            [(400, 900, 500), (50_000, 70_000, 3_000), (1_000_000_000, 2_000_000_000, 500_000_000)]
        {
            let mode = super::mode(first, second, drawn);
            let over_mode = super::OverMode::new(first, second, drawn, mode);
            let sd = (drawn as f64 * first as f64 / (first + second) as f64).sqrt() as u64;
            for k in [mode - 4 * sd, mode - sd, mode, mode + 1, mode + 5 * sd] {
                let exact =
                    ln_dhyper(k, first, second, drawn).unwrap() - ln_dhyper(mode, first, second, drawn).unwrap();
                assert!((over_mode.ln(k) - exact).abs() < 1e-8, "{k}: {} {exact}", over_mode.ln(k));
            }
        }
    }

    #[test]
    fn certain_draws_take_no_random_number() {
        let mut stream = Stream::new(KEY, 0);
        assert_eq!(hypergeometric(&mut stream, 0, 9, 4), 0);
        assert_eq!(hypergeometric(&mut stream, 9, 0, 4), 4);
        assert_eq!(hypergeometric(&mut stream, 9, 5, 14), 9);
        assert_eq!(stream.bits(), Stream::new(KEY, 0).bits());
    }

    #[test]
    fn dealt_counts_keep_their_sum_and_stay_within_the_pooled_ones() {
        let pooled = [300, 0, 5, 700, 1];
        let mut into = [0; 5];
        let mut sums = [0.0; 5];
        for number in 0..4000 {
            deal(&mut Stream::new(KEY, number), &pooled, 402, &mut into);
            assert_eq!(into.iter().sum::<u64>(), 402);
            assert!(into.iter().zip(&pooled).all(|(x, n)| x <= n));
            for (sum, x) in sums.iter_mut().zip(&into) {
                *sum += *x as f64 / 4000.0;
            }
        }
        let n = 1006.0;
        for (mean, count) in sums.iter().zip(&pooled) {
            let expected = 402.0 * *count as f64 / n;
            let variance = expected * (1.0 - *count as f64 / n) * (1.0 - 402.0 / n);
            assert!((mean - expected).abs() <= 5.0 * (variance / 4000.0).sqrt(), "{mean} {expected}");
        }
    }

    #[test]
    fn a_statistic_that_does_not_exist_has_no_distribution() {
        assert!(permutation(&[1], &[1], KEY, 10, |_, _| None).is_none());
        assert!(permutation(&[1], &[1], KEY, 0, |_, _| Some(0.0)).is_none());
        let same = permutation(&[5, 5], &[5, 5], KEY, 99, |a, b| Some(a[0].abs_diff(b[0]) as f64)).unwrap();
        assert_eq!(same.p.value(), 1.0);
    }

    #[test]
    fn several_statistics_at_once_see_the_same_draws_as_each_alone() {
        let (a, b) = ([30, 20, 10], [10, 25, 40]);
        let first = |a: &[u64], b: &[u64]| Some((a[0] as f64 - b[0] as f64).abs());
        let last = |a: &[u64], b: &[u64]| Some((a[2] as f64 - b[2] as f64).abs());
        let both = permutations(&a, &b, KEY, 300, |a, b| Some([first(a, b)?, last(a, b)?])).unwrap();
        assert_eq!(Some(both[0]), permutation(&a, &b, KEY, 300, first));
        assert_eq!(Some(both[1]), permutation(&a, &b, KEY, 300, last));
        assert!(permutations(&a, &b, KEY, 0, |a, b| Some([first(a, b)?])).is_none());
        assert!(permutations(&a, &b, KEY, 10, |_, _| None::<[f64; 1]>).is_none());
    }
}
