//! Worked numbers of scores, and what is judged of them.

use super::*;

// methods/7, 7.1 to 7.9, and the golden value of the stability index.
#[test]
fn the_worked_numbers_of_the_running_example_come_out() {
    let text = SPEC.replace("top = [3]", "top = [1000]");
    let measures = measure(&spec_of(&text), &exact(&compas()));
    let auc = estimate(&measures, "e/auc/-/g/a");
    near(auc.value, 0.69183438126);
    near(auc.lower, 0.674805213624);
    near(auc.upper, 0.708357202479);
    assert_eq!((auc.method.as_deref(), get(auc.n)), (Some("delong_logit"), Some(3696.0)));
    assert!(auc.note.is_empty() && auc.bound_lower.is_none(), "{auc:?}");
    let white = estimate(&measures, "e/auc/-/g/r");
    near(white.lower, 0.671587040553);
    let precision = estimate(&measures, "e/average_precision/-/g/a");
    near(precision.value, 0.671410585254);
    assert!((detail(&precision.detail, "expected_by_chance") - 0.51433982684).abs() < 1e-10);
    near(estimate(&measures, "e/average_precision/-/g/r").value, 0.5693391187);
    // Standard error 0.0112 by 10,000 draws (methods/7, 7.4); 500 here.
    let width = get(precision.upper).unwrap() - get(precision.lower).unwrap();
    assert!((width / (2.0 * 1.96 * 0.0112) - 1.0).abs() < 0.15, "{width}");
    // The distance between outcomes within the group, 7.3.
    let outcomes = estimate(&measures, "e/kolmogorov_smirnov/-/g/a");
    near(outcomes.value, 0.284388952303);
    assert_eq!((outcomes.method.as_deref(), detail(&outcomes.detail, "signed_low")), (Some("two_sample"), 0.0));
    // The cumulative counts of both: 3,696 and 2,454 rows.
    for (name, group, reference) in [("q10", 0.05, 0.05), ("q25", 0.25, 0.05), ("q50", 0.45, 0.25), ("q90", 0.85, 0.75)]
    {
        assert_eq!(get(estimate(&measures, &format!("e/score_quantile.{name}/-/g/a")).value), Some(group), "{name}");
        let row = disparity(&measures, &format!("d/score_quantile.difference.{name}/-/g/a/vs/r"));
        near(row.value, group - reference);
    }
    near(disparity(&measures, "d/skew_at_k/-/g/a/vs/(pool)/top%3D1000").value, 0.281729844632);

    let difference = disparity(&measures, "d/auc.difference/-/g/a/vs/r");
    near(difference.value, -0.00131189314551);
    near(difference.statistic, -0.0952021964183);
    near(difference.lower, -0.028320338470251307);
    assert_eq!(difference.excludes_no_difference, Some(false));
    near(disparity(&measures, "d/xauc/-/g/a/vs/r").value, 0.817676251322);
    near(disparity(&measures, "d/xauc/-/g/r/vs/a").value, 0.544523838359);
    let crossed = disparity(&measures, "d/xauc.difference/-/g/a/vs/r");
    near(crossed.value, 0.273152412963);
    near(crossed.lower, 0.273152412963 - 1.95996398454 * 0.0134952011779);
    near(disparity(&measures, "d/bpsn_auc/-/g/a/vs/(rest)").value, 0.544523838359);
    near(disparity(&measures, "d/bnsp_auc/-/g/a/vs/(rest)").value, 0.817676251322);
    near(disparity(&measures, "d/bpsn_auc/-/g/r/vs/(rest)").value, 0.817676251322);

    let ks = disparity(&measures, "d/kolmogorov_smirnov/-/g/a/vs/r");
    near(ks.value, 0.24020020322);
    assert_eq!((ks.scale, detail(&ks.detail, "score_at")), (None, 0.35));
    assert_eq!(detail(&ks.detail, "signed_low"), 0.0);
    assert!((detail(&ks.detail, "signed_high") - 0.24020020322).abs() < 1e-10);
    // The deals cannot tell so small a p apart: the series, whose p is too large with ties.
    assert_eq!(ks.test.as_deref(), Some("two_sample"));
    assert!((get(ks.p_value).unwrap() / 2.4709235435870288e-74 - 1.0).abs() < 1e-6);
    let w1 = disparity(&measures, "d/wasserstein_distance/-/g/a/vs/r");
    near(w1.value, 0.163365073191);
    near(disparity(&measures, "d/jensen_shannon_distance/-/g/a/vs/r").value, 0.211198066698);
    near(disparity(&measures, "d/total_variation_distance/-/g/a/vs/r").value, 0.24020020322);
    let higher = disparity(&measures, "d/superiority/-/g/a/vs/r");
    near(higher.value, 0.666197261208);
    near(higher.lower, 0.652617285529);
    near(higher.upper, 0.679777236887);
    near(higher.statistic, 23.986835764);
    assert_eq!((higher.test.as_deref(), higher.harmed), (Some("brunner_munzel"), Some(Harmed::Group)));
    let standardised = disparity(&measures, "d/mean_score.standardised/-/g/a/vs/r");
    near(standardised.value, 0.601264099481);
    near(standardised.upper, 0.601264099481 + 1.95996398454 * 0.0265979789166);
    near(disparity(&measures, "d/mean_score.standardised.cohen_d_pooled/-/g/a/vs/r").value, 0.5961230417597255);
    let area = disparity(&measures, "d/abroca/-/g/a/vs/r");
    near(area.value, 0.0158146778314);
    let chance = detail(&area.detail, "expected_by_chance");
    assert!(chance > 0.005 && chance < detail(&area.detail, "quantile_95_by_chance"), "{chance}");

    // PSI: its chance values; the plain one, which is not printed, from the printed bars.
    let index = disparity(&measures, "d/population_stability_index/-/g/a/vs/r");
    assert_eq!((index.method.as_deref(), detail(&index.detail, "bins")), (Some("half_count"), 10.0));
    assert!((detail(&index.detail, "expected_by_chance") - 0.00610254659766).abs() < 1e-10);
    assert!((detail(&index.detail, "quantile_95_by_chance") - 0.0114720943574).abs() < 1e-10);
    let bars = |group: &str| -> Vec<u64> {
        points(&measures, "score_distribution", "mean_score", group)
            .iter()
            .map(|row| get(row.events).unwrap() as u64)
            .collect()
    };
    let plain = stability_index(&bars("a"), &bars("r"), EmptyBins::LeaveOut).unwrap().value;
    assert!((plain - 0.3686936295794884).abs() < 1e-12);
    let smoothed = stability_index(&bars("a"), &bars("r"), EmptyBins::HalfCount).unwrap().value;
    near(index.value, smoothed);

    let share = estimate(&measures, "e/group_share/-/g/a/top%3D1000");
    near(share.value, 0.796545454545);
    near(share.lower, 0.770481641414);
    near(share.upper, 0.820339652008);
    assert_eq!((detail(&share.detail, "ties_low"), detail(&share.detail, "ties_high")), (0.724, 0.838));
    assert_eq!(share.note, [Note::TiesAtK]);
    let ratio = disparity(&measures, "d/representation.ratio/-/g/a/vs/(pool)/top%3D1000");
    near(ratio.value, 1.32542060213);
    assert!(ratio.note.contains(&Note::TiesAtK) && detail(&ratio.detail, "ties_high") > 1.32542060213);
    near(
        disparity(&measures, "d/representation.difference/-/g/a/vs/(pool)/top%3D1000").value,
        0.796545454545 - 0.600975609756,
    );
}

