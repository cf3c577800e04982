//! The most likely rates of the groups when, given the group, decision and proxy are unrelated: the likelihood twin of
//! [`super::regression`], inside [0, 1] by construction.
//!
//! Limits are a bootstrap of the cells; the numbers are never a verdict.

use crate::float;
use crate::linear::{Cholesky, add_outer, dot};

use super::Cell;
use super::regression::{columns, tells_apart};

/// The search ends where no rate moves by more.
const LAST_STEP: f64 = 1e-12;

/// Rounds of the search; Newton's steps take about ten.
const MOST_ROUNDS: usize = 100_000;

/// The most likely rates.
#[derive(Clone, Debug, PartialEq)]
pub struct LatentClass {
    /// One rate per group, in [0, 1].
    pub rates: Vec<f64>,
    /// The log likelihood there, up to a constant of the data.
    pub ln_likelihood: f64,
}

/// Cells as the search sees them.
struct Problem {
    shares: Vec<Vec<f64>>,
    events: Vec<f64>,
    others: Vec<f64>,
}

impl Problem {
    /// `None` where the rates give an observed cell probability 0.
    fn ln_likelihood(&self, rates: &[f64]) -> Option<f64> {
        let mut sum = 0.0;
        for ((p, x), y) in self.shares.iter().zip(&self.events).zip(&self.others) {
            let fitted = dot(p, rates);
            for (count, probability) in [(*x, fitted), (*y, 1.0 - fitted)] {
                if count > 0.0 {
                    if probability <= 0.0 {
                        return None;
                    }
                    sum += count * float::ln(probability);
                }
            }
        }
        Some(sum)
    }

    /// One step of expectation and maximisation: never goes down, stays in [0, 1].
    fn em(&self, rates: &[f64]) -> Vec<f64> {
        let (mut with, mut all) = (vec![0.0; rates.len()], vec![0.0; rates.len()]);
        for ((p, x), y) in self.shares.iter().zip(&self.events).zip(&self.others) {
            let fitted = dot(p, rates);
            for group in 0..rates.len() {
                let part = |count: f64, own: f64, whole: f64| {
                    if count > 0.0 && whole > 0.0 { count * p[group] * own / whole } else { 0.0 }
                };
                let event = part(*x, rates[group], fitted);
                with[group] += event;
                all[group] += event + part(*y, 1.0 - rates[group], 1.0 - fitted);
            }
        }
        let step = |(w, a): (&f64, &f64)| if *a > 0.0 { (w / a).clamp(0.0, 1.0) } else { 0.0 };
        with.iter().zip(&all).map(step).collect()
    }

    /// Newton's step of the rates that are not held at an end, cut to [0, 1]; `None` where it cannot be made.
    fn newton(&self, rates: &[f64]) -> Option<Vec<f64>> {
        let groups = rates.len();
        let (mut gradient, mut curvature) = (vec![0.0; groups], vec![vec![0.0; groups]; groups]);
        for ((p, x), y) in self.shares.iter().zip(&self.events).zip(&self.others) {
            let fitted = dot(p, rates);
            let part = |count: f64, probability: f64| if count > 0.0 { count / probability } else { 0.0 };
            let (up, down) = (part(*x, fitted), part(*y, 1.0 - fitted));
            for (sum, share) in gradient.iter_mut().zip(p) {
                *sum += (up - down) * share;
            }
            add_outer(&mut curvature, part(up, fitted) + part(down, 1.0 - fitted), p);
        }
        let is_free =
            |i: &usize| !((rates[*i] <= 0.0 && gradient[*i] <= 0.0) || (rates[*i] >= 1.0 && gradient[*i] >= 0.0));
        let free: Vec<usize> = (0..groups).filter(is_free).collect();
        if free.is_empty() {
            return Some(rates.to_vec());
        }
        let part: Vec<Vec<f64>> = free.iter().map(|i| free.iter().map(|j| curvature[*i][*j]).collect()).collect();
        let wanted: Vec<f64> = free.iter().map(|i| gradient[*i]).collect();
        let step = Cholesky::new(&part)?.solve(&wanted);
        let mut next = rates.to_vec();
        for (i, s) in free.iter().zip(step) {
            next[*i] = (rates[*i] + s).clamp(0.0, 1.0);
        }
        next.iter().all(|rate| rate.is_finite()).then_some(next)
    }
}

