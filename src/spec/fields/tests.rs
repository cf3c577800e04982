//! The field table against itself and against the contract page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{Absent, Field, Kind, SPEC, find};
use crate::spec::not_yet::NOT_BUILT;
use crate::spec::read::{join, literal_problems};
use crate::words::Design;

/// Every field with its dotted path.
fn all() -> Vec<(String, &'static Field)> {
    fn each(fields: &'static [Field], path: &str, out: &mut Vec<(String, &'static Field)>) {
        for field in fields {
            let here = join(path, field.key);
            out.push((here.clone(), field));
            each(field.within(), &here, out);
        }
    }
    let mut out = Vec::new();
    each(SPEC, "", &mut out);
    out
}

/// The field of a dotted path.
fn at(path: &str) -> Option<&'static Field> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    rest.into_iter()
        .flat_map(|rest| rest.split('.'))
        .try_fold(find(SPEC, first)?, |field, key| find(field.within(), key))
}

#[test]
fn every_default_and_example_is_a_value_of_its_key() {
    for (path, field) in all() {
        let section = !field.within().is_empty();
        for literal in [Some(field.example), if let Absent::Is(value) = field.absent { Some(value) } else { None }] {
            // A section that is needed has no example of its own: its keys have.
            let Some(literal) = literal.filter(|literal| !(section && matches!(*literal, "{}" | "[]"))) else {
                continue;
            };
            let problems = literal_problems(field, literal);
            assert!(problems.is_empty(), "{path} = {literal}\n{problems}");
        }
        if let Absent::Same(other) = field.absent {
            assert!(
                all().iter().any(|(known, _)| *known == path.replace(&format!(".{}", field.key), &format!(".{other}")))
            );
        }
    }
}

#[test]
fn keys_are_unique_in_their_table_and_every_key_named_by_another_exists() {
    fn each(fields: &'static [Field]) {
        for (i, field) in fields.iter().enumerate() {
            assert!(fields[..i].iter().all(|other| other.key != field.key), "{} twice", field.key);
            for other in field.needs.iter().chain(field.excludes) {
                assert!(find(fields, other).is_some(), "{} names {other}", field.key);
            }
            let within = field.within();
            let some = within.is_empty() || within.iter().any(|inner| inner.counted);
            assert!(!field.counted || some, "{} is counted, but nothing in it", field.key);
            each(within);
        }
    }
    each(SPEC);
}

#[test]
fn what_is_not_built_is_a_key_of_the_table() {
    for entry in NOT_BUILT {
        let field = at(entry.key).unwrap_or_else(|| panic!("{} is not a key", entry.key));
        if let (Some(word), Kind::Word(words)) = (entry.word, field.kind) {
            assert!(words.contains(&word), "{} has no word {word}", entry.key);
        }
    }
}

/// A row of a table of the page: section heading, path of the table, its cells.
struct Row {
    heading: String,
    path: String,
    keys: Vec<String>,
    cells: Vec<String>,
}

/// Texts in backticks.
fn ticked(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_')
}

/// The rows of sections 2 to 8.
fn rows(page: &str) -> Vec<Row> {
    let (mut heading, mut path, mut out) = (String::new(), String::new(), Vec::new());
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            heading = title.to_owned();
            path = match title.chars().next() {
                Some('3') => "data".to_owned(),
                Some('4') => "roles".to_owned(),
                Some('5') => "stage".to_owned(),
                Some('6') => "attribute".to_owned(),
                _ => String::new(),
            };
        }
        let in_range = heading.starts_with(['2', '3', '4', '5', '6', '7', '8']);
        if !in_range || !line.starts_with("| ") || line.starts_with("| ---") || line.starts_with("| key") {
            continue;
        }
        let cells: Vec<String> = line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
        let mut keys = Vec::new();
        for tick in ticked(&cells[0]) {
            let mut rest = tick.as_str();
            if let Some((header, after)) =
                tick.trim_start_matches('[').split_once(']').filter(|_| tick.starts_with('['))
            {
                path = header.to_owned();
                rest = after.trim_start_matches(']').trim();
            }
            if is_key(rest) {
                keys.push(rest.to_owned());
            }
        }
        if heading.starts_with('2') && keys == ["spec_version"] {
            path = String::new();
        }
        out.push(Row { heading: heading.clone(), path: path.clone(), keys, cells });
    }
    out
}

fn page() -> Option<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/spec.md")).ok();
    if page.is_none() {
        println!("skipped: ../shared/spec.md is not here");
        assert!(std::env::var("EVENHAND_REQUIRE_SHARED").as_deref() != Ok("1"), "../shared is required");
    }
    page
}

/// Keys in braces: `{ a, b?, c }`.
fn braced(text: &str) -> Vec<String> {
    ticked(text)
        .iter()
        .filter_map(|tick| tick.strip_prefix('{')?.strip_suffix('}').map(str::to_owned))
        .flat_map(|inside| inside.split(',').map(|key| key.trim().trim_end_matches('?').to_owned()).collect::<Vec<_>>())
        .filter(|key| is_key(key))
        .collect()
}

