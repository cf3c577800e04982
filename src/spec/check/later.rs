//! Sections of later capabilities: checked like any other.

use std::collections::BTreeMap;

use super::Check;
use super::decided::{Names, decided, reason};
use super::stages::outcome;
use crate::diag::Code;
use crate::spec::raw::Table;
use crate::spec::{Alternatives, Assumption, AssumptionKind, At, Candidate, Coding, Drift, Later, Multiverse, Selects};

pub(super) fn later(names: &Names<'_>, check: &mut Check<'_>) -> Later {
    let codings = codings(names, check);
    Later {
        drift: names.raw.table("drift").map(drift),
        candidates: candidates(names.raw, check),
        alternatives: names.raw.table("alternatives").and_then(alternatives),
        assumptions: names.raw.tables("assumption").filter_map(|table| assumption(table, names, check)).collect(),
        multiverse: names.raw.table("multiverse").map(|table| multiverse(table, names, &codings, check)),
        codings,
    }
}

fn drift(table: &Table) -> Drift {
    Drift {
        baseline: table.at("baseline").unwrap_or_default(),
        tolerance: table.number("tolerance").unwrap_or_default(),
        alpha: table.number("alpha").unwrap_or_default(),
        horizon: table.count("horizon").unwrap_or_default(),
        maturity_share: table.number("maturity_share").unwrap_or_default(),
        maturity_lag: table.count("maturity_lag"),
        psi_margin: table.number("psi_margin").unwrap_or_default(),
        reason: table.text("reason"),
        charts: table.plain_strings("charts"),
    }
}

fn candidates(raw: &Table, check: &mut Check<'_>) -> Vec<Candidate> {
    let tables: Vec<&Table> = raw.tables("candidate").collect();
    let names: Vec<At<String>> = tables.iter().filter_map(|table| table.at("name")).collect();
    check.twice(&names, "the candidate");
    tables.iter().filter_map(|table| candidate(table, check)).collect()
}

fn candidate(table: &Table, check: &mut Check<'_>) -> Option<Candidate> {
    let ways: Vec<&str> = ["column", "score", "random", "everybody"]
        .into_iter()
        .filter(|key| table.get(key).is_some_and(|_| *key != "everybody" || table.flag(key) || table.is_broken(key)))
        .collect();
    match ways[..] {
        [] => check.push(
            Code::NeedsKey,
            &table.place("name"),
            format!("the candidate `{}` selects nobody", table.string("name")),
            "add one of: `column` and `positive`; `score` and `threshold`; `random`; `everybody = true`",
        ),
        [_] => {}
        [one, other, ..] => check.push(
            Code::Conflict,
            &table.place(other),
            format!("`candidate.{one}` and `candidate.{other}` cannot both hold"),
            "keep one way of selecting",
        ),
    }
    let selects = match *ways.first()? {
        "column" => Selects::Column { column: table.at("column")?, positive: table.plain_strings("positive") },
        "score" => Selects::Score { score: table.at("score")?, threshold: table.number("threshold")? },
        "random" => Selects::Random(table.number("random")?),
        _ => Selects::Everybody,
    };
    Some(Candidate {
        name: table.string("name"),
        label: table.text("label").unwrap_or_default(),
        selects,
        left_out: table.plain_strings("left_out"),
    })
}

fn alternatives(table: &Table) -> Option<Alternatives> {
    Some(Alternatives {
        metric: table.string("metric"),
        loss: table.number("loss")?,
        gain: table.number("gain")?,
        reason: reason(table),
        decided: decided(table)?,
    })
}

