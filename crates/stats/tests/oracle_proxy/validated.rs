//! Runners for estimates with some true groups.

use std::collections::BTreeMap;

use evenhand_stats::proxy::misclassification;
use evenhand_stats::proxy::validated::{self, RowSums, Use, ValidatedCell, ValidatedSums, post_stratified};
use evenhand_stats::proxy::weighted::PairSums;
use evenhand_stats::resample::{Key, Stream, binomial};
use evenhand_stats::{Estimate, normal};
use serde_json::{Value, json};

use crate::case::{self, BLACK, Person, WHITE};
use crate::harness::{Outputs, Record};
use crate::identified::numbers;

pub fn matrix(record: &Record) -> Outputs {
    let rows: Vec<Vec<f64>> =
        record.inputs["observed_rows_proxy_columns_decision"].as_array().unwrap().iter().map(numbers).collect();
    let observed = [[rows[0][0], rows[0][1]], [rows[1][0], rows[1][1]]];
    let (s, t) = (record.number("sensitivity"), record.number("specificity"));
    let found = misclassification::corrected(observed, s, t).unwrap();
    let naive = misclassification::corrected(observed, 1.0, 1.0).unwrap();
    Outputs::default()
        .with("corrected_counts", json!(found.counts))
        .with("share_group", found.share)
        .with("rate_group", found.group)
        .with("rate_reference", found.rest)
        .with("difference", found.difference())
        .with("naive_difference", naive.difference())
}

pub fn rubin(record: &Record) -> Outputs {
    let found = evenhand_stats::proxy::imputation::rubin(
        &numbers(&record.inputs["estimates"]),
        &numbers(&record.inputs["variances"]),
    )
    .unwrap();
    Outputs::default()
        .with("estimate", found.estimate)
        .with("within", found.within)
        .with("between", found.between)
        .with("total", found.total)
        .with("se", found.total.sqrt())
        .with("df", found.degrees_of_freedom)
}

/// Difference and standard error of two plain rates, what the records call alone.
fn alone([x1, n1, x0, n0]: [f64; 4]) -> (f64, f64) {
    let (p, q) = (x1 / n1, x0 / n0);
    (p - q, (p * (1.0 - p) / n1 + q * (1.0 - q) / n0).sqrt())
}

pub fn double_sampling(record: &Record) -> Outputs {
    let keys = [("(1, 1)", true), ("(1, 0)", false), ("(0, 1)", true), ("(0, 0)", false)];
    let cells: Vec<ValidatedCell> = keys
        .iter()
        .map(|(key, event)| {
            let seen = numbers(&record.inputs["validation (proxy,decision): [truth 1, truth 0]"][key]);
            let main = record.inputs["main (proxy,decision)"][key].as_f64().unwrap();
            ValidatedCell {
                event: *event,
                rows: (main + seen[0] + seen[1]) as u64,
                validated: (seen[0] + seen[1]) as u64,
                group: seen[0] as u64,
                reference: seen[1] as u64,
            }
        })
        .collect();
    let found = validated::double_sampling(&cells, normal::z_of_tail(0.025)).unwrap();
    let of = |event: bool, side: fn(&ValidatedCell) -> u64| {
        cells.iter().filter(|cell| cell.event == event).map(|cell| side(cell) as f64).sum::<f64>()
    };
    let (x1, x0) = (of(true, |c| c.group), of(true, |c| c.reference));
    let (only, only_error) = alone([x1, x1 + of(false, |c| c.group), x0, x0 + of(false, |c| c.reference)]);
    Outputs::default()
        .with("rate_group", found.group.estimate.value)
        .with("rate_reference", found.reference.estimate.value)
        .estimate("difference", &found.difference)
        .with("var_from_cell_shares", found.variance_from_rows)
        .with("var_from_validation", found.variance_from_validation)
        .with("se", found.standard_error())
        .with("validation_alone", only)
        .with("se_validation_alone", only_error)
}

/// A line of the sums of the case.
struct Line {
    band: usize,
    decision: usize,
    /// The largest of 20, 10, 5 that divides the ids, else 1.
    sample: u64,
    race: String,
    sums: RowSums,
}

fn lines() -> Vec<Line> {
    case::table("surname_sums.csv")
        .into_iter()
        .map(|f| {
            let x = |i: usize| f[i].parse::<f64>().unwrap();
            let sums =
                PairSums { group: x(5), reference: x(6), group_square: x(7), reference_square: x(8), product: x(9) };
            Line {
                band: f[0].parse().unwrap(),
                decision: f[1].parse().unwrap(),
                sample: f[2].parse().unwrap(),
                race: f[3].clone(),
                sums: RowSums { rows: f[4].parse().unwrap(), sums },
            }
        })
        .collect()
}

