//! What a probability score says about one group: figures, what noise alone would make of them, tests.

use evenhand_stats::calibrated_draws::ByChance;
use evenhand_stats::calibration::{in_the_large, observed_expected, observed_expected_fixed};
use evenhand_stats::calibration_by_chance::UnderCalibration;
use evenhand_stats::corp::{self, Decomposition};
use evenhand_stats::cumulative::{ENOUGH_SCORES, cumulative};
use evenhand_stats::ece::{
    Binning, CalibrationBin, CalibrationError, DEFAULT_BINNING, Largest, bins, calibration_error, straddling,
};
use evenhand_stats::goodness::{hosmer_lemeshow, merged, spiegelhalter};
use evenhand_stats::interval::{Estimate, PValue};
use evenhand_stats::normal::z_of_tail;
use evenhand_stats::proper_scores::{brier, log_loss};
use evenhand_stats::recalibration::{self, recalibrate_by_wald};
use evenhand_stats::score_cells::{ScoreCell, Totals};
use evenhand_stats::smooth_ece::smooth_ece;

use super::{Noise, absent, coarse, size};
use crate::measure::estimate::{Columns, row};
use crate::measure::rate::{Drawn, notes_of};
use crate::measure::rows::{Detail, EstimateRow};
use crate::measure::scores::described::{put, with_p};
use crate::measure::scores::{Member, View};
use crate::words::Note;

/// Cells of the smooth error, at most about: its kernel is far wider than what is put together.
const SMOOTHED_CELLS: usize = 500;

/// Metrics of one group, in the order of the registry.
const METRICS: &[&str] = &[
    "calibration_in_the_large",
    "observed_expected_ratio",
    "calibration_intercept",
    "calibration_slope",
    "calibration_intercept_with_slope",
    "expected_calibration_error",
    "maximum_calibration_error",
    "smooth_calibration_error",
    "cumulative_calibration_error",
    "brier_score",
    "log_loss",
    "brier_score_miscalibration",
    "brier_score_discrimination",
    "brier_score_uncertainty",
    "log_loss_miscalibration",
    "log_loss_discrimination",
    "log_loss_uncertainty",
    "spiegelhalter_z",
];

/// One row before its key columns: metric; the method where it is not the metric's first; what was drawn.
struct Figure {
    metric: &'static str,
    of: Option<&'static str>,
    drawn: Drawn,
}

/// Rows of a member.
pub(super) fn estimates(view: View<'_>, member: Member<'_>, noise: Option<&Noise>, out: &mut Vec<EstimateRow>) {
    let figures = if let Some(noise) = noise {
        figures(view, member, noise)
    } else {
        let why = absent(view, member);
        let none = |&metric| Figure { metric, of: None, drawn: Drawn { notes: why.clone(), ..Drawn::default() } };
        METRICS.iter().chain(by_hosmer(view).then_some(&HOSMER_LEMESHOW)).map(none).collect()
    };
    let facts = view.outcome_notes(member.scores);
    for Figure { metric, of, mut drawn } in figures {
        if drawn.value.is_none() && drawn.lower.is_none() && drawn.upper.is_none() {
            drawn.method = None;
        }
        if drawn.value.is_some() || drawn.lower.is_some() {
            drawn.notes.extend(&facts);
        }
        out.push(row(view.audit, Columns { of, ..view.columns(metric, &member) }, drawn));
    }
}

fn figures(view: View<'_>, member: Member<'_>, noise: &Noise) -> Vec<Figure> {
    let (tail, cells) = (view.tail, &member.scores.cells);
    let (coarser, chance) = (&noise.cells, noise.drawn.as_ref());
    let mut out = of_the_mean(cells, tail);
    out.extend(of_the_fit(cells, tail));
    out.extend(of_bins(cells, tail, chance));
    out.push(smoothed(cells));
    out.extend(of_the_path(cells, coarser, chance));
    out.extend(of_the_losses(cells, tail));
    out.extend(of_the_curve(cells, coarser, chance));
    out.push(by_spiegelhalter(cells));
    if by_hosmer(view) {
        out.push(by_hosmer_lemeshow(cells));
    }
    out
}

const HOSMER_LEMESHOW: &str = "hosmer_lemeshow";

/// Does the spec ask for the test that is off by default (`methods/6`, 6.7)?
fn by_hosmer(view: View<'_>) -> bool {
    view.audit.spec.inference.methods.get("calibration_test").is_some_and(|word| word == HOSMER_LEMESHOW)
}

fn figure(metric: &'static str, drawn: Drawn) -> Figure {
    Figure { metric, of: None, drawn }
}

/// Statistic and p of a test that belongs to a figure.
pub(super) fn tested(mut drawn: Drawn, statistic: f64, df: Option<f64>, p: PValue) -> Drawn {
    drawn.statistic = Some(statistic);
    drawn.df = df;
    with_p(drawn, Some(p))
}

