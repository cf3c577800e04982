//! A disparity against a margin: the tests at the margin, and how limits read.
//!
//! Everything here is oriented: positive means worse for the group. For a favourable event (granted) group and reference are
//! exchanged first ([`oriented`]), so that every formula holds as written; the printed difference and ratio keep group - reference.
//!
//! A verdict is made in the product, not here; [`three_way`] is the rule that it applies. Source: methods, "Verdicts and planning",
//! 5.1 to 5.3. The rule asks for strict inequalities: touching the margin is inconclusive.

use crate::difference;
use crate::exact_margin;
use crate::interval::{Limit, PValue};
use crate::normal;
use crate::ratio;
use crate::solve;
use crate::table::TwoByTwo;

/// The largest critical value at which limits are asked for: its tail is 5.7e-300.
pub const Z_MOST: f64 = 37.0;

/// Below this size of a group the exact guard acts.
pub const GUARD_CASES_BELOW: u64 = 100;

/// Below this count in any cell the exact guard acts.
pub const GUARD_CELL_BELOW: u64 = 25;

/// On which scale two rates are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// `p1 - p0`.
    Difference,
    /// `p1 / p0`.
    Ratio,
}

/// Whose disadvantage is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Harm {
    /// That of the group and that of the reference.
    TwoSided,
    /// That of the group only.
    OneSided,
}

/// A group or its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The group.
    Group,
    /// The reference.
    Reference,
}

/// A margin on its scale: differences within `-size` and `size`, ratios within `1/size` and `size`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margin {
    scale: Scale,
    size: f64,
}

impl Margin {
    /// A margin of a difference, in [0, 1); `None` outside.
    pub fn difference(size: f64) -> Option<Margin> {
        (0.0..1.0).contains(&size).then_some(Margin { scale: Scale::Difference, size })
    }

    /// A margin of a ratio, at least 1 and finite (0.8 is written as 1.25); `None` outside.
    pub fn ratio(size: f64) -> Option<Margin> {
        (size >= 1.0 && size.is_finite()).then_some(Margin { scale: Scale::Ratio, size })
    }

    /// The scale.
    pub fn scale(self) -> Scale {
        self.scale
    }

    /// The edge beyond which it is worse for the group: `m` or `rho`.
    pub fn high(self) -> f64 {
        self.size
    }

    /// The edge below which it is worse for the reference: `-m` or `1/rho`.
    pub fn low(self) -> f64 {
        match self.scale {
            Scale::Difference => -self.size,
            Scale::Ratio => 1.0 / self.size,
        }
    }
}

/// The table as it is tested: group and reference exchanged for a favourable event, so that a higher rate is worse for the "group".
pub fn oriented(table: TwoByTwo, favourable: bool) -> TwoByTwo {
    if favourable { table.swapped() } else { table }
}

/// The two statistics at the edges of the margin and the p-values made from them.
///
/// `at_high` is positive where the estimate lies beyond the upper edge, `at_low` where it lies above the lower one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarginTests {
    /// `T(m)`, or `T(rho)`.
    pub at_high: f64,
    /// `T(-m)`, or `T(1/rho)`.
    pub at_low: f64,
}

impl MarginTests {
    /// Evidence that it is worse for the group by more than the margin: `1 - Phi(T(m))`.
    pub fn p_up(self) -> PValue {
        PValue::upper_normal(self.at_high)
    }

    /// Evidence that it is worse for the reference by more than the margin: `Phi(T(-m))`.
    pub fn p_down(self) -> PValue {
        PValue::lower_normal(self.at_low)
    }

    /// Evidence that the group is worse off by less than the margin: `Phi(T(m))`.
    pub fn p_below_high(self) -> PValue {
        PValue::lower_normal(self.at_high)
    }

    /// Evidence that the reference is worse off by less than the margin: `1 - Phi(T(-m))`.
    pub fn p_above_low(self) -> PValue {
        PValue::upper_normal(self.at_low)
    }

