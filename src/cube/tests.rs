//! The room as a whole, with the room before it: rows in memory become cubes.

use std::collections::BTreeMap;

use super::bins::ordered_bin;
use super::{Cube, DimKind, MISSING, Measure, ScoreBins, Table, from_bytes, from_rows, merge, to_bytes};
use crate::diag::Warning;
use crate::source::{InputColumn, Opener, open, ordered};
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
    counted_with(spec, files, &[], threads)
}

/// With inputs of the model.
fn counted_with(spec: &Spec, files: &[(&str, &[u8])], inputs: &[InputColumn], threads: usize) -> Result<Cube, String> {
    let source = open(spec, &Opener::memory(files), inputs).map_err(|problems| problems.to_string())?;
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
    let merged = merge(cube, counted(USUAL, &format!("{ROWS}man,a,0.25,1,1\n"))).unwrap();
    assert_eq!(from_bytes("cube.parquet", &to_bytes(&merged).unwrap()).unwrap(), merged);
    assert_eq!(merged.rows, 11);
}

#[test]
fn cubes_that_hold_one_file_are_not_merged_but_a_joined_table_may_be_in_all() {
    let cube = counted(USUAL, ROWS);
    let twice = merge(cube.clone(), cube).unwrap_err();
    assert_eq!((twice.exit_code(), twice.0.len()), (3, 1));
    let problems = twice.to_string();
    assert!(
        problems.starts_with("source/duplicate-key") && problems.contains("the file `a.csv` (SHA-256 `"),
        "{problems}"
    );
    let rest = USUAL.replace("path = \"a.csv\"", "path = \"a.csv\"\njoin = { path = \"people.csv\", on = \"id\" }");
    let people: (&str, &[u8]) = ("people.csv", b"id,sex,origin\n1,man,a\n2,woman,b\n");
    let of = |rows: &str| {
        let rows = format!("id,score,decision,outcome\n{rows}");
        count_of(&spec_of(&rest), &[("a.csv", rows.as_bytes()), people], 1).unwrap()
    };
    let (january, february) = (of("1,0.5,1,1\n"), of("2,0.5,1,1\n"));
    assert_eq!(
        january.inputs.iter().map(|input| (&*input.path, input.joined)).collect::<Vec<_>>(),
        [("a.csv", false), ("people.csv", true)]
    );
    let merged = merge(january.clone(), february).unwrap();
    assert_eq!((merged.rows, from_bytes("c", &to_bytes(&merged).unwrap()).unwrap()), (2, merged.clone()));
    // Also where it came into the first by an earlier merge.
    assert!(merge(merged, january).is_err());
}

#[test]
fn a_score_without_a_range_is_binned_by_order_and_never_summed() {
    let rest = USUAL.replace("probability = true", "probability = false").replace(
        "[[attribute]]\nname = \"origin\"",
        "[[stage]]\nname = \"flagged\"\nthreshold = -2.5\nfavourable = false\n[[attribute]]\nname = \"origin\"",
    );
    let cube = counted(
        &rest,
        "sex,origin,score,decision,outcome\nman,a,-3.0,1,1\nman,a,-2.5,1,1\nman,a,1e300,1,1\nman,a,,1,1\n",
    );
    let edge = ordered(-2.5);
    assert_eq!(cube.bins, ScoreBins::Ordered { bits: 7, edges: vec![edge] });
    let table = cube.table("score:sex").unwrap();
    assert_eq!(table.measures, [Measure::Count]);
    let stage = table.dim(&DimKind::Stage("flagged".to_owned())).unwrap();
    let bin = table.dim(&DimKind::ScoreBin).unwrap();
    let flagged: Vec<(u32, u32)> = table.cells.iter().map(|cell| (cell.key[stage], cell.key[bin])).collect();
    let bins: Vec<u32> = [-3.0, -2.5, 1e300].map(|score| ordered_bin(ordered(score), 7, &[edge])).to_vec();
    assert_eq!(flagged, [(0, bins[0]), (1, bins[1]), (1, bins[2]), (MISSING, MISSING)]);
    assert_eq!(from_bytes("c", &to_bytes(&cube).unwrap()).unwrap(), cube);
}

