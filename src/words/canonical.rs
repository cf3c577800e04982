//! Canonical JSON (RFC 8785): one value, one text, so that a digest of it means the value.
//!
//! Used for `counting_sha256` and `results_sha256`. Numbers are IEEE doubles written as ECMAScript does; an integer
//! beyond 2^53 is written as the double nearest to it, as the RFC asks.

use std::fmt::Write as _;
use std::io;
use std::ops::Range;

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};
use sha2::{Digest, Sha256};

/// The canonical text of a value: keys sorted by UTF-16 code units, no white space, shortest numbers. A number that is not
/// finite is `null`, as JSON has none; so is a value that has no JSON at all, for it has keys that are no text.
///
/// Source: RFC 8785, 3.2. Oracle: the examples of the RFC, 3.2.2 to 3.2.4 and appendix B; 299,901 numbers, ties among them,
/// were compared once with an ECMAScript engine (V8).
pub fn canonical_json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut canonical = Canonical::default();
    match value.serialize(&mut Serializer::with_formatter(io::sink(), &mut canonical)) {
        Ok(()) => canonical.out,
        Err(_) => "null".to_owned(),
    }
}

/// The SHA-256 of some bytes, 64 hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    sha256_of([bytes])
}

/// The SHA-256 of some bytes that are in pieces.
pub fn sha256_of<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    pieces.into_iter().for_each(|piece| hash.update(piece));
    hash.finalize().iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The shortest decimal that reads back as the number, as ECMAScript writes it; minus zero is `0`.
///
/// `None` where the number is not finite: no text of it is JSON.
pub fn shortest(number: f64) -> Option<String> {
    let mut out = String::new();
    number.is_finite().then(|| write_number(number, &mut out))?;
    Some(out)
}

/// Writes a finite number as [`shortest`].
fn write_number(number: f64, out: &mut String) {
    if number == 0.0 {
        out.push('0');
        return;
    }
    if write_short(number, out) {
        return;
    }
    // The formatter gives the shortest digits that read back, nearest to the number where several do. In this range it
    // writes them as ECMAScript does, and up to 15 of them are the nearest alone.
    let start = out.len();
    if (1e-6..1e21).contains(&number.abs()) {
        let _ = write!(out, "{number}");
        if out.len() - start <= 15 {
            return;
        }
        out.truncate(start);
    }
    write_by_digits(number, out);
}

/// Writes a number of at most 12 significant digits, as those of a report are, that is neither tiny nor huge; false where it is
/// none. A decimal of so few digits that reads back is the only one, and so the shortest.
fn write_short(number: f64, out: &mut String) -> bool {
    const DIGITS: i32 = 12;
    let size = number.abs();
    if !(1e-6..1e12).contains(&size) {
        return false;
    }
    // Digits before the point; below one, minus the zeros behind it.
    let whole = POWERS.iter().position(|power| size < *power * 1e-6).map_or(DIGITS, |place| place as i32 - 6);
    let places = (DIGITS - whole).clamp(0, 18) as usize;
    // Both are whole and below 2^53 or an exact power of ten: the quotient is rounded once, as a decimal is read.
    let digits = (size * POWERS[places]).round();
    if digits >= 1e15 || digits / POWERS[places] != size {
        return false;
    }
    let mut digits = digits as u64;
    let mut places = places;
    while places > 0 && digits.is_multiple_of(10) {
        (digits, places) = (digits / 10, places - 1);
    }
    if number < 0.0 {
        out.push('-');
    }
    let _ = if places == 0 {
        write!(out, "{digits}")
    } else {
        let scale = 10_u64.pow(places as u32);
        write!(out, "{}.{:0places$}", digits / scale, digits % scale)
    };
    true
}

/// Powers of ten that are exact.
const POWERS: [f64; 19] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

/// Writes a finite number other than 0 digit by digit.
fn write_by_digits(number: f64, out: &mut String) {
    // `d.ddde±x`.
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = even_of_two(digits, number.abs(), exponent);
    let (k, n) = (digits.len() as i32, exponent.parse::<i32>().unwrap_or(0) + 1);
    if number < 0.0 {
        out.push('-');
    }
    if k <= n && n <= 21 {
        out.push_str(&digits);
        out.extend(std::iter::repeat_n('0', (n - k) as usize));
    } else if 0 < n && n <= 21 {
        let (whole, part) = digits.split_at(n as usize);
        let _ = write!(out, "{whole}.{part}");
    } else if -6 < n && n <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', (-n) as usize));
        out.push_str(&digits);
    } else {
        let (first, rest) = digits.split_at(1);
        out.push_str(first);
        if !rest.is_empty() {
            let _ = write!(out, ".{rest}");
        }
        let _ = write!(out, "e{:+}", n - 1);
    }
}

