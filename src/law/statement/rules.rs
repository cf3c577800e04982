//! The rules R of each statement: what its answers and fields must agree with (`law/statements.md`, section 3).
//!
//! One table names them all; a rule that `core.toml` lists and this table lacks fails a test. HS-11 to HS-19 stand in
//! `rules_after.rs`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::State;
use super::read::Entry;
use super::state::Judging;
use super::word::{holds, is};
use crate::law::condition::at_path;
use crate::law::pack::{Jurisdiction, RuleEffect};
use crate::law::view::INPUT_LIST;
use crate::measure::Measures;
use crate::spec::{Measured, Spec, StageRule};
use crate::words::{Ground, Scale, metric};

/// A statement under its rules.
#[derive(Clone, Copy)]
pub(super) struct Doc<'a> {
    pub(super) entry: &'a Entry,
    pub(super) ctx: &'a Judging<'a>,
    /// States of statements with a lower id.
    pub(super) earlier: &'a BTreeMap<&'a str, State>,
}

/// An input of the list: name, role, origin.
pub(super) type Input<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

/// Does a rule hold?
type Check = fn(&Doc<'_>) -> bool;

/// Every rule: statement, rule, check.
pub(super) const RULES: &[(&str, &str, Check)] = &[
    ("HS-01", "R1", legal_basis_of_each_kind),
    ("HS-01", "R2", stages_are_those_of_the_spec),
    ("HS-01", "R3", favourable_is_that_of_the_spec),
    ("HS-01", "R4", version_is_that_of_the_spec),
    ("HS-02", "R1", every_stage_once),
    ("HS-02", "R2", stages_without_data_have_reasons),
    ("HS-02", "R3", no_disadvantage_has_reasons),
    ("HS-03", "R1", seven_grounds),
    ("HS-03", "R2", every_factor_has_a_row),
    ("HS-03", "R3", hiding_factors_are_explained),
    ("HS-03", "R4", attributes_name_their_ground),
    ("HS-03", "R5", memberships_name_their_proxy),
    ("HS-04", "R1", margins_equal_the_spec),
    ("HS-04", "R2", confirmatory_metrics_have_margins),
    ("HS-04", "R3", limits_have_reasons),
    ("HS-04", "R5", level_and_power_equal_the_spec),
    ("HS-04", "R6", no_reason_by_rule_of_thumb),
    ("HS-05", "R1", |doc| !doc.list("sources").is_empty() && doc.length("q2") > 0),
    ("HS-05", "R2", measure_is_a_metric),
    ("HS-05", "R3", aim_is_not_cost_alone),
    ("HS-06", "R1", |doc| doc.ids_of("measurements", &["lift"]) || doc.null_rows("measurements")),
    ("HS-06", "R2", |doc| doc.ids_exist("measurements")),
    ("HS-07", "R1", two_alternatives_one_without_a_model),
    ("HS-07", "R2", dominating_alternatives_are_answered),
    ("HS-07", "R3", |doc| doc.rows("alternatives").iter().filter(|row| row.get("chosen") == Some(&TRUE)).count() == 1),
    ("HS-08", "R1", burden_is_measured_or_planned),
    ("HS-08", "R2", |doc| doc.answer("q4").is_empty() || Some(doc.answer("q4")) != doc.other_answer("HS-05", "q1")),
    ("HS-09", "R1", reviewed_inputs_are_the_list),
    ("HS-09", "R2", suspect_inputs_have_reasons),
    ("HS-09", "R3", |doc| doc.input_list().is_none() || reviewed_inputs_are_the_list(doc)),
    ("HS-09", "R4", inseparable_inputs_agree),
    ("HS-10", "R1", |doc| doc.entry.form.fields.contains_key("exceptions")),
    ("HS-10", "R2", exceptions_name_attribute_and_stage),
    ("HS-10", "R3", age_exception_has_its_statements),
];

pub(super) const TRUE: Value = Value::Bool(true);

/// Codes of the rules that a statement breaks, warnings among them where the rule says so.
pub(super) fn broken(entry: &Entry, ctx: &Judging<'_>, earlier: &BTreeMap<&str, State>) -> Vec<String> {
    checked(entry, ctx, earlier, RuleEffect::Incomplete)
}

/// Codes of broken rules of one effect.
pub(super) fn checked(
    entry: &Entry,
    ctx: &Judging<'_>,
    earlier: &BTreeMap<&str, State>,
    effect: RuleEffect,
) -> Vec<String> {
    let id = entry.form.id.as_str();
    let doc = Doc { entry, ctx, earlier };
    let effect_of = |rule: &str| {
        let form = ctx.packs.statement(id);
        form.and_then(|form| form.rules.iter().find(|one| one.id == rule)).map(|one| one.effect)
    };
    table()
        .filter(|(hs, rule, _)| *hs == id && effect_of(rule) == Some(effect))
        .filter(|(.., check)| !check(&doc))
        .map(|(hs, rule, _)| format!("{hs}/{rule}"))
        .collect()
}

/// Every rule of every statement.
pub(super) fn table() -> impl Iterator<Item = &'static (&'static str, &'static str, Check)> {
    RULES.iter().chain(super::rules_after::RULES)
}

