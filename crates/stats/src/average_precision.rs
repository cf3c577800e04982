//! Average precision: the mean precision over the positives, from the highest score down.
//!
//! Makes one number out of counts bin by bin. Needs no probability score. Not for comparing groups as it is: its chance level
//! is the group's base rate, so that lift, or the share of what was possible above chance, goes with it.
//!
//! Start reading at [`average_precision`].

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::logit::{expit, logit};
use crate::normal::z_of_tail;
use crate::resample::{Key, Percentile, bootstrap, percentile_interval};

/// Average precision and what it must be read against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AveragePrecision {
    /// Sum of precision times the step of recall, 0 to 1: method `step`.
    pub value: f64,
    /// Share of positives: what a score without any order gives.
    pub base_rate: f64,
    /// With the negatives of every bin first and its positives one by one behind them: the least value.
    pub least: f64,
    /// With the positives of every bin first, all at one score: the greatest value.
    pub most: f64,
}

impl AveragePrecision {
    /// Value over base rate, at least 1 for an order better than none.
    pub fn lift(&self) -> f64 {
        self.value / self.base_rate
    }

    /// The share of what was possible above chance, `(value - base rate) / (1 - base rate)`; `None` if everybody is positive.
    pub fn above_chance(&self) -> Option<f64> {
        (self.base_rate < 1.0).then(|| (self.value - self.base_rate) / (1.0 - self.base_rate))
    }
}

/// Average precision, one step for each bin.
///
/// - Takes: negatives and positives bin by bin over the same bins, in rising order of the score.
/// - Gives: the note's reason if there are no positives ([`Note::NoPositives`], also without rows). `least` and `most` bound
///   the value of unbinned scores; where every bin is one score they bound nothing that could be known better.
/// - No trapezoid: a line between steps is too optimistic.
/// - Source: Davis and Goadrich 2006, ICML; methods, "Ranking", 7.4, 7.10. Oracle: scikit-learn `average_precision_score`.
pub fn average_precision(negatives: &[u64], positives: &[u64]) -> Result<AveragePrecision, Note> {
    debug_assert_eq!(negatives.len(), positives.len());
    let (n0, n1) = (negatives.iter().sum::<u64>(), positives.iter().sum::<u64>());
    if n1 == 0 {
        return Err(Note::NoPositives);
    }
    let (mut tp, mut fp) = (0_u64, 0_u64);
    let (mut value, mut least, mut most) = (0.0, 0.0, 0.0);
    for (w, x) in negatives.iter().zip(positives).rev() {
        if *x > 0 {
            least += precisions(tp, fp + w, *x);
            most += *x as f64 * ((tp + x) as f64 / (tp + fp + x) as f64);
        }
        tp += x;
        fp += w;
        if *x > 0 {
            value += *x as f64 * (tp as f64 / (tp + fp) as f64);
        }
    }
    let all = n1 as f64;
    Ok(AveragePrecision { value: value / all, base_rate: all / (n0 + n1) as f64, least: least / all, most: most / all })
}

/// The sum of precisions while `x` positives come one after another, behind `tp` positives and `fp` negatives.
fn precisions(tp: u64, fp: u64, x: u64) -> f64 {
    if fp == 0 {
        return x as f64;
    }
    // sum of (tp + i) / (tp + fp + i) = x - fp * (difference of two harmonic numbers).
    x as f64 - fp as f64 * (harmonic(tp + fp + x) - harmonic(tp + fp))
}

/// The harmonic number, less Euler's constant above 40, which cancels in differences of two large ones.
fn harmonic(n: u64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if n <= 40 {
        return (1..=n).rev().map(|k| 1.0 / k as f64).sum();
    }
    let x = n as f64;
    let r = 1.0 / (x * x);
    float::ln(x) + EULER + 0.5 / x - r * (1.0 / 12.0 - r * (1.0 / 120.0 - r / 252.0))
}

/// Percentile limits of average precision by the bootstrap of cells, outcome by bin.
///
/// - Takes: as [`average_precision`]; the number of draws; `tail` at each end.
/// - Gives: as [`percentile_interval`]; limits on the logit scale would be the same, since quantiles go along with a rising
///   change of scale.
/// - Source: methods, "Ranking", 7.4. Oracle: numpy, `7.4/*` of `oracle/scores/ranking.jsonl`.
pub fn percentile(negatives: &[u64], positives: &[u64], key: Key, draws: u64, tail: f64) -> Percentile {
    let bins = negatives.len();
    let cells: Vec<u64> = negatives.iter().chain(positives).copied().collect();
    let columns = bootstrap(key, &[&cells], draws, |draw, values| {
        let (n, p) = draw[0].split_at(bins);
        values.push(average_precision(n, p).ok().map(|a| a.value));
    });
    percentile_interval(columns.first().map_or(&[], Vec::as_slice), tail)
}

