//! The rules R of HS-11 to HS-19.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use serde_json::{Map, Value};

use super::cases::{SPECIAL_CATEGORIES, fact_is};
use super::citation::{Section, sections};
use super::rules::{Doc, REASON, TRUE, get, length_of};
use super::word::holds;
use crate::law::condition::at_path;
use crate::law::pack::{EvidenceWeight, Status};
use crate::law::view::{IN_USE_TO, INPUT_LIST, date_fact};
use crate::spec::{Condition, Fact, Spec, StageRule};

/// Does a rule hold?
type Check = fn(&Doc<'_>) -> bool;

/// Every rule of HS-11 to HS-19: statement, rule, check.
pub(super) const RULES: &[(&str, &str, Check)] = &[
    ("HS-11", "R1", columns_are_those_read),
    ("HS-11", "R2", special_categories_meet_the_conditions),
    ("HS-11", "R3", |doc| doc.text("form") != "rows" || !doc.text("retention.rows_until").is_empty()),
    ("HS-11", "R4", advice_is_followed_or_answered),
    ("HS-11", "R5", further_processing_is_explained),
    ("HS-11", "R6", health_data_were_processed_for_the_benefit),
    ("HS-12", "R1", trained_of_overseers),
    ("HS-12", "R2", |doc| !doc.text("stop_authority").is_empty()),
    ("HS-12", "R3", oversight_is_tested_or_explained),
    ("HS-13", "R1", silence_about_the_score_is_explained),
    ("HS-13", "R2", |doc| !doc.text("contact").is_empty()),
    ("HS-14", "R1", |doc| doc.rows("actions").iter().any(|row| get(row, "action") == "stop")),
    ("HS-14", "R2", confirmatory_metrics_have_actions),
    ("HS-14", "R3", random_sample_is_kept_or_explained),
    ("HS-15", "R1", kept_long_enough),
    ("HS-15", "R2", formats_for_text_and_numbers),
    ("HS-16", "R1", flagged_items_are_answered),
    ("HS-16", "R2", |doc| doc.entry.form.basis.as_ref().is_some_and(|basis| is_digest(&basis.results_sha256))),
    ("HS-16", "R3", missing_items_are_named),
    ("HS-16", "R4", |doc| doc.value("review_on").is_some()),
    ("HS-16", "R5", review_within_two_years),
    ("HS-17", "R1", |doc| consulted(doc, "data_protection_officer")),
    ("HS-17", "R2", |doc| consulted(doc, "affected_group") || doc.length("q3") >= 100),
    ("HS-18", "R1", no_inference_agrees_with_the_technique),
    ("HS-18", "R2", |doc| {
        doc.value("art_6_3.relied_on") != Some(&TRUE) || doc.value("art_6_3.profiling") != Some(&TRUE)
    }),
    ("HS-18", "R3", unrelated_inputs_agree_with_the_list),
    ("HS-18", "R4", |doc| doc.value("art_5_1_d.crime_risk") != Some(&TRUE) || doc.length("q3") >= 400),
    ("HS-18", "R5", roles_are_those_of_the_spec),
    ("HS-18", "R6", language_tasks_name_the_human_check),
    ("HS-18", "R7", dates_are_those_of_the_spec),
    ("HS-19", "R1", assessment_has_a_date_before_use),
    ("HS-19", "R2", absence_of_an_assessment_is_explained),
    ("HS-19", "R3", |doc| {
        doc.text("prior_consultation.needed") != "yes" || !doc.text("prior_consultation.date").is_empty()
    }),
    ("HS-19", "R4", |doc| {
        !doc.text("record_of_processing.reference").is_empty() && !doc.rows("information").is_empty()
    }),
    ("HS-19", "R5", offence_data_have_a_basis),
    ("HS-19", "R6", advice_is_followed_or_answered),
];

/// The columns that a spec reads.
pub(super) fn columns_read(spec: &Spec) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    let mut add = |name: &str| {
        columns.insert(name.to_owned());
    };
    let roles = &spec.roles;
    let single = [
        &roles.id,
        &roles.weight,
        &roles.inclusion_probability,
        &roles.sampling_stratum,
        &roles.cluster,
        &roles.period,
        &roles.known,
        &spec.data.count,
    ];
    single.into_iter().flatten().for_each(|column| add(column));
    roles.score.iter().for_each(|score| add(&score.column));
    roles.outcome.iter().for_each(|outcome| add(&outcome.column));
    roles.arm.iter().for_each(|arm| add(&arm.column));
    roles.strata.iter().for_each(|factor| add(&factor.column));
    roles.other.iter().for_each(|(_, column)| add(column));
    spec.amounts.iter().for_each(|amount| add(&amount.column));
    if let Some((attribute, group)) = &spec.data.long {
        add(attribute);
        add(group);
    }
    spec.data.join.iter().for_each(|join| add(&join.on));
    for stage in &spec.stages {
        if let StageRule::Column { column, .. } = &stage.rule {
            add(column);
        }
    }
    for attribute in &spec.attributes {
        match &attribute.membership {
            // In a long table the attribute's own name is a value, not a column.
            None if spec.data.long.is_none() => add(&attribute.column),
            None => {}
            Some(membership) => {
                if membership.factors.is_empty() {
                    membership.columns.values().for_each(|column| add(column));
                }
                membership.factors.iter().for_each(|(_, key)| add(key));
                [&membership.cell, &membership.validated].into_iter().flatten().for_each(|column| add(column));
            }
        }
    }
    if let Some(filter) = &spec.data.filter {
        names(filter, &mut add);
    }
    columns
}

