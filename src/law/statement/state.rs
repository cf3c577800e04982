//! The state of each statement: rules G1 to G15 of `law/statements.md`, the first that fits from the top.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use serde_json::{Map, Value};

use super::form::{FileStatus, Method, SignatureForm};
use super::read::{Entry, Statements, claim_sha256, content_sha256};
use super::{ClaimEntry, State, cases, rules, warnings};
use crate::law::pack::{Field, Packs, StatementForm, Status};
use crate::measure::Measures;
use crate::spec::{Fact, Spec};

/// What the statements are held against.
#[derive(Clone, Copy, Debug)]
pub(in crate::law) struct Judging<'a> {
    /// The spec.
    pub(in crate::law) spec: &'a Spec,
    /// Loaded packs: questions, fields, signers.
    pub(in crate::law) packs: &'a Packs,
    /// Everything written.
    pub(in crate::law) statements: &'a Statements,
    /// Facts, `system_kind` among them.
    pub(in crate::law) facts: &'a BTreeMap<String, Fact>,
    /// Results; `None`: there are none yet, and rules that read them are not asked.
    pub(in crate::law) measures: Option<&'a Measures>,
    /// Files that were supplied.
    pub(in crate::law) files: &'a BTreeSet<String>,
    /// The assessment date.
    pub(in crate::law) today: NaiveDate,
    /// Hash of the results; `None`: there are none yet.
    pub(in crate::law) results_sha256: Option<&'a str>,
    /// Ids of conditions that hold in some loaded provision.
    pub(in crate::law) conditions_true: &'a BTreeSet<String>,
    /// Findings as they are before the decision (HS-16) is held against them; `None` while they are made.
    pub(in crate::law) findings: Option<&'a [Open]>,
}

/// A finding that a decision must speak of.
#[derive(Clone, Debug)]
pub(in crate::law) struct Open {
    /// Provision.
    pub(in crate::law) provision: String,
    /// Its statuses: that of the finding and those beside it.
    pub(in crate::law) statuses: Vec<Status>,
}

/// A statement with its state.
#[derive(Clone, Debug)]
pub(in crate::law) struct Judged<'a> {
    /// State.
    pub(in crate::law) state: State,
    /// Codes of what lowers it, and of warnings.
    pub(in crate::law) reasons: Vec<String>,
    /// The role whose turn it is, where it is not signed.
    pub(in crate::law) role: Option<String>,
    /// The statement that counts.
    pub(in crate::law) entry: Option<&'a Entry>,
}

/// Every statement of the loaded packs with its state, by id.
pub(in crate::law) fn judge<'a>(ctx: &Judging<'a>) -> BTreeMap<String, Judged<'a>> {
    let newest = ctx.statements.newest();
    let mut judged: BTreeMap<String, Judged<'a>> = BTreeMap::new();
    // In the order of ids, so that a rule may read the state of a statement before it.
    for (id, asked) in ctx.packs.statements() {
        let entry = newest.get(id).copied();
        let earlier: BTreeMap<&str, State> = judged.iter().map(|(id, one)| (id.as_str(), one.state)).collect();
        let one = state_of(entry, asked, ctx, &earlier);
        judged.insert(id.to_owned(), one);
    }
    let found = warnings::warnings(ctx, &judged);
    for (id, code) in found {
        if let Some(one) = judged.get_mut(&id) {
            one.reasons.push(code);
        }
    }
    judged
}

fn state_of<'a>(
    entry: Option<&'a Entry>,
    asked: &StatementForm,
    ctx: &Judging<'_>,
    earlier: &BTreeMap<&str, State>,
) -> Judged<'a> {
    let first_role = asked.signers.first().and_then(|list| list.first()).cloned();
    let Some(entry) = entry else {
        return Judged { state: State::Missing, reasons: vec!["missing".to_owned()], role: first_role, entry: None };
    };
    let of =
        |state: State, reasons: Vec<String>, role: Option<String>| Judged { state, reasons, role, entry: Some(entry) };
    let form = &entry.form;
    if form.illustration {
        return of(State::Illustration, vec!["illustration".to_owned()], first_role);
    }
    if ctx.statements.superseded(entry) {
        return of(State::Superseded, vec!["superseded".to_owned()], first_role);
    }
    if form.status == FileStatus::Draft {
        return of(State::Draft, vec!["draft".to_owned()], first_role);
    }
    let signing = signing(entry, asked, ctx);
    let role = signing.role.clone().or(first_role);
    let mut lacking = answers(entry, asked, ctx);
    missing_fields(&asked.fields, &form.fields, "", &mut lacking);
    lacking.extend(rules::broken(entry, ctx, earlier));
    if !lacking.is_empty() {
        if signing.state == Some(State::Incomplete) {
            lacking.extend(signing.reasons);
        }
        return of(State::Incomplete, lacking, role);
    }
    if let Some(state) = signing.state {
        return of(state, signing.reasons, role);
    }
    if form.written.0 > ctx.today {
        return of(State::Incomplete, vec!["date_order".to_owned()], role);
    }
    if expired(form.review_by.map(|day| day.0), form.written.0, asked.valid_months, ctx.today) {
        return of(State::Expired, vec!["expired".to_owned()], role);
    }
    if asked.bind
        && let Some(results) = ctx.results_sha256
        && form.basis.as_ref().is_none_or(|basis| basis.results_sha256 != results)
    {
        return of(State::Stale, vec!["stale".to_owned()], role);
    }
    of(State::Signed, Vec::new(), None)
}

