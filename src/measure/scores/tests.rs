//! Scores through the whole room: worked numbers, degenerate tables, what must hold whatever the data.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_stats::distance::{EmptyBins, stability_index};

use crate::cube::{Cell, Cube, Dim, DimKind, MISSING, Measure, ScoreBins, Table};
use crate::measure::battery::sound;
use crate::measure::rows::{CurveRow, DisparityRow, EstimateRow, Measures};
use crate::measure::tests::{cube, measure, spec_of, table};
use crate::words::{HarmDirection, Harmed, METRICS, MetricFamily, Note, Number, Scale, Verdict};

mod edges;
mod properties;
mod worked;

/// Group, arm, score, outcome, how many.
type Line = (&'static str, Option<&'static str>, f64, Option<bool>, u64);

const SPEC: &str = r#"
spec_version = 1
[audit]
id = "scores"
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
score = { column = "s", probability = true }
[[stage]]
name = "selected"
threshold = 0.5
favourable = false
[[attribute]]
name = "g"
ground = "sex"
reference = "r"
[[comparison]]
metric = "mean_score"
attributes = ["g"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[[comparison]]
metric = "threshold_disparity_curve"
stage = "selected"
attributes = ["g"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[inference]
thresholds = [0.3]
top = [3]
"#;

/// A joint table and a table by score, with a threshold of 0.5; `keys` gives a score's bin and the integer that is summed.
fn tables(attribute: &str, part: Option<&str>, lines: &[Line], keys: impl Fn(f64) -> (u32, u64)) -> Vec<Table> {
    let joint: Vec<crate::measure::tests::Line<'_>> =
        lines.iter().map(|&(group, arm, score, y, n)| (group, arm, Some(score >= 0.5), y, n)).collect();
    let stage = lines.iter().all(|line| line.1.is_none()).then_some("selected");
    let mut merged: Vec<crate::measure::tests::Line<'_>> = Vec::new();
    for line in joint {
        let line = (line.0, line.1, stage.and(line.2), line.3, line.4);
        match merged.iter_mut().find(|known| (known.0, known.1, known.2, known.3) == (line.0, line.1, line.2, line.3)) {
            Some(known) => known.4 += line.4,
            None => merged.push(line),
        }
    }
    let joint = table(attribute, part, stage, &merged);
    let mut dims: Vec<Dim> = joint.dims.iter().filter(|dim| !matches!(dim.kind, DimKind::Stage(_))).cloned().collect();
    let (groups, arms) = (dims[0].values.clone(), dims.iter().position(|dim| dim.kind == DimKind::Arm));
    let code = |values: &[String], value: &str| values.iter().position(|v| v == value).map_or(MISSING, |i| i as u32);
    let mut cells: BTreeMap<Vec<u32>, Vec<i128>> = BTreeMap::new();
    for &(group, arm, score, y, n) in lines {
        let mut key = vec![code(&groups, group)];
        if let Some(at) = arms {
            key.push(arm.map_or(MISSING, |arm| code(&dims[at].values, arm)));
        }
        key.push(y.map_or(MISSING, u32::from));
        let (bin, q) = if score.is_nan() { (MISSING, 0) } else { keys(score) };
        key.push(bin);
        let (n, q) = (i128::from(n), i128::from(q));
        let sums = cells.entry(key).or_insert_with(|| vec![0; 3]);
        for (sum, add) in sums.iter_mut().zip([n, n * q, n * q * q]) {
            *sum += add;
        }
    }
    dims.push(Dim { kind: DimKind::ScoreBin, values: Vec::new() });
    let scores = Table {
        name: format!("score:{attribute}"),
        part: part.map(str::to_owned),
        dims,
        measures: vec![Measure::Count, Measure::Score, Measure::ScoreSquared],
        cells: cells.into_iter().map(|(key, sums)| Cell { key, sums }).collect(),
    };
    vec![joint, scores]
}

/// A score in [0, 1] whose bins are the scores.
fn billionths(score: f64) -> (u32, u64) {
    let q = (score * 1e9).round() as u32;
    (q, u64::from(q))
}

fn exact(lines: &[Line]) -> Cube {
    Cube { bins: ScoreBins::Exact { bits: 7 }, ..cube(tables("g", None, lines, billionths)) }
}

/// Scores of which only the order is known.
fn ordered(lines: &[Line]) -> Cube {
    let bits = 11;
    let key = |score: f64| {
        let raw = (score + 0.0).to_bits();
        let order = if raw >> 63 == 1 { raw.wrapping_neg() } else { raw | 1 << 63 };
        ((order >> (52 - bits)) as u32, 0)
    };
    Cube { bins: ScoreBins::Ordered { bits: 11, edges: Vec::new() }, ..cube(tables("g", None, lines, key)) }
}

/// The same spec for scores without a declared range, and so without thresholds.
fn order_spec() -> String {
    SPEC.replace("score = { column = \"s\", probability = true }", "score = { column = \"s\" }")
        .replace("thresholds = [0.3]", "")
        .replace("threshold = 0.5", "column = \"d\"\npositive = [\"1\"]")
}

/// Negatives and positives of a group at some scores.
fn histogram(group: &'static str, scores: &[f64], negatives: &[u64], positives: &[u64]) -> Vec<Line> {
    let side = |counts: &[u64], outcome: bool| -> Vec<Line> {
        scores.iter().zip(counts).map(|(&score, &n)| (group, None, score, Some(outcome), n)).collect()
    };
    let mut lines = side(negatives, false);
    lines.extend(side(positives, true));
    lines.retain(|line| line.4 > 0);
    lines
}

const DECILES: [f64; 10] = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
const BLACK: [[u64; 10]; 2] =
    [[307, 274, 201, 208, 189, 169, 163, 114, 111, 59], [91, 119, 145, 177, 176, 215, 237, 245, 269, 227]];
const WHITE: [[u64; 10]; 2] =
    [[539, 248, 180, 172, 130, 83, 55, 32, 30, 19], [142, 113, 93, 113, 111, 111, 88, 82, 68, 45]];

/// The running example of methods/6 and methods/7: black (`a`) against white (`r`).
fn compas() -> Vec<Line> {
    [histogram("a", &DECILES, &BLACK[0], &BLACK[1]), histogram("r", &DECILES, &WHITE[0], &WHITE[1])].concat()
}

/// Group (`a`) and reference (`r`) of metrics-union.md, 13.
fn union() -> Vec<Line> {
    let scores = [0.1, 0.3, 0.5, 0.7, 0.9];
    [
        histogram("a", &scores, &[27, 30, 11, 1, 0], &[3, 10, 9, 7, 2]),
        histogram("r", &scores, &[56, 34, 14, 11, 2], &[4, 16, 16, 29, 18]),
    ]
    .concat()
}

fn estimate<'m>(measures: &'m Measures, id: &str) -> &'m EstimateRow {
    measures.estimates.iter().find(|row| row.id == id).unwrap_or_else(|| {
        let near: Vec<&str> = measures.estimates.iter().map(|row| row.id.as_str()).collect();
        panic!("no row {id} in {near:#?}")
    })
}

