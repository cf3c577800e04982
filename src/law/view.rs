//! What the status algorithm may see of an audit: facts, limits, grounds, files, measures, and what people wrote.
//!
//! Conditions and findings read this and nothing else; a test makes it from a table, `from_measures.rs` from a spec.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::statement::State;
use crate::measure::Measures;
use crate::spec::Fact;
use crate::words::Ground;

/// The name of the file that the input list is.
pub(super) const INPUT_LIST: &str = "input_list";
/// The fact with the last day in use, which a rule of a statement reads.
pub(super) const IN_USE_TO: &str = "in_use_to";

/// A statement, as the algorithm sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct StatementView {
    /// State; only `signed` counts as present.
    pub(super) state: State,
    /// Version, where there is a file.
    pub(super) version: Option<u32>,
    /// Structured answers; `None`: there is no statement to read.
    pub(super) fields: Option<Map<String, Value>>,
    /// The role whose turn it is, where it is not signed.
    pub(super) role: Option<String>,
}

/// What the algorithm may see.
#[derive(Clone, Debug)]
pub(super) struct View<'a> {
    /// Facts, `system_kind` and `benefit` among them.
    pub(super) facts: &'a BTreeMap<String, Fact>,
    /// Facts with a word that no pack knows: they do not exclude.
    pub(super) unsure: &'a BTreeSet<String>,
    /// Limits that the spec sets.
    pub(super) limits: &'a BTreeMap<String, f64>,
    /// Largest acceptable loss of performance, where the spec sets one.
    pub(super) loss: Option<f64>,
    /// Attribute → ground.
    pub(super) grounds: &'a BTreeMap<String, Ground>,
    /// Columns that the groups of a statutory ground are read from.
    pub(super) ground_columns: &'a BTreeSet<String>,
    /// Files that were supplied.
    pub(super) files: &'a BTreeSet<String>,
    /// The tables.
    pub(super) measures: &'a Measures,
    /// Statements by id; one that is not here is missing.
    pub(super) statements: &'a BTreeMap<String, StatementView>,
}

impl View<'_> {
    /// The grounds of an attribute; of a crossed one those of its parts. Attributes that the spec does not have: none.
    pub(super) fn grounds_of(&self, attribute: &str) -> Vec<Ground> {
        attribute.split('*').filter_map(|part| self.grounds.get(part).copied()).collect()
    }

    /// Does an attribute stand for a statutory ground, alone or crossed?
    pub(super) fn statutory(&self, attribute: &str) -> bool {
        self.grounds_of(attribute).iter().any(|ground| *ground != Ground::Supplementary)
    }

    /// The ground of an attribute that is not crossed.
    pub(super) fn ground_of(&self, attribute: &str) -> Option<Ground> {
        self.grounds.get(attribute).copied()
    }

    /// Does a fact have one of these values? `None`: the fact is not known, or none of its words is among them and one
    /// of them is known to no pack.
    pub(super) fn fact_in(&self, name: &str, values: &[Value]) -> Option<bool> {
        fact_in(self.facts, name, values).filter(|found| *found || !self.unsure.contains(name))
    }

    /// The state of a statement.
    pub(super) fn state(&self, hs: &str) -> State {
        self.statements.get(hs).map_or(State::Missing, |view| view.state)
    }
}

/// Does a fact have one of these values? `None`: the fact is not known.
pub(super) fn fact_in(facts: &BTreeMap<String, Fact>, name: &str, values: &[Value]) -> Option<bool> {
    let fact = facts.get(name)?;
    Some(match fact {
        Fact::Words(words) => words.iter().any(|word| values.iter().any(|value| value.as_str() == Some(word))),
        Fact::Flag(flag) => values.iter().any(|value| value.as_bool() == Some(*flag)),
        Fact::Date(date) => {
            let date = date.format("%Y-%m-%d").to_string();
            values.iter().any(|value| value.as_str() == Some(&date))
        }
    })
}

/// A fact that is a day.
pub(super) fn date_fact(facts: &BTreeMap<String, Fact>, name: &str) -> Option<NaiveDate> {
    match facts.get(name)? {
        Fact::Date(date) => Some(*date),
        Fact::Words(_) | Fact::Flag(_) => None,
    }
}
