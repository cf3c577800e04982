//! The rules at the end of `law/packs.md` 5.3, over situations drawn at random for every provision of the shipped packs
//! and of the sketches.

use std::collections::BTreeMap;

use chrono::{Days as Span, NaiveDate};
use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};

use super::situation::{Situation, measures, summary};
use crate::law::Gate;
use crate::law::dates::{AppliesBy, Days};
use crate::law::finding::Assessed;
use crate::law::pack::{Packs, Provision, SHIPPED, Status};
use crate::law::select::{Item, ItemState};
use crate::law::statement::State;
use crate::law::view::{INPUT_LIST, StatementView};
use crate::spec::Fact;
use crate::words::{AuditKind, Ground};

const SKETCHES: &str = include_str!("../../../tests/law/sketches.toml");

/// Draws from a seed: splitmix64, so that a failing seed can be run again.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }

    fn day(&mut self) -> NaiveDate {
        let start = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        start + Span::new(self.below(2600) as u64)
    }
}

fn packs() -> &'static [Packs] {
    static PACKS: std::sync::OnceLock<Vec<Packs>> = std::sync::OnceLock::new();
    PACKS.get_or_init(|| {
        let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
        vec![Packs::of(&ids, &[]).unwrap(), Packs::blocks_and(&[("sketches.toml", SKETCHES)]).unwrap()]
    })
}

fn item(draw: &mut Draw) -> Item {
    // Mostly calm, so that every status is reached.
    let state =
        if draw.one_in(3) { *draw.of(&ItemState::ALL) } else { *draw.of(&[ItemState::Ok, ItemState::WithinMargin]) };
    let ground = draw.of(&[None, Some(Ground::Sex), Some(Ground::Ethnicity)]);
    Item { ground: *ground, stage: Some("selected".to_owned()), ..Item::whole(state) }
}

/// What a statement says: the fields that conditions and excuses of the packs read.
fn fields(draw: &mut Draw) -> serde_json::Map<String, Value> {
    let flag = |draw: &mut Draw| json!(draw.one_in(2));
    let all = json!({
        "blind": !draw.one_in(4),
        "exceptions": if draw.one_in(2) { json!([]) } else { json!(["SE-DL-2-14b-1"]) },
        "columns": [{ "category": *draw.of(&["none", "health", "religion"]) }],
        "art_4a": { "a": *draw.of(&["", "x"]), "b": "x", "c": "x", "d": "x", "e": "x", "f": "x" },
        "art_5_1_d": {
            "crime_risk": flag(draw), "solely_profiling": flag(draw),
            "verifiable_facts": if draw.one_in(2) { json!([]) } else { json!(["x"]) },
        },
        "review_test": { "planned": flag(draw) },
    });
    all.as_object().unwrap().clone()
}

fn tables(draw: &mut Draw) -> Value {
    let number = |draw: &mut Draw| {
        if draw.one_in(4) { Value::Null } else { json!(draw.below(200) as f64 / 100.0 - 0.5) }
    };
    let mut disparities = Vec::new();
    for metric in ["lift", "representation"] {
        for scale in ["difference", "ratio"] {
            if draw.one_in(2) {
                disparities.push(json!({
                    "metric": metric, "scale": scale, "reference": *draw.of(&["(pool)", "(selected)"]),
                    "attribute": "sex", "group": "woman", "value": number(draw), "lower": number(draw),
                    "upper": number(draw), "suppressed": draw.one_in(6),
                }));
            }
        }
    }
    let mut estimates = Vec::new();
    for of in ["(joint)", "income"] {
        if draw.one_in(2) {
            estimates.push(json!({ "metric": "proxy_strength", "of": of, "attribute": "sex", "value": number(draw) }));
        }
    }
    let roles =
        ["protected_attribute", "inseparable_proxy", "benefit_condition", "verifiable_fact", "complaint_history"];
    let inputs: Vec<Value> = (0..draw.below(3))
        .map(|index| {
            json!({
                "name": format!("input {index}"), "role": *draw.of(&roles),
                "origin": *draw.of(&["same_case", "unrelated_context", "unknown"]),
                "contribution": if draw.one_in(3) { Value::Null } else { json!(0.2) },
            })
        })
        .collect();
    let alternatives: Vec<Value> = if draw.one_in(2) {
        Vec::new()
    } else {
        vec![json!({ "status": *draw.of(&["dominated", "undominated", "cannot_tell"]), "fold": "confirm" })]
    };
    json!({ "estimates": estimates, "disparities": disparities, "inputs": inputs, "alternatives": alternatives })
}

