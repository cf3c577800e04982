//! The JSON Schema of a spec (2020-12), made from the field table.
//!
//! TOML dates are strings of format `date` here. What needs several sections (a design and its roles, names that refer to
//! each other) is not in a schema: `evenhand check` says it.

use serde_json::{Map, Value as Json, json};
use toml::de::DeValue;

use super::fields::{Absent, Field, Kind, Range, SPEC, TEXT, explain, is_counted};
use super::read::join;

/// The schema.
pub fn schema() -> Json {
    let mut out = object(SPEC, None, "");
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Audit spec",
        "description": "One TOML file that defines an audit: what is assessed, where the data stand, what was decided beforehand.",
        "$defs": {
            "text": {
                "description": "A text for readers: one string for both languages, or one for each.",
                "anyOf": [filled(), object(TEXT, None, "")],
            },
        },
    });
    if let (Json::Object(out), Json::Object(head)) = (&mut out, head) {
        out.extend(head);
        if let Some(Json::Object(version)) = out.get_mut("properties").and_then(|all| all.get_mut("spec_version")) {
            version.insert("const".to_owned(), json!(1));
        }
        // Exactly one of two.
        if let Some(Json::Object(data)) = out.get_mut("properties").and_then(|all| all.get_mut("data")) {
            data.insert("oneOf".to_owned(), json!([{ "required": ["path"] }, { "required": ["tables"] }]));
        }
    }
    out
}

/// A string that is not blank.
fn filled() -> Json {
    json!({ "type": "string", "pattern": "\\S" })
}

fn object(fields: &'static [Field], extra: Option<&'static Kind>, path: &str) -> Json {
    let mut properties = Map::new();
    let mut together = Map::new();
    let mut apart: Vec<Json> = Vec::new();
    for field in fields {
        properties.insert(field.key.to_owned(), property(field, &join(path, field.key)));
        if !field.needs.is_empty() {
            together.insert(field.key.to_owned(), json!(field.needs));
        }
        apart.extend(field.excludes.iter().map(|other| json!({ "not": { "required": [field.key, other] } })));
    }
    let required: Vec<&str> = fields.iter().filter(|field| field.is_needed()).map(|field| field.key).collect();
    let mut out = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": extra.map_or(Json::Bool(false), |kind| self::kind(kind, path)),
    });
    for (key, value) in [
        ("required", (!required.is_empty()).then(|| json!(required))),
        ("dependentRequired", (!together.is_empty()).then_some(Json::Object(together))),
        ("allOf", (!apart.is_empty()).then_some(Json::Array(apart))),
    ] {
        if let Some(value) = value {
            out[key] = value;
        }
    }
    out
}

fn property(field: &'static Field, path: &str) -> Json {
    let mut out = kind(&field.kind, path);
    let mut about = explain(field, path);
    if field.within().is_empty() && is_counted(path) {
        about.push_str(" Decides what is counted.");
    }
    out["description"] = Json::String(about);
    if let Absent::Is(literal) = field.absent {
        out["default"] = literal_json(literal);
    } else if field.within().is_empty() {
        out["examples"] = json!([literal_json(field.example)]);
    }
    out
}

fn kind(kind: &'static Kind, path: &str) -> Json {
    match kind {
        Kind::Integer(least, most) => {
            let mut out = json!({ "type": "integer" });
            if *least != i64::MIN {
                out["minimum"] = json!(least);
            }
            if *most != i64::MAX {
                out["maximum"] = json!(most);
            }
            out
        }
        Kind::Number(range) => number(range),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::String | Kind::Column | Kind::Path | Kind::Condition => filled(),
        Kind::Cell => json!({ "type": "string" }),
        Kind::Name => json!({ "type": "string", "pattern": "^[a-z][a-z0-9_-]*$" }),
        Kind::Text => json!({ "$ref": "#/$defs/text" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Value => json!({ "type": ["string", "number", "boolean"] }),
        Kind::List(element) => json!({ "type": "array", "items": self::kind(element, path) }),
        Kind::Some(element) => json!({ "type": "array", "items": self::kind(element, path), "minItems": 1 }),
        Kind::OneOrMore(element) => json!({ "anyOf": [
            self::kind(element, path),
            { "type": "array", "items": self::kind(element, path), "minItems": 1 },
        ] }),
        Kind::Either(one, other) => json!({ "anyOf": [self::kind(one, path), self::kind(other, path)] }),
        Kind::Factor(fields) => json!({ "anyOf": [filled(), object(fields, None, path)] }),
        Kind::Table(fields) => object(fields, None, path),
        Kind::Open(fields, extra) => object(fields, Some(extra), path),
        Kind::Map(element) => {
            json!({ "type": "object", "additionalProperties": self::kind(element, path) })
        }
    }
}

fn number(range: &Range) -> Json {
    let mut out = json!({ "type": "number" });
    if let Some((end, inside)) = range.least {
        out[if inside { "minimum" } else { "exclusiveMinimum" }] = json!(end);
    }
    if let Some((end, inside)) = range.most {
        out[if inside { "maximum" } else { "exclusiveMaximum" }] = json!(end);
    }
    out
}

/// A TOML literal of the field table as JSON.
fn literal_json(literal: &str) -> Json {
    DeValue::parse(literal).map_or(Json::Null, |value| to_json(value.get_ref()))
}

fn to_json(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => Json::String(text.to_string()),
        DeValue::Integer(number) => number.as_str().parse::<i64>().map_or(Json::Null, Json::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Json::Null, Json::from),
        DeValue::Boolean(flag) => Json::Bool(*flag),
        DeValue::Datetime(day) => Json::String(day.to_string()),
        DeValue::Array(items) => Json::Array(items.iter().map(|item| to_json(item.get_ref())).collect()),
        DeValue::Table(table) => Json::Object(
            table.iter().map(|(key, value)| (key.get_ref().to_string(), to_json(value.get_ref()))).collect(),
        ),
    }
}
