//! The walk: TOML along the field table, every problem of its shape at once.

use std::ops::Range;

use chrono::NaiveDate;
use toml::de::{DeInteger, DeTable, DeValue};
use toml::value::Datetime;

use super::At;
use super::fields::{Absent, Field, Kind, SPEC, TEXT, find};
use super::raw::{Node, Table, Value};
use super::wording::{as_name, clip, header, integers, is_placeholder, numbers, one_line, one_of, type_hint, wanted};
use crate::diag::{Code, Place, Problem, Problems};
use crate::words::{Text, nearest, plain, shortest};

/// Syntax errors that are shown; a file that is no TOML has thousands.
const SYNTAX_SHOWN: usize = 20;

/// Reads a text along the field table. `None` where it is no TOML, or of another version; else the tree, with or
/// without problems.
pub(super) fn read(file: &str, text: &str, problems: &mut Problems) -> Option<Table> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        for error in errors.iter().take(SYNTAX_SHOWN) {
            let place = error.span().map_or_else(|| Place::file(file), |span| Place::span(file, text, span));
            // The parser's own words, which are lower case; a quote of the input is escaped there.
            let message = one_line(error.message());
            problems.push(Problem::new(Code::Syntax, place, message).hint(syntax_hint(error.message())));
        }
        if errors.len() > SYNTAX_SHOWN {
            let more = format!("there are {} more errors of syntax", errors.len() - SYNTAX_SHOWN);
            problems
                .push(Problem::new(Code::Syntax, Place::file(file), more).hint("check that this is the right file"));
        }
        return None;
    }
    let mut reader = Reader { file, text, problems };
    let document = document.into_inner();
    if !reader.version_fits(&document) {
        return None;
    }
    Some(reader.table(SPEC, None, &document, 0..0, ""))
}

fn syntax_hint(message: &str) -> &'static str {
    if message.contains("duplicate key") {
        "write each key once"
    } else if message.contains("must be quoted") {
        "write text in double quotes, and give every key a value"
    } else if message.contains("invalid date") {
        "write a day as year-month-day, such as 2026-01-31"
    } else if message.contains("recursi") {
        "write fewer lists and tables within each other"
    } else {
        "write every key as `key = value`: text in double quotes, `true` or `false`, a number or a day, and close what was opened"
    }
}

