//! Effect sizes of shares: differences in standard deviations, so that unlike shares can be set beside each other.
//!
//! Makes numbers that describe. May not know verdicts: nobody can set a margin in standard deviations with a reason.
//!
//! Start reading at [`standardised_rates`].

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::proportion::wilson;
use crate::table::TwoByTwo;

/// The difference of two rates divided by the pooled standard deviation of the 0/1 rows: `cohen_d_pooled`.
///
/// - Takes: a table; `tail` at each end.
/// - Gives: `(p_g - p_r) / s`, `s^2 = (n p_g q_g + m p_r q_r) / (n + m - 2)`, with limits by the method of variance estimates
///   recovery: the Wilson limits of each rate, times what the value does by it, its part in `s` included. (The standard error
///   for normal data, which [`crate::mean_score::standardised`] has, takes both spreads for equal.)
/// - Edges: a side without cases: [`Note::NoCases`]. `s = 0`, or one case on each side: no value,
///   [`Note::VarianceNotEstimable`].
/// - Not for: a verdict; rates that are not shares of counted rows.
/// - Source: Cohen 1988, Statistical Power Analysis, 2.2; limits: Zou and Donner 2008, Stat. Med. 27:1693-1702. Oracle: [`crate::mean_score::standardised`] on the 0/1 rows.
/// - Error rate: 94 to 98 % of 95 % intervals hold the true value with 50 and 80 cases and rates of 0.1 to 0.6 (all
///   outcomes enumerated).
pub fn standardised_rates(table: TwoByTwo, tail: f64) -> Estimate {
    let (n, m) = (table.n1() as f64, table.n0() as f64);
    if n == 0.0 || m == 0.0 {
        return Estimate::none(Note::NoCases);
    }
    let (p, q) = (table.x1() as f64 / n, table.x0() as f64 / m);
    let (v, w) = (p * (1.0 - p), q * (1.0 - q));
    let freedom = n + m - 2.0;
    let variance = (n * v + m * w) / freedom;
    if freedom <= 0.0 || variance <= 0.0 {
        return Estimate::none(Note::VarianceNotEstimable);
    }
    let s = variance.sqrt();
    let value = (p - q) / s;
    // What the spread does to the value, by each rate.
    let by_spread = |n: f64, p: f64| -0.5 * value / variance * n * (1.0 - 2.0 * p) / freedom;
    let (by_p, by_q) = (1.0 / s + by_spread(n, p), -1.0 / s + by_spread(m, q));
    let (Some(of_p), Some(of_q)) = (wilson(table.x1(), table.n1(), tail), wilson(table.x0(), table.n0(), tail)) else {
        return Estimate::none(Note::NoCases);
    };
    // Each rate by itself: how far the value may fall, and rise, with it.
    let reach = |by: f64, at: f64, limits: Interval| {
        let (low, high) = (by * (limits.lower - at), by * (limits.upper - at));
        (low.min(high), low.max(high))
    };
    let ((p_down, p_up), (q_down, q_up)) = (reach(by_p, p, of_p), reach(by_q, q, of_q));
    let lower = value - float::hypot(p_down, q_down);
    Estimate::new(value, Interval { lower, upper: value + float::hypot(p_up, q_up) })
}

