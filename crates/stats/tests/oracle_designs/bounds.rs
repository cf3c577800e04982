//! `bounds/*`.

use evenhand_stats::bounds::{self, Bounds, End, Rate, SelectedOnly, UnselectedRate};
use evenhand_stats::{Interval, Note, normal};
use serde_json::{Value, json};

use super::support::{f, n, verdict_of};

const UNIT: Interval = Interval { lower: 0.0, upper: 1.0 };
const DIFFERENCE: Interval = Interval { lower: -1.0, upper: 1.0 };

fn rate(name: &str) -> Rate {
    match name {
        "base_rate" => Rate::Base,
        "true_positive_rate" => Rate::TruePositive,
        "false_positive_rate" => Rate::FalsePositive,
        "negative_predictive_value" => Rate::NegativePredictiveValue,
        other => panic!("{other}"),
    }
}

fn counted(inputs: &Value) -> SelectedOnly {
    SelectedOnly { cases: n(inputs, "N"), selected: n(inputs, "selected"), errors: n(inputs, "errors") }
}

fn from_list(list: &Value) -> SelectedOnly {
    let at = |i: usize| list[i].as_u64().unwrap();
    SelectedOnly { cases: at(0), selected: at(1), errors: at(2) }
}

fn assumed(low: &Value, high: &Value) -> UnselectedRate {
    match (low.as_f64(), high.as_f64()) {
        (Some(lower), Some(upper)) => UnselectedRate::Between(Interval { lower, upper }),
        _ => UnselectedRate::Unknown,
    }
}

fn ends(bounds: Bounds) -> Value {
    json!([bounds.lower.map(|end| end.bound), bounds.upper.map(|end| end.bound)])
}

pub fn of_group(id: &str, inputs: &Value) -> Value {
    // The record gives the precision as the upper end; the assumption itself must lead to the same bounds.
    let assumed = match id {
        "bounds/not_worse_than_random" => UnselectedRate::NotWorseThanChance,
        _ => assumed(&inputs["beta_lower"], &inputs["beta_upper"]),
    };
    let of = |name: &str| (name.to_owned(), ends(bounds::of_rate(counted(inputs), rate(name), assumed)));
    Value::Object(
        ["base_rate", "true_positive_rate", "false_positive_rate", "negative_predictive_value"]
            .map(of)
            .into_iter()
            .collect(),
    )
}

fn compared(inputs: &Value, metric: &str) -> Bounds {
    let assumed = assumed(&inputs["beta"][0], &inputs["beta"][1]);
    let of = |key: &str| bounds::of_rate(from_list(&inputs[key]), rate(metric), assumed);
    bounds::difference(of("group"), of("reference"))
}

pub fn difference(_: &str, inputs: &Value) -> Value {
    let of = |name: &str| (name.to_owned(), ends(compared(inputs, name)));
    Value::Object(["base_rate", "true_positive_rate", "false_positive_rate"].map(of).into_iter().collect())
}

pub fn imbens_manski(_: &str, inputs: &Value) -> Value {
    let end = |bound: &str, se: &str| Some(End { bound: f(inputs, bound), standard_error: f(inputs, se) });
    let bounds = Bounds { lower: end("lower", "se_lower"), upper: end("upper", "se_upper") };
    let (c, limits) = bounds::imbens_manski(bounds, f(inputs, "level"), UNIT).unwrap();
    json!({ "c": c, "interval_lower": limits.lower, "interval_upper": limits.upper })
}

fn described(bounds: Bounds, z: f64, range: Interval) -> (Value, evenhand_stats::Estimate) {
    let limits = bounds::limits(bounds, z, range);
    let shown = bounds::imbens_manski(bounds, 0.95, range);
    let value = json!({
        "bound_lower": bounds.lower.map(|end| end.bound),
        "bound_upper": bounds.upper.map(|end| end.bound),
        "se_lower": bounds.lower.map(|end| end.standard_error),
        "se_upper": bounds.upper.map(|end| end.standard_error),
        "display_c": shown.as_ref().map(|(c, _)| *c),
        "display_lower": shown.as_ref().and_then(|(_, limits)| limits.lower),
        "display_upper": shown.as_ref().and_then(|(_, limits)| limits.upper),
    });
    (value, limits)
}

pub fn limits(_: &str, inputs: &Value) -> Value {
    let assumed = assumed(&inputs["beta_lower"], &inputs["beta_upper"]);
    let bounds = bounds::of_rate(counted(inputs), rate(inputs["metric"].as_str().unwrap()), assumed);
    let (mut all, limits) = described(bounds, normal::z_of_tail(0.025), UNIT);
    (all["verdict_lower"], all["verdict_upper"]) = (json!(limits.lower), json!(limits.upper));
    all
}

pub fn verdict(_: &str, inputs: &Value) -> Value {
    let bounds = compared(inputs, inputs["metric"].as_str().unwrap());
    let (mut all, mut limits) = described(bounds, f(inputs, "z"), DIFFERENCE);
    let enough = from_list(&inputs["group"]).enough() && from_list(&inputs["reference"]).enough();
    if !enough {
        limits = limits.with(Note::TooFew);
    }
    (all["lower"], all["upper"]) = (json!(limits.lower), json!(limits.upper));
    all["verdict"] = json!(verdict_of(&limits, f(inputs, "margin")));
    all["note"] = if enough { json!([]) } else { json!([Note::TooFew.code()]) };
    all
}