fn disparity<'m>(measures: &'m Measures, id: &str) -> &'m DisparityRow {
    measures.disparities.iter().find(|row| row.id == id).unwrap_or_else(|| {
        let near: Vec<&str> = measures.disparities.iter().map(|row| row.id.as_str()).collect();
        panic!("no row {id} in {near:#?}")
    })
}

fn get(number: Option<Number>) -> Option<f64> {
    number.map(Number::get)
}

fn near(number: Option<Number>, expected: f64) {
    let value = get(number);
    assert!(
        value.is_some_and(|value| (value - expected).abs() <= 1e-9 * expected.abs().max(1e-3)),
        "{value:?} {expected}"
    );
}

/// To the ten digits that metrics-union.md prints.
fn about(number: Option<Number>, expected: f64) {
    let value = get(number);
    assert!(value.is_some_and(|value| (value - expected).abs() <= 1e-9), "{value:?} {expected}");
}

fn detail(row: &Option<crate::measure::rows::Detail>, key: &str) -> f64 {
    row.as_ref().and_then(|detail| detail.get(key)).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN)
}

fn points<'m>(measures: &'m Measures, curve: &str, metric: &str, group: &str) -> Vec<&'m CurveRow> {
    let is = |row: &&CurveRow| row.curve == curve && row.metric == metric && row.group.as_deref() == Some(group);
    measures.curves.iter().filter(is).collect()
}

