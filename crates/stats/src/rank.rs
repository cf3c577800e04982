//! How well a score ranks: area under the ROC curve within a group and across groups, and the probability of a higher score.
//!
//! Makes areas with DeLong's variance out of counts bin by bin; rows of one bin are ties and count one half. Needs no
//! probability score. Invariants: the number of ordered pairs is a whole number, so that areas of exchanged sides add up to
//! 1 exactly; no limits where the variance is 0. Not a disparity by itself: equal areas are not fairness, since an area
//! within a group ignores where the groups lie relative to each other.
//!
//! Start reading at [`auc`].

use crate::interval::{Estimate, Interval, Note, PValue};
use crate::logit::{expit, logit};
use crate::proportion::clipped;
use crate::special::student_ln_sf;
use crate::threshold::quantile_bin;
use crate::weighted::Sums;

/// Below so many positives, or negatives, the interval is unreliable.
pub const ENOUGH_OF_BOTH: u64 = 30;

/// Below this product of the distance from a perfect ranking and the smaller side, the interval is unreliable.
pub const ENOUGH_OUT_OF_ORDER: f64 = 5.0;

/// An area with its variance.
#[derive(Clone, Debug, PartialEq)]
pub struct Auc {
    /// The area with limits on the logit scale: `delong_logit`.
    pub estimate: Estimate,
    /// The area with limits `A -+ z se`, cut to [0, 1]: `delong`.
    pub symmetric: Estimate,
    /// DeLong's variance; `None` where there is no interval.
    pub variance: Option<f64>,
    /// How much the bins can change the area, at most: half the share of pairs that stand in one bin. For a report only
    /// where bins are not single scores.
    pub bound: Option<f64>,
    /// Satterthwaite's degrees of freedom of the variance, for the test of Brunner and Munzel; `None` without a variance, with
    /// weights, and over several parts.
    pub freedom: Option<f64>,
}

impl Auc {
    fn none(note: Note) -> Auc {
        Auc::bare(Estimate::none(note), None)
    }

    /// Without limits.
    fn bare(estimate: Estimate, bound: Option<f64>) -> Auc {
        Auc { symmetric: estimate.clone(), estimate, variance: None, bound, freedom: None }
    }

    /// The area.
    pub fn value(&self) -> Option<f64> {
        self.estimate.value
    }

    /// The standard error.
    pub fn standard_error(&self) -> Option<f64> {
        self.variance.map(f64::sqrt)
    }

    /// `2 A - 1`: Gini's coefficient of a ranking, Somers' D, Cliff's delta.
    pub fn gini(&self) -> Option<f64> {
        self.value().map(|a| 2.0 * a - 1.0)
    }
}

/// Probability that a positive has a higher score than a negative, a tie counting one half.
///
/// - Takes: negatives and positives bin by bin over the same bins, in rising order of the score; `z > 0`.
/// - Gives: an area in [0, 1] with DeLong's variance, exact from counts.
/// - Edges: [`Note::NoPositives`], [`Note::NoNegatives`] without one of the sides: no value. One row on a side: value, no
///   interval. Variance 0 (perfect separation, or one score): value, no interval, [`Note::Separation`].
///   [`Note::TooFewEvents`] below 30 of either, or if min(A, 1 - A) times the smaller side is below 5: DeLong's limits then
///   cover too little (measured 0.047 to 0.11 at one end).
/// - Not for: outcomes of the selected only, whose range of scores is cut off.
/// - Source: DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837-845; methods, "Ranking", 7.1. Oracle: R pROC,
///   scikit-learn `roc_auc_score`.
pub fn auc(negatives: &[u64], positives: &[u64], z: f64) -> Auc {
    debug_assert_eq!(negatives.len(), positives.len());
    let (n0, n1) = (total(negatives), total(positives));
    if n1 == 0 {
        return Auc::none(Note::NoPositives);
    }
    if n0 == 0 {
        return Auc::none(Note::NoNegatives);
    }
    let pairs = 2 * u128::from(n0) * u128::from(n1);
    let mut below = 0_u128;
    let (mut won, mut tied) = (0_u128, 0_u128);
    for (w, x) in negatives.iter().zip(positives) {
        let (w, x) = (u128::from(*w), u128::from(*x));
        won += x * (2 * below + w);
        tied += x * w;
        below += w;
    }
    let value = won as f64 / pairs as f64;
    let bound = tied as f64 / pairs as f64;
    let side = |counts: &[u64]| -> Vec<(f64, f64)> { counts.iter().map(|c| (*c as f64, *c as f64)).collect() };
    let (s0, s1) = placement_squares(&side(negatives), &side(positives), value);
    let parts = (n0 > 1 && n1 > 1).then(|| {
        let (n0, n1) = (n0 as f64, n1 as f64);
        (s1 / (n1 - 1.0) / n1, s0 / (n0 - 1.0) / n0)
    });
    let found = with_limits(value, parts.map(|(v1, v0)| v1 + v0), Some(bound), (n0 as f64, n1 as f64), z);
    // As shares, so that tiny variances do not underflow.
    let freedom = parts.zip(found.variance).map(|((v1, v0), all)| {
        let (a, b) = (v1 / all, v0 / all);
        1.0 / (a * a / (n1 as f64 - 1.0) + b * b / (n0 as f64 - 1.0))
    });
    Auc { freedom, ..found }
}

