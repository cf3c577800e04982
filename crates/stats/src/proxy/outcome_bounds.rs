//! Sharp bounds of rates given the outcome, or given the decision: of members with the outcome, how many are selected?
//!
//! The share of the group is known in each cell, not among the cell's rows with that outcome, so numerator and
//! denominator are both unknown. Members are put first into the corner that favours an end, the rest of them spills over.
//! Who may assume that within a cell the group is unrelated to the outcome uses [`restricted`] cells and
//! [`super::bounds`], which gives narrower bounds under another name.

use crate::bounds::RatioBounds;
use crate::interval::Interval;

use super::bounds::{ENOUGH_EXPECTED, ProxyBounds, Side, kink};
use super::{Cell, Lump, Unknown};

/// Rows that look alike to the proxy, by decision and outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeCell {
    /// Selected, with the outcome.
    pub selected_true: u64,
    /// Selected, without the outcome.
    pub selected_false: u64,
    /// Not selected, with the outcome.
    pub unselected_true: u64,
    /// Not selected, without the outcome.
    pub unselected_false: u64,
    /// For each group the sum of the membership probabilities over the rows.
    pub members: Vec<f64>,
}

impl OutcomeCell {
    /// All rows.
    pub fn rows(&self) -> u64 {
        self.selected_true + self.selected_false + self.unselected_true + self.unselected_false
    }

    fn share(&self, group: usize) -> f64 {
        let rows = self.rows();
        if rows == 0 { 0.0 } else { (self.members[group] / rows as f64).clamp(0.0, 1.0) }
    }
}

impl Lump for OutcomeCell {
    fn rows(&self) -> u64 {
        OutcomeCell::rows(self)
    }

    fn counts(&self) -> Vec<u64> {
        vec![self.selected_true, self.selected_false, self.unselected_true]
    }

    fn members(&self) -> &[f64] {
        &self.members
    }

    fn add(&mut self, other: &OutcomeCell) {
        self.selected_true += other.selected_true;
        self.selected_false += other.selected_false;
        self.unselected_true += other.unselected_true;
        self.unselected_false += other.unselected_false;
        for (sum, more) in self.members.iter_mut().zip(&other.members) {
            *sum += more;
        }
    }
}

/// A rate given the outcome or the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutcomeRate {
    /// Selected among those with the outcome.
    TruePositive,
    /// Not selected among those with the outcome.
    FalseNegative,
    /// Selected among those without the outcome.
    FalsePositive,
    /// Not selected among those without the outcome.
    TrueNegative,
    /// With the outcome among the selected.
    PositivePredictiveValue,
    /// Without the outcome among the selected.
    FalseDiscovery,
    /// Without the outcome among the not selected.
    NegativePredictiveValue,
    /// With the outcome among the not selected.
    FalseOmission,
}

impl OutcomeRate {
    /// Rows of a cell that are events of the rate, and the other rows of its denominator.
    fn corners(self, cell: &OutcomeCell) -> (u64, u64) {
        let c = cell;
        match self {
            OutcomeRate::TruePositive => (c.selected_true, c.unselected_true),
            OutcomeRate::FalseNegative => (c.unselected_true, c.selected_true),
            OutcomeRate::FalsePositive => (c.selected_false, c.unselected_false),
            OutcomeRate::TrueNegative => (c.unselected_false, c.selected_false),
            OutcomeRate::PositivePredictiveValue => (c.selected_true, c.selected_false),
            OutcomeRate::FalseDiscovery => (c.selected_false, c.selected_true),
            OutcomeRate::NegativePredictiveValue => (c.unselected_false, c.unselected_true),
            OutcomeRate::FalseOmission => (c.unselected_true, c.unselected_false),
        }
    }
}

/// The cells of the rate's denominator, each with the group's share of the whole cell: what [`super::bounds::rate`] takes
/// for bounds under the assumption that within a cell the group is unrelated to what the rate is conditional on (method
/// `proxy_bounds_outcome_independent`).
pub fn restricted(cells: &[OutcomeCell], rate: OutcomeRate) -> Vec<Cell> {
    cells
        .iter()
        .filter_map(|cell| {
            let (events, others) = rate.corners(cell);
            let (rows, all) = (events + others, cell.rows());
            let scale = rows as f64 / all as f64;
            (rows > 0).then(|| Cell { rows, events, members: cell.members.iter().map(|m| m * scale).collect() })
        })
        .collect()
}

