//! Statement files become statements, or problems with their places.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::form::{ClaimForm, FileStatus, ListForm, SignatureForm, StatementFile, answers_schema, fields_schema};
use crate::diag::{Code, Problems};
use crate::law::pack::{Packs, schema_of};
use crate::law::tree::{Path, Tree};
use crate::words::{Lang, canonical_json, nearest, sha256};

/// A statement and the file that it stands in.
#[derive(Clone, Debug)]
pub(in crate::law) struct Entry {
    /// Name of the file.
    pub(in crate::law) file: String,
    /// Kept in the archive: a version that was replaced.
    pub(in crate::law) archived: bool,
    /// What it says.
    pub(in crate::law) form: StatementFile,
}

/// A claim that a provision is not applicable.
#[derive(Clone, Debug)]
pub(in crate::law) struct ClaimEntry {
    /// What it says.
    pub(in crate::law) form: ClaimForm,
}

/// Everything that people wrote for an audit.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// By id, then version; archived ones among them.
    entries: Vec<Entry>,
    /// By provision.
    claims: Vec<ClaimEntry>,
}

impl Statements {
    /// Reads statement files given as (name, text): one statement a file, or lists of them, or claims of not applicable.
    ///
    /// # Errors
    ///
    /// Every file that is not of this audit, names what no loaded pack has, or breaks its form (`law/bad-statement`).
    pub fn read(files: &[(String, String)], packs: &Packs, audit: &str) -> Result<Self, Problems> {
        let mut reader = Reader { packs, audit, found: Self::default(), problems: Problems::new() };
        for (file, text) in files {
            match Tree::parse(file, text, Code::BadStatement) {
                Ok(tree) => reader.file(file, &tree),
                Err(problems) => reader.problems.extend(problems),
            }
        }
        let Reader { mut found, mut problems, .. } = reader;
        found.entries.sort_by(|a, b| (&a.form.id, a.form.version).cmp(&(&b.form.id, b.form.version)));
        found.claims.sort_by(|a, b| a.form.provision.cmp(&b.form.provision));
        problems.extend(found.doubles());
        problems.or(found)
    }

    /// Every statement, by id, then version.
    pub(in crate::law) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The statement that counts of each id: the newest that is not archived.
    pub(in crate::law) fn newest(&self) -> BTreeMap<&str, &Entry> {
        let live = self.entries.iter().filter(|entry| !entry.archived);
        live.map(|entry| (entry.form.id.as_str(), entry)).collect()
    }

    /// Claims by provision.
    pub(in crate::law) fn claims(&self) -> BTreeMap<&str, &ClaimEntry> {
        self.claims.iter().map(|claim| (claim.form.provision.as_str(), claim)).collect()
    }

    /// Is a version of a statement replaced or taken back?
    pub(in crate::law) fn superseded(&self, entry: &Entry) -> bool {
        let same = self.entries.iter().filter(|other| other.form.id == entry.form.id);
        entry.archived
            || entry.form.status == FileStatus::Withdrawn
            || same.clone().any(|other| !other.archived && other.form.version > entry.form.version)
            || same
                .filter_map(|other| other.form.supersedes.as_ref())
                .any(|supersedes| supersedes.version == entry.form.version)
    }

    /// The same version, or the same claim, twice.
    fn doubles(&self) -> Problems {
        let mut problems = Problems::new();
        let mut seen: BTreeMap<(&str, u32), &str> = BTreeMap::new();
        for entry in &self.entries {
            let key = (entry.form.id.as_str(), entry.form.version);
            if let Some(other) = seen.insert(key, &entry.file) {
                let message = format!("`{}` version {} stands in `{other}` as well", key.0, key.1);
                let place = crate::diag::Place::file(&entry.file);
                let hint = "give the newer text the next version, and move the older file to `archive`";
                problems.push(crate::diag::Problem::new(Code::BadStatement, place, message).hint(hint));
            }
        }
        problems
    }
}

struct Reader<'r> {
    packs: &'r Packs,
    audit: &'r str,
    found: Statements,
    problems: Problems,
}

