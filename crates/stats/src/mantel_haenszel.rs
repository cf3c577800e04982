//! One number for all strata by Mantel and Haenszel's weights: common odds ratio, ratio and difference, and the test of
//! no association within strata.
//!
//! Counts only. Strata with one side empty add nothing ([`crate::strata`]). The default of an adjusted difference is
//! [`crate::stratified_score`], whose statistic at 0 squared is the test here; these limits are Wald's, on the logarithm
//! for ratios.

use crate::float;
use crate::interval::{Estimate, Interval, Note, PValue};
use crate::no_difference::ChiSquare;
use crate::special::chi_square_ln_sf;
use crate::strata::{informative, overlap};
use crate::table::TwoByTwo;

/// A pooled estimate with its standard error.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    /// Value and limits.
    pub estimate: Estimate,
    /// Standard error: of the difference itself, of the logarithm of a ratio; `None` where it cannot be had.
    pub standard_error: Option<f64>,
}

impl Pooled {
    fn none(note: Note) -> Pooled {
        Pooled { estimate: Estimate::none(note), standard_error: None }
    }

    fn noted(self, strata: &[TwoByTwo]) -> Pooled {
        Pooled { estimate: overlap(strata).noted(self.estimate), ..self }
    }

    /// A positive ratio with limits on the logarithm.
    fn on_the_logarithm(value: f64, variance: f64, z: f64) -> Pooled {
        if variance <= 0.0 {
            let bare = Estimate { value: Some(value), ..Estimate::none(Note::VarianceNotEstimable) };
            return Pooled { estimate: bare, standard_error: None };
        }
        let error = variance.sqrt();
        let half = float::exp(z * error);
        let limits = Interval { lower: value / half, upper: value * half };
        Pooled { estimate: Estimate::new(value, limits), standard_error: Some(error) }
    }

    /// A ratio of 0: no logarithm, no limits.
    fn zero() -> Pooled {
        let estimate = Estimate { value: Some(0.0), ..Estimate::none(Note::ZeroCell) };
        Pooled { estimate, standard_error: None }
    }
}

/// The four cells, the sizes and the size of the stratum, as reals: (a, b, c, d, n1, n0, N).
fn reals(table: TwoByTwo) -> (f64, f64, f64, f64, f64, f64, f64) {
    let [a, b, c, d] = table.cells().map(|cell| cell as f64);
    (a, b, c, d, table.n1() as f64, table.n0() as f64, table.cases() as f64)
}

/// The common odds ratio, `(sum a d / N) / (sum b c / N)`, with the variance of Robins, Breslow and Greenland.
///
/// - Takes: one table per stratum, group first; `z >= 0`.
/// - Gives: a ratio of odds, group over reference, with positive limits; consistent for many small strata and for few
///   large ones.
/// - Edges: no informative stratum: null, `not_identified`. `sum a d / N` of 0: value 0 without limits (`zero_cell`);
///   `sum b c / N` of 0: null, `zero_cell`. There [`crate::cmh_exact`] still has limits.
/// - Not for: strata with different odds ratios ([`crate::homogeneity_strata`]); weights.
/// - Source: Mantel and Haenszel 1959, J. Natl. Cancer Inst. 22:719-748; Robins, Breslow and Greenland 1986, Biometrics
///   42:311-323. Oracle: mpmath, R metafor `rma.mh`, statsmodels; `oracle/strata/mantel_haenszel*.jsonl`.
pub fn odds_ratio(strata: &[TwoByTwo], z: f64) -> Pooled {
    let (mut r, mut s) = (0.0, 0.0);
    let (mut pr, mut ps_qr, mut qs) = (0.0, 0.0, 0.0);
    let mut any = false;
    for table in informative(strata) {
        any = true;
        let (a, b, c, d, _, _, n) = reals(table);
        let (rk, sk, p, q) = (a * d / n, b * c / n, (a + d) / n, (b + c) / n);
        r += rk;
        s += sk;
        pr += p * rk;
        ps_qr += p * sk + q * rk;
        qs += q * sk;
    }
    let pooled = match (r > 0.0, s > 0.0) {
        _ if !any => return Pooled::none(Note::NotIdentified),
        (_, false) => Pooled::none(Note::ZeroCell),
        (false, true) => Pooled::zero(),
        (true, true) => {
            let variance = 0.5 * (pr / (r * r) + ps_qr / (r * s) + qs / (s * s));
            Pooled::on_the_logarithm(r / s, variance, z)
        }
    };
    pooled.noted(strata)
}

