//! Known numbers of `methods/worked-2.json`, file 8, through the room, and what must hold of every row of a proxy.

use std::collections::BTreeMap;

use crate::cube::{Cell, Cube, Dim, DimKind, MISSING, Measure, Table};
use crate::measure::battery::sound;
use crate::measure::rows::{DisparityRow, EstimateRow, Measures};
use crate::measure::tests::{cube, measure, spec_of, table};
use crate::words::{Note, Number, Verdict};

/// Rows that are alike: probabilities of `a` and `r` (`None`: none), selected, outcome, true group, how many.
type Row = (Option<(f64, f64)>, bool, Option<bool>, Option<&'static str>, u64);

const SPEC: &str = r#"
spec_version = 1
[audit]
id = "proxy"
kind = "illustration"
date = 2026-11-26
title = "t"
[system]
name = "s"
kind = "risk_selection"
pool = "p"
unit = "u"
[data]
design = "full"
path = "a.csv"
[roles]
outcome = { column = "y", positive = ["1"], negative = ["0"] }
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
favourable = false
[[attribute]]
name = "g"
ground = "ethnicity"
reference = "r"
[attribute.membership]
columns = { a = "p_a", r = "p_r" }
validated = "truth"
[[comparison]]
metric = "selection_rate"
stage = "selected"
attributes = ["g"]
margin = 0.05
reason = "r"
decided = { on = 2026-01-01, by = "b", role = "lawyer" }
"#;

/// What tells cells apart: band, largest, true group, selected, outcome.
type Alike = (Option<String>, Option<u32>, Option<&'static str>, bool, Option<bool>);

/// The cube of these rows: everybody's table, and the one of the memberships.
fn cube_of(rows: &[Row]) -> Cube {
    let q = |p: f64| (p * 1e9).round() as i128;
    let mut labels: Vec<String> = Vec::new();
    let mut cells: BTreeMap<Alike, Vec<i128>> = BTreeMap::new();
    for &(p, selected, outcome, truth, n) in rows {
        let band =
            p.map(|(a, r)| format!("{}.{}", (q(a) * 20 / 1_000_000_000).min(19), (q(r) * 20 / 1_000_000_000).min(19)));
        labels.extend(band.clone());
        let largest = p.and_then(|(a, r)| {
            if a > r {
                Some(0)
            } else if r > a {
                Some(1)
            } else {
                None
            }
        });
        let (a, r) = p.map_or((0, 0), |(a, r)| (q(a), q(r)));
        let n = i128::from(n);
        let sums = cells.entry((band, largest, truth, selected, outcome)).or_insert_with(|| vec![0; 6]);
        for (sum, value) in sums.iter_mut().zip([n, n * a, n * r, n * a * a, n * a * r, n * r * r]) {
            *sum += value;
        }
    }
    labels.sort();
    labels.dedup();
    let mut truths: Vec<String> = rows.iter().filter_map(|row| row.3.map(str::to_owned)).collect();
    truths.sort();
    truths.dedup();
    let place = |values: &[String], value: &str| values.iter().position(|known| known == value).unwrap() as u32;
    let yes = || vec!["0".to_owned(), "1".to_owned()];
    let own = || "g".to_owned();
    let mut cells: Vec<Cell> = cells
        .into_iter()
        .map(|((band, largest, truth, selected, outcome), sums)| Cell {
            key: vec![
                band.map_or(MISSING, |band| place(&labels, &band)),
                largest.unwrap_or(MISSING),
                truth.map_or(MISSING, |truth| place(&truths, truth)),
                u32::from(selected),
                outcome.map_or(MISSING, u32::from),
            ],
            sums,
        })
        .collect();
    cells.sort_by(|x, y| x.key.cmp(&y.key));
    let share = |group: &str| Measure::Membership(own(), group.to_owned());
    let product = |x: &str, y: &str| Measure::MembershipProduct(own(), x.to_owned(), y.to_owned());
    let proxy = Table {
        name: "proxy:g".to_owned(),
        part: None,
        dims: vec![
            Dim { kind: DimKind::ProxyBand(own()), values: labels },
            Dim { kind: DimKind::ProxyLargest(own()), values: vec!["a".to_owned(), "r".to_owned()] },
            Dim { kind: DimKind::Validated(own()), values: truths },
            Dim { kind: DimKind::Stage("selected".to_owned()), values: yes() },
            Dim { kind: DimKind::Outcome, values: yes() },
        ],
        measures: vec![Measure::Count, share("a"), share("r"), product("a", "a"), product("a", "r"), product("r", "r")],
        cells,
    };
    let lines: Vec<_> = rows.iter().map(|row| ("x", None, Some(row.1), row.2, row.4)).collect();
    let mut everybody = table("g", None, Some("selected"), &lines);
    everybody.dims.remove(0);
    let mut sums: BTreeMap<Vec<u32>, Vec<i128>> = BTreeMap::new();
    for cell in everybody.cells {
        sums.entry(cell.key[1..].to_vec()).or_insert_with(|| vec![0])[0] += cell.sums[0];
    }
    everybody.cells = sums.into_iter().map(|(key, sums)| Cell { key, sums }).collect();
    cube(vec![everybody, proxy])
}

fn of(spec: &str, rows: &[Row]) -> Measures {
    let measures = measure(&spec_of(spec), &cube_of(rows));
    sound(&measures);
    measures
}

fn get(number: Option<Number>) -> f64 {
    number.map(Number::get).unwrap()
}

fn near(number: Option<Number>, expected: f64) {
    assert!((get(number) - expected).abs() < 1e-9 * expected.abs().max(1.0), "{} {expected}", get(number));
}

fn estimate<'m>(measures: &'m Measures, id: &str) -> &'m EstimateRow {
    measures.estimates.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id}"))
}

