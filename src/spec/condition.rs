//! Conditions: the small language of `where`, `of` and `event` (`spec.md`, section 9).
//!
//! `name op value` joined by `and`, `or`, `not` and parentheses; `and` binds tighter than `or`. Keywords are lower case.
//! A name that is not of letters, digits, `_`, `-` and `.` stands in double quotes (a column such as `"Date of birth"`).
//!
//! Start reading at [`parse`].

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::ops::Range;

use crate::words::{plain, shortest};

/// A condition (`spec.md`, section 9).
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every one holds.
    And(Vec<Condition>),
    /// One holds.
    Or(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A name compared with a value.
    Compare {
        /// Column, or `outcome`, `stage.<name>`, `arm`, attribute, factor.
        name: String,
        /// How.
        op: Op,
        /// With what.
        value: Value,
    },
    /// A name in a list.
    In {
        /// As above.
        name: String,
        /// Any of these.
        values: Vec<Value>,
    },
    /// A name is missing.
    IsNull(String),
    /// A name is not missing.
    IsNotNull(String),
}

/// A comparison sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A value of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// Number.
    Number(f64),
}

impl Condition {
    /// The names that it speaks of, sorted.
    pub fn names(&self) -> BTreeSet<&str> {
        let mut out = BTreeSet::new();
        self.collect(&mut out);
        out
    }

    fn collect<'c>(&'c self, out: &mut BTreeSet<&'c str>) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.collect(out)),
            Self::Not(part) => part.collect(out),
            Self::Compare { name, .. } | Self::In { name, .. } | Self::IsNull(name) | Self::IsNotNull(name) => {
                out.insert(name);
            }
        }
    }
}

impl Op {
    /// The sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Self::Number(number) => f.write_str(&shortest(*number).unwrap_or_default()),
        }
    }
}

/// One spelling of each condition, which reads back as the same: for digests, and for a reader.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(parts) => write_parts(f, parts, " and "),
            Self::Or(parts) => write_parts(f, parts, " or "),
            Self::Not(part) => write!(f, "not ({part})"),
            Self::Compare { name, op, value } => write!(f, "{} {} {value}", quoted(name), op.sign()),
            Self::In { name, values } => {
                write!(f, "{} in (", quoted(name))?;
                for (i, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if i > 0 { ", " } else { "" })?;
                }
                f.write_char(')')
            }
            Self::IsNull(name) => write!(f, "{} is null", quoted(name)),
            Self::IsNotNull(name) => write!(f, "{} is not null", quoted(name)),
        }
    }
}

fn write_parts(f: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        f.write_str(if i > 0 { word } else { "" })?;
        match part {
            Condition::And(_) | Condition::Or(_) => write!(f, "({part})")?,
            _ => write!(f, "{part}")?,
        }
    }
    Ok(())
}

fn quoted(name: &str) -> String {
    let bare = name.chars().next().is_some_and(starts_name) && name.chars().all(in_name);
    if bare && !KEYWORDS.contains(&name) { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// What is wrong with a condition, and where in its text (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Bytes of the condition's text.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// A comparison as it stands in the text: for checks of names and values.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Bytes of the name.
    pub at: Range<usize>,
    /// The comparison: any variant but `And`, `Or` and `Not`.
    pub test: Condition,
}

/// Parentheses and `not` within each other.
const DEEPEST: usize = 64;
const KEYWORDS: &[&str] = &["and", "or", "not", "in", "is", "null"];

/// Reads a condition: its meaning, and its comparisons with their places.
pub(super) fn parse(text: &str) -> Result<(Condition, Vec<Leaf>), Fault> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, next: 0, end: text.len(), leaves: Vec::new() };
    let condition = parser.any(0)?;
    if let Some(token) = parser.peek() {
        let hint = match &token.kind {
            Kind::Close => "take this parenthesis out, or open it before".to_owned(),
            _ => "join comparisons by `and` or `or`".to_owned(),
        };
        return Err(fault(
            &token.at,
            format!("`{}` follows where the condition should end", &text[token.at.clone()]),
            hint,
        ));
    }
    Ok((condition, parser.leaves))
}

