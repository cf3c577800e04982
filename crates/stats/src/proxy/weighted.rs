//! The weighted estimator: each row counts for a group as much as its membership probability.
//!
//! Right only if decision and group are unrelated among people with the same proxy values; if members are treated worse
//! than others with the same proxy, the disparity it gives is too small. Never a verdict by itself.

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::normal;
use crate::proxy::{Cell, Unknown};
use crate::weighted::effective_limits;

/// Sums over rows of the membership probabilities of two groups.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct PairSums {
    /// Sum of the group's probabilities.
    pub group: f64,
    /// Sum of the reference's.
    pub reference: f64,
    /// Sum of the squares of the group's.
    pub group_square: f64,
    /// Sum of the squares of the reference's.
    pub reference_square: f64,
    /// Sum of the products of the two.
    pub product: f64,
}

impl PairSums {
    /// The sums with one more row.
    pub fn and(self, group: f64, reference: f64) -> PairSums {
        PairSums {
            group: self.group + group,
            reference: self.reference + reference,
            group_square: self.group_square + group * group,
            reference_square: self.reference_square + reference * reference,
            product: self.product + group * reference,
        }
    }

    /// Both sets of rows together.
    pub fn with(self, other: PairSums) -> PairSums {
        PairSums {
            group: self.group + other.group,
            reference: self.reference + other.reference,
            group_square: self.group_square + other.group_square,
            reference_square: self.reference_square + other.reference_square,
            product: self.product + other.product,
        }
    }

    /// Group and reference exchanged.
    pub fn swapped(self) -> PairSums {
        PairSums {
            group: self.reference,
            reference: self.group,
            group_square: self.reference_square,
            reference_square: self.group_square,
            product: self.product,
        }
    }
}

/// The weighted rate of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedRate {
    /// The rate, in [0, 1].
    pub rate: f64,
    /// Its standard error by linearisation; 0 at a rate of 0 or 1.
    pub standard_error: f64,
    /// Expected members, the sum of the probabilities.
    pub members: f64,
    /// Kish's size, `(sum p)^2 / sum p^2`.
    pub kish: f64,
}

/// The weighted rate of the group of the sums; `None` if it has no expected members.
///
/// - Takes: sums over the rows with and without the event, of the rate's denominator.
/// - Source: Chen, Kallus, Mao, Svacha and Udell 2019, Fairness under unawareness, FAT*; methods, "Proxy", 8.1. Oracle:
///   statsmodels weighted least squares with HC0; `oracle/proxy/8.1.jsonl`.
pub fn rate(events: PairSums, non_events: PairSums) -> Option<WeightedRate> {
    let members = events.group + non_events.group;
    let square = events.group_square + non_events.group_square;
    if members <= 0.0 || square <= 0.0 {
        return None;
    }
    let rate = (events.group / members).clamp(0.0, 1.0);
    let spread = (1.0 - rate) * (1.0 - rate) * events.group_square + rate * rate * non_events.group_square;
    Some(WeightedRate {
        rate,
        standard_error: spread.max(0.0).sqrt() / members,
        members,
        kish: members * members / square,
    })
}