fn tested_by(drawn: Drawn, test: Option<recalibration::Test>) -> Drawn {
    match test {
        Some(test) => tested(drawn, test.statistic, Some(f64::from(test.freedom)), test.p),
        None => drawn,
    }
}

/// A number over all rows of the group; none without rows.
pub(super) fn plain(value: Option<f64>, method: Option<&'static str>, n: u64) -> Drawn {
    match value {
        Some(_) => Drawn { value, method, n: Some(n as f64), ..Drawn::default() },
        None => Drawn::absent(Note::NoCases),
    }
}

/// With what binning of scores may have done to the value, where it can have done anything.
fn bounded(mut drawn: Drawn, below: f64, above: f64, most: f64) -> Drawn {
    if let Some(value) = drawn.value.filter(|_| below > 0.0 || above > 0.0) {
        drawn.bounds = Some(((value - below).max(0.0), (value + above).min(most)));
        drawn.notes.push(Note::BinningBound);
    }
    drawn
}

/// What noise alone would make of a figure.
fn beside(mut drawn: Drawn, chance: &ByChance) -> Drawn {
    put(&mut drawn.detail, "expected_by_chance", chance.mean);
    put(&mut drawn.detail, "quantile_95_by_chance", chance.quantile_95);
    drawn_p(drawn, chance.p, chance.draws)
}

/// A p-value of so many draws: it is no smaller than one in one more than these.
fn drawn_p(mut drawn: Drawn, p: PValue, draws: u64) -> Drawn {
    drawn.detail.insert("draws".to_owned(), draws.into());
    with_p(drawn, Some(p))
}

/// 6.1: observed less expected, observed over expected.
fn of_the_mean(cells: &[ScoreCell], tail: f64) -> Vec<Figure> {
    let z = z_of_tail(tail);
    let large = in_the_large(cells, z);
    let known = large.n > 0;
    let mut difference = Drawn::from(large.estimate, large.method.name());
    difference.events = known.then_some(large.observed);
    difference.n = known.then_some(large.n as f64);
    if let Some(test) = large.if_calibrated {
        difference = tested(difference, test.z, None, test.p);
    }
    let ratio = |one: evenhand_stats::calibration::ObservedExpected| {
        let mut drawn = Drawn::from(one.estimate, one.method.name());
        drawn.events = known.then_some(large.observed);
        drawn.n = known.then_some(large.expected);
        drawn
    };
    vec![
        figure("calibration_in_the_large", difference),
        figure("observed_expected_ratio", ratio(observed_expected(cells, z))),
        Figure {
            metric: "observed_expected_ratio",
            of: Some("oe_fixed"),
            drawn: ratio(observed_expected_fixed(cells, z)),
        },
    ]
}

/// 6.2: logistic recalibration.
fn of_the_fit(cells: &[ScoreCell], tail: f64) -> Vec<Figure> {
    let fit = recalibrate_by_wald(cells, z_of_tail(tail));
    let n = size(cells) - fit.left_out;
    let drawn = |estimate: Estimate, test: Option<recalibration::Test>| {
        let mut drawn = tested_by(Drawn::from(estimate, "logistic_recalibration"), test);
        drawn.n = (n > 0).then_some(n as f64);
        if fit.left_out > 0 {
            drawn.detail.insert("cases_left_out".to_owned(), fit.left_out.into());
        }
        if fit.contradicted > 0 {
            drawn.detail.insert("contradicted".to_owned(), fit.contradicted.into());
        }
        drawn
    };
    vec![
        figure("calibration_intercept", drawn(fit.intercept.clone(), fit.intercept_test)),
        figure("calibration_slope", drawn(fit.slope.clone(), fit.slope_test)),
        figure("calibration_intercept_with_slope", drawn(fit.intercept_with_slope.clone(), fit.joint_test)),
    ]
}

