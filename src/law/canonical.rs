//! Canonical JSON (RFC 8785) and its SHA-256: what a signature of a statement is bound to.

use std::fmt::Write;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::pack::hex;

/// SHA-256 of the canonical JSON of a value, hex.
pub(super) fn digest(value: &Value) -> String {
    hex(&Sha256::digest(canonical(value).as_bytes()))
}

/// RFC 8785: keys sorted by UTF-16 code units, numbers as ECMAScript writes them, no white space.
pub(super) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value);
    text
}

fn write_value(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => write_number(text, number),
        Value::String(words) => write_text(text, words),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_value(text, item);
            }
            text.push(']');
        }
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            text.push('{');
            for (index, key) in keys.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_text(text, key);
                text.push(':');
                write_value(text, &map[key]);
            }
            text.push('}');
        }
    }
}

fn write_text(text: &mut String, words: &str) {
    text.push('"');
    for c in words.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

fn write_number(text: &mut String, number: &serde_json::Number) {
    let value = number.as_f64().unwrap_or(0.0);
    if value == 0.0 {
        text.push('0');
        return;
    }
    // The shortest digits that read back, and the power of ten of the first.
    let scientific = format!("{:e}", value.abs());
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value < 0.0 {
        text.push('-');
    }
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    match exponent {
        0..=20 if exponent + 1 >= count => {
            text.push_str(&digits);
            (0..exponent + 1 - count).for_each(|_| text.push('0'));
        }
        0..=20 => {
            let (whole, part) = digits.split_at(usize::try_from(exponent + 1).unwrap_or(0));
            let _ = write!(text, "{whole}.{part}");
        }
        -6..=-1 => {
            text.push_str("0.");
            (0..-exponent - 1).for_each(|_| text.push('0'));
            text.push_str(&digits);
        }
        _ => {
            let (first, rest) = digits.split_at(1);
            let sign = if exponent < 0 { '-' } else { '+' };
            let point = if rest.is_empty() { "" } else { "." };
            let _ = write!(text, "{first}{point}{rest}e{sign}{}", exponent.abs());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{canonical, digest};

    /// Numbers of RFC 8785, appendix B, and the sorting example of its section 3.2.3.
    #[test]
    fn canonical_json_is_that_of_rfc_8785() {
        let numbers = json!([
            0.0,
            -0.0,
            5e-324,
            1.7976931348623157e308,
            9007199254740992i64,
            295147905179352830000.0,
            9.999999999999997e22,
            1e23,
            1.0000000000000001e23,
            999999999999999900000.0,
            1e21,
            9.999999999999997e-7,
            0.000001,
            333333333.3333332,
            333333333.33333325,
            -0.0000033333333333333333
        ]);
        assert_eq!(
            canonical(&numbers),
            "[0,0,5e-324,1.7976931348623157e+308,9007199254740992,295147905179352830000,9.999999999999997e+22,1e+23,\
             1.0000000000000001e+23,999999999999999900000,1e+21,9.999999999999997e-7,0.000001,333333333.3333332,\
             333333333.33333325,-0.0000033333333333333333]"
        );
        let keys = json!({"€": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "😀": 5, "\u{80}": 6, "ö": 7});
        assert_eq!(canonical(&keys), "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}");
    }

    /// SHA-256 of `{}` is a known value.
    #[test]
    fn a_digest_is_hexadecimal() {
        assert_eq!(digest(&json!({})), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }
}
