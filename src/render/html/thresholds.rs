//! What thresholds of the score do: a small table at those of the plan in section 7, and every threshold in annex C.
//!
//! Every figure is a row of the report. The slider on the small table shows another row of annex C's tables in its cells;
//! without a script both stand as they are.

use std::collections::BTreeSet;

use super::Page;
use super::block::{Block, Cell, Feed, Footnotes, Head, Html, Row, Table};
use super::reliability::{Chart, chart_id, needed, of_curve};
use crate::render::markup;
use crate::report::CurveRow;
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::words::Number;

/// Most thresholds in a table: the data file has every point.
const THRESHOLDS: usize = 25;

/// Groups in a table of thresholds, so that it is no wider than a sheet of paper.
const GROUPS_ACROSS: usize = 6;

/// Below so many cases a share is written as the count that it is.
const FEW: f64 = 20.0;

/// The rates that a reader may follow along the threshold.
pub(super) const ALONG: [&str; 4] =
    ["selection_rate", "true_positive_rate", "false_positive_rate", "positive_predictive_value"];

/// The tables of an attribute with footnotes in common, so that a cell may stand in another table of them.
struct Tables {
    small: Vec<Table>,
    full: Vec<Table>,
}

/// Below so many cases other sections have wider intervals than Wilson's.
const SMALL: f64 = 40.0;

impl<'a> Page<'a> {
    /// The rates of each group at the thresholds of the plan.
    pub(super) fn at_thresholds(&self, arm: Option<&str>) -> Vec<Block> {
        let has = |attribute: &&str| !self.threshold_places(attribute, arm).is_empty();
        let attributes: Vec<&str> = self.score_attributes().into_iter().filter(has).collect();
        if attributes.is_empty() {
            return Vec::new();
        }
        let marks: Vec<Rich> =
            self.marks().into_iter().filter_map(|(at, _)| Some(self.threshold_figure(at)?.rich())).collect();
        let first = if marks.is_empty() {
            self.say.plain("s7-no-threshold")
        } else {
            let args = Args::new().count(self.lang, "n", marks.len() as u64, "count/thresholds");
            self.say.say("s7-thresholds", &args.rich("list", &self.say.list(marks, 12)))
        };
        let more = Html::rich(&self.say.plain("s7-more")).to("c-scores");
        let mut out = vec![Block::para(Html::rich(&first).then(&Html(" ".to_owned())).then(&more))];
        out.extend(attributes.into_iter().flat_map(|attribute| self.threshold_tables(attribute, arm).0));
        out
    }

    /// Annex C: how the scores are distributed, and what every threshold would do.
    pub(super) fn annex_scores(&self) -> Vec<Block> {
        let mut out = Vec::new();
        for arm in self.score_arms() {
            let mut blocks: Vec<Block> = Vec::new();
            for attribute in self.score_attributes() {
                blocks.extend(self.distribution(attribute, arm));
                blocks.extend(self.selection_curve(attribute, arm));
                blocks.extend(self.threshold_tables(attribute, arm).1);
            }
            if let Some(arm) = arm.filter(|_| !blocks.is_empty()) {
                let head = Html::rich(&self.say.texts.listed("arm", arm).capitalised());
                out.push(Block::heading(4, &chart_id("c-scores", arm, None), head));
            }
            out.extend(blocks);
        }
        if !out.is_empty() {
            out.insert(0, Block::heading(3, "c-scores", Html::text(&self.word("c7-scores"))));
        }
        out
    }

    /// Chart 7c: how many of each group have each score.
    fn distribution(&self, attribute: &str, arm: Option<&str>) -> Option<Block> {
        let chart = Chart {
            id: chart_id("c7c", attribute, arm),
            title: self.chart_title("c7c-title", attribute),
            caption: "c7c-caption",
            across: ["c7-across", "c7-across"],
            upwards: "c7c-upwards",
            diagonal: false,
            bars: false,
        };
        self.chart(&chart, attribute, &self.lines("score_distribution", None, attribute, arm))
    }

    /// Chart 7d: how many of each group have a score or a higher one.
    fn selection_curve(&self, attribute: &str, arm: Option<&str>) -> Option<Block> {
        let chart = Chart {
            id: chart_id("c7d", attribute, arm),
            title: self.chart_title("c7d-title", attribute),
            caption: "c7d-caption",
            across: ["c7d-across", "t7d-threshold"],
            upwards: "c7d-upwards",
            diagonal: false,
            bars: false,
        };
        self.chart(&chart, attribute, &self.lines("threshold", Some("selection_rate"), attribute, arm))
    }

