//! Stated error rates of designs, multiplicity and clusters: exact sums where possible, seeded draws where not.
//!
//! Every simulation says its number of draws; four standard errors are added to the rate that is stated. The draws are
//! the same in every run.

use evenhand_stats::clusters::{self, Bucket};
use evenhand_stats::contrast;
use evenhand_stats::max_t;
use evenhand_stats::multiplicity::{benjamini_hochberg, bonferroni, holm};
use evenhand_stats::pool_rows;
use evenhand_stats::resample::{Key, Stream, binomial, multinomial};
use evenhand_stats::special::{ln_dbinom, ln_dpois};
use evenhand_stats::two_arm::{self, ArmRate, Arms, Group, Rate, View};
use evenhand_stats::two_arm_overlap::{self, Counts, Unselected};
use evenhand_stats::weighted::{self, Sums};
use evenhand_stats::{Estimate, float, normal};

/// How often an interval lies wholly above, and wholly below the truth.
#[derive(Default, Debug)]
struct Missed {
    above: u32,
    below: u32,
    draws: u32,
}

impl Missed {
    fn count(&mut self, estimate: &Estimate, truth: f64) {
        self.draws += 1;
        self.above += u32::from(estimate.above(truth));
        self.below += u32::from(estimate.below(truth));
    }

    fn shares(&self) -> (f64, f64) {
        (f64::from(self.above) / f64::from(self.draws), f64::from(self.below) / f64::from(self.draws))
    }

    /// Both ends miss at most this often, four standard errors allowed.
    fn at_most(&self, share: f64) -> bool {
        let allowed = share + 4.0 * (share / f64::from(self.draws)).sqrt();
        let (above, below) = self.shares();
        above <= allowed && below <= allowed
    }
}

fn stream(key: u8, draw: u32) -> Stream {
    Stream::new(Key([key; 32]), u64::from(draw))
}

/// A draw of a rate given to nine digits.
fn hits(stream: &mut Stream, n: u64, rate: f64) -> u64 {
    binomial(stream, n, (rate * 1e9).round() as u64, 1_000_000_000)
}

// Exact: both counts Poisson. Given their sum the first is binomial, so each end errs with at most the tail for every
// sum.
#[test]
fn a_conditional_rate_errs_at_each_end_with_at_most_the_tail() {
    for (a_mean, k_mean) in [(3.0, 12.0), (0.5, 40.0), (25.0, 8.0), (60.0, 60.0)] {
        let truth = a_mean / k_mean;
        let (mut above, mut below) = (0.0, 0.0);
        for a in 0..200_u32 {
            for k in 0..200_u32 {
                let p = float::exp(ln_dpois(f64::from(a), a_mean) + ln_dpois(f64::from(k), k_mean));
                if p < 1e-14 {
                    continue;
                }
                let e = two_arm::conditional_rate(ArmRate::whole(u64::from(a), u64::from(k)), 1.0, 0.025);
                above += p * f64::from(u8::from(e.above(truth)));
                below += p * f64::from(u8::from(e.below(truth)));
            }
        }
        assert!(above <= 0.025 && below <= 0.025, "{a_mean} {k_mean}: {above} {below}");
    }
}

// 20,000 draws at the sizes of the Swedish case, a group of 6 % of the population (44 random cases without the outcome
// expected): the limits of the product keep the tail, Wald's delta limits do not (0.0053 and 0.0448 in the methods).
#[test]
fn a_difference_of_two_arms_errs_as_stated_where_the_delta_method_does_not() {
    let arms = Arms { random: 1047, selected: 5082, population: 977_730, truncate_group_size: false };
    let share = 44.0 / 0.705 / 1047.0;
    let k = [share * 0.705, (1.0 - share) * 0.70];
    let population = 977_730.0;
    let (p, q) = (0.0036, 0.0026);
    let a = [p * k[0] * population / 5082.0, q * k[1] * population / 5082.0];
    let cells = |x: [f64; 2]| [x[0], x[1], 1.0 - x[0] - x[1]].map(|share| (share * 1e12).round() as u64);
    let (model, random) = (cells(a), cells(k));
    let (mut product, mut wald) = (Missed::default(), Missed::default());
    let (mut m, mut r) = ([0; 3], [0; 3]);
    for draw in 0..20_000 {
        let mut s = stream(1, draw);
        multinomial(&mut s, arms.selected, &model, &mut m);
        multinomial(&mut s, arms.random, &random, &mut r);
        let (g, h) = (Group::all_known(r[0] + 1, 1, m[0], 0), Group::all_known(r[1] + 1, 1, m[1], 0));
        product.count(&two_arm::difference(&g, &h, Rate::FalsePositive, &arms, 0.025), p - q);
        let (x, y) = (ArmRate::whole(m[0], r[0]), ArmRate::whole(m[1], r[1]));
        if let Some(v) = two_arm::difference_variance(x, y, &arms, View::ArmsFixed) {
            let sampled = 1047.0 / population;
            let value = sampled * (m[0] as f64 / r[0] as f64 - m[1] as f64 / r[1] as f64);
            let half = normal::z_of_tail(0.025) * v.sqrt();
            let limits = evenhand_stats::Interval { lower: value - half, upper: value + half };
            wald.count(&Estimate::new(value, limits), p - q);
        }
    }
    assert!(product.at_most(0.025), "{product:?}");
    assert!(wald.shares().1 > 0.035, "{wald:?}");
}

