//! Memberships become sums by band, whatever the order of rows, shards and threads.

use std::collections::BTreeMap;

use super::{MOST_CELLS, settle};
use crate::cube::tests::{count_of, spec_of};
use crate::cube::{Cube, DimKind, MISSING, Measure, ON_LADDER, Table, cells_given_up, from_bytes, merge, to_bytes};

const SPEC: &str = r#"
[data]
design = "full"
path = "a.csv"
[roles]
outcome = { column = "y", positive = ["1"], negative = ["0"] }
[[stage]]
name = "selected"
column = "d"
positive = ["1"]
favourable = false
[[attribute]]
name = "g"
ground = "ethnicity"
reference = "a"
[attribute.membership]
columns = { a = "pa", b = "pb" }
"#;

fn count(spec: &str, rows: &[&str]) -> Result<Cube, String> {
    let text = format!("pa,pb,d,y,cell,truth\n{}\n", rows.join("\n"));
    count_of(&spec_of(spec), &[("a.csv", text.as_bytes())], 1)
}

fn counted(spec: &str, rows: &[&str]) -> Cube {
    count(spec, rows).unwrap_or_else(|problems| panic!("{problems}"))
}

fn proxy(cube: &Cube) -> &Table {
    cube.table("proxy:g").unwrap()
}

/// Sums by band and largest group.
fn by_band(table: &Table) -> BTreeMap<(String, String), Vec<i128>> {
    let value = |at: usize, code: u32| match table.dims[at].values.get(code as usize) {
        Some(value) if code != MISSING => value.clone(),
        _ => "-".to_owned(),
    };
    let mut out: BTreeMap<(String, String), Vec<i128>> = BTreeMap::new();
    for cell in &table.cells {
        let sums = out.entry((value(0, cell.key[0]), value(1, cell.key[1]))).or_insert_with(|| vec![0; 6]);
        sums.iter_mut().zip(&cell.sums).for_each(|(sum, more)| *sum += more);
    }
    out
}

#[test]
fn rows_stand_in_the_bands_of_their_probabilities_with_their_sums_and_products() {
    let cube = counted(SPEC, &["0.25,0.75,1,1,x,", "0.5,0.5,0,0,x,", "1,0,1,0,y,", ",,1,,z,"]);
    let own = || "g".to_owned();
    let (a, b) = ("a".to_owned(), "b".to_owned());
    assert_eq!(
        proxy(&cube).measures,
        [
            Measure::Count,
            Measure::Membership(own(), a.clone()),
            Measure::Membership(own(), b.clone()),
            Measure::MembershipProduct(own(), a.clone(), a.clone()),
            Measure::MembershipProduct(own(), a, b.clone()),
            Measure::MembershipProduct(own(), b.clone(), b),
        ]
    );
    let (q, qq) = (1_000_000_000_i128, 1_000_000_000_000_000_000_i128);
    let key = |band: &str, largest: &str| (band.to_owned(), largest.to_owned());
    let found = by_band(proxy(&cube));
    assert_eq!(found[&key("5.15", "b")], [1, q / 4, 3 * q / 4, qq / 16, 3 * qq / 16, 9 * qq / 16]);
    assert_eq!(found[&key("10.10", "-")], [1, q / 2, q / 2, qq / 4, qq / 4, qq / 4]);
    assert_eq!(found[&key("19.0", "a")], [1, q, 0, qq, 0, 0]);
    assert_eq!(found[&key("-", "-")], [1, 0, 0, 0, 0, 0]);
    assert_eq!(found.len(), 4);
    // Everybody's table knows nothing of them.
    assert!(cube.table("joint").unwrap().dims.iter().all(|dim| !matches!(dim.kind, DimKind::Attribute(_))));
}

#[test]
fn a_row_that_is_out_of_range_is_told_with_its_row() {
    let told = count(SPEC, &["0.5,0.5,1,1,,", "1.5,-0.5,1,1,,", "0.5,0.2,1,1,,"]).unwrap_err();
    assert!(told.contains("source/bad-membership") && told.contains("row 2") && told.contains("row 3"), "{told}");
    let cube = counted(SPEC, &["0.505,0.5,1,1,,"]);
    assert!(
        cube.warnings.iter().any(|warning| warning.code.word() == "membership_rescaled" && warning.count == Some(1))
    );
    assert_eq!(proxy(&cube).cells[0].sums[1] + proxy(&cube).cells[0].sums[2], 1_000_000_000);
}

/// Rows with cells, true groups, unknown probabilities.
fn many(n: usize) -> Vec<String> {
    (0..n)
        .map(|i| {
            let p = (i * 37 % 101) as f64 / 100.0;
            let shares = if i % 11 == 0 { ",".to_owned() } else { format!("{p},{:.2}", 1.0 - p) };
            let truth = ["", "a", "b", "other"][i % 4];
            format!("{shares},{},{},c{},{truth}", i % 2, i % 3 % 2, i % 5)
        })
        .collect()
}

