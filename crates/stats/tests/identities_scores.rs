//! Statistics of scores by another route: identities, exchanges, worked numbers, inputs at the edges, error rates as stated.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use evenhand_stats::calibrated_draws::{draw_positives, trials};
use evenhand_stats::calibration::{difference_in_the_large, in_the_large, observed_expected, observed_expected_fixed};
use evenhand_stats::calibration_comparison::compare;
use evenhand_stats::corp::{confidence_band, consistency_band, corp, miscalibration_by_chance};
use evenhand_stats::cumulative::{by_chance as cumulative_by_chance, cumulative};
use evenhand_stats::cumulative_difference::{Outcomes, cumulative_difference, outcomes};
use evenhand_stats::distance::{self, EmptyBins};
use evenhand_stats::ece::{self, Binning, bins, calibration_error};
use evenhand_stats::goodness::{hosmer_lemeshow, merged, spiegelhalter};
use evenhand_stats::honest_band::honest_band;
use evenhand_stats::ks::{self, ks};
use evenhand_stats::mean_score::{
    Denominator, MOST_SKEWNESS, mean, mean_difference, skewness_of_difference, standardised,
};
use evenhand_stats::multicalibration::multicalibration;
use evenhand_stats::proper_scores::{brier, log_loss};
use evenhand_stats::rank::{Ranked, across, auc, difference, superiority};
use evenhand_stats::recalibration::{firth, recalibrate};
use evenhand_stats::resample::{Key, Stream, binomial, multinomial};
use evenhand_stats::roc::{abroca, abroca_by_chance, roc};
use evenhand_stats::score_cells::{Among, Moments, ScoreCell, negatives, positives, rows};
use evenhand_stats::smooth_ece::smooth_ece;
use evenhand_stats::threshold::{
    curve, difference_band, difference_band_by_draws, difference_curve, predictive_value_curve,
};
use evenhand_stats::top_k::{list_measures, top_k};
use evenhand_stats::{average_precision as precision, float, normal};
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::RngSeed;

const KEY: Key = Key([11; 32]);

fn z() -> f64 {
    normal::z_of_tail(0.025)
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_127),
        ..ProptestConfig::default()
    }
}

/// Counts of a bin: often none, a few, or very many.
fn count() -> impl Strategy<Value = u64> {
    prop_oneof![3 => Just(0_u64), 5 => 1_u64..30, 1 => 1_000_000_u64..2_000_000]
}

/// Cells of distinct scores from 0 to 1, both ends among them, with every kind of emptiness.
fn cells() -> impl Strategy<Value = Vec<ScoreCell>> {
    proptest::collection::vec((count(), count()), 1..7).prop_map(|counts| {
        let last = counts.len().max(2) - 1;
        counts.iter().enumerate().map(|(k, &(n, p))| ScoreCell::at(k as f64 / last as f64, n, p)).collect()
    })
}

/// Two groups over the same bins.
fn two() -> impl Strategy<Value = (Vec<ScoreCell>, Vec<ScoreCell>)> {
    proptest::collection::vec((count(), count(), count(), count()), 1..6).prop_map(|counts| {
        let last = counts.len().max(2) - 1;
        let at = |k: usize| k as f64 / last as f64;
        counts
            .iter()
            .enumerate()
            .map(|(k, &(a, b, c, d))| (ScoreCell::at(at(k), a, b), ScoreCell::at(at(k), c, d)))
            .unzip()
    })
}

