//! Runners for strata.

use std::collections::BTreeMap;
use std::path::Path;

use evenhand_stats::demographic_disparity::{self, Decisions};
use evenhand_stats::logistic::{self, Cell};
use evenhand_stats::mantel_haenszel::{self, Correction, Pooled};
use evenhand_stats::standardisation::{self, Standard};
use evenhand_stats::{TwoByTwo, cmh_exact as exact, homogeneity_strata, kitagawa as split, strata, stratified_score};
use serde_json::{Value, json};

use crate::harness::{Outputs, Record};

fn tables(record: &Record) -> Vec<TwoByTwo> {
    let list = record.inputs["strata_x1_n1_x0_n0"].as_array().unwrap();
    let table = |t: &Value| {
        let at = |i: usize| t[i].as_u64().unwrap();
        TwoByTwo::new(at(0), at(1), at(2), at(3)).unwrap()
    };
    list.iter().map(table).collect()
}

fn pooled(p: &Pooled, error: &str) -> Value {
    let e = &p.estimate;
    json!({ "value": e.value, error: p.standard_error, "lower": e.lower, "upper": e.upper })
}

pub fn mantel_haenszel(record: &Record) -> Outputs {
    let (strata, z) = (tables(record), record.z());
    let test = |correction| mantel_haenszel::cmh(&strata, correction).unwrap();
    let (plain, corrected) = (test(Correction::None), test(Correction::Half));
    let overlap = strata::overlap(&strata);
    if record.rest() == "small_with_empty" {
        assert_eq!((overlap.group, overlap.reference), (Some(28.0 / 32.0), Some(35.0 / 44.0)));
    }
    let homogeneity = homogeneity_strata::breslow_day(&strata).map(|h| {
        json!({
            "breslow_day": h.breslow_day, "breslow_day_p": h.p_breslow_day.map(|p| p.value()),
            "tarone": h.tarone, "tarone_p": h.p_tarone.map(|p| p.value()), "df": h.df,
        })
    });
    // Limits before they are cut to [-1, 1].
    let difference = mantel_haenszel::difference(&strata, z);
    assert!(difference.estimate.clipped_from.is_none());
    Outputs::default()
        .with("strata_used", overlap.strata)
        .with("odds_ratio", pooled(&mantel_haenszel::odds_ratio(&strata, z), "se_log"))
        .with("ratio", pooled(&mantel_haenszel::ratio(&strata, z), "se_log"))
        .with("difference", pooled(&difference, "se"))
        .with(
            "cmh",
            json!({
                "statistic": plain.statistic, "p_value": plain.p.value(),
                "statistic_corrected": corrected.statistic, "p_value_corrected": corrected.p.value(),
            }),
        )
        .with("homogeneity", homogeneity)
}

pub fn mantel_haenszel_statsmodels(record: &Record) -> Outputs {
    let strata = tables(record);
    let homogeneity = homogeneity_strata::breslow_day(&strata).unwrap();
    Outputs::default()
        .with("odds_ratio", mantel_haenszel::odds_ratio(&strata, 1.96).estimate.value)
        .with("ratio", mantel_haenszel::ratio(&strata, 1.96).estimate.value)
        .with("breslow_day", homogeneity.breslow_day)
        .with("tarone", homogeneity.tarone)
        .with("cmh", mantel_haenszel::cmh(&strata, Correction::None).unwrap().statistic)
}

pub fn cmh_exact(record: &Record) -> Outputs {
    let found = exact::cmh_exact(&tables(record), record.tail()).unwrap();
    Outputs::default()
        .estimate("estimate", &found.odds_ratio)
        .with("p_two_sided", found.two_sided.value())
        .with("p_less", found.less.value())
        .with("p_greater", found.greater.value())
}

pub fn stratified_miettinen_nurminen(record: &Record) -> Outputs {
    let strata = tables(record);
    let at_zero = stratified_score::statistic(&strata, 0.0).unwrap();
    Outputs::default()
        .estimate("estimate", &stratified_score::difference(&strata, record.z()))
        .with("T0_squared", at_zero * at_zero)
}

