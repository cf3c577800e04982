//! Every worked record of calibration and of ranking, and every figure of the reference case, run against the crate.
//!
//! `oracle/scores/calibration.jsonl` and `ranking.jsonl` hold records with `id`, `inputs`, `outputs`, `tolerance` and, for
//! outputs by draws, `tolerance_of` (null there: no target); the first line says where they come from. [`GROUPS`] says which
//! function computes the outputs of which ids; [`NOT_RUN`] and [`NOT_OFFERED`] name what is left out, with the reason. A
//! record in no list, an output that is not computed, or an entry that names nothing fails. `golden.jsonl` is run by
//! `golden.rs`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where a record is not as it should be")]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

mod calibration;
mod golden;
mod ranking;
mod support;

/// A function that computes the outputs of a record from its inputs.
type Run = fn(&Value) -> Value;

/// The files of the oracle, and the part of `methods/worked-2.json` that each holds.
const FILES: &[(&str, &str)] = &[("calibration", "6."), ("ranking", "7.")];

/// Which function runs which records: the longest prefix of the id counts.
const GROUPS: &[(&str, Run)] = &[
    ("6.1/", calibration::in_the_large),
    ("6.2/", calibration::recalibration),
    ("6.2/separation", calibration::separation),
    ("6.2/weighted", calibration::weighted),
    ("6.3/band/", calibration::consistency_band),
    ("6.3/corp/", calibration::corp),
    ("6.3/honest/", calibration::honest_band),
    ("6.4/", calibration::expected_calibration_error),
    ("6.4/edges", calibration::edges),
    ("6.4/equal_mass", calibration::equal_mass),
    ("6.4/null_small", calibration::null_small),
    ("6.5/", calibration::smooth_ece),
    ("6.6/", calibration::cumulative),
    ("6.6/cdf", calibration::brownian),
    ("6.7/", calibration::goodness),
    ("6.8/cumulative", calibration::cumulative_difference),
    ("6.8/groups", calibration::between_groups),
    ("6.8/process/", calibration::process),
    ("6.9", calibration::multicalibration),
    ("6.10", calibration::rate_identity),
    ("7.1/auc/", ranking::auc),
    ("7.1/auc_difference", ranking::auc_difference),
    ("7.1/flag/", ranking::flag),
    ("7.10", ranking::binning),
    ("7.2", ranking::across),
    ("7.2/decomposition", ranking::decomposition),
    ("7.3/", ranking::ks),
    ("7.4/", ranking::average_precision),
    ("7.5", ranking::superiority),
    ("7.6", ranking::distances),
    ("7.6/psi_empty", ranking::stability_index),
    ("7.7", ranking::thresholds),
    ("7.8/list", ranking::list),
    ("7.8/share", ranking::top_k),
    ("7.9", ranking::abroca),
];

/// Records that are not run, with the reason.
const NOT_RUN: &[(&str, &str)] = &[];

/// Outputs that no function of the crate gives, by prefix of the id and name, with the reason.
const NOT_OFFERED: &[(&str, &str, &str)] =
    &[("7.6/psi_empty", "merged_with_lower_neighbour", "empty bins are never merged: one half is added instead")];

/// Where a gap is not read relatively to the record's tolerance, with the reason.
const OTHER_TOLERANCES: &[(&str, (f64, &str))] = &[
    ("6.3/band/", (0.01, "means and quantiles of 10,000 draws on our side: within 2 %, here 0.01 absolutely")),
    ("6.4/edges", (0.0, "whole numbers")),
];

struct Record {
    id: String,
    inputs: Value,
    outputs: Map<String, Value>,
    tolerance: f64,
    tolerance_of: Map<String, Value>,
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/scores")
}

fn records() -> Vec<Record> {
    let mut all = Vec::new();
    for (file, _) in FILES {
        let text = std::fs::read_to_string(folder().join(format!("{file}.jsonl"))).unwrap();
        let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let origin = lines.next().unwrap();
        assert!(origin["origin"].is_string(), "{file}: the first line says where the records come from");
        let before = all.len();
        for line in lines {
            all.push(Record {
                id: line["id"].as_str().unwrap().to_owned(),
                inputs: line["inputs"].clone(),
                outputs: line["outputs"].as_object().unwrap().clone(),
                tolerance: line["tolerance"].as_f64().unwrap(),
                tolerance_of: line["tolerance_of"].as_object().cloned().unwrap_or_default(),
            });
        }
        assert_eq!(Some((all.len() - before) as u64), origin["records"].as_u64(), "{file}");
    }
    all
}

