//! Curves: lines over a common axis, each with a band where it has one; counts of cases stand under them as bars.
//!
//! A line has a pattern and points of a shape, and its band an edge in the same pattern: nothing rests on colour. The key
//! stands over the plot, one line under the other, where a narrow screen shows it first.

use std::collections::BTreeMap;

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
    /// Cases under the curves: so many at each place of the axis across.
    pub cases: Vec<(Number, Number)>,
    /// The same cases counted in widths of the axis: from, to, so many. They are drawn instead of those of `cases` where
    /// these are of many places and every width lies between two ticks.
    pub bins: Vec<[Number; 3]>,
    /// Head of their bars; none: no bars.
    pub bars: Option<Rich>,
    /// Lines; the order decides their pattern.
    pub lines: Vec<CurveLine>,
    /// Lines that the axes hold besides: those of the plots that this one is compared with.
    pub frame: Vec<CurveLine>,
    /// One of several plots side by side.
    pub narrow: bool,
}

const LEFT: i32 = 56;
/// Room at the right, for half of the last tick.
const EDGE: i32 = 16;
/// Width of one of several plots.
const NARROW: i32 = 420;
const BARS: i32 = 44;
const KEY_LINE: i32 = 20;
const MARK_LINE: i32 = 18;
/// Most places of scores that have a bar each.
const PLACES: usize = 20;
/// Most points of a line that are all marked; of more only some are.
const MARKED: usize = 12;

/// What the bars under a curve are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bars {
    /// One for each place of a score.
    Places,
    /// Sums of places, from one tick to the next.
    Summed,
    /// Cases that were counted between the ticks.
    Counted,
}

/// A mark of the axis: where its line and its word stand.
struct PlacedMark<'a> {
    place: i32,
    text: i32,
    anchor: Anchor,
    /// From where to where the word reaches, about.
    span: (i32, i32),
    /// How many words lie under it.
    level: i32,
    word: &'a Rich,
}

/// Letters of a name in the key of a chart so wide.
fn letters(width: i32) -> usize {
    usize::try_from((width - 60) / 8).unwrap_or(40)
}

type Area<'a> = plotters::drawing::DrawingArea<Paper<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Drawn = Result<(), plotters::drawing::DrawingAreaErrorKind<std::convert::Infallible>>;

impl CurvePlot {
    /// The markup.
    pub fn svg(&self) -> String {
        let (width, high) = if self.narrow { (NARROW, 200) } else { (WIDTH, 270) };
        let names: Vec<Vec<String>> = self.lines.iter().map(|line| broken(&line.label, letters(width), 2)).collect();
        let key = names.iter().map(|name| i32::try_from(name.len()).unwrap_or(1) * KEY_LINE).sum::<i32>();
        let across = self.across_axis();
        let marks = self.placed_marks(across, width);
        let levels = marks.iter().map(|mark| mark.level + 1).max().unwrap_or(0);
        let top = key + 34 + levels * MARK_LINE;
        let (right, bottom) = (width - EDGE, top + high);
        let bars = if self.bars.is_some() { BARS + 24 } else { 0 };
        let upwards = self.upwards_axis();
        Paper::sized(&self.picture, (width, bottom + 44 + bars), |area| {
            let sheet = area.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
                across.from..across.to,
                upwards.from..upwards.to,
                (LEFT * TENTH..right * TENTH, bottom * TENTH..top * TENTH),
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
            area.draw(&tick((0, key + 18), &self.upwards, Anchor::Start))?;
            area.draw(&tick((LEFT, bottom + 36), &self.across, Anchor::Start))?;
            if self.diagonal.is_some() {
                // The axes may have units of their own.
                let (x, y) = (self.across_unit.factor(), self.upwards_unit.factor());
                let from = (across.from / x).max(upwards.from / y);
                let to = (across.to / x).min(upwards.to / y);
                sheet.draw(&PathElement::new(vec![(from * x, from * y), (to * x, to * y)], Ink::Zero.style()))?;
            }
            if self.zero {
                sheet.draw(&PathElement::new(vec![(across.from, 0.0), (across.to, 0.0)], Ink::Zero.style()))?;
            }
            for mark in &marks {
                let x = mark.place * TENTH;
                let line = vec![(x, (top - MARK_LINE * mark.level) * TENTH), (x, bottom * TENTH)];
                area.draw(&PathElement::new(line, Ink::Mark.style()))?;
            }
            // After all lines: a word may lie over the line of another mark.
            for mark in &marks {
                let style = TextInk::new(Ink::MarkText, mark.anchor);
                area.draw(&text((mark.text, top - 6 - MARK_LINE * mark.level), mark.word, style))?;
            }
            // Bands first: no band may cover a line.
            for line in &self.lines {
                self.band(&sheet, line)?;
            }
            for (at, line) in self.placed() {
                self.edges(&sheet, line, Ink::curve(at, line.reference).1)?;
            }
            for (at, line) in self.placed() {
                self.line(&sheet, line, at)?;
            }
            self.key(area, &names)?;
            self.bars_under(area, across, (right, bottom + 52))
        })
    }

