//! What a statistic gives back: an interval, an estimate with notes, a p-value.
//!
//! Invariants: no NaN and no infinity inside; a number that does not exist is `None` and a [`Note`] says why; notes are sorted and
//! stand once. An estimate is not a number: it has no addition, subtraction or division, because the limits of a sum are not the
//! sum of limits. Two estimates are combined by the functions that know how they depend on each other ([`crate::difference`],
//! [`crate::ratio`]).

use crate::float;
use crate::normal;

/// Two finite limits, `lower <= upper`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Interval {
    /// The interval of the complement of a share: `(1 - upper, 1 - lower)`.
    pub fn complement(self) -> Interval {
        Interval { lower: 1.0 - self.upper, upper: 1.0 - self.lower }
    }

    /// True if `x` lies inside or on a limit.
    pub fn contains(self, x: f64) -> bool {
        self.lower <= x && x <= self.upper
    }
}

/// One end of an interval, for those who must compare it: an end that is infinite is not an end that is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// A number.
    Finite(f64),
    /// Infinite: minus infinity for a lower limit, plus infinity for an upper one.
    Unbounded,
    /// Not known: the interval could not be made.
    Missing,
}

impl Limit {
    /// The number, if it is one.
    pub fn value(self) -> Option<f64> {
        match self {
            Limit::Finite(x) => Some(x),
            Limit::Unbounded | Limit::Missing => None,
        }
    }
}

/// A value with its limits and the facts that belong to them.
///
/// `None` always has a reason among the notes. A limit that is `None` together with [`Note::Unbounded`] is infinite where the
/// other limit is a number (see [`Estimate::lower_limit`], [`Estimate::upper_limit`]).
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Estimate {
    /// The point estimate.
    pub value: Option<f64>,
    /// The lower limit.
    pub lower: Option<f64>,
    /// The upper limit.
    pub upper: Option<f64>,
    /// Facts about the numbers, sorted, each once.
    pub notes: Vec<Note>,
    /// Lower and upper limit before they were cut, where [`Note::Clipped`] is set.
    pub clipped_from: Option<Interval>,
}

impl Estimate {
    /// A value with two finite limits.
    pub fn new(value: f64, interval: Interval) -> Estimate {
        Estimate { value: Some(value), lower: Some(interval.lower), upper: Some(interval.upper), ..Estimate::default() }
    }

    /// Nothing at all, for this reason.
    pub fn none(note: Note) -> Estimate {
        Estimate { notes: vec![note], ..Estimate::default() }
    }

    /// The same estimate with one more note.
    pub fn with(mut self, note: Note) -> Estimate {
        if let Err(place) = self.notes.binary_search(&note) {
            self.notes.insert(place, note);
        }
        self
    }

    /// True if the estimate carries this note.
    pub fn has(&self, note: Note) -> bool {
        self.notes.binary_search(&note).is_ok()
    }

    /// Both limits, if both are numbers.
    pub fn interval(&self) -> Option<Interval> {
        Some(Interval { lower: self.lower?, upper: self.upper? })
    }

    /// The lower end as something to compare with: minus infinity only if there is an upper limit and the note `unbounded`.
    pub fn lower_limit(&self) -> Limit {
        match (self.lower, self.upper) {
            (Some(x), _) => Limit::Finite(x),
            (None, Some(_)) if self.has(Note::Unbounded) => Limit::Unbounded,
            (None, _) => Limit::Missing,
        }
    }

    /// The upper end as something to compare with: plus infinity only if there is a lower limit and the note `unbounded`.
    pub fn upper_limit(&self) -> Limit {
        match (self.lower, self.upper) {
            (_, Some(x)) => Limit::Finite(x),
            (Some(_), None) if self.has(Note::Unbounded) => Limit::Unbounded,
            (_, None) => Limit::Missing,
        }
    }

    /// True if the interval lies wholly above `x`.
    pub fn above(&self, x: f64) -> bool {
        self.lower.is_some_and(|lower| lower > x)
    }

    /// True if the interval lies wholly below `x`.
    pub fn below(&self, x: f64) -> bool {
        self.upper.is_some_and(|upper| upper < x)
    }
}

