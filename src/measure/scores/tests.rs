//! Scores through the whole room: worked numbers, degenerate tables, what must hold whatever the data.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_stats::distance::{EmptyBins, stability_index};

use crate::cube::{Cell, Cube, Dim, DimKind, MISSING, Measure, ScoreBins, Table};
use crate::measure::battery::sound;
use crate::measure::rows::{CurveRow, DisparityRow, EstimateRow, Measures};
use crate::measure::tests::{cube, measure, spec_of, table};
use crate::words::{HarmDirection, Harmed, METRICS, MetricFamily, Note, Number, Scale, Verdict};

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
        let order = if raw >> 63 == 1 { !raw } else { raw | 1 << 63 };
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

// methods/7, 7.1 to 7.9, and the golden value of the stability index.
#[test]
fn the_worked_numbers_of_the_running_example_come_out() {
    let text = SPEC.replace("top = [3]", "top = [1000]");
    let measures = measure(&spec_of(&text), &exact(&compas()));
    let auc = estimate(&measures, "e/auc/-/g/a");
    near(auc.value, 0.69183438126);
    near(auc.lower, 0.674805213624);
    near(auc.upper, 0.708357202479);
    assert_eq!((auc.method.as_deref(), get(auc.n)), (Some("delong_logit"), Some(3696.0)));
    assert!(auc.note.is_empty() && auc.bound_lower.is_none(), "{auc:?}");
    let white = estimate(&measures, "e/auc/-/g/r");
    near(white.lower, 0.671587040553);
    let precision = estimate(&measures, "e/average_precision/-/g/a");
    near(precision.value, 0.671410585254);
    assert!((detail(&precision.detail, "expected_by_chance") - 0.51433982684).abs() < 1e-10);
    near(estimate(&measures, "e/average_precision/-/g/r").value, 0.5693391187);
    // Standard error 0.0112 by 10,000 draws (methods/7, 7.4); 500 here.
    let width = get(precision.upper).unwrap() - get(precision.lower).unwrap();
    assert!((width / (2.0 * 1.96 * 0.0112) - 1.0).abs() < 0.15, "{width}");
    // The distance between outcomes within the group, 7.3.
    let outcomes = estimate(&measures, "e/kolmogorov_smirnov/-/g/a");
    near(outcomes.value, 0.284388952303);
    assert_eq!((outcomes.method.as_deref(), detail(&outcomes.detail, "signed_low")), (Some("two_sample"), 0.0));
    // The cumulative counts of both: 3,696 and 2,454 rows.
    for (name, group, reference) in [("q10", 0.05, 0.05), ("q25", 0.25, 0.05), ("q50", 0.45, 0.25), ("q90", 0.85, 0.75)]
    {
        assert_eq!(get(estimate(&measures, &format!("e/score_quantile.{name}/-/g/a")).value), Some(group), "{name}");
        let row = disparity(&measures, &format!("d/score_quantile.difference.{name}/-/g/a/vs/r"));
        near(row.value, group - reference);
    }
    near(disparity(&measures, "d/skew_at_k/-/g/a/vs/(pool)/top%3D1000").value, 0.281729844632);

    let difference = disparity(&measures, "d/auc.difference/-/g/a/vs/r");
    near(difference.value, -0.00131189314551);
    near(difference.statistic, -0.0952021964183);
    near(difference.lower, -0.028320338470251307);
    assert_eq!(difference.excludes_no_difference, Some(false));
    near(disparity(&measures, "d/xauc/-/g/a/vs/r").value, 0.817676251322);
    near(disparity(&measures, "d/xauc/-/g/r/vs/a").value, 0.544523838359);
    let crossed = disparity(&measures, "d/xauc.difference/-/g/a/vs/r");
    near(crossed.value, 0.273152412963);
    near(crossed.lower, 0.273152412963 - 1.95996398454 * 0.0134952011779);
    near(disparity(&measures, "d/bpsn_auc/-/g/a/vs/(rest)").value, 0.544523838359);
    near(disparity(&measures, "d/bnsp_auc/-/g/a/vs/(rest)").value, 0.817676251322);
    near(disparity(&measures, "d/bpsn_auc/-/g/r/vs/(rest)").value, 0.817676251322);

    let ks = disparity(&measures, "d/kolmogorov_smirnov/-/g/a/vs/r");
    near(ks.value, 0.24020020322);
    assert_eq!((ks.scale, detail(&ks.detail, "score_at")), (None, 0.35));
    assert_eq!(detail(&ks.detail, "signed_low"), 0.0);
    assert!((detail(&ks.detail, "signed_high") - 0.24020020322).abs() < 1e-10);
    // The deals cannot tell so small a p apart: the series, whose p is too large with ties.
    assert_eq!(ks.test.as_deref(), Some("two_sample"));
    assert!((get(ks.p_value).unwrap() / 2.4709235435870288e-74 - 1.0).abs() < 1e-6);
    let w1 = disparity(&measures, "d/wasserstein_distance/-/g/a/vs/r");
    near(w1.value, 0.163365073191);
    near(disparity(&measures, "d/jensen_shannon_distance/-/g/a/vs/r").value, 0.211198066698);
    near(disparity(&measures, "d/total_variation_distance/-/g/a/vs/r").value, 0.24020020322);
    let higher = disparity(&measures, "d/superiority/-/g/a/vs/r");
    near(higher.value, 0.666197261208);
    near(higher.lower, 0.652617285529);
    near(higher.upper, 0.679777236887);
    near(higher.statistic, 23.986835764);
    assert_eq!((higher.test.as_deref(), higher.harmed), (Some("brunner_munzel"), Some(Harmed::Group)));
    let standardised = disparity(&measures, "d/mean_score.standardised/-/g/a/vs/r");
    near(standardised.value, 0.601264099481);
    near(standardised.upper, 0.601264099481 + 1.95996398454 * 0.0265979789166);
    near(disparity(&measures, "d/mean_score.standardised.cohen_d_pooled/-/g/a/vs/r").value, 0.5961230417597255);
    let area = disparity(&measures, "d/abroca/-/g/a/vs/r");
    near(area.value, 0.0158146778314);
    let chance = detail(&area.detail, "expected_by_chance");
    assert!(chance > 0.005 && chance < detail(&area.detail, "quantile_95_by_chance"), "{chance}");

    // PSI: its chance values; the plain one, which is not printed, from the printed bars.
    let index = disparity(&measures, "d/population_stability_index/-/g/a/vs/r");
    assert_eq!((index.method.as_deref(), detail(&index.detail, "bins")), (Some("half_count"), 10.0));
    assert!((detail(&index.detail, "expected_by_chance") - 0.00610254659766).abs() < 1e-10);
    assert!((detail(&index.detail, "quantile_95_by_chance") - 0.0114720943574).abs() < 1e-10);
    let bars = |group: &str| -> Vec<u64> {
        points(&measures, "score_distribution", "mean_score", group)
            .iter()
            .map(|row| get(row.events).unwrap() as u64)
            .collect()
    };
    let plain = stability_index(&bars("a"), &bars("r"), EmptyBins::LeaveOut).unwrap().value;
    assert!((plain - 0.3686936295794884).abs() < 1e-12);
    let smoothed = stability_index(&bars("a"), &bars("r"), EmptyBins::HalfCount).unwrap().value;
    near(index.value, smoothed);

    let share = estimate(&measures, "e/group_share/-/g/a/top%3D1000");
    near(share.value, 0.796545454545);
    near(share.lower, 0.770481641414);
    near(share.upper, 0.820339652008);
    assert_eq!((detail(&share.detail, "ties_low"), detail(&share.detail, "ties_high")), (0.724, 0.838));
    assert_eq!(share.note, [Note::TiesAtK]);
    let ratio = disparity(&measures, "d/representation.ratio/-/g/a/vs/(pool)/top%3D1000");
    near(ratio.value, 1.32542060213);
    assert!(ratio.note.contains(&Note::TiesAtK) && detail(&ratio.detail, "ties_high") > 1.32542060213);
    near(
        disparity(&measures, "d/representation.difference/-/g/a/vs/(pool)/top%3D1000").value,
        0.796545454545 - 0.600975609756,
    );
}

