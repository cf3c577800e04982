//! What people wrote: which statements count, and what their structured fields say.

use serde_json::Value;

use super::Speaker;
use crate::law;
use crate::report::StatementRow;
use crate::report::number::{self, NBSP};
use crate::report::text::{Args, Rich};
use crate::words::Text;

impl<'a> Speaker<'a> {
    /// The statement of an id, in whatever state.
    pub fn statement(&self, hs: &str) -> Option<&'a StatementRow> {
        self.report.statements.iter().find(|row| row.hs == hs)
    }

    /// The statement of an id if it counts: signed.
    pub fn signed(&self, hs: &str) -> Option<&'a StatementRow> {
        self.statement(hs).filter(|row| row.state == "signed")
    }

    /// A structured field of a statement that counts.
    pub fn field(&self, hs: &str, field: &str) -> Option<&'a Value> {
        self.signed(hs)?.fields.get(field)
    }

    /// A list of tables in a field of a statement that counts.
    pub fn field_rows(&self, hs: &str, field: &str) -> &'a [Value] {
        self.field(hs, field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The title of a statement: "HS-05 Berättigat syfte".
    pub fn statement_title(&self, hs: &str) -> Rich {
        self.titled(hs, law::statement_title(hs))
    }

    /// An id with its title behind it; what an own pack brings has none.
    pub(super) fn titled(&self, id: &str, title: Option<&Text>) -> Rich {
        match title {
            Some(title) => Rich::name(id).then_text(&format!(" {}", title.get(self.lang))),
            None => Rich::name(id),
        }
    }

    /// W-MISS: statements of one state that do not count, and whose task they are.
    pub fn statements_lacking(&self, ids: &[&str], state: &str, role: &Rich) -> Rich {
        let titles = Rich::join(ids.iter().map(|hs| self.statement_title(hs)), "; ");
        let args = Args::new()
            .count(self.lang, "n", ids.len() as u64, "count/statements/lacking")
            .rich("statement", &titles)
            .rich("role", role);
        match state {
            "missing" => self.say("w-miss", &args),
            state => self.say("w-miss-state", &args.rich("state", &self.texts.listed("state", state))),
        }
    }

    /// A question of a statement, if it is one of ours.
    pub fn question(&self, hs: &str, question: &str) -> Option<String> {
        let text = law::statement_question(hs, question)?.get(self.lang);
        // A section and its sign stay on one line.
        Some(text.replace(" §", &format!("{NBSP}§")).replace(" kap.", &format!("{NBSP}kap.")))
    }

    /// How many of the statements that are asked for count, of how many.
    pub fn signed_of(&self) -> (u64, u64) {
        let asked = || self.report.statements.iter().filter(|row| row.state != "superseded");
        (asked().filter(|row| row.state == "signed").count() as u64, asked().count() as u64)
    }

    /// The decision of HS-16 in one sentence, or that none is documented. A draft or an illustration is none.
    pub fn decision(&self) -> Rich {
        let decided = self.statement("HS-16").filter(|row| matches!(row.state.as_str(), "signed" | "stale"));
        let Some((row, signature)) = decided.and_then(|row| Some((row, row.signatures.first()?))) else {
            return self.plain("w-nodec");
        };
        let decision = row.fields.get("decision").and_then(Value::as_str).unwrap_or("");
        let args = Args::new()
            .rich("decision", &self.texts.listed("decision", decision))
            .rich("role", &self.role(&signature.role))
            .name("name", &signature.name)
            .date("date", &number::date(self.lang, &signature.date))
            .flag("stale", row.state == "stale");
        self.say("h2-decision", &args)
    }
}

/// A string of a table in a field.
pub fn text_of<'a>(table: &'a Value, key: &str) -> Option<&'a str> {
    table.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}
