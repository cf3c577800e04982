//! Data as they come: whatever is wrong with them is a problem with its place and what to do, never a panic, never a guess;
//! what is merely odd is counted right.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, types::Int64Type};
use evenhand::{Cube, Opener, check_spec, flow};
use parquet::arrow::ArrowWriter;

const HEAD: &str = "spec_version = 1\n[audit]\nid = \"t\"\ntitle = \"t\"\n[system]\nname = \"s\"\nkind = \"risk_selection\"\npool = \"p\"\nunit = \"u\"\n";

/// One table, a probability score, outcome, decision and one attribute.
const USUAL: &str = r#"
[data]
design = "full"
path = "a.csv"
[roles]
score = { column = "score", probability = true }
outcome = { column = "y", positive = ["1"], negative = ["0"] }
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
negative = ["0"]
favourable = false
[[attribute]]
name = "sex"
ground = "sex"
reference = "m"
"#;

/// The problems of these files under a spec, one a line; or the cube.
fn count(rest: &str, files: &[(&str, &[u8])]) -> Result<Cube, String> {
    let (spec, _) = check_spec("audit.toml", &format!("{HEAD}{rest}")).unwrap_or_else(|problems| panic!("{problems}"));
    flow::count(&spec, &Opener::memory(files), &flow::Papers::default(), &flow::Counting { threads: 2, progress: None })
        .map_err(|problems| {
            assert!(matches!(problems.exit_code(), 2 | 3), "{problems}");
            assert!(problems.0.iter().all(|problem| !problem.hint.is_empty()), "a problem without a hint: {problems}");
            problems.to_string()
        })
}

fn csv(rest: &str, text: &str) -> Result<Cube, String> {
    count(rest, &[("a.csv", text.as_bytes())])
}

/// Every part must stand in the problems.
#[track_caller]
fn refused(result: Result<Cube, String>, parts: &[&str]) {
    let problems = result.map(|cube| cube.rows).unwrap_err();
    for part in parts {
        assert!(problems.contains(part), "`{part}` is not in\n{problems}");
    }
}

#[track_caller]
fn taken(result: Result<Cube, String>) -> Cube {
    result.unwrap_or_else(|problems| panic!("{problems}"))
}

/// Cells of the joint table: values joined by spaces, missing as `-`, and the count.
fn joint(cube: &Cube) -> BTreeMap<String, i128> {
    let table = cube.table("joint").unwrap();
    let value = |at: usize, code: u32| table.dims[at].values.get(code as usize).map_or("-", String::as_str);
    let name = |key: &[u32]| key.iter().enumerate().map(|(at, &code)| value(at, code)).collect::<Vec<&str>>().join(" ");
    table.cells.iter().map(|cell| (name(&cell.key), cell.sums[0])).collect()
}

fn warns(cube: &Cube, word: &str) -> Option<u64> {
    cube.warnings.iter().find(|warning| warning.code.word() == word).map(|warning| warning.count.unwrap_or(0))
}

#[test]
fn files_that_are_not_there_or_not_what_they_say() {
    refused(count(USUAL, &[("b.csv", b"x")]), &["spec/no-file: audit.toml:13:8: there is no file `a.csv`"]);
    refused(count(USUAL, &[("a.csv", b"")]), &["source/empty-file: a.csv"]);
    refused(
        count(USUAL, &[("a.csv", b"PK\x03\x04..xl/workbook.xml")]),
        &["source/not-this-format: a.csv: the file is an Excel workbook (xlsx), not CSV"],
    );
    refused(count(USUAL, &[("a.csv", b"PK\x03\x04data.csv")]), &["the file is a zip archive, not CSV"]);
    refused(count(USUAL, &[("a.csv", b"%PDF-1.7")]), &["the file is a PDF document"]);
    refused(
        count(&USUAL.replace("a.csv", "a.parquet"), &[("a.parquet", b"sex,score\n")]),
        &["source/not-this-format: a.parquet: the file is no Parquet file"],
    );
    refused(csv(USUAL, "sex,score,d,y\n"), &["source/no-rows: a.csv: the file has a header and no rows"]);
}

