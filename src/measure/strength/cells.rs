//! Levels and cells: from a table of inputs to people alike in all of them, and their folds.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_stats::float;
use evenhand_stats::proxy::cross_fitting::{self, FOLDS, InFolds};
use evenhand_stats::resample::{Key, Stream};

use crate::cube::{DimKind, INPUT_TEXTS, MISSING, Table, cell_hash};
use crate::measure::tally::Axis;
use crate::spec::{Population, Spec};
use crate::words::{Design, reserved};

/// Numbers of an input with more different values than this are read in so many bins, of equally many cases.
const MOST_BINS: u64 = 20;
/// Cells times squared inputs times groups of one attribute: more are thinned, so that all of it takes well below a second.
const MOST_WORK: usize = 10_000_000;
/// But not below so many cells.
const FEWEST_CELLS: usize = 1_000;

/// The level of each code of an input, from 0.
pub type Levels = BTreeMap<u32, u32>;

/// The levels of an input: numbers in order, in at most 20 bins; each text and band by itself; missing last.
pub fn levels(input: &str, own: &Table, joint: &Table) -> Levels {
    let mut cases: BTreeMap<u32, u64> = BTreeMap::new();
    let kind = DimKind::Input(input.to_owned());
    if let Some(at) = own.dim(&kind) {
        for cell in &own.cells {
            *cases.entry(cell.key[at]).or_default() += count(&cell.sums);
        }
    }
    // Where cells were left out, the two tables need not have left out the same.
    if let Some(at) = joint.dim(&kind) {
        joint.cells.iter().for_each(|cell| _ = cases.entry(cell.key[at]).or_default());
    }
    let numbers = || cases.iter().take_while(|(code, _)| **code < INPUT_TEXTS);
    let in_bins = numbers().count() as u64 > MOST_BINS;
    let all = numbers().map(|(_, cases)| u128::from(*cases)).sum::<u128>().max(1);
    let (mut out, mut next, mut below, mut last) = (Levels::new(), 0, 0_u128, None);
    for (&code, &cases) in &cases {
        let bin = (in_bins && code < INPUT_TEXTS).then(|| {
            // The bin of the middle of the cases that have this value.
            let bin = u128::from(MOST_BINS) * (2 * below + u128::from(cases)) / (2 * all);
            below += u128::from(cases);
            bin.min(u128::from(MOST_BINS) - 1)
        });
        if bin.is_none() || bin != last {
            next += 1;
        }
        last = bin;
        out.insert(code, next - 1);
    }
    out
}

fn count(sums: &[i128]) -> u64 {
    sums.first().and_then(|sum| u64::try_from(*sum).ok()).unwrap_or(0)
}

/// People alike in all inputs, by group.
pub struct Cells {
    groups: Vec<String>,
    inputs: usize,
    cells: BTreeMap<Vec<u32>, Vec<u64>>,
    /// Cases whose group is missing.
    pub left_out: u64,
    /// How often the cells were halved, here and in the cube.
    pub halved: u32,
}

