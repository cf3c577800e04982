//! Which statements an audit needs: by whom, for which provisions, present or missing (`evenhand statements`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::dates::law_date;
use super::from_measures::{Base, Library};
use super::pack::{StatementForm, StatementWeight};
use super::statement::{Judging, State, judge};
use crate::measure::Measures;
use crate::spec::Spec;
use crate::words::Text;

/// A statement that an audit needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Required {
    /// `HS-01` …, or one of an own pack.
    pub hs: String,
    /// Title.
    pub title: Text,
    /// Asked for only where a disparity is not excluded; false: asked for in any case.
    pub only_if_disparity: bool,
    /// Provisions that ask for it.
    pub provisions: Vec<String>,
    /// State, as far as it can be told without results.
    pub state: State,
    /// Codes of what lowers it.
    pub reasons: Vec<String>,
    /// One signature is needed from each inner list of roles.
    pub signers: Vec<Vec<String>>,
    /// The role whose turn it is, where it is not signed.
    pub role: Option<String>,
    /// The file that it stands in.
    pub file: Option<String>,
}

/// The statements that the loaded packs ask for, by id, before there are any results: provisions that the facts or the
/// law date put aside ask for none; rules that read results are not held against them.
pub fn required(spec: &Spec, library: &Library, today: NaiveDate) -> Vec<Required> {
    let base = Base::new(spec, library, None);
    let (measures, unsaid) = (Measures::default(), BTreeMap::new());
    let view = base.view(&measures, &unsaid);
    let read_at = law_date(spec, today);
    let mut asked: BTreeMap<&str, (bool, Vec<String>)> = BTreeMap::new();
    for (_, provision) in library.packs.provisions() {
        let aside = provision.scope.iter().any(|(fact, allowed)| view.fact_in(fact, allowed) == Some(false));
        let over = provision.in_force.to.is_some_and(|last| read_at > last.0);
        if provision.pending.is_some() || aside || over {
            continue;
        }
        for need in provision.statement.iter().filter(|need| need.need != StatementWeight::Informative) {
            let entry = asked.entry(need.hs.as_str()).or_insert((true, Vec::new()));
            entry.0 &= need.need == StatementWeight::UnlessWithinMargin;
            entry.1.push(provision.id.clone());
        }
    }
    let none = BTreeSet::new();
    let judging = Judging {
        spec,
        packs: &library.packs,
        statements: &library.statements,
        facts: &base.facts,
        measures: None,
        files: &base.files,
        today,
        results_sha256: None,
        conditions_true: &none,
        findings: None,
    };
    let judged = judge(&judging);
    let forms: BTreeMap<&str, &StatementForm> = library.packs.statements();
    asked
        .into_iter()
        .filter_map(|(hs, (only_if_disparity, provisions))| {
            let (form, one) = (forms.get(hs)?, judged.get(hs)?);
            Some(Required {
                hs: hs.to_owned(),
                title: form.title.clone(),
                only_if_disparity,
                provisions,
                state: one.state,
                reasons: one.reasons.clone(),
                signers: form.signers.clone(),
                role: one.role.clone(),
                file: one.entry.map(|entry| entry.file.clone()),
            })
        })
        .collect()
}
