//! Logistic recalibration: intercept and slope of the outcome's log-odds on those of the score.
//!
//! Makes two fits, `logit P = a + logit(s)` and `logit P = a + b logit(s)`, out of the cells of one group; ideal are `a = 0`
//! and `b = 1`. Takes probability scores only. Invariants: scores of 0 and 1 are never clipped, they leave the fit and are
//! counted; where the maximum does not exist there is no number. What two fits say about two groups is in
//! [`crate::calibration_comparison`].
//!
//! Start reading at [`recalibrate`].

use crate::interval::{Estimate, Interval, Note, PValue};
use crate::logit::{expit, logit, softplus};
use crate::score_cells::{ScoreCell, WeightedScoreCell, occupied};
use crate::solve;
use crate::special::chi_square_ln_sf;
use crate::weighted::Sums;

/// The fewest events, and the fewest non-events, of a fit.
pub const FEWEST_EVENTS: u64 = 10;

/// A test with its degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// Chi-square under the hypothesis.
    pub statistic: f64,
    /// Degrees of freedom.
    pub freedom: u32,
    /// Upper tail.
    pub p: PValue,
}

impl Test {
    /// Of a chi-square statistic; below 0 by rounding counts as 0.
    pub(crate) fn new(statistic: f64, freedom: u32) -> Test {
        let statistic = statistic.max(0.0);
        Test { statistic, freedom, p: PValue::from_ln(chi_square_ln_sf(statistic, f64::from(freedom))) }
    }
}

/// The rows of one score in a fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// Log-odds of the score.
    pub(crate) x: f64,
    /// Weight of all rows.
    pub(crate) n: f64,
    /// Weight of the rows with the outcome.
    pub(crate) o: f64,
}

/// A fit of the two-parameter model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Intercept that goes with the free slope.
    pub intercept: f64,
    /// Slope.
    pub slope: f64,
    /// Covariance of intercept and slope, in this order.
    pub covariance: [[f64; 2]; 2],
    /// Log-likelihood without the binomial coefficients.
    pub ln_likelihood: f64,
}

/// Intercept and slope of one group.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Recalibration {
    /// Intercept with slope 1, on the log-odds scale: `calibration_intercept`; above 0 where the score promises too little.
    pub intercept: Estimate,
    /// Its standard error.
    pub intercept_standard_error: Option<f64>,
    /// Slope with Wald's limits: `calibration_slope`; below 1 where the score is too extreme.
    pub slope: Estimate,
    /// Profile likelihood limits of the slope; `None` with weights.
    pub slope_profile: Option<Interval>,
    /// The intercept that goes with the free slope, hard to read alone: `calibration_intercept_with_slope`.
    pub intercept_with_slope: Estimate,
    /// The fit with a free slope.
    pub fit: Option<Fit>,
    /// Log-likelihood at intercept 0, slope 1.
    pub ln_likelihood_as_it_is: Option<f64>,
    /// Log-likelihood at the best intercept with slope 1.
    pub ln_likelihood_slope_one: Option<f64>,
    /// Is the intercept 0, the slope being 1? Likelihood ratio; Wald with weights.
    pub intercept_test: Option<Test>,
    /// Is the slope 1? Likelihood ratio; Wald with weights.
    pub slope_test: Option<Test>,
    /// Are intercept and slope 0 and 1? Likelihood ratio; Wald with weights.
    pub joint_test: Option<Test>,
    /// Rows with a score of 0 or 1: they are not in the fit (`cases_left_out`).
    pub left_out: u64,
    /// Rows among those whose outcome the score had called impossible ([`Note::LogInfinite`]).
    pub contradicted: u64,
}

impl Recalibration {
    fn noted(mut self, note: Note) -> Recalibration {
        for estimate in [&mut self.intercept, &mut self.slope, &mut self.intercept_with_slope] {
            *estimate = core::mem::take(estimate).with(note);
        }
        self
    }

    fn slope_noted(mut self, note: Note) -> Recalibration {
        for estimate in [&mut self.slope, &mut self.intercept_with_slope] {
            *estimate = core::mem::take(estimate).with(note);
        }
        self
    }
}

