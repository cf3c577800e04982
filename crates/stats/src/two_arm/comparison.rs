//! Two groups compared: difference and ratio of a two-arm rate.
//!
//! Makes a difference by MOVER on conditional limits and a ratio with the exact limits of its table out of two groups'
//! counts. May not know margins. Invariants: limits of a difference never come from a Wald interval; the population's
//! size drops out of a ratio.
//!
//! Start reading at [`difference`].

use super::{ArmRate, Arms, Group, Rate, View, conditional_rate, ln_covariance, ln_variance, negated, prepared};
use crate::difference::mover;
use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::normal;
use crate::odds_ratio::conditional_exact;
use crate::proportion::clipped;
use crate::ratio::mover_ratio;
use crate::table::TwoByTwo;

/// The difference of a rate between two groups, group less reference (method `mover` on `conditional_rate`, whatever
/// the counts).
///
/// - Takes: two groups; which rate; the arms; `tail` at each end (under several comparisons `1 - Phi(c)`).
/// - Gives: a difference with limits in [-1, 1].
/// - Edges: `a = 0` in a group: the limits stand. `k = 0` in either: all null, `no_reference_cases_in_random_arm`. A
///   rate that is null for another reason (`no_cases`, `impossible_estimate`) makes all null with that reason.
/// - Not for: the limits of [`super::rate`] put into the same formula; they already hold the common part of the arms.
/// - Source: Zou and Donner 2008, Stat. Med. 27:1693-1702; methods, "Designs", B.2. Oracle: `two_arm/mover/*` of
///   `oracle/designs/two_arm.jsonl`.
pub fn difference(group: &Group, reference: &Group, kind: Rate, arms: &Arms, tail: f64) -> Estimate {
    let (a, b) = match (known_rate(group, kind, arms, tail), known_rate(reference, kind, arms, tail)) {
        (Ok(a), Ok(b)) => (a, b),
        (Err(note), Ok(_)) | (Ok(_), Err(note)) => return Estimate::none(note),
        (Err(one), Err(other)) => return Estimate::none(one).with(other),
    };
    let estimate = clipped(a.0 - b.0, mover(a.0, a.1, b.0, b.1, 0.0), -1.0, 1.0);
    if kind.is_reflected() { negated(estimate) } else { estimate }
}

/// Value and limits of the rate that is not reflected, or why there are none.
fn known_rate(group: &Group, kind: Rate, arms: &Arms, tail: f64) -> Result<(f64, Interval), Note> {
    let (counts, per_case) = prepared(group, kind, arms).ok_or(Note::NoCases)?;
    let estimate = conditional_rate(counts, per_case, tail);
    match (estimate.value, estimate.interval()) {
        (Some(value), _) if value > 1.0 => Err(Note::ImpossibleEstimate),
        (Some(value), Some(interval)) => Ok((value, interval)),
        _ => Err(Note::NoReferenceCasesInRandomArm),
    }
}

/// How a ratio's limits were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatioMethod {
    /// `conditional_exact`: the odds ratio of the table of the four counts.
    ConditionalExact,
    /// `mover_ratio`, where outcomes are missing and the counts are no whole numbers.
    MoverRatio,
    /// `delta_log`, for reflected rates.
    DeltaLog,
}

