//! What two figures of one comparison say together: how much of a difference the probabilities hide, and whether a
//! disparity exists although its size is not known (`methods/8`, 8.10).
//!
//! Both stand in `detail` of rows that are made already; neither is a verdict.

use std::collections::BTreeMap;

use evenhand_stats::interval::Interval;
use evenhand_stats::proxy::tilt::{self, Sign};
use serde_json::Value;

use super::basis::Basis;
use super::{JUDGED_LIMITS, POST_STRATIFIED, REGRESSION, VALIDATED, WEIGHTED};
use crate::measure::disparity::to_value;
use crate::measure::from_cube::Audit;
use crate::measure::rows::{Detail, DisparityRow, Measures};
use crate::words::{Number, Scale};

/// What tells the comparisons of an attribute apart, whatever the method.
type Compared = (String, Option<String>, Option<String>, Option<String>, Option<String>);

fn compared(row: &DisparityRow) -> Compared {
    (row.metric.clone(), row.stage.clone(), row.attribute.clone(), row.group.clone(), row.reference.clone())
}

/// Writes `detail.hidden_share`, with the same at both ends of the interval, on rows of the weighted difference, and
/// `detail.direction` on the rows that speak for a group of which nothing but probabilities is known.
pub(in crate::measure) fn conclude(audit: &Audit<'_>, bases: &[Basis<'_>], measures: &mut Measures) {
    for basis in bases {
        let name = audit.axes[basis.axis].name.as_str();
        let own = |row: &DisparityRow| {
            row.attribute.as_deref() == Some(name) && row.scale == Some(Scale::Difference) && row.stratum.is_none()
        };
        let mut found: BTreeMap<String, Detail> = BTreeMap::new();
        let rows: Vec<&DisparityRow> = measures.disparities.iter().filter(|row| own(row)).collect();
        let all: BTreeMap<(Compared, Option<&str>, Option<&str>), &DisparityRow> =
            rows.iter().map(|row| ((compared(row), row.of.as_deref(), row.arm.as_deref()), *row)).collect();
        for row in rows.iter().filter(|row| row.of.as_deref() == Some(WEIGHTED)) {
            let key = compared(row);
            let of = |of: Option<&'static str>, arm| all.get(&(key.clone(), of, arm)).copied();
            let spoken = of(None, None);
            // The corrected difference where it speaks for everybody, else that among those whose group is known.
            let corrected = spoken.filter(|row| is_corrected(row)).or_else(|| of(None, Some(VALIDATED)));
            if let Some(hidden) = corrected.and_then(|corrected| hidden_share(row, corrected)) {
                found.entry(row.id.clone()).or_default().extend(hidden);
            }
            let Some(spoken) = spoken.filter(|row| !is_corrected(row)) else { continue };
            let regression = of(Some(REGRESSION), None);
            if let Some(sign) = regression.and_then(|other| sign(row, other, tipping_at_zero(measures, &spoken.id))) {
                let word = match sign {
                    Sign::Higher => "higher",
                    Sign::Lower => "lower",
                };
                found.entry(spoken.id.clone()).or_default().insert("direction".to_owned(), word.into());
            }
        }
        for row in &mut measures.disparities {
            if let Some(detail) = found.remove(&row.id) {
                row.detail.get_or_insert_default().extend(detail);
            }
        }
    }
}

fn is_corrected(row: &DisparityRow) -> bool {
    row.method.as_deref().is_some_and(|method| method.starts_with(POST_STRATIFIED))
}

/// The share of a difference that the weighted estimate hides, and the same at both ends of the interval of that
/// difference. None where the weighted estimate lies within the interval, where it is the larger of the two, or where one
/// of them points the other way: chance alone could then be what is seen, or nothing is hidden.
///
/// 1 less the ratio of the two: `proxy_error` of a difference in parts of it. The ends leave out the error of the
/// weighted estimate, which rests on all rows and is small beside that of the known ones.
pub(super) fn hidden_share(weighted: &DisparityRow, corrected: &DisparityRow) -> Option<Detail> {
    let w = weighted.value?.get();
    let (value, low, high) = (corrected.value?.get(), corrected.lower?.get(), corrected.upper?.get());
    let hides = if low > 0.0 { (0.0..low).contains(&w) } else { high < 0.0 && w <= 0.0 && w > high };
    if !hides {
        return None;
    }
    let share = |of: f64| Number::new(1.0 - w / of).map(to_value);
    // The end nearer nothing leaves the least to hide.
    let (near, far) = if low > 0.0 { (low, high) } else { (high, low) };
    Some(Detail::from([
        ("hidden_share".to_owned(), share(value)?),
        ("hidden_share_low".to_owned(), share(near)?),
        ("hidden_share_high".to_owned(), share(far)?),
    ]))
}

/// "Direction only": the two assumptions agree, and the tipping point is far. Both by the limits that the verdict beside
/// them reads.
fn sign(weighted: &DisparityRow, regression: &DisparityRow, tipping: Option<Option<f64>>) -> Option<Sign> {
    let interval = |row: &DisparityRow| match row.detail.as_ref().and_then(|detail| detail.get(JUDGED_LIMITS)) {
        Some(limits) => Some(Interval { lower: limits.get(0)?.as_f64()?, upper: limits.get(1)?.as_f64()? }),
        None => Some(Interval { lower: row.lower?.get(), upper: row.upper?.get() }),
    };
    // Where no tipping point was sought nothing is said.
    tilt::direction(interval(weighted)?, interval(regression)?, tipping?)
}

/// The odds ratio at which a disparity is 0; the inner `None`: none leads there. The outer one: there is no such row.
fn tipping_at_zero(measures: &Measures, disparity: &str) -> Option<Option<f64>> {
    let row = measures.sensitivity.iter().find(|row| {
        row.get("disparity_id").and_then(Value::as_str) == Some(disparity)
            && row.get("parameter").and_then(Value::as_str) == Some("odds_ratio_at_zero")
    })?;
    Some(row.get("tipping_value").and_then(Value::as_f64))
}
