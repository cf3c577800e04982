//! Score bins that merge without loss: the map from a score in integers to its bin (`methods/15`, 3 and 9).
//!
//! Takes scores as `source` gives them, gives keys. May not know rows, tables, files.
//! Invariants: every map is nondecreasing in the score; a threshold that is an edge never falls inside a bin.

use std::ops::RangeInclusive;

use super::ScoreBins;
use crate::source::{BILLION, billionths, from_ordered, mapped, ordered};

/// Most distinct scores of a cube whose bins are the scores themselves.
pub const MOST_EXACT: usize = 4_096;

/// The ladder of bins over q: relative width 2^−bits towards 0 and towards 1, and an edge at every threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    bits: u32,
    edges: Vec<u32>,
}

impl Ladder {
    /// A ladder with `bits` (5 … 11) and extra `edges` (q, rising).
    pub fn new(bits: u8, edges: &[u32]) -> Self {
        Self { bits: u32::from(bits), edges: edges.to_vec() }
    }

    /// The key of a q in 0 … 1,000,000,000. Oracle: `ladder` of `methods/worked-3.json`.
    pub fn key(&self, q: u32) -> u32 {
        let rung = if q <= BILLION / 2 { self.rung(q) } else { self.top() - self.rung(BILLION - q) };
        rung + self.edges.iter().map(|&edge| u32::from(q >= edge)).sum::<u32>()
    }

    /// One more than the largest key.
    pub fn keys(&self) -> u32 {
        self.top() + self.edges.len() as u32 + 1
    }

    /// The q that have this key; `None` where there are none (two edges may leave a key unused).
    pub fn range(&self, key: u32) -> Option<RangeInclusive<u32>> {
        let (first, after) = (self.first(key), self.first(key.checked_add(1)?));
        (first < after).then(|| first..=after - 1)
    }

    /// The smallest q whose key is at least `key`; one more than the largest q where there is none.
    fn first(&self, key: u32) -> u32 {
        let starts = std::iter::once(0).chain(self.edges.iter().copied());
        let ends = self.edges.iter().copied().chain([BILLION + 1]);
        // So many edges passed, so much less for the rungs.
        let between = |(passed, (start, end)): (u32, (u32, u32))| {
            let first = self.first_without_edges(key.saturating_sub(passed)).max(start);
            (first < end).then_some(first)
        };
        (0..).zip(starts.zip(ends)).find_map(between).unwrap_or(BILLION + 1)
    }

    /// As `first`, without edges.
    fn first_without_edges(&self, key: u32) -> u32 {
        let top = self.top();
        let below = self.first_of_rung(key.min(top));
        if below <= u64::from(BILLION / 2) {
            below as u32
        } else if key <= top {
            // The distance from 1 is at most the last of its rung.
            let last = (self.first_of_rung(top - key + 1) - 1).min(u64::from(BILLION - BILLION / 2 - 1));
            BILLION - last as u32
        } else {
            BILLION + 1
        }
    }

    /// The smallest r with this L(r).
    fn first_of_rung(&self, rung: u32) -> u64 {
        let size = 1 << self.bits;
        match (rung >> self.bits).saturating_sub(1) {
            0 => u64::from(rung),
            doubled => u64::from(size + rung % size) << doubled,
        }
    }

    /// L(r) for the distance r from the nearer end.
    fn rung(&self, r: u32) -> u32 {
        if r >> (self.bits + 1) == 0 {
            return r;
        }
        let log2 = 31 - r.leading_zeros();
        ((log2 - self.bits) << self.bits) + (r >> (log2 - self.bits))
    }

    /// K of a score of 1.
    fn top(&self) -> u32 {
        ((1 << (self.bits + 1)) + ((28 - self.bits) << self.bits)) * 2
    }
}

/// The bin of an [`ordered`] score: its sign, exponent and first `bits` of the mantissa, and the number of edges passed.
pub fn ordered_bin(key: u64, bits: u8, edges: &[u64]) -> u32 {
    (key >> (52 - u32::from(bits))) as u32 + edges.iter().map(|&edge| u32::from(key >= edge)).sum::<u32>()
}

