//! Each state of a statement has a case, each rule a text that breaks it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::situation::measures;
use super::spec::{calm, comparison, day, spec};
use crate::diag::Code;
use crate::law::from_measures::{Base, Library};
use crate::law::pack::{Packs, RuleEffect, Status};
use crate::law::statement::{Judging, Open, State, Statements, content_sha256, file_name, judge, rule_ids, skeleton};
use crate::law::{Required, required};
use crate::measure::Measures;
use crate::spec::{At, Fact, Spec};
use crate::words::{Lang, SystemKind};

const GOOD: &str = include_str!("good_statements.toml");
pub(super) const RESULTS: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

pub(super) fn today() -> NaiveDate {
    day("2026-11-26")
}

/// A text with every `"@n"` replaced by n characters of its own.
pub(super) fn filled(text: &str) -> String {
    let mut parts = text.split("\"@");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        let end = part.find('"').unwrap();
        let length: usize = part[..end].parse().unwrap();
        let mut words = format!("Svar {index} ");
        while words.chars().count() < length {
            words.push('å');
        }
        let words: String = words.chars().take(length).collect();
        let words = if words.ends_with(' ') { format!("{}x", words.trim_end()) } else { words };
        out.push_str(&format!("\"{words}\"{}", &part[end + 1..]));
    }
    out
}

pub(super) fn packs() -> Packs {
    static PACKS: std::sync::OnceLock<Packs> = std::sync::OnceLock::new();
    let ids = ["se-diskrimineringslagen", "eu-ai-act", "se-agency-share-check"];
    PACKS.get_or_init(|| Packs::of(&ids, &[]).unwrap()).clone()
}

/// The good statements with one passage replaced, read, and signed by everyone the day after they were written.
pub(super) fn library(changes: &[(&str, &str)]) -> Library {
    library_of(&good(changes))
}

fn good(changes: &[(&str, &str)]) -> String {
    let mut text = GOOD.to_owned();
    for (from, to) in changes {
        assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once");
        text = text.replace(from, to);
    }
    filled(&text)
}

fn library_of(text: &str) -> Library {
    let packs = packs();
    let files = [("statements.toml".to_owned(), text.to_owned())];
    let mut statements = Statements::read(&files, &packs, "test-audit").unwrap_or_else(|found| panic!("{found}"));
    statements.sign_all(&packs);
    Library { packs, statements }
}

struct World {
    spec: Spec,
    measures: Option<Measures>,
    findings: Vec<Open>,
    conditions: BTreeSet<String>,
    results: &'static str,
}

impl World {
    fn new() -> Self {
        Self {
            spec: spec(),
            measures: Some(calm()),
            findings: Vec::new(),
            conditions: BTreeSet::new(),
            results: RESULTS,
        }
    }

    fn judge(&self, library: &Library) -> BTreeMap<String, (State, Vec<String>)> {
        let base = Base::new(&self.spec, library, self.measures.as_ref());
        let judging = Judging {
            spec: &self.spec,
            packs: &library.packs,
            statements: &library.statements,
            facts: &base.facts,
            measures: self.measures.as_ref(),
            files: &base.files,
            today: today(),
            results_sha256: Some(self.results),
            conditions_true: &self.conditions,
            findings: Some(&self.findings),
        };
        judge(&judging).into_iter().map(|(id, one)| (id, (one.state, one.reasons))).collect()
    }
}

#[test]
fn the_good_statements_are_all_signed_and_nothing_is_remarked() {
    let judged = World::new().judge(&library(&[]));
    assert_eq!(judged.len(), 19);
    for (id, (state, reasons)) in judged {
        assert_eq!((state, reasons), (State::Signed, Vec::new()), "{id}");
    }
}

#[test]
fn every_rule_of_a_statement_is_known_to_the_program_and_to_the_pack() {
    let packs = Packs::of(&[], &[]).unwrap();
    let listed: BTreeSet<(String, String)> = packs
        .statements()
        .values()
        .flat_map(|form| {
            form.rules
                .iter()
                .filter(|rule| rule.effect != RuleEffect::Note)
                .map(|rule| (form.id.clone(), rule.id.clone()))
        })
        .collect();
    let checked: BTreeSet<(String, String)> = rule_ids().map(|(hs, rule)| (hs.to_owned(), rule.to_owned())).collect();
    assert_eq!(listed, checked);
}