// metrics-union.md, 13.
#[test]
fn the_worked_scores_of_two_groups_come_out() {
    let measures = measure(&spec_of(SPEC), &exact(&union()));
    for (metric, group, reference) in [
        ("mean_score/-/g/", 0.324, 0.41),
        ("auc/-/g/", 0.7669471716, 0.8336422614),
        ("mean_score_given_outcome/-/g/", f64::NAN, f64::NAN),
    ] {
        if group.is_nan() {
            for (stratum, one, other) in
                [("outcome%3D1", 0.4677419355, 0.5987951807), ("outcome%3D0", 0.2594202899, 0.2760683761)]
            {
                about(estimate(&measures, &format!("e/{metric}a/{stratum}")).value, one);
                about(estimate(&measures, &format!("e/{metric}r/{stratum}")).value, other);
                let row = disparity(&measures, &format!("d/mean_score_given_outcome.difference/-/g/a/vs/r/{stratum}"));
                about(row.value, one - other);
            }
        } else {
            about(estimate(&measures, &format!("e/{metric}a")).value, group);
            about(estimate(&measures, &format!("e/{metric}r")).value, reference);
        }
    }
    for (id, value) in [
        ("mean_score.difference/-/g/a/vs/r", -0.086),
        ("kolmogorov_smirnov/-/g/a/vs/r", 0.2),
        ("wasserstein_distance/-/g/a/vs/r", 0.086),
        ("mean_score.standardised.cohen_d_pooled/-/g/a/vs/r", -0.3431040334),
        ("superiority/-/g/a/vs/r", 0.423),
        ("xauc/-/g/a/vs/r", 0.7404190791),
        ("xauc/-/g/r/vs/a", 0.8651126244),
        ("abroca/-/g/a/vs/r", 0.0728793324),
        // By mpmath; the page has 0.2935141282, with one digit wrong.
        ("population_stability_index/-/g/a/vs/r", 0.293514228241),
        ("total_variation_distance/-/g/a/vs/r", 0.2),
        ("jensen_shannon_distance/-/g/a/vs/r", 0.1958627054),
        ("hellinger_distance/-/g/a/vs/r", 0.1983801585),
        // (20 + 8 + 2) / 100 − (30 + 40 + 20) / 200 at 0.5.
        ("threshold_disparity_curve.difference/selected/g/a/vs/r", -0.15),
    ] {
        about(disparity(&measures, &format!("d/{id}")).value, value);
    }
    // The first three of all: three tied at 0.9, of 22 (2 of the group, all with the outcome).
    about(estimate(&measures, "e/precision_at_capacity/-/g/a/top%3D3").value, 1.0);
    about(estimate(&measures, "e/recall_at_capacity/-/g/a/top%3D3").value, 2.0 * 3.0 / 22.0 / 31.0);
    about(estimate(&measures, "e/precision_at_capacity/-/g/r/top%3D3").value, 0.9);
    about(estimate(&measures, "e/precision_at_capacity/-/-/(all)/top%3D3").value, 20.0 / 22.0);
    // The worst bin and how many rows it has; its rate is 7 of 8.
    for (group, value, rows, at) in [("a", 0.175, 8.0, 0.7), ("r", 1.0 / 30.0, 60.0, 0.1)] {
        let worst = estimate(&measures, &format!("e/maximum_calibration_error/-/g/{group}"));
        about(worst.value, value);
        assert_eq!((get(worst.n), detail(&worst.detail, "score_at")), (Some(rows), at));
        assert!(get(worst.lower).unwrap() < value && get(worst.upper).unwrap() > value);
    }
    // Everybody once: Σ over both groups.
    about(estimate(&measures, "e/mean_score/-/-/(all)").value, (32.4 + 82.0) / 300.0);
}

