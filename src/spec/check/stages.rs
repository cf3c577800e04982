//! Roles and stages: which column plays which part, and what the design asks of them.

use std::ops::Range;

use super::{Check, has_role};
use crate::diag::Code;
use crate::spec::raw::Table;
use crate::spec::{Arm, At, Factor, Outcome, RandomFrom, Roles, Score, Stage, StageRule};
use crate::words::Design;

/// Keys of `[roles]` that belong to kinds of system.
const OF_KINDS: &[&str] =
    &["component", "hop", "seed_node", "own_indicator", "handler", "document", "duration", "decided"];

/// The stages, and what the design asks of them.
pub(super) fn stages(raw: &Table, design: Option<Design>, check: &mut Check<'_>) -> Vec<Stage> {
    let none = Table::default();
    let roles = raw.table("roles").unwrap_or(&none);
    let rows = raw.table("data").is_some_and(|data| data.string("population") == "rows");
    let arm = roles.table("arm").filter(|_| design == Some(Design::TwoArm)).map(|arm| arm.string("stage"));
    let tables: Vec<&Table> = raw.tables("stage").collect();
    let names: Vec<At<String>> = tables.iter().filter_map(|table| table.at("name")).collect();
    check.twice(&names, "the stage");
    let stages: Vec<Stage> = tables
        .iter()
        .map(|table| {
            let name = table.string("name");
            let from_arm = arm.as_ref() == Some(&name);
            let rule = rule(table, raw, from_arm, check);
            let own = ["column", "threshold", "positive"].iter().any(|key| table.get(key).is_some());
            if from_arm && rows && !own {
                check.push(
                    Code::NeedsKey,
                    &table.place("name"),
                    format!("the stage `{name}` needs a `column` or `threshold` of its own, since the table is the whole pool"),
                    "add `column` and `positive`: the decision is known in every row",
                );
            }
            Stage {
                name,
                rule,
                levels: table.plain_strings("levels"),
                ordered: table.flag("ordered"),
                favourable: table.flag("favourable"),
                label: table.text("label").unwrap_or_default(),
                verb: table.text("verb"),
                noun: table.text("noun"),
            }
        })
        .collect();
    // Broken blocks are reported already and may be what is missed.
    let measured = stages.iter().any(|stage| stage.rule != StageRule::NoData) || raw.is_broken("stage");
    match design {
        Some(design @ Design::Full) if !measured && !has_role(raw, "score") => {
            check.needs(raw, design, "a stage with data, or `roles.score`");
        }
        Some(design @ Design::SelectedOnly) if !measured => check.needs(raw, design, "a stage with data"),
        _ => {}
    }
    stages
}

fn rule(table: &Table, raw: &Table, from_arm: bool, check: &mut Check<'_>) -> StageRule {
    let name = table.string("name");
    check.apart(table, "positive", "negative");
    check.present(table, "positive");
    check.present(table, "negative");
    check.twice(&table.strings("levels"), "the level");
    let levels = table.strings("levels");
    if !levels.is_empty() {
        for value in table.strings("positive").iter().chain(&table.strings("negative")) {
            if levels.iter().all(|level| level.value != value.value) {
                check.unknown(
                    Code::UnknownWord,
                    &value.span,
                    format!("`{}` is not a level of stage `{name}`", value.value),
                    levels.iter().map(|level| level.value.as_str()),
                    &value.value,
                    "",
                );
            }
        }
    }
    if let Some(threshold) = table.number("threshold") {
        let at = table.place("threshold");
        match raw.table("roles").and_then(|roles| roles.table("score")) {
            None if !has_role(raw, "score") => check.push(
                Code::NeedsKey,
                &at,
                format!("the threshold of stage `{name}` needs `roles.score`"),
                "add `score = { column = … }` to `[roles]`",
            ),
            None => {}
            Some(score) => threshold_in_range(threshold, score, &at, check),
        }
        return StageRule::Threshold(threshold);
    }
    match table.at("column") {
        Some(column) => StageRule::Column {
            column,
            positive: table.plain_strings("positive"),
            negative: table.plain_strings("negative"),
        },
        None if from_arm => StageRule::Arm,
        // What is broken or without its column was reported; it is not without data.
        None if ["column", "threshold", "positive"].iter().any(|key| table.get(key).is_some()) => StageRule::Arm,
        None => StageRule::NoData,
    }
}