    /// The points of a rate of an attribute along the threshold.
    fn along(&self, metric: &str, attribute: &str, arm: Option<&str>) -> Vec<&'a CurveRow> {
        let rows = self.report.curves.iter();
        rows.filter(|row| of_curve(row, "threshold", Some(metric), attribute, arm)).collect()
    }

    /// The thresholds that a table shows: about as many as one reads, and those of the plan.
    fn threshold_places(&self, attribute: &str, arm: Option<&str>) -> Vec<Number> {
        let mut places: Vec<Number> =
            self.along("selection_rate", attribute, arm).into_iter().filter_map(|row| row.x).collect();
        places.sort_by(|a, b| a.get().total_cmp(&b.get()));
        places.dedup();
        let marks: Vec<Number> = self.marks().into_iter().map(|(at, _)| at).collect();
        let every = places.len().div_ceil(THRESHOLDS).max(1);
        let kept = places.iter().enumerate().filter(|(at, place)| at % every == 0 || marks.contains(place));
        kept.map(|(_, place)| *place).collect()
    }

    /// The tables of an attribute: those at the thresholds of the plan, and those of every threshold.
    fn threshold_tables(&self, attribute: &str, arm: Option<&str>) -> (Vec<Block>, Vec<Block>) {
        let groups = self.score_groups(attribute);
        let places = self.threshold_places(attribute, arm);
        let name = chart_id("t7d", attribute, arm);
        let rates: Vec<(&str, Vec<&CurveRow>)> = ALONG
            .into_iter()
            .map(|metric| (metric, self.along(metric, attribute, arm)))
            .filter(|(_, points)| !points.is_empty())
            .collect();
        if rates.is_empty() || places.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let decimals = places.iter().map(|place| needed(*place, 4)).max().unwrap_or(0);
        let mut notes = Footnotes::new(self.say.texts);
        let mut tables = Tables { small: Vec::new(), full: Vec::new() };
        let marks: Vec<Number> = self.marks().into_iter().map(|(at, _)| at).filter(|at| places.contains(at)).collect();
        for (nth, mark) in marks.iter().enumerate() {
            let id = format!("t7e-{name}-{}", nth + 1);
            let mut table = self.small_table(&id, attribute, (*mark, decimals), &groups, &rates, &mut notes);
            // One slider an attribute, at the first of its tables.
            if nth == 0 && places.len() > 1 {
                name.clone_into(&mut table.moves);
            }
            tables.small.push(table);
        }
        for (column, (metric, points)) in rates.iter().enumerate() {
            for (part, some) in groups.chunks(GROUPS_ACROSS).enumerate() {
                let id = format!("{name}-{metric}-{}", part + 1);
                let mut table =
                    self.full_table(&id, (attribute, metric), some, points, (&places, decimals, &marks), &mut notes);
                table.feeds = Some(Feed { name: name.clone(), column: column + 1, first: part * GROUPS_ACROSS });
                tables.full.push(table);
            }
        }
        let few = Html::rich(&self.say.plain("t7d-few"));
        let wilson = Html::rich(&self.say.plain("t7d-wilson"));
        let points = rates.iter().flat_map(|(_, points)| points).copied();
        let small: BTreeSet<String> = points.filter(is_small).map(|row| markup::escape(&row.id)).collect();
        let said: BTreeSet<String> = tables.full.iter().flat_map(marked).collect();
        let wide = tables.full.iter().any(|table| has_any(table, &small));
        let done = |table: Table| {
            let own: BTreeSet<String> = marked(&table).into_iter().collect();
            let (moves, wilson_here) = (!table.moves.is_empty(), has_any(&table, &small));
            let mut block = table.block(notes.clone());
            if let Block::Table { table } = &mut block {
                let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
                for note in std::mem::take(&mut table.notes) {
                    match mark_of(&note) {
                        Some(mark) if !own.contains(mark) => elsewhere.extend(said.contains(mark).then_some(note)),
                        _ => here.push(note),
                    }
                }
                for (note, own, other) in
                    [(&few, own.contains(FEWER), said.contains(FEWER)), (&wilson, wilson_here, wide)]
                {
                    here.extend(own.then(|| note.clone()));
                    elsewhere.extend((other && !own).then(|| note.clone()));
                }
                table.notes = here;
                // Any cell of the attribute may be moved into a table with a slider.
                table.later = if moves { elsewhere } else { Vec::new() };
            }
            block
        };
        let small = tables.small.into_iter().map(&done).collect();
        (small, tables.full.into_iter().map(&done).collect())
    }

    /// Groups by rates at one threshold.
    fn small_table(
        &self,
        id: &str,
        attribute: &str,
        (place, decimals): (Number, u8),
        groups: &[&str],
        rates: &[(&str, Vec<&'a CurveRow>)],
        notes: &mut Footnotes<'_>,
    ) -> Table {
        let at = |points: &[&'a CurveRow], group: &str| {
            points.iter().find(|row| row.group.as_deref() == Some(group) && row.x == Some(place)).copied()
        };
        let written = number::write(self.lang, Form::Plain, decimals, place);
        let any = rates.iter().find_map(|(_, points)| points.iter().find(|row| row.x == Some(place)));
        let threshold = Figure::new(written, any.map_or("", |row| &row.id), "x");
        let args = Args::new().rich("attribute", &self.say.attribute(attribute)).figure("threshold", &threshold);
        let caption = self.levelled(&self.say.say("t7e", &args));
        let mut table = Table::new(id, caption, [self.word("t7-group").as_str()]);
        table.head.extend(rates.iter().map(|(metric, _)| {
            let html = Html::rich(&self.say.metric(metric).capitalised());
            Head { label: html.bare(), html, class: "num" }
        }));
        for group in groups {
            let label = Cell::words(Html::rich(&self.say.group_head(attribute, group)));
            let cells: Vec<Cell> = rates
                .iter()
                .map(|(metric, points)| Cell::number(self.rate_cell(at(points, group), metric, notes)))
                .collect();
            table.push(Row::of(std::iter::once(label).chain(cells)));
        }
        table.class("dense")
    }

    /// One table of annex C: a rate of some groups, at the thresholds that are shown.
    fn full_table(
        &self,
        id: &str,
        (attribute, metric): (&str, &str),
        groups: &[&str],
        points: &[&CurveRow],
        (places, decimals, marks): (&[Number], u8, &[Number]),
        notes: &mut Footnotes<'_>,
    ) -> Table {
        let args = Args::new()
            .rich("attribute", &self.say.attribute(attribute))
            .rich("metric", &self.say.metric(metric).capitalised());
        let threshold = format!("#{}", self.word("t7d-threshold"));
        let mut table = Table::new(id, self.levelled(&self.say.say("t7d", &args)), [threshold.as_str()]);
        table.head.extend(groups.iter().map(|group| {
            let html = Html::rich(&self.say.group_head(attribute, group));
            Head { label: html.bare(), html, class: "num" }
        }));
        for place in places {
            let at = |group: &str| {
                points.iter().find(|row| row.group.as_deref() == Some(group) && row.x == Some(*place)).copied()
            };
            let cells: Vec<Cell> =
                groups.iter().map(|group| Cell::number(self.rate_cell(at(group), metric, notes))).collect();
            let written = number::write(self.lang, Form::Plain, decimals, *place);
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
        table.class("steps")
    }

    /// A rate with its limits beneath; of few cases the count that it is.
    fn rate_cell(&self, row: Option<&CurveRow>, metric: &str, notes: &mut Footnotes<'_>) -> Html {
        let Some(row) = row else { return Html::figure(None) };
        let Some(value) = row.value.filter(|_| !row.suppressed) else {
            return notes.figure(None, row.suppressed, &row.note);
        };
        // One decimal in every cell, so that a column can be read down.
        let percent =
            |value: Number, column| Figure::new(number::write(self.lang, Form::Percent, 1, value), &row.id, column);
        let count = |value: Number, column| Figure::new(number::count(self.lang, value), &row.id, column);
        let shown = match (row.events, row.n) {
            (Some(events), Some(n)) if is_few(row) => {
                let args = Args::new().figure("zero", &count(events, "events")).figure("n", &count(n, "n"));
                self.say.texts.phrase("zero-of", &args)
            }
            _ => self.say.unit(Form::Percent, &percent(value, "value"), metric),
        };
        match (row.lower, row.upper) {
            (Some(lower), Some(upper)) => {
                let args = Args::new().figure("lo", &percent(lower, "lower")).figure("hi", &percent(upper, "upper"));
                Html::rich(&shown).small(&Html::rich(&self.say.texts.phrase("interval", &args)))
            }
            _ => Html::rich(&shown),
        }
    }
}

/// What marks a cell that has a count in place of a share.
const FEWER: &str = "data-col=\"events\"";

/// The letters of footnotes that the cells of a table have, and [`FEWER`] where a cell has a count.
fn marked(table: &Table) -> Vec<String> {
    let mut out = Vec::new();
    for cell in table.bodies.iter().flat_map(|body| &body.rows).flat_map(|row| &row.cells) {
        for part in cell.html.0.split("<sup>").skip(1) {
            out.extend(part.split("</sup>").next().unwrap_or("").split(' ').map(str::to_owned));
        }
        out.extend(cell.html.0.contains(FEWER).then(|| FEWER.to_owned()));
    }
    out
}

/// The letter of a footnote.
fn mark_of(note: &Html) -> Option<&str> {
    note.0.strip_prefix("<sup>")?.split("</sup>").next()
}

/// Has a rate an interval that is another one than other sections would give it?
fn is_small(row: &&CurveRow) -> bool {
    row.lower.is_some() && row.method.as_deref() == Some("wilson") && row.n.is_some_and(|n| n.get() < SMALL)
}

/// Does a table show any of these rows, by their ids as they stand in markup?
fn has_any(table: &Table, ids: &BTreeSet<String>) -> bool {
    let mut cells = table.bodies.iter().flat_map(|body| &body.rows).flat_map(|row| &row.cells);
    cells.any(|cell| {
        let mut shown = cell.html.0.split("data-ref=\"").skip(1).filter_map(|part| part.split('"').next());
        shown.any(|id| ids.contains(id))
    })
}

/// Does a rate rest on few cases?
fn is_few(row: &CurveRow) -> bool {
    row.value.is_some() && !row.suppressed && row.events.is_some() && row.n.is_some_and(|n| n.get() < FEW)
}
