//! Scores by bin: the counts and sums from which every statistic of a score is made.
//!
//! Makes means, spreads and totals out of cells. May not know rows, nor whether a score is a probability. Invariants: the
//! cells of a group stand in rising order of their scores and do not overlap; a cell without rows changes nothing; the
//! cells of two groups that are compared bin by bin have the same bins, so that counts stand side by side.
//!
//! Start reading at [`ScoreCell`].

use crate::weighted::Sums;

/// Rows, sum of their scores and sum of the squared scores.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct ScoreSums {
    /// Rows.
    pub n: u64,
    /// Sum of the scores.
    pub sum: f64,
    /// Sum of the squared scores.
    pub squares: f64,
}

impl ScoreSums {
    /// `n` rows that all have this score.
    pub fn at(score: f64, n: u64) -> ScoreSums {
        let rows = n as f64;
        ScoreSums { n, sum: rows * score, squares: rows * score * score }
    }

    /// Both together.
    pub fn and(self, other: ScoreSums) -> ScoreSums {
        ScoreSums { n: self.n + other.n, sum: self.sum + other.sum, squares: self.squares + other.squares }
    }
}

/// One bin of the score in one group: the rows without the outcome (negatives) and with it (positives).
///
/// `low` and `high` are the lowest and the highest score that can stand in the bin; they are equal where the bin is one
/// distinct score. Where the outcome plays no part, rows may all be counted as negatives.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct ScoreCell {
    /// The lowest score of the bin.
    pub low: f64,
    /// The highest score of the bin, at least `low`.
    pub high: f64,
    /// Rows without the outcome.
    pub negatives: ScoreSums,
    /// Rows with the outcome.
    pub positives: ScoreSums,
}

impl ScoreCell {
    /// A bin that is one distinct score.
    pub fn at(score: f64, negatives: u64, positives: u64) -> ScoreCell {
        ScoreCell {
            low: score,
            high: score,
            negatives: ScoreSums::at(score, negatives),
            positives: ScoreSums::at(score, positives),
        }
    }

    /// The same bin with the rows of another group, or part, in it too.
    #[must_use]
    pub fn with(self, other: &ScoreCell) -> ScoreCell {
        ScoreCell {
            negatives: self.negatives.and(other.negatives),
            positives: self.positives.and(other.positives),
            ..self
        }
    }

    /// Rows.
    pub fn n(&self) -> u64 {
        self.negatives.n + self.positives.n
    }

    /// True if the bin is one distinct score.
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// How far two scores of the bin can lie apart.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }

    /// Sums over all rows.
    pub fn all(&self) -> ScoreSums {
        self.negatives.and(self.positives)
    }

    /// The distinct score, or the mean over the rows, or the middle of a bin without rows.
    pub fn score(&self) -> f64 {
        self.mean_of(self.all())
    }

    fn mean_of(&self, sums: ScoreSums) -> f64 {
        if self.is_exact() {
            self.low
        } else if sums.n == 0 {
            self.low + 0.5 * (self.high - self.low)
        } else {
            (sums.sum / sums.n as f64).max(self.low).min(self.high)
        }
    }

    /// The sum of `s (1 - s)`: what the variance of the number of positives would be if the score were calibrated. Takes
    /// scores in [0, 1].
    pub fn spread(&self) -> f64 {
        if self.is_exact() {
            return self.n() as f64 * self.low * (1.0 - self.low);
        }
        let all = self.all();
        (all.sum - all.squares).max(0.0)
    }

    /// The share of positives; `None` without rows.
    pub fn rate(&self) -> Option<f64> {
        (self.n() > 0).then(|| self.positives.n as f64 / self.n() as f64)
    }
}

/// The cells that have rows, with their places.
pub(crate) fn occupied(cells: &[ScoreCell]) -> impl DoubleEndedIterator<Item = (usize, &ScoreCell)> {
    debug_assert!(cells.windows(2).all(|pair| pair[0].low <= pair[0].high && pair[0].high <= pair[1].low));
    cells.iter().enumerate().filter(|(_, cell)| cell.n() > 0)
}

