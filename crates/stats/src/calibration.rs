//! Calibration in the large: outcomes observed against outcomes that the scores promised, as a difference and as a ratio.
//!
//! Makes estimates with limits out of the cells of one group, and the difference of two groups. Takes probability scores
//! only. Invariants: nothing is lost by bins, since the sums are exact; no limits where the residuals do not vary, because
//! they would claim to be certain.
//!
//! Start reading at [`in_the_large`].

use crate::difference::mover;
use crate::float;
use crate::interval::{Estimate, Interval, Note, PValue};
use crate::normal;
use crate::proportion::clipped;
use crate::ratio::mover_ratio;
use crate::score_cells::{ScoreCell, Totals, WeightedScoreCell, occupied};
use crate::special::poisson_upper;
use crate::weighted::{ENOUGH_EFFECTIVE, Sums};

/// How the limits of observed against expected are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The mean residual with its standard error: `mean_residual`.
    MeanResidual,
    /// Limits of the ratio, scores and outcomes random: `oe_linearised`.
    OeLinearised,
    /// Limits of the ratio, expected number taken as known: `oe_fixed`.
    OeFixed,
    /// Exact limits of the number of events, expected number taken as known: `poisson_exact`.
    PoissonExact,
}

impl Method {
    /// The name in a report.
    pub fn name(self) -> &'static str {
        match self {
            Method::MeanResidual => "mean_residual",
            Method::OeLinearised => "oe_linearised",
            Method::OeFixed => "oe_fixed",
            Method::PoissonExact => "poisson_exact",
        }
    }
}

/// The test of "calibrated in the large": valid only if the scores are right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IfCalibrated {
    /// Standard error of observed minus expected, per row.
    pub standard_error: f64,
    /// The statistic, standard normal if calibrated.
    pub z: f64,
    /// Two-sided: by the normal distribution; exact where nobody, or everybody, has the outcome.
    pub p: PValue,
}

/// Observed minus expected, per row.
#[derive(Clone, Debug, PartialEq)]
pub struct InTheLarge {
    /// Rows.
    pub n: u64,
    /// Observed positives.
    pub observed: u64,
    /// Expected positives: the sum of the scores.
    pub expected: f64,
    /// `(observed - expected) / n`, -1 to 1: positive where the score promised too little.
    pub estimate: Estimate,
    /// Of `estimate`; `None` where its limits are exact or do not exist.
    pub standard_error: Option<f64>,
    /// How the limits were made.
    pub method: Method,
    /// The test under calibration; `None` without rows, or if every score is 0 or 1.
    pub if_calibrated: Option<IfCalibrated>,
}

