//! What a pack may not say (`law/packs.md`, section 7, and 8 for own packs), and what it had better not.
//!
//! The rules of a single provision stand in `lint_provision.rs`.

use std::collections::BTreeSet;

use super::blocks::RuleAsks;
use super::form::{Header, Jurisdiction, PackForm, PackKind};
use super::lint_provision::provision;
use super::{CORE, Known, Origin, SHIPPED, conclusions};
use crate::diag::{Code, Problem, Problems};
use crate::law::tree::{Path, Tree};
use crate::words::{Lang, Text, nearest};

/// What the lint found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What stops the reading.
    pub(super) errors: Problems,
    /// What stops nothing.
    pub(super) remarks: Problems,
}

/// The pack under the lint, and what its references may lead to.
pub(super) struct Linter<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) header: &'a Header,
    /// Besides this pack.
    pub(super) known: &'a Known,
    /// This pack included.
    pub(super) reach: &'a Known,
    /// Provisions that other loaded packs hold.
    pub(super) taken: &'a BTreeSet<String>,
    pub(super) origin: Origin,
    pub(super) found: Found,
}

impl Linter<'_> {
    /// An error at a path.
    pub(super) fn error(&mut self, path: &Path, message: impl Into<String>, hint: impl Into<String>) {
        self.found.errors.push(self.tree.problem(path, message).hint(hint));
    }

    /// A change of something that is shipped.
    fn overriding(&mut self, path: &Path, message: impl Into<String>, hint: impl Into<String>) {
        let problem = Problem { code: Code::PackOverride, ..self.tree.problem(path, message).hint(hint) };
        self.found.errors.push(problem);
    }

    /// A remark at a path.
    pub(super) fn remark(&mut self, path: &Path, message: impl Into<String>, hint: impl Into<String>) {
        self.found.remarks.push(self.tree.problem(path, message).hint(hint));
    }

    /// A reference that must lead somewhere.
    pub(super) fn reference<'k>(
        &mut self,
        path: &Path,
        what: &str,
        id: &str,
        known: impl IntoIterator<Item = &'k String>,
    ) -> bool {
        let known: Vec<&str> = known.into_iter().map(String::as_str).collect();
        if known.contains(&id) {
            return true;
        }
        let hint = nearest(id, known).map(|near| format!("write `{near}`")).unwrap_or_default();
        self.error(path, format!("there is no {what} `{id}`"), hint);
        false
    }

    /// Words of legal conclusion in a text of the pack.
    pub(super) fn plain(&mut self, path: &Path, text: &Text) {
        for (lang, words) in [(Lang::Sv, &text.sv), (Lang::En, &text.en)] {
            self.plain_in(&path.key(lang.word()), words, lang);
        }
    }

    pub(super) fn plain_in(&mut self, path: &Path, text: &str, lang: Lang) {
        for word in conclusions(text, lang) {
            let message = format!("`{path}` uses the word `{word}`, which draws a legal conclusion");
            self.remark(path, message, "say what the material shows, not what it means in law");
        }
    }
}

/// Every error and remark of a pack whose structure holds.
pub(super) fn lint(
    form: &PackForm,
    tree: &Tree<'_>,
    origin: Origin,
    known: &Known,
    reach: &Known,
    taken: &BTreeSet<String>,
) -> Found {
    let header = &form.pack;
    let mut linter = Linter { tree, header, known, reach, taken, origin, found: Found::default() };
    self::header(&mut linter, form);
    changes(&mut linter, form);
    blocks(&mut linter, form);
    if origin == Origin::Own {
        own(&mut linter, form);
    }
    let mut ids = BTreeSet::new();
    for (index, one) in form.provision.iter().enumerate() {
        let path = Path::root().key("provision").at(index);
        if !ids.insert(one.id.as_str()) || (origin == Origin::Shipped && taken.contains(&one.id)) {
            linter.error(
                &path.key("id"),
                format!("the id `{}` stands twice", one.id),
                "give each provision its own id",
            );
        }
        provision(&mut linter, &path, one);
    }
    linter.found
}

