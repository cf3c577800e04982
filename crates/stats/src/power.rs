//! Planning: what these sizes can show, and how many more cases a verdict would take.
//!
//! Makes powers, sizes and smallest detectable disparities out of rates, sizes and a margin. The disparity `h` is
//! oriented: positive means worse for the group; for a favourable event group and reference are exchanged by the
//! functions that say so. May not know an observed difference when it says what is detectable: there is no observed
//! power here. Invariants: a number of cases is never given where the estimate lies within one standard error of the
//! margin.
//!
//! Start reading at [`minimum_detectable`] and [`cases_needed`].

use crate::difference::restricted_rates;
use crate::float;
use crate::interval::Note;
use crate::margin::{Harm, Scale};
use crate::normal;
use crate::solve;
use crate::table::TwoByTwo;

/// The probability that the limits show a difference beyond the margin (Farrington and Manning).
///
/// - Takes: true rates of group and reference in [0, 1], `p1 - p0 >= margin`; their sizes, also effective ones;
///   `z_alpha`, the critical value of one end (1.96, or `c` of the block).
/// - Gives: a probability; `None` if a size is not above 0 or neither rate varies.
/// - Not for: groups below 100 or an expected cell below 25, where the exact guard takes some of it.
/// - Source: Farrington and Manning 1990, Stat. Med. 9:1447-1454. Oracle: `plan/power_difference` of
///   `oracle/designs/plan.jsonl`, R `power.prop.test`.
pub fn power_beyond(p1: f64, p0: f64, n1: f64, n0: f64, margin: f64, z_alpha: f64) -> Option<f64> {
    if !(n1 > 0.0 && n0 > 0.0) {
        return None;
    }
    let (s0, s1) = farrington_manning(p1, p0, n0 / n1, margin);
    if s1 <= 0.0 {
        // Both rates certain: the limits are those of the restricted variance alone.
        return Some(if (p1 - p0 - margin) * n1.sqrt() > z_alpha * s0 { 1.0 } else { 0.0 });
    }
    Some(normal::cdf(((p1 - p0 - margin) * n1.sqrt() - z_alpha * s0) / s1))
}

/// The size of the group that shows a difference beyond the margin with this power; the reference is `per_case` times
/// as large.
///
/// - Takes: true rates with `p1 - p0 > margin`; `per_case > 0`; `z_alpha`; `power` in (0, 1).
/// - Gives: the group's size before rounding up; `None` if the difference is not beyond the margin.
/// - Source, oracle: as [`power_beyond`]; `plan/n_difference_*` of `oracle/designs/plan.jsonl`.
pub fn cases_beyond(p1: f64, p0: f64, per_case: f64, margin: f64, z_alpha: f64, power: f64) -> Option<f64> {
    let gap = p1 - p0 - margin;
    if gap <= 0.0 || per_case <= 0.0 {
        return None;
    }
    let (s0, s1) = farrington_manning(p1, p0, per_case, margin);
    let root = (z_alpha * s0 + z_of_power(power) * s1) / gap;
    Some(root * root)
}

/// Standard deviations per root of a group's case: at the margin (restricted rates) and at the truth.
fn farrington_manning(p1: f64, p0: f64, per_case: f64, margin: f64) -> (f64, f64) {
    let spread = |q1: f64, q0: f64| (variance(q1) + variance(q0) / per_case).sqrt();
    let (q1, q0) = restricted(p1, p0, per_case, margin);
    (spread(q1, q0), spread(p1, p0))
}

/// The restricted rates of a table with these rates and sizes in this proportion: only the proportion counts, so whole
/// numbers near 2^51 stand for real ones.
fn restricted(p1: f64, p0: f64, per_case: f64, margin: f64) -> (f64, f64) {
    let size = 2_251_799_813_685_248.0 / per_case.max(1.0);
    let whole = |x: f64| x.round() as u64;
    let (n1, n0) = (whole(size), whole(size * per_case));
    let table = TwoByTwo::new(whole(p1 * size).min(n1), n1, whole(p0 * size * per_case).min(n0), n0);
    table.and_then(|table| restricted_rates(table, margin)).unwrap_or((p1, p0))
}

fn variance(p: f64) -> f64 {
    p * (1.0 - p)
}

