//! A TOML text as a tree whose every value knows its place, and the check of that tree against a JSON Schema.
//!
//! Packs and statements are read in three steps: text to tree (syntax), tree against the schema of its type (structure:
//! unknown keys, missing keys, wrong types, unknown words; all of them at once), tree to JSON to the type. The schema is
//! derived from the type, so what the type says is said once. May not know what a pack or a statement means.

use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{Code, Place, Problem, Problems};
use crate::words::nearest;

/// A step into a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A key of a table.
    Key(String),
    /// An element of an array, from 0.
    At(usize),
}

/// The way from the root of a tree to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Path(Vec<Step>);

impl Path {
    /// The root.
    pub(super) fn root() -> Self {
        Self::default()
    }

    /// One key further.
    pub(super) fn key(&self, key: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.to_owned()));
        Self(steps)
    }

    /// One element further.
    pub(super) fn at(&self, index: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::At(index));
        Self(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for step in &self.0 {
            if let Step::Key(key) = step {
                if !first {
                    f.write_str(".")?;
                }
                f.write_str(key)?;
                first = false;
            }
        }
        Ok(())
    }
}

/// A parsed text.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    file: &'a str,
    text: &'a str,
    code: Code,
    root: Spanned<DeTable<'a>>,
}

impl<'a> Tree<'a> {
    /// Parses a text; `code` is the code of every problem of its form.
    ///
    /// # Errors
    ///
    /// Every syntax error of the text.
    pub(super) fn parse(file: &'a str, text: &'a str, code: Code) -> Result<Self, Problems> {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut problems = Problems::new();
        for error in errors {
            let place = error.span().map_or_else(|| Place::file(file), |span| Place::span(file, text, span));
            let message = error.message().replace('\n', ", ");
            problems.push(Problem::new(code, place, format!("the text is not valid TOML: {message}")));
        }
        problems.or(Self { file, text, code, root })
    }

    /// The place of a value: of the key where it is a table, of the nearest parent where it is not there.
    pub(super) fn place(&self, path: &Path) -> Place {
        Place::span(self.file, self.text, self.span(path))
    }

    /// A problem of this text.
    pub(super) fn problem(&self, path: &Path, message: impl Into<String>) -> Problem {
        Problem::new(self.code, self.place(path), message)
    }

    /// Are there values at this key of the root?
    pub(super) fn has(&self, key: &str) -> bool {
        self.root.get_ref().iter().any(|(found, _)| found.get_ref() == key)
    }

    /// Length of the array at this key of the root; 0 where there is none.
    pub(super) fn len(&self, key: &str) -> usize {
        let found = self.root.get_ref().iter().find(|(found, _)| found.get_ref() == key);
        found.and_then(|(_, value)| value.get_ref().as_array()).map_or(0, |array| array.len())
    }

    fn span(&self, path: &Path) -> Range<usize> {
        let mut span = 0..0;
        let mut table: Option<&DeTable<'_>> = Some(self.root.get_ref());
        let mut array: Option<&[Spanned<DeValue<'_>>]> = None;
        for step in &path.0 {
            let (key_span, value) = match step {
                Step::Key(key) => {
                    let found = table.and_then(|t| t.iter().find(|(k, _)| k.get_ref() == key.as_str()));
                    let Some((key, value)) = found else { break };
                    (Some(key.span()), value)
                }
                Step::At(index) => {
                    let Some(value) = array.and_then(|a| a.get(*index)) else { break };
                    (None, value)
                }
            };
            table = value.get_ref().as_table();
            array = value.get_ref().as_array().map(|a| &**a);
            span = match key_span {
                Some(key) if table.is_some() || array.is_some() => key,
                _ => value.span(),
            };
        }
        span
    }

    /// The tree as JSON: dates as `YYYY-MM-DD` text.
    pub(super) fn json(&self) -> Value {
        table_json(self.root.get_ref())
    }

    /// The value at a path, as JSON.
    pub(super) fn json_at(&self, path: &Path) -> Option<Value> {
        let mut value = None;
        let mut table: Option<&DeTable<'_>> = Some(self.root.get_ref());
        for step in &path.0 {
            let found = match step {
                Step::Key(key) => table?.iter().find(|(k, _)| k.get_ref() == key.as_str()).map(|(_, v)| v),
                Step::At(index) => {
                    let here: &Spanned<DeValue<'_>> = value?;
                    here.get_ref().as_array()?.get(*index)
                }
            };
            table = found?.get_ref().as_table();
            value = found;
        }
        Some(value.map_or_else(|| self.json(), |v| value_json(v.get_ref())))
    }

    /// What breaks the structure of a schema, at a path.
    pub(super) fn check(&self, path: &Path, schema: &Value) -> Problems {
        let mut checker = Checker { tree: self, root: schema, problems: Problems::new() };
        if path.0.is_empty() {
            checker.table(self.root.get_ref(), schema, path);
        } else if let Some(value) = self.find(path) {
            checker.value(value, schema, path);
        }
        checker.problems
    }

    fn find(&self, path: &Path) -> Option<&Spanned<DeValue<'a>>> {
        let mut value: Option<&Spanned<DeValue<'a>>> = None;
        let mut table: Option<&DeTable<'a>> = Some(self.root.get_ref());
        for step in &path.0 {
            value = match step {
                Step::Key(key) => table?.iter().find(|(k, _)| k.get_ref() == key.as_str()).map(|(_, v)| v),
                Step::At(index) => value?.get_ref().as_array()?.get(*index),
            };
            table = value?.get_ref().as_table();
        }
        value
    }

