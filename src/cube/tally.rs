//! One table while it is being filled: codes of dimensions to a place, values of rows added there.
//!
//! Takes columns of codes (0 is missing) and values; gives its cells by code. May not know names, files, metrics.
//! Invariants: where a cell stands depends on how many codes there are, what it holds only on the rows; a dimension may grow
//! at any time; small tables are arrays, large ones hash maps, and nobody outside can tell.

use hashbrown::HashMap;

use super::Measure;

/// Values of the rows of a batch, one a row.
#[derive(Clone, Copy, Default)]
pub struct Values<'a> {
    /// How many cases a row stands for; empty: one each.
    pub counts: &'a [u64],
    /// How many more they may be; empty: none.
    pub slacks: &'a [u64],
    /// Scores in billionths, [`NO_SCORE`] where missing; empty: no score.
    pub scores: &'a [u32],
    /// Weights in millionths; empty: no weights.
    pub weights: &'a [u64],
    /// Amounts by name, [`NO_AMOUNT`] where missing.
    pub amounts: &'a [(String, Vec<i64>)],
    /// Memberships in billionths, one column a group, [`NO_SCORE`] where there are none; empty: no memberships.
    pub memberships: &'a [Vec<u32>],
    /// The groups of the memberships.
    pub groups: &'a [String],
}

/// A missing score.
pub const NO_SCORE: u32 = u32::MAX;
/// A missing amount.
pub const NO_AMOUNT: i64 = i64::MIN;

/// Why a batch could not be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// More combinations of codes than 128 bits can number.
    Combinations,
    /// More than [`MOST_CELLS`] combinations occur.
    Cells,
    /// A sum beyond 128 bits.
    Sum,
}

/// Most cells of a table: beyond, memory would grow with the rows.
pub const MOST_CELLS: usize = 5_000_000;

/// How the sums of a cell are held.
enum Cells {
    /// Counts only.
    Count(Vec<u64>),
    /// Two words a cell: count and Σq; how many have a score, and Σq². See [`scored`].
    Scored(Vec<[u128; 2]>),
    /// Any measures, one integer each.
    Wide(Vec<i128>),
}

/// Where a cell stands.
enum Index {
    /// At its key.
    Dense,
    /// At the place that its key got when it was first seen.
    Sparse { places: HashMap<u128, u32>, keys: Vec<u128> },
}

/// A table while it is being filled.
pub struct Tally {
    measures: Vec<Measure>,
    /// Room for the codes of each dimension; the first varies slowest.
    sizes: Vec<u32>,
    /// Dimensions before this stand in the high word of a key.
    split: usize,
    strides: Vec<u64>,
    index: Index,
    cells: Cells,
    /// Most cells of an array.
    most_dense: usize,
    keys: [Vec<u64>; 2],
    places: Vec<u32>,
}

/// Bits of the second word of a scored cell that hold Σq²: 9·10⁹ rows of 10¹⁸ need 93.
const SQUARE_BITS: u32 = 94;

/// What a row adds to a scored cell: (count | Σq) and (Σq² | how many have a score).
fn scored(count: u64, score: u32) -> [u128; 2] {
    if score == NO_SCORE {
        return [u128::from(count), 0];
    }
    let (count, score) = (u128::from(count), u128::from(score));
    [(score * count) << 64 | count, (count << SQUARE_BITS) + score * score * count]
}

impl Tally {
    /// An empty table of `dimensions` with `measures` (the count first), an array while it needs at most `most_bytes`.
    pub fn new(dimensions: usize, measures: Vec<Measure>, most_bytes: usize) -> Self {
        let scored = [Measure::Count, Measure::ScoreCount, Measure::Score, Measure::ScoreSquared];
        let (cells, bytes) = if measures == [Measure::Count] {
            (Cells::Count(vec![0]), 8)
        } else if measures.iter().all(|measure| scored.contains(measure)) {
            (Cells::Scored(vec![[0; 2]]), 32)
        } else {
            (Cells::Wide(vec![0; measures.len()]), 16 * measures.len())
        };
        Self {
            measures,
            sizes: vec![1; dimensions],
            split: 0,
            strides: vec![1; dimensions],
            index: Index::Dense,
            cells,
            most_dense: (most_bytes / bytes).clamp(1, u32::MAX as usize),
            keys: [Vec::new(), Vec::new()],
            places: Vec::new(),
        }
    }

