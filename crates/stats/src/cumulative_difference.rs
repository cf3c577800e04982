//! Outcomes of two groups at equal score, added up along the score: needs no probability score, only the same score for
//! both.
//!
//! Makes the path of weighted rate differences out of two groups' cells over the same bins, its end with limits, and the
//! tests of its range and of its largest distance from 0. Invariants: weights are the group's own scores; where only one of
//! the two has rows nothing is compared, and the share of the group that is left out is told.
//!
//! Start reading at [`cumulative_difference`].

use crate::brownian::{largest_above, range_above};
use crate::cumulative::{CumulativeTest, extremes};
use crate::interval::{Estimate, Interval, Note, PValue};

/// The largest share of the group without counterpart for a verdict.
pub const MOST_WITHOUT_COUNTERPART: f64 = 0.05;

/// Rows with and without the outcome in one bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// Without.
    pub negatives: u64,
    /// With.
    pub positives: u64,
}

impl Outcomes {
    fn n(self) -> u64 {
        self.negatives + self.positives
    }

    fn rate(self) -> f64 {
        self.positives as f64 / self.n() as f64
    }

    fn and(self, other: Outcomes) -> Outcomes {
        Outcomes { negatives: self.negatives + other.negatives, positives: self.positives + other.positives }
    }

    /// `p (1 - p)`: `n` times the variance of the rate. A rate of 0 or 1 gets one half added to both counts, since it would
    /// claim to be certain; `few` rows get their variance without the bias of the counted rate.
    fn spread(self, few: bool) -> (f64, bool) {
        let edge = self.negatives == 0 || self.positives == 0;
        let half = if edge { 0.5 } else { 0.0 };
        let (x, y, n) = (self.positives as f64 + half, self.negatives as f64 + half, self.n() as f64);
        let spread = x * y / ((x + y) * (x + y));
        let factor = match (few, edge) {
            (true, true) => 1.0,
            (true, false) => n / (n - 1.0),
            (false, _) => n / (x + y),
        };
        (factor * spread, edge)
    }
}

/// The fewest rows that a variance is read from as they are: of fewer it would be too small by one in so many.
const ENOUGH_FOR_A_VARIANCE: u64 = 20;

/// A bin that both have: its place, the group, the reference.
type Common = (usize, Outcomes, Outcomes);

/// Of one side, `n` times the variance of the rate in each bin, and whether any was smoothed. Bins with few rows take the rate
/// of their neighbours with few rows, so many together that it says something; those with enough stand by themselves.
fn spreads(side: &[Outcomes]) -> (Vec<f64>, bool) {
    let (mut out, mut smoothed) = (Vec::with_capacity(side.len()), false);
    let few = |one: &Outcomes| one.n() < ENOUGH_FOR_A_VARIANCE;
    for run in side.chunk_by(|a, b| few(a) && few(b)) {
        if !run.iter().all(few) {
            let (spread, edge) = run[0].spread(false);
            out.push(spread);
            smoothed |= edge;
            continue;
        }
        let (mut from, mut all) = (0, run.iter().map(|one| one.n()).sum::<u64>());
        while from < run.len() {
            let (mut to, mut block) = (from, Outcomes::default());
            while to < run.len() && block.n() < ENOUGH_FOR_A_VARIANCE {
                block = block.and(run[to]);
                to += 1;
            }
            all -= block.n();
            if all < ENOUGH_FOR_A_VARIANCE {
                // Too few are left: they go to those before them.
                block = run[to..].iter().fold(block, |sum, one| sum.and(*one));
                to = run.len();
            }
            let (spread, edge) = block.spread(true);
            out.extend((from..to).map(|_| spread));
            smoothed |= edge;
            from = to;
        }
    }
    (out, smoothed)
}

/// The outcomes of a group's cells.
pub fn outcomes(cells: &[crate::score_cells::ScoreCell]) -> Vec<Outcomes> {
    cells.iter().map(|c| Outcomes { negatives: c.negatives.n, positives: c.positives.n }).collect()
}

/// The comparison at equal score.
#[derive(Clone, Debug, PartialEq)]
pub struct CumulativeDifference {
    /// After every common bin: its place, and the sum so far.
    pub path: Vec<(usize, f64)>,
    /// The end of the path: outcome rate of the group less that of the reference standardised to the group's scores, over
    /// the scores that both have. Limits given the group's scores.
    pub end: Estimate,
    /// The same end with limits for a claim about the process, which also drew the scores.
    pub end_of_process: Estimate,
    /// Highest less lowest point of the path: Kuiper's statistic; `None` without common bins.
    pub range: Option<f64>,
    /// Over the standard deviation under equal rates; `None` if the outcome never varies.
    pub range_test: Option<CumulativeTest>,
    /// Largest distance from 0: the statistic of Kolmogorov and Smirnov; `None` without common bins.
    pub largest: Option<f64>,
    /// Over the standard deviation under equal rates; `None` as before.
    pub largest_test: Option<CumulativeTest>,
    /// Standard deviation of the end if outcomes at equal score are equal; `None` as before.
    pub sigma_if_equal: Option<f64>,
    /// Standard error of the end given the group's scores.
    pub standard_error: Option<f64>,
    /// Standard error of the end, the group's scores drawn too.
    pub standard_error_of_process: Option<f64>,
    /// Share of the group at scores that the reference has too.
    pub common_share: Option<f64>,
}