/// The area over pairs of one part only: the share of pairs, a positive and a negative of the same part, in which the
/// positive has the higher score.
///
/// - Takes: the parts, each with negatives and positives bin by bin in rising order of its own score; `z > 0`.
/// - Gives: the parts' areas, weighted by their pairs, with the sum of their variances: DeLong's, or `A (1 - A)` over the
///   smaller side where a part has a single row on a side (the largest that any order could have; van Dantzig).
/// - Edges: those of [`auc`], for all parts together; parts without one of the sides have no pair and do not count.
/// - For: scores that come from another model in each part, such as those out of fold, which are not on one scale.
/// - Source: LeDell, Petersen and van der Laan 2015, "Computationally efficient confidence intervals for cross-validated
///   area under the ROC curve estimates", who weight the folds alike; by pairs a fold with few members counts for what it
///   holds. Oracle: scikit-learn `roc_auc_score` of each fold (`oracle/proxy/folds.json`). Identity: one part is [`auc`].
///   The error rate is that of [`crate::proxy::cross_fitting`].
pub fn auc_within(parts: &[(Vec<u64>, Vec<u64>)], z: f64) -> Auc {
    let sides = parts.iter().map(|(negatives, positives)| (total(negatives), total(positives)));
    let (n0, n1) = sides.fold((0, 0), |(n0, n1), (m0, m1)| (n0 + m0, n1 + m1));
    if n1 == 0 {
        return Auc::none(Note::NoPositives);
    }
    if n0 == 0 {
        return Auc::none(Note::NoNegatives);
    }
    let pairs = |(negatives, positives): &(Vec<u64>, Vec<u64>)| total(negatives) as f64 * total(positives) as f64;
    let all: f64 = parts.iter().map(pairs).sum();
    if all == 0.0 {
        return Auc::none(Note::TooFewEvents);
    }
    let of: Vec<(f64, Auc, f64)> = parts
        .iter()
        .filter(|part| pairs(part) > 0.0)
        .map(|part| (pairs(part) / all, auc(&part.0, &part.1, z), total(&part.0).min(total(&part.1)) as f64))
        .collect();
    let value = of.iter().map(|(share, one, _)| share * one.value().unwrap_or(0.5)).sum::<f64>().clamp(0.0, 1.0);
    let largest = value * (1.0 - value);
    let variance = of.iter().map(|(share, one, least)| share * share * one.variance.unwrap_or(largest / least)).sum();
    let bound = of.iter().map(|(share, one, _)| share * one.bound.unwrap_or(0.0)).sum();
    with_limits(value, Some(variance), Some(bound), (n0 as f64, n1 as f64), z)
}

fn total(counts: &[u64]) -> u64 {
    counts.iter().sum()
}