#[test]
fn columns_that_are_not_there_are_all_told_with_the_nearest_name() {
    refused(
        csv(USUAL, "sexe,scor,d,y\nm,0.5,1,1\n"),
        &[
            "source/missing-column: audit.toml:15:20: there is no column `score` in `a.csv`; did you mean `scor`? The columns are `sexe`, `scor`, `d`, `y`",
            "source/missing-column: audit.toml:24:8: there is no column `sex` in `a.csv`; did you mean `sexe`?",
        ],
    );
    refused(
        csv(USUAL, "sex,score,d,y,d\nm,0.5,1,1,1\n"),
        &["source/duplicate-column: a.csv:1: the header names `d` more than once"],
    );
    let files: [(&str, &[u8]); 2] = [("1.csv", b"sex,score,d,y\nm,0.5,1,1\n"), ("2.csv", b"sex,score,d\nm,0.5,1\n")];
    refused(count(&USUAL.replace("a.csv", "*.csv"), &files), &["there is no column `y` in `2.csv`, which `1.csv` has"]);
}

#[test]
fn rows_with_faults_are_all_told_at_once_with_line_row_and_column() {
    let problems =
        csv(USUAL, "sex,score,d,y\nm,0.5,1,1\nw,2,1,1\nw,0.5,maybe,1\nw,x,1\nw,NaN,1,1\nw,\"0,5\",1,1\nm,0.5,1,9\n");
    refused(
        problems,
        &[
            "source/score-range: a.csv:3, row 2, column `score`: 1 row has a score outside 0 to 1",
            "source/unknown-value: a.csv:4, row 3, column `d`: 1 row has a value that no list of stage `selected` names",
            "source/ragged-row: a.csv:5, row 4: 1 row has more or fewer fields than the header, which has 4",
            "source/not-a-number: a.csv:6, row 5, column `score`: 1 value of `roles.score` is NaN; add `\"NaN\"` to `data.format.missing`",
            "source/not-a-number: a.csv:7, row 6, column `score`: 1 value of `roles.score` is written with a comma",
            "source/unknown-value: a.csv:8, row 7, column `y`",
        ],
    );
}

#[test]
fn a_value_of_a_single_row_is_never_printed() {
    let text = "sex,score,d,y\nm,0.5,Anna Andersson,1\n";
    let problems = csv(USUAL, text).unwrap_err();
    assert!(!problems.contains("Anna"), "{problems}");
    let text = format!("sex,score,d,y\n{}", "m,0.5,perhaps,1\n".repeat(5));
    refused(csv(USUAL, &text), &["values `perhaps` (5)"]);
}

#[test]
fn missing_values_in_every_role_are_counted_as_missing() {
    let cube = taken(csv(USUAL, "sex,score,d,y\n,0.5,1,1\nm,,1,1\nm,0.5,,1\nm,0.5,1,\n , , , \n"));
    let expected = [("- 1 1", 1), ("m 1 1", 1), ("m - 1", 1), ("m 1 -", 1), ("- - -", 1)];
    assert_eq!(joint(&cube), expected.map(|(key, n)| (key.to_owned(), n)).into());
    let scores = cube.table("score:sex").unwrap();
    let without: i128 = scores.cells.iter().filter(|cell| cell.key[3] == u32::MAX).map(|cell| cell.sums[0]).sum();
    assert_eq!(without, 2);
}

#[test]
fn nan_is_missing_only_where_the_spec_says_so() {
    let text = "sex,score,d,y\nm,NaN,1,1\nw,nan,1,1\n";
    refused(csv(USUAL, text), &["source/not-a-number", "2 values of `roles.score` are NaN: rows 1, 2"]);
    let spec = USUAL.replace("path = \"a.csv\"", "path = \"a.csv\"\nformat = { missing = [\"\", \"NaN\"] }");
    assert_eq!(taken(csv(&spec, text)).rows, 2);
    refused(csv(&spec, "sex,score,d,y\nm,inf,1,1\nw,-Infinity,1,1\n"), &["2 values of `roles.score` are infinite"]);
}

#[test]
fn numbers_are_never_guessed() {
    let with = |score: &str| csv(USUAL, &format!("sex;score;d;y\nm;0.5;1;1\nw;{score};1;1\n"));
    refused(
        with("0,5"),
        &["source/not-a-number: a.csv:3, row 2, column `score`", "written with a comma", "set `data.format.decimal"],
    );
    refused(with("1 000"), &["written with thousands separators"]);
    refused(with("50 %"), &["written in per cent"]);
    let comma = csv(USUAL, "sex;score;d;y\nm;0,5;1;1\nw;0,25;1;1\n");
    assert_eq!(taken(comma).inputs[0].decimal.as_deref(), Some("comma"));
}