fn header(linter: &mut Linter<'_>, form: &PackForm) {
    let root = Path::root();
    let pack = root.key("pack");
    let header = &form.pack;
    if form.schema != 1 {
        let message = format!("`schema` is {}, and this tool reads 1", form.schema);
        linter.error(&root.key("schema"), message, "write 1, or use a tool that reads this form");
    }
    if header.id.is_empty() || !header.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        linter.error(
            &pack.key("id"),
            format!("`{}` is no id of a pack", header.id),
            "use the characters `a-z 0-9 -` alone",
        );
    }
    match version(&header.version) {
        None => {
            let message = format!("`{}` is no version of a pack", header.version);
            linter.error(&pack.key("version"), message, "write year.month.number, such as `2026.02.0`");
        }
        Some([year, month, _]) => {
            let state = header.legal_state.to_string();
            if !state.starts_with(&format!("{year:04}-{month:02}-")) {
                linter.error(
                    &pack.key("version"),
                    format!("version `{}` and `legal_state` {state} differ in year or month", header.version),
                    "take year and month of the version from `legal_state`",
                );
            }
        }
    }
    for (id, wanted) in &header.requires {
        let path = pack.key("requires").key(id);
        let least = wanted.strip_prefix(">=").and_then(|text| version(text.trim()));
        let Some(least) = least else {
            linter.error(&path, format!("`{wanted}` is no demand on a version"), "write `>=year.month.number`");
            continue;
        };
        match linter.known.versions.get(id).map(|found| (found.clone(), version(found))) {
            Some((_, Some(found))) if found >= least => {}
            Some((found, _)) => {
                linter.error(&path, format!("pack `{id}` is needed at {wanted}, and is {found}"), "use a newer tool");
            }
            None => linter.error(&path, format!("pack `{id}` is needed and not loaded"), "load it before this one"),
        }
    }
    let cautioned = header.kind == PackKind::Optional || header.jurisdiction == Jurisdiction::US;
    if cautioned && (header.caution.sv.trim().is_empty() || header.caution.en.trim().is_empty()) {
        let message = "a pack of kind `optional`, or of the United States, needs a caution in both languages";
        linter.error(&pack.key("caution"), message, "say what standing it has");
    }
    linter.plain(&pack.key("caution"), &header.caution);
}

/// Year, month and number of a version.
pub(super) fn version(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
    let version = [parts.next()??, parts.next()??, parts.next()??];
    (parts.next().is_none() && (1..=12).contains(&version[1])).then_some(version)
}

fn changes(linter: &mut Linter<'_>, form: &PackForm) {
    let ids: Vec<String> = form.provision.iter().map(|one| one.id.clone()).collect();
    for (index, change) in form.change.iter().enumerate() {
        let path = Path::root().key("change").at(index);
        if let Some(id) = &change.provision {
            linter.reference(&path.key("provision"), "provision", id, &ids);
        }
        if index > 0 && form.change[index - 1].date < change.date {
            linter.error(&path.key("date"), "changes do not stand newest first", "move the newer change up");
        }
        linter.plain(&path.key("text"), &change.text);
    }
}

fn blocks(linter: &mut Linter<'_>, form: &PackForm) {
    let root = Path::root();
    let lists: [(&str, Vec<&str>); 5] = [
        ("evidence", form.evidence.iter().map(|one| one.id.as_str()).collect()),
        ("statement", form.statement.iter().map(|one| one.id.as_str()).collect()),
        ("wording", form.wording.iter().map(|one| one.id.as_str()).collect()),
        ("status_rule", form.status_rule.iter().map(|one| one.id.as_str()).collect()),
        ("export", form.export.iter().map(|one| one.id.as_str()).collect()),
    ];
    for (table, ids) in lists {
        for (index, id) in ids.iter().enumerate() {
            if ids[..index].contains(id) {
                let path = root.key(table).at(index).key("id");
                linter.error(&path, format!("the id `{id}` stands twice"), "give each its own id");
            }
        }
    }
    for (index, evidence) in form.evidence.iter().enumerate() {
        if evidence.select.metrics.iter().any(|metric| metric == FOUR_FIFTHS) {
            four_fifths(linter, &root.key("evidence").at(index).key("select"));
        }
    }
    for (index, wording) in form.wording.iter().enumerate() {
        let path = root.key("wording").at(index);
        if wording.placeholders.len() != wording.placeholders_en.len() {
            let message = format!("`{}` names its placeholders in one language only", wording.id);
            linter.error(&path.key("placeholders_en"), message, "name them in the same order in both");
        }
        linter.plain_in(&path.key("sv"), &wording.sv, Lang::Sv);
        linter.plain_in(&path.key("en"), &wording.en, Lang::En);
    }
    for (index, statement) in form.statement.iter().enumerate() {
        let path = root.key("statement").at(index);
        let lists = statement.signers.iter().chain(std::iter::once(&statement.recommended));
        for role in lists.flatten() {
            linter.reference(&path.key("signers"), "role", role, &linter.reach.roles.clone());
        }
        if statement.signers.is_empty() || statement.signers.iter().any(Vec::is_empty) {
            let message = format!("`{}` has a list of signers without a role", statement.id);
            linter.error(&path.key("signers"), message, "name at least one role in each list");
        }
        for (at, question) in statement.questions.iter().enumerate() {
            let here = path.key("questions").at(at);
            linter.plain_in(&here.key("sv"), &question.sv, Lang::Sv);
            linter.plain_in(&here.key("en"), &question.en, Lang::En);
            if statement.questions[..at].iter().any(|other| other.id == question.id) {
                linter.error(&here.key("id"), format!("the id `{}` stands twice", question.id), "number them");
            }
        }
        if linter.origin == Origin::Own && !statement.rules.is_empty() {
            let message = format!("rules of `{}` are printed for the writer; the tool cannot check them", statement.id);
            linter.remark(&path.key("rules"), message, "ask for what matters in a question or a field");
        }
    }
}

