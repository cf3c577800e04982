//! The difference of two independent proportions, group - reference.
//!
//! Limits take the critical value `z` (1.96 for a pointwise 95 %, larger under simultaneous limits). The score limits, the test of
//! no difference and the test at a margin all invert the same statistic ([`Score::statistic`]), so they agree.

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::proportion::{clipped, wilson_real};
use crate::solve;
use crate::table::TwoByTwo;

/// Far beyond every critical value: stands for an infinite statistic.
pub(crate) const T_INFINITE: f64 = 1e9;

/// The score statistic of a difference, with or without the factor `N/(N-1)` in its variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// With `N/(N-1)`: Miettinen and Nurminen.
    MiettinenNurminen,
    /// Without: Mee.
    Mee,
}

impl Score {
    fn factor(self, table: TwoByTwo) -> f64 {
        let n = table.cases() as f64;
        match self {
            Score::MiettinenNurminen => n / (n - 1.0),
            Score::Mee => 1.0,
        }
    }

    /// `T(d)`: how far the observed difference lies from `d`, in standard errors under `p1 - p0 = d`; falls as `d` grows.
    ///
    /// - Takes: a table with cases on both sides; `d` in [-1, 1].
    /// - Gives `None` if a side is empty, and where the variance is 0 and the difference is not `d` (only at `d` = -1 and 1): the
    ///   statistic is infinite there. 0 where numerator and variance are both 0.
    /// - Source: Miettinen and Nurminen 1985, Stat. Med. 4:213-226; Mee 1984, Biometrics 40:1175-1176. Oracle: mpmath.
    pub fn statistic(self, table: TwoByTwo, d: f64) -> Option<f64> {
        if table.has_empty_side() {
            return None;
        }
        let t = self.statistic_or_end(table, d);
        (t.abs() < T_INFINITE).then_some(t)
    }

    /// As [`Score::statistic`], with a huge number in place of infinity; sides not empty.
    pub(crate) fn statistic_or_end(self, table: TwoByTwo, d: f64) -> f64 {
        let numerator = table.difference().unwrap_or(0.0) - d;
        let (q1, w1, q0, w0) = restricted(table, d);
        let variance = (q1 * w1 / table.n1() as f64 + q0 * w0 / table.n0() as f64) * self.factor(table);
        if variance <= 0.0 {
            return if numerator == 0.0 { 0.0 } else { T_INFINITE.copysign(numerator) };
        }
        (numerator / variance.sqrt()).clamp(-T_INFINITE, T_INFINITE)
    }

    /// The limits: all `d` with `|T(d)| <= z`.
    ///
    /// - Takes: `z >= 0`.
    /// - Gives: numbers in [-1, 1]; all `None` with [`Note::NoCases`] if a side is empty.
    /// - Edges: a difference of 1 (-1) has the upper (lower) limit exactly there; with no events, or only events, on both sides
    ///   the limits have a closed form.
    /// - About 10 evaluations of the statistic for each limit.
    pub fn interval(self, table: TwoByTwo, z: f64) -> Estimate {
        debug_assert!(z >= 0.0);
        let Some(value) = table.difference() else { return Estimate::none(Note::NoCases) };
        let (n1, n0, events) = (table.n1() as f64, table.n0() as f64, table.events());
        if events == 0 || events == table.cases() {
            let k = z * z * self.factor(table);
            let (first, second) = if events == 0 { (n1, n0) } else { (n0, n1) };
            return Estimate::new(value, Interval { lower: -k / (second + k), upper: k / (first + k) });
        }
        let solve_on = |low: f64, high: f64, target: f64| {
            if low >= high {
                return low;
            }
            solve::bracketed(|d| target - self.statistic_or_end(table, d), low, high, 1e-18)
        };
        let lower = if value <= -1.0 { -1.0 } else { solve_on(-1.0, value, z) };
        let upper = if value >= 1.0 { 1.0 } else { solve_on(value, 1.0, -z) };
        Estimate::new(value, Interval { lower, upper })
    }
}

