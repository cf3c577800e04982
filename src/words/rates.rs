//! Names of rates that bring their own texts and direction of harm (`metrics-union.md`, family P).

use super::lists::HarmDirection;

/// A rate of a spec's own whose name is known.
#[derive(Clone, Copy, Debug)]
pub struct NamedRate {
    /// Name, as in `[[rate]] name`.
    pub name: &'static str,
    /// Which direction is to the disadvantage of a group, where the spec does not say.
    pub harm: HarmDirection,
}

const fn harmful(name: &'static str) -> NamedRate {
    NamedRate { name, harm: HarmDirection::Higher }
}

const fn neutral(name: &'static str) -> NamedRate {
    NamedRate { name, harm: HarmDirection::None }
}

/// Every name of the family.
pub const NAMED_RATES: &[NamedRate] = &[
    harmful("delay_rate"),
    harmful("recovery_rate"),
    harmful("ended_without_error_rate"),
    harmful("changed_on_review_rate"),
    NamedRate { name: "straight_through_rate", harm: HarmDirection::Lower },
    neutral("override_rate"),
    neutral("follow_rate"),
    neutral("agreement_when_right"),
    harmful("agreement_when_wrong"),
    neutral("trained_share"),
    harmful("flip_rate"),
    harmful("unmatched_rate"),
    harmful("misread_rate"),
    harmful("wrong_link_rate"),
    harmful("leak_rate"),
];

/// The named rate of a name.
pub fn named_rate(name: &str) -> Option<&'static NamedRate> {
    NAMED_RATES.iter().find(|rate| rate.name == name)
}
