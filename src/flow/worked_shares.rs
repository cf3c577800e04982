//! What is missing, the intended population, figures on request and rates at a band of the score: worked by hand, from rows.

use super::{Counting, Papers, count};
use crate::diag::Warning;
use crate::measure::battery::sound;
use crate::measure::{self, DisparityRow, EstimateRow, Measures};
use crate::source::Opener;
use crate::spec;
use crate::words::{Note, Number, Verdict};

const SPEC: &str = r#"
spec_version = 1
[audit]
id = "t"
title = "t"
[system]
name = "s"
kind = "risk_selection"
pool = "p"
unit = "u"
[data]
design = "full"
path = "a.csv"
count = "n"
[roles]
outcome = { column = "y", positive = ["1"], negative = ["0"] }
score = { column = "s", probability = true }
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
negative = ["0"]
favourable = false
[[attribute]]
name = "g"
ground = "sex"
reference = "r"
"#;

const INTENDED: &str = "intended_shares = { a = 0.5, r = 0.3, x = 0.2 }\n";

const ON_REQUEST: &str = "[inference.methods]\ngroup_size = \"class_imbalance\"\n\
                          predictive_values = \"average_predictive_value\"\n\
                          scores_given_outcome = \"generalised_equalized_odds\"\n";

/// 200 of a, 300 of r, 25 of nobody knows which; 20 and 6 without outcome, 20 and 0 without score.
const ROWS: &str = "g,d,y,s,n\n\
    a,1,1,0.8,40\na,1,0,0.8,10\na,0,1,0.2,20\na,0,0,0.2,110\na,0,,,20\n\
    r,1,1,0.8,60\nr,1,0,0.6,20\nr,0,1,0.4,15\nr,0,0,0.2,199\nr,0,,0.2,6\n\
    ,0,0,0.2,25\n";

fn comparison(metric: &str, rest: &str) -> String {
    format!(
        "[[comparison]]\nmetric = \"{metric}\"\nattributes = [\"g\"]\nmargin = 0.03\nreason = \"r\"\n{rest}\
         decided = {{ on = 2026-01-01, by = \"b\", role = \"lawyer\" }}\n"
    )
}

fn measured(text: &str, data: &str) -> Measures {
    with_warnings(text, &[("a.csv", data)]).0
}

/// What the warnings of some files say: code, column, number, and names with their numbers.
fn warned(text: &str, files: &[(&str, &str)]) -> Vec<String> {
    let of = |warning: &Warning| {
        let named: Vec<String> = warning.counted_values().map(|(name, cases)| format!(", {name} {cases}")).collect();
        let (column, count) = (warning.column.as_deref().unwrap_or("-"), warning.count.unwrap_or(0));
        format!("{} {column} {count}{}", warning.code.word(), named.concat())
    };
    with_warnings(text, files).1.iter().map(of).collect()
}

fn with_warnings(text: &str, files: &[(&str, &str)]) -> (Measures, Vec<Warning>) {
    let spec = spec::from_text("audit.toml", text).unwrap_or_else(|problems| panic!("{problems}")).0;
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, data)| (*name, data.as_bytes())).collect();
    let cube = count(&spec, &Opener::memory(&files), &Papers::default(), &Counting::default())
        .unwrap_or_else(|problems| panic!("{problems}"));
    let found = measure::from_cube(&spec, &cube, Vec::new(), 1).unwrap_or_else(|problems| panic!("{problems}"));
    sound(&found.0);
    found
}

fn estimate<'m>(measures: &'m Measures, id: &str) -> &'m EstimateRow {
    measures.estimates.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no {id}"))
}

fn disparity<'m>(measures: &'m Measures, id: &str) -> &'m DisparityRow {
    measures.disparities.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no {id}"))
}

fn near(value: Option<Number>, expected: f64) {
    let value = value.map(Number::get).unwrap();
    assert!((value - expected).abs() < 1e-11, "{value} {expected}");
}