/// 6.4: the calibration error over bins, plain and with noise taken off.
fn of_bins(cells: &[ScoreCell], tail: f64, chance: Option<&UnderCalibration>) -> Vec<Figure> {
    const METRIC: &str = "expected_calibration_error";
    let (z, n) = (z_of_tail(tail), size(cells));
    let (tenths, equal) = (bins(cells, DEFAULT_BINNING), bins(cells, Binning::EqualFrequency(10)));
    let Some(error) = calibration_error(&tenths, z) else {
        return [METRIC, MAXIMUM].map(|name| figure(name, Drawn::absent(Note::NoCases))).into();
    };
    let detail = |error: &CalibrationError, bins: usize| {
        let mut detail = Detail::from([("bins".to_owned(), bins.into())]);
        put(&mut detail, "expected_by_chance", error.expected_by_chance);
        detail
    };
    let reach = straddling(cells, 10).unwrap_or(0.0);
    let mut first = bounded(plain(Some(error.value), Some("equal_width_10"), n), reach, reach, 1.0);
    first.detail = detail(&error, tenths.len());
    if let Some(chance) = chance {
        first = beside(first, &chance.error);
        // By enumeration, or from the sums: better than the mean of draws.
        put(&mut first.detail, "expected_by_chance", error.expected_by_chance);
    }
    let mut out = vec![figure(METRIC, first), largest_in_a_bin(&tenths, &error.largest, reach)];
    let other = |of: &'static str, value: f64, detail: Detail| Figure {
        metric: METRIC,
        of: Some(of),
        drawn: Drawn { detail, ..plain(Some(value), Some(of), n) },
    };
    if let Some(by_number) = calibration_error(&equal, z) {
        out.push(other("equal_frequency_10", by_number.value, detail(&by_number, equal.len())));
    }
    let of_tenths = || Detail::from([("bins".to_owned(), tenths.len().into())]);
    out.push(other("debiased_l1", error.debiased_l1, of_tenths()));
    out.push(other("debiased_squared", error.debiased_squared, of_tenths()));
    out
}

const MAXIMUM: &str = "maximum_calibration_error";

/// 6.4: the largest distance in a bin, with the rows of that bin and what the limits of its rate leave of the distance; it is
/// of the smallest bins, and the limits do not know that the bin was picked.
fn largest_in_a_bin(tenths: &[CalibrationBin], largest: &Largest, reach: f64) -> Figure {
    let mut drawn = bounded(plain(Some(largest.value), Some("equal_width_10"), largest.n), reach, reach, 1.0);
    if let Some(bin) = tenths.get(largest.bin) {
        let score = bin.mean_score();
        let (low, high) = (largest.limits.lower - score, largest.limits.upper - score);
        let nearest = if low <= 0.0 && high >= 0.0 { 0.0 } else { low.abs().min(high.abs()) };
        drawn.lower = Some(nearest.min(largest.value));
        drawn.upper = Some(low.abs().max(high.abs()).max(largest.value));
        put(&mut drawn.detail, "score_at", score);
    }
    drawn.detail.insert("bins".to_owned(), tenths.len().into());
    figure(MAXIMUM, drawn)
}

/// 6.5.
fn smoothed(cells: &[ScoreCell]) -> Figure {
    let error = smooth_ece(&coarse(cells, SMOOTHED_CELLS));
    let bound = error.map_or(0.0, |error| error.bound);
    let drawn = plain(error.map(|error| error.value), Some("smece"), size(cells));
    figure("smooth_calibration_error", bounded(drawn, bound, bound, 1.0))
}

/// 6.6: the cumulative error; its p by draws where so few scores make Brownian motion a poor likeness.
fn of_the_path(cells: &[ScoreCell], coarser: &[ScoreCell], chance: Option<&UnderCalibration>) -> Vec<Figure> {
    const METRIC: &str = "cumulative_calibration_error";
    let Some(path) = cumulative(cells) else { return vec![figure(METRIC, Drawn::absent(Note::NoCases))] };
    let n = size(cells);
    let by_draws = chance.filter(|_| path.path.len() < ENOUGH_SCORES && coarser.len() == path.path.len());
    let drawn = |value: f64, method: &'static str, reach: f64, test: Option<(f64, PValue)>| {
        let drawn = bounded(plain(Some(value), Some(method), n), 0.0, reach, 1.0);
        match test {
            Some((statistic, p)) => {
                let drawn = tested(drawn, statistic, None, p);
                by_draws.map_or(drawn.clone(), |chance| drawn_p(drawn, p, chance.error.draws))
            }
            // Every score is 0 or 1: no noise could explain a difference.
            None => Drawn { notes: [drawn.notes.clone(), vec![Note::VarianceNotEstimable]].concat(), ..drawn },
        }
    };
    let range = path.range_test.map(|test| (test.statistic, by_draws.map_or(test.p, |chance| chance.cumulative.range)));
    let largest =
        path.largest_test.map(|test| (test.statistic, by_draws.map_or(test.p, |chance| chance.cumulative.largest)));
    vec![
        figure(METRIC, drawn(path.range, "range", 2.0 * path.bound, range)),
        Figure { metric: METRIC, of: Some("max_abs"), drawn: drawn(path.largest, "max_abs", path.bound, largest) },
    ]
}

