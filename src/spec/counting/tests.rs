//! What changes the digest and what does not, for every key of the field table.

use std::collections::{BTreeMap, BTreeSet};

use super::counting_sha256;
use crate::diag::Problems;
use crate::spec::fields::{Field, Kind, SPEC, find, is_counted};
use crate::spec::from_text;
use crate::spec::raw::{Node, Table, Value};
use crate::spec::read::{join, read};

/// A value with every key in it, in TOML.
fn full(field: &'static Field) -> String {
    fn table(fields: &'static [Field]) -> String {
        let keys: Vec<String> = fields.iter().map(|field| format!("{} = {}", field.key, full(field))).collect();
        format!("{{ {} }}", keys.join(", "))
    }
    fn of(kind: &'static Kind, example: &str) -> String {
        match kind {
            Kind::Table(fields) | Kind::Open(fields, _) | Kind::Factor(fields) => table(fields),
            Kind::List(element) | Kind::Some(element) if !element.fields().is_empty() => {
                format!("[{}]", of(element, example))
            }
            Kind::Map(element) if !element.fields().is_empty() => format!("{{ a = {} }}", of(element, example)),
            _ => example.to_owned(),
        }
    }
    of(&field.kind, field.example)
}

/// A tree with every key of the table. Some of them exclude each other; that is not asked here.
fn everything() -> Table {
    let text: Vec<String> = SPEC.iter().map(|field| format!("{} = {}", field.key, full(field))).collect();
    read("all.toml", &text.join("\n"), &mut Problems::new()).unwrap()
}

/// Another value of the same type.
fn other(node: &mut Node) {
    match &mut node.value {
        Value::String(text) if text.contains(" = ") => text.push_str(" and other = 1"),
        Value::String(text) => text.push('x'),
        Value::Text(text) => text.sv.push('x'),
        Value::Integer(number) => *number += 1,
        Value::Number(number) => *number += 0.125,
        Value::Bool(flag) => *flag = !*flag,
        Value::Date(day) => *day = day.succ_opt().unwrap(),
        Value::List(items) => other(items.last_mut().expect("no example is an empty list")),
        Value::Table(_) | Value::Broken => panic!("a leaf"),
    }
}

/// The node at a path of keys; of a list its first element.
fn at<'t>(table: &'t mut Table, path: &[String]) -> &'t mut Node {
    let node = &mut table.entries.iter_mut().find(|(key, _)| key.value == path[0]).unwrap().1;
    if path.len() == 1 {
        return node;
    }
    match &mut node.value {
        Value::Table(inner) => at(inner, &path[1..]),
        Value::List(items) => match &mut items[0].value {
            Value::Table(inner) => at(inner, &path[1..]),
            _ => panic!("{path:?}"),
        },
        _ => panic!("{path:?}"),
    }
}

/// Every leaf: path in the tree, path in the field table.
fn leaves(table: &Table, fields: &'static [Field], path: &[String], key: &str, out: &mut Vec<(Vec<String>, String)>) {
    for (name, node) in &table.entries {
        let here = [path, std::slice::from_ref(&name.value)].concat();
        let field = find(fields, &name.value).unwrap();
        let key = join(key, &name.value);
        walk(node, &field.kind, &here, &key, out);
    }
}

fn walk(node: &Node, kind: &'static Kind, path: &[String], key: &str, out: &mut Vec<(Vec<String>, String)>) {
    match (&node.value, kind) {
        (Value::Table(inner), Kind::Map(element)) => {
            for (name, node) in &inner.entries {
                let here = [path, std::slice::from_ref(&name.value)].concat();
                walk(node, element, &here, key, out);
            }
        }
        (Value::Table(inner), kind) => leaves(inner, kind.fields(), path, key, out),
        (Value::List(items), Kind::List(element) | Kind::Some(element) | Kind::OneOrMore(element)) => {
            match items.first().map(|item| &item.value) {
                Some(Value::Table(inner)) => leaves(inner, element.fields(), path, key, out),
                _ => out.push((path.to_vec(), key.to_owned())),
            }
        }
        _ => out.push((path.to_vec(), key.to_owned())),
    }
}

#[test]
fn a_key_changes_the_digest_if_it_decides_what_is_counted_and_only_then() {
    let digest = |table: &Table| counting_sha256(table, &table.table("inference").unwrap().numbers("thresholds"));
    let before = digest(&everything());
    let mut found = Vec::new();
    leaves(&everything(), SPEC, &[], "", &mut found);
    for (path, key) in &found {
        let mut tree = everything();
        other(at(&mut tree, path));
        assert_eq!(digest(&tree) != before, is_counted(key), "`{key}`");
    }
    // No key of the table was left out.
    fn keys(fields: &'static [Field], path: &str, out: &mut BTreeSet<String>) {
        for field in fields {
            let here = join(path, field.key);
            if field.within().is_empty() {
                out.insert(here);
            } else {
                keys(field.within(), &here, out);
            }
        }
    }
    let mut all = BTreeSet::new();
    keys(SPEC, "", &mut all);
    let seen: BTreeSet<String> = found.into_iter().map(|(_, key)| key).collect();
    assert_eq!(all.difference(&seen).collect::<Vec<_>>(), Vec::<&String>::new());
}

