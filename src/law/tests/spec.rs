//! A small audit spec for tests, made by hand, and measures that fit it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;

use super::situation::measures;
use crate::measure::Measures;
use crate::spec::{
    At, Attribute, Audit, Compare, Comparison, Data, Decided, Fact, Factor, Format, Inference, LawSettings, Measured,
    Membership, Outcome, Paths, Roles, Spec, Stage, StageRule, System, Variance,
};
use crate::words::{AuditKind, Design, Ground, Harm, Lang, Nature, Scale, SystemKind, Text, metric};

/// A day.
pub(super) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

fn at(text: &str) -> At<String> {
    At::default_of(text.to_owned())
}

fn stage(name: &str, favourable: bool, rule: StageRule) -> Stage {
    Stage {
        name: name.to_owned(),
        rule,
        levels: Vec::new(),
        ordered: false,
        favourable,
        label: Text::new("utvalda för kontroll", "selected for control"),
        verb: None,
        noun: None,
    }
}

fn attribute(name: &str, ground: Ground, reference: &str, groups: &[&str]) -> Attribute {
    Attribute {
        name: name.to_owned(),
        column: at(name),
        table: None,
        ground,
        reference: at(reference),
        measure: None,
        labels: groups.iter().map(|group| ((*group).to_owned(), Text::same(group))).collect(),
        bands: Vec::new(),
        intended_shares: BTreeMap::new(),
        membership: None,
    }
}

/// Two stages (one without data), sex, origin by probabilities, income; one comparison; a limit; an input list.
pub(super) fn spec() -> Spec {
    let words = |list: &[&str]| Fact::Words(list.iter().map(|word| (*word).to_owned()).collect());
    let origin = Attribute {
        membership: Some(Membership {
            columns: [("foreign".to_owned(), at("p_foreign"))].into(),
            ..Membership::default()
        }),
        ..attribute("origin", Ground::Ethnicity, "swedish", &["foreign", "swedish"])
    };
    Spec {
        file: "audit.toml".to_owned(),
        text: String::new(),
        sha256: String::new(),
        counting_sha256: String::new(),
        audit: Audit {
            id: at("test-audit"),
            kind: AuditKind::BeforeUse,
            date: None,
            title: Text::same("Test"),
            period: Some((day("2026-01-01"), day("2026-06-30"))),
            languages: vec![Lang::Sv, Lang::En],
            prepared_by: Vec::new(),
        },
        system: System {
            name: "Model".to_owned(),
            kind: SystemKind::RiskSelection,
            version: Some("3.1".to_owned()),
            benefit: Some("housing_allowance".to_owned()),
            pool: Text::same("all"),
            unit: Text::same("cases"),
            inputs: Some(at("inputs.csv")),
        },
        data: Data {
            design: At::default_of(Design::Full),
            nature: Nature::Real,
            paths: Paths::One(vec![at("cases.csv")]),
            count: None,
            long: None,
            filter: None,
            join: None,
            population: None,
            truncate_group_size: false,
            stratum_sizes: BTreeMap::new(),
            assumed_clusters: None,
            rounded: None,
            suppressed_as: Vec::new(),
            suppressed_below: None,
            suppressed_second: false,
            format: Format::default(),
        },
        roles: Roles {
            outcome: Some(Outcome {
                column: at("error"),
                positive: vec!["1".to_owned()],
                negative: vec!["0".to_owned()],
                label: Text::same("error"),
                definition: None,
                established_by: None,
                differs_by_arm: None,
            }),
            strata: vec![Factor {
                name: "household".to_owned(),
                column: at("household"),
                bands: Vec::new(),
                label: Text::same("household"),
            }],
            ..Roles::default()
        },
        stages: vec![
            stage(
                "selected",
                false,
                StageRule::Column { column: at("decision"), positive: vec!["1".to_owned()], negative: Vec::new() },
            ),
            stage("paid", true, StageRule::NoData),
        ],
        attributes: vec![
            attribute("sex", Ground::Sex, "man", &["woman", "man"]),
            origin,
            attribute("income", Ground::Supplementary, "high", &["low", "high"]),
        ],
        intersections: Vec::new(),
        comparisons: vec![comparison("selection_rate", &["sex", "origin"])],
        rates: Vec::new(),
        amounts: Vec::new(),
        inference: Inference {
            level: 0.95,
            seed: 1,
            replicates: None,
            holm: false,
            family_by_attribute: false,
            family_reason: None,
            false_discovery_rate: 0.05,
            any_dependence: false,
            harm: Harm::TwoSided,
            alpha_within: 0.025,
            power: 0.8,
            variance: Variance::ArmsFixed,
            compare: vec![Compare::Reference],
            standard: "total".to_owned(),
            methods: BTreeMap::new(),
            score_bits: 7,
            cluster_buckets: 128,
            thresholds: Vec::new(),
            top: Vec::new(),
            restricted_mean_to: None,
        },
        disclosure: None,
        law: LawSettings {
            packs: vec![at("se-diskrimineringslagen"), at("eu-ai-act"), at("se-agency-share-check")],
            facts: [
                ("jurisdiction".to_owned(), words(&["SE"])),
                ("sector".to_owned(), words(&["social_insurance"])),
                ("roles".to_owned(), words(&["provider", "deployer"])),
                ("technique".to_owned(), words(&["machine_learning"])),
                ("public_body".to_owned(), Fact::Flag(true)),
                ("in_use_from".to_owned(), Fact::Date(day("2027-01-15"))),
            ]
            .into(),
            limits: [("proxy_strength".to_owned(), At::default_of(0.8))].into(),
            ..LawSettings::default()
        },
        later: crate::spec::Later::default(),
        not_yet: Vec::new(),
    }
}

