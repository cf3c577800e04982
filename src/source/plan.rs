//! From the spec and its files to bodies of rows that can be read: which file, which column, which part.
//!
//! Takes the `Spec` and [`Opener`]; gives a [`Source`], or every problem of files and columns at once. No row is read here,
//! but for those of `data.join`.
//! Invariants: every column that the spec names is in the data; how parts are divided does not depend on threads.

use std::collections::BTreeSet;

use super::body::Body;
use super::columnar::ParquetSheet;
use super::columns::{Absent, Columns, Table, missing_column};
use super::csv::CsvSheet;
use super::faults::Faults;
use super::files::{Blob, HEAD, Opener, PARQUET, known_format};
use super::join::Joined;
use super::membership::check_table;
use super::raw::{Shape, Sheet, Want};
use super::roles::{Dim, Lookup, Roles, ScoreRole, Slot};
use super::value::{Missing, clean};
use super::{Dimension, Input, InputColumn, Section};
use crate::diag::{Code, Problem, Problems};
use crate::spec::{At, Paths, Spec};

/// Rows of a spec, ready to be read.
pub struct Source<'s> {
    bodies: Vec<Body<'s>>,
    progress: Option<Box<dyn Fn(u64) + Sync + 's>>,
}

impl<'s> Source<'s> {
    /// Calls `progress` with the number of rows of each batch, from any thread, once it is read.
    #[must_use]
    pub fn with_progress(self, progress: impl Fn(u64) + Sync + 's) -> Self {
        Self { progress: Some(Box::new(progress)), ..self }
    }

    /// All rows, or the tables that were never joined.
    pub fn bodies(&self) -> &[Body<'s>] {
        &self.bodies
    }

    /// So many rows were read.
    pub fn tell(&self, rows: u64) {
        if let Some(progress) = &self.progress {
            progress(rows);
        }
    }
}

/// Opens the inputs of a spec and finds every column that it names.
///
/// Takes the spec, where its files are, and the inputs of the model that are counted where the data have them; gives the rows, ready to be read, or every problem of files, formats and columns.
/// Files are opened and their headers read; no row is, but those of `data.join`.
pub fn open<'s>(spec: &'s Spec, files: &Opener<'_>, inputs: &[InputColumn]) -> Result<Source<'s>, Problems> {
    let mut problems = Problems::new();
    let tables: Vec<(Option<String>, &[At<String>])> = match &spec.data.paths {
        Paths::One(paths) => vec![(None, paths)],
        Paths::Tables(tables) => tables.iter().map(|(name, paths)| (Some(name.clone()), paths.as_slice())).collect(),
    };
    let mut opened = Vec::new();
    for (table, paths) in tables {
        let sheets = paths.iter().fold(Vec::new(), |mut sheets, path| {
            open_path(spec, files, path, &mut sheets, &mut problems);
            sheets
        });
        let join = spec.data.join.as_ref().and_then(|join| {
            let mut sheets = Vec::new();
            open_path(spec, files, &join.path, &mut sheets, &mut problems);
            sheets.into_iter().next()
        });
        opened.push((table, sheets, join));
    }
    if !problems.is_empty() {
        // A join that cannot be opened is told once, however many tables there are.
        problems.0.dedup();
        return problems.or(Source { bodies: Vec::new(), progress: None });
    }
    let mut absent = Absent::new(opened.len());
    let mut bodies = Vec::new();
    for (table, sheets, join) in opened {
        bodies.extend(body(spec, (files, inputs), table, sheets, join, &mut absent, &mut problems));
    }
    problems.extend(absent.everywhere());
    problems.or(Source { bodies, progress: None })
}

