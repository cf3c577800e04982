//! Outcomes observed and promised, group against reference: calibration in the large (`methods/6`, 6.1, 6.8).

use evenhand_stats::calibration::{
    difference_in_the_large, in_the_large, observed_expected, ratio_of_observed_expected, too_few,
};
use evenhand_stats::interval::Estimate;
use evenhand_stats::score_cells::ScoreCell;

use super::{Contrast, Engine, Settings};
use crate::words::{Note, Scale};

impl Contrast {
    /// Calibration in the large: observed less expected outcomes (a ratio: over them), group against reference, each in one
    /// cell (`methods/6`, 6.1, 6.8).
    pub fn of_calibration(scale: Scale, group: ScoreCell, reference: ScoreCell, settings: &Settings) -> Self {
        let mut out = Self::empty(scale, settings);
        out.n_group = Some(group.n() as f64);
        out.n_reference = Some(reference.n() as f64);
        out.engine = Engine::Calibration([group, reference]);
        out.draw();
        if too_few(&[group]) || too_few(&[reference]) {
            out.notes.push(Note::TooFew);
            out.doubt = Some(Note::TooFew);
            // Normal theory of a handful of cases: its limits are shown, nothing is claimed of them.
            out.test = None;
        }
        out
    }
}

/// Value and limits at a critical value.
pub(super) fn estimate(scale: Scale, [group, reference]: &[ScoreCell; 2], z: f64) -> Estimate {
    if scale == Scale::Ratio {
        let of = |cell: &ScoreCell| observed_expected(&[*cell], z);
        ratio_of_observed_expected(&of(group), &of(reference), z)
    } else {
        let of = |cell: &ScoreCell| in_the_large(&[*cell], z);
        difference_in_the_large(&of(group), &of(reference), z).0
    }
}

/// Variance of one side on the scale (of its logarithm on ratio scales), where its limits come of one.
pub(super) fn variance(scale: Scale, cell: ScoreCell, z: f64) -> Option<f64> {
    let error = match scale {
        Scale::Ratio => observed_expected(&[cell], z).standard_error_ln,
        _ => in_the_large(&[cell], z).standard_error,
    }?;
    Some(error * error)
}
