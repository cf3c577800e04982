//! How well inputs predict a group when nobody is predicted from their own row: cross-fitting on counts.
//!
//! Makes areas under the curve out of cells (people alike in all inputs) whose cases are dealt out to folds: the score of a
//! case comes from the other folds alone. Two ways to score: the share of members of the cell itself, and a logistic
//! regression on the levels of the inputs. May not know what inputs and groups are.
//! Invariants: a cell's deal depends on its own counts and stream and on nothing else; no score is in sample; the work grows
//! with the cells, not with the cases.
//!
//! Start reading at [`deal`], then [`by_cells`] and [`by_main_effects`].

use crate::float;
use crate::linear::Cholesky;
use crate::logit::{expit, softplus};
use crate::permute;
use crate::proxy::strength::out_of_fold;
use crate::rank::{self, Auc};
use crate::resample::Stream;

/// Folds.
pub const FOLDS: usize = 5;

/// Members and others of a cell in each fold.
pub type InFolds = [[u64; 2]; FOLDS];

/// Columns of a regression at most, the intercept not counted; levels beyond are taken together, the rarest first.
const MOST_COLUMNS: usize = 200;
/// Levels of one input in a regression at most.
const MOST_LEVELS: usize = 50;
/// The weight of the penalty `sum b^2 / 2`: that of a thousandth of a case. Coefficients that would run off to infinity
/// stay finite, levels that are combinations of others do no harm, and nothing else is seen of it.
const RIDGE: f64 = 1e-3;
/// Newton's steps at most: a coefficient that runs off moves by about 1 in each, until the penalty holds it.
const MOST_STEPS: usize = 60;
/// A search ends where no coefficient moves by more.
const LAST_STEP: f64 = 1e-9;

/// Deals the cases of one cell out to folds.
///
/// - Takes: the cases of each group of the cell; the cell's own stream.
/// - Gives: the cases of each group in each fold. Folds of the cell differ by one case at most, and which are larger is
///   drawn; given their sizes the groups are drawn without replacement (multivariate hypergeometric), so that a fold's size
///   says nothing of its members.
/// - Not for: dealing every group out evenly. The other folds then tell a row's own group: where nothing was to be seen,
///   areas of 0.57 to 0.62 came out of 300 to 3,000 cells of 6,000 rows (simulated).
/// - Source: methods, "Proxy", 8.11. Oracle: the distribution over draws, see the tests.
pub fn deal(stream: &mut Stream, groups: &[u64]) -> Vec<[u64; FOLDS]> {
    let cases: u64 = groups.iter().sum();
    let mut left = [cases / FOLDS as u64; FOLDS];
    let mut folds: [usize; FOLDS] = std::array::from_fn(|fold| fold);
    for place in 0..(cases % FOLDS as u64) as usize {
        let other = place + (stream.uniform() * (FOLDS - place) as f64) as usize;
        folds.swap(place, other);
        left[folds[place]] += 1;
    }
    let mut dealt = vec![[0; FOLDS]; groups.len()];
    for (into, &members) in dealt.iter_mut().zip(groups) {
        permute::deal(stream, &left, members, into);
        left.iter_mut().zip(into.iter()).for_each(|(left, taken)| *left -= taken);
    }
    dealt
}

/// Scores out of fold, as a ranking and as probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct OutOfFold {
    /// The area under the curve over pairs of one fold, with the sum of the folds' variances: one half where nothing is to
    /// be seen. Its interval is somewhat too narrow (it misses on each side in 6 to 9 % where 2.5 % are promised), since the
    /// folds learn from each other's cases; limits of a spec read the value.
    pub auc: Auc,
    /// The area over all folds together, with DeLong's variance. Where nothing is to be seen it lies below one half, the
    /// whole of its interval in three draws of ten: a fold with more members leaves fewer to score it by. For comparison.
    pub pooled: Auc,
    /// Mean of `-ln` of the probability that the score gave to what was so; `None` where that is infinite.
    pub log_loss: Option<f64>,
}