/// The difference with the score limits of Miettinen and Nurminen: the default.
///
/// - Takes: a table of counts; `z >= 0`.
/// - Gives: a number in [-1, 1] with limits; all `None` with [`Note::NoCases`] if a side is empty. See [`Score::interval`].
/// - Error of one end on average nominal; up to 1.5 times nominal in small groups: hence the exact guard ([`crate::margin`]).
/// - Not for: weights, clusters, rates that share rows.
/// - Source: Miettinen and Nurminen 1985, Stat. Med. 4:213-226. Oracle: mpmath in 50 digits, R with nested `uniroot`. Not
///   statsmodels up to 0.15: its restricted estimate has the wrong term.
pub fn miettinen_nurminen(table: TwoByTwo, z: f64) -> Estimate {
    Score::MiettinenNurminen.interval(table, z)
}

/// The difference with Mee's score limits: [`miettinen_nurminen`] without `N/(N-1)`.
///
/// Source: Mee 1984, Biometrics 40:1175-1176. Oracle: mpmath; Fagerland, Lydersen and Laake 2015.
pub fn mee(table: TwoByTwo, z: f64) -> Estimate {
    Score::Mee.interval(table, z)
}

/// The rates that are most likely under `p1 - p0 = d`, as (group, reference); `None` if a side is empty.
///
/// Takes `d` in [-1, 1]. Source: Miettinen and Nurminen 1985, appendix. Oracle: mpmath.
pub fn restricted_rates(table: TwoByTwo, d: f64) -> Option<(f64, f64)> {
    if table.has_empty_side() {
        return None;
    }
    let (q1, _, q0, _) = restricted(table, d);
    Some((q1, q0))
}

/// The restricted rates with their complements: (q1, 1 - q1, q0, 1 - q0).
///
/// Solved on the distance `s` of the rates from the lower edge of what is possible, after exchanging events and non-events where
/// there are more events: so a rate of 1e-9 keeps all its digits, which the closed form of the cubic loses.
pub(crate) fn restricted(table: TwoByTwo, d: f64) -> (f64, f64, f64, f64) {
    let d = d.clamp(-1.0, 1.0);
    if table.events() > table.cases() / 2 {
        let (w1, q1, w0, q0) = restricted_rare(table.complement(), -d);
        return (q1, w1, q0, w0);
    }
    restricted_rare(table, d)
}

fn restricted_rare(table: TwoByTwo, d: f64) -> (f64, f64, f64, f64) {
    let [x1, y1, x0, y0] = table.cells().map(|c| c as f64);
    let (n1, n0) = (table.n1() as f64, table.n0() as f64);
    let (base1, base0) = (d.max(0.0), (-d).max(0.0));
    let span = 1.0 - d.abs();
    let rates = |s: f64| {
        let rest = (span - s).max(0.0);
        (base1 + s, base0 + rest, base0 + s, base1 + rest)
    };
    if d == 0.0 {
        return rates((x1 + x0) / (n1 + n0));
    }
    if span <= 0.0 {
        return rates(0.0);
    }
    // The derivative of the log likelihood in s, strictly falling; a term with a zero count is left out.
    let part = |count: f64, rate: f64| if count == 0.0 { 0.0 } else { count / rate };
    let slope = |s: f64| {
        let (q1, w1, q0, w0) = rates(s);
        part(x1, q1) - part(y1, w1) + part(x0, q0) - part(y0, w0)
    };
    if slope(0.0) <= 0.0 {
        return rates(0.0);
    }
    if slope(span) >= 0.0 {
        return rates(span);
    }
    // Start from the closed form of the cubic, then Newton inside a bracket.
    let start = cubic_start(x1, n1, x0, n0, d) - base0;
    let (mut low, mut high) = (0.0, span);
    let mut s = if start > 0.0 && start < span { start } else { 0.5 * span };
    for _ in 0..100 {
        let (q1, w1, q0, w0) = rates(s);
        let (a, b, c, e) = (part(x1, q1), part(y1, w1), part(x0, q0), part(y0, w0));
        let value = (a - b) + (c - e);
        if value > 0.0 {
            low = s;
        } else if value < 0.0 {
            high = s;
        } else {
            break;
        }
        let curvature = part(a, q1) + part(b, w1) + part(c, q0) + part(e, w0);
        let newton = s + value / curvature;
        let next = if newton > low && newton < high {
            newton
        } else if low == 0.0 {
            // Towards the edge by factors: the root can lie many orders of magnitude below the start.
            1e-3 * high
        } else {
            0.5 * (low + high)
        };
        let step = (next - s).abs();
        s = next;
        if step <= 1e-15 * s {
            break;
        }
    }
    rates(s)
}

