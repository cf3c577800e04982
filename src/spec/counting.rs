//! `counting_sha256`: the digest of everything that decides what is counted.
//!
//! The ⊙ keys of the field table as they stand after defaults, as canonical JSON: a default that is written out, another
//! spelling of a number, the order of keys and the spaces of a condition change nothing. A key without a value and
//! without a default is left out, so that a later version with more of such keys counts as this one.

use serde_json::{Map, Number, Value as Json};

use super::condition;
use super::fields::{Field, Kind, SPEC};
use super::raw::{Node, Table, Value};
use crate::words::{canonical_json, sha256};

/// The digest, hex. `thresholds` are those after defaults: of the stages and of the spec.
pub(super) fn counting_sha256(raw: &Table, thresholds: &[f64]) -> String {
    sha256(canonical_json(&counted(raw, thresholds)).as_bytes())
}

/// All ⊙ keys.
fn counted(raw: &Table, thresholds: &[f64]) -> Json {
    let mut all = object(raw, SPEC);
    let marks = thresholds.iter().filter_map(|mark| Number::from_f64(*mark)).map(Json::Number).collect();
    if let Some(Json::Object(inference)) = all.get_mut("inference") {
        inference.insert("thresholds".to_owned(), Json::Array(marks));
    }
    Json::Object(all)
}

fn object(table: &Table, fields: &'static [Field]) -> Map<String, Json> {
    fields
        .iter()
        .filter(|field| field.counted)
        .filter_map(|field| Some((field.key.to_owned(), value(table.get(field.key)?, &field.kind)?)))
        .collect()
}

fn value(node: &Node, kind: &'static Kind) -> Option<Json> {
    Some(match (&node.value, kind) {
        (Value::Table(table), Kind::Map(element)) => {
            let entry = |(key, node): &(_, Node)| Some((super::At::<String>::clone(key).value, value(node, element)?));
            Json::Object(table.entries.iter().filter_map(entry).collect())
        }
        (Value::Table(table), _) => Json::Object(object(table, kind.fields())),
        (Value::List(items), Kind::List(element) | Kind::Some(element) | Kind::OneOrMore(element)) => {
            Json::Array(items.iter().filter_map(|item| value(item, element)).collect())
        }
        (Value::String(text), Kind::Condition) => {
            // One spelling of a condition; it was read before.
            Json::String(condition::parse(text).map_or_else(|_| text.clone(), |(condition, _)| condition.to_string()))
        }
        (Value::String(text), _) => Json::String(text.clone()),
        (Value::Integer(number), _) => Json::from(*number),
        (Value::Number(number), _) => Json::Number(Number::from_f64(*number)?),
        (Value::Bool(flag), _) => Json::Bool(*flag),
        // Texts and days decide nothing that is counted; a list is of a kind of lists.
        (Value::Text(_) | Value::Date(_) | Value::List(_) | Value::Broken, _) => return None,
    })
}

#[cfg(test)]
mod tests;
