//! How often the limits of adjusted differences miss, by simulation: draws are the same in every run.
//!
//! Nominal 0.025 at each end; with 20 events and non-events of each side the methods allow 0.04.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

use evenhand_stats::resample::{Key, Stream, binomial};
use evenhand_stats::standardisation::{Standard, standardised};
use evenhand_stats::stratified_score::difference;
use evenhand_stats::{Estimate, Note, TwoByTwo, normal};

const DRAWS: u64 = 2_000;

/// The 0.999 quantile of a binomial with this many draws at the allowed 0.04, as a share.
const ALLOWED: f64 = 0.04 + 3.1 * 0.004_4;

/// Strata with sizes and rates of their own and one common difference.
struct Setting {
    n1: Vec<u64>,
    n0: Vec<u64>,
    rate0: Vec<f64>,
    difference: f64,
}

fn settings() -> Vec<Setting> {
    let spread =
        |k: usize, low: f64, high: f64| (0..k).map(|i| low + (high - low) * i as f64 / (k - 1) as f64).collect();
    vec![
        Setting {
            n1: vec![20, 40, 60, 80, 100],
            n0: vec![200, 100, 80, 60, 40],
            rate0: spread(5, 0.1, 0.5),
            difference: 0.05,
        },
        Setting { n1: vec![6; 50], n0: vec![20; 50], rate0: spread(50, 0.05, 0.4), difference: 0.1 },
    ]
}

/// Shares of draws in which the lower limit lies above the truth, and the upper one below; draws too small for a verdict
/// miss nothing.
fn misses(setting: &Setting, stream: u64, limits: impl Fn(&[TwoByTwo]) -> Estimate) -> (f64, f64) {
    let (mut above, mut below) = (0_u32, 0_u32);
    for draw in 0..DRAWS {
        let mut source = Stream::new(Key([7; 32]), stream * DRAWS + draw);
        let mut drawn = |n: u64, p: f64| binomial(&mut source, n, (p * 1e9) as u64, 1_000_000_000);
        let strata: Vec<TwoByTwo> = (0..setting.n1.len())
            .map(|k| {
                let x1 = drawn(setting.n1[k], setting.rate0[k] + setting.difference);
                let x0 = drawn(setting.n0[k], setting.rate0[k]);
                TwoByTwo::new(x1, setting.n1[k], x0, setting.n0[k]).unwrap()
            })
            .collect();
        let found = limits(&strata);
        if found.has(Note::TooFew) {
            continue;
        }
        above += u32::from(found.above(setting.difference));
        below += u32::from(found.below(setting.difference));
    }
    (f64::from(above) / DRAWS as f64, f64::from(below) / DRAWS as f64)
}

#[test]
fn stratified_score_limits_miss_about_as_often_as_stated() {
    let z = normal::z_of_tail(0.025);
    for (i, setting) in settings().iter().enumerate() {
        let (above, below) = misses(setting, i as u64, |strata| difference(strata, z));
        println!("setting {i}: above {above}, below {below}");
        assert!(above < ALLOWED && below < ALLOWED, "setting {i}: {above} {below}");
        assert!(above + below > 0.02, "setting {i}: the limits are not far too wide");
    }
}

#[test]
fn standardised_limits_miss_about_as_often_as_stated() {
    for (i, setting) in settings().iter().enumerate() {
        let (above, below) =
            misses(setting, 10 + i as u64, |strata| standardised(strata, Standard::Total, 0.025).difference);
        println!("setting {i}: above {above}, below {below}");
        assert!(above < ALLOWED && below < ALLOWED, "setting {i}: {above} {below}");
    }
}
