//! Lists: who is among the first `k`, where the cut falls among equal scores, and measures of a whole list.
//!
//! Makes shares and sums out of counts bin by bin, from the highest score down. Needs no probability score. Invariants: the
//! order among equal scores is not known, so that counts are expected ones, with the least and the most that the order can
//! make of them.
//!
//! Start reading at [`top_k`].

use crate::float;
use crate::interval::{Estimate, Note};
use crate::proportion::wilson_real;
use crate::rank::Ranked;

/// Above this share of the whole list a proportion of the first `k` has too wide limits: selection rates of group and
/// reference are compared instead.
pub const LARGE_SHARE: f64 = 0.05;

/// The group among the first `k`.
#[derive(Clone, Debug, PartialEq)]
pub struct TopK {
    /// Place of the bin in which place `k` falls.
    pub tied_bin: usize,
    /// How many of that bin are on the list.
    pub taken: u64,
    /// Rows of that bin.
    pub tied: u64,
    /// Rows of the group on the list, expected if the order among equals is left to chance.
    pub expected: f64,
    /// At least so many.
    pub least: u64,
    /// At most so many.
    pub most: u64,
    /// Standard deviation from the order among equals alone.
    pub deviation_of_ties: f64,
    /// Expected share of the list, with Wilson's limits (people as a sample, `k` as given); [`Note::TiesAtK`] where `least`
    /// and `most` differ, whose shares are `ties_low` and `ties_high`.
    pub share: Estimate,
    /// Share of the group among all rows.
    pub population_share: f64,
    /// Share on the list over share among all: `representation`; `None` if nobody is of the group.
    pub representation: Option<f64>,
    /// Its natural logarithm: skew; `None` where it is infinite or there is no ratio.
    pub skew: Option<f64>,
    /// True if `k` is more than a twentieth of all rows: the limits are then too wide.
    pub large_share: bool,
}

/// The share of a group among the first `k`.
///
/// - Takes: rows of the group and of everybody else, bin by bin over the same bins in rising order of the score; `k`;
///   `z > 0`.
/// - Gives: `None` if `k` is 0 or more than all rows: there is no such list.
/// - For *this* list no interval is needed; the limits are about the rule that made it.
/// - Source: Geyik, Ambler and Kenthapadi 2019, KDD; methods, "Ranking", 7.8. Oracle: scipy `hypergeom`.
pub fn top_k(group: &[u64], rest: &[u64], k: u64, z: f64) -> Option<TopK> {
    debug_assert_eq!(group.len(), rest.len());
    let (n, others) = (group.iter().sum::<u64>(), rest.iter().sum::<u64>());
    if k == 0 || k > n + others {
        return None;
    }
    let list: Vec<u64> = group.iter().zip(rest).map(|(x, y)| x + y).collect();
    let Cut { bin: tied_bin, taken, tied } = cut(&list, k)?;
    let above_group: u64 = group.iter().skip(tied_bin + 1).sum();
    let tied_group = *group.get(tied_bin)?;
    let tied_rest = tied - tied_group;
    let (size, in_group, take) = (tied as f64, tied_group as f64, taken as f64);
    let expected = above_group as f64 + take * in_group / size;
    let (least, most) = (above_group + taken.saturating_sub(tied_rest), above_group + taken.min(tied_group));
    let variance = if tied > 1 {
        take * (in_group / size) * (1.0 - in_group / size) * ((size - take) / (size - 1.0))
    } else {
        0.0
    };
    let share = expected / k as f64;
    let limits = wilson_real(expected.min(k as f64), k as f64, z)?;
    let estimate = Estimate::new(share, limits);
    let population_share = n as f64 / (n + others) as f64;
    let representation = (n > 0).then(|| share / population_share);
    Some(TopK {
        tied_bin,
        taken,
        tied,
        expected,
        least,
        most,
        deviation_of_ties: variance.max(0.0).sqrt(),
        share: if least < most { estimate.with(Note::TiesAtK) } else { estimate },
        population_share,
        representation,
        skew: representation.filter(|ratio| *ratio > 0.0).map(float::ln),
        large_share: k as f64 > LARGE_SHARE * (n + others) as f64,
    })
}

/// Where place `k` of a list falls.
struct Cut {
    /// The bin.
    bin: usize,
    /// How many of it are on the list.
    taken: u64,
    /// Its rows.
    tied: u64,
}

/// The cut of a list after `k` rows; `None` if `k` is 0 or more than all.
fn cut(list: &[u64], k: u64) -> Option<Cut> {
    let mut above = 0;
    list.iter().enumerate().rev().filter(|_| k > 0).find_map(|(bin, &tied)| {
        let found = (above + tied >= k).then(|| Cut { bin, taken: k - above, tied });
        above += tied;
        found
    })
}

