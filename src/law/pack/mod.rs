//! Rule packs: a law as data, read and checked (`law/packs.md`).
//!
//! Takes texts and their names; gives [`Packs`], or every problem with its line and column. Opens no file: shipped packs
//! are embedded, own packs are handed in.
//! Invariants: `core` is always loaded; ids are unique over all loaded packs; every reference of a loaded pack leads
//! somewhere; an own pack adds and never changes what is shipped.
//!
//! Start reading at [`Packs::load`], then `form.rs` for what a pack may say and `lint.rs` for what it may not.

mod asked;
#[expect(dead_code, reason = "a form says all that a file may hold; not all of it decides something")]
mod blocks;
mod conclusion;
#[expect(dead_code, reason = "as above")]
mod form;
mod lint;
mod lint_provision;
#[expect(dead_code, reason = "as above")]
mod provision;
mod reach;

pub use asked::UnknownWord;
pub use blocks::{Effect, Evidence, Field, FieldType, Need, RuleAsks, RuleEffect, StatementForm, Status, Wording};
pub(super) use conclusion::conclusions;
pub use form::{Day, Jurisdiction, PackForm};
#[cfg(test)]
pub(super) use provision::EvidenceScope;
pub use provision::{
    ConditionForm, EvidenceNeed, EvidenceWeight, Milestone, Names, NotApplicableMode, OnlyIf, Provision,
    StatementWeight, VerificationState,
};

#[cfg(test)]
pub(super) use reach::reachable;

use std::collections::{BTreeMap, BTreeSet};

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::tree::{Path, Tree};
use crate::diag::{Code, Problem, Problems};
use crate::spec::Spec;
use crate::words::{Scale, Text, metric, nearest, sha256};

/// A pack that is part of the program.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// Id; the same as in its header.
    pub id: &'static str,
    /// Name of its file, for problems.
    pub file: &'static str,
    /// Text.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($id:literal),+ $(,)?) => {
        &[$(Shipped {
            id: $id,
            file: concat!($id, ".toml"),
            text: include_str!(concat!("../packs/", $id, ".toml")),
        },)+]
    };
}

/// Every shipped pack, `core` first.
pub static SHIPPED: &[Shipped] = shipped!["core", "se-diskrimineringslagen", "eu-ai-act", "se-agency-share-check"];

/// The id of the pack that is always loaded.
pub const CORE: &str = "core";

/// The best state that a pack may claim for each known provision.
static LEDGER: &str = include_str!("../packs/ledger.toml");

/// Months after `legal_state` from which on a pack counts as old, where it says nothing itself.
pub const OLD_AFTER_MONTHS: u32 = 6;

/// A pack, read and checked.
#[derive(Clone, Debug)]
pub struct Pack {
    /// What it says.
    pub form: PackForm,
    /// SHA-256 of its text, hex.
    pub sha256: String,
    /// Is it an agency's own?
    pub own: bool,
}

/// Where a pack comes from; decides what it may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Part of the program.
    Shipped,
    /// An agency's own.
    Own,
}

/// A pack with the remarks of the lint: what is allowed, and not well.
#[derive(Clone, Debug)]
pub struct Read {
    /// The pack.
    pub pack: Pack,
    /// Warnings, as problems that stop nothing.
    pub remarks: Vec<Problem>,
}

/// What references of a pack may lead to.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Evidence, with its effect and what it needs.
    pub(super) evidence: BTreeMap<String, Evidence>,
    /// Statements with their fields.
    pub(super) statements: BTreeMap<String, StatementForm>,
    /// Standard sentences.
    pub(super) wordings: BTreeSet<String>,
    /// Roles.
    pub(super) roles: BTreeSet<String>,
    /// Status rules → what they want; `None`: never written in a pack.
    pub(super) status_rules: BTreeMap<String, Option<RuleAsks>>,
    /// Versions of packs by id.
    pub(super) versions: BTreeMap<String, String>,
    /// Provisions of the ledger and of packs read before, with the best state that may be claimed.
    pub(super) provisions: BTreeMap<String, Option<VerificationState>>,
    /// Provisions of other packs that are loaded; each may stand once.
    pub(super) taken: BTreeSet<String>,
}

