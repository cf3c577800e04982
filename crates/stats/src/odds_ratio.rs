//! The odds ratio of a group against a reference, `ad / (bc)`.

use crate::float;
use crate::hypergeometric::Hypergeometric;
use crate::interval::{Estimate, Interval, Note};
use crate::normal;
use crate::solve;
use crate::table::TwoByTwo;

/// Up to this many cases the exact limits are the default, above it the score limits.
pub const EXACT_UP_TO: u64 = 10_000_000;

/// Half the width of the range in which the logarithm of an odds ratio is sought by exact limits.
const LN_ODDS_MOST: f64 = 690.0;

/// The same for score limits, whose statistic needs the square of the odds ratio.
const LN_ODDS_MOST_SCORE: f64 = 300.0;

/// How the limits of an odds ratio are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Conditional estimate with exact limits.
    ConditionalExact,
    /// Sample odds ratio with score limits.
    Score,
    /// Sample odds ratio with Wald's limits on the logarithm.
    Woolf,
}

impl Method {
    /// The default: exact up to [`EXACT_UP_TO`] cases, score above.
    pub fn default_for(table: TwoByTwo) -> Method {
        if table.cases() <= EXACT_UP_TO { Method::ConditionalExact } else { Method::Score }
    }

    /// The name of the method in a report.
    pub fn name(self) -> &'static str {
        match self {
            Method::ConditionalExact => "conditional_exact",
            Method::Score => "score",
            Method::Woolf => "woolf",
        }
    }

    /// The odds ratio with limits at this error probability of each end.
    pub fn estimate(self, table: TwoByTwo, tail: f64) -> Estimate {
        match self {
            Method::ConditionalExact => conditional_exact(table, tail),
            Method::Score => score(table, normal::z_of_tail(tail)),
            Method::Woolf => woolf(table, normal::z_of_tail(tail)),
        }
    }
}

/// The sample odds ratio, `ad / (bc)`; 0 if `ad = 0`.
///
/// `None` if `bc = 0` (infinite, or nothing at all): note [`Note::ZeroCell`].
pub fn sample(table: TwoByTwo) -> Option<f64> {
    let [a, b, c, d] = table.cells();
    if b == 0 || c == 0 {
        return None;
    }
    Some((a as f64 / b as f64) * (d as f64 / c as f64))
}

/// What can be said before any computation: no cases, or margins that fix the table.
fn without_freedom(table: TwoByTwo) -> Option<Estimate> {
    if table.has_empty_side() {
        return Some(Estimate::none(Note::NoCases));
    }
    if table.events() == 0 || table.events() == table.cases() {
        // Every odds ratio fits.
        let everything = Estimate { lower: Some(0.0), ..Estimate::none(Note::MarginsLeaveNoFreedom) };
        return Some(everything.with(Note::Unbounded));
    }
    None
}

/// Puts value and limits together with the notes of what is infinite.
fn assembled(value: Option<f64>, lower: f64, upper: Option<f64>) -> Estimate {
    let mut estimate = Estimate { value, lower: Some(lower), upper, ..Estimate::default() };
    if value.is_none() {
        estimate = estimate.with(Note::ZeroCell);
    }
    if upper.is_none() {
        estimate = estimate.with(Note::Unbounded);
    }
    estimate
}

/// The sample odds ratio with Woolf's limits on the logarithm.
///
/// - Takes: a table of counts; `z >= 0`.
/// - Gives: all `None` with [`Note::ZeroCell`] if a cell is 0, with [`Note::NoCases`] if a side is empty.
/// - For comparison with other tools only.
/// - Source: Woolf 1955, Ann. Hum. Genet. 19:251-253. Oracle: mpmath, statsmodels.
pub fn woolf(table: TwoByTwo, z: f64) -> Estimate {
    if table.has_empty_side() {
        return Estimate::none(Note::NoCases);
    }
    let Some(value) = sample(table).filter(|v| *v > 0.0) else { return Estimate::none(Note::ZeroCell) };
    let half = z * table.cells().iter().map(|c| 1.0 / *c as f64).sum::<f64>().sqrt();
    Estimate::new(value, Interval { lower: value * float::exp(-half), upper: value * float::exp(half) })
}

