//! What two arms of these sizes can show.
//!
//! Makes the smallest detectable disparity out of the random arm's counts and the reference's rate. May not know the
//! group's selected cases: what is detectable does not depend on the observed difference, so the group's count in the
//! model arm is the one expected at the disparity.
//!
//! Start reading at [`minimum_detectable`].

use super::{ArmRate, Arms, Count, View, difference_variance};
use crate::float;
use crate::interval::Note;
use crate::margin::Scale;
use crate::power::{MinimumDetectable, detectable_with_error};

/// Two arms, and what is asked of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// `k` of the group, in the random arm.
    pub group_random: Count,
    /// The reference's two counts; no selected ones count as half a case.
    pub reference: ArmRate,
    /// The arms.
    pub arms: Arms,
    /// The view, for differences.
    pub view: View,
    /// The scale of the margin.
    pub scale: Scale,
    /// The margin: at least 0 (difference), at least 1 (ratio).
    pub margin: f64,
    /// Is the event favourable, so that a lower rate is worse for the group?
    pub favourable: bool,
    /// Critical value of one end.
    pub z_alpha: f64,
    /// The power asked for.
    pub power: f64,
}

/// The smallest true disparity of a two-arm rate that would be shown beyond the margin with the power asked for.
///
/// - Takes: see [`Plan`]. Gives: a value above the margin, by the delta method at the counts expected there; none, with
///   [`Note::NotDetectable`], without random cases of either group or if no rate up to 1 (down to 0) is enough.
/// - The exact guard does not act on two arms.
/// - With counts handed in: [`crate::power::two_arm_detectable_ratio`].
/// - Source: methods, "Verdicts and planning", 5.4, 5.5. Oracle: the variance of `two_arm/delta/*`; the power of seeded
///   draws.
pub fn minimum_detectable(plan: &Plan) -> MinimumDetectable {
    let value = solve(plan);
    let note = if value.is_none() { Some(Note::NotDetectable) } else { None };
    MinimumDetectable { value, power_solved: plan.power, guard_acts: false, note }
}

fn solve(plan: &Plan) -> Option<f64> {
    let per_case = plan.arms.sampled()?;
    let selected = plan.reference.model.value();
    let reference = ArmRate {
        model: if selected > 0.0 { plan.reference.model } else { Count { effective: 0.5, scale: 1.0 } },
        ..plan.reference
    };
    let rate = per_case * reference.odds()?;
    if plan.group_random.effective <= 0.0 || rate >= 1.0 {
        return None;
    }
    let expected = |rate: f64| ArmRate {
        model: Count { effective: rate / per_case * plan.group_random.value(), scale: 1.0 },
        random: plan.group_random,
    };
    let worse = |theta: f64| match (plan.scale, plan.favourable) {
        (Scale::Difference, false) => rate + theta,
        (Scale::Difference, true) => rate - theta,
        (Scale::Ratio, false) => rate * float::exp(theta),
        (Scale::Ratio, true) => rate * float::exp(-theta),
    };
    // Out of reach where the error does not exist: at a rate of 0.
    const FAR: f64 = 1e150;
    match plan.scale {
        Scale::Difference => {
            let error = |theta: f64| {
                let group = expected(worse(theta).max(0.0));
                difference_variance(group, reference, &plan.arms, plan.view).map_or(FAR, |v| v.max(0.0).sqrt())
            };
            let most = if plan.favourable { rate } else { 1.0 - rate };
            detectable_with_error(plan.margin, most, plan.z_alpha, plan.power, error)
        }
        Scale::Ratio => {
            let inverse = |count: Count| 1.0 / count.effective;
            let fixed = inverse(reference.model) + inverse(reference.random) + inverse(plan.group_random);
            let error = |theta: f64| (inverse(expected(worse(theta)).model) + fixed).sqrt();
            let most = if plan.favourable { float::ln(plan.margin) + 60.0 } else { -float::ln(rate) };
            detectable_with_error(float::ln(plan.margin), most, plan.z_alpha, plan.power, error).map(float::exp)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resample::{Key, Stream, multinomial};
    use crate::two_arm::{Group, Rate, difference, ratio};

    const ARMS: Arms = Arms { random: 1047, selected: 5082, population: 977_730, truncate_group_size: false };

    fn plan(scale: Scale, margin: f64) -> Plan {
        Plan {
            group_random: Count::whole(415),
            reference: ArmRate::whole(792, 322),
            arms: ARMS,
            view: View::ArmsFixed,
            scale,
            margin,
            favourable: false,
            z_alpha: 1.959_963_984_540_054,
            power: 0.8,
        }
    }

    // 4,000 draws of both arms at the value found; the limits of the product are read; four standard errors 0.025.
    #[test]
    fn the_smallest_detectable_disparity_is_shown_about_as_often_as_stated() {
        for (scale, margin) in [(Scale::Difference, 0.0005), (Scale::Ratio, 1.25)] {
            let value = minimum_detectable(&plan(scale, margin)).value.unwrap();
            let rate = 1047.0 / 977_730.0 * 792.0 / 322.0;
            let of_group = match scale {
                Scale::Difference => rate + value,
                Scale::Ratio => rate * value,
            };
            let expected = (of_group * 977_730.0 / 1047.0 * 415.0).round() as u64;
            let (model, random) = ([expected, 792, 5082 - 792 - expected], [415, 322, 310]);
            let (mut m, mut r, mut shown) = ([0; 3], [0; 3], 0_u32);
            for draw in 0..4_000 {
                let mut s = Stream::new(Key([6; 32]), draw);
                multinomial(&mut s, 5082, &model, &mut m);
                multinomial(&mut s, 1047, &random, &mut r);
                let (g, h) = (Group::all_known(r[0] + 1, 1, m[0], 0), Group::all_known(r[1] + 1, 1, m[1], 0));
                let beyond = match scale {
                    Scale::Difference => difference(&g, &h, Rate::FalsePositive, &ARMS, 0.025),
                    Scale::Ratio => ratio(&g, &h, Rate::FalsePositive, &ARMS, View::ArmsFixed, 0.025).0,
                };
                shown += u32::from(beyond.above(margin));
            }
            let share = f64::from(shown) / 4_000.0;
            // The limits are conservative: they show a little less often than the delta method plans for.
            assert!((0.74..=0.83).contains(&share), "{scale:?}: {share}");
        }
    }

    #[test]
    fn nothing_is_detectable_without_random_cases() {
        let none = Plan { group_random: Count::whole(0), ..plan(Scale::Ratio, 1.25) };
        assert_eq!(minimum_detectable(&none).note, Some(Note::NotDetectable));
        let without = Plan { reference: ArmRate::whole(792, 0), ..plan(Scale::Difference, 0.001) };
        assert_eq!(minimum_detectable(&without).value, None);
    }

    #[test]
    fn a_favourable_rate_is_worse_downwards_and_cannot_fall_below_zero() {
        let down = Plan { favourable: true, ..plan(Scale::Difference, 0.0001) };
        let value = minimum_detectable(&down).value.unwrap();
        assert!(value > 0.0001 && value < 1047.0 / 977_730.0 * 792.0 / 322.0);
        let beyond = Plan { favourable: true, ..plan(Scale::Difference, 0.1) };
        assert_eq!(minimum_detectable(&beyond).value, None);
    }
}
