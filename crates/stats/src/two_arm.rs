//! Two arms: a random control sample for what the population is like, and everything that the model selected.
//!
//! Makes rates of the whole population out of counts of the two arms. Selection rate, false positive rate and true
//! positive rate all have one form, `(n_R / N) a / k` with `a` a count of the model arm and `k` one of the random arm;
//! everything here is written for that form. May not know margins and verdicts. Invariants: an estimate above 1 is no
//! estimate (`impossible_estimate`), never cut; limits of a rate lie in [0, 1], of a difference in [-1, 1]; a ratio
//! does not depend on the population's size; limits of a difference never come from a Wald interval. The estimator for
//! random cases that are known to be selected or not is in [`crate::two_arm_overlap`], the pool as rows in
//! [`crate::pool_rows`], shares in [`crate::shares`].
//!
//! Start reading at [`rate`], then [`difference`] and [`ratio`].

mod comparison;
mod planning;

pub use comparison::{RatioMethod, difference, ratio};
pub use planning::{Plan, minimum_detectable};

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::normal;
use crate::special::beta::inverse_beta;

/// From how many on both counts must be for a rate's limits by the delta method; below, limits conditional on the sum.
pub const ENOUGH_FOR_DELTA: f64 = 30.0;

/// The two arms as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arms {
    /// Cases of the random arm, `n_R`.
    pub random: u64,
    /// Cases of the model arm, `n_M`.
    pub selected: u64,
    /// Cases of the population, `N`.
    pub population: u64,
    /// Cut a group's estimated size to a whole number, as a published recipe does.
    pub truncate_group_size: bool,
}

impl Arms {
    /// `n_R / N`, the part of the population that the random arm is. `None` without a population.
    fn sampled(&self) -> Option<f64> {
        (self.population > 0 && self.random > 0).then(|| self.random as f64 / self.population as f64)
    }

    /// The estimated number of cases of a group with `random` cases in the random arm, `N r / n_R`; cut if asked for.
    ///
    /// `None` without a random arm, and where the cut leaves nothing.
    pub fn group_size(&self, random: u64) -> Option<f64> {
        self.sampled()?;
        let (whole, rest) = self.size_in_parts(random);
        let size = if self.truncate_group_size { whole } else { whole + rest };
        (size > 0.0).then_some(size)
    }

    /// By how much the cut makes a group's rates larger: 1 without one.
    pub fn group_factor(&self, random: u64) -> Option<f64> {
        let (whole, rest) = self.size_in_parts(random);
        self.group_size(random).map(|size| (whole + rest) / size)
    }

    /// Whole part and rest of `N r / n_R`, the whole part exact.
    fn size_in_parts(&self, random: u64) -> (f64, f64) {
        let product = u128::from(self.population) * u128::from(random);
        let by = u128::from(self.random.max(1));
        ((product / by) as f64, (product % by) as f64 / by as f64)
    }
}

/// One group in the two arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Cases in the random arm, `r`.
    pub random: u64,
    /// Those of them with a known outcome.
    pub random_known: u64,
    /// Those of the known with the outcome (errors), `e`.
    pub random_errors: u64,
    /// Cases in the model arm, `m`.
    pub selected: u64,
    /// Those of them with a known outcome.
    pub selected_known: u64,
    /// Those of the known with the outcome (true positives), `t`.
    pub selected_errors: u64,
}

impl Group {
    /// A group whose outcomes are all known: `r, e` of the random arm, `m, t` of the model arm.
    pub fn all_known(random: u64, random_errors: u64, selected: u64, selected_errors: u64) -> Group {
        Group { random, random_known: random, random_errors, selected, selected_known: selected, selected_errors }
    }

