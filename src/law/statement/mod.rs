//! What people wrote: statements, and claims that a provision is not applicable (`law/statements.md`).
//!
//! Takes texts and their names, opens nothing; gives each statement with its state and the codes of what lowers it. The
//! tool checks that a statement is there, complete, signed by the right roles and in time. It never judges whether the
//! reasons are good, and it never writes or completes a text.
//!
//! Start reading at [`Statements::read`], then `state.rs` for the rules G and `rules.rs` for those of each statement.

mod cases;
mod citation;
mod form;
mod number;
mod read;
mod rules;
mod rules_after;
mod sign;
mod skeleton;
mod state;
mod warnings;
mod word;

pub(super) use form::DisclosureClass;
pub use read::Statements;
pub(super) use read::{ClaimEntry, Entry};
#[cfg(test)]
pub(super) use read::{claim_sha256, content_sha256};
#[cfg(test)]
pub(super) use rules::rule_ids;
pub use sign::{Signer, sign};
pub use skeleton::{file_name, skeleton};
pub(super) use state::{ClaimSigning, Judged, Judging, Open, claim_signing, judge, signed_on};

/// State of a statement; only `signed` counts as present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Written, complete, signed by the right roles, in time.
    Signed,
    /// Not finished, or changed after it was signed.
    Draft,
    /// A question, a field or a signature is lacking, or a rule is broken.
    Incomplete,
    /// There is no file.
    #[default]
    Missing,
    /// Signed by a role that may not.
    WrongRole,
    /// Too old.
    Expired,
    /// Taken back, or replaced by another version.
    Superseded,
    /// Written on other results.
    Stale,
    /// Written to show the form.
    Illustration,
}

impl State {
    /// Every state.
    #[cfg(test)]
    pub const ALL: [Self; 9] = [
        Self::Signed,
        Self::Draft,
        Self::Incomplete,
        Self::Missing,
        Self::WrongRole,
        Self::Expired,
        Self::Superseded,
        Self::Stale,
        Self::Illustration,
    ];

    /// The word in the report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Draft => "draft",
            Self::Incomplete => "incomplete",
            Self::Missing => "missing",
            Self::WrongRole => "wrong_role",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::Stale => "stale",
            Self::Illustration => "illustration",
        }
    }
}