fn disparity<'m>(measures: &'m Measures, id: &str) -> &'m DisparityRow {
    measures.disparities.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id}"))
}

const RATE: &str = "e/selection_rate/selected/g/a";
const DIFFERENCE: &str = "d/selection_rate.difference/selected/g/a/vs/r";

/// `8.3/small`, with the outcomes of `8.3/tpr`: n = 400, 300, 300; p = .8, .4, .1.
fn small() -> Vec<Row> {
    let cells = [(0.8, [120, 120, 40, 120]), (0.4, [40, 50, 20, 190]), (0.1, [10, 35, 20, 235])];
    cells
        .iter()
        .flat_map(|&(p, [selected_true, selected_false, not_true, neither])| {
            let p = Some((p, 1.0 - p));
            [
                (p, true, Some(true), None, selected_true),
                (p, true, Some(false), None, selected_false),
                (p, false, Some(true), None, not_true),
                (p, false, Some(false), None, neither),
            ]
        })
        .collect()
}

#[test]
fn the_weighted_estimate_of_eight_rows_is_the_worked_one() {
    let p = [0.9, 0.8, 0.6, 0.5, 0.4, 0.2, 0.1, 0.05];
    let d = [true, true, false, true, false, true, false, false];
    let rows: Vec<Row> = p.iter().zip(d).map(|(&p, d)| (Some((p, 1.0 - p)), d, Some(false), None, 1)).collect();
    let measures = of(SPEC, &rows);
    near(estimate(&measures, "e/selection_rate.proxy_weighted/selected/g/a").value, 0.676_056_338_028_169_1);
    near(estimate(&measures, "e/selection_rate.proxy_weighted/selected/g/r").value, 0.359_550_561_797_752_8);
    let row = disparity(&measures, "d/selection_rate.difference.proxy_weighted/selected/g/a/vs/r");
    near(row.value, 0.316_505_776_230_416_3);
    near(row.lower, -0.031_392_891_427_602_82);
    near(row.upper, 0.664_404_443_888_435_4);
    let group = measures.groups.iter().find(|row| row.group == "a").unwrap();
    near(group.n, 3.55);
    assert!((get(group.effective_n) - 5.545).abs() < 1e-3);
}

#[test]
fn the_bounds_of_three_cells_are_the_worked_ones() {
    let measures = of(SPEC, &small());
    let row = estimate(&measures, RATE);
    assert!(row.value.is_none() && row.note.contains(&Note::BoundsOnly));
    near(row.bound_lower, 0.340_425_531_914_893_55);
    near(row.bound_upper, 0.765_957_446_808_510_6);
    near(row.lower, 0.297_002_187_761);
    near(row.upper, 0.818_580_820_585);
    let shown: Vec<f64> = serde_json::from_value(row.detail.as_ref().unwrap()["imbens_manski"].clone()).unwrap();
    assert!((shown[0] - 0.303_983_512_730).abs() < 1e-9 && (shown[1] - 0.810_120_374_240).abs() < 1e-9);
    let row = disparity(&measures, DIFFERENCE);
    near(row.bound_lower, -0.065_234_845_443_597_03);
    near(row.bound_upper, 0.737_655_560_016_057_8);
    assert_eq!((row.verdict, row.confirmatory, row.value.is_none()), (Verdict::Inconclusive, true, true));
}

