//! Section 4: disparities by ground and stage.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use super::overview::{CHART_ROWS, is_joint};
use crate::render::chart::{DotRow, Dots, Picture};
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow, GroupRow};
use crate::words::{AttributeKnown, Ground, Note, Scale, reserved};

/// Groups of an attribute from which on only the largest and smallest disparities stand in section 4.
const GROUPS: usize = 6;

impl<'a> Page<'a> {
    /// Section 4.
    pub(super) fn disparities(&self) -> Vec<Block> {
        let audit = &self.report.audit;
        let mut out: Vec<Block> = self.say.several().iter().map(|text| self.para(text)).collect();
        let any = self.report.disparities.iter().any(is_selection);
        if !any {
            out.push(self.not_measured("s4-what", "s4-reason", "s4-need"));
        }
        for stage in &audit.stages {
            out.extend(self.overview(&stage.name));
        }
        let attributes = |statutory: bool| {
            let mut heads: Vec<_> =
                audit.attributes.iter().filter(|head| (head.ground != Ground::Supplementary) == statutory).collect();
            heads.sort_by_key(|head| head.ground);
            heads
        };
        for head in attributes(true) {
            self.attribute_block(&head.name, &mut out);
        }
        let unmeasured = self.say.unmeasured_grounds();
        if !unmeasured.is_empty() {
            out.push(Block::heading(3, "s4-unmeasured", Html::text(&self.word("s4-unmeasured"))));
            if let Some(limit) = self.say.limitations().iter().find(|limit| limit.head == "limit-grounds") {
                out.extend(limit.text.iter().map(|text| self.para(text)));
            }
        }
        let others = attributes(false);
        if !others.is_empty() {
            out.push(Block::heading(3, "s4-other", Html::text(&self.word("ground-supplementary"))));
        }
        for head in others {
            self.attribute_block(&head.name, &mut out);
        }
        out
    }

    /// 4.x: one attribute.
    fn attribute_block(&self, name: &str, out: &mut Vec<Block>) {
        let Some(head) = self.say.attribute_named(name) else { return };
        let title = self.say.attribute(name).capitalised();
        out.push(Block::heading(4, &format!("a-{}", anchor(name)), Html::rich(&title)));
        let ground = match head.ground {
            Ground::Supplementary => Rich::text(self.say.word("ground-supplementary")),
            ground => Rich::text(self.say.texts.ground(ground)),
        };
        let args = Args::new().rich("ground", &ground);
        out.push(self.para(&match &head.measure {
            Some(measure) => self.say.say("attribute-line", &args.rich("measure", &self.say.given(measure))),
            None => self.say.say("attribute-ground", &args),
        }));
        let rows: Vec<&DisparityRow> = self
            .report
            .disparities
            .iter()
            .filter(|row| is_selection(row) && row.attribute.as_deref() == Some(name) && row.confirmatory)
            .collect();
        if rows.is_empty() && !self.report.disparities.iter().any(|row| row.attribute.as_deref() == Some(name)) {
            out.push(self.not_measured("s4-attribute-what", "s4-attribute-reason", "need-ground"));
            return;
        }
        let mut said: Vec<&DisparityRow> = rows.clone();
        said.sort_by_key(|row| std::cmp::Reverse(self.say.cell_kind(row)));
        for row in said.iter().take(GROUPS) {
            let text = Rich::join(self.say.said_of(row), " ");
            if !text.is_empty() {
                out.push(self.para(&text));
            }
        }
        out.push(self.table_4(name));
        out.extend(self.dots(name));
        if head.known == AttributeKnown::Membership {
            let proxies = self.say.limitations();
            let proxy = proxies.iter().find(|limit| limit.head == "limit-proxy");
            out.extend(proxy.into_iter().flat_map(|limit| &limit.text).map(|text| self.para(text)));
            out.extend(self.proxy_part(name, true));
        }
        if self.report.disparities.iter().any(|row| row.attribute.as_deref() == Some(name) && row.suppressed) {
            let hidden = self.say.hidden();
            out.push(self.para(&self.say.say("w-supp", &Args::new().count(self.lang, "n", hidden, "count/hidden"))));
        }
        out.extend(self.say.explored(name).iter().map(|text| self.para(text)));
        let explored = self.report.disparities.iter().filter(|row| {
            // A crossed attribute is told of where its first part is.
            is_selection(row) && row.attribute.as_deref().is_some_and(|own| own.split('*').next() == Some(name))
        });
        out.extend(self.say.exploratory_of(explored).iter().map(|text| self.para(text)));
    }

