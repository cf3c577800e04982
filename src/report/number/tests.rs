//! Tests of this file's parent.

use super::{Form, Written, apart, count, date, decimals, edges, exact, p_value, period, plural_of, words, write};
use crate::words::{Lang, Number};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

fn n(value: f64) -> Number {
    Number::new(value).unwrap()
}

fn sv(form: Form, decimals: u8, value: f64) -> String {
    write(Lang::Sv, form, decimals, n(value))
}

#[test]
fn forms_are_written_as_the_glossary_says() {
    assert_eq!(sv(Form::Percent, 1, 0.123), "12,3");
    assert_eq!(sv(Form::Points, 1, -0.007), "\u{2212}0,7");
    assert_eq!(sv(Form::PerTenThousand, 0, 0.003_843_414), "38");
    assert_eq!(sv(Form::PerTenThousand, 0, 0.006_259_087), "63");
    assert_eq!(sv(Form::PerThousand, 1, 0.0063), "6,3");
    assert_eq!(sv(Form::Ratio, 2, 1.628_5), "1,63");
    assert_eq!(sv(Form::Ratio, 2, 12.34), "12,3");
    assert_eq!(write(Lang::En, Form::Count, 0, n(977_730.0)), "977,730");
    assert_eq!(write(Lang::En, Form::Count, 0, n(5082.0)), "5,082");
    assert_eq!(sv(Form::About, 0, 548_163.4), "548\u{a0}000");
}

#[test]
fn digits_are_grouped_from_four_on_wherever_they_stand() {
    assert_eq!(count(Lang::Sv, n(5082.0)), "5\u{a0}082");
    assert_eq!(count(Lang::Sv, n(977_730.0)), "977\u{a0}730");
    assert_eq!(sv(Form::PerTenThousand, 0, 0.348), "3\u{a0}480");
    assert_eq!(sv(Form::PerThousand, 0, 1.086), "1\u{a0}086");
    assert_eq!(sv(Form::About, 0, 3_500.0), "3\u{a0}500");
    assert_eq!(sv(Form::Count, 0, 999.0), "999");
}

#[test]
fn halves_go_away_from_zero_on_the_decimal_value() {
    // In binary 0.145 * 100 is below 14.5.
    assert_eq!(sv(Form::Percent, 0, 0.145), "15");
    assert_eq!(sv(Form::Points, 1, -0.0625), "\u{2212}6,3");
    assert_eq!(sv(Form::Points, 1, -0.0004), "0,0");
}

#[test]
fn p_values_are_never_zero() {
    assert_eq!(p_value(Lang::Sv, n(0.03)), "0,03");
    assert_eq!(p_value(Lang::Sv, n(0.0312)), "0,031");
    assert_eq!(p_value(Lang::En, n(0.0047)), "0.0047");
    assert_eq!(p_value(Lang::Sv, n(1e-300)), "<\u{a0}0,001");
    assert_eq!(p_value(Lang::En, n(0.95)), ">\u{a0}0.9");
}

#[test]
fn digits_follow_the_width_of_the_interval() {
    let of = |form, value, lower, upper| decimals(form, Some(n(value)), [Some(n(lower)), Some(n(upper))], &[]);
    assert_eq!(of(Form::Points, -0.0408, -0.070_087, -0.011_487), 1);
    assert_eq!(of(Form::Points, 0.0770, 0.0117, 0.1452), 1);
    assert_eq!(of(Form::Percent, 0.5, 0.2, 0.8), 0);
    assert_eq!(of(Form::Percent, 0.0063, 0.0061, 0.0065), 2);
    assert_eq!(of(Form::PerTenThousand, 0.0024, 0.0017, 0.0031), 0);
    assert_eq!(of(Form::PerTenThousand, 0.000_04, 0.000_01, 0.000_1), 1);
    assert_eq!(decimals(Form::Percent, Some(n(0.1)), [None, None], &[]), 1);
}

#[test]
fn a_rounded_limit_never_touches_or_crosses_the_margin() {
    let margin = edges(Some(n(0.05)), false);
    // 4.98 would print as 5.0.
    assert_eq!(decimals(Form::Points, Some(n(0.02)), [Some(n(-0.0098)), Some(n(0.0498))], &margin), 2);
    assert_eq!(sv(Form::Points, 2, 0.0498), "4,98");
    // The margin 0.28 has two decimals: 0.27 must not print as 0.3.
    let fine = edges(Some(n(0.0028)), false);
    assert_eq!(decimals(Form::Points, Some(n(-0.01)), [Some(n(-0.03)), Some(n(0.0027))], &fine), 2);
    // A limit that is the margin stays as it is.
    assert_eq!(decimals(Form::Points, Some(n(0.02)), [Some(n(-0.01)), Some(n(0.05))], &margin), 1);
    // 10.4 of 10,000 against a margin of 10.
    let ten = edges(Some(n(0.001)), false);
    assert_eq!(decimals(Form::PerTenThousand, Some(n(0.002)), [Some(n(0.00104)), Some(n(0.003))], &ten), 1);
    let ratio = edges(Some(n(1.25)), true);
    assert_eq!(decimals(Form::Ratio, Some(n(1.4)), [Some(n(1.2512)), Some(n(1.6))], &ratio), 3);
}

