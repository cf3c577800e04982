//! What the file says: a tree of typed values, each with its place, after the walk along the field table.
//!
//! The walk (`read.rs`) finds unknown keys, wrong types, unknown words, numbers out of range, absent keys, and keys that
//! need or exclude each other; it fills in defaults. What is wrong stands as [`Value::Broken`], so that no second
//! problem arises from the same spot. No TOML leaves the walk.
//!
//! Start reading at [`Node`].

use std::ops::Range;

use chrono::NaiveDate;

use super::At;
use crate::words::Text;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Bytes of the spec's text; empty for a default.
    pub span: Range<usize>,
    /// The value.
    pub value: Value,
}

/// A value that has passed the field table.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A string, name, word, column, path, condition, or a value of the data as text.
    String(String),
    /// A text for readers.
    Text(Text),
    /// An integer.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
    /// Something that a problem was already reported for.
    Broken,
}

/// A table: entries in the order of the file, defaults last.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Where it begins: its header, or its braces; empty for a default.
    pub span: Range<usize>,
    /// Key, place of the key, value.
    pub entries: Vec<(At<String>, Node)>,
}

impl Node {
    /// Is it written in the spec, not a default?
    pub fn is_written(&self) -> bool {
        !self.span.is_empty()
    }

    /// The same, as a default that stands nowhere.
    pub fn as_default(&self) -> Self {
        let value = match &self.value {
            Value::List(items) => Value::List(items.iter().map(Self::as_default).collect()),
            Value::Table(table) => Value::Table(Table {
                span: 0..0,
                entries: table
                    .entries
                    .iter()
                    .map(|(key, node)| (At::default_of(key.value.clone()), node.as_default()))
                    .collect(),
            }),
            other => other.clone(),
        };
        Self { span: 0..0, value }
    }

    /// The string, with its place.
    pub fn string(&self) -> Option<At<String>> {
        match &self.value {
            Value::String(text) => Some(At { value: text.clone(), span: self.span.clone() }),
            _ => None,
        }
    }

    /// The number, of an integer too.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Number(number) => Some(number),
            Value::Integer(number) => Some(number as f64),
            _ => None,
        }
    }

    /// The elements of a list; of anything else none.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The table.
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }
}

impl Table {
    /// The value of a key, a default too.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
    }

    /// The value of a key that is written in the spec, broken or not.
    pub fn written(&self, key: &str) -> Option<&Node> {
        self.get(key).filter(|node| node.is_written())
    }

    /// Is a key there and broken? Then nothing more is said of it.
    pub fn is_broken(&self, key: &str) -> bool {
        self.get(key).is_some_and(|node| matches!(node.value, Value::Broken))
    }

    /// Where a key's value stands; the table itself where it is absent or a default.
    pub fn place(&self, key: &str) -> Range<usize> {
        self.written(key).map_or_else(|| self.span.clone(), |node| node.span.clone())
    }

    /// A string with its place.
    pub fn at(&self, key: &str) -> Option<At<String>> {
        self.get(key)?.string()
    }

    /// A string; empty where it is absent or broken, in which case a problem stands already or the key may be absent.
    pub fn string(&self, key: &str) -> String {
        self.at(key).map(|at| at.value).unwrap_or_default()
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<Text> {
        match &self.get(key)?.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// An integer that is not negative (the field table says so).
    pub fn count(&self, key: &str) -> Option<u64> {
        match self.get(key)?.value {
            Value::Integer(number) => u64::try_from(number).ok(),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.get(key)?.number()
    }

    /// A truth value; false where it is absent or broken.
    pub fn flag(&self, key: &str) -> bool {
        matches!(self.get(key).map(|node| &node.value), Some(Value::Bool(true)))
    }

    /// A day.
    pub fn date(&self, key: &str) -> Option<NaiveDate> {
        match self.get(key)?.value {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// A table.
    pub fn table(&self, key: &str) -> Option<&Self> {
        self.get(key)?.table()
    }

    /// The elements of a list; none where it is absent or broken.
    pub fn items(&self, key: &str) -> &[Node] {
        self.get(key).map_or(&[], Node::items)
    }

    /// The tables of a list of tables.
    pub fn tables(&self, key: &str) -> impl Iterator<Item = &Self> {
        self.items(key).iter().filter_map(Node::table)
    }

    /// The strings of a list, with their places.
    pub fn strings(&self, key: &str) -> Vec<At<String>> {
        self.items(key).iter().filter_map(Node::string).collect()
    }

    /// The strings of a list.
    pub fn plain_strings(&self, key: &str) -> Vec<String> {
        self.strings(key).into_iter().map(|at| at.value).collect()
    }

    /// The numbers of a list.
    pub fn numbers(&self, key: &str) -> Vec<f64> {
        self.items(key).iter().filter_map(Node::number).collect()
    }
}
