//! Tables of attributes that are known through memberships: sums by band of the probabilities, and the probabilities of
//! the rows whose true group is known (`methods/8`, 8.0, 8.8).
//!
//! Takes the memberships of batches, in billionths; gives two tables an attribute, `proxy:<attribute>` and
//! `proxy_quality:<attribute>`. May not know what they are for.
//! Invariants: bands lie on a fixed grid, so that cells merge; what is kept exactly while there is little of it (cells of
//! the data, distinct probabilities) is given up for coarser keys by a rule that depends only on the rows, not on who
//! counted them.

#[cfg(test)]
mod tests;

use hashbrown::HashMap;

use super::bins::Ladder;
use super::merge::summed;
use super::tally::{Full, Tally, Values};
use super::{Dim, DimKind, MISSING, Measure, Table};
use crate::source::{BILLION, Batch, Dimension, Memberships, NO_SHARE, Section, Values as Names};
use crate::spec::Spec;

/// Bands of a probability.
const BANDS: u64 = 20;
/// Most cells of the data (`membership.cell`) that are kept by name; beyond, the bands stand for them.
const MOST_CELLS: usize = 1_000;
/// The name of the only cell where there were more.
const ALL_BANDS: &str = "(bands)";
/// Most distinct probabilities of validated rows that are kept; beyond, they stand on a ladder.
const MOST_EXACT: usize = 65_536;
/// A key on the ladder, told from a probability in billionths.
pub const ON_LADDER: u32 = 1 << 31;
/// Bits of that ladder.
const LADDER_BITS: u8 = 7;

/// The two tables of an attribute, while they are filled.
pub struct ProxyTables {
    attribute: usize,
    groups: Vec<String>,
    /// Numbers in the section of the dimensions of the first table, and of the second.
    dimensions: Vec<usize>,
    quality_dimensions: Vec<usize>,
    sums: Tally,
    quality: Option<Tally>,
    bands: HashMap<Box<[u8]>, u32>,
    labels: Vec<String>,
    shares: HashMap<u32, u32>,
    distinct: Vec<u32>,
    ladder: Option<Ladder>,
}

impl ProxyTables {
    /// Empty tables of each membership of a section, arrays of at most `most` bytes.
    pub fn of(spec: &Spec, section: &Section, most: usize) -> Vec<Self> {
        section.memberships.iter().map(|(at, groups)| Self::new(spec, section, *at, groups, most)).collect()
    }

    fn new(spec: &Spec, section: &Section, attribute: usize, groups: &[String], most: usize) -> Self {
        let places = |keep: &dyn Fn(Dimension) -> bool| -> Vec<usize> {
            (0..section.dimensions.len()).filter(|&at| keep(section.dimensions[at])).collect()
        };
        let own = [Dimension::ProxyCell(attribute), Dimension::Validated(attribute)];
        let decisive = |one| matches!(one, Dimension::Arm | Dimension::Stage(_) | Dimension::Outcome);
        let dimensions = places(&|one| own.contains(&one) || decisive(one));
        let quality_dimensions = places(&|one| one == own[1] || one == Dimension::Arm);
        let name = &spec.attributes[attribute].name;
        let mut measures = vec![Measure::Count];
        if section.counted {
            measures.push(Measure::Slack);
        }
        let share = |group: &String| Measure::Membership(name.clone(), group.clone());
        measures.extend(groups.iter().map(share));
        for (at, a) in groups.iter().enumerate() {
            let product = |b: &String| Measure::MembershipProduct(name.clone(), a.clone(), b.clone());
            measures.extend(groups[at..].iter().map(product));
        }
        let with_truth = section.dimensions.contains(&own[1]);
        let probabilities = vec![Measure::Count, Measure::Score, Measure::ScoreSquared];
        Self {
            attribute,
            groups: groups.to_vec(),
            sums: Tally::new(dimensions.len() + 2, measures, most),
            quality: with_truth.then(|| Tally::new(quality_dimensions.len() + 2, probabilities, most)),
            dimensions,
            quality_dimensions,
            bands: HashMap::new(),
            labels: Vec::new(),
            shares: HashMap::new(),
            distinct: Vec::new(),
            ladder: None,
        }
    }

