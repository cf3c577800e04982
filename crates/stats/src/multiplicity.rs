//! Many comparisons: adjusted p-values, shares of the error probability, and when a whole attribute may be called
//! clear.
//!
//! Makes adjusted values out of p-values. May not know which comparison a p-value belongs to; a p-value that does not
//! exist (`None`) stays `None` in its place and does not count in the number of comparisons. Invariants: the order of
//! the input is kept, equal p-values get equal results, every adjusted value is at least its p-value and at most 1.
//! Critical values for simultaneous intervals are in [`crate::max_t`].
//!
//! Start reading at [`holm`].

/// How many of the p-values exist: the number of comparisons `m` that every adjustment here counts.
///
/// - Takes: p-values, `None` where a comparison has none (no cases, limits that do not exist).
/// - Gives: `m`. The rest, `p.len() - m`, is to be printed beside an adjusted value.
pub fn counted(p: &[Option<f64>]) -> usize {
    p.iter().flatten().count()
}

/// Bonferroni's adjustment, `min(1, m p)`.
///
/// - Takes: p-values in [0, 1], `None` where there is none.
/// - Gives: adjusted p-values in the order of the input; valid under any dependence.
/// - Edges: an empty list gives an empty list; `None` stays `None`.
/// - Not for: choosing a method; [`holm`] is never weaker.
/// - Source: methods, "Many comparisons", 4.2. Oracle: R `p.adjust(method = "bonferroni")`,
///   `oracle/designs/adjust.jsonl`.
pub fn bonferroni(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let m = counted(p) as f64;
    p.iter().map(|p| p.map(|p| (m * p).min(1.0))).collect()
}

/// Holm's step-down adjustment: the running maximum of `(m - i + 1) p(i)`. Controls the family-wise error under any
/// dependence; the default.
///
/// - Takes: p-values in [0, 1], `None` where there is none.
/// - Gives: adjusted p-values in the order of the input.
/// - Edges: as [`bonferroni`]; one p-value is unchanged.
/// - Not for: intervals (no interval belongs to it).
/// - Source: Holm 1979, Scand. J. Stat. 6:65-70. Oracle: R `p.adjust(method = "holm")`, statsmodels `multipletests`,
///   `oracle/designs/adjust.jsonl`.
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let sorted = in_order(p);
    let m = sorted.len();
    let mut highest = 0.0_f64;
    let steps = sorted.iter().enumerate().map(|(i, &(place, p))| {
        highest = highest.max(((m - i) as f64 * p).min(1.0));
        (place, highest)
    });
    back_in_place(p.len(), steps.collect())
}

/// Hochberg's step-up adjustment: the running minimum, from the largest down, of `(m - i + 1) p(i)`.
///
/// - Takes, gives, edges: as [`holm`].
/// - Not for: a default. It needs independence or positive dependence (MTP2), which two-sided comparisons of several
///   groups with one reference do not have in general.
/// - Source: Hochberg 1988, Biometrika 75:800-802. Oracle: R `p.adjust(method = "hochberg")`,
///   `oracle/designs/adjust.jsonl`.
pub fn hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    from_the_top(p, |i, m| (m - i) as f64)
}

/// Benjamini and Hochberg's adjustment, for the false discovery rate: the running minimum from the top of `m p(i) / i`.
///
/// - Takes, edges: as [`holm`].
/// - Gives: adjusted p-values; declaring those at most `q` keeps the expected share of false ones among them at most
///   `q` under independence and positive regression dependence.
/// - Not for: confirmatory comparisons.
/// - Source: Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289-300. Oracle: R `p.adjust(method = "BH")`,
///   `oracle/designs/adjust.jsonl`.
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    from_the_top(p, |i, m| m as f64 / (i + 1) as f64)
}

/// Benjamini and Yekutieli's adjustment: [`benjamini_hochberg`] times `c(m) = 1 + 1/2 + ... + 1/m`, valid under any
/// dependence.
///
/// - Takes, gives, edges: as [`benjamini_hochberg`].
/// - Source: Benjamini and Yekutieli 2001, Ann. Stat. 29:1165-1188. Oracle: R `p.adjust(method = "BY")`,
///   `oracle/designs/adjust.jsonl`.
pub fn benjamini_yekutieli(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let harmonic: f64 = (1..=counted(p)).map(|j| 1.0 / j as f64).sum();
    from_the_top(p, |i, m| harmonic * m as f64 / (i + 1) as f64)
}

