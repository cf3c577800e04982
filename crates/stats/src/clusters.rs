//! Several rows per person: variances by person, from cluster sums or from buckets of persons.
//!
//! Makes a rate's variance, degrees of freedom and effective size out of sums over persons or counts in buckets. May
//! not know persons. Invariants: the number of buckets and the degrees of freedom belong to the rate, not to the table;
//! fewer than two clusters (buckets) leave no interval (`few_clusters`); limits are Korn-Graubard or effective Wilson,
//! never Wald.
//!
//! Start reading at [`from_buckets`].

use crate::interval::{Estimate, Note};
use crate::known_probabilities::correlation;
use crate::weighted::{self, EffectiveRate, rate_from_variance};

/// Sums over the persons of one rate's denominator (way `cluster_sums`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ClusterSums {
    /// Events.
    pub events: u64,
    /// Rows.
    pub rows: u64,
    /// Persons with rows, `C`.
    pub clusters: u64,
    /// Sum of the squared numbers of events, `Syy`.
    pub events_squared: u64,
    /// Sum of events times rows, `Syn`.
    pub events_rows: u64,
    /// Sum of the squared numbers of rows, `Snn`.
    pub rows_squared: u64,
}

impl ClusterSums {
    /// The sums with one more person; a person without rows does not count.
    pub fn and(self, events: u64, rows: u64) -> ClusterSums {
        if rows == 0 {
            return self;
        }
        ClusterSums {
            events: self.events + events,
            rows: self.rows + rows,
            clusters: self.clusters + 1,
            events_squared: self.events_squared + events * events,
            events_rows: self.events_rows + events * rows,
            rows_squared: self.rows_squared + rows * rows,
        }
    }

    /// `n^2 / Snn`: how many persons with equal numbers of rows these are worth; `None` without rows.
    pub fn equal_clusters(&self) -> Option<f64> {
        (self.rows_squared > 0).then(|| self.rows as f64 * (self.rows as f64 / self.rows_squared as f64))
    }

    /// The linearised variance of the rate; `None` with fewer than two persons.
    ///
    /// Source: methods, "Designs", F. Oracle: R survey `svydesign(ids = ~id)`, `clusters/*` of
    /// `oracle/designs/clusters.jsonl`.
    pub fn variance(&self) -> Option<f64> {
        if self.clusters < 2 {
            return None;
        }
        let (n, c) = (self.rows as f64, self.clusters as f64);
        let p = self.events as f64 / n;
        let sum = self.events_squared as f64 - 2.0 * p * self.events_rows as f64 + p * p * self.rows_squared as f64;
        Some(c / (c - 1.0) * sum.max(0.0) / (n * n))
    }
}

/// What the variance would be if rows were independent, `p (1 - p) / (n - 1)`; `None` with fewer than two rows.
pub fn variance_if_independent(rate: f64, rows: u64) -> Option<f64> {
    (rows > 1).then(|| rate * (1.0 - rate) / (rows as f64 - 1.0))
}

/// The rate from sums over persons: exact linearised variance, `min(C, n^2 / Snn) - 1` degrees of freedom.
///
/// - Takes: the sums; `tail` at each end. A person must not span two groups that are compared.
/// - Gives: rate, variance, effective size, limits.
/// - Edges: no rows: all null, `no_cases`. One person: value alone, `few_clusters`. A rate of 0 or 1: `n* = n^2 / Snn`.
/// - Source: methods, "Designs", F. Oracle: `clusters/linearised`, `clusters/way_1/*` of
///   `oracle/designs/clusters.jsonl`.
pub fn from_sums(sums: &ClusterSums, tail: f64) -> EffectiveRate {
    if sums.rows == 0 {
        return EffectiveRate::none(Note::NoCases);
    }
    let rate = sums.events as f64 / sums.rows as f64;
    with_clusters(rate, sums.rows, sums.clusters, sums.equal_clusters(), sums.variance(), tail)
}

fn with_clusters(
    rate: f64,
    rows: u64,
    clusters: u64,
    equal: Option<f64>,
    variance: Option<f64>,
    tail: f64,
) -> EffectiveRate {
    let (Some(equal), Some(variance)) = (equal, variance) else {
        let mut result = EffectiveRate::none(Note::FewClusters);
        (result.estimate.value, result.equal_clusters) = (Some(rate), equal);
        return result;
    };
    let df = (clusters as f64).min(equal) - 1.0;
    // All rows but a few from one person: no degrees of freedom to speak of.
    if df <= 0.0 {
        let mut result = EffectiveRate::none(Note::FewClusters);
        (result.estimate.value, result.variance, result.equal_clusters) = (Some(rate), Some(variance), Some(equal));
        return result;
    }
    EffectiveRate { equal_clusters: Some(equal), ..rate_from_variance(rate, variance, rows, Some(df), equal, tail) }
}

