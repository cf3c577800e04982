//! What evidence yields: the table of `law/packs.md` 3.1, from rows.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::situation::measures;
use super::spec::{calm, disparity, spec};
use crate::law::from_measures::facts;
use crate::law::pack::{EvidenceNeed, EvidenceScope, EvidenceWeight, Names, Packs};
use crate::law::select::{Item, ItemState, Source};
use crate::law::statement::State;
use crate::law::view::{StatementView, View};
use crate::measure::Measures;
use crate::spec::{Spec, StageRule};
use crate::words::{Design, Ground};

fn word(text: &str) -> Option<Names> {
    Some(Names::Word(text.to_owned()))
}

fn need(ev: &str, scope: Option<EvidenceScope>) -> EvidenceNeed {
    EvidenceNeed { ev: ev.to_owned(), need: EvidenceWeight::Required, step: None, scope }
}

fn everywhere() -> Option<EvidenceScope> {
    Some(EvidenceScope { stages: word("all"), grounds: word("statutory") })
}

fn items_of(
    spec: &Spec,
    measures: &Measures,
    need: &EvidenceNeed,
    statements: &BTreeMap<String, StatementView>,
) -> Vec<Item> {
    let packs = Packs::of(&[], &[]).unwrap();
    let facts = facts(spec);
    let limits = BTreeMap::new();
    let grounds = spec.attributes.iter().map(|one| (one.name.clone(), one.ground)).collect();
    let files = BTreeSet::new();
    let view = View {
        facts: &facts,
        unsure: &BTreeSet::new(),
        limits: &limits,
        loss: None,
        grounds: &grounds,
        ground_columns: &BTreeSet::new(),
        files: &files,
        measures,
        statements,
    };
    let statutory = packs.statutory_grounds();
    let source = Source { spec, view: &view, statutory: &statutory };
    source.items(packs.evidence(&need.ev).unwrap(), need)
}

/// State, stage, attribute, group.
type Place = (ItemState, Option<String>, Option<String>, Option<String>);

/// State, stage, attribute, group of every item of an evidence that is looked for everywhere.
fn states(spec: &Spec, measures: &Measures, ev: &str) -> Vec<Place> {
    let none = BTreeMap::new();
    let items = items_of(spec, measures, &need(ev, everywhere()), &none);
    items.into_iter().map(|item| (item.state, item.stage, item.attribute, item.group)).collect()
}

fn at(state: ItemState, stage: &str, attribute: &str, group: &str) -> Place {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (state, text(stage), text(attribute), text(group))
}

fn with(row: Value) -> Measures {
    let mut tables = calm();
    tables.disparities.retain(|old| old.attribute.as_deref() != Some("origin"));
    tables.disparities.extend(measures(&json!({ "disparities": [row] })).disparities);
    tables
}

#[test]
fn a_verdict_is_the_state_of_its_row() {
    for (verdict, state) in [
        ("within_margin", ItemState::WithinMargin),
        ("disparity", ItemState::Disparity),
        ("inconclusive", ItemState::Inconclusive),
        // Named by a comparison, and the data give no verdict.
        ("not_assessed", ItemState::NotComputable),
    ] {
        let found = states(&spec(), &with(disparity("origin", "foreign", verdict)), "EV-02");
        assert!(found.contains(&at(state, "selected", "origin", "foreign")), "{verdict}: {found:?}");
    }
    let mut hidden = disparity("origin", "foreign", "not_assessed");
    hidden["suppressed"] = json!(true);
    assert!(states(&spec(), &with(hidden), "EV-02").contains(&at(
        ItemState::Suppressed,
        "selected",
        "origin",
        "foreign"
    )));
}

#[test]
fn only_confirmatory_rows_decide() {
    let mut open = disparity("origin", "foreign", "disparity");
    open["confirmatory"] = json!(false);
    let found = states(&spec(), &with(open.clone()), "EV-02");
    assert!(found.contains(&at(ItemState::ExploratoryDisparity, "selected", "origin", "foreign")));
    assert!(found.contains(&at(ItemState::NotRequested, "selected", "origin", "")), "{found:?}");
    open["verdict"] = json!("within_margin");
    assert!(!states(&spec(), &with(open), "EV-02").iter().any(|one| one.0 == ItemState::ExploratoryDisparity));
}

