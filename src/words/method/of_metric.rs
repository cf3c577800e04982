//! Which methods a metric can be made by.

use super::{METHODS, Method};
use crate::words::lists::Scale;
use crate::words::metric::{Metric, MetricKind};

/// The methods that a metric gets where the spec asks for no other: those of its value and interval, of its scales and
/// of its tests. Empty: a plain count, a formula without an interval of its own, or a metric that is not built yet.
pub fn methods_of(metric: &Metric) -> Vec<&'static Method> {
    let mut names: Vec<&str> = Vec::new();
    if metric.built {
        if matches!(metric.kind, MetricKind::Rate { .. }) {
            names.extend(["wilson", "clopper_pearson"]);
            for scale in metric.scales {
                names.push(match scale {
                    Scale::Difference | Scale::Ratio => "miettinen_nurminen",
                    Scale::OddsRatio => "conditional_exact",
                    Scale::Standardised => "cohen_d_pooled",
                });
            }
            if metric.scales.contains(&Scale::Standardised) {
                names.push("cohen_h");
            }
            names.extend(["fisher_exact", "exact_margin"]);
            // Among comparable cases.
            names.extend(["mantel_haenszel", "direct_standardisation", "cmh", "cmh_exact"]);
            if metric.designs.contains('A') {
                names.extend(["two_arm_delta", "conditional_rate", "pool_rows", "mover"]);
            }
        }
        names.extend(own_methods(metric.name));
    }
    METHODS.iter().filter(|method| names.contains(&method.name)).collect()
}

/// The methods of the metrics that have their own.
fn own_methods(name: &str) -> &'static [&'static str] {
    match name {
        "missing_share" => &["wilson", "clopper_pearson", "miettinen_nurminen", "fisher_exact", "exact_margin"],
        "class_imbalance" | "representativeness" => &["wilson", "clopper_pearson"],
        "homogeneity_test" => &["chi_square_k", "permutation"],
        "mean_score" => &["welch_t", "smd_average_variance", "cohen_d_pooled", "population_sd"],
        "mean_score_given_outcome" => &["welch_t"],
        "breslow_day_homogeneity" => &["breslow_day_tarone", "breslow_day"],
        "demographic_disparity" | "conditional_demographic_disparity" => &["share_difference"],
        "adjusted_odds" => &["logistic_regression", "logistic_firth", "wald"],
        "gap_composition" | "gap_rates" | "gap_not_comparable" => &["kitagawa"],
        "kolmogorov_smirnov" => &["two_sample", "permutation"],
        "wasserstein_distance" => &["w1", "w1_rank"],
        "threshold_disparity_curve" => {
            &["miettinen_nurminen", "fisher_exact", "exact_margin", "dvoretzky_kiefer_wolfowitz"]
        }
        "superiority" => &["delong", "brunner_munzel"],
        "population_stability_index" => &["half_count"],
        "jensen_shannon_distance" | "total_variation_distance" | "hellinger_distance" => &["distinct", "equal_mass_20"],
        "proxy_strength" => &["delong_logit"],
        "auc" | "xauc" => &["delong_logit", "delong", "wald"],
        "bpsn_auc" | "bnsp_auc" => &["delong_logit", "delong"],
        "abroca" => &["exact_area"],
        "average_precision" => &["step", "bootstrap_percentile"],
        "score_quantile" => &["order_statistics", "bootstrap_percentile"],
        "list_divergence" => &["ndkl", "rkl", "rnd"],
        "precision_at_capacity" | "recall_at_capacity" => &["wilson"],
        _ => of_calibration(name),
    }
}

/// The methods of the metrics of calibration.
fn of_calibration(name: &str) -> &'static [&'static str] {
    match name {
        "calibration_in_the_large" => &["mean_residual", "poisson_exact"],
        "observed_expected_ratio" => &["oe_linearised", "oe_fixed", "poisson_exact"],
        "calibration_intercept" | "calibration_slope" | "calibration_intercept_with_slope" => {
            &["logistic_recalibration", "likelihood_ratio"]
        }
        "calibration_group_effect" | "calibration_interaction" => &["logistic_recalibration", "likelihood_ratio"],
        "brier_score" => &["welch_t"],
        "brier_score_miscalibration"
        | "brier_score_discrimination"
        | "brier_score_uncertainty"
        | "log_loss_miscalibration"
        | "log_loss_discrimination"
        | "log_loss_uncertainty"
        | "reliability_curve"
        | "group_calibration_gap" => &["corp"],
        "expected_calibration_error" => &["equal_width_10", "equal_frequency_10", "debiased_l1", "debiased_squared"],
        "maximum_calibration_error" => &["equal_width_10"],
        "hosmer_lemeshow" => &["hosmer_lemeshow"],
        "smooth_calibration_error" => &["smece"],
        "cumulative_calibration_error" => &["range", "max_abs"],
        "multicalibration_error" => &["range"],
        "spiegelhalter_z" => &["spiegelhalter"],
        "cumulative_calibration_difference" => &["cumulative_difference", "range"],
        _ => &[],
    }
}
