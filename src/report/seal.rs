//! The exact form of a report, and the hash that a decision is bound to.

use super::Report;
use crate::diag::{Code, Place, Problem};
use crate::measure::Measures;
use crate::words::{canonical_json, sha256};

/// SHA-256 of the canonical JSON (RFC 8785) of the measured tables (`report-json.md`, 2): statements, law and clock do
/// not touch it.
pub fn results_sha256(measures: &Measures) -> String {
    // The tables hold strings and finite numbers only.
    let value = serde_json::to_value(measures).unwrap_or(serde_json::Value::Null);
    sha256(canonical_json(&value).as_bytes())
}

/// The exact form of a report: UTF-8 JSON, keys in the order of the contract, two spaces, a newline at the end.
pub fn to_json(report: &Report) -> Result<String, Problem> {
    let mut text = serde_json::to_string_pretty(report).map_err(|error| {
        Problem::new(Code::InternalError, Place::file("report.json"), format!("the report cannot be written: {error}"))
    })?;
    text.push('\n');
    Ok(text)
}

/// Reads a report; `file` is its name for problems.
pub fn from_json(file: &str, text: &str) -> Result<Report, Problem> {
    serde_json::from_str(text).map_err(|error| {
        let place = Place { line: Some(error.line() as u64), column: Some(error.column() as u64), ..Place::file(file) };
        Problem::new(Code::Syntax, place, format!("not a report of this version: {error}"))
            .hint("render takes the report.json that `evenhand audit` writes")
    })
}

/// The JSON Schema (2020-12) of a report.
pub fn schema() -> serde_json::Value {
    let mut schema = serde_json::to_value(schemars::schema_for!(Report)).unwrap_or(serde_json::Value::Null);
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), "evenhand report".into());
        object
            .insert("description".to_owned(), format!("report.json, schema version {}", super::SCHEMA_VERSION).into());
    }
    schema
}
