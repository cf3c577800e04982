//! Draws that can be repeated: counter-based streams, binomial and multinomial draws, the bootstrap of cells.
//!
//! Makes replicates of cell counts from cell counts. May not know what the cells are, nor where the key comes from: the
//! caller hands in 32 bytes that name the seed, the audit, the estimate and the purpose. Invariants: replicate `r` uses
//! stream `r` and nothing else, so that any thread may compute any replicate; the same key and the same counts give the
//! same bits on every machine (elementary functions through [`crate::float`]); a replicate's parts keep their totals.
//!
//! Start reading at [`bootstrap`].

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::float;
use crate::interval::Note;

/// The name of the generator, for provenance.
pub const GENERATOR: &str = "ChaCha8";

/// Where all streams of one estimate begin: the seed of the ChaCha8 generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub [u8; 32]);

/// A stream of random numbers: one per replicate.
///
/// - Source: Bernstein 2008 (ChaCha), 8 rounds, 64-bit stream number; methods, "Exact arithmetic", 7. Oracle: the
///   known answers of `rand_chacha`.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of this number under this key, at its beginning.
    pub fn new(key: Key, stream: u64) -> Stream {
        let mut generator = ChaCha8Rng::from_seed(key.0);
        generator.set_stream(stream);
        Stream(generator)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number in [0, 1), a multiple of 2^-53.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * TWO_TO_MINUS_53
    }

    /// A number in (0, 1), never an end: the middle of one of 2^52 equal parts.
    pub fn uniform_open(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) * 2.0 * TWO_TO_MINUS_53
    }

    /// A standard normal number, by inversion.
    pub fn normal(&mut self) -> f64 {
        crate::normal::z_of_tail(self.uniform_open())
    }
}

const TWO_TO_MINUS_53: f64 = 1.0 / 9_007_199_254_740_992.0;

/// A draw from the binomial distribution of `n` trials with success probability `successes / of`.
///
/// - Takes: as [`Binomial::new`].
/// - Gives: as [`Binomial::draw`]. For many draws of one distribution make a [`Binomial`].
pub fn binomial(stream: &mut Stream, n: u64, successes: u64, of: u64) -> u64 {
    Binomial::new(n, successes, of).draw(stream)
}

/// A binomial distribution, made ready for draws.
///
/// - Inversion where `n min(p, 1 - p)` is below 10, else the rejection method BTPE: about the same time at every size.
/// - Source: Kachitvichyanukul and Schmeiser 1988, Commun. ACM 31:216-222 (signs of the Stirling terms as in GSL, whose
///   authors had them confirmed). Oracle: exact probabilities by recursion, chi-square of a million draws.
#[derive(Clone, Copy, Debug)]
pub struct Binomial {
    n: u64,
    /// Draws are of the rarer side: is it the likelier one that is asked for?
    turned: bool,
    way: Way,
}

#[derive(Clone, Copy, Debug)]
enum Way {
    /// Nothing can happen: 0 of the rarer side.
    Certain,
    Inversion(Inversion),
    Rejection(Rejection),
}

impl Binomial {
    /// The distribution of `n` trials with success probability `successes / of`.
    ///
    /// - Takes: `n` up to 2^53; the probability as a ratio of counts, `successes <= of`. 0 of 0 is probability 0.
    pub fn new(n: u64, successes: u64, of: u64) -> Binomial {
        debug_assert!(successes <= of);
        // The smaller side, from integers, so that 1 - p costs no digits.
        let failures = of - successes;
        let (rarer, turned) = (successes.min(failures), successes > failures);
        let r = rarer as f64 / of as f64;
        let way = if rarer == 0 || n == 0 {
            Way::Certain
        } else if n as f64 * r < 10.0 {
            Way::Inversion(Inversion::new(n, r))
        } else {
            Way::Rejection(Rejection::new(n, r))
        };
        Binomial { n, turned, way }
    }

    /// A draw: 0 to `n`. Probability 0 gives 0, probability 1 gives `n`, without a random number.
    pub fn draw(&self, stream: &mut Stream) -> u64 {
        let k = match &self.way {
            Way::Certain => 0,
            Way::Inversion(way) => way.draw(stream, self.n),
            Way::Rejection(way) => way.draw(stream),
        };
        if self.turned { self.n - k } else { k }
    }
}

