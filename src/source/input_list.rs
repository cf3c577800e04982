//! The input list of the system (`law/packs.md`, 4.1): a CSV, one line an input.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::diag::{Code, Place, Problem, Problems};
use crate::words::nearest;

/// The columns that an input list may have; `name` is needed. A label or relevance may stand in one column, or in two
/// that end with `_sv` and `_en`.
pub const COLUMNS: &[&str] = &[
    "name",
    "label",
    "label_sv",
    "label_en",
    "source",
    "created_in_context",
    "purpose",
    "relevance",
    "relevance_sv",
    "relevance_en",
    "role",
    "origin",
    "contribution",
    "stability",
    "secret",
    "catalogue_id",
    "owner",
    "definition",
    "legal_basis",
    "quality",
];

/// The words of `role`.
const ROLES: &[&str] = &[
    "protected_attribute",
    "inseparable_proxy",
    "suspected_proxy",
    "complaint_history",
    "area",
    "name",
    "citizenship",
    "language",
    "birthplace",
    "benefit_condition",
    "behaviour",
    "verifiable_fact",
    "other",
];

/// The words of `origin`.
const ORIGINS: &[&str] =
    &["same_case", "same_benefit", "other_benefit", "other_authority_by_law", "unrelated_context", "unknown"];

/// The words of `secret`.
const SECRET: &[&str] = &["yes", "no", "true", "false"];

/// One line: column → text, empty cells left out.
pub type InputLine = BTreeMap<String, String>;

