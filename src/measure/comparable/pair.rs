//! Events and cases of each group in each stratum, and a group beside its reference in the strata.

use std::collections::BTreeMap;
use std::sync::Arc;

use evenhand_stats::TwoByTwo;
use evenhand_stats::homogeneity_strata::{StrataHomogeneity, breslow_day};
use evenhand_stats::leave_one_out::FactorCell;
use evenhand_stats::strata::{Overlap, overlap};

use super::People;
use super::sets::Set;
use crate::measure::rate::Rate;
use crate::measure::series::{Reading, Series, rate_of};
use crate::spec::Spec;
use crate::words::{Note, reserved};

/// A stratum: a level of each factor of the set, and (events, cases) of each group of the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub levels: Vec<u32>,
    pub groups: Vec<(u64, u64)>,
}

/// The strata of a set, in the order of the levels; or why there are none.
pub(super) type Counted = Result<Vec<Row>, Note>;

/// Counts a rate by stratum. Rates that are no counts of independent rows (two arms, the random arm of a pool) have no
/// method over strata.
pub(super) fn count(spec: &Spec, series: &Series, reading: Reading, people: &People, set: &Set) -> Counted {
    if !set.joined {
        return Err(Note::TablesNotJoined);
    }
    let places: Vec<usize> =
        set.factors.iter().filter_map(|factor| people.factors.iter().position(|known| known == factor)).collect();
    let mut rows: BTreeMap<Vec<u32>, Vec<(u64, u64)>> = BTreeMap::new();
    for stratum in &people.strata {
        let levels: Vec<u32> = places.iter().map(|&place| stratum.levels[place]).collect();
        let row = rows.entry(levels).or_insert_with(|| vec![(0, 0); series.groups.len()]);
        for (sum, tally) in row.iter_mut().zip(&stratum.groups) {
            if tally.all().hi == 0 {
                continue;
            }
            let (events, cases) = counts(rate_of(spec, series.metric, series.stage, reading, tally).0)?;
            *sum = (sum.0 + events, sum.1 + cases);
        }
    }
    Ok(rows.into_iter().map(|(levels, groups)| Row { levels, groups }).collect())
}

/// Events and cases of a rate of counts; an empty denominator is an empty stratum.
fn counts(rate: Rate) -> Result<(u64, u64), Note> {
    match rate {
        Rate::Counts { events, others } if events.known() && others.known() => Ok((events.lo, events.lo + others.lo)),
        Rate::Counts { .. } => Err(Note::SuppressedCells),
        Rate::Absent(note @ (Note::NotDefinedForDesign | Note::SuppressedCells)) => Err(note),
        Rate::Arms { .. } | Rate::Pool { .. } | Rate::Absent(Note::NoReferenceCasesInRandomArm) => {
            Err(Note::NotDefinedForDesign)
        }
        Rate::Absent(_) => Ok((0, 0)),
    }
}

/// A group beside its reference in every stratum.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// With levels, for regressions and for factors left out.
    pub cells: Vec<FactorCell>,
    /// The tables alone.
    pub tables: Arc<[TwoByTwo]>,
    pub overlap: Overlap,
    /// The test that one odds ratio fits all strata, where it can be made.
    pub homogeneity: Option<StrataHomogeneity>,
}

impl Pair {
    /// The group at a place of the series against the one at another, or (`None`) against everybody else.
    pub fn of(series: &Series, rows: &[Row], group: usize, reference: Option<usize>) -> Option<Self> {
        let others: Vec<usize> = match reference {
            Some(place) => vec![place],
            None => (0..series.groups.len())
                .filter(|&i| i != group && series.groups[i].group != reserved::MISSING)
                .collect(),
        };
        let cells = rows
            .iter()
            .map(|row| {
                let (x1, n1) = row.groups[group];
                let sum = |side: fn(&(u64, u64)) -> u64| others.iter().map(|&i| side(&row.groups[i])).sum();
                let table = TwoByTwo::new(x1, n1, sum(|(events, _)| *events), sum(|(_, cases)| *cases))?;
                Some(FactorCell { levels: row.levels.clone(), table })
            })
            .collect::<Option<Vec<FactorCell>>>()?;
        Some(Self::from_cells(cells))
    }

    /// The same from its cells.
    pub fn from_cells(cells: Vec<FactorCell>) -> Self {
        let tables: Arc<[TwoByTwo]> = cells.iter().map(|cell| cell.table).collect();
        Self { overlap: overlap(&tables), homogeneity: breslow_day(&tables), tables, cells }
    }

    /// Does one number not fit all strata?
    pub fn differ(&self) -> bool {
        self.homogeneity.is_some_and(|test| test.differ())
    }
}