/// Statement and id of every rule.
#[cfg(test)]
pub(in crate::law) fn rule_ids() -> impl Iterator<Item = (&'static str, &'static str)> {
    table().map(|(hs, rule, _)| (*hs, *rule))
}

impl<'a> Doc<'a> {
    /// An answer, trimmed.
    pub(super) fn answer(&self, question: &str) -> &'a str {
        self.entry.form.answers.get(question).map_or("", |text| text.trim())
    }

    /// Its length in characters.
    pub(super) fn length(&self, question: &str) -> usize {
        self.answer(question).chars().count()
    }

    /// An answer of another statement, whatever its state.
    pub(super) fn other_answer(&self, hs: &str, question: &str) -> Option<&'a str> {
        let newest = self.ctx.statements.newest();
        newest.get(hs)?.form.answers.get(question).map(|text| text.trim())
    }

    /// A value of another statement, whatever its state.
    pub(super) fn other(&self, hs: &str, path: &str) -> Option<&'a Value> {
        let newest = self.ctx.statements.newest();
        at_path(&newest.get(hs)?.form.fields, path).into_iter().next()
    }

    /// The first value at a path.
    pub(super) fn value(&self, path: &str) -> Option<&'a Value> {
        at_path(&self.entry.form.fields, path).into_iter().next()
    }

    /// A text at a path, trimmed; empty where there is none.
    pub(super) fn text(&self, path: &str) -> &'a str {
        self.value(path).and_then(Value::as_str).map_or("", str::trim)
    }

    /// Rows of a list of tables.
    pub(super) fn rows(&self, name: &str) -> Vec<&'a Map<String, Value>> {
        let list = self.entry.form.fields.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_object).collect()
    }

    /// Texts of a list.
    pub(super) fn list(&self, path: &str) -> Vec<&'a str> {
        let list = self.value(path).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    fn spec(&self) -> &'a Spec {
        self.ctx.spec
    }

    /// Inputs of the list; `None` where no list was supplied.
    pub(super) fn input_list(&self) -> Option<Vec<Input<'a>>> {
        if !self.ctx.files.contains(INPUT_LIST) {
            return None;
        }
        let inputs = &self.ctx.measures?.inputs;
        Some(inputs.iter().map(|row| (row.name.as_str(), row.role.as_deref(), row.origin.as_deref())).collect())
    }

    /// Is one of these ids a row of one of these metrics? True where there are no results yet.
    pub(super) fn ids_of(&self, field: &str, metrics: &[&str]) -> bool {
        let Some(measures) = self.ctx.measures else { return true };
        self.list(field).iter().any(|id| is_row_of(measures, id, metrics))
    }

    /// Is one of these ids a row whose value does not exist?
    fn null_rows(&self, field: &str) -> bool {
        let Some(measures) = self.ctx.measures else { return true };
        self.list(field).iter().any(|id| {
            measures.estimates.iter().any(|row| row.id == *id && row.value.is_none())
                || measures.disparities.iter().any(|row| row.id == *id && row.value.is_none())
        })
    }

    fn ids_exist(&self, field: &str) -> bool {
        let Some(measures) = self.ctx.measures else { return true };
        self.list(field).iter().all(|id| row_exists(measures, id))
    }
}

/// Text of a key, trimmed.
pub(super) fn get<'m>(row: &'m Map<String, Value>, key: &str) -> &'m str {
    row.get(key).and_then(Value::as_str).map_or("", str::trim)
}

/// Length of the text of a key, in characters.
pub(super) fn length_of(row: &Map<String, Value>, key: &str) -> usize {
    get(row, key).chars().count()
}

