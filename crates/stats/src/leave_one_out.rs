//! The adjusted difference with all factors, without each of them, and without any.
//!
//! Makes one table per combination of the factors that are kept out of the one joint table, by summing over the factor
//! that is dropped. May not know what the factors are. The rows are not tests of each other: the change from one to
//! another has no interval here (a cell bootstrap with the same draws for all rows gives one).

use std::collections::BTreeMap;

use crate::interval::Estimate;
use crate::strata::{Overlap, overlap};
use crate::stratified_score;
use crate::table::TwoByTwo;

/// A cell of the joint table: a level of each factor, and the table of its cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorCell {
    /// One level per factor, always in the same order of factors; a missing value is a level.
    pub levels: Vec<u32>,
    /// Group and reference in this cell.
    pub table: TwoByTwo,
}

/// Which factors a row keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// All of them.
    All,
    /// All but the one at this place.
    AllBut(usize),
    /// None: the raw comparison.
    None,
}

/// The adjusted difference over some of the factors.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The factors kept.
    pub kept: Kept,
    /// Informative strata and shares of cases in them.
    pub overlap: Overlap,
    /// The difference with stratified score limits.
    pub difference: Estimate,
}

/// One table per combination of the levels of the factors that are kept, in the order of the levels.
///
/// Cells that differ only in a dropped factor are added up; `None` if a sum would be above 2^52 cases.
pub fn strata(cells: &[FactorCell], kept: Kept) -> Option<Vec<TwoByTwo>> {
    let mut sums: BTreeMap<Vec<u32>, [u64; 4]> = BTreeMap::new();
    for cell in cells {
        let levels: Vec<u32> = match kept {
            Kept::All => cell.levels.clone(),
            Kept::None => Vec::new(),
            Kept::AllBut(factor) => {
                let others = cell.levels.iter().enumerate().filter(|(i, _)| *i != factor);
                others.map(|(_, level)| *level).collect()
            }
        };
        let t = cell.table;
        let sum = sums.entry(levels).or_default();
        for (part, more) in sum.iter_mut().zip([t.x1(), t.n1(), t.x0(), t.n0()]) {
            *part = part.checked_add(more)?;
        }
    }
    sums.into_values().map(|[x1, n1, x0, n0]| TwoByTwo::new(x1, n1, x0, n0)).collect()
}

/// The adjusted difference with all factors, without each, and without any.
///
/// - Takes: the joint table; the number of factors; `z >= 0`.
/// - Gives: rows in this order: all, all but the first, …, none. One factor: two rows, since without it there is none.
///   `None` if a sum would be above 2^52 cases.
/// - Edges: a row without an informative stratum has a difference of null, `not_identified`.
/// - Not for: a test of whether a factor matters.
/// - Source: methods, "Strata", 3.9. Oracle: [`crate::stratified_score::difference`] of tables summed by hand.
pub fn leave_one_out(cells: &[FactorCell], factors: usize, z: f64) -> Option<Vec<Row>> {
    debug_assert!(cells.iter().all(|cell| cell.levels.len() == factors));
    let singles = if factors > 1 { factors } else { 0 };
    let mut all = vec![Kept::All];
    all.extend((0..singles).map(Kept::AllBut));
    if factors > 0 {
        all.push(Kept::None);
    }
    all.into_iter()
        .map(|kept| {
            let strata = strata(cells, kept)?;
            let difference = stratified_score::difference(&strata, z);
            Some(Row { kept, overlap: overlap(&strata), difference })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{FactorCell, Kept, leave_one_out, strata};
    use crate::interval::Note;
    use crate::stratified_score::difference;
    use crate::table::{MOST_CASES, TwoByTwo};

    fn cell(levels: &[u32], x1: u64, n1: u64, x0: u64, n0: u64) -> FactorCell {
        FactorCell { levels: levels.to_vec(), table: TwoByTwo::new(x1, n1, x0, n0).unwrap() }
    }

    fn joint() -> Vec<FactorCell> {
        vec![
            cell(&[0, 0], 3, 10, 1, 12),
            cell(&[0, 1], 5, 20, 4, 30),
            cell(&[1, 0], 9, 15, 0, 0),
            cell(&[1, 1], 7, 12, 6, 16),
        ]
    }

    #[test]
    fn a_dropped_factor_is_summed_over() {
        let t = |x1, n1, x0, n0| TwoByTwo::new(x1, n1, x0, n0).unwrap();
        assert_eq!(strata(&joint(), Kept::AllBut(1)).unwrap(), [t(8, 30, 5, 42), t(16, 27, 6, 16)]);
        assert_eq!(strata(&joint(), Kept::AllBut(0)).unwrap(), [t(12, 25, 1, 12), t(12, 32, 10, 46)]);
        assert_eq!(strata(&joint(), Kept::None).unwrap(), [t(24, 57, 11, 58)]);
    }

    #[test]
    fn there_is_a_row_for_all_for_each_and_for_none() {
        let rows = leave_one_out(&joint(), 2, 1.96).unwrap();
        let kept: Vec<Kept> = rows.iter().map(|row| row.kept).collect();
        assert_eq!(kept, [Kept::All, Kept::AllBut(0), Kept::AllBut(1), Kept::None]);
        for row in &rows {
            assert_eq!(row.difference, difference(&strata(&joint(), row.kept).unwrap(), 1.96));
        }
        assert!((rows[0].overlap.group.unwrap() - 42.0 / 57.0).abs() < 1e-15);
        assert_eq!(rows[3].overlap.group, Some(1.0));
        let one: Vec<FactorCell> = vec![cell(&[0], 3, 10, 1, 12), cell(&[1], 5, 20, 4, 30)];
        assert_eq!(leave_one_out(&one, 1, 1.96).unwrap().len(), 2);
    }

    #[test]
    fn a_factor_that_separates_the_sides_leaves_no_comparison() {
        let cells = [cell(&[0, 0], 3, 10, 0, 0), cell(&[1, 0], 0, 0, 4, 30)];
        let rows = leave_one_out(&cells, 2, 1.96).unwrap();
        assert!(rows[0].difference.has(Note::NotIdentified) && rows[1].difference.value.is_some());
        let huge = [cell(&[0], 0, MOST_CASES, 0, 1), cell(&[1], 0, MOST_CASES, 0, 1)];
        assert_eq!(leave_one_out(&huge, 1, 1.96), None);
    }
}
