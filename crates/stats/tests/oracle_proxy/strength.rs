//! Runners for the strength of a proxy, on the folds of the records, and made-up cells on given folds (`folds.json`).

use std::collections::BTreeMap;

use evenhand_stats::homogeneity::draw_hypergeometric;
use evenhand_stats::proxy::cross_fitting::{self, InFolds};
use evenhand_stats::proxy::strength;
use evenhand_stats::resample::{Key, Stream};
use serde_json::{Value, json};

use crate::case;
use crate::harness::{Outputs, Record};

pub fn small(record: &Record) -> Outputs {
    let table: Vec<Vec<u64>> = record.inputs["table"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_array().unwrap().iter().map(|x| x.as_u64().unwrap()).collect())
        .collect();
    let found = strength::association(&table).unwrap();
    Outputs::default().with("mutual_information_nats", found.mutual_information).with("g_statistic", found.g)
}

/// A line of the counts: member, levels of the four inputs, fold, cases.
struct Count {
    member: bool,
    levels: [usize; 4],
    fold: usize,
    cases: u64,
}

fn counts() -> (Vec<Count>, [usize; 4]) {
    let lines = case::table("compas_inputs.csv");
    let mut levels: [BTreeMap<String, usize>; 4] = Default::default();
    for f in &lines {
        for (map, level) in levels.iter_mut().zip(&f[1..5]) {
            let next = map.len();
            map.entry(level.clone()).or_insert(next);
        }
    }
    let all = lines
        .iter()
        .map(|f| Count {
            member: f[0] == "1",
            levels: [0, 1, 2, 3].map(|i| levels[i][&f[1 + i]]),
            fold: f[5].parse().unwrap(),
            cases: f[6].parse().unwrap(),
        })
        .collect();
    (all, levels.map(|map| map.len()))
}

/// The cells of rows that are alike by a key, each with its cases in the folds of the file.
fn in_folds(all: &[Count], key: &dyn Fn(&Count) -> Vec<u32>) -> Vec<(Vec<u32>, InFolds)> {
    let mut cells: BTreeMap<Vec<u32>, InFolds> = BTreeMap::new();
    for count in all {
        cells.entry(key(count)).or_default()[count.fold][usize::from(!count.member)] += count.cases;
    }
    cells.into_iter().collect()
}

/// The area of the shares of cells, and its standard error.
fn by_cells(all: &[Count], key: &dyn Fn(&Count) -> Vec<u32>) -> (f64, f64) {
    let cells: Vec<InFolds> = in_folds(all, key).into_iter().map(|(_, cell)| cell).collect();
    let found = cross_fitting::by_cells(&cells, Z).pooled;
    (found.value().unwrap(), found.standard_error().unwrap())
}

const Z: f64 = 1.959_963_984_540_054;

/// The table of members and others by the levels of one input.
fn table(all: &[Count], input: usize, levels: usize) -> Vec<Vec<u64>> {
    let mut table = vec![vec![0; levels]; 2];
    for count in all {
        table[usize::from(count.member)][count.levels[input]] += count.cases;
    }
    table
}

/// The mean mutual information over tables with the same margins, members drawn anew.
fn by_permutation(observed: &[Vec<u64>], draws: u64) -> f64 {
    let columns: Vec<u64> = (0..observed[0].len()).map(|j| observed.iter().map(|row| row[j]).sum()).collect();
    let mut total = 0.0;
    for draw in 0..draws {
        let mut stream = Stream::new(Key([17; 32]), draw);
        let (mut members, mut later): (u64, u64) = (observed[1].iter().sum(), columns.iter().sum());
        let mut drawn = vec![vec![0; columns.len()]; 2];
        for (j, n) in columns.iter().enumerate() {
            later -= n;
            let x = if later == 0 { members } else { draw_hypergeometric(*n, later, members, stream.uniform()) };
            (drawn[1][j], drawn[0][j]) = (x, n - x);
            members -= x;
        }
        total += strength::association(&drawn).unwrap().mutual_information;
    }
    total / draws as f64
}

pub fn case(record: &Record) -> Outputs {
    let (all, sizes) = counts();
    let inputs = ["priors", "age_cat", "charge_degree", "sex"];
    let mut per_input = serde_json::Map::new();
    for (i, name) in inputs.iter().enumerate() {
        let (auc, se) = by_cells(&all, &|count| vec![count.levels[i] as u32]);
        let found = strength::association(&table(&all, i, sizes[i])).unwrap();
        per_input.insert(
            (*name).to_owned(),
            json!({
                "auc_oof": auc, "se": se, "mutual_information_nats": found.mutual_information,
                "miller_madow_nats": found.corrected(), "levels": sizes[i], "cramers_v": found.cramers_v,
            }),
        );
    }
    let priors = table(&all, 0, sizes[0]);
    let found = strength::association(&priors).unwrap();
    let levels = |count: &Count| count.levels.map(|level| level as u32).to_vec();
    let cells = in_folds(&all, &levels);
    let cells: Vec<(&[u32], InFolds)> = cells.iter().map(|(levels, cell)| (levels.as_slice(), *cell)).collect();
    let regression = cross_fitting::by_main_effects(&cells, Z).unwrap();
    let (logistic, se_logistic) = (regression.pooled.value().unwrap(), regression.pooled.standard_error().unwrap());
    let loss = regression.log_loss.unwrap();
    let (cells, se_cells) = by_cells(&all, &levels);
    let share = priors[1].iter().sum::<u64>() as f64 / found.n as f64;
    let entropy = found.mutual_information / found.explained.unwrap();
    let mut outputs = Outputs::default()
        .with("per_input", Value::Object(per_input))
        .with("joint_logistic_main_effects_auc_oof", logistic)
        .with("se_logistic", se_logistic)
        .with("joint_cells_auc_oof", cells)
        .with("se_cells", se_cells)
        .with("entropy_of_attribute_nats", entropy)
        .with("n", found.n)
        .with("share", share)
        .with("mi_priors_expected_under_independence", found.by_chance)
        .with("joint_logistic_log_loss_nats", loss)
        .with("information_gain_share", (entropy - loss) / entropy);
    if record.outputs.contains_key("mi_priors_permutation_mean") {
        outputs = outputs.with("mi_priors_permutation_mean", by_permutation(&priors, 1_000));
    }
    outputs
}

/// scikit-learn from rows, on the same folds; one of the cases has a level that only members have.
#[test]
fn areas_on_given_folds_are_those_of_scikit_learn() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/proxy/folds.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let cells: Vec<(Vec<u32>, InFolds)> = serde_json::from_value(case["cells"].clone()).unwrap();
        let rows: Vec<InFolds> = cells.iter().map(|(_, cell)| *cell).collect();
        let borrowed: Vec<(&[u32], InFolds)> = cells.iter().map(|(levels, cell)| (levels.as_slice(), *cell)).collect();
        let (own, model) = (cross_fitting::by_cells(&rows, Z), cross_fitting::by_main_effects(&borrowed, Z).unwrap());
        let close = |found: Option<f64>, key: &str, within: f64| {
            let (found, wanted) = (found.unwrap(), case[key].as_f64().unwrap());
            assert!((found - wanted).abs() < within, "{} {key}: {found} and {wanted}", case["name"]);
        };
        close(own.pooled.value(), "cells_auc", 1e-12);
        close(own.auc.value(), "cells_auc_within", 1e-12);
        close(own.log_loss, "cells_log_loss", 1e-12);
        close(model.pooled.value(), "regression_auc", 1e-9);
        close(model.auc.value(), "regression_auc_within", 1e-9);
        close(model.log_loss, "regression_log_loss", 1e-9);
    }
}
