//! `weighted/*`, `known_probabilities/*`, `clusters/*`.

use evenhand_stats::clusters::{self, Bucket, ClusterSums};
use evenhand_stats::known_probabilities::{Cell, Part, Sampling, StratumSize, covariance, hajek, rate};
use evenhand_stats::weighted::{self, EffectiveMethod, EffectiveRate, Sums};
use evenhand_stats::{Estimate, normal};
use serde_json::{Value, json};

use super::support::{counts, f, notes, tail, verdict_of, with};

fn method(method: Option<EffectiveMethod>) -> Value {
    json!(method.map(|method| match method {
        EffectiveMethod::Wilson => "wilson_effective",
        EffectiveMethod::KornGraubard => "korn_graubard",
    }))
}

/// Sums of events and of the rest, from rows.
fn of_rows(inputs: &Value) -> (Sums, Sums) {
    let mut both = (Sums::default(), Sums::default());
    for (w, y) in inputs["w"].as_array().unwrap().iter().zip(inputs["y"].as_array().unwrap()) {
        let w = w.as_f64().unwrap();
        let side = if y == 1 { &mut both.0 } else { &mut both.1 };
        *side = side.and(Sums { rows: 1, weight: w, square: w * w });
    }
    both
}

pub fn from_rows(id: &str, inputs: &Value) -> Value {
    let (events, others) = of_rows(inputs);
    let found = weighted::weighted_rate(events, others, false, tail(inputs));
    if id == "weighted/wilson_n_eff" {
        // Wilson's interval at a size where Korn and Graubard's would be used.
        let wilson = evenhand_stats::proportion::wilson_real(
            found.n_eff.unwrap() * found.estimate.value.unwrap(),
            found.n_eff.unwrap(),
            normal::z_of_tail(tail(inputs)),
        );
        return json!({ "lower": wilson.unwrap().lower, "upper": wilson.unwrap().upper });
    }
    json!({
        "estimate": found.estimate.value, "variance": found.variance, "n_eff": found.n_eff,
        "lower": found.estimate.lower, "upper": found.estimate.upper,
        "sum_w": events.weight + others.weight, "sum_w2": events.square + others.square,
        "n_kish": found.n_kish, "n_eff_design": found.n_eff,
        "sum_w2_events": events.square, "sum_w2_nonevents": others.square,
    })
}

pub fn cells(_: &str, inputs: &Value) -> Value {
    let mut both = (Sums::default(), Sums::default());
    for cell in inputs["cells"].as_array().unwrap() {
        let (rows, w) = (cell["count"].as_u64().unwrap(), f(cell, "w"));
        let sums = Sums { rows, weight: rows as f64 * w, square: rows as f64 * w * w };
        let side = if cell["y"] == 1 { &mut both.0 } else { &mut both.1 };
        *side = side.and(sums);
    }
    let found = weighted::weighted_rate(both.0, both.1, false, 0.025);
    json!({ "estimate": found.estimate.value, "variance": found.variance })
}

/// A rate from cells (event, rows, sum w, sum w^2); whether all weights are equal is told from whole numbers.
fn of_cells(cells: &Value) -> EffectiveRate {
    let mut both = (Sums::default(), Sums::default());
    for cell in cells.as_array().unwrap() {
        let sums = Sums {
            rows: cell[1].as_u64().unwrap(),
            weight: cell[2].as_f64().unwrap(),
            square: cell[3].as_f64().unwrap(),
        };
        let side = if cell[0] == 1 { &mut both.0 } else { &mut both.1 };
        *side = side.and(sums);
    }
    let all = both.0.and(both.1);
    let equal = all.weight * all.weight == all.rows as f64 * all.square;
    weighted::weighted_rate(both.0, both.1, equal, 0.025)
}

pub fn rule(_: &str, inputs: &Value) -> Value {
    let found = of_cells(&inputs["cells"]);
    let rows: u64 = inputs["cells"].as_array().unwrap().iter().map(|cell| cell[1].as_u64().unwrap()).sum();
    let (events, others) = found.effective_counts().unwrap();
    json!({
        "n": rows, "rate": found.estimate.value, "variance": found.variance, "n_eff": found.n_eff,
        "n_kish": found.n_kish,
        "n_star": found.n_star, "effective_events": events, "effective_non_events": others,
        "method": method(found.method),
        "lower": found.estimate.lower, "upper": found.estimate.upper, "enough_events": found.enough(),
    })
}

