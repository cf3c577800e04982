//! Groups known only through probabilities, from rows to the report.

use std::fmt::Write;

use evenhand::flow::{self, Papers, When};
use evenhand::{Lang, Opener, check_spec};
use serde_json::Value;

const SPEC: &str = r#"
spec_version = 1
[audit]
id = "proxy"
kind = "illustration"
date = 2026-11-27
title = "t"
[system]
name = "s"
kind = "risk_selection"
pool = "p"
unit = "u"
[data]
design = "full"
path = "a.csv"
[roles]
arm = { column = "how", model = ["m"], random = ["r"], validated = ["asked"] }
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
negative = ["0"]
favourable = false
[[attribute]]
name = "origin"
ground = "ethnicity"
reference = "home"
[attribute.membership]
columns = { away = "p_away", home = "p_home" }
factors = [{ table = "areas.csv", key = "area" }]
cell = "area"
validated = "truth"
validated_random = true
[[comparison]]
metric = "selection_rate"
stage = "selected"
attributes = ["origin"]
margin = 0.02
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
"#;

const AREAS: &str = "area,p_away,p_home\nnorth,0.8,0.2\nsouth,0.1,0.9\n";

/// Rows of two areas, of which every seventh was asked; others told their group without being asked.
fn rows() -> Vec<String> {
    (0..2_000_u32)
        .map(|i| {
            let north = i % 2 == 0;
            let away = (i % 10 < 5) == north;
            let selected = if away { i % 3 != 2 } else { i % 3 == 0 };
            let (how, told) = if i % 7 == 3 { ("asked", true) } else { ("", i % 11 == 0) };
            let area = if i % 50 == 7 {
                "nowhere"
            } else if north {
                "north"
            } else {
                "south"
            };
            let truth = if !told {
                ""
            } else if away {
                "away"
            } else {
                "home"
            };
            format!("{area},{},{how},{truth}", u8::from(selected))
        })
        .collect()
}

fn csv(rows: &[String]) -> Vec<u8> {
    let mut out = "area,d,how,truth\n".to_owned();
    rows.iter().for_each(|row| writeln!(out, "{row}").unwrap());
    out.into_bytes()
}

fn audited(data: &[u8]) -> Value {
    audited_by(SPEC, data).0
}

fn audited_by(text: &str, data: &[u8]) -> (Value, evenhand::Report) {
    let (spec, warnings) = check_spec("audit.toml", text).unwrap();
    let files = [("a.csv", data), ("areas.csv", AREAS.as_bytes())];
    let when = When::day(spec.audit.date.unwrap());
    let done = flow::audit_bytes(&spec, &files, &Papers::default(), &when, None, warnings)
        .unwrap_or_else(|problems| panic!("{problems}"));
    (serde_json::from_str(&done.report_json).unwrap(), done.report)
}

fn row<'r>(report: &'r Value, table: &str, id: &str) -> &'r Value {
    let rows = report[table].as_array().unwrap();
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no row {id}"))
}

#[test]
fn only_the_rows_of_the_validated_arm_stand_for_the_others() {
    let rows = rows();
    let report = audited(&csv(&rows));
    let asked = |group: &str| rows.iter().filter(|row| row.ends_with(&format!("asked,{group}"))).count() as f64;
    let known = |group: &str| {
        let is = |row: &&String| row.ends_with(&format!("asked,{group}")) && !row.starts_with("nowhere");
        rows.iter().filter(is).count() as f64
    };
    let alone = row(&report, "estimates", "e/selection_rate/selected/origin/away/validated");
    // Those with probabilities, as in what it stands beside; that some have none is noted.
    assert_eq!(alone["n"].as_f64(), Some(known("away")));
    assert!(alone["note"].as_array().unwrap().contains(&Value::from("unknown_membership")), "{alone}");
    let spoken = row(&report, "estimates", "e/selection_rate/selected/origin/away");
    assert_eq!(spoken["method"], "validated_post_stratified");
    assert_eq!(spoken["n"].as_f64(), Some(asked("away")));
    let judged = row(&report, "disparities", "d/selection_rate.difference/selected/origin/away/vs/home");
    assert_eq!((&judged["confirmatory"], &judged["verdict"]), (&Value::Bool(true), &Value::from("disparity")));
    let warnings = report["warnings"].to_string();
    assert!(warnings.contains("unknown_membership") && !warnings.contains("decision_missing"), "{warnings}");
}

