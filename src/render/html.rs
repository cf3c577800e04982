//! The report as one HTML file: no network, readable without script, on a phone, in the dark, by keyboard and on paper.
//!
//! Takes a [`Report`] and a language; gives the page. The sections are made as blocks in Rust, one file a section; the
//! templates beside them only lay blocks out, and a table lays itself out (`block.rs`), since there are tens of thousands
//! of cells. May not know: how a sentence is worded, how a number is written.
//! Invariants: every section of the outline has its heading, with data or with why there are none; page one fits one
//! sheet of A4; whatever comes from data is escaped, and a character that would change how others are shown is written
//! as its code; an undefined name in a template is an error.
//!
//! Start reading at [`html`], then `block.rs` and `summary.rs`.

mod annex_data;
mod annex_law;
mod annex_method;
mod annex_results;
mod assessed;
mod block;
mod calibrated;
mod comparable;
mod decision;
mod density;
mod disparities;
mod equal_scores;
mod errors;
mod law;
mod other;
mod overview;
mod proxy;
mod proxy_quality;
mod reliability;
mod summary;
mod thresholds;

use std::sync::OnceLock;

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, escape_formatter};
use serde::Serialize;

use crate::report::Report;
use crate::report::number;
use crate::report::sentences::Speaker;
use crate::report::text::{Args, Rich, capital, visible};
use crate::words::{AuditKind, Lang};

use block::{Block, Html};
use summary::Summary;

/// The templates, by name.
const TEMPLATES: [(&str, &str); 5] = [
    ("page", include_str!("html/page.jinja")),
    ("summary", include_str!("html/summary.jinja")),
    ("block", include_str!("html/block.jinja")),
    ("style", include_str!("html/style.jinja")),
    // Not a template: it has no braces that the template language reads.
    ("move", MOVE),
];

/// The one script of a page, on pages with a table of thresholds: it shows another row of annex C in its cells. Without a
/// line end at its end, since the templates drop one.
const MOVE: &str = include_str!("html/move.js");

/// Its SHA-256 in base 64, as the page's own policy names it: no other script may run.
const MOVE_SHA256: &str = "R6OyU/yyayfzFBEbFbkVz6Puscjs3TpQpgtzi1GBrBc=";

/// A section of the page.
#[derive(Debug, Serialize)]
struct Section {
    id: String,
    number: String,
    title: String,
    class: &'static str,
    blocks: Vec<Block>,
}

/// An entry of the table of contents.
#[derive(Debug, Serialize)]
struct Entry {
    id: String,
    number: String,
    title: String,
}

/// What the page template gets.
#[derive(Debug, Serialize)]
struct Document {
    lang: &'static str,
    other_lang: &'static str,
    other_file: String,
    title: String,
    name: String,
    words: Words,
    /// What stands in the margin of every printed page.
    running: String,
    internal: bool,
    /// Has the page a table of thresholds to move along?
    steps: bool,
    script_hash: &'static str,
    summary: Summary,
    contents: Vec<Entry>,
    sections: Vec<Section>,
}

/// Words of the page itself.
#[derive(Debug, Serialize)]
struct Words {
    skip: String,
    contents: String,
    other: String,
    footer: String,
    page: String,
    top: String,
    threshold: String,
    threshold_used: String,
    threshold_back: String,
}

/// The report as one HTML page.
pub fn html(report: &Report, lang: Lang) -> String {
    let page = Page { say: Speaker::new(report, lang), report, lang };
    let rendered =
        environment().get_template("page").and_then(|template| template.render(Value::from(Serde(page.document()))));
    match rendered {
        Ok(text) => text,
        // The templates are part of the program, and every one of their names is tested; a fault must be seen.
        Err(problem) => {
            debug_assert!(false, "{problem:#}");
            format!("<!doctype html><title>evenhand</title><p>{problem}</p>")
        }
    }
}

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(|out, state, value| match value.as_str() {
            Some(text) if !value.is_safe() => escape_formatter(out, state, &Value::from(visible(text))),
            _ => escape_formatter(out, state, value),
        });
        for (name, source) in TEMPLATES {
            let added = environment.add_template(name, source);
            debug_assert!(added.is_ok(), "{added:?}");
        }
        environment
    })
}

/// One report in one language, on its way to a page.
struct Page<'a> {
    say: Speaker<'a>,
    report: &'a Report,
    lang: Lang,
}