// metrics-union.md, 13.
#[test]
fn the_worked_scores_of_two_groups_come_out() {
    let measures = measure(&spec_of(SPEC), &exact(&union()));
    for (metric, group, reference) in [
        ("mean_score/-/g/", 0.324, 0.41),
        ("auc/-/g/", 0.7669471716, 0.8336422614),
        ("mean_score_given_outcome/-/g/", f64::NAN, f64::NAN),
    ] {
        if group.is_nan() {
            for (stratum, one, other) in
                [("outcome%3D1", 0.4677419355, 0.5987951807), ("outcome%3D0", 0.2594202899, 0.2760683761)]
            {
                about(estimate(&measures, &format!("e/{metric}a/{stratum}")).value, one);
                about(estimate(&measures, &format!("e/{metric}r/{stratum}")).value, other);
                let row = disparity(&measures, &format!("d/mean_score_given_outcome.difference/-/g/a/vs/r/{stratum}"));
                about(row.value, one - other);
            }
        } else {
            about(estimate(&measures, &format!("e/{metric}a")).value, group);
            about(estimate(&measures, &format!("e/{metric}r")).value, reference);
        }
    }
    for (id, value) in [
        ("mean_score.difference/-/g/a/vs/r", -0.086),
        ("kolmogorov_smirnov/-/g/a/vs/r", 0.2),
        ("wasserstein_distance/-/g/a/vs/r", 0.086),
        ("mean_score.standardised.cohen_d_pooled/-/g/a/vs/r", -0.3431040334),
        ("superiority/-/g/a/vs/r", 0.423),
        ("xauc/-/g/a/vs/r", 0.7404190791),
        ("xauc/-/g/r/vs/a", 0.8651126244),
        ("abroca/-/g/a/vs/r", 0.0728793324),
        // By mpmath; the page has 0.2935141282, with one digit wrong.
        ("population_stability_index/-/g/a/vs/r", 0.293514228241),
        ("total_variation_distance/-/g/a/vs/r", 0.2),
        ("jensen_shannon_distance/-/g/a/vs/r", 0.1958627054),
        ("hellinger_distance/-/g/a/vs/r", 0.1983801585),
        // (20 + 8 + 2) / 100 − (30 + 40 + 20) / 200 at 0.5.
        ("threshold_disparity_curve.difference/selected/g/a/vs/r", -0.15),
    ] {
        about(disparity(&measures, &format!("d/{id}")).value, value);
    }
    // The first three of all: three tied at 0.9, of 22 (2 of the group, all with the outcome).
    about(estimate(&measures, "e/precision_at_capacity/-/g/a/top%3D3").value, 1.0);
    about(estimate(&measures, "e/recall_at_capacity/-/g/a/top%3D3").value, 2.0 * 3.0 / 22.0 / 31.0);
    about(estimate(&measures, "e/precision_at_capacity/-/g/r/top%3D3").value, 0.9);
    about(estimate(&measures, "e/precision_at_capacity/-/-/(all)/top%3D3").value, 20.0 / 22.0);
    // The worst bin and how many rows it has; its rate is 7 of 8.
    for (group, value, rows, at) in [("a", 0.175, 8.0, 0.7), ("r", 1.0 / 30.0, 60.0, 0.1)] {
        let worst = estimate(&measures, &format!("e/maximum_calibration_error/-/g/{group}"));
        about(worst.value, value);
        assert_eq!((get(worst.n), detail(&worst.detail, "score_at")), (Some(rows), at));
        assert!(get(worst.lower).unwrap() < value && get(worst.upper).unwrap() > value);
    }
    // Everybody once: Σ over both groups.
    about(estimate(&measures, "e/mean_score/-/-/(all)").value, (32.4 + 82.0) / 300.0);
}