/// Calibration in the large of one group: mean outcome minus mean score.
///
/// - Takes: cells of a probability score; `z > 0`, 1.96 for two-sided 95 %.
/// - Gives: a difference on the scale of the score, observed - expected, its limits cut to [-1, 1] ([`Note::Clipped`]). They
///   hold whether or not the score is right; the test in `if_calibrated` holds only if it is: the two are not
///   interchangeable.
/// - Edges: all `None` with [`Note::NoCases`] without rows; no limits with [`Note::VarianceNotEstimable`] where no residual
///   differs from another. Where nobody, or everybody, has the outcome, residuals vary with the scores
///   only and say nothing of the outcome: the limits are then those of an exact Poisson count of 0, expected number taken
///   as known ([`Method::PoissonExact`]). [`Note::TooFew`] below 20 with, or without, the outcome: the normal limits then
///   miss at one end more often than a verdict may (0.066 where 10 of 1,000 are expected), so that there is none.
/// - Not for: a score that is no probability; outcomes known for the selected only.
/// - Source: methods, "Calibration", 6.1. Oracle: statsmodels `zconfint_mean` of outcome minus score.
pub fn in_the_large(cells: &[ScoreCell], z: f64) -> InTheLarge {
    let totals = Totals::of(cells);
    let (all, n) = (totals.all(), totals.n());
    let mut result = InTheLarge {
        n,
        observed: totals.positives.n,
        expected: all.sum,
        estimate: Estimate::none(Note::NoCases),
        standard_error: None,
        method: Method::MeanResidual,
        if_calibrated: None,
    };
    if n == 0 {
        return result;
    }
    let (rows, observed) = (n as f64, totals.positives.n as f64);
    let value = (observed - all.sum) / rows;
    result.if_calibrated = (totals.spread > 0.0).then(|| {
        let z = (observed - all.sum) / totals.spread.sqrt();
        IfCalibrated { standard_error: totals.spread.sqrt() / rows, z, p: PValue::upper_normal(z.abs()).doubled() }
    });
    if totals.positives.n == 0 || totals.negatives.n == 0 {
        // Of one outcome only the chance is a product, and no normal theory is needed.
        let all_alike: f64 = occupied(cells)
            .map(|(_, c)| if totals.positives.n == 0 { (c.n(), 1.0 - c.score()) } else { (c.n(), c.score()) })
            .map(|(n, chance)| if chance > 0.0 { n as f64 * float::ln(chance) } else { f64::MIN })
            .sum();
        let p = PValue::from_ln(all_alike).doubled();
        result.if_calibrated = result.if_calibrated.map(|test| IfCalibrated { p, ..test });
    }
    if let Some(count) = count_of_one_outcome(&totals, z) {
        let limits = Interval { lower: (count.lower - all.sum) / rows, upper: (count.upper - all.sum) / rows };
        result.method = Method::PoissonExact;
        result.estimate = Estimate::new(value, limits);
        return result;
    }
    // The mean square of the residuals around their mean.
    let squares = observed - 2.0 * totals.positives.sum + all.squares;
    let around = squares - rows * value * value;
    if n < 2 || around <= rows * VARIES {
        result.estimate = Estimate { value: Some(value), ..Estimate::none(Note::VarianceNotEstimable) };
        return result;
    }
    let standard_error = (around / (rows - 1.0) / rows).sqrt();
    let half = z * standard_error;
    result.standard_error = Some(standard_error);
    let fewest = totals.positives.n.min(totals.negatives.n) as f64;
    let limits = Interval { lower: value - half, upper: value + half };
    result.estimate = few(clipped(value, limits, -1.0, 1.0), fewest);
    result
}

/// Limits of the number of positives where nobody, or everybody, is one: those of a Poisson count of 0.
fn count_of_one_outcome(totals: &Totals, z: f64) -> Option<Interval> {
    let rows = totals.n() as f64;
    let most = poisson_upper(0.0, normal::tail_of_z(z)).min(rows);
    match (totals.positives.n, totals.negatives.n) {
        (0, _) => Some(Interval { lower: 0.0, upper: most }),
        (_, 0) => Some(Interval { lower: rows - most, upper: rows }),
        _ => None,
    }
}

/// The estimate, noted if fewer than 20 have, or lack, the outcome.
fn few(estimate: Estimate, fewest: f64) -> Estimate {
    if fewest < ENOUGH_EFFECTIVE * (1.0 - 1e-12) { estimate.with(Note::TooFew) } else { estimate }
}

/// Mean squared deviations below this are rounding, not variation: squares of shares carry about 1e-16.
const VARIES: f64 = 1e-14;

/// Difference of calibration in the large, group - reference.
///
/// - Takes: the two results, of rows that have nobody in common; the same `z`.
/// - Gives: the difference with limits and its standard error; `None` with a note if a side has no value or no limits.
/// - Notes: those of both sides.
/// - Limits: by the two standard errors; where a side has exact limits instead, both sides' limits are combined by squares
///   (MOVER) and there is no standard error.
/// - Not for: telling whether equal scores mean the same in both groups ([`crate::cumulative_difference`]): a distortion
///   that is common to both, acting on different scores, also makes a difference here.
/// - Source: methods, "Calibration", 6.8, 1. Oracle: statsmodels `CompareMeans.zconfint_diff`.
pub fn difference_in_the_large(group: &InTheLarge, reference: &InTheLarge, z: f64) -> (Estimate, Option<f64>) {
    let (Some(a), Some(b)) = (group.estimate.value, reference.estimate.value) else {
        return (Estimate::none(Note::NoCases), None);
    };
    let value = a - b;
    // That the limits of one side were cut says nothing of the difference.
    let notes = || group.estimate.notes.iter().chain(&reference.estimate.notes).filter(|note| **note != Note::Clipped);
    let noted = |estimate: Estimate| notes().copied().fold(estimate, Estimate::with);
    if let (Some(s), Some(t)) = (group.standard_error, reference.standard_error) {
        let standard_error = float::hypot(s, t);
        let half = z * standard_error;
        let limits = Interval { lower: value - half, upper: value + half };
        return (noted(Estimate::new(value, limits)), Some(standard_error));
    }
    match (group.estimate.interval(), reference.estimate.interval()) {
        (Some(i), Some(j)) => (noted(Estimate::new(value, mover(a, i, b, j, 0.0))), None),
        _ => (noted(Estimate { value: Some(value), ..Estimate::default() }), None),
    }
}

