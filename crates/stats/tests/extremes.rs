//! Limits at tables and levels that strain double precision: one event in a billion cases, nearly full cells, very unequal sizes, 20
//! standard errors. Against `oracle/extremes.csv` (made by `oracle/extremes.py` with mpmath).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

use evenhand_stats::{Estimate, TwoByTwo, difference, normal, odds_ratio, ratio};

#[test]
fn limits_keep_their_digits_at_the_extremes() {
    let text = include_str!("../oracle/extremes.csv");
    let mut count = 0;
    let mut failures = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#') && !l.starts_with("method")) {
        let f: Vec<&str> = line.split(',').collect();
        let n = |i: usize| f[i].parse::<u64>().unwrap();
        let table = TwoByTwo::new(n(1), n(2), n(3), n(4)).unwrap();
        let z: f64 = f[5].parse().unwrap();
        let e: Estimate = match f[0] {
            "difference" => difference::miettinen_nurminen(table, z),
            "ratio" => ratio::miettinen_nurminen(table, z),
            "odds_score" => odds_ratio::score(table, z),
            "odds_conditional" => odds_ratio::conditional_exact(table, normal::sf(z)),
            other => panic!("a method without a test: {other}"),
        };
        for (ours, theirs) in [(e.lower, f[6]), (e.upper, f[7])] {
            // An end that is 0 or infinite by rule is not sought.
            if theirs.is_empty() {
                assert!(ours.is_none_or(|x| x == 0.0), "{line}");
                continue;
            }
            let theirs: f64 = theirs.parse().unwrap();
            let gap = (ours.unwrap() - theirs).abs() / theirs.abs();
            count += 1;
            if gap > 1e-9 {
                failures.push(format!("{line}: {ours:?}, off by {gap:e}"));
            }
        }
    }
    println!("{count} limits");
    assert!(count > 300);
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}
