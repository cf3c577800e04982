//! Rows drawn with known probabilities: linearised variances over sampling strata, Poisson sampling, or weights alone
//! (method `hajek_linearised`).
//!
//! Makes the variance of any smooth statistic of weighted totals out of cells: a cell holds rows that share stratum,
//! group and outcome, so that the statistic's influence is one number per cell. May not know the statistic. Invariants:
//! a stratum's sums run over all its drawn rows, so cells outside the group count with influence 0; covariances of
//! groups in the same stratum come out by themselves.
//!
//! Start reading at [`covariance`]; [`rate`] shows the use.

use crate::interval::Note;
use crate::weighted::{EffectiveRate, Sums, rate_from_variance};

/// Rows of one stratum that have the same influence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Place of the sampling stratum among the sizes; 0 where there are no strata.
    pub stratum: usize,
    /// The rows' sums.
    pub sums: Sums,
}

/// The size of a sampling stratum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StratumSize {
    /// Cases in the population, `N_h`.
    pub population: u64,
    /// Rows drawn, `n_h`, all of them, whatever their group or outcome.
    pub drawn: u64,
}

/// How the rows were drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sampling<'a> {
    /// A simple random sample without replacement in each stratum.
    Strata(&'a [StratumSize]),
    /// Each row by itself, with the probability that is one over its weight.
    Poisson,
    /// Not known beyond the weights.
    WeightsOnly,
}

/// The covariance of two statistics; the variance, if both influences are the same.
///
/// - Takes: cells; for each cell the derivative of either statistic by the weighted total of the cell, 0 for cells
///   outside its denominator; the sampling.
/// - Gives: a covariance. Strata drawn completely add 0.
/// - Errors: a stratum with one row drawn of several has no variance (`single_unit_stratum`); a cell of a stratum
///   without a size, or weights alone with fewer than two rows (`variance_not_estimable`).
/// - Source: Saerndal, Swensson and Wretman 1992, Model Assisted Survey Sampling; Wolter 2007; methods, "Designs",
///   C. Oracle: R survey, `known_probabilities/stratified` of `oracle/designs/known_probabilities.jsonl`.
pub fn covariance(cells: &[Cell], one: &[f64], other: &[f64], sampling: Sampling<'_>) -> Result<f64, Note> {
    debug_assert!(cells.len() == one.len() && cells.len() == other.len());
    let products = || cells.iter().zip(one.iter().zip(other));
    match sampling {
        Sampling::Poisson => Ok(products().map(|(c, (a, b))| a * b * (c.sums.square - c.sums.weight)).sum()),
        Sampling::WeightsOnly => {
            let n = products().filter(|(_, (a, b))| **a != 0.0 || **b != 0.0).map(|(c, _)| c.sums.rows).sum::<u64>();
            if n < 2 {
                return Err(Note::VarianceNotEstimable);
            }
            let sum: f64 = products().map(|(c, (a, b))| a * b * c.sums.square).sum();
            Ok(n as f64 / (n as f64 - 1.0) * sum)
        }
        Sampling::Strata(sizes) => {
            if cells.iter().any(|c| c.stratum >= sizes.len()) {
                return Err(Note::VarianceNotEstimable);
            }
            let of_stratum = |(h, size): (usize, &StratumSize)| {
                let inside = || products().filter(move |(c, _)| c.stratum == h);
                if size.drawn >= size.population || inside().next().is_none() {
                    return Ok(0.0);
                }
                if size.drawn < 2 {
                    return Err(Note::SingleUnitStratum);
                }
                let n = size.drawn as f64;
                let (mut squares, mut sum_one, mut sum_other) = (0.0, 0.0, 0.0);
                for (c, (a, b)) in inside() {
                    squares += a * b * c.sums.square;
                    sum_one += a * c.sums.weight;
                    sum_other += b * c.sums.weight;
                }
                let finite = 1.0 - n / size.population as f64;
                Ok(finite * n / (n - 1.0) * (squares - sum_one * sum_other / n))
            };
            sizes.iter().enumerate().map(of_stratum).sum()
        }
    }
}