fn z_of_power(power: f64) -> f64 {
    -normal::z_of_tail(power)
}

/// The probability that the limits show a disparity to be within its margin, for a true disparity `theta` with standard
/// error `s`.
///
/// - Takes: `theta`; `s > 0`; a margin above 0 on the same scale (logarithms for ratios); `z_alpha` of one end.
/// - Gives: a probability, 0 where the two one-sided tests can hardly both reject.
/// - Source: Schuirmann 1987, J. Pharmacokinet. Biopharm. 15:657-680. Oracle: `plan/n_within*` of
///   `oracle/designs/plan.jsonl`.
pub fn power_within(theta: f64, s: f64, margin: f64, z_alpha: f64) -> f64 {
    let below = |z: f64| normal::sf(z - z_alpha);
    // 1 - (misses above) - (misses below): digits stay where the power is near 1.
    (1.0 - below((margin - theta) / s) - below((margin + theta) / s)).max(0.0)
}

/// The size of the group that shows the disparity `p1 - p0` to be within the margin with this power; the reference is
/// `per_case` times as large.
///
/// - Takes: true rates; `per_case > 0`; a margin above 0; `z_alpha`; `power` in (0, 1).
/// - Gives: the group's size before rounding up; `None` if the true difference is not within the margin: it cannot then
///   be shown.
/// - Source, oracle: as [`power_within`]; without a true difference the closed form `(variance) (z_alpha + Phi^-1((1 +
///   power)/2))^2 / margin^2`.
pub fn cases_within(p1: f64, p0: f64, per_case: f64, margin: f64, z_alpha: f64, power: f64) -> Option<f64> {
    let needed = error_for_within(p1 - p0, margin, z_alpha, power)?;
    (per_case > 0.0).then(|| (variance(p1) + variance(p0) / per_case) / (needed * needed))
}

/// The standard error at which [`power_within`] reaches `power`; `None` if `theta` is not within the margin.
fn error_for_within(theta: f64, margin: f64, z_alpha: f64, power: f64) -> Option<f64> {
    let theta = theta.abs();
    if theta >= margin {
        return None;
    }
    // In x = 1 / s the power increases; one side alone needs the lower end, both sides halving what may be missed the
    // upper end.
    let at = |share: f64| (z_alpha + z_of_power(share)) / (margin - theta);
    let x = solve::bracketed(
        |x| power_within(theta, 1.0 / x, margin, z_alpha) - power,
        at(power).max(f64::MIN_POSITIVE),
        at(0.5 + power / 2.0),
        0.0,
    );
    (x > 0.0).then(|| 1.0 / x)
}

/// What is needed to say which disparity these sizes can show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detectable {
    /// Cases of the group, also an effective number.
    pub group: f64,
    /// Cases of the reference, also an effective number.
    pub reference: f64,
    /// The reference's rate; see [`rate_of_reference`].
    pub rate: f64,
    /// The scale of the margin.
    pub scale: Scale,
    /// The margin: at least 0 (difference), at least 1 (ratio).
    pub margin: f64,
    /// Is the event favourable, so that a lower rate is worse for the group?
    pub favourable: bool,
    /// Critical value of one end.
    pub z_alpha: f64,
    /// The power asked for, 0.80 by default.
    pub power: f64,
    /// May the exact guard act? Only on unweighted counts.
    pub counts: bool,
}

/// The smallest disparity that would be shown, and how it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct MinimumDetectable {
    /// On the scale of the margin: a difference above it, or a ratio above it. `None`: [`Note::NotDetectable`].
    pub value: Option<f64>,
    /// The power it was solved for: higher than asked where the exact guard acts, which costs some ("at least").
    pub power_solved: f64,
    /// The exact guard acts at these sizes.
    pub guard_acts: bool,
    /// Why there is no value.
    pub note: Option<Note>,
}

/// The reference's rate to plan with: its estimate, or half a case from the edge, `(x + 0.5) / (n + 1)`, if it has no
/// events or only events.
///
/// `None` without cases.
pub fn rate_of_reference(events: u64, cases: u64) -> Option<f64> {
    match (events, cases) {
        (_, 0) => None,
        (x, n) if x == 0 || x == n => Some((x as f64 + 0.5) / (n as f64 + 1.0)),
        (x, n) => Some(x as f64 / n as f64),
    }
}

