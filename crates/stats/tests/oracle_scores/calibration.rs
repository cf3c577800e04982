//! `6.*`.

use evenhand_stats::calibration::{
    difference_in_the_large, in_the_large as large, observed_expected, observed_expected_fixed,
};
use evenhand_stats::corp::{self as corp_of, Decomposition};
use evenhand_stats::cumulative_difference::{Outcomes, cumulative_difference as compare_outcomes, outcomes};
use evenhand_stats::ece::{self, Binning, bins, calibration_error, equal_width_index, mean_absolute_deviation};
use evenhand_stats::goodness::{hosmer_lemeshow, spiegelhalter};
use evenhand_stats::isotonic;
use evenhand_stats::proper_scores::brier;
use evenhand_stats::recalibration::{firth, recalibrate, recalibrate_weighted};
use evenhand_stats::score_cells::WeightedScoreCell;
use evenhand_stats::weighted::Sums;
use evenhand_stats::{
    Note, brownian as path, calibration_comparison, cumulative as ecce, honest_band as honest,
    multicalibration as multi, rate_identity as identity, smooth_ece as smooth,
};
use serde_json::{Map, Value, json};

use super::support::{KEY, cells_at, cells_of, limits, numbers, one_group, with, z};

const DRAWS: u64 = 20_000;

/// For p-values near one half, whose standard deviation shall be a third of their tolerance on both sides.
const MANY_DRAWS: u64 = 200_000;

pub fn in_the_large(inputs: &Value) -> Value {
    let cells = one_group(inputs);
    let e = large(&cells, z());
    let chance = e.if_calibrated.unwrap();
    let (ratio, fixed) = (observed_expected(&cells, z()), observed_expected_fixed(&cells, z()));
    let totals = evenhand_stats::score_cells::Totals::of(&cells);
    [
        json!({
            "n": e.n, "observed": e.observed, "expected": e.expected, "difference_mean": e.estimate.value,
            "sum_score_sq": totals.all().squares, "sum_score_outcome_1": totals.positives.sum,
            "se_estimation": e.standard_error, "se_null": chance.standard_error, "z_null": chance.z,
            "p_null": chance.p.value(), "ratio": ratio.estimate.value, "se_log_ratio": ratio.standard_error_ln,
            "se_log_ratio_e_fixed": fixed.standard_error_ln,
        }),
        limits(&e.estimate, "lower", "upper"),
        limits(&ratio.estimate, "ratio_lower", "ratio_upper"),
        limits(&fixed.estimate, "ratio_lower_e_fixed", "ratio_upper_e_fixed"),
    ]
    .into_iter()
    .reduce(with)
    .unwrap()
}

pub fn recalibration(inputs: &Value) -> Value {
    let r = recalibrate(&one_group(inputs), z());
    let fit = r.fit.unwrap();
    let profile = r.slope_profile.unwrap();
    let joint = r.joint_test.unwrap();
    with(
        json!({
            "intercept": r.intercept_with_slope.value, "slope": r.slope.value,
            "cov_intercept_intercept": fit.covariance[0][0], "cov_intercept_slope": fit.covariance[0][1],
            "cov_slope_slope": fit.covariance[1][1], "slope_lower_profile": profile.lower,
            "slope_upper_profile": profile.upper, "intercept_slope_1": r.intercept.value,
            "se_intercept_slope_1": r.intercept_standard_error, "loglik_0_1": r.ln_likelihood_as_it_is,
            "loglik_a_1": r.ln_likelihood_slope_one, "loglik_a_b": fit.ln_likelihood,
            "lr_intercept_given_slope_1": r.intercept_test.map(|t| t.statistic),
            "lr_slope": r.slope_test.map(|t| t.statistic), "lr_joint": joint.statistic,
            "p_lr_joint": joint.p.value(),
        }),
        limits(&r.slope, "slope_lower_wald", "slope_upper_wald"),
    )
}

pub fn separation(inputs: &Value) -> Value {
    let cells = one_group(inputs);
    let r = recalibrate(&cells, z());
    let fallback = firth(&cells).unwrap();
    json!({
        "separated": r.slope.has(Note::Separation), "slope": r.slope.value, "intercept": r.intercept_with_slope.value,
        "firth_intercept": fallback.intercept, "firth_slope": fallback.slope,
    })
}