/// The standard error of average precision, from its derivatives in the counts of the cells, outcome by bin: what the
/// bootstrap of cells tends to, at the cost of one pass.
///
/// - Takes: as [`average_precision`].
/// - Gives: `None` without positives. 0, but for rounding, where nothing can vary, as without negatives.
/// - First order: for samples of some size.
/// - Source: the delta method for a multinomial over outcome and bin (methods, "Ranking", 7.4). Oracle: derivatives by
///   differences, and the standard deviation of [`percentile`]'s draws.
pub fn standard_error(negatives: &[u64], positives: &[u64]) -> Option<f64> {
    let value = average_precision(negatives, positives).ok()?.value;
    let all = positives.iter().sum::<u64>() as f64;
    // Behind every bin, from the highest score down: positives so far, rows so far.
    let (mut tp, mut rows) = (0_u64, 0_u64);
    let behind: Vec<(f64, f64)> = negatives
        .iter()
        .zip(positives)
        .rev()
        .map(|(w, x)| {
            (tp, rows) = (tp + x, rows + w + x);
            (tp as f64, rows as f64)
        })
        .collect();
    // From the lowest score up: a row more lowers the precision of its bin and of all bins below, a positive raises it too.
    let (mut raised, mut lowered, mut variance) = (0.0, 0.0, 0.0);
    for ((w, x), (tp, rows)) in negatives.iter().zip(positives).zip(behind.into_iter().rev()) {
        if *x > 0 {
            raised += *x as f64 / rows;
            lowered += *x as f64 * tp / (rows * rows);
            let slope = (tp / rows + raised - lowered - value) / all;
            variance += *x as f64 * slope * slope;
        }
        variance += *w as f64 * (lowered / all) * (lowered / all);
    }
    Some(variance.sqrt())
}

/// Fewer rows with the outcome, or without it, and the limits are unreliable, as those of an area are.
pub const ENOUGH: u64 = 30;

/// Up to this many bins the limits are drawn; with more they come from the standard error. Bins put together for the draws
/// would make the limits too narrow, by a tenth with fifty bins of a rare outcome.
pub const BINS_DRAWN: usize = 50;

/// Average precision with limits: percentiles of the bootstrap up to [`BINS_DRAWN`] bins, else from the standard error on the
/// logit scale.
///
/// - Takes: as [`percentile`].
/// - Gives: the value with its limits.
/// - Edges: no value without positives ([`Note::NoPositives`], also without rows). 1 by necessity, without negatives
///   ([`Note::NoNegatives`]), or because the score separates ([`Note::Separation`]): no limits. Fewer than 30 of either:
///   [`Note::TooFewEvents`]. No positives in too many draws, or in too many samples like this one:
///   [`Note::BootstrapUndefined`].
/// - Source: methods, "Ranking", 7.4. Oracle: [`percentile`]; error rates in this file.
pub fn with_limits(negatives: &[u64], positives: &[u64], key: Key, draws: u64, tail: f64) -> Estimate {
    let found = match average_precision(negatives, positives) {
        Err(note) => return Estimate::none(note),
        Ok(found) => found,
    };
    let (n0, n1) = (negatives.iter().sum::<u64>(), positives.iter().sum::<u64>());
    let without = |note| Estimate { value: Some(found.value), ..Estimate::none(note) };
    if n0 == 0 {
        return without(Note::NoNegatives);
    }
    let Some(centre) = logit(found.value) else { return without(Note::Separation) };
    let limits = if negatives.len() <= BINS_DRAWN {
        let drawn = percentile(negatives, positives, key, draws, tail);
        drawn.lower.zip(drawn.upper)
    } else {
        // As draws would be: too many of them without a positive.
        let n = (n0 + n1) as f64;
        let undefined = float::exp(n * float::ln_1p(-(n1 as f64) / n)) > tail;
        standard_error(negatives, positives).filter(|_| !undefined).map(|standard_error| {
            let half = z_of_tail(tail) * standard_error / (found.value * (1.0 - found.value));
            (expit(centre - half), expit(centre + half))
        })
    };
    let Some((lower, upper)) = limits else { return without(Note::BootstrapUndefined) };
    let limits = Interval { lower: lower.min(found.value), upper: upper.max(found.value) };
    let estimate = Estimate::new(found.value, limits);
    if n0.min(n1) < ENOUGH { estimate.with(Note::TooFewEvents) } else { estimate }
}

