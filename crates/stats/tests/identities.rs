//! The same quantity by another route: exchanges of group and reference, of events and non-events, tests and limits that must agree,
//! at random tables and at the edges.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use evenhand_stats::exact_margin::{self, Tail};
use evenhand_stats::margin::{self, Harm, Margin, Reading, Scale, Side};
use evenhand_stats::no_difference::{Correction, chi_square, fisher_exact};
use evenhand_stats::special::{binomial_tails, chi_square_quantile, chi_square_sf, poisson_lower, poisson_upper};
use evenhand_stats::{Estimate, TwoByTwo, difference, float, normal, odds_ratio, proportion, ratio};
use proptest::prelude::{ProptestConfig, Strategy, prop_assert, proptest};
use proptest::test_runner::RngSeed;

/// The same random tables in every run: a failure can be run again. Set `PROPTEST_CASES` for more of them.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_126), ..ProptestConfig::default() }
}

/// Tables from one case to a billion, with empty and full cells.
fn tables() -> impl Strategy<Value = TwoByTwo> {
    let side = (0.0_f64..9.0, -0.1_f64..1.1).prop_map(|(size, share)| {
        let n = float::powf(10.0, size) as u64;
        let x = (n as f64 * share.clamp(0.0, 1.0)) as u64;
        (x.min(n), n)
    });
    (side.clone(), side).prop_map(|((x1, n1), (x0, n0))| TwoByTwo::new(x1, n1, x0, n0).unwrap())
}

/// Small tables, where everything can be summed.
fn small_tables() -> impl Strategy<Value = TwoByTwo> {
    (1_u64..25, 1_u64..25, 0.0_f64..1.0, 0.0_f64..1.0).prop_map(|(n1, n0, p, q)| {
        let x = |n: u64, p: f64| (p * (n as f64 + 1.0)) as u64;
        TwoByTwo::new(x(n1, p).min(n1), n1, x(n0, q).min(n0), n0).unwrap()
    })
}

fn near(a: Option<f64>, b: Option<f64>, relative: f64) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= relative * a.abs().max(b.abs()) + 1e-15,
        (None, None) => true,
        _ => false,
    }
}