/// Cases of a fold at a score.
struct Scored {
    fold: usize,
    score: f64,
    members: u64,
    others: u64,
}

fn ranked(mut scores: Vec<Scored>, z: f64, loss: f64) -> OutOfFold {
    scores.sort_by(|a, b| a.score.total_cmp(&b.score));
    let (others, members) = bins(scores.iter());
    let folds: Vec<(Vec<u64>, Vec<u64>)> =
        (0..FOLDS).map(|fold| bins(scores.iter().filter(|one| one.fold == fold))).collect();
    let cases: u64 = members.iter().chain(&others).sum();
    let log_loss = (cases > 0).then(|| loss / cases as f64).filter(|loss| loss.is_finite());
    OutOfFold { auc: rank::auc_within(&folds, z), pooled: rank::auc(&others, &members, z), log_loss }
}

/// Others and members at each score, of scores in rising order.
fn bins<'a>(scores: impl Iterator<Item = &'a Scored>) -> (Vec<u64>, Vec<u64>) {
    let (mut members, mut others, mut last) = (Vec::new(), Vec::new(), None);
    for one in scores {
        if last == Some(one.score)
            && let (Some(m), Some(o)) = (members.last_mut(), others.last_mut())
        {
            *m += one.members;
            *o += one.others;
        } else {
            members.push(one.members);
            others.push(one.others);
            last = Some(one.score);
        }
    }
    (others, members)
}

/// Members and cases outside each fold.
fn training(cells: impl Iterator<Item = InFolds>) -> [[u64; 2]; FOLDS] {
    let mut sums = [[0; 2]; FOLDS];
    for cell in cells {
        for (fold, [members, others]) in cell.iter().enumerate() {
            for (_, sum) in sums.iter_mut().enumerate().filter(|(other, _)| *other != fold) {
                sum[0] += members;
                sum[1] += members + others;
            }
        }
    }
    sums
}

/// How well the share of members in a cell predicts, out of fold.
///
/// - Takes: the cells, dealt out; `z > 0`.
/// - Gives: scores by [`out_of_fold`], their area within folds and over all of them.
/// - Edges: those of [`rank::auc`].
/// - Source: methods, "Proxy", 8.11. Oracle: scikit-learn `roc_auc_score` on given folds, `8.11/case` and
///   `oracle/proxy/folds.json`.
pub fn by_cells(cells: &[InFolds], z: f64) -> OutOfFold {
    let all = training(cells.iter().copied());
    let (mut scores, mut loss) = (Vec::new(), 0.0);
    for cell in cells {
        let own = training(std::iter::once(*cell));
        for (fold, &[members, others]) in cell.iter().enumerate().filter(|(_, [m, o])| m + o > 0) {
            let share = if all[fold][1] == 0 { 0.5 } else { all[fold][0] as f64 / all[fold][1] as f64 };
            let score = out_of_fold(own[fold][0], own[fold][1], share);
            loss -= times_ln(members, score) + times_ln(others, 1.0 - score);
            scores.push(Scored { fold, score, members, others });
        }
    }
    ranked(scores, z, loss)
}

/// `count ln p`, 0 where there is nothing to count.
fn times_ln(count: u64, p: f64) -> f64 {
    if count == 0 { 0.0 } else { count as f64 * float::ln(p) }
}