#[test]
fn the_worst_row_of_a_group_is_its_state() {
    let mut other = disparity("origin", "foreign", "disparity");
    other["metric"] = json!("non_selection_rate");
    let mut tables = with(disparity("origin", "foreign", "within_margin"));
    tables.disparities.extend(measures(&json!({ "disparities": [other] })).disparities);
    let none = BTreeMap::new();
    let items = items_of(&spec(), &tables, &need("EV-02", everywhere()), &none);
    let foreign: Vec<&Item> = items.iter().filter(|item| item.group.as_deref() == Some("foreign")).collect();
    assert_eq!((foreign.len(), foreign[0].state, foreign[0].evidence.len()), (1, ItemState::Disparity, 2));
}

#[test]
fn rows_of_other_kinds_are_not_looked_at() {
    for (key, value) in [
        ("stratum", json!("household")),
        ("stratum", json!("household=1")),
        ("period", json!("2026-01")),
        ("attribute", json!("income")),
        ("attribute", json!("sex*origin")),
        ("metric", json!("true_positive_rate")),
        ("scale", json!("standardised")),
    ] {
        let mut row = disparity("origin", "foreign", "disparity");
        row[key] = value.clone();
        let found = states(&spec(), &with(row), "EV-02");
        assert!(found.iter().all(|one| one.0 != ItemState::Disparity), "{key} {value}: {found:?}");
    }
}

#[test]
fn what_is_not_measured_is_unmeasured_until_a_signed_statement_says_why() {
    let none = BTreeMap::new();
    let count = |items: &[Item], state: ItemState| items.iter().filter(|item| item.state == state).count();
    let items = items_of(&spec(), &calm(), &need("EV-02", everywhere()), &none);
    // Five grounds and the stage without data.
    assert_eq!(count(&items, ItemState::Unmeasured), 6);
    let say = |state: State| {
        let three = json!({ "unmeasured": [{ "ground": "religion", "reason": "finns inte" }, { "ground": "age", "reason": " " }] });
        let two = json!({ "unmeasured_stages": [{ "stage": "paid", "reason": "å".repeat(40) }] });
        let view =
            |fields: Value| StatementView { state, fields: fields.as_object().cloned(), ..StatementView::default() };
        BTreeMap::from([("HS-03".to_owned(), view(three)), ("HS-02".to_owned(), view(two))])
    };
    let items = items_of(&spec(), &calm(), &need("EV-02", everywhere()), &say(State::Signed));
    assert_eq!(count(&items, ItemState::UnmeasuredSigned), 2, "an empty reason is none");
    let items = items_of(&spec(), &calm(), &need("EV-02", everywhere()), &say(State::Draft));
    assert_eq!(count(&items, ItemState::UnmeasuredSigned), 0);
    // Evidence that a pack does not look for everywhere has no duty to explain what is not measured.
    let items = items_of(&spec(), &calm(), &need("EV-02", None), &none);
    assert_eq!(count(&items, ItemState::Unmeasured), 0);
}

#[test]
fn a_scope_names_stages_and_grounds() {
    let none = BTreeMap::new();
    let scope = |grounds: Option<Names>| Some(EvidenceScope { stages: word("all"), grounds });
    let grounds = |items: Vec<Item>| items.into_iter().filter_map(|item| item.ground).collect::<BTreeSet<Ground>>();
    let list = Some(Names::List(vec!["sex".to_owned()]));
    let found = items_of(&spec(), &calm(), &need("EV-02", scope(list)), &none);
    assert_eq!(grounds(found), [Ground::Sex].into());
    let found = items_of(&spec(), &calm(), &need("EV-01", scope(word("supplementary"))), &none);
    assert_eq!(grounds(found), [Ground::Supplementary].into());
    let found = items_of(&spec(), &calm(), &need("EV-01", scope(word("all"))), &none);
    assert_eq!(grounds(found).len(), 8);
    let other = Some(EvidenceScope { stages: Some(Names::List(vec!["paid".to_owned()])), grounds: word("statutory") });
    let found = items_of(&spec(), &calm(), &need("EV-02", other), &none);
    assert!(found.iter().all(|item| item.stage.as_deref() != Some("selected")), "{found:?}");
}

#[test]
fn a_figure_that_does_not_exist_cannot_be_computed_and_a_hidden_one_is_hidden() {
    let mut tables = calm();
    tables.estimates[0].value = None;
    tables.estimates[0].lower = None;
    tables.estimates[0].upper = None;
    let found = states(&spec(), &tables, "EV-01");
    assert!(found.contains(&at(ItemState::NotComputable, "selected", "sex", "woman")), "{found:?}");
    assert!(found.contains(&at(ItemState::Ok, "selected", "sex", "man")));
    tables.estimates[0].suppressed = true;
    assert!(states(&spec(), &tables, "EV-01").contains(&at(ItemState::Suppressed, "selected", "sex", "woman")));
    tables.estimates.clear();
    assert!(states(&spec(), &tables, "EV-01").contains(&at(ItemState::NotSupplied, "selected", "sex", "")));
}