/// The smallest true disparity beyond the margin that these sizes show with the power asked for.
///
/// - Takes: sizes above 0, the reference's rate in (0, 1), see [`Detectable`].
/// - Gives: a value above the margin; none, with [`Note::NotDetectable`], if even the extreme (everybody, or nobody,
///   has the event) falls short. Where the guard acts (a size below 100, an expected cell below 25 at the value for the
///   plain power, or at the reference's rate where there is none) it is solved for `1 - (1 - power)/2`.
/// - Depends on sizes and the reference's rate, never on the observed difference.
/// - Not for: two arms; [`two_arm_detectable_ratio`], [`detectable_with_error`].
/// - Source: methods, "Verdicts and planning", 5.5. Oracle: `plan/mdd/*`, `plan/mdr`, `plan/minimum_detectable/*` of
///   `oracle/designs/plan.jsonl`.
pub fn minimum_detectable(plan: &Detectable) -> MinimumDetectable {
    let plain = solve_detectable(plan, plan.power);
    let rate_at = |value: Option<f64>| value.map_or(plan.rate, |value| group_rate(plan, value));
    let p1 = rate_at(plain);
    let cells =
        [plan.group * p1, plan.group * (1.0 - p1), plan.reference * plan.rate, plan.reference * (1.0 - plan.rate)];
    let small = plan.group < 100.0 || plan.reference < 100.0 || cells.iter().any(|&cell| cell < 25.0);
    let guard_acts = plan.counts && small;
    let power_solved = if guard_acts { 1.0 - (1.0 - plan.power) / 2.0 } else { plan.power };
    let value = if guard_acts { solve_detectable(plan, power_solved) } else { plain };
    let note = if value.is_none() { Some(Note::NotDetectable) } else { None };
    MinimumDetectable { value, power_solved, guard_acts, note }
}

/// The group's rate at a disparity of this size to its disadvantage.
fn group_rate(plan: &Detectable, disparity: f64) -> f64 {
    match (plan.scale, plan.favourable) {
        (Scale::Difference, false) => plan.rate + disparity,
        (Scale::Difference, true) => plan.rate - disparity,
        (Scale::Ratio, false) => plan.rate * disparity,
        (Scale::Ratio, true) => plan.rate / disparity,
    }
}

fn solve_detectable(plan: &Detectable, power: f64) -> Option<f64> {
    if !(plan.group > 0.0 && plan.reference > 0.0 && plan.rate > 0.0 && plan.rate < 1.0) {
        return None;
    }
    match plan.scale {
        Scale::Difference => {
            let most = if plan.favourable { plan.rate } else { 1.0 - plan.rate };
            let reached = |theta: f64| {
                // For a favourable event the reference plays the part of the group.
                let power_at = if plan.favourable {
                    power_beyond(plan.rate, plan.rate - theta, plan.reference, plan.group, plan.margin, plan.z_alpha)
                } else {
                    power_beyond(plan.rate + theta, plan.rate, plan.group, plan.reference, plan.margin, plan.z_alpha)
                };
                power_at.unwrap_or(0.0) - power
            };
            let found = most > plan.margin && reached(most) >= 0.0;
            found.then(|| solve::bracketed(reached, plan.margin, most, 1e-14))
        }
        Scale::Ratio => {
            let ln_margin = float::ln(plan.margin);
            let error = |theta: f64| {
                let p = group_rate(plan, float::exp(theta));
                ((1.0 - p).max(0.0) / (plan.group * p) + (1.0 - plan.rate) / (plan.reference * plan.rate)).sqrt()
            };
            // Downwards the error grows with the disparity without end: beyond 2 + 1/ratio of variances nothing is
            // gained.
            let most = if plan.favourable { ln_margin + 60.0 } else { -float::ln(plan.rate) };
            detectable_with_error(ln_margin, most, plan.z_alpha, power, error).map(float::exp)
        }
    }
}

