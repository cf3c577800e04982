//! The table `groups`: how many, and what share of the pool.

use super::from_cube::Audit;
use super::ids::{Key, row_id};
use super::proxy::{self, Basis};
use super::rows::GroupRow;
use super::series::{Reading, arm_stage, random};
use super::tally::{Span, Tally, everybody};
use crate::words::{Note, Number, Text, reserved};

/// One row for each group that occurs or is declared, `(missing)` if any, and `(all)` for each attribute.
pub(super) fn rows(audit: &Audit<'_>, proxies: &[Basis<'_>]) -> Vec<GroupRow> {
    let mut out = Vec::new();
    for (index, axis) in audit.axes.iter().enumerate() {
        if let Some(basis) = proxies.iter().find(|basis| basis.axis == index) {
            out.extend(proxy::group_rows(audit, basis));
            continue;
        }
        let Some(table) = axis.table(audit.cube) else { continue };
        let stage = arm_stage(audit.spec);
        let pool = |tally: &Tally| match audit.reading(index) {
            Some(Reading::Arms(_)) => tally.sum(random),
            _ => tally.all(),
        };
        let all = everybody(table, stage);
        let total = pool(&all);
        let ground = axis.attributes.first().map(|attribute| attribute.ground);
        let Some(ground) = ground else { continue };
        let mut row = |group: &str, label: Text, tally: &Tally| {
            let n = tally.all();
            let mut note = Vec::new();
            if n.hi == 0 {
                note.push(Note::GroupAbsent);
            }
            if !n.known() {
                note.push(Note::SuppressedCells);
            }
            out.push(GroupRow {
                id: row_id(
                    'g',
                    &Key { metric: "n", attribute: Some(&axis.name), group: Some(group), ..Key::default() },
                ),
                attribute: axis.name.clone(),
                ground,
                group: group.to_owned(),
                label,
                n: n.known().then(|| Number::count(n.lo)),
                weight: None,
                share: share(pool(tally), total),
                effective_n: None,
                suppressed: false,
                note,
            });
        };
        for one in axis.tallies(table, stage) {
            row(&one.group, label(audit, index, &one.group), &one.tally);
        }
        row(reserved::ALL, label(audit, index, reserved::ALL), &all);
    }
    out
}

fn share(part: Span, total: Span) -> Option<Number> {
    if !part.known() || !total.known() || total.lo == 0 {
        return None;
    }
    Number::new(part.lo as f64 / total.lo as f64)
}

/// The label of a group; of a crossed group the labels of its parts.
pub(super) fn label(audit: &Audit<'_>, axis: usize, group: &str) -> Text {
    let axis = &audit.axes[axis];
    match group {
        reserved::MISSING => return Text::new("uppgift saknas", "not known"),
        reserved::ALL => return Text::new("alla", "all"),
        reserved::UNKNOWN => return Text::new("okänd grupp", "group unknown"),
        _ => {}
    }
    if let [attribute] = axis.attributes[..] {
        return attribute.label(group);
    }
    let parts: Vec<&str> = group.split('*').collect();
    if parts.len() != axis.attributes.len() {
        return Text::same(group);
    }
    let labels: Vec<Text> = axis.attributes.iter().zip(&parts).map(|(attribute, part)| attribute.label(part)).collect();
    let join = |get: &dyn Fn(&Text) -> &str| labels.iter().map(get).collect::<Vec<_>>().join(", ");
    Text { sv: join(&|text| &text.sv), en: join(&|text| &text.en) }
}