/// Opens what one path of the spec stands for.
fn open_path(spec: &Spec, files: &Opener<'_>, path: &At<String>, sheets: &mut Vec<Table>, problems: &mut Problems) {
    let place = || spec.place(&path.span);
    let unreadable =
        |name: &str, error: &str| Problem::new(Code::NoFile, place(), format!("`{name}` cannot be read: {error}"));
    let names = match files.find(path) {
        Ok(names) => names,
        Err(error) => return problems.push(unreadable(path, &error)),
    };
    if names.is_empty() {
        let what = if path.contains(['*', '?']) { "no file matches" } else { "there is no file" };
        let problem = Problem::new(Code::NoFile, place(), format!("{what} `{}`", path.value)).label("named here");
        return problems.push(problem.hint("correct the path: it is relative to the folder of the spec"));
    }
    for name in names {
        // A file that two patterns name is read once.
        if sheets.iter().any(|(known, _)| *known == name) {
            continue;
        }
        match files.open(&name) {
            Ok(blob) => match open_sheet(spec, &name, blob) {
                Ok(sheet) => sheets.push((name, sheet)),
                Err(found) => problems.extend(found),
            },
            Err(error) => problems.push(unreadable(&name, &error)),
        }
    }
}

/// Opens a file by the format that its name says; by its content where the name says none.
fn open_sheet(spec: &Spec, name: &str, blob: Blob) -> Result<Box<dyn Sheet>, Problems> {
    let lower = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    let holds_parquet = || blob.head(HEAD).is_ok_and(|head| known_format(&head) == Some(PARQUET));
    if ends(&[".parquet", ".pq"]) || (!ends(&[".csv", ".tsv", ".txt"]) && holds_parquet()) {
        Ok(Box::new(ParquetSheet::open(name, blob)?))
    } else {
        Ok(Box::new(CsvSheet::open(name, blob, &spec.data.format)?))
    }
}

/// Finds the columns of one body of data; `None` where its join could not be read, which is told.
fn body<'s>(
    spec: &'s Spec,
    (files, inputs): (&Opener<'_>, &[InputColumn]),
    table: Option<String>,
    mut sheets: Vec<Table>,
    mut join: Option<Table>,
    absent: &mut Absent,
    problems: &mut Problems,
) -> Option<Body<'s>> {
    let missing = Missing::new(&spec.data.format.missing);
    let mut columns = Columns::new(spec, &sheets, join.as_ref(), absent, problems);
    let roles = Roles::new(spec, table.as_deref(), inputs, &mut columns);
    let own_key = spec.data.join.as_ref().and_then(|join| columns.needed(&join.on, Shape::Codes));
    let Columns { own, joined, used, .. } = columns;
    let wants: Vec<Vec<Want>> = (0..sheets.len())
        .map(|sheet| own.iter().map(|(places, shape)| Want { column: places[sheet], shape: shape.clone() }).collect())
        .collect();
    for ((_, sheet), wants) in sheets.iter_mut().zip(&wants) {
        prepare(sheet.as_mut(), wants, problems);
    }
    let mut body = Body {
        spec,
        files: sheets.iter().map(|(name, _)| name.clone()).collect(),
        ignored: unused(&sheets, &used),
        parts: sheets
            .iter()
            .enumerate()
            .flat_map(|(at, (_, sheet))| (0..sheet.parts()).map(move |part| (at, part)))
            .collect(),
        sections: sections(spec, table, &roles),
        sheets: sheets.into_iter().map(|(_, sheet)| sheet).collect(),
        wants,
        roles,
        joined: None,
        factors: Vec::new(),
        other_inputs: Vec::new(),
        faults: Faults::default(),
        missing,
    };
    if let (Some(other), Some(Slot::Own(own_key))) = (&mut join, own_key) {
        read_join(&mut body, other, own_key, joined, problems)?;
    }
    read_factors(&mut body, files, problems);
    Some(body)
}

/// Reads the table of `data.join` into memory.
fn read_join(
    body: &mut Body<'_>,
    other: &mut Table,
    own_key: usize,
    wants: Vec<Want>,
    problems: &mut Problems,
) -> Option<()> {
    let on = &body.spec.data.join.as_ref()?.on;
    let key = clean(on);
    let Some(there) = other.1.columns().iter().position(|known| *known == key) else {
        problems.push(missing_column(body.spec, on, std::slice::from_ref(other)));
        return None;
    };
    let (name, sheet) = other;
    prepare(sheet.as_mut(), &wants, problems);
    body.files.push(name.clone());
    let file = body.files.len() - 1;
    match Joined::read(name, file, sheet.as_ref(), there, wants, &body.missing, &mut body.faults) {
        Ok(read) => {
            body.other_inputs.push(Input {
                rows: read.done.rows,
                sha256: read.done.sha256.unwrap_or_default(),
                joined: true,
                ..sheet.input()
            });
            body.joined = Some((read.joined, own_key));
            Some(())
        }
        Err(found) => {
            problems.extend(found);
            None
        }
    }
}

