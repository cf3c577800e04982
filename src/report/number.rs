//! How a number is written, by language and kind: the only formatter.
//!
//! Takes a [`Number`] of the report and a [`Form`]; gives text. May not know: sentences, rows, markup.
//! Invariants: rounding is decimal, half away from zero, on the number as it stands in the report (`glossary.md`, 11);
//! a figure never gets more digits than its interval deserves; rounding never moves a limit onto, or over, the margin
//! that its verdict was read against; nothing here gives `NaN`, an exponent or a hyphen for a minus sign.
//!
//! Start reading at [`Form`] and [`write()`]; how many digits is [`decimals`].

mod written;

pub use written::{Written, apart};

use crate::words::{Lang, Number};

/// No-break space: between groups of digits, and between a number and its unit.
pub const NBSP: char = '\u{a0}';
/// The largest ratio that is written as it is: beyond it, a limit only says that none is known.
const LARGEST_RATIO: f64 = 1_000.0;
/// The minus sign.
const MINUS: char = '\u{2212}';

/// What kind of figure a number is: decides scaling, digits and unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A count that is exact.
    Count,
    /// A count that is estimated: three significant digits; the sentence says "about".
    About,
    /// A share in [0, 1], written in per cent.
    Percent,
    /// A difference of shares, written in percentage points.
    Points,
    /// A share or a difference of shares, written as so many of 10,000.
    PerTenThousand,
    /// A share or a rate, written as so many per 1,000.
    PerThousand,
    /// A ratio of two figures.
    Ratio,
    /// A p-value.
    PValue,
    /// A figure without unit: AUC, Brier, a mean score, a statistic.
    Plain,
    /// An amount in its own unit: days, kronor.
    Amount,
}

impl Form {
    /// Is it a share of people, of whom there may be none?
    pub fn is_share(self) -> bool {
        matches!(self, Self::Percent | Self::PerTenThousand | Self::PerThousand)
    }

    /// How many powers of ten lie between the report's number and the written one.
    const fn shift(self) -> i32 {
        match self {
            Self::Percent | Self::Points => 2,
            Self::PerTenThousand => 4,
            Self::PerThousand => 3,
            Self::Count | Self::About | Self::Ratio | Self::PValue | Self::Plain | Self::Amount => 0,
        }
    }

    /// Most digits after the decimal sign, but for a limit that would otherwise touch its margin.
    const fn most(self) -> u8 {
        match self {
            Self::Count | Self::About => 0,
            Self::PerTenThousand => 1,
            Self::Plain => 3,
            Self::Percent | Self::Points | Self::PerThousand | Self::Ratio | Self::PValue | Self::Amount => 2,
        }
    }
}

/// A whole number times a power of ten: what a [`Number`] says, exactly.
#[derive(Clone, Copy, Debug)]
struct Decimal {
    negative: bool,
    digits: u128,
    power: i32,
}

