//! Estimates become findings.
//!
//! Takes measures, packs (as text), statements (as text) and facts of the spec; gives [`Findings`].
//! May not know: rows, files, the cube, the clock, how anything is shown. Law compares verdicts and presence; it
//! computes no number.
//! Invariants: a status never says more than the evidence; a signature never makes a status worse, and never hides a
//! flag; unknown facts never exclude or postpone a provision; evaluation has no clock, no randomness, no locale.
//!
//! Start reading at `from_measures.rs`.

mod condition;
mod dates;
mod finding;
mod from_measures;
mod gate;
mod ids;
mod pack;
mod reasons;
mod required;
mod rows;
mod say;
mod select;
mod statement;
mod table;
mod text;
mod titles;
mod tree;
mod view;

pub use from_measures::{Context, Library, assess, facts, read};
pub use gate::{Gate, gates};
pub use pack::{
    EvidenceWeight, NotApplicableMode, Pack, Packs, Provision, SHIPPED, StatementWeight, pack_schema as schema,
};
pub use required::{Required, required};
#[cfg(test)]
pub use rows::InForce;
#[cfg(test)]
pub use rows::{
    Claim, Coverage, Decision, FindingStatement, FindingVerification, MissingItem, Quote, Signature, TransitionRow,
};
pub use rows::{
    FindingPartRow, FindingRow, Findings, Milestones, PackRow, ProvisionRow, Reason, StatementRow, Verification,
};
pub use statement::{Signer, State, file_name, sign, skeleton};
pub use titles::{evidence_title, learn_titles, pack_title, statement_question, statement_title};

#[cfg(test)]
mod tests;