#[test]
fn a_gain_over_random_is_not_supplied_without_outcomes_and_not_computable_without_a_random_arm() {
    let none = BTreeMap::new();
    let gain = need("EV-14", None);
    let whole = |spec: &Spec, tables: &Measures| {
        items_of(spec, tables, &gain, &none).into_iter().map(|item| item.state).collect::<Vec<_>>()
    };
    // The origin is known through probabilities, which give no gain.
    assert_eq!(whole(&spec(), &calm()), [ItemState::Ok, ItemState::Ok, ItemState::NotComputable]);
    let mut tables = calm();
    tables.disparities.retain(|row| row.metric != "lift");
    let mut selected = spec();
    selected.data.design.value = Design::SelectedOnly;
    assert_eq!(whole(&selected, &tables), [ItemState::NotComputable]);
    let mut without = spec();
    without.roles.outcome = None;
    assert_eq!(whole(&without, &tables), [ItemState::NotSupplied]);
    // A row that says why it is null is there, and cannot tell.
    let row =
        json!({ "metric": "lift", "scale": "difference", "reference": "(pool)", "note": "outcome_only_for_selected" });
    tables.disparities.extend(measures(&json!({ "disparities": [row] })).disparities);
    assert_eq!(whole(&selected, &tables), [ItemState::NotComputable]);
}

#[test]
fn what_probabilities_cannot_give_though_the_data_were_supplied_is_not_computable() {
    let mut spec = spec();
    let estimated = spec.attributes.iter().position(|one| one.membership.is_some()).unwrap();
    let name = spec.attributes[estimated].name.clone();
    let none = BTreeMap::new();
    let of = |spec: &Spec, tables: &Measures, ev: &str| -> Vec<ItemState> {
        let items = items_of(spec, tables, &need(ev, None), &none);
        items.into_iter().filter(|item| item.attribute.as_deref() == Some(&name)).map(|item| item.state).collect()
    };
    let mut tables = calm();
    tables.estimates.retain(|row| row.attribute.as_deref() != Some(&name));
    tables.disparities.retain(|row| row.attribute.as_deref() != Some(&name));
    // Comparable cases: where no group has a figure none was supplied; where others have one this attribute cannot tell.
    assert!(of(&spec, &tables, "EV-03").is_empty());
    let row = json!({
        "metric": "selection_rate", "stage": "selected", "attribute": "sex", "group": "woman", "stratum": "household",
        "value": 0.2,
    });
    tables.estimates.extend(measures(&json!({ "estimates": [row] })).estimates);
    assert_eq!(of(&spec, &tables, "EV-03"), [ItemState::NotComputable]);
    // A membership is what EV-10 takes besides a list of inputs; it was supplied, and without a list it cannot tell.
    assert_eq!(of(&spec, &tables, "EV-10"), [ItemState::NotComputable]);
    // An attribute that is known is not spoken for.
    spec.attributes[estimated].membership = None;
    assert!(of(&spec, &tables, "EV-03").is_empty());
}

#[test]
fn no_stage_with_data_means_that_nothing_was_supplied() {
    let mut spec = spec();
    for stage in &mut spec.stages {
        stage.rule = StageRule::NoData;
    }
    let tables = Measures::default();
    let found = states(&spec, &tables, "EV-02");
    assert!(found.iter().all(|one| matches!(one.0, ItemState::Unmeasured | ItemState::NotSupplied)), "{found:?}");
}

#[test]
fn every_kind_of_evidence_yields_an_item_and_what_no_version_makes_yet_is_not_supplied() {
    let packs = Packs::of(&[], &[]).unwrap();
    let none = BTreeMap::new();
    let ids: Vec<String> = (1..=20).map(|number| format!("EV-{number:02}")).collect();
    for id in &ids {
        assert!(packs.evidence(id).is_some(), "{id}");
        for scope in [None, everywhere()] {
            let items = items_of(&spec(), &calm(), &need(id, scope), &none);
            assert!(!items.is_empty(), "{id}");
        }
    }
    let state = |ev: &str| items_of(&spec(), &calm(), &need(ev, None), &none)[0].state;
    for ev in ["EV-03", "EV-05", "EV-06", "EV-11", "EV-12", "EV-13", "EV-15", "EV-16", "EV-18"] {
        assert_eq!(state(ev), ItemState::NotSupplied, "{ev}");
    }
    for ev in ["EV-01", "EV-07", "EV-08", "EV-14", "EV-20"] {
        assert_eq!(state(ev), ItemState::Ok, "{ev}");
    }
    assert_eq!(state("EV-19"), ItemState::NotRequested, "nothing is hidden, and nobody asked");
    assert_eq!(state("EV-09"), ItemState::NotRequested);
    assert_eq!(state("EV-17"), ItemState::NotRequested);
}

