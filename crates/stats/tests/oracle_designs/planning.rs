//! `plan/*`, `four_fifths/*`.

use evenhand_stats::difference::newcombe;
use evenhand_stats::exact_power::{self, Truth};
use evenhand_stats::margin::{self, Harm, Margin, Scale};
use evenhand_stats::power::{self, Detectable, Growth, Inconclusive, MinimumDetectable};
use evenhand_stats::ratio::miettinen_nurminen;
use evenhand_stats::rules::{self, Told};
use evenhand_stats::table::TwoByTwo;
use evenhand_stats::{Note, normal};
use serde_json::{Value, json};

use super::support::{f, n, tail};

const POWER: f64 = 0.8;

fn z() -> f64 {
    normal::z_of_tail(0.025)
}

pub fn sizes(id: &str, inputs: &Value) -> Value {
    match id {
        "plan/n_difference_margin_0" => {
            let of = |power| power::cases_beyond(f(inputs, "p1"), f(inputs, "p0"), 1.0, 0.0, z(), power);
            json!({ "n80": of(0.8), "n90": of(0.9) })
        }
        "plan/power_difference" => {
            let n = f(inputs, "n");
            json!({ "power": power::power_beyond(f(inputs, "p1"), f(inputs, "p0"), n, n, 0.0, z()) })
        }
        "plan/n_difference_unequal_margin" => {
            let [p1, p0, ratio, margin] = ["p1", "p0", "ratio", "margin"].map(|key| f(inputs, key));
            json!({ "n1": power::cases_beyond(p1, p0, ratio, margin, z(), POWER) })
        }
        "plan/n_within" => {
            let (p, margin) = (f(inputs, "p"), f(inputs, "margin"));
            let of = |z| power::cases_within(p, p, 1.0, margin, z, POWER);
            let root = (z() + normal::z_of_tail((1.0 - POWER) / 2.0)) / margin;
            json!({
                "n": of(z()), "closed_form": 2.0 * p * (1.0 - p) * root * root,
                "n_alpha_05": of(normal::z_of_tail(0.05)),
            })
        }
        "plan/n_within_theta" => {
            let [p1, p0, ratio, margin] = ["p1", "p0", "ratio", "margin"].map(|key| f(inputs, key));
            json!({ "n1": power::cases_within(p1, p0, ratio, margin, z(), POWER) })
        }
        "plan/mdr" => {
            let of = |margin| {
                let plan = detectable(inputs, f(inputs, "p0"), Scale::Ratio, margin);
                power::minimum_detectable(&plan).value
            };
            json!({ "ratio": of(f(inputs, "margin_ratio")), "ratio_margin_1": of(1.0) })
        }
        "plan/two_arm_mdr/sex/fpr" => {
            let [a, k, c, l, margin] = ["a", "k", "c", "l", "margin_ratio"].map(|key| f(inputs, key));
            let (model, random) = (1.0 / a + 1.0 / c, 1.0 / k + 1.0 / l);
            let of = |variance| power::two_arm_detectable_ratio(variance, margin, z(), POWER);
            json!({
                "var_log_ratio": model + random, "mdr": of(model + random),
                "mdr_random_arm_doubled": of(model + random / 2.0),
                "floor_random_arm_infinite": of(model),
            })
        }
        other => panic!("{other}"),
    }
}

fn detectable(inputs: &Value, rate: f64, scale: Scale, margin: f64) -> Detectable {
    Detectable {
        group: f(inputs, "n_group"),
        reference: f(inputs, "n_reference"),
        rate,
        scale,
        margin,
        favourable: inputs["favourable"].as_bool().unwrap_or(false),
        z_alpha: normal::z_of_tail(tail(inputs)),
        power: inputs["power"].as_f64().unwrap_or(POWER),
        counts: true,
    }
}

fn described(found: &MinimumDetectable, name: &str) -> Value {
    json!({
        name: found.value, "power_solved": found.power_solved, "guard_acts": found.guard_acts,
        "note": found.note.iter().map(|note| note.code()).collect::<Vec<_>>(),
    })
}

pub fn mdd(_: &str, inputs: &Value) -> Value {
    let plan = detectable(inputs, f(inputs, "p0"), Scale::Difference, f(inputs, "margin"));
    described(&power::minimum_detectable(&plan), "mdd")
}

pub fn minimum_detectable(id: &str, inputs: &Value) -> Value {
    let scale = if id.contains("/ratio") { Scale::Ratio } else { Scale::Difference };
    let rate = power::rate_of_reference(n(inputs, "x_reference"), n(inputs, "n_reference")).unwrap();
    let plan = detectable(inputs, rate, scale, f(inputs, "margin"));
    described(&power::minimum_detectable(&plan), "minimum_detectable")
}

pub fn cases_needed(_: &str, inputs: &Value) -> Value {
    let [p, group, q, reference] = ["p_group", "n_group", "p_reference", "n_reference"].map(|key| f(inputs, key));
    let (variance_group, variance_reference) = (p * (1.0 - p) / group, q * (1.0 - q) / reference);
    let found = power::cases_needed(&Inconclusive {
        disparity: p - q,
        variance_group,
        variance_reference,
        margin: f(inputs, "margin"),
        harm: if inputs["harm"] == "one_sided" { Harm::OneSided } else { Harm::TwoSided },
        z_alpha: normal::z_of_tail(tail(inputs)),
        power: POWER,
        group,
        reference,
        growth: if inputs["group_only"] == true { Growth::GroupOnly } else { Growth::Both },
    });
    json!({
        "h": p - q, "se": (variance_group + variance_reference).sqrt(), "factor": found.factor, "cases": found.cases,
        "cautious_factor": found.cautious_factor,
        "note": found.note.iter().map(|note: &Note| note.code()).collect::<Vec<_>>(),
    })
}

pub fn exact_verdict_probabilities(_: &str, inputs: &Value) -> Value {
    let truth = Truth {
        group: n(inputs, "n_group"),
        group_rate: f(inputs, "p1"),
        reference: n(inputs, "n_reference"),
        reference_rate: f(inputs, "p0"),
    };
    let margin = Margin::difference(f(inputs, "margin")).unwrap();
    let described = |reading: &dyn Fn(TwoByTwo) -> margin::Reading| {
        let p = exact_power::verdict_probabilities(&truth, margin, Harm::TwoSided, z(), reading);
        json!({
            "disparity": p.disparity, "within_margin": p.within_margin, "inconclusive": p.inconclusive,
            "without_guard": { "disparity": p.disparity_unguarded, "within_margin": p.within_margin_unguarded },
        })
    };
    let newcombe = |table| {
        let limits = newcombe(table, z());
        margin::three_way(limits.lower_limit(), limits.upper_limit(), margin, Harm::TwoSided)
    };
    json!({
        "miettinen_nurminen": described(&|table| exact_power::score_reading(table, margin, Harm::TwoSided, z())),
        "newcombe": described(&newcombe),
    })
}

pub fn four_fifths(_: &str, inputs: &Value) -> Value {
    let [x1, n1, x0, n0] = ["x1", "n1", "x0", "n0"].map(|key| n(inputs, key));
    let ratio = miettinen_nurminen(TwoByTwo::new(x1, n1, x0, n0).unwrap(), z());
    let rule = rules::four_fifths(&ratio);
    let verdict = match rule.fails {
        Told::Shown => "disparity",
        Told::ShownNot => "within_margin",
        Told::CannotTell => "inconclusive",
    };
    json!({
        "ratio": ratio.value, "lower": ratio.lower, "upper": ratio.upper, "point_rule_fails": rule.point_fails,
        "verdict": verdict,
    })
}
