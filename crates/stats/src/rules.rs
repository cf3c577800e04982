//! Rules of others, read with intervals: the four-fifths rule, an agency's share rule.
//!
//! Makes a reading (shown, shown not, cannot be told) out of estimates. May not know provisions: a rule is described,
//! not adopted, and no verdict of the audit rests on it.
//!
//! Start reading at [`four_fifths`].

use crate::interval::Estimate;

/// Whether a condition holds, as far as an interval can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The whole interval meets the condition.
    Shown,
    /// No part of the interval meets it.
    ShownNot,
    /// Part of it does, or there is no interval.
    CannotTell,
}

/// A rule read at the point, as it is published, and with the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Does the estimate alone fail the rule? `None` without an estimate.
    pub point_fails: Option<bool>,
    /// Is failing shown?
    pub fails: Told,
}

/// The four-fifths rule: the ratio of favourable rates, group over reference, is below 0.8.
///
/// - Takes: the ratio with its interval, of the favourable rates: for an unfavourable decision of the rates *not*
///   selected.
/// - Gives: failing is shown if the interval ends below 0.8, shown not if it begins at 0.8 or above.
/// - Not for: groups under 2 % of the pool, by the rule's own text; other countries.
/// - Source: 29 CFR 1607.4 D; methods, "Verdicts and planning", 5.7. Oracle: `oracle/designs/four_fifths.jsonl`.
pub fn four_fifths(ratio: &Estimate) -> Rule {
    let fails = if ratio.below(0.8) {
        Told::Shown
    } else if ratio.lower.is_some_and(|lower| lower >= 0.8) {
        Told::ShownNot
    } else {
        Told::CannotTell
    };
    Rule { point_fails: ratio.value.map(|value| value < 0.8), fails }
}

/// The agency's share rule, step 1: a group's share among the selected is at least twice or at most half its share in
/// the random sample, or differs from it by at least 0.30.
///
/// - Takes: ratio and difference of the two shares with their intervals.
/// - Gives: failing is shown if an interval lies wholly beyond one limit, shown not if both lie inside all.
/// - Source: methods, "Verdicts and planning", 5.8. Oracle: `two_arm/agency_test_1/*` (intervals).
pub fn share_rule(ratio: &Estimate, difference: &Estimate) -> Rule {
    let point_fails = match (ratio.value, difference.value) {
        (None, None) => None,
        (r, d) => Some(r.is_some_and(|r| r >= 2.0 || r <= 0.5) || d.is_some_and(|d| d.abs() >= 0.30)),
    };
    let parts = [outside(ratio, 0.5, 2.0), outside(difference, -0.30, 0.30)];
    let fails = if parts.contains(&Told::Shown) {
        Told::Shown
    } else if parts == [Told::ShownNot; 2] {
        Told::ShownNot
    } else {
        Told::CannotTell
    };
    Rule { point_fails, fails }
}

/// The agency's share rule, step 2: a group's shares among errors found and among the selected differ by at least 0.10.
///
/// - Takes: the nested difference ([`crate::shares::errors_minus_selected`]). Gives: as [`share_rule`]. Source: as
///   there.
pub fn nested_share_rule(difference: &Estimate) -> Rule {
    Rule { point_fails: difference.value.map(|d| d.abs() >= 0.10), fails: outside(difference, -0.10, 0.10) }
}

/// Does the interval lie at or beyond one of two limits?
fn outside(estimate: &Estimate, low: f64, high: f64) -> Told {
    let at_least = |limit: Option<f64>, x: f64| limit.is_some_and(|limit| limit >= x);
    let at_most = |limit: Option<f64>, x: f64| limit.is_some_and(|limit| limit <= x);
    if at_least(estimate.lower, high) || at_most(estimate.upper, low) {
        Told::Shown
    } else if estimate.above(low) && estimate.below(high) {
        Told::ShownNot
    } else {
        Told::CannotTell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::{Interval, Note};

    fn estimate(value: f64, lower: f64, upper: f64) -> Estimate {
        Estimate::new(value, Interval { lower, upper })
    }

    // Sweden 2017, 5.8: high education fails, shown; low income passes at the point, but the interval crosses 2.
    #[test]
    fn the_share_rule_is_read_with_its_intervals() {
        let high_education = share_rule(&estimate(0.4532, 0.4176, 0.4929), &estimate(-0.2585, -0.29, -0.22));
        assert_eq!(high_education, Rule { point_fails: Some(true), fails: Told::Shown });
        let low_income = share_rule(&estimate(1.978, 1.782, 2.204), &estimate(0.2513, 0.22, 0.28));
        assert_eq!(low_income, Rule { point_fails: Some(false), fails: Told::CannotTell });
        let women = share_rule(&estimate(1.204, 1.139, 1.277), &estimate(0.1145, 0.08, 0.15));
        assert_eq!(women, Rule { point_fails: Some(false), fails: Told::ShownNot });
        let nobody = Estimate::none(Note::NoCases);
        assert_eq!(share_rule(&nobody, &nobody), Rule { point_fails: None, fails: Told::CannotTell });
    }

    #[test]
    fn the_limits_of_the_rules_themselves_count_as_the_rules_say() {
        assert_eq!(nested_share_rule(&estimate(0.12, 0.10, 0.14)).fails, Told::Shown);
        assert_eq!(nested_share_rule(&estimate(0.08, 0.02, 0.10)).fails, Told::CannotTell);
        assert_eq!(four_fifths(&estimate(0.8, 0.8, 0.9)).fails, Told::ShownNot);
        assert_eq!(four_fifths(&estimate(0.7, 0.6, 0.8)).fails, Told::CannotTell);
    }
}
