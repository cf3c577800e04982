//! Rows become counts; from here on nobody sees a row.
//!
//! Takes batches of roles from `source`; gives a [`Cube`]: tables of integer sums by dimension, mergeable to the bit.
//! May not know: metrics, provisions, languages, how anything is shown.
//! Invariants: every sum is an integer (`methods/15`); cells stand sorted by key, no key twice; `merge(a, b)` is
//! associative and commutative to the bit, so shards, threads and engines in any order give the same cube; two cubes
//! merge only with equal `counting_sha256`.
//!
//! Start reading at [`Cube`], then `from_rows.rs`.

mod bins;
mod counter;
mod file;
mod from_rows;
mod inputs;
mod merge;
mod proxy;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use crate::source::{INPUT_TEXTS, Input, says_missing};
pub use bins::decimal_scores;
pub use file::{counted_by, from_bytes, to_bytes};
pub use from_rows::from_rows;
pub use inputs::{cell_hash, joint_name as inputs_table, single_name as input_table};
pub use merge::{merge, once_each};
pub use proxy::{ON_LADDER, cells_given_up};

/// The code of a missing value in a cell's key.
pub const MISSING: u32 = u32::MAX;

/// What a dimension stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DimKind {
    /// A protected attribute; the values are its groups.
    Attribute(String),
    /// A legitimate factor of `roles.strata`.
    Factor(String),
    /// `model`, `random`, `both`, `validated`; rows in no arm are [`MISSING`].
    Arm,
    /// A stage: values `0`, `1` (codes 0, 1), or the levels of the spec in its order.
    Stage(String),
    /// Values `0`, `1` (codes 0, 1).
    Outcome,
    /// Period.
    Period,
    /// Sampling stratum.
    SamplingStratum,
    /// Bucket of the cluster jackknife: the code is the bucket.
    ClusterBucket,
    /// Score bin: the code is the bin's key (`methods/15`, 3); the values are empty.
    ScoreBin,
    /// Bands of the membership probabilities of an attribute, one number a group in the order of their names, joined by
    /// points; rows without probabilities are [`MISSING`].
    ProxyBand(String),
    /// The group of an attribute with the largest membership probability; [`MISSING`] where two share it.
    ProxyLargest(String),
    /// A cell of rows with equal membership probabilities (`membership.cell`).
    ProxyCell(String),
    /// The true group of an attribute that is known through memberships; [`MISSING`] where it is not known.
    Validated(String),
    /// The group whose membership probability the cell speaks of.
    ProxyOf(String),
    /// A membership probability: the code is the billionths, or a key of the ladder and [`ON_LADDER`].
    ProxyBin,
    /// An input of the model: the code is the level, numbers below [`INPUT_TEXTS`] in their order, then texts by hash,
    /// then bands.
    Input(String),
    /// How often the cells of a table of inputs were halved, so that they are not too many; the same in every cell.
    InputsHalved,
}

/// A dimension of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dim {
    /// What it stands for.
    pub kind: DimKind,
    /// Value of each code; sorted by code point but for stages and outcome. Empty where the code is the value. Every
    /// value occurs in a cell, but that all bands of a banded column are here, and all levels of a stage.
    pub values: Vec<String>,
}

/// What a sum adds up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Rows, or the counts of a counts table; of a suppressed or rounded count its least value.
    Count,
    /// How much larger the count may be, where counts were suppressed or rounded; absent otherwise.
    Slack,
    /// Σ w, in millionths (`methods/15`, 2.4).
    Weight,
    /// Σ w².
    WeightSquared,
    /// Rows (or counts) that have a score, of which the next two are sums; only in unbinned tables: in a binned one the
    /// bin says it.
    ScoreCount,
    /// Σ q, the score in billionths. Absent, as all sums of scores are, where the score has no declared range.
    Score,
    /// Σ q².
    ScoreSquared,
    /// Σ w q.
    WeightedScore,
    /// Σ w q².
    WeightedScoreSquared,
    /// Σ w² q.
    WeightSquaredScore,
    /// Σ w² ⌊q² / 10⁹⌋: the square of the score is in billionths here, since with q² a row of weight 10⁶ alone would not
    /// fit 128 bits. What that drops is below 10⁻⁹ of Σ w².
    WeightSquaredScoreSquared,
    /// Σ a of an amount of the spec, over rows that have it.
    Amount(String),
    /// Σ a².
    AmountSquared(String),
    /// Rows that have the amount.
    AmountCount(String),
    /// Σ m of a membership: (attribute, group).
    Membership(String, String),
    /// Σ m_a m_b of an attribute: (attribute, group a, group b).
    MembershipProduct(String, String, String),
}

