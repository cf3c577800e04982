//! Texts of both languages: the same keys with the same variables, every form of every sentence.

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
        "The law in the rule pack “pack” was read up to date, more than months months before the day that counts (law_date). Later \
         changes are not known."
    );
    let old = [("title_sv", "Lagen"), ("title_en", "The Act"), ("date", "2026-02-12"), ("months", "1")]
        .iter()
        .fold(old, |warning, (name, value)| warning.value(name, *value));
    assert_eq!(
        warning_text(&old).sv.replace('\u{a0}', " "),
        "Rättsläget i regelpaketet ”Lagen” är läst till och med den 12 februari 2026, mer än 1 månad före den dag det gäller \
         (law_date). Senare ändringar är inte kända."
    );
}

#[test]
fn counted_values_are_named_by_size_and_the_rest_by_its_cases() {
    let values = [("0", 900), ("nej", 12), ("NaN", 7), ("vet ej", 30), ("-", 7), ("x", 5)];
    let warning = Warning::new(WarningCode::DecisionUnlisted).column("d").value("stage", "d").count(970);
    let warning = values.iter().fold(warning, |warning, (value, cases)| warning.counted_value(value, *cases));
    assert_eq!(
        warning_text(&warning).en,
        "The column of the stage holds values that the plan does not list. They count as not at the stage. (d, 0 (900), \
         vet ej (30), nej (12), - (7), NaN (7), other values (14), number: 970)"
    );
    assert_eq!(
        warning_text(&Warning::new(WarningCode::FactsIgnored).column("law.facts.x").value("near", "y")).en,
        "The plan states a fact that no loaded rule pack asks for. It changes nothing. Did you mean y? (law.facts.x)"
    );
    let word = Warning::new(WarningCode::FactsIgnored).column("law.facts.sector").value("word", "x").value("near", "y");
    assert_eq!(
        warning_text(&word).en,
        "The plan gives the word x for a fact, and no rule pack knows that word. The fact counts as unknown and excludes \
         no provision. Did you mean y? (law.facts.sector)"
    );
}

#[test]
fn cases_in_no_arm_are_told_with_the_column_and_its_values_and_without_the_stage() {
    let warning = Warning::new(WarningCode::DecisionMissing).column("how").value("arm", "how").count(8);
    assert_eq!(
        warning_text(&warning.counted_value("tip", 6)).en,
        "The column of the arm holds values that the plan does not list, or none. These cases are in no arm. (how, tip (6), \
         other values (2), number: 8)"
    );
}

#[test]
fn a_pack_read_long_ago_is_named_once_in_the_language_of_the_text_and_dated_in_words() {
    let warning = [
        ("pack", "se-diskrimineringslagen"),
        ("title_sv", "Diskrimineringslagen (2008:567)"),
        ("title_en", "Discrimination Act (2008:567)"),
        ("date", "2026-02-12"),
        ("months", "6"),
        ("law_date", "2026-11-26"),
    ]
    .iter()
    .fold(Warning::new(WarningCode::LawPackOld), |warning, (name, value)| warning.value(name, *value));
    let text = warning_text(&warning);
    assert_eq!(
        text.en.replace('\u{a0}', " "),
        "The law in the rule pack “Discrimination Act (2008:567)” was read up to 12 February 2026, more than 6 months before the day that \
         counts (26 November 2026). Later changes are not known."
    );
    assert_eq!(
        text.sv.replace('\u{a0}', " "),
        "Rättsläget i regelpaketet ”Diskrimineringslagen (2008:567)” är läst till och med den 12 februari 2026, mer än 6 månader före \
         den dag det gäller (26 november 2026). Senare ändringar är inte kända."
    );
}