#[test]
fn each_state_has_its_case() {
    let world = World::new();
    let state = |library: &Library, hs: &str| world.judge(library)[hs].clone();
    let reasons = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();

    let none =
        library_of("schema = 1\n[[not_applicable]]\nprovision = \"EU-AIA-4\"\nreason = \"x\"\nwritten = 2026-10-01\n");
    assert_eq!(state(&none, "HS-07"), (State::Missing, reasons(&["missing"])));

    let mark = "id = \"HS-07\"\naudit = \"test-audit\"";
    let seven = |extra: &str| library(&[(mark, &format!("{mark}\n{extra}"))]);
    assert_eq!(state(&seven("illustration = true"), "HS-07"), (State::Illustration, reasons(&["illustration"])));
    let of_status = |status: &str| {
        let from = "id = \"HS-07\"\naudit = \"test-audit\"\nversion = 1\nlanguage = \"sv\"\nstatus = \"final\"";
        library(&[(from, &from.replace("final", status))])
    };
    assert_eq!(state(&of_status("draft"), "HS-07"), (State::Draft, reasons(&["draft"])));
    assert_eq!(state(&of_status("withdrawn"), "HS-07"), (State::Superseded, reasons(&["superseded"])));
    assert_eq!(state(&seven("review_by = 2026-11-25"), "HS-07"), (State::Expired, reasons(&["expired"])));
    // The day itself still counts.
    assert_eq!(state(&seven("review_by = 2026-11-26"), "HS-07").0, State::Signed);

    let mut signed = library(&[]);
    signed.statements.unsign("HS-07", "lawyer");
    assert_eq!(state(&signed, "HS-07"), (State::Incomplete, reasons(&["unsigned:lawyer"])));
    signed.statements.sign("HS-07", "analyst", day("2026-11-26"));
    assert_eq!(state(&signed, "HS-07"), (State::WrongRole, reasons(&["wrong_role:analyst"])));
    signed.statements.sign("HS-07", "lawyer", day("2026-11-26"));
    assert_eq!(state(&signed, "HS-07").0, State::Signed);

    let mut changed = library(&[]);
    changed.statements.answer("HS-07", "q2", &"En annan text. ".repeat(10));
    let codes = reasons(&["changed_after_signature:process_owner", "changed_after_signature:lawyer"]);
    assert_eq!(state(&changed, "HS-07"), (State::Draft, codes));

    let mut early = library(&[]);
    early.statements.unsign("HS-07", "lawyer");
    early.statements.sign("HS-07", "lawyer", day("2026-11-24"));
    assert_eq!(state(&early, "HS-07"), (State::Incomplete, reasons(&["date_order"])));
    let mut late = library(&[]);
    late.statements.unsign("HS-07", "lawyer");
    late.statements.sign("HS-07", "lawyer", day("2026-11-27"));
    assert_eq!(state(&late, "HS-07"), (State::Incomplete, reasons(&["date_order"])));

    let stale = World { results: "bbbb", ..World::new() };
    assert_eq!(stale.judge(&library(&[]))["HS-16"], (State::Stale, reasons(&["stale"])));
    assert_eq!(stale.judge(&library(&[]))["HS-07"], (State::Signed, reasons(&["W4"])));

    let mut detached = World::new();
    detached.spec.law.signature_detached = true;
    assert_eq!(detached.judge(&library(&[]))["HS-07"], (State::Incomplete, reasons(&["signature_method"])));
}

#[test]
fn a_version_that_another_replaces_is_superseded() {
    let older = good(&[])
        .replace("[[statement]]\nid = \"HS-10\"", "[[statement]]\nsupersedes = { version = 1 }\nid = \"HS-10\"");
    let older = older.replace(
        "id = \"HS-10\"\naudit = \"test-audit\"\nversion = 1",
        "id = \"HS-10\"\naudit = \"test-audit\"\nversion = 2",
    );
    let archive = "schema = 1\nid = \"HS-10\"\naudit = \"test-audit\"\nversion = 1\nlanguage = \"sv\"\nstatus = \"final\"\nwritten = 2026-09-01\n";
    let files = [("statements.toml".to_owned(), older), ("archive/HS-10.v1.toml".to_owned(), archive.to_owned())];
    let packs = packs();
    let mut statements = Statements::read(&files, &packs, "test-audit").unwrap_or_else(|found| panic!("{found}"));
    statements.sign_all(&packs);
    let library = Library { packs, statements };
    assert_eq!(World::new().judge(&library)["HS-10"].0, State::Signed);
    let rows = super::assess::findings(&spec(), &calm(), &library).statements;
    let versions: Vec<(Option<u32>, &str)> =
        rows.iter().filter(|row| row.hs == "HS-10").map(|row| (row.version, row.state.as_str())).collect();
    assert_eq!(versions, [(Some(1), "superseded"), (Some(2), "signed")]);
}

#[test]
fn an_answer_that_is_none_makes_a_statement_incomplete() {
    for answer in ["kort", "", "ej aktuellt", "N/A", "TBD", "Vi prövade [n] alternativ."] {
        let mut library = library(&[]);
        let long = if answer.contains('[') { format!("{answer}{}", "å".repeat(200)) } else { answer.to_owned() };
        library.statements.answer("HS-07", "q1", &long);
        library.statements.sign_again("HS-07");
        let judged = World::new().judge(&library);
        assert_eq!(judged["HS-07"], (State::Incomplete, vec!["answer:q1".to_owned()]), "{answer}");
    }
    // Ninety-nine characters of letters outside ASCII are ninety-nine, whatever their bytes.
    let mut library = library(&[]);
    library.statements.answer("HS-07", "q2", &"å".repeat(99));
    library.statements.sign_again("HS-07");
    assert_eq!(World::new().judge(&library)["HS-07"].0, State::Incomplete);
}

