//! Ids of the rows of `finding_parts` (`report-json.md`, 1): `f/<provision>.<item>/<stage>/<attribute>/<group>`.
//!
//! A ground without any attribute stands in the place of the attribute, in parentheses, which no attribute's name has.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::finding::Part;
use super::pack::hex;
use super::select::ItemState;

/// The id of a part of a provision's finding.
pub(super) fn part_id(provision: &str, of: &Part) -> String {
    let mut id = format!("f/{}.{}", encoded(provision), encoded(&of.item));
    // A place may have a deciding and an exploratory row; a claim may be both unsigned and contradicted.
    if of.state == ItemState::ExploratoryDisparity.word() || of.item == "na" {
        id.push('.');
        id.push_str(of.state);
    }
    let ground = of.ground.map(|ground| format!("({})", ground.word()));
    let attribute = of.attribute.clone().or(ground);
    for place in [&of.stage, &attribute, &of.group] {
        id.push('/');
        id.push_str(&place.as_deref().map_or_else(|| "-".to_owned(), encoded));
    }
    id
}

/// One part of an id: separators and control characters percent-encoded, an empty part `-`, a long one shortened.
fn encoded(name: &str) -> String {
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
    let short: String = out.chars().take(60).collect();
    format!("{short}~{}", hex(&digest[..6]))
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn separators_of_an_id_are_encoded_and_long_parts_shortened() {
        assert_eq!(encoded("SE-FL-10/27"), "SE-FL-10%2F27");
        assert_eq!(encoded("sex*origin"), "sex%2Aorigin");
        assert_eq!(encoded(""), "-");
        assert_eq!(encoded(&"x".repeat(81)).len(), 73);
    }
}