    /// Where the marks of the axis stand, and their words one over the other where they would run into each other.
    fn placed_marks(&self, across: Axis, width: i32) -> Vec<PlacedMark<'_>> {
        const LETTER: i32 = 7;
        let right = width - EDGE;
        let mut out: Vec<PlacedMark<'_>> = Vec::new();
        let mut marks: Vec<(f64, &Rich)> =
            self.marks.iter().map(|(at, word)| (self.across_unit.at(*at), word)).collect();
        marks.retain(|(x, _)| (across.from..=across.to).contains(x));
        // From the right: words stand to the right of their line, so that the last one is the lowest.
        marks.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (x, word) in marks {
            let place = LEFT + ((x - across.from) / (across.to - across.from) * f64::from(right - LEFT)).round() as i32;
            let long = i32::try_from(word.plain().chars().count()).unwrap_or(0) * LETTER;
            // Beside the line, on the side that has room.
            let (text, anchor, span) = if place - 4 + long > width {
                (place + 4, Anchor::End, (place + 4 - long, place + 4))
            } else {
                (place - 4, Anchor::Start, (place - 4, place - 4 + long))
            };
            let free = |level: i32| {
                out.iter().all(|other| other.level != level || other.span.0 > span.1 || other.span.1 < span.0)
            };
            let level = (0..).find(|level| free(*level)).unwrap_or(0);
            out.push(PlacedMark { place, text, anchor, span, level, word });
        }
        out
    }

    /// The lines with their place among those that are no reference.
    fn placed(&self) -> impl Iterator<Item = (usize, &CurveLine)> {
        self.lines.iter().scan(0, |next, line| {
            let at = *next;
            *next += usize::from(!line.reference);
            Some((at, line))
        })
    }

    /// The points that the axes hold.
    fn held(&self) -> impl Iterator<Item = &CurvePoint> {
        self.lines.iter().chain(&self.frame).flat_map(|line| &line.points)
    }

    fn across_axis(&self) -> Axis {
        let unit = self.across_unit;
        // Fine enough that a score from 1 to 10 begins at 1.
        Axis::stepping(self.held().map(move |point| unit.at(point.x)), 10.0)
    }

    fn upwards_axis(&self) -> Axis {
        let unit = self.upwards_unit;
        let values = self.held().flat_map(move |point| {
            [point.value, point.lower, point.upper].into_iter().flatten().map(move |value| unit.at(value))
        });
        // A share is read from nothing on, a difference from no difference on.
        Axis::holding(values.chain([0.0]))
    }

    /// Stretches of a line where both edges of its band are known: the lower edge and the upper.
    fn stretches(&self, line: &CurveLine) -> Vec<[Vec<(f64, f64)>; 2]> {
        let (across, upwards) = (self.across_unit, self.upwards_unit);
        let stretches = line.points.split(|point| point.lower.is_none() || point.upper.is_none());
        stretches
            .filter(|stretch| stretch.len() > 1)
            .map(|stretch| {
                let edge = |pick: fn(&CurvePoint) -> Option<Number>| {
                    stretch.iter().filter_map(|point| Some((across.at(point.x), upwards.at(pick(point)?)))).collect()
                };
                [edge(|point| point.lower), edge(|point| point.upper)]
            })
            .collect()
    }

    /// The band of a line, stretch by stretch.
    fn band(&self, sheet: &Area<'_>, line: &CurveLine) -> Drawn {
        for [mut around, mut above] in self.stretches(line) {
            above.reverse();
            around.extend(above);
            sheet.draw(&Polygon::new(around, Ink::CurveBand.style()))?;
        }
        Ok(())
    }

    /// The edges of the band, thin and in the pattern of the line: tints that lie on each other cannot be told apart.
    fn edges(&self, sheet: &Area<'_>, line: &CurveLine, ink: Ink) -> Drawn {
        for edge in self.stretches(line).into_iter().flatten() {
            sheet.draw(&PathElement::new(edge, ink.style()))?;
        }
        Ok(())
    }

    fn line(&self, sheet: &Area<'_>, line: &CurveLine, at: usize) -> Drawn {
        let place = |point: &CurvePoint| Some((self.across_unit.at(point.x), self.upwards_unit.at(point.value?)));
        let ink = Ink::curve(at, line.reference).0;
        for stretch in line.points.split(|point| point.value.is_none()) {
            let points: Vec<(f64, f64)> = stretch.iter().filter_map(place).collect();
            if points.len() > 1 {
                sheet.draw(&PathElement::new(points, ink.style()))?;
            }
        }
        let points: Vec<(f64, f64)> = line.points.iter().filter_map(place).collect();
        // Of many points about ten are marked, not at the same places as those of the other lines.
        let every = if points.len() > MARKED { points.len().div_ceil(10) } else { 1 };
        let screen = sheet.use_screen_coord();
        for (nth, point) in points.iter().enumerate() {
            let alone = points.len() == 1;
            if alone || nth % every == (at * 2 + usize::from(line.reference)) % every {
                shape(&screen, sheet.map_coordinate(point), at, line.reference)?;
            }
        }
        Ok(())
    }

    /// The names of the lines, each beside a piece of its pattern.
    fn key<'b>(
        &self,
        area: &plotters::drawing::DrawingArea<Paper<'b>, plotters::coord::Shift>,
        names: &[Vec<String>],
    ) -> Drawn {
        let mut y = 10;
        for ((at, line), names) in self.placed().zip(names) {
            area.draw(&PathElement::new(
                vec![(0, y * TENTH), (44 * TENTH, y * TENTH)],
                Ink::curve(at, line.reference).0.style(),
            ))?;
            shape(area, (22 * TENTH, y * TENTH), at, line.reference)?;
            for name in names {
                area.draw(&text((54, y + 4), &Rich::name(name), TextInk::new(Ink::Label, Anchor::Start)))?;
                y += KEY_LINE;
            }
        }
        Ok(())
    }

    /// The cases as bars: from where to where on the axis, and how many. Of few places one bar each, without width; of more,
    /// those between two ticks of the axis together, so that a bar is as high as there are cases in equal widths of the
    /// score, whatever bins they were counted in.
    fn columns(&self, across: Axis) -> (Vec<(f64, f64, f64)>, Bars) {
        let mut places: BTreeMap<i64, (f64, f64, f64)> = BTreeMap::new();
        for (x, n) in &self.cases {
            let x = self.across_unit.at(*x);
            // A place of its own, to nine decimals.
            let bar = places.entry((x * 1e9).round() as i64).or_insert((x, x, 0.0));
            bar.2 += n.get();
        }
        if places.len() <= PLACES {
            let inside = |(x, _, _): &(f64, f64, f64)| (across.from..=across.to).contains(x);
            return (places.into_values().filter(inside).collect(), Bars::Places);
        }
        if let Some(counted) = self.counted(across) {
            return (counted, Bars::Counted);
        }
        let last = ((across.to - across.from) / across.step).round() - 1.0;
        let mut out: BTreeMap<i64, (f64, f64, f64)> = BTreeMap::new();
        for (x, _, n) in places.into_values() {
            // A score that was written 0.3 belongs to the bar that begins there.
            let at = ((x - across.from) / across.step + 1e-9).floor();
            // A score at the end of the axis belongs to the last bar; what lies beyond has no place in the picture.
            let at = if x <= across.to + 1e-9 * across.step { at.min(last) } else { at };
            if at < 0.0 || at > last {
                continue;
            }
            let from = across.from + at * across.step;
            out.entry(at as i64).or_insert((from, from + across.step, 0.0)).2 += n;
        }
        (out.into_values().collect(), Bars::Summed)
    }

    /// The bins as bars; none where there are none, or where one of them reaches over a tick.
    fn counted(&self, across: Axis) -> Option<Vec<(f64, f64, f64)>> {
        let last = ((across.to - across.from) / across.step).round() - 1.0;
        let mut out: BTreeMap<i64, (f64, f64, f64)> = BTreeMap::new();
        for [low, high, n] in &self.bins {
            let steps = |at: &Number| (self.across_unit.at(*at) - across.from) / across.step;
            let at = (steps(low) + 1e-6).floor();
            if at < 0.0 || at > last || steps(high) > at + 1.0 + 1e-6 {
                return None;
            }
            let from = across.from + at * across.step;
            out.entry(at as i64).or_insert((from, from + across.step, 0.0)).2 += n.get();
        }
        (!out.is_empty()).then(|| out.into_values().collect())
    }

    /// How many cases the highest bar has, and what the bars are.
    pub fn highest_bar(&self) -> (f64, Bars) {
        let (columns, bars) = self.columns(self.across_axis());
        (columns.iter().fold(0.0, |most, (_, _, n)| n.max(most)), bars)
    }

    /// Cases under the curves.
    fn bars_under<'b>(
        &self,
        area: &plotters::drawing::DrawingArea<Paper<'b>, plotters::coord::Shift>,
        across: Axis,
        (right, top): (i32, i32),
    ) -> Drawn {
        let Some(head) = &self.bars else { return Ok(()) };
        let (columns, _) = self.columns(across);
        let most = columns.iter().fold(0.0_f64, |most, (_, _, n)| most.max(*n));
        if most <= 0.0 {
            return Ok(());
        }
        area.draw(&text((LEFT, top + 4), head, TextInk::new(Ink::Tick, Anchor::Start)))?;
        let base = (top + 12 + BARS) * TENTH;
        let width = f64::from((right - LEFT) * TENTH);
        // Positions on the sheet: small whole numbers.
        let place = |x: f64| (f64::from(LEFT * TENTH) + (x - across.from) / (across.to - across.from) * width) as i32;
        for (from, to, n) in &columns {
            let (left, right) =
                if from < to { (place(*from) + 6, place(*to) - 6) } else { (place(*from) - 20, place(*from) + 20) };
            let high = (n / most * f64::from((BARS - 4) * TENTH)) as i32;
            area.draw(&Rectangle::new([(left, base - high), (right, base)], Ink::Bar.style()))?;
        }
        Ok(())
    }
}

/// The point of a line, in the shape that only this line has.
fn shape<'b>(
    area: &plotters::drawing::DrawingArea<Paper<'b>, plotters::coord::Shift>,
    (x, y): (i32, i32),
    at: usize,
    reference: bool,
) -> Drawn {
    if reference {
        return area.draw(&Circle::new((x, y), 34, Ink::PointReference.style()));
    }
    match at % 4 {
        0 => area.draw(&Circle::new((x, y), 38, Ink::PointPlain.style())),
        1 => area.draw(&Rectangle::new([(x - 36, y - 36), (x + 36, y + 36)], Ink::PointPlain.style())),
        2 => area.draw(&Polygon::new(vec![(x, y - 46), (x + 42, y + 32), (x - 42, y + 32)], Ink::PointPlain.style())),
        _ => {
            let diamond = vec![(x, y - 48), (x + 48, y), (x, y + 48), (x - 48, y)];
            area.draw(&Polygon::new(diamond, Ink::PointOpen.style()))
        }
    }
}
