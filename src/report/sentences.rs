//! What a report says in words: every sentence of the outline, from the tables of the report.
//!
//! Takes a [`Report`] and a language; gives [`Rich`] texts and small plans of page one (headline, matrix, limits, what
//! someone must decide). May not know: markup, how wide a page is.
//! Invariants: a sentence is one message, its plural a selector in the message; a placeholder is filled or the sentence
//! is not printed; every figure carries the id of its row; no headline mentions the margin without saying how many
//! comparisons cannot be determined and how many were not assessed, and "nothing was measured" never reads as "within the margin".
//!
//! Start reading at [`Speaker`], then `headline.rs` and `matrix.rs`.

mod at_threshold;
mod banners;
mod comparison;
mod decide;
mod errors;
mod figures;
mod frequency;
mod headline;
mod index;
mod law;
mod left_out;
mod limits;
mod matrix;
mod names;
mod one_sided;
mod proxy;
mod sizes;
mod statements;

pub use comparison::HeldOpen;
pub use figures::{Interval, common, is_level};
pub use frequency::FEW;
pub use headline::Tone;
pub use matrix::{CellKind, Matrix};
pub use one_sided::OtherWay;

use super::text::{Args, Rich, Texts};
use super::{DisparityRow, EstimateRow, Report, decides};
use crate::words::{AuditKind, Lang, Verdict};
use figures::Small;
use index::Index;

/// One who says a report in one language.
#[derive(Clone)]
pub struct Speaker<'a> {
    /// The report.
    pub report: &'a Report,
    /// The language.
    pub lang: Lang,
    /// Its texts.
    pub texts: &'static Texts,
    /// Which rates are written as so many of 10,000.
    small: Small<'a>,
    /// Shares at thresholds that are compared at.
    thresholded: Vec<EstimateRow>,
    /// Rows by group.
    pub rows: Index<'a>,
}

impl<'a> Speaker<'a> {
    /// Speaks of a report in a language.
    pub fn new(report: &'a Report, lang: Lang) -> Self {
        let thresholded = at_threshold::shares(report);
        Self { report, lang, texts: Texts::of(lang), small: Small::of(report), thresholded, rows: Index::of(report) }
    }

    /// A sentence.
    pub fn say(&self, key: &str, args: &Args) -> Rich {
        self.texts.sentence(key, args)
    }

    /// A sentence without values.
    pub fn plain(&self, key: &str) -> Rich {
        self.texts.sentence(key, &Args::new())
    }

    /// A word or phrase of ours.
    pub fn word(&self, key: &str) -> String {
        self.texts.word(key)
    }

    /// A heading or a head of a column.
    pub fn head(&self, key: &str) -> String {
        self.texts.head(key)
    }

    /// Has nobody yet been treated as the material says? (`before_use`, `on_change`)
    pub fn before(&self) -> bool {
        matches!(self.report.audit.kind, AuditKind::BeforeUse | AuditKind::OnChange)
    }

    /// The comparisons that decide.
    pub fn confirmatory(&self) -> impl Iterator<Item = &'a DisparityRow> + use<'a> {
        self.report.disparities.iter().filter(|row| decides(row))
    }

    /// Those of them that could not be made, or are hidden.
    pub fn not_assessed(&self) -> Vec<&'a DisparityRow> {
        self.confirmatory().filter(|row| row.verdict == Verdict::NotAssessed).collect()
    }

    /// Those of them that the data cannot determine. Those in which a difference is there come last.
    pub fn undetermined(&self) -> Vec<&'a DisparityRow> {
        let mut rows: Vec<_> = self.confirmatory().filter(|row| row.verdict == Verdict::Inconclusive).collect();
        rows.sort_by_key(|row| row.excludes_no_difference == Some(true));
        rows
    }
}

#[cfg(test)]
mod tests;
