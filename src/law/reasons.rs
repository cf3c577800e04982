//! The reasons of a finding as rows: each code once with all its places, the most serious first.
//!
//! The algorithm gives one reason for each place, in the order in which it looks (`law/packs.md`, 5.3); a reader wants to
//! know first what the status rests on. The order is that of the statuses there: what is flagged, then what is missing
//! (statements before evidence and dates), what cannot be determined, what was not assessed, and last what decides
//! nothing. Within each of these the order stays that of the algorithm.

use super::finding::{Because, Of};
use super::pack::{Packs, Status};
use super::rows::Reason;
use super::say::Say;
use super::select::Item;

/// Reasons as rows of the report.
pub(super) fn rows(because: Vec<Because>, packs: &Packs, say: &Say<'_>) -> Vec<Reason> {
    let mut because = because;
    because.sort_by_key(rank);
    let mut rows: Vec<(Reason, Vec<Item>)> = Vec::new();
    for one in because {
        let item = match one.of {
            Of::Evidence(item) => Some(item),
            Of::Statement | Of::Rest => None,
        };
        let same = rows.iter_mut().find(|(row, items)| item.is_some() && !items.is_empty() && row.code == one.code);
        match (same, item) {
            (Some((_, items)), Some(item)) => items.push(item),
            (_, item) => rows.push((Reason { code: one.code, text: one.text }, item.into_iter().collect())),
        }
    }
    rows.into_iter().map(|(row, items)| if items.len() > 1 { together(row, &items, packs, say) } else { row }).collect()
}

/// One sentence for several places of the same evidence in the same state.
fn together(row: Reason, items: &[Item], packs: &Packs, say: &Say<'_>) -> Reason {
    let Some((evidence, word)) = row.code.rsplit_once(':') else { return row };
    let Some(form) = packs.evidence(evidence) else { return row };
    Reason { text: say.items(word, &form.title, items), code: row.code }
}

/// How serious a reason is, the most serious first.
fn rank(because: &Because) -> u8 {
    match (because.status, &because.of) {
        (Some(Status::Flagged), _) => 0,
        (Some(Status::Incomplete) | None, Of::Statement) => 1,
        (Some(Status::Incomplete), _) => 2,
        (Some(Status::Inconclusive), _) => 3,
        (Some(Status::NotAssessed), _) => 4,
        (Some(Status::InPlace | Status::NotApplicable) | None, _) => 5,
    }
}