/// Is an id a row of one of these metrics?
pub(super) fn is_row_of(measures: &Measures, id: &str, metrics: &[&str]) -> bool {
    measures.estimates.iter().any(|row| row.id == id && metrics.contains(&row.metric.as_str()))
        || measures.disparities.iter().any(|row| row.id == id && metrics.contains(&row.metric.as_str()))
}

fn row_exists(measures: &Measures, id: &str) -> bool {
    let later =
        [&measures.subgroups, &measures.sensitivity, &measures.alternatives, &measures.drift, &measures.drift_periods];
    measures.estimates.iter().any(|row| row.id == id)
        || measures.disparities.iter().any(|row| row.id == id)
        || measures.groups.iter().any(|row| row.id == id)
        || measures.curves.iter().any(|row| row.id == id)
        || later.iter().any(|table| table.iter().any(|row| row.get("id").and_then(Value::as_str) == Some(id)))
}

fn legal_basis_of_each_kind(doc: &Doc<'_>) -> bool {
    ["measure", "processing"].iter().all(|kind| doc.rows("legal_basis").iter().any(|row| get(row, "for") == *kind))
}

fn stages_are_those_of_the_spec(doc: &Doc<'_>) -> bool {
    let said: Vec<&str> = doc.rows("stages").iter().map(|row| get(row, "name")).collect();
    let spec: Vec<&str> = doc.spec().stages.iter().map(|stage| stage.name.as_str()).collect();
    said.len() == spec.len() && spec.iter().all(|name| said.contains(name))
}

fn favourable_is_that_of_the_spec(doc: &Doc<'_>) -> bool {
    doc.rows("stages").iter().all(|row| {
        let stage = doc.spec().stages.iter().find(|stage| stage.name == get(row, "name"));
        stage.is_none_or(|stage| row.get("favourable") == Some(&Value::Bool(stage.favourable)))
    })
}

fn version_is_that_of_the_spec(doc: &Doc<'_>) -> bool {
    doc.text("system_version") == doc.spec().system.version.as_deref().unwrap_or("").trim()
}

fn every_stage_once(doc: &Doc<'_>) -> bool {
    let said: Vec<&str> = doc.rows("disadvantage").iter().map(|row| get(row, "stage")).collect();
    let stages = &doc.spec().stages;
    said.len() == stages.len() && stages.iter().all(|stage| said.contains(&stage.name.as_str()))
}

/// Least length of a reason for which the page gives 40.
const SHORT_REASON: usize = 40;
/// Least length of a reason for which the page gives 60.
pub(super) const REASON: usize = 60;

fn stages_without_data_have_reasons(doc: &Doc<'_>) -> bool {
    let without = doc.spec().stages.iter().filter(|stage| stage.rule == StageRule::NoData);
    without.into_iter().all(|stage| {
        doc.rows("unmeasured_stages")
            .iter()
            .any(|row| get(row, "stage") == stage.name && length_of(row, "reason") >= SHORT_REASON)
    })
}

fn no_disadvantage_has_reasons(doc: &Doc<'_>) -> bool {
    doc.rows("disadvantage").iter().all(|row| {
        let stage = doc.spec().stages.iter().find(|stage| stage.name == get(row, "stage"));
        let differs = stage.is_some_and(|stage| !stage.favourable && get(row, "is") == "no");
        !differs || length_of(row, "reason") >= 80
    })
}

fn seven_grounds(doc: &Doc<'_>) -> bool {
    if !doc.ctx.packs.iter().any(|pack| pack.form.pack.jurisdiction == Jurisdiction::SE) {
        return true;
    }
    let said: Vec<&str> = doc.rows("grounds").iter().map(|row| get(row, "ground")).collect();
    doc.ctx.packs.statutory_grounds().iter().all(|ground| said.contains(&ground.word()))
}

fn every_factor_has_a_row(doc: &Doc<'_>) -> bool {
    let said: Vec<&str> = doc.rows("factors").iter().map(|row| get(row, "stratum")).collect();
    doc.spec().roles.strata.iter().all(|factor| said.contains(&factor.name.as_str()))
}

fn hiding_factors_are_explained(doc: &Doc<'_>) -> bool {
    doc.rows("factors").iter().all(|row| get(row, "could_hide") != "yes" || length_of(row, "why") >= REASON)
}

/// The row of HS-03 `grounds` that names an attribute.
fn ground_row<'a>(doc: &Doc<'a>, attribute: &str) -> Option<&'a Map<String, Value>> {
    doc.rows("grounds").into_iter().find(|row| get(row, "attribute").split(',').any(|name| name.trim() == attribute))
}

