//! Section 5: precision and errors.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use super::disparities::anchor;
use crate::render::chart::{IntervalPlot, IntervalRow, Mark, Panel, Picture, Unit};
use crate::report::number::{self, Form};
use crate::report::sentences::common;
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::{Design, Scale, once, reserved};

const MODEL: [Option<&str>; 2] = [Some("model"), None];
const RANDOM: [Option<&str>; 2] = [Some("random"), None];
const MISSED: [Option<&str>; 2] = [None, Some("random")];

impl<'a> Page<'a> {
    /// Section 5.
    pub(super) fn errors(&self) -> Vec<Block> {
        if self.report.audit.outcome.is_none() {
            return vec![self.not_measured("s5-what", "s5-reason", "s5-need")];
        }
        let mut out = Vec::new();
        out.extend(self.say.error_defined().iter().map(|text| self.para(text)));
        let limits = self.say.limitations();
        let differs = limits.iter().find(|limit| limit.head == "limit-outcome-differs");
        out.extend(
            differs
                .into_iter()
                .flat_map(|limit| &limit.text)
                .map(|text| Block::Para { html: Html::rich(text), class: "limit" }),
        );
        if self.report.audit.design == Design::SelectedOnly {
            out.push(Block::Para { html: Html::rich(&self.say.plain("w-noout")), class: "limit" });
        }
        out.push(self.table_5());
        out.extend(self.estimated_groups());
        out.extend(self.chart_5());
        out.extend(self.judged());
        for head in &self.report.audit.attributes {
            out.extend(self.proxy_part(&head.name, false));
        }
        out.extend(self.say.lift().iter().map(|text| self.para(text)));
        out.push(self.not_measured("label-what", "later-reason", "label-need"));
        out
    }

    /// A head that speaks of errors: with what an error is here, where the plan names the outcome.
    pub(super) fn errors_head(&self, bare: &str, of: &str) -> Rich {
        if self.report.audit.outcome.is_none() {
            return Rich::text(self.word(bare));
        }
        self.say.say(of, &Args::new().rich("outcome", &self.say.outcome()))
    }

    /// W-PROXY under table 5, where a group of it is known through probabilities.
    fn estimated_groups(&self) -> Vec<Block> {
        if !self.report.audit.attributes.iter().any(|head| self.say.is_estimated(&head.name)) {
            return Vec::new();
        }
        let limits = self.say.limitations();
        let proxy = limits.iter().find(|limit| limit.head == "limit-proxy");
        proxy.into_iter().flat_map(|limit| &limit.text).map(|text| self.para(text)).collect()
    }

    /// Were cases picked in arms, by the model and at random?
    fn arms(&self) -> bool {
        self.report.audit.design == Design::TwoArm
    }

    /// Groups in the order of the report, with the attribute that they belong to.
    fn groups(&self) -> Vec<(&'a str, &'a str)> {
        let names: Vec<&str> = self.report.audit.attributes.iter().map(|head| head.name.as_str()).collect();
        self.report
            .groups
            .iter()
            .filter(|row| names.contains(&row.attribute.as_str()))
            .filter(|row| !matches!(row.group.as_str(), reserved::ALL | reserved::MISSING | reserved::UNKNOWN))
            .map(|row| (row.attribute.as_str(), row.group.as_str()))
            .collect()
    }