fn names(condition: &Condition, add: &mut impl FnMut(&str)) {
    match condition {
        Condition::And(list) | Condition::Or(list) => list.iter().for_each(|one| names(one, add)),
        Condition::Not(one) => names(one, add),
        Condition::Compare { name, .. } | Condition::In { name, .. } => add(name),
        Condition::IsNull(name) | Condition::IsNotNull(name) => add(name),
    }
}

fn columns_are_those_read(doc: &Doc<'_>) -> bool {
    let said: BTreeSet<String> = doc.rows("columns").iter().map(|row| get(row, "name").to_owned()).collect();
    said == columns_read(doc.ctx.spec)
}

fn has_category(doc: &Doc<'_>, categories: &[&str]) -> bool {
    doc.rows("columns").iter().any(|row| categories.contains(&get(row, "category")))
}

fn special_categories_meet_the_conditions(doc: &Doc<'_>) -> bool {
    !has_category(doc, SPECIAL_CATEGORIES)
        || (doc.length("q4") > 0
            && ["a", "b", "c", "d", "e", "f"]
                .iter()
                .all(|key| doc.text(&format!("art_4a.{key}")).chars().count() >= REASON))
}

fn advice_is_followed_or_answered(doc: &Doc<'_>) -> bool {
    doc.value("dpo.followed") != Some(&Value::Bool(false)) || !doc.text("dpo.reason").is_empty()
}

/// Rows of `basis` that name a section of chapter 114 of the Social Insurance Code, with the sections so named.
fn basis_in_114<'a>(doc: &Doc<'a>, number: u32) -> Vec<(&'a Map<String, Value>, Vec<Section>)> {
    let named = |row: &'a Map<String, Value>| {
        let all = sections(get(row, "citation")).into_iter();
        let named = all.filter(|one| one.chapter == Some(114) && one.number == number && one.letter.is_none());
        (row, named.collect::<Vec<_>>())
    };
    doc.rows("basis").into_iter().map(named).filter(|(_, named)| !named.is_empty()).collect()
}

fn further_processing_is_explained(doc: &Doc<'_>) -> bool {
    let rows = basis_in_114(doc, 10);
    if rows.is_empty() {
        return true;
    }
    let health = has_category(doc, &["health"]);
    doc.length("q2") >= 200 && (!health || rows.iter().all(|(row, _)| length_of(row, "reason") >= 100))
}

fn health_data_were_processed_for_the_benefit(doc: &Doc<'_>) -> bool {
    if !has_category(doc, &["health"]) {
        return true;
    }
    // Points 4 to 7 of section 8; a citation without a point is read as one of them.
    let points_1_to_3 =
        |section: &Section| !section.points.is_empty() && section.points.iter().all(|point| (1..=3).contains(point));
    basis_in_114(doc, 8)
        .iter()
        .all(|(row, named)| named.iter().all(points_1_to_3) || !get(row, "processed_for").is_empty())
}

