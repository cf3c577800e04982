//! Sentences of sample reports.

use super::{CellKind, Speaker, Tone};
use crate::report::sample::{crowded, empty, long_names, missing_statement, vab, verdicts};
use crate::report::text::Rich;
use crate::report::{Report, WarningRow};
use crate::words::{AuditKind, Lang, Nature, Text};

fn text(parts: &[Rich]) -> String {
    parts.iter().map(Rich::plain).collect::<Vec<_>>().join(" ")
}

/// Everything that page one says before its tables.
fn headline(report: &Report, lang: Lang) -> String {
    let headline = Speaker::new(report, lang).headline();
    [text(&headline.measured), text(&headline.remains), headline.counts.map(|line| line.plain()).unwrap_or_default()]
        .join("\n")
}

#[test]
fn no_headline_mentions_the_margin_without_what_cannot_be_determined() {
    for at in 0..27 * 27 {
        let [d, i, w, f, g, h] = [at % 3, at / 3 % 3, at / 9 % 3, at / 27 % 3, at / 81 % 3, at / 243];
        let report = verdicts(d, i, w, [f, g, h]);
        for lang in [Lang::Sv, Lang::En] {
            let speaker = Speaker::new(&report, lang);
            let said = speaker.headline();
            let measured = text(&said.measured).to_lowercase();
            let undetermined = measured.contains("kan inte avgöras")
                || measured.contains("räcker inte")
                || measured.contains("cannot be determined")
                || measured.contains("not sufficient");
            assert_eq!(undetermined, i > 0, "{d} {i} {w} {lang}: {measured}");
            let within = measured.contains("ligger inom marginalen") || measured.contains("within the margin");
            assert_eq!(within, w > 0 && d == 0, "{d} {i} {w} {lang}: {measured}");
            assert_eq!(said.tone == Tone::Nothing, d + i + w == 0);
            for part in said.measured.iter().chain(&said.remains) {
                let part = part.plain();
                assert!(part.ends_with('.') && part.chars().next().is_some_and(char::is_uppercase), "{part}");
                for wrong in ["1 skillnader", "1 punkter", "1 items", "1 disparities", "1 jämförelser", "{", "⟨", " 0 "]
                {
                    assert!(!part.contains(wrong), "{part}");
                }
            }
        }
    }
}

#[test]
fn hidden_and_impossible_comparisons_are_not_within_the_margin() {
    let mut report = verdicts(0, 0, 2, [0, 0, 0]);
    let row = &mut report.disparities[0];
    (row.verdict, row.suppressed) = (crate::words::Verdict::NotAssessed, true);
    let said = Speaker::new(&report, Lang::En).headline();
    assert_eq!(said.tone, Tone::Inconclusive);
    assert!(text(&said.measured).starts_with("The material is not sufficient to determine one of 2 comparisons"));
}

#[test]
fn before_use_the_headline_says_what_may_happen() {
    for (d, i, w, said) in [(1, 0, 0, true), (0, 1, 0, false), (0, 0, 1, true), (0, 0, 0, false)] {
        let mut report = verdicts(d, i, w, [1, 0, 0]);
        report.audit.kind = AuditKind::BeforeUse;
        let headline = headline(&report, Lang::En);
        assert_eq!(headline.contains("The figures show what may happen"), said, "{headline}");
        assert!(headline.contains("One item needs a decision before the system is put into use."), "{headline}");
    }
}