pub fn weighted(inputs: &Value) -> Value {
    let cells: Vec<WeightedScoreCell> = one_group(inputs)
        .iter()
        .zip(numbers(&inputs["weight_by_score"]))
        .map(|(cell, w)| {
            let sums = |n: u64| Sums { rows: n, weight: w * n as f64, square: w * w * n as f64 };
            WeightedScoreCell { score: cell.low, negatives: sums(cell.negatives.n), positives: sums(cell.positives.n) }
        })
        .collect();
    let r = recalibrate_weighted(&cells, z());
    let covariance = r.fit.unwrap().covariance;
    json!({
        "intercept": r.intercept_with_slope.value, "slope": r.slope.value, "se_intercept": covariance[0][0].sqrt(),
        "se_slope": covariance[1][1].sqrt(), "covariance": covariance[0][1],
    })
}

fn parts(name: &str, d: &Decomposition) -> Value {
    json!({
        format!("{name}_score"): d.score, format!("{name}_miscalibration"): d.miscalibration,
        format!("{name}_discrimination"): d.discrimination, format!("{name}_uncertainty"): d.uncertainty,
    })
}

pub fn corp(inputs: &Value) -> Value {
    let cells = one_group(inputs);
    let c = corp_of::corp(&cells);
    let blocks: Vec<Value> = c
        .blocks
        .iter()
        .map(|b| {
            let (first, last) = (cells[b.first].low, cells[b.last].low);
            json!({ "first": first, "last": last, "n": b.n, "events": b.events, "value": b.rate() })
        })
        .collect();
    with(with(json!({ "blocks": blocks }), parts("brier", &c.brier)), parts("log", &c.log))
}

pub fn consistency_band(inputs: &Value) -> Value {
    let cells = one_group(inputs);
    let band = corp_of::consistency_band(&cells, KEY, 10_000, 0.025).unwrap();
    let chance = corp_of::miscalibration_by_chance(&cells, KEY, DRAWS).unwrap();
    let fit = isotonic::rates(&corp_of::corp(&cells).blocks, cells.len());
    let of = |pick: fn(&evenhand_stats::Interval) -> f64| band.limits.iter().map(|(_, i)| pick(i)).collect::<Vec<_>>();
    json!({
        "lower": of(|i| i.lower), "upper": of(|i| i.upper), "fit": fit, "mcb_mean_if_calibrated": chance.mean,
        "mcb_q95_if_calibrated": chance.quantile_95, "p_mcb": chance.p.value(),
    })
}

pub fn honest_band(inputs: &Value) -> Value {
    let band = honest::honest_band(&one_group(inputs), 1.0 - inputs["level"].as_f64().unwrap()).unwrap();
    json!({
        "distinct_scores": band.points.len(), "delta": band.delta,
        "lower": band.points.iter().map(|p| p.lower).collect::<Vec<_>>(),
        "upper": band.points.iter().map(|p| p.upper).collect::<Vec<_>>(),
        "calibrated_is_inside": !band.shows_miscalibrated(),
    })
}

pub fn expected_calibration_error(inputs: &Value) -> Value {
    assert_eq!(inputs["bins"], "equal width 10");
    let cells = one_group(inputs);
    let binned = bins(&cells, ece::DEFAULT_BINNING);
    let e = calibration_error(&binned, z()).unwrap();
    assert!(e.enumerated);
    let chance = ece::by_chance(&cells, ece::DEFAULT_BINNING, KEY, DRAWS).unwrap();
    json!({
        "ece": e.value, "squared_ece": e.squared, "squared_ece_debiased": e.debiased_squared,
        "root_debiased": e.debiased_root, "ece_debiased_normal": e.debiased_l1,
        "null_mean_exact": e.expected_by_chance, "null_mean_normal": e.expected_by_chance_normal,
        "null_q95_simulated": chance.quantile_95, "excess": e.excess(), "max_calibration_error": e.largest.value,
        "bin_rate": binned.iter().map(|b| b.rate()).collect::<Vec<_>>(),
        "wilson_lower": binned.iter().map(|b| b.limits(z()).lower).collect::<Vec<_>>(),
        "wilson_upper": binned.iter().map(|b| b.limits(z()).upper).collect::<Vec<_>>(),
    })
}

pub fn equal_mass(inputs: &Value) -> Value {
    assert_eq!(inputs["bins"], "equal mass 4");
    let binned = bins(&one_group(inputs), Binning::EqualFrequency(4));
    json!({
        "bin_n": binned.iter().map(|b| b.n).collect::<Vec<_>>(),
        "bin_events": binned.iter().map(|b| b.positives).collect::<Vec<_>>(),
        "bin_sum_score": binned.iter().map(|b| b.sum).collect::<Vec<_>>(),
        "ece": calibration_error(&binned, z()).unwrap().value,
    })
}