/// The sharp bounds of a rate given the outcome or the decision (method `proxy_bounds`).
///
/// - Takes: cells of at least [`super::LEAST_ROWS`] rows, the rows outside the denominator included; the group; the
///   denominator's rows without probabilities.
/// - Gives: bounds in [0, 1], no assumption about the group and the outcome within a cell. `None` if the group has no
///   expected members; an end is missing where nobody of the denominator need be a member.
/// - Edges: shares of 0 and 1: the bounds meet in the known group's rate.
/// - The correction for kinks moves each of the two sums outwards as in [`super::bounds`]; sampling error by the delta
///   method. `too_few`: fewer than 20 expected members among the events, or among the others, of the denominator.
/// - Source: Kallus, Mao and Zhou 2022, Manag. Sci. 68:1959-1981; methods, "Proxy", 8.3. Oracle: Charnes-Cooper and scipy
///   `linprog`, `8.3/tpr` of `oracle/proxy/8.3.jsonl`; standard errors by a numerical gradient.
pub fn rate(cells: &[OutcomeCell], group: usize, rate: OutcomeRate, unknown: Unknown) -> Option<ProxyBounds> {
    let used: Vec<Shares> = cells.iter().filter_map(|cell| Shares::new(cell, group, rate)).collect();
    if used.iter().map(|cell| cell.rows * cell.share).sum::<f64>() <= 0.0 {
        return None;
    }
    let (unknown_events, unknown_others) = (unknown.events as f64, (unknown.rows - unknown.events) as f64);
    let mut counts: Vec<f64> = used.iter().flat_map(|c| c.counts()).collect();
    counts.extend([unknown_events, unknown_others, 0.0]);
    let expected = |part: fn(&Shares) -> f64| used.iter().map(|c| c.rows * c.share * part(c)).sum::<f64>();
    let least = ENOUGH_EXPECTED * (1.0 - 1e-12);
    Some(ProxyBounds {
        lower: end(&used, false, unknown_events, unknown_others),
        upper: end(&used, true, unknown_events, unknown_others),
        counts,
        range: Interval { lower: 0.0, upper: 1.0 },
        enough: expected(|c| c.event) >= least && expected(|c| c.other) >= least,
    })
}

/// A cell as shares: of the group, of the denominator's events and of its other rows.
struct Shares {
    rows: f64,
    share: f64,
    event: f64,
    other: f64,
}

impl Shares {
    fn new(cell: &OutcomeCell, group: usize, rate: OutcomeRate) -> Option<Shares> {
        let rows = cell.rows();
        let (events, others) = rate.corners(cell);
        let part = |count: u64| count as f64 / rows as f64;
        (rows > 0).then(|| Shares {
            rows: rows as f64,
            share: cell.share(group),
            event: part(events),
            other: part(others),
        })
    }

    /// Rows that are events, other rows of the denominator, rows outside it.
    fn counts(&self) -> [f64; 3] {
        let (event, other) = (self.rows * self.event, self.rows * self.other);
        [event, other, (self.rows - event - other).max(0.0)]
    }
}

/// As many members as can be among rows of this share: (sum, kink, influence of a row inside, of a row outside).
fn most(cell: &Shares, part: f64) -> (f64, f64, f64, f64) {
    let (n, p) = (cell.rows, cell.share);
    let (inside, outside) = if part < p { (1.0, 0.0) } else { (p, p) };
    (n * p.min(part), kink(p - part, part, n), inside, outside)
}

/// As few members as must be among rows of this share.
fn fewest(cell: &Shares, part: f64) -> (f64, f64, f64, f64) {
    let (n, p) = (cell.rows, cell.share);
    let (inside, outside) = if p > 1.0 - part { (p, p - 1.0) } else { (0.0, 0.0) };
    (n * (p - (1.0 - part)).max(0.0), kink(p + part - 1.0, part, n), inside, outside)
}

