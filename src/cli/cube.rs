//! `evenhand cube`: the mergeable table of counts: made, merged, shown.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::audit::{folder_of, load_input_list, load_spec, threads};
use super::show::Progress;
use super::{Failure, Global, files, show};
use crate::cube::{self, Cube, Dim, DimKind, MISSING, Measure, ScoreBins, Table};
use crate::diag::{Code, Place, Problem, Problems};
use crate::flow::{self, Counting, Papers};
use crate::words::{Lang, nearest, reserved};

/// Arguments of `cube`.
#[derive(Args, Debug)]
pub(super) struct CubeArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Count the rows that a spec names
    Build {
        /// The audit spec
        spec: PathBuf,
        /// The cube's file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Merge cubes that the same question counted
    Merge {
        /// Cubes
        #[arg(required = true, num_args = 2..)]
        files: Vec<PathBuf>,
        /// The cube's file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// What a cube holds
    Show {
        /// A cube
        file: PathBuf,
        /// The cells of this table
        #[arg(long, value_name = "NAME")]
        table: Option<String>,
    },
}

pub(super) fn run(args: &CubeArgs, global: &Global) -> Result<(), Failure> {
    match &args.what {
        What::Build { spec, out } => {
            let (read, _) = load_spec(spec)?;
            let progress = Progress::start();
            let tell = |rows: u64| progress.rows(rows);
            let counting = Counting { threads: threads(global), progress: Some(&tell) };
            let papers = Papers { input_list: load_input_list(&read, spec)?, ..Papers::default() };
            let cube = flow::count_files(&read, &folder_of(spec), &papers, &counting)?;
            write(&cube, out, global.lang())
        }
        What::Merge { files, out } => {
            let mut problems = Problems::new();
            let mut cubes = Vec::new();
            for path in files {
                match self::read(path) {
                    Ok(cube) => cubes.push((path.display().to_string(), cube)),
                    Err(found) => problems.extend(found),
                }
            }
            let cubes = problems.or(cubes)?;
            // Here the cubes have names.
            cube::once_each(&cubes.iter().map(|(name, cube)| (name.as_str(), cube)).collect::<Vec<_>>())?;
            let mut cubes = cubes.into_iter().map(|(_, cube)| cube);
            // The command line asks for two or more.
            let Some(first) = cubes.next() else { return Ok(()) };
            write(&cubes.try_fold(first, cube::merge)?, out, global.lang())
        }
        What::Show { file, table } => {
            let cube = self::read(file)?;
            match table {
                None => show::print(&head(&cube, global.lang())),
                Some(name) => match cube.table(name) {
                    Some(table) => show::print(&cells(table)),
                    None => {
                        let known = cube.tables.iter().map(|table| table.name.as_str());
                        let hint = match nearest(name, known.clone()) {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => format!("use one of {}", known.collect::<Vec<_>>().join(", ")),
                        };
                        let message = format!("the cube has no table `{name}`");
                        Err(Problem::new(Code::UnknownWord, Place::file("--table"), message).hint(hint).into())
                    }
                },
            }
        }
    }
}

fn read(path: &std::path::Path) -> Result<Cube, Problems> {
    let bytes = files::read_bytes(path)?;
    cube::from_bytes(&path.display().to_string(), &bytes)
}

fn write(cube: &Cube, out: &std::path::Path, lang: Lang) -> Result<(), Failure> {
    files::write(out, &cube::to_bytes(cube)?)?;
    let rows = show::count(lang, cube.rows);
    show::print(&format!("{}  {rows} {}\n", out.display(), show::say(lang, "rader", "rows")))
}

/// What a cube holds, without its cells.
fn head(cube: &Cube, lang: Lang) -> String {
    let bins = match &cube.bins {
        ScoreBins::None => show::say(lang, "ingen poäng", "no score").to_owned(),
        ScoreBins::Exact { .. } => show::say(lang, "varje poäng för sig", "each score by itself").to_owned(),
        ScoreBins::Ordered { bits, .. } => {
            format!("{} {bits}", show::say(lang, "i ordning, utan skala, bitar:", "by order, without a scale, bits:"))
        }
        ScoreBins::Ladder { bits } => format!("{} {bits}", show::say(lang, "stege, bitar:", "ladder, bits:")),
    };
    let mut text = show::pairs(&[
        ("counting_sha256", cube.counting_sha256.clone()),
        (show::say(lang, "rader", "rows"), show::count(lang, cube.rows)),
        (show::say(lang, "poäng", "scores"), bins),
    ]);
    text.push('\n');
    let inputs = cube
        .inputs
        .iter()
        .map(|input| vec![input.path.clone(), show::count(lang, input.rows), input.kind.clone(), input.sha256.clone()]);
    text.push_str(&show::columns(&inputs.collect::<Vec<_>>(), &[1]));
    text.push('\n');
    let mut rows = vec![
        [
            show::say(lang, "tabell", "table"),
            show::say(lang, "celler", "cells"),
            show::say(lang, "dimensioner", "dimensions"),
            show::say(lang, "mått", "measures"),
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for table in &cube.tables {
        rows.push(vec![
            table.name.clone(),
            show::count(lang, table.cells.len() as u64),
            table.dims.iter().map(dim_name).collect::<Vec<_>>().join(", "),
            table.measures.iter().map(measure_name).collect::<Vec<_>>().join(", "),
        ]);
    }
    text.push_str(&show::columns(&rows, &[1]));
    text
}

/// The cells of a table, one a line: values of the dimensions, then sums.
fn cells(table: &Table) -> String {
    let head = table.dims.iter().map(dim_name).chain(table.measures.iter().map(measure_name));
    let mut rows = vec![head.collect::<Vec<_>>()];
    for cell in &table.cells {
        let values = table.dims.iter().zip(&cell.key).map(|(dim, code)| value_name(dim, *code));
        rows.push(values.chain(cell.sums.iter().map(ToString::to_string)).collect());
    }
    let right: Vec<usize> = (table.dims.len()..table.dims.len() + table.measures.len()).collect();
    show::columns(&rows, &right)
}

/// A dimension in a word.
pub(super) fn dim_name(dim: &Dim) -> String {
    match &dim.kind {
        DimKind::Attribute(name) | DimKind::Factor(name) => name.clone(),
        DimKind::Stage(name) => format!("stage.{name}"),
        DimKind::Arm => "arm".to_owned(),
        DimKind::Outcome => "outcome".to_owned(),
        DimKind::Period => "period".to_owned(),
        DimKind::SamplingStratum => "sampling_stratum".to_owned(),
        DimKind::ClusterBucket => "cluster_bucket".to_owned(),
        DimKind::ScoreBin => "score_bin".to_owned(),
        DimKind::ProxyBand(name) => format!("band({name})"),
        DimKind::ProxyLargest(name) => format!("largest({name})"),
        DimKind::ProxyCell(name) => format!("cell({name})"),
        DimKind::Validated(name) => format!("validated({name})"),
        DimKind::ProxyOf(name) => format!("of({name})"),
        DimKind::ProxyBin => "probability".to_owned(),
        DimKind::Input(name) => format!("input({name})"),
        DimKind::InputsHalved => "halved".to_owned(),
    }
}

/// The value of a code.
pub(super) fn value_name(dim: &Dim, code: u32) -> String {
    match dim.values.get(code as usize) {
        _ if code == MISSING => reserved::MISSING.to_owned(),
        Some(value) => value.clone(),
        None => code.to_string(),
    }
}

fn measure_name(measure: &Measure) -> String {
    match measure {
        Measure::Count => "count".to_owned(),
        Measure::Slack => "slack".to_owned(),
        Measure::Weight => "weight".to_owned(),
        Measure::WeightSquared => "weight²".to_owned(),
        Measure::ScoreCount => "count(score)".to_owned(),
        Measure::Score => "score".to_owned(),
        Measure::ScoreSquared => "score²".to_owned(),
        Measure::WeightedScore => "weight·score".to_owned(),
        Measure::WeightedScoreSquared => "weight·score²".to_owned(),
        Measure::WeightSquaredScore => "weight²·score".to_owned(),
        Measure::WeightSquaredScoreSquared => "weight²·score²".to_owned(),
        Measure::Amount(name) => name.clone(),
        Measure::AmountSquared(name) => format!("{name}²"),
        Measure::AmountCount(name) => format!("count({name})"),
        Measure::Membership(attribute, group) => format!("{attribute}:{group}"),
        Measure::MembershipProduct(attribute, a, b) => format!("{attribute}:{a}·{b}"),
    }
}
