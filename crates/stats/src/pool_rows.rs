//! The whole scored pool as rows: every case has group and decision, the outcome is known for the selected that were
//! checked and for a random arm (method `pool_rows`).
//!
//! Cases and selected of a group are counted, not estimated; of the random arm only the cases that are not selected
//! speak. Makes all rates of a group out of six counts, by way of `q`, the outcome rate of the not selected. May not
//! know how the random arm was drawn: the estimators are the same for a draw from the pool and for one from the not
//! selected. Invariants: no estimate can be impossible; limits lie in the metric's range; where nobody of the group is
//! in the random arm there are bounds and no value.
//!
//! Start reading at [`rate`].

use crate::difference::{miettinen_nurminen, mover};
use crate::float;
use crate::hypergeometric::Hypergeometric;
use crate::interval::{Estimate, Interval, Note};
use crate::normal;
use crate::proportion::{self, Method, clipped};

use crate::ratio::mover_ratio;
use crate::solve;
use crate::table::TwoByTwo;
use crate::two_arm::{View, odds_limits, reflected, variance_of_draw};

/// One group of the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Cases, `N`.
    pub cases: u64,
    /// Selected, `m`.
    pub selected: u64,
    /// Selected that were checked: all of them, or a random part.
    pub selected_known: u64,
    /// Checked with the outcome, `t` if all were checked.
    pub selected_errors: u64,
    /// Random cases that are not selected and have a known outcome, `r'`.
    pub random: u64,
    /// Those of them with the outcome, `e'`.
    pub random_errors: u64,
}

impl Group {
    /// A group of which all selected were checked.
    pub fn all_checked(cases: u64, selected: u64, errors: u64, random: u64, random_errors: u64) -> Group {
        Group { cases, selected, selected_known: selected, selected_errors: errors, random, random_errors }
    }

    fn unselected(&self) -> f64 {
        (self.cases - self.selected) as f64
    }

    fn selection_rate(&self) -> f64 {
        self.selected as f64 / self.cases as f64
    }

    /// The estimated precision; `None` if nobody was checked.
    fn precision(&self) -> Option<f64> {
        (self.selected_known > 0).then(|| self.selected_errors as f64 / self.selected_known as f64)
    }

    /// The estimated rate `q` of the outcome among the not selected; `None` without random cases.
    fn omission(&self) -> Option<f64> {
        (self.random > 0).then(|| self.random_errors as f64 / self.random as f64)
    }
}

/// A rate of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Selected among all: counted.
    Selection,
    /// With the outcome among the selected.
    PositivePredictiveValue,
    /// Without the outcome among the selected.
    FalseDiscovery,
    /// With the outcome among all: selected and random arm combined.
    Base,
    /// Selected among those with the outcome.
    TruePositive,
    /// Not selected among those with the outcome.
    FalseNegative,
    /// Selected among those without the outcome.
    FalsePositive,
    /// Not selected among those without the outcome.
    TrueNegative,
    /// Without the outcome among the not selected.
    NegativePredictiveValue,
    /// With the outcome among the not selected, `q`.
    FalseOmission,
}

const UNIT: Interval = Interval { lower: 0.0, upper: 1.0 };

