//! The language of `when`: every kind, and its five values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::situation::{fact, measures, toml};
use crate::law::condition::{Condition, Truth, evaluate};
use crate::law::statement::State;
use crate::law::view::{StatementView, View};
use crate::words::Ground;

#[derive(Default)]
struct World {
    facts: Value,
    limits: BTreeMap<String, f64>,
    loss: Option<f64>,
    files: Vec<&'static str>,
    tables: Value,
    statements: Value,
}

impl World {
    fn tables(tables: Value) -> Self {
        Self { tables, files: vec!["input_list"], ..Self::default() }
    }

    fn of(&self, condition: &str) -> Truth {
        let condition: Condition = serde_json::from_value(toml(&format!("when = {condition}"))["when"].clone())
            .unwrap_or_else(|e| panic!("{condition}: {e}"));
        let map = |value: &Value| value.as_object().cloned().unwrap_or_default();
        let facts = map(&self.facts).iter().map(|(key, value)| (key.clone(), fact(value))).collect();
        let grounds: BTreeMap<String, Ground> =
            [("sex", Ground::Sex), ("origin", Ground::Ethnicity), ("income", Ground::Supplementary)]
                .map(|(name, ground)| (name.to_owned(), ground))
                .into();
        let files: BTreeSet<String> = self.files.iter().map(|file| (*file).to_owned()).collect();
        let statements = map(&self.statements)
            .into_iter()
            .map(|(id, fields)| {
                let view = StatementView {
                    state: State::Draft,
                    fields: fields.as_object().cloned(),
                    ..StatementView::default()
                };
                (id, view)
            })
            .collect();
        let tables = if self.tables.is_null() { json!({}) } else { self.tables.clone() };
        let measures = measures(&tables);
        let view = View {
            facts: &facts,
            unsure: &BTreeSet::new(),
            limits: &self.limits,
            loss: self.loss,
            grounds: &grounds,
            ground_columns: &["gender".to_owned()].into(),
            files: &files,
            measures: &measures,
            statements: &statements,
        };
        evaluate(&condition, &view).truth
    }
}

fn estimate(extra: Value) -> Value {
    let mut row = json!({ "metric": "follow_rate", "attribute": "sex", "group": "woman", "value": 0.5, "lower": 0.4, "upper": 0.6 });
    row.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    json!({ "estimates": [row] })
}

fn compare(bound: &str, op: &str, against: f64) -> String {
    format!(
        "{{ kind = \"compare\", metric = \"follow_rate\", bound = \"{bound}\", op = \"{op}\", against = {against:?} }}"
    )
}

#[test]
fn a_comparison_takes_the_bound_and_the_sign_that_it_names() {
    use Truth::{False, True, Unknown};
    let world = World::tables(estimate(json!({})));
    for (bound, op, against, truth) in [
        ("value", ">", 0.5, False),
        ("value", ">=", 0.5, True),
        ("value", "<", 0.5, False),
        ("value", "<=", 0.5, True),
        ("lower", ">=", 0.4, True),
        ("lower", ">", 0.4, False),
        ("upper", "<=", 0.6, True),
        ("upper", "<", 0.6, False),
        ("interval", ">=", 0.4, True),
        ("interval", ">", 0.4, Unknown),
        ("interval", ">", 0.6, False),
        ("interval", ">=", 0.6, Unknown),
        ("interval", ">=", 0.61, False),
        ("interval", "<=", 0.6, True),
        ("interval", "<", 0.6, Unknown),
        ("interval", "<", 0.4, False),
        ("interval", "<=", 0.4, Unknown),
        ("interval", "<=", 0.39, False),
    ] {
        assert_eq!(world.of(&compare(bound, op, against)), truth, "{bound} {op} {against}");
    }
}

