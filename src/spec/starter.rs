//! The spec that `evenhand init` writes: valid, with every key explained, made from the field table.
//!
//! `kinds.rs` says what a kind of system brings: stages, attributes with their ground, design (`law/systems.md`, 1). A
//! line that begins with `#` and no space is a key that is not set. No comparison is set, since a margin, its reason and
//! the day it was decided on are for people to write.

mod kinds;

use std::fmt::Write as _;

use self::kinds::{Block, blocks};
use super::fields::{Absent, Field, Kind, SPEC, explain};
use super::read::join;
use super::wording::{header, integers, numbers};
use crate::words::SystemKind;

/// Width of comments.
const WIDTH: usize = 110;

/// The starter for a kind of system.
pub fn starter(kind: SystemKind) -> String {
    let blocks = blocks(kind);
    let mut out = String::new();
    comment(
        &mut out,
        "",
        "An audit spec. Lines that begin with \"# \" explain what follows. Lines that begin with # and no space are keys \
         that are not set: remove the sign to set them. Paths are relative to this file. A text for readers is one \
         string, or { sv = \"…\", en = \"…\" }.",
    );
    for field in SPEC {
        if field.within().is_empty() {
            out.push('\n');
            explanation(&mut out, field, field.key, "");
            let _ = writeln!(out, "{} = {}", field.key, field.example);
        } else {
            section(&mut out, field, blocks.iter().filter(|block| block.section == field.key));
        }
    }
    out
}

/// A section: its blocks, the first explained key by key; or one that is not set.
fn section<'b>(out: &mut String, field: &'static Field, blocks: impl Iterator<Item = &'b Block>) {
    let header = header(field);
    let mut blocks = blocks.peekable();
    let _ = writeln!(out, "\n# {}", "-".repeat(40));
    comment(out, "", &format!("{header}: {}", explain(field, field.key)));
    let Some(first) = blocks.next() else {
        let _ = writeln!(out, "#{header}");
        keys(out, field, None);
        return;
    };
    note(out, first);
    let _ = writeln!(out, "{header}");
    keys(out, field, Some(first));
    for block in blocks {
        let _ = writeln!(out, "\n# Another one; its keys are explained above.");
        note(out, block);
        let _ = writeln!(out, "{header}");
        for (key, value) in &block.keys {
            let _ = writeln!(out, "{key} = {value}");
        }
    }
}

fn note(out: &mut String, block: &Block) {
    if !block.note.is_empty() {
        comment(out, "", block.note);
    }
}

/// Every key of a section, set where the block sets it.
fn keys(out: &mut String, section: &'static Field, block: Option<&Block>) {
    // A table that is open to further keys gets a header of its own, which must come last.
    let (open, plain): (Vec<&Field>, Vec<&Field>) =
        section.within().iter().partition(|field| matches!(field.kind, Kind::Open(..)));
    for field in plain {
        let value =
            block.and_then(|block| block.keys.iter().find(|(key, _)| *key == field.key)).map(|(_, value)| value);
        key(out, field, section.key, value.map(String::as_str));
    }
    for table in open {
        let path = join(section.key, table.key);
        let _ = writeln!(out);
        comment(out, "", &explain(table, &path));
        let _ = writeln!(out, "{}[{path}]", if block.is_some() { "" } else { "#" });
        for field in table.within() {
            key(out, field, &path, None);
        }
    }
}

fn key(out: &mut String, field: &'static Field, section: &str, value: Option<&str>) {
    explanation(out, field, &join(section, field.key), "");
    let _ = match value {
        Some(value) => writeln!(out, "{} = {value}", field.key),
        None => writeln!(out, "#{} = {}", field.key, field.example),
    };
}

/// What a key is for, its words or range, its default; then the keys within it.
fn explanation(out: &mut String, field: &'static Field, path: &str, indent: &str) {
    let mut text = if indent.is_empty() { String::new() } else { format!("{}: ", field.key) };
    text.push_str(&explain(field, path));
    text.push_str(&choices(&field.kind));
    match field.absent {
        Absent::Is(value) if value != "{}" && value != "[]" => {
            let _ = write!(text, " Default: {value}.");
        }
        Absent::Needed(_) => text.push_str(" Needed."),
        _ => {}
    }
    comment(out, indent, &text);
    for inner in field.within() {
        explanation(out, inner, &join(path, inner.key), &format!("{indent}  "));
    }
}

/// The words of a kind, or its range.
fn choices(kind: &Kind) -> String {
    match kind {
        Kind::Word(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
            format!(" One of: {}.", words.join(", "))
        }
        Kind::Integer(least, most) if *least != i64::MIN => sentence(&integers(*least, *most)),
        Kind::Number(range) if *range != super::fields::Range::ANY => sentence(&numbers(range)),
        Kind::List(element) | Kind::Some(element) | Kind::OneOrMore(element) | Kind::Map(element) => choices(element),
        _ => String::new(),
    }
}

