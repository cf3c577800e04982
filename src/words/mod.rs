//! The vocabulary as types: the words of the design, used alike in spec, code, report and docs.
//!
//! Makes nothing; every room names it. May not know any room.
//! Invariants: a closed list of words is an enum here and nowhere else; a number that reaches a report is a
//! [`Number`] (finite, at most 12 significant digits, never minus zero); a text for readers has both languages.
//!
//! Start reading at [`Verdict`], [`Number`], then `metric.rs` for the table of metrics.

mod at_once;
mod canonical;
mod lists;
mod method;
mod metric;
mod number;
mod rates;

pub(crate) use at_once::{Work, at_once, each_at_once};
pub use canonical::{canonical_json, sha256, sha256_of, shortest};
pub use lists::{
    AttributeKnown, AuditKind, Design, Family, Ground, Harm, HarmDirection, Harmed, Lang, Nature, Note, Scale,
    SystemKind, Verdict, WarningCode,
};
pub use method::{methods, methods_of};
pub use metric::{
    ALIASES, Cell, Ideal, METRICS, Metric, MetricFamily, MetricKind, Part, Resolved, Use, metric, resolve,
};
pub use number::Number;
pub use rates::{NAMED_RATES, named_rate};

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A value of the data, or a name in the spec, as it is compared: trimmed and in NFC (`spec.md`, reading rules).
pub fn plain(text: &str) -> String {
    text.trim().nfc().collect()
}

/// Each of these once, in their order.
pub(crate) fn once<T: Ord + Clone>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    items.into_iter().filter(|item| seen.insert(item.clone())).collect()
}

/// A text for readers, in both languages of the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The same string in both languages: a name, or a text that was given once.
    pub fn same(text: &str) -> Self {
        Self { sv: text.to_owned(), en: text.to_owned() }
    }

    /// A text from its two languages.
    pub fn new(sv: &str, en: &str) -> Self {
        Self { sv: sv.to_owned(), en: en.to_owned() }
    }

    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }
}

/// Names of groups and references that no value of the data may take (they stand in parentheses).
pub mod reserved {
    /// Rows whose attribute is missing.
    pub const MISSING: &str = "(missing)";
    /// Rows without membership probabilities.
    pub const UNKNOWN: &str = "(unknown)";
    /// Everybody.
    pub const ALL: &str = "(all)";
    /// An aggregate over groups.
    pub const ALL_GROUPS: &str = "(all groups)";
    /// Everybody but the group, as a reference.
    pub const REST: &str = "(rest)";
    /// Everybody, the group included, as a reference.
    pub const OVERALL: &str = "(overall)";
    /// The group's own figure in the pool.
    pub const POOL: &str = "(pool)";
    /// The group's own figure among those with the outcome in the pool.
    pub const ERRORS: &str = "(errors)";
    /// The group's own figure among the selected.
    pub const SELECTED: &str = "(selected)";
    /// All of them.
    pub const WORDS: &[&str] = &[MISSING, UNKNOWN, ALL, ALL_GROUPS, REST, OVERALL, POOL, ERRORS, SELECTED];
}

/// The nearest known word to a misspelt one: equal but for case, or at most a third of the letters changed
/// (`spec.md`, reading rules). Ties go to the first in the list.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let other = candidate.to_lowercase();
        if other == lower {
            return Some(candidate);
        }
        let (long, short) = (lower.chars().count(), other.chars().count());
        let allowed = long.max(short) / 3;
        if long.abs_diff(short) > allowed {
            // So many letters are changed at least; a word of a megabyte is not worth the reckoning.
            continue;
        }
        let distance = edit_distance(&lower, &other);
        if distance <= allowed && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, word)| word)
}

/// Optimal string alignment distance: insertions, deletions, substitutions, and swaps of neighbours.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = last;
        last = row;
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_near_word_is_found_and_a_far_one_is_not() {
        assert_eq!(nearest("refrence", ["reference", "column"]), Some("reference"));
        assert_eq!(nearest("Man", ["woman", "man"]), Some("man"));
        assert_eq!(nearest("men", ["woman", "man"]), Some("man"));
        assert_eq!(nearest("xyz", ["woman", "man"]), None);
        assert_eq!(nearest("wmoan", ["woman", "man"]), Some("woman"));
    }
}
