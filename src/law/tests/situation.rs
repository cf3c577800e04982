//! A situation of `tests/law/*.toml`, and the finding that a provision has in it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::diag::Code;
use crate::law::Gate;
use crate::law::dates::{Days, iso};
use crate::law::finding::{Assessed, Case, ClaimView, assess_provision};
use crate::law::gate::gate;
use crate::law::pack::{Evidence, EvidenceNeed, NotApplicableMode, Packs, Provision, Status};
use crate::law::rows::{Coverage, Decision, FindingRow, FindingVerification};
use crate::law::say::{Labels, Say};
use crate::law::select::{Item, ItemState};
use crate::law::statement::{ClaimSigning, State};
use crate::law::tree::{Path, Tree};
use crate::law::view::{StatementView, View};
use crate::measure::Measures;
use crate::spec::Fact;
use crate::words::{AuditKind, Ground};

/// A TOML text as JSON.
pub(super) fn toml(text: &str) -> Value {
    let tree = Tree::parse("test.toml", text, Code::InternalError).unwrap_or_else(|problems| panic!("{problems}"));
    tree.json_at(&Path::root()).unwrap()
}

/// Tables merge key by key at every depth; anything else replaces. Keys of `replace` are taken as they are.
pub(super) fn merged(below: &Value, above: &Value) -> Value {
    let replace: Vec<&str> =
        above.get("replace").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    merge(below, above, &replace)
}

fn merge(below: &Value, above: &Value, replace: &[&str]) -> Value {
    let (Some(low), Some(high)) = (below.as_object(), above.as_object()) else { return above.clone() };
    let mut all = low.clone();
    for (key, value) in high.iter().filter(|(key, _)| key.as_str() != "replace") {
        let value = match low.get(key) {
            Some(other) if !replace.contains(&key.as_str()) => merge(other, value, &[]),
            _ => value.clone(),
        };
        all.insert(key.clone(), value);
    }
    Value::Object(all)
}

/// What the status algorithm reads, owned.
#[derive(Clone, Debug)]
pub(super) struct Situation {
    pub(super) kind: AuditKind,
    pub(super) law_date: NaiveDate,
    pub(super) pack_gate: bool,
    pub(super) facts: BTreeMap<String, Fact>,
    pub(super) limits: BTreeMap<String, f64>,
    pub(super) loss: Option<f64>,
    pub(super) grounds: BTreeMap<String, Ground>,
    pub(super) files: BTreeSet<String>,
    pub(super) items: BTreeMap<String, Vec<Item>>,
    pub(super) measures: Measures,
    pub(super) statements: BTreeMap<String, StatementView>,
    pub(super) days: Days,
    pub(super) claim: Option<(String, bool, String)>,
    pub(super) decision: Option<(Vec<String>, bool)>,
}

pub(super) fn day(value: &Value) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(value.as_str()?, "%Y-%m-%d").ok()
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

pub(super) fn fact(value: &Value) -> Fact {
    match value {
        Value::Bool(flag) => Fact::Flag(*flag),
        Value::Array(words) => Fact::Words(words.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        other => match day(other) {
            Some(day) => Fact::Date(day),
            None => Fact::Words(vec![other.as_str().unwrap().to_owned()]),
        },
    }
}

pub(super) fn state(word: &str) -> State {
    State::ALL.into_iter().find(|state| state.word() == word).unwrap_or_else(|| panic!("no state `{word}`"))
}

fn item(value: &Value) -> Item {
    let word = text(value, "state").unwrap();
    let state =
        ItemState::ALL.into_iter().find(|state| state.word() == word).unwrap_or_else(|| panic!("no state `{word}`"));
    Item {
        state,
        ground: text(value, "ground").map(|word| Ground::parse(&word).unwrap()),
        stage: text(value, "stage"),
        attribute: text(value, "attribute"),
        group: text(value, "group"),
        evidence: Vec::new(),
    }
}

/// A row with every column that the case does not give: null, or the least of its kind.
fn row<T: serde::de::DeserializeOwned>(given: &Value, needed: &Value) -> T {
    let mut all = needed.as_object().unwrap().clone();
    for (key, value) in given.as_object().unwrap() {
        let value = match (key.as_str(), value) {
            ("note", Value::String(word)) => json!([word]),
            _ => value.clone(),
        };
        all.insert(key.clone(), value);
    }
    serde_json::from_value(Value::Object(all)).unwrap_or_else(|error| panic!("{given}: {error}"))
}

pub(super) fn measures(tables: &Value) -> Measures {
    let rows = |name: &str| tables.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let estimate = json!({ "id": "", "metric": "", "suppressed": false, "note": [] });
    let disparity = json!({
        "id": "", "metric": "", "suppressed": false, "note": [], "family": "descriptive", "confirmatory": false,
        "verdict": "not_assessed", "harm_direction": "none",
    });
    let named = |table: &str, index: usize, given: &Value| {
        let mut given = given.clone();
        given.as_object_mut().unwrap().entry("id").or_insert(json!(format!("{table}/{index}")));
        given
    };
    let numbered = |name: &'static str| {
        rows(name).into_iter().enumerate().map(move |(index, given)| named(name, index, &given)).collect::<Vec<_>>()
    };
    Measures {
        estimates: numbered("estimates").iter().map(|given| row(given, &estimate)).collect(),
        disparities: numbered("disparities").iter().map(|given| row(given, &disparity)).collect(),
        alternatives: numbered("alternatives").iter().map(|given| row(given, &json!({}))).collect(),
        inputs: rows("inputs").iter().map(|given| row(given, &json!({ "name": "" }))).collect(),
        ..Measures::default()
    }
}