#[test]
fn a_field_that_is_lacking_makes_a_statement_incomplete() {
    let cases = [
        ("sources = [\"regleringsbrev\"]\n", "", "HS-05", "field:sources"),
        ("measure = { metric = \"positive_predictive_value\" }", "measure = { }", "HS-05", "field:measure.metric"),
        (
            "{ citation = \"110 kap. 13 § SFB\", for = \"measure\" }",
            "{ for = \"measure\" }",
            "HS-01",
            "field:legal_basis.citation",
        ),
    ];
    for (from, to, hs, code) in cases {
        let judged = World::new().judge(&library(&[(from, to)]));
        assert_eq!(judged[hs].0, State::Incomplete);
        assert!(judged[hs].1.contains(&code.to_owned()), "{:?}", judged[hs]);
    }
}

#[test]
fn a_question_of_a_case_is_asked_only_when_the_case_arises() {
    let drop = |hs: &str, question: &str, world: &World| {
        let mut library = library(&[]);
        library.statements.answer(hs, question, "");
        library.statements.sign_again(hs);
        world.judge(&library)[hs].0
    };
    let mut plain = World::new();
    plain.spec.system.kind = SystemKind::DecisionSupport;
    plain.spec.stages.truncate(1);
    plain.spec.law.limits.clear();
    plain.spec.law.facts.remove("in_use_from");
    for (hs, question) in [("HS-01", "q6"), ("HS-02", "q3"), ("HS-02", "q4"), ("HS-04", "q5"), ("HS-18", "q6")] {
        assert_eq!(drop(hs, question, &World::new()), State::Incomplete, "{hs} {question}");
        // Without the case the answer is not asked for; what other rules say of the changed spec is another matter.
        let mut library = library(&[]);
        library.statements.answer(hs, question, "");
        library.statements.sign_again(hs);
        let code = format!("answer:{question}");
        assert!(!plain.judge(&library)[hs].1.contains(&code), "{hs} {question}");
    }
    // HS-07 q4: a condition that holds.
    let mut world = World::new();
    world.conditions.insert("less_intrusive_alternative".to_owned());
    assert_eq!(world.judge(&library(&[]))["HS-07"].1, ["answer:q4"]);
    // HS-04 q6, HS-10 q2, HS-11 q4, HS-18 q5: what the statement itself says.
    let said = [
        ("blind = true", "blind = false", "HS-04", "answer:q6"),
        ("exceptions = []", "exceptions = [\"SE-DL-2-14a\"]\nattributes = [\"sex selected\"]", "HS-10", "answer:q2"),
        (
            "{ name = \"p_foreign\", category = \"personal\" }",
            "{ name = \"p_foreign\", category = \"ethnic_origin\" }",
            "HS-11",
            "answer:q4",
        ),
        ("relied_on = false, profiling = true", "relied_on = true, profiling = false", "HS-18", "answer:q5"),
    ];
    for (from, to, hs, code) in said {
        let judged = World::new().judge(&library(&[(from, to)]));
        assert!(judged[hs].1.contains(&code.to_owned()), "{hs}: {:?}", judged[hs]);
    }
}

#[test]
fn rules_that_look_for_words_find_them_whole_and_in_both_languages() {
    let reasons = |hs: &str, changes: &[(&str, &str)], answers: &[(&str, &str)]| {
        let mut library = library(changes);
        for (question, text) in answers {
            library.statements.answer(hs, question, text);
        }
        library.statements.sign_again(hs);
        World::new().judge(&library)[hs].1.clone()
    };
    let has = |reasons: &[String], code: &str| reasons.iter().any(|reason| reason == code);
    // Cost alone is no aim; advice that is free of cost is no saving.
    for (aim, warned) in [
        ("The aim is to bring down the costs of wrong payments and nothing else. ", true),
        ("Syftet är att spara pengar åt staten genom färre felaktiga utbetalningar. ", true),
        ("Syftet är att den enskilde ska få kostnadsfri hjälp att lämna rätt uppgifter. ", false),
        ("Syftet är att spara de uppgifter som behövs för att rätta fel i tid. ", false),
    ] {
        assert_eq!(has(&reasons("HS-05", &[], &[("q1", &aim.repeat(3))]), "HS-05/R3"), warned, "{aim}");
    }
    // One alternative without a model: by chance, or a control of everybody.
    for (id, label, broken) in [
        ("b", "Slumpmässigt urval av samma storlek", false),
        ("everyone", "no selection", false),
        ("b", "Kontroll av alla", false),
        ("b", "Alla", false),
        ("b", "Modellen på alla ärenden", true),
        ("b", "The model with randomness removed", true),
    ] {
        let to = format!("{{ id = \"{id}\", label = \"{label}\"");
        let found = reasons("HS-07", &[("{ id = \"random\", label = \"slump\"", &to)], &[]);
        assert_eq!(has(&found, "HS-07/R1"), broken, "{id}, {label}");
    }
    // Further processing under chapter 114 section 10, and no other section that holds the digits.
    for (citation, asked) in [
        ("114 kap. 8 och 10 §§ SFB", true),
        ("Social Insurance Code ch. 114 s. 10", true),
        ("section 10 of chapter 114 of the Social Insurance Code", true),
        ("114 kap. 10 a § SFB", false),
        ("114 kap. 110 § SFB", false),
        ("10 § dataskyddslagen och 114 kap. 8 § 6 SFB", false),
    ] {
        let change = ("citation = \"114 kap. 8 § 6 SFB\"", format!("citation = \"{citation}\""));
        let found = reasons("HS-11", &[(change.0, &change.1)], &[("q2", &"å".repeat(199))]);
        assert_eq!(has(&found, "HS-11/R5"), asked, "{citation}");
    }
    // Health data under section 8: points 1 to 3 need no earlier processing.
    for (citation, asked) in [
        ("114 kap. 8 § 2 SFB", false),
        ("Social Insurance Code ch. 114 s. 8(1)–(3)", false),
        ("Social Insurance Code ch. 114 s. 8(6)", true),
        ("114 kap. 8 § SFB", true),
    ] {
        let changes = [
            ("citation = \"114 kap. 8 § 6 SFB\"", format!("citation = \"{citation}\"")),
            ("{ name = \"sex\", category = \"personal\" }", "{ name = \"sex\", category = \"health\" }".to_owned()),
        ];
        let changes: Vec<(&str, &str)> = changes.iter().map(|(from, to)| (*from, to.as_str())).collect();
        assert_eq!(has(&reasons("HS-11", &changes, &[]), "HS-11/R6"), asked, "{citation}");
    }
    // A language task needs a human check by name; the natural persons of the question are none.
    let relied =
        ("relied_on = false, profiling = true", "relied_on = true, condition = \"tal-till-text\", profiling = false");
    for (text, broken) in [
        ("Systemet skriver ut samtal och profilerar inte fysiska personer. ", true),
        ("Personalen har utbildats i systemet och dess gränser under hösten. ", true),
        ("Varje utskrift granskas mot ljudet innan den förs in i ärendet. ", false),
        ("A case handler listens to the call and corrects the transcript. ", false),
    ] {
        let found = reasons("HS-18", &[relied], &[("q5", &text.repeat(2))]);
        assert_eq!(has(&found, "HS-18/R6"), broken, "{text}");
    }
}

