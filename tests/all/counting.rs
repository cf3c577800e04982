//! The same rows give the same cube, however they come: in any order, in parts, by any number of threads, as CSV or Parquet.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use evenhand::{Cube, CubeTable, Opener, check_spec, flow, merge_cubes, read_cube, write_cube};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert_eq, prop_assume, prop_oneof, proptest};

const HEAD: &str = "spec_version = 1\n[audit]\nid = \"t\"\ntitle = \"t\"\n[system]\nname = \"s\"\nkind = \"risk_selection\"\npool = \"p\"\nunit = \"u\"\n";

const SPEC: &str = r#"
[data]
design = "weighted"
path = "*"
[roles]
id = "id"
weight = "weight"
cluster = "person"
score = { column = "score", probability = true }
outcome = { column = "y", positive = ["1"], negative = ["0"] }
strata = ["area"]
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
negative = ["0"]
favourable = false
[[stage]]
name = "flagged"
threshold = 0.35
favourable = false
[[attribute]]
name = "sex"
ground = "sex"
reference = "(rest)"
[[attribute]]
name = "age"
ground = "age"
reference = "(rest)"
bands = [30, 50]
[[intersection]]
of = ["sex", "age"]
[[amount]]
name = "debt"
column = "debt"
unit = "kr"
[inference]
score_bits = 5
"#;

#[derive(Clone, Debug, PartialEq)]
struct Row {
    id: u32,
    person: u32,
    weight: u32,
    score: Option<f64>,
    y: Option<u8>,
    d: Option<u8>,
    sex: Option<&'static str>,
    age: Option<f64>,
    area: &'static str,
    debt: Option<i64>,
}

fn maybe<T: Clone + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Option<T>> {
    prop_oneof![1 => Just(None), 4 => value.prop_map(Some)]
}

/// Few scores (exact bins), or as many as there are doubles.
fn scores() -> impl Strategy<Value = f64> {
    prop_oneof![(0..20u32).prop_map(|tick| f64::from(tick) / 20.0), 0.0..=1.0]
}

fn row() -> impl Strategy<Value = Row> {
    let first = (0..50u32, 0..9u32, 1..5u32, maybe(scores()), maybe(0..2u8), maybe(0..2u8));
    let second = (
        maybe(prop_oneof![Just("m"), Just("w"), Just("x")]),
        maybe((0..160u32).prop_map(|half| f64::from(half) / 2.0)),
    );
    let third = (prop_oneof![Just("north"), Just("south")], maybe(-5..5i64));
    (first, second, third).prop_map(|((id, person, weight, score, y, d), (sex, age), (area, debt))| Row {
        id,
        person,
        weight,
        score,
        y,
        d,
        sex,
        age,
        area,
        debt,
    })
}

fn shown<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or(String::new(), T::to_string)
}

fn csv(rows: &[Row]) -> Vec<u8> {
    let mut out = "id,person,weight,score,y,d,sex,age,area,debt\n".to_owned();
    for row in rows {
        let (score, y, d, age) = (shown(&row.score), shown(&row.y), shown(&row.d), shown(&row.age));
        let (sex, debt) = (shown(&row.sex), shown(&row.debt));
        writeln!(out, "{},{},{},{score},{y},{d},{sex},{age},{},{debt}", row.id, row.person, row.weight, row.area)
            .unwrap();
    }
    out.into_bytes()
}

/// The same rows with other types: numbers as doubles where CSV has whole ones, text as text; row groups of `group` rows.
fn parquet(rows: &[Row], group: usize) -> Vec<u8> {
    let column = |values: ArrayRef| values;
    let batch = RecordBatch::try_from_iter([
        ("sex", column(Arc::new(rows.iter().map(|row| row.sex).collect::<StringArray>()))),
        ("id", column(Arc::new(rows.iter().map(|row| Some(i64::from(row.id))).collect::<Int64Array>()))),
        ("person", column(Arc::new(rows.iter().map(|row| Some(row.person.to_string())).collect::<StringArray>()))),
        ("weight", column(Arc::new(rows.iter().map(|row| Some(f64::from(row.weight))).collect::<Float64Array>()))),
        ("score", column(Arc::new(rows.iter().map(|row| row.score).collect::<Float64Array>()))),
        ("y", column(Arc::new(rows.iter().map(|row| row.y.map(f64::from)).collect::<Float64Array>()))),
        ("d", column(Arc::new(rows.iter().map(|row| row.d.map(i64::from)).collect::<Int64Array>()))),
        ("age", column(Arc::new(rows.iter().map(|row| row.age).collect::<Float64Array>()))),
        ("area", column(Arc::new(rows.iter().map(|row| Some(row.area)).collect::<StringArray>()))),
        ("debt", column(Arc::new(rows.iter().map(|row| row.debt).collect::<Int64Array>()))),
    ])
    .unwrap();
    let mut out = Vec::new();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    out
}

