//! Mean scores: of a group, and their difference between two groups, plain and in standard deviations.
//!
//! Makes estimates out of numbers, means and spreads ([`Moments`]), which are exact also where scores are binned. Needs no
//! probability score. Invariants: no limits, and no standardised difference, where scores do not vary.
//!
//! Start reading at [`mean_difference`].

use crate::float;
use crate::interval::{Estimate, Interval, Note, PValue};
use crate::score_cells::{Among, Moments, ScoreCell};
use crate::special::{student_ln_sf, student_quantile};

/// The mean score of a group with limits by Student's t.
///
/// - Takes: moments; `tail` at each end, 0.025 for 95 %.
/// - Gives: [`Note::NoCases`] without rows; no limits with [`Note::VarianceNotEstimable`] for one row, or where all scores are
///   equal.
/// - Source: Student 1908, Biometrika 6:1-25. Oracle: scipy `ttest_1samp`.
pub fn mean(moments: Option<Moments>, tail: f64) -> Estimate {
    let Some(moments) = moments else { return Estimate::none(Note::NoCases) };
    match moments.variance().filter(|variance| *variance > 0.0) {
        None => Estimate { value: Some(moments.mean), ..Estimate::none(Note::VarianceNotEstimable) },
        Some(variance) => {
            let n = moments.n as f64;
            let half = student_quantile(tail, n - 1.0) * (variance / n).sqrt();
            Estimate::new(moments.mean, Interval { lower: moments.mean - half, upper: moments.mean + half })
        }
    }
}

/// A difference of means and its test.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanDifference {
    /// Group less reference, on the scale of the score.
    pub estimate: Estimate,
    /// Standard error; `None` where there are no limits.
    pub standard_error: Option<f64>,
    /// Welch's degrees of freedom.
    pub freedom: Option<f64>,
    /// Student's t.
    pub t: Option<f64>,
    /// Two-sided.
    pub p: Option<PValue>,
}

/// Difference of mean scores, group - reference, by Welch's t: `welch_t`.
///
/// - Takes: moments of the two groups, of scores of all rows or of those with (without) the outcome; `tail` at each end.
/// - Gives: [`Note::NoCases`] if a side has no rows; no limits with [`Note::VarianceNotEstimable`] if a side has one row, or if
///   neither side's scores vary.
/// - Edges: of a side whose scores do not vary the limits know no spread: with few rows nothing may rest on them.
/// - Not for: weighted or clustered rows.
/// - Source: Welch 1947, Biometrika 34:28-35; methods, "Ranking", 7.6. Oracle: scipy `ttest_ind(equal_var=False)`.
pub fn mean_difference(group: Option<Moments>, reference: Option<Moments>, tail: f64) -> MeanDifference {
    let none = |estimate| MeanDifference { estimate, standard_error: None, freedom: None, t: None, p: None };
    let (Some(g), Some(r)) = (group, reference) else { return none(Estimate::none(Note::NoCases)) };
    let value = g.mean - r.mean;
    let of_mean = |moments: Moments| moments.variance().map(|variance| variance / moments.n as f64);
    let variances = of_mean(g).zip(of_mean(r)).filter(|(v, w)| v + w > 0.0);
    let Some((v, w)) = variances else {
        return none(Estimate { value: Some(value), ..Estimate::none(Note::VarianceNotEstimable) });
    };
    let standard_error = (v + w).sqrt();
    let (n, m) = (g.n as f64, r.n as f64);
    // As shares, so that tiny variances do not underflow.
    let (a, b) = (v / (v + w), w / (v + w));
    let freedom = 1.0 / (a * a / (n - 1.0) + b * b / (m - 1.0));
    let t = value / standard_error;
    let half = student_quantile(tail, freedom) * standard_error;
    MeanDifference {
        estimate: Estimate::new(value, Interval { lower: value - half, upper: value + half }),
        standard_error: Some(standard_error),
        freedom: Some(freedom),
        t: Some(t),
        p: Some(PValue::from_ln(student_ln_sf(t.abs(), freedom)).doubled()),
    }
}

/// Beyond this skewness Student's t errs on one side far more often than it says.
///
/// Cochran 1977, Sampling Techniques, 2.15: a mean of `25 G1^2` rows, whose skewness is a fifth, is outside its 95 % limits in
/// no more than 6 %.
pub const MOST_SKEWNESS: f64 = 0.2;

