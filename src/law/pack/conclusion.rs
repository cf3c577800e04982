//! Words of legal conclusion, which neither a pack nor the tool's own text uses about a result.

use crate::words::Lang;

/// One family of words, looked for at the start of a word, whatever its case.
struct Family {
    sv: &'static [&'static str],
    en: &'static [&'static str],
}

const FAMILIES: &[Family] = &[
    Family {
        sv: &["diskriminerar", "diskriminerande", "diskriminerad"],
        en: &["discriminates", "discriminatory", "discriminated"],
    },
    Family {
        sv: &["bryter mot", "strider mot", "olaglig", "otillåten", "överträdelse"],
        en: &["violates", "unlawful", "illegal", "breaches"],
    },
    Family {
        sv: &["laglig", "uppfyller", "följer lagen", "godkänd", "underkänd", "certifier"],
        en: &["compliant", "complies", "approved", "passed", "failed", "certified"],
    },
    Family { sv: &["rättvis", "orättvis"], en: &["fair", "unfair", "unbiased"] },
    Family { sv: &["bias", "snedvridning"], en: &["bias"] },
    Family { sv: &["bevisar", "bevisad", "garanter", "säkerställd"], en: &["proves", "proven", "guarantees"] },
    Family { sv: &["signifikant"], en: &["significant"] },
    Family {
        sv: &["inga problem", "inget att anmärka", "ingen skillnad finns"],
        en: &["no issues", "no problems", "there is no difference"],
    },
    Family { sv: &["fuskare", "bedragare", "misstänkt"], en: &["fraudster", "cheat", "suspect"] },
    Family { sv: &["invandrare", "icke-svensk"], en: &["immigrant", "non-swede"] },
    Family { sv: &["ai:n beslutar", "algoritmen beslutar"], en: &["the ai decides", "the algorithm decides"] },
];

/// Terms of their own that hold such a word.
const EXCEPTIONS: &[&str] = &["automation bias"];

/// The words of legal conclusion in a text. Quoted passages (“…”, ”…”) are somebody else's words and are not searched.
pub(in crate::law) fn conclusions(text: &str, lang: Lang) -> Vec<&'static str> {
    let mut plain = unquoted(text).to_lowercase();
    for exception in EXCEPTIONS {
        plain = plain.replace(exception, " ");
    }
    let words = FAMILIES.iter().flat_map(|family| match lang {
        Lang::Sv => family.sv,
        Lang::En => family.en,
    });
    words.copied().filter(|word| at_word_start(&plain, word)).collect()
}

fn unquoted(text: &str) -> String {
    let mut inside = false;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '“' => inside = true,
            // The Swedish mark is the same at both ends.
            '”' => inside = !inside,
            _ if inside => {}
            _ => plain.push(c),
        }
    }
    plain
}

fn at_word_start(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::{Lang, conclusions};

    #[test]
    fn a_word_of_conclusion_is_found_at_the_start_of_a_word_and_outside_quotes() {
        assert_eq!(conclusions("Modellen är Rättvis.", Lang::Sv), ["rättvis"]);
        assert_eq!(conclusions("The model is unfair and fair.", Lang::En), ["fair", "unfair"]);
        assert!(conclusions("Indirekt diskriminering.", Lang::Sv).is_empty());
        assert!(conclusions("The Act says “significant changes” here.", Lang::En).is_empty());
        assert!(conclusions("Om automation bias.", Lang::Sv).is_empty());
        assert!(conclusions("Affairs of the unit.", Lang::En).is_empty());
    }
}
