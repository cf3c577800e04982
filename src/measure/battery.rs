//! The battery: one loop over every metric that is built, so that a new one passes it without a line of its own
//! (what must hold of any metric, whatever it measures).

use std::collections::BTreeSet;

use super::rows::{DisparityRow, EstimateRow, Measures};
use super::tests::{FULL, Line, VAB, cube, four, full, measure, spec_of, table, vab};
use crate::cube::{Cube, DimKind};
use crate::words::{METRICS, Metric, Note, Number, Scale, Verdict, metric};

fn get(number: Option<Number>) -> Option<f64> {
    number.map(Number::get)
}

/// What holds of every row whatever the data.
pub(crate) fn sound(measures: &Measures) {
    let mut ids = BTreeSet::new();
    for row in &measures.estimates {
        assert!(ids.insert(row.id.clone()), "{} twice", row.id);
        let (low, high) = metric(&row.metric).map_or((0.0, 1.0), Metric::range);
        // With noise taken off an error may fall below 0.
        let low = if row.of.as_deref().is_some_and(|of| of.starts_with("debiased")) { -1.0 } else { low };
        for value in [row.value, row.lower, row.upper].into_iter().filter_map(get) {
            assert!(value >= low - 1e-12 && value <= high + 1e-12, "{}: {value} outside its range", row.id);
        }
        inside(&row.id, row.value, row.lower, row.upper);
        if row.value.is_none() && row.statistic.is_none() {
            assert!(!row.note.is_empty(), "{} is null without a reason", row.id);
        }
    }
    for row in &measures.disparities {
        assert!(ids.insert(row.id.clone()), "{} twice", row.id);
        // The conditional odds ratio is another estimate than the sample's, so its limits may leave the other out; ours agree.
        inside(&row.id, row.value, row.lower, row.upper);
        if row.value.is_none() {
            assert!(!row.note.is_empty(), "{} is null without a reason", row.id);
        }
        if row.margin.is_none() && row.metric != "equalized_odds" {
            assert_eq!(row.verdict, Verdict::NotAssessed, "{}", row.id);
        }
        let difference = row.scale == Some(Scale::Difference);
        let shares = !matches!(
            row.metric.as_str(),
            "excess_selected"
                | "lift"
                | "mean_score"
                | "score_quantile"
                | "mean_score_given_outcome"
                | "generalised_equalized_odds"
                | "calibration_in_the_large"
                | "calibration_group_effect"
                | "calibration_interaction"
                // Limits by a standard error are not cut.
                | "brier_score"
                | "cumulative_calibration_difference"
        );
        if let (None, Some(metric)) = (row.scale, metric(&row.metric)) {
            let (low, high) = metric.range();
            for value in [row.value, row.lower, row.upper].into_iter().filter_map(get) {
                assert!(value >= low - 1e-12 && value <= high + 1e-12, "{}: {value} outside its range", row.id);
            }
        }
        if difference && shares {
            for value in [row.value, row.lower, row.upper].into_iter().filter_map(get) {
                assert!((-1.0..=1.0).contains(&value), "{}: {value}", row.id);
            }
        }
    }
}

fn inside(id: &str, value: Option<Number>, lower: Option<Number>, upper: Option<Number>) {
    if let (Some(value), Some(lower)) = (get(value), get(lower)) {
        assert!(lower <= value + 1e-9 * value.abs().max(1e-9), "{id}: {value} below {lower}");
    }
    if let (Some(value), Some(upper)) = (get(value), get(upper)) {
        assert!(value <= upper + 1e-9 * value.abs().max(1e-9), "{id}: {value} above {upper}");
    }
}

fn of(group: &'static str, cells: [u64; 4]) -> [Line<'static>; 4] {
    four(group, cells[0], cells[1], cells[2], cells[3])
}