/// Observed over expected.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedExpected {
    /// The ratio and its limits.
    pub estimate: Estimate,
    /// Standard error of the logarithm; `None` where the limits are exact or do not exist.
    pub standard_error_ln: Option<f64>,
    /// How the limits were made.
    pub method: Method,
}

/// Ratio of observed to expected positives.
///
/// - Takes: cells of a probability score; `z > 0`.
/// - Gives: a ratio, at least 0; 1 if calibrated in the large. Limits on the logarithm, scores and outcomes random.
/// - Edges: no positives: ratio 0, limits 0 and the exact upper Poisson limit over the expected number
///   ([`Method::PoissonExact`]), which is cut at the number of rows; nothing but positives: the same, counted from the
///   other end. Expected 0: all `None`, with [`Note::NoEvents`] if nothing was observed either, else
///   [`Note::LogInfinite`] (the ratio is infinite). [`Note::NoCases`] without rows.
/// - Source: methods, "Calibration", 6.1. Oracle: a Poisson regression with the scores as offset and robust variance
///   (statsmodels).
pub fn observed_expected(cells: &[ScoreCell], z: f64) -> ObservedExpected {
    let totals = Totals::of(cells);
    let all = totals.all();
    ratio(&totals, z, Method::OeLinearised, |ratio, observed| {
        let squares = observed - 2.0 * ratio * totals.positives.sum + ratio * ratio * all.squares;
        // Relative to its own parts: what is left of a perfect cancellation is rounding.
        (squares > observed * VARIES).then(|| squares.sqrt() / observed)
    })
}

/// [`observed_expected`] with the expected number taken as known: the literature's simpler form, wider where scores
/// discriminate.
///
/// - Source: Debray et al. 2017, BMJ 356:i6460. Oracle: `6.1/*` of `oracle/scores/calibration.jsonl`.
pub fn observed_expected_fixed(cells: &[ScoreCell], z: f64) -> ObservedExpected {
    let totals = Totals::of(cells);
    let n = totals.n() as f64;
    ratio(&totals, z, Method::OeFixed, |_, observed| (observed < n).then(|| ((1.0 - observed / n) / observed).sqrt()))
}

fn ratio(
    totals: &Totals,
    z: f64,
    method: Method,
    standard_error_ln: impl Fn(f64, f64) -> Option<f64>,
) -> ObservedExpected {
    let (observed, expected) = (totals.positives.n as f64, totals.all().sum);
    let none = |note| ObservedExpected { estimate: Estimate::none(note), standard_error_ln: None, method };
    if totals.n() == 0 {
        return none(Note::NoCases);
    }
    if expected <= 0.0 {
        return none(if totals.positives.n == 0 { Note::NoEvents } else { Note::LogInfinite });
    }
    let value = observed / expected;
    if let Some(count) = count_of_one_outcome(totals, z) {
        let limits = Interval { lower: count.lower / expected, upper: count.upper / expected };
        return ObservedExpected {
            estimate: Estimate::new(value, limits),
            standard_error_ln: None,
            method: Method::PoissonExact,
        };
    }
    let Some(standard_error) = standard_error_ln(value, observed) else {
        let estimate = Estimate { value: Some(value), ..Estimate::none(Note::VarianceNotEstimable) };
        return ObservedExpected { estimate, standard_error_ln: None, method };
    };
    let limits =
        Interval { lower: value * float::exp(-z * standard_error), upper: value * float::exp(z * standard_error) };
    ObservedExpected { estimate: Estimate::new(value, limits), standard_error_ln: Some(standard_error), method }
}