#[cfg(test)]
mod tests {
    use super::{average_precision, percentile, standard_error, with_limits};
    use crate::interval::Note;
    use crate::resample::{Key, Stream};

    #[test]
    fn nobody_positive_has_no_precision_and_nobody_negative_has_a_perfect_one() {
        assert_eq!(average_precision(&[3, 4], &[0, 0]), Err(Note::NoPositives));
        assert_eq!(average_precision(&[], &[]), Err(Note::NoPositives));
        let all = average_precision(&[0, 0], &[3, 4]).unwrap();
        assert_eq!((all.value, all.least, all.most, all.above_chance()), (1.0, 1.0, 1.0, None));
    }

    #[test]
    fn a_constant_score_has_the_base_rate_and_a_perfect_one_has_one() {
        let constant = average_precision(&[30], &[10]).unwrap();
        assert_eq!((constant.value, constant.lift(), constant.above_chance()), (0.25, 1.0, Some(0.0)));
        assert_eq!(average_precision(&[30, 0], &[0, 10]).unwrap().value, 1.0);
    }

    #[test]
    fn the_bounds_are_the_values_of_the_two_extreme_orders() {
        let binned = average_precision(&[3, 2], &[2, 4]).unwrap();
        // In rising order; positives of a bin below its negatives, each at a score of its own.
        let wrong = average_precision(&[0, 0, 3, 0, 0, 0, 0, 2], &[1, 1, 0, 1, 1, 1, 1, 0]).unwrap();
        let right = average_precision(&[3, 0, 2, 0], &[0, 2, 0, 4]).unwrap();
        assert!((binned.least - wrong.value).abs() < 1e-14 && (binned.most - right.value).abs() < 1e-14);
        assert!(binned.least < binned.value && binned.value < binned.most);
    }

    #[test]
    fn large_bins_do_not_need_a_step_for_each_row() {
        let (n, p) = ([700, 300], [200, 500]);
        let by_steps: f64 = (1..=500).map(|i| f64::from(i) / f64::from(300 + i)).sum::<f64>()
            + (1..=200).map(|i| f64::from(500 + i) / f64::from(1500 + i)).sum::<f64>();
        assert!((average_precision(&n, &p).unwrap().least - by_steps / 700.0).abs() < 1e-12);
    }

    #[test]
    fn draws_without_positives_are_counted() {
        let limits = percentile(&[50, 0], &[0, 1], Key([1; 32]), 200, 0.025);
        assert!(limits.undefined > 20 && limits.lower.is_none());
    }

    #[test]
    fn few_bins_are_drawn() {
        let (n, p) = ([307, 274, 201, 208, 189], [91, 119, 145, 177, 176]);
        let (found, plain) =
            (with_limits(&n, &p, Key([4; 32]), 500, 0.025), percentile(&n, &p, Key([4; 32]), 500, 0.025));
        assert_eq!((found.lower, found.upper, found.notes), (plain.lower, plain.upper, Vec::new()));
        let few = with_limits(&[9, 5], &[3, 8], Key([4; 32]), 500, 0.025);
        assert!(few.has(Note::TooFewEvents) && few.lower.unwrap() < few.value.unwrap());
    }

    #[test]
    fn a_precision_that_cannot_vary_has_no_limits() {
        let of = |n: &[u64], p: &[u64]| with_limits(n, p, Key([4; 32]), 200, 0.025);
        assert_eq!(of(&[0, 0], &[0, 0]).notes, [Note::NoPositives]);
        assert_eq!(of(&[0, 0], &[3, 4]).notes, [Note::NoNegatives]);
        assert_eq!(of(&[30, 0], &[0, 40]).notes, [Note::Separation]);
        // One positive: more than a tail of the draws have none.
        let one = of(&[40, 1], &[0, 1]);
        assert_eq!((one.value, one.lower, one.notes), (Some(0.5), None, vec![Note::BootstrapUndefined]));
        // The same of many bins: three positives are too few, four are not.
        for (events, limits) in [(3, false), (4, true)] {
            let positives: Vec<u64> = (0..200).map(|bin| u64::from(bin % 50 == 0 && bin < 50 * events)).collect();
            let found = of(&[5; 200], &positives);
            assert_eq!((found.lower.is_some(), found.has(Note::BootstrapUndefined)), (limits, !limits));
        }
    }

