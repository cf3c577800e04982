//! Probabilities of counts without `lgamma`.
//!
//! `ln n!` of a count of billions is about 1e10, and its last digit is then 1e-6: a probability made from differences of such
//! numbers is wrong in the sixth digit. Loader's form splits the large parts off analytically.
//! Source: Loader C (2000) Fast and accurate computation of binomial probabilities; R's `dbinom`, `dhyper`. Oracle: mpmath.

use crate::float;

const LN_SQRT_2_PI: f64 = 0.918_938_533_204_672_7;
const TWO_PI: f64 = core::f64::consts::TAU;

/// `stirlerr` at 0.5, 1, 1.5, ... 15.5 (mpmath, 40 digits).
const HALVES: [f64; 31] = [
    0.153_426_409_720_027_35,
    0.081_061_466_795_327_26,
    0.054_814_121_051_917_65,
    0.041_340_695_955_409_3,
    0.033_162_873_519_936_29,
    0.027_677_925_684_998_34,
    0.023_746_163_656_297_496,
    0.020_790_672_103_765_093,
    0.018_488_450_532_673_187,
    0.016_644_691_189_821_193,
    0.015_134_973_221_917_378,
    0.013_876_128_823_070_748,
    0.012_810_465_242_920_227,
    0.011_896_709_945_891_77,
    0.011_104_559_758_206_917,
    0.010_411_265_261_972_096,
    0.009_799_416_126_158_803,
    0.009_255_462_182_712_733,
    0.008_768_700_134_139_386,
    0.008_330_563_433_362_87,
    0.007_934_114_564_314_02,
    0.007_573_675_487_951_841,
    0.007_244_554_301_320_383,
    0.006_942_840_107_209_53,
    0.006_665_247_032_707_682,
    0.006_408_994_188_004_207,
    0.006_171_712_263_039_458,
    0.005_951_370_112_758_848,
    0.005_746_216_513_010_116,
    0.005_554_733_551_962_801,
    0.005_375_599_032_926_834,
];

/// The error of Stirling's formula, `ln Gamma(n + 1) - [n ln n - n + ln(2 pi n) / 2]`.
///
/// - Takes `n > 0`, not only whole numbers. Gives a positive number, about `1/(12 n)`.
/// - Table at multiples of one half up to 15.5, the series above, `lgamma` for other small numbers.
pub fn stirlerr(n: f64) -> f64 {
    if n <= 15.5 {
        let twice = n + n;
        if twice == twice.floor() && twice >= 1.0 {
            return HALVES[twice as usize - 1];
        }
        return float::lgamma(n + 1.0) - (n + 0.5) * float::ln(n) + n - LN_SQRT_2_PI;
    }
    // 1/12n - 1/360n^3 + 1/1260n^5 - 1/1680n^7 + 1/1188n^9 - 691/360360n^11
    let m = 1.0 / (n * n);
    let series = 1.0 / 12.0
        - m * (1.0 / 360.0 - m * (1.0 / 1260.0 - m * (1.0 / 1680.0 - m * (1.0 / 1188.0 - m * (691.0 / 360_360.0)))));
    series / n
}

/// The deviance part `x ln(x/m) + m - x`, without cancellation near `x = m`.
///
/// Takes `x > 0`, `m > 0`. Gives a number of at least 0.
pub fn bd0(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() < 0.1 * (x + m) {
        let v = difference / (x + m);
        let v2 = v * v;
        let mut sum = difference * v;
        let mut term = 2.0 * x * v;
        for j in 1..1000 {
            term *= v2;
            let next = sum + term / f64::from(2 * j + 1);
            if next == sum {
                return sum;
            }
            sum = next;
        }
        return sum;
    }
    x * float::ln(x / m) + m - x
}

/// `ln [ Gamma(n+1) / (Gamma(k+1) Gamma(n-k+1)) p^k q^(n-k) ]` for real `0 < k < n`, with `q = 1 - p` handed in so that neither
/// of the two is rounded away.
pub(crate) fn ln_dbinom_inside(k: f64, n: f64, p: f64, q: f64) -> f64 {
    let l = n - k;
    stirlerr(n) - stirlerr(k) - stirlerr(l) - bd0(k, n * p) - bd0(l, n * q) - 0.5 * float::ln(TWO_PI * k * (l / n))
}

/// Natural logarithm of the binomial probability of `k` events in `n`.
///
/// - Takes: counts `k <= n`; `p` and its complement `q`, shares that sum to 1.
/// - Gives `None` where the probability is 0 (`p = 0` and `k > 0`, `q = 0` and `k < n`).
/// - Relative error of the probability about 1e-14, at any size.
pub fn ln_dbinom(k: u64, n: u64, p: f64, q: f64) -> Option<f64> {
    debug_assert!(k <= n && (0.0..=1.0).contains(&p) && (0.0..=1.0).contains(&q));
    let (x, size) = (k as f64, n as f64);
    if n == 0 {
        return Some(0.0);
    }
    if (p <= 0.0 && k > 0) || (q <= 0.0 && k < n) {
        return None;
    }
    if k == 0 {
        // ln q by the smaller of the two shares.
        return Some(size * if p < 0.5 { float::ln_1p(-p) } else { float::ln(q) });
    }
    if k == n {
        return Some(size * if q < 0.5 { float::ln_1p(-q) } else { float::ln(p) });
    }
    Some(ln_dbinom_inside(x, size, p, q))
}

