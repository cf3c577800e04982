//! How tightly page one is set on paper, so that it is one page whatever stands on it.
//!
//! A browser cannot be asked how high the page will be, so its lines are counted here: for each setting, from the
//! loosest on, how many lines its parts take at the widths that they then have. The widths were measured with a wide
//! sans-serif face; a narrower one leaves room.

use super::block::Html;
use super::summary::Summary;

/// The settings, loosest first: their classes, and how far they shrink the page.
const SETTINGS: [(&str, f64); 8] = [
    ("loose", 1.0),
    ("easy", 0.94),
    ("snug", 0.88),
    ("close", 0.82),
    ("tight", 0.76),
    ("tighter", 0.7),
    ("tightest", 0.64),
    ("least", 0.58),
];

/// Lines of the loosest setting that a sheet holds.
const LINES: f64 = 61.0;

/// Letters in a line of the loosest setting, across the page.
const LETTERS: f64 = 92.0;

/// The class of the loosest setting in which page one fits one sheet of A4; none where it fits in none.
pub fn density(summary: &Summary) -> Option<&'static str> {
    let fits = |(_, zoom): &&(&str, f64)| lines(summary, *zoom) <= LINES / zoom;
    SETTINGS.iter().find(fits).map(|(class, _)| *class)
}

/// The class of the tightest setting.
pub fn tightest() -> &'static str {
    SETTINGS.last().map_or("", |(class, _)| class)
}

/// How many lines a text takes in so many letters; at least one.
fn of(html: &Html, letters: f64) -> f64 {
    let (mut line, mut count) = (0.0, 1.0);
    for word in html.bare().0.split([' ', '\u{a0}']) {
        let width = word.chars().count() as f64;
        if line > 0.0 && line + 1.0 + width > letters {
            (count, line) = (count + 1.0, 0.0);
        }
        // A word that is longer than a line is broken.
        let over = (width / letters).floor();
        count += over;
        line += width - over * letters + 1.0;
    }
    count
}

/// The same for a cell with a smaller line beneath.
fn cell(html: &Html, letters: f64) -> f64 {
    match html.0.split_once("<small>") {
        Some((word, small)) => of(&Html(word.to_owned()), letters) + 0.86 * of(&Html(small.to_owned()), letters / 0.86),
        None => of(html, letters),
    }
}

fn most(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(1.0, f64::max)
}

fn joined(parts: &[Html]) -> Html {
    Html(parts.iter().map(|part| part.0.as_str()).collect::<Vec<_>>().join(" "))
}

/// Lines of page one where it is shrunk to `zoom`.
fn lines(summary: &Summary, zoom: f64) -> f64 {
    let across = LETTERS / zoom;
    let meta = most(summary.meta.iter().map(|(_, html)| cell(html, across / 6.2))) + 2.0;
    let title = of(&summary.title, across / 1.75) * 1.65 + 1.4;
    let banners: f64 = summary.banners.iter().map(|html| of(html, across * 1.02) * 0.95 + 0.9).sum();
    let answer = of(&joined(&summary.measured), across / 1.08) * 1.05
        + if summary.estimated.is_empty() { 0.0 } else { of(&joined(&summary.estimated), across * 0.95) + 0.4 }
        + of(&joined(&summary.remains), across * 0.95)
        + of(&summary.counts, across * 0.98)
        + 3.6;
    let columns = summary.matrix.columns.len().max(1) as f64;
    let narrow = across * 0.76 / columns / 1.02 - 3.0;
    let first = across * 0.19;
    let heads =
        most(summary.matrix.columns.iter().map(|(label, margin)| of(label, narrow) + 0.86 * of(margin, narrow)));
    let rows: f64 = summary
        .matrix
        .rows
        .iter()
        .map(|row| {
            let cells = most(row.cells.iter().map(|html| cell(html, narrow)));
            let reason = if row.reason.is_empty() { 1.0 } else { of(&row.reason, across * 0.74) };
            let heading = if row.heading.is_empty() { 0.0 } else { 1.6 };
            cells.max(of(&row.label, first)).max(reason) * 0.93 + 0.5 + heading
        })
        .sum();
    let matrix = rows + heads * 0.93 + 3.4 + 2.4;
    let limits: f64 = summary.limits.iter().map(|html| of(html, across * 0.97) + 0.25).sum();
    let widths = [0.03, 0.19, 0.21, 0.27, 0.17, 0.05];
    let decide: f64 = summary
        .decide
        .iter()
        .map(|row| most(row.iter().zip(widths).map(|(html, share)| of(html, across * share * 1.12))) * 0.88 + 0.5)
        .sum();
    let signatures = most(summary.signatures.iter().map(|(_, html)| of(html, across / 4.2))) + 1.6;
    title + meta + banners + answer + matrix + limits + 1.7 + decide + 3.4 + signatures + 1.7
}
