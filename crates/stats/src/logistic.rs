//! Logistic regression from cells, with Firth's penalty where an outcome is separated.
//!
//! Makes coefficients out of cells with a design row, events and cases each: the same estimates as from rows, at the cost
//! of the cells. May not know what the columns mean; [`main_effects`] and [`with_interaction`] build the designs of
//! comparable cases, with the group in a column of its own. Invariants: a column that is a combination of columns before
//! it is left out and named, never fitted; a coefficient that would run off to infinity is never reported as a large
//! number, the fit is then Firth's.
//!
//! Start reading at [`fit`].

use std::collections::BTreeSet;

use crate::float;
use crate::interval::{Estimate, Interval, Note, PValue};
use crate::leave_one_out::FactorCell;
use crate::linear::{Cholesky, add_outer, dot, independent, quadratic};
use crate::normal;
use crate::proportion::clipped;
use crate::solve;
use crate::special::chi_square_ln_sf;

/// A coefficient beyond this has run off: the odds are those of 1 in 10^13.
const RUN_OFF: f64 = 30.0;

/// Newton's steps of the plain likelihood: a coefficient that runs off moves by about 1 in each.
const MOST_STEPS: usize = 80;

/// Steps of the penalised likelihood, which are shorter.
const MOST_STEPS_PENALISED: usize = 2000;

/// A search ends where no coefficient moves by more.
const LAST_STEP: f64 = 1e-10;

/// A cell: cases that are alike in everything the model looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The design row, one number per column, the intercept included.
    pub row: Vec<f64>,
    /// Events, or their sum of weights; not above `cases`.
    pub events: f64,
    /// Cases, or their sum of weights (standard errors are then those of as many cases).
    pub cases: f64,
}

/// How the coefficients were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `logistic_regression`: maximum likelihood.
    MaximumLikelihood,
    /// `logistic_firth`: maximum of the likelihood times the root of the information's determinant.
    Firth,
}

impl Method {
    /// The name of the method in a report.
    pub fn name(self) -> &'static str {
        match self {
            Method::MaximumLikelihood => "logistic_regression",
            Method::Firth => "logistic_firth",
        }
    }
}

/// A fitted model.
#[derive(Clone, Debug)]
pub struct Fit {
    /// How it was made.
    pub method: Method,
    /// One per column, on the scale of log odds; `None` for a column left out (`collinear`).
    pub coefficients: Vec<Option<f64>>,
    /// The columns left out, by place.
    pub left_out: Vec<usize>,
    /// `separation` where Firth's method had to take the place of maximum likelihood; `collinear`.
    pub notes: Vec<Note>,
    /// The logarithm of the likelihood, without the penalty, up to a constant of the data.
    pub ln_likelihood: f64,
    kept: Vec<usize>,
    data: Data,
    point: Point,
    covariance: Vec<Vec<f64>>,
}

/// The cells with cases, their design reduced to the kept columns.
#[derive(Clone, Debug)]
struct Data {
    rows: Vec<Vec<f64>>,
    events: Vec<f64>,
    cases: Vec<f64>,
}

/// A place in the space of coefficients.
#[derive(Clone, Debug)]
struct Point {
    b: Vec<f64>,
    ln_likelihood: f64,
    /// With Firth's penalty.
    penalised: f64,
    information: Vec<Vec<f64>>,
    factor: Cholesky,
}

impl Data {
    /// Likelihood and information at `b`; `None` where the information is singular up to rounding.
    fn at(&self, b: &[f64]) -> Option<Point> {
        let size = b.len();
        let (mut ln_likelihood, mut information) = (0.0, vec![vec![0.0; size]; size]);
        for ((row, x), n) in self.rows.iter().zip(&self.events).zip(&self.cases) {
            let eta = dot(row, b);
            let (p, q) = (share(eta), share(-eta));
            ln_likelihood += x * ln_share(eta) + (n - x) * ln_share(-eta);
            add_outer(&mut information, n * p * q, row);
        }
        let factor = Cholesky::new(&information)?;
        let penalised = ln_likelihood + 0.5 * factor.ln_determinant();
        let finite = ln_likelihood.is_finite() && penalised.is_finite();
        finite.then(|| Point { b: b.to_vec(), ln_likelihood, penalised, information, factor })
    }

