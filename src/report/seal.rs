//! The exact form of a report, and the hash that a decision is bound to.

use std::io;

use serde::Serialize;

use super::Report;
use crate::diag::{Code, Place, Problem};
use crate::measure::Measures;
use crate::words::{Work, canonical_json, each_at_once, sha256_of};

/// The hash of the measured tables of a value that has them as fields.
macro_rules! sealed {
    ($has:expr) => {{
        let m = $has;
        // Names in canonical order.
        hash(vec![
            ("alternatives", pieces(&m.alternatives)),
            ("curves", pieces(&m.curves)),
            ("disparities", pieces(&m.disparities)),
            ("drift", pieces(&m.drift)),
            ("drift_periods", pieces(&m.drift_periods)),
            ("estimates", pieces(&m.estimates)),
            ("groups", pieces(&m.groups)),
            ("inputs", pieces(&m.inputs)),
            ("sensitivity", pieces(&m.sensitivity)),
            ("subgroups", pieces(&m.subgroups)),
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

/// Rows of a table whose text is one piece of work.
const ROWS: usize = 2048;

/// The canonical text of the rows of a table, without the brackets, in pieces.
fn pieces<T: Serialize + Sync>(rows: &[T]) -> Vec<Work<'_, String>> {
    let text = |rows: &[T]| {
        let array = canonical_json(rows);
        array.strip_prefix('[').and_then(|array| array.strip_suffix(']')).unwrap_or(&array).to_owned()
    };
    rows.chunks(ROWS).map(|rows| Box::new(move || text(rows)) as Work<'_, String>).collect()
}

/// The hash of tables of these names and the pieces of their texts.
fn hash(tables: Vec<(&str, Vec<Work<'_, String>>)>) -> String {
    let (mut heads, mut works) = (Vec::new(), Vec::new());
    for (name, pieces) in tables {
        let before = if works.is_empty() && heads.is_empty() { "{" } else { "]," };
        heads.push((works.len(), format!("{before}\"{name}\":[")));
        works.extend(pieces);
    }
    let texts = each_at_once(works);
    let mut parts: Vec<&str> = Vec::new();
    for (place, (from, head)) in heads.iter().enumerate() {
        let to = heads.get(place + 1).map_or(texts.len(), |(next, _)| *next);
        parts.push(head);
        for (place, text) in texts[*from..to].iter().enumerate() {
            parts.extend([if place > 0 { "," } else { "" }, text]);
        }
    }
    parts.push("]}");
    sha256_of(parts.into_iter().map(str::as_bytes))
}

/// The exact form of a report: UTF-8 JSON, keys in the order of the contract, two spaces, a newline at the end.
pub fn to_json(report: &Report) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let written = write_json(report, &mut bytes).and_then(|()| String::from_utf8(bytes).map_err(io::Error::other));
    written.map_err(|error| {
        Problem::new(Code::InternalError, Place::file("report.json"), format!("the report cannot be written: {error}"))
    })
}

/// Writes the exact form of a report, as [`to_json`].
pub fn write_json(report: &Report, mut to: impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut to, report)?;
    to.write_all(b"\n")
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
        let filled = Measures { groups: vec![group.clone(), group.clone()], ..Measures::default() };
        // More rows than one piece holds.
        let many = Measures { groups: vec![group; 2 * super::ROWS + 1], ..Measures::default() };
        for measures in [Measures::default(), filled, many] {
            let whole = canonical_json(&measures);
            assert_eq!(results_sha256(&measures), sha256(whole.as_bytes()));
        }
    }
}
