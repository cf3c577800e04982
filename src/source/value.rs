//! A value of the data: how it is cleaned, compared, read as a number, and named as a group.
//!
//! Takes texts and numbers of one cell; gives values. May not know columns, roles, files.
//! Invariants: two spellings of one value give one [`Value`]; a text becomes a number only where nothing is guessed.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotNumber {
    /// `NaN`.
    Nan,
    /// Infinity, also by overflow.
    Infinite,
    /// A decimal comma in a file with points.
    Comma,
    /// A decimal point in a file with commas.
    Point,
    /// Thousands separators.
    Thousands,
    /// A per cent sign.
    Percent,
    /// Anything else.
    Text,
}

/// A value of the data, as it is compared and shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Trimmed, NFC; a whole number without decimals (`1.0` is `1`).
    pub text: String,
    /// The number that it is, if it is one.
    pub number: Option<f64>,
    /// Blank, null, or one of the texts that mean "missing".
    pub missing: bool,
}

impl Value {
    /// The missing value.
    pub fn null() -> Self {
        Self { text: String::new(), number: None, missing: true }
    }

    /// A text of a file with decimal sign `decimal`.
    pub fn text(raw: &str, decimal: u8, missing: &Missing) -> Self {
        let text = clean(raw);
        let number = number(&text, decimal).ok();
        let text = whole(&text, decimal).unwrap_or_else(|| text.into_owned());
        let missing = text.is_empty() || missing.has(&text, number);
        Self { text, number, missing }
    }

    /// A number of a typed column, with its text.
    pub fn number(number: f64, text: String, missing: &Missing) -> Self {
        let missing = missing.has(&text, Some(number));
        Self { text, number: Some(number).filter(|number| number.is_finite()), missing }
    }
}

/// Trimmed and in normal form C.
pub fn clean(raw: &str) -> Cow<'_, str> {
    let text = raw.trim();
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// The whole number that a text with nothing but zeros after the decimal sign stands for: a column of integers with
/// missing values is written so by many programs.
fn whole(text: &str, decimal: u8) -> Option<String> {
    let (digits, zeros) = text.split_once(char::from(decimal))?;
    let bare = digits.strip_prefix('-').unwrap_or(digits);
    let is_whole = !bare.is_empty()
        && bare.bytes().all(|byte| byte.is_ascii_digit())
        && (bare == "0" || !bare.starts_with('0'))
        && !zeros.is_empty()
        && zeros.bytes().all(|byte| byte == b'0');
    is_whole.then(|| if bare == "0" { bare.to_owned() } else { digits.to_owned() })
}

/// The number that a trimmed text is, written with the decimal sign `decimal`: digits with an optional sign, decimals and
/// exponent, nothing else. Correctly rounded.
pub fn number(text: &str, decimal: u8) -> Result<f64, NotNumber> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'e' | b'E') || byte == decimal) {
        return Err(why_no_number(text, decimal));
    }
    let parsed = if decimal == b'.' { text.parse() } else { text.replacen(char::from(decimal), ".", 1).parse::<f64>() };
    match parsed {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) => Err(NotNumber::Infinite),
        Err(_) => Err(why_no_number(text, decimal)),
    }
}

fn why_no_number(text: &str, decimal: u8) -> NotNumber {
    let bare = text.trim_start_matches(['+', '-', '\u{2212}']);
    let lower = bare.to_ascii_lowercase();
    if lower == "nan" {
        return NotNumber::Nan;
    }
    if lower == "inf" || lower == "infinity" {
        return NotNumber::Infinite;
    }
    if bare.strip_suffix('%').is_some_and(|rest| grouped(rest.trim_end()).is_some()) {
        return NotNumber::Percent;
    }
    match grouped(bare) {
        Some(Signs { separators: 0, last: Some(',') }) if decimal == b'.' => NotNumber::Comma,
        Some(Signs { separators: 0, last: Some('.') }) if decimal == b',' => NotNumber::Point,
        Some(_) => NotNumber::Thousands,
        None => NotNumber::Text,
    }
}

