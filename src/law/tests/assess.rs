//! From spec, measures and library to findings, and the gates on them.

use std::collections::BTreeSet;

use serde_json::json;

use super::situation::measures;
use super::spec::{calm, comparison, day, disparity, spec};
use super::statements::{RESULTS, library, today};
use crate::diag::Warning;
use crate::law::dates::law_date;
use crate::law::from_measures::{Library, facts};
use crate::law::pack::Packs;
use crate::law::statement::{Statements, claim_sha256};
use crate::law::{Context, FindingRow, Findings, Gate, assess, gates};
use crate::measure::{LaterRow, Measures};
use crate::spec::{At, Fact, Spec};
use crate::words::AuditKind;

/// The findings of today's run, which is the first.
pub(super) fn findings(spec: &Spec, measures: &Measures, library: &Library) -> Findings {
    let context = Context { date: today(), results_sha256: RESULTS, first_results: today() };
    assess(spec, measures, library, &context)
}

fn finding<'f>(found: &'f Findings, provision: &str) -> &'f FindingRow {
    found.findings.iter().find(|row| row.provision == provision).unwrap_or_else(|| panic!("no finding {provision}"))
}

fn codes(row: &FindingRow) -> BTreeSet<&str> {
    row.reasons.iter().map(|reason| reason.code.as_str()).collect()
}

fn words(found: &Findings) -> BTreeSet<&'static str> {
    found.warnings.iter().map(|warning: &Warning| warning.code.word()).collect()
}

/// The spec without its limit, so that nothing is asked that the measures cannot tell.
fn plain() -> Spec {
    let mut spec = spec();
    spec.law.limits.clear();
    spec
}

fn with_disparity() -> Measures {
    let mut tables = calm();
    let rows = measures(&json!({ "disparities": [disparity("origin", "foreign", "disparity")] })).disparities;
    tables.disparities.retain(|row| row.attribute.as_deref() != Some("origin"));
    tables.disparities.extend(rows);
    tables
}

const ITEMS: &str = "items = [{ provision = \"SE-DL-1-4-2\", position = \"godtas\", reason = \"@80\" }]";
const BOTH: &str = "items = [{ provision = \"SE-DL-1-4-2\", position = \"godtas\", reason = \"@80\" }, { provision = \"SE-DL-2-14\", position = \"godtas\", reason = \"@81\" }]";