pub fn difference(_: &str, inputs: &Value) -> Value {
    let (group, reference) = (of_cells(&inputs["group"]), of_cells(&inputs["reference"]));
    let found = weighted::difference(&group, &reference, 0.0);
    let p = weighted::p_of_no_difference(&group, &reference, 0.0).unwrap();
    json!({
        "value": found.value, "lower": found.lower, "upper": found.upper, "p_value": p.value(),
        "verdict": verdict_of(&found, f(inputs, "margin")), "note": notes(&found),
    })
}

pub fn known_probabilities(_: &str, inputs: &Value) -> Value {
    let (mut cells, mut sizes, mut of) = (Vec::new(), Vec::new(), Vec::new());
    for (stratum, s) in inputs["strata"].as_array().unwrap().iter().enumerate() {
        let (population, drawn) = (s["N"].as_u64().unwrap(), s["n"].as_u64().unwrap());
        sizes.push(StratumSize { population, drawn });
        let w = population as f64 / drawn as f64;
        for (in_group, pair) in [(true, &s["c"][0]), (false, &s["c"][1])] {
            for (event, rows) in [(true, &pair[0]), (false, &pair[1])] {
                let rows = rows.as_u64().unwrap();
                cells.push(Cell { stratum, sums: Sums { rows, weight: rows as f64 * w, square: rows as f64 * w * w } });
                of.push((in_group, event));
            }
        }
    }
    let sampling = Sampling::Strata(&sizes);
    let parts = |group: bool| -> Vec<Part> {
        of.iter()
            .map(|&(in_group, event)| match (in_group == group, event) {
                (false, _) => Part::Outside,
                (true, true) => Part::Event,
                (true, false) => Part::NonEvent,
            })
            .collect()
    };
    let indicator: Vec<f64> = of.iter().map(|&(in_group, _)| f64::from(u8::from(in_group))).collect();
    let total: f64 = cells.iter().zip(&indicator).map(|(c, i)| c.sums.weight * i).sum();
    let ((p, u), (q, v)) = (hajek(&cells, &parts(true)).unwrap(), hajek(&cells, &parts(false)).unwrap());
    let combined = |a: f64, b: f64| u.iter().zip(&v).map(|(x, y)| a * x + b * y).collect::<Vec<f64>>();
    let variance = |influence: &[f64]| covariance(&cells, influence, influence, sampling).unwrap();
    // The rates with limits must rest on the same variances.
    let (group, rest) = (rate(&cells, &parts(true), sampling, 0.025), rate(&cells, &parts(false), sampling, 0.025));
    json!({
        "N_g": total, "var_N_g": variance(&indicator), "rate_g": group.estimate.value, "var_rate_g": group.variance,
        "rate_0": rest.estimate.value, "var_rate_0": rest.variance, "diff": p - q,
        "var_diff": variance(&combined(1.0, -1.0)),
        "log_ratio": evenhand_stats::float::ln(p / q), "var_log_ratio": variance(&combined(1.0 / p, -1.0 / q)),
    })
}

fn described(found: &EffectiveRate) -> Value {
    json!({
        "rate": found.estimate.value, "variance": found.variance, "df": found.degrees_of_freedom,
        "n_star": found.n_star,
        "kish": found.equal_clusters, "method": method(found.method), "lower": found.estimate.lower,
        "upper": found.estimate.upper,
    })
}

