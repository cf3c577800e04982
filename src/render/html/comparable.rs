//! Section 6: comparable cases.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use super::overview::{CHART_ROWS, is_mixed};
use crate::render::chart::{IntervalPlot, IntervalRow, Picture, Unit};
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, decides};
use crate::words::{Number, Scale, once};

/// Comparisons that have sentences of their own.
const SAID: usize = 6;

impl Page<'_> {
    /// Section 6.
    pub(super) fn comparable(&self) -> Vec<Block> {
        // Differences, and what decides on another scale.
        let rows: Vec<&DisparityRow> = self
            .say
            .adjusted()
            .into_iter()
            .filter(|row| (row.scale == Some(Scale::Difference) || decides(row)) && shown(row))
            .collect();
        if rows.is_empty() {
            let state = self.say.statement("HS-03").map_or("missing", |row| row.state.as_str());
            let args = Args::new()
                .rich("statement", &self.say.statement_title("HS-03"))
                .rich("state", &self.say.texts.listed("state", state));
            return vec![
                self.plain("s6-none"),
                self.para(&self.say.say("s6-state", &args)),
                // Factors that stand in the plan and are not used yet are no lack of the plan.
                self.not_measured(
                    "s6-what",
                    if self.report.audit.factors.is_empty() { "s6-reason" } else { "later-reason" },
                    "s6-need",
                ),
            ];
        }
        let mut out: Vec<Block> = self.say.adjusted_for().iter().map(|text| self.para(text)).collect();
        let without = self.without_a_factor();
        out.extend(self.say.verdicts_that_turn(without.iter().map(|(row, _)| *row)).iter().map(|text| self.para(text)));
        let (main, more): (Vec<&DisparityRow>, Vec<&DisparityRow>) = rows.iter().partition(|row| is_main(row, &rows));
        out.extend(self.said_6(&main));
        let differences: Vec<&DisparityRow> =
            main.iter().copied().filter(|row| row.scale == Some(Scale::Difference)).collect();
        out.extend(self.charts_6(&differences));
        // Table 6b has the comparisons over all factors but one; the same over the same factors are no others.
        let elsewhere = more.iter().filter(|row| !without.iter().any(|(other, _)| same_comparison(row, other))).count();
        out.push(self.table_6(&main, elsewhere));
        out.extend(self.table_6b(&without));
        out.extend(self.hiding().iter().map(|text| self.para(text)));
        out.push(self.plain("s6-tip-none"));
        out
    }

    /// What is said of the deciding comparisons, worst first; the table has them all.
    fn said_6(&self, rows: &[&DisparityRow]) -> Vec<Block> {
        let mut said: Vec<&DisparityRow> = rows.iter().copied().filter(|row| row.confirmatory).collect();
        said.sort_by_key(|row| std::cmp::Reverse(self.say.cell_kind(row)));
        // What all are adjusted for is said above; where that differs, beside each.
        let alike = once(said.iter().map(|row| row.stratum.clone())).len() < 2;
        let of = |row| if alike { self.say.said_of_adjusted(row) } else { self.say.said_of(row) };
        let said = said.into_iter().take(SAID).map(|row| Rich::join(of(row), " "));
        said.filter(|text| !text.is_empty()).map(|text| self.para(&text)).collect()
    }

    /// Chart 6: the unadjusted and the adjusted interval of each comparison, one chart for each metric and stage.
    fn charts_6(&self, rows: &[&DisparityRow]) -> Vec<Block> {
        let kinds = once(rows.iter().map(|row| (row.metric.clone(), row.stage.clone())));
        let charts = kinds.into_iter().enumerate().filter_map(|(at, (metric, stage))| {
            let mut chosen: Vec<&DisparityRow> =
                rows.iter().copied().filter(|row| row.metric == metric && row.stage == stage).collect();
            let cut = chosen.len() > CHART_ROWS / 2;
            if cut {
                chosen.sort_by_key(|row| std::cmp::Reverse(self.say.cell_kind(row)));
                chosen.truncate(CHART_ROWS / 2);
            }
            let decimals = stage.as_deref().map_or(0, |stage| self.stage_decimals(stage));
            let form = chosen.first().map(|row| self.say.disparity_form(row))?;
            let line = |row: &DisparityRow, key: &str| IntervalRow {
                sub: Rich::text(self.say.word(key)),
                ..self.plotted(row, decimals)
            };
            let plotted: Vec<IntervalRow> = chosen
                .iter()
                .flat_map(|row| {
                    let raw = self.say.unadjusted(row).map(|raw| line(raw, "c6-unadjusted"));
                    raw.into_iter().chain([line(row, "c6-adjusted")])
                })
                .collect();
            let what = match stage.as_deref() {
                Some(stage) if metric == "selection_rate" => self.say.stage_head(stage),
                _ => self.say.metric(&metric).capitalised(),
            };
            let title = self.say.say("c6-title", &Args::new().rich("what", &what));
            let parts = plotted.iter().filter_map(|row| {
                let panel = row.panels.first()?;
                let name = row.label.clone().then_text(", ").then(row.sub.clone()).then_text(": ");
                Some(match &panel.instead {
                    Some(words) => name.then(words.clone()),
                    None => name.then(panel.shown.clone()).then_text(" (").then(panel.limits.clone()).then_text(")"),
                })
            });
            let picture =
                Picture { id: format!("c6-{at}"), title: title.plain(), description: Rich::join(parts, "; ").plain() };
            let caption = self.interval_caption(&plotted, cut);
            let axis = match form {
                Form::PerTenThousand => "c4a-axis-ten-thousand",
                Form::Points => "c4a-axis-points",
                _ => "c4a-axis-plain",
            };
            let plot = IntervalPlot {
                picture,
                axes: vec![(Rich::text(self.say.word(axis)), Unit { form, lang: self.lang })],
                zero: Some(0.0),
                margin_word: self.say.word("term-margin"),
                rows: plotted,
            };
            Some(Block::figure(plot.svg(), Html::rich(&title), Html::text(&caption)))
        });
        charts.collect()
    }

    /// Table 6: the unadjusted disparity always first; `more` comparisons over other factors stand in annex C.
    fn table_6(&self, rows: &[&DisparityRow], more: usize) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let (group, metric) = (self.word("t6-group"), self.word("t6-metric"));
        let figures = ["t6-unadjusted", "t6-adjusted", "t6-outside"].map(|key| format!("#{}", self.word(key)));
        let (factors, verdict) = (self.word("t6-factors"), self.word("t4-verdict"));
        let heads = [&*group, &*metric].into_iter().chain(figures.iter().map(String::as_str));
        let heads = heads.chain([&*factors, &*verdict]);
        let mut table = Table::new("t6", self.levelled(&Rich::text(self.word("t6"))), heads);
        for row in rows {
            let decimals = self.stage_decimals(row.stage.as_deref().unwrap_or(""));
            let raw = self.say.unadjusted(row);
            table.push(Row::of([
                Cell::words(self.compared(row)),
                Cell::words(self.measured(row)),
                Cell::number(raw.map_or_else(|| Html::figure(None), |raw| self.difference(raw, decimals, &mut notes))),
                Cell::number(self.difference(row, decimals, &mut notes)),
                Cell::number(self.outside_cell(row)),
                Cell::words(Html::rich(&self.say.factors(row.stratum.as_deref().unwrap_or("")))),
                Cell::words(self.verdict_noted(row, &self.verdict_mark(row, &mut notes))),
            ]));
        }
        let both = rows.iter().copied().chain(rows.iter().filter_map(|row| self.say.unadjusted(row)));
        let joint = is_mixed(both).then_some("joint-note");
        let mut block = self.noted(table.block(notes), joint);
        if more > 0
            && let Block::Table { table } = &mut block
        {
            let args = Args::new().count(self.lang, "n", more as u64, "count/comparisons/other_factors");
            table.notes.push(Html::rich(&self.say.say("t6-more", &args)).to("annex-c"));
        }
        block
    }

    /// Who is compared with whom.
    fn compared(&self, row: &DisparityRow) -> Html {
        let group = self.say.group_head(row.attribute.as_deref().unwrap_or(""), row.group.as_deref().unwrap_or(""));
        let against = self.say.texts.phrase("against", &Args::new().rich("reference", &self.say.reference_of(row)));
        Html::rich(&group).small(&Html::rich(&against))
    }

    /// What is compared.
    fn measured(&self, row: &DisparityRow) -> Html {
        let metric = Html::rich(&self.say.metric(&row.metric).capitalised());
        let metric = match row.stage.as_deref().filter(|_| self.report.audit.stages.len() > 1) {
            Some(stage) => metric.small(&Html::rich(&self.say.stage_head(stage))),
            None => metric,
        };
        match row.scale.filter(|scale| *scale != Scale::Difference) {
            Some(scale) => metric.small(&Html::text(&self.say.word(&format!("scale-{scale}")))),
            None => metric,
        }
    }

    /// The share of a group's cases that have no counterpart: what is left of the overlap.
    fn outside(&self, row: &DisparityRow) -> Option<Figure> {
        let overlap = row.detail.as_ref()?.get("overlap_group")?.as_f64()?;
        let outside = Number::new(1.0 - overlap)?;
        Some(Figure::new(number::write(self.lang, Form::Percent, 1, outside), &row.id, "overlap_group"))
    }

    /// W-ADJ-HIDE, for each factor that according to HS-03 could hide a disparity.
    fn hiding(&self) -> Vec<Rich> {
        let rows = self.report.disparities.iter().filter(|row| row.scale == Some(Scale::Difference) && shown(row));
        rows.filter_map(|row| {
            let factor = row.detail.as_ref()?.get("left_out")?.as_str()?;
            let said = self.say.field_rows("HS-03", "factors").iter().find(|said| {
                said.get("stratum").and_then(|value| value.as_str()) == Some(factor)
                    && said.get("could_hide").and_then(|value| value.as_str()) == Some("yes")
            });
            said?;
            let value = self.say.disparity(row, 0).value?;
            let args = Args::new()
                .rich("factor", &self.say.factors(factor))
                .rich("ground", &self.say.attribute(row.attribute.as_deref()?))
                .rich("d", &self.say.unit(self.say.disparity_form(row), &value, &row.metric));
            Some(self.say.say("w-adj-hide", &args))
        })
        .collect()
    }

    /// The comparisons that leave one factor out, with its name, in the order of the report.
    fn without_a_factor(&self) -> Vec<(&DisparityRow, &str)> {
        let rows = self.report.disparities.iter().filter(|row| row.scale == Some(Scale::Difference) && shown(row));
        rows.filter_map(|row| Some((row, row.detail.as_ref()?.get("left_out")?.as_str()?))).collect()
    }

    /// Table 6b: one factor left out at a time, with what is then compared and what the verdict then is.
    fn table_6b(&self, rows: &[(&DisparityRow, &str)]) -> Option<Block> {
        if rows.is_empty() {
            return None;
        }
        let mut notes = Footnotes::new(self.say.texts);
        let words = ["t6b-factor", "t6-group"].map(|key| self.word(key));
        let figures = ["t6-adjusted", "t6b-strata", "t6-outside"].map(|key| format!("#{}", self.word(key)));
        let tail = ["t4-verdict", "t6b-reason", "t6b-hide"].map(|key| self.word(key));
        let heads = words.iter().chain(&figures).chain(&tail).map(String::as_str);
        let mut table = Table::new("t6b", self.levelled(&Rich::text(self.word("t6b"))), heads);
        let joint = is_mixed(rows.iter().map(|(row, _)| *row)).then_some("joint-note");
        let mut measured = None;
        for (row, left_out) in rows {
            // What is compared is the heading of its rows: the same words in every row would hide what differs.
            if measured != Some((&row.metric, &row.stage)) {
                measured = Some((&row.metric, &row.stage));
                table.heading(Html::rich(&self.say.about_what(row).capitalised()));
            }
            let decimals = self.stage_decimals(row.stage.as_deref().unwrap_or(""));
            let said = self
                .say
                .field_rows("HS-03", "factors")
                .iter()
                .find(|row| row.get("stratum").and_then(|value| value.as_str()) == Some(left_out));
            let text = |key: &str| said.and_then(|row| row.get(key)?.as_str());
            let written = |text: Option<&str>| match text {
                Some(text) => Html::text(text).within("span", "statement"),
                None => Html::text(&self.say.word("no-data")),
            };
            let turned = if self.say.turns(row) { self.say.word("t6b-turns") } else { String::new() };
            let verdict = self.verdict_noted(row, &self.verdict_mark(row, &mut notes)).small(&Html::text(&turned));
            table.push(Row::of([
                Cell::words(Html::rich(&self.say.factors(left_out)).small(&self.carries(row, left_out))),
                Cell::words(self.compared(row)),
                Cell::number(self.difference(row, decimals, &mut notes)),
                Cell::number(Html::figure(self.strata(row).as_ref())),
                Cell::number(self.outside_cell(row)),
                Cell::words(verdict),
                Cell::words(written(text("reason"))),
                Cell::words(written(text("why").or_else(|| text("could_hide")))),
            ]));
        }
        let known = rows.iter().any(|(row, left_out)| !self.carries(row, left_out).is_empty());
        let block = self.noted(table.class("dense").block(notes), joint);
        Some(self.noted(block, known.then_some("t6b-carries-note")))
    }

    /// How much a factor says of the group of a row, where the input of its name was measured (`methods/3`, 3.9).
    fn carries(&self, row: &DisparityRow, factor: &str) -> Html {
        let mut measured = self.say.rows.estimates(row.attribute.as_deref(), row.group.as_deref());
        let strength = measured.find(|found| {
            found.metric == "proxy_strength"
                && found.of.as_deref() == Some(factor)
                && found.stratum.is_none()
                && found.arm.is_none()
                && found.period.is_none()
        });
        let shown = strength.and_then(|found| {
            let value = Number::new(found.detail.as_ref()?.get("cramers_v")?.as_f64()?)?;
            Some(Figure::new(number::write(self.lang, Form::Plain, 2, value), &found.id, "cramers_v"))
        });
        shown.map_or_else(Html::default, |figure| {
            Html::rich(&self.say.texts.phrase("t6b-carries", &Args::new().figure("v", &figure)))
        })
    }

    /// In how many kinds of case there are some of both groups.
    fn strata(&self, row: &DisparityRow) -> Option<Figure> {
        let strata = Number::new(row.detail.as_ref()?.get("strata")?.as_f64()?)?;
        Some(Figure::new(number::count(self.lang, strata), &row.id, "strata"))
    }

    /// The share of a group's cases without counterpart, in a cell.
    pub(super) fn outside_cell(&self, row: &DisparityRow) -> Html {
        self.outside(row)
            .map_or_else(|| Html::figure(None), |figure| Html::rich(&self.say.unit(Form::Percent, &figure, "overlap")))
    }
}