pub fn edges(inputs: &Value) -> Value {
    let bins = inputs["bins"].as_u64().unwrap() as usize;
    let index: Vec<usize> = numbers(&inputs["scores"]).iter().map(|s| equal_width_index(*s, bins)).collect();
    json!({ "index": index })
}

pub fn null_small(inputs: &Value) -> Value {
    let (scores, sizes) = (numbers(&inputs["score"]), numbers(&inputs["n"]));
    let sum: f64 = scores.iter().zip(&sizes).map(|(s, n)| mean_absolute_deviation(*n as u64, *s)).sum();
    json!({ "null_mean_exact": sum / sizes.iter().sum::<f64>() })
}

pub fn smooth_ece(inputs: &Value) -> Value {
    let cells = one_group(inputs);
    json!({
        "fixed_point": smooth::smooth_ece(&cells).unwrap().value,
        "smece_at_0.05": smooth::smoothed_error(&cells, 0.05), "smece_at_0.1": smooth::smoothed_error(&cells, 0.1),
    })
}

pub fn cumulative(inputs: &Value) -> Value {
    let cells = one_group(inputs);
    let c = ecce::cumulative(&cells).unwrap();
    let chance = ecce::by_chance(&cells, KEY, MANY_DRAWS).unwrap();
    let (range, largest) = (c.range_test.unwrap(), c.largest_test.unwrap());
    let by_score: f64 = cells.iter().map(|c| (c.positives.n as f64 - c.all().sum).abs()).sum();
    let n: u64 = cells.iter().map(|c| c.n()).sum();
    let noise: f64 = cells.iter().map(|c| mean_absolute_deviation(c.n(), c.low)).sum();
    json!({
        "ecce_r": c.range, "ecce_mad": c.largest, "sigma": c.sigma, "ecce_r_over_sigma": range.statistic,
        "ecce_mad_over_sigma": largest.statistic, "p_range": range.p.value(), "p_mad": largest.p.value(),
        "p_range_simulated": chance.range.value(), "p_mad_simulated": chance.largest.value(),
        "error_by_distinct_score": by_score / n as f64, "null_mean_exact": noise / n as f64,
        "spiegelhalter_z": spiegelhalter(&cells).map(|s| s.z),
    })
}

pub fn brownian(inputs: &Value) -> Value {
    let x = numbers(&inputs["x"]);
    json!({
        "p_range": x.iter().map(|x| path::range_above(*x).value()).collect::<Vec<_>>(),
        "p_max_abs": x.iter().map(|x| path::largest_above(*x).value()).collect::<Vec<_>>(),
    })
}

pub fn goodness(inputs: &Value) -> Value {
    let cells = one_group(inputs);
    let (s, b) = (spiegelhalter(&cells).unwrap(), brier(&cells, 0.025));
    // The ten scores, not merged.
    let ten = bins(&cells, Binning::EqualWidth(10));
    let (external, fitted) = (hosmer_lemeshow(&ten, false).unwrap(), hosmer_lemeshow(&ten, true).unwrap());
    assert_eq!((external.freedom, fitted.freedom), (10, 8));
    json!({
        "spiegelhalter_z": s.z, "p": s.p.value(), "brier": b.estimate.value,
        "brier_expected_if_calibrated": b.if_calibrated, "hosmer_lemeshow": external.statistic,
        "p_df10": external.p.value(), "p_df8": fitted.p.value(),
    })
}

pub fn between_groups(inputs: &Value) -> Value {
    let (group, reference) = (cells_of(inputs, "black"), cells_of(inputs, "white"));
    let (difference, se) = difference_in_the_large(&large(&group, z()), &large(&reference, z()), z());
    let c = calibration_comparison::compare(&group, &reference, z());
    let statistic = |t: Option<evenhand_stats::recalibration::Test>| t.map(|t| t.statistic);
    let p = |t: Option<evenhand_stats::recalibration::Test>| t.map(|t| t.p.value());
    with(
        json!({
            "citl_difference": difference.value, "se": se, "group_intercept_slope_1": c.group_effect.value,
            "se_group_intercept_slope_1": c.group_effect_standard_error,
            "lr_group_slope_1": statistic(c.group_effect_test), "p_group_slope_1": p(c.group_effect_test),
            "interaction_intercept": c.intercept_difference, "interaction_slope": c.slope_difference.value,
            "se_interaction_slope": c.slope_standard_error, "lr_intercept_and_slope": statistic(c.interaction_test),
            "p_lr_2df": p(c.interaction_test), "wald_2df": statistic(c.interaction_wald),
            "p_wald_2df": p(c.interaction_wald), "lr_slope_only": statistic(c.slope_test),
            "p_lr_slope": p(c.slope_test),
        }),
        limits(&difference, "lower", "upper"),
    )
}