fn expired(review_by: Option<NaiveDate>, written: NaiveDate, valid_months: u32, today: NaiveDate) -> bool {
    let until =
        review_by.or_else(|| (valid_months > 0).then(|| written.checked_add_months(Months::new(valid_months)))?);
    until.is_some_and(|until| today > until)
}

/// G6: obligatory questions without an answer.
fn answers(entry: &Entry, asked: &StatementForm, ctx: &Judging<'_>) -> Vec<String> {
    unanswered(entry, asked, |case| cases::arises(case, entry, ctx))
}

/// What a text lacks in any case, whatever else is known: answers to questions that are always put, and fields.
pub(super) fn lacking_anyway(entry: &Entry, asked: &StatementForm) -> Vec<String> {
    let mut lacking = unanswered(entry, asked, |_| false);
    missing_fields(&asked.fields, &entry.form.fields, "", &mut lacking);
    lacking
}

fn unanswered(entry: &Entry, asked: &StatementForm, arises: impl Fn(&str) -> bool) -> Vec<String> {
    let put = asked.questions.iter().filter(|question| question.case.as_deref().is_none_or(&arises));
    put.filter(|question| {
        let answer = entry.form.answers.get(&question.id).map_or("", |text| text.trim());
        answer.chars().count() < question.min_chars as usize || has_bracket(answer) || is_empty_word(answer)
    })
    .map(|question| format!("answer:{}", question.id))
    .collect()
}

/// A bracket of a template that was not replaced: `[…]`.
pub(super) fn has_bracket(text: &str) -> bool {
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        rest = &rest[open + 1..];
        match rest.find(['[', ']']) {
            Some(close) if rest[close..].starts_with(']') && close > 0 => return true,
            _ => {}
        }
    }
    false
}

const EMPTY_WORDS: &[&str] = &["ej aktuellt", "n/a", "se ovan", "tbd", "xxx", "lorem"];

fn is_empty_word(text: &str) -> bool {
    let plain = text.trim_matches(|c: char| c.is_whitespace() || c == '.').to_lowercase();
    EMPTY_WORDS.contains(&plain.as_str())
}

/// G7, first half: obligatory fields that are not there.
fn missing_fields(fields: &[Field], values: &Map<String, Value>, prefix: &str, lacking: &mut Vec<String>) {
    for field in fields {
        let path = format!("{prefix}{}", field.name);
        match values.get(&field.name) {
            None if field.required => lacking.push(format!("field:{path}")),
            Some(Value::Object(inner)) => missing_fields(&field.of, inner, &format!("{path}."), lacking),
            Some(Value::Array(rows)) => {
                for row in rows.iter().filter_map(Value::as_object) {
                    missing_fields(&field.of, row, &format!("{path}."), lacking);
                }
            }
            _ => {}
        }
    }
    lacking.dedup();
}

/// What the signatures of a text lack; `state` is `None` where every list of signers has a signature that counts.
struct Signing {
    state: Option<State>,
    reasons: Vec<String>,
    role: Option<String>,
}

/// Why a signature does not count, in the order of the rules.
fn flaw(
    signature: &SignatureForm,
    content: &str,
    written: NaiveDate,
    ctx: &Judging<'_>,
) -> Option<(u8, State, String)> {
    if signature.content_sha256 != content {
        return Some((10, State::Draft, format!("changed_after_signature:{}", signature.role)));
    }
    if ctx.spec.law.signature_detached && signature.method < Method::Detached {
        return Some((11, State::Incomplete, "signature_method".to_owned()));
    }
    (signature.date.0 < written || signature.date.0 > ctx.today)
        .then(|| (12, State::Incomplete, "date_order".to_owned()))
}

