//! What may not change when rows, names or scores do.

use super::*;

/// All numbers of the rows of scores by id, the groups' names taken out.
fn numbers(measures: &Measures, names: &[(&str, &str)]) -> BTreeMap<String, String> {
    let rename = |text: &str| names.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let strip = |row: serde_json::Value| {
        let serde_json::Value::Object(mut row) = row else { return String::new() };
        for key in ["id", "group", "reference"] {
            row.remove(key);
        }
        serde_json::Value::Object(row).to_string()
    };
    let mut out = BTreeMap::new();
    for row in measures.estimates.iter().filter(|row| of_scores(&row.metric)) {
        out.insert(rename(&row.id), strip(serde_json::to_value(row).unwrap()));
    }
    for row in measures.disparities.iter().filter(|row| of_scores(&row.metric)) {
        out.insert(rename(&row.id), strip(serde_json::to_value(row).unwrap()));
    }
    for row in &measures.curves {
        out.insert(rename(&row.id), strip(serde_json::to_value(row).unwrap()));
    }
    out
}

fn relabelled(lines: &[Line], names: &[(&str, &'static str)]) -> Vec<Line> {
    let name = |group: &'static str| names.iter().find(|(from, _)| *from == group).map_or(group, |(_, to)| *to);
    lines.iter().map(|line| (name(line.0), line.1, line.2, line.3, line.4)).collect()
}

#[test]
fn renamed_groups_have_the_same_numbers_draws_included() {
    let lines = [compas(), histogram("b", &DECILES, &WHITE[1], &BLACK[1])].concat();
    let one = measure(&spec_of(SPEC), &exact(&lines));
    let text = SPEC.replace("reference = \"r\"", "reference = \"/r/\"");
    let other = measure(&spec_of(&text), &exact(&relabelled(&lines, &[("a", "/b/"), ("b", "/a/"), ("r", "/r/")])));
    let back = numbers(&other, &[("%2Fb%2F", "a"), ("%2Fa%2F", "b"), ("%2Fr%2F", "r")]);
    assert_eq!(numbers(&one, &[]), back);
}

#[test]
fn swapping_group_and_reference_turns_every_comparison_of_scores_round() {
    let one = measure(&spec_of(SPEC), &exact(&compas()));
    let other = measure(&spec_of(SPEC), &exact(&relabelled(&compas(), &[("a", "r"), ("r", "a")])));
    let mut seen = BTreeSet::new();
    let close = |x: Option<f64>, y: Option<f64>| match (x, y) {
        (Some(x), Some(y)) => (x - y).abs() < 1e-9,
        (None, None) => true,
        _ => false,
    };
    for row in one.disparities.iter().filter(|row| of_scores(&row.metric) && row.group.as_deref() == Some("a")) {
        let back = disparity(&other, &row.id);
        let here = [row.value, row.lower, row.upper].map(get);
        let [value, lower, upper] = [back.value, back.lower, back.upper].map(get);
        let turned: fn(f64) -> f64 = match (row.scale, row.metric.as_str()) {
            (Some(Scale::Ratio), _) => |x| 1.0 / x,
            (Some(_), _) => |x| -x,
            (None, "superiority") => |x| 1.0 - x,
            (None, "xauc" | "bpsn_auc" | "bnsp_auc" | "skew_at_k") => {
                // Of the other group's positives over this one's negatives: another row of the same audit.
                let id = match row.metric.as_str() {
                    "xauc" => "d/xauc/-/g/r/vs/a".to_owned(),
                    "skew_at_k" => "d/skew_at_k/-/g/r/vs/(pool)/top%3D3".to_owned(),
                    name => format!("d/{name}/-/g/r/vs/(rest)"),
                };
                assert!(close(value, get(disparity(&one, &id).value)), "{}", row.id);
                continue;
            }
            (None, _) => |x| x,
        };
        assert!(close(here[0], value.map(turned)), "{} {here:?} {value:?}", row.id);
        if turned(1.0) == 1.0 {
            assert!(close(here[1], lower) && close(here[2], upper), "{}", row.id);
            assert_eq!(detail(&row.detail, "signed_low").to_bits(), detail(&back.detail, "signed_high").to_bits());
        } else {
            assert!(close(here[1], upper.map(turned)) && close(here[2], lower.map(turned)), "{}", row.id);
        }
        assert_eq!(row.verdict, back.verdict);
        seen.insert(row.metric.as_str());
    }
    for metric in METRICS.iter().filter(|metric| metric.built && of_scores(metric.name)) {
        let estimates_only = metric.name == "average_precision" || metric.name.ends_with("_at_capacity");
        let across = is_across(metric.name) || metric.name == "xauc";
        assert!(seen.contains(metric.name) || estimates_only || across, "{} has no comparison here", metric.name);
    }
}

#[test]
fn a_rising_change_of_the_score_changes_no_ranking() {
    let stretched = |f: fn(f64) -> f64| -> Vec<Line> {
        compas().into_iter().map(|line| (line.0, line.1, f(line.2), line.3, line.4)).collect()
    };
    let spec = spec_of(&order_spec());
    let one = measure(&spec, &ordered(&compas()));
    let shapes: [fn(f64) -> f64; 2] = [|s| 1e3 * s * s * s - 7.0, |s| -1.0 / s];
    for f in shapes {
        let other = measure(&spec, &ordered(&stretched(f)));
        let kept = |measures: &Measures| -> Vec<String> {
            let estimates = measures.estimates.iter().filter(|row| of_scores(&row.metric));
            // Where a distance is reached is a score.
            let kept = |row: serde_json::Value| {
                let mut row = row;
                if let Some(detail) = row.get_mut("detail").and_then(serde_json::Value::as_object_mut) {
                    detail.remove("score_at");
                }
                row.to_string()
            };
            let estimates = estimates.map(|row| kept(serde_json::to_value(row).unwrap()));
            let disparities = measures.disparities.iter().filter(|row| of_scores(&row.metric));
            let disparities = disparities.map(|row| kept(serde_json::to_value(row).unwrap()));
            let curves = measures.curves.iter().map(|row| format!("{} {:?} {:?}", row.curve, row.value, row.x_share));
            estimates.chain(disparities).chain(curves).collect()
        };
        assert_eq!(kept(&one), kept(&other));
    }
    // The same ranking as with the scores' own values, and nothing that needs them.
    let valued = measure(&spec_of(SPEC), &exact(&compas()));
    for id in ["xauc", "superiority", "kolmogorov_smirnov", "wasserstein_distance.w1_rank", "abroca"] {
        let id = format!("d/{id}/-/g/a/vs/r");
        assert_eq!(disparity(&one, &id).value, disparity(&valued, &id).value, "{id}");
    }
    for id in ["mean_score.difference", "wasserstein_distance", "mean_score.standardised"] {
        let row = disparity(&one, &format!("d/{id}/-/g/a/vs/r"));
        assert!(row.value.is_none() && row.note.contains(&Note::NotDefinedForDesign), "{row:?}");
    }
    // A comparison at a stage without a threshold is answered, without a number.
    let row = disparity(&one, "d/threshold_disparity_curve.difference/selected/g/a/vs/r");
    assert!(row.value.is_none() && row.note.contains(&Note::NotDefinedForDesign), "{row:?}");
}

#[test]
fn ten_times_the_rows_give_the_same_values_and_narrower_intervals() {
    let spec = spec_of(&SPEC.replace("top = [3]", "top = []"));
    let one = measure(&spec, &exact(&union()));
    let more: Vec<Line> = union().into_iter().map(|line| (line.0, line.1, line.2, line.3, 10 * line.4)).collect();
    let ten = measure(&spec, &exact(&more));
    let check = |id: &str, one: [Option<Number>; 3], ten: [Option<Number>; 3], smoothed: bool| {
        let ([v, l, u], [w, m, n]) = (one.map(get), ten.map(get));
        assert!(smoothed || v.zip(w).is_some_and(|(v, w)| (v - w).abs() < 1e-9), "{id}: {v:?} {w:?}");
        if let (Some(l), Some(u), Some(m), Some(n)) = (l, u, m, n) {
            // Limits of a quantile are scores that occur, and may be the same.
            assert!(n - m < u - l || id.contains("score_quantile") && n - m <= u - l, "{id}");
        }
    };
    for row in one.estimates.iter().filter(|row| of_scores(&row.metric)) {
        let more = estimate(&ten, &row.id);
        check(&row.id, [row.value, row.lower, row.upper], [more.value, more.lower, more.upper], false);
    }
    for row in one.disparities.iter().filter(|row| of_scores(&row.metric)) {
        let more = disparity(&ten, &row.id);
        // A half more in every bin, and a pooled spread with two degrees of freedom less.
        let smoothed = matches!(row.method.as_deref(), Some("half_count" | "cohen_d_pooled" | "smd_average_variance"));
        check(&row.id, [row.value, row.lower, row.upper], [more.value, more.lower, more.upper], smoothed);
    }
}

#[test]
fn another_row_changes_no_draw() {
    let one = measure(&spec_of(SPEC), &exact(&compas()));
    let more = [compas(), histogram("b", &DECILES, &WHITE[1], &BLACK[1])].concat();
    let other = measure(&spec_of(SPEC), &exact(&more));
    for id in ["kolmogorov_smirnov", "jensen_shannon_distance", "abroca"] {
        let id = format!("d/{id}/-/g/a/vs/r");
        assert_eq!(disparity(&one, &id), disparity(&other, &id));
    }
}
