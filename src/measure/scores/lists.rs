//! Lists: who is among the first k by score, and how often those have the outcome (`metrics-union.md`, A, G; `methods/7`,
//! 7.8). Equal scores at the cut are in no known order: expected counts, with the least and the most that it can make.

use std::borrow::Cow;

use evenhand_stats::rank::background;
use evenhand_stats::top_k::{TopK, at_capacity, top_k};

use super::basis::ScoreGroup;
use super::described::{How, put, row};
use super::ranking::Sides;
use super::sides::Pair;
use super::{View, is_everybody};
use crate::measure::contrast::Contrast;
use crate::measure::estimate::{Columns, row as estimate_row};
use crate::measure::rate::Drawn;
use crate::measure::rows::{DisparityRow, EstimateRow};
use crate::words::{Note, Scale, reserved};

/// The lists that the spec asks for, each with its stratum. A list of the random arm is a list of nobody's: its first k are
/// not the first k of the pool.
fn lists(view: View<'_>) -> impl Iterator<Item = (u64, String)> {
    let random = view.basis.arm == Some("random");
    view.audit.spec.inference.top.iter().filter(move |_| !random).map(|&k| (k, format!("top={k}")))
}

/// The group among the first `k` of everybody.
fn on_the_list(view: View<'_>, group: &ScoreGroup, k: u64) -> Result<TopK, Note> {
    if let Some(note) = group.absent().or_else(|| view.basis.all.absent()) {
        return Err(note);
    }
    let counts = group.counts();
    let rest = background(&view.basis.all.counts(), &counts);
    // A list that is longer than the data is none.
    top_k(&counts, &rest, k, view.z).ok_or(Note::NotDefinedForDesign)
}

/// Rows of `group_share`, `precision_at_capacity` and `recall_at_capacity`.
pub(super) fn estimates(view: View<'_>, out: &mut Vec<EstimateRow>) {
    let everybody = view.basis.all.counts();
    for (k, stratum) in lists(view) {
        for member in view.members() {
            let group = member.scores;
            let columns = |name| Columns { stratum: Some(&stratum), ..view.columns(name, &member) };
            if !is_everybody(group) {
                let drawn = on_the_list(view, group, k).map_or_else(Drawn::absent, |found| share(&found, k));
                out.push(estimate_row(view.audit, columns("group_share"), drawn));
            }
            if !view.basis.outcome {
                continue;
            }
            let sides = Sides::of(group);
            let found = match view.no_outcome(group).or_else(|| view.basis.all.absent()) {
                Some(note) => Err(note),
                None => at_capacity(sides.ranked(), &everybody, k, view.z).ok_or(Note::NotDefinedForDesign),
            };
            for (name, recall) in [("precision_at_capacity", false), ("recall_at_capacity", true)] {
                let mut drawn = match &found {
                    Err(note) => Drawn::absent(*note),
                    Ok(found) => {
                        let (estimate, ends) = if recall {
                            (&found.recall, found.recall_ends)
                        } else {
                            (&found.precision, found.precision_ends)
                        };
                        let n = if recall { sides.positives.iter().sum::<u64>() as f64 } else { found.on_the_list };
                        let drawn = Drawn { n: Some(n), ..Drawn::from(estimate.clone(), "wilson") };
                        with_ends(drawn, ends)
                    }
                };
                if group.absent().is_none() {
                    drawn.notes.extend(view.outcome_notes(group));
                }
                out.push(estimate_row(view.audit, columns(name), drawn));
            }
        }
    }
}

/// The group's share of the list.
fn share(found: &TopK, k: u64) -> Drawn {
    let drawn = Drawn { n: Some(k as f64), ..Drawn::from(found.share.clone(), "wilson") };
    with_ends(drawn, Some((found.least as f64 / k as f64, found.most as f64 / k as f64)))
}

/// The least and the greatest value that the order among equals can make, where it matters.
fn with_ends(mut drawn: Drawn, ends: Option<(f64, f64)>) -> Drawn {
    if let Some((least, most)) = ends.filter(|_| drawn.notes.contains(&Note::TiesAtK)) {
        put(&mut drawn.detail, "ties_low", least);
        put(&mut drawn.detail, "ties_high", most);
    }
    drawn
}

/// Rows of `representation`: the group's share of the list against its share of everybody.
pub(super) fn described(view: View<'_>, out: &mut Vec<DisparityRow>) {
    for (k, stratum) in lists(view) {
        for group in view.basis.groups.iter().filter(|group| group.group != reserved::MISSING) {
            let found = on_the_list(view, group, k);
            let pair = Pair {
                group: &group.group,
                reference: Some(Cow::Borrowed(reserved::POOL)),
                scores: match &found {
                    Ok(_) => Ok((group, Cow::Borrowed(&view.basis.all))),
                    Err(note) => Err(*note),
                },
            };
            for (scale, equal) in [(Scale::Difference, 0.0), (Scale::Ratio, 1.0)] {
                let drawn = match &found {
                    Err(note) => Drawn::absent(*note),
                    Ok(found) => represented(view, group, found, k, scale),
                };
                let how = How {
                    scale: Some(scale),
                    stratum: Some(&stratum),
                    equal: Some(equal),
                    sizes: Some((k as f64, view.basis.all.scored() as f64)),
                    ..How::default()
                };
                row(view, &pair, "representation", how, drawn, out);
            }
        }
    }
}

/// The expected value; limits from the least and from the most that the order among equals can make.
fn represented(view: View<'_>, group: &ScoreGroup, found: &TopK, k: u64, scale: Scale) -> Drawn {
    let (n, all) = (group.scored(), view.basis.all.scored());
    let nested = |on: u64| Contrast::nested(scale, [on, n - on, k - on, (all - n) - (k - on)]);
    let (low, high) = (nested(found.least), nested(found.most));
    let share = found.share.value.unwrap_or(0.0);
    let value = match scale {
        Scale::Ratio => found.representation,
        _ => Some(share - found.population_share),
    };
    let mut notes = low.notes.clone();
    notes.extend(high.notes.iter().copied());
    if found.least < found.most {
        notes.push(Note::TiesAtK);
    }
    let drawn = Drawn {
        value,
        lower: low.limits(view.tail).lower,
        upper: high.limits(view.tail).upper,
        method: low.method,
        notes,
        ..Drawn::default()
    };
    with_ends(drawn, low.value.zip(high.value))
}
