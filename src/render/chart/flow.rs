//! The flow of the process: one bar a stage, everybody together.

use plotters::element::Rectangle;

use super::paper::{Anchor, Ink, Paper, TENTH, TextInk, text};
use super::{Picture, broken};
use crate::report::text::Rich;
use crate::words::Number;

/// A stage.
#[derive(Clone, Debug)]
pub struct FlowBar {
    /// The stage.
    pub label: Rich,
    /// Share of the pool.
    pub share: Option<Number>,
    /// Number and share, as written; or why there is none.
    pub shown: Rich,
}

/// Chart 2.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Id, title, description.
    pub picture: Picture,
    /// Bars: the pool, then the stages.
    pub bars: Vec<FlowBar>,
}

const LABELS: i32 = 220;
const BAR: i32 = 380;
const LINE: i32 = 16;

impl Flow {
    /// The markup.
    pub fn svg(&self) -> String {
        let labels: Vec<Vec<String>> = self.bars.iter().map(|bar| broken(&bar.label, 22, 3)).collect();
        let high = |at: usize| (i32::try_from(labels[at].len()).unwrap_or(1) * LINE + 14).max(30);
        let height = (0..self.bars.len()).map(high).sum::<i32>() + 4;
        Paper::picture(&self.picture, height, |area| {
            let mut y = 0;
            for (at, bar) in self.bars.iter().enumerate() {
                for (line, words) in labels[at].iter().enumerate() {
                    let base = y + LINE * (i32::try_from(line).unwrap_or(0) + 1);
                    area.draw(&text((0, base), &Rich::name(words), TextInk::new(Ink::Label, Anchor::Start)))?;
                }
                if let Some(share) = bar.share {
                    // At least a line, so that a rare stage is seen.
                    let width = (share.get().clamp(0.0, 1.0) * f64::from(BAR * TENTH)).round().max(15.0) as i32;
                    let corners = [(LABELS * TENTH, (y + 3) * TENTH), (LABELS * TENTH + width, (y + 19) * TENTH)];
                    area.draw(&Rectangle::new(corners, Ink::Bar.style()))?;
                }
                let style = TextInk::new(Ink::Sub, Anchor::Start);
                area.draw(&text((LABELS + BAR + 16, y + LINE), &bar.shown, style))?;
                y += high(at);
            }
            Ok(())
        })
    }
}
