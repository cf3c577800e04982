//! Curves: lines over a common axis, each with a band where it has one; counts of cases stand under them as bars.

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};

use super::paper::{Anchor, Ink, Paper, TENTH, TextInk, text};
use super::scale::{Axis, Unit};
use super::{Picture, WIDTH, broken};
use crate::report::text::Rich;
use crate::words::Number;

/// A point of a curve.
#[derive(Clone, Copy, Debug)]
pub struct CurvePoint {
    /// Place on the axis.
    pub x: Number,
    /// Value; none: the line is broken here.
    pub value: Option<Number>,
    /// Lower edge of the band.
    pub lower: Option<Number>,
    /// Upper edge of the band.
    pub upper: Option<Number>,
    /// Cases at this place, for the bars.
    pub n: Option<Number>,
}

/// A line.
#[derive(Clone, Debug)]
pub struct CurveLine {
    /// Whose it is.
    pub label: Rich,
    /// The group compared with: drawn in the quiet style.
    pub reference: bool,
    /// Points, rising in x.
    pub points: Vec<CurvePoint>,
}

/// Lines over a common axis.
#[derive(Clone, Debug)]
pub struct CurvePlot {
    /// Id, title, description.
    pub picture: Picture,
    /// Under the axis across.
    pub across: Rich,
    /// Unit of the axis across.
    pub across_unit: Unit,
    /// Over the axis upwards.
    pub upwards: Rich,
    /// Unit of the axis upwards.
    pub upwards_unit: Unit,
    /// Where x and y are the same thing: the line on which they agree, with its name.
    pub diagonal: Option<Rich>,
    /// Where nothing differs: a level line.
    pub zero: bool,
    /// Places marked on the axis across (thresholds in use), with a word.
    pub marks: Vec<(Number, Rich)>,
    /// Bars of cases under the curves, with this head.
    pub bars: Option<Rich>,
    /// Lines; the order decides their pattern.
    pub lines: Vec<CurveLine>,
}

const TOP: i32 = 30;
const LEFT: i32 = 56;
const HIGH: i32 = 300;
/// Room at the right for the names of the lines.
const NAMES: i32 = 210;
const BARS: i32 = 64;
const KEY_LINE: i32 = 20;

type Area<'a> = plotters::drawing::DrawingArea<Paper<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Drawn = Result<(), plotters::drawing::DrawingAreaErrorKind<std::convert::Infallible>>;

