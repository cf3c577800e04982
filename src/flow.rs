//! The drawing as code: the only place that calls the rooms in order.
//!
//! Takes texts, bytes and openers; gives values. No clock, no terminal; files are opened by `source` alone, and only
//! where a caller hands it a folder.
//!
//! Start reading at [`audit`].

#[cfg(test)]
mod tests;
#[cfg(test)]
mod worked_shares;

use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::cube::{self, Cube};
use crate::diag::{Problem, Problems, Warning};
use crate::law::{self, Gate};
use crate::measure::{self, Measures};
use crate::report::preview::{Bodies, Preview, RandomArm};
use crate::report::{self, FormatHead, InputHead, Origin, Report};
use crate::source::{self, Opener};
use crate::spec::{Population, Spec};
use crate::words::{Number, at_once, sha256};

/// The moment that stands for "now" in an audit; nothing here reads a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    moment: NaiveDateTime,
}

impl When {
    /// A day, at 00:00 UTC.
    pub fn day(date: NaiveDate) -> Self {
        Self { moment: date.and_time(NaiveTime::MIN) }
    }

    /// A moment in UTC.
    pub fn moment(moment: NaiveDateTime) -> Self {
        Self { moment }
    }

    /// The day.
    pub fn date(self) -> NaiveDate {
        self.moment.date()
    }

    /// RFC 3339, UTC, whole seconds.
    pub fn rfc3339(self) -> String {
        self.moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// What people wrote beside a spec, as texts: the rooms open no file.
#[derive(Clone, Debug, Default)]
pub struct Papers {
    /// Own packs: (name, text).
    pub own_packs: Vec<(String, String)>,
    /// Statement files: (name, text).
    pub statements: Vec<(String, String)>,
    /// The input list: (name, bytes of a CSV).
    pub input_list: Option<(String, Vec<u8>)>,
}

/// How rows are counted: the result depends on neither.
#[derive(Clone, Copy, Default)]
pub struct Counting<'a> {
    /// Threads; 0 is one.
    pub threads: usize,
    /// Called with the number of rows of each batch, from any thread.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

/// A finished audit.
#[derive(Clone, Debug)]
pub struct Audited {
    /// The report.
    pub report: Report,
    /// The counts that it was made from.
    pub cube: Cube,
    /// The cube, as its file.
    pub cube_bytes: Vec<u8>,
}

impl Audited {
    /// The report in its exact form, `report.json`.
    pub fn report_json(&self) -> Result<String, Problem> {
        report::to_json(&self.report)
    }
}

/// The whole assessment, from the files that the spec names, relative to `folder`.
pub fn audit(
    spec: &Spec,
    folder: &Path,
    papers: &Papers,
    when: &When,
    seed: Option<u64>,
    counting: &Counting<'_>,
    warnings: Vec<Warning>,
) -> Result<Audited, Problems> {
    let begun = Begun::new(spec, papers, when, seed)?;
    let cube = count(spec, &Opener::folder(folder), papers, counting)?;
    begun.assess(cube, None, warnings)
}

/// The whole assessment, from data in memory: (path as the spec names it, bytes). `warnings` are those of the spec, which
/// belong in the report.
pub fn audit_bytes(
    spec: &Spec,
    data: &[(&str, &[u8])],
    papers: &Papers,
    when: &When,
    seed: Option<u64>,
    warnings: Vec<Warning>,
) -> Result<Audited, Problems> {
    let begun = Begun::new(spec, papers, when, seed)?;
    let cube = count(spec, &Opener::memory(data), papers, &Counting::default())?;
    begun.assess(cube, None, warnings)
}

/// The whole assessment, from a cube file.
pub fn audit_cube(
    spec: &Spec,
    name: &str,
    bytes: Vec<u8>,
    papers: &Papers,
    when: &When,
    seed: Option<u64>,
    warnings: Vec<Warning>,
) -> Result<Audited, Problems> {
    let begun = Begun::new(spec, papers, when, seed)?;
    let cube = cube::from_bytes(name, &bytes)?;
    cube::counted_by(&cube, name, &spec.counting_sha256)?;
    begun.assess(cube, Some(bytes), warnings)
}

/// Rows become counts; of the papers the input list names the inputs that are counted where the data have them.
pub fn count(spec: &Spec, opener: &Opener<'_>, papers: &Papers, counting: &Counting<'_>) -> Result<Cube, Problems> {
    let inputs = source::input_columns(&input_lines(papers)?);
    let mut rows = source::open(spec, opener, &inputs)?;
    if let Some(progress) = counting.progress {
        rows = rows.with_progress(progress);
    }
    cube::from_rows(spec, rows, counting.threads.max(1))
}

/// An audit before its counts. Papers are a step before the data (`spec.md`, reading rules): their problems come first.
struct Begun<'a> {
    spec: &'a Spec,
    papers: &'a Papers,
    library: law::Library,
    when: &'a When,
    seed: u64,
}

impl<'a> Begun<'a> {
    fn new(spec: &'a Spec, papers: &'a Papers, when: &'a When, seed: Option<u64>) -> Result<Self, Problems> {
        let library = law::read(spec, &papers.own_packs, &papers.statements)?;
        Ok(Self { spec, papers, library, when, seed: seed.unwrap_or(spec.inference.seed) })
    }

