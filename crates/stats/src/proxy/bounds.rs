//! Sharp bounds of a group's rate when only the group's share and the rate are known in each cell, with the limits that a
//! verdict reads.
//!
//! The plug-in lower bound is convex in the rate of a cell, so it is too high, and the upper one too low, where a cell is
//! small or lies at a kink (the rate near the share, or near one less the share). Small cells are merged beforehand
//! ([`super::merged`]); at kinks the bounds are moved outwards before sampling error is added. Both ends of two groups are
//! reached together, so a difference runs from lower less upper to upper less lower.
//!
//! Start reading at [`rate`].

use crate::bounds::{self, Bounds, End, RatioBounds};
use crate::float;
use crate::interval::{Estimate, Interval, Note};

use super::{Cell, Expected, Unknown, expected};

/// Expected events, and expected non-events, that each group needs for a verdict (note `too_few`).
pub const ENOUGH_EXPECTED: f64 = 20.0;

/// How near to a kink, in standard errors of the cell's rate, the correction acts.
pub(super) const KINK_WITHIN: f64 = 2.0;

/// The largest bias at a kink, in standard errors of the cell's rate.
pub(super) const KINK_BIAS: f64 = 0.4;

/// The bounds of a rate or of a difference, with what their limits are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ProxyBounds {
    pub(super) lower: Option<Side>,
    pub(super) upper: Option<Side>,
    /// How many rows there are of each kind that an influence is told for.
    pub(super) counts: Vec<f64>,
    pub(super) range: Interval,
    pub(super) enough: bool,
}

/// One end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Side {
    pub(super) bound: f64,
    /// How far the end is moved outwards for kinks, at least 0.
    pub(super) kink: f64,
    /// What one row of each kind adds to the error of the bound.
    pub(super) influence: Vec<f64>,
}

impl Side {
    fn standard_error(&self, counts: &[f64]) -> f64 {
        self.influence.iter().zip(counts).map(|(i, n)| n * i * i).sum::<f64>().sqrt()
    }
}

impl ProxyBounds {
    /// The bounds themselves with their standard errors, without the correction for kinks.
    pub fn bounds(&self) -> Bounds {
        let end = |side: &Option<Side>| {
            side.as_ref().map(|s| End { bound: s.bound, standard_error: s.standard_error(&self.counts) })
        };
        Bounds { lower: end(&self.lower), upper: end(&self.upper) }
    }

    /// The bounds moved outwards for kinks, not yet cut to the range.
    pub fn corrected(&self) -> Bounds {
        let moved = |end: Option<End>, by: f64| end.map(|end| End { bound: end.bound + by, ..end });
        let Bounds { lower, upper } = self.bounds();
        let (down, up) = self.kinks();
        Bounds { lower: moved(lower, -down), upper: moved(upper, up) }
    }

    /// How far the lower and the upper bound are moved outwards for kinks, each at least 0.
    pub fn kinks(&self) -> (f64, f64) {
        let kink = |side: &Option<Side>| side.as_ref().map_or(0.0, |s| s.kink);
        (kink(&self.lower), kink(&self.upper))
    }

    /// True if every group in it has 20 expected events and 20 expected non-events; else note `too_few`.
    pub fn enough(&self) -> bool {
        self.enough
    }

    /// The limits that a verdict reads: bounds, moved outwards for kinks, then by `z` standard errors, cut to the range.
    ///
    /// - Takes: `z >= 0`, 1.96 or the critical value of a family.
    /// - Gives: no value, note `bounds_only`; `too_few` where no verdict may be read; `clipped` where a limit was cut.
    /// - Edges: a limit is `None` where its bound does not exist.
    /// - Simulated in 108 settings: an end misses at most 0.037 where 0.025 is meant; without the correction up to 0.87.
    /// - Source: methods, "Proxy", 8.3. Oracle: `8.3/kink/*` of `oracle/proxy/8.3.jsonl`.
    pub fn limits(&self, z: f64) -> Estimate {
        let estimate = bounds::limits(self.corrected(), z, self.range);
        let has_limit = estimate.lower.is_some() || estimate.upper.is_some();
        if has_limit && !self.enough { estimate.with(Note::TooFew) } else { estimate }
    }