/// The least and the greatest difference of two weighted rates where it is not known who of the rows without probabilities belongs
/// to which group.
///
/// - Takes: cells; two different groups; the rows without probabilities, whose members have the rate of them all; `whole`: do all
///   of them belong to one of the two, as where everybody else is the reference?
/// - Gives: `None` if one of the groups has no expected members. Without such rows both ends are the weighted difference.
/// - Source: methods, "Proxy", 8.0 (one more cell whose shares are free), 8.3 (tightening by a monotone assumption: the weighted
///   rate is the least, or the greatest, rate there is). Oracle: the difference with each whole number of members among them.
pub fn range(cells: &[Cell], group: usize, reference: usize, unknown: Unknown, whole: bool) -> Option<(f64, f64)> {
    let of = |group: usize| {
        let sums = cells.iter().filter(|cell| cell.rows > 0).fold((0.0, 0.0), |(n, x), cell| {
            let members = cell.rows as f64 * cell.share(group);
            (n + members, x + members * cell.rate())
        });
        (sums.0 > 0.0).then_some(sums)
    };
    let ((n, x), (m, y)) = (of(group)?, of(reference)?);
    let (rows, events) = (unknown.rows as f64, unknown.events as f64);
    let rate = if rows > 0.0 { events / rows } else { 0.0 };
    let difference = |own: f64, other: f64| (x + rate * own) / (n + own) - (y + rate * other) / (m + other);
    let mut ends = vec![difference(rows, 0.0), difference(0.0, rows)];
    if !whole {
        ends.push(difference(0.0, 0.0));
    }
    // Each rate moves towards that of the rows in one direction, so that other extremes lie where all of them belong to one of
    // the two: where both slopes are equal.
    let (own, other) = (rate * n - x, rate * m - y);
    if own * other < 0.0 {
        let k = (-other / own).sqrt();
        let at = (m + rows - k * n) / (1.0 + k);
        if (0.0..=rows).contains(&at) {
            ends.push(difference(at, rows - at));
        }
    }
    Some(ends.into_iter().fold((f64::MAX, f64::MIN), |(low, high), end| (low.min(end), high.max(end))))
}

impl WeightedRate {
    /// The rate with the limits of its effective size (Kish's at a rate of 0 or 1): its sampling error only, which is the
    /// small part.
    pub fn estimate(&self, tail: f64) -> Estimate {
        let variance = self.standard_error * self.standard_error;
        let n = if variance > 0.0 { self.rate * (1.0 - self.rate) / variance } else { self.kish };
        Estimate::new(self.rate, effective_limits(self.rate, n, tail).0)
    }
}

/// Two weighted rates and how they compare.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedPair {
    /// The group.
    pub group: WeightedRate,
    /// The reference.
    pub reference: WeightedRate,
    /// Covariance of the two rates: the same people are in both.
    pub covariance: f64,
    /// Standard error of the difference.
    pub standard_error: f64,
    /// Group less reference, with Wald's limits.
    pub difference: Estimate,
    /// Group over reference, with limits on the logarithm.
    pub ratio: Estimate,
}

/// Two weighted rates, their covariance, difference and ratio (method `proxy_weighted`); `None` if one of the groups has
/// no expected members.
///
/// - Takes: sums over the rows with and without the event; `tail` at each end.
/// - Edges: no variance (all probabilities of events equal and no other rows, …): values without limits
///   (`variance_not_estimable`). Ratio: reference rate 0: null (`reference_has_no_events`, `no_events`); group rate 0: 0
///   without limits (`zero_cell`).
/// - With probabilities of 0 and 1 the rates are those of known groups, with variances `p (1 - p) / n`.
/// - Not for: a verdict; leaving the covariance out.
/// - Source: Chen et al. 2019; methods, "Proxy", 8.1. Oracle: statsmodels, two rates stacked and clustered on the row;
///   `oracle/proxy/8.1.jsonl`.
pub fn pair(events: PairSums, non_events: PairSums, tail: f64) -> Option<WeightedPair> {
    let (group, reference) = (rate(events, non_events)?, rate(events.swapped(), non_events.swapped())?);
    let (p, q) = (group.rate, reference.rate);
    // Equal at the twelve digits that are printed: what is left is rounding, and would give a direction to nothing.
    let apart = if (p - q).abs() < 1e-12 { 0.0 } else { p - q };
    let covariance =
        (events.product * (1.0 - p) * (1.0 - q) + non_events.product * p * q) / (group.members * reference.members);
    let (v, w) = (group.standard_error * group.standard_error, reference.standard_error * reference.standard_error);
    // One group under two names leaves rounding, no variance.
    let left = v + w - 2.0 * covariance;
    let variance = if left > 1e-12 * (v + w) { left } else { 0.0 };
    let z = normal::z_of_tail(tail);
    let without_limits = |value: f64, note: Note| Estimate { value: Some(value), ..Estimate::none(note) };
    let difference = if variance > 0.0 {
        let half = z * variance.sqrt();
        crate::proportion::clipped(apart, Interval { lower: apart - half, upper: apart + half }, -1.0, 1.0)
    } else {
        without_limits(apart, Note::VarianceNotEstimable)
    };
    let ratio = match (p > 0.0, q > 0.0) {
        (false, false) => Estimate::none(Note::NoEvents),
        (true, false) => Estimate::none(Note::ReferenceHasNoEvents),
        (false, true) => without_limits(0.0, Note::ZeroCell),
        (true, true) => {
            let on_the_log = v / (p * p) + w / (q * q) - 2.0 * covariance / (p * q);
            if variance > 0.0 && on_the_log > 0.0 {
                let half = float::exp(z * on_the_log.sqrt());
                Estimate::new(p / q, Interval { lower: p / q / half, upper: p / q * half })
            } else {
                without_limits(p / q, Note::VarianceNotEstimable)
            }
        }
    };
    Some(WeightedPair { group, reference, covariance, standard_error: variance.sqrt(), difference, ratio })
}

