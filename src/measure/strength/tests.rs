//! Strength from tables of inputs with known answers.

use crate::cube::{Cell, Cube, Dim, DimKind, MISSING, Measure, Table};
use crate::measure::battery::sound;
use crate::measure::rows::{EstimateRow, InputRow, Measures};
use crate::measure::tests::{cube, spec_of, table};
use crate::measure::{from_cube, input_rows};
use crate::words::Note;

const SPEC: &str = r#"
spec_version = 1
[audit]
id = "strength"
kind = "illustration"
date = 2026-11-27
title = "t"
[system]
name = "s"
kind = "risk_selection"
pool = "p"
unit = "u"
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
"#;

/// Group and levels of the inputs, how many.
type Line<'a> = (&'a str, &'a [u32], u64);

fn inputs_table(name: &str, inputs: &[&str], lines: &[Line<'_>], halved: u32) -> Table {
    let mut groups: Vec<String> = lines.iter().map(|line| line.0.to_owned()).filter(|group| group != "-").collect();
    groups.sort();
    groups.dedup();
    let coded = |kind| Dim { kind, values: Vec::new() };
    let mut dims = vec![Dim { kind: DimKind::Attribute("g".to_owned()), values: groups.clone() }];
    dims.extend(inputs.iter().map(|name| coded(DimKind::Input((*name).to_owned()))));
    dims.push(coded(DimKind::InputsHalved));
    let cell = |(group, levels, n): &Line<'_>| {
        let code = groups.iter().position(|known| known == group).map_or(MISSING, |at| at as u32);
        let key = [code].into_iter().chain(levels.iter().copied()).chain([halved]).collect();
        Cell { key, sums: vec![i128::from(*n)] }
    };
    let mut cells: Vec<Cell> = lines.iter().map(cell).collect();
    cells.sort_by(|a, b| a.key.cmp(&b.key));
    Table { name: name.to_owned(), part: None, dims, measures: vec![Measure::Count], cells }
}

/// The cube of these lines: tables of each input and of all.
fn cube_of(inputs: &[&str], lines: &[Line<'_>]) -> Cube {
    let mut tables = vec![inputs_table("inputs:g", inputs, lines, 0)];
    for (at, name) in inputs.iter().enumerate() {
        let mut single: Vec<Line<'_>> = Vec::new();
        for (group, levels, n) in lines {
            match single.iter_mut().find(|one| one.0 == *group && one.1 == &levels[at..=at]) {
                Some(known) => known.2 += n,
                None => single.push((group, &levels[at..=at], *n)),
            }
        }
        tables.push(inputs_table(&format!("inputs:g:{name}"), &[name], &single, 0));
    }
    let joint: Vec<_> = lines.iter().map(|(group, _, n)| (*group, None, Some(true), None, *n)).collect();
    tables.push(table("g", None, Some("selected"), &joint));
    cube(tables)
}

fn listed(names: &[&str]) -> Vec<InputRow> {
    let line = |name: &&str| [("name".to_owned(), (*name).to_owned())].into_iter().collect();
    input_rows(&names.iter().map(line).collect::<Vec<_>>())
}

fn measured(spec: &str, cube: &Cube, names: &[&str]) -> Measures {
    from_cube(&spec_of(spec), cube, listed(names), 1).unwrap_or_else(|problems| panic!("{problems}")).0
}

fn strength<'m>(measures: &'m Measures, of: &str, group: &str) -> &'m EstimateRow {
    let id = format!("e/proxy_strength.{of}/-/g/{group}");
    let ids = || measures.estimates.iter().map(|row| &row.id).filter(|id| id.contains("strength")).collect::<Vec<_>>();
    measures.estimates.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no {id} in {:?}", ids()))
}

fn number(row: &EstimateRow, key: &str) -> f64 {
    row.detail.as_ref().unwrap()[key].as_f64().unwrap_or_else(|| panic!("no {key} in {row:?}"))
}

