//! Raw -> Spec: every rule of the contract that needs more than one key, all problems at once.
//!
//! The checks run over what is whole and leave out what is broken; where something is missing they go on with an empty
//! value, since the spec is then never handed out. One file a part of the spec.

mod decided;
mod groups;
mod how;
mod later;
mod stages;
mod what;

use std::ops::Range;

use super::condition::{self, Condition, Leaf};
use super::fields::{Field, Kind, SPEC};
use super::not_yet::NOT_BUILT;
use super::raw::{Node, Table, Value};
use super::wording::{one_line, one_of};
use super::{At, Comparison, Measured, Spec};
use crate::diag::{Code, Place, Problem, Problems};
use crate::words::{Design, nearest};

/// Where problems go.
pub(super) struct Check<'a> {
    file: &'a str,
    text: &'a str,
    /// Values that mean "missing" (`data.format.missing`).
    missing: Vec<String>,
    /// Sections that are broken, or have a broken name: a name that is not found may be the broken one.
    unsure: Vec<&'static str>,
    problems: &'a mut Problems,
}

/// The valid spec of a tree; only whole where no problem was found. The digests are left empty.
pub(super) fn check(raw: &Table, file: &str, text: &str, problems: &mut Problems) -> Spec {
    let none = Table::default();
    let section = |key: &str| raw.table(key).unwrap_or(&none);
    let missing = section("data").table("format").map(|format| format.plain_strings("missing")).unwrap_or_default();
    let unsure = SPEC.iter().map(|field| field.key).filter(|key| {
        raw.is_broken(key) || raw.items(key).iter().any(|item| item.table().is_none_or(|table| table.is_broken("name")))
    });
    let mut check = Check { file, text, missing, unsure: unsure.collect(), problems };
    let design = section("data").at("design").and_then(|word| Design::parse(&word));
    if let Some(design) = design {
        let whole = |field: &&Field| matches!(field.kind, Kind::Table(_)) && !raw.is_broken(field.key);
        for field in SPEC.iter().filter(whole) {
            check.design(design, section(field.key), field, raw);
        }
    }
    let audit = what::audit(section("audit"), &mut check);
    let system = what::system(section("system"));
    let data = what::data(section("data"), design, &mut check);
    let stages = stages::stages(raw, design, &mut check);
    let roles = stages::roles(raw, design, &stages, &mut check);
    let attributes = groups::attributes(raw, &data, &roles, &mut check);
    let intersections = groups::intersections(raw, &attributes, &mut check);
    let names = decided::Names { raw, roles: &roles, stages: &stages, attributes: &attributes };
    let rates = decided::rates(&names, &mut check);
    let amounts = decided::amounts(raw, &rates, &mut check);
    let comparisons = decided::comparisons(&names, &intersections, &rates, &amounts, &mut check);
    let inference = how::inference(raw, &stages, &mut check);
    let disclosure = how::disclosure(raw, &stages, &mut check);
    let law = how::law(section("law"), &mut check);
    let later = later::later(&names, &mut check);
    let mut not_yet = not_yet(raw);
    not_yet.extend(unbuilt_metrics(raw, &comparisons));
    not_yet.extend(memberships_not_counted(raw));
    not_yet.sort_by_key(|key| key.span.start);
    Spec {
        file: file.to_owned(),
        text: text.to_owned(),
        sha256: String::new(),
        counting_sha256: String::new(),
        audit,
        system,
        data,
        roles,
        stages,
        attributes,
        intersections,
        comparisons,
        rates,
        amounts,
        inference,
        disclosure,
        law,
        later,
        not_yet,
    }
}

impl Check<'_> {
    /// Adds a problem.
    fn push(&mut self, code: Code, span: &Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let place =
            if span.is_empty() { Place::file(self.file) } else { Place::span(self.file, self.text, span.clone()) };
        let (message, hint) = (one_line(&message.into()), one_line(&hint.into()));
        self.problems.push(Problem::new(code, place, message).hint(hint));
    }

    /// A name that nothing of a list has: the nearest is offered, else the list.
    fn unknown<'n>(
        &mut self,
        code: Code,
        span: &Range<usize>,
        message: impl Into<String>,
        known: impl IntoIterator<Item = &'n str> + Clone,
        name: &str,
        none: &str,
    ) {
        let hint = match nearest(name, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.clone().into_iter().next().is_none() => none.to_owned(),
            None => one_of(known),
        };
        self.push(code, span, message, hint);
    }

    /// Names that stand twice in a list.
    fn twice(&mut self, names: &[At<String>], what: &str) {
        for (i, name) in names.iter().enumerate() {
            if !name.is_empty() && names[..i].iter().any(|before| before.value == name.value) {
                self.push(
                    Code::DuplicateName,
                    &name.span,
                    format!("{what} `{}` stands twice", name.value),
                    "use each name once",
                );
            }
        }
    }

    /// Keys of a table that the design needs, or that belong to another design.
    fn design(&mut self, design: Design, table: &Table, section: &Field, raw: &Table) {
        for field in section.within() {
            let key = format!("{}.{}", section.key, field.key);
            let node = table.written(field.key);
            if let Some(node) = node.filter(|_| !field.designs.is_empty() && !field.designs.contains(&design)) {
                let of: Vec<&str> = field.designs.iter().map(|design| design.word()).collect();
                self.push(
                    Code::KeyNotForDesign,
                    &node.span,
                    format!("`{key}` belongs to design `{}`, not to `{design}`", of.join("`, `")),
                    format!("take `{}` out, or change `data.design`", field.key),
                );
            }
            if node.is_none() && field.needed_by.contains(&design) {
                self.needs(raw, design, &key);
            }
        }
    }

    /// The design needs something that is absent.
    fn needs(&mut self, raw: &Table, design: Design, what: &str) {
        let span = raw.table("data").map_or(0..0, |data| data.place("design"));
        self.push(
            Code::NeedsKey,
            &span,
            format!("design `{design}` needs {}", quote(what)),
            format!("add {}", quote(what)),
        );
    }

    /// Reads a condition; its faults are problems at their spot.
    fn condition(&mut self, text: &At<String>) -> Option<(Condition, Vec<Leaf>)> {
        match condition::parse(text) {
            Ok(read) => Some(read),
            Err(fault) => {
                let at = self.within(text, &fault.at);
                self.push(Code::BadFilter, &at, fault.message, fault.hint);
                None
            }
        }
    }

    /// The bytes of the file for bytes of a string's value; the whole string where escapes hide which.
    fn within(&self, string: &At<String>, at: &Range<usize>) -> Range<usize> {
        let source = self.text.get(string.span.clone()).unwrap_or_default();
        let quotes = if source.starts_with("\"\"\"") || source.starts_with("'''") { 3 } else { 1 };
        let Some(inside) = source.get(quotes..source.len().saturating_sub(quotes)) else { return string.span.clone() };
        // A line break right after the opening quotes is not part of the value.
        let skipped = match quotes {
            3 if inside.starts_with("\r\n") => 2,
            3 if inside.starts_with('\n') => 1,
            _ => 0,
        };
        let start = string.span.start + quotes + skipped;
        let inside = &inside[skipped..];
        if inside == string.value {
            return start + at.start..start + at.end.max(at.start + 1).min(inside.len());
        }
        match unescaped(inside) {
            Some(places) if source.starts_with('"') && places.len() == string.value.len() + 1 => {
                let end = at.end.max(at.start + 1).min(places.len() - 1);
                places.get(at.start).map_or(string.span.clone(), |from| start + from..start + places[end])
            }
            _ => string.span.clone(),
        }
    }
}

