//! Memberships of rows: probabilities become integers that sum to one exactly (`methods/15`, 2.4; `methods/8`, 8.0, 8.6).
//!
//! Takes columns of probabilities, or tables of them by the value of a key; gives billionths, one column a group. May not
//! know what is counted. Invariants: a row has all its probabilities or none; nothing is clamped, and what is rescaled is
//! counted; the billionths of a row are a partition of one.

use evenhand_stats::proxy::{combination, normalise};

use super::Memberships;
use super::coder::SharesOfCell;
use super::columns::listed;
use super::distinct::Meanings;
use super::faults::{Fault, Faults};
use super::join::Joined;
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
    /// The column of each group's probabilities, in the data or in each table.
    pub columns: Vec<String>,
    /// Where the probabilities come from.
    pub from: MembershipFrom,
}

/// What a membership is worked out with.
#[derive(Default)]
pub struct MembershipState {
    meanings: Vec<Meanings>,
    /// Rows whose probabilities were rescaled.
    pub rescaled: u64,
    /// Rows whose key is not in a table, a table.
    pub without_key: Vec<u64>,
    /// Probabilities of each cell of the data that the spec names.
    pub cells: CellShares,
}

/// The probabilities that the rows of each cell have (`membership.cell`).
#[derive(Default)]
pub struct CellShares {
    /// By the code of the cell: what was met first, and whether another row had others.
    met: Vec<Option<SharesOfCell>>,
}

impl CellShares {
    /// Adds the rows of a batch; `codes` are those of their cells, 0 for none.
    pub fn add(&mut self, codes: &[u32], memberships: &Memberships) {
        let most = codes.iter().max().map_or(0, |&code| code as usize);
        self.met.resize(self.met.len().max(most + 1), None);
        for (row, &code) in codes.iter().enumerate().filter(|(_, code)| **code != 0) {
            let shares = || memberships.shares.iter().map(|column| column[row]);
            if shares().any(|share| share == NO_SHARE) {
                // A row without probabilities says nothing of its cell.
                continue;
            }
            match &mut self.met[code as usize] {
                Some((first, mixed)) => *mixed |= !shares().eq(first.iter().copied()),
                none => *none = Some((shares().collect(), false)),
            }
        }
    }

    /// What was met by the name of the cell; `names` are those of the codes from 1.
    pub fn named(self, names: &[String]) -> Vec<(String, SharesOfCell)> {
        let named = self.met.into_iter().skip(1).zip(names);
        named.filter_map(|(met, name)| Some((name.clone(), met?))).collect()
    }
}

/// Tells a fault of a row: the place of its column among those of the membership, where it is one column's, and the row.
type Tell<'a> = &'a mut dyn FnMut(Option<usize>, usize, Fault);

