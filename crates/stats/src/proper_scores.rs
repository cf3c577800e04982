//! Brier score and log loss of one group.
//!
//! Makes mean losses out of cells of a probability score. Not for comparing groups: both losses depend on the base rate, and
//! a group with the rarer outcome has the lower Brier score at the same quality of the score ([`crate::corp`] splits it off).
//!
//! Start reading at [`brier`].

use crate::float;
use crate::interval::{Estimate, Note};
use crate::mean_score;
use crate::proportion::clipped;
use crate::score_cells::{Moments, ScoreCell, ScoreSums, Totals, occupied};

/// The Brier score and what it would be if the score were right.
#[derive(Clone, Debug, PartialEq)]
pub struct Brier {
    /// Mean squared difference of score and outcome, 0 to 1.
    pub estimate: Estimate,
    /// Its mean if the score were calibrated; `None` without rows.
    pub if_calibrated: Option<f64>,
    /// Number, mean and spread of the losses, for a comparison of means; `None` without rows.
    pub moments: Option<Moments>,
}

/// The Brier score, `mean (s - y)^2`.
///
/// - Takes: cells of a probability score; `tail` at each end, 0.025 for 95 %.
/// - Gives: a mean, exact despite bins. Limits by Student's t, cut to [0, 1] ([`Note::Clipped`]); with bins their
///   width takes the mean score of a bin for its scores.
/// - Edges: [`Note::NoCases`] without rows; no limits with [`Note::VarianceNotEstimable`] for one row or where every row has
///   the same loss.
/// - Source: Brier 1950, Mon. Weather Rev. 78:1-3; methods, "Calibration", 6.7, 6.11. Oracle: scikit-learn
///   `brier_score_loss`.
pub fn brier(cells: &[ScoreCell], tail: f64) -> Brier {
    let totals = Totals::of(cells);
    let n = totals.n() as f64;
    let Some(value) = brier_value(&totals) else {
        return Brier { estimate: Estimate::none(Note::NoCases), if_calibrated: None, moments: None };
    };
    let deviations: f64 = occupied(cells)
        .map(|(_, cell)| {
            let s = cell.score();
            let (with, without) = ((1.0 - s) * (1.0 - s) - value, s * s - value);
            cell.positives.n as f64 * with * with + cell.negatives.n as f64 * without * without
        })
        .sum();
    // Losses within rounding of each other do not vary.
    let deviations = if deviations <= n * 1e-28 { 0.0 } else { deviations };
    let moments = Some(Moments { n: totals.n(), mean: value, deviations });
    let of_mean = mean_score::mean(moments, tail);
    let estimate = match of_mean.interval() {
        Some(limits) => clipped(value, limits, 0.0, 1.0),
        None => of_mean,
    };
    Brier { estimate, if_calibrated: Some(totals.spread / n), moments }
}

/// The mean squared difference, from exact sums; `None` without rows.
pub(crate) fn brier_value(totals: &Totals) -> Option<f64> {
    let all = totals.all();
    let squares = totals.positives.n as f64 - 2.0 * totals.positives.sum + all.squares;
    (all.n > 0).then(|| squares.max(0.0) / all.n as f64)
}

/// The log loss, in nats.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLoss {
    /// Mean of `-ln` of the probability that the score gave to what happened, at least 0; no limits.
    pub estimate: Estimate,
    /// Rows whose outcome the score had called impossible: the loss is infinite.
    pub infinite: u64,
    /// How much the bins can change the value, at most; 0 if every bin is one score; `None` if there is no value, or if a
    /// bin reaches to a score of 0 or 1 with the other outcome in it.
    pub bound: Option<f64>,
}

