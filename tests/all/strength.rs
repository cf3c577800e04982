//! How well the inputs of the model predict each attribute, from rows and an input list to statuses and the report.

use std::fmt::Write;

use evenhand::flow::{self, Counting, Papers, When};
use evenhand::{Opener, check_spec, report_html};
use serde_json::Value;

const SPEC: &str = r#"
spec_version = 1
[audit]
id = "strength"
kind = "before_use"
date = 2026-11-27
title = "t"
[system]
name = "s"
kind = "risk_selection"
benefit = "housing_allowance"
pool = "p"
unit = "u"
inputs = "inputs.csv"
[data]
design = "full"
path = "a.csv"
[roles]
outcome = { column = "y", positive = ["1"], negative = ["0"] }
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
[[attribute]]
name = "sex"
ground = "sex"
reference = "man"
[[comparison]]
metric = "selection_rate"
stage = "selected"
attributes = ["origin", "sex"]
margin = 0.5
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[law]
packs = ["se-diskrimineringslagen", "eu-ai-act"]
[law.facts]
jurisdiction = "SE"
sector = "social_insurance"
roles = ["provider", "deployer"]
public_body = true
"#;

const INPUTS: &str = "name,label_sv,label_en,role\n\
    area,område,area,area\n\
    income,inkomst,income,benefit_condition\n\
    children,antal barn,number of children,benefit_condition\n\
    sealed,förseglad,sealed,other\n";

/// Rows whose area tells the origin in four cases of five, whose income rises a little with being a man, and whose number
/// of children says nothing; every 40th income is missing. All by arithmetic, so that anybody can make them again.
fn rows() -> Vec<String> {
    let mut state = 12_345_u64;
    let mut draw = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    (0..6_000)
        .map(|i| {
            let (away, man) = (draw(3) == 0, draw(2) == 0);
            let north = (draw(5) == 0) != away;
            let area = if north { 98_100 } else { 11_100 } + draw(7);
            let income = if i % 40 == 7 {
                String::new()
            } else {
                (200 + draw(40_000) + if man { 4_000 } else { 0 }).to_string()
            };
            let (y, d) = (draw(4) / 3, draw(5) / 4);
            format!(
                "{area},{income},{},{},{},{y},{d}",
                draw(4),
                if away { "away" } else { "home" },
                if man { "man" } else { "woman" }
            )
        })
        .collect()
}

fn csv(rows: &[String]) -> Vec<u8> {
    let mut out = "area,income,children,origin,sex,y,d\n".to_owned();
    rows.iter().for_each(|row| writeln!(out, "{row}").unwrap());
    out.into_bytes()
}

fn papers() -> Papers {
    Papers { input_list: Some(("inputs.csv".to_owned(), INPUTS.into())), ..Papers::default() }
}

fn audited(spec: &str, data: &[u8]) -> Value {
    let (spec, warnings) = check_spec("audit.toml", spec).unwrap_or_else(|problems| panic!("{problems}"));
    let when = When::day(spec.audit.date.unwrap());
    let done = flow::audit_bytes(&spec, &[("a.csv", data)], &papers(), &when, None, warnings)
        .unwrap_or_else(|problems| panic!("{problems}"));
    serde_json::from_str(&done.report_json().unwrap()).unwrap()
}

fn row<'r>(report: &'r Value, id: &str) -> &'r Value {
    let rows = report["estimates"].as_array().unwrap();
    let ids = || rows.iter().filter(|row| row["metric"] == "proxy_strength").map(|row| &row["id"]).collect::<Vec<_>>();
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no row {id} in {:#?}", ids()))
}

fn value(report: &Value, id: &str) -> f64 {
    row(report, id)["value"].as_f64().unwrap_or_else(|| panic!("{id} is null"))
}