pub fn cumulative_difference(inputs: &Value) -> Value {
    let (group, reference) = (outcomes(&cells_of(inputs, "black")), outcomes(&cells_of(inputs, "white")));
    let c = compare_outcomes(&group, &reference, z());
    let (range, largest) = (c.range_test.unwrap(), c.largest_test.unwrap());
    let path: Vec<f64> = [0.0].into_iter().chain(c.path.iter().map(|(_, at)| *at)).collect();
    with(
        json!({
            "end": c.end.value, "path": path, "kuiper": c.range, "ks": c.largest, "sigma_null": c.sigma_if_equal,
            "sigma_estimation": c.standard_error, "kuiper_over_sigma": range.statistic,
            "ks_over_sigma": largest.statistic, "p_kuiper": range.p.value(), "p_ks": largest.p.value(),
            "common_support_share_of_group": c.common_share,
        }),
        limits(&c.end, "end_lower", "end_upper"),
    )
}

pub fn process(inputs: &Value) -> Value {
    let side = |group: &str| -> Vec<Outcomes> {
        let (without, with) = (numbers(&inputs[group]["outcome_0"]), numbers(&inputs[group]["outcome_1"]));
        without.iter().zip(&with).map(|(n, p)| Outcomes { negatives: *n as u64, positives: *p as u64 }).collect()
    };
    let c = compare_outcomes(&side("black"), &side("white"), z());
    let square = |se: Option<f64>| se.map(|se| se * se);
    with(
        with(
            json!({
                "end": c.end.value, "var_given_scores": square(c.standard_error),
                "var_process": square(c.standard_error_of_process),
            }),
            limits(&c.end, "lower", "upper"),
        ),
        limits(&c.end_of_process, "process_lower", "process_upper"),
    )
}

pub fn multicalibration(inputs: &Value) -> Value {
    let segments = inputs["segments"].as_object().unwrap();
    let names: Vec<&String> = segments.keys().collect();
    let parts: Vec<_> = segments.values().map(|s| cells_at(&inputs["score"], s)).collect();
    let members: Vec<Vec<usize>> = (0..parts.len()).map(|part| vec![part]).collect();
    let m = multi::multicalibration(&parts, &members, KEY, DRAWS).unwrap();
    let tests: Vec<_> = m.subgroups.iter().map(|s| s.cumulative.as_ref().unwrap().range_test.unwrap()).collect();
    let by_name = |values: Vec<f64>| -> Value {
        names.iter().map(|n| (*n).clone()).zip(values).map(|(n, v)| (n, json!(v))).collect::<Map<_, _>>().into()
    };
    let smallest = (0..tests.len()).min_by(|a, b| tests[*a].statistic.total_cmp(&tests[*b].statistic)).unwrap();
    json!({
        "ecce_over_sigma": by_name(tests.iter().map(|t| t.statistic).collect()), "worst": names[m.worst],
        "maximum": m.largest, "p_unadjusted": by_name(tests.iter().map(|t| t.p.value()).collect()),
        "p_bonferroni_worst": tests.len() as f64 * tests[m.worst].p.value(),
        "p_max_simulated_of_smallest": m.subgroups[smallest].p_adjusted.unwrap().value(),
        "q95_of_maximum_if_calibrated": m.quantile_95,
    })
}

pub fn rate_identity(inputs: &Value) -> Value {
    let rates = |group: &str| {
        let n = |key: &str| inputs[group][key].as_f64().unwrap();
        let (tp, fp, fn_, tn) = (n("tp"), n("fp"), n("fn"), n("tn"));
        ((tp + fn_) / (tp + fp + fn_ + tn), tp / (tp + fp), fn_ / (tp + fn_), fp / (fp + tn))
    };
    let of = |group: &str| {
        let (base_rate, ppv, fnr, fpr) = rates(group);
        let by_identity = identity::false_positive_rate(base_rate, ppv, fnr);
        let rates = json!({
            "base_rate": base_rate, "ppv": ppv, "fnr": fnr, "fpr": fpr, "fpr_by_identity": by_identity,
        });
        with(inputs[group].clone(), rates)
    };
    let (_, ppv, fnr, _) = rates("white");
    json!({
        "black": of("black"), "white": of("white"),
        "fpr_of_black_if_ppv_and_fnr_were_those_of_white": identity::false_positive_rate(rates("black").0, ppv, fnr),
    })
}