    /// The measures of a cell, in order.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// Adds rows: one column of codes a dimension, all below `sizes`.
    pub fn add(&mut self, codes: &[&[u32]], sizes: &[u32], rows: usize, values: Values<'_>) -> Result<(), Full> {
        self.reserve(sizes)?;
        self.place(codes, rows);
        if matches!(&self.index, Index::Sparse { keys, .. } if keys.len() > MOST_CELLS) {
            return Err(Full::Cells);
        }
        match &mut self.cells {
            Cells::Count(cells) => add_counts(cells, &self.places, values.counts),
            Cells::Scored(cells) => add_scores(cells, &self.places, values),
            Cells::Wide(cells) => return add_measures(cells, &self.places, &self.measures, values),
        }
        Ok(())
    }

    /// Calls `each` with the codes and the sums of every cell that is not empty.
    pub fn for_each(&self, mut each: impl FnMut(&[u32], &[i128])) {
        let (mut codes, mut sums) = (vec![0; self.sizes.len()], vec![0; self.measures.len()]);
        for place in 0..self.len() {
            if self.read(place, &mut sums) {
                self.decode(self.key(place), &mut codes);
                each(&codes, &sums);
            }
        }
    }

    /// The same cells with the codes of the first dimension changed by `recode`; cells that become one are added up.
    pub fn recoded_first(&self, size: u32, recode: impl Fn(u32) -> u32) -> Result<Self, Full> {
        let mut out = self.emptied();
        let mut sizes = self.sizes.clone();
        sizes[0] = size;
        out.reserve(&sizes)?;
        self.move_into(&mut out, |codes| codes[0] = recode(codes[0]))?;
        Ok(out)
    }

    /// Makes room for codes below `needed`.
    fn reserve(&mut self, needed: &[u32]) -> Result<(), Full> {
        if self.sizes.iter().zip(needed).all(|(size, needed)| needed <= size) {
            return Ok(());
        }
        let grown =
            |(&size, &needed): (&u32, &u32)| if needed > size { needed.max(size.saturating_mul(2)) } else { size };
        let sizes: Vec<u32> = self.sizes.iter().zip(needed).map(grown).collect();
        let mut out = self.emptied();
        out.lay_out(sizes)?;
        self.move_into(&mut out, |_| {})?;
        *self = out;
        Ok(())
    }

    /// An empty table of the same kind.
    fn emptied(&self) -> Self {
        Self::new(self.sizes.len(), self.measures.clone(), self.most_dense.saturating_mul(self.cell_bytes()))
    }

    fn cell_bytes(&self) -> usize {
        match self.cells {
            Cells::Count(_) => 8,
            Cells::Scored(_) => 32,
            Cells::Wide(_) => 16 * self.measures.len(),
        }
    }

    /// Chooses array or hash map for these sizes, and where the keys are split into two words. The table must be empty.
    fn lay_out(&mut self, sizes: Vec<u32>) -> Result<(), Full> {
        let mut stride = 1u64;
        let mut wrapped = false;
        self.split = 0;
        for (dimension, &size) in sizes.iter().enumerate().rev() {
            self.strides[dimension] = stride;
            stride = match stride.checked_mul(u64::from(size)) {
                Some(stride) => stride,
                None if wrapped => return Err(Full::Combinations),
                None => {
                    // This dimension and those before it go to the high word.
                    wrapped = true;
                    self.split = dimension + 1;
                    self.strides[dimension] = 1;
                    u64::from(size)
                }
            };
        }
        self.sizes = sizes;
        if !wrapped && stride <= self.most_dense as u64 {
            self.index = Index::Dense;
            self.resize(stride as usize);
        } else {
            self.index = Index::Sparse { places: HashMap::new(), keys: Vec::new() };
            self.resize(0);
        }
        Ok(())
    }

    fn resize(&mut self, cells: usize) {
        // A fresh zeroed vector costs no memory before it is touched; growing one in place would touch it.
        match &mut self.cells {
            Cells::Count(sums) => *sums = vec![0; cells],
            Cells::Scored(sums) => *sums = vec![[0; 2]; cells],
            Cells::Wide(sums) => *sums = vec![0; cells * self.measures.len()],
        }
    }

    fn len(&self) -> usize {
        match &self.cells {
            Cells::Count(cells) => cells.len(),
            Cells::Scored(cells) => cells.len(),
            Cells::Wide(cells) => cells.len() / self.measures.len(),
        }
    }

    fn key(&self, place: usize) -> u128 {
        match &self.index {
            Index::Dense => place as u128,
            Index::Sparse { keys, .. } => keys[place],
        }
    }

    fn decode(&self, key: u128, codes: &mut [u32]) {
        let words = [(key >> 64) as u64, key as u64];
        for (dimension, code) in codes.iter_mut().enumerate() {
            let word = words[usize::from(dimension >= self.split)];
            *code = (word / self.strides[dimension] % u64::from(self.sizes[dimension])) as u32;
        }
    }