    /// Table 5.
    fn table_5(&self) -> Block {
        let mut notes = Footnotes::new(self.say.texts);
        let group = self.word("t5-group");
        // Without arms the figures are those of all who were selected, and of everybody: nobody says that all were checked.
        let (found, everybody) =
            if self.arms() { ("t5-model", "t5-random") } else { ("t5-selected-errors", "t5-everybody") };
        let figures =
            ["t5-selected", found, everybody, "t5-burden", "t5-missed"].map(|key| format!("#{}", self.word(key)));
        let heads = std::iter::once(&*group).chain(figures.iter().map(String::as_str));
        let mut table = Table::new("t5", self.levelled(&self.errors_head("t5", "t5-of")), heads);
        let metrics: [(&str, &[Option<&str>]); 3] =
            [("positive_predictive_value", &MODEL), ("base_rate", &RANDOM), ("false_negative_rate", &MISSED)];
        let places = metrics.map(|(metric, arms)| {
            let rows =
                self.groups().into_iter().filter_map(|(name, group)| self.say.of_group(metric, name, group, arms));
            let shown = rows.filter(|row| row.value.is_some_and(|value| value.get() != 0.0));
            common(shown.map(|row| number::decimals(Form::Percent, row.value, [row.lower, row.upper], &[])).collect())
        });
        let mut attribute = "";
        for (name, group) in self.groups() {
            if name != attribute {
                attribute = name;
                let head = self.say.attribute(name).capitalised();
                table.heading(Html::rich(&if self.say.is_estimated(name) {
                    self.say.texts.phrase("estimated-heading", &Args::new().rich("attribute", &head))
                } else {
                    head
                }));
            }
            let find = |metric: &str, arms: &[Option<&str>]| self.say.of_group(metric, name, group, arms);
            let burden = find("burden_ratio", &MODEL);
            let selected = find("selection_rate", &[None]).map(|row| (row, Form::PerTenThousand));
            let percent = |metric: &str, arms: &[Option<&str>]| find(metric, arms).map(|row| (row, Form::Percent));
            let cells = [
                self.with_limits(selected, &mut notes),
                self.limits_in(percent("positive_predictive_value", &MODEL), places[0], &mut notes),
                self.limits_in(percent("base_rate", &RANDOM), places[1], &mut notes),
                match burden {
                    Some(row) => match self.say.burden_of_few(row).filter(|_| !row.suppressed) {
                        Some(few) => Html::rich(&few).then(&notes.mark(&row.note)),
                        None => notes.figure(self.say.per_thousand(row).as_ref(), row.suppressed, &row.note),
                    },
                    None => Html::figure(None),
                },
                self.missed(find("false_negative_rate", &MISSED), places[2], &mut notes),
            ];
            let label = Cell::words(Html::rich(&self.say.group_head(name, group)));
            table.push(Row::of(std::iter::once(label).chain(cells.map(Cell::number))));
        }
        table.class("dense").block(notes)
    }

    /// Missed errors: only with a random arm or weights, else the open diamond.
    fn missed(&self, row: Option<&EstimateRow>, at_least: u8, notes: &mut Footnotes<'_>) -> Html {
        match row {
            Some(row) if row.value.is_some() || self.only_range(row, Form::Percent).is_some() => {
                self.limits_in(Some((row, Form::Percent)), at_least, notes)
            }
            Some(row) => Html("◇ ".to_owned()).then(&notes.figure(None, row.suppressed, &row.note)),
            None => Html("◇".to_owned()),
        }
    }

    /// An estimate with unit, its limits beneath.
    pub(super) fn with_limits(&self, row: Option<(&EstimateRow, Form)>, notes: &mut Footnotes<'_>) -> Html {
        self.limits_in(row, 0, notes)
    }

    /// The same with at least so many decimals, for a column in which all have the same.
    fn limits_in(&self, row: Option<(&EstimateRow, Form)>, at_least: u8, notes: &mut Footnotes<'_>) -> Html {
        let Some((row, form)) = row else { return Html::figure(None) };
        if let Some(range) = self.only_range(row, form) {
            return range.then(&notes.mark(&row.note));
        }
        if row.suppressed || row.value.is_none() {
            return notes.figure(None, row.suppressed, &row.note);
        }
        if let Some(nobody) = self.nobody(row) {
            return nobody;
        }
        if let Some((count, limits)) = self.of_few(row) {
            return Html::rich(&count).then(&notes.mark(&row.note)).small(&Html::rich(&limits));
        }
        let decimals = number::decimals(form, row.value, [row.lower, row.upper], &[]).max(at_least);
        let interval = self.say.estimate(row, form, decimals);
        let value = interval.value.as_ref().map(|value| match form {
            Form::PerTenThousand => value.rich(),
            form => self.say.unit(form, value, &row.metric),
        });
        let value = Html::rich(&value.unwrap_or_default()).then(&notes.mark(&row.note));
        value.small(&self.say.limits(&interval).map(|limits| Html::rich(&limits)).unwrap_or_default())
    }

