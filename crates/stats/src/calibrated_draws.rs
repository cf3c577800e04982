//! Outcomes as they would be if the scores were right: what a statistic of calibration is by noise alone.
//!
//! Makes numbers of positives bin by bin, each a binomial draw with the bin's score, and the distribution of a statistic
//! over such draws. May not know the statistic. Invariants: draw `r` uses stream `r` and nothing else; a p-value counts the
//! observed data as one of the draws, so that it is never 0.
//!
//! Start reading at [`by_chance`].

use crate::interval::PValue;
use crate::resample::{Binomial, Key, Stream, quantile_of_sorted};
use crate::score_cells::ScoreCell;

/// The distribution of a statistic by chance, and how far out the observed value lies in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByChance {
    /// Mean over the draws.
    pub mean: f64,
    /// 95 % point of the draws.
    pub quantile_95: f64,
    /// Share of draws at least as large as the observed value, that value counted among them.
    pub p: PValue,
    /// How many draws they are made of.
    pub draws: u64,
}

/// Two to the power 53: shares are handed on as whole parts of it, which every f64 of at least 1/2 is exactly.
const PARTS: u64 = 1 << 53;

/// The number of positives of every cell as a binomial with this share, made ready for draws.
///
/// - Takes: cells; the share of each, in [0, 1], in the same order.
/// - With bins the draw has a little more spread than rows with the bin's several scores would have.
pub fn trials(cells: &[ScoreCell], shares: &[f64]) -> Vec<Binomial> {
    debug_assert_eq!(cells.len(), shares.len());
    let of = |(cell, share): (&ScoreCell, &f64)| {
        Binomial::new(cell.n(), (share.clamp(0.0, 1.0) * PARTS as f64) as u64, PARTS)
    };
    cells.iter().zip(shares).map(of).collect()
}

/// Draws the number of positives of every cell, into `positives`.
pub fn draw_positives(stream: &mut Stream, trials: &[Binomial], positives: &mut [u64]) {
    debug_assert_eq!(trials.len(), positives.len());
    for (cell, drawn) in trials.iter().zip(positives.iter_mut()) {
        *drawn = cell.draw(stream);
    }
}

/// The scores of all cells: the shares under calibration.
pub fn scores(cells: &[ScoreCell]) -> Vec<f64> {
    cells.iter().map(ScoreCell::score).collect()
}

/// The distribution of a statistic if the score were calibrated.
///
/// - Takes: cells of a probability score; the number of draws; the observed value; the statistic of drawn positives, cell
///   by cell.
/// - Gives: `None` without draws. Large values count as far out; a value within 1e-12 of the observed one counts as equal
///   to it.
/// - Source: Davison and Hinkley 1997, Bootstrap Methods, 4.2 (p with the observed data counted).
pub fn by_chance(
    cells: &[ScoreCell],
    key: Key,
    draws: u64,
    observed: f64,
    mut statistic: impl FnMut(&[u64]) -> f64,
) -> Option<ByChance> {
    let trials = trials(cells, &scores(cells));
    let mut positives = vec![0; cells.len()];
    let values = (0..draws)
        .map(|number| {
            draw_positives(&mut Stream::new(key, number), &trials, &mut positives);
            statistic(&positives)
        })
        .collect();
    summary(values, observed)
}

/// Mean, 95 % point and p-value of draws; `None` without draws.
pub(crate) fn summary(mut values: Vec<f64>, observed: f64) -> Option<ByChance> {
    let p = share_at_least(&values, observed)?;
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.sort_by(f64::total_cmp);
    Some(ByChance { mean, quantile_95: quantile_of_sorted(&values, 0.95)?, p, draws: values.len() as u64 })
}

/// The share of draws at least as large as the observed value, that value counted among them; `None` without draws.
pub(crate) fn share_at_least(values: &[f64], observed: f64) -> Option<PValue> {
    // Sums in another order differ in the last digits: a draw that equals the observed data must not fall below it.
    let least = observed - 1e-12 * observed.abs();
    let count = values.iter().filter(|value| **value >= least).count();
    (!values.is_empty()).then(|| PValue::from_probability((1 + count) as f64 / (1 + values.len()) as f64))
}

#[cfg(test)]
mod tests {
    use super::{by_chance, draw_positives, share_at_least, trials};
    use crate::resample::{Key, Stream};
    use crate::score_cells::ScoreCell;

    #[test]
    fn certain_scores_draw_certain_outcomes() {
        let cells = [ScoreCell::at(0.0, 5, 5), ScoreCell::at(0.5, 0, 0), ScoreCell::at(1.0, 5, 5)];
        let mut positives = [7; 3];
        draw_positives(&mut Stream::new(Key([3; 32]), 0), &trials(&cells, &[0.0, 0.5, 1.0]), &mut positives);
        assert_eq!(positives, [0, 0, 10]);
    }

    #[test]
    fn a_p_value_by_draws_is_never_nothing() {
        assert_eq!(share_at_least(&[], 1.0), None);
        assert!((share_at_least(&[0.0; 99], 1.0).unwrap().value() - 0.01).abs() < 1e-15);
        assert!((share_at_least(&[1.0 - 1e-15; 99], 1.0).unwrap().value() - 1.0).abs() < 1e-15);
        assert!(by_chance(&[ScoreCell::at(0.5, 1, 1)], Key([3; 32]), 0, 0.0, |_| 0.0).is_none());
    }

    // 20,000 draws: the mean of 40 draws at 0.3 and 60 at 0.9, within 5 standard errors.
    #[test]
    fn drawn_positives_have_the_mean_that_the_scores_promise() {
        let cells = [ScoreCell::at(0.3, 40, 0), ScoreCell::at(0.9, 0, 60)];
        let chance = by_chance(&cells, Key([4; 32]), 20_000, 0.0, |x| x.iter().sum::<u64>() as f64).unwrap();
        let variance: f64 = 40.0 * 0.21 + 60.0 * 0.09;
        assert!((chance.mean - 66.0).abs() < 5.0 * (variance / 20_000.0).sqrt());
        assert_eq!(chance.p.value(), 1.0);
    }
}
