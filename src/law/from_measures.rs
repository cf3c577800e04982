//! Measures, packs and statements become findings.
//!
//! Start reading at [`assess`]; the status of one provision is made in `finding.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::condition::{Truth, evaluate};
use super::dates::{Days, iso, law_date, margin, old, stated};
use super::finding::{Assessed, Case, ClaimView, Part, assess_provision};
use super::ids::part_id;
use super::pack::{Effect, Evidence, EvidenceNeed, EvidenceWeight, Pack, Packs, Provision, Status, UnknownWord};
use super::reasons;
use super::rows::{Coverage, Decision, FindingPartRow, FindingRow, FindingVerification, Findings};
use super::say::{Labels, Say};
use super::select::{Item, Source};
use super::statement::{Judged, Judging, Open, State, Statements, claim_signing, judge, signed_on};
use super::table;
use super::view::{IN_USE_TO, INPUT_LIST, StatementView, View, date_fact};
use crate::diag::{Problems, Warning};
use crate::measure::Measures;
use crate::spec::{self, Fact, Spec};
use crate::words::{AuditKind, Ground, WarningCode, nearest};

/// Packs and statements, read and checked.
#[derive(Clone, Debug)]
pub struct Library {
    /// Packs.
    pub packs: Packs,
    /// Statements and claims.
    pub statements: Statements,
}

/// Reads the packs that a spec names, its own packs and its statement files, given as (name, text).
///
/// # Errors
///
/// Every problem of the packs; where there is none, every problem of the statements.
pub fn read(spec: &Spec, own_packs: &[(String, String)], statements: &[(String, String)]) -> Result<Library, Problems> {
    let packs = Packs::load(spec, own_packs)?;
    let statements = Statements::read(statements, &packs, &spec.audit.id)?;
    Ok(Library { packs, statements })
}

/// What an assessment rests on besides spec, measures and library.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The assessment date: the day of `provenance.created`.
    pub date: NaiveDate,
    /// Hash of the measured tables, 64 hex digits.
    pub results_sha256: &'a str,
    /// The day of the first results of this audit; that of this run where there were none before.
    pub first_results: NaiveDate,
}

/// The facts that the law room knows, and the report repeats: those of the spec, and the kind of system and benefit.
pub fn facts(spec: &Spec) -> BTreeMap<String, Fact> {
    let mut facts = spec.law.facts.clone();
    facts.insert("system_kind".to_owned(), Fact::Words(vec![spec.system.kind.word().to_owned()]));
    if let Some(benefit) = &spec.system.benefit {
        facts.insert("benefit".to_owned(), Fact::Words(vec![benefit.clone()]));
    }
    facts
}

/// What does not change between the two passes of an assessment.
pub(super) struct Base<'a> {
    pub(super) spec: &'a Spec,
    pub(super) library: &'a Library,
    pub(super) facts: BTreeMap<String, Fact>,
    /// Words of facts that no pack knows.
    unknown: Vec<UnknownWord>,
    /// The facts that have such a word.
    unsure: BTreeSet<String>,
    pub(super) limits: BTreeMap<String, f64>,
    /// `[alternatives] loss`.
    pub(super) loss: Option<f64>,
    pub(super) grounds: BTreeMap<String, Ground>,
    /// Columns that the groups of a statutory ground are read from.
    ground_columns: BTreeSet<String>,
    pub(super) files: BTreeSet<String>,
    pub(super) statutory: Vec<Ground>,
}

impl<'a> Base<'a> {
    pub(super) fn new(spec: &'a Spec, library: &'a Library, measures: Option<&Measures>) -> Self {
        let mut files = BTreeSet::new();
        if spec.system.inputs.is_some() || measures.is_some_and(|measures| !measures.inputs.is_empty()) {
            files.insert(INPUT_LIST.to_owned());
        }
        let unknown = library.packs.unknown_words(&spec.law.facts);
        Self {
            spec,
            library,
            facts: facts(spec),
            unsure: unknown.iter().map(|one| one.fact.clone()).collect(),
            unknown,
            limits: spec.law.limits.iter().map(|(key, limit)| (key.clone(), limit.value)).collect(),
            loss: spec.later.alternatives.as_ref().map(|alternatives| alternatives.loss),
            grounds: spec.attributes.iter().map(|one| (one.name.clone(), one.ground)).collect(),
            ground_columns: spec
                .attributes
                .iter()
                .filter(|one| one.ground != Ground::Supplementary && one.membership.is_none())
                .map(|one| one.column.value.clone())
                .collect(),
            files,
            statutory: library.packs.statutory_grounds(),
        }
    }