/// A cell in which the true group is known as well: for saying what the weighted estimator misses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrueCell {
    /// Rows.
    pub rows: u64,
    /// True members of the group.
    pub members: u64,
    /// Rows with the event.
    pub events: u64,
    /// Members with the event.
    pub member_events: u64,
}

/// The error of the weighted estimator, taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bias {
    /// The rate among the true members.
    pub truth: f64,
    /// The weighted estimate if every row had the true share of its cell.
    pub calibrated: f64,
    /// Truth less calibrated: what group and event have in common within cells.
    pub dependence: f64,
}

/// What the weighted estimator misses although its probabilities are right: the dependence of group and event within
/// cells; `None` without true members.
///
/// - The rest of its error is miscalibration: the estimate with the real probabilities less `calibrated`.
/// - Source: Chen et al. 2019; methods, "Proxy", 8.2. Oracle: the identity; `oracle/proxy/8.2.jsonl`.
pub fn bias(cells: &[TrueCell]) -> Option<Bias> {
    let (mut members, mut with, mut calibrated, mut covariance) = (0.0, 0.0, 0.0, 0.0);
    for cell in cells.iter().filter(|cell| cell.rows > 0) {
        let (n, m, x, both) = (cell.rows as f64, cell.members as f64, cell.events as f64, cell.member_events as f64);
        members += m;
        with += both;
        calibrated += m * (x / n);
        covariance += both - m * (x / n);
    }
    (members > 0.0).then(|| Bias {
        truth: with / members,
        calibrated: calibrated / members,
        dependence: covariance / members,
    })
}

#[cfg(test)]
mod tests {
    use super::{PairSums, TrueCell, bias, pair, range, rate};
    use crate::interval::Note;
    use crate::proxy::{Cell, Unknown};

    fn rows(p: &[(f64, f64)]) -> PairSums {
        p.iter().fold(PairSums::default(), |sums, (a, b)| sums.and(*a, *b))
    }

    #[test]
    fn the_range_holds_the_difference_whoever_of_the_unknown_belongs_to_either_group() {
        let cells = [
            Cell { rows: 100, events: 30, members: vec![80.0, 20.0] },
            Cell { rows: 50, events: 40, members: vec![5.0, 45.0] },
        ];
        let ((n, x), (m, y)) = ((85.0, 28.0), (65.0, 42.0));
        for (rows, events) in [(200, 20), (200, 190), (200, 90), (70, 0), (200, 110), (0, 0)] {
            for whole in [false, true] {
                let (low, high) = range(&cells, 0, 1, Unknown { rows, events }, whole).unwrap();
                let rate = if rows == 0 { 0.0 } else { events as f64 / rows as f64 };
                let (mut least, mut most) = (f64::MAX, f64::MIN);
                for own in 0..=rows {
                    for other in if whole { rows - own..=rows - own } else { 0..=rows - own } {
                        let (a, b) = (own as f64, other as f64);
                        let difference = (x + rate * a) / (n + a) - (y + rate * b) / (m + b);
                        (least, most) = (least.min(difference), most.max(difference));
                    }
                }
                // Whole numbers may miss an extreme between two of them.
                assert!(low <= least + 1e-12 && least - low < 1e-4, "{rows} {events} {whole}: {low} {least}");
                assert!(high >= most - 1e-12 && high - most < 1e-4, "{rows} {events} {whole}: {high} {most}");
            }
        }
        let nobody = [Cell { rows: 9, events: 3, members: vec![0.0, 9.0] }];
        assert_eq!(range(&nobody, 0, 1, Unknown::default(), false), None);
    }

