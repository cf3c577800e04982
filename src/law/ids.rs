//! Ids of the rows of `finding_parts` (`report-json.md`, 1): `f/<provision>.<item>/<stage>/<attribute>/<group>`.
//!
//! A ground without any attribute stands in the place of the attribute, in parentheses, which no attribute's name has.

use super::finding::Part;
use super::select::ItemState;
use crate::measure::id_part;

/// The id of a part of a provision's finding.
pub(super) fn part_id(provision: &str, of: &Part) -> String {
    let mut id = format!("f/{}.{}", id_part(provision), id_part(&of.item));
    // A place may have a deciding and an exploratory row; a claim may be both unsigned and contradicted.
    if of.state == ItemState::ExploratoryDisparity.word() || of.item == "na" {
        id.push('.');
        id.push_str(of.state);
    }
    let ground = of.ground.map(|ground| format!("({})", ground.word()));
    let attribute = of.attribute.clone().or(ground);
    for place in [&of.stage, &attribute, &of.group] {
        id.push('/');
        id.push_str(&place.as_deref().map_or_else(|| "-".to_owned(), id_part));
    }
    id
}

#[cfg(test)]
mod tests {
    use super::{Part, part_id};

    #[test]
    fn the_parts_of_an_id_are_encoded_as_those_of_measured_rows() {
        let part = Part {
            stage: Some("selected".to_owned()),
            attribute: Some("sex*origin".to_owned()),
            group: Some(String::new()),
            ..Part::new("cond:no_gain", "true", None)
        };
        assert_eq!(part_id("SE-FL-10/27", &part), "f/SE-FL-10%2F27.cond:no_gain/selected/sex%2Aorigin/-");
        assert_eq!(part_id("SE-FL-5", &Part::new("na", "unsigned", None)), "f/SE-FL-5.na.unsigned/-/-/-");
    }
}