/// A comparison at the first stage, decided before the results.
pub(super) fn comparison(name: &str, attributes: &[&str]) -> Comparison {
    Comparison {
        measured: Measured::Metric(metric(name).unwrap()),
        stage: Some(0),
        attributes: attributes.iter().map(|name| (*name).to_owned()).collect(),
        scale: Scale::Difference,
        margin: 0.02,
        stratum: None,
        reason: Text::same("reason"),
        decided: Decided { on: day("2026-10-01"), by: "B".to_owned(), role: "lawyer".to_owned() },
    }
}

/// Everything within the margin; a gain over random; a list of five inputs.
pub(super) fn calm() -> Measures {
    measures(&json!({
        "estimates": [
            { "id": "e/selection_rate/selected/sex/woman", "metric": "selection_rate", "stage": "selected", "attribute": "sex", "group": "woman", "value": 0.1, "lower": 0.09, "upper": 0.11 },
            { "id": "e/selection_rate/selected/sex/man", "metric": "selection_rate", "stage": "selected", "attribute": "sex", "group": "man", "value": 0.1, "lower": 0.09, "upper": 0.11 },
            { "id": "e/selection_rate/selected/origin/foreign", "metric": "selection_rate", "stage": "selected", "attribute": "origin", "group": "foreign", "value": 0.1, "lower": 0.09, "upper": 0.11 },
            { "id": "e/selection_rate/selected/income/low", "metric": "selection_rate", "stage": "selected", "attribute": "income", "group": "low", "value": 0.1, "lower": 0.09, "upper": 0.11 },
            { "id": "e/positive_predictive_value/selected/sex/woman", "metric": "positive_predictive_value", "stage": "selected", "attribute": "sex", "group": "woman", "value": 0.4 },
        ],
        "disparities": [
            disparity("sex", "woman", "within_margin"),
            disparity("origin", "foreign", "within_margin"),
            { "id": "d/lift.difference/selected/sex/woman/vs/(pool)", "metric": "lift", "stage": "selected", "attribute": "sex", "group": "woman", "reference": "(pool)", "scale": "difference", "value": 0.06, "lower": 0.03, "upper": 0.09 },
            { "id": "d/lift.difference/selected/-/-/vs/(pool)", "metric": "lift", "stage": "selected", "reference": "(pool)", "scale": "difference", "value": 0.06, "lower": 0.03, "upper": 0.09 },
        ],
        "inputs": [
            { "name": "household", "role": "benefit_condition", "origin": "same_case", "contribution": 0.4 },
            { "name": "postcode", "role": "area", "origin": "same_case", "contribution": 0.1 },
        ],
    }))
}

/// A confirmatory disparity row on the difference scale.
pub(super) fn disparity(attribute: &str, group: &str, verdict: &str) -> serde_json::Value {
    json!({
        "id": format!("d/selection_rate.difference/selected/{attribute}/{group}/vs/x"), "metric": "selection_rate",
        "stage": "selected", "attribute": attribute, "group": group, "reference": "x", "scale": "difference",
        "value": 0.001, "lower": -0.01, "upper": 0.012, "family": "confirmatory", "confirmatory": true, "margin": 0.02, "minimum_detectable": 0.015,
        "verdict": verdict, "harm_direction": "higher",
    })
}
