//! What thresholds of the score do: a small table at those of the plan in section 7, and every threshold in annex C.
//!
//! Every figure is a row of the report. The slider on the small table shows another row of annex C's tables in its cells;
//! without a script both stand as they are.

use std::collections::{BTreeMap, BTreeSet};

use super::Page;
use super::block::{Block, Cell, Feed, Footnotes, Head, Html, Row, Table};
use super::reliability::{Chart, chart_id, needed, of_curve};
use crate::render::markup;
use crate::report::CurveRow;
use crate::report::number::{self, Form};
use crate::report::sentences::FEW;
use crate::report::text::{Args, Figure, Rich};
use crate::words::Number;

/// Most thresholds in a table: the data file has every point.
const THRESHOLDS: usize = 25;

/// Groups in a table of thresholds, so that it is no wider than a sheet of paper.
const GROUPS_ACROSS: usize = 6;

/// The rates that a reader may follow along the threshold.
pub(super) const ALONG: [&str; 4] =
    ["selection_rate", "true_positive_rate", "false_positive_rate", "positive_predictive_value"];

/// Tables of thresholds, by arm and attribute.
pub(super) type ByScores<'a> = BTreeMap<(Option<&'a str>, &'a str), Vec<Block>>;

/// The points of a rate along the threshold.
struct Along<'a> {
    metric: &'static str,
    points: Vec<&'a CurveRow>,
    /// The same by group and threshold.
    placed: BTreeMap<(&'a str, u64), &'a CurveRow>,
}

impl<'a> Along<'a> {
    fn new(metric: &'static str, points: Vec<&'a CurveRow>) -> Self {
        let mut placed = BTreeMap::new();
        for row in &points {
            if let (Some(group), Some(x)) = (row.group.as_deref(), row.x) {
                placed.entry((group, x.get().to_bits())).or_insert(*row);
            }
        }
        Self { metric, points, placed }
    }

    fn at(&self, group: &str, place: Number) -> Option<&'a CurveRow> {
        self.placed.get(&(group, place.get().to_bits())).copied()
    }
}

/// The tables of an attribute with footnotes in common, so that a cell may stand in another table of them.
struct Tables {
    small: Vec<Table>,
    full: Vec<Table>,
}

/// Below so many cases other sections have wider intervals than Wilson's.
const SMALL: f64 = 40.0;

impl<'a> Page<'a> {
    /// The tables at the thresholds of the plan, for section 7, and those of every threshold, for annex C: made together,
    /// since they have their footnotes in common.
    pub(super) fn threshold_tables(&self) -> (ByScores<'a>, ByScores<'a>) {
        let (mut small, mut full) = (ByScores::new(), ByScores::new());
        for arm in self.score_arms() {
            for attribute in self.score_attributes() {
                let Some(tables) = self.tables_of(attribute, arm) else { continue };
                small.insert((arm, attribute), tables.0);
                full.insert((arm, attribute), tables.1);
            }
        }
        (small, full)
    }

    /// The rates of each group at the thresholds of the plan.
    pub(super) fn at_thresholds(&self, arm: Option<&'a str>, small: &mut ByScores<'a>) -> Vec<Block> {
        let attributes = self.score_attributes().into_iter();
        let tables: Vec<Vec<Block>> = attributes.filter_map(|attribute| small.remove(&(arm, attribute))).collect();
        if tables.is_empty() {
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
        out.extend(tables.into_iter().flatten());
        out
    }

    /// Annex C: how the scores are distributed, and what every threshold would do.
    pub(super) fn annex_scores(&self, mut full: ByScores<'a>) -> Vec<Block> {
        let mut out = Vec::new();
        for arm in self.score_arms() {
            let mut blocks: Vec<Block> = Vec::new();
            for attribute in self.score_attributes() {
                blocks.extend(self.distribution(attribute, arm));
                blocks.extend(self.selection_curve(attribute, arm));
                blocks.extend(full.remove(&(arm, attribute)).unwrap_or_default());
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
        self.chart(&chart, (attribute, arm), &self.lines("score_distribution", None, attribute, arm))
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
        self.chart(&chart, (attribute, arm), &self.lines("threshold", Some("selection_rate"), attribute, arm))
    }

    /// The points of a rate of an attribute along the threshold.
    fn along(&self, metric: &str, attribute: &str, arm: Option<&str>) -> Vec<&'a CurveRow> {
        let rows = self.report.curves.iter();
        rows.filter(|row| of_curve(row, "threshold", Some(metric), attribute, arm)).collect()
    }

    /// The thresholds that a table shows: about as many as one reads, and those of the plan; and whether there are more.
    fn threshold_places(&self, attribute: &str, arm: Option<&str>) -> (Vec<Number>, bool) {
        let rows = self.along("selection_rate", attribute, arm);
        let mut places: Vec<Number> = rows.into_iter().filter_map(|row| row.x).collect();
        places.sort_by(|a, b| a.get().total_cmp(&b.get()));
        places.dedup();
        let marks: Vec<Number> = self.marks().into_iter().map(|(at, _)| at).collect();
        let every = places.len().div_ceil(THRESHOLDS).max(1);
        // The highest always, so that a reader sees where nobody is left.
        let last = places.len().saturating_sub(1);
        let kept =
            places.iter().enumerate().filter(|(at, place)| at % every == 0 || *at == last || marks.contains(place));
        (kept.map(|(_, place)| *place).collect(), every > 1)
    }

    /// The tables of an attribute: those at the thresholds of the plan, and those of every threshold; none where it has
    /// no thresholds.
    fn tables_of(&self, attribute: &str, arm: Option<&str>) -> Option<(Vec<Block>, Vec<Block>)> {
        let groups = self.score_groups(attribute);
        let (places, some) = self.threshold_places(attribute, arm);
        if places.is_empty() {
            return None;
        }
        let name = chart_id("t7d", attribute, arm);
        let rates: Vec<Along<'a>> = ALONG
            .into_iter()
            .map(|metric| Along::new(metric, self.along(metric, attribute, arm)))
            .filter(|rate| !rate.points.is_empty())
            .collect();
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
        for (column, rate) in rates.iter().enumerate() {
            for (part, some) in groups.chunks(GROUPS_ACROSS).enumerate() {
                let id = format!("{name}-{}-{}", rate.metric, part + 1);
                let mut table = self.full_table(&id, attribute, some, rate, (&places, decimals, &marks), &mut notes);
                table.feeds = Some(Feed { name: name.clone(), column: column + 1, first: part * GROUPS_ACROSS });
                tables.full.push(table);
            }
        }
        let few = Html::rich(&self.say.plain("t7d-few"));
        let wilson = Html::rich(&self.say.plain("t7d-wilson"));
        let points = rates.iter().flat_map(|rate| &rate.points).copied();
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
                // Said where a reader can move the threshold, and where all of them are looked for.
                here.extend(
                    (some && (moves || table.feeds.is_some())).then(|| Html::rich(&self.say.plain("t7d-some"))),
                );
                table.notes = here;
                // Any cell of the attribute may be moved into a table with a slider.
                table.later = if moves { elsewhere } else { Vec::new() };
            }
            block
        };
        let small = tables.small.into_iter().map(&done).collect();
        Some((small, tables.full.into_iter().map(&done).collect()))
    }

