//! Runners for the strength of a proxy. Areas under the curve are computed here from the scores of the crate: ranking is
//! another file's business.

use std::collections::BTreeMap;

use evenhand_stats::float;
use evenhand_stats::homogeneity::draw_hypergeometric;
use evenhand_stats::logistic::{self, Cell};
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

/// Members at a score with the share of others below them, others with the share of members above them.
type Placed = (f64, f64, f64, f64);

/// Area under the curve and its standard error by DeLong, from scores with counts of members and others.
fn area(scores: &[(f64, u64, u64)]) -> (f64, f64) {
    let mut sorted = scores.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut steps: Vec<(f64, f64, f64)> = Vec::new();
    for (score, members, others) in sorted {
        match steps.last_mut() {
            Some(last) if last.0 == score => {
                last.1 += members as f64;
                last.2 += others as f64;
            }
            _ => steps.push((score, members as f64, others as f64)),
        }
    }
    let (n1, n0) = steps.iter().fold((0.0, 0.0), |(a, b), s| (a + s.1, b + s.2));
    let (mut below1, mut below0) = (0.0, 0.0);
    let mut parts: Vec<Placed> = Vec::new();
    for (_, members, others) in &steps {
        // Share of others below a member here, share of members above another here.
        parts.push((*members, (below0 + 0.5 * others) / n0, *others, (n1 - below1 - 0.5 * members) / n1));
        below1 += members;
        below0 += others;
    }
    let auc: f64 = parts.iter().map(|p| p.0 * p.1).sum::<f64>() / n1;
    let spread = |n: f64, of: fn(&Placed) -> (f64, f64)| {
        let sum: f64 = parts
            .iter()
            .map(|p| {
                let (count, value) = of(p);
                count * (value - auc) * (value - auc)
            })
            .sum();
        sum / (n - 1.0) / n
    };
    (auc, (spread(n1, |p| (p.0, p.1)) + spread(n0, |p| (p.2, p.3))).sqrt())
}

/// Out-of-fold scores of rows grouped by a key: score of (key, fold) with members and others there.
fn by_cells(all: &[Count], key: &dyn Fn(&Count) -> Vec<usize>) -> Vec<(f64, u64, u64)> {
    let mut cells: BTreeMap<(Vec<usize>, usize), (u64, u64)> = BTreeMap::new();
    for count in all {
        let cell = cells.entry((key(count), count.fold)).or_default();
        if count.member { cell.0 += count.cases } else { cell.1 += count.cases }
    }
    cells
        .iter()
        .map(|((key, fold), (members, others))| {
            let training = cells.iter().filter(|((_, f), _)| f != fold);
            let (mut all, mut with) = (0, 0);
            let (mut own, mut own_with) = (0, 0);
            for ((other, _), (m, o)) in training {
                all += m + o;
                with += m;
                if other == key {
                    own += m + o;
                    own_with += m;
                }
            }
            (strength::out_of_fold(own_with, own, with as f64 / all as f64), *members, *others)
        })
        .collect()
}

/// Out-of-fold scores of a main-effects logistic regression, and the mean log loss.
fn by_regression(all: &[Count], sizes: [usize; 4]) -> (Vec<(f64, u64, u64)>, f64) {
    let row = |levels: [usize; 4]| -> Vec<f64> {
        let dummies = (0..4).flat_map(|i| (1..sizes[i]).map(move |level| f64::from(u8::from(levels[i] == level))));
        std::iter::once(1.0).chain(dummies).collect()
    };
    let (mut scores, mut loss, mut rows) = (Vec::new(), 0.0, 0.0);
    for fold in 0..5 {
        let cells: Vec<Cell> = all
            .iter()
            .filter(|count| count.fold != fold)
            .map(|count| Cell {
                row: row(count.levels),
                events: if count.member { count.cases as f64 } else { 0.0 },
                cases: count.cases as f64,
            })
            .collect();
        let fit = logistic::fit(&cells).unwrap();
        for count in all.iter().filter(|count| count.fold == fold) {
            let score = fit.fitted(&row(count.levels));
            let (members, others) = if count.member { (count.cases, 0) } else { (0, count.cases) };
            scores.push((score, members, others));
            loss -= members as f64 * float::ln(score) + others as f64 * float::ln(1.0 - score);
            rows += count.cases as f64;
        }
    }
    (scores, loss / rows)
}

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
        let (auc, se) = area(&by_cells(&all, &|count| vec![count.levels[i]]));
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
    let (regression, loss) = by_regression(&all, sizes);
    let (logistic, se_logistic) = area(&regression);
    let (cells, se_cells) = area(&by_cells(&all, &|count| count.levels.to_vec()));
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
