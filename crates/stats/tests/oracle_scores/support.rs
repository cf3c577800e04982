//! Reading inputs and writing outputs.

use evenhand_stats::Estimate;
use evenhand_stats::resample::Key;
use evenhand_stats::score_cells::ScoreCell;
use serde_json::{Value, json};

/// The key of all draws of these tests.
pub const KEY: Key = Key([26; 32]);

/// The critical value of a two-sided 95 % interval.
pub fn z() -> f64 {
    evenhand_stats::normal::z_of_tail(0.025)
}

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

pub fn counts(value: &Value) -> Vec<u64> {
    numbers(value)
        .into_iter()
        .map(|x| {
            assert!(x >= 0.0 && x.fract() == 0.0, "{x} is no count");
            x as u64
        })
        .collect()
}

/// Cells of distinct scores from an object with `outcome_0` and `outcome_1`.
pub fn cells_at(score: &Value, outcomes: &Value) -> Vec<ScoreCell> {
    let (without, with) = (counts(&outcomes["outcome_0"]), counts(&outcomes["outcome_1"]));
    numbers(score).into_iter().zip(without.into_iter().zip(with)).map(|(s, (n, p))| ScoreCell::at(s, n, p)).collect()
}

/// The cells of the one group that a record's inputs hold.
pub fn one_group(inputs: &Value) -> Vec<ScoreCell> {
    let group = inputs.as_object().unwrap().values().find(|value| value["outcome_0"].is_array()).unwrap_or(inputs);
    cells_at(&inputs["score"], group)
}

pub fn cells_of(inputs: &Value, group: &str) -> Vec<ScoreCell> {
    cells_at(&inputs["score"], &inputs[group])
}

/// Fields of one object put into another.
pub fn with(mut all: Value, more: Value) -> Value {
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

/// The limits under the record's names; a missing one must carry a note.
pub fn limits(estimate: &Estimate, lower: &str, upper: &str) -> Value {
    if estimate.value.is_none() || estimate.interval().is_none() {
        assert!(!estimate.notes.is_empty(), "a number is missing without a reason: {estimate:?}");
    }
    json!({ lower: estimate.lower, upper: estimate.upper })
}
