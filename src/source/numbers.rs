//! Scores, weights, counts and amounts: numbers of rows become integers.
//!
//! Takes raw numbers and the rules of the spec; gives integers, and faults for what does not fit. Nothing is clamped.

use super::faults::Fault;
use super::raw::Numbers;
use super::roles::ScoreRole;
use super::score::{BILLION, mapped, ordered};
use super::value::{Value, clean};
use crate::spec::Data;

/// Most cases of one row, and of one cell (`methods/15`, 2.3).
pub const MOST_CASES: u64 = 9_000_000_000;
/// Largest weight (`methods/15`, 2.4).
const MOST_WEIGHT: f64 = 1e6;
/// A smaller weight loses more than a two-thousandth in millionths.
const LEAST_WEIGHT: f64 = 1e-3;
/// Largest amount: squares of ten billion of them fit 128 bits.
const MOST_AMOUNT: f64 = 1e12;

/// A missing score in billionths.
const NO_SCORE: u32 = u32::MAX;

/// Tells a fault of a row.
pub type Tell<'a> = &'a mut dyn FnMut(usize, Fault);

fn odd(numbers: &Numbers, role: &'static str, tell: Tell<'_>) {
    for &(row, why) in &numbers.odd {
        tell(row as usize, Fault::NotNumber(why, role));
    }
}

/// Scores in billionths, [`u32::MAX`] where missing.
pub fn billionth_scores(numbers: &Numbers, role: &ScoreRole, out: &mut Vec<u32>, tell: Tell<'_>) {
    odd(numbers, "`roles.score`", tell);
    let range = role.range.unwrap_or((0.0, 1.0));
    let mut outside = false;
    out.clear();
    out.extend(numbers.values.iter().map(|&score| {
        let fits = score >= range.0 && score <= range.1;
        outside |= !fits && !score.is_nan();
        let share = if role.probability { score } else { mapped(score, range) };
        // The definition of q (`billionths`), without its test: the score is in the range.
        if fits { ((share * 1e9 + 0.5) as u32).min(BILLION) } else { NO_SCORE }
    }));
    if outside {
        let declared = (!role.probability).then(|| format!("{} to {}", range.0, range.1));
        for (row, &score) in numbers.values.iter().enumerate() {
            if score < range.0 || score > range.1 {
                tell(row, Fault::ScoreRange(declared.clone()));
            }
        }
    }
}

/// Scores as integers of the same order, [`u64::MAX`] where missing.
pub fn ordered_scores(numbers: &Numbers, out: &mut Vec<u64>, tell: Tell<'_>) {
    odd(numbers, "`roles.score`", tell);
    out.clear();
    out.extend(numbers.values.iter().map(|&score| if score.is_nan() { u64::MAX } else { ordered(score) }));
}

/// Weights in millionths; with `inverse` the numbers are inclusion probabilities.
pub fn weights(numbers: &Numbers, inverse: bool, out: &mut Vec<u64>, tell: Tell<'_>) {
    odd(numbers, if inverse { "`roles.inclusion_probability`" } else { "`roles.weight`" }, tell);
    out.clear();
    for (row, &number) in numbers.values.iter().enumerate() {
        let weight = if inverse { 1.0 / number } else { number };
        let fault = if number.is_nan() {
            // Something that is no number was told already.
            let told = numbers.odd.binary_search_by_key(&(row as u32), |&(row, _)| row).is_ok();
            (!told).then_some(Fault::WeightMissing)
        } else if inverse {
            (!(number > 0.0 && number <= 1.0 && weight <= MOST_WEIGHT)).then_some(Fault::ProbabilityRange)
        } else if !(0.0..=MOST_WEIGHT).contains(&weight) {
            Some(Fault::WeightRange)
        } else {
            (weight > 0.0 && weight < LEAST_WEIGHT).then_some(Fault::WeightSmall)
        };
        let fits = fault.is_none() && !number.is_nan();
        if let Some(fault) = fault {
            tell(row, fault);
        }
        out.push(if fits { (weight * 1e6 + 0.5) as u64 } else { 0 });
    }
}

