//! Percentages in a text, and whether a report holds them.

use crate::measure::Measures;
use crate::words::Number;

/// A percentage as a person wrote it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    /// As written, in per cent.
    per_cent: f64,
    /// Decimals written.
    decimals: u32,
}

/// Every number in a text that is followed by `%`, `procent…` or `per cent…`.
pub(super) fn figures(text: &str) -> Vec<Figure> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && (chars[at].is_ascii_digit() || is_point(&chars, at)) {
            at += 1;
        }
        let written: String = chars[start..at].iter().map(|c| if *c == ',' { '.' } else { *c }).collect();
        let rest: String = chars[at..].iter().take(12).collect();
        let rest = rest.trim_start().to_lowercase();
        if ["%", "procent", "per cent", "percent"].iter().any(|word| rest.starts_with(word))
            && let Ok(per_cent) = written.parse::<f64>()
        {
            let decimals = written.split_once('.').map_or(0, |(_, part)| u32::try_from(part.len()).unwrap_or(0));
            found.push(Figure { per_cent, decimals });
        }
    }
    found
}

/// A decimal sign between digits.
fn is_point(chars: &[char], at: usize) -> bool {
    matches!(chars[at], '.' | ',') && chars.get(at + 1).is_some_and(char::is_ascii_digit)
}

/// The figures of a report, in per cent and without sign.
pub(super) struct Known(Vec<f64>);

impl Known {
    /// Does the report hold a number that reads as this figure when it is rounded to its decimals?
    pub(super) fn holds(&self, figure: &Figure) -> bool {
        let half = 0.5 / (0..figure.decimals).fold(1.0, |unit: f64, _| unit * 10.0);
        // A figure of a person may be cut instead of rounded, so one unit of the last place is allowed on either side.
        self.0.iter().any(|number| (number - figure.per_cent).abs() <= half * 2.0)
    }
}

/// The figures of measures.
pub(super) fn known_figures(measures: &Measures) -> Known {
    let mut known = Vec::new();
    let mut add = |number: Option<Number>| known.extend(number.map(|number| number.get().abs() * 100.0));
    for row in &measures.estimates {
        for number in [row.value, row.lower, row.upper, row.level, row.bound_lower, row.bound_upper] {
            add(number);
        }
    }
    for row in &measures.disparities {
        for number in [row.value, row.lower, row.upper, row.level, row.margin, row.minimum_detectable] {
            add(number);
        }
    }
    for row in &measures.groups {
        add(row.share);
    }
    Known(known)
}

#[cfg(test)]
mod tests {
    use super::{Figure, figures};

    #[test]
    fn percentages_are_found_in_both_languages_and_other_numbers_are_not() {
        let found = figures("Av 977 730 var 12,5 procent och 3 % av dem; i steg 2 var det 0.25 per cent.");
        let wanted = [(12.5, 1), (3.0, 0), (0.25, 2)];
        let wanted: Vec<Figure> = wanted.iter().map(|&(per_cent, decimals)| Figure { per_cent, decimals }).collect();
        assert_eq!(found, wanted);
        assert!(figures("10 per 10 000 och version 3.").is_empty());
    }
}
