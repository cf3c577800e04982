//! Elementary functions that give the same bits on every machine, and the rounding of printed numbers.
//!
//! The functions of the standard library may differ between platforms in the last bit; these are pure Rust (`libm`).
//! Square root, absolute value, floor and the four operations are exact by IEEE 754 and are used directly.
//! The lint list of the workspace forbids the platform's versions everywhere else.

/// Natural logarithm, `x > 0`.
#[inline]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `ln(1 + x)` without loss for small `x`, `x > -1`.
#[inline]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// Logarithm to the base 10, `x > 0`.
#[inline]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// Logarithm to the base 2, `x > 0`.
#[inline]
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// `e` to the power `x`.
#[inline]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// `exp(x) - 1` without loss for small `x`.
#[inline]
pub fn expm1(x: f64) -> f64 {
    libm::expm1(x)
}

/// `base` to the power `exponent`.
#[inline]
pub fn powf(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// `sqrt(x^2 + y^2)` without overflow.
#[inline]
pub fn hypot(x: f64, y: f64) -> f64 {
    libm::hypot(x, y)
}

/// Cube root.
#[inline]
pub fn cbrt(x: f64) -> f64 {
    libm::cbrt(x)
}

/// Sine of an angle in radians.
#[inline]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine of an angle in radians.
#[inline]
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Tangent of an angle in radians.
#[inline]
pub fn tan(x: f64) -> f64 {
    libm::tan(x)
}

/// Inverse sine, argument in [-1, 1].
#[inline]
pub fn asin(x: f64) -> f64 {
    libm::asin(x)
}

/// Inverse cosine, argument in [-1, 1].
#[inline]
pub fn acos(x: f64) -> f64 {
    libm::acos(x)
}

/// Inverse tangent.
#[inline]
pub fn atan(x: f64) -> f64 {
    libm::atan(x)
}

/// Angle of the point (`x`, `y`) in radians.
#[inline]
pub fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// Hyperbolic tangent.
#[inline]
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// Error function.
#[inline]
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// Complement of the error function, `1 - erf(x)` without loss in the tail.
#[inline]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// Natural logarithm of the gamma function, `x > 0`. Loses digits for large `x`: probabilities of counts use
/// [`crate::special`] instead.
#[inline]
pub fn lgamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// `ln(exp(a) + exp(b))` for logarithms, without overflow.
#[inline]
pub fn ln_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a >= b { (a, b) } else { (b, a) };
    high + ln_1p(exp(low - high))
}

/// `ln(1 - exp(a))` for `a < 0`, without cancellation.
#[inline]
pub fn ln_one_minus_exp(a: f64) -> f64 {
    // The switch at ln 2 keeps the argument of the logarithm away from cancellation on both sides.
    if a > -core::f64::consts::LN_2 { ln(-expm1(a)) } else { ln_1p(-exp(a)) }
}

/// The f64 nearest to `x` written with 12 significant decimal digits: what a report prints.
///
/// - Takes any finite number; a number that is not finite comes back unchanged (none should arrive here).
/// - Limits are rounded by this before a verdict is read, so that a reader of the file gets the same verdict.
/// - Source: methods, "Exact arithmetic", section 6.
pub fn round12(x: f64) -> f64 {
    if !x.is_finite() {
        return x;
    }
    // Formatting rounds the exact binary value correctly, and parsing gives the nearest f64.
    let rounded = format!("{x:.11e}").parse::<f64>().unwrap_or(x);
    // A negative zero would print a sign that means nothing.
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::{ln_add, ln_one_minus_exp, round12};

    #[test]
    fn rounding_keeps_twelve_digits_and_is_idempotent() {
        assert_eq!(round12(0.293015332197615), 0.293015332198);
        assert_eq!(round12(-1234567.890123456), -1234567.89012);
        assert_eq!(round12(6.123_456_789_012_345e-9), 6.123_456_789_01e-9);
        assert_eq!(round12(0.1 + 0.2), 0.3);
        for x in [1e300 / 3.0, 2.0 / 3.0, 1e-300 / 7.0, 0.0, 1.0, 999_999_999_999.5] {
            assert_eq!(round12(round12(x)), round12(x));
        }
    }

    #[test]
    fn rounding_gives_no_negative_zero() {
        assert!(round12(-0.0).is_sign_positive());
    }

    #[test]
    fn logarithms_of_sums_do_not_overflow() {
        assert!((ln_add(-1000.0, -1000.0) - (-1000.0 + core::f64::consts::LN_2)).abs() < 1e-12);
        assert!((ln_one_minus_exp(-1e-20) - (-46.051_701_859_880_914)).abs() < 1e-12);
        assert!((ln_one_minus_exp(-50.0) + 1.928_749_847_963_917_8e-22).abs() < 1e-36);
    }
}