/// Amounts, [`i64::MIN`] where missing.
pub fn amounts(numbers: &Numbers, out: &mut Vec<i64>, tell: Tell<'_>) {
    odd(numbers, "`amount`", tell);
    out.clear();
    for (row, &number) in numbers.values.iter().enumerate() {
        let fits = number.fract() == 0.0 && number.abs() <= MOST_AMOUNT;
        if !fits && !number.is_nan() {
            tell(row, Fault::Amount);
        }
        out.push(if fits { number as i64 } else { i64::MIN });
    }
}

/// How counts are read.
pub struct CountRule {
    suppressed: Vec<String>,
    /// A suppressed cell is below this.
    below: u64,
    rounded: Option<u64>,
}

/// Where nothing says below what counts were suppressed.
const SUPPRESSED_BELOW: u64 = 5;

impl CountRule {
    /// From the spec.
    pub fn new(data: &Data) -> Self {
        let suppressed: Vec<String> = data.suppressed_as.iter().map(|text| clean(text).into_owned()).collect();
        let listed = suppressed.iter().find_map(|text| below(text));
        Self { suppressed, below: data.suppressed_below.or(listed).unwrap_or(SUPPRESSED_BELOW), rounded: data.rounded }
    }

    /// The least count of a cell, and how much larger it may be.
    pub fn read(&self, value: &Value) -> Result<(u64, u64), Fault> {
        let text = if value.missing { "" } else { &*value.text };
        if let Some(below) = below(text) {
            return Ok((0, below.saturating_sub(1)));
        }
        if self.suppressed.iter().any(|known| known == text) {
            return Ok((0, self.below.saturating_sub(1)));
        }
        if value.missing {
            return Err(Fault::CountMissing);
        }
        let count = value.number.filter(|&count| count.fract() == 0.0 && (0.0..=MOST_CASES as f64).contains(&count));
        let count = count.ok_or(Fault::Count)? as u64;
        match self.rounded.filter(|&base| base > 1) {
            None => Ok((count, 0)),
            Some(base) if !count.is_multiple_of(base) => Err(Fault::CountNotRounded(base)),
            Some(base) => {
                // Rounded to the nearest multiple, halves up (`methods/13`, 6.1).
                let (down, up) = (base / 2, (base - 1) / 2);
                Ok((count.saturating_sub(down), up + count.min(down)))
            }
        }
    }
}

/// The N of `<N`.
fn below(text: &str) -> Option<u64> {
    text.strip_prefix('<')?.trim().parse().ok()
}

impl CountRule {
    /// Is this cell a suppressed one?
    pub fn hides(&self, value: &Value) -> bool {
        let text = if value.missing { "" } else { &*value.text };
        below(text).is_some() || self.suppressed.iter().any(|known| known == text)
    }
}

#[cfg(test)]
mod tests {
    use super::{CountRule, Fault, Numbers, amounts, billionth_scores, weights};
    use crate::source::roles::{ScoreRole, Slot};
    use crate::source::value::{Missing, NotNumber, Value};

    fn numbers(values: &[f64]) -> Numbers {
        Numbers { values: values.to_vec(), odd: Vec::new() }
    }

    fn faults(run: impl FnOnce(&mut dyn FnMut(usize, Fault))) -> Vec<(usize, Fault)> {
        let mut faults = Vec::new();
        run(&mut |row, fault| faults.push((row, fault)));
        faults
    }

    fn role(probability: bool, range: (f64, f64)) -> ScoreRole {
        ScoreRole { slot: Slot::Own(0), column: "s".to_owned(), range: Some(range), probability }
    }

