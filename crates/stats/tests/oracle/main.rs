//! Worked numbers from independent computations: every record of `oracle/worked/*.jsonl`.
//!
//! A file holds one group of records; its first line says where they come from. A record passes if every output is within its
//! tolerance, absolute or relative, whichever is easier; null must be null. A file without a runner, a runner without a file, a
//! record without a checked output, an output that nobody computed: each is a failure, so that nothing is passed over in silence.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

mod harness;
mod margins;
mod rates;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use harness::{Record, Report};

/// A function that runs one record and says what it found.
type Runner = fn(&Record) -> harness::Outputs;

/// One line for each group: the part of an id before the first slash, and who runs it.
const RUNNERS: &[(&str, Runner)] = &[
    ("agresti_caffo", rates::agresti_caffo),
    ("boschloo", rates::boschloo),
    ("chi_square", rates::chi_square),
    ("clopper_pearson", rates::clopper_pearson),
    ("conditional_odds_ratio", rates::conditional_odds_ratio),
    ("conditional_odds_ratio_scipy", rates::conditional_odds_ratio),
    ("conv", rates::conv),
    ("error_rates", margins::error_rates),
    ("exact_guard", margins::exact_guard),
    ("exact_margin", margins::exact_margin),
    ("favourable", margins::whole_path),
    ("fisher", rates::fisher),
    ("fnch", rates::noncentral_hypergeometric),
    ("golden_correction", rates::golden_correction),
    ("jeffreys", rates::jeffreys),
    ("katz_log", rates::katz_log),
    ("koopman_ratio", rates::koopman_ratio),
    ("log_pmf", rates::log_pmf),
    ("log_tail", rates::log_tail),
    ("margin_tests", margins::margin_tests),
    ("margin_tests_ratio", margins::margin_tests_ratio),
    ("mee_difference", rates::mee_difference),
    ("miettinen_nurminen_difference", rates::miettinen_nurminen_difference),
    ("miettinen_nurminen_ratio", rates::miettinen_nurminen_ratio),
    ("miettinen_nurminen_ratio_not", rates::miettinen_nurminen_ratio_not),
    ("mover", margins::mover),
    ("mover_ratio", rates::mover_ratio),
    ("newcombe", rates::newcombe),
    ("score_odds_ratio", rates::score_odds_ratio),
    ("verdict", margins::verdict),
    ("wilson", rates::wilson),
    ("woolf", rates::woolf),
];

/// Groups of the methods' worked numbers that other files of this crate run: weights, two arms, strata, families, planning.
const ELSEWHERE: &[&str] = &[
    "adjust",
    "adjust_r",
    "all_clear",
    "bounds",
    "clusters",
    "cmh_exact",
    "conditional_demographic_disparity",
    "each_vs_overall",
    "four_fifths",
    "kitagawa",
    "known_probabilities",
    "logistic",
    "mantel_haenszel",
    "mantel_haenszel_statsmodels",
    "max_t",
    "plan",
    "pool_rows",
    "standardised",
    "stratified_miettinen_nurminen",
    "two_arm",
    "vab_2017",
    "weighted",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/worked")
}

#[test]
fn every_group_of_records_has_a_runner_and_every_runner_has_records() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let runners: BTreeSet<String> = RUNNERS.iter().map(|(group, _)| (*group).to_owned()).collect();
    assert_eq!(runners.len(), RUNNERS.len(), "a group stands twice");
    assert_eq!(files, runners);
}

#[test]
fn every_record_is_within_its_tolerance() {
    let mut report = Report::default();
    for (group, run) in RUNNERS {
        let records = harness::read(&folder().join(format!("{group}.jsonl")));
        for record in &records {
            report.add(group, record, run(record));
        }
    }
    report.finish();
}

#[test]
fn the_records_are_those_of_the_methods_where_these_are_at_hand() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/methods/worked-1.json");
    let Ok(text) = std::fs::read_to_string(&source) else {
        println!("skipped: ../shared/methods/worked-1.json is not here; the copies in oracle/worked were run");
        assert!(std::env::var("EVENHAND_REQUIRE_SHARED").as_deref() != Ok("1"), "../shared is required");
        return;
    };
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    for record in all["values"].as_array().unwrap() {
        let group = record["id"].as_str().unwrap().split('/').next().unwrap();
        let known = RUNNERS.iter().any(|(name, _)| *name == group) || ELSEWHERE.contains(&group);
        assert!(known, "a group of worked numbers that nobody runs: {group}");
    }
    for (group, _) in RUNNERS {
        let theirs: Vec<&serde_json::Value> = all["values"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|v| v["id"].as_str().unwrap().split('/').next() == Some(group))
            .collect();
        let ours: Vec<serde_json::Value> =
            harness::read(&folder().join(format!("{group}.jsonl"))).into_iter().map(|r| r.whole).collect();
        assert_eq!(theirs.len(), ours.len(), "{group}");
        for (a, b) in theirs.iter().zip(&ours) {
            assert_eq!(**a, *b, "{group}");
        }
    }
}
