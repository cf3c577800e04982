//! What the documents say of the tree is true of it: paths, functions, commands.

use std::fs;
use std::path::PathBuf;

use crate::support::{Desk, root, rust_files, short};

/// The documents for people who work on the project, and those of the shipped audits.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .iter()
        .map(|name| root().join(name))
        .filter(|path| path.is_file())
        .collect();
    for entry in fs::read_dir(root().join("audits")).unwrap() {
        let path = entry.unwrap().path().join("README.md");
        if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What stands between single backticks, code blocks left out.
fn in_backticks(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced && !line.starts_with("    ") {
            found.extend(line.split('`').skip(1).step_by(2));
        }
    }
    found
}

#[test]
fn the_architecture_is_written_down() {
    assert!(root().join("ARCHITECTURE.md").is_file(), "there is no ARCHITECTURE.md");
}

/// Is it a path of the tree? One with a `<` is a pattern, one that begins with a folder of the root is a path.
fn is_path(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
    let folders = ["src", "crates", "tests", "benches", "audits", "docs", ".ci", "pdf", "python", "engines"];
    plain && word.contains('/') && folders.iter().any(|folder| word.split('/').next() == Some(folder))
}

#[test]
fn every_path_in_the_documents_exists() {
    let mut missing = Vec::new();
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        for word in in_backticks(&text) {
            if is_path(word) && !root().join(word).exists() {
                missing.push(format!("{}: `{word}`", short(&path)));
            }
        }
    }
    assert!(missing.is_empty(), "not in the tree:\n{}", missing.join("\n"));
}

#[test]
fn every_function_that_the_architecture_names_exists() {
    let Ok(text) = fs::read_to_string(root().join("ARCHITECTURE.md")) else { return };
    let rooms = ["words", "diag", "spec", "source", "cube", "measure", "law", "report", "render", "flow", "cli"];
    let mut missing = Vec::new();
    for word in in_backticks(&text) {
        let parts: Vec<&str> = word.trim_end_matches("()").split("::").collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { continue };
        if parts.len() < 2 || !(rooms.contains(first) || *first == "stats") {
            continue;
        }
        let folder = if *first == "stats" { root().join("crates/stats/src") } else { root().join("src") };
        let named =
            ["fn", "struct", "enum", "trait", "const", "static", "mod", "type"].map(|kind| format!("{kind} {last}"));
        let found = rust_files(&folder).iter().any(|file| {
            let inside = short(file);
            let in_room = *first == "stats"
                || inside == format!("src/{first}.rs")
                || inside.starts_with(&format!("src/{first}/"));
            in_room && {
                let code = fs::read_to_string(file).unwrap();
                let is_file = inside.ends_with(&format!("/{last}.rs"));
                is_file || named.iter().any(|named| defines(&code, named))
            }
        });
        if !found {
            missing.push(word);
        }
    }
    assert!(missing.is_empty(), "ARCHITECTURE.md names what is not there:\n{}", missing.join("\n"));
}

/// Does the code hold `named`, not followed by more of a name?
fn defines(code: &str, named: &str) -> bool {
    code.match_indices(named).any(|(at, _)| {
        let after = code[at + named.len()..].chars().next();
        !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[test]
fn every_command_in_the_documents_is_one_of_the_program() {
    let desk = Desk::new();
    let help = desk.ok(&["--help"]);
    let known: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(known.contains(&"audit"), "{help}");
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().map(str::trim) {
            let rest = line.strip_prefix("evenhand ").or_else(|| line.strip_prefix("cargo run --release -- "));
            let Some(word) = rest.and_then(|rest| rest.split_whitespace().next()) else { continue };
            let command = word.chars().all(|c| c.is_ascii_lowercase());
            // A sentence that begins with the program's name is no command line.
            let in_block = text.contains(&format!("    {line}")) || text.contains(&format!("```\n{line}"));
            assert!(!command || !in_block || known.contains(&word), "{}: {line}", short(&path));
        }
    }
}