    /// The two counts of a rate of the form `a / k`, and whether the rate is reflected.
    ///
    /// `None` where no outcome at all is known in an arm that has cases.
    pub fn counts(&self, rate: Rate) -> Option<ArmRate> {
        debug_assert!(self.random_errors <= self.random_known && self.random_known <= self.random);
        debug_assert!(self.selected_errors <= self.selected_known && self.selected_known <= self.selected);
        let (model_others, random_others) =
            (self.selected_known - self.selected_errors, self.random_known - self.random_errors);
        let part = |of_selected, of_random| {
            Some(ArmRate {
                model: Count::partly_known(self.selected, self.selected_known, of_selected)?,
                random: Count::partly_known(self.random, self.random_known, of_random)?,
            })
        };
        match rate {
            Rate::Selection | Rate::NonSelection => {
                Some(ArmRate { model: Count::whole(self.selected), random: Count::whole(self.random) })
            }
            Rate::FalsePositive | Rate::TrueNegative => part(model_others, random_others),
            Rate::TruePositive | Rate::FalseNegative => part(self.selected_errors, self.random_errors),
        }
    }
}

/// A rate over the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Selected among all.
    Selection,
    /// Not selected among all: reflected.
    NonSelection,
    /// Selected among those without the outcome.
    FalsePositive,
    /// Not selected among those without the outcome: reflected.
    TrueNegative,
    /// Selected among those with the outcome.
    TruePositive,
    /// Not selected among those with the outcome: reflected.
    FalseNegative,
}

impl Rate {
    fn is_reflected(self) -> bool {
        matches!(self, Rate::NonSelection | Rate::TrueNegative | Rate::FalseNegative)
    }
}

/// A count, or an estimate of one where part of the outcomes is missing.
///
/// The estimate is `effective * scale`; its relative variance is that of a Poisson count of `effective`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    /// The count that carries the same information.
    pub effective: f64,
    /// How many cases each of it stands for.
    pub scale: f64,
}

impl Count {
    /// A count of which everything is known.
    pub fn whole(count: u64) -> Count {
        Count { effective: count as f64, scale: 1.0 }
    }

    /// The number of hits among `all`, of which `known` were seen with `hits`: the relative variance is `1/all + (1 -
    /// share)/(share known)`.
    ///
    /// - `None` if there are cases and none is known. Takes `hits <= known <= all`. Assumes that outcomes are missing
    ///   at random in the group and arm; both extremes (all missing have the outcome, none has) are to be shown beside
    ///   it.
    /// - Edges: no hits: an effective count of 0. Only hits, and some not known: half a case is left out of the hits in
    ///   the variance.
    /// - Source: methods, "Designs", B.3. Oracle: `two_arm/outcome_missing/*` of `oracle/designs/two_arm.jsonl`.
    pub fn partly_known(all: u64, known: u64, hits: u64) -> Option<Count> {
        if known == all {
            return Some(Count::whole(hits));
        }
        if known == 0 {
            return None;
        }
        let Some(of_draw) = variance_of_draw(known, hits) else {
            return Some(Count { effective: 0.0, scale: all as f64 / known as f64 });
        };
        let effective = 1.0 / (1.0 / all as f64 + of_draw);
        Some(Count { effective, scale: all as f64 * (hits as f64 / known as f64) / effective })
    }

    /// The estimate.
    pub fn value(self) -> f64 {
        self.effective * self.scale
    }

    fn is_whole(self) -> bool {
        self.scale == 1.0
    }
}

/// The relative variance that seeing only `known` cases, `hits` of them hits, adds to an estimated number of hits: `(1
/// - share)/(share known)`.
///
/// `None` without hits, where it is infinite. With hits only it would be 0, as if the unseen were hits for certain:
/// half a case is left out.
pub(crate) fn variance_of_draw(known: u64, hits: u64) -> Option<f64> {
    if hits == 0 {
        return None;
    }
    let (hits, known) = (if hits == known { hits as f64 - 0.5 } else { hits as f64 }, known as f64);
    Some((known - hits) / (hits * known))
}