/// Words as a sentence after another one.
fn sentence(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| format!(" {}{}.", first.to_uppercase(), signs.as_str()))
}

/// Comment lines, wrapped.
fn comment(out: &mut String, indent: &str, text: &str) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() + indent.len() + 3 > WIDTH {
            let _ = writeln!(out, "# {indent}{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(out, "# {indent}{line}");
}

#[cfg(test)]
mod tests {
    use super::starter;
    use crate::spec::fields::{Field, SPEC};
    use crate::spec::from_text;
    use crate::words::{Design, Ground, SystemKind};

    #[test]
    fn the_starter_of_every_kind_is_valid() {
        for kind in SystemKind::ALL {
            let text = starter(*kind);
            let (spec, _) = from_text("audit.toml", &text).unwrap_or_else(|problems| panic!("{kind}:\n{problems}"));
            assert_eq!(spec.system.kind, *kind);
            assert!(spec.comparisons.is_empty(), "{kind}: a starter decides no margin");
        }
    }

    #[test]
    fn every_key_of_the_field_table_is_explained_in_every_starter() {
        fn each(fields: &'static [Field], check: &mut impl FnMut(&'static Field)) {
            for field in fields {
                check(field);
                each(field.within(), check);
            }
        }
        for kind in SystemKind::ALL {
            let words: Vec<String> = starter(*kind)
                .lines()
                .map(|line| line.trim_start_matches('#').trim().to_owned())
                .collect::<Vec<_>>()
                .join(" ")
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            let text = words.join(" ");
            each(SPEC, &mut |field| {
                assert!(text.contains(field.about), "{kind}: `{}` is not explained", field.key);
                assert!(text.contains(field.key), "{kind}: `{}` does not stand", field.key);
            });
        }
    }

    #[test]
    fn no_line_of_a_starter_is_left_without_explanation() {
        for kind in SystemKind::ALL {
            let text = starter(*kind);
            let mut explained = false;
            for line in text.lines() {
                if line.starts_with("# ") {
                    explained = true;
                } else if line.is_empty() {
                    explained = false;
                } else {
                    assert!(explained, "{kind}: {line}");
                }
            }
        }
    }

    /// `law/systems.md`, section 1, "At a glance": design, stages (minus is unfavourable, plus favourable), grounds.
    #[test]
    fn a_starter_holds_what_its_kind_of_system_must_have() {
        type Case = (SystemKind, Design, &'static [(&'static str, bool)], &'static [Ground]);
        const CASES: &[Case] = &[
            (
                SystemKind::RiskSelection,
                Design::TwoArm,
                &[("selected", false), ("investigated", false), ("decision_changed", false), ("recovery", false)],
                &[Ground::Sex, Ground::Ethnicity, Ground::Age, Ground::Supplementary],
            ),
            (
                SystemKind::Network,
                Design::TwoArm,
                &[("seed", false), ("in_flagged_cluster", false), ("association_only", false), ("selected", false)],
                &[Ground::Ethnicity, Ground::Sex, Ground::Age],
            ),
            (
                SystemKind::AutomatedDecision,
                Design::Full,
                &[("straight_through", true), ("fell_out", false), ("completion_asked", false), ("refused", false)],
                &[Ground::Ethnicity, Ground::Age, Ground::Sex, Ground::Supplementary],
            ),
            (
                SystemKind::DocumentInterpretation,
                Design::Weighted,
                &[("read", true), ("rejected", false), ("misread", false), ("consequence", false)],
                &[Ground::Ethnicity, Ground::Age, Ground::Supplementary],
            ),
            (
                SystemKind::Masking,
                Design::Full,
                &[("leaked", false), ("over_masked", false)],
                &[Ground::Ethnicity, Ground::Sex, Ground::Supplementary],
            ),
            (SystemKind::SyntheticData, Design::Full, &[], &[Ground::Sex, Ground::Ethnicity, Ground::Age]),
            (
                SystemKind::HumanOversight,
                Design::Full,
                &[("followed_when_wrong", false)],
                &[Ground::Ethnicity, Ground::Sex],
            ),
        ];
        for (kind, design, stages, grounds) in CASES {
            let (spec, _) = from_text("audit.toml", &starter(*kind)).unwrap();
            assert_eq!(spec.data.design.value, *design, "{kind}");
            for (name, favourable) in *stages {
                let stage = &spec.stages[spec.stage(name).unwrap_or_else(|| panic!("{kind}: {name}"))];
                assert_eq!(stage.favourable, *favourable, "{kind}: {name}");
            }
            for ground in *grounds {
                assert!(spec.attributes.iter().any(|attribute| attribute.ground == *ground), "{kind}: {ground}");
            }
        }
    }
}
