//! Does one odds ratio fit all strata? Breslow and Day's test, with Tarone's correction.

use crate::interval::PValue;
use crate::special::chi_square_ln_sf;
use crate::strata::informative;
use crate::table::TwoByTwo;

/// Below this p-value the note is `strata_differ`: the strata are printed beside the pooled number.
pub const DIFFER_BELOW: f64 = 0.05;

/// The test that the odds ratio is the same in every stratum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StrataHomogeneity {
    /// Breslow and Day's statistic (method `breslow_day`).
    pub breslow_day: f64,
    /// The same less Tarone's correction (method `breslow_day_tarone`): the default.
    pub tarone: f64,
    /// Informative strata in which the margins leave freedom, less 1.
    pub df: u32,
    /// The p-value of `breslow_day`; `None` without degrees of freedom.
    pub p_breslow_day: Option<PValue>,
    /// The p-value of `tarone`; `None` without degrees of freedom.
    pub p_tarone: Option<PValue>,
}

impl StrataHomogeneity {
    /// True if the corrected test says that one number does not fit all strata (note `strata_differ`). False shows
    /// nothing: with sparse strata the test has little power.
    pub fn differ(&self) -> bool {
        self.p_tarone.is_some_and(|p| p.value() < DIFFER_BELOW)
    }
}

/// Breslow and Day's test of a common odds ratio, with and without Tarone's correction.
///
/// - Takes: one table per stratum, group first.
/// - Gives: statistics of at least 0 with their chi-square p-values; `None` where Mantel and Haenszel's odds ratio is 0
///   or does not exist (`sum a d / N` or `sum b c / N` is 0), and without an informative stratum.
/// - Edges: one stratum with freedom: statistics of 0, no p-value.
/// - Not for: showing that strata are alike.
/// - Source: Breslow and Day 1980, Statistical Methods in Cancer Research I, IARC, p. 142; Tarone 1985, Biometrika
///   72:91-95. Oracle: mpmath, R metafor, statsmodels; `oracle/strata/mantel_haenszel*.jsonl`.
pub fn breslow_day(strata: &[TwoByTwo]) -> Option<StrataHomogeneity> {
    let (mut r, mut s) = (0.0, 0.0);
    for table in informative(strata) {
        let ([a, b, c, d], n) = (table.cells().map(|cell| cell as f64), table.cases() as f64);
        r += a * d / n;
        s += b * c / n;
    }
    if r <= 0.0 || s <= 0.0 {
        return None;
    }
    let common = r / s;
    let (mut statistic, mut gap, mut variance, mut with_freedom) = (0.0, 0.0, 0.0, 0_u32);
    for table in informative(strata) {
        let events = table.events();
        if events == 0 || events == table.cases() {
            continue;
        }
        let fitted = fitted_events(table, common);
        let (n1, n0, m) = (table.n1() as f64, table.n0() as f64, events as f64);
        let precision = 1.0 / fitted + 1.0 / (n1 - fitted) + 1.0 / (m - fitted) + 1.0 / (n0 - m + fitted);
        if !precision.is_finite() {
            // The fit lies at the edge of what the margins allow, up to rounding: no freedom left.
            continue;
        }
        let excess = table.x1() as f64 - fitted;
        statistic += excess * excess * precision;
        gap += excess;
        variance += 1.0 / precision;
        with_freedom += 1;
    }
    let df = with_freedom.checked_sub(1)?;
    let tarone = (statistic - gap * gap / variance).max(0.0);
    let p = |x2: f64| (df > 0).then(|| PValue::from_ln(chi_square_ln_sf(x2, f64::from(df))));
    // One stratum is fitted exactly: what is left is rounding.
    let statistic = if df == 0 { 0.0 } else { statistic };
    let tarone = if df == 0 { 0.0 } else { tarone };
    Some(StrataHomogeneity { breslow_day: statistic, tarone, df, p_breslow_day: p(statistic), p_tarone: p(tarone) })
}

/// The group's events that the common odds ratio fits to the margins of a stratum, inside what they allow.
fn fitted_events(table: TwoByTwo, odds: f64) -> f64 {
    let (n1, n0, m) = (table.n1() as f64, table.n0() as f64, table.events() as f64);
    let (e, g) = (1.0 - odds, odds * n1 * m);
    let f = n0 - m + odds * (n1 + m);
    let root = (f * f + 4.0 * e * g).max(0.0).sqrt();
    // Of the two forms of the root the one that does not cancel; f is negative only where e is positive.
    let fitted = if f >= 0.0 { 2.0 * g / (f + root) } else { (root - f) / (2.0 * e) };
    let (low, high) = ((m - n0).max(0.0), n1.min(m));
    fitted.clamp(low, high)
}

#[cfg(test)]
mod tests {
    use super::{breslow_day, fitted_events};
    use crate::table::TwoByTwo;

    fn table(x1: u64, n1: u64, x0: u64, n0: u64) -> TwoByTwo {
        TwoByTwo::new(x1, n1, x0, n0).unwrap()
    }

    #[test]
    fn the_fitted_table_has_the_margins_and_the_odds_ratio() {
        for (t, odds) in [(table(3, 10, 1, 12), 2.5), (table(3, 10, 1, 12), 1.0), (table(900, 1000, 30, 50), 0.02)] {
            let a = fitted_events(t, odds);
            let (n1, n0, m) = (t.n1() as f64, t.n0() as f64, t.events() as f64);
            let ratio = a * (n0 - m + a) / ((n1 - a) * (m - a));
            assert!((ratio / odds - 1.0).abs() < 1e-9, "{ratio} {odds}");
        }
    }

    #[test]
    fn equal_odds_ratios_do_not_differ_and_unequal_ones_do() {
        let alike = breslow_day(&[table(50, 100, 25, 75), table(100, 200, 50, 150)]).unwrap();
        assert!(alike.tarone < 1e-9 && !alike.differ() && alike.df == 1);
        let unlike = breslow_day(&[table(50, 100, 20, 100), table(20, 100, 50, 100)]).unwrap();
        assert!(unlike.differ());
    }

    #[test]
    fn one_stratum_has_nothing_to_compare() {
        let one = breslow_day(&[table(3, 10, 1, 12), table(0, 4, 0, 4)]).unwrap();
        assert_eq!((one.df, one.p_tarone, one.tarone), (0, None, 0.0));
        assert!(!one.differ());
        assert_eq!(breslow_day(&[table(3, 10, 0, 12)]), None);
        assert_eq!(breslow_day(&[]), None);
    }
}
