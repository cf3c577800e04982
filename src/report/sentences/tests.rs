//! Sentences of sample reports.

use super::{CellKind, Speaker, Tone};
use crate::report::sample::{
    Known, crowded, empty, estimated_with, finding, long_names, missing_statement, vab, verdicts,
};
use crate::report::text::Rich;
use crate::report::{Report, WarningRow, decides};
use crate::words::{AuditKind, Design, HarmDirection, Lang, Nature, Note, Number, Scale, Text, Verdict, reserved};

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
            assert!(!measured.contains("not assessed") && !measured.contains("inte bedöm"), "{measured}");
            let within = measured.contains("ligger inom marginalen") || measured.contains("within the margin");
            assert_eq!(within, w > 0 && d == 0, "{d} {i} {w} {lang}: {measured}");
            assert_eq!(said.tone == Tone::Nothing, d + i + w == 0);
            for part in said.measured.iter().chain(&said.remains) {
                let part = part.plain();
                // Two counts of a phrase are both in figures, at the start of a sentence too.
                let begins = part.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit());
                assert!(part.ends_with('.') && begins, "{part}");
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
    (row.verdict, row.suppressed) = (Verdict::NotAssessed, true);
    let said = Speaker::new(&report, Lang::En).headline();
    assert_eq!(said.tone, Tone::Inconclusive);
    let said = text(&said.measured);
    assert_eq!(said, "1 of 2 comparisons was not assessed (group A). One comparison is within the margin.");
}

#[test]
fn what_was_not_assessed_is_no_comparison_that_cannot_be_determined() {
    for at in 0..81 {
        let [d, i, w, n] = [at % 3, at / 3 % 3, at / 9 % 3, at / 27];
        let mut report = verdicts(d, i, w + n, [0, 0, 0]);
        let rows = report.disparities.iter_mut().filter(|row| row.verdict == Verdict::WithinMargin).skip(w);
        rows.for_each(|row| {
            (row.verdict, row.value, row.lower, row.upper) = (Verdict::NotAssessed, None, None, None);
        });
        for (lang, cannot, not) in [
            (Lang::Sv, ["kan inte avgöras", "räcker inte"], "inte bedöm"),
            (Lang::En, ["cannot be determined", "not sufficient"], "not assessed"),
        ] {
            let speaker = Speaker::new(&report, lang);
            let headline = speaker.headline();
            let said = text(&headline.measured);
            if d + i + w == 0 {
                assert_eq!(headline.tone, Tone::Nothing);
                assert!(!said.contains("marginalen") && !said.contains("margin"), "{said}");
            } else {
                assert_eq!(cannot.iter().any(|words| said.contains(words)), i > 0, "{d} {i} {w} {n}: {said}");
                assert_eq!(said.contains(not), n > 0, "{d} {i} {w} {n}: {said}");
                assert_eq!(headline.tone == Tone::Within, d + i + n == 0, "{d} {i} {w} {n}: {said}");
            }
            let limits = text(&speaker.limits_in_short());
            assert_eq!(limits.contains(cannot[0]), i > 0, "{d} {i} {w} {n}: {limits}");
            assert_eq!(limits.contains(not), n > 0, "{d} {i} {w} {n}: {limits}");
            for wrong in ["1 of 2 comparisons were", "2 of 2 comparisons was", "{", "⟨"] {
                assert!(!said.contains(wrong), "{said}");
            }
        }
    }
}

/// One comparison that a one-sided audit calls within the margin, with these limits in percentage points.
fn one_sided(lower: f64, upper: f64) -> Report {
    let mut report = verdicts(0, 0, 1, [0, 0, 0]);
    report.audit.inference.harm = crate::words::Harm::OneSided;
    let row = &mut report.disparities[0];
    row.harm_direction = HarmDirection::Higher;
    let number = |points: f64| Number::new(points / 100.0);
    (row.value, row.lower, row.upper) = (number((lower + upper) / 2.0), number(lower), number(upper));
    report
}