/// Roles, statuses, grounds and sentences without a value stand in the pack `core` and in the texts: as the same words.
#[test]
fn words_that_the_pack_core_has_too_are_the_same_in_the_texts() {
    let packs = crate::law::Packs::of(&[], &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let form = &packs.get("core").unwrap().form;
    let plain = |text: &str| text.replace('\u{a0}', " ").replace('\u{2019}', "'");
    for lang in [Lang::Sv, Lang::En] {
        let texts = Texts::of(lang);
        for (role, text) in &form.roles {
            assert_eq!(texts.word(&format!("role-{role}")), text.get(lang), "{role}");
        }
        for status in &form.status {
            let word = if lang == Lang::Sv { &status.sv } else { &status.en };
            assert_eq!(texts.word(&format!("status-{}", status.id.word())), word.to_lowercase());
        }
        for ground in &form.ground {
            let word = if lang == Lang::Sv { &ground.sv } else { &ground.en };
            assert_eq!(&texts.ground(ground.id), word);
        }
        let mut compared = 0;
        for wording in &form.wording {
            let (key, words) = (wording.id.to_lowercase(), if lang == Lang::Sv { &wording.sv } else { &wording.en });
            if !words.contains('{') && texts.has(&key) {
                assert_eq!(plain(&texts.word(&key)), plain(words), "{key}");
                compared += 1;
            }
        }
        assert!(compared > 8, "{compared}");
    }
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

#[test]
fn a_quantity_agrees_with_its_unit() {
    let say = |lang, text: &str| {
        let figure = super::Figure::new(text, "d/x", "value");
        Texts::of(lang).phrase("unit-points", &Args::new().figure("value", &figure)).plain().replace('\u{a0}', " ")
    };
    assert_eq!(say(Lang::En, "1"), "1 percentage point");
    assert_eq!(say(Lang::En, "\u{2212}1"), "\u{2212}1 percentage point");
    assert_eq!(say(Lang::En, "1.0"), "1.0 percentage points");
    assert_eq!(say(Lang::Sv, "1"), "1 procentenhet");
    assert_eq!(say(Lang::Sv, "1,0"), "1,0 procentenheter");
    assert_eq!(say(Lang::Sv, "15"), "15 procentenheter");
}

/// Plural nouns that a count can stand before.
const PLURALS: &[&str] = &[
    "perioder",
    "punkter",
    "skillnader",
    "jämförelser",
    "uppgifter",
    "rader",
    "procentenheter",
    "bestämmelser",
    "månader",
    "passager",
    "kombinationer",
    "alternativen",
    "grunder",
    "diskrimineringsgrunder",
    "periods",
    "items",
    "disparities",
    "comparisons",
    "figures",
    "rows",
    "points",
    "provisions",
    "months",
    "passages",
    "combinations",
    "alternatives",
    "grounds",
    "stages",
];

#[test]
fn a_count_before_a_noun_chooses_its_number() {
    for (lang, source) in [(Lang::Sv, SV), (Lang::En, EN)] {
        for (key, value) in values(source) {
            // Printed from two comparisons on.
            if ["h1-undetermined", "h1-not-assessed", "w-mult"].contains(&key.as_str()) {
                continue;
            }
            for part in value.split("{ $").skip(1) {
                let Some((name, after)) = part.split_once(" } ") else { continue };
                let name = name.trim_end_matches("-words");
                let noun = after.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or("");
                let chosen = value.contains(&format!("${name}-n ->"));
                assert!(!PLURALS.contains(&noun) || chosen, "{key}, {lang}: `{name} {noun}` has one form");
            }
            for form in forms(lang, source, &key, &value) {
                let words: Vec<&str> = form.split([' ', '\u{a0}']).collect();
                for pair in words.windows(2) {
                    let noun = pair[1].trim_matches(|letter: char| !letter.is_alphabetic());
                    let one = ["1", "en", "one"].contains(&pair[0].to_lowercase().as_str());
                    assert!(!one || !PLURALS.contains(&noun), "{key}, {lang}: {form}");
                }
            }
        }
    }
}

/// The value of a message or attribute in a source, with its selectors, as one string.
fn values(source: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut message = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if !line.starts_with([' ', '}']) {
            let (key, value) = line.split_once(" = ").unwrap();
            message = key.to_owned();
            out.push((message.clone(), value.to_owned()));
        } else if let Some((name, value)) = line.trim_start().strip_prefix('.').and_then(|line| line.split_once(" = "))
        {
            out.push((format!("{message}.{name}"), value.to_owned()));
        } else {
            let last = out.last_mut().unwrap();
            last.1.push('\n');
            last.1.push_str(line);
        }
    }
    out
}

/// The selectors of a value: the variable and its variants.
fn selectors(value: &str) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in value.lines() {
        let trimmed = line.trim_start();
        let closes = trimmed.starts_with('}');
        if closes {
            open.pop();
        }
        if let Some(variant) = trimmed.trim_start_matches('*').strip_prefix('[').and_then(|rest| rest.split(']').next())
            && let Some(at) = open.last()
        {
            out[*at].1.push(variant.to_owned());
        }
        if let Some(before) = line.trim_end().strip_suffix("->") {
            let variable = before.rsplit('$').next().unwrap().trim().to_owned();
            out.push((variable, Vec::new()));
            open.push(out.len() - 1);
        }
    }
    out
}