// methods/7, 7.8: the worked list, best first, every place a score of its own.
#[test]
fn the_worked_list_comes_out_over_all_its_places() {
    let list = [1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0];
    let group = |member: i32| if member == 1 { "a" } else { "r" };
    let lines: Vec<Line> = list
        .iter()
        .enumerate()
        .map(|(place, &member)| (group(member), None, 0.9 - 0.05 * place as f64, Some(place % 2 == 0), 1))
        .collect();
    let measures = measure(&spec_of(&SPEC.replace("top = [3]", "top = [4]")), &exact(&lines));
    near(disparity(&measures, "d/list_divergence/-/g/a/vs/(pool)").value, 0.226791017554);
    near(disparity(&measures, "d/exposure.ratio/-/g/a/vs/(rest)").value, 1.44643908541);
    near(disparity(&measures, "d/skew_at_k/-/g/a/vs/(pool)/top%3D4").value, 0.587786664902);
    let exposure = |group: &str| get(estimate(&measures, &format!("e/exposure/-/g/{group}")).value).unwrap();
    assert!((exposure("a") / exposure("r") - 1.44643908541).abs() < 1e-9);
    // One cut, at 10, where five of ten are of the group and five of twelve are in all; the worst list has all five first.
    let distance = |share: f64| (share - 5.0 / 12.0).abs();
    let rnd = disparity(&measures, "d/list_divergence.rnd/-/g/a/vs/(pool)");
    near(rnd.value, distance(0.5) / distance(0.5).max(distance(0.3)));
    assert_eq!(rnd.method.as_deref(), Some("rnd"));
    // Without a list that the spec asks for there is no row of any.
    let without = measure(&spec_of(&SPEC.replace("top = [3]", "")), &exact(&lines));
    let of_lists = |metric: &str| matches!(metric, "exposure" | "list_divergence" | "skew_at_k");
    assert!(!without.disparities.iter().any(|row| of_lists(&row.metric)));
    assert!(!without.estimates.iter().any(|row| of_lists(&row.metric)));
}

fn points<'m>(measures: &'m Measures, curve: &str, metric: &str, group: &str) -> Vec<&'m CurveRow> {
    let is = |row: &&CurveRow| row.curve == curve && row.metric == metric && row.group.as_deref() == Some(group);
    measures.curves.iter().filter(is).collect()
}

