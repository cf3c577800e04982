//! The table `estimates`: counts, rates and formulas of the 2×2 table by group.

use std::collections::BTreeSet;

use super::formula;
use super::from_cube::Audit;
use super::ids::{Key, row_id};
use super::rate::Drawn;
use super::rows::EstimateRow;
use super::series::{Member, Series};
use crate::words::{Note, Number, reserved};

/// The key columns of an estimate.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Columns<'a> {
    /// Metric.
    pub metric: &'a str,
    /// What a derived row speaks of.
    pub of: Option<&'a str>,
    /// Stage.
    pub stage: Option<&'a str>,
    /// Attribute.
    pub attribute: Option<&'a str>,
    /// Group.
    pub group: &'a str,
    /// Stratum.
    pub stratum: Option<&'a str>,
    /// Arm.
    pub arm: Option<&'a str>,
}

/// All rates, counts and formulas.
pub(super) fn rows(audit: &Audit<'_>, series: &[Series]) -> Vec<EstimateRow> {
    let mut out = of_series(audit, series);
    out.extend(formula::rows(audit, (1.0 - audit.spec.inference.level) / 2.0));
    out
}

/// The rates of some series.
pub(super) fn of_series(audit: &Audit<'_>, series: &[Series]) -> Vec<EstimateRow> {
    let tail = (1.0 - audit.spec.inference.level) / 2.0;
    let mut out = Vec::new();
    // Those whose row of everybody stands: metric, of, stage, arm.
    let mut everybody = BTreeSet::new();
    for one in series {
        let axis = &audit.axes[one.axis];
        let columns = Columns {
            metric: one.metric.name,
            of: one.of,
            stage: audit.stage(one.stage),
            attribute: Some(&axis.name),
            stratum: one.stratum.as_deref(),
            arm: one.arm,
            ..Columns::default()
        };
        for member in &one.groups {
            out.push(rate_row(audit, member, Columns { group: &member.group, ..columns }, tail));
        }
        // Everybody once, or under each attribute where the tables were never joined.
        let attribute = audit.unjoined().then_some(axis.name.as_str());
        let key = (one.metric.name, one.of, one.stage, one.arm);
        if attribute.is_some() && axis.attributes.len() == 1 {
            out.push(rate_row(audit, &one.all, Columns { group: reserved::ALL, ..columns }, tail));
        } else if attribute.is_none() && everybody.insert(key) {
            out.push(rate_row(audit, &one.all, Columns { group: reserved::ALL, attribute: None, ..columns }, tail));
        }
    }
    out
}

fn rate_row(audit: &Audit<'_>, member: &Member, columns: Columns<'_>, tail: f64) -> EstimateRow {
    let mut drawn = member.rate.estimate(tail, &audit.spec.inference.methods);
    drawn.notes.extend(member.notes.iter().copied());
    row(audit, columns, drawn)
}

/// A row from its key columns and what was drawn for it.
pub(super) fn row(audit: &Audit<'_>, columns: Columns<'_>, drawn: Drawn) -> EstimateRow {
    let number = |value: Option<f64>| value.and_then(Number::new);
    let (lower, upper) = (number(drawn.lower), number(drawn.upper));
    let level = (lower.is_some() || upper.is_some()).then(|| Number::new(audit.spec.inference.level)).flatten();
    let text = |word: Option<&str>| word.map(str::to_owned);
    EstimateRow {
        id: row_id(
            'e',
            &Key {
                metric: columns.metric,
                of: columns.of,
                stage: columns.stage,
                attribute: columns.attribute,
                group: Some(columns.group),
                stratum: columns.stratum,
                arm: columns.arm,
                ..Key::default()
            },
        ),
        metric: columns.metric.to_owned(),
        of: text(columns.of),
        stage: text(columns.stage),
        attribute: text(columns.attribute),
        group: Some(columns.group.to_owned()),
        stratum: text(columns.stratum),
        arm: text(columns.arm),
        period: None,
        value: number(drawn.value),
        lower,
        upper,
        level,
        method: drawn.method.map(str::to_owned),
        events: drawn.events.map(Number::count),
        n: number(drawn.n),
        bound_lower: number(drawn.bounds.map(|(lower, _)| lower)),
        bound_upper: number(drawn.bounds.map(|(_, upper)| upper)),
        statistic: number(drawn.statistic),
        df: number(drawn.df),
        p_value: number(drawn.p_value),
        suppressed: false,
        note: sorted(drawn.notes),
        detail: (!drawn.detail.is_empty()).then_some(drawn.detail),
    }
}

/// Notes as a row holds them: each once, sorted by word.
pub(super) fn sorted(mut notes: Vec<Note>) -> Vec<Note> {
    notes.sort_by_key(|note| note.word());
    notes.dedup();
    notes
}
