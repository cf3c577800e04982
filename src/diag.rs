//! Problems and warnings as data: what is wrong with an input, where, and what to do.
//!
//! Every room makes them; only `cli` shows them. May not know any room.
//! Invariants: the list of codes is closed and equals `spec.md` section 10; the kind of a code decides the exit code;
//! all problems of one step travel together, sorted by place.
//!
//! Start reading at [`Problem`].

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use crate::words::{Note, WarningCode};

/// What kind of input is wrong; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A bug: exit 1.
    Internal,
    /// The command line, the spec, a pack or a statement file: exit 2.
    Spec,
    /// The data: exit 3.
    Data,
}

impl Kind {
    /// The exit code of the program.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Internal => 1,
            Self::Spec => 2,
            Self::Data => 3,
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $code:literal, $kind:ident, $about:literal;)+) => {
        /// What is wrong: the closed list of `spec.md` section 10.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $about] $variant,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as printed.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The kind of input that is wrong.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)+ }
            }

            /// What the code is about, in one sentence.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)+ }
            }
        }
    };
}

codes! {
    Syntax = "spec/syntax", Spec, "The file is not valid TOML.";
    Version = "spec/version", Spec, "`spec_version` is missing or not a version that this tool reads.";
    UnknownKey = "spec/unknown-key", Spec, "A key that the contract does not have.";
    MissingKey = "spec/missing-key", Spec, "A key that is always needed is absent.";
    WrongType = "spec/wrong-type", Spec, "A value has another type than its key.";
    OutOfRange = "spec/out-of-range", Spec, "A number lies outside the range of its key.";
    UnknownWord = "spec/unknown-word", Spec, "A word that is not in the list of its key.";
    BadId = "spec/bad-id", Spec, "A name has other characters than `a-z 0-9 _ -`, or does not begin with a letter.";
    BadPeriod = "spec/bad-period", Spec, "The period ends before it begins, or is missing where the kind of audit needs it.";
    BadFilter = "spec/bad-filter", Spec, "A condition cannot be read, or names what is not there.";
    BadBands = "spec/bad-bands", Spec, "Bands are not rising numbers.";
    BadShares = "spec/bad-shares", Spec, "Shares are not in [0, 1] or do not sum to 1.";
    BadMargin = "spec/bad-margin", Spec, "A margin that does not fit its scale.";
    MarginWithoutReason = "spec/margin-without-reason", Spec, "A margin without a written reason.";
    DuplicateName = "spec/duplicate-name", Spec, "A name stands twice.";
    Conflict = "spec/conflict", Spec, "Two keys that cannot both hold.";
    PathOrTables = "spec/path-or-tables", Spec, "Exactly one of `data.path` and `data.tables` is needed.";
    NeedsKey = "spec/needs-key", Spec, "The design, or another key, needs a key that is absent.";
    KeyNotForDesign = "spec/key-not-for-design", Spec, "A key that belongs to another design.";
    UnknownMetric = "spec/unknown-metric", Spec, "No metric has this name.";
    AmbiguousMetric = "spec/ambiguous-metric", Spec, "An alias with two readings.";
    MetricWithoutVerdict = "spec/metric-without-verdict", Spec, "A metric that may not carry a verdict.";
    UnknownStage = "spec/unknown-stage", Spec, "No stage has this name.";
    UnknownAttribute = "spec/unknown-attribute", Spec, "No attribute has this name.";
    UnknownFactor = "spec/unknown-factor", Spec, "No factor of `roles.strata` has this name.";
    UnknownReference = "spec/unknown-reference", Spec, "The reference is not a group of its attribute.";
    UnknownPack = "spec/unknown-pack", Spec, "No shipped rule pack has this id.";
    UnknownLimit = "spec/unknown-limit", Spec, "No loaded pack names this limit.";
    NoFile = "spec/no-file", Spec, "A file that the spec or the command line names is not there or cannot be read.";
    BadPack = "law/bad-pack", Spec, "A rule pack breaks a rule of its form.";
    PackOverride = "law/pack-override", Spec, "An own pack would change a shipped provision.";
    BadStatement = "law/bad-statement", Spec, "A statement file is of another audit or breaks its form.";
    NoRows = "source/no-rows", Data, "There are no rows to audit.";
    EmptyFile = "source/empty-file", Data, "A file has no content.";
    NotThisFormat = "source/not-this-format", Data, "A file is not what its name or the spec says.";
    Encoding = "source/encoding", Data, "Bytes that are not text in the declared encoding.";
    CannotTellFormat = "source/cannot-tell-format", Data, "The delimiter or decimal sign cannot be told.";
    RaggedRow = "source/ragged-row", Data, "A row has more or fewer fields than the header.";
    UnclosedQuote = "source/unclosed-quote", Data, "A quoted field is not closed.";
    DuplicateColumn = "source/duplicate-column", Data, "A column name stands twice in the header, or in the data and in the joined table.";
    MissingColumn = "source/missing-column", Data, "A column that the spec names is not in the data.";
    UnknownValue = "source/unknown-value", Data, "A value that no rule of the spec explains.";
    NotANumber = "source/not-a-number", Data, "A value that should be a number is none.";
    ScoreRange = "source/score-range", Data, "A score outside its declared range.";
    BadWeight = "source/bad-weight", Data, "A weight or inclusion probability outside its range.";
    BadCount = "source/bad-count", Data, "A count that is negative, fractional or unreadable.";
    BadAmount = "source/bad-amount", Data, "An amount that is not an integer.";
    BadMembership = "source/bad-membership", Data, "Membership probabilities outside [0, 1] or not summing to 1.";
    BadInputs = "source/bad-inputs", Data, "The input list breaks its form.";
    BadPopulation = "source/bad-population", Data, "The population is smaller than the rows of the arms.";
    ArmConflict = "source/arm-conflict", Data, "The arm of a case and its decision contradict each other.";
    DuplicateKey = "source/duplicate-key", Data, "A key, or a file of rows among cubes, that should be unique occurs twice.";
    TooManyGroups = "source/too-many-groups", Data, "An attribute has more groups than can be audited.";
    OtherCounting = "cube/other-counting", Data, "The cube was counted by another spec.";
    CubeVersion = "cube/version", Data, "The cube file has a version that this tool does not read, or is damaged.";
    InternalError = "internal/error", Internal, "A state that should not be possible.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Where in an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it, one of the data as the spec names it; empty: no file, such as an argument.
    pub file: String,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Column in characters, from 1; in data the number of the field is in `row` and `field`.
    pub column: Option<u64>,
    /// Row of data, from 1, the header not counted.
    pub row: Option<u64>,
    /// Name of the column of data.
    pub field: Option<String>,
    /// Bytes of the text that the problem points at, for drawing.
    pub span: Option<Range<usize>>,
}