/// What a cell is to a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// In the denominator, with the event.
    Event,
    /// In the denominator, without it.
    NonEvent,
    /// Not in the denominator.
    Outside,
}

/// The Hajek rate `sum w y / sum w` of the cells that are in the denominator, and its influence on every cell.
///
/// `None` without weight in the denominator.
pub fn hajek(cells: &[Cell], parts: &[Part]) -> Option<(f64, Vec<f64>)> {
    debug_assert_eq!(cells.len(), parts.len());
    let weight_of = |wanted: &[Part]| {
        cells.iter().zip(parts).filter(|(_, p)| wanted.contains(p)).map(|(c, _)| c.sums.weight).sum::<f64>()
    };
    let all = weight_of(&[Part::Event, Part::NonEvent]);
    if all <= 0.0 {
        return None;
    }
    let rate = weight_of(&[Part::Event]) / all;
    let influence = |part: &Part| match part {
        Part::Event => (1.0 - rate) / all,
        Part::NonEvent => -rate / all,
        Part::Outside => 0.0,
    };
    Some((rate, parts.iter().map(influence).collect()))
}

/// The Hajek rate of the cells in the denominator, with effective size and limits.
///
/// - Takes: cells and what each is to the rate; the sampling; `tail` at each end.
/// - Gives: the rate by [`rate_from_variance`] with `sum n_h - H` degrees of freedom in strata, else the rows less 1.
/// - Edges: no weight in the denominator: all null, `no_cases`. No variance: value alone, with the reason.
/// - Source, oracle: as [`covariance`].
pub fn rate(cells: &[Cell], parts: &[Part], sampling: Sampling<'_>, tail: f64) -> EffectiveRate {
    let Some((value, influence)) = hajek(cells, parts) else {
        return EffectiveRate::none(Note::NoCases);
    };
    let inside = cells.iter().zip(parts).filter(|(_, p)| **p != Part::Outside);
    let sums = inside.fold(Sums::default(), |all, (c, _)| all.and(c.sums));
    let kish = sums.kish();
    match covariance(cells, &influence, &influence, sampling) {
        Ok(variance) => {
            let df = match sampling {
                Sampling::Strata(sizes) => {
                    let drawn: u64 = sizes.iter().map(|size| size.drawn).sum();
                    drawn as f64 - sizes.len() as f64
                }
                Sampling::Poisson | Sampling::WeightsOnly => sums.rows as f64 - 1.0,
            };
            let df = (df > 0.0).then_some(df);
            let edge = kish.unwrap_or(sums.rows as f64);
            EffectiveRate { n_kish: kish, ..rate_from_variance(value, variance, sums.rows, df, edge, tail) }
        }
        Err(note) => {
            let mut result = EffectiveRate::none(note);
            (result.estimate.value, result.n_kish) = (Some(value), kish);
            result
        }
    }
}

