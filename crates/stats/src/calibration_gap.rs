//! How far apart the outcome rates of two groups lie at equal score, on average: the distance between two calibration
//! curves.
//!
//! Makes one distance out of the cells of two groups over the same bins, with its parts above and below, and what noise
//! alone would make of it. Needs no probability score, only the same score for both. Invariants: both curves rise (isotonic
//! regression in each group); nothing is read where only one of the two groups has scores on both sides.
//!
//! Start reading at [`calibration_gap`]. The signed path of the differences is in [`crate::cumulative_difference`].

use crate::calibrated_draws::{ByChance, draw_positives, summary, trials};
use crate::isotonic::{Block, pool, pool_into, rates};
use crate::resample::{Key, Stream};
use crate::score_cells::{ScoreCell, positives};

/// The distance between two calibration curves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibrationGap {
    /// Mean distance of the two rates over the rows of both groups in the common range, 0 to 1.
    pub value: f64,
    /// The part of it where the group's rate is the higher one.
    pub above: f64,
    /// The part where it is the lower one.
    pub below: f64,
    /// Share of the group's rows in the range of scores that both have.
    pub common_share_group: f64,
    /// Share of the reference's rows in that range.
    pub common_share_reference: f64,
}

/// The mean distance between the outcome rates of two groups at equal score.
///
/// - Takes: cells of both groups over the same bins, in rising order of the score.
/// - Gives: `integral |rate of group - rate of reference| dF` with the isotonic rates of each group and `F` the scores of both
///   together, over the range from the higher of the two lowest scores to the lower of the two highest. Between its scores a
///   group's curve keeps the rate of the score below.
/// - Edges: `None` if a side has no rows (`no_cases`) or the ranges do not meet (`little_overlap`).
/// - Not for: comparing groups of different size, since noise alone makes it positive ([`by_chance`]).
/// - Source: metrics-union, H; the idea of fair-scoring's calibration bias, with isotonic curves in place of 50 bins. Oracle:
///   sums by hand; rates as in [`crate::isotonic`].
pub fn calibration_gap(group: &[ScoreCell], reference: &[ScoreCell]) -> Option<CalibrationGap> {
    debug_assert_eq!(group.len(), reference.len());
    gap_of((group, &positives(group)), (reference, &positives(reference)), &mut Default::default())
}

/// The gap if both groups had the same rate at every score, by draws from the curve of both together: mean, 95 % point, p.
///
/// - Takes: as [`calibration_gap`]; the number of draws.
/// - Gives: `None` where there is no gap, or without draws.
/// - Source: a parametric bootstrap, Davison and Hinkley 1997, 4.2.
pub fn by_chance(group: &[ScoreCell], reference: &[ScoreCell], key: Key, draws: u64) -> Option<ByChance> {
    let observed = calibration_gap(group, reference)?.value;
    let blocks = pool(group.iter().zip(reference).map(|(g, r)| (g.n() + r.n(), g.positives.n + r.positives.n)));
    let shares: Vec<f64> = rates(&blocks, group.len()).into_iter().map(|rate| rate.unwrap_or(0.0)).collect();
    let sides = [trials(group, &shares), trials(reference, &shares)];
    let (mut of_group, mut of_reference) = (vec![0; group.len()], vec![0; reference.len()]);
    let mut blocks = Default::default();
    let values = (0..draws)
        .filter_map(|number| {
            let mut stream = Stream::new(key, number);
            draw_positives(&mut stream, &sides[0], &mut of_group);
            draw_positives(&mut stream, &sides[1], &mut of_reference);
            gap_of((group, &of_group), (reference, &of_reference), &mut blocks).map(|gap| gap.value)
        })
        .collect();
    summary(values, observed)
}

/// The gap of these positives; `blocks` is room for the two curves, draw after draw.
fn gap_of(
    group: (&[ScoreCell], &[u64]),
    reference: (&[ScoreCell], &[u64]),
    blocks: &mut [Vec<Block>; 2],
) -> Option<CalibrationGap> {
    for ((cells, positives), blocks) in [group, reference].into_iter().zip(&mut *blocks) {
        pool_into(cells.iter().zip(positives).map(|(cell, o)| (cell.n(), *o)), blocks);
    }
    let [mut g, mut r] = blocks.each_ref().map(|blocks| Steps::new(blocks));
    let (first, last) = (g.first()?.max(r.first()?), g.last()?.min(r.last()?));
    if first > last {
        return None;
    }
    let rows = |cells: &[ScoreCell]| cells.iter().map(ScoreCell::n).sum::<u64>() as f64;
    let (mut above, mut below, mut of_group, mut of_reference) = (0.0, 0.0, 0.0, 0.0);
    for place in first..=last {
        let (n, m) = (group.0[place].n() as f64, reference.0[place].n() as f64);
        let apart = g.rate(place) - r.rate(place);
        above += (n + m) * apart.max(0.0);
        below += (n + m) * (-apart).max(0.0);
        of_group += n;
        of_reference += m;
    }
    let both = of_group + of_reference;
    // The ends of the range are scores of the groups, so that there are rows in it.
    Some(CalibrationGap {
        value: (above + below) / both,
        above: above / both,
        below: below / both,
        common_share_group: of_group / rows(group.0),
        common_share_reference: of_reference / rows(reference.0),
    })
}

