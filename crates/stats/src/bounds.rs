//! What can be said where the outcome is known for the selected only, and where counts are known as ranges: bounds, not
//! estimates.
//!
//! Makes two ends, each with its sampling error, out of counts and an assumption about the unselected. May not know
//! verdicts: it gives the limits that one is read from. Invariants: `lower <= upper`; the limits that a verdict reads
//! are the bounds moved outwards by `z` standard errors and cut to the metric's range, never the Imbens-Manski
//! interval, which is for display; an end without a denominator is `None`.
//!
//! Start reading at [`of_rate`].

use crate::float;
use crate::interval::{Estimate, Interval, Note};
use crate::normal;
use crate::solve;

/// A group whose outcome is known for its selected cases only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectedOnly {
    /// Cases.
    pub cases: u64,
    /// Selected among them, all with a known outcome.
    pub selected: u64,
    /// Selected with the outcome (true positives).
    pub errors: u64,
}

impl SelectedOnly {
    fn false_positives(self) -> f64 {
        (self.selected - self.errors) as f64
    }

    fn unselected(self) -> f64 {
        (self.cases - self.selected) as f64
    }

    /// True if a verdict may be read from this group's bounds: at least 20 errors and 20 others among the selected;
    /// else note `too_few`.
    pub fn enough(self) -> bool {
        self.errors >= 20 && self.selected - self.errors >= 20
    }
}

/// What is assumed of the share of the unselected that have the outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UnselectedRate {
    /// Nothing: anything from 0 to 1 (Manski's worst case).
    Unknown,
    /// At most the share among the selected: in this group the model is no worse than chance.
    NotWorseThanChance,
    /// A range from earlier controls, audits or literature, `0 <= lower <= upper <= 1`.
    Between(Interval),
}

/// A rate of the whole group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Cases with the outcome among all.
    Base,
    /// Selected among those with the outcome.
    TruePositive,
    /// Not selected among those with the outcome.
    FalseNegative,
    /// Selected among those without the outcome.
    FalsePositive,
    /// Not selected among those without the outcome.
    TrueNegative,
    /// Without the outcome among the not selected.
    NegativePredictiveValue,
    /// With the outcome among the not selected.
    FalseOmission,
}

/// One end: where it lies and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The bound.
    pub bound: f64,
    /// Its standard error, 0 where the bound does not depend on the data.
    pub standard_error: f64,
}

impl End {
    fn reflected(self) -> End {
        End { bound: 1.0 - self.bound, ..self }
    }
}

/// Lower and upper bound of a quantity; `None` where that end has no denominator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Lower end.
    pub lower: Option<End>,
    /// Upper end.
    pub upper: Option<End>,
}

/// A quantity without any cases: no bounds.
const NOTHING: Bounds = Bounds { lower: None, upper: None };