/// The skewness of the difference of two means, as it would fall out again and again: `(k3 / n^2 - l3 / m^2) / se^3`.
///
/// - Takes: cells of the two groups, of which all rows are read.
/// - Gives: `None` if a side has fewer than three rows, or if neither side's scores vary. Equal groups have 0.
/// - With bins the skewness inside a bin is left out.
/// - Source: cumulants of a sum; `k3` unbiased (Fisher 1929, Proc. Lond. Math. Soc. 30:199-238). Oracle: scipy `kstat`.
pub fn skewness_of_difference(group: &[ScoreCell], reference: &[ScoreCell]) -> Option<f64> {
    let [(v, g), (w, r)] = [cumulants_of_mean(group)?, cumulants_of_mean(reference)?];
    let variance = v + w;
    (variance > 0.0).then(|| (g - r) / (variance * variance.sqrt()))
}

/// The second and the third cumulant of a group's mean.
fn cumulants_of_mean(cells: &[ScoreCell]) -> Option<(f64, f64)> {
    let moments = Moments::of(cells, Among::All).filter(|moments| moments.n > 2)?;
    let cubes: f64 = cells
        .iter()
        .filter(|cell| cell.n() > 0)
        .map(|cell| {
            let (all, off) = (cell.all(), cell.score() - moments.mean);
            let rows = all.n as f64;
            let within = if cell.is_exact() { 0.0 } else { (all.squares - all.sum * (all.sum / rows)).max(0.0) };
            off * (rows * off * off + 3.0 * within)
        })
        .sum();
    let n = moments.n as f64;
    Some((moments.deviations / (n - 1.0) / n, cubes / ((n - 1.0) * (n - 2.0)) / n))
}

/// By what a difference of means is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denominator {
    /// The root of the mean of the two variances, which does not depend on the groups' sizes: `smd_average_variance`.
    AverageVariance,
    /// The pooled standard deviation: `cohen_d_pooled`.
    Pooled,
    /// The standard deviation of everybody, divisor their number: `population_sd`.
    Population,
}

impl Denominator {
    /// The name in a report: always beside the number, since three denominators are about.
    pub fn name(self) -> &'static str {
        match self {
            Denominator::AverageVariance => "smd_average_variance",
            Denominator::Pooled => "cohen_d_pooled",
            Denominator::Population => "population_sd",
        }
    }
}

/// A standardised difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Standardised {
    /// Group less reference, in standard deviations.
    pub estimate: Estimate,
    /// Its standard error.
    pub standard_error: Option<f64>,
}

/// Difference of mean scores in standard deviations.
///
/// - Takes: moments of the two groups; of everybody (all groups of the attribute) for [`Denominator::Population`], else it
///   is not read; `z > 0`.
/// - Gives: limits by `sqrt((n + m) / (n m) + d^2 / (2 (n + m)))`. [`Note::NoCases`] if a side, or everybody, has no rows;
///   [`Note::VarianceNotEstimable`] and no value if the denominator is 0 or a side has one row.
/// - Source: Austin 2009, Stat. Med. 28:3083-3107; Cohen 1988; standard error: Hedges and Olkin 1985; methods, "Ranking",
///   7.6. Oracle: the formula on rows (numpy).
pub fn standardised(
    group: Option<Moments>,
    reference: Option<Moments>,
    everybody: Option<Moments>,
    denominator: Denominator,
    z: f64,
) -> Standardised {
    let none = |note| Standardised { estimate: Estimate::none(note), standard_error: None };
    let (Some(g), Some(r)) = (group, reference) else { return none(Note::NoCases) };
    let (n, m) = (g.n as f64, r.n as f64);
    let variance = match denominator {
        Denominator::AverageVariance => g.variance().zip(r.variance()).map(|(v, w)| 0.5 * (v + w)),
        Denominator::Pooled => (n + m > 2.0).then(|| (g.deviations + r.deviations) / (n + m - 2.0)),
        Denominator::Population => match everybody {
            None => return none(Note::NoCases),
            Some(all) => Some(all.deviations / all.n as f64),
        },
    };
    let Some(variance) = variance.filter(|variance| *variance > 0.0) else { return none(Note::VarianceNotEstimable) };
    let value = (g.mean - r.mean) / variance.sqrt();
    let standard_error = float::hypot(((n + m) / (n * m)).sqrt(), value / (2.0 * (n + m)).sqrt());
    let half = z * standard_error;
    Standardised {
        estimate: Estimate::new(value, Interval { lower: value - half, upper: value + half }),
        standard_error: Some(standard_error),
    }
}

#[cfg(test)]
mod tests {
    use super::{Denominator, mean, mean_difference, skewness_of_difference, standardised};
    use crate::interval::Note;
    use crate::score_cells::{Among, Moments, ScoreCell};