impl Reader<'_> {
    fn file(&mut self, file: &str, tree: &Tree<'_>) {
        let archived = file.split(['/', '\\']).rev().skip(1).any(|folder| folder == "archive");
        if tree.has("statement") || tree.has("not_applicable") {
            let problems = tree.check(&Path::root(), list_schema());
            if !problems.is_empty() {
                self.problems.extend(problems);
                return;
            }
            for index in 0..tree.len("statement") {
                self.statement(file, archived, tree, &Path::root().key("statement").at(index));
            }
            match tree.read::<ListForm>(&Path::root()) {
                Ok(list) => {
                    self.schema(tree, &Path::root(), list.schema);
                    for (index, claim) in list.not_applicable.into_iter().enumerate() {
                        self.claim(tree, &Path::root().key("not_applicable").at(index), claim);
                    }
                }
                Err(problems) => self.problems.extend(problems),
            }
            return;
        }
        let problems = tree.check(&Path::root(), statement_schema());
        if problems.is_empty() {
            self.statement(file, archived, tree, &Path::root());
        } else {
            self.problems.extend(problems);
        }
    }

    fn schema(&mut self, tree: &Tree<'_>, path: &Path, schema: u32) {
        if schema != 1 {
            let message = format!("`schema` is {schema}, and this tool reads 1");
            self.problems.push(tree.problem(&path.key("schema"), message).hint("write 1"));
        }
    }

    fn statement(&mut self, file: &str, archived: bool, tree: &Tree<'_>, path: &Path) {
        let form: StatementFile = match tree.read(path) {
            Ok(form) => form,
            Err(problems) => return self.problems.extend(problems),
        };
        self.schema(tree, path, form.schema);
        let Some(asked) = self.packs.statement(&form.id) else {
            let known = self.packs.statements();
            let hint = match nearest(&form.id, known.keys().copied()) {
                Some(near) => format!("write `{near}`"),
                None => "load the pack that asks for it".to_owned(),
            };
            let message = format!("no loaded rule pack has a statement `{}`", form.id);
            return self.problems.push(tree.problem(&path.key("id"), message).hint(hint));
        };
        if form.audit != self.audit {
            let message = format!("the statement is of the audit `{}`, and this audit is `{}`", form.audit, self.audit);
            let hint = "move it to the audit that it belongs to, or correct `audit`";
            self.problems.push(tree.problem(&path.key("audit"), message).hint(hint));
        }
        let questions = answers_schema(asked.questions.iter().map(|question| question.id.as_str()));
        self.problems.extend(tree.check(&path.key("answers"), &questions));
        let fields = fields_schema(&asked.fields);
        self.problems.extend(tree.check(&path.key("fields"), &fields));
        for language in form.translation.keys() {
            let here = path.key("translation").key(language);
            if Lang::parse(language).is_none() {
                let message = format!("`{language}` is no language of a report");
                self.problems.push(tree.problem(&here, message).hint("write `sv` or `en`"));
            }
            self.problems.extend(tree.check(&here, &questions));
        }
        self.found.entries.push(Entry { file: file.to_owned(), archived, form });
    }

    fn claim(&mut self, tree: &Tree<'_>, path: &Path, form: ClaimForm) {
        let loaded: BTreeSet<&str> = self.packs.provisions().map(|(_, provision)| provision.id.as_str()).collect();
        if !loaded.contains(form.provision.as_str()) && !self.packs.knows(&form.provision) {
            let hint = nearest(&form.provision, loaded.iter().copied()).map(|near| format!("write `{near}`"));
            let message = format!("there is no provision `{}`", form.provision);
            let problem = tree.problem(&path.key("provision"), message).hint(hint.unwrap_or_default());
            return self.problems.push(problem);
        }
        if self.found.claims.iter().any(|other| other.form.provision == form.provision) {
            let message = format!("`{}` is claimed not to be applicable twice", form.provision);
            let problem = tree.problem(&path.key("provision"), message).hint("keep one claim with one reason");
            return self.problems.push(problem);
        }
        self.found.claims.push(ClaimEntry { form });
    }
}

fn statement_schema() -> &'static Value {
    static SCHEMA: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(schema_of::<StatementFile>)
}

fn list_schema() -> &'static Value {
    static SCHEMA: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(schema_of::<ListForm>)
}

