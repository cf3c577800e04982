//! Sentences of the room: reasons of a status, in both languages.
//!
//! Standard sentences come from the pack `core` (`[[wording]]`); the table here holds what no pack has: short reasons
//! without a number. `report` prints both unchanged. A sentence says what the material holds, never what it means in law.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::pack::{Milestone, Packs, Wording};
use crate::words::{Lang, Text};

/// Short reasons: key, Swedish, English. `{…}` is filled in.
const REASONS: &[(&str, &str, &str)] = &[
    (
        "EV:disparity:one",
        "{what}: en skillnad utanför marginalen{place}.",
        "{what}: a disparity beyond the margin{place}.",
    ),
    (
        "EV:disparity:many",
        "{what}: skillnader utanför marginalen{place}.",
        "{what}: disparities beyond the margin{place}.",
    ),
    (
        "EV:exploratory_disparity:one",
        "{what}: en utforskande skillnad utanför marginalen{place}. Den avgör ingenting.",
        "{what}: an exploratory disparity beyond the margin{place}. It decides nothing.",
    ),
    (
        "EV:exploratory_disparity:many",
        "{what}: utforskande skillnader utanför marginalen{place}. De avgör ingenting.",
        "{what}: exploratory disparities beyond the margin{place}. They decide nothing.",
    ),
    ("EV:inconclusive", "{what}: kan inte avgöras{place}.", "{what}: cannot be determined{place}."),
    (
        "EV:not_computable",
        "{what}: uppgifter finns men kan inte ge svar{place}.",
        "{what}: data were supplied but cannot tell{place}.",
    ),
    ("EV:suppressed", "{what}: uppgiften är dold{place}.", "{what}: the figure is hidden{place}."),
    (
        "EV:unmeasured_signed",
        "{what}: inte mätt{place}. Skälet är undertecknat.",
        "{what}: not measured{place}. The reason is signed.",
    ),
    (
        "EV:unmeasured_without_reason",
        "{what}: inte mätt{place}. Inget undertecknat skäl finns.",
        "{what}: not measured{place}. There is no signed reason.",
    ),
    (
        "EV:not_requested",
        "{what}: har inte begärts i bedömningsplanen{place}.",
        "{what}: was not asked for in the assessment plan{place}.",
    ),
    (
        "EV:not_supplied",
        "{what}: inga uppgifter av det slaget har lämnats{place}.",
        "{what}: no data of that kind were supplied{place}.",
    ),
    ("cond:whom", "{said} Grupper: {whom}.", "{said} Groups: {whom}."),
    ("cond:excused", "{text} Ett undantag är åberopat i {what}.", "{text} An exception is relied on in {what}."),
    (
        "cond:unknown",
        "Underlaget kan inte avgöra om detta gäller: ”{text}”",
        "The material cannot tell whether this holds: “{text}”",
    ),
    (
        "cond:no_input",
        "Inget underlag har lämnats för att pröva om detta gäller: ”{text}”",
        "Nothing was supplied to examine whether this holds: “{text}”",
    ),
    (
        "cond:limit_not_set",
        "Ingen gräns är satt i bedömningsplanen för att pröva om detta gäller: ”{text}”",
        "No limit is set in the assessment plan to examine whether this holds: “{text}”",
    ),
    ("HS:draft", "{what} är ett utkast. Ansvarig roll: {role}.", "{what} is a draft. Responsible role: {role}."),
    (
        "HS:incomplete",
        "{what} är inte fullständigt. Ansvarig roll: {role}.",
        "{what} is not complete. Responsible role: {role}.",
    ),
    (
        "HS:wrong_role",
        "{what} är undertecknat av en annan roll. Ansvarig roll: {role}.",
        "{what} is signed by another role. Responsible role: {role}.",
    ),
    ("HS:expired", "{what} är för gammalt. Ansvarig roll: {role}.", "{what} is too old. Responsible role: {role}."),
    (
        "HS:superseded",
        "{what} är ersatt eller återtaget. Ansvarig roll: {role}.",
        "{what} is replaced or taken back. Responsible role: {role}.",
    ),
    (
        "HS:stale",
        "{what} gäller andra resultat. Ansvarig roll: {role}.",
        "{what} concerns other results. Responsible role: {role}.",
    ),
    (
        "HS:illustration",
        "{what} är en illustration och räknas inte. Ansvarig roll: {role}.",
        "{what} is an illustration and does not count. Responsible role: {role}.",
    ),
    ("dates:missing", "Datum saknas för {what}.", "The date of {what} is missing."),
    (
        "dates:margin_unsigned",
        "Enligt bedömningsplanen bestämdes marginalen den {date}. Den dagen räknas först när {what} är undertecknat.",
        "According to the assessment plan the margin was decided on {date}. That day counts only once {what} is signed.",
    ),
    (
        "dates:decision_missing",
        "Beslutet har inget datum, eftersom inget beslut är undertecknat ({what}).",
        "The decision has no date, since no decision is signed ({what}).",
    ),
    (
        "na_rejected",
        "Någon har angett att bestämmelsen inte är tillämplig. För den här bestämmelsen har det ingen verkan.",
        "Somebody has stated that the provision is not applicable. For this provision that has no effect.",
    ),
    (
        "na_unsigned",
        "Det är angett att bestämmelsen inte är tillämplig, men inte motiverat och undertecknat av en roll som får göra det.",
        "It is stated that the provision is not applicable, but not with reasons and signed by a role that may do so.",
    ),
    (
        "na_contradicted",
        "Det är angett att bestämmelsen inte är tillämplig, men uppgifterna om systemet säger något annat.",
        "It is stated that the provision is not applicable, but the facts about the system say otherwise.",
    ),
    (
        "out_of_scope",
        "Bestämmelsen gäller inte detta system, enligt vad bedömningsplanen anger om {what}.",
        "The provision does not concern this system, by what the assessment plan states of {what}.",
    ),
    ("repealed", "Bestämmelsen upphörde att gälla den {date}.", "The provision ceased to be in force on {date}."),
    (
        "not_in_force_on_law_date",
        "Bestämmelsen gällde inte den {date}, den dag som rätten läses.",
        "The provision did not apply on {date}, the day at which the law is read.",
    ),
    (
        "nothing_required_was_supplied",
        "Bestämmelsen begär inget underlag i förväg, och inget som den kan använda har lämnats.",
        "The provision asks for no material beforehand, and none that it can use was supplied.",
    ),
    (
        "decision_stale",
        "Beslutet avser tidigare resultat och behöver förnyas.",
        "The decision concerns earlier results and needs renewal.",
    ),
];

