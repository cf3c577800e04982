//! What stands beside a figure so that it is read as what it is: of whom, of how many, by which method, why no verdict.

use serde_json::json;

use super::{LANGS, html, shipped, visible_text, visible_text_of, with_threshold};
use crate::report::sample::{estimated, full, verdicts};
use crate::report::text::Texts;
use crate::report::{CurveRow, Report};
use crate::words::{Family, Lang, Note, Number, Text};

/// The demo whose bins say which scores they hold, as bins of a tenth.
fn with_ends(thresholds: &[f64]) -> Report {
    let mut report = shipped("demo");
    report.audit.inference.thresholds = thresholds.iter().filter_map(|at| Number::new(*at)).collect();
    let mut more: Vec<CurveRow> = Vec::new();
    for row in report.curves.iter_mut().filter(|row| row.curve == "reliability_binned") {
        let tenth = (row.x.unwrap().get() * 10.0).floor();
        row.detail = Some(
            [("score_from", tenth / 10.0), ("score_to", (tenth + 1.0) / 10.0)]
                .map(|(key, value)| (key.to_owned(), json!(value)))
                .into(),
        );
    }
    // Thresholds of the plan are among the points of the curves.
    let any = report.curves.iter().find(|row| row.curve == "threshold" && row.group.as_deref() == Some("man")).unwrap();
    for at in thresholds {
        let mut row = any.clone();
        (row.id, row.x) = (format!("{}-{at}", any.id), Number::new(*at));
        more.push(row);
    }
    report.curves.extend(more);
    report
}

