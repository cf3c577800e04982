//! What must be said before anything else on page one, in fixed order.

use super::Speaker;
use crate::report::text::{Args, Rich};
use crate::words::{AuditKind, Nature};

/// Most bullets of "what cannot be said" on page one, the last one for "and so many more".
const BULLETS: usize = 5;

impl Speaker<'_> {
    /// The banners: illustration, margin after results, data that are not real, a pack read long ago, no signed margin,
    /// passages withheld.
    pub fn banners(&self) -> Vec<Rich> {
        let audit = &self.report.audit;
        let mut out = Vec::new();
        let shown_only = self.report.statements.iter().any(|row| row.state == "illustration");
        if shown_only {
            out.push(self.plain("w-ill"));
        } else if audit.kind == AuditKind::Illustration {
            out.push(self.plain("w-ill-bare"));
        }
        if self.margin_after_results() {
            out.push(self.plain("w-retro"));
        }
        if audit.nature != Nature::Real {
            out.push(self.say("w-synth", &Args::new().word("nature", audit.nature.word())));
        }
        let old = self.report.warnings.iter().filter(|row| row.code == "law_pack_old");
        out.extend(old.map(|row| self.given(&row.text)));
        let unsigned = |state: &str| state != "signed" && state != "illustration";
        if let Some(row) = self.statement("HS-04").filter(|row| unsigned(&row.state)) {
            let roles = [self.role("lawyer"), self.role("analyst")];
            let role = Rich::join(roles, &format!(" {} ", self.word("and")));
            out.push(self.statements_lacking(&["HS-04"], &row.state, &role));
        }
        if let Some(disclosure) = audit.disclosure.as_ref().filter(|disclosure| disclosure.profile == "disclosable") {
            let withheld = disclosure.passages.len() as u64;
            if withheld > 0 {
                out.push(self.say("withheld", &Args::new().count(self.lang, "n", withheld, "count/passages")));
            }
        }
        out
    }

    /// Was the margin set when results were known: by the audit's warning, by HS-04, or by the dates?
    fn margin_after_results(&self) -> bool {
        let warned = self.report.warnings.iter().any(|row| row.code == "margin_after_results");
        let said = self.statement("HS-04").and_then(|row| row.fields.get("blind")?.as_bool()) == Some(false);
        let milestones = &self.report.audit.milestones;
        // ISO dates compare as text.
        let late =
            matches!((&milestones.margin, &milestones.results), (Some(margin), Some(results)) if margin > results);
        warned || said || late
    }

    /// The bullets of page one, and how many stand in section 3 only.
    pub fn limits_on_page_one(&self) -> (Vec<Rich>, usize) {
        let mut limits = self.limits_in_short();
        let total = limits.len();
        if total > BULLETS {
            limits.truncate(BULLETS - 1);
        }
        let more = total - limits.len();
        (limits, more)
    }
}
