//! Intervals: one row each, point and line, the margin as a band, the figures beside the row; one or two panels.

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::{RangedCoordf64, RangedCoordi32};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};

use super::paper::{Anchor, Ink, Paper, TENTH, TextInk, text};
use super::scale::{Axis, Unit};
use super::{Mark, Picture, WIDTH, broken, wrapped};
use crate::report::text::Rich;
use crate::words::Number;

/// What one panel shows of a row.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Point.
    pub value: Option<Number>,
    /// Left end; none: runs out of the panel.
    pub lower: Option<Number>,
    /// Right end; none: runs out of the panel.
    pub upper: Option<Number>,
    /// Margin around no difference.
    pub margin: Option<[Number; 2]>,
    /// The figure beside the row.
    pub shown: Rich,
    /// Its limits beside the row.
    pub limits: Rich,
    /// Words instead of an interval: hidden, cannot be computed.
    pub instead: Option<Rich>,
}

impl Panel {
    /// Is a mark drawn? Of a range without a value the line stands alone.
    pub fn has_point(&self) -> bool {
        self.instead.is_none() && self.value.is_some()
    }
}

/// A row.
#[derive(Clone, Debug)]
pub struct IntervalRow {
    /// Who.
    pub label: Rich,
    /// Both shares, or what else is known.
    pub sub: Rich,
    /// Verdict.
    pub mark: Mark,
    /// One for each panel.
    pub panels: Vec<Panel>,
}

/// Charts 4a, 5 and 6.
#[derive(Clone, Debug)]
pub struct IntervalPlot {
    /// Id, title, description.
    pub picture: Picture,
    /// Head and unit of each panel; one or two.
    pub axes: Vec<(Rich, Unit)>,
    /// The value at which there is no difference; none: the panels show shares.
    pub zero: Option<f64>,
    /// The word over the band.
    pub margin_word: String,
    /// Rows.
    pub rows: Vec<IntervalRow>,
}

const TOP: i32 = 24;
const LINE: i32 = 16;
const LABELS: i32 = 220;
/// Room for the figures beside a row, and for the plot itself, at least.
const FIGURES: i32 = 120;
const PLOT: i32 = 100;
/// Letters of a line beneath a label.
const SUB: usize = 28;

impl IntervalPlot {
    /// The markup.
    pub fn svg(&self) -> String {
        let labels: Vec<Vec<String>> = self.rows.iter().map(|row| broken(&row.label, 22, 3)).collect();
        // Beneath, so that no word runs into the plot.
        let subs: Vec<Vec<Rich>> = self.rows.iter().map(|row| wrapped(&row.sub, SUB)).collect();
        let heights: Vec<i32> = labels
            .iter()
            .zip(&subs)
            .map(|(lines, sub)| (i32::try_from(lines.len() + sub.len()).unwrap_or(1) * LINE + 12).max(2 * LINE + 12))
            .collect();
        let bottom = TOP + heights.iter().sum::<i32>();
        let height = bottom + 40;
        let room = (WIDTH - LABELS) / i32::try_from(self.axes.len().max(1)).unwrap_or(1);
        Paper::picture(&self.picture, height, |area| {
            let mut y = TOP;
            for ((lines, sub), high) in labels.iter().zip(&subs).zip(&heights) {
                let mut base = y + LINE + 1;
                for line in lines {
                    area.draw(&text((0, base), &Rich::name(line), TextInk::new(Ink::Label, Anchor::Start)))?;
                    base += LINE;
                }
                for line in sub {
                    area.draw(&text((0, base), line, TextInk::new(Ink::Sub, Anchor::Start)))?;
                    base += LINE;
                }
                y += high;
            }
            for (at, (head, unit)) in self.axes.iter().enumerate() {
                let left = LABELS + room * i32::try_from(at).unwrap_or(0);
                let right = left + room - self.figures(at).min(room - PLOT);
                let axis = self.axis(at, *unit);
                let panel = area.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordi32>::new(
                    axis.from..axis.to,
                    0..height * TENTH,
                    (left * TENTH..right * TENTH, 0..height * TENTH),
                ));
                self.bands(&panel, at, *unit, &heights)?;
                let every = crowded(axis, *unit, right - left);
                for (place, tick) in axis.ticks().into_iter().enumerate() {
                    let line = vec![(tick, TOP * TENTH), (tick, bottom * TENTH)];
                    panel.draw(&PathElement::new(line, Ink::Grid.style()))?;
                    if place % every != 0 {
                        continue;
                    }
                    let (x, _) = panel.map_coordinate(&(tick, 0));
                    let written = Rich::text(unit.tick(tick, axis.step));
                    let style = TextInk::new(Ink::Tick, Anchor::Middle);
                    area.draw(&text((x / TENTH, bottom + 17), &written, style))?;
                }
                if let Some(zero) = self.zero {
                    let line = vec![(zero, TOP * TENTH), (zero, bottom * TENTH)];
                    panel.draw(&PathElement::new(line, Ink::Zero.style()))?;
                    if self.rows.iter().any(|row| row.panels.get(at).is_some_and(|panel| panel.margin.is_some())) {
                        let (x, _) = panel.map_coordinate(&(zero, 0));
                        let style = TextInk::new(Ink::BandText, Anchor::Middle);
                        area.draw(&text((x / TENTH, TOP - 7), &Rich::text(self.margin_word.as_str()), style))?;
                    }
                }
                area.draw(&text((left, bottom + 35), head, TextInk::new(Ink::Tick, Anchor::Start)))?;
                let mut y = TOP;
                for (row, high) in self.rows.iter().zip(&heights) {
                    let Some(shown) = row.panels.get(at) else { continue };
                    let middle = (y + high / 2) * TENTH;
                    if let Some(words) = &shown.instead {
                        let style = TextInk::new(Ink::Sub, Anchor::Start);
                        area.draw(&text((left + 8, y + high / 2 + 5), words, style))?;
                    } else {
                        interval(&panel, row.mark, shown, *unit, axis, middle)?;
                        let style = || TextInk::new(Ink::Value, Anchor::Start);
                        area.draw(&text((right + 16, y + high / 2 - 1), &shown.shown, style()))?;
                        let style = TextInk::new(Ink::Sub, Anchor::Start);
                        area.draw(&text((right + 16, y + high / 2 + LINE - 1), &shown.limits, style))?;
                    }
                    y += high;
                }
            }
            Ok(())
        })
    }

    /// Room for the longest figures of a panel, also in a broad font.
    fn figures(&self, at: usize) -> i32 {
        let long = |text: &Rich, letter: i32| i32::try_from(text.plain().chars().count()).unwrap_or(0) * letter;
        let panels = self.rows.iter().filter_map(|row| row.panels.get(at)).filter(|panel| panel.instead.is_none());
        panels.map(|panel| 16 + long(&panel.limits, 8).max(long(&panel.shown, 9))).fold(FIGURES, i32::max)
    }

    fn axis(&self, at: usize, unit: Unit) -> Axis {
        let panels = self.rows.iter().filter_map(|row| row.panels.get(at)).filter(|panel| panel.instead.is_none());
        let values = panels.flat_map(|panel| {
            let margin = panel.margin.into_iter().flatten();
            [panel.value, panel.lower, panel.upper].into_iter().flatten().chain(margin).map(move |value| unit.at(value))
        });
        // A share is read from nothing on.
        Axis::holding(values.chain([self.zero.unwrap_or(0.0)]))
    }

    fn bands(&self, panel: &Area<'_>, at: usize, unit: Unit, heights: &[i32]) -> Drawn {
        let mut y = TOP;
        for (row, high) in self.rows.iter().zip(heights) {
            if let Some([low, high_edge]) = row.panels.get(at).and_then(|panel| panel.margin) {
                let corners = [(unit.at(low), y * TENTH), (unit.at(high_edge), (y + high) * TENTH)];
                panel.draw(&Rectangle::new(corners, Ink::Band.style()))?;
                // A tint alone does not stand out from the page.
                for edge in corners.map(|(edge, _)| edge) {
                    let line = vec![(edge, y * TENTH), (edge, (y + high) * TENTH)];
                    panel.draw(&PathElement::new(line, Ink::BandEdge.style()))?;
                }
            }
            y += high;
        }
        Ok(())
    }
}

