//! Which facts packs ask for, and which words they compare them with.
//!
//! A word that no pack knows is most likely misspelt: it must not put provisions aside in silence.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Jurisdiction, PackForm, Packs, SHIPPED, sketch};
use crate::diag::{Code, Problem, Problems};
use crate::law::condition::Condition;
use crate::spec::{Fact, Spec};
use crate::words::nearest;

/// The fact whose words are also those of the headers of packs.
const JURISDICTION: &str = "jurisdiction";

/// Tells each fact that a pack asks for, with the values that it is compared with.
fn asked_of<'p>(form: &'p PackForm, tell: &mut impl FnMut(&'p str, &'p [Value])) {
    for provision in &form.provision {
        provision.scope.iter().for_each(|(fact, values)| tell(fact, values));
        for transition in &provision.transition {
            transition.when.facts.iter().for_each(|(fact, values)| tell(fact, values));
            if let Some(fact) = &transition.reset_by {
                tell(fact, &[]);
            }
        }
        let conditions = provision.condition.iter().map(|condition| &condition.when);
        for condition in conditions.chain(provision.not_applicable.contradicted_by.iter()) {
            condition.walk(&mut |inner| {
                if let Condition::Fact { fact, r#in } = inner {
                    tell(fact, r#in);
                }
            });
        }
    }
}

/// Fact → words that a pack compares it with.
type Vocabulary = BTreeMap<String, BTreeSet<String>>;

fn learn(vocabulary: &mut Vocabulary, form: &PackForm) {
    asked_of(form, &mut |fact, values| {
        let words = vocabulary.entry(fact.to_owned()).or_default();
        words.extend(values.iter().filter_map(Value::as_str).map(str::to_owned));
    });
}

/// The words of every shipped pack, loaded or not, and of the headers of packs: a word that only a pack beside knows is
/// none that was misspelt. Made only where a word is not known to the loaded packs.
fn shipped() -> &'static Vocabulary {
    static WORDS: std::sync::OnceLock<Vocabulary> = std::sync::OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Vocabulary::new();
        SHIPPED.iter().filter_map(|one| sketch(one.file, one.text)).for_each(|form| learn(&mut words, &form));
        let places = Jurisdiction::PLACES.iter().map(|one| one.word().to_owned());
        words.entry(JURISDICTION.to_owned()).or_default().extend(places);
        words
    })
}

/// A word of a fact that no pack knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// The fact.
    pub fact: String,
    /// The word.
    pub word: String,
    /// The nearest word that a pack knows.
    pub near: Option<String>,
}

impl Packs {
    /// The facts that loaded packs ask for.
    pub fn facts(&self) -> BTreeSet<&str> {
        let mut asked = BTreeSet::new();
        for pack in self.iter() {
            asked_of(&pack.form, &mut |fact, _| {
                asked.insert(fact);
            });
        }
        asked
    }

    /// The words of facts that a loaded pack compares with values, and that neither a loaded nor a shipped pack knows.
    pub fn unknown_words(&self, facts: &BTreeMap<String, Fact>) -> Vec<UnknownWord> {
        let mut compared = BTreeSet::new();
        let mut loaded = Vocabulary::new();
        for pack in self.iter() {
            learn(&mut loaded, &pack.form);
            asked_of(&pack.form, &mut |fact, values| {
                if !values.is_empty() {
                    compared.insert(fact);
                }
            });
        }
        let mut unknown = Vec::new();
        for (fact, value) in facts.iter().filter(|(fact, _)| compared.contains(fact.as_str())) {
            let Fact::Words(words) = value else { continue };
            let known = |of: &Vocabulary, word: &String| of.get(fact).is_some_and(|words| words.contains(word));
            for word in words.iter().filter(|word| !known(&loaded, word) && !known(shipped(), word)) {
                let all = [&loaded, shipped()].into_iter().filter_map(|of| of.get(fact)).flatten();
                let near = nearest(word, all.map(String::as_str)).map(str::to_owned);
                unknown.push(UnknownWord { fact: fact.clone(), word: word.clone(), near });
            }
        }
        unknown
    }

    /// Words of facts that differ from a known one by case alone: there is no doubt what was meant.
    pub(super) fn miswritten(&self, spec: &Spec) -> Problems {
        let mut problems = Problems::new();
        for UnknownWord { fact, word, near } in self.unknown_words(&spec.law.facts) {
            let Some(near) = near.filter(|near| near.to_lowercase() == word.to_lowercase()) else { continue };
            let place = spec.law.fact_spans.get(&fact).map_or_else(Default::default, |span| spec.place(span));
            let message = format!("no rule pack knows `{word}` as a word of the fact `{fact}`");
            problems.push(Problem::new(Code::UnknownWord, place, message).hint(format!("did you mean `{near}`?")));
        }
        problems
    }
}
