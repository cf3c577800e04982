//! The sentences of the legal review: statuses, source checks, dates, statements that are missing, decisions.

use std::collections::BTreeMap;

use super::Speaker;
use super::statements::text_of;
use crate::report::number;
use crate::report::text::{Args, Rich};
use crate::report::{FindingRow, ProvisionRow, Verification};

/// Findings by status; preparation and proposals are counted by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusCounts {
    /// Needs a decision.
    pub flagged: u64,
    /// Of those: for reasons other than a disparity.
    pub flagged_otherwise: u64,
    /// Evidence missing.
    pub incomplete: u64,
    /// Cannot be determined.
    pub inconclusive: u64,
    /// Not assessed.
    pub not_assessed: u64,
    /// Evidence in place.
    pub in_place: u64,
    /// Not applicable.
    pub not_applicable: u64,
    /// Applies later.
    pub preparation: u64,
    /// Proposals, not law.
    pub pending: u64,
}

/// Is the finding flagged for a disparity?
fn for_disparity(finding: &FindingRow) -> bool {
    finding.reasons.iter().any(|reason| reason.code.ends_with(":disparity"))
}

impl<'a> Speaker<'a> {
    /// Was any pack but `core` asked for?
    pub fn reviewed(&self) -> bool {
        self.report.provenance.packs.iter().any(|pack| pack.id != "core")
    }

    /// Findings by status.
    pub fn status_counts(&self) -> StatusCounts {
        let mut out = StatusCounts::default();
        for finding in &self.report.findings {
            if finding.pending {
                out.pending += 1;
                continue;
            }
            if finding.preparation {
                out.preparation += 1;
                continue;
            }
            match finding.status.as_str() {
                "flagged" => {
                    out.flagged += 1;
                    out.flagged_otherwise += u64::from(!for_disparity(finding));
                }
                "incomplete" => out.incomplete += 1,
                "inconclusive" => out.inconclusive += 1,
                "in_place" => out.in_place += 1,
                "not_applicable" => out.not_applicable += 1,
                _ => out.not_assessed += 1,
            }
        }
        out
    }

