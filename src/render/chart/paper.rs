//! The sheet that the charting library draws on: its shapes and texts as SVG with classes.
//!
//! The library's own SVG backend writes colours and font sizes into every element, which neither a dark page nor a
//! print in black and white can change, and whole pixels; so this one stands in its place. Coordinates are tenths.

use std::convert::Infallible;
use std::fmt::Write;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::style::{Color, RGBColor, ShapeStyle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
};

use super::{Mark, Picture, WIDTH};
use crate::render::markup::{escape, rich};
use crate::report::text::Rich;

/// Tenths of a unit of the view box: what the library sees as one pixel.
pub const TENTH: i32 = 10;

/// What a shape or text is: the class that the style sheet colours it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Ink {
    Band,
    BandEdge,
    Grid,
    Zero,
    Bar,
    LineDisparity,
    LineWithin,
    LineInconclusive,
    LinePlain,
    PointDisparity,
    PointWithin,
    PointInconclusive,
    PointPlain,
    PointHalf,
    DotsGroup,
    DotsReference,
    Label,
    Sub,
    Value,
    Tick,
    BandText,
    CurveBand,
    Mark,
    MarkText,
    CurveReference,
    CurveSolid,
    CurveDotted,
    CurveChained,
    CurveLong,
    EdgeReference,
    EdgeSolid,
    EdgeDotted,
    EdgeChained,
    EdgeLong,
    PointReference,
    PointOpen,
}

impl Ink {
    /// Every ink, at the place of its number.
    const ALL: [Self; 36] = [
        Self::Band,
        Self::BandEdge,
        Self::Grid,
        Self::Zero,
        Self::Bar,
        Self::LineDisparity,
        Self::LineWithin,
        Self::LineInconclusive,
        Self::LinePlain,
        Self::PointDisparity,
        Self::PointWithin,
        Self::PointInconclusive,
        Self::PointPlain,
        Self::PointHalf,
        Self::DotsGroup,
        Self::DotsReference,
        Self::Label,
        Self::Sub,
        Self::Value,
        Self::Tick,
        Self::BandText,
        Self::CurveBand,
        Self::Mark,
        Self::MarkText,
        Self::CurveReference,
        Self::CurveSolid,
        Self::CurveDotted,
        Self::CurveChained,
        Self::CurveLong,
        Self::EdgeReference,
        Self::EdgeSolid,
        Self::EdgeDotted,
        Self::EdgeChained,
        Self::EdgeLong,
        Self::PointReference,
        Self::PointOpen,
    ];

    const fn class(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::BandEdge => "bandedge",
            Self::Grid => "grid",
            Self::Zero => "zero",
            Self::Bar => "bar",
            Self::LineDisparity => "ci c-disp",
            Self::LineWithin => "ci c-ok",
            Self::LineInconclusive => "ci c-inc",
            Self::LinePlain => "ci c-plain",
            Self::PointDisparity => "pt c-disp",
            Self::PointWithin => "pt c-ok",
            Self::PointInconclusive => "pt hollow c-inc",
            Self::PointPlain => "pt c-plain",
            Self::PointHalf => "pt c-inc",
            Self::DotsGroup => "dots c-ink",
            Self::DotsReference => "dots c-soft",
            Self::Label => "lab",
            Self::Sub => "sub",
            Self::Value => "val",
            Self::Tick => "tick",
            Self::BandText => "bandt",
            Self::CurveBand => "cband",
            Self::Mark => "mark",
            Self::MarkText => "tick markt",
            Self::CurveReference => "curve dash c-soft",
            Self::CurveSolid => "curve c-ink",
            Self::CurveDotted => "curve dot c-ink",
            Self::CurveChained => "curve chain c-ink",
            Self::CurveLong => "curve long c-ink",
            Self::EdgeReference => "cedge dash c-soft",
            Self::EdgeSolid => "cedge c-ink",
            Self::EdgeDotted => "cedge dot c-ink",
            Self::EdgeChained => "cedge chain c-ink",
            Self::EdgeLong => "cedge long c-ink",
            Self::PointReference => "pt hollow c-soft",
            Self::PointOpen => "pt hollow c-plain",
        }
    }

    /// The line of a mark.
    pub const fn line(mark: Mark) -> Self {
        match mark {
            Mark::Disparity => Self::LineDisparity,
            Mark::Within => Self::LineWithin,
            Mark::Inconclusive | Mark::There => Self::LineInconclusive,
            Mark::Plain | Mark::Unassessed => Self::LinePlain,
        }
    }

    /// The point of a mark.
    pub const fn point(mark: Mark) -> Self {
        match mark {
            Mark::Disparity => Self::PointDisparity,
            Mark::Within => Self::PointWithin,
            Mark::Inconclusive | Mark::There => Self::PointInconclusive,
            Mark::Plain | Mark::Unassessed => Self::PointPlain,
        }
    }

    /// The pattern of a line of a plot, and that of the edge of its band: lines are told apart by their dashes and by the
    /// shape of their points, the reference by its quiet colour as well. `place` counts the lines that are no reference.
    pub const fn curve(place: usize, reference: bool) -> (Self, Self) {
        if reference {
            return (Self::CurveReference, Self::EdgeReference);
        }
        // Four shapes of points and four patterns: one further for each round, so that sixteen lines differ.
        match (place + place / 4) % 4 {
            0 => (Self::CurveSolid, Self::EdgeSolid),
            1 => (Self::CurveDotted, Self::EdgeDotted),
            2 => (Self::CurveChained, Self::EdgeChained),
            _ => (Self::CurveLong, Self::EdgeLong),
        }
    }

    /// The library's style that carries the ink: its number, in place of a colour.
    pub fn style(self) -> ShapeStyle {
        RGBColor(self as u8, 0, 0).filled()
    }

    fn of(color: BackendColor) -> Self {
        Self::ALL.get(usize::from(color.rgb.0)).copied().unwrap_or(Self::Grid)
    }
}

