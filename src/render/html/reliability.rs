//! Section 7: reliability of the score, how it orders people, and what it does at the thresholds of the plan.
//!
//! Every figure is a row of the report. What other thresholds do stands in annex C (`thresholds.rs`).

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use super::disparities::anchor;
use super::equal_scores::ends;
use super::thresholds::ByScores;
use crate::render::chart::{Bars, CurveLine, CurvePlot, CurvePoint, Picture, Unit};
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{CurveRow, DisparityRow, EstimateRow};
use crate::words::{Note, Number, Scale, once, reserved};

/// Letters of a group's name in the key of a chart, so that "reference" behind it still fits.
const NAME: usize = 60;

/// What a chart of section 7 shows: keys of the texts, and the id on the page.
pub(super) struct Chart {
    pub id: String,
    pub title: Rich,
    pub caption: &'static str,
    /// Name of the axis across, and what its values are called in the description.
    pub across: [&'static str; 2],
    pub upwards: &'static str,
    /// Is x what y should be?
    pub diagonal: bool,
    /// Are the cases of the group at each score drawn under its curve?
    pub bars: bool,
}

impl<'a> Page<'a> {
    /// Section 7, with the tables at the thresholds of the plan.
    pub(super) fn reliability(&self, mut at_plan: ByScores<'a>) -> Vec<Block> {
        let audit = &self.report.audit;
        let mut out = Vec::new();
        let Some(score) = &audit.score else {
            return vec![self.not_measured("s7-what", "s7-no-score", "s7-need")];
        };
        if self.score_arms().is_empty() {
            // Nobody has one; or every attribute is known through memberships, which scores are not counted by.
            let missing = self.report.warnings.iter().any(|warning| warning.code == "score_missing");
            let reason = if missing { "s7-none-scored" } else { "later-reason" };
            return vec![self.not_measured("s7-what", reason, "s7-need")];
        }
        if !score.probability {
            // Outcomes at equal score need outcomes.
            out.push(self.plain(if audit.outcome.is_some() { "w-cal-order" } else { "w-cal-no" }));
        }
        if audit.outcome.is_none() {
            out.push(self.not_measured("s7-what", "s7-no-outcome", "s7-need"));
        }
        for arm in self.score_arms() {
            if let Some(arm) = arm {
                let head = Html::rich(&self.say.texts.listed("arm", arm).capitalised());
                out.push(Block::heading(3, &format!("s7-{}", anchor(arm)), head));
            }
            out.extend(self.calibration(arm, score.probability));
            out.extend(self.ranking(arm));
            out.extend(self.at_thresholds(arm, &mut at_plan));
        }
        if out.is_empty() {
            out.push(self.not_measured("s7-what", "later-reason", "s7-need"));
        }
        out
    }

    /// Arms that scores are measured in; `None`: all rows.
    pub(super) fn score_arms(&self) -> Vec<Option<&'a str>> {
        let known = ["auc", "mean_score", "calibration_in_the_large", "superiority"];
        let estimates = self.report.estimates.iter().filter(|row| known.contains(&row.metric.as_str()));
        let arms = estimates.map(|row| row.arm.as_deref());
        let others = self.report.disparities.iter().filter(|row| known.contains(&row.metric.as_str()));
        once(arms.chain(others.map(|row| row.arm.as_deref())))
    }

