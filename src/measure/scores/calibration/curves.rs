//! The curves of calibration: at most about a hundred points each, with the number of cases under each.

use evenhand_stats::corp::{Band, DRAWS_OF_A_BAND, FEWEST_ROWS_OF_A_CURVE, confidence_band};
use evenhand_stats::cumulative::cumulative;
use evenhand_stats::ece::{DEFAULT_BINNING, bins, equal_width_index};
use evenhand_stats::honest_band::honest_band;
use evenhand_stats::interval::Interval;
use evenhand_stats::isotonic::{pool, rates};
use evenhand_stats::proportion::wilson;
use evenhand_stats::score_cells::{ScoreCell, Totals, coarser};

use super::comparisons::{facts, known, path};
use super::{Noise, key, size};
use crate::measure::curve::{Curve, Point};
use crate::measure::rows::{CurveRow, Detail};
use crate::measure::scores::basis::{Basis, ScoreScale};
use crate::measure::scores::described::put;
use crate::measure::scores::sides::pairs;
use crate::measure::scores::{Member, View};
use crate::spec::Compare;
use crate::words::{Note, Number};

/// Points of a curve that is not drawn at random, about: more could not be seen, and a report holds every point.
const POINTS: usize = 100;

/// A basis as curves read it.
#[derive(Clone, Copy)]
pub(super) struct Axes<'a> {
    pub(super) view: View<'a>,
    /// Share of the whole pool at or above a score.
    pub(super) above: &'a dyn Fn(f64) -> Option<f64>,
}

/// Curves of a group with at least 100 cases; below that only the figures in the large can be read.
pub(super) fn curves(axes: Axes<'_>, member: Member<'_>, noise: Option<&Noise>, out: &mut Vec<CurveRow>) {
    let view = axes.view;
    if view.no_outcome(member.scores).is_some() || !enough(&member.scores.cells) {
        return;
    }
    let drawn = if let Some(noise) = noise {
        vec![
            ("reliability", "reliability_curve", reliability(axes, member, noise)),
            ("reliability_binned", "reliability_curve", binned(axes, member)),
            ("cumulative_calibration", "cumulative_calibration_error", path_of_group(axes, member)),
        ]
    } else {
        vec![("rate", "base_rate", rate(axes, member))]
    };
    for (curve, metric, points) in drawn {
        let points = one_outcome(view.basis, member).map_or(points, |point| vec![point]);
        emit(&view.curve_of(member, curve, metric), points, &view.outcome_notes(member.scores), out);
    }
}

fn enough(cells: &[ScoreCell]) -> bool {
    size(cells) >= FEWEST_ROWS_OF_A_CURVE
}

fn emit(curve: &Curve<'_>, points: Vec<Point>, facts: &[Note], out: &mut Vec<CurveRow>) {
    let mut last = None;
    for mut point in points {
        // Two places that a reader of the file could not tell apart are one.
        let at = Number::new(point.x);
        if last != Some(at) {
            point.notes.extend(facts);
            out.push(curve.row(point));
        }
        last = Some(at);
    }
}

/// Where nobody, or everybody, has the outcome there is no curve against it: one point says so.
fn one_outcome(basis: &Basis, member: Member<'_>) -> Option<Point> {
    let totals = Totals::of(&member.scores.cells);
    let note = match (totals.positives.n, totals.negatives.n) {
        (0, _) => Note::NoPositives,
        (_, 0) => Note::NoNegatives,
        _ => return None,
    };
    let middle = if basis.scale == ScoreScale::Order {
        member.scores.cells.iter().find(|cell| cell.n() > 0)?.low
    } else {
        totals.all().sum / totals.n() as f64
    };
    Some(Point { x: middle, n: Some(totals.n() as f64), notes: vec![note], ..Point::default() })
}

/// Where a cell stands on the axis: its mean score, or where it begins if only the order of scores is known.
fn at(basis: &Basis, cell: &ScoreCell) -> f64 {
    if basis.scale == ScoreScale::Order { cell.low } else { cell.score() }
}

/// 6.3: the rising curve, with the band that the spec asks for.
fn reliability(axes: Axes<'_>, member: Member<'_>, noise: &Noise) -> Vec<Point> {
    let cells = &noise.cells;
    let curve = rates(&pool(cells.iter().map(|cell| (cell.n(), cell.positives.n))), cells.len());
    let (band, limits) = band(axes.view, member, noise);
    cells
        .iter()
        .enumerate()
        .map(|(index, cell)| {
            let limits = limits.get(index);
            let x = at(axes.view.basis, cell);
            Point {
                x,
                x_share: (axes.above)(x),
                value: curve[index],
                lower: limits.map(|limits| limits.lower),
                upper: limits.map(|limits| limits.upper),
                band: Some(band),
                method: Some("corp"),
                events: Some(cell.positives.n),
                n: Some(cell.n() as f64),
                ..Point::default()
            }
        })
        .collect()
}

