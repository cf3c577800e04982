//! The status of one provision: the algorithm of `law/packs.md` 5.3, to the letter but for two points.
//!
//! A claim of not applicable that the facts contradict is flagged also where it is unsigned, since otherwise a signature
//! would make a status worse; and evidence and statements are taken in the order of their ids, so that their order in a
//! file changes nothing. Everything that it reads is in a [`Case`]; no clock, no randomness, no locale.

use chrono::NaiveDate;

use super::condition::{Outcome, Truth, evaluate};
use super::dates::{AppliesBy, Days, Start, iso, start};
use super::pack::{
    ConditionForm, Evidence, EvidenceNeed, EvidenceWeight, Milestone, Names, NotApplicableMode, OnlyIf, Packs,
    Provision, StatementWeight, Status,
};
use super::rows::{Claim, Decision, FindingStatement, MissingItem};
use super::say::Say;
use super::select::{Item, ItemState};
use super::statement::{ClaimSigning, State};
use super::view::{INPUT_LIST, View};
use crate::words::{AuditKind, Ground, Text};

/// A claim that a provision is not applicable, as the algorithm sees it.
#[derive(Clone, Debug)]
pub(super) struct ClaimView {
    /// Reason as written.
    pub(super) reason: String,
    /// Role, name and day of the first signature.
    pub(super) role: Option<String>,
    /// Name.
    pub(super) name: Option<String>,
    /// Day.
    pub(super) date: Option<NaiveDate>,
    /// How it is signed, for the roles that may make it.
    pub(super) signing: ClaimSigning,
}

/// Everything that the status of a provision rests on, besides the provision.
pub(super) struct Case<'a> {
    /// What may be seen of the audit.
    pub(super) view: &'a View<'a>,
    /// Loaded packs.
    pub(super) packs: &'a Packs,
    /// Sentences.
    pub(super) say: &'a Say<'a>,
    /// Kind of audit.
    pub(super) kind: AuditKind,
    /// The day at which the law is read.
    pub(super) law_date: NaiveDate,
    /// The assessment date.
    pub(super) today: NaiveDate,
    /// Milestones.
    pub(super) days: Days,
    /// A claim on this provision.
    pub(super) claim: Option<&'a ClaimView>,
    /// A decision that names it.
    pub(super) decision: Option<Decision>,
}

/// One part of a status.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What was examined.
    pub(super) item: String,
    /// Its state.
    pub(super) state: &'static str,
    /// What it contributes; `None`: nothing.
    pub(super) status: Option<Status>,
    /// Ground.
    pub(super) ground: Option<Ground>,
    /// Stage.
    pub(super) stage: Option<String>,
    /// Attribute.
    pub(super) attribute: Option<String>,
    /// Group.
    pub(super) group: Option<String>,
    /// Ids of rows.
    pub(super) evidence: Vec<String>,
    /// Why, where the state does not say it.
    pub(super) reason: Option<String>,
}

impl Part {
    /// A part of no place in particular.
    pub(super) fn new(item: impl Into<String>, state: &'static str, status: Option<Status>) -> Self {
        Self {
            item: item.into(),
            state,
            status,
            ground: None,
            stage: None,
            attribute: None,
            group: None,
            evidence: Vec::new(),
            reason: None,
        }
    }
}

/// Why a status is what it is.
#[derive(Clone, Debug)]
pub(super) struct Because {
    /// Code, as in the truth table of `law/packs.md`.
    pub(super) code: String,
    /// In words.
    pub(super) text: Text,
    /// What it contributes; `None`: nothing.
    pub(super) status: Option<Status>,
    /// What it speaks of.
    pub(super) of: Of,
}

/// What a reason speaks of.
#[derive(Clone, Debug)]
pub(super) enum Of {
    /// Evidence at one place.
    Evidence(Item),
    /// What people wrote, or did not.
    Statement,
    /// Anything else.
    Rest,
}

