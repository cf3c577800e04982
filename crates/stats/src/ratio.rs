//! The ratio of two independent proportions, group / reference.
//!
//! A report gives two ratios, of the event and of its complement ([`TwoByTwo::complement`]): 0.02 against 0.01 is a ratio of 2 and
//! of 0.9899. The score limits and the test at a margin invert the same statistic ([`Score::statistic`]), so they agree; they exist
//! at zero cells, where limits on the logarithm do not.

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::solve;
use crate::table::TwoByTwo;

use crate::difference::T_INFINITE;

/// Half the width of the range in which the logarithm of a ratio is sought.
const LN_RATIO_MOST: f64 = 60.0;

/// The score statistic of a ratio, with or without the factor `N/(N-1)` in its variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// With `N/(N-1)`: Miettinen and Nurminen.
    MiettinenNurminen,
    /// Without: Koopman.
    Koopman,
}

impl Score {
    fn factor(self, table: TwoByTwo) -> f64 {
        let n = table.cases() as f64;
        match self {
            Score::MiettinenNurminen => n / (n - 1.0),
            Score::Koopman => 1.0,
        }
    }

    /// `T(r)`: how far `p1 - r p0` lies from 0, in standard errors under `p1 = r p0`; falls as `r` grows.
    ///
    /// - Takes: a table with cases on both sides; `r > 0`.
    /// - Gives `None` if a side is empty, and where the variance is 0 and `p1` is not `r p0` (it does not occur for a positive
    ///   finite `r`). 0 where numerator and variance are both 0, as for every `r` if there are no events at all.
    /// - Source: Miettinen and Nurminen 1985, Stat. Med. 4:213-226; Koopman 1984, Biometrics 40:513-517. Oracle: mpmath.
    pub fn statistic(self, table: TwoByTwo, r: f64) -> Option<f64> {
        if table.has_empty_side() {
            return None;
        }
        let t = self.statistic_or_end(table, r);
        (t.abs() < T_INFINITE).then_some(t)
    }

    /// As [`Score::statistic`], with a huge number in place of infinity; sides not empty.
    pub(crate) fn statistic_or_end(self, table: TwoByTwo, r: f64) -> f64 {
        if table.events() == 0 {
            return 0.0;
        }
        let [x1, _, x0, _] = table.cells().map(|c| c as f64);
        let (n1, n0) = (table.n1() as f64, table.n0() as f64);
        let numerator = x1 / n1 - r * (x0 / n0);
        let (q1, w1, q0, w0) = restricted(table, r);
        let variance = (q1 * w1 / n1 + r * r * (q0 * w0 / n0)) * self.factor(table);
        if variance <= 0.0 {
            return if numerator.abs() <= 4.0 * f64::EPSILON * (x1 / n1) {
                0.0
            } else {
                T_INFINITE.copysign(numerator)
            };
        }
        (numerator / variance.sqrt()).clamp(-T_INFINITE, T_INFINITE)
    }

    /// The limits: all `r` with `|T(r)| <= z`.
    ///
    /// - Takes: `z >= 0`.
    /// - Gives: positive numbers; all `None` with [`Note::NoCases`] if a side is empty.
    /// - Edges: no events in the group: value 0, lower 0. No events in the reference: value `None`
    ///   ([`Note::ReferenceHasNoEvents`]), upper infinite ([`Note::Unbounded`]). In neither: value `None` ([`Note::NoEvents`]),
    ///   lower 0, upper infinite, because every ratio fits. Only events on both sides: closed form.
    /// - About 10 evaluations of the statistic for each limit.
    pub fn interval(self, table: TwoByTwo, z: f64) -> Estimate {
        debug_assert!(z >= 0.0);
        if table.has_empty_side() {
            return Estimate::none(Note::NoCases);
        }
        if table.events() == 0 {
            return Estimate { lower: Some(0.0), ..Estimate::none(Note::NoEvents) }.with(Note::Unbounded);
        }
        if table.events() == table.cases() {
            let k = z * z * self.factor(table);
            let (n1, n0) = (table.n1() as f64, table.n0() as f64);
            return Estimate::new(1.0, Interval { lower: 1.0 / (1.0 + k / n1), upper: 1.0 + k / n0 });
        }
        let value = table.ratio();
        // With no events on one side the estimate is infinitely far away in the logarithm.
        let middle = match value {
            Some(r) if r > 0.0 => float::ln(r).clamp(-LN_RATIO_MOST, LN_RATIO_MOST),
            Some(_) => -LN_RATIO_MOST,
            None => LN_RATIO_MOST,
        };
        let solve_on = |low: f64, high: f64, target: f64| {
            float::exp(solve::bracketed(|s| target - self.statistic_or_end(table, float::exp(s)), low, high, 1e-16))
        };
        let lower = if table.x1() == 0 { 0.0 } else { solve_on(-LN_RATIO_MOST, middle, z) };
        let lower = Some(lower);
        match value {
            None => Estimate { lower, ..Estimate::none(Note::ReferenceHasNoEvents) }.with(Note::Unbounded),
            value => Estimate { value, lower, upper: Some(solve_on(middle, LN_RATIO_MOST, -z)), ..Estimate::default() },
        }
    }
}