    /// The score at a point; with Firth's term if asked for, whose leverage is that of the whole cell.
    fn score(&self, point: &Point, penalised: bool) -> Vec<f64> {
        let mut score = vec![0.0; point.b.len()];
        for ((row, x), n) in self.rows.iter().zip(&self.events).zip(&self.cases) {
            let eta = dot(row, &point.b);
            let (p, q) = (share(eta), share(-eta));
            // x - n p without cancellation where p is near 1.
            let mut residual = x * q - (n - x) * p;
            if penalised {
                let leverage = n * p * q * dot(row, &point.factor.solve(row));
                residual += leverage * 0.5 * (q - p);
            }
            for (sum, column) in score.iter_mut().zip(row) {
                *sum += residual * column;
            }
        }
        score
    }

    fn maximum_likelihood(&self, columns: usize) -> Option<Point> {
        let mut point = self.at(&vec![0.0; columns])?;
        for _ in 0..MOST_STEPS {
            let step = point.factor.solve(&self.score(&point, false));
            let (next, moved) = self.moved(&point, &step, |p| p.ln_likelihood)?;
            point = next;
            if point.b.iter().any(|b| b.abs() > RUN_OFF) {
                return None;
            }
            if moved < LAST_STEP {
                return Some(point);
            }
        }
        None
    }

    /// The maximum of the penalised likelihood, with one coefficient held if asked for.
    fn penalised_maximum(&self, start: &[f64], held: Option<usize>) -> Option<Point> {
        let mut point = self.at(start)?;
        for _ in 0..MOST_STEPS_PENALISED {
            let score = self.score(&point, true);
            let step = match held {
                None => point.factor.solve(&score),
                Some(column) => step_with_held(&point, &score, column)?,
            };
            let (next, moved) = self.moved(&point, &step, |p| p.penalised)?;
            point = next;
            if moved < LAST_STEP {
                return Some(point);
            }
        }
        None
    }

    /// The point after a step, halved until the height does not fall, and the length of the step; coefficients move by at
    /// most 5 at once.
    fn moved(&self, from: &Point, step: &[f64], height: fn(&Point) -> f64) -> Option<(Point, f64)> {
        let longest = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
        if !longest.is_finite() {
            return None;
        }
        let mut factor = if longest > 5.0 { 5.0 / longest } else { 1.0 };
        // Near the top the height cannot tell points apart: a fall within rounding is no fall.
        let slack = 1e-12 * height(from).abs();
        for _ in 0..40 {
            let b: Vec<f64> = from.b.iter().zip(step).map(|(b, s)| b + factor * s).collect();
            if let Some(next) = self.at(&b).filter(|next| height(next) >= height(from) - slack) {
                return Some((next, factor * longest));
            }
            factor *= 0.5;
        }
        None
    }
}

/// Newton's step of all coefficients but one.
fn step_with_held(point: &Point, score: &[f64], held: usize) -> Option<Vec<f64>> {
    let others: Vec<usize> = (0..score.len()).filter(|i| *i != held).collect();
    let part: Vec<Vec<f64>> =
        others.iter().map(|i| others.iter().map(|j| point.information[*i][*j]).collect()).collect();
    let wanted: Vec<f64> = others.iter().map(|i| score[*i]).collect();
    let found = Cholesky::new(&part)?.solve(&wanted);
    let mut step = vec![0.0; score.len()];
    for (i, s) in others.iter().zip(found) {
        step[*i] = s;
    }
    Some(step)
}

/// `1 / (1 + exp(-eta))`, without overflow.
fn share(eta: f64) -> f64 {
    if eta >= 0.0 {
        1.0 / (1.0 + float::exp(-eta))
    } else {
        let e = float::exp(eta);
        e / (1.0 + e)
    }
}

/// The logarithm of [`share`].
fn ln_share(eta: f64) -> f64 {
    if eta >= 0.0 { -float::ln_1p(float::exp(-eta)) } else { eta - float::ln_1p(float::exp(eta)) }
}

/// The cells with cases, the kept columns, the columns left out.
fn prepared(cells: &[Cell]) -> Option<(Data, Vec<usize>, Vec<usize>)> {
    let used: Vec<&Cell> = cells.iter().filter(|cell| cell.cases > 0.0).collect();
    let columns = used.first()?.row.len();
    debug_assert!(used.iter().all(|c| c.row.len() == columns && 0.0 <= c.events && c.events <= c.cases));
    let design: Vec<Vec<f64>> = (0..columns).map(|j| used.iter().map(|cell| cell.row[j]).collect()).collect();
    let kept = independent(&design);
    if kept.is_empty() {
        return None;
    }
    let left_out = (0..columns).filter(|j| !kept.contains(j)).collect();
    let data = Data {
        rows: used.iter().map(|cell| kept.iter().map(|j| cell.row[*j]).collect()).collect(),
        events: used.iter().map(|cell| cell.events).collect(),
        cases: used.iter().map(|cell| cell.cases).collect(),
    };
    Some((data, kept, left_out))
}