#[test]
fn every_key_of_the_contract_page_is_in_the_table() {
    let Some(page) = page() else { return };
    let rows = rows(&page);
    assert!(rows.len() > 90, "the page was read: {} rows", rows.len());
    let mut seen = 0;
    let mut expect = |path: String| {
        seen += 1;
        assert!(at(&path).is_some(), "`{path}` of the page is not in the table");
    };
    for row in &rows {
        for key in &row.keys {
            expect(join(&row.path, key));
            // Keys within, as `{ a, b? }` in the column of types.
            for inner in row.cells.get(1).map(|cell| braced(cell)).unwrap_or_default() {
                expect(join(&join(&row.path, key), &inner));
            }
        }
        if row.keys.is_empty() && row.cells[0].contains('[') && !row.path.starts_with("law") {
            // A section in one row: its keys stand in backticks in the column of types; of disclosure in the last, with
            // a command and two places of passages.
            let cell = if row.path == "disclosure" { &row.cells[3] } else { &row.cells[1] };
            let not_keys = ["audit", "alternatives", "seed"];
            let is_one =
                |tick: &String| is_key(tick) && !(row.path == "disclosure" && not_keys.contains(&tick.as_str()));
            for tick in ticked(cell).into_iter().filter(is_one) {
                expect(join(&row.path, &tick));
            }
        }
        if row.path == "law.facts" {
            for key in row.cells[1].split(';').next().unwrap_or_default().split([',', ' ', '(', ')']) {
                if is_key(key) && key != "date" {
                    expect(join(&row.path, key));
                }
            }
        }
        if row.keys == ["format"] {
            for part in row.cells[3].split('·') {
                expect(join("data.format", &ticked(part)[0]));
            }
        }
    }
    let membership: Vec<&str> = page.split("`membership` (").nth(1).unwrap().split("Probabilities outside").collect();
    for key in ["columns", "factors", "shares", "cell", "validated", "validated_random", "totals", "source", "year"] {
        assert!(membership[0].contains(&format!("`{key}`")), "{key}");
        expect(join("attribute.membership", key));
    }
    assert!(seen > 180, "{seen} keys were found on the page");
}

#[test]
fn every_key_of_the_table_is_on_the_contract_page() {
    let Some(page) = page() else { return };
    let mut sections: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
    let mut texts: BTreeMap<char, String> = BTreeMap::new();
    for section in page.split("\n## ").skip(1) {
        let number = section.chars().next().unwrap();
        let words = |text: &str| {
            text.split(|sign: char| !(sign.is_ascii_alphanumeric() || "_-".contains(sign)))
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect::<BTreeSet<String>>()
        };
        sections.insert(number, ticked(section).iter().flat_map(|tick| words(tick)).chain(words(section)).collect());
        texts.insert(number, section.to_owned());
    }
    let section_of = |path: &str| match path.split('.').next().unwrap() {
        "spec_version" | "audit" | "system" => '2',
        "data" => '3',
        "roles" => '4',
        "stage" => '5',
        "attribute" | "intersection" => '6',
        "comparison" | "rate" | "amount" => '7',
        _ => '8',
    };
    for (path, field) in all() {
        let words = &sections[&section_of(&path)];
        // What a coding may set is a key of its own section; a decision is written out in section 7.
        if !path.starts_with("coding.set.") && !path.contains(".decided.") {
            let sections = ["data", "stage", "attribute", "roles"];
            // Turn on what the metrics page has as off by default or for those who ask (ARCHITECTURE.md, 9, 23 and 60).
            let on_request = ["calibration_test", "group_size", "predictive_values", "scores_given_outcome"];
            if path.strip_prefix("inference.methods.").is_some_and(|key| on_request.contains(&key)) {
                continue;
            }
            assert!(words.contains(field.key) || sections.contains(&path.as_str()), "`{path}` is not on the page");
        }
        // Words of their own pages: methods, ways of rounding, techniques, signs of CSV.
        let elsewhere = ["inference.methods", "disclosure.rounding", "law.facts.technique", "data.format"];
        if let Kind::Word(all) = field.kind
            && !elsewhere.iter().any(|other| path.starts_with(other))
        {
            for word in all {
                assert!(words.contains(*word), "`{word}` of `{path}` is not on the page");
            }
        }
    }
}

#[test]
fn defaults_needs_and_what_is_counted_are_those_of_the_contract_page() {
    let Some(page) = page() else { return };
    // "All of `[data]` is ⊙ but …", and what else the page takes out in words.
    let not_counted = ["nature", "path", "tables", "format"];
    let mut defaults = 0;
    for row in rows(&page) {
        let counted_section = row.heading.contains('⊙');
        for key in &row.keys {
            let path = join(&row.path, key);
            let field = at(&path).unwrap();
            let (default, text) = (row.cells.get(2).cloned().unwrap_or_default(), row.cells.join(" "));
            if counted_section {
                let out = text.contains("(not ⊙)") || (row.path == "data" && not_counted.contains(&key.as_str()));
                assert_eq!(field.counted, !out, "⊙ of `{path}`");
            }
            if row.cells[0].contains('⊙') {
                assert!(field.counted, "⊙ of `{path}`");
            }
            if default == "needed" || default == "– (needed)" {
                assert!(field.is_needed(), "`{path}` is needed");
            } else if default == "needed by two_arm" {
                assert_eq!(field.needed_by, [Design::TwoArm], "`{path}`");
            } else {
                assert!(!field.is_needed() || path == "intersection.of", "`{path}` is not needed");
            }
            // A default that is one literal on the page.
            let literal = default.trim_matches('`').to_owned();
            if let Absent::Is(value) = field.absent
                && !default.contains(',')
                && !["none", "both", "empty", "sniffed, reported"].contains(&default.as_str())
            {
                let same =
                    value.trim_matches('"') == literal || value.parse::<f64>().ok() == literal.parse::<f64>().ok();
                assert!(same || literal.is_empty() || literal == "–", "`{path}`: {value} and {literal}");
                defaults += usize::from(same);
            }
        }
    }
    assert!(defaults > 20, "{defaults} defaults were compared");
}
