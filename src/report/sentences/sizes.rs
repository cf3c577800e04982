//! What the numbers beside a figure count: cases of one arm, of both, of everybody; and of whom a verdict would take more.

use super::Speaker;
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::{MetricKind, Part, metric};

impl Speaker<'_> {
    /// Is `n` of an estimate the material of both arms that it rests on, and no denominator? The denominator of such a rate
    /// is estimated as well: the cases of the group in the pool.
    pub fn rests_on_both_arms(row: &EstimateRow) -> bool {
        // Of the pool as rows these are counted, or speak of one arm.
        let counted = ["selection_rate", "non_selection_rate", "positive_predictive_value", "false_discovery_rate"];
        match row.method.as_deref() {
            Some("two_arm_delta" | "conditional_rate") => true,
            Some("pool_rows") => !counted.contains(&row.metric.as_str()),
            _ => false,
        }
    }

    /// Are the numbers of a comparison the material of both arms?
    pub fn compares_both_arms(&self, row: &DisparityRow) -> bool {
        [&row.group, &row.reference]
            .into_iter()
            .filter_map(|group| self.side(row, group.as_deref()))
            .any(Self::rests_on_both_arms)
    }

    /// About how many new cases a verdict would take: of whom, and in which arm. Of the smaller of the two groups.
    pub fn needed(&self, row: &DisparityRow) -> Option<Rich> {
        let figure = Figure::new(number::write(self.lang, Form::About, 0, row.cases_needed?), &row.id, "cases_needed");
        let (smaller, _) = sides(row);
        let args = Args::new()
            .rich("value", &self.unit(Form::About, &figure, &row.metric))
            .rich("group", &self.group_counted(row.attribute.as_deref().unwrap_or(""), smaller))
            .word("within", within(&row.metric))
            .word("arm", self.arm_of(row));
        Some(self.texts.phrase("needed", &args))
    }

    /// The same with how many there are, and what must hold of the other group and of the test.
    pub fn needed_at_length(&self, row: &DisparityRow) -> Option<Rich> {
        let (smaller, other) = sides(row);
        let (n, column) = if Some(smaller) == row.group.as_deref() {
            (row.n_group?, "n_group")
        } else {
            (row.n_reference?, "n_reference")
        };
        let now = Figure::new(number::count(self.lang, n), &row.id, column);
        let args = Args::new()
            .rich("needed", &self.needed(row)?)
            .figure("n", &now)
            .rich("other", &self.group(row.attribute.as_deref().unwrap_or(""), other));
        Some(self.texts.phrase("needed-at-length", &args))
    }

    /// The arm whose cases a comparison counts; `both` where it rests on both, `none` where there are no arms.
    pub fn arm_of(&self, row: &DisparityRow) -> &'static str {
        match row.arm.as_deref() {
            Some("model") => "model",
            Some("random") => "random",
            _ if self.compares_both_arms(row) => "both",
            _ => "none",
        }
    }
}

/// The groups of a comparison, the smaller first; equal ones as they stand.
fn sides(row: &DisparityRow) -> (&str, &str) {
    let (group, reference) = (row.group.as_deref().unwrap_or(""), row.reference.as_deref().unwrap_or(""));
    let reference_is_smaller = row.n_group.zip(row.n_reference).is_some_and(|(group, other)| other.get() < group.get());
    if reference_is_smaller { (reference, group) } else { (group, reference) }
}

/// Which cases a rate is a share of, as a word of the texts.
fn within(name: &str) -> &'static str {
    match metric(name).map(|found| found.kind) {
        Some(MetricKind::Rate { within: Part::CHECKED | Part::Selected, .. }) => "selected",
        Some(MetricKind::Rate { within: Part::NOT_SELECTED_KNOWN | Part::NotSelected, .. }) => "not_selected",
        Some(MetricKind::Rate { within: Part::POSITIVES | Part::Positive, .. }) => "positives",
        Some(MetricKind::Rate { within: Part::NEGATIVES, .. }) => "negatives",
        _ => "all",
    }
}