impl Page<'_> {
    fn document(&self) -> Document {
        let (at_plan, at_all) = self.threshold_tables();
        let mut sections = vec![
            self.section("2", "s2", self.assessed()),
            self.section("3", "s3", self.limits()),
            self.section("4", "s4", self.disparities()),
            self.section("5", "s5", self.errors()),
            self.section("6", "s6", self.comparable()),
            self.section("7", "s7", self.reliability(at_plan)),
            self.section("8", "s8", self.inputs_used()),
            self.section("9", "s9", self.alternatives()),
            self.section("10", "s10", self.people()),
            self.section("11", "s11", self.legal_review()),
            self.section("12", "s12", self.monitoring()),
            self.section("13", "s13", self.decision()),
            self.annex("A", self.annex_method()),
            self.annex("B", self.annex_data()),
            self.annex("C", self.annex_results(at_all)),
            self.annex("D", self.annex_statements()),
            self.annex("E", self.annex_provisions()),
            self.annex("F", self.annex_inputs()),
            self.annex("G", self.annex_integrity()),
        ];
        // The glossary explains the terms that the page uses.
        let mut used = String::new();
        sections.iter().flat_map(|section| &section.blocks).for_each(|block| block.words_into(&mut used));
        sections.push(self.annex("H", self.annex_glossary(&used)));
        sections.push(self.annex("I", self.annex_disclosure()));
        let entry = |section: &Section| Entry {
            id: section.id.clone(),
            number: section.number.clone(),
            title: section.title.clone(),
        };
        let first = Entry { id: "s1".to_owned(), number: "1".to_owned(), title: self.word("s1") };
        let other = match self.lang {
            Lang::Sv => Lang::En,
            Lang::En => Lang::Sv,
        };
        let title = self.report.audit.title.get(self.lang);
        Document {
            lang: self.lang.word(),
            other_lang: other.word(),
            other_file: if self.report.audit.languages.contains(&other) {
                format!("report.{other}.html")
            } else {
                String::new()
            },
            title: self.say.say("page-title", &Args::new().name("title", title)).plain(),
            name: visible(title).into_owned(),
            words: Words {
                skip: self.word("page-skip"),
                contents: self.word("page-contents"),
                other: self.word("page-other-language"),
                footer: self.word("page-footer"),
                page: self.word("page-page"),
                top: self.word("page-top"),
                threshold: self.word("page-threshold"),
                threshold_used: self.say.word("page-threshold-used"),
                threshold_back: self.word("page-threshold-back"),
            },
            running: self.running(),
            internal: self.report.audit.disclosure.is_none(),
            steps: sections.iter().flat_map(|section| &section.blocks).any(Block::is_steps),
            script_hash: MOVE_SHA256,
            summary: self.summary(),
            contents: std::iter::once(first).chain(sections.iter().map(entry)).collect(),
            sections,
        }
    }

    /// The line in the margin of printed pages: which report, and what every page must say.
    fn running(&self) -> String {
        let mut out = format!("{} · {}", self.report.audit.id, number::day(&self.report.provenance.created));
        if self.report.audit.kind == AuditKind::Illustration {
            out.push_str(&format!(" · {}", self.word("audit-kind-illustration")));
        }
        if self.report.audit.disclosure.is_none() {
            out.push_str(&format!(" · {}", self.word("page-internal")));
        }
        // The line stands in a string of the style sheet.
        visible(&out).replace(['\\', '"', '<', '\n'], " ")
    }

    fn section(&self, number: &str, key: &str, blocks: Vec<Block>) -> Section {
        Section { id: key.to_owned(), number: number.to_owned(), title: self.word(key), class: "", blocks }
    }

    fn annex(&self, letter: &str, blocks: Vec<Block>) -> Section {
        let key = format!("annex-{}", letter.to_lowercase());
        Section {
            number: self.say.texts.phrase("annex-number", &Args::new().word("letter", letter)).plain(),
            title: self.word(&key),
            class: match letter {
                "C" => "wide",
                "H" => "glossary",
                _ => "",
            },
            id: key,
            blocks,
        }
    }

    /// A heading or a head of a column.
    fn word(&self, key: &str) -> String {
        self.say.head(key)
    }

    /// A sentence as a paragraph.
    fn para(&self, text: &Rich) -> Block {
        Block::para(Html::rich(text))
    }

    /// A sentence without values as a paragraph.
    fn plain(&self, key: &str) -> Block {
        self.para(&self.say.plain(key))
    }

    /// W-NOTMEAS: what was not measured, why, and what would be needed; keys of the texts.
    fn not_measured(&self, what: &str, reason: &str, need: &str) -> Block {
        let args = Args::new()
            .word("what", &self.say.word(what))
            .word("reason", &self.say.word(reason))
            .word("need", &self.say.word(need));
        self.para(&self.say.say("w-notmeas", &args))
    }

    /// A text of the spec or a pack, with a capital.
    fn given(&self, text: &crate::words::Text) -> Html {
        Html::rich(&Rich::name(&capital(text.get(self.lang))))
    }
}

#[cfg(test)]
mod tests;
