//! `adjust/*`, `all_clear/*`, `each_vs_overall/*`, `max_t/*`, `vab_2017/*`.

use evenhand_stats::contrast;
use evenhand_stats::difference::miettinen_nurminen;
use evenhand_stats::margin::{Margin, guard_applies, score_tests};
use evenhand_stats::max_t::{self, Sides};
use evenhand_stats::multiplicity::{self as adjust_by, Comparison, Summary, attribute_summary};
use evenhand_stats::odds_ratio::conditional_exact;
use evenhand_stats::proportion::{clopper_pearson, wilson};
use evenhand_stats::resample::Key;
use evenhand_stats::table::TwoByTwo;
use evenhand_stats::two_arm::{self, ArmRate, Arms, Group, Rate};
use evenhand_stats::weighted::effective_limits;
use evenhand_stats::{Estimate, Interval, normal};
use serde_json::{Value, json};

use super::support::{described, f, n, p_by_inversion, verdict, with};

pub fn adjust(_: &str, inputs: &Value) -> Value {
    let p: Vec<Option<f64>> = inputs["p"].as_array().unwrap().iter().map(Value::as_f64).collect();
    json!({
        "holm": adjust_by::holm(&p), "hochberg": adjust_by::hochberg(&p), "bh": adjust_by::benjamini_hochberg(&p),
        "by": adjust_by::benjamini_yekutieli(&p), "bonferroni": adjust_by::bonferroni(&p),
    })
}

pub fn all_clear(_: &str, inputs: &Value) -> Value {
    let rows = inputs["rows_verdict_p_within_exact_p"].as_array().unwrap();
    let comparisons: Vec<Comparison> = rows
        .iter()
        .map(|row| Comparison {
            disparity: row[0] == "disparity",
            within_margin: row[0] == "within_margin",
            p_within: row[1].as_f64(),
            exact_p_within: row[2].as_f64(),
        })
        .collect();
    let found = attribute_summary(&comparisons, n(inputs, "attributes") as usize, f(inputs, "alpha_within")).unwrap();
    let summary = match found.summary {
        Summary::Disparity => "disparity",
        Summary::WithinMargin => "within_margin",
        Summary::Inconclusive => "inconclusive",
    };
    json!({ "level": found.level, "summary": summary,
    "note": if found.multiplicity { vec!["multiplicity"] } else { vec![] } })
}

/// Rows `[name, x, n]`.
fn groups(rows: &Value) -> Vec<(&str, u64, u64)> {
    let row = |row: &'_ Value| (row[1].as_u64().unwrap(), row[2].as_u64().unwrap());
    rows.as_array().unwrap().iter().map(|r| (r[0].as_str().unwrap(), row(r).0, row(r).1)).collect()
}

fn rate(x: u64, n: u64) -> f64 {
    x as f64 / n as f64
}

fn variance(x: u64, n: u64) -> f64 {
    rate(x, n) * (1.0 - rate(x, n)) / n as f64
}

pub fn each_vs_overall(_: &str, inputs: &Value) -> Value {
    let groups = groups(&inputs["groups"]);
    let sizes: Vec<f64> = groups.iter().map(|g| g.2 as f64).collect();
    let rates: Vec<f64> = groups.iter().map(|g| rate(g.1, g.2)).collect();
    let variances: Vec<f64> = groups.iter().map(|g| variance(g.1, g.2)).collect();
    let contrasts = contrast::against_overall(&sizes);
    let (values, covariance) = (contrast::values(&contrasts, &rates), contrast::covariance(&contrasts, &variances));
    let (x, n) = groups.iter().fold((0, 0), |(x, n), g| (x + g.1, n + g.2));
    let rows: Vec<Value> = groups
        .iter()
        .enumerate()
        .map(|(i, g)| {
            json!({
                "group": g.0, "minus_overall": values[i], "var_minus_overall": covariance[i][i],
                "minus_rest": rate(g.1, g.2) - rate(x - g.1, n - g.2),
                "identity_minus_rest": contrast::from_rest(values[i], g.2 as f64 / n as f64),
            })
        })
        .collect();
    json!({ "overall": rate(x, n), "rows": rows })
}

pub fn dunnett(_: &str, inputs: &Value) -> Value {
    let reference = super::support::counts(&inputs["reference"]);
    let of_reference = variance(reference[0], reference[1]);
    let variances: Vec<f64> = groups(&inputs["groups"]).iter().map(|g| variance(g.1, g.2)).collect();
    let lambda: Vec<f64> = variances.iter().map(|&v| max_t::lambda(of_reference, v).unwrap()).collect();
    let known: Vec<Option<f64>> = variances.iter().map(|&v| Some(v)).collect();
    let c = max_t::critical_value(&lambda, 0.05, Sides::Two);
    assert!(max_t::block_critical_values(Some(of_reference), &known, 0.05).iter().all(|&one| Some(one) == c));
    json!({
        "lambda": lambda, "c_two_sided_95": c, "c_one_sided_975": max_t::critical_value(&lambda, 0.025, Sides::One),
        "p_at_2.5_two_sided": max_t::adjusted_p(2.5, &lambda, Sides::Two).value(),
    })
}

