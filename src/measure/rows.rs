//! The rows of the tables that `measure` fills, column by column as in `report-json.md` section 3.
//!
//! They are the report's own columns, so that a fact is written once: `report` takes the tables over unchanged.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::{Ground, HarmDirection, Harmed, Note, Number, Scale, Text, Verdict};

/// Numbers and words that belong to the notes of a row; keys of `report-json.md` section 1.
pub type Detail = BTreeMap<String, serde_json::Value>;

/// A row of `groups`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GroupRow {
    /// `g/…`.
    pub id: String,
    /// Attribute, or `a*b`.
    pub attribute: String,
    /// Ground.
    pub ground: Ground,
    /// The value as in the data (trimmed, NFC).
    pub group: String,
    /// Label in running text.
    pub label: Text,
    /// Rows or summed counts with this group, all arms; membership: Σ of the probabilities.
    pub n: Option<Number>,
    /// Σ of sampling weights; null: unweighted.
    pub weight: Option<Number>,
    /// Share of the pool.
    pub share: Option<Number>,
    /// Kish's size of weights or memberships.
    pub effective_n: Option<Number>,
    /// Hidden by disclosure control.
    pub suppressed: bool,
    /// Notes, sorted by their words.
    pub note: Vec<Note>,
}

/// A row of `estimates`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EstimateRow {
    /// `e/…`.
    pub id: String,
    /// Registry name.
    pub metric: String,
    /// What a derived row speaks of.
    pub of: Option<String>,
    /// Stage.
    pub stage: Option<String>,
    /// Attribute; null: everybody.
    pub attribute: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// The rows it is computed on.
    pub stratum: Option<String>,
    /// Arm.
    pub arm: Option<String>,
    /// Period.
    pub period: Option<String>,
    /// The metric's unit.
    pub value: Option<Number>,
    /// Lower limit at `level`.
    pub lower: Option<Number>,
    /// Upper limit at `level`.
    pub upper: Option<Number>,
    /// Level; null: no interval.
    pub level: Option<Number>,
    /// What defines value and interval.
    pub method: Option<String>,
    /// Numerator of a rate of counts.
    pub events: Option<Number>,
    /// The denominator.
    pub n: Option<Number>,
    /// Least value compatible with what is known.
    pub bound_lower: Option<Number>,
    /// Greatest.
    pub bound_upper: Option<Number>,
    /// Statistic of a test that belongs to the metric.
    pub statistic: Option<Number>,
    /// Its degrees of freedom.
    pub df: Option<Number>,
    /// Its p-value.
    pub p_value: Option<Number>,
    /// Hidden by disclosure control.
    pub suppressed: bool,
    /// Notes, sorted by their words.
    pub note: Vec<Note>,
    /// Numbers and words of the notes.
    pub detail: Option<Detail>,
}

/// A row of `disparities`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DisparityRow {
    /// `d/…`.
    pub id: String,
    /// Registry name, or a rate or amount of the spec.
    pub metric: String,
    /// What a derived row speaks of.
    pub of: Option<String>,
    /// Stage.
    pub stage: Option<String>,
    /// Attribute; null: everybody.
    pub attribute: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// Reference; null: an aggregate.
    pub reference: Option<String>,
    /// The rows it is computed on.
    pub stratum: Option<String>,
    /// Arm.
    pub arm: Option<String>,
    /// Period.
    pub period: Option<String>,
    /// Scale; null: the metric is itself a comparison.
    pub scale: Option<Scale>,
    /// Group against reference.
    pub value: Option<Number>,
    /// The limit that the verdict reads.
    pub lower: Option<Number>,
    /// The limit that the verdict reads.
    pub upper: Option<Number>,
    /// Level.
    pub level: Option<Number>,
    /// What defines value and interval; `+max_t`: simultaneous.
    pub method: Option<String>,
    /// The ordinary limit, where it differs.
    pub pointwise_lower: Option<Number>,
    /// The ordinary limit, where it differs.
    pub pointwise_upper: Option<Number>,
    /// Least value compatible with what is known.
    pub bound_lower: Option<Number>,
    /// Greatest.
    pub bound_upper: Option<Number>,
    /// Statistic of the test.
    pub statistic: Option<Number>,
    /// Its degrees of freedom.
    pub df: Option<Number>,
    /// Method of the test of no difference.
    pub test: Option<String>,
    /// p of "no difference at all".
    pub p_value: Option<Number>,
    /// Adjusted in its family.
    pub p_adjusted: Option<Number>,
    /// p of "no disparity beyond the margin".
    pub p_disparity: Option<Number>,
    /// p of "a disparity of at least the margin".
    pub p_within: Option<Number>,
    /// `confirmatory`, `confirmatory/<attribute>`, `exploratory`, `descriptive`.
    pub family: String,
    /// Listed by a comparison of the spec.
    pub confirmatory: bool,
    /// Margin; ratio scales: > 1.
    pub margin: Option<Number>,
    /// Verdict.
    pub verdict: Verdict,
    /// Which direction is to the group's disadvantage.
    pub harm_direction: HarmDirection,
    /// Who is worse off.
    pub harmed: Option<Harmed>,
    /// The interval leaves out 0 (1).
    pub excludes_no_difference: Option<bool>,
    /// Smallest true disparity that would have given `disparity` with the spec's power.
    pub minimum_detectable: Option<Number>,
    /// About how many new cases of the smaller group until a verdict.
    pub cases_needed: Option<Number>,
    /// Denominator of the group.
    pub n_group: Option<Number>,
    /// Denominator of the reference.
    pub n_reference: Option<Number>,
    /// Hidden by disclosure control.
    pub suppressed: bool,
    /// Notes, sorted by their words.
    pub note: Vec<Note>,
    /// Numbers and words of the notes.
    pub detail: Option<Detail>,
}

