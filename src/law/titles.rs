//! What the shipped packs call things: statements and their questions, kinds of evidence, the packs themselves.
//!
//! The report prints these names beside ids. They stand in the packs and nowhere else; what an agency's own pack brings
//! has no name here and is called by its id.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::pack::{SHIPPED, sketch};
use crate::words::Text;

/// Names by id.
#[derive(Debug, Default)]
struct Titles {
    packs: BTreeMap<String, Text>,
    evidence: BTreeMap<String, Text>,
    statements: BTreeMap<String, Text>,
    /// By statement and question.
    questions: BTreeMap<(String, String), Text>,
}

fn titles() -> &'static Titles {
    static TITLES: OnceLock<Titles> = OnceLock::new();
    TITLES.get_or_init(|| {
        let mut all = Titles::default();
        for form in SHIPPED.iter().filter_map(|one| sketch(one.file, one.text)) {
            all.packs.insert(form.pack.id, form.pack.title);
            all.evidence.extend(form.evidence.into_iter().map(|one| (one.id, one.title)));
            for statement in form.statement {
                let questions = statement.questions.into_iter();
                all.questions
                    .extend(questions.map(|one| ((statement.id.clone(), one.id), Text { sv: one.sv, en: one.en })));
                all.statements.insert(statement.id, statement.title);
            }
        }
        all
    })
}

/// Reads what the packs call things, so that nobody waits for it later.
pub fn learn_titles() {
    titles();
}

/// The title of a shipped pack.
pub fn pack_title(id: &str) -> Option<&'static Text> {
    titles().packs.get(id)
}

/// The title of a kind of evidence.
pub fn evidence_title(id: &str) -> Option<&'static Text> {
    titles().evidence.get(id)
}

/// The title of a statement.
pub fn statement_title(id: &str) -> Option<&'static Text> {
    titles().statements.get(id)
}

/// A question of a statement.
pub fn statement_question(id: &str, question: &str) -> Option<&'static Text> {
    titles().questions.get(&(id.to_owned(), question.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{SHIPPED, evidence_title, pack_title, statement_question, statement_title};

    #[test]
    fn every_shipped_pack_twenty_kinds_of_evidence_and_nineteen_statements_have_names() {
        for pack in SHIPPED {
            assert!(
                pack_title(pack.id).is_some_and(|title| !title.sv.is_empty() && !title.en.is_empty()),
                "{}",
                pack.id
            );
        }
        for at in 1..=20 {
            assert!(evidence_title(&format!("EV-{at:02}")).is_some(), "EV-{at:02}");
        }
        for at in 1..=19 {
            let id = format!("HS-{at:02}");
            assert!(statement_title(&id).is_some() && statement_question(&id, "q1").is_some(), "{id}");
        }
        assert_eq!(evidence_title("EV-02").unwrap().sv, "Skillnad mot jämförelsegruppen");
        assert!(evidence_title("EV-21").is_none() && statement_title("fk:HS-BER").is_none());
    }
}