// Exact: all f known, k' binomial among the unselected of the random arm. The census view's Poisson limits are
// conservative.
#[test]
fn an_overlap_rate_of_the_census_errs_at_each_end_with_at_most_the_tail() {
    let of = Unselected { population: 90_000, random: 300 };
    for (selected, share) in [(40, 0.05), (400, 0.3), (40, 0.7)] {
        let truth = selected as f64 / (selected as f64 + 90_000.0 * share);
        let (mut above, mut below) = (0.0, 0.0);
        for k in 0..=300 {
            let p = float::exp(ln_dbinom(k, 300, share, 1.0 - share).unwrap());
            let e = two_arm_overlap::rate(Counts { selected, unselected: k }, of, View::ModelArmCensus, 0.025);
            above += p * f64::from(u8::from(e.above(truth)));
            below += p * f64::from(u8::from(e.below(truth)));
        }
        assert!(above <= 0.025 && below <= 0.025, "{share}: {above} {below}");
    }
}

// 4,000 draws a setting of a whole pool: the worst end of the methods' grid is 0.032 (a group of 15 random cases).
#[test]
fn rates_of_the_pool_as_rows_err_as_stated() {
    let kinds = [
        pool_rows::Rate::Base,
        pool_rows::Rate::TruePositive,
        pool_rows::Rate::FalsePositive,
        pool_rows::Rate::FalseOmission,
    ];
    for (setting, (cases, selected, precision, random, omitted)) in
        [(20_000, 0.015, 0.5, 180, 0.05), (5_000, 0.05, 0.5, 15, 0.3), (50_000, 0.01, 0.4, 1000, 0.05)]
            .into_iter()
            .enumerate()
    {
        let found = selected * precision;
        let base = found + (1.0 - selected) * omitted;
        let truths = [base, found / base, (selected - found) / (1.0 - base), omitted];
        let mut missed: [Missed; 4] = Default::default();
        for draw in 0..4_000 {
            let mut s = stream(20 + setting as u8, draw);
            let m = hits(&mut s, cases, selected);
            let t = hits(&mut s, m, precision);
            let e = hits(&mut s, random, omitted);
            let group = pool_rows::Group::all_checked(cases, m, t, random, e);
            for ((kind, truth), missed) in kinds.iter().zip(truths).zip(&mut missed) {
                missed.count(&pool_rows::rate(&group, *kind, View::ArmsFixed, 0.025), truth);
            }
        }
        assert!(missed.iter().all(|m| m.at_most(0.032)), "{setting}: {missed:?}");
    }
}

// 20,000 families of six comparisons with one reference, no true difference: correlated statistics.
#[test]
fn holm_keeps_the_family_wise_error_where_comparisons_share_a_reference() {
    let draws = 20_000;
    let (mut by_holm, mut by_bonferroni) = (0_u32, 0_u32);
    for draw in 0..draws {
        let mut s = stream(3, draw);
        let reference = s.normal();
        let p: Vec<Option<f64>> = (0..6)
            .map(|_| Some(2.0 * normal::sf(((s.normal() - reference) / std::f64::consts::SQRT_2).abs())))
            .collect();
        let any = |adjusted: Vec<Option<f64>>| u32::from(adjusted.iter().flatten().any(|&p| p <= 0.05));
        by_holm += any(holm(&p));
        by_bonferroni += any(bonferroni(&p));
    }
    let share = f64::from(by_holm) / f64::from(draws);
    assert!(share <= 0.05 + 4.0 * (0.05 / f64::from(draws)).sqrt() && share > 0.02, "{share}");
    assert_eq!(by_holm, by_bonferroni, "with no true difference the first step decides");
}

// 20,000 families of ten, six without a difference: the expected share of false ones among those declared is 0.05 times
// 6/10.
#[test]
fn benjamini_and_hochberg_keep_the_false_discovery_rate() {
    let draws = 20_000;
    let mut sum = 0.0;
    for draw in 0..draws {
        let mut s = stream(4, draw);
        let p: Vec<Option<f64>> =
            (0..10).map(|i| Some(2.0 * normal::sf((s.normal() + if i < 6 { 0.0 } else { 3.0 }).abs()))).collect();
        let declared: Vec<bool> = benjamini_hochberg(&p).iter().map(|p| p.is_some_and(|p| p <= 0.05)).collect();
        let all = declared.iter().filter(|d| **d).count();
        let wrong = declared[..6].iter().filter(|d| **d).count();
        sum += wrong as f64 / all.max(1) as f64;
    }
    let rate = sum / f64::from(draws);
    assert!((rate - 0.03).abs() < 0.004, "{rate}");
}