impl Decimal {
    /// The number times ten to `shift`.
    fn of(value: Number, shift: i32) -> Self {
        let size = value.get().abs();
        // Counts, and most edges: a whole number is its digits.
        if size.fract() == 0.0 && size < 1e12 {
            return Self { negative: value.get() < 0.0, digits: size as u128, power: shift };
        }
        // A Number has at most twelve significant digits, so this text is exact.
        let text = format!("{size:.11e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text.as_str(), "0"));
        let digits = mantissa
            .chars()
            .filter(char::is_ascii_digit)
            .fold(0_u128, |sum, digit| sum * 10 + u128::from(digit.to_digit(10).unwrap_or(0)));
        let exponent: i32 = exponent.parse().unwrap_or(0);
        Self { negative: value.get() < 0.0, digits, power: exponent - 11 + shift }
    }

    /// The number times ten to `decimals`, rounded half away from zero; huge values saturate.
    fn rounded(self, decimals: u8) -> u128 {
        let power = self.power + i32::from(decimals);
        if power >= 0 {
            return u32::try_from(power)
                .ok()
                .and_then(|power| 10_u128.checked_pow(power))
                .and_then(|scale| self.digits.checked_mul(scale))
                .unwrap_or(u128::MAX);
        }
        match u32::try_from(-power).ok().and_then(|power| 10_u128.checked_pow(power)) {
            Some(scale) => self.digits / scale + u128::from(self.digits % scale * 2 >= scale),
            None => 0,
        }
    }

    /// The fewest decimals that write it exactly, at most `most`.
    fn exact(self, most: u8) -> u8 {
        (0..most)
            .find(|&decimals| {
                let power = self.power + i32::from(decimals);
                power >= 0
                    || u32::try_from(-power)
                        .ok()
                        .and_then(|power| 10_u128.checked_pow(power))
                        .is_some_and(|scale| self.digits.is_multiple_of(scale))
            })
            .unwrap_or(most)
    }

    /// How the number, written with `decimals`, lies to `edge`, written with `edge_decimals`.
    fn written_against(self, decimals: u8, edge: Self, edge_decimals: u8) -> std::cmp::Ordering {
        let places = decimals.max(edge_decimals);
        let signed = |of: Self, at: u8| {
            let scale = 10_i128.checked_pow(u32::from(places - at)).unwrap_or(1);
            let size = i128::try_from(of.rounded(at)).unwrap_or(i128::MAX / 1_000_000).saturating_mul(scale);
            if of.negative { -size } else { size }
        };
        signed(self, decimals).cmp(&signed(edge, edge_decimals))
    }
}

/// Separates groups of three digits.
fn group(digits: &str, separator: char) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

fn localised(lang: Lang, negative: bool, rounded: u128, decimals: u8) -> String {
    let text = format!("{rounded:0>width$}", width = usize::from(decimals) + 1);
    let (whole, fraction) = text.split_at(text.len() - usize::from(decimals));
    let mut out = String::new();
    if negative && rounded != 0 {
        out.push(MINUS);
    }
    // From four digits on, in running text too: the same figure stands in a sentence, a table and a chart.
    let separator = match lang {
        Lang::Sv => NBSP,
        Lang::En => ',',
    };
    out.push_str(&group(whole, separator));
    if decimals > 0 {
        out.push(decimal_sign(lang));
        out.push_str(fraction);
    }
    out
}

/// The decimal sign of a language.
pub const fn decimal_sign(lang: Lang) -> char {
    match lang {
        Lang::Sv => ',',
        Lang::En => '.',
    }
}

/// A number in its form, with `decimals` digits after the decimal sign, without unit.
///
/// A ratio of 10 or more gets one digit less, one of more than 1,000 says no more than that; a p-value two significant digits ([`p_value`]), an estimated count three
/// significant digits; `decimals` is then not read.
pub fn write(lang: Lang, form: Form, decimals: u8, value: Number) -> String {
    match form {
        Form::PValue => p_value(lang, value),
        Form::About => about(lang, value),
        Form::Ratio if value.get() > LARGEST_RATIO => {
            let most = localised(lang, false, LARGEST_RATIO as u128, 0);
            match lang {
                Lang::Sv => format!("över{NBSP}{most}"),
                Lang::En => format!("above{NBSP}{most}"),
            }
        }
        Form::Ratio if value.get().abs() >= 10.0 => fixed(lang, form, decimals.min(1), value),
        _ => fixed(lang, form, decimals, value),
    }
}

/// As [`write()`], with the plus sign that columns of differences have.
pub fn write_signed(lang: Lang, form: Form, decimals: u8, value: Number) -> String {
    let text = write(lang, form, decimals, value);
    if value.get() > 0.0 && Decimal::of(value, form.shift()).rounded(decimals) != 0 { format!("+{text}") } else { text }
}

fn fixed(lang: Lang, form: Form, decimals: u8, value: Number) -> String {
    let exact = Decimal::of(value, form.shift());
    localised(lang, exact.negative, exact.rounded(decimals), decimals)
}

/// A count; a count that is no integer (Σ of probabilities or weights) is rounded to
/// three significant digits.
pub fn count(lang: Lang, value: Number) -> String {
    if value.get().fract() == 0.0 { fixed(lang, Form::Count, 0, value) } else { about(lang, value) }
}

/// Three significant digits of a whole number.
fn about(lang: Lang, value: Number) -> String {
    let exact = Decimal::of(value, 0);
    let whole = exact.rounded(0);
    let mut scale = 1_u128;
    while whole / scale >= 1000 {
        scale *= 10;
    }
    // Rounded once, on the exact value: 1,234,567.8 is 1,230,000.
    let power = scale.checked_ilog10().unwrap_or(0);
    let shifted = Decimal { power: exact.power - i32::try_from(power).unwrap_or(0), ..exact };
    localised(lang, exact.negative, shifted.rounded(0) * scale, 0)
}

/// A number with all the digits it has, at most four decimals in its form: a margin, a limit set by people.
pub fn exact(lang: Lang, form: Form, value: Number) -> String {
    let decimals = Decimal::of(value, form.shift()).exact(4);
    fixed(lang, form, decimals, value)
}

/// A level such as 0.95, in per cent without sign: `95`, `99,5`.
pub fn level(lang: Lang, level: Number) -> String {
    exact(lang, Form::Percent, level)
}

/// A p-value: two significant digits, `< 0,001`, `> 0,9`; never `0,000`.
pub fn p_value(lang: Lang, value: Number) -> String {
    let p = value.get();
    if p < 0.001 {
        return format!("<{NBSP}0{}001", decimal_sign(lang));
    }
    if p > 0.9 {
        return format!(">{NBSP}0{}9", decimal_sign(lang));
    }
    let decimals = if p < 0.01 {
        4
    } else if p < 0.1 {
        3
    } else {
        2
    };
    // 0.0300 is 0.03: two significant digits at most, no trailing zeros.
    let exact = Decimal::of(value, 0);
    let rounded = exact.rounded(decimals);
    let trimmed = if rounded.is_multiple_of(10) && decimals > 2 { decimals - 1 } else { decimals };
    fixed(lang, Form::PValue, trimmed, value)
}

/// How many decimals a figure deserves: its last digit lies between a seventh and a seventieth of the interval's
/// half-width, at most two (`glossary.md`, 11: "about a tenth"); so many of 10,000 are whole numbers, below 1 they get
/// one decimal; ratios have two. One more, and again, while rounding would put a limit on the other side of an edge of
/// the margin, or onto it.
pub fn decimals(form: Form, value: Option<Number>, limits: [Option<Number>; 2], edges: &[Number]) -> u8 {
    let mut places = deserved(form, value, limits);
    if matches!(form, Form::Count | Form::About | Form::PValue) {
        return places;
    }
    let ceiling = form.most() + 4;
    let exact = |value: Number| Decimal::of(value, form.shift());
    let limits = limits.map(|limit| limit.map(exact));
    let edges: Vec<(Decimal, u8)> = edges.iter().map(|&edge| exact(edge)).map(|edge| (edge, edge.exact(4))).collect();
    let touches = |places: u8| {
        limits.into_iter().flatten().any(|limit| {
            edges.iter().any(|&(edge, edge_decimals)| {
                limit.written_against(places, edge, edge_decimals) != limit.written_against(12, edge, 12)
            })
        })
    };
    while places < ceiling && touches(places) {
        places += 1;
    }
    places
}

fn deserved(form: Form, value: Option<Number>, limits: [Option<Number>; 2]) -> u8 {
    let scale = match form.shift() {
        2 => 100.0,
        3 => 1_000.0,
        4 => 10_000.0,
        _ => 1.0,
    };
    match form {
        Form::Count | Form::About => return 0,
        Form::Ratio | Form::PValue => return 2,
        Form::PerTenThousand => {
            return u8::from(value.is_some_and(|value| value.get() != 0.0 && value.get().abs() * scale < 1.0));
        }
        _ => {}
    }
    let half = match (value, limits) {
        (_, [Some(lower), Some(upper)]) => (upper.get() - lower.get()) / 2.0,
        (Some(value), [Some(limit), None] | [None, Some(limit)]) => (value.get() - limit.get()).abs(),
        // No interval: one decimal; three for figures without unit.
        _ => return if form == Form::Plain { 3 } else { 1 },
    } * scale;
    let mut places = 0;
    let mut step = 7.0;
    while half < step && places < form.most() {
        places += 1;
        step /= 10.0;
    }
    places
}

/// The edges of a margin on the scale of its row: `−m` and `m`; for ratios (`m` > 1) `1/m` and `m`.
pub fn edges(margin: Option<Number>, ratio: bool) -> Vec<Number> {
    let Some(margin) = margin else { return Vec::new() };
    let other = if ratio { 1.0 / margin.get() } else { -margin.get() };
    Number::new(other).into_iter().chain([margin]).collect()
}

const MONTHS_SV: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Year, month (1 to 12) and day of an ISO date, or of the date of an RFC 3339 time.
fn parts(iso: &str) -> Option<(&str, usize, u32)> {
    let day = iso.get(..10)?;
    let mut parts = day.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<u32>().ok()?);
    let digits = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
    (digits && (1..=12).contains(&month) && (1..=31).contains(&date)).then_some((year, month, date))
}