/// The sum of a class's memberships over the rows with the decision: 0 black, 1 white.
pub fn sums_of_case(chosen: impl Fn(&str) -> bool, class: usize) -> f64 {
    let with = lines().into_iter().filter(|line| line.decision == 1 && chosen(&line.race));
    with.map(|line| if class == 0 { line.sums.sums.group } else { line.sums.sums.reference }).sum()
}

fn add(sum: &mut RowSums, more: &RowSums) {
    *sum = RowSums { rows: sum.rows + more.rows, sums: sum.sums.with(more.sums) };
}

/// What four ways of using a validated sample give: difference and standard error of each.
struct Found {
    plain: (f64, f64),
    tuned: (f64, f64),
    coefficients: (f64, f64),
    post_stratified: (f64, f64),
    alone: (f64, f64),
}

/// From sums, and from cells of band and decision.
fn found(sums: &ValidatedSums, cells: &[ValidatedCell], z: f64) -> Found {
    let of = |difference: &Estimate, error: f64| (difference.value.unwrap(), error);
    let by = |how: Use| {
        let found = validated::difference_estimator(sums, how, z).unwrap();
        (of(&found.corrected.difference, found.corrected.standard_error()), found.used)
    };
    let (cells, _) = validated::merged_bands(cells).unwrap();
    let stratified = post_stratified(&cells, z).unwrap();
    let n = |side: &[RowSums; 2], event: usize| side[event].rows as f64;
    let (plain, _) = by(Use::Plain);
    let (tuned, coefficients) = by(Use::Tuned);
    let known = [
        n(&sums.group, 1),
        n(&sums.group, 0) + n(&sums.group, 1),
        n(&sums.reference, 1),
        n(&sums.reference, 0) + n(&sums.reference, 1),
    ];
    Found {
        plain,
        tuned,
        coefficients,
        post_stratified: of(&stratified.difference, stratified.standard_error()),
        alone: alone(known),
    }
}

pub fn case(record: &Record) -> Outputs {
    let mut outputs = Outputs::default();
    let z = normal::z_of_tail(0.025);
    let lines = lines();
    for modulus in [20, 10, 5] {
        let mut sums = ValidatedSums::default();
        let mut cells: BTreeMap<(usize, usize), ValidatedCell> = BTreeMap::new();
        let mut validated = 0;
        for line in &lines {
            let d = line.decision;
            add(&mut sums.all[d], &line.sums);
            let empty = ValidatedCell { event: d == 1, rows: 0, validated: 0, group: 0, reference: 0 };
            let cell = cells.entry((line.band, d)).or_insert(empty);
            cell.rows += line.sums.rows;
            if line.sample % modulus != 0 {
                continue;
            }
            validated += line.sums.rows;
            cell.validated += line.sums.rows;
            match line.race.as_str() {
                "black" => {
                    cell.group += line.sums.rows;
                    add(&mut sums.group[d], &line.sums);
                }
                "white" => {
                    cell.reference += line.sums.rows;
                    add(&mut sums.reference[d], &line.sums);
                }
                _ => add(&mut sums.neither[d], &line.sums),
            }
        }
        let f = found(&sums, &cells.into_values().collect::<Vec<_>>(), z);
        outputs = outputs.with(
            &format!("id_mod_{modulus}"),
            json!({
                "validated": validated,
                "plain_difference": f.plain.0, "plain_se": f.plain.1,
                "tuned_difference": f.tuned.0, "tuned_se": f.tuned.1,
                "tuned_coefficients": [f.coefficients.0, f.coefficients.1],
                "post_stratified_difference": f.post_stratified.0, "post_stratified_se": f.post_stratified.1,
                "alone_difference": f.alone.0, "alone_se": f.alone.1,
            }),
        );
    }
    let count = |race: &str, decision: Option<usize>| {
        let chosen = lines.iter().filter(|l| l.race == race && decision.is_none_or(|d| l.decision == d));
        chosen.map(|l| l.sums.rows as f64).sum::<f64>()
    };
    let rate = |race: &str| count(race, Some(1)) / count(race, None);
    let truth = rate("black") - rate("white");
    outputs = outputs.with("true_difference", truth);
    // Two thousand samples are drawn only where they are asked for and the rows are at hand.
    match (record.outputs.contains_key("simulated_650"), case::rows()) {
        (true, Some(people)) => outputs.with("simulated_650", simulated(&people, truth, z)),
        _ => outputs,
    }
}