    /// Adds a batch; `codes` are the section's.
    pub fn add(&mut self, batch: &Batch, codes: &[&[u32]]) -> Result<(), Full> {
        let attribute = self.attribute;
        let Some(memberships) = batch.memberships.iter().find(|one| one.attribute == attribute) else { return Ok(()) };
        let (bands, largest) = self.cells(memberships, batch.rows);
        let values = Values {
            counts: &batch.counts,
            slacks: &batch.slacks,
            memberships: &memberships.shares,
            groups: &self.groups,
            ..Values::default()
        };
        let columns: Vec<&[u32]> =
            [&*bands, &*largest].into_iter().chain(self.dimensions.iter().map(|&at| codes[at])).collect();
        let sizes: Vec<u32> = [self.labels.len() as u32 + 1, self.groups.len() as u32 + 1]
            .into_iter()
            .chain(self.dimensions.iter().map(|&at| batch.sizes[at]))
            .collect();
        self.sums.add(&columns, &sizes, batch.rows, values)?;
        self.add_quality(batch, memberships, codes)
    }

    /// The codes of the bands of each row, and of the group of the largest probability: 0 where there is none.
    fn cells(&mut self, memberships: &Memberships, rows: usize) -> (Vec<u32>, Vec<u32>) {
        let (mut bands, mut largest) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        let mut key = vec![0_u8; self.groups.len()];
        for row in 0..rows {
            let (mut most, mut first, mut tied, mut known) = (0, 0, false, !memberships.shares.is_empty());
            for (at, (band, column)) in key.iter_mut().zip(&memberships.shares).enumerate() {
                let share = column[row];
                known &= share != NO_SHARE;
                *band = (u64::from(share) * BANDS / u64::from(BILLION)).min(BANDS - 1) as u8;
                tied = share == most && at > 0 || tied && share < most;
                if share > most || at == 0 {
                    (most, first) = (share, at as u32 + 1);
                }
            }
            if !known {
                bands.push(0);
                largest.push(0);
                continue;
            }
            largest.push(if tied { 0 } else { first });
            let code = match self.bands.get(&*key) {
                Some(&code) => code,
                None => {
                    self.labels.push(key.iter().map(u8::to_string).collect::<Vec<String>>().join("."));
                    let code = self.labels.len() as u32;
                    self.bands.insert(key.clone().into_boxed_slice(), code);
                    code
                }
            };
            bands.push(code);
        }
        (bands, largest)
    }

    /// The probabilities of rows whose true group is known, one entry a group.
    fn add_quality(&mut self, batch: &Batch, memberships: &Memberships, codes: &[&[u32]]) -> Result<(), Full> {
        let Some(quality) = &mut self.quality else { return Ok(()) };
        // The true group is the last of the dimensions of this table.
        let Some(truth) = self.quality_dimensions.last().map(|&at| codes[at]) else { return Ok(()) };
        let known: Vec<usize> = (0..batch.rows)
            .filter(|&row| truth[row] != 0 && memberships.shares.first().is_some_and(|column| column[row] != NO_SHARE))
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        let picked: Vec<Vec<u32>> =
            self.quality_dimensions.iter().map(|&at| known.iter().map(|&row| codes[at][row]).collect()).collect();
        let counts: Vec<u64> =
            if batch.counts.is_empty() { Vec::new() } else { known.iter().map(|&row| batch.counts[row]).collect() };
        for (group, column) in memberships.shares.iter().enumerate() {
            let scores: Vec<u32> = known.iter().map(|&row| column[row]).collect();
            let mut bins = Vec::with_capacity(scores.len());
            if self.ladder.is_none() {
                for &share in &scores {
                    bins.push(*self.shares.entry(share).or_insert_with(|| {
                        self.distinct.push(share);
                        self.distinct.len() as u32
                    }));
                }
                if self.distinct.len() > MOST_EXACT {
                    let ladder = Ladder::new(LADDER_BITS, &[]);
                    let keys = &self.distinct;
                    let recode = |code: u32| {
                        code.checked_sub(1).map_or(0, |at| keys.get(at as usize).map_or(0, |&q| ladder.key(q) + 1))
                    };
                    *quality = quality.recoded_first(ladder.keys() + 1, recode)?;
                    self.ladder = Some(ladder);
                    self.shares = HashMap::new();
                }
            }
            let mut size = self.distinct.len() as u32 + 1;
            if let Some(ladder) = &self.ladder {
                bins.clear();
                bins.extend(scores.iter().map(|&share| ladder.key(share) + 1));
                size = ladder.keys() + 1;
            }
            let of = vec![group as u32 + 1; scores.len()];
            let columns: Vec<&[u32]> = [&*bins, &*of].into_iter().chain(picked.iter().map(Vec::as_slice)).collect();
            let sizes: Vec<u32> = [size, self.groups.len() as u32 + 1]
                .into_iter()
                .chain(self.quality_dimensions.iter().map(|&at| batch.sizes[at]))
                .collect();
            let values = Values { counts: &counts, scores: &scores, ..Values::default() };
            quality.add(&columns, &sizes, scores.len(), values)?;
        }
        Ok(())
    }