    /// The Imbens-Manski critical value and limits, for display only; `None` if a bound does not exist.
    pub fn imbens_manski(&self, level: f64) -> Option<(f64, Estimate)> {
        bounds::imbens_manski(self.bounds(), level, self.range)
    }

    /// The bounds of group less reference, from bounds over the same cells.
    pub fn less(&self, other: &ProxyBounds) -> ProxyBounds {
        let minus = |a: &Option<Side>, b: &Option<Side>| {
            let (a, b) = (a.as_ref()?, b.as_ref()?);
            let influence = a.influence.iter().zip(&b.influence).map(|(a, b)| a - b).collect();
            Some(Side { bound: a.bound - b.bound, kink: a.kink + b.kink, influence })
        };
        ProxyBounds {
            lower: minus(&self.lower, &other.upper),
            upper: minus(&self.upper, &other.lower),
            counts: self.counts.clone(),
            range: Interval { lower: -1.0, upper: 1.0 },
            enough: self.enough && other.enough,
        }
    }

    /// The bounds and limits of group over reference, from bounds over the same cells.
    pub fn over(&self, other: &ProxyBounds, z: f64) -> RatioBounds {
        // `outwards` is the sign that moves the numerator's end away: -1 for the lower end.
        let end = |a: &Option<Side>, b: &Option<Side>, outwards: f64| {
            let (a, b) = (a.as_ref()?, b.as_ref()?);
            let bound = (b.bound > 0.0).then(|| a.bound / b.bound);
            let (above, below) = ((a.bound + outwards * a.kink).max(0.0), (b.bound - outwards * b.kink).max(0.0));
            if below <= 0.0 {
                return Some((bound, None));
            }
            if above <= 0.0 {
                return Some((bound, (outwards < 0.0).then_some(0.0)));
            }
            let pairs = a.influence.iter().zip(&b.influence).zip(&self.counts);
            let variance: f64 = pairs
                .map(|((a, b), n)| {
                    let influence = a / above - b / below;
                    n * influence * influence
                })
                .sum();
            Some((bound, Some(above / below * float::exp(outwards * z * variance.sqrt()))))
        };
        let (lower, upper) = (end(&self.lower, &other.upper, -1.0), end(&self.upper, &other.lower, 1.0));
        let lower_limit = lower.and_then(|(_, limit)| limit);
        let upper_limit = upper.and_then(|(_, limit)| limit);
        let mut limits = Estimate { lower: lower_limit, upper: upper_limit, ..Estimate::none(Note::BoundsOnly) };
        if upper.is_some() && upper_limit.is_none() {
            limits = limits.with(Note::Unbounded);
        }
        if !(self.enough && other.enough) {
            limits = limits.with(Note::TooFew);
        }
        let bound = |end: Option<(Option<f64>, Option<f64>)>| end.and_then(|(bound, _)| bound);
        RatioBounds { lower: bound(lower), upper: bound(upper), limits }
    }
}

/// True if a cell's rate lies at a kink, and how far that can move the cell's part of a bound.
///
/// `gap` is the distance of the rate from the kink.
pub(super) fn kink(gap: f64, rate: f64, rows: f64) -> f64 {
    let error = (rate * (1.0 - rate) / rows).sqrt();
    if gap.abs() < KINK_WITHIN * error { KINK_BIAS * error * rows } else { 0.0 }
}

/// The least and the greatest rate of a group in one cell: its share and the cell's rate are known.
///
/// - Takes: a share in (0, 1], a rate in [0, 1].
/// - Gives: rates in [0, 1]; `None` if the share is 0.
/// - With the share of an area these are the bounds of ecological inference.
/// - Source: Frechet 1951; Duncan and Davis 1953, Am. Sociol. Rev. 18:665-666. Oracle: `oracle/proxy/8.7.jsonl`.
pub fn in_cell(share: f64, rate: f64) -> Option<(f64, f64)> {
    (share > 0.0).then(|| (((rate - (1.0 - share)) / share).max(0.0), (rate / share).min(1.0)))
}

