//! Expected calibration error: the mean distance of outcome rate and mean score over bins, what noise alone would make of
//! it, and what is left when noise is taken off.
//!
//! Makes bins out of cells, and errors out of bins. Takes probability scores only. May not know groups: the error of pure
//! noise grows as the root of bins over rows, so that errors of groups of different size are never compared.
//! Invariants: a cell is never split between bins, so that the order of rows plays no part; edges are exact decimals.
//!
//! Start reading at [`bins`], then [`calibration_error`].

use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use crate::calibrated_draws::{self, ByChance};
use crate::float;
use crate::interval::Interval;
use crate::normal;
use crate::proportion::wilson_real;
use crate::resample::Key;
use crate::score_cells::{ScoreCell, occupied};
use crate::special::ln_dbinom;

/// The square root of 2 over pi: the mean distance of a standard normal from 0.
pub(crate) const MEAN_DISTANCE: f64 = FRAC_2_SQRT_PI * FRAC_1_SQRT_2;

/// How cells are put into bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binning {
    /// So many bins of equal width on [0, 1], lower ends included, the last one closed: `equal_width_10`.
    EqualWidth(usize),
    /// So many bins of about equal numbers of rows: `equal_frequency_10`. A bin closes at the first cell that brings the
    /// count to the next multiple of `n / bins`: fewer bins may result.
    EqualFrequency(usize),
}

/// The default: ten bins of equal width.
pub const DEFAULT_BINNING: Binning = Binning::EqualWidth(10);

/// The place of a score among `bins` bins of equal width.
///
/// - Takes: a score in [0, 1]; `bins >= 1`.
/// - Gives: `floor(score * bins)`, where a product within 1e-9 of a whole number is that number: a score that was written
///   0.3 is in bin 3 of 10, whatever the product of the nearest binary number is. A score of 1 is in the last bin.
/// - Source: methods, "Calibration", 6.4. Oracle: `6.4/edges` of `oracle/scores/calibration.jsonl`.
pub fn equal_width_index(score: f64, bins: usize) -> usize {
    let place = score * bins as f64;
    let whole = place.round();
    let place = if (place - whole).abs() <= 1e-9 { whole } else { place.floor() };
    (place.max(0.0) as usize).min(bins.saturating_sub(1))
}

/// One bin of a calibration table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibrationBin {
    /// Place of the first cell with rows.
    pub first: usize,
    /// Place of the last cell with rows.
    pub last: usize,
    /// Lowest score that can stand in the bin's cells.
    pub low: f64,
    /// Highest score.
    pub high: f64,
    /// Rows, at least 1.
    pub n: u64,
    /// Rows with the outcome.
    pub positives: u64,
    /// Sum of the scores.
    pub sum: f64,
    /// Sum of `s (1 - s)`.
    pub spread: f64,
}

impl CalibrationBin {
    fn of(place: usize, cell: &ScoreCell) -> CalibrationBin {
        CalibrationBin {
            first: place,
            last: place,
            low: cell.low,
            high: cell.high,
            n: cell.n(),
            positives: cell.positives.n,
            sum: cell.all().sum,
            spread: cell.spread(),
        }
    }

    /// This bin and the one above it together.
    pub fn and(&self, above: &CalibrationBin) -> CalibrationBin {
        CalibrationBin {
            first: self.first,
            last: above.last,
            low: self.low,
            high: above.high,
            n: self.n + above.n,
            positives: self.positives + above.positives,
            sum: self.sum + above.sum,
            spread: self.spread + above.spread,
        }
    }

    /// Share of rows with the outcome.
    pub fn rate(&self) -> f64 {
        self.positives as f64 / self.n as f64
    }

    /// Mean score, exact: the place on the axis of a curve, never the middle of the bin.
    pub fn mean_score(&self) -> f64 {
        if self.low == self.high { self.low } else { self.sum / self.n as f64 }
    }

    /// Outcome rate minus mean score.
    pub fn gap(&self) -> f64 {
        (self.positives as f64 - self.sum) / self.n as f64
    }

