//! Factors left out one at a time: which of them a verdict hangs on (`methods/3`, 3.9).

use std::collections::BTreeSet;

use super::Speaker;
use super::comparison::of_one_question;
use super::limits::left_out;
use crate::report::DisparityRow;
use crate::report::text::{Args, Rich};
use crate::words::Verdict;

/// Comparisons that a factor is named with; the table has all.
const NAMED: usize = 6;

impl<'a> Speaker<'a> {
    /// The comparison over all factors that a row leaves one of them out of.
    pub fn with_all_factors(&self, row: &DisparityRow) -> Option<&'a DisparityRow> {
        let mut all = parts(row);
        all.insert(left_out(row)?);
        self.rows.disparities(row.attribute.as_deref(), row.group.as_deref()).find(|other| {
            other.of.is_none() && left_out(other).is_none() && parts(other) == all && of_one_question(other, row)
        })
    }

    /// Is the verdict another one without the factor? Only where both were judged.
    pub fn turns(&self, row: &DisparityRow) -> bool {
        let judged = |row: &DisparityRow| row.verdict != Verdict::NotAssessed && !row.suppressed;
        self.with_all_factors(row).is_some_and(|all| judged(row) && judged(all) && row.verdict != all.verdict)
    }

    /// For each factor that a verdict hangs on: of which comparisons, and what the verdict is with it and without it.
    pub fn verdicts_that_turn<'r>(&self, rows: impl IntoIterator<Item = &'r DisparityRow>) -> Vec<Rich> {
        let mut found: Vec<(&str, Vec<Rich>)> = Vec::new();
        for row in rows.into_iter().filter(|row| self.turns(row)) {
            let (Some(factor), Some(all)) = (left_out(row), self.with_all_factors(row)) else { continue };
            let args = Args::new()
                .rich("group", &self.group_of(row))
                .rich("reference", &self.reference_of(row))
                .rich("what", &self.about_what(row))
                .word("with", &self.verdict_word(all))
                .word("without", &self.verdict_word(row));
            let said = self.texts.phrase("w-left-out-one", &args);
            match found.iter_mut().find(|(known, _)| *known == factor) {
                Some((_, all)) => all.push(said),
                None => found.push((factor, vec![said])),
            }
        }
        let said = found.into_iter().map(|(factor, parts)| {
            let args = Args::new().rich("factor", &self.factors(factor));
            let more = parts.len().saturating_sub(NAMED);
            let list = Rich::join(parts.into_iter().take(NAMED), "; ");
            let args = args.rich("list", &list).flag("cut", more > 0);
            self.say("w-left-out", &args.count(self.lang, "n", more as u64, "count/comparisons/turned"))
        });
        said.collect()
    }
}

/// The factors of a row.
fn parts(row: &DisparityRow) -> BTreeSet<&str> {
    row.stratum.as_deref().unwrap_or("").split('*').filter(|part| !part.is_empty()).collect()
}
