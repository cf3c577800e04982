//! The worked example of `methods/6` through the room, and what must hold of calibration whatever the data.

use std::collections::BTreeSet;

use crate::cube::{Cell, Cube, Dim, DimKind, MISSING, Measure, ScoreBins, Table};
use crate::measure::battery;
use crate::measure::rows::{CurveRow, DisparityRow, EstimateRow, Measures};
use crate::measure::tests::{measure, spec_of};
use crate::words::{HarmDirection, Harmed, METRICS, MetricFamily, Note, Number, Scale, Verdict};

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
score = { column = "s", probability = true }
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
metric = "calibration_in_the_large"
attributes = ["g"]
margin = 0.01
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
[[comparison]]
metric = "observed_expected_ratio"
scale = "ratio"
attributes = ["g"]
margin = 1.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
"#;

/// The deciles' middles, in billionths.
const DECILES: [u32; 10] = [
    50_000_000,
    150_000_000,
    250_000_000,
    350_000_000,
    450_000_000,
    550_000_000,
    650_000_000,
    750_000_000,
    850_000_000,
    950_000_000,
];

/// Counts by score of a group: without the outcome, with it.
type Histogram = [[u64; 10]; 2];

const BLACK: Histogram =
    [[307, 274, 201, 208, 189, 169, 163, 114, 111, 59], [91, 119, 145, 177, 176, 215, 237, 245, 269, 227]];
const WHITE: Histogram = [[539, 248, 180, 172, 130, 83, 55, 32, 30, 19], [142, 113, 93, 113, 111, 111, 88, 82, 68, 45]];

/// One line: groups of the attributes, arm, outcome, score, how many.
struct Line<'a> {
    groups: Vec<&'a str>,
    arm: Option<&'a str>,
    outcome: Option<bool>,
    q: Option<u32>,
    n: u64,
}

fn lines<'a>(group: &'a str, scores: &[u32], counts: [&[u64]; 2]) -> Vec<Line<'a>> {
    counts
        .into_iter()
        .enumerate()
        .flat_map(|(outcome, counts)| {
            scores.iter().zip(counts).filter(|(_, n)| **n > 0).map(move |(&q, &n)| Line {
                groups: vec![group],
                arm: None,
                outcome: Some(outcome == 1),
                q: Some(q),
                n,
            })
        })
        .collect()
}

fn histogram<'a>(group: &'a str, counts: &Histogram) -> Vec<Line<'a>> {
    lines(group, &DECILES, [&counts[0], &counts[1]])
}

/// A table by attributes, arm, outcome and, if `scored`, score.
fn table(name: &str, attributes: &[&str], lines: &[Line<'_>], scored: bool, bin: impl Fn(u32) -> u32) -> Table {
    let arms: Vec<String> = ["both", "model", "random"].map(str::to_owned).to_vec();
    let values = |at: usize| -> Vec<String> {
        let all: BTreeSet<&str> =
            lines.iter().map(|line| line.groups[at]).filter(|group| *group != "(missing)").collect();
        all.into_iter().map(str::to_owned).collect()
    };
    let mut dims: Vec<Dim> = attributes
        .iter()
        .enumerate()
        .map(|(at, attribute)| Dim { kind: DimKind::Attribute((*attribute).to_owned()), values: values(at) })
        .collect();
    let with_arm = lines.iter().any(|line| line.arm.is_some());
    if with_arm {
        dims.push(Dim { kind: DimKind::Arm, values: arms.clone() });
    }
    dims.push(Dim { kind: DimKind::Outcome, values: vec!["0".to_owned(), "1".to_owned()] });
    let mut measures = vec![Measure::Count];
    if scored {
        dims.push(Dim { kind: DimKind::ScoreBin, values: Vec::new() });
        measures.extend([Measure::Score, Measure::ScoreSquared]);
    }
    let code = |values: &[String], value: &str| values.iter().position(|v| v == value).map_or(MISSING, |at| at as u32);
    let mut cells: std::collections::BTreeMap<Vec<u32>, Vec<i128>> = std::collections::BTreeMap::new();
    for line in lines {
        let mut key: Vec<u32> =
            line.groups.iter().enumerate().map(|(at, group)| code(&dims[at].values, group)).collect();
        if with_arm {
            key.push(line.arm.map_or(MISSING, |arm| code(&arms, arm)));
        }
        key.push(line.outcome.map_or(MISSING, u32::from));
        let (n, q) = (i128::from(line.n), i128::from(line.q.unwrap_or(0)));
        let sums = if scored {
            key.push(line.q.map_or(MISSING, &bin));
            vec![n, n * q, n * q * q]
        } else {
            vec![n]
        };
        let cell = cells.entry(key).or_insert_with(|| vec![0; sums.len()]);
        cell.iter_mut().zip(sums).for_each(|(sum, more)| *sum += more);
    }
    let cells = cells.into_iter().map(|(key, sums)| Cell { key, sums }).collect();
    Table { name: name.to_owned(), part: None, dims, measures, cells }
}

fn cube_of(attributes: &[&str], lines: &[Line<'_>], bins: ScoreBins) -> Cube {
    let mut tables = vec![table("joint", attributes, lines, false, |q| q)];
    let name = format!("score:{}", attributes.join("*"));
    tables.push(match bins {
        ScoreBins::Ladder { .. } => {
            let firsts: Vec<(u32, u32)> =
                (0..10_000).filter_map(|key| Some((*bins.range(&[], key)?.start(), key))).collect();
            table(&name, attributes, lines, true, |q| firsts[firsts.partition_point(|(first, _)| *first <= q) - 1].1)
        }
        _ => table(&name, attributes, lines, true, |q| q),
    });
    Cube {
        counting_sha256: String::new(),
        bins,
        edges: Vec::new(),
        inputs: Vec::new(),
        rows: 0,
        warnings: Vec::new(),
        tables,
    }
}

fn exact(lines: &[Line<'_>]) -> Cube {
    cube_of(&["g"], lines, ScoreBins::Exact { bits: 7 })
}

fn compas() -> Cube {
    exact(&[histogram("black", &BLACK), histogram("r", &WHITE)].into_iter().flatten().collect::<Vec<_>>())
}

fn estimate<'m>(measures: &'m Measures, id: &str) -> &'m EstimateRow {
    measures.estimates.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id}"))
}