/// Everything that a result holds is a number or is missing: no NaN, no infinity.
fn sound(result: &impl core::fmt::Debug) -> bool {
    let text = format!("{result:?}");
    !(text.contains("NaN") || text.contains("inf,") || text.contains("inf)") || text.contains("inf "))
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_input_makes_a_number_that_is_none(group in cells()) {
        let (n, p) = (negatives(&group), positives(&group));
        prop_assert!(sound(&in_the_large(&group, z())));
        prop_assert!(sound(&(observed_expected(&group, z()), observed_expected_fixed(&group, z()))));
        prop_assert!(sound(&(recalibrate(&group, z()), firth(&group))), "{:?}", (recalibrate(&group, z()), firth(&group)));
        prop_assert!(sound(&(corp(&group), brier(&group, 0.025), log_loss(&group))));
        prop_assert!(sound(&(consistency_band(&group, KEY, 5, 0.025), confidence_band(&group, KEY, 5, 0.025))));
        prop_assert!(sound(&miscalibration_by_chance(&group, KEY, 5)));
        prop_assert!(sound(&honest_band(&group, 0.05)));
        for binning in [Binning::EqualWidth(10), Binning::EqualFrequency(3)] {
            let binned = bins(&group, binning);
            prop_assert!(sound(&calibration_error(&binned, z())));
            prop_assert!(sound(&hosmer_lemeshow(&merged(&binned), true)));
            prop_assert!(sound(&ece::by_chance(&group, binning, KEY, 5)));
        }
        prop_assert!(sound(&smooth_ece(&group)));
        prop_assert!(sound(&(cumulative(&group), cumulative_by_chance(&group, KEY, 5), spiegelhalter(&group))));
        prop_assert!(sound(&multicalibration(&[group.clone(), group.clone()], &[vec![0], vec![0, 1]], KEY, 5)));
        prop_assert!(sound(&auc(&n, &p, z())));
        prop_assert!(sound(&precision::average_precision(&n, &p)));
        prop_assert!(sound(&precision::percentile(&n, &p, KEY, 5, 0.025)));
        let ranked = Ranked { negatives: &n, positives: &p };
        prop_assert!(sound(&roc(ranked)));
        prop_assert!(sound(&(curve(&n, 0.025), predictive_value_curve(&n, &p, 0.025))));
        for among in [Among::All, Among::Negatives, Among::Positives] {
            prop_assert!(sound(&mean(Moments::of(&group, among), 0.025)));
        }
    }

    #[test]
    fn no_pair_of_groups_makes_a_number_that_is_none((group, reference) in two()) {
        let (n, p, m, q) = (negatives(&group), positives(&group), negatives(&reference), positives(&reference));
        let (g, r) = (rows(&group), rows(&reference));
        let (a, b) = (Ranked { negatives: &n, positives: &p }, Ranked { negatives: &m, positives: &q });
        prop_assert!(sound(&difference_in_the_large(&in_the_large(&group, z()), &in_the_large(&reference, z()), z())));
        prop_assert!(sound(&compare(&group, &reference, z())));
        prop_assert!(sound(&cumulative_difference(&outcomes(&group), &outcomes(&reference), z())));
        prop_assert!(sound(&across(a, b, z())));
        prop_assert!(sound(&difference(&auc(&n, &p, z()), &auc(&m, &q, z()), z())));
        prop_assert!(sound(&superiority(&g, &r, z())));
        prop_assert!(sound(&(ks(&g, &r), ks::by_chance(&g, &r, KEY, 5), ks::percentile(&g, &r, KEY, 5, 0.025))));
        prop_assert!(sound(&(distance::wasserstein(&group, &reference), distance::wasserstein_of_ranks(&g, &r))));
        for empty in [EmptyBins::HalfCount, EmptyBins::LeaveOut] {
            prop_assert!(sound(&distance::stability_index(&g, &r, empty)));
        }
        for f in [distance::jensen_shannon, distance::total_variation, distance::hellinger, distance::overlap] {
            prop_assert!(sound(&f(&g, &r)));
        }
        prop_assert!(sound(&(abroca(a, b), abroca_by_chance(a, b, KEY, 3))));
        prop_assert!(sound(&(difference_curve(&g, &r, z()), difference_band(&g, &r, 0.05))));
        prop_assert!(sound(&difference_band_by_draws(&g, &r, KEY, 20, 0.05)));
        let (u, v) = (Moments::of(&group, Among::All), Moments::of(&reference, Among::All));
        prop_assert!(sound(&mean_difference(u, v, 0.025)));
        for denominator in [Denominator::AverageVariance, Denominator::Pooled, Denominator::Population] {
            prop_assert!(sound(&standardised(u, v, u, denominator, z())));
        }
        prop_assert!(sound(&top_k(&g, &r, 7, z())));
        prop_assert!(sound(&list_measures(&g, &r, 2)));
    }

    #[test]
    fn what_is_missing_has_a_reason(group in cells()) {
        let (n, p) = (negatives(&group), positives(&group));
        let estimates = [
            in_the_large(&group, z()).estimate,
            observed_expected(&group, z()).estimate,
            recalibrate(&group, z()).slope,
            recalibrate(&group, z()).intercept,
            brier(&group, 0.025).estimate,
            auc(&n, &p, z()).estimate,
            mean(Moments::of(&group, Among::All), 0.025),
        ];
        for e in estimates {
            prop_assert!(e.interval().is_some() && e.value.is_some() || !e.notes.is_empty(), "{e:?}");
            if let (Some(v), Some(i)) = (e.value, e.interval()) {
                prop_assert!(i.lower <= v && v <= i.upper, "{e:?}");
            }
        }
        let loss = log_loss(&group).estimate;
        prop_assert!(loss.value.is_some() || !loss.notes.is_empty());
    }

    #[test]
    fn the_parts_of_a_loss_add_up_to_the_loss(group in cells()) {
        let (c, b, l) = (corp(&group), brier(&group, 0.025).estimate.value, log_loss(&group).estimate.value);
        for (parts, loss) in [(&c.brier, b), (&c.log, l)] {
            prop_assert_eq!(parts.score.is_some(), loss.is_some());
            if let (Some(m), Some(d), Some(u), Some(loss)) =
                (parts.miscalibration, parts.discrimination, parts.uncertainty, loss)
            {
                prop_assert!(near(m - d + u, loss) && m >= 0.0 && d >= 0.0, "{parts:?}");
            }
        }
    }

    #[test]
    fn outcomes_exchanged_and_the_score_reversed_change_signs_only(group in cells()) {
        let turned: Vec<ScoreCell> =
            group.iter().rev().map(|c| ScoreCell::at(1.0 - c.low, c.positives.n, c.negatives.n)).collect();
        let (a, b) = (in_the_large(&group, z()).estimate, in_the_large(&turned, z()).estimate);
        if let (Some(a), Some(b)) = (a.value, b.value) {
            prop_assert!(near(a, -b));
        }
        if let (Some(a), Some(b)) = (brier(&group, 0.025).estimate.value, brier(&turned, 0.025).estimate.value) {
            prop_assert!(near(a, b));
        }
        if let (Some(a), Some(b)) = (cumulative(&group), cumulative(&turned)) {
            prop_assert!(near(a.range, b.range) && near(a.sigma, b.sigma));
        }
        if let (Some(a), Some(b)) = (recalibrate(&group, z()).fit, recalibrate(&turned, z()).fit) {
            prop_assert!((a.slope - b.slope).abs() < 1e-6 && (a.intercept + b.intercept).abs() < 1e-6, "{a:?} {b:?}");
        }
        let area = |cells: &[ScoreCell]| auc(&negatives(cells), &positives(cells), z()).value();
        prop_assert_eq!(area(&group), area(&turned));
    }

    #[test]
    fn areas_of_exchanged_sides_add_up_to_one(group in cells()) {
        let (n, p) = (negatives(&group), positives(&group));
        if let (Some(a), Some(b)) = (auc(&n, &p, z()).value(), auc(&p, &n, z()).value()) {
            prop_assert!((a + b - 1.0).abs() < 1e-15);
        }
        // The area under the curve by trapezoids is the same number.
        if let (Some(a), Ok(points)) = (auc(&n, &p, z()).value(), roc(Ranked { negatives: &n, positives: &p })) {
            let trapezoids: f64 = points
                .windows(2)
                .map(|w| {
                    (w[1].false_positive_rate - w[0].false_positive_rate)
                        * (w[0].true_positive_rate + w[1].true_positive_rate)
                        / 2.0
                })
                .sum();
            prop_assert!(near(a, trapezoids));
        }
    }

    #[test]
    fn bins_that_are_put_together_stay_within_the_bounds((group, reference) in two()) {
        let coarse = |counts: &[u64]| counts.chunks(2).map(|pair| pair.iter().sum::<u64>()).collect::<Vec<_>>();
        let (g, r) = (rows(&group), rows(&reference));
        if let (Some(fine), Some(binned)) = (ks(&g, &r), ks(&coarse(&g), &coarse(&r))) {
            prop_assert!(binned.statistic <= fine.statistic + 1e-15 && fine.statistic <= binned.bound + 1e-15);
        }
        let (n, p) = (negatives(&group), positives(&group));
        let (fine, binned) = (auc(&n, &p, z()), auc(&coarse(&n), &coarse(&p), z()));
        if let (Some(a), Some(b), Some(bound)) = (fine.value(), binned.value(), binned.bound) {
            prop_assert!((a - b).abs() <= bound + 1e-14);
        }
        if let (Ok(fine), Ok(binned)) =
            (precision::average_precision(&n, &p), precision::average_precision(&coarse(&n), &coarse(&p)))
        {
            prop_assert!(binned.least <= fine.least + 1e-10 && fine.most <= binned.most + 1e-10);
            prop_assert!(fine.least <= fine.value + 1e-10 && fine.value <= fine.most + 1e-10);
        }
        let merged = |cells: &[ScoreCell]| -> Vec<ScoreCell> {
            let last = |pair: &[ScoreCell]| pair.last().map_or(0.0, |c| c.high);
            cells
                .chunks(2)
                .map(|pair| ScoreCell {
                    low: pair[0].low,
                    high: last(pair),
                    negatives: pair.iter().fold(Default::default(), |s: evenhand_stats::score_cells::ScoreSums, c| s.and(c.negatives)),
                    positives: pair.iter().fold(Default::default(), |s: evenhand_stats::score_cells::ScoreSums, c| s.and(c.positives)),
                })
                .collect()
        };
        let (cg, cr) = (merged(&group), merged(&reference));
        if let (Some(fine), Some(binned)) = (distance::wasserstein(&group, &reference), distance::wasserstein(&cg, &cr)) {
            prop_assert!((fine.value - binned.value).abs() <= binned.bound + 1e-12, "{fine:?} {binned:?}");
        }
        // What rests on sums does not change at all.
        let value = |cells: &[ScoreCell]| (in_the_large(cells, z()).estimate.value, brier(cells, 0.025).estimate.value);
        let (a, b) = (value(&group), value(&cg));
        prop_assert!(a.0.zip(b.0).is_none_or(|(a, b)| near(a, b)) && a.1.zip(b.1).is_none_or(|(a, b)| near(a, b)));
        if let (Some(fine), Some(binned)) = (smooth_ece(&group), smooth_ece(&cg)) {
            prop_assert!((fine.value - binned.value).abs() <= binned.bound + 1e-4, "{fine:?} {binned:?}");
        }
    }

    #[test]
    fn distances_do_not_care_who_is_the_reference((group, reference) in two()) {
        let (g, r) = (rows(&group), rows(&reference));
        for f in [distance::jensen_shannon, distance::total_variation, distance::hellinger, distance::overlap] {
            prop_assert!(f(&g, &r).zip(f(&r, &g)).is_none_or(|(a, b)| near(a, b)));
        }
        let index = |a: &[u64], b: &[u64]| distance::stability_index(a, b, EmptyBins::HalfCount).map(|i| i.value);
        prop_assert!(index(&g, &r).zip(index(&r, &g)).is_none_or(|(a, b)| near(a, b) && a >= 0.0));
        if let (Some(tv), Some(d)) = (distance::total_variation(&g, &r), ks(&g, &r)) {
            prop_assert!(d.statistic <= tv + 1e-14, "no threshold rule beats the best set of scores");
        }
        if let (Some(tv), Some(h)) = (distance::total_variation(&g, &r), distance::hellinger(&g, &r)) {
            prop_assert!(h * h <= tv + 1e-12 && tv <= h * core::f64::consts::SQRT_2 + 1e-12);
        }
        if let (Some(a), Some(b)) = (superiority(&g, &r, z()).probability.value(), superiority(&r, &g, z()).probability.value()) {
            prop_assert!((a + b - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn the_area_between_curves_is_at_least_the_difference_of_areas((group, reference) in two()) {
        let (n, p, m, q) = (negatives(&group), positives(&group), negatives(&reference), positives(&reference));
        let (a, b) = (Ranked { negatives: &n, positives: &p }, Ranked { negatives: &m, positives: &q });
        if let Ok(area) = abroca(a, b) {
            let apart = auc(&n, &p, z()).value().unwrap() - auc(&m, &q, z()).value().unwrap();
            prop_assert!(area >= apart.abs() - 1e-12 && area <= 1.0 && near(area, abroca(b, a).unwrap()));
        }
    }

    #[test]
    fn ten_times_the_rows_keep_the_value_and_narrow_the_limits(group in cells()) {
        let ten: Vec<ScoreCell> =
            group.iter().map(|c| ScoreCell::at(c.low, 10 * c.negatives.n, 10 * c.positives.n)).collect();
        let area = |cells: &[ScoreCell]| auc(&negatives(cells), &positives(cells), z()).estimate;
        let fit = |cells: &[ScoreCell]| recalibrate(cells, z()).slope;
        let large = |cells: &[ScoreCell]| in_the_large(cells, z()).estimate;
        for f in [area, fit, large] {
            let (one, many) = (f(&group), f(&ten));
            if let (Some(a), Some(b)) = (one.value, many.value) {
                prop_assert!((a - b).abs() < 1e-7 * (1.0 + a.abs()), "{one:?} {many:?}");
            }
            if let (Some(a), Some(b)) = (one.interval(), many.interval()) {
                prop_assert!(b.upper - b.lower < a.upper - a.lower);
            }
        }
    }
}

/// metrics, section 13: scores by n and positives; figures by formula, scikit-learn and scipy.
#[test]
fn the_worked_numbers_of_the_list_of_metrics_are_met() {
    let of = |counts: [(f64, u64, u64); 5]| counts.map(|(s, n, p)| ScoreCell::at(s, n - p, p));
    let group = of([(0.1, 30, 3), (0.3, 40, 10), (0.5, 20, 9), (0.7, 8, 7), (0.9, 2, 2)]);
    let reference = of([(0.1, 60, 4), (0.3, 50, 16), (0.5, 30, 16), (0.7, 40, 29), (0.9, 20, 18)]);
    let is = |found: Option<f64>, expected: f64| {
        assert!((found.unwrap() - expected).abs() < 5.1e-11 * expected.abs().max(1.0), "{found:?} {expected}");
    };
    let all = |cells: &[ScoreCell]| Moments::of(cells, Among::All);
    let among = |cells: &[ScoreCell], which| Moments::of(cells, which).map(|m| m.mean);
    let area = |cells: &[ScoreCell]| auc(&negatives(cells), &positives(cells), z());
    let error = |cells: &[ScoreCell]| calibration_error(&bins(cells, Binning::EqualWidth(10)), z()).unwrap();
    for (cells, expected) in [
        (&group, [0.324, -0.014, 0.956_790_123_5, 0.766_947_171_6, 0.1644, 0.502_668_276_2, 0.046, 0.175, 0.03]),
        (
            &reference,
            [0.41, 0.005, 1.012_195_122, 0.833_642_261_4, 0.16, 0.486_921_956_6, 0.025, 0.033_333_333_3, 0.015],
        ),
    ] {
        is(all(cells).map(|m| m.mean), expected[0]);
        is(in_the_large(cells, z()).estimate.value, expected[1]);
        is(observed_expected(cells, z()).estimate.value, expected[2]);
        is(area(cells).value(), expected[3]);
        is(brier(cells, 0.025).estimate.value, expected[4]);
        is(log_loss(cells).estimate.value, expected[5]);
        is(Some(error(cells).value), expected[6]);
        is(Some(error(cells).largest.value), expected[7]);
        is(cumulative(cells).map(|c| c.range), expected[8]);
    }
    let test = |cells: &[ScoreCell]| cumulative(cells).unwrap().range_test.unwrap();
    is(Some(test(&group).statistic), 0.707_893_767_3);
    is(Some(test(&reference).statistic), 0.517_549_169_5);
    assert!((test(&group).p.value() - 0.9991).abs() < 5e-5 && (test(&reference).p.value() - 0.999_999_7).abs() < 5e-8);
    is(among(&group, Among::Positives), 0.467_741_935_5);
    is(among(&group, Among::Negatives), 0.259_420_289_9);
    is(among(&reference, Among::Positives), 0.598_795_180_7);
    is(among(&reference, Among::Negatives), 0.276_068_376_1);
    let (g, r) = (rows(&group), rows(&reference));
    is(ks(&g, &r).map(|d| d.statistic), 0.2);
    is(distance::wasserstein(&group, &reference).map(|w| w.value), 0.086);
    is(standardised(all(&group), all(&reference), None, Denominator::Pooled, z()).estimate.value, -0.343_104_033_4);
    is(superiority(&g, &r, z()).probability.value(), 0.423);
    let (n, p, m, q) = (negatives(&group), positives(&group), negatives(&reference), positives(&reference));
    let (a, b) = (Ranked { negatives: &n, positives: &p }, Ranked { negatives: &m, positives: &q });
    let cross = across(a, b, z());
    is(cross.positives_over_other.value(), 0.740_419_079_1);
    is(cross.other_over_negatives.value(), 0.865_112_624_4);
    is(abroca(a, b).ok(), 0.072_879_332_4);
    let index = |empty| distance::stability_index(&g, &r, empty).map(|i| i.value);
    is(index(EmptyBins::LeaveOut), 0.323_594_568_8);
    // The list prints 0.2935141282: one digit of it is wrong, the formula by hand gives this.
    is(index(EmptyBins::HalfCount), 0.293_514_228_2);
    is(distance::total_variation(&g, &r), 0.2);
    is(distance::jensen_shannon(&g, &r), 0.195_862_705_4);
    is(distance::hellinger(&g, &r), 0.198_380_158_5);
}

/// Ten scores, 60 rows each.
fn ten_scores() -> Vec<ScoreCell> {
    (0..10).map(|k| ScoreCell::at(0.05 + 0.1 * f64::from(k), 60, 0)).collect()
}

/// The same rows with outcomes drawn from the scores.
fn calibrated(cells: &[ScoreCell], number: u64) -> Vec<ScoreCell> {
    let shares: Vec<f64> = cells.iter().map(|c| c.low).collect();
    let mut drawn = vec![0; cells.len()];
    draw_positives(&mut Stream::new(Key([12; 32]), number), &trials(cells, &shares), &mut drawn);
    cells.iter().zip(drawn).map(|(c, p)| ScoreCell::at(c.low, c.n() - p, p)).collect()
}

/// The share of draws in which something happens.
fn share(draws: u64, happens: impl Fn(u64) -> bool) -> f64 {
    (0..draws).filter(|number| happens(*number)).count() as f64 / draws as f64
}

// 4,000 draws: standard deviation 0.0034 at 0.05, 0.0025 at 0.025.
#[test]
fn calibrated_scores_are_called_wrong_as_often_as_stated() {
    let cells = ten_scores();
    let below = |p: f64| p < 0.05;
    let test = share(4000, |i| below(in_the_large(&calibrated(&cells, i), z()).if_calibrated.unwrap().p.value()));
    assert!((0.04..0.06).contains(&test), "in the large, if calibrated: {test}");
    let joint = share(4000, |i| below(recalibrate(&calibrated(&cells, i), z()).joint_test.unwrap().p.value()));
    assert!((0.04..0.06).contains(&joint), "intercept and slope: {joint}");
    let s = share(4000, |i| below(spiegelhalter(&calibrated(&cells, i)).unwrap().p.value()));
    assert!((0.04..0.06).contains(&s), "Spiegelhalter: {s}");
    // metrics, H: 1.8 to 2.4 % with ten scores, conservative; 4 standard deviations of the draws to both sides.
    let path = share(4000, |i| below(cumulative(&calibrated(&cells, i)).unwrap().range_test.unwrap().p.value()));
    assert!((0.009..0.034).contains(&path), "cumulative, Brownian: {path}");
    let honest = share(1000, |i| honest_band(&calibrated(&cells, i), 0.05).unwrap().shows_miscalibrated());
    assert!(honest <= 0.05, "honest band: {honest}");
}

// 600 data sets of 199 draws each: standard deviation 0.009.
#[test]
fn p_values_by_draws_are_below_a_twentieth_in_a_twentieth_of_calibrated_data() {
    let cells = ten_scores();
    let chance = |p: f64| p <= 0.05;
    let mcb = share(600, |i| chance(miscalibration_by_chance(&calibrated(&cells, i), KEY, 199).unwrap().p.value()));
    let range = share(600, |i| chance(cumulative_by_chance(&calibrated(&cells, i), KEY, 199).unwrap().range.value()));
    let error = share(600, |i| {
        chance(ece::by_chance(&calibrated(&cells, i), ece::DEFAULT_BINNING, KEY, 199).unwrap().p.value())
    });
    for p in [mcb, range, error] {
        assert!((0.02..0.08).contains(&p), "{mcb} {range} {error}");
    }
}

// Truth: logit p = 0.3 + 0.7 logit s; 2,000 data sets of 1,000 rows, standard deviation 0.0035 at each end.
#[test]
fn intervals_of_a_distorted_score_hold_the_truth_as_often_as_stated() {
    let cells: Vec<ScoreCell> = (0..10).map(|k| ScoreCell::at(0.05 + 0.1 * f64::from(k), 100, 0)).collect();
    let odds = |s: f64| float::exp(0.3) * float::powf(s / (1.0 - s), 0.7);
    let chances: Vec<f64> = cells.iter().map(|c| odds(c.low) / (1.0 + odds(c.low))).collect();
    let gap = cells.iter().zip(&chances).map(|(c, p)| p - c.low).sum::<f64>() / 10.0;
    let data = |number: u64| -> Vec<ScoreCell> {
        let mut drawn = vec![0; cells.len()];
        draw_positives(&mut Stream::new(Key([13; 32]), number), &trials(&cells, &chances), &mut drawn);
        cells.iter().zip(drawn).map(|(c, p)| ScoreCell::at(c.low, c.n() - p, p)).collect()
    };
    // The truth of the rows drawn: outcomes vary, scores do not, so that the mean residual covers a little more.
    for (name, truth, estimate) in [
        ("slope", 0.7, (|d: &[ScoreCell]| recalibrate(d, z()).slope) as fn(&[ScoreCell]) -> evenhand_stats::Estimate),
        ("in the large", gap, |d: &[ScoreCell]| in_the_large(d, z()).estimate),
    ] {
        let above = share(2000, |i| estimate(&data(i)).above(truth));
        let below = share(2000, |i| estimate(&data(i)).below(truth));
        assert!(above <= 0.037 && below <= 0.037 && above + below > 0.01, "{name}: {above} {below}");
    }
}

// Binormal scores in 40 bins, A = 0.76; 100 positives, 400 negatives; 2,000 data sets, standard deviation 0.0037.
#[test]
fn areas_on_the_logit_scale_hold_the_truth_as_often_as_stated() {
    let edges: Vec<f64> = (0..=40).map(|i| -4.0 + 0.2 * f64::from(i)).collect();
    let masses = |centre: f64| -> Vec<u64> {
        edges.windows(2).map(|e| ((normal::cdf(e[1] - centre) - normal::cdf(e[0] - centre)) * 1e9) as u64).collect()
    };
    let (of_negatives, of_positives) = (masses(-0.5), masses(0.5));
    // Of the bins themselves, which is what the data estimate.
    let truth = auc(&of_negatives, &of_positives, z()).value().unwrap();
    let data = |number: u64| {
        let mut stream = Stream::new(Key([14; 32]), number);
        let (mut n, mut p) = (vec![0; 40], vec![0; 40]);
        multinomial(&mut stream, 400, &of_negatives, &mut n);
        multinomial(&mut stream, 100, &of_positives, &mut p);
        auc(&n, &p, z()).estimate
    };
    let (above, below) = (share(2000, |i| data(i).above(truth)), share(2000, |i| data(i).below(truth)));
    // methods, "Validity": at most 0.0304 and 0.0265 where not flagged; three standard deviations of the draws more.
    assert!(above <= 0.041 && below <= 0.041 && above + below > 0.02, "{above} {below}");
}

// 3,000 pairs of months without a change, ten bins of 2,000 and 500 rows.
#[test]
fn the_stability_index_by_chance_is_as_large_as_stated() {
    let even = [1_u64; 10];
    let (mut sum, mut beyond) = (0.0, 0.0);
    for number in 0..3000 {
        let mut stream = Stream::new(Key([15; 32]), number);
        let (mut a, mut b) = (vec![0; 10], vec![0; 10]);
        multinomial(&mut stream, 2000, &even, &mut a);
        multinomial(&mut stream, 500, &even, &mut b);
        let index = distance::stability_index(&a, &b, EmptyBins::HalfCount).unwrap();
        assert!((index.expected_by_chance - 9.0 * (1.0 / 2000.0 + 1.0 / 500.0)).abs() < 1e-15);
        sum += index.value / index.expected_by_chance;
        beyond += f64::from(u8::from(index.value > index.quantile_95_by_chance));
    }
    assert!((sum / 3000.0 - 1.0).abs() < 0.04 && (0.035..0.065).contains(&(beyond / 3000.0)), "{sum} {beyond}");
}

// Five scores, equal rates at each in both groups, scores of the group lower; 2,000 data sets.
#[test]
fn equal_outcomes_at_equal_score_are_called_different_no_more_often_than_stated() {
    let rates = [0.1, 0.3, 0.5, 0.7, 0.9];
    let data = |number: u64| {
        let mut stream = Stream::new(Key([16; 32]), number);
        let mut side = |sizes: [u64; 5]| -> Vec<ScoreCell> {
            sizes
                .iter()
                .zip(rates)
                .map(|(n, rate)| {
                    let p = binomial(&mut stream, *n, (rate * 10.0) as u64, 10);
                    ScoreCell::at(rate * 0.5, n - p, p)
                })
                .collect()
        };
        let (group, reference) = (side([90, 70, 50, 40, 30]), side([40, 60, 80, 90, 120]));
        (group, reference)
    };
    let at_equal_score = |number: u64| {
        let (group, reference) = data(number);
        cumulative_difference(&outcomes(&group), &outcomes(&reference), z())
    };
    let above = share(2000, |i| at_equal_score(i).end.above(0.0));
    let below = share(2000, |i| at_equal_score(i).end.below(0.0));
    let range = share(2000, |i| at_equal_score(i).range_test.unwrap().p.value() < 0.05);
    assert!(above <= 0.037 && below <= 0.037 && range <= 0.05, "{above} {below} {range}");
    // In the large the same data differ: both groups are promised half of what happens, at different scores.
    let in_the_large_differs = share(200, |i| {
        let (group, reference) = data(i);
        let (d, _) = difference_in_the_large(&in_the_large(&group, z()), &in_the_large(&reference, z()), z());
        d.below(0.0)
    });
    assert!(in_the_large_differs > 0.7, "{in_the_large_differs}");
}

// Scores that lie far to one side of their mean (of `u^8`; skewness 2.6), against a reference that is known; 4,000 data sets, standard
// deviation at most 0.0053. Student's lower limit errs in about a tenth instead of a fortieth; where the skewness is watched,
// in no more than a twentieth, whatever the number of people.
#[test]
fn a_mean_that_may_be_trusted_is_called_lower_no_more_than_twice_as_often_as_stated() {
    let place = |u: f64| ((float::powf(u, 8.0) * 100.0) as usize).min(99);
    let cells = |places: &mut dyn Iterator<Item = usize>| {
        let mut counts = [0; 100];
        places.for_each(|place| counts[place] += 1);
        (0..100).map(|k| ScoreCell::at(0.005 + 0.01 * k as f64, counts[k], 0)).collect::<Vec<_>>()
    };
    let reference = cells(&mut (0..1_000_000).map(|i| place((f64::from(i) + 0.5) / 1e6)));
    let moments = |cells: &[ScoreCell]| Moments::of(cells, Among::All);
    let lower = |people: usize, number: u64| {
        let mut stream = Stream::new(Key([14; 32]), number);
        let group = cells(&mut (0..people).map(|_| place(stream.uniform())));
        let found = mean_difference(moments(&group), moments(&reference), 0.025);
        let below = found.estimate.upper.is_some_and(|upper| upper < 0.0);
        (below, skewness_of_difference(&group, &reference).is_some_and(|skewness| skewness.abs() <= MOST_SKEWNESS))
    };
    assert!(share(4000, |i| lower(20, i).0) > 0.09);
    for people in [20, 50, 100, 200, 400] {
        let wrong = share(4000, |i| lower(people, i) == (true, true));
        assert!(wrong <= 0.05, "{people}: {wrong}");
    }
}

// 2,500 rows over 1,000 scores, a third of them in the group, and over 12: two or three rows at a common score, and two hundred;
// and a few rows of one side beside many of the other. 600 data sets, standard deviation 0.009 at 0.05. With variances of each
// score by itself the test errs in 0.13 over 1,000; with those of neighbours whatever their rows, in a quarter of the last two.
// Limits err in up to 0.11 where a heavy score has a handful of rows of one side.
#[test]
fn equal_outcomes_at_equal_score_are_called_different_as_often_as_stated() {
    let flat = |scores: usize, number: u64| {
        let mut stream = Stream::new(Key([15; 32]), number);
        let mut rows = [vec![0; scores], vec![0; scores]];
        for _ in 0..2_500 {
            let side = usize::from(stream.uniform() < 2.0 / 3.0);
            rows[side][(stream.uniform() * scores as f64) as usize] += 1;
        }
        let chances = (0..scores).map(|place| (place as f64 + 0.5) / scores as f64).collect();
        (rows, chances)
    };
    let few = |_| ([vec![5, 200], vec![5_000, 60]], vec![0.03, 0.5]);
    let lumps = |_| ([vec![50, 400, 400], vec![5_000, 15, 4]], vec![0.02, 0.2, 0.5]);
    type Rows = ([Vec<u64>; 2], Vec<f64>);
    let cases: [(&str, &dyn Fn(u64) -> Rows); 4] = [
        ("1,000 scores", &|number| flat(1_000, number)),
        ("12 scores", &|number| flat(12, number)),
        ("few", &few),
        ("lumps", &lumps),
    ];
    for (name, rows) in cases {
        let found = |number: u64| {
            let (rows, chances) = rows(number);
            let mut stream = Stream::new(Key([16; 32]), number);
            let sides = rows.map(|side| -> Vec<Outcomes> {
                let of = |(n, chance): (&u64, &f64)| {
                    let positives = binomial(&mut stream, *n, (chance * 1e6) as u64, 1_000_000);
                    Outcomes { negatives: n - positives, positives }
                };
                side.iter().zip(&chances).map(of).collect()
            });
            cumulative_difference(&sides[0], &sides[1], z())
        };
        let test = share(600, |i| found(i).range_test.is_some_and(|test| test.p.value() < 0.05));
        assert!(test < 0.075, "{name}, test: {test}");
        let missed = share(600, |i| {
            let end = found(i).end;
            end.lower.unwrap() > 0.0 || end.upper.unwrap() < 0.0
        });
        assert!(missed < 0.12, "{name}, interval: {missed}");
        if name.ends_with("scores") {
            assert!(test > 0.008 && (0.02..0.08).contains(&missed), "{name}: {test} {missed}");
        }
    }
}
