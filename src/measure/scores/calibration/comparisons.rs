//! Does calibration differ between a group and its reference? Four readings (`methods/6`, 6.8), the difference of the mean
//! losses, and the distance between the two curves.
//!
//! The first two compare what the score claims with what happened in each group; the interaction and the cumulative
//! difference compare outcomes at equal score. They answer different questions and can disagree.

use evenhand_stats::calibration_comparison::compare_without_slope_test;
use evenhand_stats::calibration_gap::{by_chance, calibration_gap};
use evenhand_stats::cumulative_difference::{CumulativeDifference, cumulative_difference, outcomes};
use evenhand_stats::interval::Estimate;
use evenhand_stats::logit::logit;
use evenhand_stats::mean_score::mean_difference;
use evenhand_stats::normal::z_of_tail;
use evenhand_stats::proper_scores::brier;
use evenhand_stats::recalibration;
use evenhand_stats::resample::Key;
use evenhand_stats::score_cells::{ScoreCell, Totals, coarser};

use super::estimates::number;
use super::{Basis, ScoreGroup, direction, draws, facts, known, rows, tenth};
use crate::measure::aggregate::stream_key;
use crate::measure::contrast::{Contrast, Normal, Settings, Test};
use crate::measure::disparity::{Draft, row, targets};
use crate::measure::family::{self, Candidate, Judged, Kind, margin_of};
use crate::measure::from_cube::Audit;
use crate::measure::ids::{Key as RowKey, row_id};
use crate::measure::rate::notes_of;
use crate::measure::rows::{Detail, DisparityRow};
use crate::spec::Compare;
use crate::words::{Metric, Note, Scale, Verdict, metric, reserved};

/// Metrics on which groups are compared, in the order of the registry.
const METRICS: &[&str] = &[
    "calibration_in_the_large",
    "observed_expected_ratio",
    "brier_score",
    "calibration_group_effect",
    "calibration_interaction",
    "cumulative_calibration_difference",
];

/// A group and what it is compared with.
pub(super) struct Pair<'b> {
    /// What groups are compared with.
    pub target: Compare,
    /// The group.
    pub group: &'b ScoreGroup,
    /// Name of the reference.
    pub reference: String,
    /// Its scores; `None`: it does not occur.
    pub against: Option<ScoreGroup>,
}

/// The comparisons of one basis, and why none of them can be judged, if so.
pub(super) fn pairs<'b>(audit: &Audit<'_>, basis: &'b Basis) -> (Vec<Pair<'b>>, Option<Note>) {
    let axis = &audit.axes[basis.axis];
    let rest = axis.reference == reserved::REST;
    let present = basis
        .groups
        .iter()
        .filter(|group| group.group != reserved::MISSING && group.absent() != Some(Note::GroupAbsent))
        .count();
    let own = basis.reference(audit).filter(|group| group.absent() != Some(Note::GroupAbsent));
    let barred = if present < 2 {
        Some(Note::SingleGroup)
    } else if !rest && own.is_none() {
        Some(Note::ReferenceAbsent)
    } else {
        None
    };
    let compared: Vec<&ScoreGroup> = basis.compared(audit).collect();
    let mut out = Vec::new();
    for target in targets(audit, rest) {
        for (place, group) in compared.iter().enumerate() {
            let mut push = |reference: &str, against: Option<ScoreGroup>| {
                out.push(Pair { target, group, reference: reference.to_owned(), against });
            };
            match target {
                Compare::Reference if !rest => push(&axis.reference, own.cloned()),
                Compare::Reference | Compare::Rest => push(reserved::REST, Some(basis.rest(group))),
                Compare::Overall => push(reserved::OVERALL, Some(basis.rest(group))),
                Compare::Pairs => {
                    for other in &compared[place + 1..] {
                        push(&other.group, Some((*other).clone()));
                    }
                }
            }
        }
    }
    (out, barred)
}

