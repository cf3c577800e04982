//! The one table of metrics. Help, schema, documentation, checks of the spec, computation and tests read it.
//!
//! Source of every row: `metrics-union.md` sections 3, 4 and 7. A rate is data: its numerator and denominator are
//! predicates on the cells of a 2×2 table, so that a rate of a spec's own costs no code.

mod aliases;
mod formulas;
mod reading;

use super::lists::{HarmDirection, Scale};

pub use aliases::{ALIASES, Alias};
pub use reading::Ideal;

/// The family of a metric (`metrics-union.md`, 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MetricFamily {
    CountsAndRepresentation,
    Rates,
    Composite,
    ComparableCases,
    ScoreDistributions,
    Ranking,
    Calibration,
    Inequality,
    Association,
    Drift,
    Proxy,
    SelectiveLabels,
}

impl MetricFamily {
    /// The letter of the family in `metrics-union.md`.
    pub const fn letter(self) -> char {
        match self {
            Self::CountsAndRepresentation => 'A',
            Self::Rates => 'B',
            Self::Composite => 'D',
            Self::ComparableCases => 'E',
            Self::ScoreDistributions => 'F',
            Self::Ranking => 'G',
            Self::Calibration => 'H',
            Self::Inequality => 'I',
            Self::Association => 'J',
            Self::Drift => 'K',
            Self::Proxy => 'M',
            Self::SelectiveLabels => 'N',
        }
    }
}

/// What a metric may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// May carry a verdict.
    Verdict,
    /// Descriptive only.
    Descriptive,
    /// A verdict only as a conjunction of other verdicts.
    Conjunction,
}

/// A cell of the table decision × outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Selected, with the outcome.
    TruePositive,
    /// Selected, without the outcome.
    FalsePositive,
    /// Not selected, with the outcome.
    FalseNegative,
    /// Not selected, without the outcome.
    TrueNegative,
}

/// A numerator or denominator: a set of cells of the 2×2 table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Rows with the decision known, whatever the outcome: all of them.
    Decided,
    /// Selected rows, whatever the outcome.
    Selected,
    /// Rows not selected, whatever the outcome.
    NotSelected,
    /// Rows with the outcome known, whatever the decision.
    Known,
    /// Rows with the outcome.
    Positive,
    /// These cells (decision and outcome known).
    Cells(&'static [Cell]),
}

impl Part {
    /// Those with the outcome, the decision known.
    pub const POSITIVES: Self = Self::Cells(&[Cell::TruePositive, Cell::FalseNegative]);
    /// Those without it.
    pub const NEGATIVES: Self = Self::Cells(&[Cell::FalsePositive, Cell::TrueNegative]);
    /// The selected, the outcome known.
    pub const CHECKED: Self = Self::Cells(&[Cell::TruePositive, Cell::FalsePositive]);
    /// Those not selected, the outcome known.
    pub const NOT_SELECTED_KNOWN: Self = Self::Cells(&[Cell::FalseNegative, Cell::TrueNegative]);
}

/// How a metric is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    /// A ratio of two sums of counts, the first within the second.
    Rate {
        /// Numerator.
        of: Part,
        /// Denominator.
        within: Part,
    },
    /// One count.
    Count(Part),
    /// A formula of the four cells, made by name in `measure`.
    Formula,
    /// Made by its own step of `measure`, by name.
    Own,
}

/// Which designs give a metric in this version: letters of `metrics-union.md` (F full, A two_arm, C counts, P groups known
/// through memberships, N no outcomes). `flow/tests.rs` holds F, A and P to it.
pub type Designs = &'static str;

