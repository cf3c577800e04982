//! `evenhand audit`: the whole assessment.

use std::path::{Path, PathBuf};

use clap::Args;

use super::show::Progress;
use super::{Failure, Global, files, show, when};
use crate::diag::{Code, Place, Problem, Problems};
use crate::flow::{self, Audited, Counting, Papers};
use crate::law::Gate;
use crate::render::{self, RENDERERS, Renderer};
use crate::report::{self, decides};
use crate::spec::{self, Spec};
use crate::words::{AuditKind, Lang, Work, at_once, each_at_once};

/// Arguments of `audit`.
#[derive(Args, Debug)]
pub(super) struct AuditArgs {
    /// The audit spec
    pub spec: PathBuf,
    /// Into this folder instead of reports/ID/
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// From a cube, without the rows
    #[arg(long, value_name = "FILE")]
    pub cube: Option<PathBuf>,
    /// Exit with 4 if any of these is found: disparity, inconclusive, flagged, incomplete (a comma list)
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub fail_on: Vec<String>,
}

/// The names of the files of a run.
const KNOWN: &[&str] = &["report.json", "report.sv.html", "report.en.html", "cube.parquet"];

pub(super) fn run(args: &AuditArgs, global: &Global) -> Result<(), Failure> {
    let gates = args
        .fail_on
        .iter()
        .map(|word| {
            Gate::parse(word).ok_or_else(|| {
                Problem::new(Code::UnknownWord, Place::file("--fail-on"), format!("`{word}` is no gate"))
                    .hint("use a comma list of disparity, inconclusive, flagged, incomplete")
            })
        })
        .collect::<Result<Vec<Gate>, Problem>>()?;
    let (spec, warnings) = load_spec(&args.spec)?;
    let papers = load_papers(&spec, &args.spec)?;
    let when = when::when(&spec, global)?;
    let audited = match &args.cube {
        None => {
            let progress = Progress::start();
            let tell = |rows: u64| progress.rows(rows);
            let counting = Counting { threads: threads(global), progress: Some(&tell) };
            flow::audit(&spec, &folder_of(&args.spec), &papers, &when, global.seed, &counting, warnings)?
        }
        Some(path) => {
            let bytes = files::read_bytes(path)?;
            flow::audit_cube(&spec, &path.display().to_string(), bytes, &papers, &when, global.seed, warnings)?
        }
    };
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(spec.audit.id.as_str()));
    let (made, mut text) =
        at_once(|| write(&audited, &out, &spec), || render::terminal::summary(&audited.report, global.lang(), 100));
    let made = made?;
    text.push('\n');
    for name in made {
        text.push_str(&format!("  {}\n", out.join(name).display()));
    }
    show::print(&text)?;
    if !gates.is_empty() && spec.audit.kind == AuditKind::Illustration {
        show::aside(show::say(
            global.lang(),
            "--fail-on stoppar inte på någonting: granskningen är en illustration, och dess spärrar är avstängda",
            "--fail-on stops on nothing: the audit is an illustration, and its gates are off",
        ));
    }
    if gates.contains(&Gate::Disparity) {
        for row in audited.report.disparities.iter().filter(|row| decides(row) && row.beyond_the_other_way()) {
            let said = show::say(
                global.lang(),
                "--fail-on disparity stoppar inte på denna jämförelse, där jämförelsegruppen är sämre ställd utanför \
                 marginalen: planen frågar bara efter en nackdel för den andra gruppen (inference.harm = \"one_sided\")",
                "--fail-on disparity does not stop on this comparison, in which the reference is worse off beyond the \
                 margin: the plan asks only for a disadvantage of the other group (inference.harm = \"one_sided\")",
            );
            show::aside(&format!("{}: {said}", show::plain(&row.id)));
        }
    }
    let hits = flow::gates(&audited.report, &gates);
    // The process ends here: to give back every row of a large report one by one would only keep its user waiting.
    std::mem::forget(audited);
    if hits.is_empty() { Ok(()) } else { Err(Failure::Gate(hits)) }
}