#[test]
fn each_rule_of_a_statement_is_broken_by_one_text() {
    let cases: &[(&str, &str, &str)] = &[
        ("for = \"processing\"", "for = \"measure\"", "HS-01/R1"),
        ("{ name = \"paid\", favourable = true }", "{ name = \"payed\", favourable = true }", "HS-01/R2"),
        ("{ name = \"paid\", favourable = true }", "{ name = \"paid\", favourable = false }", "HS-01/R3"),
        ("system_version = \"3.1\"", "system_version = \"3.0\"", "HS-01/R4"),
        (", { stage = \"paid\", is = \"no\", reason = \"utbetalning\" }", "", "HS-02/R1"),
        (
            "unmeasured_stages = [{ stage = \"paid\", reason = \"@40\" }]",
            "unmeasured_stages = [{ stage = \"paid\", reason = \"@39\" }]",
            "HS-02/R2",
        ),
        (
            "{ stage = \"selected\", is = \"yes\", reason = \"väntan\" }",
            "{ stage = \"selected\", is = \"no\", reason = \"@79\" }",
            "HS-02/R3",
        ),
        ("  { ground = \"religion\", measured = false },\n", "", "HS-03/R1"),
        ("stratum = \"household\"", "stratum = \"hushåll\"", "HS-03/R2"),
        ("could_hide = \"yes\", why = \"@60\"", "could_hide = \"yes\", why = \"@59\"", "HS-03/R3"),
        (
            "{ ground = \"sex\", measured = true, attribute = \"sex\" }",
            "{ ground = \"sex\", measured = true }",
            "HS-03/R4",
        ),
        (", proxy = \"namn\"", "", "HS-03/R5"),
        ("margin = 0.02,", "margin = 0.03,", "HS-04/R1"),
        ("confirmatory = [{ metric = \"selection_rate\"", "confirmatory = [{ metric = \"base_rate\"", "HS-04/R2"),
        ("limits = [{ key = \"proxy_strength\", value = 0.8, reason = \"skäl\" }]", "limits = []", "HS-04/R3"),
        ("power = 0.8\n", "power = 0.9\n", "HS-04/R5"),
        ("margin = 0.02, reason = \"skäl\"", "margin = 0.02, reason = \"80 %-regeln\"", "HS-04/R6"),
        ("sources = [\"regleringsbrev\"]", "sources = []", "HS-05/R1"),
        ("measure = { metric = \"positive_predictive_value\" }", "measure = { metric = \"fairness\" }", "HS-05/R2"),
        (
            "measurements = [\"d/lift.difference/selected/sex/woman/vs/(pool)\"]",
            "measurements = [\"e/selection_rate/selected/sex/woman\"]",
            "HS-06/R1",
        ),
        ("measurements = [\"d/lift.difference", "measurements = [\"d/nothing\", \"d/lift.difference", "HS-06/R2"),
        ("{ id = \"random\", label = \"slump\"", "{ id = \"rule\", label = \"en regel\"", "HS-07/R1"),
        ("{ id = \"random\", label = \"slump\"", "{ id = \"all\", label = \"modellen på alla ärenden\"", "HS-07/R1"),
        ("label = \"utan ålder\", chosen = true", "label = \"utan ålder\", chosen = false", "HS-07/R3"),
        (
            "measure_id = \"e/positive_predictive_value/selected/sex/woman\"",
            "measure_id = \"e/selection_rate/selected/sex/woman\"",
            "HS-08/R1",
        ),
        (
            "  { name = \"postcode\", decision = \"remove\", relevance = \"@60\", inseparable = \"no\" },\n",
            "",
            "HS-09/R1",
        ),
        (
            "  { name = \"postcode\", decision = \"remove\", relevance = \"@60\", inseparable = \"no\" },\n",
            "",
            "HS-09/R3",
        ),
        ("relevance = \"@60\"", "relevance = \"@59\"", "HS-09/R2"),
        (
            "relevance = \"@60\", inseparable = \"no\"",
            "relevance = \"@60\", proxy_of = \"ethnicity\", inseparable = \"yes\"",
            "HS-09/R4",
        ),
        ("exceptions = []", "attributes = []", "HS-10/R1"),
        ("exceptions = []", "exceptions = [\"SE-DL-2-14a\"]", "HS-10/R2"),
        ("{ name = \"sex\", category = \"personal\" }", "{ name = \"gender\", category = \"personal\" }", "HS-11/R1"),
        (
            "{ name = \"p_foreign\", category = \"personal\" }",
            "{ name = \"p_foreign\", category = \"ethnic_origin\" }",
            "HS-11/R2",
        ),
        ("retention = { rows_until = 2027-01-01 }", "retention = { }", "HS-11/R3"),
        (
            "retention = { rows_until = 2027-01-01 }\ndpo = { advice = \"råd\", followed = true }",
            "retention = { rows_until = 2027-01-01 }\ndpo = { advice = \"råd\", followed = false }",
            "HS-11/R4",
        ),
        (
            "q2 = \"@200\"\nq3 = \"@80\"\nq5 = \"@60\"\nq6 = \"@40\"\n[statement.fields]\nform = \"rows\"",
            "q2 = \"@199\"\nq3 = \"@80\"\nq5 = \"@60\"\nq6 = \"@40\"\n[statement.fields]\nform = \"counts\"",
            "-",
        ),
        ("{ name = \"sex\", category = \"personal\" }", "{ name = \"sex\", category = \"health\" }", "HS-11/R6"),
        ("trained_n = 10", "trained_n = 13", "HS-12/R1"),
        ("stop_authority = \"chefen\"", "stop_authority = \" \"", "HS-12/R2"),
        ("review_test = { planned = true }", "review_test = { planned = false }", "HS-12/R3"),
        (
            "q1 = \"@120\"\nq2 = \"@150\"\nq3 = \"@80\"\nq4 = \"@30\"",
            "q1 = \"@120\"\nq2 = \"@149\"\nq3 = \"@80\"\nq4 = \"@30\"",
            "HS-13/R1",
        ),
        ("contact = \"kundcenter\"", "contact = \"\"", "HS-13/R2"),
        ("action = \"stop\"", "action = \"review\"", "HS-14/R1"),
        ("actions = [{ metric = \"selection_rate\"", "actions = [{ metric = \"base_rate\"", "HS-14/R2"),
        ("retention_until = 2030-01-01", "retention_until = 2028-01-01", "HS-15/R1"),
        ("format = [\"PDF/A-3\", \"JSON\"]", "format = [\"PDF/A-3\", \"DOCX\"]", "HS-15/R2"),
        ("review_on = 2027-11-01", "review_on = 2028-11-26", "HS-16/R5"),
        ("kind = \"data_protection_officer\"", "kind = \"other\"", "HS-17/R1"),
        ("kind = \"affected_group\"", "kind = \"union\"", "HS-17/R2"),
        ("ai_system = \"yes\"", "ai_system = \"no\"", "HS-18/R1"),
        ("relied_on = false, profiling = true", "relied_on = true, profiling = true", "HS-18/R2"),
        ("unrelated_inputs = []", "unrelated_inputs = [\"postcode\"]", "HS-18/R3"),
        ("roles = [\"provider\", \"deployer\"]", "roles = [\"deployer\"]", "HS-18/R5"),
        (
            "relied_on = false, profiling = true",
            "relied_on = true, condition = \"översättning\", profiling = false",
            "HS-18/R6",
        ),
        ("placed_in_service = 2027-01-15", "placed_in_service = 2027-01-16", "HS-18/R7"),
        (
            "dpia = { exists = \"yes\", date = 2026-09-01 }",
            "dpia = { exists = \"yes\", date = 2027-01-16 }",
            "HS-19/R1",
        ),
        ("dpia = { exists = \"yes\", date = 2026-09-01 }", "dpia = { exists = \"no\" }", "HS-19/R2"),
        ("prior_consultation = { needed = \"no\" }", "prior_consultation = { needed = \"yes\" }", "HS-19/R3"),
        ("information = [{ article = 13, channel = \"brev\" }]", "information = []", "HS-19/R4"),
        ("offence_data = { processed = \"no\" }", "offence_data = { processed = \"yes\" }", "HS-19/R5"),
        (
            "offence_data = { processed = \"no\" }\ndpo = { advice = \"råd\", followed = true }",
            "offence_data = { processed = \"no\" }\ndpo = { advice = \"råd\", followed = false }",
            "HS-19/R6",
        ),
    ];
    let mut broken: BTreeSet<String> = BTreeSet::new();
    for (from, to, code) in cases {
        let judged = World::new().judge(&library(&[(from, to)]));
        let Some((hs, _)) = code.split_once('/') else {
            assert!(judged.values().all(|(_, reasons)| reasons.iter().all(|reason| !reason.contains('/'))));
            continue;
        };
        let (state, reasons) = &judged[hs];
        assert!(reasons.iter().any(|reason| reason == code), "{code}: {state:?} {reasons:?}");
        assert_eq!(*state, State::Incomplete, "{code}");
        broken.insert((*code).to_owned());
    }

    // Those that need another spec, other results, or another statement.
    let mut note = |code: &str, judged: &BTreeMap<String, (State, Vec<String>)>| {
        let (hs, _) = code.split_once('/').unwrap();
        assert!(judged[hs].1.iter().any(|reason| reason == code), "{code}: {:?}", judged[hs]);
        broken.insert(code.to_owned());
    };
    let cost = library(&[]);
    let mut cost = cost;
    cost.statements.answer(
        "HS-05",
        "q1",
        &"Syftet är att minska myndighetens kostnader för felaktiga utbetalningar. ".repeat(3),
    );
    cost.statements.sign_again("HS-05");
    let judged = World::new().judge(&cost);
    note("HS-05/R3", &judged);
    assert_eq!(judged["HS-05"].0, State::Signed, "a warning changes no state");

    let mut dominated = World::new();
    let mut tables = calm();
    tables.alternatives = measures(
        &serde_json::json!({ "alternatives": [{ "status": "dominated", "versus": "no_age", "fold": "confirm" }] }),
    )
    .alternatives;
    dominated.measures = Some(tables);
    note("HS-07/R2", &dominated.judge(&library(&[])));

    let mut same = library(&[]);
    let aim = same.statements.text("HS-05", "q1");
    same.statements.answer("HS-08", "q4", &aim);
    same.statements.sign_again("HS-08");
    note("HS-08/R2", &World::new().judge(&same));

    let age = library(&[("exceptions = []", "exceptions = [\"SE-DL-2-14b-2\"]\nattributes = [\"sex selected\"]")]);
    let mut age = age;
    age.statements.unsign("HS-07", "lawyer");
    note("HS-10/R3", &World::new().judge(&age));

    let ten = library(&[
        ("citation = \"114 kap. 8 § 6 SFB\"", "citation = \"114 kap. 10 § SFB\""),
        ("q2 = \"@200\"\nq3 = \"@80\"\nq5 = \"@60\"", "q2 = \"@199\"\nq3 = \"@80\"\nq5 = \"@60\""),
    ]);
    note("HS-11/R5", &World::new().judge(&ten));

    let unsampled = library(&[("random_sample = { share = 0.01 }\n", "")]);
    note("HS-14/R3", &World::new().judge(&unsampled));

    let flagged = World {
        findings: vec![Open { provision: "SE-DL-2-14".to_owned(), statuses: vec![Status::Flagged] }],
        ..World::new()
    };
    note("HS-16/R1", &flagged.judge(&library(&[])));
    let lacking = World {
        findings: vec![Open {
            provision: "SE-DL-2-14".to_owned(),
            statuses: vec![Status::Flagged, Status::Incomplete],
        }],
        ..World::new()
    };
    note("HS-16/R3", &lacking.judge(&library(&[("decision = \"wait\"", "decision = \"use\"")])));
    let basis = format!("review_on = 2027-11-01\n[statement.basis]\nresults_sha256 = \"{RESULTS}\"");
    note("HS-16/R2", &World::new().judge(&library(&[(&basis, "review_on = 2027-11-01")])));
    note("HS-16/R4", &World::new().judge(&library(&[("review_on = 2027-11-01\n", "")])));

    let crime = library(&[("crime_risk = false", "crime_risk = true"), ("q3 = \"@400\"", "q3 = \"@399\"")]);
    note("HS-18/R4", &World::new().judge(&crime));
    let contradiction = library(&[("crime_risk = false", "crime_risk = true")]);
    note("HS-19/R5", &World::new().judge(&contradiction));

    let all: BTreeSet<String> = rule_ids().map(|(hs, rule)| format!("{hs}/{rule}")).collect();
    assert_eq!(broken, all);
}