/// Ratio of observed over expected, group / reference.
///
/// - Takes: the two results, of rows that have nobody in common; the same `z`.
/// - Gives: how much further the score is off, as a factor, in the group than in the reference; limits on the logarithm by
///   the two standard errors. Where a side has exact limits instead, both sides' limits are combined by squares
///   ([`mover_ratio`]).
/// - Edges: `None` with a note if a side has no value; [`Note::ReferenceHasNoEvents`] and no value, but a lower limit, if
///   nobody of the reference has the outcome; no limits if a side has none.
/// - Notes: those of both sides.
/// - Source: methods, "Calibration", 6.1, for the standard errors; Li, Tang and Wong 2014, Comput. Stat. 29:869-889. Oracle:
///   the difference of two independent logarithms.
pub fn ratio_of_observed_expected(group: &ObservedExpected, reference: &ObservedExpected, z: f64) -> Estimate {
    let noted = |estimate: Estimate| {
        group.estimate.notes.iter().chain(&reference.estimate.notes).copied().fold(estimate, Estimate::with)
    };
    let (Some(a), Some(b)) = (group.estimate.value, reference.estimate.value) else {
        return noted(Estimate::default());
    };
    if let (Some(s), Some(t)) = (group.standard_error_ln, reference.standard_error_ln) {
        let factor = float::exp(z * float::hypot(s, t));
        return noted(Estimate::new(a / b, Interval { lower: a / b / factor, upper: a / b * factor }));
    }
    noted(match (group.estimate.interval(), reference.estimate.interval()) {
        (Some(i), Some(j)) => mover_ratio(a, i, b, j),
        _ if b > 0.0 => Estimate { value: Some(a / b), ..Estimate::default() },
        _ => Estimate::none(if a > 0.0 { Note::ReferenceHasNoEvents } else { Note::NoEvents }),
    })
}

/// True if so few have, or lack, the outcome that no verdict may rest on the limits ([`Note::TooFew`]).
pub fn too_few(cells: &[ScoreCell]) -> bool {
    let totals = Totals::of(cells);
    (totals.positives.n.min(totals.negatives.n) as f64) < ENOUGH_EFFECTIVE
}

/// [`in_the_large`] of weighted rows.
///
/// - Takes: weighted cells of a probability score; `z > 0`.
/// - Gives: the weighted mean outcome minus the weighted mean score with its standard error, `sqrt(sum w^2 (e - d)^2)`
///   over the sum of weights. With bins, scores stand for their mean.
/// - Edges: [`Note::NoCases`] without weight; no limits with [`Note::VarianceNotEstimable`] where all rows with weight
///   have, or lack, the outcome, or no residual differs from another; [`Note::TooFew`] below 20 effective ones of either.
/// - Source: methods, "Calibration", 6.1. Oracle: weights of 1 give [`in_the_large`].
pub fn in_the_large_weighted(cells: &[WeightedScoreCell], z: f64) -> (Estimate, Option<f64>) {
    let weight: f64 = cells.iter().map(|c| c.all().weight).sum();
    if weight <= 0.0 {
        return (Estimate::none(Note::NoCases), None);
    }
    let residuals: f64 = cells.iter().map(|c| c.positives.weight - c.all().weight * c.score).sum();
    let value = residuals / weight;
    let squares: f64 = cells
        .iter()
        .map(|c| {
            let (with, without) = (1.0 - c.score - value, -c.score - value);
            c.positives.square * with * with + c.negatives.square * without * without
        })
        .sum();
    let rows: u64 = cells.iter().map(|c| c.all().rows).sum();
    let one_sided = |pick: fn(&WeightedScoreCell) -> u64| cells.iter().map(pick).sum::<u64>() == 0;
    let one_outcome = one_sided(|c| c.positives.rows) || one_sided(|c| c.negatives.rows);
    if rows < 2 || one_outcome || squares <= weight * weight * VARIES / rows as f64 {
        return (Estimate { value: Some(value), ..Estimate::none(Note::VarianceNotEstimable) }, None);
    }
    let standard_error = (squares * rows as f64 / (rows as f64 - 1.0)).sqrt() / weight;
    let half = z * standard_error;
    let effective = |pick: fn(&WeightedScoreCell) -> Sums| {
        cells.iter().map(pick).fold(Sums::default(), Sums::and).kish().unwrap_or(0.0)
    };
    let fewest = effective(|c| c.positives).min(effective(|c| c.negatives));
    let limits = Interval { lower: value - half, upper: value + half };
    (few(Estimate::new(value, limits), fewest), Some(standard_error))
}

