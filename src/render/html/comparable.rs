//! Section 6: comparable cases.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use crate::report::DisparityRow;
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::words::{Number, Scale};

impl Page<'_> {
    /// Section 6.
    pub(super) fn comparable(&self) -> Vec<Block> {
        let rows: Vec<&DisparityRow> =
            self.say.adjusted().into_iter().filter(|row| row.scale == Some(Scale::Difference) && shown(row)).collect();
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
        let (main, more): (Vec<&DisparityRow>, Vec<&DisparityRow>) =
            rows.iter().partition(|row| row.stratum.as_deref() == self.main_factors(row, &rows));
        out.push(self.table_6(&main, more.len()));
        out.extend(self.table_6b());
        out.extend(self.hiding().iter().map(|text| self.para(text)));
        out
    }

    /// The factors of a comparison that section 6 shows: those that it was to be judged over, else all that were held alike
    /// together.
    fn main_factors<'r>(&self, row: &DisparityRow, rows: &[&'r DisparityRow]) -> Option<&'r str> {
        let same = |other: &&&DisparityRow| {
            other.metric == row.metric
                && other.stage == row.stage
                && other.attribute == row.attribute
                && other.arm == row.arm
                && other.period == row.period
        };
        let rank = |stratum: &str, judged: bool| (judged, stratum.split('*').count());
        let sets = rows.iter().filter(same).filter_map(|row| Some((row.stratum.as_deref()?, row.margin.is_some())));
        sets.reduce(|a, b| if rank(b.0, b.1) > rank(a.0, a.1) { b } else { a }).map(|(stratum, _)| stratum)
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
            let raw = self.report.disparities.iter().find(|other| {
                other.stratum.is_none()
                    && other.metric == row.metric
                    && other.scale == row.scale
                    && other.stage == row.stage
                    && other.attribute == row.attribute
                    && other.group == row.group
                    && other.reference == row.reference
                    && other.arm == row.arm
                    && other.period == row.period
            });
            let method = Html::code(row.method.as_deref().unwrap_or("–"));
            table.push(Row::of([
                Cell::words(self.compared(row)),
                Cell::words(self.measured(row)),
                Cell::number(raw.map_or_else(|| Html::figure(None), |raw| self.difference(raw, 0, &mut notes))),
                Cell::number(self.difference(row, 0, &mut notes).small(&method)),
                Cell::number(self.outside(row).map_or_else(
                    || Html::figure(None),
                    |figure| Html::rich(&self.say.unit(Form::Percent, &figure, "overlap")),
                )),
                Cell::words(Html::rich(&self.say.factors(row.stratum.as_deref().unwrap_or("")))),
                Cell::words(self.verdict(row)),
            ]));
        }
        let mut block = table.block(notes);
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
        match row.stage.as_deref().filter(|_| self.report.audit.stages.len() > 1) {
            Some(stage) => metric.small(&Html::rich(&self.say.stage_head(stage))),
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

    /// Table 6b: one factor left out at a time.
    fn table_6b(&self) -> Option<Block> {
        let rows: Vec<(&DisparityRow, &str)> = self
            .report
            .disparities
            .iter()
            .filter(|row| row.scale == Some(Scale::Difference) && shown(row))
            .filter_map(|row| Some((row, row.detail.as_ref()?.get("left_out")?.as_str()?)))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let mut notes = Footnotes::new(self.say.texts);
        let factor = self.word("t6b-factor");
        let group = self.word("t6-group");
        let adjusted = format!("#{}", self.word("t6-adjusted"));
        let (reason, hide) = (self.word("t6b-reason"), self.word("t6b-hide"));
        let metric = self.word("t6-metric");
        let heads = [&*factor, &*group, &*metric, &*adjusted, &*reason, &*hide];
        let mut table = Table::new("t6b", Html::text(&self.word("t6b")), heads);
        for (row, left_out) in rows {
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
            table.push(Row::of([
                Cell::words(Html::rich(&self.say.factors(left_out))),
                Cell::words(self.compared(row)),
                Cell::words(self.measured(row)),
                Cell::number(self.difference(row, 0, &mut notes)),
                Cell::words(written(text("reason"))),
                Cell::words(written(text("why").or_else(|| text("could_hide")))),
            ]));
        }
        Some(table.block(notes))
    }
}

/// Section 6 shows who is at a stage, and whatever else was to be judged; Annex C has every row.
fn shown(row: &DisparityRow) -> bool {
    row.metric == "selection_rate" || row.margin.is_some()
}
