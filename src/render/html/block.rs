//! The blocks that a section is made of, and tables with footnotes.

use std::collections::BTreeSet;

use memchr::memmem::Finder;
use minijinja::HtmlEscape;
use minijinja::value::Value;
use serde::{Serialize, Serializer};

use crate::render::chart::Mark;
use crate::render::markup;
use crate::report::number::Form;
use crate::report::sentences::CellKind;
use crate::report::text::{Figure, Rich, visible};
use crate::words::Note;

/// Markup that is done: escaped, with the ids of its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

impl Html {
    /// A sentence.
    pub fn rich(text: &Rich) -> Self {
        Self(markup::rich(text, "span"))
    }

    /// Words of ours, or any text without parts.
    pub fn text(text: &str) -> Self {
        Self(markup::escape(text))
    }

    /// A figure, or the sign for one that does not exist.
    pub fn figure(figure: Option<&Figure>) -> Self {
        figure.map_or_else(|| Self("–".to_owned()), |figure| Self(markup::figure(figure)))
    }

    /// A machine word, an id, a hash.
    pub fn code(text: &str) -> Self {
        Self(format!("<code>{}</code>", markup::escape(text)))
    }

    /// With more behind it.
    #[must_use]
    pub fn then(mut self, more: &Self) -> Self {
        self.0.push_str(&more.0);
        self
    }

    /// With a smaller line beneath.
    #[must_use]
    pub fn small(mut self, text: &Self) -> Self {
        if !text.0.is_empty() {
            self.0.extend(["<small>", &text.0, "</small>"]);
        }
        self
    }

    /// Within an element of a class.
    #[must_use]
    pub fn within(self, element: &str, class: &str) -> Self {
        Self(format!("<{element} class=\"{class}\">{}</{element}>", self.0))
    }

    /// As a link within the page.
    #[must_use]
    pub fn to(self, id: &str) -> Self {
        Self(format!("<a href=\"#{}\">{}</a>", markup::escape(id), self.0))
    }

    /// Is there nothing?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Without its elements; still escaped.
    pub fn bare(&self) -> Self {
        let mut out = String::with_capacity(self.0.len());
        self.bare_into(&mut out);
        Self(out)
    }

    fn bare_into(&self, out: &mut String) {
        let mut parts = self.0.split('<');
        out.push_str(parts.next().unwrap_or(""));
        // Each other part is the rest of an element and the text behind it.
        out.extend(parts.filter_map(|part| part.split_once('>')).map(|(_, text)| text));
    }
}

/// A part of a section.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading within the section.
    Heading { level: u8, id: String, html: Html },
    /// A paragraph.
    Para { html: Html, class: &'static str },
    /// A list.
    List { items: Vec<Html>, class: &'static str },
    /// A list of terms.
    Terms { items: Vec<(Html, Html)> },
    /// A table.
    Table { table: Table },
    /// A chart.
    Figure { label: Html, svg: Html, heading: Html, caption: Html },
    /// A person's text, framed.
    Statement(Box<Statement>),
}

/// A person's text: framed, with state, role, name and date.
#[derive(Clone, Debug, Serialize)]
pub struct Statement {
    pub id: String,
    pub title: Html,
    pub state: Html,
    pub reasons: Html,
    /// Language of the answers, where it is not that of the report.
    pub lang: String,
    pub answers: Vec<Answer>,
    /// Where the rest stands, if not all of it is here.
    pub rest: Html,
    pub fields: Option<Table>,
    pub signatures: Vec<Html>,
}

/// An answer.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    pub number: String,
    pub question: String,
    pub paragraphs: Vec<String>,
    pub translation: Vec<String>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub id: String,
    /// The caption without markup, for those who hear the page.
    pub label: Html,
    pub caption: Html,
    pub class: &'static str,
    /// The name that the tables have whose figures a reader may move into its cells.
    pub moves: String,
    /// Whose cells its rows may be shown in.
    pub feeds: Option<Feed>,
    pub head: Vec<Head>,
    pub bodies: Vec<Body>,
    pub notes: Vec<Html>,
    /// Notes of figures that a reader may move into its cells: shown once another figure stands there.
    pub later: Vec<Html>,
}

/// What of another table a table's rows may be shown in: its columns are rows there from `first` on, in one column.
#[derive(Clone, Debug)]
pub struct Feed {
    pub name: String,
    pub column: usize,
    pub first: usize,
}

/// Rows under one heading.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub heading: Html,
    pub rows: Vec<Row>,
}

/// A head of a column.
#[derive(Clone, Debug)]
pub struct Head {
    pub html: Html,
    pub class: &'static str,
    /// Without markup: stands before each cell where the table is set as a list, on a narrow screen.
    pub label: Html,
}

