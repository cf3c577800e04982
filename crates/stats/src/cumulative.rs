//! Cumulative differences of outcomes and scores (ECCE): the default statistic of calibration over the whole score.
//!
//! Makes a path, its range and its largest distance from 0 out of the cells of one group: no bins to choose, no tuning,
//! and under calibration it goes to 0 with the root of the rows. Takes probability scores only. Invariants: the path is
//! looked at after distinct scores (or bins) only, so that the order of tied rows plays no part.
//!
//! Start reading at [`cumulative`]. Two groups at equal score are compared in [`crate::cumulative_difference`].

use crate::brownian::{largest_above, range_above};
use crate::calibrated_draws::{draw_positives, scores, share_at_least, trials};
use crate::interval::PValue;
use crate::resample::{Key, Stream};
use crate::score_cells::{ScoreCell, WeightedScoreCell, occupied};

/// From how many distinct scores on the p-value of Brownian motion is good enough; below, draws ([`by_chance`]).
pub const ENOUGH_SCORES: usize = 50;

/// The path and what is read off it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cumulative {
    /// After every cell that has rows: its place, and the sum so far of outcomes less scores, over all rows.
    pub path: Vec<(usize, f64)>,
    /// Highest less lowest point of the path, its start at 0 included: ECCE-R, method `range`.
    pub range: f64,
    /// Largest distance from 0: ECCE-MAD, method `max_abs`.
    pub largest: f64,
    /// Standard deviation of the path's end if calibrated.
    pub sigma: f64,
    /// `range / sigma` and its p by Brownian motion; `None` if every score is 0 or 1.
    pub range_test: Option<CumulativeTest>,
    /// `largest / sigma` and its p; `None` as before.
    pub largest_test: Option<CumulativeTest>,
    /// How far the path of unbinned scores can leave this one inside a bin, at most: the largest share of rows in a bin that
    /// is not one score.
    pub bound: f64,
}

/// A statistic in standard deviations and its p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CumulativeTest {
    /// Over sigma.
    pub statistic: f64,
    /// Of Brownian motion; too large with few distinct scores, never too small.
    pub p: PValue,
}

/// Cumulative calibration error of one group.
///
/// - Takes: cells of a probability score.
/// - Gives: `None` without rows (`no_cases`). Range and distance lie between 0 and 1; the slope of the path over a stretch
///   of rows is the mean miscalibration there.
/// - No test (`variance_not_estimable`) if every score is 0 or 1: there is no noise that could explain a difference.
/// - Source: Arrieta-Ibarra, Gujral, Tannen, Tygert and Xu 2022, J. Mach. Learn. Res. 23(351); methods, "Calibration", 6.6.
///   Oracle: mcgrad `ecce` on aggregated rows.
pub fn cumulative(cells: &[ScoreCell]) -> Option<Cumulative> {
    let n: u64 = cells.iter().map(ScoreCell::n).sum();
    if n == 0 {
        return None;
    }
    let rows = n as f64;
    let steps = occupied(cells).map(|(place, c)| (place, c.positives.n as f64 - c.all().sum));
    let spread: f64 = occupied(cells).map(|(_, c)| c.spread()).sum();
    let widest = occupied(cells).filter(|(_, c)| !c.is_exact()).map(|(_, c)| c.n()).max().unwrap_or(0);
    Some(of_path(along(steps, rows), spread.sqrt() / rows, widest as f64 / rows))
}

/// [`cumulative`] of weighted rows.
///
/// - Takes: weighted cells of a probability score.
/// - Gives: `None` without weight. `sigma^2 = sum w^2 s (1 - s) / (sum w)^2`; the p-value is that of Brownian motion.
/// - Source: as [`cumulative`]. Oracle: weights of 1 give [`cumulative`].
pub fn cumulative_weighted(cells: &[WeightedScoreCell]) -> Option<Cumulative> {
    let weight: f64 = cells.iter().map(|c| c.all().weight).sum();
    if weight <= 0.0 {
        return None;
    }
    let with_weight = || cells.iter().enumerate().filter(|(_, c)| c.all().weight > 0.0);
    let steps = with_weight().map(|(place, c)| (place, c.positives.weight - c.all().weight * c.score));
    let spread: f64 = with_weight().map(|(_, c)| c.all().square * c.score * (1.0 - c.score)).sum();
    Some(of_path(along(steps, weight), spread.sqrt() / weight, 0.0))
}

fn along(steps: impl Iterator<Item = (usize, f64)>, total: f64) -> Vec<(usize, f64)> {
    let mut sum = 0.0;
    steps
        .map(|(place, step)| {
            sum += step;
            (place, sum / total)
        })
        .collect()
}

