//! Average precision: the mean precision over the positives, from the highest score down.
//!
//! Makes one number out of counts bin by bin. Needs no probability score. Not for comparing groups as it is: its chance level
//! is the group's base rate, so that lift, or the share of what was possible above chance, goes with it.
//!
//! Start reading at [`average_precision`].

use crate::interval::{Estimate, Interval, Note};
use crate::logit::{expit, logit};
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
    crate::float::ln(x) + EULER + 0.5 / x - r * (1.0 / 12.0 - r * (1.0 / 120.0 - r / 252.0))
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

/// Fewer rows with the outcome, or without it, and the limits are unreliable, as those of an area are.
pub const ENOUGH: u64 = 30;

/// Average precision with percentile limits on the logit scale.
///
/// - Takes: the value ([`average_precision`]); negatives and positives on the bins that are drawn, the same or fewer and
///   wider ones, since the cost grows with draws times bins; as [`percentile`].
/// - Gives: limits of the drawn bins, moved on the logit scale by as much as joining bins moved the value (by nothing where
///   the bins are the same).
/// - Edges: 1 by necessity, without negatives ([`Note::NoNegatives`]), or because the score separates
///   ([`Note::Separation`]): no limits. Fewer than 30 of either: [`Note::TooFewEvents`]. No positives in too many draws:
///   [`Note::BootstrapUndefined`].
/// - Source: methods, "Ranking", 7.4. Oracle: [`percentile`]; error rate in this file.
pub fn with_limits(value: f64, (negatives, positives): (&[u64], &[u64]), key: Key, draws: u64, tail: f64) -> Estimate {
    let (n0, n1) = (negatives.iter().sum::<u64>(), positives.iter().sum::<u64>());
    let without = |note| Estimate { value: Some(value), ..Estimate::none(note) };
    if n0 == 0 {
        return without(Note::NoNegatives);
    }
    let Ok(joined) = average_precision(negatives, positives) else { return without(Note::NoPositives) };
    if value >= 1.0 || joined.value >= 1.0 {
        return without(Note::Separation);
    }
    let drawn = percentile(negatives, positives, key, draws, tail);
    let moved = logit(value).zip(logit(joined.value)).map_or(0.0, |(to, from)| to - from);
    let at = |limit: f64| logit(limit).map_or(limit, |limit| expit(limit + moved));
    let estimate = match (drawn.lower, drawn.upper) {
        (Some(lower), Some(upper)) => {
            Estimate::new(value, Interval { lower: at(lower).min(value), upper: at(upper).max(value) })
        }
        _ => return without(Note::BootstrapUndefined),
    };
    if n0.min(n1) < ENOUGH { estimate.with(Note::TooFewEvents) } else { estimate }
}

#[cfg(test)]
mod tests {
    use super::{average_precision, percentile, with_limits};
    use crate::interval::Note;
    use crate::resample::{Key, Stream, binomial};

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
    fn the_limits_are_the_percentiles_where_the_bins_are_the_same() {
        let (n, p) = ([307, 274, 201, 208, 189], [91, 119, 145, 177, 176]);
        let value = average_precision(&n, &p).unwrap().value;
        let (found, plain) =
            (with_limits(value, (&n, &p), Key([4; 32]), 500, 0.025), percentile(&n, &p, Key([4; 32]), 500, 0.025));
        assert!((found.lower.unwrap() - plain.lower.unwrap()).abs() < 1e-12);
        assert!((found.upper.unwrap() - plain.upper.unwrap()).abs() < 1e-12 && found.notes.is_empty());
        let few = with_limits(0.5, (&[9, 5], &[3, 8]), Key([4; 32]), 500, 0.025);
        assert!(few.has(Note::TooFewEvents) && few.lower.unwrap() < 0.5);
    }

    #[test]
    fn a_precision_that_cannot_vary_has_no_limits() {
        let of = |value, n: &[u64], p: &[u64]| with_limits(value, (n, p), Key([4; 32]), 200, 0.025);
        assert_eq!(of(1.0, &[0, 0], &[3, 4]).notes, [Note::NoNegatives]);
        assert_eq!(of(1.0, &[30, 0], &[0, 40]).notes, [Note::Separation]);
        // One positive: more than a tail of the draws have none.
        let one = of(0.5, &[40, 1], &[0, 1]);
        assert_eq!((one.value, one.lower, one.notes), (Some(0.5), None, vec![Note::BootstrapUndefined]));
    }

    // Stated error rate: at most 0.045 at each end for 60 positives of 200 (nominal 0.025), 600 samples, 300 draws each.
    #[test]
    fn the_limits_miss_about_as_often_as_they_say() {
        const SHARES: [[u64; 5]; 2] = [[40, 30, 15, 10, 5], [10, 15, 20, 25, 30]];
        let big = SHARES.map(|shares| shares.map(|s| s * 1_000_000));
        let truth = average_precision(&big[0].map(|n| n * 7), &big[1].map(|n| n * 3)).unwrap().value;
        let mut misses = [0_u64; 2];
        for round in 0..600 {
            let mut stream = Stream::new(Key([9; 32]), round);
            let mut draw = |n: u64, shares: [u64; 5]| {
                let (mut left, mut of) = (n, 100);
                shares.map(|share| {
                    let drawn = binomial(&mut stream, left, share, of);
                    (left, of) = (left - drawn, of - share);
                    drawn
                })
            };
            let with = 60;
            let (n, p) = (draw(200 - with, SHARES[0]), draw(with, SHARES[1]));
            let value = average_precision(&n, &p).unwrap().value;
            let found = with_limits(value, (&n, &p), Key([10; 32]), 300, 0.025);
            misses[0] += u64::from(found.lower.unwrap() > truth);
            misses[1] += u64::from(found.upper.unwrap() < truth);
        }
        let rates = misses.map(|count| count as f64 / 600.0);
        assert!(rates.iter().all(|rate| *rate < 0.045), "{rates:?}");
    }
}