/// Reads the tables of probabilities of the memberships into memory.
fn read_factors(body: &mut Body<'_>, files: &Opener<'_>, problems: &mut Problems) {
    let spec = body.spec;
    let roles: Vec<usize> = body.roles.memberships.iter().map(|role| role.attribute).collect();
    for attribute in roles {
        let mut tables = Vec::new();
        let Some(membership) = &spec.attributes[attribute].membership else { continue };
        for (path, key) in &membership.factors {
            let mut sheets = Vec::new();
            open_path(spec, files, path, &mut sheets, problems);
            let Some(mut table) = sheets.into_iter().next() else { continue };
            let mut find = |column: &At<String>| {
                let wanted = clean(column);
                let found = table.1.columns().iter().position(|known| *known == wanted);
                if found.is_none() {
                    problems.push(missing_column(spec, column, std::slice::from_ref(&table)));
                }
                found
            };
            let on = find(key);
            let columns: Vec<Option<usize>> = membership.columns.values().map(&mut find).collect();
            let (Some(on), Some(columns)) = (on, columns.into_iter().collect::<Option<Vec<usize>>>()) else {
                continue;
            };
            let wants: Vec<Want> = columns.into_iter().map(|column| Want { column, shape: Shape::Numbers }).collect();
            let (name, sheet) = &mut table;
            prepare(sheet.as_mut(), &wants, problems);
            body.files.push(name.clone());
            let file = body.files.len() - 1;
            match Joined::read(name, file, sheet.as_ref(), on, wants, &body.missing, &mut body.faults) {
                Ok(read) => {
                    let sha256 = read.done.sha256.unwrap_or_default();
                    body.other_inputs.push(Input { rows: read.done.rows, sha256, joined: true, ..sheet.input() });
                    check_table(&read.joined, file, &mut body.faults);
                    tables.push(read.joined);
                }
                Err(found) => problems.extend(found),
            }
        }
        body.factors.push(tables);
    }
}

/// Checks that the wanted columns can be read, and says which are numbers.
fn prepare(sheet: &mut dyn Sheet, wants: &[Want], problems: &mut Problems) {
    let columns: BTreeSet<usize> = wants.iter().map(|want| want.column).collect();
    for column in columns {
        if let Err(found) = sheet.check(column) {
            problems.extend(found);
        }
    }
    let numbers: Vec<usize> =
        wants.iter().filter(|want| want.shape == Shape::Numbers).map(|want| want.column).collect();
    if let Err(found) = sheet.expect_numbers(&numbers) {
        problems.extend(found);
    }
}

/// Columns that nothing in the spec names, sorted.
fn unused(sheets: &[Table], used: &[String]) -> Vec<String> {
    let all = sheets.iter().flat_map(|(_, sheet)| sheet.columns());
    let mut unused: Vec<String> = all.filter(|column| !column.is_empty() && !used.contains(column)).cloned().collect();
    unused.sort();
    unused.dedup();
    unused
}

fn sections(spec: &Spec, table: Option<String>, roles: &Roles) -> Vec<Section> {
    let section = |part: Option<String>, attributes: &[Dim]| Section {
        part,
        dimensions: attributes.iter().chain(&roles.others).map(|dim| dim.dimension).collect(),
        score: roles.score.as_ref().map(ScoreRole::kind),
        weighted: roles.weight.is_some(),
        counted: roles.count.is_some(),
        amounts: roles.amounts.iter().map(|(at, _)| *at).collect(),
        memberships: if roles.long.is_none() {
            roles.memberships.iter().map(|role| (role.attribute, role.groups.clone())).collect()
        } else {
            Vec::new()
        },
        inputs: roles.inputs.clone(),
    };
    if roles.long.is_none() {
        return vec![section(table, &roles.attributes)];
    }
    let name = |dim: &Dim| match dim.dimension {
        Dimension::Attribute(at) => Some(spec.attributes[at].name.clone()),
        _ => None,
    };
    roles.attributes.iter().map(|dim| section(name(dim), std::slice::from_ref(dim))).collect()
}
