//! `evenhand explain`: the counts, formula and source behind one row of a report.

use std::path::{Path, PathBuf};

use clap::Args;

use super::render::{path_of, read};
use super::{Failure, Global, files, show};
use crate::cube::{self, Cube, DimKind, MISSING, Measure, Table};
use crate::diag::{Code, Place, Problem};
use crate::report::Report;
use crate::report::explain::{Row, explain, near};
use crate::words::{Lang, metric, reserved, sha256};

/// Arguments of `explain`.
#[derive(Args, Debug)]
pub(super) struct ExplainArgs {
    /// A report.json, or the folder that holds it
    pub report: PathBuf,
    /// The id of a row
    pub id: String,
}

pub(super) fn run(args: &ExplainArgs, global: &Global) -> Result<(), Failure> {
    let lang = global.lang();
    let path = path_of(&args.report);
    let report = read(&path)?;
    let Some(row) = Row::find(&report, &args.id) else {
        let message = format!("the report has no row `{}`", args.id);
        let near = near(&report, &args.id);
        let hint = if near.is_empty() {
            "ids stand in the column `id` of the tables of report.json".to_owned()
        } else {
            format!("near it:\n{}", near.join("\n"))
        };
        return Err(Problem::new(Code::UnknownWord, Place::file(&path.display().to_string()), message)
            .hint(hint)
            .into());
    };
    let mut text = format!("{}\n\n", show::plain(row.id()));
    text.push_str(&show::pairs(&explain(&report, row, lang)));
    text.push_str(&format!("\n{}", counts(&report, &path, row, lang)?));
    show::print(&text)
}

/// The cells behind a row, where the cube of the report lies beside it.
fn counts(report: &Report, path: &Path, row: Row<'_>, lang: Lang) -> Result<String, Failure> {
    let Some((attribute, groups)) = row.counted() else { return Ok(String::new()) };
    let beside = path.with_file_name("cube.parquet");
    let Ok(bytes) = files::read_bytes(&beside) else {
        let words =
            show::say(lang, "Räknetabellen ligger inte vid rapporten:", "The cube does not lie beside the report:");
        return Ok(format!("{words} {}\n", beside.display()));
    };
    if sha256(&bytes) != report.provenance.cube_sha256 {
        let words = show::say(
            lang,
            "är inte den räknetabell som rapporten räknades från",
            "is not the cube that the report was computed from",
        );
        return Ok(format!("{} {words}\n", beside.display()));
    }
    let cube = cube::from_bytes(&beside.display().to_string(), &bytes)?;
    let pointer = |table: &str| {
        let words = show::say(lang, "Räkningen står i tabellen", "The counts stand in the table");
        let table = show::plain(table);
        format!("{words} `{table}`: evenhand cube show --table {table:?} {}\n", beside.display())
    };
    if let Some(table) = input_table(row).or_else(|| own_table(&cube, row, attribute)) {
        return Ok(pointer(&table));
    }
    let names: Vec<&str> = attribute.map(|attribute| attribute.split('*').collect()).unwrap_or_default();
    let mut text = String::new();
    for table in tables(&cube, &names) {
        // Tables that were never joined hold the same factors each.
        let Some(within) = Within::of(table, row.stratum()) else { return Ok(pointer(&table.name)) };
        for group in &groups {
            text.push_str(&cells(table, &names, group, row.stage(), &within, lang));
        }
    }
    Ok(text)
}

/// The table of its own that a row was computed from: by memberships, or by score.
fn own_table(cube: &Cube, row: Row<'_>, attribute: Option<&str>) -> Option<String> {
    let has = |name: String| cube.table(&name).map(|table| table.name.clone());
    let proxy = attribute.and_then(|attribute| {
        let prefix =
            if row.metric().is_some_and(|metric| QUALITY.contains(&metric)) { "proxy_quality" } else { "proxy" };
        has(format!("{prefix}:{attribute}"))
    });
    let scored = || {
        metric(row.metric()?).filter(|metric| metric.score)?;
        match attribute {
            Some(attribute) => has(format!("score:{attribute}")),
            // Everybody stands in each of them.
            None => cube.tables.iter().find(|table| table.name.starts_with("score:")).map(|table| table.name.clone()),
        }
    };
    proxy.or_else(scored)
}

/// Most strata whose counts are printed.
const MOST_STRATA: usize = 20;
/// Metrics of memberships that need each probability by itself.
const QUALITY: [&str; 2] = ["proxy_auc", "proxy_brier_score"];

/// The stratum of a row: factors that counts are split by, and codes that they are kept to.
struct Within {
    factors: Vec<usize>,
    only: Vec<(usize, u32)>,
}

