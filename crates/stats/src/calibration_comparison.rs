//! Does calibration differ between a group and its reference, by logistic regression: at slope 1, and after a recalibration
//! that is common to both.
//!
//! Makes a log odds ratio and tests out of the cells of two groups. Takes probability scores only. The two readings answer
//! different questions: [`Comparison::group_effect`] compares what the score claims with what happened, so that a distortion
//! common to everybody, acting on different scores, shows as a difference; the interaction compares outcomes at equal score,
//! as [`crate::cumulative_difference`] does without any claim.
//!
//! Start reading at [`compare`].

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::logit::logit;
use crate::recalibration::{Fit, Point, Recalibration, Test, best_intercept, ln_likelihood, recalibrate_by_wald};
use crate::recalibration::{recalibrate_weighted, two_parameters, wald_test};
use crate::score_cells::{ScoreCell, WeightedScoreCell, occupied};
use crate::solve;

/// What two fits, and one of both groups together, say about the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Log odds ratio of the outcome, group over reference, at equal score, the score taken at its word (slope 1):
    /// `calibration_group_effect`. Wald's limits.
    pub group_effect: Estimate,
    /// Its standard error.
    pub group_effect_standard_error: Option<f64>,
    /// Likelihood ratio test that it is 0; Wald with weights.
    pub group_effect_test: Option<Test>,
    /// Difference of the slopes, group - reference, with Wald's limits.
    pub slope_difference: Estimate,
    /// Its standard error.
    pub slope_standard_error: Option<f64>,
    /// Difference of the intercepts that go with the free slopes.
    pub intercept_difference: Option<f64>,
    /// Likelihood ratio test that intercept and slope are the same in both: `calibration_interaction`. `None` with weights.
    pub interaction_test: Option<Test>,
    /// The same by Wald: for weights, and for comparison.
    pub interaction_wald: Option<Test>,
    /// Likelihood ratio test that the slopes are the same; Wald with weights.
    pub slope_test: Option<Test>,
}

/// Compares the calibration of a group with that of its reference.
///
/// - Takes: cells of a probability score of two groups that have nobody in common, in bins of their own or the same;
///   `z > 0`.
/// - Gives: differences group - reference on the log-odds scale.
/// - Edges: what a group's own fit does not have ([`crate::recalibration::recalibrate`]), the difference does not have either; its notes are those
///   of both.
/// - Source: methods, "Calibration", 6.8, 2 and 3. Oracle: statsmodels `GLM(Binomial)`, R `glm`.
pub fn compare(group: &[ScoreCell], reference: &[ScoreCell], z: f64) -> Comparison {
    comparison(group, reference, z, true)
}

/// [`compare`] without the test of the slopes alone, which takes most of its time.
pub fn compare_without_slope_test(group: &[ScoreCell], reference: &[ScoreCell], z: f64) -> Comparison {
    comparison(group, reference, z, false)
}

fn comparison(group: &[ScoreCell], reference: &[ScoreCell], z: f64, with_slope_test: bool) -> Comparison {
    let (g, r) = (recalibrate_by_wald(group, z), recalibrate_by_wald(reference, z));
    let mut result = differences(&g, &r, z);
    let (of_group, of_reference) = (points(group), points(reference));
    let both: Vec<Point> = of_group.iter().chain(&of_reference).copied().collect();
    let both_fitted = g.ln_likelihood_slope_one.zip(r.ln_likelihood_slope_one);
    let at_one = if both_fitted.is_some() { best_intercept(&both, 1.0) } else { 0.0 };
    if let Some((a, b)) = both_fitted {
        let common = ln_likelihood(&both, at_one, 1.0);
        result.group_effect_test = Some(Test::new(2.0 * (a + b - common), 1));
    }
    if let (Some(a), Some(b)) = (&g.fit, &r.fit) {
        let apart = a.ln_likelihood + b.ln_likelihood;
        result.interaction_test =
            two_parameters(&both, at_one).map(|common| Test::new(2.0 * (apart - common.ln_likelihood), 2));
        if with_slope_test {
            let parallel = ln_likelihood_of_common_slope(&of_group, &of_reference, a, b);
            result.slope_test = Some(Test::new(2.0 * (apart - parallel), 1));
        }
    }
    result
}

/// [`compare`] for weighted rows: Wald tests with the sandwich covariance only.
///
/// - Source: methods, "Calibration", 6.8. Oracle: weights of 1 give the values of [`compare`].
pub fn compare_weighted(group: &[WeightedScoreCell], reference: &[WeightedScoreCell], z: f64) -> Comparison {
    let mut result = differences(&recalibrate_weighted(group, z), &recalibrate_weighted(reference, z), z);
    let test = |value: Option<f64>, se: Option<f64>| Some(Test::new((value? / se?) * (value? / se?), 1));
    result.group_effect_test = test(result.group_effect.value, result.group_effect_standard_error);
    result.slope_test = test(result.slope_difference.value, result.slope_standard_error);
    result
}

fn points(cells: &[ScoreCell]) -> Vec<Point> {
    occupied(cells)
        .filter_map(|(_, c)| Some(Point { x: logit(c.score())?, n: c.n() as f64, o: c.positives.n as f64 }))
        .collect()
}

