//! Curves of scores: how they are distributed, what every threshold would do in each group and between groups, ROC curves
//! (`methods/7`, 7.7, 7.9; columns: `report-json.md`, 3).
//!
//! A value is read at a threshold from the full bins: leaving out thresholds for the picture changes none of those shown.
//! Only the bars of a distribution are joined. The thresholds of the spec are always among the points.

use evenhand_stats::distance::{equal_mass_places, joined};
use evenhand_stats::proportion::Method;
use evenhand_stats::roc::roc;
use evenhand_stats::score_cells::ScoreSums;
use evenhand_stats::threshold::{at_or_above, difference_band};

use super::basis::{ScoreGroup, ScoreScale};
use super::ranking::Sides;
use super::sides::pairs;
use super::{Member, View};
use crate::measure::curve::Point;
use crate::measure::ids::part;
use crate::measure::rows::CurveRow;
use crate::spec::Compare;
use crate::words::{Note, Number, reserved};

/// Most points of a curve; so many that scores with two decimals keep all of theirs. A curve of more scores has half of it:
/// more could not be seen, and a report holds every point.
const POINTS: usize = 128;

/// Points of all groups' curves of one kind, about: many groups get fewer each, down to [`FEWEST`].
const ALL_POINTS: usize = 2_560;

/// Fewest points of a curve with more scores than that.
const FEWEST: usize = 25;

/// Bars of a distribution with more scores than a curve may have points.
const BARS: usize = 50;

/// A threshold of the curves, and the first bin at or above it.
#[derive(Clone, Copy)]
struct Mark {
    x: f64,
    place: usize,
    /// Share of everybody at or above it.
    share: Option<f64>,
}

/// The curves of each group, and of everybody.
pub(super) fn of_groups(view: View<'_>, out: &mut Vec<CurveRow>) {
    let marks = marks(view);
    let bars = bars(view);
    for member in view.members() {
        let group = member.scores;
        if group.group == reserved::MISSING || group.absent().is_some() {
            continue;
        }
        distribution(view, member, &bars, out);
        let all = Above::of(&group.counts());
        rates(view, member, ("selection_rate", view.cut_off(group)), &marks, |place| (all.at(place), all.at(0)), out);
        if view.basis.outcome && view.no_outcome(group).is_none() {
            of_outcomes(view, member, &marks, out);
        }
    }
}

/// Most points of a curve here.
fn most(view: View<'_>) -> usize {
    (ALL_POINTS / view.basis.groups.len().max(1)).clamp(FEWEST, POINTS)
}

/// The thresholds that are shown: every score, or about equally many rows apart, and those of the spec.
fn marks(view: View<'_>) -> Vec<Mark> {
    let counts = view.basis.all.counts();
    let used: Vec<usize> = (0..counts.len()).filter(|&place| counts[place] > 0).collect();
    let most = most(view);
    let mut at: Vec<(f64, usize)> = if used.len() <= most {
        used.into_iter().map(|place| (low(view, place), place)).collect()
    } else {
        let places = equal_mass_places(&counts, (most / 2).max(FEWEST) - 1);
        let starts = used.iter().enumerate().filter(|(i, place)| *i == 0 || places[used[i - 1]] != places[**place]);
        let ends = used.last().copied();
        starts.map(|(_, place)| *place).chain(ends).map(|place| (low(view, place), place)).collect()
    };
    let of_the_spec = view.audit.spec.inference.thresholds.iter();
    at.extend(of_the_spec.map(|&threshold| (threshold, view.basis.place_of(threshold))));
    at.sort_by(|a, b| a.0.total_cmp(&b.0));
    // The same number as a report writes it is the same threshold.
    at.dedup_by_key(|(x, _)| Number::new(*x));
    at.into_iter().map(|(x, place)| Mark { x, place, share: view.basis.share_above(view.bases, x) }).collect()
}

fn low(view: View<'_>, place: usize) -> f64 {
    view.basis.all.everyone.get(place).map_or(0.0, |cell| cell.low)
}

/// Rows at or above the threshold of each bin; none beyond the last.
struct Above(Vec<u64>);

impl Above {
    fn of(counts: &[u64]) -> Self {
        Self(at_or_above(counts))
    }

    fn at(&self, place: usize) -> u64 {
        self.0.get(place).copied().unwrap_or(0)
    }
}

/// A rate along the threshold: events and cases at each bin.
fn rates(
    view: View<'_>,
    member: Member<'_>,
    (metric, notes): (&str, Vec<Note>),
    marks: &[Mark],
    of: impl Fn(usize) -> (u64, u64),
    out: &mut Vec<CurveRow>,
) {
    let curve = view.curve_of(member, "threshold", metric);
    for mark in marks {
        let (events, n) = of(mark.place);
        let estimate = Method::Wilson.estimate(events, n, view.tail);
        let mut point = Point {
            x: mark.x,
            x_share: mark.share,
            value: estimate.value,
            lower: estimate.lower,
            upper: estimate.upper,
            band: Some("pointwise"),
            method: estimate.value.map(|_| "wilson"),
            events: Some(events),
            n: Some(n as f64),
            notes: notes.clone(),
            ..Point::default()
        };
        if estimate.value.is_none() {
            point.notes.push(Note::NoneSelected);
        }
        out.push(curve.row(point));
    }
}