/// The sharp bounds of a rate of one group, with standard errors by the delta method on its cells (errors, other
/// selected, unselected) as multinomial.
///
/// - Takes: counts with `errors <= selected <= cases`; the assumption.
/// - Gives: shares in [0, 1], `lower.bound <= upper.bound`. An end is `None` where its denominator is 0; both are for a
///   group without cases, and for rates of the not selected if everybody is selected (note `all_selected`).
/// - Edges: everybody selected: the bounds of the base rate meet in PPV, those of TPR and FPR are 1. Nobody selected:
///   `NotWorseThanChance` says nothing. Under `NotWorseThanChance` the end that rests on PPV carries PPV's sampling
///   error.
/// - Not for: PPV, FDR and the selection rate, which are known.
/// - Source: Manski 2003, Partial Identification of Probability Distributions; methods, "Designs", D. Oracle:
///   `oracle/designs/bounds.jsonl`; standard errors also by numerical differences.
pub fn of_rate(group: SelectedOnly, rate: Rate, assumed: UnselectedRate) -> Bounds {
    debug_assert!(group.errors <= group.selected && group.selected <= group.cases);
    let chance = assumed == UnselectedRate::NotWorseThanChance && group.selected > 0;
    let (low, high) = match assumed {
        UnselectedRate::Between(range) => (range.lower, range.upper),
        UnselectedRate::Unknown | UnselectedRate::NotWorseThanChance => (0.0, 1.0),
    };
    let fixed = |end: f64| Some(End { bound: end, standard_error: 0.0 });
    // Numerator and denominator of each end over the cells (errors, other selected, unselected).
    let (lower, upper) = match rate {
        Rate::FalseNegative => return reflected(of_rate(group, Rate::TruePositive, assumed)),
        Rate::TrueNegative => return reflected(of_rate(group, Rate::FalsePositive, assumed)),
        Rate::FalseOmission => return reflected(of_rate(group, Rate::NegativePredictiveValue, assumed)),
        _ if group.cases == 0 => return NOTHING,
        Rate::Base => {
            let at = |b| share(group, [1.0, 0.0, b], [1.0; 3]);
            (at(low), if chance { share(group, [1.0, 0.0, 0.0], [1.0, 1.0, 0.0]) } else { at(high) })
        }
        Rate::TruePositive => {
            let at = |b| share(group, [1.0, 0.0, 0.0], [1.0, 0.0, b]);
            // t / (t + u PPV) is the selection rate, unless nobody has the outcome.
            let by_chance = || if group.errors == 0 { None } else { share(group, [1.0, 1.0, 0.0], [1.0; 3]) };
            (if chance { by_chance() } else { at(high) }, at(low))
        }
        Rate::FalsePositive => {
            let at = |b: f64| share(group, [0.0, 1.0, 0.0], [0.0, 1.0, 1.0 - b]);
            let none_without = group.errors == group.selected;
            let by_chance = || if none_without { None } else { share(group, [1.0, 1.0, 0.0], [1.0; 3]) };
            (at(low), if chance { by_chance() } else { at(high) })
        }
        Rate::NegativePredictiveValue if group.selected == group.cases => return NOTHING,
        Rate::NegativePredictiveValue => {
            (if chance { share(group, [0.0, 1.0, 0.0], [1.0, 1.0, 0.0]) } else { fixed(1.0 - high) }, fixed(1.0 - low))
        }
    };
    Bounds { lower, upper }
}

/// A ratio of two linear functions of the cells, with its standard error.
fn share(group: SelectedOnly, numerator: [f64; 3], denominator: [f64; 3]) -> Option<End> {
    let cells = [group.errors as f64, group.false_positives(), group.unselected()];
    let sum = |weights: [f64; 3]| cells.iter().zip(weights).map(|(n, w)| n * w).sum::<f64>();
    let below = sum(denominator);
    if below <= 0.0 {
        return None;
    }
    let bound = sum(numerator) / below;
    // The ratio does not change with the total, so the multinomial's negative term is 0.
    let variance: f64 = (0..3).map(|i| cells[i] * square((numerator[i] - bound * denominator[i]) / below)).sum();
    Some(End { bound, standard_error: variance.sqrt() })
}

fn square(x: f64) -> f64 {
    x * x
}

/// The bounds of the complement, `1 - x`.
fn reflected(bounds: Bounds) -> Bounds {
    Bounds { lower: bounds.upper.map(End::reflected), upper: bounds.lower.map(End::reflected) }
}

/// The bounds of a difference of two groups with no assumed link: `[L_g - U_h, U_g - L_h]`.
///
/// - Takes: bounds of independent groups. Gives: differences in [-1, 1]; an end is `None` if one of the two it needs
///   is.
/// - Source: methods, "Designs", D. Oracle: `bounds/difference`, `bounds/verdict/*` of
///   `oracle/designs/bounds.jsonl`.
pub fn difference(group: Bounds, reference: Bounds) -> Bounds {
    let minus = |a: Option<End>, b: Option<End>| {
        let (a, b) = (a?, b?);
        let standard_error = float::hypot(a.standard_error, b.standard_error);
        Some(End { bound: a.bound - b.bound, standard_error })
    };
    Bounds { lower: minus(group.lower, reference.upper), upper: minus(group.upper, reference.lower) }
}