// methods/7, 7.8: the worked list, best first, every place a score of its own.
#[test]
fn the_worked_list_comes_out_over_all_its_places() {
    let list = [1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0];
    let group = |member: i32| if member == 1 { "a" } else { "r" };
    let lines: Vec<Line> = list
        .iter()
        .enumerate()
        .map(|(place, &member)| (group(member), None, 0.9 - 0.05 * place as f64, Some(place % 2 == 0), 1))
        .collect();
    let measures = measure(&spec_of(&SPEC.replace("top = [3]", "top = [4]")), &exact(&lines));
    near(disparity(&measures, "d/list_divergence/-/g/a/vs/(pool)").value, 0.226791017554);
    near(disparity(&measures, "d/exposure.ratio/-/g/a/vs/(rest)").value, 1.44643908541);
    near(disparity(&measures, "d/skew_at_k/-/g/a/vs/(pool)/top%3D4").value, 0.587786664902);
    let exposure = |group: &str| get(estimate(&measures, &format!("e/exposure/-/g/{group}")).value).unwrap();
    assert!((exposure("a") / exposure("r") - 1.44643908541).abs() < 1e-9);
    // One cut, at 10, where five of ten are of the group and five of twelve are in all; the worst list has all five first.
    let distance = |share: f64| (share - 5.0 / 12.0).abs();
    let rnd = disparity(&measures, "d/list_divergence.rnd/-/g/a/vs/(pool)");
    near(rnd.value, distance(0.5) / distance(0.5).max(distance(0.3)));
    assert_eq!(rnd.method.as_deref(), Some("rnd"));
    // Without a list that the spec asks for there is no row of any.
    let without = measure(&spec_of(&SPEC.replace("top = [3]", "")), &exact(&lines));
    let of_lists = |metric: &str| matches!(metric, "exposure" | "list_divergence" | "skew_at_k");
    assert!(!without.disparities.iter().any(|row| of_lists(&row.metric)));
    assert!(!without.estimates.iter().any(|row| of_lists(&row.metric)));
}

