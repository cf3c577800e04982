//! Sections 2 and 3: what was assessed, and what cannot be said.

use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use super::{Page, number};
use crate::render::chart::{Flow, FlowBar, Picture};
use crate::report::sentences::Speaker;
use crate::report::text::{Args, Figure, Rich};
use crate::words::{Design, Note, Number, Verdict, reserved};

impl Page<'_> {
    /// Section 2.
    pub(super) fn assessed(&self) -> Vec<Block> {
        let mut out: Vec<Block> = self.say.pool_sentence().iter().map(|text| self.para(text)).collect();
        out.push(self.system_card());
        out.push(self.stage_table());
        out.extend(self.flow());
        out.push(self.data_table());
        out
    }

    /// Table 2a.
    fn system_card(&self) -> Block {
        let audit = &self.report.audit;
        let plan = || Html::text(&self.say.word("source-plan"));
        // The first time with its title.
        let named = std::cell::RefCell::new(super::law::Named::default());
        let from = |hs: &str| named.borrow_mut().statement(self, hs);
        let none = || Html::text(&self.say.word("no-data"));
        let named = |text: Option<&str>| text.map_or_else(none, |text| Html::rich(&Rich::name(text)));
        let written = |text: Option<&str>| match text {
            Some("none") => Html::text(&self.say.word("none-given")),
            Some(text) => Html::text(text).within("span", "statement"),
            None => none(),
        };
        // A word of a list in words; one that no list has without its underscores.
        let listed = |list: &str, word: Option<&str>| match word {
            Some(word) if self.say.texts.has(&format!("{list}-{word}")) => {
                Html::text(&self.say.word(&format!("{list}-{word}")))
            }
            Some(word) => Html::rich(&Rich::name(&word.replace('_', " "))),
            None => none(),
        };
        let field = |hs: &str, key: &str| self.say.field(hs, key).and_then(|value| value.as_str());
        let bases: Vec<&str> = self
            .say
            .field_rows("HS-01", "legal_basis")
            .iter()
            .filter_map(|row| row.get("citation").and_then(|value| value.as_str()))
            .collect();
        let bases = bases.join("; ");
        let mut table = Table::new(
            "t2a",
            Html::text(&self.word("t2a")),
            [&*self.word("t2a-item"), &*self.word("t2a-value"), &*self.word("t2a-source")],
        );
        let kind = self.word(&format!("system-kind-{}", audit.system.kind));
        // Without an outcome role nothing is known of outcomes, whatever the design has room for.
        let design = match audit.design {
            Design::Full if audit.outcome.is_none() => self.word("design-full-no-outcome"),
            design => self.word(&format!("design-{design}")),
        };
        let nature = self.word(&format!("nature-{}", audit.nature));
        let used = audit.facts.get("in_use_from").and_then(|value| value.as_str());
        let rows = [
            ("card-name", named(Some(&audit.system.name)), plan()),
            ("card-kind", Html::text(&kind), plan()),
            ("card-benefit", listed("benefit", audit.system.benefit.as_deref()), plan()),
            ("card-purpose", written(audit.system.purpose.as_deref()), from("HS-01")),
            ("card-version", named(audit.system.version.as_deref()), plan()),
            (
                "card-technique",
                listed("technique", audit.facts.get("technique").and_then(|value| value.as_str())),
                plan(),
            ),
            ("card-supplier", written(field("HS-01", "bought_from")), from("HS-01")),
            ("card-owner", written(field("HS-14", "owner")), from("HS-14")),
            (
                "card-use",
                used.map_or_else(none, |day| Html::text(&number::date(self.lang, day)).within("span", "date")),
                plan(),
            ),
            ("card-basis", written(Some(bases.as_str()).filter(|text| !text.is_empty())), from("HS-01")),
            ("card-register", written(field("HS-13", "register_url_or_none")), from("HS-13")),
            ("card-design", Html::text(&design), plan()),
            ("card-nature", Html::text(&nature), plan()),
        ];
        for (key, value, source) in rows {
            table.push(Row::of([Html::text(&self.word(key)), value, source].map(Cell::words)));
        }
        table.class("card").block(Footnotes::new(self.say.texts))
    }

    /// Table 2b.
    fn stage_table(&self) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let heads = ["t2b-stage", "t2b-means", "t2b-unfavourable", "t2b-data"].map(|key| self.word(key));
        let figures = ["t2b-number", "t2b-share"].map(|key| format!("#{}", self.word(key)));
        let mut table =
            Table::new("t2b", Html::text(&self.word("t2b")), heads.iter().chain(&figures).map(String::as_str));
        let said = self.say.field_rows("HS-02", "disadvantage");
        for stage in &self.report.audit.stages {
            let means = said
                .iter()
                .find(|row| row.get("stage").and_then(|value| value.as_str()) == Some(&stage.name))
                .and_then(|row| row.get("reason")?.as_str());
            let row = self.say.everybody("selection_rate", Some(&stage.name));
            let number = row.and_then(|row| Some((row, row.events?)));
            let number = number.map(|(row, events)| Figure::new(number::count(self.lang, events), &row.id, "events"));
            let share = row.map(|row| {
                let form = self.say.estimate_form(row);
                let decimals = self.say.estimate_decimals(row);
                (self.say.estimate(row, form, decimals), form, row)
            });
            let share = match &share {
                Some((interval, form, row)) => match &interval.value {
                    Some(value) => Html::rich(&self.say.unit(*form, value, "selection_rate")),
                    None => notes.figure(None, row.suppressed, &row.note),
                },
                None => Html::figure(None),
            };
            table.push(Row::of([
                Cell::words(Html::rich(&self.say.stage_head(&stage.name))),
                Cell::words(match means {
                    Some(text) => Html::text(text).within("span", "statement"),
                    None => Html::text(&self.say.word("no-data")),
                }),
                Cell::words(Html::text(&self.say.word(if stage.favourable { "no" } else { "yes" }))),
                Cell::words(Html::text(&self.say.word(if stage.data { "yes" } else { "no" }))),
                Cell::number(Html::figure(number.as_ref())),
                Cell::number(share),
            ]));
        }
        table.block(notes)
    }

    /// Chart 2.
    fn flow(&self) -> Option<Block> {
        let pool = self.say.pool_size().unwrap_or_default();
        let mut bars =
            vec![FlowBar { label: Rich::text(self.word("flow-pool")), share: Number::new(1.0), shown: pool }];
        for stage in &self.report.audit.stages {
            let row = self.say.everybody("selection_rate", Some(&stage.name));
            let shown = match row {
                Some(row) if row.value.is_some() => {
                    let form = self.say.estimate_form(row);
                    let share = self.say.estimate(row, form, self.say.estimate_decimals(row)).value;
                    let share = share.map(|value| self.say.unit(form, &value, "selection_rate")).unwrap_or_default();
                    match row.events {
                        Some(events) => {
                            let written = number::count(self.lang, events);
                            let args =
                                Args::new().figure("n", &Figure::new(written, &row.id, "events")).rich("share", &share);
                            self.say.texts.phrase("flow-shown", &args)
                        }
                        None => share,
                    }
                }
                _ => Rich::text(self.say.word("flow-none")),
            };
            let share = row.and_then(|row| row.value);
            bars.push(FlowBar { label: self.say.stage_head(&stage.name), share, shown });
        }
        if bars.len() < 2 || bars.iter().skip(1).all(|bar| bar.share.is_none()) {
            return None;
        }
        let parts = bars.iter().map(|bar| bar.label.clone().then_text(": ").then(bar.shown.clone()));
        let description = Rich::join(parts, "; ").plain();
        let picture = Picture { id: "c2".to_owned(), title: self.word("c2"), description };
        Some(Block::figure(
            Flow { picture, bars }.svg(),
            Html::text(&self.word("c2")),
            Html::text(&self.word("c2-caption")),
        ))
    }

    /// Table 2c.
    fn data_table(&self) -> Block {
        let heads = ["t2c-source", "t2c-period"].map(|key| self.word(key));
        let rows_head = format!("#{}", self.word("t2c-rows"));
        let form_head = self.word("t2c-form");
        let heads = [&*heads[0], &*heads[1], &*rows_head, &*form_head];
        let mut table = Table::new("t2c", Html::text(&self.word("t2c")), heads);
        let period = self.report.audit.period.as_ref();
        let period = period.map_or_else(|| self.say.word("no-data"), |p| number::period(self.lang, &p.from, &p.to));
        for (at, input) in self.report.provenance.inputs.iter().enumerate() {
            let rows = number::count(self.lang, input.rows);
            let rows = Figure::new(rows, &format!("/provenance/inputs/{at}"), "rows");
            table.push(Row::of([
                Cell::words(Html::code(&input.path)),
                Cell::words(Html::text(&period).within("span", "date")),
                Cell::number(Html::figure(Some(&rows))),
                Cell::words(Html::text(&input.format.kind.to_uppercase())),
            ]));
        }
        let known: Vec<Html> = self
            .report
            .audit
            .attributes
            .iter()
            .map(|attribute| {
                let args = Args::new()
                    .rich("attribute", &self.say.attribute(&attribute.name).capitalised())
                    .word("known", &self.say.word(&format!("known-{}", attribute.known)))
                    .rich("missing", &self.missing_in(&attribute.name));
                Html::rich(&self.say.texts.phrase("t2c-known", &args))
            })
            .collect();
        let mut block = table.block(Footnotes::new(self.say.texts));
        if let Block::Table { table } = &mut block {
            table.notes.extend(known);
        }
        block
    }

    /// How many rows of an attribute have no group.
    fn missing_in(&self, attribute: &str) -> Rich {
        // Of groups known through probabilities: the rows without any.
        let none = |group: &str| matches!(group, reserved::MISSING | reserved::UNKNOWN);
        let row = self.report.groups.iter().find(|row| row.attribute == attribute && none(&row.group));
        match row.and_then(|row| Some((row, row.n?))) {
            Some((row, count)) => {
                let figure = Figure::new(number::count(self.lang, count), &row.id, "n");
                self.say.texts.phrase("t2c-missing", &Args::new().figure("n", &figure))
            }
            None => Rich::text(self.say.word("t2c-none-missing")),
        }
    }

    /// Section 3.
    pub(super) fn limits(&self) -> Vec<Block> {
        let limits = self.say.limitations();
        if limits.is_empty() {
            return vec![self.plain("limits-none")];
        }
        let items = limits
            .iter()
            .map(|limit| {
                let text = limit.text.iter().map(|text| Html::rich(text).within("p", "line"));
                let text = text.fold(Html::default(), |all, one| all.then(&one));
                (Html::text(&self.word(limit.head)), text)
            })
            .collect();
        let mut out = vec![Block::Terms { items }];
        let mut small = self.say.undetermined();
        small.extend(self.say.not_assessed());
        if !small.is_empty() {
            out.push(self.small_groups(&small));
        }
        out
    }

    /// Table 3.
    fn small_groups(&self, rows: &[&crate::report::DisparityRow]) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let heads = ["t3-ground", "t3-group", "t3-stage"].map(|key| self.word(key));
        let figures = ["t3-number", "t3-detectable", "t3-needed"].map(|key| format!("#{}", self.word(key)));
        let mut table =
            Table::new("t3", Html::text(&self.word("t3")), heads.iter().chain(&figures).map(String::as_str));
        for row in rows {
            let attribute = row.attribute.as_deref().unwrap_or("");
            let count = |value: Option<Number>, column: &str| {
                value.map(|value| Figure::new(number::count(self.lang, value), &row.id, column))
            };
            let metric = match row.stage.as_deref() {
                Some(stage) if row.metric == "selection_rate" => self.say.stage_head(stage),
                _ => self.say.metric_of(row).capitalised(),
            };
            // Then it is no number of people in the group.
            let of = if self.say.compares_both_arms(row) {
                self.word("t3-both-arms")
            } else if !self.say.is_estimated(attribute) {
                String::new()
            } else if row.arm.as_deref() == Some("validated") {
                self.say.word("t3-known-with")
            } else if Speaker::is_corrected(row) {
                self.say.word("t3-known")
            } else {
                self.say.word("t3-by-probabilities")
            };
            let arms = Html::text(&of);
            let made = row.verdict != Verdict::NotAssessed;
            let why = row.note.iter().copied().filter(|note| row.cases_needed.is_none() && (!made || explains(*note)));
            // That no verdict could have been reached is said of what could have been detected.
            let never = made && row.note.contains(&Note::NotDetectable);
            let why: Vec<_> = why.filter(|note| !never || *note != Note::NotDetectable).collect();
            table.push(Row::of([
                Cell::words(Html::rich(&self.say.attribute(attribute).capitalised())),
                Cell::words(Html::rich(&self.say.group_head(attribute, row.group.as_deref().unwrap_or("")))),
                Cell::words(Html::rich(&metric)),
                Cell::number(Html::figure(count(row.n_group, "n_group").as_ref()).small(&arms)),
                Cell::number(match self.say.detectable_short(row) {
                    Some(detectable) => {
                        notes.unit(self.say.disparity_form(row));
                        Html::rich(&detectable)
                    }
                    None => notes.figure(None, false, if never { &[Note::NotDetectable] } else { &[] }),
                }),
                Cell::number(match self.say.needed(row) {
                    Some(needed) => Html::rich(&needed),
                    None if row.suppressed => notes.figure(None, true, &why),
                    None => Html::figure(None).then(&notes.mark_as(&why, |note| self.say.note_beside(row, note))),
                }),
            ]));
        }
        let mut block = table.block(notes);
        // The number holds on a condition, which no single cell has room for.
        if rows.iter().any(|row| row.cases_needed.is_some())
            && let Block::Table { table } = &mut block
        {
            table.notes.push(Html::text(&self.word("t3-needed-note")));
        }
        block
    }
}

/// Does the note say why no number of cases is given?
fn explains(note: Note) -> bool {
    matches!(note, Note::NearMargin | Note::NotDetectable | Note::TooFew | Note::ExactGuard)
}
