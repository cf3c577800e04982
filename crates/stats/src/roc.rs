//! ROC curves and the area between two of them.
//!
//! Makes points out of counts bin by bin, and the exact area between two curves that are linear between their points. Needs
//! no probability score. Invariants: a curve begins at (0, 0) and ends at (1, 1); the area is at least the absolute
//! difference of the two areas under the curves, and equal to it where the curves do not cross.
//!
//! Start reading at [`roc`], then [`abroca`].

use crate::calibrated_draws::ByChance;
use crate::interval::Note;
use crate::permute::permuted;
use crate::rank::Ranked;
use crate::resample::Key;

/// A point of a ROC curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RocPoint {
    /// Place of the lowest bin at or above the threshold; `None` at (0, 0), where nobody is selected.
    pub bin: Option<usize>,
    /// Share of the negatives at or above it.
    pub false_positive_rate: f64,
    /// Share of the positives at or above it.
    pub true_positive_rate: f64,
}

/// The ROC curve, from the highest threshold down.
///
/// - Takes: negatives and positives bin by bin over the same bins, in rising order of the score.
/// - Gives: (0, 0) and one point for each bin with rows; the reason if there are none of one side.
/// - Source: methods, "Ranking", 7.9. Oracle: scikit-learn `roc_curve`.
pub fn roc(ranked: Ranked<'_>) -> Result<Vec<RocPoint>, Note> {
    let Ranked { negatives, positives } = ranked;
    debug_assert_eq!(negatives.len(), positives.len());
    let (n0, n1) = (negatives.iter().sum::<u64>(), positives.iter().sum::<u64>());
    if n1 == 0 {
        return Err(Note::NoPositives);
    }
    if n0 == 0 {
        return Err(Note::NoNegatives);
    }
    let mut points = vec![RocPoint { bin: None, false_positive_rate: 0.0, true_positive_rate: 0.0 }];
    let (mut fp, mut tp) = (0, 0);
    for (bin, (w, x)) in negatives.iter().zip(positives).enumerate().rev() {
        if w + x > 0 {
            (fp, tp) = (fp + w, tp + x);
            points.push(RocPoint {
                bin: Some(bin),
                false_positive_rate: fp as f64 / n0 as f64,
                true_positive_rate: tp as f64 / n1 as f64,
            });
        }
    }
    Ok(points)
}

/// The area between the ROC curves of a group and its reference, `integral of |ROC_g - ROC_r|` over false positive rates.
///
/// - Takes: both groups.
/// - Gives: 0 to 1, exact at crossings too; the reason if a group has none of one side. Above 0 by chance alone:
///   [`abroca_by_chance`] belongs beside it. Descriptive.
/// - Source: Gardner, Brooks and Baker 2019, LAK; methods, "Ranking", 7.9. Oracle: trapezoid on two million points.
pub fn abroca(group: Ranked<'_>, reference: Ranked<'_>) -> Result<f64, Note> {
    let (g, r) = (roc(group)?, roc(reference)?);
    let mut grid: Vec<f64> = g.iter().chain(&r).map(|point| point.false_positive_rate).collect();
    grid.sort_by(f64::total_cmp);
    grid.dedup();
    let (mut along_g, mut along_r) = (Along::new(&g), Along::new(&r));
    let mut area = 0.0;
    for pair in grid.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (g, r) = (along_g.over(from, to), along_r.over(from, to));
        area += between(to - from, g.0 - r.0, g.1 - r.1);
    }
    Ok(area)
}

/// The area of `|line|` over a stretch of this length, the line going from `p` to `q`.
fn between(length: f64, p: f64, q: f64) -> f64 {
    let sum = p.abs() + q.abs();
    if sum == 0.0 {
        0.0
    } else if p * q >= 0.0 {
        0.5 * length * sum
    } else {
        0.5 * length * (p * p + q * q) / sum
    }
}

/// Walks along a curve over stretches that do not reach across its points.
struct Along<'a> {
    points: &'a [RocPoint],
    at: usize,
}

