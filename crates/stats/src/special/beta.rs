//! The regularised incomplete beta function and its inverse.
//!
//! Ours, because the common inverse searches by bisection without an end to the loop: at `a = 0.5`, `b = 1e7` it did not return.
//! Here both tails are computed without cancellation, the inverse is sought on the logit of `x` with bracketed Newton steps on the
//! logarithm of the tail, and every loop has an end.

use crate::float;
use crate::solve;
use crate::special::saddle::{bd0, ln_dbinom_inside, stirlerr};

/// Both tails of a distribution at one point, as natural logarithms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// `ln P(X <= x)`, at most 0; the most negative f64 where the probability is 0.
    pub ln_lower: f64,
    /// `ln P(X > x)` (for counts: see the function that gives it), at most 0.
    pub ln_upper: f64,
}

impl Tails {
    /// The lower tail as a probability.
    pub fn lower(self) -> f64 {
        float::exp(self.ln_lower)
    }

    /// The upper tail as a probability.
    pub fn upper(self) -> f64 {
        float::exp(self.ln_upper)
    }

    pub(crate) const AT_LOW_END: Tails = Tails { ln_lower: f64::MIN, ln_upper: 0.0 };
    pub(crate) const AT_HIGH_END: Tails = Tails { ln_lower: 0.0, ln_upper: f64::MIN };

    pub(crate) fn swapped(self) -> Tails {
        Tails { ln_lower: self.ln_upper, ln_upper: self.ln_lower }
    }

    /// From the logarithm of the smaller tail, which is the lower one.
    pub(crate) fn from_lower(ln_lower: f64) -> Tails {
        let ln_lower = ln_lower.clamp(f64::MIN, -f64::MIN_POSITIVE);
        Tails { ln_lower, ln_upper: float::ln_one_minus_exp(ln_lower) }
    }
}

/// Both tails of the beta distribution at `x`: `I_x(a, b)` and `1 - I_x(a, b)`.
///
/// - Takes: `a > 0`, `b > 0`; `x` in [0, 1]. For `x` near 1 use [`beta_tails`], which takes the complement too.
/// - Gives logarithms; relative error of the smaller tail about 1e-13 up to `a`, `b` of 1e9, and larger sizes work.
/// - Source: Didonato and Morris 1992, ACM TOMS 18:360-373, algorithm 708: its continued fraction (BFRAC), and its expansion (BASYM) for
///   large `a` and `b` near the middle; the prefactor by Loader. Oracle: mpmath.
pub fn regularised_beta(a: f64, b: f64, x: f64) -> Tails {
    beta_tails(a, b, x, 1.0 - x)
}

/// [`regularised_beta`] with `x` and its complement `y = 1 - x` both handed in, so that neither is rounded away.
pub fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> Tails {
    debug_assert!(a > 0.0 && b > 0.0);
    if x <= 0.0 {
        return Tails::AT_LOW_END;
    }
    if y <= 0.0 {
        return Tails::AT_HIGH_END;
    }
    if x * b <= y * a {
        Tails::from_lower(ln_lower_beta(a, b, x, y))
    } else {
        Tails::from_lower(ln_lower_beta(b, a, y, x)).swapped()
    }
}

/// `ln I_x(a, b)` for `x` not above the mean.
fn ln_lower_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let distance = a * y - b * x;
    let small = a.min(b);
    if small > 100.0 && distance <= 0.03 * small {
        return ln_asymptotic(a, b, x, y);
    }
    // x^a y^b / B(a, b) by Loader: no large numbers cancel.
    let ln_front = ln_dbinom_inside(a, a + b, x, y) + float::ln(a) + float::ln(b / (a + b));
    ln_front + float::ln(continued_fraction(a, b, x, y))
}