    /// Wilson's limits of the outcome rate; `z > 0`.
    pub fn limits(&self, z: f64) -> Interval {
        // A bin has rows, so that there are limits.
        wilson_real(self.positives as f64, self.n as f64, z).unwrap_or(Interval { lower: 0.0, upper: 1.0 })
    }
}

/// The bins of a group that have rows, in rising order.
///
/// - Takes: cells of a probability score. A cell goes where its score, or its mean score, belongs: exact if the cells do not
///   reach across the bins' edges ([`straddling`] says how much can go wrong otherwise).
/// - Gives: an empty list without rows.
/// - Source: methods, "Calibration", 6.4. Oracle: pandas `groupby`.
pub fn bins(cells: &[ScoreCell], binning: Binning) -> Vec<CalibrationBin> {
    let mut out: Vec<CalibrationBin> = Vec::new();
    match binning {
        Binning::EqualWidth(bins) => {
            let mut open = None;
            for (place, cell) in occupied(cells) {
                let index = equal_width_index(cell.score(), bins);
                add(&mut out, open == Some(index), place, cell);
                open = Some(index);
            }
        }
        Binning::EqualFrequency(bins) => {
            let all = u128::from(cells.iter().map(ScoreCell::n).sum::<u64>());
            let (mut count, mut full, mut open) = (0_u128, 1_u128, false);
            for (place, cell) in occupied(cells) {
                add(&mut out, open, place, cell);
                count += u128::from(cell.n());
                // Whole multiples of n / bins, without rounding.
                let reached = count * bins as u128 / all;
                open = reached < full;
                full = full.max(reached + 1);
            }
        }
    }
    out
}

fn add(out: &mut Vec<CalibrationBin>, open: bool, place: usize, cell: &ScoreCell) {
    let bin = CalibrationBin::of(place, cell);
    match out.last_mut() {
        Some(last) if open => *last = last.and(&bin),
        _ => out.push(bin),
    }
}

/// How much the error can be wrong because cells reach across the edges of bins of equal width, at most: twice the share of
/// rows in such cells. 0 where cells nest in bins; `None` without rows.
pub fn straddling(cells: &[ScoreCell], bins: usize) -> Option<f64> {
    let all: u64 = cells.iter().map(ScoreCell::n).sum();
    let across: u64 = occupied(cells)
        .filter(|(_, cell)| equal_width_index(cell.low, bins) != equal_width_index(cell.high, bins))
        .map(|(_, cell)| cell.n())
        .sum();
    (all > 0).then(|| 2.0 * across as f64 / all as f64)
}

/// The largest distance in a bin, and what the bin can tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Largest {
    /// Outcome rate minus mean score, without sign: the maximum calibration error.
    pub value: f64,
    /// Which bin; the first of several.
    pub bin: usize,
    /// Rows in it.
    pub n: u64,
    /// Wilson's limits of its outcome rate: the largest distance is dominated by the smallest bin.
    pub limits: Interval,
}

/// The calibration error over bins, with its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationError {
    /// Mean distance of outcome rate and mean score, 0 to 1: `expected_calibration_error`.
    pub value: f64,
    /// Its mean if the score were calibrated: by enumeration if every bin is one score, else by the normal distribution.
    pub expected_by_chance: f64,
    /// The same by the normal distribution.
    pub expected_by_chance_normal: f64,
    /// True if `expected_by_chance` was enumerated.
    pub enumerated: bool,
    /// The distance with noise taken off: `debiased_l1`. Where a bin is calibrated, 0.586 of the noise stays.
    pub debiased_l1: f64,
    /// Mean squared distance.
    pub squared: f64,
    /// The squared distance with noise taken off, unbiased: `debiased_squared`; may be below 0.
    pub debiased_squared: f64,
    /// The root of the last, 0 where that is below 0.
    pub debiased_root: f64,
    /// `maximum_calibration_error`.
    pub largest: Largest,
}

impl CalibrationError {
    /// The error above what chance makes: the only part on which something might be said.
    pub fn excess(&self) -> f64 {
        self.value - self.expected_by_chance
    }
}