#[test]
fn what_is_missing_is_counted_in_each_group_and_compared_without_a_verdict() {
    let measures = measured(SPEC, ROWS);
    for (id, share) in [
        ("e/missing_share.outcome/-/g/a", 20.0 / 200.0),
        ("e/missing_share.outcome/-/g/r", 6.0 / 300.0),
        ("e/missing_share.outcome/-/g/(missing)", 0.0),
        ("e/missing_share.outcome/-/-/(all)", 26.0 / 525.0),
        ("e/missing_share.score/-/g/a", 20.0 / 200.0),
        ("e/missing_share.score/-/g/r", 0.0),
        ("e/missing_share.score/-/-/(all)", 20.0 / 525.0),
        ("e/missing_share.attribute/-/g/(all)", 25.0 / 525.0),
    ] {
        near(estimate(&measures, id).value, share);
        assert!(estimate(&measures, id).upper.is_some(), "{id}");
    }
    near(disparity(&measures, "d/missing_share.difference.outcome/-/g/a/vs/r").value, 0.08);
    let row = disparity(&measures, "d/missing_share.difference.score/-/g/a/vs/r");
    near(row.value, 0.1);
    assert!(!row.confirmatory && row.verdict == Verdict::NotAssessed, "{row:?}");
    only_of_something(&measures);
}

/// No row of a comparison stands beside those that say of what they are.
fn only_of_something(measures: &Measures) {
    assert!(!measures.disparities.iter().any(|row| row.metric == "missing_share" && row.of.is_none()));
}

#[test]
fn where_nothing_is_missing_nothing_is_compared() {
    let known: String = ROWS.lines().filter(|line| !line.contains(",,")).map(|line| format!("{line}\n")).collect();
    let compared = |measures: &Measures| measures.disparities.iter().any(|row| row.metric == "missing_share");
    let measures = measured(SPEC, &known);
    near(estimate(&measures, "e/missing_share.outcome/-/g/a").value, 0.0);
    assert!(!compared(&measures));
    assert!(compared(&measured(SPEC, ROWS)));
}

#[test]
fn what_is_missing_is_told_with_its_number_and_by_group_where_it_differs() {
    let rows = ROWS.replace("a,0,0,0.2,110", "a,,0,0.2,110").replace("r,0,0,0.2,199", "r,0,0,0.2,189\nr,,0,0.2,10");
    let told = warned(SPEC, &[("a.csv", &rows)]);
    for expected in [
        "attribute_missing g 25",
        "decision_missing selected 120, g: a 110, g: r 10",
        "outcome_missing y 26, g: a 20, g: r 6",
        "score_missing s 20, g: a 20",
    ] {
        assert!(told.iter().any(|one| one == expected), "{expected}: {told:?}");
    }
    // One in a hundred of both: nothing differs.
    let even = "g,d,y,s,n\na,1,1,0.8,99\na,,1,0.8,1\nr,0,0,0.2,198\nr,,0,0.2,2\n";
    assert_eq!(warned(SPEC, &[("a.csv", even)]), ["decision_missing selected 3"]);
    let all: String = ROWS.lines().filter(|line| !line.contains(",,")).map(|line| format!("{line}\n")).collect();
    let all = all.replace(",0,0,0.2,25\n", "");
    assert_eq!(warned(SPEC, &[("a.csv", &all)]), [""; 0]);
    // A score that no case has.
    let blank = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if cells[3] != "s" {
            cells[3] = "";
        }
        format!("{}\n", cells.join(","))
    };
    let none: String = all.lines().map(blank).collect();
    let told = warned(SPEC, &[("a.csv", &none)]);
    assert!(told.iter().any(|one| one.starts_with("score_missing s ")), "{told:?}");
    // Scores are not counted by memberships: that is another reason.
    let text =
        SPEC.replace("reference = \"r\"", "reference = \"r\"\nmembership = { columns = { a = \"pa\", r = \"pr\" } }");
    let guessed = "pa,pr,d,y,s,n\n0.3,0.7,1,1,0.8,40\n0.6,0.4,0,0,0.2,60\n";
    let told = warned(&text, &[("a.csv", guessed)]);
    assert!(!told.iter().any(|one| one.starts_with("score_missing")), "{told:?}");
    let values = with_warnings(SPEC, &[("a.csv", &none)]).1;
    assert!(values.iter().any(|one| one.values.contains_key("all")), "{values:?}");
}

#[test]
fn a_list_that_is_longer_than_the_data_is_told() {
    let text = format!("{SPEC}[inference]\ntop = [100, 505, 506]\n");
    let told = warned(&text, &[("a.csv", ROWS)]);
    // 505 cases have a score.
    let lists: Vec<&String> = told.iter().filter(|one| one.starts_with("not_defined_for_design")).collect();
    assert_eq!(lists, ["not_defined_for_design inference.top 0"], "{told:?}");
}

