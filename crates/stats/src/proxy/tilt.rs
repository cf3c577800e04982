//! Sensitivity: how strongly must group and decision go together among people with the same proxy values?
//!
//! One parameter: in every cell the odds of the event are, for members of one group, `psi` times those of everybody else.
//! 1 gives the weighted estimate of the cells, 0 and infinity the bounds. The tipping point is the `psi` at which the
//! disparity is 0, or at a margin.

use crate::float;
use crate::interval::Interval;
use crate::solve;

use super::Cell;

/// The odds ratios of the printed curve.
pub const CURVE: [f64; 8] = [0.25, 0.5, 2.0 / 3.0, 1.0, 1.5, 2.0, 3.0, 4.0];

/// Half the width of the range in which the logarithm of a tipping point is sought.
const LN_PSI_MOST: f64 = 60.0;

/// The share of a cell's rows that are members with the event, when the group has share `p`, the cell has rate `r`, and
/// the odds ratio of members against others is `psi`.
///
/// - Takes: `p`, `r` in [0, 1]; `psi > 0`.
/// - Gives: a share between the bounds `max(0, p + r - 1)` and `min(p, r)`.
/// - Source: Plackett 1965, J. Am. Stat. Assoc. 60:516-522, in a form without cancellation. Oracle: the logistic form by
///   bisection; `oracle/proxy/8.9.jsonl`.
fn joint(p: f64, r: f64, psi: f64) -> f64 {
    let a = psi - 1.0;
    let s = 1.0 + (p + r) * a;
    // s^2 - 4 psi a p r as a sum of terms that are not negative, for either sign of a.
    let square = if a > 0.0 {
        let t = 1.0 + a * (p - r);
        t * t + 4.0 * a * r * (1.0 - p)
    } else {
        s * s - 4.0 * psi * a * p * r
    };
    let root = square.max(0.0).sqrt();
    // Of the two forms of the solution the one that adds; s is negative only where psi is below 1.
    let joint = if s > 0.0 { 2.0 * psi * p * r / (s + root) } else { (s - root) / (2.0 * a) };
    // Where the margins leave one number the two ends may cross by rounding.
    let high = p.min(r);
    joint.clamp((p + r - 1.0).max(0.0).min(high), high)
}

/// The rates of two groups at one odds ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tilted {
    /// The group whose odds are tilted.
    pub group: f64,
    /// The reference.
    pub reference: f64,
}

impl Tilted {
    /// Group less reference.
    pub fn difference(self) -> f64 {
        self.group - self.reference
    }
}

/// The rates of two groups when members of the first have `psi` times the odds of everybody else in their cell (method
/// `proxy_tilt`).
///
/// - Takes: cells; two different groups; `psi > 0`.
/// - Gives: rates in [0, 1]; `None` if one of the groups has no expected members.
/// - Edges: cells whose rate is 0 or 1, and shares of 0 or 1, do not depend on `psi`.
/// - Source: methods, "Proxy", 8.9. Oracle: scipy `brentq` on the logistic form; `oracle/proxy/8.9.jsonl`.
pub fn tilted(cells: &[Cell], group: usize, reference: usize, psi: f64) -> Option<Tilted> {
    debug_assert!(group != reference && psi > 0.0);
    let (mut of_group, mut of_reference) = ((0.0, 0.0), (0.0, 0.0));
    for cell in cells.iter().filter(|cell| cell.rows > 0) {
        let (n, p, r) = (cell.rows as f64, cell.share(group), cell.rate());
        let both = joint(p, r, psi);
        of_group.0 += n * p;
        of_group.1 += n * both;
        // Everybody but the tilted group has one rate in the cell.
        let other = if p < 1.0 { ((r - both) / (1.0 - p)).clamp(0.0, 1.0) } else { 0.0 };
        let q = cell.share(reference).min(1.0 - p);
        of_reference.0 += n * q;
        of_reference.1 += n * q * other;
    }
    let rate = |(all, with): (f64, f64)| (all > 0.0).then(|| (with / all).clamp(0.0, 1.0));
    Some(Tilted { group: rate(of_group)?, reference: rate(of_reference)? })
}

/// The odds ratio at which the difference of two groups is `target`: the tipping point.
///
/// - Takes as [`tilted`]; a difference: 0, or a margin on either side.
/// - Gives `None` if no odds ratio leads there (the target lies outside the bounds), the difference does not depend on
///   it, or a group has no expected members.
/// - Source: methods, "Proxy", 8.9. Oracle: scipy `brentq`; `oracle/proxy/8.9.jsonl`.
pub fn tipping_point(cells: &[Cell], group: usize, reference: usize, target: f64) -> Option<f64> {
    let gap = |ln_psi: f64| tilted(cells, group, reference, float::exp(ln_psi)).map(|t| t.difference() - target);
    let (low, high) = (gap(-LN_PSI_MOST)?, gap(LN_PSI_MOST)?);
    if low >= 0.0 || high <= 0.0 {
        return None;
    }
    // Between the ends the rates exist, as they do there.
    let root = solve::bracketed(|ln_psi| gap(ln_psi).unwrap_or(0.0), -LN_PSI_MOST, LN_PSI_MOST, 1e-13);
    Some(float::exp(root))
}

/// The sign of a disparity of which the size is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// The group's rate is higher.
    Higher,
    /// The group's rate is lower.
    Lower,
}