#[test]
fn encodings_are_declared_or_marked_and_never_guessed() {
    let latin = b"sex,score,d,y\nm\xe4n,0.5,1,1\n";
    let spec = USUAL.replace("reference = \"m\"", "reference = \"män\"");
    refused(count(&spec, &[("a.csv", latin)]), &["source/encoding: a.csv:2, row 1", "windows-1252"]);
    let declared = |word: &str| {
        spec.replace("path = \"a.csv\"", &format!("path = \"a.csv\"\nformat = {{ encoding = \"{word}\" }}"))
    };
    for word in ["iso-8859-1", "windows-1252"] {
        assert_eq!(joint(&taken(count(&declared(word), &[("a.csv", latin)]))), [("män 1 1".to_owned(), 1)].into());
    }
    let utf_16: Vec<u8> =
        "\u{feff}sex,score,d,y\r\nmän,0.5,1,1\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cube = taken(count(&spec, &[("a.csv", &utf_16)]));
    assert_eq!(joint(&cube), [("män 1 1".to_owned(), 1)].into());
    assert_eq!(cube.inputs[0].encoding.as_deref(), Some("utf-16le"));
    assert!(cube.inputs[0].sniffed.contains(&"encoding".to_owned()));
    refused(count(&spec, &[("a.csv", &utf_16[2..])]), &["source/encoding", "zero byte", "utf-16le"]);
    refused(count(&declared("utf-8"), &[("a.csv", &utf_16)]), &["begins with the byte order mark of `utf-16le`"]);
}

#[test]
fn quotes_that_are_never_closed_are_told_where_they_open() {
    refused(
        csv(USUAL, "sex,score,d,y\nm,0.5,1,1\n\"w,0.5,1,1\nm,0.5,1,1\n"),
        &["source/unclosed-quote: a.csv:3, row 2"],
    );
}

#[test]
fn one_row_and_one_group_are_counted() {
    let cube = taken(csv(USUAL, "sex,score,d,y\nm,0.5,1,1\n"));
    assert_eq!(joint(&cube), [("m 1 1".to_owned(), 1)].into());
}

#[test]
fn an_identity_taken_for_an_attribute_is_told_at_once() {
    let rows: String = (0..100_000).map(|i| format!("id{i},0.5,1,1\n")).collect();
    refused(
        csv(USUAL, &format!("sex,score,d,y\n{rows}")),
        &[
            "source/too-many-groups: audit.toml",
            "the column `sex` of attribute `sex` has more than 10000 different values",
        ],
    );
    // Banded numbers may be as many as they like.
    let banded = format!("{USUAL}bands = [30, 50]\n").replace("reference = \"m\"", "reference = \"<30\"");
    let rows: String = (0..100_000).map(|i| format!("{},0.5,1,1\n", f64::from(i) / 1_000.0)).collect();
    let cube = taken(csv(&banded, &format!("sex,score,d,y\n{rows}")));
    assert_eq!(
        joint(&cube),
        [("<30 1 1", 30_000), ("30–<50 1 1", 20_000), ("50+ 1 1", 50_000)].map(|(k, n)| (k.to_owned(), n)).into()
    );
}

#[test]
fn names_that_could_hurt_are_shown_as_they_are_or_escaped() {
    let text = "sex,score,d,y\n<script>alert(1)</script>,0.5,1,1\n=HYPERLINK(\"\"x\"\"),0.5,1,1\na\u{202e}b,0.5,1,1\nx*y/z;%,0.5,1,1\nm,0.5,1,1\n"
        .replace("=HYPERLINK(\"\"x\"\")", "\"=HYPERLINK(\"\"x\"\")\"");
    let cube = taken(csv(USUAL, &text));
    let names: Vec<String> = joint(&cube).into_keys().collect();
    assert_eq!(
        names,
        ["<script>alert(1)</script> 1 1", "=HYPERLINK(\"x\") 1 1", "a\\u{202e}b 1 1", "m 1 1", "x*y/z;% 1 1"]
    );
    assert_eq!(warns(&cube, "names_escaped"), Some(1));
}

#[test]
fn names_that_differ_only_in_spelling_are_warned_of_and_kept_apart() {
    let cube =
        taken(csv(USUAL, "sex,score,d,y\nm,0.5,1,1\nM,0.5,1,1\n m ,0.5,1,1\nMalmö,0.5,1,1\nMalmo\u{308},0.5,1,1\n"));
    assert_eq!(joint(&cube), [("M 1 1", 1), ("Malmö 1 1", 2), ("m 1 1", 2)].map(|(k, n)| (k.to_owned(), n)).into());
    assert_eq!(warns(&cube, "near_duplicate_names"), Some(2));
}