/// A fact about an estimate that the numbers alone can tell: the part of the report's closed list of note codes that a statistic
/// knows without knowing the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// Everybody is at the stage.
    AllSelected,
    /// Scores were binned: the true value lies between two bounds.
    BinningBound,
    /// The statistic did not exist in too many draws.
    BootstrapUndefined,
    /// Only bounds are identified.
    BoundsOnly,
    /// Cells of the proxy were merged until they were large enough.
    CellsMerged,
    /// A limit or an estimate was cut at the edge of its range.
    Clipped,
    /// Factors were dropped because they are combinations of others.
    Collinear,
    /// Effective size cut at the number of rows.
    EffectiveNCapped,
    /// Bins are empty on one side.
    EmptyBins,
    /// The verdict did not hold in the exact test.
    ExactGuard,
    /// Too few independent clusters.
    FewClusters,
    /// A two-arm estimate outside its range.
    ImpossibleEstimate,
    /// Part of the cases have no counterpart.
    LittleOverlap,
    /// A score of 0 or 1 with the other outcome, or an index that is infinite.
    LogInfinite,
    /// The margins of the table fix the odds ratio's table.
    MarginsLeaveNoFreedom,
    /// Memberships are collinear over cells: the likelihood has no single maximum.
    MaximaNotUnique,
    /// The misclassification matrix gives a negative count.
    MisclassificationInconsistent,
    /// The estimate lies within one standard error of the margin.
    NearMargin,
    /// The denominator is 0.
    NoCases,
    /// The ratio of two rates that are both 0.
    NoEvents,
    /// Nobody lacks the outcome.
    NoNegatives,
    /// Nobody has the outcome.
    NoPositives,
    /// No reference cases in the random arm.
    NoReferenceCasesInRandomArm,
    /// Nobody is at the stage.
    NoneSelected,
    /// No disparity, however large, would have been shown with these sizes.
    NotDetectable,
    /// The data do not determine the quantity.
    NotIdentified,
    /// The p-value is below 1e-300.
    PAtMost,
    /// Mean membership and known share differ by more than their 95 % interval.
    ProxyNotCalibrated,
    /// The misclassification matrix is close to singular.
    ProxyTooWeak,
    /// The reference has no events while the group has.
    ReferenceHasNoEvents,
    /// One distinct score.
    ScoreConstant,
    /// The score or a factor separates the outcomes completely.
    Separation,
    /// A sampling stratum with one unit.
    SingleUnitStratum,
    /// One number does not fit all strata.
    StrataDiffer,
    /// The cut of a list falls among equal scores.
    TiesAtK,
    /// Fewer than 20 effective events or non-events.
    TooFew,
    /// Fewer than 10 events or non-events for a calibration curve, fewer than 30 for the interval of a ranking.
    TooFewEvents,
    /// A limit is infinite.
    Unbounded,
    /// Rows without membership probabilities.
    UnknownMembership,
    /// The variance does not exist.
    VarianceNotEstimable,
    /// One half was added to cells for the variance only.
    VarianceSmoothed,
    /// Score and exact tests do not apply to weighted data.
    Weighted,
    /// Kish size below 30.
    WeightsTooUneven,
    /// A cell of the table is 0, so that an odds ratio or a logarithm does not exist.
    ZeroCell,
}

impl Note {
    /// The code of the note in a report.
    pub fn code(self) -> &'static str {
        match self {
            Note::AllSelected => "all_selected",
            Note::BinningBound => "binning_bound",
            Note::BootstrapUndefined => "bootstrap_undefined",
            Note::BoundsOnly => "bounds_only",
            Note::CellsMerged => "cells_merged",
            Note::Clipped => "clipped",
            Note::Collinear => "collinear",
            Note::EffectiveNCapped => "effective_n_capped",
            Note::EmptyBins => "empty_bins",
            Note::ExactGuard => "exact_guard",
            Note::FewClusters => "few_clusters",
            Note::ImpossibleEstimate => "impossible_estimate",
            Note::LittleOverlap => "little_overlap",
            Note::LogInfinite => "log_infinite",
            Note::MarginsLeaveNoFreedom => "margins_leave_no_freedom",
            Note::MaximaNotUnique => "maxima_not_unique",
            Note::MisclassificationInconsistent => "misclassification_inconsistent",
            Note::NearMargin => "near_margin",
            Note::NoCases => "no_cases",
            Note::NoEvents => "no_events",
            Note::NoNegatives => "no_negatives",
            Note::NoPositives => "no_positives",
            Note::NoReferenceCasesInRandomArm => "no_reference_cases_in_random_arm",
            Note::NoneSelected => "none_selected",
            Note::NotDetectable => "not_detectable",
            Note::NotIdentified => "not_identified",
            Note::PAtMost => "p_at_most",
            Note::ProxyNotCalibrated => "proxy_not_calibrated",
            Note::ProxyTooWeak => "proxy_too_weak",
            Note::ReferenceHasNoEvents => "reference_has_no_events",
            Note::ScoreConstant => "score_constant",
            Note::Separation => "separation",
            Note::SingleUnitStratum => "single_unit_stratum",
            Note::StrataDiffer => "strata_differ",
            Note::TiesAtK => "ties_at_k",
            Note::TooFew => "too_few",
            Note::TooFewEvents => "too_few_events",
            Note::Unbounded => "unbounded",
            Note::UnknownMembership => "unknown_membership",
            Note::VarianceNotEstimable => "variance_not_estimable",
            Note::VarianceSmoothed => "variance_smoothed",
            Note::Weighted => "weighted",
            Note::WeightsTooUneven => "weights_too_uneven",
            Note::ZeroCell => "zero_cell",
        }
    }
}

