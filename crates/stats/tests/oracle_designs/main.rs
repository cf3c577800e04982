//! Every worked record of designs, multiplicity and planning, run against the crate.
//!
//! `oracle/designs/*.jsonl` holds the records: the first line says where they come from, each other line is one record
//! with `id`, `inputs`, `outputs`, `tolerance`. [`GROUPS`] says which function computes the outputs of which ids;
//! [`NOT_RUN`] and [`NOT_OFFERED`] name what is left out, with the reason. A record in no list, an output that is not
//! computed, or an entry that names nothing fails.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where a record is not as it should be")]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

mod bounds;
mod comparisons;
mod planning;
mod pool_rows;
mod support;
mod two_arm;
mod weights;

/// A function that computes the outputs of a record from its id and inputs.
type Run = fn(&str, &Value) -> Value;

/// The files of the oracle.
const FILES: &[&str] = &[
    "adjust",
    "all_clear",
    "bounds",
    "clusters",
    "each_vs_overall",
    "four_fifths",
    "known_probabilities",
    "max_t",
    "plan",
    "pool_rows",
    "two_arm",
    "vab_2017",
    "weighted",
];

/// Which function runs which records: the longest prefix of the id counts.
const GROUPS: &[(&str, Run)] = &[
    ("adjust/", comparisons::adjust),
    ("all_clear/", comparisons::all_clear),
    ("bounds/", bounds::of_group),
    ("bounds/difference", bounds::difference),
    ("bounds/imbens_manski/", bounds::imbens_manski),
    ("bounds/limits/", bounds::limits),
    ("bounds/verdict/", bounds::verdict),
    ("clusters/linearised", weights::clusters_linearised),
    ("clusters/simulated", weights::clusters_simulated),
    ("clusters/difference/", weights::clusters_difference),
    ("clusters/way_1/", weights::clusters_way_1),
    ("each_vs_overall/", comparisons::each_vs_overall),
    ("four_fifths/", planning::four_fifths),
    ("known_probabilities/", weights::known_probabilities),
    ("max_t/dunnett/", comparisons::dunnett),
    ("max_t/simultaneous/", comparisons::simultaneous),
    ("max_t/all_pairs/", comparisons::all_pairs),
    ("max_t/tail/", comparisons::tail),
    ("plan/", planning::sizes),
    ("plan/cases_needed/", planning::cases_needed),
    ("plan/exact_verdict_probabilities/", planning::exact_verdict_probabilities),
    ("plan/mdd/", planning::mdd),
    ("plan/minimum_detectable/", planning::minimum_detectable),
    ("pool_rows/", pool_rows::group),
    ("pool_rows/delta/", pool_rows::delta),
    ("pool_rows/disparity/", pool_rows::disparity),
    ("pool_rows/lift/", pool_rows::lift),
    ("pool_rows/random_arm_alone", pool_rows::random_arm_alone),
    ("two_arm/agency_test_1/", two_arm::agency_test_1),
    ("two_arm/bootstrap/", two_arm::bootstrap),
    ("two_arm/conditional_rate/", two_arm::conditional_rate),
    ("two_arm/coverage/", two_arm::coverage),
    ("two_arm/delta/", two_arm::delta),
    ("two_arm/equal_burden/", two_arm::equal_burden),
    ("two_arm/impossible", two_arm::impossible),
    ("two_arm/lift/", two_arm::lift),
    ("two_arm/mover/", two_arm::mover),
    ("two_arm/mover/edge/", two_arm::mover_edge),
    ("two_arm/outcome_missing/", two_arm::outcome_missing),
    ("two_arm/overlap", two_arm::overlap),
    ("two_arm/overlap/limits/", two_arm::overlap_limits),
    ("two_arm/overlap/limits/difference", two_arm::overlap_difference),
    ("two_arm/published/", two_arm::published),
    ("two_arm/ratio_as_odds_ratio/", two_arm::ratio_as_odds_ratio),
    ("two_arm/share_errors_minus_share_selected/", two_arm::nested_shares),
    ("vab_2017/", comparisons::vab_2017),
    ("weighted/", weights::from_rows),
    ("weighted/cells", weights::cells),
    ("weighted/difference/", weights::difference),
    ("weighted/rule/", weights::rule),
];