fn of_path(path: Vec<(usize, f64)>, sigma: f64, bound: f64) -> Cumulative {
    let (range, largest) = extremes(path.iter().map(|(_, at)| *at));
    let test = |value: f64, p: fn(f64) -> PValue| {
        (sigma > 0.0).then(|| CumulativeTest { statistic: value / sigma, p: p(value / sigma) })
    };
    let (range_test, largest_test) = (test(range, range_above), test(largest, largest_above));
    Cumulative { path, range, largest, sigma, range_test, largest_test, bound }
}

/// Range, and largest distance from 0, of a path that starts at 0.
pub(crate) fn extremes(path: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = path.fold((0.0_f64, 0.0_f64), |(low, high), at| (low.min(at), high.max(at)));
    (high - low, high.max(-low))
}

/// Range and largest distance of the path of drawn positives, cell by cell; `n` rows in all.
pub(crate) fn extremes_of_drawn(cells: &[ScoreCell], positives: &[u64], n: f64) -> (f64, f64) {
    let mut sum = 0.0;
    extremes(cells.iter().zip(positives).map(|(cell, o)| {
        sum += *o as f64 - cell.all().sum;
        sum / n
    }))
}

/// P-values by draws: what the path does if the score is calibrated and is looked at on these very scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CumulativeByChance {
    /// Of the range.
    pub range: PValue,
    /// Of the largest distance.
    pub largest: PValue,
}

/// P-values of [`cumulative`] by draws, for fewer than 50 distinct scores.
///
/// - Takes: cells of a probability score; the number of draws, 10,000 by default.
/// - Gives: `None` without rows or draws.
/// - Source: methods, "Calibration", 6.6. Oracle: numpy, `p_*_simulated` of `oracle/scores/calibration.jsonl`.
pub fn by_chance(cells: &[ScoreCell], key: Key, draws: u64) -> Option<CumulativeByChance> {
    let observed = cumulative(cells)?;
    let (trials, n) = (trials(cells, &scores(cells)), cells.iter().map(ScoreCell::n).sum::<u64>() as f64);
    let mut positives = vec![0; cells.len()];
    let (mut ranges, mut distances) = (Vec::new(), Vec::new());
    for number in 0..draws {
        draw_positives(&mut Stream::new(key, number), &trials, &mut positives);
        let (range, largest) = extremes_of_drawn(cells, &positives, n);
        ranges.push(range);
        distances.push(largest);
    }
    Some(CumulativeByChance {
        range: share_at_least(&ranges, observed.range)?,
        largest: share_at_least(&distances, observed.largest)?,
    })
}

#[cfg(test)]
mod tests {
    use super::{by_chance, cumulative, cumulative_weighted};
    use crate::resample::Key;
    use crate::score_cells::{ScoreCell, ScoreSums, WeightedScoreCell};
    use crate::weighted::Sums;

    #[test]
    fn nobody_has_no_path_and_certain_scores_have_no_test() {
        assert!(cumulative(&[]).is_none() && by_chance(&[], Key([1; 32]), 9).is_none());
        let certain = cumulative(&[ScoreCell::at(0.0, 9, 1), ScoreCell::at(1.0, 0, 10)]).unwrap();
        assert!((certain.range - 0.05).abs() < 1e-15 && certain.range_test.is_none() && certain.sigma == 0.0);
    }

    #[test]
    fn the_path_ends_at_calibration_in_the_large() {
        let cells = [ScoreCell::at(0.2, 40, 2), ScoreCell::at(0.3, 0, 0), ScoreCell::at(0.7, 9, 49)];
        let c = cumulative(&cells).unwrap();
        let in_the_large = crate::calibration::in_the_large(&cells, 1.96).estimate.value.unwrap();
        assert_eq!(c.path.len(), 2);
        assert!((c.path[1].1 - in_the_large).abs() < 1e-15);
        assert!((c.range - (c.path[1].1 - c.path[0].1)).abs() < 1e-15 && c.bound == 0.0);
    }

    #[test]
    fn a_bin_says_how_far_the_path_may_leave_inside_it() {
        let wide = ScoreCell {
            low: 0.1,
            high: 0.3,
            negatives: ScoreSums { n: 8, sum: 1.6, squares: 0.33 },
            positives: ScoreSums::default(),
        };
        let c = cumulative(&[wide, ScoreCell::at(0.5, 16, 16)]).unwrap();
        assert!((c.bound - 0.2).abs() < 1e-15);
    }

    #[test]
    fn weights_of_one_change_nothing() {
        let cells = [ScoreCell::at(0.2, 40, 2), ScoreCell::at(0.7, 9, 49)];
        let one = |n: u64| Sums { rows: n, weight: n as f64, square: n as f64 };
        let weighted = cells.map(|c| WeightedScoreCell {
            score: c.low,
            negatives: one(c.negatives.n),
            positives: one(c.positives.n),
        });
        let (a, b) = (cumulative(&cells).unwrap(), cumulative_weighted(&weighted).unwrap());
        assert!((a.range - b.range).abs() < 1e-15 && (a.sigma - b.sigma).abs() < 1e-15);
    }
}