/// The bounds of the logarithm of a ratio of two groups: `ln(L_g / U_h)` to `ln(U_g / L_h)`.
///
/// - Takes: bounds of independent groups. Gives: logarithms, with log-delta standard errors; an end is `None` where one
///   of its two bounds is 0 or does not exist (a lower end is then 0, an upper one unbounded, as far as the bounds
///   exist).
/// - Limits of the ratio: [`limits`] of these in the range of all numbers, then `exp`.
/// - Source: methods, "Designs", D (bounds); log-delta for their error, as for weighted ratios.
pub fn ln_ratio(group: Bounds, reference: Bounds) -> Bounds {
    let over = |a: Option<End>, b: Option<End>| {
        let (a, b) = (a?, b?);
        if a.bound <= 0.0 || b.bound <= 0.0 {
            return None;
        }
        let standard_error = float::hypot(a.standard_error / a.bound, b.standard_error / b.bound);
        Some(End { bound: float::ln(a.bound / b.bound), standard_error })
    };
    Bounds { lower: over(group.lower, reference.upper), upper: over(group.upper, reference.lower) }
}

/// The limits that a verdict reads: `lower - z se` and `upper + z se`, cut to the range of the metric.
///
/// - Takes: bounds; the critical value (1.96, or `c` of the block); the range: [0, 1] of a rate, [-1, 1] of a
///   difference.
/// - Gives: limits of which each misses with at most about `1 - Phi(z)`, however wide the set is; no value, note
///   `bounds_only`; `clipped` where a limit was cut (in `clipped_from` a bound that does not exist stands at the edge
///   of the range).
/// - Edges: a limit is `None` where its bound does not exist.
/// - Not for: display beside the bounds; [`imbens_manski`].
/// - Source: methods, "Designs", D. Oracle: `bounds/limits/*`, `bounds/verdict/*` of `oracle/designs/bounds.jsonl`.
pub fn limits(bounds: Bounds, z: f64, range: Interval) -> Estimate {
    let moved = |end: Option<End>, by: f64| end.map(|end| end.bound + by * end.standard_error);
    let (lower, upper) = (moved(bounds.lower, -z), moved(bounds.upper, z));
    let inside = |x: Option<f64>| x.map(|x| x.clamp(range.lower, range.upper));
    let cut = Estimate { lower: inside(lower), upper: inside(upper), ..Estimate::none(Note::BoundsOnly) };
    if (cut.lower, cut.upper) == (lower, upper) {
        return cut;
    }
    let before = Interval { lower: lower.unwrap_or(range.lower), upper: upper.unwrap_or(range.upper) };
    Estimate { clipped_from: Some(before), ..cut }.with(Note::Clipped)
}

/// The Imbens-Manski limits: the interval that covers the true value, not the whole set, with probability `level`. For
/// display only.
///
/// - Takes: both bounds; `level` in (0, 1); the range as [`limits`].
/// - Gives: the critical value, from 1.6449 (wide set) to 1.9600 (point) at 0.95, and the limits; `None` if a bound
///   does not exist.
/// - Edges: without sampling error `c` is 0 and the limits are the bounds.
/// - Not for: a verdict. An end is read alone there, and when the set is wide it misses with twice the allowed
///   probability.
/// - Source: Imbens and Manski 2004, Econometrica 72:1845-1857; Stoye 2009, Econometrica 77:1299-1315 (when it is
///   valid). Oracle: `bounds/imbens_manski/*`, `bounds/limits/*` of `oracle/designs/bounds.jsonl`.
pub fn imbens_manski(bounds: Bounds, level: f64, range: Interval) -> Option<(f64, Estimate)> {
    let (lower, upper) = (bounds.lower?, bounds.upper?);
    let c = imbens_manski_critical(lower, upper, level);
    Some((c, limits(bounds, c, range)))
}

fn imbens_manski_critical(lower: End, upper: End, level: f64) -> f64 {
    let largest = lower.standard_error.max(upper.standard_error);
    if largest <= 0.0 {
        return 0.0;
    }
    let width = (upper.bound - lower.bound).max(0.0) / largest;
    // Coverage less level, written with tails so that a wide set loses no digits; increasing in c.
    let excess = |c: f64| (1.0 - level) - normal::sf(c + width) - normal::sf(c);
    let (one_sided, two_sided) = (normal::z_of_tail(1.0 - level), normal::z_of_level(level));
    solve::bracketed(excess, one_sided, two_sided, 1e-14)
}