/// Records that are not run, with the reason.
const NOT_RUN: &[(&str, &str)] = &[];

/// Outputs that no function of the crate gives, by prefix of the id and name, with the reason.
const NOT_OFFERED: &[(&str, &str, &str)] = &[
    ("bounds/verdict/", "wrong_verdict_of_display", "what a reading that is not allowed returns: no target"),
    ("max_t/all_pairs/", "tukey_equal_variance", "the studentised range is not offered: simulation takes its place"),
    ("plan/mdd/", "mdd_former", "the value by an older rule"),
];

/// Where a gap is not read relatively to the record's tolerance, with the reason.
const OTHER_TOLERANCES: &[(&str, (Tolerance, &str))] = &[
    ("plan/exact_verdict_probabilities/", (Tolerance::Absolute(1e-8), "the record does not test tables below 1e-13")),
    ("two_arm/bootstrap/", (Tolerance::Relative(0.004), "a million draws on each side")),
    ("two_arm/coverage/", (Tolerance::Absolute(0.002), "200,000 draws against 100,000")),
];

#[derive(Clone, Copy)]
enum Tolerance {
    Relative(f64),
    Absolute(f64),
}

struct Record {
    id: String,
    inputs: Value,
    outputs: Map<String, Value>,
    tolerance: f64,
}

fn records() -> Vec<Record> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/designs");
    let mut all = Vec::new();
    for file in FILES {
        let text = std::fs::read_to_string(folder.join(format!("{file}.jsonl"))).unwrap();
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

/// Everything in `expected` that `found` does not have within the tolerance.
fn gaps(place: &str, expected: &Value, found: &Value, tolerance: Tolerance, out: &mut Vec<String>) {
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
            let (gap, relative) = ((e - f).abs(), (e - f).abs() / e.abs());
            let near = match tolerance {
                Tolerance::Relative(t) => relative <= t || gap <= 1e-15,
                Tolerance::Absolute(t) => gap <= t,
            };
            if !near {
                out.push(format!("{place}: {f} is not {e} (relative gap {relative:.1e})"));
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
        let found = group(&record.id, &record.inputs);
        let mut expected = record.outputs;
        for (_, name, reason) in NOT_OFFERED.iter().filter(|(prefix, ..)| record.id.starts_with(prefix)) {
            if expected.remove(*name).is_some() {
                passed_over.push(format!("{} {name}: {reason}", record.id));
            }
        }
        let other = longest(OTHER_TOLERANCES, &record.id);
        let tolerance = other.map_or(Tolerance::Relative(record.tolerance), |(_, (tolerance, _))| *tolerance);
        gaps(&record.id, &Value::Object(expected), &found, tolerance, &mut wrong);
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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/methods/worked-1.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: there is no ../shared/methods/worked-1.json beside the repository");
        assert!(std::env::var("EVENHAND_REQUIRE_SHARED").as_deref() != Ok("1"), "../shared is required");
        return;
    };
    let origin: Value = serde_json::from_str(&text).unwrap();
    let here = records();
    for value in origin["values"].as_array().unwrap() {
        let id = value["id"].as_str().unwrap();
        if !FILES.contains(&id.split('/').next().unwrap()) {
            continue;
        }
        let record = here.iter().find(|record| record.id == id).unwrap_or_else(|| panic!("{id} is not copied"));
        assert_eq!(record.inputs, value["inputs"], "{id}");
        assert_eq!(Value::Object(record.outputs.clone()), value["outputs"], "{id}");
        assert_eq!(json!(record.tolerance), json!(value["tolerance"].as_f64().unwrap()), "{id}");
    }
}
