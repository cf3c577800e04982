//! What `--fail-on` stops on (`law/packs.md`, 5.3).
//!
//! Gates never stop on a preparation, a proposal, a pack without a gate, or an illustration; `not_assessed` alone never
//! stops anything.

use serde_json::Value;

use super::pack::Status;
use super::rows::{FindingRow, PackRow};
use crate::measure::{DisparityRow, LaterRow};
use crate::words::{AuditKind, Verdict};

/// A word of `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// A confirmatory disparity is shown.
    Disparity,
    /// A confirmatory verdict, or a finding, cannot be determined.
    Inconclusive,
    /// A finding needs a decision and has none on these results.
    Flagged,
    /// A finding lacks evidence or a statement.
    Incomplete,
    /// The drift table signals.
    Drift,
}

impl Gate {
    /// Every word.
    pub const ALL: [Self; 5] = [Self::Disparity, Self::Inconclusive, Self::Flagged, Self::Incomplete, Self::Drift];

    /// The word of the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Disparity => "disparity",
            Self::Inconclusive => "inconclusive",
            Self::Flagged => "flagged",
            Self::Incomplete => "incomplete",
            Self::Drift => "drift",
        }
    }

    /// The gate of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gate| gate.word() == word)
    }
}

/// Would these gates stop on a finding?
pub fn gate(finding: &FindingRow, pack_gate: bool, kind: AuditKind, on: &[Gate]) -> bool {
    if finding.preparation || finding.pending || !pack_gate || kind == AuditKind::Illustration {
        return false;
    }
    on.iter().any(|gate| stops(finding, *gate))
}

fn stops(finding: &FindingRow, gate: Gate) -> bool {
    let has = |status: Status| finding.status == status.word() || finding.also.iter().any(|word| word == status.word());
    match gate {
        Gate::Flagged => {
            let current = finding.decision.as_ref().is_some_and(|decision| decision.state == "current");
            finding.status == Status::Flagged.word() && !current
        }
        Gate::Incomplete => has(Status::Incomplete),
        Gate::Inconclusive => has(Status::Inconclusive),
        Gate::Disparity | Gate::Drift => false,
    }
}

/// What the gates that were asked for stop on: `<gate>: <id of a finding or row>`, in the order of the gates.
pub fn gates(
    kind: &AuditKind,
    disparities: &[DisparityRow],
    drift: &[LaterRow],
    findings: &[FindingRow],
    packs: &[PackRow],
    on: &[Gate],
) -> Vec<String> {
    let mut hits = Vec::new();
    if *kind == AuditKind::Illustration {
        return hits;
    }
    let text = |row: &LaterRow, key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    for one in on {
        let mut hit = |id: &str| hits.push(format!("{}: {id}", one.word()));
        let verdict = match one {
            Gate::Disparity => Some(Verdict::Disparity),
            Gate::Inconclusive => Some(Verdict::Inconclusive),
            _ => None,
        };
        for row in
            disparities.iter().filter(|row| row.confirmatory && row.compares_groups() && Some(row.verdict) == verdict)
        {
            hit(&row.id);
        }
        if *one == Gate::Drift {
            let signals = drift.iter().filter(|row| {
                let (kind, status) = (text(row, "kind"), text(row, "status"));
                (kind == "change" && status == "changed") || (kind == "level" && status == "disparity")
            });
            signals.for_each(|row| hit(&text(row, "id")));
        }
        for finding in findings {
            let pack_gate = packs.iter().find(|pack| pack.id == finding.pack).is_none_or(|pack| pack.gate);
            if gate(finding, pack_gate, *kind, &[*one]) {
                hit(&finding.provision);
            }
        }
    }
    hits
}