const SMALL: &str = r#"
spec_version = 1
[audit]
id = "a"
title = "A"
[system]
name = "S"
kind = "other"
pool = "all"
unit = "cases"
[data]
design = "two_arm"
path = "a.csv"
population = 1000
where = "a = 1 and b in ('x', 'y')"
[roles]
score = { column = "score" }
outcome = { column = "o", positive = ["1"], negative = ["0"] }
arm = { column = "arm", model = ["m"], random = ["r"] }
strata = ["h"]
[[stage]]
name = "selected"
threshold = 0.5
favourable = false
[[attribute]]
name = "sex"
ground = "sex"
reference = "man"
[[comparison]]
metric = "selection_rate"
stage = "selected"
attributes = ["sex"]
margin = 0.02
reason = "so"
decided = { on = 2026-01-15, by = "B", role = "lawyer" }
"#;

fn digest(text: &str) -> String {
    from_text("a.toml", text).unwrap_or_else(|problems| panic!("{problems}")).0.counting_sha256
}

#[test]
fn another_spelling_of_the_same_keeps_the_digest() {
    let before = digest(SMALL);
    for (old, new) in [
        ("design = \"two_arm\"", "design = \"two_arm\"\nnature = \"real\"\ntruncate_group_size = false"),
        ("path = \"a.csv\"", "path = [\"a.csv\"]"),
        ("path = \"a.csv\"", "path = \"elsewhere/*.parquet\""),
        ("score = { column = \"score\" }", "score = { probability = false, column = \"score\" }"),
        (
            "random = [\"r\"] }",
            "random = [\"r\"], both = [], random_from = \"pool\", validated = [], stage = \"selected\" }",
        ),
        ("positive = [\"1\"]", "positive = [1]"),
        ("positive = [\"1\"]", "positive = [true]"),
        ("positive = [\"1\"]", "positive = [1.0]"),
        ("negative = [\"0\"] }", "negative = [\"0\"], label = \"error\", definition = \"d\", established_by = \"e\" }"),
        ("strata = [\"h\"]", "strata = [{ column = \"h\", name = \"h\" }]"),
        ("strata = [\"h\"]", "strata = [{ column = \"h\", name = \"h\", label = \"household\" }]"),
        ("name = \"sex\"", "name = \"sex\"\ncolumn = \"sex\""),
        ("name = \"sex\"", "name = \"sex\"\ncolumn = \" sex \""),
        ("reference = \"man\"", "reference = \"woman\"\nmeasure = \"m\"\nlabels = { man = \"men\" }"),
        ("ground = \"sex\"", "ground = \"supplementary\""),
        ("favourable = false", "favourable = false\nlabel = \"l\"\nverb = \"v\"\nnoun = \"n\"\nordered = false"),
        ("threshold = 0.5", "threshold = 5e-1"),
        ("\"a = 1 and b in ('x', 'y')\"", "\" ( a=1.0 )  and\\tb in('x','y')\""),
        ("margin = 0.02", "margin = 0.05"),
        (
            "[[comparison]]",
            "[inference]\nthresholds = [0.5]\nscore_bits = 7\ncluster_buckets = 128\nseed = 9\n[[comparison]]",
        ),
        ("[data]", "[disclosure]\n[data]"),
        ("name = \"S\"", "name = \"T\"\nversion = \"2\""),
    ] {
        assert!(SMALL.contains(old));
        // An unordered level needs levels; it is a default, so it is written where there are some.
        let new = new.replace("\nordered = false", "");
        assert_eq!(digest(&SMALL.replacen(old, &new, 1)), before, "{old} -> {new}");
    }
}

#[test]
fn another_count_changes_the_digest() {
    let mut seen = BTreeMap::from([(digest(SMALL), "as it is")]);
    for (old, new) in [
        ("population = 1000", "population = 1001"),
        ("where = \"a = 1 and b in ('x', 'y')\"", ""),
        ("b in ('x', 'y')", "b in ('x', 'z')"),
        ("column = \"score\"", "column = \"score\", probability = true"),
        ("strata = [\"h\"]", "strata = []"),
        ("strata = [\"h\"]", "strata = [{ name = \"h\", column = \"h\", bands = [1] }]"),
        ("threshold = 0.5", "threshold = 0.6"),
        ("name = \"sex\"", "name = \"sex\"\ncolumn = \"s\""),
        ("name = \"sex\"", "name = \"sex\"\nbands = [1, 2]"),
        ("[[comparison]]", "[inference]\nthresholds = [0.25]\n[[comparison]]"),
        ("[[comparison]]", "[inference]\nscore_bits = 8\n[[comparison]]"),
    ] {
        let text = SMALL.replacen(old, new, 1);
        if let Some(other) = seen.insert(digest(&text), new) {
            panic!("{new} counts as {other}");
        }
    }
}
