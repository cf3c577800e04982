//! Some true groups are known: the others are drawn, again and again, from what the validated rows of the same cell say.
//!
//! Makes rates and their difference out of the cell counts of [`super::validated`]. Invariant: the share is drawn within
//! cells that tell decisions apart; drawn from the proxy alone it would give back the weighted estimate with a false interval.
//!
//! Start reading at [`multiple_imputation`].

use crate::interval::{Estimate, Interval, Note};
use crate::resample::{Key, Stream, binomial};
use crate::special::{inverse_beta_lower, student_quantile};

use super::validated::ValidatedCell;

/// The least number of imputations.
pub const LEAST_IMPUTATIONS: u64 = 20;

/// Estimates of several imputations put together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// Their mean.
    pub estimate: f64,
    /// Mean variance within.
    pub within: f64,
    /// Variance between.
    pub between: f64,
    /// Variance of the mean, `within + (1 + 1/M) between`.
    pub total: f64,
    /// Degrees of freedom; `None` if the imputations do not differ (then as many as one likes).
    pub degrees_of_freedom: Option<f64>,
}

impl Pooled {
    /// The mean with limits by Student's t; without limits if there is no variance (`variance_not_estimable`).
    pub fn value(&self, tail: f64) -> Estimate {
        if self.total <= 0.0 {
            return Estimate { value: Some(self.estimate), ..Estimate::none(Note::VarianceNotEstimable) };
        }
        let t = match self.degrees_of_freedom {
            Some(df) => student_quantile(tail, df),
            None => crate::normal::z_of_tail(tail),
        };
        let half = t * self.total.sqrt();
        Estimate::new(self.estimate, Interval { lower: self.estimate - half, upper: self.estimate + half })
    }
}

/// Rubin's rules: the mean of estimates from imputed data and its variance.
///
/// - Takes: estimates with their variances, in the same order. Gives `None` for fewer than two.
/// - Source: Rubin 1987, Multiple Imputation for Nonresponse in Surveys. Oracle: `8.5/rubin` of
///   `oracle/proxy/8.5.jsonl`.
pub fn rubin(estimates: &[f64], variances: &[f64]) -> Option<Pooled> {
    if estimates.len() < 2 || estimates.len() != variances.len() {
        return None;
    }
    let m = estimates.len() as f64;
    let estimate = estimates.iter().sum::<f64>() / m;
    let within = variances.iter().sum::<f64>() / m;
    let between = estimates.iter().map(|e| (e - estimate) * (e - estimate)).sum::<f64>() / (m - 1.0);
    let extra = (1.0 + 1.0 / m) * between;
    let ratio = 1.0 + within / extra;
    let degrees_of_freedom = (extra > 0.0).then_some((m - 1.0) * ratio * ratio);
    Some(Pooled { estimate, within, between, total: within + extra, degrees_of_freedom })
}

/// A share drawn from its posterior, `Beta(yes + 1/2, no + 1/2)`: for imputing groups, and for memberships estimated from
/// a sample in each round of a bootstrap.
///
/// - Takes: the numbers seen, at least 0, not necessarily whole. Gives: a share in (0, 1).
pub fn drawn_share(stream: &mut Stream, yes: f64, no: f64) -> f64 {
    inverse_beta_lower(stream.uniform_open(), yes + 0.5, no + 0.5)
}

/// Whom the group is compared with when groups are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Everybody who is not drawn into the group.
    Rest,
    /// Members of the reference, drawn from those; the others are in neither.
    Reference,
}

/// Rates of both sides and their difference, over all imputations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Imputed {
    /// Rate of the group.
    pub group: Pooled,
    /// Rate of whom it is compared with.
    pub reference: Pooled,
    /// Group less reference.
    pub difference: Pooled,
}

