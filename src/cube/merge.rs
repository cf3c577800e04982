//! Cubes are added up: any order, any grouping, the same bits.
//!
//! Takes two cubes that were counted alike; gives their sum, or says what differs. May not know rows, files, metrics.
//! Invariants: associative and commutative (tested); whether bins are exact depends only on how many different scores the
//! union has (`methods/15`, 2.5).

use std::collections::BTreeMap;

use super::bins::{Ladder, MOST_EXACT};
use super::inputs;
use super::proxy::settle;
use super::{Cell, Cube, Dim, DimKind, MISSING, Measure, ScoreBins, Table};
use crate::diag::{Code, Place, Problem, Problems, WarnCode, Warning};
use crate::source::{Bands, folded, is_escaped};
use crate::words::{Note, WarningCode};

/// Most cases of a cell: sums of scores then fit 63 bits (`methods/15`, 2.3).
pub const MOST_CASES: i128 = 9_000_000_000;
/// Sums stay below this, so that every engine's DECIMAL(38,0) holds them.
pub const MOST_SUM: i128 = 10_i128.pow(38);

/// The sum of two cubes.
///
/// Takes cubes of equal `counting_sha256`, tables alike in dimensions and measures; gives one cube, as if all rows had been
/// counted at once (but for the warning of duplicate ids, which each counting sees for itself). Refused with
/// `cube/other-counting` where they were counted otherwise (also with other inputs of the model), with `source/duplicate-key` where both hold the rows of one
/// file, and with `source/bad-count` where a cell gets too large.
pub fn merge(a: Cube, b: Cube) -> Result<Cube, Problems> {
    if a.counting_sha256 != b.counting_sha256 {
        return Err(other(format!(
            "the cubes were counted by different specs: `counting_sha256` is `{}` and `{}`",
            short(&a.counting_sha256),
            short(&b.counting_sha256)
        )));
    }
    if a.edges != b.edges {
        return Err(other("the cubes have different thresholds as edges of their bins".to_owned()));
    }
    once_each(&[("", &a), ("", &b)])?;
    inputs::alike(&a.tables, &b.tables).map_err(other)?;
    let (mut a, mut b) = (a, b);
    let bins = common_bins(&mut a, &mut b)?;
    let mut tables: BTreeMap<String, Table> = a.tables.into_iter().map(|table| (table.name.clone(), table)).collect();
    for table in b.tables {
        let merged = match tables.remove(&table.name) {
            Some(known) => merge_tables(known, table).map_err(other)?,
            None => table,
        };
        tables.insert(merged.name.clone(), merged);
    }
    let tables: Vec<Table> = tables.into_values().collect();
    check(&tables)?;
    let mut inputs = a.inputs;
    inputs.extend(b.inputs);
    inputs.sort();
    let warnings = merge_warnings(a.warnings.into_iter().chain(b.warnings), &tables);
    Ok(Cube {
        counting_sha256: a.counting_sha256,
        bins,
        edges: a.edges,
        inputs,
        rows: a.rows + b.rows,
        warnings,
        tables,
    })
}

/// Refuses cubes of which two hold the rows of one file: its cases would count twice.
///
/// Takes the cubes with the names of their files; an empty name is a cube without a file. A joined table may be the same in
/// all: it gives columns to cases, and no cases. One problem for each two cubes.
pub fn once_each(cubes: &[(&str, &Cube)]) -> Result<(), Problems> {
    let mut problems = Problems::new();
    let files = |cube: &Cube| {
        let named = cube.inputs.iter().filter(|input| !input.joined && !input.sha256.is_empty());
        named.map(|input| (input.sha256.clone(), input.path.clone())).collect::<BTreeMap<String, String>>()
    };
    let held: Vec<BTreeMap<String, String>> = cubes.iter().map(|(_, cube)| files(cube)).collect();
    for (second, (name, _)) in cubes.iter().enumerate() {
        for (first, (before, _)) in cubes.iter().enumerate().take(second) {
            let both: Vec<&String> = held[second].keys().filter(|sha256| held[first].contains_key(*sha256)).collect();
            let Some((sha256, more)) = both.split_first() else { continue };
            let (path, known) = (&held[second][*sha256], &held[first][*sha256]);
            let file = if path == known { format!("`{path}`") } else { format!("`{path}`, there called `{known}`,") };
            let beside = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            let whose = if before.is_empty() { "another cube".to_owned() } else { format!("the cube `{before}`") };
            let message =
                format!("the file {file} (SHA-256 `{}`){beside} is counted in {whose} already", short(sha256));
            problems.push(Problem::new(Code::DuplicateKey, Place::file(name), message).hint(
                "merge each cube once; where two share only some files, count again with each file in one of them",
            ));
        }
    }
    problems.or(())
}

