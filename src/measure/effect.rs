//! Rates in standard deviations: the scale `standardised` of the main rates and of those that a comparison names
//! (`metrics-union.md`, C). Described, never judged.
//!
//! Only shares of counted rows have them: what two arms estimate has a spread of another kind.

use evenhand_stats::effect_size::{cohen_h, standardised_rates};
use evenhand_stats::table::TwoByTwo;

use super::comparable::main_rate;
use super::contrast::{Contrast, Settings};
use super::disparity::{Draft, Sides, candidate, draft};
use super::from_cube::Audit;
use super::rate::Rate;
use super::series::{Member, Series};
use crate::words::{Scale, reserved};

/// The difference of every main rate from that of its reference, divided by the pooled spread, and as an angle.
pub(super) fn drafts(
    audit: &Audit<'_>,
    series: &[Series],
    settings: &Settings,
    block: &mut usize,
    drafts: &mut Vec<Draft>,
) {
    for one in series {
        let axis = &audit.axes[one.axis];
        if !one.judged || !one.metric.scales.contains(&Scale::Standardised) || !main_rate(audit.spec, axis, one) {
            continue;
        }
        let sides = Sides::of(axis, one);
        if sides.barred.is_some() {
            continue;
        }
        for &place in &sides.compared {
            let rest = axis.reference == reserved::REST;
            let reference = if rest { one.rest[place] } else { sides.own.map(|own| one.groups[own].rate) };
            let Some(table) = table(&one.groups[place], reference) else { continue };
            let tail = (1.0 - audit.spec.inference.level) / 2.0;
            for (of, estimate, method) in [
                (None, standardised_rates(table, tail), "cohen_d_pooled"),
                (Some("cohen_h"), cohen_h(table, tail), "cohen_h"),
            ] {
                let mut contrast = Contrast::known(Scale::Standardised, estimate, method, settings);
                contrast.method = contrast.value.map(|_| method);
                (contrast.n_group, contrast.n_reference) = (Some(table.n1() as f64), Some(table.n0() as f64));
                let candidate = candidate(audit, one, Scale::Standardised, contrast, *block, None, false);
                *block += 1;
                let notes = one.groups[place].notes.clone();
                let plain = draft(one, &one.groups[place].group, Some(axis.reference.clone()), candidate, notes);
                drafts.push(Draft { of: of.map(str::to_owned), ..plain });
            }
        }
    }
}

/// The four counts of a group and its reference, where they are known.
fn table(group: &Member, reference: Option<Rate>) -> Option<TwoByTwo> {
    match (group.rate, reference?) {
        (Rate::Counts { events: x1, others: o1 }, Rate::Counts { events: x0, others: o0 })
            if [x1, o1, x0, o0].iter().all(|span| span.known()) =>
        {
            TwoByTwo::new(x1.lo, x1.lo + o1.lo, x0.lo, x0.lo + o0.lo)
        }
        _ => None,
    }
}
