//! `evenhand init`: a starter spec with every field explained.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, files, show};
use crate::diag::{Code, Place, Problem};
use crate::spec;
use crate::words::{SystemKind, nearest};

/// Arguments of `init`.
#[derive(Args, Debug)]
pub(super) struct InitArgs {
    /// Where audit.toml is written
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Kind of system: risk_selection, network, automated_decision, document_interpretation, masking, synthetic_data, human_oversight, decision_support, other
    #[arg(long, default_value = "risk_selection")]
    pub kind: String,
}

pub(super) fn run(args: &InitArgs) -> Result<(), Failure> {
    let Some(kind) = SystemKind::parse(&args.kind) else {
        let known = SystemKind::ALL.iter().map(|kind| kind.word());
        let hint = match nearest(&args.kind, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of {}", known.collect::<Vec<_>>().join(", ")),
        };
        return Err(Problem::new(
            Code::UnknownWord,
            Place::file("--kind"),
            format!("`{}` is no kind of system", args.kind),
        )
        .hint(hint)
        .into());
    };
    let path = args.dir.join("audit.toml");
    if path.exists() {
        return Err(Problem::new(
            Code::Conflict,
            Place::file(&path.display().to_string()),
            format!("`{}` is already there", path.display()),
        )
        .hint("name another folder, or move the file away; nothing is overwritten")
        .into());
    }
    files::write(&path, spec::starter(kind).as_bytes())?;
    show::print(&format!("{}\n\nFill it in, then:  evenhand check {}\n", path.display(), path.display()))
}
