//! The formula of a row where it is not that of its metric: rates held alike over factors (`methods/3`), groups known through
//! memberships (`methods/8`), and points of curves.
//!
//! Takes key columns and the method; gives a text. Derives no number.

use crate::words::{Lang, MetricKind, Scale, metric};

/// What of a row decides its formula.
pub(super) struct Keys<'r> {
    /// Metric.
    pub metric: &'r str,
    /// Scale; none: a row of one group.
    pub scale: Option<Scale>,
    /// Stratum.
    pub stratum: Option<&'r str>,
    /// Method.
    pub method: Option<&'r str>,
}

/// The formula of a row; that of the metric where nothing else holds.
pub(super) fn formula(keys: &Keys<'_>, lang: Lang) -> String {
    let Some(found) = metric(keys.metric) else { return String::new() };
    let own = found.formula(lang);
    let rate = matches!(found.kind, MetricKind::Rate { .. });
    let method = keys.method.and_then(|method| method.split('+').next()).unwrap_or_default();
    let text = match keys.scale {
        _ if !rate => None,
        Some(scale) if adjusted(keys.stratum) => over_strata(scale, method),
        scale => memberships(scale.is_some(), method),
    };
    let Some(text) = text else { return own.to_owned() };
    // Of memberships alone: what the letters stand for.
    let letters = if adjusted(keys.stratum) { "" } else { letters(method, lang) };
    format!("{text}; p = {own}{letters}")
}

/// The formula of a point of a curve; `x` is the point's place.
pub(super) fn of_curve(curve: &str, name: &str, lang: Lang) -> String {
    let own = metric(name).map_or("", |metric| metric.formula(lang));
    match curve {
        "proxy_tipping" => {
            let odds = "o(p_g | m) = x · o(p_¬g | m), o(p) = p / (1 − p)";
            format!("p_g − p_r, {odds}; p = {own}")
        }
        "cumulative_calibration" => "Σ_{s ≤ x} (y − s) / n".to_owned(),
        "cumulative_difference" => "Σ_{s_k ≤ x} n_gk / n_g · (ȳ_gk − ȳ_rk)".to_owned(),
        "threshold_difference" => "p_g(s ≥ x) − p_r(s ≥ x)".to_owned(),
        "score_distribution" => "n_g(x) / n_g".to_owned(),
        "reliability" | "reliability_binned" | "rate" => "ȳ(x)".to_owned(),
        "threshold" => format!("{own}, S = {{s ≥ x}}"),
        _ => own.to_owned(),
    }
}

/// What the letters of a formula of memberships stand for.
fn letters(method: &str, lang: Lang) -> &'static str {
    let validated = matches!(
        method,
        "double_sampling" | "validated_post_stratified" | "validated_difference" | "multiple_imputation"
    );
    match (lang, validated) {
        (Lang::Sv, false) => ". m: sannolikheten att höra till gruppen, d: 1 i täljaren av p, annars 0",
        (Lang::En, false) => ". m: probability of the group, d: 1 in the numerator of p, else 0",
        (Lang::Sv, true) => {
            ". m: sannolikheten att höra till gruppen, d: 1 i täljaren av p, annars 0, b: klass av m, h: gissad grupp, \
             N: antal, v: antal vars grupp är känd"
        }
        (Lang::En, true) => {
            ". m: probability of the group, d: 1 in the numerator of p, else 0, b: band of m, h: guessed group, N: number, \
             v: number whose group is known"
        }
    }
}

/// Does the stratum name factors that are held alike, and no level of one?
pub(super) fn adjusted(stratum: Option<&str>) -> bool {
    stratum.is_some_and(|stratum| !stratum.contains('='))
}

/// In stratum k a_k of n1_k of the group and c_k of n0_k of the reference; N_k = n1_k + n0_k.
fn over_strata(scale: Scale, method: &str) -> Option<&'static str> {
    Some(match (method, scale) {
        ("miettinen_nurminen" | "mantel_haenszel", Scale::Difference) => {
            "Σ_k w_k (p1_k − p0_k) / Σ_k w_k, w_k = n1_k n0_k / (n1_k + n0_k)"
        }
        ("mantel_haenszel", Scale::Ratio) => {
            "Σ_k (a_k n0_k / N_k) / Σ_k (c_k n1_k / N_k), a_k = p1_k n1_k, c_k = p0_k n0_k"
        }
        ("mantel_haenszel", Scale::OddsRatio) => {
            "Σ_k (a_k d_k / N_k) / Σ_k (b_k c_k / N_k), a_k = p1_k n1_k, b_k = n1_k − a_k, c_k = p0_k n0_k, d_k = n0_k − c_k"
        }
        ("direct_standardisation", Scale::Difference) => "Σ_k W_k p1_k / Σ_k W_k − Σ_k W_k p0_k / Σ_k W_k",
        ("direct_standardisation", Scale::Ratio) => "(Σ_k W_k p1_k / Σ_k W_k) / (Σ_k W_k p0_k / Σ_k W_k)",
        _ => return None,
    })
}