#[test]
fn the_bounds_given_the_outcome_are_the_worked_ones_without_and_with_the_assumption() {
    let measures = of(SPEC, &small());
    let row = estimate(&measures, "e/true_positive_rate/selected/g/a");
    near(row.bound_lower, 0.333_333_333_333_333_54);
    near(row.bound_upper, 1.0);
    let row = estimate(&measures, "e/true_positive_rate.proxy_bounds_outcome_independent/selected/g/a");
    near(row.bound_lower, 0.593_548_387_096_774_2);
    near(row.bound_upper, 0.948_387_096_774_193_5);
}

#[test]
fn the_tipping_points_and_the_curve_are_the_worked_ones() {
    let measures = of(SPEC, &small());
    let row = |parameter: &str| {
        let found = measures
            .sensitivity
            .iter()
            .find(|row| row["disparity_id"] == DIFFERENCE && row["parameter"] == parameter && row["kind"] == "proxy");
        found.unwrap()["tipping_value"].as_f64().unwrap()
    };
    assert!((row("odds_ratio_at_zero") - 0.099_044_325_540_4).abs() < 1e-9);
    assert!((row("odds_ratio_at_margin") - 0.208_152_836_126).abs() < 1e-9);
    let points: Vec<(f64, f64)> = measures
        .curves
        .iter()
        .filter(|row| row.curve == "proxy_tipping" && row.metric == "selection_rate")
        .map(|row| (get(row.x), get(row.value)))
        .collect();
    assert_eq!(points.len(), 8);
    let at = |x: f64| points.iter().find(|point| (point.0 - x).abs() < 1e-9).unwrap().1;
    assert!((at(1.0) - 0.225_812_926_536).abs() < 1e-9 && (at(2.0) - 0.323_480_645_144).abs() < 1e-9);
}

/// `8.5/validation`: a proxy of two values, decisions, validated rows among them.
fn validated() -> Vec<Row> {
    let cells = [
        ((0.9, 0.1), true, 30, 6, 150),
        ((0.9, 0.1), false, 24, 10, 200),
        ((0.1, 0.9), true, 5, 25, 120),
        ((0.1, 0.9), false, 8, 92, 400),
    ];
    cells
        .iter()
        .flat_map(|&(p, d, a, r, rest)| {
            [
                (Some(p), d, Some(false), Some("a"), a),
                (Some(p), d, Some(false), Some("r"), r),
                (Some(p), d, Some(false), None, rest),
            ]
        })
        .collect()
}

#[test]
fn double_sampling_gives_the_worked_difference_and_limits() {
    let measures = of(SPEC, &validated());
    let row = disparity(&measures, "d/selection_rate.difference.double_sampling/selected/g/a/vs/r");
    near(row.value, 0.239_522_353_763_683_1);
    near(row.lower, 0.129_667_748_247_214_8);
    near(row.upper, 0.349_376_959_280_151_44);
    // With a proxy of two values the bands are its two groups.
    let row = disparity(&measures, "d/selection_rate.difference.validated_post_stratified/selected/g/a/vs/r");
    near(row.value, 0.239_522_353_763_683_1);
}

#[test]
fn only_a_validated_random_sample_gives_an_ordinary_interval_that_a_verdict_reads() {
    let sample =
        of(&SPEC.replace("validated = \"truth\"", "validated = \"truth\"\nvalidated_random = true"), &validated());
    let row = disparity(&sample, DIFFERENCE);
    assert_eq!(row.method.as_deref().map(|word| word.starts_with("validated_post_stratified")), Some(true));
    assert_eq!((row.verdict, row.confirmatory), (Verdict::Disparity, true));
    let range = disparity(&sample, "d/selection_rate.difference.proxy_bounds/selected/g/a/vs/r");
    assert_eq!((range.verdict, range.confirmatory), (Verdict::NotAssessed, false));
    let volunteers = of(SPEC, &validated());
    let row = disparity(&volunteers, DIFFERENCE);
    assert_eq!((row.method.as_deref().unwrap().split('+').next().unwrap(), row.value), ("proxy_bounds", None));
    let row = disparity(&volunteers, "d/selection_rate.difference.validated_post_stratified/selected/g/a/vs/r");
    assert_eq!((row.verdict, row.harmed), (Verdict::NotAssessed, None));
}