fn fault(at: &Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Fault {
    Fault { at: at.clone(), message: message.into(), hint: hint.into() }
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// A name, or a keyword.
    Word(String),
    /// A name in double quotes.
    Quoted(String),
    Text(String),
    Number(f64),
    Op(Op),
    Open,
    Close,
    Comma,
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    at: Range<usize>,
}

fn starts_name(sign: char) -> bool {
    sign.is_alphabetic() || sign == '_'
}

fn in_name(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.')
}

fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match sign {
            _ if sign.is_whitespace() => {
                at += sign.len_utf8();
                continue;
            }
            '(' => (Kind::Open, 1),
            ')' => (Kind::Close, 1),
            ',' => (Kind::Comma, 1),
            '\'' => {
                let (content, length) = until_quote(rest, '\'')
                    .ok_or_else(|| fault(&(at..text.len()), "this text is not closed", "end it with a single quote"))?;
                (Kind::Text(content), length)
            }
            '"' => {
                let (content, length) = until_quote(rest, '"')
                    .ok_or_else(|| fault(&(at..text.len()), "this name is not closed", "end it with a double quote"))?;
                (Kind::Quoted(content), length)
            }
            _ if starts_name(sign) => {
                let length = rest.find(|sign| !in_name(sign)).unwrap_or(rest.len());
                (Kind::Word(plain(&rest[..length])), length)
            }
            _ if sign.is_ascii_digit() || matches!(sign, '-' | '+' | '.') => number(rest, at)?,
            _ => operator(rest, at)?,
        };
        out.push(Token { kind, at: at..at + length });
        at += length;
    }
    Ok(out)
}

/// The content of a quoted text that begins `rest`, doubled quotes made single, and its length with quotes.
fn until_quote(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut content = String::new();
    let mut signs = rest.char_indices().skip(1).peekable();
    while let Some((at, sign)) = signs.next() {
        if sign != quote {
            content.push(sign);
        } else if signs.peek().is_some_and(|(_, next)| *next == quote) {
            content.push(quote);
            signs.next();
        } else {
            return Some((plain(&content), at + 1));
        }
    }
    None
}

fn number(rest: &str, at: usize) -> Result<(Kind, usize), Fault> {
    // `+` and `-` belong to a number at its start and after an exponent only.
    let mut length = 0;
    let mut before = ' ';
    for sign in rest.chars() {
        let signed = matches!(sign, '-' | '+') && (length == 0 || matches!(before, 'e' | 'E'));
        if !(signed || sign.is_alphanumeric() || matches!(sign, '.' | '_')) {
            break;
        }
        length += sign.len_utf8();
        before = sign;
    }
    let text = &rest[..length];
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && text.bytes().any(|byte| byte.is_ascii_digit()) => {
            Ok((Kind::Number(number), length))
        }
        _ => {
            let hint = "write numbers as 12, -3 or 0.5, text in single quotes, other names in double quotes";
            Err(fault(&(at..at + length.max(1)), format!("`{text}` is neither a number nor a name"), hint))
        }
    }
}

