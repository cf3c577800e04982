//! Problems and warnings on the terminal, or as JSON lines; text on stdout.

use std::io::{IsTerminal, Write};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report, Severity};
use serde_json::json;

use super::{Failure, Global, files};
use crate::diag::{Code, Place, Problem, Problems};

/// How many problems are drawn; the rest is counted.
const SHOWN: usize = 50;

/// Shows all problems of a step on stderr.
pub(super) fn problems(problems: &Problems, global: &Global) {
    let mut out = std::io::stderr().lock();
    let mut sorted = problems.clone();
    sorted.sort();
    if global.json_log {
        for problem in &sorted.0 {
            let place = &problem.place;
            let line = json!({
                "level": "error",
                "code": problem.code.word(),
                "kind": format!("{:?}", problem.code.kind()).to_lowercase(),
                "message": problem.message,
                "file": place.file,
                "line": place.line,
                "column": place.column,
                "row": place.row,
                "field": place.field,
                "hint": problem.hint,
            });
            let _ = writeln!(out, "{line}");
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

/// A problem as text, with the lines it points at where it points into a text file.
pub(super) fn draw(problem: &Problem) -> String {
    let theme = if std::env::var_os("NO_COLOR").is_some() || !std::io::stderr().is_terminal() {
        GraphicalTheme::unicode_nocolor()
    } else {
        GraphicalTheme::unicode()
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(110).with_links(false);
    let mut diagnostic = MietteDiagnostic::new(message(problem)).with_severity(Severity::Error).with_code(problem.code.word());
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
