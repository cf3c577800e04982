//! Reports that are hard to show: many attributes and findings, long names, names that try to be markup.

use super::{
    Ground, Key, MissingItem, Note, Report, Scale, Verdict, attribute, disparity, empty, estimate, finding, group,
    missing_statement, n, pack, some, stage, vab,
};
use crate::words::{AuditKind, Text};

/// The grounds in turn, then supplementary attributes.
fn ground(at: usize) -> Ground {
    Ground::ALL.get(at).copied().unwrap_or(Ground::Supplementary)
}

fn reviewed(report: &mut Report, findings: &[(String, &str)]) {
    report.provenance.packs.push(pack("se-diskrimineringslagen", "2026-11-20", "statute"));
    for (id, status) in findings {
        let (mut provision, mut found) = finding(
            id,
            status,
            &[("HS-05:missing", "Ställningstagande saknas: berättigat syfte.", "Statement missing: legitimate aim.")],
        );
        provision.short = Text::new(&format!("Bestämmelsen {id}"), &format!("The provision {id}"));
        if *status == "incomplete" {
            found.missing = vec![MissingItem {
                kind: "statement".to_owned(),
                id: "HS-05".to_owned(),
                role: Some("process_owner".to_owned()),
            }];
        }
        report.provisions.push(provision);
        report.findings.push(found);
    }
}

/// Twelve attributes, three stages, forty findings.
pub fn crowded() -> Report {
    let mut report = empty();
    report.audit.id = "crowded-2027".to_owned();
    report.audit.kind = AuditKind::OnChange;
    report.audit.stages = vec![
        stage("scored", "poängsatta över tröskeln", "scored above the threshold"),
        stage("selected", "utvalda för kontroll", "selected for control"),
        stage("delayed", "försenade i utbetalningen", "delayed in payment"),
    ];
    let verdicts = [Verdict::Disparity, Verdict::Inconclusive, Verdict::WithinMargin, Verdict::NotAssessed];
    for at in 0..12 {
        let (name, label) = (format!("attribute{at}"), format!("grupp nummer {at}"));
        let english = format!("group number {at}");
        report.audit.attributes.push(attribute(&name, ground(at), "reference"));
        report.groups.push(group(&name, ground(at), "reference", ["övriga", "the others"], 80_000.0));
        report.groups.push(group(&name, ground(at), "other", [&label, &english], 4_000.0));
        for (stage_at, stage) in ["scored", "selected", "delayed"].into_iter().enumerate() {
            let key = Key { metric: "selection_rate", stage: Some(stage), attribute: &name, group: "other", arm: None };
            let verdict = verdicts[(at + stage_at) % 4];
            let value = match verdict {
                Verdict::Disparity => [0.062, 0.041, 0.083],
                Verdict::Inconclusive => [0.021, -0.008, 0.051],
                _ => [0.004, -0.009, 0.0161],
            };
            let mut row = disparity(key, "reference", Scale::Difference, value, Some(0.02), verdict);
            if verdict == Verdict::NotAssessed {
                (row.value, row.lower, row.upper, row.suppressed) = (None, None, None, true);
                (row.harmed, row.excludes_no_difference, row.note) = (None, None, vec![Note::Suppressed]);
            }
            report.disparities.push(row);
            report.estimates.push(estimate(key, [0.112, 0.103, 0.1215], some(4_000.0).map(|n| n.get())));
            report.estimates.push(estimate(Key { group: "reference", ..key }, [0.05, 0.0485, 0.0515], Some(80_000.0)));
        }
    }
    let statuses = ["flagged", "incomplete", "inconclusive", "not_assessed", "in_place"];
    let findings: Vec<(String, &str)> =
        (0..40).map(|at| (format!("SE-DL-2-{at}"), statuses[at % statuses.len()])).collect();
    reviewed(&mut report, &findings);
    report.statements = (1..=19).map(|at| missing_statement(&format!("HS-{at:02}"))).collect();
    report.audit.inference.comparisons_confirmatory = n(36.0);
    report
}

/// The public case with every name 80 characters long.
pub fn long_names() -> Report {
    let mut report = vab();
    lengthen(&mut report);
    report
}

fn lengthen(report: &mut Report) {
    let long = |text: &str| {
        let mut out = text.to_owned();
        while out.chars().count() < 80 {
            out.push_str(" med ett mycket långt namn");
        }
        out.chars().take(80).collect::<String>()
    };
    let both = |text: &Text| Text { sv: long(&text.sv), en: long(&text.en) };
    report.audit.title = both(&report.audit.title);
    report.audit.system.name = long(&report.audit.system.name);
    for row in &mut report.groups {
        row.label = both(&row.label);
    }
    for stage in &mut report.audit.stages {
        stage.label = both(&stage.label);
        stage.verb = stage.verb.as_ref().map(both);
        stage.noun = stage.noun.as_ref().map(both);
    }
    for provision in &mut report.provisions {
        provision.short = both(&provision.short);
        provision.citation = both(&provision.citation);
    }
}

