//! Reading records and comparing outputs.

use std::collections::BTreeMap;
use std::path::Path;

use evenhand_stats::{Estimate, TwoByTwo};
use serde_json::Value;

/// One worked number: inputs, outputs, tolerance.
pub struct Record {
    pub id: String,
    pub inputs: Value,
    pub outputs: BTreeMap<String, Value>,
    pub tolerance: f64,
    /// The record as it stands in the file.
    pub whole: Value,
}

impl Record {
    pub fn number(&self, key: &str) -> f64 {
        self.inputs[key].as_f64().unwrap_or_else(|| panic!("{}: no number `{key}`", self.id))
    }

    pub fn count(&self, key: &str) -> u64 {
        self.inputs[key].as_u64().unwrap_or_else(|| panic!("{}: no count `{key}`", self.id))
    }

    pub fn text(&self, key: &str) -> &str {
        self.inputs[key].as_str().unwrap_or_else(|| panic!("{}: no text `{key}`", self.id))
    }

    pub fn has(&self, key: &str) -> bool {
        !self.inputs[key].is_null()
    }

    pub fn table(&self) -> TwoByTwo {
        TwoByTwo::new(self.count("x1"), self.count("n1"), self.count("x0"), self.count("n0")).unwrap()
    }

    /// The error probability of each end at the record's level.
    pub fn tail(&self) -> f64 {
        (1.0 - self.number("level")) / 2.0
    }

    pub fn z(&self) -> f64 {
        evenhand_stats::normal::z_of_level(self.number("level"))
    }

    /// The part of the id after the first slash.
    pub fn rest(&self) -> &str {
        self.id.split_once('/').map_or("", |(_, rest)| rest)
    }
}

/// What a runner computed: output name to value. Outputs that are not targets are named in `not_targets`.
#[derive(Default)]
pub struct Outputs {
    pub values: BTreeMap<String, Value>,
    pub not_targets: Vec<&'static str>,
}

impl Outputs {
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Outputs {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    pub fn not_target(mut self, prefix: &'static str) -> Outputs {
        self.not_targets.push(prefix);
        self
    }

    /// Value and limits of an estimate; a missing one must carry a note.
    pub fn estimate(self, name: &str, e: &Estimate) -> Outputs {
        if e.value.is_none() || e.lower.is_none() || e.upper.is_none() {
            assert!(!e.notes.is_empty(), "a number is missing without a reason: {e:?}");
        }
        self.with(name, e.value).with("lower", e.lower).with("upper", e.upper)
    }
}

pub fn read(path: &Path) -> Vec<Record> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let first: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert!(first["from"].is_string(), "{}: the first line says where the records come from", path.display());
    let records: Vec<Record> = lines
        .map(|line| {
            let whole: Value = serde_json::from_str(line).unwrap();
            Record {
                id: whole["id"].as_str().unwrap().to_owned(),
                inputs: whole["inputs"].clone(),
                outputs: whole["outputs"].as_object().unwrap().clone().into_iter().collect(),
                tolerance: whole["tolerance"].as_f64().unwrap(),
                whole,
            }
        })
        .collect();
    assert_eq!(Some(records.len() as u64), first["records"].as_u64(), "{}", path.display());
    records
}

/// What was run and what failed.
#[derive(Default)]
pub struct Report {
    groups: BTreeMap<String, (usize, f64)>,
    failures: Vec<String>,
}

impl Report {
    pub fn add(&mut self, group: &str, record: &Record, outputs: Outputs) {
        let entry = self.groups.entry(group.to_owned()).or_default();
        entry.0 += 1;
        let mut gap: f64 = 0.0;
        let mut compared = 0;
        for (name, expected) in &record.outputs {
            if outputs.not_targets.iter().any(|prefix| name.starts_with(prefix)) {
                compared += 1;
                continue;
            }
            let Some(ours) = outputs.values.get(name) else {
                self.failures.push(format!("{}: nobody computed `{name}`", record.id));
                continue;
            };
            compared += 1;
            match distance(ours, expected) {
                Some(d) if d <= record.tolerance => gap = gap.max(d),
                _ => self.failures.push(format!("{}: `{name}` is {ours}, expected {expected}", record.id)),
            }
        }
        if compared == 0 {
            self.failures.push(format!("{}: no output was compared", record.id));
        }
        entry.1 = entry.1.max(gap);
    }

    pub fn finish(self) {
        for (group, (count, gap)) in &self.groups {
            println!("{group}: {count} records, largest gap {gap:e}");
        }
        assert!(self.failures.is_empty(), "{} failures:\n{}", self.failures.len(), self.failures.join("\n"));
    }
}

/// The smaller of absolute and relative distance; the largest one within lists and objects; `None` where the two are different
/// things.
fn distance(ours: &Value, expected: &Value) -> Option<f64> {
    match (ours, expected) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64()?, b.as_f64()?);
            let gap = (a - b).abs();
            let relative = if b == 0.0 { gap } else { gap / b.abs() };
            Some(gap.min(relative))
        }
        (Value::Array(a), Value::Array(b)) => {
            (a.len() == b.len()).then_some(())?;
            a.iter().zip(b).try_fold(0.0_f64, |largest, (x, y)| Some(largest.max(distance(x, y)?)))
        }
        (Value::Object(a), Value::Object(b)) => {
            b.iter().try_fold(0.0_f64, |largest, (key, y)| Some(largest.max(distance(a.get(key)?, y)?)))
        }
        (a, b) => (a == b).then_some(0.0),
    }
}