fn write(audited: &Audited, out: &Path, spec: &Spec) -> Result<Vec<String>, Problem> {
    let pages: Vec<(Lang, &Renderer)> =
        spec.audit.languages.iter().flat_map(|lang| RENDERERS.iter().map(|renderer| (*lang, renderer))).collect();
    let set = files::Set::begin(out)?;
    let data = || {
        set.put_by("report.json", |file| report::write_json(&audited.report, file))?;
        set.put("cube.parquet", &audited.cube_bytes)
    };
    // The data are on their way to the disk while pages are drawn.
    let (data, drawn) = at_once(data, || {
        let set = &set;
        let works = pages.iter().map(|&(lang, renderer)| -> Work<'_, Result<String, Problem>> {
            Box::new(move || {
                let name = format!("report.{lang}.{}", renderer.extension);
                set.put(&name, &(renderer.render)(&audited.report, lang))?;
                Ok(name)
            })
        });
        each_at_once(works.collect())
    });
    data?;
    let mut names = vec!["report.json".to_owned()];
    for name in drawn {
        names.push(name?);
    }
    names.push("cube.parquet".to_owned());
    set.finish(&names, KNOWN)?;
    Ok(names)
}

/// Threads of the counting pass.
pub(super) fn threads(global: &Global) -> usize {
    global
        .threads
        .filter(|&n| n > 0)
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get))
}

/// The folder that paths of a spec are relative to.
pub(super) fn folder_of(spec: &Path) -> PathBuf {
    spec.parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// Reads and checks a spec.
pub(super) fn load_spec(path: &Path) -> Result<(Spec, Vec<crate::diag::Warning>), Problems> {
    let bytes = files::read_bytes(path)?;
    spec::from_bytes(&path.display().to_string(), &bytes)
}

/// What people wrote beside a spec: own packs, statements, the input list.
pub(super) fn load_papers(spec: &Spec, path: &Path) -> Result<Papers, Problems> {
    let folder = folder_of(path);
    let mut problems = Problems::new();
    let mut papers = Papers::default();
    for pack in &spec.law.own_packs {
        match files::read_text(&folder.join(pack.as_str())) {
            Ok(text) => papers.own_packs.push((folder.join(pack.as_str()).display().to_string(), text)),
            Err(problem) => problems.push(at_key(spec, &pack.span, problem)),
        }
    }
    let statements = match &spec.law.statements {
        Some(named) => Some((folder.join(named.as_str()), Some(named.span.clone()))),
        None => Some((folder.join("statements"), None)).filter(|(path, _)| path.exists()),
    };
    if let Some((path, span)) = statements {
        match files::read_folder(&path, "toml") {
            Ok(texts) => papers.statements = texts,
            Err(found) => {
                for problem in found.0 {
                    problems.push(match &span {
                        Some(span) => at_key(spec, span, problem),
                        None => problem,
                    });
                }
            }
        }
    }
    match load_input_list(spec, path) {
        Ok(list) => papers.input_list = list,
        Err(found) => problems.extend(found),
    }
    problems.or(papers)
}

/// The input list that a spec names: its name and bytes.
pub(super) fn load_input_list(spec: &Spec, path: &Path) -> Result<Option<(String, Vec<u8>)>, Problems> {
    let Some(inputs) = &spec.system.inputs else { return Ok(None) };
    match files::read_bytes(&folder_of(path).join(inputs.as_str())) {
        Ok(bytes) => Ok(Some((inputs.value.clone(), bytes))),
        Err(problem) => Err(at_key(spec, &inputs.span, problem).into()),
    }
}

/// A file that is not there is a problem of the key that names it.
fn at_key(spec: &Spec, span: &std::ops::Range<usize>, problem: Problem) -> Problem {
    if problem.code == Code::NoFile { Problem { place: spec.place(span), ..problem } } else { problem }
}
