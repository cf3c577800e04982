//! The regularised incomplete gamma function, chi-square, and the limits of a Poisson count.

use crate::float;
use crate::normal;
use crate::solve;
use crate::special::beta::Tails;
use crate::special::saddle::ln_dpois;

/// Both tails of the gamma distribution with this shape and scale 1 at `x`: `P(a, x)` and `Q(a, x)`, as logarithms.
///
/// - Takes: `shape > 0`, `x >= 0`.
/// - Relative error of the smaller tail about 1e-13.
/// - Source: series and continued fraction (Abramowitz and Stegun 6.5.29, 6.5.31) with Loader's prefactor. Oracle: mpmath.
pub fn regularised_gamma(shape: f64, x: f64) -> Tails {
    debug_assert!(shape > 0.0 && x >= 0.0);
    if x <= 0.0 {
        return Tails::AT_LOW_END;
    }
    // x^a e^-x / Gamma(a + 1)
    let ln_front = ln_dpois(shape, x);
    if x < shape + 1.0 {
        let (mut term, mut sum) = (1.0, 1.0);
        for k in 1..10_000_000 {
            term *= x / (shape + f64::from(k));
            sum += term;
            if term < 1e-17 * sum {
                break;
            }
        }
        return Tails::from_lower(ln_front + float::ln(sum));
    }
    const TINY: f64 = 1e-300;
    let guard = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / guard(b);
    let mut value = d;
    for k in 1..10_000_000 {
        let k = f64::from(k);
        let numerator = -k * (k - shape);
        b += 2.0;
        d = 1.0 / guard(numerator * d + b);
        c = guard(b + numerator / c);
        let step = d * c;
        value *= step;
        // A step can stay at one unit in the last place from 1 for ever.
        if (step - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    Tails::from_lower(ln_front + float::ln(shape) + float::ln(value)).swapped()
}

/// The quantile of the gamma distribution with this shape and scale 1; `upper` says which tail is meant.
fn inverse_gamma(tail: f64, shape: f64, upper: bool) -> f64 {
    debug_assert!(tail > 0.0 && tail < 1.0 && shape > 0.0);
    let tail = tail.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
    // Always by the smaller tail, whose logarithm is steep.
    let (small, is_lower) = if tail <= 0.5 { (tail, !upper) } else { (1.0 - tail, upper) };
    let target = float::ln(small);
    let f = |u: f64| {
        let x = float::exp(u);
        let tails = regularised_gamma(shape, x);
        // d P / du = x^a e^-x / Gamma(a)
        let ln_slope = ln_dpois(shape, x) + float::ln(shape);
        if is_lower {
            (tails.ln_lower - target, float::exp((ln_slope - tails.ln_lower).min(700.0)))
        } else {
            (target - tails.ln_upper, float::exp((ln_slope - tails.ln_upper).min(700.0)))
        }
    };
    let z = if is_lower { -normal::z_of_tail(small) } else { normal::z_of_tail(small) };
    // Wilson and Hilferty's cube, where it is positive.
    let cube = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    let start = if cube > 0.1 {
        float::ln(shape) + 3.0 * float::ln(cube)
    } else {
        (target + float::lgamma(shape + 1.0)) / shape
    };
    let u = solve::increasing(f, -690.0, 690.0, start.clamp(-690.0, 690.0), 2e-16);
    if u <= -690.0 + 1e-9 { 0.0 } else { float::exp(u) }
}

/// `P(chi-square with df > x)`. Takes `df > 0`, `x >= 0`; gives a probability, 0 below 1e-308 (see [`chi_square_ln_sf`]).
pub fn chi_square_sf(x: f64, df: f64) -> f64 {
    float::exp(chi_square_ln_sf(x, df))
}

/// `ln P(chi-square with df > x)`, which does not underflow. One degree of freedom goes through the normal tail.
///
/// Oracle: mpmath.
pub fn chi_square_ln_sf(x: f64, df: f64) -> f64 {
    debug_assert!(x >= 0.0 && df > 0.0);
    if df == 1.0 {
        return (core::f64::consts::LN_2 + normal::ln_sf(x.sqrt())).min(0.0);
    }
    regularised_gamma(0.5 * df, 0.5 * x).ln_upper
}

/// The `x` with this probability above it. Takes `tail` in (0, 1), `df > 0`. Oracle: mpmath.
pub fn chi_square_quantile(tail: f64, df: f64) -> f64 {
    2.0 * inverse_gamma(tail, 0.5 * df, true)
}

/// The exact lower limit of a Poisson mean after `count` events, with this error probability.
///
/// - Takes: a count of at least 0, whole or effective; `tail` in (0, 1), 0.025 for a two-sided 95 %.
/// - Gives 0 at `count = 0`.
/// - Source: Garwood 1936, Biometrika 28:437-442. Oracle: mpmath.
pub fn poisson_lower(count: f64, tail: f64) -> f64 {
    if count <= 0.0 { 0.0 } else { inverse_gamma(tail, count, false) }
}

/// The exact upper limit of a Poisson mean after `count` events; `-ln(tail)` at 0 events. As [`poisson_lower`].
pub fn poisson_upper(count: f64, tail: f64) -> f64 {
    if count <= 0.0 { -float::ln(tail) } else { inverse_gamma(tail, count + 1.0, true) }
}