/// COMPAS, false positives by race against Caucasian: the groups of `max_t/dunnett/compas_fpr`.
const COMPAS: [(&str, u64, u64); 5] = [
    ("African-American", 805, 1795),
    ("Asian", 2, 23),
    ("Hispanic", 87, 405),
    ("Native American", 3, 8),
    ("Other", 36, 244),
];
const CAUCASIAN: (u64, u64) = (349, 1488);

pub fn simultaneous(_: &str, inputs: &Value) -> Value {
    let c = f(inputs, "c");
    let rows = COMPAS.map(|(name, x, n)| {
        let table = TwoByTwo::new(x, n, CAUCASIAN.0, CAUCASIAN.1).unwrap();
        let limits = miettinen_nurminen(table, c);
        let difference = limits.value.unwrap();
        let se = (variance(x, n) + variance(CAUCASIAN.0, CAUCASIAN.1)).sqrt();
        json!({
            "group": name, "difference": difference, "wald_lower": difference - c * se,
            "wald_upper": difference + c * se,
            "z": difference / se, "mn_lower": limits.lower, "mn_upper": limits.upper,
        })
    });
    json!({ "rows": rows })
}

pub fn all_pairs(_: &str, inputs: &Value) -> Value {
    let groups = groups(&inputs["groups"]);
    let variances: Vec<f64> = groups.iter().map(|g| variance(g.1, g.2)).collect();
    let covariance = contrast::covariance(&contrast::all_pairs(groups.len()), &variances);
    let c = max_t::simulated(&covariance, 0.05, 1_000_000, Key([0; 32]));
    json!({ "c_two_sided_95": c, "bonferroni": normal::z_of_tail(0.05 / (2.0 * covariance.len() as f64)) })
}

pub fn tail(_: &str, inputs: &Value) -> Value {
    let tail = normal::tail_of_z(f(inputs, "c"));
    let both = |i: Interval| (Some(i.lower), Some(i.upper));
    let of = |e: Estimate| (e.lower, e.upper);
    let (lower, upper) = match inputs["what"].as_str().unwrap() {
        "clopper_pearson_3_38" => both(clopper_pearson(3, 38, tail).unwrap()),
        "korn_graubard_12.5_38" => both(effective_limits(0.2, 12.5, tail).0),
        "wilson_300" => both(wilson(60, 300, tail).unwrap()),
        "conditional_exact_small" => of(conditional_exact(TwoByTwo::new(3, 10, 1, 12).unwrap(), tail)),
        "conditional_rate_3_40" => of(two_arm::conditional_rate(ArmRate::whole(3, 40), 200.0 / 100_000.0, tail)),
        "mover_on_conditional_rate" => {
            // The small group of `two_arm/mover/edge/small_group`.
            let arms = Arms { random: 1000, selected: 0, population: 1_000_000, truncate_group_size: false };
            let (group, reference) = (Group::all_known(11, 0, 9, 0), Group::all_known(600, 0, 400, 0));
            of(two_arm::difference(&group, &reference, Rate::Selection, &arms, tail))
        }
        other => panic!("{other}"),
    };
    json!({ "tail": tail, "lower": lower, "upper": upper })
}

/// The Swedish case: cases and errors of the random arm, cases and errors of the model arm.
fn sweden(group: &str) -> Group {
    let [r, e, m, t] = match group {
        "woman" => [587, 172, 3431, 1645],
        "man" => [460, 138, 1651, 859],
        "foreign" => [248, 88, 2192, 1191],
        "swedish" => [799, 222, 2890, 1313],
        other => panic!("{other}"),
    };
    Group::all_known(r, e, m, t)
}

pub fn vab_2017(id: &str, inputs: &Value) -> Value {
    let [group, reference] = ["group", "reference"].map(|key| sweden(inputs[key].as_str().unwrap()));
    let arms = Arms { random: 1047, selected: 5082, population: 977_730, truncate_group_size: true };
    let (margin, tail) = (f(inputs, "margin"), f(inputs, "tail"));
    let metric = id.rsplit('/').next().unwrap();
    let of =
        |g: &Group| if metric == "base_rate" { (g.random_errors, g.random) } else { (g.selected_errors, g.selected) };
    let ((x1, n1), (x0, n0)) = (of(&group), of(&reference));
    let table = TwoByTwo::new(x1, n1, x0, n0).unwrap();
    let by_arms = metric == "selection_rate";
    let at = |tail: f64| {
        if by_arms {
            two_arm::difference(&group, &reference, Rate::Selection, &arms, tail)
        } else {
            miettinen_nurminen(table, normal::z_of_tail(tail))
        }
    };
    let p = if by_arms {
        p_by_inversion(at, margin)
    } else {
        described(score_tests(table, Margin::difference(margin).unwrap()).unwrap())
    };
    let (simultaneous, pointwise) = (at(tail), at(0.025));
    let limits = simultaneous.interval().unwrap();
    let all = json!({
        "difference": simultaneous.value, "lower": simultaneous.lower, "upper": simultaneous.upper,
        "pointwise_lower": pointwise.lower, "pointwise_upper": pointwise.upper,
        "exact_guard_acts": !by_arms && guard_applies(table), "verdict": verdict(limits.lower, limits.upper, margin),
    });
    with(p, all)
}
