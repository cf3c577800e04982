//! The reasons of a status in words: standard sentences of `core`, and the short ones of `text.rs`, filled in.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::condition::{Outcome, Truth};
use super::dates::{AppliesBy, Start};
use super::finding::ClaimView;
use super::pack::{ConditionForm, Milestone, Packs, Status};
use super::select::Item;
use super::statement::State;
use super::text::{Fill, date, fact, milestone, reason, reason_of, sentence};
use crate::spec::Spec;
use crate::words::{Ground, Text, reserved};

/// The statement that sets the margin.
const MARGIN: &str = "HS-04";
/// The statement that decides.
const DECISION: &str = "HS-16";

/// Names of what reasons speak of.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    stages: BTreeMap<String, Text>,
    groups: BTreeMap<(String, String), Text>,
}

impl Labels {
    /// The labels of a spec.
    pub(super) fn of(spec: &Spec) -> Self {
        let stages = spec.stages.iter().map(|stage| (stage.name.clone(), stage.label.clone())).collect();
        let groups = spec.attributes.iter().flat_map(|attribute| {
            let labels = attribute.labels.iter();
            labels.map(|(group, text)| ((attribute.name.clone(), group.clone()), text.clone()))
        });
        Self { stages, groups: groups.collect() }
    }

    fn group(&self, attribute: &str, group: &str) -> Text {
        let parts: Vec<Text> = attribute
            .split('*')
            .zip(group.split('*'))
            .map(|(attribute, group)| {
                let key = (attribute.to_owned(), group.to_owned());
                self.groups.get(&key).cloned().unwrap_or_else(|| Text::same(group))
            })
            .collect();
        join(&parts, " × ")
    }
}

fn join(parts: &[Text], between: &str) -> Text {
    let all = |of: fn(&Text) -> &str| parts.iter().map(of).collect::<Vec<_>>().join(between);
    Text { sv: all(|text| &text.sv), en: all(|text| &text.en) }
}

/// Makes the texts of reasons.
pub(super) struct Say<'a> {
    /// Standard sentences, titles, roles.
    pub(super) packs: &'a Packs,
    /// Labels of stages and groups.
    pub(super) labels: Labels,
}

