//! Quantiles of the score of a group, and how far those of two groups lie apart.
//!
//! Makes a score with its limits out of cells. Needs no outcome and no probability score, only an order and a place for
//! each cell. Invariant: a quantile is one of the scores that occur, so that it is exact where cells are single scores and
//! lies in a known cell otherwise. Not for verdicts: where scores are few, a quantile jumps from one to the next.
//!
//! Start reading at [`quantile`].

use crate::interval::{Estimate, Interval, Note};
use crate::score_cells::{ScoreCell, occupied};
use crate::special::binomial_tails;

/// Chances below this are left out of a distribution: together they move no limit.
const NEGLIGIBLE: f64 = 1e-9;

/// A quantile of some scores.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreQuantile {
    /// The score with its limits; a limit that no number of rows as small as this can give is `None`
    /// ([`Note::Unbounded`]).
    pub estimate: Estimate,
    /// Lowest and highest score that can stand in its cell; `None` where cells are single scores.
    pub bounds: Option<(f64, f64)>,
}

/// The smallest score with at least `percent` of 100 rows at or below it, with limits of order statistics.
///
/// - Takes: cells of any score, in rising order; `percent` 1 to 99; one-sided `tail`.
/// - Gives: [`Note::NoCases`] without rows. The limits are scores of ranks `l = max {j : P(Bin(n, q) < j) <= tail}` and
///   `u = min {j : P(Bin(n, q) >= j) <= tail}`, valid whatever the distribution; cells that are bins give the bin's ends.
/// - Source: Hyndman and Fan 1996, Am. Stat. 50:361-365 (definition 1); David and Nagaraja 2003, Order Statistics, 7.1;
///   methods, "Systems", 6. Oracle: numpy `quantile(method="inverted_cdf")`; ranks 6 and 15 of 20, 41 and 61 of 101.
pub fn quantile(cells: &[ScoreCell], percent: u64, tail: f64) -> ScoreQuantile {
    let n: u64 = cells.iter().map(ScoreCell::n).sum();
    let Some(cell) = cell_of_rank(cells, rank(n, percent)) else {
        return ScoreQuantile { estimate: Estimate::none(Note::NoCases), bounds: None };
    };
    let (low, high) = ranks(n, percent, tail);
    let lower = low.and_then(|rank| cell_of_rank(cells, rank)).map(|cell| cell.low);
    let upper = high.and_then(|rank| cell_of_rank(cells, rank)).map(|cell| cell.high);
    let mut estimate = Estimate { value: Some(cell.score()), lower, upper, ..Estimate::default() };
    if lower.is_none() || upper.is_none() {
        estimate = estimate.with(Note::Unbounded);
    }
    let bounds = (cell.low < cell.high).then_some((cell.low, cell.high));
    if bounds.is_some() {
        estimate = estimate.with(Note::BinningBound);
    }
    ScoreQuantile { estimate, bounds }
}

/// The rank of the quantile, `ceil(n percent / 100)`, from 1.
fn rank(n: u64, percent: u64) -> u64 {
    let hundredths = u128::from(n) * u128::from(percent);
    u64::try_from(hundredths.div_ceil(100)).unwrap_or(n).max(1)
}

/// The cell in which the row of this rank stands.
fn cell_of_rank(cells: &[ScoreCell], rank: u64) -> Option<&ScoreCell> {
    let mut below = 0;
    occupied(cells).map(|(_, cell)| cell).find(|cell| {
        below += cell.n();
        below >= rank
    })
}

/// Ranks of the lower and of the upper limit; `None` where even the first or the last row is not far enough out.
pub fn ranks(n: u64, percent: u64, tail: f64) -> (Option<u64>, Option<u64>) {
    let q = percent as f64 / 100.0;
    let tails = |k: u64| binomial_tails(k, n, q, 1.0 - q);
    // P(Bin < j), rising in j.
    let below = |j: u64| tails(j - 1).lower();
    // P(Bin >= j), falling in j.
    let above = |j: u64| tails(j - 1).upper();
    let lower = search(n, |j| below(j) > tail) - 1;
    let upper = search(n, |j| above(j) <= tail);
    ((lower >= 1).then_some(lower), (upper <= n).then_some(upper))
}