/// A threshold that no score can reach, or that every score does, compares nothing.
pub(super) fn threshold_in_range(threshold: f64, score: &Table, at: &Range<usize>, check: &mut Check<'_>) {
    let range = if score.flag("probability") { Some((0.0, 1.0)) } else { pair(score.numbers("range")) };
    if let Some((lowest, highest)) = range.filter(|(lowest, highest)| threshold < *lowest || threshold > *highest) {
        check.push(
            Code::OutOfRange,
            at,
            format!("the threshold `{threshold}` lies outside the range of the score, `{lowest}` to `{highest}`"),
            "write the threshold on the scale of the score",
        );
    }
}

fn pair(numbers: Vec<f64>) -> Option<(f64, f64)> {
    match numbers[..] {
        [lowest, highest] if lowest < highest => Some((lowest, highest)),
        _ => None,
    }
}

/// The roles.
pub(super) fn roles(raw: &Table, design: Option<Design>, stages: &[Stage], check: &mut Check<'_>) -> Roles {
    let none = Table::default();
    let table = raw.table("roles").unwrap_or(&none);
    let data = raw.table("data").unwrap_or(&none);
    if design == Some(Design::Weighted) && !raw.is_broken("roles") {
        if table.get("weight").is_none() && table.get("inclusion_probability").is_none() {
            check.needs(raw, Design::Weighted, "`roles.weight` or `roles.inclusion_probability`");
        }
        for (there, here, table, missing) in [
            (
                "roles.sampling_stratum",
                "data.stratum_sizes",
                table.written("sampling_stratum"),
                data.get("stratum_sizes"),
            ),
            (
                "data.stratum_sizes",
                "roles.sampling_stratum",
                data.written("stratum_sizes"),
                table.get("sampling_stratum"),
            ),
        ] {
            if let (Some(node), None) = (table, missing) {
                check.push(
                    Code::NeedsKey,
                    &node.span,
                    format!("`{there}` needs `{here}`, which is absent"),
                    format!("add `{here}`"),
                );
            }
        }
    }
    if let (Some(node), Some(_)) = (data.written("assumed_clusters"), table.get("cluster")) {
        check.push(
            Code::Conflict,
            &node.span,
            "`data.assumed_clusters` and `roles.cluster` cannot both hold",
            "keep the column, which says more than an assumption",
        );
    }
    Roles {
        id: table.at("id"),
        score: table.table("score").map(|score| self::score(score, check)),
        outcome: table.table("outcome").map(|outcome| self::outcome(outcome, check)),
        arm: table.table("arm").map(|arm| self::arm(arm, stages, check)),
        weight: table.at("weight"),
        inclusion_probability: table.at("inclusion_probability"),
        sampling_stratum: table.at("sampling_stratum"),
        cluster: table.at("cluster"),
        period: table.at("period"),
        known: table.at("known"),
        strata: factors(table, check),
        other: OF_KINDS.iter().filter_map(|key| Some(((*key).to_owned(), table.at(key)?))).collect(),
    }
}

fn score(table: &Table, check: &mut Check<'_>) -> Score {
    let range = table.written("range").map(|_| table.numbers("range"));
    let pair = range.clone().and_then(pair);
    if range.is_some() && pair.is_none() && !table.is_broken("range") {
        check.push(
            Code::OutOfRange,
            &table.place("range"),
            "`roles.score.range` is not a lower and a higher number",
            "write `range = [lowest, highest]`",
        );
    }
    if range.is_some() && table.flag("probability") {
        check.push(
            Code::Conflict,
            &table.place("range"),
            "`roles.score.range` and `probability = true` cannot both hold: a probability lies in [0, 1]",
            "keep one of the two",
        );
    }
    Score { column: table.at("column").unwrap_or_default(), probability: table.flag("probability"), range: pair }
}