/// The log loss, `-mean [y ln s + (1 - y) ln (1 - s)]`.
///
/// - Takes: cells of a probability score. Each outcome's mean score in the bin stands for its scores.
/// - Gives: a mean; with bins it is too small by at most `bound`, which is `binning_bound` to a report.
/// - Edges: [`Note::NoCases`] without rows; [`Note::LogInfinite`] and no value if a score of 0 has the outcome or a score of
///   1 lacks it, with their number: nothing is clipped.
/// - Source: Good 1952, J. R. Stat. Soc. B 14:107-114; methods, "Exact arithmetic", 3.1. Oracle: scikit-learn `log_loss`.
pub fn log_loss(cells: &[ScoreCell]) -> LogLoss {
    let (mut sum, mut bound, mut infinite, mut n) = (0.0, Some(0.0), 0, 0_u64);
    for (_, cell) in occupied(cells) {
        n += cell.n();
        // For a negative the score of "did not happen" is 1 - s.
        let sides = [
            (cell.positives, cell.low, cell.high, mean(cell, cell.positives)),
            (cell.negatives, 1.0 - cell.high, 1.0 - cell.low, 1.0 - mean(cell, cell.negatives)),
        ];
        for (sums, low, high, chance) in sides.into_iter().filter(|(sums, ..)| sums.n > 0) {
            let rows = sums.n as f64;
            if chance <= 0.0 {
                infinite += sums.n;
                continue;
            }
            sum -= rows * if chance > 0.5 { float::ln_1p(chance - 1.0) } else { float::ln(chance) };
            if low < high {
                let ratio = (high - low) / low;
                // Second derivative of the logarithm at the near end, times the largest variance within the bin.
                bound = bound.filter(|_| low > 0.0).map(|b: f64| b + rows * ratio * ratio / 8.0);
            }
        }
    }
    let estimate = if n == 0 {
        Estimate::none(Note::NoCases)
    } else if infinite > 0 {
        Estimate::none(Note::LogInfinite)
    } else {
        Estimate { value: Some(sum / n as f64), ..Estimate::default() }
    };
    let bound = bound.filter(|_| estimate.value.is_some()).map(|b| b / n as f64);
    let estimate = if bound.is_none_or(|b| b > 0.0) && estimate.value.is_some() {
        estimate.with(Note::BinningBound)
    } else {
        estimate
    };
    LogLoss { estimate, infinite, bound }
}

fn mean(cell: &ScoreCell, sums: ScoreSums) -> f64 {
    if cell.is_exact() || sums.n == 0 { cell.low } else { (sums.sum / sums.n as f64).max(cell.low).min(cell.high) }
}

#[cfg(test)]
mod tests {
    use super::{brier, log_loss};
    use crate::interval::Note;
    use crate::score_cells::{ScoreCell, ScoreSums};

    #[test]
    fn nothing_is_made_from_nothing() {
        assert!(brier(&[], 0.025).estimate.has(Note::NoCases));
        assert!(log_loss(&[]).estimate.has(Note::NoCases) && log_loss(&[]).bound.is_none());
    }

    #[test]
    fn an_impossible_outcome_is_counted_and_not_clipped() {
        let l = log_loss(&[ScoreCell::at(0.0, 8, 3), ScoreCell::at(0.5, 1, 1), ScoreCell::at(1.0, 2, 4)]);
        assert!(l.estimate.value.is_none() && l.estimate.has(Note::LogInfinite) && l.infinite == 5);
        let right = log_loss(&[ScoreCell::at(0.0, 8, 0), ScoreCell::at(1.0, 0, 4)]);
        assert_eq!((right.estimate.value, right.bound), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn the_bound_of_the_log_loss_holds_where_scores_are_binned() {
        let fine = [ScoreCell::at(0.10, 30, 4), ScoreCell::at(0.11, 10, 5), ScoreCell::at(0.12, 25, 3)];
        let add = |pick: fn(&ScoreCell) -> ScoreSums| fine.iter().map(pick).fold(ScoreSums::default(), ScoreSums::and);
        let coarse =
            [ScoreCell { low: 0.1, high: 0.12, negatives: add(|c| c.negatives), positives: add(|c| c.positives) }];
        let (exact, binned) = (log_loss(&fine).estimate.value.unwrap(), log_loss(&coarse));
        let gap = exact - binned.estimate.value.unwrap();
        assert!(gap > 0.0 && gap <= binned.bound.unwrap(), "{gap} {:?}", binned.bound);
        assert!(binned.estimate.has(Note::BinningBound));
        assert!(
            (brier(&fine, 0.025).estimate.value.unwrap() - brier(&coarse, 0.025).estimate.value.unwrap()).abs() < 1e-15
        );
    }

    #[test]
    fn equal_losses_do_not_claim_to_be_certain() {
        let e = brier(&[ScoreCell::at(0.5, 10, 12)], 0.025).estimate;
        assert_eq!(e.value, Some(0.25));
        assert!(e.interval().is_none() && e.has(Note::VarianceNotEstimable));
    }
}