/// The walk and what it found.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn push(&mut self, code: Code, span: &Range<usize>, message: String, hint: String) {
        let place =
            if span.is_empty() { Place::file(self.file) } else { Place::span(self.file, self.text, span.clone()) };
        self.problems.push(Problem::new(code, place, one_line(&message)).hint(one_line(&hint)));
    }

    /// A spec of another version is not held against the keys of this one.
    fn version_fits(&mut self, document: &DeTable<'_>) -> bool {
        let Some(value) = document.get("spec_version") else { return true };
        let DeValue::Integer(number) = value.get_ref() else { return true };
        if integer(number) == Some(1) {
            return true;
        }
        let message = format!("this program reads version 1 of the spec, not version `{number}`");
        self.push(Code::Version, &value.span(), message, "use a program that reads this version".to_owned());
        false
    }

    /// A table along its fields; keys that are not there are of kind `extra`, or unknown.
    fn table(
        &mut self,
        fields: &'static [Field],
        extra: Option<&'static Kind>,
        table: &DeTable<'_>,
        span: Range<usize>,
        path: &str,
    ) -> Table {
        let mut out = Table { span, entries: Vec::new() };
        let mut meant = Vec::new();
        for (key, value) in in_order(table) {
            let name = key.get_ref().as_ref();
            let here = join(path, name);
            let field = find(fields, name);
            let Some(kind) = field.map(|field| &field.kind).or(extra) else {
                meant.extend(self.unknown_key(fields, name, &key.span(), path));
                continue;
            };
            let before = self.problems.0.len();
            let node = self.node(kind, value.get_ref(), value.span(), &here);
            let node = self.filled(field, node, &here);
            // Half a text is no text: it gets the code of the key.
            if let (Kind::Text, Some(Absent::Needed(code))) = (kind, field.map(|field| field.absent)) {
                let halves = self.problems.0.iter_mut().skip(before);
                halves.filter(|problem| problem.code == Code::MissingKey).for_each(|problem| problem.code = code);
            }
            out.entries.push((At { value: name.to_owned(), span: key.span() }, node));
        }
        for field in fields {
            self.beside(field, &out, path);
            if meant.contains(&field.key) && out.get(field.key).is_none() {
                // It is there, misspelt: that was said.
                let broken = Node { span: 0..0, value: Value::Broken };
                out.entries.push((At::default_of(field.key.to_owned()), broken));
            }
            if out.get(field.key).is_none()
                && let Some(node) = self.absent(field, &out, path)
            {
                out.entries.push((At::default_of(field.key.to_owned()), node));
            }
        }
        out
    }

    /// An unknown key; gives the known one that seems to be meant.
    fn unknown_key(
        &mut self,
        fields: &'static [Field],
        name: &str,
        span: &Range<usize>,
        path: &str,
    ) -> Option<&'static str> {
        let known = || fields.iter().map(|field| field.key);
        let near = nearest(name, known());
        let message = if path.is_empty() {
            format!("`{name}` is not a section or key of a spec")
        } else {
            format!("`{name}` is not a key of `{path}`")
        };
        let hint = near.map_or_else(|| one_of(known()), |near| format!("did you mean `{near}`?"));
        self.push(Code::UnknownKey, span, message, hint);
        near
    }

    /// A needed string that is blank counts as absent; so does a blank one elsewhere, where it could only mislead.
    fn filled(&mut self, field: Option<&'static Field>, node: Node, path: &str) -> Node {
        let blank = match &node.value {
            Value::String(text) => {
                text.trim().is_empty() && !matches!(field.map(|field| field.kind), Some(Kind::Cell | Kind::Word(_)))
            }
            Value::Text(text) => text.sv.trim().is_empty() || text.en.trim().is_empty(),
            _ => false,
        };
        if !blank {
            return self.written_out(field, node, path);
        }
        let (code, hint) = match field.map(|field| field.absent) {
            Some(Absent::Needed(code)) => (code, "write it out"),
            _ => (Code::MissingKey, "write a value, or leave the key out"),
        };
        self.push(code, &node.span, format!("`{path}` is empty"), hint.to_owned());
        Node { value: Value::Broken, ..node }
    }

    /// The reason of a margin is a sentence: what only holds its place is no reason.
    fn written_out(&mut self, field: Option<&'static Field>, node: Node, path: &str) -> Node {
        let Some(field) = field.filter(|field| matches!(field.absent, Absent::Needed(Code::MarginWithoutReason)))
        else {
            return node;
        };
        let held = matches!(&node.value, Value::Text(text) if is_placeholder(&text.sv) || is_placeholder(&text.en));
        if !held {
            return node;
        }
        let message = format!("`{path}` is a placeholder, not a reason");
        self.push(Code::MarginWithoutReason, &node.span, message, example(field));
        Node { value: Value::Broken, ..node }
    }

    /// What stands for an absent key.
    fn absent(&mut self, field: &'static Field, table: &Table, path: &str) -> Option<Node> {
        match field.absent {
            Absent::Nothing | Absent::Said(_) => None,
            Absent::Needed(code) => {
                let here = join(path, field.key);
                let section = path.is_empty() && !field.within().is_empty();
                let (message, hint) = if section {
                    let header = header(field);
                    (format!("the section `{header}` is missing"), format!("add `{header}`"))
                } else {
                    let hint = match code {
                        Code::MarginWithoutReason => example(field),
                        _ => format!("add `{} = …`", field.key),
                    };
                    (format!("`{here}` is missing"), hint)
                };
                self.push(code, &table.span.clone(), message, hint);
                Some(Node { span: 0..0, value: Value::Broken })
            }
            Absent::Is(literal) => {
                let value = DeValue::parse(literal).ok()?;
                let span = value.span();
                Some(self.node(&field.kind, value.get_ref(), span, &join(path, field.key)).as_default())
            }
            Absent::Same(other) => {
                let node = table.get(other)?.as_default();
                let value = match (&field.kind, node.value) {
                    (Kind::Text, Value::String(text)) => Value::Text(Text::same(&text)),
                    (_, value) => value,
                };
                Some(Node { span: 0..0, value })
            }
        }
    }

    /// Keys of one table that need or exclude each other.
    fn beside(&mut self, field: &'static Field, table: &Table, path: &str) {
        let Some(node) = table.written(field.key) else { return };
        let span = node.span.clone();
        let here = join(path, field.key);
        for needed in field.needs.iter().filter(|key| table.written(key).is_none()) {
            let other = join(path, needed);
            self.push(
                Code::NeedsKey,
                &span,
                format!("`{here}` needs `{other}`, which is absent"),
                format!("add `{needed}`, or leave `{}` out", field.key),
            );
        }
        for other in field.excludes.iter().filter(|key| table.written(key).is_some()) {
            self.push(
                Code::Conflict,
                &span,
                format!("`{here}` and `{}` cannot both hold", join(path, other)),
                format!("keep one of `{}` and `{other}`", field.key),
            );
        }
    }

    fn node(&mut self, kind: &'static Kind, value: &DeValue<'_>, span: Range<usize>, path: &str) -> Node {
        let value = self.value(kind, value, &span, path);
        Node { span, value }
    }

    fn value(&mut self, kind: &'static Kind, value: &DeValue<'_>, span: &Range<usize>, path: &str) -> Value {
        match (kind, value) {
            (Kind::Integer(least, most), DeValue::Integer(number)) => match integer(number) {
                Some(number) if (*least..=*most).contains(&number) => Value::Integer(number),
                _ => self.out_of_range(path, &integers(*least, *most), span),
            },
            (Kind::Number(range), DeValue::Integer(_) | DeValue::Float(_)) => match number(value) {
                Some(number) if range.holds(number) => Value::Number(number),
                _ => self.out_of_range(path, &numbers(range), span),
            },
            (Kind::Bool, DeValue::Boolean(flag)) => Value::Bool(*flag),
            (Kind::Word(words), DeValue::String(word)) => self.word(words, word, span, path),
            (Kind::Name, DeValue::String(name)) => self.name(name, span, path),
            (Kind::Column, DeValue::String(name)) => Value::String(plain(name)),
            (Kind::Cell, DeValue::String(cell)) => Value::String(plain(cell)),
            (Kind::String | Kind::Path | Kind::Condition, DeValue::String(text)) => Value::String(text.to_string()),
            (Kind::Text, DeValue::String(text)) => Value::Text(Text::same(text)),
            (Kind::Text, DeValue::Table(table)) => self.text(table, span, path),
            (Kind::Date, DeValue::Datetime(datetime)) => match day(datetime) {
                Some(day) => Value::Date(day),
                None => self.wrong_type(path, "a time", kind, span),
            },
            (Kind::Value, DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_)) => {
                self.data_value(value, span, path)
            }
            (Kind::List(element), DeValue::Array(_)) => Value::List(self.list(element, value, path)),
            (Kind::Some(element) | Kind::OneOrMore(element), DeValue::Array(array)) => {
                if array.is_empty() {
                    self.push(
                        Code::MissingKey,
                        span,
                        format!("`{path}` is an empty list"),
                        "name at least one".to_owned(),
                    );
                    return Value::Broken;
                }
                Value::List(self.list(element, value, path))
            }
            (Kind::OneOrMore(element), one) if accepts(element, one) => {
                let node = self.node(element, one, span.clone(), path);
                Value::List(vec![self.filled(None, node, path)])
            }
            (Kind::Either(one, other), _) if accepts(one, value) || accepts(other, value) => {
                let kind = if accepts(one, value) { one } else { other };
                self.value(kind, value, span, path)
            }
            (Kind::Factor(_), DeValue::String(name)) => self.factor(name, span),
            (Kind::Factor(fields) | Kind::Table(fields), DeValue::Table(table)) => {
                Value::Table(self.table(fields, None, table, span.clone(), path))
            }
            (Kind::Open(fields, extra), DeValue::Table(table)) => {
                Value::Table(self.table(fields, Some(extra), table, span.clone(), path))
            }
            (Kind::Map(element), DeValue::Table(table)) => Value::Table(self.map(element, table, span, path)),
            _ => self.wrong_type(path, said(value), kind, span),
        }
    }

    fn list(&mut self, element: &'static Kind, value: &DeValue<'_>, path: &str) -> Vec<Node> {
        let DeValue::Array(array) = value else { return Vec::new() };
        let mut out = Vec::new();
        for item in array.iter() {
            let node = self.node(element, item.get_ref(), item.span(), path);
            let blank_is_fine = matches!(element, Kind::Cell | Kind::Value | Kind::Word(_));
            out.push(if blank_is_fine { node } else { self.filled(None, node, path) });
        }
        out
    }

    /// A table whose keys are groups or other names of the data.
    fn map(&mut self, element: &'static Kind, table: &DeTable<'_>, span: &Range<usize>, path: &str) -> Table {
        let mut out = Table { span: span.clone(), entries: Vec::new() };
        for (key, value) in in_order(table) {
            let name = plain(key.get_ref());
            let here = join(path, &name);
            if out.get(&name).is_some() {
                let message = format!("`{name}` stands twice in `{path}`");
                self.push(Code::DuplicateName, &key.span(), message, "keep one of them".to_owned());
            }
            let node = self.node(element, value.get_ref(), value.span(), &here);
            let node = self.filled(None, node, &here);
            out.entries.push((At { value: name, span: key.span() }, node));
        }
        out
    }

    /// A column that is a factor of the same name.
    fn factor(&mut self, name: &str, span: &Range<usize>) -> Value {
        let name = plain(name);
        let node = |value| Node { span: span.clone(), value };
        let entry = |key: &str, value| (At { value: key.to_owned(), span: span.clone() }, node(value));
        let label = (At::default_of("label".to_owned()), Node { span: 0..0, value: Value::Text(Text::same(&name)) });
        Value::Table(Table {
            span: span.clone(),
            entries: vec![entry("name", Value::String(name.clone())), entry("column", Value::String(name)), label],
        })
    }

    fn word(&mut self, words: &'static [&'static str], word: &str, span: &Range<usize>, path: &str) -> Value {
        if words.contains(&word) {
            return Value::String(word.to_owned());
        }
        let hint = match nearest(word, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => one_of(words.iter().copied()),
        };
        self.push(Code::UnknownWord, span, format!("`{path}` has no word `{}`", clip(word)), hint);
        Value::Broken
    }

    fn name(&mut self, name: &str, span: &Range<usize>, path: &str) -> Value {
        let mut signs = name.chars();
        let first = signs.next().is_some_and(|sign| sign.is_ascii_lowercase());
        if first && signs.all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_' || sign == '-') {
            return Value::String(name.to_owned());
        }
        let hint = match as_name(name) {
            Some(near) => format!("write `{near}`, or another name of a-z, 0-9, _ and - that begins with a letter"),
            None => "use a-z, 0-9, _ and -, first a letter".to_owned(),
        };
        self.push(Code::BadId, span, format!("`{path}` is `{}`, which is not a name", clip(name)), hint);
        Value::Broken
    }

    fn text(&mut self, table: &DeTable<'_>, span: &Range<usize>, path: &str) -> Value {
        let table = self.table(TEXT, None, table, span.clone(), path);
        match (table.at("sv"), table.at("en")) {
            (Some(sv), Some(en)) => Value::Text(Text { sv: sv.value, en: en.value }),
            _ => Value::Broken,
        }
    }

    /// A value of the data as text: numbers as they are shortest, truth values as 1 and 0.
    fn data_value(&mut self, value: &DeValue<'_>, span: &Range<usize>, path: &str) -> Value {
        let text = match value {
            DeValue::String(text) => Some(plain(text)),
            DeValue::Boolean(flag) => Some(String::from(if *flag { "1" } else { "0" })),
            DeValue::Integer(whole) => integer(whole).map(|whole| whole.to_string()),
            _ => number(value).and_then(shortest),
        };
        match text {
            Some(text) => Value::String(text),
            None => self.out_of_range(path, "a finite number", span),
        }
    }

    fn out_of_range(&mut self, path: &str, range: &str, span: &Range<usize>) -> Value {
        let message = format!("`{path}` is `{}`, not {range}", clip(&self.source(span)));
        self.push(Code::OutOfRange, span, message, format!("write {range}"));
        Value::Broken
    }

    fn wrong_type(&mut self, path: &str, is: &str, kind: &Kind, span: &Range<usize>) -> Value {
        let message = format!("`{path}` is {is}, not {}", wanted(kind));
        self.push(Code::WrongType, span, message, type_hint(path, is, kind));
        Value::Broken
    }

    /// The value as it is written.
    fn source(&self, span: &Range<usize>) -> String {
        self.text.get(span.clone()).unwrap_or_default().to_owned()
    }
}