/// The ratio of a rate between two groups, group over reference.
///
/// The population's size drops out: it is the odds ratio of the table `[[a_g, k_g], [a_h, k_h]]`, with that table's
/// exact limits.
///
/// - Takes: two groups; which rate; the arms; the view (only reflected rates depend on it); `tail` at each end.
/// - Gives: the ratio of the two rates as printed, not the conditional estimate; limits from 0 to unbounded. A cut
///   group size multiplies value and limits.
/// - Edges: reference rate 0: value null (`reference_has_no_events`, or `no_events` if the group's is 0 too). `k = 0`:
///   value null (`no_reference_cases_in_random_arm`), exact limits stand. An impossible rate: value null. No random
///   cases of a group: all null. Reflected rates with a count of 0, or a rate of 1, have no logarithm: limits null
///   (`zero_cell`).
/// - Its Fisher p is the p-value of no difference.
/// - Source: Prentice 1986, Biometrika 73:1-11 (case-cohort design); methods, "Designs", B.1, B.2. Oracle:
///   `two_arm/ratio_as_odds_ratio/*`, `two_arm/mover/*` of `oracle/designs/two_arm.jsonl`.
pub fn ratio(
    group: &Group,
    reference: &Group,
    kind: Rate,
    arms: &Arms,
    view: View,
    tail: f64,
) -> (Estimate, RatioMethod) {
    let method = if kind.is_reflected() { RatioMethod::DeltaLog } else { RatioMethod::ConditionalExact };
    let (Some(a), Some(b)) = (prepared(group, kind, arms), prepared(reference, kind, arms)) else {
        return (Estimate::none(Note::NoCases), method);
    };
    if kind.is_reflected() {
        return (reflected_ratio(a, b, arms, view, tail), method);
    }
    let (mut limits, method) = match table(a.0, b.0) {
        Some(table) => {
            let exact = conditional_exact(table, tail);
            let by = a.1 / b.1;
            let scaled = |x: Option<f64>| x.map(|x| x * by);
            let limits = Estimate { lower: scaled(exact.lower), upper: scaled(exact.upper), ..Estimate::default() };
            (limits, RatioMethod::ConditionalExact)
        }
        None => (mover_limits(a, b, tail), RatioMethod::MoverRatio),
    };
    if limits.lower.is_some() && limits.upper.is_none() {
        limits = limits.with(Note::Unbounded);
    }
    (with_value(limits, a, b), method)
}

/// The ratio of the two rates, or why there is none.
fn with_value(limits: Estimate, a: (ArmRate, f64), b: (ArmRate, f64)) -> Estimate {
    let (Some(p), Some(q)) = (a.0.odds(), b.0.odds()) else {
        return limits.with(Note::NoReferenceCasesInRandomArm);
    };
    let (p, q) = (a.1 * p, b.1 * q);
    if p > 1.0 || q > 1.0 {
        return limits.with(Note::ImpossibleEstimate);
    }
    match (p > 0.0, q > 0.0) {
        (_, true) => Estimate { value: Some(p / q), ..limits },
        (true, false) => limits.with(Note::ReferenceHasNoEvents),
        (false, false) => limits.with(Note::NoEvents),
    }
}

/// The table `[[a_g, k_g], [a_h, k_h]]`, if all four counts are whole.
fn table(a: ArmRate, b: ArmRate) -> Option<TwoByTwo> {
    let all = [a.model, a.random, b.model, b.random];
    if !all.iter().all(|count| count.is_whole()) {
        return None;
    }
    let [a, k, c, l] = all.map(|count| count.effective as u64);
    TwoByTwo::new(a, a + k, c, c + l)
}

fn mover_limits(a: (ArmRate, f64), b: (ArmRate, f64), tail: f64) -> Estimate {
    let (a, b) = (conditional_rate(a.0, a.1, tail), conditional_rate(b.0, b.1, tail));
    let (Some(p), Some(i), Some(q), Some(j)) = (a.value, a.interval(), b.value, b.interval()) else {
        return Estimate::default();
    };
    Estimate { value: None, ..mover_ratio(p, i, q, j) }
}

/// The ratio of `1 - p` and `1 - q` on the log scale: its variance is `(p / (1 - p))^2` times that of `ln p`.
fn reflected_ratio(a: (ArmRate, f64), b: (ArmRate, f64), arms: &Arms, view: View, tail: f64) -> Estimate {
    let (Some(p), Some(q)) = (a.0.odds(), b.0.odds()) else {
        return Estimate::none(Note::NoReferenceCasesInRandomArm);
    };
    let (p, q) = (a.1 * p, b.1 * q);
    if p > 1.0 || q > 1.0 {
        return Estimate::none(Note::ImpossibleEstimate);
    }
    let value = match (p < 1.0, q < 1.0) {
        (_, true) => (1.0 - p) / (1.0 - q),
        (true, false) => return Estimate::none(Note::ReferenceHasNoEvents),
        (false, false) => return Estimate::none(Note::NoEvents),
    };
    let variance = || {
        let (v, w) = (ln_variance(a.0, arms, view)?, ln_variance(b.0, arms, view)?);
        let (f, g) = (p / (1.0 - p), q / (1.0 - q));
        (p < 1.0).then_some(f * f * v + g * g * w - 2.0 * f * g * ln_covariance(arms, view)?)
    };
    match variance() {
        Some(variance) => {
            let half = float::exp(normal::z_of_tail(tail) * variance.max(0.0).sqrt());
            Estimate::new(value, Interval { lower: value / half, upper: value * half })
        }
        None => Estimate { value: Some(value), ..Estimate::none(Note::ZeroCell) },
    }
}