// methods/7, 7.7.
#[test]
fn the_worked_rates_along_the_threshold_come_out_and_the_thresholds_of_the_spec_are_among_them() {
    let measures = measure(&spec_of(SPEC), &exact(&compas()));
    let black = [
        1.0,
        0.8923160173160173,
        0.7859848484848485,
        0.6923701298701299,
        0.5882034632034632,
        0.48944805194805197,
        0.38555194805194803,
        0.2773268398268398,
        0.18019480519480519,
        0.07738095238095238,
    ];
    let curve = points(&measures, "threshold", "selection_rate", "a");
    let at = |x: f64| *curve.iter().find(|row| get(row.x) == Some(x)).unwrap_or_else(|| panic!("no point at {x}"));
    for (x, rate) in DECILES.iter().zip(black) {
        near(at(*x).value, rate);
    }
    // Between two scores the rate is that of the next one.
    assert_eq!((at(0.3).value, at(0.5).value), (at(0.35).value, at(0.55).value));
    assert_eq!(curve.len(), 12);
    assert_eq!((get(at(0.3).events), get(at(0.3).n)), (Some(2559.0), Some(3696.0)));
    assert_eq!(at(0.3).band.as_deref(), Some("pointwise"));
    near(at(0.55).x_share, (1809.0 + 613.0) / 6150.0);

    // At a stage's threshold the judged row is the point of the curve, and the selection rate's own difference.
    let judged = disparity(&measures, "d/threshold_disparity_curve.difference/selected/g/a/vs/r");
    let rates = disparity(&measures, "d/selection_rate.difference/selected/g/a/vs/r");
    assert_eq!((judged.value, judged.pointwise_lower), (rates.value, rates.lower));
    assert_eq!((judged.confirmatory, judged.verdict), (true, Verdict::Disparity));
    let band = points(&measures, "threshold_difference", "threshold_disparity_curve", "a");
    let point = band.iter().find(|row| get(row.x) == Some(0.5)).unwrap();
    assert_eq!((point.value, point.band.as_deref()), (judged.value, Some("simultaneous")));
    assert!(get(point.lower) < get(judged.lower) && get(judged.upper) < get(point.upper), "{point:?}");

    let roc = points(&measures, "roc", "true_positive_rate", "a");
    assert_eq!((get(roc[0].x), get(roc[0].value)), (Some(0.0), Some(0.0)));
    assert_eq!((get(roc[10].x), get(roc[10].value), roc.len()), (Some(1.0), Some(1.0), 11));
    near(roc[1].x, 0.03286908077994429);
    near(roc[1].value, 0.11941083640189375);
    let precise = points(&measures, "threshold", "positive_predictive_value", "a");
    near(precise.last().unwrap().value, 227.0 / 286.0);
    let bars = points(&measures, "score_distribution", "mean_score", "a");
    assert!((bars.iter().map(|row| get(row.value).unwrap()).sum::<f64>() - 1.0).abs() < 1e-9);
    assert_eq!(bars.iter().map(|row| get(row.x).unwrap()).collect::<Vec<_>>(), DECILES);
}

#[test]
fn a_difference_of_mean_scores_is_judged_against_its_margin() {
    let measures = measure(&spec_of(SPEC), &exact(&compas()));
    let row = disparity(&measures, "d/mean_score.difference/-/g/a/vs/r");
    near(row.value, 0.1633650731908678);
    assert_eq!((row.confirmatory, row.verdict, row.harmed), (true, Verdict::Disparity, Some(Harmed::Group)));
    assert_eq!((row.method.as_deref(), row.test.as_deref()), (Some("welch_t+max_t"), Some("welch_t")));
    assert_eq!((get(row.n_group), get(row.n_reference)), (Some(3696.0), Some(2454.0)));
    assert!(get(row.lower) < get(row.pointwise_lower) && row.p_within.is_some() && row.p_disparity.is_some());
    // What these sizes would have shown: the margin and z_α + z_power standard errors; one block of two in the family.
    let error = (get(row.pointwise_upper).unwrap() - get(row.pointwise_lower).unwrap()) / 2.0 / 1.9604;
    let detectable = get(row.minimum_detectable).unwrap();
    assert!((detectable - (0.05 + (2.2414 + 0.8416) * error)).abs() < 1e-4 * detectable, "{detectable} {error}");
    // A score that decides something favourable harms where it is low.
    let granted = measure(&spec_of(&SPEC.replace("favourable = false", "favourable = true")), &exact(&compas()));
    let row = disparity(&granted, "d/mean_score.difference/-/g/a/vs/r");
    assert_eq!((row.harm_direction, row.harmed), (HarmDirection::Lower, Some(Harmed::Reference)));
    let both = SPEC
        .replace("[[attribute]]", "[[stage]]\nname = \"granted\"\nthreshold = 0.9\nfavourable = true\n[[attribute]]");
    let row = measure(&spec_of(&both), &exact(&compas()));
    let row = disparity(&row, "d/mean_score.difference/-/g/a/vs/r");
    assert_eq!((row.harm_direction, row.harmed), (HarmDirection::Both, None));
}

