//! What a single provision may not say.

use serde_json::Value;

use super::Origin;
use super::blocks::{Effect, Need, RuleAsks, StatementForm, Status};
use super::form::{Jurisdiction, PackKind};
use super::lint::{Linter, asks_of, four_fifths, is_four_fifths};
use super::provision::{EvidenceScope, Milestone, Names, NotApplicableMode, Provision, VerificationState};
use super::reach::reachable;
use crate::law::condition::{Against, Condition};
use crate::law::tree::Path;
use crate::words::{Ground, Text, metric};

/// Longest `demand`, in characters.
const DEMAND_MAX: usize = 400;
/// Longest `short`, in characters.
const SHORT_MAX: usize = 60;
/// Facts that are days.
const DATE_FACTS: &[&str] = &["in_use_from", "significant_change_on"];

/// Everything that a provision breaks.
pub(super) fn provision(linter: &mut Linter<'_>, path: &Path, one: &Provision) {
    if !is_provision_id(&one.id) {
        let hint = "write capital letters and parts joined by `-`, such as `SE-DL-1-4-2`";
        linter.error(&path.key("id"), format!("`{}` is no id of a provision", one.id), hint);
    }
    texts(linter, path, one);
    dates(linter, path, one);
    references(linter, path, one);
    rule(linter, path, one);
    claims(linter, path, one);
    for (index, condition) in one.condition.iter().enumerate() {
        let here = path.key("condition").at(index);
        if one.condition[..index].iter().any(|other| other.id == condition.id) {
            linter.error(&here.key("id"), format!("the id `{}` stands twice", condition.id), "give each its own id");
        }
        when(linter, &here.key("when"), &condition.when);
        linter.plain(&here.key("text"), &condition.text);
        for (key, status) in [("if_true", condition.if_true), ("if_unknown", condition.if_unknown)] {
            if matches!(status, Status::InPlace | Status::NotApplicable) {
                let message = format!("a condition may not make a provision `{}`", status.word());
                linter.error(&here.key(key), message, "write the status that it lowers to");
            }
        }
        if let Some(excuse) = &condition.excused_by {
            let place = here.key("excused_by");
            field(linter, &place, &excuse.statement, &excuse.field);
        }
    }
    sentences(linter, path, one);
    verification(linter, path, one);
}

/// A status that can come out needs words.
fn sentences(linter: &mut Linter<'_>, path: &Path, one: &Provision) {
    let reach = linter.reach;
    for status in reachable(one, |id| reach.evidence.get(id)) {
        if one.wording.get(&status).is_none_or(Vec::is_empty) {
            let message =
                format!("no sentence is named for the status `{}`, which the provision can have", status.word());
            linter.remark(&path.key("wording"), message, "name one of the sentences `W-…`");
        }
    }
}

/// `[A-Z]+(-[A-Za-z0-9]+([/-][A-Za-z0-9]+)*)+`
fn is_provision_id(id: &str) -> bool {
    let mut parts = id.split(['-', '/']);
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let plain = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    !first.is_empty()
        && first.chars().all(|c| c.is_ascii_uppercase())
        && !rest.is_empty()
        && rest.iter().all(plain)
        && id[first.len()..].starts_with('-')
}

fn texts(linter: &mut Linter<'_>, path: &Path, one: &Provision) {
    let long = |text: &Text, most: usize| {
        [("sv", &text.sv), ("en", &text.en)]
            .into_iter()
            .filter(|(_, words)| words.chars().count() > most)
            .map(|(lang, words)| (lang, words.chars().count()))
            .collect::<Vec<_>>()
    };
    for (key, text, most) in [("demand", &one.demand, DEMAND_MAX), ("short", &one.short, SHORT_MAX)] {
        for (lang, length) in long(text, most) {
            let message = format!("`{key}.{lang}` has {length} characters, and may have {most}");
            linter.error(&path.key(key).key(lang), message, "shorten it");
        }
    }
    for (key, text) in
        [("citation", &one.citation), ("title", &one.title), ("short", &one.short), ("demand", &one.demand)]
    {
        for (lang, words) in [("sv", &text.sv), ("en", &text.en)] {
            if words.trim().is_empty() {
                linter.error(&path.key(key).key(lang), format!("`{key}.{lang}` is empty"), "write it");
            }
        }
    }
    for (index, quote) in one.quote.iter().enumerate() {
        if !quote.official {
            let message = "a quote is not marked official";
            linter.error(
                &path.key("quote").at(index),
                message,
                "quote the official text and write `official = true`, or remove the quote",
            );
        }
    }
}