/// BINV: walks up the probabilities from 0. `n r` is below 10.
#[derive(Clone, Copy, Debug)]
struct Inversion {
    at_zero: f64,
    odds: f64,
}

impl Inversion {
    fn new(n: u64, r: f64) -> Inversion {
        Inversion { at_zero: float::exp(n as f64 * float::ln_1p(-r)), odds: r / (1.0 - r) }
    }

    fn draw(&self, stream: &mut Stream, n: u64) -> u64 {
        // P(X > 110) is below 1e-80 here: only rounding in the far tail could lead there.
        const FAR: u64 = 110;
        loop {
            let mut u = stream.uniform();
            let mut mass = self.at_zero;
            for x in 0..=FAR.min(n) {
                if u < mass {
                    return x;
                }
                u -= mass;
                mass *= (n - x) as f64 / (x + 1) as f64 * self.odds;
            }
        }
    }
}

/// BTPE: a triangle, two parallelograms and two exponential tails above the scaled probabilities. `n r` is at least 10,
/// `r <= 1/2`.
#[derive(Clone, Copy, Debug)]
struct Rejection {
    size: f64,
    r: f64,
    variance: f64,
    mode: f64,
    half_width: f64,
    middle: f64,
    c: f64,
    left_rate: f64,
    right_rate: f64,
    /// Areas up to the end of the parallelograms, of the left tail, of everything; the triangle's is its half width.
    areas: [f64; 3],
}

impl Rejection {
    fn new(n: u64, r: f64) -> Rejection {
        let size = n as f64;
        let q = 1.0 - r;
        let variance = size * r * q;
        let f_mode = size * r + r;
        let mode = whole(f_mode);
        let half_width = whole(2.195 * variance.sqrt() - 4.6 * q) + 0.5;
        let middle = mode + 0.5;
        let (left, right) = (middle - half_width, middle + half_width);
        let c = 0.134 + 20.5 / (15.3 + mode);
        let slope = |a: f64| a * (1.0 + a / 2.0);
        let left_rate = slope((f_mode - left) / (f_mode - left * r));
        let right_rate = slope((right - f_mode) / (right * q));
        let parallelograms = half_width * (1.0 + 2.0 * c);
        let left_tail = parallelograms + c / left_rate;
        let areas = [parallelograms, left_tail, left_tail + c / right_rate];
        Rejection { size, r, variance, mode, half_width, middle, c, left_rate, right_rate, areas }
    }

    fn draw(&self, stream: &mut Stream) -> u64 {
        let &Rejection { size, mode, half_width, middle, c, left_rate, right_rate, .. } = self;
        let [parallelograms, left_tail, all] = self.areas;
        let (left, right) = (middle - half_width, middle + half_width);
        loop {
            let u = stream.uniform() * all;
            let mut v = stream.uniform();
            let y;
            if u <= half_width {
                // The triangle, wholly below the probabilities: no test.
                return whole(middle - half_width * v + u) as u64;
            } else if u <= parallelograms {
                let x = left + (u - half_width) / c;
                v = v * c + 1.0 - (middle - x).abs() / half_width;
                if v > 1.0 || v <= 0.0 {
                    continue;
                }
                y = whole(x);
            } else if u <= left_tail {
                if v == 0.0 {
                    continue;
                }
                let x = left + float::ln(v) / left_rate;
                if x < 0.0 {
                    continue;
                }
                y = whole(x);
                v *= (u - parallelograms) * left_rate;
            } else {
                if v == 0.0 {
                    continue;
                }
                y = whole(right - float::ln(v) / right_rate);
                if y > size {
                    continue;
                }
                v *= (u - left_tail) * right_rate;
            }
            if is_below_probability(v, y, mode, size, self.r, self.variance) {
                return y as u64;
            }
        }
    }
}

/// The whole part of a number that is not below 0 and far below 2^63; quicker than `floor`, which many processors lack.
fn whole(x: f64) -> f64 {
    x as i64 as f64
}