// methods/7, 7.7.
#[test]
fn the_worked_rates_along_the_threshold_come_out_and_the_thresholds_of_the_spec_are_among_them() {
    let measures = measure(&spec_of(SPEC), &exact(&compas()));
    let black = [
        1.0,
        0.8923160173160173,
        0.7859848484848485,
        0.6923701298701299,
        0.5882034632034632,
        0.48944805194805197,
        0.38555194805194803,
        0.2773268398268398,
        0.18019480519480519,
        0.07738095238095238,
    ];
    let curve = points(&measures, "threshold", "selection_rate", "a");
    let at = |x: f64| *curve.iter().find(|row| get(row.x) == Some(x)).unwrap_or_else(|| panic!("no point at {x}"));
    for (x, rate) in DECILES.iter().zip(black) {
        near(at(*x).value, rate);
    }
    // Between two scores the rate is that of the next one.
    assert_eq!((at(0.3).value, at(0.5).value), (at(0.35).value, at(0.55).value));
    assert_eq!(curve.len(), 12);
    assert_eq!((get(at(0.3).events), get(at(0.3).n)), (Some(2559.0), Some(3696.0)));
    assert_eq!(at(0.3).band.as_deref(), Some("pointwise"));
    near(at(0.55).x_share, (1809.0 + 613.0) / 6150.0);

    // At a stage's threshold the judged row is the point of the curve, and the selection rate's own difference.
    let judged = disparity(&measures, "d/threshold_disparity_curve.difference/selected/g/a/vs/r");
    let rates = disparity(&measures, "d/selection_rate.difference/selected/g/a/vs/r");
    assert_eq!((judged.value, judged.pointwise_lower), (rates.value, rates.lower));
    assert_eq!((judged.confirmatory, judged.verdict), (true, Verdict::Disparity));
    let band = points(&measures, "threshold_difference", "threshold_disparity_curve", "a");
    let point = band.iter().find(|row| get(row.x) == Some(0.5)).unwrap();
    assert_eq!((point.value, point.band.as_deref()), (judged.value, Some("simultaneous")));
    assert!(get(point.lower) < get(judged.lower) && get(judged.upper) < get(point.upper), "{point:?}");

    let roc = points(&measures, "roc", "true_positive_rate", "a");
    assert_eq!((get(roc[0].x), get(roc[0].value)), (Some(0.0), Some(0.0)));
    assert_eq!((get(roc[10].x), get(roc[10].value), roc.len()), (Some(1.0), Some(1.0), 11));
    near(roc[1].x, 0.03286908077994429);
    near(roc[1].value, 0.11941083640189375);
    let precise = points(&measures, "threshold", "positive_predictive_value", "a");
    near(precise.last().unwrap().value, 227.0 / 286.0);
    let bars = points(&measures, "score_distribution", "mean_score", "a");
    assert!((bars.iter().map(|row| get(row.value).unwrap()).sum::<f64>() - 1.0).abs() < 1e-9);
    assert_eq!(bars.iter().map(|row| get(row.x).unwrap()).collect::<Vec<_>>(), DECILES);
}

