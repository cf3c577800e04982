//! What `check`, `explain` and `render` say of designs that are not computed, of data that are easily taken for something
//! else, and of files that are no report.

use std::fmt::Write as _;

use crate::support::Desk;

/// The head of a spec up to its data.
const HEAD: &str = r#"spec_version = 1
[audit]
id = "small"
date = 2026-11-26
title = "Small"
[system]
name = "Small"
kind = "risk_selection"
pool = "all cases"
unit = "cases"
[data]
"#;

const STAGE: &str = r#"
[[stage]]
name = "selected"
column = "decision"
positive = ["1"]
negative = ["0"]
favourable = false
"#;

const SEX: &str = r#"
[[attribute]]
name = "sex"
ground = "sex"
reference = "man"
"#;

/// A comparison of the selection rate, with what follows its margin.
fn comparison(attribute: &str, more: &str) -> String {
    format!(
        "\n[[comparison]]\nmetric = \"selection_rate\"\nstage = \"selected\"\nattributes = [\"{attribute}\"]\n{more}\n\
         reason = \"r\"\ndecided = {{ on = 2026-11-01, by = \"B\", role = \"lawyer\" }}\n"
    )
}

const OUTCOME: &str = "outcome = { column = \"error\", positive = [\"1\"], negative = [\"0\"] }\n";

/// Rows of a table: `rows` lines of each `text`, with an id before it.
fn rows(head: &str, parts: &[(usize, &str)]) -> String {
    let mut out = format!("id,{head}\n");
    let texts = parts.iter().flat_map(|&(times, text)| std::iter::repeat_n(text, times));
    texts.enumerate().for_each(|(id, text)| _ = writeln!(out, "{id},{text}"));
    out
}

fn report(desk: &Desk) -> serde_json::Value {
    serde_json::from_str(&desk.read("reports/small/report.json")).unwrap()
}

fn check(desk: &Desk) -> String {
    desk.ok(&["check", "audit.toml", "--lang", "en"])
}

/// Rows of `disparities` of a metric that is judged.
fn confirmatory<'r>(report: &'r serde_json::Value, metric: &str) -> Vec<&'r serde_json::Value> {
    let all = report["disparities"].as_array().unwrap();
    all.iter().filter(|row| row["metric"] == metric && row["confirmatory"] == true).collect()
}

#[test]
fn comparisons_of_a_design_that_is_not_computed_have_rows_and_are_named() {
    for (design, role) in [("selected_only", ""), ("weighted", "weight = \"w\"\n")] {
        let desk = Desk::new();
        let data = format!("design = \"{design}\"\npath = \"d.csv\"\n[roles]\nid = \"id\"\n{role}{OUTCOME}");
        desk.write("audit.toml", &[HEAD, &data, STAGE, SEX, &comparison("sex", "margin = 0.02")].concat());
        desk.write(
            "d.csv",
            &rows(
                "sex,decision,error,w",
                &[(60, "woman,1,0,1"), (40, "man,1,1,1"), (50, "woman,0,,1"), (50, "man,0,,1")],
            ),
        );
        let said = check(&desk);
        assert!(said.contains(&format!("does not compute the design `{design}` yet")), "{said}");
        assert!(said.contains("selection_rate, selected, difference, margin 0.02"), "{said}");
        assert!(said.contains("cannot be computed: not_defined_for_design"), "{said}");
        assert!(!said.contains("No comparison is decided"), "{said}");
        desk.ok(&["audit", "audit.toml"]);
        let report = report(&desk);
        let found = confirmatory(&report, "selection_rate");
        assert_eq!(found.len(), 1, "{design}");
        assert_eq!(found[0]["id"], "d/selection_rate.difference/selected/sex/woman/vs/man");
        assert_eq!((&found[0]["value"], &found[0]["verdict"]), (&serde_json::Value::Null, &"not_assessed".into()));
        assert_eq!(found[0]["note"], serde_json::json!(["not_defined_for_design"]));
    }
}

/// Two tables of the same people, never joined.
fn tables(rounded: &str, origin: &str) -> Desk {
    let desk = Desk::new();
    let data = format!(
        "design = \"full\"\ntables = {{ sex = \"sex.csv\", origin = \"origin.csv\" }}\ncount = \"n\"\n{rounded}[roles]\n{OUTCOME}"
    );
    let own = "table = \"sex\"\n\n[[attribute]]\nname = \"origin\"\nground = \"ethnicity\"\nreference = \"se\"\ntable = \"origin\"\n";
    desk.write("audit.toml", &[HEAD, &data, STAGE, SEX, own, &comparison("sex", "margin = 0.02")].concat());
    desk.write("sex.csv", "sex,decision,error,n\nman,1,1,40\nman,0,0,610\nwoman,1,1,50\nwoman,0,0,600\n");
    desk.write("origin.csv", origin);
    desk
}

