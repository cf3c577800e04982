//! Comparable cases: rates among cases alike in the factors of `roles.strata` (`metrics-union.md`, E; `methods/3`).
//!
//! Makes adjusted comparisons beside the raw ones, the split of a gap, what each factor does, overlap, and demographic
//! disparity, from the cube's joint tables. May not know why a factor is legitimate: statements say so.
//! Invariants: an adjusted row never takes the place of a raw one, it stands beside it, told apart by `stratum` and
//! `method`; a missing level is a level; an attribute is not adjusted for itself; cases without counterpart are counted in
//! `detail`, never dropped in silence.
//!
//! Start reading at [`Comparable::read`]; `sets.rs` says which factors are held alike, `pair.rs` what is compared.

mod demographic;
mod pair;
mod rows;
mod sets;
#[cfg(test)]
mod tests;
mod within;

use std::collections::BTreeMap;

use super::contrast::Settings;
use super::disparity::Draft;
use super::family::Judged;
use super::from_cube::Audit;
use super::rows::DisparityRow;
use super::series::{Series, stage_read};
use super::tally::Stratum;
use pair::Counted;
use sets::Set;
pub(super) use sets::main_rate;
pub(super) use within::estimates;

/// A rate over one set of factors.
struct Part {
    /// The series whose groups are compared, its `stratum` the factors' names.
    series: Series,
    /// The factors.
    set: Set,
    /// Events and cases by stratum and group, or why they cannot be had.
    counted: Counted,
}

/// Every rate that is compared, over every set of factors that is asked for.
#[derive(Default)]
pub(super) struct Comparable {
    parts: Vec<Part>,
}

/// The people of an axis at one stage by their levels of all factors of its table.
struct People {
    /// Factors in the order of the levels: indices into `roles.strata`.
    factors: Vec<usize>,
    strata: Vec<Stratum>,
}

impl Comparable {
    /// Reads the joint tables once for each axis and stage.
    pub fn read(audit: &Audit<'_>, series: &[Series]) -> Self {
        let mut read: BTreeMap<(usize, Option<&str>), People> = BTreeMap::new();
        let mut parts = Vec::new();
        if audit.spec.roles.strata.is_empty() {
            return Self::default();
        }
        for one in series.iter().filter(|one| one.judged && !one.metric.scales.is_empty()) {
            let axis = &audit.axes[one.axis];
            let (Some(table), Some(reading)) = (axis.table(audit.cube), audit.reading(one.axis)) else { continue };
            let present = sets::present(audit.spec, table, axis);
            for set in sets::of(audit.spec, axis, one, &present) {
                let stage = stage_read(audit.spec, one.stage);
                let people = read.entry((one.axis, stage)).or_insert_with(|| {
                    let dims: Vec<usize> = present.iter().map(|&(_, dim)| dim).collect();
                    let groups: Vec<&str> = one.groups.iter().map(|member| member.group.as_str()).collect();
                    let factors = present.iter().map(|&(factor, _)| factor).collect();
                    People { factors, strata: axis.strata(table, stage, &dims, &groups) }
                });
                let counted = pair::count(audit.spec, one, reading, people, &set);
                let series = Series { stratum: Some(set.name(audit.spec)), ..one.clone() };
                parts.push(Part { series, set, counted });
            }
        }
        Self { parts }
    }
}

/// Comparisons among comparable cases, before they are judged.
pub(super) fn drafts(
    audit: &Audit<'_>,
    comparable: &Comparable,
    settings: &Settings,
    block: &mut usize,
    drafts: &mut Vec<Draft>,
) {
    for part in &comparable.parts {
        rows::drafts(audit, part, settings, block, drafts);
    }
}

/// Descriptive rows: the same by other methods, what regressions and splits say, homogeneity, each factor left out,
/// demographic disparity.
pub(super) fn rows(
    audit: &Audit<'_>,
    comparable: &Comparable,
    settings: &Settings,
    judged: &[(&Draft, &Judged)],
) -> Vec<DisparityRow> {
    let mut out = rows::further(audit, comparable, settings);
    out.extend(rows::left_out(audit, comparable, settings, judged));
    out.extend(demographic::rows(audit, settings));
    out
}