fn month(lang: Lang, month: usize) -> &'static str {
    let months = match lang {
        Lang::Sv => &MONTHS_SV,
        Lang::En => &MONTHS_EN,
    };
    months.get(month - 1).copied().unwrap_or("")
}

/// A date in running text: `26 november 2026`, `26 November 2026`. What is no ISO date is given back as it stands.
pub fn date(lang: Lang, iso: &str) -> String {
    match parts(iso) {
        Some((year, at, day)) => format!("{day}{NBSP}{} {year}", month(lang, at)),
        None => iso.to_owned(),
    }
}

/// The date of a time, for tables: the first ten characters of an RFC 3339 time.
pub fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// A period in running text: `2017` for a whole year, else first to last day, what they share said once.
pub fn period(lang: Lang, from: &str, to: &str) -> String {
    let (Some((y0, m0, d0)), Some((y1, m1, d1))) = (parts(from), parts(to)) else {
        return match lang {
            Lang::Sv => format!("{from}\u{2013}{to}"),
            Lang::En => format!("{from} to {to}"),
        };
    };
    if y0 == y1 && (m0, d0) == (1, 1) && (m1, d1) == (12, 31) {
        return y0.to_owned();
    }
    let start =
        if y0 == y1 { format!("{d0}{NBSP}{}", month(lang, m0)) } else { format!("{d0}{NBSP}{} {y0}", month(lang, m0)) };
    let end = format!("{d1}{NBSP}{} {y1}", month(lang, m1));
    match lang {
        Lang::Sv => format!("{start}\u{2013}{end}"),
        Lang::En => format!("{start} to {end}"),
    }
}

