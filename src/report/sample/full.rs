//! The public case with one of everything else beside it: adjusted rows, an input list, signed statements, findings of
//! every status, memberships, amounts, ratio margins, bounds, hidden figures, crossed groups, withheld passages.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    AttributeKnown, Ground, HarmDirection, Key, Note, Report, Scale, StatementRow, Text, Verdict, attribute, disparity,
    estimate, finding, group, missing_statement, n, some, stage, vab,
};
use crate::law::{Claim, Decision, Quote, Signature, TransitionRow};
use crate::report::{FactorHead, InputRow, OwnHead, ScoreHead};
use crate::words::Harmed;

fn fields(value: Value) -> BTreeMap<String, Value> {
    value.as_object().cloned().unwrap_or_default().into_iter().collect()
}

fn signed(hs: &str, role: &str, content: Value) -> StatementRow {
    let mut row = missing_statement(hs);
    row.version = Some(2);
    row.state = "signed".to_owned();
    row.reasons.clear();
    row.language = Some("sv".to_owned());
    row.written = Some("2026-11-20".to_owned());
    row.answers =
        BTreeMap::from([("q1".to_owned(), "Ett svar om 12 procent.\n\n".to_owned() + &"Mer text. ".repeat(150))]);
    row.translation = Some(BTreeMap::from([("q1".to_owned(), "An answer of 12 per cent.".to_owned())]));
    row.fields = fields(content);
    row.signatures = vec![Signature {
        role: role.to_owned(),
        name: "Namn Namnsson".to_owned(),
        title: Some("verksjurist".to_owned()),
        date: "2026-11-21".to_owned(),
        method: "recorded".to_owned(),
        comment: Some("Avvikande mening om q3.".to_owned()),
    }];
    row
}

/// One of everything.
pub fn full() -> Report {
    let mut report = vab();
    report.audit.id = "full-2026".to_owned();
    statements(&mut report);
    comparable(&mut report);
    other_kinds(&mut report);
    law(&mut report);
    report.inputs = (0..17)
        .map(|at| InputRow {
            name: format!("input_{at}"),
            label: (at % 2 == 0).then(|| Text::new(&format!("uppgift {at}"), &format!("input {at}"))),
            source: Some("registret".to_owned()),
            created_in_context: Some("same_benefit".to_owned()),
            relevance: (at % 3 == 0).then(|| Text::same("villkor 12 i lagen")),
            role: Some(["protected_attribute", "inseparable_proxy", "verifiable_fact", "own_word"][at % 4].to_owned()),
            contribution: some(0.123),
            ..InputRow::default()
        })
        .collect();
    let mut strength = estimate(
        Key { metric: "proxy_strength", stage: None, attribute: "sex", group: "(all)", arm: None },
        [0.712, 0.69, 0.73],
        None,
    );
    strength.of = Some("input_0".to_owned());
    strength.id = "e/proxy_strength.input_0/-/sex/(all)".to_owned();
    report.estimates.push(strength);
    report.audit.score = Some(ScoreHead { probability: false, range: None });
    let disclosure = report.audit.disclosure.as_mut().unwrap();
    disclosure.profile = "disclosable".to_owned();
    disclosure.rounding = some(5.0);
    disclosure.hidden = n(4.0);
    disclosure.passages = vec![BTreeMap::from([
        ("place".to_owned(), json!("inputs/input_3")),
        ("provision".to_owned(), json!("17 kap. 1 b § OSL")),
        ("reason".to_owned(), Value::Null),
    ])];
    report
}

fn statements(report: &mut Report) {
    let mut rows = vec![
        signed(
            "HS-02",
            "lawyer",
            json!({ "disadvantage": [{ "stage": "selected", "is": "yes", "reason": "väntan i 30 dagar" }] }),
        ),
        signed(
            "HS-03",
            "lawyer",
            json!({
                "pool": { "definition": "alla", "gap": "de 12 som avlidit ingår inte" },
                "unmeasured": [{ "ground": "religion", "reason": "uppgiften finns inte hos myndigheten" }],
                "factors": [{ "stratum": "household", "reason": "antal barn", "could_hide": "yes", "why": "speglar kön" }],
            }),
        ),
        signed("HS-05", "process_owner", json!({})),
        signed("HS-09", "lawyer", json!({})),
        signed("HS-12", "operations_manager", json!({ "trained_n": 12 })),
        signed(
            "HS-14",
            "system_owner",
            json!({
                "owner": "enheten",
                "random_sample": { "share": 0.02, "n_per_period": 100 },
                "actions": [{ "metric": "selection_rate", "attribute": "sex", "threshold": 0.002, "days": 10, "role": "system_owner", "action": "stop" }],
            }),
        ),
        signed("HS-15", "archivist", json!({ "record_no": "FK 2026/12", "retention_until": "2030-01-01" })),
        signed(
            "HS-16",
            "decision_maker",
            json!({ "decision": "use_with_conditions", "items": [{ "provision": "SE-DL-1-4-2", "position": "godtas i 6 månader" }] }),
        ),
    ];
    let replaced: Vec<String> = rows.iter().map(|row| row.hs.clone()).collect();
    report.statements.retain(|row| !replaced.contains(&row.hs));
    report.statements.append(&mut rows);
    report.statements.push(missing_statement("fk:HS-BER"));
    report.statements.sort_by(|a, b| a.hs.cmp(&b.hs));
}

