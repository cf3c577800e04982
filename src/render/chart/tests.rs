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