#[test]
fn margins_are_compared_as_the_spec_holds_them() {
    // On a ratio scale 0.8 in the statement is 1.25 in the spec; an alias is its metric.
    let mut world = World::new();
    let mut ratio = comparison("selection_rate", &["sex", "origin"]);
    ratio.scale = crate::words::Scale::Ratio;
    ratio.margin = 1.25;
    world.spec.comparisons = vec![ratio];
    let text = library(&[
        ("scale = \"difference\", margin = 0.02", "scale = \"ratio\", margin = 0.8"),
        ("margins = [{ metric = \"selection_rate\"", "margins = [{ metric = \"positive_rate\""),
    ]);
    assert_eq!(world.judge(&text)["HS-04"].0, State::Signed);
}

#[test]
fn warnings_are_printed_and_change_no_state() {
    let world = World::new();
    let mut library = library(&[]);
    library.statements.rename("HS-04", "analyst", "Kim");
    library.statements.rename("HS-16", "decision_maker", "kim");
    let judged = world.judge(&library);
    assert_eq!(judged["HS-16"], (State::Signed, vec!["W1".to_owned()]));
    let twice = library.statements.text("HS-01", "q1");
    library.statements.answer("HS-19", "q1", &twice);
    library.statements.answer("HS-13", "q1", &"Resultatet är inte diskriminerande. ".repeat(5));
    library.statements.answer("HS-12", "q1", &"Andelen var 61,5 procent i alla grupper. ".repeat(5));
    library.statements.answer("HS-12", "q2", &"Andelen var 10 procent i alla grupper. ".repeat(5));
    for hs in ["HS-19", "HS-13", "HS-12"] {
        library.statements.sign_again(hs);
    }
    let judged = world.judge(&library);
    assert_eq!(judged["HS-19"], (State::Signed, vec!["W2".to_owned()]));
    assert_eq!(judged["HS-13"], (State::Signed, vec!["W3".to_owned()]));
    assert_eq!(judged["HS-12"], (State::Signed, vec!["W5".to_owned()]));
    // Ten per cent is a figure of the report.
    library.statements.answer("HS-12", "q1", &"Andelen var 10 procent i alla grupper. ".repeat(5));
    library.statements.answer("HS-12", "q2", &"Andelen var 11,0 procent i alla grupper. ".repeat(5));
    library.statements.sign_again("HS-12");
    assert_eq!(world.judge(&library)["HS-12"].1, Vec::<String>::new());
}