/// The closed form of the restricted rate of the reference: good to about 1e-15 absolutely.
fn cubic_start(x1: f64, n1: f64, x0: f64, n0: f64, d: f64) -> f64 {
    let l3 = n1 + n0;
    let l2 = (n1 + 2.0 * n0) * d - l3 - (x1 + x0);
    let l1 = (n0 * d - l3 - 2.0 * x0) * d + x1 + x0;
    let l0 = x0 * d * (1.0 - d);
    let third = l2 / (3.0 * l3);
    let q = third * third * third - l1 * l2 / (6.0 * l3 * l3) + l0 / (2.0 * l3);
    let p = (third * third - l1 / (3.0 * l3)).max(0.0).sqrt().copysign(q);
    if p == 0.0 {
        return -third;
    }
    let a = (core::f64::consts::PI + float::acos((q / (p * p * p)).clamp(-1.0, 1.0))) / 3.0;
    2.0 * p * float::cos(a) - third
}

/// The difference with Newcombe's hybrid score limits, without continuity correction: [`mover`] on two Wilson intervals.
///
/// - Takes: a table of counts; `z >= 0`.
/// - Gives: a number in [-1, 1] with limits; all `None` with [`Note::NoCases`] if a side is empty.
/// - The second opinion beside [`miettinen_nurminen`].
/// - Source: Newcombe 1998, Stat. Med. 17:873-890, method 10. Oracle: mpmath, statsmodels.
pub fn newcombe(table: TwoByTwo, z: f64) -> Estimate {
    let (x1, n1, x0, n0) = (table.x1() as f64, table.n1() as f64, table.x0() as f64, table.n0() as f64);
    let (Some(value), Some(i1), Some(i0)) = (table.difference(), wilson_real(x1, n1, z), wilson_real(x0, n0, z)) else {
        return Estimate::none(Note::NoCases);
    };
    let limits = mover(x1 / n1, i1, x0 / n0, i0, 0.0);
    Estimate::new(
        value,
        // At a difference of 1 or -1 the limit is that number, which the sum of squares can miss by a rounding error.
        Interval {
            lower: if value <= -1.0 { -1.0 } else { limits.lower.max(-1.0) },
            upper: if value >= 1.0 { 1.0 } else { limits.upper.min(1.0) },
        },
    )
}

/// Limits of a difference of two estimates from the limits of each (method of variance estimates recovery).
///
/// - Takes: the two values with their own limits, made from their own data at the wanted level; `correlation` of the two estimates
///   in [-1, 1], 0 where they are independent.
/// - Gives: limits of `value1 - value0`.
/// - Not for: limits that already contain what the two have in common (log limits of two arms).
/// - Source: Zou and Donner 2008, Stat. Med. 27:1693-1702; with correlation Zou 2007, Psychol. Methods 12:399-413. Oracle: scipy.
pub fn mover(value1: f64, interval1: Interval, value0: f64, interval0: Interval, correlation: f64) -> Interval {
    debug_assert!((-1.0..=1.0).contains(&correlation));
    let value = value1 - value0;
    let (below1, above0) = (value1 - interval1.lower, interval0.upper - value0);
    let (above1, below0) = (interval1.upper - value1, value0 - interval0.lower);
    let side = |a: f64, b: f64| {
        if correlation == 0.0 {
            float::hypot(a, b)
        } else {
            // (a - b)^2 + 2 (1 - r) a b: cannot become negative for positive a, b.
            ((a - b) * (a - b) + 2.0 * (1.0 - correlation) * a * b).max(0.0).sqrt()
        }
    };
    Interval { lower: value - side(below1, above0), upper: value + side(above1, below0) }
}

