//! `two_arm/*`.

use evenhand_stats::difference::{miettinen_nurminen, newcombe};
use evenhand_stats::no_difference::fisher_exact;
use evenhand_stats::odds_ratio;
use evenhand_stats::ratio;
use evenhand_stats::resample::{
    Key, Stream, bootstrap as draws_of, multinomial, percentile_interval, quantile_of_sorted,
};
use evenhand_stats::shares::{Cells, errors_minus_selected};
use evenhand_stats::table::TwoByTwo;
use evenhand_stats::two_arm::{self, ArmRate, Arms, Count, Group, Rate, View};
use evenhand_stats::two_arm_overlap::{self as overlap_of, Counts, Unselected};
use evenhand_stats::{Note, float, normal};
use serde_json::{Value, json};

use super::support::{counts, f, n, notes, p_by_inversion, tail, triple, verdict_of, with};

fn z() -> f64 {
    normal::z_of_tail(0.025)
}

fn arms(inputs: &Value, truncate: bool) -> Arms {
    Arms {
        random: n(inputs, "n_R"),
        selected: inputs["n_M"].as_u64().unwrap_or(0),
        population: n(inputs, "N"),
        truncate_group_size: truncate,
    }
}

pub fn published(_: &str, inputs: &Value) -> Value {
    let group = Group::all_known(n(inputs, "r"), n(inputs, "e"), n(inputs, "m"), n(inputs, "t"));
    let arms = arms(inputs, true);
    let table = two_arm::population_table(&group, &arms).unwrap();
    let rate = |kind| two_arm::rate(&group, kind, &arms, View::ArmsFixed, 0.025).0.value;
    json!({
        "N_g": table.group_size, "base_rate": table.base_rate, "true_positive_share": table.true_positive_share,
        "false_positive_share": table.false_positive_share, "true_negative_share": table.true_negative_share,
        "false_negative_share": table.false_negative_share, "selection_rate": rate(Rate::Selection),
        "positive_predictive_value": group.selected_errors as f64 / group.selected as f64,
        "false_positive_rate": rate(Rate::FalsePositive), "true_positive_rate": rate(Rate::TruePositive),
        "false_negative_rate": rate(Rate::FalseNegative),
    })
}

/// A group in which a rate of this kind has these two counts.
fn with_counts(kind: Rate, a: u64, k: u64) -> Group {
    match kind {
        Rate::FalsePositive => Group::all_known(k, 0, a, 0),
        Rate::TruePositive => Group::all_known(k, k, a, a),
        _ => Group::all_known(k, 0, a, 0),
    }
}

fn kind_of(id: &str) -> Rate {
    match id.split('/').nth(3).unwrap() {
        "false_positive_rate" => Rate::FalsePositive,
        "true_positive_rate" => Rate::TruePositive,
        "selection_rate" => Rate::Selection,
        other => panic!("{other}"),
    }
}

pub fn delta(id: &str, inputs: &Value) -> Value {
    let view = match id.split('/').nth(4).unwrap() {
        "arms_fixed" => View::ArmsFixed,
        "model_arm_census" => View::ModelArmCensus,
        "pooled_rows" => View::PooledRows,
        other => panic!("{other}"),
    };
    let (arms, tail, kind) = (arms(inputs, false), tail(inputs), kind_of(id));
    let of = |side: &str| (n(inputs, &format!("a_{side}")), n(inputs, &format!("k_{side}")));
    let ((a, k), (c, l)) = (of("group"), of("reference"));
    let (group, reference) = (ArmRate::whole(a, k), ArmRate::whole(c, l));
    let (rate, _) = two_arm::rate(&with_counts(kind, a, k), kind, &arms, view, tail);
    let (other, _) = two_arm::rate(&with_counts(kind, c, l), kind, &arms, view, tail);
    let (v, w) =
        (two_arm::ln_variance(group, &arms, view).unwrap(), two_arm::ln_variance(reference, &arms, view).unwrap());
    let covariance = two_arm::ln_covariance(&arms, view).unwrap();
    let variance = v + w - 2.0 * covariance;
    let (p, q) = (rate.value.unwrap(), other.value.unwrap());
    let half = float::exp(normal::z_of_tail(tail) * variance.sqrt());
    json!({
        "group": p, "var_log_group": v, "group_lower": rate.lower, "group_upper": rate.upper, "reference": q,
        "var_log_reference": w,
        "cov_log": covariance, "difference": p - q,
        "var_difference": two_arm::difference_variance(group, reference, &arms, view),
        "ratio": p / q, "var_log_ratio": variance, "ratio_lower": p / q / half, "ratio_upper": p / q * half,
    })
}

