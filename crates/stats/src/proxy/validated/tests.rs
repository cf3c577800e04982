//! Tests of the validated proxy.

use super::*;

const Z: f64 = 1.959_963_984_540_054;

fn cell(event: bool, rows: u64, validated: u64, group: u64, reference: u64) -> ValidatedCell {
    ValidatedCell { event, rows, validated, group, reference }
}

fn row_sums(rows: &[(f64, f64)]) -> RowSums {
    let sums = rows.iter().fold(PairSums::default(), |sums, (a, b)| sums.and(*a, *b));
    RowSums { rows: rows.len() as u64, sums }
}

#[test]
fn everybody_validated_is_a_comparison_of_known_groups() {
    let cells = [cell(true, 42, 42, 30, 12), cell(false, 138, 138, 70, 68)];
    let found = double_sampling(&cells, Z).unwrap();
    assert!((found.difference.value.unwrap() - 0.15).abs() < 1e-14);
    // Both parts together: the variance of a sample of which every row was looked at, with shares taken as drawn anew.
    assert!((found.group.estimate.value.unwrap() - 0.3).abs() < 1e-14);
    assert!(found.difference.has(Note::TooFew), "12 events of the reference");
}

#[test]
fn a_proxy_that_is_the_group_leaves_no_error_of_validation() {
    // Bands that hold one group each: validation adds nothing.
    let cells = [
        cell(true, 300, 30, 30, 0),
        cell(false, 700, 60, 60, 0),
        cell(true, 120, 15, 0, 15),
        cell(false, 680, 50, 0, 50),
    ];
    let found = post_stratified(&cells, Z).unwrap();
    assert!(found.variance_from_validation < 1e-18);
    let variance: f64 = 0.3 * 0.7 / 1000.0 + 0.15 * 0.85 / 800.0;
    assert!((found.standard_error() - variance.sqrt()).abs() < 1e-12);
    assert!(!found.difference.has(Note::TooFew));
    // And with the memberships as probabilities the plain difference estimator is the same.
    let all = |n1: usize, n0: usize| row_sums(&[vec![(1.0, 0.0); n1], vec![(0.0, 1.0); n0]].concat());
    let sums = ValidatedSums {
        all: [all(700, 680), all(300, 120)],
        group: [all(60, 0), all(30, 0)],
        reference: [all(0, 50), all(0, 15)],
        neither: [RowSums::default(); 2],
    };
    let other = difference_estimator(&sums, Use::Plain, Z).unwrap().corrected;
    assert!((other.difference.value.unwrap() - 0.15).abs() < 1e-12);
    assert!(other.variance_from_validation < 1e-18);
    assert!((other.standard_error() / variance.sqrt() - 1.0).abs() < 1e-3);
}

#[test]
fn without_the_proxy_the_validated_rows_speak_alone() {
    let rows = |n: usize| row_sums(&vec![(0.5, 0.2); n]);
    let sums = ValidatedSums {
        all: [rows(700), rows(300)],
        group: [rows(70), rows(30)],
        reference: [rows(68), rows(12)],
        neither: [rows(10), rows(3)],
    };
    let variance: f64 = 0.3 * 0.7 / 100.0 + 0.15 * 0.85 / 80.0;
    let alone = difference_estimator(&sums, Use::Nothing, Z).unwrap();
    assert!((alone.corrected.difference.value.unwrap() - 0.15).abs() < 1e-14);
    assert!((alone.corrected.standard_error() / variance.sqrt() - 1.0).abs() < 0.01);
    // Equal memberships still know how many of all rows have the event.
    let tuned = difference_estimator(&sums, Use::Tuned, Z).unwrap();
    assert!(tuned.corrected.standard_error() <= alone.corrected.standard_error() * 1.01);
    assert!((0.0..=1.0).contains(&tuned.used.0) && (0.0..=1.0).contains(&tuned.used.1));
    assert_eq!(alone.used, (0.0, 0.0));
}

#[test]
fn what_cannot_be_estimated_says_why() {
    assert_eq!(difference_estimator(&ValidatedSums::default(), Use::Plain, Z), Err(Note::NoCases));
    // Memberships that say the group is everybody while no validated row with the event is a member.
    let sums = ValidatedSums {
        all: [row_sums(&[(0.0, 1.0); 90]), row_sums(&[(0.0, 1.0); 10])],
        group: [row_sums(&[(0.9, 0.1); 1]), RowSums::default()],
        reference: [row_sums(&[(0.9, 0.1); 5]), row_sums(&[(0.9, 0.1); 5])],
        neither: [RowSums::default(); 2],
    };
    assert_eq!(difference_estimator(&sums, Use::Plain, Z), Err(Note::ImpossibleEstimate));
    assert_eq!(post_stratified(&[cell(true, 40, 1, 1, 0), cell(false, 50, 9, 3, 3)], Z), None);
    assert_eq!(post_stratified(&[cell(true, 40, 5, 0, 2), cell(false, 50, 9, 0, 3)], Z), None);
    assert_eq!(double_sampling(&[cell(true, 40, 0, 0, 0), cell(false, 50, 9, 3, 3)], Z), None);
    let certain = post_stratified(&[cell(true, 40, 5, 5, 0), cell(false, 50, 5, 0, 5)], Z).unwrap();
    assert_eq!((certain.difference.value, certain.difference.lower), (Some(1.0), None));
    assert!(certain.difference.has(Note::VarianceNotEstimable));
}

#[test]
fn bands_are_merged_within_a_decision_and_never_across() {
    let cells = [
        cell(true, 10, 1, 0, 1),
        cell(true, 20, 4, 2, 1),
        cell(false, 30, 3, 1, 1),
        cell(false, 40, 1, 1, 0),
        cell(false, 0, 0, 0, 0),
    ];
    let (found, merged) = merged_bands(&cells).unwrap();
    assert_eq!(found, [cell(false, 70, 4, 2, 1), cell(true, 30, 5, 2, 2)]);
    assert!(merged);
    assert_eq!(merged_bands(&found), Some((found.clone(), false)));
    assert_eq!(merged_bands(&[cell(true, 10, 1, 0, 1), cell(false, 30, 3, 1, 1)]), None);
}

#[test]
fn more_people_are_asked_for_less_error() {
    assert_eq!(people_to_ask(658, 0.04, 0.02), Some(2632));
    assert_eq!(people_to_ask(658, 0.04, 0.04), Some(658));
    assert_eq!(people_to_ask(658, 0.04, 0.0), None);
}
