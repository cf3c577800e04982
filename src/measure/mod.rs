//! Counts become estimates.
//!
//! Takes a `Cube` and the `Spec`; gives [`Measures`], long tables whose rows have ids.
//!
//! May not know: rows, files, Arrow, provisions, languages, how anything is shown.
//! Invariants: a verdict is made in `verdict.rs` and nowhere else; a row that cannot be computed is present, with a
//! reason, never absent; the result does not depend on the order of groups, tables or threads.
//!
//! Start reading at `from_cube.rs`.

mod aggregate;
#[cfg(test)]
pub(crate) mod battery;
mod comparable;
mod composite;
mod contrast;
mod curve;
mod disparity;
mod effect;
mod estimate;
mod family;
mod formula;
mod from_cube;
mod groups;
mod ids;
mod inputs;
mod intended;
mod missing;
mod named;
mod order;
mod proxy;
mod rate;
mod reference;
mod rows;
mod scores;
mod series;
mod shares;
mod strength;
mod tally;
#[cfg(test)]
mod tests;
mod verdict;
mod warn;

pub use from_cube::from_cube;
pub use ids::part as id_part;
pub use inputs::rows as input_rows;
pub use series::{cases, random_arm};

pub use rows::{CurveRow, Detail, DisparityRow, EstimateRow, GroupRow, InputRow, LaterRow, Measures};