pub fn mover(id: &str, inputs: &Value) -> Value {
    let (arms, tail, kind) = (arms(inputs, false), tail(inputs), kind_of(id));
    let of = |side: &str| with_counts(kind, n(inputs, &format!("a_{side}")), n(inputs, &format!("k_{side}")));
    let (group, reference) = (of("group"), of("reference"));
    let per_case = arms.random as f64 / arms.population as f64;
    let rate = |group: &Group| two_arm::conditional_rate(group.counts(kind).unwrap(), per_case, tail);
    let (p, q) = (rate(&group), rate(&reference));
    let difference = two_arm::difference(&group, &reference, kind, &arms, tail);
    let (ratio, _) = two_arm::ratio(&group, &reference, kind, &arms, View::ArmsFixed, tail);
    let margin = f(inputs, "margin");
    let of_margin = p_by_inversion(|tail| two_arm::difference(&group, &reference, kind, &arms, tail), margin);
    let all = json!({
        "group_value": p.value, "group_lower": p.lower, "group_upper": p.upper, "reference_value": q.value,
        "reference_lower": q.lower, "reference_upper": q.upper, "difference": difference.value,
        "lower": difference.lower,
        "upper": difference.upper, "ratio": ratio.value, "ratio_lower": ratio.lower, "ratio_upper": ratio.upper,
        "verdict": verdict_of(&difference, margin),
    });
    with(of_margin, all)
}

pub fn mover_edge(_: &str, inputs: &Value) -> Value {
    let of = |side: &str| {
        let (a, k) = (n(inputs, &format!("a_{side}")), n(inputs, &format!("k_{side}")));
        // A random case with the outcome, so that the group is there even where k is 0.
        Group::all_known(k + 1, 1, a, 0)
    };
    let found =
        two_arm::difference(&of("group"), &of("reference"), Rate::FalsePositive, &arms(inputs, false), tail(inputs));
    json!({
        "value": found.value, "lower": found.lower, "upper": found.upper, "note": notes(&found),
        "verdict": verdict_of(&found, 0.0),
    })
}

pub fn ratio_as_odds_ratio(_: &str, inputs: &Value) -> Value {
    let [a, k] = [0, 1].map(|i| inputs["table"][0][i].as_u64().unwrap());
    let [c, l] = [0, 1].map(|i| inputs["table"][1][i].as_u64().unwrap());
    let table = TwoByTwo::new(a, a + k, c, c + l).unwrap();
    let found = odds_ratio::conditional_exact(table, tail(inputs));
    json!({
        "sample_odds_ratio": odds_ratio::sample(table), "lower": found.lower, "upper": found.upper,
        "conditional_mle": found.value, "fisher_p": fisher_exact(table).two_sided.value(),
    })
}

pub fn conditional_rate(_: &str, inputs: &Value) -> Value {
    let counts = ArmRate::whole(n(inputs, "a"), n(inputs, "k"));
    let found = two_arm::conditional_rate(counts, f(inputs, "n_R") / f(inputs, "N"), tail(inputs));
    assert_eq!(found.has(Note::NoReferenceCasesInRandomArm), found.value.is_none());
    json!({ "estimate": found.value, "lower": found.lower, "upper": found.upper })
}

pub fn outcome_missing(id: &str, inputs: &Value) -> Value {
    let group = Group {
        random: n(inputs, "r"),
        random_known: n(inputs, "r_checked"),
        random_errors: n(inputs, "errors_in_random"),
        selected: n(inputs, "m"),
        selected_known: n(inputs, "m_checked"),
        selected_errors: n(inputs, "errors_found"),
    };
    let kind = if id.ends_with("tpr") { Rate::TruePositive } else { Rate::FalsePositive };
    let counts = group.counts(kind).unwrap();
    let found = two_arm::conditional_rate(counts, f(inputs, "n_R") / f(inputs, "N"), tail(inputs));
    let effective = |count: Count| count.effective;
    json!({
        "a_effective": effective(counts.model), "k_effective": effective(counts.random),
        "estimate": found.value, "lower": found.lower, "upper": found.upper,
    })
}

pub fn impossible(_: &str, inputs: &Value) -> Value {
    let group = Group::all_known(n(inputs, "r_g"), n(inputs, "e_g"), n(inputs, "f_g"), 0);
    let arms = arms(inputs, false);
    let table = two_arm::population_table(&group, &arms).unwrap();
    let (rate, _) = two_arm::rate(&group, Rate::FalsePositive, &arms, View::ArmsFixed, 0.025);
    assert!(rate.has(Note::ImpossibleEstimate) && rate.upper == Some(1.0) && rate.lower.is_some());
    json!({
        "N_g": table.group_size, "non_errors_estimated": table.group_size * (1.0 - table.base_rate),
        "false_positives_counted": group.selected - group.selected_errors,
        "true_negative_share": table.true_negative_share,
        "false_positive_rate": rate.value,
    })
}

