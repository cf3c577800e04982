//! Section 11: the legal review.

use std::collections::BTreeSet;

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use super::number;
use crate::report::FindingRow;
use crate::report::text::{Args, Rich};

/// The provision whose three steps are told as running text.
const THREE_STEPS: &str = "SE-DL-1-4-2";
/// What its third step rests on: aim, suitability, necessity, balance.
const JUSTIFICATION: [&str; 4] = ["HS-05", "HS-06", "HS-07", "HS-08"];

/// Ids that a section has named: the first time with their titles, later alone.
#[derive(Default)]
pub(super) struct Named(BTreeSet<String>);

impl Named {
    /// A kind of evidence.
    pub(super) fn evidence(&mut self, page: &Page<'_>, id: &str) -> Html {
        self.name(id, || page.say.evidence_title(id))
    }

    /// A statement.
    pub(super) fn statement(&mut self, page: &Page<'_>, id: &str) -> Html {
        self.name(id, || page.say.statement_title(id))
    }

    fn name(&mut self, id: &str, title: impl Fn() -> Rich) -> Html {
        if self.0.insert(id.to_owned()) { Html::rich(&title()) } else { Html::code(id) }
    }
}

/// Parts of a cell; titles hold commas.
pub(super) fn listed(parts: Vec<Html>) -> Html {
    Html(parts.into_iter().map(|html| html.0).collect::<Vec<_>>().join("; "))
}

