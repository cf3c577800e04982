//! `evenhand statements`: which statements an audit needs, which there are, what is missing and whose task it is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::audit::{folder_of, load_papers, load_spec};
use super::{Failure, Global, files, show, when};
use crate::law::{self, Required, Signer, State};
use crate::report::text::Texts;
use crate::spec::Spec;
use crate::words::Lang;

/// Arguments of `statements`.
#[derive(Args, Debug)]
pub(super) struct StatementsArgs {
    /// The audit spec
    pub spec: PathBuf,
    /// Write a skeleton for each statement that has no file; nothing is overwritten
    #[arg(long, conflicts_with = "sign")]
    pub write: bool,
    /// Sign this statement: the signature goes to the end of its file, with the hash of what it says
    #[arg(long, value_name = "HS", requires_all = ["role", "name"])]
    pub sign: Option<String>,
    /// The signer's role, with --sign
    #[arg(long, requires = "sign")]
    pub role: Option<String>,
    /// The signer's name, with --sign
    #[arg(long, requires = "sign")]
    pub name: Option<String>,
    /// The signer's title, with --sign
    #[arg(long, requires = "sign")]
    pub title: Option<String>,
}

pub(super) fn run(args: &StatementsArgs, global: &Global) -> Result<(), Failure> {
    let lang = global.lang();
    let (spec, _) = load_spec(&args.spec)?;
    let papers = load_papers(&spec, &args.spec)?;
    let when = when::when(&spec, global)?;
    let library = law::read(&spec, &papers.own_packs, &papers.statements)?;
    if let (Some(hs), Some(role), Some(name)) = (&args.sign, &args.role, &args.name) {
        let signer = Signer { hs, role, name, title: args.title.as_deref(), date: when::now(global)?.date() };
        let (file, text) = law::sign(&library.statements, &library.packs, &papers.statements, &signer)?;
        files::write(Path::new(&file), text.as_bytes())?;
        return show::print(&format!("{file}\n"));
    }
    let needed = law::required(&spec, &library, when.date());
    if !args.write {
        return show::print(&overview(&needed, lang));
    }
    let folder = folder(&spec, &args.spec)?;
    let mut text = String::new();
    for one in needed.iter().filter(|one| one.state == State::Missing) {
        let path = folder.join(law::file_name(&one.hs));
        if path.exists() {
            text.push_str(&format!("{}  {}\n", path.display(), show::say(lang, "finns redan", "is already there")));
            continue;
        }
        let asked = law::skeleton(&library.packs, &one.hs, &spec.audit.id, lang, when.date());
        let Some(skeleton) = asked else { continue };
        files::write(&path, skeleton.as_bytes())?;
        text.push_str(&format!("{}\n", path.display()));
    }
    if text.is_empty() {
        text.push_str(&nothing_to_write(&needed, lang));
    }
    show::print(&text)
}

/// That no file is missing is not that nothing is: which statements are not signed, by state.
fn nothing_to_write(needed: &[Required], lang: Lang) -> String {
    let mut by_state: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in needed.iter().filter(|one| one.state != State::Signed) {
        by_state.entry(one.state.word()).or_default().push(&one.hs);
    }
    if by_state.is_empty() {
        return show::say(lang, "Inget saknas.\n", "Nothing is missing.\n").to_owned();
    }
    let texts = Texts::of(lang);
    let head = show::say(lang, "Ingen fil saknas. Inte undertecknade:", "No file is missing. Not signed:");
    let rows: Vec<Vec<String>> = by_state
        .iter()
        .map(|(state, list)| vec![texts.listed("state", state).plain(), list.len().to_string(), list.join(", ")])
        .collect();
    format!("{head}\n{}", show::columns(&rows, &[1]))
}

/// Where skeletons go: the folder that the spec names, or `statements` beside it.
fn folder(spec: &Spec, path: &Path) -> Result<PathBuf, crate::diag::Problem> {
    let named = spec.law.statements.as_ref().map_or("statements", |named| named.value.as_str());
    let folder = folder_of(path).join(named);
    if folder.is_file() {
        let place = spec.law.statements.as_ref().map_or_else(Default::default, |named| spec.place(&named.span));
        let message = format!("`{named}` is one file, and skeletons are one file each");
        return Err(crate::diag::Problem::new(crate::diag::Code::Conflict, place, message)
            .hint("name a folder in `law.statements`, or write the statement into the file by hand"));
    }
    Ok(folder)
}

fn overview(needed: &[Required], lang: Lang) -> String {
    let texts = Texts::of(lang);
    let mut rows = Vec::new();
    for one in needed {
        rows.push(vec![
            one.hs.clone(),
            texts.listed("state", one.state.word()).plain(),
            if one.only_if_disparity {
                show::say(lang, "om skillnad inte är utesluten", "unless all is within the margin").to_owned()
            } else {
                String::new()
            },
            one.title.get(lang).to_owned(),
            one.reasons.iter().filter(|code| *code != one.state.word()).cloned().collect::<Vec<_>>().join(", "),
        ]);
    }
    let mut text = show::columns(&rows, &[]);
    let mut by_role: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in needed.iter().filter(|one| one.state != State::Signed) {
        for role in one.signers.iter().flatten() {
            by_role.entry(role).or_default().push(&one.hs);
        }
    }
    if !by_role.is_empty() {
        text.push_str(&format!("\n{}\n", show::say(lang, "Kvar att göra, roll för roll", "What remains, by role")));
        let rows: Vec<(&str, String)> = by_role.iter().map(|(role, list)| (*role, list.join(", "))).collect();
        text.push_str(&show::pairs(&rows));
    }
    text
}