fn other(message: String) -> Problems {
    Problem::new(Code::OtherCounting, Place::default(), message)
        .hint("count the rows again with one spec; only keys marked ⊙ in the spec's description matter")
        .into()
}

/// The first characters of a hash.
fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}

/// Refuses cells that are too large to be summed exactly.
pub fn check(tables: &[Table]) -> Result<(), Problems> {
    let mut problems = Problems::new();
    for table in tables {
        let counts = |measure: &Measure| matches!(measure, Measure::Count | Measure::Slack);
        let too_many = table.cells.iter().any(|cell| {
            table.measures.iter().zip(&cell.sums).any(|(measure, &sum)| counts(measure) && sum > MOST_CASES)
        });
        if too_many {
            let message = format!("a cell of table `{}` has more than {MOST_CASES} cases", table.name);
            problems.push(Problem::new(Code::BadCount, Place::default(), message).hint("divide the data into periods"));
        }
        if table.cells.iter().any(|cell| cell.sums.iter().any(|sum| sum.abs() >= MOST_SUM)) {
            let message = format!("a sum of table `{}` has more than 38 digits", table.name);
            problems.push(
                Problem::new(Code::BadWeight, Place::default(), message).hint("divide all weights by one factor"),
            );
        }
    }
    problems.or(())
}

/// Brings both cubes to the same bins.
fn common_bins(a: &mut Cube, b: &mut Cube) -> Result<ScoreBins, Problems> {
    let bits = match (&a.bins, &b.bins) {
        (ScoreBins::None, _) => return Ok(b.bins.clone()),
        (_, ScoreBins::None) => return Ok(a.bins.clone()),
        (ScoreBins::Ordered { .. }, ScoreBins::Ordered { .. }) if a.bins == b.bins => return Ok(a.bins.clone()),
        (
            ScoreBins::Exact { bits } | ScoreBins::Ladder { bits },
            ScoreBins::Exact { bits: other } | ScoreBins::Ladder { bits: other },
        ) if bits == other => *bits,
        _ => return Err(other("the cubes have different bins of scores".to_owned())),
    };
    let exact = |cube: &Cube| matches!(cube.bins, ScoreBins::Exact { .. });
    if exact(a) && exact(b) && distinct_bins(a.tables.iter().chain(&b.tables)) <= MOST_EXACT {
        return Ok(ScoreBins::Exact { bits });
    }
    let ladder = Ladder::new(bits, &a.edges);
    for cube in [a, b] {
        if exact(cube) {
            cube.tables.iter_mut().for_each(|table| to_ladder(table, &ladder));
        }
    }
    Ok(ScoreBins::Ladder { bits })
}

/// How many different bins occur.
fn distinct_bins<'a>(tables: impl Iterator<Item = &'a Table>) -> usize {
    let mut bins: Vec<u32> = Vec::new();
    for table in tables {
        if let Some(at) = table.dim(&DimKind::ScoreBin) {
            bins.extend(table.cells.iter().map(|cell| cell.key[at]).filter(|&bin| bin != MISSING));
            bins.sort_unstable();
            bins.dedup();
        }
    }
    bins.len()
}

/// Replaces scores by their keys on the ladder.
fn to_ladder(table: &mut Table, ladder: &Ladder) {
    let Some(at) = table.dim(&DimKind::ScoreBin) else { return };
    for cell in &mut table.cells {
        if cell.key[at] != MISSING {
            cell.key[at] = ladder.key(cell.key[at]);
        }
    }
    let cells = std::mem::take(&mut table.cells);
    table.cells = summed(cells);
}