    /// The finished tables; `named` gives kind and names of a dimension of the section.
    pub fn tables<'n>(
        &self,
        spec: &Spec,
        section: &Section,
        named: &dyn Fn(usize) -> (DimKind, &'n Names),
    ) -> Vec<Table> {
        let attribute = &spec.attributes[self.attribute].name;
        let names = |names: Vec<String>| Names { names, all: false, ordered: false };
        let (labels, groups) = (names(self.labels.clone()), names(self.groups.clone()));
        let mut dims =
            vec![(DimKind::ProxyBand(attribute.clone()), &labels), (DimKind::ProxyLargest(attribute.clone()), &groups)];
        dims.extend(self.dimensions.iter().map(|&at| named(at)));
        let mut tables = vec![super::counter::table(format!("proxy:{attribute}"), section, &dims, &self.sums, None)];
        if let Some(quality) = &self.quality {
            let mut dims = vec![(DimKind::ProxyOf(attribute.clone()), &groups)];
            dims.extend(self.quality_dimensions.iter().map(|&at| named(at)));
            let keys: Vec<u32> = match &self.ladder {
                Some(ladder) => (0..ladder.keys()).map(|key| key | ON_LADDER).collect(),
                None => self.distinct.clone(),
            };
            let name = format!("proxy_quality:{attribute}");
            let bins = Some((DimKind::ProxyBin, &*keys));
            tables.push(super::counter::table(name, section, &dims, quality, bins));
        }
        tables.iter_mut().for_each(settle);
        tables
    }
}

/// Gives up what there is too much of to keep exactly: after counting and after every merge, so that the state of a table
/// depends only on its rows.
pub fn settle(table: &mut Table) {
    let cell = table.dims.iter().position(|dim| matches!(dim.kind, DimKind::ProxyCell(_)));
    if let Some(at) = cell {
        let values = &table.dims[at].values;
        let collapsed = values.iter().any(|value| value == ALL_BANDS);
        if (collapsed && values.len() > 1) || values.len() > MOST_CELLS {
            let kind = table.dims[at].kind.clone();
            table.dims[at] = Dim { kind, values: vec![ALL_BANDS.to_owned()] };
            table.cells.iter_mut().for_each(|cell| cell.key[at] = 0);
            table.cells = summed(std::mem::take(&mut table.cells));
        } else if collapsed {
            table.cells.iter_mut().for_each(|cell| cell.key[at] = 0);
            table.cells = summed(std::mem::take(&mut table.cells));
        }
    }
    let Some(at) = table.dim(&DimKind::ProxyBin) else { return };
    let mut keys: Vec<u32> = table.cells.iter().map(|cell| cell.key[at]).filter(|&key| key != MISSING).collect();
    keys.sort_unstable();
    keys.dedup();
    let exact = keys.iter().filter(|&&key| key < ON_LADDER).count();
    if exact > 0 && (exact < keys.len() || exact > MOST_EXACT) {
        let ladder = Ladder::new(LADDER_BITS, &[]);
        for cell in table.cells.iter_mut().filter(|cell| cell.key[at] < ON_LADDER) {
            cell.key[at] = ladder.key(cell.key[at]) | ON_LADDER;
        }
        table.cells = summed(std::mem::take(&mut table.cells));
    }
}

/// Were the cells of the data too many to keep?
pub fn cells_given_up(dim: &Dim) -> bool {
    dim.values.iter().any(|value| value == ALL_BANDS)
}
