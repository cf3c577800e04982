//! Attributes, memberships, intersections.

use std::collections::BTreeMap;

use super::Check;
use crate::diag::Code;
use crate::spec::raw::Table;
use crate::spec::{At, Attribute, Data, Membership, Paths, Roles};
use crate::words::{Ground, reserved};

/// Shares of groups sum to 1 within this: published shares are rounded.
const SUM_MAY_MISS: f64 = 0.01;

pub(super) fn attributes(raw: &Table, data: &Data, roles: &Roles, check: &mut Check<'_>) -> Vec<Attribute> {
    let tables: Vec<&Table> = raw.tables("attribute").collect();
    let names: Vec<At<String>> = tables.iter().filter_map(|table| table.at("name")).collect();
    check.twice(&names, "the attribute");
    tables.iter().map(|table| attribute(table, data, roles, check)).collect()
}

fn attribute(table: &Table, data: &Data, roles: &Roles, check: &mut Check<'_>) -> Attribute {
    let name = table.string("name");
    let mut column = table.at("column").unwrap_or_default();
    if column.span.is_empty() {
        // The column is the attribute's name by default: a problem of the column points there.
        column.span = table.place("name");
    }
    same_factor(&name, &column, table, roles, check);
    in_table(&name, table, data, check);
    check.rising(table, "bands");
    let membership = table.table("membership").map(|membership| self::membership(membership, check));
    let reference = table.at("reference").unwrap_or_default();
    check.reference(&reference, membership.as_ref());
    let intended_shares = check.shares(table, "intended_shares", true);
    Attribute {
        name,
        column,
        table: table.at("table").map(|at| at.value),
        ground: Ground::parse(&table.string("ground")).unwrap_or(Ground::Supplementary),
        reference,
        measure: table.text("measure"),
        labels: table.table("labels").map(labels).unwrap_or_default(),
        bands: table.numbers("bands"),
        intended_shares,
        membership,
    }
}

/// A factor of the same name is the same column: an attribute is not adjusted for itself.
fn same_factor(name: &str, column: &At<String>, table: &Table, roles: &Roles, check: &mut Check<'_>) {
    let Some(factor) = roles.strata.iter().find(|factor| factor.name == name && !name.is_empty()) else { return };
    if factor.column.value != column.value && table.get("membership").is_none() {
        check.push(
            Code::Conflict,
            &table.place("name"),
            format!(
                "the attribute `{name}` is column `{}`, and the factor of the same name is column `{}`",
                column.value, factor.column.value
            ),
            "give one of them another name, or the same column",
        );
    }
}

fn in_table(name: &str, table: &Table, data: &Data, check: &mut Check<'_>) {
    match (&data.paths, table.at("table")) {
        (Paths::Tables(_), None) if !table.is_broken("table") => check.push(
            Code::NeedsKey,
            &table.place("name"),
            format!("the attribute `{name}` needs `table`, since `data.tables` has several"),
            "add `table = …`, the name of its table",
        ),
        (Paths::Tables(tables), Some(own)) if tables.iter().all(|(known, _)| *known != own.value) => check.unknown(
            Code::UnknownWord,
            &own.span,
            format!("`data.tables` has no table `{}`", own.value),
            tables.iter().map(|(known, _)| known.as_str()),
            &own.value,
            "name a table of `data.tables`",
        ),
        (Paths::One(_), Some(own)) => check.push(
            Code::NeedsKey,
            &own.span,
            "`attribute.table` needs `data.tables`, which is absent",
            "take `table` out, or add `data.tables`",
        ),
        _ => {}
    }
}

fn labels(table: &Table) -> Vec<(String, crate::words::Text)> {
    table.entries.iter().filter_map(|(group, _)| Some((group.value.clone(), table.text(&group.value)?))).collect()
}

fn membership(table: &Table, check: &mut Check<'_>) -> Membership {
    let columns: BTreeMap<String, At<String>> = table
        .table("columns")
        .map(|columns| {
            columns.entries.iter().map(|(group, node)| (group.value.clone(), node.string())).collect::<Vec<_>>()
        })
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(group, column)| Some((group, column?)))
        .collect();
    let factors: Vec<(At<String>, At<String>)> =
        table.tables("factors").filter_map(|factor| Some((factor.at("table")?, factor.at("key")?))).collect();
    if factors.len() >= 2 && table.get("shares").is_none() {
        check.push(
            Code::NeedsKey,
            &table.place("factors"),
            "two or more `factors` need `shares`, which is absent",
            "add `shares = { group = share, … }` of the tables' population",
        );
    }
    // Known shares of some groups leave the rest to the others; of all groups they are a whole.
    let of_all = table.table("totals").is_some_and(|totals| columns.keys().all(|group| totals.get(group).is_some()));
    let (shares, totals) = (check.shares(table, "shares", true), check.shares(table, "totals", of_all));
    for key in ["shares", "totals"] {
        check.groups_of(table, key, &columns);
    }
    check.nobody_or_everybody(table, "shares", &shares, "a table tells nothing of a group that is");
    check.nobody_or_everybody(table, "totals", &totals, "nothing can be compared with a group that is");
    check.share_of_every_group(table, &shares, &columns);
    Membership {
        columns,
        factors,
        shares,
        cell: table.at("cell"),
        validated: table.at("validated"),
        validated_random: table.flag("validated_random"),
        totals,
        source: table.text("source"),
        year: table.text("year"),
        population: table.text("population"),
    }
}

