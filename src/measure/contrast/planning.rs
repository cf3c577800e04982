//! Planning figures of a comparison: what these sizes could have shown, and how many cases a verdict would take.

use evenhand_stats::logit::expit;
use evenhand_stats::table::TwoByTwo;
use evenhand_stats::{float, margin, normal, power, two_arm};

use super::{Contrast, Engine, comparable};
use crate::measure::family::Judged;
use crate::measure::rate::TwoArm;
use crate::measure::verdict::{Limits, Rule};
use crate::words::{HarmDirection, Note, Scale, Verdict};

/// Planning figures of a comparison.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Planning {
    /// Smallest true disparity that would have given `disparity` with the spec's power, on the scale of the margin.
    pub minimum_detectable: Option<f64>,
    /// New cases of the smaller group until a verdict.
    pub cases_needed: Option<f64>,
    /// Growth factor for an estimate one standard error nearer to the margin.
    pub cautious_factor: Option<f64>,
    /// Why there is none.
    pub notes: Vec<Note>,
}

impl Contrast {
    /// Smallest detectable disparity and cases until a verdict (`methods/5`, 5.5, 5.6).
    pub fn planning(&self, rule: &Rule, judged: &Judged, power: f64) -> Planning {
        let mut out = Planning::default();
        if !self.computable() || rule.margin <= 0.0 && rule.ratio() {
            return out;
        }
        // More cases of these do not bring bounds together, whatever the disparity; the note says what they are.
        if self.notes.contains(&Note::BoundsOnly) {
            return out;
        }
        let z_alpha = normal::z_of_tail(judged.tail);
        if self.could_be_shown() {
            self.detectable(rule, z_alpha, power, &mut out);
        } else {
            out.notes.push(Note::NotDetectable);
        }
        // Where no verdict may rest on the limits, no number of cases of this kind is promised one.
        if judged.verdict == Some(Verdict::Inconclusive) && self.doubt.is_none() {
            self.needed(rule, z_alpha, power, &mut out);
        }
        out
    }

    /// Could any verdict rest on limits from these cases, however large the disparity? 20 events and 20 others of each group
    /// take 40 cases (`methods/5`, 5.3); other doubts, that of a mean among them, do not go away with the size of a disparity.
    fn could_be_shown(&self) -> bool {
        match self.doubt {
            None => true,
            Some(Note::TooFew) if self.method == Some("welch_t") => false,
            Some(Note::TooFew) => self.smallest().is_some_and(|cases| cases >= 40.0),
            Some(_) => false,
        }
    }

    fn detectable(&self, rule: &Rule, z_alpha: f64, power: f64, out: &mut Planning) {
        if let Engine::Strata(strata) = &self.engine {
            comparable::plan(strata, rule, z_alpha, power, out);
            return;
        }
        let plan = (z_alpha, power);
        let value = match &self.engine {
            Engine::Counts(table) if rule.scale == Scale::OddsRatio => odds_detectable(rule, *table, plan),
            Engine::Counts(table) => {
                let Some(rate) = power::rate_of_reference(table.x0(), table.n0()) else { return };
                let plan = power::Detectable {
                    group: table.n1() as f64,
                    reference: table.n0() as f64,
                    rate,
                    scale: if rule.ratio() { margin::Scale::Ratio } else { margin::Scale::Difference },
                    margin: rule.margin,
                    favourable: rule.direction == HarmDirection::Lower,
                    z_alpha,
                    power,
                    counts: true,
                };
                power::minimum_detectable(&plan).value
            }
            Engine::Normal(one) => detectable_by_error(rule, one.standard_error, f64::INFINITY, plan),
            Engine::Arms { arms, group, reference, kind } => {
                two_arm_detectable(rule, arms, (group, reference), *kind, plan)
            }
            Engine::Calibration(_) | Engine::Pool { .. } | Engine::PoolLift(_) => {
                let Some(error) = self.error_at_hand() else {
                    out.notes.push(Note::VarianceNotEstimable);
                    return;
                };
                // What two rates, or two means of outcome less score, can differ by.
                let most = if matches!(self.engine, Engine::Calibration(_)) { 2.0 } else { 1.0 };
                detectable_by_error(rule, error, if rule.ratio() { f64::INFINITY } else { most }, plan)
            }
            // Bounds have no value whose error more cases would make smaller; their note says what they are.
            _ => return,
        };
        match value {
            Some(value) => out.minimum_detectable = Some(value),
            None => out.notes.push(Note::NotDetectable),
        }
    }