fn dates(linter: &mut Linter<'_>, path: &Path, one: &Provision) {
    let force = path.key("in_force");
    if one.in_force.to.is_some_and(|to| to < one.in_force.from) {
        linter.error(&force.key("to"), "the provision ends before it begins", "put the dates in order");
    }
    if one.applies_from.is_some_and(|from| from < one.in_force.from) {
        let message = "the provision applies before it is in force";
        linter.error(&path.key("applies_from"), message, "remove `applies_from`, or correct the dates");
    }
    if let (Some(from), Some(to)) = (one.applies_from, one.in_force.to)
        && from > to
        && to >= one.in_force.from
    {
        linter.error(&path.key("applies_from"), "the provision applies after it has ended", "put the dates in order");
    }
    for (index, wording) in one.history.iter().enumerate() {
        let here = path.key("history").at(index);
        let ended = index > 0 && one.history[index - 1].to.is_some_and(|to| to >= wording.from);
        let before = index > 0 && one.history[index - 1].from >= wording.from;
        if wording.to.is_some_and(|to| to < wording.from) || ended || before {
            linter.error(&here.key("from"), "earlier wordings are out of order", "put them oldest first");
        }
    }
    for (index, transition) in one.transition.iter().enumerate() {
        let here = path.key("transition").at(index);
        if let Some(fact) = &transition.reset_by
            && !DATE_FACTS.contains(&fact.as_str())
        {
            let message = format!("`{fact}` is no fact that is a date");
            linter.error(&here.key("reset_by"), message, format!("write one of `{}`", DATE_FACTS.join("`, `")));
        }
        if transition.applies_from <= transition.when.in_use_before {
            let message = "the transition ends on or before the day that it takes systems in use from";
            linter.error(&here.key("applies_from"), message, "put the dates in order");
        }
    }
    let order = [Milestone::Margin, Milestone::Results, Milestone::Decision, Milestone::Use];
    if one
        .date_order
        .windows(2)
        .any(|pair| order.iter().position(|m| *m == pair[0]) >= order.iter().position(|m| *m == pair[1]))
    {
        linter.error(&path.key("date_order"), "milestones are out of order", "write margin, results, decision, use");
    }
}

fn references(linter: &mut Linter<'_>, path: &Path, one: &Provision) {
    for (key, ids) in [("depends_on", &one.depends_on), ("related", &one.related)] {
        for (index, id) in ids.iter().enumerate() {
            let known: Vec<String> = linter.reach.provisions.keys().cloned().collect();
            linter.reference(&path.key(key).at(index), "provision", id, &known);
        }
    }
    for (index, evidence) in one.evidence.iter().enumerate() {
        let here = path.key("evidence").at(index);
        let known: Vec<String> = linter.reach.evidence.keys().cloned().collect();
        linter.reference(&here.key("ev"), "evidence", &evidence.ev, &known);
        if one.evidence[..index].iter().any(|other| other.ev == evidence.ev) {
            let message = format!("`{}` is asked for twice", evidence.ev);
            linter.error(&here.key("ev"), message, "ask for it once");
        }
        if let Some(scope) = &evidence.scope {
            evidence_scope(linter, &here.key("scope"), scope);
        }
    }
    for (index, statement) in one.statement.iter().enumerate() {
        let here = path.key("statement").at(index).key("hs");
        let known: Vec<String> = linter.reach.statements.keys().cloned().collect();
        linter.reference(&here, "statement", &statement.hs, &known);
        if one.statement[..index].iter().any(|other| other.hs == statement.hs) {
            linter.error(&here, format!("`{}` is asked for twice", statement.hs), "ask for it once");
        }
    }
    for (status, sentences) in &one.wording {
        for (index, id) in sentences.iter().enumerate() {
            let here = path.key("wording").key(status.word()).at(index);
            let known: Vec<String> = linter.reach.wordings.iter().cloned().collect();
            linter.reference(&here, "sentence", id, &known);
        }
    }
}

fn evidence_scope(linter: &mut Linter<'_>, path: &Path, scope: &EvidenceScope) {
    if let Some(Names::Word(word)) = &scope.stages
        && word != "all"
    {
        linter.error(&path.key("stages"), format!("`{word}` is no word for stages"), "write `all`, or a list of names");
    }
    match &scope.grounds {
        Some(Names::Word(word)) if !["all", "statutory", "supplementary"].contains(&word.as_str()) => {
            let hint = "write `statutory`, `supplementary`, `all`, or a list of grounds";
            linter.error(&path.key("grounds"), format!("`{word}` is no word for grounds"), hint);
        }
        Some(Names::List(list)) => {
            let known: Vec<String> = Ground::ALL.iter().map(|ground| ground.word().to_owned()).collect();
            for ground in list {
                linter.reference(&path.key("grounds"), "ground", ground, &known);
            }
        }
        _ => {}
    }
}

