//! The order in which rows stand (`report-json.md`, 1): metric · stage · attribute · group · reference · stratum · arm ·
//! period · scale.

use std::collections::BTreeMap;
use std::ops::Range;

use super::rows::{CurveRow, DisparityRow, EstimateRow};
use super::tally::Axis;
use crate::spec::Spec;
use crate::words::{METRICS, Number, Scale};

/// Curves, in the order of `report-json.md`, 3.
const CURVES: &[&str] = &[
    "reliability",
    "reliability_binned",
    "rate",
    "score_distribution",
    "threshold",
    "threshold_difference",
    "roc",
    "cumulative_calibration",
    "cumulative_difference",
    "proxy_tipping",
];

/// Ranks of the words that rows are sorted by.
pub(super) struct Order {
    metrics: BTreeMap<String, usize>,
    stages: BTreeMap<String, usize>,
    axes: BTreeMap<String, AxisOrder>,
}

struct AxisOrder {
    place: usize,
    reference: String,
    bands: Vec<bool>,
}

type GroupKey = (u8, Vec<(i64, String)>);
type Rank = (usize, String, usize, usize, GroupKey, (u8, String), String, String, String);

/// Where the points of each curve stand: list and places.
type Runs = BTreeMap<(usize, Rank), Vec<(usize, Range<usize>)>>;

impl Order {
    /// The order of an audit.
    pub fn new(spec: &Spec, axes: &[Axis<'_>]) -> Self {
        let own = spec.rates.iter().map(|rate| &rate.name).chain(spec.amounts.iter().map(|amount| &amount.name));
        Self {
            metrics: METRICS
                .iter()
                .map(|metric| metric.name.to_owned())
                .chain(own.cloned())
                .enumerate()
                .map(|(place, name)| (name, place))
                .collect(),
            stages: spec.stages.iter().enumerate().map(|(place, stage)| (stage.name.clone(), place + 1)).collect(),
            axes: axes
                .iter()
                .enumerate()
                .map(|(place, axis)| {
                    let bands = axis.attributes.iter().map(|attribute| !attribute.bands.is_empty()).collect();
                    (axis.name.clone(), AxisOrder { place: place + 1, reference: axis.reference.clone(), bands })
                })
                .collect(),
        }
    }

    fn group(&self, attribute: Option<&str>, group: Option<&str>) -> GroupKey {
        let Some(group) = group else { return (0, Vec::new()) };
        match attribute.and_then(|name| self.axes.get(name)) {
            Some(axis) => super::tally::group_order(group, &axis.reference, &axis.bands),
            None => super::tally::group_order(group, "", &[false]),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the key columns of a row, each once")]
    fn rank(
        &self,
        metric: &str,
        of: Option<&str>,
        stage: Option<&str>,
        attribute: Option<&str>,
        group: Option<&str>,
        reference: Option<&str>,
        stratum: Option<&str>,
        arm: Option<&str>,
        period: Option<&str>,
    ) -> Rank {
        let text = |word: Option<&str>| word.unwrap_or_default().to_owned();
        // The attribute's own reference first, the others by name.
        let own = attribute.and_then(|name| self.axes.get(name)).map(|axis| axis.reference.as_str());
        (
            self.metrics.get(metric).copied().unwrap_or(usize::MAX),
            text(of),
            stage.and_then(|name| self.stages.get(name)).copied().unwrap_or(0),
            attribute.and_then(|name| self.axes.get(name)).map_or(0, |axis| axis.place),
            self.group(attribute, group),
            (u8::from(reference != own), text(reference)),
            text(stratum),
            text(arm),
            text(period),
        )
    }

    /// Sorts `estimates`.
    pub fn estimates(&self, rows: &mut [EstimateRow]) {
        rows.sort_by_cached_key(|row| {
            self.rank(
                &row.metric,
                row.of.as_deref(),
                row.stage.as_deref(),
                row.attribute.as_deref(),
                row.group.as_deref(),
                None,
                row.stratum.as_deref(),
                row.arm.as_deref(),
                row.period.as_deref(),
            )
        });
    }

    /// Sorts `disparities`.
    pub fn disparities(&self, rows: &mut [DisparityRow]) {
        rows.sort_by_cached_key(|row| {
            let scale = row.scale.and_then(|scale| Scale::ALL.iter().position(|known| *known == scale));
            (
                self.rank(
                    &row.metric,
                    row.of.as_deref(),
                    row.stage.as_deref(),
                    row.attribute.as_deref(),
                    row.group.as_deref(),
                    row.reference.as_deref(),
                    row.stratum.as_deref(),
                    row.arm.as_deref(),
                    row.period.as_deref(),
                ),
                scale,
            )
        });
    }

    /// All points of these lists, curve by curve, and those of a curve by their places.
    pub fn curves(&self, mut lists: Vec<Vec<CurveRow>>) -> Vec<CurveRow> {
        // Curves and not their many points are put in order by names: points of one curve come one after another.
        let mut runs: Runs = BTreeMap::new();
        for (list, rows) in lists.iter().enumerate() {
            let mut from = 0;
            for run in rows.chunk_by(of_one_curve) {
                let to = from + run.len();
                runs.entry(self.curve(&run[0])).or_default().push((list, from..to));
                from = to;
            }
        }
        let mut out = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        for runs in runs.into_values() {
            let start = out.len();
            for (list, run) in runs {
                out.extend(lists[list][run].iter_mut().map(std::mem::take));
            }
            out[start..].sort_by(|a, b| place(a).total_cmp(&place(b)));
        }
        out
    }

    fn curve(&self, row: &CurveRow) -> (usize, Rank) {
        let curve = CURVES.iter().position(|known| *known == row.curve).unwrap_or(CURVES.len());
        let rank = self.rank(
            &row.metric,
            row.of.as_deref(),
            row.stage.as_deref(),
            row.attribute.as_deref(),
            row.group.as_deref(),
            row.reference.as_deref(),
            row.stratum.as_deref(),
            row.arm.as_deref(),
            row.period.as_deref(),
        );
        (curve, rank)
    }
}

/// Where a point stands in its curve; one without a place comes first.
fn place(row: &CurveRow) -> f64 {
    row.x.map_or(f64::NEG_INFINITY, Number::get)
}

/// Do all names of the curve agree?
fn of_one_curve(a: &CurveRow, b: &CurveRow) -> bool {
    (&a.curve, &a.metric, &a.of, &a.stage) == (&b.curve, &b.metric, &b.of, &b.stage)
        && (&a.attribute, &a.group, &a.reference) == (&b.attribute, &b.group, &b.reference)
        && (&a.stratum, &a.arm, &a.period) == (&b.stratum, &b.arm, &b.period)
}