#[test]
fn a_missing_score_or_outcome_is_left_out_where_it_matters_and_said() {
    let mut lines = compas();
    lines.push(("a", None, f64::NAN, Some(true), 500));
    lines.push(("a", None, 0.95, None, 300));
    let measures = measure(&spec_of(SPEC), &exact(&lines));
    sound_scores(&measures);
    let auc = estimate(&measures, "e/auc/-/g/a");
    near(auc.value, 0.69183438126);
    assert_eq!(auc.note, [Note::OutcomeMissing]);
    let mean = estimate(&measures, "e/mean_score/-/g/a");
    assert_eq!(get(mean.n), Some(3996.0));
    // Outcomes of the highest scores only: their range is cut off.
    let high: Vec<Line> =
        compas().into_iter().map(|line| (line.0, line.1, line.2, line.3.filter(|_| line.2 > 0.5), line.4)).collect();
    let mut merged: BTreeMap<(&str, u64, Option<bool>), u64> = BTreeMap::new();
    for line in &high {
        *merged.entry((line.0, line.2.to_bits(), line.3)).or_default() += line.4;
    }
    let high: Vec<Line> = merged
        .into_iter()
        .map(|((g, s, y), n)| (if g == "a" { "a" } else { "r" }, None, f64::from_bits(s), y, n))
        .collect();
    let measures = measure(&spec_of(SPEC), &exact(&high));
    let note = &estimate(&measures, "e/auc/-/g/a").note;
    assert!(note.contains(&Note::RangeRestricted) && note.contains(&Note::OutcomeMissing), "{note:?}");
    assert!(!estimate(&measures, "e/mean_score/-/g/a").note.contains(&Note::RangeRestricted));
    // No outcome at all: nothing of ranking, everything of distributions.
    let none: Vec<Line> = high.iter().map(|line| (line.0, line.1, line.2, None, line.4)).collect();
    let mut merged: BTreeMap<(&str, u64), u64> = BTreeMap::new();
    for line in &none {
        *merged.entry((line.0, line.2.to_bits())).or_default() += line.4;
    }
    let none: Vec<Line> = merged
        .into_iter()
        .map(|((g, s), n)| (if g == "a" { "a" } else { "r" }, None, f64::from_bits(s), None, n))
        .collect();
    let measures = measure(&spec_of(SPEC), &exact(&none));
    sound_scores(&measures);
    for metric in
        METRICS.iter().filter(|metric| metric.built && metric.score && metric.outcome && of_scores(metric.name))
    {
        let rows = measures.estimates.iter().filter(|row| row.metric == metric.name);
        assert!(rows.clone().all(|row| row.value.is_none() && row.note.contains(&Note::NoCases)), "{}", metric.name);
        let rows = measures.disparities.iter().filter(|row| row.metric == metric.name);
        assert!(rows.clone().all(|row| row.value.is_none()), "{}", metric.name);
    }
    near(disparity(&measures, "d/kolmogorov_smirnov/-/g/a/vs/r").value, 0.24020020322);
}