/// The common ratio of rates, `(sum a n0 / N) / (sum c n1 / N)`, with the variance of Greenland and Robins.
///
/// - Takes: one table per stratum, group first; `z >= 0`.
/// - Gives: a ratio, group over reference, with positive limits.
/// - Edges: no informative stratum: null, `not_identified`. No events in the group: value 0 without limits
///   (`zero_cell`); in the reference: null, `reference_has_no_events`; in neither: null, `no_events`. Only events on both
///   sides: value without limits (`variance_not_estimable`).
/// - Source: Greenland and Robins 1985, Biometrics 41:55-68. Oracle: as [`odds_ratio`].
pub fn ratio(strata: &[TwoByTwo], z: f64) -> Pooled {
    let (mut r, mut s, mut spread) = (0.0, 0.0, 0.0);
    let mut any = false;
    for table in informative(strata) {
        any = true;
        let (a, b, c, d, n1, n0, n) = reals(table);
        r += a * n0 / n;
        s += c * n1 / n;
        // n1 n0 m - a c N, as a sum without a minus sign.
        spread += (c * n0 * b + a * n1 * d) / (n * n);
    }
    let pooled = match (r > 0.0, s > 0.0) {
        _ if !any => return Pooled::none(Note::NotIdentified),
        (false, false) => Pooled::none(Note::NoEvents),
        (true, false) => Pooled::none(Note::ReferenceHasNoEvents),
        (false, true) => Pooled::zero(),
        (true, true) => Pooled::on_the_logarithm(r / s, spread / (r * s), z),
    };
    pooled.noted(strata)
}

/// The common difference of rates, weights `n1 n0 / N`; `None` without an informative stratum.
pub(crate) fn weighted_difference(strata: &[TwoByTwo]) -> Option<f64> {
    let (mut above, mut weight) = (0.0, 0.0);
    for table in informative(strata) {
        let n = table.cases() as f64;
        // Exact: equal rates give exactly nothing.
        above += table.cross_difference() as f64 / n;
        weight += table.n1() as f64 * (table.n0() as f64 / n);
    }
    (weight > 0.0).then(|| (above / weight).clamp(-1.0, 1.0))
}

/// The common difference of rates with Sato's variance.
///
/// - Takes: one table per stratum, group first; `z >= 0`.
/// - Gives: a difference in [-1, 1] with Wald's limits, cut to [-1, 1] (`clipped`).
/// - Edges: no informative stratum: null, `not_identified`. A variance that is not positive (only events or only
///   non-events nearly everywhere): value without limits, `variance_not_estimable`.
/// - Not for: a verdict; [`crate::stratified_score::difference`] has the same value and better limits.
/// - Source: Sato 1989, Biometrics 45:1323-1324. Oracle: as [`odds_ratio`].
pub fn difference(strata: &[TwoByTwo], z: f64) -> Pooled {
    let Some(value) = weighted_difference(strata) else { return Pooled::none(Note::NotIdentified) };
    let (mut tilt, mut cross, mut weight) = (0.0, 0.0, 0.0);
    for table in informative(strata) {
        let (a, b, c, d, n1, n0, n) = reals(table);
        tilt += ((n1 / n) * (n1 * c) - (n0 / n) * (n0 * a)) / n + 0.5 * (n1 / n) * (n0 / n) * (n0 - n1);
        cross += (a * d + b * c) / (2.0 * n);
        weight += n1 * n0 / n;
    }
    let variance = (value * tilt + cross) / (weight * weight);
    let pooled = if variance > 0.0 {
        let error = variance.sqrt();
        let limits = Interval { lower: value - z * error, upper: value + z * error };
        let estimate = crate::proportion::clipped(value, limits, -1.0, 1.0);
        Pooled { estimate, standard_error: Some(error) }
    } else {
        let bare = Estimate { value: Some(value), ..Estimate::none(Note::VarianceNotEstimable) };
        Pooled { estimate: bare, standard_error: None }
    };
    pooled.noted(strata)
}

/// Events of the group beyond what their strata's margins make expected, with their variance and expected totals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Excess {
    /// `sum (a - E)`.
    pub excess: f64,
    /// `sum V`.
    pub variance: f64,
    /// Expected totals of the four cells.
    pub expected: [f64; 4],
}

/// What the Cochran-Mantel-Haenszel test is made of.
pub(crate) fn excess(strata: &[TwoByTwo]) -> Excess {
    let mut sum = Excess { excess: 0.0, variance: 0.0, expected: [0.0; 4] };
    for table in informative(strata) {
        let (n1, n0, n, m) = (table.n1() as f64, table.n0() as f64, table.cases() as f64, table.events() as f64);
        let rest = n - m;
        sum.excess += table.cross_difference() as f64 / n;
        sum.variance += (n1 / n) * (n0 / n) * (m / (n - 1.0)) * rest;
        for (total, expected) in sum.expected.iter_mut().zip([n1 * m / n, n1 * rest / n, n0 * m / n, n0 * rest / n]) {
            *total += expected;
        }
    }
    sum
}

