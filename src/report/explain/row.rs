//! A row of a report by its id, and the keys that lead to the counts behind it.

use crate::report::{CurveRow, DisparityRow, EstimateRow, FindingPartRow, FindingRow, GroupRow, LaterRow, Report};

/// A row of one of the tables that have ids.
#[derive(Clone, Copy, Debug)]
pub enum Row<'r> {
    /// Of `groups`.
    Group(&'r GroupRow),
    /// Of `estimates`.
    Estimate(&'r EstimateRow),
    /// Of `disparities`.
    Disparity(&'r DisparityRow),
    /// Of `curves`.
    Curve(&'r CurveRow),
    /// Of `sensitivity`.
    Sensitivity(&'r LaterRow),
    /// Of `findings`.
    Finding(&'r FindingRow),
    /// Of `finding_parts`.
    Part(&'r FindingPartRow),
}

impl<'r> Row<'r> {
    /// Every row of a report that has an id, in the order of its tables.
    pub fn all(report: &'r Report) -> impl Iterator<Item = Self> {
        let groups = report.groups.iter().map(Self::Group);
        let estimates = report.estimates.iter().map(Self::Estimate);
        let disparities = report.disparities.iter().map(Self::Disparity);
        let curves = report.curves.iter().map(Self::Curve);
        let sensitivity = report.sensitivity.iter().map(Self::Sensitivity);
        let findings = report.findings.iter().map(Self::Finding);
        let parts = report.finding_parts.iter().map(Self::Part);
        groups.chain(estimates).chain(disparities).chain(curves).chain(sensitivity).chain(findings).chain(parts)
    }

    /// The row of an id.
    pub fn find(report: &'r Report, id: &str) -> Option<Self> {
        Self::all(report).find(|row| row.id() == id)
    }

    /// Its id.
    pub fn id(self) -> &'r str {
        match self {
            Self::Group(row) => &row.id,
            Self::Estimate(row) => &row.id,
            Self::Disparity(row) => &row.id,
            Self::Curve(row) => &row.id,
            Self::Sensitivity(row) => text_of(row, "id"),
            Self::Finding(row) => &row.id,
            Self::Part(row) => &row.id,
        }
    }

    /// The attribute and the groups whose counts are behind it; `(all)` is everybody. None for a row of law.
    pub fn counted(self) -> Option<(Option<&'r str>, Vec<&'r str>)> {
        let of = |attribute: &'r Option<String>, groups: [&'r Option<String>; 2]| {
            Some((attribute.as_deref(), groups.into_iter().flatten().map(String::as_str).collect()))
        };
        match self {
            Self::Group(row) => Some((Some(row.attribute.as_str()), vec![row.group.as_str()])),
            Self::Estimate(row) => of(&row.attribute, [&row.group, &None]),
            Self::Disparity(row) => of(&row.attribute, [&row.group, &row.reference]),
            Self::Curve(row) => of(&row.attribute, [&row.group, &row.reference]),
            Self::Sensitivity(_) | Self::Finding(_) | Self::Part(_) => None,
        }
    }

    /// Its stratum.
    pub fn stratum(self) -> Option<&'r str> {
        match self {
            Self::Estimate(row) => row.stratum.as_deref(),
            Self::Disparity(row) => row.stratum.as_deref(),
            Self::Curve(row) => row.stratum.as_deref(),
            Self::Group(_) | Self::Sensitivity(_) | Self::Finding(_) | Self::Part(_) => None,
        }
    }

    /// Its metric, or the one that it speaks of.
    pub fn metric(self) -> Option<&'r str> {
        match self {
            Self::Estimate(row) => Some(&row.metric),
            Self::Disparity(row) => Some(&row.metric),
            Self::Curve(row) => Some(&row.metric),
            Self::Group(_) | Self::Sensitivity(_) | Self::Finding(_) | Self::Part(_) => None,
        }
    }

    /// Its stage.
    pub fn stage(self) -> Option<&'r str> {
        match self {
            Self::Estimate(row) => row.stage.as_deref(),
            Self::Disparity(row) => row.stage.as_deref(),
            Self::Curve(row) => row.stage.as_deref(),
            Self::Part(row) => row.stage.as_deref(),
            Self::Group(_) | Self::Sensitivity(_) | Self::Finding(_) => None,
        }
    }
}

/// Ids of a report that are near to one that it does not have: first those that hold it, then those that begin as it
/// does, the longer the better. At most eight; none where nothing is near.
pub fn near<'r>(report: &'r Report, id: &str) -> Vec<&'r str> {
    let plain = id.to_lowercase();
    let mut ranked: Vec<(usize, &str)> = Row::all(report)
        .map(Row::id)
        .filter_map(|known| {
            let lower = known.to_lowercase();
            if !plain.is_empty() && lower.contains(&plain) {
                return Some((0, known));
            }
            let same = lower.chars().zip(plain.chars()).take_while(|(a, b)| a == b).count();
            let length = plain.chars().count().max(lower.chars().count());
            // A letter and a slash say nothing yet: `e/` begins every estimate.
            (same > 2).then(|| (1 + length - same, known))
        })
        .collect();
    // Rows keep their order within a rank.
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(8).map(|(_, known)| known).collect()
}

/// A word of a row of a table that a later capability fills.
pub(super) fn text_of<'r>(row: &'r LaterRow, key: &str) -> &'r str {
    row.get(key).and_then(serde_json::Value::as_str).unwrap_or_default()
}