/// A two-arm spec whose score has a range and no threshold.
fn arms_spec() -> String {
    SPEC.replace("design = \"full\"", "design = \"two_arm\"\npopulation = 100000")
        .replace("score = { column = \"s\", probability = true }", "score = { column = \"s\", range = [0, 10] }\narm = { column = \"arm\", model = [\"model\"], random = [\"random\"] }")
        .replace("threshold = 0.5\n", "")
        .replace("thresholds = [0.3]", "")
        .replace(
            "[[comparison]]\nmetric = \"threshold_disparity_curve\"\nstage = \"selected\"\nattributes = [\"g\"]\nmargin = 0.05\nreason = \"r\"\ndecided = { on = 2026-01-01, by = \"b\", role = \"lawyer\" }\n",
            "",
        )
}

fn in_arm(arm: &'static str, lines: Vec<Line>) -> Vec<Line> {
    lines.into_iter().map(|line| (line.0, Some(arm), line.2, line.3, line.4)).collect()
}

#[test]
fn scores_of_the_selected_alone_are_cut_off_and_decide_nothing() {
    let mut lines = in_arm("model", compas());
    lines.push(("a", Some("random"), f64::NAN, Some(true), 100));
    lines.push(("r", Some("random"), f64::NAN, Some(false), 100));
    let measures = measure(&spec_of(&arms_spec()), &exact(&lines));
    sound_scores(&measures);
    // A share of the range is a tenth of its points.
    let mean = estimate(&measures, "e/mean_score/-/g/a/model");
    near(mean.value, 10.0 * 0.4868777056277056);
    assert_eq!(mean.note, [Note::RangeRestricted]);
    let auc = estimate(&measures, "e/auc/-/g/a/model");
    near(auc.value, 0.69183438126);
    assert_eq!(auc.note, [Note::RangeRestricted]);
    assert!(measures.estimates.iter().all(|row| !of_scores(&row.metric) || row.arm.as_deref() == Some("model")));
    let row = disparity(&measures, "d/mean_score.difference/-/g/a/vs/r/model");
    near(row.value, 1.633650731908678);
    assert_eq!((row.confirmatory, row.verdict), (true, Verdict::Inconclusive));
    assert!(row.note.contains(&Note::RangeRestricted), "{row:?}");
    assert!(measures.curves.iter().all(|row| row.x_share.is_none()));
}

#[test]
fn with_scores_in_both_arms_the_random_one_is_judged_and_the_lists_are_those_of_the_selected() {
    let high: Vec<Line> = compas().into_iter().filter(|line| line.2 > 0.5).collect();
    let lines = [in_arm("model", high), in_arm("random", compas())].concat();
    let measures = measure(&spec_of(&arms_spec()), &exact(&lines));
    sound_scores(&measures);
    let random = disparity(&measures, "d/mean_score.difference/-/g/a/vs/r/random");
    assert_eq!((random.confirmatory, random.verdict), (true, Verdict::Disparity));
    assert!(!random.note.contains(&Note::RangeRestricted), "{random:?}");
    let model = disparity(&measures, "d/mean_score.difference/-/g/a/vs/r/model");
    assert_eq!((model.confirmatory, model.verdict), (false, Verdict::NotAssessed));
    assert!(model.note.contains(&Note::RangeRestricted), "{model:?}");
    assert!(estimate(&measures, "e/auc/-/g/a/model").note.contains(&Note::RangeRestricted));
    assert!(estimate(&measures, "e/auc/-/g/a/random").note.is_empty());
    let lists: BTreeSet<Option<&str>> = measures
        .estimates
        .iter()
        .filter(|row| row.stratum.as_deref() == Some("top=3"))
        .map(|row| row.arm.as_deref())
        .collect();
    assert_eq!(lists, BTreeSet::from([Some("model")]));
    let everybody = points(&measures, "threshold", "selection_rate", "(all)");
    let lowest = everybody.iter().find(|row| row.arm.as_deref() == Some("model")).unwrap();
    near(lowest.x_share, (1809.0 + 613.0) / 6150.0);
}

