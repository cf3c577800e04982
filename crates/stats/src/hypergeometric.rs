//! Fisher's hypergeometric distribution, central and noncentral: how the events fall on a group when the margins are given.
//!
//! Everything is computed from ratios of neighbouring probabilities, starting at the largest one or at the observed count, so that
//! nothing overflows, nothing cancels, and the cost grows with the standard deviation and not with the size: counts of billions
//! are affordable. Source: Liao and Rosen 2001, Am. Stat. 55:366-369. Oracle: mpmath, scipy.

use crate::float;
use crate::special::saddle::ln_dhyper;
use crate::table::TwoByTwo;

/// A term below this share of its sum no longer changes it.
const NEGLIGIBLE: f64 = 1e-17;

/// Counts further than this from the mode are compared by logarithms and not by multiplying all ratios between them: these
/// are good to 1e-9, a hundredth of what a tie may be off by.
const FAR: u64 = 4_096;

/// A tail whose logarithm is below this is not followed further: no question is asked of it.
const LN_TAIL_END: f64 = -1e4;

/// The number of events in the group, given `n1` and `n0` cases and `m` events in all, with weight
/// `C(n1, k) C(n0, m-k) psi^k` on what the margins allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hypergeometric {
    n1: u64,
    n0: u64,
    m: u64,
    low: u64,
    high: u64,
}

/// Mean and variance, with the total weight relative to the weight at the mode.
#[derive(Clone, Copy, Debug)]
struct Shape {
    mode: u64,
    total: f64,
    /// Mean minus mode.
    mean_offset: f64,
    variance: f64,
}

/// Sums of the weights on one side of the mode, and of the weights times their distances and squared distances.
#[derive(Clone, Copy, Debug)]
struct Side {
    weight: f64,
    offset: f64,
    total: f64,
    first: f64,
    second: f64,
}

impl Default for Side {
    fn default() -> Side {
        Side { weight: 1.0, offset: 0.0, total: 0.0, first: 0.0, second: 0.0 }
    }
}

impl Side {
    /// The next weight, by its ratio to the last; false where the rest no longer changes the sums.
    #[inline]
    fn take(&mut self, ratio: f64) -> bool {
        self.weight *= ratio;
        self.offset += 1.0;
        let (first, second) = (self.weight * self.offset, self.weight * self.offset * self.offset);
        self.total += self.weight;
        self.first += first;
        self.second += second;
        second > NEGLIGIBLE * self.second
    }
}

impl Hypergeometric {
    /// The distribution with these margins; `None` if there are more events than cases.
    pub fn new(n1: u64, n0: u64, m: u64) -> Option<Hypergeometric> {
        if m > n1 + n0 {
            return None;
        }
        Some(Hypergeometric { n1, n0, m, low: m.saturating_sub(n0), high: n1.min(m) })
    }

    /// The distribution with the margins of this table.
    pub fn of(table: TwoByTwo) -> Hypergeometric {
        let (n1, n0, m) = (table.n1(), table.n0(), table.events());
        Hypergeometric { n1, n0, m, low: m.saturating_sub(n0), high: n1.min(m) }
    }

    /// The least number of events that the margins allow.
    pub fn low(self) -> u64 {
        self.low
    }

    /// The largest number of events that the margins allow.
    pub fn high(self) -> u64 {
        self.high
    }

    /// The same distribution for the non-events of the group: `n1 - X`, with odds ratio `1/psi`.
    fn reflected(self) -> Hypergeometric {
        let m = self.n1 + self.n0 - self.m;
        Hypergeometric { m, low: self.n1 - self.high, high: self.n1 - self.low, ..self }
    }

    /// Weight at `k + 1` over weight at `k`.
    pub(crate) fn ratio_up(self, k: u64, psi: f64) -> f64 {
        let (up, down) = self.parts(k);
        psi * up / down
    }

    /// Weight at `k` over weight at `k + 1`.
    fn ratio_down(self, k: u64, psi: f64) -> f64 {
        let (up, down) = self.parts(k);
        down / (psi * up)
    }

    /// Numerator and denominator of the central ratio of neighbours, each below 1e38 for counts that fit.
    fn parts(self, k: u64) -> (f64, f64) {
        let (x, n1, n0, m) = (k as f64, self.n1 as f64, self.n0 as f64, self.m as f64);
        ((n1 - x) * (m - x), (x + 1.0) * (n0 - m + x + 1.0))
    }