    /// The groups of an attribute that section 4 shows: all, or the largest and smallest disparities.
    fn shown_groups(&self, name: &str) -> (Vec<&'a GroupRow>, bool) {
        let all: Vec<&GroupRow> =
            self.report.groups.iter().filter(|row| row.attribute == name && row.group != reserved::ALL).collect();
        let reference = self.say.attribute_named(name).map(|head| head.reference.as_str()).unwrap_or("");
        let others: Vec<&GroupRow> = all.iter().copied().filter(|row| row.group != reference).collect();
        if others.len() <= GROUPS {
            return (all, false);
        }
        let size = |group: &GroupRow| {
            let rows = self.say.rows.disparities(Some(name), Some(&group.group)).filter(|row| is_selection(row));
            rows.filter(|row| row.scale == Some(Scale::Difference))
                .filter_map(|row| row.value)
                .fold(0.0_f64, |most, value| most.max(value.get().abs()))
        };
        let mut ranked: Vec<(f64, &GroupRow)> = others.iter().map(|group| (size(group), *group)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let half = GROUPS / 2;
        let chosen: Vec<&str> = ranked[..half]
            .iter()
            .chain(&ranked[ranked.len() - half..])
            .map(|(_, group)| group.group.as_str())
            .collect();
        let shown = all.into_iter().filter(|row| row.group == reference || chosen.contains(&row.group.as_str()));
        (shown.collect(), true)
    }

    /// Table 4 of an attribute.
    fn table_4(&self, name: &str) -> Block {
        let head = self.say.attribute_named(name);
        let reference = head.map(|head| head.reference.as_str()).unwrap_or("");
        let estimated = head.is_some_and(|head| head.known == AttributeKnown::Membership);
        let mut notes = Footnotes::new(self.say.texts);
        let against = self.say.group(name, reference);
        let number_head = self.word(if estimated { "t4-number-estimated" } else { "t4-number" });
        let level = Args::new().figure("level", &self.say.audit_level());
        let guessed = |head: Rich| {
            if estimated { self.say.texts.phrase("head-estimated", &Args::new().rich("head", &head)) } else { head }
        };
        let share_head = guessed(self.say.texts.phrase("t4-share", &level));
        let difference_head =
            guessed(self.say.texts.phrase("t4-difference-from", &Args::new().rich("reference", &against)));
        let mut table = Table::new(
            &format!("t4-a-{}", anchor(name)),
            Html::rich(&self.say.say("t4-caption", &Args::new().rich("attribute", &self.say.attribute(name)))),
            [""; 9],
        );
        let words = |key: &str| Html::text(&self.word(key));
        let heads = [
            (words("t4-group"), ""),
            (Html::text(&number_head), "num"),
            (words("t4-at-stage"), "num"),
            (Html::rich(&share_head), "num"),
            (Html::rich(&difference_head), "num"),
            (words("t4-ratio"), "num"),
            (words("t4-ratio-not"), "num"),
            (words("t4-margin"), "num"),
            (words("t4-verdict"), ""),
        ];
        for (slot, (html, class)) in table.head.iter_mut().zip(heads) {
            (slot.html, slot.class) = (html, class);
        }
        let (mut groups, cut) = self.shown_groups(name);
        // The group compared with comes first.
        groups.sort_by_key(|row| row.group != reference);
        let mut unmeasured = Vec::new();
        let mut corrected = false;
        for stage in self.report.audit.stages.iter().filter(|stage| stage.data) {
            let rates: Vec<&EstimateRow> =
                groups.iter().filter_map(|group| self.rate(&stage.name, name, &group.group)).collect();
            let decimals = self.say.rates_alike(rates.iter().copied());
            let compared = self
                .report
                .disparities
                .iter()
                .any(|row| row.attribute.as_deref() == Some(name) && row.stage.as_deref() == Some(&stage.name));
            if rates.is_empty() && !compared {
                unmeasured.push(self.say.stage_noun(&stage.name));
                continue;
            }
            table.heading(Html::rich(&self.say.stage_head(&stage.name)));
            let places = (decimals, self.stage_decimals(&stage.name));
            for group in &groups {
                let row = self.row_4(&stage.name, group, reference, places, &mut notes);
                table.push(row);
            }
            corrected |= self.report.disparities.iter().any(|row| {
                is_selection(row)
                    && row.attribute.as_deref() == Some(name)
                    && row.stage.as_deref() == Some(&stage.name)
                    && row.reference.as_deref() == Some(reference)
                    && groups.iter().any(|group| row.group.as_deref() == Some(&group.group))
                    && self.say.corrected_apart(row, places.0, places.1)
            });
        }
        let shown = |row: &DisparityRow| {
            groups.iter().any(|group| row.group.as_deref() == Some(&group.group))
                && self.say.apart(row, self.stage_decimals(row.stage.as_deref().unwrap_or("")))
        };
        let rows = self.report.disparities.iter().filter(|row| {
            is_selection(row) && row.attribute.as_deref() == Some(name) && row.reference.as_deref() == Some(reference)
        });
        let rows: Vec<&DisparityRow> = rows.collect();
        let apart = rows.iter().copied().any(shown);
        // Shares have intervals of their own.
        let joint = rows.iter().any(|row| is_joint(row)).then_some("joint-note-shares");
        let mut block = self.noted(self.rounded(table.class("dense").block(notes), apart), joint);
        if let Block::Table { table } = &mut block {
            let notes = unmeasured.iter().map(|stage| self.say.say("t4-stage-none", &Args::new().rich("stage", stage)));
            table.notes.extend(notes.map(|note| Html::rich(&note)));
            table.notes.extend(corrected.then(|| Html::rich(&self.say.plain("corrected-note"))));
        }
        if cut && let Block::Table { table } = &mut block {
            let link = Html::text(&self.word("t4-cut")).to("annex-c");
            table.notes.push(link);
        }
        block
    }

    fn rate(&self, stage: &str, attribute: &str, group: &str) -> Option<&'a EstimateRow> {
        self.say.rows.estimates(Some(attribute), Some(group)).find(|row| {
            row.metric == "selection_rate"
                && row.of.is_none()
                && row.stage.as_deref() == Some(stage)
                && row.arm.is_none()
                && row.stratum.is_none()
                && row.period.is_none()
        })
    }