    pub(super) fn view<'v>(
        &'v self,
        measures: &'v Measures,
        statements: &'v BTreeMap<String, StatementView>,
    ) -> View<'v> {
        View {
            facts: &self.facts,
            unsure: &self.unsure,
            limits: &self.limits,
            loss: self.loss,
            grounds: &self.grounds,
            ground_columns: &self.ground_columns,
            files: &self.files,
            measures,
            statements,
        }
    }
}

/// The findings of an audit. Evaluation has no clock, no randomness and no locale; the same inputs give the same rows.
pub fn assess(spec: &Spec, measures: &Measures, library: &Library, context: &Context<'_>) -> Findings {
    let base = Base::new(spec, library, Some(measures));
    let conditions_true = conditions_true(&base, measures);
    let judging = Judging {
        spec,
        packs: &library.packs,
        statements: &library.statements,
        facts: &base.facts,
        measures: Some(measures),
        files: &base.files,
        today: context.date,
        results_sha256: Some(context.results_sha256),
        conditions_true: &conditions_true,
        findings: None,
    };
    // The decision (HS-16) must answer the findings, and findings ask for the decision: first all without it.
    let first = judge(&judging);
    let open: Vec<Open> = pass(&base, measures, &judging, &first, context)
        .into_iter()
        .filter(|(_, _, found)| !found.preparation && !found.pending)
        .map(|(_, provision, found)| {
            let statuses = std::iter::once(found.status).chain(found.also).collect();
            Open { provision: provision.id.clone(), statuses }
        })
        .collect();
    let judging = Judging { findings: Some(&open), ..judging };
    let judged = judge(&judging);
    let passed = pass(&base, measures, &judging, &judged, context);
    rows(&base, measures, &judging, &judged, passed, context)
}

/// Ids of conditions that hold in some loaded provision; they read what statements say, not whether they are signed.
fn conditions_true(base: &Base<'_>, measures: &Measures) -> BTreeSet<String> {
    let statements = &base.library.statements;
    let newest = statements.newest().into_iter().filter(|(_, entry)| !statements.superseded(entry));
    let said: BTreeMap<String, StatementView> = newest
        .map(|(id, entry)| {
            let fields = Some(entry.form.fields.clone());
            (id.to_owned(), StatementView { fields, ..StatementView::default() })
        })
        .collect();
    let view = base.view(measures, &said);
    let conditions = base.library.packs.provisions().flat_map(|(_, provision)| &provision.condition);
    conditions
        .filter(|condition| evaluate(&condition.when, &view).truth == Truth::True)
        .map(|condition| condition.id.clone())
        .collect()
}

fn views(judged: &BTreeMap<String, Judged<'_>>) -> BTreeMap<String, StatementView> {
    judged
        .iter()
        .map(|(id, one)| {
            // What was taken back says nothing any more.
            let live = one.entry.filter(|_| one.state != State::Superseded);
            let view = StatementView {
                state: one.state,
                version: one.entry.map(|entry| entry.form.version),
                fields: live.map(|entry| entry.form.fields.clone()),
                role: one.role.clone(),
            };
            (id.clone(), view)
        })
        .collect()
}

/// The milestones of an audit.
fn days(judging: &Judging<'_>, judged: &BTreeMap<String, Judged<'_>>, context: &Context<'_>) -> Days {
    let signed = |hs: &str| {
        let entry = judged.get(hs)?.entry?;
        signed_on(entry, judging.packs.statement(hs)?, judging)
    };
    let results = context.first_results.min(context.date);
    Days {
        margin: margin(judging.spec, signed("HS-04"), results),
        stated: stated(judging.spec),
        results: Some(results),
        decision: signed("HS-16"),
        in_use: date_fact(judging.facts, "in_use_from"),
    }
}

/// The decision that names a provision, where it is signed on these results, or on others.
fn decision(provision: &str, judged: &BTreeMap<String, Judged<'_>>, days: &Days) -> Option<Decision> {
    let one = judged.get("HS-16")?;
    let state = match one.state {
        State::Signed => "current",
        State::Stale => "stale",
        _ => return None,
    };
    let entry = one.entry?;
    let items = entry.form.fields.get("items")?.as_array()?;
    let names = |item: &serde_json::Value| item.get("provision").and_then(|id| id.as_str()) == Some(provision);
    items.iter().any(names).then(|| Decision {
        statement: "HS-16".to_owned(),
        version: entry.form.version,
        date: iso(days.decision.unwrap_or(entry.form.written.0)),
        state: state.to_owned(),
    })
}

type Passed<'p> = Vec<(&'p Pack, &'p Provision, Assessed)>;