/// Maximum likelihood, or Firth's method where that has no maximum.
///
/// - Takes: cells with design rows of equal length; a column of interest last, since of collinear columns the later one
///   is left out.
/// - Gives: coefficients on the scale of log odds; `None` if no cell has cases, or no column is other than 0, or (never
///   seen) the penalised likelihood is not climbed in 2000 steps.
/// - Edges: separation, where a coefficient runs off (beyond 30, or no end in 80 steps, or an information that is
///   singular up to rounding): method `logistic_firth`, note `separation`. Collinear columns: left out, note `collinear`.
/// - Iteratively reweighted least squares from 0, to steps below 1e-10.
/// - Not for: clustered rows (standard errors too small); subtracting an adjusted from a raw odds ratio, which are not
///   collapsible ([`crate::kitagawa`] says how much of a gap goes with factors).
/// - Source: methods, "Strata", 3.7; separation: Heinze and Schemper 2002, Stat. Med. 21:2409-2419. Oracle: mpmath, R
///   `glm`; `oracle/strata/logistic.jsonl`.
pub fn fit(cells: &[Cell]) -> Option<Fit> {
    let (data, kept, left_out) = prepared(cells)?;
    match data.maximum_likelihood(kept.len()) {
        Some(point) => Some(assembled(Method::MaximumLikelihood, data, kept, left_out, point, false)),
        None => {
            let point = data.penalised_maximum(&vec![0.0; kept.len()], None)?;
            Some(assembled(Method::Firth, data, kept, left_out, point, true))
        }
    }
}

/// Maximum likelihood alone, for designs that are too large for Firth's method.
///
/// - Takes and gives as [`fit`], but `None` under separation.
pub fn maximum_likelihood(cells: &[Cell]) -> Option<Fit> {
    let (data, kept, left_out) = prepared(cells)?;
    let point = data.maximum_likelihood(kept.len())?;
    Some(assembled(Method::MaximumLikelihood, data, kept, left_out, point, false))
}

/// Firth's penalised likelihood, whether or not the plain one has a maximum.
///
/// - Takes and gives as [`fit`]; coefficients are always finite. A saturated model adds one half to each cell.
/// - Source: Firth 1993, Biometrika 80:27-38. Oracle: mpmath, R brglm2 `AS_mean`; `oracle/strata/logistic.jsonl`.
pub fn firth(cells: &[Cell]) -> Option<Fit> {
    let (data, kept, left_out) = prepared(cells)?;
    let point = data.penalised_maximum(&vec![0.0; kept.len()], None)?;
    Some(assembled(Method::Firth, data, kept, left_out, point, false))
}

fn assembled(method: Method, data: Data, kept: Vec<usize>, left_out: Vec<usize>, point: Point, separated: bool) -> Fit {
    let mut coefficients = vec![None; kept.len() + left_out.len()];
    for (place, b) in kept.iter().zip(&point.b) {
        coefficients[*place] = Some(*b);
    }
    let mut notes = Vec::new();
    if !left_out.is_empty() {
        notes.push(Note::Collinear);
    }
    if separated {
        notes.push(Note::Separation);
    }
    let covariance = point.factor.inverse();
    Fit { method, coefficients, left_out, notes, ln_likelihood: point.ln_likelihood, kept, data, point, covariance }
}

impl Fit {
    fn place(&self, column: usize) -> Option<usize> {
        self.kept.iter().position(|kept| *kept == column)
    }

    fn noted(&self, estimate: Estimate) -> Estimate {
        self.notes.iter().fold(estimate, |estimate, note| estimate.with(*note))
    }

    /// The standard error of a coefficient; `None` for a column left out.
    pub fn standard_error(&self, column: usize) -> Option<f64> {
        let place = self.place(column)?;
        Some(self.covariance[place][place].max(0.0).sqrt())
    }

    /// A coefficient with limits.
    ///
    /// - Takes: the place of the column; `z > 0`.
    /// - Gives: a log odds ratio. Maximum likelihood: Wald's limits. Firth: limits of the profile of the penalised
    ///   likelihood, Wald's where those cannot be found. Notes of the fit.
    /// - Edges: a column left out: null, `not_identified`.
    /// - Source: Heinze and Schemper 2002 (profile). Oracle: profile limits by an independent search, see the tests.
    pub fn log_odds(&self, column: usize, z: f64) -> Estimate {
        let Some(place) = self.place(column) else { return self.noted(Estimate::none(Note::NotIdentified)) };
        let (b, half) = (self.point.b[place], z * self.covariance[place][place].max(0.0).sqrt());
        let wald = Interval { lower: b - half, upper: b + half };
        let limits = match self.method {
            Method::MaximumLikelihood => wald,
            Method::Firth => self.profile(place, z, half).unwrap_or(wald),
        };
        self.noted(Estimate::new(b, limits))
    }