/// Comparisons before they are judged.
pub(in crate::measure::scores) fn drafts(
    audit: &Audit<'_>,
    bases: &[Basis],
    settings: &Settings,
    block: &mut usize,
    drafts: &mut Vec<Draft>,
) {
    for basis in known(bases) {
        let (pairs, barred) = pairs(audit, basis);
        // A margin speaks of everybody: of two arms with scores, of the random one.
        let judged = basis.arm != Some("model")
            || !bases.iter().any(|other| other.axis == basis.axis && other.arm == Some("random"));
        for (metric, scale) in METRICS.iter().filter_map(|name| metric(name)).flat_map(scales) {
            if pairs.is_empty() {
                // One group only, and it is the reference: said once, so that it does not look like equality.
                let contrast = Contrast::absent(Note::SingleGroup);
                let one = Drafted { audit, basis, metric, scale, block: *block, barred, judged: false };
                drafts.push(one.draft(reserved::ALL_GROUPS, None, contrast, Vec::new()));
                *block += 1;
                continue;
            }
            let mut before = None;
            for pair in &pairs {
                // A difference to everybody is a part of that to the rest only for means.
                let mean = matches!(metric.name, "calibration_in_the_large" | "brier_score");
                if pair.target == Compare::Overall && !mean {
                    continue;
                }
                if before.is_some_and(|before| before != pair.target) {
                    *block += 1;
                }
                before = Some(pair.target);
                let contrast = contrast(basis, metric, scale, pair, barred, settings, tail(audit));
                let judged = judged && pair.target == Compare::Reference;
                let one = Drafted { audit, basis, metric, scale, block: *block, barred, judged };
                let notes = match &pair.against {
                    Some(against) => facts(basis, &[pair.group, against]),
                    None => facts(basis, &[pair.group]),
                };
                drafts.push(one.draft(&pair.group.group, Some(pair.reference.clone()), contrast, notes));
            }
            *block += 1;
        }
    }
}

fn scales(metric: &'static Metric) -> impl Iterator<Item = (&'static Metric, Scale)> {
    metric.scales.iter().map(move |scale| (metric, *scale))
}

fn tail(audit: &Audit<'_>) -> f64 {
    (1.0 - audit.spec.inference.level) / 2.0
}

/// What all comparisons of a metric on a basis share.
struct Drafted<'a> {
    audit: &'a Audit<'a>,
    basis: &'a Basis,
    metric: &'static Metric,
    scale: Scale,
    block: usize,
    barred: Option<Note>,
    judged: bool,
}

impl Drafted<'_> {
    fn draft(&self, group: &str, reference: Option<String>, contrast: Contrast, notes: Vec<Note>) -> Draft {
        let axis = &self.audit.axes[self.basis.axis];
        let direction = direction(self.audit, self.metric);
        let margin = if self.judged {
            margin_of(self.audit.spec, self.metric, None, self.scale, &axis.name)
        } else {
            None
        };
        Draft {
            metric: self.metric,
            of: None,
            stage: None,
            axis: Some(self.basis.axis),
            group: group.to_owned(),
            reference,
            stratum: None,
            arm: self.basis.arm,
            notes,
            detail: Detail::new(),
            candidate: Candidate {
                contrast,
                kind: match margin {
                    Some((_, true)) => Kind::Confirmatory,
                    Some((_, false)) => Kind::Exploratory,
                    None => Kind::Descriptive,
                },
                rule: margin
                    .map(|(comparison, _)| family::rule(comparison, direction, self.audit.spec.inference.harm)),
                scale: self.scale,
                direction,
                axis: self.basis.axis,
                block: self.block,
                shares_reference: axis.reference != reserved::REST,
                barred: self.barred,
            },
        }
    }
}