/// Reads an input list: UTF-8, comma or semicolon, header first. All problems at once.
pub fn input_list(file: &str, bytes: &[u8]) -> Result<Vec<InputLine>, Problems> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bad = |line: Option<u64>, field: Option<&str>, message: String| {
        Problem::new(Code::BadInputs, Place::cell(file, line, None, field), message)
    };
    if let Err(error) = std::str::from_utf8(bytes) {
        let line = bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
        return Err(bad(Some(line), None, "the input list is not UTF-8 text".to_owned())
            .hint("save it as UTF-8")
            .into());
    }
    let first = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let delimiter = if first.contains(&b';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes);
    let mut problems = Problems::new();
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => {
            return Err(bad(None, None, format!("the input list cannot be read: {error}"))
                .hint("save it as CSV")
                .into());
        }
    };
    for name in header.iter().filter(|name| !COLUMNS.contains(&name.as_str())) {
        let near = nearest(name, COLUMNS.iter().copied());
        let hint = near.map_or_else(
            || format!("the columns are {}", COLUMNS.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        problems.push(bad(Some(1), Some(name), format!("an input list may not have a column `{name}`")).hint(hint));
    }
    if !header.iter().any(|name| name == "name") {
        problems.push(
            bad(Some(1), None, "the input list has no column `name`".to_owned()).hint("add it: one line an input"),
        );
    }
    let mut lines: Vec<InputLine> = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(
                    bad(error.position().map(csv::Position::line), None, format!("the line cannot be read: {error}"))
                        .hint("save the list as CSV again"),
                );
                continue;
            }
        };
        let at = record.position().map(csv::Position::line);
        if record.len() != header.len() {
            let message = format!("the line has {} fields, and the header has {}", record.len(), header.len());
            let hint = "give the line a field for every column, empty where nothing is known, and put a text with the \
                        delimiter in it in double quotes";
            problems.push(bad(at, None, message).hint(hint));
            continue;
        }
        let line: InputLine = header
            .iter()
            .zip(&record)
            .map(|(name, value)| (name.clone(), value.trim().nfc().collect::<String>()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        for (column, words) in [("role", ROLES), ("origin", ORIGINS), ("secret", SECRET)] {
            let Some(word) = line.get(column) else { continue };
            if !words.contains(&word.as_str()) {
                let near = nearest(word, words.iter().copied());
                let hint = near.map_or_else(
                    || format!("use one of {}", words.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                problems
                    .push(bad(at, Some(column), format!("`{word}` is no word of the column `{column}`")).hint(hint));
            }
        }
        if line.get("contribution").is_some_and(|text| text.parse::<f64>().map_or(true, |value| !value.is_finite())) {
            problems.push(
                bad(at, Some("contribution"), "the contribution is not a number".to_owned())
                    .hint("write 0.12, or leave it empty"),
            );
        }
        match line.get("name") {
            // Where no line can have one, that was told once.
            None if !header.iter().any(|name| name == "name") => {}
            None => problems.push(
                bad(at, Some("name"), "an input without a name".to_owned())
                    .hint("name the input as the data call its column, or take the line out"),
            ),
            Some(name) if lines.iter().any(|other| other.get("name") == Some(name)) => {
                let place = Place::cell(file, at, None, Some("name"));
                let problem = Problem::new(Code::DuplicateKey, place, format!("the input `{name}` stands twice"));
                problems.push(problem.hint("keep one line for each input, or give one of them another name"));
            }
            Some(_) => lines.push(line),
        }
    }
    // A list that names nothing would be read as no list.
    if lines.is_empty() && problems.is_empty() {
        let hint = "write one line for each input of the system, or take `system.inputs` out of the spec";
        problems.push(bad(None, None, "the input list has a header and no lines".to_owned()).hint(hint));
    }
    problems.or(lines)
}

/// An input that may be a column of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputColumn {
    /// Its name in the list, which is that of the column where there is one.
    pub name: String,
    /// Are its numbers names of something, by its role? A postal code is no quantity.
    pub names: bool,
}

/// Roles of inputs whose numbers are names.
const NAMES: &[&str] = &["area", "name", "citizenship", "language", "birthplace"];

/// The inputs of a list as columns, in its order.
pub fn input_columns(lines: &[InputLine]) -> Vec<InputColumn> {
    let names = |line: &InputLine| line.get("role").is_some_and(|role| NAMES.contains(&role.as_str()));
    let column = |line: &InputLine| Some(InputColumn { name: line.get("name")?.clone(), names: names(line) });
    lines.iter().filter_map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::input_list;
    use crate::diag::Code;

    #[test]
    fn an_input_list_is_read_and_its_mistakes_come_all_at_once() {
        let good = "name,role,origin,contribution\nincome,verifiable_fact,same_case,0.4\nage,protected_attribute,,\n";
        let lines = input_list("inputs.csv", good.as_bytes()).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1].get("origin"), None);
        let bad = "name,rol,origin\nincome,x,same_cas\nincome,x,\nz\n";
        let problems = input_list("inputs.csv", bad.as_bytes()).unwrap_err();
        let codes: Vec<Code> = problems.0.iter().map(|problem| problem.code).collect();
        assert!(codes.contains(&Code::BadInputs), "{codes:?}");
        assert!(problems.0.len() >= 3, "{problems}");
        // What is to be done is said of a name that stands twice too, and a column that is not there is told once.
        let twice = input_list("inputs.csv", b"name\nhh\nhh\n").unwrap_err();
        assert!(twice.0.len() == 1 && !twice.0[0].hint.is_empty(), "{twice}");
        let no_name = input_list("inputs.csv", b"variable\nhh\nsex\n").unwrap_err();
        assert!(no_name.0.len() == 2 && no_name.0.iter().all(|problem| !problem.hint.is_empty()), "{no_name}");
    }

    #[test]
    fn what_is_wrong_with_an_input_list_is_said_in_words_that_are_true_of_it_and_with_what_to_do() {
        let told = |text: &str| -> Vec<String> {
            let problems = input_list("inputs.csv", text.as_bytes()).unwrap_err();
            assert!(problems.0.iter().all(|problem| !problem.hint.is_empty()), "{problems}");
            problems.0.iter().map(|problem| format!("{}; {}", problem.message, problem.hint)).collect()
        };
        assert_eq!(
            told("name,labell_sv\nx,y\n"),
            ["an input list may not have a column `labell_sv`; did you mean `label_sv`?"]
        );
        assert!(told("name,label_sv,source\nx,y\n")[0].starts_with("the line has 2 fields, and the header has 3; "));
        assert_eq!(
            told("name,secret\nx,maybe\n"),
            ["`maybe` is no word of the column `secret`; use one of yes, no, true, false"]
        );
        assert!(told("name,source\n")[0].starts_with("the input list has a header and no lines; "));
        for word in ["yes", "no", "true", "false", ""] {
            assert_eq!(input_list("inputs.csv", format!("name,secret\nx,{word}\n").as_bytes()).unwrap().len(), 1);
        }
    }
}