/// The most likely rates of all groups, memberships known (method `proxy_latent_class`).
///
/// - Takes: cells with the memberships of all groups, which sum to 1 in each cell.
/// - Gives: one rate per group in [0, 1]; `None` if the memberships do not tell the groups apart over the cells
///   (`maxima_not_unique`), or there are no rows.
/// - The log likelihood is concave without covariates: Newton's steps, or one of expectation and maximisation where such
///   a step does not rise, lead from the weighted estimate to the one maximum.
/// - Not for: a verdict.
/// - Source: McCartan, Fisher, Goldin, Ho and Imai, arXiv 2303.02580, without covariates; methods, "Proxy", 8.4. Oracle:
///   EM, scipy L-BFGS-B; `oracle/proxy/8.4.jsonl`.
pub fn latent_class(cells: &[Cell]) -> Option<LatentClass> {
    let (columns, used) = columns(cells);
    if columns.is_empty() || !tells_apart(&columns, &used) {
        return None;
    }
    let problem = Problem {
        shares: (0..used.len()).map(|i| columns.iter().map(|column| column[i]).collect()).collect(),
        events: used.iter().map(|cell| cell.events as f64).collect(),
        others: used.iter().map(|cell| (cell.rows - cell.events) as f64).collect(),
    };
    let weighted = |group: usize| super::expected(cells, group).rate().unwrap_or(0.0);
    let mut rates: Vec<f64> = (0..columns.len()).map(weighted).collect();
    let mut height = problem.ln_likelihood(&rates)?;
    for _ in 0..MOST_ROUNDS {
        let by_newton = problem.newton(&rates).and_then(|next| {
            let there = problem.ln_likelihood(&next)?;
            (there >= height).then_some((next, there))
        });
        let (next, there) = match by_newton {
            Some(found) => found,
            None => {
                let next = problem.em(&rates);
                let there = problem.ln_likelihood(&next)?;
                (next, there)
            }
        };
        let moved = rates.iter().zip(&next).fold(0.0_f64, |most, (a, b)| most.max((a - b).abs()));
        (rates, height) = (next, there);
        if moved < LAST_STEP {
            break;
        }
    }
    Some(LatentClass { rates, ln_likelihood: height })
}

#[cfg(test)]
mod tests {
    use super::{Problem, latent_class};
    use crate::proxy::Cell;

    fn cell(rows: u64, events: u64, shares: &[f64]) -> Cell {
        Cell { rows, events, members: shares.iter().map(|p| p * rows as f64).collect() }
    }

    #[test]
    fn known_groups_have_their_own_rates() {
        let found = latent_class(&[cell(100, 30, &[1.0, 0.0]), cell(80, 12, &[0.0, 1.0])]).unwrap();
        assert!((found.rates[0] - 0.3).abs() < 1e-12 && (found.rates[1] - 0.15).abs() < 1e-12);
    }

    #[test]
    fn the_maximum_is_the_one_that_slow_steps_lead_to() {
        let cells = [
            cell(400, 240, &[0.5, 0.3, 0.2]),
            cell(300, 90, &[0.2, 0.5, 0.3]),
            cell(300, 45, &[0.1, 0.2, 0.7]),
            cell(200, 90, &[0.3, 0.6, 0.1]),
        ];
        let found = latent_class(&cells).unwrap();
        let problem = Problem {
            shares: cells.iter().map(|c| (0..3).map(|g| c.share(g)).collect()).collect(),
            events: cells.iter().map(|c| c.events as f64).collect(),
            others: cells.iter().map(|c| (c.rows - c.events) as f64).collect(),
        };
        let mut rates = vec![0.4, 0.4, 0.4];
        for _ in 0..20_000 {
            rates = problem.em(&rates);
        }
        for (a, b) in found.rates.iter().zip(&rates) {
            assert!((a - b).abs() < 1e-6, "{:?} {rates:?}", found.rates);
        }
        assert!(found.ln_likelihood >= problem.ln_likelihood(&rates).unwrap() - 1e-9);
    }

    #[test]
    fn rates_stay_inside_their_range() {
        let steep = [cell(100, 1, &[0.1, 0.9]), cell(100, 20, &[0.3, 0.7]), cell(100, 90, &[0.6, 0.4])];
        let found = latent_class(&steep).unwrap();
        assert_eq!(found.rates[0], 1.0);
        assert!(found.rates[1] >= 0.0);
        let nobody = latent_class(&[cell(100, 0, &[0.1, 0.9]), cell(100, 0, &[0.6, 0.4])]).unwrap();
        assert_eq!(nobody.rates, [0.0, 0.0]);
        let everybody = latent_class(&[cell(100, 100, &[0.1, 0.9]), cell(100, 100, &[0.6, 0.4])]).unwrap();
        assert!(everybody.rates.iter().all(|rate| (rate - 1.0).abs() < 1e-12));
    }

    #[test]
    fn what_is_not_told_apart_has_no_single_maximum() {
        assert_eq!(latent_class(&[cell(100, 30, &[0.4, 0.6]), cell(80, 12, &[0.4, 0.6])]), None);
        assert_eq!(latent_class(&[]), None);
    }
}
