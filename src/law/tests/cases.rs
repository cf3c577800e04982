//! The cases of `tests/law/*.toml`: each runs one provision against one situation and compares the finding.

use serde_json::Value;

use super::situation::{Situation, merged, summary, toml};
use crate::law::pack::{Packs, SHIPPED};

const TRUTH_TABLE: &str = include_str!("../../../tests/law/truth_table.toml");
const SKETCHES: &str = include_str!("../../../tests/law/sketches.toml");
const EU_AI_ACT: &str = include_str!("../../../tests/law/eu_ai_act.toml");

/// Cases of single provisions, and the statuses that each can take.
const PROVISIONS: &[(&str, &str, &[&str])] = &[
    (
        "SE-DL-1-4-2",
        include_str!("../../../tests/law/SE-DL-1-4-2.toml"),
        &["in_place", "flagged", "incomplete", "inconclusive", "not_assessed", "not_applicable"],
    ),
    (
        "SE-DL-1-4-1",
        include_str!("../../../tests/law/SE-DL-1-4-1.toml"),
        &["in_place", "flagged", "incomplete", "inconclusive", "not_assessed", "not_applicable"],
    ),
    (
        "SE-SUP-FK-PROC",
        include_str!("../../../tests/law/SE-SUP-FK-PROC.toml"),
        &["in_place", "flagged", "incomplete", "inconclusive", "not_assessed", "not_applicable"],
    ),
    (
        "EU-AIA-5-1-c",
        include_str!("../../../tests/law/EU-AIA-5-1-c.toml"),
        &["in_place", "flagged", "incomplete", "inconclusive", "not_assessed", "not_applicable"],
    ),
    (
        "SE-DL-2-14b",
        include_str!("../../../tests/law/SE-DL-2-14b.toml"),
        &["in_place", "flagged", "incomplete", "not_assessed", "not_applicable"],
    ),
    // No evidence that could be inconclusive or unassessed, no scope, and nobody may put it aside.
    ("METHOD-DATES", include_str!("../../../tests/law/METHOD-DATES.toml"), &["in_place", "flagged", "incomplete"]),
];

/// Every file of cases.
pub(super) const FILES: &[(&str, &str)] = &[
    ("truth_table", TRUTH_TABLE),
    ("eu_ai_act", EU_AI_ACT),
    (PROVISIONS[0].0, PROVISIONS[0].1),
    (PROVISIONS[1].0, PROVISIONS[1].1),
    (PROVISIONS[2].0, PROVISIONS[2].1),
    (PROVISIONS[3].0, PROVISIONS[3].1),
    (PROVISIONS[4].0, PROVISIONS[4].1),
    (PROVISIONS[5].0, PROVISIONS[5].1),
];

/// Runs every case of a file; gives the number of cases.
fn run(name: &str, text: &str, packs: &Packs) -> usize {
    let file = toml(text);
    let cases = file["case"].as_array().unwrap();
    let mut failures = Vec::new();
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let rule = &file["rules"][case["rule"].as_str().unwrap()];
        let input = merged(&merged(&file["defaults"], &rule["input"]), &case["input"]);
        let wanted = rule["provision"].as_str().unwrap();
        let provision = packs.provisions().find(|(_, provision)| provision.id == wanted);
        let (_, provision) = provision.unwrap_or_else(|| panic!("{name} {id}: no provision {wanted}"));
        let situation = Situation::new(&input, packs);
        let found = situation.assess(packs, provision);
        let summary = summary(&found, &situation);
        for (key, expected) in case["expected"].as_object().unwrap() {
            let got = summary.get(key).unwrap_or(&Value::Null);
            if got != expected {
                failures.push(format!("{name} {id} ({}): {key} is {got}, expected {expected}", case["description"]));
            }
        }
        for never in case.get("never").and_then(Value::as_array).into_iter().flatten() {
            let never = never.as_str().unwrap();
            if found.reasons.iter().any(|reason| reason.code.starts_with(never)) {
                failures.push(format!("{name} {id} ({}): {never} was raised", case["description"]));
            }
        }
        for reason in &found.reasons {
            assert!(!reason.text.sv.is_empty() && !reason.text.en.is_empty(), "{id}: {} has no text", reason.code);
            assert_ne!(reason.text.sv, reason.code, "{id}: {} has no text", reason.code);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    cases.len()
}

#[test]
fn the_truth_table_holds() {
    let packs = Packs::blocks_and(&[("sketches.toml", SKETCHES)]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(run("truth_table", TRUTH_TABLE, &packs), 73);
}

#[test]
fn the_cases_of_the_ai_act_hold() {
    let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    let packs = Packs::of(&ids, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(run("eu_ai_act", EU_AI_ACT, &packs) > 0);
}

#[test]
fn each_provision_takes_each_of_its_statuses_and_raises_nothing_else() {
    let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    let packs = Packs::of(&ids, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    for (provision, text, statuses) in PROVISIONS {
        assert!(run(provision, text, &packs) > statuses.len());
        let file = toml(text);
        assert_eq!(file["rules"]["it"]["provision"], *provision);
        let cases = file["case"].as_array().unwrap();
        let reached = |status: &str| cases.iter().any(|case| case["expected"]["status"] == status);
        assert!(statuses.iter().all(|status| reached(status)), "{provision}");
    }
}