    /// Counts become the report; `file` is the cube's own file, where it came from one.
    fn assess(&self, cube: Cube, file: Option<Vec<u8>>, mut warnings: Vec<Warning>) -> Result<Audited, Problems> {
        let Self { spec, papers, library, when, seed } = self;
        let kept = || -> Result<(Vec<u8>, String), Problems> {
            let bytes = file.map_or_else(|| cube::to_bytes(&cube), Ok)?;
            let hash = sha256(&bytes);
            // What pages call evidence and packs is read while the measures are made.
            law::learn_titles();
            Ok((bytes, hash))
        };
        let (measured, kept) = at_once(|| measured(spec, &cube, papers, *seed, &mut warnings), kept);
        let (measures, (cube_bytes, cube_sha256)) = (measured?, kept?);
        let results_sha256 = report::results_sha256(&measures);
        let context = law::Context { date: when.date(), results_sha256: &results_sha256, first_results: when.date() };
        let findings = law::assess(spec, &measures, library, &context);
        let origin = Origin {
            inputs: cube.inputs.iter().map(input_head).collect(),
            cube_sha256,
            results_sha256,
            created: when.rfc3339(),
            seed: *seed,
            rows: cube.rows,
            engine: "evenhand".to_owned(),
            warnings,
        };
        let report = report::from_findings(spec, measures, findings, origin);
        Ok(Audited { report, cube, cube_bytes })
    }
}

/// Counts and the input list become measures; what a reader must know of both joins the warnings.
fn measured(
    spec: &Spec,
    cube: &Cube,
    papers: &Papers,
    seed: u64,
    warnings: &mut Vec<Warning>,
) -> Result<Measures, Problems> {
    let inputs = input_lines(papers)?;
    let (measures, found) = measure::from_cube(spec, cube, measure::input_rows(&inputs), seed)?;
    warnings.extend(cube.warnings.iter().cloned());
    warnings.extend(found);
    Ok(measures)
}

/// The lines of the input list; none where there is no list.
fn input_lines(papers: &Papers) -> Result<Vec<source::InputLine>, Problems> {
    Ok(papers.input_list.as_ref().map(|(name, bytes)| source::input_list(name, bytes)).transpose()?.unwrap_or_default())
}

fn input_head(input: &cube::Input) -> InputHead {
    InputHead {
        path: input.path.clone(),
        sha256: input.sha256.clone(),
        rows: Number::count(input.rows),
        format: FormatHead {
            kind: input.kind.clone(),
            delimiter: input.delimiter.clone(),
            decimal: input.decimal.clone(),
            encoding: input.encoding.clone(),
            sniffed: input.sniffed.clone(),
        },
    }
}

/// Rows become counts, from the files that the spec names, relative to `folder`.
pub fn count_files(spec: &Spec, folder: &Path, papers: &Papers, counting: &Counting<'_>) -> Result<Cube, Problems> {
    count(spec, &Opener::folder(folder), papers, counting)
}

/// What an audit will be able to say, without any result of it.
pub fn check(
    spec: &Spec,
    folder: &Path,
    papers: &Papers,
    when: &When,
    counting: &Counting<'_>,
    mut warnings: Vec<Warning>,
) -> Result<Preview, Problems> {
    let library = law::read(spec, &papers.own_packs, &papers.statements)?;
    let cube = count_files(spec, folder, papers, counting)?;
    let measures = measured(spec, &cube, papers, spec.inference.seed, &mut warnings)?;
    let results_sha256 = report::results_sha256(&measures);
    let context = law::Context { date: when.date(), results_sha256: &results_sha256, first_results: when.date() };
    warnings.extend(law::assess(spec, &measures, &library, &context).warnings);
    let heads = cube.inputs.iter().map(input_head).collect();
    let (tables, random) = (measure::cases(&cube), measure::random_arm(spec, &cube));
    let rows = spec.data.population.as_ref().is_some_and(|population| population.value == Population::Rows);
    let bodies = Bodies { tables, random: random.map(|[cases, both]| RandomArm { cases, both, twice: !rows }) };
    Ok(Preview::new(spec, &measures, bodies, heads, report::warning_rows(warnings)))
}

/// What a gate that was asked for stops on, in words; empty where it stops on nothing.
pub fn gates(report: &Report, gates: &[Gate]) -> Vec<String> {
    law::gates(
        &report.audit.kind,
        &report.disparities,
        &report.drift,
        &report.findings,
        &report.provenance.packs,
        gates,
    )
}