/// The smallest `theta` in (margin, most] with power `Phi((theta - margin)/s(theta) - z_alpha)`, for a standard error
/// that depends on it.
///
/// - Takes: the margin and the largest possible disparity on one scale (logarithms for ratios); `z_alpha`; `power` in
///   (0, 1); the standard error at a disparity, above 0 but at `most`. The power may rise to one maximum and fall
///   again.
/// - Gives: `theta`; `None` if the power is not reached anywhere.
/// - For two arms: the delta variance of the difference at the expected counts; for weights, clusters and strata: that
///   of the effective sizes.
/// - Source: methods, "Verdicts and planning", 5.4, 5.5.
pub fn detectable_with_error(
    margin: f64,
    most: f64,
    z_alpha: f64,
    power: f64,
    error: impl Fn(f64) -> f64,
) -> Option<f64> {
    if most <= margin {
        return None;
    }
    let wanted = z_alpha + z_of_power(power);
    // Positive once enough: the distance from the margin less the standard errors wanted.
    let excess = |theta: f64| theta - margin - wanted * error(theta);
    let reached = first_reached(excess, margin, most)?;
    Some(solve::bracketed(excess, margin, reached, 1e-15))
}

/// A place where the function is not below 0, as near to `low` as a search in steps finds it.
fn first_reached(f: impl Fn(f64) -> f64, low: f64, high: f64) -> Option<f64> {
    const STEPS: u32 = 2000;
    (1..=STEPS).map(|i| low + (high - low) * (f64::from(i) / f64::from(STEPS))).find(|&x| f(x) >= 0.0)
}

/// The smallest ratio of two-arm rates that would be shown beyond a ratio of `margin`: `margin exp((z_alpha + z_power)
/// sqrt V)`.
///
/// - Takes: `variance_ln = 1/a_g + 1/k_g + 1/a_h + 1/k_h` with the counts expected under the plan, above 0; `margin >=
///   1`.
/// - Gives: a ratio above the margin.
/// - Source: methods, "Verdicts and planning", 5.4. Oracle: `plan/two_arm_mdr/*` of `oracle/designs/plan.jsonl`.
pub fn two_arm_detectable_ratio(variance_ln: f64, margin: f64, z_alpha: f64, power: f64) -> f64 {
    margin * float::exp((z_alpha + z_of_power(power)) * variance_ln.sqrt())
}

/// Which cases are to grow in number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// Both groups in the same proportion.
    Both,
    /// The group alone.
    GroupOnly,
}

/// An inconclusive comparison, and what would be asked of more cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inconclusive {
    /// The oriented disparity as estimated (logarithm for ratios).
    pub disparity: f64,
    /// The part of its variance that shrinks with the group's cases.
    pub variance_group: f64,
    /// The part that shrinks with the reference's cases.
    pub variance_reference: f64,
    /// The margin on the same scale.
    pub margin: f64,
    /// Whose disadvantage counts.
    pub harm: Harm,
    /// Critical value of one end.
    pub z_alpha: f64,
    /// The power asked for.
    pub power: f64,
    /// Cases of the group.
    pub group: f64,
    /// Cases of the reference.
    pub reference: f64,
    /// What grows.
    pub growth: Growth,
}

/// How many cases a verdict would take, if the estimate were the truth.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CasesNeeded {
    /// By how much the sizes must grow; at most 1: already enough, this sample fell short by chance.
    pub factor: Option<f64>,
    /// New cases of the smaller group (of the group, if it grows alone), rounded up to two digits.
    pub cases: Option<u64>,
    /// The factor for an estimate one standard error nearer to the margin; `None` where that reaches the margin.
    pub cautious_factor: Option<f64>,
    /// Why there is no number: [`Note::NearMargin`] or [`Note::NotDetectable`].
    pub note: Option<Note>,
}

