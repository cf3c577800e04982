//! Problems and warnings on the terminal, or as JSON lines; text on stdout.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report, Severity};
use serde_json::json;

use super::{Failure, Global, files};
use crate::diag::{Code, Place, Problem, Problems};
use crate::report::number;
use crate::words::{Lang, Number};

/// How many problems are drawn; the rest is counted.
const SHOWN: usize = 50;

/// Shows all problems of a step on stderr.
pub(super) fn problems(problems: &Problems, global: &Global) {
    let mut out = std::io::stderr().lock();
    let mut sorted = problems.clone();
    sorted.sort();
    if global.json_log {
        for problem in &sorted.0 {
            let _ = writeln!(out, "{}", line("error", problem));
        }
        return;
    }
    for problem in sorted.0.iter().take(SHOWN) {
        let _ = writeln!(out, "{}", draw(problem));
    }
    let rest = sorted.0.len().saturating_sub(SHOWN);
    if rest > 0 {
        let _ = writeln!(out, "and {rest} more");
    }
}

/// A problem as a line of JSON.
fn line(level: &str, problem: &Problem) -> serde_json::Value {
    let place = &problem.place;
    json!({
        "level": level,
        "code": problem.code.word(),
        "kind": format!("{:?}", problem.code.kind()).to_lowercase(),
        "message": problem.message,
        "file": (!place.file.is_empty()).then_some(&place.file),
        "line": place.line,
        "column": place.column,
        "row": place.row,
        "field": place.field,
        "hint": problem.hint,
    })
}

/// A problem as text, with the lines it points at where it points into a text file.
pub(super) fn draw(problem: &Problem) -> String {
    let theme = if std::env::var_os("NO_COLOR").is_some() || !std::io::stderr().is_terminal() {
        GraphicalTheme::unicode_nocolor()
    } else {
        GraphicalTheme::unicode()
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(110).with_links(false);
    let mut diagnostic =
        MietteDiagnostic::new(message(problem)).with_severity(Severity::Error).with_code(problem.code.word());
    if !problem.hint.is_empty() {
        diagnostic = diagnostic.with_help(problem.hint.clone());
    }
    let source = problem.place.span.as_ref().and_then(|span| Some((span, files::text_of_place(&problem.place)?)));
    let report = match source {
        Some((span, text)) => {
            let at = span.start.min(text.len())..span.end.min(text.len());
            let label = (!problem.label.is_empty()).then(|| problem.label.clone());
            let diagnostic = diagnostic.with_label(LabeledSpan::new_with_span(label, at));
            Report::new(diagnostic).with_source_code(NamedSource::new(&problem.place.file, text))
        }
        None => Report::new(diagnostic),
    };
    let mut text = String::new();
    match handler.render_report(&mut text, report.as_ref()) {
        Ok(()) => text,
        // A drawing that fails must not hide the problem.
        Err(_) => problem.to_string(),
    }
}

/// The message, with the place where no source is drawn beneath it.
fn message(problem: &Problem) -> String {
    if problem.place.span.is_some() || problem.place.file.is_empty() {
        problem.message.clone()
    } else {
        format!("{}: {}", problem.place, problem.message)
    }
}

/// Says a sentence on stderr, beside what was asked for.
pub(super) fn aside(text: &str) {
    // Nobody may read stderr any more; that stops nothing.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Shows remarks on stderr: what is allowed and not well; they stop nothing.
pub(super) fn remarks(remarks: &[Problem], global: &Global) {
    let mut out = std::io::stderr().lock();
    for remark in remarks {
        let _ = if global.json_log {
            writeln!(out, "{}", line("remark", remark))
        } else {
            writeln!(out, "{}: {}; {}", remark.place, remark.message, remark.hint)
        };
    }
}

/// Says which gates were hit.
pub(super) fn gate(hits: &[String], global: &Global) {
    let mut out = std::io::stderr().lock();
    for hit in hits {
        let line = if global.json_log {
            json!({ "level": "gate", "message": hit }).to_string()
        } else {
            format!("stopped by --fail-on: {hit}")
        };
        let _ = writeln!(out, "{line}");
    }
}

/// Writes to stdout; a reader who went away ends the program quietly.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Err(Failure::BrokenPipe),
        Err(error) => Err(Problem::new(Code::NoFile, Place::file("stdout"), format!("cannot write: {error}")).into()),
    }
}