/// The sharp bounds of a group's rate (method `proxy_bounds`).
///
/// - Takes: cells of at least [`super::LEAST_ROWS`] rows; the place of the group; rows without probabilities, which may
///   all be members where that makes the rate high, and all but the selected where it makes it low.
/// - Gives: bounds in [0, 1]; `None` if the group has no expected members.
/// - Edges: shares of 0 and 1: the bounds meet in the known group's rate. All rates 0 or 1: the bounds meet, without
///   sampling error; the rule of 20 expected events then forbids a verdict.
/// - Needs: calibrated probabilities, known without error. Widen by raking ([`super::calibration`]) or bootstrap where
///   they are estimated.
/// - Not for: cells of a few rows, where the bounds collapse onto the weighted estimate.
/// - Source: Kallus, Mao and Zhou 2022, Manag. Sci. 68:1959-1981; methods, "Proxy", 8.0, 8.3. Oracle: scipy `linprog`,
///   multinomial bootstrap; `oracle/proxy/8.3.jsonl`.
pub fn rate(cells: &[Cell], group: usize, unknown: Unknown) -> Option<ProxyBounds> {
    let Expected { members, events: with, non_events: without } = expected(cells, group);
    if members <= 0.0 {
        return None;
    }
    let (mut low, mut high, mut kink_low, mut kink_high) = (0.0, 0.0, 0.0, 0.0);
    for cell in cells.iter().filter(|cell| cell.rows > 0) {
        let (n, p, r) = (cell.rows as f64, cell.share(group), cell.rate());
        // 1 - r first: where everybody is selected exactly the members are left.
        low += n * (p - (1.0 - r)).max(0.0);
        high += n * p.min(r);
        kink_low += kink(p + r - 1.0, r, n);
        kink_high += kink(p - r, r, n);
    }
    // Of the unknown rows those with the event are members at the upper end, the others at the lower.
    let (unknown_with, unknown_without) = (unknown.events as f64, (unknown.rows - unknown.events) as f64);
    let (below, above) = (members + unknown_without, members + unknown_with);
    let (lower, upper) = (low / below, (high + unknown_with) / above);
    let mut counts = Vec::with_capacity(2 * cells.len() + 2);
    let (mut on_lower, mut on_upper) = (Vec::new(), Vec::new());
    for cell in cells.iter().filter(|cell| cell.rows > 0) {
        let (p, r) = (cell.share(group), cell.rate());
        for (d, count) in [(0.0, cell.rows - cell.events), (1.0, cell.events)] {
            counts.push(count as f64);
            let h = if p > 1.0 - r { p - (1.0 - d) } else { 0.0 };
            on_lower.push((h - lower * p) / below);
            let h = if r < p { d } else { p };
            on_upper.push((h - upper * p) / above);
        }
    }
    for (d, count) in [(0.0, unknown_without), (1.0, unknown_with)] {
        counts.push(count);
        on_lower.push(-lower * (1.0 - d) / below);
        on_upper.push((1.0 - upper) * d / above);
    }
    let least = ENOUGH_EXPECTED * (1.0 - 1e-12);
    Some(ProxyBounds {
        lower: Some(Side { bound: lower.clamp(0.0, 1.0), kink: kink_low / below, influence: on_lower }),
        upper: Some(Side { bound: upper.clamp(0.0, 1.0), kink: kink_high / above, influence: on_upper }),
        counts,
        range: Interval { lower: 0.0, upper: 1.0 },
        enough: with >= least && without >= least,
    })
}

/// The bounds of group less reference: `[L_g - U_r, U_g - L_r]`, reached also with more than two groups.
///
/// - Takes and gives as [`rate`], range [-1, 1]; the sampling errors of the two ends are those of the same rows.
/// - With unknown rows the bounds are valid, not always sharp.
/// - Source: Kallus, Mao and Zhou 2022; methods, "Proxy", 8.3. Oracle: scipy `linprog`; `8.3/small`, `8.3/three_groups`.
pub fn difference(cells: &[Cell], group: usize, reference: usize, unknown: Unknown) -> Option<ProxyBounds> {
    Some(rate(cells, group, unknown)?.less(&rate(cells, reference, unknown)?))
}

/// The bounds of group over reference, `[L_g / U_r, U_g / L_r]`, and the limits that a verdict reads.
///
/// - Takes as [`rate`]; the critical value of one end.
/// - Gives: an upper bound of `None` where `L_r` is 0 (unbounded); limits by the delta method on the logarithm of the
///   corrected bounds, 0 where the lower one is 0.
/// - Source: methods, "Proxy", 8.3; errors on the logarithm as for [`crate::bounds::ratio`].
pub fn ratio(cells: &[Cell], group: usize, reference: usize, unknown: Unknown, z: f64) -> Option<RatioBounds> {
    Some(rate(cells, group, unknown)?.over(&rate(cells, reference, unknown)?, z))
}

