//! Tests of this file's parent.

use super::{DotRow, Dots, Flow, FlowBar, IntervalPlot, IntervalRow, Mark, Panel, Picture, Unit};
use crate::report::number::Form;
use crate::report::text::{Figure, Rich};
use crate::words::{Lang, Number};

fn picture() -> Picture {
    Picture { id: "c1".to_owned(), title: "A < B".to_owned(), description: "63 against 38".to_owned() }
}

fn n(value: f64) -> Option<Number> {
    Number::new(value)
}

fn row(mark: Mark, value: [f64; 3]) -> IntervalRow {
    IntervalRow {
        label: Rich::name("a group whose name is <b>long</b> enough to be broken into lines"),
        sub: Rich::text("63 / 38"),
        mark,
        panels: vec![Panel {
            value: n(value[0]),
            lower: n(value[1]),
            upper: n(value[2]),
            margin: Some([n(-0.001).unwrap(), n(0.001).unwrap()]),
            shown: Figure::new("24", "d/x", "value").rich(),
            limits: Rich::text("17 to 31"),
            instead: None,
        }],
    }
}

fn plot() -> IntervalPlot {
    IntervalPlot {
        picture: picture(),
        axes: vec![(Rich::text("more of 10,000"), Unit { form: Form::PerTenThousand, lang: Lang::Sv })],
        zero: Some(0.0),
        margin_word: "margin".to_owned(),
        rows: vec![
            row(Mark::Disparity, [0.0024, 0.0017, 0.0031]),
            row(Mark::Inconclusive, [0.0004, -0.0017, 0.0021]),
            row(Mark::Within, [0.0001, -0.0003, 0.0005]),
        ],
    }
}

#[test]
fn a_chart_has_title_description_real_text_and_no_colour() {
    let svg = plot().svg();
    assert!(svg.contains("role=\"img\"") && svg.contains("<title id=\"c1-t\">A &lt; B</title>"), "{svg}");
    assert!(svg.contains("<desc id=\"c1-d\">63 against 38</desc>"));
    assert!(svg.contains("<tspan data-ref=\"d/x\" data-col=\"value\">24</tspan>"));
    for wrong in ["#", "rgb(", "style=", "<b>", "NaN", "inf", "font-"] {
        assert!(!svg.contains(wrong), "{wrong}: {svg}");
    }
    // A verdict is a shape: square, open diamond, circle.
    assert!(svg.contains("<rect class=\"pt c-disp\"") && svg.contains("<circle class=\"pt c-ok\""));
    assert!(svg.contains("<path class=\"pt hollow c-inc\""));
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    assert_eq!(plot().svg(), plot().svg());
    insta::assert_snapshot!(plot().svg().replace("><", ">\n<"));
}

#[test]
fn a_row_without_a_limit_or_with_nothing_at_all_can_be_drawn() {
    let mut plot = plot();
    plot.rows[0].panels[0].upper = None;
    plot.rows[1].panels[0] = Panel { instead: Some(Rich::text("hidden")), ..Panel::default() };
    plot.rows[2].panels[0] = Panel::default();
    let svg = plot.svg();
    assert!(svg.contains(">hidden</text>"));
    assert!(!IntervalPlot { rows: Vec::new(), ..plot }.svg().contains("NaN"));
}

#[test]
fn dots_are_as_many_as_the_share_says() {
    let row = |share: f64| DotRow {
        stage: None,
        label: Rich::text("women"),
        share: n(share),
        shown: Rich::text("63"),
        instead: None,
        reference: false,
    };
    assert_eq!(Dots::worth(&[row(0.0063)]), 1);
    assert_eq!(Dots::worth(&[row(0.0063), row(0.12)]), 10);
    assert_eq!(Dots::worth(&[row(0.9)]), 100);
    let svg = Dots { picture: picture(), rows: vec![row(0.0063)] }.svg();
    // 50 dots of ten units, then 13.
    assert!(svg.contains("d=\"M224 8L714.1 8\"") && svg.contains("d=\"M224 18L344.1 18\""), "{svg}");
}