    /// The test of "no disparity beyond the margin".
    pub fn p_disparity(self, harm: Harm) -> PValue {
        match harm {
            Harm::TwoSided => self.p_up().min(self.p_down()).doubled(),
            Harm::OneSided => self.p_up(),
        }
    }

    /// The test of "not within the margin": both sides must be shown, so the larger of two one-sided p-values, without a factor.
    pub fn p_within(self, harm: Harm) -> PValue {
        match harm {
            Harm::TwoSided => self.p_below_high().max(self.p_above_low()),
            Harm::OneSided => self.p_below_high(),
        }
    }
}

/// The score tests at the edges of a margin.
///
/// - Takes: an oriented table; a margin.
/// - Gives `None` if a side is empty. Agrees with the limits of Miettinen and Nurminen: `p_up` is below the tail exactly where the
///   lower limit lies beyond the margin.
/// - Not for: weights, clusters, limits without a statistic ([`by_inversion`]).
/// - Source: Miettinen and Nurminen 1985; Farrington and Manning 1990, Stat. Med. 9:1447-1454. Oracle: mpmath.
pub fn score_tests(table: TwoByTwo, margin: Margin) -> Option<MarginTests> {
    if table.has_empty_side() {
        return None;
    }
    let at = |edge: f64| statistic(table, margin.scale, edge);
    Some(MarginTests { at_high: at(margin.high()), at_low: at(margin.low()) })
}

/// The score statistic on a scale, with a huge number for infinity.
pub(crate) fn statistic(table: TwoByTwo, scale: Scale, edge: f64) -> f64 {
    match scale {
        Scale::Difference => difference::Score::MiettinenNurminen.statistic_or_end(table, edge),
        Scale::Ratio => ratio::Score::MiettinenNurminen.statistic_or_end(table, edge),
    }
}

/// The tests at the edges of a margin for limits that have no statistic: MOVER, conditional and effective limits, bounds.
///
/// - Takes: the limits as a function of the critical value `z` in [0, 37] (`tail = 1 - Phi(z)` for limits that take a tail),
///   oriented, on the scale of the margin.
/// - Gives `None` if a limit that is needed is missing. p-values are the tail probability at which the limit reaches the margin,
///   so that verdict and p-value always agree; they end at the tail of 37.
/// - Source: methods, "Verdicts and planning", 5.2. Oracle: scipy.
pub fn by_inversion(limits: impl Fn(f64) -> (Limit, Limit), margin: Margin) -> Option<MarginTests> {
    Some(MarginTests {
        at_high: inverted_statistic(&limits, margin.high())?,
        at_low: inverted_statistic(&limits, margin.low())?,
    })
}

/// The statistic that limits would have at `edge`: `z` where the lower limit at `z` reaches it, `-z` where the upper one does, 0
/// where it lies between the two limits at `z = 0`. Cut to [-37, 37]; `None` if a limit is missing.
pub fn inverted_statistic(limits: &impl Fn(f64) -> (Limit, Limit), edge: f64) -> Option<f64> {
    // Stands for an infinite limit: only its sign is used.
    const FAR: f64 = 1e300;
    let number = |limit: Limit, unbounded: f64| match limit {
        Limit::Finite(x) => Some(x),
        Limit::Unbounded => Some(unbounded),
        Limit::Missing => None,
    };
    let lower = |z: f64| number(limits(z).0, -FAR);
    let upper = |z: f64| number(limits(z).1, FAR);
    if lower(0.0)? > edge {
        if lower(Z_MOST)? > edge {
            return Some(Z_MOST);
        }
        // A limit that exists at both ends exists between them; a gap would read as "not reached".
        return Some(solve::bracketed(|z| lower(z).unwrap_or(-FAR) - edge, 0.0, Z_MOST, 1e-13));
    }
    if upper(0.0)? < edge {
        if upper(Z_MOST)? < edge {
            return Some(-Z_MOST);
        }
        return Some(-solve::bracketed(|z| edge - upper(z).unwrap_or(FAR), 0.0, Z_MOST, 1e-13));
    }
    Some(0.0)
}