/// Logistic recalibration of one group.
///
/// - Takes: cells of a probability score; `z > 0`. A bin's mean score stands for its scores (no first-order bias).
/// - Gives: intercept with slope 1; slope; their tests. Limits by Wald; those of the slope also by profile likelihood.
/// - Edges, all numbers `None`: [`Note::NoCases`] without rows, [`Note::LogInfinite`] where every score is 0 or 1,
///   [`Note::NoPositives`], [`Note::NoNegatives`], [`Note::TooFewEvents`] below 10 events or non-events in the fit. Slope alone `None`: [`Note::ScoreConstant`] with one score,
///   [`Note::Separation`] if every score without the outcome lies on one side of every score with it (the maximum does not
///   exist; [`firth`] is a fallback, to be marked as such).
/// - Scores of 0 or 1 leave the fit; [`Note::LogInfinite`] if one of those rows had the other outcome.
/// - Not for: data to which the score was fitted.
/// - Source: Cox 1958, Biometrika 45:562-565; Miller et al. 1993, Med. Decis. Making 13:49-58; methods, "Calibration", 6.2.
///   Oracle: statsmodels `GLM(Binomial)`, R `glm`.
pub fn recalibrate(cells: &[ScoreCell], z: f64) -> Recalibration {
    recalibration(cells, z, true)
}

/// [`recalibrate`] without profile likelihood limits, which take most of its time.
pub fn recalibrate_by_wald(cells: &[ScoreCell], z: f64) -> Recalibration {
    recalibration(cells, z, false)
}

fn recalibration(cells: &[ScoreCell], z: f64, with_profile: bool) -> Recalibration {
    let (points, result, outside) = points_of(occupied(cells).map(|(_, cell)| {
        let count = |n: u64| Sums { rows: n, weight: n as f64, square: n as f64 };
        (cell.score(), count(cell.negatives.n), count(cell.positives.n))
    }));
    let (plain, can_be_fitted) = admitted(&points, result, outside);
    if !can_be_fitted {
        return plain;
    }
    let points: Vec<Point> = points.iter().map(Weighted::point).collect();
    let at_one = best_intercept(&points, 1.0);
    let standard_error = 1.0 / information(&points, at_one, 1.0)[0].sqrt();
    let (as_it_is, slope_one) = (ln_likelihood(&points, 0.0, 1.0), ln_likelihood(&points, at_one, 1.0));
    let mut result = Recalibration {
        intercept: wald(at_one, standard_error, z, plain.intercept),
        intercept_standard_error: Some(standard_error),
        ln_likelihood_as_it_is: Some(as_it_is),
        ln_likelihood_slope_one: Some(slope_one),
        intercept_test: Some(Test::new(2.0 * (slope_one - as_it_is), 1)),
        ..plain
    };
    if result.slope.has(Note::ScoreConstant) || result.slope.has(Note::Separation) {
        return result;
    }
    let Some(fit) = two_parameters(&points, at_one) else { return result.slope_noted(Note::Separation) };
    result.slope = wald(fit.slope, fit.covariance[1][1].sqrt(), z, result.slope);
    result.intercept_with_slope = wald(fit.intercept, fit.covariance[0][0].sqrt(), z, result.intercept_with_slope);
    result.slope_profile = if with_profile { profile_limits(&points, &fit, z) } else { None };
    result.slope_test = Some(Test::new(2.0 * (fit.ln_likelihood - slope_one), 1));
    result.joint_test = Some(Test::new(2.0 * (fit.ln_likelihood - as_it_is), 2));
    result.fit = Some(fit);
    result
}