/// The expected calibration error of bins, beside what noise alone makes of it.
///
/// - Takes: [`bins`] of a probability score; `z > 0` for the limits of the bin with the largest distance.
/// - Gives: `None` without bins, because there is nobody (`no_cases`).
/// - Not for: comparing groups of different size, a margin, a verdict.
/// - Source: Naeini, Cooper and Hauskrecht 2015, AAAI; debiased: Bröcker 2012, Clim. Dyn. 39:655-667; Kumar, Liang and Ma
///   2019, NeurIPS; enumeration: de Moivre's mean absolute deviation; methods, "Calibration", 6.4. Oracle:
///   uncertainty-calibration, scipy.
pub fn calibration_error(bins: &[CalibrationBin], z: f64) -> Option<CalibrationError> {
    let n: u64 = bins.iter().map(|bin| bin.n).sum();
    if n == 0 {
        return None;
    }
    let mean = |f: &dyn Fn(&CalibrationBin) -> f64| bins.iter().map(|b| b.n as f64 * f(b)).sum::<f64>() / n as f64;
    let value = value_of(bins);
    let folded = mean(&|bin| {
        let (gap, rate) = (bin.gap().abs(), bin.rate());
        folded_normal_mean(gap, (rate * (1.0 - rate) / bin.n as f64).sqrt())
    });
    let enumerated = bins.iter().all(|bin| bin.low == bin.high);
    let normal = mean(&|bin| MEAN_DISTANCE * bin.spread.sqrt() / bin.n as f64);
    let debiased_squared = mean(&|bin| {
        let rate = bin.rate();
        if bin.n == 1 { 0.0 } else { bin.gap() * bin.gap() - rate * (1.0 - rate) / (bin.n - 1) as f64 }
    });
    let mut largest = Largest { value: -1.0, bin: 0, n: 0, limits: Interval { lower: 0.0, upper: 1.0 } };
    for (place, bin) in bins.iter().enumerate() {
        if bin.gap().abs() > largest.value {
            largest = Largest { value: bin.gap().abs(), bin: place, n: bin.n, limits: bin.limits(z) };
        }
    }
    Some(CalibrationError {
        value,
        expected_by_chance: if enumerated {
            mean(&|bin| mean_absolute_deviation(bin.n, bin.low) / bin.n as f64)
        } else {
            normal
        },
        expected_by_chance_normal: normal,
        enumerated,
        debiased_l1: 2.0 * value - folded,
        squared: mean(&|bin| bin.gap() * bin.gap()),
        debiased_squared,
        debiased_root: debiased_squared.max(0.0).sqrt(),
        largest,
    })
}

pub(crate) fn value_of(bins: &[CalibrationBin]) -> f64 {
    let n: u64 = bins.iter().map(|bin| bin.n).sum();
    bins.iter().map(|bin| (bin.positives as f64 - bin.sum).abs()).sum::<f64>() / n as f64
}

/// The mean of `|X|` for a normal `X` with this mean, at least 0, and standard deviation.
fn folded_normal_mean(mean: f64, deviation: f64) -> f64 {
    if deviation <= 0.0 {
        return mean;
    }
    let t = mean / deviation;
    deviation * MEAN_DISTANCE * float::exp(-0.5 * t * t) + mean * (1.0 - 2.0 * normal::sf(t))
}

/// The mean distance of a binomial count from its mean, `E |X - n p|`.
///
/// - Takes: `p` in [0, 1].
/// - Source: de Moivre 1730; Diaconis and Zabell 1991, Stat. Sci. 6:284-302. Oracle: enumeration (scipy `binom`).
pub fn mean_absolute_deviation(n: u64, p: f64) -> f64 {
    let next = (n as f64 * p).floor() as u64 + 1;
    if p <= 0.0 || p >= 1.0 || next > n {
        return 0.0;
    }
    let mass = ln_dbinom(next, n, p, 1.0 - p).map_or(0.0, float::exp);
    2.0 * next as f64 * (1.0 - p) * mass
}

