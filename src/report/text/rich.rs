//! A sentence with its parts told apart: words of ours, names out of the data, figures with the row they come from,
//! words of a person.
//!
//! Fluent gives plain strings; so each argument is framed by characters of a private-use plane before it goes in, and
//! the frames are read off again afterwards. A name cannot forge a frame: these characters are written as their code.

use std::borrow::Cow;
use std::fmt;

const OPEN: char = '\u{f5a10}';
const BETWEEN: char = '\u{f5a11}';
const CLOSE: char = '\u{f5a12}';

/// A figure as written, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    /// As written.
    pub text: String,
    /// Id of the report's row; a JSON pointer (`/audit/…`) for a figure of the head; `count/…` for a count of rows.
    pub id: String,
    /// Column of the row.
    pub column: String,
}

impl Figure {
    /// A figure.
    pub fn new(text: impl Into<String>, id: &str, column: &str) -> Self {
        Self { text: text.into(), id: id.to_owned(), column: column.to_owned() }
    }

    /// The figure with a unit behind it.
    pub fn rich(&self) -> Rich {
        Rich(vec![Piece::Figure(self.clone())])
    }

    /// The framed figure, as an argument of a message.
    pub(super) fn framed(&self) -> String {
        let mut out = String::new();
        frame(&mut out, 'f', [&self.text, &self.id, &self.column]);
        out
    }
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// Words of ours.
    Text(String),
    /// A name out of the data or the spec: of any script, so HTML isolates it.
    Name(String),
    /// A figure.
    Figure(Figure),
    /// Words of a person, within a sentence of ours.
    Quoted(String),
    /// A date or a period.
    Date(String),
}

/// A text whose parts are told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rich(pub Vec<Piece>);

impl Rich {
    /// Words of ours.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    /// A name.
    pub fn name(name: &str) -> Self {
        Self(vec![Piece::Name(visible(name).into_owned())])
    }

    /// Nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// With more behind it.
    #[must_use]
    pub fn then(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// With words of ours behind it.
    #[must_use]
    pub fn then_text(self, text: &str) -> Self {
        self.then(Self::text(text))
    }

    /// Joined by a separator of ours.
    pub fn join(parts: impl IntoIterator<Item = Self>, separator: &str) -> Self {
        let mut out = Self::default();
        for part in parts {
            if !out.0.is_empty() && !part.0.is_empty() {
                out.0.push(Piece::Text(separator.to_owned()));
            }
            out.0.extend(part.0);
        }
        out
    }

    /// With a capital at its start, also where a name or a count in words stands there.
    #[must_use]
    pub fn capitalised(mut self) -> Self {
        if let Some(first) = self.0.first_mut() {
            let text = match first {
                Piece::Text(text) | Piece::Name(text) | Piece::Quoted(text) | Piece::Date(text) => text,
                Piece::Figure(figure) => &mut figure.text,
            };
            *text = capital(text);
        }
        self
    }

    /// With no name longer than so many letters: what is cut ends in "…".
    #[must_use]
    pub fn shortened(&self, most: usize) -> Self {
        let piece = |piece: &Piece| match piece {
            Piece::Name(name) if name.chars().count() > most => {
                let kept: String = name.chars().take(most.saturating_sub(1)).collect();
                Piece::Name(format!("{}…", kept.trim_end()))
            }
            other => other.clone(),
        };
        Self(self.0.iter().map(piece).collect())
    }

    /// The text alone, for a terminal, an attribute or a test.
    pub fn plain(&self) -> String {
        self.to_string()
    }

    /// The framed text, as an argument of another message.
    pub(super) fn framed(&self) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Name(name) => frame(&mut out, 'n', [name, "", ""]),
                Piece::Quoted(text) => frame(&mut out, 'q', [text, "", ""]),
                Piece::Date(text) => frame(&mut out, 'd', [text, "", ""]),
                Piece::Figure(figure) => frame(&mut out, 'f', [&figure.text, &figure.id, &figure.column]),
            }
        }
        out
    }

    /// What Fluent gave back, with the frames read off.
    pub(super) fn unframe(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, framed)) = rest.split_once(OPEN) {
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            let (inside, after) = framed.split_once(CLOSE).unwrap_or((framed, ""));
            let mut fields = inside.split(BETWEEN);
            let (kind, first) = (fields.next().unwrap_or(""), fields.next().unwrap_or("").to_owned());
            pieces.push(match kind {
                "n" => Piece::Name(first),
                "q" => Piece::Quoted(first),
                "d" => Piece::Date(first),
                "f" => Piece::Figure(Figure::new(first, fields.next().unwrap_or(""), fields.next().unwrap_or(""))),
                _ => Piece::Text(first),
            });
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Self(pieces)
    }
}

fn frame(out: &mut String, kind: char, fields: [&str; 3]) {
    // Five signs of four bytes and the kind.
    out.reserve(fields.map(str::len).iter().sum::<usize>() + 21);
    out.extend([OPEN, kind]);
    for field in fields {
        out.push(BETWEEN);
        out.push_str(field);
    }
    out.push(CLOSE);
}

impl fmt::Display for Rich {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.0 {
            f.write_str(match piece {
                Piece::Text(text) | Piece::Name(text) | Piece::Quoted(text) | Piece::Date(text) => text,
                Piece::Figure(figure) => &figure.text,
            })?;
        }
        Ok(())
    }
}

/// The text with a capital at its start.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text with every character that would change how others are shown written as its code: bidirectional controls,
/// control characters, invisible ones. A line break and a tab stay what they are.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Most texts are of these alone: nothing is to be looked for in them letter by letter.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.chars().any(hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if hidden(letter) {
            out.push_str(&format!("\u{27e8}U+{:04X}\u{27e9}", u32::from(letter)));
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

/// Would the character change how others are shown, or not be seen itself?
fn hidden(letter: char) -> bool {
    matches!(letter,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        | OPEN | BETWEEN | CLOSE)
}

#[cfg(test)]
mod tests {
    use super::{Figure, Piece, Rich, visible};

    #[test]
    fn frames_are_read_off_again() {
        let rich = Rich::text("of ")
            .then(Rich::name("women"))
            .then_text(" ")
            .then(Figure::new("63", "e/selection_rate/selected/sex/woman", "value").rich());
        assert_eq!(Rich::unframe(&rich.framed()), rich);
    }

    #[test]
    fn a_name_cannot_forge_a_figure() {
        let name = "a\u{f5a10}f\u{f5a11}99\u{f5a11}id\u{f5a11}value\u{f5a12}";
        let rich = Rich::unframe(&Rich::name(name).framed());
        assert!(matches!(rich.0.as_slice(), [Piece::Name(_)]), "{rich:?}");
    }

    #[test]
    fn bidirectional_and_control_characters_are_seen() {
        assert_eq!(visible("a\u{202e}b"), "a\u{27e8}U+202E\u{27e9}b");
        assert_eq!(visible("a\u{7}\u{0}"), "a\u{27e8}U+0007\u{27e9}\u{27e8}U+0000\u{27e9}");
        assert_eq!(visible("kvinnor, män"), "kvinnor, män");
    }
}