#[test]
fn every_degenerate_table_gives_numbers_in_range_or_null_with_a_reason() {
    let tables: [[u64; 4]; 12] = [
        [0, 0, 0, 0],
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
        [5, 5, 0, 0],
        [0, 0, 5, 5],
        [5, 0, 5, 0],
        [0, 5, 0, 5],
        [7, 0, 0, 9],
        [0, 9, 7, 0],
        [40, 10, 20, 130],
    ];
    for group in tables {
        for reference in tables {
            let measures = measure(&spec_of(FULL), &full(&[of("a", group), of("r", reference)].concat()));
            sound(&measures);
            for row in measures.disparities.iter().filter(|row| row.confirmatory) {
                // One case proves nothing, however extreme it is.
                if group.iter().sum::<u64>() <= 1 || reference.iter().sum::<u64>() <= 1 {
                    assert!(
                        matches!(row.verdict, Verdict::Inconclusive | Verdict::NotAssessed),
                        "{} {group:?} {reference:?}: {:?}",
                        row.id,
                        row.verdict
                    );
                }
            }
        }
    }
}

#[test]
fn swapping_group_and_reference_turns_every_comparison_round() {
    let (a, r) = ([40, 10, 20, 130], [60, 20, 15, 205]);
    let one = measure(&spec_of(FULL), &full(&[of("a", a), of("r", r)].concat()));
    let other = measure(&spec_of(FULL), &full(&[of("r", a), of("a", r)].concat()));
    let mut seen = BTreeSet::new();
    for row in one.disparities.iter().filter(|row| row.reference.as_deref() == Some("r")) {
        let back = other.disparities.iter().find(|back| back.id == row.id).unwrap();
        let close = |x: Option<Number>, y: Option<f64>| match (get(x), y) {
            (Some(x), Some(y)) => (x - y).abs() < 1e-8 * y.abs().max(1e-3),
            (None, None) => true,
            _ => false,
        };
        match (row.scale, row.metric.as_str()) {
            // Excess is of the group's own people, and conjunctions have no sign.
            (_, "excess_selected" | "equalized_odds" | "average_absolute_odds" | "predictive_parity") => {}
            (Some(Scale::Difference), _) => {
                let minus = |x: Option<Number>| get(x).map(|x| -x);
                assert!(close(row.value, minus(back.value)), "{}", row.id);
                assert!(close(row.lower, minus(back.upper)) && close(row.upper, minus(back.lower)), "{}", row.id);
                assert_eq!(row.verdict, back.verdict, "{}", row.id);
            }
            (Some(Scale::Ratio | Scale::OddsRatio), _) => {
                let over = |x: Option<Number>| get(x).map(|x| 1.0 / x);
                assert!(close(row.value, over(back.value)), "{}", row.id);
                assert!(close(row.lower, over(back.upper)) && close(row.upper, over(back.lower)), "{}", row.id);
            }
            _ => {}
        }
        seen.insert(row.metric.clone());
    }
    for metric in METRICS.iter().filter(|metric| metric.built && !metric.score && !metric.scales.is_empty()) {
        // Of other references, and of factors: `comparable/tests.rs` has those.
        let other_reference = matches!(metric.name, "representation" | "lift" | "checking_rate" | "model_arm_share" | "adjusted_odds")
            // Nothing is missing here, and nobody asks for the other: `flow/worked_shares.rs` has them.
            || matches!(metric.name, "missing_share" | "average_predictive_value");
        assert!(seen.contains(metric.name) || other_reference, "{} has no comparison here", metric.name);
    }
}

/// The numbers of all rows, in order of their ids with the groups' names taken out.
fn numbers(measures: &Measures, names: &[(&str, &str)]) -> Vec<String> {
    let rename = |text: &str| names.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let estimate = |row: &EstimateRow| {
        format!("{} {:?} {:?} {:?} {:?}", rename(&row.id), get(row.value), get(row.lower), get(row.upper), row.note)
    };
    let disparity = |row: &DisparityRow| {
        // What chance alone would give is drawn under the attribute's name, not the groups'.
        format!(
            "{} {:?} {:?} {:?} {:?} {:?}",
            rename(&row.id),
            get(row.value),
            get(row.lower),
            get(row.upper),
            row.verdict,
            row.note
        )
    };
    let mut out: Vec<String> =
        measures.estimates.iter().map(estimate).chain(measures.disparities.iter().map(disparity)).collect();
    out.sort();
    out
}

