//! The program from outside: exit codes, what stands on stdout and on stderr, what is left on the disk.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use crate::support::{Desk, root};

/// Counts of two groups at one stage, with outcome: a small audit that has everything.
const COUNTS: &str = "sex,decision,error,n\n\
    woman,1,1,40\nwoman,1,0,60\nwoman,0,1,20\nwoman,0,0,880\n\
    man,1,1,30\nman,1,0,20\nman,0,1,30\nman,0,0,920\n";

const SPEC: &str = r#"spec_version = 1

[audit]
id = "small"
date = 2026-11-26
title = { sv = "Litet exempel", en = "Small example" }

[system]
name = "Small"
kind = "risk_selection"
pool = { sv = "alla ärenden", en = "all cases" }
unit = { sv = "ärenden", en = "cases" }

[data]
design = "full"
path = "counts.csv"
count = "n"

[roles]
outcome = { column = "error", positive = ["1"], negative = ["0"] }

[[stage]]
name = "selected"
column = "decision"
positive = ["1"]
negative = ["0"]
favourable = false

[[attribute]]
name = "sex"
ground = "sex"
reference = "man"

[[comparison]]
metric = "selection_rate"
stage = "selected"
attributes = ["sex"]
margin = 0.02
reason = { sv = "prov", en = "test" }
decided = { on = 2026-11-01, by = "B. Example", role = "lawyer" }
"#;

fn small() -> Desk {
    let desk = Desk::new();
    desk.write("audit.toml", SPEC);
    desk.write("counts.csv", COUNTS);
    desk
}

