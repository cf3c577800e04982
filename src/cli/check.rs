//! `evenhand check`: is the spec valid, do papers and data fit it; what will be assessable, and why not the rest.
//!
//! Shows sizes and reasons, and no result: a margin can still be decided afterwards without knowing what it will be held
//! against.

use std::path::PathBuf;

use clap::Args;

use super::audit::{folder_of, load_papers, load_spec, threads};
use super::show::Progress;
use super::{Failure, Global, show, when};
use crate::flow::{self, Counting};
use crate::report::number;
use crate::report::preview::{Comparable, Preview, Size};
use crate::report::text::Texts;
use crate::words::{Lang, Note, Number};

/// Arguments of `check`.
#[derive(Args, Debug)]
pub(super) struct CheckArgs {
    /// The audit spec
    pub spec: PathBuf,
}

pub(super) fn run(args: &CheckArgs, global: &Global) -> Result<(), Failure> {
    let lang = global.lang();
    let (spec, warnings) = load_spec(&args.spec)?;
    let papers = load_papers(&spec, &args.spec)?;
    let when = when::when(&spec, global)?;
    let progress = Progress::start();
    let tell = |rows: u64| progress.rows(rows);
    let counting = Counting { threads: threads(global), progress: Some(&tell) };
    let preview = flow::check(&spec, &folder_of(&args.spec), &papers, &when, &counting, warnings)?;
    drop(progress);
    let mut text = format!(
        "{}: {}\n\n",
        args.spec.display(),
        show::say(lang, "planen är giltig och uppgifterna passar den", "the spec is valid, and the data fit it")
    );
    text.push_str(&inputs(&preview, lang));
    text.push_str(&remarks(&preview, lang));
    text.push_str(&groups(&preview, lang));
    text.push_str(&comparisons(&preview, lang));
    text.push_str(&warnings_text(&preview, lang));
    show::print(&text)
}

fn inputs(preview: &Preview, lang: Lang) -> String {
    let rows = preview.inputs.iter().map(|input| {
        let format = &input.format;
        let parts = [Some(&format.kind), format.encoding.as_ref(), format.delimiter.as_ref(), format.decimal.as_ref()];
        let mut written: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        let sniffed = format!("{} {}", show::say(lang, "avläst:", "sniffed:"), format.sniffed.join(", "));
        if !format.sniffed.is_empty() {
            written.push(&sniffed);
        }
        vec![
            input.path.clone(),
            format!("{} {}", number::count(lang, input.rows), show::say(lang, "rader", "rows")),
            written.join(", "),
        ]
    });
    format!("{}{}\n\n", show::columns(&rows.collect::<Vec<_>>(), &[1]), counted(&preview.tables, lang))
}

/// How many cases are counted. Tables that were never joined hold the same people each, so that they are not added up;
/// where counts were hidden or rounded, the least and the most that there can be.
fn counted(tables: &[(u64, u64)], lang: Lang) -> String {
    let least = tables.iter().map(|(least, _)| *least).min().unwrap_or(0);
    let most = tables.iter().map(|(_, most)| *most).max().unwrap_or(0);
    let number = match least == most {
        true => show::count(lang, least),
        false => format!("{}–{}", show::count(lang, least), show::count(lang, most)),
    };
    let mut text = match tables.len() {
        0 | 1 => format!("{number} {}", show::say(lang, "ärenden räknas", "cases are counted")),
        tables => {
            let words = match lang {
                Lang::Sv => {
                    ["ärenden i var och en av", "tabeller över samma personer, som aldrig kopplats ihop, räknas"]
                }
                Lang::En => ["cases are counted in each of", "tables of the same people that were never joined"],
            };
            format!("{number} {} {} {}", words[0], show::count(lang, tables as u64), words[1])
        }
    };
    if tables.iter().any(|(least, most)| least != most) {
        let words = show::say(
            lang,
            "antal som dolts eller avrundats är kända inom gränser",
            "counts that were hidden or rounded are known within limits",
        );
        text.push_str(&format!(" ({words})"));
    }
    text
}

/// What this version does not compute, and what of the data a reader may take for something else.
fn remarks(preview: &Preview, lang: Lang) -> String {
    let mut text = String::new();
    if let Some(design) = preview.not_computed {
        text.push_str(&match lang {
            Lang::Sv => format!(
                "Upplägget `{design}` räknas inte ännu av den här versionen: ingen av jämförelserna får något värde eller utslag.\n\n"
            ),
            Lang::En => format!(
                "This version does not compute the design `{design}` yet: no comparison gets a value or a verdict.\n\n"
            ),
        });
    }
    if let Some(arm) = preview.random.as_ref().filter(|arm| arm.both > 0) {
        let [both, cases] = [arm.both, arm.cases].map(|n| show::count(lang, n));
        text.push_str(&match (lang, arm.twice) {
            (Lang::Sv, true) => format!(
                "{both} av slumpurvalets {cases} ärenden är också utvalda, enligt urvalsväg eller egen åtgärd, och räknas i båda urvalen"
            ),
            (Lang::Sv, false) => format!(
                "{both} av slumpurvalets {cases} ärenden är också utvalda, enligt urvalsväg eller egen åtgärd, och räknas bland de utvalda"
            ),
            (Lang::En, true) => format!(
                "{both} of the {cases} cases of the random arm are selected as well, by their arm or their own decision, and count in both arms"
            ),
            (Lang::En, false) => format!(
                "{both} of the {cases} cases of the random arm are selected as well, by their arm or their own decision, and count among the selected"
            ),
        });
        text.push_str(".\n\n");
    }
    let (missing, all) = (&preview.inputs_left_out.0, preview.inputs_left_out.1);
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|name| format!("`{}`", show::plain(name))).collect();
        let [some, all] = [all - missing.len().min(all), all].map(|n| show::count(lang, n as u64));
        text.push_str(&match lang {
            Lang::Sv => format!(
                "Av {all} uppgifter i listan finns {some} i det som räknas; dessa saknas och prövas inte: {}.\n\n",
                names.join(", ")
            ),
            Lang::En => format!(
                "Of the {all} inputs of the list the data have {some}; these are no column and are not assessed: {}.\n\n",
                names.join(", ")
            ),
        });
    }
    text
}