#[test]
fn differences_to_everybody_are_parts_of_those_to_the_rest_and_carry_no_verdict() {
    let text = SPEC.replace("top = [3]", "compare = [\"reference\", \"rest\", \"overall\", \"pairs\"]");
    let lines = [compas(), histogram("b", &DECILES, &WHITE[1], &BLACK[1])].concat();
    let measures = measure(&spec_of(&text), &exact(&lines));
    let of = |metric: &str, reference: &str| {
        get(disparity(&measures, &format!("d/{metric}/g/a/vs/{reference}")).value).unwrap()
    };
    let all: u64 = lines.iter().map(|line| line.4).sum();
    let share = 3696.0 / all as f64;
    for metric in ["mean_score.difference/-", "threshold_disparity_curve.difference/selected"] {
        assert!((of(metric, "(overall)") - (1.0 - share) * of(metric, "(rest)")).abs() < 1e-11);
        let row = disparity(&measures, &format!("d/{metric}/g/a/vs/(rest)"));
        assert_eq!((row.verdict, row.confirmatory), (Verdict::NotAssessed, false));
        assert!(of(metric, "b").is_finite());
    }
    sound_scores(&measures);
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

/// Histograms of one group that break something: nobody, one row, one class, one score, separation, ties.
fn degenerate() -> Vec<([u64; 4], [u64; 4])> {
    vec![
        ([0, 0, 0, 0], [0, 0, 0, 0]),
        ([1, 0, 0, 0], [0, 0, 0, 0]),
        ([0, 0, 0, 0], [0, 0, 0, 1]),
        ([1, 0, 0, 0], [0, 0, 0, 1]),
        ([0, 5, 0, 0], [0, 5, 0, 0]),
        ([0, 0, 0, 9], [0, 0, 0, 0]),
        ([0, 0, 0, 0], [9, 0, 0, 0]),
        ([40, 9, 0, 0], [0, 0, 7, 30]),
        ([0, 0, 7, 30], [40, 9, 0, 0]),
        ([40, 30, 20, 10], [10, 20, 30, 40]),
    ]
}

#[test]
fn every_degenerate_pair_of_histograms_gives_right_numbers_or_null_with_a_reason() {
    let scores = [0.0, 0.3, 0.5, 1.0];
    let points = [-3.0, 0.0, 2.0, 1e6];
    let (by_value, by_order) =
        (spec_of(&SPEC.replace("top = [3]", "top = [3]\nreplicates = 200")), spec_of(&order_spec()));
    for (a0, a1) in degenerate() {
        for (r0, r1) in degenerate() {
            let lines = |scores: &[f64]| [histogram("a", scores, &a0, &a1), histogram("r", scores, &r0, &r1)].concat();
            let measures = measure(&by_value, &exact(&lines(&scores)));
            sound_scores(&measures);
            for row in measures.disparities.iter().filter(|row| row.confirmatory && of_scores(&row.metric)) {
                // One case proves nothing, however extreme it is.
                let one = a0.iter().chain(&a1).sum::<u64>() <= 1 || r0.iter().chain(&r1).sum::<u64>() <= 1;
                if one {
                    assert!(matches!(row.verdict, Verdict::Inconclusive | Verdict::NotAssessed), "{row:?}");
                }
            }
            let measures = measure(&by_order, &ordered(&lines(&points)));
            sound_scores(&measures);
            for row in measures.estimates.iter().filter(|row| row.metric.starts_with("mean_score")) {
                assert_eq!(row.value, None, "{}", row.id);
            }
        }
    }
}

#[test]
fn each_reason_stands_where_it_belongs() {
    let notes = |lines: &[Line], id: &str| {
        let measures = measure(&spec_of(SPEC), &exact(lines));
        if id.starts_with("e/") { estimate(&measures, id).note.clone() } else { disparity(&measures, id).note.clone() }
    };
    let of = |negatives: [u64; 2], positives: [u64; 2]| {
        [histogram("a", &[0.2, 0.7], &negatives, &positives), histogram("r", &[0.2, 0.7], &[90, 40], &[40, 90])]
            .concat()
    };
    assert_eq!(notes(&of([50, 9], [0, 0]), "e/auc/-/g/a"), [Note::NoPositives]);
    assert_eq!(notes(&of([0, 0], [50, 9]), "e/auc/-/g/a"), [Note::NoNegatives]);
    assert!(notes(&of([50, 0], [0, 60]), "e/auc/-/g/a").contains(&Note::Separation));
    assert!(notes(&of([50, 9], [9, 20]), "e/auc/-/g/a").contains(&Note::TooFewEvents));
    assert_eq!(notes(&of([50, 0], [60, 0]), "e/auc/-/g/a"), [Note::ScoreConstant]);
}

#[test]
fn one_score_is_a_tie_of_all_and_no_distance() {
    let lines = [histogram("a", &[0.4], &[50], &[60]), histogram("r", &[0.4], &[70], &[80])].concat();
    let measures = measure(&spec_of(SPEC), &exact(&lines));
    for id in ["e/auc/-/g/a", "e/auc/-/g/r"] {
        assert_eq!((get(estimate(&measures, id).value), estimate(&measures, id).lower), (Some(0.5), None));
    }
    for (id, value) in [
        ("kolmogorov_smirnov", 0.0),
        ("wasserstein_distance", 0.0),
        ("superiority", 0.5),
        ("xauc", 0.5),
        ("abroca", 0.0),
        ("jensen_shannon_distance", 0.0),
    ] {
        let row = disparity(&measures, &format!("d/{id}/-/g/a/vs/r"));
        assert_eq!(get(row.value), Some(value), "{id}");
        assert!(!row.note.contains(&Note::Separation), "{row:?}");
    }
    let row = disparity(&measures, "d/kolmogorov_smirnov/-/g/a/vs/r");
    assert!(row.note.contains(&Note::ScoreConstant));
    let row = disparity(&measures, "d/mean_score.standardised/-/g/a/vs/r");
    assert_eq!((row.value, row.note.contains(&Note::VarianceNotEstimable)), (None, true));
}

#[test]
fn a_group_or_reference_without_rows_is_named_and_one_group_never_looks_like_equality() {
    let declared = SPEC.replace("reference = \"r\"", "reference = \"r\"\nlabels = { a = \"a\", b = \"b\", r = \"r\" }");
    let spec = spec_of(&declared);
    let only = |group: &'static str| histogram(group, &DECILES, &BLACK[0], &BLACK[1]);
    let metrics: Vec<String> = {
        let both = measure(&spec, &exact(&[only("a"), only("r")].concat()));
        both.disparities.iter().filter(|row| of_scores(&row.metric)).map(|row| row.metric.clone()).collect()
    };
    // b has no rows; without r there is no reference; with r alone there is one group.
    for (lines, group, why) in [
        ([only("a"), only("r")].concat(), "b", Note::GroupAbsent),
        ([only("a"), only("b")].concat(), "a", Note::ReferenceAbsent),
        (only("r"), "a", Note::SingleGroup),
    ] {
        let measures = measure(&spec, &exact(&lines));
        sound_scores(&measures);
        for metric in &metrics {
            let rows: Vec<&DisparityRow> = measures
                .disparities
                .iter()
                .filter(|row| row.metric == *metric && row.group.as_deref() == Some(group))
                .filter(|row| row.reference.as_deref() != Some("(rest)"))
                .collect();
            assert!(!rows.is_empty() || is_across(metric), "{metric} {group}");
            // Of a list: against everybody, not against the reference.
            for row in rows.iter().filter(|_| !is_across(metric)) {
                assert!(row.value.is_none() && row.note.contains(&why), "{row:?}");
            }
        }
    }
    let measures = measure(&spec_of(SPEC), &exact(&only("r")));
    let row = disparity(&measures, "d/kolmogorov_smirnov/-/g/(all groups)");
    assert_eq!((row.value, row.note.contains(&Note::SingleGroup)), (None, true));
    let row = disparity(&measures, "d/mean_score.difference/-/g/(all groups)");
    assert_eq!((row.value, row.verdict), (None, Verdict::NotAssessed));
}

/// All numbers of the rows of scores by id, the groups' names taken out.
fn numbers(measures: &Measures, names: &[(&str, &str)]) -> BTreeMap<String, String> {
    let rename = |text: &str| names.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let strip = |row: serde_json::Value| {
        let serde_json::Value::Object(mut row) = row else { return String::new() };
        for key in ["id", "group", "reference"] {
            row.remove(key);
        }
        serde_json::Value::Object(row).to_string()
    };
    let mut out = BTreeMap::new();
    for row in measures.estimates.iter().filter(|row| of_scores(&row.metric)) {
        out.insert(rename(&row.id), strip(serde_json::to_value(row).unwrap()));
    }
    for row in measures.disparities.iter().filter(|row| of_scores(&row.metric)) {
        out.insert(rename(&row.id), strip(serde_json::to_value(row).unwrap()));
    }
    for row in &measures.curves {
        out.insert(rename(&row.id), strip(serde_json::to_value(row).unwrap()));
    }
    out
}

fn relabelled(lines: &[Line], names: &[(&str, &'static str)]) -> Vec<Line> {
    let name = |group: &'static str| names.iter().find(|(from, _)| *from == group).map_or(group, |(_, to)| *to);
    lines.iter().map(|line| (name(line.0), line.1, line.2, line.3, line.4)).collect()
}

#[test]
fn renamed_groups_have_the_same_numbers_draws_included() {
    let lines = [compas(), histogram("b", &DECILES, &WHITE[1], &BLACK[1])].concat();
    let one = measure(&spec_of(SPEC), &exact(&lines));
    let text = SPEC.replace("reference = \"r\"", "reference = \"/r/\"");
    let other = measure(&spec_of(&text), &exact(&relabelled(&lines, &[("a", "/b/"), ("b", "/a/"), ("r", "/r/")])));
    let back = numbers(&other, &[("%2Fb%2F", "a"), ("%2Fa%2F", "b"), ("%2Fr%2F", "r")]);
    assert_eq!(numbers(&one, &[]), back);
}

#[test]
fn swapping_group_and_reference_turns_every_comparison_of_scores_round() {
    let one = measure(&spec_of(SPEC), &exact(&compas()));
    let other = measure(&spec_of(SPEC), &exact(&relabelled(&compas(), &[("a", "r"), ("r", "a")])));
    let mut seen = BTreeSet::new();
    let close = |x: Option<f64>, y: Option<f64>| match (x, y) {
        (Some(x), Some(y)) => (x - y).abs() < 1e-9,
        (None, None) => true,
        _ => false,
    };
    for row in one.disparities.iter().filter(|row| of_scores(&row.metric) && row.group.as_deref() == Some("a")) {
        let back = disparity(&other, &row.id);
        let here = [row.value, row.lower, row.upper].map(get);
        let [value, lower, upper] = [back.value, back.lower, back.upper].map(get);
        let turned: fn(f64) -> f64 = match (row.scale, row.metric.as_str()) {
            (Some(Scale::Ratio), _) => |x| 1.0 / x,
            (Some(_), _) => |x| -x,
            (None, "superiority") => |x| 1.0 - x,
            (None, "xauc" | "bpsn_auc" | "bnsp_auc" | "skew_at_k") => {
                // Of the other group's positives over this one's negatives: another row of the same audit.
                let id = match row.metric.as_str() {
                    "xauc" => "d/xauc/-/g/r/vs/a".to_owned(),
                    "skew_at_k" => "d/skew_at_k/-/g/r/vs/(pool)/top%3D3".to_owned(),
                    name => format!("d/{name}/-/g/r/vs/(rest)"),
                };
                assert!(close(value, get(disparity(&one, &id).value)), "{}", row.id);
                continue;
            }
            (None, _) => |x| x,
        };
        assert!(close(here[0], value.map(turned)), "{} {here:?} {value:?}", row.id);
        if turned(1.0) == 1.0 {
            assert!(close(here[1], lower) && close(here[2], upper), "{}", row.id);
            assert_eq!(detail(&row.detail, "signed_low").to_bits(), detail(&back.detail, "signed_high").to_bits());
        } else {
            assert!(close(here[1], upper.map(turned)) && close(here[2], lower.map(turned)), "{}", row.id);
        }
        assert_eq!(row.verdict, back.verdict);
        seen.insert(row.metric.as_str());
    }
    for metric in METRICS.iter().filter(|metric| metric.built && of_scores(metric.name)) {
        let estimates_only = metric.name == "average_precision" || metric.name.ends_with("_at_capacity");
        let across = is_across(metric.name) || metric.name == "xauc";
        assert!(seen.contains(metric.name) || estimates_only || across, "{} has no comparison here", metric.name);
    }
}

#[test]
fn a_rising_change_of_the_score_changes_no_ranking() {
    let stretched = |f: fn(f64) -> f64| -> Vec<Line> {
        compas().into_iter().map(|line| (line.0, line.1, f(line.2), line.3, line.4)).collect()
    };
    let spec = spec_of(&order_spec());
    let one = measure(&spec, &ordered(&compas()));
    let shapes: [fn(f64) -> f64; 2] = [|s| 1e3 * s * s * s - 7.0, |s| -1.0 / s];
    for f in shapes {
        let other = measure(&spec, &ordered(&stretched(f)));
        let kept = |measures: &Measures| -> Vec<String> {
            let estimates = measures.estimates.iter().filter(|row| of_scores(&row.metric));
            // Where a distance is reached is a score.
            let kept = |row: serde_json::Value| {
                let mut row = row;
                if let Some(detail) = row.get_mut("detail").and_then(serde_json::Value::as_object_mut) {
                    detail.remove("score_at");
                }
                row.to_string()
            };
            let estimates = estimates.map(|row| kept(serde_json::to_value(row).unwrap()));
            let disparities = measures.disparities.iter().filter(|row| of_scores(&row.metric));
            let disparities = disparities.map(|row| kept(serde_json::to_value(row).unwrap()));
            let curves = measures.curves.iter().map(|row| format!("{} {:?} {:?}", row.curve, row.value, row.x_share));
            estimates.chain(disparities).chain(curves).collect()
        };
        assert_eq!(kept(&one), kept(&other));
    }
    // The same ranking as with the scores' own values, and nothing that needs them.
    let valued = measure(&spec_of(SPEC), &exact(&compas()));
    for id in ["xauc", "superiority", "kolmogorov_smirnov", "wasserstein_distance.w1_rank", "abroca"] {
        let id = format!("d/{id}/-/g/a/vs/r");
        assert_eq!(disparity(&one, &id).value, disparity(&valued, &id).value, "{id}");
    }
    for id in ["mean_score.difference", "wasserstein_distance", "mean_score.standardised"] {
        let row = disparity(&one, &format!("d/{id}/-/g/a/vs/r"));
        assert!(row.value.is_none() && row.note.contains(&Note::NotDefinedForDesign), "{row:?}");
    }
    // A comparison at a stage without a threshold is answered, without a number.
    let row = disparity(&one, "d/threshold_disparity_curve.difference/selected/g/a/vs/r");
    assert!(row.value.is_none() && row.note.contains(&Note::NotDefinedForDesign), "{row:?}");
}

#[test]
fn ten_times_the_rows_give_the_same_values_and_narrower_intervals() {
    let spec = spec_of(&SPEC.replace("top = [3]", "top = []"));
    let one = measure(&spec, &exact(&union()));
    let more: Vec<Line> = union().into_iter().map(|line| (line.0, line.1, line.2, line.3, 10 * line.4)).collect();
    let ten = measure(&spec, &exact(&more));
    let check = |id: &str, one: [Option<Number>; 3], ten: [Option<Number>; 3], smoothed: bool| {
        let ([v, l, u], [w, m, n]) = (one.map(get), ten.map(get));
        assert!(smoothed || v.zip(w).is_some_and(|(v, w)| (v - w).abs() < 1e-9), "{id}: {v:?} {w:?}");
        if let (Some(l), Some(u), Some(m), Some(n)) = (l, u, m, n) {
            // Limits of a quantile are scores that occur, and may be the same.
            assert!(n - m < u - l || id.contains("score_quantile") && n - m <= u - l, "{id}");
        }
    };
    for row in one.estimates.iter().filter(|row| of_scores(&row.metric)) {
        let more = estimate(&ten, &row.id);
        check(&row.id, [row.value, row.lower, row.upper], [more.value, more.lower, more.upper], false);
    }
    for row in one.disparities.iter().filter(|row| of_scores(&row.metric)) {
        let more = disparity(&ten, &row.id);
        // A half more in every bin, and a pooled spread with two degrees of freedom less.
        let smoothed = matches!(row.method.as_deref(), Some("half_count" | "cohen_d_pooled" | "smd_average_variance"));
        check(&row.id, [row.value, row.lower, row.upper], [more.value, more.lower, more.upper], smoothed);
    }
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
fn another_row_changes_no_draw() {
    let one = measure(&spec_of(SPEC), &exact(&compas()));
    let more = [compas(), histogram("b", &DECILES, &WHITE[1], &BLACK[1])].concat();
    let other = measure(&spec_of(SPEC), &exact(&more));
    for id in ["kolmogorov_smirnov", "jensen_shannon_distance", "abroca"] {
        let id = format!("d/{id}/-/g/a/vs/r");
        assert_eq!(disparity(&one, &id), disparity(&other, &id));
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

/// A third of the way from 1 to 10 is no whole number of billionths, yet 4 is 4.
#[test]
fn points_of_a_range_are_summed_and_shown_as_they_were_written() {
    let decile = |score: f64| {
        let q = ((score - 1.0) / 9.0 * 1e9 + 0.5).floor() as u32;
        (q, u64::from(q))
    };
    let mut lines = histogram("a", &[2.0, 4.0, 9.0], &[3, 4, 1], &[1, 2, 5]);
    lines.extend(histogram("b", &[2.0, 6.0, 10.0], &[7, 4, 2], &[2, 3, 1]));
    let cube = Cube { bins: ScoreBins::Exact { bits: 7 }, ..cube(tables("g", None, &lines, decile)) };
    let spec = SPEC
        .replace("score = { column = \"s\", probability = true }", "score = { column = \"s\", range = [1, 10] }")
        .replace("thresholds = [0.3]", "thresholds = [5]")
        .replace("threshold = 0.5", "threshold = 6");
    let measures = measure(&spec_of(&spec), &cube);
    let mean = |group: &str| {
        let row =
            measures.estimates.iter().find(|row| row.metric == "mean_score" && row.group.as_deref() == Some(group));
        row.and_then(|row| row.value).unwrap().get()
    };
    // Twelve digits stand in a report.
    assert_eq!((mean("a"), mean("b")), (86.0 / 16.0, 4.736_842_105_26));
    let rows = measures.curves.iter().filter(|row| ["threshold", "score_distribution"].contains(&row.curve.as_str()));
    let mut places: Vec<f64> = rows.filter_map(|row| row.x).map(|x| x.get()).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    // With the threshold that the audit asks for.
    assert_eq!(places, [2.0, 4.0, 5.0, 6.0, 9.0, 10.0]);
}