fn assumption(table: &Table, names: &Names<'_>, check: &mut Check<'_>) -> Option<Assumption> {
    let kind = match table.string("kind").as_str() {
        "label_sensitivity" => AssumptionKind::LabelSensitivity,
        "false_label_rate" => AssumptionKind::FalseLabelRate,
        "error_rate_unselected" => AssumptionKind::ErrorRateUnselected,
        _ => AssumptionKind::MissingAttributeOdds,
    };
    let share = kind != AssumptionKind::MissingAttributeOdds && !table.is_broken("kind");
    for key in ["low", "high"] {
        if let Some(number) = table.number(key).filter(|number| share && *number > 1.0) {
            check.push(
                Code::OutOfRange,
                &table.place(key),
                format!("`assumption.{key}` is `{number}`, outside [0, 1]"),
                "write a share: 90 % is 0.9",
            );
        }
    }
    let (low, high) = (table.number("low"), table.number("high"));
    if low.zip(high).is_some_and(|(low, high)| low > high) {
        check.push(
            Code::OutOfRange,
            &table.place("high"),
            "`assumption.high` is below `assumption.low`",
            "write the lower value as `low`",
        );
    }
    let attribute = table.at("attribute").and_then(|name| check.attribute(&name, names.attributes));
    Some(Assumption {
        kind,
        attribute: attribute?,
        group: table.at("group").map(|at| at.value),
        low: low?,
        high: high?,
        reason: reason(table),
    })
}

fn codings(names: &Names<'_>, check: &mut Check<'_>) -> Vec<Coding> {
    let tables: Vec<&Table> = names.raw.tables("coding").collect();
    let known: Vec<At<String>> = tables.iter().filter_map(|table| table.at("name")).collect();
    check.twice(&known, "the coding");
    tables.iter().map(|table| coding(table, names, check)).collect()
}

fn coding(table: &Table, names: &Names<'_>, check: &mut Check<'_>) -> Coding {
    let none = Table::default();
    let set = table.table("set").unwrap_or(&none);
    let (mut bands, mut references) = (BTreeMap::new(), BTreeMap::new());
    if let Some(attributes) = set.table("attribute") {
        for (name, node) in &attributes.entries {
            let (Some(index), Some(keys)) = (check.attribute(name, names.attributes), node.table()) else { continue };
            check.rising(keys, "bands");
            if keys.get("bands").is_some() {
                bands.insert(index, keys.numbers("bands"));
            }
            if let Some(reference) = keys.at("reference") {
                let membership = names.attributes.get(index).and_then(|attribute| attribute.membership.as_ref());
                check.reference(&reference, membership);
                references.insert(index, reference.value);
            }
        }
    }
    let filter = set.table("data").and_then(|data| data.at("where")).and_then(|text| Some(check.condition(&text)?.0));
    if set.entries.is_empty() && !set.span.is_empty() {
        check.push(
            Code::MissingKey,
            &set.span,
            format!("the coding `{}` sets nothing", table.string("name")),
            "set `roles.outcome`, `attribute.<name>.bands`, `attribute.<name>.reference` or `data.where`",
        );
    }
    Coding {
        name: table.string("name"),
        outcome: set.table("roles").and_then(|roles| roles.table("outcome")).map(|table| outcome(table, check)),
        bands,
        references,
        filter,
        reason: reason(table),
    }
}

fn multiverse(table: &Table, names: &Names<'_>, codings: &[Coding], check: &mut Check<'_>) -> Multiverse {
    let mut chosen = Vec::new();
    for name in table.strings("codings") {
        match codings.iter().position(|coding| coding.name == name.value) {
            Some(index) => chosen.push(index),
            None => check.unknown(
                Code::UnknownWord,
                &name.span,
                format!("no coding is called `{}`", name.value),
                codings.iter().map(|coding| coding.name.as_str()).filter(|known| !known.is_empty()),
                &name.value,
                "add a `[[coding]]`",
            ),
        }
    }
    Multiverse {
        codings: chosen,
        strata: table.strings("strata").iter().map(|stratum| check.factors(stratum, names.roles)).collect(),
        references: table.plain_strings("references"),
        thresholds: table.numbers("thresholds"),
        estimators: table.plain_strings("estimators"),
    }
}