/// One metric.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// Registry name, as in spec and report.
    pub name: &'static str,
    /// Family.
    pub family: MetricFamily,
    /// How it is made.
    pub kind: MetricKind,
    /// May it carry a verdict?
    pub usage: Use,
    /// Belongs to a stage (a decision).
    pub stage: bool,
    /// Needs the outcome.
    pub outcome: bool,
    /// Needs a score.
    pub score: bool,
    /// Harm where the stage is unfavourable, and where it is favourable.
    pub harm: [HarmDirection; 2],
    /// Scales on which groups are compared.
    pub scales: &'static [Scale],
    /// The formula, in the notation of `metrics-union.md`, in English where it has words.
    formula: &'static str,
    /// Designs that can give it.
    pub designs: Designs,
    /// Is it computed by this version? What is not is checked in a spec and answered with `not_assessed_yet`.
    pub built: bool,
}

impl Metric {
    /// The direction of harm at a stage.
    pub fn harm_direction(&self, favourable: bool) -> HarmDirection {
        self.harm[usize::from(favourable)]
    }

    /// The scales on which a comparison can be judged: a difference in standard deviations is described alone.
    pub fn judged_scales(&self) -> impl Iterator<Item = Scale> + use<> {
        let scales = self.scales;
        scales.iter().copied().filter(|scale| *scale != Scale::Standardised)
    }

    /// May a comparison of the spec name it?
    pub fn may_carry_verdict(&self) -> bool {
        !matches!(self.usage, Use::Descriptive)
    }
}

use Cell::{FalseNegative as FN, FalsePositive as FP, TrueNegative as TN, TruePositive as TP};
use HarmDirection::{Both, Higher, Lower, None as Neither};
use MetricFamily as F;
use MetricKind::{Count, Formula, Own, Rate};

const FOUR_SCALES: &[Scale] = &[Scale::Difference, Scale::Ratio, Scale::OddsRatio, Scale::Standardised];
const THREE: &[Scale] = &[Scale::Difference, Scale::Ratio, Scale::OddsRatio];
const TWO: &[Scale] = &[Scale::Difference, Scale::Ratio];
const ONE: &[Scale] = &[Scale::Difference];
const MEANS: &[Scale] = &[Scale::Difference, Scale::Standardised];
const RATIO_ONLY: &[Scale] = &[Scale::Ratio];
const ODDS_ONLY: &[Scale] = &[Scale::OddsRatio];
const NO_SCALE: &[Scale] = &[];

const FOUR: Part = Part::Cells(&[TP, FP, FN, TN]);

/// A rate of family B that may carry a verdict.
const fn rate(name: &'static str, of: Part, within: Part, harm: [HarmDirection; 2], formula: &'static str) -> Metric {
    Metric {
        name,
        family: F::Rates,
        kind: Rate { of, within },
        usage: Use::Verdict,
        stage: true,
        outcome: true,
        score: false,
        harm,
        scales: FOUR_SCALES,
        formula,
        designs: "FACP",
        built: true,
    }
}

/// A descriptive figure of family B made by a formula.
const fn formula(name: &'static str, harm: [HarmDirection; 2], scales: &'static [Scale], text: &'static str) -> Metric {
    Metric {
        kind: Formula,
        usage: Use::Descriptive,
        scales,
        harm,
        designs: "FAC",
        ..rate(name, Part::Known, Part::Known, [Neither, Neither], text)
    }
}

/// A count of family A.
const fn count(name: &'static str, part: Part, text: &'static str) -> Metric {
    Metric {
        family: F::CountsAndRepresentation,
        kind: Count(part),
        usage: Use::Descriptive,
        scales: NO_SCALE,
        // Of two arms the cells of the population are estimated shares, which are metrics of their own.
        designs: "FC",
        ..rate(name, part, part, [Neither, Neither], text)
    }
}

/// A metric made by its own step.
const fn own(
    name: &'static str,
    family: MetricFamily,
    usage: Use,
    harm: [HarmDirection; 2],
    text: &'static str,
) -> Metric {
    Metric { family, kind: Own, usage, scales: TWO, ..rate(name, Part::Known, Part::Known, harm, text) }
}

/// A descriptive figure of comparable cases.
const fn comparable(
    name: &'static str,
    harm: [HarmDirection; 2],
    scales: &'static [Scale],
    text: &'static str,
) -> Metric {
    Metric { outcome: false, scales, designs: "FACN", ..own(name, F::ComparableCases, Use::Descriptive, harm, text) }
}