/// For every byte of the value of a basic string, and for its end, the byte of the source; `None` for rare escapes.
fn unescaped(source: &str) -> Option<Vec<usize>> {
    let mut places = Vec::new();
    let mut signs = source.char_indices();
    while let Some((at, sign)) = signs.next() {
        if sign == '\\' {
            match signs.next()?.1 {
                '"' | '\\' | 't' | 'n' | 'r' | 'b' | 'f' => places.push(at),
                _ => return None,
            }
        } else {
            places.extend(std::iter::repeat_n(at, sign.len_utf8()));
        }
    }
    places.push(source.len());
    Some(places)
}

/// Is a role there, or may it be?
fn has_role(raw: &Table, key: &str) -> bool {
    raw.is_broken("roles") || raw.table("roles").is_some_and(|roles| roles.get(key).is_some())
}

/// A key in backticks; several joined by "or" are words already.
fn quote(what: &str) -> String {
    if what.contains(' ') { what.to_owned() } else { format!("`{what}`") }
}

/// Keys that are written and whose capability is missing, each once.
fn not_yet(raw: &Table) -> Vec<At<String>> {
    let mut out = Vec::new();
    for entry in NOT_BUILT {
        let path: Vec<&str> = entry.key.split('.').collect();
        let mut found = Vec::new();
        written(raw, &path, &mut found);
        let fits = |node: &&&Node| match (entry.word, &node.value) {
            (None, _) => true,
            (Some(word), Value::String(text)) => text == word,
            (Some(_), _) => false,
        };
        if let Some(node) = found.iter().find(fits) {
            out.push(At { value: entry.key.to_owned(), span: node.span.clone() });
        }
    }
    out
}

/// Where groups known through memberships are not counted: in crossings, and in long tables.
fn memberships_not_counted(raw: &Table) -> Vec<At<String>> {
    let with: Vec<&Table> = raw.tables("attribute").filter(|table| table.table("membership").is_some()).collect();
    let names: Vec<String> = with.iter().map(|table| table.string("name")).collect();
    let crossed = |table: &&Table| table.strings("of").iter().any(|name| names.contains(&name.value));
    let mut out: Vec<At<String>> = raw
        .tables("intersection")
        .filter(crossed)
        .map(|table| At { value: "intersection.of".to_owned(), span: table.place("of") })
        .collect();
    if raw.table("data").is_some_and(|data| data.get("long").is_some()) {
        let long = |table: &&Table| At { value: "attribute.membership".to_owned(), span: table.place("membership") };
        out.extend(with.iter().map(long));
    }
    out
}

/// The written nodes of a dotted path; lists are looked through.
fn written<'r>(table: &'r Table, path: &[&str], out: &mut Vec<&'r Node>) {
    let Some((key, rest)) = path.split_first() else { return };
    let Some(node) = table.written(key) else { return };
    if rest.is_empty() {
        // An empty list asks for nothing.
        if !matches!(&node.value, Value::List(items) if items.is_empty()) {
            out.push(node);
        }
        return;
    }
    match &node.value {
        Value::Table(inner) => written(inner, rest, out),
        Value::List(items) => items.iter().filter_map(Node::table).for_each(|inner| written(inner, rest, out)),
        _ => {}
    }
}

/// Metrics of comparisons that this version does not compute, each once.
fn unbuilt_metrics(raw: &Table, comparisons: &[Comparison]) -> Vec<At<String>> {
    let mut seen: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    for (comparison, table) in comparisons.iter().zip(raw.tables("comparison")) {
        let Measured::Metric(metric) = comparison.measured else { continue };
        if !metric.built && !seen.contains(&metric.name) {
            seen.push(metric.name);
            out.push(At { value: "comparison.metric".to_owned(), span: table.place("metric") });
        }
    }
    out
}