/// `8.4/latent_class`: eight bands of surnames; rows, decisions, mean probability.
const BANDS: [(u64, u64, f64); 8] = [
    (1759, 596, 0.006_104_776_577_600_909),
    (556, 221, 0.053_186_309_352_517_98),
    (960, 478, 0.152_511_922_916_666_68),
    (1167, 612, 0.247_372_782_347_900_58),
    (964, 564, 0.347_218_131_742_738_6),
    (356, 197, 0.451_746_348_314_606_7),
    (214, 123, 0.539_166_939_252_336_5),
    (532, 271, 0.817_465_466_165_413_6),
];

#[test]
fn the_most_likely_rates_are_the_worked_ones_and_carry_no_verdict() {
    let rows: Vec<Row> = BANDS
        .iter()
        .flat_map(|&(n, x, p)| {
            [(Some((p, 1.0 - p)), true, None, None, x), (Some((p, 1.0 - p)), false, None, None, n - x)]
        })
        .collect();
    let measures = of(SPEC, &rows);
    // Probabilities are kept to a billionth.
    let close = |number: Option<Number>, expected: f64| assert!((get(number) - expected).abs() < 1e-6, "{number:?}");
    close(estimate(&measures, "e/selection_rate.proxy_latent_class/selected/g/a").value, 0.679_322_318_928_369);
    close(estimate(&measures, "e/selection_rate.proxy_latent_class/selected/g/r").value, 0.405_114_871_705_638_1);
    let row = disparity(&measures, "d/selection_rate.difference.proxy_latent_class/selected/g/a/vs/r");
    close(row.value, 0.274_207_447_222_730_9);
    assert_eq!((row.verdict, row.lower, row.harmed), (Verdict::NotAssessed, None, None));
    let against_rest = of(&SPEC.replace("reference = \"r\"", "reference = \"(rest)\""), &rows);
    let row = disparity(&against_rest, "d/selection_rate.difference.proxy_latent_class/selected/g/a/vs/(rest)");
    close(row.value, 0.274_207_447_222_730_9);
}

#[test]
fn other_estimates_from_validated_rows_stand_beside_the_one_that_speaks() {
    let random = SPEC.replace("validated = \"truth\"", "validated = \"truth\"\nvalidated_random = true");
    let (sample, volunteers) = (of(&random, &validated()), of(SPEC, &validated()));
    let id = |method: &str| format!("d/selection_rate.difference.{method}/selected/g/a/vs/r");
    for method in ["validated_difference", "multiple_imputation"] {
        let row = disparity(&sample, &id(method));
        assert_eq!((row.verdict, row.confirmatory, row.test.as_deref()), (Verdict::NotAssessed, false, None));
        assert_eq!(row.method.as_deref(), Some(method));
        // The worked difference by double sampling is 0.2395 with a standard error of 0.0560.
        assert!((get(row.value) - 0.2395).abs() < 0.056, "{method} {:?}", row.value);
        let error = (get(row.upper) - get(row.lower)) / 2.0 / 1.96;
        assert!((error / 0.056 - 1.0).abs() < 0.35, "{method} {error}");
        let rate = estimate(&sample, &format!("e/selection_rate.{method}/selected/g/a"));
        assert!(get(rate.lower) < get(rate.value) && get(rate.value) < get(rate.upper));
    }
    // Who volunteers is no random sample: the mean of the others' probabilities cannot be corrected by them.
    let there = |measures: &Measures, method: &str| measures.disparities.iter().any(|row| row.id == id(method));
    assert!(!there(&volunteers, "validated_difference") && there(&volunteers, "multiple_imputation"));
    // Nobody validated: neither.
    let none: Vec<Row> = validated().into_iter().map(|row| (row.0, row.1, row.2, None, row.4)).collect();
    let without = of(&random, &none);
    assert!(!there(&without, "validated_difference") && !there(&without, "multiple_imputation"));
}