fn attributes_name_their_ground(doc: &Doc<'_>) -> bool {
    doc.spec().attributes.iter().filter(|one| one.ground != Ground::Supplementary).all(|attribute| {
        ground_row(doc, &attribute.name).is_some_and(|row| get(row, "ground") == attribute.ground.word())
    })
}

fn memberships_name_their_proxy(doc: &Doc<'_>) -> bool {
    let known_by_membership = doc.spec().attributes.iter().filter(|one| one.membership.is_some());
    known_by_membership
        .filter(|one| one.ground != Ground::Supplementary)
        .all(|one| ground_row(doc, &one.name).is_some_and(|row| !get(row, "proxy").is_empty()))
}

/// A comparison as HS-04 repeats it: metric, stage, scale, margin, attributes.
type Margin = (String, String, String, f64, BTreeSet<String>);

/// The comparisons of a spec, as HS-04 repeats them.
fn spec_margins(spec: &Spec) -> Vec<Margin> {
    let of = |one: &crate::spec::Comparison| {
        let metric = match one.measured {
            Measured::Metric(metric) => metric.name.to_owned(),
            Measured::Rate(index) => spec.rates.get(index).map(|rate| rate.name.clone()).unwrap_or_default(),
            Measured::Amount(index) => spec.amounts.get(index).map(|amount| amount.name.clone()).unwrap_or_default(),
        };
        let stage = one.stage.and_then(|index| spec.stages.get(index)).map(|stage| stage.name.clone());
        let attributes = one.attributes.iter().cloned().collect();
        (metric, stage.unwrap_or_default(), one.scale.word().to_owned(), one.margin, attributes)
    };
    spec.comparisons.iter().map(of).collect()
}

/// A metric of the spec by a name of the statement, which may be an alias.
fn metric_name(name: &str) -> String {
    match crate::words::resolve(name) {
        crate::words::Resolved::One(found) => found.name.to_owned(),
        _ => name.to_owned(),
    }
}

fn margins_equal_the_spec(doc: &Doc<'_>) -> bool {
    let said: Vec<Margin> = doc
        .rows("margins")
        .iter()
        .map(|row| {
            let list = row.get("attributes").and_then(Value::as_array);
            let attributes = list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            let scale = get(row, "scale").to_owned();
            let margin = row.get("margin").and_then(Value::as_f64).unwrap_or(f64::NEG_INFINITY);
            // On ratio scales 0.8 means 1.25, as in the spec.
            let ratio = scale != Scale::Difference.word();
            let margin = if ratio && margin > 0.0 && margin < 1.0 { 1.0 / margin } else { margin };
            (metric_name(get(row, "metric")), get(row, "stage").to_owned(), scale, margin, attributes)
        })
        .collect();
    let spec = spec_margins(doc.spec());
    let equal = |a: &Margin, b: &Margin| {
        (&a.0, &a.1, &a.2, &a.4) == (&b.0, &b.1, &b.2, &b.4) && (a.3 - b.3).abs() <= 1e-9 * b.3.abs().max(1.0)
    };
    let margins = said.len() == spec.len() && spec.iter().all(|wanted| said.iter().any(|found| equal(found, wanted)));
    let one_each: BTreeSet<(String, String, String)> = spec
        .iter()
        .flat_map(|one| one.4.iter().map(|attribute| (one.0.clone(), one.1.clone(), attribute.clone())))
        .collect();
    let confirmatory: BTreeSet<(String, String, String)> = doc
        .rows("confirmatory")
        .iter()
        .map(|row| (metric_name(get(row, "metric")), get(row, "stage").to_owned(), get(row, "attribute").to_owned()))
        .collect();
    margins && one_each == confirmatory
}

fn confirmatory_metrics_have_margins(doc: &Doc<'_>) -> bool {
    let margins: Vec<String> = doc.rows("margins").iter().map(|row| metric_name(get(row, "metric"))).collect();
    doc.rows("confirmatory").iter().all(|row| margins.contains(&metric_name(get(row, "metric"))))
}

fn limits_have_reasons(doc: &Doc<'_>) -> bool {
    let limits = doc.spec().law.limits.iter().map(|(key, limit)| (key.as_str(), limit.value));
    let loss = doc.spec().later.alternatives.iter().map(|alternatives| ("alternatives.loss", alternatives.loss));
    limits.chain(loss).all(|(key, limit)| {
        doc.rows("limits").iter().any(|row| {
            get(row, "key") == key
                && !get(row, "reason").is_empty()
                && row.get("value").and_then(Value::as_f64).is_some_and(|value| (value - limit).abs() <= 1e-9)
        })
    })
}