/// A rate of one group with limits.
///
/// - Takes: the group; which rate; the view ([`View::ModelArmCensus`], or any process view, which are the same here);
///   `tail` at each end.
/// - Gives: a share with limits in [0, 1]. Selection rate and precision as in a full design (Wilson, Clopper-Pearson
///   below 40), in the census view with limits equal to the value; `q` by Clopper and Pearson, in the census view by
///   the hypergeometric limits of the number among the unselected; TPR and FPR as odds by MOVER for a ratio; the base
///   rate by MOVER of its two parts.
/// - Edges: a group without cases: all null, `no_cases`. No random cases: value null, `bounds_only`, the limits are
///   those of bounds without an assumption about `q`. Nobody selected: precision null. Everybody selected: the base
///   rate is the precision, TPR and FPR are 1, NPV and FOR null. No case with (without) the outcome anywhere: TPR (FPR)
///   has no value and the limits 0 and 1. Selected of whom nobody was checked: bounds. With every checked case a hit
///   and some not checked, half a case is left out of the hits in the effective count.
/// - Not for: random arms drawn with unequal or stratified chances (known probabilities).
/// - Source: methods, "Designs", B.8; Li, Tang and Wong 2014 (MOVER for a ratio). Oracle: `pool_rows/*` of
///   `oracle/designs/pool_rows.jsonl`.
pub fn rate(group: &Group, kind: Rate, view: View, tail: f64) -> Estimate {
    if group.cases == 0 {
        return Estimate::none(Note::NoCases);
    }
    match kind {
        Rate::FalseDiscovery => reflected(rate(group, Rate::PositivePredictiveValue, view, tail)),
        Rate::FalseNegative => reflected(rate(group, Rate::TruePositive, view, tail)),
        Rate::TrueNegative => reflected(rate(group, Rate::FalsePositive, view, tail)),
        Rate::NegativePredictiveValue => reflected(rate(group, Rate::FalseOmission, view, tail)),
        Rate::Selection => {
            let counted = proportion::estimate(group.selected, group.cases, tail).1;
            if view == View::ModelArmCensus { as_it_is(counted) } else { counted }
        }
        Rate::PositivePredictiveValue => precision(group, view, tail),
        Rate::FalseOmission if group.selected == group.cases => Estimate::none(Note::NoCases),
        Rate::Base if group.selected == group.cases => precision(group, view, tail),
        Rate::TruePositive | Rate::FalsePositive if group.selected == group.cases => {
            everybody_selected(group, kind == Rate::TruePositive)
        }
        _ if group.random == 0 => without_random_cases(group, kind, view, tail),
        Rate::FalseOmission => omission(group, view, tail),
        Rate::Base => base_rate(group, view, tail),
        Rate::TruePositive | Rate::FalsePositive => selected_among(group, kind == Rate::TruePositive, view, tail),
    }
}

/// The value as both limits: nothing is left to chance.
fn as_it_is(estimate: Estimate) -> Estimate {
    Estimate { lower: estimate.value, upper: estimate.value, ..estimate }
}

fn precision(group: &Group, view: View, tail: f64) -> Estimate {
    let estimate = proportion::estimate(group.selected_errors, group.selected_known, tail).1;
    let known = view == View::ModelArmCensus && group.selected_known == group.selected;
    if known { as_it_is(estimate) } else { estimate }
}

fn everybody_selected(group: &Group, errors: bool) -> Estimate {
    let hits = if errors { group.selected_errors } else { group.selected_known - group.selected_errors };
    if hits == 0 {
        return Estimate::none(Note::NoCases);
    }
    Estimate::new(1.0, Interval { lower: 1.0, upper: 1.0 })
}

/// Bounds without an assumption about the not selected, `q` anywhere from 0 to 1: the limits of the rate at either end.
fn without_random_cases(group: &Group, kind: Rate, view: View, tail: f64) -> Estimate {
    let errors = kind == Rate::TruePositive;
    let limits = match kind {
        Rate::Base => base_parts(group, view, tail).map(|parts| {
            let (least, most) = (parts.at(0.0), parts.at(1.0));
            Interval { lower: least.0 - least.1, upper: most.0 + most.1 }
        }),
        Rate::TruePositive | Rate::FalsePositive => {
            found(group, errors, view, tail).map(|(_, odds)| Interval { lower: share(odds.lower), upper: 1.0 })
        }
        _ => None,
    };
    let limits = limits.unwrap_or(UNIT);
    let (lower, upper) = (limits.lower.max(0.0), limits.upper.min(1.0));
    Estimate { lower: Some(lower), upper: Some(upper), ..Estimate::none(Note::BoundsOnly) }
}

/// Odds as a share.
fn share(odds: f64) -> f64 {
    odds / (1.0 + odds)
}

/// `q` of the not selected.
fn omission(group: &Group, view: View, tail: f64) -> Estimate {
    if view != View::ModelArmCensus {
        return Method::ClopperPearson.estimate(group.random_errors, group.random, tail);
    }
    let unselected = group.cases - group.selected;
    let (low, high) = hypergeometric_limits(group.random_errors, group.random, unselected, tail);
    let share = |events: u64| events as f64 / unselected as f64;
    match group.omission() {
        Some(value) => Estimate::new(value, Interval { lower: share(low), upper: share(high) }),
        None => Estimate::none(Note::NoCases),
    }
}