#[test]
fn inputs_predict_what_they_were_made_to_predict() {
    let report = audited(SPEC, &csv(&rows()));
    // Of 100 away and 200 home 80 and 40 are in the north: the area under the curve of one cut is (0.8 + 0.8) / 2.
    let area = value(&report, "e/proxy_strength.area/-/origin/away");
    assert!((area - 0.8).abs() < 0.02, "{area}");
    assert!((value(&report, "e/proxy_strength.area/-/sex/woman") - 0.5).abs() < 0.02);
    // A shift of a tenth of the width of an even distribution: 1/2 + 0.1 - 0.1² / 2.
    let income = value(&report, "e/proxy_strength.income/-/sex/man");
    assert!((income - 0.595).abs() < 0.02, "{income}");
    assert!((value(&report, "e/proxy_strength.children/-/origin/home") - 0.5).abs() < 0.02);
    let joint = row(&report, "e/proxy_strength.(joint)/-/origin/away");
    assert!((joint["value"].as_f64().unwrap() - 0.8).abs() < 0.02, "{joint}");
    assert!(joint["lower"].as_f64() < joint["value"].as_f64() && joint["value"].as_f64() < joint["upper"].as_f64());
    assert_eq!(
        (&joint["arm"], &joint["stage"], &joint["method"]),
        (&Value::Null, &Value::Null, &"delong_logit".into())
    );
    let [regression, cells] = ["logistic_regression", "cell_rates"].map(|key| joint["detail"][key].as_f64().unwrap());
    assert_eq!(joint["value"].as_f64(), Some(regression.max(cells)));
    assert_eq!(joint["detail"]["inputs_left_out"], serde_json::json!(["sealed"]));
    // A missing income is a level; 20 bins are the others.
    let income = row(&report, "e/proxy_strength.income/-/sex/man");
    assert_eq!((income["detail"]["levels"].as_u64(), income["n"].as_f64()), (Some(21), Some(6_000.0)));
    let sealed = row(&report, "e/proxy_strength.sealed/-/sex/(all groups)");
    assert_eq!((&sealed["value"], &sealed["note"][0]), (&Value::Null, &"not_defined_for_design".into()));
    // Of two groups one is predicted as well as the other.
    assert_eq!(value(&report, "e/proxy_strength.area/-/origin/home"), area);
}

#[test]
fn order_shards_and_threads_change_no_byte_of_the_strength() {
    let rows = rows();
    let sealed = |report: &Value| report["provenance"]["results_sha256"].as_str().unwrap().to_owned();
    let whole = sealed(&audited(SPEC, &csv(&rows)));
    let mut turned = rows.clone();
    turned.reverse();
    assert_eq!(sealed(&audited(SPEC, &csv(&turned))), whole);
    let (spec, warnings) = check_spec("audit.toml", SPEC).unwrap();
    let count = |part: &[String], threads: usize| {
        let data = csv(part);
        let counting = Counting { threads, progress: None };
        flow::count(&spec, &Opener::memory(&[("a.csv", &data)]), &papers(), &counting).unwrap()
    };
    let merged = rows.chunks(1_700).map(|part| count(part, 1)).reduce(|a, b| evenhand::merge_cubes(b, a).unwrap());
    let merged = merged.unwrap();
    assert_eq!(merged.tables, count(&rows, 2).tables);
    let bytes = evenhand::write_cube(&merged).unwrap();
    let when = When::day(spec.audit.date.unwrap());
    let from_cube = flow::audit_cube(&spec, "cube", bytes, &papers(), &when, None, warnings).unwrap();
    assert_eq!(sealed(&serde_json::from_str(&from_cube.report_json().unwrap()).unwrap()), whole);
}

