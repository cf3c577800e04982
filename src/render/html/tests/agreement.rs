//! What a page says in one place agrees with what it says in another.

use super::{LANGS, html, shipped, visible_text, with_threshold};
use crate::report::sample::vab;
use crate::report::sentences::Speaker;
use crate::report::text::{Rich, Texts};
use crate::report::{DisparityRow, Report, WarningRow};
use crate::words::{Family, HarmDirection, Lang, Number, Scale, Verdict};

/// The words of a section, with plain spaces.
fn section(page: &str, number: u8) -> String {
    let from = page.find(&format!("<h2 id=\"s{number}\">")).unwrap();
    let page = page[from..].split("</section>").next().unwrap();
    visible_text(&format!("<!doctype html>{page}"))
        .replace('\u{a0}', " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A confirmatory comparison of women with men.
fn judged(report: &Report, metric: &str, of: Option<&str>) -> DisparityRow {
    let any = report.disparities.iter().find(|row| {
        row.metric == "selection_rate"
            && row.attribute.as_deref() == Some("sex")
            && row.group.as_deref() == Some("woman")
            && row.scale == Some(Scale::Difference)
            && row.stratum.is_none()
            && row.arm.is_none()
    });
    DisparityRow {
        id: format!("d/{metric}.difference/-/sex/woman/vs/man"),
        metric: metric.to_owned(),
        of: of.map(str::to_owned),
        margin: Number::new(0.02),
        verdict: Verdict::Disparity,
        confirmatory: true,
        family: Family::Confirmatory.word().to_owned(),
        harm_direction: HarmDirection::Higher,
        note: Vec::new(),
        detail: None,
        ..any.unwrap().clone()
    }
}

// methods/3, 3.9: a factor whose removal changes the verdict is named on the first page of the section.
#[test]
fn a_factor_without_which_a_verdict_turns_is_named_at_the_head_of_section_6_and_in_its_table() {
    let mut report = shipped("compas");
    for (lang, named, turned) in [
        (Lang::Sv, "Utan faktorn tidigare brott blir bedömningen en annan: ", "annan bedömning än med alla faktorer"),
        (
            Lang::En,
            "Without the factor prior offences the verdict is another one: ",
            "another verdict than with all factors",
        ),
    ] {
        let six = section(&html(&report, lang), 6);
        let (said, table) = (six.find(named), six.find(turned));
        assert!(said.is_some_and(|at| at < 500), "{six}");
        assert!(table.is_some(), "{six}");
    }
    // How much the factor says of the group stands beside it.
    let six = section(&html(&report, Lang::En), 6);
    assert!(six.contains("says of the group: Cramér’s V 0."), "{six}");
    // Where nothing turns nothing is said.
    for row in &mut report.disparities {
        row.verdict = Verdict::Inconclusive;
    }
    let six = section(&html(&report, Lang::En), 6);
    assert!(!six.contains("the verdict is another one") && !six.contains("another verdict than"), "{six}");
}

#[test]
fn whatever_page_one_points_to_in_section_3_stands_there() {
    for name in ["proxy-surname", "compas", "demo", "vab-2017"] {
        let report = shipped(name);
        for lang in LANGS {
            let speaker = Speaker::new(&report, lang);
            let (all, limits) = (speaker.limits_in_short().len(), speaker.limitations());
            let shorts = limits.iter().filter(|limit| limit.short.is_some()).count();
            let warned: Vec<&Rich> =
                limits.iter().filter(|limit| limit.head == "limit-warnings").flat_map(|limit| &limit.text).collect();
            assert_eq!(shorts + warned.len(), all, "{name}");
            let three = section(&html(&report, lang), 3);
            for text in warned {
                let text = text.plain().replace('\u{a0}', " ");
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(three.replace(' ', "").contains(&text.replace(' ', "")), "{name}: {text}");
            }
        }
    }
    let three = section(&html(&shipped("proxy-surname"), Lang::En), 3);
    assert!(three.contains("706 cases") && three.contains("71"), "{three}");
}

#[test]
fn without_an_outcome_no_section_says_that_outcomes_are_known() {
    let report = shipped("proxy-surname");
    for (lang, known) in [(Lang::Sv, "utfall är kända"), (Lang::En, "outcome are known")] {
        let page = html(&report, lang);
        assert!(!section(&page, 2).contains(known));
        assert!(section(&page, 2).contains(&Texts::of(lang).head("design-full-no-outcome")));
        assert!(section(&html(&shipped("demo"), lang), 2).contains(known));
    }
}

#[test]
fn a_disparity_at_a_threshold_is_one_of_the_share_there_and_shows_both_shares() {
    let (mut report, mark) = with_threshold();
    let mut row = judged(&report, "threshold_disparity_curve", Some(&mark.get().to_string()));
    row.stage = Some("selected".to_owned());
    report.disparities.push(row);
    let share = |group: &str| {
        let row = report.curves.iter().find(|row| {
            row.curve == "threshold"
                && row.metric == "selection_rate"
                && row.x == Some(mark)
                && row.attribute.as_deref() == Some("sex")
                && row.group.as_deref() == Some(group)
        });
        (row.unwrap().value.unwrap().get() * 10_000.0).round()
    };
    let text = section(&html(&report, Lang::En), 5).replace([',', ' '], "");
    let both = format!("{}against{}of10000", share("woman"), share("man"));
    assert!(text.contains(&both), "{both}: {text}");
    assert!(
        text.contains("theshareofpeople") || text.contains("Theshare\u{20}") || text.contains("withascoreof"),
        "{text}"
    );
    assert!(!text.contains("themeasuredisparity"), "{text}");
}

#[test]
fn an_average_error_says_which_way_the_score_errs_and_its_column_what_it_holds() {
    let mut report = shipped("demo");
    let row = judged(&report, "calibration_in_the_large", None);
    report.disparities.retain(|other| other.id != row.id);
    report.disparities.push(DisparityRow { stage: None, value: Number::new(0.1), ..row });
    for estimate in report.estimates.iter_mut().filter(|row| row.metric == "calibration_in_the_large") {
        estimate.value = Number::new(if estimate.group.as_deref() == Some("woman") { 0.095 } else { -0.005 });
    }
    let five = section(&html(&report, Lang::En), 5);
    assert!(five.contains("Among women the score says too little on average"), "{five}");
    assert!(five.contains("Among men it says too much"), "{five}");
    assert!(five.contains("Calibration in the large, group against reference"), "{five}");
    let headline = Speaker::new(&report, Lang::Sv).headline();
    let first = Rich::join(headline.measured, " ").plain();
    assert!(
        !first.contains("genomsnittlig avvikelse") || first.contains("anger poängen i genomsnitt för lite"),
        "{first}"
    );
}

// methods/6, 6.6: the cumulative error is the default global statistic; 6.8: the report shows readings 1 and 4 and why
// they can differ.
#[test]
fn section_7_has_the_cumulative_error_and_both_readings_and_says_why_they_can_differ() {
    let report = shipped("demo");
    for lang in LANGS {
        let texts = Texts::of(lang);
        let page = html(&report, lang);
        let seven = section(&page, 7);
        for key in ["t7-ecce", "t7-spiegelhalter", "t7f-claims", "t7f-equal"] {
            assert!(seven.contains(&texts.head(key)), "{key}");
        }
        for id in [
            "e/cumulative_calibration_error/-/sex/woman",
            "e/spiegelhalter_z/-/sex/woman",
            "d/cumulative_calibration_difference.difference/-/sex/woman/vs/man",
        ] {
            let from = &page[page.find("<h2 id=\"s7\">").unwrap()..page.find("<h2 id=\"s8\">").unwrap()];
            for column in ["value", "p_value"] {
                assert!(from.contains(&format!("data-ref=\"{id}\" data-col=\"{column}\"")), "{id} {column}");
            }
        }
        let why = texts.word("s7-two-readings");
        assert!(seven.contains(&why.split_whitespace().collect::<Vec<_>>().join(" ")), "{seven}");
    }
    // Of a score that is no probability only outcomes at equal score can be compared.
    let seven = section(&html(&shipped("compas"), Lang::En), 7);
    assert!(seven.contains("Outcome at equal score") && !seven.contains("The two can differ"), "{seven}");
    assert!(!seven.contains(&Texts::of(Lang::En).head("t7f-claims")), "{seven}");
    let seven = seven.replace([' ', '\u{a0}'], "");
    assert!(seven.contains("womenagainstmen−0.093(95%interval:−0.119to−0.066;p<0.001)"), "{seven}");
}

#[test]
fn nothing_is_said_to_be_adjusted_where_no_adjusted_figure_exists() {
    let mut report = shipped("compas");
    let over_factors = |stratum: &str| !stratum.is_empty() && !stratum.contains('=');
    for row in report.disparities.iter_mut().filter(|row| row.stratum.as_deref().is_some_and(over_factors)) {
        (row.value, row.lower, row.upper, row.verdict) = (None, None, None, Verdict::NotAssessed);
    }
    for (lang, adjusted, not) in [
        (Lang::En, "The disparity is adjusted for", "was to be computed, but could not be"),
        (Lang::Sv, "Skillnaden är justerad för", "skulle ha justerats för"),
    ] {
        let page = html(&report, lang);
        assert!(!page.contains(adjusted) && page.contains(not));
        assert!(!page.contains(": ()"));
    }
}

#[test]
fn section_6_sends_nobody_to_annex_c_for_the_comparisons_of_its_own_second_table() {
    let six = section(&html(&shipped("compas"), Lang::En), 6);
    assert!(six.contains("One factor left out at a time") && !six.contains("over other factors"), "{six}");
}

#[test]
fn a_corrected_difference_beside_shares_that_do_not_give_it_says_why() {
    for lang in LANGS {
        let note = Texts::of(lang).word("corrected-note");
        assert!(section(&html(&shipped("proxy-surname"), lang), 4).contains(&note));
        assert!(!section(&html(&vab(), lang), 4).contains(&note));
    }
}

#[test]
fn the_table_of_ranking_says_that_equal_scores_count_half() {
    for (lang, words) in [(Lang::Sv, "Lika poäng räknas som hälften"), (Lang::En, "Equal scores count half")] {
        assert!(section(&html(&shipped("compas"), lang), 7).contains(words));
    }
}

#[test]
fn fewer_than_twenty_people_are_counted_and_not_spoken_of_as_ten_thousand() {
    let page = html(&shipped("compas"), Lang::En);
    let [four, five, six] = [4, 5, 6].map(|number| section(&page, number).replace(' ', ""));
    assert!(six.contains("Of18NativeAmericans,12") && six.contains("Of10,000Asianpeople"), "{six}");
    // The other side of the comparison is counted too: so many of two beside so many of 10,000 would read as counts.
    assert!(six.contains("Of2,454whitepeople,854") && four.contains("12of18against854of2,454"), "{four}");
    assert!(five.contains("2per6") && five.contains("2withouterrorwereselectedbeside6withanerror"), "{five}");
    assert!([four, five, six].iter().all(|said| !said.contains("6,667") && !said.contains("333without")));
}

#[test]
fn a_name_that_no_line_breaks_is_marked_and_an_ordinary_one_is_not() {
    let mut report = vab();
    let name = "Å".repeat(300);
    for label in report.groups.iter_mut().filter(|row| row.group == "woman").map(|row| &mut row.label) {
        *label = crate::words::Text::same(&name);
    }
    let page = html(&report, Lang::En);
    assert!(page.contains(&format!("<bdi class=\"long\">{name}")));
    assert!(!page.contains("<bdi class=\"long\">Men"));
}

// methods/6, 6.8: the sum can cancel what the test along the scores sees.
#[test]
fn outcomes_that_only_the_test_along_the_scores_tells_apart_are_said_to_differ() {
    let mut report = shipped("compas");
    let of_paths = |row: &&mut DisparityRow| row.metric == "cumulative_calibration_difference";
    for row in report.disparities.iter_mut().filter(of_paths) {
        (row.excludes_no_difference, row.p_value) = (Some(false), Number::new(0.3));
    }
    for (lang, none, hidden) in [
        (Lang::Sv, "visar underlaget ingen skillnad i utfall", "som testet längs poängskalan visar"),
        (Lang::En, "shows no difference in outcome", "that the test along the scores shows"),
    ] {
        let seven = section(&html(&report, lang), 7);
        assert!(seven.contains(none) && !seven.contains(hidden), "{seven}");
        let mut report = report.clone();
        report.disparities.iter_mut().find(of_paths).unwrap().p_value = Number::new(1e-6);
        let seven = section(&html(&report, lang), 7);
        assert!(!seven.contains(none) && seven.contains(hidden), "{seven}");
    }
}

#[test]
fn a_gain_over_the_pool_is_said_in_words_of_its_own_and_is_no_disparity() {
    let mut without = vab();
    // No disparity among the comparisons of groups: a gain must not make one.
    for row in without.disparities.iter_mut().filter(|row| row.verdict == Verdict::Disparity) {
        row.verdict = Verdict::WithinMargin;
    }
    let mut report = without.clone();
    let mut gain = judged(&report, "lift", None);
    (gain.scale, gain.reference) = (Some(Scale::Ratio), Some("(pool)".to_owned()));
    gain.id = "d/lift.ratio/selected/sex/woman/vs/(pool)".to_owned();
    (gain.value, gain.lower, gain.upper) = (Number::new(1.7), Number::new(1.5), Number::new(1.9));
    report.disparities.push(gain);
    for (lang, words) in
        [(Lang::Sv, "en vinst mot slump utanför marginalen"), (Lang::En, "a gain over random beyond the margin")]
    {
        assert!(section(&html(&report, lang), 5).contains(words));
        let (with, before) = (Speaker::new(&report, lang), Speaker::new(&without, lang));
        assert!(with.confirmatory().all(|row| row.metric != "lift"));
        let (with, before) = (with.headline(), before.headline());
        assert!(with.measured == before.measured && with.tone == before.tone, "{with:?}");
    }
}

#[test]
fn section_7_says_that_no_case_has_a_score_only_where_that_is_so() {
    let mut report = shipped("compas");
    report.estimates.retain(|row| !["auc", "mean_score", "calibration_in_the_large"].contains(&row.metric.as_str()));
    report.disparities.retain(|row| !["superiority", "mean_score"].contains(&row.metric.as_str()));
    report.disparities.retain(|row| row.metric != "auc" && row.metric != "calibration_in_the_large");
    for (lang, words) in [(Lang::Sv, "har någon poäng"), (Lang::En, "no case in the data has a score")] {
        report.warnings.retain(|row| row.code != "score_missing");
        assert!(!section(&html(&report, lang), 7).contains(words));
        let missing = WarningRow { code: "score_missing".to_owned(), ..report.warnings[0].clone() };
        report.warnings.push(missing);
        assert!(section(&html(&report, lang), 7).contains(words));
    }
}

#[test]
fn factors_that_are_named_are_those_of_the_plan_attribute_by_attribute() {
    let mut report = shipped("compas");
    let adjusted = |row: &DisparityRow, attribute: &str, stratum: &str| DisparityRow {
        attribute: Some(attribute.to_owned()),
        stratum: Some(stratum.to_owned()),
        confirmatory: true,
        ..row.clone()
    };
    let any = report.disparities.iter().find(|row| row.stratum.is_some() && row.value.is_some()).unwrap().clone();
    let factors: Vec<String> = report.audit.factors.iter().map(|factor| factor.name.clone()).collect();
    for row in &mut report.disparities {
        row.confirmatory &= row.stratum.is_none();
    }
    report.disparities.extend([adjusted(&any, "sex", &factors[0]), adjusted(&any, "race", &factors[1])]);
    for (lang, words) in [(Lang::Sv, "var och en för sina faktorer"), (Lang::En, "each for its own factors")] {
        let said = Speaker::new(&report, lang).adjusted_for().unwrap().plain();
        assert!(said.contains(words) && said.matches(';').count() >= 1, "{said}");
    }
    report.disparities.pop();
    let said = Speaker::new(&report, Lang::En).adjusted_for().unwrap().plain();
    assert!(said.starts_with("The disparity is adjusted for"), "{said}");
}

#[test]
fn section_6_shows_the_comparison_that_decides_on_whatever_scale_and_over_whatever_factors() {
    let mut report = shipped("compas");
    let adjusted = |row: &&DisparityRow| {
        row.stratum.as_deref().is_some_and(|stratum| stratum.contains('*'))
            && row.attribute.as_deref() == Some("sex")
            && row.metric == "selection_rate"
            && row.scale == Some(Scale::Difference)
            && row.detail.as_ref().is_none_or(|detail| !detail.contains_key("left_out"))
    };
    let over_both = report.disparities.iter().find(adjusted).unwrap().clone();
    let factor = report.audit.factors[0].name.clone();
    for row in &mut report.disparities {
        row.confirmatory &= row.stratum.is_none();
    }
    let (value, lower, upper) = (Number::new(1.234), Number::new(1.1), Number::new(1.4));
    report.disparities.push(DisparityRow {
        id: "d/selection_rate.ratio/high/sex/Female/vs/Male/one".to_owned(),
        scale: Some(Scale::Ratio),
        stratum: Some(factor),
        confirmatory: true,
        margin: Number::new(1.25),
        verdict: Verdict::Inconclusive,
        note: Vec::new(),
        value,
        lower,
        upper,
        ..over_both
    });
    for (lang, written) in [(Lang::Sv, "1,23"), (Lang::En, "1.23")] {
        let six = section(&html(&report, lang), 6);
        assert!(six.contains(written), "{six}");
        assert!(!section(&html(&shipped("compas"), lang), 6).contains(written));
    }
}

#[test]
fn the_caption_of_a_curve_speaks_of_its_band() {
    let mut report = shipped("demo");
    for (band, sv, en) in [
        ("consistency", "om poängen stämde; en enstaka punkt", "if the score were right; a single point"),
        ("pointwise", "varje poäng för sig", "each score taken by itself"),
        ("simultaneous", "vid alla poäng på en gång", "at all scores at once"),
    ] {
        for row in report.curves.iter_mut().filter(|row| row.curve == "reliability" && row.band.is_some()) {
            row.band = Some(band.to_owned());
        }
        for (lang, words) in [(Lang::Sv, sv), (Lang::En, en)] {
            let seven = section(&html(&report, lang), 7);
            let others = [
                ("om poängen stämde; en enstaka punkt", "if the score were right; a single point"),
                ("varje poäng för sig", "each score taken by itself"),
                ("vid alla poäng på en gång", "at all scores at once"),
            ];
            let others = others.into_iter().map(|(sv, en)| if lang == Lang::Sv { sv } else { en });
            assert!(others.filter(|other| seven.contains(other)).eq([words]), "{band}: {seven}");
        }
    }
}