/// `I_x(a, b) B(a, b) / (x^a y^b)` by the continued fraction in the form that keeps the distance from the mean as one number, so
/// that nothing cancels when `x` or `y` is near 1 (algorithm 708, BFRAC). For `x` not above the mean.
fn continued_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let c = a * y - b * x + 1.0;
    let (c0, c1) = (b / a, 1.0 + 1.0 / a);
    let (mut p, mut s) = (1.0, a + 1.0);
    let (mut above_last, mut below_last) = (0.0, 1.0);
    let (mut above, mut below) = (1.0, c / c1);
    let mut value = c1 / c;
    // Needs O(sqrt(max(a, b))) steps; the cap is never met below 1e11.
    for n in 1..1_000_000 {
        let n = f64::from(n);
        let t = n / a;
        let w = n * (b - n) * x;
        let e = a / s;
        let alpha = (p * (p + c0) * e * e) * (w * x);
        let e = (1.0 + t) / (c1 + t + t);
        let beta = n + w / s + e * (c + n * (1.0 + y));
        p = 1.0 + t;
        s += 2.0;
        let next_above = alpha * above_last + beta * above;
        let next_below = alpha * below_last + beta * below;
        let next = next_above / next_below;
        if (next - value).abs() <= 1e-16 * next {
            return next;
        }
        // Scaled by the last denominator, so that nothing overflows.
        (above_last, below_last) = (above / next_below, below / next_below);
        (above, below) = (next, 1.0);
        value = next;
    }
    value
}

/// `exp(z^2) erfc(z)` for `z >= 0`.
fn erfc_scaled(z: f64) -> f64 {
    if z < 4.0 {
        return float::exp(z * z) * float::erfc(z);
    }
    // 1/sqrt(pi) / (z + (1/2)/(z + 1/(z + (3/2)/(z + ...))))
    let mut fraction = z;
    for k in (1..=60).rev() {
        fraction = z + 0.5 * f64::from(k) / fraction;
    }
    0.564_189_583_547_756_3 / fraction
}

/// `ln I_x(a, b)` by the asymptotic expansion for large `a` and `b`, `x` below the mean (algorithm 708, BASYM).
fn ln_asymptotic(a: f64, b: f64, x: f64, y: f64) -> f64 {
    const TERMS: usize = 20;
    const E0: f64 = core::f64::consts::FRAC_2_SQRT_PI;
    const E1: f64 = 0.353_553_390_593_273_8; // 2^(-3/2)
    let all = a + b;
    let f = bd0(a, all * x) + bd0(b, all * y);
    let z0 = f.sqrt();
    let z = 0.5 * (z0 / E1);
    let z2 = f + f;
    let (h, r0, r1, w0);
    if a < b {
        h = a / b;
        r0 = 1.0 / (1.0 + h);
        r1 = (b - a) / b;
        w0 = 1.0 / (a * (1.0 + h)).sqrt();
    } else {
        h = b / a;
        r0 = 1.0 / (1.0 + h);
        r1 = (b - a) / a;
        w0 = 1.0 / (b * (1.0 + h)).sqrt();
    }
    let (mut a0, mut b0, mut c, mut d) = ([0.0; TERMS + 1], [0.0; TERMS + 1], [0.0; TERMS + 1], [0.0; TERMS + 1]);
    a0[0] = 2.0 / 3.0 * r1;
    c[0] = -0.5 * a0[0];
    d[0] = -c[0];
    let mut j0 = 0.5 / E0 * erfc_scaled(z0);
    let mut j1 = E1;
    let mut sum = j0 + d[0] * w0 * j1;
    let (mut s, h2, mut hn, mut w, mut zn1, mut zn) = (1.0, h * h, 1.0, w0, z, z2);
    for n in (2..=TERMS).step_by(2) {
        let order = n as f64;
        hn *= h2;
        a0[n - 1] = 2.0 * r0 * (1.0 + h * hn) / (order + 2.0);
        s += hn;
        a0[n] = 2.0 * r1 * s / (order + 3.0);
        for i in n..=n + 1 {
            let r = -0.5 * (i as f64 + 1.0);
            b0[0] = r * a0[0];
            for m in 2..=i {
                let mut inner = 0.0;
                for j in 1..m {
                    inner += (j as f64 * r - (m - j) as f64) * a0[j - 1] * b0[m - j - 1];
                }
                b0[m - 1] = r * a0[m - 1] + inner / m as f64;
            }
            c[i - 1] = b0[i - 1] / (i as f64 + 1.0);
            let mut inner = 0.0;
            for j in 1..i {
                inner += d[i - j - 1] * c[j - 1];
            }
            d[i - 1] = -(inner + c[i - 1]);
        }
        j0 = E1 * zn1 + (order - 1.0) * j0;
        j1 = E1 * zn + order * j1;
        zn1 *= z2;
        zn *= z2;
        w *= w0;
        let first = d[n - 1] * w * j0;
        w *= w0;
        let second = d[n] * w * j1;
        sum += first + second;
        if first.abs() + second.abs() <= 1e-17 * sum {
            break;
        }
    }
    float::ln(E0 * sum) - f - (stirlerr(a) + stirlerr(b) - stirlerr(all))
}

