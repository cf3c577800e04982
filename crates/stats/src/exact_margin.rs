//! The exact unconditional test at a margin: what the score verdict of small groups must also pass.
//!
//! The tables are ordered by the score statistic at the margin; the probability of those at least as extreme as the observed one is
//! maximised over the rate of the larger group within its exact interval at 1 - gamma, and gamma is added (Berger and Boos), which
//! keeps the test exact and spares it rates that the larger group rules out.
//!
//! Computed by rows: the statistic is monotone in each count, so each row of the smaller group holds a tail of the larger one, whose
//! end is found by bisection once. Then every value of the unknown rate costs one pass over rows and one over the middle of the
//! larger group's distribution. Source: Chan 1998, Stat. Med. 17:1403-1413; Chan and Zhang 1999, Biometrics 55:1202-1209; Berger and
//! Boos 1994, J. Am. Stat. Assoc. 89:1012-1016. Oracle: full enumeration; scipy `barnard_exact` at a margin of 0.

use crate::float;
use crate::interval::{Interval, PValue};
use crate::margin::{Scale, statistic};
use crate::proportion;
use crate::solve;
use crate::special::beta::binomial_tails;
use crate::special::saddle::{fill_binomial, ln_dbinom};
use crate::table::TwoByTwo;

/// The error probability spent on the interval of the unknown rate.
pub const GAMMA: f64 = 1e-4;

/// Values of the unknown rate tried before the best ones are refined.
const POINTS: usize = 401;

/// Statistics this near to the observed one count as equal: rounding of true ties.
const TIE: f64 = 1e-9;

/// A row whose probability stays below this is left out.
const NEGLIGIBLE_ROW: f64 = 1e-14;

/// Which tables are at least as extreme as the observed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Those with a statistic at least as large: evidence that the group is worse off by more than the margin.
    AtLeast,
    /// Those with a statistic at most as large: evidence that it is worse off by less.
    AtMost,
}

/// The exact p-value at one edge of a margin.
///
/// - Takes: a table; the edge on its scale (a difference in (-1, 1); a ratio above 0); which tail; `gamma` in [0, 1), 1e-4 by
///   default, 0 for the whole range of rates.
/// - Gives `None` if a side is empty. `gamma` itself if no rate that the larger group allows is possible at the edge.
/// - For the other edge exchange the two sides: `-m` of the table is `m` of [`TwoByTwo::swapped`].
/// - Accuracy about 1e-8 (a maximum over a grid, refined); below 1e-12 with `gamma = 0` only the order of magnitude is right.
/// - Not for: weights, clusters, strata, two arms.
pub fn p_value(table: TwoByTwo, scale: Scale, edge: f64, tail: Tail, gamma: f64) -> Option<PValue> {
    if table.has_empty_side() {
        return None;
    }
    Some(PValue::from_probability(probability(table, scale, edge, tail, gamma, f64::MAX)))
}

/// True if [`p_value`] is at most `level`; false for an empty side. Stops at the first rate that shows that it is not.
pub fn is_at_most(table: TwoByTwo, scale: Scale, edge: f64, tail: Tail, gamma: f64, level: f64) -> bool {
    !table.has_empty_side() && probability(table, scale, edge, tail, gamma, level) <= level
}

/// The supremum plus gamma, at most 1; may end early once it is above `enough`.
fn probability(table: TwoByTwo, scale: Scale, edge: f64, tail: Tail, gamma: f64, enough: f64) -> f64 {
    debug_assert!((0.0..1.0).contains(&gamma));
    let problem = Problem::new(table, scale, edge, tail);
    let Some(range) = problem.range(gamma) else { return gamma };
    let mut sum = RowSum::new(&problem, range);
    let largest = solve::maximum_on_grid(|rate| sum.at(rate), range.lower, range.upper, POINTS, enough - gamma);
    (largest + gamma).min(1.0)
}

/// The question, with the smaller group as rows.
#[derive(Clone, Copy)]
struct Problem {
    table: TwoByTwo,
    scale: Scale,
    edge: f64,
    tail: Tail,
    /// True if the group is the smaller one, or both are equal: then the unknown rate is the reference's.
    group_is_row: bool,
    observed: f64,
}

