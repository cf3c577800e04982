//! The room as a whole, on counts with known answers.

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