/// The error probability that falls to one block of a family, `alpha * in_block / in_family`.
///
/// A block is one metric, stage, stratum and scale of one attribute against one reference. The split is Bonferroni's,
/// so it holds under any dependence between blocks, also for unjoined tables of the same people.
///
/// - Takes: `alpha` of the family in (0, 1); numbers of comparisons, those without a p-value left out.
/// - Gives: the block's `alpha_j`; `None` if either number is 0 or the block is larger than the family.
/// - Source: methods, "Many comparisons", 4.5.1.
pub fn block_share(alpha: f64, in_block: usize, in_family: usize) -> Option<f64> {
    (in_block > 0 && in_block <= in_family).then(|| alpha * in_block as f64 / in_family as f64)
}

/// The level at which intervals of selected exploratory disparities are to be printed, `1 - R q / m` (false coverage
/// rate).
///
/// - Takes: `q` in (0, 1); `selected` disparities declared out of `tested`.
/// - Gives: a level in (0, 1); `None` if nothing was selected or more were selected than tested.
/// - Not for: confirmatory comparisons, whose intervals are simultaneous.
/// - Source: Benjamini and Yekutieli 2005, J. Am. Stat. Assoc. 100:71-81.
pub fn false_coverage_level(q: f64, selected: usize, tested: usize) -> Option<f64> {
    (selected > 0 && selected <= tested).then(|| 1.0 - q * selected as f64 / tested as f64)
}

/// One comparison as the summary of its attribute sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The row itself reads `disparity`.
    pub disparity: bool,
    /// The row itself reads `within_margin`.
    pub within_margin: bool,
    /// Unadjusted p of "at or beyond the margin"; `None` if the comparison has none.
    pub p_within: Option<f64>,
    /// Exact p of the same, where the exact guard acts on this comparison; `None` where it does not act.
    pub exact_p_within: Option<f64>,
}

/// What may be said of all comparisons of an attribute together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    /// At least one comparison is a disparity.
    Disparity,
    /// Every comparison is within its margin, at the level that one of several attributes may use.
    WithinMargin,
    /// Neither.
    Inconclusive,
}

/// The summary of an attribute and the level it was read at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AttributeSummary {
    /// `alpha_within / attributes`.
    pub level: f64,
    /// What may be said.
    pub summary: Summary,
    /// A row alone reads otherwise than the attribute (note `multiplicity`).
    pub multiplicity: bool,
}

/// Reads the comparisons of one attribute together: a disparity if one is, clear if every single one is shown to be
/// within its margin.
///
/// "No disparity in any group" is one claim about all groups, so each comparison is read unadjusted
/// (intersection-union); it is made once per attribute, so the level is divided by the number of attributes.
///
/// - Takes: the attribute's comparisons; `attributes` in the family, at least 1; `alpha_within` in (0, 1), 0.025 by
///   default.
/// - Gives: the summary; a p equal to the level counts. `None` if there are no comparisons or no attributes.
/// - Edges: a comparison without p, or one whose exact p is above the level, makes the attribute inconclusive.
/// - Not for: naming a single group as within the margin; that takes the group's own adjusted verdict.
/// - Source: Berger 1982, Technometrics 24:295-300; methods, "Many comparisons", 4.5.3. Oracle:
///   `oracle/designs/all_clear.jsonl`.
pub fn attribute_summary(comparisons: &[Comparison], attributes: usize, alpha_within: f64) -> Option<AttributeSummary> {
    if comparisons.is_empty() || attributes == 0 {
        return None;
    }
    let level = alpha_within / attributes as f64;
    let shown = |c: &Comparison| c.p_within.is_some_and(|p| p <= level) && c.exact_p_within.is_none_or(|p| p <= level);
    let summary = if comparisons.iter().any(|c| c.disparity) {
        Summary::Disparity
    } else if comparisons.iter().all(shown) {
        Summary::WithinMargin
    } else {
        Summary::Inconclusive
    };
    let multiplicity = summary == Summary::WithinMargin && comparisons.iter().any(|c| !c.within_margin);
    Some(AttributeSummary { level, summary, multiplicity })
}

/// The p-values that exist, smallest first, each with its place in the input.
fn in_order(p: &[Option<f64>]) -> Vec<(usize, f64)> {
    let mut sorted: Vec<(usize, f64)> = p.iter().enumerate().filter_map(|(i, p)| p.map(|p| (i, p))).collect();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1));
    sorted
}

