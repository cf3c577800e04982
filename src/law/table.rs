//! Packs, provisions and statements as rows of the report: what they say, unchanged.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::pack::{Pack, Provision};
use super::rows::{
    InForce, PackRow, ProvisionRow, Quote, Signature, SourceRead, StatementRow, TransitionRow, Verification,
};
use super::statement::{DisclosureClass, Entry, Judged, State, Statements};

/// A row of `provenance.packs`.
pub(super) fn pack(pack: &Pack) -> PackRow {
    let header = &pack.form.pack;
    PackRow {
        id: header.id.clone(),
        version: header.version.clone(),
        sha256: pack.sha256.clone(),
        legal_state: header.legal_state.to_string(),
        jurisdiction: header.jurisdiction.word().to_owned(),
        kind: header.kind.word().to_owned(),
        caution: header.caution.clone(),
        gate: header.gate,
    }
}

/// A row of `provisions`.
pub(super) fn provision(pack: &Pack, one: &Provision) -> ProvisionRow {
    let transition = one.transition.iter().map(|transition| {
        let mut when: BTreeMap<String, Value> =
            transition.when.facts.iter().map(|(fact, values)| (fact.clone(), json!(values))).collect();
        when.insert("in_use_before".to_owned(), json!(transition.when.in_use_before.to_string()));
        TransitionRow { when, applies_from: transition.applies_from.to_string(), reset_by: transition.reset_by.clone() }
    });
    let said = &one.verification;
    ProvisionRow {
        provision: one.id.clone(),
        pack: pack.form.pack.id.clone(),
        kind: pack.form.pack.kind.word().to_owned(),
        lead: one.lead,
        citation: one.citation.clone(),
        title: one.title.clone(),
        short: one.short.clone(),
        demand: one.demand.clone(),
        quote: one.quote.iter().map(|quote| Quote { lang: quote.lang.clone(), text: quote.text.clone() }).collect(),
        binds: one.binds.clone(),
        in_force: InForce { from: one.in_force.from.to_string(), to: one.in_force.to.map(|day| day.to_string()) },
        applies_from: one.applies_from.map(|day| day.to_string()),
        transition: transition.collect(),
        pending: one.pending.as_ref().map(|pending| {
            let pairs = [("stage", &pending.stage), ("reference", &pending.reference)];
            pairs.into_iter().map(|(key, text)| (key.to_owned(), text.clone())).collect()
        }),
        status_rule: one.status_rule.clone(),
        evidence: one.evidence.iter().map(|need| need.ev.clone()).collect(),
        statements: one.statement.iter().map(|need| need.hs.clone()).collect(),
        verification: Verification {
            state: said.state.word().to_owned(),
            address: said.address.clone(),
            read_on: said.read_on.map(|day| day.to_string()),
            as_amended: said.as_amended.clone(),
            part: said.part.clone(),
            doubt: said.doubt.clone(),
            sources: said
                .sources
                .iter()
                .map(|source| SourceRead {
                    key: source.key.clone(),
                    what: source.what.clone(),
                    read_on: source.read_on.map(|day| day.to_string()),
                })
                .collect(),
        },
    }
}

/// Rows of `statements`: those asked for and those supplied, by id and version; older versions as superseded.
pub(super) fn statements(
    all: &Statements,
    judged: &BTreeMap<String, Judged<'_>>,
    asked: &BTreeSet<String>,
) -> Vec<StatementRow> {
    let mut rows = Vec::new();
    for (id, one) in judged {
        let entries = all.entries().iter().filter(|entry| entry.form.id == *id);
        for entry in entries {
            let counts = one.entry.is_some_and(|newest| std::ptr::eq(newest, entry));
            let superseded = ["superseded".to_owned()];
            let (state, reasons) =
                if counts { (one.state, one.reasons.as_slice()) } else { (State::Superseded, superseded.as_slice()) };
            rows.push(statement(entry, state, reasons));
        }
        if one.entry.is_none() && asked.contains(id) {
            rows.push(missing(id, one));
        }
    }
    rows
}

fn missing(id: &str, one: &Judged<'_>) -> StatementRow {
    StatementRow {
        hs: id.to_owned(),
        version: None,
        state: one.state.word().to_owned(),
        reasons: one.reasons.clone(),
        language: None,
        written: None,
        answers: BTreeMap::new(),
        fields: BTreeMap::new(),
        translation: None,
        signatures: Vec::new(),
        supersedes: None,
        disclosure: Vec::new(),
    }
}

fn statement(entry: &Entry, state: State, reasons: &[String]) -> StatementRow {
    let form = &entry.form;
    let other = form.translation.iter().find(|(language, _)| language.as_str() != form.language.word());
    StatementRow {
        hs: form.id.clone(),
        version: Some(form.version),
        state: state.word().to_owned(),
        reasons: reasons.to_vec(),
        language: Some(form.language.word().to_owned()),
        written: Some(form.written.to_string()),
        answers: form.answers.iter().map(|(question, text)| (question.clone(), text.trim().to_owned())).collect(),
        fields: form.fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
        translation: other.map(|(_, answers)| {
            answers.iter().map(|(question, text)| (question.clone(), text.trim().to_owned())).collect()
        }),
        signatures: form
            .signature
            .iter()
            .map(|signature| Signature {
                role: signature.role.clone(),
                name: signature.name.clone(),
                title: signature.title.clone(),
                date: signature.date.to_string(),
                method: signature.method.word().to_owned(),
                comment: signature.comment.clone(),
            })
            .collect(),
        supersedes: form.supersedes.as_ref().map(|supersedes| supersedes.version),
        disclosure: disclosure(entry),
    }
}

/// Passages not to be disclosed; a statement that is not to be disclosed at all has `whole` as its field.
fn disclosure(entry: &Entry) -> Vec<BTreeMap<String, Value>> {
    let Some(said) = &entry.form.disclosure else { return Vec::new() };
    if said.class == DisclosureClass::Open {
        return Vec::new();
    }
    let whole = said.class == DisclosureClass::Whole;
    let passages = said.passage.iter().map(|passage| {
        let field = if whole { "whole" } else { passage.field.as_str() };
        let pairs = [
            ("field", json!(field)),
            ("provision", json!(passage.provision)),
            ("reason", json!(passage.reason)),
            ("decided_by", json!(passage.decided_by)),
            ("date", json!(passage.date.to_string())),
        ];
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    });
    passages.collect()
}
