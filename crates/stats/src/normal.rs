//! The standard normal distribution: tails, their logarithms, quantiles.

use crate::float;

const SQRT_2_PI: f64 = 2.506_628_274_631_000_5;
const LN_SQRT_2_PI: f64 = 0.918_938_533_204_672_7;

/// Density at `z`.
pub fn density(z: f64) -> f64 {
    float::exp(-0.5 * z * z) / SQRT_2_PI
}

/// `Phi(z)`: probability of at most `z`.
///
/// Gives a share in [0, 1]; keeps its relative accuracy in the lower tail. Oracle: mpmath.
pub fn cdf(z: f64) -> f64 {
    sf(-z)
}

/// `1 - Phi(z)`: probability above `z`, without cancellation in the upper tail.
///
/// Underflows to 0 above `z` of about 38: use [`ln_sf`] there. Oracle: mpmath.
pub fn sf(z: f64) -> f64 {
    0.5 * float::erfc(z * core::f64::consts::FRAC_1_SQRT_2)
}

/// `ln(1 - Phi(z))`, for every finite `z`: the far tail neither underflows nor loses digits.
///
/// - At `z` of -40 and below it is `-0.0` up to rounding; infinite arguments are cut at 1e150.
/// - Source: continued fraction of Mills' ratio (Abramowitz and Stegun 26.2.14). Oracle: mpmath.
pub fn ln_sf(z: f64) -> f64 {
    if z < 0.0 {
        return float::ln_1p(-sf(-z));
    }
    if z < 5.0 {
        return float::ln(sf(z));
    }
    let z = z.min(1e150);
    // Mills' ratio = 1 / (z + 1/(z + 2/(z + 3/(z + ...)))); 60 terms are enough at z = 5.
    let mut fraction = z;
    for k in (1..=60).rev() {
        fraction = z + f64::from(k) / fraction;
    }
    -0.5 * z * z - LN_SQRT_2_PI - float::ln(fraction)
}

/// `ln Phi(z)`, for every finite `z`.
pub fn ln_cdf(z: f64) -> f64 {
    ln_sf(-z)
}

/// The quantile: the `z` with `Phi(z) = p`.
///
/// Takes `p` in (0, 1); `None` outside, because the quantile is infinite or does not exist.
/// For small upper tails use [`z_of_tail`]: `1 - tail` has lost the digits.
pub fn quantile(p: f64) -> Option<f64> {
    if p > 0.0 && p < 1.0 { Some(-z_of_tail(p)) } else { None }
}

/// The `z` with this probability above it: 1.96 for 0.025, 0 for 0.5, negative above 0.5.
///
/// - Takes: a probability in (0, 1); others are cut to [smallest normal f64, 1 - 2^-53].
/// - Relative error below 1e-14.
/// - Source: Wichura 1988, AS 241, Appl. Stat. 37:477-484, with one step of Halley on the complementary error function.
///   Oracle: mpmath.
pub fn z_of_tail(tail: f64) -> f64 {
    debug_assert!(tail > 0.0 && tail < 1.0);
    let tail = tail.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
    if tail > 0.5 {
        // 1 - tail is exact here (Sterbenz).
        return -z_of_tail(1.0 - tail);
    }
    let z = wichura(tail);
    let u = (sf(z) - tail) / density(z);
    z + u / (1.0 - 0.5 * z * u)
}

/// The probability above `z`: the one-sided error that belongs to a critical value.
pub fn tail_of_z(z: f64) -> f64 {
    sf(z)
}

/// The two-sided critical value of a level: 1.96 for 0.95. Takes a level in (0, 1).
pub fn z_of_level(level: f64) -> f64 {
    z_of_tail(tail_of_level(level))
}

/// The probability that a level leaves at each end: 0.025 for 0.95.
pub fn tail_of_level(level: f64) -> f64 {
    (1.0 - level) / 2.0
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// AS 241 (PPND16) for an upper tail of at most 0.5.
fn wichura(tail: f64) -> f64 {
    const A: [f64; 8] = [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ];
    const B: [f64; 8] = [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_659_7e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_854e3,
    ];
    const C: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    const E: [f64; 8] = [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ];
    const F: [f64; 8] = [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ];
    let q = 0.5 - tail;
    if q <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&A, r) / polynomial(&B, r);
    }
    let r = (-float::ln(tail)).sqrt();
    if r <= 5.0 {
        let r = r - 1.6;
        polynomial(&C, r) / polynomial(&D, r)
    } else {
        let r = r - 5.0;
        polynomial(&E, r) / polynomial(&F, r)
    }
}

#[cfg(test)]
mod tests {
    use super::{cdf, ln_sf, quantile, sf, z_of_level, z_of_tail};

    fn near(a: f64, b: f64, relative: f64) {
        assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b}");
    }

    // mpmath 1.3, 40 digits.
    #[test]
    fn quantiles_are_those_of_a_high_precision_computation() {
        near(z_of_tail(0.025), 1.959_963_984_540_054_2, 1e-15);
        near(z_of_tail(1e-300), 37.047_096_299_361_2, 1e-14);
        near(z_of_tail(0.3), 0.524_400_512_708_040_9, 1e-15);
        near(z_of_tail(1e-10), 6.361_340_902_404_056, 1e-14);
        near(z_of_level(0.9), 1.644_853_626_951_472_7, 1e-15);
        assert_eq!(z_of_tail(0.5), 0.0);
        assert_eq!(quantile(0.0), None);
        assert_eq!(quantile(1.0), None);
    }

    #[test]
    fn quantile_and_tail_are_inverse_to_each_other() {
        for i in 1..400 {
            let z = f64::from(i) * 0.09;
            let tail = sf(z);
            near(z_of_tail(tail), z, 1e-13);
        }
        for i in 1..100 {
            let p = f64::from(i) / 100.0;
            near(cdf(quantile(p).unwrap()), p, 1e-14);
        }
    }

    // mpmath 1.3: log(erfc(z / sqrt(2)) / 2).
    #[test]
    fn the_far_tail_does_not_underflow() {
        near(ln_sf(40.0), -804.608_442_013_753_8, 1e-14);
        near(ln_sf(1000.0), -500_007.826_694_812_2, 1e-14);
        near(ln_sf(5.0), -15.064_998_393_988_725, 1e-13);
        near(ln_sf(4.999_999), -15.064_993_207_485_242, 1e-13);
        near(ln_sf(-3.0), -0.001_350_809_964_748_194, 1e-13);
        assert!(ln_sf(f64::INFINITY).is_finite());
    }
}