/// The running minimum, from the largest p-value down, of `factor(i, m) p(i)`, `i` counted from 0.
fn from_the_top(p: &[Option<f64>], factor: impl Fn(usize, usize) -> f64) -> Vec<Option<f64>> {
    let sorted = in_order(p);
    let m = sorted.len();
    let mut lowest = 1.0_f64;
    let steps = sorted.iter().enumerate().rev().map(|(i, &(place, p))| {
        lowest = lowest.min(factor(i, m) * p);
        (place, lowest)
    });
    back_in_place(p.len(), steps.collect())
}

fn back_in_place(len: usize, adjusted: Vec<(usize, f64)>) -> Vec<Option<f64>> {
    let mut all = vec![None; len];
    for (place, value) in adjusted {
        all[place] = Some(value);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_comparison_without_p_keeps_its_place_and_does_not_count() {
        let with_gap = holm(&[Some(0.01), None, Some(0.04)]);
        assert_eq!(with_gap, vec![Some(0.02), None, Some(0.04)]);
        assert_eq!(bonferroni(&[None, Some(0.3)]), vec![None, Some(0.3)]);
        assert!(benjamini_yekutieli(&[None, None]).iter().all(Option::is_none));
    }

    #[test]
    fn four_blocks_of_one_comparison_each_get_a_quarter() {
        assert_eq!(block_share(0.05, 1, 4), Some(0.0125));
        assert_eq!(block_share(0.05, 0, 4), None);
        assert_eq!(block_share(0.05, 5, 4), None);
    }

    #[test]
    fn the_false_coverage_level_of_ten_in_a_hundred_is_the_level_of_a_tenth_of_q() {
        let level = false_coverage_level(0.05, 10, 100).unwrap();
        assert!((level - 0.995).abs() < 1e-15);
        assert_eq!(false_coverage_level(0.05, 0, 100), None);
    }

    #[test]
    fn an_attribute_without_comparisons_has_no_summary() {
        assert_eq!(attribute_summary(&[], 2, 0.025), None);
    }

    // Closed testing: Holm rejects the i-th exactly when every Bonferroni test of a set that holds it rejects; checked
    // over all subsets.
    #[test]
    fn holm_equals_the_closed_test_of_bonferroni_over_all_subsets() {
        let p = [0.011, 0.02, 0.3, 0.004, 0.019];
        let adjusted = holm(&p.map(Some));
        for (i, adjusted) in adjusted.iter().enumerate() {
            let closed = (1_u32..32)
                .filter(|set| set & (1 << i) != 0)
                .map(|set| {
                    let members = (0..5).filter(|j| set & (1 << j) != 0);
                    let smallest = members.clone().map(|j| p[j]).fold(1.0, f64::min);
                    (members.count() as f64 * smallest).min(1.0)
                })
                .fold(0.0, f64::max);
            assert!((adjusted.unwrap() - closed).abs() < 1e-15, "{i}");
        }
    }

    proptest! {
        #[test]
        fn adjusted_values_are_between_p_and_one_and_follow_their_order(
            p in proptest::collection::vec(proptest::option::of(0.0..=1.0_f64), 0..12)
        ) {
            for adjust in [bonferroni, holm, hochberg, benjamini_hochberg, benjamini_yekutieli] {
                let adjusted = adjust(&p);
                for (i, a) in adjusted.iter().enumerate() {
                    prop_assert_eq!(a.is_some(), p[i].is_some());
                    if let (Some(a), Some(p)) = (a, p[i]) {
                        prop_assert!(*a >= p * (1.0 - 1e-15) && *a <= 1.0);
                    }
                }
                for i in 0..p.len() {
                    for j in 0..p.len() {
                        if let (Some(a), Some(b)) = (p[i], p[j]) && a <= b {
                            prop_assert!(adjusted[i] <= adjusted[j]);
                        }
                    }
                }
            }
            let ordered = [benjamini_hochberg(&p), hochberg(&p), holm(&p), bonferroni(&p)];
            for (strong, weak) in ordered.iter().zip(&ordered[1..]) {
                for (s, w) in strong.iter().zip(weak) {
                    if let (Some(s), Some(w)) = (s, w) {
                        prop_assert!(*s <= w * (1.0 + 1e-15));
                    }
                }
            }
        }
    }
}