/// Every provision once, with the statements as they stand.
fn pass<'p>(
    base: &Base<'p>,
    measures: &Measures,
    judging: &Judging<'p>,
    judged: &BTreeMap<String, Judged<'p>>,
    context: &Context<'_>,
) -> Passed<'p> {
    let statements = views(judged);
    let view = base.view(measures, &statements);
    let say = Say { packs: &base.library.packs, labels: Labels::of(base.spec) };
    let source = Source { spec: base.spec, view: &view, statutory: &base.statutory };
    let days = days(judging, judged, context);
    let law_date = law_date(base.spec, context.date);
    let claims = base.library.statements.claims();
    let memory = std::cell::RefCell::new(BTreeMap::new());
    let items = |evidence: &Evidence, need: &EvidenceNeed| remembered(&memory, &source, evidence, need);
    base.library
        .packs
        .provisions()
        .map(|(pack, provision)| {
            let claim = claims.get(provision.id.as_str()).map(|claim| {
                let signature = claim.form.signature.first();
                ClaimView {
                    reason: claim.form.reason.clone(),
                    role: signature.map(|one| one.role.clone()),
                    name: signature.map(|one| one.name.clone()),
                    date: signature.map(|one| one.date.0),
                    signing: claim_signing(claim, &provision.not_applicable.roles, judging),
                }
            });
            let case = Case {
                view: &view,
                packs: &base.library.packs,
                say: &say,
                kind: base.spec.audit.kind,
                law_date,
                today: context.date,
                days,
                claim: claim.as_ref(),
                decision: decision(&provision.id, judged, &days),
            };
            (pack, provision, assess_provision(provision, &items, &case))
        })
        .collect()
}

/// Items by evidence and scope: many provisions ask for the same.
fn remembered(
    memory: &std::cell::RefCell<BTreeMap<String, Vec<Item>>>,
    source: &Source<'_>,
    evidence: &Evidence,
    need: &EvidenceNeed,
) -> Vec<Item> {
    let key = format!("{} {:?}", evidence.id, need.scope);
    if let Some(items) = memory.borrow().get(&key) {
        return items.clone();
    }
    let items = source.items(evidence, need);
    memory.borrow_mut().insert(key, items.clone());
    items
}

fn rows<'p>(
    base: &Base<'p>,
    measures: &Measures,
    judging: &Judging<'p>,
    judged: &BTreeMap<String, Judged<'p>>,
    passed: Passed<'p>,
    context: &Context<'_>,
) -> Findings {
    let packs = &base.library.packs;
    let days = days(judging, judged, context);
    let law_date = law_date(base.spec, context.date);
    let statements = views(judged);
    let view = base.view(measures, &statements);
    let source = Source { spec: base.spec, view: &view, statutory: &base.statutory };
    let say = Say { packs, labels: Labels::of(base.spec) };
    let mut found = Findings {
        provisions: packs.provisions().map(|(pack, provision)| table::provision(pack, provision)).collect(),
        packs: packs.iter().map(table::pack).collect(),
        milestones: days.rows(),
        law_date: iso(law_date),
        ..Findings::default()
    };
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for (pack, provision, assessed) in passed {
        asked.extend(assessed.statements.iter().map(|one| one.hs.clone()));
        found.finding_parts.extend(parts(provision, &assessed));
        found.findings.push(finding(base, &source, &say, pack, provision, assessed));
    }
    found.statements = table::statements(&base.library.statements, judged, &asked);
    found.warnings = warnings(base, &days, &view, law_date);
    found
}

fn parts(provision: &Provision, assessed: &Assessed) -> Vec<FindingPartRow> {
    let row = |part: &Part| FindingPartRow {
        id: part_id(&provision.id, part),
        provision: provision.id.clone(),
        ground: part.ground,
        stage: part.stage.clone(),
        attribute: part.attribute.clone(),
        group: part.group.clone(),
        item: part.item.clone(),
        state: part.state.to_owned(),
        status: part.status.map(|status| status.word().to_owned()),
        evidence: part.evidence.clone(),
        reason: part.reason.clone(),
    };
    assessed.parts.iter().map(row).collect()
}

fn finding(
    base: &Base<'_>,
    source: &Source<'_>,
    say: &Say<'_>,
    pack: &Pack,
    provision: &Provision,
    assessed: Assessed,
) -> FindingRow {
    let mut evidence = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |ids: &[String]| {
        for id in ids {
            if seen.insert(id.clone()) {
                evidence.push(id.clone());
            }
        }
    };
    assessed.parts.iter().for_each(|part| add(&part.evidence));
    let looked_at = !assessed.auto && !assessed.pending && assessed.status != Status::NotApplicable;
    if looked_at {
        for need in provision.evidence.iter().filter(|need| need.need == EvidenceWeight::Informative) {
            if let Some(of) = base.library.packs.evidence(&need.ev) {
                source.items(of, need).iter().for_each(|item| add(&item.evidence));
            }
        }
    }
    FindingRow {
        id: provision.id.replace('/', "_"),
        provision: provision.id.clone(),
        pack: pack.form.pack.id.clone(),
        pack_version: pack.form.pack.version.clone(),
        status: assessed.status.word().to_owned(),
        also: assessed.also.iter().map(|status| status.word().to_owned()).collect(),
        applies_from: assessed.applies.map(|(day, _)| iso(day)),
        applies_by: assessed.applies.map(|(_, by)| by.word().to_owned()),
        preparation: assessed.preparation,
        pending: assessed.pending,
        auto: assessed.auto,
        coverage: coverage(base, provision, &assessed.parts),
        evidence,
        statements: assessed.statements,
        missing: assessed.missing,
        reasons: reasons::rows(assessed.reasons, &base.library.packs, say),
        claim: assessed.claim,
        decision: assessed.decision,
        verification: FindingVerification {
            state: provision.verification.state.word().to_owned(),
            address: provision.verification.address.clone(),
            read_on: provision.verification.read_on.map(|day| day.to_string()),
        },
    }
}

