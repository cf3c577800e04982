//! Estimates become findings.
//!
//! Takes measures, packs (as text), statements (as text) and facts of the spec; gives [`Findings`].
//! May not know: rows, files, the cube, the clock, how anything is shown. Law compares verdicts and presence; it
//! computes no number.
//! Invariants: a status never says more than the evidence; a signature never makes a status worse, and never hides a
//! flag; unknown facts never exclude or postpone a provision; evaluation has no clock, no randomness, no locale.
//!
//! Start reading at `from_measures.rs`.

mod canonical;
mod condition;
mod pack;
mod rows;
mod statement;
mod tree;
mod view;

pub use rows::{
    Claim, Coverage, Decision, FindingPartRow, FindingRow, FindingStatement, FindingVerification, Findings, InForce,
    Milestones, MissingItem, PackRow, ProvisionRow, Quote, Reason, Signature, SourceRead, StatementRow, TransitionRow,
    Verification,
};

#[cfg(test)]
mod tests;
