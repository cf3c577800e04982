//! Could a model have seen the group through its inputs? How much an input says about the attribute.
//!
//! Counts of the attribute by the levels of an input. Descriptive words without legal meaning: a weak proxy can carry a
//! large disparity, a strong one none. Scores of cells for a ranking are out of fold, never in sample, where with many
//! levels any input looks strong.

use crate::float;
use crate::interval::PValue;
use crate::special::chi_square_ln_sf;

/// What two categorical columns have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Association {
    /// Cases.
    pub n: u64,
    /// Mutual information, in nats, at least 0.
    pub mutual_information: f64,
    /// What it is on average by chance alone, `(rows - 1)(columns - 1) / (2 n)`; rows and columns without cases left out.
    pub by_chance: f64,
    /// Mutual information over the entropy of the rows, in [0, 1]; `None` if all cases lie in one row.
    pub explained: Option<f64>,
    /// `2 n` times the mutual information.
    pub g: f64,
    /// Degrees of freedom of `g` under independence.
    pub df: u32,
    /// The p-value of `g` by the chi-square distribution; `None` without degrees of freedom.
    pub p: Option<PValue>,
    /// Cramer's V without correction, in [0, 1]; `None` without degrees of freedom.
    pub cramers_v: Option<f64>,
}

impl Association {
    /// Mutual information less what chance alone gives (Miller and Madow); may be negative.
    pub fn corrected(&self) -> f64 {
        self.mutual_information - self.by_chance
    }
}

/// The association of an attribute (rows) with an input (columns).
///
/// - Takes: counts, rows of equal length.
/// - Gives `None` without cases.
/// - Not for: comparing inputs with very different numbers of levels without the correction.
/// - Source: Miller 1955, in Information Theory in Psychology; methods, "Proxy", 8.11. Oracle: scipy,
///   `oracle/proxy/8.11.jsonl`.
pub fn association(table: &[Vec<u64>]) -> Option<Association> {
    let row_sums: Vec<u64> = table.iter().map(|row| row.iter().sum()).collect();
    let columns = table.first()?.len();
    debug_assert!(table.iter().all(|row| row.len() == columns));
    let column_sums: Vec<u64> = (0..columns).map(|j| table.iter().map(|row| row[j]).sum()).collect();
    let n: u64 = row_sums.iter().sum();
    if n == 0 {
        return None;
    }
    let all = n as f64;
    let (mut information, mut chi_square) = (0.0, 0.0);
    for (row, row_sum) in table.iter().zip(&row_sums).filter(|(_, sum)| **sum > 0) {
        for (count, column_sum) in row.iter().zip(&column_sums).filter(|(_, sum)| **sum > 0) {
            let expected = *row_sum as f64 * (*column_sum as f64 / all);
            let count = *count as f64;
            if count > 0.0 {
                information += count / all * float::ln(count / expected);
            }
            chi_square += (count - expected) * (count - expected) / expected;
        }
    }
    let information = information.max(0.0);
    let entropy: f64 =
        row_sums.iter().filter(|sum| **sum > 0).map(|sum| -(*sum as f64 / all) * float::ln(*sum as f64 / all)).sum();
    let occupied = |sums: &[u64]| sums.iter().filter(|sum| **sum > 0).count() as u32;
    let (r, c) = (occupied(&row_sums), occupied(&column_sums));
    let df = (r - 1) * (c - 1);
    let g = 2.0 * all * information;
    let least = f64::from(r.min(c) - 1);
    Some(Association {
        n,
        mutual_information: information,
        by_chance: f64::from(df) / (2.0 * all),
        explained: (entropy > 0.0).then(|| (information / entropy).min(1.0)),
        g,
        df,
        p: (df > 0).then(|| PValue::from_ln(chi_square_ln_sf(g, f64::from(df)))),
        cramers_v: (df > 0).then(|| (chi_square / (all * least)).sqrt().min(1.0)),
    })
}

/// The score of a row from the training folds: the share of members in its cell there, drawn towards their overall share
/// by one case.
///
/// - Takes: members and cases of the cell in the training folds; the share of members in those folds.
/// - Source: methods, "Proxy", 8.11. Oracle: `8.11/case` of `oracle/proxy/8.11.jsonl`.
pub fn out_of_fold(members: u64, cases: u64, share: f64) -> f64 {
    (members as f64 + share) / (cases as f64 + 1.0)
}

/// The same from all other rows of the cell, the row itself left out: `cases` counts the row, which must be there.
pub fn leave_one_out(members: u64, cases: u64, is_member: bool, share: f64) -> f64 {
    debug_assert!(cases > 0);
    out_of_fold(members - u64::from(is_member), cases - 1, share)
}

/// Half the width, around 1/2, of what an area under the curve is by chance alone: `z sqrt((n1 + n0 + 1) / (12 n1 n0))`.
///
/// `None` without members, or without others. Source: Mann and Whitney 1947, Ann. Math. Stat. 18:50-60.
pub fn area_by_chance(members: u64, others: u64, z: f64) -> Option<f64> {
    let (a, b) = (members as f64, others as f64);
    (members > 0 && others > 0).then(|| z * ((a + b + 1.0) / (12.0 * a * b)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::{area_by_chance, association, leave_one_out, out_of_fold};

    #[test]
    fn what_is_independent_has_nothing_in_common() {
        let found = association(&[vec![10, 30], vec![20, 60]]).unwrap();
        assert!(found.mutual_information < 1e-15 && found.cramers_v.unwrap() < 1e-9);
        assert!(found.corrected() < 0.0 && found.p.unwrap().value() > 0.999);
    }

    #[test]
    fn an_input_that_is_the_attribute_explains_all() {
        let found = association(&[vec![10, 0, 0], vec![0, 20, 0], vec![0, 0, 5]]).unwrap();
        assert!((found.explained.unwrap() - 1.0).abs() < 1e-14 && (found.cramers_v.unwrap() - 1.0).abs() < 1e-14);
        assert_eq!(found.df, 4);
    }

    #[test]
    fn empty_levels_are_left_out_and_one_level_says_nothing() {
        let with = association(&[vec![10, 0, 5], vec![3, 0, 9], vec![0, 0, 0]]).unwrap();
        let without = association(&[vec![10, 5], vec![3, 9]]).unwrap();
        assert_eq!(with, without);
        let one = association(&[vec![10, 5]]).unwrap();
        assert_eq!((one.df, one.explained, one.cramers_v, one.p), (0, None, None, None));
        assert_eq!(association(&[vec![0, 0]]), None);
        assert_eq!(association(&[]), None);
    }

    #[test]
    fn a_row_does_not_score_itself() {
        assert_eq!(out_of_fold(0, 0, 0.4), 0.4);
        assert_eq!(leave_one_out(3, 5, true, 0.4), out_of_fold(2, 4, 0.4));
        assert!(leave_one_out(3, 5, false, 0.4) > leave_one_out(3, 5, true, 0.4));
        assert_eq!(area_by_chance(0, 5, 1.96), None);
        assert!((area_by_chance(100, 100, 1.96).unwrap() - 0.080_2).abs() < 1e-3);
    }
}
