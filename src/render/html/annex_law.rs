//! Annexes D, E, G and I: statements, provisions, integrity, disclosure.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use super::decision::plain;
use super::disparities::anchor;
use super::law::{Named, listed};
use super::number;
use super::summary::foreign;
use crate::report::ProvisionRow;
use crate::report::number::Form;
use crate::report::text::{Args, Figure, Rich};
use crate::words::once;

impl Page<'_> {
    /// Annex D.
    pub(super) fn annex_statements(&self) -> Vec<Block> {
        let mut out = Vec::new();
        let missing: Vec<Html> = self
            .report
            .statements
            .iter()
            .filter(|row| row.state == "missing")
            .map(|row| {
                let title = Html::rich(&self.say.statement_title(&row.hs));
                Html(format!("<span class=\"id\" id=\"st-{}\">{}</span>", anchor(&row.hs), title.0))
            })
            .collect();
        for row in self.report.statements.iter().filter(|row| row.state != "missing") {
            out.push(self.statement_block(row, true));
        }
        if !missing.is_empty() {
            out.push(Block::heading(3, "d-missing", Html::text(&self.word("d-missing"))));
            out.push(Block::List { items: missing, class: "plain" });
        }
        if out.is_empty() {
            out.push(self.plain("s13-none"));
        }
        out
    }

    /// Annex E.
    pub(super) fn annex_provisions(&self) -> Vec<Block> {
        let mut out = Vec::new();
        if self.report.provisions.is_empty() {
            out.push(self.plain("h2-no-review"));
        }
        let mut named = Named::default();
        for pack in once(self.report.provisions.iter().map(|row| row.pack.as_str())) {
            let title = Html::rich(&self.say.pack_title(pack)).within("span", "citation");
            out.push(Block::heading(3, &format!("e-{pack}"), title.small(&Html::code(pack))));
            for row in self.report.provisions.iter().filter(|row| row.pack == pack) {
                out.extend(self.provision(row, &mut named));
            }
        }
        out
    }

    fn provision(&self, row: &ProvisionRow, named: &mut Named) -> Vec<Block> {
        let finding = self.report.findings.iter().find(|finding| finding.provision == row.provision);
        let title = Html::rich(&self.say.given(&row.citation))
            .within("span", "citation")
            .then(&Html(" ".to_owned()))
            .then(&Html::rich(&self.say.given(&row.title)).within("span", "provision-title"));
        let mut items = Vec::new();
        let mut add = |key: &str, html: Html| items.push((Html::text(&self.word(key)), html));
        add("te-demand", Html::text(row.demand.get(self.lang)).within("span", "demand"));
        for quote in &row.quote {
            let lang = foreign(self.lang, Some(&quote.lang));
            let attribute = if lang.is_empty() { String::new() } else { format!(" lang=\"{lang}\"") };
            let text = crate::render::markup::escape(&quote.text);
            add("te-quote", Html(format!("<blockquote class=\"quote\"{attribute}>{text}</blockquote>")));
        }
        let day = |iso: &str| number::date(self.lang, iso);
        let until = row.in_force.to.as_deref();
        let args = Args::new()
            .date("from", &day(&row.in_force.from))
            .date("to", &until.map(day).unwrap_or_default())
            .flag("ends", until.is_some());
        add("te-force", Html::rich(&self.say.texts.phrase("te-force-line", &args)).within("span", "date"));
        if let Some(from) = &row.applies_from {
            add("te-applies", Html::text(&day(from)).within("span", "date"));
        }
        if let Some(from) = finding.and_then(|finding| finding.applies_from.as_ref()) {
            add("te-applies-here", Html::text(&day(from)).within("span", "date"));
        }
        let check = Html::rich(&self.say.source_check(&row.verification)).within("span", "date");
        add("te-source", check.then(&Html(" ".to_owned())).then(&self.address(&row.verification.address)));
        if let Some(doubt) = &row.verification.doubt {
            add("te-doubt", Html::rich(&Rich::name(doubt)));
        }
        let codes = |ids: &[String]| Html(ids.iter().map(|id| Html::code(id).0).collect::<Vec<_>>().join(", "));
        if !row.evidence.is_empty() {
            add("te-evidence", listed(row.evidence.iter().map(|id| named.evidence(self, id)).collect()));
        }
        if !row.statements.is_empty() {
            add("te-statements", listed(row.statements.iter().map(|id| named.statement(self, id)).collect()));
        }
        add("te-rule", Html::code(&row.status_rule));
        if let Some(finding) = finding {
            add("te-status", Html::rich(&self.say.status(finding)));
            let reasons: Vec<String> = finding.reasons.iter().map(|reason| reason.code.clone()).collect();
            if !reasons.is_empty() {
                add("te-reasons", codes(&reasons));
            }
        }
        vec![Block::heading(4, &format!("e-{}", row.provision.replace('/', "_")), title), Block::Terms { items }]
    }

    /// Annex G.
    pub(super) fn annex_integrity(&self) -> Vec<Block> {
        let from = &self.report.provenance;
        let line = |key: &str, value: &str| (Html::text(&self.word(key)), Html::code(value));
        let mut items = vec![
            line("tg-spec", &from.spec_sha256),
            line("tg-counting", &from.counting_sha256),
            line("tg-cube", &from.cube_sha256),
            line("tg-results", &from.results_sha256),
        ];
        for input in &from.inputs {
            items.push((Html::code(&input.path), Html::code(&input.sha256)));
        }
        for pack in &from.packs {
            let name = format!("{} {}", pack.id, pack.version);
            items.push((Html::code(&name), Html::code(&pack.sha256)));
        }
        items.extend([
            line("tg-tool", &format!("{} {}", from.tool, from.version)),
            line("tg-engine", &from.engine),
            line("tg-generator", &from.random_generator),
            line("tg-seed", &from.seed.to_string()),
            line("tg-created", &from.created),
            line("tg-schema", &self.report.schema_version),
        ]);
        let archive = self.say.signed("HS-15");
        let record = archive.and_then(|row| row.fields.get("record_no")).map(plain);
        let written = |text: Option<String>| match text {
            Some(text) => Html::text(&text).within("span", "statement"),
            None => Html::text(&self.say.word("no-data")),
        };
        items.push((Html::text(&self.word("tg-record")), written(record)));
        let until = archive.and_then(|row| row.fields.get("retention_until")).map(plain);
        items.push((Html::text(&self.word("tg-retention")), written(until)));
        vec![Block::Terms { items }, self.plain("tg-verify"), self.plain("tg-keep")]
    }

    /// Annex I.
    pub(super) fn annex_disclosure(&self) -> Vec<Block> {
        let Some(disclosure) = &self.report.audit.disclosure else {
            return vec![self.plain("ti-none-control"), self.plain("ti-no-passages")];
        };
        let figure = |value, column: &str| {
            Figure::new(number::exact(self.lang, Form::Plain, value), "/audit/disclosure", column)
        };
        let args = Args::new()
            .figure("cell", &figure(disclosure.minimum_cell, "minimum_cell"))
            .figure("group", &figure(disclosure.group_min, "group_min"))
            .figure("hidden", &figure(disclosure.hidden, "hidden"));
        let mut out = vec![self.para(&self.say.say("ti-control", &args))];
        if let Some(base) = disclosure.rounding {
            let args = Args::new().figure("base", &figure(base, "rounding"));
            out.push(self.para(&self.say.say("ti-rounding", &args)));
        }
        out.push(self.plain(&format!(
            "ti-profile-{}",
            if disclosure.profile == "disclosable" { "disclosable" } else { "full" }
        )));
        if disclosure.passages.is_empty() {
            out.push(self.plain("ti-no-passages"));
            return out;
        }
        let heads = ["ti-place", "ti-provision", "ti-reason", "ti-decided"].map(|key| self.word(key));
        let mut table = Table::new("ti", Html::text(&self.word("ti")), heads.iter().map(String::as_str));
        for passage in &disclosure.passages {
            let cells = ["place", "provision", "reason", "decided"].map(|key| {
                let text = passage.get(key).map(plain).unwrap_or_else(|| "–".to_owned());
                let class = if key == "provision" { "citation" } else { "statement" };
                Cell::words(Html::text(&text).within("span", class))
            });
            table.push(Row::of(cells));
        }
        out.push(table.block(Footnotes::new(self.say.texts)));
        out
    }
}