/// The difference after adding one event and one non-event to each side, with Wald's limits.
///
/// - Takes: a table of counts; `z >= 0`.
/// - Gives: the shrunk difference (not the observed one) with limits cut to [-1, 1] ([`Note::Clipped`], uncut limits kept); all
///   `None` with [`Note::NoCases`] if a side is empty.
/// - For teaching and planning only.
/// - Source: Agresti and Caffo 2000, Am. Stat. 54:280-288. Oracle: mpmath, statsmodels.
pub fn agresti_caffo(table: TwoByTwo, z: f64) -> Estimate {
    if table.has_empty_side() {
        return Estimate::none(Note::NoCases);
    }
    let shrunk = |x: u64, n: u64| (x as f64 + 1.0, n as f64 + 2.0);
    let ((x1, n1), (x0, n0)) = (shrunk(table.x1(), table.n1()), shrunk(table.x0(), table.n0()));
    let (p1, p0) = (x1 / n1, x0 / n0);
    let value = p1 - p0;
    let half = z * (p1 * (1.0 - p1) / n1 + p0 * (1.0 - p0) / n0).sqrt();
    clipped(value, Interval { lower: value - half, upper: value + half }, -1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::{Score, cubic_start, miettinen_nurminen, mover, newcombe, restricted_rates};
    use crate::interval::{Interval, Note};
    use crate::table::TwoByTwo;

    #[test]
    fn an_empty_side_has_no_difference() {
        let t = TwoByTwo::new(0, 0, 1, 4).unwrap();
        assert!(miettinen_nurminen(t, 1.96).has(Note::NoCases) && newcombe(t, 1.96).has(Note::NoCases));
        assert_eq!(Score::Mee.statistic(t, 0.0), None);
    }

    #[test]
    fn closed_form_and_search_agree() {
        let mut worst: f64 = 0.0;
        for n1 in [1_u64, 2, 7, 40] {
            for n0 in [1_u64, 3, 19] {
                for x1 in 0..=n1 {
                    for x0 in 0..=n0 {
                        let t = TwoByTwo::new(x1, n1, x0, n0).unwrap();
                        for i in -19..20 {
                            let d = f64::from(i) / 20.0;
                            let (_, q0) = restricted_rates(t, d).unwrap();
                            let closed = cubic_start(x1 as f64, n1 as f64, x0 as f64, n0 as f64, d)
                                .clamp((-d).max(0.0), (1.0 - d).min(1.0));
                            worst = worst.max((q0 - closed).abs());
                        }
                    }
                }
            }
        }
        assert!(worst < 1e-7, "{worst}");
    }

    #[test]
    fn the_statistic_falls_as_the_difference_grows() {
        for (x1, n1, x0, n0) in [(0, 10, 3, 20), (10, 10, 15, 20), (7, 34, 1, 34), (1, 1, 0, 1), (3, 2000, 9, 50)] {
            let t = TwoByTwo::new(x1, n1, x0, n0).unwrap();
            let mut last = f64::INFINITY;
            for i in -1000..=1000 {
                let value = Score::MiettinenNurminen.statistic_or_end(t, f64::from(i) / 1000.0);
                assert!(value <= last + 1e-12, "{t:?} at {i}");
                last = value;
            }
        }
    }

    #[test]
    fn a_full_correlation_leaves_the_difference_of_the_half_widths() {
        let i = mover(0.3, Interval { lower: 0.2, upper: 0.4 }, 0.1, Interval { lower: 0.0, upper: 0.2 }, 1.0);
        assert!((i.lower - 0.2).abs() < 1e-15 && (i.upper - 0.2).abs() < 1e-15);
    }
}