fn level_and_power_equal_the_spec(doc: &Doc<'_>) -> bool {
    let equals = |field: &str, wanted: f64| {
        doc.value(field).and_then(Value::as_f64).is_some_and(|value| (value - wanted).abs() <= 1e-9)
    };
    equals("level", doc.spec().inference.level) && equals("power", doc.spec().inference.power)
}

const RULES_OF_THUMB: &[&str] = &[
    "80 %-regeln",
    "80%-regeln",
    "80 procent-regeln",
    "80 % rule",
    "80% rule",
    "four-fifths",
    "four fifths",
    "p-värde",
    "p-value",
];

fn no_reason_by_rule_of_thumb(doc: &Doc<'_>) -> bool {
    let reasons = doc.rows("margins").into_iter().map(|row| get(row, "reason"));
    reasons.chain([doc.answer("q1")]).all(|reason| {
        let mut rest = reason.to_lowercase();
        let named = RULES_OF_THUMB.iter().any(|rule| rest.contains(rule));
        for rule in RULES_OF_THUMB {
            rest = rest.replace(rule, " ");
        }
        // What is left beside the rule of thumb must be a reason of its own.
        !named || rest.chars().filter(|c| c.is_alphabetic()).count() >= SHORT_REASON
    })
}

fn measure_is_a_metric(doc: &Doc<'_>) -> bool {
    let said = doc.text("measure.metric");
    let name = metric_name(said);
    let own = doc.spec().rates.iter().map(|rate| &rate.name).chain(doc.spec().amounts.iter().map(|one| &one.name));
    let in_report = doc.ctx.measures.is_none_or(|measures| {
        measures.estimates.iter().any(|row| row.metric == name)
            || measures.disparities.iter().any(|row| row.metric == name)
    });
    said == "not measured" || (in_report && (metric(&name).is_some() || own.into_iter().any(|one| *one == name)))
}

const COST_WORDS: &[&str] = &[
    "kostnad",
    "kostnaden",
    "kostnader",
    "kostnaderna",
    "kostnadsbesparing",
    "kostnadsbesparingar",
    "kostnadseffektiv",
    "kostnadseffektivt",
    "kostnadseffektivitet",
    "kostnadsminskning",
    "kostnadsminskningar",
    "besparing",
    "besparingen",
    "besparingar",
    "besparingarna",
    "spara pengar",
    "sparar pengar",
    "spara in",
    "billig",
    "billigt",
    "billiga",
    "billigare",
    "billigast",
    "cost",
    "costs",
    "saving",
    "savings",
    "save money",
    "saves money",
    "cheap",
    "cheaper",
    "cheapest",
];

fn aim_is_not_cost_alone(doc: &Doc<'_>) -> bool {
    let sentences = doc.answer("q1").split(['.', '!', '?', '\n']).map(str::trim);
    let sentences: Vec<&str> = sentences.filter(|sentence| !sentence.is_empty()).collect();
    sentences.is_empty() || sentences.iter().any(|sentence| !holds(sentence, COST_WORDS))
}

/// Words for a selection by chance.
const RANDOM: &[&str] = &[
    "random",
    "randomly",
    "randomised",
    "randomized",
    "slump",
    "slumpen",
    "slumpvis",
    "slumpvist",
    "slumpmässig",
    "slumpmässigt",
    "slumpmässiga",
    "slumpurval",
    "slumpurvalet",
];
/// Words for a control of everybody, as an id or a whole label.
const EVERYBODY: &[&str] = &["universal", "everybody", "everyone", "alla", "samtliga"];
/// Phrases for it within a label.
const CHECK_EVERYBODY: &[&str] = &[
    "kontroll av alla",
    "kontroll av samtliga",
    "kontrollera alla",
    "kontrollera samtliga",
    "alla kontrolleras",
    "samtliga kontrolleras",
    "granskning av alla",
    "granskning av samtliga",
    "granska alla",
    "granska samtliga",
    "alla granskas",
    "samtliga granskas",
    "universal control",
    "universal check",
    "universal checks",
    "check everyone",
    "check everybody",
    "checking everyone",
    "checking everybody",
    "everyone is checked",
    "everybody is checked",
];

