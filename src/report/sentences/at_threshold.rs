//! Comparisons of the share at or above a threshold of the score: which threshold, and the shares of both sides.
//!
//! The shares are points of the curve along the threshold; here they stand as estimates, so that everything that is said
//! of a comparison of shares can be said of these too.

use std::collections::BTreeMap;

use super::Speaker;
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{CurveRow, DisparityRow, EstimateRow, Report};
use crate::words::Number;

/// The metric of these comparisons.
pub(super) const METRIC: &str = "threshold_disparity_curve";

/// The share of each group at the thresholds that are compared at.
pub(super) fn shares(report: &Report) -> Vec<EstimateRow> {
    let compared: Vec<(&DisparityRow, u64)> = report
        .disparities
        .iter()
        .filter(|row| row.metric == METRIC)
        .filter_map(|row| Some((row, place(report, row)?.get().to_bits())))
        .collect();
    if compared.is_empty() {
        return Vec::new();
    }
    // By group, arm and threshold: once each, however many comparisons read them.
    let mut wanted: BTreeMap<(&str, &str, Option<&str>, u64), Option<&CurveRow>> = BTreeMap::new();
    for (row, at) in &compared {
        for group in [&row.group, &row.reference].into_iter().flatten() {
            wanted.insert((row.attribute.as_deref().unwrap_or(""), group, row.arm.as_deref(), *at), None);
        }
    }
    for row in report.curves.iter().filter(|row| row.curve == "threshold" && row.metric == "selection_rate") {
        let (Some(group), Some(x)) = (row.group.as_deref(), row.x) else { continue };
        let key = (row.attribute.as_deref().unwrap_or(""), group, row.arm.as_deref(), x.get().to_bits());
        if let Some(slot) = wanted.get_mut(&key).filter(|_| row.stratum.is_none() && row.period.is_none()) {
            slot.get_or_insert(row);
        }
    }
    let share = |row: &CurveRow| EstimateRow {
        id: row.id.clone(),
        metric: "selection_rate".to_owned(),
        of: row.x.map(|x| x.get().to_bits().to_string()),
        stage: None,
        attribute: row.attribute.clone(),
        group: row.group.clone(),
        stratum: None,
        arm: row.arm.clone(),
        period: None,
        value: row.value,
        lower: row.lower,
        upper: row.upper,
        level: row.level,
        method: row.method.clone(),
        events: row.events,
        n: row.n,
        bound_lower: None,
        bound_upper: None,
        statistic: None,
        df: None,
        p_value: None,
        suppressed: row.suppressed,
        note: row.note.clone(),
        detail: None,
    };
    wanted.into_values().flatten().map(share).collect()
}

/// The threshold of a comparison: its own, or that of its stage.
fn place(report: &Report, row: &DisparityRow) -> Option<Number> {
    match row.of.as_deref() {
        Some(of) => of.parse().ok().and_then(Number::new),
        None => report.audit.stages.iter().find(|stage| Some(&stage.name) == row.stage.as_ref())?.threshold,
    }
}

impl Speaker<'_> {
    /// The threshold of such a comparison as a figure; none for any other, and without one.
    fn threshold_of(&self, row: &DisparityRow) -> Option<Figure> {
        if row.metric != METRIC {
            return None;
        }
        let written = number::exact(self.lang, Form::Plain, place(self.report, row)?);
        if row.of.is_some() {
            return Some(Figure::new(written, &row.id, "of"));
        }
        let at = self.report.audit.stages.iter().position(|stage| Some(&stage.name) == row.stage.as_ref())?;
        Some(Figure::new(written, &format!("/audit/stages/{at}"), "threshold"))
    }

    /// What such a comparison is of: by a key that has a place for the threshold.
    pub(super) fn at_threshold(&self, row: &DisparityRow, key: &str) -> Option<Rich> {
        let threshold = self.threshold_of(row)?;
        Some(self.texts.phrase(key, &Args::new().figure("threshold", &threshold)))
    }

    /// The share of a group at the threshold of such a comparison.
    pub(super) fn share_at_threshold(&self, row: &DisparityRow, group: Option<&str>) -> Option<&EstimateRow> {
        let at = place(self.report, row)?.get().to_bits().to_string();
        self.thresholded.iter().find(|share| {
            share.of.as_ref() == Some(&at)
                && share.attribute == row.attribute
                && share.group.as_deref() == group
                && share.arm == row.arm
        })
    }
}