impl Page<'_> {
    /// Section 11.
    pub(super) fn legal_review(&self) -> Vec<Block> {
        let mut out = vec![Block::Para { html: Html::rich(&self.say.plain("w-law0")), class: "lead" }];
        if !self.say.reviewed() {
            out.push(self.plain("h2-no-review"));
        }
        let due =
            |finding: &&FindingRow| !finding.preparation && !finding.pending && finding.status != "not_applicable";
        let mut named = Named::default();
        for (pack, findings) in self.say.by_pack() {
            let findings: Vec<&FindingRow> = findings.into_iter().filter(due).collect();
            if !findings.is_empty() {
                out.push(self.pack_heading(pack));
                out.extend(self.caution(pack));
                out.push(self.table_11(&format!("t11-{pack}"), &findings, &mut named));
            }
        }
        out.extend(self.three_steps());
        out.extend(self.dates());
        let of = |chosen: &dyn Fn(&FindingRow) -> bool| {
            self.report.findings.iter().filter(|finding| chosen(finding)).collect::<Vec<_>>()
        };
        let later = of(&|finding| finding.preparation && !finding.pending);
        if !later.is_empty() {
            out.push(self.heading("s11-3"));
            out.push(self.table_11("t11-3", &later, &mut named));
        }
        let proposed = of(&|finding| finding.pending);
        if !proposed.is_empty() {
            out.push(self.heading("s11-4"));
            out.extend(proposed.iter().map(|finding| self.proposal(finding)));
        }
        let outside = of(&|finding| finding.status == "not_applicable" && !finding.pending && !finding.preparation);
        if !outside.is_empty() {
            out.push(self.heading("s11-5"));
            out.push(self.outside_table(&outside));
        }
        out
    }

    fn heading(&self, key: &str) -> Block {
        Block::heading(3, key, Html::text(&self.word(key)))
    }

    fn pack_heading(&self, pack: &str) -> Block {
        let row = self.report.provenance.packs.iter().find(|row| row.id == pack);
        let kind = row.map_or("statute", |row| row.kind.as_str());
        let mut head = self.say.texts.listed("pack-kind", kind).capitalised();
        if let Some(row) = row {
            let args = Args::new()
                .rich("title", &self.say.pack_title(&row.id))
                .name("pack", &row.id)
                .name("version", &row.version)
                .date("date", &number::date(self.lang, &row.legal_state));
            head = head.then_text(": ").then(self.say.texts.phrase("pack-line", &args));
        }
        Block::heading(3, &format!("p-{pack}"), Html::rich(&head).within("span", "id"))
    }

    fn caution(&self, pack: &str) -> Option<Block> {
        let row = self.report.provenance.packs.iter().find(|row| row.id == pack)?;
        let text = row.caution.get(self.lang);
        (!text.is_empty()).then(|| Block::Para { html: Html::rich(&Rich::name(text)), class: "limit" })
    }

    /// Table 11.
    fn table_11(&self, id: &str, findings: &[&FindingRow], named: &mut Named) -> Block {
        let heads =
            ["t11-provision", "t11-asks", "t11-status", "t11-evidence", "t11-statements", "t11-missing", "t11-source"]
                .map(|key| self.word(key));
        let mut table = Table::new(id, Html::default(), heads.iter().map(String::as_str)).class("dense law");
        for finding in findings {
            table.push(self.row_11(finding, named));
            let said = self.said_of(finding);
            if !said.is_empty() {
                let text = said.iter().fold(Html::default(), |all, one| all.then(&Html::rich(one).within("p", "line")));
                table.push(Row { class: "said", ..Row::of([Cell { html: text, class: "", span: 7 }]) });
            }
        }
        table.block(Footnotes::new(self.say.texts))
    }

    fn row_11(&self, finding: &FindingRow, named: &mut Named) -> Row {
        let provision = self.say.provision(finding);
        let demand = provision.map(|row| row.demand.get(self.lang)).unwrap_or("");
        let also = self.say.also(finding).map(|also| Html::rich(&also)).unwrap_or_default();
        let mark = match finding.status.as_str() {
            "flagged" => "st-flag",
            "incomplete" => "st-miss",
            "inconclusive" => "st-inc",
            "in_place" => "st-place",
            _ => "st-na",
        };
        let evidence = self.evidence(finding, named);
        let statements = finding.statements.iter().map(|row| {
            let state = self.say.texts.listed("state", &row.state);
            named.statement(self, &row.hs).then(&Html::text(": ")).then(&Html::rich(&state))
        });
        let statements = listed(statements.collect());
        // The document alone where that is what is missing; its whole sentence stands below.
        let missing = finding.missing.iter().filter(|item| item.id != finding.provision);
        let missing = missing.map(|item| match item.kind.as_str() {
            "statement" => named.statement(self, &item.id),
            "evidence" => named.evidence(self, &item.id),
            _ => Html::rich(&self.say.document(&item.id)),
        });
        let missing = listed(missing.collect());
        let none = || Html("–".to_owned());
        Row {
            id: format!("f-{}", finding.id),
            ..Row::of(
                [
                    Html::rich(&self.say.short(finding))
                        .within("span", "provision-title")
                        .small(&Html::rich(&self.say.citation(finding)).within("span", "citation")),
                    Html::text(demand).within("span", "demand"),
                    Html::rich(&self.say.status(finding)).within("b", mark).small(&also),
                    evidence,
                    statements,
                    missing,
                    self.source(finding),
                ]
                .map(|html| if html.is_empty() { none() } else { html })
                .map(Cell::words),
            )
        }
    }

    /// Links to the evidence: what it is about; where there are no figures, the kinds that are there.
    fn evidence(&self, finding: &FindingRow, named: &mut Named) -> Html {
        let mut about: Vec<Html> = Vec::new();
        for id in &finding.evidence {
            let Some(row) = self.report.disparities.iter().find(|row| row.id == *id) else { continue };
            let section = if row.metric == "selection_rate" { "s4" } else { "s5" };
            let html = Html::rich(&self.say.metric_of(row)).to(section);
            if !about.contains(&html) {
                about.push(html);
            }
        }
        if about.is_empty() {
            about.extend(self.say.evidence_there(finding).into_iter().map(|ev| named.evidence(self, ev)));
        }
        listed(about)
    }

    /// Word for the state, day, and the address as a link.
    fn source(&self, finding: &FindingRow) -> Html {
        let word = self.say.texts.listed("verification", &finding.verification.state).capitalised();
        let day = finding.verification.read_on.as_deref().map(|day| number::date(self.lang, day)).unwrap_or_default();
        let day = Html::text(&day).within("span", "date");
        Html::rich(&word).small(&day).then(&Html(" ".to_owned())).then(&self.address(&finding.verification.address))
    }

    /// An address; a link only where it is one of the web.
    pub(super) fn address(&self, address: &str) -> Html {
        let shown = Html::text(address).within("span", "address");
        if address.starts_with("https://") || address.starts_with("http://") {
            let target = crate::render::markup::escape(address);
            return Html(format!("<a class=\"source\" href=\"{target}\" rel=\"noreferrer\">{}</a>", shown.0));
        }
        shown
    }

    /// What is said under a row of table 11.
    fn said_of(&self, finding: &FindingRow) -> Vec<Rich> {
        let mut out = Vec::new();
        out.extend(if finding.preparation { self.say.applies_later(finding) } else { None });
        match finding.status.as_str() {
            "in_place" => {
                out.push(self.say.plain("w-ok"));
                out.extend(self.say.covered(finding));
            }
            "flagged" | "incomplete" | "inconclusive" | "not_assessed" => {
                out.extend(self.say.told(finding));
            }
            _ => {}
        }
        out.extend(finding.claim.as_ref().and_then(|_| self.say.not_applicable(finding)));
        out.extend(self.say.position(finding));
        out
    }

    /// 11.1: presumption and justification, as running text.
    fn three_steps(&self) -> Vec<Block> {
        let applies = |finding: &&FindingRow| finding.provision == THREE_STEPS && finding.status != "not_applicable";
        let Some(finding) = self.report.findings.iter().find(applies) else {
            return Vec::new();
        };
        let mut out = vec![self.heading("s11-1")];
        let first = self.say.particular_disadvantage().unwrap_or_else(|| self.say.plain("h1-nothing"));
        let second = self.say.adjusted_for().unwrap_or_else(|| self.say.plain("s6-none"));
        let mut third: Vec<Rich> = self.say.justified(finding).into_iter().collect();
        third.extend(self.say.statements_missing(finding, |hs| JUSTIFICATION.contains(&hs)));
        if third.is_empty() {
            third.push(self.say.plain("step3-none"));
        }
        third.extend(self.say.lift());
        third.push(self.say.plain("w-alt-notrun"));
        for (key, what) in [("w-step1", first), ("w-step2", second), ("w-step3", Rich::join(third, " "))] {
            out.push(self.para(&self.say.say(key, &Args::new().rich("what", &what))));
        }
        out
    }

    /// 11.2: the dates in order.
    fn dates(&self) -> Vec<Block> {
        let milestones = &self.report.audit.milestones;
        let heads = [self.word("t11-2-milestone"), self.word("t11-2-date")];
        let mut table = Table::new("t11-2", Html::default(), heads.iter().map(String::as_str)).class("card");
        let absent = |key: &str| Html::text(&self.say.word(key));
        let margin = match self.say.margin_stated() {
            Some(stated) => Html::rich(&stated),
            None => absent("t11-2-no-margin"),
        };
        for (key, day, without) in [
            ("milestone-margin", &milestones.margin, margin),
            ("milestone-results", &milestones.results, absent("no-data")),
            ("milestone-decision", &milestones.decision, absent("t11-2-no-decision")),
            ("milestone-use", &milestones.r#use, absent("t11-2-no-use")),
        ] {
            let date = match day {
                Some(day) => Html::text(&number::date(self.lang, day)).within("span", "date"),
                None => without,
            };
            table.push(Row::of([Cell::words(Html::text(&self.word(key))), Cell::words(date)]));
        }
        let mut out = vec![self.heading("s11-2"), table.block(Footnotes::new(self.say.texts))];
        out.extend(self.say.out_of_order().iter().map(|text| self.para(text)));
        out.extend(self.say.known_results().iter().map(|text| self.para(text)));
        out.push(self.plain("w-proof"));
        out
    }

    fn proposal(&self, finding: &FindingRow) -> Block {
        let pending = self.say.provision(finding).and_then(|row| row.pending.as_ref());
        let text = pending.and_then(|pending| pending.get(self.lang.word()).or_else(|| pending.get("text")));
        let text = text.map_or_else(|| self.say.short(finding), |text| Rich::name(text.trim_end_matches('.')));
        let cited = Html::rich(&self.say.citation(finding)).within("span", "citation");
        Block::para(
            cited
                .then(&Html(" ".to_owned()))
                .then(&Html::rich(&self.say.say("w-pending", &Args::new().rich("text", &text)))),
        )
    }

    /// 11.5: not applicable, with reason and role.
    fn outside_table(&self, findings: &[&FindingRow]) -> Block {
        let heads = ["t11-provision", "t11-why", "t11-source"].map(|key| self.word(key));
        let mut table = Table::new("t11-5", Html::default(), heads.iter().map(String::as_str)).class("dense law");
        for finding in findings {
            let why = match self.say.not_applicable(finding) {
                Some(claim) => claim,
                None => Rich::join(self.say.reasons(finding), " "),
            };
            table.push(Row {
                id: format!("f-{}", finding.id),
                ..Row::of(
                    [
                        Html::rich(&self.say.short(finding))
                            .within("span", "provision-title")
                            .small(&Html::rich(&self.say.citation(finding)).within("span", "citation")),
                        Html::rich(&why),
                        self.source(finding),
                    ]
                    .map(Cell::words),
                )
            });
        }
        table.block(Footnotes::new(self.say.texts))
    }
}