/// A row; its first cell is its head.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub id: String,
    /// Id of the report's row that all its figures show; they then carry the column only.
    pub shows: String,
    pub class: &'static str,
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    pub html: Html,
    pub class: &'static str,
    pub span: usize,
}

impl Cell {
    /// Words.
    pub fn words(html: Html) -> Self {
        Self { html, class: "", span: 1 }
    }

    /// A figure, set to the right.
    pub fn number(html: Html) -> Self {
        Self { html, class: "num", span: 1 }
    }
}

impl Row {
    /// A row of cells.
    pub fn of(cells: impl IntoIterator<Item = Cell>) -> Self {
        Self { cells: cells.into_iter().collect(), ..Self::default() }
    }
}

impl Row {
    /// With the id of the report's row on the row, and no more on each of its figures.
    #[must_use]
    pub fn showing(mut self, id: &str) -> Self {
        id.clone_into(&mut self.shows);
        self
    }
}

impl Table {
    /// A table with these heads; those that begin with `#` are columns of figures.
    pub fn new<'a>(id: &str, caption: Html, heads: impl IntoIterator<Item = &'a str>) -> Self {
        let head = heads
            .into_iter()
            .map(|head| match head.strip_prefix('#') {
                Some(figures) => Head { html: Html::text(figures), class: "num", label: Html::text(figures) },
                None => Head { html: Html::text(head), class: "", label: Html::text(head) },
            })
            .collect();
        Self { id: id.to_owned(), caption, head, bodies: vec![Body::default()], ..Self::default() }
    }

    /// With a class of the style sheet.
    #[must_use]
    pub fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// Adds a row to the last body.
    pub fn push(&mut self, row: Row) {
        if let Some(body) = self.bodies.last_mut() {
            body.rows.push(row);
        }
    }

    /// Begins rows under a heading.
    pub fn heading(&mut self, heading: Html) {
        self.bodies.push(Body { heading, rows: Vec::new() });
    }

    /// Has it no rows?
    pub fn is_empty(&self) -> bool {
        self.bodies.iter().all(|body| body.rows.is_empty())
    }

    /// As a block.
    pub fn block(mut self, notes: Footnotes<'_>) -> Block {
        self.notes = notes.lines();
        let heads = self.head.iter().map(|head| head.html.bare().0).collect::<Vec<_>>().join(", ");
        // A head may have been replaced since.
        for head in &mut self.head {
            head.label = head.html.bare();
        }
        self.label = if self.caption.is_empty() { Html(heads) } else { self.caption.bare() };
        self.bodies.retain(|body| !body.rows.is_empty());
        Block::Table { table: self }
    }

    /// The markup. No template makes it: it would look each of its names up again in tens of thousands of cells.
    fn html(&self) -> Html {
        let mut out = String::from("\n<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
        attribute(&mut out, "aria-label", &self.label.0);
        out.push_str(">\n<table");
        attribute(&mut out, "id", &given(&self.id));
        attribute(&mut out, "class", self.class);
        attribute(&mut out, "data-moves", &given(&self.moves));
        if let Some(feed) = &self.feeds {
            attribute(&mut out, "data-feeds", &given(&feed.name));
            attribute(&mut out, "data-column", &feed.column.to_string());
            attribute(&mut out, "data-first", &feed.first.to_string());
        }
        out.push_str(">\n");
        if !self.caption.is_empty() {
            out.extend(["<caption>", &self.caption.0, "</caption>"]);
        }
        out.push_str("\n<thead><tr>");
        for head in &self.head {
            out.push_str("<th scope=\"col\"");
            attribute(&mut out, "class", head.class);
            out.extend([">", &head.html.0, "</th>"]);
        }
        out.push_str("</tr></thead>\n");
        for body in &self.bodies {
            out.push_str("<tbody>\n");
            if !body.heading.is_empty() {
                out.push_str("<tr class=\"under\"><th scope=\"rowgroup\"");
                attribute(&mut out, "colspan", &self.head.len().to_string());
                out.extend([">", &body.heading.0, "</th></tr>"]);
            }
            out.push('\n');
            for row in &body.rows {
                self.row_into(row, &mut out);
            }
            out.push_str("</tbody>\n");
        }
        out.push_str("</table>\n</div>\n");
        if !(self.notes.is_empty() && self.later.is_empty()) {
            out.push_str("<ul class=\"notes\">");
            for note in &self.notes {
                out.extend(["<li>", &note.0, "</li>"]);
            }
            for note in &self.later {
                out.extend(["<li hidden=\"hidden\">", &note.0, "</li>"]);
            }
            out.push_str("</ul>");
        }
        out.push('\n');
        Html(out)
    }

    fn row_into(&self, row: &Row, out: &mut String) {
        out.push_str("<tr");
        attribute(out, "id", &given(&row.id));
        attribute(out, "data-ref", &given(&row.shows));
        attribute(out, "class", row.class);
        out.push('>');
        let own = format!(" data-ref=\"{}\"", markup::escape(&row.shows));
        let own_at = Finder::new(&own);
        for (at, cell) in row.cells.iter().enumerate() {
            let element = if at == 0 && row.class != "said" { "th" } else { "td" };
            out.extend(["<", element]);
            if element == "th" {
                attribute(out, "scope", "row");
            }
            attribute(out, "class", cell.class);
            if element == "td" && cell.span > 1 {
                attribute(out, "colspan", &cell.span.to_string());
            } else if element == "td" && self.class != "raw" {
                out.extend([" data-head=\"", self.head.get(at).map_or("", |head| &head.label.0), "\""]);
            }
            out.push('>');
            if row.shows.is_empty() {
                out.push_str(&cell.html.0);
            } else {
                let (text, mut from) = (&cell.html.0, 0);
                for at in own_at.find_iter(text.as_bytes()) {
                    out.push_str(&text[from..at]);
                    from = at + own.len();
                }
                out.push_str(&text[from..]);
            }
            out.extend(["</", element, ">"]);
        }
        out.push_str("</tr>\n");
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.html().serialize(serializer)
    }
}