#[test]
fn a_missing_share_is_found_by_its_metric_whatever_is_missing_and_has_no_stage() {
    let mut row = disparity("origin", "foreign", "disparity");
    row["metric"] = json!("missing_share");
    row["of"] = json!("score");
    row["stage"] = json!(null);
    let mut other = row.clone();
    other["of"] = json!("outcome");
    other["verdict"] = json!("within_margin");
    let mut tables = with(row.clone());
    tables.disparities.extend(measures(&json!({ "disparities": [other] })).disparities);
    let found = states(&spec(), &tables, "EV-17");
    // The worse of the two, and no gap at a stage that the metric does not have.
    let of_origin: Vec<&Place> = found.iter().filter(|one| one.2.as_deref() == Some("origin")).collect();
    assert_eq!(of_origin, [&at(ItemState::Disparity, "", "origin", "foreign")], "{found:?}");
    assert!(found.contains(&at(ItemState::NotRequested, "", "sex", "")), "{found:?}");
    row["confirmatory"] = json!(false);
    assert!(states(&spec(), &with(row), "EV-17").contains(&at(
        ItemState::ExploratoryDisparity,
        "",
        "origin",
        "foreign"
    )));
}

#[test]
fn only_intended_shares_make_evidence_of_whom_the_data_mirror() {
    let missing =
        json!({ "metric": "missing_share", "of": "outcome", "attribute": "sex", "group": "woman", "value": 0.1 });
    let mirrored = json!({ "metric": "representativeness", "attribute": "sex", "group": "woman", "value": -0.2 });
    let found = |rows: Vec<Value>, intended: bool| -> Vec<ItemState> {
        let mut spec = spec();
        if intended {
            let sex = spec.attributes.iter_mut().find(|one| one.name == "sex").unwrap();
            sex.intended_shares = [("woman".to_owned(), 0.5), ("man".to_owned(), 0.5)].into();
        }
        let mut tables = calm();
        tables.estimates.extend(measures(&json!({ "estimates": rows })).estimates);
        let none = BTreeMap::new();
        items_of(&spec, &tables, &need("EV-11", None), &none).into_iter().map(|item| item.state).collect()
    };
    assert_eq!(found(vec![missing.clone()], false), [ItemState::NotSupplied]);
    assert_eq!(found(vec![mirrored.clone(), missing], true), [ItemState::Ok]);
    assert_eq!(found(vec![mirrored], true), [ItemState::Ok]);
}

#[test]
fn level_rows_of_drift_carry_their_verdict() {
    let none = BTreeMap::new();
    let mut tables = calm();
    let row = |kind: &str, attribute: &str, status: &str| {
        [
            ("id", "t/x"),
            ("kind", kind),
            ("stage", "selected"),
            ("attribute", attribute),
            ("group", "g"),
            ("status", status),
        ]
        .iter()
        .map(|(key, value)| ((*key).to_owned(), json!(value)))
        .collect()
    };
    tables.drift =
        vec![row("level", "sex", "disparity"), row("change", "sex", "changed"), row("level", "income", "disparity")];
    let items = items_of(&spec(), &tables, &need("EV-06", None), &none);
    assert_eq!(items.len(), 1);
    assert_eq!((items[0].state, items[0].ground), (ItemState::Disparity, Some(Ground::Sex)));
    tables.alternatives = vec![row("", "", "undominated")];
    assert_eq!(items_of(&spec(), &tables, &need("EV-13", None), &none)[0].state, ItemState::Ok);
}

#[test]
fn crossed_groups_are_evidence_of_their_own() {
    let none = BTreeMap::new();
    let mut row = disparity("sex*origin", "woman*foreign", "disparity");
    let found = |row: &Value| items_of(&spec(), &with(row.clone()), &need("EV-09", None), &none);
    let items = found(&row);
    assert_eq!(
        (items[0].state, items[0].ground, items[0].attribute.as_deref()),
        (ItemState::Disparity, None, Some("sex*origin"))
    );
    row["confirmatory"] = json!(false);
    let states: Vec<ItemState> = found(&row).into_iter().map(|item| item.state).collect();
    assert_eq!(states, [ItemState::ExploratoryDisparity, ItemState::NotRequested]);
}

