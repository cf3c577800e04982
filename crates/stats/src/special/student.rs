//! Student's t distribution, through the incomplete beta function.

use crate::float;
use crate::special::beta::{beta_tails, inverse_beta};

/// `P(T > t)` with `df` degrees of freedom.
///
/// Takes: any finite `t`; `df > 0`, not only whole. Gives a probability without cancellation in the tail. Oracle: mpmath.
pub fn student_sf(t: f64, df: f64) -> f64 {
    debug_assert!(df > 0.0);
    let square = t * t;
    let (x, y) = (df / (df + square), square / (df + square));
    let half = 0.5 * beta_tails(0.5 * df, 0.5, x, y).lower();
    if t >= 0.0 { half } else { 1.0 - half }
}

/// `ln P(T > t)` for `t >= 0`: also where the probability is below the smallest f64.
///
/// Takes and gives: as [`student_sf`].
pub fn student_ln_sf(t: f64, df: f64) -> f64 {
    debug_assert!(df > 0.0 && t >= 0.0);
    let square = t * t;
    let (x, y) = (df / (df + square), square / (df + square));
    beta_tails(0.5 * df, 0.5, x, y).ln_lower - core::f64::consts::LN_2
}

/// The `t` with this probability above it: 2.571 for 0.025 and 5 degrees of freedom; negative above 0.5.
///
/// Takes: `tail` in (0, 1); `df > 0`. Relative error about 1e-13. Oracle: mpmath.
pub fn student_quantile(tail: f64, df: f64) -> f64 {
    debug_assert!(tail > 0.0 && tail < 1.0 && df > 0.0);
    if tail == 0.5 {
        return 0.0;
    }
    if tail > 0.5 {
        return -student_quantile(1.0 - tail, df);
    }
    // 2 P(T > t) = I_x(df/2, 1/2) with x = df / (df + t^2), so that t^2 = df y / x.
    let (x, y) = inverse_beta(2.0 * tail, 0.5 * df, 0.5, false);
    if x <= 0.0 {
        return f64::MAX.sqrt();
    }
    (df * (y / x)).sqrt().min(float::exp(350.0))
}