/// Logistic recalibration of weighted rows: the same equations with weights, sandwich covariance, Wald tests.
///
/// - Takes: weighted cells of a probability score; `z > 0`.
/// - Gives: as [`recalibrate`], without what rests on a likelihood. Events are counted at their effective number
///   `(sum w)^2 / sum w^2` for [`Note::TooFewEvents`].
/// - Not for: counts that stand for so many rows; those are numbers of rows, not weights.
/// - Source: methods, "Calibration", 6.2; Binder 1983, Int. Stat. Rev. 51:279-292. Oracle: statsmodels
///   `GLM(var_weights, cov_type="HC0")`.
pub fn recalibrate_weighted(cells: &[WeightedScoreCell], z: f64) -> Recalibration {
    let rows = cells.iter().filter(|cell| cell.all().weight > 0.0);
    let (points, result, outside) = points_of(rows.map(|cell| (cell.score, cell.negatives, cell.positives)));
    let (plain, can_be_fitted) = admitted(&points, result, outside);
    if !can_be_fitted {
        return plain;
    }
    let bare: Vec<Point> = points.iter().map(Weighted::point).collect();
    let at_one = best_intercept(&bare, 1.0);
    let bread = information(&bare, at_one, 1.0)[0];
    let standard_error = meat(&points, at_one, 1.0)[0].sqrt() / bread;
    let mut result = Recalibration {
        intercept: wald(at_one, standard_error, z, plain.intercept),
        intercept_standard_error: Some(standard_error),
        intercept_test: Some(Test::new((at_one / standard_error) * (at_one / standard_error), 1)),
        ..plain
    };
    if result.slope.has(Note::ScoreConstant) || result.slope.has(Note::Separation) {
        return result;
    }
    let Some(fit) = two_parameters(&bare, at_one) else { return result.slope_noted(Note::Separation) };
    let inverse = fit.covariance;
    let middle = meat(&points, fit.intercept, fit.slope);
    let covariance = sandwich(inverse, [[middle[0], middle[1]], [middle[1], middle[2]]]);
    let fit = Fit { covariance, ..fit };
    result.slope = wald(fit.slope, covariance[1][1].sqrt(), z, result.slope);
    result.intercept_with_slope = wald(fit.intercept, covariance[0][0].sqrt(), z, result.intercept_with_slope);
    let off = (fit.slope - 1.0) / covariance[1][1].sqrt();
    result.slope_test = Some(Test::new(off * off, 1));
    result.joint_test = wald_test([fit.intercept, fit.slope - 1.0], covariance);
    result.fit = Some(fit);
    result
}

/// Firth's penalised fit, which exists also under separation: to be marked as such wherever it is shown.
///
/// - Takes: cells of a probability score.
/// - Gives: intercept and slope with the inverse information as covariance; `None` with fewer than two distinct scores
///   inside (0, 1). The log-likelihood is the unpenalised one.
/// - Source: Firth 1993, Biometrika 80:27-38; methods, "Calibration", 6.2. Oracle: scipy, the maximum of the penalised
///   likelihood.
pub fn firth(cells: &[ScoreCell]) -> Option<Fit> {
    let points: Vec<Point> = occupied(cells)
        .filter_map(|(_, c)| Some(Point { x: logit(c.score())?, n: c.n() as f64, o: c.positives.n as f64 }))
        .collect();
    let model = |points: &[Point], a: f64, b: f64| {
        let plain = at(points, a, b);
        let [i00, i01, i11] = plain.information;
        let determinant = i00 * i11 - i01 * i01;
        let mut score = [0.0, 0.0];
        for p in points {
            let chance = expit(a + b * p.x);
            let w = p.n * chance * (1.0 - chance);
            // Leverage of the whole cell.
            let h = w * (i11 - 2.0 * p.x * i01 + p.x * p.x * i00) / determinant;
            let u = p.o - p.n * chance + h * (0.5 - chance);
            score[0] += u;
            score[1] += u * p.x;
        }
        At { score, ..plain }
    };
    let objective = |points: &[Point], a: f64, b: f64| {
        let [i00, i01, i11] = at(points, a, b).information;
        ln_likelihood(points, a, b) + 0.5 * crate::float::ln(i00 * i11 - i01 * i01)
    };
    // The information is not that of the penalty: its steps come nearer by a part each.
    newton(&points, 0.0, model, objective, 1e-12)
}

/// The rows of one score with squared weights.
struct Weighted {
    x: f64,
    negatives: Sums,
    positives: Sums,
}

impl Weighted {
    fn point(&self) -> Point {
        Point { x: self.x, n: self.negatives.weight + self.positives.weight, o: self.positives.weight }
    }
}

/// Are there rows without and with the outcome among those that left the fit?
#[derive(Clone, Copy, Debug, Default)]
struct Outside {
    negatives: bool,
    positives: bool,
}

/// The scores inside (0, 1), and an empty result with the number of the others.
fn points_of(cells: impl Iterator<Item = (f64, Sums, Sums)>) -> (Vec<Weighted>, Recalibration, Outside) {
    let (mut points, mut result, mut outside) = (Vec::new(), Recalibration::default(), Outside::default());
    for (score, negatives, positives) in cells {
        match logit(score) {
            Some(x) => points.push(Weighted { x, negatives, positives }),
            None => {
                result.left_out += negatives.rows + positives.rows;
                result.contradicted += if score <= 0.0 { positives.rows } else { negatives.rows };
                outside.negatives |= negatives.rows > 0;
                outside.positives |= positives.rows > 0;
            }
        }
    }
    let result = if result.contradicted > 0 { result.noted(Note::LogInfinite) } else { result };
    (points, result, outside)
}

