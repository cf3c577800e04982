//! Verdicts of an audit that asks for a disadvantage of the named group alone (`methods/5`, 5.1).
//!
//! Invariant: "within the margin" is said only where the interval lies inside the margin on both sides; where the
//! reference is worse off by more than the margin, that is said.

use super::Speaker;
use crate::report::DisparityRow;
use crate::report::text::{Args, Rich};
use crate::words::{Harm, HarmDirection, Scale, Verdict};

/// What an interval says of the direction that was not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherWay {
    /// It is inside the margin there too.
    Inside,
    /// It reaches the margin there.
    Open,
    /// It lies beyond the margin: the reference is worse off.
    Beyond,
}

impl<'a> Speaker<'a> {
    /// Was only a disadvantage of the named group asked for? A metric without a direction of harm has no such side.
    pub fn one_sided(&self, row: &DisparityRow) -> bool {
        let directed = matches!(row.harm_direction, HarmDirection::Higher | HarmDirection::Lower);
        self.report.audit.inference.harm == Harm::OneSided && directed
    }

    /// What the interval of a one-sided all-clear says of the other direction; none for any other verdict.
    pub fn other_way(&self, row: &DisparityRow) -> Option<OtherWay> {
        if row.verdict != Verdict::WithinMargin || !self.one_sided(row) {
            return None;
        }
        let margin = row.margin?.get();
        let below = if matches!(row.scale, Some(Scale::Ratio | Scale::OddsRatio)) { 1.0 / margin } else { -margin };
        let inside = match row.harm_direction {
            HarmDirection::Lower => row.upper.is_some_and(|upper| upper.get() < margin),
            _ => row.lower.is_some_and(|lower| lower.get() > below),
        };
        Some(match (inside, row.beyond_the_other_way()) {
            (true, _) => OtherWay::Inside,
            (false, true) => OtherWay::Beyond,
            (false, false) => OtherWay::Open,
        })
    }

    /// The deciding comparisons that a one-sided verdict clears and whose interval is not inside the margin: those in
    /// which the reference is worse off come first.
    pub fn cleared_on_one_side(&self) -> Vec<&'a DisparityRow> {
        let unclear = |row: &&DisparityRow| matches!(self.other_way(row), Some(OtherWay::Open | OtherWay::Beyond));
        let mut rows: Vec<_> = self.confirmatory().filter(unclear).collect();
        rows.sort_by_key(|row| self.other_way(row) != Some(OtherWay::Beyond));
        rows
    }

    /// That only one direction was judged, and what the figures show of the other.
    pub fn one_sided_sentence(&self, row: &DisparityRow) -> Option<Rich> {
        let args = Args::new().rich("group", &self.group_of(row)).rich("reference", &self.reference_of(row));
        match self.other_way(row)? {
            OtherWay::Inside => Some(self.say("w-one-sided", &args)),
            OtherWay::Open => {
                let args = args.rich("what", &self.about_what(row)).rich("m", &self.margin(row)?);
                Some(self.say("w-one-sided-open", &args))
            }
            OtherWay::Beyond => {
                let interval = self.disparity(row, 0);
                let limits = self.limits(&interval).unwrap_or_default();
                let size = match &interval.value {
                    Some(value) => self.size(row, value),
                    None => self.sized_limits(row, &interval).unwrap_or_default(),
                };
                let args = args
                    .rich("what", &self.about_what(row))
                    .rich("m", &self.margin(row)?)
                    .rich("d", &size)
                    .flag("ranged", interval.value.is_some())
                    .figure("level", &self.level(&row.id, row.level))
                    .rich("limits", &limits);
                Some(self.say("w-one-sided-beyond", &args))
            }
        }
    }

    /// The verdict of a comparison in words. Of a gain over the pool it is none about groups.
    pub fn verdict_word(&self, row: &DisparityRow) -> String {
        match (row.verdict, self.other_way(row)) {
            (Verdict::NotAssessed, _) if row.suppressed => self.word("verdict-hidden"),
            (verdict, way) if !row.compares_groups() => self.word(&format!("verdict-gain-{}", gain(row, verdict, way))),
            (Verdict::Inconclusive, _) if row.excludes_no_difference == Some(true) => {
                self.word("verdict-inconclusive-there")
            }
            (_, Some(OtherWay::Open)) => self.word("verdict-one-sided-open"),
            (_, Some(OtherWay::Beyond)) => self.word("verdict-one-sided-beyond"),
            (verdict, _) => self.texts.verdict(verdict),
        }
    }
}

/// What the verdict about a gain over the pool says.
fn gain(row: &DisparityRow, verdict: Verdict, way: Option<OtherWay>) -> &'static str {
    let none = if matches!(row.scale, Some(Scale::Difference)) { 0.0 } else { 1.0 };
    match verdict {
        Verdict::Disparity if row.value.is_some_and(|value| value.get() < none) => "loss",
        Verdict::Disparity => "shown",
        // Only a loss was asked for, and there is none.
        Verdict::WithinMargin if way == Some(OtherWay::Beyond) => "shown",
        Verdict::WithinMargin if way == Some(OtherWay::Open) => "no-loss",
        Verdict::WithinMargin => "none",
        Verdict::Inconclusive => "open",
        Verdict::NotAssessed => "not-assessed",
    }
}
