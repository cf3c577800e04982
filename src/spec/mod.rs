//! What is asked: the audit spec, valid and complete.
//!
//! Takes the text of an `audit.toml` and its name; gives a [`Spec`], or every problem of the step at once.
//! May not know: the data, files (it gets texts), provisions, how anything is shown. No TOML outlives this room.
//! Invariants: every default is filled in; every name that another key refers to exists; every ⊙ key of `spec.md` is in
//! the canonical JSON behind `counting_sha256`, and no other.
//!
//! Start reading at [`Spec`], then [`from_text()`]: text -> `read.rs` along `fields.rs` -> `raw.rs` -> `check.rs` -> `Spec`.

mod check;
mod condition;
mod counting;
mod fields;
mod from_text;
mod later;
mod not_yet;
mod raw;
mod read;
mod schema;
mod sections;
mod settings;
mod starter;
mod wording;

pub use condition::{Condition, Op, Value};
pub use from_text::{from_bytes, from_text};
pub use later::{Alternatives, Assumption, AssumptionKind, Candidate, Coding, Drift, Later, Multiverse, Selects};
pub use schema::schema;
pub use sections::{
    Arm, Attribute, Audit, Data, Factor, Format, Join, Membership, Outcome, Paths, Population, Preparer, RandomFrom,
    Roles, Score, Stage, StageRule, System,
};
pub use settings::{
    Amount, Compare, Comparison, Decided, Disclosure, Fact, Inference, LawSettings, Measured, Passage, Rate,
    RoundingMethod, Variance,
};
pub use starter::starter;

use std::ops::{Deref, Range};

use crate::diag::Place;

/// A value with the bytes of the spec that it came from, so that a later step can point at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Bytes of the spec's text; empty where the value is a default.
    pub span: Range<usize>,
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> At<T> {
    /// A value that stands nowhere in the spec.
    pub fn default_of(value: T) -> Self {
        Self { value, span: 0..0 }
    }
}

/// The audit spec: valid, every default filled in.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The file as the user named it, for problems.
    pub file: String,
    /// The text, for places.
    pub text: String,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// SHA-256 of the canonical JSON (RFC 8785) of all ⊙ keys after defaults, hex.
    pub counting_sha256: String,
    /// `[audit]`.
    pub audit: Audit,
    /// `[system]`.
    pub system: System,
    /// `[data]`.
    pub data: Data,
    /// `[roles]`.
    pub roles: Roles,
    /// `[[stage]]`, in the order in which they happen.
    pub stages: Vec<Stage>,
    /// `[[attribute]]`, in the order of the spec.
    pub attributes: Vec<Attribute>,
    /// `[[intersection]]`: indices into `attributes`.
    pub intersections: Vec<Vec<usize>>,
    /// `[[comparison]]`: what was decided beforehand.
    pub comparisons: Vec<Comparison>,
    /// `[[rate]]`.
    pub rates: Vec<Rate>,
    /// `[[amount]]`.
    pub amounts: Vec<Amount>,
    /// `[inference]`.
    pub inference: Inference,
    /// `[disclosure]`; `None`: nothing is hidden.
    pub disclosure: Option<Disclosure>,
    /// `[law]`.
    pub law: LawSettings,
    /// Sections of later capabilities.
    pub later: Later,
    /// Keys whose capability this version lacks, by dotted path (`drift`, `roles.strata`, `data.design`), in the order of
    /// the file; a metric that is not built is `comparison.metric`. [`from_text()`] has made a warning
    /// `not_assessed_yet` of each.
    pub not_yet: Vec<At<String>>,
}

/// The keys of `[law.facts]` that the contract has itself; further ones are those that packs ask for.
pub fn fact_keys() -> impl Iterator<Item = &'static str> {
    let law = fields::SPEC.iter().filter(|section| section.key == "law").flat_map(fields::Field::within);
    law.filter(|field| field.key == "facts").flat_map(fields::Field::within).map(|field| field.key)
}

impl Spec {
    /// The place of some bytes of the spec.
    pub fn place(&self, span: &Range<usize>) -> Place {
        if span.is_empty() { Place::file(&self.file) } else { Place::span(&self.file, &self.text, span.clone()) }
    }

    /// The index of an attribute by name.
    pub fn attribute(&self, name: &str) -> Option<usize> {
        self.attributes.iter().position(|attribute| attribute.name == name)
    }

    /// The index of a stage by name.
    pub fn stage(&self, name: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.name == name)
    }

    /// The factor of a name.
    pub fn factor(&self, name: &str) -> Option<usize> {
        self.roles.strata.iter().position(|factor| factor.name == name)
    }
}