fn comparable(report: &mut Report) {
    report.audit.factors = vec![
        FactorHead { name: "household".to_owned(), label: Text::new("hushållets storlek", "size of the household") },
        FactorHead { name: "region".to_owned(), label: Text::new("region", "region") },
    ];
    let key = Key { metric: "selection_rate", stage: Some("selected"), attribute: "sex", group: "woman", arm: None };
    let mut adjusted =
        disparity(key, "man", Scale::Difference, [0.0019, 0.0011, 0.0027], Some(0.001), Verdict::Disparity);
    adjusted.id.push_str("/household%2Aregion");
    adjusted.stratum = Some("household*region".to_owned());
    adjusted.method = Some("miettinen_nurminen".to_owned());
    adjusted.confirmatory = false;
    adjusted.family = "exploratory".to_owned();
    adjusted.detail = Some(fields(json!({ "overlap_group": 0.934 })));
    let mut without = adjusted.clone();
    without.id.push_str("/left_out");
    without.detail = Some(fields(json!({ "left_out": "household" })));
    report.disparities.extend([adjusted, without]);
}

fn other_kinds(report: &mut Report) {
    // A second stage without data, a third to somebody's advantage.
    let mut delayed = stage("delayed", "försenade", "delayed");
    delayed.data = false;
    let mut granted = stage("granted", "granted", "granted");
    granted.favourable = true;
    report.audit.stages.extend([delayed, granted]);
    // Age, judged as a ratio; one group of nobody, one hidden, one bounded.
    report.audit.attributes.push(attribute("age", Ground::Age, "30–44"));
    let mut membership = attribute("name_origin", Ground::Supplementary, "common");
    membership.known = AttributeKnown::Membership;
    report.audit.attributes.push(membership);
    for (attribute, ground, groups) in [
        ("age", Ground::Age, ["30–44", "<30", "45–64", "65+"]),
        ("name_origin", Ground::Supplementary, ["common", "rare", "(unknown)", "(missing)"]),
    ] {
        for (at, name) in groups.into_iter().enumerate() {
            let mut row = group(attribute, ground, name, [name, name], [4_000.0, 412.0, 3_001.5, 7.0][at]);
            row.suppressed = name == "65+";
            if row.suppressed {
                (row.n, row.note) = (None, vec![Note::Suppressed]);
            }
            report.groups.push(row);
            let key = Key { metric: "selection_rate", stage: Some("granted"), attribute, group: name, arm: None };
            let value = [[0.2, 0.19, 0.21], [0.0, 0.0, 0.0092], [0.3, 0.28, 0.32], [0.5, 0.1, 0.9]][at];
            let mut row = estimate(key, value, Some(412.0));
            row.events = some(0.0);
            if name == "65+" {
                (row.value, row.lower, row.upper, row.n, row.events, row.suppressed) =
                    (None, None, None, None, None, true);
                row.note = vec![Note::Suppressed];
            }
            report.estimates.push(row);
            if at == 0 || name.starts_with('(') {
                continue;
            }
            let mut row = disparity(
                key,
                groups[0],
                Scale::Ratio,
                [[1.5, 1.3, 1.7], [1.24, 1.02, 1.49], [1.0, 0.9, 1.1]][at - 1],
                Some(1.25),
                Verdict::Disparity,
            );
            row.harm_direction = HarmDirection::Lower;
            row.harmed = Some(Harmed::Reference);
            match name {
                "<30" => {
                    // Nobody: the ratio does not exist, its limit stands.
                    (row.value, row.lower, row.note) = (None, None, vec![Note::Unbounded, Note::ZeroCell]);
                    row.verdict = Verdict::Inconclusive;
                    (row.excludes_no_difference, row.minimum_detectable, row.cases_needed) = (Some(false), None, None);
                    row.note.push(Note::NotDetectable);
                }
                "rare" => {
                    (row.value, row.note) = (None, vec![Note::BoundsOnly]);
                }
                "65+" => {
                    (row.value, row.lower, row.upper, row.p_value, row.p_adjusted) = (None, None, None, None, None);
                    (row.minimum_detectable, row.cases_needed, row.n_group) = (None, None, None);
                    (row.verdict, row.suppressed, row.note) = (Verdict::NotAssessed, true, vec![Note::Suppressed]);
                    (row.excludes_no_difference, row.harmed) = (None, None);
                }
                _ => row.verdict = Verdict::Inconclusive,
            }
            report.disparities.push(row);
        }
    }
    // Crossed groups, by way of exploration.
    for (at, name) in ["woman*foreign", "man*foreign"].into_iter().enumerate() {
        let key =
            Key { metric: "selection_rate", stage: Some("selected"), attribute: "sex*origin", group: name, arm: None };
        let size = [0.0065, 0.0041][at];
        report.disparities.push(disparity(
            key,
            "man*swedish",
            Scale::Difference,
            [size, size - 0.001, size + 0.001],
            None,
            Verdict::NotAssessed,
        ));
    }
    // A consequence in days and a rate of the spec, both judged.
    report.audit.amounts = vec![OwnHead {
        name: "delay_days".to_owned(),
        label: Text::new("dagars väntan", "days of waiting"),
        unit: Some(Text::new("dagar", "days")),
        harm: HarmDirection::Higher,
    }];
    report.audit.rates = vec![OwnHead {
        name: "changed_on_review_rate".to_owned(),
        label: Text::new("ändrade vid omprövning", "changed on review"),
        unit: None,
        harm: HarmDirection::Higher,
    }];
    for (metric, value, margin) in
        [("delay_days", [3.26, 2.11, 4.4], 2.0), ("changed_on_review_rate", [0.041, 0.021, 0.0604], 0.02)]
    {
        let key = Key { metric, stage: None, attribute: "sex", group: "woman", arm: None };
        let mut row = disparity(key, "man", Scale::Difference, value, Some(margin), Verdict::Disparity);
        row.harm_direction = HarmDirection::Higher;
        row.harmed = Some(Harmed::Group);
        report.disparities.push(row);
        report.estimates.push(estimate(key, [value[0] * 2.0, value[1] * 2.0, value[2] * 2.0], Some(587.0)));
        report.estimates.push(estimate(Key { group: "man", ..key }, value, Some(460.0)));
    }
    // Precision against chance, of everybody.
    let everybody = |metric, stage, arm| Key { metric, stage, attribute: "sex", group: "(all)", arm };
    report.estimates.push(estimate(
        everybody("positive_predictive_value", Some("selected"), Some("model")),
        [0.493, 0.479, 0.507],
        Some(5_082.0),
    ));
    report.estimates.push(estimate(everybody("base_rate", None, Some("random")), [0.296, 0.269, 0.324], Some(1_047.0)));
    report.disparities.push(disparity(
        everybody("lift", Some("selected"), None),
        "(pool)",
        Scale::Difference,
        [0.197, 0.166, 0.228],
        None,
        Verdict::NotAssessed,
    ));
}