#[cfg(test)]
mod tests {
    use super::{difference, in_cell, rate, ratio};
    use crate::bounds::Bounds;
    use crate::interval::Note;
    use crate::margin::{Margin, by_inversion};
    use crate::proxy::{Cell, Unknown, against_rest};
    use crate::resample::{Key, Stream, binomial};
    use proptest::prelude::*;

    const NONE: Unknown = Unknown { rows: 0, events: 0 };
    const Z: f64 = 1.959_963_984_540_054;

    fn cell(rows: u64, events: u64, shares: &[f64]) -> Cell {
        Cell { rows, events, members: shares.iter().map(|p| p * rows as f64).collect() }
    }

    fn ends(b: Bounds) -> (f64, f64) {
        (b.lower.unwrap().bound, b.upper.unwrap().bound)
    }

    #[test]
    fn known_groups_have_bounds_that_meet() {
        let cells = [cell(300, 90, &[1.0, 0.0]), cell(200, 20, &[0.0, 1.0])];
        let d = difference(&cells, 0, 1, NONE).unwrap();
        let (low, high) = ends(d.bounds());
        assert!((low - 0.2).abs() < 1e-12 && (high - 0.2).abs() < 1e-12);
        let expected = (0.3 * 0.7 / 300.0 + 0.1 * 0.9 / 200.0_f64).sqrt();
        assert!((d.bounds().lower.unwrap().standard_error - expected).abs() < 1e-12);
        let r = ratio(&cells, 0, 1, NONE, Z).unwrap();
        assert!((r.lower.unwrap() - 3.0).abs() < 1e-12 && (r.upper.unwrap() - 3.0).abs() < 1e-12);
        let on_the_log = (0.7 / (0.3 * 300.0) + 0.9 / (0.1 * 200.0_f64)).sqrt();
        assert!((r.limits.upper.unwrap() / 3.0 - libm::exp(Z * on_the_log)).abs() < 1e-9);
    }

    #[test]
    fn without_members_there_are_no_bounds_and_without_events_no_verdict() {
        assert_eq!(rate(&[cell(300, 90, &[0.0])], 0, NONE), None);
        assert_eq!(rate(&[], 0, Unknown { rows: 5, events: 1 }), None);
        let nobody = rate(&[cell(300, 0, &[0.5]), cell(0, 0, &[0.0])], 0, NONE).unwrap();
        assert_eq!(ends(nobody.bounds()), (0.0, 0.0));
        assert_eq!(nobody.limits(Z).notes, [Note::BoundsOnly, Note::TooFew]);
        let none = ratio(&[cell(300, 0, &[0.5, 0.5])], 0, 1, NONE, Z).unwrap();
        assert_eq!((none.lower, none.upper, none.limits.has(Note::Unbounded)), (None, None, true));
    }

    #[test]
    fn unknown_rows_are_placed_where_they_do_most() {
        let cells = [cell(400, 240, &[0.8]), cell(300, 45, &[0.2])];
        let unknown = Unknown { rows: 70, events: 30 };
        let found = ends(rate(&cells, 0, unknown).unwrap().bounds());
        let (low, high) = ends(rate(&cells, 0, NONE).unwrap().bounds());
        let (members, r, n) = (380.0, 30.0 / 70.0, 70.0);
        let at = |bound: f64, part: f64, p: f64| (bound * members + n * part) / (members + n * p);
        let lower = [0.0, 1.0 - r, 1.0].map(|p: f64| at(low, (p + r - 1.0).max(0.0), p));
        let upper = [0.0, r, 1.0].map(|p: f64| at(high, p.min(r), p));
        assert!((found.0 - lower.iter().fold(1.0, |a: f64, b| a.min(*b))).abs() < 1e-12);
        assert!((found.1 - upper.iter().fold(0.0, |a: f64, b| a.max(*b))).abs() < 1e-12);
        assert!(rate(&cells, 0, unknown).unwrap().bounds().upper.unwrap().standard_error > 0.0);
    }

