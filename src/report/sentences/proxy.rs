//! Groups known through probabilities: what the probabilities make of a difference beside what is known of it, and what
//! each way to compute it assumes (`methods/8`, 8.10).
//!
//! Invariant: no sentence gives the weighted figure alone; it stands beside the difference among those whose group is
//! known, or beside the range and the direction in which it misses.

use serde_json::Value;

use super::Speaker;
use super::matrix::CellKind;
use crate::report::number::{self, Form, Grouping};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{CurveRow, DisparityRow, EstimateRow};
use crate::words::{AttributeKnown, HarmDirection, Number, Scale, Verdict, reserved};

/// The method of the corrected difference, without suffix.
const CORRECTED: &str = "validated_post_stratified";
const WEIGHTED: &str = "proxy_weighted";
const VALIDATED: &str = "validated";
/// The method that is given only where those whose group is known are a random sample.
const OF_A_SAMPLE: &str = "validated_difference";

/// How the weighted figure lies to the difference that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    /// Nearer no difference than the whole interval.
    Hides,
    /// Beyond the interval, on its side.
    Larger,
    /// On the other side of no difference.
    Turned,
    /// Within the interval, or the interval holds no difference: chance may be what is seen.
    Chance,
}

impl Beside {
    fn of(weighted: &DisparityRow, known: &DisparityRow) -> Self {
        let hides = weighted.detail.as_ref().is_some_and(|detail| detail.contains_key("hidden_share"));
        let (Some(w), Some(low), Some(high)) = (weighted.value, known.lower, known.upper) else { return Self::Chance };
        let (w, low, high) = (w.get(), low.get(), high.get());
        let nearer = (0.0..low).contains(&w) || high < w && w <= 0.0;
        if hides && nearer {
            Self::Hides
        } else if low > 0.0 && w < 0.0 || high < 0.0 && w > 0.0 {
            Self::Turned
        } else if w > high.max(0.0) || w < low.min(0.0) {
            Self::Larger
        } else {
            Self::Chance
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Hides => "hides",
            Self::Larger => "larger",
            Self::Turned => "turned",
            Self::Chance => "chance",
        }
    }
}

impl<'a> Speaker<'a> {
    /// Are the groups of an attribute, or of a part of a crossed one, known through probabilities?
    pub fn is_estimated(&self, attribute: &str) -> bool {
        let mut parts = attribute.split('*').filter_map(|name| self.attribute_named(name));
        parts.any(|head| head.known == AttributeKnown::Membership)
    }

    /// Is a comparison one of groups known through probabilities?
    pub fn is_of_estimated(&self, row: &DisparityRow) -> bool {
        self.is_estimated(row.attribute.as_deref().unwrap_or(""))
    }

    /// Is a comparison corrected by people whose group is known, a random sample of all?
    pub fn is_corrected(row: &DisparityRow) -> bool {
        row.of.is_none() && row.method.as_deref().is_some_and(|method| method.starts_with(CORRECTED))
    }