/// Compares outcomes of a group with those of its reference at equal score.
///
/// - Takes: outcomes of both, bin by bin, over the same bins in rising order of a score that need not be a probability;
///   `z > 0`.
/// - Gives: the path of `W (rate of group - rate of reference)` with weights `W` of the group's rows over the common bins.
/// - Edges: [`Note::NoCases`] if a side has no rows; [`Note::LittleOverlap`] and no numbers without a common bin, and beside
///   the numbers where more than 5 % of the group have no counterpart (no verdict then). [`Note::VarianceSmoothed`] where a
///   rate of 0 or 1 got one half added for its variance only.
/// - Where a bin has fewer than 20 rows of a side, variances are without the bias of the counted rate, and for the limits those
///   of neighbouring bins with as few together: its own rate says little. 2,500 rows over 1,000 scores were called different in
///   13 of 100 sets instead of 5.
/// - With wide bins a part of the difference is that of scores *within* bins: at least 100 bins, or distinct scores.
/// - The path starts at 0 and is looked at after bins only, so that the p-values are too large rather than too small.
/// - Source: Tygert 2021, J. Big Data 8; Kloumann, Korevaar, McConnell, Tygert and Zhao (two subpopulations), in a form for
///   histograms; methods, "Calibration", 6.8, 4. Oracle: direct standardisation (numpy). Error rate:
///   `equal_outcomes_at_equal_score_are_called_different_as_often_as_stated`.
pub fn cumulative_difference(group: &[Outcomes], reference: &[Outcomes], z: f64) -> CumulativeDifference {
    debug_assert_eq!(group.len(), reference.len());
    let mut result = CumulativeDifference {
        path: Vec::new(),
        end: Estimate::none(Note::NoCases),
        end_of_process: Estimate::none(Note::NoCases),
        range: None,
        range_test: None,
        largest: None,
        largest_test: None,
        sigma_if_equal: None,
        standard_error: None,
        standard_error_of_process: None,
        common_share: None,
    };
    let total = |side: &[Outcomes]| side.iter().map(|o| o.n()).sum::<u64>();
    let of_group = total(group);
    if of_group == 0 || total(reference) == 0 {
        return result;
    }
    let common: Vec<Common> = group
        .iter()
        .zip(reference)
        .enumerate()
        .filter(|(_, (g, r))| g.n() > 0 && r.n() > 0)
        .map(|(place, (g, r))| (place, *g, *r))
        .collect();
    let rows: u64 = common.iter().map(|(_, g, _)| g.n()).sum();
    result.common_share = Some(rows as f64 / of_group as f64);
    if rows == 0 {
        result.end = Estimate::none(Note::LittleOverlap);
        result.end_of_process = result.end.clone();
        return result;
    }
    let [(of_group_alone, first), (of_reference_alone, second)] = [
        spreads(&common.iter().map(|(_, g, _)| *g).collect::<Vec<_>>()),
        spreads(&common.iter().map(|(_, _, r)| *r).collect::<Vec<_>>()),
    ];
    let smoothed = first || second;
    let (mut end, mut if_equal, mut given_scores, mut squares) = (0.0, 0.0, 0.0, 0.0);
    for (((place, g, r), v), w) in common.iter().zip(of_group_alone).zip(of_reference_alone) {
        let weight = g.n() as f64 / rows as f64;
        let apart = g.rate() - r.rate();
        end += weight * apart;
        result.path.push((*place, end));
        squares += weight * apart * apart;
        let both = g.and(*r);
        // A common bin has two rows at least. Where it has few of a side, without the bias of the counted rate.
        let few = g.n().min(r.n()) < ENOUGH_FOR_A_VARIANCE;
        let unbiased = if few { both.n() as f64 / (both.n() - 1) as f64 } else { 1.0 };
        let (of_one, of_other) = (1.0 / g.n() as f64, 1.0 / r.n() as f64);
        if_equal += weight * weight * unbiased * both.rate() * (1.0 - both.rate()) * (of_one + of_other);
        given_scores += weight * weight * (v * of_one + w * of_other);
    }
    let (range, largest) = extremes(result.path.iter().map(|(_, at)| *at));
    (result.range, result.largest) = (Some(range), Some(largest));
    if if_equal > 0.0 {
        let sigma = if_equal.sqrt();
        let test = |value: f64, p: fn(f64) -> PValue| CumulativeTest { statistic: value / sigma, p: p(value / sigma) };
        result.range_test = Some(test(range, range_above));
        result.largest_test = Some(test(largest, largest_above));
        result.sigma_if_equal = Some(sigma);
    }
    let of_process = given_scores + (squares - end * end).max(0.0) / rows as f64;
    let estimate = |variance: f64| {
        let half = z * variance.sqrt();
        let mut estimate = Estimate::new(end, Interval { lower: end - half, upper: end + half });
        if smoothed {
            estimate = estimate.with(Note::VarianceSmoothed);
        }
        if of_group - rows > 0 && (of_group - rows) as f64 > MOST_WITHOUT_COUNTERPART * of_group as f64 {
            estimate = estimate.with(Note::LittleOverlap);
        }
        estimate
    };
    result.end = estimate(given_scores);
    result.end_of_process = estimate(of_process);
    result.standard_error = Some(given_scores.sqrt());
    result.standard_error_of_process = Some(of_process.sqrt());
    result
}

