//! Two readings of whether scores mean the same in two groups (`methods/6`, 6.8): what the score claims against what
//! happened, and outcomes at equal score. Both stand side by side, since they answer different questions.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::{Note, Number};

/// The readings, in the order of the columns.
const READINGS: [&str; 2] = ["calibration_in_the_large", "cumulative_calibration_difference"];

impl<'a> Page<'a> {
    /// Table 7f with what is to be known to read it; nothing where no group was compared. What a score claims is read only
    /// of a score that is a probability.
    pub(super) fn two_readings(&self, arm: Option<&str>, probability: bool) -> Vec<Block> {
        let mut notes = Footnotes::new(self.say.texts);
        let group = self.word("t7-group");
        let (caption, figures) = if probability {
            ("t7f", vec!["t7f-claims", "t7f-equal", "t7f-outside"])
        } else {
            ("t7f-alone", vec!["t7f-difference", "t7f-outside"])
        };
        let figures: Vec<String> = figures.into_iter().map(|key| format!("#{}", self.word(key))).collect();
        let heads = std::iter::once(&*group).chain(figures.iter().map(String::as_str));
        let mut table = Table::new("t7f", self.levelled(&Rich::text(self.word(caption))), heads);
        let (mut both, mut any, mut tested) = (false, false, false);
        let mut compared: Vec<&DisparityRow> = Vec::new();
        for attribute in self.score_attributes() {
            let Some(head) = self.say.attribute_named(attribute) else { continue };
            let mut rows = Vec::new();
            for group in self.score_groups(attribute).into_iter().filter(|group| *group != head.reference) {
                let found =
                    READINGS.map(|metric| self.score_comparison(metric, attribute, group, &head.reference, arm));
                if found.iter().all(Option::is_none) {
                    continue;
                }
                both |= found.iter().all(|row| row.is_some_and(|row| row.value.is_some()));
                any |= found.iter().any(|row| row.is_some_and(|row| row.value.is_some()));
                let label = Html::rich(&self.say.group_head(attribute, group));
                tested |= found[1].is_some_and(|row| row.value.is_some() && !row.suppressed && row.p_value.is_some());
                compared.extend(found[1].filter(|row| row.value.is_some() && !row.suppressed));
                let shown = found.into_iter().skip(usize::from(!probability));
                let cells: Vec<Cell> = shown.map(|row| Cell::number(self.reading(row, &mut notes))).collect();
                let outside = Cell::number(found[1].map_or_else(|| Html::figure(None), |row| self.outside_cell(row)));
                rows.push(Row::of(std::iter::once(Cell::words(label)).chain(cells).chain([outside])));
            }
            if !rows.is_empty() {
                table.heading(Html::rich(&self.against_head(attribute, &head.reference)));
                rows.into_iter().for_each(|row| table.push(row));
            }
        }
        if !any {
            return Vec::new();
        }
        let mut block = table.class("dense").block(notes);
        if let Block::Table { table } = &mut block {
            table.notes.extend(tested.then(|| Html::text(&self.word("t7f-p"))));
        }
        let mut out = vec![block];
        if !probability {
            out.push(self.para(&self.at_equal_score(&compared)));
        }
        out.push(self.plain(if both { "s7-two-readings" } else { "s7-equal-score" }));
        out
    }

    /// W-EQUAL-SCORE: which groups have other outcomes than their reference at equal score, by the interval of the sum or by
    /// the test along the scores: differences of both signs leave nothing of a sum.
    fn at_equal_score(&self, rows: &[&DisparityRow]) -> Rich {
        let differs = |row: &&&DisparityRow| row.excludes_no_difference == Some(true) || self.differs_along(row);
        let parts: Vec<Rich> = rows.iter().filter(differs).filter_map(|row| self.equal_score_of(row)).collect();
        if parts.is_empty() {
            return self.say.plain("w-equal-score-none");
        }
        let args = Args::new().rich("outcome", &self.say.outcome()).flag("others", parts.len() < rows.len());
        self.say.say("w-equal-score", &args.rich("list", &Rich::join(parts, "; ")))
    }

    /// Does the test along all scores say, at the level of the interval, that outcomes differ somewhere?
    fn differs_along(&self, row: &DisparityRow) -> bool {
        let level = row.level.unwrap_or(self.report.audit.inference.level).get();
        row.p_value.is_some_and(|p| p.get() < 1.0 - level)
    }

    /// "kvinnor mot män −0,093 (95-procentigt intervall: −0,119 till −0,066; p < 0,001)".
    fn equal_score_of(&self, row: &DisparityRow) -> Option<Rich> {
        let interval = self.say.signed_disparity(row, 3);
        let p = row.p_value.map(|p| Figure::new(number::p_value(self.lang, p), &row.id, "p_value"));
        let args = Args::new()
            .rich("group", &self.say.group_of(row))
            .rich("reference", &self.say.reference_of(row))
            .rich("d", &interval.value.as_ref()?.rich())
            .figure("level", &self.say.level(&row.id, row.level))
            .rich("limits", &self.say.limits(&interval)?)
            .flag("tested", p.is_some())
            .flag("hidden", row.excludes_no_difference != Some(true))
            .rich("p", &p.map(|p| p.rich()).unwrap_or_default());
        Some(self.say.texts.phrase("w-equal-score-one", &args))
    }

    /// "Kön, jämfört med män".
    fn against_head(&self, attribute: &str, reference: &str) -> Rich {
        let against = self.say.group(attribute, reference);
        let args = Args::new().rich("attribute", &self.say.attribute(attribute)).rich("reference", &against);
        self.say.texts.phrase("t7f-head", &args).capitalised()
    }

    /// A comparison with its limits and p-value. That it has no margin is no lack here.
    fn reading(&self, row: Option<&DisparityRow>, notes: &mut Footnotes<'_>) -> Html {
        let Some(row) = row else { return Html::figure(None) };
        let own: Vec<Note> = row.note.iter().copied().filter(|note| *note != Note::NoMargin).collect();
        let interval = self.say.signed_disparity(row, 3);
        let Some(value) = interval.value.as_ref().filter(|_| !row.suppressed) else {
            return notes.figure(None, row.suppressed, &own);
        };
        let limits = self.say.limits(&interval).map(|limits| Html::rich(&limits)).unwrap_or_default();
        // The test of the second reading looks at all scores (6.6), not only at where the sum ends.
        let p = (row.metric == READINGS[1]).then(|| self.with_p(&row.id, row.p_value)).flatten();
        Html::rich(&value.rich()).then(&notes.mark(&own)).small(&limits).small(&p.unwrap_or_default())
    }

    /// "p < 0,001".
    fn with_p(&self, id: &str, p: Option<Number>) -> Option<Html> {
        let figure = Figure::new(number::p_value(self.lang, p?), id, "p_value");
        Some(Html::rich(&self.say.texts.phrase("with-p", &Args::new().figure("p", &figure))))
    }

    /// A test of a group's scores: its value with the p-value beneath.
    pub(super) fn tested(&self, row: Option<&EstimateRow>, notes: &mut Footnotes<'_>) -> Html {
        let shown = self.with_limits(row.map(|row| (row, Form::Plain)), notes);
        let p =
            row.filter(|row| row.value.is_some() && !row.suppressed).and_then(|row| self.with_p(&row.id, row.p_value));
        shown.small(&p.unwrap_or_default())
    }
}
