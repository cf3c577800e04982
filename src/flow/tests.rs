//! The whole way from rows to measures, with every family of metrics at once: what must hold whatever the data.
//!
//! `measure/battery.rs` and the tests of its folders hold each family to the same on tables by hand; here the tables are
//! counted from rows, so that what `source` and `cube` do to them counts too.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Counting, Papers, count};
use crate::cube::{Cube, merge};
use crate::diag::Problems;
use crate::measure::battery::sound;
use crate::measure::{self, DisparityRow, Measures};
use crate::report;
use crate::source::{self, Opener};
use crate::spec::{self, Spec};
use crate::words::{METRICS, Metric, MetricKind, Note, Number, Scale, Verdict, metric};

/// Every case has everything: groups, crossed groups, a factor, decision, outcome, score, memberships.
const FULL: &str = r#"
spec_version = 1
[audit]
id = "t"
title = "t"
[system]
name = "s"
kind = "risk_selection"
pool = "p"
unit = "u"
inputs = "inputs.csv"
[data]
design = "full"
path = "a.csv"
[roles]
outcome = { column = "y", positive = ["1"], negative = ["0"] }
score = { column = "s", probability = true }
strata = ["f"]
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
negative = ["0"]
favourable = false
[[stage]]
name = "flagged"
threshold = 0.5
favourable = false
[[attribute]]
name = "g"
ground = "sex"
reference = "qr"
intended_shares = { qa = 0.5, qr = 0.5 }
[[attribute]]
name = "k"
ground = "age"
reference = "ko"
[[attribute]]
name = "h"
ground = "ethnicity"
reference = "hz"
[attribute.membership]
columns = { hx = "p_x", hz = "p_z" }
validated = "t"
validated_random = true
[[intersection]]
of = ["g", "k"]
[[comparison]]
metric = "selection_rate"
stage = "selected"
attributes = ["g", "h"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[[comparison]]
metric = "equalized_odds"
stage = "selected"
attributes = ["g"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[[comparison]]
metric = "mean_score"
attributes = ["g"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[[comparison]]
metric = "calibration_in_the_large"
attributes = ["g"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[inference]
top = [40]
replicates = 200
[inference.methods]
calibration_test = "hosmer_lemeshow"
group_size = "class_imbalance"
predictive_values = "average_predictive_value"
scores_given_outcome = "generalised_equalized_odds"
"#;

/// Two arms from a pool of known size; the score is known in both.
fn arms() -> String {
    let start = FULL.find("[[attribute]]\nname = \"h\"").unwrap();
    let end = FULL.find("[[intersection]]").unwrap();
    let text = format!("{}{}", &FULL[..start], &FULL[end..]);
    text.replace("design = \"full\"", "design = \"two_arm\"\npopulation = 100000")
        .replace("[roles]\n", "[roles]\narm = { column = \"arm\", model = [\"m\"], random = [\"r\"] }\n")
        .replace("column = \"d\"\npositive = [\"1\"]\nnegative = [\"0\"]\n", "")
        .replace("[[stage]]\nname = \"flagged\"\nthreshold = 0.5\nfavourable = false\n", "")
        .replace("attributes = [\"g\", \"h\"]", "attributes = [\"g\"]")
}

/// The whole pool as rows: decisions of all, outcomes of the checked.
fn pool() -> String {
    arms().replace("population = 100000", "population = \"rows\"").replace(
        "[[stage]]\nname = \"selected\"\n",
        "[[stage]]\nname = \"selected\"\ncolumn = \"d\"\npositive = [\"1\"]\nnegative = [\"0\"]\n",
    )
}

/// A score of which only the order is known.
fn ordered(text: &str) -> String {
    let text = text.replace("score = { column = \"s\", probability = true }", "score = { column = \"s\" }");
    let text = text.replace("[[stage]]\nname = \"flagged\"\nthreshold = 0.5\nfavourable = false\n", "");
    let start = text.find("[[comparison]]\nmetric = \"mean_score\"").unwrap();
    let end = text.find("[inference]").unwrap();
    format!("{}{}", &text[..start], &text[end..])
}

/// A score with a range.
fn ranged(text: &str) -> String {
    text.replace("probability = true", "range = [0, 10]").replace("threshold = 0.5", "threshold = 5")
}

/// One case.
#[derive(Clone, Copy, Debug)]
struct Case {
    g: &'static str,
    k: &'static str,
    f: &'static str,
    d: Option<bool>,
    y: Option<bool>,
    s: Option<f64>,
    p: Option<f64>,
    t: &'static str,
    arm: &'static str,
}

/// Cases with some of everything: three groups of unlike rates, nine scores, memberships of eight kinds, some validated.
fn cases() -> Vec<Case> {
    (0..907_usize)
        .map(|i| {
            let g = ["qa", "qr", "qr", "qa", "qb"][i % 5];
            let shift = if g == "qa" { 2 } else { 0 };
            let level = (1 + (i * 7 + i / 9 + shift) % 9).min(9);
            let chance = (i * 37 + i / 11) % 100;
            let y = chance < 8 * level + 6;
            let d = (i * 53 + i / 7) % 100 < 7 * level + 3 * shift;
            let p = [0.05, 0.2, 0.35, 0.55, 0.65, 0.8, 0.95, 0.9][(i / 3) % 8];
            let is_x = ((i * 29 + i / 13) % 100) as f64 + 0.5 < 100.0 * p;
            Case {
                g,
                k: if (i / 2) % 3 == 0 { "ky" } else { "ko" },
                f: ["north", "south", "west"][(i / 5) % 3],
                d: Some(if is_x { d || i % 4 == 0 } else { d }),
                y: Some(y),
                s: Some(level as f64 / 10.0),
                p: Some(p),
                t: match ((i * 13 + i / 24) % 4 == 1, is_x) {
                    (true, true) => "hx",
                    (true, false) => "hz",
                    _ => "",
                },
                arm: if i % 3 == 0 { "r" } else { "m" },
            }
        })
        .collect()
}

/// The cases of two arms: no decision is read, the model arm has higher scores.
fn cases_of_arms() -> Vec<Case> {
    cases().into_iter().filter(|case| case.arm == "r" || case.s > Some(0.3)).collect()
}

/// The cases of a pool: outcomes of those at the stage and of the random arm.
fn cases_of_a_pool() -> Vec<Case> {
    cases()
        .into_iter()
        .map(|case| {
            let arm = if case.arm == "r" {
                "r"
            } else if case.d == Some(true) {
                "m"
            } else {
                ""
            };
            Case { arm, y: case.y.filter(|_| !arm.is_empty()), ..case }
        })
        .collect()
}

fn csv(cases: &[Case]) -> String {
    let mut out = "g,k,f,d,y,s,p_x,p_z,t,arm\n".to_owned();
    let bit = |x: Option<bool>| x.map_or("", |x| if x { "1" } else { "0" });
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    for c in cases {
        let (p, q) = (number(c.p), number(c.p.map(|p| ((1.0 - p) * 1e9).round() / 1e9)));
        let (s, d, y) = (number(c.s), bit(c.d), bit(c.y));
        writeln!(out, "{},{},{},{d},{y},{s},{p},{q},{},{}", c.g, c.k, c.f, c.t, c.arm).unwrap();
    }
    out
}

fn spec_of(text: &str) -> Spec {
    spec::from_text("audit.toml", text).unwrap_or_else(|problems| panic!("{problems}")).0
}

/// The factor and the score, as inputs of a model.
const INPUTS: &[u8] = b"name\nf\ns\n";

fn papers() -> Papers {
    Papers { input_list: Some(("inputs.csv".to_owned(), INPUTS.to_vec())), ..Papers::default() }
}

/// Counts become measures.
fn of_cube(spec: &Spec, cube: &Cube) -> Result<Measures, Problems> {
    let inputs = source::input_list("inputs.csv", INPUTS)?;
    Ok(measure::from_cube(spec, cube, measure::input_rows(&inputs), 1)?.0)
}

fn counted(spec: &Spec, data: &str) -> Cube {
    let files: [(&str, &[u8]); 1] = [("a.csv", data.as_bytes())];
    count(spec, &Opener::memory(&files), &papers(), &Counting::default())
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn measured(text: &str, data: &str) -> Measures {
    let spec = spec_of(text);
    let cube = counted(&spec, data);
    let measures = of_cube(&spec, &cube).unwrap_or_else(|problems| panic!("{problems}"));
    sound(&measures);
    measures
}

fn get(number: Option<Number>) -> Option<f64> {
    number.map(Number::get)
}

/// The metrics that have a figure: a value, a statistic, bounds or a curve.
fn figures(measures: &Measures) -> BTreeSet<String> {
    figures_of(measures, None)
}

/// The same, of one attribute or of all.
fn figures_of(measures: &Measures, attribute: Option<&str>) -> BTreeSet<String> {
    let of = |own: &Option<String>| attribute.is_none() || own.as_deref() == attribute;
    let estimates = measures
        .estimates
        .iter()
        .filter(|row| of(&row.attribute))
        .filter(|row| row.value.is_some() || row.statistic.is_some() || row.bound_lower.is_some())
        .map(|row| row.metric.clone());
    let disparities = measures
        .disparities
        .iter()
        .filter(|row| of(&row.attribute))
        .filter(|row| row.value.is_some() || row.statistic.is_some() || row.bound_lower.is_some())
        .map(|row| row.metric.clone());
    let curves = measures.curves.iter().filter(|row| of(&row.attribute) && row.value.is_some());
    // A curve of calibration is the metric of that name.
    let curves = curves.flat_map(|row| {
        let own = row.curve.starts_with("reliability").then(|| "reliability_curve".to_owned());
        std::iter::once(row.metric.clone()).chain(own)
    });
    estimates.chain(disparities).chain(curves).collect()
}

#[test]
fn every_metric_has_a_figure_in_the_designs_that_the_table_names() {
    let everything = measured(FULL, &csv(&cases()));
    let (mut full, of_memberships) = (figures(&everything), figures_of(&everything, Some("h")));
    // Who was checked is a question where some were not.
    let unchecked: Vec<Case> =
        cases().iter().enumerate().map(|(i, case)| Case { y: case.y.filter(|_| i % 5 != 1), ..*case }).collect();
    full.extend(figures(&measured(FULL, &csv(&unchecked))));
    // A crossed group of a hundred in each arm.
    let of_arms = figures(&measured(&arms(), &csv(&[cases_of_arms(), cases_of_arms()].concat())));
    let of_pool = figures(&measured(&pool(), &csv(&cases_of_a_pool())));
    let (mut missing_full, mut missing_arms, mut missing_memberships) = (Vec::new(), Vec::new(), Vec::new());
    for metric in METRICS.iter().filter(|metric| metric.built) {
        let (name, promises) = (metric.name, |letter: char| metric.designs.contains(letter));
        if promises('F') && !full.contains(name) {
            missing_full.push(name);
        }
        if promises('A') && !of_arms.contains(name) && !of_pool.contains(name) {
            missing_arms.push(name);
        }
        if promises('P') && !of_memberships.contains(name) {
            missing_memberships.push(name);
        }
    }
    let missing = [missing_full, missing_arms, missing_memberships];
    assert!(missing.iter().all(Vec::is_empty), "{missing:?}");
}

#[test]
fn what_is_off_by_default_has_no_row() {
    let text = &FULL[..FULL.find("[inference.methods]").unwrap()];
    let found = figures(&measured(text, &csv(&cases())));
    for name in ["hosmer_lemeshow", "class_imbalance", "average_predictive_value", "generalised_equalized_odds"] {
        assert!(!found.contains(name), "{name}");
    }
}

/// Tables that break something, by name.
fn degenerate(base: &[Case]) -> Vec<(&'static str, Vec<Case>)> {
    let all = |change: &dyn Fn(Case) -> Case| base.iter().map(|case| change(*case)).collect::<Vec<Case>>();
    let few: Vec<Case> = base.iter().copied().filter(|case| case.g != "qb").collect();
    vec![
        ("nobody has the outcome", all(&|case| Case { y: Some(false), ..case })),
        ("everybody has the outcome", all(&|case| Case { y: Some(true), ..case })),
        ("one group has no outcome", all(&|case| Case { y: case.y.map(|y| y && case.g != "qa"), ..case })),
        ("nobody is selected", all(&|case| Case { d: Some(false), ..case })),
        ("everybody is selected", all(&|case| Case { d: Some(true), ..case })),
        ("one group is never selected", all(&|case| Case { d: case.d.map(|d| d && case.g != "qa"), ..case })),
        ("the score is constant", all(&|case| Case { s: Some(0.3), ..case })),
        ("the score separates", all(&|case| Case { s: Some(if case.y == Some(true) { 0.9 } else { 0.1 }), ..case })),
        (
            "the score separates the wrong way",
            all(&|case| Case { s: Some(if case.y == Some(true) { 0.1 } else { 0.9 }), ..case }),
        ),
        (
            "certain scores that are right",
            all(&|case| Case { s: Some(if case.y == Some(true) { 1.0 } else { 0.0 }), ..case }),
        ),
        (
            "certain scores that are wrong",
            all(&|case| Case { s: Some(if case.y == Some(true) { 0.0 } else { 1.0 }), ..case }),
        ),
        ("every score is certain of the outcome", all(&|case| Case { s: Some(1.0), ..case })),
        ("the score is the group", all(&|case| Case { s: Some(if case.g == "qa" { 0.9 } else { 0.1 }), ..case })),
        ("certain memberships", all(&|case| Case { p: Some(f64::from(u8::from(case.p > Some(0.5)))), ..case })),
        ("everybody is a sure member", all(&|case| Case { p: Some(1.0), t: "", ..case })),
        ("nobody is a member", all(&|case| Case { p: Some(0.0), t: "", ..case })),
        ("one membership for all", all(&|case| Case { p: Some(0.4), ..case })),
        ("no memberships", all(&|case| Case { p: None, t: "", ..case })),
        ("no scores", all(&|case| Case { s: case.s.filter(|_| case.k == "ky"), ..case })),
        (
            "outcomes of the selected",
            all(&|case| Case {
                y: case.y.filter(|_| case.d == Some(true) || !case.arm.is_empty() && case.arm == "r"),
                ..case
            }),
        ),
        ("a group in one stratum", all(&|case| Case { f: if case.g == "qa" { "alone" } else { case.f }, ..case })),
        ("one case of each group", one_of_each(&few)),
        ("one case", few.iter().copied().filter(|case| case.g == "qr").take(1).collect()),
        ("one group", base.iter().copied().filter(|case| case.g == "qr").collect()),
    ]
}

fn one_of_each(cases: &[Case]) -> Vec<Case> {
    let mut seen = BTreeSet::new();
    cases.iter().copied().filter(|case| seen.insert((case.g, case.arm))).collect()
}

/// Reasons that the data, not the metric, give for a null.
const OF_THE_DATA: &[Note] = &[
    Note::GroupAbsent,
    Note::SingleGroup,
    Note::ReferenceAbsent,
    Note::NoCases,
    Note::NotDefinedForDesign,
    Note::NotAProbabilityScore,
    Note::ImpossibleEstimate,
    Note::NoReferenceCasesInRandomArm,
    Note::OutcomeOnlyForSelected,
    Note::BoundsOnly,
    Note::TablesNotJoined,
];

fn explained(metric: &Metric, notes: &[Note]) -> bool {
    notes.iter().any(|note| OF_THE_DATA.contains(note) || metric.edges().contains(note))
}

#[test]
fn every_degenerate_table_gives_right_numbers_or_null_with_a_reason_that_the_table_of_metrics_names() {
    let specs =
        [(FULL.to_owned(), cases()), (ordered(FULL), cases()), (arms(), cases_of_arms()), (pool(), cases_of_a_pool())];
    let mut unexplained: BTreeSet<String> = BTreeSet::new();
    let mut seen: BTreeSet<(&str, Note)> = BTreeSet::new();
    for (text, base) in &specs {
        // Only a full design has memberships.
        let of_memberships = |name: &str| name.contains("member") && text.contains("two_arm");
        for (name, cases) in degenerate(base).into_iter().filter(|(name, _)| !of_memberships(name)) {
            let measures = match attempt(text, &csv(&cases)) {
                Ok(measures) => measures,
                // A table that contradicts its own design is refused with problems, not measured.
                Err(problems) => {
                    assert!(!problems.is_empty() && refused(name), "{name}: {problems}");
                    continue;
                }
            };
            sound(&measures);
            for row in &measures.estimates {
                let nothing = row.value.is_none() && row.statistic.is_none() && row.bound_lower.is_none();
                if let (true, Some(metric)) = (nothing, metric(&row.metric)) {
                    seen.extend(row.note.iter().map(|&note| (metric.name, note)));
                    // Each method has reasons of its own, of memberships above all; of these `of` says of what the row is.
                    let own = matches!(metric.name, "proxy_strength" | "missing_share" | "score_quantile");
                    let plain = (own || row.of.is_none()) && row.attribute.as_deref() != Some("h");
                    if plain && !explained(metric, &row.note) {
                        unexplained.insert(format!("{} {:?}", row.metric, row.note));
                    }
                }
            }
            for row in &measures.disparities {
                if let (None, Some(metric)) = (row.value, metric(&row.metric)) {
                    seen.extend(row.note.iter().map(|&note| (metric.name, note)));
                }
                if row.of.is_some() {
                    assert_eq!(row.verdict, Verdict::NotAssessed, "{name}: {}", row.id);
                }
                if name.starts_with("one case") {
                    // Of two arms from a large pool so few are selected that no disparity can be large, whoever they are.
                    let small = row.verdict == Verdict::WithinMargin && text.contains("two_arm");
                    let decided = matches!(row.verdict, Verdict::Disparity | Verdict::WithinMargin);
                    assert!(small || !decided, "{name}: {}", row.id);
                }
            }
            for row in &measures.curves {
                assert!(row.x.is_some() && (row.value.is_some() || !row.note.is_empty()), "{name}: {row:?}");
            }
            // Nothing that a report would hold is left out of the seal, and no number is none.
            assert_eq!(report::results_sha256(&measures).len(), 64);
        }
    }
    assert_eq!(unexplained, BTreeSet::new());
    // And what the table names does occur.
    let named = METRICS.iter().filter(|metric| metric.built);
    let named = named.flat_map(|metric| metric.edges().iter().map(|&note| (metric.name, note)));
    let never: Vec<(&str, Note)> = named.filter(|edge| !seen.contains(edge)).collect();
    assert_eq!(never, Vec::new());
}

/// May a table of this name be refused?
fn refused(name: &str) -> bool {
    name.starts_with("one case")
        || matches!(name, "one group" | "everybody is selected" | "nobody is selected" | "one group is never selected")
}

fn attempt(text: &str, data: &str) -> Result<Measures, String> {
    let spec = spec_of(text);
    let files: [(&str, &[u8]); 1] = [("a.csv", data.as_bytes())];
    let cube = count(&spec, &Opener::memory(&files), &papers(), &Counting::default())
        .map_err(|problems| problems.to_string())?;
    of_cube(&spec, &cube).map_err(|problems| problems.to_string())
}

fn designs() -> [(String, Vec<Case>); 3] {
    [(FULL.to_owned(), cases()), (arms(), cases_of_arms()), (pool(), cases_of_a_pool())]
}

#[test]
fn the_order_of_rows_shards_and_counts_in_place_of_rows_change_no_byte() {
    for (text, cases) in designs() {
        let spec = spec_of(&text);
        let sealed = |cube: &Cube| report::results_sha256(&of_cube(&spec, cube).unwrap());
        let whole = sealed(&counted(&spec, &csv(&cases)));
        let turned: Vec<Case> = cases.iter().rev().copied().collect();
        assert_eq!(sealed(&counted(&spec, &csv(&turned))), whole);
        let shards = cases.chunks(211).map(|part| counted(&spec, &csv(part)));
        let merged = shards.reduce(|all, part| merge(part, all).unwrap()).unwrap();
        assert_eq!(sealed(&merged), whole);
        // A count of one is a row, and a count of two is the row twice.
        let with_counts = text.replace("path = \"a.csv\"", "path = \"a.csv\"\ncount = \"n\"");
        let counts = |n: u64| -> String {
            let data = csv(&cases);
            let mut lines = data.lines();
            let head = lines.next().unwrap();
            let rows: Vec<String> = lines.map(|line| format!("{line},{n}")).collect();
            format!("{head},n\n{}\n", rows.join("\n"))
        };
        let of_counts = spec_of(&with_counts);
        let seal_of = |n: u64| {
            let cube = counted(&of_counts, &counts(n));
            report::results_sha256(&of_cube(&of_counts, &cube).unwrap())
        };
        assert_eq!(seal_of(1), whole);
        let twice: Vec<Case> = cases.iter().chain(&cases).copied().collect();
        let doubled = sealed(&counted(&spec, &csv(&twice)));
        assert_eq!(seal_of(2), doubled);
        assert_ne!(doubled, whole);
    }
}

/// Every row as text by its id, with names put in place of others.
fn rows(measures: &Measures, names: &[(&str, &str)]) -> BTreeMap<String, String> {
    let rename = |text: String| names.iter().fold(text, |text, (from, to)| text.replace(from, to));
    let mut out = BTreeMap::new();
    let mut add = |id: &str, mut row: serde_json::Value| {
        // Of groups with the same value and size the one that is named is the first by name.
        if row["of"] == "worst_group" || row["of"] == "best_group" {
            row["detail"] = serde_json::Value::Null;
        }
        out.insert(rename(id.to_owned()), rename(row.to_string()));
    };
    measures.estimates.iter().for_each(|row| add(&row.id, serde_json::to_value(row).unwrap()));
    measures.disparities.iter().for_each(|row| add(&row.id, serde_json::to_value(row).unwrap()));
    measures.curves.iter().for_each(|row| add(&row.id, serde_json::to_value(row).unwrap()));
    out
}

fn same(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (id, row) in one {
        assert_eq!(row, &other[id]);
    }
}

#[test]
fn other_names_of_groups_change_no_number() {
    // The order of the names is turned round.
    const NAMES: [(&str, &str); 3] = [("qa", "zz9"), ("qr", "mm9"), ("qb", "aa9")];
    let renamed = |text: &str| NAMES.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let back: Vec<(&str, &str)> = NAMES.iter().map(|(from, to)| (*to, *from)).collect();
    for (text, cases) in designs() {
        let one = measured(&text, &csv(&cases));
        let other = measured(&renamed(&text), &renamed(&csv(&cases)));
        // Groups that are alike in every cell of the inputs are dealt out to folds by name.
        let dealt = |id: &String, _: &mut String| !id.starts_with("e/proxy_strength");
        let (mut one, mut other) = (rows(&one, &[]), rows(&other, &back));
        one.retain(dealt);
        other.retain(dealt);
        same(&one, &other);
    }
}

#[test]
fn an_added_empty_group_changes_no_other_row() {
    for (text, cases) in designs() {
        let one = measured(&text, &csv(&cases));
        let labels = "reference = \"qr\"\nlabels = { qa = \"qa\", qb = \"qb\", qr = \"qr\", q0 = \"q0\" }";
        let other = measured(&text.replace("reference = \"qr\"", labels), &csv(&cases));
        let kept = rows(&other, &[]);
        assert!(kept.keys().any(|id| id.contains("q0")));
        let of_others = kept.into_iter().filter(|(id, _)| !id.contains("q0")).collect();
        same(&rows(&one, &[]), &of_others);
    }
}

#[test]
fn scores_that_agree_in_fifteen_digits_are_ties() {
    for (text, cases) in designs() {
        for scale in [1.0, 10.0] {
            let text = if scale == 1.0 { text.clone() } else { ranged(&text) };
            let scaled = |near: bool| -> Vec<Case> {
                let cases = cases.iter().enumerate();
                let moved = |i: usize, s: f64| match i % 3 {
                    _ if !near => s,
                    0 => s,
                    1 => s * (1.0 + f64::EPSILON),
                    _ => s * (1.0 - f64::EPSILON),
                };
                cases.map(|(i, case)| Case { s: case.s.map(|s| moved(i, scale * s)), ..*case }).collect()
            };
            let (exact, near) = (csv(&scaled(false)), csv(&scaled(true)));
            assert_ne!(exact, near);
            same(&rows(&measured(&text, &exact), &[]), &rows(&measured(&text, &near), &[]));
        }
    }
}

#[test]
fn a_rising_change_of_the_score_changes_no_ranking() {
    let shapes: [fn(f64) -> f64; 2] = [|s| 1e3 * s * s * s - 7.0, |s| -1.0 / s];
    for (text, cases) in designs() {
        let text = ordered(&text);
        let kept = |measures: &Measures| -> BTreeMap<String, String> {
            let mut out = BTreeMap::new();
            let mut add = |id: &str, mut row: serde_json::Value| {
                if let Some(detail) = row.get_mut("detail").and_then(serde_json::Value::as_object_mut) {
                    detail.remove("score_at");
                }
                out.insert(id.to_owned(), row.to_string());
            };
            measures.estimates.iter().for_each(|row| add(&row.id, serde_json::to_value(row).unwrap()));
            measures.disparities.iter().for_each(|row| add(&row.id, serde_json::to_value(row).unwrap()));
            out
        };
        let one = measured(&text, &csv(&cases));
        for name in ["auc", "average_precision", "precision_at_capacity", "exposure", "skew_at_k", "list_divergence"] {
            assert!(figures(&one).contains(name), "{name}");
        }
        for shape in shapes {
            let turned: Vec<Case> = cases.iter().map(|case| Case { s: case.s.map(shape), ..*case }).collect();
            same(&kept(&one), &kept(&measured(&text, &csv(&turned))));
        }
    }
}

#[test]
fn a_falling_change_of_the_score_turns_the_ranking_round() {
    let text = ordered(FULL);
    let one = measured(&text, &csv(&cases()));
    let turned: Vec<Case> = cases().iter().map(|case| Case { s: case.s.map(|s| 2.0 - s), ..*case }).collect();
    let other = measured(&text, &csv(&turned));
    let auc = |measures: &Measures| {
        get(measures.estimates.iter().find(|row| row.id == "e/auc/-/g/qa").and_then(|row| row.value)).unwrap()
    };
    assert!((auc(&one) + auc(&other) - 1.0).abs() < 1e-11 && (auc(&one) - 0.5).abs() > 0.1);
}

#[test]
fn exchanged_memberships_turn_every_comparison_of_them_round() {
    let one = measured(FULL, &csv(&cases()));
    let swapped = |t: &'static str| match t {
        "hx" => "hz",
        "hz" => "hx",
        other => other,
    };
    let exchanged: Vec<Case> = cases()
        .iter()
        .map(|case| Case { p: case.p.map(|p| ((1.0 - p) * 1e9).round() / 1e9), t: swapped(case.t), ..*case })
        .collect();
    let other = measured(FULL, &csv(&exchanged));
    let close = |x: Option<f64>, y: Option<f64>| match (x, y) {
        (Some(x), Some(y)) => (x - y).abs() < 1e-8 * y.abs().max(1.0),
        (None, None) => true,
        _ => false,
    };
    let mut seen = BTreeSet::new();
    // Drawn, one side after the other.
    let drawn = |row: &DisparityRow| row.of.as_deref() == Some("multiple_imputation");
    let is = |row: &&DisparityRow| row.attribute.as_deref() == Some("h") && !drawn(row);
    for row in one.disparities.iter().filter(is) {
        let back = other.disparities.iter().find(|back| back.id == row.id).unwrap_or_else(|| panic!("no {}", row.id));
        // Conjunctions have no sign.
        if matches!(row.metric.as_str(), "equalized_odds" | "average_absolute_odds" | "predictive_parity") {
            continue;
        }
        let turned: fn(f64) -> f64 = match row.scale {
            Some(Scale::Difference) => |x| -x,
            Some(Scale::Ratio | Scale::OddsRatio) => |x| 1.0 / x,
            _ => continue,
        };
        // Bands are merged upwards, and up is down here.
        if row.note.contains(&Note::CellsMerged) || back.note.contains(&Note::CellsMerged) {
            continue;
        }
        let of = |x: Option<Number>| get(x).map(turned);
        assert!(close(get(row.value), of(back.value)), "{} {:?} {:?}", row.id, row.value, back.value);
        assert!(close(get(row.lower), of(back.upper)), "{} {:?} {:?}", row.id, row.lower, back.upper);
        assert!(close(get(row.bound_lower), of(back.bound_upper)), "{}", row.id);
        assert_eq!(row.verdict, back.verdict);
        if row.value.is_some() || row.bound_lower.is_some() {
            seen.insert(row.of.clone().unwrap_or_default());
        }
    }
    for of in [
        "",
        "proxy_bounds",
        "proxy_weighted",
        "proxy_surrogate_regression",
        "proxy_latent_class",
        "proxy_argmax",
        "double_sampling",
        "validated_difference",
    ] {
        assert!(seen.contains(of), "{of} in {seen:?}");
    }
}

#[test]
fn twice_the_rows_give_the_same_rates_and_narrower_intervals() {
    let twice: Vec<Case> = cases().iter().chain(&cases()).copied().collect();
    let (one, two) = (measured(FULL, &csv(&cases())), measured(FULL, &csv(&twice)));
    let mut seen = BTreeSet::new();
    for row in &one.estimates {
        let Some(found) = metric(&row.metric) else { continue };
        let more = two.estimates.iter().find(|more| more.id == row.id).unwrap_or_else(|| panic!("no {}", row.id));
        // Counts grow; a list of the first k is another part of all; noise is taken off by number; what is drawn is drawn anew.
        let grows = matches!(found.kind, MetricKind::Count(_))
            || row.stratum.as_deref().is_some_and(|stratum| stratum.starts_with("top="))
            || matches!(row.metric.as_str(), "exposure" | "hosmer_lemeshow" | "spiegelhalter_z" | "score_quantile")
            || matches!(row.metric.as_str(), "multicalibration_error" | "proxy_strength")
            || row.of.as_deref().is_some_and(|of| of.starts_with("debiased") || of.starts_with("equal_frequency"))
            || row.of.as_deref() == Some("multiple_imputation")
            || row.of.as_deref() == Some("validated_difference")
            // With more cases fewer cells are merged.
            || row.note.contains(&Note::CellsMerged);
        if let (false, Some(x), Some(y)) = (grows, get(row.value), get(more.value)) {
            assert!((x - y).abs() < 1e-9 * x.abs().max(1.0), "{} {x} {y}", row.id);
            seen.insert(row.metric.as_str());
        }
        let width = |lower: Option<Number>, upper: Option<Number>| get(upper).zip(get(lower)).map(|(u, l)| u - l);
        let drawn = row.of.as_deref() == Some("multiple_imputation") || row.metric == "maximum_calibration_error";
        if let (false, Some(a), Some(b)) = (grows || drawn, width(row.lower, row.upper), width(more.lower, more.upper))
        {
            assert!(b < a || a == 0.0 || row.metric == "score_quantile", "{}: {b} is not narrower than {a}", row.id);
        }
    }
    assert!(seen.len() > 50, "{}", seen.len());
}
