//! Values of a stage's or the arm's column that no list of the spec names, and that count as not at the stage or in no arm; and
//! true groups that a membership has no probabilities of.
//!
//! Takes values with their cases, gives a problem where a list of the arm names nothing that is there, and a warning where they may be a slip: a word for "missing", a positive value written
//! otherwise, or more than one value. A single other value is the usual "no", and is not warned of.
//! Invariants: the result does not depend on the order in which values came, nor on threads; memory is bounded; a value is
//! shown only where enough cases share it, or where it is a word that says nothing of anybody.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::columns::listed;
use super::faults::SHOWN_FROM;
use super::roles::{BOTH, MODEL, RANDOM};
use super::value::{Listed, Value, escaped, folded};
use crate::diag::{Code, Place, Problem, Problems, Warning};
use crate::spec::{Arm, At, Spec};
use crate::words::{Note, WarningCode, nearest};

/// Different values that are counted before a column is taken to hold no coding at all.
const MOST_VALUES: usize = 1_000;

/// Values that a problem names.
const NAMED: usize = 5;

/// Words for "nothing is known", as programs and people write them.
const MISSING: [&str; 12] =
    ["na", "nan", "null", "nil", "none", "missing", "unknown", "saknas", "okänd", "okänt", "uppgiftsaknas", "ejkänt"];

/// Words for "yes".
const YES: [&str; 10] = ["1", "y", "yes", "t", "true", "j", "ja", "s", "sant", "x"];

/// Words for "no".
const NO: [&str; 8] = ["0", "n", "no", "f", "false", "nej", "falskt", "inte"];

/// What one worker has met.
#[derive(Clone, Debug, Default)]
pub struct Unlisted {
    values: BTreeMap<String, u64>,
    cases: u64,
    many: bool,
    /// A bit for each code that a row has.
    met: u32,
}

impl Unlisted {
    /// So many cases have this value.
    pub fn add(&mut self, value: &str, cases: u64) {
        self.cases += cases;
        if self.many {
            return;
        }
        *self.values.entry(value.to_owned()).or_insert(0) += cases;
        if self.values.len() > MOST_VALUES {
            self.many = true;
            self.values.clear();
        }
    }

    /// So many cases have no value.
    pub fn add_missing(&mut self, cases: u64) {
        self.cases += cases;
    }

