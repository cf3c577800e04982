//! Regression of the rates of cells on their membership probabilities: right if, given the group, decision and proxy are
//! unrelated.
//!
//! Where the proxy matters by itself (poor areas, discrimination by name) the disparity it gives is often too large. A
//! coefficient outside [0, 1] refutes the assumption or the calibration, so the unconstrained numbers are given beside the
//! constrained ones. Over areas with shares this is Goodman's regression. Never a verdict.

use crate::interval::{Estimate, Interval, Note};
use crate::linear::{Cholesky, add_outer, condition_number, dot, least_squares, quadratic};

use super::Cell;

/// Above this condition number of the memberships the rates are not told apart (note `maxima_not_unique`).
pub const CONDITION_MOST: f64 = 1e8;

/// The rates of all groups by regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// One rate per group, unconstrained: a number outside [0, 1] refutes an assumption.
    pub rates: Vec<f64>,
    /// The rates nearest to the cells among those in [0, 1].
    pub constrained: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

/// The memberships of the groups over the cells with rows, one column per group, with the rows of each cell.
pub(super) fn columns(cells: &[Cell]) -> (Vec<Vec<f64>>, Vec<&Cell>) {
    let used: Vec<&Cell> = cells.iter().filter(|cell| cell.rows > 0).collect();
    let groups = used.first().map_or(0, |cell| cell.members.len());
    let column = |group: usize| used.iter().map(|cell| cell.share(group)).collect();
    ((0..groups).map(column).collect(), used)
}

/// The same columns with each cell as heavy as its rows.
pub(super) fn weighted_columns(columns: &[Vec<f64>], cells: &[&Cell]) -> Vec<Vec<f64>> {
    let root = |cell: &Cell| (cell.rows as f64).sqrt();
    columns.iter().map(|column| column.iter().zip(cells).map(|(p, cell)| p * root(cell)).collect()).collect()
}

/// True if the memberships tell the groups apart over these cells.
pub(super) fn tells_apart(columns: &[Vec<f64>], cells: &[&Cell]) -> bool {
    let weighted = weighted_columns(columns, cells);
    condition_number(&weighted).is_some_and(|ratio| ratio <= CONDITION_MOST)
}

/// The rates of all groups by weighted least squares of the cells' rates on their memberships, without intercept (method
/// `proxy_surrogate_regression`).
///
/// - Takes: cells with the memberships of all groups.
/// - Gives: one rate per group with a covariance by HC1 on the rows; `None` if the memberships are collinear over the
///   cells, nearly collinear, or there are fewer cells than groups (`maxima_not_unique`).
/// - Edges: memberships of 0 and 1: the rates of known groups. No more rows than groups: no variance.
/// - Not for: a verdict; a correlation over areas is not a disparity of persons.
/// - Source: Thielbar et al. 2023 (jurity); Goodman 1953, Am. Sociol. Rev. 18:663-664; methods, "Proxy", 8.4, 8.7.
///   Oracle: statsmodels; `oracle/proxy/8.4.jsonl`, `oracle/proxy/8.7.jsonl`.
pub fn regression(cells: &[Cell]) -> Option<Regression> {
    let (columns, used) = columns(cells);
    let groups = columns.len();
    if groups == 0 || !tells_apart(&columns, &used) {
        return None;
    }
    let weighted = weighted_columns(&columns, &used);
    let target: Vec<f64> = used.iter().map(|cell| cell.rate() * (cell.rows as f64).sqrt()).collect();
    let rates = least_squares(&weighted, &target)?;
    let rows: f64 = used.iter().map(|cell| cell.rows as f64).sum();
    let (mut bread, mut meat) = (vec![vec![0.0; groups]; groups], vec![vec![0.0; groups]; groups]);
    for (i, cell) in used.iter().enumerate() {
        let p: Vec<f64> = columns.iter().map(|column| column[i]).collect();
        let fitted = dot(&p, &rates);
        let (x, y) = (cell.events as f64, (cell.rows - cell.events) as f64);
        add_outer(&mut bread, cell.rows as f64, &p);
        add_outer(&mut meat, x * (1.0 - fitted) * (1.0 - fitted) + y * fitted * fitted, &p);
    }
    let inverse = Cholesky::new(&bread)?.inverse();
    let factor = if rows > groups as f64 { rows / (rows - groups as f64) } else { 0.0 };
    // inverse' meat inverse, entry by entry as a bilinear form.
    let covariance = (0..groups)
        .map(|i| {
            (0..groups)
                .map(|j| {
                    let row: Vec<f64> = meat.iter().map(|m| dot(m, &inverse[j])).collect();
                    factor * dot(&inverse[i], &row)
                })
                .collect()
        })
        .collect();
    let constrained = constrained(&bread, &weighted, &target, &rates);
    Some(Regression { rates, constrained, covariance })
}

/// The minimum of the squares over rates in [0, 1], coordinate by coordinate: the sum of squares is convex, so that the
/// search ends in its minimum.
fn constrained(gram: &[Vec<f64>], columns: &[Vec<f64>], target: &[f64], start: &[f64]) -> Vec<f64> {
    let mut rates: Vec<f64> = start.iter().map(|rate| rate.clamp(0.0, 1.0)).collect();
    if rates.iter().zip(start).all(|(a, b)| a == b) {
        return rates;
    }
    let wanted: Vec<f64> = columns.iter().map(|column| dot(column, target)).collect();
    for _ in 0..100_000 {
        let mut moved: f64 = 0.0;
        for i in 0..rates.len() {
            let gradient = dot(&gram[i], &rates) - wanted[i];
            let next = (rates[i] - gradient / gram[i][i]).clamp(0.0, 1.0);
            moved = moved.max((next - rates[i]).abs());
            rates[i] = next;
        }
        if moved < 1e-14 {
            break;
        }
    }
    rates
}