#[cfg(test)]
mod tests {
    use super::{Method, difference_in_the_large, in_the_large, observed_expected, observed_expected_fixed};
    use super::{in_the_large_weighted, poisson_upper, ratio_of_observed_expected, too_few};
    use crate::interval::Note;
    use crate::score_cells::{ScoreCell, WeightedScoreCell};
    use crate::special::ln_dbinom;
    use crate::weighted::Sums;

    const Z: f64 = 1.959_963_984_540_054;

    // By hand: one person with a score of 0.9 lacks the outcome with a chance of 0.1; five with 0.05 and two with 0.2 all do
    // with 0.95^5 0.8^2.
    #[test]
    fn the_chance_that_all_are_alike_is_exact() {
        let p = |cells: &[ScoreCell]| in_the_large(cells, Z).if_calibrated.unwrap().p.value();
        assert!((p(&[ScoreCell::at(0.9, 1, 0)]) - 0.2).abs() < 1e-15);
        assert!((p(&[ScoreCell::at(0.9, 0, 1)]) - 1.0).abs() < 1e-15);
        let rare = [ScoreCell::at(0.05, 5, 0), ScoreCell::at(0.2, 2, 0)];
        assert!((p(&rare) - (2.0 * 0.95_f64.powi(5) * 0.64).min(1.0)).abs() < 1e-15);
        let many = [ScoreCell::at(0.05, 50, 0), ScoreCell::at(0.2, 20, 0)];
        assert!((p(&many) / (2.0 * 0.95_f64.powi(50) * 0.8_f64.powi(20)) - 1.0).abs() < 1e-12);
    }

    fn group() -> [ScoreCell; 3] {
        [ScoreCell::at(0.1, 27, 3), ScoreCell::at(0.3, 30, 10), ScoreCell::at(0.5, 11, 9)]
    }

    #[test]
    fn no_rows_give_no_numbers() {
        let e = in_the_large(&[], Z);
        assert!(e.estimate.has(Note::NoCases) && e.if_calibrated.is_none());
        assert!(observed_expected(&[ScoreCell::at(0.4, 0, 0)], Z).estimate.has(Note::NoCases));
        assert!(difference_in_the_large(&e, &in_the_large(&group(), Z), Z).0.has(Note::NoCases));
    }

    #[test]
    fn nobody_with_the_outcome_does_not_make_a_constant_score_certain() {
        let e = in_the_large(&[ScoreCell::at(0.01, 100, 0)], Z);
        let i = e.estimate.interval().unwrap();
        assert_eq!(e.method, Method::PoissonExact);
        assert!((i.lower + 0.01).abs() < 1e-15 && (i.upper - (3.688_879_454_113_936 - 1.0) / 100.0).abs() < 1e-12);
        let ratio = observed_expected(&[ScoreCell::at(0.01, 100, 0)], Z);
        assert_eq!((ratio.estimate.value, ratio.estimate.lower, ratio.method), (Some(0.0), Some(0.0), e.method));
        assert!((ratio.estimate.upper.unwrap() - poisson_upper(0.0, 0.025)).abs() < 1e-12);
        let all = in_the_large(&[ScoreCell::at(0.99, 0, 100)], Z).estimate.interval().unwrap();
        assert!((all.lower + i.upper).abs() < 1e-12 && (all.upper + i.lower).abs() < 1e-12);
        let (d, se) = difference_in_the_large(&e, &in_the_large(&group(), Z), Z);
        assert!(d.interval().is_some() && se.is_none());
    }

    #[test]
    fn residuals_that_do_not_vary_leave_no_limits() {
        for cells in [
            vec![ScoreCell::at(0.0, 40, 0), ScoreCell::at(1.0, 0, 60)],
            vec![ScoreCell::at(0.0, 1, 0), ScoreCell::at(1.0, 0, 1)],
        ] {
            let e = in_the_large(&cells, Z);
            assert!(e.estimate.value.is_some() && e.estimate.interval().is_none());
            assert!(e.estimate.has(Note::VarianceNotEstimable) && e.standard_error.is_none());
        }
        let perfect = [ScoreCell::at(0.0, 40, 0), ScoreCell::at(1.0, 0, 60)];
        assert_eq!(in_the_large(&perfect, Z).if_calibrated, None);
        assert!(observed_expected(&perfect, Z).estimate.has(Note::VarianceNotEstimable));
    }

