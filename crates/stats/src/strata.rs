//! Comparable cases: strata in which both the group and its reference occur.
//!
//! Makes shares of overlap, and what a verdict from strata must be told, out of one table per stratum (a combination of
//! factor levels; a missing level is a level). May not know which factors these are. Invariants: a stratum with one side
//! empty adds nothing to any estimator of comparable cases and is counted here instead, never dropped in silence; the
//! order of the strata changes nothing but rounding.
//!
//! Start reading at [`overlap`]; the adjusted difference is [`crate::stratified_score`].

use crate::interval::{Estimate, Note};
use crate::table::TwoByTwo;

/// Below this share of the cases in informative strata the note is `little_overlap`.
pub const LITTLE_OVERLAP_BELOW: f64 = 0.8;

/// Below this share the adjusted verdict is inconclusive: the comparison speaks of a minority of the cases.
pub const OVERLAP_FOR_VERDICT: f64 = 0.5;

/// How many events, and how many non-events, each group needs in informative strata for a verdict (note `too_few`).
pub const ENOUGH_COUNTS: u64 = 20;

/// The strata in which both sides have cases.
pub fn informative(strata: &[TwoByTwo]) -> impl Iterator<Item = TwoByTwo> + '_ {
    strata.iter().copied().filter(|table| !table.has_empty_side())
}

/// How much of the cases a comparison of comparable cases speaks of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Informative strata.
    pub strata: usize,
    /// The fewest cases of a group or of its reference in an informative stratum; `None` without one.
    pub smallest_n: Option<u64>,
    /// Share of the group's cases that lie in informative strata, in [0, 1]; `None` if it has no cases.
    pub group: Option<f64>,
    /// The same share of the reference's cases.
    pub reference: Option<f64>,
    /// Events and non-events of the group, events and non-events of the reference, in informative strata.
    pub counts: [u64; 4],
}

impl Overlap {
    /// The smaller of the two shares; 0 if a side has no cases.
    fn least(&self) -> f64 {
        self.group.unwrap_or(0.0).min(self.reference.unwrap_or(0.0))
    }

    /// True if a share is below 0.8 (note `little_overlap`).
    pub fn is_little(&self) -> bool {
        self.least() < LITTLE_OVERLAP_BELOW
    }

    /// True if both shares are at least 0.5; else a verdict is inconclusive.
    pub fn allows_verdict(&self) -> bool {
        self.least() >= OVERLAP_FOR_VERDICT
    }

    /// True if each side has 20 events and 20 non-events in informative strata; else note `too_few`.
    pub fn has_enough_counts(&self) -> bool {
        self.counts.iter().all(|count| *count >= ENOUGH_COUNTS)
    }

    /// True if there are more informative strata than a twentieth of their cases: a regression uses such factors better.
    pub fn prefers_regression(&self) -> bool {
        self.strata as u64 > self.counts.iter().sum::<u64>() / 20
    }

    /// The estimate with the notes that these strata call for: `little_overlap`, `too_few`.
    pub(crate) fn noted(&self, mut estimate: Estimate) -> Estimate {
        if self.is_little() {
            estimate = estimate.with(Note::LittleOverlap);
        }
        let has_limit = estimate.lower.is_some() || estimate.upper.is_some();
        if has_limit && !self.has_enough_counts() {
            estimate = estimate.with(Note::TooFew);
        }
        estimate
    }
}

/// How many of the cases lie in strata that hold both sides.
///
/// - Takes: one table per stratum, group first.
/// - Gives: shares in [0, 1]; `None` for a side without any cases.
/// - Edges: no informative stratum: shares 0; every estimator of comparable cases is then null (`not_identified`).
/// - Source: methods, "Strata", 3.1. Oracle: `mantel_haenszel/small_with_empty` of `oracle/strata/mantel_haenszel.jsonl`
///   (28/32 and 35/44).
pub fn overlap(strata: &[TwoByTwo]) -> Overlap {
    let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    let all = |side: fn(TwoByTwo) -> u64| strata.iter().copied().map(side).sum::<u64>();
    let mut found = Overlap { strata: 0, smallest_n: None, group: None, reference: None, counts: [0; 4] };
    let (mut n1, mut n0) = (0, 0);
    for table in informative(strata) {
        found.strata += 1;
        let least = table.n1().min(table.n0());
        found.smallest_n = Some(found.smallest_n.map_or(least, |n| n.min(least)));
        (n1, n0) = (n1 + table.n1(), n0 + table.n0());
        for (sum, cell) in found.counts.iter_mut().zip(table.cells()) {
            *sum += cell;
        }
    }
    found.group = share(n1, all(TwoByTwo::n1));
    found.reference = share(n0, all(TwoByTwo::n0));
    found
}

#[cfg(test)]
mod tests {
    use super::overlap;
    use crate::table::TwoByTwo;

    fn table(x1: u64, n1: u64, x0: u64, n0: u64) -> TwoByTwo {
        TwoByTwo::new(x1, n1, x0, n0).unwrap()
    }

    #[test]
    fn one_sided_strata_count_against_the_overlap() {
        let strata = [table(3, 10, 1, 12), table(4, 4, 0, 0), table(0, 0, 3, 9), table(2, 6, 2, 9)];
        let found = overlap(&strata);
        assert_eq!((found.strata, found.smallest_n), (2, Some(6)));
        assert_eq!((found.group, found.reference), (Some(0.8), Some(0.7)));
        assert_eq!(found.counts, [5, 11, 3, 18]);
        assert!(found.is_little() && found.allows_verdict() && !found.has_enough_counts());
    }

    #[test]
    fn without_an_informative_stratum_nothing_overlaps() {
        let found = overlap(&[table(4, 4, 0, 0), table(0, 0, 3, 9)]);
        assert_eq!((found.strata, found.group, found.reference), (0, Some(0.0), Some(0.0)));
        assert!(!found.allows_verdict());
        let nobody = overlap(&[]);
        assert_eq!((nobody.group, nobody.smallest_n), (None, None));
        assert!(nobody.is_little() && !nobody.allows_verdict());
    }

    #[test]
    fn many_small_strata_ask_for_a_regression() {
        assert!(overlap(&[table(1, 4, 2, 5); 9]).prefers_regression());
        assert!(!overlap(&[table(1, 40, 2, 50); 9]).prefers_regression());
    }
}