/// Every form of a message: each selector on each of its variants, counts at 0, 1 and 2.
fn forms(lang: Lang, source: &str, key: &str, value: &str) -> BTreeSet<String> {
    let texts = Texts::of(lang);
    let plurals: BTreeMap<String, BTreeSet<String>> = variables(source);
    let mut choices: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (variable, variants) in selectors(value) {
        let variants = if let Some(count) = variable.strip_suffix("-n") {
            choices.entry(format!("#{count}")).or_insert_with(|| vec!["0".into(), "1".into(), "2".into()]);
            continue;
        } else {
            variants
        };
        choices.entry(variable).or_default().extend(variants);
    }
    for part in value.split('$').skip(1) {
        let end = part.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(part.len());
        if let Some(count) = part[..end].strip_suffix("-words").or_else(|| part[..end].strip_suffix("-n")) {
            choices.entry(format!("#{count}")).or_insert_with(|| vec!["1".into(), "2".into()]);
        }
    }
    let mut all: Vec<BTreeMap<String, String>> = vec![BTreeMap::new()];
    for (variable, variants) in &choices {
        all = all
            .iter()
            .flat_map(|chosen| {
                variants.iter().map(|variant| {
                    let mut chosen = chosen.clone();
                    chosen.insert(variable.clone(), variant.clone());
                    chosen
                })
            })
            .collect();
    }
    let names = &plurals[key];
    all.into_iter()
        .map(|chosen| {
            let args = names.iter().fold(Args::new(), |args, name| {
                if let Some(count) = chosen.get(&format!("#{name}")) {
                    args.count(lang, name, count.parse().unwrap(), "count/x")
                } else if let Some(variant) = chosen.get(name) {
                    args.word(name, variant)
                } else {
                    args.name(name, &format!("‹{name}›"))
                }
            });
            match key.split_once('.') {
                Some((key, attribute)) => texts.attribute(key, attribute).unwrap(),
                None => texts.sentence(key, &args).plain(),
            }
        })
        .collect()
}

#[test]
fn every_sentence_in_every_form() {
    let mut out = String::new();
    let (sv, en) = (values(SV), values(EN));
    for ((key, swedish), (_, english)) in sv.iter().zip(&en) {
        let kept = ["w-", "h1-", "h2-", "short-", "cell-", "withheld", "counts-line"];
        if !kept.iter().any(|start| key.starts_with(start)) {
            continue;
        }
        out.push_str(&format!("{key}\n"));
        for (lang, source, value) in [(Lang::Sv, SV, swedish), (Lang::En, EN, english)] {
            for form in forms(lang, source, key, value) {
                assert!(!form.contains(['{', '}', '⟨']) && !form.contains("  "), "{form}");
                out.push_str(&format!("  {lang} {form}\n"));
            }
        }
    }
    insta::assert_snapshot!(out);
}

/// Words that the tool's own text never uses (`glossary.md`, 10, rows that are tested), as they begin a word.
const NEVER_SV: &[&str] = &[
    "diskriminerar",
    "diskriminerande",
    "diskriminerad",
    "bryter mot",
    "strider mot",
    "olaglig",
    "otillåten",
    "överträdelse",
    "laglig",
    "uppfyller",
    "följer lagen",
    "godkänd",
    "underkänd",
    "certifier",
    "rättvis",
    "orättvis",
    "bias",
    "snedvridning",
    "bevisar",
    "bevisad",
    "garanter",
    "säkerställd",
    "signifikant",
    "inga problem",
    "inget att anmärka",
    "ingen skillnad finns",
    "fuskare",
    "bedragare",
    "misstänkt",
    "invandrare",
    "icke-svensk",
    "ai:n beslutar",
    "algoritmen beslutar",
    "80 %",
    "80\u{a0}%",
    "fyrafemtedel",
];
const NEVER_EN: &[&str] = &[
    "discriminates",
    "discriminatory",
    "discriminated",
    "violates",
    "unlawful",
    "illegal",
    "breaches",
    "compliant",
    "complies",
    "approved",
    "passed",
    "failed",
    "certified",
    "fair",
    "unfair",
    "unbiased",
    "bias",
    "proves",
    "proven",
    "guarantees",
    "significant",
    "no issues",
    "no problems",
    "there is no difference",
    "fraudster",
    "cheat",
    "suspect",
    "immigrant",
    "non-swede",
    "the ai decides",
    "the algorithm decides",
    "80%",
    "four-fifths",
];

