//! Memberships of rows: probabilities become integers that sum to one exactly (`methods/15`, 2.4; `methods/8`, 8.0, 8.6).
//!
//! Takes columns of probabilities, or tables of them by the value of a key; gives billionths, one column a group. May not
//! know what is counted. Invariants: a row has all its probabilities or none; nothing is clamped, and what is rescaled is
//! counted; the billionths of a row are a partition of one.

use evenhand_stats::proxy::{combination, normalise};

use super::Memberships;
use super::distinct::Meanings;
use super::faults::{Fault, Faults};
use super::join::Joined;
use super::numbers::Tell;
use super::raw::{Column, Numbers};
use super::roles::Slot;
use super::score::BILLION;

/// A row without probabilities.
pub const NO_SHARE: u32 = u32::MAX;

/// Where the probabilities of an attribute come from.
pub enum MembershipFrom {
    /// A column of the data for each group.
    Columns(Vec<Slot>),
    /// Tables by the value of a column of the data, multiplied; and the share of each group in the tables' population.
    Factors {
        /// The column of each table's key.
        keys: Vec<Slot>,
        /// P(g).
        shares: Vec<f64>,
    },
}

/// An attribute whose groups are known as probabilities.
pub struct MembershipRole {
    /// Index into the spec's attributes.
    pub attribute: usize,
    /// Its name.
    pub name: String,
    /// Its groups, sorted.
    pub groups: Vec<String>,
    /// Where the probabilities come from.
    pub from: MembershipFrom,
}

/// What a membership is worked out with.
#[derive(Default)]
pub struct MembershipState {
    meanings: Vec<Meanings>,
    /// Rows whose probabilities were rescaled.
    pub rescaled: u64,
}

impl MembershipState {
    /// Reads the probabilities of a batch from columns of the data.
    pub fn columns(&mut self, columns: &[&Numbers], rows: usize, out: &mut Memberships, tell: Tell<'_>) {
        for numbers in columns {
            for &(row, why) in &numbers.odd {
                tell(row as usize, Fault::NotNumber(why, "`attribute.membership`"));
            }
        }
        let odd = |row: usize| {
            columns.iter().any(|numbers| numbers.odd.binary_search_by_key(&(row as u32), |&(row, _)| row).is_ok())
        };
        let at = |row: usize, shares: &mut [f64]| {
            for (share, numbers) in shares.iter_mut().zip(columns) {
                *share = numbers.values[row];
            }
            // Where all are missing the row is without; one that was told already leaves it without too.
            !shares.iter().any(|share| share.is_nan()) && !odd(row)
        };
        self.fill(rows, at, out, tell);
        for row in 0..rows {
            let missing = columns.iter().filter(|numbers| numbers.values[row].is_nan()).count();
            if missing > 0 && missing < columns.len() && !odd(row) {
                tell(row, Fault::MembershipHalf);
            }
        }
    }

    /// Multiplies the probabilities of a batch from tables by key.
    pub fn factors(
        &mut self,
        factors: &[Joined],
        keys: &[(&[u32], &super::distinct::Distinct)],
        population: &[f64],
        out: &mut Memberships,
    ) {
        self.meanings.resize_with(factors.len(), Meanings::default);
        let tables: Vec<Vec<Column>> = factors
            .iter()
            .zip(keys)
            .zip(&mut self.meanings)
            .map(|((factor, (codes, distinct)), meanings)| factor.columns(codes, distinct, meanings))
            .collect();
        let rows = keys.first().map_or(0, |(codes, _)| codes.len());
        let groups = out.shares.len();
        let row_of = |table: &[Column], row: usize| -> Option<Vec<f64>> {
            let of =
                |column: &Column| if let Column::Numbers(numbers) = column { numbers.values[row] } else { f64::NAN };
            let shares: Vec<f64> = table.iter().map(of).collect();
            (shares.len() == groups && !shares.iter().any(|share| share.is_nan())).then_some(shares)
        };
        let at = |row: usize, shares: &mut [f64]| {
            let found: Vec<Option<Vec<f64>>> = tables.iter().map(|table| row_of(table, row)).collect();
            let found: Vec<Option<&[f64]>> = found.iter().map(Option::as_deref).collect();
            match combination::from_shares(&found, population) {
                Some(combined) => {
                    shares.copy_from_slice(&combined.probabilities);
                    true
                }
                // No factor of this row is in its table, or they exclude each other: nothing is known of it.
                None => false,
            }
        };
        self.fill(rows, at, out, &mut |_, _| {});
    }

    /// `at` writes the probabilities of a row; false where it has none.
    fn fill(
        &mut self,
        rows: usize,
        mut at: impl FnMut(usize, &mut [f64]) -> bool,
        out: &mut Memberships,
        tell: Tell<'_>,
    ) {
        let groups = out.shares.len();
        let (mut shares, mut parts) = (vec![0.0; groups], vec![NO_SHARE; groups]);
        out.shares.iter_mut().for_each(Vec::clear);
        for row in 0..rows {
            parts.fill(NO_SHARE);
            if at(row, &mut shares) {
                match normalise(&mut shares) {
                    Some(rescaled) => {
                        self.rescaled += u64::from(rescaled);
                        partition(&shares, &mut parts);
                    }
                    None => tell(row, fault(&shares)),
                }
            }
            for (column, &part) in out.shares.iter_mut().zip(&parts) {
                column.push(part);
            }
        }
    }
}