const ONES_SV: [&str; 20] = [
    "inga", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton",
    "fjorton", "femton", "sexton", "sjutton", "arton", "nitton",
];
const TENS_SV: [&str; 10] = ["", "", "tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"];
const ONES_EN: [&str; 20] = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS_EN: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A figure as written, as a number to choose a plural by: "1" is one, "1.0" and "1,200" are not. Every language of the
/// report asks for the singular with exactly 1, so that only the digits matter, not what the decimal sign is.
pub fn plural_of(text: &str) -> (f64, usize) {
    let digits = text.trim_start_matches(['+', MINUS]);
    let whole = !digits.is_empty() && digits.chars().all(|letter| letter.is_ascii_digit());
    match digits.parse::<f64>() {
        Ok(value) if whole => (value, 0),
        // With a fraction, or with groups of digits: more than one, whatever it is.
        _ => (2.5, 1),
    }
}

/// A count in words (common gender), for the start of a sentence; from 100 on in figures.
pub fn words(lang: Lang, count: u64) -> String {
    let Ok(small) = usize::try_from(count) else { return count.to_string() };
    let (tens, ones) = (small / 10, small % 10);
    match (lang, small) {
        (Lang::Sv, 0..=19) => ONES_SV[small].to_owned(),
        (Lang::En, 0..=19) => ONES_EN[small].to_owned(),
        (Lang::Sv, 20..=99) => format!("{}{}", TENS_SV[tens], if ones == 0 { "" } else { ONES_SV[ones] }),
        (Lang::En, 20..=99) if ones == 0 => TENS_EN[tens].to_owned(),
        (Lang::En, 20..=99) => format!("{}-{}", TENS_EN[tens], ONES_EN[ones]),
        _ => write(lang, Form::Count, 0, Number::count(count)),
    }
}

#[cfg(test)]
mod tests;