/// The smallest score that can stand in a bin of scores without a declared range; `None` where no score can.
pub fn ordered_lower(bin: u32, bits: u8, edges: &[u64]) -> Option<f64> {
    let (mut low, mut high) = (ordered(f64::MIN), ordered(f64::INFINITY));
    while low < high {
        let middle = low + (high - low) / 2;
        if ordered_bin(middle, bits, edges) >= bin {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let score = from_ordered(low);
    (ordered_bin(low, bits, edges) == bin && score.is_finite()).then_some(score)
}

impl ScoreBins {
    /// The scores, in billionths, that stand in a bin; `None` for a key that no score has, and where the cube holds no
    /// billionths.
    pub fn range(&self, edges: &[u32], key: u32) -> Option<RangeInclusive<u32>> {
        match self {
            Self::Exact { .. } => (key <= BILLION).then_some(key..=key),
            Self::Ladder { bits } => Ladder::new(*bits, edges).range(key),
            Self::None | Self::Ordered { .. } => None,
        }
    }

    /// The smallest score of a bin of scores that have only an order; `None` for a key that no score has, and where the
    /// cube holds billionths.
    pub fn lowest(&self, key: u32) -> Option<f64> {
        match self {
            Self::Ordered { bits, edges } => ordered_lower(key, *bits, edges),
            Self::None | Self::Exact { .. } | Self::Ladder { .. } => None,
        }
    }
}

/// The scores themselves, of a declared range and counted by their billionths `q` of it: with how many decimals they must
/// be written, and each in units of the last one. A range that is no power of ten holds few decimal scores exactly (2 of
/// 1 to 10 is 111,111,111.1 billionths), but only one of so few decimals has these billionths.
///
/// `None` where more than nine decimals are needed, or where several scores of so many decimals would have the same
/// billionths. Identity: every score given, written so, has the billionths that it was counted by.
pub fn decimal_scores(q: &[u32], (low, high): (f64, f64)) -> Option<(u8, Vec<i64>)> {
    let unit = (high - low) / f64::from(BILLION);
    (0..=9_u8).find_map(|decimals| {
        let scale = 10_f64.powi(i32::from(decimals));
        if unit * scale >= 0.5 {
            return None;
        }
        let whole = |&q: &u32| {
            let units = ((low + unit * f64::from(q)) * scale).round();
            let back = billionths(mapped(units / scale, (low, high)));
            (units.abs() < 1e15 && back == Some(q)).then_some(units as i64)
        };
        q.iter().map(whole).collect::<Option<Vec<i64>>>().map(|scores| (decimals, scores))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Ladder, decimal_scores, ordered_bin, ordered_lower};
    use crate::source::{BILLION, billionths, from_ordered, mapped, ordered};

    #[test]
    fn scores_of_a_range_are_read_back_as_they_were_written() {
        let q = |score: f64, range| billionths(mapped(score, range)).unwrap();
        let deciles: Vec<u32> = (1..=10).map(|score| q(f64::from(score), (1.0, 10.0))).collect();
        assert_eq!(decimal_scores(&deciles, (1.0, 10.0)), Some((0, (1..=10).collect())));
        let points = [300.0, 517.25, 850.0].map(|score| q(score, (300.0, 850.0)));
        assert_eq!(decimal_scores(&points, (300.0, 850.0)), Some((2, vec![30_000, 51_725, 85_000])));
        let below = [-3.5, 0.0, 1.25].map(|score| q(score, (-3.5, 7.0)));
        assert_eq!(decimal_scores(&below, (-3.5, 7.0)), Some((2, vec![-350, 0, 125])));
        // A third has no end, and a range of a billion units holds no more than its billionths.
        assert_eq!(decimal_scores(&[q(1.0 / 3.0, (0.0, 9.0))], (0.0, 9.0)), None);
        assert_eq!(decimal_scores(&[5], (0.0, 1e9)), None);
        assert_eq!(decimal_scores(&[], (0.0, 9.0)), Some((0, Vec::new())));
    }

    /// `score_to_q` of `methods/worked-3.json`: score, q, key at 7 bits, key at 11 bits.
    const SCORES: &[(f64, u32, u32, u32)] = &[
        (0.0, 0, 0, 0),
        (-0.0, 0, 0, 0),
        (1.0, 1_000_000_000, 5_888, 77_824),
        (0.1, 100_000_000, 2_622, 33_771),
        (0.35, 350_000_000, 2_854, 37_486),
        (0.333_333_333_333_333_3, 333_333_333, 2_846, 37_359),
        (0.049_999_999_999, 50_000_000, 2_494, 31_723),
        (5e-10, 1, 1, 1),
        (4.999_999_9e-10, 0, 0, 0),
        (0.999_999_999_5, 1_000_000_000, 5_888, 77_824),
        (0.999_999_999_6, 1_000_000_000, 5_888, 77_824),
    ];

    /// `ladder` of `methods/worked-3.json`: q, key at 7 bits, key at 11 bits.
    const LADDER: &[(u32, u32, u32)] = &[
        (0, 0, 0),
        (255, 255, 255),
        (256, 256, 256),
        (257, 256, 257),
        (511, 383, 511),
        (512, 384, 512),
        (1_000, 506, 1_000),
        (1_023, 511, 1_023),
        (1_024, 512, 1_024),
        (123_456_789, 2_667, 34_487),
        (500_000_000, 2_926, 38_630),
        (500_000_001, 2_962, 39_194),
        (876_543_211, 3_221, 43_337),
        (999_999_999, 5_887, 77_823),
        (1_000_000_000, 5_888, 77_824),
    ];

    #[test]
    fn the_worked_scores_and_keys_are_reproduced() {
        let (seven, eleven) = (Ladder::new(7, &[]), Ladder::new(11, &[]));
        for &(score, q, key_7, key_11) in SCORES {
            assert_eq!(billionths(score), Some(q), "{score}");
            assert_eq!((seven.key(q), eleven.key(q)), (key_7, key_11), "{score}");
        }
        for &(q, key_7, key_11) in LADDER {
            assert_eq!((seven.key(q), eleven.key(q)), (key_7, key_11), "{q}");
        }
    }

    #[test]
    fn the_lowest_and_the_highest_double_have_bins_that_begin_with_a_number() {
        for score in [f64::MIN, -f64::MIN_POSITIVE, 0.0, f64::MIN_POSITIVE, f64::MAX] {
            for bits in [5, 7, 11] {
                let lower = ordered_lower(ordered_bin(ordered(score), bits, &[]), bits, &[]);
                assert!(lower.is_some_and(|lower| lower <= score), "{score} {bits} {lower:?}");
            }
        }
    }

    #[test]
    fn an_edge_separates_the_scores_on_its_two_sides() {
        let ladder = Ladder::new(7, &[100_000_000, 350_000_000]);
        for edge in [100_000_000, 350_000_000] {
            assert!(ladder.key(edge - 1) < ladder.key(edge));
        }
        assert_eq!(ladder.keys(), 5_888 + 2 + 1);
        assert_eq!(ladder.key(BILLION), 5_890);
    }

    #[test]
    fn the_ranges_of_the_keys_partition_the_scores() {
        let edges: [&[u32]; 3] = [&[], &[500_000_001], &[1, 100, 100, 100_000_000, 500_000_000, 999_999_999]];
        for (bits, edges) in [5, 8, 11].into_iter().flat_map(|bits| edges.map(|edges| (bits, edges))) {
            let ladder = Ladder::new(bits, edges);
            let mut next = 0;
            for key in 0..ladder.keys() {
                if let Some(range) = ladder.range(key) {
                    assert_eq!(*range.start(), next, "{key}");
                    assert_eq!((ladder.key(*range.start()), ladder.key(*range.end())), (key, key));
                    next = range.end() + 1;
                }
            }
            assert_eq!(next, BILLION + 1);
            assert_eq!(ladder.range(ladder.keys()), None);
        }
    }

    proptest! {
        #[test]
        fn keys_never_fall_as_scores_rise(a in 0..=BILLION, b in 0..=BILLION, bits in 5u8..=11, edge in 1..=BILLION) {
            let ladder = Ladder::new(bits, &[edge]);
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(ladder.key(low) <= ladder.key(high));
        }

        #[test]
        fn a_bin_is_narrow_against_the_distance_from_the_nearer_end(q in 0..=BILLION, bits in 5u8..=11) {
            let ladder = Ladder::new(bits, &[]);
            let range = ladder.range(ladder.key(q)).unwrap();
            prop_assert!(range.contains(&q));
            let distance = (*range.start()).min(BILLION - range.end());
            prop_assert!(u64::from(range.end() - range.start()) << bits <= u64::from(distance));
        }

        #[test]
        fn ordered_keys_have_the_order_of_the_scores(a: f64, b: f64) {
            if a.is_finite() && b.is_finite() {
                prop_assert_eq!(ordered(a).cmp(&ordered(b)), (a + 0.0).partial_cmp(&(b + 0.0)).unwrap());
                prop_assert_eq!(from_ordered(ordered(a)), a);
                // Cut off after seven bits of the mantissa a number begins its bin.
                let round = f64::from_bits(a.to_bits() >> 45 << 45);
                prop_assert_eq!(ordered_lower(ordered_bin(ordered(round), 7, &[]), 7, &[]), Some(round + 0.0));
                let edges = [ordered(0.25)];
                let bin = ordered_bin(ordered(a), 7, &edges);
                let lower = ordered_lower(bin, 7, &edges).unwrap();
                prop_assert!(lower <= a);
                prop_assert!((a < 0.25) == (lower < 0.25));
            }
        }
    }
}
