//! Shares of a group within an arm that are nested in each other: of the errors found, and of the selected.
//!
//! Two-sample shares (representation, equal burden, share of the random arm's errors) are proportions of independent
//! samples and have their methods in [`crate::difference`] and [`crate::ratio`]. May not know verdicts: shares depend
//! on group sizes and never carry one.
//!
//! Start reading at [`errors_minus_selected`].

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::normal;
use crate::proportion::clipped;

/// The four cells of the model arm: a group against everybody else, errors against the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    /// Group, with the outcome.
    pub group_errors: u64,
    /// Group, without.
    pub group_others: u64,
    /// Everybody else, with the outcome.
    pub rest_errors: u64,
    /// Everybody else, without.
    pub rest_others: u64,
}

/// Two nested shares and their difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Nested {
    /// The group's share of the errors found; `None` without errors.
    pub share_of_errors: Option<f64>,
    /// The group's share of the selected; `None` without selected.
    pub share_of_selected: Option<f64>,
    /// The variance of the difference.
    pub variance: Option<f64>,
    /// Their difference with limits.
    pub difference: Estimate,
}

/// The group's share of the errors found less its share of the selected, in the same arm.
///
/// It equals `q (PPV_g / PPV - 1)`, so it is 0 exactly when the group's precision is that of all.
///
/// - Takes: the model arm's four cells; `tail` at each end.
/// - Gives: a difference in (-1, 1) with limits by the influence values of the cells, cut to [-1, 1] (`clipped`).
/// - Edges: no errors, or nobody selected: the difference is null, `no_cases`.
/// - Not for: two independent samples; a verdict.
/// - Source: methods, "Designs", B.7. Oracle: `two_arm/share_errors_minus_share_selected/*` of
///   `oracle/designs/two_arm.jsonl`.
pub fn errors_minus_selected(cells: &Cells, tail: f64) -> Nested {
    let counts = [cells.group_errors, cells.group_others, cells.rest_errors, cells.rest_others].map(|n| n as f64);
    let (n, errors) = (counts.iter().sum::<f64>(), counts[0] + counts[2]);
    let share = |part: f64, all: f64| (all > 0.0).then(|| part / all);
    let (share_of_errors, share_of_selected) = (share(counts[0], errors), share(counts[0] + counts[1], n));
    let (Some(s), Some(q)) = (share_of_errors, share_of_selected) else {
        let difference = Estimate::none(Note::NoCases);
        return Nested { share_of_errors, share_of_selected, variance: None, difference };
    };
    let of_errors = n / errors;
    let influence = [(1.0 - s) * of_errors - (1.0 - q), -(1.0 - q), -s * of_errors + q, q];
    let variance = counts.iter().zip(influence).map(|(count, x)| count / n * x * x).sum::<f64>() / n;
    let (value, half) = (s - q, normal::z_of_tail(tail) * variance.sqrt());
    let free = Interval { lower: value - half, upper: value + half };
    let difference = clipped(value, free, -1.0, 1.0);
    Nested { share_of_errors, share_of_selected, variance: Some(variance), difference }
}

