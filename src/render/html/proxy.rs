//! Groups known through probabilities: the same disparity under every assumption, how far the assumption must fail, and
//! how good the probabilities are. A part of sections 4 and 5.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table, mark_of};
use super::disparities::anchor;
use crate::render::chart::{CurveLine, CurvePlot, CurvePoint, IntervalPlot, IntervalRow, Mark, Panel, Picture, Unit};
use crate::report::DisparityRow;
use crate::report::number::{self, Form};
use crate::report::sentences::Speaker;
use crate::report::text::{Args, Figure, Rich};
use crate::words::{Note, Number, once};

/// Comparisons that have a picture.
const PICTURES: usize = 3;

/// Ways to compute a disparity: key of the texts, method in `of`, arm; in the order of the report.
const WAYS: [(&str, Option<&str>, Option<&str>); 9] = [
    ("proxy-independent", Some("proxy_bounds_outcome_independent"), None),
    ("proxy-weighted", Some("proxy_weighted"), None),
    ("proxy-raked", Some("proxy_raked"), None),
    ("proxy-regression", Some("proxy_surrogate_regression"), None),
    ("proxy-argmax", Some("proxy_argmax"), None),
    ("proxy-matrix", Some("misclassification_matrix"), None),
    ("proxy-double", Some("double_sampling"), None),
    ("proxy-known", None, Some("validated")),
    ("proxy-corrected", Some("validated_post_stratified"), None),
];

/// Every way in the order of the table: those above behind the bounds.
const KEYS: [&str; 12] = [
    "proxy-bounds",
    "proxy-tightened-more",
    "proxy-tightened-less",
    "proxy-independent",
    "proxy-weighted",
    "proxy-raked",
    "proxy-regression",
    "proxy-argmax",
    "proxy-matrix",
    "proxy-double",
    "proxy-known",
    "proxy-corrected",
];

/// Comparisons side by side in a table; annex C has all.
const COLUMNS: usize = 6;
/// Comparisons side by side in one table, so that it is no wider than a sheet.
const ACROSS: usize = 3;

/// One way to compute a disparity.
struct Way<'r> {
    /// Key of the texts.
    key: &'static str,
    /// The row; of tightened bounds that of the bounds.
    row: &'r DisparityRow,
    /// Ends that are not the row's own limits.
    ends: Option<[End; 2]>,
    /// Does it carry the verdict?
    speaks: bool,
}

/// An end of tightened bounds: the figure of the row that it is taken from.
#[derive(Clone)]
struct End {
    value: Number,
    figure: Figure,
}

impl<'a> Page<'a> {
    /// What the probabilities of an attribute can tell of its comparisons; nothing where its groups are known.
    pub(super) fn proxy_part(&self, name: &str, selection: bool) -> Vec<Block> {
        let rows = self.say.estimated_rows(name, selection);
        if !self.say.is_estimated(name) || rows.is_empty() {
            return Vec::new();
        }
        let id = format!("{}-{}", if selection { "p4" } else { "p5" }, anchor(name));
        let mut out = vec![Block::heading(if selection { 5 } else { 3 }, &id, Html::text(&self.word("proxy-heading")))];
        if !selection {
            // Section 5 has no block of its own for the attribute.
            out.push(self.para(&self.say.estimated_sentence(name)));
        }
        out.extend(self.say.membership_source(name).iter().map(|text| self.para(text)));
        for row in rows.iter().take(PICTURES) {
            let text = Rich::join(self.say.estimated_of(row), " ");
            if !text.is_empty() {
                out.push(self.para(&text));
            }
        }
        out.push(self.plain("proxy-read"));
        for (at, row) in rows.iter().take(PICTURES).enumerate() {
            out.extend(self.range_chart(&format!("{id}-{at}"), row));
        }
        for (at, (metric, stage)) in once(rows.iter().map(|row| (&row.metric, &row.stage))).into_iter().enumerate() {
            let of_metric: Vec<&DisparityRow> =
                rows.iter().copied().filter(|row| row.metric == *metric && row.stage == *stage).collect();
            out.extend(self.range_table(&format!("{id}-m{at}"), &of_metric));
        }
        let tipped: Vec<&DisparityRow> =
            rows.iter().copied().filter(|row| !self.say.tipping_curve(row).is_empty()).collect();
        if !tipped.is_empty() {
            // One in words; the table has the others.
            let said = tipped.first().and_then(|row| self.say.tipping_sentence(row));
            out.extend(said.map(|text| self.para(&text)));
            out.extend(self.tipping_chart(name, &id, &tipped));
            out.push(self.tipping_table(name, &id, &tipped));
        }
        if selection {
            out.extend(self.quality_part(name, &id, &rows));
        }
        out
    }