/// How well a logistic regression on the levels of the inputs predicts, out of fold.
///
/// - Takes: the levels of each cell, one an input, and its cases, dealt out; `z > 0`.
/// - Gives: the area within folds and over all of them. The commonest level of an input is the one that others are set against; of
///   many levels the rarest are taken together, so that there are at most 200 columns in all. Coefficients are held by a
///   penalty of a thousandth of a case.
/// - Edges: `None` where a fold leaves no members, or nobody else, to learn from, or where there are more than 200 inputs.
/// - Not for: odds ratios (see [`crate::logistic`]).
/// - Source: methods, "Proxy", 8.11. Oracle: statsmodels on given folds (`8.11/case`), scikit-learn
///   (`oracle/proxy/folds.json`).
pub fn by_main_effects(cells: &[(&[u32], InFolds)], z: f64) -> Option<OutOfFold> {
    let design = Design::new(cells)?;
    let sums = training(cells.iter().map(|(_, cell)| *cell));
    if sums.iter().any(|[members, cases]| *members == 0 || members == cases) {
        return None;
    }
    let counts = |keep: &dyn Fn(usize) -> bool| -> Vec<[f64; 2]> {
        let one = |(_, cell): &(&[u32], InFolds)| {
            let kept = cell.iter().enumerate().filter(|(fold, _)| keep(*fold));
            kept.fold([0.0; 2], |[m, n], (_, [members, others])| [m + *members as f64, n + (members + others) as f64])
        };
        cells.iter().map(one).collect()
    };
    let everybody = design.fit(&counts(&|_| true), vec![0.0; design.columns])?;
    let (mut scores, mut loss) = (Vec::new(), 0.0);
    for fold in 0..FOLDS {
        // The maximum is one: where the search begins changes how long it takes, not where it ends.
        let b = design.fit(&counts(&|other| other != fold), everybody.clone())?;
        for ((_, cell), row) in cells.iter().zip(&design.rows) {
            let [members, others] = cell[fold];
            if members + others == 0 {
                continue;
            }
            let score = eta(row, &b);
            loss += members as f64 * softplus(-score) + others as f64 * softplus(score);
            scores.push(Scored { fold, score, members, others });
        }
    }
    Some(ranked(scores, z, loss))
}

/// Which columns of the regression are 1 in each cell: the first one always.
struct Design {
    rows: Vec<Vec<u32>>,
    columns: usize,
}

impl Design {
    fn new(cells: &[(&[u32], InFolds)]) -> Option<Design> {
        let inputs = cells.first()?.0.len();
        if inputs == 0 || inputs > MOST_COLUMNS {
            return None;
        }
        let most = (MOST_COLUMNS / inputs).clamp(1, MOST_LEVELS);
        let mut rows: Vec<Vec<u32>> = cells.iter().map(|_| vec![0]).collect();
        let mut columns = 1;
        for input in 0..inputs {
            let levels = cells.iter().map(|(levels, _)| levels[input] as usize + 1).max().unwrap_or(0);
            let mut cases: Vec<(u64, usize)> = (0..levels).map(|level| (0, level)).collect();
            for (levels, cell) in cells {
                cases[levels[input] as usize].0 += cell.iter().flatten().sum::<u64>();
            }
            cases.retain(|(cases, _)| *cases > 0);
            cases.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            // The commonest level has no column; the last column is that of all rare levels.
            let mut column: Vec<Option<u32>> = vec![None; levels];
            for (place, (_, level)) in cases.iter().enumerate().skip(1) {
                column[*level] = Some((columns + place.min(most) - 1) as u32);
            }
            columns += cases.len().saturating_sub(1).min(most);
            for (row, (levels, _)) in rows.iter_mut().zip(cells) {
                row.extend(column[levels[input] as usize]);
            }
        }
        Some(Design { rows, columns })
    }

    /// The coefficients of the largest penalised likelihood; `counts` are members and cases of each cell.
    fn fit(&self, counts: &[[f64; 2]], start: Vec<f64>) -> Option<Vec<f64>> {
        let mut b = start;
        let mut value = self.likelihood(counts, &b);
        for _ in 0..MOST_STEPS {
            let step = self.step(counts, &b)?;
            let mut part = 1.0;
            // A full step can go too far where the curve is flat.
            let (next, reached) = loop {
                let next: Vec<f64> = b.iter().zip(&step).map(|(b, step)| b + part * step).collect();
                let reached = self.likelihood(counts, &next);
                if reached >= value - 1e-9 * value.abs() || part < 1e-6 {
                    break (next, reached);
                }
                part *= 0.5;
            };
            if !reached.is_finite() {
                return None;
            }
            let moved = step.iter().fold(0.0_f64, |most, step| most.max((part * step).abs()));
            (b, value) = (next, reached);
            if moved < LAST_STEP {
                break;
            }
        }
        Some(b)
    }

