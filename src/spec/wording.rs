//! How kinds, ranges and values are named in problems.

use super::fields::{Field, Kind, Range};
use crate::words::shortest;

/// Letters of a user's own text that a message repeats.
const SHOWN: usize = 60;

/// A user's text as it stands in a message: on one line, not too long.
pub(super) fn clip(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN).collect::<String>().escape_debug().to_string();
    if text.chars().count() > SHOWN {
        out.push('…');
    }
    // Quotes need no escape between backticks.
    out.replace("\\\"", "\"").replace("\\'", "'")
}

/// A message on one line: control signs and signs that turn the direction of writing are escaped, and what is longer
/// than anybody reads is cut.
pub(super) fn one_line(text: &str) -> String {
    let hidden = |sign: char| {
        sign.is_control() || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut out = String::new();
    for sign in text.chars().take(1_000) {
        if hidden(sign) {
            out.extend(sign.escape_unicode());
        } else {
            out.push(sign);
        }
    }
    if text.chars().nth(1_000).is_some() {
        out.push('…');
    }
    out
}

/// Does a text only hold the place of one: signs without a letter or digit, or a word that says "later"?
pub(super) fn is_placeholder(text: &str) -> bool {
    let mut words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.next().is_none_or(|word| ["todo", "tbd", "fixme", "xxx"].contains(&word.to_lowercase().as_str()))
}

/// "use one of: …", for a hint.
pub(super) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{}`", clip(word))).collect();
    format!("use one of: {}", words.join(", "))
}

/// The header of a section.
pub(super) fn header(field: &Field) -> String {
    if matches!(field.kind, Kind::List(_) | Kind::Some(_)) {
        format!("[[{}]]", field.key)
    } else {
        format!("[{}]", field.key)
    }
}

/// A kind in words.
pub(super) fn wanted(kind: &Kind) -> String {
    match kind {
        Kind::Integer(..) => "an integer".to_owned(),
        Kind::Number(_) => "a number".to_owned(),
        Kind::Bool => "true or false".to_owned(),
        Kind::Word(_) => "a word in quotes".to_owned(),
        Kind::String | Kind::Cell => "a string".to_owned(),
        Kind::Name => "a name in quotes".to_owned(),
        Kind::Column => "the name of a column in quotes".to_owned(),
        Kind::Path => "a path in quotes".to_owned(),
        Kind::Text => "a string or a table with `sv` and `en`".to_owned(),
        Kind::Date => "a date".to_owned(),
        Kind::Value => "a string, a number or a truth value".to_owned(),
        Kind::Condition => "a condition in quotes".to_owned(),
        Kind::List(element) | Kind::Some(element) => format!("a list of {}", many(element)),
        Kind::OneOrMore(element) => format!("{}, or a list of {}", wanted(element), many(element)),
        Kind::Either(one, other) => format!("{}, or {}", wanted(one), wanted(other)),
        Kind::Factor(_) => "a column, or a table with `name` and `column`".to_owned(),
        Kind::Table(_) | Kind::Open(..) | Kind::Map(_) => "a table".to_owned(),
    }
}

fn many(kind: &Kind) -> &'static str {
    match kind {
        Kind::Integer(..) => "integers",
        Kind::Number(_) => "numbers",
        Kind::Bool => "truth values",
        Kind::Word(_) => "words",
        Kind::String | Kind::Cell => "strings",
        Kind::Name => "names",
        Kind::Column => "columns",
        Kind::Path => "paths",
        Kind::Text => "texts",
        Kind::Date => "dates",
        Kind::Value => "values",
        Kind::Condition => "conditions",
        Kind::Factor(_) => "columns",
        Kind::Table(_) | Kind::Open(..) | Kind::Map(_) => "tables",
        Kind::List(_) | Kind::Some(_) | Kind::OneOrMore(_) | Kind::Either(..) => "values",
    }
}

/// What to do about a value of a wrong type.
pub(super) fn type_hint(path: &str, is: &str, kind: &Kind) -> String {
    let key = path.rsplit('.').next().unwrap_or(path);
    match (kind, is) {
        (Kind::Date, _) => "write a day without quotes and time, such as 2026-01-31".to_owned(),
        (Kind::Integer(..) | Kind::Number(_) | Kind::Bool, "a string") => "write it without quotes".to_owned(),
        (Kind::List(element) | Kind::Some(element), "a table") if !element.fields().is_empty() && key == path => {
            format!("write `[[{path}]]`, with two brackets")
        }
        (Kind::Table(_), "a list") if key == path => format!("write `[{path}]`, with one bracket"),
        (Kind::List(_) | Kind::Some(_), _) => format!("write `{key} = [ … ]`"),
        (Kind::Table(fields), _) => {
            let needed: Vec<String> =
                fields.iter().filter(|field| field.is_needed()).map(|field| format!("{} = …", field.key)).collect();
            format!("write `{key} = {{ {} }}`", if needed.is_empty() { "…".to_owned() } else { needed.join(", ") })
        }
        (Kind::Open(..) | Kind::Map(_), _) => format!("write `{key} = {{ … }}`"),
        _ => format!("write {}", wanted(kind)),
    }
}

/// A range of integers in words.
pub(super) fn integers(least: i64, most: i64) -> String {
    match (least, most) {
        (i64::MIN, i64::MAX) => "an integer of 64 bits".to_owned(),
        (least, i64::MAX) => format!("an integer from {least}"),
        (least, most) => format!("an integer from {least} to {most}"),
    }
}

/// A range of numbers in words.
pub(super) fn numbers(range: &Range) -> String {
    let end = |number: f64| shortest(number).unwrap_or_default();
    match (range.least, range.most) {
        (Some((least, inside)), Some((most, also))) => {
            format!(
                "a number in {}{}, {}{}",
                if inside { "[" } else { "(" },
                end(least),
                end(most),
                if also { "]" } else { ")" }
            )
        }
        (Some((least, true)), None) => format!("a number from {}", end(least)),
        (Some((least, false)), None) => format!("a number above {}", end(least)),
        (None, Some((most, true))) => format!("a number to {}", end(most)),
        (None, Some((most, false))) => format!("a number below {}", end(most)),
        (None, None) => "a finite number".to_owned(),
    }
}

/// A name made of a text, if one can be: `Housing Allowance` gives `housing_allowance`.
pub(super) fn as_name(text: &str) -> Option<String> {
    let plain = |sign: char| match sign {
        'å' | 'ä' | 'á' | 'à' => 'a',
        'ö' | 'ó' | 'ø' => 'o',
        'é' | 'è' | 'ë' => 'e',
        'ü' => 'u',
        '-' => '-',
        other if other.is_ascii_alphanumeric() => other,
        _ => '_',
    };
    let name: String = text.trim().to_lowercase().chars().map(plain).take(SHOWN).collect();
    let name = name.trim_start_matches(|sign: char| !sign.is_ascii_lowercase()).trim_end_matches('_').to_owned();
    (!name.is_empty()).then_some(name)
}