    fn needed(&self, rule: &Rule, z_alpha: f64, power: f64, out: &mut Planning) {
        let (Some(value), Some(group), Some(reference)) = (self.value, self.n_group, self.n_reference) else { return };
        let Some((v1, v0)) = self.error_parts() else { return };
        let (theta, margin) = if rule.ratio() {
            if value <= 0.0 {
                return;
            }
            (float::ln(value), float::ln(rule.margin))
        } else {
            (value, rule.margin)
        };
        let h = if rule.direction == HarmDirection::Lower { -theta } else { theta };
        let needed = power::cases_needed(&power::Inconclusive {
            disparity: h,
            variance_group: v1,
            variance_reference: v0,
            margin,
            harm: if rule.one_sided() { margin::Harm::OneSided } else { margin::Harm::TwoSided },
            z_alpha,
            power,
            group,
            reference,
            growth: power::Growth::Both,
        });
        out.cases_needed = needed.cases.map(|cases| cases as f64);
        out.cautious_factor = needed.cautious_factor;
        out.notes.extend(needed.note.and_then(|note| Note::parse(note.code())));
    }
}

impl Contrast {
    /// The standard error as the ordinary limits have it, of the logarithm on ratio scales: where the disparity that is
    /// planned for has no other.
    fn error_at_hand(&self) -> Option<f64> {
        let Limits { lower, upper } = self.limits(self.settings.tail);
        let (lower, upper) = (lower?, upper?);
        let width = match self.scale {
            Scale::Ratio | Scale::OddsRatio => (lower > 0.0).then(|| float::ln(upper) - float::ln(lower))?,
            _ => upper - lower,
        };
        let error = width / (2.0 * normal::z_of_tail(self.settings.tail));
        (error > 0.0 && error.is_finite()).then_some(error)
    }

    /// The squared standard error of the comparison on the scale, in the parts that shrink with the cases of each side.
    ///
    /// Of two arms the sides share what is fixed of both arms, so that the parts do not add up to it: the whole stands in the
    /// first (`methods/2`, B.2). Both sides grow in one proportion, and only the sum counts.
    fn error_parts(&self) -> Option<(f64, f64)> {
        if let Engine::Arms { arms, group, reference, kind } = &self.engine {
            let (group, reference) = (group.counts(*kind)?, reference.counts(*kind)?);
            let variance = match (self.scale, reflected(*kind)) {
                (Scale::Ratio, true) => reflected_ln_variance(arms, group, reference)?,
                (Scale::Ratio, false) => ratio_ln_variance(group, reference),
                _ => two_arm::difference_variance(group, reference, &arms.arms, arms.view)?,
            };
            return (variance > 0.0 && variance.is_finite()).then_some((variance, 0.0));
        }
        Some((self.spread_group()?, self.spread_reference()?))
    }
}

/// The smallest disparity that is shown with a standard error that does not depend on it; none beyond `most`.
fn detectable_by_error(rule: &Rule, error: f64, most: f64, (z_alpha, power): (f64, f64)) -> Option<f64> {
    let margin = if rule.ratio() { float::ln(rule.margin) } else { rule.margin };
    let found = power::detectable_with_error(margin, most.min(margin + 100.0 * error), z_alpha, power, |_| error)?;
    Some(if rule.ratio() { float::exp(found) } else { found })
}

/// The smallest detectable odds ratio: as that of a ratio (`methods/5`, 5.4), with the variance of its logarithm at the rate
/// of the reference and the group's that the odds ratio makes of it.
fn odds_detectable(rule: &Rule, table: TwoByTwo, (z_alpha, power): (f64, f64)) -> Option<f64> {
    // Beyond it no group has a case without the event.
    const FARTHEST: f64 = 20.0;
    let rate = power::rate_of_reference(table.x0(), table.n0())?;
    let odds = float::ln(rate / (1.0 - rate));
    let part = |rate: f64, cases: u64| 1.0 / (cases as f64 * rate * (1.0 - rate));
    let towards = if rule.direction == HarmDirection::Lower { -1.0 } else { 1.0 };
    let error = |theta: f64| {
        let of_group = expit(odds + towards * theta);
        let variance = part(of_group, table.n1()) + part(rate, table.n0());
        if variance.is_finite() { variance.sqrt() } else { f64::MAX.sqrt() }
    };
    let margin = float::ln(rule.margin);
    power::detectable_with_error(margin, margin + FARTHEST, z_alpha, power, error).map(float::exp)
}

