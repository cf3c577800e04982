//! The exact form of a report, and the hash that a decision is bound to.

use super::Report;
use crate::diag::{Code, Place, Problem};
use crate::measure::Measures;
use crate::words::{at_once, canonical_json, sha256};

/// The hash of the measured tables of a value that has them as fields.
macro_rules! sealed {
    ($has:expr) => {{
        let m = $has;
        let (curves, (disparities, estimates)) =
            at_once(|| canonical_json(&m.curves), || (canonical_json(&m.disparities), canonical_json(&m.estimates)));
        // Keys in canonical order.
        hash(&[
            ("alternatives", canonical_json(&m.alternatives)),
            ("curves", curves),
            ("disparities", disparities),
            ("drift", canonical_json(&m.drift)),
            ("drift_periods", canonical_json(&m.drift_periods)),
            ("estimates", estimates),
            ("groups", canonical_json(&m.groups)),
            ("inputs", canonical_json(&m.inputs)),
            ("sensitivity", canonical_json(&m.sensitivity)),
            ("subgroups", canonical_json(&m.subgroups)),
        ])
    }};
}

/// SHA-256 of the canonical JSON (RFC 8785) of the measured tables (`report-json.md`, 2): statements, law and clock do
/// not touch it.
pub fn results_sha256(measures: &Measures) -> String {
    sealed!(measures)
}

/// The same of the tables of a report.
fn of_report(report: &Report) -> String {
    sealed!(report)
}

/// Reads a report and refuses one whose measured tables are not those that it was sealed with.
///
/// Other parts of a report (statements, law, texts) are not covered by the hash.
pub fn sealed_from_json(file: &str, text: &str) -> Result<Report, Problem> {
    let report = from_json(file, text)?;
    if of_report(&report) == report.provenance.results_sha256 {
        return Ok(report);
    }
    let message = "the tables are not those that `results_sha256` was made of: figures of the report were altered";
    Err(Problem::new(Code::Syntax, Place::file(file), message)
        .hint("take the report.json that `evenhand audit` wrote, or run the audit again"))
}

/// The hash of tables of these names and their canonical texts.
fn hash(tables: &[(&str, String)]) -> String {
    let mut text = String::from("{");
    for (place, (name, rows)) in tables.iter().enumerate() {
        text.extend([if place > 0 { ",\"" } else { "\"" }, name, "\":", rows]);
    }
    text.push('}');
    sha256(text.as_bytes())
}

/// The exact form of a report: UTF-8 JSON, keys in the order of the contract, two spaces, a newline at the end.
pub fn to_json(report: &Report) -> Result<String, Problem> {
    let mut text = serde_json::to_string_pretty(report).map_err(|error| {
        Problem::new(Code::InternalError, Place::file("report.json"), format!("the report cannot be written: {error}"))
    })?;
    text.push('\n');
    Ok(text)
}

/// What is said of a file that is no report at all.
pub fn no_report(file: &str) -> Problem {
    Problem::new(Code::Syntax, Place::file(file), "not a report of evenhand")
        .hint("name the report.json that `evenhand audit` writes, or the folder that holds it")
}

/// Reads a report; `file` is its name for problems.
pub fn from_json(file: &str, text: &str) -> Result<Report, Problem> {
    serde_json::from_str(text).map_err(|error| {
        // Broken, or of another version, where it says of itself that it is one; else anything.
        if !text.contains("\"schema_version\"") || !text.trim_start().starts_with('{') {
            return no_report(file);
        }
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

#[cfg(test)]
mod tests {
    use super::results_sha256;
    use crate::measure::Measures;
    use crate::report::sample;
    use crate::words::{canonical_json, sha256};

    /// Identity: the seal is that of the tables as one value (`report-json.md`, 2).
    #[test]
    fn the_seal_is_that_of_the_tables_as_one_value() {
        let key = sample::n(1.5);
        let mut group = sample::group("sex", crate::words::Ground::Sex, "\"a\\\u{7}å", ["b", "c"], 3.0);
        group.share = Some(key);
        let filled = Measures { groups: vec![group.clone(), group], ..Measures::default() };
        for measures in [Measures::default(), filled] {
            let whole = canonical_json(&measures);
            assert_eq!(results_sha256(&measures), sha256(whole.as_bytes()), "{whole}");
        }
    }
}