#[test]
fn the_misclassification_matrix_is_the_worked_one() {
    // 17 of 20 members and 9 of 10 others are called right; observed 180/220 and 150/450.
    let (called, other) = (Some((0.9, 0.1)), Some((0.1, 0.9)));
    let rows: Vec<Row> = vec![
        (called, true, None, Some("a"), 17),
        (other, true, None, Some("a"), 3),
        (called, true, None, Some("r"), 1),
        (other, true, None, Some("r"), 9),
        (called, true, None, None, 162),
        (called, false, None, None, 220),
        (other, true, None, None, 138),
        (other, false, None, None, 450),
    ];
    let text = SPEC.replace("reference = \"r\"", "reference = \"(rest)\"");
    let measures = of(&text, &rows);
    near(estimate(&measures, "e/selection_rate.misclassification_matrix/selected/g/a").value, 0.49);
    let row = disparity(&measures, "d/selection_rate.difference.misclassification_matrix/selected/g/a/vs/(rest)");
    near(row.value, 0.266_666_666_666_666_7);
}

#[test]
fn known_totals_are_held_against_the_memberships_and_raked_to() {
    let text = SPEC.replace("validated = \"truth\"", "totals = { a = 0.6, r = 0.4 }");
    let measures = of(&text, &small());
    assert!(
        measures
            .estimates
            .iter()
            .filter(|row| row.attribute.is_some())
            .all(|row| { row.note.contains(&Note::ProxyNotCalibrated) })
    );
    // Raked memberships of the group sum to its total.
    near(estimate(&measures, "e/selection_rate.proxy_raked/selected/g/a").n, 600.0);
    // By hand: the odds of membership times 2.25 make 0.9, 0.6, 0.2 of 0.8, 0.4, 0.1, which sum to 600 of 1,000.
    near(estimate(&measures, "e/selection_rate.proxy_raked/selected/g/a").value, 0.465);
    near(disparity(&measures, "d/selection_rate.difference.proxy_raked/selected/g/a/vs/r").value, 0.225);
    let right = SPEC.replace("validated = \"truth\"", "totals = { a = 0.47, r = 0.53 }");
    let measures = of(&right, &small());
    assert!(measures.estimates.iter().all(|row| !row.note.contains(&Note::ProxyNotCalibrated)));
    near(estimate(&measures, "e/selection_rate.proxy_raked/selected/g/a").value, 0.494_680_851_063_829_8);
}

#[test]
fn totals_of_some_groups_only_are_told_since_nothing_can_be_raked_to_them() {
    let told = |totals: &str| -> Vec<String> {
        let text = SPEC.replace("validated = \"truth\"", totals);
        let found = crate::measure::from_cube(&spec_of(&text), &cube_of(&small()), Vec::new(), 1).unwrap().1;
        found.iter().filter_map(|one| one.values.get("totals").cloned()).collect()
    };
    assert_eq!(told("totals = { a = 0.6 }"), ["`r`"]);
    assert!(told("totals = { a = 0.6, r = 0.4 }").is_empty() && told("").is_empty());
}

/// Cells of equal shares: rows, share of the group, events.
fn areas(cells: &[(u64, f64, u64)]) -> Vec<Row> {
    let rows = |&(n, p, x): &(u64, f64, u64)| {
        [(Some((p, 1.0 - p)), true, None, None, x), (Some((p, 1.0 - p)), false, None, None, n - x)]
    };
    cells.iter().flat_map(rows).collect()
}

#[test]
fn bounds_at_kinks_are_moved_outwards_before_a_verdict_reads_them() {
    let cells = [(100, 0.1, 10), (100, 0.3, 30), (100, 0.5, 50), (100, 0.7, 70), (100, 0.9, 90)];
    let measures = of(SPEC, &areas(&cells));
    let row = estimate(&measures, RATE);
    near(row.bound_lower, 0.48);
    near(row.bound_upper, 1.0);
    near(row.lower, 0.415_457_297_975_109);
    near(row.upper, 1.0);
}