fn two_alternatives_one_without_a_model(doc: &Doc<'_>) -> bool {
    let rows = doc.rows("alternatives");
    let plain = |row: &Map<String, Value>| {
        let (id, label) = (get(row, "id"), get(row, "label"));
        let named = |text: &str| holds(text, RANDOM) || is(text, EVERYBODY);
        named(id) || named(label) || holds(label, CHECK_EVERYBODY)
    };
    rows.len() >= 2 && rows.iter().any(|row| plain(row))
}

fn dominating_alternatives_are_answered(doc: &Doc<'_>) -> bool {
    let Some(measures) = doc.ctx.measures else { return true };
    let word = |row: &BTreeMap<String, Value>, key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
    let dominating = measures.alternatives.iter().filter(|row| word(row, "status").as_deref() == Some("dominated"));
    dominating.filter_map(|row| word(row, "versus")).all(|name| {
        doc.rows("alternatives").iter().any(|row| get(row, "id") == name && length_of(row, "reason") >= REASON)
    })
}

/// Metrics of EV-04 and EV-15, as `core` has them.
fn burden_metrics(doc: &Doc<'_>) -> Vec<String> {
    ["EV-04", "EV-15"]
        .iter()
        .filter_map(|id| doc.ctx.packs.evidence(id))
        .flat_map(|evidence| evidence.select.metrics.iter().chain(&evidence.select.amounts).cloned())
        .collect()
}

fn burden_is_measured_or_planned(doc: &Doc<'_>) -> bool {
    let metrics = burden_metrics(doc);
    let metrics: Vec<&str> = metrics.iter().map(String::as_str).collect();
    let Some(measures) = doc.ctx.measures else { return true };
    let measured = doc.rows("burden").iter().any(|row| is_row_of(measures, get(row, "measure_id"), &metrics));
    let said = doc.answer("q1").to_lowercase();
    let unmeasured = ["inte mät", "inte mätt", "ej mät", "not measured"].iter().any(|words| said.contains(words));
    let planned = doc.other("HS-14", "actions").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    measured || (unmeasured && planned)
}

fn reviewed_inputs_are_the_list(doc: &Doc<'_>) -> bool {
    let Some(list) = doc.input_list() else { return doc.ctx.measures.is_none() };
    let said: BTreeSet<&str> = doc.rows("reviewed_inputs").iter().map(|row| get(row, "name")).collect();
    said == list.iter().map(|(name, ..)| *name).collect()
}

const PLAIN_ROLES: &[&str] = &["benefit_condition", "verifiable_fact", "other"];

fn suspect_inputs_have_reasons(doc: &Doc<'_>) -> bool {
    let Some(list) = doc.input_list() else { return true };
    list.iter().filter(|(_, role, _)| !role.is_some_and(|role| PLAIN_ROLES.contains(&role))).all(|(name, ..)| {
        doc.rows("reviewed_inputs").iter().any(|row| {
            get(row, "name") == *name && !get(row, "decision").is_empty() && length_of(row, "relevance") >= REASON
        })
    })
}

fn inseparable_inputs_agree(doc: &Doc<'_>) -> bool {
    let Some(list) = doc.input_list() else { return true };
    let declared: BTreeSet<&str> =
        list.iter().filter(|(_, role, _)| *role == Some("inseparable_proxy")).map(|(name, ..)| *name).collect();
    let rows = doc.rows("reviewed_inputs");
    let said: Vec<_> = rows.iter().filter(|row| get(row, "inseparable") == "yes").collect();
    said.iter().map(|row| get(row, "name")).collect::<BTreeSet<_>>() == declared
        && said.iter().all(|row| !get(row, "proxy_of").is_empty() && length_of(row, "relevance") >= REASON)
}

fn exceptions_name_attribute_and_stage(doc: &Doc<'_>) -> bool {
    if doc.list("exceptions").is_empty() {
        return true;
    }
    let named = doc.list("attributes").join(" ");
    doc.spec().attributes.iter().any(|one| named.contains(one.name.as_str()))
        && doc.spec().stages.iter().any(|one| named.contains(one.name.as_str()))
}

fn age_exception_has_its_statements(doc: &Doc<'_>) -> bool {
    let relied_on = doc.list("exceptions").iter().any(|id| id.ends_with("14b-2"));
    !relied_on || ["HS-05", "HS-06", "HS-07", "HS-08"].iter().all(|hs| doc.earlier.get(hs) == Some(&State::Signed))
}