impl Problem {
    fn new(table: TwoByTwo, scale: Scale, edge: f64, tail: Tail) -> Problem {
        let observed = statistic(table, scale, edge);
        Problem { table, scale, edge, tail, group_is_row: table.n1() <= table.n0(), observed }
    }

    fn row_size(self) -> u64 {
        if self.group_is_row { self.table.n1() } else { self.table.n0() }
    }

    fn column_size(self) -> u64 {
        if self.group_is_row { self.table.n0() } else { self.table.n1() }
    }

    /// The rate of the smaller group at this rate of the larger one, with its complement.
    fn row_rate(self, rate: f64) -> (f64, f64) {
        let p = match (self.scale, self.group_is_row) {
            (Scale::Difference, true) => rate + self.edge,
            (Scale::Difference, false) => rate - self.edge,
            (Scale::Ratio, true) => rate * self.edge,
            (Scale::Ratio, false) => rate / self.edge,
        }
        .clamp(0.0, 1.0);
        (p, 1.0 - p)
    }

    /// The rates of the larger group that it allows at 1 - gamma and that leave the smaller one a rate in [0, 1].
    fn range(self, gamma: f64) -> Option<Interval> {
        let possible = match (self.scale, self.group_is_row) {
            (Scale::Difference, true) => ((-self.edge).max(0.0), (1.0 - self.edge).min(1.0)),
            (Scale::Difference, false) => (self.edge.max(0.0), (1.0 + self.edge).min(1.0)),
            (Scale::Ratio, true) => (0.0, (1.0 / self.edge).min(1.0)),
            (Scale::Ratio, false) => (0.0, self.edge.min(1.0)),
        };
        let events = if self.group_is_row { self.table.x0() } else { self.table.x1() };
        let allowed = if gamma > 0.0 {
            proportion::clopper_pearson(events, self.column_size(), 0.5 * gamma)?
        } else {
            Interval { lower: 0.0, upper: 1.0 }
        };
        let (lower, upper) = (allowed.lower.max(possible.0), allowed.upper.min(possible.1));
        (lower <= upper).then_some(Interval { lower, upper })
    }

    fn is_extreme(self, row: u64, column: u64) -> bool {
        let (n1, n0) = (self.table.n1(), self.table.n0());
        let table =
            if self.group_is_row { TwoByTwo::new(row, n1, column, n0) } else { TwoByTwo::new(column, n1, row, n0) };
        let Some(table) = table else { return false };
        let t = statistic(table, self.scale, self.edge);
        match self.tail {
            Tail::AtLeast => t >= self.observed - TIE,
            Tail::AtMost => t <= self.observed + TIE,
        }
    }

    /// True if the extreme columns of a row are its lower ones: the statistic falls as the reference's events grow.
    fn extreme_columns_are_low(self) -> bool {
        (self.tail == Tail::AtLeast) == self.group_is_row
    }

    /// How many of the columns of a row lie below the cut: the extreme ones, or those that are not. `hint` is a guess.
    fn columns_below_cut(self, row: u64, hint: u64) -> u64 {
        let (low, size) = (self.extreme_columns_are_low(), self.column_size());
        let below = |column: u64| self.is_extreme(row, column) == low;
        // Outwards from the guess by doubled steps, then bisection: neighbouring rows have neighbouring cuts.
        let (mut from, mut to, mut step) = (0, size, 1);
        let hint = hint.min(size);
        if below(hint) {
            from = hint;
            while from + step < to && below(from + step) {
                from += step;
                step *= 2;
            }
            to = to.min(from + step);
        } else {
            to = hint;
            while to > step && !below(to - step) {
                to -= step;
                step *= 2;
            }
            from = to.saturating_sub(step);
        }
        solve::last_true(below, from, to).map_or(0, |last| last + 1)
    }
}