#[test]
fn an_intersection_over_tables_that_were_never_joined_is_told() {
    let text = SPEC
        .replace("path = \"a.csv\"\ncount = \"n\"\n", "count = \"n\"\ntables = { a = \"a.csv\", b = \"b.csv\" }\n")
        .replace("score = { column = \"s\", probability = true }\n", "")
        .replace("name = \"g\"\n", "name = \"g\"\ntable = \"a\"\n");
    let text = format!(
        "{text}[[attribute]]\nname = \"k\"\ntable = \"b\"\nground = \"age\"\nreference = \"o\"\n[[intersection]]\nof = [\"g\", \"k\"]\n"
    );
    let a = "g,d,y,n\na,1,1,50\na,0,0,50\nr,1,1,60\nr,0,0,40\n";
    let told = warned(&text, &[("a.csv", a), ("b.csv", &a.replace("g,", "k,").replace("\nr", "\no"))]);
    assert!(told.iter().any(|one| one == "tables_not_joined g*k 0"), "{told:?}");
}

#[test]
fn of_two_arms_outcomes_are_looked_for_in_each() {
    let text = SPEC
        .replace("design = \"full\"", "design = \"two_arm\"\npopulation = 10000")
        .replace("[roles]\n", "[roles]\narm = { column = \"d\", model = [\"1\"], random = [\"0\"] }\n")
        .replace("column = \"d\"\npositive = [\"1\"]\nnegative = [\"0\"]\n", "");
    let measures = measured(&text, ROWS);
    near(estimate(&measures, "e/missing_share.outcome/-/g/a/model").value, 0.0);
    near(estimate(&measures, "e/missing_share.outcome/-/g/a/random").value, 20.0 / 150.0);
    near(estimate(&measures, "e/missing_share.score/-/g/a/random").value, 20.0 / 150.0);
    assert!(!measures.estimates.iter().any(|row| row.metric == "missing_share" && row.arm.is_none()));
    // 130 of the model's arm, 395 of the random one: 25 of them without a group.
    let attribute =
        ["model", "random"].map(|arm| estimate(&measures, &format!("e/missing_share.attribute/-/g/(all)/{arm}")));
    assert_eq!(attribute.map(|row| row.n.map(Number::get)), [Some(130.0), Some(395.0)]);
    assert_eq!(attribute.map(|row| row.events.map(Number::get).unwrap_or(0.0)).iter().sum::<f64>(), 25.0);
}

#[test]
fn the_pool_is_held_against_the_intended_population() {
    let measures = measured(&format!("{SPEC}{INTENDED}"), ROWS);
    // 200 and 300 of the 500 whose group is known; x was intended and has nobody.
    let row = estimate(&measures, "e/representativeness/-/g/a");
    near(row.value, (0.4 - 0.5) / 0.5);
    assert!(row.lower < row.value && row.value < row.upper && row.method.as_deref() == Some("wilson"));
    near(estimate(&measures, "e/representativeness/-/g/r").value, 0.3 / 0.21_f64.sqrt());
    let nobody = estimate(&measures, "e/representativeness/-/g/x");
    near(nobody.value, -0.2 / 0.4);
    assert!(nobody.note.contains(&Note::GroupAbsent));
    assert!(!measures.estimates.iter().any(|row| row.metric == "representativeness" && row.id.contains("missing")));
    // Who was not intended has no spread.
    let text = format!("{SPEC}{}", INTENDED.replace("a = 0.5, r = 0.3, x = 0.2", "r = 1"));
    let measures = measured(&text, ROWS);
    for group in ["a", "r"] {
        let row = estimate(&measures, &format!("e/representativeness/-/g/{group}"));
        assert!(row.value.is_none() && row.note == [Note::ZeroCell], "{row:?}");
    }
    // Never against equal shares that nobody wrote.
    assert!(!measured(SPEC, ROWS).estimates.iter().any(|row| row.metric == "representativeness"));
}