/// What is wrong with probabilities that cannot be taken.
fn fault(shares: &[f64]) -> Fault {
    if shares.iter().all(|share| (0.0..=1.0).contains(share)) { Fault::MembershipSum } else { Fault::MembershipRange }
}

/// Billionths that sum to one: each rounded, what is left goes to the largest, the first of equal ones.
fn partition(shares: &[f64], parts: &mut [u32]) {
    let mut left = i64::from(BILLION);
    let mut largest = 0;
    for (at, (part, share)) in parts.iter_mut().zip(shares).enumerate() {
        *part = (share * 1e9 + 0.5) as u32;
        left -= i64::from(*part);
        if shares[at] > shares[largest] {
            largest = at;
        }
    }
    if let Some(part) = parts.get_mut(largest) {
        *part = u32::try_from(i64::from(*part) + left).unwrap_or(*part);
    }
}

/// Tells the rows of a table of probabilities that cannot be taken; `file` is its number.
pub fn check_table(table: &Joined, file: usize, faults: &mut Faults) {
    let columns: Vec<&Numbers> = table
        .own_columns()
        .iter()
        .filter_map(|column| if let Column::Numbers(numbers) = column { Some(numbers) } else { None })
        .collect();
    for numbers in &columns {
        for &(row, why) in &numbers.odd {
            let fault = Fault::NotNumber(why, "`attribute.membership.factors`");
            faults.add(file, "", fault, (u64::from(row) + 1, 0), None);
        }
    }
    for row in 0..columns.first().map_or(0, |numbers| numbers.values.len()) {
        let mut shares: Vec<f64> = columns.iter().map(|numbers| numbers.values[row]).collect();
        let missing = shares.iter().filter(|share| share.is_nan()).count();
        if missing > 0 && missing < shares.len() {
            // What is no number was told above.
            if !columns.iter().any(|numbers| numbers.odd.iter().any(|&(odd, _)| odd as usize == row)) {
                faults.add(file, "", Fault::MembershipHalf, (row as u64 + 1, 0), None);
            }
        } else if missing == 0 && normalise(&mut shares).is_none() {
            faults.add(file, "", fault(&shares), (row as u64 + 1, 0), None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MembershipState, NO_SHARE, partition};
    use crate::source::Memberships;
    use crate::source::faults::Fault;
    use crate::source::raw::Numbers;

    fn read(columns: &[Vec<f64>]) -> (Vec<Vec<u32>>, u64, Vec<(usize, Fault)>) {
        let numbers: Vec<Numbers> =
            columns.iter().map(|values| Numbers { values: values.clone(), odd: Vec::new() }).collect();
        let mut out = Memberships { attribute: 0, shares: vec![Vec::new(); columns.len()] };
        let (mut state, mut faults) = (MembershipState::default(), Vec::new());
        let numbers: Vec<&Numbers> = numbers.iter().collect();
        state.columns(&numbers, columns[0].len(), &mut out, &mut |row, fault| faults.push((row, fault)));
        (out.shares, state.rescaled, faults)
    }

    #[test]
    fn billionths_of_a_row_sum_to_one_and_the_rest_goes_to_the_first_of_the_largest() {
        let mut parts = [0; 3];
        partition(&[1.0 / 3.0; 3], &mut parts);
        assert_eq!(parts, [333_333_334, 333_333_333, 333_333_333]);
        partition(&[0.2, 0.7, 0.1], &mut parts);
        assert_eq!(parts, [200_000_000, 700_000_000, 100_000_000]);
        partition(&[0.25 + 2e-9, 0.5, 0.25], &mut parts);
        assert_eq!(parts, [250_000_002, 499_999_998, 250_000_000]);
    }

    #[test]
    fn a_row_has_all_its_probabilities_or_none() {
        let none = f64::NAN;
        let (shares, rescaled, faults) = read(&[vec![0.5, none, 0.25, none], vec![0.5, none, 0.75, 0.4]]);
        assert_eq!(
            shares,
            [vec![500_000_000, NO_SHARE, 250_000_000, NO_SHARE], vec![500_000_000, NO_SHARE, 750_000_000, NO_SHARE]]
        );
        // Half of them is a fault: the other half is not guessed, and the row is not one of which nothing is known.
        assert_eq!((rescaled, faults), (0, vec![(3, Fault::MembershipHalf)]));
    }

    #[test]
    fn sums_that_are_nearly_one_are_rescaled_and_others_are_faults() {
        let (shares, rescaled, faults) = read(&[vec![0.5, 0.5, 1.2, -0.1], vec![0.505, 0.6, -0.2, 1.1]]);
        assert_eq!(shares[0][0] + shares[1][0], 1_000_000_000);
        assert_eq!(rescaled, 1);
        let kinds: Vec<(usize, Fault)> =
            vec![(1, Fault::MembershipSum), (2, Fault::MembershipRange), (3, Fault::MembershipRange)];
        assert_eq!(faults, kinds);
        assert_eq!(shares[0][1..], [NO_SHARE; 3]);
    }
}