#[test]
fn the_order_of_rows_and_any_division_into_shards_give_the_same_bytes() {
    let spec = SPEC.replace("columns =", "cell = \"cell\"\nvalidated = \"truth\"\ncolumns =");
    let rows = many(211);
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let bytes = |cube: Cube| to_bytes(&Cube { inputs: Vec::new(), warnings: Vec::new(), ..cube }).unwrap();
    let whole = bytes(counted(&spec, &rows));
    let mut turned = rows.clone();
    turned.reverse();
    assert_eq!(bytes(counted(&spec, &turned)), whole);
    let parts: Vec<Cube> = rows.chunks(50).map(|part| counted(&spec, part)).collect();
    let left = parts.iter().cloned().reduce(|a, b| merge(a, b).unwrap()).unwrap();
    let right = parts.into_iter().rev().reduce(|a, b| merge(b, a).unwrap()).unwrap();
    assert_eq!(bytes(left), whole);
    assert_eq!(bytes(right), whole);
    let cube = counted(&spec, &rows);
    assert_eq!(from_bytes("cube", &to_bytes(&cube).unwrap()).unwrap(), cube);
    assert!(cube.table("proxy_quality:g").unwrap().dim(&DimKind::ProxyBin).is_some());
}

#[test]
fn cells_that_are_too_many_to_keep_leave_the_bands_alone_whoever_counted_them() {
    let spec = SPEC.replace("columns =", "cell = \"cell\"\ncolumns =");
    let rows: Vec<String> = (0..MOST_CELLS + 1).map(|i| format!("0.5,0.5,1,1,c{i},")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let whole = counted(&spec, &rows);
    let at = proxy(&whole).dim(&DimKind::ProxyCell("g".to_owned())).unwrap();
    assert!(cells_given_up(&proxy(&whole).dims[at]));
    assert_eq!(proxy(&whole).cells.len(), 1);
    let parts = merge(counted(&spec, &rows[..400]), counted(&spec, &rows[400..])).unwrap();
    assert_eq!(parts.tables, whole.tables);
    // What was given up stays given up.
    let more = merge(whole, counted(&spec, &rows[..3])).unwrap();
    assert_eq!(proxy(&more).cells.len(), 1);
}

#[test]
fn distinct_probabilities_become_a_ladder_as_soon_as_one_part_has_one() {
    let spec = SPEC.replace("columns =", "validated = \"truth\"\ncolumns =");
    let rows = ["0.123456789,0.876543211,1,1,,a", "0.5,0.5,0,1,,b"];
    let exact = counted(&spec, &rows).table("proxy_quality:g").unwrap().clone();
    let at = exact.dim(&DimKind::ProxyBin).unwrap();
    let mut mixed = exact.clone();
    mixed.cells[0].key[at] |= ON_LADDER;
    settle(&mut mixed);
    assert!(mixed.cells.iter().all(|cell| cell.key[at] >= ON_LADDER));
    let mut same = exact.clone();
    settle(&mut same);
    assert_eq!(same, exact);
}

#[test]
fn factors_are_multiplied_and_a_value_that_no_table_has_is_left_out() {
    let spec = SPEC.replace(
        "columns = { a = \"pa\", b = \"pb\" }",
        "columns = { a = \"pa\", b = \"pb\" }\nfactors = [{ table = \"names.csv\", key = \"name\" }, { table = \"areas.csv\", key = \"area\" }]\nshares = { a = 0.4, b = 0.6 }",
    );
    let files: [(&str, &[u8]); 3] = [
        ("a.csv", b"name,area,d,y\nsmith,north,1,1\nsmith,nowhere,0,0\nnobody,nowhere,1,0\n"),
        ("names.csv", b"name,pa,pb\nsmith,0.7,0.3\n"),
        ("areas.csv", b"area,pa,pb\nnorth,0.2,0.8\n"),
    ];
    let cube = count_of(&spec_of(&spec), &files, 1).unwrap();
    // P(a | smith, north) = .7·.2/.4 / (.7·.2/.4 + .3·.8/.6) = 0.35 / 0.75.
    let found = by_band(proxy(&cube));
    let members: Vec<i128> = found.values().map(|sums| sums[1]).collect();
    assert!(members.contains(&466_666_667) && members.contains(&700_000_000) && members.contains(&0), "{members:?}");
    assert_eq!(cube.inputs.len(), 3);
    let twice: [(&str, &[u8]); 3] = [files[0], ("names.csv", b"name,pa,pb\nsmith,0.7,0.9\n"), files[2]];
    let told = count_of(&spec_of(&spec), &twice, 1).unwrap_err();
    assert!(told.contains("source/bad-membership") && told.contains("names.csv"), "{told}");
}