    /// An estimate of a group, in an arm, by a method where several stand beside each other.
    fn score_figure(
        &self,
        metric: &str,
        attribute: &str,
        group: &str,
        arm: Option<&str>,
        method: Option<&str>,
    ) -> Option<&'a EstimateRow> {
        self.report.estimates.iter().find(|row| {
            row.metric == metric
                && row.attribute.as_deref() == Some(attribute)
                && row.group.as_deref() == Some(group)
                && row.arm.as_deref() == arm
                && row.stratum.is_none()
                && row.period.is_none()
                && method.is_none_or(|method| row.method.as_deref().is_none_or(|known| known == method))
        })
    }

    /// Table 7, the reliability curves and what is said of them.
    fn calibration(&self, arm: Option<&str>, probability: bool) -> Vec<Block> {
        // Of everybody beside two arms outcomes are not read.
        let mut rows = self.report.estimates.iter();
        if !rows.any(|row| row.metric == "calibration_in_the_large" && row.arm.as_deref() == arm) {
            return Vec::new();
        }
        let mut out = Vec::new();
        if probability {
            out.push(self.table_7(arm));
            out.push(self.plain("s7-read"));
        }
        out.extend(self.two_readings(arm, probability));
        let curve = if probability { "reliability" } else { "rate" };
        for attribute in self.score_attributes() {
            out.extend(self.reliability_chart(attribute, arm, curve));
            out.extend(self.same_score(attribute, arm).iter().map(|text| self.para(text)));
        }
        out
    }

    /// Attributes of the report that are no intersections, in its order.
    pub(super) fn score_attributes(&self) -> Vec<&'a str> {
        self.report.audit.attributes.iter().map(|head| head.name.as_str()).collect()
    }

    /// Groups of an attribute that figures stand for.
    pub(super) fn score_groups(&self, attribute: &str) -> Vec<&'a str> {
        let shown = |group: &str| !matches!(group, reserved::ALL | reserved::MISSING | reserved::UNKNOWN);
        let rows = self.report.groups.iter().filter(|row| row.attribute == attribute && shown(&row.group));
        rows.map(|row| row.group.as_str()).collect()
    }

    /// Table 7.
    fn table_7(&self, arm: Option<&str>) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let group = self.word("t7-group");
        let keys = ["t7-n", "t7-events", "t7-large", "t7-slope", "t7-ecce", "t7-ece", "t7-brier", "t7-spiegelhalter"];
        let figures = keys.map(|key| format!("#{}", self.word(key)));
        let heads = std::iter::once(&*group).chain(figures.iter().map(String::as_str));
        let mut table = Table::new("t7", self.levelled(&Rich::text(self.word("t7"))), heads);
        for attribute in self.score_attributes() {
            table.heading(Html::rich(&self.say.attribute(attribute).capitalised()));
            for group in self.score_groups(attribute) {
                let find =
                    |metric: &str, method: Option<&str>| self.score_figure(metric, attribute, group, arm, method);
                let large = find("calibration_in_the_large", None);
                let count = |value: Option<Number>, column: &'static str| match (large, value) {
                    (Some(row), Some(value)) => Html::rich(
                        &Figure::new(number::write(self.lang, Form::Count, 0, value), &row.id, column).rich(),
                    ),
                    _ => Html::figure(None),
                };
                let cells = [
                    count(large.and_then(|row| row.n), "n"),
                    count(large.and_then(|row| row.events), "events"),
                    self.with_limits(large.map(|row| (row, Form::Plain)), &mut notes),
                    self.with_limits(find("calibration_slope", None).map(|row| (row, Form::Plain)), &mut notes),
                    self.tested(find("cumulative_calibration_error", Some("range")), &mut notes),
                    self.with_chance(
                        find("expected_calibration_error", Some("equal_width_10")),
                        "expected_by_chance",
                        &mut notes,
                    ),
                    self.with_limits(find("brier_score", None).map(|row| (row, Form::Plain)), &mut notes),
                    self.tested(find("spiegelhalter_z", None), &mut notes),
                ];
                let label = Cell::words(Html::rich(&self.say.group_head(attribute, group)));
                table.push(Row::of(std::iter::once(label).chain(cells.map(Cell::number))));
            }
        }
        table.class("dense").block(notes)
    }

    /// A figure that is positive by chance alone, with what chance alone would give beneath.
    fn with_chance(&self, row: Option<&EstimateRow>, key: &str, notes: &mut Footnotes<'_>) -> Html {
        let shown = self.with_limits(row.map(|row| (row, Form::Plain)), notes);
        let by_chance = row.filter(|row| row.value.is_some()).and_then(|row| {
            let chance = Number::new(row.detail.as_ref()?.get(key)?.as_f64()?)?;
            let decimals = number::decimals(Form::Plain, Some(chance), [None, None], &[]);
            Some(Figure::new(number::write(self.lang, Form::Plain, decimals, chance), &row.id, key))
        });
        match by_chance {
            Some(figure) => {
                let args = Args::new().figure("value", &figure);
                shown.small(&Html::rich(&self.say.texts.phrase("by-chance", &args)))
            }
            None => shown,
        }
    }

    /// The points of a curve, line by line: groups in the order of the report.
    pub(super) fn lines(
        &self,
        curve: &str,
        metric: Option<&str>,
        attribute: &str,
        arm: Option<&str>,
    ) -> Vec<(&'a str, CurveLine)> {
        let reference = self.say.attribute_named(attribute).map_or("", |head| head.reference.as_str());
        let point = |row: &CurveRow| {
            Some(CurvePoint { x: row.x?, value: row.value, lower: row.lower, upper: row.upper, n: row.n })
        };
        let rows = self.report.curves.iter().filter(|row| of_curve(row, curve, metric, attribute, arm));
        let rows: Vec<&CurveRow> = rows.collect();
        let line = |group: &'a str| {
            let own = rows.iter().copied().filter(|row| row.group.as_deref() == Some(group));
            let points: Vec<CurvePoint> = own.filter_map(point).collect();
            let label = self.say.group_head(attribute, group).shortened(NAME);
            let label = match group == reference {
                true => self.say.texts.phrase("c7-reference", &Args::new().rich("group", &label)),
                false => label,
            };
            let line = CurveLine { label, reference: group == reference, points };
            line.points.iter().any(|point| point.value.is_some()).then_some((group, line))
        };
        self.score_groups(attribute).into_iter().filter_map(line).collect()
    }

    /// The thresholds of the plan with their words, which say which one it is: of its stages, and those it marks besides.
    pub(super) fn marks(&self) -> Vec<(Number, Rich)> {
        let audit = &self.report.audit;
        let threshold = |at: Number| Args::new().word("t", &self.written_threshold(at));
        let stages = audit.stages.iter().filter_map(|stage| {
            let args = threshold(stage.threshold?).rich("stage", &self.say.stage_head(&stage.name));
            Some((stage.threshold?, self.say.texts.phrase("c7-mark-stage", &args)))
        });
        let mut out: Vec<(Number, Rich)> = stages.collect();
        for mark in &audit.inference.thresholds {
            if out.iter().all(|(at, _)| at != mark) {
                out.push((*mark, self.say.texts.phrase("c7-mark", &threshold(*mark))));
            }
        }
        out
    }

    /// A threshold with the decimals that it has.
    fn written_threshold(&self, at: Number) -> String {
        number::write(self.lang, Form::Plain, needed(at, 4), at)
    }

    /// A threshold as a figure: that of the curves, which always have it among their points.
    pub(super) fn threshold_figure(&self, at: Number) -> Option<Figure> {
        let row = self.report.curves.iter().find(|row| row.curve == "threshold" && row.x == Some(at))?;
        Some(Figure::new(self.written_threshold(at), &row.id, "x"))
    }

    /// Chart 7: the reliability curve of each group, or the rate along a score that is no probability.
    fn reliability_chart(&self, attribute: &str, arm: Option<&str>, curve: &str) -> Option<Block> {
        let probability = curve == "reliability";
        let chart = Chart {
            id: chart_id("c7", attribute, arm),
            title: self.chart_title(if probability { "c7-title" } else { "c7-rate-title" }, attribute),
            caption: if probability { self.band_caption(attribute, arm) } else { "c7-rate-caption" },
            across: ["c7-across", "c7-across"],
            upwards: "c7-upwards",
            diagonal: probability,
            bars: true,
        };
        self.chart(&chart, (attribute, arm), &self.lines(curve, None, attribute, arm))
    }

    /// What is said of the curves and of the band that the plan asks for.
    fn band_caption(&self, attribute: &str, arm: Option<&str>) -> &'static str {
        let mut rows = self.report.curves.iter();
        let band = rows.find_map(|row| {
            of_curve(row, "reliability", None, attribute, arm).then_some(row.band.as_deref()).flatten()
        });
        match band {
            Some("pointwise") => "c7-caption-pointwise",
            Some("simultaneous") => "c7-caption-simultaneous",
            _ => "c7-caption",
        }
    }

    pub(super) fn chart_title(&self, key: &str, attribute: &str) -> Rich {
        self.say.say(key, &Args::new().rich("attribute", &self.say.attribute(attribute)))
    }

    /// A chart: a plot for each group, beside the reference.
    pub(super) fn chart(
        &self,
        chart: &Chart,
        (attribute, arm): (&str, Option<&str>),
        lines: &[(&str, CurveLine)],
    ) -> Option<Block> {
        let all: Vec<CurveLine> = lines.iter().map(|(_, line)| line.clone()).collect();
        let of = |label: &Rich| lines.iter().find(|(_, line)| line.label == *label).map(|(group, _)| *group);
        let (mut highest, mut kinds) = (0.0_f64, Vec::new());
        if all.is_empty() {
            return None;
        }
        let (reference, compared): (Vec<&CurveLine>, Vec<&CurveLine>) = all.iter().partition(|line| line.reference);
        // Each group beside the reference: two lines can be told apart where six cannot.
        let plots: Vec<Vec<CurveLine>> = if compared.is_empty() {
            vec![all.clone()]
        } else {
            let beside = |line: &&CurveLine| std::iter::once(*line).chain(reference.iter().copied()).cloned().collect();
            compared.iter().map(beside).collect()
        };
        let unit = |form| Unit { form, lang: self.lang };
        let mut svg = String::new();
        for (at, lines) in plots.into_iter().enumerate() {
            let group = lines.first().map(|line| line.label.clone()).unwrap_or_default();
            let (id, title) = (format!("{}-{}", chart.id, at + 1), chart.title.clone().then_text(": ").then(group));
            let description = Rich::join(lines.iter().filter_map(|line| self.told(line, chart.across[1])), "; ");
            let (cases, bins) = match lines.first().and_then(|line| of(&line.label)).filter(|_| chart.bars) {
                Some(group) => {
                    (self.cases_along(attribute, group, arm, lines.first()), self.cases_in_bins(attribute, group, arm))
                }
                None => (Vec::new(), Vec::new()),
            };
            let mut plot = CurvePlot {
                picture: Picture { id, title: title.plain(), description: description.plain() },
                across: Rich::text(self.say.word(chart.across[0])),
                across_unit: unit(Form::Plain),
                upwards: Rich::text(self.say.word(chart.upwards)),
                upwards_unit: unit(Form::Percent),
                diagonal: chart.diagonal.then(Rich::default),
                zero: false,
                marks: self.marks(),
                cases,
                bins,
                bars: None,
                lines,
                frame: all.clone(),
                narrow: true,
            };
            if chart.bars {
                let (most, kind) = plot.highest_bar();
                highest = highest.max(most);
                if most > 0.0 && !kinds.contains(&kind) {
                    kinds.push(kind);
                }
                plot.bars = Some(self.bars_head(most, kind));
            }
            svg.push_str(&plot.svg());
        }
        let svg = format!("<div class=\"panels\">{svg}</div>");
        let mut caption = Html::text(&self.word(chart.caption));
        if highest > 0.0 {
            // Of several kinds the words hold that hold for all.
            let key = match kinds.as_slice() {
                [Bars::Places] => "c7-bars",
                [Bars::Counted] => "c7-bars-known",
                _ => "c7-bars-summed",
            };
            caption = caption.then(&Html(" ".to_owned())).then(&Html::text(&self.word(key)));
        }
        let absent = self.score_groups(attribute).into_iter().filter(|group| lines.iter().all(|(own, _)| own != group));
        let absent: Vec<Rich> = absent.map(|group| self.say.group(attribute, group)).collect();
        if !absent.is_empty() {
            let args = Args::new().rich("groups", &Rich::join(absent, ", "));
            caption = caption.then(&Html(" ".to_owned())).then(&Html::rich(&self.say.say("c7-absent", &args)));
        }
        Some(Block::figure(svg, Html::rich(&chart.title), caption))
    }

    /// The cases of a group at each score: by the distribution of the scores, whose bins are finer than the curve's; in a
    /// report without it by the points of the curve.
    fn cases_along(
        &self,
        attribute: &str,
        group: &str,
        arm: Option<&str>,
        line: Option<&CurveLine>,
    ) -> Vec<(Number, Number)> {
        let own = |row: &&CurveRow| {
            of_curve(row, "score_distribution", None, attribute, arm) && row.group.as_deref() == Some(group)
        };
        let rows = self.report.curves.iter().filter(own);
        let counted: Vec<(Number, Number)> = rows.filter_map(|row| Some((row.x?, row.events?))).collect();
        if !counted.is_empty() {
            return counted;
        }
        let points = line.into_iter().flat_map(|line| &line.points);
        points.filter_map(|point| Some((point.x, point.n?))).collect()
    }

    /// The cases of a group with a known outcome between two scores each, as they were counted for the curve in bins: bins of
    /// whole tenths, where the distribution of the scores has bins of its own with their means. None where one is hidden.
    fn cases_in_bins(&self, attribute: &str, group: &str, arm: Option<&str>) -> Vec<[Number; 3]> {
        let own = |row: &&CurveRow| {
            of_curve(row, "reliability_binned", None, attribute, arm) && row.group.as_deref() == Some(group)
        };
        let bin = |row: &CurveRow| {
            let [from, to] = ends(row)?;
            Some([from, to, row.n.filter(|_| !row.suppressed)?])
        };
        self.report.curves.iter().filter(own).map(bin).collect::<Option<_>>().unwrap_or_default()
    }

    /// The head of the bars under a curve: what a bar is, and how many cases the highest has.
    fn bars_head(&self, most: f64, kind: Bars) -> Rich {
        let most =
            Number::new(most).map(|most| Figure::new(number::count(self.lang, most), "count/score_bar", "count"));
        let key = match kind {
            Bars::Places => "c7-cases",
            Bars::Counted => "c7-cases-known",
            Bars::Summed => "c7-cases-summed",
        };
        match most {
            Some(most) => self.say.texts.phrase(key, &Args::new().figure("n", &most)),
            None => Rich::default(),
        }
    }

    /// A line in words: from its first value to its last, and where.
    fn told(&self, line: &CurveLine, across: &str) -> Option<Rich> {
        let known = || line.points.iter().filter(|point| point.value.is_some());
        let share = |point: &CurvePoint| {
            let written = number::write(self.lang, Form::Percent, 1, point.value?);
            Some(self.say.texts.phrase("short-percent", &Args::new().number("value", &written)))
        };
        let place = |point: &CurvePoint| Rich::text(self.written_score(point.x));
        let (first, last) = (known().next()?, known().next_back()?);
        let args = Args::new()
            .rich("group", &line.label)
            .word("where", &self.say.word(across))
            .rich("first", &share(first)?)
            .rich("from", &place(first))
            .rich("last", &share(last)?)
            .rich("to", &place(last));
        Some(self.say.texts.phrase("c7-alt", &args))
    }

    /// A score with the decimals that it needs, at most two: 1, 0.4, 0.37.
    fn written_score(&self, score: Number) -> String {
        number::write(self.lang, Form::Plain, needed(score, 2), score)
    }

    /// Table 7b: how well the score orders people, within each group and across groups.
    fn ranking(&self, arm: Option<&str>) -> Vec<Block> {
        if !self.report.estimates.iter().any(|row| row.metric == "auc" && row.arm.as_deref() == arm) {
            return Vec::new();
        }
        let mut notes = Footnotes::new(self.say.texts);
        let group = self.word("t7-group");
        let figures = ["t7b-auc", "t7b-higher", "t7b-across", "t7b-back"].map(|key| format!("#{}", self.word(key)));
        let heads = std::iter::once(&*group).chain(figures.iter().map(String::as_str));
        let mut table = Table::new("t7b", self.levelled(&Rich::text(self.word("t7b"))), heads);
        let mut unjudged = false;
        for attribute in self.score_attributes() {
            let reference = self.say.attribute_named(attribute).map_or("", |head| head.reference.as_str());
            table.heading(Html::rich(&self.say.attribute(attribute).capitalised()));
            for group in self.score_groups(attribute) {
                let against = |metric: &str, group: &str, reference: &str| {
                    self.score_comparison(metric, attribute, group, reference, arm)
                };
                let auc = self.score_figure("auc", attribute, group, arm, None);
                let mut cells = vec![self.with_limits(auc.map(|row| (row, Form::Plain)), &mut notes)];
                let compared = [
                    against("superiority", group, reference),
                    against("xauc", group, reference),
                    against("xauc", reference, group),
                ];
                unjudged |= compared.iter().flatten().any(|row| row.note.contains(&Note::NoMargin));
                cells.extend(compared.map(|row| self.area(row, &mut notes)));
                let label = Cell::words(Html::rich(&self.say.group_head(attribute, group)));
                table.push(Row::of(std::iter::once(label).chain(cells.into_iter().map(Cell::number))));
            }
        }
        let mut block = table.class("dense").block(notes);
        if let Block::Table { table } = &mut block {
            table.notes.extend(unjudged.then(|| Html::rich(&self.say.plain("t7b-no-margin"))));
        }
        vec![block, self.plain("s7-ranking-read")]
    }

    pub(super) fn score_comparison(
        &self,
        metric: &str,
        attribute: &str,
        group: &str,
        reference: &str,
        arm: Option<&str>,
    ) -> Option<&'a DisparityRow> {
        self.report.disparities.iter().find(|row| {
            row.metric == metric
                && row.attribute.as_deref() == Some(attribute)
                && row.group.as_deref() == Some(group)
                && row.reference.as_deref() == Some(reference)
                && row.arm.as_deref() == arm
                && row.stratum.is_none()
                && matches!(row.scale, None | Some(Scale::Difference))
        })
    }

    /// A comparison that is a figure of its own, its limits beneath. That it has no margin is said once, under the table.
    fn area(&self, row: Option<&DisparityRow>, notes: &mut Footnotes<'_>) -> Html {
        let Some(row) = row else { return Html::figure(None) };
        let own: Vec<Note> = row.note.iter().copied().filter(|note| *note != Note::NoMargin).collect();
        let Some(value) = row.value.filter(|_| !row.suppressed) else {
            return notes.figure(None, row.suppressed, &own);
        };
        let decimals = number::decimals(Form::Plain, Some(value), [row.lower, row.upper], &[]);
        let write = |value: Number, column| {
            Figure::new(number::write(self.lang, Form::Plain, decimals, value), &row.id, column)
        };
        let shown = Html::rich(&write(value, "value").rich()).then(&notes.mark(&own));
        match (row.lower, row.upper) {
            (Some(lower), Some(upper)) => {
                let args = Args::new().figure("lo", &write(lower, "lower")).figure("hi", &write(upper, "upper"));
                shown.small(&Html::rich(&self.say.texts.phrase("interval", &args)))
            }
            _ => shown,
        }
    }
}

/// Is it a point of this curve?
pub(super) fn of_curve(row: &CurveRow, curve: &str, metric: Option<&str>, attribute: &str, arm: Option<&str>) -> bool {
    row.curve == curve
        && metric.is_none_or(|metric| row.metric == metric)
        && row.attribute.as_deref() == Some(attribute)
        && row.arm.as_deref() == arm
        && row.reference.is_none()
        && row.stratum.is_none()
        && row.period.is_none()
}

/// The decimals that a score needs to be written as it is, at most so many.
pub(super) fn needed(score: Number, most: u8) -> u8 {
    let whole = |decimals: &u8| {
        let scaled = score.get() * 10_f64.powi(i32::from(*decimals));
        (scaled - scaled.round()).abs() < 1e-9
    };
    (0..most).find(whole).unwrap_or(most)
}

/// The id of a chart or a table on the page.
pub(super) fn chart_id(chart: &str, attribute: &str, arm: Option<&str>) -> String {
    anchor(&[Some(chart), Some(attribute), arm].into_iter().flatten().collect::<Vec<_>>().join("-"))
}