#[test]
fn the_table_of_the_methods_gives_its_mutual_information() {
    // `8.11/small`: 30 10 / 20 40, many times over so that folds are no noise.
    let lines: &[Line<'_>] = &[("a", &[1], 60_000), ("a", &[2], 20_000), ("b", &[1], 40_000), ("b", &[2], 80_000)];
    let measures = measured(SPEC, &cube_of(&["x"], lines), &["x"]);
    let row = strength(&measures, "x", "a");
    assert!((number(row, "mutual_information") - 0.086_304_621_735_5).abs() < 1e-10);
    // In sample the area is (1 + 3000/4000 - 2000/6000) / 2; out of fold about the same.
    let value = row.value.unwrap().get();
    assert!((value - 0.708_333).abs() < 0.006, "{value}");
    assert_eq!(strength(&measures, "x", "b").value, row.value);
    assert_eq!(strength(&measures, "(joint)", "a").value.map(|v| (v.get() - value).abs() < 0.006), Some(true));
    assert_eq!((row.events.unwrap().get(), row.n.unwrap().get()), (80_000.0, 200_000.0));
    sound(&measures);
}

#[test]
fn what_no_row_can_say_is_said_with_its_reason() {
    let lines: &[Line<'_>] = &[("a", &[1], 60), ("b", &[2], 50), ("c", &[1], 9), ("-", &[2], 4)];
    let cube = cube_of(&["x"], lines);
    let measures = measured(SPEC, &cube, &["x", "sealed"]);
    assert_eq!(strength(&measures, "x", "c").note, [Note::TooFewEvents]);
    assert_eq!(strength(&measures, "x", "c").value, None);
    assert_eq!(number(strength(&measures, "x", "a"), "cases_left_out"), 4.0);
    assert_eq!(strength(&measures, "sealed", "(all groups)").note, [Note::NotDefinedForDesign]);
    let declared = format!("{SPEC}labels = {{ a = \"a\", z = \"z\" }}\n");
    assert_eq!(strength(&measured(&declared, &cube, &["x"]), "x", "z").note, [Note::GroupAbsent]);
    let one = cube_of(&["x"], &[("a", &[1], 60), ("a", &[2], 40)]);
    assert_eq!(strength(&measured(SPEC, &one, &["x"]), "x", "a").note, [Note::NoNegatives]);
    // No input is a column of the data.
    let bare = self::cube(vec![table("g", None, Some("selected"), &[("a", None, Some(true), None, 9)])]);
    let measures = measured(SPEC, &bare, &["x"]);
    assert_eq!(strength(&measures, "(joint)", "(all groups)").note, [Note::NotDefinedForDesign]);
    // No list: nothing was asked.
    assert!(measured(SPEC, &cube, &[]).estimates.iter().all(|row| row.metric != "proxy_strength"));
}

#[test]
fn the_own_column_of_the_attribute_separates_and_the_others_are_told_apart() {
    let lines: &[Line<'_>] = &[("a", &[1, 1], 300), ("a", &[1, 2], 100), ("b", &[2, 1], 200), ("b", &[2, 2], 400)];
    let measures = measured(SPEC, &cube_of(&["g", "x"], lines), &["g", "x"]);
    let row = strength(&measures, "(joint)", "a");
    assert_eq!(row.value.map(|value| value.get()), Some(1.0));
    assert_eq!(row.note, [Note::Separation]);
    assert!((number(row, "without_own") - 0.708).abs() < 0.03, "{row:?}");
    sound(&measures);
}

#[test]
fn numbers_are_read_in_twenty_bins_and_their_order_counts() {
    // 400 numbers; the more the likelier a.
    let mut lines: Vec<(&str, Vec<u32>, u64)> = Vec::new();
    for code in 1..=400_u32 {
        lines.push(("a", vec![code], u64::from(code / 40 + 1)));
        lines.push(("b", vec![code], u64::from(11 - code / 40)));
    }
    let lines: Vec<Line<'_>> = lines.iter().map(|(group, levels, n)| (*group, levels.as_slice(), *n)).collect();
    let measures = measured(SPEC, &cube_of(&["x"], &lines), &["x"]);
    assert_eq!(number(strength(&measures, "x", "a"), "levels"), 20.0);
    assert!(strength(&measures, "x", "a").value.unwrap().get() > 0.7);
}