/// The signs between the digits of a number: the last one, and how many stand before it.
struct Signs {
    separators: usize,
    last: Option<char>,
}

/// Digits with points, commas, spaces or apostrophes between them; `None` for other texts.
fn grouped(text: &str) -> Option<Signs> {
    let sign = |c: char| matches!(c, '.' | ',' | ' ' | '\'' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2019}');
    let signs: Vec<char> = text.chars().filter(|&c| sign(c)).collect();
    let fits = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || sign(c));
    fits.then(|| Signs { separators: signs.len().saturating_sub(1), last: signs.last().copied() })
}

/// What the decimal sign of one text could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalSign {
    /// A point.
    Point,
    /// A comma.
    Comma,
    /// A comma that may as well separate thousands (`1,234`).
    CommaOrThousands,
    /// No sign, or no number.
    None,
}

/// Reads the decimal sign off one text.
pub fn decimal_sign(text: &str) -> DecimalSign {
    let text = text.trim();
    let comma = || text.trim_start_matches(['+', '-']).split_once(',');
    match (number(text, b'.'), number(text, b','), comma()) {
        (Ok(_), _, _) if text.contains('.') => DecimalSign::Point,
        (_, Ok(_), Some((whole, decimals))) if decimals.len() == 3 && !whole.starts_with('0') => {
            DecimalSign::CommaOrThousands
        }
        (_, Ok(_), Some(_)) => DecimalSign::Comma,
        _ => DecimalSign::None,
    }
}

/// A list of values of the spec, to be compared with values of the data.
#[derive(Clone, Debug, Default)]
pub struct Listed(Vec<(String, Option<f64>)>);

/// The texts that mean "missing".
pub type Missing = Listed;

impl Listed {
    /// From the texts of the spec.
    pub fn new(texts: &[String]) -> Self {
        Self(
            texts
                .iter()
                .map(|text| clean(text).into_owned())
                .map(|text| (number(&text, b'.').ok(), text))
                .map(|(n, t)| (t, n))
                .collect(),
        )
    }

    /// Where a value stands in the list: equal as text, or as numbers where both are.
    pub fn find(&self, value: &Value) -> Option<usize> {
        self.0.iter().position(|(text, number)| *text == value.text || (number.is_some() && *number == value.number))
    }

    fn has(&self, text: &str, number: Option<f64>) -> bool {
        self.0.iter().any(|(known, known_number)| {
            known == text
                || (known_number.is_some() && *known_number == number)
                || (known == "NaN" && text.eq_ignore_ascii_case("nan"))
        })
    }

    /// Is this number one of the list?
    pub fn has_number(&self, number: f64) -> bool {
        self.0
            .iter()
            .any(|(text, known)| *known == Some(number) || (number.is_nan() && text.eq_ignore_ascii_case("nan")))
    }

    /// Does the list have nothing but the blank text?
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|(text, _)| text.is_empty())
    }

    /// The texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(text, _)| &**text)
    }
}

