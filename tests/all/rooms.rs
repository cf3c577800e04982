//! The house rule, mechanically: a room may name only the rooms and the outside things listed for it here.
//!
//! Reads every file under `src/` with `syn`, so grouped imports, inline paths, `super::`, re-exports and macro names are
//! seen; comments and strings are not, nor what stands inside the arguments of a macro. A room's tests are held to the
//! same list of rooms, but may touch outside things.

use std::collections::BTreeMap;
use std::fs;

use syn::spanned::Spanned;
use syn::visit::Visit;

use crate::support::{root, rust_files};

/// Room → rooms it may name, in the order of the flow. A word added here is a change of the design: it needs its reason
/// in ARCHITECTURE.md. `words` stands beneath all, `diag` beneath all but `words`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("words", &[]),
    ("diag", &["words"]),
    ("spec", &["words", "diag"]),
    ("source", &["words", "diag", "spec"]),
    ("cube", &["words", "diag", "spec", "source"]),
    ("measure", &["words", "diag", "spec", "cube"]),
    ("law", &["words", "diag", "spec", "measure"]),
    ("report", &["words", "diag", "spec", "measure", "law"]),
    ("render", &["words", "diag", "report"]),
    ("flow", &["words", "diag", "spec", "source", "cube", "measure", "law", "report"]),
    ("cli", &["words", "diag", "spec", "cube", "law", "report", "render", "flow"]),
];

/// Things from outside that only the named rooms may touch: a crate, a module of std, a macro.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("evenhand_stats", &["source", "measure"]),
    ("arrow_array", &["source", "cube"]),
    ("arrow_buffer", &["source", "cube"]),
    ("arrow_data", &["source", "cube"]),
    ("arrow_schema", &["source", "cube"]),
    ("arrow_select", &["source", "cube"]),
    ("parquet", &["source", "cube"]),
    ("csv", &["source"]),
    ("encoding_rs", &["source"]),
    ("hashbrown", &["source", "cube"]),
    ("rayon", &["cube"]),
    ("toml", &["spec", "law"]),
    ("fluent_bundle", &["report"]),
    ("unic_langid", &["report"]),
    ("minijinja", &["render"]),
    ("plotters", &["render"]),
    ("clap", &["cli"]),
    ("miette", &["cli"]),
    ("indicatif", &["cli"]),
    ("tempfile", &["cli"]),
    ("std::fs", &["source", "cli"]),
    ("std::env", &["cli"]),
    ("std::process", &["cli"]),
    ("std::net", &[]),
    ("std::time", &["cli"]),
    ("chrono::Utc", &[]),
    ("chrono::Local", &[]),
    ("println", &["cli"]),
    ("eprintln", &["cli"]),
    ("print", &["cli"]),
    ("eprint", &["cli"]),
    ("dbg", &[]),
    ("todo", &[]),
    ("unimplemented", &[]),
];

/// A path that a file names.
struct Named {
    line: usize,
    /// From the root of the crate; outside things begin with `::`.
    path: Vec<String>,
    in_test: bool,
}

struct Paths {
    here: Vec<String>,
    in_test: bool,
    found: Vec<Named>,
}

impl Paths {
    /// Turns `self::`, `super::` and `crate::` into a path from the root of the crate.
    fn push(&mut self, line: usize, segments: &[String]) {
        let mut at = self.here.clone();
        let mut rest = segments;
        match rest.first().map(String::as_str) {
            Some("crate") => {
                at.clear();
                rest = &rest[1..];
            }
            Some("self") => rest = &rest[1..],
            Some("super") => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
            }
            _ => at = vec!["::".to_owned()],
        }
        at.extend(rest.iter().cloned());
        self.found.push(Named { line, path: at, in_test: self.in_test });
    }

    fn tree(&mut self, prefix: &[String], tree: &syn::UseTree) {
        let with = |ident: &syn::Ident| [prefix, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.push(name.span().start().line, &with(&name.ident)),
            syn::UseTree::Rename(rename) => self.push(rename.span().start().line, &with(&rename.ident)),
            syn::UseTree::Glob(glob) => self.push(glob.span().start().line, prefix),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(prefix, tree)),
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.push(path.span().start().line, &segments);
        syn::visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_none() {
            return;
        }
        let outer = self.in_test;
        self.in_test |= item.attrs.iter().any(|attribute| {
            matches!(&attribute.meta, syn::Meta::List(list)
                if list.path.is_ident("cfg") && list.tokens.to_string().contains("test"))
        });
        self.here.push(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
        self.here.pop();
        self.in_test = outer;
    }
}

/// What a file of a room names and may not.
fn wrong_in(name: &str, here: Vec<String>, text: &str) -> Vec<String> {
    let may: BTreeMap<_, _> = MAY_USE.iter().copied().collect();
    // lib.rs and main.rs may name every room.
    let Some(room) = here.first().cloned() else { return Vec::new() };
    let Some(allowed) = may.get(room.as_str()) else {
        return vec![format!("{name}: `{room}` is not a room: list it in MAY_USE")];
    };
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    // `tests.rs` and what stands in a folder `tests` is a room's own test module in files of its own.
    let in_test = here.iter().any(|part| part == "tests");
    let mut paths = Paths { here, in_test, found: Vec::new() };
    paths.visit_file(&parsed);
    let mut wrong = Vec::new();
    for named in paths.found {
        let Some((first, rest)) = named.path.split_first() else { continue };
        if first == "::" {
            let head = rest.join("::");
            let begins =
                |name: &str| head.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
            if !named.in_test && ONLY_IN.iter().any(|(name, rooms)| begins(name) && !rooms.contains(&room.as_str())) {
                wrong.push(format!("{name}:{}: `{room}` may not touch `{head}`", named.line));
            }
        } else if may.contains_key(first.as_str()) && *first != room && !allowed.contains(&first.as_str()) {
            wrong.push(format!("{name}:{}: `{room}` may not name `{first}`", named.line));
        }
    }
    wrong.sort();
    wrong.dedup();
    wrong
}

#[test]
fn every_arrow_runs_left_to_right() {
    let src = root().join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&src) {
        let inside = file.strip_prefix(&src).unwrap();
        let mut here: Vec<String> =
            inside.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if matches!(here.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            here.pop();
        }
        wrong.extend(wrong_in(&format!("src/{}", inside.display()), here, &fs::read_to_string(&file).unwrap()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn planted_arrows_that_run_back_are_found() {
    let here = || vec!["measure".to_owned(), "tally".to_owned()];
    let cases = [
        ("use crate::law::Findings;", 1),
        ("use crate::{cube::Cube, report::Report};", 1),
        ("use super::super::render::html;", 1),
        ("fn f() { crate::source::open(); }", 1),
        ("use std::fs::File;", 1),
        ("fn f() { std::env::var(\"X\").ok(); }", 1),
        ("fn f() { println!(\"x\"); }", 1),
        ("use crate::cube::Cube; use super::rows::Row; use evenhand_stats::wilson;", 0),
        ("#[cfg(test)] mod tests { use std::fs; }", 0),
        ("#[cfg(test)] mod tests { use crate::law::Findings; }", 1),
    ];
    for (text, expected) in cases {
        assert_eq!(wrong_in("planted", here(), text).len(), expected, "{text}");
    }
}

#[test]
fn the_statistics_know_nothing_of_audits() {
    let manifest = fs::read_to_string(root().join("crates/stats/Cargo.toml")).unwrap();
    assert!(!manifest.contains("path ="), "crates/stats has a path dependency");
}
