//! The room as a whole, on counts with known answers.

use evenhand_stats::float;

use super::from_cube;
use super::rows::{DisparityRow, EstimateRow, Measures};
use crate::cube::{Cell, Cube, Dim, DimKind, MISSING, Measure, ScoreBins, Table};
use crate::spec::{self, Spec};
use crate::words::{Note, Verdict};

/// One line of counts: group, arm, at the stage, outcome (`None`: missing), how many.
pub(super) type Line<'a> = (&'a str, Option<&'a str>, Option<bool>, Option<bool>, u64);

/// A joint table of one attribute; dimensions that no line uses are left out.
pub(super) fn table(attribute: &str, part: Option<&str>, stage: Option<&str>, lines: &[Line<'_>]) -> Table {
    let mut groups: Vec<String> =
        lines.iter().map(|line| line.0.to_owned()).filter(|group| group != "(missing)").collect();
    groups.sort();
    groups.dedup();
    let arms: Vec<String> = ["both", "model", "random"].map(str::to_owned).to_vec();
    let yes_no = vec!["0".to_owned(), "1".to_owned()];
    let with_arm = lines.iter().any(|line| line.1.is_some());
    let mut dims = vec![Dim { kind: DimKind::Attribute(attribute.to_owned()), values: groups.clone() }];
    if with_arm {
        dims.push(Dim { kind: DimKind::Arm, values: arms.clone() });
    }
    if let Some(stage) = stage {
        dims.push(Dim { kind: DimKind::Stage(stage.to_owned()), values: yes_no.clone() });
    }
    dims.push(Dim { kind: DimKind::Outcome, values: yes_no });
    let mut cells: Vec<Cell> = lines
        .iter()
        .map(|&(group, arm, selected, outcome, n)| {
            let code =
                |values: &[String], value: &str| values.iter().position(|v| v == value).map_or(MISSING, |i| i as u32);
            let mut key = vec![code(&groups, group)];
            if with_arm {
                key.push(arm.map_or(MISSING, |arm| code(&arms, arm)));
            }
            if stage.is_some() {
                key.push(selected.map_or(MISSING, u32::from));
            }
            key.push(outcome.map_or(MISSING, u32::from));
            Cell { key, sums: vec![i128::from(n)] }
        })
        .collect();
    cells.sort_by(|a, b| a.key.cmp(&b.key));
    Table {
        name: part.map_or_else(|| "joint".to_owned(), |part| format!("joint:{part}")),
        part: part.map(str::to_owned),
        dims,
        measures: vec![Measure::Count],
        cells,
    }
}

pub(super) fn cube(tables: Vec<Table>) -> Cube {
    Cube {
        counting_sha256: String::new(),
        bins: ScoreBins::None,
        edges: Vec::new(),
        inputs: Vec::new(),
        rows: 0,
        warnings: Vec::new(),
        tables,
    }
}

pub(super) fn spec_of(text: &str) -> Spec {
    spec::from_text("audit.toml", text).unwrap_or_else(|problems| panic!("{problems}")).0
}

pub(super) fn measure(spec: &Spec, cube: &Cube) -> Measures {
    from_cube(spec, cube, Vec::new(), 1).unwrap_or_else(|problems| panic!("{problems}")).0
}

fn disparity<'m>(measures: &'m Measures, id: &str) -> &'m DisparityRow {
    measures.disparities.iter().find(|row| row.id == id).unwrap_or_else(|| {
        let near: Vec<&str> = measures.disparities.iter().map(|row| row.id.as_str()).collect();
        panic!("no row {id} in {near:#?}")
    })
}

fn estimate<'m>(measures: &'m Measures, id: &str) -> &'m EstimateRow {
    measures.estimates.iter().find(|row| row.id == id).unwrap_or_else(|| {
        let near: Vec<&str> = measures.estimates.iter().map(|row| row.id.as_str()).collect();
        panic!("no row {id} in {near:#?}")
    })
}

fn near(number: Option<crate::words::Number>, expected: f64) {
    let value = number.map(crate::words::Number::get);
    assert!(
        value.is_some_and(|value| (value - expected).abs() <= 1e-9 * expected.abs().max(1e-3)),
        "{value:?} {expected}"
    );
}