// methods/5, 5.1: a one-sided verdict reads one end of the interval; nothing is said of the other.
#[test]
fn a_one_sided_verdict_never_reads_as_an_all_clear_of_the_other_direction() {
    use super::OtherWay;
    let cases = [
        ((-1.0, 1.0), OtherWay::Inside, CellKind::Within, Tone::Within),
        ((-3.0, 1.0), OtherWay::Open, CellKind::OneSided, Tone::Inconclusive),
        ((-2.0, 1.0), OtherWay::Open, CellKind::OneSided, Tone::Inconclusive),
        ((-31.0, -25.4), OtherWay::Beyond, CellKind::OtherWay, Tone::Inconclusive),
    ];
    for ((lower, upper), way, kind, tone) in cases {
        let report = one_sided(lower, upper);
        let row = &report.disparities[0];
        for (lang, clear, only) in [
            (Lang::Sv, ["mindre än marginalen", "ligger inom marginalen"], "ara en nackdel"),
            (Lang::En, ["smaller than the margin", "within the margin"], "nly a disadvantage"),
        ] {
            let speaker = Speaker::new(&report, lang);
            assert_eq!((speaker.other_way(row), speaker.cell_kind(row)), (Some(way), kind));
            let headline = speaker.headline();
            assert_eq!(headline.tone, tone);
            let parts = [text(&headline.measured), text(&speaker.said_of(row)), speaker.verdict_word(row)];
            let said = parts.join(" ");
            let inside = way == OtherWay::Inside;
            assert_eq!(clear.iter().any(|words| said.contains(words)), inside, "{said}");
            assert!(said.contains(only) || way == OtherWay::Beyond, "{said}");
        }
        let said = headline(&report, Lang::En).replace('\u{a0}', " ");
        let beyond = "it is men that fares worse than group A (“selected for control”): −28.2 percentage points \
                      (95% interval: −31.0 to −25.4), beyond the margin (2 percentage points)";
        assert_eq!(said.contains(beyond), way == OtherWay::Beyond, "{said}");
        // Two-sided, the same limits could not have had that verdict; a metric without direction has no side.
        let mut both = report.clone();
        both.disparities[0].harm_direction = HarmDirection::Both;
        assert_eq!(Speaker::new(&both, Lang::En).other_way(&both.disparities[0]), None);
    }
    // A favourable event, and a ratio: the other direction is the other one.
    for (direction, scale, margin, limits, way) in [
        (HarmDirection::Lower, Scale::Difference, 0.02, (0.1, 0.3), OtherWay::Beyond),
        (HarmDirection::Lower, Scale::Difference, 0.02, (-0.01, 0.03), OtherWay::Open),
        (HarmDirection::Lower, Scale::Difference, 0.02, (-0.01, 0.01), OtherWay::Inside),
        (HarmDirection::Higher, Scale::Ratio, 1.25, (0.5, 0.7), OtherWay::Beyond),
        (HarmDirection::Higher, Scale::Ratio, 1.25, (0.7, 1.1), OtherWay::Open),
        (HarmDirection::Higher, Scale::Ratio, 1.25, (0.9, 1.1), OtherWay::Inside),
    ] {
        let mut report = one_sided(0.0, 0.0);
        let row = &mut report.disparities[0];
        (row.harm_direction, row.scale, row.margin) = (direction, Some(scale), Number::new(margin));
        (row.lower, row.upper) = (Number::new(limits.0), Number::new(limits.1));
        assert_eq!(Speaker::new(&report, Lang::En).other_way(&report.disparities[0]), Some(way), "{limits:?}");
    }
}