#[test]
fn shares_of_areas_give_the_bounds_and_the_regression_of_ecological_inference() {
    let cells = [(500, 0.1, 110), (400, 0.3, 120), (300, 0.6, 123), (200, 0.9, 110)];
    let measures = of(SPEC, &areas(&cells));
    let row = estimate(&measures, RATE);
    near(row.bound_lower, 0.175_471_698_113_207_54);
    near(row.bound_upper, 0.760_377_358_490_566_1);
    let goodman = disparity(&measures, "d/selection_rate.difference.proxy_surrogate_regression/selected/g/a/vs/r");
    near(goodman.value, 0.403_430_420_711_974);
    let same = disparity(&measures, "d/selection_rate.difference.proxy_weighted/selected/g/a/vs/r");
    near(same.value, 0.135_176_751_247_018_06);
}

#[test]
fn probabilities_of_zero_and_one_are_known_groups() {
    let (a, r) = (Some((1.0, 0.0)), Some((0.0, 1.0)));
    let rows: Vec<Row> = vec![
        (a, true, Some(true), None, 90),
        (a, false, Some(false), None, 210),
        (r, true, Some(false), None, 60),
        (r, false, Some(true), None, 240),
    ];
    let measures = of(SPEC, &rows);
    let row = estimate(&measures, RATE);
    near(row.bound_lower, 0.3);
    near(row.bound_upper, 0.3);
    for method in
        ["proxy_weighted", "proxy_surrogate_regression", "proxy_latent_class", "proxy_argmax", "proxy_threshold_0.5"]
    {
        near(estimate(&measures, &format!("e/selection_rate.{method}/selected/g/a")).value, 0.3);
        near(estimate(&measures, &format!("e/selection_rate.{method}/selected/g/r")).value, 0.2);
    }
    let row = disparity(&measures, DIFFERENCE);
    near(row.bound_lower, 0.1);
    near(row.bound_upper, 0.1);
    // 0.1 ∓ z √(0.3·0.7/300 + 0.2·0.8/300): the interval of known groups.
    let half = 1.959_963_984_540_054 * f64::sqrt(0.21 / 300.0 + 0.16 / 300.0);
    near(row.lower, 0.1 - half);
    near(row.upper, 0.1 + half);
    near(estimate(&measures, "e/true_positive_rate/selected/g/a").bound_lower, 1.0);
}

#[test]
fn no_verdict_rests_on_fewer_than_twenty_expected_events() {
    let p = Some((0.5, 0.5));
    let q = Some((0.2, 0.8));
    for selected in [false, true] {
        let rows: Vec<Row> = vec![(p, selected, Some(false), None, 300), (q, selected, Some(false), None, 300)];
        for text in [SPEC.to_owned(), format!("{SPEC}[inference]\nmultiplicity = \"holm\"\n")] {
            let measures = of(&text, &rows);
            let row = disparity(&measures, DIFFERENCE);
            assert!(row.note.contains(&Note::TooFew), "{:?}", row.note);
            assert_eq!(row.verdict, Verdict::Inconclusive);
        }
    }
}

#[test]
fn degenerate_tables_give_ranges_or_null_with_a_reason() {
    let p = |a: f64| Some((a, 1.0 - a));
    let tables: Vec<Vec<Row>> = vec![
        vec![(None, true, Some(true), None, 10)],
        vec![(p(0.5), true, None, None, 1)],
        vec![(p(0.3), true, Some(true), None, 40), (p(0.3), false, Some(false), None, 60)],
        vec![(p(0.0), true, Some(true), None, 40), (p(0.0), false, Some(true), None, 60)],
        vec![(p(0.7), true, Some(true), Some("a"), 3), (None, false, Some(false), Some("r"), 4)],
        vec![(p(0.7), false, Some(true), Some("other"), 3), (p(0.2), false, Some(true), None, 400)],
    ];
    for rows in &tables {
        for text in [SPEC.to_owned(), SPEC.replace("reference = \"r\"", "reference = \"(rest)\"")] {
            let measures = of(&text, rows);
            assert!(measures.disparities.iter().all(|row| row.verdict != Verdict::Disparity), "{rows:?}");
        }
    }
}