/// Events and rows of one rate's denominator in each bucket of persons (way `cluster_buckets`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Bucket {
    /// Events.
    pub events: u64,
    /// Rows.
    pub rows: u64,
}

/// The delete-a-group jackknife covariance of two statistics; the variance, if both are the same.
///
/// - Takes: `without`, the values of both statistics with one bucket deleted, for each of the `G` buckets that either
///   of them uses; their values on all.
/// - Gives: `(G - 1)/G` times the sum of the products of deviations from the full values; `None` with fewer than two
///   buckets.
/// - Its own noise: relative standard deviation of a variance about `sqrt(2 / (G - 1))`.
/// - Source: Kott 2001, J. Off. Stat. 17:521-526; methods, "Designs", F. Oracle: R survey JK1 with `mse = TRUE`,
///   `clusters/*`.
pub fn jackknife_covariance(without: &[(f64, f64)], full: (f64, f64)) -> Option<f64> {
    let g = without.len() as f64;
    (without.len() > 1).then(|| (g - 1.0) / g * without.iter().map(|(a, b)| (a - full.0) * (b - full.1)).sum::<f64>())
}

/// Rate and values with each of the used buckets deleted; a bucket without rows of this rate leaves the rate as it is.
fn deleted(buckets: &[Bucket]) -> Option<(f64, Vec<f64>)> {
    let (events, rows) = totals(buckets);
    if rows == 0 {
        return None;
    }
    let full = events as f64 / rows as f64;
    let without = buckets.iter().map(|b| {
        let left = rows - b.rows;
        if left == 0 { full } else { (events - b.events) as f64 / left as f64 }
    });
    Some((full, without.collect()))
}

fn totals(buckets: &[Bucket]) -> (u64, u64) {
    buckets.iter().fold((0, 0), |(events, rows), b| (events + b.events, rows + b.rows))
}

/// The rate from counts in buckets of persons, by the delete-a-group jackknife.
///
/// - Takes: one entry per bucket, also of buckets without rows; `tail` at each end.
/// - Gives: rate, variance over the `G` buckets that this rate uses, `min(G, n^2 / sum n_j^2) - 1` degrees of freedom,
///   effective size, limits.
/// - Edges: no rows: all null, `no_cases`. One bucket: value alone, `few_clusters`. A rate of 0 or 1: `n* = n^2 / sum
///   n_j^2`.
/// - Source, oracle: as [`jackknife_covariance`].
pub fn from_buckets(buckets: &[Bucket], tail: f64) -> EffectiveRate {
    let (_, rows) = totals(buckets);
    let Some((rate, without)) = deleted(buckets) else {
        return EffectiveRate::none(Note::NoCases);
    };
    let used: Vec<(f64, f64)> =
        buckets.iter().zip(&without).filter(|(b, _)| b.rows > 0).map(|(_, &x)| (x, x)).collect();
    let squares: f64 = buckets.iter().map(|b| b.rows as f64 * b.rows as f64).sum();
    let equal = rows as f64 * (rows as f64 / squares);
    let variance = jackknife_covariance(&used, (rate, rate));
    with_clusters(rate, rows, used.len() as u64, Some(equal), variance, tail)
}

/// The jackknife covariance of two rates over the buckets that either uses; `None` if a rate has no rows or there are
/// fewer than two.
///
/// Takes: the same buckets in the same order for both.
pub fn covariance_of_buckets(group: &[Bucket], reference: &[Bucket]) -> Option<f64> {
    debug_assert_eq!(group.len(), reference.len());
    let ((p, p_without), (q, q_without)) = (deleted(group)?, deleted(reference)?);
    let used: Vec<(f64, f64)> = group
        .iter()
        .zip(reference)
        .zip(p_without.iter().zip(&q_without))
        .filter(|((a, b), _)| a.rows > 0 || b.rows > 0)
        .map(|(_, (&x, &y))| (x, y))
        .collect();
    jackknife_covariance(&used, (p, q))
}

/// The difference of two rates from buckets: MOVER with the jackknife correlation, group less reference.
///
/// - Takes: the same buckets for both groups; `tail` at each end.
/// - Gives: a difference with limits in [-1, 1] and the correlation used; notes `few_clusters`, `too_few`, `no_cases`.
/// - Edges: a variance of 0 (no events) leaves correlation 0. A rate without limits: the value alone.
/// - Source: Zou 2007; methods, "Designs", F. Oracle: `clusters/difference/*` of `oracle/designs/clusters.jsonl`.
pub fn difference_of_buckets(group: &[Bucket], reference: &[Bucket], tail: f64) -> (Estimate, Option<f64>) {
    let (a, b) = (from_buckets(group, tail), from_buckets(reference, tail));
    let r = if a.n_star.is_none() || b.n_star.is_none() {
        None
    } else {
        covariance_of_buckets(group, reference).map(|covariance| correlation(covariance, a.variance, b.variance))
    };
    (weighted::difference(&a, &b, r.unwrap_or(0.0)), r)
}