fn groups(preview: &Preview, lang: Lang) -> String {
    let mut head =
        vec![show::say(lang, "Grupper", "Groups").to_owned(), String::new(), show::say(lang, "alla", "all").to_owned()];
    for stage in &preview.stages {
        head.push(format!("{} {stage}", show::say(lang, "åtgärd känd:", "decision known:")));
    }
    head.push(show::say(lang, "utfall känt", "outcome known").to_owned());
    let mut rows = vec![head];
    let mut attribute = "";
    for size in &preview.groups {
        let first = if size.attribute == attribute { String::new() } else { size.attribute.clone() };
        attribute = &size.attribute;
        let name = if size.reference {
            format!("{} ({})", size.group, show::say(lang, "jämförelsegrupp", "reference"))
        } else {
            size.group.clone()
        };
        let mut row = vec![first, name, figure(size.n, lang)];
        row.extend(size.decided.iter().map(|n| figure(*n, lang)));
        row.push(known(size, lang));
        row.push(notes("", &size.note, lang));
        rows.push(row);
    }
    let right: Vec<usize> = (2..4 + preview.stages.len()).collect();
    format!("{}\n", show::columns(&rows, &right))
}

fn figure(n: Option<Number>, lang: Lang) -> String {
    n.map_or_else(|| "–".to_owned(), |n| number::count(lang, n))
}

fn known(size: &Size, lang: Lang) -> String {
    let parts = size.known.iter().map(|(arm, n)| match arm {
        Some(arm) => format!("{arm} {}", number::count(lang, *n)),
        None => number::count(lang, *n),
    });
    let text = parts.collect::<Vec<_>>().join(", ");
    if text.is_empty() { "–".to_owned() } else { text }
}

/// Notes as `code: what it means`.
fn notes(metric: &str, notes: &[Note], lang: Lang) -> String {
    let texts = Texts::of(lang);
    let said = |note: Note| Texts::note_key(metric, note).map_or_else(|| texts.note(note), |key| texts.word(key));
    notes.iter().map(|note| format!("{note}: {}", said(*note))).collect::<Vec<_>>().join("; ")
}

fn comparisons(preview: &Preview, lang: Lang) -> String {
    if preview.comparisons.is_empty() {
        return format!(
            "{}\n\n",
            show::say(
                lang,
                "Ingen jämförelse är bestämd i förväg ([[comparison]]): allt redovisas utan utslag.",
                "No comparison is decided beforehand ([[comparison]]): everything is shown without a verdict."
            )
        );
    }
    let mut text = format!("{}\n", show::say(lang, "Bestämt i förväg", "Decided beforehand"));
    let mut rows = Vec::new();
    let mut head = String::new();
    for one in &preview.comparisons {
        let now = comparison(one, lang);
        if now != head {
            rows.push(vec![format!("  {now}")]);
            head = now;
        }
        rows.push(vec![
            format!("    {}", one.attribute),
            one.group.clone(),
            if one.reference.is_empty() { String::new() } else { show::say(lang, "mot", "against").to_owned() },
            one.reference.clone(),
            possible(one, lang),
        ]);
    }
    text.push_str(&show::headed(&rows, &[]));
    if preview.exploratory > 0 {
        let more = show::count(lang, preview.exploratory as u64);
        let words = show::say(
            lang,
            "jämförelser till har samma marginal och är utforskande",
            "more comparisons have the same margin and are exploratory",
        );
        text.push_str(&format!("  {more} {words}\n"));
    }
    text.push('\n');
    text
}

/// A comparison without its group.
fn comparison(one: &Comparable, lang: Lang) -> String {
    let mut parts = vec![one.metric.clone()];
    parts.extend(one.stage.clone());
    parts.extend(one.stratum.clone());
    parts.extend(one.scale.map(|scale| scale.word().to_owned()));
    if let Some(margin) = one.margin {
        parts.push(format!("{} {}", show::say(lang, "marginal", "margin"), margin.get()));
    }
    parts.join(", ")
}

fn possible(one: &Comparable, lang: Lang) -> String {
    let answer = match (one.possible, one.note.is_empty()) {
        (true, _) if one.bounds_beside_sample => show::say(
            lang,
            "kan räknas, som gränser: stickprovet med känd grupp rättar bara differenser",
            "can be computed, as bounds: the sample whose group is known corrects differences only",
        ),
        (true, true) => return show::say(lang, "kan räknas", "can be computed").to_owned(),
        (true, false) => show::say(lang, "kan räknas, utan säkert utslag", "can be computed, without a sure verdict"),
        (false, _) => show::say(lang, "kan inte räknas", "cannot be computed"),
    };
    if one.note.is_empty() { answer.to_owned() } else { format!("{answer}: {}", notes(&one.metric, &one.note, lang)) }
}

fn warnings_text(preview: &Preview, lang: Lang) -> String {
    if preview.warnings.is_empty() {
        return String::new();
    }
    let rows: Vec<(&str, String)> =
        preview.warnings.iter().map(|warning| (warning.code.as_str(), warning.text.get(lang).to_owned())).collect();
    format!("{}\n{}", show::say(lang, "Varningar", "Warnings"), show::pairs(&rows))
}
