//! Comparable cases through the room: worked numbers, degenerate strata, what must hold whatever the data.

use serde_json::Value;

use crate::cube::{Cell, Cube, Dim, DimKind, MISSING, Measure, Table};
use crate::measure::rows::{DisparityRow, Measures};
use crate::measure::tests::{FULL, cube, measure, spec_of};
use crate::spec::Spec;
use crate::words::{Note, Number, Scale, Verdict};

/// One line of counts: group, levels of the factors (`None`: missing), at the stage, outcome, how many.
type Line<'a> = (&'a str, Vec<Option<&'a str>>, Option<bool>, Option<bool>, u64);

/// A joint table of the attribute `g` and some factors.
fn joint(factors: &[&str], lines: &[Line<'_>]) -> Cube {
    let values = |of: &dyn Fn(&Line<'_>) -> Option<String>| {
        let mut all: Vec<String> = lines.iter().filter_map(of).collect();
        all.sort();
        all.dedup();
        all
    };
    let code = |values: &[String], value: Option<&str>| {
        value.and_then(|value| values.iter().position(|v| v == value)).map_or(MISSING, |i| i as u32)
    };
    let mut dims = vec![Dim {
        kind: DimKind::Attribute("g".to_owned()),
        values: values(&|line| Some(line.0.to_owned()).filter(|group| group != "(missing)")),
    }];
    for (i, factor) in factors.iter().enumerate() {
        dims.push(Dim {
            kind: DimKind::Factor((*factor).to_owned()),
            values: values(&|line| line.1[i].map(str::to_owned)),
        });
    }
    let yes_no = vec!["0".to_owned(), "1".to_owned()];
    dims.push(Dim { kind: DimKind::Stage("selected".to_owned()), values: yes_no.clone() });
    dims.push(Dim { kind: DimKind::Outcome, values: yes_no });
    let mut cells: Vec<Cell> = lines
        .iter()
        .map(|(group, levels, selected, outcome, n)| {
            let mut key = vec![code(&dims[0].values, Some(group))];
            key.extend(levels.iter().enumerate().map(|(i, level)| code(&dims[i + 1].values, *level)));
            key.push(selected.map_or(MISSING, u32::from));
            key.push(outcome.map_or(MISSING, u32::from));
            Cell { key, sums: vec![i128::from(*n)] }
        })
        .collect();
    cells.sort_by(|a, b| a.key.cmp(&b.key));
    cube(vec![Table { name: "joint".to_owned(), part: None, dims, measures: vec![Measure::Count], cells }])
}

/// Selected or not by stratum: (level, x1, n1, x0, n0), the group `a`, the reference `r`.
fn strata_of<'a>(names: &'a [String], strata: &[[u64; 4]]) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for (name, &[x1, n1, x0, n0]) in names.iter().zip(strata) {
        for (group, x, n) in [("a", x1, n1), ("r", x0, n0)] {
            lines.push((group, vec![Some(name.as_str())], Some(true), Some(false), x));
            lines.push((group, vec![Some(name.as_str())], Some(false), Some(false), n - x));
        }
    }
    lines.retain(|line| line.4 > 0);
    lines
}

fn one_factor(strata: &[[u64; 4]]) -> Cube {
    let names: Vec<String> = (0..strata.len()).map(|i| format!("{i:02}")).collect();
    joint(&["f"], &strata_of(&names, strata))
}

/// The spec of a full design with factors, and more text at its end.
fn spec(factors: &str, more: &str) -> Spec {
    spec_of(&format!("{}{more}", FULL.replace("[roles]\n", &format!("[roles]\nstrata = [{factors}]\n"))))
}

fn judged_over(stratum: &str) -> String {
    format!(
        "[[comparison]]\nmetric = \"selection_rate\"\nstage = \"selected\"\nattributes = [\"g\"]\nmargin = 0.05\n\
         stratum = \"{stratum}\"\nreason = \"r\"\ndecided = {{ on = 2026-01-01, by = \"b\", role = \"lawyer\" }}\n"
    )
}

fn row<'m>(measures: &'m Measures, id: &str) -> &'m DisparityRow {
    measures.disparities.iter().find(|row| row.id == id).unwrap_or_else(|| {
        let near: Vec<&str> = measures.disparities.iter().map(|row| row.id.as_str()).collect();
        panic!("no row {id} in {near:#?}")
    })
}

/// `d/selection_rate.<scale>[.<of>]/selected/g/a/vs/r/f`.
fn over_f<'m>(measures: &'m Measures, head: &str) -> &'m DisparityRow {
    row(measures, &format!("d/{head}/selected/g/a/vs/r/f"))
}

fn get(number: Option<Number>) -> Option<f64> {
    number.map(Number::get)
}