#[test]
fn a_rare_stage_is_still_seen_in_the_flow() {
    let bars =
        [1.0, 0.0001].map(|share| FlowBar { label: Rich::text("stage"), share: n(share), shown: Rich::default() });
    let svg = Flow { picture: picture(), bars: bars.to_vec() }.svg();
    assert!(svg.contains("width=\"380\"") && svg.contains("width=\"1.5\""), "{svg}");
}

fn curve(narrow: bool) -> super::CurvePlot {
    let line = |label: &str, reference: bool, rise: f64| super::CurveLine {
        label: Rich::name(label),
        reference,
        points: (1..=10)
            .map(|at| {
                let value = 0.2 + rise * f64::from(at);
                super::CurvePoint {
                    x: Number::new(f64::from(at)).unwrap(),
                    value: n(value),
                    lower: n(value - 0.05),
                    upper: n(value + 0.05),
                    n: n(100.0 * f64::from(at)),
                }
            })
            .collect(),
    };
    let unit = |form| Unit { form, lang: Lang::En };
    super::CurvePlot {
        picture: picture(),
        across: Rich::text("score"),
        across_unit: unit(Form::Plain),
        upwards: Rich::text("share"),
        upwards_unit: unit(Form::Percent),
        diagonal: None,
        zero: false,
        marks: vec![(Number::new(5.0).unwrap(), Rich::text("in use"))],
        cases: Vec::new(),
        bins: Vec::new(),
        bars: Some(Rich::text("cases")),
        lines: vec![line("one", false, 0.03), line("the rest", true, 0.02), line("two", false, 0.01)],
        frame: vec![line("tall", false, 0.07)],
        narrow,
    }
}

#[test]
fn lines_of_a_plot_differ_in_pattern_and_shape_and_so_do_the_edges_of_their_bands() {
    let svg = curve(false).svg();
    // Solid with circles, dashed with open circles, dotted with squares: in the plot, in the key, at both edges.
    for (line, edge) in [("curve c-ink", "cedge c-ink"), ("curve dash c-soft", "cedge dash c-soft")] {
        assert_eq!(svg.matches(&format!("class=\"{line}\"")).count(), 2, "{line}");
        assert_eq!(svg.matches(&format!("class=\"{edge}\"")).count(), 2, "{edge}");
    }
    assert_eq!(svg.matches("class=\"curve dot c-ink\"").count(), 2);
    assert_eq!(svg.matches("<circle class=\"pt c-plain\"").count(), 11);
    assert_eq!(svg.matches("<circle class=\"pt hollow c-soft\"").count(), 11);
    assert_eq!(svg.matches("<rect class=\"pt c-plain\"").count(), 11);
    // Scores from 1 to 10 begin at 1, and the axis holds the lines of the other plots.
    assert!(svg.contains(">1</text>") && !svg.contains(">0.5</text>") && svg.contains(">100</text>"), "{svg}");
}

#[test]
fn a_narrow_plot_is_as_wide_as_its_kind_and_has_the_bars_of_its_own_group() {
    let mut plot = curve(true);
    plot.cases = (1..=10).map(|at| (n(f64::from(at)).unwrap(), n(100.0 * f64::from(at)).unwrap())).collect();
    let svg = plot.svg();
    assert!(svg.starts_with("<svg class=\"chart panel\" viewBox=\"0 0 420 "), "{svg}");
    // One at each score.
    assert_eq!(svg.matches("class=\"bar\"").count(), 10);
    assert!(!svg.contains("NaN"));
}