/// A rate of the form `(n_R / N) a / k`: a count of the model arm over one of the random arm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArmRate {
    /// `a`, of the model arm.
    pub model: Count,
    /// `k`, of the random arm.
    pub random: Count,
}

impl ArmRate {
    /// A rate of two whole counts.
    pub fn whole(model: u64, random: u64) -> ArmRate {
        ArmRate { model: Count::whole(model), random: Count::whole(random) }
    }

    /// `a / k`; `None` if `k` is 0.
    fn odds(self) -> Option<f64> {
        (self.random.effective > 0.0).then(|| self.model.value() / self.random.value())
    }
}

/// What varies from one draw to the next: the statement that an interval makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Both arm sizes decided beforehand: about the process. The default.
    ArmsFixed,
    /// The model arm as it is: about this population and period.
    ModelArmCensus,
    /// Arm sizes not decided, a large population.
    Poisson,
    /// Rows of both arms drawn together, as in a published bootstrap.
    PooledRows,
}

/// The variance of the logarithm of a rate, by the delta method.
///
/// - Takes: the two counts; the arms' sizes; the view.
/// - Gives: a variance; `None` if a count is 0 (the logarithm does not exist), or there is no population.
/// - In the census view an outcome missing in part of the model arm still varies, with its finite population factor.
/// - Not for: the limits of a difference, which never come from it; planning and the limits of one rate with both
///   counts at least 30.
/// - Source: methods, "Designs", B.2. Oracle: `two_arm/delta/*` of `oracle/designs/two_arm.jsonl` (numerical
///   gradient).
pub fn ln_variance(rate: ArmRate, arms: &Arms, view: View) -> Option<f64> {
    let (a, k) = (rate.model.effective, rate.random.effective);
    if a <= 0.0 || k <= 0.0 {
        return None;
    }
    let model = match view {
        View::ModelArmCensus => 1.0 / a - 1.0 / rate.model.value(),
        _ => 1.0 / a + of_model_arm(arms, view)?,
    };
    Some(model + finite(arms, view)? * (1.0 / k - 1.0 / arms.random as f64))
}

/// The covariance of the logarithms of two groups' rates, by the delta method; as [`ln_variance`].
pub fn ln_covariance(arms: &Arms, view: View) -> Option<f64> {
    Some(of_model_arm(arms, view)? - finite(arms, view)? / arms.random as f64)
}

/// What all groups share of the model arm.
fn of_model_arm(arms: &Arms, view: View) -> Option<f64> {
    let inverse = |n: u64| (n > 0).then(|| -1.0 / n as f64);
    match view {
        View::ArmsFixed => inverse(arms.selected),
        View::ModelArmCensus | View::Poisson => Some(0.0),
        View::PooledRows => inverse(arms.selected + arms.random),
    }
}

/// The finite population factor of the random arm, 1 in process views. `None` without a random arm.
fn finite(arms: &Arms, view: View) -> Option<f64> {
    let sampled = arms.sampled()?;
    Some(if view == View::ModelArmCensus { 1.0 - sampled } else { 1.0 })
}

/// The variance of a difference of two groups' rates, for planning.
///
/// - Takes: rates of the same kind in two groups; the arms; the view.
/// - Gives: `p_g^2 var_g + p_h^2 var_h - 2 p_g p_h cov`; `None` where a logarithm does not exist.
/// - Not for: an interval; a group of 5 to 20 % of the population has few random cases, and the upper end of a Wald
///   interval is then too low.
/// - Source, oracle: as [`ln_variance`].
pub fn difference_variance(group: ArmRate, reference: ArmRate, arms: &Arms, view: View) -> Option<f64> {
    let sampled = arms.sampled()?;
    let (p, q) = (sampled * group.odds()?, sampled * reference.odds()?);
    let (v, w) = (ln_variance(group, arms, view)?, ln_variance(reference, arms, view)?);
    Some(p * p * v + q * q * w - 2.0 * p * q * ln_covariance(arms, view)?)
}

