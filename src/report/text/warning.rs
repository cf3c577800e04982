//! The text of a warning, in both languages.

use super::{Args, Rich, Texts};
use crate::diag::{WarnCode, Warning};
use crate::report::number;
use crate::words::{Lang, Text};

/// The text of a warning: what it is about, then file, column and count where it has them.
///
/// Values that a text may use: `law_pack_old` `pack`, `title_sv`, `title_en`, `date`, `months`, `law_date`;
/// `several_versions` `versions`.
/// Any other value is added to the place, so that nothing a step knew is lost.
pub fn warning_text(warning: &Warning) -> Text {
    Text { sv: in_language(warning, Lang::Sv), en: in_language(warning, Lang::En) }
}

fn in_language(warning: &Warning, lang: Lang) -> String {
    let texts = Texts::of(lang);
    let value = |name: &str| warning.values.get(name).map(String::as_str);
    let mut used: &[&str] = &[];
    let said = match warning.code {
        WarnCode::Note(note) => texts.sentence("warning-note", &Args::new().word("note", &texts.note(note))),
        WarnCode::Warning(code) => match (code.word(), value("versions")) {
            ("law_pack_old", _) if ["pack", "date", "months", "law_date"].iter().all(|name| value(name).is_some()) => {
                used = &["pack", "date", "months", "law_date", "title_sv", "title_en"];
                let title = match lang {
                    Lang::Sv => value("title_sv"),
                    Lang::En => value("title_en"),
                };
                let given = |name: &str| value(name).unwrap_or("");
                let args = Args::new()
                    .name("pack", title.unwrap_or_else(|| given("pack")))
                    .number("months", given("months"))
                    .date("date", &number::date(lang, given("date")))
                    .date("law_date", &number::date(lang, given("law_date")));
                texts.sentence("w-oldpack", &args)
            }
            ("several_versions", Some(versions)) => {
                used = &["versions"];
                texts.sentence("w-vers", &Args::new().flag("has_versions", true).name("versions", versions))
            }
            (word, _) => texts.sentence(&format!("warning-{word}"), &Args::new()),
        },
    };
    let names = warning.file.iter().chain(&warning.column);
    // A value that is the column already is not said twice.
    let said_before = |name: &str, value: &String| used.contains(&name) || warning.column.as_ref() == Some(value);
    let values = warning.values.iter().filter(|(name, value)| !said_before(name, value)).map(|(_, value)| value);
    let mut place: Vec<Rich> = names.chain(values).map(|name| Rich::name(name)).collect();
    if let Some(count) = warning.count {
        let id = "count/warning";
        place.push(texts.phrase("warning-count", &Args::new().count(lang, "count", count, id)));
    }
    if place.is_empty() {
        return said.plain();
    }
    let place = texts.phrase("warning-place", &Args::new().rich("place", &Rich::join(place, ", ")));
    said.then_text(" ").then(place).plain()
}