/// The result with its reasons, and whether there can be a fit at all. Notes on the slope alone are set here too.
fn admitted(points: &[Weighted], result: Recalibration, outside: Outside) -> (Recalibration, bool) {
    let total = |pick: fn(&Weighted) -> Sums| points.iter().map(pick).fold(Sums::default(), Sums::and);
    let (negatives, positives) = (total(|p| p.negatives), total(|p| p.positives));
    let missing = match (negatives.weight <= 0.0, positives.weight <= 0.0) {
        // There are cases, but no score has log-odds.
        (true, true) if result.left_out > 0 => Some(Note::LogInfinite),
        (true, true) => Some(Note::NoCases),
        // Somebody has (lacks) the outcome, at a score of 0 or 1: the fit has none of them.
        (false, true) if outside.positives => Some(Note::TooFewEvents),
        (true, false) if outside.negatives => Some(Note::TooFewEvents),
        (false, true) => Some(Note::NoPositives),
        (true, false) => Some(Note::NoNegatives),
        (false, false) => None,
    };
    if let Some(note) = missing {
        return (result.noted(note), false);
    }
    let bare: Vec<Point> = points.iter().map(Weighted::point).collect();
    let result = if bare.len() == 1 {
        result.slope_noted(Note::ScoreConstant)
    } else if separated(&bare) {
        result.slope_noted(Note::Separation)
    } else {
        result
    };
    let effective = |sums: Sums| sums.kish().unwrap_or(0.0);
    // Kish's size of equal weights is the number of rows up to rounding.
    if effective(negatives).min(effective(positives)) < FEWEST_EVENTS as f64 * (1.0 - 1e-12) {
        return (result.noted(Note::TooFewEvents), false);
    }
    (result, true)
}

/// True if no score without the outcome lies above one with it, or none below. Points stand in rising order.
fn separated(points: &[Point]) -> bool {
    let without = || points.iter().filter(|p| p.o < p.n).map(|p| p.x);
    let with = || points.iter().filter(|p| p.o > 0.0).map(|p| p.x);
    let ends = (without().next(), without().next_back(), with().next(), with().next_back());
    let (Some(lowest_without), Some(highest_without), Some(lowest_with), Some(highest_with)) = ends else {
        return true;
    };
    highest_without <= lowest_with || highest_with <= lowest_without
}

fn wald(value: f64, standard_error: f64, z: f64, notes: Estimate) -> Estimate {
    let half = z * standard_error;
    Estimate { notes: notes.notes, ..Estimate::new(value, Interval { lower: value - half, upper: value + half }) }
}

/// Log-likelihood without the binomial coefficients.
pub(crate) fn ln_likelihood(points: &[Point], a: f64, b: f64) -> f64 {
    points
        .iter()
        .map(|p| {
            let eta = a + b * p.x;
            // The part that both softplus(eta) and softplus(-eta) have.
            let small = softplus(-eta.abs());
            -p.o * ((-eta).max(0.0) + small) - (p.n - p.o) * (eta.max(0.0) + small)
        })
        .sum()
}

/// `[sum w, sum w x, sum w x^2]` with `w = n p (1 - p)`.
fn information(points: &[Point], a: f64, b: f64) -> [f64; 3] {
    points.iter().fold([0.0; 3], |[s, t, u], p| {
        let chance = expit(a + b * p.x);
        let w = p.n * chance * (1.0 - chance);
        [s + w, t + w * p.x, u + w * p.x * p.x]
    })
}

/// The middle of the sandwich: squared weights times squared residuals, in the same three sums.
fn meat(points: &[Weighted], a: f64, b: f64) -> [f64; 3] {
    points.iter().fold([0.0; 3], |[s, t, u], p| {
        let chance = expit(a + b * p.x);
        let w = p.positives.square * (1.0 - chance) * (1.0 - chance) + p.negatives.square * chance * chance;
        [s + w, t + w * p.x, u + w * p.x * p.x]
    })
}

