//! `7.*`.

use evenhand_stats::distance::{self, EmptyBins};
use evenhand_stats::mean_score::{Denominator, mean_difference, standardised};
use evenhand_stats::rank::{self, Auc, Ranked};
use evenhand_stats::score_cells::{Among, Moments, ScoreCell, ScoreSums, negatives, positives, rows};
use evenhand_stats::{average_precision as precision, ks as distance_of, roc, threshold, top_k as lists};
use serde_json::{Value, json};

use super::support::{KEY, cells_of, counts, limits, numbers, one_group, with, z};

const DRAWS: u64 = 20_000;

fn area(cells: &[ScoreCell]) -> Auc {
    rank::auc(&negatives(cells), &positives(cells), z())
}

pub fn auc(inputs: &Value) -> Value {
    let a = area(&one_group(inputs));
    with(
        with(
            json!({ "auc": a.value(), "variance": a.variance, "se": a.standard_error(), "gini": a.gini() }),
            limits(&a.symmetric, "lower", "upper"),
        ),
        limits(&a.estimate, "lower_logit", "upper_logit"),
    )
}

pub fn auc_difference(inputs: &Value) -> Value {
    let d = rank::difference(&area(&cells_of(inputs, "black")), &area(&cells_of(inputs, "white")), z());
    with(
        json!({
            "difference": d.estimate.value, "se": d.standard_error, "z": d.z, "p": d.p.map(|p| p.value()),
        }),
        limits(&d.estimate, "lower", "upper"),
    )
}

pub fn flag(inputs: &Value) -> Value {
    let a = rank::auc(&counts(&inputs["outcome_0"]), &counts(&inputs["outcome_1"]), z());
    let notes: Vec<&str> = a.estimate.notes.iter().map(|note| note.code()).collect();
    with(json!({ "auc": a.value(), "variance": a.variance, "note": notes }), limits(&a.estimate, "lower", "upper"))
}

pub fn across(inputs: &Value) -> Value {
    let (black, white) = (cells_of(inputs, "black"), cells_of(inputs, "white"));
    let ((n, p), (m, q)) = ((negatives(&black), positives(&black)), (negatives(&white), positives(&white)));
    let a = rank::across(Ranked { negatives: &n, positives: &p }, Ranked { negatives: &m, positives: &q }, z());
    let sum = |x: &[u64], y: &[u64]| x.iter().zip(y).map(|(x, y)| x + y).collect::<Vec<_>>();
    json!({
        "xauc_positive_black_over_negative_white": a.positives_over_other.value(),
        "xauc_positive_white_over_negative_black": a.other_over_negatives.value(),
        "xauc_difference": a.difference.estimate.value, "se_xauc_difference": a.difference.standard_error,
        "se_xauc_first": a.positives_over_other.standard_error(), "subgroup_auc_black": area(&black).value(),
        "bpsn_black_against_white": a.other_over_negatives.value(),
        "bnsp_black_against_white": a.positives_over_other.value(),
        "positive_equality_gap_black_white": a.gap_of_positives,
        "negative_equality_gap_black_white": a.gap_of_negatives,
        "overall_auc_of_both": rank::auc(&sum(&n, &m), &sum(&p, &q), z()).value(),
    })
}

pub fn decomposition(inputs: &Value) -> Value {
    let (black, white) = (cells_of(inputs, "black"), cells_of(inputs, "white"));
    let ((n, p), (m, q)) = ((negatives(&black), positives(&black)), (negatives(&white), positives(&white)));
    let a = rank::across(Ranked { negatives: &n, positives: &p }, Ranked { negatives: &m, positives: &q }, z());
    let sum = |x: &[u64]| x.iter().sum::<u64>();
    let areas =
        [area(&black).value(), area(&white).value(), a.positives_over_other.value(), a.other_over_negatives.value()];
    let (n, p, m, q) = (sum(&n), sum(&p), sum(&m), sum(&q));
    let all = (n + m) as f64 * (p + q) as f64;
    let weight = |positives: u64, negatives: u64| positives as f64 * negatives as f64 / all;
    json!({
        "weights": { "bb": weight(p, n), "ww": weight(q, m), "bw": weight(p, m), "wb": weight(q, n) },
        "pooled_auc": rank::pooled(areas, (n, p), (m, q)),
    })
}