#[test]
fn a_difference_of_mean_scores_of_a_few_people_claims_nothing() {
    // Nineteen with several scores; three and ninety with one; sixty of whom three lie far from the rest. Then enough of each.
    let cases: [(&[u64], Option<Note>); 6] = [
        (&[57, 0, 0, 0, 0, 0, 0, 0, 0, 3], Some(Note::TooFew)),
        (&[7, 6, 6], Some(Note::TooFew)),
        (&[3, 0, 0], Some(Note::VarianceNotEstimable)),
        (&[90, 0, 0], Some(Note::VarianceNotEstimable)),
        (&[7, 7, 6], None),
        (&[100, 0, 0], None),
    ];
    for (counts, why) in cases {
        let mut negatives = [0; 10];
        negatives[..counts.len()].copy_from_slice(counts);
        let rest = compas().into_iter().filter(|line| line.0 == "r");
        let lines: Vec<Line> = histogram("a", &DECILES, &negatives, &[0; 10]).into_iter().chain(rest).collect();
        let measures = measure(&spec_of(SPEC), &exact(&lines));
        let row = disparity(&measures, "d/mean_score.difference/-/g/a/vs/r");
        assert!(row.value.is_some());
        assert_eq!(row.lower.is_none(), why == Some(Note::VarianceNotEstimable), "{counts:?}");
        assert!(why.is_none_or(|why| row.note.contains(&why)), "{:?}", row.note);
        let verdict = matches!(row.verdict, Verdict::Disparity | Verdict::WithinMargin);
        let claims = (verdict, row.excludes_no_difference.is_some(), row.p_value.is_some());
        assert_eq!(claims, (why.is_none(), why.is_none(), why.is_none()), "{counts:?}");
        assert_eq!(row.minimum_detectable.is_some(), why.is_none(), "{counts:?}");
        // What is in doubt is not open for there being several comparisons.
        assert!(why != Some(Note::TooFew) || !row.note.contains(&Note::Multiplicity), "{:?}", row.note);
    }
}

// numpy 2: 40,000 permutations of the outcomes of these 80 rows: mean 0.1127, 95 % point 0.24, share at least as large 0.42.
#[test]
fn what_chance_makes_between_outcomes_knows_of_ties() {
    let measures = measure(&spec_of(SPEC), &exact(&histogram("a", &DECILES[..3], &[30, 12, 8], &[14, 9, 7])));
    let row = estimate(&measures, "e/kolmogorov_smirnov/-/g/a");
    near(row.value, 30.0 / 50.0 - 14.0 / 30.0);
    assert!((detail(&row.detail, "expected_by_chance") - 0.1127).abs() < 0.015);
    assert!((detail(&row.detail, "quantile_95_by_chance") - 0.24).abs() < 0.03);
    assert!((get(row.p_value).unwrap() - 0.42).abs() < 0.1);
}

