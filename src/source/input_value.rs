//! The level of an input, as a number that is told from the value alone.
//!
//! Takes a value; gives a code that any worker and any shard would give it, so that nothing has to be named, learnt or
//! merged, and memory is bounded whatever stands in the column. May not know inputs, roles, files.
//! Invariants: 0 is missing, and nothing else is; codes of numbers rise with the number; whole numbers up to 2,047 have a
//! code of their own, other numbers share one with those within a thousandth; a text has one of 2²⁰ codes, by its hash, so
//! that the texts of an input never leave the source (of 300 different texts two share a code in one list of twenty-three,
//! and count as one level).

use super::raw::quick;
use super::score::ordered;
use super::value::Value;

/// Codes of texts begin here; those of numbers are below.
pub const TEXTS: u32 = 1 << 24;
/// Codes of bands begin here.
pub const BANDS: u32 = 1 << 25;

/// Bits of the mantissa that a number keeps.
const BITS: u32 = 10;
/// Bits of the hash that a text keeps.
const TEXT_BITS: u32 = 20;

/// The code of a value; `names`: a number is a name as well.
pub fn level(value: &Value, names: bool) -> u32 {
    match value.number {
        _ if value.missing => 0,
        // Sign, exponent and the first bits of the mantissa: 22 bits. Rounded, so that a whole number and its neighbour in the
        // last digit of a double are one.
        Some(number) if !names => (ordered(number).saturating_add(1 << (51 - BITS)) >> (52 - BITS)) as u32 + 1,
        _ => TEXTS + (quick(value.text.as_bytes()) >> (64 - TEXT_BITS)) as u32,
    }
}

/// The code of a band.
pub fn band(band: u32) -> u32 {
    BANDS + band
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{BANDS, TEXTS, level};
    use crate::source::value::{Missing, Value};

    fn of(text: &str) -> Value {
        Value::text(text, b'.', &Missing::default())
    }

    #[test]
    fn numbers_rise_with_their_codes_and_small_whole_ones_have_their_own() {
        let codes: Vec<u32> = (-2_047..=2_047).map(|n| level(&of(&n.to_string()), false)).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(codes.iter().all(|&code| code > 0 && code < TEXTS));
        assert_eq!(level(&of("100000"), false), level(&of("100003.5"), false));
        assert!(level(&of("100000"), false) < level(&of("100200"), false));
        assert!(level(&of("1e300"), false) < TEXTS);
        for number in [0.5, 0.25, 3.0, 1024.0, -7.0] {
            let code = |number: f64| level(&of(&format!("{number:?}")), false);
            assert!([1.0 + f64::EPSILON, 1.0 - f64::EPSILON].iter().all(|near| code(number * near) == code(number)));
        }
    }

    #[test]
    fn texts_and_numbers_that_are_names_have_codes_by_hash() {
        assert_eq!(level(&of(" "), false), 0);
        let codes: BTreeSet<u32> = (10_000..10_300).map(|n| level(&of(&n.to_string()), true)).collect();
        assert!(codes.len() >= 299, "{}", codes.len());
        assert!(codes.iter().all(|&code| (TEXTS..BANDS).contains(&code)));
        assert_eq!(level(&of("felony"), false), level(&of(" felony"), true));
        assert_ne!(level(&of("felony"), false), level(&of("misdemeanor"), false));
    }
}