/// Facts that scopes of provisions read, in running text.
const FACTS: &[(&str, &str, &str)] = &[
    ("benefit", "förmånen", "the benefit"),
    ("jurisdiction", "vilket lands rätt som gäller", "the jurisdiction"),
    ("public_body", "vem som använder systemet", "who uses the system"),
    ("roles", "myndighetens roll enligt AI-förordningen", "the agency’s role under the AI Act"),
    ("sandbox", "en regulatorisk sandlåda", "a regulatory sandbox"),
    ("sector", "verksamhetsområdet", "the sector"),
    ("system_kind", "systemets slag", "the kind of system"),
    ("technique", "tekniken", "the technique"),
];

/// A fact of the spec in running text; one of an own pack by its name, quoted.
pub(super) fn fact(name: &str) -> Text {
    match FACTS.iter().find(|(known, ..)| *known == name) {
        Some((_, sv, en)) => Text::new(sv, en),
        None => Text { sv: format!("”{name}”"), en: format!("“{name}”") },
    }
}

/// A milestone in running text.
pub(super) fn milestone(milestone: Milestone) -> Text {
    match milestone {
        Milestone::Margin => Text::new("marginalen", "the margin"),
        Milestone::Results => Text::new("resultaten", "the results"),
        Milestone::Decision => Text::new("beslutet", "the decision"),
        Milestone::Use => Text::new("ibruktagandet", "the putting into use"),
    }
}

/// A short reason with its placeholders filled in; an unknown key gives the key itself.
pub(super) fn reason(key: &str, fills: &[(&str, Text)]) -> Text {
    reason_of(&[key], fills)
}

/// The first of these short reasons that there is.
pub(super) fn reason_of(keys: &[&str], fills: &[(&str, Text)]) -> Text {
    let found = keys.iter().find_map(|key| REASONS.iter().find(|(known, ..)| known == key));
    let Some((_, sv, en)) = found else { return keys.last().map(|key| Text::same(key)).unwrap_or_default() };
    let filled = |text: &str, lang: Lang| {
        let mut text = text.to_owned();
        for (name, value) in fills {
            text = text.replace(&format!("{{{name}}}"), value.get(lang));
        }
        capitalised(&text)
    };
    Text { sv: filled(sv, Lang::Sv), en: filled(en, Lang::En) }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A day in running text: `24 november 2026`, `24 November 2026`.
pub(super) fn date(day: NaiveDate) -> Text {
    const SV: [&str; 12] = [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = day.month0() as usize;
    Text {
        sv: format!("{} {} {}", day.day(), SV.get(month).unwrap_or(&""), day.year()),
        en: format!("{} {} {}", day.day(), EN.get(month).unwrap_or(&""), day.year()),
    }
}

/// What stands for a placeholder of a standard sentence.
#[derive(Clone, Debug)]
pub(super) enum Fill {
    /// A text.
    Text(Text),
    /// One of the alternatives of `{a ¦ b}`, or none of them.
    Choice(Option<usize>),
}

/// A standard sentence with its placeholders filled in, by their English names. A name that stands several times takes
/// its values one after the other. What is not given is left out.
pub(super) fn sentence(packs: &Packs, id: &str, fills: &[(&str, Fill)]) -> Option<Text> {
    let wording = packs.wording(id)?;
    Some(Text { sv: fill(wording, Lang::Sv, fills), en: fill(wording, Lang::En, fills) })
}

fn fill(wording: &Wording, lang: Lang, fills: &[(&str, Fill)]) -> String {
    let (text, names) = match lang {
        Lang::Sv => (&wording.sv, &wording.placeholders),
        Lang::En => (&wording.en, &wording.placeholders_en),
    };
    // A choice has a name in the list that stands nowhere in the text.
    let choices: Vec<&String> = names.iter().filter(|name| !text.contains(&format!("{{{name}}}"))).collect();
    let english = |name: &str| {
        let at = names.iter().position(|known| known == name)?;
        wording.placeholders_en.get(at).map(String::as_str)
    };
    let mut filler = Filler { lang, fills, english: &english, choices, choice: 0, used: BTreeMap::new() };
    let filled = filler.walk(text);
    filled.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Filler<'f> {
    lang: Lang,
    fills: &'f [(&'f str, Fill)],
    english: &'f dyn Fn(&str) -> Option<&'f str>,
    choices: Vec<&'f String>,
    choice: usize,
    used: BTreeMap<String, usize>,
}