impl Regression {
    /// True if all unconstrained rates lie in [0, 1]; if not, the assumption or the calibration is refuted.
    pub fn is_possible(&self) -> bool {
        self.rates.iter().all(|rate| (0.0..=1.0).contains(rate))
    }

    fn estimate(&self, value: f64, contrast: &[f64], z: f64) -> Estimate {
        let variance = quadratic(&self.covariance, contrast);
        if variance <= 0.0 {
            return Estimate { value: Some(value), ..Estimate::none(Note::VarianceNotEstimable) };
        }
        let half = z * variance.sqrt();
        Estimate::new(value, Interval { lower: value - half, upper: value + half })
    }

    fn unit(&self, group: usize, sign: f64) -> Vec<f64> {
        (0..self.rates.len()).map(|i| if i == group { sign } else { 0.0 }).collect()
    }

    /// The unconstrained rate of a group with Wald's limits, which may lie outside [0, 1]; without limits where there is no
    /// variance (`variance_not_estimable`).
    pub fn rate(&self, group: usize, z: f64) -> Estimate {
        self.estimate(self.rates[group], &self.unit(group, 1.0), z)
    }

    /// The unconstrained difference of two groups with Wald's limits.
    pub fn difference(&self, group: usize, reference: usize, z: f64) -> Estimate {
        let mut contrast = self.unit(group, 1.0);
        contrast[reference] -= 1.0;
        self.estimate(self.rates[group] - self.rates[reference], &contrast, z)
    }
}

#[cfg(test)]
mod tests {
    use super::regression;
    use crate::interval::Note;
    use crate::proxy::Cell;

    fn cell(rows: u64, events: u64, share: f64) -> Cell {
        let members = share * rows as f64;
        Cell { rows, events, members: vec![members, rows as f64 - members] }
    }

    #[test]
    fn known_groups_have_their_own_rates() {
        let found = regression(&[cell(100, 30, 1.0), cell(80, 12, 0.0)]).unwrap();
        assert!((found.rates[0] - 0.3).abs() < 1e-14 && (found.rates[1] - 0.15).abs() < 1e-14);
        let d = found.difference(0, 1, 1.0);
        let variance = (0.3 * 0.7 / 100.0 + 0.15 * 0.85 / 80.0) * 180.0 / 178.0;
        assert!((d.upper.unwrap() - d.value.unwrap() - f64::sqrt(variance)).abs() < 1e-12);
        assert!(found.is_possible() && found.constrained == found.rates);
    }

    #[test]
    fn rates_outside_the_range_refute_and_are_constrained_beside() {
        // The rate rises faster with the share than any two rates allow.
        let found = regression(&[cell(100, 0, 0.0), cell(100, 20, 0.3), cell(100, 90, 0.6)]).unwrap();
        assert!(!found.is_possible() && found.rates[0] > 1.0);
        assert_eq!(found.constrained[0], 1.0);
        assert!((0.0..=1.0).contains(&found.constrained[1]));
        // Nothing nearby in the square is nearer.
        let squares = |a: f64, b: f64| {
            let one = |n: f64, r: f64, p: f64| n * (r - p * a - (1.0 - p) * b) * (r - p * a - (1.0 - p) * b);
            one(100.0, 0.0, 0.0) + one(100.0, 0.2, 0.3) + one(100.0, 0.9, 0.6)
        };
        let (a, b) = (found.constrained[0], found.constrained[1]);
        for (da, db) in [(-1e-4, 0.0), (0.0, 1e-4), (0.0, -1e-4), (-1e-4, 1e-4)] {
            let (a2, b2) = (a + da, b + db);
            if (0.0..=1.0).contains(&b2) {
                assert!(squares(a2, b2) >= squares(a, b));
            }
        }
    }

    #[test]
    fn one_class_has_the_rate_of_all() {
        let all =
            [Cell { rows: 100, events: 30, members: vec![100.0] }, Cell { rows: 50, events: 0, members: vec![50.0] }];
        assert!((regression(&all).unwrap().rates[0] - 0.2).abs() < 1e-15);
        assert!((crate::proxy::latent_class::latent_class(&all).unwrap().rates[0] - 0.2).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_told_apart_is_not_estimated() {
        assert_eq!(regression(&[cell(100, 30, 0.4), cell(80, 12, 0.4)]), None);
        assert_eq!(regression(&[cell(100, 30, 0.4), cell(80, 12, 0.4 + 1e-10)]), None);
        assert_eq!(regression(&[cell(100, 30, 0.4)]), None);
        assert_eq!(regression(&[]), None);
        assert_eq!(regression(&[cell(0, 0, 0.0), cell(80, 12, 0.5)]), None);
        let none = regression(&[cell(100, 0, 0.2), cell(80, 0, 0.7)]).unwrap();
        assert!(none.rate(0, 1.96).has(Note::VarianceNotEstimable));
    }
}