/// Where two shortest decimals are equally near to the number, the even one, as ECMAScript asks; Rust leaves it open.
fn even_of_two(digits: String, number: f64, exponent: &str) -> String {
    // Decimals of 15 digits are told apart by doubles (but not by subnormal ones), so there is one nearest.
    let last = digits.bytes().last().map_or(0, |digit| digit - b'0');
    if last.is_multiple_of(2) || (digits.len() <= 15 && number >= f64::MIN_POSITIVE) {
        return digits;
    }
    // 767 digits write any double exactly; halfway between two decimals of k digits is a single further digit 5.
    let exact: String =
        format!("{number:.770e}").chars().take_while(|sign| *sign != 'e').filter(|s| *s != '.').collect();
    let (head, tail) = exact.split_at(digits.len());
    if tail.trim_end_matches('0') != "5" {
        return digits;
    }
    let step = if head == digits { 1 } else { -1 };
    let even = format!("{}{}", &digits[..digits.len() - 1], i32::from(last) + step);
    let (first, rest) = even.split_at(1);
    // A last digit 9 that goes up would be a shorter decimal, which the formatter would have found.
    let reads_back = format!("{first}.{rest}e{exponent}").parse() == Ok(number);
    if even.len() == digits.len() && reads_back { even } else { digits }
}

/// The text so far, and what must be known to sort the keys of the objects that are open.
///
/// It keeps the text itself and writes nothing to the serialiser's writer, since an object is put in order at its end.
#[derive(Default)]
struct Canonical {
    out: String,
    objects: Vec<Object>,
    /// Entries of all open objects, one behind the other; so are their keys, as they are.
    entries: Vec<Entry>,
    keys: String,
    in_key: bool,
    /// Room in which an object is put in order.
    sorted: String,
    /// The order of the last object with as many entries: rows of one table have the same keys, so that it mostly holds.
    orders: Vec<Vec<usize>>,
}

/// An object that is open: where it begins in the text, among the entries, and among the keys.
struct Object {
    text: usize,
    entries: usize,
    keys: usize,
}

/// A key among the keys, and the key with its value in the text.
struct Entry {
    key: Range<usize>,
    text: Range<usize>,
}

impl Canonical {
    fn put(&mut self, text: &str) -> io::Result<()> {
        self.out.push_str(text);
        Ok(())
    }

    fn number(&mut self, number: f64) -> io::Result<()> {
        write_number(number, &mut self.out);
        Ok(())
    }

    fn close(&mut self, object: &Object) {
        let (keys, entries) = (&self.keys, &self.entries[object.entries..]);
        if self.orders.len() <= entries.len() {
            self.orders.resize_with(entries.len() + 1, Vec::new);
        }
        let order = &mut self.orders[entries.len()];
        if order.is_empty() {
            order.extend(0..entries.len());
        }
        let plain = keys[object.keys..].is_ascii();
        let compared = |a: &usize, b: &usize| {
            let (a, b) = (&keys[entries[*a].key.clone()], &keys[entries[*b].key.clone()]);
            if plain { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
        };
        if !order.is_sorted_by(|a, b| compared(a, b).is_le()) {
            order.sort_by(compared);
        }
        self.sorted.clear();
        for (place, entry) in order.iter().map(|entry| &entries[*entry]).enumerate() {
            if place > 0 {
                self.sorted.push(',');
            }
            self.sorted.push_str(&self.out[entry.text.clone()]);
        }
        self.out.truncate(object.text);
        self.out.push_str(&self.sorted);
        self.entries.truncate(object.entries);
        self.keys.truncate(object.keys);
    }
}

/// Integers as the doubles nearest to them.
macro_rules! integers {
    ($($name:ident: $kind:ty),*) => {
        $(fn $name<W: ?Sized + io::Write>(&mut self, _: &mut W, value: $kind) -> io::Result<()> {
            self.number(value as f64)
        })*
    };
}

impl Formatter for &mut Canonical {
    integers!(write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128);
    integers!(write_u8: u8, write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128);
    integers!(write_f32: f32, write_f64: f64);

    fn write_null<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put("null")
    }

    fn write_bool<W: ?Sized + io::Write>(&mut self, _: &mut W, value: bool) -> io::Result<()> {
        self.put(if value { "true" } else { "false" })
    }