/// Neighbouring cells put together, for pictures and for draws, whose cost grows with the number of cells.
///
/// - Takes: the cells of groups over the same bins; how many cells are wanted, about; a class for every cell: cells of
///   different classes are never put together (the bin of a table into which the coarser cells must nest).
/// - Gives: for every group its cells over the same coarser bins of about equal numbers of rows of all groups; bins without
///   any row are left out. Where no more bins than wanted have rows, these bins as they are. Sums are kept, so that mean
///   scores stay exact.
pub fn coarser(groups: &[&[ScoreCell]], wanted: usize, class: impl Fn(&ScoreCell) -> usize) -> Vec<Vec<ScoreCell>> {
    let bins = groups.iter().map(|cells| cells.len()).max().unwrap_or(0);
    let together = |place: usize| {
        let mut cells = groups.iter().filter_map(|cells| cells.get(place));
        let first = cells.next().copied().unwrap_or_default();
        cells.fold(first, ScoreCell::with)
    };
    let occupied: Vec<(usize, ScoreCell)> =
        (0..bins).map(|place| (place, together(place))).filter(|(_, cell)| cell.n() > 0).collect();
    let rows: u128 = occupied.iter().map(|(_, cell)| u128::from(cell.n())).sum();
    let keep = occupied.len() <= wanted;
    let (mut out, mut before, mut last) = (vec![Vec::<ScoreCell>::new(); groups.len()], 0_u128, None);
    for (order, (place, all)) in occupied.iter().enumerate() {
        // The part of the rows in which the first row of this cell falls.
        let part = if keep { order as u128 } else { before * wanted as u128 / rows };
        let at = Some((part, class(all)));
        before += u128::from(all.n());
        for (cells, coarse) in groups.iter().zip(&mut out) {
            let cell = cells.get(*place).copied().unwrap_or(ScoreCell {
                low: all.low,
                high: all.high,
                ..ScoreCell::default()
            });
            match coarse.last_mut() {
                Some(open) if at == last => *open = ScoreCell { high: cell.high, ..open.with(&cell) },
                _ => coarse.push(cell),
            }
        }
        last = at;
    }
    out
}

/// The sums over all cells of a group.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Totals {
    /// Rows without the outcome.
    pub negatives: ScoreSums,
    /// Rows with the outcome.
    pub positives: ScoreSums,
    /// The sum of `s (1 - s)`.
    pub spread: f64,
}

impl Totals {
    /// Of a group's cells, added up in their order.
    pub fn of(cells: &[ScoreCell]) -> Totals {
        occupied(cells).fold(Totals::default(), |sum, (_, cell)| Totals {
            negatives: sum.negatives.and(cell.negatives),
            positives: sum.positives.and(cell.positives),
            spread: sum.spread + cell.spread(),
        })
    }

    /// Rows.
    pub fn n(&self) -> u64 {
        self.negatives.n + self.positives.n
    }

    /// Sums over all rows.
    pub fn all(&self) -> ScoreSums {
        self.negatives.and(self.positives)
    }
}

/// Negatives bin by bin.
pub fn negatives(cells: &[ScoreCell]) -> Vec<u64> {
    cells.iter().map(|cell| cell.negatives.n).collect()
}

/// Positives bin by bin.
pub fn positives(cells: &[ScoreCell]) -> Vec<u64> {
    cells.iter().map(|cell| cell.positives.n).collect()
}

/// Rows bin by bin.
pub fn rows(cells: &[ScoreCell]) -> Vec<u64> {
    cells.iter().map(ScoreCell::n).collect()
}

/// Which rows of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// All.
    All,
    /// Those without the outcome.
    Negatives,
    /// Those with it.
    Positives,
}

