//! A band that holds the whole curve of outcome rates at once, whatever its form, as long as it rises: the band for
//! verdicts on calibration.
//!
//! Makes limits at every score out of exact limits over every run of scores. May not assume anything but monotone rates.
//! Invariants: the statement holds for all scores together with the stated level, at any number of rows; where scores stand
//! together in a group, the lower limit is not read before the group's highest score, nor the upper one after its lowest.
//!
//! Start reading at [`honest_band`].

use crate::interval::Interval;
use crate::proportion::clopper_pearson;
use crate::score_cells::{ScoreCell, occupied};

/// The most groups of scores for which all runs are computed.
pub const MOST_GROUPS: usize = 300;

/// One score, or a group of neighbouring scores, and the limits there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BandPoint {
    /// Place of the first cell.
    pub first: usize,
    /// Place of the last cell.
    pub last: usize,
    /// Lowest score of the group.
    pub low: f64,
    /// Highest score of the group.
    pub high: f64,
    /// Lower limit of the rate at `high` and above, up to the next group.
    pub lower: f64,
    /// Upper limit of the rate at `low` and below, down to the previous group.
    pub upper: f64,
    /// Limits at the scores strictly inside the group: what the neighbours say.
    pub inside: Interval,
}

/// A band for all scores at once.
#[derive(Clone, Debug, PartialEq)]
pub struct HonestBand {
    /// Limits in rising order of the score.
    pub points: Vec<BandPoint>,
    /// The error probability of each single limit.
    pub delta: f64,
}

impl HonestBand {
    /// True if "the rate lies within `distance` of the score at every score" is shown: the whole band lies within it.
    ///
    /// For a group of scores the limits of its inside are read at its far ends, which is the strictest reading.
    pub fn shows_calibrated_within(&self, distance: f64) -> bool {
        self.points.iter().all(|p| {
            let (lower, upper) = if p.low == p.high { (p.lower, p.upper) } else { (p.inside.lower, p.inside.upper) };
            lower >= p.high - distance && upper <= p.low + distance
        })
    }

    /// True if miscalibration is shown: the diagonal leaves the band at some score.
    pub fn shows_miscalibrated(&self) -> bool {
        self.points.iter().any(|p| {
            let at_ends = p.high < p.lower || p.low > p.upper;
            at_ends || p.low < p.inside.lower || p.high > p.inside.upper
        })
    }
}

/// The simultaneous band of the calibration curve: `honest_band`.
///
/// - Takes: cells of a probability score; `alpha` in (0, 1), 0.05 for a 95 % band.
/// - Gives: limits at every score; `None` without rows. With `m` scores every run of scores gives a lower and an upper
///   limit at `alpha / (m^2 + m)`; the lower limit at a score is the largest over runs that end at or below it, the upper
///   one the smallest over runs that begin at or above it.
/// - More than 300 scores are first put together into 300 groups of about equal numbers of rows: fewer statements, still
///   valid. So are the scores of a bin.
/// - Not for: rates that do not rise with the score.
/// - Source: Dimitriadis, Dümbgen, Henzi, Puke and Ziegel 2023, Biometrika 110:663-680, with the constant of Bonferroni over
///   all runs and both sides; methods, "Calibration", 6.3, band 3. Oracle: scipy `beta.ppf` over every run.
pub fn honest_band(cells: &[ScoreCell], alpha: f64) -> Option<HonestBand> {
    let groups = grouped(cells);
    if groups.is_empty() {
        return None;
    }
    let m = groups.len() as f64;
    let delta = alpha / (m * m + m);
    let (lower, upper) = (lower_limits(&groups, delta), upper_limits(&groups, delta));
    let points = groups
        .iter()
        .enumerate()
        .map(|(place, g)| BandPoint {
            first: g.first,
            last: g.last,
            low: g.low,
            high: g.high,
            lower: lower[place],
            upper: upper[place],
            inside: Interval {
                lower: if place == 0 { 0.0 } else { lower[place - 1] },
                upper: upper.get(place + 1).copied().unwrap_or(1.0),
            },
        })
        .collect();
    Some(HonestBand { points, delta })
}

struct Group {
    first: usize,
    last: usize,
    low: f64,
    high: f64,
    n: u64,
    events: u64,
}