    /// The provision of a finding.
    pub fn provision(&self, finding: &FindingRow) -> Option<&'a ProvisionRow> {
        self.report.provisions.iter().find(|row| row.provision == finding.provision)
    }

    /// The citation of a finding's provision; its id where the provision is not there.
    pub fn citation(&self, finding: &FindingRow) -> Rich {
        self.provision(finding).map_or_else(|| Rich::name(&finding.provision), |row| self.given(&row.citation))
    }

    /// The short title of a finding's provision.
    pub fn short(&self, finding: &FindingRow) -> Rich {
        self.provision(finding).map_or_else(|| Rich::name(&finding.provision), |row| self.given(&row.short))
    }

    /// The status, with "(förberedelse)" where the provision applies later.
    pub fn status(&self, finding: &FindingRow) -> Rich {
        let word = self.texts.listed("status", &finding.status).capitalised();
        match (finding.preparation, finding.pending) {
            (_, true) => word.then_text(&format!(" ({})", self.word("status-pending-mark"))),
            (true, _) => word.then_text(&format!(" ({})", self.word("status-preparation-mark"))),
            _ => word,
        }
    }

    /// The other statuses that hold too.
    pub fn also(&self, finding: &FindingRow) -> Option<Rich> {
        let also = finding.also.iter().map(|status| self.texts.listed("status", status));
        let list = Rich::join(also, ", ");
        (!list.is_empty()).then(|| self.texts.phrase("status-also", &Args::new().rich("statuses", &list)))
    }

    /// The reasons of a status, in words; a reason without text by its code.
    pub fn reasons(&self, finding: &FindingRow) -> Vec<Rich> {
        // A missing statement is said by W-MISS, with the role.
        let statement = |code: &str| {
            let hs = code.split_once(':').map_or(code, |(hs, _)| hs);
            finding.missing.iter().any(|item| item.kind == "statement" && item.id == hs)
        };
        let shown = finding.reasons.iter().filter(|reason| !is_date(&reason.code) && !statement(&reason.code));
        shown
            .map(|reason| match reason.text.get(self.lang) {
                "" => Rich::name(&reason.code),
                text => Rich::name(text),
            })
            .collect()
    }

    /// What a finding lacks: W-MISS for statements, a line for the rest.
    pub fn missing(&self, finding: &FindingRow) -> Vec<Rich> {
        finding
            .missing
            .iter()
            .map(|item| match item.kind.as_str() {
                "statement" => {
                    let role = match &item.role {
                        Some(role) => self.role(role),
                        None => Rich::text(self.word("role-open")),
                    };
                    let args = Args::new().rich("statement", &self.statement_title(&item.id)).rich("role", &role);
                    self.say("w-miss", &args)
                }
                kind => {
                    let key = format!("missing-{kind}");
                    let name = Rich::name(&item.id);
                    if self.texts.has(&key) { self.say(&key, &Args::new().rich("what", &name)) } else { name }
                }
            })
            .collect()
    }

    /// W-COVER: how many of the grounds and stages a finding speaks of.
    pub fn covered(&self, finding: &FindingRow) -> Rich {
        let id = |what: &str| format!("count/coverage/{}/{what}", finding.id);
        let coverage = finding.coverage;
        let args = Args::new()
            .count(self.lang, "k", u64::from(coverage.grounds), &id("grounds"))
            .count(self.lang, "s", u64::from(coverage.stages), &id("stages"))
            .count(self.lang, "t", u64::from(coverage.stages_total), &id("stages_total"));
        self.say("w-cover", &args)
    }

    /// W-VER.
    pub fn source_check(&self, verification: &Verification) -> Rich {
        let date = verification.read_on.as_deref().map(|day| number::date(self.lang, day)).unwrap_or_default();
        let state = match verification.state.as_str() {
            "verified" if verification.as_amended.is_none() => "verified_undated",
            "verified_in_part" if verification.part.is_none() => "verified_in_part_unnamed",
            state => state,
        };
        let args = Args::new()
            .word("state", state)
            .date("date", &date)
            .name("version", verification.as_amended.as_deref().unwrap_or(""))
            .name("part", verification.part.as_deref().unwrap_or(""));
        self.say("w-ver", &args)
    }

    /// W-DATE, for a provision that applies later.
    pub fn applies_later(&self, finding: &FindingRow) -> Option<Rich> {
        let provision = self.provision(finding)?;
        let own = provision.applies_from.as_deref().unwrap_or(&provision.in_force.from);
        let by = finding.applies_by.as_deref().unwrap_or("provision");
        let transition = provision.transition.first();
        let cutoff = transition.and_then(|row| row.when.get("in_use_before")).and_then(|value| value.as_str());
        let day = |iso: Option<&str>| iso.map(|iso| number::date(self.lang, iso)).unwrap_or_default();
        // Without the days that the second sentence names, it is not printed.
        let by = if cutoff.is_none() || transition.is_none() { "provision" } else { by };
        let args = Args::new()
            .word("by", by)
            .date("date", &day(Some(own)))
            .date("cutoff", &day(cutoff))
            .date("latest", &day(transition.map(|row| row.applies_from.as_str())))
            .date("change", &day(finding.applies_from.as_deref()));
        Some(self.say("w-date", &args))
    }

    /// W-NA, for a provision that a person found not applicable.
    pub fn not_applicable(&self, finding: &FindingRow) -> Option<Rich> {
        let claim = finding.claim.as_ref()?;
        let role =
            claim.role.as_deref().map(|role| self.role(role)).unwrap_or_else(|| Rich::text(self.word("role-open")));
        let date = claim.date.as_deref().map(|day| number::date(self.lang, day));
        let args = Args::new()
            .rich("role", &role)
            .quoted("reason", &claim.reason)
            .date("date", &date.unwrap_or_else(|| self.word("no-data")));
        Some(self.say("w-na", &args))
    }

    /// W-DEC: the position that HS-16 takes on a finding.
    pub fn position(&self, finding: &FindingRow) -> Option<Rich> {
        let decision = finding.decision.as_ref()?;
        let row = self.statement(&decision.statement)?;
        let signature = row.signatures.first()?;
        let items = row.fields.get("items").and_then(|items| items.as_array());
        let item = items?.iter().find(|item| text_of(item, "provision") == Some(&finding.provision))?;
        let args = Args::new()
            .rich("role", &self.role(&signature.role))
            .name("name", &signature.name)
            .date("date", &number::date(self.lang, &decision.date))
            .quoted("position", text_of(item, "position")?)
            .flag("stale", decision.state == "stale");
        Some(self.say("w-dec", &args))
    }

    /// W-ORDER, for every pair of milestones that is out of order.
    pub fn out_of_order(&self) -> Vec<Rich> {
        let milestones = &self.report.audit.milestones;
        let known: Vec<(&str, &str)> = [
            ("milestone-margin", &milestones.margin),
            ("milestone-results", &milestones.results),
            ("milestone-decision", &milestones.decision),
            ("milestone-use", &milestones.r#use),
        ]
        .into_iter()
        .filter_map(|(key, date)| Some((key, date.as_deref()?)))
        .collect();
        known
            .windows(2)
            .filter_map(|pair| {
                let [(a, first), (b, second)] = pair else { return None };
                // ISO dates compare as text.
                (first > second).then(|| {
                    let args = Args::new()
                        .word("a", &self.word(a))
                        .date("date_a", &number::date(self.lang, first))
                        .word("b", &self.word(b))
                        .date("date_b", &number::date(self.lang, second));
                    self.say("w-order", &args)
                })
            })
            .collect()
    }

    /// W-JUST: what the authority has stated of aim, suitability, necessity and balance; none signed: not printed.
    pub fn justified(&self, finding: &FindingRow) -> Option<Rich> {
        let parts: Vec<Rich> = [
            ("HS-05", "part-aim"),
            ("HS-06", "part-suitability"),
            ("HS-07", "part-necessity"),
            ("HS-08", "part-balance"),
        ]
        .into_iter()
        .filter(|(hs, _)| self.signed(hs).is_some())
        .map(|(_, key)| Rich::text(self.word(key)))
        .collect();
        if parts.is_empty() {
            return None;
        }
        let mut about: Vec<Rich> = Vec::new();
        for row in self.report.disparities.iter().filter(|row| finding.evidence.contains(&row.id)) {
            let what = self.about(row);
            if !about.contains(&what) {
                about.push(what);
            }
        }
        if about.is_empty() {
            return None;
        }
        let args =
            Args::new().rich("parts", &self.list(parts, 4)).word("annex", "D").rich("list", &self.list(about, 3));
        Some(self.say("w-just", &args))
    }

    /// Findings of each pack, statute first, the lead provisions first in each.
    pub fn by_pack(&self) -> Vec<(&'a str, Vec<&'a FindingRow>)> {
        let mut packs: BTreeMap<(usize, usize), (&str, Vec<&FindingRow>)> = BTreeMap::new();
        for finding in &self.report.findings {
            let at = self.report.provenance.packs.iter().position(|pack| pack.id == finding.pack);
            let kind = at.and_then(|at| self.report.provenance.packs.get(at)).map(|pack| pack.kind.as_str());
            let order = ["statute", "supervision", "case_law", "standard", "guidance", "internal", "optional"];
            let rank = kind.and_then(|kind| order.iter().position(|known| *known == kind)).unwrap_or(order.len());
            let entry =
                packs.entry((rank, at.unwrap_or(usize::MAX))).or_insert_with(|| (finding.pack.as_str(), Vec::new()));
            entry.1.push(finding);
        }
        let mut out: Vec<_> = packs.into_values().collect();
        for (_, findings) in &mut out {
            findings.sort_by_key(|finding| !self.provision(finding).is_some_and(|row| row.lead));
        }
        out
    }
}

/// Does the reason only say from when the provision applies? W-DATE says it in words.
fn is_date(code: &str) -> bool {
    ["applies_from:", "transition:", "change:"].iter().any(|prefix| code.starts_with(prefix))
}