/// The `x` with `I_x(a, b) = tail`: the lower quantile of the beta distribution.
///
/// - Takes: `tail` in (0, 1), down to 1e-300; `a > 0`, `b > 0`.
/// - Gives a share in [0, 1]; 0 only where the quantile itself is below 1e-300.
/// - Relative error about 1e-13. Never hangs.
/// - Oracle: mpmath.
pub fn inverse_beta_lower(tail: f64, a: f64, b: f64) -> f64 {
    inverse_beta(tail, a, b, false).0
}

/// The `x` with `1 - I_x(a, b) = tail`: the upper quantile of the beta distribution. As [`inverse_beta_lower`].
pub fn inverse_beta_upper(tail: f64, a: f64, b: f64) -> f64 {
    inverse_beta(tail, a, b, true).0
}

/// Quantile and its complement; `upper` says which tail is meant.
pub(crate) fn inverse_beta(tail: f64, a: f64, b: f64, upper: bool) -> (f64, f64) {
    debug_assert!(tail > 0.0 && tail < 1.0 && a > 0.0 && b > 0.0);
    let tail = tail.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
    if upper {
        let (x, y) = inverse_beta(tail, b, a, false);
        return (y, x);
    }
    // The logarithm of the smaller tail is steep at the root, that of the larger one is flat.
    let (target, by_lower) = if tail <= 0.5 { (float::ln(tail), true) } else { (float::ln(1.0 - tail), false) };
    let ln_b = -ln_beta_front(a, b);
    let f = |u: f64| {
        let (x, y) = logistic(u);
        let tails = beta_tails(a, b, x, y);
        // d I / du = x^a y^b / B(a, b)
        let ln_slope = a * ln_logistic(u) + b * ln_logistic(-u) - ln_b;
        if by_lower {
            (tails.ln_lower - target, float::exp((ln_slope - tails.ln_lower).min(700.0)))
        } else {
            (target - tails.ln_upper, float::exp((ln_slope - tails.ln_upper).min(700.0)))
        }
    };
    let z = crate::normal::z_of_tail(tail);
    let start = float::ln(a / b) - z * (1.0 / a + 1.0 / b).sqrt().min(20.0);
    let u = solve::increasing(f, -690.0, 690.0, start, 2e-16);
    if u <= -690.0 + 1e-9 {
        return (0.0, 1.0);
    }
    if u >= 690.0 - 1e-9 {
        return (1.0, 0.0);
    }
    logistic(u)
}

/// `-ln B(a, b)`. Only for the slope of Newton's steps, where a few digits are enough.
fn ln_beta_front(a: f64, b: f64) -> f64 {
    float::lgamma(a + b) - float::lgamma(a) - float::lgamma(b)
}

fn logistic(u: f64) -> (f64, f64) {
    if u <= 0.0 {
        let e = float::exp(u);
        (e / (1.0 + e), 1.0 / (1.0 + e))
    } else {
        let e = float::exp(-u);
        (1.0 / (1.0 + e), e / (1.0 + e))
    }
}

fn ln_logistic(u: f64) -> f64 {
    if u <= 0.0 { u - float::ln_1p(float::exp(u)) } else { -float::ln_1p(float::exp(-u)) }
}

/// Both tails of a binomial count at `k`: `ln P(X <= k)` and `ln P(X > k)`.
///
/// - Takes: counts `k <= n`; the rate `p` and its complement `q`.
/// - Edges: `k = n` gives 0 above; a rate of 0 or 1 gives the sure count.
/// - Cost does not grow with `n` near the middle. Oracle: mpmath.
pub fn binomial_tails(k: u64, n: u64, p: f64, q: f64) -> Tails {
    if k >= n || p <= 0.0 {
        return Tails::AT_HIGH_END;
    }
    if q <= 0.0 {
        return Tails::AT_LOW_END;
    }
    // P(X > k) = I_p(k + 1, n - k)
    beta_tails(k as f64 + 1.0, (n - k) as f64, p, q).swapped()
}