#[test]
fn values_that_count_as_not_at_a_stage_without_being_told_so_are_warned_of() {
    let open = USUAL.replace("negative = [\"0\"]\nfavourable", "favourable");
    let of = |cube: &Cube| {
        let found = cube.warnings.iter().find(|warning| warning.code.word() == "decision_unlisted");
        found.map(|warning| {
            let values: Vec<(String, u64)> =
                warning.counted_values().map(|(value, cases)| (value.to_owned(), cases)).collect();
            (warning.column.clone().unwrap(), warning.count.unwrap(), values)
        })
    };
    let rows = |value: &str, times: usize| format!("m,0.5,{value},1\n").repeat(times);
    let text = format!("sex,score,d,y\n{}{}{}{}", rows("1", 3), rows("0", 9), rows("NaN", 2), rows("yes", 1));
    let cube = taken(csv(&open, &text));
    let named = [("0", 9), ("NaN", 2), ("yes", 1)].map(|(value, cases)| (value.to_owned(), cases)).to_vec();
    assert_eq!(of(&cube), Some(("d".to_owned(), 12, named)));
    assert_eq!(joint(&cube), [("m 0 1", 12), ("m 1 1", 3)].map(|(key, n)| (key.to_owned(), n)).into());
    // A usual "no" is no slip; a value of few cases is counted and not shown; a closed list lets none through.
    assert_eq!(of(&taken(csv(&open, &format!("sex,score,d,y\n{}", rows("0", 9))))), None);
    let cube = taken(csv(&open, &format!("sex,score,d,y\n{}{}", rows("0", 9), rows("Anna Andersson", 4))));
    assert_eq!(of(&cube), Some(("d".to_owned(), 13, vec![("0".to_owned(), 9)])));
    refused(csv(USUAL, &text), &["source/unknown-value", "no list of stage `selected` names"]);
    // Of cases, where rows are counts; added up where cubes meet.
    let counts = taken(csv(COUNTS, "sex,d,y,n\nm,1,1,4\nm,0,1,50\nm,nej,1,7\n"));
    assert_eq!(of(&counts).unwrap().1, 57);
    let other = taken(csv(COUNTS, "sex,d,y,n\nm,0,1,50\nm,-,1,3\n"));
    let both = [("-", 3), ("0", 100), ("nej", 7)].map(|(value, cases)| (value.to_owned(), cases)).to_vec();
    assert_eq!(of(&evenhand::merge_cubes(counts, other).unwrap()), Some(("d".to_owned(), 110, both)));
}

#[test]
fn reserved_names_are_no_groups() {
    refused(
        csv(USUAL, "sex,score,d,y\nm,0.5,1,1\n(all),0.5,1,1\n"),
        &["source/unknown-value: a.csv:3, row 2, column `sex`", "the report uses for something else"],
    );
    let spec = USUAL.replace("path = \"a.csv\"", "path = \"a.csv\"\nformat = { missing = [\"(missing)\"] }");
    assert_eq!(joint(&taken(csv(&spec, "sex,score,d,y\nm,0.5,1,1\n(missing),0.5,1,1\n"))).len(), 2);
}

#[test]
fn a_misspelt_reference_is_told_and_an_absent_one_is_not() {
    refused(
        csv(USUAL, "sex,score,d,y\nM,0.5,1,1\nw,0.5,1,1\n"),
        &["spec/unknown-reference: audit.toml", "did you mean `M`? The groups are `M`, `w`"],
    );
    assert_eq!(taken(csv(USUAL, "sex,score,d,y\nwoman,0.5,1,1\n")).rows, 1);
}

#[test]
fn a_condition_that_no_row_satisfies_leaves_nothing_to_audit() {
    let spec = USUAL.replace("path = \"a.csv\"", "path = \"a.csv\"\nwhere = \"year >= 2026\"");
    refused(
        csv(&spec, "sex,score,d,y,year\nm,0.5,1,1,2025\n"),
        &["source/no-rows: audit.toml:14:9:", "no row satisfies `data.where`"],
    );
    refused(
        csv(&spec, "sex,score,d,y,year\nm,0.5,1,1,last\n"),
        &["source/not-a-number: a.csv:2, row 1, column `year`", "put the value of the condition in quotes"],
    );
    // What is left out is looked at by nobody.
    let cube = taken(csv(&spec, "sex,score,d,y,year\nm,0.5,1,1,2026\n(all),7,x,x,2025\n"));
    assert_eq!(joint(&cube), [("m 1 1".to_owned(), 1)].into());
}

