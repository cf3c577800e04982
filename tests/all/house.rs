//! The house rules that no compiler knows: headers, lengths, tests that run, packages, the changelog.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use syn::visit::Visit;

use crate::support::{root, rust_files, short};

/// Lines of code in a file, tests, comments and blank lines not counted.
const LONGEST: usize = 600;

/// Files that may be longer, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// Packages in Cargo.lock. 292 when this was written: each is code that somebody has to trust, and seconds of build.
/// A new one is worth raising the number for; the reason stands in the commit that does.
const PACKAGES: usize = 300;

fn sources() -> Vec<PathBuf> {
    ["src", "crates", "tests", "benches"]
        .iter()
        .map(|folder| root().join(folder))
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| rust_files(&folder))
        .collect()
}

#[test]
fn every_file_says_first_what_it_is() {
    let silent: Vec<String> = sources()
        .iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//! "))
        .map(|path| short(path))
        .collect();
    assert!(silent.is_empty(), "without a `//!` header:\n{}", silent.join("\n"));
}

/// Lines that hold code, up to the tests.
fn lines_of_code(text: &str) -> usize {
    text.lines()
        .map(str::trim)
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    let mut long = Vec::new();
    for path in sources() {
        // A room's tests may stand in files of their own.
        if path.iter().any(|part| part == "tests" || part == "tests.rs") {
            continue;
        }
        let lines = lines_of_code(&fs::read_to_string(&path).unwrap());
        let excused = LONGER.iter().any(|(name, _)| *name == short(&path));
        if lines > LONGEST && !excused {
            long.push(format!("{}: {lines} lines of code", short(&path)));
        }
        assert!(!excused || lines > LONGEST, "{} needs no exception any more", short(&path));
    }
    assert!(long.is_empty(), "split by meaning:\n{}", long.join("\n"));
}

/// Attributes by which a test does not say what it finds, or does not run.
#[derive(Default)]
struct Excused {
    found: Vec<String>,
}

impl<'ast> Visit<'ast> for Excused {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        for name in ["ignore", "should_panic"] {
            if attribute.path().is_ident(name) {
                self.found.push(name.to_owned());
            }
        }
    }
}

#[test]
fn no_test_is_ignored_and_none_is_content_with_a_panic() {
    let mut wrong = Vec::new();
    for path in sources() {
        let parsed = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
        let mut excused = Excused::default();
        excused.visit_file(&parsed);
        wrong.extend(excused.found.iter().map(|name| format!("{}: #[{name}]", short(&path))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_test_file_is_listed() {
    let main = fs::read_to_string(root().join("tests/all/main.rs")).unwrap();
    for path in rust_files(&root().join("tests/all")) {
        let inside = path.strip_prefix(root().join("tests/all")).unwrap();
        let Some(name) = inside.iter().next().and_then(|part| part.to_str()) else { continue };
        let name = name.trim_end_matches(".rs");
        assert!(
            name == "main" || main.lines().any(|line| line == format!("mod {name};")),
            "tests/all/{} is not listed in main.rs, so it does not run",
            inside.display()
        );
    }
}

/// Name → versions of the packages in Cargo.lock.
fn packages() -> BTreeMap<String, Vec<String>> {
    let lock: toml::Table = fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        let text = |key: &str| package[key].as_str().unwrap().to_owned();
        found.entry(text("name")).or_default().push(text("version"));
    }
    found
}

#[test]
fn the_lock_file_holds_no_more_packages_than_were_agreed() {
    let count: usize = packages().values().map(Vec::len).sum();
    assert!(count <= PACKAGES, "{count} packages in Cargo.lock, {PACKAGES} were agreed");
}

#[test]
fn there_is_one_arrow() {
    for (name, versions) in packages() {
        let ours = name.starts_with("arrow-") || name == "parquet";
        assert!(!ours || versions.len() == 1, "{name} stands in versions {}", versions.join(", "));
    }
}

/// The text under a `###` heading of the changelog, newest section first, all sections together.
fn under(heading: &str) -> String {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let mut inside = false;
    let mut text = String::new();
    for line in changelog.lines() {
        if line.starts_with('#') {
            inside = line.trim_start_matches('#').trim() == heading;
        } else if inside {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// The first line that names `` `id` ``: the newest.
fn newest(text: &str, id: &str) -> Option<String> {
    text.lines().find(|line| line.contains(&format!("`{id}`"))).map(str::to_owned)
}

#[test]
fn a_number_of_a_shipped_report_changes_only_with_a_line_in_the_changelog() {
    let text = under("Numbers that changed");
    let Ok(folder) = fs::read_dir(root().join("reports")) else { return };
    for entry in folder {
        let path = entry.unwrap().path().join("report.json");
        if !path.is_file() {
            continue;
        }
        let report: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let id = report["audit"]["id"].as_str().unwrap();
        let results = &report["provenance"]["results_sha256"].as_str().unwrap()[..12];
        assert!(
            newest(&text, id).is_some_and(|line| line.contains(results)),
            "CHANGELOG.md, Numbers that changed: the newest line on `{id}` must name results {results}, with what changed and why"
        );
    }
}

#[test]
fn law_changes_only_with_a_line_in_the_changelog() {
    let text = under("Law that changed");
    for entry in fs::read_dir(root().join("src/law/packs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let text_of_pack: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        // The ledger of what was verified is no pack.
        let Some(head) = text_of_pack.get("pack") else { continue };
        let (id, version) = (head["id"].as_str().unwrap(), head["version"].as_str().unwrap());
        assert!(
            newest(&text, id).is_some_and(|line| line.contains(version)),
            "CHANGELOG.md, Law that changed: the newest line on `{id}` must name version {version}, with provision and date"
        );
    }
}