    /// The most probable count.
    fn mode(self, psi: f64) -> u64 {
        let (n1, n0, m) = (self.n1 as f64, self.n0 as f64, self.m as f64);
        // (k+1)(n0-m+k+1) = psi (n1-k)(m-k), in the form that does not cancel at psi = 1.
        let (a, c) = (psi - 1.0, psi * (n1 + 1.0) * (m + 1.0));
        let b = (n1 + m + 2.0) * psi + n0 - m;
        let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
        let guess = (2.0 * c / (b + root)).floor();
        let mut mode = (guess.max(0.0) as u64).clamp(self.low, self.high);
        // The guess is rounded: climb the last steps.
        while mode < self.high && self.ratio_up(mode, psi) > 1.0 {
            mode += 1;
        }
        while mode > self.low && self.ratio_up(mode - 1, psi) < 1.0 {
            mode -= 1;
        }
        mode
    }

    fn shape(self, psi: f64) -> Shape {
        let mode = self.mode(psi);
        // Both sides at once: neither waits for the other.
        let (mut up, mut down) = (Side::default(), Side::default());
        let (mut above, mut below) = (mode, mode);
        let (mut goes_up, mut goes_down) = (above < self.high, below > self.low);
        while goes_up || goes_down {
            if goes_up {
                goes_up = up.take(self.ratio_up(above, psi));
                above += 1;
                goes_up &= above < self.high;
            }
            if goes_down {
                below -= 1;
                goes_down = down.take(self.ratio_down(below, psi));
                goes_down &= below > self.low;
            }
        }
        let total = 1.0 + (up.total + down.total);
        let mean_offset = (up.first - down.first) / total;
        let variance = ((up.second + down.second) / total - mean_offset * mean_offset).max(0.0);
        Shape { mode, total, mean_offset, variance }
    }

    /// Mean of the number of events at odds ratio `psi > 0`.
    pub fn mean(self, psi: f64) -> f64 {
        let shape = self.shape(psi);
        shape.mode as f64 + shape.mean_offset
    }

    /// Mean minus a count, and the variance: the value and slope that Newton's steps on `ln psi` need.
    pub(crate) fn mean_beyond(self, psi: f64, x: u64) -> (f64, f64) {
        let shape = self.shape(psi);
        ((shape.mode as f64 - x as f64) + shape.mean_offset, shape.variance)
    }

    /// `ln P(X = k)` at odds ratio `psi > 0`; `None` if the margins do not allow `k`.
    pub fn ln_probability(self, k: u64, psi: f64) -> Option<f64> {
        if k < self.low || k > self.high {
            return None;
        }
        let shape = self.shape(psi);
        Some(self.ln_weight(k, psi, shape.mode) - float::ln(shape.total))
    }

    /// `ln` of the weight at `k` over the weight at the mode.
    fn ln_weight(self, k: u64, psi: f64, mode: u64) -> f64 {
        let (mut product, mut ln_scale) = (1.0_f64, 0.0);
        let mut take = |ratio: f64| {
            product *= ratio;
            if product < 1e-250 {
                ln_scale += float::ln(product);
                product = 1.0;
            }
            ln_scale > LN_TAIL_END
        };
        if k >= mode {
            let _ = (mode..k).all(|i| take(self.ratio_up(i, psi)));
        } else {
            let _ = (k..mode).rev().all(|i| take(self.ratio_down(i, psi)));
        }
        ln_scale + float::ln(product)
    }

    /// `ln P(X >= x)` at odds ratio `psi > 0`; 0 (the logarithm of 1) at and below the least possible count.
    pub fn ln_upper(self, x: u64, psi: f64) -> f64 {
        self.ln_upper_with_slope(x, psi).0
    }

    /// `ln P(X <= x)` at odds ratio `psi > 0`.
    pub fn ln_lower(self, x: u64, psi: f64) -> f64 {
        self.ln_lower_with_slope(x, psi).0
    }