/// How often a group's members among the first `k` have the outcome, and how many of its members with the outcome are among
/// them.
#[derive(Clone, Debug, PartialEq)]
pub struct AtCapacity {
    /// Share with the outcome among those on the list: expected hits over expected rows, the order among equals left to
    /// chance, with Wilson's limits.
    pub precision: Estimate,
    /// Share on the list among those with the outcome, likewise.
    pub recall: Estimate,
    /// Rows with a known outcome on the list, expected.
    pub on_the_list: f64,
    /// Least and greatest precision that the order among equals can make.
    pub precision_ends: Option<(f64, f64)>,
    /// Least and greatest recall.
    pub recall_ends: Option<(f64, f64)>,
}

/// Precision and recall of a group among the first `k` of everybody.
///
/// - Takes: the group's rows with a known outcome; everybody's rows, the group's among them, bin by bin over the same bins in
///   rising order of the score; `k`; `z > 0`.
/// - Gives: `None` if `k` is 0 or more than all rows. [`Note::NoneSelected`] if nobody of the group with a known outcome is on
///   the list, [`Note::NoPositives`] if nobody of it has the outcome; [`Note::TiesAtK`] where the order among equals matters.
/// - The limits take the list's length as given and people as a sample.
/// - Source: metrics, G (expected value under random tie-breaking). Oracle: all orders of the equals, counted.
pub fn at_capacity(group: Ranked<'_>, everybody: &[u64], k: u64, z: f64) -> Option<AtCapacity> {
    let Ranked { negatives, positives } = group;
    debug_assert!(negatives.len() == positives.len() && negatives.len() == everybody.len());
    let Cut { bin, taken, tied } = cut(everybody, k)?;
    let above = |counts: &[u64]| counts.iter().skip(bin + 1).sum::<u64>() as f64;
    let (hits, misses) = (above(positives), above(negatives));
    let (a, b) = (*positives.get(bin)?, *negatives.get(bin)?);
    let others = tied.saturating_sub(a + b);
    let part = taken as f64 / tied as f64;
    let (hits_expected, misses_expected) = (hits + part * a as f64, misses + part * b as f64);
    let with_outcome = positives.iter().sum::<u64>() as f64;
    // Of the equals on the list: as few with the outcome as can be and as many without it, and the reverse.
    let fewest_hits = taken.saturating_sub(taken.min(b) + others) as f64;
    let most_hits = taken.min(a) as f64;
    let most_misses = taken.min(b) as f64;
    let fewest_misses = taken.saturating_sub(taken.min(a) + others) as f64;
    let precision = |x: f64, y: f64| (hits + x + misses + y > 0.0).then(|| (hits + x) / (hits + x + misses + y));
    let on_the_list = hits_expected + misses_expected;
    let estimate = |x: f64, n: f64, none: Note, ends: Option<(f64, f64)>| match wilson_real(x.min(n), n, z) {
        None => Estimate::none(none),
        Some(limits) => {
            let estimate = Estimate::new((x / n).min(1.0), limits);
            if ends.is_some_and(|(least, most)| least < most) { estimate.with(Note::TiesAtK) } else { estimate }
        }
    };
    let precision_ends = precision(fewest_hits, most_misses).zip(precision(most_hits, fewest_misses));
    let recall_ends =
        (with_outcome > 0.0).then(|| ((hits + fewest_hits) / with_outcome, (hits + most_hits) / with_outcome));
    Some(AtCapacity {
        precision: estimate(hits_expected, on_the_list, Note::NoneSelected, precision_ends),
        recall: estimate(hits_expected, with_outcome, Note::NoPositives, recall_ends),
        on_the_list,
        precision_ends,
        recall_ends,
    })
}

/// Measures of a whole list. All but the exposures are without sign: the direction is told beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct ListMeasures {
    /// Mean over places `i`, weighted by `1 / log2(i + 1)`, of the divergence (nats) of the group's share among the first
    /// `i` from its share in all: NDKL.
    pub ndkl: f64,
    /// The same sum over cut points, over that of the worse of the two fully separated lists: rKL; `None` without a cut
    /// point within the list.
    pub rkl: Option<f64>,
    /// rKL with absolute differences in place of divergences: rND.
    pub rnd: Option<f64>,
    /// Mean of `1 / log2(1 + rank)` over the group.
    pub exposure_of_group: f64,
    /// The same over the rest.
    pub exposure_of_rest: f64,
}

