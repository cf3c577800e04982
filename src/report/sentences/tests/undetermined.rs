//! What may not read as an all-clear: one-sided verdicts, what was not assessed, limits alone.

use super::*;

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
    use crate::report::sentences::OtherWay;
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
        let beyond = "it is men who are worse off than group A (“selected for control”): −28.2 percentage points \
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
    assert_eq!(Speaker::new(&report, Lang::En).held_open(&report.disparities[0]), None);
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
fn where_no_verdict_could_have_been_reached_every_place_says_so_and_none_gives_a_size() {
    let mut report = verdicts(0, 1, 0, [0, 0, 0]);
    let row = &mut report.disparities[0];
    (row.minimum_detectable, row.note) = (None, vec![Note::NotDetectable, Note::TooFew]);
    for (lang, words, size) in [
        (Lang::Sv, "inte kunnat avgöras, hur stor", "minsta"),
        (Lang::En, "no verdict could have been reached", "smallest"),
    ] {
        let speaker = Speaker::new(&report, lang);
        let cell = speaker.matrix().rows[0].cells[0].detail.clone().unwrap_or_default().plain();
        let limits: Vec<Rich> = speaker.limitations().into_iter().flat_map(|limit| limit.text).collect();
        for said in
            [cell, text(&speaker.limits_in_short()), text(&limits), text(&speaker.said_of(&report.disparities[0]))]
        {
            assert!(said.to_lowercase().contains(words) && !said.contains(size), "{said}");
        }
    }
}

#[test]
fn an_open_cell_of_page_one_names_the_groups_without_a_size_and_gives_the_sizes_of_the_others() {
    let mut report = verdicts(0, 3, 0, [0, 0, 0]);
    for row in &mut report.disparities {
        row.attribute = Some("sex".to_owned());
    }
    let detail = |report: &Report, lang| {
        let matrix = Speaker::new(report, lang).matrix();
        let details = matrix.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.detail.clone());
        details.map(|detail| detail.plain().replace('\u{a0}', " ")).collect::<Vec<_>>().join(" | ")
    };
    for (row, size) in report.disparities.iter_mut().zip([0.2, 0.1, 0.3]) {
        row.minimum_detectable = Number::new(size);
    }
    assert_eq!(detail(&report, Lang::En), "smallest detectable: 10.0 to 30.0 percentage points");
    let row = &mut report.disparities[2];
    (row.minimum_detectable, row.note) = (None, vec![Note::NotDetectable, Note::TooFew]);
    let group = Speaker::new(&report, Lang::En).group_of(&report.disparities[2]).plain();
    let (en, sv) = (detail(&report, Lang::En), detail(&report, Lang::Sv));
    let never = format!("; for {group} no verdict could have been reached, however large the difference");
    assert_eq!(en, format!("smallest detectable: 10.0 to 20.0 percentage points{never}"));
    assert!(sv.starts_with("minsta upptäckbara: 10,0 till 20,0 procentenheter; för "), "{sv}");
}
