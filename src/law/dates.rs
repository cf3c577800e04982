//! The days of an audit: at which day the law is read, from when a provision applies, and the milestones.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::pack::{Milestone, Pack, Provision};
use super::rows::Milestones;
use super::view::{date_fact, fact_in};
use crate::spec::{Fact, Spec};
use crate::words::AuditKind;

/// The day at which the law is read (`law/packs.md`, 5.1): that of the spec; else the planned first day in use (before
/// use, on change), the last day of the period (periodic, retrospective), or the assessment date.
pub(super) fn law_date(spec: &Spec, today: NaiveDate) -> NaiveDate {
    if let Some(given) = spec.law.law_date {
        return given;
    }
    match spec.audit.kind {
        // A first day in use that has passed is no planned one.
        AuditKind::BeforeUse | AuditKind::OnChange => {
            date_fact(&spec.law.facts, "in_use_from").filter(|planned| *planned > today).unwrap_or(today)
        }
        AuditKind::Periodic | AuditKind::Retrospective => spec.audit.period.map_or(today, |(_, last)| last),
        AuditKind::Illustration => today,
    }
}

/// Which rule gave the day from which a provision applies to a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AppliesBy {
    /// The provision's own date.
    Provision,
    /// The end of a transition.
    Transition,
    /// A significant change of the system.
    Change,
}

impl AppliesBy {
    /// The word in the report.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Provision => "provision",
            Self::Transition => "transition",
            Self::Change => "change",
        }
    }
}

/// From when a provision applies to a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// The provision's own day.
    pub(super) own: NaiveDate,
    /// The day that counts.
    pub(super) day: NaiveDate,
    /// Which rule gave it.
    pub(super) by: AppliesBy,
    /// The day before which the system was in use, where a transition fits.
    pub(super) cut_off: Option<NaiveDate>,
    /// The last day of that transition.
    pub(super) latest: Option<NaiveDate>,
}

/// From when a provision applies. Facts must be known to fit: what is absent never postpones anything.
pub(super) fn start(provision: &Provision, facts: &BTreeMap<String, Fact>) -> Start {
    let own = provision.applies_from.unwrap_or(provision.in_force.from).0;
    let plain = Start { own, day: own, by: AppliesBy::Provision, cut_off: None, latest: None };
    let in_use = date_fact(facts, "in_use_from");
    let fitting = provision.transition.iter().find(|transition| {
        in_use.is_some_and(|from| from < transition.when.in_use_before.0)
            && transition.when.facts.iter().all(|(fact, values)| fact_in(facts, fact, values) == Some(true))
    });
    let Some(transition) = fitting else { return plain };
    let (cut_off, latest) = (transition.when.in_use_before.0, transition.applies_from.0);
    let change = transition.reset_by.as_deref().and_then(|fact| date_fact(facts, fact));
    let (day, by) = match change {
        Some(change) if cut_off <= change && change < latest => (change, AppliesBy::Change),
        _ => (latest, AppliesBy::Transition),
    };
    Start { own, day: day.max(own), by, cut_off: Some(cut_off), latest: Some(latest) }
}

/// Days in the life of an audit; `None`: not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// When the margin was set.
    pub(super) margin: Option<NaiveDate>,
    /// When the spec says that it was decided, whoever has signed it.
    pub(super) stated: Option<NaiveDate>,
    /// When results first existed.
    pub(super) results: Option<NaiveDate>,
    /// When it was decided.
    pub(super) decision: Option<NaiveDate>,
    /// When the system was put into use.
    pub(super) in_use: Option<NaiveDate>,
}

impl Days {
    /// The day of a milestone.
    pub(super) fn of(&self, milestone: Milestone) -> Option<NaiveDate> {
        match milestone {
            Milestone::Margin => self.margin,
            Milestone::Results => self.results,
            Milestone::Decision => self.decision,
            Milestone::Use => self.in_use,
        }
    }

    /// As the report has them.
    pub(super) fn rows(&self) -> Milestones {
        let text = |day: Option<NaiveDate>| day.map(iso);
        Milestones {
            margin: text(self.margin),
            results: text(self.results),
            decision: text(self.decision),
            r#use: text(self.in_use),
        }
    }
}

/// When the spec says that the last of its comparisons was decided.
pub(super) fn stated(spec: &Spec) -> Option<NaiveDate> {
    spec.comparisons.iter().map(|comparison| comparison.decided.on).max()
}

/// When the margin was set: the latest of the days on which the comparisons were decided and the needed signatures of
/// HS-04. Without these signatures it is not known, unless a comparison was decided after the results: then the margin
/// was too, whoever signs it. (An audit cannot be sealed yet; the day of the seal will come before both.)
pub(super) fn margin(spec: &Spec, signed: Option<NaiveDate>, results: NaiveDate) -> Option<NaiveDate> {
    let decided = stated(spec);
    match signed {
        Some(signed) => Some(decided.map_or(signed, |decided| decided.max(signed))),
        None => decided.filter(|decided| *decided > results),
    }
}

/// Is the law of a pack read long before the day that counts? The number of months, where it is.
pub(super) fn old(pack: &Pack, law_date: NaiveDate) -> Option<u32> {
    let months = pack.form.pack.old_after_months.unwrap_or(super::pack::OLD_AFTER_MONTHS);
    let until = pack.form.pack.legal_state.0.checked_add_months(Months::new(months))?;
    (law_date > until).then_some(months)
}

/// A day as `YYYY-MM-DD`.
pub(super) fn iso(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}