fn sandwich(bread: [[f64; 2]; 2], meat: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let times = |a: [[f64; 2]; 2], b: [[f64; 2]; 2]| {
        let cell = |i: usize, j: usize| a[i][0] * b[0][j] + a[i][1] * b[1][j];
        [[cell(0, 0), cell(0, 1)], [cell(1, 0), cell(1, 1)]]
    };
    times(times(bread, meat), bread)
}

/// The best intercept for a given slope. Both outcomes occur.
pub(crate) fn best_intercept(points: &[Point], slope: f64) -> f64 {
    let (events, rows) = points.iter().fold((0.0, 0.0), |(o, n), p| (o + p.o, n + p.n));
    let far =
        points.iter().map(|p| (slope * p.x).abs()).fold(0.0, f64::max) + logit(events / rows).map_or(50.0, f64::abs);
    let too_many = |a: f64| {
        points.iter().fold((-events, 0.0), |(sum, w), p| {
            let chance = expit(a + slope * p.x);
            (sum + p.n * chance, w + p.n * chance * (1.0 - chance))
        })
    };
    solve::increasing(too_many, -far - 1.0, far + 1.0, 0.0, 1e-10)
}

/// The fit with a free slope; `None` if the maximum does not exist. It is sought from slope 1 and the intercept that is best with
/// it.
pub(crate) fn two_parameters(points: &[Point], best_at_one: f64) -> Option<Fit> {
    // What is left after Newton's step is about its square.
    newton(points, best_at_one, at, ln_likelihood, 1e-8)
}

/// What Newton's steps need at one intercept and slope.
struct At {
    /// Derivatives of the objective.
    score: [f64; 2],
    /// As [`information`].
    information: [f64; 3],
}

impl At {
    /// Newton's step, and how far it is on the scale of the information (its square): the Newton decrement.
    fn step(&self) -> Option<([f64; 2], f64)> {
        let At { score: [u, v], information: [i00, i01, i11] } = *self;
        let determinant = i00 * i11 - i01 * i01;
        let step = [(i11 * u - i01 * v) / determinant, (i00 * v - i01 * u) / determinant];
        let decrement = u * step[0] + v * step[1];
        (determinant > 0.0 && decrement.is_finite()).then_some((step, decrement))
    }
}

/// Score and information in one pass.
fn at(points: &[Point], a: f64, b: f64) -> At {
    let mut all = At { score: [0.0; 2], information: [0.0; 3] };
    for p in points {
        let chance = expit(a + b * p.x);
        let (u, w) = (p.o - p.n * chance, p.n * chance * (1.0 - chance));
        all.score[0] += u;
        all.score[1] += u * p.x;
        all.information[0] += w;
        all.information[1] += w * p.x;
        all.information[2] += w * p.x * p.x;
    }
    all
}

/// Newton's steps from the intercept `start` and slope 1, halved while the objective falls. `model` gives score and information,
/// `objective` what is made as large as can be: it is asked only where a step does not plainly lead nearer to the maximum.
/// Ends with a step below `last_step`.
fn newton(
    points: &[Point],
    start: f64,
    model: impl Fn(&[Point], f64, f64) -> At,
    objective: impl Fn(&[Point], f64, f64) -> f64,
    last_step: f64,
) -> Option<Fit> {
    let rows: f64 = points.iter().map(|p| p.n).sum();
    if points.len() < 2 || rows <= 0.0 {
        return None;
    }
    // Around their mean the log-odds are nearly uncorrelated with the intercept.
    let centre = points.iter().map(|p| p.n * p.x).sum::<f64>() / rows;
    let points: Vec<Point> = points.iter().map(|p| Point { x: p.x - centre, ..*p }).collect();
    let (mut a, mut b) = (start + centre, 1.0);
    let mut here = model(&points, a, b);
    let mut settled = false;
    for _ in 0..100 {
        let (mut step, decrement) = here.step()?;
        for _ in 0..60 {
            let next = model(&points, a + step[0], b + step[1]);
            let nearer = next.step().is_some_and(|(_, next)| next <= 0.25 * decrement) || {
                let (new, old) = (objective(&points, a + step[0], b + step[1]), objective(&points, a, b));
                // Rounding of a sum over all rows must not pass for a fall.
                new >= old - 1e-12 * old.abs()
            };
            if nearer {
                (a, b, here) = (a + step[0], b + step[1], next);
                break;
            }
            step = [0.5 * step[0], 0.5 * step[1]];
        }
        let largest = (step[0].abs() / (1.0 + a.abs())).max(step[1].abs() / (1.0 + b.abs()));
        if largest < last_step {
            settled = true;
            break;
        }
    }
    let [i00, i01, i11] = here.information;
    let determinant = i00 * i11 - i01 * i01;
    if !settled || determinant <= 0.0 {
        return None;
    }
    let (v00, v01, v11) = (i11 / determinant, -i01 / determinant, i00 / determinant);
    // Back to log-odds that are not centred: the intercept is a - b centre.
    let covariance =
        [[v00 - 2.0 * centre * v01 + centre * centre * v11, v01 - centre * v11], [v01 - centre * v11, v11]];
    let intercept = a - b * centre;
    Some(Fit { intercept, slope: b, covariance, ln_likelihood: ln_likelihood(&points, a, b) })
}