/// A name that may be shown: control characters and characters that change the direction of the text, or that nobody
/// sees, become `\u{…}`.
pub fn escaped(name: &str) -> Cow<'_, str> {
    if !name.chars().any(is_hidden) {
        return Cow::Borrowed(name);
    }
    let mut out = String::with_capacity(name.len() + 8);
    for c in name.chars() {
        if is_hidden(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Was this name changed by [`escaped`]?
pub fn is_escaped(name: &str) -> bool {
    name.match_indices("\\u{").any(|(at, _)| {
        let rest = &name[at + 3..];
        rest.split_once('}')
            .and_then(|(hex, _)| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32)
            .is_some_and(is_hidden)
    })
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// What two names share that differ only in case, accents, spaces, hyphens, or the way a number is written.
pub fn folded(name: &str) -> String {
    if let Ok(number) = number(name, b'.') {
        return number.to_string();
    }
    name.nfkd()
        .filter(|c| {
            !is_combining_mark(*c)
                && !c.is_whitespace()
                && !matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200d}')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Bands of a numeric column: below the first limit, from each to the next, from the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands(Vec<f64>);

impl Bands {
    /// From rising limits; `None` where there are none.
    pub fn new(limits: &[f64]) -> Option<Self> {
        (!limits.is_empty()).then(|| Self(limits.to_vec()))
    }

    /// The band of a number.
    pub fn band(&self, number: f64) -> usize {
        self.0.iter().take_while(|&&limit| number >= limit).count()
    }

    /// Names of the bands: `<30`, `30–44`, `45–64`, `65+` where limits and data are whole numbers, else `30–<45`.
    pub fn names(&self, fractional: bool) -> Vec<String> {
        let fractional = fractional || self.0.iter().any(|limit| limit.fract() != 0.0);
        let between = |pair: &[f64]| match (pair[0], pair[1]) {
            (from, to) if fractional => format!("{from}–<{to}"),
            (from, to) if to - from == 1.0 => format!("{from}"),
            (from, to) => format!("{from}–{}", to - 1.0),
        };
        let first = self.0.first().map(|limit| format!("<{limit}"));
        let last = self.0.last().map(|limit| format!("{limit}+"));
        first.into_iter().chain(self.0.windows(2).map(between)).chain(last).collect()
    }

    /// The bands whose names these are, and whether they are the fractional ones; `None` for other names.
    pub fn of_names<'a>(names: impl IntoIterator<Item = &'a String>) -> Option<(Self, bool)> {
        let names: Vec<&String> = names.into_iter().collect();
        let mut limits: Vec<f64> = names
            .iter()
            .filter_map(|name| {
                let from =
                    name.strip_suffix('+').or_else(|| name.split_once('–').map(|(from, _)| from)).unwrap_or(name);
                number(from, b'.').ok()
            })
            .collect();
        limits.sort_by(f64::total_cmp);
        let bands = Self::new(&limits)?;
        let same = |fractional: bool| {
            let mut own = bands.names(fractional);
            own.sort();
            let mut theirs: Vec<&String> = names.clone();
            theirs.sort();
            own.iter().eq(theirs)
        };
        if same(false) { Some((bands, false)) } else { same(true).then_some((bands, true)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        Value::text(text, b'.', &Missing::default())
    }

    #[test]
    fn values_are_trimmed_composed_and_whole_numbers_lose_their_decimals() {
        assert_eq!(value("  woman ").text, "woman");
        assert_eq!(value("Malmo\u{308}").text, "Malmö");
        assert_eq!(value("1.0").text, "1");
        assert_eq!(value("-0.0").text, "0");
        assert_eq!(value("85.10").text, "85.10");
        assert_eq!(value("0114").text, "0114");
        assert_eq!(Value::text("1,00", b',', &Missing::default()).text, "1");
        assert!(value(" \u{a0}").missing);
    }

    #[test]
    fn values_are_equal_as_text_or_as_numbers() {
        let listed = Listed::new(&["1".to_owned(), "No errors".to_owned()]);
        assert_eq!(listed.find(&value("1.0")), Some(0));
        assert_eq!(listed.find(&value("01")), Some(0));
        assert_eq!(listed.find(&value(" No errors ")), Some(1));
        assert_eq!(listed.find(&value("no errors")), None);
        assert_eq!(listed.find(&value("10")), None);
    }

    #[test]
    fn what_means_missing_is_missing() {
        let missing = Missing::new(&["NA".to_owned(), "-9".to_owned(), "NaN".to_owned()]);
        for text in ["NA", " -9.0 ", "nan", ""] {
            assert!(Value::text(text, b'.', &missing).missing, "{text}");
        }
        assert!(Value::number(-9.0, "-9".to_owned(), &missing).missing);
        assert!(missing.has_number(f64::NAN));
        assert!(!Value::text("na", b'.', &missing).missing);
    }

    #[test]
    fn a_number_is_never_guessed() {
        assert_eq!(number("0.25", b'.'), Ok(0.25));
        assert_eq!(number("0,25", b','), Ok(0.25));
        assert_eq!(number("-1e-5", b'.'), Ok(-1e-5));
        let cases = [
            ("0,25", b'.', NotNumber::Comma),
            ("0.25", b',', NotNumber::Point),
            ("1 234", b'.', NotNumber::Thousands),
            ("1.234,5", b',', NotNumber::Thousands),
            ("1,234.5", b'.', NotNumber::Thousands),
            ("1\u{a0}234,5", b',', NotNumber::Thousands),
            ("25 %", b'.', NotNumber::Percent),
            ("NaN", b'.', NotNumber::Nan),
            ("-inf", b'.', NotNumber::Infinite),
            ("1e999", b'.', NotNumber::Infinite),
            ("high", b'.', NotNumber::Text),
            ("", b'.', NotNumber::Text),
            ("1-2", b'.', NotNumber::Text),
            ("0x10", b'.', NotNumber::Text),
        ];
        for (text, decimal, why) in cases {
            assert_eq!(number(text, decimal), Err(why), "{text}");
        }
    }

    #[test]
    fn a_comma_that_may_separate_thousands_is_told_apart() {
        assert_eq!(decimal_sign("0,16"), DecimalSign::Comma);
        assert_eq!(decimal_sign("0,123"), DecimalSign::Comma);
        assert_eq!(decimal_sign("1,234"), DecimalSign::CommaOrThousands);
        assert_eq!(decimal_sign("0.5"), DecimalSign::Point);
        assert_eq!(decimal_sign("17"), DecimalSign::None);
        assert_eq!(decimal_sign("a,b"), DecimalSign::None);
    }

    #[test]
    fn characters_that_hide_or_turn_text_are_escaped() {
        assert_eq!(escaped("a\u{202e}b\u{7}"), "a\\u{202e}b\\u{7}");
        assert_eq!(escaped("<script>=1+1"), "<script>=1+1");
        assert!(is_escaped("a\\u{202e}b"));
        assert!(!is_escaped("a\\u{41}b"));
        // Joiners belong to words in some scripts.
        assert_eq!(escaped("نامه\u{200c}ای"), "نامه\u{200c}ای");
    }

    #[test]
    fn near_names_fold_to_one() {
        for (a, b) in
            [("Woman", "woman"), ("Malmö", "malmo"), ("not known", "Not-Known"), ("85.10", "85.1"), ("30–44", "30-44")]
        {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_ne!(folded("man"), folded("woman"));
    }

    #[test]
    fn bands_are_named_by_their_limits() {
        let bands = Bands::new(&[30.0, 45.0, 65.0]).unwrap();
        assert_eq!(bands.names(false), ["<30", "30–44", "45–64", "65+"]);
        assert_eq!(bands.names(true), ["<30", "30–<45", "45–<65", "65+"]);
        assert_eq!([29.0, 29.9, 30.0, 44.0, 64.99, 65.0].map(|x| bands.band(x)), [0, 0, 1, 1, 2, 3]);
        let decimals = Bands::new(&[0.5, 1.5]).unwrap();
        assert_eq!(decimals.names(false), ["<0.5", "0.5–<1.5", "1.5+"]);
        assert_eq!(Bands::new(&[-1.0, 0.0, 10.0]).unwrap().names(false), ["<-1", "-1", "0–9", "10+"]);
    }

    #[test]
    fn bands_are_found_again_in_their_names() {
        for limits in [vec![30.0, 45.0, 65.0], vec![-1.0, 0.0, 10.0], vec![7.0], vec![0.5, 1.5]] {
            let bands = Bands::new(&limits).unwrap();
            for fractional in [false, true] {
                let mut names = bands.names(fractional);
                names.sort();
                let (found, style) = Bands::of_names(&names).unwrap();
                assert_eq!(found, bands);
                assert_eq!(bands.names(style), bands.names(fractional));
            }
        }
        assert_eq!(Bands::of_names(&["woman".to_owned(), "30+".to_owned()]), None);
        assert_eq!(Bands::of_names(&[]), None);
    }
}