/// State of a part of a finding, and the status of the finding.
fn part<'r>(report: &'r Value, provision: &str, item: &str) -> (&'r str, &'r str) {
    let parts = report["finding_parts"].as_array().unwrap();
    let found = parts.iter().find(|part| part["provision"] == provision && part["item"] == item);
    let found = found.unwrap_or_else(|| panic!("no part {item} of {provision}"));
    let findings = report["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["provision"] == provision).unwrap();
    (found["state"].as_str().unwrap(), finding["status"].as_str().unwrap())
}

#[test]
fn a_limit_that_is_passed_flags_and_one_that_is_not_set_asks_for_nothing() {
    let data = csv(&rows());
    let with = |limits: &str| audited(&format!("{SPEC}[law.limits]\n{limits}\n"), &data);
    let (joint, single) =
        (("SE-DL-1-4-2", "cond:proxy_above_limit"), ("SE-DL-1-4-1", "cond:input_coincides_with_ground"));
    let open = audited(SPEC, &data);
    assert_eq!(part(&open, joint.0, joint.1).0, "no_input");
    assert_ne!(part(&open, joint.0, joint.1).1, "flagged");
    let (state, status) = {
        let report = with("proxy_strength = 0.7");
        let (state, status) = part(&report, joint.0, joint.1);
        (state.to_owned(), status.to_owned())
    };
    assert_eq!((state.as_str(), status.as_str()), ("true", "flagged"));
    let report = with("proxy_strength = 0.9\ninseparable_proxy = 0.75");
    assert_eq!(part(&report, joint.0, joint.1).0, "false");
    assert_ne!(part(&report, joint.0, joint.1).1, "flagged");
    assert_eq!(part(&report, single.0, single.1), ("true", "flagged"));
    // A limit inside the interval: how much another deal of folds would change is told.
    let area = value(&report, "e/proxy_strength.area/-/origin/away");
    let near = with(&format!("inseparable_proxy = {area}"));
    let spread = &row(&near, "e/proxy_strength.area/-/origin/away")["detail"]["fold_spread"];
    let [least, greatest] = [0, 1].map(|at| spread[at].as_f64().unwrap());
    assert!(least <= greatest && greatest - least < 0.01 && (least - area).abs() < 0.01, "{spread}");
    // EV-10 is filled from the rows: where a provision asks for it they are its evidence.
    let parts = open["finding_parts"].as_array().unwrap();
    let mut asked = parts.iter().filter(|part| part["item"] == "EV-10" && part["group"] == "away");
    let id = Value::from("e/proxy_strength.(joint)/-/origin/away");
    assert!(asked.any(|part| part["state"] == "ok" && part["evidence"].as_array().unwrap().contains(&id)));
}

#[test]
fn the_report_says_what_the_inputs_predict_in_both_languages() {
    let (spec, warnings) = check_spec("audit.toml", SPEC).unwrap();
    let when = When::day(spec.audit.date.unwrap());
    let done = flow::audit_bytes(&spec, &[("a.csv", &csv(&rows()))], &papers(), &when, None, warnings).unwrap();
    for (lang, joint, guide) in [
        (
            evenhand::Lang::Sv,
            "Tillsammans förutsäger de uppgifter som finns i underlaget (",
            "har ingen rättslig innebörd",
        ),
        (evenhand::Lang::En, "Together the inputs that the data have (", "have no legal meaning"),
    ] {
        let html = report_html(&done.report, lang);
        assert!(html.contains(joint) && html.contains(guide), "{lang:?}");
        assert!(html.contains("e/proxy_strength.area/-/origin/away"), "{lang:?}: table 8 has no figure of the area");
    }
}

/// The same rows under another design: what `how` says of each.
fn by_design(design: &str, roles: &str, how: impl Fn(usize) -> &'static str) -> Value {
    let spec = SPEC.replace("design = \"full\"", design).replace("[roles]", &format!("[roles]\n{roles}"));
    let spec = spec.replace(
        "column = \"d\"\npositive = [\"1\"]\nnegative = [\"0\"]\n",
        if roles.starts_with("arm") { "" } else { "column = \"d\"\npositive = [\"1\"]\n" },
    );
    let mut out = "area,income,children,origin,sex,y,d,how\n".to_owned();
    rows().iter().enumerate().for_each(|(at, row)| writeln!(out, "{row},{}", how(at)).unwrap());
    audited(&spec, out.as_bytes())
}

#[test]
fn two_arms_are_read_in_the_random_one_and_weights_leave_nothing() {
    let arm = "arm = { column = \"how\", model = [\"m\"], random = [\"r\"] }";
    let arms = by_design("design = \"two_arm\"\npopulation = 90000", arm, |at| if at % 3 == 0 { "r" } else { "m" });
    let area = row(&arms, "e/proxy_strength.area/-/origin/away");
    assert_eq!((area["n"].as_f64(), &area["arm"]), (Some(2_000.0), &Value::Null));
    assert!((area["value"].as_f64().unwrap() - 0.8).abs() < 0.03, "{area}");
    let weights = by_design("design = \"weighted\"", "weight = \"how\"", |at| if at % 2 == 0 { "2" } else { "1" });
    let joint = row(&weights, "e/proxy_strength.(joint)/-/origin/(all groups)");
    assert_eq!((&joint["value"], &joint["note"]), (&Value::Null, &serde_json::json!(["weighted"])));
}