/// The sums over negatives, and over positives, of squared deviations of the placements from the area, each deviation
/// weighted by the second entry; the first entries make the placements.
fn placement_squares(negatives: &[(f64, f64)], positives: &[(f64, f64)], area: f64) -> (f64, f64) {
    let all = |side: &[(f64, f64)]| side.iter().map(|(weight, _)| weight).sum::<f64>();
    let (n0, n1) = (all(negatives), all(positives));
    let (mut below0, mut below1, mut s0, mut s1) = (0.0, 0.0, 0.0, 0.0);
    for ((w, w_square), (x, x_square)) in negatives.iter().zip(positives) {
        let of_positives = (below0 + 0.5 * w) / n0 - area;
        let of_negatives = 1.0 - (below1 + 0.5 * x) / n1 - area;
        s1 += x_square * of_positives * of_positives;
        s0 += w_square * of_negatives * of_negatives;
        below0 += w;
        below1 += x;
    }
    (s0, s1)
}

/// Nearer to 0 or 1 than this an area is 0 or 1.
const ROUNDING: f64 = 1e-14;

/// Below this variance a placement's deviation is rounding.
const NO_VARIANCE: f64 = 1e-30;

fn with_limits(value: f64, variance: Option<f64>, bound: Option<f64>, sizes: (f64, f64), z: f64) -> Auc {
    let (n0, n1) = sizes;
    let few = n0.min(n1) < ENOUGH_OF_BOTH as f64
        // 0.1 * 50 is below 5 by rounding only.
        || value.min(1.0 - value) * n0.min(n1) < ENOUGH_OUT_OF_ORDER * (1.0 - 1e-12);
    let noted = |estimate: Estimate| if few { estimate.with(Note::TooFewEvents) } else { estimate };
    let bare = Estimate { value: Some(value), ..Estimate::default() };
    let Some(variance) = variance else {
        return Auc::bare(noted(bare).with(Note::TooFewEvents), bound);
    };
    // A mean of several areas of 1 may miss 1 by rounding.
    let apart = value.min(1.0 - value) > ROUNDING;
    let (Some(centre), true) = (logit(value), apart && variance > NO_VARIANCE) else {
        return Auc::bare(noted(bare).with(Note::Separation), bound);
    };
    let standard_error = variance.sqrt();
    let half = z * standard_error / (value * (1.0 - value));
    let on_logit = Interval { lower: expit(centre - half), upper: expit(centre + half) };
    let symmetric = Interval { lower: value - z * standard_error, upper: value + z * standard_error };
    Auc {
        estimate: noted(Estimate::new(value, on_logit)),
        symmetric: noted(clipped(value, symmetric, 0.0, 1.0)),
        variance: Some(variance),
        bound,
        freedom: None,
    }
}

/// [`auc`] of weighted rows.
///
/// - Takes: weighted negatives and positives, bin by bin; `z > 0`.
/// - Gives: as [`auc`], placements by weights, variance `sum w^2 (V - A)^2 / (sum w)^2` for each side.
/// - [`Note::TooFewEvents`] counts effective numbers `(sum w)^2 / sum w^2`.
/// - Source: methods, "Ranking", 7.1. Oracle: weights of 1 give the value of [`auc`], and its variance up to `(n - 1) / n`.
pub fn auc_weighted(negatives: &[Sums], positives: &[Sums], z: f64) -> Auc {
    debug_assert_eq!(negatives.len(), positives.len());
    let sum = |side: &[Sums]| side.iter().copied().fold(Sums::default(), Sums::and);
    let (all0, all1) = (sum(negatives), sum(positives));
    if all1.weight <= 0.0 {
        return Auc::none(Note::NoPositives);
    }
    if all0.weight <= 0.0 {
        return Auc::none(Note::NoNegatives);
    }
    let (mut below, mut won, mut tied) = (0.0, 0.0, 0.0);
    for (w, x) in negatives.iter().zip(positives) {
        won += x.weight * (below + 0.5 * w.weight);
        tied += x.weight * w.weight;
        below += w.weight;
    }
    let pairs = all0.weight * all1.weight;
    let value = (won / pairs).clamp(0.0, 1.0);
    let side = |sums: &[Sums]| -> Vec<(f64, f64)> { sums.iter().map(|s| (s.weight, s.square)).collect() };
    let (s0, s1) = placement_squares(&side(negatives), &side(positives), value);
    let variance =
        (all0.rows > 1 && all1.rows > 1).then(|| s1 / (all1.weight * all1.weight) + s0 / (all0.weight * all0.weight));
    let effective = |sums: Sums| sums.kish().unwrap_or(0.0);
    with_limits(value, variance, Some(0.5 * tied / pairs), (effective(all0), effective(all1)), z)
}