/// The ratio with the score limits of Miettinen and Nurminen: the default.
///
/// - Takes: a table of counts; `z >= 0`.
/// - Gives: a positive number or 0 with limits; edges at [`Score::interval`].
/// - Not for: weights, clusters, rates that share rows.
/// - Source: Miettinen and Nurminen 1985, Stat. Med. 4:213-226. Oracle: mpmath in 50 digits; statsmodels away from the edges (at
///   tables full on one side it brackets on the wrong side of the estimate).
pub fn miettinen_nurminen(table: TwoByTwo, z: f64) -> Estimate {
    Score::MiettinenNurminen.interval(table, z)
}

/// The ratio with Koopman's score limits: [`miettinen_nurminen`] without `N/(N-1)`.
///
/// Source: Koopman 1984, Biometrics 40:513-517. Oracle: mpmath.
pub fn koopman(table: TwoByTwo, z: f64) -> Estimate {
    Score::Koopman.interval(table, z)
}

/// The rates that are most likely under `p1 = r p0`, as (group, reference); `None` if a side is empty. Takes `r > 0`.
pub fn restricted_rates(table: TwoByTwo, r: f64) -> Option<(f64, f64)> {
    if table.has_empty_side() {
        return None;
    }
    let (q1, _, q0, _) = restricted(table, r);
    Some((q1, q0))
}

/// The restricted rates with their complements: (q1, 1 - q1, q0, 1 - q0).
///
/// The usual quadratic, `N r q^2 - B q + (x1 + x0) = 0`, with its discriminant as a sum of two terms that are not negative,
/// `((n1+x0) r - (n0+x1))^2 + 4 r y1 y0`: written as `B^2 - 4AC` it loses half of its digits where nearly all cases are events.
fn restricted(table: TwoByTwo, r: f64) -> (f64, f64, f64, f64) {
    let [x1, y1, x0, y0] = table.cells().map(|c| c as f64);
    let (n1, n0) = (table.n1() as f64, table.n0() as f64);
    let (q0, w0) = restricted_reference((x1, y1, n1), (x0, y0, n0), r);
    // Seen from the other side the ratio is 1/r and the group is the reference.
    let (_, w1) = restricted_reference((x0, y0, n0), (x1, y1, n1), 1.0 / r);
    ((r * q0).min(1.0), w1, q0, w0)
}

/// The restricted rate of the reference and its complement; each side as (events, non-events, cases).
fn restricted_reference(group: (f64, f64, f64), reference: (f64, f64, f64), r: f64) -> (f64, f64) {
    let ((x1, y1, n1), (x0, y0, n0)) = (group, reference);
    let (u, v, all) = (n1 + x0, n0 + x1, n1 + n0);
    let gap = u * r - v;
    let root = (gap * gap + 4.0 * r * y1 * y0).sqrt();
    let q0 = (2.0 * (x1 + x0) / (u * r + v + root)).clamp(0.0, 1.0);
    // The complement by its own quadratic: N r w^2 + (B - 2 N r) w + (r - 1) y0 = 0.
    let beyond = r * (2.0 * all - u) - v;
    let w0 = if beyond >= 0.0 { (beyond + root) / (2.0 * all * r) } else { 2.0 * (1.0 - r) * y0 / (root - beyond) };
    (q0, w0.clamp(0.0, 1.0))
}

/// The ratio with limits on the logarithm (delta method).
///
/// - Takes: a table of counts; `z >= 0`.
/// - Gives: all `None` if a side is empty ([`Note::NoCases`]) or has no events ([`Note::ZeroCell`]): it does not exist there. Has
///   width 0 when both sides have only events.
/// - For comparison with other tools only, never a fallback.
/// - Source: Katz et al. 1978, Biometrics 34:469-474. Oracle: mpmath, statsmodels.
pub fn katz_log(table: TwoByTwo, z: f64) -> Estimate {
    if table.has_empty_side() {
        return Estimate::none(Note::NoCases);
    }
    let Some(value) = table.ratio().filter(|r| *r > 0.0) else { return Estimate::none(Note::ZeroCell) };
    let part = |x: u64, n: u64| (n - x) as f64 / (x as f64 * n as f64);
    let half = z * (part(table.x1(), table.n1()) + part(table.x0(), table.n0())).sqrt();
    Estimate::new(value, Interval { lower: value * float::exp(-half), upper: value * float::exp(half) })
}