/// The least `j` of 1 to `n` that passes, once all above it pass too; `n + 1` where none does.
fn search(n: u64, passes: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (1, n + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if passes(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The quantile of the group less that of the reference, with the limits that a bootstrap of the cells has after endless
/// draws: the distribution of a drawn quantile is known, `P(Q* <= x) = P(Bin(n, F(x)) >= rank)`, so that nothing is drawn.
///
/// - Takes: cells of both over the same bins; as [`quantile`].
/// - Gives: [`Note::NoCases`] if a side has no rows; no limits ([`Note::Unbounded`]) where one of the two quantiles has none,
///   since so few rows leave its place open.
/// - Source: Efron 1979, Ann. Stat. 7:1-26; Maritz and Jarrett 1978, J. Am. Stat. Assoc. 73:194-196 (the distribution);
///   methods, "Systems", 6. Oracle: the bootstrap itself, [`crate::resample::bootstrap`].
pub fn quantile_difference(group: &[ScoreCell], reference: &[ScoreCell], percent: u64, tail: f64) -> ScoreQuantile {
    let (one, other) = (quantile(group, percent, tail), quantile(reference, percent, tail));
    let (Some(a), Some(b)) = (one.estimate.value, other.estimate.value) else {
        return ScoreQuantile { estimate: Estimate::none(Note::NoCases), bounds: None };
    };
    let value = a - b;
    let ends = |found: &ScoreQuantile, x: f64| found.bounds.unwrap_or((x, x));
    let ((low, high), (below, above)) = (ends(&one, a), ends(&other, b));
    let binned = one.bounds.is_some() || other.bounds.is_some();
    let estimate = match (one.estimate.interval(), other.estimate.interval()) {
        (Some(_), Some(_)) => {
            let limits = percentiles(&drawn(group, percent), &drawn(reference, percent), tail);
            let limits =
                limits.map(|limits| Interval { lower: limits.lower.min(value), upper: limits.upper.max(value) });
            limits.map_or_else(|| Estimate::none(Note::NoCases), |limits| Estimate::new(value, limits))
        }
        _ => Estimate { value: Some(value), ..Estimate::none(Note::Unbounded) },
    };
    ScoreQuantile {
        estimate: if binned { estimate.with(Note::BinningBound) } else { estimate },
        bounds: binned.then_some((low - above, high - below)),
    }
}

/// The distribution of the quantile of as many rows drawn anew: scores with their chances.
fn drawn(cells: &[ScoreCell], percent: u64) -> Vec<(f64, f64)> {
    let n: u64 = cells.iter().map(ScoreCell::n).sum();
    let rank = rank(n, percent);
    let (mut below, mut reached) = (0, 0.0);
    let mut out = Vec::new();
    for (_, cell) in occupied(cells) {
        below += cell.n();
        // P(Bin(n, share) >= rank). So far from the rank it is 0 or 1 to the last digit: Hoeffding 1963, theorem 2.
        let off = (below as f64 - rank as f64) / n as f64;
        let now = if 2.0 * n as f64 * off * off > 40.0 {
            f64::from(off > 0.0)
        } else {
            binomial_tails(rank - 1, n, below as f64 / n as f64, (n - below) as f64 / n as f64).upper()
        };
        if now - reached > NEGLIGIBLE {
            out.push((cell.score(), now - reached));
        }
        reached = now;
    }
    out
}

/// Percentiles of the difference of two independent distributions.
fn percentiles(group: &[(f64, f64)], reference: &[(f64, f64)], tail: f64) -> Option<Interval> {
    let mut pairs: Vec<(f64, f64)> = Vec::with_capacity(group.len() * reference.len());
    for (x, p) in group {
        pairs.extend(reference.iter().map(|(y, q)| (x - y, p * q)));
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: f64 = pairs.iter().map(|(_, p)| p).sum();
    let at = |share: f64| {
        let mut reached = 0.0;
        let found = pairs.iter().find(|(_, p)| {
            reached += p;
            reached >= share * all
        });
        found.or(pairs.last()).map(|(difference, _)| *difference)
    };
    Some(Interval { lower: at(tail)?, upper: at(1.0 - tail)? })
}

#[cfg(test)]
mod tests {
    use super::{quantile, quantile_difference, ranks};
    use crate::interval::Note;
    use crate::resample::{Key, Stream, bootstrap};
    use crate::score_cells::{ScoreCell, ScoreSums};

    fn cells(counts: &[u64]) -> Vec<ScoreCell> {
        counts.iter().enumerate().map(|(k, &n)| ScoreCell::at(k as f64 / 10.0, n, 0)).collect()
    }

    // methods, "Systems", 6.
    #[test]
    fn the_ranks_of_a_median_are_those_of_the_table() {
        assert_eq!(ranks(20, 50, 0.025), (Some(6), Some(15)));
        assert_eq!(ranks(101, 50, 0.025), (Some(41), Some(61)));
        // Five rows: the chance that all lie on one side of the median is 1/32, more than a tail.
        assert_eq!(ranks(5, 50, 0.025), (None, None));
        assert_eq!(ranks(20, 10, 0.025).0, None);
    }

    // numpy 2: quantile([...], q, method="inverted_cdf").
    #[test]
    fn the_quantile_is_the_first_score_that_so_many_rows_do_not_exceed() {
        let scores = cells(&[3, 0, 4, 2, 1]);
        for (percent, score) in [(10, 0.0), (25, 0.0), (30, 0.0), (31, 0.2), (50, 0.2), (75, 0.3), (90, 0.3), (91, 0.4)]
        {
            assert_eq!(quantile(&scores, percent, 0.025).estimate.value, Some(score), "{percent}");
        }
    }

    #[test]
    fn nobody_has_no_quantile_and_one_row_has_one_without_limits() {
        assert_eq!(quantile(&[], 50, 0.025).estimate.notes, [Note::NoCases]);
        assert_eq!(quantile_difference(&cells(&[1]), &[], 50, 0.025).estimate.notes, [Note::NoCases]);
        let one = quantile(&cells(&[0, 1]), 50, 0.025).estimate;
        assert_eq!((one.value, one.lower, one.upper, one.has(Note::Unbounded)), (Some(0.1), None, None, true));
        let apart = quantile_difference(&cells(&[0, 1]), &cells(&[500]), 50, 0.025).estimate;
        assert_eq!((apart.value, apart.interval(), apart.has(Note::Unbounded)), (Some(0.1), None, true));
    }

    #[test]
    fn bins_give_the_ends_of_the_bin() {
        let bin = ScoreCell {
            low: 0.2,
            high: 0.4,
            negatives: ScoreSums { n: 40, sum: 10.0, squares: 2.6 },
            ..ScoreCell::default()
        };
        let found = quantile(&[bin], 50, 0.025);
        assert_eq!((found.estimate.value, found.bounds), (Some(0.25), Some((0.2, 0.4))));
        assert!(found.estimate.has(Note::BinningBound));
        let apart = quantile_difference(&[bin], &cells(&[40]), 50, 0.025);
        assert_eq!((apart.estimate.value, apart.bounds), (Some(0.25), Some((0.2, 0.4))));
    }

    #[test]
    fn exchanged_sides_change_the_sign() {
        let (a, b) = (cells(&[30, 9, 20, 8, 1]), cells(&[5, 25, 6, 11, 7]));
        for percent in [10, 25, 50, 75, 90] {
            let (one, two) = (quantile_difference(&a, &b, percent, 0.025), quantile_difference(&b, &a, percent, 0.025));
            let turned = |x: Option<f64>| x.map(|x| -x + 0.0);
            assert_eq!(one.estimate.value.map(|x| x + 0.0), turned(two.estimate.value));
            assert_eq!(one.estimate.lower.map(|x| x + 0.0), turned(two.estimate.upper));
        }
    }

    // The distribution without draws against 20,000 draws: shares of draws at or outside the limits.
    #[test]
    fn the_limits_are_those_of_the_bootstrap() {
        let (a, b) = ([30_u64, 19, 20, 18, 11, 6, 3], [25_u64, 35, 26, 11, 7, 2, 1]);
        let found = quantile_difference(&cells(&a), &cells(&b), 75, 0.025).estimate;
        let of = |counts: &[u64]| quantile(&cells(counts), 75, 0.025).estimate.value;
        let columns = bootstrap(Key([5; 32]), &[&a, &b], 20_000, |draw, values| {
            values.push(of(&draw[0]).zip(of(&draw[1])).map(|(x, y)| x - y));
        });
        let (lower, upper) = (found.lower.unwrap(), found.upper.unwrap());
        let share = |keep: &dyn Fn(f64) -> bool| {
            columns[0].iter().flatten().filter(|x| keep(**x)).count() as f64 / columns[0].len() as f64
        };
        assert!(share(&|x| x < lower - 1e-9) < 0.025 + 0.004 && share(&|x| x <= lower + 1e-9) > 0.025 - 0.004);
        assert!(share(&|x| x > upper + 1e-9) < 0.025 + 0.004 && share(&|x| x >= upper - 1e-9) > 0.025 - 0.004);
    }

    // Stated error rate: at most 0.03 at each end for a quantile of one group, 0.045 for a difference of 120 and 80 rows.
    #[test]
    fn the_limits_miss_about_as_often_as_they_say() {
        const ROUNDS: u64 = 2_000;
        let mut misses = [0_u64; 4];
        for round in 0..ROUNDS {
            let mut stream = Stream::new(Key([6; 32]), round);
            // Uniform on [0, 1] and on [0.3, 1.3]: quartiles 0.25 and 0.55.
            let mut sample = |n: usize, shift: f64| -> Vec<ScoreCell> {
                let mut scores: Vec<f64> = (0..n).map(|_| shift + stream.uniform()).collect();
                scores.sort_by(f64::total_cmp);
                scores.iter().map(|s| ScoreCell::at(*s, 1, 0)).collect()
            };
            let (a, b) = (sample(120, 0.3), sample(80, 0.0));
            let one = quantile(&a, 25, 0.025).estimate;
            let two = quantile_difference(&a, &b, 25, 0.025).estimate;
            let missed = [
                one.lower.unwrap() > 0.55,
                one.upper.unwrap() < 0.55,
                two.lower.unwrap() > 0.3,
                two.upper.unwrap() < 0.3,
            ];
            misses.iter_mut().zip(missed).for_each(|(count, missed)| *count += u64::from(missed));
        }
        let rates = misses.map(|count| count as f64 / ROUNDS as f64);
        assert!(rates[0] < 0.03 && rates[1] < 0.03 && rates[2] < 0.045 && rates[3] < 0.045, "{rates:?}");
        assert!(rates.iter().all(|rate| *rate > 0.005), "{rates:?}");
    }
}