#[test]
fn a_row_that_is_null_or_hidden_is_unknown_and_an_infinite_limit_counts() {
    let of = |extra: Value, bound: &str, op: &str, against: f64| {
        World::tables(estimate(extra)).of(&compare(bound, op, against))
    };
    assert_eq!(of(json!({ "suppressed": true }), "value", ">", 0.1), Truth::Unknown);
    assert_eq!(of(json!({ "value": null }), "value", ">", 0.1), Truth::Unknown);
    assert_eq!(of(json!({ "lower": null }), "lower", "<=", 0.0), Truth::Unknown);
    assert_eq!(of(json!({ "lower": null, "note": "unbounded" }), "lower", "<=", 0.0), Truth::True);
    assert_eq!(of(json!({ "upper": null, "note": "unbounded" }), "upper", ">=", 9.0), Truth::True);
    // Half an interval may settle a comparison of the whole, or not.
    assert_eq!(of(json!({ "lower": null }), "interval", ">=", 0.7), Truth::False);
    assert_eq!(of(json!({ "lower": null }), "interval", ">=", 0.5), Truth::Unknown);
    assert_eq!(of(json!({ "upper": null }), "interval", ">=", 0.3), Truth::True);
}

#[test]
fn any_row_that_holds_is_enough_and_one_that_cannot_be_told_is_not_forgotten() {
    let rows = |values: &[Value]| {
        let rows: Vec<Value> = values.iter().map(|value| json!({ "metric": "follow_rate", "value": value })).collect();
        World::tables(json!({ "estimates": rows })).of(&compare("value", ">", 0.5))
    };
    assert_eq!(rows(&[json!(0.1), json!(0.9), json!(null)]), Truth::True);
    assert_eq!(rows(&[json!(0.1), json!(null)]), Truth::Unknown);
    assert_eq!(rows(&[json!(0.1)]), Truth::False);
    assert_eq!(rows(&[]), Truth::NoInput);
}

#[test]
fn a_filter_finds_the_rows_that_it_names() {
    let with = |extra: Value, filter: &str| {
        let condition = format!(
            "{{ kind = \"share\", metric = \"follow_rate\", filter = {{ {filter} }}, bound = \"value\", op = \">\", against = 0.0 }}"
        );
        World::tables(estimate(extra)).of(&condition)
    };
    let found = |extra: Value, filter: &str| with(extra, filter) == Truth::True;
    assert!(found(json!({}), ""));
    assert!(found(json!({}), "attribute = \"sex\", group = \"woman\""));
    assert!(!found(json!({}), "group = \"man\""));
    assert!(found(json!({ "arm": "model" }), "") && found(json!({ "arm": "model" }), "arm = \"model\""));
    assert!(!found(json!({ "arm": "random" }), "arm = \"model\""));
    assert!(
        !found(json!({ "stratum": "outcome=1" }), "")
            && found(json!({ "stratum": "outcome=1" }), "stratum = \"outcome=1\"")
    );
    assert!(!found(json!({ "period": "2026" }), ""));
    assert!(!found(json!({ "of": "x" }), "") && found(json!({ "of": "x" }), "of = \"x\""));
    assert!(
        found(json!({ "of": "x" }), "of = \"(single)\"") && !found(json!({ "of": "(joint)" }), "of = \"(single)\"")
    );
    assert!(found(json!({ "of": "(joint)" }), "of = \"(joint)\"") && !found(json!({}), "of = \"(single)\""));
    assert!(found(json!({}), "grounds = \"statutory\""));
    assert!(!found(json!({ "attribute": "income" }), "grounds = \"statutory\""));
    assert!(found(json!({ "attribute": "income*sex" }), "grounds = \"statutory\""));
    assert!(!found(json!({ "attribute": null, "group": null }), "grounds = \"statutory\""));
    assert!(
        !found(json!({ "group": "(missing)" }), "") && found(json!({ "group": "(missing)" }), "group = \"(missing)\"")
    );
    assert!(found(json!({ "stage": "selected" }), "stage = \"selected\"") && !found(json!({}), "stage = \"selected\""));
}

#[test]
fn a_limit_of_the_spec_is_never_guessed() {
    let condition = |extra: &str| {
        format!(
            "{{ kind = \"compare\", metric = \"follow_rate\", bound = \"value\", op = \">\", against = {{ limit = \"follow_rate\" }}{extra} }}"
        )
    };
    let mut world = World::tables(estimate(json!({})));
    assert_eq!(world.of(&condition("")), Truth::NoInput);
    assert_eq!(world.of(&condition(", without_limit = \"leave_out\"")), Truth::LeftOut);
    world.limits.insert("follow_rate".to_owned(), 0.4);
    assert_eq!(world.of(&condition(", without_limit = \"leave_out\"")), Truth::True);
    world.tables = json!({});
    assert_eq!(world.of(&condition(", without_limit = \"leave_out\"")), Truth::NoInput);
}

