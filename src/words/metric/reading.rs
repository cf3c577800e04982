//! How a metric is read: the range of its values, the value that is best or says "no difference", and why it can be null.
//!
//! Source: `metrics-union.md`, the columns "range; ideal" and "edge" of section 4, and its rules R1 to R11.

use super::{Metric, MetricFamily, MetricKind, Part};
use crate::words::Note;

/// The value that a metric is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ideal {
    /// Best of all.
    Best(f64),
    /// No difference between the groups.
    Equal(f64),
    /// No value is better than another by itself.
    None,
}

/// √ln 2: where two distributions have nothing in common.
const NOTHING_IN_COMMON: f64 = 0.832_554_611_157_698;

impl Metric {
    /// The least and the greatest value of the metric itself, of one group or as a comparison; differences and ratios of it
    /// between groups have their own. Infinite: without an end.
    pub fn range(&self) -> (f64, f64) {
        const UP: f64 = f64::INFINITY;
        match self.name {
            "youden_j"
            | "matthews_correlation"
            | "cohen_kappa"
            | "average_odds"
            | "average_predictive_value"
            | "class_imbalance"
            | "threshold_disparity_curve"
            | "demographic_disparity"
            | "conditional_demographic_disparity"
            | "gap_composition"
            | "gap_rates"
            | "gap_not_comparable"
            | "calibration_in_the_large"
            | "cumulative_calibration_difference"
            | "disparity_change"
            | "rate_change"
            | "proxy_calibration_in_the_large"
            | "proxy_error" => (-1.0, 1.0),
            "calibration_intercept"
            | "calibration_slope"
            | "calibration_intercept_with_slope"
            | "spiegelhalter_z"
            | "calibration_group_effect"
            | "calibration_interaction"
            | "skew_at_k"
            | "excess_selected"
            | "representativeness"
            // Scores have the range that the spec declares.
            | "mean_score"
            | "score_quantile"
            | "mean_score_given_outcome" => (-UP, UP),
            "representation"
            | "positive_likelihood_ratio"
            | "negative_likelihood_ratio"
            | "predicted_to_observed_ratio"
            | "lift"
            | "burden_ratio"
            | "adjusted_odds"
            | "generalised_equalized_odds"
            | "wasserstein_distance"
            | "population_stability_index"
            | "list_divergence"
            | "observed_expected_ratio"
            | "log_loss"
            | "log_loss_miscalibration"
            | "log_loss_discrimination"
            | "log_loss_uncertainty"
            | "hosmer_lemeshow"
            | "multicalibration_error"
            | "group_population_estimate" => (0.0, UP),
            "jensen_shannon_distance" => (0.0, NOTHING_IN_COMMON),
            _ if matches!(self.kind, MetricKind::Count(_)) => (0.0, UP),
            _ => (0.0, 1.0),
        }
    }

    /// The value that it is held against.
    pub fn ideal(&self) -> Ideal {
        match self.name {
            "true_positive_rate"
            | "true_negative_rate"
            | "positive_predictive_value"
            | "negative_predictive_value"
            | "accuracy"
            | "balanced_accuracy"
            | "f1_score"
            | "jaccard_index"
            | "matthews_correlation"
            | "cohen_kappa"
            | "youden_j"
            | "auc"
            | "average_precision"
            | "precision_at_capacity"
            | "recall_at_capacity"
            | "overlap"
            | "proxy_auc"
            | "observed_expected_ratio"
            | "calibration_slope" => Ideal::Best(1.0),
            "false_positive_rate" | "false_negative_rate" | "false_discovery_rate" | "false_omission_rate" => {
                Ideal::Best(0.0)
            }
            "proxy_brier_score" | "proxy_calibration_in_the_large" | "proxy_error" => Ideal::Best(0.0),
            "missing_share" => Ideal::Best(0.0),
            "log_loss_discrimination" | "brier_score_discrimination" => Ideal::None,
            "log_loss_uncertainty" | "brier_score_uncertainty" | "reliability_curve" => Ideal::None,
            "calibration_intercept_with_slope" | "group_population_estimate" => Ideal::None,
            "calibration_group_effect"
            | "calibration_interaction"
            | "cumulative_calibration_difference"
            | "group_calibration_gap" => Ideal::Equal(0.0),
            "superiority" => Ideal::Equal(0.5),
            "representation" | "adjusted_odds" => Ideal::Equal(1.0),
            "excess_selected"
            | "representativeness"
            | "skew_at_k"
            | "list_divergence"
            | "threshold_disparity_curve"
            | "kolmogorov_smirnov"
            | "wasserstein_distance"
            | "population_stability_index"
            | "jensen_shannon_distance"
            | "total_variation_distance"
            | "hellinger_distance"
            | "abroca"
            | "demographic_disparity"
            | "conditional_demographic_disparity" => Ideal::Equal(0.0),
            _ if self.family == MetricFamily::Composite => Ideal::Equal(0.0),
            _ if self.family == MetricFamily::Calibration => Ideal::Best(0.0),
            _ => Ideal::None,
        }
    }