impl Known {
    /// What holds before any pack is read: the ledger of provisions.
    pub(super) fn from_ledger() -> Result<Self, Problems> {
        #[derive(serde::Deserialize)]
        struct Ledger {
            state: BTreeMap<String, VerificationState>,
        }
        let tree = Tree::parse("ledger.toml", LEDGER, Code::InternalError)?;
        let ledger: Ledger = tree.read(&Path::root())?;
        let provisions = ledger.state.into_iter().map(|(id, state)| (id, Some(state))).collect();
        Ok(Self { provisions, ..Self::default() })
    }

    /// And what a pack adds.
    pub(super) fn add(&mut self, form: &PackForm) {
        self.evidence.extend(form.evidence.iter().map(|one| (one.id.clone(), one.clone())));
        self.statements.extend(form.statement.iter().map(|one| (one.id.clone(), one.clone())));
        self.wordings.extend(form.wording.iter().map(|one| one.id.clone()));
        self.roles.extend(form.roles.keys().cloned());
        for rule in &form.status_rule {
            self.status_rules.insert(rule.id.clone(), rule.in_packs.then_some(rule.asks));
        }
        self.versions.insert(form.pack.id.clone(), form.pack.version.clone());
        for provision in &form.provision {
            self.provisions.entry(provision.id.clone()).or_insert(None);
            self.taken.insert(provision.id.clone());
        }
    }
}

impl Pack {
    /// Reads and checks one pack text. `known` is what its references may lead to besides itself.
    ///
    /// # Errors
    ///
    /// Every syntax error; else everything that breaks the structure; else every error of the lint.
    pub(super) fn read(file: &str, text: &str, origin: Origin, known: &Known) -> Result<Read, Problems> {
        let tree = Tree::parse(file, text, Code::BadPack)?;
        let mut problems = tree.check(&Path::root(), pack_schema());
        if origin == Origin::Own {
            let overrides = lint::overrides_of_tables(&tree);
            problems.0.retain(|problem| overrides.0.iter().all(|other| other.place != problem.place));
            problems.extend(overrides);
        }
        problems.or(())?;
        let form: PackForm = tree.read(&Path::root())?;
        let mut reach = known.clone();
        let taken = std::mem::take(&mut reach.taken);
        reach.add(&form);
        let findings = lint::lint(&form, &tree, origin, known, &reach, &taken);
        let remarks = findings.remarks.0;
        let sha256 = sha256(text.as_bytes());
        findings.errors.or(Read { pack: Self { form, sha256, own: origin == Origin::Own }, remarks })
    }
}

/// The loaded packs, in the order of a report: by kind, then by id.
#[derive(Clone, Debug)]
pub struct Packs {
    packs: Vec<Pack>,
    /// Provisions that are known, loaded or not.
    known: BTreeSet<String>,
    /// Remarks of the lint on own packs.
    pub remarks: Vec<Problem>,
}