#[test]
fn headlines_in_both_languages() {
    let mut out = String::new();
    for (name, report) in [
        ("vab-2017", vab()),
        ("empty", empty()),
        ("crowded", crowded()),
        ("one disparity, one that cannot be told", verdicts(1, 1, 0, [1, 1, 1])),
        ("three disparities, two that cannot be told", verdicts(3, 2, 1, [0, 2, 0])),
        ("one that cannot be told", verdicts(0, 1, 0, [0, 0, 0])),
        ("two that cannot be told, one within", verdicts(0, 2, 1, [2, 1, 2])),
        ("one within", verdicts(0, 0, 1, [0, 0, 0])),
        ("two within", verdicts(0, 0, 2, [0, 1, 1])),
    ] {
        for lang in [Lang::Sv, Lang::En] {
            out.push_str(&format!("{name}, {lang}\n{}\n\n", headline(&report, lang)));
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn the_matrix_has_every_ground_and_at_most_twelve_rows_and_six_columns() {
    for report in [vab(), empty(), crowded(), long_names()] {
        let matrix = Speaker::new(&report, Lang::Sv).matrix();
        assert_eq!(matrix.rows.iter().filter(|row| row.statutory).count(), 7);
        assert!(matrix.rows.len() <= 12 && matrix.columns.len() <= 6);
        for row in &matrix.rows {
            assert_eq!(row.cells.is_empty(), row.reason.is_some());
            assert!(row.cells.is_empty() || row.cells.len() == matrix.columns.len());
        }
    }
}

#[test]
fn matrices_limits_and_decisions_in_both_languages() {
    let mut out = String::new();
    for (name, report) in [("vab-2017", vab()), ("crowded", crowded())] {
        for lang in [Lang::Sv, Lang::En] {
            let speaker = Speaker::new(&report, lang);
            out.push_str(&format!("{name}, {lang}\n"));
            let matrix = speaker.matrix();
            for column in &matrix.columns {
                let margin = column.margin.as_ref().map(Rich::plain).unwrap_or_default();
                out.push_str(&format!("| {} ({margin}) ", column.label));
            }
            out.push('\n');
            for row in &matrix.rows {
                let cells: Vec<String> = row
                    .cells
                    .iter()
                    .map(|cell| format!("{:?}: {} {}", cell.kind, cell.word, cell.detail.clone().unwrap_or_default()))
                    .collect();
                let reason = row.reason.as_ref().map(Rich::plain).unwrap_or_default();
                out.push_str(&format!("{}: {}{reason}\n", row.label, cells.join(" | ")));
            }
            out.push_str("limits\n");
            for limit in speaker.limitations() {
                out.push_str(&format!("- {}: {}\n", speaker.head(limit.head), text(&limit.text)));
            }
            out.push_str("in short\n");
            for bullet in speaker.limits_in_short() {
                out.push_str(&format!("- {bullet}\n"));
            }
            let decide = speaker.to_decide();
            for row in &decide.rows {
                out.push_str(&format!("{} | {} | {} | {}\n", row.item, row.provision, row.what, row.role));
            }
            out.push_str(&format!("and {} more\n\n", decide.more));
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn what_is_said_of_each_comparison() {
    let report = vab();
    let mut out = String::new();
    for lang in [Lang::Sv, Lang::En] {
        let speaker = Speaker::new(&report, lang);
        for row in speaker.confirmatory() {
            out.push_str(&format!("{}\n{}\n\n", row.id, text(&speaker.said_of(row))));
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn a_cell_names_the_group_that_is_worse_off() {
    let mut report = vab();
    let row = report.disparities.iter_mut().find(|row| row.metric == "selection_rate").unwrap();
    row.harmed = Some(crate::words::Harmed::Reference);
    let matrix = Speaker::new(&report, Lang::En).matrix();
    let cell = &matrix.rows[0].cells[0];
    assert_eq!(cell.kind, CellKind::Disparity);
    let detail = cell.detail.as_ref().unwrap().plain().replace('\u{a0}', " ");
    assert_eq!(detail, "▼ men 38 / women 63 of 10,000");
}

#[test]
fn banners_come_in_their_order() {
    let plain = |report: &Report| -> Vec<String> {
        let banners = Speaker::new(report, Lang::En).banners();
        banners.iter().map(|banner| banner.plain().split(['.', ':']).next().unwrap().to_owned()).collect()
    };
    let mut report = empty();
    assert_eq!(plain(&report), Vec::<String>::new());
    report.audit.kind = AuditKind::Illustration;
    report.audit.nature = Nature::Simulated;
    report.audit.milestones.margin = Some("2026-11-24".to_owned());
    report.audit.milestones.results = Some("2026-11-23".to_owned());
    report.statements.push(missing_statement("HS-04"));
    report.warnings.push(WarningRow {
        code: "law_pack_old".to_owned(),
        text: Text::new("Rättsläget är läst.", "The law was read up to then."),
        place: None,
        rows: Vec::new(),
    });
    let disclosure = report.audit.disclosure.as_mut().unwrap();
    disclosure.profile = "disclosable".to_owned();
    disclosure.passages = vec![Default::default()];
    assert_eq!(
        plain(&report),
        [
            "Illustration",
            "The margin was set when the results were already known",
            "The figures rest on simulated data",
            "The law was read up to then",
            "Statement missing",
            "One passage is withheld, see Annex I",
        ]
    );
    // A margin that was set in time, on the same day even, is no reason to say otherwise.
    report.audit.milestones.results = Some("2026-11-24".to_owned());
    assert!(!plain(&report).contains(&"The margin was set when the results were already known".to_owned()));
}

#[test]
fn page_one_has_at_most_five_bullets_and_six_items_to_decide() {
    for report in [vab(), crowded(), long_names(), verdicts(2, 2, 2, [9, 9, 9])] {
        let speaker = Speaker::new(&report, Lang::Sv);
        let (bullets, more) = speaker.limits_on_page_one();
        assert_eq!(bullets.len() + more, speaker.limits_in_short().len());
        assert!(bullets.len() + usize::from(more > 0) <= 5);
        let decide = speaker.to_decide();
        let due = report.findings.iter().filter(|finding| {
            !finding.preparation && ["flagged", "incomplete", "inconclusive"].contains(&finding.status.as_str())
        });
        assert_eq!(decide.rows.len() + decide.more, due.count());
        assert!(decide.rows.len() <= 6);
    }
}

#[test]
fn what_is_flagged_comes_before_what_is_missing_and_lead_provisions_first() {
    let mut report = verdicts(1, 0, 0, [1, 2, 2]);
    report.findings.reverse();
    report.provisions[2].lead = true;
    let lead = report.provisions[2].provision.clone();
    let order: Vec<String> =
        Speaker::new(&report, Lang::Sv).to_decide().rows.into_iter().map(|row| row.finding).collect();
    assert_eq!(order.first(), Some(&lead));
    let status = |id: &String| report.findings.iter().find(|row| row.id == *id).unwrap().status.clone();
    assert_eq!(
        order.iter().map(status).collect::<Vec<_>>(),
        ["flagged", "flagged", "flagged", "incomplete", "incomplete"]
    );
}

#[test]
fn new_cases_are_those_of_the_smaller_group_in_the_arm_that_the_comparison_counts() {
    let report = vab();
    let of = |lang, metric: &str| {
        let row = report.disparities.iter().find(|row| row.confirmatory && row.metric == metric).unwrap();
        let speaker = Speaker::new(&report, lang);
        (speaker.needed(row).unwrap().plain(), speaker.needed_at_length(row).unwrap().plain())
    };
    let (short, long) = of(Lang::En, "base_rate");
    assert_eq!(short, "about 2,340 men (random arm)");
    assert_eq!(
        long,
        "about 2,340 men (random arm), now 460; as large an increase in proportion of women, and the new cases are \
         examined by themselves"
    );
    assert_eq!(of(Lang::En, "positive_predictive_value").0, "about 2,340 men who are selected (model arm)");
    assert_eq!(of(Lang::Sv, "selection_rate").0.replace('\u{a0}', " "), "cirka 2340 män (båda urvalen tillsammans)");
    let mut larger = report.clone();
    let row = larger.disparities.iter_mut().find(|row| row.metric == "base_rate").unwrap();
    row.n_reference = row.n_group.and_then(|n| crate::words::Number::new(n.get() + 1.0));
    let row = larger.disparities.iter().find(|row| row.metric == "base_rate").unwrap();
    assert_eq!(Speaker::new(&larger, Lang::En).needed(row).unwrap().plain(), "about 2,340 women (random arm)");
}
