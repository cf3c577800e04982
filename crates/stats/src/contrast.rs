//! Which groups are compared with which: the contrasts of group estimates, and the covariance of the contrasts.
//!
//! Makes coefficients and covariances out of shares and variances of independent groups. May not know the metric.
//! Invariants: every contrast's coefficients add up to 0; a covariance matrix is symmetric and as large as the list of
//! contrasts.
//!
//! Start reading at [`covariance`]; its use is [`crate::max_t::simulated`].

/// Every group but the reference minus the reference.
///
/// - Takes: the number of groups; the place of the reference.
/// - Gives: one row of coefficients per comparison, in the order of the groups. None if the reference is not among
///   them.
pub fn against_reference(groups: usize, reference: usize) -> Vec<Vec<f64>> {
    if reference >= groups {
        return Vec::new();
    }
    (0..groups).filter(|&g| g != reference).map(|g| minus(groups, g, reference)).collect()
}

/// Every pair of groups, the earlier minus the later, in the order (0, 1), (0, 2), ..., (1, 2), ...
pub fn all_pairs(groups: usize) -> Vec<Vec<f64>> {
    (0..groups).flat_map(|g| (g + 1..groups).map(move |h| minus(groups, g, h))).collect()
}

/// Every group minus everybody: coefficient `1{g = k} - share_k`.
///
/// - Takes: the groups' sizes (or sums of weights), not all 0.
/// - Gives: one row per group; empty if all sizes are 0.
/// - The margin of such a comparison is that of "group against the rest" times `1 - share_g`.
pub fn against_overall(sizes: &[f64]) -> Vec<Vec<f64>> {
    let all: f64 = sizes.iter().sum();
    if all <= 0.0 {
        return Vec::new();
    }
    (0..sizes.len())
        .map(|g| sizes.iter().enumerate().map(|(k, size)| f64::from(u8::from(g == k)) - size / all).collect())
        .collect()
}

fn minus(groups: usize, g: usize, h: usize) -> Vec<f64> {
    let mut row = vec![0.0; groups];
    row[g] = 1.0;
    row[h] = -1.0;
    row
}

/// The contrasts of the groups' estimates: `sum of coefficient times estimate`.
///
/// - Takes: contrasts, each as long as `estimates`.
/// - Gives: the values of the contrasts.
pub fn values(contrasts: &[Vec<f64>], estimates: &[f64]) -> Vec<f64> {
    contrasts.iter().map(|row| row.iter().zip(estimates).map(|(c, x)| c * x).sum()).collect()
}

/// The covariance matrix of contrasts of independent groups, `C diag(v) C'`.
///
/// - Takes: contrasts, each as long as `variances`; variances at least 0.
/// - Gives: a symmetric matrix; its diagonal holds the variances of the contrasts.
/// - Not for: groups that share rows or sampling strata; hand their covariance in directly.
/// - Source: methods, "Many comparisons", 4.3. Oracle: `oracle/designs/each_vs_overall.jsonl`.
pub fn covariance(contrasts: &[Vec<f64>], variances: &[f64]) -> Vec<Vec<f64>> {
    let shared = |a: &[f64], b: &[f64]| a.iter().zip(b).zip(variances).map(|((a, b), v)| a * b * v).sum();
    contrasts.iter().map(|a| contrasts.iter().map(|b| shared(a, b)).collect()).collect()
}

/// The difference of a group from all others together, from its difference from everybody: divided by `1 - share`.
///
/// - Takes: the difference from everybody; the group's share of all, in [0, 1].
/// - Gives: `None` if the group is everybody.
pub fn from_rest(from_overall: f64, share: f64) -> Option<f64> {
    (share < 1.0).then(|| from_overall / (1.0 - share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_with_one_reference_share_its_variance() {
        let c = covariance(&against_reference(3, 1), &[0.2, 0.5, 0.7]);
        assert_eq!(c, vec![vec![0.7, 0.5], vec![0.5, 1.2]]);
        assert!(against_reference(2, 2).is_empty());
    }

    #[test]
    fn pairs_share_the_variance_of_their_common_group_with_its_sign() {
        let c = covariance(&all_pairs(3), &[1.0, 2.0, 4.0]);
        assert_eq!(c[0], vec![3.0, 1.0, -2.0]);
        assert_eq!(c[1], vec![1.0, 5.0, 4.0]);
    }

    #[test]
    fn a_group_against_everybody_is_a_shrunken_group_against_the_rest() {
        let (sizes, rates) = ([30.0, 50.0, 20.0], [0.1, 0.3, 0.7]);
        let overall = values(&against_overall(&sizes), &rates);
        let rest = (50.0 * 0.3 + 20.0 * 0.7) / 70.0;
        assert!((from_rest(overall[0], 0.3).unwrap() - (0.1 - rest)).abs() < 1e-15);
        assert_eq!(from_rest(0.0, 1.0), None);
        assert!(against_overall(&[0.0]).is_empty());
    }
}
