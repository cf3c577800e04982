//! Sections 12 and 13: monitoring, decision and signatures; and a person's text, framed.

use serde_json::Value;

use super::Page;
use super::block::{Answer, Block, Cell, Footnotes, Html, Row, Statement, Table};
use super::disparities::anchor;
use super::number;
use super::summary::foreign;
use crate::report::StatementRow;
use crate::report::number::Form;
use crate::report::text::{Args, Rich};
use crate::words::Number;

/// Letters of a statement that stand in the body of the report; the rest stands in annex D.
const BODY: usize = 1_200;

impl Page<'_> {
    /// Section 12.
    pub(super) fn monitoring(&self) -> Vec<Block> {
        let mut out = Vec::new();
        let actions = self.say.field_rows("HS-14", "actions");
        if actions.is_empty() {
            let state = self.say.statement("HS-14").map_or("missing", |row| row.state.as_str());
            // Signed, and without an action to print.
            let state = if state == "signed" { "incomplete" } else { state };
            let role = self.say.role("system_owner");
            out.push(self.para(&self.say.statements_lacking(&["HS-14"], state, &role)));
        } else {
            let heads = ["t12-metric", "t12-ground", "t12-threshold", "t12-action", "t12-who", "t12-within"]
                .map(|key| self.word(key));
            let args = Args::new().rich("statement", &self.say.statement_title("HS-14"));
            let caption = Html::rich(&self.say.say("t12", &args));
            let mut table = Table::new("t12", caption, heads.iter().map(String::as_str));
            for action in actions {
                let cells = ["metric", "attribute", "threshold", "action", "role", "days"].map(|key| {
                    let text = action.get(key).map(|value| self.written(value)).unwrap_or_default();
                    let shown = match key {
                        "metric" => self.say.metric(&text).plain(),
                        "attribute" => self.say.attribute(&text).plain(),
                        "role" => self.say.role(&text).plain(),
                        "action" => self.say.texts.listed("action", &text).plain(),
                        _ => text,
                    };
                    Cell::words(Html::text(if shown.is_empty() { "–" } else { &shown }).within("span", "statement"))
                });
                table.push(Row::of(cells));
            }
            out.push(table.block(Footnotes::new(self.say.texts)));
        }
        let sample = self.say.field("HS-14", "random_sample").map(|sample| match sample.as_object() {
            Some(parts) => {
                let parts = parts.iter();
                let parts = parts.map(|(key, value)| {
                    format!("{} {}", self.say.texts.listed("sample", key).plain(), self.written(value))
                });
                parts.collect::<Vec<_>>().join(", ")
            }
            None => self.written(sample),
        });
        let sample = sample.unwrap_or_else(|| self.say.word("no-data"));
        let items = vec![
            (Html::text(&self.word("monitor-cube")), Html::code(&self.report.provenance.cube_sha256)),
            (Html::text(&self.word("monitor-sample")), Html::text(&sample).within("span", "statement")),
        ];
        out.push(Block::Terms { items });
        out
    }

    /// Section 13.
    pub(super) fn decision(&self) -> Vec<Block> {
        let mut out = vec![Block::Para { html: Html::rich(&self.say.decision()), class: "lead" }];
        if let Some(row) = self.say.statement("HS-16").filter(|row| !row.answers.is_empty()) {
            out.push(self.statement_block(row, false));
        }
        let heads = ["t13-statement", "t13-version", "t13-role", "t13-name", "t13-date", "t13-method", "t13-state"]
            .map(|key| self.word(key));
        let mut table =
            Table::new("t13", Html::text(&self.word("t13")), heads.iter().map(String::as_str)).class("dense");
        for row in &self.report.statements {
            let title = Html::rich(&self.say.statement_title(&row.hs)).to(&format!("st-{}", anchor(&row.hs)));
            let version = row.version.map_or_else(|| "–".to_owned(), |version| version.to_string());
            let state = self.say.texts.listed("state", &row.state).capitalised();
            let bound = row.hs == "HS-16" && row.state == "signed";
            let state = Html::rich(&state).small(&Html::text(&if bound {
                self.say.word("state-bound")
            } else {
                String::new()
            }));
            let none = || Cell::words(Html("–".to_owned()));
            if row.signatures.is_empty() {
                table.push(Row::of([
                    Cell::words(title),
                    Cell::words(Html::text(&version).within("span", "no")),
                    none(),
                    none(),
                    none(),
                    none(),
                    Cell::words(state),
                ]));
                continue;
            }
            for signature in &row.signatures {
                table.push(Row::of([
                    Cell::words(title.clone()),
                    Cell::words(Html::text(&version).within("span", "no")),
                    Cell::words(Html::rich(&self.say.role(&signature.role).capitalised())),
                    Cell::words(Html::rich(&Rich::name(&signature.name))),
                    Cell::words(Html::text(&number::date(self.lang, &signature.date)).within("span", "date")),
                    Cell::words(Html::rich(&self.say.texts.listed("method", &signature.method))),
                    Cell::words(state.clone()),
                ]));
            }
        }
        if table.is_empty() {
            out.push(self.plain("s13-none"));
        } else {
            out.push(table.block(Footnotes::new(self.say.texts)));
        }
        out
    }

    /// A person's text, framed; `anchored` where it is the one place that links point to.
    pub(super) fn statement_block(&self, row: &StatementRow, anchored: bool) -> Block {
        let lang = foreign(self.lang, row.language.as_deref());
        // In the body so much of it as fits, whole paragraphs; annex D has all of it.
        let mut room = if anchored { usize::MAX } else { BODY };
        let mut rest = false;
        let mut fitting = |text: &str| -> Vec<String> {
            let all = paragraphs(text);
            let fits = all.iter().take_while(|part| {
                let letters = part.chars().count();
                let fits = letters <= room;
                room = if fits { room - letters } else { 0 };
                fits
            });
            let fits: Vec<String> = fits.cloned().collect();
            rest |= fits.len() < all.len();
            fits
        };
        let answers = row.answers.iter().map(|(key, text)| {
            let translated = row.translation.as_ref().and_then(|answers| answers.get(key));
            Answer {
                number: key.clone(),
                question: self.say.question(&row.hs, key).unwrap_or_default(),
                paragraphs: fitting(text),
                translation: translated.map(|text| paragraphs(text)).unwrap_or_default(),
            }
        });
        let answers: Vec<Answer> = answers.collect();
        let signatures = row.signatures.iter().map(|signature| {
            let args = Args::new()
                .rich("role", &self.say.role(&signature.role).capitalised())
                .name("name", &signature.name)
                .date("date", &number::date(self.lang, &signature.date));
            let line = Html::rich(&self.say.texts.phrase("signature-line", &args));
            let title = signature.title.as_deref().map(Html::text).unwrap_or_default();
            let comment = signature.comment.as_deref().map(|text| Html::text(text).within("span", "statement"));
            line.small(&title).small(&comment.unwrap_or_default())
        });
        let reasons: Vec<Html> = row.reasons.iter().map(|code| Html::code(code)).collect();
        let written = row.written.as_deref().map(|day| number::date(self.lang, day)).unwrap_or_default();
        let state = self.say.texts.listed("state", &row.state).capitalised();
        let args = Args::new()
            .rich("state", &state)
            .name("version", &row.version.map(|version| version.to_string()).unwrap_or_default())
            .date("date", &written)
            .flag("dated", row.version.is_some() && row.written.is_some());
        Block::Statement(Box::new(Statement {
            id: if anchored { format!("st-{}", anchor(&row.hs)) } else { String::new() },
            title: Html::rich(&self.say.statement_title(&row.hs)),
            state: Html::rich(&self.say.texts.phrase("statement-line", &args)),
            reasons: Html(reasons.iter().map(|html| html.0.as_str()).collect::<Vec<_>>().join(", ")),
            lang,
            answers,
            rest: if rest {
                Html::text(&self.word("statement-rest")).to(&format!("st-{}", anchor(&row.hs)))
            } else {
                Html::default()
            },
            fields: self.fields(row),
            signatures: signatures.collect(),
        }))
    }

    /// A value that a person wrote: a number as the language writes it, anything else as it stands.
    fn written(&self, value: &Value) -> String {
        let number = value.as_f64().and_then(Number::new);
        number.map_or_else(|| plain(value), |number| number::exact(self.lang, Form::Plain, number))
    }

    /// The structured fields of a statement, as a table.
    fn fields(&self, row: &StatementRow) -> Option<Table> {
        if row.fields.is_empty() {
            return None;
        }
        let heads = [self.word("field"), self.word("field-value")];
        let mut table = Table::new("", Html::default(), heads.iter().map(String::as_str)).class("card");
        for (key, value) in &row.fields {
            table.push(Row::of([Cell::words(Html::code(key)), Cell::words(Html::text(&plain(value)))]));
        }
        Some(table)
    }
}

/// Paragraphs of a text: an empty line ends one.
fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// A structured value as one line.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Object(map) => {
            map.iter().map(|(key, value)| format!("{key}: {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