    /// Every way to compute a comparison that the report has, the range first.
    fn ways<'r>(&'r self, spoken: &'r DisparityRow) -> Vec<Way<'r>> {
        let corrected = Speaker::is_corrected(spoken);
        let bounds = if corrected { self.say.by_method(spoken, Some("proxy_bounds"), None) } else { Some(spoken) };
        let way = |key, row, speaks| Way { key, row, ends: None, speaks };
        let mut out = Vec::new();
        if let Some(bounds) = bounds {
            out.push(way("proxy-bounds", bounds, !corrected));
            // The weighted difference: between two ends where cases without probabilities leave it open.
            let open_end = |key: &'static str| {
                let value = Number::new(bounds.detail.as_ref()?.get(key)?.as_f64()?)?;
                Some(End { value, figure: self.bound_figure(bounds, key, value) })
            };
            let point = || {
                let point = self.say.tipping_point(spoken, 1.0)?;
                Some(End { value: point.value?, figure: self.point_figure(spoken, &point.id, point.value?) })
            };
            let (least, most) = (open_end("weighted_low").or_else(point), open_end("weighted_high").or_else(point));
            let end = |value: Option<Number>, column| {
                let figure = |value| self.bound_figure(bounds, column, value);
                value.map(|value| End { value, figure: figure(value) })
            };
            let (low, high) = (end(bounds.bound_lower, "bound_lower"), end(bounds.bound_upper, "bound_upper"));
            for (key, ends) in [("proxy-tightened-more", least.zip(high)), ("proxy-tightened-less", low.zip(most))] {
                let ends = ends.map(|(low, high)| [low, high]);
                out.extend(ends.map(|ends| Way { key, row: bounds, ends: Some(ends), speaks: false }));
            }
        }
        for (key, of, arm) in WAYS {
            let found = self.say.by_method(spoken, of, arm);
            out.extend(found.filter(|row| row.value.is_some() || row.lower.is_some()).map(|row| way(key, row, false)));
        }
        if corrected {
            out.push(way("proxy-corrected", spoken, true));
        }
        out
    }

    fn bound_figure(&self, row: &DisparityRow, column: &str, value: Number) -> Figure {
        let form = self.say.disparity_form(row);
        Figure::new(number::write(self.lang, form, self.say.disparity_decimals(row), value), &row.id, column)
    }

    /// The figure of a point of a curve of differences.
    fn point_figure(&self, spoken: &DisparityRow, id: &str, value: Number) -> Figure {
        let form = self.say.disparity_form(spoken);
        let decimals = number::decimals(form, Some(value), [None, None], &[]).max(1);
        Figure::new(number::write(self.lang, form, decimals, value), id, "value")
    }

    fn attribute_word(&self, key: &str, attribute: &str) -> String {
        self.say.texts.attribute(key, attribute).unwrap_or_default()
    }

    /// One line for each way to compute a comparison.
    fn range_chart(&self, id: &str, spoken: &DisparityRow) -> Option<Block> {
        let ways = self.ways(spoken);
        if ways.len() < 2 {
            return None;
        }
        let plotted: Vec<IntervalRow> = ways.iter().map(|way| self.plotted_way(way)).collect();
        let args = Args::new()
            .rich("group", &self.say.group_of(spoken))
            .rich("reference", &self.say.reference_of(spoken))
            .rich("what", &self.say.about_what(spoken));
        let title = self.say.say("proxy-chart", &args);
        let parts = plotted.iter().filter_map(|row| {
            let panel = row.panels.first()?;
            Some(row.label.clone().then_text(": ").then(panel.shown.clone()).then_text(" ").then(panel.limits.clone()))
        });
        let picture =
            Picture { id: format!("c{id}"), title: title.plain(), description: Rich::join(parts, "; ").plain() };
        let form = self.say.disparity_form(spoken);
        let axis = match form {
            Form::PerTenThousand => "c4a-axis-ten-thousand",
            Form::Points => "c4a-axis-points",
            _ => "c4a-axis-plain",
        };
        let plot = IntervalPlot {
            picture,
            axes: vec![(Rich::text(self.say.word(axis)), Unit { form, lang: self.lang })],
            zero: Some(0.0),
            margin_word: self.say.word("term-margin"),
            rows: plotted,
        };
        Some(Block::figure(plot.svg(), Html::rich(&title), Html::text(&self.word("proxy-chart-caption"))))
    }

    fn plotted_way(&self, way: &Way<'_>) -> IntervalRow {
        let row = way.row;
        let (shown, limits) = self.way_words(way);
        let (lower, upper) = match &way.ends {
            Some([low, high]) => (Some(low.value), Some(high.value)),
            None => (row.lower, row.upper),
        };
        IntervalRow {
            label: Rich::text(self.say.word(way.key)).capitalised(),
            sub: Rich::text(self.attribute_word(way.key, "sub")),
            mark: if way.speaks { mark_of(self.say.cell_kind(row)) } else { Mark::Plain },
            panels: vec![Panel {
                value: if way.ends.is_some() { None } else { row.value },
                lower,
                upper,
                margin: match number::edges(row.margin.filter(|_| way.speaks), false).as_slice() {
                    [low, high] => Some([*low, *high]),
                    _ => None,
                },
                shown,
                limits,
                instead: (row.value.is_none() && lower.is_none() && upper.is_none())
                    .then(|| Rich::text(self.say.word("chart-none"))),
            }],
        }
    }

    /// The value of a way as written, and its limits.
    fn way_words(&self, way: &Way<'_>) -> (Rich, Rich) {
        if let Some([low, high]) = &way.ends {
            let args = Args::new().figure("lo", &low.figure).figure("hi", &high.figure);
            return (Rich::default(), self.say.texts.phrase("interval", &args));
        }
        let interval = self.say.signed_disparity(way.row, 0);
        (interval.value.as_ref().map(Figure::rich).unwrap_or_default(), self.say.limits(&interval).unwrap_or_default())
    }

    /// The same figures as the charts, one column a comparison; then what each row assumes.
    fn range_table(&self, id: &str, rows: &[&DisparityRow]) -> Vec<Block> {
        let shown = &rows[..rows.len().min(COLUMNS)];
        let ways: Vec<Vec<Way<'_>>> = shown.iter().map(|row| self.ways(row)).collect();
        let used: Vec<&str> = KEYS.into_iter().filter(|key| ways.iter().flatten().any(|way| way.key == *key)).collect();
        let parts = shown.chunks(ACROSS).zip(ways.chunks(ACROSS)).enumerate();
        let mut out: Vec<Block> = parts
            .map(|(part, (rows, ways))| {
                let id = if part == 0 { format!("t{id}") } else { format!("t{id}-{}", part + 1) };
                self.range_part(&id, rows, ways, &used)
            })
            .collect();
        if let Some(Block::Table { table }) = out.last_mut() {
            table.notes.push(Html::text(&self.word("tp-tightened-note")));
            if rows.len() > COLUMNS {
                table.notes.push(Html::text(&self.word("tp-cut")).to("annex-c"));
            }
            let about =
                used.iter().map(|key| (Html::text(&self.word(key)), Html::text(&self.attribute_word(key, "explain"))));
            out.push(Block::Terms { items: about.collect() });
        }
        out
    }

    /// The table of some comparisons.
    fn range_part(&self, id: &str, shown: &[&DisparityRow], ways: &[Vec<Way<'_>>], used: &[&str]) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let args = shown.first().map_or_else(Args::new, |first| {
            Args::new().rich("what", &self.say.about_what(first)).rich("reference", &self.say.reference_of(first))
        });
        let title = self.say.say("tp", &args);
        let way_head = self.word("tp-way");
        let heads = std::iter::once(&*way_head).chain(shown.iter().map(|_| "#"));
        let mut table = Table::new(id, self.levelled(&title), heads);
        for (head, row) in table.head.iter_mut().skip(1).zip(shown) {
            let name = row.attribute.as_deref().unwrap_or("");
            head.html = Html::rich(&self.say.group_head(name, row.group.as_deref().unwrap_or("")));
        }
        self.number_rows(shown, &mut table);
        let places: Vec<u8> = ways.iter().map(|ways| self.say.alike(ways.iter().map(|way| way.row))).collect();
        for &key in used {
            let mut cells = vec![Cell::words(Html::text(&self.word(key)))];
            for (of_row, places) in ways.iter().zip(&places) {
                let way = of_row.iter().find(|way| way.key == key);
                cells.push(Cell::number(way.map_or_else(
                    || Html::figure(None),
                    |way| match &way.ends {
                        Some([low, high]) => self.range_cell(way.row, &low.figure, &high.figure, &mut notes),
                        None => self.way_cell(way, *places, &mut notes),
                    },
                )));
            }
            table.push(Row::of(cells));
        }
        let verdicts = ways.iter().map(|of_row| {
            let way = of_row.iter().find(|way| way.speaks);
            Cell::words(way.map_or_else(
                || Html::figure(None),
                |way| self.verdict(way.row).small(&Html::text(&self.say.word(way.key))),
            ))
        });
        let head = Cell::words(Html::text(&self.word("tp-verdict")));
        table.push(Row::of(std::iter::once(head).chain(verdicts.collect::<Vec<_>>())));
        table.class("dense").block(notes)
    }

    /// The figure of a way with its notes. Only the way that carries the verdict has a margin: that the others have none is
    /// no lack of the plan.
    fn way_cell(&self, way: &Way<'_>, places: u8, notes: &mut Footnotes<'_>) -> Html {
        let own: Vec<Note> =
            way.row.note.iter().copied().filter(|note| way.speaks || *note != Note::NoMargin).collect();
        let interval = self.say.signed_disparity(way.row, places);
        let Some(value) = interval.value.as_ref().filter(|_| !way.row.suppressed) else {
            return self.difference_noted(way.row, places, &own, notes);
        };
        let form = self.say.disparity_form(way.row);
        notes.unit(form);
        // The letters stand beside the value, not on a line of their own beneath the limits.
        let value = Html::rich(&self.say.unit_short(form, value, &way.row.metric)).then(&notes.mark(&own));
        value.small(&self.say.limits(&interval).map(|limits| Html::rich(&limits)).unwrap_or_default())
    }

    /// How many there are in the group: expected, and known.
    fn number_rows(&self, rows: &[&DisparityRow], table: &mut Table) {
        for (key, of, arm) in [("tp-expected", Some("proxy_weighted"), None), ("tp-known", None, Some("validated"))] {
            let numbers: Vec<Option<Figure>> = rows
                .iter()
                .map(|row| {
                    let row = self.say.by_method(row, of, arm)?;
                    Some(Figure::new(number::count(self.lang, row.n_group?), &row.id, "n_group"))
                })
                .collect();
            if numbers.iter().any(Option::is_some) {
                let cells = numbers.iter().zip(rows).map(|(number, row)| {
                    let off = if key == "tp-expected" { self.size_off(row) } else { Html::default() };
                    Cell::number(Html::figure(number.as_ref()).small(&off))
                });
                table.push(Row::of(std::iter::once(Cell::words(Html::text(&self.word(key)))).chain(cells)));
            }
        }
    }

    /// That the number of the group of a comparison, by the probabilities, is off.
    fn size_off(&self, row: &DisparityRow) -> Html {
        let off = self.say.size_off(row.attribute.as_deref().unwrap_or(""), row.group.as_deref().unwrap_or(""));
        off.map(|key| Html::text(&self.say.word(key))).unwrap_or_default()
    }

    /// A range without a value.
    pub(super) fn range_cell(
        &self,
        row: &DisparityRow,
        low: &Figure,
        high: &Figure,
        notes: &mut Footnotes<'_>,
    ) -> Html {
        let form = self.say.disparity_form(row);
        notes.unit(form);
        let args = Args::new().figure("lo", low).rich("hi", &self.say.unit_short(form, high, &row.metric));
        Html::rich(&self.say.texts.phrase("interval", &args))
    }

    /// The disparity over the odds ratio of members against others with the same probabilities.
    fn tipping_chart(&self, name: &str, id: &str, rows: &[&DisparityRow]) -> Option<Block> {
        let lines: Vec<CurveLine> = rows
            .iter()
            .take(PICTURES)
            .map(|row| CurveLine {
                label: self.say.group_head(name, row.group.as_deref().unwrap_or("")),
                reference: false,
                points: self
                    .say
                    .tipping_curve(row)
                    .into_iter()
                    .filter_map(|point| {
                        Some(CurvePoint { x: point.x?, value: point.value, lower: None, upper: None, n: None })
                    })
                    .collect(),
            })
            .filter(|line| line.points.iter().filter(|point| point.value.is_some()).count() > 1)
            .collect();
        if lines.is_empty() {
            return None;
        }
        let title = self.say.say("proxy-tipping", &Args::new().rich("attribute", &self.say.attribute(name)));
        let description = rows.iter().take(PICTURES).map(|row| {
            let points = self.say.tipping_curve(row).into_iter().filter_map(|point| {
                let x = Rich::text(self.odds(point.x?));
                Some(x.then_text(": ").then(self.point_figure(row, &point.id, point.value?).rich()))
            });
            self.say.group_of(row).then_text(" ").then(Rich::join(points, ", "))
        });
        let picture = Picture {
            id: format!("c{id}-tip"),
            title: title.plain(),
            description: Rich::join(description.collect::<Vec<_>>(), "; ").plain(),
        };
        let one = Number::new(1.0).map(|one| (one, Rich::text(number::write(self.lang, Form::Ratio, 0, one))));
        let plot = CurvePlot {
            picture,
            across: Rich::text(self.word("proxy-tipping-across")),
            across_unit: Unit { form: Form::Ratio, lang: self.lang },
            upwards: Rich::text(self.word("proxy-tipping-upwards")),
            upwards_unit: Unit { form: Form::Points, lang: self.lang },
            diagonal: None,
            zero: true,
            marks: one.into_iter().collect(),
            cases: Vec::new(),
            bins: Vec::new(),
            bars: None,
            lines,
            frame: Vec::new(),
            narrow: false,
        };
        Some(Block::figure(plot.svg(), Html::rich(&title), Html::text(&self.word("proxy-tipping-caption"))))
    }

    /// An odds ratio of the curve with the digits that it needs.
    fn odds(&self, ratio: Number) -> String {
        let needs = |decimals: u8| {
            let scaled = ratio.get() * 10_f64.powi(i32::from(decimals));
            (scaled - scaled.round()).abs() < 1e-9
        };
        number::write(self.lang, Form::Ratio, (0..2).find(|decimals| needs(*decimals)).unwrap_or(2), ratio)
    }

    /// The same points, and the odds ratios at which something changes.
    fn tipping_table(&self, name: &str, id: &str, rows: &[&DisparityRow]) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let points = rows.first().map(|row| self.say.tipping_curve(row)).unwrap_or_default();
        let group = self.word("tp-group");
        let tail = ["tpt-zero", "tpt-margin"].map(|key| format!("#{}", self.word(key)));
        let places = vec!["#"; points.len()];
        let heads = std::iter::once(&*group).chain(places).chain(tail.iter().map(String::as_str));
        let title = self.say.say("tpt", &Args::new().rich("attribute", &self.say.attribute(name)));
        let mut table = Table::new(&format!("t{id}-tip"), Html::rich(&title), heads);
        for (head, point) in table.head.iter_mut().skip(1).zip(&points) {
            let x = point.x.map(|x| Figure::new(self.odds(x), &point.id, "x"));
            let x = x.map(|x| x.rich()).unwrap_or_default();
            head.html = Html::rich(&self.say.texts.phrase("tpt-at", &Args::new().rich("x", &x)));
        }
        for row in rows {
            let form = self.say.disparity_form(row);
            let label = Html::rich(&self.say.group_head(name, row.group.as_deref().unwrap_or("")));
            let mut cells = vec![Cell::words(label)];
            for point in self.say.tipping_curve(row) {
                let figure = point.value.map(|value| self.point_figure(row, &point.id, value));
                notes.unit(form);
                cells.push(Cell::number(figure.map_or_else(
                    || Html::figure(None),
                    |figure| Html::rich(&self.say.unit_short(form, &figure, &row.metric)),
                )));
            }
            let tip = |parameter: &str| self.say.tipping(row, parameter);
            cells.push(Cell::number(Html::figure(tip("odds_ratio_at_zero").as_ref())));
            let margins = [tip("odds_ratio_at_minus_margin"), tip("odds_ratio_at_margin")];
            let margins: Vec<Rich> = margins.iter().flatten().map(Figure::rich).collect();
            cells.push(Cell::number(if margins.is_empty() {
                Html::figure(None)
            } else {
                Html::rich(&Rich::join(margins, "; "))
            }));
            table.push(Row::of(cells));
        }
        let mut block = table.class("dense").block(notes);
        if let Block::Table { table } = &mut block {
            table.notes.push(Html::text(&self.word("tpt-note")));
        }
        block
    }

    /// Annex C: every row of sensitivity.
    pub(super) fn sensitivity_table(&self) -> Option<Block> {
        let text =
            |row: &crate::report::LaterRow, key: &str| row.get(key).and_then(|value| value.as_str()).map(str::to_owned);
        let mut notes = Footnotes::new(self.say.texts);
        let words = ["tc-metric", "tc-stage", "tc-group", "tc-reference", "tsens-parameter"];
        let heads: Vec<String> = words
            .iter()
            .map(|key| self.word(key))
            .chain(["tsens-tipping", "tsens-low", "tsens-high"].map(|key| format!("#{}", self.word(key))))
            .chain([self.word("tc-id")])
            .collect();
        let mut table = Table::new("tsens", Html::text(&self.word("tsens")), heads.iter().map(String::as_str));
        if let Some(id) = table.head.last_mut() {
            id.class = "key-id";
        }
        for row in &self.report.sensitivity {
            let (Some(id), Some(about), Some(parameter)) =
                (text(row, "id"), text(row, "disparity_id"), text(row, "parameter"))
            else {
                continue;
            };
            let compared = self.report.disparities.iter().find(|other| other.id == about);
            let dash = || Html("–".to_owned());
            let figure = |key: &str| {
                let value = Number::new(row.get(key)?.as_f64()?)?;
                Some(Figure::new(number::write(self.lang, Form::Ratio, 2, value), &id, key))
            };
            let verdict = |value: &str, word: &str| {
                let shown = Html::figure(figure(value).as_ref());
                let said = text(row, word).map(|word| self.say.texts.listed("sensitivity-said", &word));
                shown.small(&said.map(|said| Html::rich(&said)).unwrap_or_default())
            };
            let named = |pick: &dyn Fn(&DisparityRow) -> Html| compared.map_or_else(dash, pick);
            let name = |row: &DisparityRow| row.attribute.clone().unwrap_or_default();
            table.push(
                Row::of([
                    Cell::words(named(&|row| Html::rich(&self.say.metric(&row.metric).capitalised()))),
                    Cell::words(named(&|row| {
                        row.stage.as_deref().map_or_else(dash, |stage| Html::rich(&self.say.stage_head(stage)))
                    })),
                    Cell::words(named(&|row| {
                        Html::rich(&self.say.group_head(&name(row), row.group.as_deref().unwrap_or("")))
                    })),
                    Cell::words(named(&|row| {
                        Html::rich(&self.say.group_head(&name(row), row.reference.as_deref().unwrap_or("")))
                    })),
                    Cell::words(Html::rich(&self.say.texts.listed("sensitivity", &parameter).capitalised())),
                    Cell::number(Html::figure(figure("tipping_value").as_ref())),
                    Cell::number(verdict("value_low", "verdict_low")),
                    Cell::number(verdict("value_high", "verdict_high")),
                    Cell { html: Html::code(&id), class: "key-id", span: 1 },
                ])
                .showing(&id),
            );
        }
        if table.is_empty() {
            return None;
        }
        let mut block = table.class("raw").block(std::mem::replace(&mut notes, Footnotes::new(self.say.texts)));
        if let Block::Table { table } = &mut block {
            table.notes.push(Html::text(&self.word("tsens-note")));
            table.notes.push(Html::text(&self.word("tpt-note")));
        }
        Some(block)
    }

    /// An estimate that is only known as a range: "13,6 till 89,2 %".
    pub(super) fn only_range(&self, row: &crate::report::EstimateRow, form: Form) -> Option<Html> {
        if row.suppressed || row.value.is_some() {
            return None;
        }
        let decimals = number::decimals(form, None, [row.lower, row.upper], &[]);
        let interval = self.say.estimate(row, form, decimals);
        let (lower, upper) = (interval.lower.as_ref()?, interval.upper.as_ref()?);
        let upper = match form {
            Form::PerTenThousand => upper.rich(),
            _ => self.say.unit(form, upper, &row.metric),
        };
        let args = Args::new().figure("lo", lower).rich("hi", &upper);
        Some(Html::rich(&self.say.texts.phrase("interval", &args)))
    }
}