pub(super) fn intersections(raw: &Table, attributes: &[Attribute], check: &mut Check<'_>) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for table in raw.tables("intersection") {
        let names = table.strings("of");
        if names.len() < 2 && !table.is_broken("of") {
            check.push(
                Code::OutOfRange,
                &table.place("of"),
                "an intersection has two attributes or more",
                "write `of = [\"…\", \"…\"]`",
            );
        }
        check.twice(&names, "the attribute");
        let indices: Vec<usize> = names.iter().filter_map(|name| check.attribute(name, attributes)).collect();
        let mut sorted = indices.clone();
        sorted.sort_unstable();
        let known = out.iter().any(|before| {
            let mut before = before.clone();
            before.sort_unstable();
            before == sorted
        });
        if known && indices.len() == names.len() {
            check.push(
                Code::DuplicateName,
                &table.place("of"),
                "an intersection of these attributes stands twice",
                "keep one; the order of names only decides how it is called",
            );
        }
        out.push(indices);
    }
    out
}

impl Check<'_> {
    /// The index of an attribute; an unknown one is a problem.
    pub(super) fn attribute(&mut self, name: &At<String>, attributes: &[Attribute]) -> Option<usize> {
        let found = attributes.iter().position(|attribute| attribute.name == name.value);
        if found.is_none() && !name.is_empty() && !self.unsure.contains(&"attribute") {
            self.unknown(
                Code::UnknownAttribute,
                &name.span,
                format!("no attribute is called `{}`", name.value),
                attributes.iter().map(|attribute| attribute.name.as_str()).filter(|known| !known.is_empty()),
                &name.value,
                "add an `[[attribute]]`",
            );
        }
        found
    }

    /// A reference is a group, or everybody else; where groups are known without the data, one of them.
    pub(super) fn reference(&mut self, reference: &At<String>, membership: Option<&Membership>) {
        let name = reference.value.as_str();
        if name.is_empty() || name == reserved::REST {
            return;
        }
        if reserved::WORDS.contains(&name) {
            self.push(
                Code::UnknownWord,
                &reference.span,
                format!("`{name}` cannot be a reference"),
                format!("name a group, or write `{}` for everybody else", reserved::REST),
            );
            return;
        }
        let Some(membership) = membership else { return };
        if !membership.columns.contains_key(name) && !membership.columns.is_empty() {
            self.unknown(
                Code::UnknownReference,
                &reference.span,
                format!("the reference group `{name}` is not a group of this attribute"),
                membership.columns.keys().map(String::as_str),
                name,
                "name a group",
            );
        }
    }

    /// Shares of groups: each in [0, 1]; of a whole, 1 together.
    fn shares(&mut self, table: &Table, key: &str, whole: bool) -> BTreeMap<String, f64> {
        let Some(shares) = table.table(key) else { return BTreeMap::new() };
        let mut out = BTreeMap::new();
        for (group, node) in &shares.entries {
            let Some(share) = node.number() else { continue };
            if !(0.0..=1.0).contains(&share) {
                self.push(
                    Code::BadShares,
                    &node.span,
                    format!("the share of `{}` in `{key}` is `{share}`, outside [0, 1]", group.value),
                    "write a share: 50 % is 0.5",
                );
                return BTreeMap::new();
            }
            out.insert(group.value.clone(), share);
        }
        let sum: f64 = out.values().sum();
        let whole_missed = whole && (sum - 1.0).abs() > SUM_MAY_MISS;
        if out.len() == shares.entries.len() && (whole_missed || sum > 1.0 + SUM_MAY_MISS) {
            self.push(
                Code::BadShares,
                &table.place(key),
                format!("the shares in `{key}` sum to `{sum:.4}`, not to 1"),
                if whole { "give every group its share" } else { "write shares of the whole pool" },
            );
        }
        out
    }

    /// Probabilities are divided by the shares of the tables' population, and raked to those of the pool (`methods/8`, 8.6,
    /// 8.8): no group is nothing or everybody.
    fn nobody_or_everybody(&mut self, table: &Table, key: &str, shares: &BTreeMap<String, f64>, why: &str) {
        for (group, node) in table.table(key).into_iter().flat_map(|raw| &raw.entries) {
            if let Some(share) = shares.get(&group.value).filter(|share| **share <= 0.0 || **share >= 1.0) {
                self.push(
                    Code::BadShares,
                    &node.span,
                    format!("the share of `{}` in `{key}` is `{share}`: {why} nobody or everybody", group.value),
                    "write a share above 0 and below 1, or take the group out of `columns`",
                );
            }
        }
    }

    /// The tables' population has a share of every group, or nothing could be divided by it.
    fn share_of_every_group(
        &mut self,
        table: &Table,
        shares: &BTreeMap<String, f64>,
        columns: &BTreeMap<String, At<String>>,
    ) {
        let Some(raw) = table.table("shares").filter(|_| !shares.is_empty()) else { return };
        // A misspelt group is told by itself.
        let named = raw.entries.iter().all(|(group, _)| columns.contains_key(&group.value));
        for group in columns.keys().filter(|group| named && raw.get(group).is_none()) {
            self.push(
                Code::BadShares,
                &table.place("shares"),
                format!("`shares` has no share of the group `{group}`, which `columns` has"),
                "give every group its share",
            );
        }
    }

    /// Groups of shares are groups with a column.
    fn groups_of(&mut self, table: &Table, key: &str, columns: &BTreeMap<String, At<String>>) {
        let Some(shares) = table.table(key) else { return };
        for (group, _) in shares.entries.iter().filter(|(group, _)| !columns.contains_key(&group.value)) {
            self.unknown(
                Code::BadShares,
                &group.span,
                format!("`{key}` has a group `{}` that `columns` does not have", group.value),
                columns.keys().map(String::as_str),
                &group.value,
                "name a group of `columns`",
            );
        }
    }
}