/// SHA-256 of what a signature of a statement stands for: answers, applies_to, fields, language and version, each as in
/// the file, as canonical JSON; a table that the file does not have is an empty one.
pub(in crate::law) fn content_sha256(form: &StatementFile) -> String {
    let applies_to: Map<String, Value> = form.applies_to.as_ref().map_or_else(Map::new, |to| {
        let lists = [("attributes", &to.attributes), ("stages", &to.stages)];
        lists.into_iter().filter_map(|(key, list)| Some((key.to_owned(), json!(list.as_ref()?)))).collect()
    });
    let content = json!({
        "answers": form.answers,
        "applies_to": applies_to,
        "fields": form.fields,
        "language": form.language.word(),
        "version": form.version,
    });
    sha256(canonical_json(&content).as_bytes())
}

/// SHA-256 of what a signature of a claim stands for: provision, reason and written, and review_by where it is given.
pub(in crate::law) fn claim_sha256(form: &ClaimForm) -> String {
    let mut content = json!({
        "provision": form.provision,
        "reason": form.reason,
        "written": form.written.to_string(),
    });
    if let Some(until) = form.review_by {
        content["review_by"] = json!(until.to_string());
    }
    sha256(canonical_json(&content).as_bytes())
}

/// For tests: what people would do to files.
#[cfg(test)]
impl Statements {
    fn entry(&mut self, hs: &str) -> &mut Entry {
        self.entries.iter_mut().rfind(|entry| entry.form.id == hs).unwrap()
    }

    /// Every signer signs every statement on the day after it was written.
    pub(in crate::law) fn sign_all(&mut self, packs: &Packs) {
        let ids: Vec<String> = self.entries.iter().map(|entry| entry.form.id.clone()).collect();
        for id in ids {
            let lists = packs.statement(&id).unwrap().signers.clone();
            let day = self.entry(&id).form.written.0.succ_opt().unwrap();
            self.entry(&id).form.signature.clear();
            for list in lists {
                self.sign(&id, &list[0], day);
            }
        }
    }

    /// A recorded signature on the content as it stands.
    pub(in crate::law) fn sign(&mut self, hs: &str, role: &str, day: chrono::NaiveDate) {
        let entry = self.entry(hs);
        let signature = SignatureForm {
            role: role.to_owned(),
            name: format!("Name of the {role} of {hs}"),
            title: None,
            date: crate::law::pack::Day(day),
            method: super::form::Method::Recorded,
            content_sha256: content_sha256(&entry.form),
            file: None,
            comment: None,
        };
        entry.form.signature.push(signature);
    }

    /// The claims of other files.
    pub(in crate::law) fn take_claims(&mut self, other: Self) {
        self.claims = other.claims;
    }

    /// A role takes its signature back.
    pub(in crate::law) fn unsign(&mut self, hs: &str, role: &str) {
        self.entry(hs).form.signature.retain(|signature| signature.role != role);
    }

    /// Everyone who has signed signs the content as it stands now.
    pub(in crate::law) fn sign_again(&mut self, hs: &str) {
        let entry = self.entry(hs);
        let content = content_sha256(&entry.form);
        entry.form.signature.iter_mut().for_each(|signature| signature.content_sha256.clone_from(&content));
    }

    /// The signatures of a role get a name.
    pub(in crate::law) fn rename(&mut self, hs: &str, role: &str, name: &str) {
        for signature in self.entry(hs).form.signature.iter_mut().filter(|signature| signature.role == role) {
            name.clone_into(&mut signature.name);
        }
    }

    /// An answer is changed.
    pub(in crate::law) fn answer(&mut self, hs: &str, question: &str, text: &str) {
        self.entry(hs).form.answers.insert(question.to_owned(), text.to_owned());
    }

    /// An answer.
    pub(in crate::law) fn text(&mut self, hs: &str, question: &str) -> String {
        self.entry(hs).form.answers[question].clone()
    }
}

/// The signatures of an entry.
impl Entry {
    /// Signatures by a role.
    pub(in crate::law) fn signed_by<'e>(&'e self, role: &'e str) -> impl Iterator<Item = &'e SignatureForm> {
        self.form.signature.iter().filter(move |signature| signature.role == role)
    }
}