    fn row_4(
        &self,
        stage: &str,
        group: &GroupRow,
        reference: &str,
        (decimals, of_difference): (u8, u8),
        notes: &mut Footnotes<'_>,
    ) -> Row {
        let is_reference = group.group == reference;
        let of_group = |metric: &str, scale: Scale| {
            self.say.rows.disparities(Some(&group.attribute), Some(&group.group)).find(|row| {
                row.metric == metric
                    && row.of.is_none()
                    && row.scale == Some(scale)
                    && row.stage.as_deref() == Some(stage)
                    && row.reference.as_deref() == Some(reference)
                    && row.arm.is_none()
                    && row.stratum.is_none()
                    && row.period.is_none()
            })
        };
        let rate = self.rate(stage, &group.attribute, &group.group);
        let share = match rate {
            Some(row) if self.nobody(row).is_some() => self.nobody(row).unwrap_or_default(),
            Some(row) if row.value.is_some() => {
                let form = self.say.estimate_form(row);
                let interval = self.say.estimate(row, form, decimals);
                let value = interval.value.as_ref().map(|value| self.say.unit(form, value, &row.metric));
                let value = Html::rich(&value.unwrap_or_default()).then(&notes.mark(&row.note));
                value.small(&self.say.limits(&interval).map(|limits| Html::rich(&limits)).unwrap_or_default())
            }
            Some(row) => match self.only_range(row, self.say.estimate_form(row)) {
                Some(range) => range.then(&notes.mark(&row.note)),
                None => notes.figure(None, row.suppressed, &row.note),
            },
            None => Html::figure(None),
        };
        let difference = of_group("selection_rate", Scale::Difference);
        let ratio = of_group("selection_rate", Scale::Ratio);
        let not = of_group("non_selection_rate", Scale::Ratio);
        let judged = [difference, ratio, of_group("selection_rate", Scale::OddsRatio), not]
            .into_iter()
            .flatten()
            .find(|row| row.margin.is_some())
            .or(difference);
        let mut ratio_of = |row: Option<&DisparityRow>| match row {
            Some(row) => {
                let value = self.say.disparity(row, 2).value;
                let own: Vec<Note> = row.note.iter().copied().filter(|note| *note != Note::NoMargin).collect();
                notes.figure(value.as_ref(), row.suppressed, &own)
            }
            None => Html::figure(None),
        };
        let (ratio, not) = (ratio_of(ratio), ratio_of(not));
        let count = group.n.map(|n| Figure::new(number::count(self.lang, n), &group.id, "n"));
        let events = rate.and_then(|row| Some(Figure::new(number::count(self.lang, row.events?), &row.id, "events")));
        let label = self.say.group_head(&group.attribute, &group.group);
        let label = if is_reference {
            Html::rich(&label).small(&Html::text(&self.say.word("term-reference")))
        } else {
            Html::rich(&label)
        };
        let off = self.say.size_off(&group.attribute, &group.group).map(|key| Html::text(&self.say.word(key)));
        let off = off.unwrap_or_default();
        let none = || Html::figure(None);
        Row {
            class: if is_reference { "reference" } else { "" },
            ..Row::of([
                Cell::words(label),
                Cell::number(notes.figure(count.as_ref(), group.suppressed, &group.note).small(&off)),
                Cell::number(Html::figure(events.as_ref())),
                Cell::number(share),
                Cell::number(match difference {
                    Some(row) if !is_reference => self.difference(row, of_difference, notes),
                    _ => none(),
                }),
                Cell::number(if is_reference { none() } else { ratio }),
                Cell::number(if is_reference { none() } else { not }),
                Cell::number(match judged.and_then(|row| self.say.margin_short(row)) {
                    Some(margin) if !is_reference => Html::rich(&margin),
                    _ => none(),
                }),
                Cell::words(match judged {
                    Some(row) if !is_reference => {
                        // That it has no margin is no lack where another comparison decides.
                        let decided = self.say.decided_adjusted(row).is_some();
                        let own = row.note.iter().copied().filter(|note| !decided || *note != Note::NoMargin);
                        let own: Vec<Note> = own.collect();
                        self.verdict_noted(row, &notes.mark_as(&own, |note| self.say.note_beside(row, note)))
                    }
                    _ => none(),
                }),
            ])
        }
    }