    fn likelihood(&self, counts: &[[f64; 2]], b: &[f64]) -> f64 {
        let penalty: f64 = b.iter().skip(1).map(|b| b * b).sum();
        let terms =
            self.rows.iter().zip(counts).filter(|(_, [_, cases])| *cases > 0.0).map(|(row, [members, cases])| {
                let eta = eta(row, b);
                members * softplus(-eta) + (cases - members) * softplus(eta)
            });
        -terms.sum::<f64>() - 0.5 * RIDGE * penalty
    }

    /// Newton's step.
    fn step(&self, counts: &[[f64; 2]], b: &[f64]) -> Option<Vec<f64>> {
        let mut score: Vec<f64> = b.iter().map(|b| -RIDGE * b).collect();
        let mut information = vec![vec![0.0; self.columns]; self.columns];
        score[0] = 0.0;
        for (row, [members, cases]) in self.rows.iter().zip(counts).filter(|(_, [_, cases])| *cases > 0.0) {
            let p = expit(eta(row, b));
            let (residual, weight) = (members - cases * p, cases * p * (1.0 - p));
            for (at, &column) in row.iter().enumerate() {
                score[column as usize] += residual;
                // Columns rise along a row: the lower triangle is all that is read.
                for &other in &row[..=at] {
                    information[column as usize][other as usize] += weight;
                }
            }
        }
        for (column, row) in information.iter_mut().enumerate().skip(1) {
            row[column] += RIDGE;
        }
        Some(Cholesky::new(&information)?.solve(&score))
    }
}

fn eta(row: &[u32], b: &[f64]) -> f64 {
    row.iter().map(|&column| b[column as usize]).sum()
}

#[cfg(test)]
mod tests {
    use super::{FOLDS, InFolds, by_cells, by_main_effects, deal};
    use crate::resample::{Key, Stream};

    fn dealt(levels: &[(Vec<u32>, u64, u64)]) -> Vec<(Vec<u32>, InFolds)> {
        let cell = |(number, (levels, members, others)): (usize, &(Vec<u32>, u64, u64))| {
            let found = deal(&mut Stream::new(Key([3; 32]), number as u64), &[*members, *others]);
            (levels.clone(), std::array::from_fn(|fold| [found[0][fold], found[1][fold]]))
        };
        levels.iter().enumerate().map(cell).collect()
    }

    fn borrowed(cells: &[(Vec<u32>, InFolds)]) -> Vec<(&[u32], InFolds)> {
        cells.iter().map(|(levels, cell)| (levels.as_slice(), *cell)).collect()
    }

    #[test]
    fn a_deal_keeps_every_case_and_folds_of_nearly_one_size() {
        let mut firsts = [0_u64; FOLDS];
        for number in 0..2_000 {
            let found = deal(&mut Stream::new(Key([7; 32]), number), &[7, 0, 6]);
            assert_eq!(found.iter().map(|group| group.iter().sum()).collect::<Vec<u64>>(), [7, 0, 6]);
            for fold in 0..FOLDS {
                let size: u64 = found.iter().map(|group| group[fold]).sum();
                assert!(size == 2 || size == 3);
                firsts[fold] += found[0][fold];
            }
        }
        // 2,800 expected in each fold; the standard deviation is below 40.
        assert!(firsts.iter().all(|&first| first.abs_diff(2_800) < 200), "{firsts:?}");
        assert_eq!(deal(&mut Stream::new(Key([7; 32]), 0), &[]), Vec::<[u64; FOLDS]>::new());
    }