/// The exact limits of the number of events among `population`, of which `drawn` were drawn without replacement and
/// `events` had it.
///
/// - Takes: `events <= drawn <= population`; `tail` at each end.
/// - Gives: the smallest number for which at least `events` are not too rare (`> tail`), and the largest for which at
///   most `events` are not.
/// - Everything drawn: both are `events`.
/// - Source: Katz 1953; Buonaccorsi 1987, Am. Stat. 41:215-218. Oracle: `pool_rows/*census*` of
///   `oracle/designs/pool_rows.jsonl`; enumeration.
pub fn hypergeometric_limits(events: u64, drawn: u64, population: u64, tail: f64) -> (u64, u64) {
    let (fewest, most) = (events, population - (drawn - events));
    let with = |total: u64| Hypergeometric::new(drawn, population - drawn, total);
    let rare_below = |total: u64| with(total).is_some_and(|x| float::exp(x.ln_upper(events, 1.0)) <= tail);
    let common_above = |total: u64| with(total).is_some_and(|x| float::exp(x.ln_lower(events, 1.0)) > tail);
    let lower = solve::last_true(rare_below, fewest, most).map_or(fewest, |last| (last + 1).min(most));
    let upper = solve::last_true(common_above, fewest, most).unwrap_or(most);
    (lower, upper)
}

/// Selected with (or without) the outcome per unselected case, as odds with limits.
///
/// What the odds are of does not matter to their limits: `effective` cases against as many others as make up the odds.
fn found(group: &Group, errors: bool, view: View, tail: f64) -> Option<(f64, Interval)> {
    let hits = if errors { group.selected_errors } else { group.selected_known - group.selected_errors };
    let unselected = group.unselected();
    let (all, known) = (group.selected as f64, group.selected_known as f64);
    let census = view == View::ModelArmCensus;
    if group.selected_known == group.selected {
        let odds = hits as f64 / unselected;
        if census {
            return Some((odds, Interval { lower: odds, upper: odds }));
        }
        let (lower, upper) = odds_limits(hits as f64, unselected, tail);
        return Some((odds, Interval { lower, upper: upper? }));
    }
    if group.selected_known == 0 {
        return None;
    }
    let odds = all * (hits as f64 / known) / unselected;
    let unchecked = 1.0 - known / all;
    // How much of the relative variance is the draw of the checked, and how much that of the selected themselves.
    let (of_draw, of_selected) = if census { (unchecked, 0.0) } else { (1.0, 1.0 / all) };
    let (effective, others) = match variance_of_draw(group.selected_known, hits) {
        Some(variance) => {
            let effective = 1.0 / (of_selected + of_draw * variance);
            (effective, effective / odds)
        }
        None => (0.0, unselected * known / (all * of_draw)),
    };
    let (lower, upper) = odds_limits(effective, others, tail);
    Some((odds, Interval { lower, upper: upper? }))
}

/// TPR (errors) or FPR: odds of the found per unselected, over the rate of the same among the unselected.
fn selected_among(group: &Group, errors: bool, view: View, tail: f64) -> Estimate {
    let rest = omission(group, view, tail);
    let rest = if errors { rest } else { reflected(rest) };
    let (Some(value), Some(interval)) = (rest.value, rest.interval()) else {
        return rest;
    };
    let Some((odds, limits)) = found(group, errors, view, tail) else {
        // Selected, and none of them checked: nothing is known of them.
        return Estimate { lower: Some(0.0), upper: Some(1.0), ..Estimate::none(Note::BoundsOnly) };
    };
    let ratio = mover_ratio(odds, limits, value, interval);
    let whole = Interval { lower: ratio.lower.map_or(0.0, share), upper: ratio.upper.map_or(1.0, share) };
    match (odds > 0.0, value > 0.0) {
        (_, true) => Estimate::new(share(odds / value), whole),
        (true, false) => Estimate::new(1.0, whole),
        (false, false) => {
            Estimate { lower: Some(whole.lower), upper: Some(whole.upper), ..Estimate::none(Note::NoCases) }
        }
    }
}