/// Conditions with a known value each: true, false, unknown, no input, left out.
const VALUES: [(&str, Truth); 5] = [
    ("{ kind = \"file\", file = \"input_list\", present = true }", Truth::True),
    ("{ kind = \"file\", file = \"input_list\", present = false }", Truth::False),
    ("{ kind = \"input\", origin = [\"unrelated_context\"] }", Truth::Unknown),
    ("{ kind = \"fact\", fact = \"nothing\", in = [\"x\"] }", Truth::NoInput),
    (
        "{ kind = \"compare\", metric = \"x\", bound = \"value\", op = \">\", against = { limit = \"x\" }, without_limit = \"leave_out\" }",
        Truth::LeftOut,
    ),
];

#[test]
fn lists_follow_the_order_of_the_five_values() {
    let world = World::tables(json!({ "inputs": [{ "name": "x", "origin": "unknown" }] }));
    let any = [Truth::True, Truth::Unknown, Truth::NoInput, Truth::False];
    let all = [Truth::False, Truth::NoInput, Truth::Unknown, Truth::True];
    for (one, a) in VALUES {
        assert_eq!(world.of(one), a);
        let not = match a {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            other => other,
        };
        assert_eq!(world.of(&format!("{{ kind = \"not\", of = [{one}] }}")), not);
        for (other, b) in VALUES {
            for (kind, order) in [("any", any), ("all", all)] {
                let wanted = order.into_iter().find(|truth| [a, b].contains(truth)).unwrap_or(Truth::LeftOut);
                assert_eq!(
                    world.of(&format!("{{ kind = \"{kind}\", of = [{one}, {other}] }}")),
                    wanted,
                    "{kind} {a:?} {b:?}"
                );
            }
        }
    }
}

#[test]
fn a_verdict_is_unknown_only_where_no_row_has_one() {
    let of = |rows: Vec<Value>| {
        let condition = "{ kind = \"verdict\", metric = \"selection_rate\", scale = \"difference\", is = \"disparity\", confirmatory = true }";
        World::tables(json!({ "disparities": rows })).of(condition)
    };
    let row = |verdict: &str, value: Value, confirmatory: bool| json!({ "metric": "selection_rate", "scale": "difference", "verdict": verdict, "value": value, "confirmatory": confirmatory });
    assert_eq!(of(vec![row("disparity", json!(0.1), true), row("not_assessed", json!(null), true)]), Truth::True);
    assert_eq!(of(vec![row("within_margin", json!(0.1), true), row("not_assessed", json!(null), true)]), Truth::False);
    assert_eq!(of(vec![row("not_assessed", json!(null), true)]), Truth::Unknown);
    assert_eq!(of(vec![row("disparity", json!(0.1), false)]), Truth::NoInput);
}

#[test]
fn alternatives_count_only_where_they_are_confirmed_and_a_loss_is_set() {
    let of = |rows: Value, loss: Option<f64>| {
        World { loss, ..World::tables(json!({ "alternatives": rows })) }.of("{ kind = \"alternative\" }")
    };
    let row = |status: &str, fold: &str| json!({ "status": status, "fold": fold });
    assert_eq!(of(json!([row("dominated", "confirm")]), Some(0.02)), Truth::True);
    assert_eq!(of(json!([row("dominated", "confirm")]), None), Truth::NoInput);
    assert_eq!(of(json!([row("dominated", "choose")]), Some(0.02)), Truth::NoInput);
    assert_eq!(of(json!([{ "status": "dominated", "fold": "all", "simultaneous": true }]), Some(0.02)), Truth::True);
    assert_eq!(of(json!([row("cannot_tell", "confirm"), row("undominated", "confirm")]), Some(0.02)), Truth::Unknown);
    assert_eq!(of(json!([row("undominated", "confirm")]), Some(0.02)), Truth::False);
    assert_eq!(of(json!([]), Some(0.02)), Truth::NoInput);
}