/// How many more cases until a verdict: towards `disparity` beyond the margin, towards `within_margin` inside it.
///
/// - Takes: see [`Inconclusive`]; variances not negative, not both 0; margin above 0 where the estimate lies inside it.
/// - Gives: a factor and a number of *new* cases, to be tested alone: testing old and new cases together is a second
///   look.
/// - Edges: within one standard error of the margin no number is given ([`Note::NearMargin`]: more than about 8 times
///   the present cases); the group alone cannot make up for a reference that is too small ([`Note::NotDetectable`]).
/// - Not for: a promise; it takes the estimates as true.
/// - Source: methods, "Verdicts and planning", 5.6. Oracle: `plan/cases_needed/*` of `oracle/designs/plan.jsonl`.
pub fn cases_needed(plan: &Inconclusive) -> CasesNeeded {
    let s = (plan.variance_group + plan.variance_reference).sqrt();
    // With one-sided harm only the upper margin exists; otherwise sides are alike and the sign is dropped.
    let h = if plan.harm == Harm::OneSided { plan.disparity } else { plan.disparity.abs() };
    let distance = h - plan.margin;
    if s <= 0.0 || distance.abs() < s {
        return CasesNeeded { note: Some(Note::NearMargin), ..CasesNeeded::default() };
    }
    let Some(factor) = growth_factor(plan, h) else {
        return CasesNeeded { note: Some(Note::NotDetectable), ..CasesNeeded::default() };
    };
    let nearer = if distance > 0.0 { h - s } else { h + s };
    let still_away = (nearer > plan.margin) == (distance > 0.0) && nearer != plan.margin;
    let cautious_factor = if still_away { growth_factor(plan, nearer) } else { None };
    let cases = match plan.growth {
        Growth::Both => plan.group.min(plan.reference),
        Growth::GroupOnly => plan.group,
    };
    CasesNeeded { factor: Some(factor), cases: Some(round_up(factor * cases)), cautious_factor, note: None }
}

/// The growth factor for a true disparity `h`, or `None` if no growth of the group alone is enough.
fn growth_factor(plan: &Inconclusive, h: f64) -> Option<f64> {
    let wanted = plan.z_alpha + z_of_power(plan.power);
    let needed = if h > plan.margin || plan.harm == Harm::OneSided {
        (h - plan.margin).abs() / wanted
    } else {
        error_for_within(h, plan.margin, plan.z_alpha, plan.power)?
    };
    let variance = needed * needed;
    match plan.growth {
        Growth::Both => Some((plan.variance_group + plan.variance_reference) / variance),
        Growth::GroupOnly => {
            let left = variance - plan.variance_reference;
            (left > 0.0).then(|| plan.variance_group / left)
        }
    }
}