/// The difference of two rates on the scale of the arcsine, where the spread of a rate is the same everywhere: `cohen_h`.
///
/// - Takes: a table; `tail` at each end.
/// - Gives: `2 asin sqrt p_g - 2 asin sqrt p_r`, in [-π, π], with limits by the method of variance estimates recovery from
///   the Wilson limits of the two rates, which the arcsine, rising, carries over.
/// - Edges: a side without cases: [`Note::NoCases`]. Rates of 0 and 1 have a value.
/// - Not for: a verdict.
/// - Source: Cohen 1988, 6.2; limits: Donner and Zou 2012, Stat. Methods Med. Res. 21:347-359. Oracle: the formula, python.
/// - Error rate: 94.5 to 96 % of 95 % intervals hold the true value (as in [`standardised_rates`]).
pub fn cohen_h(table: TwoByTwo, tail: f64) -> Estimate {
    let side = |x: u64, n: u64| {
        let limits = wilson(x, n, tail)?;
        Some([x as f64 / n as f64, limits.lower, limits.upper].map(angle))
    };
    let (Some([p, p_low, p_high]), Some([q, q_low, q_high])) =
        (side(table.x1(), table.n1()), side(table.x0(), table.n0()))
    else {
        return Estimate::none(Note::NoCases);
    };
    let value = p - q;
    let lower = value - float::hypot(p - p_low, q_high - q);
    let upper = value + float::hypot(p_high - p, q - q_low);
    Estimate::new(value, Interval { lower, upper })
}

/// The angle of a share, 0 to π.
fn angle(share: f64) -> f64 {
    2.0 * float::asin(share.clamp(0.0, 1.0).sqrt())
}

/// A share against the one that was intended, in standard deviations of the intended: `(p - q) / sqrt(q (1 - q))`.
///
/// - Takes: the share with its limits; the intended share in [0, 1].
/// - Gives: the value with the limits of the share carried over. It does not grow with the number of cases: times the root of
///   it, it is the z of the test of `p = q`.
/// - Edges: an intended share of 0 or 1 has no spread: no value, [`Note::ZeroCell`]. A share without a value keeps its notes.
/// - Not for: a verdict; a share of a group that nobody intended.
/// - Source: metrics, family A. Oracle: the formula by hand.
pub fn representativeness(share: &Estimate, intended: f64) -> Estimate {
    let Some(value) = share.value else { return share.clone() };
    let spread = (intended * (1.0 - intended)).sqrt();
    if spread <= 0.0 {
        return Estimate::none(Note::ZeroCell);
    }
    let map = |share: f64| (share - intended) / spread;
    Estimate { value: Some(map(value)), lower: share.lower.map(map), upper: share.upper.map(map), ..share.clone() }
}

#[cfg(test)]
mod tests {
    use super::{angle, cohen_h, representativeness, standardised_rates};
    use crate::interval::{Estimate, Interval, Note};
    use crate::mean_score::{Denominator, standardised};
    use crate::proportion::wilson;
    use crate::score_cells::Moments;
    use crate::table::TwoByTwo;

    fn table(x1: u64, n1: u64, x0: u64, n0: u64) -> TwoByTwo {
        TwoByTwo::new(x1, n1, x0, n0).unwrap()
    }

    #[test]
    fn rates_in_standard_deviations_are_means_of_ones_and_zeros_in_them() {
        for [x1, n1, x0, n0] in [[50, 200, 80, 300], [1, 9, 40, 41], [0, 5, 3, 8], [7, 7, 1, 2]] {
            let of = |x: u64, n: u64| Moments::of_integers(n, i128::from(x), i128::from(x), 1.0);
            let means = standardised(of(x1, n1), of(x0, n0), None, Denominator::Pooled, 1.96).estimate;
            let found = standardised_rates(table(x1, n1, x0, n0), 0.025);
            assert!((found.value.unwrap() - means.value.unwrap()).abs() < 1e-12);
        }
    }

    // By hand: p = 50/200, q = 80/300, s² = (200 · 3/16 + 300 · 44/225) / 498.
    #[test]
    fn the_worked_effect_sizes_come_out() {
        let found = standardised_rates(table(50, 200, 80, 300), 0.025);
        assert!((found.value.unwrap() - -0.037_927_231_246_392_48).abs() < 1e-14);
        // 2 asin √0.25 = π/3; python: 2 * asin(sqrt(0.25)) - 2 * asin(sqrt(80 / 300)).
        let found = cohen_h(table(50, 200, 80, 300), 0.025);
        assert!((found.value.unwrap() - -0.038_080_653_302_707_38).abs() < 1e-14);
        let ends = cohen_h(table(8, 8, 0, 5), 0.025);
        assert!((ends.value.unwrap() - std::f64::consts::PI).abs() < 1e-15);
        assert!((ends.upper.unwrap() - std::f64::consts::PI).abs() < 1e-15 && ends.lower.unwrap() > 1.0);
    }