/// What is assumed of clusters that the data do not show (note `cluster_variance_assumed`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Assumed {
    /// Mean number of rows per person as a row sees it (`Snn / n`, at least 1), and the correlation of a person's
    /// outcomes in [0, 1].
    Correlation {
        /// `Snn / n`.
        rows_per_person: f64,
        /// Correlation within a person.
        rho: f64,
    },
    /// As many independent cases as persons: outcomes of one person are alike.
    Persons(u64),
}

/// A rate whose design effect is assumed.
///
/// - Takes: events and rows; the assumption; `tail` at each end.
/// - Gives: the rate with `n_eff = (n - 1)/deff`, `deff = 1 + (Snn/n - 1) rho`, or as many as persons; never above the
///   rows.
/// - Edges: no rows: all null, `no_cases`. No person: value alone, `few_clusters`.
/// - Source: methods, "Designs", F, way 3.
pub fn from_assumption(events: u64, rows: u64, assumed: Assumed, tail: f64) -> EffectiveRate {
    if rows == 0 {
        return EffectiveRate::none(Note::NoCases);
    }
    let (rate, n) = (events as f64 / rows as f64, rows as f64);
    let effective = match assumed {
        Assumed::Correlation { rows_per_person, rho } => {
            (n - 1.0).max(1.0) / (1.0 + (rows_per_person - 1.0).max(0.0) * rho)
        }
        Assumed::Persons(persons) => persons as f64,
    };
    if effective <= 0.0 {
        let mut result = EffectiveRate::none(Note::FewClusters);
        result.estimate.value = Some(rate);
        return result;
    }
    let effective = effective.min(n);
    rate_from_variance(rate, rate * (1.0 - rate) / effective, rows, None, effective, tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_per_person_is_the_variance_of_independent_rows() {
        let sums = (0..60).fold(ClusterSums::default(), |all, i| all.and(u64::from(i % 3 == 0), 1));
        let independent = variance_if_independent(1.0 / 3.0, 60).unwrap();
        assert!((sums.variance().unwrap() / independent - 1.0).abs() < 1e-14);
        assert_eq!(sums.equal_clusters(), Some(60.0));
    }

    #[test]
    fn a_person_without_rows_does_not_count() {
        assert_eq!(ClusterSums::default().and(0, 0), ClusterSums::default());
        assert_eq!(from_sums(&ClusterSums::default(), 0.025).estimate, Estimate::none(Note::NoCases));
    }

    #[test]
    fn one_person_has_a_rate_and_no_limits() {
        let one = from_sums(&ClusterSums::default().and(3, 9), 0.025);
        assert_eq!((one.estimate.value, one.estimate.lower), (Some(3.0 / 9.0), None));
        assert_eq!(one.estimate.notes, [Note::FewClusters]);
        let buckets = [Bucket { events: 2, rows: 5 }, Bucket::default()];
        assert_eq!(from_buckets(&buckets, 0.025).estimate.notes, [Note::FewClusters]);
        let (d, r) = difference_of_buckets(&buckets, &[Bucket { events: 1, rows: 3 }; 2], 0.025);
        assert!(r.is_none() && d.lower.is_none() && d.has(Note::FewClusters) && !d.has(Note::TooFew));
    }

    // With one person per bucket and as many rows each, deleting a bucket is deleting a person: the textbook jackknife
    // of a mean.
    #[test]
    fn the_jackknife_of_equal_buckets_is_the_variance_of_their_mean() {
        let events = [3_u64, 5, 1, 4, 2, 6];
        let buckets = events.map(|events| Bucket { events, rows: 8 });
        let means = events.map(|e| e as f64 / 8.0);
        let mean = means.iter().sum::<f64>() / 6.0;
        let variance = means.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / 30.0;
        assert!((from_buckets(&buckets, 0.025).variance.unwrap() / variance - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_assumed_design_effect_divides_the_rows() {
        let half = from_assumption(30, 101, Assumed::Correlation { rows_per_person: 3.0, rho: 0.5 }, 0.025);
        assert!((half.n_star.unwrap() - 50.0).abs() < 1e-9);
        let persons = from_assumption(30, 101, Assumed::Persons(40), 0.025);
        assert!((persons.n_star.unwrap() - 40.0).abs() < 1e-9);
        let none = from_assumption(0, 101, Assumed::Persons(40), 0.025);
        assert_eq!(none.n_star, Some(40.0));
        assert!(from_assumption(1, 2, Assumed::Persons(0), 0.025).estimate.has(Note::FewClusters));
        assert!(from_assumption(0, 0, Assumed::Persons(0), 0.025).estimate.has(Note::NoCases));
        assert_eq!(from_assumption(1, 3, Assumed::Persons(9), 0.025).n_star, Some(3.0));
    }
}
