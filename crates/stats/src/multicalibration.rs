//! The worst calibrated of many subgroups that may overlap.
//!
//! Makes one statistic per subgroup, the largest of them, and p-values that count how many were looked at. Takes the
//! finest cells of a partition and, for every subgroup, which of them it is made of, so that overlap is respected in every
//! draw. May not know the subgroups' names.
//!
//! Start reading at [`multicalibration`].

use crate::calibrated_draws::{draw_positives, scores, share_at_least, trials};
use crate::cumulative::{Cumulative, cumulative, extremes};
use crate::interval::PValue;
use crate::resample::{Binomial, Key, Stream, quantile_of_sorted};
use crate::score_cells::{ScoreCell, Totals};

/// The fewest rows of a subgroup.
pub const FEWEST_ROWS: u64 = 100;

/// The least sum of `s (1 - s)` of a subgroup.
pub const LEAST_SPREAD: f64 = 5.0;

/// True if a subgroup is large enough to be looked at; smaller ones are `not_assessed`.
pub fn large_enough(cells: &[ScoreCell]) -> bool {
    let totals = Totals::of(cells);
    totals.n() >= FEWEST_ROWS && totals.spread >= LEAST_SPREAD
}

/// What is known of one subgroup.
#[derive(Clone, Debug, PartialEq)]
pub struct Subgroup {
    /// Its cumulative calibration error; `None` without rows. `range_test` holds the statistic that is compared.
    pub cumulative: Option<Cumulative>,
    /// P by the largest of all subgroups in every draw (single step); `None` without a statistic.
    pub p_adjusted: Option<PValue>,
}

/// The subgroups and the largest of their statistics.
#[derive(Clone, Debug, PartialEq)]
pub struct Multicalibration {
    /// In the order of the members.
    pub subgroups: Vec<Subgroup>,
    /// Which subgroup has the largest statistic; the first of several.
    pub worst: usize,
    /// Its statistic: range over sigma. In a large subgroup it is large for trifles: to be shown beside the range itself.
    pub largest: f64,
    /// 95 % point of the largest statistic if every subgroup were calibrated.
    pub quantile_95: f64,
}