/// Cells sorted by key, those of one key added up.
pub fn summed(mut cells: Vec<Cell>) -> Vec<Cell> {
    cells.sort_by(|a, b| a.key.cmp(&b.key));
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    for cell in cells {
        match out.last_mut() {
            Some(last) if last.key == cell.key => add(&mut last.sums, &cell.sums),
            _ => out.push(cell),
        }
    }
    out
}

/// Adds sums. Each is below 10³⁸, so that two fit 128 bits; [`check`] refuses what has grown too large.
fn add(sums: &mut [i128], others: &[i128]) {
    sums.iter_mut().zip(others).for_each(|(sum, other)| *sum = sum.saturating_add(*other));
}

/// The sum of two tables of one name; an error says what differs.
fn merge_tables(mut a: Table, mut b: Table) -> Result<Table, String> {
    let kinds = |table: &Table| table.dims.iter().map(|dim| dim.kind.clone()).collect::<Vec<DimKind>>();
    if a.part != b.part || kinds(&a) != kinds(&b) {
        return Err(format!("table `{}` has other dimensions in the two cubes", a.name));
    }
    common_measures(&mut a, &mut b)?;
    for at in 0..a.dims.len() {
        let dim = common_dim(&a.dims[at], &b.dims[at])
            .ok_or_else(|| format!("table `{}` has other levels of a stage in the two cubes", a.name))?;
        recode(&mut a, at, &dim);
        recode(&mut b, at, &dim);
        a.dims[at] = dim;
    }
    // Recoding keeps the order of codes, since all values are sorted.
    a.cells.append(&mut b.cells);
    a.cells = summed(std::mem::take(&mut a.cells));
    settle(&mut a);
    inputs::settle(&mut a);
    Ok(a)
}

/// Gives both tables the same measures: only how much larger counts may be can be absent from one, where it is 0.
fn common_measures(a: &mut Table, b: &mut Table) -> Result<(), String> {
    let has = |table: &Table| table.measure(&Measure::Slack).is_some();
    let (first, second) = (has(a), has(b));
    for (table, lacks) in [(&mut *a, second && !first), (&mut *b, first && !second)] {
        if lacks {
            table.measures.insert(1, Measure::Slack);
            table.cells.iter_mut().for_each(|cell| cell.sums.insert(1, 0));
        }
    }
    if a.measures == b.measures {
        Ok(())
    } else {
        Err(format!("table `{}` has other measures in the two cubes", a.name))
    }
}

/// The dimension that has the values of both; `None` where they have an order and differ.
fn common_dim(a: &Dim, b: &Dim) -> Option<Dim> {
    if a.values == b.values {
        return Some(a.clone());
    }
    if matches!(
        a.kind,
        DimKind::Stage(_)
            | DimKind::Outcome
            | DimKind::ScoreBin
            | DimKind::ProxyBin
            | DimKind::ClusterBucket
            | DimKind::Input(_)
            | DimKind::InputsHalved
    ) {
        return None;
    }
    // Bands of whole numbers in one cube and of others in the other are the same bands.
    if let (Some((bands, _)), Some((others, _))) = (Bands::of_names(&a.values), Bands::of_names(&b.values))
        && bands == others
    {
        let mut values = bands.names(true);
        values.sort();
        return Some(Dim { kind: a.kind.clone(), values });
    }
    let mut values: Vec<String> = a.values.iter().chain(&b.values).cloned().collect();
    values.sort();
    values.dedup();
    Some(Dim { kind: a.kind.clone(), values })
}

