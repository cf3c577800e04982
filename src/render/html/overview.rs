//! Intervals of comparisons and the same figures as a table: chart 4a with its table, and the cells that other tables use.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table, look, mark_of, marked};
use super::disparities::{anchor, is_selection};
use crate::render::chart::{IntervalPlot, IntervalRow, Mark, Panel, Picture, Unit};
use crate::report::number::{self, Form};
use crate::report::sentences::HeldOpen;
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::{Family, Note, Scale, Verdict, once};

/// Most rows of a chart; the table beside it has them all.
pub const CHART_ROWS: usize = 24;

/// Notes that say how a verdict is to be read, or why it is not another one.
const READ_WITH: [Note; 5] =
    [Note::Multiplicity, Note::StrataDiffer, Note::LittleOverlap, Note::ExactGuard, Note::RangeRestricted];

impl<'a> Page<'a> {
    /// The comparisons of chart 4a of a stage.
    fn overview_rows(&self, stage: &str) -> Vec<&'a DisparityRow> {
        self.report
            .disparities
            .iter()
            .filter(|row| {
                is_selection(row) && row.stage.as_deref() == Some(stage) && row.scale == Some(Scale::Difference)
            })
            .filter(|row| {
                let head = self.say.attribute_named(row.attribute.as_deref().unwrap_or(""));
                row.confirmatory || head.is_some_and(|head| row.reference.as_deref() == Some(&head.reference))
            })
            .collect()
    }

    /// The decimals of the differences of a stage: the same in every table of them.
    pub(super) fn stage_decimals(&self, stage: &str) -> u8 {
        self.say.alike(self.overview_rows(stage))
    }

    /// Chart 4a of a stage, and the same figures as a table.
    pub(super) fn overview(&self, stage: &str) -> Vec<Block> {
        let rows = self.overview_rows(stage);
        if rows.is_empty() {
            return Vec::new();
        }
        let heading = self.say.stage_head(stage);
        let id = format!("s4-{}", anchor(stage));
        let args = Args::new().rich("stage", &heading);
        let title = self.say.say("c4a-title", &args);
        let mut out = vec![Block::heading(3, &id, Html::rich(&heading))];
        out.extend(self.say.decided_elsewhere(stage).iter().map(|text| self.para(text)));
        out.push(self.interval_chart(&format!("c4a-{}", anchor(stage)), &title, &rows));
        out.push(self.overview_table(&format!("t4-{}", anchor(stage)), &title, &rows));
        out
    }

    /// An interval plot of comparisons on the difference scale.
    pub(super) fn interval_chart(&self, id: &str, title: &Rich, rows: &[&DisparityRow]) -> Block {
        let forms = once(rows.iter().map(|row| self.say.disparity_form(row)));
        let form = if forms.len() == 1 { forms[0] } else { Form::Points };
        let mut chosen: Vec<&DisparityRow> = rows.to_vec();
        let cut = chosen.len() > CHART_ROWS;
        if cut {
            chosen.sort_by_key(|row| std::cmp::Reverse(self.say.cell_kind(row)));
            chosen.truncate(CHART_ROWS);
        }
        let decimals = self.say.alike(chosen.iter().copied());
        let plotted: Vec<IntervalRow> = chosen.iter().map(|row| self.plotted(row, decimals)).collect();
        let caption = self.interval_caption(&plotted, cut);
        let axis = match form {
            Form::PerTenThousand => Rich::text(self.say.word("c4a-axis-ten-thousand")),
            Form::Points => Rich::text(self.say.word("c4a-axis-points")),
            _ => {
                let metric = chosen.first().map(|row| row.metric.as_str());
                let own = self.report.audit.amounts.iter().find(|own| Some(own.name.as_str()) == metric);
                let unit = own.and_then(|own| own.unit.as_ref()).map(|unit| self.say.given(unit));
                let plain = Rich::text(self.say.word("c4a-axis-plain"));
                unit.map_or_else(|| plain.clone(), |unit| plain.clone().then_text(", ").then(unit))
            }
        };
        let parts = chosen.iter().map(|row| self.described(row, decimals));
        let picture = Picture { id: id.to_owned(), title: title.plain(), description: Rich::join(parts, "; ").plain() };
        let plot = IntervalPlot {
            picture,
            axes: vec![(axis, Unit { form, lang: self.lang })],
            zero: Some(0.0),
            margin_word: self.say.word("term-margin"),
            rows: plotted,
        };
        Block::figure(plot.svg(), Html::rich(title), Html::text(&caption))
    }

    /// What a chart of intervals shows: only the marks and fields that it has.
    pub(super) fn interval_caption(&self, rows: &[IntervalRow], cut: bool) -> String {
        let judged = rows.iter().any(|row| row.panels.iter().any(|panel| panel.margin.is_some()));
        let marks = [
            (Mark::Disparity, "c4a-mark-disparity"),
            (Mark::Within, "c4a-mark-within"),
            (Mark::Inconclusive, "c4a-mark-inconclusive"),
            (Mark::There, "c4a-mark-there"),
            (Mark::Unassessed, "c4a-mark-unassessed"),
        ];
        let drawn = |mark: Mark| rows.iter().any(|row| row.mark == mark && row.panels.iter().any(Panel::has_point));
        let marks = marks.into_iter().filter(|(mark, _)| drawn(*mark)).map(|(_, key)| key);
        let head = if judged { "c4a-caption" } else { "c4a-caption-bare" };
        let keys = cut.then_some("c4a-cut").into_iter().chain([head]).chain(marks);
        keys.map(|key| self.word(key)).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn plotted(&self, row: &DisparityRow, decimals: u8) -> IntervalRow {
        let interval = self.say.signed_disparity(row, decimals);
        let gone = if row.suppressed {
            Some("chart-hidden")
        } else if row.value.is_none() && row.lower.is_none() && row.upper.is_none() {
            Some("chart-none")
        } else {
            None
        };
        IntervalRow {
            label: self.say.group_head(row.attribute.as_deref().unwrap_or(""), row.group.as_deref().unwrap_or("")),
            sub: self.pair(row).unwrap_or_else(|| self.against(row)),
            mark: mark_of(self.say.cell_kind(row)),
            panels: vec![Panel {
                value: row.value,
                lower: row.lower,
                upper: row.upper,
                margin: match number::edges(row.margin, false).as_slice() {
                    [low, high] => Some([*low, *high]),
                    _ => None,
                },
                shown: interval.value.as_ref().map(Figure::rich).unwrap_or_default(),
                limits: self.say.limits(&interval).unwrap_or_default(),
                instead: gone.map(|key| Rich::text(self.say.word(key))),
            }],
        }
    }

    /// "63 mot 38 av 10 000"; of what is no share, both figures in their unit.
    fn pair(&self, row: &DisparityRow) -> Option<Rich> {
        let (group, reference) = self.say.sides(row)?;
        if !self.say.compares_shares(row) {
            let form = self.say.estimate_form(group);
            let decimals = self.say.rates_alike([group, reference]);
            let figure = |row: &EstimateRow| self.say.estimate(row, form, decimals).value;
            let other = self.say.unit(form, &figure(reference)?, &row.metric);
            let args = Args::new().figure("a", &figure(group)?).rich("b", &other);
            return Some(self.say.texts.phrase("pair-plain", &args));
        }
        let form = self.say.frequency_form(row);
        if self.say.of_few(row) {
            let [(a, of_a), (b, of_b)] = self.say.people_of_both(group, reference, form)?;
            let args = Args::new().figure("a", &a).rich("of-a", &of_a).figure("b", &b).rich("of-b", &of_b);
            return Some(self.say.texts.phrase("pair-few", &args));
        }
        let key = if form == Form::PerTenThousand { "pair-ten-thousand" } else { "pair-thousand" };
        let args = Args::new()
            .figure("a", &self.say.frequency(group, form)?)
            .figure("b", &self.say.frequency(reference, form)?);
        Some(self.say.texts.phrase(key, &args))
    }

    /// "mot män".
    fn against(&self, row: &DisparityRow) -> Rich {
        self.say.texts.phrase("against", &Args::new().rich("reference", &self.say.reference_of(row)))
    }

    /// A row in words, for those who do not see the chart.
    fn described(&self, row: &DisparityRow, decimals: u8) -> Rich {
        let interval = self.say.signed_disparity(row, decimals);
        let value = match &interval.value {
            Some(value) => self.say.size(row, value),
            None => Rich::text(self.say.word("chart-none")),
        };
        // Without a value the limits carry the unit.
        let limits = match &interval.value {
            Some(_) => self.say.limits(&interval),
            None => self.say.sized_limits(row, &interval),
        };
        let args = Args::new()
            .rich("group", &self.say.group_of(row))
            .rich("d", &value)
            .rich("limits", &limits.unwrap_or_else(|| Rich::text("–")))
            .word("verdict", &self.verdict_word(row));
        self.say.texts.phrase("chart-row", &args)
    }

    fn verdict_word(&self, row: &DisparityRow) -> String {
        if row.verdict == Verdict::NotAssessed && !row.suppressed && self.say.decided_adjusted(row).is_some() {
            return self.say.word("verdict-adjusted");
        }
        self.say.verdict_word(row)
    }

    /// The verdict with its mark.
    pub(super) fn verdict(&self, row: &DisparityRow) -> Html {
        self.verdict_noted(row, &Html::default())
    }

    /// The same with a mark of notes behind its word.
    pub(super) fn verdict_noted(&self, row: &DisparityRow, mark: &Html) -> Html {
        if self.say.decided_adjusted(row).is_some() {
            let (class, shape) = look(self.say.cell_kind(row));
            let word = Html::text(&self.word("verdict-adjusted"));
            return marked(class, shape, &word.then(mark))
                .small(&Html::text(&self.say.word("verdict-adjusted-see")).to("s6"));
        }
        let (class, shape) = look(self.say.cell_kind(row));
        let word = Html::rich(&Rich::text(self.verdict_word(row)).capitalised()).then(mark);
        let word = marked(class, shape, &word);
        if let Some(why) = self.say.held_open(row) {
            let key = match why {
                HeldOpen::Inside => "verdict-exploratory-inside",
                HeldOpen::Several => "verdict-exploratory-several",
            };
            return word.small(&Html::text(&self.say.word(key)));
        }
        if row.family == Family::Exploratory.word() && row.verdict != Verdict::NotAssessed {
            return word.small(&Html::text(&self.say.word("verdict-exploratory")));
        }
        word
    }

    /// The mark of the notes of a comparison that a verdict is read with; where there is no figure, its cell has them all.
    pub(super) fn verdict_mark(&self, row: &DisparityRow, notes: &mut Footnotes<'_>) -> Html {
        let shown = !row.suppressed && (row.value.is_some() || row.lower.is_some() && row.upper.is_some());
        let read = |note: &Note| shown && row.margin.is_some() && READ_WITH.contains(note);
        let own: Vec<Note> = row.note.iter().copied().filter(read).collect();
        notes.mark_as(&own, |note| self.say.note_beside(row, note))
    }

    /// The same figures as the chart above it.
    pub(super) fn overview_table(&self, id: &str, title: &Rich, rows: &[&DisparityRow]) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let heads = ["t4-group", "t4-against"].map(|key| self.word(key));
        // What is no share is called what it is.
        let pair = match rows.iter().find(|row| !self.say.compares_shares(row)) {
            Some(row) => {
                let args = Args::new().rich("metric", &self.say.metric_of(row));
                self.say.texts.phrase("t4-pair-of", &args).capitalised().plain()
            }
            None => self.word("t4-pair"),
        };
        let figures = [pair, self.word("t4-difference"), self.word("t4-margin")].map(|head| format!("#{head}"));
        let verdict = self.word("t4-verdict");
        let heads = heads.iter().chain(&figures).map(String::as_str).chain([&*verdict]);
        let mut table = Table::new(id, self.levelled(title), heads);
        let decimals = self.say.alike(rows.iter().copied());
        let mut attribute = None;
        for row in rows {
            if row.attribute.as_deref() != attribute {
                attribute = row.attribute.as_deref();
                table.heading(Html::rich(&self.say.attribute(attribute.unwrap_or("")).capitalised()));
            }
            table.push(self.overview_row(row, decimals, &mut notes));
        }
        let apart = rows.iter().any(|row| self.say.apart(row, decimals));
        let joint = is_mixed(rows.iter().copied()).then_some("joint-note");
        self.noted(self.rounded(table.block(notes), apart), joint)
    }

    /// A table with a note under it.
    pub(super) fn noted(&self, mut block: Block, key: Option<&str>) -> Block {
        if let (Some(key), Block::Table { table }) = (key, &mut block) {
            table.notes.push(Html::rich(&self.say.plain(key)));
        }
        block
    }

    /// A table with the note that its differences are those of unrounded shares, where a reader can see that they are.
    pub(super) fn rounded(&self, mut block: Block, apart: bool) -> Block {
        if apart && let Block::Table { table } = &mut block {
            table.notes.push(Html::rich(&self.say.plain("apart-note")));
        }
        block
    }

    fn overview_row(&self, row: &DisparityRow, decimals: u8, notes: &mut Footnotes<'_>) -> Row {
        let attribute = row.attribute.as_deref().unwrap_or("");
        let group = self.say.group_head(attribute, row.group.as_deref().unwrap_or(""));
        Row::of([
            Cell::words(Html::rich(&group)),
            Cell::words(Html::rich(&self.say.reference_head(row))),
            Cell::number(self.pair(row).map_or_else(|| Html::figure(None), |pair| Html::rich(&pair))),
            Cell::number(self.difference(row, decimals, notes)),
            Cell::number(self.say.margin_short(row).map_or_else(|| Html::figure(None), |margin| Html::rich(&margin))),
            Cell { class: "verdict", ..Cell::words(self.verdict_noted(row, &self.verdict_mark(row, notes))) },
        ])
    }

    /// A disparity with unit, its limits beneath.
    pub(super) fn difference(&self, row: &DisparityRow, decimals: u8, notes: &mut Footnotes<'_>) -> Html {
        self.difference_noted(row, decimals, &row.note, notes)
    }

    /// The same with notes of which some are not for the reader of this table.
    pub(super) fn difference_noted(
        &self,
        row: &DisparityRow,
        decimals: u8,
        own: &[Note],
        notes: &mut Footnotes<'_>,
    ) -> Html {
        let interval = self.say.signed_disparity(row, decimals);
        if row.suppressed || interval.value.is_none() && interval.lower.is_none() && interval.upper.is_none() {
            return notes.figure(None, row.suppressed, own);
        }
        let form = self.say.disparity_form(row);
        let value = match (&interval.value, &interval.lower, &interval.upper) {
            (Some(value), ..) => {
                notes.unit(form);
                Html::rich(&self.say.unit_short(form, value, &row.metric))
            }
            // A range without a value stands alone, with its unit.
            (None, Some(low), Some(high)) => {
                return self.range_cell(row, low, high, notes).then(&notes.mark(own));
            }
            _ => notes.figure(None, false, own),
        };
        value.small(&self.say.limits(&interval).map(|limits| Html::rich(&limits)).unwrap_or_default())
    }

    /// A caption that says the level of the intervals once.
    pub(super) fn levelled(&self, title: &Rich) -> Html {
        let args = Args::new().rich("title", title).figure("level", &self.say.audit_level());
        Html::rich(&self.say.texts.phrase("caption-level", &args))
    }
}

/// Is the interval of a comparison one that holds together with those of others?
pub fn is_joint(row: &DisparityRow) -> bool {
    row.method.as_deref().is_some_and(|method| method.ends_with("+max_t"))
}

/// Are there intervals of both kinds?
pub fn is_mixed<'r>(rows: impl IntoIterator<Item = &'r DisparityRow>) -> bool {
    let kinds = rows.into_iter().filter(|row| row.lower.is_some() || row.upper.is_some()).map(is_joint);
    once(kinds).len() > 1
}
