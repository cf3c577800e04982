//! The text of a warning, in both languages.

use super::super::number;
use super::{Args, Rich, Texts};
use crate::diag::{WarnCode, Warning};
use crate::words::{Lang, Note, Number, Text, WarningCode};

/// The id of a warning's count.
const COUNT: &str = "count/warning";
/// Values of the data that a warning names; the others are told by their number of cases.
const NAMED: usize = 5;

/// The text of a warning: what it is about, then file, column and count where it has them.
///
/// Values that a text may use: `law_pack_old` `pack`, `date`, `months`, `law_date`, `title_sv`, `title_en`;
/// `several_versions` `versions`; `facts_ignored` `near`, `word`; `decision_missing` `arm` (the column of the arm holds values of no arm);
/// `outcome_missing`, `score_missing` `all` (no case has one); `attribute_missing` `taken` (groups that are called like a mark for missing).
/// `groups_left_out` `validated`, `unknown_membership` `key`, `cells_merged` `cell` (of a membership: the column);
/// `groups_left_out` `totals` (groups without a known share); `not_defined_for_design` `top` (a list that is too long).
/// Any other value is added to the place, so that nothing a step knew is lost; of counted values of the data the most
/// frequent are named.
pub fn warning_text(warning: &Warning) -> Text {
    Text { sv: in_language(warning, Lang::Sv), en: in_language(warning, Lang::En) }
}

fn in_language(warning: &Warning, lang: Lang) -> String {
    let texts = Texts::of(lang);
    let value = |name: &str| warning.values.get(name).map(String::as_str);
    let mut used: &[&str] = &[];
    let said = match warning.code {
        WarnCode::Note(Note::TablesDisagree) => return tables_disagree(warning, lang),
        WarnCode::Note(Note::OutcomeOnlyForSelected) if value("arm").is_some() => {
            used = &["arm"];
            texts.sentence("warning-outcome_only_for_selected-arm", &Args::new())
        }
        WarnCode::Note(Note::GroupsLeftOut) if value("validated").is_some() => {
            used = &["validated"];
            texts.sentence("warning-groups_left_out-validated", &Args::new())
        }
        WarnCode::Note(Note::GroupsLeftOut) if value("totals").is_some() => {
            used = &["totals"];
            let args = Args::new().name("groups", value("totals").unwrap_or_default());
            texts.sentence("warning-groups_left_out-totals", &args)
        }
        WarnCode::Note(Note::NotDefinedForDesign) if value("top").is_some() => {
            used = &["top"];
            let k = value("top")
                .and_then(|k| k.parse().ok())
                .map_or_else(String::new, |k| number::count(lang, Number::count(k)));
            texts.sentence("warning-not_defined_for_design-top", &Args::new().number("k", &k))
        }
        WarnCode::Note(Note::UnknownMembership) if value("key").is_some() => {
            used = &["key"];
            texts.sentence("warning-unknown_membership-key", &Args::new())
        }
        WarnCode::Note(Note::CellsMerged) if value("cell").is_some() => {
            used = &["cell"];
            texts.sentence("warning-cells_merged-cell", &Args::new())
        }
        WarnCode::Note(note) => texts.sentence("warning-note", &Args::new().word("note", &texts.note(note))),
        WarnCode::Warning(code) => match (code.word(), value("versions")) {
            ("law_pack_old", _) if ["pack", "date", "months", "law_date"].iter().all(|name| value(name).is_some()) => {
                used = &["pack", "date", "months", "law_date", "title_sv", "title_en"];
                let title = value(&format!("title_{lang}")).or(value("pack")).unwrap_or_default();
                let day = |name: &str| number::date(lang, value(name).unwrap_or_default());
                let args = Args::new()
                    .name("pack", title)
                    .date("date", &day("date"))
                    .number("months", value("months").unwrap_or_default())
                    .date("law_date", &day("law_date"));
                texts.sentence("w-oldpack", &args)
            }
            ("several_versions", Some(versions)) => {
                used = &["versions"];
                texts.sentence("w-vers", &Args::new().flag("has_versions", true).name("versions", versions))
            }
            ("facts_ignored", _) => {
                used = &["near", "word"];
                let args =
                    Args::new().flag("has_near", value("near").is_some()).name("near", value("near").unwrap_or(""));
                match value("word") {
                    Some(word) => texts.sentence("warning-facts_ignored-word", &args.name("word", word)),
                    None => texts.sentence("warning-facts_ignored", &args),
                }
            }
            ("reference_small", _) => {
                used = &["group"];
                let args = Args::new().name("group", value("group").unwrap_or_default());
                texts.sentence("warning-reference_small", &args)
            }
            ("decision_missing", _) if value("arm").is_some() => {
                used = &["arm"];
                texts.sentence("warning-decision_missing-arm", &Args::new())
            }
            (code @ ("outcome_missing" | "score_missing"), _) if value("all").is_some() => {
                used = &["all"];
                texts.sentence(&format!("warning-{code}-all"), &Args::new())
            }
            ("attribute_missing", _) if value("taken").is_some() => {
                used = &["taken"];
                texts.sentence("warning-attribute_missing-taken", &Args::new())
            }
            (word, _) => texts.sentence(&format!("warning-{word}"), &Args::new()),
        },
    };
    let names = warning.file.iter().chain(&warning.column);
    // A value that is the column already is not said twice.
    let said_before = |name: &str, value: &String| used.contains(&name) || warning.column.as_ref() == Some(value);
    let bare = warning.clone().without_counted_values();
    let values = bare.values.iter().filter(|(name, value)| !said_before(name, value)).map(|(_, value)| value);
    let mut place: Vec<Rich> = names.chain(values).map(|name| Rich::name(name)).collect();
    place.extend(counted_values(warning, lang));
    if let Some(count) = warning.count {
        place.push(texts.phrase("warning-count", &Args::new().count(lang, "count", count, COUNT)));
    }
    if place.is_empty() {
        return said.plain();
    }
    let place = texts.phrase("warning-place", &Args::new().rich("place", &Rich::join(place, ", ")));
    said.then_text(" ").then(place).plain()
}