fn close(found: Option<Number>, expected: &Value, what: &str) {
    let (found, expected) = (get(found), expected.as_f64());
    let near = match (found, expected) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0) || (a / b - 1.0).abs() < 1e-9,
        (None, None) => true,
        _ => false,
    };
    assert!(near, "{what}: {found:?}, not {expected:?}");
}

/// The records of an oracle file of `crates/stats`, copied from `methods/worked-1.json`.
fn records(text: &str) -> Vec<Value> {
    text.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn strata_in(record: &Value) -> Vec<[u64; 4]> {
    let list = record["inputs"]["strata_x1_n1_x0_n0"].as_array().unwrap();
    list.iter().map(|t| [0, 1, 2, 3].map(|i| t[i].as_u64().unwrap())).collect()
}

const MANTEL_HAENSZEL: &str = include_str!("../../../crates/stats/oracle/strata/mantel_haenszel.jsonl");
const SCORE: &str = include_str!("../../../crates/stats/oracle/strata/stratified_miettinen_nurminen.jsonl");
const EXACT: &str = include_str!("../../../crates/stats/oracle/strata/cmh_exact.jsonl");
const STANDARDISED: &str = include_str!("../../../crates/stats/oracle/strata/standardised.jsonl");
const KITAGAWA: &str = include_str!("../../../crates/stats/oracle/strata/kitagawa.jsonl");
const LOGISTIC: &str = include_str!("../../../crates/stats/oracle/strata/logistic.jsonl");
const CONDITIONAL: &str = include_str!("../../../crates/stats/oracle/strata/conditional_demographic_disparity.jsonl");
const PRIORS: &str = include_str!("../../../crates/stats/oracle/strata/compas_priors.csv");

// methods/3, 3.2 and 3.3.
#[test]
fn the_worked_mantel_haenszel_figures_and_tests_come_out() {
    for record in records(MANTEL_HAENSZEL) {
        let cube = one_factor(&strata_in(&record));
        for (asked, statistic, p) in
            [("cmh", "statistic", "p_value"), ("cmh_corrected", "statistic_corrected", "p_value_corrected")]
        {
            let spec = spec("\"f\"", &format!("[inference]\nmethods = {{ test = \"{asked}\" }}\n"));
            let measures = measure(&spec, &cube);
            let (what, out) = (record["id"].as_str().unwrap(), &record["outputs"]);
            let odds = over_f(&measures, "selection_rate.odds_ratio");
            assert_eq!(odds.test.as_deref(), Some(asked));
            close(odds.statistic, &out["cmh"][statistic], what);
            close(odds.p_value, &out["cmh"][p], what);
            for (found, expected) in [
                (odds, &out["odds_ratio"]),
                (over_f(&measures, "selection_rate.ratio"), &out["ratio"]),
                (over_f(&measures, "selection_rate.difference.mantel_haenszel"), &out["difference"]),
            ] {
                assert_eq!(found.method.as_deref(), Some("mantel_haenszel"), "{what}");
                close(found.value, &expected["value"], what);
                close(found.lower, &expected["lower"], what);
                close(found.upper, &expected["upper"], what);
            }
            let tarone = over_f(&measures, "breslow_day_homogeneity.selection_rate");
            let plain = row(&measures, &format!("{}/breslow_day", tarone.id));
            close(tarone.p_value, &out["homogeneity"]["tarone_p"], what);
            close(plain.p_value, &out["homogeneity"]["breslow_day_p"], what);
            if plain.p_value.is_some() {
                close(tarone.statistic, &out["homogeneity"]["tarone"], what);
                close(plain.statistic, &out["homogeneity"]["breslow_day"], what);
                close(plain.df, &out["homogeneity"]["df"], what);
            } else {
                assert!(plain.note.contains(&Note::NotIdentified), "{what}");
            }
        }
    }
}

// methods/3, 3.4: also that T(0)² is the uncorrected statistic.
#[test]
fn the_adjusted_difference_has_the_worked_score_limits() {
    for record in records(SCORE) {
        let spec = spec("\"f\"", "[inference]\nmethods = { test = \"cmh\" }\n");
        let measures = measure(&spec, &one_factor(&strata_in(&record)));
        let (what, out) = (record["id"].as_str().unwrap(), &record["outputs"]);
        let found = over_f(&measures, "selection_rate.difference");
        assert_eq!(found.method.as_deref(), Some("miettinen_nurminen"));
        close(found.value, &out["estimate"], what);
        close(found.lower, &out["lower"], what);
        close(found.upper, &out["upper"], what);
        close(found.statistic, &out["T0_squared"], what);
    }
}

#[test]
fn sparse_strata_get_the_exact_test_and_the_conditional_odds_ratio() {
    for record in records(EXACT) {
        let measures = measure(&spec("\"f\"", ""), &one_factor(&strata_in(&record)));
        let (what, out) = (record["id"].as_str().unwrap(), &record["outputs"]);
        let exact = over_f(&measures, "selection_rate.odds_ratio.cmh_exact");
        close(exact.value, &out["estimate"], what);
        close(exact.lower, &out["lower"], what);
        close(exact.upper, &out["upper"], what);
        for head in ["selection_rate.odds_ratio", "selection_rate.difference", "selection_rate.ratio"] {
            let found = over_f(&measures, head);
            assert_eq!(found.test.as_deref(), Some("cmh_exact"), "{what}");
            close(found.p_value, &out["p_two_sided"], what);
        }
    }
}

// methods/3, 3.5.
#[test]
fn standardised_rates_compare_as_worked_on_each_standard() {
    for record in records(STANDARDISED) {
        let what = record["id"].as_str().unwrap();
        let standard = what.rsplit('/').next().unwrap();
        let out = &record["outputs"];
        let beside = spec("\"f\"", &format!("[inference]\nstandard = \"{standard}\"\n"));
        let judged = spec(
            "\"f\"",
            &format!(
                "[inference]\nstandard = \"{standard}\"\n\
                 methods = {{ adjusted_difference = \"direct_standardisation\" }}\n"
            ),
        );
        for (spec, of) in [(beside, ".direct_standardisation"), (judged, "")] {
            let measures = measure(&spec, &one_factor(&strata_in(&record)));
            let found = over_f(&measures, &format!("selection_rate.difference{of}"));
            assert_eq!(found.method.as_deref(), Some("direct_standardisation"), "{what}");
            close(found.value, &out["difference"], what);
            close(found.lower, &out["lower"], what);
            close(found.upper, &out["upper"], what);
            let found = over_f(&measures, &format!("selection_rate.ratio{of}"));
            close(found.value, &out["ratio"], what);
            close(found.lower, &out["ratio_lower"], what);
            close(found.upper, &out["ratio_upper"], what);
        }
    }
}

// methods/3, 3.8.
#[test]
fn the_split_of_the_gap_is_as_worked_and_sums_to_the_raw_difference() {
    let record = &records(KITAGAWA)[0];
    let measures = measure(&spec("\"f\"", ""), &one_factor(&strata_in(record)));
    let out = &record["outputs"];
    let raw = row(&measures, "d/selection_rate.difference/selected/g/a/vs/r");
    close(raw.value, &out["raw_difference"], "raw");
    let mut sum = 0.0;
    for (name, value, variance) in [
        ("gap_composition", &out["composition"], Some(&out["var_composition"])),
        ("gap_rates", &out["rates"], Some(&out["var_rates"])),
        ("gap_not_comparable", &Value::from(0.0), None),
    ] {
        let found = over_f(&measures, &format!("{name}.selection_rate"));
        assert_eq!((found.scale, found.of.as_deref()), (None, Some("selection_rate")));
        assert_eq!(found.verdict, Verdict::NotAssessed);
        close(found.value, value, name);
        sum += get(found.value).unwrap();
        if let Some(variance) = variance {
            let half = (get(found.upper).unwrap() - get(found.lower).unwrap()) / 2.0;
            let expected = 1.959_963_984_540_054 * variance.as_f64().unwrap().sqrt();
            assert!((half / expected - 1.0).abs() < 1e-9, "{name}");
        }
    }
    assert!((sum - get(raw.value).unwrap()).abs() < 1e-11);
}

// methods/3, 3.7.
#[test]
fn the_adjusted_odds_are_those_of_the_worked_regressions() {
    let records = records(LOGISTIC);
    let list = |record: &Value, key: &str| -> Vec<u64> {
        record["inputs"][key].as_array().unwrap().iter().map(|x| x.as_u64().unwrap()).collect()
    };
    // Three strata, group first.
    let (x, n) = (list(&records[0], "x"), list(&records[0], "n"));
    let strata: Vec<[u64; 4]> = (0..3).map(|k| [x[k], n[k], x[k + 3], n[k + 3]]).collect();
    let measures = measure(&spec("\"f\"", ""), &one_factor(&strata));
    let found = over_f(&measures, "adjusted_odds.odds_ratio.selection_rate");
    assert_eq!(found.method.as_deref(), Some("logistic_regression"));
    close(found.value, &records[0]["outputs"]["odds_ratio"], "compas");
    close(found.lower, &records[0]["outputs"]["lower"], "compas");
    close(found.upper, &records[0]["outputs"]["upper"], "compas");
    // A separated cell: group and reference by turns.
    let (x, n) = (list(&records[1], "x"), list(&records[1], "n"));
    let strata: Vec<[u64; 4]> = (0..2).map(|k| [x[2 * k], n[2 * k], x[2 * k + 1], n[2 * k + 1]]).collect();
    let asked = "[inference]\nmethods = { adjusted_difference = \"logistic_firth\" }\n";
    let measures = measure(&spec("\"f\"", asked), &one_factor(&strata));
    let found = over_f(&measures, "adjusted_odds.odds_ratio.selection_rate");
    assert_eq!(found.method.as_deref(), Some("logistic_firth"));
    let log = evenhand_stats::float::ln(get(found.value).unwrap());
    assert!((log - records[1]["outputs"]["b_group"].as_f64().unwrap()).abs() < 1e-8, "{log}");
    let difference = over_f(&measures, "selection_rate.difference");
    assert_eq!(difference.method.as_deref(), Some("logistic_firth"));
    assert!(difference.value.is_some() && difference.lower.is_some());
}

#[test]
fn separation_is_noted_and_answered_with_firths_method() {
    let measures = measure(&spec("\"f\"", ""), &one_factor(&[[5, 5, 3, 20], [6, 6, 1, 9]]));
    let found = over_f(&measures, "adjusted_odds.odds_ratio.selection_rate");
    assert_eq!(found.method.as_deref(), Some("logistic_firth"));
    assert!(found.note.contains(&Note::Separation) && found.value.is_some(), "{found:?}");
}

// methods/3, 3.6: COMPAS by race, conditional on priors.
#[test]
fn demographic_disparity_plain_and_conditional_is_as_worked() {
    let lines: Vec<(String, String, bool, u64)> = PRIORS
        .lines()
        .skip(2)
        .map(|line| {
            let part: Vec<&str> = line.split(',').collect();
            (part[0].to_owned(), part[1].to_owned(), part[2] == "1", part[3].parse().unwrap())
        })
        .collect();
    let lines: Vec<Line<'_>> = lines
        .iter()
        .map(|(race, priors, selected, n)| (race.as_str(), vec![Some(priors.as_str())], Some(*selected), None, *n))
        .collect();
    let text = FULL.replace("reference = \"r\"", "reference = \"Caucasian\"");
    let spec = spec_of(&text.replace("[roles]\n", "[roles]\nstrata = [\"f\"]\n"));
    let measures = measure(&spec, &joint(&["f"], &lines));
    for record in records(CONDITIONAL) {
        let group = record["inputs"]["group"].as_str().unwrap();
        let plain = row(&measures, &format!("d/demographic_disparity/selected/g/{group}"));
        let within = row(&measures, &format!("d/conditional_demographic_disparity/selected/g/{group}/f"));
        close(plain.value, &record["outputs"]["dd"], group);
        close(within.value, &record["outputs"]["cdd"], group);
        assert_eq!((plain.reference.as_deref(), plain.scale, plain.harmed), (None, None, None));
        assert_eq!(within.verdict, Verdict::NotAssessed);
    }
}

#[test]
fn a_single_stratum_gives_the_unadjusted_figures() {
    let measures = measure(&spec("\"f\"", ""), &one_factor(&[[300, 1000, 120, 800]]));
    let raw = row(&measures, "d/selection_rate.difference/selected/g/a/vs/r");
    let adjusted = over_f(&measures, "selection_rate.difference");
    let same = |a: Option<Number>, b: Option<Number>| (get(a).unwrap() - get(b).unwrap()).abs() < 1e-11;
    assert!(same(adjusted.value, raw.value));
    assert!(same(adjusted.lower, raw.pointwise_lower.or(raw.lower)));
    assert!(same(adjusted.upper, raw.pointwise_upper.or(raw.upper)));
    assert_eq!(get(over_f(&measures, "gap_composition.selection_rate").value), Some(0.0));
    let homogeneity = over_f(&measures, "breslow_day_homogeneity.selection_rate");
    assert_eq!((homogeneity.p_value, homogeneity.note.contains(&Note::NotIdentified)), (None, true));
}

#[test]
fn a_comparison_over_factors_is_judged_on_the_adjusted_row() {
    // Equal within strata, unequal in all: the mix differs.
    let strata = [[200, 4000, 400, 8000], [1800, 6000, 600, 2000]];
    let measures = measure(&spec("\"f\"", &judged_over("f")), &one_factor(&strata));
    let raw = row(&measures, "d/selection_rate.difference/selected/g/a/vs/r");
    let adjusted = over_f(&measures, "selection_rate.difference");
    assert_eq!((raw.verdict, raw.confirmatory), (Verdict::Disparity, true));
    assert_eq!((adjusted.verdict, adjusted.confirmatory), (Verdict::WithinMargin, true));
    assert_eq!(get(adjusted.margin), Some(0.05));
    assert!(adjusted.p_disparity.is_some() && adjusted.minimum_detectable.is_some());
    // Without the comparison over factors there is no margin for the row.
    let measures = measure(&spec("\"f\"", ""), &one_factor(&strata));
    let adjusted = over_f(&measures, "selection_rate.difference");
    assert_eq!((adjusted.margin, adjusted.verdict), (None, Verdict::NotAssessed));
    assert!(adjusted.note.contains(&Note::NoMargin));
}

#[test]
fn a_minority_with_counterparts_or_few_events_decide_nothing() {
    let judged = spec("\"f\"", &judged_over("f"));
    // 900 of 2,000 have counterparts, and the difference there is large.
    let measures = measure(&judged, &one_factor(&[[700, 900, 100, 900], [500, 1100, 0, 0], [0, 0, 100, 1000]]));
    let found = over_f(&measures, "selection_rate.difference");
    assert_eq!(found.verdict, Verdict::Inconclusive);
    assert!(found.note.contains(&Note::LittleOverlap) && found.cases_needed.is_none(), "{found:?}");
    let detail = found.detail.as_ref().unwrap();
    assert_eq!(detail["strata"], 1);
    assert!((detail["overlap_group"].as_f64().unwrap() - 0.45).abs() < 1e-12);
    assert!((detail["overlap_reference"].as_f64().unwrap() - 900.0 / 1900.0).abs() < 1e-12);
    assert_eq!((get(found.n_group), get(found.n_reference)), (Some(900.0), Some(900.0)));
    let overlap = measures.estimates.iter().find(|row| row.id == "e/overlap/selected/g/a/f").unwrap();
    assert_eq!((get(overlap.value), get(overlap.events), get(overlap.n)), (Some(0.45), Some(900.0), Some(2000.0)));
    assert!(overlap.note.contains(&Note::LittleOverlap));
    // 19 events of the reference: one short of enough, however clear the rest.
    for (events, verdict) in [(10, Verdict::Disparity), (9, Verdict::Inconclusive)] {
        let measures = measure(&judged, &one_factor(&[[500, 1000, 10, 1000], [500, 1000, events, 1000]]));
        let found = over_f(&measures, "selection_rate.difference");
        assert_eq!(found.verdict, verdict);
        assert_eq!(found.note.contains(&Note::TooFew), verdict == Verdict::Inconclusive);
    }
}

#[test]
fn doubt_holds_under_holm_and_in_the_exploratory_family_too() {
    let strata = [[500, 1000, 10, 1000], [500, 1000, 9, 1000]];
    let holm = format!("{}[inference]\nmultiplicity = \"holm\"\n", judged_over("f"));
    let found = measure(&spec("\"f\"", &holm), &one_factor(&strata));
    assert_eq!(over_f(&found, "selection_rate.difference").verdict, Verdict::Inconclusive);
    // The comparison lists another attribute, so that of `g` is exploratory.
    let other = "[[attribute]]\nname = \"h\"\nground = \"age\"\nreference = \"r\"\n";
    let text = judged_over("f").replace("[\"g\"]", "[\"h\"]");
    let measures = measure(&spec("\"f\"", &format!("{other}{text}")), &one_factor(&strata));
    let found = over_f(&measures, "selection_rate.difference");
    assert_eq!((found.family.as_str(), found.verdict), ("exploratory", Verdict::Inconclusive));
    assert!(found.note.contains(&Note::TooFew));
}

#[test]
fn what_could_not_be_shown_of_so_few_has_no_smallest_detectable_disparity() {
    // 32 people: there cannot be 20 with the event and 20 without it.
    for (people, detectable) in [(32, false), (60, true)] {
        let measures = measure(&spec("\"f\"", &judged_over("f")), &one_factor(&[[3, people, 300, 1000]]));
        let found = over_f(&measures, "selection_rate.difference");
        assert_eq!(found.verdict, Verdict::Inconclusive);
        assert!(found.note.contains(&Note::TooFew));
        assert_eq!(
            (found.minimum_detectable.is_some(), found.note.contains(&Note::NotDetectable)),
            (detectable, !detectable)
        );
    }
}

#[test]
fn without_comparable_cases_every_figure_is_null_with_a_reason() {
    for strata in [vec![[3, 10, 0, 0], [0, 0, 4, 30]], vec![[10, 10, 0, 0], [0, 0, 4, 4]]] {
        let measures = measure(&spec("\"f\"", &judged_over("f")), &one_factor(&strata));
        for head in [
            "selection_rate.difference",
            "selection_rate.ratio",
            "selection_rate.odds_ratio",
            "selection_rate.difference.direct_standardisation",
            "gap_rates.selection_rate",
            "gap_composition.selection_rate",
            "adjusted_odds.odds_ratio.selection_rate",
            "breslow_day_homogeneity.selection_rate",
        ] {
            let found = over_f(&measures, head);
            assert_eq!((found.value, found.lower, found.upper, found.p_value), (None, None, None, None), "{head}");
            assert!(found.note.contains(&Note::NotIdentified), "{head}: {:?}", found.note);
            assert!(matches!(found.verdict, Verdict::NotAssessed), "{head}");
        }
        let raw = row(&measures, "d/selection_rate.difference/selected/g/a/vs/r");
        assert!(raw.value.is_some());
    }
}

#[test]
fn a_missing_level_is_a_stratum_of_its_own() {
    let line = |group, level: Option<&'static str>, selected, n| -> Line<'static> {
        (group, vec![level], Some(selected), Some(false), n)
    };
    let lines = [
        line("a", Some("x"), true, 30),
        line("a", Some("x"), false, 70),
        line("r", Some("x"), true, 10),
        line("r", Some("x"), false, 90),
        line("a", None, true, 5),
        line("a", None, false, 20),
        line("r", None, true, 5),
        line("r", None, false, 45),
        line("(missing)", Some("x"), true, 7),
    ];
    let measures = measure(&spec("\"f\"", ""), &joint(&["f"], &lines));
    let same = measure(&spec("\"f\"", ""), &one_factor(&[[30, 100, 10, 100], [5, 25, 5, 50]]));
    let (found, expected) =
        (over_f(&measures, "selection_rate.difference"), over_f(&same, "selection_rate.difference"));
    assert_eq!((found.value, found.lower, found.upper), (expected.value, expected.lower, expected.upper));
    assert_eq!(found.detail, expected.detail);
    let rate = measures.estimates.iter().find(|row| row.id == "e/selection_rate/selected/g/a/f%3D(missing)").unwrap();
    assert_eq!((get(rate.value), rate.stratum.as_deref()), (Some(0.2), Some("f=(missing)")));
}

/// Two factors, 36 groups of rows: levels u, v and x, y.
fn two_factors() -> Cube {
    let cells = [
        ("u", "x", [30, 100, 10, 100]),
        ("u", "y", [50, 200, 40, 300]),
        ("v", "x", [90, 150, 20, 60]),
        ("v", "y", [70, 120, 60, 160]),
    ];
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (one, other, [x1, n1, x0, n0]) in cells {
        for (group, x, n) in [("a", x1, n1), ("r", x0, n0)] {
            lines.push((group, vec![Some(one), Some(other)], Some(true), Some(false), x));
            lines.push((group, vec![Some(one), Some(other)], Some(false), Some(false), n - x));
        }
    }
    joint(&["f", "k"], &lines)
}

#[test]
fn each_factor_is_left_out_once_and_judged_beside_the_comparison_over_all() {
    let measures = measure(&spec("\"f\", \"k\"", &judged_over("f*k")), &two_factors());
    let all = row(&measures, "d/selection_rate.difference/selected/g/a/vs/r/f%2Ak");
    assert_eq!((all.confirmatory, all.stratum.as_deref()), (true, Some("f*k")));
    for (left, kept) in [("f", "k"), ("k", "f")] {
        let without = row(&measures, &format!("d/selection_rate.difference.left_out.{left}/selected/g/a/vs/r/{kept}"));
        let alone = row(&measures, &format!("d/selection_rate.difference/selected/g/a/vs/r/{kept}"));
        assert_eq!((without.value, without.stratum.as_deref()), (alone.value, Some(kept)));
        assert_eq!(without.detail.as_ref().unwrap()["left_out"], left);
        assert_eq!((without.family.as_str(), without.confirmatory), ("descriptive", false));
        assert_eq!((without.margin, without.verdict), (all.margin, Verdict::Disparity));
        assert_eq!(without.method, all.method);
        assert!(alone.margin.is_none() && alone.verdict == Verdict::NotAssessed);
    }
    // Without a comparison over all factors nothing is judged.
    let measures = measure(&spec("\"f\", \"k\"", ""), &two_factors());
    let without = row(&measures, "d/selection_rate.difference.left_out.f/selected/g/a/vs/r/k");
    assert_eq!((without.margin, without.verdict), (None, Verdict::NotAssessed));
}

#[test]
fn an_attribute_is_not_adjusted_for_itself_under_any_name() {
    let measures =
        measure(&spec("{ name = \"other\", column = \"g\" }, \"f\"", ""), &one_factor(&[[30, 100, 10, 100]]));
    let strata: Vec<&str> = measures.disparities.iter().filter_map(|row| row.stratum.as_deref()).collect();
    assert!(strata.iter().all(|stratum| !stratum.contains("other")), "{strata:?}");
    over_f(&measures, "selection_rate.difference");
    let problems = crate::spec::from_text(
        "audit.toml",
        &format!(
            "{}{}",
            FULL.replace("[roles]\n", "[roles]\nstrata = [{ name = \"other\", column = \"g\" }]\n"),
            judged_over("other")
        ),
    );
    assert!(problems.is_err_and(|problems| problems.to_string().contains("adjusted for itself")));
}

#[test]
fn a_factor_of_another_table_gives_null_with_the_reason() {
    let cube = one_factor(&[[30, 100, 10, 100]]);
    let measures = measure(&spec("\"f\", \"k\"", &judged_over("f*k")), &cube);
    let found = row(&measures, "d/selection_rate.difference/selected/g/a/vs/r/f%2Ak");
    assert_eq!((found.value, found.verdict), (None, Verdict::NotAssessed));
    assert!(found.note.contains(&Note::TablesNotJoined), "{:?}", found.note);
    assert!(over_f(&measures, "selection_rate.difference").value.is_some());
    let within = row(&measures, "d/conditional_demographic_disparity/selected/g/a/f%2Ak");
    assert!(within.value.is_none() && within.note.contains(&Note::TablesNotJoined));
}

#[test]
fn where_one_number_does_not_fit_all_strata_each_stands_beside_it() {
    let measures = measure(&spec("\"f\"", ""), &one_factor(&[[50, 100, 20, 100], [20, 100, 50, 100]]));
    let pooled = over_f(&measures, "selection_rate.difference");
    assert!(pooled.note.contains(&Note::StrataDiffer));
    for (level, value) in [("00", 0.3), ("01", -0.3)] {
        let inside = row(&measures, &format!("d/selection_rate.difference/selected/g/a/vs/r/f%3D{level}"));
        assert!((get(inside.value).unwrap() - value).abs() < 1e-12);
        assert_eq!(inside.family, "descriptive");
    }
    let alike = measure(&spec("\"f\"", ""), &one_factor(&[[50, 100, 20, 100], [100, 200, 40, 200]]));
    assert!(!over_f(&alike, "selection_rate.difference").note.contains(&Note::StrataDiffer));
    assert!(alike.disparities.iter().all(|row| row.stratum.as_deref() != Some("f=00")));
}

#[test]
fn everybody_else_as_reference_is_summed_inside_each_stratum() {
    let names = ["00".to_owned(), "01".to_owned()];
    let mut lines = strata_of(&names, &[[30, 100, 10, 100], [5, 25, 5, 50]]);
    lines.push(("b", vec![Some("00")], Some(true), Some(false), 7));
    lines.push(("b", vec![Some("00")], Some(false), Some(false), 13));
    let text = FULL.replace("reference = \"r\"", "reference = \"(rest)\"");
    let spec = spec_of(&text.replace("[roles]\n", "[roles]\nstrata = [\"f\"]\n"));
    let measures = measure(&spec, &joint(&["f"], &lines));
    let found = row(&measures, "d/selection_rate.difference/selected/g/a/vs/(rest)/f");
    let same = measure(&self::spec("\"f\"", ""), &one_factor(&[[30, 100, 17, 120], [5, 25, 5, 50]]));
    assert_eq!(found.value, over_f(&same, "selection_rate.difference").value);
}

#[test]
fn equalized_odds_over_factors_is_judged_through_its_adjusted_parts() {
    let names = ["00".to_owned(), "01".to_owned()];
    let mut lines = strata_of(&names, &[[300, 1000, 100, 1000], [500, 2500, 500, 5000]]);
    for mut line in strata_of(&names, &[[600, 1000, 500, 1000], [900, 2000, 1000, 2000]]) {
        line.3 = Some(true);
        lines.push(line);
    }
    let text = judged_over("f").replace("selection_rate", "equalized_odds");
    let measures = measure(&spec("\"f\"", &text), &joint(&["f"], &lines));
    let parts = ["true_positive_rate", "false_positive_rate"]
        .map(|name| row(&measures, &format!("d/{name}.difference/selected/g/a/vs/r/f")));
    assert!(parts.iter().all(|part| part.confirmatory && part.margin.is_some()));
    let both = over_f(&measures, "equalized_odds.difference");
    assert_eq!(both.verdict, Verdict::Disparity);
    let plain = row(&measures, "d/equalized_odds.difference/selected/g/a/vs/r");
    assert_eq!(plain.verdict, Verdict::NotAssessed);
}

#[test]
fn swapped_sides_relabelled_groups_and_split_strata_change_what_they_should_and_no_more() {
    let strata = [[30, 100, 10, 120], [25, 60, 20, 90], [4, 9, 3, 30]];
    let turned = strata.map(|[x1, n1, x0, n0]| [x0, n0, x1, n1]);
    let (one, other) =
        (measure(&spec("\"f\"", ""), &one_factor(&strata)), measure(&spec("\"f\"", ""), &one_factor(&turned)));
    let near = |a: f64, b: f64, what: &str| assert!((a - b).abs() < 1e-8 * a.abs().max(1.0), "{what}: {a} {b}");
    for row in one.disparities.iter().filter(|row| row.stratum.as_deref() == Some("f") && row.reference.is_some()) {
        let back = other.disparities.iter().find(|back| back.id == row.id).unwrap();
        let (Some(a), Some(b)) = (get(row.value), get(back.value)) else { continue };
        match row.scale {
            Some(Scale::Ratio | Scale::OddsRatio) => near(a, 1.0 / b, &row.id),
            _ => near(a, -b, &row.id),
        }
        let ends = [(row.lower, back.upper), (row.upper, back.lower)];
        for (x, y) in ends {
            let (Some(x), Some(y)) = (get(x), get(y)) else { continue };
            match row.scale {
                Some(Scale::Ratio | Scale::OddsRatio) => near(x, 1.0 / y, &row.id),
                _ => near(x, -y, &row.id),
            }
        }
    }
    // A stratum in two halves of equal data: the weights of its parts add up.
    let whole = measure(&spec("\"f\"", ""), &one_factor(&[[60, 200, 20, 240], [25, 60, 20, 90]]));
    let split = measure(&spec("\"f\"", ""), &one_factor(&[[30, 100, 10, 120], [30, 100, 10, 120], [25, 60, 20, 90]]));
    for head in ["selection_rate.difference", "selection_rate.ratio", "selection_rate.odds_ratio"] {
        near(get(over_f(&whole, head).value).unwrap(), get(over_f(&split, head).value).unwrap(), head);
    }
    // An empty stratum says nothing, and neither does the order of names.
    let more = measure(&spec("\"f\"", ""), &one_factor(&[[4, 9, 3, 30], [25, 60, 20, 90], [30, 100, 10, 120]]));
    for head in ["selection_rate.difference", "selection_rate.ratio", "selection_rate.odds_ratio"] {
        near(get(over_f(&one, head).value).unwrap(), get(over_f(&more, head).value).unwrap(), head);
    }
}

#[test]
fn degenerate_strata_give_numbers_in_range_or_null_with_a_reason() {
    let tables: [[u64; 4]; 9] = [
        [0, 0, 0, 0],
        [1, 1, 0, 0],
        [0, 0, 0, 5],
        [0, 30, 0, 40],
        [30, 30, 40, 40],
        [30, 30, 0, 40],
        [0, 30, 40, 40],
        [1, 1, 0, 1],
        [30, 100, 10, 120],
    ];
    for one in tables {
        for other in tables {
            let cube = one_factor(&[one, other]);
            let measures = measure(&spec("\"f\"", &judged_over("f")), &cube);
            crate::measure::battery::sound(&measures);
            let head = "d/selection_rate.difference/selected/g/a/vs/r/f";
            if let Some(row) = measures.disparities.iter().find(|row| row.id == head) {
                // Of one table only, or of two without events, nothing is claimed.
                let claim = matches!(row.verdict, Verdict::WithinMargin | Verdict::Disparity);
                assert!(!claim || get(row.n_group).unwrap() >= 40.0, "{one:?} {other:?}: {:?}", row.verdict);
            }
        }
    }
}

#[test]
fn with_outcomes_degenerate_strata_of_every_rate_are_sound_and_every_figure_of_the_family_is_there() {
    // Selected with and without the outcome, not selected with and without it.
    let cells: [[u64; 4]; 4] = [[0, 0, 0, 0], [5, 0, 0, 7], [0, 40, 30, 0], [40, 10, 20, 130]];
    let mut seen = std::collections::BTreeSet::new();
    for one in cells {
        for other in cells {
            for reference in cells {
                let mut lines: Vec<Line<'static>> = Vec::new();
                for (group, level, n) in
                    [("a", "x", one), ("a", "y", other), ("r", "x", reference), ("r", "y", cells[3])]
                {
                    for (i, n) in n.into_iter().enumerate() {
                        lines.push((group, vec![Some(level)], Some(i < 2), Some(i % 2 == 0), n));
                    }
                }
                lines.retain(|line| line.4 > 0);
                let measures = measure(&spec("\"f\"", &judged_over("f")), &joint(&["f"], &lines));
                crate::measure::battery::sound(&measures);
                seen.extend(measures.disparities.iter().map(|row| row.metric.clone()));
                seen.extend(measures.estimates.iter().map(|row| row.metric.clone()));
            }
        }
    }
    let family = crate::words::METRICS.iter().filter(|metric| metric.family.letter() == 'E');
    for metric in family {
        assert!(metric.built && seen.contains(metric.name), "{}", metric.name);
    }
}
