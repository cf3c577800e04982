//! Sections 8 to 10: inputs, alternatives, people in the process.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{EstimateRow, InputRow};
use crate::words::{AttributeKnown, Number};

/// Most rows of table 8; annex F has them all.
const INPUTS: usize = 15;
/// Fewer members, or fewer others, and a group speaks for an attribute only where no other does.
const ENOUGH: f64 = 30.0;
/// Most grounds that a line of it names.
const GROUNDS: usize = 3;

impl Page<'_> {
    /// Section 8.
    pub(super) fn inputs_used(&self) -> Vec<Block> {
        let inputs = &self.report.inputs;
        if inputs.is_empty() {
            return vec![self.plain("w-noinput"), self.not_measured("s8-what", "s8-reason", "s8-need")];
        }
        let mut out = Vec::new();
        let stated = inputs.iter().filter(|row| row.relevance.is_some()).count() as u64;
        let role = if self.say.signed("HS-09").is_some() {
            self.say.role_definite("lawyer")
        } else {
            Rich::text(self.say.word("input-list"))
        };
        let args = Args::new().rich("role", &role).count(self.lang, "k", stated, "count/inputs/relevance").count(
            self.lang,
            "n",
            inputs.len() as u64,
            "count/inputs",
        );
        out.push(self.para(&self.say.say("w-relev", &args)));
        for row in inputs {
            let link = match row.role.as_deref() {
                Some("protected_attribute") => "concerns",
                Some("inseparable_proxy") => "associated",
                _ => continue,
            };
            let args = Args::new()
                .rich("input", &self.input_label(row))
                .word("link", link)
                .word("ground", &self.say.word("a-ground"));
            out.push(self.para(&self.say.say("w-direct", &args)));
        }
        out.extend(self.joint());
        let cut = inputs.len() > INPUTS;
        let mut block = self.input_table("t8", &inputs[..inputs.len().min(INPUTS)], 0);
        if cut && let Block::Table { table } = &mut block {
            table.notes.push(Html::text(&self.word("t8-cut")).to("annex-f"));
        }
        out.push(block);
        out
    }

    fn input_label(&self, row: &InputRow) -> Rich {
        row.label.as_ref().map_or_else(|| Rich::name(&row.name), |label| self.say.given(label))
    }

    /// Table 8, also of annex F.
    pub(super) fn input_table(&self, id: &str, rows: &[InputRow], from: usize) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let heads = ["t8-input", "t8-source", "t8-relevance", "t8-role"].map(|key| self.word(key));
        let figures = ["t8-contribution", "t8-predicts"].map(|key| format!("#{}", self.word(key)));
        let mut table = Table::new(id, Html::text(&self.word("t8")), heads.iter().chain(&figures).map(String::as_str));
        let none = || Html::text(&self.say.word("no-data"));
        for (at, row) in rows.iter().enumerate() {
            let contribution = row.contribution.map(|value| {
                let written = number::write(self.lang, Form::Plain, 2, value);
                Figure::new(written, &format!("/inputs/{}", from + at), "contribution")
            });
            let source = [row.source.as_deref(), row.created_in_context.as_deref()];
            let source: Vec<&str> = source.into_iter().flatten().collect();
            let strongest = self.strongest(&row.name);
            let predicts = strongest.iter().take(GROUNDS).map(|found| {
                let value = self.say.estimate(found, Form::Plain, 2).value;
                let ground = found.attribute.as_deref().map(|name| self.say.attribute(name)).unwrap_or_default();
                Html::figure(value.as_ref()).small(&Html::rich(&ground))
            });
            let predicts = predicts.reduce(|all, one| all.then(&one));
            let predicts = predicts.unwrap_or_else(|| match self.not_in_data(&row.name) {
                Some(why) => Html::figure(None).then(&notes.mark(&why.note)),
                None => Html::figure(None),
            });
            table.push(Row::of([
                Cell::words(Html::rich(&self.input_label(row)).small(&Html::code(&row.name))),
                Cell::words(if source.is_empty() { none() } else { Html::rich(&Rich::name(&source.join("; "))) }),
                Cell::words(match &row.relevance {
                    Some(text) => Html::text(text.get(self.lang)).within("span", "statement"),
                    None => none(),
                }),
                Cell::words(
                    row.role
                        .as_deref()
                        .map_or_else(none, |role| Html::rich(&self.say.texts.listed("input-role", role).capitalised())),
                ),
                Cell::number(Html::figure(contribution.as_ref())),
                Cell::number(predicts),
            ]));
        }
        let block = table.class("dense").block(std::mem::replace(&mut notes, Footnotes::new(self.say.texts)));
        drop(notes);
        block
    }

    /// The row that says why an input predicts nothing.
    fn not_in_data(&self, input: &str) -> Option<&EstimateRow> {
        let own = |row: &&EstimateRow| row.metric == "proxy_strength" && row.of.as_deref() == Some(input);
        self.report.estimates.iter().filter(own).find(|row| row.value.is_none() && !row.note.is_empty())
    }

    /// For each attribute the group that an input (or all together) predicts best; the strongest attribute
    /// first.
    fn strongest(&self, of: &str) -> Vec<&EstimateRow> {
        let mut best: Vec<&EstimateRow> = Vec::new();
        let rows = self
            .report
            .estimates
            .iter()
            .filter(|row| row.metric == "proxy_strength" && row.of.as_deref() == Some(of) && row.value.is_some());
        let size = |number: Option<Number>| number.map_or(0.0, Number::get);
        let enough = |row: &EstimateRow| size(row.events).min(size(row.n) - size(row.events)) >= ENOUGH;
        // Where every group is told by the ground itself, the one that the other inputs tell best speaks.
        let rank = |row: &EstimateRow| (enough(row), row.value, without_own(row));
        for row in rows {
            match best.iter_mut().find(|known| known.attribute == row.attribute) {
                Some(known) if rank(row) > rank(known) => *known = row,
                Some(_) => {}
                None => best.push(row),
            }
        }
        best.sort_by(|a, b| b.value.partial_cmp(&a.value).unwrap_or(std::cmp::Ordering::Equal));
        best
    }

    /// What all inputs together predict, one sentence an attribute, and how to read it.
    fn joint(&self) -> Vec<Block> {
        let mut out = Vec::new();
        for found in self.strongest("(joint)") {
            let Some(auc) = self.say.estimate(found, Form::Plain, 2).value else { continue };
            let ground = found.attribute.as_deref().map(|name| self.say.attribute(name)).unwrap_or_default();
            let args = Args::new().rich("ground", &ground).figure("auc", &auc);
            let missing = left_out(found);
            let listed = self.report.inputs.len();
            let mut said = if missing.is_empty() {
                self.say.say("w-joint", &args)
            } else {
                let known = listed.saturating_sub(missing.len()) as u64;
                let args = args.count(self.lang, "k", known, "count/inputs/counted");
                self.say.say("w-joint-part", &args.count(self.lang, "n", listed as u64, "count/inputs"))
            };
            if let Some(without) = without_own(found) {
                let written = number::write(self.lang, Form::Plain, 2, without);
                let auc = Figure::new(written, &found.id, "without_own");
                let more = self.say.say("s8-without-own", &Args::new().figure("auc", &auc));
                said = Rich::join([said, more], " ");
            }
            out.push(self.para(&said));
        }
        let missing = self.strongest("(joint)").first().map(|found| left_out(found)).unwrap_or_default();
        if !missing.is_empty() {
            let labels = missing.iter().map(|name| match self.report.inputs.iter().find(|row| row.name == *name) {
                Some(row) => self.input_label(row),
                None => Rich::name(name),
            });
            let names = Rich::join(labels, ", ");
            out.push(self.para(&self.say.say("s8-left-out", &Args::new().rich("names", &names))));
        }
        let told = !out.is_empty();
        out.extend(self.not_told_of_estimated());
        if told {
            out.push(self.plain("s8-reading"));
        } else if out.is_empty() {
            out.push(self.not_measured("s8-strength-what", "s8-strength-reason", "s8-strength-need"));
        }
        out
    }

    /// That nothing is said of attributes known through probabilities, a sentence each.
    fn not_told_of_estimated(&self) -> Vec<Block> {
        let heads = self.report.audit.attributes.iter().filter(|head| head.known == AttributeKnown::Membership);
        let untold = heads.filter(|head| {
            self.report.estimates.iter().any(|row| {
                row.metric == "proxy_strength" && row.value.is_none() && row.attribute.as_deref() == Some(&head.name)
            })
        });
        let said = untold.map(|head| Args::new().rich("ground", &self.say.attribute(&head.name)));
        said.map(|args| self.para(&self.say.say("s8-not-told", &args))).collect()
    }

    /// Section 9.
    pub(super) fn alternatives(&self) -> Vec<Block> {
        let mut out = vec![self.plain("w-alt-notrun")];
        out.push(self.not_measured("s9-what", "later-reason", "s9-need"));
        out
    }

    /// Section 10.
    pub(super) fn people(&self) -> Vec<Block> {
        let mut out = vec![self.not_measured("s10-what", "s10-reason", "s10-need")];
        if let Some(row) = self.say.statement("HS-12").filter(|row| row.state != "missing") {
            out.push(self.statement_block(row, false));
        } else {
            let role = self.say.role("operations_manager");
            out.push(self.para(&self.say.statements_lacking(&["HS-12"], "missing", &role)));
        }
        out
    }
}

/// The inputs of the list that are no column of the data.
fn left_out(row: &EstimateRow) -> Vec<&str> {
    let names = row.detail.as_ref().and_then(|detail| detail.get("inputs_left_out")?.as_array());
    names.into_iter().flatten().filter_map(serde_json::Value::as_str).collect()
}

/// The area of all inputs but the attribute's own column, where that is one of them.
fn without_own(row: &EstimateRow) -> Option<Number> {
    Number::new(row.detail.as_ref()?.get("without_own")?.as_f64()?)
}