/// The crowded report with every name 80 characters long.
pub fn crowded_long() -> Report {
    let mut report = crowded();
    lengthen(&mut report);
    report
}

/// The public case with names that try to be markup, formulas, or to turn the text around.
pub fn hostile() -> Report {
    let mut report = vab();
    let names = [
        "<script>alert(1)</script>",
        "=cmd|'/C calc'!A0",
        "\u{202e}nem\u{202c}",
        "\"><img src=x onerror=alert(1)>",
        "{{ 7*7 }}",
        "]]>--><!--",
        "javascript:alert(1)",
        "a\u{0}b\u{f5a10}f",
        "&lt;b&gt;",
    ];
    for (row, name) in report.groups.iter_mut().zip(names.iter().cycle()) {
        row.label = Text::same(name);
    }
    report.audit.title = Text::same(names[0]);
    report.audit.system.name = names[3].to_owned();
    report.audit.system.unit = Text::same(names[2]);
    report.audit.stages[0].label = Text::same(names[0]);
    report.provenance.inputs[0].path = names[3].to_owned();
    report.provisions[0].short = Text::same(names[5]);
    report.provisions[0].verification.address = names[6].to_owned();
    report.findings[0].verification.address = names[6].to_owned();
    if let Some(statement) = report.statements.iter_mut().find(|row| !row.answers.is_empty()) {
        statement.answers.insert("q1".to_owned(), names.join("\n"));
        statement.state = "signed".to_owned();
    }
    report.audit.prepared_by[0].name = names[4].to_owned();
    report
}

/// A, B, C …
fn letter(at: usize) -> char {
    "ABCDEFGHIJ".chars().nth(at).unwrap_or('Z')
}

/// One attribute and one stage with so many confirmatory comparisons of each verdict, and so many findings of each
/// status (flagged for a disparity, flagged for another reason, incomplete).
pub fn verdicts(disparity_count: usize, inconclusive: usize, within: usize, findings: [usize; 3]) -> Report {
    let mut report = empty();
    report.audit.kind = AuditKind::Periodic;
    report.audit.attributes.push(attribute("sex", Ground::Sex, "man"));
    report.groups.push(group("sex", Ground::Sex, "man", ["män", "men"], 5_000.0));
    let all = std::iter::repeat_n(Verdict::Disparity, disparity_count)
        .chain(std::iter::repeat_n(Verdict::Inconclusive, inconclusive))
        .chain(std::iter::repeat_n(Verdict::WithinMargin, within));
    for (at, verdict) in all.enumerate() {
        let (name, sv, en) = (format!("group{at}"), format!("grupp {}", letter(at)), format!("group {}", letter(at)));
        report.groups.push(group("sex", Ground::Sex, &name, [&sv, &en], 900.0));
        let key = Key { metric: "selection_rate", stage: Some("selected"), attribute: "sex", group: &name, arm: None };
        let value = match verdict {
            Verdict::Disparity => [0.06, 0.04, 0.08],
            Verdict::Inconclusive => [0.01, -0.02, 0.04],
            _ => [0.001, -0.008, 0.01],
        };
        report.disparities.push(disparity(key, "man", Scale::Difference, value, Some(0.02), verdict));
        if verdict == Verdict::Disparity {
            report.disparities.push(disparity(key, "man", Scale::Ratio, [1.6, 1.35, 1.9], None, Verdict::NotAssessed));
        }
        report.estimates.push(estimate(key, [0.16, 0.14, 0.18], Some(900.0)));
    }
    report.estimates.push(estimate(
        Key { metric: "selection_rate", stage: Some("selected"), attribute: "sex", group: "man", arm: None },
        [0.1, 0.092, 0.108],
        Some(5_000.0),
    ));
    let [by_disparity, otherwise, incomplete] = findings;
    report.provenance.packs.push(pack("se-diskrimineringslagen", "2026-11-20", "statute"));
    for at in 0..by_disparity {
        let (provision, found) = finding(
            &format!("SE-DL-A-{at}"),
            "flagged",
            &[("EV-02:disparity", "Skillnad påvisad.", "Disparity shown.")],
        );
        report.provisions.push(provision);
        report.findings.push(found);
    }
    for at in 0..otherwise {
        let (provision, found) =
            finding(&format!("SE-DL-B-{at}"), "flagged", &[("cond:age_used", "Ålder används.", "Age is used.")]);
        report.provisions.push(provision);
        report.findings.push(found);
    }
    for at in 0..incomplete {
        let (provision, found) =
            finding(&format!("SE-DL-C-{at}"), "incomplete", &[("HS-05:missing", "Syfte saknas.", "Aim missing.")]);
        report.provisions.push(provision);
        report.findings.push(found);
    }
    report
}
