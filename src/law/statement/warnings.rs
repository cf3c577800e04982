//! Warnings W1 to W5 of statements: always printed, never a change of state.

use std::collections::BTreeMap;

use super::Judged;
use super::number::{figures, known_figures};
use super::rules::checked;
use super::state::Judging;
use crate::law::pack::{RuleEffect, conclusions};

/// Statements whose text must rest on the results that they speak of.
const AFTER_RESULTS: &[&str] = &["HS-06", "HS-07", "HS-08"];

/// (statement, code) of every warning, in the order of statements.
pub(super) fn warnings(ctx: &Judging<'_>, judged: &BTreeMap<String, Judged<'_>>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut warn = |id: &str, code: &str| found.push((id.to_owned(), code.to_owned()));
    let figures_known = ctx.measures.map(known_figures);
    let mut answers: BTreeMap<String, &str> = BTreeMap::new();
    for (id, one) in judged {
        let Some(entry) = one.entry else { continue };
        let texts: Vec<&String> = entry.form.answers.values().collect();
        for code in checked(entry, ctx, &BTreeMap::new(), RuleEffect::Warning) {
            warn(id, &code);
        }
        if id == "HS-16" && analyst_decides(judged) {
            warn(id, "W1");
        }
        let mut twice = false;
        for text in &texts {
            let plain = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            if !plain.is_empty() && answers.insert(plain, id).is_some_and(|other| other != id) {
                twice = true;
            }
        }
        if twice {
            warn(id, "W2");
        }
        if texts.iter().any(|text| !conclusions(text, entry.form.language).is_empty()) {
            warn(id, "W3");
        }
        if AFTER_RESULTS.contains(&id.as_str())
            && let Some(results) = ctx.results_sha256
            && entry.form.basis.as_ref().is_none_or(|basis| basis.results_sha256 != results)
        {
            warn(id, "W4");
        }
        if let Some(known) = &figures_known
            && texts.iter().flat_map(|text| figures(text)).any(|figure| !known.holds(&figure))
        {
            warn(id, "W5");
        }
    }
    found
}

/// Did the person who signed the margin as analyst also sign the decision?
fn analyst_decides(judged: &BTreeMap<String, Judged<'_>>) -> bool {
    let names = |id: &str, role: &str| -> Vec<String> {
        let entry = judged.get(id).and_then(|one| one.entry);
        entry.map_or_else(Vec::new, |entry| {
            entry.signed_by(role).map(|signature| signature.name.trim().to_lowercase()).collect()
        })
    };
    let analysts = names("HS-04", "analyst");
    names("HS-16", "decision_maker").iter().any(|name| analysts.contains(name))
}