/// The curves that need the outcome.
fn of_outcomes(view: View<'_>, member: Member<'_>, marks: &[Mark], out: &mut Vec<CurveRow>) {
    let sides = Sides::of(member.scores);
    let (hits, misses) = (Above::of(&sides.positives), Above::of(&sides.negatives));
    let notes = view.outcome_notes(member.scores);
    let named = |metric| (metric, notes.clone());
    if hits.at(0) > 0 {
        rates(view, member, named("true_positive_rate"), marks, |place| (hits.at(place), hits.at(0)), out);
    }
    if misses.at(0) > 0 {
        rates(view, member, named("false_positive_rate"), marks, |place| (misses.at(place), misses.at(0)), out);
    }
    let precision = |place| (hits.at(place), hits.at(place) + misses.at(place));
    rates(view, member, named("positive_predictive_value"), marks, precision, out);
    let Ok(points) = roc(sides.ranked()) else { return };
    let shown: std::collections::BTreeSet<usize> = marks.iter().map(|mark| mark.place).collect();
    let last = points.len() - 1;
    let curve = view.curve_of(member, "roc", "true_positive_rate");
    let mut before: Option<Number> = None;
    for (i, point) in points.into_iter().enumerate() {
        if !(i == last || point.bin.is_none_or(|bin| shown.contains(&bin))) {
            continue;
        }
        let drawn = Point {
            x: point.false_positive_rate,
            value: Some(point.true_positive_rate),
            n: Some(hits.at(0) as f64),
            notes: notes.clone(),
            ..Point::default()
        };
        let mut one = curve.row(drawn);
        // A vertical step has two points or more at one place: the value tells them apart.
        if before == one.x {
            let value = serde_json::to_string(&one.value).unwrap_or_default();
            one.id = format!("{}/{}", one.id, part(&value));
        }
        before = one.x;
        out.push(one);
    }
}

/// The bar in which each bin stands: one for each score where they are few; else of equal width with the thresholds of the
/// spec as edges, or, where only the order of the scores is known, of equal mass.
fn bars(view: View<'_>) -> Vec<usize> {
    let counts = view.basis.all.counts();
    let cells = &view.basis.all.everyone;
    if counts.iter().filter(|n| **n > 0).count() <= most(view) {
        return (0..counts.len()).collect();
    }
    if view.basis.scale == ScoreScale::Order {
        return equal_mass_places(&counts, BARS);
    }
    let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return Vec::new() };
    let width = (last.high - first.low) / BARS as f64;
    let bar = |cell: &evenhand_stats::score_cells::ScoreCell| (cell.low - first.low) / width;
    let edges = &view.audit.spec.inference.thresholds;
    let mut places = Vec::with_capacity(cells.len());
    let (mut place, mut before) = (0, None);
    for (bin, cell) in cells.iter().enumerate() {
        // Edges of the spec are edges of the bins, so that a bin lies on one side of each.
        let passed = edges.iter().filter(|&&edge| view.basis.place_of(edge) <= bin).count();
        let here = (bar(cell).floor() as i64, passed);
        if before.is_some_and(|before| before != here) {
            place += 1;
        }
        before = Some(here);
        places.push(place);
    }
    places
}

/// How the scores of a group are distributed: share of the group in each bar, at the mean score of everybody in it.
fn distribution(view: View<'_>, member: Member<'_>, bars: &[usize], out: &mut Vec<CurveRow>) {
    let group: &ScoreGroup = member.scores;
    let counts = joined(&group.counts(), bars);
    let n = group.scored();
    let cells = &view.basis.all.everyone;
    let notes = view.cut_off(group);
    let curve = view.curve_of(member, "score_distribution", "mean_score");
    let mut start = 0;
    for (bar, &events) in counts.iter().enumerate() {
        let width = bars[start..].iter().take_while(|&&place| place == bar).count();
        let inside = &cells[start..start + width];
        start += width;
        let Some(first) = inside.first() else { continue };
        let sums = inside.iter().fold(ScoreSums::default(), |sum, cell| sum.and(cell.all()));
        if sums.n == 0 {
            continue;
        }
        let x = match (view.basis.scale, inside) {
            (ScoreScale::Order, _) => first.low,
            (_, [only]) => only.score(),
            _ => sums.sum / sums.n as f64,
        };
        let point = Point {
            x,
            x_share: view.basis.share_above(view.bases, x),
            value: Some(events as f64 / n as f64),
            events: Some(events),
            n: Some(n as f64),
            notes: notes.clone(),
            ..Point::default()
        };
        out.push(curve.row(point));
    }
}

/// The difference of selection rates along the threshold, with a band that holds at every threshold at once and for every
/// distribution.
pub(super) fn differences(view: View<'_>, out: &mut Vec<CurveRow>) {
    let marks = marks(view);
    for pair in pairs(view.audit, view.basis, Compare::Reference) {
        let Ok((group, other)) = &pair.scores else { continue };
        let alpha = 1.0 - view.audit.spec.inference.level;
        let band = difference_band(&group.counts(), &other.counts(), alpha);
        let mut notes = view.cut_off(group);
        notes.extend(view.cut_off(other));
        let curve = view.curve_between(&pair, "threshold_difference", "threshold_disparity_curve");
        for mark in &marks {
            let (value, lower, upper) = match band.differences.get(mark.place) {
                Some(found) => (found.value, found.lower, found.upper),
                // Nobody is above the last score.
                None => (Some(0.0), band.reach.map(|reach| -reach.min(1.0)), band.reach.map(|reach| reach.min(1.0))),
            };
            let point = Point {
                x: mark.x,
                x_share: mark.share,
                value,
                lower,
                upper,
                band: Some("simultaneous"),
                method: Some("dvoretzky_kiefer_wolfowitz"),
                notes: notes.clone(),
                ..Point::default()
            };
            out.push(curve.row(point));
        }
    }
}