/// Two tables, and the totals of theirs that cannot be equal.
fn tables_disagree(warning: &Warning, lang: Lang) -> String {
    let texts = Texts::of(lang);
    let value = |name: &str| warning.values.get(name).map(String::as_str);
    let number = |text: &str| text.parse().ok().map(|n: u64| number::count(lang, Number::count(n)));
    // `least-most` of a total.
    let span = |text: &str| {
        let (least, most) = text.split_once('-')?;
        let (least, most) = (number(least)?, number(most)?);
        Some(if least == most { least } else { format!("{least}–{most}") })
    };
    let total = |name: &str| {
        let (a, b) = value(name)?.split_once('/')?;
        let args = Args::new().name("a", &span(a)?).name("b", &span(b)?);
        Some(texts.phrase(&format!("warning-tables_disagree-{name}"), &args))
    };
    let totals: Vec<Rich> = ["cases", "model", "outcome"].into_iter().filter_map(total).collect();
    let args = Args::new()
        .name("a", value("a").unwrap_or_default())
        .name("b", value("b").unwrap_or_default())
        .rich("totals", &Rich::join(totals, "; "));
    texts.sentence("warning-tables_disagree", &args).plain()
}

/// The most frequent values of the data with their cases, then how many cases have another one.
fn counted_values(warning: &Warning, lang: Lang) -> Vec<Rich> {
    let texts = Texts::of(lang);
    let mut values: Vec<(&str, u64)> = warning.counted_values().collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    values.truncate(NAMED);
    let named: u64 = values.iter().map(|(_, cases)| cases).sum();
    let of = |cases: u64| Args::new().count(lang, "count", cases, COUNT);
    let mut out: Vec<Rich> = values
        .iter()
        .map(|(value, cases)| texts.phrase("warning-value", &of(*cases).rich("value", &Rich::name(value))))
        .collect();
    let others = warning.count.unwrap_or(0).saturating_sub(named);
    let named_some = warning.code == WarnCode::Warning(WarningCode::DecisionMissing) && !out.is_empty();
    if others > 0 && (named_some || warning.code == WarnCode::Warning(WarningCode::DecisionUnlisted)) {
        out.push(texts.phrase("warning-values-other", &of(others)));
    }
    out
}