/// Difference of two areas.
#[derive(Clone, Debug, PartialEq)]
pub struct AucDifference {
    /// First less second, with limits.
    pub estimate: Estimate,
    /// Standard error.
    pub standard_error: Option<f64>,
    /// Difference over standard error.
    pub z: Option<f64>,
    /// Two-sided, normal.
    pub p: Option<PValue>,
}

/// Difference of two areas from rows that have nobody in common: two groups, or two scores on different people.
///
/// - Takes: two areas; `z > 0`.
/// - Gives: limits by the sum of the variances, cut to [-1, 1]; without a variance on both sides the value alone, with the
///   notes of both.
/// - Not for: two scores on the same people; a margin (equal areas are not fairness).
/// - Source: methods, "Ranking", 7.1. Oracle: R pROC `roc.test` (unpaired), whose p is that of a t distribution.
pub fn difference(first: &Auc, second: &Auc, z: f64) -> AucDifference {
    let notes = first.estimate.notes.iter().chain(&second.estimate.notes).copied();
    let estimate = |plain: Estimate| notes.clone().fold(plain, Estimate::with);
    let (Some(a), Some(b)) = (first.value(), second.value()) else {
        return AucDifference { estimate: estimate(Estimate::default()), standard_error: None, z: None, p: None };
    };
    let value = a - b;
    let (Some(v), Some(w)) = (first.variance, second.variance) else {
        let bare = Estimate { value: Some(value), ..Estimate::default() };
        return AucDifference { estimate: estimate(bare), standard_error: None, z: None, p: None };
    };
    let standard_error = (v + w).sqrt();
    let limits = Interval { lower: value - z * standard_error, upper: value + z * standard_error };
    let statistic = value / standard_error;
    AucDifference {
        estimate: estimate(clipped(value, limits, -1.0, 1.0)),
        standard_error: Some(standard_error),
        z: Some(statistic),
        p: Some(PValue::upper_normal(statistic.abs()).doubled()),
    }
}

/// Negatives and positives of one group, bin by bin.
#[derive(Clone, Copy, Debug)]
pub struct Ranked<'a> {
    /// Without the outcome.
    pub negatives: &'a [u64],
    /// With the outcome.
    pub positives: &'a [u64],
}

/// Areas across two groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Across {
    /// Positives of the group over negatives of the other: `xauc`; the group's `bnsp_auc` where the other is everybody else
    /// (low: members with the outcome are missed).
    pub positives_over_other: Auc,
    /// Positives of the other over negatives of the group: the group's `bpsn_auc` where the other is everybody else (low:
    /// false alarms fall on the group).
    pub other_over_negatives: Auc,
    /// The first less the second. The four samples are each placed once, so that variances add.
    pub difference: AucDifference,
    /// Positives of the group over positives of the other, less one half: equality gap among positives.
    pub gap_of_positives: Option<f64>,
    /// The same among negatives.
    pub gap_of_negatives: Option<f64>,
}