/// Number, mean and spread of scores: what a comparison of means needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Rows, at least 1.
    pub n: u64,
    /// Mean score.
    pub mean: f64,
    /// Sum of squared deviations from the mean; exactly 0 if all scores are equal.
    pub deviations: f64,
}

impl Moments {
    /// Of a group's cells. The sums are exact, so that bins cost nothing; deviations are summed around a score of the
    /// group, which does not cancel.
    ///
    /// `None` without rows.
    pub fn of(cells: &[ScoreCell], among: Among) -> Option<Moments> {
        let pick = |cell: &ScoreCell| match among {
            Among::All => cell.all(),
            Among::Negatives => cell.negatives,
            Among::Positives => cell.positives,
        };
        let parts: Vec<(f64, ScoreSums, bool)> = cells
            .iter()
            .map(|cell| (cell.mean_of(pick(cell)), pick(cell), cell.is_exact()))
            .filter(|(_, sums, _)| sums.n > 0)
            .collect();
        let start = parts.first()?.0;
        let n: u64 = parts.iter().map(|(_, sums, _)| sums.n).sum();
        let shift = parts.iter().map(|(score, sums, _)| sums.n as f64 * (score - start)).sum::<f64>() / n as f64;
        let deviations = parts
            .iter()
            .map(|(score, sums, exact)| {
                let rows = sums.n as f64;
                let within = if *exact { 0.0 } else { (sums.squares - sums.sum * (sums.sum / rows)).max(0.0) };
                let off = score - start - shift;
                within + rows * off * off
            })
            .sum();
        Some(Moments { n, mean: start + shift, deviations })
    }

    /// Of integer sums: rows, sum and sum of squares of integers that are `scale` times the scores. Exact up to one
    /// rounding each.
    ///
    /// - Takes: sums with `n * squares` below 2^127 (billionths: up to nine billion rows).
    /// - Gives: `None` without rows, or where the products do not fit.
    pub fn of_integers(n: u64, sum: i128, squares: i128, scale: f64) -> Option<Moments> {
        if n == 0 {
            return None;
        }
        let scaled = i128::from(n).checked_mul(squares)?.checked_sub(sum.checked_mul(sum)?)?;
        let rows = n as f64;
        Some(Moments { n, mean: sum as f64 / (rows * scale), deviations: scaled as f64 / rows / (scale * scale) })
    }

    /// The variance with divisor `n - 1`; `None` for a single row.
    pub fn variance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.deviations / (self.n - 1) as f64)
    }

    /// Both groups together.
    pub fn and(self, other: Moments) -> Moments {
        let (n, m) = (self.n as f64, other.n as f64);
        let apart = other.mean - self.mean;
        Moments {
            n: self.n + other.n,
            mean: self.mean + apart * (m / (n + m)),
            deviations: self.deviations + other.deviations + apart * apart * (n * m / (n + m)),
        }
    }
}

/// One bin of the score in one group of weighted rows.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct WeightedScoreCell {
    /// The distinct score, or the weighted mean of the bin.
    pub score: f64,
    /// Rows without the outcome.
    pub negatives: Sums,
    /// Rows with the outcome.
    pub positives: Sums,
}

impl WeightedScoreCell {
    /// Both together.
    pub fn all(&self) -> Sums {
        self.negatives.and(self.positives)
    }
}

#[cfg(test)]
mod tests {
    use super::{Among, Moments, ScoreCell, ScoreSums, Totals, coarser};

    #[test]
    fn a_constant_score_has_no_deviations_at_all() {
        let m = Moments::of(&[ScoreCell::at(0.3, 700_001, 299_999)], Among::All).unwrap();
        assert_eq!((m.mean, m.deviations), (0.3, 0.0));
        assert_eq!(Moments::of_integers(10, 3_000_000_000, 900_000_000_000_000_000, 1e9).unwrap().deviations, 0.0);
        assert_eq!(Moments::of(&[ScoreCell::at(0.3, 0, 0)], Among::All), None);
    }