    #[test]
    fn scores_are_mapped_once_and_never_clamped() {
        let mut out = Vec::new();
        let told = faults(|tell| {
            billionth_scores(
                &numbers(&[0.0, 1.0, 0.25, f64::NAN, 1.000_001, -1e-12]),
                &role(true, (0.0, 1.0)),
                &mut out,
                tell,
            )
        });
        assert_eq!(out, [0, 1_000_000_000, 250_000_000, u32::MAX, u32::MAX, u32::MAX]);
        assert_eq!(told, [(4, Fault::ScoreRange(None)), (5, Fault::ScoreRange(None))]);
        let told = faults(|tell| {
            billionth_scores(&numbers(&[1.0, 10.0, 5.5, 11.0]), &role(false, (1.0, 10.0)), &mut out, tell)
        });
        assert_eq!(out, [0, 1_000_000_000, 500_000_000, u32::MAX]);
        assert_eq!(told, [(3, Fault::ScoreRange(Some("1 to 10".to_owned())))]);
    }

    #[test]
    fn weights_are_millionths_and_probabilities_their_inverse() {
        let mut out = Vec::new();
        let told =
            faults(|tell| weights(&numbers(&[1.0, 933.8, 0.0, -1.0, 1e7, f64::NAN, 1e-5]), false, &mut out, tell));
        assert_eq!(out, [1_000_000, 933_800_000, 0, 0, 0, 0, 0]);
        assert_eq!(
            told,
            [(3, Fault::WeightRange), (4, Fault::WeightRange), (5, Fault::WeightMissing), (6, Fault::WeightSmall)]
        );
        let told = faults(|tell| weights(&numbers(&[1.0, 0.5, 0.0, 1.5, -0.1]), true, &mut out, tell));
        assert_eq!(out, [1_000_000, 2_000_000, 0, 0, 0]);
        assert_eq!(told.len(), 3);
        let nan = Numbers { values: vec![f64::NAN], odd: vec![(0, NotNumber::Nan)] };
        assert_eq!(
            faults(|tell| weights(&nan, false, &mut out, tell)),
            [(0, Fault::NotNumber(NotNumber::Nan, "`roles.weight`"))]
        );
    }

    #[test]
    fn amounts_are_whole_numbers() {
        let mut out = Vec::new();
        let told = faults(|tell| amounts(&numbers(&[12.0, -3.0, 0.5, f64::NAN, 1e13]), &mut out, tell));
        assert_eq!(out, [12, -3, i64::MIN, i64::MIN, i64::MIN]);
        assert_eq!(told, [(2, Fault::Amount), (4, Fault::Amount)]);
    }

    fn count(rule: &CountRule, text: &str) -> Result<(u64, u64), Fault> {
        rule.read(&Value::text(text, b'.', &Missing::default()))
    }

    #[test]
    fn counts_are_exact_suppressed_or_refused() {
        let suppressed = ["", "..", "x", ":"].map(str::to_owned).to_vec();
        let rule = CountRule { suppressed, below: 5, rounded: None };
        assert_eq!(count(&rule, "17"), Ok((17, 0)));
        assert_eq!(count(&rule, "17.0"), Ok((17, 0)));
        for text in ["", "..", "x", ":"] {
            assert_eq!(count(&rule, text), Ok((0, 4)), "{text}");
        }
        assert_eq!(count(&rule, "<10"), Ok((0, 9)));
        assert_eq!(count(&rule, "< 3"), Ok((0, 2)));
        for text in ["-1", "1.5", "many", "1e11"] {
            assert_eq!(count(&rule, text), Err(Fault::Count), "{text}");
        }
        let strict = CountRule { suppressed: vec!["0".to_owned()], below: 10, rounded: None };
        assert_eq!(count(&strict, "0"), Ok((0, 9)));
        assert_eq!(count(&strict, ""), Err(Fault::CountMissing));
    }

    /// `rounding_box` of `methods/worked-3.json`: value, base, lower, upper.
    #[test]
    fn a_rounded_count_is_the_box_that_rounds_to_it() {
        for (value, base, lower, upper) in [("120", 10, 115, 124), ("0", 10, 0, 4), ("15", 5, 13, 17)] {
            let rule = CountRule { suppressed: vec![], below: 5, rounded: Some(base) };
            assert_eq!(count(&rule, value), Ok((lower, upper - lower)), "{value}");
        }
        let rule = CountRule { suppressed: vec![], below: 5, rounded: Some(5) };
        assert_eq!(count(&rule, "12"), Err(Fault::CountNotRounded(5)));
    }
}