    /// The key of one cell.
    fn encode(&self, codes: &[u32]) -> u128 {
        let mut words = [0u64; 2];
        for (dimension, &code) in codes.iter().enumerate() {
            words[usize::from(dimension >= self.split)] += u64::from(code) * self.strides[dimension];
        }
        u128::from(words[0]) << 64 | u128::from(words[1])
    }

    /// The place of one key, made if it is new.
    fn place_of(&mut self, key: u128) -> usize {
        match &mut self.index {
            Index::Dense => key as usize,
            Index::Sparse { places, keys } => {
                let place = *places.entry(key).or_insert_with(|| {
                    keys.push(key);
                    (keys.len() - 1) as u32
                });
                let cells = keys.len();
                match &mut self.cells {
                    Cells::Count(sums) => sums.resize(cells, 0),
                    Cells::Scored(sums) => sums.resize(cells, [0; 2]),
                    Cells::Wide(sums) => sums.resize(cells * self.measures.len(), 0),
                }
                place as usize
            }
        }
    }

    /// Fills `places` with the place of each row.
    fn place(&mut self, codes: &[&[u32]], rows: usize) {
        self.places.clear();
        if matches!(self.index, Index::Dense) {
            self.places.resize(rows, 0);
            for (column, &stride) in codes.iter().zip(&self.strides) {
                // The product of all sizes fits 32 bits here.
                let stride = stride as u32;
                for (place, &code) in self.places.iter_mut().zip(*column) {
                    *place += code * stride;
                }
            }
            return;
        }
        let [mut high, mut low] = std::mem::take(&mut self.keys);
        words(&codes[..self.split], &self.strides[..self.split], rows, &mut high);
        words(&codes[self.split..], &self.strides[self.split..], rows, &mut low);
        for row in 0..rows {
            let place = self.place_of(u128::from(high[row]) << 64 | u128::from(low[row]));
            self.places.push(place as u32);
        }
        self.keys = [high, low];
    }

    /// The sums of a cell; false where it is empty.
    fn read(&self, place: usize, sums: &mut [i128]) -> bool {
        match &self.cells {
            Cells::Count(cells) => sums[0] = i128::from(cells[place]),
            Cells::Scored(cells) => {
                let [first, second] = cells[place];
                for (sum, measure) in sums.iter_mut().zip(&self.measures) {
                    *sum = match measure {
                        Measure::ScoreCount => (second >> SQUARE_BITS) as i128,
                        Measure::Score => (first >> 64) as i128,
                        Measure::ScoreSquared => (second & ((1 << SQUARE_BITS) - 1)) as i128,
                        _ => i128::from(first as u64),
                    };
                }
            }
            Cells::Wide(cells) => sums.copy_from_slice(&cells[place * sums.len()..(place + 1) * sums.len()]),
        }
        sums.iter().any(|&sum| sum != 0)
    }

    /// Adds every cell to `out`, which has room for its codes.
    fn move_into(&self, out: &mut Self, recode: impl Fn(&mut [u32])) -> Result<(), Full> {
        let width = self.measures.len();
        let (mut codes, mut sums) = (vec![0; self.sizes.len()], vec![0; width]);
        for from in 0..self.len() {
            if !self.read(from, &mut sums) {
                continue;
            }
            self.decode(self.key(from), &mut codes);
            recode(&mut codes);
            let place = out.place_of(out.encode(&codes));
            match (&self.cells, &mut out.cells) {
                (Cells::Count(cells), Cells::Count(target)) => target[place] += cells[from],
                (Cells::Scored(cells), Cells::Scored(target)) => {
                    target[place][0] += cells[from][0];
                    target[place][1] += cells[from][1];
                }
                (_, Cells::Wide(target)) => {
                    for (target, sum) in target[place * width..].iter_mut().zip(&sums) {
                        *target = target.checked_add(*sum).ok_or(Full::Sum)?;
                    }
                }
                // Both tables were made from the same measures.
                _ => {}
            }
        }
        Ok(())
    }
}

/// Sums of code times stride.
fn words(codes: &[&[u32]], strides: &[u64], rows: usize, out: &mut Vec<u64>) {
    out.clear();
    out.resize(rows, 0);
    for (column, &stride) in codes.iter().zip(strides) {
        for (word, &code) in out.iter_mut().zip(*column) {
            *word += u64::from(code) * stride;
        }
    }
}