/// Grounds and stages that were measured: by the parts of the disparity kind where the provision has any, else by those
/// that describe; for a provision that asks for neither, none were.
fn coverage(base: &Base<'_>, provision: &Provision, parts: &[Part]) -> Coverage {
    let effect = |part: &Part| base.library.packs.evidence(&part.item).map(|evidence| evidence.effect);
    let asks = |wanted: Effect| {
        provision.evidence.iter().any(|need| {
            need.need != EvidenceWeight::Informative
                && base.library.packs.evidence(&need.ev).is_some_and(|evidence| evidence.effect == wanted)
        })
    };
    let wanted = if asks(Effect::Disparity) { Effect::Disparity } else { Effect::Describe };
    let measured: Vec<&Part> = parts
        .iter()
        .filter(|part| effect(part) == Some(wanted))
        .filter(|part| ["disparity", "inconclusive", "within_margin", "ok"].contains(&part.state))
        .collect();
    let grounds: BTreeSet<Ground> =
        measured.iter().filter_map(|part| part.ground).filter(|ground| base.statutory.contains(ground)).collect();
    let stages: BTreeSet<&str> = measured.iter().filter_map(|part| part.stage.as_deref()).collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Coverage {
        grounds: count(grounds.len()),
        grounds_total: count(base.statutory.len()),
        stages: count(stages.len()),
        stages_total: count(base.spec.stages.len()),
    }
}

fn warnings(base: &Base<'_>, days: &Days, view: &View<'_>, law_date: NaiveDate) -> Vec<Warning> {
    let mut found = Vec::new();
    for pack in base.library.packs.iter() {
        if let Some(months) = old(pack, law_date) {
            let header = &pack.form.pack;
            found.push(
                Warning::new(WarningCode::LawPackOld)
                    .value("pack", header.id.clone())
                    .value("title_sv", header.title.sv.clone())
                    .value("title_en", header.title.en.clone())
                    .value("date", header.legal_state.to_string())
                    .value("months", months.to_string())
                    .value("law_date", iso(law_date)),
            );
        }
    }
    found.extend(facts_ignored(base));
    found.extend(words_ignored(base));
    if base.spec.audit.kind == AuditKind::Illustration {
        found.push(Warning::new(WarningCode::GateOff));
    }
    let late = days.margin.zip(days.results).is_some_and(|(margin, results)| margin > results);
    let fields = view.statements.get("HS-04").and_then(|statement| statement.fields.as_ref());
    let known = fields.and_then(|fields| fields.get("blind")?.as_bool()) == Some(false);
    if late || known {
        found.push(Warning::new(WarningCode::MarginAfterResults));
    }
    found
}

/// Facts that nobody asks for: neither the contract of the spec, nor a loaded pack, nor a rule of a statement. One that was
/// misspelt would change nothing, in silence.
fn facts_ignored(base: &Base<'_>) -> Vec<Warning> {
    let mut asked = base.library.packs.facts();
    for fact in spec::fact_keys().chain([IN_USE_TO]) {
        asked.insert(fact);
    }
    let unasked = base.spec.law.facts.keys().filter(|fact| !asked.contains(fact.as_str()));
    unasked
        .map(|fact| {
            let warning = Warning::new(WarningCode::FactsIgnored).column(&format!("law.facts.{fact}"));
            match nearest(fact, asked.iter().copied()) {
                Some(near) => warning.value("near", near),
                None => warning,
            }
        })
        .collect()
}

/// Words of facts that no pack knows: such a fact counts as unknown, since a misspelt word would put provisions aside.
fn words_ignored<'a>(base: &'a Base<'a>) -> impl Iterator<Item = Warning> + 'a {
    base.unknown.iter().map(|one| {
        let column = format!("law.facts.{}", one.fact);
        let warning = Warning::new(WarningCode::FactsIgnored).column(&column).value("word", one.word.clone());
        match &one.near {
            Some(near) => warning.value("near", near.clone()),
            None => warning,
        }
    })
}