#[test]
fn everybody_stands_under_each_attribute_of_tables_that_were_never_joined() {
    let text = SPEC
        .replace("path = \"x.csv\"", "tables = { g = \"g.csv\", h = \"h.csv\" }")
        .replace("name = \"g\"", "name = \"g\"\ntable = \"g\"")
        .replace(
            "[[comparison]]\nmetric = \"mean_score\"",
            "[[attribute]]\nname = \"h\"\ntable = \"h\"\nground = \"age\"\nreference = \"r\"\n[[comparison]]\nmetric = \"mean_score\"",
        );
    let mut both = tables("g", Some("g"), &compas(), billionths);
    both.extend(tables("h", Some("h"), &union(), billionths));
    both.sort_by(|a, b| a.name.cmp(&b.name));
    let measures = measure(&spec_of(&text), &Cube { bins: ScoreBins::Exact { bits: 7 }, ..cube(both) });
    sound_scores(&measures);
    about(estimate(&measures, "e/mean_score/-/h/(all)").value, (32.4 + 82.0) / 300.0);
    near(estimate(&measures, "e/auc/-/g/(all)").value, 0.702715928554);
    assert!(measures.estimates.iter().all(|row| !of_scores(&row.metric) || row.attribute.is_some()));
}

// The ladder's keys are wide here: three scores to a bin.
#[test]
fn binned_scores_come_with_bounds_that_hold_the_value_of_the_scores_themselves() {
    let bits = 5;
    let bins = ScoreBins::Ladder { bits };
    let fine: Vec<f64> = (1..40).map(|i| f64::from(i) * 0.004).collect();
    let counts = |a: usize, b: usize| -> Vec<u64> { (0..39).map(|i| ((i * a + b) % 11 + i / 4) as u64).collect() };
    let lines =
        [histogram("a", &fine, &counts(3, 1), &counts(5, 2)), histogram("r", &fine, &counts(7, 3), &counts(2, 5))]
            .concat();
    let spec = spec_of(&SPEC.replace("top = [3]", ""));
    let edges = [300_000_000, 500_000_000];
    let key = |score: f64| {
        let q = (score * 1e9).round() as u32;
        let wide = bins.clone();
        // The key whose range holds q, found by halving.
        let (mut low, mut high) = (0_u32, 4_000_u32);
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            let first = (0..=middle).rev().find_map(|key| wide.range(&edges, key)).map_or(0, |range| *range.start());
            if first <= q { low = middle } else { high = middle }
        }
        (low, u64::from(q))
    };
    let binned = Cube { edges: edges.to_vec(), bins: bins.clone(), ..cube(tables("g", None, &lines, key)) };
    let (wide, narrow) = (measure(&spec, &binned), measure(&spec, &exact(&lines)));
    sound_scores(&wide);
    let inside = |id: &str, row: (Option<Number>, Option<Number>), value: Option<Number>| {
        let (least, most, value) = (get(row.0).unwrap(), get(row.1).unwrap(), get(value).unwrap());
        assert!(least <= value && value <= most && least < most, "{id}: {least} {value} {most}");
    };
    for id in ["e/auc/-/g/a", "e/auc/-/g/r", "e/average_precision/-/g/a"] {
        let row = estimate(&wide, id);
        inside(id, (row.bound_lower, row.bound_upper), estimate(&narrow, id).value);
        assert!(row.note.contains(&Note::BinningBound), "{row:?}");
    }
    for id in ["kolmogorov_smirnov", "wasserstein_distance", "superiority", "xauc", "bpsn_auc"] {
        let reference = if id == "bpsn_auc" { "(rest)" } else { "r" };
        let id = format!("d/{id}/-/g/a/vs/{reference}");
        let row = disparity(&wide, &id);
        inside(&id, (row.bound_lower, row.bound_upper), disparity(&narrow, &id).value);
    }
    // Means are exact whatever the bins.
    near(estimate(&wide, "e/mean_score/-/g/a").value, get(estimate(&narrow, "e/mean_score/-/g/a").value).unwrap());
}