/// The base rate's part that does not come from the random arm.
struct BaseParts {
    cases: f64,
    /// Selected with the outcome, as a share of all.
    found: f64,
    /// The not selected, as a share of all.
    weight: f64,
    /// Variance from selected that were not checked.
    unchecked: f64,
    census: bool,
    z: f64,
}

impl BaseParts {
    /// The base rate if `q` of the not selected have the outcome, and the half width from everything but `q`.
    fn at(&self, q: f64) -> (f64, f64) {
        let value = self.found + self.weight * q;
        let own = if self.census { 0.0 } else { (self.found + self.weight * q * q - value * value) / self.cases };
        (value, self.z * (own + self.unchecked).max(0.0).sqrt())
    }
}

/// `None` if there are selected and none of them was checked.
fn base_parts(group: &Group, view: View, tail: f64) -> Option<BaseParts> {
    let (selected, cases) = (group.selection_rate(), group.cases as f64);
    let precision = if group.selected == 0 { 0.0 } else { group.precision()? };
    let census = view == View::ModelArmCensus;
    let unchecked = if group.selected_known < group.selected {
        let (known, all) = (group.selected_known as f64, group.selected as f64);
        let factor = if census { 1.0 - known / all } else { 1.0 };
        factor * selected * selected * precision * (1.0 - precision) / known
    } else {
        0.0
    };
    let (found, weight) = (selected * precision, group.unselected() / cases);
    Some(BaseParts { cases, found, weight, unchecked, census, z: normal::z_of_tail(tail) })
}

fn base_rate(group: &Group, view: View, tail: f64) -> Estimate {
    let rest = omission(group, view, tail);
    let (Some(q), Some(limits)) = (rest.value, rest.interval()) else {
        return rest;
    };
    let Some(parts) = base_parts(group, view, tail) else {
        return without_random_cases(group, Rate::Base, view, tail);
    };
    let (value, own) = parts.at(q);
    let reach = |limit: f64| float::hypot(own, parts.weight * (q - limit));
    clipped(value, Interval { lower: value - reach(limits.lower), upper: value + reach(limits.upper) }, 0.0, 1.0)
}

/// The difference of a rate between two groups by MOVER, group less reference.
///
/// - Takes: as [`rate`]; `tail` at each end.
/// - Gives: a difference with limits in [-1, 1]. A rate that has only bounds leaves a difference with bounds: lower
///   limit less upper limit.
/// - Edges: a rate that is null makes all null, with its notes.
/// - Not for: selection rate and precision in process views, which are compared as in a full design; correct in the
///   census view.
/// - Source: methods, "Designs", B.8.6. Oracle: `pool_rows/disparity/*` of `oracle/designs/pool_rows.jsonl`.
pub fn difference(group: &Group, reference: &Group, kind: Rate, view: View, tail: f64) -> Estimate {
    let (a, b) = (rate(group, kind, view, tail), rate(reference, kind, view, tail));
    match (a.value, a.interval(), b.value, b.interval()) {
        (Some(p), Some(i), Some(q), Some(j)) => clipped(p - q, mover(p, i, q, j, 0.0), -1.0, 1.0),
        (_, Some(i), _, Some(j)) => {
            let free = Interval { lower: i.lower - j.upper, upper: i.upper - j.lower };
            Estimate { lower: Some(free.lower), upper: Some(free.upper), ..without_value(&a, &b) }
        }
        _ => without_value(&a, &b),
    }
}

