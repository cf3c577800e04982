//! Ids of rows: built from the key columns, so that they do not change when other rows come or go.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The key columns of a row, as an id needs them (`report-json.md`, 1).
#[derive(Clone, Copy, Debug, Default)]
pub struct Key<'a> {
    /// Metric (or curve, or provision).
    pub metric: &'a str,
    /// Scale.
    pub scale: Option<&'a str>,
    /// What a derived row speaks of.
    pub of: Option<&'a str>,
    /// Stage.
    pub stage: Option<&'a str>,
    /// Attribute.
    pub attribute: Option<&'a str>,
    /// Group.
    pub group: Option<&'a str>,
    /// Reference.
    pub reference: Option<&'a str>,
    /// Stratum.
    pub stratum: Option<&'a str>,
    /// Arm.
    pub arm: Option<&'a str>,
    /// Period.
    pub period: Option<&'a str>,
}

/// The id of a row: `<letter>/<metric>[.<scale>][.<of>]/<stage>/<attribute>/<group>[/vs/<reference>][/<stratum>][/<arm>][/<period>]`.
pub fn row_id(letter: char, key: &Key<'_>) -> String {
    let mut head = part(key.metric);
    for extra in [key.scale, key.of].into_iter().flatten() {
        head.push('.');
        head.push_str(&part(extra));
    }
    let mut id = format!("{letter}/{head}");
    for place in [key.stage, key.attribute, key.group] {
        id.push('/');
        id.push_str(&place.map_or_else(|| "-".to_owned(), part));
    }
    if let Some(reference) = key.reference {
        id.push_str("/vs/");
        id.push_str(&part(reference));
    }
    for extra in [key.stratum, key.arm, key.period].into_iter().flatten() {
        id.push('/');
        id.push_str(&part(extra));
    }
    id
}

/// One part of an id: separators and control characters percent-encoded, an empty part `-`, a long one shortened.
pub fn part(name: &str) -> String {
    if name.is_empty() {
        return "-".to_owned();
    }
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '/' | '%' | '*' | ';' | '=') || c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    if out.chars().count() <= 80 {
        return out;
    }
    let digest = Sha256::digest(out.as_bytes());
    let mut short: String = out.chars().take(60).collect();
    short.push('~');
    for byte in digest.iter().take(6) {
        let _ = write!(short, "{byte:02x}");
    }
    short
}

#[cfg(test)]
mod tests {
    use super::{Key, part, row_id};

    #[test]
    fn an_id_is_built_as_the_contract_shows() {
        let key = Key {
            metric: "selection_rate",
            scale: Some("difference"),
            stage: Some("selected"),
            attribute: Some("sex"),
            group: Some("woman"),
            reference: Some("man"),
            ..Key::default()
        };
        assert_eq!(row_id('d', &key), "d/selection_rate.difference/selected/sex/woman/vs/man");
        let key = Key { metric: "base_rate", attribute: Some("a*b"), group: Some("x/y*z"), ..Key::default() };
        assert_eq!(row_id('e', &key), "e/base_rate/-/a%2Ab/x%2Fy%2Az");
    }

    #[test]
    fn a_long_part_keeps_sixty_characters_and_a_digest() {
        let long = part(&"ö".repeat(100));
        assert_eq!(long.chars().count(), 73);
        assert_ne!(long, part(&"ö".repeat(101)));
    }
}
