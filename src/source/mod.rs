//! Rows are read into batches of roles; the last place where a row exists.
//!
//! Takes the `Spec` and files or bytes ([`Opener`]); gives batches of codes and integers ([`Batch`]), one a section of the
//! data ([`Section`]), to whoever counts them. May not know: what is counted, metrics, how anything is shown.
//! Invariants: what a value means is decided by the spec alone, never guessed; a row is read once and kept by nobody; memory
//! is bounded by the number of groups, not of rows; every problem of the data is found, with file, row and column; nothing
//! depends on the order in which parts are read, or by how many threads.
//!
//! Start reading at [`open`] in `plan.rs`, then `coder.rs` for what happens to a batch.

mod arrays;
mod body;
mod coder;
mod columnar;
mod columns;
mod csv;
mod distinct;
mod faults;
mod files;
mod filter;
mod ids;
mod input_list;
mod input_value;
mod join;
mod membership;
mod numbers;
mod plan;
mod raw;
mod roles;
mod score;
mod sniff;
mod text;
mod unlisted;
mod value;

pub use body::{Body, Values};
pub use coder::Coded;
pub use columnar::guarded;
pub use files::Opener;
pub use input_list::{InputColumn, InputLine, input_columns, input_list};
pub use input_value::TEXTS as INPUT_TEXTS;
pub use membership::NO_SHARE;
pub use plan::{Source, open};
pub use score::{BILLION, billionths, from_ordered, mapped, ordered};
pub use unlisted::says_missing;
pub use value::{Bands, folded, is_escaped};

/// What a column of codes stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// An attribute: index into the spec's.
    Attribute(usize),
    /// A factor: index into the spec's.
    Factor(usize),
    /// The arm.
    Arm,
    /// A stage: index into the spec's.
    Stage(usize),
    /// The outcome.
    Outcome,
    /// The period.
    Period,
    /// The sampling stratum.
    SamplingStratum,
    /// The bucket of the cluster: code − 1 is the bucket.
    ClusterBucket,
    /// The cell of an attribute known through memberships: index into the spec's.
    ProxyCell(usize),
    /// The true group of such an attribute, where it is known: index into the spec's.
    Validated(usize),
    /// An input of the model: index into [`Section::inputs`]; the code is the level (`input_value.rs`), not a number in
    /// the order of meeting.
    Input(usize),
}

/// How scores come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreKind {
    /// In billionths of [0, 1].
    Billionths,
    /// As integers of the same order: the score has no declared range.
    Ordered,
}

/// A body of rows that is counted by itself: all of them, a table that was never joined, or one attribute of a long table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Name of the table of `data.tables`, or the attribute of a long table; `None`: the only body of data.
    pub part: Option<String>,
    /// What each column of codes of its batches stands for: attributes, factors, then the others in the order of
    /// [`Dimension`].
    pub dimensions: Vec<Dimension>,
    /// Is there a score?
    pub score: Option<ScoreKind>,
    /// Are there weights?
    pub weighted: bool,
    /// Are rows counts?
    pub counted: bool,
    /// Amounts: indices into the spec's.
    pub amounts: Vec<usize>,
    /// Attributes known through memberships, indices into the spec's, with their groups, sorted.
    pub memberships: Vec<(usize, Vec<String>)>,
    /// Names of the inputs of the model that the data have, in the order of the input list.
    pub inputs: Vec<String>,
}

/// Scores of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scores {
    /// None.
    None,
    /// In billionths; [`u32::MAX`] where missing.
    Billionths(Vec<u32>),
    /// As [`ordered`] integers; [`u64::MAX`] where missing.
    Ordered(Vec<u64>),
}

/// Rows of a section, one column a role.
#[derive(Clone, Debug)]
pub struct Batch {
    /// How many rows.
    pub rows: usize,
    /// One column a dimension of the section; 0 is missing, k the k-th value of the dimension that this worker met.
    pub codes: Vec<Vec<u32>>,
    /// One more than the largest code so far, a dimension.
    pub sizes: Vec<u32>,
    /// Scores.
    pub scores: Scores,
    /// Weights in millionths; empty where there are none.
    pub weights: Vec<u64>,
    /// How many cases each row stands for, at least; empty: one each.
    pub counts: Vec<u64>,
    /// How many more they may be; empty: none.
    pub slacks: Vec<u64>,
    /// Amounts by name, [`i64::MIN`] where missing.
    pub amounts: Vec<(String, Vec<i64>)>,
    /// Memberships, in the order of the section's.
    pub memberships: Vec<Memberships>,
}

/// The memberships of a batch's rows in the groups of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memberships {
    /// Index into the spec's attributes.
    pub attribute: usize,
    /// One column a group, in billionths that sum to one; [`NO_SHARE`] in all of them for a row without probabilities.
    pub shares: Vec<Vec<u32>>,
}

/// One input file, as provenance prints it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// File name only.
    pub path: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Rows read, before `where`.
    pub rows: u64,
    /// `csv` or `parquet`.
    pub kind: String,
    /// Delimiter of CSV.
    pub delimiter: Option<String>,
    /// Decimal sign of CSV; `None` where no number has one.
    pub decimal: Option<String>,
    /// Encoding of CSV.
    pub encoding: Option<String>,
    /// Which of these were sniffed, not declared.
    pub sniffed: Vec<String>,
    /// The table of `data.join`: it gives columns to cases, and no cases.
    pub joined: bool,
}