    /// `ln P(X >= x)` and its derivative in `ln psi`, which is `E[X | X >= x] - E[X]`.
    pub(crate) fn ln_upper_with_slope(self, x: u64, psi: f64) -> (f64, f64) {
        if x <= self.low {
            return (0.0, 0.0);
        }
        if x > self.high {
            return (f64::MIN, 0.0);
        }
        let shape = self.shape(psi);
        let mean = shape.mode as f64 + shape.mean_offset;
        if x > shape.mode {
            let (tail, beyond) = self.sum_up_from(x, psi);
            let ln_tail = self.ln_weight(x, psi, shape.mode) + float::ln(tail) - float::ln(shape.total);
            return (ln_tail.min(0.0), x as f64 - mean + beyond);
        }
        // The tail holds the mode: 1 minus what lies below.
        let (tail, below) = self.sum_down_from(x - 1, psi);
        let ln_below = self.ln_weight(x - 1, psi, shape.mode) + float::ln(tail) - float::ln(shape.total);
        let ln_below = ln_below.min(-f64::MIN_POSITIVE);
        let ln_tail = float::ln_one_minus_exp(ln_below);
        let slope = float::exp(ln_below - ln_tail) * (mean - ((x - 1) as f64 - below));
        (ln_tail, slope)
    }

    /// `ln P(X <= x)` and its derivative in `ln psi`, which is negative.
    pub(crate) fn ln_lower_with_slope(self, x: u64, psi: f64) -> (f64, f64) {
        if x >= self.high {
            return (0.0, 0.0);
        }
        if x < self.low {
            return (f64::MIN, 0.0);
        }
        let (ln_tail, slope) = self.reflected().ln_upper_with_slope(self.n1 - x, 1.0 / psi);
        (ln_tail, -slope)
    }

    /// Sum of the weights from `x` upwards over the weight at `x`, and the mean distance from `x`; `x` above the mode.
    fn sum_up_from(self, x: u64, psi: f64) -> (f64, f64) {
        let (mut sum, mut first, mut weight, mut k) = (1.0, 0.0, 1.0, x);
        while k < self.high {
            weight *= self.ratio_up(k, psi);
            k += 1;
            sum += weight;
            first += weight * (k - x) as f64;
            if weight <= NEGLIGIBLE * sum {
                break;
            }
        }
        (sum, first / sum)
    }

    /// Sum of the weights from `x` downwards over the weight at `x`, and the mean distance from `x`; `x` below the mode.
    fn sum_down_from(self, x: u64, psi: f64) -> (f64, f64) {
        let (mut sum, mut first, mut weight, mut k) = (1.0, 0.0, 1.0, x);
        while k > self.low {
            k -= 1;
            weight *= self.ratio_down(k, psi);
            sum += weight;
            first += weight * (x - k) as f64;
            if weight <= NEGLIGIBLE * sum {
                break;
            }
        }
        (sum, first / sum)
    }

    /// `ln P(X = x)` and `ln P(X >= x)` of the central distribution (`psi = 1`), from the probability of `x` itself by Loader's
    /// form: no pass over the middle is needed in the tail.
    pub(crate) fn central_upper(self, x: u64) -> (f64, f64) {
        let at = |k: u64| ln_dhyper(k, self.n1, self.n0, self.m).unwrap_or(f64::MIN);
        let ln_at = at(x);
        if x <= self.low {
            return (ln_at, 0.0);
        }
        if x >= self.mode(1.0) {
            return (ln_at, (ln_at + float::ln(self.sum_up_from(x, 1.0).0)).min(0.0));
        }
        let ln_below = at(x - 1) + float::ln(self.sum_down_from(x - 1, 1.0).0);
        (ln_at, float::ln_one_minus_exp(ln_below.min(-f64::MIN_POSITIVE)))
    }

    /// The most probable count of the central distribution.
    pub(crate) fn central_mode(self) -> u64 {
        self.mode(1.0)
    }

    /// `ln P(X <= x)` of the central distribution.
    pub(crate) fn central_lower(self, x: u64) -> f64 {
        self.reflected().central_upper(self.n1 - x).1
    }