/// A rate `per_case * a / k` with limits conditional on `a + k` (method `conditional_rate`): for few counts, and for
/// every difference.
///
/// Given `a + k`, `a` is binomial with odds proportional to the rate if both are Poisson: Clopper and Pearson's limits,
/// as odds.
///
/// - Takes: the two counts; `per_case` above 0 (`n_R / N`, times a group's factor); `tail` at each end, 0.025 for 95 %.
/// - Gives: a rate of at least 0, not cut at 1. `k = 0`: value null (note `no_reference_cases_in_random_arm`), lower
///   limit exists, upper unbounded. `a = 0`: 0 with lower limit 0. Both 0: only the note.
/// - Conservative: it drops what the fixed arm sizes take off the variance.
/// - Source: Clopper and Pearson 1934, Biometrika 26:404-413, on the odds; methods, "Designs", B.4. Oracle:
///   `two_arm/conditional_rate/*`, `two_arm/outcome_missing/*` of `oracle/designs/two_arm.jsonl`.
pub fn conditional_rate(rate: ArmRate, per_case: f64, tail: f64) -> Estimate {
    let (a, k) = (rate.model.effective, rate.random.effective);
    if a <= 0.0 && k <= 0.0 {
        return Estimate::none(Note::NoReferenceCasesInRandomArm);
    }
    let by = per_case * rate.model.scale / rate.random.scale;
    let (low, high) = odds_limits(a, k, tail);
    let limits = Estimate { lower: Some(by * low), upper: high.map(|high| by * high), ..Estimate::default() };
    match rate.odds() {
        Some(odds) => Estimate { value: Some(per_case * odds), ..limits },
        None => limits.with(Note::NoReferenceCasesInRandomArm).with(Note::Unbounded),
    }
}

/// Clopper and Pearson's limits of the odds of `a` against `k`, real numbers not both 0; the upper one is `None`,
/// infinite, at `k = 0`.
pub(crate) fn odds_limits(a: f64, k: f64, tail: f64) -> (f64, Option<f64>) {
    let lower = if a > 0.0 {
        let (p, q) = inverse_beta(tail, a, k + 1.0, false);
        p / q
    } else {
        0.0
    };
    let upper = (k > 0.0).then(|| {
        let (p, q) = inverse_beta(tail, a + 1.0, k, true);
        p / q
    });
    (lower, upper)
}

/// How a rate's limits were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateMethod {
    /// `two_arm_delta`.
    Delta,
    /// `conditional_rate`.
    Conditional,
}

/// A rate of the population in one group, with limits.
///
/// - Takes: the group; which rate; the arms; the view; `tail` at each end.
/// - Gives: a share with limits in [0, 1], by the delta method on the log scale if both counts are at least 30, else
///   [`conditional_rate`].
/// - Edges: no random cases of the group (or a cut size of 0): all null, `no_cases`. `k = 0`: see [`conditional_rate`].
///   An estimate above 1: value null, `impossible_estimate`, upper limit 1. No outcome known in an arm: all null,
///   `no_cases`. A limit above 1 is cut (`clipped`).
/// - Not for: PPV and base rate, which are proportions of one arm.
/// - Source: methods, "Designs", B.1 to B.4, B.6. Oracle: `two_arm/delta/*`, `two_arm/conditional_rate/*` of
///   `oracle/designs/two_arm.jsonl`.
pub fn rate(group: &Group, kind: Rate, arms: &Arms, view: View, tail: f64) -> (Estimate, RateMethod) {
    let Some((counts, per_case)) = prepared(group, kind, arms) else {
        return (Estimate::none(Note::NoCases), RateMethod::Conditional);
    };
    let few = counts.model.effective.min(counts.random.effective) < ENOUGH_FOR_DELTA;
    let delta = if few { None } else { delta_rate(counts, per_case, arms, view, tail) };
    let method = if delta.is_some() { RateMethod::Delta } else { RateMethod::Conditional };
    let estimate = possible(delta.unwrap_or_else(|| conditional_rate(counts, per_case, tail)));
    (if kind.is_reflected() { reflected(estimate) } else { estimate }, method)
}