fn count(rest: &str, files: &[(&str, &[u8])], threads: usize) -> Cube {
    let (spec, _) = check_spec("audit.toml", &format!("{HEAD}{rest}")).unwrap_or_else(|problems| panic!("{problems}"));
    flow::count(&spec, &Opener::memory(files), &flow::Papers::default(), &flow::Counting { threads, progress: None })
        .unwrap_or_else(|problems| panic!("{problems}"))
}

/// The cube without what speaks of files, and of ids, which each counting sees for itself.
fn counts_only(mut cube: Cube) -> Vec<u8> {
    cube.inputs.clear();
    cube.warnings.retain(|warning| !["format_sniffed", "duplicate_ids"].contains(&warning.code.word()));
    write_cube(&cube).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_shards_threads_and_formats_cannot_be_seen_in_the_cube(
        rows in proptest::collection::vec(row(), 1..120),
        cut in 0usize..120,
        threads in 1usize..5,
        group in 1usize..40,
    ) {
        let cut = cut.min(rows.len());
        let whole = counts_only(count(SPEC, &[("a.csv", &csv(&rows))], 1));
        let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
        prop_assert_eq!(&counts_only(count(SPEC, &[("a.csv", &csv(&backwards))], threads)), &whole);
        prop_assert_eq!(&counts_only(count(SPEC, &[("a.parquet", &parquet(&rows, group))], threads)), &whole);
        let (first, second) = (csv(&rows[..cut]), csv(&rows[cut..]));
        prop_assert_eq!(&counts_only(count(SPEC, &[("1.csv", &first), ("2.csv", &second)], threads)), &whole);
        // Two files of the same bytes are one file, and not merged.
        if cut > 0 && cut < rows.len() && first != second {
            let one = |file: &[u8]| count(SPEC, &[("a.csv", file)], 1);
            let forth = merge_cubes(one(&first), one(&second)).unwrap();
            let back = merge_cubes(one(&second), one(&first)).unwrap();
            prop_assert_eq!(&write_cube(&forth).unwrap(), &write_cube(&back).unwrap());
            prop_assert_eq!(&read_cube("cube.parquet", &write_cube(&forth).unwrap()).unwrap(), &forth);
            prop_assert_eq!(&counts_only(forth), &whole);
        }
    }

    #[test]
    fn merging_is_associative(parts in proptest::collection::vec(proptest::collection::vec(row(), 1..40), 3)) {
        prop_assume!(parts[0] != parts[1] && parts[0] != parts[2] && parts[1] != parts[2]);
        let [a, b, c] = [0, 1, 2].map(|at| count(SPEC, &[("a.csv", &csv(&parts[at]))], 1));
        let left = merge_cubes(merge_cubes(a.clone(), b.clone()).unwrap(), c.clone()).unwrap();
        let right = merge_cubes(a, merge_cubes(b, c).unwrap()).unwrap();
        prop_assert_eq!(write_cube(&left).unwrap(), write_cube(&right).unwrap());
    }
}

#[test]
fn more_scores_than_4096_make_a_ladder_in_whichever_part_they_stand() {
    let spec = SPEC.replace("design = \"weighted\"", "design = \"full\"").replace("weight = \"weight\"\n", "");
    let rows: Vec<Row> = (0..6_000u32)
        .map(|i| Row {
            id: i,
            person: i % 100,
            weight: 1,
            score: Some(f64::from(i) / 6_000.0),
            y: Some((i % 2) as u8),
            d: Some((i % 3 / 2) as u8),
            sex: Some(if i % 5 == 0 { "m" } else { "w" }),
            age: Some(f64::from(i % 90)),
            area: "north",
            debt: None,
        })
        .collect();
    let whole = count(&spec, &[("a.csv", &csv(&rows))], 1);
    assert_eq!(format!("{:?}", whole.bins), "Ladder { bits: 5 }");
    let part = |rows: &[Row]| count(&spec, &[("a.csv", &csv(rows))], 1);
    for cut in [1, 2_000, 3_000, 4_096, 4_097, 5_999] {
        let (first, second) = (part(&rows[..cut]), part(&rows[cut..]));
        let exact = |cube: &Cube| format!("{:?}", cube.bins).starts_with("Exact");
        assert_eq!((exact(&first), exact(&second)), (cut <= 4_096, rows.len() - cut <= 4_096), "{cut}");
        assert_eq!(counts_only(merge_cubes(first, second).unwrap()), counts_only(whole.clone()), "{cut}");
    }
    for threads in [2, 3] {
        assert_eq!(
            counts_only(count(&spec, &[("a.parquet", &parquet(&rows, 1_000))], threads)),
            counts_only(whole.clone())
        );
    }
}

