//! The range and the largest distance from 0 of Brownian motion on [0, 1]: what cumulative sums of noise look like.
//!
//! Makes p-values, exact in the far tail. May not know what is summed.

use crate::float;
use crate::interval::PValue;
use crate::normal;

/// Below this the probability of exceeding is 1 to the last digit.
const CERTAIN_BELOW: f64 = 0.1;

/// The probability that the range of Brownian motion on [0, 1] exceeds `x`.
///
/// - Takes: `x >= 0`.
/// - Gives: a p-value, as a logarithm that does not underflow.
/// - Source: Feller 1951, Ann. Math. Stat. 22:427-432, for `x < 1`; beyond, the tail series `8 sum (-1)^(k-1) k (1 -
///   Phi(k x))`. Oracle: mcgrad, `6.6/cdf` of `oracle/scores/calibration.jsonl`.
pub fn range_above(x: f64) -> PValue {
    if x < CERTAIN_BELOW {
        return PValue::ONE;
    }
    if x >= 1.0 {
        return tail(x, 8.0, |k| (k as f64, sign(k - 1) * k as f64));
    }
    let pi2 = core::f64::consts::PI * core::f64::consts::PI;
    let below: f64 = (0..20)
        .map(|k| {
            let h = (f64::from(k) + 0.5) * (f64::from(k) + 0.5);
            (8.0 / (x * x) + 2.0 / (h * pi2)) * float::exp(-2.0 * h * pi2 / (x * x))
        })
        .sum();
    PValue::from_probability((1.0 - below).clamp(0.0, 1.0))
}

/// The probability that the largest absolute value of Brownian motion on [0, 1] exceeds `x`.
///
/// - Takes: `x >= 0`.
/// - Gives: a p-value, as a logarithm that does not underflow.
/// - Source: as [`range_above`]; tail series `4 sum (-1)^k (1 - Phi((2k + 1) x))`. Oracle: mcgrad, `6.6/cdf`.
pub fn largest_above(x: f64) -> PValue {
    if x < CERTAIN_BELOW {
        return PValue::ONE;
    }
    if x >= 1.0 {
        return tail(x, 4.0, |k| ((2 * k - 1) as f64, sign(k - 1)));
    }
    let pi = core::f64::consts::PI;
    let below: f64 = (0..20)
        .map(|k| {
            let odd = 2.0 * f64::from(k) + 1.0;
            sign(k as usize) / odd * float::exp(-odd * odd * pi * pi / (8.0 * x * x))
        })
        .sum();
    PValue::from_probability((1.0 - 4.0 / pi * below).clamp(0.0, 1.0))
}

fn sign(k: usize) -> f64 {
    if k.is_multiple_of(2) { 1.0 } else { -1.0 }
}

/// `factor * sum over k >= 1 of coefficient * (1 - Phi(multiple * x))`, the first term taken out as a logarithm.
fn tail(x: f64, factor: f64, term: impl Fn(usize) -> (f64, f64)) -> PValue {
    let first = normal::ln_sf(x);
    let rest: f64 = (2..=20)
        .map(term)
        .map(|(multiple, coefficient)| coefficient * float::exp(normal::ln_sf(multiple * x) - first))
        .sum();
    PValue::from_ln(float::ln(factor) + first + float::ln_1p(rest))
}

#[cfg(test)]
mod tests {
    use super::{largest_above, range_above};

    #[test]
    fn the_two_series_meet_where_one_takes_over_from_the_other() {
        for f in [range_above, largest_above] {
            let (below, above) = (f(1.0 - 1e-13).value(), f(1.0).value());
            assert!((below - above).abs() < 1e-12, "{below} {above}");
        }
    }

    #[test]
    fn the_far_tail_does_not_underflow_and_small_values_are_certain() {
        // mpmath 1.3: ln(8 (1 - Phi(60))).
        assert!((range_above(60.0).ln() + 1_802.934_119_138_887_3).abs() < 1e-9);
        assert!((range_above(60.0).ln() - largest_above(60.0).ln() - core::f64::consts::LN_2).abs() < 1e-12);
        assert_eq!((range_above(0.0).value(), largest_above(0.0).value()), (1.0, 1.0));
        // mpmath: the series at 0.3.
        assert!((largest_above(0.3).value() - 0.999_998_581_938_011_2).abs() < 1e-14);
        assert!(range_above(0.3).value() > 1.0 - 1e-15);
    }
}