#[test]
fn a_metric_that_a_comparison_names_and_the_design_does_not_give_cannot_be_computed() {
    let none = BTreeMap::new();
    let state = |design: Design, metric: &str| {
        let mut spec = spec();
        spec.data.design.value = design;
        spec.comparisons = vec![super::spec::comparison(metric, &["sex"])];
        items_of(&spec, &Measures::default(), &need("EV-04", None), &none)[0].state
    };
    assert_eq!(state(Design::SelectedOnly, "base_rate"), ItemState::NotComputable);
    assert_eq!(state(Design::SelectedOnly, "positive_predictive_value"), ItemState::NotRequested);
    assert_eq!(state(Design::Full, "base_rate"), ItemState::NotRequested);
}

#[test]
fn rows_that_every_audit_has_are_no_evidence_of_what_was_not_supplied() {
    let none = BTreeMap::new();
    let mut spec = spec();
    for attribute in &mut spec.attributes {
        attribute.membership = None;
    }
    let share = |metric: &str| json!({ "metric": metric, "stage": "selected", "attribute": "sex", "group": "woman", "value": 0.4 });
    let tables = measures(&json!({
        "estimates": [share("group_share")],
        "disparities": [{
            "metric": "representation", "stage": "selected", "attribute": "sex", "group": "woman", "reference": "(pool)",
            "scale": "ratio", "value": 0.9,
        }],
    }));
    let state = |spec: &Spec, ev: &str| -> Vec<Place> {
        let items = items_of(spec, &tables, &need(ev, None), &none);
        items.into_iter().map(|item| (item.state, item.stage, item.attribute, item.group)).collect()
    };
    // No list of inputs and no membership; no arm.
    assert_eq!(state(&spec, "EV-10"), [at(ItemState::NotSupplied, "", "", "")]);
    assert_eq!(state(&spec, "EV-12"), [at(ItemState::NotSupplied, "", "", "")]);
    // The membership of one attribute says nothing of another.
    spec.attributes[1] = super::spec::spec().attributes[1].clone();
    assert_eq!(state(&spec, "EV-10"), [at(ItemState::NotComputable, "", "origin", "")]);
}

#[test]
fn evidence_whose_rows_are_all_null_cannot_be_computed() {
    let none = BTreeMap::new();
    let state = |tables: &Value, ev: &str| -> Vec<ItemState> {
        let items = items_of(&spec(), &measures(tables), &need(ev, None), &none);
        items.into_iter().filter(|item| item.attribute.as_deref() != Some("origin")).map(|item| item.state).collect()
    };
    let overlap = |value: f64| {
        json!({
            "metric": "overlap", "stage": "selected", "attribute": "sex", "group": "woman", "stratum": "household",
            "value": value,
        })
    };
    let adjusted = |value: Value| {
        json!({
            "metric": "selection_rate", "stage": "selected", "attribute": "sex", "group": "woman", "reference": "man",
            "stratum": "household", "scale": "difference", "value": value, "margin": 0.05,
        })
    };
    let comparable =
        |share: f64, value: Value| json!({ "estimates": [overlap(share)], "disparities": [adjusted(value)] });
    // How much can be compared is no comparison.
    assert_eq!(state(&comparable(0.0, json!(null)), "EV-03"), [ItemState::NotComputable]);
    assert_eq!(state(&comparable(0.3, json!(null)), "EV-03"), [ItemState::NotComputable]);
    assert_eq!(state(&comparable(0.3, json!(0.01)), "EV-03"), [ItemState::Ok]);
    // Columns of rows, and tables of which columns are read.
    let column = |key: &str, value: Value| {
        let mut row = adjusted(json!(0.01));
        row[key] = value;
        row["family"] = json!("confirmatory");
        json!({ "disparities": [row] })
    };
    assert_eq!(state(&column("minimum_detectable", json!(null)), "EV-07"), [ItemState::NotComputable]);
    assert_eq!(state(&column("minimum_detectable", json!(0.02)), "EV-07"), [ItemState::Ok]);
    // Which comparisons were made is there without any p.
    assert_eq!(state(&column("p_value", json!(null)), "EV-08"), [ItemState::Ok]);
    let table = |tipping: Value| {
        let mut tables = Measures::default();
        let row = json!({ "id": "n/x", "tipping_value": tipping, "verdict_low": null, "verdict_high": null });
        tables.sensitivity = vec![serde_json::from_value(row).unwrap()];
        items_of(&spec(), &tables, &need("EV-18", None), &none)[0].state
    };
    assert_eq!(table(json!(null)), ItemState::NotComputable);
    assert_eq!(table(json!(1.4)), ItemState::Ok);
}
