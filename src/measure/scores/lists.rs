//! Lists: who is among the first k by score, and how often those have the outcome (`metrics-union.md`, A, G; `methods/7`,
//! 7.8); where its groups stand on the whole list. Equal scores are in no known order: expected counts and, at a cut, the
//! least and the most that it can make. Rows stand where the spec asks for a list (`inference.top`).

use std::borrow::Cow;

use evenhand_stats::float;
use evenhand_stats::rank::background;
use evenhand_stats::top_k::{ListMeasures, PUBLISHED, TopK, at_capacity, list_measures, top_k};

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

/// Rows of `group_share`, `precision_at_capacity`, `recall_at_capacity` and `exposure`.
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
    if lists(view).next().is_some() {
        exposures(view, out);
    }
}

/// Where a group stands on the whole list; the reason where that cannot be said.
fn on_the_whole_list(view: View<'_>, group: &ScoreGroup) -> Result<ListMeasures, Note> {
    if let Some(note) = group.absent().or_else(|| view.basis.all.absent()) {
        return Err(note);
    }
    let (counts, everybody) = (group.counts(), view.basis.all.counts());
    let rest = background(&everybody, &counts);
    list_measures(&counts, &rest, PUBLISHED).ok_or(Note::SingleGroup)
}

/// Rows of `exposure`: the mean weight of the group's places.
fn exposures(view: View<'_>, out: &mut Vec<EstimateRow>) {
    for member in view.members().into_iter().filter(|member| !is_everybody(member.scores)) {
        let drawn = match on_the_whole_list(view, member.scores) {
            Err(note) => Drawn::absent(note),
            Ok(found) => Drawn {
                value: Some(found.exposure_of_group),
                n: Some(member.scores.scored() as f64),
                ..Drawn::default()
            },
        };
        out.push(estimate_row(view.audit, view.columns("exposure", &member), drawn));
    }
}

/// One figure of a whole list.
type Pick = fn(&ListMeasures) -> Option<f64>;

/// Rows of `exposure` against everybody else, and of `list_divergence` from everybody.
fn over_the_whole_list(view: View<'_>, group: &ScoreGroup, out: &mut Vec<DisparityRow>) {
    let found = on_the_whole_list(view, group);
    let pair = |reference: &'static str| Pair {
        group: &group.group,
        reference: Some(Cow::Borrowed(reference)),
        scores: match &found {
            Ok(_) => Ok((group, Cow::Borrowed(&view.basis.all))),
            Err(note) => Err(*note),
        },
    };
    let (n, all) = (group.scored(), view.basis.all.scored());
    let drawn = |pick: &dyn Fn(&ListMeasures) -> Option<f64>, method: Option<&'static str>| match &found {
        Err(note) => Drawn::absent(*note),
        Ok(found) => match pick(found) {
            None => Drawn::absent(Note::NotDefinedForDesign),
            value => Drawn { value, method, ..Drawn::default() },
        },
    };
    let how =
        How { scale: Some(Scale::Ratio), sizes: Some((n as f64, all.saturating_sub(n) as f64)), ..How::default() };
    row(view, &pair(reserved::REST), "exposure", how, drawn(&|found| Some(found.exposure_ratio()), None), out);
    let sizes = Some((n as f64, all as f64));
    let figures: [(Option<&str>, &'static str, Pick); 3] = [
        (None, "ndkl", |found| Some(found.ndkl)),
        // A list without a place that is published as a cut has none of these two.
        (Some("rkl"), "rkl", |found| found.rkl),
        (Some("rnd"), "rnd", |found| found.rnd),
    ];
    for (of, method, pick) in figures {
        let how = How { of, sizes, ..How::default() };
        row(view, &pair(reserved::POOL), "list_divergence", how, drawn(&pick, Some(method)), out);
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

/// Rows of `representation` and `skew_at_k`, the group's share of the list against its share of everybody; of `exposure` and
/// `list_divergence` over the whole list.
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
            let how = How {
                stratum: Some(&stratum),
                equal: Some(0.0),
                sizes: Some((k as f64, view.basis.all.scored() as f64)),
                ..How::default()
            };
            let drawn = match &found {
                Err(note) => Drawn::absent(*note),
                Ok(found) => skew(represented(view, group, found, k, Scale::Ratio)),
            };
            row(view, &pair, "skew_at_k", how, drawn, out);
        }
    }
    if lists(view).next().is_some() {
        for group in view.basis.groups.iter().filter(|group| group.group != reserved::MISSING) {
            over_the_whole_list(view, group, out);
        }
    }
}

/// The logarithm of a representation; that of 0 is infinite.
fn skew(ratio: Drawn) -> Drawn {
    let ln = |x: Option<f64>| x.filter(|x| *x > 0.0).map(float::ln);
    let mut drawn = Drawn {
        value: ln(ratio.value),
        lower: ln(ratio.lower),
        upper: ln(ratio.upper),
        notes: ratio.notes,
        ..Drawn::default()
    };
    if drawn.value.is_none() && ratio.value.is_some() {
        drawn.notes.push(Note::ZeroCell);
    }
    if drawn.lower.is_none() && ratio.lower.is_some() {
        drawn.notes.push(Note::Unbounded);
    }
    for (key, value) in ratio.detail {
        if let Some(value) = value.as_f64().filter(|x| *x > 0.0) {
            put(&mut drawn.detail, &key, float::ln(value));
        }
    }
    drawn.method = ratio.method;
    drawn
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