#[test]
fn a_file_that_is_not_of_this_audit_or_breaks_its_form_is_a_problem_with_its_place() {
    let packs = packs();
    let cases: &[(&str, &str, &str, u64)] = &[
        ("audit = \"test-audit\"", "audit = \"another\"", "the statement is of the audit `another`", 3),
        ("id = \"HS-10\"", "id = \"HS-20\"", "no loaded rule pack has a statement `HS-20`", 2),
        ("version = 1", "version = \"1\"", "`version` must be a whole number", 4),
        ("language = \"sv\"", "language = \"fi\"", "`language` has no word `fi`", 5),
        ("status = \"final\"", "status = \"ready\"", "`status` has no word `ready`", 6),
        ("written = 2026-10-05", "written = \"2026-10-05\"", "`written` must be a date", 7),
        ("q1 = \"text\"", "q9 = \"text\"", "`answers` has no key `q9`", 9),
        ("q1 = \"text\"", "q1 = 1", "`answers.q1` must be text", 9),
        ("exceptions = []", "exception = []", "`fields` has no key `exception`", 11),
        ("exceptions = []", "exceptions = [1]", "`fields.exceptions` must be text", 11),
        ("schema = 1", "schema = 2", "`schema` is 2", 1),
        ("schema = 1", "schema = 1\nshema = 1", "has no key `shema`", 2),
        ("[fields]", "[translation.fi]\nq1 = \"x\"\n[fields]", "`fi` is no language of a report", 10),
    ];
    let good = "schema = 1\nid = \"HS-10\"\naudit = \"test-audit\"\nversion = 1\nlanguage = \"sv\"\nstatus = \"final\"\nwritten = 2026-10-05\n[answers]\nq1 = \"text\"\n[fields]\nexceptions = []\n";
    let read = |text: &str| Statements::read(&[("HS-10.toml".to_owned(), text.to_owned())], &packs, "test-audit");
    read(good).unwrap_or_else(|found| panic!("{found}"));
    for (from, to, message, line) in cases {
        let problems = read(&good.replace(from, to)).map(|_| ()).unwrap_err();
        assert_eq!(problems.0.len(), 1, "{message}: {problems}");
        let problem = &problems.0[0];
        assert_eq!((problem.code, problem.place.line), (Code::BadStatement, Some(*line)), "{problem}");
        assert!(problem.message.contains(message), "{message}: {problem}");
    }
    let twice = [("a.toml".to_owned(), good.to_owned()), ("b.toml".to_owned(), good.to_owned())];
    let problems = Statements::read(&twice, &packs, "test-audit").map(|_| ()).unwrap_err();
    assert!(problems.0[0].message.contains("stands in"), "{problems}");
    let claim = "schema = 1\n[[not_applicable]]\nprovision = \"EU-AIA-99999\"\nreason = \"x\"\nwritten = 2026-10-01\n";
    assert!(read(claim).is_err());
}