#[test]
fn a_difference_of_mean_scores_is_judged_against_its_margin() {
    let measures = measure(&spec_of(SPEC), &exact(&compas()));
    let row = disparity(&measures, "d/mean_score.difference/-/g/a/vs/r");
    near(row.value, 0.1633650731908678);
    assert_eq!((row.confirmatory, row.verdict, row.harmed), (true, Verdict::Disparity, Some(Harmed::Group)));
    assert_eq!((row.method.as_deref(), row.test.as_deref()), (Some("welch_t+max_t"), Some("welch_t")));
    assert_eq!((get(row.n_group), get(row.n_reference)), (Some(3696.0), Some(2454.0)));
    assert!(get(row.lower) < get(row.pointwise_lower) && row.p_within.is_some() && row.p_disparity.is_some());
    // What these sizes would have shown: the margin and z_α + z_power standard errors; one block of two in the family.
    let error = (get(row.pointwise_upper).unwrap() - get(row.pointwise_lower).unwrap()) / 2.0 / 1.9604;
    let detectable = get(row.minimum_detectable).unwrap();
    assert!((detectable - (0.05 + (2.2414 + 0.8416) * error)).abs() < 1e-4 * detectable, "{detectable} {error}");
    // A score that decides something favourable harms where it is low.
    let granted = measure(&spec_of(&SPEC.replace("favourable = false", "favourable = true")), &exact(&compas()));
    let row = disparity(&granted, "d/mean_score.difference/-/g/a/vs/r");
    assert_eq!((row.harm_direction, row.harmed), (HarmDirection::Lower, Some(Harmed::Reference)));
    let both = SPEC
        .replace("[[attribute]]", "[[stage]]\nname = \"granted\"\nthreshold = 0.9\nfavourable = true\n[[attribute]]");
    let row = measure(&spec_of(&both), &exact(&compas()));
    let row = disparity(&row, "d/mean_score.difference/-/g/a/vs/r");
    assert_eq!((row.harm_direction, row.harmed), (HarmDirection::Both, None));
}

#[test]
fn differences_to_everybody_are_parts_of_those_to_the_rest_and_carry_no_verdict() {
    let text = SPEC.replace("top = [3]", "compare = [\"reference\", \"rest\", \"overall\", \"pairs\"]");
    let lines = [compas(), histogram("b", &DECILES, &WHITE[1], &BLACK[1])].concat();
    let measures = measure(&spec_of(&text), &exact(&lines));
    let of = |metric: &str, reference: &str| {
        get(disparity(&measures, &format!("d/{metric}/g/a/vs/{reference}")).value).unwrap()
    };
    let all: u64 = lines.iter().map(|line| line.4).sum();
    let share = 3696.0 / all as f64;
    for metric in ["mean_score.difference/-", "threshold_disparity_curve.difference/selected"] {
        assert!((of(metric, "(overall)") - (1.0 - share) * of(metric, "(rest)")).abs() < 1e-11);
        let row = disparity(&measures, &format!("d/{metric}/g/a/vs/(rest)"));
        assert_eq!((row.verdict, row.confirmatory), (Verdict::NotAssessed, false));
        assert!(of(metric, "b").is_finite());
    }
    sound_scores(&measures);
}

/// A third of the way from 1 to 10 is no whole number of billionths, yet 4 is 4.
#[test]
fn points_of_a_range_are_summed_and_shown_as_they_were_written() {
    let decile = |score: f64| {
        let q = ((score - 1.0) / 9.0 * 1e9 + 0.5).floor() as u32;
        (q, u64::from(q))
    };
    let mut lines = histogram("a", &[2.0, 4.0, 9.0], &[3, 4, 1], &[1, 2, 5]);
    lines.extend(histogram("b", &[2.0, 6.0, 10.0], &[7, 4, 2], &[2, 3, 1]));
    let cube = Cube { bins: ScoreBins::Exact { bits: 7 }, ..cube(tables("g", None, &lines, decile)) };
    let spec = SPEC
        .replace("score = { column = \"s\", probability = true }", "score = { column = \"s\", range = [1, 10] }")
        .replace("thresholds = [0.3]", "thresholds = [5]")
        .replace("threshold = 0.5", "threshold = 6");
    let measures = measure(&spec_of(&spec), &cube);
    let mean = |group: &str| {
        let row =
            measures.estimates.iter().find(|row| row.metric == "mean_score" && row.group.as_deref() == Some(group));
        row.and_then(|row| row.value).unwrap().get()
    };
    // Twelve digits stand in a report.
    assert_eq!((mean("a"), mean("b")), (86.0 / 16.0, 4.736_842_105_26));
    let rows = measures.curves.iter().filter(|row| ["threshold", "score_distribution"].contains(&row.curve.as_str()));
    let mut places: Vec<f64> = rows.filter_map(|row| row.x).map(|x| x.get()).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    // With the threshold that the audit asks for.
    assert_eq!(places, [2.0, 4.0, 5.0, 6.0, 9.0, 10.0]);
}