fn operator(rest: &str, at: usize) -> Result<(Kind, usize), Fault> {
    for (text, op) in [("!=", Op::NotEqual), ("<=", Op::LessOrEqual), (">=", Op::GreaterOrEqual)] {
        if rest.starts_with(text) {
            return Ok((Kind::Op(op), 2));
        }
    }
    for (text, instead) in [("==", "="), ("<>", "!="), ("=<", "<="), ("=>", ">="), ("&&", "and"), ("||", "or")] {
        if rest.starts_with(text) {
            return Err(fault(
                &(at..at + 2),
                format!("`{text}` is not a sign of conditions"),
                format!("write `{instead}`"),
            ));
        }
    }
    let sign = rest.chars().next().unwrap_or(' ');
    match sign {
        '=' => Ok((Kind::Op(Op::Equal), 1)),
        '<' => Ok((Kind::Op(Op::Less), 1)),
        '>' => Ok((Kind::Op(Op::Greater), 1)),
        _ => Err(fault(
            &(at..at + sign.len_utf8()),
            format!("`{}` is not a sign of conditions", sign.escape_debug()),
            "use = != < <= > >=, in, is null, and, or, not and parentheses",
        )),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    next: usize,
    end: usize,
    leaves: Vec<Leaf>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    /// Takes the keyword if it is next.
    fn takes(&mut self, keyword: &str) -> bool {
        let here = self.peek().is_some_and(|token| token.kind == Kind::Word(keyword.to_owned()));
        self.next += usize::from(here);
        here
    }

    /// Where something should follow.
    fn here(&self) -> Range<usize> {
        self.peek().map_or(self.end.saturating_sub(1)..self.end, |token| token.at.clone())
    }

    /// Comparisons joined by `or`.
    fn any(&mut self, depth: usize) -> Result<Condition, Fault> {
        let mut parts = vec![self.all(depth)?];
        while self.takes("or") {
            parts.push(self.all(depth)?);
        }
        Ok(one_or(parts, Condition::Or))
    }

    /// Comparisons joined by `and`.
    fn all(&mut self, depth: usize) -> Result<Condition, Fault> {
        let mut parts = vec![self.one(depth)?];
        while self.takes("and") {
            parts.push(self.one(depth)?);
        }
        Ok(one_or(parts, Condition::And))
    }

    /// A comparison, a negation, or a condition in parentheses.
    fn one(&mut self, depth: usize) -> Result<Condition, Fault> {
        if depth > DEEPEST {
            return Err(fault(
                &self.here(),
                "conditions lie too deep within each other",
                "write it with fewer parentheses",
            ));
        }
        if self.takes("not") {
            return Ok(Condition::Not(Box::new(self.one(depth + 1)?)));
        }
        let Some(token) = self.peek().cloned() else {
            return Err(fault(&self.here(), "a comparison is missing at the end", "write `name op value`"));
        };
        match token.kind {
            Kind::Open => {
                self.next += 1;
                let inside = self.any(depth + 1)?;
                if self.peek().is_some_and(|token| token.kind == Kind::Close) {
                    self.next += 1;
                    return Ok(inside);
                }
                Err(fault(&token.at, "this parenthesis is not closed", "close it"))
            }
            Kind::Word(ref word) if KEYWORDS.contains(&word.as_str()) => {
                Err(fault(&token.at, format!("`{word}` stands where a name should"), "write `name op value`"))
            }
            Kind::Word(name) | Kind::Quoted(name) if !name.is_empty() => {
                self.next += 1;
                let test = self.test(name)?;
                self.leaves.push(Leaf { at: token.at, test: test.clone() });
                Ok(test)
            }
            Kind::Text(text) => Err(fault(
                &token.at,
                format!("the text `{text}` stands where a name should"),
                "write the name first, without single quotes",
            )),
            _ => Err(fault(&token.at, "a name is missing here", "write `name op value`")),
        }
    }

    /// What follows a name.
    fn test(&mut self, name: String) -> Result<Condition, Fault> {
        if self.takes("is") {
            let not = self.takes("not");
            if self.takes("null") {
                return Ok(if not { Condition::IsNotNull(name) } else { Condition::IsNull(name) });
            }
            return Err(fault(&self.here(), "`is` is followed by something else", "write `is null` or `is not null`"));
        }
        if self.takes("in") {
            return Ok(Condition::In { name, values: self.values()? });
        }
        let here = self.here();
        match self.peek().map(|token| token.kind.clone()) {
            Some(Kind::Op(op)) => {
                self.next += 1;
                Ok(Condition::Compare { name, op, value: self.value()? })
            }
            Some(Kind::Word(word)) if word == "not" => {
                Err(fault(&here, "`not` stands after the name", format!("write `not {name} in (…)`")))
            }
            Some(Kind::Word(word)) if KEYWORDS.contains(&word.to_lowercase().as_str()) => Err(fault(
                &here,
                format!("`{name}` is compared with nothing"),
                "write keywords in lower case, and `name op value`",
            )),
            _ => Err(fault(
                &here,
                format!("`{name}` is compared with nothing"),
                "write one of = != < <= > >=, in (…), is null, is not null after it",
            )),
        }
    }

    fn values(&mut self) -> Result<Vec<Value>, Fault> {
        let here = self.here();
        if !self.peek().is_some_and(|token| token.kind == Kind::Open) {
            return Err(fault(&here, "`in` needs a list", "write `in ('a', 'b')`"));
        }
        self.next += 1;
        let mut values = vec![self.value()?];
        loop {
            let here = self.here();
            match self.peek().map(|token| &token.kind) {
                Some(Kind::Comma) => {
                    self.next += 1;
                    values.push(self.value()?);
                }
                Some(Kind::Close) => {
                    self.next += 1;
                    return Ok(values);
                }
                _ => return Err(fault(&here, "this list is not closed", "write `in ('a', 'b')`")),
            }
        }
    }

    fn value(&mut self) -> Result<Value, Fault> {
        let here = self.here();
        let value = match self.peek().map(|token| token.kind.clone()) {
            Some(Kind::Text(text)) => Value::Text(text),
            Some(Kind::Number(number)) => Value::Number(number),
            Some(Kind::Word(word)) if word.eq_ignore_ascii_case("null") => {
                return Err(fault(&here, "`null` is not a value", "write `is null` or `is not null`"));
            }
            Some(Kind::Word(word)) if matches!(word.as_str(), "true" | "false") => {
                let number = if word == "true" { 1 } else { 0 };
                return Err(fault(&here, format!("`{word}` is not a value"), format!("write `{number}`")));
            }
            Some(Kind::Word(word) | Kind::Quoted(word)) => {
                return Err(fault(
                    &here,
                    format!("`{word}` is not a value"),
                    format!("write text in single quotes: `'{word}'`"),
                ));
            }
            _ => return Err(fault(&here, "a value is missing here", "write a number, or text in single quotes")),
        };
        self.next += 1;
        Ok(value)
    }
}

/// The only part itself, or several joined.
fn one_or(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 { parts.swap_remove(0) } else { join(parts) }
}

#[cfg(test)]
mod tests {
    use super::{Condition, Fault, Op, Value, parse};
    use proptest::prelude::{Just, Strategy, prop_oneof, proptest};

    fn read(text: &str) -> Condition {
        parse(text).map(|(condition, _)| condition).unwrap()
    }

    fn wrong(text: &str) -> Fault {
        parse(text).unwrap_err()
    }

    #[test]
    fn and_binds_tighter_than_or_and_not_tighter_than_both() {
        assert_eq!(read("a = 1 or b = 2 and not c = 3"), read("(a = 1) or ((b = 2) and (not (c = 3)))"));
        assert_ne!(read("a = 1 or b = 2 and c = 3"), read("(a = 1 or b = 2) and c = 3"));
    }

    #[test]
    fn every_form_of_the_page_is_read() {
        assert_eq!(
            read("x in ('a', 'it''s', 3)"),
            Condition::In {
                name: "x".into(),
                values: vec![Value::Text("a".into()), Value::Text("it's".into()), Value::Number(3.0)],
            }
        );
        assert_eq!(read("x is not null"), Condition::IsNotNull("x".into()));
        assert_eq!(read("stage.selected is null"), Condition::IsNull("stage.selected".into()));
        for (sign, op) in [("=", Op::Equal), ("!=", Op::NotEqual), ("<", Op::Less), ("<=", Op::LessOrEqual)] {
            assert_eq!(
                read(&format!("å {sign} -1.5e3")),
                Condition::Compare { name: "å".into(), op, value: Value::Number(-1500.0) }
            );
        }
        assert_eq!(read("\"Date of birth\" > '2000'").names().into_iter().collect::<Vec<_>>(), ["Date of birth"]);
    }

    #[test]
    fn a_fault_points_at_its_spot() {
        for (text, spot, message) in [
            ("a == 1", "==", "not a sign"),
            ("a = 1 b = 2", "b", "should end"),
            ("a = \"x\"", "\"x\"", "not a value"),
            ("a = x", "x", "not a value"),
            ("a = null", "null", "not a value"),
            ("(a = 1", "(", "not closed"),
            ("a = 'x", "'x", "not closed"),
            ("a not in (1)", "not", "after the name"),
            ("'a' = 1", "'a'", "where a name"),
            ("a in 1", "1", "needs a list"),
            ("a = 1 and", "d", "missing at the end"),
            ("a = 1)", ")", "should end"),
            ("a = 12x", "12x", "neither a number"),
            ("a IS null", "IS", "compared with nothing"),
            ("and = 1", "and", "where a name"),
        ] {
            let fault = wrong(text);
            assert_eq!(&text[fault.at.clone()], spot, "{text}: {fault:?}");
            assert!(fault.message.contains(message), "{text}: {fault:?}");
        }
        assert!(wrong("").message.contains("missing"));
    }

    #[test]
    fn hostile_depth_is_refused_and_not_run_into() {
        assert!(wrong(&"(".repeat(100_000)).message.contains("too deep"));
        assert!(wrong(&"not ".repeat(100_000)).message.contains("too deep"));
    }

    fn conditions() -> impl Strategy<Value = Condition> {
        let name = prop_oneof![Just("a"), Just("stage.x-1"), Just("Two words"), Just("and"), Just("q\"q")];
        let value = prop_oneof![
            "[a-zå' ]{0,6}".prop_map(|text| Value::Text(super::plain(&text))),
            (-1e9..1e9).prop_map(Value::Number)
        ];
        let leaf = (name, value, 0..3).prop_map(|(name, value, form)| match form {
            0 => Condition::Compare { name: name.into(), op: Op::GreaterOrEqual, value },
            1 => Condition::In { name: name.into(), values: vec![value.clone(), value] },
            _ => Condition::IsNotNull(name.into()),
        });
        leaf.prop_recursive(3, 12, 3, |inner| {
            let some = proptest::collection::vec(inner.clone(), 2..4);
            prop_oneof![
                some.clone().prop_map(Condition::And),
                some.prop_map(Condition::Or),
                inner.prop_map(|part| Condition::Not(Box::new(part)))
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_the_same(condition in conditions()) {
            proptest::prop_assert_eq!(read(&condition.to_string()), condition);
        }

        #[test]
        fn no_text_makes_the_reader_fall(text in "[a-c=<>!'\"()., \\-0-9énot]{0,40}") {
            let _ = parse(&text);
        }
    }
}