/// The ratio of a rate between two groups (method `mover_ratio`), group over reference.
///
/// - Takes: as [`difference`]. Gives: a ratio with limits from 0 to unbounded; bounds where a rate has only bounds.
/// - Edges: reference rate 0: value null (`reference_has_no_events`, `no_events`), the lower limit stands. A rate that
///   is null: all null.
/// - Source, oracle: as [`difference`].
pub fn ratio(group: &Group, reference: &Group, kind: Rate, view: View, tail: f64) -> Estimate {
    let (a, b) = (rate(group, kind, view, tail), rate(reference, kind, view, tail));
    match (a.value, a.interval(), b.value, b.interval()) {
        (Some(p), Some(i), Some(q), Some(j)) => mover_ratio(p, i, q, j),
        (_, Some(i), _, Some(j)) => {
            let over = |x: f64, y: f64| (y > 0.0).then(|| x / y);
            let limits = without_value(&a, &b);
            let limits =
                Estimate { lower: over(i.lower, j.upper).or(Some(0.0)), upper: over(i.upper, j.lower), ..limits };
            if limits.upper.is_none() { limits.with(Note::Unbounded) } else { limits }
        }
        _ => without_value(&a, &b),
    }
}

/// Nothing but the reasons why one of the two has no value.
fn without_value(a: &Estimate, b: &Estimate) -> Estimate {
    let reasons = a.notes.iter().chain(&b.notes).filter(|&&note| note != Note::Clipped);
    reasons.fold(Estimate::default(), |none, &note| none.with(note))
}

/// How much more often the selected have the outcome than the pool: difference and ratio of precision and base rate.
///
/// - Takes: a group; `tail` at each end.
/// - Gives: `w` times Miettinen and Nurminen's limits of precision against `q`, and `1 / (selection rate + w x)` with
///   `x = q / precision` by MOVER for a ratio; precision equal to `q` is no gain. The same in every view.
/// - Edges: nobody checked or no random cases: null, `no_cases`. Everybody selected: difference 0 and ratio 1, exactly.
///   No outcome anywhere: ratio null, `no_events`.
/// - Source: methods, "Designs", B.8.8. Oracle: `pool_rows/lift/*` of `oracle/designs/pool_rows.jsonl`.
pub fn lift(group: &Group, tail: f64) -> (Estimate, Estimate) {
    if group.cases == 0 || group.selected_known == 0 {
        return (Estimate::none(Note::NoCases), Estimate::none(Note::NoCases));
    }
    if group.selected == group.cases {
        let exactly = |x: f64| Estimate::new(x, Interval { lower: x, upper: x });
        return (exactly(0.0), exactly(1.0));
    }
    if group.random == 0 {
        return (Estimate::none(Note::NoCases), Estimate::none(Note::NoCases));
    }
    let (selected, weight) = (group.selection_rate(), group.unselected() / group.cases as f64);
    let z = normal::z_of_tail(tail);
    let compared = match TwoByTwo::new(group.selected_errors, group.selected_known, group.random_errors, group.random) {
        Some(table) => miettinen_nurminen(table, z),
        None => Estimate::none(Note::NoCases),
    };
    let scaled = |x: Option<f64>| x.map(|x| weight * x);
    let difference = Estimate {
        value: scaled(compared.value),
        lower: scaled(compared.lower),
        upper: scaled(compared.upper),
        ..compared
    };
    let (rest, precision) = (
        Method::ClopperPearson.estimate(group.random_errors, group.random, tail),
        proportion::estimate(group.selected_errors, group.selected_known, tail).1,
    );
    let (Some(q), Some(i), Some(p), Some(j)) = (rest.value, rest.interval(), precision.value, precision.interval())
    else {
        return (difference, Estimate::none(Note::NoCases));
    };
    let x = mover_ratio(q, i, p, j);
    let gain = |x: f64| 1.0 / (selected + weight * x);
    let limits = Interval { lower: x.upper.map_or(0.0, gain), upper: x.lower.map_or(gain(0.0), gain) };
    let ratio = match (p > 0.0, q > 0.0) {
        (true, _) => Estimate::new(gain(q / p), limits),
        (false, true) => Estimate::new(0.0, limits),
        (false, false) => {
            Estimate { lower: Some(limits.lower), upper: Some(limits.upper), ..Estimate::none(Note::NoEvents) }
        }
    };
    (difference, ratio)
}