#[test]
fn a_written_difference_is_held_against_the_written_shares() {
    let at = |form, decimals, value| Written { form, decimals, value: n(value) };
    let ten = |decimals, value| at(Form::PerTenThousand, decimals, value);
    let (women, men, difference) = (0.006_259_08, 0.003_843_41, 0.002_415_67);
    // 63 − 38 is not 24; 62.6 − 38.4 is 24.2.
    assert!(apart(ten(0, women), ten(0, men), ten(0, difference)));
    assert!(!apart(ten(1, women), ten(1, men), ten(1, difference)));
    // 543 and 454 of 1,000, 8.9 percentage points; 479 and 520, −4.1.
    let thousand = |value| at(Form::PerThousand, 0, value);
    assert!(!apart(thousand(0.543_339), thousand(0.454_325), at(Form::Points, 1, 0.089_014)));
    assert!(!apart(thousand(0.479_452), thousand(0.520_291), at(Form::Points, 1, -0.040_839)));
    // 12.5 and 10.0 per cent, 2 percentage points: within half a step of the coarser. 12 and 10, 1.2: not.
    assert!(!apart(at(Form::Percent, 1, 0.1246), at(Form::Percent, 1, 0.1), at(Form::Points, 0, 0.0246)));
    assert!(apart(at(Form::Percent, 0, 0.1155), at(Form::Percent, 0, 0.1035), at(Form::Points, 1, 0.012)));
}

#[test]
fn only_the_figure_one_is_singular() {
    for (text, one) in [("1", true), ("+1", true), ("\u{2212}1", true), ("1.0", false), ("1,0", false), ("0", false)] {
        let (value, decimals) = plural_of(text);
        assert_eq!(value == 1.0 && decimals == 0, one, "{text}");
    }
    assert_eq!(plural_of("0"), (0.0, 0));
    assert_ne!(plural_of("1\u{a0}000").0, 1.0);
    assert_ne!(plural_of("<\u{a0}0.001").0, 1.0);
}

#[test]
fn margins_are_written_with_all_their_digits() {
    assert_eq!(exact(Lang::Sv, Form::PerTenThousand, n(0.001)), "10");
    assert_eq!(exact(Lang::Sv, Form::Points, n(0.05)), "5");
    assert_eq!(exact(Lang::Sv, Form::Points, n(0.0025)), "0,25");
    assert_eq!(exact(Lang::En, Form::Ratio, n(1.25)), "1.25");
}

#[test]
fn dates_and_periods_are_those_of_the_language() {
    assert_eq!(date(Lang::Sv, "2026-11-26"), "26\u{a0}november 2026");
    assert_eq!(date(Lang::En, "2026-11-26T00:00:00Z"), "26\u{a0}November 2026");
    assert_eq!(date(Lang::En, "unknown"), "unknown");
    assert_eq!(period(Lang::Sv, "2017-01-01", "2017-12-31"), "2017");
    assert_eq!(period(Lang::Sv, "2017-01-01", "2017-06-30"), "1\u{a0}januari\u{2013}30\u{a0}juni 2017");
    assert_eq!(period(Lang::En, "2016-07-01", "2017-06-30"), "1\u{a0}July 2016 to 30\u{a0}June 2017");
}

#[test]
fn counts_at_the_start_of_a_sentence_are_words() {
    assert_eq!(words(Lang::Sv, 2), "två");
    assert_eq!(words(Lang::Sv, 21), "tjugoen");
    assert_eq!(words(Lang::En, 40), "forty");
    assert_eq!(words(Lang::En, 99), "ninety-nine");
    assert_eq!(words(Lang::En, 1234), "1,234");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn written_shares_read_back_within_half_a_digit(value in -1.0..1.0_f64, places in 0_u8..4) {
        let text = write(Lang::En, Form::Percent, places, n(value));
        let read: f64 = text.replace('\u{2212}', "-").replace(',', "").parse().unwrap();
        let step = [1.0, 0.1, 0.01, 0.001][usize::from(places)];
        prop_assert!((read - value * 100.0).abs() <= step / 2.0 + 1e-9);
        let minus_zero = text.starts_with('\u{2212}') && read == 0.0;
        prop_assert!(!minus_zero);
    }

    #[test]
    fn a_written_limit_lies_on_the_side_of_the_margin_that_it_lies_on(limit in -0.2..0.2_f64, margin in 1_u32..400) {
        let edge = n(f64::from(margin) / 4000.0);
        let all = edges(Some(edge), false);
        let places = decimals(Form::Points, None, [Some(n(limit)), Some(n(limit + 0.03))], &all);
        let read = |value: Number, places| -> f64 {
            write(Lang::En, Form::Points, places, value).replace('\u{2212}', "-").parse().unwrap()
        };
        for limit in [n(limit), n(limit + 0.03)] {
            for edge in &all {
                let shown: f64 = exact(Lang::En, Form::Points, *edge).replace('\u{2212}', "-").parse().unwrap();
                let truth = limit.get().partial_cmp(&edge.get()).unwrap();
                // Six decimals more are the most that are spent; closer than that they print alike.
                if (limit.get() - edge.get()).abs() > 1e-7 {
                    prop_assert_eq!(read(limit, places).partial_cmp(&shown).unwrap(), truth);
                }
            }
        }
    }
}

#[test]
fn a_ratio_beyond_a_thousand_says_no_more_than_that() {
    let of = |lang, value| write(lang, Form::Ratio, 2, Number::new(value).unwrap());
    assert_eq!(of(Lang::En, 9_167_227_706_710.0), "above\u{a0}1,000");
    assert_eq!(of(Lang::Sv, 1000.1), "över\u{a0}1\u{a0}000");
    assert_eq!(of(Lang::En, 1000.0), "1,000.0");
}