    #[test]
    fn moments_are_the_same_from_bins_from_scores_and_from_integers() {
        let scores = [(100_000_000_u32, 3_u64), (150_000_000, 4), (800_000_000, 2)];
        let cells: Vec<ScoreCell> = scores.iter().map(|&(q, n)| ScoreCell::at(f64::from(q) / 1e9, n, 0)).collect();
        let bin = cells[0].all().and(cells[1].all());
        let coarse = [ScoreCell { low: 0.1, high: 0.2, negatives: bin, ..ScoreCell::default() }, cells[2]];
        let (sum, squares) = scores.iter().fold((0_i128, 0_i128), |(s, t), &(q, n)| {
            (s + i128::from(q) * i128::from(n), t + i128::from(q) * i128::from(q) * i128::from(n))
        });
        let a = Moments::of(&cells, Among::All).unwrap();
        for b in [Moments::of(&coarse, Among::All), Moments::of_integers(9, sum, squares, 1e9)] {
            let b = b.unwrap();
            assert!((a.mean - b.mean).abs() < 1e-15 && (a.deviations - b.deviations).abs() < 1e-14);
        }
        let (left, right) = (Moments::of(&cells[..1], Among::All), Moments::of(&cells[1..], Among::All));
        let both = left.unwrap().and(right.unwrap());
        assert!((a.mean - both.mean).abs() < 1e-15 && (a.deviations - both.deviations).abs() < 1e-14);
    }

    #[test]
    fn coarser_cells_keep_rows_sums_and_the_edges_between_classes() {
        let cells: Vec<ScoreCell> =
            (0..1000).map(|k| ScoreCell::at(f64::from(k) / 1000.0, k as u64 % 7, k as u64 % 3)).collect();
        let sparse: Vec<ScoreCell> =
            cells.iter().enumerate().map(|(k, c)| ScoreCell::at(c.low, 0, u64::from(k == 401))).collect();
        let tenth = |cell: &ScoreCell| (cell.low * 10.0) as usize;
        let both = coarser(&[&cells, &sparse], 40, tenth);
        assert!(both[0].len() >= 40 && both[0].len() <= 50 && both[1].len() == both[0].len());
        for (coarse, fine) in both.iter().zip([&cells, &sparse]) {
            let (a, b) = (Totals::of(coarse), Totals::of(fine));
            assert_eq!((a.negatives.n, a.positives.n), (b.negatives.n, b.positives.n));
            assert!((a.all().sum - b.all().sum).abs() < 1e-9 && (a.spread - b.spread).abs() < 1e-9);
        }
        assert!(both[0].iter().all(|c| (c.low * 10.0) as usize == (c.high * 10.0) as usize));
        assert!(both[0].windows(2).all(|pair| pair[0].high < pair[1].low));
    }

    #[test]
    fn few_cells_stay_as_they_are_and_those_without_rows_go() {
        let cells = [ScoreCell::at(0.1, 1, 0), ScoreCell::at(0.2, 0, 0), ScoreCell::at(0.3, 0, 9)];
        assert_eq!(coarser(&[&cells], 2, |_| 0), [vec![cells[0], cells[2]]]);
        assert_eq!(coarser(&[&cells[..0]], 2, |_| 0), [vec![]]);
    }

    #[test]
    fn a_cell_without_rows_has_no_rate_and_adds_nothing() {
        let cells = [ScoreCell::at(0.0, 0, 0), ScoreCell::at(0.5, 1, 3), ScoreCell::at(1.0, 0, 0)];
        assert_eq!(cells[0].rate(), None);
        let totals = Totals::of(&cells);
        assert_eq!((totals.n(), totals.all().sum, totals.spread), (4, 2.0, 1.0));
        let empty = ScoreCell { low: 0.2, high: 0.4, ..ScoreCell::default() };
        assert!((empty.score() - 0.3).abs() < 1e-15 && ScoreSums::default().n == 0);
    }
}
