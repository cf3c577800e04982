//! The formula of a row where it is not that of its metric: rates held alike over factors (`methods/3`), and groups known
//! through memberships (`methods/8`).
//!
//! Takes key columns and the method; gives a text. Derives no number.

use crate::words::{MetricKind, Scale, metric};

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
pub(super) fn formula(keys: &Keys<'_>) -> String {
    let Some(found) = metric(keys.metric) else { return String::new() };
    let own = found.formula;
    let rate = matches!(found.kind, MetricKind::Rate { .. });
    let method = keys.method.and_then(|method| method.split('+').next()).unwrap_or_default();
    let text = match keys.scale {
        _ if !rate => None,
        Some(scale) if adjusted(keys.stratum) => over_strata(scale, method),
        scale => memberships(scale.is_some(), method),
    };
    text.map_or_else(|| own.to_owned(), |text| format!("{text}; p = {own}"))
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
        ("proxy_surrogate_regression", _) => "α + β of d = α + β m (least squares)",
        (
            "proxy_latent_class"
            | "proxy_raked"
            | "proxy_argmax"
            | "proxy_tilt"
            | "misclassification_matrix"
            | "double_sampling"
            | "validated_post_stratified"
            | "validated_difference"
            | "multiple_imputation",
            _,
        ) => "p(g); g: see method",
        (method, _) if method.starts_with("proxy_threshold_") => "p(m ≥ t)",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Keys, formula};
    use crate::words::Scale;

    fn of(scale: Option<Scale>, stratum: Option<&str>, method: &str) -> String {
        formula(&Keys { metric: "selection_rate", scale, stratum, method: Some(method) })
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
    }
}
