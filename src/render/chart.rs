//! Charts as inline SVG: real text, classes instead of colours, title and description for screen readers.
//!
//! Takes figures as written (with the ids of their rows) and positions in the chart's own unit; gives markup. May not
//! know: rows of the report, files, fonts. The charting library maps and draws; `paper.rs` is the sheet it draws on.
//! Invariants: a verdict is a shape, and its colour only repeats it; a chart carries no figure that the table beside it
//! does not have; the same input gives the same bytes.
//!
//! Start reading at [`Picture`], then `interval.rs`.

mod curve;
mod dots;
mod flow;
mod interval;
mod paper;
mod scale;

pub use curve::{Bars, CurveLine, CurvePlot, CurvePoint};
pub use dots::{DotRow, Dots};
pub use flow::{Flow, FlowBar};
pub use interval::{IntervalPlot, IntervalRow, Panel};
pub use scale::Unit;

use crate::report::text::{Piece, Rich};

/// Width of every chart, in units of its view box.
const WIDTH: i32 = 860;

/// The shape of a mark: what the verdict is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A disparity: filled square.
    Disparity,
    /// Within the margin: filled circle.
    Within,
    /// Cannot be determined: open diamond.
    Inconclusive,
    /// A difference is there, its size cannot be determined: half-filled diamond.
    There,
    /// Figures that no verdict is about: small filled circle in the colour of text.
    Plain,
    /// A comparison that is not assessed: a bar across the line, without a shape.
    Unassessed,
}

/// What every chart has: an id that is unique on the page, a title and a description.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Id.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The same in words, with the figures.
    pub description: String,
}

/// Words of a label, broken into at most `lines` lines of about `letters` letters; what does not fit ends in "…".
fn broken(text: &Rich, letters: usize, lines: usize) -> Vec<String> {
    let plain = text.plain();
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in plain.split(' ') {
        let mut word = word.to_owned();
        let joined = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && joined > letters {
            out.push(std::mem::take(&mut line));
        }
        // A word longer than a line is cut hard, and sooner: it may be of wide letters alone.
        if word.chars().count() > letters {
            let cut = letters - letters / 5;
            while word.chars().count() > cut {
                out.push(word.chars().take(cut).collect());
                word = word.chars().skip(cut).collect();
            }
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    out.push(line);
    if out.len() > lines {
        out.truncate(lines);
        if let Some(last) = out.last_mut() {
            last.push('…');
        }
    }
    out
}

/// A text with figures, broken at its spaces into lines of about `letters` letters; a figure stays whole, with its id.
fn wrapped(text: &Rich, letters: usize) -> Vec<Rich> {
    // Words, each of the pieces that no space parts.
    let mut words: Vec<Vec<Piece>> = vec![Vec::new()];
    for piece in &text.0 {
        let (Piece::Text(said) | Piece::Name(said)) = piece else {
            words.last_mut().into_iter().for_each(|word| word.push(piece.clone()));
            continue;
        };
        for (at, part) in said.split(' ').enumerate() {
            if at > 0 {
                words.push(Vec::new());
            }
            let part = part.to_owned();
            let part = if matches!(piece, Piece::Name(_)) { Piece::Name(part) } else { Piece::Text(part) };
            words.last_mut().into_iter().for_each(|word| word.push(part.clone()));
        }
    }
    let long = |text: &Rich| text.plain().chars().count();
    let mut out: Vec<Rich> = Vec::new();
    for word in words.into_iter().map(Rich).filter(|word| !word.plain().is_empty()) {
        match out.last_mut() {
            Some(line) if long(line) + 1 + long(&word) <= letters => {
                *line = std::mem::take(line).then_text(" ").then(word);
            }
            _ => out.push(word),
        }
    }
    out
}

#[cfg(test)]
mod tests;
