//! The reasons of a status in words: standard sentences of `core`, and the short ones of `text.rs`, filled in.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::dates::{AppliesBy, Start};
use super::finding::ClaimView;
use super::pack::{Evidence, Milestone, Packs};
use super::select::Item;
use super::statement::State;
use super::text::{Fill, date, milestone, reason, sentence};
use crate::spec::Spec;
use crate::words::{Ground, Text, reserved};

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
    pub(super) fn out_of_scope(&self, fact: &str) -> Text {
        reason("out_of_scope", &[("what", Text::same(fact))])
    }

    /// From when a provision applies, and why.
    pub(super) fn preparation(&self, start: &Start) -> Text {
        let mut fills = vec![("date", Fill::Text(date(start.own)))];
        let rule = match start.by {
            AppliesBy::Provision => None,
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

    /// The state of an item, where and of whom.
    pub(super) fn item(&self, word: &str, evidence: &Evidence, item: &Item) -> Text {
        let mut place = Vec::new();
        match (&item.attribute, &item.group) {
            (Some(attribute), Some(group)) if group != reserved::ALL => {
                place.push(self.labels.group(attribute, group));
            }
            (None, _) | (Some(_), _) => place.extend(item.ground.map(|ground| self.ground(ground))),
        }
        if let Some(stage) = &item.stage {
            place.push(self.labels.stages.get(stage).cloned().unwrap_or_else(|| Text::same(stage)));
        }
        let place = join(&place, ", ");
        let bracketed = |text: &str| if text.is_empty() { String::new() } else { format!(" ({text})") };
        let place = Text { sv: bracketed(&place.sv), en: bracketed(&place.en) };
        reason(&format!("EV:{word}"), &[("what", evidence.title.clone()), ("place", place)])
    }

    fn ground(&self, ground: Ground) -> Text {
        let found = self.packs.iter().flat_map(|pack| &pack.form.ground).find(|form| form.id == ground);
        found.map_or_else(|| Text::same(ground.word()), |form| Text::new(&form.sv, &form.en))
    }

    /// A condition that holds.
    pub(super) fn holds(&self, text: &Text) -> Text {
        self.standard("W-COND", &[("Text of the condition.", Fill::Text(text.clone()))])
    }

    /// A condition that cannot be told, or could not be looked at.
    pub(super) fn condition(&self, key: &str, text: &Text) -> Text {
        reason(key, &[("text", text.clone())])
    }

    /// A condition that a signed statement excuses.
    pub(super) fn excused(&self, text: &Text, statement: &str) -> Text {
        reason("cond:excused", &[("text", text.clone()), ("what", self.titled(statement))])
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

    /// A milestone without a day.
    pub(super) fn no_date(&self, of: Milestone) -> Text {
        reason("dates:missing", &[("what", milestone(of))])
    }
}

fn capital(text: &Text) -> Text {
    let first = |text: &str| {
        let mut chars = text.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    Text { sv: first(&text.sv), en: first(&text.en) }
}