fn facts(draw: &mut Draw) -> BTreeMap<String, Fact> {
    let word = |word: &&str| Fact::Words(vec![(*word).to_owned()]);
    let mut facts = BTreeMap::new();
    let mut add = |key: &str, known: bool, fact: Fact| {
        if known {
            facts.insert(key.to_owned(), fact);
        }
    };
    let mut known = || !draw.one_in(4);
    let flags: Vec<bool> = (0..8).map(|_| known()).collect();
    add("jurisdiction", flags[0], word(draw.of(&["SE", "SE", "SE", "US"])));
    add("sector", flags[1], word(draw.of(&["social_insurance", "social_insurance", "employment", "tax"])));
    add("roles", flags[2], word(draw.of(&["provider", "deployer", "none"])));
    add("technique", flags[3], word(draw.of(&["machine_learning", "hand_written_rules"])));
    add("public_body", flags[4], Fact::Flag(!draw.one_in(4)));
    add("in_use_from", flags[5], Fact::Date(draw.day()));
    add("significant_change_on", flags[6] && draw.one_in(2), Fact::Date(draw.day()));
    add("input_grounds", flags[7], word(draw.of(&["age", "sex"])));
    add("system_kind", true, word(draw.of(&["risk_selection", "decision_support"])));
    facts
}

fn situation(seed: u64, packs: &Packs, provision: &Provision) -> Situation {
    let draw = &mut Draw(seed);
    let calm = draw.one_in(3);
    let statements = packs
        .statements()
        .keys()
        .map(|id| {
            let state = if calm || !draw.one_in(3) { State::Signed } else { *draw.of(&State::ALL) };
            let fields = (state != State::Missing).then(|| fields(draw));
            ((*id).to_owned(), StatementView { state, version: Some(1), fields, role: None })
        })
        .collect();
    let mut items = BTreeMap::new();
    for need in &provision.evidence {
        let list: Vec<Item> = (0..draw.below(4)).map(|_| item(draw)).collect();
        items.insert(need.ev.clone(), list);
    }
    let known = |draw: &mut Draw| (!draw.one_in(5)).then(|| draw.day());
    let days = Days {
        margin: known(draw),
        stated: known(draw),
        results: known(draw),
        decision: known(draw),
        in_use: known(draw),
    };
    let role = draw.of(&["lawyer", "analyst", "developer"]);
    let claim = draw.one_in(3).then(|| ((*role).to_owned(), draw.one_in(2), "r".repeat(draw.below(2) * 50)));
    let decision = draw.one_in(3).then(|| (vec![provision.id.clone()], draw.one_in(2)));
    let mut limits = BTreeMap::new();
    for name in ["proxy_strength", "inseparable_proxy", "agreement_when_wrong"] {
        if draw.one_in(2) {
            limits.insert(name.to_owned(), 0.3);
        }
    }
    Situation {
        kind: *draw.of(AuditKind::ALL),
        law_date: draw.day(),
        pack_gate: !draw.one_in(5),
        facts: facts(draw),
        limits,
        loss: draw.one_in(2).then_some(0.02),
        grounds: [("sex".to_owned(), Ground::Sex)].into(),
        files: if draw.one_in(4) { [].into() } else { [INPUT_LIST.to_owned()].into() },
        items,
        measures: measures(&tables(draw)),
        statements,
        days,
        claim,
        decision,
    }
}

fn severity(found: &Assessed) -> usize {
    // Not applicable is the least, then in_place, and so on up.
    Status::ALL.len() - Status::ALL.iter().position(|status| *status == found.status).unwrap()
}

const GATES: [Gate; 3] = [Gate::Flagged, Gate::Incomplete, Gate::Inconclusive];