/// How an interval reads against a margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The whole interval lies beyond the margin, on the side that is worse for this one.
    Disparity(Side),
    /// The whole interval lies inside the margin.
    WithinMargin,
    /// Neither.
    Inconclusive,
}

/// How oriented limits read against a margin: the rule of the three-valued verdict.
///
/// - Takes: limits on the scale of the margin; an unbounded end is minus or plus infinity; a missing one shows nothing.
/// - Strict: touching the margin is inconclusive, compared without tolerance. With a margin of 0 nothing is within it.
/// - Source: Goeman, Solari and Stijnen 2010, Stat. Med. 29:2117-2125. Oracle: the definition.
pub fn three_way(lower: Limit, upper: Limit, margin: Margin, harm: Harm) -> Reading {
    let above = |edge: f64| lower.value().is_some_and(|l| l > edge);
    let below = |edge: f64| upper.value().is_some_and(|u| u < edge);
    if above(margin.high()) {
        return Reading::Disparity(Side::Group);
    }
    if harm == Harm::TwoSided && below(margin.low()) {
        return Reading::Disparity(Side::Reference);
    }
    let enough_below = harm == Harm::OneSided || above(margin.low());
    if below(margin.high()) && enough_below { Reading::WithinMargin } else { Reading::Inconclusive }
}

/// True where a verdict by score limits must also hold in the exact test: fewer than 100 cases on a side, or fewer than 25 in one of
/// the four cells.
pub fn guard_applies(table: TwoByTwo) -> bool {
    table.n1() < GUARD_CASES_BELOW
        || table.n0() < GUARD_CASES_BELOW
        || table.cells().iter().any(|cell| *cell < GUARD_CELL_BELOW)
}

/// The exact p-value of what a reading claims.
///
/// - Takes: an oriented table, the margin, and the reading of its score limits.
/// - Gives `None` for an inconclusive reading (it claims nothing) and for a table with an empty side. Disparity: the one side
///   that was read. Within the margin: the larger of both sides, one side for one-sided harm.
/// - The reading holds at level `a` if this is at most `a`: [`guard_holds`] answers that faster.
/// - Source: methods, "Verdicts and planning", 5.3. Oracle: full enumeration.
pub fn guard_p(table: TwoByTwo, margin: Margin, harm: Harm, reading: Reading) -> Option<PValue> {
    claims(table, harm, reading)?
        .into_iter()
        .map(|(t, tail)| exact_margin::p_value(t, margin.scale, margin.high(), tail, exact_margin::GAMMA))
        .try_fold(PValue::from_ln(f64::MIN), |largest, p| p.map(|p| largest.max(p)))
}

/// True if the reading holds in the exact test at level `a` (0.025 for a pointwise 95 %, `1 - Phi(c)` under simultaneous limits).
///
/// An inconclusive reading holds. Stops as soon as it cannot hold any more.
pub fn guard_holds(table: TwoByTwo, margin: Margin, harm: Harm, reading: Reading, a: f64) -> bool {
    match claims(table, harm, reading) {
        None => reading == Reading::Inconclusive,
        Some(claims) => claims
            .into_iter()
            .all(|(t, tail)| exact_margin::is_at_most(t, margin.scale, margin.high(), tail, exact_margin::GAMMA, a)),
    }
}