fn disparity<'m>(measures: &'m Measures, metric: &str) -> &'m DisparityRow {
    measures
        .disparities
        .iter()
        .find(|row| row.metric == metric && row.group.as_deref() != Some("(all groups)"))
        .unwrap_or_else(|| panic!("no row of {metric}"))
}

fn curve<'m>(measures: &'m Measures, curve: &str, group: &str) -> Vec<&'m CurveRow> {
    measures.curves.iter().filter(|row| row.curve == curve && row.group.as_deref() == Some(group)).collect()
}

fn get(number: Option<Number>) -> Option<f64> {
    number.map(Number::get)
}

fn near(number: Option<Number>, expected: f64, tolerance: f64) {
    let value = get(number);
    let good = value.is_some_and(|value| (value - expected).abs() <= tolerance * expected.abs().max(1.0));
    assert!(good, "{value:?} {expected}");
}

fn detail(row: &EstimateRow, key: &str) -> f64 {
    row.detail
        .as_ref()
        .and_then(|detail| detail.get(key)?.as_f64())
        .unwrap_or_else(|| panic!("{} has no {key}", row.id))
}

fn family() -> impl Iterator<Item = &'static str> {
    METRICS.iter().filter(|metric| metric.family == MetricFamily::Calibration).map(|metric| metric.name)
}

fn is_calibration(name: &str) -> bool {
    family().any(|known| known == name)
}

// methods/6, 6.1 to 6.7, printed to twelve digits there.
#[test]
fn the_worked_numbers_of_each_group_come_out() {
    let measures = measure(&spec_of(SPEC), &compas());
    let rows: &[(&str, [f64; 2])] = &[
        ("calibration_in_the_large", [0.0274621212121, 0.070130399348]),
        ("observed_expected_ratio", [1.05640455682, 1.21677793173]),
        ("calibration_intercept", [0.161903568733, 0.445495775936]),
        ("calibration_slope", [0.462123849787, 0.47055926632]),
        ("expected_calibration_error", [0.106439393939, 0.102363488183]),
        ("smooth_calibration_error", [0.101395450157, 0.0995838782786]),
        ("cumulative_calibration_error", [0.0669507575758, 0.0862469437653]),
        ("spiegelhalter_z", [21.9338775354, 19.7782657108]),
    ];
    for (metric, expected) in rows {
        for (group, expected) in ["black", "r"].into_iter().zip(expected) {
            let tolerance = if *metric == "smooth_calibration_error" { 1e-6 } else { 1e-10 };
            near(estimate(&measures, &format!("e/{metric}/-/g/{group}")).value, *expected, tolerance);
        }
    }
    let of = |metric: &str, group: &str| estimate(&measures, &format!("e/{metric}/-/g/{group}"));
    let large = of("calibration_in_the_large", "black");
    near(large.lower, 0.0118166888036, 1e-10);
    near(large.upper, 0.0431075536207, 1e-10);
    near(large.statistic, 4.05287320922, 1e-10);
    assert_eq!((get(large.events), get(large.n)), (Some(1901.0), Some(3696.0)));
    let ratio = of("observed_expected_ratio", "r");
    near(ratio.lower, 1.15893003085, 1e-10);
    near(ratio.upper, 1.27751330601, 1e-10);
    assert_eq!(ratio.method.as_deref(), Some("oe_linearised"));
    assert!(estimate(&measures, "e/observed_expected_ratio.oe_fixed/-/g/r").method.as_deref() == Some("oe_fixed"));
    let slope = of("calibration_slope", "black");
    near(slope.lower, 0.4151399, 1e-7);
    near(slope.upper, 0.5091078, 1e-7);
    near(of("calibration_intercept_with_slope", "black").statistic, 419.318877239, 1e-9);
    near(of("brier_score_miscalibration", "r").value, 0.0147598991131, 1e-10);
    near(of("brier_score_discrimination", "r").value, 0.0276147610919, 1e-10);
    near(of("brier_score_uncertainty", "r").value, 0.238688195312, 1e-10);
    near(of("log_loss_miscalibration", "r").value, 0.0694095392066, 1e-10);
}