/// Runs a check on every provision, each in a situation of its own.
fn each(
    seed: u64,
    mut check: impl FnMut(&Packs, &Provision, Situation) -> Result<(), proptest::test_runner::TestCaseError>,
) -> Result<(), proptest::test_runner::TestCaseError> {
    for packs in packs() {
        for (index, (_, provision)) in packs.provisions().enumerate() {
            let seed = seed.wrapping_add((index as u64) << 32);
            check(packs, provision, situation(seed, packs, provision))?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_signature_never_makes_a_status_worse_nor_closes_a_gate(seed in any::<u64>()) {
        each(seed, |packs, provision, given| {
            let before = given.assess(packs, provision);
            let mut signings: Vec<Situation> = Vec::new();
            for need in &provision.statement {
                let mut signed = given.clone();
                let view = signed.statements.get_mut(&need.hs).unwrap();
                if view.fields.is_some() && view.state != State::Superseded {
                    view.state = State::Signed;
                    signings.push(signed);
                }
            }
            if let Some((_, false, _)) = &given.claim {
                let mut signed = given.clone();
                signed.claim.as_mut().unwrap().1 = true;
                signings.push(signed);
            }
            for signed in signings {
                let after = signed.assess(packs, provision);
                prop_assert!(severity(&after) <= severity(&before), "{}: {:?} to {:?}", provision.id, before.status, after.status);
                for gate in GATES {
                    prop_assert!(!signed.stops(&after, gate) || given.stops(&before, gate), "{}", provision.id);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_evidence_and_statements_changes_nothing(seed in any::<u64>()) {
        each(seed, |packs, provision, given| {
            let mut turned = provision.clone();
            turned.evidence.reverse();
            turned.statement.reverse();
            let one = summary(&given.assess(packs, provision), &given);
            let other = summary(&given.assess(packs, &turned), &given);
            prop_assert_eq!(one, other);
            Ok(())
        })?;
    }

    #[test]
    fn an_unknown_fact_never_excludes_and_never_postpones(seed in any::<u64>()) {
        each(seed, |packs, provision, given| {
            let known: Vec<String> = given.facts.keys().cloned().collect();
            for fact in known {
                let mut without = given.clone();
                without.facts.remove(&fact);
                let found = without.assess(packs, provision);
                let excluded = format!("out_of_scope:{fact}");
                prop_assert!(found.reasons.iter().all(|reason| reason.code != excluded));
            }
            let mut none = given.clone();
            none.facts.clear();
            let found = none.assess(packs, provision);
            prop_assert!(found.reasons.iter().all(|reason| !reason.code.starts_with("out_of_scope")));
            let own = provision.applies_from.unwrap_or(provision.in_force.from).0;
            prop_assert!(found.applies.is_none_or(|(day, by)| by == AppliesBy::Provision && day == own));
            prop_assert!(!found.preparation || none.law_date < own);
            Ok(())
        })?;
    }

    #[test]
    fn in_place_never_hides_anything(seed in any::<u64>()) {
        each(seed, |packs, provision, given| {
            let found = given.assess(packs, provision);
            let statuses: Vec<Status> = found.parts.iter().filter_map(|part| part.status).collect();
            if found.status == Status::InPlace {
                prop_assert!(!statuses.is_empty() && statuses.iter().all(|status| *status == Status::InPlace));
                prop_assert!(found.also.is_empty() && found.missing.is_empty());
            }
            if !found.auto && !found.pending && found.status != Status::NotApplicable {
                // The status is the highest that occurs, and every other one but in_place stands beside it.
                let highest = statuses.iter().min().copied().unwrap_or(Status::NotAssessed);
                prop_assert_eq!(found.status, highest);
                for status in statuses {
                    prop_assert!(status == found.status || status == Status::InPlace || found.also.contains(&status));
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn not_assessed_alone_never_stops_a_gate(seed in any::<u64>()) {
        each(seed, |packs, provision, given| {
            let found = given.assess(packs, provision);
            if found.status == Status::NotAssessed && found.also.is_empty() {
                prop_assert!(GATES.iter().all(|gate| !given.stops(&found, *gate)));
            }
            if found.preparation || found.pending || given.kind == AuditKind::Illustration || !given.pack_gate {
                prop_assert!(GATES.iter().all(|gate| !given.stops(&found, *gate)));
            }
            Ok(())
        })?;
    }
}

#[test]
fn situations_drawn_at_random_reach_every_status_and_every_kind_of_reason() {
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..200 {
        each(seed, |packs, provision, given| {
            let found = given.assess(packs, provision);
            *statuses.entry(found.status.word()).or_default() += 1;
            for reason in &found.reasons {
                let kind = reason.code.split(':').next().unwrap_or_default();
                let state = reason.code.split(':').nth(1).unwrap_or_default();
                let key = if kind.starts_with("EV-") || kind.starts_with("HS-") { state } else { kind };
                *reasons.entry(key.to_owned()).or_default() += 1;
            }
            Ok(())
        })
        .unwrap();
    }
    assert_eq!(statuses.len(), Status::ALL.len(), "{statuses:?}");
    for kind in [
        "disparity",
        "inconclusive",
        "not_computable",
        "suppressed",
        "unmeasured_signed",
        "unmeasured_without_reason",
        "not_requested",
        "not_supplied",
        "exploratory_disparity",
        "cond",
        "missing",
        "draft",
        "incomplete",
        "wrong_role",
        "expired",
        "superseded",
        "stale",
        "illustration",
        "dates",
        "na_rejected",
        "na_unsigned",
        "na_contradicted",
        "na_by_person",
        "out_of_scope",
        "repealed",
        "not_in_force_on_law_date",
        "applies_from",
        "transition",
        "change",
        "pending_law",
        "nothing_required_was_supplied",
        "decision_stale",
    ] {
        assert!(reasons.contains_key(kind), "{kind} was never reached: {reasons:?}");
    }
}
