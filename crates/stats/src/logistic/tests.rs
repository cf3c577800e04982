//! Tests of the logistic regression.

use super::*;
use crate::homogeneity_strata::breslow_day;
use crate::standardisation::{Standard, standardised};
use crate::table::TwoByTwo;

const Z: f64 = 1.959_963_984_540_054;

fn cell(row: &[f64], events: f64, cases: f64) -> Cell {
    Cell { row: row.to_vec(), events, cases }
}

fn joint(levels: &[u32], x1: u64, n1: u64, x0: u64, n0: u64) -> FactorCell {
    FactorCell { levels: levels.to_vec(), table: TwoByTwo::new(x1, n1, x0, n0).unwrap() }
}

#[test]
fn one_group_and_no_factor_is_woolfs_odds_ratio() {
    let table = joint(&[], 30, 100, 12, 80);
    let (found, fit) = adjusted_odds_ratio(std::slice::from_ref(&table), 0.025).unwrap();
    let woolf = crate::odds_ratio::woolf(table.table, Z);
    for (a, b) in [(found.value, woolf.value), (found.lower, woolf.lower), (found.upper, woolf.upper)] {
        assert!((a.unwrap() / b.unwrap() - 1.0).abs() < 1e-10);
    }
    assert_eq!(fit.method, Method::MaximumLikelihood);
}

#[test]
fn a_saturated_model_gives_the_rates_and_the_standardised_difference() {
    let table = [joint(&[0], 30, 100, 12, 80), joint(&[1], 5, 50, 9, 120), joint(&[2], 70, 90, 20, 40)];
    let design = with_interaction(&table, 0);
    let fit = fit(&design.cells).unwrap();
    for cell in &design.cells {
        assert!((fit.fitted(&cell.row) - cell.events / cell.cases).abs() < 1e-12);
    }
    let strata: Vec<TwoByTwo> = table.iter().map(|c| c.table).collect();
    let found = fit.mean_difference(&standard_of(&design), Z);
    let direct = standardised(&strata, Standard::Total, 0.025);
    assert!((found.value.unwrap() - direct.difference.value.unwrap()).abs() < 1e-12);
    let variance = direct.group.variance.unwrap() + direct.reference.variance.unwrap();
    let half = found.upper.unwrap() - found.value.unwrap();
    assert!((half / Z - variance.sqrt()).abs() < 1e-10);
}

#[test]
fn interactions_are_tested_against_main_effects() {
    let table = [joint(&[0], 50, 100, 20, 100), joint(&[1], 20, 100, 50, 100)];
    let (small, large) = (fit(&main_effects(&table).cells).unwrap(), fit(&with_interaction(&table, 0).cells).unwrap());
    let found = likelihood_ratio(&small, &large).unwrap();
    let strata: Vec<TwoByTwo> = table.iter().map(|c| c.table).collect();
    assert_eq!(found.df, 1);
    // Another statistic of the same question.
    assert!((found.statistic / breslow_day(&strata).unwrap().breslow_day - 1.0).abs() < 0.05);
    assert_eq!(likelihood_ratio(&large, &small), None);
}

#[test]
fn factors_that_determine_the_group_leave_nothing_to_identify() {
    let table = [joint(&[0], 3, 10, 0, 0), joint(&[1], 0, 0, 4, 30)];
    let (found, fit) = adjusted_odds_ratio(&table, 0.025).unwrap();
    assert_eq!(found.notes, [Note::Collinear, Note::NotIdentified]);
    assert_eq!((found.value, fit.left_out.as_slice()), (None, [2].as_slice()));
    assert_eq!(fit.standard_error(2), None);
}

#[test]
fn a_factor_twice_is_used_once() {
    let once = [joint(&[0], 30, 100, 12, 80), joint(&[1], 5, 50, 9, 120)];
    let twice: Vec<FactorCell> =
        once.iter().map(|c| FactorCell { levels: vec![c.levels[0]; 2], table: c.table }).collect();
    let (a, _) = adjusted_odds_ratio(&once, 0.025).unwrap();
    let (b, fit) = adjusted_odds_ratio(&twice, 0.025).unwrap();
    assert!((a.value.unwrap() - b.value.unwrap()).abs() < 1e-12);
    assert_eq!((b.notes.as_slice(), fit.left_out.as_slice()), ([Note::Collinear].as_slice(), [2].as_slice()));
}

