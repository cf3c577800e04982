//! Annex C: every estimate and every comparison, attribute by attribute, as compactly as they can be read.
//!
//! Estimates and comparisons with a margin have a row each. Comparisons without a margin decide nothing: the scales of
//! one stand side by side in one row, and the aggregates over groups in one row a metric. Every figure still carries the
//! id of its own row; ids in words stand on the screen only.

use std::collections::BTreeMap;

use super::Page;
use super::block::{Block, Cell, Footnotes, Head, Html, Row, Table};
use super::number;
use super::thresholds::ByScores;
use crate::report::number::Form;
use crate::report::sentences::{Interval, Speaker, is_level};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::{Note, Number, Scale, Verdict, methods, metric, once, reserved};

/// Comparisons of one thing, scale by scale.
type Scales<'r> = Vec<&'r DisparityRow>;

/// The columns of comparisons without a margin, in their order.
const SCALES: [Scale; 4] = [Scale::Difference, Scale::Ratio, Scale::OddsRatio, Scale::Standardised];

impl<'a> Page<'a> {
    /// Annex C, with the tables of every threshold.
    pub(super) fn annex_results(&self, thresholds: ByScores<'a>) -> Vec<Block> {
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
            let rows: Vec<&DisparityRow> =
                self.report.disparities.iter().filter(|row| row.attribute.as_deref().unwrap_or("") == name).collect();
            let (judged, rest): (Vec<&DisparityRow>, Vec<&DisparityRow>) =
                rows.into_iter().partition(|row| row.margin.is_some());
            let (pairs, aggregates) = rest.into_iter().partition(|row| row.reference.is_some());
            out.extend(self.judged_table(name, &judged));
            out.extend(self.estimate_table(name));
            out.extend(self.pair_table(name, pairs));
            out.extend(self.aggregate_table(aggregates));
        }
        if let Some(table) = self.sensitivity_table() {
            out.push(Block::heading(3, "c-sensitivity", Html::text(&self.word("tsens"))));
            out.push(table);
        }
        out.extend(self.annex_scores(thresholds));
        out
    }

    /// The caption of a table, with the level of its intervals.
    fn levelled_head(&self, key: &str) -> Html {
        self.levelled(&Rich::text(self.word(key)))
    }

    /// Has the audit more than one stage, so that a row must say its own?
    fn stages(&self) -> bool {
        self.report.audit.stages.len() > 1
    }

    fn estimate_table(&self, name: &str) -> Option<Block> {
        let rows: Vec<&EstimateRow> =
            self.report.estimates.iter().filter(|row| row.attribute.as_deref().unwrap_or("") == name).collect();
        if rows.is_empty() {
            return None;
        }
        let mut notes = Footnotes::new(self.say.texts);
        let tested = rows.iter().any(|row| row.p_value.is_some());
        let mut table = self.raw(
            "tc-estimates",
            &["tc-metric", "tc-stage", "tc-group", "tc-part"],
            if tested {
                &["tc-events", "tc-n", "tc-value", "tc-lower", "tc-upper", "tc-p"]
            } else {
                &["tc-events", "tc-n", "tc-value", "tc-lower", "tc-upper"]
            },
        );
        for row in rows {
            let form = self.say.estimate_form(row);
            let interval = self.say.estimate(row, form, self.say.estimate_decimals(row));
            let count = |value: Option<Number>, column: &str| {
                value.map(|value| Figure::new(number::count(self.lang, value), &row.id, column))
            };
            let metric = self.say.metric(&row.metric).capitalised();
            let mut cells = vec![Cell::words(Html::rich(&metric).small(&self.of(row.of.as_deref())))];
            cells.extend(self.stage_cell(row.stage.as_deref()));
            cells.extend([
                Cell::words(Html::rich(&self.say.group_head(name, row.group.as_deref().unwrap_or(reserved::ALL)))),
                Cell::words(self.part(row.arm.as_deref(), row.stratum.as_deref(), row.period.as_deref())),
                Cell::number(Html::figure(count(row.events, "events").as_ref())),
                Cell::number(Html::figure(count(row.n, "n").as_ref())),
                Cell::number(self.value_cell(form, interval.value.as_ref(), row.suppressed, &row.note, &mut notes)),
                Cell::number(Html::figure(interval.lower.as_ref())),
                Cell::number(Html::figure(interval.upper.as_ref()).then(&self.other_level(&row.id, row.level))),
            ]);
            if tested {
                cells.push(Cell::number(Html::figure(self.p(&row.id, row.p_value, "p_value").as_ref())));
            }
            cells.extend([
                Cell::words(row.method.as_deref().map_or_else(|| Html("–".to_owned()), Html::code)),
                id_cell(Html::code(&row.id)),
            ]);
            table.push(Row::of(cells).showing(&row.id));
        }
        Some(table.block(notes))
    }

    /// Comparisons with a margin: everything that is known of each.
    fn judged_table(&self, name: &str, rows: &[&DisparityRow]) -> Option<Block> {
        if rows.is_empty() {
            return None;
        }
        let mut notes = Footnotes::new(self.say.texts);
        let mut table = self.raw(
            "tc-judged",
            &["tc-metric", "tc-stage", "tc-group", "tc-reference", "tc-part"],
            &["tc-value", "tc-lower", "tc-upper", "tc-p", "tc-p-adjusted", "tc-margin", "tc-detectable"],
        );
        let verdict = Head { html: Html::text(&self.word("tc-verdict")), class: "", label: Html::default() };
        let at = table.head.len() - 2;
        table.head.insert(at, verdict);
        for row in rows {
            let interval = self.say.disparity(row, 0);
            let form = self.say.disparity_form(row);
            let scale = row.scale.map(|scale| self.say.word(&format!("scale-{scale}"))).unwrap_or_default();
            let metric = self.say.metric_of(row).capitalised();
            let method = row.method.as_deref().map_or_else(|| Html("–".to_owned()), Html::code);
            let test = row.test.as_deref().map(Html::code).unwrap_or_default();
            let dash = || Html::figure(None);
            // A note that is said in other words beside this comparison has a letter of its own.
            let (said, others): (Vec<Note>, Vec<Note>) =
                row.note.iter().copied().partition(|note| self.say.note_beside(row, *note).is_some());
            let beside = notes.mark_as(&said, |note| self.say.note_beside(row, note));
            let mut cells = vec![Cell::words(Html::rich(&metric).small(&Html::text(&scale)))];
            cells.extend(self.stage_cell(row.stage.as_deref()));
            cells.extend([
                Cell::words(Html::rich(&self.say.group_head(name, row.group.as_deref().unwrap_or(reserved::ALL)))),
                Cell::words(self.against_cell(row)),
                Cell::words(self.part(row.arm.as_deref(), row.stratum.as_deref(), row.period.as_deref())),
                Cell::number(
                    self.value_cell(form, interval.value.as_ref(), row.suppressed, &others, &mut notes).then(&beside),
                ),
                Cell::number(Html::figure(interval.lower.as_ref())),
                Cell::number(Html::figure(interval.upper.as_ref()).then(&self.other_level(&row.id, row.level))),
                Cell::number(Html::figure(self.p(&row.id, row.p_value, "p_value").as_ref())),
                Cell::number(Html::figure(self.p(&row.id, row.p_adjusted, "p_adjusted").as_ref())),
                Cell::number(self.say.margin_short(row).map_or_else(dash, |margin| Html::rich(&margin))),
                Cell::number(self.say.detectable_short(row).map_or_else(dash, |mde| Html::rich(&mde))),
                Cell::words(match row.verdict {
                    Verdict::NotAssessed if !row.suppressed => Html::text(&self.say.texts.verdict(row.verdict)),
                    _ => self.verdict(row),
                }),
                Cell::words(method.small(&test)),
                id_cell(Html::code(&row.id)),
            ]);
            table.push(Row::of(cells).showing(&row.id));
        }
        Some(table.block(notes))
    }

    /// Comparisons of two groups without a margin: their scales side by side.
    fn pair_table(&self, name: &str, rows: Vec<&DisparityRow>) -> Option<Block> {
        if rows.is_empty() {
            return None;
        }
        let mut notes = Footnotes::new(self.say.texts);
        let used: Vec<Scale> = SCALES.into_iter().filter(|scale| rows.iter().any(|row| slot(row) == *scale)).collect();
        let heads: Vec<String> = used.iter().map(|scale| format!("scale-{scale}")).chain(["tc-p".to_owned()]).collect();
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let words = ["tc-metric", "tc-stage", "tc-group", "tc-reference", "tc-part"];
        let mut table = self.raw("tc-pairs", &words, &heads);
        for scales in by_scale(rows) {
            let Some(row) = scales.first() else { continue };
            let metric = self.say.metric(&row.metric).capitalised();
            let mut cells = vec![Cell::words(Html::rich(&metric).small(&self.of(row.of.as_deref())))];
            cells.extend(self.stage_cell(row.stage.as_deref()));
            cells.extend([
                Cell::words(Html::rich(&self.say.group_head(name, row.group.as_deref().unwrap_or(reserved::ALL)))),
                Cell::words(self.against_cell(row)),
                Cell::words(self.part(row.arm.as_deref(), row.stratum.as_deref(), row.period.as_deref())),
            ]);
            for &scale in &used {
                let one = scales.iter().find(|row| slot(row) == scale);
                cells.push(Cell::number(one.map_or_else(Html::default, |row| self.with_interval(row, &mut notes))));
            }
            let p = scales.iter().filter_map(|row| self.p(&row.id, row.p_value, "p_value"));
            // Scales that share a test share its p-value: said once.
            let mut seen: Vec<Figure> = Vec::new();
            for figure in p {
                if seen.iter().all(|other| other.text != figure.text) {
                    seen.push(figure);
                }
            }
            let p = seen.iter().map(|figure| Html::rich(&figure.rich()).0).collect::<Vec<_>>().join("; ");
            let words = scales.iter().flat_map(|row| [row.method.as_deref(), row.test.as_deref()]).flatten();
            let methods: Vec<String> = once(words).into_iter().map(|word| Html::code(word).0).collect();
            cells.extend([
                Cell::number(if p.is_empty() { Html::figure(None) } else { Html(p) }),
                Cell::words(if methods.is_empty() { Html("–".to_owned()) } else { Html(methods.join(" ")) }),
                id_cell(Html(scales.iter().map(|row| Html::code(&row.id).0).collect::<Vec<_>>().join("<br>"))),
            ]);
            table.push(Row::of(cells));
        }
        Some(table.block(notes))
    }

    /// Aggregates over groups: a row for each metric, a column for each way to aggregate.
    fn aggregate_table(&self, rows: Vec<&DisparityRow>) -> Option<Block> {
        if rows.is_empty() {
            return None;
        }
        let mut notes = Footnotes::new(self.say.texts);
        let ways = once(rows.iter().map(|row| (row.of.as_deref().or(row.method.as_deref()), slot(row))));
        let mut table = self.raw("tc-aggregates", &["tc-metric", "tc-stage", "tc-part"], &[]);
        table.head.truncate(table.head.len() - 2);
        table.head.extend(ways.iter().map(|(way, scale)| {
            // A way to aggregate, a method, or the metric that a derived row speaks of.
            let about = way.map_or_else(Html::default, |way| {
                let about: Vec<&str> = methods(way).iter().map(|method| method.about(self.lang)).collect();
                match metric(way) {
                    _ if !about.is_empty() => Html::rich(&Rich::text(about.join(", ")).capitalised()),
                    Some(_) => Html::rich(&self.say.metric(way).capitalised()),
                    None => Html::code(way),
                }
            });
            let level = rows.iter().any(|row| is_level(row) && row.of.as_deref() == *way);
            let scale = if level { "scale-level".to_owned() } else { format!("scale-{scale}") };
            let html = about.small(&Html::text(&self.say.word(&scale)));
            Head { html, class: "num", label: Html::default() }
        }));
        for key in once(rows.iter().copied().map(aggregated)) {
            let of_key: Vec<&DisparityRow> = rows.iter().copied().filter(|row| aggregated(row) == key).collect();
            let (metric, [stage, arm, stratum, period]) = key;
            let mut cells = vec![Cell::words(Html::rich(&self.say.metric(metric).capitalised()))];
            cells.extend(self.stage_cell(stage));
            cells.push(Cell::words(self.part(arm, stratum, period)));
            for (way, scale) in &ways {
                let own = of_key
                    .iter()
                    .filter(|row| row.of.as_deref().or(row.method.as_deref()) == *way && slot(row) == *scale);
                let shown: Vec<String> = own.map(|row| self.with_interval(row, &mut notes).0).collect();
                cells.push(Cell::number(Html(shown.join("; "))));
            }
            table.push(Row::of(cells));
        }
        Some(table.block(notes))
    }

    /// A table of annex C: words, then figures, then method and id.
    fn raw(&self, caption: &str, words: &[&str], figures: &[&str]) -> Table {
        let words = words.iter().filter(|key| **key != "tc-stage" || self.stages()).map(|key| self.word(key));
        let figures = figures.iter().map(|key| format!("#{}", self.word(key)));
        let tail = ["tc-method", "tc-id"].map(|key| self.word(key));
        let heads: Vec<String> = words.chain(figures).chain(tail).collect();
        let mut table = Table::new("", self.levelled_head(caption), heads.iter().map(String::as_str)).class("raw");
        if let Some(id) = table.head.last_mut() {
            id.class = "key-id";
        }
        table
    }

    /// A comparison's value, its limits behind it.
    fn with_interval(&self, row: &DisparityRow, notes: &mut Footnotes<'_>) -> Html {
        let own: Vec<Note> = row.note.iter().copied().filter(|note| *note != Note::NoMargin).collect();
        let interval: Interval = self.say.disparity(row, 0);
        let value = self.value_cell(self.say.disparity_form(row), interval.value.as_ref(), row.suppressed, &own, notes);
        match self.say.limits(&interval) {
            Some(limits) if !row.suppressed => {
                let limits = Html::rich(&Rich::text(" (").then(limits).then_text(")"));
                value.then(&limits).then(&self.other_level(&row.id, row.level))
            }
            _ => value,
        }
    }

    fn against_cell(&self, row: &DisparityRow) -> Html {
        if row.reference.is_some() { Html::rich(&self.say.reference_head(row)) } else { Html::figure(None) }
    }

    fn p(&self, id: &str, value: Option<Number>, column: &str) -> Option<Figure> {
        value.map(|value| Figure::new(number::p_value(self.lang, value), id, column))
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
                notes.unit(form);
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

    /// The level of an interval that has not the level of the caption.
    fn other_level(&self, id: &str, level: Option<Number>) -> Html {
        match level {
            Some(own) if own != self.report.audit.inference.level => {
                let args = Args::new().figure("value", &self.say.level(id, level));
                Html(" ".to_owned()).then(&Html::rich(&self.say.texts.phrase("short-percent", &args)))
            }
            _ => Html::default(),
        }
    }

    /// The cell of a stage, where rows say their stage.
    fn stage_cell(&self, stage: Option<&str>) -> Option<Cell> {
        let shown = || stage.map_or_else(|| Html("–".to_owned()), |stage| Html::rich(&self.say.stage_head(stage)));
        self.stages().then(|| Cell::words(shown()))
    }

    fn of(&self, of: Option<&str>) -> Html {
        of.map(Html::code).unwrap_or_default()
    }

    /// Which part of the data a row is computed on.
    fn part(&self, arm: Option<&str>, stratum: Option<&str>, period: Option<&str>) -> Html {
        let arm = arm.map(|arm| Html::rich(&self.say.texts.listed("arm", arm)).0);
        let stratum = stratum.map(|stratum| match self.say.stratum(stratum) {
            Some(words) => Html::rich(&words.capitalised()).0,
            None => Html::code(stratum).0,
        });
        let period = period.map(|period| Html::code(period).0);
        let parts: Vec<String> = arm.into_iter().chain(stratum).chain(period).collect();
        if parts.is_empty() { Html("–".to_owned()) } else { Html(parts.join(", ")) }
    }
}

