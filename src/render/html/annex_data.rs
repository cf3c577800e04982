//! Annexes B, C and F: data, results by attribute, input list.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table, once};
use super::number;
use crate::report::number::{Form, Grouping};
use crate::report::sentences::Speaker;
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::{Note, Number, Verdict, reserved};

impl Page<'_> {
    /// Annex B.
    pub(super) fn annex_data(&self) -> Vec<Block> {
        let mut out = Vec::new();
        let heads = ["tb-file", "tb-format"].map(|key| self.word(key));
        let rows = format!("#{}", self.word("t2c-rows"));
        let mut table = Table::new("tb", Html::text(&self.word("tb")), [&*heads[0], &*heads[1], &*rows]);
        for (at, input) in self.report.provenance.inputs.iter().enumerate() {
            let format = &input.format;
            let sign = |text: &Option<String>| match text.as_deref() {
                Some("\t") => "tab".to_owned(),
                Some(text) => text.to_owned(),
                None => "–".to_owned(),
            };
            let args = Args::new()
                .name("kind", &format.kind)
                .name("delimiter", &sign(&format.delimiter))
                .name("decimal", &sign(&format.decimal))
                .name("encoding", &sign(&format.encoding));
            let line = if format.delimiter.is_some() { "tb-format-line" } else { "tb-format-kind" };
            let written = self.say.texts.phrase(line, &args);
            let sniffed =
                if format.sniffed.is_empty() { Html::default() } else { Html::text(&self.say.word("tb-sniffed")) };
            let count = Figure::new(
                number::count(self.lang, input.rows, Grouping::Column),
                &format!("/provenance/inputs/{at}"),
                "rows",
            );
            table.push(Row::of([
                Cell::words(Html::code(&input.path)),
                Cell::words(Html::rich(&written).small(&sniffed)),
                Cell::number(Html::figure(Some(&count))),
            ]));
        }
        out.push(table.block(Footnotes::new(self.say.texts)));
        out.push(self.group_table());
        if let Some(outcome) = &self.report.audit.outcome {
            let mut items = vec![(Html::text(&self.word("tb-outcome")), Html::rich(&self.say.outcome()))];
            let texts = [
                ("tb-definition", &outcome.definition),
                ("tb-established", &outcome.established_by),
                ("tb-differs", &outcome.differs_by_arm),
            ];
            for (key, text) in texts {
                let shown =
                    text.as_ref().map_or_else(|| Html::text(&self.say.word("no-data")), |text| self.given(text));
                items.push((Html::text(&self.word(key)), shown));
            }
            out.push(Block::Terms { items });
        }
        out.push(self.not_measured("representative-what", "later-reason", "representative-need"));
        out.push(Block::heading(3, "b-warnings", Html::text(&self.word("b-warnings"))));
        if self.report.warnings.is_empty() {
            out.push(self.plain("b-no-warnings"));
        } else {
            let items = self.report.warnings.iter().map(|row| Html::rich(&self.say.given(&row.text)));
            out.push(Block::List { items: items.collect(), class: "plain" });
        }
        out
    }

    /// Every group with its size; missing and unknown ones too.
    fn group_table(&self) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let group = self.word("tb-group");
        let figures = ["tb-n", "tb-share"].map(|key| format!("#{}", self.word(key)));
        let mut table = Table::new(
            "tb-groups",
            Html::text(&self.word("tb-groups")),
            std::iter::once(&*group).chain(figures.iter().map(String::as_str)),
        );
        let mut attribute = "";
        for row in &self.report.groups {
            if row.attribute != attribute {
                attribute = &row.attribute;
                table.heading(Html::rich(&self.say.attribute(attribute).capitalised()));
            }
            let count = row.n.map(|n| Figure::new(number::count(self.lang, n, Grouping::Column), &row.id, "n"));
            let share =
                row.share.map(|share| Figure::new(number::write(self.lang, Form::Percent, 1, share), &row.id, "share"));
            let share = share.map(|share| Html::rich(&self.say.unit(Form::Percent, &share, "group_share")));
            table.push(Row::of([
                Cell::words(
                    Html::rich(&self.say.group_head(&row.attribute, &row.group)).small(&Html::code(&row.group)),
                ),
                Cell::number(notes.figure(count.as_ref(), row.suppressed, &row.note)),
                Cell::number(share.unwrap_or_else(|| Html::figure(None))),
            ]));
        }
        if table.is_empty() {
            return self.plain("tb-no-groups");
        }
        table.block(notes)
    }

    /// Annex C: every estimate and disparity, attribute by attribute.
    pub(super) fn annex_results(&self) -> Vec<Block> {
        if self.report.estimates.is_empty() && self.report.disparities.is_empty() {
            return vec![self.plain("tc-none")];
        }
        let mut out = vec![self.plain("tc-read")];
        if self.report.estimates.iter().any(Speaker::rests_on_both_arms) {
            out.push(self.plain("tc-both-arms"));
        }
        let attributes = once(
            self.report
                .estimates
                .iter()
                .map(|row| row.attribute.as_deref().unwrap_or(""))
                .chain(self.report.disparities.iter().map(|row| row.attribute.as_deref().unwrap_or(""))),
        );
        // The order of the spec, crossed ones last.
        let mut ordered: Vec<&str> = self.report.audit.attributes.iter().map(|head| head.name.as_str()).collect();
        ordered.extend(attributes.iter().copied().filter(|name| self.say.attribute_named(name).is_none()));
        ordered.retain(|name| attributes.contains(name));
        for name in ordered {
            let title = if name.is_empty() {
                Rich::text(self.word("group-all"))
            } else {
                self.say.attribute(name).capitalised()
            };
            out.push(Block::heading(3, &format!("c-{}", super::disparities::anchor(name)), Html::rich(&title)));
            out.extend(self.estimate_table(name));
            out.extend(self.disparity_table(name));
        }
        out
    }

    fn estimate_table(&self, name: &str) -> Option<Block> {
        let rows: Vec<&EstimateRow> =
            self.report.estimates.iter().filter(|row| row.attribute.as_deref().unwrap_or("") == name).collect();
        if rows.is_empty() {
            return None;
        }
        let mut notes = Footnotes::new(self.say.texts);
        let heads = ["tc-metric", "tc-stage", "tc-group", "tc-part"].map(|key| self.word(key));
        let figures = ["tc-events", "tc-n", "tc-value", "tc-lower", "tc-upper", "tc-level"]
            .map(|key| format!("#{}", self.word(key)));
        let tail = [self.word("tc-method"), self.word("tc-id")];
        let mut table = Table::new(
            "",
            Html::text(&self.word("tc-estimates")),
            heads.iter().chain(&figures).chain(&tail).map(String::as_str),
        );
        for row in rows {
            let form = self.say.estimate_form(row);
            let interval = self.say.estimate(row, form, self.say.estimate_decimals(row));
            let count = |value: Option<Number>, column: &str| {
                value.map(|value| Figure::new(number::count(self.lang, value, Grouping::Column), &row.id, column))
            };
            let metric = self.say.metric(&row.metric).capitalised();
            table.push(
                Row::of([
                    Cell::words(Html::rich(&metric).small(&self.of(row.of.as_deref()))),
                    Cell::words(self.stage_cell(row.stage.as_deref())),
                    Cell::words(Html::rich(&self.say.group_head(name, row.group.as_deref().unwrap_or(reserved::ALL)))),
                    Cell::words(self.part(row.arm.as_deref(), row.stratum.as_deref(), row.period.as_deref())),
                    Cell::number(Html::figure(count(row.events, "events").as_ref())),
                    Cell::number(Html::figure(count(row.n, "n").as_ref())),
                    Cell::number(self.value_cell(form, interval.value.as_ref(), row.suppressed, &row.note, &mut notes)),
                    Cell::number(Html::figure(interval.lower.as_ref())),
                    Cell::number(Html::figure(interval.upper.as_ref())),
                    Cell::number(self.level_cell(&row.id, row.level)),
                    Cell::words(row.method.as_deref().map_or_else(|| Html("–".to_owned()), Html::code)),
                    Cell::words(Html::code(&row.id)),
                ])
                .showing(&row.id),
            );
        }
        Some(table.class("raw").block(notes))
    }

    fn disparity_table(&self, name: &str) -> Option<Block> {
        let rows: Vec<&DisparityRow> =
            self.report.disparities.iter().filter(|row| row.attribute.as_deref().unwrap_or("") == name).collect();
        if rows.is_empty() {
            return None;
        }
        let mut notes = Footnotes::new(self.say.texts);
        let heads = ["tc-metric", "tc-stage", "tc-group", "tc-reference", "tc-part"].map(|key| self.word(key));
        let figures =
            ["tc-value", "tc-lower", "tc-upper", "tc-level", "tc-p", "tc-p-adjusted", "tc-margin", "tc-detectable"]
                .map(|key| format!("#{}", self.word(key)));
        let tail = ["tc-verdict", "tc-method", "tc-id"].map(|key| self.word(key));
        let mut table = Table::new(
            "",
            Html::text(&self.word("tc-disparities")),
            heads.iter().chain(&figures).chain(&tail).map(String::as_str),
        );
        for row in rows {
            let interval = self.say.disparity(row, 0);
            let form = self.say.disparity_form(row);
            let p = |value: Option<Number>, column: &str| {
                value.map(|value| Figure::new(number::p_value(self.lang, value), &row.id, column))
            };
            let own: Vec<Note> = row.note.iter().copied().filter(|note| *note != Note::NoMargin).collect();
            let scale = row.scale.map(|scale| self.say.word(&format!("scale-{scale}"))).unwrap_or_default();
            let metric = self.say.metric(&row.metric).capitalised();
            let method = row.method.as_deref().map_or_else(|| Html("–".to_owned()), Html::code);
            let test = row.test.as_deref().map(Html::code).unwrap_or_default();
            let dash = || Html::figure(None);
            table.push(
                Row::of([
                    Cell::words(Html::rich(&metric).small(&Html::text(&scale))),
                    Cell::words(self.stage_cell(row.stage.as_deref())),
                    Cell::words(Html::rich(&self.say.group_head(name, row.group.as_deref().unwrap_or(reserved::ALL)))),
                    Cell::words(if row.reference.is_some() {
                        Html::rich(&self.say.group_head(name, row.reference.as_deref().unwrap_or("")))
                    } else {
                        dash()
                    }),
                    Cell::words(self.part(row.arm.as_deref(), row.stratum.as_deref(), row.period.as_deref())),
                    Cell::number(self.value_cell(form, interval.value.as_ref(), row.suppressed, &own, &mut notes)),
                    Cell::number(Html::figure(interval.lower.as_ref())),
                    Cell::number(Html::figure(interval.upper.as_ref())),
                    Cell::number(self.level_cell(&row.id, row.level)),
                    Cell::number(Html::figure(p(row.p_value, "p_value").as_ref())),
                    Cell::number(Html::figure(p(row.p_adjusted, "p_adjusted").as_ref())),
                    Cell::number(self.say.margin(row).map_or_else(dash, |margin| Html::rich(&margin))),
                    Cell::number(self.say.detectable(row).map_or_else(dash, |mde| Html::rich(&mde))),
                    Cell::words(match row.verdict {
                        Verdict::NotAssessed if !row.suppressed => Html::text(&self.say.texts.verdict(row.verdict)),
                        _ => self.verdict(row),
                    }),
                    Cell::words(method.small(&test)),
                    Cell::words(Html::code(&row.id)),
                ])
                .showing(&row.id),
            );
        }
        Some(table.class("raw").block(notes))
    }

    fn value_cell(
        &self,
        form: Form,
        value: Option<&Figure>,
        suppressed: bool,
        own: &[Note],
        notes: &mut Footnotes<'_>,
    ) -> Html {
        match value {
            Some(value) if !suppressed => {
                let key = match form {
                    Form::Percent => "short-percent",
                    Form::Points => "short-points",
                    Form::PerTenThousand => "short-ten-thousand",
                    Form::PerThousand => "short-thousand",
                    _ => return Html::rich(&value.rich()).then(&notes.mark(own)),
                };
                let args = Args::new().figure("value", value);
                Html::rich(&self.say.texts.phrase(key, &args)).then(&notes.mark(own))
            }
            _ => notes.figure(None, suppressed, own),
        }
    }

    fn level_cell(&self, id: &str, level: Option<Number>) -> Html {
        match level {
            Some(_) => {
                let args = Args::new().figure("value", &self.say.level(id, level));
                Html::rich(&self.say.texts.phrase("short-percent", &args))
            }
            None => Html::figure(None),
        }
    }

    fn stage_cell(&self, stage: Option<&str>) -> Html {
        stage.map_or_else(|| Html("–".to_owned()), |stage| Html::rich(&self.say.stage_head(stage)))
    }

    fn of(&self, of: Option<&str>) -> Html {
        of.map(Html::code).unwrap_or_default()
    }

    /// Which part of the data a row is computed on.
    fn part(&self, arm: Option<&str>, stratum: Option<&str>, period: Option<&str>) -> Html {
        let arm = arm.map(|arm| Html::rich(&self.say.texts.listed("arm", arm)).0);
        let parts: Vec<String> =
            arm.into_iter().chain([stratum, period].into_iter().flatten().map(|text| Html::code(text).0)).collect();
        if parts.is_empty() { Html("–".to_owned()) } else { Html(parts.join(", ")) }
    }

    /// Annex F.
    pub(super) fn annex_inputs(&self) -> Vec<Block> {
        if self.report.inputs.is_empty() {
            return vec![self.plain("w-noinput")];
        }
        vec![self.input_table("tf", &self.report.inputs, 0)]
    }
}