fn grouped(cells: &[ScoreCell]) -> Vec<Group> {
    let single = |(place, cell): (usize, &ScoreCell)| Group {
        first: place,
        last: place,
        low: cell.low,
        high: cell.high,
        n: cell.n(),
        events: cell.positives.n,
    };
    let all: Vec<Group> = occupied(cells).map(single).collect();
    if all.len() <= MOST_GROUPS {
        return all;
    }
    let rows: u128 = all.iter().map(|g| u128::from(g.n)).sum();
    let (mut out, mut count): (Vec<Group>, u128) = (Vec::new(), 0);
    let mut filled = None;
    for group in all {
        // The group in which the first row of this score falls, if rows were dealt out evenly.
        let place = count * MOST_GROUPS as u128 / rows;
        count += u128::from(group.n);
        match out.last_mut() {
            Some(open) if filled == Some(place) => {
                open.last = group.last;
                open.high = group.high;
                open.n += group.n;
                open.events += group.events;
            }
            _ => out.push(group),
        }
        filled = Some(place);
    }
    out
}

/// For each group the largest lower limit over the runs that end at or below it.
fn lower_limits(groups: &[Group], delta: f64) -> Vec<f64> {
    let mut best = 0.0_f64;
    (0..groups.len())
        .map(|end| {
            let (mut n, mut events) = (0, 0);
            for g in groups[..=end].iter().rev() {
                n += g.n;
                events += g.events;
                // A limit never exceeds the run's rate: most runs need no quantile.
                if events as f64 > best * n as f64 {
                    best = clopper_pearson(events, n, delta).map_or(best, |i| best.max(i.lower));
                }
            }
            best
        })
        .collect()
}

/// For each group the smallest upper limit over the runs that begin at or above it.
fn upper_limits(groups: &[Group], delta: f64) -> Vec<f64> {
    let mut best = 1.0_f64;
    let mut out: Vec<f64> = (0..groups.len())
        .rev()
        .map(|begin| {
            let (mut n, mut events) = (0, 0);
            for g in &groups[begin..] {
                n += g.n;
                events += g.events;
                if (events as f64) < best * n as f64 {
                    best = clopper_pearson(events, n, delta).map_or(best, |i| best.min(i.upper));
                }
            }
            best
        })
        .collect();
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::{MOST_GROUPS, honest_band};
    use crate::score_cells::{ScoreCell, ScoreSums};

    #[test]
    fn nobody_has_no_band_and_one_row_shows_nothing() {
        assert!(honest_band(&[ScoreCell::at(0.4, 0, 0)], 0.05).is_none());
        let one = honest_band(&[ScoreCell::at(0.4, 1, 0)], 0.05).unwrap();
        assert!((one.delta - 0.025).abs() < 1e-15 && (one.points[0].upper - 0.975).abs() < 1e-12);
        assert!(!one.shows_miscalibrated() && !one.shows_calibrated_within(0.3));
    }

    #[test]
    fn many_rows_at_their_rate_show_calibration_and_at_another_the_opposite() {
        let right = [ScoreCell::at(0.2, 80_000, 20_000), ScoreCell::at(0.6, 40_000, 60_000)];
        let band = honest_band(&right, 0.05).unwrap();
        assert!(band.shows_calibrated_within(0.01) && !band.shows_miscalibrated());
        let wrong = [ScoreCell::at(0.2, 70_000, 30_000), ScoreCell::at(0.6, 40_000, 60_000)];
        let band = honest_band(&wrong, 0.05).unwrap();
        assert!(band.shows_miscalibrated() && !band.shows_calibrated_within(0.05));
    }

    #[test]
    fn limits_of_a_wide_bin_are_not_read_inside_it() {
        let wide = ScoreCell {
            low: 0.1,
            high: 0.5,
            negatives: ScoreSums { n: 70_000, sum: 21_000.0, squares: 7_000.0 },
            positives: ScoreSums { n: 30_000, sum: 9_000.0, squares: 3_000.0 },
        };
        let band = honest_band(&[wide], 0.05).unwrap();
        assert!((band.points[0].inside.lower, band.points[0].inside.upper) == (0.0, 1.0));
        assert!(!band.shows_miscalibrated() && !band.shows_calibrated_within(0.4));
    }

    #[test]
    fn limits_rise_with_the_score_and_many_scores_are_put_together() {
        let cells: Vec<ScoreCell> =
            (0..1000).map(|k| ScoreCell::at((f64::from(k) + 0.5) / 1000.0, 1000 - k as u64, k as u64)).collect();
        let band = honest_band(&cells, 0.05).unwrap();
        assert!(band.points.len() <= MOST_GROUPS && band.points.len() > MOST_GROUPS / 2);
        assert!(band.points.windows(2).all(|p| p[0].lower <= p[1].lower && p[0].upper <= p[1].upper));
        assert!(band.points.iter().all(|p| p.lower <= p.upper));
        assert!(band.shows_calibrated_within(0.1) && !band.shows_miscalibrated());
    }
}
