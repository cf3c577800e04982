//! Section 7: reliability of the score, how it orders people, and how it is distributed.
//!
//! Every figure is a row of the report; the slider of the threshold table only shows one of its rows at a time, and
//! without a script the whole table stands there.

use super::Page;
use super::block::{Block, Cell, Footnotes, Head, Html, Row, Table, once};
use super::disparities::anchor;
use crate::render::chart::{CurveLine, CurvePlot, CurvePoint, Picture, Unit};
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{CurveRow, DisparityRow, EstimateRow};
use crate::words::{Number, Scale, reserved};

/// Most thresholds in the table under the curves: annex C has every point.
const THRESHOLDS: usize = 25;

/// Groups in a table of thresholds, so that it is no wider than a sheet of paper.
const GROUPS_ACROSS: usize = 6;

/// The rates that a reader may follow along the threshold.
const ALONG: [&str; 4] = ["selection_rate", "true_positive_rate", "false_positive_rate", "positive_predictive_value"];

impl<'a> Page<'a> {
    /// Section 7.
    pub(super) fn reliability(&self) -> Vec<Block> {
        let audit = &self.report.audit;
        let mut out = Vec::new();
        let Some(score) = &audit.score else {
            return vec![self.not_measured("s7-what", "s7-no-score", "s7-need")];
        };
        if !score.probability {
            out.push(self.plain("w-cal-no"));
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
            out.extend(self.distributions(arm));
        }
        if out.is_empty() {
            out.push(self.not_measured("s7-what", "later-reason", "s7-need"));
        }
        out
    }

