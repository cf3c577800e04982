//! Planning figures of a comparison: what these sizes could have shown, and how many cases a verdict would take.

use evenhand_stats::{float, margin, normal, power, two_arm};

use super::{Contrast, Engine, comparable};
use crate::measure::family::Judged;
use crate::measure::rate::TwoArm;
use crate::measure::verdict::Rule;
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
        let z_alpha = normal::z_of_tail(judged.tail);
        self.detectable(rule, z_alpha, power, &mut out);
        // Where no verdict may rest on the limits, no number of cases of this kind is promised one.
        if judged.verdict == Some(Verdict::Inconclusive) && self.doubt.is_none() {
            self.needed(rule, z_alpha, power, &mut out);
        }
        out
    }

    fn detectable(&self, rule: &Rule, z_alpha: f64, power: f64, out: &mut Planning) {
        if let Engine::Strata(strata) = &self.engine {
            comparable::plan(strata, rule, z_alpha, power, out);
            return;
        }
        let favourable = rule.direction == HarmDirection::Lower;
        let scale = match rule.scale {
            Scale::Difference => margin::Scale::Difference,
            Scale::Ratio => margin::Scale::Ratio,
            _ => return,
        };
        let value = match &self.engine {
            Engine::Counts(table) => {
                let Some(rate) = power::rate_of_reference(table.x0(), table.n0()) else { return };
                let plan = power::Detectable {
                    group: table.n1() as f64,
                    reference: table.n0() as f64,
                    rate,
                    scale,
                    margin: rule.margin,
                    favourable,
                    z_alpha,
                    power,
                    counts: true,
                };
                power::minimum_detectable(&plan).value
            }
            Engine::Arms { arms, group, reference, kind } => {
                two_arm_detectable(rule, arms, (group, reference), *kind, (z_alpha, power))
            }
            _ => return,
        };
        match value {
            Some(value) => out.minimum_detectable = Some(value),
            None => out.notes.push(Note::NotDetectable),
        }
    }

    fn needed(&self, rule: &Rule, z_alpha: f64, power: f64, out: &mut Planning) {
        let (Some(value), Some(group), Some(reference)) = (self.value, self.n_group, self.n_reference) else { return };
        let (Some(v1), Some(v0)) = (self.spread_group(), self.spread_reference()) else { return };
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

/// The smallest two-arm disparity that these sizes show; a reflected rate falls where its own rate rises.
fn two_arm_detectable(
    rule: &Rule,
    arms: &TwoArm,
    groups: (&two_arm::Group, &two_arm::Group),
    kind: two_arm::Rate,
    (z_alpha, power): (f64, f64),
) -> Option<f64> {
    use two_arm::Rate::{FalseNegative, NonSelection, TrueNegative};
    let reflected = matches!(kind, NonSelection | TrueNegative | FalseNegative);
    if reflected && rule.ratio() {
        return None;
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