#[test]
fn the_order_of_rows_and_shards_change_no_byte_of_the_results() {
    let rows = rows();
    let sealed = |report: &Value| report["provenance"]["results_sha256"].as_str().unwrap().to_owned();
    let whole = sealed(&audited(&csv(&rows)));
    let mut turned = rows.clone();
    turned.reverse();
    assert_eq!(sealed(&audited(&csv(&turned))), whole);
    let (spec, warnings) = check_spec("audit.toml", SPEC).unwrap();
    let count = |part: &[String]| {
        let data = csv(part);
        let files: [(&str, &[u8]); 2] = [("a.csv", &data), ("areas.csv", AREAS.as_bytes())];
        flow::count(&spec, &Opener::memory(&files), &Papers::default(), &flow::Counting::default()).unwrap()
    };
    let merged = rows.chunks(700).map(count).reduce(|a, b| evenhand::merge_cubes(b, a).unwrap()).unwrap();
    let bytes = evenhand::write_cube(&merged).unwrap();
    let when = When::day(spec.audit.date.unwrap());
    let from_cube = flow::audit_cube(&spec, "cube", bytes, &Papers::default(), &when, None, warnings).unwrap();
    assert_eq!(sealed(&serde_json::from_str(&from_cube.report_json).unwrap()), whole);
}

#[test]
fn a_crossing_with_such_an_attribute_is_answered() {
    let text = SPEC.replace("[[comparison]]", "[[attribute]]\nname = \"area\"\nground = \"supplementary\"\nreference = \"(rest)\"\n[[intersection]]\nof = [\"origin\", \"area\"]\n[[comparison]]");
    let (_, warnings) = check_spec("audit.toml", &text).unwrap();
    let said = |warning: &evenhand::Warning| {
        warning.code.word() == "not_assessed_yet" && warning.column.as_deref() == Some("intersection.of")
    };
    assert!(warnings.iter().any(said), "{warnings:?}");
}

/// The page in a language without its elements.
fn page(report: &evenhand::Report, lang: Lang) -> String {
    let page = evenhand::report_html(report, lang);
    let mut out = String::new();
    let mut inside = false;
    for letter in page.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(letter),
            _ => {}
        }
    }
    out.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_report_says_what_is_known_and_what_is_not() {
    let data = csv(&rows());
    let (_, random) = audited_by(SPEC, &data);
    for (lang, wanted) in [
        (
            Lang::Sv,
            [
                "Räknad ur det slumpmässiga urval vars grupp är känd",
                "Vad sannolikheterna kan säga",
                "antal enligt sannolikheterna",
            ],
        ),
        (
            Lang::En,
            [
                "Computed from the random sample whose group is known",
                "What the probabilities can tell",
                "Number by the probabilities",
            ],
        ),
    ] {
        let page = page(&random, lang);
        for words in wanted {
            assert!(page.to_lowercase().contains(&words.to_lowercase()), "{lang}: {words}");
        }
    }
    // Nothing validated: the range, the weighted figure only with the way it misses, and no share that is hidden.
    let text =
        SPEC.replace("validated = \"truth\"\nvalidated_random = true\n", "").replace(", validated = [\"asked\"]", "");
    let (blind_rows, blind) = audited_by(&text, &data);
    for (lang, wanted, never) in [
        (Lang::Sv, "Av sannolikheterna följer bara att skillnaden mellan", "är alltså ungefär"),
        (Lang::En, "All that follows from the probabilities is that the disparity between", "is thus about"),
    ] {
        let page = page(&blind, lang);
        assert!(page.contains(wanted) && !page.contains(never), "{lang}: {wanted}");
        assert!(page.contains(if lang == Lang::En { "settles nothing by itself" } else { "avgör ingenting ensamt" }));
    }
    let row = row(&blind_rows, "disparities", "d/selection_rate.difference/selected/origin/away/vs/home");
    assert_eq!(
        (row["method"].as_str().map(|word| word.split('+').next()), &row["value"]),
        (Some(Some("proxy_bounds")), &Value::Null)
    );
}