    #[test]
    fn what_has_no_spread_has_no_effect_size() {
        assert_eq!(standardised_rates(table(0, 9, 0, 7), 0.025), Estimate::none(Note::VarianceNotEstimable));
        assert_eq!(standardised_rates(table(1, 1, 0, 1), 0.025), Estimate::none(Note::VarianceNotEstimable));
        assert_eq!(standardised_rates(table(0, 0, 1, 7), 0.025), Estimate::none(Note::NoCases));
        assert_eq!(cohen_h(table(0, 9, 0, 7), 0.025).value, Some(0.0));
        assert_eq!(cohen_h(table(0, 9, 0, 0), 0.025), Estimate::none(Note::NoCases));
    }

    #[test]
    fn intervals_hold_the_true_value_as_often_as_stated() {
        let (n, m) = (50_u64, 80_u64);
        let weights = |n: u64, p: f64| -> Vec<f64> {
            let mut all = vec![(1.0 - p).powi(i32::try_from(n).unwrap())];
            for x in 0..n {
                all.push(all[x as usize] * (n - x) as f64 / (x + 1) as f64 * p / (1.0 - p));
            }
            all
        };
        let limits: Vec<[Estimate; 2]> = (0..=n)
            .flat_map(|x| (0..=m).map(move |y| (x, y)))
            .map(|(x, y)| [standardised_rates(table(x, n, y, m), 0.025), cohen_h(table(x, n, y, m), 0.025)])
            .collect();
        for p in [0.1, 0.25, 0.4, 0.6] {
            for q in [0.1, 0.3, 0.6] {
                let (of_p, of_q) = (weights(n, p), weights(m, q));
                let (nf, mf) = (n as f64, m as f64);
                let spread = (nf * p * (1.0 - p) + mf * q * (1.0 - q)) / (nf + mf);
                let h = angle(p) - angle(q);
                for (place, (truth, least, most)) in
                    [((p - q) / spread.sqrt(), 0.94, 0.98), (h, 0.945, 0.96)].into_iter().enumerate()
                {
                    let mut held = 0.0;
                    for (at, found) in limits.iter().enumerate() {
                        let weight = of_p[at / (m as usize + 1)] * of_q[at % (m as usize + 1)];
                        let inside = found[place].interval().is_some_and(|limits| limits.contains(truth));
                        held += if inside { weight } else { 0.0 };
                    }
                    assert!((least..=most).contains(&held), "{place} {p} {q}: {held}");
                }
            }
        }
    }

    // By hand: (0.3 − 0.5) / 0.5 and (0.3 − 0.2) / 0.4; z of the test of p = q is the first times √200.
    #[test]
    fn a_share_is_held_against_the_intended_one() {
        let limits = wilson(60, 200, 0.025).unwrap();
        let share = Estimate::new(0.3, limits);
        let found = representativeness(&share, 0.5);
        assert!((found.value.unwrap() - -0.4).abs() < 1e-15);
        assert!((found.lower.unwrap() - (limits.lower - 0.5) / 0.5).abs() < 1e-15);
        assert!((representativeness(&share, 0.2).value.unwrap() - 0.25).abs() < 1e-15);
        assert_eq!(representativeness(&share, 0.0), Estimate::none(Note::ZeroCell));
        assert_eq!(representativeness(&share, 1.0), Estimate::none(Note::ZeroCell));
        let none = Estimate::none(Note::NoCases);
        assert_eq!(representativeness(&none, 0.5), none);
        let at_it = representativeness(&Estimate::new(0.5, Interval { lower: 0.4, upper: 0.6 }), 0.5);
        assert_eq!(at_it.value, Some(0.0));
    }
}