impl Filler<'_> {
    fn walk(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let Some(close) = closing(&rest[open..]) else { break };
            out.push_str(&self.group(&rest[open + 1..open + close]));
            rest = &rest[open + close + 1..];
        }
        out.push_str(rest);
        out
    }

    fn group(&mut self, content: &str) -> String {
        if let Some(name) = (self.english)(content) {
            let values: Vec<&Fill> = self.fills.iter().filter(|(key, _)| *key == name).map(|(_, fill)| fill).collect();
            let at = self.used.entry(name.to_owned()).or_insert(0);
            let value = values.get(*at).or(values.last());
            *at += 1;
            return match value {
                Some(Fill::Text(text)) => text.get(self.lang).to_owned(),
                _ => String::new(),
            };
        }
        let name = self.choices.get(self.choice).and_then(|name| (self.english)(name.as_str()));
        self.choice += 1;
        let picked = name.and_then(|name| {
            self.fills.iter().find_map(|(key, fill)| match fill {
                Fill::Choice(choice) if *key == name => *choice,
                _ => None,
            })
        });
        let branches = branches(content);
        let branch = picked.and_then(|at| branches.get(at).cloned());
        branch.map_or_else(String::new, |branch| self.walk(&branch))
    }
}

/// Where the brace that a text begins with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The alternatives of a choice, parted by `¦` outside inner braces.
fn branches(content: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut found = vec![String::new()];
    for c in content.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '¦' if depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Fill, REASONS, Text, date, reason, sentence};
    use crate::law::pack::{Packs, conclusions};
    use crate::words::Lang;

    #[test]
    fn no_reason_of_the_room_draws_a_legal_conclusion() {
        for (key, sv, en) in REASONS {
            assert!(conclusions(sv, Lang::Sv).is_empty(), "{key}: {sv}");
            assert!(conclusions(en, Lang::En).is_empty(), "{key}: {en}");
            assert!(!sv.is_empty() && !en.is_empty());
        }
    }

    #[test]
    fn a_choice_takes_its_branch_and_a_repeated_name_its_next_value() {
        let packs = Packs::of(&[], &[]).unwrap();
        let day = |y, m, d| date(chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap());
        let fills = [
            ("date", Fill::Text(day(2027, 12, 2))),
            ("rule", Fill::Choice(Some(0))),
            ("cut-off", Fill::Text(day(2027, 12, 2))),
            ("latest", Fill::Text(day(2030, 8, 2))),
        ];
        let text = sentence(&packs, "W-DATE", &fills).unwrap();
        assert_eq!(
            text.en,
            "The provision applies from 2 December 2027. The system was put into service before 2 December 2027. For it \
             the requirements apply only from “significant changes” in its design, and at the latest on 2 August 2030 \
             (AI Act, Article 111(2)). The item is reported as preparation."
        );
        let mut planned = fills.clone();
        planned[1] = ("rule", Fill::Choice(Some(2)));
        let text = sentence(&packs, "W-DATE", &planned).unwrap();
        assert!(
            text.sv.contains("Enligt bedömningsplanen tas systemet i bruk före den 2 december 2027."),
            "{}",
            text.sv
        );
        let plain = [("date", Fill::Text(day(2027, 12, 2))), ("rule", Fill::Choice(None))];
        let text = sentence(&packs, "W-DATE", &plain).unwrap();
        assert_eq!(
            text.sv,
            "Bestämmelsen ska tillämpas från och med den 2 december 2027. Punkten redovisas som förberedelse."
        );
        let words = |word: &str| Fill::Text(Text::same(word));
        let order = [("a", words("x")), ("date", words("1")), ("b", words("y")), ("date", words("2"))];
        let text = sentence(&packs, "W-ORDER", &order).unwrap();
        assert!(text.en.starts_with("The dates are out of order: x (1) is later than y (2)."), "{}", text.en);
    }

    #[test]
    fn a_reason_begins_with_a_capital() {
        let text = reason("EV:suppressed", &[("what", Text::new("andel", "rate")), ("place", Text::default())]);
        assert_eq!(text, Text::new("Andel: uppgiften är dold.", "Rate: the figure is hidden."));
    }
}