    /// As [`Fit::log_odds`], as an odds ratio.
    pub fn odds_ratio(&self, column: usize, z: f64) -> Estimate {
        let ln = self.log_odds(column, z);
        let exp = |x: Option<f64>| x.map(float::exp);
        Estimate { value: exp(ln.value), lower: exp(ln.lower), upper: exp(ln.upper), ..ln }
    }

    /// The limits at which the profile of the penalised likelihood has fallen by `z^2 / 2`; `half` is Wald's half width.
    fn profile(&self, place: usize, z: f64, half: f64) -> Option<Interval> {
        let (top, b) = (self.point.penalised, self.point.b[place]);
        let fall = |value: f64| {
            let mut start = self.point.b.clone();
            start[place] = value;
            let found = self.data.penalised_maximum(&start, Some(place))?;
            Some(2.0 * (top - found.penalised) - z * z)
        };
        let end = |sign: f64| {
            let mut reach = half.max(1e-6);
            for _ in 0..40 {
                if fall(b + sign * reach)? >= 0.0 {
                    // Inside the bracket the fall exists; a number beyond the target stands for the impossible.
                    let f = |t: f64| fall(b + sign * t).unwrap_or(z * z);
                    return Some(b + sign * solve::bracketed(f, 0.0, reach, 1e-10));
                }
                reach *= 1.5;
            }
            None
        };
        Some(Interval { lower: end(-1.0)?, upper: end(1.0)? })
    }

    /// The fitted share of events for a design row of all columns; columns left out add nothing.
    pub fn fitted(&self, row: &[f64]) -> f64 {
        share(self.kept.iter().zip(&self.point.b).map(|(place, b)| row[*place] * b).sum())
    }

    /// The mean difference in fitted shares between pairs of rows: the coefficient on the scale of probabilities
    /// (g-computation).
    ///
    /// - Takes: for each cell of the standard its row as if of the group, as if of the reference, and its weight, at
    ///   least 0; `z >= 0`.
    /// - Gives: a difference in [-1, 1] with limits by the delta method given the weights, cut to [-1, 1].
    /// - Edges: no weight: null, `no_cases`.
    /// - Source: methods, "Strata", 3.7. Oracle: a saturated model gives the directly standardised difference.
    pub fn mean_difference(&self, pairs: &[(Vec<f64>, Vec<f64>, f64)], z: f64) -> Estimate {
        let all: f64 = pairs.iter().map(|(_, _, weight)| weight).sum();
        if all <= 0.0 {
            return Estimate::none(Note::NoCases);
        }
        let (mut value, mut gradient) = (0.0, vec![0.0; self.kept.len()]);
        for (group, reference, weight) in pairs {
            let (p, q) = (self.fitted(group), self.fitted(reference));
            value += weight / all * (p - q);
            for (place, sum) in self.kept.iter().zip(&mut gradient) {
                *sum += weight / all * (p * (1.0 - p) * group[*place] - q * (1.0 - q) * reference[*place]);
            }
        }
        let half = z * quadratic(&self.covariance, &gradient).max(0.0).sqrt();
        self.noted(clipped(value, Interval { lower: value - half, upper: value + half }, -1.0, 1.0))
    }
}

/// A likelihood ratio test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LikelihoodRatio {
    /// Twice the difference of the log likelihoods, at least 0.
    pub statistic: f64,
    /// The columns that the larger model has more.
    pub df: u32,
    /// By the chi-square distribution.
    pub p: PValue,
}

/// The test of the columns that a larger model has more (method `likelihood_ratio`): interactions, reported like a test
/// of homogeneity.
///
/// - Takes: two fits of the same cells, the first nested in the second.
/// - Gives `None` if one of them is Firth's (its likelihood is not at its maximum), or the larger one has no more columns.
/// - Source: Wilks 1938, Ann. Math. Stat. 9:60-62. Oracle: the deviance of a saturated model.
pub fn likelihood_ratio(smaller: &Fit, larger: &Fit) -> Option<LikelihoodRatio> {
    let df = larger.kept.len().checked_sub(smaller.kept.len()).filter(|df| *df > 0)? as u32;
    if smaller.method == Method::Firth || larger.method == Method::Firth {
        return None;
    }
    let statistic = (2.0 * (larger.ln_likelihood - smaller.ln_likelihood)).max(0.0);
    Some(LikelihoodRatio { statistic, df, p: PValue::from_ln(chi_square_ln_sf(statistic, f64::from(df))) })
}