impl MembershipState {
    /// Reads the probabilities of a batch from columns of the data.
    pub fn columns(&mut self, columns: &[&Numbers], names: &[String], out: &mut Memberships, tell: Tell<'_>) {
        let rows = columns.first().map_or(0, |numbers| numbers.values.len());
        for (at, numbers) in columns.iter().enumerate() {
            for &(row, why) in &numbers.odd {
                tell(Some(at), row as usize, Fault::NotNumber(why, "`attribute.membership`"));
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
        self.fill(rows, at, names, out, tell);
        for row in 0..rows {
            if let Some(at) = half(columns, row).filter(|_| !odd(row)) {
                tell(Some(at), row, Fault::MembershipHalf);
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
        self.without_key.resize(factors.len(), 0);
        let tables: Vec<Vec<Column>> = factors
            .iter()
            .zip(keys)
            .zip(self.meanings.iter_mut().zip(&mut self.without_key))
            .map(|((factor, (codes, distinct)), (meanings, without_key))| {
                let (columns, without) = factor.found(codes, distinct, meanings);
                *without_key += without;
                columns
            })
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
        self.fill(rows, at, &[], out, &mut |_, _, _| {});
    }

    /// `at` writes the probabilities of a row; false where it has none.
    fn fill(
        &mut self,
        rows: usize,
        mut at: impl FnMut(usize, &mut [f64]) -> bool,
        names: &[String],
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
                    None => tell_shares(&shares, names, &mut |column, fault| tell(column, row, fault)),
                }
            }
            for (column, &part) in out.shares.iter_mut().zip(&parts) {
                column.push(part);
            }
        }
    }
}

/// Tells what is wrong with probabilities that cannot be taken, of the columns `names`: each that is outside its range, or
/// all of them.
fn tell_shares(shares: &[f64], names: &[String], tell: &mut dyn FnMut(Option<usize>, Fault)) {
    let sum: f64 = shares.iter().sum();
    let percent = (99.0..=101.0).contains(&sum) && shares.iter().all(|share| (0.0..=100.0).contains(share));
    let mut inside = true;
    for (at, _) in shares.iter().enumerate().filter(|(_, share)| !(0.0..=1.0).contains(*share)) {
        inside = false;
        tell(Some(at), if percent { Fault::MembershipPercent } else { Fault::MembershipRange });
    }
    if inside {
        tell(None, Fault::MembershipSum(listed(names)));
    }
}

/// The first column without a probability in a row that has some of others.
fn half(columns: &[&Numbers], row: usize) -> Option<usize> {
    let first = columns.iter().position(|numbers| numbers.values[row].is_nan())?;
    columns.iter().any(|numbers| !numbers.values[row].is_nan()).then_some(first)
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
    let names = table.names();
    let mut tell = |row: usize, column: Option<usize>, fault: Fault| {
        let field = column.and_then(|at| names.get(at)).map_or("", String::as_str);
        faults.add(file, field, fault, table.place(row), None);
    };
    for (at, numbers) in columns.iter().enumerate() {
        for &(row, why) in &numbers.odd {
            tell(row as usize, Some(at), Fault::NotNumber(why, "`attribute.membership.factors`"));
        }
    }
    for row in 0..columns.first().map_or(0, |numbers| numbers.values.len()) {
        let mut shares: Vec<f64> = columns.iter().map(|numbers| numbers.values[row]).collect();
        if let Some(at) = half(&columns, row) {
            // What is no number was told above.
            if !columns.iter().any(|numbers| numbers.odd.iter().any(|&(odd, _)| odd as usize == row)) {
                tell(row, Some(at), Fault::MembershipHalf);
            }
        } else if !shares.iter().any(|share| share.is_nan()) && normalise(&mut shares).is_none() {
            tell_shares(&shares, names, &mut |column, fault| tell(row, column, fault));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CellShares, MembershipState, NO_SHARE, partition};
    use crate::source::Memberships;
    use crate::source::faults::Fault;
    use crate::source::raw::Numbers;

    type Told = (Option<usize>, usize, Fault);

    fn read(columns: &[Vec<f64>]) -> (Vec<Vec<u32>>, u64, Vec<Told>) {
        let numbers: Vec<Numbers> =
            columns.iter().map(|values| Numbers { values: values.clone(), odd: Vec::new() }).collect();
        let mut out = Memberships { attribute: 0, shares: vec![Vec::new(); columns.len()] };
        let (mut state, mut faults) = (MembershipState::default(), Vec::new());
        let numbers: Vec<&Numbers> = numbers.iter().collect();
        let names = ["p".to_owned(), "q".to_owned()];
        state.columns(&numbers, &names, &mut out, &mut |column, row, fault| faults.push((column, row, fault)));
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
        assert_eq!((rescaled, faults), (0, vec![(Some(0), 3, Fault::MembershipHalf)]));
    }

    #[test]
    fn a_cell_is_mixed_where_its_rows_have_different_probabilities_in_any_order() {
        let memberships = Memberships { attribute: 0, shares: vec![vec![1, 1, NO_SHARE, 2], vec![9, 9, NO_SHARE, 8]] };
        let names = ["a".to_owned(), "b".to_owned()];
        let mixed = |codes: [u32; 4]| -> Vec<(String, bool)> {
            let mut cells = CellShares::default();
            cells.add(&codes, &memberships);
            cells.named(&names).into_iter().map(|(name, (_, mixed))| (name, mixed)).collect()
        };
        let named = |a, b| vec![("a".to_owned(), a), ("b".to_owned(), b)];
        assert_eq!(mixed([1, 1, 1, 2]), named(false, false));
        assert_eq!(mixed([1, 2, 2, 1]), named(true, false));
        assert_eq!(mixed([1, 2, 2, 2]), named(false, true));
    }

    #[test]
    fn sums_that_are_nearly_one_are_rescaled_and_others_are_faults() {
        let (shares, rescaled, faults) = read(&[vec![0.5, 0.5, 1.2, 99.5], vec![0.505, 0.6, -0.2, 0.5]]);
        assert_eq!(shares[0][0] + shares[1][0], 1_000_000_000);
        assert_eq!(rescaled, 1);
        // A column that is outside its range is named; a sum is nobody's; shares of a hundred are seen for what they are.
        let kinds = [
            (None, 1, Fault::MembershipSum("`p`, `q`".to_owned())),
            (Some(0), 2, Fault::MembershipRange),
            (Some(1), 2, Fault::MembershipRange),
            (Some(0), 3, Fault::MembershipPercent),
        ];
        assert_eq!(faults, kinds);
        assert_eq!(shares[0][1..], [NO_SHARE; 3]);
    }
}