// aif360: average_predictive_value_difference, generalized_equalized_odds_difference; smclarify: CI. By their formulas.
#[test]
fn figures_of_peers_stand_where_they_are_asked_for() {
    let measures = measured(&format!("{SPEC}{ON_REQUEST}"), ROWS);
    near(estimate(&measures, "e/class_imbalance/-/g/a").value, (300.0 - 200.0) / 500.0);
    near(estimate(&measures, "e/class_imbalance/-/g/r").value, (200.0 - 300.0) / 500.0);
    let (of_precision, of_omission) = (40.0 / 50.0 - 60.0 / 80.0, 20.0 / 130.0 - 15.0 / 214.0);
    let row = disparity(&measures, "d/average_predictive_value.difference/selected/g/a/vs/r");
    near(row.value, f64::midpoint(of_precision, of_omission));
    assert!(row.lower.is_none() && row.verdict == Verdict::NotAssessed);
    // Mean scores 0.6 and 0.72 of those with the outcome, 0.25 and 51.8 / 219 of those without.
    let row = disparity(&measures, "d/generalised_equalized_odds.difference/-/g/a/vs/r");
    near(row.value, 0.12);
    assert!(row.note.contains(&Note::OutcomeMissing) && row.verdict == Verdict::NotAssessed);
    let plain = measured(SPEC, ROWS);
    let names = ["class_imbalance", "average_predictive_value", "generalised_equalized_odds"];
    assert!(!plain.estimates.iter().any(|row| names.contains(&row.metric.as_str())));
    assert!(!plain.disparities.iter().any(|row| names.contains(&row.metric.as_str())));
}

// python: (p − q) / s and 2 asin √p − 2 asin √q, p = 50/200, q = 80/300, s² = (200 p(1−p) + 300 q(1−q)) / 498.
#[test]
fn main_rates_and_those_that_a_comparison_names_stand_in_standard_deviations_too() {
    let measures = measured(SPEC, ROWS);
    near(disparity(&measures, "d/selection_rate.standardised/selected/g/a/vs/r").value, -0.037_927_231_246_392_48);
    let angle = disparity(&measures, "d/selection_rate.standardised.cohen_h/selected/g/a/vs/r");
    near(angle.value, -0.038_080_653_302_707_38);
    assert!(angle.verdict == Verdict::NotAssessed && angle.margin.is_none() && !angle.confirmatory);
    let of = |measures: &Measures, metric: &str| {
        measures.disparities.iter().any(|row| row.id.starts_with(&format!("d/{metric}.standardised")))
    };
    assert!(of(&measures, "positive_predictive_value") && !of(&measures, "base_rate"));
    assert!(of(&measured(&format!("{SPEC}{}", comparison("base_rate", "")), ROWS), "base_rate"));
}

// The same score, the same outcome rate? 40 of 50 against 60 of 80 above, 20 of 130 against 15 of 214 below.
#[test]
fn bands_of_the_score_as_a_factor_ask_for_sufficiency_at_a_band() {
    let text =
        SPEC.replace("[[stage]]\n", "strata = [{ name = \"band\", column = \"s\", bands = [0.5] }]\n[[stage]]\n");
    let measures = measured(&format!("{text}{}", comparison("base_rate", "stratum = \"band\"\n")), ROWS);
    for (group, band, rate) in [
        ("a", "band=0.5+", 40.0 / 50.0),
        ("r", "band=0.5+", 60.0 / 80.0),
        ("a", "band=<0.5", 20.0 / 130.0),
        ("r", "band=<0.5", 15.0 / 214.0),
    ] {
        let row = measures.estimates.iter().find(|row| {
            row.metric == "base_rate" && row.group.as_deref() == Some(group) && row.stratum.as_deref() == Some(band)
        });
        near(row.unwrap_or_else(|| panic!("no {group} {band}")).value, rate);
    }
    let row = disparity(&measures, "d/base_rate.difference/-/g/a/vs/r/band");
    assert!(row.confirmatory && row.verdict != Verdict::NotAssessed);
    // Mantel and Haenszel: weights n m / (n + m) of the bands.
    let (w, v) = (50.0 * 80.0 / 130.0, 130.0 * 214.0 / 344.0);
    let pooled = (w * 0.05 + v * (20.0 / 130.0 - 15.0 / 214.0)) / (w + v);
    near(disparity(&measures, "d/base_rate.difference.mantel_haenszel/-/g/a/vs/r/band").value, pooled);
}
