//! Rows into written figures: which unit a metric has, how many digits a row deserves, which rows belong together.

use std::collections::BTreeMap;

use super::{Speaker, at_threshold};
use crate::report::number::{self, Form, NBSP};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow, Report};
use crate::words::{MetricKind, Number, Scale, metric, reserved};

/// What kind of quantity a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// A share of people or cases.
    Share,
    /// A difference of shares, whatever the scale says.
    ShareDifference,
    /// A count.
    Count,
    /// A count that is estimated.
    EstimatedCount,
    /// So many per thousand of something else.
    PerThousand,
    /// A ratio.
    Ratio,
    /// An amount of the spec, in its own unit.
    Amount,
    /// A figure without unit.
    Plain,
}

/// The kind of quantity of a registry metric; a name that the registry does not know is taken as a share (a `[[rate]]`).
pub fn value_kind(name: &str) -> ValueKind {
    let Some(metric) = metric(name) else { return ValueKind::Share };
    match (metric.kind, name) {
        (MetricKind::Rate { .. }, _) => ValueKind::Share,
        (MetricKind::Count(_), _) => ValueKind::Count,
        (_, "burden_ratio") => ValueKind::PerThousand,
        (_, "lift" | "representation" | "observed_expected_ratio" | "predicted_to_observed_ratio") => ValueKind::Ratio,
        (_, "positive_likelihood_ratio" | "negative_likelihood_ratio") => ValueKind::Ratio,
        (_, "excess_selected" | "group_population_estimate") => ValueKind::EstimatedCount,
        (_, "precision_at_capacity" | "recall_at_capacity") => ValueKind::Share,
        (_, "group_share" | "checking_rate" | "model_arm_share" | "error_balance" | "overlap") => ValueKind::Share,
        (_, "equalized_odds" | "average_odds" | "average_absolute_odds" | "predictive_parity") => {
            ValueKind::ShareDifference
        }
        (_, "average_predictive_value") => ValueKind::ShareDifference,
        (_, "demographic_disparity" | "conditional_demographic_disparity" | "threshold_disparity_curve") => {
            ValueKind::ShareDifference
        }
        (_, "gap_composition" | "gap_rates" | "gap_not_comparable") => ValueKind::ShareDifference,
        (_, "rate_change" | "disparity_change") => ValueKind::ShareDifference,
        (_, name) if name.ends_with("_share") => ValueKind::Share,
        _ => ValueKind::Plain,
    }
}

/// The most, yet at most one more than the middle one (of an even number the larger of the two): a column has one number
/// of decimals, and a single figure that deserves many does not give them to all.
pub fn common(mut places: Vec<u8>) -> u8 {
    places.sort_unstable();
    let middle = places.get(places.len() / 2).copied().unwrap_or(0);
    places.last().copied().unwrap_or(0).min(middle + 1)
}

/// Is it the figure of one group, the best or the worst, and no difference?
pub fn is_level(row: &DisparityRow) -> bool {
    row.reference.is_none() && row.of.as_deref().is_some_and(|of| LEVELS.contains(&of))
}

/// Ways to aggregate over groups that give the figure of one of them.
const LEVELS: [&str; 2] = ["best_group", "worst_group"];

/// A value with its limits, as written.
#[derive(Clone, Debug, Default)]
pub struct Interval {
    /// The value; none where it does not exist.
    pub value: Option<Figure>,
    /// The lower limit.
    pub lower: Option<Figure>,
    /// The upper limit.
    pub upper: Option<Figure>,
}

/// Metric, stage and arm of a rate.
type RateKey<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

/// Which rates are below one per cent.
#[derive(Clone, Copy, Debug)]
struct Below {
    /// That of everybody; none: there is no such row.
    everybody: Option<bool>,
    /// All of them.
    all: bool,
}

/// For each metric, stage and arm: are its rates below one per cent?
#[derive(Clone, Debug, Default)]
pub struct Small<'a>(BTreeMap<RateKey<'a>, Below>);