/// The smallest p-value that is written out; below it a report gives the logarithm.
pub const P_FLOOR: f64 = 1e-300;

/// A p-value, kept as its natural logarithm so that none is ever a bare 0.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct PValue {
    ln: f64,
}

impl PValue {
    /// Probability 1.
    pub const ONE: PValue = PValue { ln: 0.0 };

    /// From a natural logarithm; cut to [the smallest f64, 0], so that it is never above 1 and never infinite.
    pub fn from_ln(ln: f64) -> PValue {
        // Unlike `clamp`, `max` and `min` also turn a NaN into a number; none should arrive here.
        #[expect(clippy::manual_clamp, reason = "clamp would let a NaN through")]
        PValue { ln: ln.max(f64::MIN).min(0.0) }
    }

    /// From a probability in [0, 1]. Prefer [`PValue::from_ln`] where the probability can be tiny.
    pub fn from_probability(p: f64) -> PValue {
        if p > 0.0 { PValue::from_ln(float::ln(p)) } else { PValue::from_ln(f64::MIN) }
    }

    /// `1 - Phi(t)`: the upper tail of the standard normal beyond `t`; exact in the far tail.
    pub fn upper_normal(t: f64) -> PValue {
        PValue::from_ln(normal::ln_sf(t))
    }

    /// `Phi(t)`: the lower tail of the standard normal below `t`; exact in the far tail.
    pub fn lower_normal(t: f64) -> PValue {
        PValue::from_ln(normal::ln_sf(-t))
    }

    /// The natural logarithm.
    pub fn ln(self) -> f64 {
        self.ln
    }

    /// The logarithm to the base 10, for p-values below [`P_FLOOR`].
    pub fn log10(self) -> f64 {
        self.ln * core::f64::consts::LOG10_E
    }

    /// The p-value itself, at least [`P_FLOOR`].
    pub fn value(self) -> f64 {
        float::exp(self.ln).max(P_FLOOR)
    }

    /// True if the p-value is below [`P_FLOOR`], so that [`PValue::value`] is an upper bound (note `p_at_most`).
    pub fn is_floored(self) -> bool {
        float::exp(self.ln) < P_FLOOR
    }

    /// Twice the p-value, at most 1: the two-sided reading of the smaller of two one-sided ones.
    pub fn doubled(self) -> PValue {
        PValue::from_ln(self.ln + core::f64::consts::LN_2)
    }

    /// The smaller of two.
    pub fn min(self, other: PValue) -> PValue {
        if self.ln <= other.ln { self } else { other }
    }

    /// The larger of two.
    pub fn max(self, other: PValue) -> PValue {
        if self.ln >= other.ln { self } else { other }
    }

    /// The probability of the complement, `1 - p`.
    pub fn complement(self) -> PValue {
        if self.ln == 0.0 { PValue::from_ln(f64::MIN) } else { PValue::from_ln(float::ln_one_minus_exp(self.ln)) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Estimate, Interval, Limit, Note, PValue};

    #[test]
    fn notes_are_sorted_and_stand_once() {
        let e = Estimate::none(Note::ZeroCell).with(Note::Clipped).with(Note::ZeroCell).with(Note::NoCases);
        assert_eq!(e.notes, [Note::Clipped, Note::NoCases, Note::ZeroCell]);
        let codes: Vec<_> = e.notes.iter().map(|n| n.code()).collect();
        assert!(codes.is_sorted(), "the order of the notes is the order of their codes");
    }

    #[test]
    fn an_unbounded_end_is_not_a_missing_one() {
        let e = Estimate { lower: Some(0.4), ..Estimate::none(Note::Unbounded) };
        assert_eq!(e.upper_limit(), Limit::Unbounded);
        assert_eq!(Estimate::none(Note::NoCases).upper_limit(), Limit::Missing);
        assert!(e.above(0.3) && !e.below(1e300));
    }

    #[test]
    fn a_p_value_is_never_a_bare_zero() {
        let p = PValue::from_ln(-5000.0);
        assert_eq!(p.value(), 1e-300);
        assert!(p.is_floored());
        assert!((p.log10() + 2_171.472_409_516_259).abs() < 1e-9);
        assert_eq!(PValue::from_probability(0.7).doubled(), PValue::ONE);
        assert!((PValue::from_probability(0.25).complement().value() - 0.75).abs() < 1e-15);
    }

    #[test]
    fn the_complement_of_an_interval_is_reflected() {
        let i = Interval { lower: 0.25, upper: 0.5 };
        assert_eq!(i.complement(), Interval { lower: 0.5, upper: 0.75 });
        assert!(i.contains(0.25) && !i.contains(0.51));
    }
}
