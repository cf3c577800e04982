//! The special functions against high-precision values (`oracle/special.csv`, made by `oracle/special.py` with mpmath).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

use std::collections::BTreeMap;

use evenhand_stats::float::ln;
use evenhand_stats::normal;
use evenhand_stats::special::beta::beta_tails;
use evenhand_stats::special::gamma::regularised_gamma;
use evenhand_stats::special::{inverse_beta_lower, inverse_beta_upper, ln_dbinom, student_quantile, student_sf};

struct Row {
    function: String,
    arguments: Vec<f64>,
    value: f64,
}

fn rows() -> Vec<Row> {
    let text = include_str!("../oracle/special.csv");
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("function"))
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let arguments = fields[1..4].iter().filter(|f| !f.is_empty()).map(|f| f.parse().unwrap()).collect();
            Row { function: fields[0].to_owned(), arguments, value: fields[4].parse().unwrap() }
        })
        .collect()
}

/// The error of a probability whose logarithm is given, relative; the size of the logarithm itself is allowed for, because its last
/// digit is the limit of what an f64 can say.
fn gap_of_logarithms(ours: f64, theirs: f64) -> f64 {
    (ours - theirs).abs() / (1.0 + 0.01 * theirs.abs())
}

#[test]
fn every_value_is_the_high_precision_one() {
    let mut worst: BTreeMap<String, (f64, Vec<f64>)> = BTreeMap::new();
    let rows = rows();
    assert!(rows.len() > 400);
    for row in rows {
        let a = &row.arguments;
        let gap = match row.function.as_str() {
            "beta_ln_lower" => {
                let ours = beta_tails(a[0], a[1], a[2], 1.0 - a[2]).ln_lower;
                let mirrored = beta_tails(a[1], a[0], 1.0 - a[2], a[2]).ln_upper;
                assert_eq!(ours, mirrored);
                // x is rounded: what that does to the tail is not an error of the function.
                let rounding = 2e-16 * (a[0] * a[2].min(1.0) + a[1] * a[2] / (1.0 - a[2]));
                gap_of_logarithms(ours, row.value) - rounding
            }
            "beta_quantile_lower" => {
                let lower = inverse_beta_lower(a[0], a[1], a[2]);
                let upper = inverse_beta_upper(a[0], a[2], a[1]);
                assert!((lower + upper - 1.0).abs() < 3e-16);
                (lower / row.value - 1.0).abs()
            }
            "gamma_ln_lower" => gap_of_logarithms(regularised_gamma(a[0], a[1]).ln_lower, row.value),
            "gamma_ln_upper" => gap_of_logarithms(regularised_gamma(a[0], a[1]).ln_upper, row.value),
            "student_ln_sf" => {
                let sf = student_sf(a[1], a[0]);
                let back = (student_quantile(sf, a[0]) / a[1] - 1.0).abs();
                gap_of_logarithms(ln(sf), row.value).max(back)
            }
            "ln_dbinom" => gap_of_logarithms(ln_dbinom(a[0] as u64, a[1] as u64, a[2], 1.0 - a[2]).unwrap(), row.value),
            "normal_ln_sf" => gap_of_logarithms(normal::ln_sf(a[0]), row.value),
            other => panic!("a function without a test: {other}"),
        };
        let entry = worst.entry(row.function).or_insert((0.0, Vec::new()));
        if gap > entry.0 {
            *entry = (gap, row.arguments);
        }
    }
    for (function, (gap, arguments)) in worst {
        println!("{function}: {gap:e} at {arguments:?}");
        assert!(gap < 1e-12, "{function}: {gap:e} at {arguments:?}");
    }
}

#[test]
fn the_quantile_that_hung_elsewhere_returns() {
    // scipy: beta.ppf(0.025, 0.5, 1e7)
    let x = inverse_beta_lower(0.025, 0.5, 1e7);
    assert!((x / 4.9103e-11 - 1.0).abs() < 1e-4, "{x:e}");
}

#[test]
fn a_quantile_is_found_for_every_shape_and_tail() {
    let shapes = [1e-3, 0.1, 0.5, 1.0, 2.5, 40.0, 1e3, 1e5, 1e8, 1e9, 1e12];
    for a in shapes {
        for b in shapes {
            for tail in [1e-300, 1e-20, 0.001, 0.025, 0.5, 0.975] {
                let x = inverse_beta_lower(tail, a, b);
                assert!((0.0..=1.0).contains(&x), "{tail} {a} {b}: {x}");
                if x > 1e-290 && x < 0.5 {
                    let back = beta_tails(a, b, x, 1.0 - x);
                    let gap = if tail <= 0.5 { back.ln_lower - ln(tail) } else { back.ln_upper - ln(1.0 - tail) };
                    // The last digit of x moves the tail by about the larger shape times its own rounding.
                    let allowed = 1e-11 + 4e-16 * (a + b * x / (1.0 - x)) + 1e-12 * ln(tail).abs();
                    assert!(gap.abs() < allowed, "{tail} {a} {b}: {x:e} {gap:e}");
                }
            }
        }
    }
}
