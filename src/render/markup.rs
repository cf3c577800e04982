//! Text into markup: escaping, and the parts of a sentence as elements.

use crate::report::text::{Piece, Rich, visible};

/// Text for an element or a quoted attribute of HTML and SVG, with hidden characters written as their code.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in visible(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

/// A sentence with its parts as elements: names isolated, figures with the id and the column of their row, a person's
/// words as a quote. `element` is `span` in HTML and `tspan` in SVG.
pub fn rich(rich: &Rich, element: &str) -> String {
    let mut out = String::new();
    for piece in &rich.0 {
        match piece {
            Piece::Text(text) => out.push_str(&escape(text)),
            Piece::Name(name) if element == "span" => out.push_str(&format!("<bdi>{}</bdi>", escape(name))),
            Piece::Name(name) => out.push_str(&format!("<{element} class=\"name\">{}</{element}>", escape(name))),
            Piece::Figure(figure) => out.push_str(&format!(
                "<{element} data-ref=\"{}\" data-col=\"{}\">{}</{element}>",
                escape(&figure.id),
                escape(&figure.column),
                escape(&figure.text)
            )),
            Piece::Date(text) if element == "span" => {
                out.push_str(&format!("<span class=\"date\">{}</span>", escape(text)));
            }
            Piece::Quoted(text) if element == "span" => {
                out.push_str(&format!("<span class=\"statement\">{}</span>", escape(text)));
            }
            Piece::Quoted(text) | Piece::Date(text) => out.push_str(&escape(text)),
        }
    }
    out
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