#[test]
fn cubes_of_other_specs_are_refused_with_what_differs() {
    let row = "id,person,weight,score,y,d,sex,age,area,debt\n1,1,1,0.5,1,1,m,30,n,\n";
    let one = count(SPEC, &[("a.csv", row.as_bytes())], 1);
    let other = count(&SPEC.replace("bands = [30, 50]", "bands = [30, 60]"), &[("a.csv", row.as_bytes())], 1);
    let problems = merge_cubes(one.clone(), other).unwrap_err().to_string();
    assert!(problems.starts_with("cube/other-counting") && problems.contains("counting_sha256"), "{problems}");
    let mut renamed = one.clone();
    renamed.inputs.clear();
    renamed.tables[0].dims.swap(0, 1);
    assert!(merge_cubes(one, renamed).unwrap_err().to_string().contains("other dimensions"));
}

#[test]
fn bytes_that_are_no_cube_or_a_damaged_one_are_told() {
    let row = "id,person,weight,score,y,d,sex,age,area,debt\n1,1,1,0.5,1,1,m,30,n,\n2,1,1,0.25,,0,w,31,n,4\n";
    let cube = count(SPEC, &[("a.csv", row.as_bytes())], 1);
    let bytes = write_cube(&cube).unwrap();
    for broken in [&b""[..], b"PAR1", &bytes[..bytes.len() / 2], &bytes[1..], row.as_bytes()] {
        let problems = read_cube("old.parquet", broken).unwrap_err().to_string();
        assert!(problems.starts_with("cube/version: old.parquet: the file is no cube that can be read"), "{problems}");
    }
    let newer = String::from_utf8_lossy(&bytes).contains("1.0");
    assert!(newer);
    let at = bytes.windows(3).position(|window| window == b"1.0").unwrap();
    let mut newer = bytes.clone();
    newer[at] = b'2';
    // Whichever text was hit, a cube of another version is not read as this one.
    assert!(read_cube("new.parquet", &newer).map_or(true, |read| read == cube));
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x41;
        let _ = read_cube("damaged.parquet", &damaged);
    }
    // A Parquet file of rows is no cube.
    let rows = parquet(&[], 10);
    assert!(
        read_cube("rows.parquet", &rows)
            .unwrap_err()
            .to_string()
            .contains("its footer lacks `evenhand.schema_version`")
    );
}

// The shared cases.

/// The file of a case beside the checkout; `None`, with a line that says so, where it is absent.
fn case(path: &str) -> Option<Vec<u8>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases").join(path);
    let bytes = std::fs::read(&file).ok();
    if bytes.is_none() {
        println!("skipped: ../shared/cases/{path} is absent");
    }
    bytes
}

const COMPAS: &str = r#"
[data]
design = "full"
path = "data.*"
[roles]
id = "id"
score = { column = "score", probability = true }
outcome = { column = "outcome", positive = ["1"], negative = ["0"] }
strata = ["charge_degree", "priors", "is_recid"]
[[stage]]
name = "selected"
column = "decision"
positive = ["1"]
negative = ["0"]
favourable = false
[[attribute]]
name = "sex"
ground = "sex"
reference = "Male"
[[attribute]]
name = "race"
ground = "ethnicity"
reference = "Caucasian"
[[attribute]]
name = "age"
ground = "age"
reference = "25–44"
bands = [25, 45]
[[attribute]]
name = "decile"
column = "decile_score"
ground = "supplementary"
reference = "1"
[[intersection]]
of = ["sex", "race"]
"#;