#[test]
fn the_table_and_the_text_of_page_one_agree_on_which_grounds_are_measured() {
    // Compared; one group only; every case unknown.
    let compared = verdicts(0, 1, 0, [0, 0, 0]);
    let alone = verdicts(0, 0, 0, [0, 0, 0]);
    let mut unknown = alone.clone();
    unknown.groups[0].n = Number::new(0.0);
    for (report, unmeasured) in [(compared, 6), (alone, 6), (unknown, 7), (vab(), 5), (empty(), 7)] {
        let speaker = Speaker::new(&report, Lang::En);
        let matrix = speaker.matrix();
        let rows = matrix.rows.iter().filter(|row| row.statutory && !row.measured);
        assert_eq!((rows.count(), speaker.unmeasured_grounds().len()), (unmeasured, unmeasured));
    }
}

#[test]
fn limits_without_a_value_carry_their_unit() {
    let mut report = verdicts(0, 1, 0, [0, 0, 0]);
    report.disparities[0].value = None;
    let said = |report: &Report, lang| {
        let speaker = Speaker::new(report, lang);
        let row = &report.disparities[0];
        speaker.sized_limits(row, &speaker.disparity(row, 0)).map(|said| said.plain().replace('\u{a0}', " ")).unwrap()
    };
    assert_eq!(said(&report, Lang::En), "−2.0 to 4.0 percentage points");
    assert_eq!(said(&report, Lang::Sv), "−2,0 till 4,0 procentenheter");
    report.disparities[0].upper = None;
    assert_eq!(said(&report, Lang::En), "at least −2.0 percentage points");
    let row = &mut report.disparities[0];
    (row.scale, row.margin) = (Some(Scale::Ratio), Number::new(1.25));
    (row.lower, row.upper) = (Number::new(0.03), Number::new(9_167_227_706_710.0));
    assert_eq!(said(&report, Lang::En), "the ratio 0.03 to above 1,000");
    assert_eq!(said(&report, Lang::Sv), "kvoten 0,03 till över 1 000");
}

#[test]
fn an_exploratory_comparison_inside_its_margin_says_why_it_is_no_all_clear() {
    let mut report = verdicts(0, 1, 0, [0, 0, 0]);
    let row = &mut report.disparities[0];
    (row.confirmatory, row.family) = (false, crate::words::Family::Exploratory.word().to_owned());
    assert!(!Speaker::new(&report, Lang::En).never_cleared(&report.disparities[0]));
    let row = &mut report.disparities[0];
    (row.lower, row.upper) = (Number::new(-0.012), Number::new(0.019));
    let said = text(&Speaker::new(&report, Lang::En).said_of(&report.disparities[0]));
    assert!(said.contains("is never judged to be within the margin") && !said.contains("not sufficient"), "{said}");
}

#[test]
fn a_corrected_difference_stands_without_rates_that_are_corrected_otherwise() {
    let mut report = verdicts(1, 0, 0, [0, 0, 0]);
    assert!(headline(&report, Lang::En).contains("of 10,000"));
    report.disparities[0].method = Some("validated_post_stratified".to_owned());
    let said = headline(&report, Lang::En);
    assert!(!said.contains("of 10,000") && said.contains("percentage points"), "{said}");
}

#[test]
fn every_place_counts_the_same_comparisons_and_no_aggregate() {
    // Three comparisons of groups, one of them hidden; and an aggregate over groups that a comparison of the spec lists.
    let mut report = verdicts(0, 2, 1, [0, 0, 0]);
    let hidden = &mut report.disparities[0];
    (hidden.verdict, hidden.suppressed) = (Verdict::NotAssessed, true);
    (hidden.value, hidden.lower, hidden.upper) = (None, None, None);
    let mut aggregate = report.disparities[1].clone();
    aggregate.id = "d/selection_rate.difference/selected/sex/(all groups)".to_owned();
    (aggregate.group, aggregate.reference) = (Some(reserved::ALL_GROUPS.to_owned()), None);
    (aggregate.verdict, aggregate.note) = (Verdict::NotAssessed, vec![Note::SingleGroup]);
    report.disparities.push(aggregate);
    assert_eq!(report.disparities.iter().filter(|row| decides(row)).count(), 3);
    for (lang, share, all) in
        [(Lang::Sv, "1 av 3 jämförelser", "alla grupper"), (Lang::En, "1 of 3 comparisons", "all groups")]
    {
        let speaker = Speaker::new(&report, lang);
        let said = [text(&speaker.headline().measured), text(&speaker.limits_in_short())].join("\n");
        // One cannot be determined and one was not assessed, in the headline and in the bullets.
        assert_eq!(said.matches(share).count(), 4, "{said}");
        let limits: Vec<_> = speaker.limitations().iter().flat_map(|limit| limit.text.clone()).collect();
        let said = said + &text(&limits);
        assert!(!said.to_lowercase().contains(all), "{said}");
        assert_eq!((speaker.undetermined().len(), speaker.not_assessed().len()), (1, 1));
    }
}