/// Names from files may hold control characters or turn the reading direction: shown as visible escapes.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .map(|c| {
            let hidden = c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}');
            if hidden { format!("⟨U+{:04X}⟩", u32::from(c)) } else { c.to_string() }
        })
        .collect()
}

/// A word of the terminal in its language.
pub(super) fn say(lang: Lang, sv: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// How wide a text is set.
const WIDTH: usize = 108;

/// Rows in columns, each as wide as its widest cell; `right` names the columns that end flush. The last column is not
/// filled up, so no line ends in spaces. Names are shown by [`plain`].
pub(super) fn columns(rows: &[Vec<String>], right: &[usize]) -> String {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect()).collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..count).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let fill = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            if column > 0 {
                line.push_str("  ");
            }
            if right.contains(&column) {
                line.push_str(&fill);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&fill);
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// As [`columns`], with headings between: a row of one cell stands by itself and does not widen the columns.
pub(super) fn headed(rows: &[Vec<String>], right: &[usize]) -> String {
    let table: Vec<Vec<String>> = rows.iter().filter(|row| row.len() > 1).cloned().collect();
    let set = columns(&table, right);
    let mut lines = set.lines();
    let mut out = String::new();
    for row in rows {
        match row.as_slice() {
            [head] => out.push_str(&plain(head)),
            _ => out.push_str(lines.next().unwrap_or_default()),
        }
        out.push('\n');
    }
    out
}

/// Labels with their texts, the texts wrapped and set in one column. An empty text leaves its line out; a label that
/// stands several times in a row is written once.
pub(super) fn pairs(rows: &[(&str, String)]) -> String {
    let rows: Vec<(&str, String)> =
        rows.iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| (*label, plain(text))).collect();
    let indent = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0) + 2;
    let mut out = String::new();
    let mut before = "";
    for (label, text) in &rows {
        let again = *label == before;
        before = label;
        let label = if again { "" } else { *label };
        let fill = " ".repeat(indent - label.chars().count());
        let lines = wrap(text, WIDTH.saturating_sub(indent));
        let joined = lines.join(&format!("\n{}", " ".repeat(indent)));
        out.push_str(format!("{label}{fill}{joined}").trim_end());
        out.push('\n');
    }
    out
}

/// A text in lines of at most `width` characters where words allow it.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut();
        match last {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A count with its thousands told apart.
pub(super) fn count(lang: Lang, n: u64) -> String {
    number::count(lang, Number::count(n))
}

/// Rows counted so far: drawn on a terminal, silent in a pipe.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Begins.
    pub(super) fn start() -> Self {
        // The draw target hides itself where stderr is no terminal.
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} rows read, {elapsed}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// So many more rows.
    pub(super) fn rows(&self, rows: u64) {
        self.0.inc(rows);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{columns, pairs, plain, wrap};

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_and_end_in_no_spaces() {
        let rows = [vec!["a".to_owned(), "10".to_owned(), "x".to_owned()], vec!["bcd".to_owned(), "5".to_owned()]];
        assert_eq!(columns(&rows, &[1]), "a    10  x\nbcd   5\n");
    }

    #[test]
    fn a_long_text_is_wrapped_under_its_label() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(pairs(&[("a", "x".to_owned()), ("bb", String::new())]), "a  x\n");
        assert_eq!(pairs(&[("a", "x".to_owned()), ("a", "y".to_owned())]), "a  x\n   y\n");
    }

    #[test]
    fn a_name_cannot_move_the_cursor_or_turn_the_line() {
        assert_eq!(plain("a\u{1b}[2J\u{202e}b"), "a⟨U+001B⟩[2J⟨U+202E⟩b");
    }
}
