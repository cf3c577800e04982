//! Other names in the field for metrics, which a spec may use (`metrics-union.md`, 7).

/// Another name in the field for a metric (`metrics-union.md`, 7).
#[derive(Clone, Copy, Debug)]
pub struct Alias {
    /// The alias, lower case, words joined by `_`.
    pub alias: &'static str,
    /// The registry names that it can mean; two or more: refused with both.
    pub means: &'static [&'static str],
}

const fn alias(alias: &'static str, means: &'static [&'static str]) -> Alias {
    Alias { alias, means }
}

/// The aliases that a spec may use.
pub const ALIASES: &[Alias] = &[
    alias("dpl", &["base_rate"]),
    alias("label_parity", &["base_rate"]),
    alias("statistical_parity", &["selection_rate", "representation"]),
    alias("demographic_parity", &["selection_rate"]),
    alias("mean_difference", &["selection_rate"]),
    alias("calders_verwer_gap", &["selection_rate"]),
    alias("dppl", &["selection_rate"]),
    alias("acceptance_rate_difference", &["selection_rate"]),
    alias("disparate_impact", &["selection_rate"]),
    alias("adverse_impact_ratio", &["selection_rate"]),
    alias("relative_rate", &["selection_rate"]),
    alias("impact_parity", &["selection_rate"]),
    alias("proportional_parity", &["selection_rate"]),
    alias("disparate_impact_vs_rest", &["selection_rate"]),
    alias("di", &["selection_rate (ratio against a reference)", "selection_rate (ratio against everybody else)"]),
    alias("equal_opportunity", &["true_positive_rate"]),
    alias("rd", &["true_positive_rate"]),
    alias("tpr", &["true_positive_rate"]),
    alias("tpr_parity", &["true_positive_rate"]),
    alias("recall", &["true_positive_rate"]),
    alias("sensitivity", &["true_positive_rate"]),
    alias("predictive_equality", &["false_positive_rate", "false_negative_rate"]),
    alias("fpr", &["false_positive_rate"]),
    alias("false_positive_error_rate_balance", &["false_positive_rate"]),
    alias("fnr", &["false_negative_rate"]),
    alias("miss_rate", &["false_negative_rate"]),
    alias("tnr", &["true_negative_rate"]),
    alias("sd", &["true_negative_rate"]),
    alias("specificity", &["true_negative_rate"]),
    alias("ppv", &["positive_predictive_value"]),
    alias("precision", &["positive_predictive_value"]),
    alias("hit_rate", &["positive_predictive_value"]),
    alias("outcome_test", &["positive_predictive_value"]),
    alias("dar", &["positive_predictive_value"]),
    alias("npv", &["negative_predictive_value"]),
    alias("drr", &["negative_predictive_value"]),
    alias("fdr", &["false_discovery_rate"]),
    alias("for", &["false_omission_rate"]),
    alias("ad", &["accuracy"]),
    alias("accuracy_equality", &["accuracy"]),
    alias("overall_accuracy_equality", &["accuracy"]),
    alias("treatment_equality", &["error_balance"]),
    alias("te", &["error_balance"]),
    alias("conditional_acceptance", &["predicted_to_observed_ratio"]),
    alias("dca", &["predicted_to_observed_ratio"]),
    alias("conditional_rejection", &["predicted_to_observed_ratio"]),
    alias("dcr", &["predicted_to_observed_ratio"]),
    alias("group_benefit", &["predicted_to_observed_ratio"]),
    alias("threat_score", &["jaccard_index"]),
    alias("csi", &["jaccard_index"]),
    alias("detection_prevalence", &["selection_rate"]),
    alias("positive_rate", &["selection_rate"]),
    alias("pass_rate", &["selection_rate"]),
    alias("approval_rate", &["selection_rate"]),
    alias("prevalence", &["base_rate"]),
    alias("calibration", &["calibration_in_the_large", "calibration_slope", "expected_calibration_error"]),
];