/// A share among the selected against the pool's share, which is known: difference and ratio.
///
/// - Takes: `of_group` of `selected`; the pool's share above 0; `tail` at each end.
/// - Gives: the share's interval shifted by the pool's share, and divided by it; `no_cases` if nobody is selected or
///   the share is 0.
/// - Source: methods, "Designs", B.8.8.
pub fn against_pool(of_group: u64, selected: u64, share_of_pool: f64, tail: f64) -> (Estimate, Estimate) {
    let estimate = proportion::estimate(of_group, selected, tail).1;
    let mapped = |f: &dyn Fn(f64) -> f64| Estimate {
        value: estimate.value.map(f),
        lower: estimate.lower.map(f),
        upper: estimate.upper.map(f),
        ..estimate.clone()
    };
    if share_of_pool <= 0.0 {
        return (Estimate::none(Note::NoCases), Estimate::none(Note::NoCases));
    }
    (mapped(&|x| x - share_of_pool), mapped(&|x| x / share_of_pool))
}

/// Delta variances, for planning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned {
    /// Of the logarithm of the odds of TPR; `None` without errors found or omitted.
    pub ln_odds_true_positive: Option<f64>,
    /// Of the logarithm of the odds of FPR; `None` without other cases found or omitted.
    pub ln_odds_false_positive: Option<f64>,
    /// Of the base rate.
    pub base: f64,
}

/// The delta variances of a group's rates, for planning; groups are uncorrelated.
///
/// - Takes: a group all of whose selected were checked; the view. Gives: `None` without random cases or cases.
/// - Not for: intervals.
/// - Source: methods, "Designs", B.8. Oracle: `pool_rows/delta/*` of `oracle/designs/pool_rows.jsonl` (numerical
///   gradient).
pub fn planned(group: &Group, view: View) -> Option<Planned> {
    let q = group.omission()?;
    if group.cases == 0 {
        return None;
    }
    let (n, u, r) = (group.cases as f64, group.unselected(), group.random as f64);
    let (found, weight) = (group.selected_errors as f64 / n, u / n);
    let census = view == View::ModelArmCensus;
    let finite = if census { 1.0 - r / u } else { 1.0 };
    let ln_odds = |hits: u64, share: f64| {
        let own = if census { 0.0 } else { 1.0 / hits as f64 + 1.0 / u };
        (hits > 0 && share > 0.0).then(|| own + finite * (1.0 - share) / (share * r))
    };
    let base = found + weight * q;
    let own = if census { 0.0 } else { (found + weight * q * q - base * base) / n };
    Some(Planned {
        ln_odds_true_positive: ln_odds(group.selected_errors, q),
        ln_odds_false_positive: ln_odds(group.selected_known - group.selected_errors, 1.0 - q),
        base: weight * weight * q * (1.0 - q) / r * finite + own,
    })
}