/// Gives the codes of a dimension the values of `dim`.
fn recode(table: &mut Table, at: usize, dim: &Dim) {
    let known = &table.dims[at].values;
    if *known == dim.values {
        return;
    }
    let bands = Bands::of_names(known).filter(|_| known.iter().any(|value| dim.values.binary_search(value).is_err()));
    let named = |value: &String| {
        let renamed = bands.as_ref().and_then(|(bands, style)| {
            let from = bands.names(*style).iter().position(|name| name == value)?;
            bands.names(true).into_iter().nth(from)
        });
        let value = renamed.unwrap_or_else(|| value.clone());
        dim.values.binary_search(&value).map_or(MISSING, |code| code as u32)
    };
    let codes: Vec<u32> = known.iter().map(named).collect();
    for cell in &mut table.cells {
        if let Some(code) = codes.get(cell.key[at] as usize) {
            cell.key[at] = *code;
        }
    }
}

/// Warnings of both, counts of like ones added; those that speak of names are worked out anew.
pub fn merge_warnings(warnings: impl Iterator<Item = Warning>, tables: &[Table]) -> Vec<Warning> {
    let of_names = |warning: &Warning| {
        [WarningCode::NearDuplicateNames, WarningCode::NamesEscaped]
            .iter()
            .any(|code| warning.code == WarnCode::Warning(*code))
    };
    let mut out: Vec<Warning> = name_warnings(tables);
    // Of all and by value of the data.
    let mut summed: BTreeMap<Warning, (u64, BTreeMap<String, u64>)> = BTreeMap::new();
    for warning in warnings.filter(|warning| !of_names(warning)) {
        match warning.count {
            Some(count) if counts_cases(&warning) => {
                let values: Vec<(String, u64)> =
                    warning.counted_values().map(|(value, cases)| (value.to_owned(), cases)).collect();
                let known = summed.entry(Warning { count: None, ..warning.without_counted_values() }).or_default();
                known.0 += count;
                values.into_iter().for_each(|(value, cases)| *known.1.entry(value).or_insert(0) += cases);
            }
            _ => out.push(warning),
        }
    }
    out.extend(summed.into_iter().map(|(warning, (count, values))| {
        values.iter().fold(warning.count(count), |warning, (value, cases)| warning.counted_value(value, *cases))
    }));
    out.sort();
    out.dedup();
    out
}

/// Does the warning count cases or cells, so that those of two cubes add up? Others count columns and names.
fn counts_cases(warning: &Warning) -> bool {
    let codes = [
        WarnCode::Warning(WarningCode::DuplicateIds),
        WarnCode::Warning(WarningCode::DecisionMissing),
        WarnCode::Warning(WarningCode::DecisionUnlisted),
        WarnCode::Warning(WarningCode::MembershipRescaled),
        WarnCode::Note(Note::SuppressedCells),
        WarnCode::Note(Note::GroupsLeftOut),
        WarnCode::Note(Note::UnknownMembership),
    ];
    codes.contains(&warning.code)
}

/// Names that differ only in spelling, and names in which characters were made visible.
fn name_warnings(tables: &[Table]) -> Vec<Warning> {
    let mut names: BTreeMap<&DimKind, Vec<&String>> = BTreeMap::new();
    for dim in tables.iter().flat_map(|table| &table.dims) {
        if matches!(dim.kind, DimKind::Attribute(_) | DimKind::Factor(_)) {
            names.entry(&dim.kind).or_default().extend(&dim.values);
        }
    }
    let mut warnings = Vec::new();
    for (kind, mut names) in names {
        let (DimKind::Attribute(column) | DimKind::Factor(column)) = kind else { continue };
        names.sort();
        names.dedup();
        let escaped = names.iter().filter(|name| is_escaped(name)).count();
        if escaped > 0 {
            warnings.push(Warning::new(WarningCode::NamesEscaped).column(column).count(escaped as u64));
        }
        let mut alike: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for name in names {
            alike.entry(folded(name)).or_default().push(name);
        }
        let near: Vec<&String> = alike.into_values().filter(|names| names.len() > 1).flatten().collect();
        if !near.is_empty() {
            let listed: Vec<String> = near.iter().take(20).map(|name| format!("`{name}`")).collect();
            let warning = Warning::new(WarningCode::NearDuplicateNames).column(column).count(near.len() as u64);
            warnings.push(warning.value("names", listed.join(", ")));
        }
    }
    warnings
}
