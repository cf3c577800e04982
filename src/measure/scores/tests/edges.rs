//! Degenerate histograms: a right number, or null with a reason.

use super::*;

/// Histograms of one group that break something: nobody, one row, one class, one score, separation, ties.
fn degenerate() -> Vec<([u64; 4], [u64; 4])> {
    vec![
        ([0, 0, 0, 0], [0, 0, 0, 0]),
        ([1, 0, 0, 0], [0, 0, 0, 0]),
        ([0, 0, 0, 0], [0, 0, 0, 1]),
        ([1, 0, 0, 0], [0, 0, 0, 1]),
        ([0, 5, 0, 0], [0, 5, 0, 0]),
        ([0, 0, 0, 9], [0, 0, 0, 0]),
        ([0, 0, 0, 0], [9, 0, 0, 0]),
        ([40, 9, 0, 0], [0, 0, 7, 30]),
        ([0, 0, 7, 30], [40, 9, 0, 0]),
        ([40, 30, 20, 10], [10, 20, 30, 40]),
    ]
}

#[test]
fn every_degenerate_pair_of_histograms_gives_right_numbers_or_null_with_a_reason() {
    let scores = [0.0, 0.3, 0.5, 1.0];
    let points = [-3.0, 0.0, 2.0, 1e6];
    let (by_value, by_order) =
        (spec_of(&SPEC.replace("top = [3]", "top = [3]\nreplicates = 200")), spec_of(&order_spec()));
    for (a0, a1) in degenerate() {
        for (r0, r1) in degenerate() {
            let lines = |scores: &[f64]| [histogram("a", scores, &a0, &a1), histogram("r", scores, &r0, &r1)].concat();
            let measures = measure(&by_value, &exact(&lines(&scores)));
            sound_scores(&measures);
            for row in measures.disparities.iter().filter(|row| row.confirmatory && of_scores(&row.metric)) {
                // One case proves nothing, however extreme it is.
                let one = a0.iter().chain(&a1).sum::<u64>() <= 1 || r0.iter().chain(&r1).sum::<u64>() <= 1;
                if one {
                    assert!(matches!(row.verdict, Verdict::Inconclusive | Verdict::NotAssessed), "{row:?}");
                }
            }
            let measures = measure(&by_order, &ordered(&lines(&points)));
            sound_scores(&measures);
            for row in measures.estimates.iter().filter(|row| row.metric.starts_with("mean_score")) {
                assert_eq!(row.value, None, "{}", row.id);
            }
        }
    }
}

#[test]
fn each_reason_stands_where_it_belongs() {
    let notes = |lines: &[Line], id: &str| {
        let measures = measure(&spec_of(SPEC), &exact(lines));
        if id.starts_with("e/") { estimate(&measures, id).note.clone() } else { disparity(&measures, id).note.clone() }
    };
    let of = |negatives: [u64; 2], positives: [u64; 2]| {
        [histogram("a", &[0.2, 0.7], &negatives, &positives), histogram("r", &[0.2, 0.7], &[90, 40], &[40, 90])]
            .concat()
    };
    assert_eq!(notes(&of([50, 9], [0, 0]), "e/auc/-/g/a"), [Note::NoPositives]);
    assert_eq!(notes(&of([0, 0], [50, 9]), "e/auc/-/g/a"), [Note::NoNegatives]);
    assert!(notes(&of([50, 0], [0, 60]), "e/auc/-/g/a").contains(&Note::Separation));
    assert!(notes(&of([50, 9], [9, 20]), "e/auc/-/g/a").contains(&Note::TooFewEvents));
    assert_eq!(notes(&of([50, 0], [60, 0]), "e/auc/-/g/a"), [Note::ScoreConstant]);
}

