//! Rows become counts: the one-pass kernel.
//!
//! Takes the `Spec` and the [`Source`]; gives a [`Cube`]. Each thread reads parts of the data and fills tables of its own;
//! what they hold becomes a cube each, and cubes are merged, so that threads and order cannot be seen in the result.
//! May not know: what a value means (`source` has decided it), metrics.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::counter::{Counter, Edges};
use super::merge::{check, merge, merge_warnings};
use super::tally::Full;
use super::{Cube, DimKind, Input, MISSING, ScoreBins, Table};
use crate::diag::{Code, Place, Problem, Problems};
use crate::source::{Body, Coded, Source, billionths, mapped, ordered};
use crate::spec::{Paths, Population, Spec, StageRule};
use crate::words::nearest;

/// Counts all rows of a source in one pass.
///
/// Takes the spec, the source that was opened with it, and how many threads may work (0 and 1 are the same; without the
/// feature `threads` there is one). Gives the cube, with what a reader must know in its `warnings`; or every problem of the
/// data at once, among them what can only be seen when all is counted: no rows, a population smaller than its arms, a
/// reference that is no group. The result does not depend on threads, to the bit.
pub fn from_rows(spec: &Spec, source: Source<'_>, threads: usize) -> Result<Cube, Problems> {
    let edges = edges(spec);
    let mut problems = Problems::new();
    let mut cube: Option<Cube> = None;
    let mut warnings = Vec::new();
    let mut inputs = Vec::new();
    for body in source.bodies() {
        let (coded, counters): (Vec<Coded>, Vec<Counter>) =
            count(spec, body, &source, &edges, threads).into_iter().unzip();
        let concluded = match body.conclude(coded) {
            Ok(concluded) => concluded,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        warnings.extend(concluded.warnings);
        inputs.extend(concluded.inputs);
        for (counter, values) in counters.into_iter().zip(&concluded.values) {
            match counter.cubes(spec, body.sections(), values) {
                Ok(parts) => {
                    for part in parts {
                        cube = Some(match cube.take() {
                            Some(known) => merge(known, part)?,
                            None => part,
                        });
                    }
                }
                Err(full) => problems.push(too_large(spec, full)),
            }
        }
    }
    if !problems.is_empty() {
        // Two workers that gave up say the same, and so may two tables.
        problems.sort();
        problems.0.dedup();
        return Err(problems);
    }
    let mut cube = cube.unwrap_or_else(|| Cube {
        counting_sha256: spec.counting_sha256.clone(),
        bins: ScoreBins::None,
        edges: Vec::new(),
        inputs: Vec::new(),
        rows: 0,
        warnings: Vec::new(),
        tables: Vec::new(),
    });
    cube.inputs = inputs;
    cube.inputs.sort();
    cube.warnings = merge_warnings(warnings.into_iter(), &cube.tables);
    check(&cube.tables)?;
    problems.extend(facts(spec, &cube));
    if matches!(spec.data.paths, Paths::One(_)) {
        problems.0.extend(counted_twice(&cube.inputs));
    }
    problems.or(cube)
}

/// Files of one body of data that are the same to the byte: their cases would count twice, as in cubes that hold one file
/// twice ([`super::merge::once_each`]).
fn counted_twice(inputs: &[Input]) -> Vec<Problem> {
    let files = inputs.iter().filter(|input| !input.joined && !input.sha256.is_empty() && input.rows > 0);
    let files: Vec<&Input> = files.collect();
    let again = files.iter().enumerate().filter_map(|(place, input)| {
        let first = files[..place].iter().find(|other| other.sha256 == input.sha256)?;
        let message = format!("the file is the same as `{}`, to the byte: its cases would count twice", first.path);
        let problem = Problem::new(Code::DuplicateKey, Place::file(&input.path), message);
        Some(problem.hint("name each file once in `data.path`; a glob may match a copy"))
    });
    again.collect()
}

/// Lets every thread read parts until none is left.
fn count(spec: &Spec, body: &Body<'_>, source: &Source<'_>, edges: &Edges, threads: usize) -> Vec<(Coded, Counter)> {
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut worker, mut counter) = (body.worker(), Counter::new(spec, body.sections(), edges));
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= body.parts() {
                return (worker.finish(), counter);
            }
            worker.read(part, &mut |section, batch| {
                counter.add(section, batch);
                source.tell(batch.rows as u64);
            });
        }
    };
    let threads = threads.min(body.parts());
    #[cfg(feature = "threads")]
    if threads > 1 {
        // Where no threads are to be had, one does all.
        if let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            return pool.broadcast(|_| work());
        }
    }
    let _ = threads;
    vec![work()]
}