fn in_order(e: &Estimate) -> bool {
    let value = e.value;
    let below = e.lower.is_none_or(|l| value.is_none_or(|v| l <= v));
    let above = e.upper.is_none_or(|u| value.is_none_or(|v| v <= u));
    let finite = [e.value, e.lower, e.upper].iter().flatten().all(|x| x.is_finite());
    below && above && finite
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_difference_turns_round_when_group_and_reference_swap(t in tables(), z in 0.1_f64..8.0) {
        for f in [difference::miettinen_nurminen, difference::mee, difference::newcombe, difference::agresti_caffo] {
            let (a, b) = (f(t, z), f(t.swapped(), z));
            prop_assert!(in_order(&a), "{t:?} {a:?}");
            prop_assert!(near(a.lower, b.upper.map(|u| -u), 1e-11) && near(a.upper, b.lower.map(|l| -l), 1e-11), "{t:?} {a:?} {b:?}");
        }
    }

    #[test]
    fn a_difference_turns_round_when_events_and_non_events_swap(t in tables(), z in 0.1_f64..8.0) {
        for f in [difference::miettinen_nurminen, difference::newcombe] {
            let (a, b) = (f(t, z), f(t.complement(), z));
            prop_assert!(near(a.lower, b.upper.map(|u| -u), 1e-11) && near(a.upper, b.lower.map(|l| -l), 1e-11), "{t:?} {a:?} {b:?}");
        }
    }

    #[test]
    fn a_ratio_inverts_when_group_and_reference_swap(t in tables(), z in 0.1_f64..8.0) {
        for f in [ratio::miettinen_nurminen, ratio::koopman, ratio::katz_log] {
            let (a, b) = (f(t, z), f(t.swapped(), z));
            prop_assert!(in_order(&a), "{t:?} {a:?}");
            if t.x1() > 0 && t.x0() > 0 {
                prop_assert!(near(a.lower, b.upper.map(|u| 1.0 / u), 1e-9) && near(a.upper, b.lower.map(|l| 1.0 / l), 1e-9), "{t:?} {a:?} {b:?}");
            }
        }
    }

    #[test]
    fn an_odds_ratio_inverts_when_the_sides_or_the_events_swap(t in tables(), z in 0.1_f64..6.0) {
        let exact = |t: TwoByTwo, z: f64| odds_ratio::conditional_exact(t, normal::sf(z));
        // The exact limits of a billion cases are slow to check at random; the score limits are not.
        let functions: &[&dyn Fn(TwoByTwo, f64) -> Estimate] =
            if t.cases() < 1_000_000 { &[&odds_ratio::score, &odds_ratio::woolf, &exact] } else { &[&odds_ratio::score, &odds_ratio::woolf] };
        for f in functions {
            let (a, b, c) = (f(t, z), f(t.swapped(), z), f(t.complement(), z));
            prop_assert!(in_order(&a), "{t:?} {a:?}");
            if t.cells().iter().all(|cell| *cell > 0) {
                for other in [&b, &c] {
                    prop_assert!(near(a.lower, other.upper.map(|u| 1.0 / u), 1e-8), "{t:?} {a:?} {other:?}");
                    prop_assert!(near(a.upper, other.lower.map(|l| 1.0 / l), 1e-8), "{t:?} {a:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn limits_lie_where_the_statistic_is_the_critical_value(t in tables(), z in 0.1_f64..8.0) {
        let score = difference::Score::MiettinenNurminen;
        let e = score.interval(t, z);
        for (limit, target) in [(e.lower, z), (e.upper, -z)] {
            let limit = limit.unwrap();
            if limit.abs() < 1.0 {
                // A step of rounding in the limit, in standard errors, is what the statistic may miss.
                let (below, above) = (score.statistic(t, limit * (1.0 + 1e-12) - 1e-17), score.statistic(t, limit * (1.0 - 1e-12) + 1e-17));
                let (low, high) = (below.unwrap().min(above.unwrap()), below.unwrap().max(above.unwrap()));
                prop_assert!(low - 1e-7 <= target && target <= high + 1e-7, "{t:?} {limit} {low} {high} {target}");
            }
        }
        let score = ratio::Score::MiettinenNurminen;
        if t.events() > 0 && t.events() < t.cases() {
            let e = score.interval(t, z);
            for (limit, target) in [(e.lower, z), (e.upper, -z)] {
                if let Some(limit) = limit.filter(|l| *l > 0.0) {
                    prop_assert!((score.statistic(t, limit).unwrap() - target).abs() < 1e-6, "{t:?} {limit}");
                }
            }
        }
    }

    #[test]
    fn wider_levels_hold_narrower_ones(t in tables()) {
        let both = |z: f64| (difference::miettinen_nurminen(t, z), ratio::miettinen_nurminen(t, z), odds_ratio::score(t, z));
        let (a, b) = (both(1.0), both(3.0));
        for (inner, outer) in [(a.0, b.0), (a.1, b.1), (a.2, b.2)] {
            prop_assert!(outer.lower <= inner.lower, "{t:?}");
            prop_assert!(inner.upper.is_none() || outer.upper >= inner.upper, "{t:?}");
        }
    }

    #[test]
    fn one_rate_reflects_when_events_and_non_events_swap(n in 1_u64..2_000_000, share in 0.0_f64..1.0, tail in 1e-12_f64..0.4) {
        let x = ((n as f64 * share) as u64).min(n);
        for method in [proportion::Method::Wilson, proportion::Method::ClopperPearson, proportion::Method::Jeffreys] {
            let (a, b) = (method.interval(x, n, tail).unwrap(), method.interval(n - x, n, tail).unwrap().complement());
            prop_assert!((a.lower - b.lower).abs() < 1e-13 && (a.upper - b.upper).abs() < 1e-13);
            prop_assert!(0.0 <= a.lower && a.lower <= x as f64 / n as f64 && x as f64 / n as f64 <= a.upper && a.upper <= 1.0);
        }
    }

    #[test]
    fn exact_limits_leave_exactly_the_tail(n in 1_u64..3_000_000, share in 0.0_f64..1.0, z in 0.3_f64..20.0) {
        let (x, tail) = (((n as f64 * share) as u64).min(n), normal::sf(z));
        let i = proportion::clopper_pearson(x, n, tail).unwrap();
        if x > 0 {
            let above = binomial_tails(x - 1, n, i.lower, 1.0 - i.lower).ln_upper;
            prop_assert!((above - float::ln(tail)).abs() < 1e-7, "{x} {n} {tail}: {above}");
        }
        if x < n {
            let below = binomial_tails(x, n, i.upper, 1.0 - i.upper).ln_lower;
            prop_assert!((below - float::ln(tail)).abs() < 1e-7, "{x} {n} {tail}: {below}");
        }
    }

    #[test]
    fn fishers_tails_meet_at_the_observed_count(t in tables()) {
        let f = fisher_exact(t);
        let sum = f.less.value() + f.greater.value() - float::exp(f.ln_probability);
        prop_assert!((sum - 1.0).abs() < 1e-9, "{t:?} {sum}");
        prop_assert!(f.two_sided.ln() >= f.less.min(f.greater).ln() - 1e-12 && f.mid_two_sided.ln() <= f.two_sided.ln());
        let swapped = fisher_exact(t.swapped());
        prop_assert!((f.greater.ln() - swapped.less.ln()).abs() < 1e-8 * (1.0 + f.greater.ln().abs()), "{t:?}");
        prop_assert!((f.two_sided.ln() - swapped.two_sided.ln()).abs() < 1e-8 * (1.0 + f.two_sided.ln().abs()), "{t:?}");
        let turned = fisher_exact(t.complement());
        prop_assert!((f.two_sided.ln() - turned.two_sided.ln()).abs() < 1e-8 * (1.0 + f.two_sided.ln().abs()), "{t:?}");
    }

    #[test]
    fn exact_odds_limits_and_fishers_test_agree_at_one(t in small_tables()) {
        let f = fisher_exact(t);
        let e = odds_ratio::conditional_exact(t, 0.025);
        if e.value.is_some() || e.lower.is_some_and(|l| l > 0.0) {
            prop_assert!((e.lower.unwrap() > 1.0) == (f.greater.value() < 0.025), "{t:?}");
            prop_assert!(e.upper.is_some_and(|u| u < 1.0) == (f.less.value() < 0.025), "{t:?}");
        }
    }

    #[test]
    fn the_score_test_is_the_square_of_the_statistic_at_nothing(t in tables()) {
        if let Some(x2) = chi_square(t, Correction::NMinusOne) {
            let d = difference::Score::MiettinenNurminen.statistic(t, 0.0).unwrap();
            let r = ratio::Score::MiettinenNurminen.statistic(t, 1.0).unwrap();
            prop_assert!((x2.statistic - d * d).abs() <= 1e-9 * x2.statistic + 1e-12, "{t:?}");
            // The two scales ask the same question where there is no difference.
            prop_assert!((d - r).abs() <= 1e-6 * d.abs() + 1e-6, "{t:?} {d} {r}");
        }
    }

    #[test]
    fn verdict_and_p_values_agree(t in tables(), size in 0.0_f64..0.3, one_sided in proptest::bool::ANY) {
        let harm = if one_sided { Harm::OneSided } else { Harm::TwoSided };
        let z = normal::z_of_tail(0.025);
        for (margin, e) in [
            (Margin::difference(size).unwrap(), difference::miettinen_nurminen(t, z)),
            (Margin::ratio(1.0 + size).unwrap(), ratio::miettinen_nurminen(t, z)),
        ] {
            let reading = margin::three_way(e.lower_limit(), e.upper_limit(), margin, harm);
            let p = margin::score_tests(t, margin).unwrap();
            // Exactly at the limit rounding decides; random tables do not lie there.
            match reading {
                Reading::Disparity(Side::Group) => prop_assert!(p.p_up().value() < 0.025 + 1e-9),
                Reading::Disparity(Side::Reference) => prop_assert!(p.p_down().value() < 0.025 + 1e-9),
                Reading::WithinMargin => prop_assert!(p.p_within(harm).value() < 0.025 + 1e-9),
                Reading::Inconclusive => {
                    prop_assert!(p.p_within(harm).value() > 0.025 - 1e-9, "{t:?} {margin:?}");
                    prop_assert!(p.p_up().value() > 0.025 - 1e-9, "{t:?} {margin:?}");
                }
            }
            // Two claims that exclude each other are never both shown.
            prop_assert!(p.p_disparity(harm).value() > 0.025 || p.p_within(harm).value() > 0.025);
        }
    }

    #[test]
    fn the_exact_test_by_rows_is_the_sum_over_all_tables(t in small_tables(), edge in -0.4_f64..0.4, by_ratio in proptest::bool::ANY) {
        let (scale, edge) = if by_ratio { (Scale::Ratio, float::exp(2.0 * edge)) } else { (Scale::Difference, edge) };
        let statistic = |t: TwoByTwo| match scale {
            Scale::Difference => difference::Score::MiettinenNurminen.statistic(t, edge).unwrap(),
            Scale::Ratio => ratio::Score::MiettinenNurminen.statistic(t, edge).unwrap(),
        };
        let (n1, n0, observed) = (t.n1(), t.n0(), statistic(t));
        for tail in [Tail::AtLeast, Tail::AtMost] {
            let extreme: Vec<(u64, u64)> = (0..=n1)
                .flat_map(|x1| (0..=n0).map(move |x0| (x1, x0)))
                .filter(|(x1, x0)| {
                    let other = statistic(TwoByTwo::new(*x1, n1, *x0, n0).unwrap());
                    if tail == Tail::AtLeast { other >= observed - 1e-9 } else { other <= observed + 1e-9 }
                })
                .collect();
            let pmf = |n: u64, p: f64| -> Vec<f64> {
                (0..=n).map(|k| evenhand_stats::special::ln_dbinom(k, n, p, 1.0 - p).map_or(0.0, float::exp)).collect()
            };
            let mut largest: f64 = 0.0;
            // From end to end of the rates that leave both sides a rate in [0, 1].
            let (from, to) = match scale {
                Scale::Difference => ((-edge).max(0.0), (1.0 - edge).min(1.0)),
                Scale::Ratio => (0.0, (1.0 / edge).min(1.0)),
            };
            for i in 0..=400 {
                let p0 = (from + (to - from) * f64::from(i) / 400.0).min(to);
                let p1 = if scale == Scale::Ratio { edge * p0 } else { p0 + edge }.clamp(0.0, 1.0);
                let (a, b) = (pmf(n1, p1), pmf(n0, p0));
                largest = largest.max(extreme.iter().map(|(x1, x0)| a[*x1 as usize] * b[*x0 as usize]).sum());
            }
            let p = exact_margin::p_value(t, scale, edge, tail, 0.0).unwrap().value();
            // The grid is coarser than the search: it can only lie below, and not by much.
            prop_assert!(largest <= p + 1e-7 && p <= largest + 0.01, "{t:?} {scale:?} {edge} {tail:?}: {largest} {p}");
        }
    }

    #[test]
    fn poisson_limits_are_chi_square_quantiles(count in 1_u64..5_000, tail in 1e-6_f64..0.4) {
        let k = count as f64;
        let lower = poisson_lower(k, tail);
        let upper = poisson_upper(k, tail);
        prop_assert!((1.0 - chi_square_sf(2.0 * lower, 2.0 * k) - tail).abs() < 1e-11);
        prop_assert!((chi_square_quantile(tail, 2.0 * (k + 1.0)) / 2.0 / upper - 1.0).abs() < 1e-12);
        prop_assert!(lower < k && k < upper);
    }

    #[test]
    fn mover_without_correlation_on_wilson_limits_is_newcombe(t in tables(), z in 0.5_f64..5.0) {
        let (x1, n1, x0, n0) = (t.x1() as f64, t.n1() as f64, t.x0() as f64, t.n0() as f64);
        let (a, b) = (proportion::wilson_real(x1, n1, z).unwrap(), proportion::wilson_real(x0, n0, z).unwrap());
        let i = difference::mover(x1 / n1, a, x0 / n0, b, 0.0);
        let e = difference::newcombe(t, z);
        prop_assert!((e.lower.unwrap() - i.lower).abs() < 1e-15 && (e.upper.unwrap() - i.upper).abs() < 1e-15);
    }

    #[test]
    fn a_mover_ratio_is_where_the_mover_difference_is_nothing(
        p1 in 0.01_f64..0.9, p0 in 0.01_f64..0.9, a in 0.05_f64..0.95, b in 0.05_f64..0.95, c in 1.05_f64..1.9, d in 1.05_f64..1.9,
    ) {
        let interval = |p: f64, low: f64, high: f64| evenhand_stats::Interval { lower: p * low, upper: p * high };
        let (one, two) = (interval(p1, a, c), interval(p0, b, d));
        let e = ratio::mover_ratio(p1, one, p0, two);
        let scaled = |t: f64| evenhand_stats::Interval { lower: t * two.lower, upper: t * two.upper };
        let (l, u) = (e.lower.unwrap(), e.upper.unwrap());
        prop_assert!(difference::mover(p1, one, l * p0, scaled(l), 0.0).lower.abs() < 1e-12);
        prop_assert!(difference::mover(p1, one, u * p0, scaled(u), 0.0).upper.abs() < 1e-12 * u.max(1.0));
    }
}

#[test]
fn the_edge_of_the_margin_below_is_the_edge_above_with_the_sides_exchanged() {
    let t = TwoByTwo::new(20, 60, 3, 25).unwrap();
    for margin in [Margin::difference(0.05).unwrap(), Margin::ratio(1.25).unwrap()] {
        let (plain, swapped) =
            (margin::score_tests(t, margin).unwrap(), margin::score_tests(t.swapped(), margin).unwrap());
        assert!((plain.at_low + swapped.at_high).abs() < 1e-12);
        assert!((plain.at_high + swapped.at_low).abs() < 1e-12);
    }
}