#[test]
fn unjoined_tables_of_the_same_people_are_not_added_up() {
    let desk = tables("", "origin,decision,error,n\nse,1,1,60\nse,0,0,910\neu,1,1,30\neu,0,0,300\n");
    let said = check(&desk);
    assert!(said.contains("1,300 cases are counted in each of 2 tables of the same people"), "{said}");
    let desk = tables("", "origin,decision,error,n\nse,1,1,60\nse,0,0,920\neu,1,1,30\neu,0,0,300\n");
    let said = check(&desk).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("1,300–1,310 cases are counted in each of 2 tables"), "{said}");
    assert!(said.contains("different totals (origin against sex): cases 1,310 against 1,300."), "{said}");
}

#[test]
fn totals_of_rounded_tables_disagree_only_where_they_cannot_be_equal() {
    let near = "origin,decision,error,n\nse,1,1,60\nse,0,0,920\neu,1,1,30\neu,0,0,300\n";
    let said = check(&tables("rounded = 10\n", near));
    assert!(said.contains("known within limits"), "{said}");
    assert!(!said.contains("tables_disagree"), "{said}");
    let said = check(&tables("rounded = 10\n", &near.replace("920", "1920")));
    assert!(said.contains("tables_disagree") && said.contains("cases 2,"), "{said}");
}

/// Two arms from a pool of known size; `random` is the outcome of the random cases that are not selected.
fn two_arms(random: &str, drawn_and_selected: &str) -> Desk {
    let desk = Desk::new();
    let both = if drawn_and_selected == "both" { ", both = [\"both\"]" } else { "" };
    let data = format!(
        "design = \"two_arm\"\npopulation = 20000\npath = \"d.csv\"\n[roles]\nid = \"id\"\n\
         arm = {{ column = \"how\", model = [\"model\"], random = [\"random\"]{both} }}\n{OUTCOME}"
    );
    desk.write("audit.toml", &[HEAD, &data, STAGE, SEX, &comparison("sex", "margin = 0.02")].concat());
    let mut parts = Vec::new();
    for sex in ["man", "woman"] {
        parts.push((100, format!("{sex},1,model,1")));
        parts.push((100, format!("{sex},1,model,0")));
        parts.push((150, format!("{sex},0,random,{random}")));
        parts.push((150, format!("{sex},0,random,{}", if random.is_empty() { "" } else { "0" })));
        parts.push((10, format!("{sex},1,{drawn_and_selected},1")));
    }
    let parts: Vec<(usize, &str)> = parts.iter().map(|(times, text)| (*times, text.as_str())).collect();
    desk.write("d.csv", &rows("sex,decision,how,error", &parts));
    desk
}

#[test]
fn a_case_of_both_arms_is_one_person_and_check_says_how_many_there_are() {
    let desk = two_arms("1", "both");
    let said = check(&desk);
    assert!(
        said.contains("20 of the 620 cases of the random arm are selected as well, by their arm or their own decision, and count in both arms.\n"),
        "{said}"
    );
    let woman = said.lines().find(|line| line.contains("woman")).unwrap();
    assert_eq!(woman.split_whitespace().filter(|word| *word == "510").count(), 2, "{woman}");
    desk.ok(&["audit", "audit.toml"]);
    let found = report(&desk);
    let row = confirmatory(&found, "selection_rate")[0].clone();
    // 210 of the model arm and 310 of the random arm, 10 of them in both.
    assert_eq!((row["n_group"].as_f64(), row["n_reference"].as_f64()), (Some(510.0), Some(510.0)));
    let rates = found["estimates"].as_array().unwrap().clone();
    let rate = rates.iter().find(|row| row["id"] == "e/selection_rate/selected/sex/woman").unwrap();
    // (n_R / N) m / r: each arm's part as before.
    assert_eq!(
        rate["value"].as_f64().map(|value| (value * 1e9).round()),
        Some((620.0 / 20_000.0 * 210.0 / 310.0 * 1e9_f64).round())
    );
    let said = check(&two_arms("1", "random"));
    assert!(said.contains("20 of the 620 cases of the random arm are selected as well"), "{said}");
}

