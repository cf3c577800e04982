//! The table `curves`: one row a point.
//!
//! The id of a point is built like any other, with the curve in the place of the metric, the metric as what it is `of`,
//! and the point's place on the x axis as its last part: the key columns alone name the whole curve.
//!
//! Start reading at [`Curve`].

use super::estimate::sorted;
use super::from_cube::Audit;
use super::ids::{Key, part, row_id};
use super::rows::{CurveRow, Detail};
use crate::words::{Note, Number};

/// The key columns of a curve.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CurveColumns<'a> {
    /// `reliability`, `threshold` … (`report-json.md`, 3).
    pub curve: &'a str,
    /// Metric of the values.
    pub metric: &'a str,
    /// What a derived curve speaks of.
    pub of: Option<&'a str>,
    /// Stage.
    pub stage: Option<&'a str>,
    /// Attribute; `None`: everybody.
    pub attribute: Option<&'a str>,
    /// Group.
    pub group: &'a str,
    /// Reference, where the curve compares.
    pub reference: Option<&'a str>,
    /// Arm.
    pub arm: Option<&'a str>,
}

/// What is drawn for one point.
#[derive(Clone, Debug, Default)]
pub(super) struct Point {
    /// Place: score, threshold, false positive rate or Ψ, by curve.
    pub x: f64,
    /// Share of the whole pool at or above x; `None`: not a score axis.
    pub x_share: Option<f64>,
    /// Value.
    pub value: Option<f64>,
    /// Lower limit.
    pub lower: Option<f64>,
    /// Upper limit.
    pub upper: Option<f64>,
    /// `pointwise`, `consistency` or `simultaneous`, where there are limits.
    pub band: Option<&'static str>,
    /// Method of value and limits.
    pub method: Option<&'static str>,
    /// Numerator of a rate of counts.
    pub events: Option<u64>,
    /// Denominator.
    pub n: Option<f64>,
    /// Notes.
    pub notes: Vec<Note>,
    /// Numbers and words of the notes.
    pub detail: Detail,
}

/// One curve: what its points have in common.
pub(super) struct Curve<'a> {
    columns: CurveColumns<'a>,
    /// The id without the place.
    id: String,
    level: Option<Number>,
}

impl<'a> Curve<'a> {
    /// The curve of these columns.
    pub(super) fn new(audit: &Audit<'_>, columns: CurveColumns<'a>) -> Self {
        let key = Key {
            metric: columns.curve,
            of: Some(columns.metric),
            stage: columns.stage,
            attribute: columns.attribute,
            group: Some(columns.group),
            reference: columns.reference,
            stratum: columns.of,
            arm: columns.arm,
            ..Key::default()
        };
        Curve { columns, id: row_id('c', &key), level: Number::new(audit.spec.inference.level) }
    }

    /// A point as a row.
    pub(super) fn row(&self, point: Point) -> CurveRow {
        let columns = &self.columns;
        let number = |value: Option<f64>| value.and_then(Number::new);
        let text = |word: Option<&str>| word.map(str::to_owned);
        let x = Number::new(point.x);
        let (lower, upper) = (number(point.lower), number(point.upper));
        let limits = lower.is_some() || upper.is_some();
        let place = x.map_or_else(String::new, |x| serde_json::to_string(&x).unwrap_or_default());
        CurveRow {
            id: [&self.id, "/", &part(&place)].concat(),
            curve: columns.curve.to_owned(),
            metric: columns.metric.to_owned(),
            of: text(columns.of),
            stage: text(columns.stage),
            attribute: text(columns.attribute),
            group: Some(columns.group.to_owned()),
            reference: text(columns.reference),
            stratum: None,
            arm: text(columns.arm),
            period: None,
            x,
            x_share: number(point.x_share),
            value: number(point.value),
            lower,
            upper,
            band: point.band.filter(|_| limits).map(str::to_owned),
            level: self.level.filter(|_| limits),
            method: text(point.method),
            events: point.events.map(Number::count),
            n: number(point.n),
            suppressed: false,
            note: sorted(point.notes),
            detail: (!point.detail.is_empty()).then_some(point.detail),
        }
    }
}