#[test]
fn separation_is_seen_and_answered_by_a_finite_number() {
    for table in [
        vec![joint(&[], 0, 40, 12, 80)],
        vec![joint(&[], 40, 40, 12, 80)],
        vec![joint(&[], 0, 40, 80, 80)],
        vec![joint(&[], 0, 40, 0, 80)],
        vec![joint(&[0], 0, 400_000, 12, 800_000), joint(&[1], 0, 50, 7, 60)],
    ] {
        let (found, fit) = adjusted_odds_ratio(&table, 0.025).unwrap();
        assert_eq!(fit.method, Method::Firth, "{table:?}");
        assert!(found.has(Note::Separation));
        let i = found.interval().unwrap();
        assert!(0.0 < i.lower && i.lower < i.upper && i.upper.is_finite() && i.contains(found.value.unwrap()));
    }
    // Rare, but not separated: an intercept of about -15 is found, not run away from.
    let rare = [joint(&[], 3, 10_000_000, 2, 20_000_000)];
    let (found, fit) = adjusted_odds_ratio(&rare, 0.025).unwrap();
    assert_eq!(fit.method, Method::MaximumLikelihood);
    assert!((found.value.unwrap() - 3.0).abs() < 1e-5);
}

#[test]
fn nothing_is_fitted_without_cases() {
    assert!(fit(&[]).is_none());
    assert!(fit(&[cell(&[1.0], 0.0, 0.0)]).is_none());
    assert!(fit(&[cell(&[0.0], 1.0, 3.0)]).is_none());
    assert!(adjusted_odds_ratio(&[], 0.025).is_none());
    let one = fit(&[cell(&[1.0], 1.0, 4.0)]).unwrap();
    assert_eq!(one.mean_difference(&[], Z).notes, [Note::NoCases]);
}

#[test]
fn a_saturated_penalty_adds_one_half_to_each_cell() {
    let found = firth(&[cell(&[1.0, 1.0], 5.0, 5.0), cell(&[1.0, 0.0], 3.0, 20.0)]).unwrap();
    assert!((found.coefficients[0].unwrap() - libm::log(3.5 / 17.5)).abs() < 1e-9);
    assert!((found.coefficients[1].unwrap() - libm::log(5.5 * 17.5 / (0.5 * 3.5))).abs() < 1e-9);
}

#[test]
fn the_order_of_cells_does_not_matter_and_cells_may_be_split() {
    let cells = [cell(&[1.0, 1.0], 12.0, 40.0), cell(&[1.0, 0.0], 9.0, 60.0)];
    let split = [cell(&[1.0, 0.0], 4.0, 20.0), cell(&[1.0, 1.0], 12.0, 40.0), cell(&[1.0, 0.0], 5.0, 40.0)];
    for method in [fit, firth] {
        let (a, b) = (method(&cells).unwrap(), method(&split).unwrap());
        assert!((a.coefficients[1].unwrap() - b.coefficients[1].unwrap()).abs() < 1e-10);
    }
}

// A general optimiser, `oracle/strata/profile.py` (numpy, scipy); good to about 1e-7.
#[test]
fn profile_limits_are_those_of_a_general_optimiser() {
    let small = [
        cell(&[1.0, 1.0, 0.0], 5.0, 5.0),
        cell(&[1.0, 0.0, 0.0], 3.0, 20.0),
        cell(&[1.0, 1.0, 1.0], 2.0, 7.0),
        cell(&[1.0, 0.0, 1.0], 1.0, 9.0),
    ];
    let pair = |x0: f64| [cell(&[1.0, 1.0], 0.0, 40.0), cell(&[1.0, 0.0], x0, 80.0)];
    for (found, value, lower, upper) in [
        (firth(&small).unwrap().log_odds(1, Z), 2.716_644_408, 0.995_830_356, 5.095_387_725),
        (fit(&pair(12.0)).unwrap().log_odds(1, Z), -2.693_344_050, -7.556_152_542, -0.618_628_442),
        (fit(&pair(80.0)).unwrap().log_odds(1, Z), -9.475_853_630, -15.211_914_167, -6.479_651_105),
    ] {
        for (a, b) in [(found.value, value), (found.lower, lower), (found.upper, upper)] {
            assert!((a.unwrap() - b).abs() < 1e-5, "{found:?}");
        }
    }
}

#[test]
fn maximum_likelihood_alone_is_the_fit_and_has_nothing_where_outcomes_are_separated() {
    let design = main_effects(&[joint(&[0], 30, 100, 12, 80), joint(&[1], 5, 50, 9, 120)]);
    assert_eq!(maximum_likelihood(&design.cells).unwrap().coefficients, fit(&design.cells).unwrap().coefficients);
    let separated = main_effects(&[joint(&[], 5, 5, 3, 20)]);
    assert!(maximum_likelihood(&separated.cells).is_none());
    assert_eq!(fit(&separated.cells).unwrap().method, Method::Firth);
}
