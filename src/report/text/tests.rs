use std::collections::{BTreeMap, BTreeSet};

use super::{Args, EN, SV, Texts, warning_text};
use crate::diag::Warning;
use crate::words::{Ground, Lang, METRICS, Note, Verdict, WarningCode};

/// Every message and attribute of a file, with the variables it uses.
fn variables(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut message, mut at) = (String::new(), String::new());
    for line in source.lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let mut text = line;
        if !line.starts_with([' ', '}']) {
            let (key, rest) = line.split_once(" = ").unwrap_or_else(|| panic!("no key in {line}"));
            assert!(out.insert(key.to_owned(), BTreeSet::new()).is_none(), "{key} twice");
            (message, at, text) = (key.to_owned(), key.to_owned(), rest);
        } else if let Some((name, rest)) = line.trim_start().strip_prefix('.').and_then(|line| line.split_once(" = ")) {
            at = format!("{message}.{name}");
            out.insert(at.clone(), BTreeSet::new());
            text = rest;
        }
        for part in text.split('$').skip(1) {
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(part.len());
            // A count may be written in words in one language and in figures in the other.
            let name = part[..end].trim_end_matches("-words").trim_end_matches("-n").to_owned();
            out.get_mut(&at).unwrap().insert(name);
        }
    }
    out
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_variables() {
    let (sv, en) = (variables(SV), variables(EN));
    let keys = |of: &BTreeMap<String, BTreeSet<String>>| of.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&sv).symmetric_difference(&keys(&en)).collect::<Vec<_>>(), Vec::<&String>::new());
    for (key, names) in &sv {
        assert_eq!(names, &en[key], "{key}");
    }
}

#[test]
fn every_metric_note_warning_verdict_and_ground_has_a_text() {
    for lang in [Lang::Sv, Lang::En] {
        let texts = Texts::of(lang);
        for metric in METRICS {
            let key = format!("metric-{}", metric.name);
            assert!(texts.has(&key), "{key}");
            assert!(texts.attribute(&key, "explain").is_some_and(|text| text.ends_with('.')), "{key}.explain");
            let share = matches!(metric.kind, crate::words::MetricKind::Rate { .. }) && metric.may_carry_verdict();
            assert_eq!(share || metric.name == "checking_rate", texts.has(&format!("share-{}", metric.name)), "{key}");
        }
        for &note in Note::ALL {
            assert!(!texts.note(note).is_empty());
            assert!(!warning_text(&Warning::note(note)).get(lang).is_empty());
        }
        for &code in WarningCode::ALL {
            assert!(warning_text(&Warning::new(code)).get(lang).ends_with('.'), "{code}");
        }
        for &verdict in Verdict::ALL {
            assert!(!texts.verdict(verdict).is_empty());
        }
        for &ground in Ground::ALL {
            assert!(!texts.ground(ground).is_empty());
        }
    }
}

#[test]
fn a_warning_says_where_and_how_many_and_loses_no_value() {
    let warning = Warning::new(WarningCode::AttributeMissing)
        .file("sex.csv")
        .column("sex")
        .count(86)
        .value("group", "man\u{202e}");
    let text = warning_text(&warning);
    assert_eq!(
        text.sv,
        "Gruppen saknas för en del ärenden. De visas för sig och jämförs inte. (sex.csv, sex, man⟨U+202E⟩, antal: 86)"
    );
    let old = ["pack", "date", "months", "law_date"]
        .iter()
        .fold(Warning::new(WarningCode::LawPackOld), |warning, name| warning.value(name, *name));
    assert_eq!(
        warning_text(&old).en,
        "The law in pack was read up to date, more than months months before the day that counts (law_date). Later \
         changes are not known."
    );
}

#[test]
fn plurals_are_chosen_by_the_count() {
    let say =
        |lang, count| Texts::of(lang).sentence("w-supp", &Args::new().count(lang, "n", count, "count/hidden")).plain();
    assert!(say(Lang::Sv, 1).starts_with("En uppgift är dold"));
    assert!(say(Lang::Sv, 2).starts_with("Två uppgifter är dolda"));
    assert!(say(Lang::En, 1).starts_with("One figure is hidden"));
    assert!(say(Lang::En, 140).starts_with("140 figures are hidden"));
}