const COUNTS: &str = r#"
[data]
design = "full"
path = "a.csv"
count = "n"
[roles]
outcome = { column = "y", positive = ["1"], negative = ["0"] }
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
favourable = false
[[attribute]]
name = "sex"
ground = "sex"
reference = "m"
"#;

/// Counts and slacks by key, in order.
fn boxes(cube: &Cube) -> Vec<Vec<i128>> {
    cube.table("joint").unwrap().cells.iter().map(|cell| cell.sums.clone()).collect()
}

#[test]
fn counts_may_be_suppressed_and_rounded_but_not_negative_or_broken() {
    let cube = taken(csv(COUNTS, "sex,d,y,n\nm,1,1,120\nm,1,0,<5\nw,1,1,..\nw,1,0,\nw,0,0,0\n"));
    assert_eq!(cube.rows, 120);
    assert_eq!(boxes(&cube), [[0, 4], [120, 0], [0, 4], [0, 4]]);
    assert_eq!(warns(&cube, "suppressed_cells"), Some(3));
    let rounded = COUNTS.replace("count = \"n\"", "count = \"n\"\nrounded = 10");
    assert_eq!(boxes(&taken(csv(&rounded, "sex,d,y,n\nm,1,1,120\nm,1,0,0\n"))), [[0, 4], [115, 9]]);
    refused(csv(&rounded, "sex,d,y,n\nm,1,1,123\n"), &["source/bad-count", "not a multiple of 10"]);
    refused(
        csv(COUNTS, "sex,d,y,n\nm,1,1,-3\nm,1,0,2.5\nw,1,1,many\n"),
        &[
            "source/bad-count: a.csv:2, row 1, column `n`: 3 values are not a whole number from 0 to 9,000,000,000: rows 1, 2, 3",
        ],
    );
}

#[test]
fn weights_and_inclusion_probabilities_outside_their_range_are_told() {
    let weighted =
        USUAL.replace("design = \"full\"", "design = \"weighted\"").replace("[roles]", "[roles]\nweight = \"w\"");
    refused(
        csv(&weighted, "sex,score,d,y,w\nm,0.5,1,1,-1\nm,0.5,1,1,\nm,0.5,1,1,x\nm,0.5,1,1,2e6\nm,0.5,1,1,1e-9\n"),
        &[
            "source/bad-weight: a.csv:2, row 1, column `w`: 2 rows have a weight below 0 or above 1,000,000: rows 1, 4",
            "source/bad-weight: a.csv:3, row 2, column `w`: 1 row has no weight",
            "source/not-a-number: a.csv:4, row 3, column `w`",
            "source/bad-weight: a.csv:6, row 5, column `w`: 1 row has a weight below 0.001",
        ],
    );
    let probability = weighted.replace("weight = \"w\"", "inclusion_probability = \"w\"");
    refused(
        csv(&probability, "sex,score,d,y,w\nm,0.5,1,1,0\nm,0.5,1,1,1.5\n"),
        &["2 rows have an inclusion probability"],
    );
    let cube = taken(csv(&probability, "sex,score,d,y,w\nm,0.5,1,1,0.5\nm,0.5,1,1,1\n"));
    assert_eq!(boxes(&cube)[0][..3], [2, 3_000_000, 5_000_000_000_000]);
}

#[test]
fn amounts_are_whole_numbers() {
    let spec = format!("{USUAL}[[amount]]\nname = \"debt\"\ncolumn = \"kr\"\nunit = \"kr\"\n");
    refused(csv(&spec, "sex,score,d,y,kr\nm,0.5,1,1,10.5\n"), &["source/bad-amount: a.csv:2, row 1, column `kr`"]);
    let cube = taken(csv(&spec, "sex,score,d,y,kr\nm,0.5,1,1,10\nm,0.5,1,1,-4\nm,0.5,1,1,\n"));
    assert_eq!(boxes(&cube)[0][4..], [6, 116, 2]);
}

const TWO_ARM: &str = r#"
[data]
design = "two_arm"
path = "a.csv"
population = "rows"
[roles]
arm = { column = "how", model = ["m"], random = ["r"], both = ["b"], random_from = "pool" }
outcome = { column = "y", positive = ["1"], negative = ["0"] }
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
negative = ["0"]
favourable = false
[[attribute]]
name = "sex"
ground = "sex"
reference = "m"
"#;

