//! The reliability curve without bins to choose (CORP), the parts of Brier score and log loss that belong to it, and two of
//! its three bands.
//!
//! Makes a monotone curve by pooling adjacent violators, and splits a mean loss into miscalibration, discrimination and
//! uncertainty: `score = miscalibration - discrimination + uncertainty`. Takes probability scores only. Invariants:
//! discrimination is never below 0, miscalibration neither where every bin is one score; the same draws give band and
//! p-value. The band for verdicts is in [`crate::honest_band`].
//!
//! Start reading at [`corp`].

use crate::calibrated_draws::{self, ByChance, draw_positives, trials};
use crate::float;
use crate::interval::{Interval, Note};
use crate::isotonic::{self, Block, pool, pool_into};
use crate::proper_scores::{brier_value, log_loss};
use crate::resample::{Key, Stream, quantile_of};
use crate::score_cells::{self, ScoreCell, Totals, occupied};

/// A mean loss and its three parts.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Decomposition {
    /// The mean loss of the score; `None` without rows, or if it is infinite.
    pub score: Option<f64>,
    /// What would be gained by replacing the score with the curve; `None` as `score`.
    pub miscalibration: Option<f64>,
    /// What the curve gains on the base rate, at least 0.
    pub discrimination: Option<f64>,
    /// The loss of the base rate.
    pub uncertainty: Option<f64>,
    /// Why something is `None`: [`Note::NoCases`], [`Note::LogInfinite`].
    pub notes: Vec<Note>,
}

impl Decomposition {
    fn none() -> Decomposition {
        Decomposition { notes: vec![Note::NoCases], ..Decomposition::default() }
    }

    /// Miscalibration as a share of uncertainty: what may stand beside that of a group with another base rate. `None` if
    /// there is no uncertainty.
    pub fn miscalibration_share(&self) -> Option<f64> {
        share(self.miscalibration?, self.uncertainty?)
    }

