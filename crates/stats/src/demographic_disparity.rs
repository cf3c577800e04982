//! Demographic disparity: a group's share among those not selected less its share among those selected, plain and within
//! strata.
//!
//! Mixes the size of a group with its rates (a group of 1 % can hardly move it): descriptive, never a verdict. "Selected"
//! is always the event of the stage, favourable or not; what a sign means is for the caller to say.

use crate::interval::{Estimate, Interval, Note};
use crate::proportion::clipped;

/// Decisions about a group and about everybody, the group included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Decisions {
    /// Selected cases of the group.
    pub group_selected: u64,
    /// Cases of the group not selected.
    pub group_not_selected: u64,
    /// Selected cases of all groups.
    pub all_selected: u64,
    /// Cases of all groups not selected.
    pub all_not_selected: u64,
}

impl Decisions {
    /// The difference of shares and its variance; a note where nobody or everybody is selected.
    fn disparity(self) -> Result<(f64, f64), Note> {
        let (selected, others) = (self.all_selected as f64, self.all_not_selected as f64);
        match (self.all_selected, self.all_not_selected) {
            (0, 0) => Err(Note::NoCases),
            (0, _) => Err(Note::NoneSelected),
            (_, 0) => Err(Note::AllSelected),
            _ => {
                let (s, r) = (self.group_selected as f64 / selected, self.group_not_selected as f64 / others);
                Ok((r - s, r * (1.0 - r) / others + s * (1.0 - s) / selected))
            }
        }
    }

    fn cases(self) -> u64 {
        self.all_selected + self.all_not_selected
    }
}

/// A value with limits from a variance, or without where the variance is 0.
fn with_limits(value: f64, variance: f64, z: f64) -> Estimate {
    if variance <= 0.0 {
        return Estimate { value: Some(value), ..Estimate::none(Note::VarianceNotEstimable) };
    }
    let half = z * variance.sqrt();
    clipped(value, Interval { lower: value - half, upper: value + half }, -1.0, 1.0)
}

/// Demographic disparity of a group (method `share_difference`): share among the not selected less share among the
/// selected.
///
/// - Takes: counts, those of the group not above those of all; `z >= 0`.
/// - Gives: a number in [-1, 1] with limits by the delta method, given how many are selected.
/// - Edges: no cases, nobody or everybody selected: null (`no_cases`, `none_selected`, `all_selected`). The group is
///   nobody, or everybody, on both sides: value without limits (`variance_not_estimable`).
/// - Not for: a verdict.
/// - Source: Das et al. 2021, J. Financ. Data Sci. 3(4):33-64; methods, "Strata", 3.6. Oracle: SageMaker Clarify,
///   `oracle/strata/conditional_demographic_disparity.jsonl`.
pub fn demographic_disparity(decisions: Decisions, z: f64) -> Estimate {
    match decisions.disparity() {
        Ok((value, variance)) => with_limits(value, variance, z),
        Err(note) => Estimate::none(note),
    }
}

/// Conditional demographic disparity with what it leaves out.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditional {
    /// The mean over strata; null with `not_identified` if no stratum can be used.
    pub estimate: Estimate,
    /// Strata in which somebody is selected and somebody is not.
    pub strata: usize,
    /// Cases of all groups in the other strata, which no value exists for.
    pub cases_left_out: u64,
}

/// The mean of the strata's demographic disparities, weighted by the cases of all groups in them.
///
/// - Takes: one set of counts per stratum; `z >= 0`.
/// - Gives: a number in [-1, 1] with limits by the delta method. A stratum in which nobody, or everybody, is selected has
///   no value: it is left out, the weights are made to sum to 1 over the rest, and its cases are counted.
/// - Edges: no stratum left: null, `not_identified`.
/// - Not for: a verdict; tools that count such a stratum as 0 give another number.
/// - Source: Wachter, Mittelstadt and Russell 2021, Comput. Law Secur. Rev. 41:105567; methods, "Strata", 3.6. Oracle: as
///   [`demographic_disparity`].
pub fn conditional(strata: &[Decisions], z: f64) -> Conditional {
    let used: Vec<(f64, f64, f64)> = strata
        .iter()
        .filter_map(|stratum| {
            stratum.disparity().ok().map(|(value, variance)| (stratum.cases() as f64, value, variance))
        })
        .collect();
    let all: u64 = strata.iter().map(|stratum| stratum.cases()).sum();
    let kept: f64 = used.iter().map(|(n, ..)| n).sum();
    let cases_left_out = all - kept as u64;
    if used.is_empty() {
        return Conditional { estimate: Estimate::none(Note::NotIdentified), strata: 0, cases_left_out };
    }
    let value: f64 = used.iter().map(|(n, value, _)| n / kept * value).sum();
    let variance: f64 = used.iter().map(|(n, _, variance)| (n / kept) * (n / kept) * variance).sum();
    Conditional { estimate: with_limits(value, variance, z), strata: used.len(), cases_left_out }
}

#[cfg(test)]
mod tests {
    use super::{Decisions, conditional, demographic_disparity};
    use crate::interval::Note;

    fn of(group_selected: u64, group_not_selected: u64, all_selected: u64, all_not_selected: u64) -> Decisions {
        Decisions { group_selected, group_not_selected, all_selected, all_not_selected }
    }

    #[test]
    fn one_stratum_is_the_plain_disparity() {
        let d = of(30, 70, 100, 300);
        let (plain, within) = (demographic_disparity(d, 1.96), conditional(&[d], 1.96));
        assert_eq!(plain, within.estimate);
        assert!((plain.value.unwrap() - (70.0 / 300.0 - 0.3)).abs() < 1e-15);
        assert_eq!((within.strata, within.cases_left_out), (1, 0));
    }

    #[test]
    fn strata_without_two_sides_are_left_out_and_counted() {
        let used = of(30, 70, 100, 300);
        let found = conditional(&[used, of(0, 5, 0, 40), of(2, 0, 9, 0)], 1.96);
        assert_eq!(found.estimate, demographic_disparity(used, 1.96));
        assert_eq!((found.strata, found.cases_left_out), (1, 49));
        let none = conditional(&[of(0, 5, 0, 40)], 1.96);
        assert_eq!((none.estimate.notes.as_slice(), none.cases_left_out), ([Note::NotIdentified].as_slice(), 40));
    }

    #[test]
    fn a_disparity_that_does_not_exist_says_why() {
        assert!(demographic_disparity(of(0, 5, 0, 40), 1.96).has(Note::NoneSelected));
        assert!(demographic_disparity(of(5, 0, 40, 0), 1.96).has(Note::AllSelected));
        assert!(demographic_disparity(Decisions::default(), 1.96).has(Note::NoCases));
        let nobody = demographic_disparity(of(0, 0, 40, 60), 1.96);
        assert_eq!((nobody.value, nobody.lower, nobody.has(Note::VarianceNotEstimable)), (Some(0.0), None, true));
    }

    #[test]
    fn the_groups_disparities_sum_to_nothing() {
        let (a, b) = (of(30, 70, 100, 300), of(70, 230, 100, 300));
        let sum = demographic_disparity(a, 1.96).value.unwrap() + demographic_disparity(b, 1.96).value.unwrap();
        assert!(sum.abs() < 1e-15);
    }
}