    /// Groups by rates at one threshold.
    fn small_table(
        &self,
        id: &str,
        attribute: &str,
        (place, decimals): (Number, u8),
        groups: &[&str],
        rates: &[Along<'a>],
        notes: &mut Footnotes<'_>,
    ) -> Table {
        let written = number::write(self.lang, Form::Plain, decimals, place);
        let any = rates.iter().find_map(|rate| rate.points.iter().find(|row| row.x == Some(place)));
        let threshold = Figure::new(written, any.map_or("", |row| &row.id), "x");
        let args = Args::new().rich("attribute", &self.say.attribute(attribute)).figure("threshold", &threshold);
        let caption = self.levelled(&self.say.say("t7e", &args));
        let mut table = Table::new(id, caption, [self.word("t7-group").as_str()]);
        table.head.extend(rates.iter().map(|rate| {
            let html = Html::rich(&self.say.metric(rate.metric).capitalised());
            Head { label: html.bare(), html, class: "num" }
        }));
        for group in groups {
            let label = Cell::words(Html::rich(&self.say.group_head(attribute, group)));
            let cells: Vec<Cell> = rates
                .iter()
                .map(|rate| Cell::number(self.rate_cell(rate.at(group, place), rate.metric, notes)))
                .collect();
            table.push(Row::of(std::iter::once(label).chain(cells)));
        }
        table.class("dense")
    }

    /// One table of annex C: a rate of some groups, at the thresholds that are shown.
    fn full_table(
        &self,
        id: &str,
        attribute: &str,
        groups: &[&str],
        rate: &Along<'a>,
        (places, decimals, marks): (&[Number], u8, &[Number]),
        notes: &mut Footnotes<'_>,
    ) -> Table {
        let args = Args::new()
            .rich("attribute", &self.say.attribute(attribute))
            .rich("metric", &self.say.metric(rate.metric).capitalised());
        let threshold = format!("#{}", self.word("t7d-threshold"));
        let mut table = Table::new(id, self.levelled(&self.say.say("t7d", &args)), [threshold.as_str()]);
        table.head.extend(groups.iter().map(|group| {
            let html = Html::rich(&self.say.group_head(attribute, group));
            Head { label: html.bare(), html, class: "num" }
        }));
        for place in places {
            let cells: Vec<Cell> = groups
                .iter()
                .map(|group| Cell::number(self.rate_cell(rate.at(group, *place), rate.metric, notes)))
                .collect();
            let written = number::write(self.lang, Form::Plain, decimals, *place);
            let written = match groups.iter().find_map(|group| rate.at(group, *place)) {
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
        let shown = Html::rich(&shown).then(&notes.mark(&row.note));
        match (row.lower, row.upper) {
            (Some(lower), Some(upper)) => {
                let args = Args::new().figure("lo", &percent(lower, "lower")).figure("hi", &percent(upper, "upper"));
                shown.small(&Html::rich(&self.say.texts.phrase("interval", &args)))
            }
            _ => shown,
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