/// An attribute of an element, where it has a value.
fn attribute(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        out.extend([" ", name, "=\"", value, "\""]);
    }
}

/// A name as the templates write what is no markup.
fn given(name: &str) -> String {
    HtmlEscape(&visible(name)).to_string()
}

/// The footnotes of a table: a letter for each note that a cell has.
#[derive(Clone)]
pub struct Footnotes<'a> {
    texts: &'a crate::report::text::Texts,
    seen: Vec<Foot>,
    /// Those that are said once, without a letter.
    of_all: BTreeSet<Note>,
    hidden: bool,
    points: bool,
}

/// What a footnote says: a note, or words in its place where the note means something else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Foot {
    Note(Note),
    Words(&'static str),
}

/// Notes that are facts of an attribute: every figure of it has them, and a letter at each would say nothing.
const OF_ALL: [Note; 2] = [Note::ProxyNotCalibrated, Note::UnknownMembership];

impl<'a> Footnotes<'a> {
    /// None yet.
    pub fn new(texts: &'a crate::report::text::Texts) -> Self {
        Self { texts, seen: Vec::new(), of_all: BTreeSet::new(), hidden: false, points: false }
    }

    /// The mark of some notes.
    pub fn mark(&mut self, notes: &[Note]) -> Html {
        self.mark_as(notes, |_| None)
    }

    /// The mark of some notes, of which some are said in other words: a key of the texts.
    pub fn mark_as(&mut self, notes: &[Note], words: impl Fn(Note) -> Option<&'static str>) -> Html {
        let mut letters = Vec::new();
        for note in notes {
            if OF_ALL.contains(note) {
                self.of_all.insert(*note);
                continue;
            }
            let foot = words(*note).map_or(Foot::Note(*note), Foot::Words);
            let at = self.seen.iter().position(|seen| *seen == foot).unwrap_or_else(|| {
                self.seen.push(foot);
                self.seen.len() - 1
            });
            letters.push(letter(at));
        }
        if letters.is_empty() { Html::default() } else { Html(format!("<sup>{}</sup>", letters.join(" "))) }
    }

    /// A figure with its mark; a hidden one is `S`, one that does not exist a dash.
    pub fn figure(&mut self, figure: Option<&Figure>, suppressed: bool, notes: &[Note]) -> Html {
        if suppressed {
            self.hidden = true;
            return Html("S".to_owned());
        }
        let mark = self.mark(notes);
        Html::figure(figure).then(&mark)
    }

    /// Notes that a figure is in percentage points, which tables abbreviate.
    pub fn unit(&mut self, form: Form) {
        self.points |= form == Form::Points;
    }

    fn lines(self) -> Vec<Html> {
        let mut out: Vec<Html> = self
            .seen
            .iter()
            .enumerate()
            .map(|(at, foot)| {
                let words = match foot {
                    Foot::Note(note) => self.texts.note(*note),
                    Foot::Words(key) => self.texts.word(key),
                };
                Html(format!("<sup>{}</sup> {}.", letter(at), markup::escape(&words)))
            })
            .collect();
        out.extend(
            self.of_all
                .iter()
                .map(|note| Html::text(&format!("{}.", crate::report::text::capital(&self.texts.note(*note))))),
        );
        if self.hidden {
            out.push(Html::text(&self.texts.head("table-hidden")));
        }
        if self.points {
            out.push(Html::text(&self.texts.word("table-points")));
        }
        out
    }
}

