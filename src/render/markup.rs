//! Text into markup: escaping, and the parts of a sentence as elements.

use crate::report::text::{Figure, Piece, Rich, visible};

/// Letters of a word that fit everywhere.
const LONG: usize = 24;

/// Text for an element or a quoted attribute of HTML and SVG, with hidden characters written as their code.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    escape_into(&mut out, text);
    out
}

fn escape_into(out: &mut String, text: &str) {
    let text = visible(text);
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let code = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.extend([&text[from..at], code]);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// A sentence with its parts as elements: names isolated, figures with the id and the column of their row, a person's
/// words as a quote. `element` is `span` in HTML and `tspan` in SVG.
pub fn rich(rich: &Rich, element: &str) -> String {
    let mut out = String::new();
    for piece in &rich.0 {
        match piece {
            Piece::Text(text) => escape_into(&mut out, text),
            // A name that no line breaks: where there is no room it breaks anywhere, and no table grows with it.
            Piece::Name(name) if element == "span" && name.split(' ').any(|word| word.chars().count() > LONG) => {
                within(&mut out, "bdi", " class=\"long\"", name);
            }
            Piece::Name(name) if element == "span" => within(&mut out, "bdi", "", name),
            Piece::Name(name) => within(&mut out, element, " class=\"name\"", name),
            Piece::Figure(figure) => figure_into(&mut out, figure, element),
            Piece::Date(text) if element == "span" => within(&mut out, element, " class=\"date\"", text),
            Piece::Quoted(text) if element == "span" => within(&mut out, element, " class=\"statement\"", text),
            Piece::Quoted(text) | Piece::Date(text) => escape_into(&mut out, text),
        }
    }
    out
}

/// A figure that stands alone.
pub fn figure(figure: &Figure) -> String {
    let mut out = String::new();
    figure_into(&mut out, figure, "span");
    out
}

fn figure_into(out: &mut String, figure: &Figure, element: &str) {
    out.extend(["<", element, " data-ref=\""]);
    escape_into(out, &figure.id);
    out.push_str("\" data-col=\"");
    escape_into(out, &figure.column);
    out.push_str("\">");
    escape_into(out, &figure.text);
    out.extend(["</", element, ">"]);
}

fn within(out: &mut String, element: &str, attributes: &str, text: &str) {
    out.extend(["<", element, attributes, ">"]);
    escape_into(out, text);
    out.extend(["</", element, ">"]);
}

#[cfg(test)]
mod tests {
    use super::{escape, rich};
    use crate::report::text::{Figure, Rich};

    #[test]
    fn markup_of_names_is_text() {
        assert_eq!(escape("<b>\"&'"), "&lt;b&gt;&quot;&amp;&#39;");
        let words = Rich::name("<script>").then_text(" & ").then(Figure::new("63", "e/a\"b", "value").rich());
        assert_eq!(
            rich(&words, "span"),
            "<bdi>&lt;script&gt;</bdi> &amp; <span data-ref=\"e/a&quot;b\" data-col=\"value\">63</span>"
        );
    }
}