    /// A share of few people: the count that it is, and what the share may be, in per cent.
    fn of_few(&self, row: &EstimateRow) -> Option<(Rich, Rich)> {
        let (events, n) = self.say.few(row)?;
        let count = self.say.texts.phrase("zero-of", &Args::new().figure("zero", &events).figure("n", &n));
        let interval = self.say.estimate(row, Form::Percent, 0);
        let limits = match (&interval.lower, &interval.upper) {
            (Some(lower), Some(upper)) => {
                let upper = self.say.unit(Form::Percent, upper, &row.metric);
                self.say.texts.phrase("interval", &Args::new().figure("lo", lower).rich("hi", &upper))
            }
            _ => self.say.limits(&interval).unwrap_or_default(),
        };
        Some((count, limits))
    }

    /// A share of nobody: "0 av 412" with the true denominator, and the most that it can be.
    pub(super) fn nobody(&self, row: &EstimateRow) -> Option<Html> {
        let form = self.say.estimate_form(row);
        // A mean error of 0 is one of somebody.
        let count = row.n.filter(|_| form.is_share() && row.value.is_some_and(|value| value.get() == 0.0))?;
        let decimals = self.say.estimate_decimals(row).max(1);
        let figure = |text: String, column| Figure::new(text, &row.id, column);
        let args = Args::new()
            .figure("zero", &figure(number::write(self.lang, Form::Count, 0, row.value?), "value"))
            .figure("n", &figure(number::count(self.lang, count), "n"));
        let said = Html::rich(&self.say.texts.phrase("zero-of", &args));
        let Some(upper) = row.upper else { return Some(said) };
        let upper = figure(number::write(self.lang, form, decimals, upper), "upper");
        let most = self.say.unit(form, &upper, &row.metric);
        Some(said.small(&Html::rich(&self.say.texts.phrase("at-most", &Args::new().rich("upper", &most)))))
    }

    /// Chart 5: selection to the left, precision to the right, in the same order.
    fn chart_5(&self) -> Option<Block> {
        let panel = |row: Option<&EstimateRow>, form: Form| {
            // Of a range without a value the line is drawn alone.
            let drawn = |row: &&EstimateRow| row.value.is_some() || self.only_range(row, form).is_some();
            let Some(row) = row.filter(drawn) else {
                let hidden = row.is_some_and(|row| row.suppressed);
                let key = if hidden { "chart-hidden" } else { "chart-none" };
                return Panel { instead: Some(Rich::text(self.say.word(key))), ..Panel::default() };
            };
            let decimals = number::decimals(form, row.value, [row.lower, row.upper], &[]);
            let interval = self.say.estimate(row, form, decimals);
            let (shown, limits) = self.of_few(row).unwrap_or_else(|| {
                let shown = interval.value.as_ref().map(Figure::rich).unwrap_or_default();
                (shown, self.say.limits(&interval).unwrap_or_default())
            });
            Panel { value: row.value, lower: row.lower, upper: row.upper, margin: None, shown, limits, instead: None }
        };
        let rows: Vec<IntervalRow> = self
            .groups()
            .into_iter()
            .filter_map(|(attribute, group)| {
                let selected = self.say.of_group("selection_rate", attribute, group, &[None]);
                let precision = self.say.of_group("positive_predictive_value", attribute, group, &MODEL);
                (selected.is_some() && precision.is_some()).then(|| IntervalRow {
                    label: self.say.group_head(attribute, group),
                    sub: Rich::default(),
                    mark: Mark::Plain,
                    panels: vec![panel(selected, Form::PerTenThousand), panel(precision, Form::Percent)],
                })
            })
            .collect();
        if rows.len() < 2 || rows.len() > 24 {
            return None;
        }
        let title = self.word("c5-title");
        let parts = rows.iter().map(|row| {
            let shown = row.panels.iter().map(|panel| panel.shown.clone());
            row.label.clone().then_text(": ").then(Rich::join(shown, ", "))
        });
        let picture =
            Picture { id: "c5".to_owned(), title: title.clone(), description: Rich::join(parts, "; ").plain() };
        let unit = |form| Unit { form, lang: self.lang };
        let plot = IntervalPlot {
            picture,
            axes: vec![
                (Rich::text(self.say.word("c5-left")), unit(Form::PerTenThousand)),
                (
                    Rich::text(self.say.word(if self.arms() { "c5-right" } else { "c5-right-selected" })),
                    unit(Form::Percent),
                ),
            ],
            zero: None,
            margin_word: String::new(),
            rows,
        };
        Some(Block::figure(plot.svg(), Html::text(&title), Html::text(&self.word("c5-caption"))))
    }

