//! The short summary after an audit.

use crate::report::Report;
use crate::words::{Lang, Verdict};

/// Verdicts with shape and word.
pub fn summary(report: &Report, lang: Lang, _width: usize) -> String {
    let mut text = format!("{}\n\n", report.audit.title.get(lang));
    for row in report.disparities.iter().filter(|row| row.confirmatory) {
        let shape = match row.verdict {
            Verdict::Disparity => '■',
            Verdict::WithinMargin => '●',
            Verdict::Inconclusive => '◇',
            Verdict::NotAssessed => '–',
        };
        text.push_str(&format!("{shape} {} {}\n", row.verdict, row.id));
    }
    text
}
