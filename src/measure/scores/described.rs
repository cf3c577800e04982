//! Rows of `disparities` that are described and not judged: distances, areas, probabilities, standardised differences.

use std::borrow::Cow;

use evenhand_stats::interval::PValue;

use super::View;
use super::sides::{Pair, direction};
use crate::measure::disparity::to_value;
use crate::measure::estimate::sorted;
use crate::measure::ids::{Key, row_id};
use crate::measure::rate::Drawn;
use crate::measure::rows::{Detail, DisparityRow};
use crate::measure::verdict::{Limits, excludes_no_difference};
use crate::words::{Family, Note, Number, Scale, Verdict, metric};

/// What tells such rows of one pair apart, and how they are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How<'a> {
    /// The method, where another method of the same metric has the plain row (ids have no method).
    pub of: Option<&'a str>,
    /// `None`: the metric is itself a comparison.
    pub scale: Option<Scale>,
    /// Stratum.
    pub stratum: Option<&'a str>,
    /// The value that says "no difference", where there is one.
    pub equal: Option<f64>,
    /// Test of that value.
    pub test: Option<&'static str>,
    /// Denominators of group and reference.
    pub sizes: Option<(f64, f64)>,
}

/// The row of a metric for a pair.
pub(super) fn row(
    view: View<'_>,
    pair: &Pair<'_>,
    name: &'static str,
    how: How<'_>,
    drawn: Drawn,
    out: &mut Vec<DisparityRow>,
) {
    let Some(metric) = metric(name) else { return };
    let number = |value: Option<f64>| value.and_then(Number::new);
    let text = |word: Option<&str>| word.map(str::to_owned);
    let (lower, upper) = (number(drawn.lower), number(drawn.upper));
    let limits = lower.is_some() || upper.is_some();
    let direction = direction(view.audit, metric, None);
    let excludes = how.equal.and_then(|equal| {
        let from_equal = |limit: Option<Number>| limit.map(|limit| limit.get() - equal);
        let limits = Limits { lower: from_equal(lower), upper: from_equal(upper) };
        excludes_no_difference(limits, Scale::Difference, direction)
    });
    let mut notes = drawn.notes;
    notes.push(Note::NoMargin);
    let sizes = how.sizes.filter(|_| pair.scores.is_ok());
    let reference = pair.reference.as_ref().map(Cow::as_ref);
    out.push(DisparityRow {
        id: row_id(
            'd',
            &Key {
                metric: metric.name,
                scale: how.scale.map(Scale::word),
                of: how.of,
                attribute: Some(view.attribute()),
                group: Some(pair.group),
                reference,
                stratum: how.stratum,
                arm: view.basis.arm,
                ..Key::default()
            },
        ),
        metric: metric.name.to_owned(),
        of: text(how.of),
        stage: None,
        attribute: Some(view.attribute().to_owned()),
        group: Some(pair.group.to_owned()),
        reference: text(reference),
        stratum: text(how.stratum),
        arm: text(view.basis.arm),
        period: None,
        scale: how.scale,
        value: number(drawn.value),
        lower,
        upper,
        level: limits.then(|| Number::new(view.audit.spec.inference.level)).flatten(),
        method: text(drawn.method.filter(|_| drawn.value.is_some())),
        pointwise_lower: None,
        pointwise_upper: None,
        bound_lower: number(drawn.bounds.map(|(lower, _)| lower)),
        bound_upper: number(drawn.bounds.map(|(_, upper)| upper)),
        statistic: number(drawn.statistic),
        df: number(drawn.df),
        test: text(how.test.filter(|_| drawn.p_value.is_some())),
        p_value: number(drawn.p_value),
        p_adjusted: None,
        p_disparity: None,
        p_within: None,
        family: Family::Descriptive.word().to_owned(),
        confirmatory: false,
        margin: None,
        verdict: Verdict::NotAssessed,
        harm_direction: direction,
        harmed: excludes.and_then(|(_, harmed)| harmed),
        excludes_no_difference: excludes.map(|(excludes, _)| excludes),
        minimum_detectable: None,
        cases_needed: None,
        n_group: number(sizes.map(|(group, _)| group)),
        n_reference: number(sizes.map(|(_, reference)| reference)),
        suppressed: false,
        note: sorted(notes),
        detail: (!drawn.detail.is_empty()).then_some(drawn.detail),
    });
}

/// A p-value as a row holds it: never 0, its logarithm beside it where it is too small to write.
pub(super) fn with_p(mut drawn: Drawn, p: Option<PValue>) -> Drawn {
    let Some(p) = p else { return drawn };
    drawn.p_value = Some(p.value());
    if p.is_floored() {
        drawn.notes.push(Note::PAtMost);
        put(&mut drawn.detail, "log10_p", p.log10());
    }
    drawn
}

/// A number in `detail`; what is no number is left out.
pub(super) fn put(detail: &mut Detail, key: &str, value: f64) {
    if let Some(number) = Number::new(value) {
        detail.insert(key.to_owned(), to_value(number));
    }
}