#[test]
fn a_result_of_a_proxy_is_never_one_number_and_never_a_bare_verdict() {
    let mut rows = small();
    rows.push((None, true, Some(false), None, 100));
    let measures = of(SPEC, &rows);
    for row in measures.disparities.iter().filter(|row| row.of.is_some()) {
        assert_eq!((row.verdict, row.confirmatory, row.harmed), (Verdict::NotAssessed, false, None), "{}", row.id);
    }
    let spoken = |row: &&DisparityRow| row.of.is_none() && row.metric == "selection_rate";
    for row in measures.disparities.iter().filter(spoken) {
        assert!(row.value.is_none() && !row.note.is_empty(), "{}", row.id);
        assert!(row.note.contains(&Note::UnknownMembership) || row.bound_lower.is_none(), "{}", row.id);
    }
    let unknown = estimate(&measures, "e/selection_rate/selected/g/(unknown)");
    near(unknown.value, 1.0);
    assert_eq!(measures.groups.last().map(|row| row.group.as_str()), Some("(all)"));
    // Unknown rows at their worst widen the range.
    let without = of(SPEC, &small());
    let width =
        |measures: &Measures| get(estimate(measures, RATE).bound_upper) - get(estimate(measures, RATE).bound_lower);
    assert!(width(&measures) > width(&without));
}

#[test]
fn the_weighted_difference_has_two_ends_where_unknown_cases_leave_it_open() {
    // 400, 300 and 300 people of whom 240, 90 and 45 are selected, with 0.8, 0.4 and 0.1; and 100 of whom nothing is known.
    let mut rows = small();
    rows.push((None, true, Some(false), None, 100));
    let detail = |measures: &Measures| disparity(measures, DIFFERENCE).detail.clone().unwrap_or_default();
    let found = detail(&of(SPEC, &rows));
    let ends = ["weighted_low", "weighted_high"].map(|key| found[key].as_f64().unwrap());
    // Members 470 with 232.5 events, others 530 with 142.5; all of the hundred are events of the one or of the other.
    let (a, r) = ([232.5 / 470.0, 332.5 / 570.0], [142.5 / 530.0, 242.5 / 630.0]);
    assert!((ends[0] - (a[0] - r[1])).abs() < 1e-11 && (ends[1] - (a[1] - r[0])).abs() < 1e-11, "{ends:?}");
    assert!(!detail(&of(SPEC, &small())).contains_key("weighted_low"));
}

#[test]
fn everybody_has_a_row_where_no_group_is_known() {
    let measures = of(SPEC, &small());
    near(estimate(&measures, "e/selection_rate/selected/-/(all)").value, 0.375);
}

#[test]
fn a_share_is_hidden_only_where_the_weighted_estimate_lies_between_nothing_and_the_interval() {
    let row = of(SPEC, &small()).disparities[0].clone();
    let with = |value: f64, lower: f64, upper: f64| DisparityRow {
        value: Number::new(value),
        lower: Number::new(lower),
        upper: Number::new(upper),
        ..row.clone()
    };
    let hidden = |weighted: &DisparityRow, corrected: &DisparityRow| {
        let detail = super::conclusions::hidden_share(weighted, corrected)?;
        Some(["hidden_share", "hidden_share_low", "hidden_share_high"].map(|key| detail[key].as_f64().unwrap()))
    };
    let weighted = with(0.06, 0.04, 0.08);
    assert_eq!(hidden(&weighted, &with(0.24, 0.12, 0.3)), Some([0.75, 0.5, 0.8]));
    // The mirror image, and a weighted estimate of nothing.
    assert_eq!(hidden(&with(-0.06, -0.08, -0.04), &with(-0.24, -0.3, -0.12)), Some([0.75, 0.5, 0.8]));
    assert_eq!(hidden(&with(0.0, -0.1, 0.1), &with(0.24, 0.12, 0.3)), Some([1.0, 1.0, 1.0]));
    // Within the interval, beyond it, the other way, and where the interval holds nothing.
    for (value, lower, upper) in [(0.1, 0.05, 0.2), (0.03, 0.01, 0.05), (-0.2, -0.3, -0.1), (0.2, -0.01, 0.4)] {
        assert_eq!(hidden(&weighted, &with(value, lower, upper)), None, "{value}");
    }
    assert_eq!(hidden(&DisparityRow { value: None, ..weighted.clone() }, &with(0.24, 0.12, 0.3)), None);
}