/// The score statistic of an odds ratio, with the factor `(N-1)/N`: falls as `psi` grows.
///
/// - Takes: a table with cases on both sides; `psi > 0`.
/// - Gives `None` if a side is empty or the margins leave no freedom.
/// - Source: methods, "Proportions", 1.5 (Miettinen and Nurminen 1985). Oracle: mpmath.
pub fn score_statistic(table: TwoByTwo, psi: f64) -> Option<f64> {
    if without_freedom(table).is_some() {
        return None;
    }
    let (n1, n0) = (table.n1() as f64, table.n0() as f64);
    let all = table.cases() as f64;
    let events = table.events() as f64;
    let q0 = restricted_reference(n1, n0, events, psi);
    // The complement is the same problem with events and non-events exchanged; so are the two sides with each other.
    let w0 = restricted_reference(n1, n0, all - events, 1.0 / psi);
    let q1 = restricted_reference(n0, n1, events, 1.0 / psi);
    let w1 = restricted_reference(n0, n1, all - events, psi);
    let precision = 1.0 / (n1 * q1 * w1) + 1.0 / (n0 * q0 * w0);
    // x1 - n1 q1 by the cell with the smallest expected count: the four differences are equal, their rounding is not.
    let [a, b, c, d] = table.cells().map(|cell| cell as f64);
    let ways = [(n1 * q1, a - n1 * q1), (n1 * w1, n1 * w1 - b), (n0 * q0, n0 * q0 - c), (n0 * w0, d - n0 * w0)];
    let (_, excess) = ways.into_iter().fold((f64::MAX, 0.0), |least, way| if way.0 < least.0 { way } else { least });
    Some(excess * (precision * ((all - 1.0) / all)).sqrt())
}

/// The rate of the reference under odds ratio `psi`, given the number of events in all.
fn restricted_reference(n1: f64, n0: f64, events: f64, psi: f64) -> f64 {
    let none = n1 + n0 - events;
    let b = n1 * psi + n0 - events * (psi - 1.0);
    // The discriminant as a sum of two terms that are not negative.
    let gap = psi * (n1 - events) + (n0 - events);
    let root = (gap * gap + 4.0 * psi * events * none).sqrt();
    if b >= 0.0 { 2.0 * events / (b + root) } else { (root - b) / (2.0 * n0 * (psi - 1.0)) }
}

/// The sample odds ratio with score limits: all `psi` with `|T(psi)| <= z`.
///
/// - Takes: a table of counts; `z >= 0`.
/// - Gives: value `None` with [`Note::ZeroCell`] and upper infinite ([`Note::Unbounded`]) if `bc = 0`; lower 0 if `ad = 0`;
///   value `None`, lower 0, upper infinite with [`Note::MarginsLeaveNoFreedom`] if there are no events, or only events.
/// - The default above [`EXACT_UP_TO`] cases.
/// - Source: Miettinen and Nurminen 1985, Stat. Med. 4:213-226. Oracle: mpmath, statsmodels away from the edges.
pub fn score(table: TwoByTwo, z: f64) -> Estimate {
    debug_assert!(z >= 0.0);
    if let Some(estimate) = without_freedom(table) {
        return estimate;
    }
    let value = sample(table);
    let [a, b, c, d] = table.cells();
    let middle = match value {
        Some(v) if v > 0.0 => float::ln(v),
        Some(_) => -LN_ODDS_MOST_SCORE,
        None => LN_ODDS_MOST_SCORE,
    };
    let solve_on = |low: f64, high: f64, target: f64| {
        let f = |s: f64| target - score_statistic(table, float::exp(s)).unwrap_or(0.0);
        float::exp(solve::bracketed(f, low, high, 1e-16))
    };
    let lower = if a == 0 || d == 0 { 0.0 } else { solve_on(-LN_ODDS_MOST_SCORE, middle, z) };
    let upper = (b > 0 && c > 0).then(|| solve_on(middle, LN_ODDS_MOST_SCORE, -z));
    assembled(value, lower, upper)
}