impl Within {
    /// `None` where the strata are too many to print, or no dimensions of the table.
    fn of(table: &Table, stratum: Option<&str>) -> Option<Self> {
        let mut within = Self { factors: Vec::new(), only: Vec::new() };
        // Factors are joined by `*`, levels of factors by `;`.
        let joined = |stratum: &str| if stratum.contains('=') { ';' } else { '*' };
        for part in stratum.into_iter().flat_map(|stratum| stratum.split(joined(stratum))) {
            let (name, level) = part.split_once('=').map_or((part, None), |(name, level)| (name, Some(level)));
            let dim = match name {
                "outcome" => table.dim(&DimKind::Outcome),
                name => table
                    .dim(&DimKind::Factor(name.to_owned()))
                    .or_else(|| table.dim(&DimKind::Attribute(name.to_owned()))),
            }?;
            match level {
                None => within.factors.push(dim),
                Some(reserved::MISSING) => within.only.push((dim, MISSING)),
                Some(level) => {
                    let code = table.dims[dim].values.iter().position(|value| value == level)?;
                    within.only.push((dim, u32::try_from(code).ok()?));
                }
            }
        }
        (table.marginal(&within.factors, |_| true).len() <= MOST_STRATA).then_some(within)
    }
}

/// The table that a row of the strength of inputs was computed from.
fn input_table(row: Row<'_>) -> Option<String> {
    let Row::Estimate(row) = row else { return None };
    let (attribute, of) = (row.attribute.as_deref()?, row.of.as_deref()?);
    (row.metric == "proxy_strength").then(|| match of {
        "(joint)" => cube::inputs_table(attribute),
        input => cube::input_table(attribute, input),
    })
}

/// The unbinned tables that hold all these attributes.
fn tables<'c>(cube: &'c Cube, names: &[&str]) -> Vec<&'c Table> {
    let holds = |table: &Table, name: &str| table.dim(&DimKind::Attribute(name.to_owned())).is_some();
    cube.tables
        .iter()
        .filter(|table| table.name.starts_with("joint") && names.iter().all(|name| holds(table, name)))
        .collect()
}

/// Counts of a group by arm, decision and outcome, and by the factors of its stratum.
fn cells(table: &Table, names: &[&str], group: &str, stage: Option<&str>, within: &Within, lang: Lang) -> String {
    let axes: Vec<usize> = names.iter().filter_map(|name| table.dim(&DimKind::Attribute((*name).to_owned()))).collect();
    let wanted: Vec<&str> = if names.len() > 1 { group.split('*').collect() } else { vec![group] };
    // What stands in parentheses is made of other groups, or everybody.
    let everybody = [reserved::ALL, reserved::ALL_GROUPS, reserved::OVERALL, reserved::POOL].contains(&group);
    let rest = group == reserved::REST;
    let own = [
        table.dim(&DimKind::Arm),
        stage.and_then(|stage| table.dim(&DimKind::Stage(stage.to_owned()))),
        table.dim(&DimKind::Outcome),
    ]
    .into_iter()
    .flatten();
    let by: Vec<usize> = within.factors.iter().copied().chain(own).collect();
    if rest || (!everybody && wanted.len() != axes.len()) {
        return String::new();
    }
    let fits = |key: &[u32]| {
        let kept = within.only.iter().all(|&(dim, code)| key[dim] == code);
        kept && (everybody
            || axes.iter().zip(&wanted).all(|(&axis, &name)| match table.dims[axis].values.get(key[axis] as usize) {
                Some(value) if key[axis] != MISSING => value == name,
                _ => name == reserved::MISSING,
            }))
    };
    let mut head: Vec<String> = by.iter().map(|&dim| super::cube::dim_name(&table.dims[dim])).collect();
    head.push(show::say(lang, "antal", "count").to_owned());
    let slack = table.measure(&Measure::Slack);
    let mut rows = vec![head];
    for (key, sums) in table.marginal(&by, |cell| fits(&cell.key)) {
        let mut row: Vec<String> =
            by.iter().zip(&key).map(|(&dim, &code)| super::cube::value_name(&table.dims[dim], code)).collect();
        let least = sums.first().copied().unwrap_or(0);
        let more = slack.and_then(|slack| sums.get(slack)).copied().unwrap_or(0);
        let count = |n: i128| show::count(lang, u64::try_from(n).unwrap_or(0));
        row.push(if more > 0 { format!("{}–{}", count(least), count(least + more)) } else { count(least) });
        rows.push(row);
    }
    let title = format!(
        "{} {group}, {} {}",
        show::say(lang, "Celler:", "Cells:"),
        show::say(lang, "tabell", "table"),
        table.name
    );
    format!("{}\n{}\n", show::plain(&title), show::columns(&rows, &[by.len()]))
}