    fn moments(cells: &[ScoreCell]) -> Option<Moments> {
        Moments::of(cells, Among::All)
    }

    fn spread() -> Option<Moments> {
        moments(&[ScoreCell::at(0.1, 30, 0), ScoreCell::at(0.4, 10, 10)])
    }

    // R: t.test(c(rep(.1, 30), rep(.4, 20)), c(rep(.2, 5), rep(.3, 5))) would be 0.22 - 0.25; by hand: variances 0.0216 *
    // 50/49 and 0.0025 * 10/9.
    #[test]
    fn the_difference_and_its_standard_error_are_those_by_hand() {
        let d = mean_difference(spread(), moments(&[ScoreCell::at(0.2, 5, 0), ScoreCell::at(0.3, 5, 0)]), 0.025);
        assert!((d.estimate.value.unwrap() + 0.03).abs() < 1e-15);
        let variance: f64 = 0.0216 / 49.0 + 0.0025 / 9.0;
        assert!((d.standard_error.unwrap() - variance.sqrt()).abs() < 1e-15);
        assert!(d.freedom.unwrap() > 9.0 && d.freedom.unwrap() < 58.0);
    }

    // scipy 1.17: kstat(x, 3) / n^2 of 30 rows at 0.1 and 20 at 0.4, and of 5 at 0.2 and 3 at 0.7; in bins the same.
    #[test]
    fn the_skewness_of_a_difference_is_that_of_its_cumulants() {
        let group = [ScoreCell::at(0.1, 30, 0), ScoreCell::at(0.4, 10, 10)];
        let reference = [ScoreCell::at(0.2, 5, 0), ScoreCell::at(0.7, 0, 3)];
        let (k, l) = (5.510204081632684e-07, 0.00017438616071428504);
        let se = (0.0216_f64 / 49.0 + 0.058_593_75 / 7.0).sqrt();
        let found = skewness_of_difference(&group, &reference).unwrap();
        assert!((found - (k - l) / (se * se * se)).abs() < 1e-12, "{found}");
        assert!((skewness_of_difference(&reference, &group).unwrap() + found).abs() < 1e-15);
        assert_eq!(skewness_of_difference(&group, &group), Some(0.0));
        let one = ScoreCell { low: 0.0, high: 1.0, ..group[0].with(&group[1]) };
        assert!(skewness_of_difference(&[one], &reference).unwrap() < found);
        assert_eq!(skewness_of_difference(&group, &[ScoreCell::at(0.1, 2, 0)]), None);
        assert_eq!(skewness_of_difference(&[group[0]], &[group[0]]), None);
    }

    #[test]
    fn scores_that_do_not_vary_have_a_mean_and_no_limits() {
        let constant = moments(&[ScoreCell::at(0.3, 1_000_003, 0)]);
        assert_eq!(mean(constant, 0.025).value, Some(0.3));
        assert!(mean(constant, 0.025).has(Note::VarianceNotEstimable));
        let d = mean_difference(constant, constant, 0.025);
        assert_eq!((d.estimate.value, d.p), (Some(0.0), None));
        for denominator in [Denominator::AverageVariance, Denominator::Pooled, Denominator::Population] {
            let s = standardised(constant, constant, constant, denominator, 1.96);
            assert!(s.estimate.value.is_none() && s.estimate.has(Note::VarianceNotEstimable));
        }
        assert!(mean_difference(spread(), constant, 0.025).p.is_some());
    }

    #[test]
    fn nobody_has_no_mean() {
        assert!(mean(None, 0.025).has(Note::NoCases));
        assert!(mean_difference(None, spread(), 0.025).estimate.has(Note::NoCases));
        let s = standardised(spread(), spread(), None, Denominator::Population, 1.96);
        assert!(s.estimate.has(Note::NoCases));
        let one = moments(&[ScoreCell::at(0.3, 1, 0)]);
        assert!(mean_difference(one, spread(), 0.025).estimate.has(Note::VarianceNotEstimable));
    }

    #[test]
    fn differences_turn_round_when_the_groups_swap() {
        let other = moments(&[ScoreCell::at(0.2, 7, 0), ScoreCell::at(0.9, 3, 0)]);
        let (a, b) = (mean_difference(spread(), other, 0.025), mean_difference(other, spread(), 0.025));
        assert_eq!((a.estimate.lower.unwrap(), a.freedom), (-b.estimate.upper.unwrap(), b.freedom));
        let s = |g, r| standardised(g, r, None, Denominator::Pooled, 1.96).estimate.value.unwrap();
        assert_eq!(s(spread(), other), -s(other, spread()));
    }
}