pub fn ks(inputs: &Value) -> Value {
    let (first, second) = (counts(&inputs["first"]), counts(&inputs["second"]));
    let d = distance_of::ks(&first, &second).unwrap();
    let chance = distance_of::by_chance(&first, &second, KEY, DRAWS).unwrap();
    // The 95 % point without ties: where the series gives 0.05.
    let point = evenhand_stats::solve::bracketed(
        |x| distance_of::kolmogorov_above(x * d.effective_n.sqrt()).value() - 0.05,
        1e-6,
        1.0,
        1e-14,
    );
    json!({
        "statistic": d.statistic, "at_score": numbers(&inputs["score"])[d.at], "sign": d.sign,
        "effective_n": d.effective_n, "p_kolmogorov_sqrt_n_d": d.p.value(), "q95_permutation": chance.quantile_95,
        "q95_asymptotic_no_ties": point,
    })
}

pub fn average_precision(inputs: &Value) -> Value {
    let cells = one_group(inputs);
    let (n, p) = (negatives(&cells), positives(&cells));
    let a = precision::average_precision(&n, &p).unwrap();
    let limits = precision::percentile(&n, &p, KEY, DRAWS, 0.025);
    json!({
        "average_precision": a.value, "base_rate": a.base_rate, "lift": a.lift(),
        "se_bootstrap": limits.standard_deviation, "lower_bootstrap": limits.lower, "upper_bootstrap": limits.upper,
    })
}

pub fn superiority(inputs: &Value) -> Value {
    let s = rank::superiority(&counts(&inputs["group"]), &counts(&inputs["reference"]), z());
    with(
        json!({
            "a": s.probability.value(), "se": s.probability.standard_error(), "cliff_delta": s.probability.gini(),
            "brunner_munzel_z": s.t, "p": s.p.map(|p| p.value()),
        }),
        limits(&s.probability.symmetric, "lower", "upper"),
    )
}

fn without_outcome(inputs: &Value, group: &str) -> Vec<ScoreCell> {
    numbers(&inputs["score"]).into_iter().zip(counts(&inputs[group])).map(|(s, n)| ScoreCell::at(s, n, 0)).collect()
}

pub fn distances(inputs: &Value) -> Value {
    let (g, r) = (without_outcome(inputs, "group"), without_outcome(inputs, "reference"));
    let (group, reference) = (rows(&g), rows(&r));
    let w = distance::wasserstein(&g, &r).unwrap();
    let js = distance::jensen_shannon(&group, &reference).unwrap();
    let index = distance::stability_index(&group, &reference, EmptyBins::LeaveOut).unwrap();
    let (mg, mr) = (Moments::of(&g, Among::All), Moments::of(&r, Among::All));
    let smd = standardised(mg, mr, None, Denominator::AverageVariance, z());
    json!({
        "wasserstein_1": w.value, "jensen_shannon_distance_nats": js,
        "jensen_shannon_distance_bits": js / core::f64::consts::LN_2.sqrt(),
        "population_stability_index": index.value, "psi_mean_under_equality": index.expected_by_chance,
        "psi_q95_under_equality": index.quantile_95_by_chance,
        "total_variation": distance::total_variation(&group, &reference),
        "mean_difference": mean_difference(mg, mr, 0.025).estimate.value,
        "standardised_mean_difference_average_variance": smd.estimate.value, "se_smd": smd.standard_error,
        "signed_part_of_w1": w.higher - w.lower,
    })
}

pub fn stability_index(inputs: &Value) -> Value {
    let (first, second) = (counts(&inputs["first"]), counts(&inputs["second"]));
    let half = distance::stability_index(&first, &second, EmptyBins::HalfCount).unwrap();
    let (n, m) = (first.iter().sum::<u64>() as f64, second.iter().sum::<u64>() as f64);
    let lost: f64 = first
        .iter()
        .zip(&second)
        .map(|(x, y)| match (x, y) {
            (0, y) => *y as f64 / m,
            (x, 0) => *x as f64 / n,
            _ => 0.0,
        })
        .sum();
    // The plain index of an empty bin is infinite: not a number.
    json!({
        "plain": Value::Null, "smoothed_half": half.value, "empty_bins": half.empty,
        "mass_in_empty_bins_of_the_other": lost,
    })
}

pub fn thresholds(inputs: &Value) -> Value {
    let (g, r) = (without_outcome(inputs, "group"), without_outcome(inputs, "reference"));
    let (group, reference) = (rows(&g), rows(&r));
    let rates = |counts: &[u64]| {
        threshold::curve(counts, 0.025).into_iter().map(|at| at.rate.value.unwrap()).collect::<Vec<_>>()
    };
    let largest = threshold::difference_curve(&group, &reference, z())
        .into_iter()
        .map(|d| d.value.unwrap().abs())
        .fold(0.0, f64::max);
    json!({
        "sdd": distance::wasserstein(&g, &r).unwrap().value, "selection_rate_group_by_threshold": rates(&group),
        "selection_rate_reference_by_threshold": rates(&reference), "largest_difference": largest,
    })
}