impl DisparityRow {
    /// Does it set a group against another? A `lift` sets a group against itself: those selected against everybody in it.
    pub fn compares_groups(&self) -> bool {
        self.metric != "lift"
    }

    /// Is the comparison called within its margin although its whole interval lies beyond it? Only where a disadvantage
    /// of the named group alone was asked for (`methods/5`, 5.1): then it is the reference that is worse off.
    pub fn beyond_the_other_way(&self) -> bool {
        let Some(margin) = self.margin.map(Number::get).filter(|_| self.verdict == Verdict::WithinMargin) else {
            return false;
        };
        let ratio = matches!(self.scale, Some(Scale::Ratio | Scale::OddsRatio));
        let below = if ratio { 1.0 / margin } else { -margin };
        self.upper.is_some_and(|upper| upper.get() < below) || self.lower.is_some_and(|lower| lower.get() > margin)
    }
}

/// A row of `curves`: one point.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CurveRow {
    pub id: String,
    pub curve: String,
    pub metric: String,
    pub of: Option<String>,
    pub stage: Option<String>,
    pub attribute: Option<String>,
    pub group: Option<String>,
    pub reference: Option<String>,
    pub stratum: Option<String>,
    pub arm: Option<String>,
    pub period: Option<String>,
    pub x: Option<Number>,
    pub x_share: Option<Number>,
    pub value: Option<Number>,
    pub lower: Option<Number>,
    pub upper: Option<Number>,
    pub band: Option<String>,
    pub level: Option<Number>,
    pub method: Option<String>,
    pub events: Option<Number>,
    pub n: Option<Number>,
    pub suppressed: bool,
    pub note: Vec<Note>,
    pub detail: Option<Detail>,
}

/// A row of `inputs`: the input list as supplied (`law/packs.md`, 4.1).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InputRow {
    pub name: String,
    pub label: Option<Text>,
    pub source: Option<String>,
    pub created_in_context: Option<String>,
    pub purpose: Option<String>,
    pub relevance: Option<Text>,
    pub role: Option<String>,
    pub origin: Option<String>,
    pub contribution: Option<Number>,
    pub stability: Option<String>,
    pub secret: Option<String>,
    pub catalogue_id: Option<String>,
    pub owner: Option<String>,
    pub definition: Option<String>,
    pub legal_basis: Option<String>,
    pub quality: Option<String>,
}

/// A row of a table that a later capability fills; the columns are those of `report-json.md` section 3.
pub type LaterRow = BTreeMap<String, serde_json::Value>;

/// Everything that `measure` gives: long tables whose rows have ids, in the order of `report-json.md` section 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measures {
    /// Groups.
    pub groups: Vec<GroupRow>,
    /// Estimates.
    pub estimates: Vec<EstimateRow>,
    /// Disparities.
    pub disparities: Vec<DisparityRow>,
    /// Curves.
    pub curves: Vec<CurveRow>,
    /// Subgroups (empty until built).
    pub subgroups: Vec<LaterRow>,
    /// Sensitivity.
    pub sensitivity: Vec<LaterRow>,
    /// Alternatives (empty until built).
    pub alternatives: Vec<LaterRow>,
    /// Drift (empty until built).
    pub drift: Vec<LaterRow>,
    /// Drift by period (empty until built).
    pub drift_periods: Vec<LaterRow>,
    /// The input list.
    pub inputs: Vec<InputRow>,
}