/// The word for a band, and its limits cell by cell. All cells have rows.
fn band(view: View<'_>, member: Member<'_>, noise: &Noise) -> (&'static str, Vec<Interval>) {
    let (cells, tail) = (&noise.cells, view.tail);
    let pointwise = |band: Option<&Band>| {
        band.map(|band| band.limits.iter().map(|(_, limits)| *limits).collect()).unwrap_or_default()
    };
    match view.audit.spec.inference.methods.get("calibration_band").map(String::as_str) {
        Some("confidence_band") => {
            let draws = noise.draws.min(DRAWS_OF_A_BAND);
            ("pointwise", pointwise(confidence_band(cells, key(view, member), draws, tail).as_ref()))
        }
        Some("honest_band") => {
            let points = honest_band(cells, 2.0 * tail).map(|band| band.points).unwrap_or_default();
            let limits = points.iter().map(|point| {
                // Inside a wide cell only what its neighbours say holds.
                if point.low == point.high { Interval { lower: point.lower, upper: point.upper } } else { point.inside }
            });
            ("simultaneous", limits.collect())
        }
        _ => ("consistency", pointwise(noise.drawn.as_ref().map(|drawn| &drawn.band))),
    }
}

/// The scores that a point stands for, for whoever says of it more than its place on the axis: a rate of all between two
/// scores is not the rate at their mean.
fn ends(from: f64, to: f64) -> Detail {
    let mut detail = Detail::new();
    put(&mut detail, "score_from", from);
    put(&mut detail, "score_to", to);
    detail
}

/// 6.3, 6.4: ten bins of equal width, each at its mean score.
fn binned(axes: Axes<'_>, member: Member<'_>) -> Vec<Point> {
    bins(&member.scores.cells, DEFAULT_BINNING)
        .iter()
        .map(|bin| {
            let limits = bin.limits(axes.view.z);
            let tenth = equal_width_index(bin.mean_score(), 10) as f64;
            let detail = match bin.low == bin.high {
                true => ends(bin.low, bin.high),
                false => ends(tenth / 10.0, (tenth + 1.0) / 10.0),
            };
            Point {
                x: bin.mean_score(),
                x_share: (axes.above)(bin.mean_score()),
                value: Some(bin.rate()),
                lower: Some(limits.lower),
                upper: Some(limits.upper),
                band: Some("pointwise"),
                method: Some("wilson"),
                events: Some(bin.positives),
                n: Some(bin.n as f64),
                detail,
                ..Point::default()
            }
        })
        .collect()
}

/// 6.0: the outcome rate along a score that is no probability.
fn rate(axes: Axes<'_>, member: Member<'_>) -> Vec<Point> {
    let cells = coarser(&[&member.scores.cells], POINTS, |_| 0).pop().unwrap_or_default();
    cells
        .iter()
        .map(|cell| {
            let limits = wilson(cell.positives.n, cell.n(), axes.view.tail);
            let x = at(axes.view.basis, cell);
            Point {
                x,
                x_share: (axes.above)(x),
                value: cell.rate(),
                lower: limits.map(|limits| limits.lower),
                upper: limits.map(|limits| limits.upper),
                band: Some("pointwise"),
                method: Some("wilson"),
                events: Some(cell.positives.n),
                n: Some(cell.n() as f64),
                detail: ends(cell.low, axes.view.basis.end(cell)),
                ..Point::default()
            }
        })
        .collect()
}

/// 6.6: the sum so far of outcomes less scores.
fn path_of_group(axes: Axes<'_>, member: Member<'_>) -> Vec<Point> {
    let path = cumulative(&member.scores.cells).map(|found| found.path).unwrap_or_default();
    thinned(axes, &member.scores.cells, &path, "range")
}

/// Points of a path: evenly many, its last, its highest and its lowest.
fn thinned(axes: Axes<'_>, cells: &[ScoreCell], path: &[(usize, f64)], method: &'static str) -> Vec<Point> {
    let step = path.len().div_ceil(POINTS).max(1);
    let values = || path.iter().enumerate().map(|(index, (_, value))| (index, *value));
    let highest = values().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(index, _)| index);
    let lowest = values().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0))).map(|(index, _)| index);
    values()
        .filter(|(index, _)| {
            index % step == step - 1 || index + 1 == path.len() || [highest, lowest].contains(&Some(*index))
        })
        .map(|(index, value)| {
            let cell = &cells[path[index].0];
            Point {
                x: at(axes.view.basis, cell),
                x_share: (axes.above)(cell.low),
                value: Some(value),
                method: Some(method),
                ..Point::default()
            }
        })
        .collect()
}

/// 6.8, 4: outcomes at equal score, added up along the score, against the reference.
pub(super) fn differences(axes: Axes<'_>, out: &mut Vec<CurveRow>) {
    let view = axes.view;
    for pair in pairs(view.audit, view.basis, Compare::Reference) {
        let Ok((group, reference)) = known(view, &pair) else { continue };
        if !enough(group) || !enough(reference) {
            continue;
        }
        let found = path(group, reference, view.tail);
        let curve = view.curve_between(&pair, "cumulative_difference", "cumulative_calibration_difference");
        let mut notes = facts(view, &pair);
        notes.extend(found.end.notes.iter().filter_map(|note| Note::parse(note.code())));
        // The places are those of the bins that both have: the group's own cells name them.
        let points = thinned(axes, group, &found.path, "cumulative_difference");
        emit(&curve, points, &notes, out);
    }
}