/// Whether it may be said that a disparity exists although its size is not known: a text, never a verdict.
///
/// - Takes: the limits of the weighted and of the regression's difference; the odds ratio at which the difference is 0,
///   `None` where none leads there.
/// - Gives the sign if both intervals exclude 0 on the same side and the tipping point lies beyond 2 or below 1/2
///   against that direction (or does not exist).
/// - Source: methods, "Proxy", 8.10: the product's own rule.
pub fn direction(weighted: Interval, regression: Interval, tipping_at_zero: Option<f64>) -> Option<Sign> {
    let both = |holds: fn(Interval) -> bool| holds(weighted) && holds(regression);
    if both(|i| i.lower > 0.0) && tipping_at_zero.is_none_or(|psi| psi < 0.5) {
        return Some(Sign::Higher);
    }
    let lower = both(|i| i.upper < 0.0) && tipping_at_zero.is_none_or(|psi| psi > 2.0);
    lower.then_some(Sign::Lower)
}

#[cfg(test)]
mod tests {
    use super::{Sign, direction, joint, tilted, tipping_point};
    use crate::interval::Interval;
    use crate::proxy::{Cell, Unknown, bounds};

    fn cell(rows: u64, events: u64, shares: &[f64]) -> Cell {
        Cell { rows, events, members: shares.iter().map(|p| p * rows as f64).collect() }
    }

    fn table() -> [Cell; 3] {
        [cell(400, 240, &[0.8, 0.2]), cell(300, 90, &[0.4, 0.6]), cell(300, 45, &[0.1, 0.9])]
    }

    #[test]
    fn the_joint_share_has_the_odds_ratio_and_the_margins() {
        for (p, r) in [(0.3, 0.2), (0.9, 0.8), (0.5, 0.5), (0.01, 0.97)] {
            for psi in [1e-6, 0.1, 0.999_999, 1.0, 1.5, 40.0, 1e6] {
                let a = joint(p, r, psi);
                let (b, c) = (p - a, r - a);
                let d = 1.0 - p - r + a;
                assert!(a >= 0.0 && b >= -1e-15 && c >= -1e-15 && d >= -1e-15);
                if [a, b, c, d].iter().all(|cell| *cell > 1e-9) {
                    assert!((a * d / (b * c) / psi - 1.0).abs() < 1e-5, "{p} {r} {psi}");
                }
            }
        }
        assert_eq!((joint(0.0, 0.4, 3.0), joint(1.0, 0.4, 3.0), joint(0.3, 0.0, 3.0)), (0.0, 0.4, 0.0));
    }

    #[test]
    fn an_odds_ratio_of_one_is_the_weighted_estimate_and_the_extremes_are_the_bounds() {
        let cells = table();
        let one = tilted(&cells, 0, 1, 1.0).unwrap();
        let weighted = |g: usize| crate::proxy::expected(&cells, g).rate().unwrap();
        assert!((one.group - weighted(0)).abs() < 1e-12 && (one.reference - weighted(1)).abs() < 1e-12);
        let b = bounds::difference(&cells, 0, 1, Unknown::default()).unwrap().bounds();
        let at = |psi: f64| tilted(&cells, 0, 1, psi).unwrap().difference();
        assert!((at(1e-26) - b.lower.unwrap().bound).abs() < 1e-9);
        assert!((at(1e26) - b.upper.unwrap().bound).abs() < 1e-9);
    }

    #[test]
    fn the_difference_grows_with_the_odds_ratio() {
        let mut last = -1.0;
        for i in -40..=40 {
            let now = tilted(&table(), 0, 1, libm::exp(f64::from(i) / 2.0)).unwrap().difference();
            assert!(now >= last);
            last = now;
        }
    }

    #[test]
    fn a_target_outside_the_bounds_has_no_tipping_point() {
        assert_eq!(tipping_point(&table(), 0, 1, 0.8), None);
        let known = [cell(100, 30, &[1.0, 0.0]), cell(100, 10, &[0.0, 1.0])];
        assert_eq!(tipping_point(&known, 0, 1, 0.0), None);
        assert_eq!(tipping_point(&[cell(100, 30, &[1.0, 0.0])], 0, 1, 0.0), None);
        let psi = tipping_point(&table(), 0, 1, 0.3).unwrap();
        assert!((tilted(&table(), 0, 1, psi).unwrap().difference() - 0.3).abs() < 1e-12);
    }

    #[test]
    fn a_direction_needs_two_assumptions_and_a_far_tipping_point() {
        let i = |lower, upper| Interval { lower, upper };
        assert_eq!(direction(i(0.01, 0.2), i(0.1, 0.3), Some(0.4)), Some(Sign::Higher));
        assert_eq!(direction(i(0.01, 0.2), i(0.1, 0.3), None), Some(Sign::Higher));
        assert_eq!(direction(i(0.01, 0.2), i(0.1, 0.3), Some(0.7)), None);
        assert_eq!(direction(i(-0.01, 0.2), i(0.1, 0.3), Some(0.4)), None);
        assert_eq!(direction(i(-0.2, -0.1), i(-0.3, -0.1), Some(2.5)), Some(Sign::Lower));
        assert_eq!(direction(i(-0.2, -0.1), i(-0.3, -0.1), Some(0.4)), None);
    }
}