pub(super) const VAB: &str = r#"
spec_version = 1
[audit]
id = "vab"
kind = "illustration"
date = 2026-11-26
title = "t"
[system]
name = "s"
kind = "risk_selection"
pool = "p"
unit = "u"
[data]
design = "two_arm"
population = 977730
truncate_group_size = true
count = "n"
tables = { sex = "sex.csv", origin = "origin.csv" }
[roles]
arm = { column = "arm", model = ["model"], random = ["random"] }
outcome = { column = "error", positive = ["1"], negative = ["0"] }
[[stage]]
name = "selected"
favourable = false
[[attribute]]
name = "sex"
table = "sex"
ground = "sex"
reference = "man"
[[attribute]]
name = "origin"
table = "origin"
ground = "ethnicity"
reference = "swedish"
[[comparison]]
metric = "selection_rate"
stage = "selected"
attributes = ["sex", "origin"]
margin = 0.001
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[[comparison]]
metric = "positive_predictive_value"
stage = "selected"
attributes = ["sex", "origin"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[[comparison]]
metric = "base_rate"
attributes = ["sex", "origin"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
"#;

pub(super) fn vab() -> Cube {
    let lines = |g: &'static str, r: u64, e: u64, m: u64, t: u64| {
        [
            (g, Some("random"), None, Some(true), e),
            (g, Some("random"), None, Some(false), r - e),
            (g, Some("model"), None, Some(true), t),
            (g, Some("model"), None, Some(false), m - t),
        ]
    };
    let sex = [lines("man", 460, 138, 1651, 859), lines("woman", 587, 172, 3431, 1645)].concat();
    let origin = [lines("swedish", 799, 222, 2890, 1313), lines("foreign", 248, 88, 2192, 1191)].concat();
    cube(vec![table("sex", Some("sex"), None, &sex), table("origin", Some("origin"), None, &origin)])
}

// methods/4, 4.5: vab_2017/*: six comparisons, each a block of its own, N_g truncated as published.
#[test]
fn the_swedish_case_comes_out_as_worked() {
    let measures = measure(&spec_of(VAB), &vab());
    let rows = [
        (
            "d/selection_rate.difference/selected/sex/woman/vs/man",
            0.00241567311887,
            0.00150717621111,
            0.00335838002534,
            0.00173746116147,
            0.00311233088317,
            Some(3.71663078612e-05),
            0.999981416846,
            Verdict::Disparity,
        ),
        (
            "d/positive_predictive_value.difference/selected/sex/woman/vs/man/model",
            -0.0408386780946,
            -0.0802079066728,
            -0.00132725978054,
            -0.0701135976082,
            -0.0114851779804,
            None,
            0.270115714894,
            Verdict::Inconclusive,
        ),
        (
            "d/base_rate.difference/-/sex/woman/vs/man/random",
            -0.00698466780238,
            -0.082630380896,
            0.0674225376064,
            -0.0630916987452,
            0.0484299812318,
            None,
            0.0662344060187,
            Verdict::Inconclusive,
        ),
        (
            "d/selection_rate.difference/selected/origin/foreign/vs/swedish",
            0.00559163774344,
            0.0040074309603,
            0.00752893914107,
            0.0043800379173,
            0.00699464679803,
            Some(4.48859215115e-21),
            1.0,
            Verdict::Disparity,
        ),
        (
            "d/positive_predictive_value.difference/selected/origin/foreign/vs/swedish/model",
            0.0890141565428,
            0.0516970607103,
            0.126080176692,
            0.0613061276967,
            0.116583517109,
            Some(0.00581555989316),
            0.997092220053,
            Verdict::Disparity,
        ),
        (
            "d/base_rate.difference/-/origin/foreign/vs/swedish/random",
            0.076991400541,
            -0.0101599088909,
            0.169506673884,
            0.0115582897407,
            0.145438233453,
            Some(0.426512554501),
            0.78674372275,
            Verdict::Inconclusive,
        ),
    ];
    for (id, value, lower, upper, point_lower, point_upper, p_disparity, p_within, verdict) in rows {
        let row = disparity(&measures, id);
        near(row.value, value);
        near(row.lower, lower);
        near(row.upper, upper);
        near(row.pointwise_lower, point_lower);
        near(row.pointwise_upper, point_upper);
        if let Some(p) = p_disparity {
            assert!((row.p_disparity.unwrap().get() / p - 1.0).abs() < 1e-6, "{id} {:?} {p}", row.p_disparity);
        }
        assert!((row.p_within.unwrap().get() - p_within).abs() < 1e-6, "{id} {:?}", row.p_within);
        assert_eq!(row.verdict, verdict, "{id}");
        assert!(row.confirmatory);
        assert!(row.method.as_ref().unwrap().ends_with("+max_t"), "{:?}", row.method);
    }
    near(estimate(&measures, "e/false_positive_rate/selected/sex/woman").value, 0.00460852280571);
    near(estimate(&measures, "e/group_population_estimate/-/sex/man").value, 429566.0);
    near(estimate(&measures, "e/true_negative_share/selected/sex/man").value, 0.698156278663);
}

pub(super) const FULL: &str = r#"
spec_version = 1
[audit]
id = "full"
title = "t"
[system]
name = "s"
kind = "risk_selection"
pool = "p"
unit = "u"
[data]
design = "full"
path = "x.csv"
[roles]
outcome = { column = "y", positive = ["1"], negative = ["0"] }
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
favourable = false
[[attribute]]
name = "g"
ground = "sex"
reference = "r"
[[comparison]]
metric = "selection_rate"
stage = "selected"
attributes = ["g"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
"#;

pub(super) fn full(lines: &[Line<'_>]) -> Cube {
    cube(vec![table("g", None, Some("selected"), lines)])
}

pub(super) fn four(group: &'static str, tp: u64, fp: u64, fn_: u64, tn: u64) -> [Line<'static>; 4] {
    [
        (group, None, Some(true), Some(true), tp),
        (group, None, Some(true), Some(false), fp),
        (group, None, Some(false), Some(true), fn_),
        (group, None, Some(false), Some(false), tn),
    ]
}

// metrics-union.md, 13: scikit-learn and by formula.
#[test]
fn the_worked_rates_of_a_full_design_come_out() {
    let cube = full(&[four("a", 40, 10, 20, 130), four("r", 60, 20, 15, 205)].concat());
    let measures = measure(&spec_of(FULL), &cube);
    let rows = [
        ("base_rate", "-", 0.3, 0.25, 0.05, 1.2),
        ("selection_rate", "selected", 0.25, 0.2666666667, -0.01666666667, 0.9375),
        ("non_selection_rate", "selected", 0.75, 0.7333333333, 0.01666666667, 1.022727273),
        ("true_positive_rate", "selected", 0.6666666667, 0.8, -0.1333333333, 0.8333333333),
        ("false_positive_rate", "selected", 0.07142857143, 0.08888888889, -0.01746031746, 0.8035714286),
        ("true_negative_rate", "selected", 0.9285714286, 0.9111111111, 0.01746031746, 1.019163763),
        ("false_negative_rate", "selected", 0.3333333333, 0.2, 0.1333333333, 1.666666667),
        ("positive_predictive_value", "selected", 0.8, 0.75, 0.05, 1.066666667),
        ("negative_predictive_value", "selected", 0.8666666667, 0.9318181818, -0.06515151515, 0.9300813008),
        ("false_discovery_rate", "selected", 0.2, 0.25, -0.05, 0.8),
        ("false_omission_rate", "selected", 0.1333333333, 0.06818181818, 0.06515151515, 1.955555556),
        ("accuracy", "selected", 0.85, 0.8833333333, -0.03333333333, 0.9622641509),
    ];
    let close = |number: Option<crate::words::Number>, expected: f64| {
        let value = number.unwrap().get();
        assert!((value / expected - 1.0).abs() < 2e-9, "{value} {expected}");
    };
    for (metric, stage, group, reference, difference, ratio) in rows {
        close(estimate(&measures, &format!("e/{metric}/{stage}/g/a")).value, group);
        close(estimate(&measures, &format!("e/{metric}/{stage}/g/r")).value, reference);
        close(disparity(&measures, &format!("d/{metric}.difference/{stage}/g/a/vs/r")).value, difference);
        close(disparity(&measures, &format!("d/{metric}.ratio/{stage}/g/a/vs/r")).value, ratio);
    }
    let odds = disparity(&measures, "d/equalized_odds.difference/selected/g/a/vs/r");
    close(odds.value, 0.1333333333);
    close(disparity(&measures, "d/average_odds.difference/selected/g/a/vs/r").value, -0.0753968254);
    close(disparity(&measures, "d/average_absolute_odds.difference/selected/g/a/vs/r").value, 0.0753968254);
    close(disparity(&measures, "d/excess_selected.difference/selected/g/a/vs/r").value, -3.333333333);
    let test = estimate(&measures, "e/homogeneity_test.selection_rate/selected/g/(all groups)");
    assert!((test.statistic.unwrap().get() - 0.1732501733).abs() < 1e-9, "{:?}", test.statistic);
    assert!((test.p_value.unwrap().get() - 0.6772392831).abs() < 1e-6);
}

#[test]
fn a_degenerate_group_gets_null_with_the_reason() {
    let cube = full(&[four("a", 0, 0, 0, 50), four("r", 10, 10, 10, 70)].concat());
    let measures = measure(&spec_of(FULL), &cube);
    let note = |id: &str| estimate(&measures, id).note.clone();
    assert_eq!(note("e/true_positive_rate/selected/g/a"), [Note::NoPositives]);
    assert_eq!(note("e/positive_predictive_value/selected/g/a"), [Note::NoneSelected]);
    near(disparity(&measures, "d/selection_rate.difference/selected/g/a/vs/r").value, -0.2);
    near(disparity(&measures, "d/selection_rate.ratio/selected/g/a/vs/r").value, 0.0);
    let swapped = full(&[four("r", 0, 0, 0, 50), four("a", 10, 10, 10, 70)].concat());
    let measures = self::measure(&spec_of(FULL), &swapped);
    let ratio = disparity(&measures, "d/selection_rate.ratio/selected/g/a/vs/r");
    assert_eq!(ratio.value, None);
    assert!(
        ratio.note.contains(&Note::ReferenceHasNoEvents) && ratio.note.contains(&Note::Unbounded),
        "{:?}",
        ratio.note
    );
    assert!(ratio.lower.is_some() && ratio.upper.is_none());
}

#[test]
fn one_group_alone_never_looks_like_equality() {
    let measures = measure(&spec_of(FULL), &full(&four("r", 10, 10, 10, 70)));
    let row = disparity(&measures, "d/selection_rate.difference/selected/g/(all groups)");
    assert_eq!((row.value, row.verdict), (None, Verdict::NotAssessed));
    assert!(row.note.contains(&Note::SingleGroup));
}

/// The Swedish case by sex alone, not cut, with one margin on selection rates.
fn by_sex(rest: &str) -> Measures {
    let head = VAB.split("[[attribute]]\nname = \"origin\"").next().unwrap();
    let text = head
        .replace("truncate_group_size = true\n", "")
        .replace("tables = { sex = \"sex.csv\", origin = \"origin.csv\" }", "path = \"sex.csv\"")
        .replace("table = \"sex\"\n", "");
    let table = vab().tables.swap_remove(0);
    let cube = cube(vec![Table { name: "joint".to_owned(), part: None, ..table }]);
    self::measure(&spec_of(&format!("{text}{rest}")), &cube)
}

fn margin(metric: &str, scale: &str, margin: f64) -> String {
    format!(
        "[[comparison]]\nmetric = \"{metric}\"\nstage = \"selected\"\nattributes = [\"sex\"]\nscale = \"{scale}\"\nmargin = {margin}\nreason = \"r\"\ndecided = {{ on = 2026-01-01, by = \"b\", role = \"lawyer\" }}\n"
    )
}

// methods/5, 5.6 with the standard errors of methods/2, B.2: var_difference 1.12495811339e-07 and the four counts of the
// ratio; men are fewer, 1,651 + 460 = 2,111 in both arms. Factors 2.3294 and 2.0541.
#[test]
fn new_cases_needed_of_two_arms_follow_from_the_standard_error_of_the_difference() {
    let id = "d/selection_rate.difference/selected/sex/woman/vs/man";
    let row = by_sex(&margin("selection_rate", "difference", 0.0018)).disparities;
    let row = row.iter().find(|row| row.id == id).unwrap();
    assert_eq!(row.verdict, Verdict::Inconclusive);
    assert_eq!((row.n_group.unwrap().get(), row.n_reference.unwrap().get()), (4018.0, 2111.0));
    assert_eq!(row.cases_needed.unwrap().get(), 5000.0);
    let log: f64 = (1.0 / 3431.0 + 1.0 / 587.0 + 1.0 / 1651.0 + 1.0 / 460.0_f64).sqrt();
    let factor = ((1.959_963_984_54 + 0.841_621_233_573) * log / float::ln(1.628_521_045_01 / 1.425)).powi(2);
    let measures = by_sex(&margin("selection_rate", "ratio", 1.425));
    let row = disparity(&measures, "d/selection_rate.ratio/selected/sex/woman/vs/man");
    assert_eq!(row.verdict, Verdict::Inconclusive, "{:?} {:?}", row.lower, row.upper);
    assert_eq!(row.cases_needed.unwrap().get(), (factor * 2111.0 / 100.0).ceil() * 100.0);
}

// The ratio of complements has no closed form: the value found must lie its margin and 2.80 standard errors from none.
#[test]
fn a_ratio_of_complements_has_a_smallest_detectable_one() {
    let measures = by_sex(&margin("false_negative_rate", "ratio", 1.001));
    let row = disparity(&measures, "d/false_negative_rate.ratio/selected/sex/woman/vs/man");
    assert!(!row.note.contains(&Note::NotDetectable), "{:?}", row.note);
    let found = row.minimum_detectable.unwrap().get();
    // Whom it harms to be missed at an unfavourable stage depends on the view, so h is the ratio itself: 1 − p_g = found (1 − p_r).
    let (sampled, p_r): (f64, f64) = (1047.0 / 977_730.0, 1047.0 / 977_730.0 * 859.0 / 138.0);
    let p_g = 1.0 - (1.0 - p_r) * found;
    let (a, k) = (p_g / sampled * 172.0, 172.0);
    let var = |a: f64, k: f64| 1.0 / a - 1.0 / 5082.0 + 1.0 / k - 1.0 / 1047.0;
    let (f, g) = (p_g / (1.0 - p_g), p_r / (1.0 - p_r));
    let cov = -1.0 / 5082.0 - 1.0 / 1047.0;
    let error = (f * f * var(a, k) + g * g * var(859.0, 138.0) - 2.0 * f * g * cov).sqrt();
    let distance = float::ln(found / 1.001) / error;
    assert!((distance - 2.801_585_218).abs() < 1e-6, "{found} {distance}");
}

#[test]
fn the_rate_of_everybody_is_counted_where_both_arms_were_decided_beforehand() {
    let all = |view: &str| {
        let measures = by_sex(&format!("[inference]\nvariance = \"{view}\"\n"));
        let row = |metric: &str| estimate(&measures, &format!("e/{metric}/selected/-/(all)")).clone();
        (row("selection_rate"), row("non_selection_rate"), row("false_positive_rate"))
    };
    for view in ["arms_fixed", "model_arm_census"] {
        let (selected, not_selected, wrongly) = all(view);
        near(selected.value, 5082.0 / 977_730.0);
        assert_eq!((selected.events.unwrap().get(), selected.n.unwrap().get()), (5082.0, 977_730.0));
        assert_eq!((selected.lower, selected.upper, selected.level, selected.method), (None, None, None, None));
        near(not_selected.value, 1.0 - 5082.0 / 977_730.0);
        assert_eq!(wrongly.method.as_deref(), Some("two_arm_delta"), "{view}");
        assert!(wrongly.lower < wrongly.value && wrongly.events.is_none());
    }
    for view in ["poisson", "pooled_rows"] {
        let (selected, ..) = all(view);
        assert!(selected.lower < selected.value && selected.value < selected.upper, "{view}");
    }
}

#[test]
fn rows_of_a_cut_group_size_say_what_is_cut_and_nothing_else_is() {
    let measures = measure(&spec_of(VAB), &vab());
    // The published recipe: N_g = trunc(977,730 · 460 / 1,047) = 429,566; its negatives 0.7 N_g = 300,696.2 are not cut.
    near(estimate(&measures, "e/false_positive_rate/selected/sex/man").value, 792.0 / (0.7 * 429_566.0));
    let cut =
        |detail: &Option<super::rows::Detail>| detail.as_ref().and_then(|detail| detail.get("truncated").cloned());
    for id in [
        "e/false_positive_rate/selected/sex/man",
        "e/selection_rate/selected/sex/woman",
        "e/true_negative_share/selected/sex/man",
        "e/group_population_estimate/-/sex/man",
    ] {
        assert_eq!(cut(&estimate(&measures, id).detail), Some("group_size".into()), "{id}");
    }
    for id in [
        "d/selection_rate.difference/selected/sex/woman/vs/man",
        "d/excess_selected.difference/selected/sex/woman/vs/man",
    ] {
        assert_eq!(cut(&disparity(&measures, id).detail), Some("group_size".into()), "{id}");
    }
    assert_eq!(cut(&estimate(&measures, "e/base_rate/-/sex/man/random").detail), None);
}

#[test]
fn the_warning_of_outcomes_that_differ_by_arm_names_the_rows_that_need_them_to_be_the_same() {
    let text =
        VAB.replace("negative = [\"0\"] }", "negative = [\"0\"], differs_by_arm = \"one arm has another meaning\" }");
    let (measures, warnings) = from_cube(&spec_of(&text), &vab(), Vec::new(), 1).unwrap();
    let rows = &warnings.iter().find(|warning| warning.code.word() == "outcome_differs_by_arm").unwrap().rows;
    for id in [
        "e/lift/selected/sex/woman",
        "d/lift.ratio/selected/sex/woman/vs/(pool)",
        "e/false_positive_rate/selected/sex/woman",
        "d/true_positive_rate.difference/selected/sex/woman/vs/man",
        "d/equalized_odds.difference/selected/sex/woman/vs/man",
        "d/representation.difference/selected/sex/woman/vs/(errors)/outcome=1/model",
        "e/true_negative_share/selected/sex/man",
    ] {
        let id = id.replace("outcome=1", "outcome%3D1");
        let known = measures.estimates.iter().map(|row| &row.id).chain(measures.disparities.iter().map(|row| &row.id));
        assert!(known.into_iter().any(|known| *known == id), "no row {id}");
        assert!(rows.contains(&id), "{id} is not named");
    }
    for part in ["e/selection_rate/", "e/base_rate/", "positive_predictive_value", "e/group_share/", "/vs/(selected)"] {
        assert!(!rows.iter().any(|id| id.contains(part)), "{part}");
    }
}

// methods/4, 4.5.4: the interval of `a` alone is beyond the margin, p at the margin is 0.03, and of five such rows one is no
// discovery at 0.05.
#[test]
fn an_exploratory_row_that_only_the_many_comparisons_keep_open_says_so() {
    let text = FULL
        .replace("[[comparison]]", "[[attribute]]\nname = \"h\"\nground = \"age\"\nreference = \"r\"\n[[comparison]]");
    let of = |group, selected| four(group, selected, 0, 0, 1000 - selected);
    let others = ["b", "c", "d", "e", "r"].map(|group| of(group, 200)).concat();
    let found = |others: &[Line<'static>]| {
        let h = [&of("a", 290)[..], others].concat();
        let mut h = table("h", Some("h"), Some("selected"), &h);
        h.part = None;
        let g = table("g", None, Some("selected"), &[of("a", 200), of("r", 200)].concat());
        measure(&spec_of(&text), &cube(vec![g, Table { name: "joint:h".to_owned(), ..h }]))
    };
    let measures = found(&others);
    let row = disparity(&measures, "d/selection_rate.difference/selected/h/a/vs/r");
    assert!(!row.confirmatory && row.lower.unwrap().get() > 0.05 && row.p_disparity.unwrap().get() < 0.05, "{row:?}");
    assert_eq!((row.verdict, &row.note[..]), (Verdict::Inconclusive, &[Note::Multiplicity][..]));
    let inside = disparity(&measures, "d/selection_rate.difference/selected/h/b/vs/r");
    assert_eq!((inside.verdict, inside.note.contains(&Note::Multiplicity)), (Verdict::Inconclusive, false));
    // Alone it is a discovery, and nothing is to be said.
    let alone = found(&of("r", 200));
    let row = disparity(&alone, "d/selection_rate.difference/selected/h/a/vs/r");
    assert_eq!((row.verdict, row.note.contains(&Note::Multiplicity)), (Verdict::Disparity, false));
}

// By bisection in Python: ln t = ln 1.25 + (1.96 + 0.84) s, s² = 1 / (500 p q) + 1 / (1000 · 0.3 · 0.7), odds of p: t · 0.3 / 0.7.
#[test]
fn an_odds_ratio_has_a_smallest_detectable_one() {
    let text = FULL.replace("margin = 0.05", "scale = \"odds_ratio\"\nmargin = 1.25");
    let lines = [four("a", 150, 0, 0, 350), four("r", 300, 0, 0, 700)].concat();
    let measures = measure(&spec_of(&text), &full(&lines));
    let row = disparity(&measures, "d/selection_rate.odds_ratio/selected/g/a/vs/r");
    assert!((row.minimum_detectable.unwrap().get() / 1.719_367_304_84 - 1.0).abs() < 1e-9, "{row:?}");
    let few = [four("a", 1, 0, 0, 2), four("r", 300, 0, 0, 700)].concat();
    let measures = measure(&spec_of(&text), &full(&few));
    let row = disparity(&measures, "d/selection_rate.odds_ratio/selected/g/a/vs/r");
    assert!(row.minimum_detectable.is_none() && row.note.contains(&Note::NotDetectable), "{row:?}");
}
