//! Quantiles of the scores of each group, and how far they lie from those of the reference (`metrics-union.md`, F;
//! `methods/14`, 6). Ids have no quantile, so `of` names it: what the row speaks of.

use evenhand_stats::score_quantile::{ScoreQuantile, quantile, quantile_difference};

use super::basis::ScoreScale;
use super::described::{How, row};
use super::distribution::MATTERS;
use super::sides::{Pair, pairs};
use super::{Member, View};
use crate::measure::estimate::{Columns, row as estimate_row};
use crate::measure::rate::Drawn;
use crate::measure::rows::{DisparityRow, EstimateRow};
use crate::spec::Compare;
use crate::words::{Note, Scale};

/// Which quantiles, in hundredths, and what `of` calls them: tenths at both ends, quartiles and the median between.
const QUANTILES: [(u64, &str); 5] = [(10, "q10"), (25, "q25"), (50, "q50"), (75, "q75"), (90, "q90")];

const METRIC: &str = "score_quantile";

/// Rows of a member.
pub(super) fn estimates(view: View<'_>, member: Member<'_>, out: &mut Vec<EstimateRow>) {
    let group = member.scores;
    for (percent, name) in QUANTILES {
        let found = group
            .absent()
            .map_or_else(|| range(view).map(|range| (range, quantile(&group.everyone, percent, view.tail))), Err);
        let mut drawn = match found {
            Err(note) => Drawn::absent(note),
            Ok((range, found)) => Drawn { n: Some(group.scored() as f64), ..drawn(found, range, "order_statistics") },
        };
        if drawn.value.is_some() {
            drawn.notes.extend(view.cut_off(group));
        }
        out.push(estimate_row(view.audit, Columns { of: Some(name), ..view.columns(METRIC, &member) }, drawn));
    }
}

/// Differences from the reference.
pub(super) fn described(view: View<'_>, out: &mut Vec<DisparityRow>) {
    for pair in pairs(view.audit, view.basis, Compare::Reference) {
        for (percent, name) in QUANTILES {
            let mut how = How { of: Some(name), scale: Some(Scale::Difference), equal: Some(0.0), ..How::default() };
            let drawn = of_pair(view, &pair, percent, &mut how);
            row(view, &pair, METRIC, how, drawn, out);
        }
    }
}

fn of_pair(view: View<'_>, pair: &Pair<'_>, percent: u64, how: &mut How<'_>) -> Drawn {
    let (group, other) = match &pair.scores {
        Ok(both) => both,
        Err(note) => return Drawn::absent(*note),
    };
    how.sizes = Some((group.scored() as f64, other.scored() as f64));
    match range(view) {
        Err(note) => Drawn::absent(note),
        Ok(range) => {
            let found = quantile_difference(&group.everyone, &other.everyone, percent, view.tail);
            let mut drawn = drawn(found, range, "bootstrap_percentile");
            drawn.notes.extend(view.cut_off(group));
            drawn.notes.extend(view.cut_off(other));
            drawn
        }
    }
}

/// The width of the score's range; scores that have only an order stand in bins whose upper ends are not known.
fn range(view: View<'_>) -> Result<f64, Note> {
    match view.basis.scale {
        ScoreScale::Order => Err(Note::NotDefinedForDesign),
        ScoreScale::Probability => Ok(1.0),
        ScoreScale::Points { low, high } => Ok(high - low),
    }
}

/// What was found, with the bounds of binned scores; what bins change is noted where it matters.
fn drawn(found: ScoreQuantile, range: f64, method: &'static str) -> Drawn {
    let mut drawn = Drawn { bounds: found.bounds, ..Drawn::from(found.estimate, method) };
    if found.bounds.is_some_and(|(low, high)| high - low <= MATTERS * range) {
        drawn.notes.retain(|note| *note != Note::BinningBound);
    }
    drawn
}