impl Packs {
    /// `core`, the shipped packs that a spec names, and own packs given as (name, text).
    ///
    /// # Errors
    ///
    /// An unknown id (`spec/unknown-pack`), every problem of an own pack (`law/bad-pack`, `law/pack-override`), a limit
    /// of the spec that no loaded pack names (`spec/unknown-limit`).
    pub fn load(spec: &Spec, own: &[(String, String)]) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let mut ids: Vec<&str> = Vec::new();
        for id in &spec.law.packs {
            if SHIPPED.iter().any(|shipped| shipped.id == id.value) {
                ids.push(&id.value);
                continue;
            }
            let message = format!("no shipped rule pack is called `{}`", id.value);
            let hint = match nearest(&id.value, SHIPPED.iter().map(|shipped| shipped.id)) {
                Some(near) => format!("write `{near}`"),
                None => "run `evenhand law list` to see those that there are".to_owned(),
            };
            problems.push(Problem::new(Code::UnknownPack, spec.place(&id.span), message).hint(hint));
        }
        let packs = match Self::of(&ids, own) {
            Ok(packs) => packs,
            Err(further) => {
                problems.extend(further);
                return Err(problems);
            }
        };
        for (key, limit) in &spec.law.limits {
            let named = packs.limits();
            if !named.contains(key.as_str()) {
                let message = format!("no loaded rule pack names the limit `{key}`");
                let hint = match nearest(key, named.iter().copied()) {
                    Some(near) => format!("write `{near}`"),
                    None => "load the pack that asks for it, or remove the limit".to_owned(),
                };
                problems.push(Problem::new(Code::UnknownLimit, spec.place(&limit.span), message).hint(hint));
                continue;
            }
            let (least, greatest) = packs.range_of_limit(key);
            if !(least..=greatest).contains(&limit.value) {
                let message = format!(
                    "the limit `{key}` is `{}`, and what is held against it lies between {least} and {greatest}",
                    limit.value
                );
                let hint = "write the limit on the scale of the figure: 80 % is 0.8";
                problems.push(Problem::new(Code::OutOfRange, spec.place(&limit.span), message).hint(hint));
            }
        }
        problems.extend(packs.miswritten(spec));
        problems.or(packs)
    }

    /// `core`, shipped packs by id (unknown ones are left out), and own packs given as (name, text).
    ///
    /// # Errors
    ///
    /// Every problem of the packs.
    pub fn of(ids: &[&str], own: &[(String, String)]) -> Result<Self, Problems> {
        let mut known = Known::from_ledger()?;
        let mut packs = Vec::new();
        let mut remarks = Vec::new();
        let mut problems = Problems::new();
        for shipped in SHIPPED.iter().filter(|one| one.id == CORE || ids.contains(&one.id)) {
            match Pack::read(shipped.file, shipped.text, Origin::Shipped, &known) {
                Ok(read) => {
                    known.add(&read.pack.form);
                    packs.push(read.pack);
                }
                Err(further) => problems.extend(further),
            }
        }
        // Own packs may refer to each other: ids first, then the check of each.
        for (file, text) in own {
            if let Some(form) = sketch(file, text) {
                for provision in &form.provision {
                    known.provisions.entry(provision.id.clone()).or_insert(None);
                }
            }
        }
        for (file, text) in own {
            match Pack::read(file, text, Origin::Own, &known) {
                Ok(read) => {
                    known.add(&read.pack.form);
                    packs.push(read.pack);
                    remarks.extend(read.remarks);
                }
                Err(further) => problems.extend(further),
            }
        }
        packs.sort_by(|a, b| (a.form.pack.kind, &a.form.pack.id).cmp(&(b.form.pack.kind, &b.form.pack.id)));
        problems.or(Self { packs, known: known.provisions.into_keys().collect(), remarks })
    }

    /// The building blocks of `core` without its provision, and texts read as if they were shipped.
    #[cfg(test)]
    pub(super) fn blocks_and(texts: &[(&str, &str)]) -> Result<Self, Problems> {
        let mut known = Known::from_ledger()?;
        let core = SHIPPED.iter().find(|one| one.id == CORE).map_or("", |one| one.text);
        let mut core = Pack::read(CORE, core, Origin::Shipped, &known)?.pack;
        core.form.provision.clear();
        known.add(&core.form);
        let mut packs = vec![core];
        for (file, text) in texts {
            let read = Pack::read(file, text, Origin::Shipped, &known)?;
            known.add(&read.pack.form);
            packs.push(read.pack);
        }
        Ok(Self { packs, known: known.provisions.into_keys().collect(), remarks: Vec::new() })
    }

    /// Is this the id of a provision, loaded or not?
    pub fn knows(&self, provision: &str) -> bool {
        self.known.contains(provision)
    }

    /// The packs, by kind, then by id.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.packs.iter()
    }

    /// A pack by id.
    pub fn get(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.form.pack.id == id)
    }

    /// Every provision with its pack: packs in order, lead provisions first, then as in the file.
    pub fn provisions(&self) -> impl Iterator<Item = (&Pack, &Provision)> {
        self.packs.iter().flat_map(|pack| {
            let lead = pack.form.provision.iter().filter(|one| one.lead);
            let rest = pack.form.provision.iter().filter(|one| !one.lead);
            lead.chain(rest).map(move |provision| (pack, provision))
        })
    }

    /// A statement of `core` or of an own pack.
    pub fn statement(&self, id: &str) -> Option<&StatementForm> {
        self.packs.iter().flat_map(|pack| &pack.form.statement).find(|one| one.id == id)
    }

    /// Every statement, by id.
    pub fn statements(&self) -> BTreeMap<&str, &StatementForm> {
        self.packs.iter().flat_map(|pack| &pack.form.statement).map(|one| (one.id.as_str(), one)).collect()
    }

    /// A kind of evidence.
    pub fn evidence(&self, id: &str) -> Option<&Evidence> {
        self.packs.iter().flat_map(|pack| &pack.form.evidence).find(|one| one.id == id)
    }

    /// A standard sentence.
    pub fn wording(&self, id: &str) -> Option<&Wording> {
        self.packs.iter().flat_map(|pack| &pack.form.wording).find(|one| one.id == id)
    }

    /// A role in words: an own pack's title before that of `core`; the word itself where none has it.
    pub fn role(&self, word: &str) -> Text {
        let own = self.packs.iter().filter(|pack| pack.own).find_map(|pack| pack.form.roles.get(word));
        let found = own.or_else(|| self.packs.iter().find_map(|pack| pack.form.roles.get(word)));
        found.cloned().unwrap_or_else(|| Text::same(word))
    }

    /// The grounds of the statute, in its order.
    pub fn statutory_grounds(&self) -> Vec<crate::words::Ground> {
        let mut grounds: Vec<_> =
            self.packs.iter().flat_map(|pack| &pack.form.ground).filter(|ground| ground.statutory).collect();
        grounds.sort_by_key(|ground| ground.order);
        grounds.into_iter().map(|ground| ground.id).collect()
    }

    /// The limits that loaded packs name.
    pub fn limits(&self) -> BTreeSet<&str> {
        self.limited().map(|(name, ..)| name).collect()
    }

    /// The limits that loaded packs name, with the metrics that are held against them.
    fn limited(&self) -> impl Iterator<Item = (&str, &str, Option<Scale>)> {
        let provisions = self.packs.iter().flat_map(|pack| &pack.form.provision);
        provisions
            .flat_map(|provision| {
                let conditions = provision.condition.iter().map(|condition| &condition.when);
                conditions.chain(provision.not_applicable.contradicted_by.iter())
            })
            .flat_map(super::condition::Condition::limits)
    }

    /// The least and the greatest value that what is held against a limit can have: a limit beyond them never says anything,
    /// or always.
    fn range_of_limit(&self, name: &str) -> (f64, f64) {
        let ranges = self.limited().filter(|(limit, ..)| *limit == name).filter_map(|(_, name, scale)| {
            let (least, greatest) = metric(name)?.range();
            match scale {
                None => Some((least, greatest)),
                Some(Scale::Difference) => Some((least - greatest, greatest - least)),
                Some(_) => None,
            }
        });
        ranges.fold((f64::NEG_INFINITY, f64::INFINITY), |(low, high), (least, greatest)| {
            (low.max(least), high.min(greatest))
        })
    }
}

/// What a pack says, without any check; `None` where it cannot be read.
pub(super) fn sketch(file: &str, text: &str) -> Option<PackForm> {
    let tree = Tree::parse(file, text, Code::BadPack).ok()?;
    if !tree.check(&Path::root(), pack_schema()).is_empty() {
        return None;
    }
    tree.read(&Path::root()).ok()
}

/// The JSON Schema (2020-12) of a rule pack: every table is closed.
pub fn pack_schema() -> &'static Value {
    static SCHEMA: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(schema_of::<PackForm>)
}

/// The closed JSON Schema of a type.
pub(super) fn schema_of<T: schemars::JsonSchema>() -> Value {
    let mut schema: Value = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().into();
    close(&mut schema);
    schema
}

/// A table that names its keys has no others, unless it says what they are.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            let names = map.get("properties").is_some_and(Value::is_object);
            if names && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
