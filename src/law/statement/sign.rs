//! A signature is written into a statement file: who, in what role, when, on which content.
//!
//! The text of the file stays as it is, comments included; the signature goes to its end. What a signature is worth is
//! judged in `state.rs`; here it is only refused where it could never count.

use chrono::NaiveDate;

use super::form::FileStatus;
use super::read::{Statements, content_sha256};
use super::skeleton::quoted;
use super::state::lacking_anyway;
use crate::diag::{Code, Place, Problem};
use crate::law::pack::Packs;
use crate::words::nearest;

/// Who signs what.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// The statement.
    pub hs: &'a str,
    /// Role, one of those that sign the statement or are welcome to.
    pub role: &'a str,
    /// Name.
    pub name: &'a str,
    /// Title.
    pub title: Option<&'a str>,
    /// Day.
    pub date: NaiveDate,
}

/// The file that a statement stands in, and its text with one signature more (`method = "recorded"`).
///
/// # Errors
///
/// The statement has no file, is not final, lacks answers, is an illustration, stands in one file with others, or is not signed by this
/// role; it has this role's signature on this content already.
pub fn sign(
    statements: &Statements,
    packs: &Packs,
    texts: &[(String, String)],
    signer: &Signer<'_>,
) -> Result<(String, String), Problem> {
    let newest = statements.newest();
    let Some(entry) = newest.get(signer.hs) else {
        let hint = match nearest(signer.hs, newest.keys().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write it first: evenhand statements SPEC --write".to_owned(),
        };
        let message = format!("there is no file of the statement `{}`", signer.hs);
        return Err(Problem::new(Code::BadStatement, Place::file("--sign"), message).hint(hint));
    };
    let wrong = |message: String, hint: &str| {
        Err(Problem::new(Code::BadStatement, Place::file(&entry.file), message).hint(hint))
    };
    if entry.form.illustration {
        return wrong(
            format!("`{}` is an illustration, which is never signed", signer.hs),
            "write a statement of your own",
        );
    }
    if entry.form.status != FileStatus::Final {
        return wrong(format!("`{}` is not final", signer.hs), "set `status = \"final\"` once the text is done");
    }
    if let Some(asked) = packs.statement(signer.hs) {
        let roles = || asked.signers.iter().flatten().chain(&asked.recommended).map(String::as_str);
        if !roles().any(|role| role == signer.role) {
            let message = format!("`{}` is not signed by the role `{}`", signer.hs, signer.role);
            return wrong(message, &format!("its roles are {}", roles().collect::<Vec<_>>().join(", ")));
        }
    }
    if let Some(asked) = packs.statement(signer.hs) {
        let lacking = lacking_anyway(entry, asked);
        if !lacking.is_empty() {
            let message = format!("`{}` cannot be signed yet; it lacks {}", signer.hs, lacking.join(", "));
            return wrong(message, "write what is missing (answers in full length), then sign");
        }
    }
    let content = content_sha256(&entry.form);
    if entry.signed_by(signer.role).any(|signature| signature.content_sha256 == content) {
        let message = format!("`{}` is signed by the role `{}` on this content already", signer.hs, signer.role);
        return wrong(message, "nothing is to be done");
    }
    let text = texts.iter().find(|(file, _)| *file == entry.file).map_or("", |(_, text)| text.as_str());
    if text.lines().any(|line| line.trim_start().starts_with("[[statement]]")) {
        let message = format!("`{}` stands in one file with others", entry.file);
        return wrong(message, "give each statement a file of its own in a folder, then sign it");
    }
    let title = signer.title.map(|title| format!("title = {}\n", quoted(title))).unwrap_or_default();
    let signature = format!(
        "\n[[signature]]\nrole = {}\nname = {}\n{title}date = {}\nmethod = \"recorded\"\ncontent_sha256 = {}\n",
        quoted(signer.role),
        quoted(signer.name),
        signer.date.format("%Y-%m-%d"),
        quoted(&content),
    );
    Ok((entry.file.clone(), format!("{}\n{signature}", text.trim_end())))
}