impl ListMeasures {
    /// Exposure of the group over that of the rest.
    pub fn exposure_ratio(&self) -> f64 {
        self.exposure_of_group / self.exposure_of_rest
    }
}

/// NDKL, rKL, rND and exposure of a list.
///
/// - Takes: rows of the group and of everybody else, bin by bin in rising order of the score; the distance of cut points, at
///   least 1 ([`PUBLISHED`]).
/// - Gives: `None` if group or rest has no rows (`no_cases`): the list then has nobody to compare with. Among equal scores
///   the group's share rises evenly from place to place (the expected list).
/// - The first 10,000 places are read one by one, those behind them, and the cut points there, in strides of a thousandth of
///   the place, each by its middle: relative error below 1e-5. The work grows with the bins, not with the rows.
/// - Source: Geyik et al. 2019, KDD (NDKL); Yang and Stoyanovich 2017, SSDBM (rKL, rND); Singh and Joachims 2018, KDD
///   (exposure); methods, "Ranking", 7.8. Oracle: scipy `entropy`.
pub fn list_measures(group: &[u64], rest: &[u64], step: u64) -> Option<ListMeasures> {
    debug_assert_eq!(group.len(), rest.len());
    let (n, others) = (group.iter().sum::<u64>(), rest.iter().sum::<u64>());
    if n == 0 || others == 0 {
        return None;
    }
    let share = n as f64 / (n + others) as f64;
    let block = |x: u64, y: u64| Block { places: x + y, of_group: x as f64 / (x + y) as f64 };
    let list: Vec<Block> =
        group.iter().zip(rest).rev().filter(|(x, y)| **x + **y > 0).map(|(x, y)| block(*x, *y)).collect();
    let (mut weights, mut everywhere, mut exposure) = (0.0, 0.0, (0.0, 0.0));
    strides(&list, |place, above, of_group, count| {
        let weight = count * weight(place);
        weights += weight;
        everywhere += weight * divergence((above / place).min(1.0), share);
        exposure = (exposure.0 + of_group * weight, exposure.1 + (1.0 - of_group) * weight);
    });
    let [divergence_here, distance_here] = at_cuts(&list, step, share);
    // The two fully separated lists.
    let separated =
        [[block(n, 0), block(0, others)], [block(0, others), block(n, 0)]].map(|list| at_cuts(&list, step, share));
    let over_worst = |here: f64, which: usize| {
        let worst = separated.iter().map(|sums| sums[which]).fold(0.0, f64::max);
        (worst > 0.0).then(|| here / worst)
    };
    Some(ListMeasures {
        ndkl: everywhere / weights,
        rkl: over_worst(divergence_here, 0),
        rnd: over_worst(distance_here, 1),
        exposure_of_group: exposure.0 / n as f64,
        exposure_of_rest: exposure.1 / others as f64,
    })
}

/// The distance of the cut points of the published measures: 10, 20, 30, ...
pub const PUBLISHED: u64 = 10;

/// Places of a list that are read one by one.
const ONE_BY_ONE: u64 = 10_000;

/// The weight of a place.
fn weight(place: f64) -> f64 {
    1.0 / float::log2(place + 1.0)
}

/// Places with equal scores, and the share of the group among them.
#[derive(Clone, Copy)]
struct Block {
    places: u64,
    of_group: f64,
}

/// Reads a list from the top: place, expected members of the group up to it, share of the group at it, how many places it
/// stands for.
fn strides(list: &[Block], mut visit: impl FnMut(f64, f64, f64, f64)) {
    let (mut passed, mut above) = (0_u64, 0.0);
    for block in list {
        let mut left = block.places;
        while left > 0 {
            let stride = if passed < ONE_BY_ONE { 1 } else { (passed / 1_000).min(left) };
            let middle = 0.5 * (stride as f64 + 1.0);
            visit(passed as f64 + middle, above + block.of_group * middle, block.of_group, stride as f64);
            passed += stride;
            above += block.of_group * stride as f64;
            left -= stride;
        }
    }
}

/// Sums over cut points, the multiples of a step, of weighted divergences and of weighted distances of the group's share
/// from that in all.
fn at_cuts(list: &[Block], step: u64, share: f64) -> [f64; 2] {
    let step = step.max(1);
    let (mut sums, mut passed, mut above, mut next) = ([0.0; 2], 0_u64, 0.0, step);
    for block in list {
        let end = passed + block.places;
        while next <= end {
            let count = if next < ONE_BY_ONE { 1 } else { (next / 1_000 / step).clamp(1, (end - next) / step + 1) };
            let place = next as f64 + 0.5 * step as f64 * (count - 1) as f64;
            let here = ((above + block.of_group * (place - passed as f64)) / place).min(1.0);
            let weight = count as f64 * weight(place);
            sums[0] += weight * divergence(here, share);
            sums[1] += weight * (here - share).abs();
            next += count * step;
        }
        passed = end;
        above += block.of_group * block.places as f64;
    }
    sums
}