#[cfg(test)]
mod tests {
    use super::{Outcomes, cumulative_difference};
    use crate::interval::Note;

    fn o(negatives: u64, positives: u64) -> Outcomes {
        Outcomes { negatives, positives }
    }

    #[test]
    fn without_rows_or_without_common_scores_there_is_no_difference() {
        let none = cumulative_difference(&[o(1, 1)], &[o(0, 0)], 1.96);
        assert!(none.end.has(Note::NoCases) && none.range_test.is_none());
        let apart = cumulative_difference(&[o(5, 1), o(0, 0)], &[o(0, 0), o(3, 3)], 1.96);
        assert!(apart.end.value.is_none() && apart.end.has(Note::LittleOverlap) && apart.common_share == Some(0.0));
    }

    #[test]
    fn more_than_a_twentieth_without_counterpart_is_told() {
        let reference = [o(50, 50), o(0, 0)];
        let just = cumulative_difference(&[o(50, 45), o(5, 0)], &reference, 1.96);
        assert!(!just.end.has(Note::LittleOverlap) && just.common_share == Some(0.95));
        assert!(cumulative_difference(&[o(50, 44), o(6, 0)], &reference, 1.96).end.has(Note::LittleOverlap));
    }

    // numpy and scipy 1.17, from the formulas: 7 scores with 1 to 51 rows of a side.
    #[test]
    fn a_few_rows_at_a_score_have_variances_without_bias() {
        let group = [o(3, 1), o(0, 2), o(30, 12), o(1, 0), o(6, 7), o(5, 9), o(2, 4)];
        let reference = [o(40, 9), o(8, 3), o(5, 1), o(12, 8), o(0, 1), o(2, 2), o(11, 19)];
        let found = cumulative_difference(&group, &reference, 1.959_963_984_540_054);
        let test = found.range_test.unwrap();
        for (value, expected) in [
            (found.end.value.unwrap(), 0.030_729_897_280_419_93),
            (found.end.lower.unwrap(), -0.252_961_068_630_673_47),
            (found.end.upper.unwrap(), 0.314_420_863_191_513_3),
            (test.statistic, 0.578_634_474_011_517_7),
            (test.p.value(), 0.999_990_186_926_242_2),
        ] {
            assert!((value - expected).abs() < 1e-12, "{value} {expected}");
        }
    }

    #[test]
    fn nobody_with_the_outcome_is_no_certainty_and_no_test() {
        let c = cumulative_difference(&[o(50, 0)], &[o(80, 0)], 1.96);
        assert_eq!(c.end.value, Some(0.0));
        assert!(c.end.upper.unwrap() > 0.01 && c.end.has(Note::VarianceSmoothed));
        assert!(c.range_test.is_none() && c.sigma_if_equal.is_none());
    }

    #[test]
    fn equal_scores_in_both_groups_turn_the_path_round_when_they_swap() {
        let (a, b) = ([o(30, 10), o(20, 20), o(10, 30)], [o(35, 5), o(25, 15), o(5, 35)]);
        let (ab, ba) = (cumulative_difference(&a, &b, 1.96), cumulative_difference(&b, &a, 1.96));
        assert!((ab.end.value.unwrap() + ba.end.value.unwrap()).abs() < 1e-15);
        assert!((ab.range.unwrap() - ba.range.unwrap()).abs() < 1e-15);
        assert!((ab.largest.unwrap() - ba.largest.unwrap()).abs() < 1e-15);
    }
}