fn trained_of_overseers(doc: &Doc<'_>) -> bool {
    let number = |field: &str| doc.value(field).and_then(Value::as_i64).unwrap_or(0);
    let (trained, overseers) = (number("trained_n"), number("overseers_n"));
    trained > 0 && overseers > 0 && trained <= overseers
}

fn decides_about_people(doc: &Doc<'_>) -> bool {
    ["risk_selection", "automated_decision", "network"].contains(&doc.ctx.spec.system.kind.word())
}

fn oversight_is_tested_or_explained(doc: &Doc<'_>) -> bool {
    doc.value("review_test.planned") == Some(&TRUE) || !decides_about_people(doc) || doc.length("q3") >= 200
}

fn silence_about_the_score_is_explained(doc: &Doc<'_>) -> bool {
    let silent = doc.value("score_communicated") == Some(&Value::Bool(false));
    let sees = doc.other("HS-12", "sees").and_then(Value::as_array);
    let score_seen = sees.is_some_and(|list| list.iter().any(|value| value.as_str() == Some("score")));
    !(silent && score_seen) || doc.length("q2") >= 150
}

fn confirmatory_metrics_have_actions(doc: &Doc<'_>) -> bool {
    let newest = doc.ctx.statements.newest();
    let Some(margins) = newest.get("HS-04") else { return true };
    let confirmatory = at_path(&margins.form.fields, "confirmatory.metric");
    let actions: Vec<&str> = doc.rows("actions").iter().map(|row| get(row, "metric")).collect();
    confirmatory.iter().filter_map(|metric| metric.as_str()).all(|metric| actions.contains(&metric))
}