/// True if a random arm drawn from the pool should hold selected cases and none is marked: the arm cannot then be
/// printed alone (warning `overlap_not_recorded`).
///
/// Takes: cases of the random arm, of the model arm and of the pool; how many random cases are marked as selected. At
/// least 5 expected.
pub fn overlap_not_recorded(random: u64, selected: u64, pool: u64, marked: u64) -> bool {
    marked == 0 && pool > 0 && random as f64 * selected as f64 / pool as f64 >= 5.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATES: [Rate; 10] = [
        Rate::Selection,
        Rate::PositivePredictiveValue,
        Rate::FalseDiscovery,
        Rate::Base,
        Rate::TruePositive,
        Rate::FalseNegative,
        Rate::FalsePositive,
        Rate::TrueNegative,
        Rate::NegativePredictiveValue,
        Rate::FalseOmission,
    ];

    /// `P(X = k)` of the hypergeometric distribution by products of whole numbers' ratios.
    fn mass(k: u64, drawn: u64, population: u64, total: u64) -> f64 {
        if k > drawn || k > total || drawn - k > population - total {
            return 0.0;
        }
        let choose = |n: u64, k: u64| (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product::<f64>();
        choose(total, k) * choose(population - total, drawn - k) / choose(population, drawn)
    }

    #[test]
    fn hypergeometric_limits_are_those_of_an_enumeration() {
        for (population, drawn) in [(30, 7), (40, 40), (25, 1), (60, 33)] {
            for events in 0..=drawn {
                for tail in [0.025, 0.2, 1e-6] {
                    let at_least = |total| (events..=drawn).map(|k| mass(k, drawn, population, total)).sum::<f64>();
                    let at_most = |total| (0..=events).map(|k| mass(k, drawn, population, total)).sum::<f64>();
                    let possible = || events..=population - (drawn - events);
                    let lower = possible().find(|&total| at_least(total) > tail).unwrap();
                    let upper = possible().rev().find(|&total| at_most(total) > tail).unwrap();
                    assert_eq!(
                        hypergeometric_limits(events, drawn, population, tail),
                        (lower, upper),
                        "{events} {drawn} {population}"
                    );
                }
            }
        }
    }

    #[test]
    fn hypergeometric_limits_of_a_large_population_are_near_those_of_a_binomial() {
        let (low, high) = hypergeometric_limits(32, 720, 100_000_000, 0.025);
        let binomial = Method::ClopperPearson.interval(32, 720, 0.025).unwrap();
        assert!((low as f64 / 1e8 - binomial.lower).abs() < 1e-5 && (high as f64 / 1e8 - binomial.upper).abs() < 1e-5);
        assert_eq!(hypergeometric_limits(0, 0, 50, 0.025), (0, 50));
    }

    proptest! {
        #[test]
        fn every_rate_lies_in_its_interval_and_every_interval_in_the_unit(
            selected in 0_u64..60, unselected in 0_u64..300, checked in 0.0..=1.0_f64,
            errors in 0.0..=1.0_f64, random in 0.0..=1.0_f64,
            omitted in 0.0..=1.0_f64, part: bool, census: bool
        ) {
            let of = |n: u64, share: f64| (n as f64 * share) as u64;
            let selected_known = if part { of(selected, checked) } else { selected };
            let drawn = of(unselected, random);
            let group = Group {
                cases: selected + unselected, selected, selected_known, selected_errors: of(selected_known, errors),
                random: drawn, random_errors: of(drawn, omitted),
            };
            let view = if census { View::ModelArmCensus } else { View::ArmsFixed };
            for kind in RATES {
                let e = rate(&group, kind, view, 0.025);
                if let Some(i) = e.interval() {
                    prop_assert!(0.0 <= i.lower && i.lower <= i.upper && i.upper <= 1.0, "{kind:?} {e:?}");
                    if let Some(v) = e.value {
                        prop_assert!(i.lower <= v + 1e-12 && v <= i.upper + 1e-12, "{kind:?} {e:?}");
                    }
                } else {
                    prop_assert!(e.value.is_none() && !e.notes.is_empty(), "{kind:?} {e:?}");
                }
            }
        }
    }

    // Design C with the strata group x decision, weights 1 and u/r': the point estimates are Hajek's.
    #[test]
    fn the_estimates_are_those_of_weighting_by_the_inverse_chance() {
        let g = Group::all_checked(20_000, 300, 150, 180, 9);
        let w = 19_700.0 / 180.0;
        let (omitted, others) = (9.0 * w, 171.0 * w);
        let value = |kind| rate(&g, kind, View::ArmsFixed, 0.025).value.unwrap();
        for (kind, expected) in [
            (Rate::Base, (150.0 + omitted) / 20_000.0),
            (Rate::TruePositive, 150.0 / (150.0 + omitted)),
            (Rate::FalsePositive, 150.0 / (150.0 + others)),
        ] {
            assert!((value(kind) - expected).abs() < 1e-14, "{kind:?}");
        }
    }

    #[test]
    fn checking_only_part_of_the_selected_never_narrows_a_rate() {
        for kind in [Rate::Base, Rate::TruePositive, Rate::FalsePositive, Rate::PositivePredictiveValue] {
            for view in [View::ArmsFixed, View::ModelArmCensus] {
                let width = |known: u64, errors: u64| {
                    let g = Group {
                        selected_known: known,
                        selected_errors: errors,
                        ..Group::all_checked(20_000, 300, 150, 180, 9)
                    };
                    let i = rate(&g, kind, view, 0.025).interval().unwrap();
                    i.upper - i.lower
                };
                assert!(width(30, 15) > width(120, 60) && width(120, 60) > width(300, 150), "{kind:?} {view:?}");
            }
        }
        let all_hits =
            Group { selected_known: 12, selected_errors: 12, ..Group::all_checked(20_000, 300, 150, 180, 9) };
        let i = rate(&all_hits, Rate::TruePositive, View::ModelArmCensus, 0.025).interval().unwrap();
        let known =
            rate(&Group::all_checked(20_000, 300, 300, 180, 9), Rate::TruePositive, View::ModelArmCensus, 0.025);
        assert!(i.lower < known.lower.unwrap(), "twelve hits in twelve do not make three hundred certain");
    }

    #[test]
    fn a_group_without_random_cases_leaves_bounds_in_every_comparison() {
        let (nobody, some) =
            (Group::all_checked(20_000, 300, 150, 0, 0), Group::all_checked(80_000, 800, 400, 720, 32));
        for kind in [Rate::Base, Rate::TruePositive, Rate::FalsePositive, Rate::FalseOmission] {
            let d = difference(&nobody, &some, kind, View::ArmsFixed, 0.025);
            assert!(d.value.is_none() && d.has(Note::BoundsOnly) && d.interval().is_some());
            let r = ratio(&some, &nobody, kind, View::ArmsFixed, 0.025);
            assert!(r.value.is_none() && r.has(Note::BoundsOnly) && r.lower.is_some(), "{kind:?} {r:?}");
        }
        let none = Group::all_checked(0, 0, 0, 0, 0);
        assert_eq!(difference(&none, &some, Rate::Base, View::ArmsFixed, 0.025), Estimate::none(Note::NoCases));
    }

    #[test]
    fn swapping_the_groups_turns_a_comparison_round() {
        let (a, b) = (Group::all_checked(20_000, 300, 150, 180, 9), Group::all_checked(80_000, 800, 400, 720, 32));
        for kind in
            [Rate::Base, Rate::TruePositive, Rate::FalseNegative, Rate::FalsePositive, Rate::NegativePredictiveValue]
        {
            let (ab, ba) =
                (difference(&a, &b, kind, View::ArmsFixed, 0.025), difference(&b, &a, kind, View::ArmsFixed, 0.025));
            assert!((ab.lower.unwrap() + ba.upper.unwrap()).abs() < 1e-15);
            let (r, s) = (ratio(&a, &b, kind, View::ArmsFixed, 0.025), ratio(&b, &a, kind, View::ArmsFixed, 0.025));
            assert!((r.lower.unwrap() * s.upper.unwrap() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn lift_has_its_edges() {
        let everybody = lift(&Group::all_checked(50, 50, 20, 0, 0), 0.025);
        assert_eq!((everybody.0.value, everybody.1.value), (Some(0.0), Some(1.0)));
        let nobody = lift(&Group::all_checked(50, 0, 0, 9, 1), 0.025);
        assert!(nobody.0.has(Note::NoCases) && nobody.1.has(Note::NoCases));
        let nothing = lift(&Group::all_checked(500, 50, 0, 90, 0), 0.025);
        assert!(nothing.1.has(Note::NoEvents) && nothing.0.value == Some(0.0));
        let found_none = lift(&Group::all_checked(500, 50, 0, 90, 4), 0.025);
        assert_eq!((found_none.1.value, found_none.1.lower), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn a_share_is_compared_with_a_pool_that_is_known() {
        let (difference, ratio) = against_pool(30, 100, 0.2, 0.025);
        let wilson = Method::Wilson.interval(30, 100, 0.025).unwrap();
        assert_eq!((difference.lower, ratio.upper), (Some(wilson.lower - 0.2), Some(wilson.upper / 0.2)));
        assert!(against_pool(0, 0, 0.2, 0.025).0.has(Note::NoCases));
    }

    #[test]
    fn an_unrecorded_overlap_is_noticed_only_where_five_were_to_be_expected() {
        assert!(overlap_not_recorded(1000, 500, 100_000, 0));
        assert!(!overlap_not_recorded(1000, 499, 100_000, 0));
        assert!(!overlap_not_recorded(1000, 500, 100_000, 1));
    }
}