/// True if `v` is at most the probability of `y` over that of the mode.
fn is_below_probability(v: f64, y: f64, mode: f64, n: f64, r: f64, variance: f64) -> bool {
    let q = 1.0 - r;
    let k = (y - mode).abs();
    if k <= 20.0 || k >= variance / 2.0 - 1.0 {
        // Few steps, or far out where the squeeze is bad: the ratio by recursion.
        let s = r / q;
        let a = s * (n + 1.0);
        let mut ratio = 1.0;
        let (mut i, end) = (y.min(mode) + 1.0, y.max(mode));
        while i <= end {
            ratio *= a / i - s;
            i += 1.0;
        }
        return if y >= mode { v <= ratio } else { v * ratio <= 1.0 };
    }
    let ln_v = float::ln(v);
    let slack = (k / variance) * ((k * (k / 3.0 + 0.625) + 1.0 / 6.0) / variance + 0.5);
    let centre = -k * k / (2.0 * variance);
    if ln_v < centre - slack {
        return true;
    }
    if ln_v > centre + slack {
        return false;
    }
    let (x1, f1, z, w) = (y + 1.0, mode + 1.0, n + 1.0 - mode, n - y + 1.0);
    let ln_ratio = (mode + 0.5) * float::ln(f1 / x1)
        + (n - mode + 0.5) * float::ln(z / w)
        + (y - mode) * float::ln(w * r / (x1 * q))
        + stirling(f1)
        + stirling(z)
        - stirling(x1)
        - stirling(w);
    ln_v <= ln_ratio
}

/// The error of Stirling's formula for the logarithm of the gamma function at `a`.
pub(crate) fn stirling(a: f64) -> f64 {
    let a2 = a * a;
    if a > 1_000.0 {
        // Two terms of the same: the next is below 1e-18.
        return (1.0 / 12.0 - 1.0 / (360.0 * a2)) / a;
    }
    (13860.0 - (462.0 - (132.0 - (99.0 - 140.0 / a2) / a2) / a2) / a2) / a / 166_320.0
}

/// A multinomial draw of `n` rows over cells with probabilities in proportion to `counts`, into `draw`.
///
/// - Takes: counts in a fixed order (sorted keys: another order gives other draws); `draw` of the same length.
/// - Gives: counts that add up to `n`; a cell of 0 stays 0. All 0 if all `counts` are 0.
/// - Conditional binomials in the order of the cells; ends as soon as nothing is left.
/// - Source: methods, "Exact arithmetic", 8. Oracle: means and covariances of the multinomial.
pub fn multinomial(stream: &mut Stream, n: u64, counts: &[u64], draw: &mut [u64]) {
    debug_assert_eq!(counts.len(), draw.len());
    let mut cells_left: u64 = counts.iter().sum();
    let mut rows_left = if cells_left == 0 { 0 } else { n };
    for (count, drawn) in counts.iter().zip(draw.iter_mut()) {
        *drawn = if rows_left == 0 { 0 } else { binomial(stream, rows_left, *count, cells_left) };
        rows_left -= *drawn;
        cells_left -= count;
    }
}

/// One replicate of independently sampled parts: each part is a multinomial draw of its own total over its own cells.
///
/// - Takes: the parts, each the cells of *all* groups of the attribute in a fixed order (two arms decided beforehand:
///   random arm, model arm; rows drawn together: one part); the replicate's number, which is the stream.
/// - Gives: the drawn counts, part by part, in `draw`, which is resized to fit.
pub fn replicate(key: Key, number: u64, parts: &[&[u64]], draw: &mut Vec<Vec<u64>>) {
    let mut stream = Stream::new(key, number);
    draw.resize(parts.len(), Vec::new());
    for (part, drawn) in parts.iter().zip(draw.iter_mut()) {
        drawn.resize(part.len(), 0);
        multinomial(&mut stream, part.iter().sum(), part, drawn);
    }
}

/// The quantile of sorted numbers by linear interpolation between order statistics (R type 7, numpy's default).
///
/// - Takes: numbers in increasing order; `share` in [0, 1].
/// - Gives: `None` if there are no numbers.
/// - Source: Hyndman and Fan 1996, Am. Stat. 50:361-365. Oracle: R `quantile(type = 7)`.
pub fn quantile_of_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share.clamp(0.0, 1.0) * last as f64;
    let below = at.floor();
    let low = *sorted.get(below as usize)?;
    let high = *sorted.get((below as usize + 1).min(last))?;
    Some(low + (at - below) * (high - low))
}