/// A number of cases rounded up to two digits: 1206.3 becomes 1300, 55.2 becomes 56.
///
/// Takes a number of at least 0 below 1e18. A number that is whole but for rounding error is not pushed up.
pub fn round_up(cases: f64) -> u64 {
    let cases = cases.clamp(0.0, 1e18) * (1.0 - 1e-12);
    let mut unit = 1.0;
    while cases / unit > 99.0 {
        unit *= 10.0;
    }
    ((cases / unit).ceil() * unit) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::difference::miettinen_nurminen;
    use crate::resample::{Key, Stream, binomial};

    const Z: f64 = 1.959_963_984_540_054;

    fn plan(group: f64, reference: f64, rate: f64, margin: f64) -> Detectable {
        Detectable {
            group,
            reference,
            rate,
            margin,
            scale: Scale::Difference,
            favourable: false,
            z_alpha: Z,
            power: 0.8,
            counts: true,
        }
    }

    #[test]
    fn numbers_are_rounded_up_to_two_digits() {
        for (given, rounded) in [
            (1206.3, 1300),
            (1300.0, 1300),
            (55.2, 56),
            (97.7, 98),
            (99.0, 99),
            (99.2, 100),
            (100.0, 100),
            (101.0, 110),
            (0.3, 1),
            (0.0, 0),
            (850.0 * (1.0 + 1e-15), 850),
            (1.234e9, 1_300_000_000),
        ] {
            assert_eq!(round_up(given), rounded, "{given}");
        }
    }

    #[test]
    fn a_rate_at_the_edge_is_half_a_case_inside() {
        assert_eq!(rate_of_reference(0, 400), Some(0.5 / 401.0));
        assert_eq!(rate_of_reference(400, 400), Some(400.5 / 401.0));
        assert_eq!(rate_of_reference(100, 400), Some(0.25));
        assert_eq!(rate_of_reference(0, 0), None);
    }

    #[test]
    fn sizes_and_powers_are_inverse_to_each_other() {
        let n = cases_beyond(0.3, 0.2, 4.0, 0.05, Z, 0.8).unwrap();
        assert!((power_beyond(0.3, 0.2, n, 4.0 * n, 0.05, Z).unwrap() - 0.8).abs() < 1e-12);
        let n = cases_within(0.32, 0.3, 2.0, 0.05, Z, 0.9).unwrap();
        let s = ((0.32 * 0.68 + 0.3 * 0.7 / 2.0) / n).sqrt();
        assert!((power_within(0.02, s, 0.05, Z) - 0.9).abs() < 1e-12);
        assert_eq!(cases_within(0.4, 0.3, 1.0, 0.05, Z, 0.8), None);
        assert_eq!(cases_beyond(0.3, 0.28, 1.0, 0.05, Z, 0.8), None);
        assert_eq!(power_beyond(0.3, 0.2, 0.0, 10.0, 0.0, Z), None);
    }

    #[test]
    fn a_favourable_event_is_the_unfavourable_one_of_the_others() {
        let granted = Detectable { favourable: true, ..plan(587.0, 460.0, 0.7, 0.05) };
        let refused = plan(587.0, 460.0, 0.3, 0.05);
        let (a, b) = (minimum_detectable(&granted).value.unwrap(), minimum_detectable(&refused).value.unwrap());
        assert!((a - b).abs() < 1e-12);
    }

    #[test]
    fn a_ratio_downwards_is_found_before_the_error_grows_too_large() {
        let p = Detectable { scale: Scale::Ratio, margin: 1.25, favourable: true, ..plan(4000.0, 4000.0, 0.5, 0.0) };
        let ratio = minimum_detectable(&p).value.unwrap();
        let at = 0.5 / ratio;
        let s = ((1.0 - at) / (4000.0 * at) + 0.5 / (4000.0 * 0.5)).sqrt();
        assert!((float::ln(ratio / 1.25) - (Z + z_of_power(0.8)) * s).abs() < 1e-12);
        let few = Detectable { group: 3.0, ..p };
        assert_eq!(minimum_detectable(&few).note, Some(Note::NotDetectable));
    }

    #[test]
    fn effective_sizes_do_not_meet_the_guard() {
        let weighted = Detectable { counts: false, ..plan(60.0, 460.0, 0.3, 0.05) };
        assert!(!minimum_detectable(&weighted).guard_acts);
        assert!(minimum_detectable(&plan(60.0, 460.0, 0.3, 0.05)).guard_acts);
    }

    // 20,000 draws at the value printed; the score limits are read; three standard errors 0.009.
    #[test]
    fn the_minimum_detectable_difference_is_shown_with_the_power_stated() {
        let value = minimum_detectable(&plan(587.0, 460.0, 0.3, 0.05)).value.unwrap();
        let shown = (0..20_000)
            .filter(|&i| {
                let mut stream = Stream::new(Key([9; 32]), i);
                let x1 = binomial(&mut stream, 587, ((0.3 + value) * 1e9) as u64, 1_000_000_000);
                let x0 = binomial(&mut stream, 460, 3, 10);
                let table = TwoByTwo::new(x1, 587, x0, 460).unwrap();
                miettinen_nurminen(table, Z).above(0.05)
            })
            .count();
        assert!((shown as f64 / 20_000.0 - 0.8).abs() < 0.012, "{shown}");
    }

    #[test]
    fn an_estimate_near_the_margin_gets_no_number() {
        let near = Inconclusive {
            disparity: 0.06,
            variance_group: 0.0003,
            variance_reference: 0.0001,
            margin: 0.05,
            harm: Harm::TwoSided,
            z_alpha: Z,
            power: 0.8,
            group: 500.0,
            reference: 2000.0,
            growth: Growth::Both,
        };
        assert_eq!(cases_needed(&near).note, Some(Note::NearMargin));
        assert_eq!(cases_needed(&Inconclusive { disparity: -0.06, ..near }).note, Some(Note::NearMargin));
        let one_sided = Inconclusive { disparity: -0.06, harm: Harm::OneSided, ..near };
        assert!(cases_needed(&one_sided).factor.is_some());
        let certain = Inconclusive { variance_group: 0.0, variance_reference: 0.0, ..near };
        assert_eq!(cases_needed(&certain).factor, None);
    }
}
