//! Does calibration differ between a group and its reference? Four readings (`methods/6`, 6.8), the difference of the mean
//! losses, and the distance between the two curves.
//!
//! The first two compare what the score claims with what happened in each group; the interaction and the cumulative
//! difference compare outcomes at equal score. They answer different questions and can disagree.

use std::cell::OnceCell;

use evenhand_stats::calibration_comparison::{Comparison, compare_without_slope_test};
use evenhand_stats::calibration_gap::{by_chance, calibration_gap};
use evenhand_stats::cumulative_difference::{
    CumulativeDifference, MOST_WITHOUT_COUNTERPART, cumulative_difference, outcomes,
};
use evenhand_stats::interval::Estimate;
use evenhand_stats::logit::logit;
use evenhand_stats::mean_score::mean_difference;
use evenhand_stats::normal::z_of_tail;
use evenhand_stats::proper_scores::brier;
use evenhand_stats::recalibration;
use evenhand_stats::resample::Key;
use evenhand_stats::score_cells::{ScoreCell, Totals, coarser};

use super::{draws, size, tenth};
use crate::measure::aggregate::stream_key;
use crate::measure::contrast::{Contrast, Normal, Settings, Test};
use crate::measure::disparity::{Draft, targets};
use crate::measure::rate::{Drawn, notes_of};
use crate::measure::rows::DisparityRow;
use crate::measure::scores::View;
use crate::measure::scores::basis::ScoreGroup;
use crate::measure::scores::described::{How, put, row};
use crate::measure::scores::sides::{Pair, draft, pairs};
use crate::spec::Compare;
use crate::words::{Metric, Note, Scale, metric, reserved};

/// Metrics on which groups are compared, in the order of the registry.
const METRICS: &[&str] = &[
    "calibration_in_the_large",
    "observed_expected_ratio",
    "brier_score",
    "calibration_group_effect",
    "calibration_interaction",
    "cumulative_calibration_difference",
];

/// Comparisons before they are judged.
pub(in crate::measure::scores) fn drafts(
    view: View<'_>,
    settings: &Settings,
    block: &mut usize,
    drafts: &mut Vec<Draft>,
) {
    if !view.basis.outcome {
        return;
    }
    let rest = view.audit.axes[view.basis.axis].reference == reserved::REST;
    for target in targets(view.audit, rest) {
        let pairs = pairs(view.audit, view.basis, target);
        let fits: Vec<OnceCell<Comparison>> = pairs.iter().map(|_| OnceCell::new()).collect();
        for (metric, scale) in METRICS.iter().filter_map(|name| metric(name)).flat_map(scales) {
            // A difference to everybody is a part of that to the rest only for means.
            let mean = matches!(metric.name, "calibration_in_the_large" | "brier_score");
            if target == Compare::Overall && !mean {
                continue;
            }
            for (pair, fits) in pairs.iter().zip(&fits) {
                let contrast = contrast(view, metric, scale, (pair, fits), target, settings);
                let Some(mut one) = draft(view, metric, None, scale, pair, target, contrast, *block) else { continue };
                // Facts about the rows whose outcome is known.
                one.notes = facts(view, pair);
                drafts.push(one);
            }
            *block += 1;
        }
    }
}

fn scales(metric: &'static Metric) -> impl Iterator<Item = (&'static Metric, Scale)> {
    metric.scales.iter().map(move |scale| (metric, *scale))
}

/// Facts about the data behind a comparison.
pub(super) fn facts(view: View<'_>, pair: &Pair<'_>) -> Vec<Note> {
    let of = |group: &ScoreGroup| view.outcome_notes(group);
    pair.scores.as_ref().map(|(group, other)| [of(group), of(other)].concat()).unwrap_or_default()
}

/// The two sides of a comparison, or why there is none.
pub(super) fn known<'p>(view: View<'_>, pair: &'p Pair<'_>) -> Result<(&'p [ScoreCell], &'p [ScoreCell]), Note> {
    let (group, reference) = pair.scores.as_ref().map_err(|note| *note)?;
    for side in [*group, reference.as_ref()] {
        if let Some(note) = view.no_outcome(side) {
            return Err(note);
        }
    }
    Ok((&group.cells, &reference.cells))
}