#[test]
fn a_declared_range_and_its_threshold_are_mapped_alike() {
    let rest = USUAL.replace("probability = true", "range = [1, 10]").replace(
        "[[attribute]]\nname = \"origin\"",
        "[[stage]]\nname = \"flagged\"\nthreshold = 5\nfavourable = false\n[[attribute]]\nname = \"origin\"",
    );
    let cube = counted(&rest, "sex,origin,score,decision,outcome\nman,a,4,1,1\nman,a,5,1,1\nman,a,10,1,1\n");
    let cells = cells(cube.table("score:sex").unwrap());
    let keys: Vec<&str> = cells.keys().map(String::as_str).collect();
    assert_eq!(keys, ["man 1 0 1 333333333", "man 1 1 1 1000000000", "man 1 1 1 444444444"]);
    assert!(cube.edges.contains(&444_444_444));
}

#[test]
fn a_decision_of_several_levels_keeps_the_order_of_the_spec() {
    let rest = USUAL.replace(
        "positive = [\"1\"]\nnegative = [\"0\"]\nfavourable",
        "positive = [\"full\", \"part\"]\nlevels = [\"none\", \"part\", \"full\"]\nordered = true\nfavourable",
    );
    let cube = counted(&rest, "sex,origin,score,decision,outcome\nman,a,0.5,full,1\nman,a,0.5,none,1\nman,a,0.5,,1\n");
    let joint = cube.table("joint").unwrap();
    let stage = joint.dim(&DimKind::Stage("selected".to_owned())).unwrap();
    assert_eq!(joint.dims[stage].values, ["none", "part", "full"]);
    assert_eq!(joint.cells.iter().map(|cell| cell.key[stage]).collect::<Vec<u32>>(), [0, 2, MISSING]);
    let problems = count(&rest, "sex,origin,score,decision,outcome\nman,a,0.5,half,1\n").unwrap_err();
    assert!(problems.contains("source/unknown-value"), "{problems}");
}

#[test]
fn clusters_become_buckets_that_any_engine_can_make() {
    let rest = USUAL
        .replace("[roles]", "[roles]\ncluster = \"person\"")
        .replace("[[attribute]]\nname = \"sex\"", "[inference]\ncluster_buckets = 16\n[[attribute]]\nname = \"sex\"");
    let spec = spec_of(&rest);
    let csv = "sex,origin,score,decision,outcome,person\nman,a,0.5,1,1,17\nman,a,0.5,1,1,a-b\nman,a,0.5,1,1,\n";
    let cube = count_of(&spec, &[("a.csv", csv.as_bytes())], 1).unwrap();
    let bucket = |person: &str| {
        let digest = crate::words::sha256(format!("{}\0{person}", spec.counting_sha256).as_bytes());
        (u64::from_str_radix(&digest[..16], 16).unwrap() % 16) as u32
    };
    let joint = cube.table("joint").unwrap();
    let at = joint.dim(&DimKind::ClusterBucket).unwrap();
    let mut expected = vec![bucket("17"), bucket("a-b"), MISSING];
    expected.sort_unstable();
    assert_eq!(joint.cells.iter().map(|cell| cell.key[at]).collect::<Vec<u32>>(), expected);
    // The tables by score have no buckets: 128 of them for each bin would be as many cells as rows.
    assert!(cube.table("score:sex").unwrap().dim(&DimKind::ClusterBucket).is_none());
}

#[test]
fn attributes_that_stand_together_have_their_table_by_score() {
    let rest = format!("{USUAL}[[intersection]]\nof = [\"origin\", \"sex\"]\n");
    let cube = counted(&rest, ROWS);
    let table = cube.table("score:origin*sex").unwrap();
    let kinds: Vec<&DimKind> = table.dims.iter().map(|dim| &dim.kind).take(2).collect();
    assert_eq!(kinds, [&DimKind::Attribute("origin".to_owned()), &DimKind::Attribute("sex".to_owned())]);
    assert_eq!(table.cells.iter().map(|cell| cell.sums[0]).sum::<i128>(), 5);
}