/// Where bins of scores begin, besides those of the ladder: thresholds, and tenths of a score in [0, 1].
fn edges(spec: &Spec) -> Edges {
    let Some(score) = &spec.roles.score else { return Edges::default() };
    let stages = spec.stages.iter().filter_map(|stage| match stage.rule {
        StageRule::Threshold(threshold) => Some(threshold),
        _ => None,
    });
    let thresholds: Vec<f64> = stages.chain(spec.inference.thresholds.iter().copied()).collect();
    let range = if score.probability { Some((0.0, 1.0)) } else { score.range };
    let mut edges = Edges { bits: spec.inference.score_bits, ..Edges::default() };
    match range {
        Some(range) => {
            let tenths = (1..10).map(|tenth| f64::from(tenth) / 10.0);
            let shares = thresholds.iter().map(|&threshold| mapped(threshold, range)).chain(tenths);
            edges.billionths = shares.filter_map(billionths).filter(|&q| q > 0).collect();
            edges.billionths.sort_unstable();
            edges.billionths.dedup();
        }
        None => {
            edges.ordered = thresholds.iter().map(|&threshold| ordered(threshold)).collect();
            edges.ordered.sort_unstable();
            edges.ordered.dedup();
        }
    }
    edges
}

fn too_large(spec: &Spec, full: Full) -> Problem {
    let place = Place::file(&spec.file);
    match full {
        Full::Combinations | Full::Cells => Problem::new(
            Code::TooManyGroups,
            place,
            "attributes, factors and other dimensions have too many combinations to count",
        )
        .hint("take out factors of `roles.strata` or attributes with many groups, or set `bands`"),
        Full::Sum => Problem::new(Code::BadWeight, place, "weights are too large to be summed exactly")
            .hint("divide all weights by one factor: only their ratios matter"),
    }
}

/// Sum of the counts of the cells that `keep` accepts.
fn cases(table: &Table, keep: impl Fn(&[u32]) -> bool) -> u64 {
    let sum: i128 = table.cells.iter().filter(|cell| keep(&cell.key)).map(|cell| cell.sums[0]).sum();
    u64::try_from(sum).unwrap_or(u64::MAX)
}

fn joints(cube: &Cube) -> impl Iterator<Item = &Table> {
    cube.tables.iter().filter(|table| table.name.starts_with("joint"))
}

/// What can only be seen when all is counted.
fn facts(spec: &Spec, cube: &Cube) -> Problems {
    let mut problems = Problems::new();
    if cube.rows == 0 {
        let (place, message, hint) = match &spec.data.filter {
            Some(filter) => (spec.place(&filter.span), "no row satisfies `data.where`", "correct the condition"),
            None => (Place::file(&spec.file), "the data hold no cases", "name the files that hold them in `data.path`"),
        };
        problems.push(Problem::new(Code::NoRows, place, message).hint(hint));
        return problems;
    }
    populations(spec, cube, &mut problems);
    references(spec, cube, &mut problems);
    problems
}

/// Populations that are smaller than what was drawn from them: tables of the same people say it once, by the largest.
fn populations(spec: &Spec, cube: &Cube, problems: &mut Problems) {
    let population = spec.data.population.as_ref();
    if let Some((population, &Population::Size(size))) = population.map(|population| (population, &population.value)) {
        let of = |table: &Table| table.dim(&DimKind::Arm).map(|at| cases(table, |key| key[at] != MISSING));
        if let Some(drawn) = joints(cube).filter_map(of).max().filter(|&drawn| drawn > size) {
            let message = format!("the population is {size}, but the arms have {drawn} cases");
            let problem = Problem::new(Code::BadPopulation, spec.place(&population.span), message);
            problems.push(problem.hint("give the size of the pool that the random arm was drawn from"));
        }
    }
    for (stratum, &size) in &spec.data.stratum_sizes {
        let of = |table: &Table| {
            let at = table.dim(&DimKind::SamplingStratum)?;
            let code = table.dims[at].values.iter().position(|value| value == stratum)?;
            Some(cases(table, |key| key[at] as usize == code))
        };
        if let Some(drawn) = joints(cube).filter_map(of).max().filter(|&drawn| drawn > size) {
            let message = format!("the stratum `{stratum}` has {drawn} cases, more than its size {size}");
            let problem = Problem::new(Code::BadPopulation, Place::file(&spec.file), message);
            problems.push(problem.hint("correct `data.stratum_sizes`"));
        }
    }
}

/// References that are no group, where that must be a slip.
fn references(spec: &Spec, cube: &Cube, problems: &mut Problems) {
    for attribute in &spec.attributes {
        let kind = DimKind::Attribute(attribute.name.clone());
        let Some(dim) = cube.joint_of(&attribute.name).and_then(|table| table.dim(&kind).map(|at| &table.dims[at]))
        else {
            continue;
        };
        let reference = &attribute.reference;
        if reference.value == crate::words::reserved::REST || dim.values.contains(reference) {
            continue;
        }
        let declared = attribute.labels.iter().any(|(group, _)| *group == reference.value);
        let near = nearest(reference, dim.values.iter().map(String::as_str));
        // A declared group may be absent; any other name is a slip if a group is near, or if groups are declared without it.
        if declared || (near.is_none() && attribute.labels.is_empty()) {
            continue;
        }
        let groups: Vec<String> = dim.values.iter().take(20).map(|group| format!("`{group}`")).collect();
        let hint = match near {
            Some(near) => format!("did you mean `{near}`? The groups are {}", groups.join(", ")),
            None => format!("name one of the groups {}", groups.join(", ")),
        };
        let message =
            format!("the reference `{}` is not a group of the attribute `{}`", reference.value, attribute.name);
        problems.push(
            Problem::new(Code::UnknownReference, spec.place(&reference.span), message).label("in no row").hint(hint),
        );
    }
}