#[test]
fn a_complete_audit_has_its_evidence_in_place_and_says_what_it_did_not_measure() {
    let found = findings(&plain(), &calm(), &library(&[]));
    let row = finding(&found, "SE-DL-1-4-2");
    assert_eq!(row.status, "in_place", "{:?}", row.reasons);
    assert_eq!(codes(row), ["EV-01:unmeasured_signed", "EV-02:unmeasured_signed"].into());
    // Five grounds and a stage, for each of two kinds of evidence: a row for each place, and one reason for all.
    let places = found.finding_parts.iter().filter(|part| part.provision == row.provision);
    assert_eq!(places.filter(|part| part.state == "unmeasured_signed").count(), 12);
    assert_eq!(row.reasons.len(), 2);
    assert_eq!(
        row.reasons[0].text.en,
        "Rates per stage and group: not measured (transgender identity or expression; religion or other belief; disability; \
         sexual orientation; age; selected for control). The reason is signed."
    );
    assert_eq!((row.coverage.grounds, row.coverage.grounds_total), (2, 7));
    assert_eq!((row.coverage.stages, row.coverage.stages_total), (1, 2));
    assert!(row.missing.is_empty());
    assert_eq!(finding(&found, "METHOD-DATES").status, "in_place");
    assert_eq!(found.milestones.margin.as_deref(), Some("2026-10-06"));
    assert_eq!(found.milestones.results.as_deref(), Some("2026-11-26"));
    assert_eq!(found.milestones.decision.as_deref(), Some("2026-11-26"));
    assert_eq!(found.milestones.r#use.as_deref(), Some("2027-01-15"));
    // The law is read at the planned first day in use; the Swedish pack is older than six months then, the other not.
    assert_eq!(found.law_date, "2027-01-15");
    let old: Vec<&str> = found.warnings.iter().map(|warning| warning.values["pack"].as_str()).collect();
    assert_eq!(old, ["se-diskrimineringslagen"]);
    assert_eq!(found.warnings[0].values["months"], "6");
    assert!(found.statements.iter().all(|row| row.state == "signed"), "{:?}", found.statements);
}

#[test]
fn a_fact_that_nobody_asks_for_is_warned_of_with_the_nearest_one_that_is_asked_for() {
    let mut asked = plain();
    // Of the contract, of a pack, of a rule of a statement.
    for (fact, word) in
        [("technique", "mixed"), ("sector", "employment"), ("in_use_to", "x"), ("significant_change_on", "x")]
    {
        asked.law.facts.insert(fact.to_owned(), Fact::Words(vec![word.to_owned()]));
    }
    assert!(!words(&findings(&asked, &calm(), &library(&[]))).contains("facts_ignored"));
    asked.law.facts.insert("jurisdicton".to_owned(), Fact::Words(vec!["SE".to_owned()]));
    asked.law.facts.insert("weather".to_owned(), Fact::Flag(true));
    let found = findings(&asked, &calm(), &library(&[]));
    let named: Vec<(&str, Option<&str>)> = found
        .warnings
        .iter()
        .filter(|warning| warning.code.word() == "facts_ignored")
        .map(|warning| (warning.column.as_deref().unwrap(), warning.values.get("near").map(String::as_str)))
        .collect();
    assert_eq!(named, [("law.facts.jurisdicton", Some("jurisdiction")), ("law.facts.weather", None)]);
}

#[test]
fn a_word_that_no_pack_knows_excludes_nothing_and_is_warned_of_with_the_nearest() {
    // Status of the provision, and (word, nearest) of each warning.
    let run = |fact: &str, words: &[&str]| {
        let mut asked = plain();
        let value = Fact::Words(words.iter().map(|word| (*word).to_owned()).collect());
        asked.law.facts.insert(fact.to_owned(), value);
        let found = findings(&asked, &calm(), &library(&[]));
        let warned: Vec<(String, Option<String>)> = found
            .warnings
            .iter()
            .filter(|warning| warning.column == Some(format!("law.facts.{fact}")))
            .map(|warning| (warning.values["word"].clone(), warning.values.get("near").cloned()))
            .collect();
        (finding(&found, "SE-DL-1-4-2").status.clone(), warned)
    };
    let near = |word: &str, near: &str| vec![(word.to_owned(), Some(near.to_owned()))];
    let kept = |status: &str| status.to_owned();
    assert_eq!(run("sector", &["social_insurance"]), (kept("in_place"), Vec::new()));
    assert_eq!(run("sector", &["social_insurence"]), (kept("in_place"), near("social_insurence", "social_insurance")));
    assert_eq!(run("sector", &["weather"]), (kept("in_place"), vec![("weather".to_owned(), None)]));
    // A known word beside it does not make the other known.
    assert_eq!(run("jurisdiction", &["NL", "Sweden"]), (kept("in_place"), vec![("Sweden".to_owned(), None)]));
    // A word that is known, if only to a pack that is not loaded or to the headers of packs, excludes.
    for word in ["NL", "US"] {
        assert_eq!(run("jurisdiction", &[word]), (kept("not_applicable"), Vec::new()));
    }
}

#[test]
fn a_word_that_differs_from_a_known_one_by_case_alone_is_a_problem_of_the_spec() {
    let mut asked = plain();
    asked.law.packs = vec![At { value: "se-diskrimineringslagen".to_owned(), span: 0..0 }];
    for (fact, word) in [("jurisdiction", "se"), ("sector", "social_insurence")] {
        asked.law.facts.insert(fact.to_owned(), Fact::Words(vec![word.to_owned()]));
    }
    let problems = Packs::load(&asked, &[]).unwrap_err();
    let said: Vec<_> = problems.0.iter().map(|one| (one.code.word(), one.hint.as_str())).collect();
    assert_eq!(said, [("spec/unknown-word", "did you mean `SE`?")]);
    asked.law.facts.insert("jurisdiction".to_owned(), Fact::Words(vec!["SE".to_owned()]));
    assert!(Packs::load(&asked, &[]).is_ok());
}

#[test]
fn a_disparity_is_flagged_until_a_decision_on_these_results_names_every_such_item() {
    let (spec, tables) = (plain(), with_disparity());
    let found = findings(&spec, &tables, &library(&[]));
    let row = finding(&found, "SE-DL-1-4-2");
    assert_eq!(row.status, "flagged");
    assert!(row.reasons.iter().any(|reason| {
        reason.code == "EV-02:disparity"
            && reason.text.en == "Disparity against the reference group: a disparity beyond the margin (foreign, selected for control)."
    }), "{:?}", row.reasons);
    // 2 kap. 14 § is flagged by the same rows, and the decision does not speak of it.
    assert_eq!(finding(&found, "SE-DL-2-14").status, "flagged");
    let decision = found.statements.iter().find(|row| row.hs == "HS-16").unwrap();
    assert_eq!((decision.state.as_str(), &decision.reasons), ("incomplete", &vec!["HS-16/R1".to_owned()]));
    assert_eq!(row.decision, None);
    let on = |found: &Findings, gate: Gate| {
        gates(&spec.audit.kind, &tables.disparities, &tables.drift, &found.findings, &found.packs, &[gate])
    };
    assert_eq!(on(&found, Gate::Flagged), ["flagged: SE-DL-2-14", "flagged: SE-DL-1-4-2"]);
    assert_eq!(on(&found, Gate::Disparity), ["disparity: d/selection_rate.difference/selected/origin/foreign/vs/x"]);

    let decided = findings(&spec, &tables, &library(&[(ITEMS, BOTH)]));
    let row = finding(&decided, "SE-DL-1-4-2");
    assert_eq!(row.status, "flagged", "a decision never hides a flag");
    let decision = row.decision.as_ref().unwrap();
    assert_eq!((decision.state.as_str(), decision.date.as_str(), decision.version), ("current", "2026-11-26", 1));
    assert!(on(&decided, Gate::Flagged).is_empty());

    let context = Context { date: today(), results_sha256: &"b".repeat(64), first_results: today() };
    let stale = assess(&spec, &tables, &library(&[(ITEMS, BOTH)]), &context);
    let row = finding(&stale, "SE-DL-1-4-2");
    assert_eq!(row.decision.as_ref().unwrap().state, "stale");
    assert!(codes(row).contains("decision_stale"));
    assert_eq!(on(&stale, Gate::Flagged), ["flagged: SE-DL-2-14", "flagged: SE-DL-1-4-2"]);
    // Without the decision the order of dates is not complete.
    let dates = finding(&stale, "METHOD-DATES");
    assert_eq!((dates.status.as_str(), codes(dates)), ("incomplete", ["HS-16:stale"].into()));
}

#[test]
fn the_most_serious_reason_comes_first_and_each_code_stands_once() {
    let mut tables = with_disparity();
    let unclear = measures(&json!({ "disparities": [disparity("sex", "woman", "inconclusive")] })).disparities;
    tables.disparities.retain(|row| row.attribute.as_deref() != Some("sex") || row.metric == "lift");
    tables.disparities.extend(unclear);
    let mut unsigned = library(&[]);
    unsigned.statements.unsign("HS-03", "analyst");
    unsigned.statements.unsign("HS-07", "lawyer");
    let found = findings(&plain(), &tables, &unsigned);
    let row = finding(&found, "SE-DL-1-4-2");
    let order: Vec<&str> = row.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(
        order,
        [
            "EV-02:disparity",
            "HS-03:incomplete",
            "HS-07:incomplete",
            "EV-01:unmeasured_without_reason",
            "EV-02:unmeasured_without_reason",
            "EV-02:inconclusive",
            "cond:no_gain_over_random:no_input",
            "cond:less_intrusive_alternative:no_input",
            "EV-01:unmeasured_signed",
            "EV-02:unmeasured_signed",
        ]
    );
    // The status is that of the first reason, and the others follow in the order of `also`.
    assert_eq!((row.status.as_str(), row.also.len()), ("flagged", 3));
    // From when a provision applies is told after what it rests on.
    let later = finding(&found, "EU-AIA-10-2-fg");
    assert!(later.preparation && later.reasons[0].code == "EV-02:disparity", "{:?}", later.reasons);
}

#[test]
fn the_loss_that_the_spec_accepts_is_what_a_condition_on_alternatives_reads() {
    let mut tables = with_disparity();
    let rows = json!({ "alternatives": [{ "status": "dominated", "versus": "no_age", "fold": "confirm" }] });
    tables.alternatives = measures(&rows).alternatives;
    let code = |spec: &Spec, library: &Library| {
        let found = findings(spec, &tables, library);
        let row = finding(&found, "SE-DL-1-4-2");
        let reasons = row.reasons.iter().map(|reason| reason.code.clone());
        let four = found.statements.iter().find(|row| row.hs == "HS-04").unwrap();
        (reasons.filter(|code| code.contains("less_intrusive")).collect::<Vec<_>>(), four.reasons.clone())
    };
    let mut spec = plain();
    let none: Vec<String> = Vec::new();
    assert_eq!(code(&spec, &library(&[])), (vec!["cond:less_intrusive_alternative:no_input".to_owned()], none.clone()));
    spec.later.alternatives = Some(crate::spec::Alternatives {
        metric: "positive_predictive_value".to_owned(),
        loss: 0.02,
        gain: 0.0,
        reason: crate::words::Text::same("reason"),
        decided: spec.comparisons[0].decided.clone(),
    });
    // Who signs the margin signs the loss: it is one of the limits that need a reason.
    let holds = vec!["cond:less_intrusive_alternative".to_owned()];
    assert_eq!(code(&spec, &library(&[])), (holds.clone(), vec!["HS-04/R3".to_owned()]));
    let limit = "limits = [{ key = \"proxy_strength\", value = 0.8, reason = \"skäl\" }]";
    let loss = "limits = [{ key = \"alternatives.loss\", value = 0.02, reason = \"skäl\" }]";
    assert_eq!(code(&spec, &library(&[(limit, loss)])), (holds, none));
}

#[test]
fn a_margin_that_the_spec_dates_and_nobody_has_signed_is_told_as_such() {
    let text = |spec: &Spec, library: &Library| {
        let found = findings(spec, &calm(), library);
        let row = finding(&found, "METHOD-DATES");
        let reason = row.reasons.iter().find(|reason| reason.code == "dates:margin:missing").unwrap();
        assert_eq!(found.milestones.margin, None);
        reason.text.clone()
    };
    let mut unsigned = library(&[]);
    unsigned.statements.unsign("HS-04", "lawyer");
    let said = text(&plain(), &unsigned);
    assert_eq!(
        said.sv,
        "Enligt bedömningsplanen bestämdes marginalen den 1 oktober 2026. Den dagen räknas först när HS-04 Marginal och \
         gränser är undertecknat."
    );
    assert!(said.en.contains("1 October 2026") && said.en.contains("once HS-04 Margin and limits is signed"));
    // Without a comparison there is no day to tell.
    let mut none = plain();
    none.comparisons.clear();
    assert_eq!(text(&none, &unsigned).en, "The date of the margin is missing.");
}

#[test]
fn a_decision_is_asked_for_only_by_a_condition_that_flags() {
    let mut tables = calm();
    tables.inputs[0].role = Some("protected_attribute".to_owned());
    let found = findings(&plain(), &tables, &library(&[]));
    let text = |provision: &str, code: &str| {
        let row = finding(&found, provision);
        let reason = row.reasons.iter().find(|reason| reason.code == code);
        reason.unwrap_or_else(|| panic!("{provision} {code}: {:?}", row.reasons)).text.clone()
    };
    let used = text("SE-DL-1-4-1", "cond:prohibited_input_used");
    assert!(used.sv.ends_with("Det kräver ett ställningstagande.") && used.en.ends_with("It needs a decision."));
    // The provision is not assessed then: nothing to decide yet.
    assert_eq!(finding(&found, "EU-AIA-12/19/26-6").status, "not_assessed");
    let logs = text("EU-AIA-12/19/26-6", "cond:log_extract_missing");
    assert!(!logs.sv.contains("ställningstagande") && !logs.en.contains("decision"), "{logs:?}");
    assert!(logs.en.starts_with("No extract of the logs was supplied"));
}

#[test]
fn a_provision_that_asks_for_nothing_says_so_and_no_more() {
    let found = findings(&plain(), &calm(), &library(&[]));
    for (provision, said) in [
        ("SE-DL-5-1/2", "The provision asks for no material beforehand. It is reproduced to show what may follow."),
        ("EU-AIA-99", "The provision asks for no material beforehand. It is reproduced to show what may follow."),
    ] {
        let row = finding(&found, provision);
        assert_eq!(row.status, "not_assessed");
        assert_eq!(row.reasons.iter().map(|reason| reason.text.en.as_str()).collect::<Vec<_>>(), [said]);
    }
}

#[test]
fn a_first_day_in_use_that_is_only_planned_is_not_told_as_past() {
    let mut spec = plain();
    let text = |spec: &Spec| {
        let found = findings(spec, &calm(), &library(&[]));
        let row = finding(&found, "EU-AIA-9");
        row.reasons.iter().find(|reason| reason.code.starts_with("transition:")).unwrap().text.en.clone()
    };
    assert!(
        text(&spec).contains("According to the assessment plan the system is put into service before 2 December 2027.")
    );
    spec.law.facts.insert("in_use_from".to_owned(), Fact::Date(day("2026-11-26")));
    assert!(text(&spec).contains("The system was put into service before 2 December 2027."));
}

#[test]
fn use_despite_missing_material_must_be_named_in_the_decision() {
    let changes = [("decision = \"wait\"", "decision = \"use\"")];
    let mut library = library(&changes);
    library.statements.unsign("HS-13", "lawyer");
    let mut spec = plain();
    spec.law.law_date = Some(day("2028-01-01"));
    spec.law.facts.remove("in_use_from");
    let found = findings(&spec, &calm(), &library);
    let lacking =
        found.findings.iter().any(|row| row.status == "incomplete" && codes(row).contains("HS-13:incomplete"));
    let decision = found.statements.iter().find(|row| row.hs == "HS-16").unwrap();
    assert!(lacking == decision.reasons.contains(&"HS-16/R3".to_owned()), "{:?}", decision.reasons);
}

#[test]
fn grounds_without_data_are_missing_until_the_reason_is_signed() {
    let mut unsigned = library(&[]);
    unsigned.statements.unsign("HS-03", "analyst");
    let found = findings(&plain(), &calm(), &unsigned);
    let row = finding(&found, "SE-DL-1-4-2");
    assert_eq!(row.status, "incomplete");
    assert!(codes(row).contains("EV-02:unmeasured_without_reason") && codes(row).contains("HS-03:incomplete"));
    let lacking: Vec<(&str, &str)> = row.missing.iter().map(|one| (one.kind.as_str(), one.id.as_str())).collect();
    assert_eq!(lacking, [("evidence", "EV-01"), ("evidence", "EV-02"), ("statement", "HS-03")]);
    assert_eq!(row.missing[2].role.as_deref(), Some("analyst"));
    let religion: Vec<_> = found
        .finding_parts
        .iter()
        .filter(|part| part.provision == "SE-DL-1-4-2" && part.ground == Some(crate::words::Ground::Religion))
        .collect();
    assert_eq!(religion.len(), 2);
    assert_eq!(religion[0].id, "f/SE-DL-1-4-2.EV-01/-/(religion)/-");
    assert_eq!(religion[0].reason.as_deref(), Some("unmeasured_without_reason"));
    // The stage is explained by HS-02, which is signed.
    let stage = found.finding_parts.iter().find(|part| part.stage.as_deref() == Some("paid")).unwrap();
    assert_eq!((stage.state.as_str(), stage.status.as_deref()), ("unmeasured_signed", None));
}

#[test]
fn a_margin_after_the_first_results_is_flagged_and_warned_of() {
    let context = Context { date: today(), results_sha256: RESULTS, first_results: day("2026-10-05") };
    let found = assess(&plain(), &calm(), &library(&[]), &context);
    assert!(codes(finding(&found, "METHOD-DATES")).contains("dates:margin>results"));
    assert!(words(&found).contains("margin_after_results"));
    // Signed after the results: the day of the signature counts, not that of the comparison.
    assert_eq!(found.milestones.margin.as_deref(), Some("2026-10-06"));
    // Unsigned, the day of the margin is not known; a comparison decided after the results says enough.
    let mut unsigned = library(&[]);
    unsigned.statements.unsign("HS-04", "lawyer");
    let found = assess(&plain(), &calm(), &unsigned, &context);
    assert_eq!(found.milestones.margin, None);
    let dates = finding(&found, "METHOD-DATES");
    assert_eq!((dates.status.as_str(), dates.also.len()), ("incomplete", 0));
    let mut late = plain();
    late.comparisons[0].decided.on = day("2026-10-06");
    let found = assess(&late, &calm(), &unsigned, &context);
    assert!(codes(finding(&found, "METHOD-DATES")).contains("dates:margin>results"));
    // Results that are later than the run itself are those of the run.
    let ahead = Context { first_results: day("2027-01-01"), ..context };
    assert_eq!(assess(&plain(), &calm(), &library(&[]), &ahead).milestones.results.as_deref(), Some("2026-11-26"));
    // HS-04 says that results were known, signed or not.
    let mut known = library(&[("blind = true", "blind = false\nknown_results = \"alla\"")]);
    known.statements.unsign("HS-04", "lawyer");
    let found = findings(&plain(), &calm(), &known);
    assert!(codes(finding(&found, "METHOD-DATES")).contains("dates:margin>results"));
    assert!(words(&found).contains("margin_after_results"));
    // Taken back, it says nothing any more.
    let mark = "id = \"HS-04\"\naudit = \"test-audit\"\nversion = 1\nlanguage = \"sv\"\nstatus = \"final\"";
    let withdrawn = mark.replace("final", "withdrawn");
    let taken_back = library(&[("blind = true", "blind = false"), (mark, &withdrawn)]);
    let found = findings(&plain(), &calm(), &taken_back);
    let row = finding(&found, "METHOD-DATES");
    assert_eq!((row.status.as_str(), codes(row)), ("incomplete", ["HS-04:superseded", "dates:margin:missing"].into()));
    assert!(!words(&found).contains("margin_after_results"));
}

#[test]
fn a_claim_of_not_applicable_is_held_against_its_signature_and_the_facts() {
    let claim = |signer: &str, reason: &str, technique: &str| {
        let mut spec = plain();
        spec.law.facts.insert("technique".to_owned(), Fact::Words(vec![technique.to_owned()]));
        let mut library = library(&[]);
        let text = format!(
            "schema = 1\n[[not_applicable]]\nprovision = \"EU-AIA-5-1-c\"\nreason = \"{reason}\"\nwritten = 2026-11-01\n"
        );
        let sign = |hash: &str| {
            format!(
                "{text}[[not_applicable.signature]]\nrole = \"{signer}\"\nname = \"N\"\ndate = 2026-11-02\nmethod = \"recorded\"\ncontent_sha256 = \"{hash}\"\n"
            )
        };
        let read = |text: &str| {
            Statements::read(&[("not_applicable.toml".to_owned(), text.to_owned())], &library.packs, "test-audit")
                .unwrap()
        };
        let hash = claim_sha256(&read(&text).claims()["EU-AIA-5-1-c"].form);
        let text = if signer.is_empty() { text.clone() } else { sign(&hash) };
        library.statements.take_claims(read(&text));
        let found = findings(&spec, &calm(), &library);
        let row = finding(&found, "EU-AIA-5-1-c");
        (row.status.clone(), row.claim.clone().unwrap().state, row.reasons.last().map(|reason| reason.text.en.clone()))
    };
    let long = "Systemet består av handskrivna regler och drar inga slutsatser utöver dem.";
    let (status, state, text) = claim("lawyer", long, "hand_written_rules");
    assert_eq!((status.as_str(), state.as_str()), ("not_applicable", "accepted"));
    let printed = "Lawyer has considered the provision not applicable: Systemet består av handskrivna regler och drar inga slutsatser utöver dem (2 November 2026).";
    assert_eq!(text.as_deref(), Some(printed));
    assert_eq!(claim("developer", long, "hand_written_rules").1, "wrong_role");
    assert_eq!(claim("", long, "hand_written_rules").1, "unsigned");
    assert_eq!(
        claim("lawyer", "Handskrivna regler.", "hand_written_rules").1,
        "unsigned",
        "a reason has 40 characters"
    );
    let (status, state, _) = claim("lawyer", long, "machine_learning");
    assert_eq!((status.as_str(), state.as_str()), ("flagged", "contradicted"));
    let (status, state, _) = claim("", long, "machine_learning");
    assert_eq!((status.as_str(), state.as_str()), ("flagged", "contradicted"));
}

#[test]
fn a_condition_is_read_per_group_and_only_its_own_row_counts() {
    let mut tables = calm();
    let rows = json!({ "disparities": [
        { "metric": "representation", "scale": "ratio", "stage": "selected", "attribute": "sex", "group": "woman", "reference": "(pool)", "value": 2.4, "lower": 2.1, "upper": 2.8 },
        { "metric": "representation", "scale": "ratio", "stage": "selected", "attribute": "sex", "group": "man", "reference": "(pool)", "value": 0.7, "lower": 0.6, "upper": 0.8 },
    ] });
    tables.disparities.extend(measures(&rows).disparities);
    let found = findings(&plain(), &tables, &library(&[]));
    let of = |item: &str| -> Vec<(Option<&str>, &str, Option<&str>)> {
        let rows = found.finding_parts.iter().filter(|part| part.provision == "SE-SUP-FK-PROC" && part.item == item);
        rows.map(|part| (part.group.as_deref(), part.state.as_str(), part.status.as_deref())).collect()
    };
    assert_eq!(
        of("cond:step_1_doubled"),
        [(None, "true", Some("flagged")), (Some("woman"), "true", None), (Some("man"), "false", None)]
    );
    assert_eq!(of("cond:step_1_halved")[0], (None, "false", Some("in_place")));
    let reason = finding(&found, "SE-SUP-FK-PROC").reasons[0].clone();
    assert_eq!(reason.code, "cond:step_1_doubled");
    assert!(reason.text.en.ends_with("It needs a decision. Groups: woman."), "{}", reason.text.en);
    assert_eq!(of("cond:step_2_larger"), [(None, "no_input", Some("not_assessed"))]);
    // The pack has no gate.
    let kind = AuditKind::BeforeUse;
    let hits = gates(&kind, &[], &[], &found.findings, &found.packs, &[Gate::Flagged]);
    assert!(hits.iter().all(|hit| !hit.contains("FK-PROC")), "{hits:?}");
}

#[test]
fn a_limit_that_nobody_set_leaves_a_row_that_contributes_nothing() {
    let found = findings(&plain(), &calm(), &library(&[]));
    let row = found
        .finding_parts
        .iter()
        .find(|part| part.provision == "SE-DL-1-4-2" && part.item == "cond:proxy_above_limit")
        .unwrap();
    assert_eq!((row.state.as_str(), row.status.as_deref()), ("no_input", None));
    assert_eq!(row.reason.as_deref(), Some("limit_not_set"));
    // A limit that is set, with nothing measured against it, is no input like any other.
    let found = findings(&spec(), &calm(), &library(&[]));
    assert_eq!(finding(&found, "SE-DL-1-4-2").status, "not_assessed");
}

#[test]
fn ids_are_unique_rows_point_at_rows_and_texts_are_there_in_both_languages() {
    for tables in [calm(), with_disparity(), Measures::default()] {
        let found = findings(&spec(), &tables, &library(&[]));
        let ids: BTreeSet<&str> = found.finding_parts.iter().map(|part| part.id.as_str()).collect();
        assert_eq!(ids.len(), found.finding_parts.len());
        assert!(ids.iter().all(|id| id.starts_with("f/") && id.matches('/').count() == 4), "{ids:?}");
        let known: BTreeSet<&str> = tables
            .estimates
            .iter()
            .map(|row| row.id.as_str())
            .chain(tables.disparities.iter().map(|row| row.id.as_str()))
            .collect();
        for row in &found.findings {
            assert!(row.evidence.iter().all(|id| known.contains(id.as_str())), "{row:?}");
            for reason in &row.reasons {
                assert!(!reason.text.sv.contains(['{', '}']) && !reason.text.en.contains(['{', '}']), "{reason:?}");
                assert!(reason.text.sv != reason.code && !reason.text.en.is_empty(), "{reason:?}");
            }
        }
        assert_eq!(found.findings.len(), found.provisions.len());
        for (row, provision) in found.findings.iter().zip(&found.provisions) {
            assert_eq!(row.provision, provision.provision);
            assert_eq!(row.verification.address, provision.verification.address);
        }
    }
}

#[test]
fn the_order_of_packs_in_the_spec_changes_no_byte() {
    let one = spec();
    let mut other = spec();
    other.law.packs.reverse();
    let library = |spec: &Spec| {
        let mut library = crate::law::read(spec, &[], &[]).unwrap();
        library.statements = super::statements::library(&[]).statements;
        library
    };
    let tables = with_disparity();
    assert_eq!(findings(&one, &tables, &library(&one)), findings(&other, &tables, &library(&other)));
}

#[test]
fn without_any_pack_the_rule_of_method_alone_is_assessed() {
    let mut spec = plain();
    spec.law.packs.clear();
    let library = crate::law::read(&spec, &[], &[]).unwrap();
    let found = findings(&spec, &calm(), &library);
    let ids: Vec<&str> = found.findings.iter().map(|row| row.provision.as_str()).collect();
    assert_eq!(ids, ["METHOD-DATES"]);
    let states: Vec<(&str, &str)> = found.statements.iter().map(|row| (row.hs.as_str(), row.state.as_str())).collect();
    assert_eq!(states, [("HS-04", "missing"), ("HS-16", "missing")]);
}

#[test]
fn with_nothing_measured_nothing_is_in_place_but_what_rests_on_paper() {
    let found = findings(&plain(), &Measures::default(), &library(&[]));
    let row = finding(&found, "SE-DL-1-4-2");
    assert_eq!(row.status, "not_assessed");
    assert!(
        codes(row).contains("EV-02:not_requested") || codes(row).contains("EV-02:not_supplied"),
        "{:?}",
        codes(row)
    );
    let hits = gates(&AuditKind::BeforeUse, &[], &[], &found.findings, &found.packs, &Gate::ALL);
    assert!(hits.iter().all(|hit| !hit.contains("SE-DL-1-4-2")), "{hits:?}");
}

#[test]
fn an_illustration_has_its_gates_off_and_says_so() {
    let mut spec = plain();
    spec.audit.kind = AuditKind::Illustration;
    let tables = with_disparity();
    let found = findings(&spec, &tables, &library(&[]));
    assert_eq!(finding(&found, "SE-DL-1-4-2").status, "flagged");
    assert!(words(&found).contains("gate_off"));
    assert_eq!(found.law_date, "2026-11-26");
    let hits = gates(&spec.audit.kind, &tables.disparities, &tables.drift, &found.findings, &found.packs, &Gate::ALL);
    assert!(hits.is_empty());
}

#[test]
fn gates_read_verdicts_findings_and_drift() {
    let row = |kind: &str, status: &str| -> LaterRow {
        [("id", "t/x"), ("kind", kind), ("status", status)].iter().map(|(k, v)| ((*k).to_owned(), json!(v))).collect()
    };
    let drift =
        [row("change", "changed"), row("change", "watch"), row("level", "disparity"), row("level", "inconclusive")];
    let kind = AuditKind::Periodic;
    assert_eq!(gates(&kind, &[], &drift, &[], &[], &[Gate::Drift]).len(), 2);
    let rows = |verdict: &str, confirmatory: bool| {
        let mut row = disparity("sex", "woman", verdict);
        row["confirmatory"] = json!(confirmatory);
        measures(&json!({ "disparities": [row] })).disparities
    };
    assert_eq!(gates(&kind, &rows("inconclusive", true), &[], &[], &[], &[Gate::Inconclusive]).len(), 1);
    assert!(gates(&kind, &rows("inconclusive", false), &[], &[], &[], &Gate::ALL).is_empty());
    assert!(gates(&kind, &rows("within_margin", true), &[], &[], &[], &Gate::ALL).is_empty());
    assert_eq!(gates(&kind, &rows("disparity", true), &[], &[], &[], &[Gate::Flagged, Gate::Disparity]).len(), 1);
    for gate in Gate::ALL {
        assert_eq!(Gate::parse(gate.word()), Some(gate));
    }
}

#[test]
fn the_day_at_which_the_law_is_read_follows_the_kind_of_audit() {
    let mut spec = spec();
    let at = |spec: &Spec| law_date(spec, today()).to_string();
    assert_eq!(at(&spec), "2027-01-15", "planned first day in use");
    spec.law.facts.insert("in_use_from".to_owned(), Fact::Date(day("2020-01-01")));
    assert_eq!(at(&spec), "2026-11-26", "a day that has passed is no planned one");
    for (kind, wanted) in [
        (AuditKind::OnChange, "2026-11-26"),
        (AuditKind::Periodic, "2026-06-30"),
        (AuditKind::Retrospective, "2026-06-30"),
        (AuditKind::Illustration, "2026-11-26"),
    ] {
        spec.audit.kind = kind;
        assert_eq!(at(&spec), wanted, "{kind}");
    }
    spec.law.law_date = Some(day("2019-05-05"));
    assert_eq!(at(&spec), "2019-05-05");
}

#[test]
fn the_kind_of_system_and_the_benefit_are_facts() {
    let facts = facts(&spec());
    assert_eq!(facts["system_kind"], Fact::Words(vec!["risk_selection".to_owned()]));
    assert_eq!(facts["benefit"], Fact::Words(vec!["housing_allowance".to_owned()]));
}

#[test]
fn a_comparison_of_error_rates_alone_leaves_the_selection_unassessed() {
    let mut spec = plain();
    spec.comparisons = vec![comparison("positive_predictive_value", &["sex"])];
    let mut tables = calm();
    for row in &mut tables.disparities {
        row.confirmatory = false;
        row.family = "descriptive".to_owned();
        row.verdict = crate::words::Verdict::NotAssessed;
    }
    let found = findings(&spec, &tables, &library(&[]));
    let row = finding(&found, "SE-DL-1-4-2");
    assert!(codes(row).contains("EV-02:not_requested"));
    assert_ne!(row.status, "in_place");
}

#[test]
fn the_statement_of_an_own_pack_is_asked_for_by_its_provision() {
    let own = vec![("own.toml".to_owned(), include_str!("own_pack.toml").to_owned())];
    let mut spec = plain();
    spec.law.limits.insert("fk_limit".to_owned(), At::default_of(0.5));
    let library = crate::law::read(&spec, &own, &[]).unwrap();
    let found = findings(&spec, &calm(), &library);
    let row = finding(&found, "FK-EGEN-1");
    assert_eq!(row.status, "incomplete");
    assert!(codes(row).contains("fk:HS-BER:missing") && codes(row).contains("cond:training_low:no_input"));
    let pack = found.packs.iter().find(|pack| pack.id == "fk-test").unwrap();
    assert!(!pack.gate && pack.sha256.len() == 64);
    let hits = gates(&AuditKind::BeforeUse, &[], &[], &found.findings, &found.packs, &[Gate::Incomplete]);
    assert!(hits.iter().all(|hit| !hit.contains("FK-EGEN-1")));
    // The gate is not in the file.
    assert!(!serde_json::to_string(pack).unwrap().contains("gate"));
}