/// Is the rate the complement of one of the form a / k?
fn reflected(kind: two_arm::Rate) -> bool {
    use two_arm::Rate::{FalseNegative, NonSelection, TrueNegative};
    matches!(kind, NonSelection | TrueNegative | FalseNegative)
}

/// The variance of the logarithm of a ratio of two-arm rates: the common parts of the arms drop out (`methods/2`, B.2).
fn ratio_ln_variance(group: two_arm::ArmRate, reference: two_arm::ArmRate) -> f64 {
    [group.model, group.random, reference.model, reference.random].iter().map(|count| 1.0 / count.effective).sum()
}

/// The same of their complements: log scale with (rate / (1 − rate))² times the variance (`methods/2`, B.1).
fn reflected_ln_variance(arms: &TwoArm, group: two_arm::ArmRate, reference: two_arm::ArmRate) -> Option<f64> {
    let sampled = arms.arms.random as f64 / arms.arms.population as f64;
    let odds = |rate: two_arm::ArmRate| {
        let rate = sampled * rate.model.value() / rate.random.value();
        (rate < 1.0).then(|| rate / (1.0 - rate))
    };
    let (f, g) = (odds(group)?, odds(reference)?);
    let variance = |rate| two_arm::ln_variance(rate, &arms.arms, arms.view);
    let shared = two_arm::ln_covariance(&arms.arms, arms.view)?;
    Some(f * f * variance(group)? + g * g * variance(reference)? - 2.0 * f * g * shared)
}

/// The smallest two-arm disparity that these sizes show; a reflected rate falls where its own rate rises.
fn two_arm_detectable(
    rule: &Rule,
    arms: &TwoArm,
    groups: (&two_arm::Group, &two_arm::Group),
    kind: two_arm::Rate,
    (z_alpha, power): (f64, f64),
) -> Option<f64> {
    let reflected = reflected(kind);
    if reflected && rule.ratio() {
        let (group, reference) = (groups.0.counts(kind)?.random, groups.1.counts(kind)?);
        return reflected_detectable_ratio(rule, arms, (group, reference), (z_alpha, power));
    }
    let plan = two_arm::Plan {
        group_random: groups.0.counts(kind)?.random,
        reference: groups.1.counts(kind)?,
        arms: arms.arms,
        view: arms.view,
        scale: if rule.ratio() { margin::Scale::Ratio } else { margin::Scale::Difference },
        margin: rule.margin,
        favourable: (rule.direction == HarmDirection::Lower) != reflected,
        z_alpha,
        power,
    };
    two_arm::minimum_detectable(&plan).value
}

/// The smallest detectable ratio of complements, with the group's selected cases that are expected there.
fn reflected_detectable_ratio(
    rule: &Rule,
    arms: &TwoArm,
    (group_random, reference): (two_arm::Count, two_arm::ArmRate),
    (z_alpha, power): (f64, f64),
) -> Option<f64> {
    // Out of reach where the error does not exist.
    const FAR: f64 = 1e150;
    let half = two_arm::Count { effective: 0.5, scale: 1.0 };
    let model = if reference.model.value() > 0.0 { reference.model } else { half };
    let reference = two_arm::ArmRate { model, ..reference };
    let sampled = arms.arms.random as f64 / arms.arms.population as f64;
    let share = 1.0 - sampled * reference.model.value() / reference.random.value();
    if !(share > 0.0 && share < 1.0 && group_random.effective > 0.0) {
        return None;
    }
    let lower = rule.direction == HarmDirection::Lower;
    let error = |theta: f64| {
        let rate = (1.0 - share * float::exp(if lower { -theta } else { theta })).max(0.0);
        let effective = rate / sampled * group_random.value();
        let model = two_arm::Count { effective, scale: 1.0 };
        reflected_ln_variance(arms, two_arm::ArmRate { model, random: group_random }, reference)
            .map_or(FAR, |variance| variance.max(0.0).sqrt())
    };
    let margin = float::ln(rule.margin);
    let most = if lower { margin + 60.0 } else { -float::ln(share) };
    power::detectable_with_error(margin, most, z_alpha, power, error).map(float::exp)
}