    // Everybody has the same probabilities, so that both rates are that of all; rounding alone would set them apart.
    #[test]
    fn rounding_gives_no_direction() {
        for others in 1..200 {
            let (events, non_events) = (rows(&[(0.6, 0.4); 7]), rows(&vec![(0.6, 0.4); others]));
            let found = pair(events, non_events, 0.025).unwrap();
            assert_eq!(found.difference.value, Some(0.0), "{others}");
        }
    }

    #[test]
    fn probabilities_of_zero_and_one_are_known_groups() {
        let events = rows(&[[(1.0, 0.0); 30].as_slice(), &[(0.0, 1.0); 12]].concat());
        let others = rows(&[[(1.0, 0.0); 70].as_slice(), &[(0.0, 1.0); 68]].concat());
        let found = pair(events, others, 0.025).unwrap();
        assert!((found.group.rate - 0.3).abs() < 1e-15 && (found.reference.rate - 0.15).abs() < 1e-15);
        let variance = 0.3 * 0.7 / 100.0 + 0.15 * 0.85 / 80.0;
        assert!((found.standard_error - f64::sqrt(variance)).abs() < 1e-15);
        assert_eq!((found.covariance, found.group.kish), (0.0, 100.0));
        let wilson = crate::proportion::wilson(30, 100, 0.025).unwrap();
        assert!((found.group.estimate(0.025).lower.unwrap() - wilson.lower).abs() < 1e-12);
    }

    #[test]
    fn the_exchange_of_groups_turns_the_difference_round() {
        let (events, others) = (rows(&[(0.9, 0.1), (0.4, 0.5)]), rows(&[(0.2, 0.7), (0.3, 0.3), (0.8, 0.1)]));
        let (a, b) = (pair(events, others, 0.025).unwrap(), pair(events.swapped(), others.swapped(), 0.025).unwrap());
        assert!((a.difference.value.unwrap() + b.difference.value.unwrap()).abs() < 1e-15);
        assert!((a.standard_error - b.standard_error).abs() < 1e-15);
        assert!((a.ratio.lower.unwrap() * b.ratio.upper.unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn degenerate_sums_give_reasons_and_no_numbers_that_are_none() {
        assert_eq!(rate(PairSums::default(), PairSums::default()), None);
        assert_eq!(pair(rows(&[(0.0, 1.0)]), rows(&[(0.0, 0.5)]), 0.025), None);
        let none = pair(PairSums::default(), rows(&[(0.5, 0.5), (0.2, 0.8)]), 0.025).unwrap();
        assert_eq!((none.difference.value, none.difference.has(Note::VarianceNotEstimable)), (Some(0.0), true));
        assert!(none.ratio.has(Note::NoEvents));
        assert!(none.group.estimate(0.025).upper.unwrap() > 0.5);
        let same = pair(rows(&[(0.5, 0.5)]), rows(&[(0.5, 0.5)]), 0.025).unwrap();
        assert!(same.difference.has(Note::VarianceNotEstimable), "one group under two names");
    }

    #[test]
    fn truth_is_the_calibrated_estimate_and_the_dependence_within_cells() {
        let cells = [
            TrueCell { rows: 100, members: 30, events: 40, member_events: 20 },
            TrueCell { rows: 50, members: 45, events: 10, member_events: 10 },
        ];
        let found = bias(&cells).unwrap();
        assert!((found.truth - 0.4).abs() < 1e-15);
        assert!((found.calibrated + found.dependence - found.truth).abs() < 1e-15);
        assert_eq!(bias(&[TrueCell { rows: 9, members: 0, events: 3, member_events: 0 }]), None);
    }
}
