//! Natural frequencies: so many dots of so many people, group by group.

use plotters::element::PathElement;

use super::paper::{Anchor, Ink, Paper, TENTH, TextInk, text};
use super::{Picture, WIDTH, broken};
use crate::report::text::Rich;
use crate::words::Number;

/// A group at a stage.
#[derive(Clone, Debug)]
pub struct DotRow {
    /// The stage, at its first row.
    pub stage: Option<Rich>,
    /// Who.
    pub label: Rich,
    /// The share.
    pub share: Option<Number>,
    /// The share as so many of 10,000.
    pub shown: Rich,
    /// Words instead of dots.
    pub instead: Option<Rich>,
    /// The group compared with.
    pub reference: bool,
}

/// Chart 4b.
#[derive(Clone, Debug)]
pub struct Dots {
    /// Id, title, description.
    pub picture: Picture,
    /// Rows.
    pub rows: Vec<DotRow>,
}

const LABELS: i32 = 220;
const FIGURES: i32 = 120;
const STEP: i32 = 10;
const LINE: i32 = 16;
/// Dots in a line.
const ACROSS: u32 = 50;

impl Dots {
    /// How many of 10,000 one dot stands for: 1, 10 or 100, so that no group has more than 150 dots.
    pub fn worth(rows: &[DotRow]) -> u32 {
        let most = rows.iter().filter_map(|row| row.share).fold(0.0_f64, |most, share| most.max(share.get()));
        [1, 10, 100].into_iter().find(|worth| most * 10_000.0 / f64::from(*worth) <= 150.0).unwrap_or(100)
    }

    /// The markup.
    pub fn svg(&self) -> String {
        let worth = Self::worth(&self.rows);
        let count = |row: &DotRow| {
            // Shares are in [0, 1], so the count is a small whole number.
            row.share.map_or(0, |share| (share.get() * 10_000.0 / f64::from(worth)).round() as u32)
        };
        let labels: Vec<Vec<String>> = self.rows.iter().map(|row| broken(&row.label, 22, 3)).collect();
        let height_of = |at: usize| {
            let dots = i32::try_from(count(&self.rows[at]).div_ceil(ACROSS).max(1)).unwrap_or(1) * STEP;
            let lines = i32::try_from(labels[at].len()).unwrap_or(1) * LINE;
            let stage = if self.rows[at].stage.is_some() { 26 } else { 0 };
            (stage, dots.max(lines) + 12)
        };
        let height = (0..self.rows.len()).map(|at| height_of(at).0 + height_of(at).1).sum::<i32>() + 8;
        Paper::picture(&self.picture, height, |area| {
            let mut y = 0;
            for (at, row) in self.rows.iter().enumerate() {
                let (stage, high) = height_of(at);
                if let Some(words) = &row.stage {
                    area.draw(&text((0, y + 18), words, TextInk::new(Ink::Tick, Anchor::Start)))?;
                }
                y += stage;
                for (line, words) in labels[at].iter().enumerate() {
                    let base = y + LINE * (i32::try_from(line).unwrap_or(0) + 1) - 2;
                    area.draw(&text((0, base), &Rich::name(words), TextInk::new(Ink::Label, Anchor::Start)))?;
                }
                if let Some(words) = &row.instead {
                    area.draw(&text((LABELS, y + LINE - 2), words, TextInk::new(Ink::Sub, Anchor::Start)))?;
                } else {
                    let ink = if row.reference { Ink::DotsReference } else { Ink::DotsGroup };
                    let mut left = count(row);
                    let mut line = y + 8;
                    while left > 0 {
                        let here = left.min(ACROSS);
                        let end = LABELS + 4 + (i32::try_from(here).unwrap_or(1) - 1) * STEP;
                        // A line of dots: the style sheet dashes it. One dot is a line of no length.
                        let points = vec![((LABELS + 4) * TENTH, line * TENTH), (end * TENTH + 1, line * TENTH)];
                        area.draw(&PathElement::new(points, ink.style()))?;
                        left -= here;
                        line += STEP;
                    }
                    let style = TextInk::new(Ink::Value, Anchor::Start);
                    area.draw(&text((WIDTH - FIGURES + 16, y + LINE - 2), &row.shown, style))?;
                }
                y += high;
            }
            Ok(())
        })
    }
}