#[test]
fn a_random_arm_whose_outcomes_are_those_of_the_selected_alone_is_warned_of() {
    let said = check(&two_arms("", "both"));
    assert!(
        said.contains("outcome_only_for_selected") && said.contains("the outcome is known for the selected alone"),
        "{said}"
    );
    assert!(!check(&two_arms("1", "both")).contains("outcome_only_for_selected"));
}

/// A full design with a factor, a score and memberships of `faith`.
fn full() -> Desk {
    let desk = Desk::new();
    let data = format!(
        "design = \"full\"\npath = \"d.csv\"\n[roles]\nid = \"id\"\nstrata = [\"home\"]\n\
         score = {{ column = \"score\", probability = true }}\n{OUTCOME}"
    );
    let faith = "\n[[attribute]]\nname = \"faith\"\nground = \"religion\"\nreference = \"a\"\n\
        membership = { columns = { a = \"pa\", b = \"pb\" }, source = \"made up\" }\n";
    desk.write("audit.toml", &[HEAD, &data, STAGE, SEX, faith, &comparison("sex", "margin = 0.02")].concat());
    let mut parts = Vec::new();
    for (at, sex) in ["man", "woman"].iter().enumerate() {
        for (home, more) in [("alone", 0), ("couple", 20)] {
            parts.push((40 + 10 * at + more, format!("{sex},1,1,{home},0.7,0.4,0.6")));
            parts.push((100 + more, format!("{sex},0,0,{home},0.2,0.9,0.1")));
            parts.push((30, format!("{sex},0,1,{home},0.4,0.3,0.7")));
        }
    }
    let parts: Vec<(usize, &str)> = parts.iter().map(|(times, text)| (*times, text.as_str())).collect();
    desk.write("d.csv", &rows("sex,decision,error,home,score,pa,pb", &parts));
    desk
}

fn explain(desk: &Desk, id: &str) -> String {
    desk.ok(&["explain", "reports/small", id, "--lang", "en"])
}

#[test]
fn adjusted_rows_memberships_and_scores_are_explained_by_their_own_formula_and_counts() {
    let desk = full();
    desk.ok(&["audit", "audit.toml"]);
    let said = explain(&desk, "d/selection_rate.difference/selected/sex/woman/vs/man/home");
    assert!(said.contains("Σ_k w_k (p1_k − p0_k) / Σ_k w_k"), "{said}");
    // Counts by stratum, not of all together.
    let line = |words: [&str; 3]| {
        said.lines().any(|line| words.iter().all(|word| line.split_whitespace().any(|one| one == *word)))
    };
    assert!(line(["alone", "1", "50"]) && line(["couple", "1", "70"]), "{said}");
    let said = explain(&desk, "e/selection_rate.proxy_weighted/selected/faith/b");
    assert!(said.contains("Σ m d / Σ m") && said.contains("evenhand cube show --table \"proxy:faith\""), "{said}");
    let said = explain(&desk, "e/auc/-/sex/woman");
    assert!(said.contains("evenhand cube show --table \"score:sex\""), "{said}");
    desk.ok(&["cube", "show", "--table", "score:sex", "reports/small/cube.parquet"]);
    desk.ok(&["cube", "show", "--table", "proxy:faith", "reports/small/cube.parquet"]);
}

#[test]
fn a_report_whose_figures_were_altered_is_neither_drawn_nor_explained() {
    let desk = full();
    desk.ok(&["audit", "audit.toml"]);
    desk.ok(&["render", "reports/small", "--out", "again"]);
    let mut altered = report(&desk);
    let row = &mut altered["disparities"].as_array_mut().unwrap()[0];
    let id = row["id"].as_str().unwrap().to_owned();
    row["value"] = 0.5.into();
    desk.write("altered.json", &altered.to_string());
    for command in [&["render", "altered.json", "--out", "again"][..], &["explain", "altered.json", &id][..]] {
        let ran = desk.run(command);
        assert_eq!(ran.code, 2, "{}", ran.err);
        let said = ran.err.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert!(said.contains("the tables are not those that `results_sha256` was made of"), "{said}");
    }
}

