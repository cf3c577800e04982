//! Formulas that have words among their signs: Swedish.

use super::Metric;
use crate::words::Lang;

impl Metric {
    /// The formula, in the notation of `metrics-union.md`.
    pub fn formula(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => swedish(self.formula),
            Lang::En => self.formula,
        }
    }
}

/// English formula → Swedish.
const SWEDISH: &[(&str, &str)] = &[
    (
        "share of the group in one set against its share in another",
        "gruppens andel i en mängd mot dess andel i en annan",
    ),
    ("(p − q) / √(q (1 − q)), p = n_g / n, q intended", "(p − q) / √(q (1 − q)), p = n_g / n, q avsedd"),
    ("rows without the item / rows", "rader utan uppgiften / rader"),
    ("PPV / base rate", "PPV / felandelen i hela gruppen"),
    ("max over y of |Δ mean s given y|", "max över y av |Δ medel s givet y|"),
    (
        "Σ (a_k − A_k)² / V_k − (Σ (a_k − A_k))² / Σ V_k, A_k fitted at OR_MH",
        "Σ (a_k − A_k)² / V_k − (Σ (a_k − A_k))² / Σ V_k, A_k anpassat vid OR_MH",
    ),
    ("share among not selected − share among selected", "andel bland ej utvalda − andel bland utvalda"),
    ("exp(b), logit p = b · group + factors", "exp(b), logit p = b · grupp + faktorer"),
    ("Σ n_gk / n_g over k with n_gk > 0, n_rk > 0", "Σ n_gk / n_g över k med n_gk > 0, n_rk > 0"),
    ("p_g − p_r − the two other parts", "p_g − p_r − de två andra delarna"),
    ("max over t of |F_g(t) − F_r(t)|", "max över t av |F_g(t) − F_r(t)|"),
    ("mean s where y = 1, where y = 0", "medel s där y = 1, där y = 0"),
    ("least t with F(t) ≥ q, q = 10, 25, 50, 75, 90 %", "minsta t med F(t) ≥ q, q = 10, 25, 50, 75, 90 %"),
    ("P(s of y = 1 in the rest > s of y = 0 in g) + ½ P(=)", "P(s för y = 1 i resten > s för y = 0 i g) + ½ P(=)"),
    ("P(s of y = 1 in g > s of y = 0 in the rest) + ½ P(=)", "P(s för y = 1 i g > s för y = 0 i resten) + ½ P(=)"),
    ("PPV among the first k of all", "PPV bland de första k av alla"),
    ("TPR among the first k of all", "TPR bland de första k av alla"),
    ("ln (share of the first k / share of all)", "ln (andel av de första k / andel av alla)"),
    ("Σ 1 / log₂(1 + place) / n_g", "Σ 1 / log₂(1 + plats) / n_g"),
    (
        "Σ_i KL(p_i ‖ p) / log₂(1 + i) / Σ_i 1 / log₂(1 + i), p_i = share of the group in the first i",
        "Σ_i KL(p_i ‖ p) / log₂(1 + i) / Σ_i 1 / log₂(1 + i), p_i = gruppens andel av de första i",
    ),
    ("mean y − mean s", "medel y − medel s"),
    ("a of logit P(y) = a + logit s", "a i logit P(y) = a + logit s"),
    ("b of logit P(y) = a + b logit s", "b i logit P(y) = a + b logit s"),
    ("a of logit P(y) = a + b logit s", "a i logit P(y) = a + b logit s"),
    ("∫ |Σ (s − y)/n K_σ(t, s)| dt at σ = its own value", "∫ |Σ (s − y)/n K_σ(t, s)| dt vid σ = dess eget värde"),
    ("max C − min C of C_k = Σ (y − s)/n over s ≤ s_k", "max C − min C för C_k = Σ (y − s)/n över s ≤ s_k"),
    ("mean (s − y)²", "medel (s − y)²"),
    ("−mean [y ln s + (1 − y) ln(1 − s)]", "−medel [y ln s + (1 − y) ln(1 − s)]"),
    ("S(s) − S(r̂), r̂ isotonic", "S(s) − S(r̂), r̂ stigande"),
    ("S(ȳ) − S(r̂), r̂ isotonic", "S(ȳ) − S(r̂), r̂ stigande"),
    ("L(s) − L(r̂), r̂ isotonic", "L(s) − L(r̂), r̂ stigande"),
    ("L(ȳ) − L(r̂), r̂ isotonic", "L(ȳ) − L(r̂), r̂ stigande"),
    ("ȳ at each s", "ȳ vid varje s"),
    ("γ of logit P(y) = a + logit s + γ [g]", "γ i logit P(y) = a + logit s + γ [g]"),
    ("β of logit P(y) = a + b logit s + [g](α + β logit s)", "β i logit P(y) = a + b logit s + [g](α + β logit s)"),
    ("max over groups of cumulative_calibration_error / σ", "max över grupper av cumulative_calibration_error / σ"),
    ("χ² over k × 2", "χ² över k × 2"),
    ("Δ now − Δ baseline", "Δ nu − Δ utgångsläge"),
    ("p now − p baseline", "p nu − p utgångsläge"),
    (
        "AUC of the attribute from the inputs, out of fold",
        "AUC för grunden ur uppgifterna, på rader som förutsägelsen inte bygger på",
    ),
    ("AUC of the memberships against the true group", "AUC för sannolikheterna mot den verkliga gruppen"),
    ("mean (m − a)²", "medel (m − a)²"),
    ("share of true members − mean m", "andel verkliga medlemmar − medel m"),
    ("weighted estimate − rate in the true group", "vägd skattning − andel i den verkliga gruppen"),
    ("checked / selected", "kontrollerade / utvalda"),
    ("P(model arm | group)", "P(modellurvalet | gruppen)"),
];

/// A formula in Swedish; signs alone are the same in both languages.
fn swedish(formula: &'static str) -> &'static str {
    SWEDISH.iter().find(|(english, _)| *english == formula).map_or(formula, |(_, swedish)| *swedish)
}

#[cfg(test)]
mod tests {
    use super::{SWEDISH, swedish};
    use crate::words::METRICS;

    #[test]
    fn formulas_with_words_have_both_languages() {
        let signs = ["max", "min", "exp", "log", "ln", "logit", "all"];
        for formula in METRICS.iter().map(|metric| metric.formula) {
            let words = formula.split(|c: char| !c.is_ascii_alphabetic() && c != '_');
            let spoken = words.filter(|word| word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase()));
            let spoken: Vec<&str> = spoken.filter(|word| !signs.contains(word)).collect();
            assert!(spoken.is_empty() || swedish(formula) != formula, "{formula}: {spoken:?}");
        }
        for (english, _) in SWEDISH {
            assert!(METRICS.iter().any(|metric| metric.formula == *english), "{english}");
        }
    }
}
