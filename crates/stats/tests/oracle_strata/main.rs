//! Worked numbers of comparable cases: every record of `oracle/strata/*.jsonl`, read and compared as those of
//! `tests/oracle`.
//!
//! A file without a runner, a runner without a file, a record without a checked output, an output that nobody computed:
//! each is a failure.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

#[allow(dead_code, reason = "shared with the other oracle tests, which use more of it")]
#[path = "../oracle/harness.rs"]
mod harness;
mod runners;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use harness::{Outputs, Record, Report};

/// A function that runs one record and says what it found.
type Runner = fn(&Record) -> Outputs;

/// One line for each group: the part of an id before the first slash, and who runs it.
const RUNNERS: &[(&str, Runner)] = &[
    ("cmh_exact", runners::cmh_exact),
    ("conditional_demographic_disparity", runners::conditional_demographic_disparity),
    ("kitagawa", runners::kitagawa),
    ("logistic", runners::logistic),
    ("mantel_haenszel", runners::mantel_haenszel),
    ("mantel_haenszel_statsmodels", runners::mantel_haenszel_statsmodels),
    ("standardised", runners::standardised),
    ("stratified_miettinen_nurminen", runners::stratified_miettinen_nurminen),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/strata")
}

#[test]
fn every_group_of_records_has_a_runner_and_every_runner_has_records() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let runners: BTreeSet<String> = RUNNERS.iter().map(|(group, _)| (*group).to_owned()).collect();
    assert_eq!(runners.len(), RUNNERS.len(), "a group stands twice");
    assert_eq!(files, runners);
}

#[test]
fn every_record_is_within_its_tolerance() {
    let mut report = Report::default();
    for (group, run) in RUNNERS {
        for record in &harness::read(&folder().join(format!("{group}.jsonl"))) {
            report.add(group, record, run(record));
        }
    }
    report.finish();
}

/// That no group of the methods' numbers is forgotten is tested in `tests/oracle`.
#[test]
fn the_records_are_those_of_the_methods_where_these_are_at_hand() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/methods/worked-1.json");
    let Ok(text) = std::fs::read_to_string(&source) else {
        println!("skipped: ../shared/methods/worked-1.json is not here; the copies in oracle/strata were run");
        return;
    };
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
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
