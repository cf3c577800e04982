//! The curves of calibration: at most about two hundred points each, with the number of cases under each.

use evenhand_stats::corp::{DRAWS_OF_A_BAND, FEWEST_ROWS_OF_A_CURVE, confidence_band, consistency_band};
use evenhand_stats::cumulative::cumulative;
use evenhand_stats::ece::{DEFAULT_BINNING, bins};
use evenhand_stats::honest_band::honest_band;
use evenhand_stats::interval::Interval;
use evenhand_stats::isotonic::{pool, rates};
use evenhand_stats::normal::z_of_tail;
use evenhand_stats::proportion::wilson;
use evenhand_stats::score_cells::{ScoreCell, Totals, coarser};

use super::comparisons::{pairs, path};
use super::{Basis, Place, coarse, draws, facts, known, places, rows};
use crate::measure::curve::{CurveColumns, Point, row};
use crate::measure::from_cube::Audit;
use crate::measure::rows::CurveRow;
use crate::measure::scores::basis::ScoreScale;
use crate::spec::Compare;
use crate::words::{Note, Number};

/// Points of a curve with a band, about: draws cost cells times draws.
const BANDED_POINTS: usize = 50;

/// Points of the other curves, about.
const POINTS: usize = 200;

/// Curves of all groups with at least 100 cases; below that only the figures in the large can be read.
pub(in crate::measure::scores) fn curves(audit: &Audit<'_>, bases: &[Basis]) -> Vec<CurveRow> {
    let mut out = Vec::new();
    for place in places(audit, bases).into_iter().filter(|place| enough(&place.group.cells)) {
        let drawn = if place.basis.scale.is_probability() {
            vec![
                ("reliability", "reliability_curve", reliability(audit, &place)),
                ("reliability_binned", "reliability_curve", binned(audit, &place)),
                ("cumulative_calibration", "cumulative_calibration_error", path_of_group(&place)),
            ]
        } else {
            vec![("rate", "base_rate", rate(audit, &place))]
        };
        for (curve, metric, points) in drawn {
            let columns = CurveColumns {
                curve,
                metric,
                attribute: place.attribute,
                group: &place.group.group,
                arm: place.basis.arm,
                ..CurveColumns::default()
            };
            let points = one_outcome(&place).map_or(points, |point| vec![point]);
            out.extend(emitted(audit, columns, points, &place.facts()));
        }
    }
    for basis in known(bases) {
        out.extend(differences(audit, basis));
    }
    out
}

fn enough(cells: &[ScoreCell]) -> bool {
    rows(cells) >= FEWEST_ROWS_OF_A_CURVE
}

fn emitted(audit: &Audit<'_>, columns: CurveColumns<'_>, points: Vec<Point>, facts: &[Note]) -> Vec<CurveRow> {
    let mut last = None;
    let mut out = Vec::new();
    for mut point in points {
        // Two places that a reader of the file could not tell apart are one.
        let at = Number::new(point.x);
        if last != Some(at) {
            point.notes.extend(facts);
            out.push(row(audit, columns, point));
        }
        last = Some(at);
    }
    out
}

/// Where nobody, or everybody, has the outcome there is no curve against it: one point says so.
fn one_outcome(place: &Place<'_>) -> Option<Point> {
    let totals = Totals::of(&place.group.cells);
    let note = match (totals.positives.n, totals.negatives.n) {
        (0, _) => Note::NoPositives,
        (_, 0) => Note::NoNegatives,
        _ => return None,
    };
    let middle = if place.basis.scale == ScoreScale::Order {
        place.group.cells.iter().find(|cell| cell.n() > 0)?.low
    } else {
        totals.all().sum / totals.n() as f64
    };
    Some(Point { x: middle, n: Some(totals.n() as f64), notes: vec![note], ..Point::default() })
}

/// Where a cell stands on the axis: its mean score, or where it begins if only the order of scores is known.
fn at(basis: &Basis, cell: &ScoreCell) -> f64 {
    if basis.scale == ScoreScale::Order { cell.low } else { cell.score() }
}

/// Share of the whole pool at or above a score; `None` in the arm that the model picked, which is not the pool.
fn share_above(basis: &Basis, low: f64) -> Option<f64> {
    let all = rows(&basis.all.everyone);
    let above: u64 = basis.all.everyone.iter().filter(|cell| cell.low >= low).map(ScoreCell::n).sum();
    (basis.arm != Some("model") && all > 0).then(|| above as f64 / all as f64)
}

fn tail(audit: &Audit<'_>) -> f64 {
    (1.0 - audit.spec.inference.level) / 2.0
}