    #[test]
    fn an_input_that_is_the_group_separates_and_one_without_any_says_nothing() {
        let same = dealt(&[(vec![0], 400, 0), (vec![1], 0, 600)]);
        let rows: Vec<InFolds> = same.iter().map(|(_, cell)| *cell).collect();
        assert_eq!(by_cells(&rows, 1.96).auc.value(), Some(1.0));
        let found = by_main_effects(&borrowed(&same), 1.96).unwrap();
        assert_eq!(found.auc.value(), Some(1.0));
        assert!(found.log_loss.unwrap() < 0.01);
        let other = dealt(&[(vec![0], 200_000, 300_000), (vec![1], 200_000, 300_000)]);
        let rows: Vec<InFolds> = other.iter().map(|(_, cell)| *cell).collect();
        for found in [by_cells(&rows, 1.96), by_main_effects(&borrowed(&other), 1.96).unwrap()] {
            assert!((found.auc.value().unwrap() - 0.5).abs() < 0.003, "{found:?}");
        }
    }

    /// Error rate: of inputs that say nothing, 6 to 9 % of intervals lie on each side of one half where 2.5 % are promised.
    #[test]
    fn an_interval_within_folds_holds_one_half_where_nothing_is_to_be_seen() {
        for members in [60, 700] {
            let (mut above, mut below, mut pooled_below) = (0, 0, 0);
            for draw in 0..400 {
                // Members fall on two levels of 1,500 and 2,500 cases by chance alone.
                let mut stream = Stream::new(Key([11; 32]), draw);
                let mut on = [0; 2];
                crate::permute::deal(&mut stream, &[1_500, 2_500], members, &mut on);
                let rows: Vec<InFolds> = [(1_500, on[0]), (2_500, on[1])]
                    .map(|(cases, members)| {
                        let found = deal(&mut stream, &[members, cases - members]);
                        std::array::from_fn(|fold| [found[0][fold], found[1][fold]])
                    })
                    .to_vec();
                let found = by_cells(&rows, 1.959_963_985);
                let side = |auc: &crate::rank::Auc| {
                    auc.estimate.interval().map_or((false, false), |limits| (limits.lower > 0.5, limits.upper < 0.5))
                };
                let (high, low) = side(&found.auc);
                above += u32::from(high);
                below += u32::from(low);
                pooled_below += u32::from(side(&found.pooled).1);
            }
            // 10 are promised on each side, 22 to 34 were counted: folds learn from each other's cases, which no variance of
            // one fold knows. Of all folds together 123 and 126 lie below.
            assert!(above <= 40 && below <= 40, "{members}: {above} above, {below} below");
            assert!(pooled_below > 80, "{members}: {pooled_below}");
        }
    }

    #[test]
    fn main_effects_see_what_single_cells_are_too_few_for() {
        // 400 cells of 5 cases, the chance of a member rising with two levels.
        let cells: Vec<(Vec<u32>, u64, u64)> = (0..20)
            .flat_map(|a| (0..20).map(move |b| (vec![a, b], u64::from(a + b) * 5 / 39, 5 - u64::from(a + b) * 5 / 39)))
            .collect();
        let cells = dealt(&cells);
        let rows: Vec<InFolds> = cells.iter().map(|(_, cell)| *cell).collect();
        let (own, model) = (by_cells(&rows, 1.96), by_main_effects(&borrowed(&cells), 1.96).unwrap());
        assert!(model.auc.value() > own.auc.value() && model.log_loss < own.log_loss);
    }

    #[test]
    fn without_one_of_the_sides_there_is_no_area() {
        let one = dealt(&[(vec![0], 10, 0), (vec![1], 10, 0)]);
        let rows: Vec<InFolds> = one.iter().map(|(_, cell)| *cell).collect();
        assert_eq!(by_cells(&rows, 1.96).auc.value(), None);
        assert!(by_main_effects(&borrowed(&one), 1.96).is_none());
        assert_eq!(by_cells(&[], 1.96).auc.value(), None);
        assert!(by_main_effects(&[], 1.96).is_none());
        // A single member: the fold that holds it has none to learn from.
        let rare = dealt(&[(vec![0], 1, 50), (vec![1], 0, 50)]);
        assert!(by_main_effects(&borrowed(&rare), 1.96).is_none());
    }
}