/// What the error would be if the score were calibrated, by draws: mean, 95 % point, p-value of the observed one.
///
/// - Takes: cells of a probability score; the number of draws, at least 1.
/// - Gives: `None` without rows or draws.
/// - Source: methods, "Calibration", 6.4. Oracle: `null_q95_simulated` of `oracle/scores/calibration.jsonl`.
pub fn by_chance(cells: &[ScoreCell], binning: Binning, key: Key, draws: u64) -> Option<ByChance> {
    // Bins depend on scores and numbers of rows only, so that they are the same in every draw.
    let bins = bins(cells, binning);
    if bins.is_empty() {
        return None;
    }
    calibrated_draws::by_chance(cells, key, draws, value_of(&bins), |positives| value_of_drawn(&bins, positives))
}

/// The error over bins with drawn positives, cell by cell.
pub(crate) fn value_of_drawn(bins: &[CalibrationBin], positives: &[u64]) -> f64 {
    let drawn = |bin: &CalibrationBin| positives[bin.first..=bin.last].iter().sum::<u64>() as f64;
    let n: u64 = bins.iter().map(|bin| bin.n).sum();
    bins.iter().map(|bin| (drawn(bin) - bin.sum).abs()).sum::<f64>() / n as f64
}

#[cfg(test)]
mod tests {
    use super::{Binning, bins, by_chance, calibration_error, mean_absolute_deviation, straddling};
    use crate::float;
    use crate::resample::Key;
    use crate::score_cells::{ScoreCell, ScoreSums};
    use crate::special::ln_dbinom;

    const Z: f64 = 1.959_963_984_540_054;

    #[test]
    fn nobody_has_no_calibration_error() {
        assert!(calibration_error(&bins(&[], Binning::EqualWidth(10)), Z).is_none());
        assert!(bins(&[ScoreCell::at(0.5, 0, 0)], Binning::EqualFrequency(10)).is_empty());
        assert!(by_chance(&[], Binning::EqualWidth(10), Key([1; 32]), 10).is_none());
        assert_eq!(straddling(&[], 10), None);
    }

    #[test]
    fn the_mean_deviation_is_that_of_enumeration() {
        for (n, p) in [(1, 0.3), (7, 0.5), (10, 0.3), (50, 0.05), (40, 0.975), (20, 0.25)] {
            let by_sum: f64 = (0..=n)
                .map(|k| (k as f64 - n as f64 * p).abs() * ln_dbinom(k, n, p, 1.0 - p).map_or(0.0, float::exp))
                .sum();
            assert!((mean_absolute_deviation(n, p) - by_sum).abs() < 1e-12 * (1.0 + by_sum), "{n} {p}");
        }
        assert_eq!((mean_absolute_deviation(5, 0.0), mean_absolute_deviation(5, 1.0)), (0.0, 0.0));
    }

    #[test]
    fn certain_scores_that_are_right_have_no_error_and_no_noise() {
        let e =
            calibration_error(&bins(&[ScoreCell::at(0.0, 9, 0), ScoreCell::at(1.0, 0, 4)], Binning::EqualWidth(10)), Z);
        let e = e.unwrap();
        assert_eq!((e.value, e.expected_by_chance, e.debiased_l1, e.debiased_squared), (0.0, 0.0, 0.0, 0.0));
    }

    #[test]
    fn a_cell_across_an_edge_is_counted_in_the_bound() {
        let wide = ScoreCell {
            low: 0.28,
            high: 0.33,
            negatives: ScoreSums { n: 30, sum: 9.0, squares: 2.71 },
            ..ScoreCell::default()
        };
        let cells = [ScoreCell::at(0.1, 50, 20), wide];
        assert!((straddling(&cells, 10).unwrap() - 0.6).abs() < 1e-15);
        assert!(!calibration_error(&bins(&cells, Binning::EqualWidth(10)), Z).unwrap().enumerated);
    }

    #[test]
    fn equal_frequency_never_splits_a_score_and_may_give_fewer_bins() {
        let cells = [ScoreCell::at(0.1, 90, 0), ScoreCell::at(0.2, 5, 0), ScoreCell::at(0.3, 0, 5)];
        let bins = bins(&cells, Binning::EqualFrequency(10));
        assert_eq!(bins.iter().map(|b| b.n).collect::<Vec<_>>(), [90, 10]);
    }
}