#[test]
fn a_disparity_without_a_known_size_names_its_groups_and_what_is_compared() {
    let mut report = verdicts(0, 1, 0, [0, 0, 0]);
    let row = &mut report.disparities[0];
    (row.lower, row.excludes_no_difference, row.harmed) =
        (Number::new(0.001), Some(true), Some(crate::words::Harmed::Group));
    let headline = headline(&report, Lang::En);
    let said =
        "The material shows a disparity between group A and men (“selected for control”): 1.0\u{a0}percentage points";
    assert!(headline.contains(said), "{headline}");
    let matrix = Speaker::new(&report, Lang::En).matrix();
    let cell = &matrix.rows[0].cells[0];
    assert_eq!(cell.kind, CellKind::InconclusiveThere);
    assert!(cell.detail.as_ref().is_some_and(|detail| detail.plain().contains("group A")), "{cell:?}");
}

#[test]
fn a_difference_that_is_not_that_of_the_rounded_shares_says_so() {
    let report = vab();
    let speaker = Speaker::new(&report, Lang::En);
    let of = |attribute: &str| {
        let mut rows = speaker.confirmatory();
        rows.find(|row| row.metric == "selection_rate" && row.attribute.as_deref() == Some(attribute)).unwrap()
    };
    // 63 and 38 of 10,000 differ by 24; 95 and 39 by 56.
    assert!(speaker.apart(of("sex"), 0) && !speaker.apart(of("origin"), 0));
    let said = |attribute| text(&speaker.said_of(of(attribute)));
    assert!(said("sex").contains("The difference, computed before rounding, is 24"), "{}", said("sex"));
    assert!(said("origin").contains("The difference is 56"), "{}", said("origin"));
}

#[test]
fn any_label_of_the_outcome_stands_in_quotation_marks() {
    for label in ["error", "an error", "fel", "Felaktig utbetalning, helt eller delvis"] {
        let mut report = vab();
        report.audit.outcome.as_mut().unwrap().label = Text::same(label);
        for (lang, quoted) in [(Lang::Sv, format!("utfallet ”{label}”")), (Lang::En, format!("the outcome “{label}”"))]
        {
            let speaker = Speaker::new(&report, lang);
            let row = speaker.confirmatory().find(|row| row.metric == "base_rate").unwrap();
            let said = text(&speaker.said_of(row));
            assert!(said.contains(&quoted), "{said}");
            // Only the random arm was drawn from everybody.
            assert!(said.contains("i slumpurvalet") || said.contains("in the random arm"), "{said}");
        }
    }
}

#[test]
fn precision_is_said_of_those_whose_outcome_is_known_and_nobody_is_said_to_be_checked() {
    let mut report = vab();
    let row = report.disparities.iter().position(|row| row.metric == "positive_predictive_value").unwrap();
    let said = |report: &Report| text(&Speaker::new(report, Lang::En).said_of(&report.disparities[row]));
    // Who was not checked may count as an outcome by the plan.
    assert!(said(&report).starts_with("Of 1,000 women in the model arm whose outcome is known"), "{}", said(&report));
    assert!(!said(&report).contains("checked"), "{}", said(&report));
    report.audit.design = Design::Full;
    report.disparities[row].arm = None;
    for estimate in report.estimates.iter_mut().filter(|row| row.metric == "positive_predictive_value") {
        estimate.arm = None;
    }
    let said = said(&report);
    assert!(said.starts_with("The share with the outcome “error” among those selected for control is 479"), "{said}");
    assert!(!said.contains("checked"), "{said}");
}