/// A metric of a score that a later version computes.
const fn later(
    name: &'static str,
    family: MetricFamily,
    usage: Use,
    harm: [HarmDirection; 2],
    text: &'static str,
) -> Metric {
    Metric { stage: false, score: true, built: false, scales: ONE, ..own(name, family, usage, harm, text) }
}

/// A figure about the memberships themselves, where true groups are known.
const fn of_proxy(name: &'static str, harm: [HarmDirection; 2], text: &'static str) -> Metric {
    Metric {
        stage: false,
        outcome: false,
        scales: NO_SCALE,
        designs: "P",
        ..own(name, F::Proxy, Use::Descriptive, harm, text)
    }
}

/// Worse quality of the score is harm.
const WORSE: [HarmDirection; 2] = [Higher, Higher];

/// A metric of calibration: of a score and outcomes, without a stage.
const fn calibration(
    name: &'static str,
    usage: Use,
    harm: [HarmDirection; 2],
    scales: &'static [Scale],
    text: &'static str,
) -> Metric {
    Metric { built: true, scales, designs: "FAC", ..later(name, F::Calibration, usage, harm, text) }
}

/// A figure of the scores alone that groups are described by; no scale: it is itself a comparison.
const fn scored(
    name: &'static str,
    family: MetricFamily,
    usage: Use,
    harm: [HarmDirection; 2],
    text: &'static str,
) -> Metric {
    Metric { outcome: false, built: true, scales: NO_SCALE, designs: "FACN", ..later(name, family, usage, harm, text) }
}

/// A figure of how scores order people with and without the outcome.
const fn ranked(name: &'static str, harm: [HarmDirection; 2], text: &'static str) -> Metric {
    Metric { outcome: true, designs: "FA", ..scored(name, F::Ranking, Use::Descriptive, harm, text) }
}