#[test]
fn an_input_counts_by_role_origin_and_contribution() {
    let of = |condition: &str, rows: Value| World::tables(json!({ "inputs": rows })).of(condition);
    let unrelated = "{ kind = \"input\", origin = [\"unrelated_context\"], min_contribution = 0.0 }";
    let row =
        |origin: &str, contribution: Value| json!([{ "name": "x", "origin": origin, "contribution": contribution }]);
    assert_eq!(of(unrelated, row("unrelated_context", json!(0.1))), Truth::True);
    assert_eq!(of(unrelated, row("unrelated_context", json!(0.0))), Truth::False);
    assert_eq!(of(unrelated, row("unrelated_context", json!(null))), Truth::Unknown);
    assert_eq!(of(unrelated, row("unknown", json!(0.1))), Truth::Unknown);
    assert_eq!(of(unrelated, row("unknown", json!(0.0))), Truth::False, "what contributes nothing is settled");
    assert_eq!(of(unrelated, row("same_case", json!(null))), Truth::False);
    assert_eq!(of(unrelated, json!([])), Truth::False, "an empty list is a list");
    let both = "{ kind = \"input\", role = [\"area\"], origin = [\"same_case\"] }";
    assert_eq!(
        of(
            both,
            json!([{ "name": "x", "role": "area", "origin": "other_benefit" }, { "name": "y", "role": "name", "origin": "same_case" }])
        ),
        Truth::False
    );
    assert_eq!(of(both, json!([{ "name": "x", "role": "area", "origin": "same_case" }])), Truth::True);
    assert_eq!(World { files: vec![], ..World::tables(json!({})) }.of(both), Truth::NoInput);
}

#[test]
fn an_input_that_is_the_column_of_a_ground_is_a_protected_attribute_unless_someone_says_otherwise() {
    let of = |rows: Value| {
        World::tables(json!({ "inputs": rows })).of("{ kind = \"input\", role = [\"protected_attribute\"] }")
    };
    assert_eq!(of(json!([{ "name": "income" }, { "name": "gender" }])), Truth::True);
    assert_eq!(of(json!([{ "name": "income" }])), Truth::Unknown);
    assert_eq!(of(json!([{ "name": "gender", "role": "verifiable_fact" }])), Truth::False);
}

#[test]
fn an_answer_is_read_signed_or_not_and_what_is_absent_is_empty() {
    let world = World {
        statements: json!({ "HS-12": { "trained_n": 3, "sees": ["score"], "review_test": { "planned": false }, "actions": [{ "days": 5 }, { "days": 50 }] } }),
        ..World::default()
    };
    let of = |rest: &str| world.of(&format!("{{ kind = \"answer\", statement = \"HS-12\", field = {rest} }}"));
    assert_eq!(of("\"review_test.planned\", equals = false"), Truth::True);
    assert_eq!(of("\"sees\", equals = \"score\""), Truth::True);
    assert_eq!(of("\"sees\", in = [\"reasons\", \"score\"]"), Truth::True);
    assert_eq!(of("\"actions.days\", above = 40"), Truth::True);
    assert_eq!(of("\"actions.days\", below = 5"), Truth::False);
    assert_eq!(of("\"trained_n\", equals = 3.0"), Truth::True);
    assert_eq!(of("\"stop_authority\", equals = \"\""), Truth::True);
    assert_eq!(of("\"stop_authority\", equals = []"), Truth::True);
    assert_eq!(of("\"stop_authority\", equals = \"x\""), Truth::False);
    assert_eq!(of("\"sees\", equals = []"), Truth::False);
    assert_eq!(
        world.of("{ kind = \"answer\", statement = \"HS-13\", field = \"contact\", equals = \"\" }"),
        Truth::NoInput
    );
}

#[test]
fn facts_are_words_days_and_flags() {
    let world = World {
        facts: json!({ "roles": ["provider", "deployer"], "public_body": true, "in_use_from": "2027-01-15" }),
        ..World::default()
    };
    let of = |rest: &str| world.of(&format!("{{ kind = \"fact\", fact = {rest} }}"));
    assert_eq!(of("\"roles\", in = [\"deployer\", \"none\"]"), Truth::True);
    assert_eq!(of("\"roles\", in = [\"none\"]"), Truth::False);
    assert_eq!(of("\"public_body\", in = [true]"), Truth::True);
    assert_eq!(of("\"in_use_from\", in = [2027-01-15]"), Truth::True);
    assert_eq!(of("\"sandbox\", in = [true]"), Truth::NoInput);
}
