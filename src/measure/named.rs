//! Comparisons of the spec that no step gave a row: each is present, with the reason why nothing was computed.
//!
//! Takes the spec and the rows that exist; adds rows without a value. May not know why a step gave none: what is missing is
//! read off the design and the tables alone.

use super::contrast::Contrast;
use super::disparity::{Draft, direction, row};
use super::family::{Candidate, Judged, Kind, rule};
use super::from_cube::Audit;
use super::rows::{Detail, DisparityRow};
use crate::spec::{Comparison, Measured};
use crate::words::{Note, Scale, reserved};

/// Rows of the comparisons that `known` has nothing of: one a group, or one for all groups where these are not known.
pub(super) fn absent(audit: &Audit<'_>, known: &[DisparityRow]) -> Vec<DisparityRow> {
    let mut out: Vec<DisparityRow> = Vec::new();
    for comparison in &audit.spec.comparisons {
        let Measured::Metric(metric) = comparison.measured else { continue };
        // What this version computes for no design is told by a warning of its own.
        if !metric.built {
            continue;
        }
        for name in &comparison.attributes {
            let Some(axis) = audit.axes.iter().position(|axis| axis.name == *name) else { continue };
            let scale = (!metric.scales.is_empty()).then_some(comparison.scale);
            let stage = audit.stage(comparison.stage);
            let there = known.iter().chain(&out).any(|row| {
                row.metric == metric.name
                    // What speaks for a comparison has no `of`, but where the metric needs one to say of what it is.
                    && (row.of.is_none() || row.confirmatory)
                    && row.attribute.as_ref() == Some(name)
                    && row.scale == scale
                    && row.stage.as_deref() == stage
                    && row.stratum == comparison.stratum
            });
            if !there {
                out.extend(rows(audit, comparison, metric, axis));
            }
        }
    }
    out
}

fn rows(
    audit: &Audit<'_>,
    comparison: &Comparison,
    metric: &'static crate::words::Metric,
    axis: usize,
) -> Vec<DisparityRow> {
    let axis_of = &audit.axes[axis];
    let table = axis_of.table(audit.cube).filter(|_| axis_of.proxied().is_none());
    let note = if axis_of.proxied().is_none() && table.is_none() && audit.unjoined() {
        Note::TablesNotJoined
    } else {
        Note::NotDefinedForDesign
    };
    let groups: Vec<String> = match (table, axis_of.proxied().and_then(|attribute| attribute.membership.as_ref())) {
        (_, Some(membership)) => membership.columns.keys().cloned().collect(),
        (Some(table), None) => axis_of.tallies(table, None).into_iter().map(|one| one.group).collect(),
        (None, None) => Vec::new(),
    };
    let mut compared: Vec<(String, Option<String>)> = groups
        .into_iter()
        .filter(|group| *group != reserved::MISSING && *group != axis_of.reference)
        .map(|group| (group, Some(axis_of.reference.clone())))
        .collect();
    if compared.is_empty() {
        compared.push((reserved::ALL_GROUPS.to_owned(), None));
    }
    let direction = direction(audit, metric, comparison.stage);
    compared
        .into_iter()
        .map(|(group, reference)| {
            let draft = Draft {
                metric,
                of: None,
                stage: comparison.stage,
                axis: Some(axis),
                group,
                reference,
                stratum: comparison.stratum.clone(),
                arm: None,
                notes: Vec::new(),
                detail: Detail::new(),
                candidate: Candidate {
                    kind: Kind::Confirmatory,
                    rule: Some(rule(comparison, direction, audit.spec.inference.harm)),
                    contrast: Contrast::absent(note),
                    scale: if metric.scales.is_empty() { Scale::Difference } else { comparison.scale },
                    direction,
                    axis,
                    block: 0,
                    shares_reference: true,
                    barred: Some(note),
                },
            };
            row(audit, &draft, &Judged::default())
        })
        .collect()
}