/// The counts of a rate and what one of `a / k` is worth; `None` where the group cannot be assessed.
fn prepared(group: &Group, kind: Rate, arms: &Arms) -> Option<(ArmRate, f64)> {
    let factor = if group.random == 0 { None } else { arms.group_factor(group.random) }?;
    Some((group.counts(kind)?, arms.sampled()? * factor))
}

fn delta_rate(counts: ArmRate, per_case: f64, arms: &Arms, view: View, tail: f64) -> Option<Estimate> {
    let value = per_case * counts.odds()?;
    let half = float::exp(normal::z_of_tail(tail) * ln_variance(counts, arms, view)?.max(0.0).sqrt());
    Some(Estimate::new(value, Interval { lower: value / half, upper: value * half }))
}

/// Takes away an estimate above 1, and cuts limits at 1.
fn possible(mut estimate: Estimate) -> Estimate {
    if estimate.value.is_some_and(|value| value > 1.0) {
        let lower = estimate.lower.map(|lower| lower.min(1.0));
        return Estimate { value: None, lower, upper: Some(1.0), ..estimate }.with(Note::ImpossibleEstimate);
    }
    let above = |limit: Option<f64>| limit.is_some_and(|limit| limit > 1.0);
    if !above(estimate.lower) && !above(estimate.upper) {
        return estimate;
    }
    estimate.clipped_from = estimate.interval();
    estimate.lower = estimate.lower.map(|lower| lower.min(1.0));
    estimate.upper = estimate.upper.map(|upper| upper.min(1.0));
    estimate.with(Note::Clipped)
}

/// The estimate of the complement, `1 - x`.
pub(crate) fn reflected(estimate: Estimate) -> Estimate {
    let complement = |x: Option<f64>| x.map(|x| 1.0 - x);
    Estimate {
        value: complement(estimate.value),
        lower: complement(estimate.upper),
        upper: complement(estimate.lower),
        clipped_from: estimate.clipped_from.map(Interval::complement),
        ..estimate
    }
}

/// The estimate with its sign changed.
pub(crate) fn negated(estimate: Estimate) -> Estimate {
    let minus = |x: Option<f64>| x.map(|x| -x);
    Estimate {
        value: minus(estimate.value),
        lower: minus(estimate.upper),
        upper: minus(estimate.lower),
        clipped_from: estimate.clipped_from.map(|i| Interval { lower: -i.upper, upper: -i.lower }),
        ..estimate
    }
}

/// The four parts of the population and the rates built on them, as the published recipe prints them: no intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PopulationTable {
    /// Estimated cases of the group.
    pub group_size: f64,
    /// Share with the outcome.
    pub base_rate: f64,
    /// Selected with the outcome, as a share of all.
    pub true_positive_share: f64,
    /// Selected without it.
    pub false_positive_share: f64,
    /// Neither; negative where the arms contradict each other (`impossible_estimate`).
    pub true_negative_share: f64,
    /// With the outcome and not selected; negative as above.
    pub false_negative_share: f64,
}

