//! What things are called in running text: groups, stages, attributes, metrics, roles.

use super::{Speaker, at_threshold};
use crate::report::text::{Args, Rich};
use crate::report::{AttributeHead, DisparityRow, StageHead};
use crate::words::{Ground, Note, Text, reserved};

impl Speaker<'_> {
    /// A text of the spec in the language of the report.
    pub fn given(&self, text: &Text) -> Rich {
        Rich::name(text.get(self.lang))
    }

    /// A text of the spec in the middle of a sentence: without the full stop that would end it.
    pub fn phrase(&self, text: &Text) -> Rich {
        Rich::name(unended(text.get(self.lang)))
    }

    /// A person's reason in the middle of a sentence.
    pub fn reason(&self, reason: &str) -> Rich {
        self.texts.phrase("reason-quoted", &Args::new().quoted("reason", unended(reason)))
    }

    /// A group as it stands in a sentence: its label, in the plural without article; without one, the value, quoted.
    pub fn group(&self, attribute: &str, group: &str) -> Rich {
        if let Some(key) = reserved_key(group) {
            return Rich::text(self.word(key));
        }
        let row = self.report.groups.iter().find(|row| row.attribute == attribute && row.group == group);
        let label = row.map(|row| row.label.get(self.lang)).filter(|label| !label.is_empty());
        match label {
            Some(label) if label != group => Rich::name(label),
            _ if group.contains('*') && attribute.contains('*') => self.crossed(attribute, group),
            _ => self.texts.phrase("group-quoted", &Args::new().name("name", label.unwrap_or(group))),
        }
    }

    /// A group after a number of people: "10 000 kvinnor", "10 000 i gruppen ”30–44”".
    pub fn group_counted(&self, attribute: &str, group: &str) -> Rich {
        let row = self.report.groups.iter().find(|row| row.attribute == attribute && row.group == group);
        let label = row.map_or(group, |row| row.label.get(self.lang));
        let labelled = reserved_key(group).is_some() || (label != group && !label.is_empty());
        if labelled || (group.contains('*') && attribute.contains('*')) {
            return self.group(attribute, group);
        }
        self.texts.phrase("group-quoted-in", &Args::new().name("name", group))
    }

    /// A crossed group: the labels of its parts.
    fn crossed(&self, attribute: &str, group: &str) -> Rich {
        let parts = attribute.split('*').zip(group.split('*'));
        Rich::join(parts.map(|(attribute, group)| self.group(attribute, group)), " × ")
    }

    /// A group as it stands in a table: without quotes, with a capital.
    pub fn group_head(&self, attribute: &str, group: &str) -> Rich {
        if reserved_key(group).is_some() {
            return self.group(attribute, group).capitalised();
        }
        let row = self.report.groups.iter().find(|row| row.attribute == attribute && row.group == group);
        match row.map(|row| row.label.get(self.lang)).filter(|label| !label.is_empty()) {
            Some(label) => Rich::name(label).capitalised(),
            None => Rich::name(group).capitalised(),
        }
    }

    /// The group of a comparison.
    pub fn group_of(&self, row: &DisparityRow) -> Rich {
        if row.note.contains(&Note::SingleGroup) {
            // Nobody to compare with: what is left to name is the attribute.
            let attribute = self.attribute(row.attribute.as_deref().unwrap_or(""));
            return self.texts.phrase("group-single", &Args::new().rich("attribute", &attribute));
        }
        self.group(row.attribute.as_deref().unwrap_or(""), row.group.as_deref().unwrap_or(reserved::ALL))
    }

    /// The group of a comparison where nothing beside it says of which attribute: with that where another attribute has a
    /// group of the same name.
    pub fn group_told(&self, row: &DisparityRow) -> Rich {
        let group = self.group_of(row);
        let name = row.attribute.as_deref().unwrap_or("");
        let label = |attribute: &str, own: &str| {
            let of = self.report.groups.iter().find(|row| row.attribute == attribute && row.group == own);
            of.map(|row| row.label.get(self.lang))
        };
        let Some(own) = row.group.as_deref().filter(|own| reserved_key(own).is_none()) else { return group };
        let called = label(name, own).filter(|label| !label.is_empty()).unwrap_or(own);
        let again = self.report.groups.iter().any(|other| {
            let other_called = Some(other.label.get(self.lang)).filter(|label| !label.is_empty());
            other.attribute != name && other_called.unwrap_or(&other.group) == called
        });
        if !again {
            return group;
        }
        // The ground may be that of both attributes; what is measured is told apart.
        let attribute = match self.attribute_named(name) {
            Some(head @ AttributeHead { measure: Some(measure), .. }) => {
                Rich::name(self.measure_in_short(head, measure))
            }
            Some(head) if head.ground != Ground::Supplementary && self.stands_alone(head) => self.attribute(name),
            Some(_) => Rich::name(name),
            None => self.attribute(name),
        };
        self.texts.phrase("group-of-attribute", &Args::new().rich("group", &group).rich("attribute", &attribute))
    }

    /// Does no other attribute stand for the same ground?
    fn stands_alone(&self, head: &AttributeHead) -> bool {
        let others = self.report.audit.attributes.iter().filter(|other| other.name != head.name);
        others.filter(|other| other.ground == head.ground).count() == 0
    }

    /// A stratum in words: its factors, or "factor: level" of each; none where it is of another kind.
    pub fn stratum(&self, stratum: &str) -> Option<Rich> {
        let factor = |name: &str| {
            let head = self.report.audit.factors.iter().find(|factor| factor.name == name)?;
            Some(self.given(&head.label))
        };
        if !stratum.contains('=') {
            let known = stratum.split('*').all(|name| factor(name).is_some());
            return known.then(|| self.factors(stratum));
        }
        let part = |part: &str| {
            let (name, level) = part.split_once('=')?;
            match (name, level) {
                ("outcome", "0" | "1") => Some(Rich::text(self.word(&format!("stratum-outcome-{level}")))),
                _ => Some(factor(name)?.then_text(": ").then(Rich::name(level))),
            }
        };
        let parts: Option<Vec<Rich>> = stratum.split(';').map(part).collect();
        Some(Rich::join(parts?, ", "))
    }

    /// The reference of a comparison.
    pub fn reference_of(&self, row: &DisparityRow) -> Rich {
        if !row.compares_groups() {
            return Rich::text(self.word("group-whole"));
        }
        self.group(row.attribute.as_deref().unwrap_or(""), row.reference.as_deref().unwrap_or(reserved::ALL))
    }

    /// The same as the head of a cell.
    pub fn reference_head(&self, row: &DisparityRow) -> Rich {
        if !row.compares_groups() {
            return self.reference_of(row).capitalised();
        }
        self.group_head(row.attribute.as_deref().unwrap_or(""), row.reference.as_deref().unwrap_or(""))
    }

    /// The stage of a name.
    pub fn stage(&self, name: &str) -> Option<&StageHead> {
        self.report.audit.stages.iter().find(|stage| stage.name == name)
    }

    /// A stage after "andelen" / "the share": "utvalda för kontroll".
    pub fn stage_label(&self, name: &str) -> Rich {
        match self.stage(name) {
            Some(stage) if stage.label.get(self.lang) != stage.name => self.given(&stage.label),
            _ => self.texts.phrase("stage-label-quoted", &Args::new().name("label", name)),
        }
    }

    /// A stage as a head: its label.
    pub fn stage_head(&self, name: &str) -> Rich {
        self.stage(name).map_or_else(|| Rich::name(name), |stage| self.given(&stage.label)).capitalised()
    }

    /// A stage after "som" and alone in English: "valdes ut för kontroll".
    pub fn stage_verb(&self, name: &str) -> Rich {
        match self.stage(name).and_then(|stage| stage.verb.as_ref()) {
            Some(verb) => self.given(verb),
            None => self.texts.phrase("stage-verb-quoted", &Args::new().rich("label", &self.stage_name(name))),
        }
    }

    /// A stage after "steget" / "the stage": "urval för kontroll".
    pub fn stage_noun(&self, name: &str) -> Rich {
        match self.stage(name).and_then(|stage| stage.noun.as_ref()) {
            Some(noun) => self.given(noun),
            None => self.texts.phrase("stage-noun-quoted", &Args::new().rich("label", &self.stage_name(name))),
        }
    }

    fn stage_name(&self, name: &str) -> Rich {
        self.stage(name).map_or_else(|| Rich::name(name), |stage| self.given(&stage.label))
    }

    /// The attribute of a name.
    pub fn attribute_named(&self, name: &str) -> Option<&AttributeHead> {
        self.report.audit.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The ground of an attribute; of a crossed one, of its first part that stands for a ground of the Act.
    pub fn ground_of(&self, attribute: &str) -> Ground {
        attribute
            .split('*')
            .filter_map(|name| self.attribute_named(name))
            .map(|attribute| attribute.ground)
            .find(|&ground| ground != Ground::Supplementary)
            .unwrap_or(Ground::Supplementary)
    }

    /// The grounds of the Act that an attribute stands for; a crossed one for those of its parts.
    pub fn grounds_of(&self, attribute: &str) -> Vec<Ground> {
        let parts = attribute.split('*').filter_map(|name| self.attribute_named(name));
        parts.map(|attribute| attribute.ground).filter(|&ground| ground != Ground::Supplementary).collect()
    }

    /// What an attribute is called: its ground; where it is no ground of the Act, what is measured, without what is
    /// said of it after a comma or in brackets (the attribute's own paragraph has all of it).
    pub fn attribute(&self, name: &str) -> Rich {
        Rich::join(
            name.split('*').map(|name| match self.attribute_named(name) {
                Some(head) if head.ground != Ground::Supplementary => Rich::text(self.texts.ground(head.ground)),
                Some(head @ AttributeHead { measure: Some(measure), .. }) => {
                    Rich::name(self.measure_in_short(head, measure))
                }
                _ => Rich::name(name),
            }),
            " × ",
        )
    }

    /// What is measured, in short; in full where another attribute would be called the same.
    fn measure_in_short<'t>(&self, head: &AttributeHead, measure: &'t Text) -> &'t str {
        let short = in_short(measure.get(self.lang));
        let others = self.report.audit.attributes.iter().filter(|other| other.name != head.name);
        let mut others = others.filter_map(|other| other.measure.as_ref());
        let taken = others.any(|other| in_short(other.get(self.lang)) == short);
        if taken { measure.get(self.lang) } else { short }
    }

    /// The outcome after "utfallet" / "the outcome": its label in quotation marks, whatever kind of words it is.
    pub fn outcome(&self) -> Rich {
        match &self.report.audit.outcome {
            Some(outcome) => {
                self.texts.phrase("outcome-quoted", &Args::new().rich("label", &self.given(&outcome.label)))
            }
            None => Rich::text(self.word("outcome-unnamed")),
        }
    }

    /// A metric, or a rate or amount of the spec.
    pub fn metric(&self, name: &str) -> Rich {
        let own = self.report.audit.rates.iter().chain(&self.report.audit.amounts).find(|own| own.name == name);
        match own {
            Some(own) => self.given(&own.label),
            None => self.texts.listed("metric", name),
        }
    }

    /// The metric of a comparison: a missing share is of what is missing, a disparity at a threshold names it.
    pub fn metric_of(&self, row: &DisparityRow) -> Rich {
        match (row.metric.as_str(), row.of.as_deref()) {
            (metric @ "missing_share", Some(of)) => self.texts.listed("metric", &format!("{metric}-{of}")),
            (metric, _) => self.at_threshold(row, "metric-at-threshold").unwrap_or_else(|| self.metric(metric)),
        }
    }

    /// What a note says of a comparison: of a disparity at thresholds that the plan does not have, what it lacks.
    pub fn note_of(&self, row: &DisparityRow, note: Note) -> String {
        let audit = &self.report.audit;
        let column = row.stage.as_deref().and_then(|name| audit.stages.iter().find(|stage| stage.name == name));
        let lacks = row.metric == at_threshold::METRIC
            && row.of.is_none()
            && note == Note::NotDefinedForDesign
            && audit.score.is_some()
            && column.is_some_and(|stage| stage.threshold.is_none());
        if lacks {
            return self.word("reason-no-threshold");
        }
        self.note_beside(row, note).map_or_else(|| self.texts.note(note), |key| self.word(key))
    }

    /// What the share of a metric is of, after "andelen" / "the share"; none for a metric that is no share.
    pub fn share(&self, metric: &str, stage: Option<&str>) -> Option<Rich> {
        if let Some(own) = self.report.audit.rates.iter().find(|own| own.name == metric) {
            return Some(self.given(&own.label));
        }
        let key = format!("share-{metric}");
        let stage = stage.map_or_else(|| Rich::text(self.word("stage-none")), |stage| self.stage_label(stage));
        let args = Args::new().rich("stage", &stage).rich("outcome", &self.outcome());
        self.texts.has(&key).then(|| self.texts.phrase(&key, &args))
    }

    /// The same for a comparison: a missing share is of what is missing.
    pub fn share_of(&self, row: &DisparityRow) -> Option<Rich> {
        match (row.metric.as_str(), row.of.as_deref()) {
            (metric @ "missing_share", Some(of)) => self.share(&format!("{metric}-{of}"), None),
            (metric, _) => {
                self.at_threshold(row, "share-at-threshold").or_else(|| self.share(metric, row.stage.as_deref()))
            }
        }
    }

    /// A role.
    pub fn role(&self, role: &str) -> Rich {
        self.texts.listed("role", role)
    }

    /// A role with its article, as one of whom something is said: "juristen", "the lawyer".
    pub fn role_definite(&self, role: &str) -> Rich {
        match self.texts.attribute(&format!("role-{role}"), "definite") {
            Some(definite) => Rich::text(definite),
            None => self.role(role),
        }
    }

    /// A list in a sentence: "a, b och c". At most `most` of them and about 160 letters, then "och n till".
    pub fn list(&self, parts: Vec<Rich>, most: usize) -> Rich {
        let mut letters = 0;
        let fits = parts
            .iter()
            .take(most.max(1))
            .take_while(|part| {
                letters += part.plain().chars().count();
                letters <= 160
            })
            .count()
            .max(1);
        let left = parts.len().saturating_sub(fits);
        let mut shown: Vec<Rich> = parts.into_iter().take(fits).collect();
        if left > 0 {
            let more = self.texts.phrase("and-more", &Args::new().count(self.lang, "n", left as u64, "count/more"));
            return Rich::join(shown, ", ").then_text(" ").then(more);
        }
        let last = shown.pop().unwrap_or_default();
        if shown.is_empty() {
            return last;
        }
        Rich::join(shown, ", ").then_text(&format!(" {} ", self.word("and"))).then(last)
    }
}

/// A text without its last full stop.
fn unended(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix('.').unwrap_or(text)
}

/// A text up to its first comma, semicolon, colon or bracket; all of it where nothing would be left.
fn in_short(text: &str) -> &str {
    let end = [", ", "; ", ": ", " ("].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    text.get(..end).filter(|short| !short.trim().is_empty()).unwrap_or(text)
}

/// The key of a reserved word of groups and references.
fn reserved_key(group: &str) -> Option<&'static str> {
    Some(match group {
        reserved::MISSING => "group-missing",
        reserved::UNKNOWN => "group-unknown",
        reserved::ALL => "group-all",
        reserved::ALL_GROUPS => "group-all_groups",
        reserved::REST => "group-rest",
        reserved::OVERALL => "group-overall",
        reserved::POOL => "group-pool",
        reserved::ERRORS => "group-errors",
        reserved::SELECTED => "group-selected",
        _ => return None,
    })
}