#[test]
fn csv_and_parquet_of_the_compas_case_give_one_cube() {
    let (Some(csv), Some(parquet)) = (case("compas-two-years/data.csv"), case("compas-two-years/data.parquet")) else {
        return;
    };
    let cube = count(COMPAS, &[("data.csv", &csv)], 1);
    assert_eq!(counts_only(count(COMPAS, &[("data.parquet", &parquet)], 2)), counts_only(cube.clone()));
    // The case's page: hash, rows, and Σq: mean score 0.4509564735237.
    assert_eq!(cube.inputs[0].sha256, "0071ca77ef9969263d0f9d1871c93d75b168ac94cb0d6f6898b787f2d5a656c3");
    assert_eq!(cube.rows, 7_214);
    let table = cube.table("score:sex").unwrap();
    let [count, score, square] = [0, 1, 2].map(|at| table.cells.iter().map(|cell| cell.sums[at]).sum::<i128>());
    assert_eq!(count, 7_214);
    assert!((score as f64 / 7_214e9 - 0.450_956_473_523_7).abs() < 1e-12);
    // Brier score 0.2294649293041 from the sums (`methods/15`, 2.3).
    let outcome = table.dims.iter().position(|dim| dim.values == ["0", "1"] && dim.kind != table.dims[1].kind).unwrap();
    let positive =
        |at: usize| table.cells.iter().filter(|cell| cell.key[outcome] == 1).map(|cell| cell.sums[at]).sum::<i128>();
    let brier = (square - 2_000_000_000 * positive(1) + 1_000_000_000_000_000_000 * positive(0)) as f64 / 7_214e18;
    assert!((brier - 0.229_464_929_304_1).abs() < 1e-12, "{brier}");
}

const VAB: &str = r#"
[data]
design = "two_arm"
population = 977730
tables = { sex = "sex.*", foreign = "foreign.*" }
[roles]
arm = { column = "selected_by", model = ["model"], random = ["random"] }
outcome = { column = "error_found", positive = ["1"], negative = ["0"] }
score = { column = "score", range = [0, 1] }
[[stage]]
name = "selected"
favourable = false
[[attribute]]
name = "sex"
table = "sex"
ground = "sex"
reference = "man"
[[attribute]]
name = "origin"
table = "foreign"
ground = "ethnicity"
reference = "swedish"
"#;

/// (group, arm, outcome) → count, of a joint table.
fn arms(cube: &Cube, table: &str) -> BTreeMap<(String, String, String), i128> {
    let table = cube.table(table).unwrap();
    let value = |at: usize, code: u32| table.dims[at].values.get(code as usize).cloned().unwrap_or_default();
    let mut out = BTreeMap::new();
    for cell in &table.cells {
        *out.entry((value(0, cell.key[0]), value(1, cell.key[1]), value(2, cell.key[2]))).or_insert(0) += cell.sums[0];
    }
    out
}

/// The cells of `methods/2`, B.1: group, random arm, its errors, model arm, its errors.
const PUBLISHED: &[(&str, &str, i128, i128, i128, i128)] = &[
    ("sex", "man", 460, 138, 1_651, 859),
    ("sex", "woman", 587, 172, 3_431, 1_645),
    ("foreign", "foreign", 248, 88, 2_192, 1_191),
    ("foreign", "swedish", 799, 222, 2_890, 1_313),
];

#[test]
fn the_unjoined_tables_of_the_swedish_case_give_the_published_counts_from_csv_and_parquet() {
    let files = |ending: &str| {
        Some([case(&format!("sweden-vab-2017/sex.{ending}"))?, case(&format!("sweden-vab-2017/foreign.{ending}"))?])
    };
    let (Some(csv), Some(parquet)) = (files("csv"), files("parquet")) else { return };
    let cube = count(VAB, &[("sex.csv", &csv[0]), ("foreign.csv", &csv[1])], 2);
    assert_eq!(
        counts_only(count(VAB, &[("sex.parquet", &parquet[0]), ("foreign.parquet", &parquet[1])], 2)),
        counts_only(cube.clone())
    );
    assert_eq!(cube.rows, 2 * 6_129);
    for &(table, group, random, random_errors, model, model_errors) in PUBLISHED {
        let arms = arms(&cube, &format!("joint:{table}"));
        let n = |arm: &str, outcome: &str| {
            arms.get(&(group.to_owned(), arm.to_owned(), outcome.to_owned())).copied().unwrap_or(0)
        };
        assert_eq!((n("random", "1"), n("random", "0")), (random_errors, random - random_errors), "{group}");
        assert_eq!((n("model", "1"), n("model", "0")), (model_errors, model - model_errors), "{group}");
    }
}

