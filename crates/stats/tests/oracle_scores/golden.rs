//! Every figure about scores of the reference case, by group, from the counts of score and outcome.
//!
//! `golden.jsonl`: the first line holds the groups' counts; each other line one figure with who computed it. What differs by
//! rule is named in [`DIFFERENT`] with the reason.

use std::collections::BTreeMap;

use evenhand_stats::calibration::in_the_large;
use evenhand_stats::corp::corp;
use evenhand_stats::distance::{EmptyBins, jensen_shannon, stability_index, wasserstein};
use evenhand_stats::ece::{DEFAULT_BINNING, bins, calibration_error};
use evenhand_stats::ks::ks;
use evenhand_stats::mean_score::{Denominator, mean, mean_difference, standardised};
use evenhand_stats::proper_scores::{brier, log_loss};
use evenhand_stats::rank::auc;
use evenhand_stats::recalibration::recalibrate;
use evenhand_stats::score_cells::{Among, Moments, ScoreCell, negatives, positives, rows};
use evenhand_stats::smooth_ece::smooth_ece;
use evenhand_stats::{Estimate, Note};
use serde_json::{Map, Value, json};

use super::support::{cells_at, z};

/// What a rule of ours makes differ from the figure, by metric: the note that stands in place of the value.
const DIFFERENT: &[(&str, Note, &str)] = &[
    ("log_loss", Note::LogInfinite, "the library clips scores of 0 and 1; here the loss is infinite and null"),
    ("calibration_", Note::TooFewEvents, "fewer than 10 events or non-events are not fitted"),
];

const TOLERANCE: f64 = 1e-9;

/// Wider tolerances, with the reason.
const WIDER: &[(&str, f64, &str)] = &[
    ("smooth_calibration_error", 2e-3, "relplot rounds to a grid and stops after ten bisections"),
    ("calibration_", 1e-6, "the library's fit stops early"),
];

fn outputs(inputs: &Value, cells: impl Fn(&str) -> Vec<ScoreCell>) -> (Value, Vec<Note>) {
    let of = |key: &str| inputs[key].as_str().map(&cells);
    let group = of("group").unwrap();
    let moments = |key: &str| of(key).and_then(|cells| Moments::of(&cells, Among::All));
    let both = || (rows(&group), rows(&of("reference").unwrap()));
    let plain = |value: Option<f64>| (json!({ "value": value }), Vec::new());
    let whole = |e: Estimate| (json!({ "value": e.value, "lower": e.lower, "upper": e.upper }), e.notes);
    let metric = inputs["metric"].as_str().unwrap();
    let fit = || recalibrate(&group, z());
    match (metric, inputs["method"].as_str()) {
        ("auc", _) => plain(auc(&negatives(&group), &positives(&group), z()).value()),
        ("auc_standard_error", _) => plain(auc(&negatives(&group), &positives(&group), z()).standard_error()),
        ("brier_score", _) => plain(brier(&group, 0.025).estimate.value),
        ("log_loss", _) => whole(log_loss(&group).estimate),
        ("calibration_in_the_large", _) => plain(in_the_large(&group, z()).estimate.value),
        ("expected_calibration_error", _) => {
            plain(calibration_error(&bins(&group, DEFAULT_BINNING), z()).map(|e| e.value))
        }
        ("smooth_calibration_error", _) => plain(smooth_ece(&with_half_ends(&group)).map(|e| e.value)),
        ("brier_score_miscalibration", _) => plain(corp(&group).brier.miscalibration),
        ("brier_score_discrimination", _) => plain(corp(&group).brier.discrimination),
        ("brier_score_uncertainty", _) => plain(corp(&group).brier.uncertainty),
        ("log_loss_miscalibration", _) => plain(corp(&group).log.miscalibration),
        ("log_loss_discrimination", _) => plain(corp(&group).log.discrimination),
        ("log_loss_uncertainty", _) => plain(corp(&group).log.uncertainty),
        ("calibration_slope", _) => whole(fit().slope),
        ("calibration_intercept", _) => whole(fit().intercept),
        ("calibration_intercept_with_slope", _) => whole(fit().intercept_with_slope),
        ("kolmogorov_smirnov", _) => {
            let (g, r) = both();
            plain(ks(&g, &r).map(|d| d.statistic))
        }
        ("wasserstein_distance", _) => plain(wasserstein(&group, &of("reference").unwrap()).map(|w| w.value)),
        ("jensen_shannon_distance", _) => {
            let (g, r) = both();
            plain(jensen_shannon(&g, &r))
        }
        ("population_stability_index", _) => {
            let (g, r) = both();
            plain(stability_index(&g, &r, EmptyBins::LeaveOut).map(|index| index.value))
        }
        ("mean_score", None) => plain(mean(moments("group"), 0.025).value),
        ("mean_score", Some("welch_t")) => {
            let d = mean_difference(moments("group"), moments("reference"), 0.025);
            let e = d.estimate;
            let outputs = json!({
                "value": e.value, "lower": e.lower, "upper": e.upper, "statistic": d.t, "p_value": d.p.map(|p| p.value()),
            });
            (outputs, e.notes)
        }
        ("mean_score", Some(method)) => {
            let denominator = [Denominator::Pooled, Denominator::Population]
                .into_iter()
                .find(|denominator| denominator.name() == method)
                .unwrap();
            plain(
                standardised(moments("group"), moments("reference"), moments("everybody"), denominator, z())
                    .estimate
                    .value,
            )
        }
        _ => panic!("nobody computes `{metric}`"),
    }
}