fn plain(report: &Report, lang: Lang) -> String {
    let text = visible_text(&html(report, lang)).replace('\u{a0}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_rate_of_a_bin_is_said_of_the_scores_that_the_bin_holds_with_numbers_and_interval() {
    let text = plain(&with_ends(&[0.25]), Lang::En);
    for part in [
        "Among those with scores between 0.2 and 0.3 (where the plan’s threshold 0.25 lies), ",
        "23 of 83 women (28 %; 95 % interval: 19 to 38 %)",
        "17 of 72 men (24 %; 95 % interval: 15 to 35 %)",
    ] {
        let squeezed = |text: &str| text.replace(' ', "");
        assert!(squeezed(&text).contains(&squeezed(part)), "{part}");
    }
    assert!(!text.contains("of 1,000 women and"), "no rate per thousand of a bin");
    let text = plain(&with_ends(&[0.25]), Lang::Sv);
    let part = "Bland dem som har poäng mellan 0,2 och 0,3 (där ligger planens tröskel 0,25 ) är det 23 av 83";
    assert!(text.contains(part), "{part}");
}

#[test]
fn nothing_is_said_of_a_score_that_fewer_than_twenty_of_a_side_have() {
    // From 0.5 to 0.6 there are 13 women and 11 men.
    let text = plain(&with_ends(&[0.55]), Lang::En);
    assert!(!text.contains("between 0.5 and 0.6") && text.contains("there are fewer"), "{}", text.len());
    let mut report = with_ends(&[0.55]);
    for row in report.curves.iter_mut().filter(|row| row.curve == "reliability_binned") {
        row.n = Number::new(19.0);
    }
    assert!(!plain(&report, Lang::En).contains("Among those with"));
}

#[test]
fn a_single_score_is_named_as_one() {
    let mut report = with_ends(&[]);
    for row in report.curves.iter_mut().filter(|row| row.curve == "reliability_binned") {
        row.detail = row.detail.take().map(|mut detail| {
            detail.insert("score_to".to_owned(), detail["score_from"].clone());
            detail
        });
    }
    let text = plain(&report, Lang::En);
    assert!(text.contains("Among those with the score 0 ") && !text.contains("scores between"), "{text}");
}

#[test]
fn each_of_several_thresholds_is_named_by_its_number() {
    let page = html(&with_ends(&[0.2, 0.25, 0.5]), Lang::En);
    let text = visible_text(&page).replace('\u{a0}', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    assert!(text.contains("each of the thresholds of the plan"), "several");
    for mark in ["the plan’s threshold 0.2<", "the plan’s threshold 0.25<", "the plan’s threshold 0.5<"] {
        assert!(page.contains(mark), "{mark}");
    }
}

#[test]
fn a_table_of_thresholds_has_the_notes_of_its_own_cells_and_keeps_the_others_for_the_slider() {
    let (report, _) = with_threshold();
    for lang in LANGS {
        let page = html(&report, lang);
        let from = page.find("<table id=\"t7e-t7d-sex-1\"").unwrap();
        let (table, after) = page[from..].split_once("</table>").unwrap();
        let notes = after.split("</ul>").next().unwrap();
        for note in notes.split("<li").skip(1) {
            let Some(mark) = note.split("<sup>").nth(1).and_then(|part| part.split("</sup>").next()) else { continue };
            let used = table.contains(&format!("<sup>{mark}</sup>"));
            assert_ne!(used, note.starts_with(" hidden"), "{lang}: {mark}");
        }
    }
}

#[test]
fn a_table_with_few_cases_says_that_its_intervals_are_wilsons() {
    let (mut report, _) = with_threshold();
    let note = Texts::of(Lang::En).word("t7d-wilson");
    assert!(html(&report, Lang::En).contains(&note));
    for row in report.curves.iter_mut().filter(|row| row.curve == "threshold") {
        row.n = Number::new(40.0);
    }
    assert!(!html(&report, Lang::En).contains(&note));
}

#[test]
fn that_a_way_to_compute_has_no_margin_is_no_note_where_another_way_is_judged() {
    for lang in LANGS {
        let page = html(&estimated(), lang);
        let from = page.find("<table id=\"tp4-").unwrap();
        let notes = page[from..].split_once("</table>").unwrap().1.split("</div>").nth(1).unwrap();
        let notes = notes.split("<dl").next().unwrap();
        assert!(!notes.contains(&Texts::of(lang).note(Note::NoMargin)), "{lang}: {notes}");
    }
}

#[test]
fn a_figure_that_was_cut_says_so_and_an_area_of_few_shows_its_mark() {
    let page = html(&shipped("proxy-surname"), Lang::En);
    let texts = Texts::of(Lang::En);
    let part = |id: &str| {
        let from = page.find(id).unwrap_or_else(|| panic!("{id}"));
        page[from..].split_once("</table>").map(|(table, after)| (table, after.split("</ul>").next().unwrap())).unwrap()
    };
    let (_, notes) = part("<table id=\"tp4-race-m0\"");
    assert!(notes.contains(&texts.note(Note::Clipped)), "{notes}");
    let (table, notes) = part("<table id=\"tp4-race-q\"");
    assert!(notes.contains(&texts.word("note-known-too_few_events")), "{notes}");
    assert!(notes.contains(&texts.word("note-known-no_positives")), "{notes}");
    assert!(!notes.contains(&texts.note(Note::NoPositives)), "{notes}");
    let api = table.split("e/proxy_auc/-/race/api").nth(1).unwrap();
    assert!(api.split("</td>").next().unwrap().contains("<sup>"), "{api}");
}

#[test]
fn an_exploratory_verdict_that_the_number_of_comparisons_keeps_open_says_so() {
    let mut report = verdicts(0, 1, 0, [0, 0, 0]);
    let row = &mut report.disparities[0];
    (row.confirmatory, row.family) = (false, Family::Exploratory.word().to_owned());
    (row.value, row.lower, row.upper) = (Number::new(0.11), Number::new(0.054), Number::new(0.164));
    row.excludes_no_difference = Some(true);
    let without = html(&report, Lang::En);
    report.disparities[0].note = vec![Note::Multiplicity];
    for lang in LANGS {
        let texts = Texts::of(lang);
        let page = html(&report, lang);
        for key in ["note-exploratory-several", "verdict-exploratory-several"] {
            assert!(page.contains(&texts.word(key)), "{lang}: {key}");
            assert!(!without.contains(&texts.word(key)), "{lang}: {key}");
        }
        assert!(!page.contains(&texts.note(Note::Multiplicity)), "{lang}: it speaks of deciding comparisons");
    }
    assert!(plain(&report, Lang::En).contains("After allowing for the number of comparisons the data do not decide."));
}

#[test]
fn strata_that_differ_are_a_note_of_the_table_and_named_in_the_text_the_largest_first() {
    let mut report = full();
    let adjusted =
        report.disparities.iter().position(|row| row.stratum.as_deref() == Some("household*region")).unwrap();
    for (at, (stratum, value)) in
        [("household=one;region=north", 0.001), ("household=two;region=north", 0.009)].into_iter().enumerate()
    {
        let mut row = report.disparities[adjusted].clone();
        row.id = format!("{}/{at}", row.id);
        (row.stratum, row.margin, row.detail) = (Some(stratum.to_owned()), None, None);
        [row.value, row.lower, row.upper] = [value, value - 0.0005, value + 0.0005].map(Number::new);
        report.disparities.push(row);
    }
    let row = &mut report.disparities[adjusted];
    (row.confirmatory, row.family) = (true, Family::Confirmatory.word().to_owned());
    row.note.push(Note::StrataDiffer);
    let page = html(&report, Lang::En);
    let six = &page[page.find("<h2 id=\"s6\">").unwrap()..page.find("<h2 id=\"s7\">").unwrap()];
    let note = Texts::of(Lang::En).note(Note::StrataDiffer);
    let table = six[six.find("<table id=\"t6\"").unwrap()..].split("</ul>").next().unwrap();
    assert!(table.contains(&note), "the note of the table");
    let text = visible_text_of(six).replace('\u{a0}', " ");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let largest = words.find("It is largest here: size of the household: two, region: north").expect("the largest");
    assert!(words[largest..].contains("Elsewhere: size of the household: one, region: north"), "{words}");
}

#[test]
fn annex_c_names_factors_and_levels_and_gives_the_figure_of_one_group_in_per_cent() {
    let page = html(&shipped("compas"), Lang::Sv);
    let annex = &page[page.find("<h2 id=\"annex-c\">").unwrap()..page.find("<h2 id=\"annex-d\">").unwrap()];
    for code in ["<code>priors*charge</code>", "<code>charge=felony</code>", "<code>outcome=1</code>"] {
        assert!(!annex.contains(code), "{code}");
    }
    assert!(annex.contains("<bdi>Åtalets art</bdi>: <bdi>felony</bdi>"));
    let best =
        annex.split("data-ref=\"d/selection_rate.difference.best_group/high/race/(all groups)\"").nth(1).unwrap();
    let cell = visible_text_of(best.split("</td>").next().unwrap());
    assert!(cell.contains('%') && !cell.contains("p.e."), "{cell}");
    assert!(annex.contains(&format!("<small>{}</small>", Texts::of(Lang::Sv).word("scale-level"))));
}

#[test]
fn sentences_that_stop_say_how_many_are_left() {
    let report = verdicts(0, 9, 0, [0, 0, 0]);
    let page = html(&report, Lang::En);
    let three = &page[page.find("<h2 id=\"s3\">").unwrap()..page.find("<h2 id=\"s4\">").unwrap()];
    let text = visible_text_of(three).replace('\u{a0}', " ");
    assert!(text.contains("And 3 more"), "{text}");
}

#[test]
fn groups_of_the_same_name_are_told_apart_by_their_attribute_on_page_one() {
    let mut report = verdicts(0, 1, 0, [0, 0, 0]);
    let mut twin = report.groups.iter().find(|row| row.attribute == "sex" && row.group == "group0").unwrap().clone();
    (twin.attribute, twin.id) = ("other".to_owned(), "g/n/-/other/group0".to_owned());
    let alone = plain(&report, Lang::En);
    report.groups.push(twin);
    for head in &mut report.audit.attributes {
        head.measure = Some(Text::same("registered sex"));
    }
    let together = plain(&report, Lang::En);
    assert!(together.contains("group A ( registered sex )"), "{together}");
    assert!(!alone.contains("( registered sex )"));
}