/// Divergence of Kullback and Leibler of one share from another inside (0, 1), in nats; `0 ln 0 = 0`.
fn divergence(p: f64, q: f64) -> f64 {
    let part = |p: f64, q: f64| if p > 0.0 { p * float::ln(p / q) } else { 0.0 };
    (part(p, q) + part(1.0 - p, 1.0 - q)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::{PUBLISHED, at_capacity, list_measures, top_k};
    use crate::float;
    use crate::interval::Note;
    use crate::rank::Ranked;

    #[test]
    fn there_is_no_list_of_nobody_or_of_more_than_all() {
        assert!(top_k(&[3], &[4], 0, 1.96).is_none() && top_k(&[3], &[4], 8, 1.96).is_none());
        assert!(top_k(&[], &[], 1, 1.96).is_none());
        assert!(list_measures(&[0, 0], &[4, 1], 1).is_none() && list_measures(&[4], &[0], 1).is_none());
    }

    #[test]
    fn ties_at_the_cut_are_told_only_where_they_matter() {
        let tied = top_k(&[5, 2], &[5, 1], 6, 1.96).unwrap();
        assert_eq!((tied.expected, tied.least, tied.most, tied.taken, tied.tied), (3.5, 2, 5, 3, 10));
        assert!(tied.share.has(Note::TiesAtK) && tied.large_share);
        let clean = top_k(&[5, 2], &[5, 1], 3, 1.96).unwrap();
        assert!((clean.least, clean.most) == (2, 2) && !clean.share.has(Note::TiesAtK));
        // Equals who are all of the group leave nothing to chance.
        let alone = top_k(&[5, 2], &[0, 1], 6, 1.96).unwrap();
        assert!((alone.least, alone.most, alone.deviation_of_ties) == (5, 5, 0.0) && !alone.share.has(Note::TiesAtK));
    }

    #[test]
    fn the_whole_list_represents_everybody() {
        let all = top_k(&[5, 2], &[5, 1], 13, 1.96).unwrap();
        assert!((all.representation.unwrap() - 1.0).abs() < 1e-15 && all.skew.unwrap().abs() < 1e-15);
        let nobody = top_k(&[0, 0], &[5, 1], 2, 1.96).unwrap();
        assert_eq!((nobody.share.value, nobody.representation, nobody.skew), (Some(0.0), None, None));
        let absent = top_k(&[3, 0], &[5, 1], 1, 1.96).unwrap();
        assert_eq!((absent.representation, absent.skew), (Some(0.0), None));
    }

    #[test]
    fn a_list_of_equals_has_no_measure_and_a_separated_one_the_largest() {
        let equals = list_measures(&[6], &[3], 3).unwrap();
        assert!(equals.ndkl < 1e-15 && equals.rkl.unwrap() < 1e-15 && (equals.exposure_ratio() - 1.0).abs() < 1e-14);
        let worst = list_measures(&[0, 3], &[6, 0], 3).unwrap();
        let other = list_measures(&[3, 0], &[0, 6], 3).unwrap();
        assert_eq!(worst.rkl.unwrap().max(other.rkl.unwrap()), 1.0);
        assert!(worst.exposure_ratio() > 1.0 && other.exposure_ratio() < 1.0);
        assert_eq!(list_measures(&[0, 3], &[6, 0], 10).unwrap().rkl, None);
    }

    // Every place by itself against the strides, in a list far longer than what is read one by one.
    #[test]
    fn strides_of_a_long_list_give_what_every_place_gives() {
        let (group, rest) = ([9_000_u64, 20_000, 3_000, 7_001], [30_000_u64, 11_000, 40_000, 2_999]);
        let found = list_measures(&group, &rest, PUBLISHED).unwrap();
        let share = group.iter().sum::<u64>() as f64 / 123_000.0;
        let (mut place, mut above, mut weights, mut sum, mut exposure) = (0_u64, 0.0_f64, 0.0, 0.0, 0.0);
        for (x, y) in group.iter().zip(&rest).rev() {
            let part = *x as f64 / (x + y) as f64;
            for _ in 0..x + y {
                (place, above) = (place + 1, above + part);
                let weight = 1.0 / float::log2(place as f64 + 1.0);
                let p = above / place as f64;
                let part_of = |p: f64, q: f64| if p > 0.0 { p * float::ln(p / q) } else { 0.0 };
                sum += weight * (part_of(p, share) + part_of(1.0 - p, 1.0 - share));
                weights += weight;
                exposure += part * weight;
            }
        }
        assert!((found.ndkl / (sum / weights) - 1.0).abs() < 1e-6, "{} {}", found.ndkl, sum / weights);
        assert!((found.exposure_of_group / (exposure / 39_001.0) - 1.0).abs() < 1e-6);
        // Every cut point by itself, over that of the worse of the two separated lists.
        let sums = |list: &[(u64, f64)]| {
            let (mut place, mut above, mut sums) = (0_u64, 0.0_f64, [0.0_f64; 2]);
            for (places, of_group) in list {
                for _ in 0..*places {
                    (place, above) = (place + 1, above + of_group);
                    if place.is_multiple_of(10) {
                        let (p, weight) = (above / place as f64, 1.0 / float::log2(place as f64 + 1.0));
                        let part_of = |p: f64, q: f64| if p > 0.0 { p * float::ln(p / q) } else { 0.0 };
                        sums[0] += weight * (part_of(p, share) + part_of((1.0 - p).max(0.0), 1.0 - share));
                        sums[1] += weight * (p - share).abs();
                    }
                }
            }
            sums
        };
        let blocks: Vec<(u64, f64)> =
            group.iter().zip(&rest).rev().map(|(x, y)| (x + y, *x as f64 / (x + y) as f64)).collect();
        let (own, others) = (39_001, 83_999);
        let worst = [sums(&[(own, 1.0), (others, 0.0)]), sums(&[(others, 0.0), (own, 1.0)])];
        for (which, found) in [found.rkl, found.rnd].into_iter().enumerate() {
            let expected = sums(&blocks)[which] / worst[0][which].max(worst[1][which]);
            assert!((found.unwrap() / expected - 1.0).abs() < 1e-5, "{which}: {found:?} {expected}");
        }
    }

    #[test]
    fn a_list_of_billions_costs_no_more_than_its_bins() {
        let found = list_measures(&[1 << 40, 5], &[1 << 41, 1 << 42], PUBLISHED).unwrap();
        assert!(
            [found.ndkl, found.rkl.unwrap(), found.rnd.unwrap(), found.exposure_of_group].iter().all(|x| x.is_finite())
        );
    }

    #[test]
    fn precision_at_capacity_is_expected_hits_over_expected_rows() {
        // Above the cut one hit and one miss; tied 2 hits, 1 miss and 1 of another group; the list takes 2 of these 4.
        let (negatives, positives, everybody) = ([3, 1, 1], [1, 2, 1], [5, 4, 3]);
        let found = at_capacity(Ranked { negatives: &negatives, positives: &positives }, &everybody, 5, 1.96).unwrap();
        // All 6 pairs of the tied h, h, m, o: hits 2, 1, 1, 1, 1, 0 and misses 0, 1, 1, 0, 0, 1.
        assert!((found.on_the_list - 3.5).abs() < 1e-15);
        assert!((found.precision.value.unwrap() - 2.0 / 3.5).abs() < 1e-15);
        assert_eq!(found.precision_ends, Some((1.0 / 3.0, 3.0 / 4.0)));
        assert!((found.recall.value.unwrap() - 2.0 / 4.0).abs() < 1e-15);
        assert_eq!(found.recall_ends, Some((0.25, 0.75)));
        assert!(found.precision.has(Note::TiesAtK) && found.recall.has(Note::TiesAtK));
        assert!(found.precision.lower.unwrap() < 2.0 / 3.5 && found.precision.upper.unwrap() > 2.0 / 3.5);
    }

    #[test]
    fn at_capacity_nobody_on_the_list_or_without_positives_has_a_reason() {
        let none = at_capacity(Ranked { negatives: &[2, 0], positives: &[0, 0] }, &[2, 4], 3, 1.96).unwrap();
        assert_eq!((none.precision.value, none.recall.value), (None, None));
        assert!(none.precision.has(Note::NoneSelected) && none.recall.has(Note::NoPositives));
        let ranked = Ranked { negatives: &[2, 0], positives: &[1, 4] };
        assert!(at_capacity(ranked, &[3, 4], 0, 1.96).is_none() && at_capacity(ranked, &[3, 4], 8, 1.96).is_none());
        let clean = at_capacity(ranked, &[3, 4], 4, 1.96).unwrap();
        assert_eq!((clean.precision.value, clean.recall.value), (Some(1.0), Some(0.8)));
        assert!(clean.precision.notes.is_empty() && clean.recall.notes.is_empty());
    }
}