impl<'a> Small<'a> {
    /// Reads the estimates once.
    pub fn of(report: &'a Report) -> Self {
        let mut out: BTreeMap<RateKey<'a>, Below> = BTreeMap::new();
        for row in report.estimates.iter().filter(|row| row.stratum.is_none()) {
            let Some(value) = row.value else { continue };
            let key = (row.metric.as_str(), row.stage.as_deref(), row.arm.as_deref());
            let below = value.get() < 0.01;
            let rates = out.entry(key).or_insert(Below { everybody: None, all: true });
            if row.group.as_deref().is_none_or(|group| group == reserved::ALL) {
                rates.everybody.get_or_insert(below);
            }
            rates.all &= below;
        }
        Self(out)
    }
}

impl Speaker<'_> {
    /// The kind of quantity of a metric of this report.
    pub fn kind_of(&self, name: &str) -> ValueKind {
        if self.report.audit.amounts.iter().any(|own| own.name == name) {
            return ValueKind::Amount;
        }
        value_kind(name)
    }

    /// Is the rate of everybody, of this metric, stage and arm, below one per cent (without it: are all of them)? Then
    /// rates and differences are written as so many of 10,000.
    pub fn small(&self, metric: &str, stage: Option<&str>, arm: Option<&str>) -> bool {
        self.small.0.get(&(metric, stage, arm)).is_some_and(|rates| rates.everybody.unwrap_or(rates.all))
    }

    /// The form of an estimate.
    pub fn estimate_form(&self, row: &EstimateRow) -> Form {
        match self.kind_of(&row.metric) {
            ValueKind::Share if self.small(&row.metric, row.stage.as_deref(), row.arm.as_deref()) => {
                Form::PerTenThousand
            }
            ValueKind::Share => Form::Percent,
            ValueKind::ShareDifference => Form::Points,
            ValueKind::Count => Form::Count,
            ValueKind::EstimatedCount => Form::About,
            ValueKind::PerThousand => Form::PerThousand,
            ValueKind::Ratio => Form::Ratio,
            ValueKind::Amount => Form::Amount,
            ValueKind::Plain => Form::Plain,
        }
    }

    /// The form of a disparity.
    pub fn disparity_form(&self, row: &DisparityRow) -> Form {
        if is_level(row) && self.kind_of(&row.metric) == ValueKind::Share {
            let small = self.small(&row.metric, row.stage.as_deref(), row.arm.as_deref());
            return if small { Form::PerTenThousand } else { Form::Percent };
        }
        match (row.scale, self.kind_of(&row.metric)) {
            (Some(Scale::Ratio | Scale::OddsRatio), _) => Form::Ratio,
            (Some(Scale::Standardised), _) => Form::Plain,
            (_, ValueKind::Share) if self.small(&row.metric, row.stage.as_deref(), row.arm.as_deref()) => {
                Form::PerTenThousand
            }
            (_, ValueKind::Share | ValueKind::ShareDifference) => Form::Points,
            // The difference of a lift is precision minus base rate.
            (Some(Scale::Difference), ValueKind::Ratio) if row.metric == "lift" => Form::Points,
            (_, ValueKind::Count) => Form::Count,
            (_, ValueKind::EstimatedCount) => Form::About,
            (_, ValueKind::PerThousand) => Form::PerThousand,
            (_, ValueKind::Amount) => Form::Amount,
            (_, ValueKind::Ratio | ValueKind::Plain) => Form::Plain,
        }
    }

    /// The edges that rounding may not move a limit onto, or over: those of the margin, and no difference at all.
    fn edges(row: &DisparityRow) -> Vec<Number> {
        let ratio = matches!(row.scale, Some(Scale::Ratio | Scale::OddsRatio));
        let none = Number::new(if ratio { 1.0 } else { 0.0 });
        number::edges(row.margin, ratio).into_iter().chain(none).collect()
    }

    /// Is it a comparison of two shares of people or cases?
    pub fn compares_shares(&self, row: &DisparityRow) -> bool {
        self.kind_of(&row.metric) == ValueKind::Share || row.metric == at_threshold::METRIC
    }

    /// How many decimals a disparity deserves.
    pub fn disparity_decimals(&self, row: &DisparityRow) -> u8 {
        let form = self.disparity_form(row);
        number::decimals(form, row.value, [row.lower, row.upper], &Self::edges(row))
    }

    /// How many decimals the figures of a column have: what most of them deserve, or one more.
    pub fn alike<'r>(&self, rows: impl IntoIterator<Item = &'r DisparityRow>) -> u8 {
        let of =
            |row: &DisparityRow| number::decimals(self.disparity_form(row), row.value, [row.lower, row.upper], &[]);
        common(rows.into_iter().filter(|row| row.value.is_some()).map(of).collect())
    }

    /// The same for the rates of a table.
    pub fn rates_alike<'r>(&self, rows: impl IntoIterator<Item = &'r EstimateRow>) -> u8 {
        // A share of nobody is written as a count.
        let nobody =
            |row: &EstimateRow| self.estimate_form(row).is_share() && row.value.is_some_and(|value| value.get() == 0.0);
        let shown = rows.into_iter().filter(|row| row.value.is_some() && !nobody(row));
        common(shown.map(|row| self.estimate_decimals(row)).collect())
    }

    /// How large a comparison is: with its unit; a ratio says that it is one.
    pub fn size(&self, row: &DisparityRow, figure: &Figure) -> Rich {
        let key = match row.scale {
            Some(Scale::Ratio) => "size-ratio",
            Some(Scale::OddsRatio) => "size-odds-ratio",
            _ => return self.unit(self.disparity_form(row), figure, &row.metric),
        };
        self.texts.phrase(key, &Args::new().figure("value", figure))
    }

    /// A disparity with its limits; `at_least` so many decimals, for a column in which all have the same.
    pub fn disparity(&self, row: &DisparityRow, at_least: u8) -> Interval {
        let form = self.disparity_form(row);
        let decimals = self.disparity_decimals(row).max(at_least);
        let figure = |value: Option<Number>, column| {
            value.map(|value| Figure::new(number::write(self.lang, form, decimals, value), &row.id, column))
        };
        Interval {
            value: figure(row.value, "value"),
            lower: figure(row.lower, "lower"),
            upper: figure(row.upper, "upper"),
        }
    }

    /// A disparity for a column of differences: with a plus sign where it is positive.
    pub fn signed_disparity(&self, row: &DisparityRow, at_least: u8) -> Interval {
        let mut interval = self.disparity(row, at_least);
        let form = self.disparity_form(row);
        let difference = !matches!(row.scale, Some(Scale::Ratio | Scale::OddsRatio));
        if let (Some(figure), Some(value), true) = (&mut interval.value, row.value, difference) {
            let decimals = self.disparity_decimals(row).max(at_least);
            figure.text = number::write_signed(self.lang, form, decimals, value);
        }
        interval
    }

    /// How many decimals an estimate deserves.
    pub fn estimate_decimals(&self, row: &EstimateRow) -> u8 {
        number::decimals(self.estimate_form(row), row.value, [row.lower, row.upper], &[])
    }

    /// An estimate with its limits.
    pub fn estimate(&self, row: &EstimateRow, form: Form, decimals: u8) -> Interval {
        let figure = |value: Option<Number>, column| {
            value.map(|value| Figure::new(number::write(self.lang, form, decimals, value), &row.id, column))
        };
        Interval {
            value: figure(row.value, "value"),
            lower: figure(row.lower, "lower"),
            upper: figure(row.upper, "upper"),
        }
    }

    /// A figure with its unit.
    pub fn unit(&self, form: Form, figure: &Figure, metric: &str) -> Rich {
        let key = match form {
            Form::Percent => "unit-percent",
            Form::Points => "unit-points",
            Form::PerTenThousand => "unit-ten-thousand",
            Form::PerThousand => "unit-thousand",
            Form::About => "unit-about",
            Form::Amount => {
                let own = self.report.audit.amounts.iter().find(|own| own.name == metric);
                return match own.and_then(|own| own.unit.as_ref()) {
                    Some(unit) => figure.rich().then_text(&NBSP.to_string()).then(self.given(unit)),
                    None => figure.rich(),
                };
            }
            Form::Count | Form::Ratio | Form::PValue | Form::Plain => return figure.rich(),
        };
        self.texts.phrase(key, &Args::new().figure("value", figure))
    }

    /// A figure with its unit as tables have it: percentage points by their abbreviation, which a note explains.
    pub fn unit_short(&self, form: Form, figure: &Figure, metric: &str) -> Rich {
        match form {
            Form::Points => self.texts.phrase("short-points", &Args::new().figure("value", figure)),
            _ => self.unit(form, figure, metric),
        }
    }

    /// The margin of a comparison, with all its digits.
    fn margin_figure(&self, row: &DisparityRow) -> Option<Figure> {
        Some(Figure::new(number::exact(self.lang, self.disparity_form(row), row.margin?), &row.id, "margin"))
    }

    /// The margin of a comparison, with all its digits and its unit.
    pub fn margin(&self, row: &DisparityRow) -> Option<Rich> {
        Some(self.unit(self.disparity_form(row), &self.margin_figure(row)?, &row.metric))
    }

    /// The same for a table.
    pub fn margin_short(&self, row: &DisparityRow) -> Option<Rich> {
        Some(self.unit_short(self.disparity_form(row), &self.margin_figure(row)?, &row.metric))
    }

    fn detectable_figure(&self, row: &DisparityRow) -> Option<Figure> {
        let form = self.disparity_form(row);
        let value = row.minimum_detectable?;
        let decimals = number::decimals(form, Some(value), [row.lower, row.upper], &[]);
        Some(Figure::new(number::write(self.lang, form, decimals, value), &row.id, "minimum_detectable"))
    }

    /// The smallest disparity that the data could have shown, with its unit.
    pub fn detectable(&self, row: &DisparityRow) -> Option<Rich> {
        Some(self.size(row, &self.detectable_figure(row)?))
    }

    /// The same of several comparisons: the one size, or from the smallest to the largest. Of those on the scale of the
    /// first that has one.
    pub fn detectable_among(&self, rows: &[&DisparityRow]) -> Option<Rich> {
        let first = rows.iter().copied().find(|row| row.minimum_detectable.is_some())?;
        let alike = |row: &&&DisparityRow| {
            row.minimum_detectable.is_some()
                && row.scale == first.scale
                && row.metric == first.metric
                && self.disparity_form(row) == self.disparity_form(first)
        };
        let size = |row: &DisparityRow| row.minimum_detectable.map_or(0.0, Number::get);
        let mut found: Vec<&DisparityRow> = rows.iter().filter(alike).copied().collect();
        found.sort_by(|a, b| size(a).total_cmp(&size(b)));
        let (lower, upper) = (self.detectable_figure(found.first()?)?, self.detectable_figure(found.last()?)?);
        if lower.text == upper.text {
            return self.detectable(first);
        }
        self.sized_limits(first, &Interval { value: None, lower: Some(lower), upper: Some(upper) })
    }

    /// The same for a table.
    pub fn detectable_short(&self, row: &DisparityRow) -> Option<Rich> {
        Some(self.unit_short(self.disparity_form(row), &self.detectable_figure(row)?, &row.metric))
    }

    /// "a till b procentenheter", "kvoten a till b": limits where no value stands beside them to carry the unit.
    pub fn sized_limits(&self, row: &DisparityRow, interval: &Interval) -> Option<Rich> {
        let ratio = match row.scale {
            Some(Scale::Ratio) => Some("size-ratio"),
            Some(Scale::OddsRatio) => Some("size-odds-ratio"),
            _ => None,
        };
        if let Some(key) = ratio {
            return Some(self.texts.phrase(key, &Args::new().rich("value", &self.limits(interval)?)));
        }
        let unit = |figure: &Figure| self.unit(self.disparity_form(row), figure, &row.metric);
        let args = Args::new();
        match (&interval.lower, &interval.upper) {
            (Some(lower), Some(upper)) => {
                Some(self.texts.phrase("interval", &args.figure("lo", lower).rich("hi", &unit(upper))))
            }
            (Some(lower), None) => Some(self.texts.phrase("interval-least", &args.rich("lo", &unit(lower)))),
            (None, Some(upper)) => Some(self.texts.phrase("interval-most", &args.rich("hi", &unit(upper)))),
            (None, None) => None,
        }
    }

    /// "a till b".
    pub fn limits(&self, interval: &Interval) -> Option<Rich> {
        match (&interval.lower, &interval.upper) {
            (Some(lower), Some(upper)) => {
                Some(self.texts.phrase("interval", &Args::new().figure("lo", lower).figure("hi", upper)))
            }
            (Some(lower), None) => Some(self.texts.phrase("interval-least", &Args::new().figure("lo", lower))),
            (None, Some(upper)) => Some(self.texts.phrase("interval-most", &Args::new().figure("hi", upper))),
            (None, None) => None,
        }
    }

    /// The level of a row, in per cent without sign.
    pub fn level(&self, id: &str, level: Option<Number>) -> Figure {
        match level {
            Some(level) => Figure::new(number::level(self.lang, level), id, "level"),
            None => {
                Figure::new(number::level(self.lang, self.report.audit.inference.level), "/audit/inference", "level")
            }
        }
    }

    /// The level of the audit.
    pub fn audit_level(&self) -> Figure {
        self.level("", None)
    }

    /// The estimate of a group of a comparison: same metric, stage, arm, stratum and period.
    pub fn side(&self, row: &DisparityRow, group: Option<&str>) -> Option<&EstimateRow> {
        if row.metric == at_threshold::METRIC {
            return self.share_at_threshold(row, group);
        }
        self.rows.estimates(row.attribute.as_deref(), group).find(|estimate| {
            estimate.metric == row.metric
                && estimate.of == row.of
                && estimate.stage == row.stage
                && estimate.stratum == row.stratum
                && estimate.arm == row.arm
                && estimate.period == row.period
        })
    }

    /// The estimates of both sides of a comparison, where both have a value. None beside a difference that people with a
    /// known group correct: each rate is corrected over its own classes of probability, the difference over those of both,
    /// so that it is not that of the two rates.
    pub fn sides(&self, row: &DisparityRow) -> Option<(&EstimateRow, &EstimateRow)> {
        if Self::is_corrected(row) {
            return None;
        }
        let group = self.side(row, row.group.as_deref())?;
        let reference = self.side(row, row.reference.as_deref())?;
        (group.value.is_some() && reference.value.is_some()).then_some((group, reference))
    }

    /// The same comparison on another scale, or of another metric.
    pub fn sibling(&self, row: &DisparityRow, metric: &str, scale: Scale) -> Option<&DisparityRow> {
        self.rows.disparities(row.attribute.as_deref(), row.group.as_deref()).find(|other| {
            other.metric == metric
                && other.scale == Some(scale)
                && other.of == row.of
                && other.stage == row.stage
                && other.reference == row.reference
                && other.stratum == row.stratum
                && other.arm == row.arm
                && other.period == row.period
                && other.detail.as_ref().is_none_or(|detail| !detail.contains_key("left_out"))
        })
    }

    /// How far a comparison lies from no difference, in margins: what the largest is chosen by. Ratios by their excess
    /// over 1, turned round where below it.
    pub fn in_margins(row: &DisparityRow) -> f64 {
        let (Some(value), Some(margin)) = (row.value, row.margin) else { return 0.0 };
        let (value, margin) = (value.get(), margin.get());
        match row.scale {
            Some(Scale::Ratio | Scale::OddsRatio) if value > 0.0 && margin > 1.0 => {
                (value.max(1.0 / value) - 1.0) / (margin - 1.0)
            }
            Some(Scale::Ratio | Scale::OddsRatio) => 0.0,
            _ if margin > 0.0 => value.abs() / margin,
            // A margin of nothing: by size alone, before all others.
            _ => value.abs() * 1e9,
        }
    }
}