/// Of rows with the probability m of the group; c is a band of m (or a cell) with n_c rows and the rate r_c; d = 1 in the numerator of p.
/// Signs alone, as in the table of metrics: a formula is in no language.
fn memberships(compared: bool, method: &str) -> Option<&'static str> {
    Some(match (method, compared) {
        ("proxy_weighted", false) => "Σ m d / Σ m",
        ("proxy_weighted", true) => "Σ m_g d / Σ m_g, Σ m_r d / Σ m_r",
        ("proxy_bounds" | "proxy_bounds_outcome_independent", false) => {
            "Σ_c n_c max(0, m_c + r_c − 1) / Σ_c n_c m_c … Σ_c n_c min(m_c, r_c) / Σ_c n_c m_c"
        }
        ("proxy_bounds" | "proxy_bounds_outcome_independent", true) => {
            "[least_g, most_r] … [most_g, least_r]; least … most = Σ_c n_c max(0, m_c + r_c − 1) / Σ_c n_c m_c … Σ_c n_c min(m_c, r_c) / Σ_c n_c m_c"
        }
        ("proxy_surrogate_regression", _) => "α + β, (α, β) = argmin Σ (d − α − β m)²",
        ("proxy_latent_class", _) => "p = argmax Σ d ln(Σ_g m_g p_g) + (1 − d) ln(1 − Σ_g m_g p_g)",
        ("proxy_raked", _) => "Σ m′ d / Σ m′, m′ = m u_g / Σ_h m_h u_h, Σ m′ = N π_g",
        ("proxy_argmax", _) => "Σ [g = ĝ] d / Σ [g = ĝ], ĝ = argmax_h m_h",
        ("misclassification_matrix", _) => "p_g = n_g1 / (n_g0 + n_g1), n_d = M⁻¹ ñ_d",
        ("double_sampling", _) => "p_g = n_g1 / (n_g0 + n_g1), n_gd = Σ_h N_hd v_hgd / v_hd",
        ("validated_post_stratified", _) => "p_g = n_g1 / (n_g0 + n_g1), n_gd = Σ_b N_bd v_bgd / v_bd",
        ("validated_difference", _) => "p_g = n_g1 / (n_g0 + n_g1), n_gd = λ Σ_N m [d] + N / v · Σ_v ([g] − λ m) [d]",
        ("multiple_imputation", _) => "p_g = Σ_r p_g(r) / R, P_r(g | b, d) = v_bgd / v_bd",
        (method, _) if method.starts_with("proxy_threshold_") => "p(m ≥ t)",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Keys, formula, of_curve};
    use crate::words::{Lang, Scale};

    fn of(scale: Option<Scale>, stratum: Option<&str>, method: &str) -> String {
        formula(&Keys { metric: "selection_rate", scale, stratum, method: Some(method) }, Lang::En)
    }

    #[test]
    fn adjusted_rows_have_the_formula_over_strata_and_levels_that_of_the_metric() {
        let own = of(Some(Scale::Difference), None, "miettinen_nurminen");
        assert_eq!(own, of(None, Some("household=alone"), "wilson"));
        let adjusted = of(Some(Scale::Difference), Some("household*income"), "miettinen_nurminen+max_t");
        assert!(adjusted.starts_with("Σ_k w_k") && adjusted.ends_with(&format!("p = {own}")), "{adjusted}");
        assert!(of(Some(Scale::Ratio), Some("income"), "mantel_haenszel").contains("a_k n0_k"));
    }

    #[test]
    fn memberships_have_the_formula_of_their_method() {
        assert!(of(None, None, "proxy_bounds").contains("max(0, m_c + r_c − 1)"));
        assert!(of(None, None, "proxy_weighted").starts_with("Σ m d / Σ m"));
        assert!(of(Some(Scale::Difference), None, "proxy_threshold_0.5").contains("m ≥ t"));
        let corrected = of(Some(Scale::Difference), None, "validated_difference");
        assert!(
            corrected.starts_with("p_g = ") && corrected.ends_with("v: number whose group is known"),
            "{corrected}"
        );
    }

    #[test]
    fn a_point_of_a_curve_has_the_formula_of_what_is_drawn() {
        assert!(of_curve("proxy_tipping", "selection_rate", Lang::Sv).starts_with("p_g − p_r, "));
        assert_eq!(of_curve("roc", "true_positive_rate", Lang::En), "TP / P");
    }
}
