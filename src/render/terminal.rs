//! The short summary that a terminal shows after an audit.
//!
//! Takes a [`Report`], a language and a width; gives plain text: verdicts with shape and word, what cannot be told, what
//! must be decided. May not know: colours, files, whether anybody is watching.
//! Invariants: no line is wider than asked for unless one word is; a name cannot move the cursor.

use crate::report::Report;
use crate::report::number;
use crate::report::sentences::{CellKind, Speaker};
use crate::report::text::{Args, Rich, capital, visible};
use crate::words::Lang;

/// Most comparisons that are listed.
const LISTED: usize = 12;

/// The summary, at most `width` letters wide (at least 40), ending with a line break.
pub fn summary(report: &Report, lang: Lang, width: usize) -> String {
    let say = Speaker::new(report, lang);
    let mut out = Lines { text: String::new(), width: width.max(40) };
    let date = number::day(&report.provenance.created);
    out.wrapped("", "", &format!("{} ({}, {date})", visible(report.audit.title.get(lang)), report.audit.id));
    out.blank();
    let headline = say.headline();
    out.wrapped("", "", &joined(&headline.measured));
    if !headline.estimated.is_empty() {
        out.wrapped("", "", &joined(&headline.estimated));
    }
    out.blank();
    out.comparisons(&say);
    let limits = say.limits_in_short();
    out.wrapped("", "", &say.head("s1-limits"));
    if limits.is_empty() {
        out.wrapped("  ", "  ", &say.plain("limits-none").plain());
    }
    for limit in &limits {
        out.wrapped("  - ", "    ", &limit.plain());
    }
    out.blank();
    out.wrapped("", "", &joined(&headline.remains));
    if let Some(counts) = &headline.counts {
        // Both comparisons and items of law can be undetermined: each count says of what it is.
        out.wrapped("", "", &say.texts.phrase("terminal-findings", &Args::new().rich("counts", counts)).plain());
    }
    out.text
}

fn joined(parts: &[Rich]) -> String {
    parts.iter().map(Rich::plain).collect::<Vec<_>>().join(" ")
}

/// Lines of a terminal.
struct Lines {
    text: String,
    width: usize,
}

impl Lines {
    fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A text broken at spaces, not at no-break spaces; `first` before its first line, `next` before the others.
    fn wrapped(&mut self, first: &str, next: &str, text: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()) {
            let long = line.chars().count() + usize::from(!empty) + word.chars().count() > self.width;
            if long && !empty {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                next.clone_into(&mut line);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// The confirmatory comparisons, worst first.
    fn comparisons(&mut self, say: &Speaker<'_>) {
        let mut rows: Vec<_> = say.confirmatory().collect();
        if rows.is_empty() {
            return;
        }
        rows.sort_by_key(|row| std::cmp::Reverse(say.cell_kind(row)));
        let total = rows.len();
        let args = Args::new().count(say.lang, "n", total as u64, "count/comparisons");
        self.wrapped("", "", &say.texts.phrase("terminal-comparisons", &args).plain());
        for row in rows.iter().take(LISTED) {
            let interval = say.disparity(row, 0);
            let size = match (&interval.value, say.limits(&interval)) {
                (Some(value), Some(limits)) => {
                    format!(": {} ({limits})", say.size(row, value))
                }
                (Some(value), None) => format!(": {}", say.size(row, value)),
                (None, Some(_)) => format!(": {}", say.sized_limits(row, &interval).unwrap_or_default()),
                (None, None) => String::new(),
            };
            let word = say.verdict_word(row);
            let text = format!("{}: {}{size}", capital(&word), say.about(row));
            self.wrapped(&format!("  {} ", shape(say.cell_kind(row))), "    ", &text);
        }
        if total > LISTED {
            let args = Args::new().count(say.lang, "n", (total - LISTED) as u64, "count/more");
            self.wrapped("    ", "    ", &say.texts.phrase("and-more", &args).plain());
        }
        self.blank();
    }
}

/// The shape of a verdict, as on paper.
const fn shape(kind: CellKind) -> char {
    match kind {
        CellKind::Disparity => '■',
        CellKind::Within => '●',
        CellKind::Inconclusive | CellKind::InconclusiveThere | CellKind::OneSided | CellKind::OtherWay => '◇',
        CellKind::NotAssessed | CellKind::NotMeasured | CellKind::NoData | CellKind::Hidden => '–',
    }
}

#[cfg(test)]
mod tests {
    use super::summary;
    use crate::report::sample::{crowded, empty, hostile, vab, verdicts};
    use crate::words::Lang;

    #[test]
    fn summaries_in_both_languages() {
        let mut out = String::new();
        for (name, report) in [("vab-2017", vab()), ("empty", empty()), ("crowded", crowded())] {
            for lang in [Lang::Sv, Lang::En] {
                out.push_str(&format!("=== {name}, {lang}\n{}\n", summary(&report, lang, 100)));
            }
        }
        insta::assert_snapshot!(out);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [40, 80, 120] {
            for line in summary(&vab(), Lang::Sv, width).lines() {
                let fits = line.chars().count() <= width || line.trim_start().split(' ').count() <= 2;
                assert!(fits, "{width}: {line}");
            }
        }
    }

    #[test]
    fn limits_without_a_value_carry_their_unit() {
        let mut report = verdicts(0, 1, 0, [0, 0, 0]);
        report.disparities[0].value = None;
        let text = summary(&report, Lang::En, 200).replace('\u{a0}', " ");
        assert!(text.contains(": −2.0 to 4.0 percentage points"), "{text}");
    }

    #[test]
    fn a_name_cannot_move_the_cursor() {
        let mut report = hostile();
        for row in &mut report.groups {
            row.label.en = "\u{1b}[2J\u{1b}]0;x\u{7}\r\u{202e}".to_owned();
        }
        let text = summary(&report, Lang::En, 80);
        assert!(!text.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']), "{text}");
        assert!(text.contains("⟨U+001B⟩[2J"));
    }
}