/// Rates and difference by multiple imputation (method `multiple_imputation`): in each round the share of the group in each
/// cell is drawn, then the groups of the rows that were not validated.
///
/// - Takes: cells by decision, always, and by band of the proxy; the key and the number of rounds, at least 20.
/// - Gives `None` if there are no validated rows, fewer than 2 rounds, or a round leaves a side empty (too few validated
///   rows).
/// - Not for: imputing from the proxy alone, which is the weighted estimate with a false interval.
/// - Source: Rubin 1987; methods, "Proxy", 8.5.4. Oracle: [`super::validated::double_sampling`] on the same cells.
pub fn multiple_imputation(cells: &[ValidatedCell], others: Others, key: Key, rounds: u64) -> Option<Imputed> {
    if cells.iter().all(|cell| cell.validated == 0) {
        return None;
    }
    let mut estimates: [Vec<f64>; 3] = Default::default();
    let mut variances: [Vec<f64>; 3] = Default::default();
    for round in 0..rounds {
        let mut stream = Stream::new(key, round);
        // Events and cases of the group and of whom it is compared with.
        let mut counts = [[0_u64; 2]; 2];
        for cell in cells {
            let members = cell.group + drawn(&mut stream, cell.rows - cell.validated, cell.group, cell.validated);
            let others = match others {
                Others::Rest => cell.rows - members,
                Others::Reference => {
                    // Of those who were not drawn into the group.
                    let left = cell.rows - cell.validated - (members - cell.group);
                    cell.reference + drawn(&mut stream, left, cell.reference, cell.validated - cell.group)
                }
            };
            for (side, n) in [members, others].into_iter().enumerate() {
                counts[side][0] += if cell.event { n } else { 0 };
                counts[side][1] += n;
            }
        }
        let [[x1, n1], [x0, n0]] = counts.map(|side| side.map(|n| n as f64));
        if n1 <= 0.0 || n0 <= 0.0 {
            return None;
        }
        let (p, q) = (x1 / n1, x0 / n0);
        let (of_p, of_q) = (p * (1.0 - p) / n1, q * (1.0 - q) / n0);
        for (list, value) in estimates.iter_mut().zip([p, q, p - q]) {
            list.push(value);
        }
        for (list, value) in variances.iter_mut().zip([of_p, of_q, of_p + of_q]) {
            list.push(value);
        }
    }
    let pooled = |which: usize| rubin(&estimates[which], &variances[which]);
    Some(Imputed { group: pooled(0)?, reference: pooled(1)?, difference: pooled(2)? })
}

/// How many of `rows` belong to a group of which `yes` of `seen` were found.
fn drawn(stream: &mut Stream, rows: u64, yes: u64, seen: u64) -> u64 {
    const SCALE: u64 = 1 << 53;
    let share = drawn_share(stream, yes as f64, (seen - yes) as f64);
    binomial(stream, rows, (share * SCALE as f64) as u64, SCALE)
}

#[cfg(test)]
mod tests {
    use super::{Others, multiple_imputation, rubin};
    use crate::interval::Note;
    use crate::proxy::validated::{ValidatedCell, double_sampling};
    use crate::resample::Key;

    const Z: f64 = 1.959_963_984_540_054;

    fn cell(event: bool, rows: u64, validated: u64, group: u64, reference: u64) -> ValidatedCell {
        ValidatedCell { event, rows, validated, group, reference }
    }

    #[test]
    fn imputation_comes_near_to_double_sampling() {
        let cells = [
            cell(true, 186, 36, 30, 6),
            cell(false, 234, 34, 24, 10),
            cell(true, 150, 30, 5, 25),
            cell(false, 500, 100, 8, 92),
        ];
        let exact = double_sampling(&cells, Z).unwrap();
        for others in [Others::Rest, Others::Reference] {
            let by_draws = multiple_imputation(&cells, others, Key([3; 32]), 400).unwrap();
            let (found, right) = (by_draws.difference, exact.difference.value.unwrap());
            assert!((found.estimate - right).abs() < 0.02, "{others:?}");
            assert!((found.total.sqrt() / exact.standard_error() - 1.0).abs() < 0.1, "{others:?}");
            assert!(found.value(0.025).interval().unwrap().contains(right));
            assert!((by_draws.group.estimate - exact.group.estimate.value.unwrap()).abs() < 0.02);
            assert!((by_draws.group.total.sqrt() / exact.group.standard_error - 1.0).abs() < 0.1);
            assert!((found.estimate - by_draws.group.estimate + by_draws.reference.estimate).abs() < 1e-12);
        }
        assert_eq!(multiple_imputation(&[cell(true, 40, 0, 0, 0)], Others::Rest, Key([3; 32]), 20), None);
        assert_eq!(multiple_imputation(&cells, Others::Rest, Key([3; 32]), 1), None);
    }

    // A third of the cases in neither group: their reference is not everybody else.
    #[test]
    fn a_reference_that_is_not_everybody_else_is_drawn_by_itself() {
        let cells = [cell(true, 900, 300, 100, 150), cell(false, 2100, 700, 200, 150)];
        let exact = double_sampling(&cells, Z).unwrap();
        let found = multiple_imputation(&cells, Others::Reference, Key([3; 32]), 200).unwrap();
        let rest = multiple_imputation(&cells, Others::Rest, Key([3; 32]), 200).unwrap();
        assert!((found.reference.estimate - exact.reference.estimate.value.unwrap()).abs() < 0.01);
        assert!((rest.reference.estimate - found.reference.estimate).abs() > 0.1);
    }

    #[test]
    fn imputations_that_do_not_differ_have_the_variance_within() {
        let same = rubin(&[0.1, 0.1], &[0.01, 0.01]).unwrap();
        assert_eq!((same.total, same.degrees_of_freedom), (0.01, None));
        assert!((same.value(0.025).upper.unwrap() - 0.1 - Z * 0.1).abs() < 1e-12);
        assert_eq!(rubin(&[0.1], &[0.01]), None);
        assert!(rubin(&[0.1, 0.1], &[0.0, 0.0]).unwrap().value(0.025).has(Note::VarianceNotEstimable));
    }
}