    /// The value at a path as its type; call it after [`Tree::check`] found nothing.
    ///
    /// # Errors
    ///
    /// What the schema could not say of the type; one at a time, at the place of the path.
    pub(super) fn read<T: DeserializeOwned>(&self, path: &Path) -> Result<T, Problems> {
        let json = self.json_at(path).unwrap_or(Value::Null);
        serde_json::from_value(json).map_err(|error| Problems::from(self.problem(path, lower(&error.to_string()))))
    }
}

fn lower(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn table_json(table: &DeTable<'_>) -> Value {
    Value::Object(
        table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), value_json(value.get_ref())))
            .collect::<Map<_, _>>(),
    )
}

fn value_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| value_json(item.get_ref())).collect()),
        DeValue::Table(table) => table_json(table),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
    }
}

/// Walks tree and schema together. Knows the part of JSON Schema that derived schemas use: `type`, `properties`,
/// `required`, `additionalProperties`, `items`, `enum`, `const`, `oneOf`, `anyOf`, `$ref`, `format: date`.
struct Checker<'t, 'a> {
    tree: &'t Tree<'a>,
    root: &'t Value,
    problems: Problems,
}

impl<'t> Checker<'t, '_> {
    fn resolve(&self, schema: &'t Value) -> &'t Value {
        let Some(name) = schema.get("$ref").and_then(Value::as_str) else { return schema };
        let pointer = name.trim_start_matches('#');
        self.root.pointer(pointer).unwrap_or(schema)
    }

    fn report(&mut self, path: &Path, message: String) {
        let problem = self.tree.problem(path, message);
        self.problems.push(problem);
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, schema: &'t Value, path: &Path) {
        let schema = self.resolve(schema);
        if let Some(word) = schema.get("const") {
            if &value_json(value.get_ref()) != word {
                self.report(path, format!("`{path}` must be {word}"));
            }
            return;
        }
        if let Some(words) = enumeration(schema) {
            self.word(value, &words, path);
            return;
        }
        for choice in ["oneOf", "anyOf"] {
            if let Some(branches) = schema.get(choice).and_then(Value::as_array) {
                let branches: Vec<&Value> = branches.iter().map(|b| self.resolve(b)).collect();
                self.choice(value, &branches, path);
                return;
            }
        }
        let types = types_of(schema);
        if !types.is_empty() && !types.iter().any(|word| fits(value.get_ref(), word, schema)) {
            let wanted = wanted(schema, &types);
            self.report(path, format!("`{path}` must be {wanted}, not {}", kind_of(value.get_ref())));
            return;
        }
        match value.get_ref() {
            DeValue::Array(items) => {
                if let Some(of) = schema.get("items") {
                    for (index, item) in items.iter().enumerate() {
                        self.value(item, of, &path.at(index));
                    }
                }
            }
            DeValue::Table(table) => self.table(table, schema, path),
            DeValue::Float(number) if !number.as_str().parse::<f64>().is_ok_and(f64::is_finite) => {
                self.report(path, format!("`{path}` must be a finite number"));
            }
            DeValue::Integer(number) if i64::from_str_radix(number.as_str(), number.radix()).is_err() => {
                self.report(path, format!("`{path}` is too large a number"));
            }
            _ => {}
        }
    }

    fn word(&mut self, value: &Spanned<DeValue<'_>>, words: &[String], path: &Path) {
        let Some(word) = value.get_ref().as_str() else {
            let list = words.join("`, `");
            self.report(path, format!("`{path}` must be one of `{list}`, not {}", kind_of(value.get_ref())));
            return;
        };
        if words.iter().any(|known| known == word) {
            return;
        }
        let near = nearest(word, words.iter().map(String::as_str));
        let hint =
            near.map_or_else(|| format!("write one of `{}`", words.join("`, `")), |near| format!("write `{near}`"));
        let problem = self.tree.problem(path, format!("`{path}` has no word `{word}`")).hint(hint);
        self.problems.push(problem);
    }

    /// The branch that the value means: by its tag where branches are tagged, else the first whose type fits.
    fn choice(&mut self, value: &Spanned<DeValue<'_>>, branches: &[&'t Value], path: &Path) {
        let tags: Vec<(&str, &str, &'t Value)> = branches.iter().filter_map(|b| tag_of(b)).collect();
        if tags.len() == branches.len()
            && let Some((key, ..)) = tags.first()
        {
            let Some(table) = value.get_ref().as_table() else {
                self.report(path, format!("`{path}` must be a table with `{key}`, not {}", kind_of(value.get_ref())));
                return;
            };
            let found = table.iter().find(|(k, _)| k.get_ref() == *key);
            let Some((_, word)) = found else {
                self.report(path, format!("key `{key}` is missing in `{path}`"));
                return;
            };
            let words: Vec<String> = tags.iter().map(|(_, word, _)| (*word).to_owned()).collect();
            match tags.iter().find(|(_, tag, _)| word.get_ref().as_str() == Some(*tag)) {
                Some((_, _, schema)) => self.table(table, schema, path),
                None => self.word(word, &words, &path.key(key)),
            }
            return;
        }
        let fitting = branches.iter().find(|schema| {
            types_of(schema).iter().any(|word| fits(value.get_ref(), word, schema)) || types_of(schema).is_empty()
        });
        match fitting {
            Some(schema) => self.value(value, schema, path),
            None => {
                let wanted: Vec<String> = branches
                    .iter()
                    .filter(|b| types_of(b) != ["null"])
                    .map(|schema| wanted(schema, &types_of(schema)))
                    .collect();
                let wanted = wanted.join(" or ");
                self.report(path, format!("`{path}` must be {wanted}, not {}", kind_of(value.get_ref())));
            }
        }
    }

    fn table(&mut self, table: &DeTable<'_>, schema: &'t Value, path: &Path) {
        let empty = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let further = schema.get("additionalProperties");
        for (key, value) in table {
            let name: &str = key.get_ref();
            let here = path.key(name);
            if let Some((_, of)) =
                schema.get("properties").and_then(Value::as_object).and_then(|p| p.get_key_value(name))
            {
                self.value(value, of, &here);
            } else if let Some(of) = further.filter(|of| **of != Value::Bool(false)) {
                self.value(value, of, &here);
            } else if schema.get("properties").is_some() || further.is_some() {
                let place = Place::span(self.tree.file, self.tree.text, key.span());
                let parent = if path.0.is_empty() { "the file".to_owned() } else { format!("`{path}`") };
                let mut problem = Problem::new(self.tree.code, place, format!("{parent} has no key `{name}`"));
                if let Some(near) = nearest(name, properties.keys().map(String::as_str)) {
                    problem = problem.hint(format!("write `{near}`"));
                }
                self.problems.push(problem);
            }
        }
        for required in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            let Some(name) = required.as_str() else { continue };
            if !table.iter().any(|(key, _)| key.get_ref() == name) {
                self.report(path, format!("key `{}` is missing", path.key(name)));
            }
        }
    }
}