/// The slopes at which twice the loss of log-likelihood, the intercept at its best, is `z^2`.
fn profile_limits(points: &[Point], fit: &Fit, z: f64) -> Option<Interval> {
    let loss = |b: f64| {
        let a = best_intercept(points, b);
        2.0 * (fit.ln_likelihood - ln_likelihood(points, a, b)) - z * z
    };
    let standard_error = fit.covariance[1][1].sqrt();
    let limit = |side: f64| {
        let mut reach = z * standard_error;
        for _ in 0..60 {
            reach *= 1.5;
            if loss(fit.slope + side * reach) > 0.0 {
                return Some(solve::bracketed(loss, fit.slope, fit.slope + side * reach, 1e-12));
            }
        }
        None
    };
    Some(Interval { lower: limit(-1.0)?, upper: limit(1.0)? })
}

/// Wald's test that two parameters are 0; `None` if their covariance is singular.
pub(crate) fn wald_test(values: [f64; 2], covariance: [[f64; 2]; 2]) -> Option<Test> {
    let determinant = covariance[0][0] * covariance[1][1] - covariance[0][1] * covariance[1][0];
    let [x, y] = values;
    let form = covariance[1][1] * x * x - (covariance[0][1] + covariance[1][0]) * x * y + covariance[0][0] * y * y;
    (determinant > 0.0).then(|| Test::new(form / determinant, 2))
}

#[cfg(test)]
mod tests {
    use super::{firth, recalibrate, recalibrate_weighted};
    use crate::interval::Note;
    use crate::logit::{expit, logit};
    use crate::score_cells::{ScoreCell, WeightedScoreCell};
    use crate::weighted::Sums;

    const Z: f64 = 1.959_963_984_540_054;

    #[test]
    fn what_cannot_be_fitted_has_a_reason() {
        let reasons = [
            (vec![], Note::NoCases),
            (vec![ScoreCell::at(0.2, 30, 0), ScoreCell::at(0.4, 30, 0)], Note::NoPositives),
            (vec![ScoreCell::at(0.2, 0, 30), ScoreCell::at(0.4, 0, 30)], Note::NoNegatives),
            (vec![ScoreCell::at(0.2, 30, 3), ScoreCell::at(0.4, 30, 6)], Note::TooFewEvents),
        ];
        for (cells, note) in reasons {
            let r = recalibrate(&cells, Z);
            assert!(r.intercept.value.is_none() && r.slope.value.is_none(), "{note:?}");
            assert!(r.intercept.has(note) && r.slope.has(note) && r.intercept_with_slope.has(note), "{note:?}");
        }
    }

    #[test]
    fn one_score_has_an_intercept_and_no_slope() {
        let r = recalibrate(&[ScoreCell::at(0.25, 60, 40)], Z);
        assert!((r.intercept.value.unwrap() - (logit(0.4).unwrap() - logit(0.25).unwrap())).abs() < 1e-12);
        assert!(r.slope.value.is_none() && r.slope.has(Note::ScoreConstant) && !r.intercept.has(Note::ScoreConstant));
    }

