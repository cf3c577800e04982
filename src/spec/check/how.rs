//! Inference, disclosure, law.

use std::collections::BTreeMap;

use super::decided::{decided, reason};
use super::stages::threshold_in_range;
use super::{Check, has_role};
use crate::diag::Code;
use crate::spec::raw::{Node, Table, Value};
use crate::spec::{
    At, Compare, Disclosure, Fact, Inference, LawSettings, Passage, RoundingMethod, Stage, StageRule, Variance,
};
use crate::words::{Harm, plain};

/// Facts that stand elsewhere in the spec (`law/packs.md`, 1).
const ELSEWHERE: &[(&str, &str)] = &[("benefit", "system.benefit"), ("system_kind", "system.kind")];

pub(super) fn inference(raw: &Table, stages: &[Stage], check: &mut Check<'_>) -> Inference {
    let none = Table::default();
    let table = raw.table("inference").unwrap_or(&none);
    let family_by_attribute = table.string("family") == "attribute";
    if family_by_attribute && table.get("family_reason").is_none() {
        check.push(
            Code::NeedsKey,
            &table.place("family"),
            "`inference.family = \"attribute\"` needs `inference.family_reason`, which is absent",
            "add `family_reason = …`: splitting the family promises less",
        );
    }
    let alpha_within = table.number("alpha_within").unwrap_or(0.025);
    if alpha_within != 0.025 && alpha_within != 0.05 && !table.is_broken("alpha_within") {
        check.push(
            Code::OutOfRange,
            &table.place("alpha_within"),
            format!("`inference.alpha_within` is `{alpha_within}`, neither 0.025 nor 0.05"),
            "write 0.025 or 0.05",
        );
    }
    check.twice(&table.strings("compare"), "the word");
    for key in ["thresholds", "top"] {
        if !table.items(key).is_empty() && !has_role(raw, "score") {
            check.push(
                Code::NeedsKey,
                &table.place(key),
                format!("`inference.{key}` needs `roles.score`, which is absent"),
                "add `score = { column = … }` to `[roles]`",
            );
        }
    }
    if let Some(score) = raw.table("roles").and_then(|roles| roles.table("score")) {
        for node in table.items("thresholds") {
            if let Some(threshold) = node.number() {
                threshold_in_range(threshold, score, &node.span, check);
            }
        }
    }
    Inference {
        level: table.number("level").unwrap_or(0.95),
        seed: table.count("seed").unwrap_or(1),
        replicates: table.count("replicates"),
        holm: table.string("multiplicity") == "holm",
        family_by_attribute,
        family_reason: table.text("family_reason"),
        false_discovery_rate: table.number("false_discovery_rate").unwrap_or(0.05),
        any_dependence: table.string("dependence") == "any",
        harm: Harm::parse(&table.string("harm")).unwrap_or(Harm::TwoSided),
        alpha_within,
        power: table.number("power").unwrap_or(0.8),
        variance: variance(&table.string("variance")),
        compare: compare(table),
        standard: table.string("standard"),
        methods: methods(table),
        score_bits: table.count("score_bits").and_then(|bits| u8::try_from(bits).ok()).unwrap_or(7),
        cluster_buckets: table.count("cluster_buckets").and_then(|count| u32::try_from(count).ok()).unwrap_or(128),
        thresholds: thresholds(table, stages),
        top: top(table),
        restricted_mean_to: table.number("restricted_mean_to"),
    }
}

fn variance(word: &str) -> Variance {
    [Variance::ArmsFixed, Variance::ModelArmCensus, Variance::Poisson, Variance::PooledRows]
        .into_iter()
        .find(|variance| variance.word() == word)
        .unwrap_or_default()
}

/// What groups are compared with, in a fixed order; the reference always, since verdicts need it.
fn compare(table: &Table) -> Vec<Compare> {
    let mut out = vec![Compare::Reference];
    out.extend(table.plain_strings("compare").iter().filter_map(|word| match word.as_str() {
        "rest" => Some(Compare::Rest),
        "overall" => Some(Compare::Overall),
        "pairs" => Some(Compare::Pairs),
        _ => None,
    }));
    out.sort_unstable();
    out.dedup();
    out
}

fn methods(table: &Table) -> BTreeMap<String, String> {
    let Some(methods) = table.table("methods") else { return BTreeMap::new() };
    methods.entries.iter().filter_map(|(key, node)| Some((key.value.clone(), node.string()?.value))).collect()
}

/// The thresholds of the stages and of the spec, rising, each once.
fn thresholds(table: &Table, stages: &[Stage]) -> Vec<f64> {
    let mut out: Vec<f64> = stages
        .iter()
        .filter_map(|stage| match stage.rule {
            StageRule::Threshold(threshold) => Some(threshold),
            _ => None,
        })
        .chain(table.numbers("thresholds"))
        // No minus zero: it would be another number in the order, and the same threshold.
        .map(|threshold| threshold + 0.0)
        .collect();
    out.sort_by(f64::total_cmp);
    out.dedup();
    out
}