/// What a statistic does over a box of possible counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverBox {
    /// Smallest value at a corner; `None` if it exists at none.
    pub lower: Option<f64>,
    /// Largest value at a corner.
    pub upper: Option<f64>,
    /// Corners at which the statistic does not exist.
    pub undefined: usize,
}

/// The largest number of counts with a range that a box may have: 2^12 corners.
pub const BOX_SIDES: usize = 12;

/// The range of a statistic that is monotone in every count, over suppressed or rounded counts: its values at the
/// corners of the box.
///
/// - Takes: for each count the smallest and the largest it can be (equal where it is known); the statistic, `None`
///   where it does not exist.
/// - Gives: the extremes; `None` if more than [`BOX_SIDES`] counts have a range.
/// - Not for: statistics that are not monotone in each count (a p-value of no difference is not).
/// - Source: methods, "Designs", E.
pub fn over_corners(counts: &[(u64, u64)], mut statistic: impl FnMut(&[u64]) -> Option<f64>) -> Option<OverBox> {
    let mut all = OverBox { lower: None, upper: None, undefined: 0 };
    each_corner(counts, |corner| match statistic(corner) {
        Some(x) => {
            all.lower = Some(all.lower.map_or(x, |low| low.min(x)));
            all.upper = Some(all.upper.map_or(x, |high| high.max(x)));
        }
        None => all.undefined += 1,
    })?;
    Some(all)
}

/// What is the same at every corner of the box, such as a verdict; `None` if it is not, or the box has too many sides.
///
/// - Takes: counts as [`over_corners`]; a function of them.
/// - Source: methods, "Designs", E: a verdict only if every end of the box gives the same one.
pub fn same_at_corners<T: PartialEq>(counts: &[(u64, u64)], mut read: impl FnMut(&[u64]) -> T) -> Option<T> {
    let mut first: Option<T> = None;
    let mut same = true;
    each_corner(counts, |corner| {
        let here = read(corner);
        match &first {
            None => first = Some(here),
            Some(there) => same &= *there == here,
        }
    })?;
    first.filter(|_| same)
}

fn each_corner(counts: &[(u64, u64)], mut visit: impl FnMut(&[u64])) -> Option<()> {
    let open: Vec<usize> = (0..counts.len()).filter(|&i| counts[i].0 != counts[i].1).collect();
    if open.len() > BOX_SIDES {
        return None;
    }
    let mut corner: Vec<u64> = counts.iter().map(|c| c.0).collect();
    for bits in 0..1_usize << open.len() {
        for (bit, &i) in open.iter().enumerate() {
            corner[i] = if bits >> bit & 1 == 0 { counts[i].0 } else { counts[i].1 };
        }
        visit(&corner);
    }
    Some(())
}