/// Rules G8 to G12 over lists of signers; a signature that is not needed never matters.
fn signed(
    lists: &[Vec<String>],
    signatures: &[SignatureForm],
    content: &str,
    written: NaiveDate,
    ctx: &Judging<'_>,
) -> Signing {
    let mut flaws: Vec<(u8, State, String, Option<String>)> = Vec::new();
    for list in lists {
        let by_list = signatures.iter().filter(|signature| list.contains(&signature.role));
        let mut worst = Vec::new();
        let mut counted = false;
        for signature in by_list {
            match flaw(signature, content, written, ctx) {
                None => counted = true,
                Some(flaw) => worst.push(flaw),
            }
        }
        if counted {
            continue;
        }
        let role = list.first().cloned();
        // The signature that comes nearest to counting says what is wrong.
        match worst.into_iter().max_by_key(|(rule, ..)| *rule) {
            Some((rule, state, code)) => flaws.push((rule, state, code, role)),
            None => {
                let code = format!("unsigned:{}", list.join("|"));
                flaws.push((8, State::Incomplete, code, role));
            }
        }
    }
    let strays: Vec<&str> = signatures
        .iter()
        .map(|signature| signature.role.as_str())
        .filter(|role| !lists.iter().flatten().any(|listed| listed == role))
        .collect();
    let unsigned = flaws.iter().any(|(rule, ..)| *rule == 8);
    if unsigned && !strays.is_empty() {
        let reasons = strays.into_iter().map(|role| format!("wrong_role:{role}")).collect();
        let role = flaws.iter().find(|(rule, ..)| *rule == 8).and_then(|(.., role)| role.clone());
        return Signing { state: Some(State::WrongRole), reasons, role };
    }
    flaws.sort_by_key(|(rule, ..)| *rule);
    let Some((_, state, _, role)) = flaws.first().cloned() else {
        return Signing { state: None, reasons: Vec::new(), role: None };
    };
    let mut reasons: Vec<String> =
        flaws.into_iter().filter(|(_, of, ..)| *of == state).map(|(_, _, code, _)| code).collect();
    reasons.dedup();
    Signing { state: Some(state), reasons, role }
}

fn signing(entry: &Entry, asked: &StatementForm, ctx: &Judging<'_>) -> Signing {
    let content = content_sha256(&entry.form);
    signed(&asked.signers, &entry.form.signature, &content, entry.form.written.0, ctx)
}

/// The day of the latest signature that counts, where every list of signers has one; whatever else the statement lacks.
pub(in crate::law) fn signed_on(entry: &Entry, asked: &StatementForm, ctx: &Judging<'_>) -> Option<NaiveDate> {
    if entry.form.illustration || entry.form.status != FileStatus::Final || ctx.statements.superseded(entry) {
        return None;
    }
    let content = content_sha256(&entry.form);
    let written = entry.form.written.0;
    let counts = |signature: &&SignatureForm| flaw(signature, &content, written, ctx).is_none();
    let mut latest = None;
    for list in &asked.signers {
        // The first that counts fills its list; a later one by the same role moves nothing.
        let of_list = entry.form.signature.iter().filter(|one| list.contains(&one.role));
        let first = of_list.filter(counts).map(|one| one.date.0).min()?;
        latest = latest.max(Some(first));
    }
    latest
}

/// How a claim that a provision is not applicable is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::law) enum ClaimSigning {
    /// By a role that may.
    Signed,
    /// By a role that may not.
    WrongRole,
    /// Not, or not in a way that counts; or its reason is too short, or it is too old.
    Unsigned,
}

/// Least length of the reason of a claim.
const CLAIM_REASON_MIN: usize = 40;

/// How a claim is signed, for the roles that may make it.
pub(in crate::law) fn claim_signing(claim: &ClaimEntry, roles: &[String], ctx: &Judging<'_>) -> ClaimSigning {
    let form = &claim.form;
    let reason = form.reason.trim();
    let short = reason.chars().count() < CLAIM_REASON_MIN || has_bracket(reason);
    let late = form.written.0 > ctx.today || form.review_by.is_some_and(|until| ctx.today > until.0);
    if short || late {
        return ClaimSigning::Unsigned;
    }
    let content = claim_sha256(form);
    let signing = signed(&[roles.to_vec()], &form.signature, &content, form.written.0, ctx);
    match signing.state {
        None => ClaimSigning::Signed,
        Some(State::WrongRole) => ClaimSigning::WrongRole,
        Some(_) => ClaimSigning::Unsigned,
    }
}
