//! How often an interval misses, summed exactly over all outcomes: no random numbers.
//!
//! The limits stated here are those of the methods pages; a method that errs more often than it says fails here.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use evenhand_stats::margin::{self, Harm, Margin, Reading};
use evenhand_stats::no_difference::{boschloo, fisher_exact};
use evenhand_stats::special::ln_dbinom;
use evenhand_stats::{TwoByTwo, difference, float, normal, odds_ratio, proportion};

fn pmf(n: u64, p: f64) -> Vec<f64> {
    (0..=n).map(|k| ln_dbinom(k, n, p, 1.0 - p).map_or(0.0, float::exp)).collect()
}

/// Chances that the lower limit lies above the rate, and that the upper one lies below it.
fn misses(method: proportion::Method, n: u64, p: f64, tail: f64) -> (f64, f64) {
    let shares = pmf(n, p);
    (0..=n).zip(shares).fold((0.0, 0.0), |(low, high), (x, share)| {
        let i = method.interval(x, n, tail).unwrap();
        (low + if i.lower > p { share } else { 0.0 }, high + if i.upper < p { share } else { 0.0 })
    })
}

#[test]
fn the_exact_interval_never_misses_more_often_than_stated_at_either_end() {
    for n in [1, 5, 12, 39, 150] {
        for i in 1..200 {
            let p = f64::from(i) / 200.0;
            for tail in [0.025, 0.005] {
                let (low, high) = misses(proportion::Method::ClopperPearson, n, p, tail);
                assert!(low <= tail + 1e-12 && high <= tail + 1e-12, "n = {n}, p = {p}: {low} {high}");
            }
        }
    }
}

#[test]
fn wilson_and_jeffreys_miss_as_stated_on_average() {
    for method in [proportion::Method::Wilson, proportion::Method::Jeffreys] {
        for n in [50, 200, 1000] {
            let mean = (1..100)
                .map(|i| {
                    let (low, high) = misses(method, n, f64::from(i) / 100.0, 0.025);
                    low + high
                })
                .sum::<f64>()
                / 99.0;
            assert!((0.04..0.055).contains(&mean), "{} n = {n}: {mean}", method.name());
        }
    }
}

// Methods, "Proportions", 1.1: P(lower limit > p) is 0.061 at n = 40, p = 0.01; 0.090 at 100, 0.005; 0.032 at 1000, 0.005 (0.0315).
#[test]
fn wilsons_lower_limit_is_too_high_for_rare_events_as_the_methods_say() {
    for (n, p, stated) in [(40, 0.01, 0.061), (100, 0.005, 0.090), (1000, 0.005, 0.032)] {
        let (low, high) = misses(proportion::Method::Wilson, n, p, 0.025);
        assert!((low - stated).abs() < 1e-3, "n = {n}: {low}");
        assert!(high <= 0.0075);
    }
}

/// Sums the chances of all tables for which something holds.
fn chance(n1: u64, n0: u64, p1: f64, p0: f64, mut holds: impl FnMut(TwoByTwo) -> bool) -> f64 {
    let (a, b) = (pmf(n1, p1), pmf(n0, p0));
    let mut sum = 0.0;
    for (x1, share1) in (0..=n1).zip(&a) {
        for (x0, share0) in (0..=n0).zip(&b) {
            // Tables that never happen need not be looked at.
            if share1 * share0 > 1e-15 && holds(TwoByTwo::new(x1, n1, x0, n0).unwrap()) {
                sum += share1 * share0;
            }
        }
    }
    sum
}

#[test]
fn score_limits_of_a_difference_cover_near_the_stated_level() {
    for (n1, n0) in [(20, 30), (15, 80)] {
        let mut sum = 0.0;
        let mut worst: f64 = 0.0;
        for i in 1..20 {
            let p0 = f64::from(i) / 20.0;
            for d in [-0.2, 0.0, 0.1] {
                let p1 = p0 + d;
                if !(0.0..=1.0).contains(&p1) {
                    continue;
                }
                let missed = chance(n1, n0, p1, p0, |t| {
                    let e = difference::miettinen_nurminen(t, 1.959963984540054);
                    e.lower.unwrap() > d + 1e-9 || e.upper.unwrap() < d - 1e-9
                });
                worst = worst.max(missed);
                sum += missed;
            }
        }
        assert!(worst < 0.075, "{n1}, {n0}: {worst}");
        assert!((0.03..0.055).contains(&(sum / 55.0)), "{n1}, {n0}: {}", sum / 55.0);
    }
}