    /// Discrimination as a share of uncertainty, 0 to 1; `None` if there is no uncertainty.
    pub fn discrimination_share(&self) -> Option<f64> {
        share(self.discrimination?, self.uncertainty?)
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// The curve and the parts of both losses.
#[derive(Clone, Debug, PartialEq)]
pub struct Corp {
    /// Blocks of the curve, in rising order of score and rate; empty without rows.
    pub blocks: Vec<Block>,
    /// Parts of the Brier score.
    pub brier: Decomposition,
    /// Parts of the log loss, nats.
    pub log: Decomposition,
}

/// Reliability curve and decomposition of one group.
///
/// - Takes: cells of a probability score.
/// - Gives: blocks with one rate each; places are those of the cells. Losses of the score are those of
///   [`crate::proper_scores`].
/// - Edges: [`Note::NoCases`] without rows. With a score of 0 or 1 and the other outcome the log loss is infinite: score and
///   miscalibration `None` with [`Note::LogInfinite`], the other two parts stand. One outcome only: uncertainty and
///   discrimination 0.
/// - With bins the loss of the score is exact, that of the curve is the binned curve's: miscalibration and discrimination are
///   too small by the same amount, of the order of (slope times width)^2 / 12, so that miscalibration can fall a trifle
///   below 0.
/// - Not for: comparing raw parts between groups, since uncertainty differs by group (shares can stand side by side).
/// - Source: Dimitriadis, Gneiting and Jordan 2021, PNAS 118(8); methods, "Calibration", 6.3. Oracle: model-diagnostics
///   `decompose`, scikit-learn `IsotonicRegression`.
pub fn corp(cells: &[ScoreCell]) -> Corp {
    let totals = Totals::of(cells);
    let blocks = pool(cells.iter().map(|cell| (cell.n(), cell.positives.n)));
    let n = totals.n();
    if n == 0 {
        return Corp { blocks, brier: Decomposition::none(), log: Decomposition::none() };
    }
    let mean = |loss: &dyn Fn(u64, u64) -> f64| blocks.iter().map(|b| loss(b.events, b.n)).sum::<f64>() / n as f64;
    let parts = |score: Option<f64>, loss: fn(u64, u64) -> f64, notes: Vec<Note>| {
        let uncertainty = loss(totals.positives.n, n) / n as f64;
        let curve = mean(&loss);
        Decomposition {
            score,
            miscalibration: score.map(|score| unsigned_if_rounding(score - curve)),
            discrimination: Some(unsigned_if_rounding(uncertainty - curve).max(0.0)),
            uncertainty: Some(uncertainty),
            notes,
        }
    };
    let log = log_loss(cells);
    let log_notes = log.estimate.notes.into_iter().filter(|note| *note == Note::LogInfinite).collect();
    Corp {
        brier: parts(brier_value(&totals), brier_of_rate, Vec::new()),
        log: parts(log.estimate.value, log_loss_of_rate, log_notes),
        blocks,
    }
}

/// A difference that is below 0 by rounding alone is 0.
fn unsigned_if_rounding(x: f64) -> f64 {
    if x < 0.0 && x > -1e-14 { 0.0 } else { x }
}

/// Sum of squared differences of `n` outcomes from their own rate.
fn brier_of_rate(events: u64, n: u64) -> f64 {
    events as f64 * ((n - events) as f64 / n as f64)
}

/// Sum of the log losses of `n` outcomes under their own rate; `0 ln 0 = 0`.
fn log_loss_of_rate(events: u64, n: u64) -> f64 {
    let part = |x: u64| if x == 0 { 0.0 } else { -(x as f64) * float::ln(x as f64 / n as f64) };
    part(events) + part(n - events)
}

/// How much bins can take off miscalibration, and off discrimination, at most: as much as perfect order inside the bins
/// would gain, in Brier score and in log loss. 0 where every bin is one score, or has one outcome only; `None` without rows.
///
/// - The usual size is far smaller: about (slope times width)^2 / 12.
/// - Source: methods, "Calibration", 6.11.
pub fn hidden_by_bins(cells: &[ScoreCell]) -> Option<[f64; 2]> {
    let n: u64 = cells.iter().map(ScoreCell::n).sum();
    let wide = || occupied(cells).filter(|(_, cell)| !cell.is_exact());
    let sum = |loss: fn(u64, u64) -> f64| wide().map(|(_, cell)| loss(cell.positives.n, cell.n())).sum::<f64>();
    (n > 0).then(|| [sum(brier_of_rate) / n as f64, sum(log_loss_of_rate) / n as f64])
}

/// Pointwise limits of a curve at the cells that have rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Place of the cell, and the limits there.
    pub limits: Vec<(usize, Interval)>,
}

/// The fewest rows of a group whose curve is drawn; below, only calibration in the large is shown.
pub const FEWEST_ROWS_OF_A_CURVE: u64 = 100;

/// Draws for a picture of a band.
pub const DRAWS_OF_A_BAND: u64 = 1_000;

/// Where the curve would lie if the score were calibrated: `consistency_band`, drawn around the diagonal.
///
/// - Takes: cells of a probability score; the number of draws, of which all rates are held (8 bytes times draws times
///   cells); `tail` at each end, 0.025 for 95 %.
/// - Gives: `None` without rows or draws.
/// - Pointwise: about 5 % of the points lie outside also if calibrated, and with ten scores one calibrated picture in three
///   has such a point. A point outside is no finding; [`miscalibration_by_chance`] is the test.
/// - Source: Dimitriadis, Gneiting and Jordan 2021; methods, "Calibration", 6.3, band 1. Oracle: numpy resampling,
///   `6.3/band/*`.
pub fn consistency_band(cells: &[ScoreCell], key: Key, draws: u64, tail: f64) -> Option<Band> {
    band(cells, &calibrated_draws::scores(cells), key, draws, tail)
}

/// Pointwise limits around the curve, by draws from the curve: `confidence_band`.
///
/// - Takes and gives: as [`consistency_band`].
/// - Not for: verdicts, nor curves with long flat parts, where resampling isotonic regression is not consistent
///   ([`crate::honest_band`]).
/// - Source: R reliabilitydiag; methods, "Calibration", 6.3, band 2.
pub fn confidence_band(cells: &[ScoreCell], key: Key, draws: u64, tail: f64) -> Option<Band> {
    let blocks = pool(cells.iter().map(|cell| (cell.n(), cell.positives.n)));
    let rates: Vec<f64> = isotonic::rates(&blocks, cells.len()).into_iter().map(|r| r.unwrap_or(0.0)).collect();
    band(cells, &rates, key, draws, tail)
}

fn band(cells: &[ScoreCell], shares: &[f64], key: Key, draws: u64, tail: f64) -> Option<Band> {
    let mut curves = DrawnCurves::new(cells, draws)?;
    let (trials, mut positives, mut blocks) = (trials(cells, shares), vec![0; cells.len()], Vec::new());
    for number in 0..draws {
        draw_positives(&mut Stream::new(key, number), &trials, &mut positives);
        pool_into(cells.iter().zip(&positives).map(|(cell, o)| (cell.n(), *o)), &mut blocks);
        curves.add(&blocks);
    }
    curves.band(tail)
}

/// The rates of drawn curves, cell by cell.
pub(crate) struct DrawnCurves {
    places: Vec<usize>,
    rates: Vec<Vec<f64>>,
}

impl DrawnCurves {
    /// Of no draws yet; `None` without rows or draws.
    pub(crate) fn new(cells: &[ScoreCell], draws: u64) -> Option<DrawnCurves> {
        let places: Vec<usize> = occupied(cells).map(|(place, _)| place).collect();
        let rates = places.iter().map(|_| Vec::with_capacity(draws as usize)).collect();
        (!places.is_empty() && draws > 0).then_some(DrawnCurves { places, rates })
    }