#[test]
fn bars_of_many_scores_are_the_cases_between_two_ticks_whatever_bins_they_were_counted_in() {
    let mut plot = curve(true);
    let at = |x: f64, cases: f64| (n(x).unwrap(), n(cases).unwrap());
    // Two thirds of the cases lie below 3, in few wide bins; the others in many narrow ones.
    plot.cases = vec![at(1.5, 300.0), at(2.5, 300.0)];
    plot.cases.extend((0..60).map(|k| at(3.05 + f64::from(k) * 0.1, 5.0)));
    assert_eq!(plot.highest_bar(), (300.0, super::Bars::Summed));
    let svg = plot.svg();
    let heights: Vec<f64> = svg
        .split("<rect class=\"bar\"")
        .skip(1)
        .map(|bar| bar.split(" height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap())
        .collect();
    // From 1 to 9, in steps of one: 300, 300, and 50 in each of six.
    assert_eq!(heights.len(), 8, "{heights:?}");
    assert!(heights[2..].iter().all(|high| (high * 6.0 - heights[0]).abs() < 1.0), "{heights:?}");
    // As many places as can have a bar each are no sums.
    plot.cases.truncate(20);
    assert_eq!(plot.highest_bar().1, super::Bars::Places);
}

#[test]
fn cases_that_were_counted_between_the_ticks_are_drawn_as_counted() {
    let mut plot = curve(true);
    let number = |value: f64| n(value).unwrap();
    // The mean of a bin may lie on the other side of a tick than some of its cases.
    plot.cases = (0..60).map(|k| (number(1.06 + f64::from(k) * 0.1), number(5.0))).collect();
    plot.bins =
        vec![[1.0, 1.5, 20.0], [1.5, 2.0, 31.0], [2.0, 3.0, 249.0]].into_iter().map(|bin| bin.map(number)).collect();
    assert_eq!(plot.highest_bar(), (249.0, super::Bars::Counted));
    // A bin that reaches over a tick says nothing of the cases on either side of it.
    plot.bins.push([3.5, 4.5, 1.0].map(number));
    assert_eq!(plot.highest_bar().1, super::Bars::Summed);
}

#[test]
fn what_stands_beneath_a_label_stays_left_of_the_plot_and_its_figures_stay_whole() {
    let figure = crate::report::text::Figure::new("1,234", "d/x", "value").rich();
    let text = Rich::text("if the probability does not matter ").then(figure).then_text(" at all");
    let lines = super::wrapped(&text, 20);
    assert!(lines.iter().all(|line| line.plain().chars().count() <= 20), "{lines:?}");
    assert_eq!(lines.iter().map(Rich::plain).collect::<Vec<_>>().join(" "), text.plain());
    let whole = |line: &Rich| line.0.iter().any(|piece| matches!(piece, crate::report::text::Piece::Figure(_)));
    assert_eq!(lines.iter().filter(|line| whole(line)).count(), 1);
}

#[test]
fn sixteen_lines_have_a_pattern_and_a_shape_of_their_own() {
    let looks: std::collections::BTreeSet<(u8, usize)> =
        (0..16).map(|at| (super::paper::Ink::curve(at, false).0 as u8, at % 4)).collect();
    assert_eq!(looks.len(), 16);
}

#[test]
fn words_of_marks_that_stand_close_lie_over_each_other_and_not_in_each_other() {
    let mut plot = curve(true);
    let at = |place: f64| n(place).unwrap();
    plot.marks = [2.0, 2.5, 9.5].map(|place| (at(place), Rich::text(format!("a threshold at {place}")))).into();
    let svg = plot.svg();
    let height = |word: &str| {
        let before = svg.split(word).next().unwrap();
        let text = &before[before.rfind("<text").unwrap()..];
        text.split(" y=\"").nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap()
    };
    let [first, second, third] = ["threshold at 2<", "threshold at 2.5<", "threshold at 9.5<"].map(height);
    assert!(second - first >= 16.0, "{first} {second}");
    assert!(second == third || third - second >= 16.0, "{second} {third}");
}

#[test]
fn a_long_name_in_a_key_keeps_what_is_said_behind_it() {
    let mut plot = curve(true);
    plot.lines[0].label = Rich::name("People with a long name of the group that they are in").then_text(" (reference)");
    let svg = plot.svg();
    assert!(svg.contains("(reference)"), "{svg}");
}

#[test]
fn the_band_of_a_margin_has_edges() {
    let svg = plot().svg();
    assert_eq!(svg.matches("class=\"bandedge\"").count(), 2 * svg.matches("class=\"band\"").count());
}