#[test]
fn arms_that_contradict_the_decision_are_told() {
    let cube = taken(csv(TWO_ARM, "sex,how,d,y\nm,m,1,1\nm,r,1,0\nm,r,0,0\nm,b,1,1\nm,,0,\nm,other,1,\n"));
    let expected =
        [("m model 1 1", 1), ("m both 1 0", 1), ("m random 0 0", 1), ("m both 1 1", 1), ("m - 0 -", 1), ("m - 1 -", 1)];
    assert_eq!(joint(&cube), expected.map(|(key, n)| (key.to_owned(), n)).into());
    refused(
        csv(TWO_ARM, "sex,how,d,y\nm,m,0,1\nm,b,0,1\nm,m,,1\n"),
        &[
            "source/arm-conflict: a.csv:2, row 1, column `how`: 2 cases of the model arm are not at the stage `selected`: rows 1, 2",
            "source/unknown-value: a.csv:4, row 3, column `d`: 1 row has no value, and `data.population = \"rows\"` needs one in every row",
        ],
    );
    let from_rest = TWO_ARM.replace("both = [\"b\"], random_from = \"pool\"", "random_from = \"not_selected\"");
    refused(
        csv(&from_rest, "sex,how,d,y\nm,r,1,1\n"),
        &["1 case of the random arm is at the stage `selected`, though the arm was drawn from those that are not"],
    );
}

#[test]
fn a_population_smaller_than_its_arms_is_told_and_cases_in_no_arm_are_warned_of() {
    let sized = TWO_ARM.replace("population = \"rows\"", "population = 2").replace(", both = [\"b\"]", "");
    refused(
        csv(&sized, "sex,how,d,y\nm,m,1,1\nm,r,0,0\nm,r,0,0\n"),
        &["source/bad-population: audit.toml:14:14:", "the population is 2, but the arms have 3 cases"],
    );
    let others = "m,other,0,0\n".repeat(5);
    let text = format!("sex,how,d,y\nm,m,1,1\nm,r,0,0\nm,x,0,0\nm,,0,0\n{others}");
    let cube = taken(csv(&sized, &text));
    assert_eq!(warns(&cube, "decision_missing"), Some(7));
    let warning = cube.warnings.iter().find(|warning| warning.code.word() == "decision_missing").unwrap();
    assert_eq!(warning.column.as_deref(), Some("how"));
    assert_eq!(warning.counted_values().collect::<Vec<_>>(), [("other", 5)]);
    // Of a pool of rows they are the rest.
    let rows = sized.replace("population = 2", "population = \"rows\"");
    assert_eq!(warns(&taken(csv(&rows, &text)), "decision_missing"), None);
}

#[test]
fn a_population_is_told_once_for_all_attributes_of_a_long_table() {
    let long = TWO_ARM
        .replace(
            "population = \"rows\"",
            "population = 2\ncount = \"n\"\nlong = { attribute = \"what\", group = \"group\" }",
        )
        .replace(", both = [\"b\"]", "");
    let long = format!("{long}[[attribute]]\nname = \"age\"\nground = \"age\"\nreference = \"30\"\n");
    let rows = "what,group,how,d,y,n\nsex,m,m,1,1,2\nsex,w,r,0,0,3\nage,30,m,1,1,2\nage,40,r,0,0,4\n";
    let problems = csv(&long, rows).unwrap_err();
    assert_eq!(problems.matches("source/bad-population").count(), 1, "{problems}");
    assert!(problems.contains("the arms have 6 cases"), "{problems}");
}

#[test]
fn a_list_of_the_arm_that_names_nothing_in_the_data_is_told_with_the_values_there_are() {
    let text = format!("sex,how,d,y\n{}{}m,Anna,0,0\n", "m,m,1,1\n".repeat(6), "m,random,0,0\n".repeat(7));
    for population in ["population = \"rows\"", "population = 50"] {
        let spec = TWO_ARM
            .replace("population = \"rows\"", population)
            .replace("random = [\"r\"], both = [\"b\"]", "random = [\"randm\"]");
        let problems = csv(&spec, &text).unwrap_err();
        let parts = [
            "source/unknown-value: audit.toml:16:49: no row of the column `how` has a value of `roles.arm.random`: `randm`",
            "in no arm are `random` (7)",
            "did you mean `random`?",
        ];
        for part in parts {
            assert!(problems.contains(part), "`{part}` is not in\n{problems}");
        }
        assert!(!problems.contains("Anna") && !problems.contains("roles.arm.model"), "{problems}");
        assert!(csv(&spec.replace("randm", "random"), &text).is_ok());
    }
    // A random case that is at the stage counts as both, and its list has been met all the same.
    let spec = TWO_ARM.replace(", both = [\"b\"]", "");
    assert_eq!(taken(csv(&spec, "sex,how,d,y\nm,m,1,1\nm,r,1,1\n")).rows, 2);
}