    #[test]
    fn an_expected_number_of_nothing_has_no_ratio() {
        assert!(observed_expected(&[ScoreCell::at(0.0, 9, 0)], Z).estimate.has(Note::NoEvents));
        assert!(observed_expected_fixed(&[ScoreCell::at(0.0, 9, 1)], Z).estimate.has(Note::LogInfinite));
    }

    #[test]
    fn few_events_are_told_because_the_normal_limits_are_then_too_narrow() {
        let note = |cells: &[ScoreCell]| in_the_large(cells, Z).estimate.has(Note::TooFew);
        assert!(note(&[ScoreCell::at(0.01, 990, 10)]) && note(&[ScoreCell::at(0.99, 19, 900)]));
        assert!(!note(&[ScoreCell::at(0.02, 980, 20)]));
        // What the note is for: 1,000 rows of a right score of 0.01, summed exactly.
        let missed: f64 = (1..=30_u64)
            .filter(|x| in_the_large(&[ScoreCell::at(0.01, 1000 - x, *x)], Z).estimate.below(0.0))
            .filter_map(|x| ln_dbinom(x, 1000, 0.01, 0.99))
            .map(crate::float::exp)
            .sum();
        assert!((0.06..0.07).contains(&missed), "{missed}");
    }

    #[test]
    fn a_ratio_of_two_groups_turns_round_and_its_logarithm_is_a_difference() {
        let (a, b) = (observed_expected(&group(), Z), observed_expected(&group()[1..], Z));
        let (ab, ba) = (ratio_of_observed_expected(&a, &b, Z), ratio_of_observed_expected(&b, &a, Z));
        let near = |x: f64, y: f64| assert!((x - y).abs() < 1e-12 * y.abs(), "{x} {y}");
        near(ab.value.unwrap(), a.estimate.value.unwrap() / b.estimate.value.unwrap());
        near(ab.lower.unwrap(), 1.0 / ba.upper.unwrap());
        let width = crate::float::ln(ab.upper.unwrap() / ab.lower.unwrap()) / (2.0 * Z);
        near(width * width, a.standard_error_ln.unwrap().powi(2) + b.standard_error_ln.unwrap().powi(2));
    }

    #[test]
    fn a_side_without_events_has_a_ratio_of_nothing_or_none() {
        let none = observed_expected(&[ScoreCell::at(0.2, 400, 0)], Z);
        let some = observed_expected(&group(), Z);
        let nothing = ratio_of_observed_expected(&none, &some, Z);
        assert_eq!((nothing.value, nothing.lower), (Some(0.0), Some(0.0)));
        assert!(nothing.upper.unwrap() > 0.0 && nothing.upper.unwrap() < 0.2);
        let open = ratio_of_observed_expected(&some, &none, Z);
        assert!(open.value.is_none() && open.has(Note::ReferenceHasNoEvents) && open.lower.unwrap() > 5.0);
        assert!(ratio_of_observed_expected(&none, &none, Z).has(Note::NoEvents));
        assert!(ratio_of_observed_expected(&some, &observed_expected(&[], Z), Z).has(Note::NoCases));
        assert!(too_few(&group()[..1]) && !too_few(&group()));
    }

    #[test]
    fn weights_of_one_change_nothing() {
        let plain = in_the_large(&group(), Z);
        let one = |n: u64| Sums { rows: n, weight: n as f64, square: n as f64 };
        let weighted: Vec<WeightedScoreCell> = group()
            .iter()
            .map(|c| WeightedScoreCell { score: c.low, negatives: one(c.negatives.n), positives: one(c.positives.n) })
            .collect();
        let (estimate, se) = in_the_large_weighted(&weighted, Z);
        assert!((estimate.value.unwrap() - plain.estimate.value.unwrap()).abs() < 1e-15);
        assert!((se.unwrap() - plain.standard_error.unwrap()).abs() < 1e-15);
    }

    #[test]
    fn a_difference_turns_round_when_the_groups_swap() {
        let (a, b) = (in_the_large(&group(), Z), in_the_large(&group()[1..], Z));
        let (ab, ba) = (difference_in_the_large(&a, &b, Z), difference_in_the_large(&b, &a, Z));
        assert_eq!(ab.0.value.unwrap(), -ba.0.value.unwrap());
        assert_eq!(ab.0.lower.unwrap(), -ba.0.upper.unwrap());
        assert_eq!(ab.1, ba.1);
    }
}