/// The probability of the extreme tables as a function of the unknown rate.
struct RowSum {
    problem: Problem,
    first_row: u64,
    /// For each row from `first_row` on: how many columns lie below its cut.
    cuts: Vec<u64>,
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl RowSum {
    fn new(problem: &Problem, range: Interval) -> RowSum {
        let size = problem.row_size();
        let (one, other) = (problem.row_rate(range.lower).0, problem.row_rate(range.upper).0);
        let (low, high) = (one.min(other), one.max(other));
        let heavy =
            |row: u64, p: f64| ln_dbinom(row, size, p, 1.0 - p).is_some_and(|ln| ln >= float::ln(NEGLIGIBLE_ROW));
        // Below the range of expected counts the lower end is the nearer one, above it the upper end.
        let (from, to) = ((low * size as f64).floor() as u64, (high * size as f64).ceil() as u64);
        let (from, to) = (from.min(size), to.min(size));
        let first_row = if from == 0 {
            0
        } else {
            solve::last_true(|row| !heavy(row, low), 0, from - 1).map_or(0, |last| last + 1)
        };
        let last_row = solve::last_true(|row| row <= to || heavy(row, high), to, size).unwrap_or(size);
        let mut hint = problem.column_size() / 2;
        let cuts: Vec<u64> = (first_row..=last_row)
            .map(|row| {
                let cut = problem.columns_below_cut(row, hint);
                hint = cut;
                cut
            })
            .collect();
        RowSum { problem: *problem, first_row, rows: vec![0.0; cuts.len()], cuts, columns: Vec::new() }
    }

    fn at(&mut self, rate: f64) -> f64 {
        let (p, q) = self.problem.row_rate(rate);
        fill_binomial(&mut self.rows, self.first_row, self.problem.row_size(), p, q);
        let n = self.problem.column_size();
        let (size, complement) = (n as f64, 1.0 - rate);
        // 9.5 standard deviations and a few counts: outside lies less than 1e-18.
        let reach = 9.5 * (size * rate * complement).sqrt() + 45.0;
        let first = (size * rate - reach).floor().max(0.0) as u64;
        let last = ((size * rate + reach).ceil() as u64).min(n);
        let width = (last - first + 1) as usize;
        let low = self.problem.extreme_columns_are_low();
        let mut sum = 0.0;
        if width <= 100 * self.rows.len() + 1000 {
            self.columns.resize(width, 0.0);
            fill_binomial(&mut self.columns, first, n, rate, complement);
            let mut below = 0.0;
            for share in &mut self.columns {
                below += *share;
                *share = below;
            }
            for (share, cut) in self.rows.iter().zip(&self.cuts) {
                let below = if *cut <= first {
                    0.0
                } else if *cut > last {
                    1.0
                } else {
                    self.columns[(*cut - first - 1) as usize].min(1.0)
                };
                sum += share * if low { below } else { 1.0 - below };
            }
        } else {
            for (share, cut) in self.rows.iter().zip(&self.cuts) {
                let below = if *cut <= first {
                    0.0
                } else if *cut > last {
                    1.0
                } else {
                    binomial_tails(cut - 1, n, rate, complement).lower()
                };
                sum += share * if low { below } else { 1.0 - below };
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::{GAMMA, Tail, is_at_most, p_value};
    use crate::margin::Scale;
    use crate::table::TwoByTwo;

    #[test]
    fn the_quick_answer_is_the_answer() {
        for (x1, n1, x0, n0) in
            [(0_u64, 10_u64, 0_u64, 20_u64), (30, 60, 200, 1000), (2, 20, 10, 1000), (20, 60, 3, 25)]
        {
            let table = TwoByTwo::new(x1, n1, x0, n0).unwrap();
            for tail in [Tail::AtLeast, Tail::AtMost] {
                let p = p_value(table, Scale::Difference, 0.05, tail, GAMMA).unwrap().value();
                for level in [0.001, 0.025, 0.3, p * 1.001, p * 0.999] {
                    assert_eq!(is_at_most(table, Scale::Difference, 0.05, tail, GAMMA, level), p <= level);
                }
            }
        }
    }

    #[test]
    fn an_empty_side_has_no_test_and_holds_nothing() {
        let table = TwoByTwo::new(0, 0, 3, 9).unwrap();
        assert_eq!(p_value(table, Scale::Ratio, 1.25, Tail::AtMost, GAMMA), None);
        assert!(!is_at_most(table, Scale::Ratio, 1.25, Tail::AtMost, GAMMA, 1.0));
    }
}