    /// The true groups of a batch, where they are known: those that are none of `groups` with their cases.
    pub fn add_groups<'v>(&mut self, groups: &Listed, values: impl Iterator<Item = Option<&'v Value>>, counts: &[u64]) {
        for (row, value) in values.enumerate().filter_map(|(row, value)| Some((row, value?))) {
            if groups.find(value).is_some() {
                // One code for all groups: was any met?
                self.meet(1);
            } else {
                self.add(&value.text, counts.get(row).copied().unwrap_or(1));
            }
        }
    }

    /// A row has this code.
    pub fn meet(&mut self, code: u32) {
        self.met |= 1 << code;
    }

    /// Has no row this code, though there are rows?
    fn lacks(&self, code: u32) -> bool {
        self.met != 0 && self.met & (1 << code) == 0
    }

    /// Those of another worker.
    pub fn merge(&mut self, other: &Self) {
        if other.many && !self.many {
            self.many = true;
            self.values.clear();
        }
        self.met |= other.met;
        self.cases += other.cases - other.values.values().sum::<u64>();
        other.values.iter().for_each(|(value, &cases)| self.add(value, cases));
    }

    /// The warning of a stage and its column, where the values may be a slip; `positive` are those that are at the stage.
    pub fn warning(&self, stage: &str, column: &str, positive: &[String]) -> Option<Warning> {
        let odd = |value: &str| says_missing(value) || says_yes(value, positive);
        let slip = self.many || self.values.len() > 1 || self.values.keys().any(|value| odd(value));
        if !slip {
            return None;
        }
        let warning =
            Warning::new(WarningCode::DecisionUnlisted).column(column).value("stage", stage).count(self.cases);
        Some(self.shown(odd).fold(warning, |warning, (value, cases)| warning.counted_value(&value, cases)))
    }

    /// The warning of the cases that are in no arm.
    pub fn in_no_arm(&self, column: &str) -> Option<Warning> {
        let warning = Warning::new(WarningCode::DecisionMissing).column(column).value("arm", column).count(self.cases);
        let shown = self.shown(says_missing);
        (self.cases > 0).then(|| shown.fold(warning, |warning, (value, cases)| warning.counted_value(&value, cases)))
    }

    /// The warning of cases whose true group is none of the membership's: they are in no group, and in everybody else.
    pub fn in_no_group(&self, column: &str) -> Option<Warning> {
        let warning = Warning::note(Note::GroupsLeftOut).column(column).value("validated", column).count(self.cases);
        let shown = self.shown(|_| false);
        (self.cases > 0).then(|| shown.fold(warning, |warning, (value, cases)| warning.counted_value(&value, cases)))
    }

    /// The problem of a column of true groups, of the key `key`, in which none of `groups` stands though others do.
    pub fn no_group(&self, file: &str, column: &str, key: &str, groups: &Listed) -> Option<Problem> {
        if self.cases == 0 || self.met != 0 {
            return None;
        }
        let names: Vec<String> = groups.texts().map(str::to_owned).collect();
        let message = format!("no row has a group of {key}: {}{}", listed(&names), self.most_frequent());
        let hint = "write the groups as in `membership.columns`, or name another column";
        let place = Place::cell(file, None, None, Some(column));
        Some(Problem::new(Code::UnknownValue, place, message).hint(hint))
    }

    /// The values that may be shown, for a message: the most frequent first.
    fn most_frequent(&self) -> String {
        let mut shown: Vec<(Cow<'_, str>, u64)> = self.shown(|_| false).collect();
        shown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let there: Vec<String> =
            shown.iter().take(NAMED).map(|(value, cases)| format!("`{value}` ({cases})")).collect();
        if there.is_empty() { String::new() } else { format!("; there are {}", there.join(", ")) }
    }

    /// The problems of the lists of the arm that name nothing that is there.
    pub fn empty_arms(&self, spec: &Spec, arm: &Arm) -> Problems {
        let lists = [("model", MODEL, &arm.model), ("random", RANDOM, &arm.random), ("both", BOTH, &arm.both)];
        let empty = lists.into_iter().filter(|(_, code, list)| !list.is_empty() && self.lacks(*code));
        let mut shown: Vec<(Cow<'_, str>, u64)> = self.shown(says_missing).collect();
        shown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        Problems(empty.map(|(name, _, list)| empty_arm(spec, &arm.column, name, list, &shown)).collect())
    }

    /// The values that may be shown, with their cases: those of enough cases, and the words of the lists.
    fn shown(&self, word: impl Fn(&str) -> bool) -> impl Iterator<Item = (Cow<'_, str>, u64)> {
        let shown = self.values.iter().filter(move |&(value, &cases)| cases >= SHOWN_FROM || word(value));
        shown.map(|(value, &cases)| (escaped(value), cases))
    }
}

/// The problem of a list of the arm; `shown` are the values that are in no arm, the most frequent first.
fn empty_arm(spec: &Spec, column: &str, name: &str, list: &At<Vec<String>>, shown: &[(Cow<'_, str>, u64)]) -> Problem {
    let listed: Vec<String> = list.iter().map(|value| format!("`{value}`")).collect();
    let there: Vec<String> = shown.iter().take(NAMED).map(|(value, cases)| format!("`{value}` ({cases})")).collect();
    let there = if there.is_empty() { String::new() } else { format!("; in no arm are {}", there.join(", ")) };
    let near = list.iter().find_map(|value| nearest(value, shown.iter().map(|(value, _)| value.as_ref())));
    let correct = format!("correct `roles.arm.{name}`, or take it out if the data have no such arm");
    let hint = near.map_or(correct.clone(), |near| format!("did you mean `{near}`? Else {correct}"));
    let message =
        format!("no row of the column `{column}` has a value of `roles.arm.{name}`: {}{there}", listed.join(", "));
    Problem::new(Code::UnknownValue, spec.place(&list.span), message).label("in no row").hint(hint)
}

/// Does a true group look like one of the groups written otherwise, or like a word for "missing"? Another group may stand
/// there: the probabilities need not have a class for everybody.
pub fn is_slip(value: &Value, groups: &Listed) -> bool {
    !value.missing
        && groups.find(value).is_none()
        && (says_missing(&value.text) || nearest(&value.text, groups.texts()).is_some())
}

/// Letters and digits in lower case.
fn bare(value: &str) -> String {
    value.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Is a value a word for "yes", "no" or "missing", which says nothing of anybody?
pub fn is_plain_word(value: &str) -> bool {
    let bare = bare(value);
    says_missing(value) || YES.contains(&bare.as_str()) || NO.contains(&bare.as_str())
}

/// Does a value look as if nothing were known? Signs alone do.
pub fn says_missing(value: &str) -> bool {
    let bare = bare(value);
    bare.is_empty() || MISSING.contains(&bare.as_str())
}

/// Does a value look like a positive one: written otherwise, or another word for "yes" where one of them means it?
fn says_yes(value: &str, positive: &[String]) -> bool {
    let yes = |word: &str| YES.contains(&bare(word).as_str());
    positive.iter().any(|known| folded(known) == folded(value) || bare(known) == bare(value))
        || (yes(value) && positive.iter().any(|known| yes(known)))
}

#[cfg(test)]
mod tests {
    use super::{MOST_VALUES, Unlisted};

    fn of(values: &[(&str, u64)]) -> Unlisted {
        let mut unlisted = Unlisted::default();
        values.iter().for_each(|(value, cases)| unlisted.add(value, *cases));
        unlisted
    }

    fn warned(values: &[(&str, u64)], positive: &[&str]) -> bool {
        let positive: Vec<String> = positive.iter().map(|value| (*value).to_owned()).collect();
        of(values).warning("selected", "d", &positive).is_some()
    }

    #[test]
    fn one_other_value_is_the_usual_no() {
        for (value, positive) in [("0", "1"), ("nej", "ja"), ("not selected", "selected"), ("refused", "granted")] {
            assert!(!warned(&[(value, 900)], &[positive]), "{value}");
        }
        assert!(!warned(&[], &["1"]));
    }

    #[test]
    fn words_for_missing_a_positive_value_written_otherwise_and_several_values_may_be_slips() {
        let cases = [
            ("NaN", "1"),
            ("n/a", "1"),
            ("NULL", "1"),
            ("-", "1"),
            ("uppgift saknas", "ja"),
            ("yes", "1"),
            ("Ja", "ja"),
            ("01", "1"),
            ("SELECTED ", "selected"),
            ("not-selected", "Not selected"),
            ("TRUE", "true"),
        ];
        for (value, positive) in cases {
            assert!(warned(&[(value, 1)], &[positive]), "{value}");
        }
        assert!(warned(&[("0", 900), ("granted", 1)], &["1"]));
        assert!(!warned(&[("yes", 900)], &["high"]));
    }

    #[test]
    fn a_value_of_few_cases_is_counted_and_not_shown_unless_it_is_a_word_of_the_lists() {
        let warning = of(&[("0", 900), ("Anna Andersson", 4), ("nan", 2), ("review", 5)])
            .warning("selected", "d", &["1".to_owned()])
            .unwrap();
        assert_eq!(warning.count, Some(911));
        assert_eq!(warning.counted_values().collect::<Vec<_>>(), [("0", 900), ("nan", 2), ("review", 5)]);
    }

    #[test]
    fn workers_in_any_order_give_the_same() {
        let positive = ["1".to_owned()];
        let many: Vec<(String, u64)> = (0..=MOST_VALUES).map(|i| (format!("reason {i}"), 7)).collect();
        let many: Vec<(&str, u64)> = many.iter().map(|(value, cases)| (value.as_str(), *cases)).collect();
        for (a, b) in [(&many[..600], &many[600..]), (&many[..], &many[..3]), (&[("0", 5)][..], &[("0", 6)][..])] {
            let (mut forth, mut back) = (of(a), of(b));
            forth.merge(&of(b));
            back.merge(&of(a));
            assert_eq!(forth.warning("s", "d", &positive), back.warning("s", "d", &positive));
            assert_eq!(forth.cases, a.iter().chain(b).map(|(_, cases)| cases).sum::<u64>());
        }
    }
}