#[test]
fn one_score_is_a_tie_of_all_and_no_distance() {
    let lines = [histogram("a", &[0.4], &[50], &[60]), histogram("r", &[0.4], &[70], &[80])].concat();
    let measures = measure(&spec_of(SPEC), &exact(&lines));
    for id in ["e/auc/-/g/a", "e/auc/-/g/r"] {
        assert_eq!((get(estimate(&measures, id).value), estimate(&measures, id).lower), (Some(0.5), None));
    }
    for (id, value) in [
        ("kolmogorov_smirnov", 0.0),
        ("wasserstein_distance", 0.0),
        ("superiority", 0.5),
        ("xauc", 0.5),
        ("abroca", 0.0),
        ("jensen_shannon_distance", 0.0),
    ] {
        let row = disparity(&measures, &format!("d/{id}/-/g/a/vs/r"));
        assert_eq!(get(row.value), Some(value), "{id}");
        assert!(!row.note.contains(&Note::Separation), "{row:?}");
    }
    let row = disparity(&measures, "d/kolmogorov_smirnov/-/g/a/vs/r");
    assert!(row.note.contains(&Note::ScoreConstant));
    let row = disparity(&measures, "d/mean_score.standardised/-/g/a/vs/r");
    assert_eq!((row.value, row.note.contains(&Note::VarianceNotEstimable)), (None, true));
}

#[test]
fn a_group_or_reference_without_rows_is_named_and_one_group_never_looks_like_equality() {
    let declared = SPEC.replace("reference = \"r\"", "reference = \"r\"\nlabels = { a = \"a\", b = \"b\", r = \"r\" }");
    let spec = spec_of(&declared);
    let only = |group: &'static str| histogram(group, &DECILES, &BLACK[0], &BLACK[1]);
    let metrics: Vec<String> = {
        let both = measure(&spec, &exact(&[only("a"), only("r")].concat()));
        both.disparities.iter().filter(|row| of_scores(&row.metric)).map(|row| row.metric.clone()).collect()
    };
    // b has no rows; without r there is no reference; with r alone there is one group.
    for (lines, group, why) in [
        ([only("a"), only("r")].concat(), "b", Note::GroupAbsent),
        ([only("a"), only("b")].concat(), "a", Note::ReferenceAbsent),
        (only("r"), "a", Note::SingleGroup),
    ] {
        let measures = measure(&spec, &exact(&lines));
        sound_scores(&measures);
        for metric in &metrics {
            let rows: Vec<&DisparityRow> = measures
                .disparities
                .iter()
                .filter(|row| row.metric == *metric && row.group.as_deref() == Some(group))
                .filter(|row| row.reference.as_deref() != Some("(rest)"))
                .collect();
            assert!(!rows.is_empty() || is_across(metric), "{metric} {group}");
            // Of a list: against everybody, not against the reference.
            for row in rows.iter().filter(|_| !is_across(metric)) {
                assert!(row.value.is_none() && row.note.contains(&why), "{row:?}");
            }
        }
    }
    let measures = measure(&spec_of(SPEC), &exact(&only("r")));
    let row = disparity(&measures, "d/kolmogorov_smirnov/-/g/(all groups)");
    assert_eq!((row.value, row.note.contains(&Note::SingleGroup)), (None, true));
    let row = disparity(&measures, "d/mean_score.difference/-/g/(all groups)");
    assert_eq!((row.value, row.verdict), (None, Verdict::NotAssessed));
}

#[test]
fn points_of_scores_that_only_order_hold_the_cases_that_they_name_on_both_sides_of_nothing() {
    let scores: Vec<f64> = (-514..=-500).map(f64::from).chain((-60..60).map(|tenth| f64::from(tenth) / 10.0)).collect();
    let counts: Vec<u64> = (0..scores.len() as u64).map(|at| 3 + at % 5).collect();
    let lines: Vec<Line> =
        [histogram("a", &scores, &counts, &counts), histogram("r", &scores, &counts, &counts)].concat();
    let measures = measure(&spec_of(&order_spec()), &ordered(&lines));
    let cases = |from: f64, to: f64| -> u64 {
        scores.iter().zip(&counts).filter(|(score, _)| (from..to).contains(*score)).map(|(_, n)| 2 * n).sum()
    };
    let all = cases(f64::MIN, f64::MAX) as f64;
    let thresholds = points(&measures, "threshold", "selection_rate", "a");
    assert!(thresholds.len() > 50);
    for point in thresholds {
        near(point.value, cases(get(point.x).unwrap(), f64::MAX) as f64 / all);
    }
    let rates = points(&measures, "rate", "base_rate", "a");
    assert!(!rates.is_empty());
    for point in rates {
        let [from, to] = ["score_from", "score_to"].map(|key| detail(&point.detail, key));
        assert_eq!(get(point.n), Some(cases(from, to) as f64), "{from} to {to}");
    }
}
