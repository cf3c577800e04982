//! The case with surnames: its bands and sums, and its rows where these are at hand.

use std::path::{Path, PathBuf};

use evenhand_stats::proxy::weighted::{self, PairSums};
use evenhand_stats::proxy::{Cell, rules};
use serde_json::Value;

/// One of the six classes, in the order of the columns.
pub const CLASSES: [&str; 6] = ["white", "black", "api", "native", "multiple", "hispanic"];

pub const WHITE: usize = 0;
pub const BLACK: usize = 1;

/// A person with surname probabilities.
pub struct Person {
    pub decision: bool,
    pub outcome: bool,
    pub surname: [f64; 6],
    pub cell: String,
    /// The class of the true group; `None` for a group that the probabilities do not know.
    pub truth: Option<usize>,
}

fn shared(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/proxy-surname").join(name)
}

/// The lines of a table of this folder, split at commas, without comment and header.
pub fn table(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/proxy").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// The people with surname probabilities; `None` where the case is not beside the repository.
pub fn rows() -> Option<Vec<Person>> {
    let (data, truth) =
        (std::fs::read_to_string(shared("data.csv")).ok()?, std::fs::read_to_string(shared("truth.csv")).ok()?);
    let header: Vec<&str> = data.lines().next().unwrap().split(',').collect();
    let place = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let probabilities = CLASSES.map(|class| place(&format!("surname_{class}")));
    let (decision, outcome, cell) = (place("decision"), place("outcome"), place("surname_cell"));
    let people = data.lines().skip(1).zip(truth.lines().skip(1)).filter_map(|(line, truth)| {
        let f: Vec<&str> = line.split(',').collect();
        let (id, race) = truth.split_once(',').unwrap();
        assert_eq!(id, f[0], "truth is in the order of the data");
        (!f[probabilities[0]].is_empty()).then(|| Person {
            decision: f[decision] == "1",
            outcome: f[outcome] == "1",
            surname: probabilities.map(|i| f[i].parse().unwrap()),
            cell: f[cell].to_owned(),
            truth: CLASSES.iter().position(|class| *class == race),
        })
    });
    Some(people.collect())
}

/// Sums of two classes over people, by decision.
pub fn pair_sums<'a>(people: impl Iterator<Item = &'a Person>, group: usize, reference: usize) -> [PairSums; 2] {
    people.fold([PairSums::default(); 2], |mut sums, person| {
        let d = usize::from(person.decision);
        sums[d] = sums[d].and(person.surname[group], person.surname[reference]);
        sums
    })
}

/// Twenty bands of surname_black (or of surname_white): memberships of black, white and everybody else, and the true
/// numbers of black and white by decision.
pub struct Band {
    pub cell: Cell,
    /// True black without and with the decision, true white without and with it.
    pub truth: [u64; 4],
}

pub fn bands(of: &str) -> Vec<Band> {
    let lines = table("surname_bands.csv");
    (0..20)
        .map(|band| {
            let empty = Cell { rows: 0, events: 0, members: vec![0.0; 3] };
            let mut found = Band { cell: empty, truth: [0; 4] };
            for f in lines.iter().filter(|f| f[0] == of && f[1] == band.to_string()) {
                let d: u64 = f[2].parse().unwrap();
                let rows: u64 = f[3].parse().unwrap();
                let (black, white): (f64, f64) = (f[4].parse().unwrap(), f[5].parse().unwrap());
                found.cell.rows += rows;
                found.cell.events += rows * d;
                for (sum, more) in found.cell.members.iter_mut().zip([black, white, rows as f64 - black - white]) {
                    *sum += more;
                }
                found.truth[d as usize] += f[6].parse::<u64>().unwrap();
                found.truth[2 + d as usize] += f[7].parse::<u64>().unwrap();
            }
            found
        })
        .collect()
}

/// Compares the golden values of the case that rows of surnames give; their number.
pub fn golden(people: &[Person]) -> usize {
    let text = std::fs::read_to_string(shared("golden.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let mut met = 0;
    for value in all["values"].as_array().unwrap().iter().filter(|v| v["attribute"] == "surname") {
        let class = |key: &str| CLASSES.iter().position(|class| value[key] == *class);
        let (Some(group), Some(method)) = (class("group"), value["method"].as_str()) else { continue };
        let in_denominator = |p: &Person| match value["metric"].as_str().unwrap() {
            "selection_rate" => Some(true),
            "true_positive_rate" => Some(p.outcome),
            "false_positive_rate" => Some(!p.outcome),
            _ => None,
        };
        if people.first().and_then(in_denominator).is_none() || !value["stratum"].is_null() {
            continue;
        }
        let chosen = || people.iter().filter(|p| in_denominator(p) == Some(true));
        let assigned = |belongs: &dyn Fn(&Person) -> bool| {
            let (n, x) = chosen().filter(|p| belongs(p)).fold((0, 0), |(n, x), p| (n + 1, x + u64::from(p.decision)));
            assert_eq!(value["n"], n, "{}", value["id"]);
            rules::assigned(n, x).rate
        };
        let found = match (method, class("reference"), value["scale"].as_str()) {
            ("proxy_weighted", None, None) if value["reference"].is_null() => {
                let [without, with] = pair_sums(chosen(), group, group);
                Some(weighted::rate(with, without).unwrap().rate)
            }
            ("proxy_weighted", Some(reference), Some(scale)) => {
                let [without, with] = pair_sums(chosen(), group, reference);
                let pair = weighted::pair(with, without, 0.025).unwrap();
                if scale == "ratio" { pair.ratio.value } else { pair.difference.value }
            }
            ("proxy_argmax", None, None) => assigned(&|p| rules::by_largest(&p.surname) == Some(group)),
            ("proxy_threshold_0.5", None, None) => assigned(&|p| rules::by_threshold(p.surname[group], 0.5)),
            ("proxy_threshold_0.8", None, None) => assigned(&|p| rules::by_threshold(p.surname[group], 0.8)),
            _ => continue,
        };
        match (found, value["value"].as_f64()) {
            (Some(a), Some(b)) => assert!((a - b).abs() < 1e-9, "{}: {a} is not {b}", value["id"]),
            (a, b) => assert_eq!(a, b, "{}", value["id"]),
        }
        met += 1;
    }
    met
}