/// A percentile interval, with the draws in which the statistic did not exist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Percentile {
    /// Lower limit; `None` if the statistic did not exist in too many draws (note `bootstrap_undefined`), or there were
    /// no draws.
    pub lower: Option<f64>,
    /// Upper limit; `None` as `lower`.
    pub upper: Option<f64>,
    /// Mean over the draws in which it existed; `None` if there were none.
    pub mean: Option<f64>,
    /// Standard deviation over the same draws, divisor the number of draws less 1; `None` below two.
    pub standard_deviation: Option<f64>,
    /// Draws in which the statistic did not exist: to be printed, never dropped in silence.
    pub undefined: u64,
}

impl Percentile {
    /// The note that belongs to a missing interval: the statistic did not exist in too many draws.
    pub fn note(&self) -> Option<Note> {
        (self.lower.is_none() && self.undefined > 0).then_some(Note::BootstrapUndefined)
    }
}

/// As [`quantile_of_sorted`], of numbers in any order, which are put into another: quicker than sorting them.
pub fn quantile_of(numbers: &mut [f64], share: f64) -> Option<f64> {
    let last = numbers.len().checked_sub(1)?;
    let at = share.clamp(0.0, 1.0) * last as f64;
    let (_, low, above) = numbers.select_nth_unstable_by(at.floor() as usize, f64::total_cmp);
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(*low);
    Some(*low + (at - at.floor()) * (high - *low))
}