fn top(table: &Table) -> Vec<u64> {
    let mut out: Vec<u64> = table
        .items("top")
        .iter()
        .filter_map(|node| match node.value {
            Value::Integer(number) => u64::try_from(number).ok(),
            _ => None,
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

pub(super) fn disclosure(raw: &Table, stages: &[Stage], check: &mut Check<'_>) -> Option<Disclosure> {
    let table = raw.table("disclosure")?;
    let rounding = table.string("rounding");
    let (method, base) = rounding.split_once(':').unwrap_or((&rounding, ""));
    let merge = table.table("merge_into");
    if let Some(merge) = merge {
        for (group, node) in &merge.entries {
            if node.string().is_some_and(|into| into.value == group.value) {
                check.push(
                    Code::Conflict,
                    &node.span,
                    format!("the group `{}` would be merged into itself", group.value),
                    "name another group",
                );
            }
        }
    }
    Some(Disclosure {
        minimum_cell: table.count("minimum_cell").unwrap_or(5),
        zero_is_safe: table.flag("zero_is_safe"),
        complement: table.flag("complement"),
        group_min: table.count("group_min").unwrap_or(10),
        protection: table.count("protection").unwrap_or(5),
        rounding: base.parse().ok(),
        rounding_method: match method {
            "random" => RoundingMethod::Random,
            "controlled" => RoundingMethod::Controlled,
            _ => RoundingMethod::Nearest,
        },
        ledger: table.flag("ledger"),
        merge_into: merge
            .map(|merge| {
                let pair = |(group, node): &(At<String>, Node)| Some((group.value.clone(), node.string()?.value));
                merge.entries.iter().filter_map(pair).collect()
            })
            .unwrap_or_default(),
        profile: table.string("profile"),
        passages: table.tables("passages").map(|passage| self::passage(passage, stages, check)).collect(),
    })
}

fn passage(table: &Table, stages: &[Stage], check: &mut Check<'_>) -> Passage {
    let place = table.at("place").unwrap_or_default();
    match place.split_once('/') {
        Some(("threshold", stage)) => {
            check.stage(&At { value: stage.to_owned(), span: place.span.clone() }, stages);
        }
        Some(("inputs" | "condition", name)) if !name.is_empty() => {}
        None if matches!(place.as_str(), "alternatives" | "seed" | "") => {}
        _ => check.push(
            Code::UnknownWord,
            &place.span,
            format!("`{}` is not a place that can be masked", place.value),
            "write `inputs/<name>`, `threshold/<stage>`, `condition/<id>`, `alternatives` or `seed`",
        ),
    }
    Passage {
        place: place.value,
        provision: table.string("provision"),
        reason: Some(reason(table)),
        decided: decided(table),
    }
}

pub(super) fn law(table: &Table, check: &mut Check<'_>) -> LawSettings {
    check.twice(&table.strings("packs"), "the pack");
    check.twice(&table.strings("own_packs"), "the pack");
    let facts = table.table("facts");
    if let Some(facts) = facts {
        for (key, elsewhere) in ELSEWHERE {
            if let Some(node) = facts.written(key) {
                check.push(
                    Code::Conflict,
                    &node.span,
                    format!("the fact `{key}` is taken from `{elsewhere}`"),
                    format!("take it out here, and write `{elsewhere}`"),
                );
            }
        }
    }
    LawSettings {
        packs: table.strings("packs"),
        own_packs: table.strings("own_packs"),
        statements: table.at("statements"),
        law_date: table.date("law_date"),
        signature_detached: table.string("signature_min") == "detached",
        facts: facts
            .map(|facts| {
                facts.entries.iter().filter_map(|(key, node)| Some((key.value.clone(), fact(node)?))).collect()
            })
            .unwrap_or_default(),
        fact_spans: facts
            .map(|facts| facts.entries.iter().map(|(key, node)| (key.value.clone(), node.span.clone())).collect())
            .unwrap_or_default(),
        limits: table
            .table("limits")
            .map(|limits| {
                let pair = |(key, node): &(At<String>, Node)| {
                    Some((key.value.clone(), At { value: node.number()?, span: key.span.clone() }))
                };
                limits.entries.iter().filter_map(pair).collect()
            })
            .unwrap_or_default(),
    }
}

fn fact(node: &Node) -> Option<Fact> {
    match &node.value {
        Value::String(word) => Some(Fact::Words(vec![plain(word)])),
        Value::List(items) => {
            Some(Fact::Words(items.iter().filter_map(Node::string).map(|word| plain(&word)).collect()))
        }
        Value::Date(date) => Some(Fact::Date(*date)),
        Value::Bool(flag) => Some(Fact::Flag(*flag)),
        _ => None,
    }
}
