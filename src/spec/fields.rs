//! The field table: every key of an audit spec once, with type, default, who needs it and what it is for.
//!
//! From it come the walk that reads a spec (`raw.rs`), the JSON Schema (`schema.rs`), the starter (`starter.rs`) and the
//! ⊙ keys behind `counting_sha256` (`counting.rs`). A test holds it and the contract page together.
//!
//! Start reading at [`Field`], then [`SPEC`] in `what.rs`.

mod how;
mod later;
mod what;

pub(super) use what::SPEC;

use super::not_yet::NOT_BUILT;
use crate::diag::Code;
use crate::words::Design;

/// One key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// The key.
    pub key: &'static str,
    /// What its value must be.
    pub kind: Kind,
    /// What holds where it is absent.
    pub absent: Absent,
    /// ⊙: decides what is counted. Of a table: some key in it does.
    pub counted: bool,
    /// Designs that have the key; empty: all.
    pub designs: &'static [Design],
    /// Designs that need it.
    pub needed_by: &'static [Design],
    /// Keys of the same table that it needs.
    pub needs: &'static [&'static str],
    /// Keys of the same table that it cannot stand beside.
    pub excludes: &'static [&'static str],
    /// What it is for, in one sentence or two.
    pub about: &'static str,
    /// A value, in TOML, that the starter shows where it has none of its own.
    pub example: &'static str,
}