pub(super) fn outcome(table: &Table, check: &mut Check<'_>) -> Outcome {
    check.apart(table, "positive", "negative");
    check.present(table, "positive");
    check.present(table, "negative");
    Outcome {
        column: table.at("column").unwrap_or_default(),
        positive: table.plain_strings("positive"),
        negative: table.plain_strings("negative"),
        label: table.text("label").unwrap_or_default(),
        definition: table.text("definition"),
        established_by: table.text("established_by"),
        differs_by_arm: table.text("differs_by_arm"),
    }
}

fn arm(table: &Table, stages: &[Stage], check: &mut Check<'_>) -> Arm {
    for (one, other) in [("model", "random"), ("model", "both"), ("random", "both")] {
        check.apart(table, one, other);
    }
    for key in ["model", "random", "both", "validated"] {
        check.present(table, key);
    }
    let random_from =
        if table.string("random_from") == "not_selected" { RandomFrom::NotSelected } else { RandomFrom::Pool };
    if random_from == RandomFrom::NotSelected && !table.items("both").is_empty() {
        check.push(
            Code::Conflict,
            &table.place("both"),
            "`both` and `random_from = \"not_selected\"` cannot both hold: nobody drawn from those not selected was selected",
            "take `both` out, or write `random_from = \"pool\"`",
        );
    }
    let name = table.at("stage").unwrap_or_default();
    let stage = stages.iter().position(|stage| stage.name == name.value);
    if stage.is_none() && !name.is_empty() && !check.unsure.contains(&"stage") {
        check.unknown(
            Code::UnknownStage,
            &table.place("stage"),
            format!("no stage is called `{}`, which the model arm stands for", name.value),
            stages.iter().map(|stage| stage.name.as_str()).filter(|name| !name.is_empty()),
            &name.value,
            "add a `[[stage]]`",
        );
    }
    let list = |key: &str| At { value: table.plain_strings(key), span: table.place(key) };
    Arm {
        column: table.at("column").unwrap_or_default(),
        model: list("model"),
        random: list("random"),
        both: list("both"),
        random_from,
        validated: table.plain_strings("validated"),
        stage: stage.unwrap_or_default(),
    }
}

fn factors(table: &Table, check: &mut Check<'_>) -> Vec<Factor> {
    let tables: Vec<&Table> = table.tables("strata").collect();
    let names: Vec<At<String>> = tables.iter().filter_map(|factor| factor.at("name")).collect();
    check.twice(&names, "the factor");
    for name in names.iter().filter(|name| name.contains(['*', '=', ';'])) {
        check.push(
            Code::BadId,
            &name.span,
            format!("the factor `{}` has a sign that joins factors in the report", name.value),
            "write `{ name = …, column = … }`, with a name without `*`, `=` and `;`",
        );
    }
    tables
        .iter()
        .map(|factor| {
            check.rising(factor, "bands");
            Factor {
                name: factor.string("name"),
                column: factor.at("column").unwrap_or_default(),
                bands: factor.numbers("bands"),
                label: factor.text("label").unwrap_or_default(),
            }
        })
        .collect()
}

impl Check<'_> {
    /// No value stands in both lists.
    fn apart(&mut self, table: &Table, one: &str, other: &str) {
        let first = table.strings(one);
        for value in table.strings(other) {
            if first.iter().any(|before| before.value == value.value) {
                self.push(
                    Code::Conflict,
                    &value.span,
                    format!("the value `{}` stands in `{one}` and in `{other}`", value.value),
                    "keep it in one of the two",
                );
            }
        }
    }

    /// No value of a list means "missing".
    fn present(&mut self, table: &Table, key: &str) {
        for value in table.strings(key) {
            if value.is_empty() || self.missing.contains(&value.value) {
                self.push(
                    Code::Conflict,
                    &value.span,
                    if value.is_empty() {
                        format!("a blank value in `{key}` means missing")
                    } else {
                        format!("the value `{}` in `{key}` means missing", value.value)
                    },
                    "take it out, here or in `data.format.missing`",
                );
            }
        }
    }

    /// Bands are rising numbers.
    pub(super) fn rising(&mut self, table: &Table, key: &str) {
        if table.numbers(key).windows(2).any(|pair| pair[0] >= pair[1]) {
            self.push(
                Code::BadBands,
                &table.place(key),
                format!("`{key}` are not rising numbers"),
                "write each number once, from low to high",
            );
        }
    }
}