/// The column that a comparison stands in; one without a scale is itself a difference.
fn slot(row: &DisparityRow) -> Scale {
    row.scale.unwrap_or(Scale::Difference)
}

/// What the aggregates of one row of the table are of: metric; stage, arm, stratum and period.
fn aggregated(row: &DisparityRow) -> (&str, [Option<&str>; 4]) {
    (&row.metric, [&row.stage, &row.arm, &row.stratum, &row.period].map(Option::as_deref))
}

/// The id, which stands on the screen only: on paper the words of the row say the same.
fn id_cell(html: Html) -> Cell {
    Cell { html, class: "key-id", span: 1 }
}

/// Comparisons of the same thing together, in the order of the first of each.
fn by_scale(rows: Vec<&DisparityRow>) -> Vec<Scales<'_>> {
    fn left_out(row: &DisparityRow) -> Option<&serde_json::Value> {
        row.detail.as_ref().and_then(|detail| detail.get("left_out"))
    }
    let mut out: Vec<Scales<'_>> = Vec::new();
    // Where the rows of one key stand.
    let mut places: BTreeMap<[Option<&str>; 8], Vec<usize>> = BTreeMap::new();
    for row in rows {
        let others = [&row.of, &row.stage, &row.group, &row.reference, &row.stratum, &row.arm, &row.period];
        let [of, stage, group, reference, stratum, arm, period] = others.map(Option::as_deref);
        let here = places.entry([Some(&row.metric), of, stage, group, reference, stratum, arm, period]).or_default();
        let fits =
            |one: &Scales<'_>| one.iter().all(|other| left_out(other) == left_out(row) && slot(other) != slot(row));
        match here.iter().find(|&&place| fits(&out[place])) {
            Some(&place) => out[place].push(row),
            None => {
                here.push(out.len());
                out.push(vec![row]);
            }
        }
    }
    out
}