    /// Why it is null where a group has cases at all, as far as the metric itself decides it: the notes of its rows.
    pub fn edges(&self) -> &'static [Note] {
        use Note::{
            AllSelected, BelowSupport, LittleOverlap, LogInfinite, NoCases, NoEvents, NoNegatives, NoPositives,
            NoneSelected, NotAProbabilityScore, NotDefinedForDesign, NotIdentified, ReferenceHasNoEvents,
            ScoreConstant, Separation, SingleGroup, TooFewEvents, VarianceNotEstimable, ZeroCell,
        };
        match self.kind {
            MetricKind::Count(_) => return &[],
            MetricKind::Rate { within, .. } => return of_denominator(within),
            MetricKind::Formula | MetricKind::Own => {}
        }
        match self.name {
            "balanced_accuracy" | "youden_j" => &[NoPositives, NoNegatives],
            "matthews_correlation" => &[NoPositives, NoNegatives, NoneSelected, AllSelected],
            "positive_likelihood_ratio" => &[NoPositives, NoNegatives, NoneSelected, ReferenceHasNoEvents],
            "negative_likelihood_ratio" => &[NoPositives, NoNegatives, AllSelected, ReferenceHasNoEvents],
            "predicted_to_observed_ratio" | "burden_ratio" => &[NoPositives],
            "error_balance" => &[NoEvents],
            "lift" => &[NoneSelected, NoEvents],
            "checking_rate" | "group_share" => &[NoneSelected],
            "kolmogorov_smirnov" => &[NoPositives, NoNegatives],
            "multicalibration_error" => &[NotAProbabilityScore, BelowSupport],
            "equalized_odds" | "average_odds" | "average_absolute_odds" => &[NoPositives, NoNegatives],
            "predictive_parity" | "average_predictive_value" => &[NoneSelected, AllSelected],
            "generalised_equalized_odds" => &[NoPositives, NoNegatives],
            "representativeness" => &[ZeroCell],
            "class_imbalance" => &[],
            "breslow_day_homogeneity" => &[NotIdentified],
            "demographic_disparity" => &[NoneSelected, AllSelected],
            "conditional_demographic_disparity" => &[NotIdentified],
            "adjusted_odds" => &[NotIdentified, Separation],
            "overlap" => &[NoCases],
            "gap_composition" | "gap_rates" | "gap_not_comparable" => &[NotIdentified],
            "mean_score" | "score_quantile" | "wasserstein_distance" => &[NotDefinedForDesign],
            "mean_score_given_outcome" => &[NoPositives, NoNegatives, NotDefinedForDesign],
            "auc" | "xauc" | "bpsn_auc" | "bnsp_auc" | "abroca" => &[NoPositives, NoNegatives],
            "average_precision" => &[NoPositives],
            "precision_at_capacity" => &[NoneSelected],
            "recall_at_capacity" => &[NoPositives],
            "skew_at_k" => &[ZeroCell, NotDefinedForDesign],
            "exposure" | "list_divergence" => &[SingleGroup],
            "calibration_intercept" => &[NotAProbabilityScore, TooFewEvents, NoPositives, NoNegatives, LogInfinite],
            "calibration_group_effect" => &[NotAProbabilityScore, TooFewEvents, NoPositives, NoNegatives, LogInfinite],
            "calibration_slope" | "calibration_intercept_with_slope" | "calibration_interaction" => {
                &[NotAProbabilityScore, TooFewEvents, NoPositives, NoNegatives, LogInfinite, Separation, ScoreConstant]
            }
            "log_loss" | "log_loss_miscalibration" => &[NotAProbabilityScore, LogInfinite],
            "spiegelhalter_z" | "hosmer_lemeshow" => &[NotAProbabilityScore, VarianceNotEstimable],
            "cumulative_calibration_difference" => &[LittleOverlap],
            "group_calibration_gap" => &[LittleOverlap, NotAProbabilityScore],
            "homogeneity_test" => &[SingleGroup, NoEvents],
            "reliability_curve" | "group_population_estimate" | "model_arm_share" => &[],
            "proxy_strength" => &[TooFewEvents, NoNegatives, NotDefinedForDesign],
            "proxy_brier_score" | "proxy_calibration_in_the_large" => &[],
            "proxy_auc" => &[NoPositives, NoNegatives],
            _ if self.family == MetricFamily::Calibration => &[NotAProbabilityScore],
            _ => &[NoCases],
        }
    }
}

/// Which note names an empty denominator (R1).
fn of_denominator(within: Part) -> &'static [Note] {
    match within {
        Part::POSITIVES => &[Note::NoPositives],
        Part::NEGATIVES => &[Note::NoNegatives],
        Part::CHECKED => &[Note::NoneSelected],
        Part::NOT_SELECTED_KNOWN => &[Note::AllSelected],
        _ => &[Note::NoCases],
    }
}

#[cfg(test)]
mod tests {
    use super::Ideal;
    use crate::words::{METRICS, methods_of, metric};

    #[test]
    fn what_a_metric_lacks_and_reaches_is_its_own_and_not_that_of_a_comparison_or_another_metric() {
        let of = |name| metric(name).unwrap();
        assert_eq!(of("expected_calibration_error").range(), (0.0, 1.0));
        assert!(methods_of(of("proxy_strength")).iter().all(|method| method.name != "logistic_regression"));
    }

    #[test]
    fn an_ideal_lies_in_the_range() {
        for metric in METRICS {
            let (low, high) = metric.range();
            assert!(low < high, "{}", metric.name);
            if let Ideal::Best(at) | Ideal::Equal(at) = metric.ideal() {
                assert!((low..=high).contains(&at), "{}", metric.name);
            }
        }
    }
}