impl<'a> Along<'a> {
    fn new(points: &'a [RocPoint]) -> Along<'a> {
        Along { points, at: 0 }
    }

    /// The true positive rates at both ends of a stretch, seen from inside it.
    fn over(&mut self, from: f64, to: f64) -> (f64, f64) {
        // The segment whose right end is the first point at or beyond the stretch's end: vertical steps are passed over.
        while self.at + 2 < self.points.len() && self.points[self.at + 1].false_positive_rate < to {
            self.at += 1;
        }
        let (a, b) = (self.points[self.at], self.points[self.at + 1]);
        let rise = b.true_positive_rate - a.true_positive_rate;
        let run = b.false_positive_rate - a.false_positive_rate;
        let at = |x: f64| {
            if run > 0.0 {
                a.true_positive_rate + rise * ((x - a.false_positive_rate) / run)
            } else {
                b.true_positive_rate
            }
        };
        (at(from), at(to))
    }
}

/// The area between the curves if membership were dealt out by chance within each outcome: mean, 95 % point, p.
///
/// - Takes: both groups; the number of draws.
/// - Gives: `None` as [`abroca`], or without draws.
/// - Source: methods, "Ranking", 7.9.
pub fn abroca_by_chance(group: Ranked<'_>, reference: Ranked<'_>, key: Key, draws: u64) -> Option<ByChance> {
    let observed = abroca(group, reference).ok()?;
    let parts = |ranked: Ranked<'_>| -> [Vec<u64>; 2] { [ranked.negatives.to_vec(), ranked.positives.to_vec()] };
    let (g, r) = (parts(group), parts(reference));
    fn ranked(parts: &[Vec<u64>]) -> Option<Ranked<'_>> {
        Some(Ranked { negatives: parts.first()?, positives: parts.get(1)? })
    }
    permuted(&[&g[0], &g[1]], &[&r[0], &r[1]], key, draws, observed, |a, b| abroca(ranked(a)?, ranked(b)?).ok())
}

#[cfg(test)]
mod tests {
    use super::{abroca, abroca_by_chance, between, roc};
    use crate::interval::Note;
    use crate::rank::{Ranked, auc};
    use crate::resample::Key;

    fn ranked<'a>(negatives: &'a [u64], positives: &'a [u64]) -> Ranked<'a> {
        Ranked { negatives, positives }
    }

    #[test]
    fn one_side_alone_has_no_curve() {
        assert_eq!(roc(ranked(&[1, 2], &[0, 0])), Err(Note::NoPositives));
        assert_eq!(roc(ranked(&[0, 0], &[1, 2])), Err(Note::NoNegatives));
        assert_eq!(abroca(ranked(&[1], &[1]), ranked(&[1], &[0])), Err(Note::NoPositives));
        assert!(abroca_by_chance(ranked(&[1], &[1]), ranked(&[1], &[0]), Key([1; 32]), 5).is_none());
    }

    #[test]
    fn crossing_lines_enclose_two_triangles() {
        // From 1 to -1 over length 2: two triangles of area 1/2.
        assert_eq!(between(2.0, 1.0, -1.0), 1.0);
        assert_eq!(between(2.0, 1.0, 1.0), 2.0);
        assert_eq!(between(2.0, 0.0, 0.0), 0.0);
    }

    #[test]
    fn curves_that_do_not_cross_enclose_the_difference_of_their_areas() {
        let (a, b) = (ranked(&[50, 30, 20], &[10, 30, 60]), ranked(&[40, 30, 30], &[20, 35, 45]));
        let area = |r: Ranked<'_>| auc(r.negatives, r.positives, 1.96).value().unwrap();
        assert!((abroca(a, b).unwrap() - (area(a) - area(b))).abs() < 1e-15);
        assert_eq!(abroca(a, b), abroca(b, a));
        assert_eq!(abroca(a, a), Ok(0.0));
    }

    #[test]
    fn perfect_and_reversed_rankings_enclose_everything() {
        let (right, wrong) = (ranked(&[7, 0], &[0, 9]), ranked(&[0, 3], &[2, 0]));
        assert_eq!(abroca(right, wrong), Ok(1.0));
        let constant = ranked(&[4], &[5]);
        assert!((abroca(right, constant).unwrap() - 0.5).abs() < 1e-15);
    }

    #[test]
    fn the_area_agrees_with_a_fine_sum_over_the_curves() {
        let (a, b) = (ranked(&[9, 0, 5, 3, 2], &[1, 2, 0, 6, 4]), ranked(&[4, 4, 1, 1, 3], &[2, 1, 3, 0, 9]));
        let height = |r: Ranked<'_>, x: f64| {
            let points = roc(r).unwrap();
            let next = points.iter().position(|p| p.false_positive_rate >= x).unwrap();
            let (p, q) = (points[next - 1], points[next]);
            p.true_positive_rate
                + (q.true_positive_rate - p.true_positive_rate) * (x - p.false_positive_rate)
                    / (q.false_positive_rate - p.false_positive_rate)
        };
        let steps = 100_000;
        let sum: f64 = (0..steps)
            .map(|i| (f64::from(i) + 0.5) / f64::from(steps))
            .map(|x| (height(a, x) - height(b, x)).abs())
            .sum();
        assert!((abroca(a, b).unwrap() - sum / f64::from(steps)).abs() < 1e-6);
    }

    #[test]
    fn equal_groups_have_an_area_by_chance_and_no_small_p() {
        let a = ranked(&[50, 30, 20], &[10, 30, 60]);
        let chance = abroca_by_chance(a, a, Key([1; 32]), 200).unwrap();
        assert!(chance.mean > 0.0 && chance.p.value() > 0.99);
    }
}