impl Situation {
    pub(super) fn new(input: &Value, packs: &Packs) -> Self {
        let table = |key: &str| input.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
        let stated = table("statements");
        let statements = packs
            .statements()
            .keys()
            .map(|id| {
                let given = stated.get(*id);
                let state = given.map_or(State::Signed, |given| state(&text(given, "state").unwrap()));
                let fields = given.and_then(|given| given.get("fields")).and_then(Value::as_object).cloned();
                let fields = (state != State::Missing).then(|| fields.unwrap_or_default());
                ((*id).to_owned(), StatementView { state, version: Some(1), fields, role: None })
            })
            .collect();
        for id in stated.keys() {
            assert!(packs.statement(id).is_some(), "no statement {id}");
        }
        let milestone = |key: &str| table("milestones").get(key).and_then(day);
        let claim = input.get("claim").map(|claim| {
            let signed = claim.get("signed").and_then(Value::as_bool).unwrap_or(false);
            (text(claim, "role").unwrap_or_default(), signed, text(claim, "reason").unwrap_or_default())
        });
        let decision = input.get("decision").map(|decision| {
            let names = decision["names"].as_array().unwrap().iter();
            let names = names.map(|name| name.as_str().unwrap().to_owned()).collect();
            (names, text(decision, "results").as_deref() == Some("current"))
        });
        let known = [
            "audit_kind",
            "law_date",
            "pack_gate",
            "facts",
            "limits",
            "alternatives_loss",
            "attributes",
            "files",
            "items",
            "tables",
            "statements",
            "milestones",
            "claim",
            "decision",
            "replace",
        ];
        for key in input.as_object().unwrap().keys() {
            assert!(known.contains(&key.as_str()), "unknown key {key} in a case");
        }
        Self {
            kind: AuditKind::parse(input["audit_kind"].as_str().unwrap()).unwrap(),
            law_date: day(&input["law_date"]).unwrap(),
            pack_gate: input["pack_gate"].as_bool().unwrap(),
            facts: table("facts").iter().map(|(key, value)| (key.clone(), fact(value))).collect(),
            limits: table("limits").iter().map(|(key, value)| (key.clone(), value.as_f64().unwrap())).collect(),
            loss: input.get("alternatives_loss").and_then(Value::as_f64),
            grounds: table("attributes")
                .iter()
                .map(|(key, value)| (key.clone(), Ground::parse(value.as_str().unwrap()).unwrap()))
                .collect(),
            files: table("files")
                .iter()
                .filter(|(_, there)| **there == json!(true))
                .map(|(key, _)| key.clone())
                .collect(),
            items: table("items")
                .iter()
                .map(|(ev, items)| (ev.clone(), items.as_array().unwrap().iter().map(item).collect()))
                .collect(),
            measures: measures(&Value::Object(table("tables"))),
            statements,
            days: Days {
                margin: milestone("margin"),
                stated: None,
                results: milestone("results"),
                decision: milestone("decision"),
                in_use: milestone("use"),
            },
            claim,
            decision,
        }
    }