/// The correlation of two estimates from their covariance, for MOVER: cut to [-1, 1], 0 where a variance is 0 or
/// missing.
pub fn correlation(covariance: f64, one: Option<f64>, other: Option<f64>) -> f64 {
    match (one, other) {
        (Some(v), Some(w)) if v > 0.0 && w > 0.0 => (covariance / (v.sqrt() * w.sqrt())).clamp(-1.0, 1.0),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weighted::weighted_rate;

    fn cell(stratum: usize, rows: u64, w: f64) -> Cell {
        Cell { stratum, sums: Sums { rows, weight: rows as f64 * w, square: rows as f64 * w * w } }
    }

    #[test]
    fn weights_alone_give_the_variance_of_weighted_rows() {
        let cells = [cell(0, 4, 2.0), cell(0, 3, 5.0), cell(0, 6, 2.0), cell(0, 7, 5.0)];
        let parts = [Part::Event, Part::Event, Part::NonEvent, Part::NonEvent];
        let found = rate(&cells, &parts, Sampling::WeightsOnly, 0.025);
        let direct = weighted_rate(cells[0].sums.and(cells[1].sums), cells[2].sums.and(cells[3].sums), false, 0.025);
        assert!((found.variance.unwrap() / direct.variance.unwrap() - 1.0).abs() < 1e-14);
        assert_eq!(found.n_star.map(|n| (n * 1e9).round()), direct.n_star.map(|n| (n * 1e9).round()));
    }

    #[test]
    fn a_stratum_drawn_completely_adds_nothing_and_one_with_a_single_row_has_no_variance() {
        let cells = [cell(0, 5, 10.0), cell(0, 5, 10.0), cell(1, 1, 1.0)];
        let parts = [Part::Event, Part::NonEvent, Part::Event];
        let complete = [StratumSize { population: 100, drawn: 10 }, StratumSize { population: 1, drawn: 1 }];
        assert!(rate(&cells, &parts, Sampling::Strata(&complete), 0.025).variance.unwrap() > 0.0);
        let single = [StratumSize { population: 100, drawn: 10 }, StratumSize { population: 9, drawn: 1 }];
        let found = rate(&cells, &parts, Sampling::Strata(&single), 0.025);
        assert!(
            found.estimate.has(Note::SingleUnitStratum) && found.estimate.value.is_some() && found.variance.is_none()
        );
        let unknown = rate(&cells, &parts, Sampling::Strata(&complete[..1]), 0.025);
        assert!(unknown.estimate.has(Note::VarianceNotEstimable));
    }

    #[test]
    fn groups_that_share_a_stratum_are_correlated_as_the_variance_of_their_difference_says() {
        let cells = [cell(0, 12, 9.0), cell(0, 18, 9.0), cell(0, 6, 9.0), cell(0, 24, 9.0)];
        let sizes = [StratumSize { population: 540, drawn: 60 }];
        let sampling = Sampling::Strata(&sizes);
        let (_, u) = hajek(&cells, &[Part::Event, Part::NonEvent, Part::Outside, Part::Outside]).unwrap();
        let (_, v) = hajek(&cells, &[Part::Outside, Part::Outside, Part::Event, Part::NonEvent]).unwrap();
        let minus: Vec<f64> = u.iter().zip(&v).map(|(a, b)| a - b).collect();
        let of = |a: &[f64], b: &[f64]| covariance(&cells, a, b, sampling).unwrap();
        let expected = of(&u, &u) + of(&v, &v) - 2.0 * of(&u, &v);
        assert!((of(&minus, &minus) - expected).abs() < 1e-16);
        assert_eq!(correlation(0.5, Some(0.0), Some(1.0)), 0.0);
        assert_eq!(correlation(2.0, Some(1.0), Some(1.0)), 1.0);
    }

    // Each row by itself with probability 1/w: the variance of an estimated total over 20,000 draws; 3 % are three
    // standard errors.
    #[test]
    fn the_variance_under_poisson_sampling_is_that_of_the_draws() {
        use crate::resample::{Key, Stream, binomial};
        let (populations, weights) = ([400_u64, 300, 50], [8_u64, 3, 1]);
        let totals: Vec<f64> = (0..20_000)
            .map(|draw| {
                let mut stream = Stream::new(Key([2; 32]), draw);
                populations.iter().zip(weights).map(|(&n, w)| binomial(&mut stream, n, 1, w) as f64 * w as f64).sum()
            })
            .collect();
        let mean = totals.iter().sum::<f64>() / 20_000.0;
        let drawn = totals.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 19_999.0;
        // Expected cells: n/w rows of weight w.
        let cells: Vec<Cell> = populations
            .iter()
            .zip(weights)
            .map(|(&n, w)| Cell { stratum: 0, sums: Sums { rows: n / w, weight: n as f64, square: (n * w) as f64 } })
            .collect();
        let variance = covariance(&cells, &[1.0; 3], &[1.0; 3], Sampling::Poisson).unwrap();
        assert!((drawn / variance - 1.0).abs() < 0.03, "{drawn} {variance}");
    }
}
