//! How good the probabilities of groups are: their table and its notes. A part of section 4.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::Note;

impl Page<'_> {
    /// How good the probabilities are, where the group of some people is known.
    pub(super) fn quality_part(&self, name: &str, id: &str, rows: &[&DisparityRow]) -> Vec<Block> {
        let mut out = Vec::new();
        if let Some(group) = rows.first().and_then(|row| row.group.as_deref()) {
            let text = Rich::join(self.say.quality(name, group), " ");
            if !text.is_empty() {
                out.push(self.para(&text));
            }
        }
        let mut notes = Footnotes::new(self.say.texts);
        let group = self.word("tp-group");
        let metrics = ["proxy_auc", "proxy_brier_score", "proxy_calibration_in_the_large"];
        let mut heads: Vec<String> = vec![group];
        heads.extend(metrics.iter().map(|metric| format!("#{}", self.say.metric(metric).capitalised().plain())));
        heads.push(format!("#{}", self.word("tpq-error")));
        heads.push(format!("#{}", self.word("t7-n")));
        let title = self.say.say("tpq", &Args::new().rich("attribute", &self.say.attribute(name)));
        let mut table = Table::new(&format!("t{id}-q"), self.levelled(&title), heads.iter().map(String::as_str));
        for group in self.report.groups.iter().filter(|row| row.attribute == name) {
            let find = |metric: &str, of: Option<&str>| self.say.quality_row(metric, of, name, &group.group);
            let Some(first) = find("proxy_auc", None) else { continue };
            let mut cells = vec![Cell::words(Html::rich(&self.say.group_head(name, &group.group)))];
            for metric in metrics {
                let form = if metric == "proxy_calibration_in_the_large" { Form::Points } else { Form::Plain };
                cells.push(Cell::number(self.quality_cell(find(metric, None), form, &mut notes)));
            }
            let error = find("proxy_error", Some("selection_rate"));
            cells.push(Cell::number(self.quality_cell(error, Form::Points, &mut notes)));
            let n = first.n.map(|n| Figure::new(number::count(self.lang, n), &first.id, "n"));
            cells.push(Cell::number(Html::figure(n.as_ref())));
            table.push(Row::of(cells));
        }
        if !table.is_empty() {
            out.push(table.class("dense").block(notes));
        }
        out
    }

    fn quality_cell(&self, row: Option<&EstimateRow>, form: Form, notes: &mut Footnotes<'_>) -> Html {
        let Some(row) = row else { return Html::figure(None) };
        if row.suppressed {
            return notes.figure(None, true, &[]);
        }
        // Outcomes are not what these figures are of: the positives are the members whose group is known.
        let mark = notes.mark_as(&row.note, |note| match note {
            Note::NoPositives => Some("note-known-no_positives"),
            Note::NoNegatives => Some("note-known-no_negatives"),
            Note::TooFewEvents => Some("note-known-too_few_events"),
            _ => None,
        });
        if row.value.is_none() {
            return Html::figure(None).then(&mark);
        }
        let decimals = number::decimals(form, row.value, [row.lower, row.upper], &[]);
        let interval =
            self.say.estimate(row, form, if form == Form::Plain { decimals.max(3) } else { decimals.max(1) });
        notes.unit(form);
        let value = interval.value.as_ref().map(|value| match form {
            Form::Points => self.say.unit_short(form, value, &row.metric),
            _ => value.rich(),
        });
        Html::rich(&value.unwrap_or_default())
            .then(&mark)
            .small(&self.say.limits(&interval).map(|limits| Html::rich(&limits)).unwrap_or_default())
    }
}