fn rule(linter: &mut Linter<'_>, path: &Path, one: &Provision) {
    let here = path.key("status_rule");
    let Some(asks) = asks_of(linter, &here, &one.status_rule) else { return };
    let evidence: Vec<_> = one.evidence.iter().filter_map(|need| linter.reach.evidence.get(&need.ev)).collect();
    let holds = match asks {
        RuleAsks::Nothing => true,
        RuleAsks::DisparityEvidence => evidence.iter().any(|one| one.effect == Effect::Disparity),
        RuleAsks::OutcomeEvidence => evidence.iter().any(|one| one.needs.contains(&Need::Outcome)),
        RuleAsks::InputCondition => {
            let mut found = false;
            for condition in &one.condition {
                condition.when.walk(&mut |inner| found |= matches!(inner, Condition::Input { .. }));
            }
            found
        }
    };
    if !holds && one.pending.is_none() {
        let wants = match asks {
            RuleAsks::DisparityEvidence => "evidence of the disparity kind",
            RuleAsks::OutcomeEvidence => "evidence of outcomes",
            RuleAsks::InputCondition => "a condition of kind `input`",
            RuleAsks::Nothing => "nothing",
        };
        let message = format!("`{}` wants {wants}, and the provision names none", one.status_rule);
        linter.error(&here, message, "name it, or choose another rule");
    }
}

fn claims(linter: &mut Linter<'_>, path: &Path, one: &Provision) {
    let here = path.key("not_applicable");
    let claim = &one.not_applicable;
    let roles: Vec<String> = linter.reach.roles.iter().cloned().collect();
    for (index, role) in claim.roles.iter().enumerate() {
        linter.reference(&here.key("roles").at(index), "role", role, &roles);
    }
    if claim.mode == NotApplicableMode::ByPerson {
        if claim.roles.is_empty() {
            let message = "no role may say that the provision is not applicable";
            linter.error(&here.key("roles"), message, "name the roles, or write another mode");
        }
        if claim.example.is_none() {
            linter.error(&here.key("example"), "an example is missing", "say when it is not applicable");
        }
    }
    if let Some(example) = &claim.example {
        linter.plain(&here.key("example"), example);
    }
    if let Some(condition) = &claim.contradicted_by {
        when(linter, &here.key("contradicted_by"), condition);
    }
}

fn when(linter: &mut Linter<'_>, path: &Path, condition: &Condition) {
    let literal = |linter: &mut Linter<'_>, key: &str, number: f64| {
        let bound = matches!(linter.header.jurisdiction, Jurisdiction::SE | Jurisdiction::EU);
        if bound && number != 0.0 && number != 1.0 {
            let message = format!("{number} is a threshold, and no Swedish or European rule sets one");
            linter.error(&path.key(key), message, "name a limit of the spec: `{ limit = \"…\" }`");
        }
    };
    match condition {
        Condition::Compare { metric: name, against, .. } | Condition::Share { metric: name, against, .. } => {
            if is_four_fifths(name) {
                four_fifths(linter, &path.key("metric"));
            }
            match against {
                Against::Number(number) => literal(linter, "against", *number),
                Against::Limit(limit) => limit_name(linter, &path.key("against"), &limit.limit),
            }
            if matches!(condition, Condition::Compare { .. }) {
                known_metric(linter, &path.key("metric"), name);
            }
        }
        Condition::Verdict { metric: name, .. } => {
            if is_four_fifths(name) {
                four_fifths(linter, &path.key("metric"));
            }
            known_metric(linter, &path.key("metric"), name);
        }
        Condition::Input { role, origin, min_contribution } => {
            if role.is_empty() && origin.is_empty() {
                linter.error(path, "an `input` condition names neither role nor origin", "name one");
            }
            let known: Vec<String> = INPUT_ROLES.iter().map(|word| (*word).to_owned()).collect();
            for word in role {
                linter.reference(&path.key("role"), "role of an input", word, &known);
            }
            let known: Vec<String> = INPUT_ORIGINS.iter().map(|word| (*word).to_owned()).collect();
            for word in origin {
                linter.reference(&path.key("origin"), "origin of an input", word, &known);
            }
            if let Some(least) = min_contribution {
                literal(linter, "min_contribution", *least);
            }
        }
        Condition::Answer { statement, field: name, equals, r#in, below, above } => {
            field(linter, path, statement, name);
            for (key, number) in [("below", below), ("above", above)] {
                if let Some(number) = number {
                    literal(linter, key, *number);
                }
            }
            if equals.is_none() && r#in.is_none() && below.is_none() && above.is_none() {
                linter.error(
                    path,
                    "an `answer` condition asks for no value",
                    "write `equals`, `in`, `below` or `above`",
                );
            }
        }
        Condition::All { of } | Condition::Any { of } | Condition::Not { of } => {
            let wrong = of.is_empty() || (matches!(condition, Condition::Not { .. }) && of.len() != 1);
            if wrong {
                linter.error(
                    path,
                    "a list of conditions has the wrong length",
                    "`not` has one, `all` and `any` at least one",
                );
            }
            for (index, inner) in of.iter().enumerate() {
                when(linter, &path.key("of").at(index), inner);
            }
        }
        Condition::Fact { fact, r#in } => {
            if r#in.iter().any(|value| matches!(value, Value::Object(_) | Value::Array(_) | Value::Null)) {
                linter.error(&path.key("in"), format!("a value of the fact `{fact}` is no word"), "write words");
            }
        }
        Condition::Alternative {} | Condition::File { .. } => {}
    }
}