/// a … z, then aa …
fn letter(at: usize) -> String {
    let small = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { small(at).to_string() } else { format!("{}{}", small(at / 26 - 1), small(at)) }
}

impl Block {
    /// A paragraph.
    pub fn para(html: Html) -> Self {
        Self::Para { html, class: "" }
    }

    /// A chart.
    pub fn figure(svg: String, heading: Html, caption: Html) -> Self {
        Self::Figure { label: heading.bare(), svg: Html(svg), heading, caption }
    }

    /// A heading within a section.
    pub fn heading(level: u8, id: &str, html: Html) -> Self {
        Self::Heading { level, id: id.to_owned(), html }
    }

    /// Is it a table that a reader may move other thresholds into?
    pub fn is_steps(&self) -> bool {
        matches!(self, Self::Table { table } if !table.moves.is_empty())
    }

    /// Adds the words of the block without markup, to look for terms in.
    pub fn words_into(&self, out: &mut String) {
        let mut add = |html: &Html| {
            html.bare_into(out);
            out.push(' ');
        };
        match self {
            Self::Heading { html, .. } | Self::Para { html, .. } => add(html),
            Self::List { items, .. } => items.iter().for_each(add),
            Self::Terms { items } => items.iter().flat_map(|(term, explained)| [term, explained]).for_each(add),
            Self::Figure { heading, caption, .. } => [heading, caption].into_iter().for_each(add),
            Self::Table { table } => {
                // Terms stand in words, and many rows have the same ones.
                let rows = table.bodies.iter().flat_map(|body| &body.rows);
                let cells = rows.flat_map(|row| &row.cells).filter(|cell| cell.class != "num").map(|cell| &cell.html);
                let mut seen: BTreeSet<&str> = BTreeSet::new();
                let words = table.head.iter().map(|head| &head.html).chain(cells);
                words.filter(|html| seen.insert(html.0.as_str())).for_each(add);
            }
            Self::Statement(_) => {}
        }
    }
}

/// The mark of a verdict: a shape with its word, whatever the colour.
pub fn marked(class: &str, shape: &str, word: &Html) -> Html {
    Html(format!(
        "<span class=\"v {class}\"><svg class=\"g\" viewBox=\"0 0 12 12\" aria-hidden=\"true\">{shape}</svg>\
         <span>{}</span></span>",
        word.0
    ))
}

const SQUARE: &str = "<rect x=\"1\" y=\"1\" width=\"10\" height=\"10\"/>";
const CIRCLE: &str = "<circle cx=\"6\" cy=\"6\" r=\"5\"/>";
const DIAMOND: &str = "<path class=\"open\" d=\"M6 .6 11.4 6 6 11.4 .6 6Z\"/>";
const DIAMOND_THERE: &str = "<path class=\"open\" d=\"M6 .6 11.4 6 6 11.4 .6 6Z\"/><path d=\"M6 .6V11.4L.6 6Z\"/>";
const DASH: &str = "<path class=\"open\" d=\"M1 6h10\"/>";
/// As in the charts: a bar across the line.
const BAR: &str = "<path class=\"open\" d=\"M1 6h10M6 2v8\"/>";
const DOT: &str = "<circle cx=\"6\" cy=\"6\" r=\"1.6\"/>";
const HIDDEN: &str = "<path class=\"open\" d=\"M1 1h10v10h-10ZM1 11 11 1\"/>";

/// Class and shape of what a cell of the matrix says.
pub fn look(kind: CellKind) -> (&'static str, &'static str) {
    match kind {
        CellKind::Disparity => ("v-disp", SQUARE),
        CellKind::Within => ("v-ok", CIRCLE),
        CellKind::Inconclusive | CellKind::OneSided => ("v-inc", DIAMOND),
        CellKind::InconclusiveThere | CellKind::OtherWay => ("v-inc", DIAMOND_THERE),
        CellKind::NotMeasured => ("v-na", DASH),
        CellKind::NotAssessed => ("v-na", BAR),
        CellKind::Hidden => ("v-na", HIDDEN),
        CellKind::NoData => ("v-na", DOT),
    }
}

/// The mark of a chart for what a comparison says.
pub fn mark_of(kind: CellKind) -> Mark {
    match kind {
        CellKind::Disparity => Mark::Disparity,
        CellKind::Within => Mark::Within,
        CellKind::Inconclusive | CellKind::OneSided => Mark::Inconclusive,
        CellKind::InconclusiveThere | CellKind::OtherWay => Mark::There,
        CellKind::NotAssessed => Mark::Unassessed,
        CellKind::NotMeasured | CellKind::Hidden | CellKind::NoData => Mark::Plain,
    }
}
