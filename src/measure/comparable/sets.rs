//! Which factors are held alike: all that are not the attribute itself, each by itself for the main rates, and those that
//! a comparison of the spec names.

use std::collections::BTreeSet;

use crate::cube::{DimKind, Table};
use crate::measure::series::Series;
use crate::measure::tally::Axis;
use crate::spec::{Measured, Spec};
use crate::words::Metric;

/// Rates whose comparison among comparable cases is always shown from every side; others are so where a comparison names
/// them. The rest are complements of these, or figures of the outcome.
const MAIN: [&str; 4] = ["selection_rate", "true_positive_rate", "false_positive_rate", "positive_predictive_value"];

/// Factors, indices into `roles.strata`, rising.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set {
    pub factors: Vec<usize>,
    /// Do they all stand in one table with the attribute?
    pub joined: bool,
    /// Are these all factors that there are for the attribute?
    pub whole: bool,
    /// Is the rate a main one here: by every method, and with the test of homogeneity?
    pub main: bool,
}

impl Set {
    /// The factors' names, joined by `*`: the `stratum` of an adjusted row.
    pub fn name(&self, spec: &Spec) -> String {
        name(spec, &self.factors)
    }
}

pub(super) fn name(spec: &Spec, factors: &[usize]) -> String {
    factors.iter().map(|&factor| spec.roles.strata[factor].name.as_str()).collect::<Vec<_>>().join("*")
}

/// The factors that are not an attribute of the axis itself, by name or by column.
pub(super) fn own(spec: &Spec, axis: &Axis<'_>) -> Vec<usize> {
    let is_itself = |factor: &crate::spec::Factor| {
        axis.attributes.iter().any(|attribute| {
            factor.name == attribute.name
                || (attribute.membership.is_none() && factor.column.value == attribute.column.value)
        })
    };
    (0..spec.roles.strata.len()).filter(|&factor| !is_itself(&spec.roles.strata[factor])).collect()
}

/// Those of [`own`] that stand in a table: (factor, dimension).
pub(super) fn present(spec: &Spec, table: &Table, axis: &Axis<'_>) -> Vec<(usize, usize)> {
    let dim = |factor: usize| table.dim(&DimKind::Factor(spec.roles.strata[factor].name.clone()));
    own(spec, axis).into_iter().filter_map(|factor| Some((factor, dim(factor)?))).collect()
}

/// The factors that a comparison names, if all are factors for this axis.
fn named(spec: &Spec, axis: &Axis<'_>, stratum: &str) -> Option<Vec<usize>> {
    let own = own(spec, axis);
    stratum.split('*').map(|name| spec.factor(name).filter(|factor| own.contains(factor))).collect()
}

/// The sets that the comparisons of a metric at a stage name. A conjunction is judged through its parts.
fn asked(spec: &Spec, axis: &Axis<'_>, metric: &Metric, stage: Option<usize>) -> BTreeSet<Vec<usize>> {
    let through = |name: &str| {
        name == metric.name
            || name == "equalized_odds" && matches!(metric.name, "true_positive_rate" | "false_positive_rate")
    };
    spec.comparisons
        .iter()
        .filter(|one| one.stage == stage && matches!(one.measured, Measured::Metric(known) if through(known.name)))
        .filter_map(|one| named(spec, axis, one.stratum.as_deref()?))
        .collect()
}

/// Is the rate of a series shown from every side: one of the main ones, or one that a comparison names?
pub(in crate::measure) fn main_rate(spec: &Spec, axis: &Axis<'_>, series: &Series) -> bool {
    let compared = spec.comparisons.iter().any(|one| {
        one.stage == series.stage && matches!(one.measured, Measured::Metric(known) if known.name == series.metric.name)
    });
    axis.attributes.len() == 1 && (compared || MAIN.contains(&series.metric.name))
}

/// The sets of factors of a series.
pub(super) fn of(spec: &Spec, axis: &Axis<'_>, series: &Series, present: &[(usize, usize)]) -> Vec<Set> {
    let here: Vec<usize> = present.iter().map(|&(factor, _)| factor).collect();
    let all = own(spec, axis);
    let asked = asked(spec, axis, series.metric, series.stage);
    let main = main_rate(spec, axis, series);
    let mut sets: BTreeSet<Vec<usize>> = asked.clone();
    sets.insert(all.clone());
    // Where some factors stand in another table, those that stand with the attribute are held alike, and the row of all
    // says why it has no number.
    sets.insert(here.clone());
    if main {
        sets.extend(here.iter().map(|&factor| vec![factor]));
    }
    sets.into_iter()
        .filter(|factors| !factors.is_empty())
        .map(|factors| Set {
            joined: factors.iter().all(|factor| here.contains(factor)),
            whole: factors == here,
            main: main || asked.contains(&factors),
            factors,
        })
        .collect()
}

/// The sets over which demographic disparity at a stage is conditional: all factors, each, and those that a comparison of
/// the stage names.
pub(super) fn of_stage(spec: &Spec, axis: &Axis<'_>, stage: usize, present: &[(usize, usize)]) -> Vec<Set> {
    let here: Vec<usize> = present.iter().map(|&(factor, _)| factor).collect();
    let mut sets: BTreeSet<Vec<usize>> = spec
        .comparisons
        .iter()
        .filter(|one| one.stage == Some(stage))
        .filter_map(|one| named(spec, axis, one.stratum.as_deref()?))
        .collect();
    sets.extend([own(spec, axis), here.clone()]);
    if axis.attributes.len() == 1 {
        sets.extend(here.iter().map(|&factor| vec![factor]));
    }
    sets.into_iter()
        .filter(|factors| !factors.is_empty())
        .map(|factors| Set {
            joined: factors.iter().all(|factor| here.contains(factor)),
            whole: factors == here,
            main: true,
            factors,
        })
        .collect()
}