#[test]
fn bands_of_whole_numbers_and_of_others_are_one_attribute_when_cubes_meet() {
    let rest = USUAL.replace("name = \"origin\"", "name = \"origin\"\nbands = [30, 50]");
    let whole = counted(&rest, "sex,origin,score,decision,outcome\nman,30,0.5,1,1\nman,7,0.5,1,1\n");
    let halves = counted(&rest, "sex,origin,score,decision,outcome\nman,30.5,0.5,1,1\n");
    let values = |cube: &Cube| cube.table("joint").unwrap().dims[1].values.clone();
    assert_eq!(values(&whole), ["30–49", "50+", "<30"]);
    assert_eq!(values(&halves), ["30–<50", "50+", "<30"]);
    let merged = merge(whole.clone(), halves.clone()).unwrap();
    assert_eq!(values(&merged), ["30–<50", "50+", "<30"]);
    assert_eq!(cells(merged.table("joint").unwrap())["man 30–<50 1 1"][0], 2);
    assert_eq!(to_bytes(&merge(halves, whole).unwrap()).unwrap(), to_bytes(&merged).unwrap());
}

#[test]
fn a_sampling_stratum_needs_its_size() {
    let rest = USUAL
        .replace("design = \"full\"", "design = \"weighted\"\nstratum_sizes = { north = 2, south = 1 }")
        .replace("[roles]", "[roles]\nweight = \"w\"\nsampling_stratum = \"h\"");
    let head = "sex,origin,score,decision,outcome,w,h\n";
    let problems = count(&rest, &format!("{head}man,a,0.5,1,1,1,north\nman,a,0.5,1,1,1,west\n")).unwrap_err();
    assert!(problems.contains("a sampling stratum that `data.stratum_sizes` does not name"), "{problems}");
    let problems = count(&rest, &format!("{head}{}", "man,a,0.5,1,1,1,south\n".repeat(2))).unwrap_err();
    assert!(
        problems.contains("source/bad-population") && problems.contains("`south` has 2 cases, more than its size 1"),
        "{problems}"
    );
}

#[test]
fn a_column_of_very_many_different_texts_may_decide_a_stage() {
    let rest =
        USUAL.replace("positive = [\"1\"]\nnegative = [\"0\"]\nfavourable", "positive = [\"reason 7\"]\nfavourable");
    let rows: String = (0..150_000).map(|i| format!("man,a,0.5,reason {i},1\n")).collect();
    let cube = counted(&rest, &format!("sex,origin,score,decision,outcome\n{rows}"));
    let joint = cells(cube.table("joint").unwrap());
    assert_eq!((joint["man a 1 1"][0], joint["man a 0 1"][0]), (1, 149_999));
}

#[test]
fn tables_of_which_one_lacks_a_role_are_counted_by_what_they_have() {
    let rest = r#"
[data]
design = "full"
tables = { a = "a.csv", b = "b.csv" }
[roles]
outcome = { column = "y", positive = ["1"], negative = ["0"] }
strata = ["area"]
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
favourable = false
[[attribute]]
name = "sex"
table = "a"
ground = "sex"
reference = "m"
[[attribute]]
name = "origin"
table = "b"
ground = "ethnicity"
reference = "x"
"#;
    let spec = spec_of(rest);
    let a: (&str, &[u8]) = ("a.csv", b"sex,d,y,area\nm,1,1,north\n");
    let cube = count_of(&spec, &[a, ("b.csv", b"origin,d\nx,1\n")], 2).unwrap();
    let kinds =
        |name: &str| cube.table(name).unwrap().dims.iter().map(|dim| dim.kind.clone()).collect::<Vec<DimKind>>();
    let stage = DimKind::Stage("selected".to_owned());
    assert_eq!(
        kinds("joint:a"),
        [DimKind::Attribute("sex".to_owned()), DimKind::Factor("area".to_owned()), stage.clone(), DimKind::Outcome]
    );
    assert_eq!(kinds("joint:b"), [DimKind::Attribute("origin".to_owned()), stage]);
    assert_eq!(cube.joint_of("origin").unwrap().part.as_deref(), Some("b"));
    // A role that no table has, and an attribute that its own table has not, are told.
    let problems =
        count_of(&spec, &[("a.csv", b"sex,d,area\nm,1,north\n"), ("b.csv", b"sex,d\nx,1\n")], 1).unwrap_err();
    assert!(problems.contains("no column `y`") && problems.contains("no column `origin` in `b.csv`"), "{problems}");
    assert!(!problems.contains("no column `area`"), "{problems}");
}

#[test]
fn a_cube_of_another_spec_does_not_stand_in_for_the_rows() {
    let cube = counted(USUAL, ROWS);
    assert!(super::counted_by(&cube, "c.parquet", &cube.counting_sha256).is_ok());
    let problems = super::counted_by(&cube, "c.parquet", "0123456789abcdef").unwrap_err().to_string();
    assert!(problems.starts_with("cube/other-counting: c.parquet: the cube was counted by another spec"), "{problems}");
}