/// What holds where a key is absent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Absent {
    /// It is needed; its absence is this problem.
    Needed(Code),
    /// Nothing.
    Nothing,
    /// This value, in TOML.
    Is(&'static str),
    /// The value of this other key of the same table.
    Same(&'static str),
    /// What the words say; made where the key is checked.
    Said(&'static str),
}

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// An integer from … to.
    Integer(i64, i64),
    /// A finite number in a range.
    Number(Range),
    /// True or false.
    Bool,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A string that is not blank.
    String,
    /// A string that may be blank: what stands in a cell of the data.
    Cell,
    /// `[a-z][a-z0-9_-]*`.
    Name,
    /// The name of a column.
    Column,
    /// A path relative to the spec.
    Path,
    /// A text for readers: a string, or one for each language.
    Text,
    /// A day.
    Date,
    /// A value of the data: string, number or truth value.
    Value,
    /// A condition (`spec.md`, section 9).
    Condition,
    /// A list, also an empty one.
    List(&'static Kind),
    /// A list with at least one element.
    Some(&'static Kind),
    /// One, or a list with at least one.
    OneOrMore(&'static Kind),
    /// One of two that are told apart by their type.
    Either(&'static Kind, &'static Kind),
    /// A table of `name` and `column`, or a string that is both.
    Factor(&'static [Field]),
    /// A table with these keys.
    Table(&'static [Field]),
    /// A table with these keys, and others with values of this kind.
    Open(&'static [Field], &'static Kind),
    /// A table whose keys are free: group → value.
    Map(&'static Kind),
}

/// A range of finite numbers; an end may be open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    /// Lower end, and whether it is itself inside.
    pub least: Option<(f64, bool)>,
    /// Upper end, and whether it is itself inside.
    pub most: Option<(f64, bool)>,
}

impl Range {
    /// Any finite number.
    pub const ANY: Self = Self { least: None, most: None };
    /// A share: [0, 1].
    pub const SHARE: Self = Self { least: Some((0.0, true)), most: Some((1.0, true)) };
    /// (0, 1).
    pub const INSIDE: Self = Self { least: Some((0.0, false)), most: Some((1.0, false)) };
    /// 0 and more.
    pub const NOT_NEGATIVE: Self = Self { least: Some((0.0, true)), most: None };
    /// 1 and more.
    pub const FROM_ONE: Self = Self { least: Some((1.0, true)), most: None };
    /// More than 0.
    pub const POSITIVE: Self = Self { least: Some((0.0, false)), most: None };

    /// Is a number inside?
    pub fn holds(&self, number: f64) -> bool {
        let above = self.least.is_none_or(|(end, inside)| number > end || (inside && number == end));
        let below = self.most.is_none_or(|(end, inside)| number < end || (inside && number == end));
        number.is_finite() && above && below
    }
}

impl Field {
    /// With ⊙.
    pub const fn counted(mut self) -> Self {
        self.counted = true;
        self
    }

    /// Of these designs only.
    pub const fn only(mut self, designs: &'static [Design]) -> Self {
        self.designs = designs;
        self
    }

    /// Needed by these designs.
    pub const fn needed_by(mut self, designs: &'static [Design]) -> Self {
        self.needed_by = designs;
        self
    }

    /// Needs these keys of the same table.
    pub const fn needs(mut self, keys: &'static [&'static str]) -> Self {
        self.needs = keys;
        self
    }

    /// Cannot stand beside these keys of the same table.
    pub const fn excludes(mut self, keys: &'static [&'static str]) -> Self {
        self.excludes = keys;
        self
    }

    /// With another example than its default.
    pub const fn like(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }

    /// Is it always needed?
    pub const fn is_needed(&self) -> bool {
        matches!(self.absent, Absent::Needed(_))
    }

    /// The keys within, where the value is a table or a list of tables.
    pub fn within(&self) -> &'static [Field] {
        self.kind.fields()
    }
}

impl Kind {
    /// The keys of the table that the kind is, or is a list or map of; empty where it is none.
    pub fn fields(&self) -> &'static [Field] {
        match self {
            Self::Table(fields) | Self::Open(fields, _) | Self::Factor(fields) => fields,
            Self::List(kind) | Self::Some(kind) | Self::OneOrMore(kind) | Self::Map(kind) => kind.fields(),
            Self::Either(one, other) => {
                if one.fields().is_empty() {
                    other.fields()
                } else {
                    one.fields()
                }
            }
            _ => &[],
        }
    }
}

/// The field of a key.
pub(super) fn find(fields: &'static [Field], key: &str) -> Option<&'static Field> {
    fields.iter().find(|field| field.key == key)
}

/// Does the key of a dotted path decide what is counted? All tables around it must be ⊙ too: the same keys within a
/// `[[coding]]` are of another run.
pub(super) fn is_counted(path: &str) -> bool {
    let mut fields = SPEC;
    path.split('.').all(|key| {
        let field = find(fields, key);
        fields = field.map_or(&[], Field::within);
        field.is_some_and(|field| field.counted)
    })
}

/// What is said of a field in schema and starter: purpose, who needs it, what it goes with, whether it is built.
/// `path` is the dotted path of the key.
pub(super) fn explain(field: &Field, path: &str) -> String {
    let words = |designs: &[Design]| designs.iter().map(|design| design.word()).collect::<Vec<_>>().join(", ");
    let mut out = field.about.to_owned();
    if !field.needed_by.is_empty() {
        out.push_str(&format!(" Needed by design {}.", words(field.needed_by)));
    }
    if !field.designs.is_empty() {
        out.push_str(&format!(" Only with design {}.", words(field.designs)));
    }
    if !field.needs.is_empty() {
        out.push_str(&format!(" Needs {}.", field.needs.join(", ")));
    }
    if !field.excludes.is_empty() {
        out.push_str(&format!(" Not beside {}.", field.excludes.join(", ")));
    }
    match field.absent {
        Absent::Same(key) => out.push_str(&format!(" Default: as {key}.")),
        Absent::Said(words) => out.push_str(&format!(" Default: {words}.")),
        Absent::Needed(_) | Absent::Nothing | Absent::Is(_) => {}
    }
    if NOT_BUILT.iter().any(|entry| entry.key == path && entry.word.is_none()) {
        out.push_str(" What it asks for is not assessed yet: this version checks the key and says so.");
    }
    out
}

/// A key that need not be there and has no default.
const fn may(key: &'static str, kind: Kind, about: &'static str, example: &'static str) -> Field {
    Field {
        key,
        kind,
        absent: Absent::Nothing,
        counted: false,
        designs: &[],
        needed_by: &[],
        needs: &[],
        excludes: &[],
        about,
        example,
    }
}

/// A key that is always needed.
const fn must(key: &'static str, kind: Kind, about: &'static str, example: &'static str) -> Field {
    must_or(key, kind, Code::MissingKey, about, example)
}

/// A key that is always needed, with a problem of its own.
const fn must_or(key: &'static str, kind: Kind, code: Code, about: &'static str, example: &'static str) -> Field {
    Field { absent: Absent::Needed(code), ..may(key, kind, about, example) }
}

/// A key with a default value, which is its example too.
const fn has(key: &'static str, kind: Kind, value: &'static str, about: &'static str) -> Field {
    Field { absent: Absent::Is(value), ..may(key, kind, about, value) }
}

/// A key that takes the value of another of its table.
const fn as_key(
    key: &'static str,
    kind: Kind,
    other: &'static str,
    about: &'static str,
    example: &'static str,
) -> Field {
    Field { absent: Absent::Same(other), ..may(key, kind, about, example) }
}

/// A key whose default is said in words.
const fn said(key: &'static str, kind: Kind, words: &'static str, about: &'static str, example: &'static str) -> Field {
    Field { absent: Absent::Said(words), ..may(key, kind, about, example) }
}

/// Integers from 1.
const COUNT: Kind = Kind::Integer(1, i64::MAX);

/// Values of the data, at least one.
const VALUES: Kind = Kind::Some(&Kind::Value);

/// Rising numbers of bands, at least one.
const BANDS: Kind = Kind::Some(&Kind::Number(Range::ANY));

/// Group → share; that it is one is checked later, with a code of its own.
const SHARES: Kind = Kind::Map(&Kind::Number(Range::ANY));

/// The two languages of a text.
pub(super) const TEXT: &[Field] =
    &[must("sv", Kind::String, "Swedish.", "\"…\""), must("en", Kind::String, "English.", "\"…\"")];

/// Who decided something, when, in what role.
const DECIDED: Kind = Kind::Table(&[
    must("on", Kind::Date, "The day of the decision.", "2026-01-15"),
    must("by", Kind::String, "Who decided.", "\"B. Example\""),
    must("role", Kind::String, "In what role.", "\"lawyer\""),
]);

/// A decision in TOML.
const DECIDED_EXAMPLE: &str = "{ on = 2026-01-15, by = \"B. Example\", role = \"lawyer\" }";

#[cfg(test)]
mod tests;