    #[test]
    fn verdict_and_p_value_of_a_difference_agree_by_inversion() {
        let cells = [cell(3000, 2400, &[0.95, 0.05]), cell(3000, 300, &[0.04, 0.96])];
        let d = difference(&cells, 0, 1, NONE).unwrap();
        let limits = |z: f64| {
            let e = d.limits(z);
            (e.lower_limit(), e.upper_limit())
        };
        for size in [0.0, 0.3, 0.55, 0.62, 0.9] {
            let tests = by_inversion(limits, Margin::difference(size).unwrap()).unwrap();
            let found = d.limits(Z);
            assert_eq!(found.above(size), tests.p_up().value() < 0.025, "{size}");
            assert_eq!(found.below(size), tests.p_below_high().value() < 0.025, "{size}");
        }
    }

    #[test]
    fn in_a_cell_the_bounds_are_frechets() {
        assert_eq!(in_cell(0.0, 0.4), None);
        assert_eq!(in_cell(1.0, 0.25), Some((0.25, 0.25)));
        assert_eq!(in_cell(0.5, 0.75), Some((0.5, 1.0)));
    }

    proptest! {
        // Any rates of members and others in each cell: the truth lies inside the bounds.
        #[test]
        fn bounds_hold_every_truth_that_fits_the_cells(
            drawn in proptest::collection::vec((0_u64..60, 0_u64..60, 0.0..=1.0_f64, 0.0..=1.0_f64), 1..6)
        ) {
            let (mut cells, mut events, mut members) = (Vec::new(), [0_u64; 2], [0_u64; 2]);
            for (n1, n0, a, b) in drawn {
                let x = [(n1 as f64 * a) as u64, (n0 as f64 * b) as u64];
                for (k, n) in [n1, n0].into_iter().enumerate() {
                    events[k] += x[k];
                    members[k] += n;
                }
                cells.push(Cell { rows: n1 + n0, events: x[0] + x[1], members: vec![n1 as f64, n0 as f64] });
            }
            prop_assume!(members.iter().all(|n| *n > 0));
            let truth = [0, 1].map(|k| events[k] as f64 / members[k] as f64);
            for (k, truth) in truth.iter().enumerate() {
                let (low, high) = ends(rate(&cells, k, NONE).unwrap().bounds());
                prop_assert!(low <= truth + 1e-12 && *truth <= high + 1e-12);
            }
            let d = difference(&cells, 0, 1, NONE).unwrap();
            let (low, high) = ends(d.bounds());
            prop_assert!(low <= truth[0] - truth[1] + 1e-12 && truth[0] - truth[1] <= high + 1e-12);
            let turned = difference(&against_rest(&cells, 1), 0, 1, NONE).unwrap();
            let (other_low, other_high) = ends(turned.bounds());
            prop_assert!((low + other_high).abs() < 1e-12 && (high + other_low).abs() < 1e-12);
            let l = d.limits(Z);
            prop_assert!(l.lower.unwrap() <= low + 1e-12 && l.upper.unwrap() >= high - 1e-12);
        }
    }

    // Monte Carlo: the rate of every cell is its share, the worst place for a plug-in bound; 1,000 draws, nominal 0.025.
    #[test]
    fn at_kinks_only_the_corrected_limit_misses_about_as_often_as_stated() {
        let shares: Vec<f64> = (0..20).map(|k| (f64::from(k) + 0.5) / 20.0).collect();
        let (mut missed, mut plain_missed) = (0_u32, 0_u32);
        for draw in 0..1000 {
            let mut stream = Stream::new(Key([5; 32]), draw);
            let cells: Vec<Cell> = shares
                .iter()
                .map(|p| cell(100, binomial(&mut stream, 100, (p * 1000.0) as u64, 1000), &[*p]))
                .collect();
            let found = rate(&cells, 0, NONE).unwrap();
            // The true upper bound is 1: every member may have the event.
            missed += u32::from(found.limits(Z).upper.unwrap() < 1.0 - 1e-9);
            let plain = found.bounds().upper.unwrap();
            plain_missed += u32::from(plain.bound + Z * plain.standard_error < 1.0 - 1e-9);
        }
        assert!(missed < 50, "{missed}");
        assert!(plain_missed > 500, "{plain_missed}");
    }
}