#[test]
fn curves_of_many_scores_are_thinned_and_keep_the_thresholds_of_the_spec() {
    let fine: Vec<f64> = (0..1000).map(|i| f64::from(i) / 1000.0 + 0.0003).collect();
    let counts = |a: usize| -> Vec<u64> { (0..1000).map(|i| (i * a % 7) as u64).collect() };
    let lines = [histogram("a", &fine, &counts(3), &counts(5)), histogram("r", &fine, &counts(2), &counts(6))].concat();
    let measures = measure(&spec_of(SPEC), &exact(&lines));
    sound_scores(&measures);
    for (curve, metric) in [
        ("threshold", "selection_rate"),
        ("threshold", "true_positive_rate"),
        ("threshold", "false_positive_rate"),
        ("threshold", "positive_predictive_value"),
        ("threshold_difference", "threshold_disparity_curve"),
        ("roc", "true_positive_rate"),
        ("score_distribution", "mean_score"),
    ] {
        let points = points(&measures, curve, metric, "a");
        assert!((40..=135).contains(&points.len()), "{curve} {metric}: {}", points.len());
        let x: Vec<f64> = points.iter().map(|row| get(row.x).unwrap()).collect();
        assert!(x.windows(2).all(|pair| pair[0] <= pair[1]));
        if curve.starts_with("threshold") {
            assert!(x.contains(&0.3) && x.contains(&0.5), "{curve}");
        }
    }
    // A value at a threshold is that of all scores, not of those that are shown.
    let row = points(&measures, "threshold", "selection_rate", "a");
    let row = row.iter().find(|row| get(row.x) == Some(0.3)).unwrap();
    let above: u64 = lines.iter().filter(|line| line.0 == "a" && line.2 >= 0.3).map(|line| line.4).sum();
    assert_eq!(get(row.events), Some(above as f64));
    let bars = points(&measures, "score_distribution", "mean_score", "a");
    assert!((bars.iter().map(|row| get(row.value).unwrap()).sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn a_list_longer_than_the_data_is_none_and_one_of_everybody_represents_everybody() {
    let text = SPEC.replace("top = [3]", "top = [6150, 6151]");
    let measures = measure(&spec_of(&text), &exact(&compas()));
    sound_scores(&measures);
    let row = disparity(&measures, "d/representation.ratio/-/g/a/vs/(pool)/top%3D6150");
    assert_eq!(get(row.value), Some(1.0));
    let row = estimate(&measures, "e/recall_at_capacity/-/g/a/top%3D6150");
    assert_eq!((get(row.value), get(row.n)), (Some(1.0), Some(1901.0)));
    for id in ["e/group_share/-/g/a/top%3D6151", "e/precision_at_capacity/-/g/a/top%3D6151"] {
        assert_eq!(
            (estimate(&measures, id).value, estimate(&measures, id).note.as_slice()),
            (None, &[Note::NotDefinedForDesign][..])
        );
    }
}

#[test]
fn a_histogram_that_is_only_bounded_gives_no_figure_of_its_group() {
    let mut cube = exact(&compas());
    let table = cube.tables.iter_mut().find(|table| table.name == "score:g").unwrap();
    table.measures.push(Measure::Slack);
    for cell in &mut table.cells {
        cell.sums.push(i128::from(cell.key[0] == 0 && cell.key[1] == 0));
    }
    let measures = measure(&spec_of(SPEC), &cube);
    sound_scores(&measures);
    let bounded = |note: &[Note]| note.contains(&Note::SuppressedCells);
    assert!(bounded(&estimate(&measures, "e/auc/-/g/a").note) && bounded(&estimate(&measures, "e/auc/-/-/(all)").note));
    near(estimate(&measures, "e/auc/-/g/r").value, 0.693146274405);
    for row in measures.disparities.iter().filter(|row| of_scores(&row.metric)) {
        assert!(row.value.is_none() && bounded(&row.note), "{row:?}");
    }
    let row = estimate(&measures, "e/group_share/-/g/r/top%3D3");
    assert!(row.value.is_none() && bounded(&row.note), "{row:?}");
}

/// Which rows are of scores.
fn of_scores(metric: &str) -> bool {
    METRICS.iter().any(|known| {
        known.name == metric && matches!(known.family, MetricFamily::ScoreDistributions | MetricFamily::Ranking)
    })
}

/// Against everybody else or everybody, whatever the reference.
fn is_across(metric: &str) -> bool {
    matches!(metric, "bpsn_auc" | "bnsp_auc" | "exposure" | "skew_at_k" | "list_divergence")
}

/// What holds of every row of scores whatever the data, besides what holds of every row.
fn sound_scores(measures: &Measures) {
    sound(measures);
    for row in measures.disparities.iter().filter(|row| of_scores(&row.metric)) {
        assert_eq!(
            row.id.contains(&format!("d/{}.", row.metric)),
            row.scale.is_some() || row.of.is_some(),
            "{}",
            row.id
        );
        if row.scale.is_none() {
            // Of ranks it has an end.
            if row.method.as_deref() == Some("w1_rank") {
                assert!(get(row.value).is_none_or(|value| value <= 1.0), "{}", row.id);
            }
            assert_eq!(row.verdict, Verdict::NotAssessed);
        }
        if let (Some(least), Some(value), Some(greatest)) = (get(row.bound_lower), get(row.value), get(row.bound_upper))
        {
            assert!(least <= value && value <= greatest, "{}", row.id);
        }
        if let Some(p) = get(row.p_value) {
            assert!(p > 0.0 && p <= 1.0 && row.test.is_some(), "{}: {p}", row.id);
        }
    }
    let mut ids = BTreeSet::new();
    for row in &measures.curves {
        assert!(ids.insert(row.id.as_str()), "{} twice", row.id);
        assert!(row.x.is_some() && (row.value.is_some() || !row.note.is_empty()), "{row:?}");
        // A consistency band lies around the diagonal, not around the curve.
        let around = row.band.as_deref() != Some("consistency");
        if let (true, Some(lower), Some(value), Some(upper)) = (around, get(row.lower), get(row.value), get(row.upper))
        {
            assert!(lower <= value + 1e-12 && value <= upper + 1e-12, "{}", row.id);
        }
        if let Some(share) = get(row.x_share) {
            assert!((0.0..=1.0).contains(&share), "{}", row.id);
        }
    }
}

// metrics-union.md, F: a verdict at the spec's thresholds, though no stage has one.
#[test]
fn a_stage_that_reads_a_column_is_compared_at_each_threshold_of_the_spec() {
    let spec = SPEC
        .replace("thresholds = [0.3]", "thresholds = [0.35, 0.5]")
        .replace("threshold = 0.5\n", "column = \"d\"\npositive = [\"1\"]\n");
    let by_column = measure(&spec_of(&spec), &exact(&compas()));
    let by_threshold = measure(&spec_of(SPEC), &exact(&compas()));
    sound_scores(&by_column);
    let row = disparity(&by_column, "d/threshold_disparity_curve.difference.0.5/selected/g/a/vs/r");
    let same = disparity(&by_threshold, "d/threshold_disparity_curve.difference/selected/g/a/vs/r");
    assert_eq!((row.value, row.pointwise_lower, row.confirmatory), (same.value, same.pointwise_lower, true));
    let lower = disparity(&by_column, "d/threshold_disparity_curve.difference.0.35/selected/g/a/vs/r");
    assert_eq!((lower.of.as_deref(), lower.verdict), (Some("0.35"), Verdict::Disparity));
    let rows = by_column.disparities.iter().filter(|row| row.metric == "threshold_disparity_curve");
    assert_eq!(rows.count(), 2);
}