/// The percentile interval of a statistic over draws.
///
/// - Takes: its value in every draw, `None` where it did not exist; `tail` at each end, 0.025 for a 95 % interval.
/// - Gives: limits by [`quantile_of_sorted`]; null if more than the share `tail` of the draws were undefined.
/// - Not for: rates with a zero or a full cell, which never vary in a bootstrap.
/// - Source: Efron 1979, Ann. Stat. 7:1-26; methods, "Designs", B.5. Oracle: `two_arm/bootstrap/*` of
///   `oracle/designs/two_arm.jsonl`.
pub fn percentile_interval(values: &[Option<f64>], tail: f64) -> Percentile {
    let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let undefined = (values.len() - sorted.len()) as u64;
    let too_many = undefined as f64 > tail * values.len() as f64;
    let at = |share| if too_many { None } else { quantile_of_sorted(&sorted, share) };
    let n = sorted.len() as f64;
    let mean = (!sorted.is_empty()).then(|| sorted.iter().sum::<f64>() / n);
    let standard_deviation = mean
        .filter(|_| sorted.len() > 1)
        .map(|mean| (sorted.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt());
    Percentile { lower: at(tail), upper: at(1.0 - tail), mean, standard_deviation, undefined }
}

/// The default number of bootstrap draws: the Monte Carlo error of a 2.5 % limit is then about 0.026 standard
/// deviations.
pub const DRAWS: u64 = 10_000;

/// The cell bootstrap of several statistics at once.
///
/// - Takes: the parts as [`replicate`]; the number of draws; `statistics`, a function that pushes the value of each
///   statistic for the drawn counts, always in the same order and number, `None` where it does not exist.
/// - Gives: for every statistic its values, draw by draw, for [`percentile_interval`].
/// - Not for: clusters of rows, whose cells are not drawn row by row.
/// - Source: methods, "Designs", B.5, methods, "Exact arithmetic", 8.
pub fn bootstrap(
    key: Key,
    parts: &[&[u64]],
    draws: u64,
    mut statistics: impl FnMut(&[Vec<u64>], &mut Vec<Option<f64>>),
) -> Vec<Vec<Option<f64>>> {
    let mut all: Vec<Vec<Option<f64>>> = Vec::new();
    let (mut draw, mut values) = (Vec::new(), Vec::new());
    for number in 0..draws {
        replicate(key, number, parts, &mut draw);
        values.clear();
        statistics(&draw, &mut values);
        all.resize(values.len().max(all.len()), Vec::new());
        for (column, value) in all.iter_mut().zip(&values) {
            column.push(value.filter(|v| v.is_finite()));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST_KEY: Key = Key([7; 32]);

    #[test]
    fn a_quantile_is_the_same_in_any_order() {
        let mut numbers: Vec<f64> = (0..97).map(|i| f64::from(i * 37 % 97) / 7.0).collect();
        let sorted: Vec<f64> = (0..97).map(|i| f64::from(i) / 7.0).collect();
        for share in [0.0, 0.025, 0.3, 0.5, 0.975, 1.0] {
            assert_eq!(quantile_of(&mut numbers, share), quantile_of_sorted(&sorted, share));
        }
        assert_eq!(quantile_of(&mut [], 0.5), None);
    }

    // The first words of ChaCha8 for an all-zero key, published with the eSTREAM submission: 3e00ef2f 895f40d6 7f5bb8e8
    // 1f09a5a1.
    #[test]
    fn the_stream_is_chacha8() {
        let mut stream = Stream::new(Key([0; 32]), 0);
        assert_eq!(stream.bits(), 0xd640_5f89_2fef_003e);
        assert_eq!(stream.bits(), 0xa1a5_091f_e8b8_5b7f);
    }

    #[test]
    fn streams_differ_and_are_the_same_again() {
        let first = |stream| Stream::new(TEST_KEY, stream).bits();
        assert_ne!(first(0), first(1));
        assert_eq!(first(5), first(5));
    }

    /// Exact binomial probabilities around the mode, by recursion from it, scaled to add up to 1.
    fn probabilities(n: u64, p: f64) -> (u64, Vec<f64>) {
        let sd = (n as f64 * p * (1.0 - p)).sqrt();
        let mode = ((n as f64 + 1.0) * p).floor().min(n as f64) as u64;
        let reach = (12.0 * sd) as u64 + 20;
        let (low, high) = (mode.saturating_sub(reach), (mode + reach).min(n));
        let mut masses = vec![1.0; (high - low + 1) as usize];
        let odds = p / (1.0 - p);
        for k in mode..high {
            masses[(k + 1 - low) as usize] = masses[(k - low) as usize] * (n - k) as f64 / (k + 1) as f64 * odds;
        }
        for k in (low + 1..=mode).rev() {
            masses[(k - 1 - low) as usize] = masses[(k - low) as usize] * k as f64 / (n - k + 1) as f64 / odds;
        }
        let sum: f64 = masses.iter().sum();
        (low, masses.iter().map(|m| m / sum).collect())
    }

    // Chi-square of a million draws, bins of at least 100 expected; above 4.5 standard deviations by chance once in
    // 300,000 runs, and the draws are the same in every run.
    #[test]
    fn binomial_draws_follow_their_exact_probabilities() {
        const N: u64 = 1_000_000;
        let cases = [
            (1, 1, 2),
            (10, 1, 10),
            (19, 1, 2),
            (20, 1, 2),
            (40, 7, 10),
            (1000, 3, 1000),
            (1_000_000, 2, 5),
            (1_000_000_000, 1, 1_000_000_000),
            (1_000_000_000, 3, 4),
        ];
        for (case, (n, successes, of)) in cases.into_iter().enumerate() {
            let (low, masses) = probabilities(n, successes as f64 / of as f64);
            let mut counts = vec![0_u64; masses.len()];
            let mut stream = Stream::new(TEST_KEY, case as u64);
            for _ in 0..N {
                let k = binomial(&mut stream, n, successes, of);
                assert!(k <= n);
                counts[(k - low) as usize] += 1;
            }
            let (mut statistic, mut bins, mut seen, mut expected) = (0.0, 0, 0.0, 0.0);
            for (count, mass) in counts.iter().zip(&masses) {
                seen += *count as f64;
                expected += mass * N as f64;
                if expected >= 100.0 {
                    statistic += (seen - expected) * (seen - expected) / expected;
                    bins += 1;
                    (seen, expected) = (0.0, 0.0);
                }
            }
            let freedom = f64::from(bins - 1).max(1.0);
            let z = (statistic - freedom) / (2.0 * freedom).sqrt();
            assert!(z < 4.5, "n = {n}, p = {successes}/{of}: chi-square {statistic} with {freedom} degrees of freedom");
        }
    }

    #[test]
    fn certain_draws_take_no_random_number() {
        let mut stream = Stream::new(TEST_KEY, 0);
        assert_eq!(binomial(&mut stream, 50, 0, 9), 0);
        assert_eq!(binomial(&mut stream, 50, 9, 9), 50);
        assert_eq!(binomial(&mut stream, 0, 4, 9), 0);
        assert_eq!(stream.bits(), Stream::new(TEST_KEY, 0).bits());
    }

    // Means within 5 standard errors, covariances within 5 % of the largest variance; 20,000 draws, the same in every
    // run.
    #[test]
    fn multinomial_draws_keep_the_total_and_have_the_right_means_and_covariances() {
        let counts = [300_u64, 0, 5, 695, 1000];
        let (n, draws) = (2000_u64, 20_000_u64);
        let mut sums = [0.0; 5];
        let mut products = [[0.0; 5]; 5];
        let mut draw = [0; 5];
        for number in 0..draws {
            multinomial(&mut Stream::new(TEST_KEY, number), n, &counts, &mut draw);
            assert_eq!(draw.iter().sum::<u64>(), n);
            assert_eq!(draw[1], 0);
            for i in 0..5 {
                let centred = draw[i] as f64 - counts[i] as f64;
                sums[i] += centred;
                for j in 0..5 {
                    products[i][j] += centred * (draw[j] as f64 - counts[j] as f64);
                }
            }
        }
        for i in 0..5 {
            let p = counts[i] as f64 / 2000.0;
            let standard_error = (n as f64 * p * (1.0 - p) / draws as f64).sqrt();
            assert!((sums[i] / draws as f64).abs() <= 5.0 * standard_error);
            for j in 0..5 {
                let q = counts[j] as f64 / 2000.0;
                let covariance = n as f64 * if i == j { p * (1.0 - p) } else { -p * q };
                assert!((products[i][j] / draws as f64 - covariance).abs() < 25.0, "{i} {j}");
            }
        }
    }

    #[test]
    fn a_replicate_does_not_depend_on_the_ones_before_it() {
        let parts: [&[u64]; 2] = [&[100, 200, 300], &[7, 9]];
        let mut alone = Vec::new();
        replicate(TEST_KEY, 41, &parts, &mut alone);
        let all = bootstrap(TEST_KEY, &parts, 50, |draw, values| {
            values.extend(draw.iter().flatten().map(|&k| Some(k as f64)));
        });
        let from_run: Vec<f64> = all.iter().map(|column| column[41].unwrap()).collect();
        assert_eq!(from_run, alone.iter().flatten().map(|&k| k as f64).collect::<Vec<_>>());
    }

    // R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .5, .9, 1)) -> 1, 1.4, 4, 12.8, 16
    #[test]
    fn quantiles_are_those_of_type_seven() {
        let x = [1.0, 2.0, 4.0, 8.0, 16.0];
        for (share, value) in [(0.0, 1.0), (0.1, 1.4), (0.5, 4.0), (0.9, 12.8), (1.0, 16.0)] {
            assert!((quantile_of_sorted(&x, share).unwrap() - value).abs() < 1e-14);
        }
        assert_eq!(quantile_of_sorted(&[], 0.5), None);
        assert_eq!(quantile_of_sorted(&[3.0], 0.9), Some(3.0));
    }

    #[test]
    fn undefined_draws_are_counted_and_too_many_leave_no_interval() {
        let mut values: Vec<Option<f64>> = (0..1000).map(|i| Some(f64::from(i))).collect();
        for v in values.iter_mut().take(25) {
            *v = None;
        }
        let just = percentile_interval(&values, 0.025);
        assert!(just.lower.is_some() && just.undefined == 25);
        values[25] = None;
        let too_many = percentile_interval(&values, 0.025);
        assert_eq!((too_many.lower, too_many.upper, too_many.undefined), (None, None, 26));
        assert_eq!((just.note(), too_many.note()), (None, Some(Note::BootstrapUndefined)));
        assert_eq!(percentile_interval(&[], 0.025).mean, None);
    }
}