/// Where a text may use one of them: terms of law and of the field, which say whose words they are.
const EXCEPTIONS: &[&str] = &[
    // Of the AI Act, in quotation marks (W-DATE).
    "“significant changes”",
    // The measure's name in the world, explained as one.
    "threshold set beforehand has been passed",
];

#[test]
fn no_text_of_the_tool_uses_a_word_of_judgement() {
    for (lang, source, never) in [(Lang::Sv, SV, NEVER_SV), (Lang::En, EN, NEVER_EN)] {
        for (key, value) in values(source) {
            // The glossary explains words.
            if key.starts_with("term-") {
                continue;
            }
            for form in forms(lang, source, &key, &value) {
                let mut text = form.to_lowercase();
                for exception in EXCEPTIONS {
                    text = text.replace(exception, "");
                }
                for word in never {
                    let found = text.match_indices(word).any(|(at, _)| {
                        !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
                            // "fair" is not "fairly", but "significant" is "significantly".
                            && (*word != "fair" || !text[at + 4..].starts_with(char::is_alphanumeric))
                    });
                    assert!(!found, "{key}, {lang}: `{word}` in {form}");
                }
            }
        }
    }
}

#[test]
fn swedish_numbers_in_texts_have_no_normal_space_and_no_point() {
    for (key, value) in values(SV) {
        let letters: Vec<char> = value.chars().collect();
        for window in letters.windows(3) {
            let [a, b, c] = window else { continue };
            let number = a.is_ascii_digit() && c.is_ascii_digit();
            assert!(!(number && *b == ' '), "{key}: {value}");
            let law = value.contains("art");
            assert!(law || !(number && *b == '.'), "{key}: {value}");
        }
    }
}

/// Lists of words: their keys are put together from a prefix and a word of the report.
const LISTS: &[&str] = &[
    "term-",
    "curve-",
    "band-",
    "file-",
    "action-",
    "sample-",
    "metric-",
    "share-",
    "note-",
    "warning-",
    "verdict-",
    "status-",
    "state-",
    "verification-",
    "decision-",
    "sensitivity-",
    "role-",
    "audit-kind-",
    "system-kind-",
    "design-",
    "nature-",
    "pack-kind-",
    "scale-",
    "stratum-outcome-",
    "arm-",
    "input-role-",
    "technique-",
    "benefit-",
    "method-",
    "ground-",
    "known-",
    "multiplicity-",
    "missing-",
    "profile-",
    "annex-",
    "milestone-",
    "ti-profile-",
    "sign-",
];

/// Sentences that later capabilities print: drift, alternatives, oversight, masking.
const LATER: &[&str] =
    &["w-pers", "w-label", "w-alt", "w-alt-none", "w-hum", "w-hum-obs", "w-us", "w-read", "w-gate", "w-mask"];

#[test]
fn every_text_is_used_or_kept_for_a_named_reason() {
    fn read(dir: &std::path::Path, out: &mut String) {
        for entry in std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.ends_with("tests") {
                continue;
            }
            if entry.is_dir() {
                read(&entry, out);
            } else if entry.extension().is_some_and(|kind| kind == "rs") && !entry.ends_with("tests.rs") {
                out.push_str(&std::fs::read_to_string(&entry).unwrap());
            }
        }
    }
    let mut code = String::new();
    for room in ["src/report", "src/render"] {
        read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(room), &mut code);
    }
    let unused: Vec<String> = values(SV)
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| !key.contains('.'))
        .filter(|key| !code.contains(&format!("\"{key}\"")))
        .filter(|key| !LISTS.iter().any(|list| key.starts_with(list)) && !LATER.contains(&key.as_str()))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
    for key in LATER {
        assert!(Texts::of(Lang::Sv).has(key), "{key} is kept, and not there");
        assert!(!code.contains(&format!("\"{key}\"")), "{key} is not for later any more");
    }
}
