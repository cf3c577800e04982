//! The sentences of the legal review: statuses, source checks, dates, statements that are missing, decisions.

use std::collections::BTreeMap;

use super::Speaker;
use super::statements::text_of;
use crate::law;
use crate::report::number;
use crate::report::text::{Args, Rich};
use crate::report::{DisparityRow, FindingRow, ProvisionRow, Reason, Verification};
use crate::words::{Ground, Verdict, reserved};

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
        let asked = self.report.provenance.packs.iter().any(|pack| pack.id != "core");
        // What `core` itself finds must be decided all the same.
        let open = |finding: &FindingRow| !finding.pending && !finding.preparation && finding.status == "flagged";
        asked || self.report.findings.iter().any(open)
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

    /// The reasons of a status in the words of the law room, the most serious first, without those that statements are;
    /// a reason without text by its code.
    pub fn reasons(&self, finding: &FindingRow) -> Vec<Rich> {
        let shown = finding.reasons.iter().filter(|reason| !is_date(&reason.code) && !of_statement(finding, reason));
        shown.map(|reason| self.reason_told(reason)).collect()
    }

    fn reason_told(&self, reason: &Reason) -> Rich {
        match reason.text.get(self.lang) {
            "" => Rich::name(&reason.code),
            text => Rich::name(text),
        }
    }

    /// Reasons and what is missing, in one order: a statement that does not count is told once, with others of its role,
    /// where the first of them stands among the reasons; documents come last.
    pub fn told(&self, finding: &FindingRow) -> Vec<Rich> {
        let mut statements = Some(self.statements_missing(finding, |_| true));
        let mut out = Vec::new();
        for reason in finding.reasons.iter().filter(|reason| !is_date(&reason.code)) {
            if of_statement(finding, reason) {
                out.extend(statements.take().into_iter().flatten());
            } else {
                out.push(self.reason_told(reason));
            }
        }
        out.extend(statements.into_iter().flatten());
        out.extend(self.documents_missing(finding));
        out
    }

    /// What a finding lacks: statements by their role and state, then documents; evidence only where no reason speaks
    /// of it.
    pub fn missing(&self, finding: &FindingRow) -> Vec<Rich> {
        let mut out = self.statements_missing(finding, |_| true);
        out.extend(self.documents_missing(finding));
        out
    }

    fn documents_missing(&self, finding: &FindingRow) -> Vec<Rich> {
        let mut out = Vec::new();
        for item in finding.missing.iter().filter(|item| item.kind != "statement") {
            // What a reason speaks of is not said twice; a condition may ask for the document itself.
            let (about, absent) = (format!("{}:", item.id), format!("cond:{}_missing", item.id));
            if finding.reasons.iter().any(|reason| reason.code.starts_with(&about) || reason.code == absent) {
                continue;
            }
            let key = format!("missing-{}", item.kind);
            let name = if item.kind == "evidence" { self.evidence_title(&item.id) } else { self.document(&item.id) };
            out.push(if self.texts.has(&key) { self.say(&key, &Args::new().rich("what", &name)) } else { name });
        }
        out
    }

    /// The statements that a finding lacks, those of one role and state in one sentence.
    pub fn statements_missing(&self, finding: &FindingRow, asked: impl Fn(&str) -> bool) -> Vec<Rich> {
        let mut groups: Vec<(&str, Option<&str>, Vec<&str>)> = Vec::new();
        for item in finding.missing.iter().filter(|item| item.kind == "statement" && asked(&item.id)) {
            // A claim that nobody signed is said by its reason.
            if item.id == finding.provision {
                continue;
            }
            let state = finding.statements.iter().find(|row| row.hs == item.id).map_or("missing", |row| &row.state);
            let role = item.role.as_deref();
            match groups.iter_mut().find(|(one, other, _)| *one == state && *other == role) {
                Some((_, _, ids)) => ids.push(&item.id),
                None => groups.push((state, role, vec![&item.id])),
            }
        }
        groups
            .into_iter()
            .map(|(state, role, ids)| {
                let role = role.map_or_else(|| Rich::text(self.word("role-open")), |role| self.role(role));
                self.statements_lacking(&ids, state, &role)
            })
            .collect()
    }

    /// The kinds of evidence that a finding rests on: those of which something was found, whatever it shows.
    pub fn evidence_there(&self, finding: &FindingRow) -> Vec<&'a str> {
        let absent = ["unmeasured", "unmeasured_signed", "not_requested", "not_supplied"];
        let asked = self.provision(finding).map(|row| row.evidence.as_slice()).unwrap_or(&[]);
        let there = |ev: &str| {
            let parts = &self.report.finding_parts;
            parts.iter().any(|part| {
                part.provision == finding.provision && part.item == ev && !absent.contains(&part.state.as_str())
            })
        };
        asked.iter().map(String::as_str).filter(|ev| there(ev)).collect()
    }

    /// A document that a condition asks for.
    pub fn document(&self, file: &str) -> Rich {
        self.texts.listed("file", file)
    }

    /// The title of a pack; one of an agency's own is called by its id.
    pub fn pack_title(&self, id: &str) -> Rich {
        law::pack_title(id).map_or_else(|| Rich::name(id), |title| self.given(title))
    }

    /// The title of a kind of evidence: "EV-02 Skillnad mot jämförelsegruppen".
    pub fn evidence_title(&self, id: &str) -> Rich {
        self.titled(id, law::evidence_title(id))
    }

    /// W-COVER: how many of the grounds and stages a finding speaks of; none where it has no part of a ground or stage.
    pub fn covered(&self, finding: &FindingRow) -> Option<Rich> {
        let parts = self.report.finding_parts.iter().filter(|part| part.provision == finding.provision);
        let placed = parts.into_iter().any(|part| part.ground.is_some() || part.stage.is_some());
        if !placed || finding.coverage.grounds_total == 0 {
            return None;
        }
        let id = |what: &str| format!("count/coverage/{}/{what}", finding.id);
        let coverage = finding.coverage;
        let args = Args::new()
            .count(self.lang, "k", u64::from(coverage.grounds), &id("grounds"))
            .count(self.lang, "s", u64::from(coverage.stages), &id("stages"))
            .count(self.lang, "t", u64::from(coverage.stages_total), &id("stages_total"));
        Some(self.say("w-cover", &args))
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
        // A first day in use that is only planned is told as such; ISO dates compare as text.
        let made = number::day(&self.report.provenance.created);
        let planned = self.report.audit.milestones.r#use.as_deref().is_some_and(|day| day > made);
        let by = if by == "transition" && planned { "planned" } else { by };
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
        // What decides belongs to it, and what says whether the means reaches the aim: of everybody.
        let belongs = |row: &&DisparityRow| {
            let everybody = row.group.as_deref().is_none_or(|group| group == reserved::ALL);
            (row.confirmatory || row.metric == "lift" && everybody) && finding.evidence.contains(&row.id)
        };
        let mut about: Vec<Rich> = Vec::new();
        for row in self.report.disparities.iter().filter(belongs) {
            let what = self.about(row);
            if !about.contains(&what) {
                about.push(what);
            }
        }
        if about.is_empty() {
            return None;
        }
        let args = Args::new()
            .rich("parts", &self.list(parts, 4))
            .word("annex", "D")
            .rich("list", &self.listed_apart(about, 6));
        Some(self.say("w-just", &args))
    }

    /// Step 1 of the test of indirect discrimination: the largest of the worst comparisons of the selection by a ground
    /// of the Act, and which others are beyond the margin too.
    pub fn particular_disadvantage(&self) -> Option<Rich> {
        let statutory = |row: &&DisparityRow| {
            row.metric == "selection_rate"
                && row.verdict != Verdict::NotAssessed
                && self.ground_of(row.attribute.as_deref().unwrap_or("")) != Ground::Supplementary
        };
        let mut rows: Vec<&DisparityRow> = self.confirmatory().filter(statutory).collect();
        rows.sort_by(|a, b| {
            let larger = Self::in_margins(b).total_cmp(&Self::in_margins(a));
            // Of ranges without a value that of most people first.
            let of_more = self.severity(b).2.total_cmp(&self.severity(a).2);
            self.cell_kind(b).cmp(&self.cell_kind(a)).then(larger).then(of_more)
        });
        let first = rows.first()?;
        // Of groups known through probabilities: what that does to the figure, and what would explain it away (EV-18).
        let said =
            std::iter::once(self.verdict_sentence(first)?).chain(self.estimated_of(first)).chain(self.tip(first));
        let said = Rich::join(said, " ");
        let further: Vec<Rich> =
            rows.iter().skip(1).filter(|row| row.verdict == Verdict::Disparity).map(|row| self.about(row)).collect();
        if further.is_empty() {
            return Some(said);
        }
        let args = Args::new()
            .count(self.lang, "n", further.len() as u64, "count/step1/further")
            .rich("list", &self.listed_apart(further, 6));
        Some(Rich::join([said, self.say("step1-further", &args)], " "))
    }

    /// A list whose parts hold commas: "a, x; b, y".
    pub(super) fn listed_apart(&self, parts: Vec<Rich>, most: usize) -> Rich {
        let left = parts.len().saturating_sub(most);
        let shown = Rich::join(parts.into_iter().take(most), "; ");
        if left == 0 {
            return shown;
        }
        let more = self.texts.phrase("and-more", &Args::new().count(self.lang, "n", left as u64, "count/more"));
        shown.then_text(" ").then(more)
    }

    /// When the spec says that the margin was decided, where no signature of HS-04 makes it count yet.
    pub fn margin_stated(&self) -> Option<Rich> {
        if self.report.audit.milestones.margin.is_some() {
            return None;
        }
        // ISO dates compare as text.
        let day = self.report.audit.comparisons.iter().map(|one| one.decided.on.as_str()).max()?;
        let args =
            Args::new().date("date", &number::date(self.lang, day)).rich("statement", &self.statement_title("HS-04"));
        Some(self.texts.phrase("t11-2-stated", &args))
    }

    /// That HS-04, in whatever state, says that results were known when the margin was decided, and which.
    pub fn known_results(&self) -> Option<Rich> {
        let row = self.statement("HS-04").filter(|row| row.state != "superseded")?;
        if row.fields.get("blind")?.as_bool() != Some(false) {
            return None;
        }
        let named = row.fields.get("known_results").and_then(|value| value.as_str()).map(str::trim);
        let named = named.filter(|text| !text.is_empty());
        let args = Args::new()
            .rich("statement", &self.statement_title("HS-04"))
            .rich("state", &self.texts.listed("state", &row.state))
            .flag("named", named.is_some())
            .quoted("results", named.unwrap_or("").trim_end_matches('.'));
        Some(self.say("known-results", &args))
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

/// Is the reason a statement that does not count? W-MISS says it, with its role.
fn of_statement(finding: &FindingRow, reason: &Reason) -> bool {
    let hs = reason.code.rsplit_once(':').map_or(reason.code.as_str(), |(hs, _)| hs);
    finding.missing.iter().any(|item| item.kind == "statement" && item.id == hs)
}

/// Does the reason only say from when the provision applies? W-DATE says it in words.
fn is_date(code: &str) -> bool {
    ["applies_from:", "transition:", "change:"].iter().any(|prefix| code.starts_with(prefix))
}