/// Natural logarithm of the Poisson probability of `k` at this mean; real `k >= 0` is allowed (a density on the way to the
/// incomplete gamma function). `mean > 0`.
pub fn ln_dpois(k: f64, mean: f64) -> f64 {
    debug_assert!(k >= 0.0 && mean > 0.0);
    if k == 0.0 {
        return -mean;
    }
    -stirlerr(k) - bd0(k, mean) - 0.5 * float::ln(TWO_PI * k)
}

/// Natural logarithm of the hypergeometric probability that `k` of the `m` events fall among the first `n1` of `n1 + n0`.
///
/// - Takes counts. Gives `None` where the table cannot exist.
/// - Source: three binomial probabilities at the common rate, as R's `dhyper`. Relative error of the probability about 1e-12 at
///   sizes of 1e9, smaller below.
pub fn ln_dhyper(k: u64, n1: u64, n0: u64, m: u64) -> Option<f64> {
    let all = n1 + n0;
    if m > all || k > m || k > n1 || m - k > n0 {
        return None;
    }
    if all == 0 || m == 0 || m == all {
        return Some(0.0);
    }
    let (p, q) = (m as f64 / all as f64, (all - m) as f64 / all as f64);
    Some(ln_dbinom(k, n1, p, q)? + ln_dbinom(m - k, n0, p, q)? - ln_dbinom(m, all, p, q)?)
}

/// Binomial probabilities of the counts from `first` on, by the ratio of neighbours outwards from the most probable of them.
pub(crate) fn fill_binomial(into: &mut [f64], first: u64, n: u64, p: f64, q: f64) {
    let count = into.len();
    if p <= 0.0 || q <= 0.0 {
        let sure = if p <= 0.0 { 0 } else { n };
        for (k, share) in (first..).zip(into.iter_mut()) {
            *share = if k == sure { 1.0 } else { 0.0 };
        }
        return;
    }
    let size = n as f64;
    let mode = (((size + 1.0) * p).floor() as u64).min(n);
    let start = mode.clamp(first, first + count as u64 - 1);
    let at = (start - first) as usize;
    let (up, down) = (p / q, q / p);
    into[at] = ln_dbinom(start, n, p, q).map_or(0.0, float::exp);
    let mut k = start as f64;
    for i in at + 1..count {
        into[i] = into[i - 1] * ((size - k) / (k + 1.0) * up);
        k += 1.0;
    }
    k = start as f64;
    for i in (0..at).rev() {
        into[i] = into[i + 1] * (k / (size - k + 1.0) * down);
        k -= 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::{bd0, fill_binomial, ln_dbinom, ln_dhyper, stirlerr};

    #[test]
    fn table_series_and_lgamma_meet() {
        assert!((stirlerr(15.5) - stirlerr(15.5 + 1e-9)).abs() < 1e-12);
        assert!((stirlerr(7.0 + 1e-12) - stirlerr(7.0)).abs() < 1e-13);
        assert!((stirlerr(1e9) - 8.333_333_333_333_333e-11).abs() < 1e-25);
    }

    #[test]
    fn binomial_probabilities_sum_to_one() {
        for (n, p) in [(1_u64, 0.3), (17, 0.01), (400, 0.5), (2000, 0.9)] {
            let sum: f64 = (0..=n).map(|k| ln_dbinom(k, n, p, 1.0 - p).unwrap()).map(libm::exp).sum();
            assert!((sum - 1.0).abs() < 1e-12, "n = {n}, p = {p}: {sum}");
        }
        assert_eq!(ln_dbinom(1, 4, 0.0, 1.0), None);
        assert_eq!(ln_dbinom(0, 4, 0.0, 1.0), Some(0.0));
        assert_eq!(ln_dbinom(4, 4, 1.0, 0.0), Some(0.0));
    }

    #[test]
    fn the_binomial_of_a_million_keeps_its_digits() {
        // mpmath; a library by lgamma differs in the ninth digit.
        assert!((ln_dbinom(300_100, 1_000_000, 0.3, 0.7).unwrap() + 7.070_273_469_118_701).abs() < 1e-11);
    }

    #[test]
    fn hypergeometric_probabilities_sum_to_one() {
        let sum: f64 = (0..=30).filter_map(|k| ln_dhyper(k, 30, 50, 40)).map(libm::exp).sum();
        assert!((sum - 1.0).abs() < 1e-13);
        assert_eq!(ln_dhyper(5, 4, 10, 6), None);
        assert_eq!(ln_dhyper(0, 4, 10, 0), Some(0.0));
    }

    #[test]
    fn the_deviance_is_continuous_where_the_series_ends() {
        let (below, above) = (bd0(11.0, 9.0 + 1e-12), bd0(11.0, 9.0 - 1e-12));
        assert!((below - above).abs() < 1e-11);
    }

    #[test]
    fn probabilities_by_ratios_are_the_probabilities() {
        for (first, n, p) in [(0_u64, 40_u64, 0.3), (10, 40, 0.01), (0, 5, 0.999), (900, 2000, 0.5)] {
            let mut shares = vec![0.0; ((n - first) as usize + 1).min(300)];
            fill_binomial(&mut shares, first, n, p, 1.0 - p);
            for (k, share) in (first..).zip(&shares) {
                let direct = libm::exp(ln_dbinom(k, n, p, 1.0 - p).unwrap());
                assert!((share - direct).abs() <= 1e-12 * direct, "{k} of {n} at {p}");
            }
        }
    }
}