/// Limits that shipped packs may ask for (`law/packs.md`, 1); an own pack may ask for others.
const LIMITS: &[&str] =
    &["proxy_strength", "inseparable_proxy", "representation", "follow_rate", "agreement_when_wrong"];

fn limit_name(linter: &mut Linter<'_>, path: &Path, name: &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        linter.error(path, format!("`{name}` is no name of a limit"), "use the characters `a-z 0-9 _` alone");
    } else if linter.origin == Origin::Shipped {
        let known: Vec<String> = LIMITS.iter().map(|word| (*word).to_owned()).collect();
        linter.reference(path, "limit", name, &known);
    }
}

/// Roles of inputs (`law/packs.md`, 4.1).
pub(in crate::law) const INPUT_ROLES: &[&str] = &[
    "protected_attribute",
    "inseparable_proxy",
    "suspected_proxy",
    "complaint_history",
    "area",
    "name",
    "citizenship",
    "language",
    "birthplace",
    "benefit_condition",
    "behaviour",
    "verifiable_fact",
    "other",
];

/// Origins of inputs (`law/packs.md`, 4.1).
pub(in crate::law) const INPUT_ORIGINS: &[&str] =
    &["same_case", "same_benefit", "other_benefit", "other_authority_by_law", "unrelated_context", "unknown"];

fn known_metric(linter: &mut Linter<'_>, path: &Path, name: &str) {
    let selected = linter.reach.evidence.values().any(|one| one.select.metrics.iter().any(|found| found == name));
    if metric(name).is_none() && !selected {
        linter.remark(path, format!("no metric is called `{name}`"), "name a metric, or a rate that audits declare");
    }
}

/// A statement and a path into its fields.
fn field(linter: &mut Linter<'_>, path: &Path, statement: &str, name: &str) {
    let known: Vec<String> = linter.reach.statements.keys().cloned().collect();
    if !linter.reference(&path.key("statement"), "statement", statement, &known) {
        return;
    }
    let form: Option<StatementForm> = linter.reach.statements.get(statement).cloned();
    let mut fields = form.map(|form| form.fields).unwrap_or_default();
    for key in name.split('.') {
        let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        if !linter.reference(&path.key("field"), &format!("field of `{statement}`"), key, &names) {
            return;
        }
        fields = fields.into_iter().find(|field| field.name == key).map(|field| field.of).unwrap_or_default();
    }
}

fn verification(linter: &mut Linter<'_>, path: &Path, one: &Provision) {
    let here = path.key("verification");
    let said = &one.verification;
    if said.address.trim().is_empty() {
        linter.error(&here.key("address"), "`verification.address` is empty", "say where a reader finds the text");
    }
    if said.state != VerificationState::FromMemory && said.read_on.is_none() {
        let message = format!("`{}` needs the day on which the text was read", said.state.word());
        linter.error(&here.key("read_on"), message, "write `read_on`");
    }
    if said.state == VerificationState::Verified && said.sources.is_empty() {
        linter.error(&here.key("sources"), "`verified` needs a source", "name what was read");
    }
    if said.state == VerificationState::VerifiedInPart && said.part.as_deref().is_none_or(|part| part.trim().is_empty())
    {
        linter.error(&here.key("part"), "`verified_in_part` needs `part`", "say what was read");
    }
    if let Some(Some(best)) = linter.known.provisions.get(&one.id)
        && said.state < *best
    {
        let message = format!("`{}` is more than the list of sources says: `{}`", said.state.word(), best.word());
        linter.error(&here.key("state"), message, "say no more than what was read");
    }
    let statute = linter.header.kind == PackKind::Statute && said.state == VerificationState::Verified;
    if statute && said.as_amended.is_none() {
        let message = "a verified statute says up to which amendment it was read";
        linter.remark(&here, message, "write `as_amended`");
    }
}