impl Say<'_> {
    /// A sentence of `core`; where it is not there, its id.
    fn standard(&self, id: &str, fills: &[(&str, Fill)]) -> Text {
        sentence(self.packs, id, fills).unwrap_or_else(|| Text::same(id))
    }

    /// A short reason without placeholders.
    pub(super) fn short(&self, key: &str) -> Text {
        reason(key, &[])
    }

    /// A short reason with a day.
    pub(super) fn with_date(&self, key: &str, day: NaiveDate) -> Text {
        reason(key, &[("date", date(day))])
    }

    /// A proposal that is not law.
    pub(super) fn pending(&self, stage: &str, reference: &str) -> Text {
        let text = if reference.starts_with(stage) { reference.to_owned() } else { format!("{stage} {reference}") };
        self.standard("W-PENDING", &[("text", Fill::Text(Text::same(&text)))])
    }

    /// A fact that puts a system outside a provision.
    pub(super) fn out_of_scope(&self, name: &str) -> Text {
        reason("out_of_scope", &[("what", fact(name))])
    }

    /// From when a provision applies, and why; a first day in use that is only planned is told as such.
    pub(super) fn preparation(&self, start: &Start, planned: bool) -> Text {
        let mut fills = vec![("date", Fill::Text(date(start.own)))];
        let rule = match start.by {
            AppliesBy::Provision => None,
            AppliesBy::Transition if planned => Some(2),
            AppliesBy::Transition => Some(0),
            AppliesBy::Change => Some(1),
        };
        fills.push(("rule", Fill::Choice(rule)));
        fills.extend(start.cut_off.map(|day| ("cut-off", Fill::Text(date(day)))));
        fills.extend(start.latest.map(|day| ("latest", Fill::Text(date(day)))));
        fills.push(("change", Fill::Text(date(start.day))));
        self.standard("W-DATE", &fills)
    }

    /// A claim that was accepted.
    pub(super) fn not_applicable(&self, claim: &ClaimView) -> Text {
        let role = claim.role.as_deref().map(|role| self.packs.role(role)).unwrap_or_default();
        let reason = Text::same(claim.reason.trim().trim_end_matches('.'));
        let day = claim.date.map(date).unwrap_or_default();
        let fills = [("Role", Fill::Text(capital(&role))), ("reason", Fill::Text(reason)), ("date", Fill::Text(day))];
        self.standard("W-NA", &fills)
    }

    /// The state of items of one kind of evidence, where and of whom: one sentence for all places.
    pub(super) fn items(&self, word: &str, evidence: &Text, items: &[Item]) -> Text {
        let places: Vec<Text> = items
            .iter()
            .map(|item| {
                self.place(item.ground, item.stage.as_deref(), item.attribute.as_deref(), item.group.as_deref())
            })
            .filter(|place| !place.sv.is_empty())
            .collect();
        let place = join(&places, "; ");
        let bracketed = |text: &str| if text.is_empty() { String::new() } else { format!(" ({text})") };
        let place = Text { sv: bracketed(&place.sv), en: bracketed(&place.en) };
        let number = if places.len() > 1 { "many" } else { "one" };
        reason_of(
            &[&format!("EV:{word}:{number}"), &format!("EV:{word}")],
            &[("what", evidence.clone()), ("place", place)],
        )
    }

    /// A group, or else a ground, and a stage.
    fn place(&self, ground: Option<Ground>, stage: Option<&str>, attribute: Option<&str>, group: Option<&str>) -> Text {
        let mut place = Vec::new();
        match (attribute, group) {
            (Some(attribute), Some(group)) if group != reserved::ALL => place.push(self.labels.group(attribute, group)),
            _ => place.extend(ground.map(|ground| self.ground(ground))),
        }
        place.extend(stage.map(|stage| self.labels.stages.get(stage).cloned().unwrap_or_else(|| Text::same(stage))));
        join(&place, ", ")
    }

    fn ground(&self, ground: Ground) -> Text {
        let found = self.packs.iter().flat_map(|pack| &pack.form.ground).find(|form| form.id == ground);
        found.map_or_else(|| Text::same(ground.word()), |form| Text::new(&form.sv, &form.en))
    }

    /// What a condition of a pack asks, and what came of it: the one place where such a text is made, both languages.
    ///
    /// A condition that does not hold, or was left out, is told as it stands.
    pub(super) fn condition(&self, of: &ConditionForm, outcome: &Outcome, excused: bool) -> Text {
        let text = || ("text", of.text.clone());
        let said = match outcome.truth {
            Truth::True if excused => {
                let statement = of.excused_by.as_ref().map(|excuse| self.titled(&excuse.statement));
                reason("cond:excused", &[text(), ("what", statement.unwrap_or_default())])
            }
            // That somebody must decide is said only where the status says it too.
            Truth::True if of.if_true == Status::Flagged => {
                self.standard("W-COND", &[("Text of the condition.", Fill::Text(of.text.clone()))])
            }
            Truth::Unknown => reason("cond:unknown", &[text()]),
            Truth::NoInput if outcome.limit_not_set => reason("cond:limit_not_set", &[text()]),
            Truth::NoInput => reason("cond:no_input", &[text()]),
            Truth::True | Truth::False | Truth::LeftOut => of.text.clone(),
        };
        let whom = self.whom(outcome);
        if whom.sv.is_empty() { said } else { reason("cond:whom", &[("said", said), ("whom", whom)]) }
    }

    /// The groups of which a condition holds, or cannot be told; none where it was not read group by group.
    fn whom(&self, outcome: &Outcome) -> Text {
        let told = matches!(outcome.truth, Truth::True | Truth::Unknown);
        let looked = outcome.looked.iter().filter(|looked| told && looked.truth == outcome.truth);
        let mut groups: Vec<Text> = Vec::new();
        for looked in looked {
            let group = looked.group.as_deref().filter(|group| !reserved::WORDS.contains(group));
            let group = group.map(|group| self.labels.group(&looked.attribute, group));
            groups.extend(group.filter(|group| !groups.contains(group)));
        }
        join(&groups, "; ")
    }

    /// Id and title of a statement.
    fn titled(&self, hs: &str) -> Text {
        let title = self.packs.statement(hs).map(|form| form.title.clone()).unwrap_or_default();
        Text { sv: format!("{hs} {}", title.sv).trim().to_owned(), en: format!("{hs} {}", title.en).trim().to_owned() }
    }

    /// A statement that does not count.
    pub(super) fn statement(&self, state: State, hs: &str, role: Option<&str>) -> Text {
        let what = self.titled(hs);
        let role = role.map(|role| self.packs.role(role)).unwrap_or_else(|| Text::same("–"));
        if state == State::Missing {
            return self.standard("W-MISS", &[("HS", Fill::Text(what)), ("role", Fill::Text(role))]);
        }
        reason(&format!("HS:{}", state.word()), &[("what", what), ("role", role)])
    }

    /// Two milestones out of order.
    pub(super) fn order(&self, a: Milestone, first: NaiveDate, b: Milestone, second: NaiveDate) -> Text {
        let fills = [
            ("a", Fill::Text(milestone(a))),
            ("date", Fill::Text(date(first))),
            ("b", Fill::Text(milestone(b))),
            ("date", Fill::Text(date(second))),
        ];
        self.standard("W-ORDER", &fills)
    }

    /// Results were known when the margin was set.
    pub(super) fn retro(&self) -> Text {
        self.standard("W-RETRO", &[])
    }

    /// A milestone without a day. The margin may have one in the spec that nobody has signed yet.
    pub(super) fn no_date(&self, of: Milestone, stated: Option<NaiveDate>) -> Text {
        match (of, stated) {
            (Milestone::Margin, Some(day)) => {
                reason("dates:margin_unsigned", &[("date", date(day)), ("what", self.titled(MARGIN))])
            }
            (Milestone::Decision, _) => reason("dates:decision_missing", &[("what", self.titled(DECISION))]),
            _ => reason("dates:missing", &[("what", milestone(of))]),
        }
    }

    /// A provision for which there is nothing to go by, since it asks for nothing, or since nothing was supplied.
    pub(super) fn nothing_supplied(&self, asks_nothing: bool) -> Text {
        if asks_nothing { self.standard("W-NOASK", &[]) } else { self.short("nothing_required_was_supplied") }
    }
}

fn capital(text: &Text) -> Text {
    let first = |text: &str| {
        let mut chars = text.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    Text { sv: first(&text.sv), en: first(&text.en) }
}