/// A group's figure against its reference's.
fn contrast(
    view: View<'_>,
    metric: &Metric,
    scale: Scale,
    (pair, fits): (&Pair<'_>, &OnceCell<Comparison>),
    target: Compare,
    settings: &Settings,
) -> Contrast {
    if metric.name != "cumulative_calibration_difference" && !view.basis.scale.is_probability() {
        return Contrast::absent(Note::NotAProbabilityScore);
    }
    let (group, reference) = match known(view, pair) {
        Ok(sides) => sides,
        Err(note) => return Contrast::absent(note),
    };
    let out = match metric.name {
        "brier_score" => of_losses(group, reference, settings, view.tail),
        "calibration_group_effect" | "calibration_interaction" => {
            let found = fits.get_or_init(|| fitted(group, reference, view.tail));
            of_fits(metric.name, found, sides(group, reference), settings)
        }
        "cumulative_calibration_difference" => of_paths(group, reference, settings, view.tail),
        _ => Contrast::of_calibration(scale, whole(group), whole(reference), settings),
    };
    if target != Compare::Overall {
        return out;
    }
    // Difference to everybody = (1 − π) times the difference to the rest (methods/4, 4.3).
    let (n, m) = (size(group) as f64, size(reference) as f64);
    out.scaled(m / (n + m))
}

/// All rows of a group in one cell: the sums that calibration in the large needs.
fn whole(cells: &[ScoreCell]) -> ScoreCell {
    let totals = Totals::of(cells);
    ScoreCell { low: 0.0, high: 1.0, negatives: totals.negatives, positives: totals.positives }
}

/// The value of a comparison without limits stands all the same.
fn with_value(mut contrast: Contrast, estimate: &Estimate, sides: [f64; 2]) -> Contrast {
    contrast.value = estimate.value;
    contrast.n_group = Some(sides[0]);
    contrast.n_reference = Some(sides[1]);
    contrast
}

fn sides(group: &[ScoreCell], reference: &[ScoreCell]) -> [f64; 2] {
    [size(group) as f64, size(reference) as f64]
}

/// Difference of the Brier scores. It is not one of quality alone: the rarer outcome has the lower score.
fn of_losses(group: &[ScoreCell], reference: &[ScoreCell], settings: &Settings, tail: f64) -> Contrast {
    let sides = sides(group, reference);
    let found = mean_difference(brier(group, tail).moments, brier(reference, tail).moments, tail);
    let normal = found.estimate.value.zip(found.standard_error).map(|(value, standard_error)| Normal {
        value,
        standard_error,
        df: found.freedom,
        method: "welch_t",
        n_group: sides[0],
        n_reference: sides[1],
    });
    let mut out = Contrast::of_normal(Scale::Difference, normal, &notes_of(&found.estimate), settings);
    out.test = found.p.map(|p| Test { statistic: found.t, df: found.freedom, ..Test::new("welch_t", p) });
    with_value(out, &found.estimate, sides)
}

/// Log odds ratio at equal score taken at its word; difference of the slopes, with the test of intercept and slope.
fn of_fits(name: &str, found: &Comparison, sides: [f64; 2], settings: &Settings) -> Contrast {
    let (estimate, standard_error, test) = if name == "calibration_group_effect" {
        (&found.group_effect, found.group_effect_standard_error, found.group_effect_test)
    } else {
        (&found.slope_difference, found.slope_standard_error, found.interaction_test)
    };
    let normal = estimate.value.zip(standard_error).map(|(value, standard_error)| Normal {
        value,
        standard_error,
        df: None,
        method: "logistic_recalibration",
        n_group: sides[0],
        n_reference: sides[1],
    });
    let mut out = Contrast::of_normal(Scale::Difference, normal, &notes_of(estimate), settings);
    out.test = test.map(|test: recalibration::Test| Test {
        statistic: Some(test.statistic),
        df: Some(f64::from(test.freedom)),
        ..Test::new("likelihood_ratio", test.p)
    });
    with_value(out, estimate, sides)
}

/// The fits of both groups, and of both together: two metrics read them.
fn fitted(group: &[ScoreCell], reference: &[ScoreCell], tail: f64) -> Comparison {
    let few = for_fits(group, reference);
    compare_without_slope_test(&few[0], &few[1], z_of_tail(tail))
}

/// Cells for the fit of both groups together, which takes time with thousands of them: scores whose odds differ by less than
/// one in a hundred are then put together, which changes a slope by about one in a hundred thousand (`methods/6`, 6.11).
fn for_fits(group: &[ScoreCell], reference: &[ScoreCell]) -> Vec<Vec<ScoreCell>> {
    const MANY: usize = 1_000;
    if group.iter().zip(reference).filter(|(g, r)| g.n() + r.n() > 0).count() <= MANY {
        return vec![group.to_vec(), reference.to_vec()];
    }
    // One hundredth of the log-odds; scores of 0 and 1, which have none, stand alone.
    let class = |cell: &ScoreCell| logit(cell.score()).map_or(0, |x| (1e6 + 100.0 * x) as usize);
    coarser(&[group, reference], 1, class)
}

/// The path of outcomes at equal score: its end with limits, its range with a test.
fn of_paths(group: &[ScoreCell], reference: &[ScoreCell], settings: &Settings, tail: f64) -> Contrast {
    let sides = sides(group, reference);
    let found = path(group, reference, tail);
    let normal = found.end.value.zip(found.standard_error).map(|(value, standard_error)| Normal {
        value,
        standard_error,
        df: None,
        method: "cumulative_difference",
        n_group: sides[0],
        n_reference: sides[1],
    });
    let mut out = Contrast::of_normal(Scale::Difference, normal, &notes_of(&found.end), settings);
    out.test = found.range_test.map(|test| Test { statistic: Some(test.statistic), ..Test::new("range", test.p) });
    for (key, share) in
        [("overlap_group", found.common_share), ("overlap_reference", path(reference, group, tail).common_share)]
    {
        if let Some(share) = share {
            put(&mut out.detail, key, share);
        }
    }
    with_value(out, &found.end, sides)
}

/// The path of differences at equal score.
pub(super) fn path(group: &[ScoreCell], reference: &[ScoreCell], tail: f64) -> CumulativeDifference {
    cumulative_difference(&outcomes(group), &outcomes(reference), z_of_tail(tail))
}

/// Cells of the gap, at most about: as many as the peer that has it, so that value and noise are of the same cells.
const GAP_CELLS: usize = 50;

/// Rows of `group_calibration_gap`: a distance, so that it has no scale and no verdict.
pub(in crate::measure::scores) fn described(view: View<'_>, out: &mut Vec<DisparityRow>) {
    if !view.basis.outcome {
        return;
    }
    let rest = view.audit.axes[view.basis.axis].reference == reserved::REST;
    for target in targets(view.audit, rest).into_iter().filter(|target| *target != Compare::Overall) {
        for pair in pairs(view.audit, view.basis, target) {
            let drawn = if view.basis.scale.is_probability() {
                known(view, &pair).map_or_else(Drawn::absent, |(group, reference)| gap(view, group, reference))
            } else {
                Drawn::absent(Note::NotAProbabilityScore)
            };
            let sizes = known(view, &pair).ok().map(|(group, reference)| (size(group) as f64, size(reference) as f64));
            let drawn = Drawn { notes: [drawn.notes.clone(), facts(view, &pair)].concat(), ..drawn };
            row(view, &pair, "group_calibration_gap", How { sizes, ..How::default() }, drawn, out);
        }
    }
}

/// The mean distance between the two curves, with what noise alone would make of it.
fn gap(view: View<'_>, group: &[ScoreCell], reference: &[ScoreCell]) -> Drawn {
    let few = coarser(&[group, reference], GAP_CELLS, tenth);
    let Some(found) = calibration_gap(&few[0], &few[1]) else { return Drawn::absent(Note::LittleOverlap) };
    let mut out = Drawn { value: Some(found.value), method: Some("corp"), ..Drawn::default() };
    for (key, value) in [
        ("signed_high", found.above),
        ("signed_low", found.below),
        ("overlap_group", found.common_share_group),
        ("overlap_reference", found.common_share_reference),
    ] {
        put(&mut out.detail, key, value);
    }
    if found.common_share_group < 1.0 - MOST_WITHOUT_COUNTERPART {
        out.notes.push(Note::LittleOverlap);
    }
    out.detail.insert("bins".to_owned(), few[0].len().into());
    let names = ["group_calibration_gap", view.attribute(), view.basis.arm.unwrap_or("-"), "chance"];
    let draws = draws(view, 2 * few[0].len());
    if let Some(chance) = by_chance(&few[0], &few[1], Key(stream_key(view.audit.seed, &names)), draws) {
        put(&mut out.detail, "expected_by_chance", chance.mean);
        put(&mut out.detail, "quantile_95_by_chance", chance.quantile_95);
        out.detail.insert("draws".to_owned(), chance.draws.into());
    }
    out
}