/// Whether one half is taken off the excess of events before it is squared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// No correction (method `cmh`): the default, the square of the stratified score statistic at 0.
    None,
    /// With it (`cmh_corrected`): for comparison with other tools.
    Half,
}

/// The Cochran-Mantel-Haenszel test of no association within strata.
///
/// - Takes: one table per stratum, group first.
/// - Gives: a chi-square statistic with one degree of freedom, at least 0; `None` if no informative stratum has both
///   events and non-events: there is nothing to test.
/// - Edges: the correction leaves no less than 0.
/// - Not for: small expected numbers ([`crate::cmh_exact`], see [`crate::cmh_exact::is_called_for`]); strata that differ
///   in direction, which cancel.
/// - Source: Cochran 1954, Biometrics 10:417-451; Mantel and Haenszel 1959. Oracle: mpmath, R `mantelhaen.test`,
///   statsmodels; `oracle/strata/mantel_haenszel*.jsonl`.
pub fn cmh(strata: &[TwoByTwo], correction: Correction) -> Option<ChiSquare> {
    let Excess { excess, variance, .. } = excess(strata);
    if variance <= 0.0 {
        return None;
    }
    let gap = match correction {
        Correction::None => excess.abs(),
        Correction::Half => (excess.abs() - 0.5).max(0.0),
    };
    let statistic = gap * (gap / variance);
    Some(ChiSquare { statistic, p: PValue::from_ln(chi_square_ln_sf(statistic, 1.0)) })
}

#[cfg(test)]
mod tests {
    use super::{Correction, cmh, difference, odds_ratio, ratio};
    use crate::interval::Note;
    use crate::no_difference;
    use crate::table::TwoByTwo;

    const Z: f64 = 1.959_963_984_540_054;

    fn table(x1: u64, n1: u64, x0: u64, n0: u64) -> TwoByTwo {
        TwoByTwo::new(x1, n1, x0, n0).unwrap()
    }

    #[test]
    fn one_stratum_gives_the_plain_estimates() {
        let t = table(30, 100, 12, 80);
        let found = odds_ratio(&[t], Z);
        assert!((found.estimate.value.unwrap() - crate::odds_ratio::sample(t).unwrap()).abs() < 1e-14);
        let woolf: f64 = t.cells().iter().map(|c| 1.0 / *c as f64).sum::<f64>().sqrt();
        assert!((found.standard_error.unwrap() - woolf).abs() < 1e-14);
        assert!((ratio(&[t], Z).estimate.value.unwrap() - t.ratio().unwrap()).abs() < 1e-14);
        assert!((difference(&[t], Z).estimate.value.unwrap() - t.difference().unwrap()).abs() < 1e-15);
        let score = no_difference::chi_square(t, no_difference::Correction::NMinusOne).unwrap();
        assert!((cmh(&[t], Correction::None).unwrap().statistic - score.statistic).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_made_of_strata_with_one_side() {
        let strata = [table(4, 4, 0, 0), table(0, 0, 3, 9)];
        for found in [odds_ratio(&strata, Z), ratio(&strata, Z), difference(&strata, Z)] {
            assert_eq!(found.estimate.notes, [Note::NotIdentified]);
            assert_eq!(found.standard_error, None);
        }
        assert_eq!(cmh(&strata, Correction::None), None);
    }

    #[test]
    fn a_missing_number_has_a_reason() {
        let none = [table(0, 30, 0, 40), table(0, 10, 0, 10)];
        assert!(odds_ratio(&none, Z).estimate.has(Note::ZeroCell));
        assert!(ratio(&none, Z).estimate.has(Note::NoEvents));
        let d = difference(&none, Z).estimate;
        assert_eq!((d.value, d.lower, d.has(Note::VarianceNotEstimable)), (Some(0.0), None, true));
        let all = [table(30, 30, 40, 40)];
        let r = ratio(&all, Z).estimate;
        assert_eq!((r.value, r.upper, r.has(Note::VarianceNotEstimable)), (Some(1.0), None, true));
        let group_without = [table(0, 30, 4, 40), table(0, 10, 1, 10)];
        assert_eq!(ratio(&group_without, Z).estimate.value, Some(0.0));
        assert_eq!(odds_ratio(&group_without, Z).estimate.value, Some(0.0));
        assert!(ratio(&[table(3, 30, 0, 40)], Z).estimate.has(Note::ReferenceHasNoEvents));
    }

    #[test]
    fn equal_rates_in_every_stratum_differ_by_exactly_nothing() {
        let strata = [table(1, 3, 700_000_001, 2_100_000_003), table(50, 100, 35, 70)];
        assert_eq!(difference(&strata, Z).estimate.value, Some(0.0));
        assert_eq!(cmh(&strata, Correction::Half).unwrap().statistic, 0.0);
    }
}