pub fn top_k(inputs: &Value) -> Value {
    let (group, reference) = (counts(&inputs["group"]), counts(&inputs["reference"]));
    let k = inputs["k"].as_u64().unwrap();
    let t = lists::top_k(&group, &reference, k, z()).unwrap();
    with(
        json!({
            "tied_bin_score": numbers(&inputs["score"])[t.tied_bin], "taken_from_tied_bin": t.taken,
            "tied_bin_size": t.tied, "expected_group": t.expected, "least": t.least, "most": t.most,
            "sd_from_ties": t.deviation_of_ties, "share": t.share.value, "population_share": t.population_share,
            "skew_ln": t.skew, "representation_ratio": t.representation,
        }),
        limits(&t.share, "wilson_lower", "wilson_upper"),
    )
}

pub fn list(inputs: &Value) -> Value {
    // Every place of the list is a score of its own, the last place the lowest.
    let group: Vec<u64> = counts(&inputs["list_best_first_1_is_group"]).into_iter().rev().collect();
    let rest: Vec<u64> = group.iter().map(|x| 1 - x).collect();
    let m = lists::list_measures(&group, &rest, counts(&inputs["cuts_rkl"])[0]).unwrap();
    json!({
        "ndkl_nats": m.ndkl, "rkl_nats_normalised": m.rkl, "rnd_normalised": m.rnd,
        "skew_at_4": lists::top_k(&group, &rest, 4, z()).unwrap().skew, "exposure_group": m.exposure_of_group,
        "exposure_rest": m.exposure_of_rest, "exposure_ratio": m.exposure_ratio(),
    })
}

pub fn abroca(inputs: &Value) -> Value {
    let (black, white) = (cells_of(inputs, "black"), cells_of(inputs, "white"));
    let ((n, p), (m, q)) = ((negatives(&black), positives(&black)), (negatives(&white), positives(&white)));
    let (g, r) = (Ranked { negatives: &n, positives: &p }, Ranked { negatives: &m, positives: &q });
    let curve = |ranked: Ranked<'_>| {
        let points = roc::roc(ranked).unwrap();
        json!({
            "fpr": points.iter().map(|p| p.false_positive_rate).collect::<Vec<_>>(),
            "tpr": points.iter().map(|p| p.true_positive_rate).collect::<Vec<_>>(),
        })
    };
    json!({
        "abroca": roc::abroca(g, r).unwrap(),
        "auc_difference": rank::difference(&area(&black), &area(&white), z()).estimate.value,
        "roc_black": curve(g), "roc_white": curve(r),
    })
}

/// Pairs of deciles as bins, and what the bins can have changed.
pub fn binning(inputs: &Value) -> Value {
    assert_eq!(inputs["bins"], "pairs of deciles: {1,2}, {3,4} ...");
    let (black, white) = (cells_of(inputs, "black"), cells_of(inputs, "white"));
    let paired = |cells: &[ScoreCell], at_middle: bool| -> Vec<ScoreCell> {
        cells
            .chunks(2)
            .map(|pair| {
                let (low, high) = (pair[0].low, pair[1].low);
                let middle = 0.5 * (low + high);
                let sums = |a: ScoreSums, b: ScoreSums| {
                    if at_middle { ScoreSums::at(middle, a.n + b.n) } else { a.and(b) }
                };
                ScoreCell {
                    low,
                    high,
                    negatives: sums(pair[0].negatives, pair[1].negatives),
                    positives: sums(pair[0].positives, pair[1].positives),
                }
            })
            .collect()
    };
    let (fine, coarse) = (area(&black), area(&paired(&black, false)));
    let ks_of = |a: &[ScoreCell], b: &[ScoreCell]| distance_of::ks(&rows(a), &rows(b)).unwrap();
    let coarse_ks = ks_of(&paired(&black, false), &paired(&white, false));
    let (middle, own) = (
        distance::wasserstein(&paired(&black, true), &paired(&white, true)).unwrap(),
        distance::wasserstein(&paired(&black, false), &paired(&white, false)).unwrap(),
    );
    let exact = distance::wasserstein(&black, &white).unwrap();
    assert!((own.value - exact.value).abs() <= own.bound && exact.bound == 0.0);
    let (value, bound) = (coarse.value().unwrap(), coarse.bound.unwrap());
    assert!(rank::bound_matters(&coarse));
    json!({
        "auc_fine": fine.value(), "auc_binned": value, "auc_bound": bound,
        "auc_interval": [value - bound, value + bound], "ks_fine": ks_of(&black, &white).statistic,
        "ks_at_edges": coarse_ks.statistic, "ks_upper": coarse_ks.bound, "w1_fine": exact.value,
        "w1_binned_at_midpoints": middle.value, "w1_bound": middle.bound,
    })
}
