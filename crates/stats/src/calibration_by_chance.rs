//! Everything that draws under calibration say of one group, from the same draws: what the curve and the statistics of
//! calibration are by noise alone.
//!
//! Makes in one pass what [`crate::corp`], [`crate::ece`] and [`crate::cumulative`] make one by one: the draws cost more than
//! the statistics. Invariant: each part equals what its own function gives for the same key and number of draws.
//!
//! Start reading at [`under_calibration`].

use crate::calibrated_draws::{ByChance, draw_positives, scores, share_at_least, summary, trials};
use crate::corp::{Band, DRAWS_OF_A_BAND, DrawnCurves, miscalibration_of};
use crate::cumulative::{CumulativeByChance, cumulative, extremes_of_drawn};
use crate::ece::{Binning, bins, value_of, value_of_drawn};
use crate::isotonic::{Block, pool_into};
use crate::resample::{Key, Stream};
use crate::score_cells::{self, ScoreCell};

/// What noise alone does.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderCalibration {
    /// As [`crate::corp::miscalibration_by_chance`].
    pub miscalibration: ByChance,
    /// As [`crate::ece::by_chance`].
    pub error: ByChance,
    /// As [`crate::cumulative::by_chance`].
    pub cumulative: CumulativeByChance,
    /// As [`crate::corp::consistency_band`], of at most so many draws as a band needs.
    pub band: Band,
}

/// What miscalibration, calibration error, cumulative error and the curve are if the score is right.
///
/// - Takes: cells of a probability score; how they are put into bins; the number of draws; the `tail` of the band at each
///   end. Time grows with cells times draws: [`crate::score_cells::coarser`] makes fewer cells.
/// - Gives: `None` without rows or draws.
/// - Source: methods, "Calibration", 6.3, 6.4, 6.6. Oracle: the functions that make each part alone.
pub fn under_calibration(
    cells: &[ScoreCell],
    binning: Binning,
    key: Key,
    draws: u64,
    tail: f64,
) -> Option<UnderCalibration> {
    let (trials, n) = (trials(cells, &scores(cells)), cells.iter().map(ScoreCell::n).sum::<u64>() as f64);
    let (miscalibration, observed, bins) = (miscalibration_of(cells)?, cumulative(cells)?, bins(cells, binning));
    let mut curves = DrawnCurves::new(cells, draws.min(DRAWS_OF_A_BAND))?;
    let (mut positives, mut blocks) = (score_cells::positives(cells), Vec::new());
    let pooled = |positives: &[u64], blocks: &mut Vec<Block>| {
        pool_into(cells.iter().zip(positives).map(|(cell, o)| (cell.n(), *o)), blocks);
    };
    pooled(&positives, &mut blocks);
    let observed_miscalibration = miscalibration(&positives, &blocks);
    let mut drawn: [Vec<f64>; 4] = Default::default();
    for number in 0..draws {
        draw_positives(&mut Stream::new(key, number), &trials, &mut positives);
        pooled(&positives, &mut blocks);
        if number < DRAWS_OF_A_BAND {
            curves.add(&blocks);
        }
        let (range, largest) = extremes_of_drawn(cells, &positives, n);
        let values = [miscalibration(&positives, &blocks), value_of_drawn(&bins, &positives), range, largest];
        for (all, value) in drawn.iter_mut().zip(values) {
            all.push(value);
        }
    }
    let [of_miscalibration, of_error, ranges, distances] = drawn;
    Some(UnderCalibration {
        miscalibration: summary(of_miscalibration, observed_miscalibration)?,
        error: summary(of_error, value_of(&bins))?,
        cumulative: CumulativeByChance {
            range: share_at_least(&ranges, observed.range)?,
            largest: share_at_least(&distances, observed.largest)?,
        },
        band: curves.band(tail)?,
    })
}

#[cfg(test)]
mod tests {
    use super::under_calibration;
    use crate::ece::{self, DEFAULT_BINNING};
    use crate::resample::Key;
    use crate::score_cells::ScoreCell;
    use crate::{corp, cumulative};

    const KEY: Key = Key([8; 32]);

    #[test]
    fn each_part_is_what_its_own_function_gives() {
        let cells = [
            ScoreCell::at(0.05, 40, 3),
            ScoreCell::at(0.3, 0, 0),
            ScoreCell::at(0.31, 30, 19),
            ScoreCell::at(0.72, 9, 31),
        ];
        let all = under_calibration(&cells, DEFAULT_BINNING, KEY, 1_300, 0.025).unwrap();
        assert_eq!(Some(all.miscalibration), corp::miscalibration_by_chance(&cells, KEY, 1_300));
        assert_eq!(Some(all.error), ece::by_chance(&cells, DEFAULT_BINNING, KEY, 1_300));
        assert_eq!(Some(all.cumulative), cumulative::by_chance(&cells, KEY, 1_300));
        assert_eq!(Some(all.band), corp::consistency_band(&cells, KEY, corp::DRAWS_OF_A_BAND, 0.025));
    }

    #[test]
    fn nobody_and_no_draws_give_nothing() {
        assert!(under_calibration(&[], DEFAULT_BINNING, KEY, 9, 0.025).is_none());
        assert!(under_calibration(&[ScoreCell::at(0.5, 0, 0)], DEFAULT_BINNING, KEY, 9, 0.025).is_none());
        assert!(under_calibration(&[ScoreCell::at(0.5, 1, 1)], DEFAULT_BINNING, KEY, 0, 0.025).is_none());
    }
}