#[test]
fn an_error_stands_beside_what_noise_alone_makes() {
    let measures = measure(&spec_of(SPEC), &compas());
    let ece = estimate(&measures, "e/expected_calibration_error/-/g/black");
    assert!((detail(ece, "expected_by_chance") - 0.0165096938676).abs() < 1e-10);
    // 3,000 draws: the quantile within about five of its standard errors.
    assert!((detail(ece, "quantile_95_by_chance") - 0.02362).abs() < 1.2e-3);
    // How fine the p-value can be stands beside it: ten scores, 30,000 binomials.
    assert_eq!(detail(ece, "draws"), 3000.0);
    assert!(get(ece.p_value).unwrap() < 1e-3);
    near(estimate(&measures, "e/expected_calibration_error.debiased_l1/-/g/black").value, 0.104915818009, 1e-10);
    near(estimate(&measures, "e/expected_calibration_error.debiased_squared/-/g/black").value, 0.0141317346527, 1e-10);
    let part = estimate(&measures, "e/brier_score_miscalibration/-/g/r");
    assert!((detail(part, "expected_by_chance") - 0.0006767).abs() < 5e-5);
    let path = estimate(&measures, "e/cumulative_calibration_error/-/g/black");
    near(path.statistic, 9.88062537558, 1e-10);
    // Ten scores: by draws, so never below one over the draws.
    assert!(get(path.p_value).unwrap() < 1e-3 && get(path.p_value).unwrap() > 1e-5);
    near(estimate(&measures, "e/cumulative_calibration_error.max_abs/-/g/r").value, 0.0862469437653, 1e-10);
}

// methods/6, 6.8.
#[test]
fn the_worked_comparisons_come_out_and_those_with_a_margin_are_judged() {
    let measures = measure(&spec_of(SPEC), &compas());
    let large = disparity(&measures, "calibration_in_the_large");
    assert_eq!(large.id, "d/calibration_in_the_large.difference/-/g/black/vs/r");
    near(large.value, -0.0426682781359, 1e-10);
    near(large.pointwise_lower, -0.0669733808373, 1e-10);
    near(large.pointwise_upper, -0.0183631754344, 1e-10);
    assert!(large.confirmatory && large.verdict == Verdict::Disparity);
    // methods/5, 5.5: the margin and 2.24 (of two blocks, with power 0.8) and 0.84 standard errors, which the worked limits have.
    let error = (0.0669733808373 - 0.0183631754344) / (2.0 * 1.959963984540054);
    near(large.minimum_detectable, 0.01 + (2.241402727605 + 0.841621233573) * error, 1e-9);
    // The score overstates the group's risk more than the reference's, and to be selected is a disadvantage.
    assert_eq!((large.harm_direction, large.harmed), (HarmDirection::Lower, Some(Harmed::Group)));
    let ratio = disparity(&measures, "observed_expected_ratio");
    near(ratio.value, 1.05640455682 / 1.21677793173, 1e-10);
    assert!(ratio.confirmatory && ratio.verdict == Verdict::Disparity && ratio.scale == Some(Scale::Ratio));
    assert!(get(ratio.minimum_detectable).is_some_and(|found| found > 1.05));
    let effect = disparity(&measures, "calibration_group_effect");
    near(effect.value, -0.283592207203, 1e-9);
    near(effect.statistic, 19.5025501517, 1e-8);
    assert_eq!((effect.test.as_deref(), get(effect.df)), (Some("likelihood_ratio"), Some(1.0)));
    let interaction = disparity(&measures, "calibration_interaction");
    near(interaction.value, -0.00843541653381, 1e-8);
    near(interaction.statistic, 2.84880648109, 1e-7);
    near(interaction.p_value, 0.240652, 1e-5);
    let path = disparity(&measures, "cumulative_calibration_difference");
    near(path.value, 0.0182640407764, 1e-10);
    near(path.lower, -0.00860959633704, 1e-10);
    near(path.upper, 0.0451376778898, 1e-10);
    near(path.statistic, 1.33972476845, 1e-9);
    near(path.p_value, 0.663044, 1e-5);
    for row in [effect, interaction, path, disparity(&measures, "brier_score")] {
        assert!(row.verdict == Verdict::NotAssessed && !row.confirmatory && row.note.contains(&Note::NoMargin));
    }
    let gap = disparity(&measures, "group_calibration_gap");
    assert!(gap.scale.is_none() && gap.id == "d/group_calibration_gap/-/g/black/vs/r");
    assert!(get(gap.value).unwrap() >= 0.0182640407764 / 2.0);
    assert!(gap.detail.as_ref().unwrap().contains_key("expected_by_chance"));
}