    /// One draw more, pooled.
    pub(crate) fn add(&mut self, blocks: &[Block]) {
        let mut blocks = blocks.iter().peekable();
        for (place, rates) in self.places.iter().zip(&mut self.rates) {
            while blocks.next_if(|block| block.last < *place).is_some() {}
            rates.extend(blocks.peek().map(|block| block.rate()));
        }
    }

    /// Pointwise quantiles, `tail` at each end.
    pub(crate) fn band(self, tail: f64) -> Option<Band> {
        let limits = self
            .places
            .into_iter()
            .zip(self.rates)
            .map(|(place, mut rates)| {
                let lower = quantile_of(&mut rates, tail)?;
                Some((place, Interval { lower, upper: quantile_of(&mut rates, 1.0 - tail)? }))
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Band { limits })
    }
}

/// The miscalibration of the Brier score by chance: its mean from noise alone, its 95 % point, and p of the observed one.
///
/// - Takes: cells of a probability score; the number of draws, 10,000 for a test. The same key as [`consistency_band`]
///   gives the same draws.
/// - Gives: `None` without rows or draws. With bins, observed and drawn values both take a bin's mean score for its scores.
/// - Source: methods, "Calibration", 6.3. Oracle: numpy resampling, `6.3/band/*`.
pub fn miscalibration_by_chance(cells: &[ScoreCell], key: Key, draws: u64) -> Option<ByChance> {
    let miscalibration = miscalibration_of(cells)?;
    let mut blocks = Vec::new();
    let mut of = |positives: &[u64]| {
        pool_into(cells.iter().zip(positives).map(|(cell, o)| (cell.n(), *o)), &mut blocks);
        miscalibration(positives, &blocks)
    };
    let observed = of(&score_cells::positives(cells));
    calibrated_draws::by_chance(cells, key, draws, observed, of)
}

/// The miscalibration of the Brier score as a function of the positives of every cell, and of these pooled; `None` without
/// rows.
pub(crate) fn miscalibration_of(cells: &[ScoreCell]) -> Option<impl Fn(&[u64], &[Block]) -> f64> {
    let n = cells.iter().map(ScoreCell::n).sum::<u64>();
    let scores = calibrated_draws::scores(cells);
    (n > 0).then_some(move |positives: &[u64], blocks: &[Block]| {
        let of_score: f64 = cells
            .iter()
            .zip(&scores)
            .zip(positives)
            .map(|((cell, s), o)| cell.n() as f64 * s * s + *o as f64 * (1.0 - 2.0 * s))
            .sum();
        let of_curve: f64 = blocks.iter().map(|b| brier_of_rate(b.events, b.n)).sum();
        (of_score - of_curve) / n as f64
    })
}

#[cfg(test)]
mod tests {
    use super::{confidence_band, consistency_band, corp, miscalibration_by_chance};
    use crate::interval::Note;
    use crate::resample::Key;
    use crate::score_cells::ScoreCell;