#[test]
fn those_whose_group_is_known_are_compared_by_it_and_what_is_hidden_is_held_against_them() {
    let measures = of(SPEC, &validated());
    let known = disparity(&measures, "d/selection_rate.difference/selected/g/a/vs/r/validated");
    // The validated rows alone (methods, 8.5.2).
    near(known.value, 0.289305352935);
    assert_eq!((known.verdict, known.confirmatory, known.margin), (Verdict::NotAssessed, false, None));
    let rate = |group: &str| get(estimate(&measures, &format!("e/selection_rate/selected/g/{group}/validated")).value);
    near(known.value, rate("a") - rate("r"));
}

#[test]
fn a_direction_is_told_only_of_groups_of_which_nothing_but_probabilities_is_known() {
    // Decisions that follow the probability so closely that both assumptions agree and the tipping point is far.
    let clear = areas(&[(4_000, 0.95, 3_600), (4_000, 0.05, 400)]);
    let measures = of(SPEC, &clear);
    let spoken = disparity(&measures, "d/selection_rate.difference/selected/g/a/vs/r");
    assert_eq!(spoken.detail.as_ref().and_then(|detail| detail.get("direction")), Some(&"higher".into()));
    let zero = measures.sensitivity.iter().find(|row| row["parameter"] == "odds_ratio_at_zero").unwrap();
    assert!(zero["tipping_value"].as_f64().is_none_or(|psi| psi < 0.5), "{zero:?}");
    // One group of areas says nothing of the direction.
    let flat = of(SPEC, &areas(&[(4_000, 0.5, 2_000), (4_000, 0.4, 1_990)]));
    let spoken = disparity(&flat, "d/selection_rate.difference/selected/g/a/vs/r");
    assert!(spoken.detail.as_ref().is_none_or(|detail| !detail.contains_key("direction")));
}

#[test]
fn a_direction_reads_no_narrower_limits_than_the_verdict_beside_it() {
    // Probabilities of 0 and 1: bounds and both estimates are one, and nothing leads to no difference.
    let rows = areas(&[(1_000, 1.0, 548), (1_000, 0.0, 500)]);
    let second = "\n[[comparison]]\nmetric = \"selection_rate\"\nstage = \"selected\"\nattributes = [\"g\"]\nscale = \"ratio\"\nmargin = 1.25\nreason = \"r\"\ndecided = { on = 2026-01-01, by = \"b\", role = \"lawyer\" }\n";
    for (text, told) in [(SPEC.to_owned(), true), (SPEC.to_owned() + second, false)] {
        let measures = of(&text, &rows);
        let spoken = disparity(&measures, "d/selection_rate.difference/selected/g/a/vs/r");
        let direction = spoken.detail.as_ref().and_then(|detail| detail.get("direction"));
        assert_eq!(direction.is_some(), told, "{:?} {:?}", spoken.lower, spoken.detail);
        assert_eq!(get(spoken.lower) > 0.0, told);
        let weighted = disparity(&measures, "d/selection_rate.difference.proxy_weighted/selected/g/a/vs/r");
        assert!(get(weighted.lower) > 0.0);
        let judged = weighted.detail.as_ref().and_then(|detail| detail.get("judged_limits"));
        assert_eq!(judged.is_none(), told, "{judged:?}");
    }
}

#[test]
fn a_row_of_sensitivity_says_what_the_margin_would_say_at_both_ends_of_the_curve() {
    let measures = of(SPEC, &small());
    for row in &measures.sensitivity {
        assert_eq!((row["value_low"].as_f64(), row["value_high"].as_f64()), (Some(0.25), Some(4.0)));
        let at = |x: f64| {
            let about = |metric: &str| row["disparity_id"].as_str().unwrap().starts_with(&format!("d/{metric}."));
            let mut points = measures.curves.iter().filter(|point| point.curve == "proxy_tipping");
            get(points.find(|point| about(&point.metric) && get(point.x) == x).unwrap().value)
        };
        let margin = measures.disparities.iter().find(|other| other.id == row["disparity_id"]).unwrap().margin;
        let word = |x: f64| margin.map(|margin| if at(x).abs() > margin.get() { "disparity" } else { "within_margin" });
        assert_eq!((row["verdict_low"].as_str(), row["verdict_high"].as_str()), (word(0.25), word(4.0)), "{row:?}");
    }
    assert!(measures.sensitivity.iter().any(|row| row["verdict_high"] == "disparity"));
}