impl Place {
    /// A whole file.
    pub fn file(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// Bytes `span` of `text`, the content of `file`.
    pub fn span(file: &str, text: &str, span: Range<usize>) -> Self {
        let start = floor_boundary(text, span.start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            file: file.to_owned(),
            line: Some(before.matches('\n').count() as u64 + 1),
            // A byte order mark is not a column that an editor shows.
            column: Some(text[line_start..start].chars().filter(|sign| *sign != '\u{feff}').count() as u64 + 1),
            span: Some(span),
            ..Self::default()
        }
    }

    /// A cell of data.
    pub fn cell(file: &str, line: Option<u64>, row: Option<u64>, field: Option<&str>) -> Self {
        Self { file: file.to_owned(), line, row, field: field.map(str::to_owned), ..Self::default() }
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(field) = &self.field {
            write!(f, ", column `{field}`")?;
        }
        Ok(())
    }
}

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which rule is broken.
    pub code: Code,
    /// What is wrong: lower-case start, no full stop, values in backticks, never a value of a person's row.
    pub message: String,
    /// Where.
    pub place: Place,
    /// A few words to stand at the place; may be empty.
    pub label: String,
    /// What to do, in the imperative; may be empty.
    pub hint: String,
}

impl Problem {
    /// A problem with message and place; label and hint are added with [`Problem::label`] and [`Problem::hint`].
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place, label: String::new(), hint: String::new() }
    }

    /// With a label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.code)?;
        // What comes from the command line has no place.
        if !self.place.file.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.message)?;
        if !self.hint.is_empty() {
            write!(f, "; {}", self.hint)?;
        }
        Ok(())
    }
}