/// The library's reflection takes a score of exactly 0 or 1 once where the kernel has it twice: such rows get half their
/// weight. (`smooth_ece` itself is tested against the definition, also at the ends.)
fn with_half_ends(cells: &[ScoreCell]) -> Vec<ScoreCell> {
    let times = |cell: &ScoreCell| if cell.low == 0.0 || cell.low == 1.0 { 1 } else { 2 };
    let counted =
        |cell: &ScoreCell| ScoreCell::at(cell.low, times(cell) * cell.negatives.n, times(cell) * cell.positives.n);
    cells.iter().map(counted).collect()
}

#[test]
fn every_figure_of_the_reference_case_is_met_or_differs_by_a_named_rule() {
    let text = std::fs::read_to_string(super::folder().join("golden.jsonl")).unwrap();
    let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let origin = lines.next().unwrap();
    assert!(origin["origin"].is_string(), "the first line says where the records come from");
    let groups = origin["groups"].as_object().unwrap();
    // Both sides of a comparison over the same scores: every score of any group of the same column.
    let cells = |name: &str| -> Vec<ScoreCell> {
        let column = name.rsplit('/').next().unwrap();
        let mut at: BTreeMap<u64, (f64, u64, u64)> = BTreeMap::new();
        for (other, counts) in groups.iter().filter(|(other, _)| other.ends_with(&format!("/{column}"))) {
            for cell in cells_at(&counts["score"], counts) {
                let entry = at.entry(cell.low.to_bits()).or_insert((cell.low, 0, 0));
                if other == name {
                    *entry = (cell.low, cell.negatives.n, cell.positives.n);
                }
            }
        }
        at.into_values().map(|(s, n, p)| ScoreCell::at(s, n, p)).collect()
    };
    let (mut run, mut wrong, mut different) = (0_u64, Vec::new(), BTreeMap::<&str, usize>::new());
    for line in lines {
        run += 1;
        let id = line["id"].as_str().unwrap();
        let metric = line["inputs"]["metric"].as_str().unwrap();
        let (found, notes) = outputs(&line["inputs"], cells);
        let rule = DIFFERENT.iter().find(|(prefix, note, _)| metric.starts_with(prefix) && notes.contains(note));
        if let Some((_, _, reason)) = rule.filter(|_| found["value"].is_null()) {
            *different.entry(*reason).or_default() += 1;
            continue;
        }
        let expected = targets(metric, &line["outputs"]);
        let tolerance =
            WIDER.iter().find(|(prefix, ..)| metric.starts_with(prefix)).map_or(TOLERANCE, |(_, wider, _)| *wider);
        let accepted =
            line["accept"].as_array().into_iter().flatten().any(|value| {
                (value.as_f64().unwrap() - found["value"].as_f64().unwrap_or(f64::NAN)).abs() <= tolerance
            });
        if !accepted {
            super::gaps(id, &expected, &found, tolerance, &mut wrong);
        }
    }
    assert_eq!(Some(run), origin["records"].as_u64());
    println!("{run} figures run; different by rule: {different:?}");
    assert!(wrong.is_empty(), "{} gaps:\n{}", wrong.len(), wrong.join("\n"));
}

/// The outputs that are targets: the p-value of the distance is that of another approximation.
fn targets(metric: &str, outputs: &Value) -> Value {
    let mut targets: Map<String, Value> = outputs.as_object().unwrap().clone();
    if metric == "kolmogorov_smirnov" {
        targets.remove("p_value");
    }
    Value::Object(targets)
}