/// The rates of a curve, read at rising places; between its scores it keeps the rate of the score below.
struct Steps<'b> {
    blocks: &'b [Block],
    /// The blocks that begin above the place read last.
    ahead: &'b [Block],
    rate: f64,
}

impl<'b> Steps<'b> {
    fn new(blocks: &'b [Block]) -> Steps<'b> {
        Steps { blocks, ahead: blocks, rate: 0.0 }
    }

    fn first(&self) -> Option<usize> {
        self.blocks.first().map(|block| block.first)
    }

    fn last(&self) -> Option<usize> {
        self.blocks.last().map(|block| block.last)
    }

    /// The rate at this place, which is not below the curve's first.
    fn rate(&mut self, place: usize) -> f64 {
        while let Some((block, rest)) = self.ahead.split_first().filter(|(block, _)| block.first <= place) {
            (self.rate, self.ahead) = (block.rate(), rest);
        }
        self.rate
    }
}

#[cfg(test)]
mod tests {
    use super::{by_chance, calibration_gap};
    use crate::resample::Key;
    use crate::score_cells::ScoreCell;

    #[test]
    fn sides_without_rows_or_without_a_common_range_have_no_gap() {
        let (low, high) = (ScoreCell::at(0.1, 5, 5), ScoreCell::at(0.9, 5, 5));
        let empty = |score: f64| ScoreCell::at(score, 0, 0);
        assert!(calibration_gap(&[low], &[empty(0.1)]).is_none());
        assert!(calibration_gap(&[low, empty(0.9)], &[empty(0.1), high]).is_none());
        assert!(by_chance(&[low], &[low], Key([1; 32]), 0).is_none());
    }

    // By hand: at 0.2 rates 0.5 and 0.2 (20 rows), at 0.4 rates 0.5 and 0.6 (15 rows; the group keeps its rate), at 0.6
    // rates 0.9 and 0.6 (10 rows of the group: the reference keeps 0.6); 0.1 and 0.8 lie outside.
    #[test]
    fn the_gap_is_the_mean_distance_over_the_common_range() {
        let group = [
            ScoreCell::at(0.1, 0, 0),
            ScoreCell::at(0.2, 5, 5),
            ScoreCell::at(0.4, 0, 0),
            ScoreCell::at(0.6, 1, 9),
            ScoreCell::at(0.8, 0, 0),
        ];
        let reference = [
            ScoreCell::at(0.1, 10, 0),
            ScoreCell::at(0.2, 8, 2),
            ScoreCell::at(0.4, 6, 9),
            ScoreCell::at(0.6, 0, 0),
            ScoreCell::at(0.8, 0, 5),
        ];
        let gap = calibration_gap(&group, &reference).unwrap();
        assert!((gap.above - (20.0 * 0.3 + 10.0 * 0.3) / 45.0).abs() < 1e-15, "{gap:?}");
        assert!((gap.below - 15.0 * 0.1 / 45.0).abs() < 1e-15, "{gap:?}");
        assert!((gap.value - gap.above - gap.below).abs() < 1e-15);
        assert_eq!(gap.common_share_group, 1.0);
        assert!((gap.common_share_reference - 25.0 / 40.0).abs() < 1e-15);
        let back = calibration_gap(&reference, &group).unwrap();
        assert!((back.value - gap.value).abs() < 1e-15 && (back.above - gap.below).abs() < 1e-15);
    }

    #[test]
    fn equal_rates_have_no_gap_and_noise_alone_makes_one() {
        let cells = [ScoreCell::at(0.2, 40, 10), ScoreCell::at(0.6, 20, 30)];
        assert_eq!(calibration_gap(&cells, &cells).unwrap().value, 0.0);
        let chance = by_chance(&cells, &cells, Key([2; 32]), 500).unwrap();
        assert!(chance.mean > 0.02 && chance.quantile_95 > chance.mean && chance.p.value() == 1.0);
        let far = [ScoreCell::at(0.2, 10, 40), ScoreCell::at(0.6, 5, 45)];
        assert!(by_chance(&far, &cells, Key([2; 32]), 500).unwrap().p.value() < 0.01);
    }
}
