//! Table 1.6: what someone must decide.

use super::Speaker;
use crate::report::FindingRow;
use crate::report::text::Rich;

/// Most rows on page one.
const ROWS: usize = 6;

/// A row of table 1.6.
#[derive(Clone, Debug)]
pub struct DecideRow {
    /// Id of the finding, for the link.
    pub finding: String,
    /// Short title of the provision.
    pub item: Rich,
    /// Citation.
    pub provision: Rich,
    /// What is to be decided.
    pub what: Rich,
    /// Whose task it is.
    pub role: Rich,
}

/// Table 1.6.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Rows, at most six.
    pub rows: Vec<DecideRow>,
    /// Rows that stand in section 11 only.
    pub more: usize,
}

impl<'a> Speaker<'a> {
    /// What someone must decide: flagged (lead provisions first), then incomplete, then inconclusive; preparation and
    /// proposals left out.
    pub fn to_decide(&self) -> Decide {
        let ranks = ["flagged", "incomplete", "inconclusive"];
        let mut findings: Vec<(usize, bool, &FindingRow)> = self
            .report
            .findings
            .iter()
            .filter(|finding| !finding.preparation && !finding.pending)
            .filter_map(|finding| {
                let rank = ranks.iter().position(|status| *status == finding.status)?;
                Some((rank, !self.provision(finding).is_some_and(|row| row.lead), finding))
            })
            .collect();
        findings.sort_by_key(|(rank, follows, _)| (*rank, *follows));
        let more = findings.len().saturating_sub(ROWS);
        let rows = findings.into_iter().take(ROWS).map(|(_, _, finding)| self.decide_row(finding)).collect();
        Decide { rows, more }
    }

    fn decide_row(&self, finding: &'a FindingRow) -> DecideRow {
        // A statement that is missing is said by name; a flag by the reason that raised it.
        let statements = finding.missing.iter().filter(|item| item.kind == "statement");
        let titles: Vec<Rich> = statements.map(|item| self.statement_title(&item.id)).collect();
        let reason = self.reasons(finding).into_iter().next();
        let what = match (finding.status.as_str(), reason, titles.is_empty()) {
            ("incomplete", _, false) => self.listed_apart(titles, 3),
            (_, Some(reason), _) => reason,
            (_, None, false) => self.listed_apart(titles, 3),
            (_, None, true) => self.also(finding).unwrap_or_else(|| self.status(finding)),
        };
        let mut roles: Vec<Rich> = Vec::new();
        for role in finding.missing.iter().filter_map(|item| item.role.as_deref()) {
            let role = self.role(role);
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        // With nothing missing, what is left is the decision itself.
        if finding.status == "flagged" || roles.is_empty() {
            let decision_maker = self.role("decision_maker");
            if !roles.contains(&decision_maker) {
                roles.push(decision_maker);
            }
        }
        DecideRow {
            finding: finding.id.clone(),
            item: self.short(finding),
            provision: self.citation(finding),
            what,
            role: Rich::join(roles, ", "),
        }
    }
}
