//! Sentences in Swedish and English from keys and values; the only place where text for readers stands.
//!
//! Takes a key of `text/sv.ftl` and `text/en.ftl` and its arguments; gives a [`Rich`] text. May not know: rows, markup.
//! Invariants: both files have the same keys with the same variables; a plural is a selector in the message, never
//! glued; nothing is isolated by Fluent (names are told apart in [`Rich`], so that HTML can isolate them); a key that
//! does not exist is seen (`⟨key⟩`) and fails a test.
//!
//! Start reading at [`Texts`] and [`Args`]; the sentences of the contract are made in `sentences.rs`.

mod rich;
mod warning;

pub use rich::{Figure, Piece, Rich, capital, visible};
pub use warning::warning_text;

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::number;
use crate::words::{Ground, Lang, Note, Verdict};

const SV: &str = include_str!("text/sv.ftl");
const EN: &str = include_str!("text/en.ftl");

/// The texts of one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
}

/// Values for a message.
#[derive(Default)]
pub struct Args(FluentArgs<'static>);

impl Args {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn string(mut self, name: &str, value: String) -> Self {
        self.0.set(name.to_owned(), FluentValue::String(Cow::Owned(value)));
        self
    }

    /// A word that a selector chooses by, or words of ours.
    #[must_use]
    pub fn word(self, name: &str, value: &str) -> Self {
        self.string(name, value.to_owned())
    }

    /// A choice between `yes` and `no`.
    #[must_use]
    pub fn flag(self, name: &str, value: bool) -> Self {
        self.word(name, if value { "yes" } else { "no" })
    }

    /// A text with parts.
    #[must_use]
    pub fn rich(self, name: &str, value: &Rich) -> Self {
        self.string(name, value.framed())
    }

    /// A name out of the data or the spec.
    #[must_use]
    pub fn name(self, name: &str, value: &str) -> Self {
        self.rich(name, &Rich::name(value))
    }

    /// Words of a person.
    #[must_use]
    pub fn quoted(self, name: &str, value: &str) -> Self {
        self.rich(name, &Rich(vec![Piece::Quoted(visible(value).into_owned())]))
    }

    /// A date or a period, as written.
    #[must_use]
    pub fn date(self, name: &str, value: &str) -> Self {
        self.rich(name, &Rich(vec![Piece::Date(value.to_owned())]))
    }

    /// A figure: `$name` as written, `$name-n` to choose a plural by.
    #[must_use]
    pub fn figure(self, name: &str, value: &Figure) -> Self {
        self.quantity(name, &value.text).string(name, value.framed())
    }

    /// A number that another text has written: `$name` as written, `$name-n` to choose a plural by.
    #[must_use]
    pub fn number(self, name: &str, written: &str) -> Self {
        self.quantity(name, written).name(name, written)
    }

    fn quantity(mut self, name: &str, written: &str) -> Self {
        let (value, decimals) = number::plural_of(written);
        let minimum_fraction_digits = (decimals > 0).then_some(decimals);
        let options = FluentNumberOptions { minimum_fraction_digits, ..FluentNumberOptions::default() };
        self.0.set(format!("{name}-n"), FluentValue::Number(FluentNumber::new(value, options)));
        self
    }
}

impl Args {
    /// A count: `$name` in figures, `$name-n` to choose a plural by, `$name-words` for the start of a sentence.
    ///
    /// One rule for both languages: a count that stands alone at the start of a sentence is written in words; all others
    /// are written in figures, and so are both counts of a phrase that has two ("3 of 6 comparisons").
    #[must_use]
    pub fn count(mut self, lang: Lang, name: &str, value: u64, id: &str) -> Self {
        let written = number::write(lang, number::Form::Count, 0, crate::words::Number::count(value));
        let in_words = Figure::new(number::words(lang, value), id, "count");
        self = self.figure(name, &Figure::new(written, id, "count"));
        // A plural has its categories from small numbers only; f64 holds them exactly.
        self.0.set(format!("{name}-n"), FluentValue::from(value as f64));
        self.string(&format!("{name}-words"), in_words.framed())
    }
}

impl Texts {
    /// The texts of a language.
    pub fn of(lang: Lang) -> &'static Self {
        static SWEDISH: OnceLock<Texts> = OnceLock::new();
        static ENGLISH: OnceLock<Texts> = OnceLock::new();
        match lang {
            Lang::Sv => SWEDISH.get_or_init(|| Self::read(lang, SV)),
            Lang::En => ENGLISH.get_or_init(|| Self::read(lang, EN)),
        }
    }

    fn read(lang: Lang, source: &str) -> Self {
        let locale = match lang {
            Lang::Sv => "sv-SE",
            Lang::En => "en-GB",
        };
        // Both parse; the default (no language) would only lose the plural forms, and a test would see that.
        let mut bundle = FluentBundle::new_concurrent(vec![locale.parse::<LanguageIdentifier>().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        // The files are part of the program: a fault in them fails the tests of this room, and leaves its key visible.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, problems)| {
            debug_assert!(problems.is_empty(), "{problems:?}");
            resource
        });
        let added = bundle.add_resource(resource);
        debug_assert!(added.is_ok(), "{added:?}");
        Self { bundle }
    }

    /// Is there such a message?
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A message as it stands, to be put into another.
    pub fn phrase(&self, key: &str, args: &Args) -> Rich {
        self.lookup(key, None, args).unwrap_or_else(|| Self::unknown(key))
    }

    /// A message as a sentence: with a capital at its start.
    pub fn sentence(&self, key: &str, args: &Args) -> Rich {
        self.phrase(key, args).capitalised()
    }

    /// A message without values, as plain text.
    pub fn word(&self, key: &str) -> String {
        self.phrase(key, &Args::new()).plain()
    }

    /// As [`Texts::word`], with a capital: a heading, a head of a column, a cell.
    pub fn head(&self, key: &str) -> String {
        capital(&self.word(key))
    }

    /// An attribute of a message, such as the explanation of a term; none where there is none.
    pub fn attribute(&self, key: &str, attribute: &str) -> Option<String> {
        self.lookup(key, Some(attribute), &Args::new()).map(|rich| rich.plain())
    }

    /// The word of a closed list, such as `role-lawyer`; a word that the list does not have is given back as it
    /// stands, since a pack of an agency's own may bring it.
    pub fn listed(&self, list: &str, word: &str) -> Rich {
        let key = format!("{list}-{word}");
        if self.has(&key) { self.phrase(&key, &Args::new()) } else { Rich::name(word) }
    }

    /// The word of a verdict.
    pub fn verdict(&self, verdict: Verdict) -> String {
        self.word(&format!("verdict-{verdict}"))
    }

    /// The name of a ground.
    pub fn ground(&self, ground: Ground) -> String {
        self.word(&format!("ground-{ground}"))
    }

    /// The words of a note beside a figure of this metric, where they are others than those of the note: a key.
    pub fn note_key(metric: &str, note: Note) -> Option<&'static str> {
        (metric == "mean_score" && note == Note::TooFew).then_some("note-too_few-means")
    }

    /// The text of a note.
    pub fn note(&self, note: Note) -> String {
        self.word(&format!("note-{note}"))
    }

    fn unknown(key: &str) -> Rich {
        debug_assert!(false, "no text has the key {key}");
        Rich::text(format!("\u{27e8}{key}\u{27e9}"))
    }

    fn lookup(&self, key: &str, attribute: Option<&str>, args: &Args) -> Option<Rich> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut problems = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args.0), &mut problems);
        debug_assert!(problems.is_empty(), "{key}: {problems:?}");
        Some(Rich::unframe(&text))
    }
}

#[cfg(test)]
mod tests;