/// Which ticks have a label, so that labels do not run into each other: every one, every second …
fn crowded(axis: Axis, unit: Unit, width: i32) -> usize {
    const LETTER: i32 = 7;
    const GAP: i32 = 10;
    let ticks = axis.ticks();
    let letters = ticks.iter().map(|tick| unit.tick(*tick, axis.step).chars().count()).max().unwrap_or(0);
    let label = i32::try_from(letters).unwrap_or(0) * LETTER + GAP;
    let steps = i32::try_from(ticks.len().saturating_sub(1)).unwrap_or(1).max(1);
    let every = (label * steps + width - 1) / width.max(1);
    usize::try_from(every).unwrap_or(1).max(1)
}

type Area<'a> = plotters::drawing::DrawingArea<Paper<'a>, Cartesian2d<RangedCoordf64, RangedCoordi32>>;
type Drawn = Result<(), plotters::drawing::DrawingAreaErrorKind<std::convert::Infallible>>;

/// Line and point of one row; a limit that does not exist runs to the end of the axis.
fn interval(area: &Area<'_>, mark: Mark, shown: &Panel, unit: Unit, axis: Axis, y: i32) -> Drawn {
    let (lower, upper) = (shown.lower.map(|v| unit.at(v)), shown.upper.map(|v| unit.at(v)));
    if lower.is_some() || upper.is_some() {
        let ends = vec![(lower.unwrap_or(axis.from), y), (upper.unwrap_or(axis.to), y)];
        area.draw(&PathElement::new(ends, Ink::line(mark).style()))?;
    }
    let Some(value) = shown.value else { return Ok(()) };
    let ink = Ink::point(mark).style();
    let (x, _) = area.map_coordinate(&(unit.at(value), y));
    let pixels = area.use_screen_coord();
    match mark {
        Mark::Disparity => pixels.draw(&Rectangle::new([(x - 60, y - 60), (x + 60, y + 60)], ink)),
        Mark::Within => pixels.draw(&Circle::new((x, y), 65, ink)),
        Mark::Plain => pixels.draw(&Circle::new((x, y), 50, ink)),
        Mark::Unassessed => pixels.draw(&PathElement::new(vec![(x, y - 70), (x, y + 70)], Ink::line(mark).style())),
        Mark::Inconclusive | Mark::There => {
            pixels.draw(&Polygon::new(vec![(x, y - 80), (x + 80, y), (x, y + 80), (x - 80, y)], ink))?;
            if mark == Mark::There {
                let left = vec![(x, y - 80), (x, y + 80), (x - 80, y)];
                pixels.draw(&Polygon::new(left, Ink::PointHalf.style()))?;
            }
            Ok(())
        }
    }
}