/// What to write for a key, by its example.
fn example(field: &Field) -> String {
    format!("write your own, such as `{} = {}`", field.key, field.example)
}

/// The entries of a table in the order of the file.
fn in_order<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t toml::Spanned<toml::de::DeString<'i>>, &'t toml::Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// The dotted path of a key.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn integer(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let number = match value {
        DeValue::Integer(whole) => integer(whole).map(|whole| whole as f64),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

fn day(datetime: &Datetime) -> Option<NaiveDate> {
    if datetime.time.is_some() {
        return None;
    }
    let date = datetime.date?;
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

/// Is a value of the type of a kind? Whether it is a good one is seen later.
fn accepts(kind: &Kind, value: &DeValue<'_>) -> bool {
    match kind {
        Kind::Integer(..) => value.is_integer(),
        Kind::Number(_) => value.is_integer() || value.is_float(),
        Kind::Bool => value.is_bool(),
        Kind::Word(_) | Kind::String | Kind::Cell | Kind::Name | Kind::Column | Kind::Path | Kind::Condition => {
            value.is_str()
        }
        Kind::Text | Kind::Factor(_) => value.is_str() || value.is_table(),
        Kind::Date => value.is_datetime(),
        Kind::Value => value.is_str() || value.is_integer() || value.is_float() || value.is_bool(),
        Kind::List(_) | Kind::Some(_) => value.is_array(),
        Kind::OneOrMore(element) => value.is_array() || accepts(element, value),
        Kind::Either(one, other) => accepts(one, value) || accepts(other, value),
        Kind::Table(_) | Kind::Open(..) | Kind::Map(_) => value.is_table(),
    }
}

/// The type of a value in words.
fn said(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The problems that a TOML literal has as the value of a field.
#[cfg(test)]
pub(super) fn literal_problems(field: &'static Field, literal: &str) -> Problems {
    let mut problems = Problems::new();
    let mut reader = Reader { file: "literal", text: literal, problems: &mut problems };
    match DeValue::parse(literal) {
        Ok(value) => {
            reader.node(&field.kind, value.get_ref(), value.span(), field.key);
        }
        Err(error) => reader.push(Code::Syntax, &(0..0), error.to_string(), syntax_hint("").to_owned()),
    }
    problems
}
