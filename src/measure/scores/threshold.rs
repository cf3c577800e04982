//! The difference of selection rates at the spec's thresholds, to be judged (`metrics-union.md`, F; `methods/7`, 7.7): at the
//! threshold of a stage it is the selection rate's.

use super::View;
use super::basis::ScoreGroup;
use super::sides::{draft, pairs};
use crate::measure::contrast::{Contrast, Settings};
use crate::measure::disparity::{Draft, targets};
use crate::measure::rate::Rate;
use crate::measure::tally::Span;
use crate::spec::{Compare, Measured, StageRule};
use crate::words::{Note, Number, Scale, metric, reserved};

/// Rows of `threshold_disparity_curve`: one for each stage with a threshold. A stage without one that a comparison names all
/// the same has one for each threshold of the spec, named in `of`; without any it has rows without a number.
pub(super) fn drafts(view: View<'_>, settings: &Settings, block: &mut usize, out: &mut Vec<Draft>) {
    let Some(metric) = metric("threshold_disparity_curve") else { return };
    let spec = view.audit.spec;
    let named = |stage: usize| {
        spec.comparisons.iter().any(|comparison| {
            matches!(comparison.measured, Measured::Metric(known) if known.name == metric.name)
                && comparison.stage == Some(stage)
        })
    };
    let reference = view.audit.axes[view.basis.axis].reference.as_str();
    for (stage, rule) in spec.stages.iter().map(|stage| &stage.rule).enumerate() {
        let marks: Vec<(Option<f64>, Option<String>)> = match rule {
            StageRule::Threshold(threshold) => vec![(Some(*threshold), None)],
            _ if !named(stage) => continue,
            _ if spec.inference.thresholds.is_empty() => vec![(None, None)],
            _ => spec.inference.thresholds.iter().map(|&mark| (Some(mark), written(mark))).collect(),
        };
        for ((threshold, of), target) in marks.iter().flat_map(|mark| {
            targets(view.audit, reference == reserved::REST).into_iter().map(move |target| (mark, target))
        }) {
            let here = *block;
            *block += 1;
            for pair in pairs(view.audit, view.basis, target) {
                let contrast = match (&pair.scores, *threshold) {
                    (Err(note), _) => Contrast::absent(*note),
                    (_, None) => Contrast::absent(Note::NotDefinedForDesign),
                    (Ok((group, other)), Some(threshold)) => {
                        let place = view.basis.place_of(threshold);
                        let (a, b) = (selected(group, place), selected(other, place));
                        let contrast = Contrast::of(Scale::Difference, &a, &b, settings);
                        // Difference to everybody = (1 − π) times the difference to the rest (methods/4, 4.3).
                        let (n, rest) = (group.scored() as f64, other.scored() as f64);
                        if target == Compare::Overall { contrast.scaled(rest / (n + rest)) } else { contrast }
                    }
                };
                let one = draft(view, metric, Some(stage), Scale::Difference, &pair, target, contrast, here);
                out.extend(one.map(|one| Draft { of: of.clone(), ..one }));
            }
        }
    }
}

/// A threshold as a report writes it.
fn written(threshold: f64) -> Option<String> {
    serde_json::to_string(&Number::new(threshold)?).ok()
}

/// Rows at or above the threshold, of the rows with a score.
fn selected(group: &ScoreGroup, place: usize) -> Rate {
    let above: u64 = group.counts().iter().skip(place).sum();
    Rate::Counts { events: Span::exact(above), others: Span::exact(group.scored() - above) }
}