/// The bounds of a cross cell whose margins are known: `max(0, a + b - n)` to `min(a, b)`.
///
/// - Takes: two margins of one table of `n`, neither above `n`. Gives: counts. Source: Frechet 1951;
///   methods, "Designs", E.
pub fn frechet(a: u64, b: u64, n: u64) -> (u64, u64) {
    ((a + b).saturating_sub(n), a.min(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATES: [Rate; 7] = [
        Rate::Base,
        Rate::TruePositive,
        Rate::FalseNegative,
        Rate::FalsePositive,
        Rate::TrueNegative,
        Rate::NegativePredictiveValue,
        Rate::FalseOmission,
    ];

    fn group(cases: u64, selected: u64, errors: u64) -> SelectedOnly {
        SelectedOnly { cases, selected, errors }
    }

    /// The rate if `beta` of the unselected had the outcome.
    fn exact(g: SelectedOnly, rate: Rate, beta: f64) -> f64 {
        let (t, f, u) = (g.errors as f64, g.false_positives(), g.unselected());
        match rate {
            Rate::Base => (t + u * beta) / g.cases as f64,
            Rate::TruePositive => t / (t + u * beta),
            Rate::FalseNegative => 1.0 - t / (t + u * beta),
            Rate::FalsePositive => f / (f + u * (1.0 - beta)),
            Rate::TrueNegative => 1.0 - f / (f + u * (1.0 - beta)),
            Rate::NegativePredictiveValue => 1.0 - beta,
            Rate::FalseOmission => beta,
        }
    }

    proptest! {
        #[test]
        fn every_rate_lies_inside_its_bounds_and_reaches_both(
            errors in 1_u64..50, others in 1_u64..50, unselected in 1_u64..500,
            low in 0.0..1.0_f64, high in 0.0..1.0_f64, at in 0.0..=1.0_f64
        ) {
            let g = group(errors + others + unselected, errors + others, errors);
            let range = Interval { lower: low.min(high), upper: low.max(high) };
            let ppv = errors as f64 / (errors + others) as f64;
            for (assumed, range) in [
                (UnselectedRate::Unknown, Interval { lower: 0.0, upper: 1.0 }),
                (UnselectedRate::NotWorseThanChance, Interval { lower: 0.0, upper: ppv }),
                (UnselectedRate::Between(range), range),
            ] {
                for rate in RATES {
                    let b = of_rate(g, rate, assumed);
                    let (lower, upper) = (b.lower.unwrap().bound, b.upper.unwrap().bound);
                    let inside = exact(g, rate, range.lower + at * (range.upper - range.lower));
                    prop_assert!(lower <= inside + 1e-12 && inside <= upper + 1e-12);
                    let ends = [exact(g, rate, range.lower), exact(g, rate, range.upper)];
                    let (least, most) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
                    prop_assert!((least - lower).abs() < 1e-12 && (most - upper).abs() < 1e-12);
                }
            }
        }
    }

    // The multinomial covariance with a numerical gradient, PPV moving with the cells where the assumption rests on it.
    #[test]
    fn standard_errors_are_those_of_a_numerical_gradient() {
        let cells = [200.0, 300.0, 9500.0];
        let at = |c: [f64; 3], rate: Rate, upper_end: bool, chance: bool| {
            let beta = if chance { c[0] / (c[0] + c[1]) } else { 0.15 };
            let low_beta = if chance { 0.0 } else { 0.05 };
            let (t, f, u) = (c[0], c[1], c[2]);
            let value = |b: f64| match rate {
                Rate::Base => (t + u * b) / (t + f + u),
                Rate::TruePositive => t / (t + u * b),
                Rate::FalsePositive => f / (f + u * (1.0 - b)),
                _ => 1.0 - b,
            };
            let (a, b) = (value(low_beta), value(beta));
            if upper_end { a.max(b) } else { a.min(b) }
        };
        for rate in [Rate::Base, Rate::TruePositive, Rate::FalsePositive, Rate::NegativePredictiveValue] {
            for chance in [false, true] {
                let assumed = if chance {
                    UnselectedRate::NotWorseThanChance
                } else {
                    UnselectedRate::Between(Interval { lower: 0.05, upper: 0.15 })
                };
                let found = of_rate(group(10_000, 500, 200), rate, assumed);
                for (end, upper) in [(found.lower.unwrap(), false), (found.upper.unwrap(), true)] {
                    let gradient: Vec<f64> = (0..3)
                        .map(|i| {
                            let (mut more, mut less) = (cells, cells);
                            more[i] += 0.01;
                            less[i] -= 0.01;
                            (at(more, rate, upper, chance) - at(less, rate, upper, chance)) / 0.02
                        })
                        .collect();
                    let mean: f64 = (0..3).map(|i| gradient[i] * cells[i]).sum::<f64>() / 100.0;
                    let variance: f64 = (0..3).map(|i| cells[i] * gradient[i] * gradient[i]).sum::<f64>() - mean * mean;
                    assert!((end.standard_error - variance.max(0.0).sqrt()).abs() < 1e-7, "{rate:?} {chance} {upper}");
                }
            }
        }
    }

    #[test]
    fn a_group_without_cases_has_no_bounds() {
        for rate in RATES {
            assert_eq!(of_rate(group(0, 0, 0), rate, UnselectedRate::Unknown), NOTHING, "{rate:?}");
        }
        assert_eq!(of_rate(group(9, 9, 3), Rate::FalseOmission, UnselectedRate::Unknown), NOTHING);
    }

    #[test]
    fn nobody_selected_says_nothing_of_the_unselected() {
        let with = of_rate(group(50, 0, 0), Rate::Base, UnselectedRate::NotWorseThanChance);
        assert_eq!(with, of_rate(group(50, 0, 0), Rate::Base, UnselectedRate::Unknown));
        assert_eq!(with.upper.unwrap().bound, 1.0);
    }

    #[test]
    fn limits_beyond_the_range_are_cut_and_say_so() {
        let end = |bound| Some(End { bound, standard_error: 0.02 });
        let unit = Interval { lower: 0.0, upper: 1.0 };
        let l = limits(Bounds { lower: end(0.01), upper: end(0.5) }, 2.0, unit);
        assert_eq!((l.lower, l.upper, l.value), (Some(0.0), Some(0.54), None));
        assert_eq!(l.notes, [Note::BoundsOnly, Note::Clipped]);
        assert_eq!(l.clipped_from, Some(Interval { lower: -0.03, upper: 0.54 }));
        let inside = limits(Bounds { lower: end(0.2), upper: None }, 2.0, unit);
        assert_eq!((inside.upper, inside.clipped_from), (None, None));
    }

    #[test]
    fn a_ratio_without_a_lower_bound_above_zero_has_no_logarithm_there() {
        let g = of_rate(
            group(1000, 100, 0),
            Rate::TruePositive,
            UnselectedRate::Between(Interval { lower: 0.1, upper: 0.2 }),
        );
        let h = of_rate(
            group(1000, 100, 40),
            Rate::TruePositive,
            UnselectedRate::Between(Interval { lower: 0.1, upper: 0.2 }),
        );
        assert_eq!(ln_ratio(g, h).lower, None);
        let r = ln_ratio(h, h);
        assert!((r.lower.unwrap().bound + r.upper.unwrap().bound).abs() < 1e-15);
    }

    #[test]
    fn a_box_is_read_at_every_corner() {
        let counts = [(1, 4), (10, 10), (0, 4), (20, 20)];
        let difference = |c: &[u64]| Some(c[0] as f64 / c[1] as f64 - c[2] as f64 / c[3] as f64);
        let all = over_corners(&counts, difference).unwrap();
        assert!((all.lower.unwrap() + 0.1).abs() < 1e-15 && (all.upper.unwrap() - 0.4).abs() < 1e-15);
        assert_eq!(same_at_corners(&counts, |c| c[0] + c[2] < 9), Some(true));
        assert_eq!(same_at_corners(&counts, |c| c[0] > c[2]), None);
        assert_eq!(over_corners(&[(0, 1); 13], |_| Some(0.0)), None);
        let undefined = over_corners(&[(0, 3), (5, 5)], |c| (c[0] > 0).then_some(1.0)).unwrap();
        assert_eq!((undefined.lower, undefined.undefined), (Some(1.0), 1));
    }

    #[test]
    fn a_cross_cell_lies_between_its_frechet_bounds() {
        assert_eq!(frechet(60, 70, 100), (30, 60));
        assert_eq!(frechet(10, 20, 100), (0, 10));
    }

    // Monte Carlo: 4,000 draws, share of limits that miss a truth at the edge of the set; nominal 0.025, four standard
    // errors 0.01.
    #[test]
    fn the_limits_of_a_verdict_miss_the_end_of_a_wide_set_about_as_often_as_stated() {
        use crate::resample::{Key, Stream, multinomial};
        let truth = [200_u64, 300, 9500];
        let range = UnselectedRate::Between(Interval { lower: 0.05, upper: 0.15 });
        let end = of_rate(group(10_000, 500, 200), Rate::TruePositive, range).upper.unwrap().bound;
        let (mut missed, mut shown_missed, mut draw) = (0, 0, [0; 3]);
        let unit = Interval { lower: 0.0, upper: 1.0 };
        for i in 0..4000 {
            multinomial(&mut Stream::new(Key([1; 32]), i), 10_000, &truth, &mut draw);
            let b = of_rate(group(10_000, draw[0] + draw[1], draw[0]), Rate::TruePositive, range);
            missed += u32::from(limits(b, 1.959_963_984_540_054, unit).upper.unwrap() < end);
            shown_missed += u32::from(imbens_manski(b, 0.95, unit).unwrap().1.upper.unwrap() < end);
        }
        assert!(f64::from(missed) / 4000.0 < 0.035, "{missed}");
        assert!(f64::from(shown_missed) / 4000.0 > 0.035, "{shown_missed}: the display interval is not for verdicts");
    }
}