/// An input of each kind; the age is read in the bands of the attribute.
const INPUTS: &[(&str, bool)] = &[("area", true), ("income", false), ("age", false), ("absent", false)];

fn with_inputs(csv: &str, threads: usize) -> Cube {
    let rest = format!("{USUAL}[[attribute]]\nname = \"age\"\nground = \"age\"\nbands = [30]\nreference = \"<30\"\n");
    let inputs: Vec<InputColumn> =
        INPUTS.iter().map(|(name, names)| InputColumn { name: (*name).to_owned(), names: *names }).collect();
    counted_with(&spec_of(&rest), &[("a.csv", csv.as_bytes())], &inputs, threads).unwrap()
}

#[test]
fn inputs_stand_in_tables_of_their_own_by_attribute() {
    let csv = "score,outcome,decision,sex,origin,age,area,income\n\
        0.1,0,0,man,x,20,11120,1000.2\n0.1,0,0,man,x,44,11120,1000\n0.2,0,1,woman,y,44,,n/a\n0.2,1,1,,y,20,11121,-5\n";
    let cube = with_inputs(csv, 1);
    let names: Vec<&str> =
        cube.tables.iter().map(|table| table.name.as_str()).filter(|n| n.starts_with("inputs:")).collect();
    let of = |attribute: &str| ["", ":age", ":area", ":income"].map(|input| format!("inputs:{attribute}{input}"));
    assert_eq!(names, [of("age"), of("origin"), of("sex")].concat());
    assert!(cube.table("joint").unwrap().dims.iter().all(|dim| !matches!(dim.kind, DimKind::Input(_))));
    // Two neighbouring numbers of an area are two names; two incomes within a thousandth are one level.
    assert_eq!(cube.table("inputs:sex:area").unwrap().cells.len(), 3);
    assert_eq!(cube.table("inputs:sex:income").unwrap().cells.len(), 3);
    let age = cells(cube.table("inputs:age:age").unwrap());
    let band = |at: u32| (1 << 25) + at;
    let wanted = [(format!("30+ {} 0", band(1)), vec![2]), (format!("<30 {} 0", band(0)), vec![2])];
    assert_eq!(age, wanted.into());
    let joint = cube.table("inputs:sex").unwrap();
    assert_eq!(joint.cells.iter().map(|cell| cell.sums[0]).sum::<i128>(), 4);
    assert!(cells(joint).keys().any(|key| key.starts_with("- ")), "a row without a sex is counted");
    let back = from_bytes("c", &to_bytes(&cube).unwrap()).unwrap();
    assert_eq!(back, cube);
}

#[test]
fn cubes_that_were_counted_with_other_inputs_are_refused() {
    let csv = |row: &str| format!("score,outcome,decision,sex,origin,age,area,income\n0.1,0,0,man,x,20,{row},1\n");
    let rest = format!("{USUAL}[[attribute]]\nname = \"age\"\nground = \"age\"\nbands = [30]\nreference = \"<30\"\n");
    let without = counted(&rest, &csv("5"));
    let with = with_inputs(&csv("6"), 1);
    for (a, b) in [(without.clone(), with.clone()), (with, without)] {
        let problems = merge(a, b).unwrap_err();
        assert_eq!(problems.0[0].code, crate::diag::Code::OtherCounting);
        assert!(problems.to_string().contains("input list"), "{problems}");
    }
}

#[test]
fn tables_of_inputs_that_were_halved_merge_to_what_all_rows_give() {
    let head = "score,outcome,decision,sex,origin,age,area,income\n";
    let line = |i: u32| format!("0.1,0,0,{},x,20,{i},7\n", if i.is_multiple_of(3) { "man" } else { "woman" });
    let csv = |from: u32, to: u32| (from..to).fold(head.to_owned(), |csv, i| csv + &line(i));
    let whole = with_inputs(&csv(0, 150_000), 2);
    let halved = whole.table("inputs:sex").unwrap();
    assert!(halved.cells.len() < 1 << 17 && halved.cells.iter().all(|cell| cell.key.last() > Some(&0)));
    let merged = merge(with_inputs(&csv(0, 20_000), 1), with_inputs(&csv(20_000, 150_000), 1)).unwrap();
    assert_eq!(merged.tables, whole.tables);
}
