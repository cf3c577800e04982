//! Is the proxy calibrated for these people, and can known totals repair it?
//!
//! Where the shares of the groups in the audited pool are known (registers, without linking), the mean membership is
//! compared with them, and memberships are raked to them. Raking repairs calibration only, not the dependence of group and
//! decision within cells.

use crate::interval::{Estimate, Interval, Note};

/// The mean membership of a group less its known share, with limits.
///
/// - Takes: the sum of the memberships over the rows, the sum of their squares, the number of rows; the known share in
///   [0, 1]; `z >= 0` (1.96 for the note).
/// - Gives: a difference with standard error `sqrt(sum p (1 - p)) / N`: what a pool whose members are drawn by these
///   probabilities would show. Note `proxy_not_calibrated` if the interval does not hold 0.
/// - Edges: no rows: null, `no_cases`. Probabilities of 0 and 1 only: an interval of no width, right for a known group.
/// - Source: methods, "Proxy", 8.8. Oracle: `8.8/case` of `oracle/proxy/8.8.jsonl` (means).
pub fn in_the_large(members: f64, squares: f64, rows: u64, known_share: f64, z: f64) -> Estimate {
    if rows == 0 {
        return Estimate::none(Note::NoCases);
    }
    let n = rows as f64;
    let value = members / n - known_share;
    let half = z * (members - squares).max(0.0).sqrt() / n;
    let limits = Interval { lower: value - half, upper: value + half };
    let estimate = Estimate::new(value, limits);
    // Rounding of sums is no miscalibration.
    let off = limits.lower > 1e-12 || limits.upper < -1e-12;
    if off { estimate.with(Note::ProxyNotCalibrated) } else { estimate }
}

/// Rounds after which totals that are not reached count as out of reach; usually a hundred are enough.
const MOST_ROUNDS: usize = 2_000;

/// Shares count as reached within this.
const REACHED: f64 = 1e-13;

/// Memberships raked to known totals.
#[derive(Clone, Debug, PartialEq)]
pub struct Raked {
    /// For each group what its probabilities are multiplied by before they are made to sum to 1; the first is 1, a group
    /// whose total is 0 has 0.
    pub multipliers: Vec<f64>,
    /// The mean memberships reached.
    pub shares: Vec<f64>,
    /// Rounds taken.
    pub rounds: usize,
}

impl Raked {
    /// The raked probabilities of one row; `None` if nothing is left of them (all groups it may belong to have total 0).
    pub fn probabilities(&self, row: &[f64]) -> Option<Vec<f64>> {
        adjusted(row, &self.multipliers)
    }
}

fn adjusted(row: &[f64], multipliers: &[f64]) -> Option<Vec<f64>> {
    let sum: f64 = row.iter().zip(multipliers).map(|(p, f)| p * f).sum();
    (sum > 0.0).then(|| row.iter().zip(multipliers).map(|(p, f)| p * f / sum).collect())
}