/// Oracle: `content_sha256` of `tests/tools/check_packs.py`, which shares no code with the program, on the same texts.
#[test]
fn the_content_that_is_signed_is_that_of_another_program() {
    let cases = [
        (include_str!("signed_content.toml"), "dbee27a77ede80a63f07c638169f852fc5287d315c6a402b2fb58b5306735bbd"),
        (
            "schema = 1\nid = \"HS-15\"\naudit = \"test-audit\"\nversion = 1\nlanguage = \"en\"\nstatus = \"final\"\nwritten = 2026-10-05\n[answers]\nq1 = \"Kept.\"\n[fields]\nretention_until = 2030-01-01\n",
            "7f5728b9bb45df927b299f6af8ad338c688f1a70f80ba958a63ffbce15316971",
        ),
        (
            "schema = 1\nid = \"HS-10\"\naudit = \"test-audit\"\nversion = 1\nlanguage = \"sv\"\nstatus = \"draft\"\nwritten = 2026-10-05\n",
            "10bfa78d6369b3b95cfe734b159d76ac0580876e2efbae3618685b024160ff94",
        ),
    ];
    for (text, digest) in cases {
        let named = [("x.toml".to_owned(), text.to_owned())];
        let statements = Statements::read(&named, &packs(), "test-audit").unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(content_sha256(&statements.entries()[0].form), digest, "{text}");
    }
}