/// What came of a provision.
#[derive(Clone, Debug)]
pub(super) struct Assessed {
    /// Status.
    pub(super) status: Status,
    /// The other statuses that occur, without in_place.
    pub(super) also: Vec<Status>,
    /// Not yet applicable.
    pub(super) preparation: bool,
    /// A proposal.
    pub(super) pending: bool,
    /// Decided by a fact.
    pub(super) auto: bool,
    /// From when it applies to this system, and by which rule, where that is to be told.
    pub(super) applies: Option<(NaiveDate, AppliesBy)>,
    /// Parts.
    pub(super) parts: Vec<Part>,
    /// Reasons, in the order in which they came up.
    pub(super) reasons: Vec<Because>,
    /// Statements asked for.
    pub(super) statements: Vec<FindingStatement>,
    /// What is missing.
    pub(super) missing: Vec<MissingItem>,
    /// The claim, with what became of it.
    pub(super) claim: Option<Claim>,
    /// The decision.
    pub(super) decision: Option<Decision>,
}

/// The items of each evidence that a provision asks for, in the order of its file.
pub(super) type Items<'i> = &'i dyn Fn(&Evidence, &EvidenceNeed) -> Vec<Item>;

/// The status of a provision.
pub(super) fn assess_provision(provision: &Provision, items: Items<'_>, case: &Case<'_>) -> Assessed {
    let mut run = Run { provision, case, found: Assessed::empty() };
    run.all(items);
    run.found
}

impl Assessed {
    fn empty() -> Self {
        Self {
            status: Status::NotAssessed,
            also: Vec::new(),
            preparation: false,
            pending: false,
            auto: false,
            applies: None,
            parts: Vec::new(),
            reasons: Vec::new(),
            statements: Vec::new(),
            missing: Vec::new(),
            claim: None,
            decision: None,
        }
    }
}

/// What step 1 of a test shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StepOne {
    Flagged,
    Inconclusive,
    Within,
}

struct Run<'r> {
    provision: &'r Provision,
    case: &'r Case<'r>,
    found: Assessed,
}