const FOUR_FIFTHS: &str = "four_fifths_rule";

/// The rule that has no standing outside the United States.
pub(super) fn four_fifths(linter: &mut Linter<'_>, path: &Path) {
    if linter.header.jurisdiction != Jurisdiction::US {
        let message = "`four_fifths_rule` has no standing outside packs of the United States";
        linter.error(path, message, "let the audit set a margin with a reason");
    }
}

/// Is this the metric that has no standing outside the United States?
pub(super) fn is_four_fifths(metric: &str) -> bool {
    metric == FOUR_FIFTHS
}

/// Tables of the file that only `core` may hold, or none.
pub(super) fn overrides_of_tables(tree: &Tree<'_>) -> Problems {
    let mut problems = Problems::new();
    for (table, what) in [
        ("status", "define a status"),
        ("status_rule", "define a status rule"),
        ("ground", "define a ground"),
        ("not_applicable", "say that a provision is not applicable"),
    ] {
        if tree.has(table) {
            let path = Path::root().key(table);
            let hint = if table == "not_applicable" {
                "write it among the statements, with a reason and a signature"
            } else {
                "remove it"
            };
            let message = format!("an own pack may not {what}");
            problems.push(Problem { code: Code::PackOverride, ..tree.problem(&path, message).hint(hint) });
        }
    }
    problems
}

/// What an own pack may not do to what is shipped.
fn own(linter: &mut Linter<'_>, form: &PackForm) {
    let root = Path::root();
    let id = &form.pack.id;
    if SHIPPED.iter().any(|shipped| shipped.id == *id) || id == CORE {
        linter.overriding(&root.key("pack").key("id"), format!("`{id}` is a shipped pack"), "choose an id of your own");
    }
    let prefix = id.split('-').next().unwrap_or_default().to_owned();
    if !id.contains('-') {
        let message = format!("the id `{id}` of an own pack has no prefix");
        linter.error(&root.key("pack").key("id"), message, "begin it with a prefix of the agency, such as `fk-`");
    }
    for (index, provision) in form.provision.iter().enumerate() {
        let shipped = linter.known.provisions.get(&provision.id).is_some_and(Option::is_some);
        if shipped || linter.taken.contains(&provision.id) {
            let message = format!("`{}` is a provision of another pack", provision.id);
            linter.overriding(&root.key("provision").at(index).key("id"), message, "give yours an id of its own");
        }
    }
    for (index, statement) in form.statement.iter().enumerate() {
        let path = root.key("statement").at(index).key("id");
        if linter.known.statements.contains_key(&statement.id) {
            let message = format!("`{}` is a statement of another pack", statement.id);
            linter.overriding(&path, message, "its signers and questions are fixed; add a statement of your own");
        } else if !statement.id.starts_with(&format!("{prefix}:HS-")) {
            let message = format!("`{}` is no id of an own statement", statement.id);
            linter.error(&path, message, format!("write `{prefix}:HS-…`"));
        }
    }
    for (index, evidence) in form.evidence.iter().enumerate() {
        if linter.known.evidence.contains_key(&evidence.id) {
            let message = format!("`{}` is evidence of another pack", evidence.id);
            linter.overriding(&root.key("evidence").at(index).key("id"), message, "give yours an id of its own");
        }
    }
    for (index, wording) in form.wording.iter().enumerate() {
        if linter.known.wordings.contains(&wording.id) {
            let message = format!("`{}` is a sentence of another pack", wording.id);
            linter.overriding(&root.key("wording").at(index).key("id"), message, "give yours an id of its own");
        }
    }
}

/// What the rule of a provision wants, where the rule is known.
pub(super) fn asks_of(linter: &mut Linter<'_>, path: &Path, rule: &str) -> Option<RuleAsks> {
    match linter.reach.status_rules.get(rule).copied() {
        Some(Some(asks)) => Some(asks),
        Some(None) => {
            linter.error(path, format!("`{rule}` is never written in a provision"), "it follows from `applies_from`");
            None
        }
        None => {
            let known: Vec<String> = linter.reach.status_rules.keys().cloned().collect();
            linter.reference(path, "status rule", rule, &known);
            None
        }
    }
}