    /// The same comparison by another method, on the difference scale.
    pub fn by_method(&self, row: &DisparityRow, of: Option<&str>, arm: Option<&str>) -> Option<&'a DisparityRow> {
        self.report.disparities.iter().find(|other| {
            other.metric == row.metric
                && other.of.as_deref() == of
                && other.arm.as_deref() == arm
                && other.scale == Some(Scale::Difference)
                && other.stage == row.stage
                && other.attribute == row.attribute
                && other.group == row.group
                && other.reference == row.reference
                && other.stratum == row.stratum
                && other.period == row.period
        })
    }

    /// The comparison that page one speaks of for each attribute known through probabilities: the worst, then the largest.
    fn speaking(&self) -> Vec<&'a DisparityRow> {
        let mut out: Vec<&DisparityRow> = Vec::new();
        for head in self.report.audit.attributes.iter().filter(|head| head.known == AttributeKnown::Membership) {
            let rows = self.confirmatory().filter(|row| row.attribute.as_deref() == Some(&head.name));
            out.extend(rows.reduce(|a, b| if self.severity(b) > self.severity(a) { b } else { a }));
        }
        out
    }

    /// How much a comparison of groups known through probabilities asks to be shown first: the worst; of disparities that
    /// are shown the largest, as the headline has it; of others that of most people, since that of a few is mostly noise.
    pub(super) fn severity(&self, row: &DisparityRow) -> (CellKind, bool, f64) {
        let kind = self.cell_kind(row);
        if kind == CellKind::Disparity {
            return (kind, true, Self::in_margins(row));
        }
        // Expected members; those of the row itself may be the few whose group is known.
        let weighted = self.by_method(row, Some(WEIGHTED), None).and_then(|row| row.n_group);
        (kind, row.metric == "selection_rate", weighted.map_or(0.0, Number::get))
    }

    /// What page one says of groups known through probabilities: that they are estimated, and what that does to a figure.
    pub fn estimated_in_short(&self) -> Vec<Rich> {
        let mut out = Vec::new();
        for row in self.speaking().into_iter().take(2) {
            out.push(self.estimated_sentence(row.attribute.as_deref().unwrap_or("")));
            out.extend(self.estimated_of(row));
        }
        out
    }

    /// That the groups of an attribute are estimated; named by its measure, since two may stand for one ground.
    pub fn estimated_sentence(&self, attribute: &str) -> Rich {
        let measure = self.attribute_named(attribute).and_then(|head| head.measure.as_ref());
        let name = measure.map_or_else(|| self.attribute(attribute), |measure| self.phrase(measure));
        self.say("membership-only", &Args::new().rich("attribute", &name))
    }

    /// What the probabilities make of a difference, beside what is known of it.
    pub fn estimated_of(&self, row: &DisparityRow) -> Vec<Rich> {
        if !self.is_of_estimated(row) {
            return Vec::new();
        }
        // The methods meet on the scale of differences.
        let Some(spoken) = self.by_method(row, None, row.arm.as_deref()) else { return Vec::new() };
        let corrected = Self::is_corrected(spoken);
        let known = if corrected { Some(spoken) } else { self.by_method(spoken, None, Some(VALIDATED)) };
        // A random sample that is too small to correct anything by gives no figure.
        let few = known.filter(|_| !corrected && self.by_method(spoken, Some(OF_A_SAMPLE), None).is_some());
        let beside = known.filter(|_| few.is_none()).and_then(|known| self.known_beside(spoken, known));
        let mut out = Vec::new();
        if !corrected && let Some(range) = self.range(spoken) {
            out.push(range);
            // Beside known people the weighted figure is said with them.
            out.extend(if beside.is_none() { self.weighted_alone(spoken) } else { None });
        }
        out.extend(beside);
        out.extend(few.map(|known| {
            let args = Args::new().rich("sizes", &self.known_sizes(known).unwrap_or_default());
            self.say("w-proxy-few", &args.flag("counted", self.known_sizes(known).is_some()))
        }));
        // Weaker than a verdict, so that it never stands after one.
        let decided = |row: &DisparityRow| matches!(row.verdict, Verdict::Disparity | Verdict::WithinMargin);
        if !decided(row) && !decided(spoken) {
            out.extend(self.direction_only(spoken));
        }
        out
    }

    /// How many people with a known group a comparison rests on: in the group, and in whom it is compared with.
    fn known_sizes(&self, known: &DisparityRow) -> Option<Rich> {
        let size = |value: Option<Number>, column| {
            let text = number::count(self.lang, value?, Grouping::Text);
            Some(Figure::new(text, &known.id, column))
        };
        let args = Args::new()
            .figure("group", &size(known.n_group, "n_group")?)
            .figure("reference", &size(known.n_reference, "n_reference")?);
        Some(self.texts.phrase("known-sizes", &args))
    }

    /// W-PROXY-KNOWN: the weighted difference, that among those whose group is known, and the share that is hidden.
    fn known_beside(&self, spoken: &DisparityRow, known: &DisparityRow) -> Option<Rich> {
        let weighted = self.by_method(spoken, Some(WEIGHTED), None)?;
        let size = |row: &DisparityRow| {
            let interval = self.disparity(row, 0);
            Some((self.size(row, interval.value.as_ref()?), interval))
        };
        let (w, _) = size(weighted)?;
        let (d, interval) = size(known)?;
        let beside = Beside::of(weighted, known);
        let share = |key: &str| self.hidden_share(weighted, key).unwrap_or_default();
        let args = Args::new()
            .rich("group", &self.group_of(spoken))
            .rich("reference", &self.reference_of(spoken))
            .rich("what", &self.about_what(spoken))
            .rich("w", &w)
            .rich("d", &d)
            .flag("random", Self::is_corrected(spoken))
            .rich("sizes", &self.known_sizes(known).unwrap_or_default())
            .flag("counted", self.known_sizes(known).is_some())
            .figure("lo", interval.lower.as_ref()?)
            .figure("hi", interval.upper.as_ref()?)
            .figure("level", &self.level(&known.id, known.level))
            .word("beside", beside.word())
            .rich("share", &share("hidden_share"))
            .rich("least", &share("hidden_share_low"))
            .rich("most", &share("hidden_share_high"));
        Some(self.say("w-proxy-known", &args))
    }

    /// A share of a difference, in whole per cent.
    fn hidden_share(&self, row: &DisparityRow, key: &str) -> Option<Rich> {
        let value = Number::new(row.detail.as_ref()?.get(key)?.as_f64()?)?;
        Some(Figure::new(number::write(self.lang, Form::Percent, 0, value), &row.id, key).rich())
    }

    /// W-PROXY-RANGE: nothing but probabilities is known, or those whose group is known are no random sample.
    fn range(&self, spoken: &DisparityRow) -> Option<Rich> {
        let interval = self.disparity(spoken, 0);
        let form = self.disparity_form(spoken);
        let args = Args::new()
            .rich("group", &self.group_of(spoken))
            .rich("reference", &self.reference_of(spoken))
            .rich("what", &self.about_what(spoken))
            .figure("lo", interval.lower.as_ref()?)
            .rich("hi", &self.unit(form, interval.upper.as_ref()?, &spoken.metric));
        Some(self.say("w-proxy-range", &args))
    }

    /// The weighted figure with the direction in which it misses; of no use without the range before it.
    fn weighted_alone(&self, spoken: &DisparityRow) -> Option<Rich> {
        let weighted = self.by_method(spoken, Some(WEIGHTED), None)?;
        let value = weighted.value.filter(|value| value.get() != 0.0)?;
        let higher = value.get() > 0.0;
        // Of those who are worse off by the weighted figure; where nobody says what is worse, of those who have more.
        let (group, harm) = match weighted.harm_direction {
            HarmDirection::Lower => (!higher, "worse"),
            HarmDirection::Higher => (higher, "worse"),
            HarmDirection::Both | HarmDirection::None => (higher, "more"),
        };
        let side = if group { self.group_of(spoken) } else { self.reference_of(spoken) };
        let size = self.size(weighted, self.disparity(weighted, 0).value.as_ref()?);
        let args = Args::new().rich("w", &size).rich("side", &side).word("harm", harm);
        Some(self.say("w-proxy-weighted", &args))
    }

    /// "Direction only": a disparity is there, of unknown size. A text, never a verdict.
    fn direction_only(&self, spoken: &DisparityRow) -> Option<Rich> {
        let direction = spoken.detail.as_ref()?.get("direction").and_then(Value::as_str)?;
        let args = Args::new()
            .rich("group", &self.group_of(spoken))
            .rich("reference", &self.reference_of(spoken))
            .rich("what", &self.about_what(spoken))
            .word("direction", if direction == "higher" { "higher" } else { "lower" });
        Some(self.say("w-proxy-direction", &args))
    }

    /// What is compared: the stage, or the metric.
    pub fn about_what(&self, row: &DisparityRow) -> Rich {
        match row.stage.as_deref() {
            Some(stage) if row.metric == "selection_rate" => self.stage_noun(stage),
            _ => self.metric_of(row),
        }
    }

    /// W-INC of a ratio of which only bounds are known: it is the bounds that do not tell, and the difference may.
    pub(super) fn bounds_do_not_tell(&self, row: &DisparityRow) -> Option<Rich> {
        let ratio = matches!(row.scale, Some(Scale::Ratio | Scale::OddsRatio));
        if !ratio || row.value.is_some() || row.of.is_some() || !self.is_of_estimated(row) {
            return None;
        }
        let decided = |other: &&DisparityRow| matches!(other.verdict, Verdict::Disparity | Verdict::WithinMargin);
        let difference = self.by_method(row, None, row.arm.as_deref());
        let figure = |other: &DisparityRow| {
            let interval = self.disparity(other, 0);
            let args = Args::new()
                .rich("d", &self.size(other, interval.value.as_ref()?))
                .figure("lo", interval.lower.as_ref()?)
                .figure("hi", interval.upper.as_ref()?)
                .figure("level", &self.level(&other.id, other.level));
            Some(self.texts.phrase("figure-interval", &args))
        };
        let (word, other) = if let Some(found) = difference.filter(|other| Self::is_corrected(other)).and_then(figure) {
            ("corrected", found)
        } else if let Some(found) = difference.filter(decided) {
            ("bounded", self.sized_limits(found, &self.disparity(found, 0))?)
        } else if let Some(known) = self
            .by_method(row, None, Some(VALIDATED))
            .filter(|_| self.by_method(row, Some(OF_A_SAMPLE), None).is_none())
            && let Some(found) = figure(known)
        {
            ("known", found)
        } else {
            ("none", Rich::default())
        };
        let args = Args::new()
            .rich("group", &self.group_of(row))
            .rich("reference", &self.reference_of(row))
            .rich("what", &self.about_what(row))
            .word("scale", row.scale.map_or("ratio", Scale::word))
            .word("beside", word)
            .rich("d", &other);
        Some(self.say("w-inc-bounds", &args))
    }

    /// The value of a row of sensitivity of a comparison: the odds ratio at which something changes.
    pub fn tipping(&self, row: &DisparityRow, parameter: &str) -> Option<Figure> {
        let found = self.sensitivity_of(&row.id, parameter)?;
        let id = found.get("id")?.as_str()?;
        let value = Number::new(found.get("tipping_value")?.as_f64()?)?;
        let decimals = number::decimals(Form::Ratio, Some(value), [None, None], &[]);
        Some(Figure::new(number::write(self.lang, Form::Ratio, decimals.max(2), value), id, "tipping_value"))
    }

    /// A row of sensitivity.
    pub fn sensitivity_of(&self, disparity: &str, parameter: &str) -> Option<&'a crate::report::LaterRow> {
        let is =
            |row: &crate::report::LaterRow, key: &str, word: &str| row.get(key).and_then(Value::as_str) == Some(word);
        let mut rows = self.report.sensitivity.iter();
        rows.find(|row| is(row, "disparity_id", disparity) && is(row, "parameter", parameter))
    }

    /// W-PROXY-TIP: how strongly group and decision would have to go together for the weighted difference to vanish, and to
    /// reach the margin.
    pub fn tipping_sentence(&self, row: &DisparityRow) -> Option<Rich> {
        let spoken = self.by_method(row, None, None)?;
        let weighted = self.by_method(spoken, Some(WEIGHTED), None)?;
        let zero = self.tipping(spoken, "odds_ratio_at_zero")?;
        let higher = weighted.value?.get() > 0.0;
        let parameter = if higher { "odds_ratio_at_margin" } else { "odds_ratio_at_minus_margin" };
        let margin = self.tipping(spoken, parameter).zip(self.margin(row));
        let args = Args::new()
            .rich("group", &self.group_of(spoken))
            .rich("what", &self.about_what(spoken))
            .figure("zero", &zero)
            .flag("judged", margin.is_some());
        let args = match margin {
            Some((at, margin)) => args.figure("at", &at).rich("m", &margin),
            None => args.word("at", "").word("m", ""),
        };
        Some(self.say("w-proxy-tip", &args))
    }

    /// W-TIP for a weighted difference: only where nobody's group is known, so that no other figure stands beside it.
    pub fn tip(&self, row: &DisparityRow) -> Option<Rich> {
        let spoken = self.by_method(row, None, None).filter(|row| self.is_of_estimated(row))?;
        if Self::is_corrected(spoken) || self.by_method(spoken, None, Some(VALIDATED)).is_some() {
            return None;
        }
        let args = Args::new()
            .rich("group", &self.group_of(spoken))
            .rich("what", &self.about_what(spoken))
            .figure("zero", &self.tipping(spoken, "odds_ratio_at_zero")?);
        let description = self.texts.phrase("tip-proxy", &args);
        Some(self.say("w-tip", &Args::new().rich("description", &description)))
    }

    /// The point of a tipping curve.
    pub fn tipping_point(&self, row: &DisparityRow, psi: f64) -> Option<&'a CurveRow> {
        self.tipping_curve(row).into_iter().find(|point| point.x.is_some_and(|x| (x.get() - psi).abs() < 1e-9))
    }

    /// The tipping curve of a comparison, by rising odds ratio.
    pub fn tipping_curve(&self, row: &DisparityRow) -> Vec<&'a CurveRow> {
        let rows = self.report.curves.iter().filter(|point| {
            point.curve == "proxy_tipping"
                && point.metric == row.metric
                && point.stage == row.stage
                && point.attribute == row.attribute
                && point.group == row.group
                && point.reference == row.reference
        });
        rows.collect()
    }

    /// How well the probabilities tell one group: who has the higher one, and how many there are.
    pub fn quality(&self, attribute: &str, group: &str) -> Vec<Rich> {
        let find = |metric: &str| self.quality_row(metric, None, attribute, group).filter(|row| row.value.is_some());
        let mut out = Vec::new();
        if let Some(row) = find("proxy_auc") {
            let interval = self.estimate(row, Form::Percent, 0);
            if let Some(value) = &interval.value {
                let args = Args::new()
                    .rich("group", &self.group(attribute, group))
                    .rich("auc", &self.unit(Form::Percent, value, "selection_rate"));
                out.push(self.say("w-proxy-auc", &args));
            }
        }
        if let Some(row) = find("proxy_calibration_in_the_large")
            && let (Some(lower), Some(upper)) = (row.lower, row.upper)
        {
            let decimals = number::decimals(Form::Points, row.value, [row.lower, row.upper], &[]);
            let interval = self.estimate(row, Form::Points, decimals);
            let (low, high) = (lower.get(), upper.get());
            let direction = if low > 0.0 {
                "low"
            } else if high < 0.0 {
                "high"
            } else {
                "none"
            };
            if let Some(gap) = &interval.value {
                let args = Args::new()
                    .rich("group", &self.group(attribute, group))
                    .rich("gap", &self.unit(Form::Points, gap, "selection_rate"))
                    .word("direction", direction);
                out.push(self.say("w-proxy-calibration", &args));
            }
        }
        out
    }

    /// What people whose group is known say of the number of a group by its probabilities: too low or too high.
    pub fn size_off(&self, attribute: &str, group: &str) -> Option<&'static str> {
        let row = self.quality_row("proxy_calibration_in_the_large", None, attribute, group)?;
        match (row.lower, row.upper) {
            (Some(lower), _) if lower.get() > 0.0 => Some("size-too_low"),
            (_, Some(upper)) if upper.get() < 0.0 => Some("size-too_high"),
            _ => None,
        }
    }

    /// A row on the quality of the probabilities of a group.
    pub fn quality_row(&self, metric: &str, of: Option<&str>, attribute: &str, group: &str) -> Option<&'a EstimateRow> {
        self.report.estimates.iter().find(|row| {
            row.metric == metric
                && (of.is_none() || row.of.as_deref() == of)
                && row.attribute.as_deref() == Some(attribute)
                && row.group.as_deref() == Some(group)
        })
    }

    /// The comparisons with a margin of groups known through probabilities, on the difference scale, most telling first.
    pub fn estimated_rows(&self, attribute: &str, selection: bool) -> Vec<&'a DisparityRow> {
        let mut rows: Vec<&DisparityRow> = self
            .report
            .disparities
            .iter()
            .filter(|row| {
                row.attribute.as_deref() == Some(attribute)
                    && row.margin.is_some()
                    && row.of.is_none()
                    && row.arm.is_none()
                    && row.stratum.is_none()
                    && row.scale == Some(Scale::Difference)
                    && row.reference.as_deref().is_some_and(|name| name != reserved::OVERALL)
                    && (row.metric == "selection_rate") == selection
            })
            .collect();
        rows.sort_by(|a, b| {
            let (a, b) = (self.severity(a), self.severity(b));
            (b.0, b.1).cmp(&(a.0, a.1)).then(b.2.total_cmp(&a.2))
        });
        rows
    }

    /// Where the probabilities come from, as the plan says it.
    pub fn membership_source(&self, attribute: &str) -> Option<Rich> {
        let head = self.attribute_named(attribute)?.membership.as_ref()?;
        let given = |text: &Option<crate::words::Text>| text.as_ref().map(|text| self.phrase(text));
        let source = given(&head.source)?;
        let args = Args::new()
            .rich("source", &source)
            .flag("dated", head.year.is_some())
            .rich("year", &given(&head.year).unwrap_or_default())
            .flag("placed", head.population.is_some())
            .rich("population", &given(&head.population).unwrap_or_default());
        Some(self.say("proxy-source", &args))
    }
}