    /// Arms that scores are measured in; `None`: all rows.
    fn score_arms(&self) -> Vec<Option<&'a str>> {
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
        if self.report.audit.outcome.is_none() {
            return Vec::new();
        }
        let mut out = Vec::new();
        if probability {
            out.push(self.table_7(arm));
            out.push(self.plain("s7-read"));
        }
        let curve = if probability { "reliability" } else { "rate" };
        for attribute in self.score_attributes() {
            out.extend(self.reliability_chart(attribute, arm, curve));
            out.extend(self.same_score(attribute, arm).iter().map(|text| self.para(text)));
        }
        out
    }

    /// Attributes of the report that are no intersections, in its order.
    fn score_attributes(&self) -> Vec<&'a str> {
        self.report.audit.attributes.iter().map(|head| head.name.as_str()).collect()
    }

    /// Groups of an attribute that figures stand for.
    fn score_groups(&self, attribute: &str) -> Vec<&'a str> {
        let shown = |group: &str| !matches!(group, reserved::ALL | reserved::MISSING | reserved::UNKNOWN);
        let rows = self.report.groups.iter().filter(|row| row.attribute == attribute && shown(&row.group));
        rows.map(|row| row.group.as_str()).collect()
    }

    /// Table 7.
    fn table_7(&self, arm: Option<&str>) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let group = self.word("t7-group");
        let figures = ["t7-n", "t7-events", "t7-large", "t7-slope", "t7-brier", "t7-ece"]
            .map(|key| format!("#{}", self.word(key)));
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
                    self.with_limits(find("brier_score", None).map(|row| (row, Form::Plain)), &mut notes),
                    self.with_chance(
                        find("expected_calibration_error", Some("equal_width_10")),
                        "expected_by_chance",
                        &mut notes,
                    ),
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
    fn lines(&self, curve: &str, metric: Option<&str>, attribute: &str, arm: Option<&str>) -> Vec<CurveLine> {
        let reference = self.say.attribute_named(attribute).map_or("", |head| head.reference.as_str());
        self.score_groups(attribute)
            .into_iter()
            .filter_map(|group| {
                let points: Vec<CurvePoint> = self
                    .report
                    .curves
                    .iter()
                    .filter(|row| of_curve(row, curve, metric, attribute, arm) && row.group.as_deref() == Some(group))
                    .filter_map(|row| {
                        Some(CurvePoint { x: row.x?, value: row.value, lower: row.lower, upper: row.upper, n: row.n })
                    })
                    .collect();
                (!points.is_empty()).then(|| CurveLine {
                    label: self.say.group_head(attribute, group),
                    reference: group == reference,
                    points,
                })
            })
            .collect()
    }

    /// The thresholds in use, with the stages that they belong to.
    fn marks(&self) -> Vec<(Number, Rich)> {
        let stages = self.report.audit.stages.iter();
        stages.filter_map(|stage| Some((stage.threshold?, self.say.stage_head(&stage.name)))).collect()
    }

    /// Chart 7: the reliability curve of each group, or the rate along a score that is no probability.
    fn reliability_chart(&self, attribute: &str, arm: Option<&str>, curve: &str) -> Option<Block> {
        let lines = self.lines(curve, None, attribute, arm);
        let probability = curve == "reliability";
        let title = self.chart_title(if probability { "c7-title" } else { "c7-rate-title" }, attribute);
        let caption = if probability { "c7-caption" } else { "c7-rate-caption" };
        let plot = CurvePlot {
            picture: self.picture(&chart_id("c7", attribute, arm), &title, &lines)?,
            across: Rich::text(self.say.word("c7-across")),
            across_unit: self.unit_of(Form::Plain),
            upwards: Rich::text(self.say.word("c7-upwards")),
            upwards_unit: self.unit_of(if probability { Form::Plain } else { Form::Percent }),
            diagonal: probability.then(Rich::default),
            zero: false,
            marks: self.marks(),
            bars: Some(Rich::text(self.say.word("c7-cases"))),
            lines,
        };
        Some(Block::figure(plot.svg(), Html::rich(&title), Html::text(&self.word(caption))))
    }

    fn chart_title(&self, key: &str, attribute: &str) -> Rich {
        self.say.say(key, &Args::new().rich("attribute", &self.say.attribute(attribute)))
    }

    fn unit_of(&self, form: Form) -> Unit {
        Unit { form, lang: self.lang }
    }

    /// Id, title, and the description: each line from its first to its last value.
    fn picture(&self, id: &str, title: &Rich, lines: &[CurveLine]) -> Option<Picture> {
        let ends = |line: &CurveLine| {
            let values: Vec<Number> = line.points.iter().filter_map(|point| point.value).collect();
            let write = |value: &Number| {
                let decimals = number::decimals(Form::Plain, Some(*value), [None, None], &[]);
                number::write(self.lang, Form::Plain, decimals, *value)
            };
            let (first, last) = (values.first().map(write)?, values.last().map(write)?);
            Some(line.label.clone().then_text(&format!(": {first} – {last}")))
        };
        let said: Vec<Rich> = lines.iter().filter_map(ends).collect();
        if said.is_empty() {
            return None;
        }
        Some(Picture { id: id.to_owned(), title: title.plain(), description: Rich::join(said, "; ").plain() })
    }

    /// W-CAL: what the same score meant for a group and for its reference, at the bin of most cases in both.
    fn same_score(&self, attribute: &str, arm: Option<&str>) -> Vec<Rich> {
        let Some(head) = self.say.attribute_named(attribute) else { return Vec::new() };
        let points = |group: &str| -> Vec<&CurveRow> {
            let of_group = |row: &&CurveRow| row.group.as_deref() == Some(group);
            let fits = |row: &&CurveRow| {
                of_curve(row, "reliability_binned", None, attribute, arm) || of_curve(row, "rate", None, attribute, arm)
            };
            self.report.curves.iter().filter(of_group).filter(fits).collect()
        };
        let reference = points(&head.reference);
        let mut out = Vec::new();
        for group in self.score_groups(attribute).into_iter().filter(|group| *group != head.reference) {
            let own = points(group);
            let pairs = own.iter().filter_map(|row| {
                let other = reference.iter().find(|other| same_place(row, other))?;
                let cases = row.n?.get().min(other.n?.get());
                (cases >= 50.0 && row.value.is_some() && other.value.is_some()).then_some((cases, *row, *other))
            });
            let Some((_, row, other)) = pairs.max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
            let figure = |row: &CurveRow| {
                let value = row.value?;
                Some(Figure::new(number::write(self.lang, Form::PerThousand, 0, value), &row.id, "value"))
            };
            let place = row.x.map(|x| {
                let decimals = number::decimals(Form::Plain, Some(x), [None, None], &[]).min(2);
                Figure::new(number::write(self.lang, Form::Plain, decimals, x), &row.id, "x")
            });
            let (Some(a), Some(b), Some(place)) = (figure(row), figure(other), place) else { continue };
            let args = Args::new()
                .figure("s", &place)
                .figure("a", &a)
                .figure("b", &b)
                .rich("outcome", &self.say.outcome())
                .rich("group", &self.say.group(attribute, group))
                .rich("reference", &self.say.group(attribute, &head.reference));
            out.push(self.say.say("w-cal", &args));
        }
        out
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
                cells.extend(compared.map(|row| self.area(row, &mut notes)));
                let label = Cell::words(Html::rich(&self.say.group_head(attribute, group)));
                table.push(Row::of(std::iter::once(label).chain(cells.into_iter().map(Cell::number))));
            }
        }
        vec![table.class("dense").block(notes), self.plain("s7-ranking-read")]
    }

    fn score_comparison(
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

    /// A comparison that is a figure of its own, its limits beneath.
    fn area(&self, row: Option<&DisparityRow>, notes: &mut Footnotes<'_>) -> Html {
        let Some(row) = row else { return Html::figure(None) };
        let Some(value) = row.value.filter(|_| !row.suppressed) else {
            return notes.figure(None, row.suppressed, &row.note);
        };
        let decimals = number::decimals(Form::Plain, Some(value), [row.lower, row.upper], &[]);
        let write = |value: Number, column| {
            Figure::new(number::write(self.lang, Form::Plain, decimals, value), &row.id, column)
        };
        let shown = Html::rich(&write(value, "value").rich()).then(&notes.mark(&row.note));
        match (row.lower, row.upper) {
            (Some(lower), Some(upper)) => {
                let args = Args::new().figure("lo", &write(lower, "lower")).figure("hi", &write(upper, "upper"));
                shown.small(&Html::rich(&self.say.texts.phrase("interval", &args)))
            }
            _ => shown,
        }
    }

    /// Charts 7c and 7d with the table under them: how many have each score, and what each threshold would do.
    fn distributions(&self, arm: Option<&str>) -> Vec<Block> {
        let mut out = Vec::new();
        for attribute in self.score_attributes() {
            let shares = self.lines("score_distribution", None, attribute, arm);
            let title = self.chart_title("c7c-title", attribute);
            if let Some(picture) = self.picture(&chart_id("c7c", attribute, arm), &title, &shares) {
                let plot = CurvePlot {
                    picture,
                    across: Rich::text(self.say.word("c7-across")),
                    across_unit: self.unit_of(Form::Plain),
                    upwards: Rich::text(self.say.word("c7c-upwards")),
                    upwards_unit: self.unit_of(Form::Percent),
                    diagonal: None,
                    zero: false,
                    marks: self.marks(),
                    bars: None,
                    lines: shares,
                };
                out.push(Block::figure(plot.svg(), Html::rich(&title), Html::text(&self.word("c7c-caption"))));
            }
            let rates = self.lines("threshold", Some("selection_rate"), attribute, arm);
            let title = self.chart_title("c7d-title", attribute);
            if let Some(picture) = self.picture(&chart_id("c7d", attribute, arm), &title, &rates) {
                let plot = CurvePlot {
                    picture,
                    across: Rich::text(self.say.word("c7d-across")),
                    across_unit: self.unit_of(Form::Plain),
                    upwards: Rich::text(self.say.word("c7d-upwards")),
                    upwards_unit: self.unit_of(Form::Percent),
                    diagonal: None,
                    zero: false,
                    marks: self.marks(),
                    bars: None,
                    lines: rates,
                };
                out.push(Block::figure(plot.svg(), Html::rich(&title), Html::text(&self.word("c7d-caption"))));
                out.extend(self.thresholds(attribute, arm));
            }
        }
        out
    }

    /// The tables under the threshold curves: what each threshold would do in each group. One for each rate and for so
    /// many groups as a sheet holds; all of an attribute move together.
    fn thresholds(&self, attribute: &str, arm: Option<&str>) -> Vec<Block> {
        let groups = self.score_groups(attribute);
        let places = self.threshold_places(attribute, arm);
        let name = chart_id("t7d", attribute, arm);
        let mut out = Vec::new();
        for metric in ALONG {
            let points: Vec<&CurveRow> = self
                .report
                .curves
                .iter()
                .filter(|row| of_curve(row, "threshold", Some(metric), attribute, arm))
                .collect();
            if points.is_empty() {
                continue;
            }
            for (part, groups) in groups.chunks(GROUPS_ACROSS).enumerate() {
                let id = format!("{name}-{metric}-{}", part + 1);
                out.push(self.threshold_table((&id, &name), (attribute, metric), groups, &points, &places));
            }
        }
        out
    }

    /// The thresholds that a table shows: about as many as one reads, and those of the audit.
    fn threshold_places(&self, attribute: &str, arm: Option<&str>) -> Vec<Number> {
        let rows = self.report.curves.iter();
        let mut places: Vec<Number> = rows
            .filter(|row| of_curve(row, "threshold", Some("selection_rate"), attribute, arm))
            .filter_map(|row| row.x)
            .collect();
        places.sort_by(|a, b| a.get().total_cmp(&b.get()));
        places.dedup();
        let marks: Vec<Number> = self.marks().into_iter().map(|(at, _)| at).collect();
        let every = places.len().div_ceil(THRESHOLDS).max(1);
        let kept = places.iter().enumerate().filter(|(at, place)| at % every == 0 || marks.contains(place));
        kept.map(|(_, place)| *place).collect()
    }

    /// One table of thresholds: a rate of some groups, at the thresholds that are shown.
    fn threshold_table(
        &self,
        (id, moves): (&str, &str),
        (attribute, metric): (&str, &str),
        groups: &[&str],
        points: &[&CurveRow],
        places: &[Number],
    ) -> Block {
        let args = Args::new()
            .rich("attribute", &self.say.attribute(attribute))
            .rich("metric", &self.say.metric(metric).capitalised());
        let threshold = format!("#{}", self.word("t7d-threshold"));
        let mut table = Table::new(id, Html::rich(&self.say.say("t7d", &args)), [threshold.as_str()]);
        table.head.extend(groups.iter().map(|group| {
            let html = Html::rich(&self.say.group_head(attribute, group));
            Head { label: html.bare(), html, class: "num" }
        }));
        let marks: Vec<Number> = self.marks().into_iter().map(|(at, _)| at).collect();
        let mut notes = Footnotes::new(self.say.texts);
        for place in places {
            let at = |group: &str| {
                points.iter().find(|row| row.group.as_deref() == Some(group) && row.x == Some(*place)).copied()
            };
            let mut cells = Vec::new();
            for group in groups {
                let row = at(group);
                let figure = row.and_then(|row| {
                    let decimals = number::decimals(Form::Percent, row.value, [row.lower, row.upper], &[]).max(1);
                    let text = number::write(self.lang, Form::Percent, decimals, row.value?);
                    Some(self.say.unit(Form::Percent, &Figure::new(text, &row.id, "value"), metric))
                });
                let empty: &[crate::words::Note] = &[];
                let shown = match figure {
                    Some(figure) => Html::rich(&figure),
                    None => notes.figure(None, false, row.map_or(empty, |row| &row.note)),
                };
                cells.push(Cell::number(shown));
            }
            let written = number::exact(self.lang, Form::Plain, *place);
            let written = match groups.iter().find_map(|group| at(group)) {
                Some(row) => Html::rich(&Figure::new(written, &row.id, "x").rich()),
                None => Html::text(&written),
            };
            let label = Cell { class: "num", ..Cell::words(written) };
            let mut row = Row::of(std::iter::once(label).chain(cells));
            if marks.contains(place) {
                row.class = "in-use";
            }
            table.push(row);
        }
        moves.clone_into(&mut table.moves);
        table.class("steps").block(notes)
    }
}

/// Is it a point of this curve?
fn of_curve(row: &CurveRow, curve: &str, metric: Option<&str>, attribute: &str, arm: Option<&str>) -> bool {
    row.curve == curve
        && metric.is_none_or(|metric| row.metric == metric)
        && row.attribute.as_deref() == Some(attribute)
        && row.arm.as_deref() == arm
        && row.reference.is_none()
        && row.stratum.is_none()
        && row.period.is_none()
}

/// Are two points of the same bin near enough to be called the same score?
fn same_place(one: &CurveRow, other: &CurveRow) -> bool {
    match (one.x, other.x) {
        (Some(a), Some(b)) => (a.get() - b.get()).abs() <= 0.005 * a.get().abs().max(b.get().abs()).max(0.1),
        _ => false,
    }
}

fn chart_id(chart: &str, attribute: &str, arm: Option<&str>) -> String {
    anchor(&[Some(chart), Some(attribute), arm].into_iter().flatten().collect::<Vec<_>>().join("-"))
}
