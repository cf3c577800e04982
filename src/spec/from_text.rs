//! The way in: the text of an `audit.toml` becomes a [`Spec`].

use super::check::check;
use super::counting::counting_sha256;
use super::read::read;
use super::{At, Spec};
use crate::diag::{Code, Place, Problem, Problems, Warning};
use crate::words::{WarningCode, sha256};

/// The spec of a text, with warnings; or every problem of this step.
///
/// `file` is the name as the user gave it, for places. A byte order mark may stand first; lines may end in CRLF.
/// Warns `not_assessed_yet` for each key whose capability is missing, and `no_disclosure_control` where nothing will be
/// hidden: without `[disclosure]`, and with it as long as it is not built.
pub fn from_text(file: &str, text: &str) -> Result<(Spec, Vec<Warning>), Problems> {
    let mut problems = Problems::new();
    let Some(raw) = read(file, text, &mut problems) else {
        problems.sort();
        return Err(problems);
    };
    let mut spec = check(&raw, file, text, &mut problems);
    spec.sha256 = sha256(text.as_bytes());
    spec.counting_sha256 = counting_sha256(&raw, &spec.inference.thresholds);
    let mut warnings: Vec<Warning> = spec.not_yet.iter().map(|key| not_assessed_yet(&spec, key)).collect();
    if spec.disclosure.is_none() || spec.not_yet.iter().any(|key| key.value == "disclosure") {
        warnings.push(Warning::new(WarningCode::NoDisclosureControl).file(file));
    }
    problems.or((spec, warnings))
}

/// The warning of a key whose capability is missing; `word` is its value where that, and not the key, is what is missing.
fn not_assessed_yet(spec: &Spec, key: &At<String>) -> Warning {
    let warning =
        Warning::new(WarningCode::NotAssessedYet).file(&spec.file).column(key).value("key", key.value.clone());
    match (key.as_str(), spec.text.get(key.span.clone())) {
        ("data.design" | "comparison.metric", Some(word)) => warning.value("word", word.trim_matches(['"', '\''])),
        // Which of several: the names that are crossed.
        ("intersection.of", Some(list)) => {
            let names = list.trim_matches(['[', ']']).split(',').map(|name| name.trim().trim_matches(['"', '\'']));
            let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
            warning.value("word", names.join("*"))
        }
        _ => warning,
    }
}

/// The same of the bytes of a file, which may be no text at all.
pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<(Spec, Vec<Warning>), Problems> {
    match std::str::from_utf8(bytes) {
        Ok(text) => from_text(file, text),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let place = Place::span(file, &good, good.len()..good.len());
            let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            let message = if wide { "the file is UTF-16, not UTF-8" } else { "the file is not UTF-8" };
            Err(Problem::new(Code::Syntax, place, message).hint("save it as UTF-8").into())
        }
    }
}