/// Do two rows compare the same over the same factors?
fn same_comparison(a: &DisparityRow, b: &DisparityRow) -> bool {
    let key = |row: &DisparityRow| {
        let names = [&row.attribute, &row.group, &row.reference, &row.stage, &row.stratum, &row.arm, &row.period];
        (row.metric.clone(), names.map(Clone::clone))
    };
    key(a) == key(b)
}

/// Is it a comparison that section 6 shows: one that decides, or, where none of its kind does, the difference over all factors
/// that were held alike together.
fn is_main(row: &DisparityRow, rows: &[&DisparityRow]) -> bool {
    let kind = |row: &DisparityRow| {
        let names = [&row.stage, &row.attribute, &row.arm, &row.period];
        (row.metric.clone(), names.map(Clone::clone))
    };
    let own = kind(row);
    let alike = || rows.iter().filter(|other| kind(other) == own);
    if alike().any(|other| decides(other)) {
        return decides(row);
    }
    let rank = |stratum: &str, judged: bool| (judged, stratum.split('*').count());
    let sets = alike().filter_map(|row| Some((row.stratum.as_deref()?, row.margin.is_some())));
    let most = sets.reduce(|a, b| if rank(b.0, b.1) > rank(a.0, a.1) { b } else { a });
    row.stratum.as_deref() == most.map(|(stratum, _)| stratum)
}

/// Section 6 shows who is at a stage, and whatever else was to be judged; Annex C has every row.
fn shown(row: &DisparityRow) -> bool {
    row.metric == "selection_rate" || row.margin.is_some()
}