/// Brier score and log loss.
fn of_the_losses(cells: &[ScoreCell], tail: f64) -> Vec<Figure> {
    let n = size(cells);
    let with_n = |mut drawn: Drawn| {
        drawn.n = (n > 0).then_some(n as f64);
        drawn
    };
    let loss = log_loss(cells);
    let mut of_log = with_n(Drawn { value: loss.estimate.value, notes: notes_of(&loss.estimate), ..Drawn::default() });
    if let Some(value) = of_log.value.filter(|_| of_log.notes.contains(&Note::BinningBound)) {
        // A bin that reaches to 0 or 1: no upper bound.
        of_log.bounds = Some((value, loss.bound.map_or(f64::INFINITY, |bound| value + bound)));
        if loss.bound.is_none() {
            of_log.notes.push(Note::Unbounded);
        }
    }
    if loss.infinite > 0 {
        of_log.detail.insert("contradicted".to_owned(), loss.infinite.into());
    }
    vec![figure("brier_score", with_n(Drawn::from(brier(cells, tail).estimate, "welch_t"))), figure("log_loss", of_log)]
}

/// 6.3: miscalibration, discrimination and uncertainty of both losses.
fn of_the_curve(cells: &[ScoreCell], coarser: &[ScoreCell], chance: Option<&UnderCalibration>) -> Vec<Figure> {
    let (curve, n) = (corp::corp(cells), size(cells));
    let hidden = corp::hidden_by_bins(cells).unwrap_or_default();
    let parts = |names: [&'static str; 3], of: &Decomposition, hidden: f64| {
        let part = |value: Option<f64>| match value {
            Some(_) => plain(value, Some("corp"), n),
            None => {
                let notes = of.notes.iter().filter_map(|note| Note::parse(note.code())).collect();
                Drawn { notes, ..Drawn::default() }
            }
        };
        // Bins take the same off both, and no more than there is.
        let most = |whole: Option<f64>| whole.unwrap_or(f64::INFINITY);
        [
            figure(names[0], bounded(part(of.miscalibration), 0.0, hidden, most(of.score))),
            figure(names[1], bounded(part(of.discrimination), 0.0, hidden, most(of.uncertainty))),
            figure(names[2], part(of.uncertainty)),
        ]
    };
    let brier = ["brier_score_miscalibration", "brier_score_discrimination", "brier_score_uncertainty"];
    let log = ["log_loss_miscalibration", "log_loss_discrimination", "log_loss_uncertainty"];
    let [mut miscalibration, discrimination, uncertainty] = parts(brier, &curve.brier, hidden[0]);
    if let Some(chance) = chance.filter(|_| miscalibration.drawn.value.is_some()) {
        if coarser.len() == cells.iter().filter(|cell| cell.n() > 0).count() {
            miscalibration.drawn = beside(miscalibration.drawn, &chance.miscalibration);
        } else {
            // The test is made of fewer cells; what noise makes of these it does not make of all.
            let chance = &chance.miscalibration;
            miscalibration.drawn = drawn_p(miscalibration.drawn, chance.p, chance.draws);
            miscalibration.drawn.detail.insert("bins".to_owned(), coarser.len().into());
        }
    }
    let mut out = vec![miscalibration, discrimination, uncertainty];
    out.extend(parts(log, &curve.log, hidden[1]));
    out
}

/// 6.7.
fn by_spiegelhalter(cells: &[ScoreCell]) -> Figure {
    let n = size(cells);
    let drawn = match spiegelhalter(cells) {
        Some(test) => {
            let mut drawn = tested(plain(Some(test.z), Some("spiegelhalter"), n), test.z, None, test.p);
            // By the normal distribution, which a handful of cases does not follow.
            let Totals { negatives, positives, .. } = Totals::of(cells);
            let few = negatives.n.min(positives.n) < recalibration::FEWEST_EVENTS;
            drawn.notes.extend(few.then_some(Note::TooFewEvents));
            drawn
        }
        None if n == 0 => Drawn::absent(Note::NoCases),
        // Every score is 0, one half or 1.
        None => Drawn::absent(Note::VarianceNotEstimable),
    };
    figure("spiegelhalter_z", drawn)
}

/// 6.7: the sum over ten bins of equal mass, merged until each expects five of both; the score was made elsewhere.
fn by_hosmer_lemeshow(cells: &[ScoreCell]) -> Figure {
    let n = size(cells);
    let joined = merged(&bins(cells, Binning::EqualFrequency(10)));
    let mut drawn = match hosmer_lemeshow(&joined, false) {
        Some(test) => tested(
            plain(Some(test.statistic), Some(HOSMER_LEMESHOW), n),
            test.statistic,
            Some(test.freedom as f64),
            test.p,
        ),
        None if n == 0 => Drawn::absent(Note::NoCases),
        // A bin expects nothing, or everything.
        None => Drawn::absent(Note::VarianceNotEstimable),
    };
    drawn.detail.insert("bins".to_owned(), joined.len().into());
    figure(HOSMER_LEMESHOW, drawn)
}