    fn begin_string<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put("\"")
    }

    fn end_string<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put("\"")
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, _: &mut W, fragment: &str) -> io::Result<()> {
        if self.in_key {
            self.keys.push_str(fragment);
        }
        self.put(fragment)
    }

    fn write_char_escape<W: ?Sized + io::Write>(&mut self, _: &mut W, escape: CharEscape) -> io::Result<()> {
        let (sign, text) = match escape {
            CharEscape::Quote => ('"', "\\\""),
            CharEscape::ReverseSolidus => ('\\', "\\\\"),
            CharEscape::Solidus => ('/', "/"),
            CharEscape::Backspace => ('\u{8}', "\\b"),
            CharEscape::FormFeed => ('\u{c}', "\\f"),
            CharEscape::LineFeed => ('\n', "\\n"),
            CharEscape::CarriageReturn => ('\r', "\\r"),
            CharEscape::Tab => ('\t', "\\t"),
            CharEscape::AsciiControl(byte) => {
                let _ = write!(self.out, "\\u{byte:04x}");
                (char::from(byte), "")
            }
        };
        if self.in_key {
            self.keys.push(sign);
        }
        self.put(text)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put("[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put("]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.put(if first { "" } else { "," })
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put("{")?;
        self.objects.push(Object { text: self.out.len(), entries: self.entries.len(), keys: self.keys.len() });
        Ok(())
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        if let Some(object) = self.objects.pop() {
            self.close(&object);
        }
        self.put("}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, _: &mut W, _: bool) -> io::Result<()> {
        let (key, text) = (self.keys.len(), self.out.len());
        self.entries.push(Entry { key: key..key, text: text..text });
        self.in_key = true;
        Ok(())
    }

    fn end_object_key<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_key = false;
        let end = self.keys.len();
        if let Some(entry) = self.entries.last_mut() {
            entry.key.end = end;
        }
        Ok(())
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put(":")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.out.len();
        if let Some(entry) = self.entries.last_mut() {
            entry.text.end = end;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{canonical_json, sha256, shortest};
    use serde_json::json;

    // The general way is held to an ECMAScript engine; the short one gives the same wherever it gives anything.
    #[test]
    fn numbers_of_a_report_are_written_as_all_others() {
        let mut state = 1_u64;
        let mut written = 0;
        for round in 0..200_000_u32 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let exponent = (state >> 33) % 22;
            let value = (state >> 11) as f64 / 9_007_199_254_740_992.0 * 10_f64.powi(exponent as i32 - 8);
            // Of one to fourteen digits.
            let digits = (round % 14) as usize;
            let value: f64 = format!("{value:.digits$e}").parse().unwrap();
            let (mut short, mut general) = (String::new(), String::new());
            if super::write_short(-value, &mut short) {
                super::write_by_digits(-value, &mut general);
                assert_eq!(short, general);
                written += 1;
            } else {
                assert!(digits > 11 || !(1e-6..1e12).contains(&value), "{value:e}");
            }
        }
        assert!(written > 100_000, "{written}");
    }

    // RFC 8785, appendix B.
    #[test]
    fn numbers_are_written_as_in_the_rfc() {
        for (bits, text) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            assert_eq!(shortest(f64::from_bits(bits)).as_deref(), Some(text));
        }
        assert_eq!(shortest(f64::NAN), None);
        assert_eq!(shortest(f64::INFINITY), None);
    }

    // RFC 8785, 3.2.3: keys in the order of UTF-16 code units, so that a surrogate pair comes before U+FB33.
    #[test]
    fn keys_are_sorted_by_utf_16_code_units() {
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis",
        });
        let text = canonical_json(&value);
        let order = ["\"\\r\"", "\"1\"", "\"\u{80}\"", "\"\u{f6}\"", "\"\u{20ac}\"", "\"\u{1f600}\"", "\"\u{fb33}\""];
        let places: Vec<usize> = order.iter().map(|key| text.find(&format!("{key}:")).unwrap()).collect();
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn what_rust_writes_is_json() {
        #[derive(serde::Serialize)]
        struct Row<'a> {
            zebra: Option<f64>,
            ant: &'a [u64],
            #[serde(rename = "\u{1}\"ö")]
            odd: f64,
        }
        let rows =
            [Row { zebra: None, ant: &[3, 1 << 60], odd: -0.0 }, Row { zebra: Some(0.1), ant: &[], odd: f64::NAN }];
        let text = canonical_json(&rows);
        assert_eq!(
            text,
            "[{\"\\u0001\\\"ö\":0,\"ant\":[3,1152921504606847000],\"zebra\":null},\
             {\"\\u0001\\\"ö\":null,\"ant\":[],\"zebra\":0.1}]"
        );
        assert_eq!(
            canonical_json(&json!({ "a": {}, "b": { "d": [], "c": { "f": 1, "e": 2 } } })),
            "{\"a\":{},\"b\":{\"c\":{\"e\":2,\"f\":1},\"d\":[]}}"
        );
        assert_eq!(canonical_json(&std::collections::BTreeMap::from([((1, 2), 3)])), "null");
    }

    // FIPS 180-4, the example of one block.
    #[test]
    fn the_digest_of_abc_is_the_published_one() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    // RFC 8785, 3.2.2 and 3.2.4.
    #[test]
    fn the_example_of_the_rfc_comes_out_as_printed_there() {
        let value: serde_json::Value = serde_json::from_str(
            r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
                "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#,
        )
        .unwrap();
        assert_eq!(
            canonical_json(&value),
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
             \"string\":\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
        );
    }
}