pub fn overlap(_: &str, inputs: &Value) -> Value {
    let (population, flagged, random) = (n(inputs, "N"), n(inputs, "flagged"), n(inputs, "n_R"));
    let of = Unselected { population: population - flagged, random: n(inputs, "n_R_unflagged") };
    let counts = Counts { selected: n(inputs, "flagged_non_errors"), unselected: n(inputs, "k_unflagged") };
    let found = overlap_of::planned(counts, of).unwrap();
    // The naive total N k / n_R is the same estimator without anything known of the flagged.
    let whole = Unselected { population, random };
    let naive = overlap_of::planned(Counts { selected: 0, unselected: n(inputs, "k") }, whole).unwrap();
    let naive_rate = counts.selected as f64 / naive.total;
    json!({
        "naive_total": naive.total, "naive_variance": naive.variance_of_total, "combined_total": found.total,
        "combined_variance": found.variance_of_total, "fpr_naive": naive_rate, "fpr_combined": found.rate,
        "se_fpr_naive": naive_rate * naive.variance_of_total.sqrt() / naive.total,
        "se_fpr_combined": found.standard_error_census,
    })
}

fn view(inputs: &Value) -> View {
    if inputs["view"] == "model_arm_census" { View::ModelArmCensus } else { View::ArmsFixed }
}

fn unselected(inputs: &Value) -> Unselected {
    Unselected { population: n(inputs, "N_unflagged"), random: n(inputs, "n_R_unflagged") }
}

fn flagged(inputs: &Value) -> Counts {
    Counts { selected: n(inputs, "f"), unselected: n(inputs, "k_unflagged") }
}

pub fn overlap_limits(_: &str, inputs: &Value) -> Value {
    triple(&overlap_of::rate(flagged(inputs), unselected(inputs), view(inputs), tail(inputs)))
}

pub fn overlap_difference(_: &str, inputs: &Value) -> Value {
    let (group, reference) = (flagged(&inputs["group"]), flagged(&inputs["reference"]));
    triple(&overlap_of::difference(group, reference, unselected(inputs), view(inputs), tail(inputs)))
}

pub fn nested_shares(_: &str, inputs: &Value) -> Value {
    let cells = Cells {
        group_errors: n(inputs, "a"),
        group_others: n(inputs, "b"),
        rest_errors: n(inputs, "c"),
        rest_others: n(inputs, "d"),
    };
    let found = errors_minus_selected(&cells, tail(inputs));
    json!({
        "share_of_errors": found.share_of_errors, "share_of_selected": found.share_of_selected,
        "difference": found.difference.value, "variance": found.variance, "lower": found.difference.lower,
        "upper": found.difference.upper,
    })
}

fn table(inputs: &Value) -> TwoByTwo {
    TwoByTwo::new(n(inputs, "x1"), n(inputs, "n1"), n(inputs, "x0"), n(inputs, "n0")).unwrap()
}

pub fn equal_burden(_: &str, inputs: &Value) -> Value {
    let found = newcombe(table(inputs), z());
    json!({ "difference": found.value, "lower": found.lower, "upper": found.upper })
}

pub fn agency_test_1(_: &str, inputs: &Value) -> Value {
    let found = ratio::miettinen_nurminen(table(inputs), z());
    let difference = miettinen_nurminen(table(inputs), z());
    json!({ "ratio": found.value, "lower": found.lower, "upper": found.upper, "difference": difference.value })
}

pub fn lift(_: &str, inputs: &Value) -> Value {
    let found = ratio::miettinen_nurminen(table(inputs), z());
    json!({ "ratio": found.value, "lower": found.lower, "upper": found.upper })
}