#[test]
fn without_a_command_the_help_is_shown_and_the_exit_code_is_2() {
    let ran = Desk::new().run(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Usage:"), "{}", ran.err);
}

#[test]
fn help_and_version_end_with_0() {
    let desk = Desk::new();
    assert!(desk.ok(&["--help"]).contains("Commands:"));
    assert!(desk.ok(&["--version"]).starts_with("evenhand "));
    for command in ["init", "check", "audit", "explain", "statements", "render", "cube", "metrics", "law", "schema"] {
        assert!(desk.ok(&[command, "--help"]).contains("Usage:"), "{command}");
    }
}

#[test]
fn an_unknown_command_ends_with_2_and_the_nearest_one() {
    let ran = Desk::new().run(&["adit", "audit.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("'audit'"), "{}", ran.err);
}

#[test]
fn a_spec_that_is_not_there_ends_with_2_and_its_path() {
    let ran = Desk::new().run(&["audit", "nowhere.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("spec/no-file") && ran.err.contains("nowhere.toml"), "{}", ran.err);
    assert_eq!(ran.out, "");
}

#[test]
fn all_problems_of_a_spec_come_at_once() {
    let desk = small();
    desk.edit("audit.toml", "risk_selection", "risk_selektion");
    desk.edit("audit.toml", "reference = \"man\"", "refrence = \"man\"");
    let ran = desk.run(&["audit", "audit.toml"]);
    assert_eq!(ran.code, 2);
    for part in ["spec/unknown-word", "`risk_selection`", "spec/unknown-key", "`reference`", "audit.toml:10:"] {
        assert!(ran.err.contains(part), "no {part} in\n{}", ran.err);
    }
    assert_eq!(desk.files(), ["audit.toml", "counts.csv"]);
}

#[test]
fn data_that_do_not_fit_end_with_3_and_leave_nothing() {
    let desk = small();
    desk.edit("counts.csv", "woman,1,1,40", "woman,1,maybe,40");
    let ran = desk.run(&["audit", "audit.toml"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("source/unknown-value") && ran.err.contains("error"), "{}", ran.err);
    assert_eq!(desk.files(), ["audit.toml", "counts.csv"]);
}

#[test]
fn a_problem_of_the_data_names_the_file_as_the_spec_does() {
    let desk = Desk::new();
    desk.write("own/audit.toml", &SPEC.replace("counts.csv", "data/*.csv"));
    desk.write("own/data/2026.csv", &COUNTS.replace("woman,1,1,40", "woman,1,maybe,40"));
    let ran = desk.run(&["check", "own/audit.toml"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains(" data/2026.csv:2, row 1, column `error`"), "{}", ran.err);
}

#[test]
fn values_that_may_be_a_slip_are_named_by_check_and_in_the_report() {
    let desk = small();
    desk.edit("audit.toml", "negative = [\"0\"]\nfavourable", "favourable");
    desk.edit("counts.csv", "man,0,0,920", "man,NaN,0,920");
    let out = desk.ok(&["check", "audit.toml"]);
    for part in ["decision_unlisted", "decision", "0 (930)", "NaN (920)", "number: 1,850"] {
        assert!(out.contains(part), "no {part} in\n{out}");
    }
    desk.ok(&["audit", "audit.toml"]);
    let page = desk.read("reports/small/report.sv.html");
    assert!(page.contains("värden som planen inte räknar upp") && page.contains("NaN (920)"));
}

#[test]
fn an_outcome_that_no_case_has_is_told_by_check_and_in_the_report() {
    let desk = small();
    let blank = |line: &str| -> String {
        let cells: Vec<&str> = line.split(',').collect();
        match cells[..] {
            [group, decision, outcome, n] if outcome != "error" => format!("{group},{decision},,{n}\n"),
            _ => format!("{line}\n"),
        }
    };
    desk.write("counts.csv", &COUNTS.lines().map(blank).collect::<String>());
    let out = desk.ok(&["check", "audit.toml"]);
    assert!(out.contains("outcome_missing") && out.contains("missing for every case"), "{out}");
    desk.ok(&["audit", "audit.toml"]);
    assert!(desk.read("reports/small/report.sv.html").contains("det saknas för alla ärenden"));
    assert!(!small().ok(&["check", "audit.toml"]).contains("outcome_missing"));
}

#[test]
fn a_group_called_like_a_mark_for_missing_is_warned_of_unless_the_spec_names_it() {
    let desk = small();
    desk.write("counts.csv", &format!("{COUNTS}NaN,1,1,40\nNaN,0,0,40\n"));
    let out = desk.ok(&["check", "audit.toml"]);
    for part in ["attribute_missing", "`NaN`", "data.format.missing"] {
        assert!(out.contains(part), "no {part} in\n{out}");
    }
    desk.edit("audit.toml", "\n[roles]", "\nformat = { missing = [\"\", \"NaN\"] }\n[roles]");
    let out = desk.ok(&["check", "audit.toml"]);
    assert!(out.contains("attribute_missing") && out.contains("80") && !out.contains("`NaN`"), "{out}");
}

#[test]
fn a_misspelt_fact_is_named_with_the_one_that_is_meant() {
    let desk = small();
    desk.edit(
        "audit.toml",
        "\n[[comparison]]",
        "\n[law.facts]\njurisdiction = \"SE\"\nin_use_form = 2026-01-01\n\n[[comparison]]",
    );
    let out = desk.ok(&["check", "audit.toml", "--lang", "sv"]);
    for part in ["facts_ignored", "law.facts.in_use_form", "Menades in_use_from?"] {
        assert!(out.contains(part), "no {part} in\n{out}");
    }
    assert!(!out.contains("law.facts.jurisdiction"), "{out}");
}

#[test]
fn what_is_wrong_with_an_argument_has_no_place_in_a_file() {
    let desk = Desk::new();
    for args in [&["metrics", "nope"][..], &["metrics", "statistical_parity"], &["law", "show", "nope"]] {
        let ran = desk.run(args);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains(&format!("`{}`", args[args.len() - 1])), "{}", ran.err);
        assert!(!ran.err.contains("NAME") && !ran.err.contains("ID:"), "{}", ran.err);
        let log = desk.run(&[args, &["--json-log"]].concat());
        let line: serde_json::Value = serde_json::from_str(log.err.trim()).unwrap();
        assert!(line["file"].is_null(), "{line}");
    }
}

#[test]
fn a_reason_that_is_missing_or_holds_a_place_gets_an_example() {
    for reason in ["", "reason = \"…\"\n"] {
        let desk = small();
        desk.edit("audit.toml", "reason = { sv = \"prov\", en = \"test\" }\n", reason);
        let ran = desk.run(&["check", "audit.toml"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        for part in ["spec/margin-without-reason", "write your own, such as `reason = { sv = \"Exempel:"] {
            // The help is broken into lines.
            assert!(
                ran.err.split_whitespace().collect::<Vec<_>>().join(" ").contains(part),
                "no {part} in\n{}",
                ran.err
            );
        }
    }
}

#[test]
fn a_problem_of_the_data_alone_ends_with_3_and_one_of_the_spec_with_2() {
    let desk = small();
    desk.edit("audit.toml", "reference = \"man\"", "reference = \"men\"");
    let ran = desk.run(&["check", "audit.toml"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("spec/unknown-reference") && ran.err.contains("`man`"), "{}", ran.err);
    let desk = small();
    desk.write("counts.csv", "");
    assert_eq!(desk.run(&["check", "audit.toml"]).code, 3);
}

#[test]
fn a_gate_that_was_asked_for_ends_with_4_after_the_report_was_written() {
    let desk = small();
    let ran = desk.run(&["audit", "audit.toml", "--fail-on", "disparity"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("--fail-on"), "{}", ran.err);
    assert!(desk.path("reports/small/report.json").is_file());
    // No confirmatory row is inconclusive, so that gate does not stop on the verdicts of this audit.
    let wide = small();
    wide.edit("audit.toml", "margin = 0.02", "margin = 0.2");
    assert_eq!(wide.run(&["audit", "audit.toml", "--fail-on", "disparity"]).code, 0);
}

#[test]
fn a_one_sided_audit_is_never_silent_of_a_reference_that_is_worse_off() {
    let desk = small();
    desk.edit("audit.toml", "reference = \"man\"", "reference = \"woman\"");
    desk.edit("audit.toml", "[roles]", "[inference]\nharm = \"one_sided\"\n\n[roles]");
    let ran = desk.run(&["audit", "audit.toml", "--fail-on", "disparity"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("man/vs/woman") && ran.err.contains("one_sided"), "{}", ran.err);
    assert!(!ran.out.to_lowercase().contains("within the margin"), "{}", ran.out);
    let out = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains("who are worse off than"), "{out}");
    let page = desk.read("reports/small/report.en.html");
    assert!(page.contains("The reference is worse off, beyond the margin"));
    assert!(!page.contains("is smaller than the margin (") && page.contains("asks only for a disadvantage"));
    let id = "d/selection_rate.difference/selected/sex/man/vs/woman";
    let explained = desk.ok(&["explain", "reports/small", id]);
    assert!(explained.contains("only a disadvantage of the group"), "{explained}");
    assert!(!explained.contains("smaller than the margin"), "{explained}");
}

// Youden's index and its interval (methods/1, 1.3): 0.2 − 0.6 is below 0 with its whole interval; −0.1 of 20 cases is not.
#[test]
fn the_selection_is_called_worse_than_chance_only_where_the_whole_interval_says_so() {
    let warned = |counts: &str| {
        let desk = small();
        desk.write("counts.csv", counts);
        desk.ok(&["audit", "audit.toml"]);
        desk.read("reports/small/report.json").contains("worse_than_chance")
    };
    assert!(warned("sex,decision,error,n\nwoman,1,1,20\nwoman,0,1,80\nman,1,0,60\nman,0,0,40\n"));
    assert!(!warned("sex,decision,error,n\nwoman,1,1,5\nwoman,0,1,5\nman,1,0,6\nman,0,0,4\n"));
    assert!(!warned(COUNTS));
}

#[test]
fn an_unknown_gate_ends_with_2_before_anything_is_written() {
    let desk = small();
    let ran = desk.run(&["audit", "audit.toml", "--fail-on", "disparities"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("inconclusive"), "{}", ran.err);
    assert_eq!(desk.files(), ["audit.toml", "counts.csv"]);
}

#[test]
fn an_audit_leaves_its_four_files_and_nothing_else() {
    let desk = small();
    let out = desk.ok(&["audit", "audit.toml"]);
    assert!(out.contains("report.json"), "{out}");
    let names = ["cube.parquet", "report.en.html", "report.json", "report.sv.html"];
    let mut expected: Vec<String> = names.iter().map(|name| format!("reports/small/{name}")).collect();
    expected.extend(["audit.toml", "counts.csv"].map(str::to_owned));
    expected.sort();
    assert_eq!(desk.files(), expected);
}

#[test]
fn the_same_inputs_give_the_same_bytes_with_any_number_of_threads() {
    let desk = small();
    desk.ok(&["audit", "audit.toml", "--out", "one", "--threads", "1"]);
    desk.ok(&["audit", "audit.toml", "--out", "two", "--threads", "3"]);
    for name in ["report.json", "report.sv.html", "report.en.html", "cube.parquet"] {
        let read = |folder: &str| fs::read(desk.path(&format!("{folder}/{name}"))).unwrap();
        assert_eq!(read("one"), read("two"), "{name}");
    }
}

#[test]
fn the_date_comes_from_the_flag_then_the_environment_then_the_spec() {
    let desk = small();
    let created = |args: &[&str], epoch: Option<&str>| {
        let mut command = desk.command();
        command.args(["audit", "audit.toml"]).args(args);
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        assert!(command.output().unwrap().status.success());
        let report: serde_json::Value = serde_json::from_str(&desk.read("reports/small/report.json")).unwrap();
        report["provenance"]["created"].as_str().unwrap().to_owned()
    };
    assert_eq!(created(&[], None), "2026-11-26T00:00:00Z");
    // 2027-01-15T08:00:00Z, computed with date(1).
    assert_eq!(created(&[], Some("1800000000")), "2027-01-15T08:00:00Z");
    assert_eq!(created(&["--date", "2027-03-01"], Some("1800000000")), "2027-03-01T00:00:00Z");
    assert_eq!(desk.run(&["audit", "audit.toml", "--date", "1 March"]).code, 2);
}

#[test]
fn a_cube_stands_in_for_the_rows() {
    let desk = small();
    desk.ok(&["audit", "audit.toml", "--out", "rows"]);
    fs::remove_file(desk.path("counts.csv")).unwrap();
    desk.ok(&["audit", "audit.toml", "--cube", "rows/cube.parquet", "--out", "cube"]);
    assert_eq!(desk.read("rows/report.json"), desk.read("cube/report.json"));
    // Another question needs another count.
    desk.edit("audit.toml", "positive = [\"1\"], negative = [\"0\"]", "positive = [\"0\"], negative = [\"1\"]");
    let ran = desk.run(&["audit", "audit.toml", "--cube", "rows/cube.parquet"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("cube/other-counting"), "{}", ran.err);
}

#[test]
fn cubes_of_shards_merge_to_the_cube_of_the_whole() {
    let desk = small();
    desk.ok(&["cube", "build", "audit.toml", "--out", "whole.parquet"]);
    let (head, rows) = COUNTS.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    for (name, part) in [("a", &rows[..3]), ("b", &rows[3..])] {
        desk.write(&format!("{name}.csv"), &format!("{head}\n{}\n", part.join("\n")));
        desk.write(&format!("{name}.toml"), &SPEC.replace("counts.csv", &format!("{name}.csv")));
        let [spec, cube] = [format!("{name}.toml"), format!("{name}.parquet")];
        // A shard need not hold every group.
        desk.ok(&["cube", "build", &spec, "--out", &cube]);
    }
    desk.ok(&["cube", "merge", "a.parquet", "b.parquet", "--out", "ab.parquet"]);
    desk.ok(&["cube", "merge", "b.parquet", "a.parquet", "--out", "ba.parquet"]);
    let read = |name: &str| fs::read(desk.path(name)).unwrap();
    assert_eq!(read("ab.parquet"), read("ba.parquet"));
    let cells = |name: &str| {
        let out = desk.ok(&["cube", "show", name, "--table", "joint"]);
        out.lines().skip_while(|line| !line.starts_with("sex")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(cells("whole.parquet").len() > 8, "{:?}", cells("whole.parquet"));
    assert_eq!(cells("whole.parquet"), cells("ab.parquet"));
}

#[test]
fn a_file_that_two_cubes_hold_is_named_with_both_and_nothing_is_written() {
    let desk = small();
    for name in ["a.parquet", "b.parquet"] {
        desk.ok(&["cube", "build", "audit.toml", "--out", name]);
    }
    let ran = desk.run(&["cube", "merge", "a.parquet", "b.parquet", "--out", "ab.parquet"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    for part in [
        "source/duplicate-key",
        "b.parquet",
        "the file `counts.csv`",
        "in the cube `a.parquet` already",
        "merge each cube once",
    ] {
        assert!(ran.err.contains(part), "no {part} in\n{}", ran.err);
    }
    assert!(!desk.path("ab.parquet").exists());
}

#[test]
fn a_file_that_is_no_cube_ends_with_3() {
    let desk = small();
    let ran = desk.run(&["cube", "show", "counts.csv"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("cube/version") || ran.err.contains("source/not-this-format"), "{}", ran.err);
}

#[test]
fn check_tells_sizes_and_what_can_be_compared_but_no_result() {
    let desk = small();
    let out = desk.ok(&["check", "audit.toml"]);
    for part in ["woman", "man", "1,000", "selection_rate"] {
        assert!(out.contains(part), "no {part} in\n{out}");
    }
    // 100 of 1,000 and 50 of 1,000: what was found must not be seen before the margin is settled.
    for result in ["0.1", "10 %", "10.0", "0.05", "5.0 %"] {
        assert!(!out.contains(result), "{result} in\n{out}");
    }
    assert_eq!(desk.files(), ["audit.toml", "counts.csv"]);
}

#[test]
fn check_says_what_cannot_be_compared_and_why() {
    let desk = small();
    desk.edit("audit.toml", "\n[roles]", "\n[drift]\nbaseline = \"old.parquet\"\n\n[roles]");
    desk.edit("audit.toml", "\n[[comparison]]", "\nlabels = { other = \"others\" }\n\n[[comparison]]");
    let out = desk.ok(&["check", "audit.toml"]);
    assert!(out.contains("other"), "{out}");
    assert!(out.contains("group_absent"), "{out}");
    assert!(out.contains("drift"), "{out}");
    assert!(out.contains("not_assessed_yet"), "{out}");
}

#[test]
fn a_starter_spec_passes_its_own_check_up_to_the_data() {
    for kind in [
        "risk_selection",
        "network",
        "automated_decision",
        "document_interpretation",
        "masking",
        "synthetic_data",
        "human_oversight",
        "decision_support",
        "other",
    ] {
        let desk = Desk::new();
        desk.ok(&["init", "new", "--kind", kind]);
        assert!(desk.path("new/audit.toml").is_file());
        // Its data file is the only thing that is missing.
        let ran = desk.run(&["check", "new/audit.toml"]);
        assert_ne!(ran.code, 0, "{kind}");
        let codes: Vec<&str> = ran
            .err
            .split_whitespace()
            .filter(|word| ["spec/", "law/", "source/"].iter().any(|room| word.starts_with(room)))
            .collect();
        assert!(!codes.is_empty() && codes.iter().all(|code| *code == "spec/no-file"), "{kind}\n{}", ran.err);
        // Nothing is overwritten.
        assert_eq!(desk.run(&["init", "new", "--kind", kind]).code, 2);
    }
}

#[test]
fn problems_are_json_lines_where_that_is_asked_for() {
    let desk = small();
    desk.edit("audit.toml", "risk_selection", "risk_selektion");
    let ran = desk.run(&["check", "audit.toml", "--json-log"]);
    assert_eq!(ran.code, 2);
    let lines: Vec<serde_json::Value> = ran.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["code"], "spec/unknown-word");
    assert_eq!(lines[0]["kind"], "spec");
    assert_eq!(lines[0]["line"], 10);
    assert!(lines[0]["hint"].as_str().unwrap().contains("risk_selection"));
}

#[test]
fn a_reader_who_goes_away_ends_the_program_quietly() {
    let desk = Desk::new();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("evenhand"))
        .args(["schema", "report"])
        .current_dir(desk.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((status.code(), err.as_str()), (Some(0), ""));
}

#[test]
fn a_run_that_fails_leaves_the_earlier_report_as_it_was() {
    let desk = small();
    desk.ok(&["audit", "audit.toml"]);
    let before = (desk.files(), desk.read("reports/small/report.json"));
    desk.edit("counts.csv", "man,0,0,920", "man,0,0,-1");
    assert_eq!(desk.run(&["audit", "audit.toml"]).code, 3);
    assert_eq!((desk.files(), desk.read("reports/small/report.json")), before);
}

#[test]
fn files_of_an_earlier_run_that_this_one_did_not_make_are_gone() {
    let desk = small();
    desk.ok(&["audit", "audit.toml"]);
    desk.edit("audit.toml", "[system]", "languages = [\"sv\"]\n\n[system]");
    desk.edit("audit.toml", "title =", "# title\ntitle =");
    desk.ok(&["audit", "audit.toml"]);
    assert!(!desk.path("reports/small/report.en.html").exists());
    assert!(desk.path("reports/small/report.sv.html").exists());
}

#[test]
fn render_makes_the_same_html_again_without_the_data() {
    let desk = small();
    desk.ok(&["audit", "audit.toml"]);
    let html = desk.read("reports/small/report.sv.html");
    fs::remove_file(desk.path("counts.csv")).unwrap();
    fs::remove_file(desk.path("audit.toml")).unwrap();
    desk.ok(&["render", "reports/small/report.json", "--out", "again"]);
    assert_eq!(desk.read("again/report.sv.html"), html);
    assert!(desk.path("again/report.en.html").is_file());
    desk.ok(&["render", "reports/small/report.json", "--out", "sv", "--lang", "sv"]);
    assert!(!desk.path("sv/report.en.html").exists());
    assert_eq!(desk.run(&["render", "again/report.sv.html"]).code, 2);
}

#[test]
fn explain_shows_the_counts_behind_a_number() {
    let desk = small();
    desk.ok(&["audit", "audit.toml"]);
    let id = "e/selection_rate/selected/sex/woman";
    let out = desk.ok(&["explain", "reports/small", id]);
    // 40 + 60 of 40 + 60 + 20 + 880; the cells of the CSV.
    for part in [id, "100", "1,000", "S_all / n_all", "880"] {
        assert!(out.contains(part), "no {part} in\n{out}");
    }
    let swedish = desk.ok(&["explain", "reports/small/report.json", id, "--lang", "sv"]);
    assert_ne!(out, swedish);
    // Without the cube of this report there are no cells, and the program says so.
    fs::remove_file(desk.path("reports/small/cube.parquet")).unwrap();
    let out = desk.ok(&["explain", "reports/small", id]);
    assert!(!out.contains("880") && out.contains("cube.parquet"), "{out}");
}

#[test]
fn explain_of_an_unknown_id_names_near_ones() {
    let desk = small();
    desk.ok(&["audit", "audit.toml"]);
    let ran = desk.run(&["explain", "reports/small", "e/selection_rate/selected/sex/women"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("e/selection_rate/selected/sex/woman"), "{}", ran.err);
}

#[test]
fn explain_has_an_answer_for_every_row_of_a_report() {
    let desk = small();
    desk.ok(&["audit", "audit.toml"]);
    let report: serde_json::Value = serde_json::from_str(&desk.read("reports/small/report.json")).unwrap();
    let mut asked = 0;
    for table in ["groups", "estimates", "disparities", "curves", "findings", "finding_parts"] {
        for row in report[table].as_array().unwrap().iter().take(12) {
            let id = row["id"].as_str().unwrap();
            assert!(desk.ok(&["explain", "reports/small", id]).contains(id), "{id}");
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
}

#[test]
fn metrics_are_listed_and_explained_by_name_and_alias() {
    let desk = Desk::new();
    let list = desk.ok(&["metrics"]);
    for name in ["selection_rate", "positive_predictive_value", "homogeneity_test"] {
        assert!(list.contains(name), "{name}");
    }
    let one = desk.ok(&["metrics", "positive_predictive_value"]);
    assert!(one.contains("TP / S"), "{one}");
    assert_eq!(desk.ok(&["metrics", "precision"]), one);
    assert_ne!(desk.ok(&["metrics", "precision", "--lang", "sv"]), one);
    let ran = desk.run(&["metrics", "statistical_parity"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("selection_rate") && ran.err.contains("representation"), "{}", ran.err);
    let ran = desk.run(&["metrics", "selection_rte"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`selection_rate`"), "{}", ran.err);
}

#[test]
fn packs_are_listed_shown_and_checked() {
    let desk = Desk::new();
    let list = desk.ok(&["law", "list"]);
    for id in ["core", "se-diskrimineringslagen", "eu-ai-act", "se-agency-share-check"] {
        assert!(list.contains(id), "{id} not in\n{list}");
    }
    assert!(desk.ok(&["law", "show", "se-diskrimineringslagen"]).contains("SE-DL-1-4-2"));
    assert!(desk.ok(&["law", "show", "SE-DL-1-4-2"]).contains("https://"));
    let ran = desk.run(&["law", "show", "SE-DL-1-4-22"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("SE-DL-1-4-2"), "{}", ran.err);
    // A shipped pack passes its own check; one with a broken field does not.
    let text = fs::read_to_string(root().join("src/law/packs/se-agency-share-check.toml")).unwrap();
    let own = text.replace("se-agency-share-check", "own-share-check").replace("SE-SUP-FK-PROC", "OWN-CHECK");
    desk.write("own.toml", &own);
    desk.ok(&["law", "check", "own.toml"]);
    desk.edit("own.toml", "status_rule = \"SR-DISP\"", "status_rule = \"SR-DISPR\"");
    let ran = desk.run(&["law", "check", "own.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("law/bad-pack") && ran.err.contains("own.toml:"), "{}", ran.err);
}

#[test]
fn statements_are_listed_by_role_and_skeletons_never_overwrite() {
    let desk = small();
    desk.edit("audit.toml", "[[stage]]", "[law]\npacks = [\"se-diskrimineringslagen\"]\n\n[law.facts]\njurisdiction = \"SE\"\nsector = \"social_insurance\"\n\n[[stage]]");
    let out = desk.ok(&["statements", "audit.toml"]);
    assert!(out.contains("HS-04") && out.contains("missing") && out.contains("lawyer"), "{out}");
    assert_eq!(desk.files(), ["audit.toml", "counts.csv"]);
    desk.ok(&["statements", "audit.toml", "--write"]);
    assert!(desk.path("statements/HS-02.toml").is_file());
    // What a person changed stays, and only what is missing is written.
    let mine = format!("# mine\n{}", desk.read("statements/HS-04.toml"));
    desk.write("statements/HS-04.toml", &mine);
    fs::remove_file(desk.path("statements/HS-02.toml")).unwrap();
    let out = desk.ok(&["statements", "audit.toml", "--write"]);
    assert!(out.contains("HS-02.toml") && !out.contains("HS-04.toml"), "{out}");
    assert_eq!(desk.read("statements/HS-04.toml"), mine);
    // What was written is read again without a problem, as drafts.
    let out = desk.ok(&["statements", "audit.toml"]);
    assert!(out.contains("draft") && !out.contains("missing"), "{out}");
    // No file is missing, and yet everything is to be done; an empty text is not signed.
    let out = desk.ok(&["statements", "audit.toml", "--write"]);
    let line = out.lines().find(|line| line.starts_with("draft")).unwrap();
    assert!(!out.contains("Nothing is missing") && line.contains("HS-02, "), "{out}");
    desk.edit("statements/HS-02.toml", "status = \"draft\"", "status = \"final\"");
    let ran = desk.run(&["statements", "audit.toml", "--sign", "HS-02", "--role", "lawyer", "--name", "B. Ex"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("law/bad-statement") && ran.err.contains("answer:q1, answer:q2"), "{}", ran.err);
    assert!(!desk.read("statements/HS-02.toml").contains("[[signature]]"));
    let out = desk.ok(&["statements", "audit.toml", "--write"]);
    assert!(out.lines().any(|line| line.starts_with("incomplete")), "{out}");
    desk.ok(&["audit", "audit.toml"]);
}

#[test]
fn gates_on_an_illustration_are_said_to_be_off() {
    let desk = small();
    let said = |desk: &Desk| desk.run(&["audit", "audit.toml", "--fail-on", "disparity"]).err;
    assert!(!said(&desk).contains("gates are off"), "{}", said(&desk));
    desk.edit("audit.toml", "id = \"small\"", "id = \"small\"\nkind = \"illustration\"");
    assert!(said(&desk).contains("gates are off"), "{}", said(&desk));
    assert!(!desk.run(&["audit", "audit.toml"]).err.contains("gates are off"));
}

#[test]
fn a_signature_holds_until_the_text_is_changed() {
    let desk = small();
    desk.edit("audit.toml", "date = 2026-11-26", "date = 2026-12-31");
    desk.edit("audit.toml", "[[stage]]", "[law]\npacks = [\"se-diskrimineringslagen\"]\n\n[law.facts]\njurisdiction = \"SE\"\nsector = \"social_insurance\"\n\n[[stage]]");
    let id = "HS-02";
    let text = fs::read_to_string(root().join("audits/demo/statements/HS-02.toml")).unwrap();
    let text = text.replace("audit = \"demo\"", "audit = \"small\"");
    let unsigned = text.split("[[signature]]").next().unwrap().to_owned();
    desk.write("statements/HS-02.toml", &unsigned);
    let state = |desk: &Desk| {
        let out = desk.ok(&["statements", "audit.toml"]);
        out.lines().find(|line| line.starts_with(id)).unwrap().to_owned()
    };
    assert!(state(&desk).contains("incomplete"), "{}", state(&desk));
    let sign = |role: &str| {
        desk.run(&[
            "statements",
            "audit.toml",
            "--sign",
            id,
            "--role",
            role,
            "--name",
            "B. \"Ex\"",
            "--date",
            "2026-11-26",
        ])
    };
    let ran = sign("archivist");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("lawyer"), "{}", ran.err);
    assert_eq!(desk.read("statements/HS-02.toml"), unsigned);
    assert_eq!(sign("lawyer").code, 0);
    assert!(desk.read("statements/HS-02.toml").starts_with(unsigned.trim_end()));
    assert!(state(&desk).contains("signed"), "{}", state(&desk));
    // Twice on the same content is once too often; a changed text needs a new signature.
    assert_eq!(sign("lawyer").code, 2);
    desk.edit("statements/HS-02.toml", "Väntan kan", "En väntan kan");
    assert!(state(&desk).contains("draft"), "{}", state(&desk));
    assert_eq!(sign("lawyer").code, 0);
    assert!(state(&desk).contains("signed"), "{}", state(&desk));
}

#[test]
fn the_schemas_are_json_and_a_report_fits_its_own() {
    let desk = small();
    desk.ok(&["audit", "audit.toml"]);
    for of in ["spec", "report", "pack"] {
        let schema: serde_json::Value = serde_json::from_str(&desk.ok(&["schema", of])).unwrap();
        assert!(schema["$schema"].as_str().unwrap().contains("2020-12"), "{of}");
        if of == "report" {
            let report: serde_json::Value = serde_json::from_str(&desk.read("reports/small/report.json")).unwrap();
            let validator = jsonschema::validator_for(&schema).unwrap();
            let wrong: Vec<String> =
                validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }
}

/// What a shipped audit must come to: (attribute, group, metric, verdict) of rows on the difference scale.
type Expected = [(&'static str, &'static str, &'static str, &'static str)];

fn shipped(id: &str, expected: &Expected) {
    let desk = Desk::with_audit(id);
    let spec = format!("audits/{id}/audit.toml");
    desk.ok(&["check", &spec]);
    desk.ok(&["audit", &spec]);
    let report: serde_json::Value = serde_json::from_str(&desk.read(&format!("reports/{id}/report.json"))).unwrap();
    for (attribute, group, metric, verdict) in expected {
        let row = report["disparities"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| {
                row["attribute"] == *attribute
                    && row["group"] == *group
                    && row["metric"] == *metric
                    && row["scale"] == "difference"
                    && row["margin"].is_number()
            })
            .unwrap_or_else(|| panic!("{id}: no row {metric} {attribute} {group} with a margin"));
        assert_eq!(row["verdict"], *verdict, "{id}: {metric} {attribute} {group}: {row}");
    }
    // What is committed is what the program makes.
    let committed = root().join("reports").join(id);
    if committed.is_dir() {
        for name in ["report.json", "report.sv.html", "report.en.html", "cube.parquet"] {
            let made = fs::read(desk.path(&format!("reports/{id}/{name}"))).unwrap();
            assert!(
                fs::read(committed.join(name)).unwrap() == made,
                "reports/{id}/{name} is not what the program makes"
            );
        }
    }
}

#[test]
fn the_audit_of_2017_comes_to_its_verdicts() {
    // Verdicts by hand from the published figures and margins (law/systems.md, SYS1).
    shipped(
        "vab-2017",
        &[
            ("sex", "woman", "selection_rate", "disparity"),
            ("origin", "foreign", "selection_rate", "disparity"),
            ("sex", "woman", "base_rate", "inconclusive"),
        ],
    );
}

#[test]
fn the_made_up_audit_finds_what_was_planted() {
    // README.md of the audit: what is planted, and what the report should say.
    shipped(
        "demo",
        &[
            ("sex", "woman", "selection_rate", "within_margin"),
            ("origin", "foreign", "selection_rate", "disparity"),
            ("age", "<30", "selection_rate", "inconclusive"),
            ("age", "65+", "selection_rate", "inconclusive"),
        ],
    );
}

#[test]
fn a_guess_from_names_hides_most_of_the_gap_and_page_one_says_so() {
    // README.md of the audit: the difference by names, among those who are known, and among all.
    shipped("proxy-surname", &[("race", "black", "selection_rate", "disparity")]);
    let report = fs::read_to_string(root().join("reports/proxy-surname/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let row = |id: &str| {
        let mut rows = report["disparities"].as_array().unwrap().iter();
        rows.find(|row| row["id"] == id).unwrap_or_else(|| panic!("no row {id}")).clone()
    };
    let number = |row: &serde_json::Value, column: &str| row[column].as_f64().unwrap();
    let weighted = row("d/selection_rate.difference.proxy_weighted/high/race/black/vs/white");
    let corrected = row("d/selection_rate.difference/high/race/black/vs/white");
    // The truth of all 7,214, from the audit `compas` (cases/proxy-surname, truth.csv).
    let truth = 2_174.0 / 3_696.0 - 854.0 / 2_454.0;
    assert!(number(&corrected, "lower") < truth && truth < number(&corrected, "upper"));
    assert!(
        (number(&weighted, "value") - 0.057_818_715_862_8).abs() < 1e-9 && number(&weighted, "upper") < truth / 3.0
    );
    let hidden = weighted["detail"]["hidden_share"].as_f64().unwrap();
    assert!((hidden - (1.0 - number(&weighted, "value") / number(&corrected, "value"))).abs() < 1e-9 && hidden > 0.5);
    for (lang, said) in [
        ("sv", ["gruppen är uppskattad med sannolikheter", "Den vägda skillnaden är alltså ungefär"]),
        ("en", ["the group is estimated with probabilities", "The weighted disparity is thus about"]),
    ] {
        let page = fs::read_to_string(root().join(format!("reports/proxy-surname/report.{lang}.html"))).unwrap();
        let first = &page[..page.find("<h2 id=\"s2\">").unwrap()];
        for words in said {
            assert!(first.contains(words), "{lang}: {words}");
        }
    }
}