#[test]
fn the_size_of_a_two_arm_pool_is_the_one_that_a_signed_statement_gives() {
    let mut report = vab();
    assert_eq!(Speaker::new(&report, Lang::En).pool_size(), None);
    let mut statement = missing_statement("HS-03");
    statement.fields.insert("pool".to_owned(), serde_json::json!({ "n_expected": 977_730 }));
    report.statements.push(statement);
    let size = |report: &Report| Speaker::new(report, Lang::En).pool_size().map(|size| size.plain());
    for (state, expected) in [("illustration", None), ("draft", None), ("signed", Some("977,730".to_owned()))] {
        report.statements.last_mut().unwrap().state = state.to_owned();
        assert_eq!(size(&report), expected, "{state}");
    }
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
fn a_finding_of_core_that_needs_a_decision_is_said_without_any_law_pack() {
    let none = "No legal review was requested.";
    let mut report = empty();
    assert!(headline(&report, Lang::En).contains(none));
    for (status, hidden) in [("in_place", true), ("flagged", false)] {
        let (provision, row) = finding("METHOD-DATES", status, &[]);
        (report.provisions, report.findings) = (vec![provision], vec![row]);
        assert_eq!(headline(&report, Lang::En).contains(none), hidden, "{status}");
    }
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

/// What page one says of groups known through probabilities.
fn said_of_estimated(report: &Report, lang: Lang) -> String {
    text(&Speaker::new(report, lang).headline().estimated).replace('\u{a0}', " ")
}

#[test]
fn of_a_random_sample_page_one_says_both_differences_and_what_the_probabilities_hide() {
    let report = estimated_with(Known::Random);
    let said = said_of_estimated(&report, Lang::En);
    for wanted in [
        "The group is estimated with probabilities, not known for each person.",
        "Computed with the probabilities, the disparity between people born abroad and people born here (selection for control) is 6.0 percentage points.",
        "Computed from the random sample whose group is known, it is 21 percentage points (95% interval: 12 to 30).",
        "So the probabilities hide about 71 per cent of the disparity (50 to 80 per cent at the ends of the interval).",
    ] {
        assert!(said.to_lowercase().contains(&wanted.to_lowercase()), "{wanted}\n{said}");
    }
    let swedish = said_of_estimated(&report, Lang::Sv);
    assert!(swedish.contains("Sannolikheterna döljer alltså ungefär 71 procent av skillnaden"), "{swedish}");
    let headline = headline(&report, Lang::En);
    // Without the two rates, whose own corrections do not make up that of the difference.
    assert!(headline.contains("the estimated difference is 21") && !headline.contains("10,000"), "{headline}");
    // The assumption behind the weighted figure cannot explain away a corrected one.
    let speaker = Speaker::new(&report, Lang::En);
    assert!(report.disparities.iter().all(|row| speaker.tip(row).is_none()));
}

#[test]
fn of_probabilities_alone_page_one_says_the_range_and_which_way_the_weighted_figure_misses() {
    let report = estimated_with(Known::Nobody);
    let said = said_of_estimated(&report, Lang::En);
    for wanted in [
        "lies somewhere from −40 to 70 percentage points.",
        "Weighted by the probabilities it is 6.0 percentage points. That figure is smaller in size than the true disparity if people born abroad are treated worse than others with the same probabilities, and it settles nothing by itself.",
        "A disparity is there, but not how large it is: two different assumptions about the probabilities both show that the share is higher for people born abroad",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
    assert!(!said.contains("hide") && headline(&report, Lang::En).starts_with("The material is not sufficient"));
    let swedish = said_of_estimated(&report, Lang::Sv);
    assert!(
        swedish.contains("till storleken mindre än den verkliga skillnaden om utrikes födda behandlas sämre"),
        "{swedish}"
    );
    // Where the weighted figure points the other way it is the other side that may be worse off than it says.
    let mut turned = report.clone();
    let weighted = turned.disparities.iter_mut().find(|row| row.of.as_deref() == Some("proxy_weighted")).unwrap();
    weighted.value = Number::new(-0.06);
    assert!(said_of_estimated(&turned, Lang::En).contains("if people born here are treated worse"));
    // Nobody says what is worse: of those who have more.
    let weighted = turned.disparities.iter_mut().find(|row| row.of.as_deref() == Some("proxy_weighted")).unwrap();
    (weighted.value, weighted.harm_direction) = (Number::new(0.06), HarmDirection::None);
    assert!(said_of_estimated(&turned, Lang::En).contains("if people born abroad have a higher share than others"));
    let speaker = Speaker::new(&report, Lang::En);
    let tip = speaker.tip(&report.disparities[0]).unwrap().plain();
    assert!(tip.starts_with("An unknown factor would need to make the odds") && tip.contains("0.45 times"), "{tip}");
}

#[test]
fn those_who_are_known_and_no_random_sample_stand_beside_the_range() {
    let report = estimated_with(Known::Some);
    let said = said_of_estimated(&report, Lang::En);
    assert!(said.contains("lies somewhere from") && said.contains("who are no random sample, it is 22"), "{said}");
    // The weighted figure lies below the interval, but nothing was found to be hidden: chance is not ruled out in words.
    for (value, wanted) in
        [(0.5, "show a larger disparity than there is"), (-0.2, "the wrong way round"), (0.2, "may be due to chance")]
    {
        let mut other = report.clone();
        let weighted = other.disparities.iter_mut().find(|row| row.of.as_deref() == Some("proxy_weighted")).unwrap();
        weighted.value = Number::new(value);
        let said = said_of_estimated(&other, Lang::En);
        assert!(said.contains(wanted), "{value}: {said}");
    }
}

#[test]
fn the_weighted_figure_never_stands_alone() {
    for known in [Known::Nobody, Known::Some, Known::Random] {
        for lang in [Lang::Sv, Lang::En] {
            let mut report = estimated_with(known);
            // Without a range and without known groups there is nothing to stand beside.
            report.disparities.retain(|row| row.of.as_deref() == Some("proxy_weighted") || row.confirmatory);
            let spoken = report.disparities.iter_mut().find(|row| row.confirmatory).unwrap();
            (spoken.value, spoken.lower, spoken.upper) = (None, None, None);
            let said = said_of_estimated(&report, lang);
            assert!(!said.contains("6,0") && !said.contains("6.0"), "{known:?}: {said}");
        }
    }
}

#[test]
fn a_headline_that_rests_on_an_adjusted_figure_says_so() {
    let mut report = verdicts(1, 1, 0, [0, 0, 0]);
    for row in &mut report.disparities {
        row.stratum = Some("household".to_owned());
        row.excludes_no_difference = Some(row.verdict == Verdict::Inconclusive);
    }
    for row in &mut report.estimates {
        row.stratum = Some("household".to_owned());
    }
    for (lang, share, beside) in
        [(Lang::Sv, "den justerade andelen", "justerad"), (Lang::En, "the adjusted share", "adjusted")]
    {
        let said = headline(&report, lang);
        assert!(said.contains(share), "{said}");
        let short = text(&Speaker::new(&report, lang).limits_in_short());
        assert!(short.contains(beside), "{short}");
    }
    report.disparities.retain(|row| row.verdict == Verdict::Inconclusive);
    assert!(headline(&report, Lang::En).contains("The material shows an adjusted disparity between"));
    assert!(headline(&report, Lang::Sv).contains("En justerad skillnad finns i underlaget"));
}