/// The population of a group in four shares.
///
/// - Takes: the group; the arms. Gives: shares of the group's cases that add up to 1; `None` where the group has no
///   random case with a known outcome, or selected ones of which none is known.
/// - Source: the recipe published with the Swedish case of 2017; methods, "Designs", B.1. Oracle:
///   `two_arm/published/*`, `two_arm/impossible` of `oracle/designs/two_arm.jsonl`.
pub fn population_table(group: &Group, arms: &Arms) -> Option<PopulationTable> {
    if group.random_known == 0 {
        return None;
    }
    let group_size = arms.group_size(group.random)?;
    let base_rate = group.random_errors as f64 / group.random_known as f64;
    let found = group.counts(Rate::TruePositive)?.model.value();
    let wrongly = group.counts(Rate::FalsePositive)?.model.value();
    let (true_positive_share, false_positive_share) = (found / group_size, wrongly / group_size);
    Some(PopulationTable {
        group_size,
        base_rate,
        true_positive_share,
        false_positive_share,
        true_negative_share: (1.0 - base_rate) - false_positive_share,
        false_negative_share: base_rate - true_positive_share,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ARMS: Arms = Arms { random: 1047, selected: 5082, population: 977_730, truncate_group_size: false };
    const WOMAN: Group = Group {
        random: 587,
        random_known: 587,
        random_errors: 172,
        selected: 3431,
        selected_known: 3431,
        selected_errors: 1645,
    };
    const MAN: Group = Group {
        random: 460,
        random_known: 460,
        random_errors: 138,
        selected: 1651,
        selected_known: 1651,
        selected_errors: 859,
    };

    #[test]
    fn the_shares_of_a_group_add_up_to_one() {
        for truncate_group_size in [false, true] {
            let t = population_table(&WOMAN, &Arms { truncate_group_size, ..ARMS }).unwrap();
            let sum = t.true_positive_share + t.false_positive_share + t.true_negative_share + t.false_negative_share;
            assert!((sum - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn a_cut_group_size_is_a_whole_number_also_where_division_would_round() {
        let arms = Arms { random: 49, selected: 0, population: 98_000_000_000, truncate_group_size: true };
        assert_eq!(arms.group_size(7), Some(14_000_000_000.0));
        assert_eq!(arms.group_factor(7), Some(1.0));
        let few = Arms { random: 1000, selected: 0, population: 500, truncate_group_size: true };
        assert_eq!(few.group_size(1), None);
    }

    #[test]
    fn a_group_without_random_cases_is_not_assessed() {
        let nobody = Group::all_known(0, 0, 40, 10);
        for kind in [Rate::Selection, Rate::FalsePositive, Rate::FalseNegative] {
            assert_eq!(rate(&nobody, kind, &ARMS, View::ArmsFixed, 0.025).0, Estimate::none(Note::NoCases));
            assert_eq!(difference(&nobody, &MAN, kind, &ARMS, 0.025), Estimate::none(Note::NoCases));
            assert_eq!(ratio(&MAN, &nobody, kind, &ARMS, View::ArmsFixed, 0.025).0, Estimate::none(Note::NoCases));
        }
    }

    #[test]
    fn the_delta_method_needs_thirty_of_both_counts() {
        let method = |a, k| rate(&Group::all_known(k, 0, a, 0), Rate::Selection, &ARMS, View::ArmsFixed, 0.025).1;
        assert_eq!(method(30, 30), RateMethod::Delta);
        assert_eq!(method(29, 300), RateMethod::Conditional);
        assert_eq!(method(300, 29), RateMethod::Conditional);
    }

    #[test]
    fn without_reference_cases_the_lower_limit_and_the_exact_limits_of_the_ratio_stand() {
        let no_others = Group::all_known(40, 40, 90, 60);
        let (fpr, _) = rate(&no_others, Rate::FalsePositive, &ARMS, View::ArmsFixed, 0.025);
        assert!(fpr.value.is_none() && fpr.upper.is_none() && fpr.lower.is_some());
        assert_eq!(fpr.notes, [Note::NoReferenceCasesInRandomArm, Note::Unbounded]);
        let (tnr, _) = rate(&no_others, Rate::TrueNegative, &ARMS, View::ArmsFixed, 0.025);
        assert!(tnr.lower.is_none() && tnr.upper == fpr.lower.map(|x| 1.0 - x));
        let d = difference(&no_others, &MAN, Rate::FalsePositive, &ARMS, 0.025);
        assert_eq!(d, Estimate::none(Note::NoReferenceCasesInRandomArm));
        let (r, _) = ratio(&no_others, &MAN, Rate::FalsePositive, &ARMS, View::ArmsFixed, 0.025);
        assert!(r.value.is_none() && r.lower.is_some() && r.has(Note::NoReferenceCasesInRandomArm));
    }

    #[test]
    fn an_impossible_rate_leaves_no_value_anywhere() {
        let arms = Arms { random: 100, selected: 200, population: 1000, truncate_group_size: false };
        let (g, h) = (Group::all_known(30, 27, 40, 0), Group::all_known(70, 30, 20, 10));
        let (fpr, _) = rate(&g, Rate::FalsePositive, &arms, View::ArmsFixed, 0.025);
        assert!(fpr.has(Note::ImpossibleEstimate) && fpr.value.is_none() && fpr.upper == Some(1.0));
        assert_eq!(difference(&g, &h, Rate::FalsePositive, &arms, 0.025), Estimate::none(Note::ImpossibleEstimate));
        let (r, _) = ratio(&g, &h, Rate::FalsePositive, &arms, View::ArmsFixed, 0.025);
        assert!(r.value.is_none() && r.has(Note::ImpossibleEstimate));
        let (reflected, _) = ratio(&g, &h, Rate::TrueNegative, &arms, View::ArmsFixed, 0.025);
        assert_eq!(reflected, Estimate::none(Note::ImpossibleEstimate));
    }

    #[test]
    fn reflected_rates_are_the_complement_and_turn_the_difference_round() {
        let (tpr, _) = rate(&WOMAN, Rate::TruePositive, &ARMS, View::ArmsFixed, 0.025);
        let (fnr, _) = rate(&WOMAN, Rate::FalseNegative, &ARMS, View::ArmsFixed, 0.025);
        assert_eq!((fnr.value, fnr.lower), (tpr.value.map(|x| 1.0 - x), tpr.upper.map(|x| 1.0 - x)));
        let d = difference(&WOMAN, &MAN, Rate::TruePositive, &ARMS, 0.025);
        let e = difference(&WOMAN, &MAN, Rate::FalseNegative, &ARMS, 0.025);
        assert_eq!((e.lower, e.upper), (d.upper.map(|x| -x), d.lower.map(|x| -x)));
    }

    // Delta method by numerical differences of ln((1 - p)/(1 - q)) over all eight cells of both arms, multinomial in
    // each arm.
    #[test]
    fn the_error_of_a_reflected_ratio_is_that_of_a_numerical_gradient() {
        let arms = Arms { random: 1000, selected: 800, population: 4000, truncate_group_size: false };
        let cells = [100.0, 200.0, 90.0, 110.0, 150.0, 250.0, 240.0, 360.0];
        // Model arm: group t, rest; reference t, rest (rest of the arm left over); random arm likewise.
        let ln_ratio = |c: [f64; 8]| {
            let (m, r) = (800.0 / (c[0] + c[1] + c[2] + c[3] + 300.0), 1000.0 / (c[4] + c[5] + c[6] + c[7]));
            let sampled = 0.25;
            let rate = |t: f64, e: f64| sampled * (t * m) / (e * r);
            float::ln((1.0 - rate(c[0], c[4])) / (1.0 - rate(c[2], c[6])))
        };
        let gradient = |i: usize| {
            let (mut more, mut less) = (cells, cells);
            more[i] += 1e-3;
            less[i] -= 1e-3;
            (ln_ratio(more) - ln_ratio(less)) / 2e-3
        };
        let variance: f64 = (0..8).map(|i| cells[i] * gradient(i) * gradient(i)).sum();
        let (g, h) = (Group::all_known(400, 150, 300, 100), Group::all_known(600, 240, 200, 90));
        let (found, method) = ratio(&g, &h, Rate::FalseNegative, &arms, View::ArmsFixed, 0.025);
        assert_eq!(method, RatioMethod::DeltaLog);
        let half = float::ln(found.upper.unwrap() / found.value.unwrap()) / normal::z_of_tail(0.025);
        // The left over cell of the model arm has influence too.
        let left_over = {
            let p = 0.25 * 100.0 / 150.0;
            let q = 0.25 * 90.0 / 240.0;
            let slope = (p / (1.0 - p) - q / (1.0 - q)) / 800.0;
            300.0 * slope * slope
        };
        assert!((half * half - variance - left_over).abs() < 1e-8, "{} {}", half * half, variance + left_over);
    }

    #[test]
    fn a_zero_count_leaves_no_logarithm_of_a_reflected_rate() {
        let none_found = Group::all_known(500, 100, 400, 0);
        let (r, _) = ratio(&none_found, &MAN, Rate::FalseNegative, &ARMS, View::ArmsFixed, 0.025);
        assert!(r.value.is_some() && r.interval().is_none() && r.has(Note::ZeroCell));
    }

    #[test]
    fn missing_outcomes_widen_a_rate_and_need_another_ratio() {
        let part = Group { random_known: 300, random_errors: 88, selected_known: 1700, selected_errors: 815, ..WOMAN };
        for view in [View::ArmsFixed, View::ModelArmCensus, View::Poisson, View::PooledRows] {
            let width = |g: &Group| {
                let i = rate(g, Rate::FalsePositive, &ARMS, view, 0.025).0.interval().unwrap();
                i.upper / i.lower
            };
            assert!(width(&part) > width(&WOMAN), "{view:?}");
        }
        let (r, method) = ratio(&part, &MAN, Rate::FalsePositive, &ARMS, View::ArmsFixed, 0.025);
        assert!(method == RatioMethod::MoverRatio && r.interval().unwrap().contains(r.value.unwrap()));
        let unknown = Group { random_known: 0, random_errors: 0, ..WOMAN };
        assert!(rate(&unknown, Rate::FalsePositive, &ARMS, View::ArmsFixed, 0.025).0.has(Note::NoCases));
        assert!(rate(&unknown, Rate::Selection, &ARMS, View::ArmsFixed, 0.025).0.value.is_some());
        assert_eq!(Count::partly_known(40, 10, 0), Some(Count { effective: 0.0, scale: 4.0 }));
        assert!(Count::partly_known(40, 10, 10).unwrap().effective < 40.0, "ten hits in ten do not make forty certain");
    }

    proptest! {
        #[test]
        fn rates_lie_in_their_limits_and_both_in_the_unit(
            r in 1_u64..400, e in 0.0..=1.0_f64, m in 0_u64..400, t in 0.0..=1.0_f64, population in 2000_u64..100_000
        ) {
            let group = Group::all_known(r, (r as f64 * e) as u64, m, (m as f64 * t) as u64);
            let arms = Arms { random: 500, selected: 900, population, truncate_group_size: true };
            let kinds =
                [Rate::Selection, Rate::FalsePositive, Rate::TrueNegative, Rate::TruePositive, Rate::FalseNegative];
            for kind in kinds {
                for view in [View::ArmsFixed, View::ModelArmCensus, View::Poisson, View::PooledRows] {
                    let (e, _) = rate(&group, kind, &arms, view, 0.025);
                    for x in [e.value, e.lower, e.upper].into_iter().flatten() {
                        prop_assert!((0.0..=1.0).contains(&x), "{kind:?} {e:?}");
                    }
                    if let (Some(v), Some(i)) = (e.value, e.interval()) {
                        prop_assert!(i.contains(v), "{kind:?} {e:?}");
                    }
                    prop_assert!(e.value.is_some() || !e.notes.is_empty());
                }
                let d = difference(&group, &MAN, kind, &arms, 0.025);
                if let Some(i) = d.interval() {
                    prop_assert!(-1.0 <= i.lower && i.upper <= 1.0);
                }
            }
        }
    }
}