    /// The judged comparisons of errors: one chart and table for each metric and arm, then what is said of them.
    fn judged(&self) -> Vec<Block> {
        let judged: Vec<&DisparityRow> = self
            .report
            .disparities
            .iter()
            .filter(|row| {
                row.margin.is_some()
                    && !matches!(row.metric.as_str(), "selection_rate" | "non_selection_rate")
                    && row.stratum.is_none()
                    && row.period.is_none()
            })
            .collect();
        let kind = |row: &DisparityRow| (row.metric.clone(), row.of.clone(), row.stage.clone(), row.arm.clone());
        let mut out = Vec::new();
        for found in once(judged.iter().map(|row| kind(row))) {
            let rows: Vec<&DisparityRow> = judged.iter().copied().filter(|row| kind(row) == found).collect();
            let (metric, of, stage, arm) = found;
            let key = [Some(metric.as_str()), of.as_deref(), stage.as_deref(), arm.as_deref()];
            let key = anchor(&key.into_iter().flatten().collect::<Vec<_>>().join("-"));
            let mut title = rows.first().map(|row| self.say.metric_of(row)).unwrap_or_default().capitalised();
            if let Some(arm) = &arm {
                title = title.then_text(", ").then(self.say.texts.listed("arm", arm));
            }
            out.push(Block::heading(3, &format!("s5-{key}"), Html::rich(&title)));
            let charted: Vec<&DisparityRow> =
                rows.iter().copied().filter(|row| row.scale == Some(Scale::Difference)).collect();
            if !charted.is_empty() {
                let heading = self.say.say("c5-judged-title", &Args::new().rich("title", &title));
                out.push(self.interval_chart(&format!("c5-{key}"), &heading, &charted));
            }
            out.push(self.overview_table(&format!("t5-{key}"), &title, &rows));
            if metric == "positive_predictive_value" && arm.as_deref() != Some("model") {
                out.push(self.plain("w-ppv-selection"));
            }
            let mut said = rows.clone();
            said.sort_by_key(|row| std::cmp::Reverse(self.say.cell_kind(row)));
            for row in said.into_iter().filter(|row| row.confirmatory).take(6) {
                let mut text = self.say.said_of(row);
                if metric == "positive_predictive_value"
                    && let (Some(attribute), Some(group), Some(reference)) =
                        (&row.attribute, &row.group, &row.reference)
                {
                    text.extend(self.say.burden(attribute, group, reference));
                }
                out.push(self.para(&Rich::join(text, " ")));
            }
            out.extend(self.say.exploratory_of(rows.iter().copied()).iter().map(|text| self.para(text)));
        }
        out
    }
}