    pub(super) fn assess(&self, packs: &Packs, provision: &Provision) -> Assessed {
        let view = View {
            facts: &self.facts,
            unsure: &BTreeSet::new(),
            limits: &self.limits,
            loss: self.loss,
            grounds: &self.grounds,
            ground_columns: &BTreeSet::new(),
            files: &self.files,
            measures: &self.measures,
            statements: &self.statements,
        };
        let say = Say { packs, labels: Labels::default() };
        let roles = &provision.not_applicable.roles;
        let claim = self.claim.as_ref().map(|(role, signed, reason)| ClaimView {
            reason: reason.clone(),
            role: Some(role.clone()),
            name: None,
            date: None,
            signing: match (signed, roles.contains(role)) {
                _ if reason.trim().is_empty() => ClaimSigning::Unsigned,
                (false, _) => ClaimSigning::Unsigned,
                (true, false) if provision.not_applicable.mode == NotApplicableMode::ByPerson => {
                    ClaimSigning::WrongRole
                }
                (true, _) => ClaimSigning::Signed,
            },
        });
        let decision = self.decision.as_ref().filter(|(names, _)| names.contains(&provision.id));
        let decision = decision.map(|(_, current)| Decision {
            statement: "HS-16".to_owned(),
            version: 1,
            date: "2026-11-20".to_owned(),
            state: if *current { "current" } else { "stale" }.to_owned(),
        });
        let case = Case {
            view: &view,
            packs,
            say: &say,
            kind: self.kind,
            law_date: self.law_date,
            // A case says when the law is read; what is in use by then is in use.
            today: self.law_date,
            days: self.days,
            claim: claim.as_ref(),
            decision,
        };
        let items = |evidence: &Evidence, _: &EvidenceNeed| self.items.get(&evidence.id).cloned().unwrap_or_default();
        assess_provision(provision, &items, &case)
    }

    /// Would a gate stop?
    pub(super) fn stops(&self, found: &Assessed, on: Gate) -> bool {
        gate(&finding_row(found), self.pack_gate, self.kind, &[on])
    }
}

/// As much of a row of `findings` as a gate reads.
pub(super) fn finding_row(found: &Assessed) -> FindingRow {
    let words = |statuses: &[Status]| statuses.iter().map(|status| status.word().to_owned()).collect();
    FindingRow {
        id: String::new(),
        provision: String::new(),
        pack: String::new(),
        pack_version: String::new(),
        status: found.status.word().to_owned(),
        also: words(&found.also),
        applies_from: found.applies.map(|(day, _)| iso(day)),
        applies_by: found.applies.map(|(_, by)| by.word().to_owned()),
        preparation: found.preparation,
        pending: found.pending,
        auto: found.auto,
        coverage: Coverage { grounds: 0, grounds_total: 0, stages: 0, stages_total: 0 },
        evidence: Vec::new(),
        statements: Vec::new(),
        missing: Vec::new(),
        reasons: Vec::new(),
        claim: found.claim.clone(),
        decision: found.decision.clone(),
        verification: FindingVerification { state: String::new(), address: String::new(), read_on: None },
    }
}

/// The finding as a case expects it.
pub(super) fn summary(found: &Assessed, situation: &Situation) -> Map<String, Value> {
    let row = finding_row(found);
    let decision = found.decision.as_ref().map_or("none", |decision| decision.state.as_str());
    let mut all = json!({
        "status": row.status,
        "also": row.also,
        "preparation": found.preparation,
        "auto": found.auto,
        "decision": decision,
        "gate_flagged": situation.stops(found, Gate::Flagged),
        "gate_incomplete": situation.stops(found, Gate::Incomplete),
        "reasons": found.reasons.iter().map(|reason| reason.code.clone()).collect::<Vec<_>>(),
    });
    let map = all.as_object_mut().unwrap();
    if let (Some(from), Some(by)) = (row.applies_from, row.applies_by) {
        map.insert("applies_from".to_owned(), json!(from));
        map.insert("applies_by".to_owned(), json!(by));
    }
    if let Some(claim) = &found.claim {
        map.insert("claim".to_owned(), json!(claim.state));
    }
    std::mem::take(map)
}