/// The one-sided claims of a reading, each as a table seen so that the margin is its upper edge. The lower edge is the same
/// question with the two sides exchanged.
fn claims(table: TwoByTwo, harm: Harm, reading: Reading) -> Option<Vec<(TwoByTwo, exact_margin::Tail)>> {
    use exact_margin::Tail::{AtLeast, AtMost};
    if table.has_empty_side() {
        return None;
    }
    Some(match (reading, harm) {
        (Reading::Inconclusive, _) => return None,
        (Reading::Disparity(Side::Group), _) => vec![(table, AtLeast)],
        (Reading::Disparity(Side::Reference), _) => vec![(table.swapped(), AtLeast)],
        (Reading::WithinMargin, Harm::OneSided) => vec![(table, AtMost)],
        (Reading::WithinMargin, Harm::TwoSided) => vec![(table, AtMost), (table.swapped(), AtMost)],
    })
}

/// The error probability at one end that belongs to a critical value, for the guard under simultaneous limits.
pub fn guard_level(critical_value: f64) -> f64 {
    normal::sf(critical_value)
}

#[cfg(test)]
mod tests {
    use super::{Harm, Margin, Reading, Side, by_inversion, guard_applies, oriented, score_tests, three_way};
    use crate::difference;
    use crate::interval::Limit;
    use crate::table::TwoByTwo;

    #[test]
    fn an_unbounded_end_is_beyond_every_margin_and_a_missing_one_shows_nothing() {
        let margin = Margin::ratio(1.25).unwrap();
        let read = |l, u, harm| three_way(l, u, margin, harm);
        assert_eq!(read(Limit::Finite(1.3), Limit::Unbounded, Harm::TwoSided), Reading::Disparity(Side::Group));
        assert_eq!(read(Limit::Finite(0.9), Limit::Unbounded, Harm::TwoSided), Reading::Inconclusive);
        assert_eq!(read(Limit::Missing, Limit::Finite(1.1), Harm::OneSided), Reading::WithinMargin);
        assert_eq!(read(Limit::Missing, Limit::Finite(1.1), Harm::TwoSided), Reading::Inconclusive);
        assert_eq!(read(Limit::Missing, Limit::Missing, Harm::OneSided), Reading::Inconclusive);
    }

    #[test]
    fn nothing_lies_within_a_margin_of_zero() {
        let margin = Margin::difference(0.0).unwrap();
        let read = three_way(Limit::Finite(0.0), Limit::Finite(0.0), margin, Harm::TwoSided);
        assert_eq!(read, Reading::Inconclusive);
        assert_eq!(Margin::difference(-0.1), None);
        assert_eq!(Margin::ratio(0.8), None);
    }

    #[test]
    fn score_limits_inverted_give_the_score_tests() {
        let table = TwoByTwo::new(172, 587, 138, 460).unwrap();
        for size in [0.0, 0.05, 0.1, 0.4] {
            let margin = Margin::difference(size).unwrap();
            let direct = score_tests(table, margin).unwrap();
            let limits = |z: f64| {
                let e = difference::miettinen_nurminen(table, z);
                (e.lower_limit(), e.upper_limit())
            };
            let inverted = by_inversion(limits, margin).unwrap();
            assert!((direct.at_high - inverted.at_high).abs() < 1e-9, "{size}");
            assert!((direct.at_low - inverted.at_low).abs() < 1e-9, "{size}");
        }
    }

    #[test]
    fn the_exchange_for_a_favourable_event_turns_the_statistic_round() {
        let table = TwoByTwo::new(120, 400, 300, 600).unwrap();
        let margin = Margin::difference(0.05).unwrap();
        let (plain, turned) =
            (score_tests(table, margin).unwrap(), score_tests(oriented(table, true), margin).unwrap());
        assert!((plain.at_low + turned.at_high).abs() < 1e-12);
        assert!((plain.at_high + turned.at_low).abs() < 1e-12);
    }

    #[test]
    fn the_guard_acts_below_its_two_thresholds() {
        let t = |x1, n1, x0, n0| guard_applies(TwoByTwo::new(x1, n1, x0, n0).unwrap());
        assert!(t(40, 99, 500, 1000) && !t(40, 100, 500, 1000));
        assert!(t(24, 100, 500, 1000) && t(40, 100, 976, 1000) && !t(25, 100, 975, 1000));
    }
}