/// Every metric, in the order in which rows stand in a report.
pub const METRICS: &[Metric] = &[
    // A. Counts, pool, representation
    count("true_positives", Part::Cells(&[TP]), "TP"),
    count("false_positives", Part::Cells(&[FP]), "FP"),
    count("false_negatives", Part::Cells(&[FN]), "FN"),
    count("true_negatives", Part::Cells(&[TN]), "TN"),
    Metric {
        stage: true,
        outcome: false,
        scales: NO_SCALE,
        designs: "FACN",
        ..own("group_share", F::CountsAndRepresentation, Use::Descriptive, [Neither, Neither], "n_g / n")
    },
    Metric {
        outcome: false,
        scales: THREE,
        designs: "FACN",
        ..own(
            "representation",
            F::CountsAndRepresentation,
            Use::Descriptive,
            [Neither, Neither],
            "share of the group in one set against its share in another",
        )
    },
    Metric {
        stage: false,
        outcome: false,
        scales: NO_SCALE,
        designs: "FACN",
        ..own("class_imbalance", F::CountsAndRepresentation, Use::Descriptive, [Neither, Neither], "(n_rest − n_g) / n")
    },
    Metric {
        stage: false,
        outcome: false,
        scales: NO_SCALE,
        designs: "FACN",
        ..own(
            "representativeness",
            F::CountsAndRepresentation,
            Use::Descriptive,
            [Neither, Neither],
            "(p − q) / √(q (1 − q)), p = n_g / n, q intended",
        )
    },
    Metric {
        stage: false,
        outcome: false,
        scales: ONE,
        designs: "FACN",
        ..own(
            "missing_share",
            F::CountsAndRepresentation,
            Use::Descriptive,
            [Higher, Higher],
            "rows without the item / rows",
        )
    },
    // B. Rates of the 2×2 table
    Metric { stage: false, ..rate("base_rate", Part::Positive, Part::Known, [Neither, Neither], "P / n") },
    Metric {
        outcome: false,
        designs: "FACPN",
        ..rate("selection_rate", Part::Selected, Part::Decided, [Higher, Lower], "S_all / n_all")
    },
    Metric {
        outcome: false,
        designs: "FACPN",
        ..rate("non_selection_rate", Part::NotSelected, Part::Decided, [Lower, Higher], "U_all / n_all")
    },
    rate("true_positive_rate", Part::Cells(&[TP]), Part::POSITIVES, [Both, Lower], "TP / P"),
    rate("false_positive_rate", Part::Cells(&[FP]), Part::NEGATIVES, [Higher, Neither], "FP / N"),
    rate("true_negative_rate", Part::Cells(&[TN]), Part::NEGATIVES, [Lower, Neither], "TN / N"),
    rate("false_negative_rate", Part::Cells(&[FN]), Part::POSITIVES, [Both, Higher], "FN / P"),
    rate("positive_predictive_value", Part::Cells(&[TP]), Part::CHECKED, [Lower, Both], "TP / S"),
    rate("negative_predictive_value", Part::Cells(&[TN]), Part::NOT_SELECTED_KNOWN, [Both, Lower], "TN / U"),
    rate("false_discovery_rate", Part::Cells(&[FP]), Part::CHECKED, [Higher, Neither], "FP / S"),
    rate("false_omission_rate", Part::Cells(&[FN]), Part::NOT_SELECTED_KNOWN, [Both, Higher], "FN / U"),
    Metric {
        usage: Use::Descriptive,
        scales: TWO,
        designs: "FCP",
        ..rate("accuracy", Part::Cells(&[TP, TN]), FOUR, [Lower, Lower], "(TP + TN) / n")
    },
    formula("balanced_accuracy", [Lower, Lower], TWO, "(TPR + TNR) / 2"),
    formula("f1_score", [Lower, Lower], TWO, "2 TP / (2 TP + FP + FN)"),
    formula("jaccard_index", [Lower, Lower], NO_SCALE, "TP / (TP + FP + FN)"),
    formula("matthews_correlation", [Lower, Lower], NO_SCALE, "(TP TN − FP FN) / √(S P N U)"),
    formula("cohen_kappa", [Lower, Lower], NO_SCALE, "(p_o − p_e) / (1 − p_e)"),
    formula("youden_j", [Lower, Lower], NO_SCALE, "TPR + TNR − 1"),
    formula("positive_likelihood_ratio", [Neither, Neither], NO_SCALE, "TPR / FPR"),
    formula("negative_likelihood_ratio", [Neither, Neither], NO_SCALE, "FNR / TNR"),
    formula("predicted_to_observed_ratio", [Neither, Neither], NO_SCALE, "S / P"),
    formula("error_balance", [Neither, Neither], NO_SCALE, "FN / (FN + FP)"),
    Metric { designs: "FAC", ..own("lift", F::Rates, Use::Verdict, [Lower, Lower], "PPV / base rate") },
    formula("true_positive_share", [Neither, Neither], NO_SCALE, "TP / n"),
    formula("false_positive_share", [Neither, Neither], NO_SCALE, "FP / n"),
    formula("false_negative_share", [Neither, Neither], NO_SCALE, "FN / n"),
    formula("true_negative_share", [Neither, Neither], NO_SCALE, "TN / n"),
    formula("burden_ratio", [Higher, Neither], NO_SCALE, "FP / TP"),
    Metric {
        outcome: false,
        scales: ONE,
        designs: "FACN",
        ..own("excess_selected", F::Rates, Use::Descriptive, [Higher, Lower], "n_g (p_g − p_r)")
    },
    // D. Composite criteria
    own("equalized_odds", F::Composite, Use::Conjunction, [Both, Both], "max(|ΔTPR|, |ΔFPR|)"),
    Metric { scales: ONE, ..own("average_odds", F::Composite, Use::Descriptive, [Both, Both], "(ΔTPR + ΔFPR) / 2") },
    Metric {
        scales: ONE,
        ..own("average_absolute_odds", F::Composite, Use::Descriptive, [Both, Both], "(|ΔTPR| + |ΔFPR|) / 2")
    },
    own("predictive_parity", F::Composite, Use::Descriptive, [Both, Both], "max(|ΔPPV|, |ΔNPV|)"),
    Metric {
        scales: ONE,
        ..own("average_predictive_value", F::Composite, Use::Descriptive, [Both, Both], "(ΔPPV + ΔFOR) / 2")
    },
    Metric {
        stage: false,
        score: true,
        scales: ONE,
        designs: "FA",
        ..own(
            "generalised_equalized_odds",
            F::Composite,
            Use::Descriptive,
            [Both, Both],
            "max over y of |Δ mean s given y|",
        )
    },
    // E. Comparable cases
    comparable(
        "breslow_day_homogeneity",
        [Neither, Neither],
        NO_SCALE,
        "Σ (a_k − A_k)² / V_k − (Σ (a_k − A_k))² / Σ V_k, A_k fitted at OR_MH",
    ),
    comparable("demographic_disparity", [Lower, Higher], NO_SCALE, "share among not selected − share among selected"),
    comparable("conditional_demographic_disparity", [Lower, Higher], NO_SCALE, "Σ n_k DD_k / n"),
    comparable("adjusted_odds", [Neither, Neither], ODDS_ONLY, "exp(b), logit p = b · group + factors"),
    comparable("overlap", [Neither, Neither], NO_SCALE, "Σ n_gk / n_g over k with n_gk > 0, n_rk > 0"),
    comparable("gap_composition", [Neither, Neither], NO_SCALE, "Σ (π_gk − π_rk) (p_gk + p_rk) / 2"),
    comparable("gap_rates", [Neither, Neither], NO_SCALE, "Σ (π_gk + π_rk) / 2 · (p_gk − p_rk)"),
    comparable("gap_not_comparable", [Neither, Neither], NO_SCALE, "p_g − p_r − the two other parts"),
    // F. Score distributions
    Metric {
        scales: MEANS,
        ..scored("mean_score", F::ScoreDistributions, Use::Verdict, [Higher, Lower], "Σ w s / Σ w")
    },
    scored(
        "kolmogorov_smirnov",
        F::ScoreDistributions,
        Use::Descriptive,
        [Neither, Neither],
        "max over t of |F_g(t) − F_r(t)|",
    ),
    scored("wasserstein_distance", F::ScoreDistributions, Use::Descriptive, [Neither, Neither], "∫ |F_g − F_r| dt"),
    Metric {
        stage: true,
        scales: ONE,
        ..scored(
            "threshold_disparity_curve",
            F::ScoreDistributions,
            Use::Verdict,
            [Higher, Lower],
            "p_g(s ≥ t) − p_r(s ≥ t)",
        )
    },
    scored("superiority", F::ScoreDistributions, Use::Descriptive, [Higher, Lower], "P(s_g > s_r) + ½ P(s_g = s_r)"),
    Metric {
        outcome: true,
        scales: ONE,
        designs: "FA",
        ..scored(
            "mean_score_given_outcome",
            F::ScoreDistributions,
            Use::Descriptive,
            [Higher, Lower],
            "mean s where y = 1, where y = 0",
        )
    },
    scored(
        "population_stability_index",
        F::ScoreDistributions,
        Use::Descriptive,
        [Neither, Neither],
        "Σ (p − q) ln(p / q)",
    ),
    scored(
        "jensen_shannon_distance",
        F::ScoreDistributions,
        Use::Descriptive,
        [Neither, Neither],
        "√(½ Σ p ln(p/m) + ½ Σ q ln(q/m)), m = (p + q) / 2",
    ),
    scored("total_variation_distance", F::ScoreDistributions, Use::Descriptive, [Neither, Neither], "½ Σ |p − q|"),
    scored("hellinger_distance", F::ScoreDistributions, Use::Descriptive, [Neither, Neither], "√(1 − Σ √(p q))"),
    Metric {
        scales: ONE,
        ..scored(
            "score_quantile",
            F::ScoreDistributions,
            Use::Descriptive,
            [Higher, Lower],
            "least t with F(t) ≥ q, q = 10, 25, 50, 75, 90 %",
        )
    },
    // G. Ranking
    Metric { scales: ONE, ..ranked("auc", [Lower, Lower], "P(s₁ > s₀) + ½ P(s₁ = s₀)") },
    Metric { scales: ONE, ..ranked("xauc", [Neither, Neither], "P(s of y = 1 in g > s of y = 0 in r) + ½ P(=)") },
    ranked("bpsn_auc", [Lower, Neither], "P(s of y = 1 in the rest > s of y = 0 in g) + ½ P(=)"),
    ranked("bnsp_auc", [Both, Lower], "P(s of y = 1 in g > s of y = 0 in the rest) + ½ P(=)"),
    ranked("abroca", [Neither, Neither], "∫ |ROC_g − ROC_r| dFPR"),
    ranked("average_precision", [Lower, Lower], "Σ (R_k − R_k−1) P_k"),
    ranked("precision_at_capacity", [Lower, Both], "PPV among the first k of all"),
    ranked("recall_at_capacity", [Both, Lower], "TPR among the first k of all"),
    scored("skew_at_k", F::Ranking, Use::Descriptive, [Higher, Lower], "ln (share of the first k / share of all)"),
    Metric {
        scales: RATIO_ONLY,
        ..scored("exposure", F::Ranking, Use::Descriptive, [Higher, Lower], "Σ 1 / log₂(1 + place) / n_g")
    },
    scored(
        "list_divergence",
        F::Ranking,
        Use::Descriptive,
        [Neither, Neither],
        "Σ_i KL(p_i ‖ p) / log₂(1 + i) / Σ_i 1 / log₂(1 + i), p_i = share of the group in the first i",
    ),
    // H. Calibration
    calibration("calibration_in_the_large", Use::Verdict, [Lower, Higher], ONE, "mean y − mean s"),
    calibration("observed_expected_ratio", Use::Verdict, [Lower, Higher], RATIO_ONLY, "Σ y / Σ s"),
    calibration("calibration_intercept", Use::Descriptive, [Lower, Higher], NO_SCALE, "a of logit P(y) = a + logit s"),
    calibration("calibration_slope", Use::Descriptive, [Neither, Neither], NO_SCALE, "b of logit P(y) = a + b logit s"),
    calibration(
        "calibration_intercept_with_slope",
        Use::Descriptive,
        [Neither, Neither],
        NO_SCALE,
        "a of logit P(y) = a + b logit s",
    ),
    calibration("expected_calibration_error", Use::Descriptive, WORSE, NO_SCALE, "Σ n_k/n |ȳ_k − s̄_k|"),
    calibration("maximum_calibration_error", Use::Descriptive, WORSE, NO_SCALE, "max_k |ȳ_k − s̄_k|"),
    calibration(
        "smooth_calibration_error",
        Use::Descriptive,
        WORSE,
        NO_SCALE,
        "∫ |Σ (s − y)/n K_σ(t, s)| dt at σ = its own value",
    ),
    calibration(
        "cumulative_calibration_error",
        Use::Descriptive,
        WORSE,
        NO_SCALE,
        "max C − min C of C_k = Σ (y − s)/n over s ≤ s_k",
    ),
    calibration("brier_score", Use::Descriptive, WORSE, ONE, "mean (s − y)²"),
    calibration("log_loss", Use::Descriptive, WORSE, NO_SCALE, "−mean [y ln s + (1 − y) ln(1 − s)]"),
    calibration("brier_score_miscalibration", Use::Descriptive, WORSE, NO_SCALE, "S(s) − S(r̂), r̂ isotonic"),
    calibration("brier_score_discrimination", Use::Descriptive, [Lower, Lower], NO_SCALE, "S(ȳ) − S(r̂), r̂ isotonic"),
    calibration("brier_score_uncertainty", Use::Descriptive, [Neither, Neither], NO_SCALE, "S(ȳ) = ȳ (1 − ȳ)"),
    calibration("log_loss_miscalibration", Use::Descriptive, WORSE, NO_SCALE, "L(s) − L(r̂), r̂ isotonic"),
    calibration("log_loss_discrimination", Use::Descriptive, [Lower, Lower], NO_SCALE, "L(ȳ) − L(r̂), r̂ isotonic"),
    calibration("log_loss_uncertainty", Use::Descriptive, [Neither, Neither], NO_SCALE, "L(ȳ)"),
    calibration("reliability_curve", Use::Descriptive, [Neither, Neither], NO_SCALE, "ȳ at each s"),
    calibration(
        "spiegelhalter_z",
        Use::Descriptive,
        [Neither, Neither],
        NO_SCALE,
        "Σ (y − s)(1 − 2s) / √Σ (1 − 2s)² s(1 − s)",
    ),
    calibration(
        "hosmer_lemeshow",
        Use::Descriptive,
        [Neither, Neither],
        NO_SCALE,
        "Σ_b (o_b − E_b)² / (E_b (1 − E_b / n_b))",
    ),
    calibration(
        "calibration_group_effect",
        Use::Descriptive,
        [Lower, Higher],
        ONE,
        "γ of logit P(y) = a + logit s + γ [g]",
    ),
    calibration(
        "calibration_interaction",
        Use::Descriptive,
        [Neither, Neither],
        ONE,
        "β of logit P(y) = a + b logit s + [g](α + β logit s)",
    ),
    calibration(
        "cumulative_calibration_difference",
        Use::Descriptive,
        [Lower, Higher],
        ONE,
        "Σ_k n_gk/n_g (ȳ_gk − ȳ_rk)",
    ),
    calibration(
        "group_calibration_gap",
        Use::Descriptive,
        [Neither, Neither],
        NO_SCALE,
        "∫ |E[y|s,g] − E[y|s,r]| dF(s)",
    ),
    Metric {
        designs: "FC",
        ..calibration(
            "multicalibration_error",
            Use::Descriptive,
            WORSE,
            NO_SCALE,
            "max over groups of cumulative_calibration_error / σ",
        )
    },
    // J. Association
    Metric {
        scales: NO_SCALE,
        designs: "FAC",
        ..own("homogeneity_test", F::Association, Use::Descriptive, [Neither, Neither], "χ² over k × 2")
    },
    // K. Drift
    Metric {
        score: false,
        outcome: false,
        ..later("disparity_change", F::Drift, Use::Verdict, [Both, Both], "Δ now − Δ baseline")
    },
    Metric {
        score: false,
        outcome: false,
        ..later("rate_change", F::Drift, Use::Verdict, [Both, Both], "p now − p baseline")
    },
    // M. Proxy
    Metric {
        stage: false,
        outcome: false,
        scales: NO_SCALE,
        designs: "FACN",
        ..own(
            "proxy_strength",
            F::Proxy,
            Use::Descriptive,
            [Neither, Neither],
            "AUC of the attribute from the inputs, out of fold",
        )
    },
    of_proxy("proxy_auc", [Lower, Lower], "AUC of the memberships against the true group"),
    of_proxy("proxy_brier_score", [Higher, Higher], "mean (m − a)²"),
    of_proxy("proxy_calibration_in_the_large", [Neither, Neither], "share of true members − mean m"),
    Metric {
        stage: true, ..of_proxy("proxy_error", [Neither, Neither], "weighted estimate − rate in the true group")
    },
    // N. Two arms and selective labels
    Metric {
        stage: false,
        outcome: false,
        scales: NO_SCALE,
        designs: "A",
        ..own("group_population_estimate", F::SelectiveLabels, Use::Descriptive, [Neither, Neither], "N r_g / n_R")
    },
    Metric {
        designs: "FAC",
        scales: THREE,
        ..own("checking_rate", F::SelectiveLabels, Use::Verdict, [Higher, Neither], "checked / selected")
    },
    Metric {
        designs: "A",
        scales: THREE,
        ..own("model_arm_share", F::SelectiveLabels, Use::Descriptive, [Neither, Neither], "P(model arm | group)")
    },
];