fn differences(g: &Recalibration, r: &Recalibration, z: f64) -> Comparison {
    let minus = |a: &Estimate, b: &Estimate, se: Option<f64>| {
        let notes: Vec<Note> = a.notes.iter().chain(&b.notes).copied().collect();
        let estimate = match (a.value, b.value, se) {
            (Some(a), Some(b), Some(se)) => {
                let value = a - b;
                Estimate::new(value, Interval { lower: value - z * se, upper: value + z * se })
            }
            _ => Estimate::default(),
        };
        notes.into_iter().fold(estimate, Estimate::with)
    };
    let together = |a: Option<f64>, b: Option<f64>| Some(float::hypot(a?, b?));
    let slope_se = |fit: &Option<Fit>| fit.map(|fit| fit.covariance[1][1].sqrt());
    let group_effect_standard_error = together(g.intercept_standard_error, r.intercept_standard_error);
    let slope_standard_error = together(slope_se(&g.fit), slope_se(&r.fit));
    let fits = g.fit.zip(r.fit);
    Comparison {
        group_effect: minus(&g.intercept, &r.intercept, group_effect_standard_error),
        group_effect_standard_error,
        group_effect_test: None,
        slope_difference: minus(&g.slope, &r.slope, slope_standard_error),
        slope_standard_error,
        intercept_difference: fits.map(|(a, b)| a.intercept - b.intercept),
        interaction_test: None,
        interaction_wald: fits.and_then(|(a, b)| {
            let sum = |i: usize, j: usize| a.covariance[i][j] + b.covariance[i][j];
            let covariance = [[sum(0, 0), sum(0, 1)], [sum(1, 0), sum(1, 1)]];
            wald_test([a.intercept - b.intercept, a.slope - b.slope], covariance)
        }),
        slope_test: None,
    }
}

/// The log-likelihood of one slope for both groups, each with its own intercept: between the two slopes there is one
/// maximum.
fn ln_likelihood_of_common_slope(group: &[Point], reference: &[Point], a: &Fit, b: &Fit) -> f64 {
    let at = |slope: f64| [group, reference].map(|points| (points, best_intercept(points, slope)));
    let falls = |slope: f64| -> f64 {
        at(slope)
            .iter()
            .flat_map(|(points, intercept)| {
                points.iter().map(move |p| p.x * (p.n * crate::logit::expit(intercept + slope * p.x) - p.o))
            })
            .sum()
    };
    let slope = solve::bracketed(falls, a.slope.min(b.slope), a.slope.max(b.slope), 1e-13);
    at(slope).iter().map(|(points, intercept)| ln_likelihood(points, *intercept, slope)).sum()
}

#[cfg(test)]
mod tests {
    use super::{compare, compare_weighted};
    use crate::interval::Note;
    use crate::score_cells::{ScoreCell, WeightedScoreCell};
    use crate::weighted::Sums;

    fn group() -> Vec<ScoreCell> {
        vec![ScoreCell::at(0.2, 40, 11), ScoreCell::at(0.5, 20, 15), ScoreCell::at(0.6, 9, 12)]
    }

    fn reference() -> Vec<ScoreCell> {
        vec![ScoreCell::at(0.1, 80, 9), ScoreCell::at(0.5, 30, 31), ScoreCell::at(0.7, 9, 22)]
    }

    #[test]
    fn a_comparison_turns_round_when_the_groups_swap() {
        let (a, b) = (compare(&group(), &reference(), 1.96), compare(&reference(), &group(), 1.96));
        assert_eq!(a.group_effect.value.unwrap(), -b.group_effect.value.unwrap());
        assert_eq!(a.slope_difference.lower.unwrap(), -b.slope_difference.upper.unwrap());
        let near = |x: Option<super::Test>, y: Option<super::Test>| {
            assert!((x.unwrap().statistic - y.unwrap().statistic).abs() < 1e-9);
        };
        near(a.interaction_test, b.interaction_test);
        near(a.slope_test, b.slope_test);
        near(a.group_effect_test, b.group_effect_test);
    }

    #[test]
    fn a_group_compared_with_itself_does_not_differ() {
        let c = compare(&group(), &group(), 1.96);
        assert_eq!((c.group_effect.value, c.slope_difference.value), (Some(0.0), Some(0.0)));
        assert!(c.interaction_test.unwrap().p.value() > 0.999_999 && c.slope_test.unwrap().p.value() > 0.999_99);
    }

    #[test]
    fn what_one_group_lacks_the_comparison_lacks() {
        let c = compare(&group(), &[ScoreCell::at(0.3, 40, 0)], 1.96);
        assert!(c.group_effect.value.is_none() && c.group_effect.has(Note::NoPositives));
        assert!(c.interaction_test.is_none() && c.interaction_wald.is_none() && c.group_effect_test.is_none());
        let c = compare(&group(), &[ScoreCell::at(0.3, 40, 20)], 1.96);
        assert!(c.group_effect.value.is_some() && c.slope_difference.has(Note::ScoreConstant));
    }

    #[test]
    fn weights_of_one_give_the_same_differences() {
        let weighted = |cells: Vec<ScoreCell>| -> Vec<WeightedScoreCell> {
            let sums = |n: u64| Sums { rows: n, weight: n as f64, square: n as f64 };
            cells
                .iter()
                .map(|c| WeightedScoreCell {
                    score: c.low,
                    negatives: sums(c.negatives.n),
                    positives: sums(c.positives.n),
                })
                .collect()
        };
        let (a, b) =
            (compare(&group(), &reference(), 1.96), compare_weighted(&weighted(group()), &weighted(reference()), 1.96));
        assert!((a.group_effect.value.unwrap() - b.group_effect.value.unwrap()).abs() < 1e-12);
        assert!((a.slope_difference.value.unwrap() - b.slope_difference.value.unwrap()).abs() < 1e-12);
        assert!(b.interaction_test.is_none() && b.interaction_wald.is_some());
    }
}