/// One end: members among the events over members in the denominator, the former as many (few) and the others as few
/// (many) as can be.
fn end(cells: &[Shares], upper: bool, unknown_events: f64, unknown_others: f64) -> Option<Side> {
    let of_events = |c: &Shares| if upper { most(c, c.event) } else { fewest(c, c.event) };
    let of_others = |c: &Shares| if upper { fewest(c, c.other) } else { most(c, c.other) };
    let sum = |part: &dyn Fn(&Shares) -> f64| cells.iter().map(part).sum::<f64>();
    // At the upper end the unknown events are members and the others not, at the lower one the other way round.
    let (extra_events, extra_others) = if upper { (unknown_events, 0.0) } else { (0.0, unknown_others) };
    let events = sum(&|c| of_events(c).0) + extra_events;
    let others = sum(&|c| of_others(c).0) + extra_others;
    let all = events + others;
    if all <= 0.0 {
        return None;
    }
    let bound = events / all;
    // Plug-in maxima of the least are too low, minima too high: outwards is more of what is most, less of what is fewest.
    let (kink_events, kink_others) = (sum(&|c| of_events(c).1), sum(&|c| of_others(c).1));
    let sign = if upper { 1.0 } else { -1.0 };
    let moved_events = (events + sign * kink_events).max(0.0);
    let moved_others = (others - sign * kink_others).max(0.0);
    let moved = if moved_events + moved_others > 0.0 { moved_events / (moved_events + moved_others) } else { bound };
    let influence_of = |event: f64, other: f64| (event * (1.0 - bound) - other * bound) / all;
    let mut influence: Vec<f64> = cells
        .iter()
        .flat_map(|c| {
            let ((_, _, event_in, event_out), (_, _, other_in, other_out)) = (of_events(c), of_others(c));
            [influence_of(event_in, other_out), influence_of(event_out, other_in), influence_of(event_out, other_out)]
        })
        .collect();
    let (on_events, on_others) = if upper { (1.0, 0.0) } else { (0.0, 1.0) };
    influence.extend([influence_of(on_events, 0.0), influence_of(0.0, on_others), 0.0]);
    Some(Side { bound, kink: (sign * (moved - bound)).max(0.0), influence })
}

/// The bounds of group less reference; two groups reach opposite ends together.
pub fn difference(
    cells: &[OutcomeCell],
    group: usize,
    reference: usize,
    of: OutcomeRate,
    unknown: Unknown,
) -> Option<ProxyBounds> {
    Some(rate(cells, group, of, unknown)?.less(&rate(cells, reference, of, unknown)?))
}

/// The bounds of group over reference, and the limits that a verdict reads; see [`super::bounds::ratio`].
pub fn ratio(
    cells: &[OutcomeCell],
    group: usize,
    reference: usize,
    of: OutcomeRate,
    unknown: Unknown,
    z: f64,
) -> Option<RatioBounds> {
    Some(rate(cells, group, of, unknown)?.over(&rate(cells, reference, of, unknown)?, z))
}

#[cfg(test)]
mod tests {
    use super::{OutcomeCell, OutcomeRate, difference, rate, restricted};
    use crate::bounds::Bounds;
    use crate::interval::Note;
    use crate::proxy::{Unknown, bounds};
    use proptest::prelude::*;

    const NONE: Unknown = Unknown { rows: 0, events: 0 };
    const RATES: [OutcomeRate; 8] = [
        OutcomeRate::TruePositive,
        OutcomeRate::FalseNegative,
        OutcomeRate::FalsePositive,
        OutcomeRate::TrueNegative,
        OutcomeRate::PositivePredictiveValue,
        OutcomeRate::FalseDiscovery,
        OutcomeRate::NegativePredictiveValue,
        OutcomeRate::FalseOmission,
    ];

    fn cell(counts: [u64; 4], members: &[f64]) -> OutcomeCell {
        let [selected_true, selected_false, unselected_true, unselected_false] = counts;
        OutcomeCell { selected_true, selected_false, unselected_true, unselected_false, members: members.to_vec() }
    }

    fn ends(b: Bounds) -> (f64, f64) {
        (b.lower.map_or(0.0, |e| e.bound), b.upper.map_or(1.0, |e| e.bound))
    }

    fn table() -> Vec<OutcomeCell> {
        vec![
            cell([120, 120, 40, 120], &[320.0, 80.0]),
            cell([40, 50, 20, 190], &[120.0, 180.0]),
            cell([10, 35, 20, 235], &[30.0, 270.0]),
        ]
    }

    #[test]
    fn a_rate_and_its_complement_have_mirrored_bounds() {
        for (one, other) in [(0, 1), (2, 3), (4, 5), (6, 7)] {
            let (a, b) = (rate(&table(), 0, RATES[one], NONE).unwrap(), rate(&table(), 0, RATES[other], NONE).unwrap());
            let ((low, high), (other_low, other_high)) = (ends(a.bounds()), ends(b.bounds()));
            assert!((low + other_high - 1.0).abs() < 1e-12 && (high + other_low - 1.0).abs() < 1e-12);
            assert!((a.kinks().0 - b.kinks().1).abs() < 1e-12);
        }
    }

    #[test]
    fn known_groups_have_bounds_that_meet_in_their_rate() {
        let cells = [cell([30, 20, 10, 140], &[200.0, 0.0]), cell([9, 1, 21, 69], &[0.0, 100.0])];
        let d = difference(&cells, 0, 1, OutcomeRate::TruePositive, NONE).unwrap();
        let (low, high) = ends(d.bounds());
        assert!((low - 0.45).abs() < 1e-12 && (high - 0.45).abs() < 1e-12);
        let variance: f64 = 0.75 * 0.25 / 40.0 + 0.3 * 0.7 / 30.0;
        assert!((d.bounds().upper.unwrap().standard_error - variance.sqrt()).abs() < 1e-12);
        assert!(d.limits(1.96).has(Note::TooFew));
    }

