//! `pool_rows/*`.

use evenhand_stats::difference::miettinen_nurminen;
use evenhand_stats::normal;
use evenhand_stats::pool_rows::{self, Group, Rate};
use evenhand_stats::table::TwoByTwo;
use evenhand_stats::two_arm::View;
use serde_json::{Value, json};

use super::support::{counts, f, n, p_by_inversion, tail, triple, verdict_of, with};

const RATES: [(&str, Rate); 9] = [
    ("base_rate", Rate::Base),
    ("false_negative_rate", Rate::FalseNegative),
    ("false_omission_rate", Rate::FalseOmission),
    ("false_positive_rate", Rate::FalsePositive),
    ("negative_predictive_value", Rate::NegativePredictiveValue),
    ("positive_predictive_value", Rate::PositivePredictiveValue),
    ("selection_rate", Rate::Selection),
    ("true_negative_rate", Rate::TrueNegative),
    ("true_positive_rate", Rate::TruePositive),
];

fn read(inputs: &Value) -> Group {
    let selected = n(inputs, "m");
    Group {
        selected_known: inputs["checked"].as_u64().unwrap_or(selected),
        ..Group::all_checked(n(inputs, "N"), selected, n(inputs, "t"), n(inputs, "r"), n(inputs, "e"))
    }
}

fn view(inputs: &Value) -> View {
    if inputs["view"] == "model_arm_census" { View::ModelArmCensus } else { View::ArmsFixed }
}

pub fn group(_: &str, inputs: &Value) -> Value {
    let of = |(name, rate): (&str, Rate)| {
        (name.to_owned(), triple(&pool_rows::rate(&read(inputs), rate, view(inputs), tail(inputs))))
    };
    Value::Object(RATES.into_iter().map(of).collect())
}

pub fn disparity(id: &str, inputs: &Value) -> Value {
    let name = id.split('/').nth(2).unwrap();
    let (_, rate) = RATES.into_iter().find(|(of, _)| *of == name).unwrap();
    let (group, reference) = (read(&inputs["group"]), read(&inputs["reference"]));
    let difference = pool_rows::difference(&group, &reference, rate, view(inputs), 0.025);
    let ratio = pool_rows::ratio(&group, &reference, rate, view(inputs), 0.025);
    let margin = f(inputs, "margin");
    let p = p_by_inversion(|tail| pool_rows::difference(&group, &reference, rate, view(inputs), tail), margin);
    with(
        p,
        json!({ "difference": triple(&difference), "ratio": triple(&ratio),
        "verdict": verdict_of(&difference, margin) }),
    )
}

pub fn lift(_: &str, inputs: &Value) -> Value {
    let (difference, ratio) = pool_rows::lift(&read(inputs), tail(inputs));
    json!({ "difference": triple(&difference), "ratio": triple(&ratio) })
}

pub fn random_arm_alone(_: &str, inputs: &Value) -> Value {
    let (group, reference) = (counts(&inputs["group"]), counts(&inputs["reference"]));
    let table = TwoByTwo::new(group[0], group[1], reference[0], reference[1]).unwrap();
    let found = miettinen_nurminen(table, normal::z_of_tail(0.025));
    json!({
        "group": group[0] as f64 / group[1] as f64, "reference": reference[0] as f64 / reference[1] as f64,
        "value": found.value, "lower": found.lower, "upper": found.upper,
    })
}

pub fn delta(_: &str, inputs: &Value) -> Value {
    let found = pool_rows::planned(&read(inputs), View::ArmsFixed).unwrap();
    json!({
        "var_ln_odds_true_positive_rate": found.ln_odds_true_positive,
        "var_ln_odds_false_positive_rate": found.ln_odds_false_positive, "var_base_rate": found.base,
    })
}