impl Run<'_> {
    fn all(&mut self, items: Items<'_>) {
        let case = self.case;
        let provision = self.provision;
        if let Some(pending) = &provision.pending {
            self.found.pending = true;
            let text = case.say.pending(&pending.stage, &pending.reference);
            return self.reason("pending_law", None, text);
        }
        if self.excluded() {
            return;
        }
        let claimed = self.claim();
        if claimed {
            return;
        }
        let step_one = self.evidence(items);
        self.conditions(step_one);
        self.statements(step_one);
        self.dates();
        self.conclude();
    }

    fn reason(&mut self, code: impl Into<String>, status: Option<Status>, text: Text) {
        self.because(code, status, Of::Rest, text);
    }

    fn because(&mut self, code: impl Into<String>, status: Option<Status>, of: Of, text: Text) {
        self.found.reasons.push(Because { code: code.into(), text, status, of });
    }

    fn auto(&mut self, code: &str, text: Text) -> bool {
        self.found.auto = true;
        self.found.status = Status::NotApplicable;
        self.reason(code, None, text);
        true
    }

    /// Scope, repeal, start of application.
    fn excluded(&mut self) -> bool {
        let (case, provision) = (self.case, self.provision);
        for (fact, allowed) in &provision.scope {
            if case.view.fact_in(fact, allowed) == Some(false) {
                return self.auto(&format!("out_of_scope:{fact}"), case.say.out_of_scope(fact));
            }
        }
        if let Some(last) = provision.in_force.to
            && case.law_date > last.0
        {
            return self.auto("repealed", case.say.with_date("repealed", last.0));
        }
        let start = start(provision, case.view.facts);
        let told = provision.applies_from.is_some() || start.by != AppliesBy::Provision || case.law_date < start.day;
        self.found.applies = told.then_some((start.day, start.by));
        if case.law_date < start.day {
            if case.kind == AuditKind::Retrospective && case.law_date < start.own {
                let text = case.say.with_date("not_in_force_on_law_date", case.law_date);
                return self.auto("not_in_force_on_law_date", text);
            }
            self.prepare(&start);
        }
        false
    }

    fn prepare(&mut self, start: &Start) {
        self.found.preparation = true;
        let word = match start.by {
            AppliesBy::Provision => "applies_from",
            AppliesBy::Transition => "transition",
            AppliesBy::Change => "change",
        };
        let code = format!("{word}:{}", iso(start.day));
        let planned = self.case.days.in_use.is_some_and(|from| from > self.case.today);
        self.reason(code, None, self.case.say.preparation(start, planned));
    }

    /// A claim of not applicable; true where it is accepted.
    fn claim(&mut self) -> bool {
        let Some(claim) = self.case.claim else { return false };
        let rules = &self.provision.not_applicable;
        let row = |state: &str| Claim {
            reason: claim.reason.clone(),
            role: claim.role.clone(),
            name: claim.name.clone(),
            date: claim.date.map(iso),
            state: state.to_owned(),
        };
        if rules.mode != NotApplicableMode::ByPerson {
            self.found.claim = Some(row("rejected"));
            self.found.parts.push(Part { reason: Some("na_rejected".to_owned()), ..Part::new("na", "rejected", None) });
            self.reason("na_rejected", None, self.case.say.short("na_rejected"));
            return false;
        }
        let contradicted = rules
            .contradicted_by
            .as_ref()
            .is_some_and(|condition| evaluate(condition, self.case.view).truth == Truth::True);
        let mut state = match claim.signing {
            ClaimSigning::Signed => "accepted",
            ClaimSigning::WrongRole => "wrong_role",
            ClaimSigning::Unsigned => "unsigned",
        };
        if claim.signing != ClaimSigning::Signed {
            self.found.parts.push(Part {
                reason: Some("na_unsigned".to_owned()),
                ..Part::new("na", state, Some(Status::Incomplete))
            });
            let text = self.case.say.short("na_unsigned");
            self.because("na_unsigned", Some(Status::Incomplete), Of::Statement, text);
            let role = rules.roles.first().cloned();
            let id = self.provision.id.clone();
            self.found.missing.push(MissingItem { kind: "statement".to_owned(), id, role });
        }
        if contradicted {
            state = "contradicted";
            self.found.parts.push(Part {
                reason: Some("na_contradicted".to_owned()),
                ..Part::new("na", "contradicted", Some(Status::Flagged))
            });
            self.reason("na_contradicted", Some(Status::Flagged), self.case.say.short("na_contradicted"));
        }
        self.found.claim = Some(row(state));
        if state != "accepted" {
            return false;
        }
        self.found.status = Status::NotApplicable;
        self.found.parts.push(Part { reason: Some("na_by_person".to_owned()), ..Part::new("na", "accepted", None) });
        self.reason("na_by_person", None, self.case.say.not_applicable(claim));
        true
    }

    fn evidence(&mut self, items: Items<'_>) -> StepOne {
        let mut needs: Vec<&EvidenceNeed> =
            self.provision.evidence.iter().filter(|need| need.need != EvidenceWeight::Informative).collect();
        needs.sort_by(|a, b| a.ev.cmp(&b.ev));
        let mut step_one = StepOne::Within;
        for need in needs {
            let Some(evidence) = self.case.packs.evidence(&need.ev) else { continue };
            let required = need.need == EvidenceWeight::Required;
            let mut found = items(evidence, need);
            if found.is_empty() {
                found.push(Item::whole(ItemState::NotSupplied));
            }
            for item in found {
                match item.state {
                    ItemState::Disparity => step_one = StepOne::Flagged,
                    ItemState::Inconclusive | ItemState::NotComputable | ItemState::Suppressed
                        if step_one == StepOne::Within =>
                    {
                        step_one = StepOne::Inconclusive;
                    }
                    _ => {}
                }
                self.item(evidence, item, required);
            }
        }
        step_one
    }

    /// One item: the table of 3.1.
    fn item(&mut self, evidence: &Evidence, item: Item, required: bool) {
        let (status, word) = match item.state {
            ItemState::Disparity => (Some(Status::Flagged), Some("disparity")),
            ItemState::Inconclusive => (Some(Status::Inconclusive), Some("inconclusive")),
            ItemState::NotComputable => (Some(Status::Inconclusive), Some("not_computable")),
            ItemState::Suppressed => (Some(Status::Inconclusive), Some("suppressed")),
            ItemState::Unmeasured => (Some(Status::Incomplete), Some("unmeasured_without_reason")),
            ItemState::NotRequested if required => (Some(Status::NotAssessed), Some("not_requested")),
            ItemState::NotSupplied if required => (Some(Status::NotAssessed), Some("not_supplied")),
            ItemState::NotRequested | ItemState::NotSupplied => (None, None),
            ItemState::Ok | ItemState::WithinMargin => (Some(Status::InPlace), None),
            ItemState::ExploratoryDisparity => (None, Some("exploratory_disparity")),
            ItemState::UnmeasuredSigned => (None, Some("unmeasured_signed")),
        };
        if let Some(word) = word {
            let text = self.case.say.items(word, &evidence.title, std::slice::from_ref(&item));
            self.because(format!("{}:{word}", evidence.id), status, Of::Evidence(item.clone()), text);
        }
        if matches!(status, Some(Status::NotAssessed | Status::Incomplete)) {
            self.missing("evidence", &evidence.id, None);
        }
        self.found.parts.push(Part {
            ground: item.ground,
            stage: item.stage,
            attribute: item.attribute,
            group: item.group,
            evidence: item.evidence,
            reason: (item.state == ItemState::Unmeasured).then(|| "unmeasured_without_reason".to_owned()),
            ..Part::new(&evidence.id, item.state.word(), status)
        });
    }

    fn missing(&mut self, kind: &str, id: &str, role: Option<String>) {
        let item = MissingItem { kind: kind.to_owned(), id: id.to_owned(), role };
        if !self.found.missing.contains(&item) {
            self.found.missing.push(item);
        }
    }

    fn conditions(&mut self, step_one: StepOne) {
        for condition in &self.provision.condition {
            if condition.only_if == OnlyIf::Flagged && step_one != StepOne::Flagged {
                continue;
            }
            let outcome = evaluate(&condition.when, self.case.view);
            self.condition(condition, outcome);
        }
    }

    fn condition(&mut self, condition: &ConditionForm, outcome: Outcome) {
        let code = format!("cond:{}", condition.id);
        let limit = outcome.limit_not_set.then(|| "limit_not_set".to_owned());
        let excused = outcome.truth == Truth::True && self.excused(condition);
        let state = if excused { "excused" } else { outcome.truth.word() };
        let (status, suffix) = match outcome.truth {
            Truth::LeftOut => (None, None),
            Truth::True if excused => (Some(Status::InPlace), Some(":excused")),
            Truth::True => (Some(condition.if_true), Some("")),
            Truth::False => (Some(Status::InPlace), None),
            Truth::Unknown => (Some(condition.if_unknown), Some(":unknown")),
            Truth::NoInput => (Some(Status::NotAssessed), Some(":no_input")),
        };
        if let Some(suffix) = suffix {
            let text = self.case.say.condition(condition, &outcome, excused);
            self.reason(format!("{code}{suffix}"), status, text);
        }
        let lacking =
            matches!(status, Some(Status::NotAssessed | Status::Incomplete | Status::Inconclusive | Status::Flagged));
        match &outcome.file {
            Some(file) if lacking => self.missing("file", file, None),
            None if outcome.truth == Truth::NoInput && !outcome.limit_not_set => {
                for statement in statements_read(&condition.when) {
                    if self.case.view.state(&statement) == State::Missing {
                        let role = self.case.view.statements.get(&statement).and_then(|view| view.role.clone());
                        self.missing("statement", &statement, role);
                    }
                }
            }
            _ => {}
        }
        let input = outcome.file.as_deref() == Some(INPUT_LIST);
        self.found.parts.push(Part {
            evidence: if input { Vec::new() } else { outcome.evidence },
            reason: limit,
            ..Part::new(code.clone(), state, status)
        });
        for looked in outcome.looked {
            self.found.parts.push(Part {
                ground: self.case.view.ground_of(&looked.attribute),
                stage: looked.stage,
                attribute: Some(looked.attribute),
                group: looked.group,
                evidence: looked.evidence,
                ..Part::new(code.clone(), looked.truth.word(), None)
            });
        }
    }

    /// Does a signed statement hold the value that excuses a condition?
    fn excused(&self, condition: &ConditionForm) -> bool {
        let Some(excuse) = &condition.excused_by else { return false };
        let Some(statement) = self.case.view.statements.get(&excuse.statement) else { return false };
        let wanted: &[String] = match &excuse.contains {
            Names::Word(word) => std::slice::from_ref(word),
            Names::List(words) => words,
        };
        let values = statement.fields.as_ref().map(|fields| super::condition::at_path(fields, &excuse.field));
        let held = |value: &serde_json::Value| {
            let listed = value.as_array().into_iter().flatten();
            listed.chain([value]).any(|one| one.as_str().is_some_and(|text| wanted.iter().any(|word| word == text)))
        };
        statement.state == State::Signed && values.into_iter().flatten().any(held)
    }

    fn statements(&mut self, step_one: StepOne) {
        let flagged = self.found.parts.iter().any(|part| part.status == Some(Status::Flagged));
        let calm = step_one == StepOne::Within && !flagged;
        let mut needs: Vec<_> = self.provision.statement.iter().collect();
        needs.sort_by(|a, b| a.hs.cmp(&b.hs));
        for need in needs {
            if need.need == StatementWeight::UnlessWithinMargin && calm {
                continue;
            }
            let view = self.case.view.statements.get(&need.hs).cloned().unwrap_or_default();
            self.found.statements.push(FindingStatement {
                hs: need.hs.clone(),
                version: view.version,
                state: view.state.word().to_owned(),
            });
            if need.need == StatementWeight::Informative {
                continue;
            }
            let signed = view.state == State::Signed;
            let status = if signed { Status::InPlace } else { Status::Incomplete };
            self.found.parts.push(Part::new(&need.hs, view.state.word(), Some(status)));
            if !signed {
                let text = self.case.say.statement(view.state, &need.hs, view.role.as_deref());
                self.because(format!("{}:{}", need.hs, view.state.word()), Some(status), Of::Statement, text);
                self.missing("statement", &need.hs, view.role);
            }
        }
    }

    fn dates(&mut self) {
        let (case, order) = (self.case, &self.provision.date_order);
        let known: Vec<(Milestone, NaiveDate)> =
            order.iter().filter_map(|one| Some((*one, case.days.of(*one)?))).collect();
        let mut retro = false;
        for pair in known.windows(2) {
            let [(a, first), (b, second)] = pair else { continue };
            let item = format!("dates:{}>{}", a.word(), b.word());
            if first <= second {
                self.found.parts.push(Part::new(item, "in_order", Some(Status::InPlace)));
                continue;
            }
            retro |= (*a, *b) == (Milestone::Margin, Milestone::Results);
            self.found.parts.push(Part::new(item.clone(), "broken", Some(Status::Flagged)));
            self.reason(item, Some(Status::Flagged), case.say.order(*a, *first, *b, *second));
        }
        let asks = order.contains(&Milestone::Margin) && order.contains(&Milestone::Results);
        if asks && !retro && self.results_were_known() {
            let item = "dates:margin>results";
            self.found.parts.retain(|part| part.item != item);
            self.found
                .parts
                .push(Part { reason: Some("blind".to_owned()), ..Part::new(item, "broken", Some(Status::Flagged)) });
            self.reason(item, Some(Status::Flagged), case.say.retro());
        }
        for milestone in order {
            if *milestone != Milestone::Use && case.days.of(*milestone).is_none() {
                let item = format!("dates:{}", milestone.word());
                self.found.parts.push(Part::new(item, "missing", Some(Status::Incomplete)));
                let text = case.say.no_date(*milestone, case.days.stated);
                self.reason(format!("dates:{}:missing", milestone.word()), Some(Status::Incomplete), text);
            }
        }
    }

    /// Does HS-04, signed or not, say that results were known when the margin was set?
    fn results_were_known(&self) -> bool {
        let statement = self.case.view.statements.get("HS-04");
        let blind = statement.and_then(|view| view.fields.as_ref()?.get("blind")?.as_bool());
        blind == Some(false)
    }

    fn conclude(&mut self) {
        let statuses = |parts: &[Part]| -> Vec<Status> {
            let mut all: Vec<Status> = parts.iter().filter_map(|part| part.status).collect();
            all.sort();
            all.dedup();
            all
        };
        let all = statuses(&self.found.parts);
        match all.first() {
            None => {
                self.found.status = Status::NotAssessed;
                let text = self.case.say.nothing_supplied(self.provision.asks_nothing());
                self.reason("nothing_required_was_supplied", None, text);
            }
            Some(highest) => {
                self.found.status = *highest;
                self.found.also = all.iter().skip(1).copied().filter(|status| *status != Status::InPlace).collect();
            }
        }
        if let Some(decision) = self.case.decision.clone() {
            if decision.state == "stale" {
                self.because("decision_stale", None, Of::Statement, self.case.say.short("decision_stale"));
            }
            self.found.decision = Some(decision);
        }
    }
}

/// The statements that a condition reads.
fn statements_read(condition: &super::condition::Condition) -> Vec<String> {
    let mut found = Vec::new();
    condition.walk(&mut |inner| {
        if let super::condition::Condition::Answer { statement, .. } = inner {
            found.push(statement.clone());
        }
    });
    found
}