fn add_counts(cells: &mut [u64], places: &[u32], counts: &[u64]) {
    if counts.is_empty() {
        for &place in places {
            cells[place as usize] += 1;
        }
    } else {
        for (&place, &count) in places.iter().zip(counts) {
            cells[place as usize] += count;
        }
    }
}

fn add_scores(cells: &mut [[u128; 2]], places: &[u32], values: Values<'_>) {
    let mut add = |place: u32, count: u64, score: u32| {
        let cell = &mut cells[place as usize];
        let [first, second] = scored(count, score);
        cell[0] += first;
        cell[1] += second;
    };
    if values.counts.is_empty() {
        for (&place, &score) in places.iter().zip(values.scores) {
            add(place, 1, score);
        }
    } else {
        for ((&place, &score), &count) in places.iter().zip(values.scores).zip(values.counts) {
            add(place, count, score);
        }
    }
}

fn add_measures(cells: &mut [i128], places: &[u32], measures: &[Measure], values: Values<'_>) -> Result<(), Full> {
    for (offset, measure) in measures.iter().enumerate() {
        let share = |group: &String| {
            values.groups.iter().position(|known| known == group).and_then(|at| values.memberships.get(at))
        };
        let pair = match measure {
            Measure::Membership(_, group) => Some((share(group), None)),
            Measure::MembershipProduct(_, a, b) => Some((share(a), share(b))),
            _ => None,
        };
        if let Some((first, second)) = pair {
            let Some(first) = first else { continue };
            add_shares(cells, places, (measures.len(), offset), (first, second.map(Vec::as_slice)), values.counts)?;
            continue;
        }
        let amount =
            |name: &String| values.amounts.iter().find(|(known, _)| known == name).map(|(_, amounts)| &**amounts);
        let amounts = match measure {
            Measure::Amount(name) | Measure::AmountSquared(name) | Measure::AmountCount(name) => amount(name),
            _ => None,
        };
        for (row, &place) in places.iter().enumerate() {
            let value = row_value(measure, row, values, amounts.map(|amounts| amounts[row])).ok_or(Full::Sum)?;
            let cell = &mut cells[place as usize * measures.len() + offset];
            *cell = cell.checked_add(value).ok_or(Full::Sum)?;
        }
    }
    Ok(())
}

/// Adds memberships, or products of two, to the sum at `offset` of cells of `width` sums.
fn add_shares(
    cells: &mut [i128],
    places: &[u32],
    (width, offset): (usize, usize),
    (first, second): (&[u32], Option<&[u32]>),
    counts: &[u64],
) -> Result<(), Full> {
    for (row, &place) in places.iter().enumerate() {
        let share = first[row];
        if share == NO_SCORE {
            continue;
        }
        let value = i128::from(share) * second.map_or(1, |second| i128::from(second[row]));
        let value = value.checked_mul(counts.get(row).map_or(1, |&count| i128::from(count))).ok_or(Full::Sum)?;
        let cell = &mut cells[place as usize * width + offset];
        *cell = cell.checked_add(value).ok_or(Full::Sum)?;
    }
    Ok(())
}