fn enumeration(schema: &Value) -> Option<Vec<String>> {
    let texts = |list: &[Value], of: &dyn Fn(&Value) -> Option<String>| list.iter().map(of).collect::<Option<Vec<_>>>();
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return texts(words, &|word| word.as_str().map(str::to_owned));
    }
    // A list of words whose variants have descriptions.
    let branches = schema.get("oneOf").and_then(Value::as_array)?;
    let mut all = Vec::new();
    for branch in branches {
        match (branch.get("const").and_then(Value::as_str), branch.get("enum").and_then(Value::as_array)) {
            (Some(word), _) => all.push(word.to_owned()),
            (None, Some(words)) => all.extend(texts(words, &|word| word.as_str().map(str::to_owned))?),
            (None, None) => return None,
        }
    }
    Some(all)
}

/// The key, the word and the schema of a branch that a word of one key picks.
fn tag_of<'s>(schema: &&'s Value) -> Option<(&'s str, &'s str, &'s Value)> {
    let properties = schema.get("properties")?.as_object()?;
    properties.iter().find_map(|(key, of)| Some((key.as_str(), of.get("const")?.as_str()?, *schema)))
}

fn types_of(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(word)) => vec![word],
        Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn fits(value: &DeValue<'_>, word: &str, schema: &Value) -> bool {
    let date = schema.get("format").and_then(Value::as_str) == Some("date");
    match value {
        DeValue::String(_) => word == "string" && !date,
        DeValue::Datetime(at) => word == "string" && date && at.date.is_some() && at.time.is_none(),
        DeValue::Integer(_) => word == "integer" || word == "number",
        DeValue::Float(_) => word == "number",
        DeValue::Boolean(_) => word == "boolean",
        DeValue::Array(_) => word == "array",
        DeValue::Table(_) => word == "object",
    }
}

fn wanted(schema: &Value, types: &[&str]) -> String {
    if schema.get("format").and_then(Value::as_str) == Some("date") {
        return "a date such as `2026-11-26`, without quotes".to_owned();
    }
    let words: Vec<&str> = types
        .iter()
        .filter(|word| **word != "null")
        .map(|word| match *word {
            "string" => "text",
            "boolean" => "true or false",
            "array" => "a list",
            "object" => "a table",
            "integer" => "a whole number",
            _ => "a number",
        })
        .collect();
    words.join(" or ")
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Datetime(_) => "a date",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
