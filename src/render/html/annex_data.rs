//! Annexes B and F: data, input list.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use super::number;
use crate::report::number::Form;
use crate::report::text::{Args, Figure};

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
                Some(text) if self.say.texts.has(&format!("sign-{text}")) => self.say.word(&format!("sign-{text}")),
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
            let count = Figure::new(number::count(self.lang, input.rows), &format!("/provenance/inputs/{at}"), "rows");
            table.push(Row::of([
                Cell::words(Html::code(&input.path)),
                Cell::words(Html::rich(&written).small(&sniffed)),
                Cell::number(Html::figure(Some(&count))),
            ]));
        }
        out.push(table.block(Footnotes::new(self.say.texts)));
        out.push(self.group_table());
        if let Some(outcome) = &self.report.audit.outcome {
            let mut items = vec![(Html::text(&self.word("tb-outcome")), self.given(&outcome.label))];
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
        out.extend(self.intended());
        out.push(Block::heading(3, "b-warnings", Html::text(&self.word("b-warnings"))));
        if self.report.warnings.is_empty() {
            out.push(self.plain("b-no-warnings"));
        } else {
            let items = self.report.warnings.iter().map(|row| Html::rich(&self.say.given(&row.text)));
            out.push(Block::List { items: items.collect(), class: "plain" });
        }
        out
    }

    /// How the groups of the pool stand to those of the intended population (EV-11).
    fn intended(&self) -> Vec<Block> {
        const NAME: &str = "representativeness";
        let mut notes = Footnotes::new(self.say.texts);
        let group = self.word("tb-group");
        let figures = ["tc-value", "tc-lower", "tc-upper"].map(|key| format!("#{}", self.word(key)));
        let title = Html::rich(&self.say.metric(NAME).capitalised());
        let heads = std::iter::once(&*group).chain(figures.iter().map(String::as_str));
        let mut table = Table::new("tb-intended", title, heads);
        let mut attribute = "";
        for row in self.report.estimates.iter().filter(|row| row.metric == NAME) {
            let own = row.attribute.as_deref().unwrap_or("");
            if own != attribute {
                attribute = own;
                table.heading(Html::rich(&self.say.attribute(own).capitalised()));
            }
            let interval = self.say.estimate(row, Form::Plain, 2);
            let name = self.say.group_head(own, row.group.as_deref().unwrap_or(""));
            table.push(Row::of([
                Cell::words(Html::rich(&name)),
                Cell::number(notes.figure(interval.value.as_ref(), row.suppressed, &row.note)),
                Cell::number(Html::figure(interval.lower.as_ref())),
                Cell::number(Html::figure(interval.upper.as_ref())),
            ]));
        }
        if table.is_empty() {
            return vec![self.not_measured("representative-what", "representative-reason", "representative-need")];
        }
        vec![table.block(notes), self.plain("representative-read")]
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
            let count = row.n.map(|n| Figure::new(number::count(self.lang, n), &row.id, "n"));
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

    /// Annex F.
    pub(super) fn annex_inputs(&self) -> Vec<Block> {
        if self.report.inputs.is_empty() {
            return vec![self.plain("w-noinput")];
        }
        vec![self.input_table("tf", &self.report.inputs, 0)]
    }
}
