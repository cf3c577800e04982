//! Words that a rule looks for in what people write: whole words, whatever their case, in Swedish and English.

/// Does a text hold one of these words or phrases? Letters and digits make a word; what stands between words does not
/// matter.
pub(super) fn holds(text: &str, forms: &[&str]) -> bool {
    let words = words(text);
    forms.iter().any(|form| {
        let form = self::words(form);
        !form.is_empty() && words.windows(form.len()).any(|window| window == form)
    })
}

/// Is a text one of these words or phrases, and nothing else?
pub(super) fn is(text: &str, forms: &[&str]) -> bool {
    let words = words(text);
    forms.iter().any(|form| words == self::words(form))
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{holds, is};

    #[test]
    fn a_word_is_found_whole_whatever_its_case_and_not_within_another() {
        assert!(holds("Lägre KOSTNADER för alla.", &["kostnader"]));
        assert!(!holds("Kostnadsfri rådgivning", &["kostnad"]));
        assert!(holds("Tal-till-text i mötet", &["tal till text"]));
        assert!(!holds("texten", &["text"]) && !holds("", &["text"]) && !holds("text", &[""]));
        assert!(is(" Alla ", &["alla"]) && !is("alla ärenden", &["alla"]));
    }
}