/// The longest prefix in a table that an id begins with.
fn longest<'a, T>(table: &'a [(&'a str, T)], id: &str) -> Option<&'a (&'a str, T)> {
    table.iter().filter(|(prefix, _)| id.starts_with(prefix)).max_by_key(|(prefix, _)| prefix.len())
}

/// Everything in `expected` that `found` does not have within the tolerance, absolute or relative, whichever is easier.
fn gaps(place: &str, expected: &Value, found: &Value, tolerance: f64, out: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(e), Value::Object(f)) => {
            for (key, e) in e {
                match f.get(key) {
                    Some(f) => gaps(&format!("{place}.{key}"), e, f, tolerance, out),
                    None => out.push(format!("{place}.{key}: not computed")),
                }
            }
        }
        (Value::Array(e), Value::Array(f)) if e.len() == f.len() => {
            for (i, (e, f)) in e.iter().zip(f).enumerate() {
                gaps(&format!("{place}[{i}]"), e, f, tolerance, out);
            }
        }
        (Value::Number(e), Value::Number(f)) => {
            let (e, f) = (e.as_f64().unwrap(), f.as_f64().unwrap());
            let gap = (e - f).abs();
            if gap.is_nan() || gap > tolerance.max(tolerance * e.abs()) {
                out.push(format!("{place}: {f} is not {e} (gap {gap:.1e})"));
            }
            // A tiny probability is compared relatively too, or it would pass as anything.
            if tolerance < 1e-3 && e != 0.0 && e.abs() < 1e-6 && gap > 1e-6 * e.abs() && gap > 1e-15 {
                out.push(format!("{place}: {f} is not {e} (relative gap {:.1e})", gap / e.abs()));
            }
        }
        (e, f) if e == f => {}
        (e, f) => out.push(format!("{place}: {f} is not {e}")),
    }
}

#[test]
fn every_record_is_met_within_its_tolerance() {
    let mut wrong = Vec::new();
    let (mut run, mut passed_over) = (0, Vec::new());
    for record in records() {
        if let Some((id, reason)) = longest(NOT_RUN, &record.id) {
            passed_over.push(format!("{id}: {reason}"));
            continue;
        }
        let Some((_, group)) = longest(GROUPS, &record.id) else {
            wrong.push(format!("{}: neither run nor named with a reason", record.id));
            continue;
        };
        let found = group(&record.inputs);
        let other = longest(OTHER_TOLERANCES, &record.id).map(|(_, (tolerance, _))| *tolerance);
        for (name, expected) in &record.outputs {
            let place = format!("{} {name}", record.id);
            let by_name = record.tolerance_of.get(name);
            let not_offered = NOT_OFFERED.iter().find(|(id, output, _)| record.id.starts_with(id) && output == name);
            if let Some((_, _, reason)) = not_offered {
                passed_over.push(format!("{place}: {reason}"));
            } else if by_name.is_some_and(Value::is_null) {
                passed_over.push(format!("{place}: no target, by the record itself"));
            } else if let Some(ours) = found.get(name) {
                let tolerance = by_name.and_then(Value::as_f64).or(other).unwrap_or(record.tolerance);
                gaps(&place, expected, ours, tolerance, &mut wrong);
            } else {
                wrong.push(format!("{place}: not computed"));
            }
        }
        run += 1;
    }
    println!("{run} records run; passed over:\n{}", passed_over.join("\n"));
    assert!(wrong.is_empty(), "{} gaps:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_entry_of_the_lists_names_a_record() {
    let records = records();
    let ids: BTreeSet<&str> = records.iter().map(|record| record.id.as_str()).collect();
    assert_eq!(ids.len(), records.len(), "an id stands twice");
    let used: BTreeSet<&str> = ids.iter().filter_map(|id| longest(GROUPS, id).map(|(prefix, _)| *prefix)).collect();
    for (prefix, _) in GROUPS {
        assert!(used.contains(prefix), "`{prefix}` runs nothing");
    }
    for (prefix, _) in NOT_RUN {
        assert!(ids.iter().any(|id| id.starts_with(prefix)), "`{prefix}` names nothing");
    }
    for (prefix, (_, reason)) in OTHER_TOLERANCES {
        assert!(ids.iter().any(|id| id.starts_with(prefix)) && !reason.is_empty(), "`{prefix}` names nothing");
    }
    for (prefix, name, _) in NOT_OFFERED {
        let named = |record: &&Record| record.id.starts_with(prefix) && record.outputs.contains_key(*name);
        assert!(records.iter().any(|record| named(&record)), "`{prefix} {name}` names nothing");
    }
}

/// The records of the methods folder, where it lies beside the repository.
#[test]
fn the_copies_are_those_of_the_methods_folder() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/methods/worked-2.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: there is no ../shared/methods/worked-2.json beside the repository");
        return;
    };
    let origin: Value = serde_json::from_str(&text).unwrap();
    let here = records();
    for value in origin["values"].as_array().unwrap() {
        let id = value["id"].as_str().unwrap();
        if !FILES.iter().any(|(_, part)| id.starts_with(part)) {
            continue;
        }
        let record = here.iter().find(|record| record.id == id).unwrap_or_else(|| panic!("{id} is not copied"));
        assert_eq!(record.inputs, value["inputs"], "{id}");
        assert_eq!(Value::Object(record.outputs.clone()), value["outputs"], "{id}");
        assert_eq!(json!(record.tolerance), json!(value["tolerance"].as_f64().unwrap()), "{id}");
        let theirs = value["tolerance_of"].as_object().cloned().unwrap_or_default();
        assert_eq!(record.tolerance_of, theirs, "{id}");
    }
}