/// Ranking across groups: who stands above whom.
///
/// - Takes: the group; the reference, or everybody not in the group (`background`); `z > 0`.
/// - Gives: as the fields say; `None` inside as [`auc`].
/// - A difference other than 0 follows from different base rates alone, even for a calibrated score: descriptive.
/// - Source: Kallus and Zhou 2019, NeurIPS; Borkan et al. 2019, WWW companion; methods, "Ranking", 7.2. Oracle: scipy
///   `mannwhitneyu`.
pub fn across(group: Ranked<'_>, other: Ranked<'_>, z: f64) -> Across {
    let positives_over_other = auc(other.negatives, group.positives, z);
    let other_over_negatives = auc(group.negatives, other.positives, z);
    let gap = |above: &[u64], below: &[u64]| auc(below, above, z).value().map(|a| a - 0.5);
    Across {
        difference: difference(&positives_over_other, &other_over_negatives, z),
        gap_of_positives: gap(group.positives, other.positives),
        gap_of_negatives: gap(group.negatives, other.negatives),
        positives_over_other,
        other_over_negatives,
    }
}

/// Probability that somebody of the group has a higher score than somebody of the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Superiority {
    /// The probability; limits `A -+ z se`. Its `estimate` has limits on the logit scale.
    pub probability: Auc,
    /// `(A - 1/2) / se`: the statistic of Brunner and Munzel.
    pub t: Option<f64>,
    /// Degrees of freedom of the t by which p is made; `None` where it is made by the normal distribution.
    pub freedom: Option<f64>,
    /// Two-sided: `brunner_munzel`.
    pub p: Option<PValue>,
}

/// With fewer rows on a side the statistic is held against Student's t.
pub const NORMAL_FROM: u64 = 50;

/// The probability of a higher score, a tie counting one half.
///
/// - Takes: rows of the group and of the reference, bin by bin; `z > 0`. No outcome.
/// - Gives: a probability, one half if neither ranks above the other; unchanged by any rising change of the score. Limits as
///   [`auc`]; the test's variance is the same number.
/// - Edges: [`Note::NoCases`] if a side has no rows; else as [`auc`]. Below [`NORMAL_FROM`] rows on a side p comes of Student's t
///   with Satterthwaite's degrees of freedom, as Brunner and Munzel advise.
/// - Source: Vargha and Delaney 2000, J. Educ. Behav. Stat. 25:101-132; Brunner and Munzel 2000, Biom. J. 42:17-25; methods,
///   "Ranking", 7.5. Oracle: scipy `brunnermunzel`.
pub fn superiority(group: &[u64], reference: &[u64], z: f64) -> Superiority {
    if total(group) == 0 || total(reference) == 0 {
        return Superiority { probability: Auc::none(Note::NoCases), t: None, freedom: None, p: None };
    }
    let probability = auc(reference, group, z);
    let statistic =
        probability.value().zip(probability.standard_error()).map(|(a, standard_error)| (a - 0.5) / standard_error);
    let small = total(group).min(total(reference)) < NORMAL_FROM;
    let freedom = probability.freedom.filter(|_| small && statistic.is_some());
    let p = statistic.map(|t| match freedom {
        Some(freedom) => PValue::from_ln(student_ln_sf(t.abs(), freedom)).doubled(),
        None => PValue::upper_normal(t.abs()).doubled(),
    });
    Superiority { t: statistic, freedom, p, probability }
}

/// Everybody who is not in the group: counts of all groups together less the group's.
pub fn background(all: &[u64], group: &[u64]) -> Vec<u64> {
    all.iter().zip(group).map(|(a, g)| a.saturating_sub(*g)).collect()
}

/// True if outcomes are known for a cut-off range of scores only (`range_restricted`): the lowest score with a known outcome
/// lies above the lowest tenth of everybody's scores. An area then says little of the score at large.
///
/// - Takes: rows with a known outcome, and all rows, bin by bin over the same bins.
pub fn range_restricted(with_outcome: &[u64], everybody: &[u64]) -> bool {
    let lowest = with_outcome.iter().position(|n| *n > 0);
    lowest.zip(quantile_bin(everybody, 0.1)).is_some_and(|(lowest, tenth)| lowest > tenth)
}

/// True if what the bins can change is more than a tenth of the standard error: then the report says so.
pub fn bound_matters(area: &Auc) -> bool {
    match (area.bound, area.standard_error()) {
        (Some(bound), Some(standard_error)) => bound > 0.1 * standard_error,
        (Some(bound), None) => bound > 0.0,
        (None, _) => false,
    }
}

