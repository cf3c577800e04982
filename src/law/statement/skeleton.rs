//! The skeleton of a statement file: what is asked, in the writer's language, and nothing that could pass for an answer.

use std::fmt::Write;

use chrono::NaiveDate;

use crate::law::pack::{Field, FieldType, Packs, StatementForm};
use crate::words::Lang;

/// The name of the file of a statement: `HS-07.toml`, `fk-HS-BER.toml`.
pub fn file_name(id: &str) -> String {
    format!("{}.toml", id.replace(':', "-"))
}

/// A draft file for a statement of the loaded packs: header, questions as comments with empty answers, fields as
/// comments with their types. `None`: no loaded pack has the statement.
pub fn skeleton(packs: &Packs, id: &str, audit: &str, lang: Lang, written: NaiveDate) -> Option<String> {
    let asked = packs.statement(id)?;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_skeleton(&mut text, packs, asked, audit, lang, written);
    Some(text)
}

fn pick<'t>(lang: Lang, sv: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

fn write_skeleton(
    text: &mut String,
    packs: &Packs,
    asked: &StatementForm,
    audit: &str,
    lang: Lang,
    written: NaiveDate,
) -> std::fmt::Result {
    writeln!(text, "# {}: {}", asked.id, asked.title.get(lang))?;
    let signers: Vec<String> = asked
        .signers
        .iter()
        .map(|list| {
            let roles: Vec<String> = list.iter().map(|role| packs.role(role).get(lang).to_owned()).collect();
            roles.join(pick(lang, " eller ", " or "))
        })
        .collect();
    writeln!(text, "# {}: {}", pick(lang, "Undertecknas av", "Signed by"), signers.join(pick(lang, " och ", " and ")))?;
    writeln!(
        text,
        "# {}",
        pick(
            lang,
            "Skriv svaren, ändra status till \"final\" och underteckna: evenhand statements SPEC --sign HS",
            "Write the answers, change status to \"final\" and sign: evenhand statements SPEC --sign HS",
        )
    )?;
    if let Some(template) = &asked.template {
        writeln!(text, "# {}: {}", pick(lang, "Mall", "Template"), template.get(lang))?;
    }
    writeln!(text)?;
    writeln!(text, "schema = 1\nid = {}\naudit = {}", quoted(&asked.id), quoted(audit))?;
    writeln!(text, "version = 1\nlanguage = {}\nstatus = \"draft\"", quoted(lang.word()))?;
    writeln!(text, "written = {}\nillustration = false", written.format("%Y-%m-%d"))?;
    writeln!(text, "\n[answers]")?;
    for question in &asked.questions {
        let words = pick(lang, &question.sv, &question.en);
        let least = question.min_chars;
        let length = match lang {
            Lang::Sv => format!("minst {least} tecken"),
            Lang::En => format!("at least {least} characters"),
        };
        let case = pick(
            lang,
            question.case_sv.as_deref().unwrap_or_default(),
            question.case_en.as_deref().unwrap_or_default(),
        );
        let only = if question.case.is_some() {
            format!("; {} {case}", pick(lang, "bara om:", "only if:"))
        } else {
            String::new()
        };
        writeln!(text, "# {} ({length}{only})\n# {words}", question.id)?;
        writeln!(text, "{} = \"\"\"\n\"\"\"", question.id)?;
    }
    if asked.fields.is_empty() {
        return Ok(());
    }
    writeln!(text, "\n[fields]")?;
    for field in &asked.fields {
        let need = if field.required {
            pick(lang, "obligatoriskt", "obligatory")
        } else {
            pick(lang, "frivilligt", "optional")
        };
        writeln!(text, "# {} ({need})", pick(lang, &field.sv, &field.en))?;
        for inner in &field.of {
            let words = pick(lang, &inner.sv, &inner.en);
            writeln!(text, "#   {}: {words}{}", inner.name, values(inner))?;
        }
        writeln!(text, "# {} = {}{}", field.name, example(field), values(field))?;
    }
    Ok(())
}

fn values(field: &Field) -> String {
    if field.values.is_empty() { String::new() } else { format!("   # {}", field.values.join(" | ")) }
}

/// The form of a value, with nothing in it.
fn example(field: &Field) -> String {
    let table = || {
        let keys: Vec<String> = field.of.iter().map(|inner| format!("{} = {}", inner.name, example(inner))).collect();
        format!("{{ {} }}", keys.join(", "))
    };
    match field.r#type {
        FieldType::Text | FieldType::Word => "\"\"".to_owned(),
        FieldType::Number => "0.0".to_owned(),
        FieldType::Integer => "0".to_owned(),
        FieldType::Date => "2000-01-01".to_owned(),
        FieldType::Bool => "false".to_owned(),
        FieldType::Texts | FieldType::Words => "[\"\"]".to_owned(),
        FieldType::Table => table(),
        FieldType::Tables => format!("[ {} ]", table()),
    }
}

/// A text as a basic TOML string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