/// The group's share of the errors found over its share of the selected, in the same arm: `PPV_g / PPV`.
///
/// - Takes: the model arm's four cells; `tail` at each end.
/// - Gives: a ratio with limits on the logarithm by the influence values of the cells (method `delta_log`).
/// - Edges: no errors, or nobody selected: null, `no_cases`. Nobody of the group selected: null, `no_events`. No errors in the group: 0,
///   without limits (`zero_cell`).
/// - Not for: two independent samples; a verdict.
/// - Source: the delta method on the influence values of `methods/2-designs.md` B.7. Oracle: the draws of a multinomial (unit test), and the
///   identity `PPV_g / PPV`.
pub fn errors_over_selected(cells: &Cells, tail: f64) -> Estimate {
    let counts = [cells.group_errors, cells.group_others, cells.rest_errors, cells.rest_others].map(|n| n as f64);
    let (n, errors, group) = (counts.iter().sum::<f64>(), counts[0] + counts[2], counts[0] + counts[1]);
    if n == 0.0 || errors == 0.0 {
        return Estimate::none(Note::NoCases);
    }
    if group == 0.0 {
        return Estimate::none(Note::NoEvents);
    }
    let (s, q) = (counts[0] / errors, group / n);
    if s == 0.0 {
        return Estimate { value: Some(0.0), ..Estimate::none(Note::ZeroCell) };
    }
    let of_errors = n / errors;
    let influence = [(1.0 - s) * of_errors / s - (1.0 - q) / q, -(1.0 - q) / q, -of_errors + 1.0, 1.0];
    let variance = counts.iter().zip(influence).map(|(count, x)| count / n * x * x).sum::<f64>() / n;
    let (value, half) = (s / q, float::exp(normal::z_of_tail(tail) * variance.sqrt()));
    Estimate::new(value, Interval { lower: value / half, upper: value * half })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_difference_is_the_share_of_selected_times_the_relative_gain_in_precision(
            a in 1_u64..500, b in 0_u64..500, c in 1_u64..500, d in 0_u64..500
        ) {
            let cells = Cells { group_errors: a, group_others: b, rest_errors: c, rest_others: d };
            let nested = errors_minus_selected(&cells, 0.025);
            let (a, b, c, d) = (a as f64, b as f64, c as f64, d as f64);
            let (q, group, all) = ((a + b) / (a + b + c + d), a / (a + b), (a + c) / (a + b + c + d));
            prop_assert!((nested.difference.value.unwrap() - q * (group / all - 1.0)).abs() < 1e-12);
            prop_assert!(nested.difference.lower.unwrap() >= -1.0 && nested.difference.upper.unwrap() <= 1.0);
        }
    }

    // The variance of the logarithm over 20,000 multinomial draws; 3 % is three standard errors of a variance.
    #[test]
    fn the_ratio_is_that_of_precisions_and_its_variance_that_of_the_draws() {
        use crate::resample::{Key, bootstrap, percentile_interval};
        let cells = Cells { group_errors: 300, group_others: 500, rest_errors: 200, rest_others: 400 };
        let estimate = errors_over_selected(&cells, 0.025);
        let value = estimate.value.unwrap();
        assert!((value - (300.0 / 800.0) / (500.0 / 1400.0)).abs() < 1e-12);
        let part: &[u64] = &[300, 500, 200, 400];
        let draws = bootstrap(Key([6; 32]), &[part], 20_000, |draw, values| {
            let d = &draw[0];
            let share = |part: u64, all: u64| part as f64 / all as f64;
            let ratio = share(d[0], d[0] + d[2]) / share(d[0] + d[1], d.iter().sum());
            values.push(Some(float::ln(ratio)));
        });
        let sd = percentile_interval(&draws[0], 0.025).standard_deviation.unwrap();
        let own = float::ln(estimate.upper.unwrap() / value) / normal::z_of_tail(0.025);
        assert!((sd * sd / (own * own) - 1.0).abs() < 0.03);
    }

    #[test]
    fn without_errors_there_is_no_share_of_them() {
        let nested =
            errors_minus_selected(&Cells { group_errors: 0, group_others: 4, rest_errors: 0, rest_others: 6 }, 0.025);
        assert_eq!((nested.share_of_errors, nested.share_of_selected), (None, Some(0.4)));
        assert_eq!(nested.difference, Estimate::none(Note::NoCases));
    }

    // The variance of the same statistic over 20,000 multinomial draws; 3 % is three standard errors of a variance.
    #[test]
    fn the_variance_is_that_of_the_draws() {
        use crate::resample::{Key, bootstrap, percentile_interval};
        let cells = Cells { group_errors: 300, group_others: 500, rest_errors: 200, rest_others: 400 };
        let part: &[u64] = &[300, 500, 200, 400];
        let draws = bootstrap(Key([5; 32]), &[part], 20_000, |draw, values| {
            let d = &draw[0];
            let share = |part: u64, all: u64| part as f64 / all as f64;
            values.push(Some(share(d[0], d[0] + d[2]) - share(d[0] + d[1], d.iter().sum())));
        });
        let sd = percentile_interval(&draws[0], 0.025).standard_deviation.unwrap();
        let variance = errors_minus_selected(&cells, 0.025).variance.unwrap();
        assert!((sd * sd / variance - 1.0).abs() < 0.03);
    }
}