#[test]
fn a_score_that_is_no_probability_gets_the_reason_the_rates_and_the_comparison_at_equal_score() {
    let points = SPEC.replace("probability = true", "range = [0, 10]");
    let plain = SPEC.replace(", probability = true", "");
    let with = measure(&spec_of(SPEC), &compas());
    let ordered = Cube { bins: ScoreBins::Ordered { bits: 11, edges: Vec::new() }, ..compas() };
    for (spec, cube) in [(spec_of(&points), compas()), (spec_of(&plain), ordered)] {
        let measures = measure(&spec, &cube);
        for row in measures.estimates.iter().filter(|row| is_calibration(&row.metric)) {
            assert!(row.value.is_none() && row.lower.is_none() && row.p_value.is_none(), "{}", row.id);
            assert_eq!(row.note, [Note::NotAProbabilityScore], "{}", row.id);
        }
        for row in measures.disparities.iter().filter(|row| is_calibration(&row.metric)) {
            if row.metric == "cumulative_calibration_difference" {
                assert_eq!(row.value, disparity(&with, "cumulative_calibration_difference").value);
                continue;
            }
            assert!(row.value.is_none() && row.note.contains(&Note::NotAProbabilityScore), "{}", row.id);
            assert_eq!(row.verdict, Verdict::NotAssessed, "{}", row.id);
        }
        // As many rows as of a probability, but for second methods.
        let rows = |measures: &Measures| {
            let ids = measures.estimates.iter().filter(|row| is_calibration(&row.metric) && row.of.is_none());
            ids.map(|row| row.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(rows(&measures), rows(&with));
        assert_eq!(curve(&measures, "rate", "black").len(), 10);
        assert!(!curve(&measures, "cumulative_difference", "black").is_empty());
        let probability = ["reliability", "reliability_binned", "cumulative_calibration"];
        assert!(measures.curves.iter().all(|row| !probability.contains(&row.curve.as_str())));
    }
    let measures = measure(&spec_of(&points), &compas());
    let first = curve(&measures, "rate", "black")[0];
    near(first.x, 0.5, 1e-12);
    near(first.value, 91.0 / 398.0, 1e-12);
    assert!(get(first.lower) < get(first.value) && get(first.value) < get(first.upper));
}

#[test]
fn curves_rise_have_their_cases_under_them_and_a_band() {
    let measures = measure(&spec_of(SPEC), &compas());
    for group in ["black", "r", "(all)"] {
        let points = curve(&measures, "reliability", group);
        assert_eq!(points.len(), 10, "{group}");
        assert!(
            points.windows(2).all(|pair| get(pair[0].x) < get(pair[1].x) && get(pair[0].value) <= get(pair[1].value))
        );
        for point in &points {
            // Where the curve would lie if the score were right: around the diagonal.
            assert!(get(point.lower) < get(point.x) && get(point.x) < get(point.upper), "{}", point.id);
            assert!(point.band.as_deref() == Some("consistency") && get(point.n).unwrap() > 0.0);
        }
        assert_eq!(get(points[0].x_share), Some(1.0));
        let binned = curve(&measures, "reliability_binned", group);
        assert!(binned.iter().all(|point| get(point.lower) < get(point.value) && get(point.value) < get(point.upper)));
        // Each says which scores it holds: here one.
        for point in binned {
            let end = |key: &str| point.detail.as_ref().unwrap()[key].as_f64();
            assert!(end("score_from") == get(point.x) && end("score_to") == get(point.x), "{}", point.id);
        }
        let path = curve(&measures, "cumulative_calibration", group);
        assert_eq!(path.len(), 10);
    }
    let large = estimate(&measures, "e/calibration_in_the_large/-/g/r").value;
    near(curve(&measures, "cumulative_calibration", "r").last().unwrap().value, get(large).unwrap(), 1e-11);
    let end = disparity(&measures, "cumulative_calibration_difference").value;
    near(curve(&measures, "cumulative_difference", "black").last().unwrap().value, get(end).unwrap(), 1e-11);
    let honest = format!("{SPEC}[inference]\nmethods = {{ calibration_band = \"honest_band\" }}\n");
    let honest = measure(&spec_of(&honest), &compas());
    let first = curve(&honest, "reliability", "r")[0];
    // methods/6, 6.3, band 3.
    near(first.lower, 0.15965, 1e-5);
    near(first.upper, 0.264043, 1e-5);
    assert_eq!(first.band.as_deref(), Some("simultaneous"));
}

#[test]
fn a_point_of_a_tenth_with_several_scores_says_the_ends_of_the_tenth() {
    let scores = [210_000_000, 290_000_000, 300_000_000];
    let both =
        [lines("a", &scores, [&[80, 60, 30], &[20, 20, 10]]), lines("r", &scores, [&[80, 60, 30], &[20, 20, 10]])];
    let all: Vec<Line<'_>> = both.into_iter().flatten().collect();
    let measures = measure(&spec_of(SPEC), &exact(&all));
    let points = curve(&measures, "reliability_binned", "a");
    let ends: Vec<[Option<f64>; 2]> = points
        .iter()
        .map(|point| ["score_from", "score_to"].map(|key| point.detail.as_ref().unwrap()[key].as_f64()))
        .collect();
    assert_eq!(ends, [[Some(0.2), Some(0.3)], [Some(0.3), Some(0.3)]]);
}

#[test]
fn a_group_below_a_hundred_has_no_curve_and_one_outcome_has_one_point_that_says_so() {
    let small = lines("small", &DECILES[..2], [&[40, 20], &[9, 30]]);
    let never = lines("never", &DECILES[..2], [&[400, 200], &[0, 0]]);
    let all: Vec<Line<'_>> = [small, never, histogram("r", &WHITE)].into_iter().flatten().collect();
    let measures = measure(&spec_of(SPEC), &exact(&all));
    for name in ["reliability", "reliability_binned", "cumulative_calibration", "cumulative_difference"] {
        assert!(curve(&measures, name, "small").is_empty(), "{name}");
    }
    let points = curve(&measures, "reliability", "never");
    assert_eq!(points.len(), 1);
    assert!(points[0].value.is_none() && points[0].note.contains(&Note::NoPositives));
    let slope = estimate(&measures, "e/calibration_slope/-/g/never");
    assert!(slope.value.is_none() && slope.note.contains(&Note::NoPositives));
    let large = estimate(&measures, "e/calibration_in_the_large/-/g/never");
    assert_eq!(large.method.as_deref(), Some("poisson_exact"));
    // Nobody with the outcome: limits there are, a verdict there is not.
    let row = measures.disparities.iter().find(|row| row.id == "d/calibration_in_the_large.difference/-/g/never/vs/r");
    let row = row.unwrap();
    assert!(row.lower.is_some() && row.verdict == Verdict::Inconclusive && row.note.contains(&Note::TooFew));
    // Nor is a difference said to be there by limits that nothing may rest on.
    assert_eq!((row.excludes_no_difference, row.harmed, row.p_value), (None, None, None));
}

#[test]
fn the_notes_of_small_and_strange_groups_stand_where_they_belong() {
    let of = |scores: &[u32], counts: [&[u64]; 2], metric: &str| {
        let all: Vec<Line<'_>> = [lines("a", scores, counts), histogram("r", &WHITE)].into_iter().flatten().collect();
        let measures = measure(&spec_of(SPEC), &exact(&all));
        estimate(&measures, &format!("e/{metric}/-/g/a")).clone()
    };
    let two = &DECILES[..2];
    assert!(of(two, [&[30, 20], &[2, 3]], "calibration_intercept").note.contains(&Note::TooFewEvents));
    assert!(of(two, [&[30, 0], &[0, 30]], "calibration_slope").note.contains(&Note::Separation));
    assert!(of(two, [&[30, 0], &[0, 30]], "calibration_intercept").value.is_some());
    assert!(of(&two[..1], [&[30], &[30]], "calibration_slope").note.contains(&Note::ScoreConstant));
    let certain = [0, 500_000_000, 1_000_000_000];
    let loss = of(&certain, [&[20, 20, 0], &[1, 20, 20]], "log_loss");
    assert!(loss.value.is_none() && loss.note.contains(&Note::LogInfinite) && detail(&loss, "contradicted") == 1.0);
    let fit = of(&certain, [&[20, 20, 0], &[1, 20, 20]], "calibration_intercept");
    assert!(fit.note.contains(&Note::LogInfinite) && detail(&fit, "cases_left_out") == 41.0);
    assert!(get(fit.n) == Some(40.0));
    let part = of(&certain, [&[20, 20, 0], &[1, 20, 20]], "log_loss_miscalibration");
    assert!(part.value.is_none() && part.note.contains(&Note::LogInfinite));
    assert!(of(&certain, [&[20, 20, 0], &[1, 20, 20]], "log_loss_discrimination").value.is_some());
    let sure = [0, 1_000_000_000];
    let path = of(&sure, [&[20, 1], &[0, 20]], "cumulative_calibration_error");
    assert!(path.value.is_some() && path.p_value.is_none() && path.note.contains(&Note::VarianceNotEstimable));
    assert!(of(&sure, [&[20, 0], &[0, 20]], "spiegelhalter_z").note.contains(&Note::VarianceNotEstimable));
}

#[test]
fn scores_that_do_not_meet_have_little_overlap() {
    let apart = lines("a", &DECILES[8..], [&[60, 50], &[40, 70]]);
    let low = lines("r", &DECILES[..2], [&[60, 50], &[40, 70]]);
    let measures = measure(&spec_of(SPEC), &exact(&[apart, low].into_iter().flatten().collect::<Vec<_>>()));
    for metric in ["cumulative_calibration_difference", "group_calibration_gap"] {
        let row = disparity(&measures, metric);
        assert!(row.value.is_none() && row.note.contains(&Note::LittleOverlap), "{metric}");
    }
    // One in ten of the group without a counterpart.
    let mostly = lines("a", &DECILES[..3], [&[60, 50, 12], &[40, 30, 8]]);
    let low = lines("r", &DECILES[..2], [&[60, 50], &[40, 70]]);
    let measures = measure(&spec_of(SPEC), &exact(&[mostly, low].into_iter().flatten().collect::<Vec<_>>()));
    let row = disparity(&measures, "cumulative_calibration_difference");
    assert!(row.value.is_some() && row.note.contains(&Note::LittleOverlap));
    assert!((row.detail.as_ref().unwrap()["overlap_group"].as_f64().unwrap() - 0.9).abs() < 1e-12);
}

/// What holds of every row whatever the data.
fn sound(measures: &Measures) {
    battery::sound(measures);
    for row in measures.estimates.iter().filter(|row| is_calibration(&row.metric)) {
        inside(&row.id, row.value, row.bound_lower, row.bound_upper);
        assert!(get(row.p_value).is_none_or(|p| (0.0..=1.0).contains(&p)), "{}", row.id);
    }
    for row in measures.disparities.iter().filter(|row| is_calibration(&row.metric)) {
        assert!(get(row.p_value).is_none_or(|p| (0.0..=1.0).contains(&p)), "{}", row.id);
    }
    let mut ids = BTreeSet::new();
    for row in &measures.curves {
        assert!(ids.insert(row.id.clone()), "{} twice", row.id);
        assert!(row.x.is_some() && (row.value.is_some() || !row.note.is_empty()), "{}", row.id);
    }
}

fn inside(id: &str, value: Option<Number>, lower: Option<Number>, upper: Option<Number>) {
    if let (Some(value), Some(lower)) = (get(value), get(lower)) {
        assert!(lower <= value + 1e-9 * value.abs().max(1e-3), "{id}: {value} below {lower}");
    }
    if let (Some(value), Some(upper)) = (get(value), get(upper)) {
        assert!(value <= upper + 1e-9 * value.abs().max(1e-3), "{id}: {value} above {upper}");
    }
}

#[test]
fn every_degenerate_table_gives_numbers_in_range_or_null_with_a_reason() {
    let scores = [0, 300_000_000, 1_000_000_000];
    let tables: [[[u64; 3]; 2]; 12] = [
        [[0, 0, 0], [0, 0, 0]],
        [[1, 0, 0], [0, 0, 0]],
        [[0, 0, 0], [0, 1, 0]],
        [[0, 0, 1], [0, 0, 0]],
        [[5, 5, 5], [0, 0, 0]],
        [[0, 0, 0], [5, 5, 5]],
        [[9, 0, 0], [0, 0, 9]],
        [[0, 0, 9], [9, 0, 0]],
        [[0, 60, 0], [0, 60, 0]],
        [[60, 0, 60], [60, 0, 60]],
        [[60, 20, 0], [0, 20, 60]],
        [[40, 120, 3], [11, 70, 25]],
    ];
    for group in &tables {
        for reference in &tables {
            let all: Vec<Line<'_>> =
                [lines("a", &scores, [&group[0], &group[1]]), lines("r", &scores, [&reference[0], &reference[1]])]
                    .into_iter()
                    .flatten()
                    .collect();
            let measures = measure(&spec_of(SPEC), &exact(&all));
            sound(&measures);
            for row in measures.disparities.iter().filter(|row| row.confirmatory) {
                let few = [group, reference].iter().any(|one| one.iter().flatten().sum::<u64>() <= 1);
                let claims = matches!(row.verdict, Verdict::Disparity | Verdict::WithinMargin);
                assert!(!(few && claims), "{} {group:?} {reference:?}: {:?}", row.id, row.verdict);
            }
        }
    }
}

#[test]
fn swapping_group_and_reference_turns_every_comparison_round() {
    let one = measure(&spec_of(SPEC), &compas());
    let all: Vec<Line<'_>> = [histogram("black", &WHITE), histogram("r", &BLACK)].into_iter().flatten().collect();
    let other = measure(&spec_of(SPEC), &exact(&all));
    let mut seen = BTreeSet::new();
    for row in one.disparities.iter().filter(|row| is_calibration(&row.metric)) {
        let back = disparity(&other, &row.metric);
        let close = |x: Option<Number>, y: Option<f64>| match (get(x), y) {
            (Some(x), Some(y)) => (x - y).abs() < 1e-8 * y.abs().max(1e-3),
            (None, None) => true,
            _ => false,
        };
        // Standardised to the scores of the group, which differ.
        if row.metric == "cumulative_calibration_difference" {
            continue;
        }
        match row.scale {
            Some(Scale::Ratio) => {
                let over = |x: Option<Number>| get(x).map(|x| 1.0 / x);
                assert!(close(row.value, over(back.value)) && close(row.lower, over(back.upper)), "{}", row.id);
            }
            Some(_) => {
                let minus = |x: Option<Number>| get(x).map(|x| -x);
                assert!(close(row.value, minus(back.value)) && close(row.lower, minus(back.upper)), "{}", row.id);
            }
            None => assert!(close(row.value, get(back.value)), "{}", row.id),
        }
        assert_eq!(row.verdict, back.verdict, "{}", row.id);
        seen.insert(row.metric.as_str());
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
}

#[test]
fn renamed_groups_give_the_same_numbers_and_the_order_of_cells_changes_nothing() {
    let one = measure(&spec_of(SPEC), &compas());
    let text = SPEC.replace("reference = \"r\"", "reference = \"zz\"");
    let all: Vec<Line<'_>> = [histogram("bb", &BLACK), histogram("zz", &WHITE)].into_iter().flatten().collect();
    let other = measure(&spec_of(&text), &exact(&all));
    let numbers = |measures: &Measures, renamed: bool| -> Vec<String> {
        let name = |id: &str| {
            if renamed { id.replace("/bb", "/black").replace("/zz", "/r") } else { id.to_owned() }
        };
        let estimates = measures.estimates.iter().map(|row| (&row.id, row.value, row.lower, row.p_value));
        let disparities = measures.disparities.iter().map(|row| (&row.id, row.value, row.lower, row.p_value));
        let mut out: Vec<String> = estimates
            .chain(disparities)
            .map(|(id, value, lower, p)| format!("{} {value:?} {lower:?} {p:?}", name(id)))
            .collect();
        out.sort();
        out
    };
    assert_eq!(numbers(&one, false), numbers(&other, true));
    let mut turned = compas();
    turned.tables.iter_mut().for_each(|table| table.cells.reverse());
    turned.tables.reverse();
    let other = measure(&spec_of(SPEC), &turned);
    assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&other).unwrap());
}

#[test]
fn another_group_changes_no_row_of_the_others() {
    let one = measure(&spec_of(SPEC), &compas());
    let third = lines("third", &DECILES, [&WHITE[0], &BLACK[1]]);
    let all: Vec<Line<'_>> =
        [histogram("black", &BLACK), histogram("r", &WHITE), third].into_iter().flatten().collect();
    let three = measure(&spec_of(SPEC), &exact(&all));
    let of_groups = |row: &&EstimateRow| is_calibration(&row.metric) && row.group.as_deref() != Some("(all)");
    for row in one.estimates.iter().filter(of_groups) {
        assert_eq!(Some(row), three.estimates.iter().find(|other| other.id == row.id), "{}", row.id);
    }
    for row in one.curves.iter().filter(|row| row.curve == "reliability" && row.group.as_deref() == Some("black")) {
        let same = three.curves.iter().find(|other| other.id == row.id).unwrap();
        assert_eq!((row.value, row.lower, row.upper), (same.value, same.lower, same.upper));
    }
}

#[test]
fn a_histogram_that_is_only_bounded_gives_no_figure_and_no_curve() {
    let mut cube = compas();
    for table in &mut cube.tables {
        table.measures.push(Measure::Slack);
        table.cells.iter_mut().for_each(|cell| cell.sums.push(0));
        let slack = table.measures.len() - 1;
        table.cells[0].sums[slack] = 4;
    }
    let measures = measure(&spec_of(SPEC), &cube);
    let of_group = |group: Option<&str>| group == Some("black");
    for row in measures.estimates.iter().filter(|row| is_calibration(&row.metric) && of_group(row.group.as_deref())) {
        assert!(row.value.is_none() && row.note.contains(&Note::SuppressedCells), "{}", row.id);
    }
    for row in measures.disparities.iter().filter(|row| is_calibration(&row.metric)) {
        assert!(row.value.is_none() && row.note.contains(&Note::SuppressedCells), "{}", row.id);
        assert_eq!(row.verdict, Verdict::NotAssessed, "{}", row.id);
    }
    assert!(curve(&measures, "reliability", "black").is_empty() && !curve(&measures, "reliability", "r").is_empty());
}

#[test]
fn each_arm_speaks_for_itself_and_the_random_one_is_judged() {
    let spec = SPEC
        .replace("design = \"full\"", "design = \"two_arm\"\npopulation = 100000")
        .replace("[roles]\n", "[roles]\narm = { column = \"arm\", model = [\"model\"], random = [\"random\"] }\n")
        .replace("column = \"d\"\npositive = [\"1\"]\n", "");
    let with_arm = |arm: &'static str, lines: Vec<Line<'static>>| -> Vec<Line<'static>> {
        lines.into_iter().map(|line| Line { arm: Some(arm), ..line }).collect()
    };
    let all: Vec<Line<'_>> = [
        with_arm("random", histogram("black", &BLACK)),
        with_arm("random", histogram("r", &WHITE)),
        with_arm("model", lines("black", &DECILES[4..], [&WHITE[0][4..], &WHITE[1][4..]])),
        with_arm("model", histogram("r", &BLACK)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let measures = measure(&spec_of(&spec), &exact(&all));
    sound(&measures);
    // Scores of the random arm tell that those of the model arm are cut off.
    let model = estimate(&measures, "e/calibration_in_the_large/-/g/black/model");
    assert!(model.note.contains(&Note::RangeRestricted));
    let model = estimate(&measures, "e/calibration_in_the_large/-/g/r/model");
    near(model.value, 0.0274621212121, 1e-10);
    assert!(!model.note.contains(&Note::RangeRestricted));
    let random = estimate(&measures, "e/calibration_in_the_large/-/g/black/random");
    near(random.value, 0.0274621212121, 1e-10);
    assert!(!random.note.contains(&Note::RangeRestricted));
    let judged: Vec<&DisparityRow> = measures
        .disparities
        .iter()
        .filter(|row| row.metric == "calibration_in_the_large" && row.confirmatory)
        .collect();
    assert_eq!(judged.iter().map(|row| row.arm.as_deref()).collect::<Vec<_>>(), [Some("random")]);
    let alone: Vec<Line<'_>> =
        [with_arm("model", histogram("black", &BLACK)), with_arm("model", histogram("r", &WHITE))]
            .into_iter()
            .flatten()
            .collect();
    let measures = measure(&spec_of(&spec), &exact(&alone));
    let row = disparity(&measures, "calibration_in_the_large");
    // Only the selected have scores: of the pool's share at a score, and for a verdict, nothing is known.
    assert!(row.verdict == Verdict::Inconclusive && row.note.contains(&Note::RangeRestricted));
    assert!(measures.curves.iter().all(|row| row.x_share.is_none()));
}

#[test]
fn thousands_of_binned_scores_give_short_curves_and_say_what_bins_may_hide() {
    // A score that promises too much: outcomes at four fifths of it.
    let scores: Vec<u32> = (1..8_000).map(|k| k * 125_000 + 7).collect();
    let positives: Vec<u64> = scores.iter().map(|q| u64::from(*q) * 16 / 1_000_000_000).collect();
    let negatives: Vec<u64> = positives.iter().map(|n| 20 - n).collect();
    let all: Vec<Line<'_>> =
        [lines("a", &scores, [&negatives, &positives]), lines("r", &scores, [&positives, &negatives])]
            .into_iter()
            .flatten()
            .collect();
    let measures = measure(&spec_of(SPEC), &cube_of(&["g"], &all, ScoreBins::Ladder { bits: 7 }));
    sound(&measures);
    for curve_name in ["reliability", "reliability_binned", "cumulative_calibration", "cumulative_difference"] {
        let points = curve(&measures, curve_name, "a").len();
        assert!((10..=210).contains(&points), "{curve_name}: {points}");
    }
    for metric in ["log_loss", "smooth_calibration_error", "cumulative_calibration_error", "brier_score_miscalibration"]
    {
        let row = estimate(&measures, &format!("e/{metric}/-/g/a"));
        assert!(row.note.contains(&Note::BinningBound) && get(row.bound_upper) > get(row.value), "{metric}");
    }
    let part = estimate(&measures, "e/brier_score_miscalibration/-/g/a");
    assert!(part.p_value.is_some() && !part.detail.as_ref().unwrap().contains_key("expected_by_chance"));
    let exact = measure(&spec_of(SPEC), &exact(&all));
    let effects = [&measures, &exact].map(|all| get(disparity(all, "calibration_group_effect").value).unwrap());
    assert!((effects[0] / effects[1] - 1.0).abs() < 1e-4, "{effects:?}");
    for metric in ["calibration_in_the_large", "brier_score", "observed_expected_ratio"] {
        let (a, b) =
            (estimate(&measures, &format!("e/{metric}/-/g/a")), estimate(&exact, &format!("e/{metric}/-/g/a")));
        near(a.value, get(b.value).unwrap(), 1e-12);
    }
    let slope = |measures: &Measures| get(estimate(measures, "e/calibration_slope/-/g/a").value).unwrap();
    assert!((slope(&measures) / slope(&exact) - 1.0).abs() < 1e-4);
    for metric in ["log_loss", "smooth_calibration_error", "cumulative_calibration_error", "brier_score_miscalibration"]
    {
        let (bounds, truth) = (
            estimate(&measures, &format!("e/{metric}/-/g/a")),
            get(estimate(&exact, &format!("e/{metric}/-/g/a")).value).unwrap(),
        );
        let (low, high) = (get(bounds.bound_lower).unwrap(), get(bounds.bound_upper).unwrap());
        assert!(low - 1e-9 <= truth && truth <= high + 1e-9, "{metric}: {truth} outside {low} to {high}");
    }
}

#[test]
fn the_worst_group_of_an_intersection_is_named_and_its_p_counts_the_others() {
    let spec = format!(
        "{SPEC}[[attribute]]\nname = \"h\"\nground = \"age\"\nreference = \"x\"\n[[intersection]]\nof = [\"g\", \"h\"]\n"
    );
    let crossed = |g: &'static str, h: &'static str, counts: &Histogram| -> Vec<Line<'static>> {
        histogram(g, counts).into_iter().map(|line| Line { groups: vec![g, h], ..line }).collect()
    };
    let tiny = vec![Line { groups: vec!["black", "y"], arm: None, outcome: Some(true), q: Some(DECILES[3]), n: 40 }];
    let all: Vec<Line<'_>> =
        [crossed("black", "x", &BLACK), crossed("r", "x", &WHITE), tiny].into_iter().flatten().collect();
    let measures = measure(&spec_of(&spec), &cube_of(&["g", "h"], &all, ScoreBins::Exact { bits: 7 }));
    let of = |group: &str| estimate(&measures, &format!("e/multicalibration_error/-/g%2Ah/{group}"));
    near(of("black%2Ax").value, 9.88062537558, 1e-10);
    near(of("r%2Ax").value, 10.9808495486, 1e-10);
    assert!(of("black%2Ay").value.is_none() && of("black%2Ay").note.contains(&Note::BelowSupport));
    let all = of("(all groups)");
    near(all.value, 10.9808495486, 1e-10);
    assert_eq!(all.detail.as_ref().unwrap()["pair"], serde_json::json!(["r*x"]));
    assert!(all.note.contains(&Note::GroupsLeftOut) && detail(all, "groups_left_out") == 1.0);
    assert!((2.0..3.5).contains(&detail(all, "quantile_95_by_chance")));
    assert!(get(all.p_value).unwrap() < 4e-3);
}