/// 6.3: the rising curve, with the band that the spec asks for.
fn reliability(audit: &Audit<'_>, place: &Place<'_>) -> Vec<Point> {
    let cells = coarse(&place.group.cells, BANDED_POINTS);
    let curve = rates(&pool(cells.iter().map(|cell| (cell.n(), cell.positives.n))), cells.len());
    let (band, limits) = band(audit, place, &cells);
    cells
        .iter()
        .enumerate()
        .map(|(index, cell)| {
            let limits = limits.get(index);
            Point {
                x: at(place.basis, cell),
                x_share: share_above(place.basis, cell.low),
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
fn band(audit: &Audit<'_>, place: &Place<'_>, cells: &[ScoreCell]) -> (&'static str, Vec<Interval>) {
    let (key, tail) = (place.key(audit), tail(audit));
    let draws = draws(audit, cells.len()).min(DRAWS_OF_A_BAND);
    let pointwise = |band: Option<evenhand_stats::corp::Band>| {
        band.map(|band| band.limits.into_iter().map(|(_, limits)| limits).collect()).unwrap_or_default()
    };
    match audit.spec.inference.methods.get("calibration_band").map(String::as_str) {
        Some("confidence_band") => ("pointwise", pointwise(confidence_band(cells, key, draws, tail))),
        Some("honest_band") => {
            let points = honest_band(cells, 2.0 * tail).map(|band| band.points).unwrap_or_default();
            let limits = points.iter().map(|point| {
                // Inside a wide cell only what its neighbours say holds.
                if point.low == point.high {
                    Interval { lower: point.lower, upper: point.upper }
                } else {
                    point.inside
                }
            });
            ("simultaneous", limits.collect())
        }
        _ => ("consistency", pointwise(consistency_band(cells, key, draws, tail))),
    }
}

/// 6.3, 6.4: ten bins of equal width, each at its mean score.
fn binned(audit: &Audit<'_>, place: &Place<'_>) -> Vec<Point> {
    let z = z_of_tail(tail(audit));
    bins(&place.group.cells, DEFAULT_BINNING)
        .iter()
        .map(|bin| {
            let limits = bin.limits(z);
            Point {
                x: bin.mean_score(),
                x_share: share_above(place.basis, bin.low),
                value: Some(bin.rate()),
                lower: Some(limits.lower),
                upper: Some(limits.upper),
                band: Some("pointwise"),
                method: Some("wilson"),
                events: Some(bin.positives),
                n: Some(bin.n as f64),
                ..Point::default()
            }
        })
        .collect()
}

/// 6.0: the outcome rate along a score that is no probability.
fn rate(audit: &Audit<'_>, place: &Place<'_>) -> Vec<Point> {
    let cells = coarser(&[&place.group.cells], POINTS / 2, |_| 0).pop().unwrap_or_default();
    cells
        .iter()
        .map(|cell| {
            let limits = wilson(cell.positives.n, cell.n(), tail(audit));
            Point {
                x: at(place.basis, cell),
                x_share: share_above(place.basis, cell.low),
                value: cell.rate(),
                lower: limits.map(|limits| limits.lower),
                upper: limits.map(|limits| limits.upper),
                band: Some("pointwise"),
                method: Some("wilson"),
                events: Some(cell.positives.n),
                n: Some(cell.n() as f64),
                ..Point::default()
            }
        })
        .collect()
}

/// 6.6: the sum so far of outcomes less scores.
fn path_of_group(place: &Place<'_>) -> Vec<Point> {
    let path = cumulative(&place.group.cells).map(|found| found.path).unwrap_or_default();
    thinned(place.basis, &place.group.cells, &path, "range")
}

/// Points of a path: evenly many, its last, its highest and its lowest.
fn thinned(basis: &Basis, cells: &[ScoreCell], path: &[(usize, f64)], method: &'static str) -> Vec<Point> {
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
                x: at(basis, cell),
                x_share: share_above(basis, cell.low),
                value: Some(value),
                method: Some(method),
                ..Point::default()
            }
        })
        .collect()
}

/// 6.8, 4: outcomes at equal score, added up along the score, against the reference.
fn differences(audit: &Audit<'_>, basis: &Basis) -> Vec<CurveRow> {
    let (pairs, barred) = pairs(audit, basis);
    if barred.is_some() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.target == Compare::Reference) {
        let Some(against) = pair.against.as_ref().filter(|against| enough(&against.cells)) else { continue };
        if !enough(&pair.group.cells) {
            continue;
        }
        let found = path(&pair.group.cells, &against.cells, tail(audit));
        let axis = &audit.axes[basis.axis];
        let columns = CurveColumns {
            curve: "cumulative_difference",
            metric: "cumulative_calibration_difference",
            attribute: Some(&axis.name),
            group: &pair.group.group,
            reference: Some(&pair.reference),
            arm: basis.arm,
            ..CurveColumns::default()
        };
        let mut notes = facts(basis, &[pair.group, against]);
        notes.extend(found.end.notes.iter().filter_map(|note| Note::parse(note.code())));
        // The places are those of the bins that both have: the group's own cells name them.
        let points = thinned(basis, &pair.group.cells, &found.path, "cumulative_difference");
        out.extend(emitted(audit, columns, points, &notes));
    }
    out
}