#[test]
fn a_file_that_is_no_report_is_called_that() {
    let desk = full();
    desk.ok(&["audit", "audit.toml"]);
    desk.write("other.json", "{\"a\": 1}");
    for file in ["reports/small/cube.parquet", "other.json", "audit.toml"] {
        let ran = desk.run(&["explain", file, "x"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("not a report of evenhand") && !ran.err.contains("UTF-8"), "{}", ran.err);
    }
}

#[test]
fn inputs_that_are_no_column_are_named_and_limit_what_is_said_of_all_together() {
    let desk = full();
    desk.edit("audit.toml", "unit = \"cases\"", "unit = \"cases\"\ninputs = \"inputs.csv\"");
    desk.write("inputs.csv", "name,label_sv,label_en\nhome,hem,home\nnowhere,saknad uppgift,lost input\n");
    let said = check(&desk);
    assert!(said.contains("Of the 2 inputs of the list the data have 1") && said.contains("`nowhere`"), "{said}");
    desk.ok(&["audit", "audit.toml"]);
    let page = desk.read("reports/small/report.en.html");
    assert!(page.contains("Together the inputs that the data have (") && !page.contains("Together the inputs predict"));
    assert!(page.contains("On the list but no column of the data, and so not assessed"));
    assert!(desk.read("reports/small/report.sv.html").contains("På listan men ingen kolumn i underlaget"));
}

#[test]
fn a_membership_that_is_given_in_part_is_a_problem_with_its_rows() {
    let desk = full();
    let data = desk.read("d.csv").replacen(",0.4,0.6\n", ",0.4,\n", 3);
    desk.write("d.csv", &data);
    let ran = desk.run(&["check", "audit.toml"]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("source/bad-membership") && ran.err.contains("3 rows have a membership probability of some"),
        "{}",
        ran.err
    );
}

#[test]
fn an_intersection_with_memberships_is_named_where_it_is_not_assessed() {
    let desk = full();
    desk.edit("audit.toml", "[[comparison]]", "[[intersection]]\nof = [\"sex\", \"faith\"]\n\n[[comparison]]");
    let said = check(&desk).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("intersection.of, sex*faith"), "{said}");
}

#[test]
fn a_ratio_of_memberships_keeps_its_bounds_and_check_says_so() {
    let desk = full();
    desk.edit(
        "audit.toml",
        "source = \"made up\"",
        "validated = \"known\", validated_random = true, source = \"made up\"",
    );
    desk.edit("audit.toml", "attributes = [\"sex\"]", "attributes = [\"sex\", \"faith\"]");
    desk.write("audit.toml", &(desk.read("audit.toml") + &comparison("faith", "scale = \"ratio\"\nmargin = 1.1")));
    let data: Vec<String> = desk
        .read("d.csv")
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            0 => format!("{line},known"),
            at if at % 4 == 0 => format!("{line},{}", if at % 8 == 0 { "a" } else { "b" }),
            _ => format!("{line},"),
        })
        .collect();
    desk.write("d.csv", &(data.join("\n") + "\n"));
    let said = check(&desk);
    let faith: Vec<&str> = said.lines().filter(|line| line.contains("faith") && line.contains("against")).collect();
    assert_eq!(faith.len(), 2, "{said}");
    assert_eq!(faith.iter().filter(|line| line.contains("corrects differences only")).count(), 1, "{said}");
}

#[test]
fn lines_of_a_file_with_crlf_are_those_of_an_editor() {
    for (end, text) in [("\n", "d.csv:2, row 1"), ("\r\n", "d.csv:2, row 1")] {
        let desk = two_arms("1", "both");
        // The first row is a case of the model arm that is not at the stage.
        desk.write("d.csv", &desk.read("d.csv").replacen("man,1,model", "man,0,model", 1).replace('\n', end));
        let ran = desk.run(&["check", "audit.toml"]);
        assert_eq!(ran.code, 3);
        assert!(ran.err.contains("source/arm-conflict") && ran.err.contains(text), "{}", ran.err);
    }
}

#[test]
fn a_reference_without_rows_is_said_whether_there_are_two_groups_or_one() {
    for groups in [&["woman"][..], &["woman", "other"][..]] {
        let desk = full();
        let mut data = desk.read("d.csv");
        if let [group] = groups {
            data = data.replace(",man,", &format!(",{group},"));
        } else {
            data = data.replace(",man,", ",other,");
        }
        desk.write("d.csv", &data);
        let said = check(&desk);
        assert!(said.contains("reference_absent"), "{said}");
        assert!(
            said.lines().any(|line| line.contains("woman") && line.contains("cannot be computed: reference_absent")),
            "{said}"
        );
        // Named groups without it: a slip, whatever the data hold.
        desk.edit(
            "audit.toml",
            "reference = \"man\"",
            "reference = \"man\"\nlabels = { woman = \"women\", other = \"others\" }",
        );
        let ran = desk.run(&["check", "audit.toml"]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("spec/unknown-reference"), "{}", ran.err);
    }
}
