//! The exact probabilities of the verdicts at given rates: every table that can occur, with its probability and its
//! reading.
//!
//! For small sizes, where normal power is rough and does not know what the exact guard costs, and as a test of the
//! whole path from counts to reading. May not know how limits are made: the reading is handed in. Invariants: the
//! probabilities add up to 1 but for tables so rare that together they weigh less than 1e-9.
//!
//! Start reading at [`verdict_probabilities`].

use crate::difference;
use crate::float;
use crate::margin::{self, Harm, Margin, MarginTests, Reading, Scale, Side};
use crate::ratio;
use crate::special::ln_dbinom;
use crate::table::TwoByTwo;

/// Two groups whose true rates are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truth {
    /// Cases of the group.
    pub group: u64,
    /// Its true rate.
    pub group_rate: f64,
    /// Cases of the reference.
    pub reference: u64,
    /// Its true rate.
    pub reference_rate: f64,
}

/// With which probability each verdict is given.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct VerdictProbabilities {
    /// Beyond the margin, to the disadvantage of either side that counts, exact guard included.
    pub disparity: f64,
    /// Within the margin, exact guard included.
    pub within_margin: f64,
    /// Neither.
    pub inconclusive: f64,
    /// Beyond the margin by the limits alone.
    pub disparity_unguarded: f64,
    /// Within the margin by the limits alone.
    pub within_margin_unguarded: f64,
}

/// A table less probable than this is left out.
const NEGLIGIBLE: f64 = 1e-15;

/// The exact probabilities of the three verdicts, by enumeration of all tables.
///
/// - Takes: true rates in [0, 1] and sizes above 0, oriented so that a higher rate is worse; margin and harm; the
///   critical value of one end; the reading of a table, as [`score_reading`].
/// - Gives: probabilities; all 0 if a size is 0.
/// - Cost: about one exact test for every table that is read as a verdict and meets the guard: seconds for sizes of
///   hundreds.
/// - Not for: sizes where normal power does ([`crate::power`]).
/// - Source: methods, "Verdicts and planning", 5.3, 5.4. Oracle: `plan/exact_verdict_probabilities/*` of
///   `oracle/designs/plan.jsonl` (scipy).
pub fn verdict_probabilities(
    truth: &Truth,
    margin: Margin,
    harm: Harm,
    z: f64,
    reading: impl Fn(TwoByTwo) -> Reading,
) -> VerdictProbabilities {
    let mut all = VerdictProbabilities::default();
    let level = margin::guard_level(z);
    let of_group = probable(truth.group, truth.group_rate);
    let of_reference = probable(truth.reference, truth.reference_rate);
    for &(x1, p1) in &of_group {
        for &(x0, p0) in &of_reference {
            let p = p1 * p0;
            let Some(table) = TwoByTwo::new(x1, truth.group, x0, truth.reference).filter(|_| p >= NEGLIGIBLE) else {
                continue;
            };
            let read = reading(table);
            let holds = || !margin::guard_applies(table) || margin::guard_holds(table, margin, harm, read, level);
            match read {
                Reading::Disparity(_) => {
                    all.disparity_unguarded += p;
                    if holds() {
                        all.disparity += p;
                    } else {
                        all.inconclusive += p;
                    }
                }
                Reading::WithinMargin => {
                    all.within_margin_unguarded += p;
                    if holds() {
                        all.within_margin += p;
                    } else {
                        all.inconclusive += p;
                    }
                }
                Reading::Inconclusive => all.inconclusive += p,
            }
        }
    }
    all
}

/// The counts that are not negligible, with their binomial probabilities.
fn probable(n: u64, rate: f64) -> Vec<(u64, f64)> {
    if n == 0 {
        return Vec::new();
    }
    (0..=n)
        .filter_map(|k| ln_dbinom(k, n, rate, 1.0 - rate).map(|ln| (k, float::exp(ln))))
        .filter(|(_, p)| *p >= NEGLIGIBLE)
        .collect()
}

/// The reading of a table by the score tests at the margin: what the limits of Miettinen and Nurminen at `z` say,
/// without solving for them.
pub fn score_reading(table: TwoByTwo, margin: Margin, harm: Harm, z: f64) -> Reading {
    margin::score_tests(table, margin).map_or(Reading::Inconclusive, |tests| read_tests(tests, margin, harm, z))
}

fn read_tests(tests: MarginTests, margin: Margin, harm: Harm, z: f64) -> Reading {
    if tests.at_high > z {
        return Reading::Disparity(Side::Group);
    }
    if harm == Harm::TwoSided && tests.at_low < -z {
        return Reading::Disparity(Side::Reference);
    }
    // With a margin that leaves no room nothing is within it.
    let room = margin.high() > margin.low();
    let within = tests.at_high < -z && (harm == Harm::OneSided || tests.at_low > z);
    if within && room { Reading::WithinMargin } else { Reading::Inconclusive }
}

/// The reading of a table by the default limits themselves, for checks of [`score_reading`].
pub fn limits_reading(table: TwoByTwo, margin: Margin, harm: Harm, z: f64) -> Reading {
    let limits = match margin.scale() {
        Scale::Difference => difference::miettinen_nurminen(table, z),
        Scale::Ratio => ratio::miettinen_nurminen(table, z),
    };
    margin::three_way(limits.lower_limit(), limits.upper_limit(), margin, harm)
}

#[cfg(test)]
mod tests {
    use super::*;

    const Z: f64 = 1.959_963_984_540_054;

    #[test]
    fn the_tests_at_the_margin_read_as_the_limits_do() {
        for margin in [Margin::difference(0.1).unwrap(), Margin::ratio(1.25).unwrap()] {
            for harm in [Harm::TwoSided, Harm::OneSided] {
                for x1 in 0..=30 {
                    for x0 in 0..=50 {
                        let table = TwoByTwo::new(x1, 30, x0, 50).unwrap();
                        let (a, b) = (score_reading(table, margin, harm, Z), limits_reading(table, margin, harm, Z));
                        assert_eq!(a, b, "{x1} of 30, {x0} of 50");
                    }
                }
            }
        }
    }

    #[test]
    fn the_probabilities_add_up_to_one() {
        let truth = Truth { group: 15, group_rate: 0.4, reference: 25, reference_rate: 0.2 };
        let margin = Margin::difference(0.1).unwrap();
        let p =
            verdict_probabilities(&truth, margin, Harm::TwoSided, Z, |t| score_reading(t, margin, Harm::TwoSided, Z));
        assert!((p.disparity + p.within_margin + p.inconclusive - 1.0).abs() < 1e-9);
        assert!(p.disparity <= p.disparity_unguarded && p.within_margin <= p.within_margin_unguarded);
        let nobody = Truth { group: 0, ..truth };
        let none = verdict_probabilities(&nobody, margin, Harm::TwoSided, Z, |_| Reading::Inconclusive);
        assert_eq!(none, VerdictProbabilities::default());
    }

    // False alarms at the margin, summed exactly: with the guard at most 0.025 below 100 cases.
    #[test]
    fn false_alarms_of_a_small_group_stay_below_the_nominal_error() {
        let margin = Margin::difference(0.1).unwrap();
        for rate in [0.05, 0.2, 0.5] {
            let truth = Truth { group: 20, group_rate: rate + 0.1, reference: 60, reference_rate: rate };
            let p = verdict_probabilities(&truth, margin, Harm::OneSided, Z, |t| {
                score_reading(t, margin, Harm::OneSided, Z)
            });
            assert!(p.disparity <= 0.025, "{rate}: {}", p.disparity);
        }
    }
}