/// A cell: a key, one code a dimension, and its sums, one a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// One code a dimension.
    pub key: Vec<u32>,
    /// One sum a measure.
    pub sums: Vec<i128>,
}

/// A table of the cube.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// `joint`, `joint:<data table>`, `score:<attribute>`, `proxy:<attribute>`, `proxy_quality:<attribute>`,
    /// `inputs:<attribute>` (all inputs together), `inputs:<attribute>:<input>`.
    pub name: String,
    /// Name of the table of `data.tables`, or the attribute of a long table, that its rows come from; `None`: the only body of data.
    pub part: Option<String>,
    /// Dimensions.
    pub dims: Vec<Dim>,
    /// Measures; `Measure::Count` is always the first.
    pub measures: Vec<Measure>,
    /// Cells, sorted by key, no key twice, none with all sums zero.
    pub cells: Vec<Cell>,
}

impl Table {
    /// Index of a dimension.
    pub fn dim(&self, kind: &DimKind) -> Option<usize> {
        self.dims.iter().position(|dim| dim.kind == *kind)
    }

    /// Index of a measure.
    pub fn measure(&self, measure: &Measure) -> Option<usize> {
        self.measures.iter().position(|known| known == measure)
    }

    /// Sums over all cells that `keep` accepts, by the codes of the dimensions `dims` (indices, in this order).
    pub fn marginal(&self, dims: &[usize], keep: impl Fn(&Cell) -> bool) -> BTreeMap<Vec<u32>, Vec<i128>> {
        let mut out: BTreeMap<Vec<u32>, Vec<i128>> = BTreeMap::new();
        for cell in self.cells.iter().filter(|cell| keep(cell)) {
            let key = dims.iter().map(|&dim| cell.key[dim]).collect();
            let sums = out.entry(key).or_insert_with(|| vec![0; self.measures.len()]);
            for (sum, value) in sums.iter_mut().zip(&cell.sums) {
                *sum += value;
            }
        }
        out
    }
}

/// How scores were binned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScoreBins {
    /// No score.
    None,
    /// The key is q itself: at most 4,096 distinct scores in the whole cube.
    Exact {
        /// The ladder's bits, should a merge find more scores than that.
        bits: u8,
    },
    /// The ladder of `methods/15`, 3, with `bits`.
    Ladder {
        /// 5 … 11.
        bits: u8,
    },
    /// The score has no declared range: sign, exponent and first `bits` of the mantissa of the double (`methods/15`, 9).
    /// Ranks only: there are no sums of scores, and [`Cube::edges`] is empty.
    Ordered {
        /// 5 … 11.
        bits: u8,
        /// Extra edges: thresholds as ordered integers, rising.
        edges: Vec<u64>,
    },
}

/// The mergeable table of counts to which all rows are reduced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cube {
    /// `counting_sha256` of the spec that it was counted by.
    pub counting_sha256: String,
    /// How scores were binned.
    pub bins: ScoreBins,
    /// Extra edges of the bins: thresholds and marks, as q, rising.
    pub edges: Vec<u32>,
    /// Where the rows came from, sorted.
    pub inputs: Vec<Input>,
    /// Rows (or summed counts) taken, after `where`; over unjoined tables the sum of all.
    pub rows: u64,
    /// What the source saw and a reader must know, as it was when the rows were counted.
    pub warnings: Vec<crate::diag::Warning>,
    /// Tables, sorted by name.
    pub tables: Vec<Table>,
}

impl Cube {
    /// The table of a name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The unbinned tables that hold an attribute (one, but for tables that were never joined: its own).
    pub fn joint_of(&self, attribute: &str) -> Option<&Table> {
        let kind = DimKind::Attribute(attribute.to_owned());
        self.tables.iter().find(|table| table.name.starts_with("joint") && table.dim(&kind).is_some())
    }
}