/// FPR and PPV of both sexes from drawn cells, group sizes cut as published.
pub fn bootstrap(id: &str, inputs: &Value) -> Value {
    let model = counts(&inputs["model_cells_tp_fp_woman_man"]);
    let random = counts(&inputs["random_cells_error_ok_woman_man"]);
    let population = n(inputs, "N");
    let together: Vec<u64> = model.iter().chain(&random).copied().collect();
    let pooled = id.ends_with("pooled_rows");
    let parts: Vec<&[u64]> = if pooled { vec![&together] } else { vec![&model, &random] };
    let draws = draws_of(Key([24; 32]), &parts, n(inputs, "B"), |draw, values| {
        let (model, random) = if pooled { draw[0].split_at(4) } else { (&draw[0][..], &draw[1][..]) };
        let arms =
            Arms { random: random.iter().sum(), selected: model.iter().sum(), population, truncate_group_size: true };
        let group =
            |i: usize| Group::all_known(random[i] + random[i + 1], random[i], model[i] + model[i + 1], model[i]);
        let fpr = |i: usize| {
            let group = group(i);
            let per_case = arms.random as f64 / population as f64 * arms.group_factor(group.random)?;
            let counts = group.counts(Rate::FalsePositive)?;
            (counts.random.value() > 0.0).then(|| per_case * counts.model.value() / counts.random.value())
        };
        let ppv = |i: usize| (model[i] + model[i + 1] > 0).then(|| model[i] as f64 / (model[i] + model[i + 1]) as f64);
        let minus = |a: Option<f64>, b: Option<f64>| Some(a? - b?);
        let (woman, man) = (fpr(0), fpr(2));
        values.extend([woman, man, minus(man, woman), woman.zip(man).map(|(w, m)| w / m), minus(ppv(2), ppv(0))]);
    });
    let names = [
        "fpr_woman",
        "fpr_man",
        "fpr_difference_man_minus_woman",
        "fpr_ratio_woman_over_man",
        "ppv_difference_man_minus_woman",
    ];
    let described = names.iter().zip(&draws).map(|(name, values)| {
        let limits = percentile_interval(values, 0.025);
        let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share| quantile_of_sorted(&sorted, share);
        let value = json!({
            "mean": limits.mean, "sd": limits.standard_deviation, "p05": at(0.05), "p95": at(0.95),
            "p025": limits.lower,
            "p975": limits.upper,
        });
        ((*name).to_owned(), value)
    });
    Value::Object(described.collect())
}

/// The share of delta intervals that miss, for the Swedish rates: 200,000 draws of cells at each pair of sizes, as the
/// record.
pub fn coverage(_: &str, _: &Value) -> Value {
    const DRAWS: u32 = 200_000;
    let (model, random) = ([1645, 1786, 859, 792], [172, 415, 138, 322]);
    let population = 977_730;
    let truth = |n_r: f64, a: f64, k: f64| n_r / population as f64 * a / k;
    let sizes = [(5082, 1047), (500, 200), (100, 100), (2000, 60)];
    let of_size = |&(n_m, n_r): &(u64, u64)| {
        let arms = Arms { random: n_r, selected: n_m, population, truncate_group_size: false };
        // The rates of the process at these sizes: expected counts.
        let (by_m, by_r) = (n_m as f64 / 5082.0, n_r as f64 / 1047.0);
        let p = truth(n_r as f64, 1786.0 * by_m, 415.0 * by_r);
        let q = truth(n_r as f64, 792.0 * by_m, 322.0 * by_r);
        let mut missed = [0_u32; 7];
        let (mut m, mut r) = ([0; 4], [0; 4]);
        for draw in 0..DRAWS {
            let mut stream = Stream::new(Key([11; 32]), u64::from(draw));
            multinomial(&mut stream, n_m, &model, &mut m);
            multinomial(&mut stream, n_r, &random, &mut r);
            let (group, reference) = (ArmRate::whole(m[1], r[1]), ArmRate::whole(m[3], r[3]));
            let variance = |rate| two_arm::ln_variance(rate, &arms, View::ArmsFixed);
            let (Some(v), Some(w)) = (variance(group), variance(reference)) else {
                missed[6] += 1;
                continue;
            };
            let c = two_arm::ln_covariance(&arms, View::ArmsFixed).unwrap();
            let (x, y) = (truth(n_r as f64, m[1] as f64, r[1] as f64), truth(n_r as f64, m[3] as f64, r[3] as f64));
            let mut count = |i: usize, estimate: f64, truth: f64, se: f64| {
                missed[i] += u32::from(estimate - z() * se > truth);
                missed[i + 1] += u32::from(estimate + z() * se < truth);
            };
            count(0, float::ln(x / y), float::ln(p / q), (v + w - 2.0 * c).sqrt());
            let difference = two_arm::difference_variance(group, reference, &arms, View::ArmsFixed).unwrap();
            count(2, x - y, p - q, difference.sqrt());
            count(4, float::ln(x), float::ln(p), v.sqrt());
        }
        let names = [
            "ratio_miss_low",
            "ratio_miss_high",
            "difference_miss_low",
            "difference_miss_high",
            "rate_miss_low",
            "rate_miss_high",
            "undefined",
        ];
        let shares =
            names.iter().zip(missed).map(|(name, k)| ((*name).to_owned(), json!(f64::from(k) / f64::from(DRAWS))));
        (format!("n_M={n_m}, n_R={n_r}"), Value::Object(shares.collect()))
    };
    Value::Object(sizes.iter().map(of_size).collect())
}