    const KEY: Key = Key([5; 32]);

    #[test]
    fn nobody_has_no_curve() {
        let c = corp(&[ScoreCell::at(0.5, 0, 0)]);
        assert!(c.blocks.is_empty() && c.brier.score.is_none() && c.log.notes == [Note::NoCases]);
        assert!(consistency_band(&[], KEY, 10, 0.025).is_none() && miscalibration_by_chance(&[], KEY, 10).is_none());
    }

    #[test]
    fn an_infinite_log_loss_leaves_the_other_parts_standing() {
        let c = corp(&[ScoreCell::at(0.0, 20, 1), ScoreCell::at(0.5, 10, 10)]);
        assert!(c.log.score.is_none() && c.log.miscalibration.is_none() && c.log.notes == [Note::LogInfinite]);
        assert!(c.log.discrimination.unwrap() > 0.0 && c.log.uncertainty.unwrap() > 0.0);
        assert!(c.brier.miscalibration.is_some() && c.brier.notes.is_empty());
    }

    #[test]
    fn one_outcome_has_no_uncertainty_and_no_share_of_it() {
        let c = corp(&[ScoreCell::at(0.2, 20, 0), ScoreCell::at(0.4, 10, 0)]);
        assert_eq!((c.brier.uncertainty, c.brier.discrimination, c.log.uncertainty), (Some(0.0), Some(0.0), Some(0.0)));
        assert_eq!((c.brier.miscalibration, c.brier.miscalibration_share()), (c.brier.score, None));
    }

    #[test]
    fn a_calibrated_score_has_no_miscalibration() {
        let c = corp(&[ScoreCell::at(0.25, 30, 10), ScoreCell::at(0.5, 10, 10), ScoreCell::at(0.75, 5, 15)]);
        assert!(c.brier.miscalibration.unwrap() < 1e-15 && c.log.miscalibration.unwrap() < 1e-15);
        assert!((c.brier.discrimination_share().unwrap() - 0.15).abs() < 0.1);
    }

    #[test]
    fn bands_hold_what_they_are_drawn_around_and_skip_cells_without_rows() {
        let cells = [ScoreCell::at(0.1, 40, 10), ScoreCell::at(0.3, 0, 0), ScoreCell::at(0.4, 20, 30)];
        let consistency = consistency_band(&cells, KEY, 400, 0.025).unwrap();
        assert_eq!(consistency.limits.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 2]);
        assert!(consistency.limits[0].1.contains(0.1) && consistency.limits[1].1.contains(0.4));
        let confidence = confidence_band(&cells, KEY, 400, 0.025).unwrap();
        assert!(confidence.limits[0].1.contains(0.2) && confidence.limits[1].1.contains(0.6));
        assert!(miscalibration_by_chance(&cells, KEY, 400).unwrap().p.value() < 0.02);
    }
}
