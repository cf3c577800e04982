//! Interval and margin become a verdict: the only place where one is made.

use crate::words::{Harm, HarmDirection, Harmed, Scale, Verdict};

/// The limits that a verdict reads, already rounded as the report prints them. `None` with `unbounded` is infinite;
/// `None` without it is missing, and no verdict rests on that side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Lower limit.
    pub lower: Option<f64>,
    /// Upper limit.
    pub upper: Option<f64>,
}

/// What a comparison is judged by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Scale of the limits.
    pub scale: Scale,
    /// Difference: ≥ 0. Ratio scales: > 1.
    pub margin: f64,
    /// Which direction is to the group's disadvantage.
    pub direction: HarmDirection,
    /// Whose harm is looked for.
    pub harm: Harm,
}

impl Rule {
    /// The margin as an upper mark: `m`, or ρ on a ratio scale.
    pub fn above(&self) -> f64 {
        self.margin
    }

    /// The margin as a lower mark: `−m`, or 1/ρ on a ratio scale.
    pub fn below(&self) -> f64 {
        if self.ratio() { 1.0 / self.margin } else { -self.margin }
    }

    /// Is the scale one of ratios?
    pub fn ratio(&self) -> bool {
        matches!(self.scale, Scale::Ratio | Scale::OddsRatio)
    }

    /// With harm direction `both` or `none` one-sided harm counts as two-sided (`report-json.md`, 3).
    pub fn one_sided(&self) -> bool {
        self.harm == Harm::OneSided && matches!(self.direction, HarmDirection::Higher | HarmDirection::Lower)
    }
}

/// The three-valued verdict (`methods/5`, 5.1), with who is worse off where a disparity is shown.
///
/// Takes the limits that a disparity reads and those that an all-clear reads (the same but where `alpha_within` is
/// 0.05). Strict inequalities: touching the margin is inconclusive. A missing limit is never read as an infinite one
/// that clears the margin: either way no claim rests on it.
pub fn three_way(limits: Limits, within: Limits, rule: &Rule) -> (Verdict, Option<Harmed>) {
    let higher = limits.lower.is_some_and(|lower| lower > rule.above());
    let lower = limits.upper.is_some_and(|upper| upper < rule.below());
    let not_above = within.upper.is_some_and(|upper| upper < rule.above());
    let not_below = within.lower.is_some_and(|lower| lower > rule.below());
    let (disparity, clear) = match (rule.one_sided(), rule.direction) {
        (true, HarmDirection::Lower) => (lower, not_below),
        (true, _) => (higher, not_above),
        (false, _) => (higher || lower, not_above && not_below),
    };
    if disparity {
        (Verdict::Disparity, harmed(higher, rule.direction))
    } else if clear {
        (Verdict::WithinMargin, None)
    } else {
        (Verdict::Inconclusive, None)
    }
}

/// Does the interval leave out "no difference", and who is then worse off?
///
/// `None`: no interval at all.
pub fn excludes_no_difference(
    limits: Limits,
    rule_scale: Scale,
    direction: HarmDirection,
) -> Option<(bool, Option<Harmed>)> {
    if limits.lower.is_none() && limits.upper.is_none() {
        return None;
    }
    let none = if matches!(rule_scale, Scale::Ratio | Scale::OddsRatio) { 1.0 } else { 0.0 };
    let higher = limits.lower.is_some_and(|lower| lower > none);
    let lower = limits.upper.is_some_and(|upper| upper < none);
    if higher || lower { Some((true, harmed(higher, direction))) } else { Some((false, None)) }
}

fn harmed(group_is_higher: bool, direction: HarmDirection) -> Option<Harmed> {
    match (direction, group_is_higher) {
        (HarmDirection::Higher, true) | (HarmDirection::Lower, false) => Some(Harmed::Group),
        (HarmDirection::Higher, false) | (HarmDirection::Lower, true) => Some(Harmed::Reference),
        (HarmDirection::Both | HarmDirection::None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Rule, excludes_no_difference, three_way};
    use crate::words::{Harm, HarmDirection, Harmed, Scale, Verdict};

    fn rule(harm: Harm) -> Rule {
        Rule { scale: Scale::Difference, margin: 0.01, direction: HarmDirection::Higher, harm }
    }

    fn limits(lower: f64, upper: f64) -> Limits {
        Limits { lower: Some(lower), upper: Some(upper) }
    }

    // methods/5, 5.1: verdict/*
    #[test]
    fn the_worked_verdicts_come_out() {
        let cases = [
            (0.012, 0.03, Harm::TwoSided, Verdict::Disparity),
            (-0.03, -0.012, Harm::TwoSided, Verdict::Disparity),
            (-0.008, 0.009, Harm::TwoSided, Verdict::WithinMargin),
            (-0.008, 0.01, Harm::TwoSided, Verdict::Inconclusive),
            (0.005, 0.03, Harm::TwoSided, Verdict::Inconclusive),
            (-0.5, 0.009, Harm::OneSided, Verdict::WithinMargin),
            (-0.5, 0.011, Harm::OneSided, Verdict::Inconclusive),
            (-1.0, 1.0, Harm::TwoSided, Verdict::Inconclusive),
            (0.002, 0.008, Harm::TwoSided, Verdict::WithinMargin),
        ];
        for (lower, upper, harm, verdict) in cases {
            let limits = limits(lower, upper);
            assert_eq!(three_way(limits, limits, &rule(harm)).0, verdict, "{lower} {upper}");
        }
    }

    #[test]
    fn one_sided_harm_of_a_favourable_event_looks_the_other_way() {
        let granted = Rule { direction: HarmDirection::Lower, ..rule(Harm::OneSided) };
        let less = limits(-0.3, -0.1);
        assert_eq!(three_way(less, less, &granted), (Verdict::Disparity, Some(Harmed::Group)));
        let more = limits(0.1, 0.3);
        assert_eq!(three_way(more, more, &granted), (Verdict::WithinMargin, None));
    }

    #[test]
    fn a_ratio_is_read_against_the_margin_and_its_inverse() {
        let rule = Rule { scale: Scale::Ratio, margin: 1.25, direction: HarmDirection::Higher, harm: Harm::TwoSided };
        let half = limits(0.5, 0.7);
        assert_eq!(three_way(half, half, &rule), (Verdict::Disparity, Some(Harmed::Reference)));
        let open = Limits { lower: Some(1.3), upper: None };
        assert_eq!(three_way(open, open, &rule), (Verdict::Disparity, Some(Harmed::Group)));
        let open = Limits { lower: Some(0.9), upper: None };
        assert_eq!(three_way(open, open, &rule).0, Verdict::Inconclusive);
    }

    #[test]
    fn without_limits_nothing_is_said_of_a_difference() {
        assert_eq!(excludes_no_difference(Limits::default(), Scale::Ratio, HarmDirection::Higher), None);
        let one_end = Limits { lower: Some(1.1), upper: None };
        assert_eq!(
            excludes_no_difference(one_end, Scale::Ratio, HarmDirection::Lower),
            Some((true, Some(Harmed::Reference)))
        );
    }
}