#[test]
fn renamed_groups_and_columns_give_the_same_numbers() {
    let (a, r) = ([40, 10, 20, 130], [60, 20, 15, 205]);
    let one = measure(&spec_of(FULL), &full(&[of("a", a), of("r", r)].concat()));
    let text = FULL.replace("reference = \"r\"", "reference = \"zz\"");
    let other = measure(&spec_of(&text), &full(&[of("bb", a), of("zz", r)].concat()));
    assert_eq!(numbers(&one, &[]), numbers(&other, &[("bb", "a"), ("zz", "r")]));
}

#[test]
fn ten_times_the_rows_give_the_same_value_and_a_narrower_interval() {
    let (a, r) = ([40, 10, 20, 130], [60, 20, 15, 205]);
    let times = |cells: [u64; 4]| cells.map(|n| n * 10);
    let one = measure(&spec_of(FULL), &full(&[of("a", a), of("r", r)].concat()));
    let ten = measure(&spec_of(FULL), &full(&[of("a", times(a)), of("r", times(r))].concat()));
    let count = |metric: &str| {
        matches!(
            metric,
            "true_positives" | "false_positives" | "false_negatives" | "true_negatives" | "excess_selected"
        )
    };
    for row in &one.estimates {
        let more = ten.estimates.iter().find(|more| more.id == row.id).unwrap();
        if count(&row.metric) {
            continue;
        }
        if let (Some(x), Some(y)) = (get(row.value), get(more.value)) {
            assert!((x - y).abs() < 1e-9, "{}", row.id);
        }
        narrower(&row.id, (row.lower, row.upper), (more.lower, more.upper));
    }
    for row in one.disparities.iter().filter(|row| !count(&row.metric)) {
        let more = ten.disparities.iter().find(|more| more.id == row.id).unwrap();
        // The conditional odds ratio moves with the sample size towards the sample's.
        let tolerance = if row.scale == Some(Scale::OddsRatio) { 0.05 } else { 1e-9 };
        // The divisor of a pooled spread is the number of cases less two.
        let pooled = |row: &DisparityRow| match (row.method.as_deref(), get(row.n_group).zip(get(row.n_reference))) {
            (Some("cohen_d_pooled"), Some((n, m))) => ((n + m - 2.0) / (n + m)).sqrt(),
            _ => 1.0,
        };
        if let (Some(x), Some(y)) = (get(row.value), get(more.value)) {
            let (x, y) = (x / pooled(row), y / pooled(more));
            assert!((x - y).abs() <= tolerance * x.abs().max(1e-3), "{}: {x} {y}", row.id);
        }
        narrower(&row.id, (row.lower, row.upper), (more.lower, more.upper));
    }
}

fn narrower(id: &str, one: (Option<Number>, Option<Number>), ten: (Option<Number>, Option<Number>)) {
    if let ((Some(a), Some(b)), (Some(c), Some(d))) = ((get(one.0), get(one.1)), (get(ten.0), get(ten.1))) {
        assert!(d - c < b - a || b == a, "{id}: {} is not narrower than {}", d - c, b - a);
    }
}

#[test]
fn without_any_outcome_the_metrics_that_need_it_are_null_and_the_others_unchanged() {
    let lines = |known: bool| -> Vec<Line<'static>> {
        [of("a", [40, 10, 20, 130]), of("r", [60, 20, 15, 205])]
            .concat()
            .into_iter()
            .map(|(group, arm, selected, outcome, n)| (group, arm, selected, outcome.filter(|_| known), n))
            .collect()
    };
    let with = measure(&spec_of(FULL), &full(&lines(true)));
    let without = measure(&spec_of(FULL), &full(&merged(&lines(false))));
    for metric in METRICS.iter().filter(|metric| metric.built) {
        for row in without.estimates.iter().filter(|row| row.metric == metric.name) {
            let same = with.estimates.iter().find(|same| same.id == row.id);
            if metric.outcome || row.of.is_some() || row.stratum.is_some() {
                continue;
            }
            assert_eq!(Some(row.value), same.map(|same| same.value), "{}", row.id);
        }
        if metric.outcome
            && !matches!(
                metric.name,
                "true_positives"
                    | "false_positives"
                    | "false_negatives"
                    | "true_negatives"
                    | "checking_rate"
                    | "homogeneity_test"
            )
        {
            let rows: Vec<&EstimateRow> = without.estimates.iter().filter(|row| row.metric == metric.name).collect();
            assert!(rows.iter().all(|row| row.value.is_none() && !row.note.is_empty()), "{}", metric.name);
            assert!(
                without
                    .disparities
                    .iter()
                    .filter(|row| row.metric == metric.name)
                    .all(|row| row.verdict == Verdict::NotAssessed),
                "{}",
                metric.name
            );
        }
    }
}

