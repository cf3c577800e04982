//! Counts become estimates.
//!
//! Takes a `Cube` and the `Spec`; gives [`Measures`], long tables whose rows have ids.
//!
//! May not know: rows, files, Arrow, provisions, languages, how anything is shown.
//! Invariants: a verdict is made in `verdict.rs` and nowhere else; a row that cannot be computed is present, with a
//! reason, never absent; the result does not depend on the order of groups, tables or threads.
//!
//! Start reading at `from_cube.rs`.

mod rows;

pub use rows::{CurveRow, Detail, DisparityRow, EstimateRow, GroupRow, InputRow, LaterRow, Measures};