    /// The part of the central distribution on the other side of the mode from `x` that is no more probable than `x`:
    /// `ln` of the sum over `P(k) <= P(x) (1 + slack)`, and the probability at its first count over `P(x)`; `None` if there is
    /// no such count.
    ///
    /// The ratio is a product of ratios of neighbours and not a difference of two logarithms, so that true ties are seen as ties.
    pub(crate) fn central_other_side(self, x: u64, slack: f64) -> Option<(f64, f64)> {
        let mode = self.mode(1.0);
        if x < mode {
            return self.reflected().central_other_side(self.n1 - x, slack);
        }
        let ln_at = ln_dhyper(x, self.n1, self.n0, self.m)?;
        let ln_bound = ln_at + slack;
        // On the way up to the mode the probabilities grow: find the last that is small enough, first by logarithms.
        let small = |k: u64| ln_dhyper(k, self.n1, self.n0, self.m).is_none_or(|ln| ln <= ln_bound);
        let below = if mode > self.low { mode - 1 } else { return None };
        let mut k = crate::solve::last_true(small, self.low, below).unwrap_or(self.low);
        let far = mode.abs_diff(k).max(mode.abs_diff(x)) > FAR;
        let by_ratios = (!far).then(|| (self.ln_weight(k, 1.0, mode), self.ln_weight(x, 1.0, mode)));
        let mut ln_ratio = match by_ratios.filter(|(here, there)| here.min(*there) > LN_TAIL_END) {
            Some((here, there)) => here - there,
            // Too far out to be multiplied through: the logarithms themselves, good to 1e-9 there.
            None => ln_dhyper(k, self.n1, self.n0, self.m)? - ln_at,
        };
        // The last decision by the exact ratio.
        while k < below && ln_ratio + float::ln(self.ratio_up(k, 1.0)) <= slack {
            ln_ratio += float::ln(self.ratio_up(k, 1.0));
            k += 1;
        }
        while ln_ratio > slack {
            if k == self.low {
                return None;
            }
            k -= 1;
            ln_ratio -= float::ln(self.ratio_up(k, 1.0));
        }
        Some((ln_at + ln_ratio + float::ln(self.sum_down_from(k, 1.0).0), float::exp(ln_ratio)))
    }
}

#[cfg(test)]
mod tests {
    use super::Hypergeometric;

    #[test]
    fn probabilities_tails_and_mean_agree_with_direct_sums() {
        for (n1, n0, m) in [(20_u64, 30_u64, 25_u64), (5, 5, 5), (3, 40, 7), (40, 3, 36), (6, 2, 8)] {
            let h = Hypergeometric::new(n1, n0, m).unwrap();
            for psi in [0.02, 0.7, 1.0, 2.5, 80.0] {
                let p: Vec<f64> = (h.low()..=h.high()).map(|k| libm::exp(h.ln_probability(k, psi).unwrap())).collect();
                assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-13);
                let mean: f64 = p.iter().zip(h.low()..).map(|(p, k)| p * k as f64).sum();
                assert!((h.mean(psi) - mean).abs() < 1e-12);
                for x in h.low()..=h.high() {
                    let at = (x - h.low()) as usize;
                    let upper: f64 = p[at..].iter().sum();
                    let lower: f64 = p[..=at].iter().sum();
                    assert!((libm::exp(h.ln_upper(x, psi)) / upper - 1.0).abs() < 1e-12);
                    assert!((libm::exp(h.ln_lower(x, psi)) / lower - 1.0).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn the_slope_of_a_tail_is_its_derivative() {
        let h = Hypergeometric::new(20, 30, 25).unwrap();
        for x in [6, 12, 13, 18] {
            for psi in [0.5_f64, 2.5] {
                let (_, slope) = h.ln_upper_with_slope(x, psi);
                let step = 1e-5;
                let numeric =
                    (h.ln_upper(x, psi * libm::exp(step)) - h.ln_upper(x, psi * libm::exp(-step))) / (2.0 * step);
                assert!((slope - numeric).abs() < 1e-6, "{x} {psi}: {slope} {numeric}");
                let (_, slope) = h.ln_lower_with_slope(x, psi);
                let numeric =
                    (h.ln_lower(x, psi * libm::exp(step)) - h.ln_lower(x, psi * libm::exp(-step))) / (2.0 * step);
                assert!((slope - numeric).abs() < 1e-6, "{x} {psi}: {slope} {numeric}");
            }
        }
    }

    #[test]
    fn margins_that_cannot_be_are_refused() {
        assert_eq!(Hypergeometric::new(3, 4, 8), None);
        let h = Hypergeometric::new(3, 4, 7).unwrap();
        assert_eq!((h.low(), h.high()), (3, 3));
        assert_eq!(h.ln_probability(2, 1.0), None);
    }
}
