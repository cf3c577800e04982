//! Which statuses a provision can have, whatever is measured and written: each needs a sentence that says it.

use std::collections::BTreeSet;

use super::blocks::{Effect, Evidence, Status};
use super::provision::{EvidenceNeed, EvidenceWeight, NotApplicableMode, OnlyIf, Provision, StatementWeight};
use crate::law::condition::Condition;

/// The statuses that the algorithm can give a provision.
///
/// That a fact puts a system outside the scope, or that a wording was not yet in force, is said by the reason of that
/// status and needs no sentence of the pack; the end of a provision does, since it is then all that is left to say.
pub(in crate::law) fn reachable<'e>(
    one: &Provision,
    evidence: impl Fn(&str) -> Option<&'e Evidence>,
) -> BTreeSet<Status> {
    let mut can = BTreeSet::new();
    if one.pending.is_some() {
        can.insert(Status::NotAssessed);
        return can;
    }
    for need in one.evidence.iter().filter(|need| need.need != EvidenceWeight::Informative) {
        if let Some(form) = evidence(&need.ev) {
            of_evidence(need, form, &mut can);
        }
    }
    for condition in &one.condition {
        can.extend([condition.if_true, Status::InPlace]);
        condition.when.walk(&mut |inner| match inner {
            Condition::Compare { .. }
            | Condition::Share { .. }
            | Condition::Verdict { .. }
            | Condition::Alternative {}
            | Condition::Input { .. } => can.extend([condition.if_unknown, Status::NotAssessed]),
            Condition::Answer { .. } | Condition::Fact { .. } => can.extend([Status::NotAssessed]),
            // A file is there or not; a list has the values of its parts.
            Condition::File { .. } | Condition::All { .. } | Condition::Any { .. } | Condition::Not { .. } => {}
        });
    }
    if one.statement.iter().any(|need| need.need != StatementWeight::Informative) {
        can.extend([Status::InPlace, Status::Incomplete]);
    }
    if one.date_order.len() > 1 {
        can.extend([Status::Flagged, Status::InPlace, Status::Incomplete]);
    }
    let claim = &one.not_applicable;
    if claim.mode == NotApplicableMode::ByPerson {
        // A claim may be unsigned.
        can.extend([Status::NotApplicable, Status::Incomplete]);
        can.extend(claim.contradicted_by.iter().map(|_| Status::Flagged));
    }
    if claim.mode == NotApplicableMode::FactsOnly || one.in_force.to.is_some() {
        can.insert(Status::NotApplicable);
    }
    let always = one.evidence.iter().any(|need| need.need == EvidenceWeight::Required)
        || one.statement.iter().any(|need| need.need == StatementWeight::Required)
        || one.condition.iter().any(|condition| condition.only_if == OnlyIf::Always)
        || !one.date_order.is_empty();
    if !always {
        can.insert(Status::NotAssessed);
    }
    can
}

fn of_evidence(need: &EvidenceNeed, form: &Evidence, can: &mut BTreeSet<Status>) {
    can.insert(Status::InPlace);
    // Where the report comes from is always told.
    if form.tables.iter().any(|table| table == "provenance") {
        return;
    }
    can.insert(Status::Inconclusive);
    if form.effect == Effect::Disparity {
        can.insert(Status::Flagged);
    }
    if need.need == EvidenceWeight::Required {
        can.insert(Status::NotAssessed);
    }
    // Grounds and stages that are asked for by name may be without data and without a reason.
    if need.scope.is_some() {
        can.insert(Status::Incomplete);
    }
}