    #[test]
    fn separated_outcomes_have_an_intercept_and_no_slope() {
        let apart = [ScoreCell::at(0.2, 40, 0), ScoreCell::at(0.5, 20, 10), ScoreCell::at(0.8, 0, 30)];
        for cells in [apart.to_vec(), vec![ScoreCell::at(0.3, 0, 30), ScoreCell::at(0.6, 50, 0)]] {
            let r = recalibrate(&cells, Z);
            assert!(r.slope.value.is_none() && r.slope.has(Note::Separation), "{cells:?}");
            assert!(r.intercept.value.is_some() && r.joint_test.is_none());
            assert!(firth(&cells).is_some_and(|fit| fit.slope.is_finite()));
        }
        let overlapping = [ScoreCell::at(0.2, 40, 1), ScoreCell::at(0.5, 20, 10), ScoreCell::at(0.8, 1, 30)];
        assert!(recalibrate(&overlapping, Z).slope.value.is_some());
    }

    #[test]
    fn scores_of_nothing_and_one_leave_the_fit_and_are_counted() {
        let inside = [ScoreCell::at(0.2, 40, 11), ScoreCell::at(0.5, 20, 10)];
        let with_ends = [ScoreCell::at(0.0, 7, 2), inside[0], inside[1], ScoreCell::at(1.0, 0, 5)];
        let (a, b) = (recalibrate(&inside, Z), recalibrate(&with_ends, Z));
        assert_eq!((a.slope.value, a.left_out), (b.slope.value, 0));
        assert_eq!((b.left_out, b.contradicted), (14, 2));
        assert!(
            b.slope.has(Note::LogInfinite) && b.intercept.has(Note::LogInfinite) && !a.slope.has(Note::LogInfinite)
        );
    }

    #[test]
    fn where_every_score_is_nothing_or_one_the_reason_is_their_logarithm_and_not_that_nobody_is_there() {
        let right = [ScoreCell::at(0.0, 40, 0), ScoreCell::at(1.0, 0, 30)];
        let wrong = [ScoreCell::at(0.0, 40, 9)];
        for (cells, contradicted) in [(&right[..], 0), (&wrong[..], 9)] {
            let r = recalibrate(cells, Z);
            assert_eq!((r.intercept.value, r.contradicted), (None, contradicted));
            assert_eq!(
                (&r.intercept.notes[..], &r.slope.notes[..]),
                (&[Note::LogInfinite][..], &[Note::LogInfinite][..])
            );
        }
        // Those with the outcome all have a score of 1: somebody has it, but not in the fit.
        let r = recalibrate(&[ScoreCell::at(0.3, 40, 0), ScoreCell::at(1.0, 0, 30)], Z);
        assert_eq!(r.intercept.notes, [Note::TooFewEvents]);
    }

    #[test]
    fn a_distortion_that_is_known_is_found_again() {
        // Outcomes exactly as logit p = 0.3 + 0.6 logit s says, up to whole rows.
        let cells: Vec<ScoreCell> = (1..20)
            .map(|k| {
                let s = f64::from(k) / 20.0;
                let o = (1e9 * expit(0.3 + 0.6 * logit(s).unwrap())).round() as u64;
                ScoreCell::at(s, 1_000_000_000 - o, o)
            })
            .collect();
        let r = recalibrate(&cells, Z);
        assert!((r.slope.value.unwrap() - 0.6).abs() < 1e-8);
        assert!((r.intercept_with_slope.value.unwrap() - 0.3).abs() < 1e-8);
    }

    #[test]
    fn weights_of_one_give_the_same_values_and_rows_counted_twice_are_not_weights() {
        let cells = [ScoreCell::at(0.2, 40, 11), ScoreCell::at(0.5, 20, 10), ScoreCell::at(0.6, 9, 12)];
        let weighted = |w: f64| {
            let sums = |n: u64| Sums { rows: n, weight: w * n as f64, square: w * w * n as f64 };
            let cell = |c: &ScoreCell| WeightedScoreCell {
                score: c.low,
                negatives: sums(c.negatives.n),
                positives: sums(c.positives.n),
            };
            recalibrate_weighted(&cells.iter().map(cell).collect::<Vec<_>>(), Z)
        };
        let (plain, one, two) = (recalibrate(&cells, Z), weighted(1.0), weighted(2.0));
        assert!((plain.slope.value.unwrap() - one.slope.value.unwrap()).abs() < 1e-12);
        assert!((one.slope.value.unwrap() - two.slope.value.unwrap()).abs() < 1e-12);
        assert!((one.slope.lower.unwrap() - two.slope.lower.unwrap()).abs() < 1e-12);
        assert!(one.slope_profile.is_none());
    }
}