#[test]
fn an_unknown_value_is_named_where_that_tells_of_nobody_and_the_nearest_listed_value_always() {
    let spec =
        USUAL.replace("positive = [\"1\"]\nnegative = [\"0\"]", "positive = [\"selected\"]\nnegative = [\"rest\"]");
    let problems = csv(&spec, "sex,score,d,y\nm,0.5,selectd,1\nm,0.5,yes,1\nm,0.5,Anna,1\n").unwrap_err();
    assert!(problems.contains("values `yes` (1) and 2 more; did you mean `selected`? Else add"), "{problems}");
    assert!(!problems.contains("Anna") && !problems.contains("selectd"), "{problems}");
}

#[test]
fn a_key_that_stands_twice_in_the_joined_table_is_told() {
    let spec = USUAL.replace("path = \"a.csv\"", "path = \"a.csv\"\njoin = { path = \"b.csv\", on = \"id\" }");
    let rows = b"id,score,d,y\n1,0.5,1,1\n2,0.5,1,1\n3,0.5,1,1\n,0.5,1,1\n";
    let cube = taken(count(&spec, &[("a.csv", rows), ("b.csv", b"id,sex\n2,w\n1,m\n,x\n")]));
    assert_eq!(joint(&cube), [("m 1 1", 1), ("w 1 1", 1), ("- 1 1", 2)].map(|(k, n)| (k.to_owned(), n)).into());
    assert_eq!(cube.inputs.len(), 2);
    refused(
        count(&spec, &[("a.csv", rows), ("b.csv", b"id,sex\n2,w\n1,m\n2,m\n")]),
        &["source/duplicate-key: b.csv:4, row 3, column `id`: 1 row has a key that stands before: row 3"],
    );
    refused(count(&spec, &[("a.csv", rows), ("b.csv", b"no,sex\n2,w\n")]), &["there is no column `id` in `b.csv`"]);
    refused(count(&spec, &[("a.csv", rows)]), &["there is no file `b.csv`"]);
}

#[test]
fn a_column_of_both_joined_tables_is_told_where_the_spec_reads_it() {
    let spec = USUAL.replace("path = \"a.csv\"", "path = \"a.csv\"\njoin = { path = \"b.csv\", on = \"id\" }");
    let rows = b"id,score,d,y,note\n1,0.5,1,1,a\n2,0.5,1,1,b\n";
    refused(
        count(&spec, &[("a.csv", rows), ("b.csv", b"id,sex,y\n2,w,0\n1,m,0\n")]),
        &["source/duplicate-column: b.csv", "the column `y` stands in `a.csv` and in `b.csv`, which is joined to it"],
    );
    // A column that nobody reads does no harm.
    taken(count(&spec, &[("a.csv", rows), ("b.csv", b"id,sex,note\n2,w,x\n1,m,x\n")]));
}

#[test]
fn a_file_that_is_named_twice_under_two_names_is_told() {
    let rows = b"score,y,d,sex\n0.2,0,0,m\n0.8,1,1,k\n";
    let two = USUAL.replace("path = \"a.csv\"", "path = [\"a.csv\", \"b.csv\"]");
    refused(
        count(&two, &[("a.csv", rows), ("b.csv", rows)]),
        &["source/duplicate-key", "b.csv", "the same as `a.csv`"],
    );
    let other = [rows.as_slice(), b"0.3,0,0,m\n"].concat();
    assert_eq!(taken(count(&two, &[("a.csv", rows), ("b.csv", &other)])).rows, 5);
}

#[test]
fn ids_that_stand_twice_are_warned_of() {
    let spec = USUAL.replace("[roles]", "[roles]\nid = \"id\"");
    let cube = taken(csv(&spec, "id,sex,score,d,y\n1,m,0.5,1,1\n1,m,0.5,1,1\n2,m,0.5,1,1\n,m,0.5,1,1\n,m,0.5,1,1\n"));
    assert_eq!(warns(&cube, "duplicate_ids"), Some(1));
}