/// What a row adds to a measure; `None` where it does not fit.
fn row_value(measure: &Measure, row: usize, values: Values<'_>, amount: Option<i64>) -> Option<i128> {
    let count = values.counts.get(row).map_or(1, |&count| i128::from(count));
    let weight = values.weights.get(row).map_or(1_000_000, |&weight| i128::from(weight));
    let score = values.scores.get(row).filter(|&&score| score != NO_SCORE).map(|&score| i128::from(score));
    let amount = amount.filter(|&amount| amount != NO_AMOUNT).map(i128::from);
    let one = match measure {
        Measure::Count => 1,
        Measure::Slack => return Some(values.slacks.get(row).map_or(0, |&slack| i128::from(slack))),
        Measure::Weight => weight,
        Measure::WeightSquared => weight * weight,
        Measure::ScoreCount => i128::from(score.is_some()),
        Measure::Score => score.unwrap_or(0),
        Measure::ScoreSquared => score.map_or(0, |score| score * score),
        Measure::WeightedScore => score.map_or(0, |score| weight * score),
        Measure::WeightedScoreSquared => score.map_or(0, |score| weight * (score * score)),
        Measure::WeightSquaredScore => score.map_or(0, |score| weight * weight * score),
        // q² in billionths: with q² itself a single row of weight 10⁶ would not fit 128 bits.
        Measure::WeightSquaredScoreSquared => {
            score.map_or(0, |score| weight * weight * (score * score / 1_000_000_000))
        }
        Measure::Amount(_) => amount.unwrap_or(0),
        Measure::AmountSquared(_) => amount.map_or(0, |amount| amount * amount),
        Measure::AmountCount(_) => i128::from(amount.is_some()),
        Measure::Membership(..) | Measure::MembershipProduct(..) => 0,
    };
    one.checked_mul(count)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Full, NO_SCORE, Tally, Values};
    use crate::cube::Measure;

    fn cells(tally: &Tally) -> BTreeMap<Vec<u32>, Vec<i128>> {
        let mut out = BTreeMap::new();
        tally.for_each(|codes, sums| assert!(out.insert(codes.to_vec(), sums.to_vec()).is_none()));
        out
    }

    fn scored() -> Vec<Measure> {
        vec![Measure::Count, Measure::ScoreCount, Measure::Score, Measure::ScoreSquared]
    }

    proptest! {
        #[test]
        fn arrays_and_hash_maps_hold_the_same_cells(
            rows in proptest::collection::vec((0u32..40, 0u32..3, 0u32..7, 0u32..=1_000_000_000, 0u64..5), 1..60),
            cut in 0usize..60,
        ) {
            let cut = cut.min(rows.len());
            let mut tallies = [usize::MAX, 0].map(|bytes| Tally::new(3, scored(), bytes));
            let mut plain: BTreeMap<Vec<u32>, Vec<i128>> = BTreeMap::new();
            for part in [&rows[..cut], &rows[cut..]] {
                let column = |f: fn(&(u32, u32, u32, u32, u64)) -> u32| part.iter().map(f).collect::<Vec<u32>>();
                let (a, b, c, q) = (column(|r| r.0), column(|r| r.1), column(|r| r.2), column(|r| if r.3 % 5 == 0 { NO_SCORE } else { r.3 }));
                let counts: Vec<u64> = part.iter().map(|r| r.4).collect();
                let size = |column: &[u32]| column.iter().max().map_or(1, |most| most + 1);
                let sizes = [size(&a), size(&b), size(&c)];
                let values = Values { counts: &counts, scores: &q, ..Values::default() };
                for tally in &mut tallies {
                    tally.add(&[&a, &b, &c], &sizes, part.len(), values).unwrap();
                }
                for (row, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                    let n = i128::from(count);
                    let (has, score) = if q[row] == NO_SCORE { (0, 0) } else { (1, i128::from(q[row])) };
                    let sums = plain.entry(vec![a[row], b[row], c[row]]).or_insert_with(|| vec![0; 4]);
                    for (sum, value) in sums.iter_mut().zip([n, n * has, n * score, n * score * score]) {
                        *sum += value;
                    }
                }
            }
            prop_assert_eq!(cells(&tallies[0]), plain.clone());
            prop_assert_eq!(cells(&tallies[1]), plain);
        }
    }

    #[test]
    fn keys_of_more_than_64_bits_come_back() {
        let mut tally = Tally::new(5, vec![Measure::Count], 0);
        let top = 100_000;
        let columns: Vec<Vec<u32>> = (0..5).map(|d| vec![0, top, d, top]).collect();
        let columns: Vec<&[u32]> = columns.iter().map(Vec::as_slice).collect();
        tally.add(&columns, &[top + 1; 5], 4, Values::default()).unwrap();
        let found = cells(&tally);
        assert_eq!(found[&vec![top; 5]], [2]);
        assert_eq!(found[&vec![0, 1, 2, 3, 4]], [1]);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn more_combinations_than_128_bits_are_refused() {
        let mut tally = Tally::new(5, vec![Measure::Count], 0);
        assert_eq!(
            tally.add(&[&[], &[], &[], &[], &[]], &[u32::MAX; 5], 0, Values::default()),
            Err(Full::Combinations)
        );
    }

    #[test]
    fn a_weighted_sum_that_does_not_fit_is_refused() {
        let mut tally = Tally::new(1, vec![Measure::Count, Measure::WeightSquared], 0);
        let values = Values { weights: &[1_000_000_000_000], counts: &[9_000_000_000_000_000], ..Values::default() };
        assert_eq!(tally.add(&[&[0]], &[1], 1, values), Err(Full::Sum));
    }

    #[test]
    fn recoding_the_first_dimension_adds_up_what_becomes_one() {
        let mut tally = Tally::new(2, scored(), usize::MAX);
        let values = Values { scores: &[10, 20, 30], ..Values::default() };
        tally.add(&[&[0, 1, 2], &[1, 1, 1]], &[3, 2], 3, values).unwrap();
        let found = cells(&tally.recoded_first(2, |code| code / 2).unwrap());
        assert_eq!(found[&vec![0, 1]], [2, 2, 30, 500]);
        assert_eq!(found[&vec![1, 1]], [1, 1, 30, 900]);
    }
}