fn random_sample_is_kept_or_explained(doc: &Doc<'_>) -> bool {
    let needed = doc.ctx.packs.provisions().any(|(_, provision)| {
        provision
            .evidence
            .iter()
            .any(|one| one.need == EvidenceWeight::Required && ["EV-04", "EV-14"].contains(&one.ev.as_str()))
    });
    !needed || doc.value("random_sample").is_some() || doc.length("q4") >= 150
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

fn kept_long_enough(doc: &Doc<'_>) -> bool {
    // The last planned day of use where it is known; a system without one is used at least until today.
    let last = date_fact(doc.ctx.facts, IN_USE_TO).unwrap_or(doc.ctx.today);
    let least = last.checked_add_months(Months::new(24));
    let said = doc.answer("q1").to_lowercase();
    let decided = ["beslut", "decision"].iter().any(|word| said.contains(word));
    day(doc.text("retention_until")).is_some_and(|until| Some(until) >= least) || decided
}

fn formats_for_text_and_numbers(doc: &Doc<'_>) -> bool {
    let formats: Vec<String> = doc.list("format").iter().map(|format| format.to_lowercase()).collect();
    formats.iter().any(|format| format.starts_with("pdf/a"))
        && formats.iter().any(|format| ["json", "parquet", "csv"].contains(&format.as_str()))
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn flagged_items_are_answered(doc: &Doc<'_>) -> bool {
    let flagged = doc.ctx.findings.into_iter().flatten().filter(|one| one.statuses.first() == Some(&Status::Flagged));
    flagged.into_iter().all(|one| {
        doc.rows("items").iter().any(|row| get(row, "provision") == one.provision && length_of(row, "reason") >= 80)
    })
}

fn missing_items_are_named(doc: &Doc<'_>) -> bool {
    if !doc.text("decision").starts_with("use") {
        return true;
    }
    let incomplete = doc.ctx.findings.into_iter().flatten().filter(|one| one.statuses.contains(&Status::Incomplete));
    incomplete.into_iter().all(|one| names_id(doc.answer("q2"), &one.provision))
}

/// Is an id in a text, and not as the beginning of a longer one?
fn names_id(text: &str, id: &str) -> bool {
    text.match_indices(id).any(|(at, found)| {
        let mut after = text[at + found.len()..].chars();
        match after.next() {
            Some('-' | '/') => !after.next().is_some_and(char::is_alphanumeric),
            Some(c) => !c.is_alphanumeric(),
            None => true,
        }
    })
}

fn review_within_two_years(doc: &Doc<'_>) -> bool {
    let latest = doc.entry.form.written.0.checked_add_months(Months::new(24));
    day(doc.text("review_on")).is_none_or(|on| Some(on) <= latest)
}

fn consulted(doc: &Doc<'_>, kind: &str) -> bool {
    doc.rows("consulted").iter().any(|row| get(row, "kind") == kind)
}

fn no_inference_agrees_with_the_technique(doc: &Doc<'_>) -> bool {
    doc.text("ai_system") != "no" || !fact_is(doc.ctx, "technique", &["machine_learning", "generative"])
}

fn unrelated_inputs_agree_with_the_list(doc: &Doc<'_>) -> bool {
    if !doc.ctx.files.contains(INPUT_LIST) {
        return true;
    }
    let Some(list) = doc.input_list() else { return true };
    let unrelated: BTreeSet<&str> =
        list.iter().filter(|(.., origin)| *origin == Some("unrelated_context")).map(|(name, ..)| *name).collect();
    doc.list("art_5_1_c.unrelated_inputs").into_iter().collect::<BTreeSet<_>>() == unrelated
}

fn roles_are_those_of_the_spec(doc: &Doc<'_>) -> bool {
    let Some(Fact::Words(words)) = doc.ctx.facts.get("roles") else { return true };
    let said: BTreeSet<&str> = doc.list("roles").into_iter().collect();
    said == words.iter().map(String::as_str).collect()
}

const LANGUAGE_TASKS: &[&str] = &[
    "översätta",
    "översätter",
    "översätts",
    "översättning",
    "översättningen",
    "översättningar",
    "sammanfatta",
    "sammanfattar",
    "sammanfattas",
    "sammanfattning",
    "sammanfattningen",
    "sammanfattningar",
    "tal till text",
    "taligenkänning",
    "transkribera",
    "transkriberar",
    "transkriberas",
    "transkribering",
    "transkription",
    "translate",
    "translates",
    "translated",
    "translating",
    "translation",
    "translations",
    "summarise",
    "summarises",
    "summarising",
    "summarize",
    "summarizes",
    "summarizing",
    "summary",
    "summaries",
    "speech to text",
    "speech recognition",
    "transcribe",
    "transcribes",
    "transcribing",
    "transcription",
    "transcriptions",
];
/// Who or what looks at the result. Not `person`: the question is about natural persons.
const HUMAN_CHECKS: &[&str] = &[
    "människa",
    "människan",
    "människor",
    "mänsklig",
    "mänskligt",
    "mänskliga",
    "handläggare",
    "handläggaren",
    "handläggarna",
    "granskar",
    "granskas",
    "granskning",
    "kontrollerar",
    "kontrolleras",
    "human",
    "humans",
    "case handler",
    "case handlers",
    "review",
    "reviews",
    "reviewed",
    "checks",
    "checked",
];

fn language_tasks_name_the_human_check(doc: &Doc<'_>) -> bool {
    let relied_on = doc.value("art_6_3.relied_on") == Some(&TRUE);
    let q5 = doc.answer("q5");
    let language = [doc.text("art_6_3.condition"), q5].iter().any(|text| holds(text, LANGUAGE_TASKS));
    !(relied_on && language) || holds(q5, HUMAN_CHECKS)
}

fn dates_are_those_of_the_spec(doc: &Doc<'_>) -> bool {
    let equals = |path: &str, fact: &str| day(doc.text(path)) == date_fact(doc.ctx.facts, fact);
    equals("placed_in_service", "in_use_from") && equals("significant_change.on", "significant_change_on")
}

fn assessment_has_a_date_before_use(doc: &Doc<'_>) -> bool {
    if doc.text("dpia.exists") != "yes" {
        return true;
    }
    let in_use = date_fact(doc.ctx.facts, "in_use_from");
    day(doc.text("dpia.date")).is_some_and(|on| in_use.is_none_or(|from| on <= from))
}

fn absence_of_an_assessment_is_explained(doc: &Doc<'_>) -> bool {
    match doc.text("dpia.exists") {
        "no" => doc.length("q1") >= 150 && !decides_about_people(doc),
        "not_needed" => doc.length("q1") >= 150,
        _ => true,
    }
}

fn offence_data_have_a_basis(doc: &Doc<'_>) -> bool {
    let crime_risk = doc.other("HS-18", "art_5_1_d.crime_risk") == Some(&TRUE);
    match doc.text("offence_data.processed") {
        "yes" => !doc.text("offence_data.basis").is_empty(),
        "no" => !crime_risk,
        _ => true,
    }
}