/// Areas of two groups and across them, weighted by their pairs: the area of both together.
///
/// - Takes: areas of group, reference, group's positives over the reference's negatives, and the reverse; numbers of
///   negatives and positives of group and reference.
/// - Gives: `None` if an area is missing. A pooled area can rise with a difference of groups alone.
/// - Source: methods, "Ranking", 7.2. Oracle: [`auc`] of the sums.
pub fn pooled(areas: [Option<f64>; 4], group: (u64, u64), reference: (u64, u64)) -> Option<f64> {
    let pair = |positives: u64, negatives: u64| positives as f64 * negatives as f64;
    let weights = [
        pair(group.1, group.0),
        pair(reference.1, reference.0),
        pair(group.1, reference.0),
        pair(reference.1, group.0),
    ];
    let sum = areas.iter().zip(&weights).try_fold(0.0, |sum, (area, weight)| Some(sum + (*area)? * weight))?;
    Some(sum / weights.iter().sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::{Ranked, across, auc, auc_weighted, auc_within, difference, pooled, range_restricted, superiority};
    use crate::interval::Note;
    use crate::weighted::Sums;

    const Z: f64 = 1.959_963_984_540_054;
    const N: [u64; 4] = [40, 30, 20, 10];
    const P: [u64; 4] = [10, 20, 30, 41];

    #[test]
    fn of_one_part_the_area_within_is_the_area_and_parts_without_a_pair_do_not_count() {
        let (negatives, positives) = (vec![4, 3, 0, 2], vec![1, 2, 5, 3]);
        let whole = auc(&negatives, &positives, 1.96);
        let empty = (vec![2, 0, 0, 1], vec![0; 4]);
        let parts = auc_within(&[(negatives.clone(), positives.clone()), empty], 1.96);
        assert!((parts.value().unwrap() - whole.value().unwrap()).abs() < 1e-15);
        assert!((parts.variance.unwrap() - whole.variance.unwrap()).abs() < 1e-15);
        // Two equal parts: the same area, half the variance.
        let twice = auc_within(&[(negatives.clone(), positives.clone()), (negatives, positives)], 1.96);
        assert!((twice.variance.unwrap() - whole.variance.unwrap() / 2.0).abs() < 1e-15);
        assert!(auc_within(&[(vec![1], vec![0]), (vec![0], vec![1])], 1.96).value().is_none());
        assert!(auc_within(&[], 1.96).value().is_none());
    }

    #[test]
    fn one_side_alone_has_no_area() {
        assert!(auc(&[3, 4], &[0, 0], Z).estimate.has(Note::NoPositives));
        assert!(auc(&[0, 0], &[3, 4], Z).estimate.has(Note::NoNegatives));
        assert!(auc(&[], &[], Z).value().is_none());
        assert!(superiority(&[0], &[3], Z).probability.estimate.has(Note::NoCases));
    }

    // scipy 1.17.1: brunnermunzel([2]*3 + [3]*4 + [5]*2, [1]*4 + [2]*2 + [3]*3 + [4], distribution="t")
    #[test]
    fn few_rows_are_held_against_students_t() {
        let found = superiority(&[0, 3, 4, 0, 2], &[4, 2, 3, 1, 0], Z);
        assert!((found.t.unwrap() - 1.927_104_842_875_758_5).abs() < 1e-12);
        assert!((found.freedom.unwrap() - 15.566_996_182_832_533).abs() < 1e-11);
        assert!((found.p.unwrap().value() - 0.072_419_902_066_575_25).abs() < 1e-12);
        assert_eq!(superiority(&[40, 60], &[50, 50], Z).freedom, None);
    }

    #[test]
    fn perfect_separation_has_an_area_and_no_certainty() {
        for (n, p, area) in [([50, 50, 0], [0, 0, 80], 1.0), ([0, 0, 80], [50, 50, 0], 0.0)] {
            let a = auc(&n, &p, Z);
            assert_eq!(a.value(), Some(area));
            assert!(a.estimate.interval().is_none() && a.symmetric.interval().is_none() && a.variance.is_none());
            assert!(a.estimate.has(Note::Separation) && a.estimate.has(Note::TooFewEvents));
        }
        // Shares of pairs that do not sum to 1 in floating point.
        for most in 2..40 {
            let parts: Vec<(Vec<u64>, Vec<u64>)> = (1..=most).map(|n| (vec![7 * n, 0], vec![0, 3 + n])).collect();
            let a = auc_within(&parts, Z);
            assert!((a.value().unwrap() - 1.0).abs() < 1e-14 && a.estimate.interval().is_none(), "{most}");
            assert!(a.estimate.has(Note::Separation), "{most}");
        }
    }

    #[test]
    fn exchanged_sides_add_up_to_one_exactly() {
        let (a, b) = (auc(&N, &P, Z), auc(&P, &N, Z));
        assert_eq!(a.value().unwrap() + b.value().unwrap(), 1.0);
        assert!((a.variance.unwrap() - b.variance.unwrap()).abs() < 1e-16);
        assert!((a.estimate.lower.unwrap() + b.estimate.upper.unwrap() - 1.0).abs() < 1e-14);
    }

    #[test]
    fn bins_without_rows_change_nothing_and_finer_bins_stay_within_the_bound() {
        let padded = auc(&[0, 40, 30, 0, 20, 10, 0], &[0, 10, 20, 0, 30, 41, 0], Z);
        assert_eq!(padded, auc(&N, &P, Z));
        let coarse = auc(&[70, 30], &[30, 71], Z);
        assert!((coarse.value().unwrap() - padded.value().unwrap()).abs() <= coarse.bound.unwrap());
    }

    #[test]
    fn weights_of_one_give_the_same_area() {
        let one = |counts: &[u64]| -> Vec<Sums> {
            counts.iter().map(|&n| Sums { rows: n, weight: n as f64, square: n as f64 }).collect()
        };
        let (a, b) = (auc(&N, &P, Z), auc_weighted(&one(&N), &one(&P), Z));
        assert!((a.value().unwrap() - b.value().unwrap()).abs() < 1e-15);
        assert!((a.variance.unwrap() / b.variance.unwrap() - 1.0).abs() < 0.011);
    }

    #[test]
    fn areas_within_and_across_make_the_area_of_all() {
        let (n, p) = ([11, 9, 3, 7], [2, 8, 9, 30]);
        let cross = across(Ranked { negatives: &N, positives: &P }, Ranked { negatives: &n, positives: &p }, Z);
        let areas = [
            auc(&N, &P, Z).value(),
            auc(&n, &p, Z).value(),
            cross.positives_over_other.value(),
            cross.other_over_negatives.value(),
        ];
        let sum = |a: [u64; 4], b: [u64; 4]| [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
        let all = auc(&sum(N, n), &sum(P, p), Z).value().unwrap();
        assert!((pooled(areas, (100, 101), (30, 49)).unwrap() - all).abs() < 1e-14);
        assert_eq!(pooled([None; 4], (1, 1), (1, 1)), None);
    }

    #[test]
    fn a_range_is_cut_off_where_outcomes_begin_above_the_lowest_tenth() {
        assert!(range_restricted(&[0, 0, 5, 9], &[50, 30, 15, 5]));
        assert!(
            !range_restricted(&[1, 0, 5, 9], &[50, 30, 15, 5]) && !range_restricted(&[0, 4, 5, 9], &[5, 80, 10, 5])
        );
        assert!(!range_restricted(&[0, 0], &[0, 0]));
    }

    #[test]
    fn a_difference_without_a_variance_is_a_value_alone() {
        let d = difference(&auc(&[50, 0], &[0, 50], Z), &auc(&N, &P, Z), Z);
        assert!(d.estimate.value.is_some() && d.estimate.interval().is_none() && d.p.is_none());
        assert!(d.estimate.has(Note::Separation));
        assert!(difference(&auc(&[1], &[0], Z), &auc(&N, &P, Z), Z).estimate.has(Note::NoPositives));
    }
}
