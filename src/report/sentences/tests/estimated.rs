//! Adjusted figures, and figures of groups known through probabilities.

use super::*;

#[test]
fn an_adjusted_cell_says_so_and_has_the_unadjusted_figure_beside_it() {
    let mut report = verdicts(1, 1, 1, [0, 0, 0]);
    let raw: Vec<DisparityRow> = report.disparities.clone();
    for row in &mut report.disparities {
        row.id.push_str("/adjusted");
        row.stratum = Some("household".to_owned());
        row.value = row.value.and_then(|value| Number::new(value.get() / 2.0));
    }
    for mut row in raw {
        (row.confirmatory, row.margin, row.verdict) = (false, None, Verdict::NotAssessed);
        report.disparities.push(row);
    }
    for (lang, word) in [(Lang::Sv, "efter justering"), (Lang::En, "after adjustment")] {
        let speaker = Speaker::new(&report, lang);
        let cells = speaker.matrix().rows.into_iter().flat_map(|row| row.cells);
        let mut seen = 0;
        for detail in cells.filter_map(|cell| cell.detail) {
            let said = detail.plain();
            // Two figures: the adjusted one and the other.
            assert!(said.contains(word) && said.matches(['+', '\u{2212}']).count() >= 2, "{said}");
            seen += 1;
        }
        assert!(seen > 0);
        let row = report.disparities.iter().find(|row| row.stratum.is_some()).unwrap();
        assert!(speaker.unadjusted_beside(row).is_some());
    }
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
        "Computed from the random sample whose group is known (587 in the group, 460 compared with), it is 21 percentage points (95% interval: 12 to 30).",
        "The weighted disparity is thus about 71 per cent smaller (50 to 80 per cent at the ends of the interval), if those whose group is known are a random sample.",
    ] {
        assert!(said.to_lowercase().contains(&wanted.to_lowercase()), "{wanted}\n{said}");
    }
    let swedish = said_of_estimated(&report, Lang::Sv);
    assert!(swedish.contains("Den vägda skillnaden är alltså ungefär 71 procent mindre"), "{swedish}");
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
        [(0.5, "is thus larger than among them."), (-0.2, "thus points the other way"), (0.2, "may be due to chance")]
    {
        let mut other = report.clone();
        let weighted = other.disparities.iter_mut().find(|row| row.of.as_deref() == Some("proxy_weighted")).unwrap();
        weighted.value = Number::new(value);
        let said = said_of_estimated(&other, Lang::En);
        assert!(said.contains(wanted), "{value}: {said}");
    }
}

#[test]
fn of_a_random_sample_too_small_to_correct_by_its_size_is_said_and_no_figure() {
    let mut report = estimated_with(Known::Some);
    // The method that is given of a random sample alone.
    let mut row = report.disparities.iter().find(|row| row.arm.is_some()).unwrap().clone();
    (row.of, row.arm, row.value) = (Some("validated_difference".to_owned()), None, None);
    report.disparities.push(row);
    for (lang, wanted, never) in [
        (Lang::En, "is too small to correct the disparity by", ["no random sample", "22"]),
        (Lang::Sv, "är för litet för att rätta skillnaden med", ["inte är ett slumpmässigt urval", "22"]),
    ] {
        let said = said_of_estimated(&report, lang);
        assert!(said.contains(wanted) && never.iter().all(|words| !said.contains(words)), "{said}");
        // The weighted figure then says which way it misses.
        assert!(said.contains(if lang == Lang::En { "settles nothing" } else { "avgör ingenting" }), "{said}");
    }
}

#[test]
fn the_direction_alone_is_never_said_after_a_verdict() {
    for (verdict, says) in [(Verdict::Inconclusive, true), (Verdict::Disparity, false), (Verdict::WithinMargin, false)]
    {
        let mut report = estimated_with(Known::Nobody);
        report.disparities[0].verdict = verdict;
        let said = said_of_estimated(&report, Lang::En);
        assert_eq!(said.contains("but not how large it is"), says, "{verdict:?}: {said}");
    }
}

#[test]
fn a_ratio_that_bounds_do_not_tell_points_to_the_difference_and_shares_are_called_estimated() {
    let mut report = estimated_with(Known::Random);
    let mut ratio = report.disparities.iter().find(|row| row.of.as_deref() == Some("proxy_bounds")).unwrap().clone();
    (ratio.of, ratio.scale, ratio.verdict) = (None, Some(Scale::Ratio), Verdict::Inconclusive);
    (ratio.lower, ratio.upper) = (Number::new(0.0), Number::new(1_400.0));
    (ratio.margin, ratio.excludes_no_difference) = (Number::new(1.25), Some(false));
    for row in report.disparities.iter_mut().chain([&mut ratio]) {
        row.metric = "false_positive_rate".to_owned();
    }
    for row in &mut report.estimates {
        if row.metric == "selection_rate" {
            row.metric = "false_positive_rate".to_owned();
        }
    }
    report.disparities.push(ratio.clone());
    for (lang, wanted) in [
        (
            Lang::En,
            ["cannot be told from the bounds alone", "is 21\u{a0}percentage points", "Both figures are estimated."],
        ),
        (
            Lang::Sv,
            ["kan inte avgöras ur gränserna ensamma", "är 21\u{a0}procentenheter", "Båda talen är uppskattade."],
        ),
    ] {
        let said = text(&Speaker::new(&report, lang).said_of(&ratio));
        assert!(wanted.iter().all(|words| said.contains(words)), "{said}");
        assert!(!said.contains("not sufficient") && !said.contains("räcker inte"), "{said}");
    }
    // Without a difference that is known, the bounds alone are spoken of.
    report.disparities.retain(|row| row.scale == Some(Scale::Ratio));
    let said = text(&Speaker::new(&report, Lang::En).said_of(&ratio));
    assert!(said.contains("from the bounds alone. That the ratio cannot be told"), "{said}");
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
