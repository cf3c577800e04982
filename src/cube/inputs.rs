//! Tables of the inputs of the model by attribute: what 8.11 of `methods/8` needs to say how well they predict it.
//!
//! Takes the levels of inputs in batches, as numbers that are told from the value alone; gives a table for each attribute
//! and input, and one for each attribute and all inputs together. May not know what they are for.
//! Invariants: levels have no names, so nothing has to be recoded; a table that would have more than [`MOST_CELLS`] cells
//! keeps those whose inputs have a hash below a bound, which is halved until they fit: which cells are left depends only on
//! the rows, not on who counted them, and says nothing of the attribute, so that they are a fair sample of the kinds of
//! rows there are.

use hashbrown::HashMap;

use super::counter::{drop_empty_slack, recode};
use super::merge::summed;
use super::{Cell, Dim, DimKind, MISSING, Measure, Table};
use crate::source::{Batch, Dimension, Section, Values as Names};
use crate::spec::Spec;

/// Most cells of a table. A regression over more would take longer than everything else that is computed, and an area is
/// known to a hundredth long before.
pub const MOST_CELLS: usize = 1 << 17;

/// The table of all inputs of an attribute.
pub fn joint_name(attribute: &str) -> String {
    format!("inputs:{attribute}")
}

/// The table of one input of an attribute.
pub fn single_name(attribute: &str, input: &str) -> String {
    format!("inputs:{attribute}:{input}")
}

/// A hash of the levels of a cell, the same on every machine; [`MISSING`] is a level like any other.
pub fn cell_hash(levels: impl IntoIterator<Item = u32>) -> u64 {
    levels.into_iter().fold(0x9e37_79b9_7f4a_7c15, |hash, level| mixed(hash ^ u64::from(level)))
}

/// The mixing function of SplitMix64 (Steele, Lea and Flood 2014).
fn mixed(hash: u64) -> u64 {
    let hash = hash.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

/// Is a cell kept once the bound was halved so often?
fn kept(hash: u64, halved: u32) -> bool {
    hash <= u64::MAX.checked_shr(halved).unwrap_or(0)
}

/// A table while it is filled.
pub struct InputTable {
    name: String,
    /// Numbers in the section: the attribute, the arm if there is one, the inputs.
    attribute: usize,
    arm: Option<usize>,
    inputs: Vec<usize>,
    counted: bool,
    halved: u32,
    /// Count and how much larger it may be, by group, arm and levels.
    cells: HashMap<Box<[u32]>, [u64; 2]>,
}

impl InputTable {
    /// Empty tables of a section: none where the data have no input, or no attribute whose groups are values.
    pub fn all(spec: &Spec, section: &Section) -> Vec<Self> {
        let places = |keep: &dyn Fn(Dimension) -> bool| -> Vec<usize> {
            (0..section.dimensions.len()).filter(|&at| keep(section.dimensions[at])).collect()
        };
        let inputs = places(&|one| matches!(one, Dimension::Input(_)));
        if inputs.is_empty() {
            return Vec::new();
        }
        let arm = places(&|one| one == Dimension::Arm).first().copied();
        let mut out = Vec::new();
        for attribute in places(&|one| matches!(one, Dimension::Attribute(_))) {
            let Dimension::Attribute(index) = section.dimensions[attribute] else { continue };
            let attribute_name = &spec.attributes[index].name;
            let table = |name: String, inputs: Vec<usize>| Self {
                name,
                attribute,
                arm,
                inputs,
                counted: section.counted,
                halved: 0,
                cells: HashMap::new(),
            };
            out.push(table(joint_name(attribute_name), inputs.clone()));
            let single = |(&at, name): (&usize, &String)| table(single_name(attribute_name, name), vec![at]);
            out.extend(inputs.iter().zip(&section.inputs).map(single));
        }
        out
    }

    /// Adds a batch; `codes` are the section's.
    pub fn add(&mut self, batch: &Batch, codes: &[&[u32]]) {
        let before = 1 + usize::from(self.arm.is_some());
        let mut key = vec![0; before + self.inputs.len()];
        let (groups, arms) = (codes[self.attribute], self.arm.map(|arm| codes[arm]));
        let inputs: Vec<&[u32]> = self.inputs.iter().map(|&at| codes[at]).collect();
        for (row, &group) in groups.iter().enumerate().take(batch.rows) {
            for (level, column) in key[before..].iter_mut().zip(&inputs) {
                *level = level_of(column[row]);
            }
            if self.halved > 0 && !kept(cell_hash(key[before..].iter().copied()), self.halved) {
                continue;
            }
            key[0] = group;
            if let Some(arms) = arms {
                key[1] = arms[row];
            }
            let count = batch.counts.get(row).copied().unwrap_or(1);
            let slack = batch.slacks.get(row).copied().unwrap_or(0);
            if count == 0 && slack == 0 {
                continue;
            }
            let sums = match self.cells.get_mut(&*key) {
                Some(sums) => sums,
                None => self.cells.entry(key.clone().into_boxed_slice()).or_default(),
            };
            sums[0] += count;
            sums[1] += slack;
            while self.cells.len() > MOST_CELLS {
                self.halved += 1;
                let halved = self.halved;
                self.cells.retain(|key, _| kept(cell_hash(key[before..].iter().copied()), halved));
            }
        }
    }

    /// The finished table; `named` gives kind and names of a dimension of the section.
    pub fn table<'n>(self, section: &Section, named: &dyn Fn(usize) -> (DimKind, &'n Names)) -> Table {
        let outer: Vec<usize> = std::iter::once(self.attribute).chain(self.arm).collect();
        let recoded: Vec<(Dim, Vec<u32>)> = outer
            .iter()
            .enumerate()
            .map(|(place, &at)| {
                let (kind, names) = named(at);
                let mut used = vec![names.all; names.names.len()];
                for key in self.cells.keys() {
                    if let Some(used) = (key[place] as usize).checked_sub(1).and_then(|at| used.get_mut(at)) {
                        *used = true;
                    }
                }
                recode(&kind, names, &used)
            })
            .collect();
        let halved = self.halved;
        let cell = |(key, sums): (Box<[u32]>, [u64; 2])| {
            let places = recoded.iter().zip(key.iter()).map(|((_, places), &code)| match code.checked_sub(1) {
                Some(at) => places.get(at as usize).copied().unwrap_or(MISSING),
                None => MISSING,
            });
            let key = places.chain(key[outer.len()..].iter().copied()).chain([halved]).collect();
            let measures = if self.counted { 2 } else { 1 };
            Cell { key, sums: sums.iter().take(measures).map(|&sum| i128::from(sum)).collect() }
        };
        let cells = summed(self.cells.into_iter().map(cell).collect());
        let mut dims: Vec<Dim> = recoded.into_iter().map(|(dim, _)| dim).collect();
        let coded = |kind: DimKind| Dim { kind, values: Vec::new() };
        dims.extend(self.inputs.iter().map(|&at| coded(named(at).0)));
        dims.push(coded(DimKind::InputsHalved));
        let measures = if self.counted { vec![Measure::Count, Measure::Slack] } else { vec![Measure::Count] };
        let mut table = Table { name: self.name, part: section.part.clone(), dims, measures, cells };
        drop_empty_slack(&mut table);
        table
    }
}