/// Simple random samples of 650 of the rows, without replacement.
fn simulated(people: &[Person], truth: f64, z: f64) -> Value {
    const RUNS: u64 = 2_000;
    const SAMPLE: usize = 650;
    let mut all: [Vec<(f64, f64)>; 4] = Default::default();
    let mut places: Vec<usize> = (0..people.len()).collect();
    let band = |p: f64| [0.05, 0.15, 0.3, 0.5].iter().filter(|edge| p >= **edge).count();
    for run in 0..RUNS {
        let mut stream = Stream::new(Key([11; 32]), run);
        // The first places of a shuffle.
        for i in 0..SAMPLE {
            let left = (places.len() - i) as f64;
            let j = i + (stream.uniform() * left) as usize;
            places.swap(i, j);
        }
        let mut sums = ValidatedSums::default();
        let mut cells = vec![ValidatedCell { event: false, rows: 0, validated: 0, group: 0, reference: 0 }; 10];
        for (order, place) in places.iter().enumerate() {
            let person = &people[*place];
            let d = usize::from(person.decision);
            let one = RowSums { rows: 1, sums: PairSums::default().and(person.surname[BLACK], person.surname[WHITE]) };
            add(&mut sums.all[d], &one);
            let cell = &mut cells[2 * band(person.surname[BLACK]) + d];
            cell.event = person.decision;
            cell.rows += 1;
            if order >= SAMPLE {
                continue;
            }
            cell.validated += 1;
            match person.truth {
                Some(BLACK) => {
                    cell.group += 1;
                    add(&mut sums.group[d], &one);
                }
                Some(WHITE) => {
                    cell.reference += 1;
                    add(&mut sums.reference[d], &one);
                }
                _ => add(&mut sums.neither[d], &one),
            }
        }
        let f = found(&sums, &cells, z);
        for (list, pair) in all.iter_mut().zip([f.plain, f.tuned, f.post_stratified, f.alone]) {
            list.push(pair);
        }
    }
    let summary = |list: &[(f64, f64)]| {
        let n = list.len() as f64;
        let mean = list.iter().map(|x| x.0).sum::<f64>() / n;
        let spread = (list.iter().map(|x| (x.0 - mean) * (x.0 - mean)).sum::<f64>() / (n - 1.0)).sqrt();
        let covered = list.iter().filter(|x| (x.0 - truth).abs() <= z * x.1).count();
        json!({
            "runs": RUNS, "mean": mean, "sd": spread, "mean_se": list.iter().map(|x| x.1).sum::<f64>() / n,
            "coverage": covered as f64 / n,
        })
    };
    json!({
        "plain": summary(&all[0]), "tuned": summary(&all[1]), "post_stratified": summary(&all[2]),
        "alone": summary(&all[3]),
    })
}

/// Monte Carlo: a validated random sample of 400 of 4,000 rows, proxy of two values with errors that differ by decision.
#[test]
fn limits_from_a_validated_sample_miss_about_as_often_as_stated() {
    let (mut missed, mut runs) = ([0_u32; 2], 0_u32);
    let z = normal::z_of_tail(0.025);
    // Shares of a population: true group by decision by proxy value.
    let shares = [[[0.10, 0.08], [0.06, 0.16]], [[0.09, 0.21], [0.07, 0.23]]];
    let part = |truth: usize, d: usize, proxy: usize| shares[truth][d][proxy];
    let rate = |truth: usize| {
        let of = |d: usize| part(truth, d, 0) + part(truth, d, 1);
        of(1) / (of(0) + of(1))
    };
    let truth = rate(1) - rate(0);
    for run in 0..1_000 {
        let mut stream = Stream::new(Key([13; 32]), run);
        let mut cells = Vec::new();
        let (mut rows_left, mut share_left) = (4_000_u64, 1.0);
        for d in 0..2 {
            for proxy in 0..2 {
                let (one, two) = (part(1, d, proxy), part(0, d, proxy));
                let of = |p: f64| ((p.min(1.0)) * 1e12) as u64;
                let rows = binomial(&mut stream, rows_left, of((one + two) / share_left), 1_000_000_000_000);
                rows_left -= rows;
                share_left -= one + two;
                let validated = binomial(&mut stream, rows, 1, 10);
                let group = binomial(&mut stream, validated, of(one / (one + two)), 1_000_000_000_000);
                cells.push(ValidatedCell { event: d == 1, rows, validated, group, reference: validated - group });
            }
        }
        let limits = post_stratified(&cells, z).unwrap().difference.interval().unwrap();
        missed[0] += u32::from(limits.lower > truth);
        missed[1] += u32::from(limits.upper < truth);
        runs += 1;
    }
    println!("missed above {}, below {} of {runs}", missed[0], missed[1]);
    // Nominal 25 in 1,000; 0.999 quantile at the 0.04 that the methods allow.
    assert!(missed.iter().all(|n| *n < 60), "{missed:?}");
}