impl Cells {
    /// The cells of a table; in two arms without the pool as rows those of the random arm, which stands for the pool.
    pub fn read(spec: &Spec, axis: &Axis<'_>, table: &Table, levels: &[(&str, Levels)]) -> Self {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for attribute in &axis.attributes {
            names.extend(attribute.labels.iter().map(|(group, _)| group.as_str()));
        }
        if axis.reference != reserved::REST {
            names.insert(&axis.reference);
        }
        let of_groups = table.dim(&DimKind::Attribute(axis.name.clone()));
        let values = of_groups.map(|at| table.dims[at].values.as_slice()).unwrap_or_default();
        names.extend(values.iter().map(String::as_str));
        let groups: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let place = |value: &String| groups.binary_search(value).ok();
        let places: Vec<Option<usize>> = values.iter().map(place).collect();
        let dims: Vec<(usize, &Levels)> = levels
            .iter()
            .filter_map(|(name, levels)| Some((table.dim(&DimKind::Input((*name).to_owned()))?, levels)))
            .collect();
        let keeps = random_arm(spec, table);
        let halved = table.dim(&DimKind::InputsHalved);
        let halved = halved.and_then(|at| table.cells.first().map(|cell| cell.key[at])).unwrap_or(0);
        let mut out = Self { groups: groups.clone(), inputs: dims.len(), cells: BTreeMap::new(), left_out: 0, halved };
        for cell in table.cells.iter().filter(|cell| keeps(&cell.key)) {
            let group = of_groups.map(|at| cell.key[at]).and_then(|code| *places.get(code as usize)?);
            let Some(group) = group else {
                out.left_out += count(&cell.sums);
                continue;
            };
            let key = dims.iter().map(|(at, levels)| levels.get(&cell.key[*at]).copied().unwrap_or(MISSING)).collect();
            out.cells.entry(key).or_insert_with(|| vec![0; groups.len()])[group] += count(&cell.sums);
        }
        out.thin();
        out
    }

    /// Leaves out cells until what is left is not too much work, by a hash that says nothing of the groups.
    fn thin(&mut self) {
        let fits = if self.groups.len() == 2 { 1 } else { self.groups.len() };
        let each = (self.inputs + 1) * (self.inputs + 1) * fits.max(1);
        let most = (MOST_WORK / each).max(FEWEST_CELLS);
        let mut bound = u64::MAX;
        while self.inputs > 1 && self.cells.len() > most {
            bound >>= 1;
            self.halved += 1;
            self.cells.retain(|levels, _| cell_hash(levels.iter().copied()) <= bound);
        }
    }

    /// The groups, sorted.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// How many cells.
    pub fn count(&self) -> usize {
        self.cells.len()
    }

    /// Members of a group.
    pub fn members(&self, group: usize) -> u64 {
        self.cells.values().map(|groups| groups[group]).sum()
    }

    /// Cases of all groups.
    pub fn cases(&self) -> u64 {
        self.cells.values().flatten().sum()
    }

    /// Others and members of a group by cell.
    pub fn table(&self, group: usize) -> Vec<Vec<u64>> {
        let members: Vec<u64> = self.cells.values().map(|groups| groups[group]).collect();
        let others = self.cells.values().map(|groups| groups.iter().sum::<u64>() - groups[group]).collect();
        vec![others, members]
    }

    /// The folds of every cell, from a stream that the cell's levels name.
    pub fn deal(&self, key: Key) -> Dealt {
        // Groups by size: what one is called gives it no other draw.
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_cached_key(|&group| {
            let of_cells: Vec<u64> = self.cells.values().map(|groups| groups[group]).collect();
            std::cmp::Reverse((self.members(group), of_cells))
        });
        let deal = |(levels, groups): (&Vec<u32>, &Vec<u64>)| {
            let mut stream = Stream::new(key, cell_hash(levels.iter().copied()));
            let sizes: Vec<u64> = order.iter().map(|&group| groups[group]).collect();
            let mut dealt = vec![[0; FOLDS]; groups.len()];
            for (&group, folds) in order.iter().zip(cross_fitting::deal(&mut stream, &sizes)) {
                dealt[group] = folds;
            }
            (levels.clone(), dealt)
        };
        Dealt { inputs: self.inputs, cells: self.cells.iter().map(deal).collect() }
    }
}

/// Cells whose cases are dealt out to folds.
pub struct Dealt {
    /// How many inputs a cell is told by.
    pub inputs: usize,
    cells: Vec<(Vec<u32>, Vec<[u64; FOLDS]>)>,
}

impl Dealt {
    /// Levels, with members of a group and others in each fold.
    pub fn of(&self, group: usize) -> Vec<(&[u32], InFolds)> {
        let cell = |(levels, groups): &'_ (Vec<u32>, Vec<[u64; FOLDS]>)| -> InFolds {
            debug_assert!(levels.len() == self.inputs);
            std::array::from_fn(|fold| {
                let cases: u64 = groups.iter().map(|group| group[fold]).sum();
                [groups[group][fold], cases - groups[group][fold]]
            })
        };
        self.cells.iter().map(|one| (one.0.as_slice(), cell(one))).collect()
    }
}

/// The entropy of a group against all others, in nats; `None` where there is none.
pub fn entropy(members: u64, others: u64) -> Option<f64> {
    let all = (members + others) as f64;
    let part = |count: u64| if count == 0 { 0.0 } else { -(count as f64 / all) * float::ln(count as f64 / all) };
    Some(part(members) + part(others)).filter(|entropy| *entropy > 0.0)
}

/// Which cells stand for the pool.
fn random_arm<'t>(spec: &Spec, table: &'t Table) -> impl Fn(&[u32]) -> bool + use<'t> {
    let is_pool = spec.data.population.as_ref().is_some_and(|population| population.value == Population::Rows);
    let arms = spec.data.design.value == Design::TwoArm && !is_pool;
    let at = table.dim(&DimKind::Arm).filter(|_| arms);
    move |key: &[u32]| {
        at.is_none_or(|at| {
            let word = table.dims[at].values.get(key[at] as usize);
            word.is_some_and(|word| matches!(word.as_str(), "random" | "both"))
        })
    }
}