/// The level of a code of a batch, as a cell holds it.
fn level_of(code: u32) -> u32 {
    if code == 0 { MISSING } else { code }
}

/// Refuses tables of the same rows' kind of which only some have been counted with an input: the others' rows would be
/// silently left out. Takes the tables of two cubes; an error says what differs.
pub fn alike(a: &[Table], b: &[Table]) -> Result<(), String> {
    for (own, others) in [(a, b), (b, a)] {
        for table in own.iter().filter(|table| table.dim(&DimKind::InputsHalved).is_some()) {
            let counted = others.iter().any(|other| other.name.starts_with("joint") && other.part == table.part);
            if counted && !others.iter().any(|other| other.name == table.name) {
                return Err(format!("only one of the cubes has the table `{}`: the input list differs", table.name));
            }
        }
    }
    Ok(())
}

/// Halves the cells of a merged table until they fit; both parts are brought to the smaller bound.
pub fn settle(table: &mut Table) {
    let Some(at) = table.dim(&DimKind::InputsHalved) else { return };
    let inputs: Vec<usize> =
        (0..table.dims.len()).filter(|&dim| matches!(table.dims[dim].kind, DimKind::Input(_))).collect();
    let hash = |cell: &Cell| cell_hash(inputs.iter().map(|&dim| cell.key[dim]));
    let mut halved = table.cells.iter().map(|cell| cell.key[at]).max().unwrap_or(0);
    loop {
        table.cells.retain(|cell| kept(hash(cell), halved));
        table.cells.iter_mut().for_each(|cell| cell.key[at] = halved);
        table.cells = summed(std::mem::take(&mut table.cells));
        if table.cells.len() <= MOST_CELLS {
            return;
        }
        halved += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_CELLS, cell_hash, kept, settle};
    use crate::cube::merge::summed;
    use crate::cube::{Cell, Dim, DimKind, MISSING, Measure, Table};

    fn table(rows: impl Iterator<Item = (u32, u32)>) -> Table {
        let dim = |kind| Dim { kind, values: Vec::new() };
        let groups = Dim { kind: DimKind::Attribute("sex".to_owned()), values: vec!["a".to_owned(), "b".to_owned()] };
        let cells = rows.map(|(group, level)| Cell { key: vec![group, level, 0], sums: vec![1] }).collect();
        let mut table = Table {
            name: "inputs:sex:x".to_owned(),
            part: None,
            dims: vec![groups, dim(DimKind::Input("x".to_owned())), dim(DimKind::InputsHalved)],
            measures: vec![Measure::Count],
            cells: summed(cells),
        };
        settle(&mut table);
        table
    }

    #[test]
    fn what_is_left_of_too_many_cells_does_not_depend_on_how_they_came() {
        let rows = |from: u32, to: u32| (from..to).map(|level| (level % 2, level));
        let most = 3 * MOST_CELLS as u32;
        let whole = table(rows(0, most));
        assert!(whole.cells.len() <= MOST_CELLS && whole.cells.len() > MOST_CELLS / 3);
        let mut parts = table(rows(0, most / 5));
        let other = table(rows(most / 5, most));
        parts.cells.extend(other.cells);
        parts.cells = summed(std::mem::take(&mut parts.cells));
        settle(&mut parts);
        assert_eq!(parts, whole);
        // Halving keeps about half of any kind of cell.
        let of_first = whole.cells.iter().filter(|cell| cell.key[0] == 0).count() as f64;
        assert!((of_first / whole.cells.len() as f64 - 0.5).abs() < 0.01);
    }

    #[test]
    fn the_hash_of_a_cell_is_fixed_and_missing_is_a_level() {
        // Computed with Python: the same three lines on integers of 64 bits.
        assert_eq!(cell_hash([1, 2, 3]), HASH);
        assert_ne!(cell_hash([1, MISSING]), cell_hash([1, 0]));
        assert!(kept(u64::MAX, 0) && !kept(u64::MAX, 1) && kept(0, 64) && !kept(1, 64));
    }

    const HASH: u64 = 0x48cf5028b6df10db;
}