/// All problems of one step, sorted by place. Never empty as an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Adds those of another step.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok(value)` where there is none, else all of them, sorted by place.
    pub fn or<T>(mut self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            return Ok(value);
        }
        self.sort();
        Err(self)
    }

    /// Sorts by place, then code, then message.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            (&a.place.file, a.place.line, a.place.column, a.place.row, a.code, &a.message).cmp(&(
                &b.place.file,
                b.place.line,
                b.place.column,
                b.place.row,
                b.code,
                &b.message,
            ))
        });
    }

    /// The exit code: 1 if any is a bug, else 2 if any is of kind spec, else 3 (`spec.md`, reading rules).
    pub fn exit_code(&self) -> u8 {
        self.0.iter().map(|problem| problem.code.kind()).min().map_or(1, Kind::exit_code)
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// A warning's code: of the list of warnings, or a note code that concerns the whole audit (`methods/README.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarnCode {
    /// Of the list of warning codes.
    Warning(WarningCode),
    /// A note code.
    Note(Note),
}

impl WarnCode {
    /// The word in the report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warning(code) => code.word(),
            Self::Note(note) => note.word(),
        }
    }
}

/// What the name of a value of the data begins with among the values of a warning.
const COUNTED: &str = "=";

/// Something that a reader must know, and that stops nothing. Travels beside the value that a step gives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// Which.
    pub code: WarnCode,
    /// File, column and count where it concerns a place; never a value of a person's row.
    pub file: Option<String>,
    /// Name of the column, or of the key of the spec.
    pub column: Option<String>,
    /// How many rows, groups or cells.
    pub count: Option<u64>,
    /// Names and numbers that its text needs, by placeholder.
    pub values: BTreeMap<String, String>,
    /// Ids of the rows concerned.
    pub rows: Vec<String>,
}

impl Warning {
    /// A warning with nothing but its code.
    pub fn new(code: WarningCode) -> Self {
        Self::of(WarnCode::Warning(code))
    }

    /// A warning by a note code.
    pub fn note(note: Note) -> Self {
        Self::of(WarnCode::Note(note))
    }

    fn of(code: WarnCode) -> Self {
        Self { code, file: None, column: None, count: None, values: BTreeMap::new(), rows: Vec::new() }
    }

    /// In this file.
    #[must_use]
    pub fn file(mut self, file: &str) -> Self {
        self.file = Some(file.to_owned());
        self
    }

    /// Of this column or key.
    #[must_use]
    pub fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    /// So many.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// With a value for its text.
    #[must_use]
    pub fn value(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// With a value of the data that so many cases have.
    #[must_use]
    pub fn counted_value(self, value: &str, cases: u64) -> Self {
        self.value(&format!("{COUNTED}{value}"), cases.to_string())
    }

    /// The values of the data that it names, with their cases, in the order of the values.
    pub fn counted_values(&self) -> impl Iterator<Item = (&str, u64)> {
        self.values.iter().filter_map(|(name, cases)| Some((name.strip_prefix(COUNTED)?, cases.parse().ok()?)))
    }

    /// Without the values of the data that it names: what two warnings of the same thing have in common.
    #[must_use]
    pub fn without_counted_values(mut self) -> Self {
        self.values.retain(|name, _| !name.starts_with(COUNTED));
        self
    }
}
