//! Findings, statements and margins in words.

use super::*;

/// A finding of SE-DL-1-4-2 in the sample report, and the report itself.
fn with_finding(change: impl Fn(&mut crate::report::FindingRow)) -> Report {
    let mut report = vab();
    change(&mut report.findings[0]);
    report
}

#[test]
fn statements_that_do_not_count_are_grouped_by_state_and_role() {
    let report = with_finding(|finding| {
        let item = |hs: &str, role: &str| crate::report::MissingItem {
            kind: "statement".to_owned(),
            id: hs.to_owned(),
            role: Some(role.to_owned()),
        };
        finding.missing = vec![
            item("HS-02", "lawyer"),
            item("HS-05", "process_owner"),
            item("HS-04", "lawyer"),
            item("HS-08", "lawyer"),
            // A claim that nobody signed: its reason says so.
            item("SE-DL-1-4-2", "lawyer"),
        ];
        let state = |hs: &str, state: &str| crate::report::FindingStatement {
            hs: hs.to_owned(),
            version: None,
            state: state.to_owned(),
        };
        finding.statements = vec![
            state("HS-02", "illustration"),
            state("HS-04", "illustration"),
            state("HS-05", "missing"),
            state("HS-08", "expired"),
        ];
    });
    let speaker = Speaker::new(&report, Lang::En);
    let said: Vec<String> = speaker.missing(&report.findings[0]).iter().map(Rich::plain).collect();
    assert_eq!(
        said,
        [
            "Statements do not count (illustration): HS-02 Disadvantage at each stage; HS-04 Margin and limits. \
             Responsible role: lawyer.",
            "Statement missing: HS-05 Legitimate aim. Responsible role: process owner.",
            "One statement does not count (too old): HS-08 Balance of interests. Responsible role: lawyer.",
        ]
    );
    let swedish = Speaker::new(&report, Lang::Sv).missing(&report.findings[0]);
    assert!(
        swedish[0]
            .plain()
            .starts_with("Ställningstaganden räknas inte (illustration): HS-02 Missgynnande i varje steg;")
    );
}

#[test]
fn missing_evidence_is_named_where_no_reason_speaks_of_it_and_documents_in_words() {
    let item =
        |kind: &str, id: &str| crate::report::MissingItem { kind: kind.to_owned(), id: id.to_owned(), role: None };
    let report = with_finding(|finding| {
        finding.missing = vec![item("evidence", "EV-02"), item("evidence", "EV-11"), item("file", "input_list")];
    });
    // The first is the subject of a reason, `EV-02:disparity`: it is there, in part.
    let said: Vec<String> =
        Speaker::new(&report, Lang::En).missing(&report.findings[0]).iter().map(Rich::plain).collect();
    assert_eq!(
        said,
        [
            "Evidence missing: EV-11 Representativeness.",
            "Document missing: the list of the inputs that the model or the rules use.",
        ]
    );
}

#[test]
fn coverage_is_said_only_of_a_provision_with_parts_by_ground_or_stage() {
    let mut report = vab();
    let covered =
        |report: &Report| Speaker::new(report, Lang::En).covered(&report.findings[0]).map(|text| text.plain());
    assert!(covered(&report).is_some_and(|text| text.starts_with("This concerns 2 of 7 grounds")));
    for part in &mut report.finding_parts {
        part.ground = None;
    }
    assert_eq!(covered(&report), None);
    report.finding_parts[0].stage = Some("selected".to_owned());
    assert!(covered(&report).is_some());
}

#[test]
fn a_margin_without_a_signature_is_dated_by_the_plan_and_one_with_it_is_not() {
    let mut report = vab();
    assert!(Speaker::new(&report, Lang::En).margin_stated().is_none(), "the day is known");
    report.audit.milestones.margin = None;
    let said = Speaker::new(&report, Lang::En).margin_stated().unwrap().plain().replace('\u{a0}', " ");
    assert_eq!(
        said,
        "24 November 2026 according to the assessment plan; counts only once HS-04 Margin and limits is signed"
    );
    report.audit.comparisons.clear();
    assert!(Speaker::new(&report, Lang::En).margin_stated().is_none(), "there is none to date");
}

#[test]
fn that_results_were_known_is_said_with_whose_words_those_are() {
    let mut report = vab();
    let said = |report: &Report| Speaker::new(report, Lang::En).known_results().map(|text| text.plain());
    assert_eq!(
        said(&report).unwrap(),
        "According to HS-04 Margin and limits (illustration), results were known when the margin was decided."
    );
    let four = report.statements.iter_mut().find(|row| row.hs == "HS-04").unwrap();
    four.fields.insert("known_results".to_owned(), "a newspaper, 2024.".into());
    assert!(said(&report).unwrap().ends_with("when the margin was decided: “a newspaper, 2024”."));
    let four = report.statements.iter_mut().find(|row| row.hs == "HS-04").unwrap();
    four.fields.insert("blind".to_owned(), true.into());
    assert_eq!(said(&report), None);
}

#[test]
fn step_one_tells_the_largest_disparity_and_names_the_others() {
    let report = vab();
    let said = Speaker::new(&report, Lang::En).particular_disadvantage().unwrap().plain();
    assert!(said.contains("higher among people with a foreign background"), "{said}");
    assert!(
        said.ends_with("One more disparity in the selection is beyond the margin: women, selected for control."),
        "{said}"
    );
}

#[test]
fn a_finding_is_told_in_the_order_of_its_reasons_with_its_statements_where_the_first_of_them_stands() {
    let reason = |code: &str, text: &str| crate::report::Reason { code: code.to_owned(), text: Text::same(text) };
    let item = |kind: &str, id: &str| crate::report::MissingItem {
        kind: kind.to_owned(),
        id: id.to_owned(),
        role: Some("lawyer".to_owned()),
    };
    let report = with_finding(|finding| {
        finding.reasons = vec![
            reason("EV-02:disparity", "One."),
            reason("HS-02:missing", "Not this."),
            reason("HS-08:missing", "Nor this."),
            reason("EV-02:inconclusive", "Three."),
            reason("applies_from:2027-12-02", "Nor this."),
        ];
        finding.missing = vec![item("statement", "HS-02"), item("statement", "HS-08"), item("file", "log_extract")];
    });
    let told: Vec<String> = Speaker::new(&report, Lang::En).told(&report.findings[0]).iter().map(Rich::plain).collect();
    assert_eq!(
        told,
        [
            "One.",
            "Statements missing: HS-02 Disadvantage at each stage; HS-08 Balance of interests. Responsible role: lawyer.",
            "Three.",
            "Document missing: an extract of the logs.",
        ]
    );
}

#[test]
fn evidence_that_was_asked_for_and_not_found_is_no_evidence() {
    let mut report = vab();
    report.provisions[0].evidence = vec!["EV-02".to_owned(), "EV-20".to_owned()];
    let there = |report: &Report| -> Vec<String> {
        Speaker::new(report, Lang::En).evidence_there(&report.findings[0]).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(there(&report), Vec::<String>::new(), "all parts of the sample are unmeasured");
    report.finding_parts[0].state = "inconclusive".to_owned();
    assert_eq!(there(&report), ["EV-02"]);
}