#[test]
fn exact_tests_reject_at_most_as_often_as_stated() {
    for (n1, n0) in [(12, 17), (25, 25)] {
        for i in 1..20 {
            let p = f64::from(i) / 20.0;
            let rejected = chance(n1, n0, p, p, |t| fisher_exact(t).two_sided.value() <= 0.05);
            assert!(rejected <= 0.05, "fisher {n1}, {n0} at {p}: {rejected}");
        }
    }
    let region: Vec<TwoByTwo> = (0..=8)
        .flat_map(|x1| (0..=11).map(move |x0| TwoByTwo::new(x1, 8, x0, 11).unwrap()))
        .filter(|t| boschloo(*t).unwrap().greater.value() <= 0.025)
        .collect();
    for i in 1..50 {
        let p = f64::from(i) / 50.0;
        let rejected = chance(8, 11, p, p, |t| region.contains(&t));
        let by_fisher = chance(8, 11, p, p, |t| fisher_exact(t).greater.value() <= 0.025);
        assert!(rejected <= 0.025 + 1e-9 && rejected >= by_fisher - 1e-12, "boschloo at {p}: {rejected} {by_fisher}");
    }
}

#[test]
fn exact_odds_limits_miss_at_most_as_often_as_stated() {
    for (p1, p0) in [(0.3, 0.3), (0.6, 0.3), (0.1, 0.5)] {
        let truth = p1 / (1.0 - p1) * ((1.0 - p0) / p0);
        let low = chance(14, 20, p1, p0, |t| odds_ratio::conditional_exact(t, 0.025).above(truth));
        let high = chance(14, 20, p1, p0, |t| odds_ratio::conditional_exact(t, 0.025).below(truth));
        assert!(low <= 0.025 && high <= 0.025, "{p1} {p0}: {low} {high}");
    }
}

/// With the guard a wrong verdict at the boundary is never more likely than stated below 100 cases; without it, it is.
#[test]
fn the_exact_guard_keeps_wrong_verdicts_of_small_groups_below_the_stated_rate() {
    let z = normal::z_of_tail(0.025);
    let (n1, n0) = (30, 60);
    let margin = Margin::difference(0.1).unwrap();
    // One reading and one exact test for each table, not for each rate.
    let readings: Vec<(TwoByTwo, Reading, bool)> = (0..=n1)
        .flat_map(|x1| (0..=n0).map(move |x0| TwoByTwo::new(x1, n1, x0, n0).unwrap()))
        .map(|t| {
            let e = difference::miettinen_nurminen(t, z);
            let reading = margin::three_way(e.lower_limit(), e.upper_limit(), margin, Harm::TwoSided);
            (t, reading, margin::guard_holds(t, margin, Harm::TwoSided, reading, 0.025))
        })
        .collect();
    let width = n0 as usize + 1;
    let mut without: f64 = 0.0;
    for i in 1..90 {
        let p0 = f64::from(i) / 100.0;
        let p1 = p0 + 0.1;
        let (a, b) = (pmf(n1, p1), pmf(n0, p0));
        let (mut alarm, mut clear, mut alarm_by_score) = (0.0, 0.0, 0.0);
        for (k, (_, reading, holds)) in readings.iter().enumerate() {
            let share = a[k / width] * b[k % width];
            match reading {
                Reading::Disparity(_) => {
                    alarm_by_score += share;
                    alarm += if *holds { share } else { 0.0 };
                }
                Reading::WithinMargin => clear += if *holds { share } else { 0.0 },
                Reading::Inconclusive => {}
            }
        }
        without = without.max(alarm_by_score);
        assert!(alarm <= 0.025 && clear <= 0.025, "p0 = {p0}: {alarm} {clear}");
    }
    assert!(without > 0.025, "the guard is needed: {without}");
}