/// Lines of the same kind added up.
fn merged(lines: &[Line<'static>]) -> Vec<Line<'static>> {
    let mut out: Vec<Line<'static>> = Vec::new();
    for line in lines {
        match out.iter_mut().find(|known| (known.0, known.1, known.2, known.3) == (line.0, line.1, line.2, line.3)) {
            Some(known) => known.4 += line.4,
            None => out.push(*line),
        }
    }
    out
}

#[test]
fn two_arms_in_every_degenerate_form_give_numbers_in_range_or_null_with_a_reason() {
    let spec = spec_of(VAB);
    let tables: [[u64; 4]; 7] = [
        [0, 0, 0, 0],
        [0, 5, 0, 5],
        [5, 0, 5, 0],
        [0, 0, 3, 4],
        [3, 4, 0, 0],
        [30, 70, 40, 60],
        [100, 900, 2000, 1000],
    ];
    let arms = |g: &'static str, n: [u64; 4]| -> [Line<'static>; 4] {
        [
            (g, Some("random"), None, Some(true), n[0]),
            (g, Some("random"), None, Some(false), n[1]),
            (g, Some("model"), None, Some(true), n[2]),
            (g, Some("model"), None, Some(false), n[3]),
        ]
    };
    let origin = vab().tables.remove(1);
    for woman in tables {
        for man in tables {
            let sex = table("sex", Some("sex"), None, &[arms("woman", woman), arms("man", man)].concat());
            sound(&measure(&spec, &cube(vec![sex, origin.clone()])));
        }
    }
}

#[test]
fn the_order_of_cells_and_tables_changes_nothing() {
    let spec = spec_of(VAB);
    let one = measure(&spec, &vab());
    let mut turned: Cube = vab();
    turned.tables.reverse();
    let other = measure(&spec, &turned);
    let text = |measures: &Measures| serde_json::to_string(measures).unwrap();
    assert_eq!(text(&one), text(&other));
    assert!(turned.tables.iter().all(|table| table.dim(&DimKind::Outcome).is_some()));
}

#[test]
fn a_suppressed_count_gives_bounds_and_a_verdict_only_where_every_count_agrees() {
    let mut cube = full(&[of("a", [400, 100, 200, 1300]), of("r", [600, 200, 150, 2050])].concat());
    let table = &mut cube.tables[0];
    table.measures.push(crate::cube::Measure::Slack);
    for cell in &mut table.cells {
        cell.sums.push(0);
    }
    table.cells[0].sums[1] = 4;
    let measures = measure(&spec_of(FULL), &cube);
    sound(&measures);
    let row = measures.estimates.iter().find(|row| row.id == "e/selection_rate/selected/g/a").unwrap();
    assert!(row.value.is_none() && row.note.contains(&Note::SuppressedCells));
    assert!(get(row.bound_lower) < get(row.bound_upper));
    let row =
        measures.disparities.iter().find(|row| row.id == "d/selection_rate.difference/selected/g/a/vs/r").unwrap();
    assert!(row.value.is_none() && get(row.bound_lower) < get(row.bound_upper));
    assert!(row.method.as_ref().unwrap().contains("+box"));
    assert!(get(row.lower) <= get(row.bound_lower) && get(row.bound_upper) <= get(row.upper));
}
