//! Groups of the pool against those of the population that the system is meant for: `representativeness`, and, on request,
//! `class_imbalance` (`metrics-union.md`, A; EV-11).

use evenhand_stats::effect_size::representativeness;
use evenhand_stats::interval::Estimate;

use super::estimate::{Columns, row};
use super::from_cube::Audit;
use super::rate::{Drawn, Rate};
use super::rows::EstimateRow;
use super::series::{Reading, arm_stage, random};
use super::tally::{Axis, GroupTally, Span, Tally};
use crate::cube::Table;
use crate::words::{Note, reserved};

/// `inference.methods.group_size`.
const IMBALANCE: &str = "class_imbalance";

/// Rows of `representativeness` of every attribute with intended shares, and of `class_imbalance` where the spec asks.
pub(super) fn estimates(audit: &Audit<'_>) -> Vec<EstimateRow> {
    let imbalance = audit.spec.inference.methods.get("group_size").is_some_and(|word| word == IMBALANCE);
    let mut out = Vec::new();
    for (index, axis) in audit.axes.iter().enumerate() {
        let shares = matches!(axis.attributes[..], [attribute] if !attribute.intended_shares.is_empty());
        let found = axis.table(audit.cube).zip(audit.reading(index)).filter(|_| axis.proxied().is_none());
        let Some((table, reading)) = found else {
            if shares {
                // Nobody counted them: the row says that it is missing.
                let columns = Columns {
                    metric: "representativeness",
                    attribute: Some(&axis.name),
                    group: reserved::ALL_GROUPS,
                    ..Columns::default()
                };
                out.push(row(audit, columns, Drawn::absent(Note::NotDefinedForDesign)));
            }
            continue;
        };
        let pool = Pool::of(audit, axis, table, reading);
        if imbalance {
            let groups = pool.groups.iter().filter(|one| one.group != reserved::MISSING);
            out.extend(groups.map(|one| pool.row(audit, axis, IMBALANCE, &one.group, pool.imbalance(audit, one))));
        }
        if let [attribute] = axis.attributes[..]
            && !attribute.intended_shares.is_empty()
        {
            for group in pool.and_intended(attribute.intended_shares.keys()) {
                let drawn = pool.representativeness(audit, group, attribute.intended_shares.get(group).copied());
                out.push(pool.row(audit, axis, "representativeness", group, drawn));
            }
        }
    }
    out
}

/// The people of the pool whose group is known.
struct Pool {
    groups: Vec<GroupTally>,
    arm: Option<&'static str>,
    known: Span,
}

impl Pool {
    /// Of two arms from a pool of known size the random arm stands for the pool.
    fn of(audit: &Audit<'_>, axis: &Axis<'_>, table: &Table, reading: Reading) -> Self {
        let arm = matches!(reading, Reading::Arms(_)).then_some("random");
        let groups = axis.tallies(table, arm_stage(audit.spec));
        let mut pool = Self { groups, arm, known: Span::default() };
        let named = pool.groups.iter().filter(|one| one.group != reserved::MISSING);
        pool.known = named.fold(Span::default(), |sum, one| sum.plus(pool.size(&one.tally)));
        pool
    }

    fn size(&self, tally: &Tally) -> Span {
        if self.arm.is_some() { tally.sum(random) } else { tally.all() }
    }

    /// The groups, and those that were intended and have no row.
    fn and_intended<'a>(&'a self, intended: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
        let mut out: Vec<&str> =
            self.groups.iter().map(|one| one.group.as_str()).filter(|group| *group != reserved::MISSING).collect();
        for group in intended {
            if !out.contains(&group.as_str()) {
                out.push(group);
            }
        }
        out
    }

    /// The group's share among those whose group is known.
    fn share(&self, audit: &Audit<'_>, size: Span) -> Drawn {
        let tail = (1.0 - audit.spec.inference.level) / 2.0;
        let rest = |all: u64, part: u64| all.saturating_sub(part);
        if self.known.hi == 0 {
            return Drawn::absent(Note::NoCases);
        }
        if !size.known() || !self.known.known() {
            return Drawn::absent(Note::SuppressedCells);
        }
        let others = Span { lo: rest(self.known.lo, size.lo), hi: rest(self.known.hi, size.hi) };
        Rate::Counts { events: size, others }.estimate(tail, &audit.spec.inference.methods)
    }

    fn imbalance(&self, audit: &Audit<'_>, one: &GroupTally) -> Drawn {
        if one.tally.all().hi == 0 {
            return Drawn::absent(Note::GroupAbsent);
        }
        let share = self.share(audit, self.size(&one.tally));
        let map = |share: f64| 1.0 - 2.0 * share;
        Drawn {
            value: share.value.map(map),
            lower: share.upper.map(map),
            upper: share.lower.map(map),
            // What is counted is the group; the figure is no share of it.
            events: None,
            ..share
        }
    }

    /// A group without rows has a share of 0, which is what is to be seen.
    fn representativeness(&self, audit: &Audit<'_>, group: &str, intended: Option<f64>) -> Drawn {
        let tally = self.groups.iter().find(|one| one.group == group).map(|one| &one.tally);
        let size = tally.map_or_else(Span::default, |tally| self.size(tally));
        let share = self.share(audit, size);
        let estimate = Estimate { value: share.value, lower: share.lower, upper: share.upper, ..Estimate::default() };
        let found = Drawn::from(representativeness(&estimate, intended.unwrap_or(0.0)), "");
        let mut notes = share.notes;
        notes.extend(found.notes);
        if tally.is_none_or(|tally| tally.all().hi == 0) {
            notes.push(Note::GroupAbsent);
        }
        let method = share.method.filter(|_| found.value.is_some());
        Drawn { value: found.value, lower: found.lower, upper: found.upper, method, notes, ..share }
    }

    fn row(&self, audit: &Audit<'_>, axis: &Axis<'_>, metric: &str, group: &str, drawn: Drawn) -> EstimateRow {
        let columns = Columns { metric, attribute: Some(&axis.name), group, arm: self.arm, ..Columns::default() };
        row(audit, columns, drawn)
    }
}
