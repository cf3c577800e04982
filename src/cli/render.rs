//! `evenhand render`: a report is drawn again, without the data.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, files, show};
use crate::render::RENDERERS;
use crate::report::{self, Report};
use crate::words::Lang;

/// Arguments of `render`.
#[derive(Args, Debug)]
pub(super) struct RenderArgs {
    /// A report.json, or the folder that holds it
    pub report: PathBuf,
    /// Into this folder instead of that of the report
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `lang`: the language that the command line names; none: those that the report is in.
pub(super) fn run(args: &RenderArgs, lang: Option<Lang>) -> Result<(), Failure> {
    let path = path_of(&args.report);
    let report = read(&path)?;
    let languages = lang.map_or_else(|| report.audit.languages.clone(), |lang| vec![lang]);
    let out = args.out.clone().unwrap_or_else(|| path.parent().map_or_else(PathBuf::new, Path::to_owned));
    let mut text = String::new();
    // All of them are made before the first is written.
    let mut made = Vec::new();
    for lang in languages {
        for renderer in RENDERERS {
            made.push((format!("report.{lang}.{}", renderer.extension), (renderer.render)(&report, lang)));
        }
    }
    for (name, bytes) in &made {
        files::write(&out.join(name), bytes)?;
        text.push_str(&format!("{}\n", out.join(name).display()));
    }
    show::print(&text)
}

/// The file of a report that was named by its folder.
pub(super) fn path_of(named: &Path) -> PathBuf {
    if named.is_dir() { named.join("report.json") } else { named.to_owned() }
}

/// Reads a report.
pub(super) fn read(path: &Path) -> Result<Report, crate::diag::Problem> {
    let name = path.display().to_string();
    let bytes = files::read_bytes(path)?;
    let text = String::from_utf8(bytes).map_err(|_| report::no_report(&name))?;
    report::sealed_from_json(&name, &text)
}
