//! When a question is asked that is not always asked: the cases that `core.toml` names.

use chrono::NaiveDate;
use serde_json::Value;

use super::read::Entry;
use super::state::Judging;
use crate::law::condition::at_path;
use crate::law::view::{date_fact, fact_in};
use crate::spec::StageRule;

/// Categories of personal data whose use Article 4a of the AI Act bounds: those of GDPR article 9 but health.
pub(super) const SPECIAL_CATEGORIES: &[&str] =
    &["ethnic_origin", "religion", "sexual_orientation", "political", "union", "genetic", "biometric"];

/// Does the case of a question arise? A case that only a person can see never does; nor does one that is not known.
pub(super) fn arises(case: &str, entry: &Entry, ctx: &Judging<'_>) -> bool {
    let kind_in = |kinds: &[&str]| kinds.contains(&ctx.spec.system.kind.word());
    let says = |path: &str, wanted: &Value| at_path(&entry.form.fields, path).contains(&wanted);
    match case {
        "profiling_or_network" => kind_in(&["risk_selection", "network"]),
        "network" => kind_in(&["network"]),
        "stage_without_data" => ctx.spec.stages.iter().any(|stage| stage.rule == StageRule::NoData),
        "several_stages" => ctx.spec.stages.len() > 1,
        "limits_set" => !ctx.spec.law.limits.is_empty() || ctx.spec.later.alternatives.is_some(),
        "results_known" => says("blind", &Value::Bool(false)),
        "exception_relied_on" => at_path(&entry.form.fields, "exceptions")
            .iter()
            .any(|list| list.as_array().is_some_and(|items| !items.is_empty())),
        "special_category_other_than_health" => at_path(&entry.form.fields, "columns.category")
            .iter()
            .any(|value| value.as_str().is_some_and(|word| SPECIAL_CATEGORIES.contains(&word))),
        "art_6_3_relied_on" => says("art_6_3.relied_on", &Value::Bool(true)),
        "in_use_before_2027_12_02" => {
            let cut_off = NaiveDate::from_ymd_opt(2027, 12, 2);
            date_fact(ctx.facts, "in_use_from").is_some_and(|from| Some(from) < cut_off)
        }
        other => other.strip_prefix("condition:").is_some_and(|id| ctx.conditions_true.contains(id)),
    }
}

/// Is a fact one of these words? False where it is not known.
pub(super) fn fact_is(ctx: &Judging<'_>, name: &str, words: &[&str]) -> bool {
    let values: Vec<Value> = words.iter().map(|word| Value::from(*word)).collect();
    fact_in(ctx.facts, name, &values) == Some(true)
}