    /// Chart 4b of an attribute.
    fn dots(&self, name: &str) -> Option<Block> {
        let reference = self.say.attribute_named(name)?.reference.as_str();
        let (groups, _) = self.shown_groups(name);
        let mut rows = Vec::new();
        for stage in self.report.audit.stages.iter().filter(|stage| stage.data) {
            let mut first = Some(self.say.stage_head(&stage.name));
            for group in &groups {
                let Some(rate) = self.rate(&stage.name, name, &group.group) else { continue };
                let shown = match self.say.few(rate) {
                    Some((events, n)) => {
                        let args = Args::new().figure("zero", &events).figure("n", &n);
                        Some(self.say.texts.phrase("zero-of", &args))
                    }
                    None => self.say.frequency(rate, Form::PerTenThousand).map(|figure| figure.rich()),
                };
                rows.push(DotRow {
                    stage: first.take(),
                    label: self.say.group_head(name, &group.group),
                    share: rate.value,
                    shown: shown.unwrap_or_default(),
                    instead: rate.value.is_none().then(|| {
                        Rich::text(self.say.word(if rate.suppressed { "chart-hidden" } else { "chart-none" }))
                    }),
                    reference: group.group == reference,
                });
            }
        }
        // A single figure compares nobody.
        let shares = rows.iter().filter(|row| row.share.is_some()).count();
        if rows.len() > CHART_ROWS || shares < 2 {
            return None;
        }
        let worth = Dots::worth(&rows);
        let title = self.say.say("c4b-title", &Args::new().rich("attribute", &self.say.attribute(name)));
        let parts = rows.iter().map(|row| row.label.clone().then_text(": ").then(row.shown.clone()));
        let picture = Picture {
            id: format!("c4b-{}", anchor(name)),
            title: title.plain(),
            description: Rich::join(parts, "; ").plain(),
        };
        let worth = Figure::new(
            number::write(self.lang, Form::Count, 0, crate::words::Number::count(u64::from(worth))),
            "count/dot",
            "count",
        );
        let caption = self.say.say("c4b-caption", &Args::new().figure("worth", &worth));
        Some(Block::figure(Dots { picture, rows }.svg(), Html::rich(&title), Html::rich(&caption)))
    }
}

/// Is it a comparison of who is at a stage, of all rows?
pub fn is_selection(row: &DisparityRow) -> bool {
    // Of groups known through probabilities every other method is a row of its own, with its own part of the section.
    row.metric == "selection_rate"
        && row.of.is_none()
        && row.stratum.is_none()
        && row.period.is_none()
        && row.arm.is_none()
        && row.reference.is_some()
        && !row.reference.as_deref().is_some_and(|name| matches!(name, reserved::OVERALL | reserved::POOL))
}

/// A name as part of an id on the page: letters and digits stay, the rest becomes its code.
pub fn anchor(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' || letter == '-' {
            out.push(letter);
        } else {
            out.push_str(&format!(".{:x}", u32::from(letter)));
        }
    }
    out
}