/// The ratio of two independent estimates from the limits of each: the `t` at which a limit of `value1 - t value0` by
/// [`crate::difference::mover`] is 0.
///
/// - Takes: two values of at least 0 with their own limits, made from their own data at the wanted level.
/// - Gives: value `None` with [`Note::ReferenceHasNoEvents`] if `value0 = 0` (with [`Note::NoEvents`] if both are 0); upper
///   infinite ([`Note::Unbounded`]) if the lower limit of the reference is 0. No logarithm: zeros do no harm.
/// - Source: Li, Tang and Wong 2014, Comput. Stat. 29:869-889. Oracle: root of the MOVER difference (scipy).
pub fn mover_ratio(value1: f64, interval1: Interval, value0: f64, interval0: Interval) -> Estimate {
    debug_assert!(value1 >= 0.0 && value0 >= 0.0);
    let (l1, u1, l0, u0) = (interval1.lower, interval1.upper, interval0.lower, interval0.upper);
    let product = value1 * value0;
    let e = l1 * (2.0 * value1 - l1);
    let g = l0 * (2.0 * value0 - l0);
    let root = |x: f64| x.max(0.0).sqrt();
    let lower = if l1 <= 0.0 {
        Some(0.0)
    } else {
        let below = product + root(product * product - e * u0 * (2.0 * value0 - u0));
        // Both sides 0: the reference is known to be nothing; no ratio is excluded from below.
        (below > 0.0).then(|| e / below)
    };
    let upper = (g > 0.0).then(|| (product + root(product * product - u1 * (2.0 * value1 - u1) * g)) / g);
    let estimate = if value0 > 0.0 {
        Estimate { value: Some(value1 / value0), lower, upper, ..Estimate::default() }
    } else {
        let note = if value1 > 0.0 { Note::ReferenceHasNoEvents } else { Note::NoEvents };
        Estimate { lower, upper, ..Estimate::none(note) }
    };
    if upper.is_none() { estimate.with(Note::Unbounded) } else { estimate }
}

#[cfg(test)]
mod tests {
    use super::{Score, katz_log, miettinen_nurminen, mover_ratio, restricted_rates};
    use crate::interval::{Interval, Limit, Note};
    use crate::table::TwoByTwo;

    #[test]
    fn edges_say_why_a_number_is_missing() {
        let t = |x1, n1, x0, n0| TwoByTwo::new(x1, n1, x0, n0).unwrap();
        let e = miettinen_nurminen(t(3, 20, 0, 10), 1.96);
        assert!(e.has(Note::ReferenceHasNoEvents) && e.upper_limit() == Limit::Unbounded && e.lower.unwrap() > 0.4);
        let e = miettinen_nurminen(t(0, 20, 0, 10), 1.96);
        assert!(e.has(Note::NoEvents) && e.lower == Some(0.0) && e.upper_limit() == Limit::Unbounded);
        let e = miettinen_nurminen(t(0, 0, 0, 10), 1.96);
        assert!(e.has(Note::NoCases) && e.upper_limit() == Limit::Missing);
        assert!(katz_log(t(0, 20, 3, 10), 1.96).has(Note::ZeroCell));
    }

    #[test]
    fn restricted_rates_keep_to_the_ratio_and_raise_the_likelihood() {
        for (x1, n1, x0, n0) in
            [(7_u64, 34_u64, 1_u64, 34_u64), (0, 10, 3, 20), (10, 10, 15, 20), (999, 1000, 1998, 2000)]
        {
            let table = TwoByTwo::new(x1, n1, x0, n0).unwrap();
            for r in [0.1, 0.8, 1.0, 1.25, 9.0] {
                let (q1, q0) = restricted_rates(table, r).unwrap();
                assert!((q1 - r * q0).abs() < 1e-14);
                let term = |x: u64, q: f64| if x == 0 { 0.0 } else { x as f64 * libm::log(q) };
                let likelihood = |q0: f64| {
                    let q1 = r * q0;
                    term(x1, q1) + term(n1 - x1, 1.0 - q1) + term(x0, q0) + term(n0 - x0, 1.0 - q0)
                };
                let best = likelihood(q0);
                for step in [-1e-4, 1e-4] {
                    let other = q0 + step;
                    if other > 0.0 && other < 1.0 && r * other < 1.0 {
                        assert!(likelihood(other) <= best + 1e-9, "{table:?} {r}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_statistic_falls_as_the_ratio_grows() {
        for (x1, n1, x0, n0) in [(0, 10, 3, 20), (10, 10, 15, 20), (7, 34, 1, 34), (1, 1, 0, 1), (3, 2000, 9, 50)] {
            let table = TwoByTwo::new(x1, n1, x0, n0).unwrap();
            let mut last = f64::INFINITY;
            for i in -400..=400 {
                let value = Score::MiettinenNurminen.statistic_or_end(table, libm::exp(f64::from(i) / 40.0));
                assert!(value <= last + 1e-12, "{table:?} at {i}");
                last = value;
            }
        }
    }

    #[test]
    fn a_reference_limit_of_nothing_leaves_the_ratio_unbounded() {
        let i = |lower, upper| Interval { lower, upper };
        let e = mover_ratio(0.3, i(0.2, 0.4), 0.1, i(0.0, 0.2));
        assert_eq!(e.upper_limit(), Limit::Unbounded);
        let e = mover_ratio(0.3, i(0.2, 0.4), 0.0, i(0.0, 0.2));
        assert!(e.has(Note::ReferenceHasNoEvents) && e.value.is_none() && e.lower.unwrap() > 0.0);
    }
}