/// Where a text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// Ends there.
    End,
}

/// A text of the chart.
pub struct TextInk {
    ink: Ink,
    anchor: Anchor,
}

impl TextInk {
    /// A text.
    pub const fn new(ink: Ink, anchor: Anchor) -> Self {
        Self { ink, anchor }
    }
}

impl BackendTextStyle for TextInk {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (self.ink as u8, 0, 0) }
    }

    fn anchor(&self) -> Pos {
        let h_pos = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos { h_pos, v_pos: VPos::Bottom }
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::SansSerif
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        let letters = i32::try_from(text.chars().count()).unwrap_or(0);
        Ok(((0, 0), (letters * 7 * TENTH, 16 * TENTH)))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: DrawFunc,
    ) -> Result<Result<(), E>, Infallible> {
        // Letters are never drawn as pixels here.
        Ok(Ok(()))
    }
}

/// The sheet.
pub struct Paper<'a> {
    out: &'a mut String,
    width: i32,
    height: i32,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Paper<'_> {
    /// Draws a chart of a height, in units of the view box; gives its markup.
    pub fn picture(
        picture: &Picture,
        height: i32,
        draw: impl FnOnce(&DrawingArea<Paper<'_>, Shift>) -> Result<(), plotters::drawing::DrawingAreaErrorKind<Infallible>>,
    ) -> String {
        Self::sized(picture, (WIDTH, height), draw)
    }

    /// Draws a chart of a width and a height; one that is narrower than the others stands beside others of its kind.
    pub fn sized(
        picture: &Picture,
        (width, height): (i32, i32),
        draw: impl FnOnce(&DrawingArea<Paper<'_>, Shift>) -> Result<(), plotters::drawing::DrawingAreaErrorKind<Infallible>>,
    ) -> String {
        let mut inside = String::new();
        {
            let area = Paper { out: &mut inside, width, height }.into_drawing_area();
            // Nothing on this sheet can fail: no font is read, no pixel missed.
            let drawn = draw(&area);
            debug_assert!(drawn.is_ok(), "{drawn:?}");
        }
        let (id, title, description) = (escape(&picture.id), escape(&picture.title), escape(&picture.description));
        let class = if width < WIDTH { "chart panel" } else { "chart" };
        format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
             <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>{inside}</svg>"
        )
    }
}

/// A line or an outline through points.
fn path_into(out: &mut String, class: &str, points: impl IntoIterator<Item = BackendCoord>, end: &str) {
    out.extend(["<path class=\"", class, "\" d=\"M"]);
    for (nth, (x, y)) in points.into_iter().enumerate() {
        out.extend([if nth > 0 { "L" } else { "" }, &unit(x), " ", &unit(y)]);
    }
    out.extend([end, "\"/>"]);
}

/// Tenths as the view box has them.
fn unit(tenths: i32) -> String {
    let (whole, rest) = (tenths / TENTH, (tenths % TENTH).abs());
    let sign = if tenths < 0 && whole == 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

impl DrawingBackend for Paper<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (u32::try_from(self.width * TENTH).unwrap_or(0), u32::try_from(self.height * TENTH).unwrap_or(0))
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, _: bool) -> Drawn {
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        let (w, h) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
        let class = Ink::of(style.color()).class();
        let (x, y, w, h) = (unit(x), unit(y), unit(w), unit(h));
        let _ = write!(self.out, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        path_into(self.out, Ink::of(style.color()).class(), path, "");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, _: bool) -> Drawn {
        let class = Ink::of(style.color()).class();
        let radius = unit(i32::try_from(radius).unwrap_or(0));
        let (x, y) = (unit(center.0), unit(center.1));
        let _ = write!(self.out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        path_into(self.out, Ink::of(style.color()).class(), points, "Z");
        Ok(())
    }

    /// `text` is markup: only [`text`] calls this, and it escapes.
    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        if text.is_empty() {
            return Ok(());
        }
        let class = Ink::of(style.color()).class();
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let (x, y) = (unit(at.0), unit(at.1));
        let _ = write!(self.out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{text}</text>");
        Ok(())
    }
}

/// A text at a point of the view box, as an element of the library.
pub struct Text {
    at: (i32, i32),
    markup: String,
    style: TextInk,
}

/// A text at a point of the view box.
pub fn text(at: (i32, i32), words: &Rich, style: TextInk) -> Text {
    Text { at: (at.0 * TENTH, at.1 * TENTH), markup: rich(words, "tspan"), style }
}

impl<'a> plotters::element::PointCollection<'a, (i32, i32)> for &'a Text {
    type Point = &'a (i32, i32);
    type IntoIter = std::iter::Once<&'a (i32, i32)>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl<DB: DrawingBackend> plotters::element::Drawable<DB> for Text {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        points.next().map_or(Ok(()), |at| backend.draw_text(&self.markup, &self.style, at))
    }
}