#[test]
fn the_order_of_files_changes_nothing() {
    let one = "schema = 1\nid = \"HS-10\"\naudit = \"test-audit\"\nversion = 1\nlanguage = \"sv\"\nstatus = \"draft\"\nwritten = 2026-10-05\n";
    let other = one.replace("HS-10", "HS-07");
    let packs = packs();
    let files = |list: [&str; 2]| {
        let named: Vec<(String, String)> =
            list.iter().enumerate().map(|(index, text)| (format!("{index}.toml"), (*text).to_owned())).collect();
        let statements = Statements::read(&named, &packs, "test-audit").unwrap();
        World::new().judge(&Library { packs: packs.clone(), statements })
    };
    assert_eq!(files([one, &other]), files([&other, one]));
}

#[test]
fn a_skeleton_of_every_statement_is_a_draft_in_both_languages() {
    let packs = packs();
    for lang in [Lang::Sv, Lang::En] {
        let files: Vec<(String, String)> = packs
            .statements()
            .keys()
            .map(|id| (file_name(id), skeleton(&packs, id, "test-audit", lang, day("2026-11-01")).unwrap()))
            .collect();
        let statements = Statements::read(&files, &packs, "test-audit").unwrap_or_else(|found| panic!("{found}"));
        let library = Library { packs: packs.clone(), statements };
        for (id, (state, _)) in World::new().judge(&library) {
            assert_eq!(state, State::Draft, "{id}");
        }
        // A skeleton that is called final is not an answer.
        let finals: Vec<(String, String)> =
            files.iter().map(|(name, text)| (name.clone(), text.replace("\"draft\"", "\"final\""))).collect();
        let statements = Statements::read(&finals, &packs, "test-audit").unwrap();
        for (id, (state, _)) in World::new().judge(&Library { packs: packs.clone(), statements }) {
            assert_eq!(state, State::Incomplete, "{id}");
        }
    }
    assert_eq!(file_name("fk:HS-BER"), "fk-HS-BER.toml");
    assert!(skeleton(&packs, "HS-99", "x", Lang::Sv, day("2026-11-01")).is_none());
    let text = skeleton(&packs, "HS-07", "test-audit", Lang::En, day("2026-11-01")).unwrap();
    assert!(text.contains("# HS-07: Necessity\n# Signed by: process owner and lawyer\n"), "{text}");
    assert!(text.contains("# q4 (at least 150 characters; only if: "), "{text}");
}

#[test]
fn required_statements_are_those_of_the_provisions_in_scope() {
    let library =
        library_of("schema = 1\n[[not_applicable]]\nprovision = \"EU-AIA-4\"\nreason = \"x\"\nwritten = 2026-10-01\n");
    let list = required(&spec(), &library, today());
    let find = |list: &[Required], hs: &str| list.iter().find(|one| one.hs == hs).cloned();
    let four = find(&list, "HS-04").unwrap();
    assert_eq!((four.state, four.only_if_disparity), (State::Missing, false));
    assert_eq!(four.signers, [["lawyer"], ["analyst"]]);
    assert!(four.provisions.contains(&"METHOD-DATES".to_owned()));
    assert_eq!(four.role.as_deref(), Some("lawyer"));
    assert!(find(&list, "HS-18").is_some());
    let mut elsewhere = spec();
    elsewhere.law.facts.insert("jurisdiction".to_owned(), Fact::Words(vec!["US".to_owned()]));
    let list = required(&elsewhere, &library, today());
    let ids: Vec<&str> = list.iter().map(|one| one.hs.as_str()).collect();
    assert_eq!(ids, ["HS-04", "HS-16"]);
    let mut own = spec();
    own.law.limits.insert("unknown".to_owned(), At::default_of(1.0));
    let problems = Packs::load(&own, &[]).map(|_| ()).unwrap_err();
    assert_eq!(problems.0[0].code, Code::UnknownLimit);
    own.law.limits.remove("unknown");
    // An area under a curve is never 80, so that the condition could never hold.
    for (limit, fits) in [(0.0, true), (1.0, true), (80.0, false), (-0.1, false)] {
        own.law.limits.insert("proxy_strength".to_owned(), At::default_of(limit));
        let found = Packs::load(&own, &[]).map(|_| ()).err().map(|problems| problems.0[0].code);
        assert_eq!(found, (!fits).then_some(Code::OutOfRange), "{limit}");
    }
    own.law.limits.remove("proxy_strength");
    own.law.packs.push(At::default_of("se-forvaltningsrat".to_owned()));
    assert_eq!(Packs::load(&own, &[]).map(|_| ()).unwrap_err().0[0].code, Code::UnknownPack);
}