/// The largest cumulative calibration error, in standard deviations, over subgroups.
///
/// - Takes: the cells of a partition of the rows, all over the same bins of a probability score; for every subgroup the
///   parts that it is made of; the number of draws. Subgroups should be [`large_enough`].
/// - Gives: `None` without draws, or if no subgroup has a statistic.
/// - Without the joint table: Bonferroni or Holm on the p of each `range_test` ([`crate::multiplicity`]).
/// - Source: Guy et al. 2025, arXiv 2506.11251 (the statistic); Westfall and Young 1993 (single step); methods,
///   "Calibration", 6.9. Oracle: mcgrad `ecce_sigma`; numpy draws.
pub fn multicalibration(
    parts: &[Vec<ScoreCell>],
    members: &[Vec<usize>],
    key: Key,
    draws: u64,
) -> Option<Multicalibration> {
    let whole: Vec<Vec<ScoreCell>> = members.iter().map(|of| together(parts, of)).collect();
    let found: Vec<Option<Cumulative>> = whole.iter().map(|cells| cumulative(cells)).collect();
    let statistics: Vec<Option<f64>> =
        found.iter().map(|c| c.as_ref().and_then(|c| c.range_test).map(|test| test.statistic)).collect();
    let (worst, largest) = statistics
        .iter()
        .enumerate()
        .filter_map(|(place, x)| x.map(|x| (place, x)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    let of_parts: Vec<Vec<Binomial>> = parts.iter().map(|cells| trials(cells, &scores(cells))).collect();
    let mut drawn: Vec<Vec<u64>> = parts.iter().map(|cells| vec![0; cells.len()]).collect();
    let mut maxima = Vec::new();
    for number in 0..draws {
        let mut stream = Stream::new(key, number);
        for (trials, positives) in of_parts.iter().zip(&mut drawn) {
            draw_positives(&mut stream, trials, positives);
        }
        let of = |((cells, members), found): ((&Vec<ScoreCell>, &Vec<usize>), &Option<Cumulative>)| {
            let (sigma, n) = (found.as_ref()?.sigma, cells.iter().map(ScoreCell::n).sum::<u64>() as f64);
            let mut sum = 0.0;
            let path = cells.iter().enumerate().map(|(bin, cell)| {
                let positives: u64 = members.iter().filter_map(|part| drawn.get(*part)?.get(bin)).sum();
                sum += positives as f64 - cell.all().sum;
                sum / n
            });
            (sigma > 0.0).then(|| extremes(path).0 / sigma)
        };
        maxima.push(whole.iter().zip(members).zip(&found).filter_map(of).fold(0.0, f64::max));
    }
    let subgroups = found
        .into_iter()
        .zip(&statistics)
        .map(|(cumulative, x)| Subgroup { cumulative, p_adjusted: x.and_then(|x| share_at_least(&maxima, x)) })
        .collect();
    maxima.sort_by(f64::total_cmp);
    Some(Multicalibration { subgroups, worst, largest, quantile_95: quantile_of_sorted(&maxima, 0.95)? })
}

/// The cells of several parts put together, bin by bin.
fn together(parts: &[Vec<ScoreCell>], members: &[usize]) -> Vec<ScoreCell> {
    let mut of_members = members.iter().filter_map(|part| parts.get(*part));
    let Some(first) = of_members.next() else { return Vec::new() };
    of_members.fold(first.clone(), |sum, part| sum.iter().zip(part).map(|(a, b)| a.with(b)).collect())
}

#[cfg(test)]
mod tests {
    use super::{large_enough, multicalibration};
    use crate::resample::Key;
    use crate::score_cells::ScoreCell;

    const KEY: Key = Key([9; 32]);

    #[test]
    fn without_a_subgroup_that_has_a_statistic_there_is_nothing() {
        assert!(multicalibration(&[], &[], KEY, 10).is_none());
        assert!(multicalibration(&[vec![ScoreCell::at(1.0, 3, 3)]], &[vec![0]], KEY, 10).is_none());
        assert!(multicalibration(&[vec![ScoreCell::at(0.4, 3, 3)]], &[vec![0]], KEY, 0).is_none());
    }

    #[test]
    fn the_same_subgroup_twice_costs_nothing() {
        let parts = [vec![ScoreCell::at(0.3, 70, 32), ScoreCell::at(0.6, 41, 62)]];
        let once = multicalibration(&parts, &[vec![0]], KEY, 500).unwrap();
        let twice = multicalibration(&parts, &[vec![0], vec![0]], KEY, 500).unwrap();
        assert_eq!(once.quantile_95, twice.quantile_95);
        assert_eq!(once.subgroups[0].p_adjusted, twice.subgroups[1].p_adjusted);
    }

    #[test]
    fn a_miscalibrated_part_is_found_among_calibrated_ones() {
        let calibrated = vec![ScoreCell::at(0.25, 300, 100), ScoreCell::at(0.5, 200, 200)];
        let wrong = vec![ScoreCell::at(0.25, 200, 200), ScoreCell::at(0.5, 150, 250)];
        let parts = [calibrated.clone(), wrong, calibrated];
        assert!(parts.iter().all(|cells| large_enough(cells)));
        let m = multicalibration(&parts, &[vec![0], vec![1], vec![2], vec![0, 2], vec![0, 1]], KEY, 999).unwrap();
        assert_eq!(m.worst, 1);
        assert!(m.largest > m.quantile_95 && m.subgroups[1].p_adjusted.unwrap().value() < 0.002);
        assert!(m.subgroups[3].p_adjusted.unwrap().value() > 0.9);
    }
}