impl CurvePlot {
    /// The markup.
    pub fn svg(&self) -> String {
        let right = WIDTH - NAMES;
        let bottom = TOP + HIGH;
        let bars = if self.bars.is_some() { BARS + 24 } else { 0 };
        let keys: Vec<Vec<String>> = self.lines.iter().map(|line| broken(&line.label, 17, 3)).collect();
        let key_height =
            keys.iter().map(|lines| i32::try_from(lines.len()).unwrap_or(1) * 16 + KEY_LINE - 10).sum::<i32>();
        let height = (bottom + 44 + bars).max(TOP + key_height + 20);
        let across = self.across_axis();
        let upwards = self.upwards_axis();
        Paper::picture(&self.picture, height, |area| {
            let sheet = area.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
                across.from..across.to,
                upwards.from..upwards.to,
                (LEFT * TENTH..right * TENTH, bottom * TENTH..TOP * TENTH),
            ));
            let tick = |at, words: &Rich, anchor| text(at, words, TextInk::new(Ink::Tick, anchor));
            for y in upwards.ticks() {
                sheet.draw(&PathElement::new(vec![(across.from, y), (across.to, y)], Ink::Grid.style()))?;
                let (_, place) = sheet.map_coordinate(&(across.from, y));
                let written = Rich::text(self.upwards_unit.tick(y, upwards.step));
                area.draw(&tick((4, place / TENTH + 4), &written, Anchor::Start))?;
            }
            for x in across.ticks() {
                let (place, _) = sheet.map_coordinate(&(x, upwards.from));
                let written = Rich::text(self.across_unit.tick(x, across.step));
                area.draw(&tick((place / TENTH, bottom + 17), &written, Anchor::Middle))?;
            }
            area.draw(&tick((0, TOP - 14), &self.upwards, Anchor::Start))?;
            area.draw(&tick((LEFT, bottom + 36), &self.across, Anchor::Start))?;
            if self.diagonal.is_some() {
                let (from, to) = (across.from.max(upwards.from), across.to.min(upwards.to));
                sheet.draw(&PathElement::new(vec![(from, from), (to, to)], Ink::Zero.style()))?;
            }
            if self.zero {
                sheet.draw(&PathElement::new(vec![(across.from, 0.0), (across.to, 0.0)], Ink::Zero.style()))?;
            }
            for (at, word) in &self.marks {
                let x = self.across_unit.at(*at);
                if x < across.from || x > across.to {
                    continue;
                }
                sheet.draw(&PathElement::new(vec![(x, upwards.from), (x, upwards.to)], Ink::Mark.style()))?;
                let (place, _) = sheet.map_coordinate(&(x, upwards.to));
                area.draw(&tick((place / TENTH, TOP - 4), word, Anchor::Middle))?;
            }
            // Bands first: no band may cover a line.
            for line in &self.lines {
                self.band(&sheet, line)?;
            }
            for (at, line) in self.lines.iter().enumerate() {
                self.line(&sheet, line, Ink::curve(at, line.reference))?;
            }
            self.key(area, right, &keys)?;
            self.bars_under(area, across, (right, bottom + 52))
        })
    }

    fn across_axis(&self) -> Axis {
        let unit = self.across_unit;
        Axis::holding(self.lines.iter().flat_map(|line| line.points.iter().map(move |point| unit.at(point.x))))
    }

    fn upwards_axis(&self) -> Axis {
        let unit = self.upwards_unit;
        let values = self.lines.iter().flat_map(|line| &line.points).flat_map(move |point| {
            [point.value, point.lower, point.upper].into_iter().flatten().map(move |value| unit.at(value))
        });
        // A share is read from nothing on, a difference from no difference on.
        Axis::holding(values.chain([0.0]))
    }

    /// The band of a line, stretch by stretch where both edges are known.
    fn band(&self, sheet: &Area<'_>, line: &CurveLine) -> Drawn {
        let (across, upwards) = (self.across_unit, self.upwards_unit);
        for stretch in line.points.split(|point| point.lower.is_none() || point.upper.is_none()) {
            if stretch.len() < 2 {
                continue;
            }
            let edge = |pick: fn(&CurvePoint) -> Option<Number>| {
                stretch.iter().filter_map(move |point| Some((across.at(point.x), upwards.at(pick(point)?))))
            };
            let mut around: Vec<(f64, f64)> = edge(|point| point.lower).collect();
            let mut above: Vec<(f64, f64)> = edge(|point| point.upper).collect();
            above.reverse();
            around.extend(above);
            sheet.draw(&Polygon::new(around, Ink::CurveBand.style()))?;
        }
        Ok(())
    }

    fn line(&self, sheet: &Area<'_>, line: &CurveLine, ink: Ink) -> Drawn {
        let place = |point: &CurvePoint| Some((self.across_unit.at(point.x), self.upwards_unit.at(point.value?)));
        for stretch in line.points.split(|point| point.value.is_none()) {
            let points: Vec<(f64, f64)> = stretch.iter().filter_map(place).collect();
            match points[..] {
                [] => {}
                [alone] => {
                    let (x, y) = sheet.map_coordinate(&alone);
                    sheet.use_screen_coord().draw(&Circle::new((x, y), 30, Ink::PointPlain.style()))?;
                }
                _ => sheet.draw(&PathElement::new(points, ink.style()))?,
            }
        }
        Ok(())
    }

    /// The names of the lines, each beside a piece of its pattern.
    fn key<'b>(
        &self,
        area: &plotters::drawing::DrawingArea<Paper<'b>, plotters::coord::Shift>,
        right: i32,
        keys: &[Vec<String>],
    ) -> Drawn {
        let mut y = TOP + 8;
        for (at, (line, names)) in self.lines.iter().zip(keys).enumerate() {
            let ends = vec![((right + 14) * TENTH, y * TENTH), ((right + 44) * TENTH, y * TENTH)];
            area.draw(&PathElement::new(ends, Ink::curve(at, line.reference).style()))?;
            for name in names {
                area.draw(&text((right + 52, y + 4), &Rich::name(name), TextInk::new(Ink::Label, Anchor::Start)))?;
                y += 16;
            }
            y += KEY_LINE - 10;
        }
        Ok(())
    }

    /// Cases under the curves: one bar a place, of all lines together.
    fn bars_under<'b>(
        &self,
        area: &plotters::drawing::DrawingArea<Paper<'b>, plotters::coord::Shift>,
        across: Axis,
        (right, top): (i32, i32),
    ) -> Drawn {
        let Some(head) = &self.bars else { return Ok(()) };
        let mut sums: std::collections::BTreeMap<u64, (f64, f64)> = std::collections::BTreeMap::new();
        for point in self.lines.iter().flat_map(|line| &line.points) {
            let x = self.across_unit.at(point.x);
            let sum = sums.entry(x.to_bits()).or_insert((x, 0.0));
            sum.1 += point.n.map_or(0.0, Number::get);
        }
        let most = sums.values().fold(0.0_f64, |most, (_, n)| most.max(*n));
        if most <= 0.0 {
            return Ok(());
        }
        area.draw(&text((LEFT, top + 4), head, TextInk::new(Ink::Tick, Anchor::Start)))?;
        let base = (top + 12 + BARS) * TENTH;
        let width = f64::from((right - LEFT) * TENTH);
        for (x, n) in sums.values() {
            let middle = f64::from(LEFT * TENTH) + (x - across.from) / (across.to - across.from) * width;
            // Positions on the sheet: small whole numbers.
            let (left, high) = (middle as i32 - 20, (n / most * f64::from((BARS - 4) * TENTH)) as i32);
            area.draw(&Rectangle::new([(left, base - high), (left + 40, base)], Ink::Bar.style()))?;
        }
        Ok(())
    }
}
