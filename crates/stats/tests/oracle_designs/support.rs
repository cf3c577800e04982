//! Reading inputs, writing outputs, and the rule of the verdict.

use evenhand_stats::margin::{Harm, Margin, MarginTests, Reading, by_inversion, three_way};
use evenhand_stats::normal::tail_of_z;
use evenhand_stats::{Estimate, Limit, Note};
use serde_json::{Map, Value, json};

/// A number of the inputs.
pub fn f(inputs: &Value, key: &str) -> f64 {
    inputs[key].as_f64().unwrap_or_else(|| panic!("`{key}` is no number in {inputs}"))
}

/// A count of the inputs, also where it is written as 12.0.
pub fn n(inputs: &Value, key: &str) -> u64 {
    let x = f(inputs, key);
    assert!(x >= 0.0 && x.fract() == 0.0, "`{key}` is no count");
    x as u64
}

/// A list of counts.
pub fn counts(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap() as u64).collect()
}

/// The tail of the inputs: `tail`, else that of `level`, else 0.025.
pub fn tail(inputs: &Value) -> f64 {
    match (inputs["tail"].as_f64(), inputs["level"].as_f64()) {
        (Some(tail), _) => tail,
        (None, Some(level)) => evenhand_stats::normal::tail_of_level(level),
        (None, None) => 0.025,
    }
}

/// `value`, `lower`, `upper` as an object.
pub fn triple(estimate: &Estimate) -> Value {
    json!({ "value": estimate.value, "lower": estimate.lower, "upper": estimate.upper })
}

/// The notes' codes.
pub fn notes(estimate: &Estimate) -> Value {
    json!(estimate.notes.iter().map(|note| note.code()).collect::<Vec<_>>())
}

/// Fields of one object put into another.
pub fn with(mut all: Value, more: Value) -> Value {
    let (all_fields, more): (&mut Map<String, Value>, _) =
        (all.as_object_mut().unwrap(), more.as_object().unwrap().clone());
    all_fields.extend(more);
    all
}

/// The reading of an interval against a margin, harm two-sided, event unfavourable.
pub fn verdict(lower: f64, upper: f64, margin: f64) -> &'static str {
    let margin = Margin::difference(margin).unwrap();
    match three_way(Limit::Finite(lower), Limit::Finite(upper), margin, Harm::TwoSided) {
        Reading::Disparity(_) => "disparity",
        Reading::WithinMargin => "within_margin",
        Reading::Inconclusive => "inconclusive",
    }
}

/// The verdict of an estimate: `inconclusive` where a note forbids another, `not_assessed` without an interval for
/// another reason.
pub fn verdict_of(estimate: &Estimate, margin: f64) -> &'static str {
    if [Note::TooFew, Note::FewClusters, Note::WeightsTooUneven].iter().any(|&note| estimate.has(note)) {
        return "inconclusive";
    }
    estimate.interval().map_or("not_assessed", |i| verdict(i.lower, i.upper, margin))
}

/// `p_disparity` and `p_within` by inversion of limits that take a tail, harm two-sided, event unfavourable.
pub fn p_by_inversion(limits: impl Fn(f64) -> Estimate, margin: f64) -> Value {
    let at = |z: f64| {
        let estimate = limits(tail_of_z(z));
        (estimate.lower_limit(), estimate.upper_limit())
    };
    described(by_inversion(at, Margin::difference(margin).unwrap()).unwrap())
}

/// `p_disparity` and `p_within` of tests at the margin, harm two-sided.
pub fn described(tests: MarginTests) -> Value {
    json!({
        "p_disparity": tests.p_disparity(Harm::TwoSided).value(), "p_within": tests.p_within(Harm::TwoSided).value(),
    })
}