    // Oracle: average precision of counts in which one cell is larger or smaller, the variance of a multinomial.
    #[test]
    fn the_standard_error_is_that_of_derivatives_by_differences() {
        let (n, p) = ([307_000, 274_000, 0, 208_000, 189_000], [0, 119_000, 145_000, 177_000, 176_000]);
        let cells: Vec<u64> = n.into_iter().chain(p).collect();
        let value = |cells: &[u64]| average_precision(&cells[..5], &cells[5..]).unwrap().value;
        let slope = |cell: usize| {
            let moved = |step: i64| {
                let mut moved = cells.clone();
                moved[cell] = moved[cell].checked_add_signed(step).unwrap();
                value(&moved)
            };
            (moved(20) - moved(-20)) / 40.0
        };
        let full = (0..10).filter(|&cell| cells[cell] > 0);
        let variance: f64 = full.map(|cell| cells[cell] as f64 * slope(cell).powi(2)).sum();
        assert!((standard_error(&n, &p).unwrap() / variance.sqrt() - 1.0).abs() < 1e-6);
        assert_eq!(standard_error(&[5, 3], &[0, 0]), None);
        assert!(standard_error(&[0, 0], &[2, 3]).unwrap() < 1e-15);
        // One score for all: the precision is a share.
        let share = standard_error(&[300], &[100]).unwrap();
        assert!((share - (0.25_f64 * 0.75 / 400.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn the_standard_error_is_that_of_the_draws() {
        // Rising scores, a rare outcome: 200 bins.
        let (n, p): (Vec<u64>, Vec<u64>) = (0..200).map(|i| (400 - 2 * i, 1 + i * i / 1500)).unzip();
        let drawn = percentile(&n, &p, Key([6; 32]), 4_000, 0.025).standard_deviation.unwrap();
        assert!((standard_error(&n, &p).unwrap() / drawn - 1.0).abs() < 0.05);
    }

    const SHARES: [[u64; 5]; 2] = [[40, 30, 15, 10, 5], [10, 15, 20, 25, 30]];

    /// How often limits miss the truth at each end, over 600 samples of 200 of whom 60 have the outcome; each score in `parts`
    /// scores that say nothing more.
    fn misses(parts: usize, draws: u64) -> [f64; 2] {
        let big = SHARES.map(|shares| shares.map(|s| s * 1_000_000));
        let even = |counts: [u64; 5], all: u64| -> Vec<u64> {
            (0..5 * parts).map(|rank| counts[rank / parts] * all / parts as u64).collect()
        };
        let truth = average_precision(&even(big[0], 7), &even(big[1], 3)).unwrap().value;
        let mut misses = [0_u64; 2];
        for round in 0..600 {
            let mut stream = Stream::new(Key([9; 32]), round);
            let mut draw = |n: u64, shares: [u64; 5]| -> Vec<u64> {
                let mut drawn = vec![0; 5 * parts];
                for _ in 0..n {
                    let (mut at, mut rank) = (stream.uniform() * 100.0, 0);
                    while rank < 4 && at >= shares[rank] as f64 {
                        at -= shares[rank] as f64;
                        rank += 1;
                    }
                    drawn[rank * parts + (stream.uniform() * parts as f64) as usize] += 1;
                }
                drawn
            };
            let (n, p) = (draw(140, SHARES[0]), draw(60, SHARES[1]));
            let found = with_limits(&n, &p, Key([10; 32]), draws, 0.025);
            misses[0] += u64::from(found.lower.unwrap() > truth);
            misses[1] += u64::from(found.upper.unwrap() < truth);
        }
        misses.map(|count| count as f64 / 600.0)
    }

    // Stated error rate: at most 0.045 at each end for 60 positives of 200 (nominal 0.025).
    #[test]
    fn the_limits_miss_about_as_often_as_they_say() {
        for (parts, draws) in [(1, 300), (40, 0)] {
            let rates = misses(parts, draws);
            assert!(rates.iter().all(|rate| *rate < 0.045), "{parts}: {rates:?}");
        }
    }
}