    #[test]
    fn the_assumption_of_independence_gives_narrower_bounds() {
        for of in RATES {
            let (low, high) = ends(rate(&table(), 0, of, NONE).unwrap().bounds());
            let (in_low, in_high) = ends(bounds::rate(&restricted(&table(), of), 0, NONE).unwrap().bounds());
            assert!(low <= in_low + 1e-12 && in_high <= high + 1e-12, "{of:?}");
        }
    }

    #[test]
    fn a_group_that_need_not_have_the_outcome_has_no_lower_bound() {
        // Nobody has the outcome: there is no true positive rate at all.
        let none = rate(&[cell([0, 50, 0, 50], &[40.0])], 0, OutcomeRate::TruePositive, NONE).unwrap();
        assert_eq!((none.bounds().lower, none.bounds().upper), (None, None));
        assert_eq!(none.limits(1.96).notes, [Note::BoundsOnly]);
        assert_eq!(rate(&[cell([5, 5, 5, 5], &[0.0])], 0, OutcomeRate::TruePositive, NONE), None);
        let unknown = Unknown { rows: 10, events: 4 };
        let wider = ends(rate(&table(), 1, OutcomeRate::FalsePositive, unknown).unwrap().bounds());
        let known = ends(rate(&table(), 1, OutcomeRate::FalsePositive, NONE).unwrap().bounds());
        assert!(wider.0 < known.0 && wider.1 > known.1);
    }

    // The multinomial covariance of the cells with a numerical gradient, shares of the group held.
    #[test]
    fn standard_errors_are_those_of_a_numerical_gradient() {
        let base = table();
        let bound = |cells: &[[f64; 4]], upper: bool| {
            let (mut m, mut k) = (0.0, 0.0);
            for (c, p) in cells.iter().zip([0.8_f64, 0.4, 0.1]) {
                let n: f64 = c.iter().sum();
                let (a, b) = (c[0] / n, c[2] / n);
                let (most, fewest) = (|q: f64| n * p.min(q), |q: f64| n * (p + q - 1.0).max(0.0));
                m += if upper { most(a) } else { fewest(a) };
                k += if upper { fewest(b) } else { most(b) };
            }
            m / (m + k)
        };
        let start: Vec<[f64; 4]> = base
            .iter()
            .map(|c| [c.selected_true, c.selected_false, c.unselected_true, c.unselected_false].map(|n| n as f64))
            .collect();
        let found = rate(&base, 0, OutcomeRate::TruePositive, NONE).unwrap().bounds();
        for (end, upper) in [(found.lower.unwrap(), false), (found.upper.unwrap(), true)] {
            assert!((end.bound - bound(&start, upper)).abs() < 1e-12);
            let mut variance = 0.0;
            for i in 0..3 {
                for j in 0..4 {
                    let (mut more, mut less) = (start.clone(), start.clone());
                    more[i][j] += 1e-4;
                    less[i][j] -= 1e-4;
                    let slope = (bound(&more, upper) - bound(&less, upper)) / 2e-4;
                    variance += start[i][j] * slope * slope;
                }
            }
            assert!((end.standard_error - variance.sqrt()).abs() < 1e-7, "{upper}");
        }
    }

    proptest! {
        #[test]
        fn bounds_hold_every_truth_that_fits_the_cells(
            drawn in proptest::collection::vec(proptest::array::uniform8(0_u64..20), 1..5)
        ) {
            let mut truth = [[0_u64; 4]; 2];
            let cells: Vec<OutcomeCell> = drawn
                .iter()
                .map(|c| {
                    let mut counts = [0; 4];
                    for j in 0..4 {
                        truth[0][j] += c[j];
                        truth[1][j] += c[4 + j];
                        counts[j] = c[j] + c[4 + j];
                    }
                    cell(counts, &[c[..4].iter().sum::<u64>() as f64, c[4..].iter().sum::<u64>() as f64])
                })
                .collect();
            for of in RATES {
                for (k, counts) in truth.iter().enumerate() {
                    let (x, rest) = of.corners(&cell(*counts, &[]));
                    if x + rest == 0 {
                        continue;
                    }
                    let (low, high) = ends(rate(&cells, k, of, NONE).unwrap().bounds());
                    let exact = x as f64 / (x + rest) as f64;
                    prop_assert!(low <= exact + 1e-12 && exact <= high + 1e-12, "{:?}: {} {} {}", of, low, exact, high);
                }
            }
        }
    }
}