/// The metric of a registry name.
pub fn metric(name: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.name == name)
}

/// What a name of a spec stands for.
#[derive(Clone, Copy, Debug)]
pub enum Resolved {
    /// One metric.
    One(&'static Metric),
    /// An alias with several readings.
    Ambiguous(&'static [&'static str]),
    /// No metric of that name.
    Unknown,
}

/// The metric that a name of a spec means: a registry name, else an alias; case, space, hyphen and underscore are
/// alike, and what stands in parentheses is explanation (`metrics-union.md`, 7).
pub fn resolve(name: &str) -> Resolved {
    let plain = name.split('(').next().unwrap_or(name).trim().to_lowercase();
    let plain: String = plain.chars().map(|c| if c == ' ' || c == '-' || c == '–' { '_' } else { c }).collect();
    if let Some(found) = metric(&plain) {
        return Resolved::One(found);
    }
    match ALIASES.iter().find(|alias| alias.alias == plain) {
        Some(Alias { means: [one], .. }) => metric(one).map_or(Resolved::Unknown, Resolved::One),
        Some(alias) => Resolved::Ambiguous(alias.means),
        None => Resolved::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, METRICS, Resolved, Use, metric, resolve};

    #[test]
    fn names_are_unique_and_every_plain_alias_means_a_metric() {
        for (i, one) in METRICS.iter().enumerate() {
            assert!(METRICS[..i].iter().all(|other| other.name != one.name), "{} twice", one.name);
        }
        for alias in ALIASES {
            assert!(metric(alias.alias).is_none(), "{} is a registry name", alias.alias);
            if let [one] = alias.means {
                assert!(metric(one).is_some(), "{one}");
            }
        }
    }

    /// What may carry a verdict in the first release, complete (`metrics-union.md`, 4). Stratified rates, intersections and
    /// rates from memberships or two arms are rows of these; `[[rate]]` and `[[amount]]` are the spec's own.
    const MAY_CARRY_A_VERDICT: &[&str] = &[
        "selection_rate",
        "non_selection_rate",
        "true_positive_rate",
        "false_positive_rate",
        "true_negative_rate",
        "false_negative_rate",
        "positive_predictive_value",
        "negative_predictive_value",
        "false_discovery_rate",
        "false_omission_rate",
        "base_rate",
        "mean_score",
        "threshold_disparity_curve",
        "calibration_in_the_large",
        "observed_expected_ratio",
        "lift",
        "checking_rate",
        "disparity_change",
        "rate_change",
    ];

    #[test]
    fn the_metrics_that_may_carry_a_verdict_are_those_of_the_list_and_no_others() {
        let mut listed: Vec<&str> = MAY_CARRY_A_VERDICT.to_vec();
        let of = |usage: Use| METRICS.iter().filter(move |one| one.usage == usage).map(|one| one.name);
        let mut found: Vec<&str> = of(Use::Verdict).collect();
        listed.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, listed);
        assert_eq!(of(Use::Conjunction).collect::<Vec<_>>(), ["equalized_odds"]);
        for metric in METRICS {
            let carries = listed.contains(&metric.name) || metric.name == "equalized_odds";
            assert_eq!(metric.may_carry_verdict(), carries, "{}", metric.name);
        }
    }

    #[test]
    fn an_alias_is_found_whatever_its_case_and_signs() {
        assert!(matches!(resolve("Demographic parity (two groups)"), Resolved::One(m) if m.name == "selection_rate"));
        assert!(matches!(resolve("DI"), Resolved::Ambiguous(_)));
        assert!(matches!(resolve("fairness"), Resolved::Unknown));
    }
}
