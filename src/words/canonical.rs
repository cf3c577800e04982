//! Canonical JSON (RFC 8785): one value, one text, so that a digest of it means the value.
//!
//! Used for `counting_sha256` and `results_sha256`. Numbers are IEEE doubles written as ECMAScript does; an integer
//! beyond 2^53 is written as the double nearest to it, as the RFC asks.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// The canonical text of a JSON value: keys sorted by UTF-16 code units, no white space, shortest numbers.
///
/// Source: RFC 8785, 3.2. Oracle: the examples of the RFC, 3.2.2 to 3.2.4 and appendix B; 299,901 numbers, ties among them,
/// were compared once with an ECMAScript engine (V8).
pub fn canonical_json(value: &Value) -> String {
    let mut out = String::new();
    write_value(value, &mut out);
    out
}

/// The SHA-256 of some bytes, 64 hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The shortest decimal that reads back as the number, as ECMAScript writes it; minus zero is `0`.
///
/// `None` where the number is not finite: no text of it is JSON.
pub fn shortest(number: f64) -> Option<String> {
    if !number.is_finite() {
        return None;
    }
    if number == 0.0 {
        return Some("0".to_owned());
    }
    // The formatter gives the shortest digits that read back, nearest to the number where several do: `d.ddde±x`.
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e')?;
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = even_of_two(digits, number.abs(), exponent);
    let (k, n) = (digits.len() as i32, exponent.parse::<i32>().ok()? + 1);
    let mut out = if number < 0.0 { "-".to_owned() } else { String::new() };
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
    Some(out)
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

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        // A JSON value holds no number that is not finite.
        Value::Number(number) => {
            out.push_str(&number.as_f64().and_then(shortest).unwrap_or_else(|| number.to_string()));
        }
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_value(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            entries.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (i, (key, item)) in entries.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_string(key, out);
                out.push(':');
                write_value(item, out);
            }
            out.push('}');
        }
    }
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    // Most are words of ours.
    if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{canonical_json, sha256, shortest};
    use serde_json::json;

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