pub fn standardised(record: &Record) -> Outputs {
    let standard = [Standard::Total, Standard::Reference, Standard::Group]
        .into_iter()
        .find(|standard| record.id.ends_with(standard.name()))
        .unwrap();
    let found = standardisation::standardised(&tables(record), standard, record.tail());
    Outputs::default()
        .with("group", found.group.estimate.value)
        .with("reference", found.reference.estimate.value)
        .with("var_group", found.group.variance)
        .with("var_reference", found.reference.variance)
        .estimate("difference", &found.difference)
        .with("ratio", found.ratio.value)
        .with("ratio_lower", found.ratio.lower)
        .with("ratio_upper", found.ratio.upper)
}

pub fn kitagawa(record: &Record) -> Outputs {
    let k = split::kitagawa(&tables(record)).unwrap();
    Outputs::default()
        .with("raw_difference", k.raw)
        .with("composition", k.composition.value)
        .with("rates", k.rates.value)
        .with("var_composition", k.composition.variance)
        .with("var_rates", k.rates.variance)
        .with("composition_reference_rates", k.threefold.composition)
        .with("rates_reference_composition", k.threefold.rates)
        .with("interaction", k.threefold.interaction)
}

/// Cases by race, priors and decision.
fn counts() -> BTreeMap<(String, String, String), u64> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/strata/compas_priors.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines
        .map(|line| {
            let f: Vec<&str> = line.split(',').collect();
            ((f[0].to_owned(), f[1].to_owned(), f[2].to_owned()), f[3].parse().unwrap())
        })
        .collect()
}

pub fn conditional_demographic_disparity(record: &Record) -> Outputs {
    let counts = counts();
    let of = |group: Option<&str>, priors: Option<&str>, decision: &str| -> u64 {
        let chosen = counts.iter().filter(|((g, p, d), _)| {
            group.is_none_or(|group| g == group) && priors.is_none_or(|priors| p == priors) && d == decision
        });
        chosen.map(|(_, n)| n).sum()
    };
    let decisions = |priors: Option<&str>| Decisions {
        group_selected: of(Some(record.text("group")), priors, "1"),
        group_not_selected: of(Some(record.text("group")), priors, "0"),
        all_selected: of(None, priors, "1"),
        all_not_selected: of(None, priors, "0"),
    };
    let strata = ["0", "1-3", "more than 3"].map(|priors| decisions(Some(priors)));
    let within = demographic_disparity::conditional(&strata, 1.96);
    assert_eq!((within.strata, within.cases_left_out), (3, 0));
    Outputs::default()
        .with("cdd", within.estimate.value)
        .with("dd", demographic_disparity::demographic_disparity(decisions(None), 1.96).value)
}

pub fn logistic(record: &Record) -> Outputs {
    let numbers = |v: &Value| -> Vec<f64> { v.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect() };
    let (x, n) = (numbers(&record.inputs["x"]), numbers(&record.inputs["n"]));
    let design: Vec<Vec<f64>> = match record.inputs["design"].as_array() {
        Some(rows) => rows.iter().map(numbers).collect(),
        None => vec![vec![1.0, 1.0], vec![1.0, 0.0]],
    };
    let cells: Vec<Cell> = design
        .into_iter()
        .zip(x.iter().zip(&n))
        .map(|(row, (events, cases))| Cell { row, events: *events, cases: *cases })
        .collect();
    let firth = record.rest().starts_with("firth");
    let fit = if firth { logistic::firth(&cells) } else { logistic::fit(&cells) }.unwrap();
    let z = evenhand_stats::normal::z_of_level(0.95);
    let found = Outputs::default()
        .with("b0", fit.coefficients[0])
        .with("b_group", fit.coefficients[1])
        .with("se_group", fit.standard_error(1));
    if firth {
        if record.rest() == "firth_saturated" {
            // Separated: the plain likelihood has no maximum and must lead to the same place.
            assert_eq!(logistic::fit(&cells).unwrap().coefficients, fit.coefficients);
        }
        return found.with("b_k", fit.coefficients.get(2).copied().flatten());
    }
    let odds = fit.odds_ratio(1, z);
    found.estimate("odds_ratio", &odds).with("b_1to3", fit.coefficients[2]).with("b_more", fit.coefficients[3])
}