/// The conditional odds ratio with exact limits: given the margins the number of events in the group has Fisher's noncentral
/// hypergeometric distribution.
///
/// - Takes: a table of counts; `tail` in (0, 0.5], the largest error probability of each end.
/// - Gives: the value at which the expected number of events is the observed one, which is not `ad / (bc)`. Least possible count:
///   value 0, lower 0. Largest possible count: value `None` ([`Note::ZeroCell`]), upper infinite ([`Note::Unbounded`]). No events,
///   or only events: value `None`, lower 0, upper infinite ([`Note::MarginsLeaveNoFreedom`]).
/// - Coverage guaranteed. Cost grows with the standard deviation, not with the size.
/// - Source: Fisher 1935, J. R. Stat. Soc. 98:39-82; Cornfield 1956, Proc. 3rd Berkeley Symp. 4:135-148. Oracle: mpmath, scipy
///   `odds_ratio`. R's `fisher.test` has limits good to three digits only.
pub fn conditional_exact(table: TwoByTwo, tail: f64) -> Estimate {
    debug_assert!(tail > 0.0 && tail <= 0.5);
    if let Some(estimate) = without_freedom(table) {
        return estimate;
    }
    let h = Hypergeometric::of(table);
    let x = table.x1();
    let ln_tail = float::ln(tail);
    let [a, b, c, d] = table.cells().map(|cell| cell as f64 + 0.5);
    let (middle, error) = (float::ln(a / b * (d / c)), (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt());
    let reach = normal::z_of_tail(tail) * error;
    // A last step of a millionth of the standard error leaves a millionth of that.
    let search = |f: &dyn Fn(f64) -> (f64, f64), start: f64| {
        float::exp(solve::increasing(f, -LN_ODDS_MOST, LN_ODDS_MOST, start, 1e-6 * error.min(1.0)))
    };
    let lower = if x == h.low() {
        0.0
    } else {
        search(
            &|s| {
                let (ln, slope) = h.ln_upper_with_slope(x, float::exp(s));
                (ln - ln_tail, slope)
            },
            middle - reach,
        )
    };
    let upper = (x < h.high()).then(|| {
        search(
            &|s| {
                let (ln, slope) = h.ln_lower_with_slope(x, float::exp(s));
                (ln_tail - ln, -slope)
            },
            middle + reach,
        )
    });
    let value = if x == h.low() {
        Some(0.0)
    } else {
        (x < h.high()).then(|| search(&|s| h.mean_beyond(float::exp(s), x), middle))
    };
    assembled(value, lower, upper)
}

#[cfg(test)]
mod tests {
    use super::{EXACT_UP_TO, Method, conditional_exact, sample, score, woolf};
    use crate::interval::{Limit, Note};
    use crate::table::TwoByTwo;

    fn table(x1: u64, n1: u64, x0: u64, n0: u64) -> TwoByTwo {
        TwoByTwo::new(x1, n1, x0, n0).unwrap()
    }

    #[test]
    fn margins_without_freedom_exclude_no_odds_ratio() {
        for t in [table(0, 10, 0, 20), table(10, 10, 20, 20)] {
            for e in [conditional_exact(t, 0.025), score(t, 1.96)] {
                assert!(e.has(Note::MarginsLeaveNoFreedom) && e.value.is_none());
                assert_eq!((e.lower, e.upper_limit()), (Some(0.0), Limit::Unbounded));
            }
        }
        assert!(conditional_exact(table(0, 0, 3, 5), 0.025).has(Note::NoCases));
        assert!(woolf(table(0, 4, 3, 5), 1.96).has(Note::ZeroCell));
    }

    #[test]
    fn exact_limits_are_sought_up_to_ten_million_cases() {
        let t = table(10, EXACT_UP_TO / 2, 7, EXACT_UP_TO / 2);
        assert_eq!(Method::default_for(t), Method::ConditionalExact);
        assert_eq!(Method::default_for(table(10, EXACT_UP_TO / 2 + 1, 7, EXACT_UP_TO / 2)), Method::Score);
    }

    #[test]
    fn at_size_all_methods_meet() {
        let t = table(3_000_000, 10_000_000, 2_900_000, 10_000_000);
        let (exact, by_score, by_log) =
            (conditional_exact(t, 0.025), score(t, 1.959963984540054), woolf(t, 1.959963984540054));
        for (a, b) in [(&exact, &by_score), (&exact, &by_log)] {
            assert!((a.value.unwrap() / b.value.unwrap() - 1.0).abs() < 1e-6);
            assert!((a.lower.unwrap() / b.lower.unwrap() - 1.0).abs() < 1e-6);
            assert!((a.upper.unwrap() / b.upper.unwrap() - 1.0).abs() < 1e-6);
        }
        assert!((sample(t).unwrap() - by_score.value.unwrap()).abs() < 1e-15);
    }
}