/// Multipliers that bring the mean memberships to known shares, by iterative proportional fitting (method
/// `proxy_raked`).
///
/// - Takes: probability vectors with the number of rows that have each; one target share per group, at least 0, summing
///   to 1 within 1e-6.
/// - Gives `None` if the targets do not sum to 1, there are no rows, a group with a target above 0 has no probability
///   anywhere, a row would be left without a group, or the targets are not reached (they cannot be, with these
///   probabilities).
/// - Source: Deming and Stephan 1940, Ann. Math. Stat. 11:427-444; methods, "Proxy", 8.8. Oracle: `8.8/rake`, `8.8/case`
///   of `oracle/proxy/8.8.jsonl`.
pub fn raked(table: &[(Vec<f64>, f64)], targets: &[f64]) -> Option<Raked> {
    let rows: f64 = table.iter().map(|(_, n)| n).sum();
    let sum: f64 = targets.iter().sum();
    let fits = rows > 0.0 && (sum - 1.0).abs() <= 1e-6 && targets.iter().all(|t| *t >= 0.0);
    if !fits {
        return None;
    }
    let targets: Vec<f64> = targets.iter().map(|t| t / sum).collect();
    let mut multipliers: Vec<f64> = targets.iter().map(|t| if *t > 0.0 { 1.0 } else { 0.0 }).collect();
    for round in 0..MOST_ROUNDS {
        let mut shares = vec![0.0; targets.len()];
        for (row, n) in table.iter().filter(|(_, n)| *n > 0.0) {
            for (share, p) in shares.iter_mut().zip(adjusted(row, &multipliers)?) {
                *share += n / rows * p;
            }
        }
        if shares.iter().zip(&targets).all(|(share, target)| (share - target).abs() <= REACHED) {
            let first = multipliers.iter().copied().find(|f| *f > 0.0)?;
            let multipliers = multipliers.iter().map(|f| f / first).collect();
            return Some(Raked { multipliers, shares, rounds: round });
        }
        for ((f, share), target) in multipliers.iter_mut().zip(&shares).zip(&targets) {
            if *target > 0.0 {
                if *share <= 0.0 {
                    return None;
                }
                *f *= target / share;
            }
        }
        // Only their ratios matter: kept from running off where the totals cannot be reached.
        let most = multipliers.iter().fold(0.0_f64, |most, f| most.max(*f));
        for f in &mut multipliers {
            *f /= most;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{in_the_large, raked};
    use crate::interval::Note;

    #[test]
    fn a_mean_membership_is_compared_with_the_known_share() {
        let off = in_the_large(234.0, 150.0, 1000, 0.53, 1.96);
        assert!((off.value.unwrap() + 0.296).abs() < 1e-15 && off.has(Note::ProxyNotCalibrated));
        let half = off.upper.unwrap() - off.value.unwrap();
        assert!((half - 1.96 * 84.0_f64.sqrt() / 1000.0).abs() < 1e-15);
        assert!(!in_the_large(234.0, 150.0, 1000, 0.23, 1.96).has(Note::ProxyNotCalibrated));
        assert!(in_the_large(0.0, 0.0, 0, 0.23, 1.96).has(Note::NoCases));
        assert!(!in_the_large(30.0, 30.0, 100, 0.3, 1.96).has(Note::ProxyNotCalibrated));
    }

    #[test]
    fn raked_memberships_have_the_known_shares() {
        let table = [(vec![0.7, 0.3], 40.0), (vec![0.2, 0.8], 60.0), (vec![0.5, 0.5], 0.0)];
        let found = raked(&table, &[0.6, 0.4]).unwrap();
        let mean =
            |g: usize| table.iter().map(|(row, n)| n / 100.0 * found.probabilities(row).unwrap()[g]).sum::<f64>();
        assert!((mean(0) - 0.6).abs() < 1e-12 && found.multipliers[0] == 1.0 && found.rounds < 100);
        let same = raked(&table, &[0.4, 0.6]).unwrap();
        assert!((same.multipliers[1] - 1.0).abs() < 1e-12, "already calibrated");
    }

    #[test]
    fn totals_that_cannot_be_reached_are_refused() {
        let known = [(vec![1.0, 0.0], 40.0), (vec![0.0, 1.0], 60.0)];
        assert_eq!(raked(&known, &[0.5, 0.5]), None);
        assert!(raked(&known, &[0.4, 0.6]).is_some());
        assert_eq!(raked(&known, &[0.4, 0.5]), None);
        assert_eq!(raked(&known, &[1.0, 0.0]), None);
        assert_eq!(raked(&[], &[0.4, 0.6]), None);
        let absent = [(vec![0.5, 0.5, 0.0], 40.0)];
        assert_eq!(raked(&absent, &[0.4, 0.5, 0.1]), None);
        let gone = raked(&[(vec![0.5, 0.25, 0.25], 40.0)], &[0.8, 0.2, 0.0]).unwrap();
        assert_eq!(gone.multipliers[2], 0.0);
    }
}
