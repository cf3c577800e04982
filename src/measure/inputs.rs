//! The input list as supplied becomes the table `inputs`.

use std::collections::BTreeMap;

use super::rows::InputRow;
use crate::words::{Number, Text};

/// The rows of `inputs`, in the order of the list; null where the list has nothing.
pub fn rows(lines: &[BTreeMap<String, String>]) -> Vec<InputRow> {
    lines.iter().map(row).collect()
}

fn row(line: &BTreeMap<String, String>) -> InputRow {
    let get = |column: &str| line.get(column).cloned();
    let text = |column: &str| {
        let one = line.get(column).map(|text| Text::same(text));
        let pair = (line.get(&format!("{column}_sv")), line.get(&format!("{column}_en")));
        match pair {
            (None, None) => one,
            (sv, en) => {
                let either = sv.or(en).cloned().unwrap_or_default();
                Some(Text { sv: sv.unwrap_or(&either).clone(), en: en.unwrap_or(&either).clone() })
            }
        }
    };
    InputRow {
        name: get("name").unwrap_or_default(),
        label: text("label"),
        source: get("source"),
        created_in_context: get("created_in_context"),
        purpose: get("purpose"),
        relevance: text("relevance"),
        role: get("role"),
        origin: get("origin"),
        contribution: get("contribution").and_then(|text| text.parse().ok()).and_then(Number::new),
        stability: get("stability"),
        secret: get("secret"),
        catalogue_id: get("catalogue_id"),
        owner: get("owner"),
        definition: get("definition"),
        legal_basis: get("legal_basis"),
        quality: get("quality"),
    }
}
