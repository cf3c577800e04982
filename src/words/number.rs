//! A number that may stand in a report.

use std::borrow::Cow;
use std::io::Write as _;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A finite number rounded to 12 significant digits, never minus zero (`report-json.md`, 1).
///
/// Rounding happens at construction, so that a verdict is read off the same number that a reader of the file sees.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Number(f64);

impl Number {
    /// The number, or `None` where it is not finite: a value that does not exist is null, with a note beside it.
    pub fn new(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        if value.fract() == 0.0 && value.abs() < 1e12 {
            return Some(Self(value + 0.0));
        }
        // Decimal rounding by the formatter is exact (round half to even on the true value of the f64).
        let mut text = [0_u8; 32];
        let length = written(value, &mut text).unwrap_or(0);
        let rounded: f64 = str::from_utf8(&text[..length]).ok().and_then(|text| text.parse().ok()).unwrap_or(value);
        Some(Self(if rounded == 0.0 { 0.0 } else { rounded }))
    }

    /// A count; exact up to 2^53, rounded to 12 significant digits only beyond 10^12.
    pub fn count(value: u64) -> Self {
        // A count is finite.
        Self::new(value as f64).unwrap_or(Self(0.0))
    }

    /// The number as f64.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// Writes a number with 12 significant digits: how many bytes that are, at most 19.
fn written(value: f64, text: &mut [u8; 32]) -> Option<usize> {
    let mut rest = &mut text[..];
    write!(rest, "{value:.11e}").ok()?;
    let left = rest.len();
    Some(text.len() - left)
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The shortest decimal of 12 is `12`, not `12.0`.
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Self::new(value).ok_or_else(|| de::Error::custom("a number of a report must be finite"))
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn a_number_has_twelve_digits_and_no_minus_zero() {
        assert_eq!(Number::new(0.123_456_789_012_345).map(Number::get), Some(0.123_456_789_012));
        assert_eq!(serde_json::to_string(&Number::new(-0.0)).unwrap(), "0");
        assert_eq!(serde_json::to_string(&Number::new(12.0)).unwrap(), "12");
        assert_eq!(serde_json::to_string(&Number::new(1e-300)).unwrap(), "1e-300");
        assert_eq!(Number::new(f64::NAN), None);
        assert_eq!(Number::new(f64::INFINITY), None);
        assert_eq!(Number::count(7214).get(), 7214.0);
    }
}