#[test]
fn the_long_table_of_the_swedish_case_gives_the_counts_of_its_rows() {
    let Some(counts) = case("sweden-vab-2017/counts.csv") else { return };
    let long = VAB
        .replace("tables = { sex = \"sex.*\", foreign = \"foreign.*\" }", "path = \"counts.csv\"\ncount = \"count\"\nlong = { attribute = \"attribute\", group = \"group\" }")
        .replace("score = { column = \"score\", range = [0, 1] }\n", "")
        .replace("table = \"sex\"\n", "")
        .replace("table = \"foreign\"\n", "")
        .replace("{ column = \"error_found\", positive = [\"1\"], negative = [\"0\"] }", "{ column = \"result\", positive = [\"Errors Found\", \"Control Investigation\", \"No Control Investigation\"], negative = [\"No Errors Found\"] }");
    let names: Vec<String> = String::from_utf8(counts.clone())
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    let origin = names.iter().find(|name| name.contains("origin") || name.contains("foreign")).unwrap();
    let long = long.replace("name = \"origin\"\n", &format!("name = \"origin\"\ncolumn = \"{origin}\"\n"));
    let cube = count(&long, &[("counts.csv", &counts)], 1);
    for &(table, group, random, random_errors, model, model_errors) in PUBLISHED {
        let table = if table == "sex" { "joint:sex" } else { "joint:origin" };
        let arms = arms(&cube, table);
        let n = |arm: &str, outcome: &str| {
            arms.get(&(group.to_owned(), arm.to_owned(), outcome.to_owned())).copied().unwrap_or(0)
        };
        assert_eq!((n("random", "1"), n("random", "0")), (random_errors, random - random_errors), "{group}");
        assert_eq!((n("model", "1"), n("model", "0")), (model_errors, model - model_errors), "{group}");
    }
}

#[test]
fn the_swedish_office_export_gives_the_counts_of_the_english_table() {
    let (Some(swedish), Some(english)) =
        (case("sweden-vab-2017/sex_2dec_sv.csv"), case("sweden-vab-2017/sex_2dec.parquet"))
    else {
        return;
    };
    let one = VAB
        .replace("tables = { sex = \"sex.*\", foreign = \"foreign.*\" }", "path = \"sex.*\"")
        .replace("table = \"sex\"\n", "");
    let one = one.split("[[attribute]]\nname = \"origin\"").next().unwrap().to_owned();
    let sv = one
        .replace("column = \"selected_by\", model = [\"model\"], random = [\"random\"]", "column = \"Urvalsregel\", model = [\"HÖG RISK NYCKEL 2\", \"HÖG HÖG RISK NYCKEL 2\", \"UPPFÖLJNINGSKONTROLL\"], random = [\"SLUMPKONTROLL TFP\"]")
        .replace("column = \"error_found\", positive = [\"1\"], negative = [\"0\"]", "column = \"Resultat\", positive = [\"Felaktigt\", \"kontrollutredning\", \"Ej kontrollerat\", \"ej kontrollerat\"], negative = [\"Ej felaktigt\", \"ej felaktigt\"]")
        .replace("column = \"score\"", "column = \"Score_fel\"")
        .replace("name = \"sex\"\n", "name = \"sex\"\ncolumn = \"KON_KOD\"\n")
        .replace("reference = \"man\"", "reference = \"M\"");
    let swedish = count(&sv, &[("sex.csv", &swedish)], 1);
    let english = count(&one, &[("sex.parquet", &english)], 1);
    let input = &swedish.inputs[0];
    assert_eq!((input.delimiter.as_deref(), input.decimal.as_deref()), (Some("semicolon"), Some("comma")));
    assert_eq!(input.sniffed, ["delimiter", "decimal"]);
    // K and M stand in the order of woman and man, reversed: compare by name.
    for (table, other) in swedish.tables.iter().zip(&english.tables) {
        let cells = |table: &_, names: [&str; 2]| cells_by_name(table, names);
        assert_eq!(cells(table, ["K", "M"]), cells(other, ["woman", "man"]));
    }
}

/// Cells of a table whose first dimension is sex, 0 for the first name and 1 for the second, with their sums.
fn cells_by_name(table: &CubeTable, names: [&str; 2]) -> BTreeMap<Vec<u32>, Vec<i128>> {
    let code = |code: u32| {
        table.dims[0].values.get(code as usize).and_then(|value| names.iter().position(|name| name == value))
    };
    table
        .cells
        .iter()
        .map(|cell| {
            let mut key = cell.key.clone();
            key[0] = code(key[0]).map_or(u32::MAX, |code| code as u32);
            (key, cell.sums.clone())
        })
        .collect()
}