#[test]
fn attributes_of_a_long_table_that_the_spec_does_not_name_are_left_out_with_a_warning() {
    let long = COUNTS.replace("count = \"n\"", "count = \"n\"\nlong = { attribute = \"what\", group = \"group\" }");
    let cube = taken(csv(&long, "what,group,d,y,n\nsex,m,1,1,10\nage,30,1,1,7\nsex,w,1,0,5\nage,40,1,1,7\n"));
    assert_eq!(cube.tables.iter().map(|table| table.name.as_str()).collect::<Vec<&str>>(), ["joint:sex"]);
    assert_eq!((cube.rows, warns(&cube, "attributes_ignored")), (15, Some(1)));
    assert_eq!(cube.tables[0].dims[0].values, ["m", "w"]);
}

fn parquet_of(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    out
}

fn usual_parquet(rows: usize) -> Vec<u8> {
    parquet_of(vec![
        ("sex", Arc::new(StringArray::from_iter_values((0..rows).map(|i| if i % 2 == 0 { "m" } else { "w" })))),
        ("score", Arc::new(Float64Array::from_iter_values((0..rows).map(|i| i as f64 / rows as f64)))),
        ("d", Arc::new(Int64Array::from_iter_values((0..rows).map(|i| i as i64 % 2)))),
        ("y", Arc::new(Int64Array::from_iter_values((0..rows).map(|i| i as i64 / 2 % 2)))),
    ])
}

#[test]
fn a_parquet_file_that_is_cut_off_is_told() {
    let spec = USUAL.replace("a.csv", "a.parquet");
    let whole = usual_parquet(1_000);
    assert_eq!(taken(count(&spec, &[("a.parquet", &whole)])).rows, 1_000);
    for cut in [4, 100, whole.len() / 2, whole.len() - 8, whole.len() - 1] {
        refused(
            count(&spec, &[("a.parquet", &whole[..cut])]),
            &["source/not-this-format: a.parquet: the Parquet file is cut off or damaged"],
        );
    }
    refused(count(&spec, &[("a.parquet", b"")]), &["source/empty-file"]);
    refused(count(USUAL, &[("a.csv", &whole)]), &["the file is a Parquet file, not CSV; name the file `.parquet`"]);
}

#[test]
fn a_damaged_parquet_file_gives_a_problem_or_other_counts_and_never_a_panic() {
    let spec = USUAL.replace("a.csv", "a.parquet");
    let whole = usual_parquet(300);
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        // Bytes of values may become other values; all that is asked is an answer.
        let _ = count(&spec, &[("a.parquet", &damaged)]);
    }
}

#[test]
fn a_text_column_of_a_parquet_file_is_read_as_that_of_a_csv_file() {
    let of = |score: [&str; 3]| {
        let file = parquet_of(vec![
            ("sex", Arc::new(StringArray::from(vec!["m", "w", "w"]))),
            ("score", Arc::new(StringArray::from(score.to_vec()))),
            ("d", Arc::new(Int64Array::from(vec![1, 0, 1]))),
            ("y", Arc::new(Int64Array::from(vec![1, 0, 1]))),
        ]);
        count(&USUAL.replace("a.csv", "a.parquet"), &[("a.parquet", &file)])
    };
    assert_eq!(taken(of(["0.5", "0.25", "0.5"])).rows, 3);
    refused(
        of(["0.5", "high", "0.5"]),
        &["source/not-a-number: a.parquet, row 2, column `score`: 1 value of `roles.score` is not a number"],
    );
}

#[test]
fn nested_columns_are_no_values() {
    let lists = ListArray::from_iter_primitive::<Int64Type, _, _>([Some(vec![Some(1)]), None]);
    let file = parquet_of(vec![
        ("sex", Arc::new(lists.clone())),
        ("other", Arc::new(lists)),
        ("score", Arc::new(Float64Array::from(vec![0.5, f64::NAN]))),
        ("d", Arc::new(Int64Array::from(vec![Some(1), None]))),
        ("y", Arc::new(Int64Array::from(vec![1, 0]))),
    ]);
    refused(
        count(&USUAL.replace("a.csv", "a.parquet"), &[("a.parquet", &file)]),
        &["source/not-this-format: a.parquet, column `sex`: the column is of type", "which holds no single values"],
    );
    // A nested column that nobody needs hurts nobody; the NaN is found by its row.
    let by_decision =
        USUAL.replace("a.csv", "a.parquet").replace("reference = \"m\"", "reference = \"1\"\ncolumn = \"d\"");
    refused(
        count(&by_decision, &[("a.parquet", &file)]),
        &["source/not-a-number: a.parquet, row 2, column `score`: 1 value of `roles.score` is NaN"],
    );
}