pub fn clusters_linearised(_: &str, inputs: &Value) -> Value {
    let (mut persons, mut buckets) = (std::collections::BTreeMap::<u64, (u64, u64)>::new(), vec![Bucket::default(); 6]);
    for row in inputs["rows_person_outcome_bucket"].as_array().unwrap() {
        let [person, outcome, bucket] = [0, 1, 2].map(|i| row[i].as_u64().unwrap());
        let of = persons.entry(person).or_default();
        (of.0, of.1) = (of.0 + outcome, of.1 + 1);
        buckets[bucket as usize].events += outcome;
        buckets[bucket as usize].rows += 1;
    }
    let sums = persons.values().fold(ClusterSums::default(), |all, &(y, n)| all.and(y, n));
    let (found, jackknife) = (clusters::from_sums(&sums, 0.025), clusters::from_buckets(&buckets, 0.025));
    let independent = clusters::variance_if_independent(found.estimate.value.unwrap(), sums.rows).unwrap();
    json!({
        "estimate": found.estimate.value, "sum_yy": sums.events_squared, "sum_yn": sums.events_rows,
        "sum_nn": sums.rows_squared,
        "clusters": sums.clusters, "variance": found.variance, "jk_variance": jackknife.variance,
        "variance_if_independent": independent, "design_effect": found.variance.unwrap() / independent,
        "n_eff": found.n_eff,
        "df": found.degrees_of_freedom, "n_star": found.n_star, "method": method(found.method),
        "lower": found.estimate.lower, "upper": found.estimate.upper,
        "jk_buckets": buckets.iter().filter(|b| b.rows > 0).count(), "jk_df": jackknife.degrees_of_freedom,
        "jk_n_star": jackknife.n_star, "jk_method": method(jackknife.method),
        "jk_lower": jackknife.estimate.lower, "jk_upper": jackknife.estimate.upper,
    })
}

fn buckets(inputs: &Value, of: &str) -> Vec<Bucket> {
    let [events, rows] = ["events", "rows"].map(|what| counts(&inputs[&format!("{of}_{what}")]));
    events.into_iter().zip(rows).map(|(events, rows)| Bucket { events, rows }).collect()
}

pub fn clusters_simulated(_: &str, inputs: &Value) -> Value {
    let buckets = buckets(inputs, "bucket");
    let (events, rows) = buckets.iter().fold((0, 0), |(y, n), b| (y + b.events, n + b.rows));
    let sums = ClusterSums {
        events,
        rows,
        clusters: super::support::n(inputs, "clusters"),
        events_squared: super::support::n(inputs, "sum_yy"),
        events_rows: super::support::n(inputs, "sum_yn"),
        rows_squared: super::support::n(inputs, "sum_nn"),
    };
    let (found, jackknife) = (clusters::from_sums(&sums, 0.025), clusters::from_buckets(&buckets, 0.025));
    json!({
        "rows": rows, "clusters": sums.clusters, "events": events, "estimate": found.estimate.value,
        "variance": found.variance,
        "jk_variance": jackknife.variance,
        "variance_if_independent": clusters::variance_if_independent(found.estimate.value.unwrap(), rows),
        "jk_df": jackknife.degrees_of_freedom, "jk_n_star": jackknife.n_star, "jk_method": method(jackknife.method),
        "jk_lower": jackknife.estimate.lower, "jk_upper": jackknife.estimate.upper,
    })
}

pub fn clusters_difference(_: &str, inputs: &Value) -> Value {
    let (group, reference) = (buckets(inputs, "group"), buckets(inputs, "reference"));
    let one = |buckets: &[Bucket]| {
        let found = clusters::from_buckets(buckets, 0.025);
        let used = buckets.iter().filter(|b| b.rows > 0).count();
        with(
            described(&found),
            json!({ "buckets": used, "rows": buckets.iter().map(|b| b.rows).sum::<u64>(),
            "note": notes(&found.estimate) }),
        )
    };
    let (found, r): (Estimate, _) = clusters::difference_of_buckets(&group, &reference, 0.025);
    let covariance = r.and_then(|_| clusters::covariance_of_buckets(&group, &reference));
    json!({
        "group": one(&group), "reference": one(&reference), "r": r, "covariance": covariance,
        "value": found.value, "lower": found.lower, "upper": found.upper,
        "verdict": verdict_of(&found, f(inputs, "margin")), "note": notes(&found),
    })
}

pub fn clusters_way_1(_: &str, inputs: &Value) -> Value {
    let persons = inputs["person_events_rows"].as_array().unwrap();
    let sums = persons
        .iter()
        .fold(ClusterSums::default(), |all, person| all.and(person[0].as_u64().unwrap(), person[1].as_u64().unwrap()));
    let found = clusters::from_sums(&sums, 0.025);
    with(described(&found), json!({ "clusters": sums.clusters, "rows": sums.rows }))
}
