//! Everything that draws under calibration say of one group, from the same draws: what the
//! statistics of calibration are by noise alone.
//!
//! Makes in one pass what [`crate::corp`], [`crate::ece`] and [`crate::cumulative`] make one by one: the draws cost more than
//! the statistics. Invariant: each part equals what its own function gives for the same key and number of draws.
//!
//! Start reading at [`under_calibration`].

use crate::calibrated_draws::{ByChance, draw_positives, scores, share_at_least, summary, trials};
use crate::corp::miscalibration_of;
use crate::cumulative::{CumulativeByChance, cumulative, extremes_of_drawn};
use crate::ece::{Binning, bins, value_of, value_of_drawn};
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
}

/// What miscalibration, calibration error and cumulative error are if the score is right.
///
/// - Takes: cells of a probability score; how they are put into bins; the number of draws. Time grows with cells times draws:
///   [`crate::score_cells::coarser`] makes fewer cells.
/// - Gives: `None` without rows or draws.
/// - Source: methods, "Calibration", 6.3, 6.4, 6.6. Oracle: the functions that make each part alone.
pub fn under_calibration(cells: &[ScoreCell], binning: Binning, key: Key, draws: u64) -> Option<UnderCalibration> {
    let (trials, n) = (trials(cells, &scores(cells)), cells.iter().map(ScoreCell::n).sum::<u64>() as f64);
    let (miscalibration, observed, bins) = (miscalibration_of(cells)?, cumulative(cells)?, bins(cells, binning));
    let mut positives = vec![0; cells.len()];
    let mut drawn: [Vec<f64>; 4] = Default::default();
    for number in 0..draws {
        draw_positives(&mut Stream::new(key, number), &trials, &mut positives);
        let (range, largest) = extremes_of_drawn(cells, &positives, n);
        let values = [miscalibration(&positives), value_of_drawn(&bins, &positives), range, largest];
        for (all, value) in drawn.iter_mut().zip(values) {
            all.push(value);
        }
    }
    let [of_miscalibration, of_error, ranges, distances] = drawn;
    Some(UnderCalibration {
        miscalibration: summary(of_miscalibration, miscalibration(&score_cells::positives(cells)))?,
        error: summary(of_error, value_of(&bins))?,
        cumulative: CumulativeByChance {
            range: share_at_least(&ranges, observed.range)?,
            largest: share_at_least(&distances, observed.largest)?,
        },
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
        let all = under_calibration(&cells, DEFAULT_BINNING, KEY, 300).unwrap();
        assert_eq!(Some(all.miscalibration), corp::miscalibration_by_chance(&cells, KEY, 300));
        assert_eq!(Some(all.error), ece::by_chance(&cells, DEFAULT_BINNING, KEY, 300));
        assert_eq!(Some(all.cumulative), cumulative::by_chance(&cells, KEY, 300));
    }

    #[test]
    fn nobody_and_no_draws_give_nothing() {
        assert!(under_calibration(&[], DEFAULT_BINNING, KEY, 9).is_none());
        assert!(under_calibration(&[ScoreCell::at(0.5, 0, 0)], DEFAULT_BINNING, KEY, 9).is_none());
        assert!(under_calibration(&[ScoreCell::at(0.5, 1, 1)], DEFAULT_BINNING, KEY, 0).is_none());
    }
}