// 40,000 draws of five groups against one reference: simultaneous limits cover all five at once with the stated
// probability.
#[test]
fn max_t_limits_cover_together_as_stated() {
    let variances = [0.4_f64, 1.0, 0.1, 3.0, 0.6];
    let of_reference = 0.5;
    let known: Vec<Option<f64>> = variances.iter().map(|&v| Some(v)).collect();
    let c = max_t::block_critical_values(Some(of_reference), &known, 0.05);
    let draws = 40_000;
    let covered = (0..draws)
        .filter(|&draw| {
            let mut s = stream(5, draw);
            let reference = of_reference.sqrt() * s.normal();
            variances.iter().zip(&c).all(|(v, c)| {
                let difference = v.sqrt() * s.normal() - reference;
                difference.abs() <= c * (v + of_reference).sqrt()
            })
        })
        .count();
    let share = covered as f64 / f64::from(draws);
    assert!((share - 0.95).abs() < 4.0 * (0.95_f64 * 0.05 / f64::from(draws)).sqrt(), "{share}");
}

// Three of five variances known: the whole block still covers, Bonferroni's shares for the others.
#[test]
fn a_block_with_groups_without_a_variance_spends_no_more_than_its_alpha() {
    let variances = [Some(0.4), None, Some(0.1), Some(0.0), Some(0.6)];
    let c = max_t::block_critical_values(Some(0.5), &variances, 0.05);
    let lambda: Vec<f64> = [0.4, 0.1, 0.6].iter().map(|&v| max_t::lambda(0.5, v).unwrap()).collect();
    let of_known = max_t::exceedance(c[0], &lambda, max_t::Sides::Two);
    let of_others = 2.0 * normal::sf(c[1]) * 2.0;
    assert!((of_known + of_others - 0.05).abs() < 1e-12);
}

// 10,000 draws of lognormal weights (sd 0.8 of the logarithm) in two groups: verdicts are read only with 20 effective
// events and non-events.
#[test]
fn weighted_differences_err_as_stated_where_a_verdict_may_be_read() {
    let (rates, sizes) = ([0.15, 0.10], [400_u64, 1500]);
    let mut missed = Missed::default();
    for draw in 0..10_000 {
        let mut s = stream(6, draw);
        let mut rate = |p: f64, n: u64| {
            let mut both = [Sums::default(), Sums::default()];
            for _ in 0..n {
                let w = float::exp(0.8 * s.normal());
                let side = usize::from(s.uniform() >= p);
                both[side] = both[side].and(Sums { rows: 1, weight: w, square: w * w });
            }
            weighted::weighted_rate(both[0], both[1], false, 0.025)
        };
        let (group, reference) = (rate(rates[0], sizes[0]), rate(rates[1], sizes[1]));
        if group.enough() && reference.enough() {
            missed.count(&weighted::difference(&group, &reference, 0.0), rates[0] - rates[1]);
        }
    }
    assert!(missed.draws > 9_000 && missed.at_most(0.035), "{missed:?}");
}

// 4,000 draws: 60 persons of about 4 rows in the group against 400, correlation within a person, a fifth of the persons
// in both groups.
#[test]
fn differences_between_groups_of_persons_err_as_stated() {
    const BUCKETS: usize = 128;
    let (p, q) = (0.3, 0.2);
    let mut missed = Missed::default();
    for draw in 0..4_000 {
        let mut s = stream(7, draw);
        let mut group = vec![Bucket::default(); BUCKETS];
        let mut reference = group.clone();
        for person in 0..460 {
            let bucket = (s.bits() % BUCKETS as u64) as usize;
            // A person's own probability: the group's, shifted up or down for half of the persons each.
            let shift = if s.uniform() < 0.5 { 1.5 } else { 0.5 };
            let rows = 1 + (s.bits() % 7);
            let add = |to: &mut Bucket, rate: f64, s: &mut Stream| {
                to.events += hits(s, rows, rate * shift);
                to.rows += rows;
            };
            if person < 60 {
                add(&mut group[bucket], p, &mut s);
            }
            if person >= 60 || person % 5 == 0 {
                add(&mut reference[bucket], q, &mut s);
            }
        }
        let (difference, _) = clusters::difference_of_buckets(&group, &reference, 0.025);
        missed.count(&difference, p - q);
    }
    assert!(missed.at_most(0.033), "{missed:?}");
}

// All pairs of four groups by simulation: between one comparison's value and Bonferroni's, and near Tukey's for equal
// variances (2.5690 for four groups: studentised range 3.6332 over the root of 2; four standard errors of a quantile of
// 400,000 draws are 0.012).
#[test]
fn simulated_pairs_of_equal_groups_give_tukeys_value() {
    let covariance = contrast::covariance(&contrast::all_pairs(4), &[1.0; 4]);
    let c = max_t::simulated(&covariance, 0.05, 400_000, Key([8; 32])).unwrap();
    assert!((c - 3.633_2 / std::f64::consts::SQRT_2).abs() < 0.012, "{c}");
}
