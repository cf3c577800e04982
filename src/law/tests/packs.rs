//! Shipped packs hold, and every rule of the lint has a text that breaks it.

use crate::diag::{Code, Problem};
use crate::law::pack::{CORE, Known, Origin, Pack, Packs, SHIPPED, Status, VerificationState, pack_schema, reachable};

const GOOD: &str = include_str!("good_pack.toml");
const OWN: &str = include_str!("own_pack.toml");

fn known() -> Known {
    let mut known = Known::from_ledger().unwrap();
    let core = SHIPPED.iter().find(|shipped| shipped.id == CORE).unwrap();
    let read = Pack::read(core.file, core.text, Origin::Shipped, &known).unwrap_or_else(|found| panic!("{found}"));
    known.add(&read.pack.form);
    known
}

#[test]
fn every_shipped_pack_passes_the_lint() {
    let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    let packs = Packs::of(&ids, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(packs.iter().count(), SHIPPED.len());
    for shipped in SHIPPED {
        assert!(packs.get(shipped.id).is_some(), "{}", shipped.id);
    }
}

#[test]
fn shipped_packs_use_no_word_of_legal_conclusion_unquoted() {
    let mut reach = known();
    for shipped in SHIPPED {
        if shipped.id == CORE {
            continue;
        }
        let read = Pack::read(shipped.file, shipped.text, Origin::Shipped, &reach).unwrap();
        let words: Vec<String> = read.remarks.iter().map(ToString::to_string).collect();
        assert!(words.is_empty(), "{}", words.join("\n"));
        reach.add(&read.pack.form);
    }
}

#[test]
fn every_status_that_a_shipped_provision_can_have_has_a_sentence_in_both_languages() {
    let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    let packs = Packs::of(&ids, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut lacking = Vec::new();
    for (_, provision) in packs.provisions() {
        let can = reachable(provision, |id| packs.evidence(id));
        assert!(!can.is_empty(), "{}", provision.id);
        for status in can {
            let said = provision.wording.get(&status).into_iter().flatten().filter_map(|id| packs.wording(id));
            if !said.into_iter().any(|one| !one.sv.trim().is_empty() && !one.en.trim().is_empty()) {
                lacking.push(format!("{} {}", provision.id, status.word()));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    // A provision that asks for nothing and has not ended is never more than not assessed.
    let penalties = packs.provisions().find(|(_, provision)| provision.id == "EU-AIA-99").unwrap().1;
    assert_eq!(reachable(penalties, |id| packs.evidence(id)), [Status::NotAssessed].into());
}

#[test]
fn every_status_of_the_cases_is_one_that_the_provision_can_have() {
    let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    let packs = Packs::of(&ids, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    for (name, text) in super::cases::FILES {
        let file = super::situation::toml(text);
        for case in file["case"].as_array().unwrap() {
            let rule = &file["rules"][case["rule"].as_str().unwrap()];
            let found = packs.provisions().find(|(_, one)| rule["provision"] == one.id.as_str());
            let (Some((_, provision)), Some(status)) = (found, case["expected"].get("status")) else { continue };
            let can = reachable(provision, |id| packs.evidence(id));
            // By scope or date alone: said by the reason.
            let by_fact = status == "not_applicable" && case["expected"]["auto"] == true;
            assert!(by_fact || can.iter().any(|one| status == one.word()), "{name} {}: {status}", case["id"]);
        }
    }
}

/// Replaces one passage of a text that holds it once.
fn with(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once");
    text.replace(from, to)
}

/// The line that a passage stands on, from 1.
fn line_of(text: &str, passage: &str) -> u64 {
    let at = text.find(passage).unwrap_or_else(|| panic!("no `{passage}`"));
    text[..at].matches('\n').count() as u64 + 1
}

#[test]
fn the_good_pack_and_the_own_pack_are_read() {
    let known = known();
    let read = Pack::read("good.toml", GOOD, Origin::Shipped, &known).unwrap_or_else(|found| panic!("{found}"));
    assert!(read.remarks.is_empty(), "{:?}", read.remarks);
    let read = Pack::read("own.toml", OWN, Origin::Own, &known).unwrap_or_else(|found| panic!("{found}"));
    assert!(read.remarks.is_empty(), "{:?}", read.remarks);
}

#[test]
fn each_rule_of_the_lint_is_broken_by_one_text_with_its_place() {
    let known = known();
    let long = "å".repeat(401);
    // (what is replaced, by what, a part of the message, what stands on the line of the problem)
    let cases: &[(&str, &str, &str, &str)] = &[
        ("schema = 1", "schema = 2", "`schema` is 2", "schema = 2"),
        ("id = \"test-pack\"", "id = \"Test Pack\"", "is no id of a pack", "Test Pack"),
        ("version = \"2026.02.0\"\nlegal", "version = \"2026.2\"\nlegal", "is no version of a pack", "2026.2\""),
        ("version = \"2026.02.0\"\nlegal", "version = \"2026.03.0\"\nlegal", "differ in year or month", "2026.03.0"),
        ("core = \">=2026.11.0\"", "core = \"2026.11.0\"", "is no demand on a version", "requires"),
        ("core = \">=2026.11.0\"", "core = \">=2027.01.0\"", "is needed at >=2027.01.0, and is", "requires"),
        ("core = \">=2026.11.0\"", "kore = \">=2026.11.0\"", "pack `kore` is needed and not loaded", "kore"),
        ("kind = \"statute\"", "kind = \"optional\"", "needs a caution", "caution.sv"),
        ("id = \"SE-FL-5\"", "id = \"se-fl-5\"", "is no id of a provision", "se-fl-5"),
        ("id = \"SE-FL-6/7\"", "id = \"SE-FL-5\"", "the id `SE-FL-5` stands twice", "id = \"SE-FL-5\"\nlead"),
        (
            "related = [\"SE-DL-1-4-2\"]",
            "related = [\"SE-DL-1-4-9\"]",
            "there is no provision `SE-DL-1-4-9`",
            "SE-DL-1-4-9",
        ),
        (
            "title.en = \"Proportionality\"",
            "",
            "key `provision.title.en` is missing",
            "title.sv = \"Proportionalitet\"",
        ),
        ("demand.en = \"Ask.\"", "demand.en = \" \"", "`demand.en` is empty", "demand.en = \" \""),
        ("ev = \"EV-14\"", "ev = \"EV-41\"", "there is no evidence `EV-41`", "EV-41"),
        ("hs = \"HS-07\"", "hs = \"HS-77\"", "there is no statement `HS-77`", "HS-77"),
        ("flagged = [\"W-COND\"]", "flagged = [\"W-KOND\"]", "there is no sentence `W-KOND`", "W-KOND"),
        ("roles = [\"lawyer\"]", "roles = [\"solicitor\"]", "there is no role `solicitor`", "solicitor"),
        (
            "{ limit = \"follow_rate\" }",
            "{ limit = \"follow_rates\" }",
            "there is no limit `follow_rates`",
            "follow_rates",
        ),
        ("{ limit = \"follow_rate\" }", "{ limit = \"Follow rate\" }", "is no name of a limit", "Follow rate"),
        ("against = { limit = \"follow_rate\" }", "against = 0.8", "0.8 is a threshold", "against = 0.8"),
        (
            "metric = \"lift\"",
            "metric = \"four_fifths_rule\"",
            "no standing outside packs of the United States",
            "four_fifths",
        ),
        ("address = \"https://example.org/fl\"", "address = \"\"", "`verification.address` is empty", "address = \"\""),
        (
            "address = \"https://example.org/fl\"\n",
            "",
            "key `provision.verification.address` is missing",
            "[provision.verification]\nstate = \"verified\"",
        ),
        (
            "state = \"verified\"\n",
            "",
            "key `provision.verification.state` is missing",
            "[provision.verification]\naddress",
        ),
        (
            "read_on = 2026-11-26\nas_amended",
            "as_amended",
            "needs the day on which the text was read",
            "verification]\nstate = \"verified\"",
        ),
        (
            "sources = [{ key = \"S4\", what = \"section 5\" }]",
            "sources = []",
            "`verified` needs a source",
            "sources = []",
        ),
        (
            "state = \"verified_in_part\"\npart = \"opening\"",
            "state = \"verified_in_part\"",
            "`verified_in_part` needs `part`",
            "verification]\nstate = \"verified_in_part\"",
        ),
        (
            "state = \"from_memory\"",
            "state = \"verified_secondary\"",
            "is more than the list of sources says: `from_memory`",
            "verified_secondary",
        ),
        ("official = true", "official = false", "a quote is not marked official", "[[provision.quote]]"),
        ("in_force.to = 2027-12-31", "in_force.to = 2017-12-31", "the provision ends before it begins", "in_force.to"),
        (
            "applies_from = 2018-08-01\n",
            "applies_from = 2017-08-01\n",
            "applies before it is in force",
            "applies_from = 2017",
        ),
        ("from = 2019-01-01", "from = 2018-01-01", "earlier wordings are out of order", "from = 2018-01-01"),
        (
            "date_order = [\"margin\", \"results\"]",
            "date_order = [\"results\", \"margin\"]",
            "milestones are out of order",
            "date_order",
        ),
        (
            "in_use_before = 2018-08-01 }, applies_from = 2020-01-01",
            "in_use_before = 2018-08-01 }",
            "key `provision.transition.applies_from` is missing",
            "transition =",
        ),
        (
            "reset_by = \"significant_change_on\"",
            "reset_by = \"sector\"",
            "`sector` is no fact that is a date",
            "transition =",
        ),
        (
            "applies_from = 2020-01-01",
            "applies_from = 2018-01-01",
            "the transition ends on or before the day",
            "transition =",
        ),
        (
            "demand.sv = \"Fråga.\"",
            &format!("demand.sv = \"{long}\""),
            "`demand.sv` has 401 characters, and may have 400",
            "demand.sv",
        ),
        (
            "short.sv = \"Kort\"",
            &format!("short.sv = \"{}\"", &long[..122]),
            "`short.sv` has 61 characters, and may have 60",
            "short.sv",
        ),
        (
            "status_rule = \"SR-DOC\"\ndate_order",
            "status_rule = \"SR-PREP\"\ndate_order",
            "is never written in a provision",
            "SR-PREP",
        ),
        (
            "status_rule = \"SR-DOC\"\ndate_order",
            "status_rule = \"SR-DISK\"\ndate_order",
            "there is no status rule `SR-DISK`",
            "SR-DISK",
        ),
        (
            "status_rule = \"SR-DOC\"\ndate_order",
            "status_rule = \"SR-DISP\"\ndate_order",
            "`SR-DISP` wants evidence of the disparity kind",
            "SR-DISP",
        ),
        (
            "2018-07-02\nstatus_rule = \"SR-DOC\"",
            "2018-07-02\nstatus_rule = \"SR-RULE\"",
            "`SR-RULE` wants a condition of kind `input`",
            "SR-RULE",
        ),
        ("roles = [\"lawyer\"]\n", "", "no role may say", "[provision.not_applicable]\nmode = \"by_person\"\nexample"),
        (
            "statement = \"HS-12\", field = \"sees\"",
            "statement = \"HS-12\", field = \"seen\"",
            "there is no field of `HS-12` `seen`",
            "seen",
        ),
        ("if_true = \"flagged\"", "if_true = \"in_place\"", "may not make a provision `in_place`", "if_true"),
        (
            "kind = \"not\", of = [",
            "kind = \"not\", of = [{ kind = \"alternative\" }, ",
            "has the wrong length",
            "kind = \"not\"",
        ),
        ("role = [\"area\"]", "role = [\"aria\"]", "there is no role of an input `aria`", "aria"),
        ("role = [\"area\"]", "min_contribution = 0.0", "names neither role nor origin", "min_contribution"),
        ("equals = \"score\"", "missing = 1", "has no key `missing`", "missing = 1"),
        (", equals = \"score\"", "", "asks for no value", "HS-12\", field"),
        (
            "id = \"hidden\"",
            "id = \"no_gain\"",
            "the id `no_gain` stands twice",
            "id = \"no_gain\"\nwhen = { kind = \"all\"",
        ),
        (
            "need = \"required\"\nscope",
            "need = \"obligatory\"\nscope",
            "`provision.evidence.need` has no word `obligatory`",
            "obligatory",
        ),
        ("grounds = \"statutory\"", "grounds = \"protected\"", "`protected` is no word for grounds", "protected"),
        ("stages = \"all\"", "stages = \"every\"", "`every` is no word for stages", "every"),
        ("lead = false", "lead = \"no\"", "`provision.lead` must be true or false, not text", "lead = \"no\""),
        (
            "in_force.from = 2018-07-01",
            "in_force.from = \"2018-07-01\"",
            "must be a date such as `2026-11-26`, without quotes",
            "in_force.from = \"2018",
        ),
        ("kind = \"alternative\"", "kind = \"alternatives\"", "has no word `alternatives`", "alternatives"),
        ("gate = true", "gate = true\ngait = true", "`pack` has no key `gait`", "gait"),
        ("date = 2026-11-25", "date = 2026-11-27", "changes do not stand newest first", "2026-11-27"),
        ("hs = \"HS-08\"", "hs = \"HS-07\"", "`HS-07` is asked for twice", "hs = \"HS-07\"\nneed = \"informative\""),
    ];
    let mut failures = Vec::new();
    for (from, to, message, place) in cases {
        let text = with(GOOD, from, to);
        let problems = match Pack::read("good.toml", &text, Origin::Shipped, &known) {
            Ok(_) => {
                failures.push(format!("{message}: read without a problem"));
                continue;
            }
            Err(problems) => problems,
        };
        let wanted = line_of(&text, place);
        let right = |problem: &Problem| {
            problem.code == Code::BadPack
                && problem.message.contains(message)
                && problem.place.line == Some(wanted)
                && problem.place.column.is_some()
        };
        if problems.0.len() != 1 || !problems.0.iter().all(right) {
            failures.push(format!("{message}, line {wanted}: {problems}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_text_that_is_no_toml_gives_every_syntax_error() {
    let text = "schema = \n[pack\nid = \"x\"\n";
    let problems = Pack::read("bad.toml", text, Origin::Shipped, &known()).unwrap_err();
    assert!(problems.0.len() >= 2, "{problems}");
    assert!(problems.0.iter().all(|problem| problem.code == Code::BadPack && problem.place.line.is_some()));
}

#[test]
fn all_problems_of_a_step_come_at_once() {
    let text = with(GOOD, "id = \"SE-FL-5\"", "id = \"se-fl-5\"");
    let text = with(&text, "hs = \"HS-07\"", "hs = \"HS-77\"");
    let text = with(&text, "official = true", "official = false");
    let problems = Pack::read("bad.toml", &text, Origin::Shipped, &known()).unwrap_err();
    assert_eq!(problems.0.len(), 3, "{problems}");
}

#[test]
fn what_is_allowed_and_not_well_is_a_remark() {
    let known = known();
    let cases = [
        ("text.en = \"A\"", "text.en = \"This is unlawful.\"", "uses the word `unlawful`"),
        ("text.sv = \"A\"", "text.sv = \"Det är olagligt.\"", "uses the word `olaglig`"),
        ("as_amended = \"SFS 2025:582\"\n", "", "a verified statute says up to which amendment"),
        ("metric = \"lift\"", "metric = \"lyft\"", "no metric is called `lyft`"),
        ("incomplete = [\"W-MISS\"]\n", "", "no sentence is named for the status `incomplete`"),
        ("flagged = [\"W-COND\"]\n", "flagged = []\n", "no sentence is named for the status `flagged`"),
    ];
    for (from, to, message) in cases {
        let text = with(GOOD, from, to);
        let read = Pack::read("good.toml", &text, Origin::Shipped, &known).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(read.remarks.len(), 1, "{message}: {:?}", read.remarks);
        assert!(read.remarks[0].message.contains(message), "{:?}", read.remarks[0]);
    }
}

#[test]
fn an_own_pack_adds_and_never_changes_what_is_shipped() {
    let known = known();
    let cases = [
        ("id = \"fk-test\"", "id = \"se-diskrimineringslagen\"", "is a shipped pack", true),
        ("id = \"fk-test\"", "id = \"fk\"", "has no prefix", false),
        ("id = \"FK-EGEN-1\"", "id = \"SE-DL-1-4-2\"", "is a provision of another pack", true),
        ("id = \"FK-EGEN-1\"", "id = \"METHOD-DATES\"", "is a provision of another pack", true),
        ("id = \"fk:HS-BER\"", "id = \"HS-07\"", "is a statement of another pack", true),
        ("id = \"fk:HS-BER\"", "id = \"HS-BER\"", "is no id of an own statement", false),
        ("id = \"fk:EV-1\"", "id = \"EV-02\"", "is evidence of another pack", true),
        ("id = \"fk:W-1\"", "id = \"W-OK\"", "is a sentence of another pack", true),
    ];
    for (from, to, message, overrides) in cases {
        // Whatever refers to the statement keeps to a name that is there.
        let text = with(OWN, from, to);
        let text = if to.contains("HS-BER") { text.replace("hs = \"fk:HS-BER\"", "hs = \"HS-BER\"") } else { text };
        let text = if to == "id = \"HS-07\"" { text.replace("hs = \"fk:HS-BER\"", "hs = \"HS-01\"") } else { text };
        let problems = Pack::read("own.toml", &text, Origin::Own, &known).map(|_| ()).unwrap_err();
        let code = if overrides { Code::PackOverride } else { Code::BadPack };
        let found = problems.0.iter().find(|problem| problem.message.contains(message));
        let problem = found.unwrap_or_else(|| panic!("{message}: {problems}"));
        assert_eq!((problem.code, problem.place.line.is_some()), (code, true), "{problem}");
    }
    for table in ["status", "status_rule", "ground", "not_applicable"] {
        let text = format!("{OWN}\n[[{table}]]\nid = \"flagged\"\n");
        let problems = Pack::read("own.toml", &text, Origin::Own, &known).map(|_| ()).unwrap_err();
        let found = problems.0.iter().any(|problem| problem.code == Code::PackOverride);
        assert!(found, "{table}: {problems}");
    }
    let remark = with(OWN, "valid_months = 12", "valid_months = 12\nrules = [{ id = \"R1\", sv = \"x\", en = \"x\" }]");
    let read = Pack::read("own.toml", &remark, Origin::Own, &known).unwrap_or_else(|found| panic!("{found}"));
    assert!(read.remarks[0].message.contains("the tool cannot check them"));
}

#[test]
fn an_own_title_stands_before_the_shipped_one_and_the_order_of_packs_changes_nothing() {
    let own = vec![("own.toml".to_owned(), OWN.to_owned())];
    let one = Packs::of(&["eu-ai-act", "se-diskrimineringslagen"], &own).unwrap_or_else(|found| panic!("{found}"));
    let other = Packs::of(&["se-diskrimineringslagen", "eu-ai-act"], &own).unwrap();
    let ids = |packs: &Packs| packs.provisions().map(|(_, one)| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&one), ids(&other));
    assert_eq!(one.role("lawyer").sv, "verksjurist");
    assert_eq!(one.role("analyst").sv, "analytiker");
    assert_eq!(one.role("nobody").sv, "nobody");
    assert!(one.get("fk-test").is_some_and(|pack| pack.own));
    assert!(one.limits().contains("fk_limit"));
}

#[test]
fn the_grounds_of_the_statute_are_the_seven_in_its_order() {
    let packs = Packs::of(&[], &[]).unwrap();
    let words: Vec<&str> = packs.statutory_grounds().into_iter().map(crate::words::Ground::word).collect();
    let seven = ["sex", "gender_identity", "ethnicity", "religion", "disability", "sexual_orientation", "age"];
    assert_eq!(words, seven);
}

#[test]
fn every_shipped_provision_stands_in_the_ledger_and_says_no_more_than_it() {
    let known = known();
    let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    let packs = Packs::of(&ids, &[]).unwrap();
    for (_, provision) in packs.provisions() {
        let best = known.provisions.get(&provision.id).copied().flatten();
        assert!(best.is_some_and(|best| provision.verification.state >= best), "{}", provision.id);
    }
    assert!(VerificationState::Verified < VerificationState::FromMemory);
}

/// The ledger is the table of the page of sources, where that page stands beside the repository.
#[test]
fn the_ledger_is_the_list_of_sources() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/law/sources.md");
    let Ok(page) = std::fs::read_to_string(page) else {
        println!("skipped: ../shared/law/sources.md is not there");
        assert!(std::env::var("EVENHAND_REQUIRE_SHARED").as_deref() != Ok("1"), "../shared is required");
        return;
    };
    let section = page.split("## 3. ").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| provision id"));
    let mut wanted: Vec<(String, String)> = rows
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            (cells[0].to_owned(), cells[2].to_owned())
        })
        .filter(|(id, _)| !id.starts_with("---"))
        .collect();
    wanted.sort();
    let known = Known::from_ledger().unwrap();
    let found: Vec<(String, String)> = known
        .provisions
        .iter()
        .map(|(id, state)| (id.clone(), state.map_or(String::new(), |state| state.word().to_owned())))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_schema_of_a_pack_is_closed_and_accepts_the_shipped_packs() {
    let schema = pack_schema();
    let validator = jsonschema::validator_for(schema).unwrap();
    for shipped in SHIPPED {
        let json = super::situation::toml(shipped.text);
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).take(3).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", shipped.id);
    }
    let mut json = super::situation::toml(GOOD);
    json["pack"]["gait"] = serde_json::json!(true);
    assert!(!validator.is_valid(&json));
}