/// A design of group and factors.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// The cells: for each cell of the joint table with cases its reference and its group.
    pub cells: Vec<Cell>,
    /// The column that is 1 in the group.
    pub group: usize,
    /// For each column what it stands for.
    pub columns: Vec<Column>,
}

/// What a column of a design stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 1 in every cell.
    Intercept,
    /// 1 at this level of this factor; the first level that occurs has no column.
    Level {
        /// The place of the factor.
        factor: usize,
        /// Its level.
        level: u32,
    },
    /// 1 in the group.
    Group,
    /// The group at this level of this factor.
    Interaction {
        /// The place of the factor.
        factor: usize,
        /// Its level.
        level: u32,
    },
}

impl Column {
    fn value(self, in_group: bool, levels: &[u32]) -> f64 {
        let holds = match self {
            Column::Intercept => true,
            Column::Level { factor, level } => levels[factor] == level,
            Column::Group => in_group,
            Column::Interaction { factor, level } => in_group && levels[factor] == level,
        };
        f64::from(u8::from(holds))
    }
}

/// The design `event ~ factors + group`: factors as categories, no silent linear terms.
///
/// - Takes: the joint table, one level per factor in each cell.
/// - Gives: cells for [`fit`]; the group's column last, so that it is the one left out if factors determine it.
pub fn main_effects(table: &[FactorCell]) -> Design {
    design(table, None)
}

/// [`main_effects`] and the group at each level of one factor but the first.
pub fn with_interaction(table: &[FactorCell], factor: usize) -> Design {
    design(table, Some(factor))
}

fn design(table: &[FactorCell], interaction: Option<usize>) -> Design {
    let factors = table.first().map_or(0, |cell| cell.levels.len());
    let levels_of = |factor: usize| {
        let levels: BTreeSet<u32> =
            table.iter().filter(|cell| cell.table.cases() > 0).map(|cell| cell.levels[factor]).collect();
        levels.into_iter().skip(1)
    };
    let mut columns = vec![Column::Intercept];
    for factor in 0..factors {
        columns.extend(levels_of(factor).map(|level| Column::Level { factor, level }));
    }
    let group = columns.len();
    columns.push(Column::Group);
    if let Some(factor) = interaction {
        columns.extend(levels_of(factor).map(|level| Column::Interaction { factor, level }));
    }
    let cell = |in_group: bool, levels: &[u32], events: u64, cases: u64| Cell {
        row: columns.iter().map(|column| column.value(in_group, levels)).collect(),
        events: events as f64,
        cases: cases as f64,
    };
    let cells = table
        .iter()
        .flat_map(|c| {
            let t = c.table;
            [cell(false, &c.levels, t.x0(), t.n0()), cell(true, &c.levels, t.x1(), t.n1())]
        })
        .filter(|cell| cell.cases > 0.0)
        .collect();
    Design { cells, group, columns }
}

/// The pairs of rows for [`Fit::mean_difference`] over the cases of group and reference together.
pub fn standard_of(design: &Design) -> Vec<(Vec<f64>, Vec<f64>, f64)> {
    let as_if = |cell: &Cell, group: f64| {
        let mut row = cell.row.clone();
        row[design.group] = group;
        let level_of = |factor: usize, level: u32| {
            design.columns.iter().position(|column| *column == Column::Level { factor, level })
        };
        for (place, column) in design.columns.iter().enumerate() {
            if let Column::Interaction { factor, level } = *column {
                row[place] = level_of(factor, level).map_or(0.0, |at| cell.row[at] * group);
            }
        }
        row
    };
    design.cells.iter().map(|cell| (as_if(cell, 1.0), as_if(cell, 0.0), cell.cases)).collect()
}

/// The adjusted odds ratio of the group, from the joint table (metric `adjusted_odds`).
///
/// - Takes: the joint table; `tail` at each end.
/// - Gives: an odds ratio, group over reference, main effects of all factors held; the fit. `None` as [`fit`].
/// - Edges: the factors determine the group: null, `not_identified` and `collinear`. Separation: Firth, `separation`.
/// - Source: methods, "Strata", 3.7. Oracle: R `glm`, `logistic/compas_priors` of `oracle/strata/logistic.jsonl`.
pub fn adjusted_odds_ratio(table: &[FactorCell], tail: f64) -> Option<(Estimate, Fit)> {
    let design = main_effects(table);
    let fit = fit(&design.cells)?;
    Some((fit.odds_ratio(design.group, normal::z_of_tail(tail)), fit))
}

#[cfg(test)]
mod tests;
