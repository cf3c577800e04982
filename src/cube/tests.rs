//! The room as a whole, with the room before it: rows in memory become cubes.

use std::collections::BTreeMap;

use super::{Cube, DimKind, MISSING, Measure, ScoreBins, Table, from_bytes, from_rows, merge, to_bytes};
use crate::diag::Warning;
use crate::source::{Opener, open};
use crate::spec::{self, Spec};

/// The head that every spec needs, but for what is counted.
const HEAD: &str = r#"
spec_version = 1
[audit]
id = "t"
title = "t"
[system]
name = "s"
kind = "risk_selection"
pool = "p"
unit = "u"
"#;

/// The usual rest: one table, a probability score, an outcome, a decision and two attributes.
const USUAL: &str = r#"
[data]
design = "full"
path = "a.csv"
[roles]
score = { column = "score", probability = true }
outcome = { column = "outcome", positive = ["1"], negative = ["0"] }
[[stage]]
name = "selected"
column = "decision"
positive = ["1"]
negative = ["0"]
favourable = false
[[attribute]]
name = "sex"
ground = "sex"
reference = "man"
[[attribute]]
name = "origin"
ground = "ethnicity"
reference = "(rest)"
"#;

pub(super) fn spec_of(rest: &str) -> Spec {
    spec::from_text("audit.toml", &format!("{HEAD}{rest}")).unwrap_or_else(|problems| panic!("{problems}")).0
}

pub(super) fn count_of(spec: &Spec, files: &[(&str, &[u8])], threads: usize) -> Result<Cube, String> {
    let source = open(spec, &Opener::memory(files)).map_err(|problems| problems.to_string())?;
    from_rows(spec, source, threads).map_err(|problems| problems.to_string())
}

/// The cube of one CSV text named `a.csv`.
fn count(rest: &str, csv: &str) -> Result<Cube, String> {
    count_of(&spec_of(rest), &[("a.csv", csv.as_bytes())], 1)
}

fn counted(rest: &str, csv: &str) -> Cube {
    count(rest, csv).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Cells of a table by the values of its dimensions (bins as numbers, missing as `-`), with their sums.
fn cells(table: &Table) -> BTreeMap<String, Vec<i128>> {
    let value = |at: usize, code: u32| match table.dims[at].values.get(code as usize) {
        _ if code == MISSING => "-".to_owned(),
        Some(value) => value.clone(),
        None => code.to_string(),
    };
    let name =
        |key: &[u32]| key.iter().enumerate().map(|(at, &code)| value(at, code)).collect::<Vec<String>>().join(" ");
    table.cells.iter().map(|cell| (name(&cell.key), cell.sums.clone())).collect()
}

fn warning<'c>(cube: &'c Cube, word: &str) -> Option<&'c Warning> {
    cube.warnings.iter().find(|warning| warning.code.word() == word)
}

const ROWS: &str = "sex,origin,score,decision,outcome\n\
    man,a,0.25,1,1\n\
    woman,b,0.5,0,\n\
    woman,a,,1,0\n\
    woman,a,0.25,1,0\n\
    ,b,0.125,0,1\n";

#[test]
fn every_row_stands_once_in_every_table() {
    let cube = counted(USUAL, ROWS);
    assert_eq!((cube.rows, &cube.bins), (5, &ScoreBins::Exact { bits: 7 }));
    let names: Vec<&str> = cube.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["joint", "score:origin", "score:sex"]);
    let joint = cube.table("joint").unwrap();
    assert_eq!(joint.measures, [Measure::Count, Measure::ScoreCount, Measure::Score, Measure::ScoreSquared]);
    let expected = [
        ("man a 1 1", [1, 1, 250_000_000, 62_500_000_000_000_000]),
        ("woman b 0 -", [1, 1, 500_000_000, 250_000_000_000_000_000]),
        ("woman a 1 0", [2, 1, 250_000_000, 62_500_000_000_000_000]),
        ("- b 0 1", [1, 1, 125_000_000, 15_625_000_000_000_000]),
    ];
    assert_eq!(cells(joint), expected.map(|(key, sums)| (key.to_owned(), sums.to_vec())).into());
    let sex = cube.table("score:sex").unwrap();
    assert_eq!(sex.measures, [Measure::Count, Measure::Score, Measure::ScoreSquared]);
    let expected = [
        ("man 1 1 250000000", [1, 250_000_000, 62_500_000_000_000_000]),
        ("woman 0 - 500000000", [1, 500_000_000, 250_000_000_000_000_000]),
        ("woman 1 0 -", [1, 0, 0]),
        ("woman 1 0 250000000", [1, 250_000_000, 62_500_000_000_000_000]),
        ("- 0 1 125000000", [1, 125_000_000, 15_625_000_000_000_000]),
    ];
    assert_eq!(cells(sex), expected.map(|(key, sums)| (key.to_owned(), sums.to_vec())).into());
    assert_eq!(sex.dims[0].kind, DimKind::Attribute("sex".to_owned()));
    assert_eq!(sex.dims[3].kind, DimKind::ScoreBin);
    // Tenths are edges.
    assert_eq!(cube.edges, [100, 200, 300, 400, 500, 600, 700, 800, 900].map(|tenth| tenth * 1_000_000));
    assert_eq!(cube.inputs[0].rows, 5);
    assert_eq!(cube.inputs[0].sniffed, ["delimiter", "decimal"]);
    assert!(warning(&cube, "format_sniffed").is_some());
}

#[test]
fn a_cube_is_read_back_equal_and_equal_cubes_are_equal_bytes() {
    let cube = counted(USUAL, ROWS);
    let bytes = to_bytes(&cube).unwrap();
    assert_eq!(from_bytes("cube.parquet", &bytes).unwrap(), cube);
    assert_eq!(to_bytes(&counted(USUAL, ROWS)).unwrap(), bytes);
    let merged = merge(cube.clone(), cube).unwrap();
    assert_eq!(from_bytes("cube.parquet", &to_bytes(&merged).unwrap()).unwrap(), merged);
    assert_eq!(merged.rows, 10);
}