/// A group's figure against its reference's.
fn contrast(
    basis: &Basis,
    metric: &Metric,
    scale: Scale,
    pair: &Pair<'_>,
    barred: Option<Note>,
    settings: &Settings,
    tail: f64,
) -> Contrast {
    let equal_scores = metric.name == "cumulative_calibration_difference";
    if !equal_scores && !basis.scale.is_probability() {
        return Contrast::absent(Note::NotAProbabilityScore);
    }
    if let Some(note) = barred.or(pair.group.absent()) {
        return Contrast::absent(note);
    }
    let Some(against) = &pair.against else { return Contrast::absent(Note::ReferenceAbsent) };
    if let Some(note) = against.absent() {
        return Contrast::absent(if note == Note::GroupAbsent { Note::ReferenceAbsent } else { note });
    }
    let (group, reference) = (pair.group.cells.as_slice(), against.cells.as_slice());
    let out = match metric.name {
        "brier_score" => of_losses(group, reference, settings, tail),
        "calibration_group_effect" | "calibration_interaction" => {
            of_fits(metric.name, group, reference, settings, tail)
        }
        "cumulative_calibration_difference" => of_paths(group, reference, settings, tail),
        _ => Contrast::of_calibration(scale, whole(group), whole(reference), settings),
    };
    if pair.target != Compare::Overall {
        return out;
    }
    // Difference to everybody = (1 − π) times the difference to the rest (methods/4, 4.3).
    let (n, m) = (rows(group) as f64, rows(reference) as f64);
    if n + m > 0.0 { out.scaled(m / (n + m)) } else { Contrast::absent(Note::NoCases) }
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
    [rows(group) as f64, rows(reference) as f64]
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
fn of_fits(
    name: &str,
    group: &[ScoreCell],
    reference: &[ScoreCell],
    settings: &Settings,
    tail: f64,
) -> Contrast {
    let sides = sides(group, reference);
    let few = for_fits(group, reference);
    let found = compare_without_slope_test(&few[0], &few[1], z_of_tail(tail));
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
    for (key, share) in [
        ("overlap_group", found.common_share),
        ("overlap_reference", path(reference, group, tail).common_share),
    ] {
        if let Some(share) = share {
            out.detail.insert(key.to_owned(), number(share));
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
pub(in crate::measure::scores) fn distances(audit: &Audit<'_>, bases: &[Basis]) -> Vec<DisparityRow> {
    let Some(metric) = metric("group_calibration_gap") else { return Vec::new() };
    let mut out = Vec::new();
    for basis in known(bases) {
        let (pairs, barred) = pairs(audit, basis);
        let one = Drafted { audit, basis, metric, scale: Scale::Difference, block: 0, barred, judged: false };
        for pair in pairs.iter().filter(|pair| pair.target != Compare::Overall) {
            let contrast = gap(audit, basis, pair, barred);
            let sides: Vec<&ScoreGroup> = [pair.group].into_iter().chain(&pair.against).collect();
            let notes = facts(basis, &sides).into_iter().chain([Note::NoMargin]).collect();
            let draft = one.draft(&pair.group.group, Some(pair.reference.clone()), contrast, notes);
            out.push(without_scale(row(
                audit,
                &draft,
                &Judged { verdict: Some(Verdict::NotAssessed), ..Judged::default() },
            )));
        }
    }
    out
}

/// The row of a metric that is itself a comparison.
fn without_scale(mut row: DisparityRow) -> DisparityRow {
    row.scale = None;
    row.id = row_id(
        'd',
        &RowKey {
            metric: &row.metric,
            of: row.of.as_deref(),
            stage: row.stage.as_deref(),
            attribute: row.attribute.as_deref(),
            group: row.group.as_deref(),
            reference: row.reference.as_deref(),
            stratum: row.stratum.as_deref(),
            arm: row.arm.as_deref(),
            ..RowKey::default()
        },
    );
    row
}

/// The mean distance between the two curves, with what noise alone would make of it.
fn gap(audit: &Audit<'_>, basis: &Basis, pair: &Pair<'_>, barred: Option<Note>) -> Contrast {
    if !basis.scale.is_probability() {
        return Contrast::absent(Note::NotAProbabilityScore);
    }
    if let Some(note) = barred.or(pair.group.absent()) {
        return Contrast::absent(note);
    }
    let Some(against) = pair.against.as_ref().filter(|against| against.absent().is_none()) else {
        return Contrast::absent(Note::NoCases);
    };
    let (group, reference) = (pair.group.cells.as_slice(), against.cells.as_slice());
    let sides = sides(group, reference);
    let few = coarser(&[group, reference], GAP_CELLS, tenth);
    let Some(found) = calibration_gap(&few[0], &few[1]) else {
        let none = sides.iter().any(|n| *n <= 0.0);
        return Contrast::absent(if none { Note::NoCases } else { Note::LittleOverlap });
    };
    let mut out = Contrast::plain(Some(found.value), &[]);
    out.method = Some("corp");
    out.n_group = Some(sides[0]);
    out.n_reference = Some(sides[1]);
    for (key, value) in [
        ("signed_high", found.above),
        ("signed_low", -found.below),
        ("overlap_group", found.common_share_group),
        ("overlap_reference", found.common_share_reference),
    ] {
        out.detail.insert(key.to_owned(), number(value));
    }
    if found.common_share_group < 1.0 - evenhand_stats::cumulative_difference::MOST_WITHOUT_COUNTERPART {
        out.notes.push(Note::LittleOverlap);
    }
    let axis = audit.axes[basis.axis].name.as_str();
    let names = ["group_calibration_gap", axis, &pair.group.group, &pair.reference, basis.arm.unwrap_or("-")];
    out.detail.insert("bins".to_owned(), few[0].len().into());
    let draws = draws(audit, 2 * few[0].len());
    if let Some(chance) = by_chance(&few[0], &few[1], Key(stream_key(audit.seed, &names)), draws) {
        out.detail.insert("expected_by_chance".to_owned(), number(chance.mean));
        out.detail.insert("quantile_95_by_chance".to_owned(), number(chance.quantile_95));
    }
    out
}
