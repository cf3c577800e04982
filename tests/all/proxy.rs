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
    (serde_json::from_str(&done.report_json().unwrap()).unwrap(), done.report)
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
    assert_eq!(sealed(&serde_json::from_str(&from_cube.report_json().unwrap()).unwrap()), whole);
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

/// What is wrong with these files, a problem a line; nothing where they can be counted.
fn problems(text: &str, data: &[u8], areas: &str) -> Vec<String> {
    let (spec, warnings) = check_spec("audit.toml", text).unwrap();
    let files = [("a.csv", data), ("areas.csv", areas.as_bytes())];
    let when = When::day(spec.audit.date.unwrap());
    match flow::audit_bytes(&spec, &files, &Papers::default(), &when, None, warnings) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.0.iter().map(ToString::to_string).collect(),
    }
}

/// The warnings of a code, in English.
fn warned(report: &Value, code: &str) -> Vec<String> {
    let rows = report["warnings"].as_array().unwrap().iter().filter(|row| row["code"] == code);
    rows.map(|row| row["text"]["en"].as_str().unwrap().to_owned()).collect()
}

/// The rows with another true group in some of those of whom it is known.
fn told_otherwise(change: impl Fn(usize, &str) -> Option<&'static str>) -> Vec<u8> {
    let rows: Vec<String> = rows()
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let (head, truth) = row.rsplit_once(',').unwrap();
            let new = if truth.is_empty() { None } else { change(at, truth) };
            format!("{head},{}", new.unwrap_or(truth))
        })
        .collect();
    csv(&rows)
}

#[test]
fn a_true_group_written_otherwise_is_a_problem_with_its_rows_and_one_without_probabilities_is_told() {
    let misspelt = told_otherwise(|_, truth| (truth == "away").then_some("Away"));
    let found = problems(SPEC, &misspelt, AREAS);
    assert_eq!(found.len(), 1, "{found:?}");
    for wanted in ["source/unknown-value: a.csv:", "column `truth`", "values `Away` (", "did you mean `away`?", "rows "]
    {
        assert!(found[0].contains(wanted), "{wanted}: {}", found[0]);
    }
    // A word for "missing" is no group that the probabilities lack.
    let unknown = told_otherwise(|at, _| (at % 2 == 0).then_some("unknown"));
    let found = problems(SPEC, &unknown, AREAS);
    assert!(found.len() == 1 && found[0].contains("data.format.missing"), "{found:?}");
    // Names that no group has, and no other.
    let strange = told_otherwise(|_, truth| Some(if truth == "away" { "xyz" } else { "pqr" }));
    let found = problems(SPEC, &strange, AREAS);
    assert!(found.len() == 1 && found[0].contains("no row has a group of `membership.validated`"), "{found:?}");
    // Some may belong to a group that the probabilities have no class for: counted, and said.
    let elsewhere = told_otherwise(|at, _| (at % 5 == 0).then_some("elsewhere"));
    let said = warned(&audited(&elsewhere), "groups_left_out");
    assert!(said.len() == 1 && said[0].contains("truth") && said[0].contains("elsewhere ("), "{said:?}");
    assert!(warned(&audited(&csv(&rows())), "groups_left_out").is_empty());
}

#[test]
fn cells_whose_rows_have_different_probabilities_are_told() {
    assert!(warned(&audited(&csv(&rows())), "cells_merged").is_empty());
    // The cell is the decision, in which both areas are.
    let (report, _) = audited_by(&SPEC.replace("cell = \"area\"", "cell = \"how\""), &csv(&rows()));
    let said = warned(&report, "cells_merged");
    assert!(said.len() == 1 && said[0].contains("how"), "{said:?}");
}

#[test]
fn what_is_wrong_with_a_table_of_probabilities_has_its_line_and_column() {
    let data = csv(&rows());
    for (areas, wanted) in [
        (
            "area,p_away,p_home\nnorth,0.8,0.2\nsouth,-0.1,1.1\n",
            "source/bad-membership: areas.csv:3, row 2, column `p_away`",
        ),
        ("area,p_away,p_home\nnorth,80,20\nsouth,10,90\n", "divide the probabilities by 100"),
        (
            "area,p_away,p_home\nnorth,0.8,0.9\nsouth,0.1,0.9\n",
            "areas.csv:2, row 1: 1 row has membership probabilities (`p_away`, `p_home`)",
        ),
        (
            "area,p_away,p_home\nnorth,0.8,x\nsouth,0.1,0.9\n",
            "source/not-a-number: areas.csv:2, row 1, column `p_home`",
        ),
        (
            "area,p_away,p_home\nnorth,0.8,\nsouth,0.1,0.9\n",
            "areas.csv:2, row 1, column `p_home`: 1 row has a membership probability of some",
        ),
    ] {
        let found = problems(SPEC, &data, areas);
        assert!(found.iter().any(|problem| problem.contains(wanted)), "{wanted}: {found:?}");
    }
    // A column that is not there is pointed at where the spec names it.
    let (spec, _) = check_spec("audit.toml", &SPEC.replace("home = \"p_home\"", "home = \"prob\"")).unwrap();
    let files: [(&str, &[u8]); 2] = [("a.csv", &data), ("areas.csv", AREAS.as_bytes())];
    let papers = Papers::default();
    let found = flow::count(&spec, &Opener::memory(&files), &papers, &flow::Counting::default()).unwrap_err();
    let span = found.0[0].place.span.clone().unwrap();
    assert_eq!(SPEC.replace("home = \"p_home\"", "home = \"prob\"")[span].trim_matches('"'), "prob");
}

#[test]
fn rows_that_find_no_key_in_a_table_of_probabilities_are_counted() {
    let rows = rows();
    let nowhere = rows.iter().filter(|row| row.starts_with("nowhere")).count();
    let keyed = |report: &Value| {
        let mut said = warned(report, "unknown_membership");
        said.retain(|text| text.contains("areas.csv"));
        said
    };
    let said = keyed(&audited(&csv(&rows)));
    assert!(said.len() == 1 && said[0].contains("area") && said[0].contains(&nowhere.to_string()), "{said:?}");
}

#[test]
fn a_table_of_probabilities_without_rows_is_refused_as_an_empty_data_file_is() {
    let found = problems(SPEC, &csv(&rows()), "area,p_away,p_home\n");
    assert!(found.len() == 1 && found[0].starts_with("source/no-rows: areas.csv: the file has a header"), "{found:?}");
}

#[test]
fn a_random_sample_too_small_to_correct_by_gives_no_figure() {
    let few = told_otherwise(|at, _| (at > 4).then_some(""));
    let text = SPEC.replace(", validated = [\"asked\"]", "");
    let (_, report) = audited_by(&text, &few);
    for (lang, wanted, never) in [
        (Lang::En, "is too small to correct the disparity by", "no random sample"),
        (Lang::Sv, "är för litet för att rätta skillnaden med", "inte är ett slumpmässigt urval"),
    ] {
        let page = page(&report, lang);
        assert!(page.contains(wanted) && !page.contains(never), "{lang}");
    }
}