fn law(report: &mut Report) {
    report.findings[0].decision = Some(Decision {
        statement: "HS-16".to_owned(),
        version: 2,
        date: "2026-11-21".to_owned(),
        state: "stale".to_owned(),
    });
    report.provisions[0].quote = vec![Quote {
        lang: "sv".to_owned(),
        text: "att någon missgynnas genom tillämpning av 1 bestämmelse".to_owned(),
    }];
    report.findings[2].applies_by = Some("transition".to_owned());
    report.provisions[2].transition = vec![TransitionRow {
        when: fields(json!({ "in_use_before": "2027-12-02" })),
        applies_from: "2030-08-02".to_owned(),
        reset_by: None,
    }];
    for (id, status, reason) in [
        ("SE-DL-1-4-1", "flagged", "cond:prohibited_input_used"),
        ("SE-DL-6-6", "in_place", "ok"),
        ("SE-DL-2-14b", "not_applicable", "na_by_person"),
        ("EU-AIA-5-1-c", "not_assessed", "cond:unrelated_input_contributes:no_input"),
        ("SE-PROP-1", "not_assessed", "pending_law"),
        ("SE-DL-6-3", "inconclusive", "EV-20:suppressed"),
    ] {
        let (mut provision, mut found) = finding(
            id,
            status,
            &[(reason, "En skyddad grund används som uppgift.", "A protected ground is used as an input.")],
        );
        if status == "not_applicable" {
            found.claim = Some(Claim {
                reason: "Ålder används inte, se HS-10 q1.".to_owned(),
                role: Some("lawyer".to_owned()),
                name: Some("Namn".to_owned()),
                date: Some("2026-11-01".to_owned()),
                state: "accepted".to_owned(),
            });
        }
        if id == "SE-PROP-1" {
            found.pending = true;
            provision.pending = Some(BTreeMap::from([
                ("sv".to_owned(), "Prop. 2026/27:12".to_owned()),
                ("en".to_owned(), "Bill 2026/27:12".to_owned()),
            ]));
        }
        if id == "SE-DL-6-3" {
            provision.evidence.clear();
            provision.statements.clear();
            provision.verification.state = "from_memory".to_owned();
            found.verification.state = "from_memory".to_owned();
            provision.verification.doubt = Some("lydelsen före 2017".to_owned());
        }
        report.provisions.push(provision);
        report.findings.push(found);
    }
}
