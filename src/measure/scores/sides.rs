//! Who is compared with whom, on which scores, and what those scores can carry.

use std::borrow::Cow;

use evenhand_stats::threshold::quantile_bin;

use super::View;
use super::basis::{Basis, ScoreGroup};
use crate::measure::contrast::Contrast;
use crate::measure::disparity::{self, Draft};
use crate::measure::family::{self, Candidate, Kind, margin_of};
use crate::measure::from_cube::Audit;
use crate::measure::rows::Detail;
use crate::spec::{Compare, StageRule};
use crate::words::{HarmDirection, Metric, Note, Scale, reserved};

/// A group and what it is compared with.
pub(super) struct Pair<'b> {
    /// The group; `(all groups)` where there is one only, which is said once.
    pub group: &'b str,
    /// The reference as a report names it.
    pub reference: Option<Cow<'b, str>>,
    /// Their scores; the reason where there is nothing to compare.
    pub scores: Result<(&'b ScoreGroup, Cow<'b, ScoreGroup>), Note>,
}

/// Every group against what `target` asks for.
pub(super) fn pairs<'b>(audit: &Audit<'_>, basis: &'b Basis, target: Compare) -> Vec<Pair<'b>> {
    let reference = audit.axes[basis.axis].reference.as_str();
    let there = |group: &&ScoreGroup| group.group != reserved::MISSING && group.absent() != Some(Note::GroupAbsent);
    let own = basis.reference(audit);
    let present = basis.groups.iter().filter(there).count();
    let absent = reference != reserved::REST && own.is_none_or(|own| own.absent() == Some(Note::GroupAbsent));
    let barred = if present > 0 && absent {
        Some(Note::ReferenceAbsent)
    } else if present < 2 {
        Some(Note::SingleGroup)
    } else {
        None
    };
    let compared: Vec<&ScoreGroup> = basis.compared(audit).collect();
    if compared.is_empty() {
        return vec![Pair { group: reserved::ALL_GROUPS, reference: None, scores: Err(Note::SingleGroup) }];
    }
    let pair = |group: &'b ScoreGroup, name: Cow<'b, str>, against: Option<Cow<'b, ScoreGroup>>| {
        let reason = barred.or_else(|| group.absent());
        let reason = reason.or_else(|| against.as_ref().map_or(Some(Note::NoCases), |against| against.absent()));
        let scores = match (reason, against) {
            (None, Some(against)) => Ok((group, against)),
            (reason, _) => Err(reason.unwrap_or(Note::NoCases)),
        };
        Pair { group: &group.group, reference: Some(name), scores }
    };
    let mut out = Vec::new();
    for (place, &group) in compared.iter().enumerate() {
        match target {
            Compare::Reference if reference != reserved::REST => {
                let name =
                    own.map_or_else(|| Cow::Owned(reference.to_owned()), |own| Cow::Borrowed(own.group.as_str()));
                out.push(pair(group, name, own.map(Cow::Borrowed)));
            }
            Compare::Reference | Compare::Rest | Compare::Overall => {
                let name = if target == Compare::Overall { reserved::OVERALL } else { reserved::REST };
                out.push(pair(group, Cow::Borrowed(name), Some(Cow::Owned(basis.rest(group)))));
            }
            Compare::Pairs => out.extend(
                compared[place + 1..]
                    .iter()
                    .map(|&other| pair(group, Cow::Borrowed(other.group.as_str()), Some(Cow::Borrowed(other)))),
            ),
        }
    }
    out
}

/// Which direction of a metric of the score is to a group's disadvantage: that of the stages which the score decides (those
/// with a threshold, else all), if they agree.
pub(super) fn direction(audit: &Audit<'_>, metric: &Metric, stage: Option<usize>) -> HarmDirection {
    if stage.is_some() {
        return disparity::direction(audit, metric, stage);
    }
    let by_score = |rule: &StageRule| matches!(rule, StageRule::Threshold(_));
    let any = audit.spec.stages.iter().any(|stage| by_score(&stage.rule));
    let mut stages = audit.spec.stages.iter().filter(|stage| !any || by_score(&stage.rule)).map(|one| one.favourable);
    let [unfavourable, favourable] = [false, true].map(|is| metric.harm_direction(is));
    match (stages.next(), unfavourable == favourable) {
        (_, true) => unfavourable,
        (Some(first), _) if stages.all(|other| other == first) => metric.harm_direction(first),
        _ => HarmDirection::Both,
    }
}

/// May a margin be judged on a basis?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It speaks for the population.
    Judged,
    /// It is all there is, and its scores are cut off: a verdict on it is inconclusive.
    Doubtful,
    /// Another basis of the same attribute speaks for the population.
    Beside,
}

/// The scores of everybody, as far as they are known: those of the basis itself, for the model arm those of the pool or of
/// the random arm; `None`: nobody else's scores are known.
fn whole<'b>(bases: &'b [Basis], basis: &'b Basis) -> Option<&'b Basis> {
    let of = |arm: Option<&str>| bases.iter().find(|other| other.axis == basis.axis && other.arm == arm);
    match basis.arm {
        Some("model") => of(None).or_else(|| of(Some("random"))),
        _ => Some(basis),
    }
}

impl Basis {
    /// What a verdict on this basis would be worth.
    pub(super) fn standing(&self, bases: &[Self]) -> Standing {
        let pool = bases.iter().any(|other| other.axis == self.axis && other.arm.is_none());
        match (self.arm, whole(bases, self)) {
            (None, _) => Standing::Judged,
            (Some("model"), None) => Standing::Doubtful,
            (Some("random"), _) if !pool => Standing::Judged,
            _ => Standing::Beside,
        }
    }

    /// Are the scores of a group's rows cut off: does the lowest of them lie above the lowest tenth of everybody's in the
    /// group (`methods/7`)? Where only scores of the selected are known they are.
    pub(super) fn restricted(&self, bases: &[Self], group: &ScoreGroup, rows: &[u64]) -> bool {
        let Some(lowest) = rows.iter().position(|&n| n > 0).and_then(|place| group.everyone.get(place)) else {
            return false;
        };
        let Some(whole) = whole(bases, self) else { return true };
        let everybody = match group.group.as_str() {
            reserved::ALL => Cow::Borrowed(&whole.all),
            reserved::REST => return false,
            name => match whole.groups.iter().find(|other| other.group == name) {
                Some(found) => Cow::Borrowed(found),
                None => return true,
            },
        };
        let tenth = quantile_bin(&everybody.counts(), 0.1).and_then(|place| everybody.everyone.get(place));
        tenth.is_none_or(|tenth| lowest.low > tenth.low)
    }

    /// Share of everybody whose score is known to be at least `threshold`; `None` where only scores of the selected are.
    pub(super) fn share_above(&self, bases: &[Self], threshold: f64) -> Option<f64> {
        self.shares_above(bases)(threshold)
    }

    /// [`Basis::share_above`] of many thresholds.
    pub(super) fn shares_above<'b>(&'b self, bases: &'b [Self]) -> impl Fn(f64) -> Option<f64> + use<'b> {
        let whole = whole(bases, self);
        let mut above = whole.map(|whole| whole.all.counts()).unwrap_or_default();
        above.push(0);
        for place in (1..above.len()).rev() {
            above[place - 1] += above[place];
        }
        move |threshold| {
            let at = above.get(whole?.place_of(threshold)).copied().unwrap_or(0);
            (above[0] > 0).then(|| at as f64 / above[0] as f64)
        }
    }
}

/// Every group against everybody else.
pub(super) fn against_rest(basis: &Basis) -> Vec<Pair<'_>> {
    let groups: Vec<&ScoreGroup> = basis.groups.iter().filter(|group| group.group != reserved::MISSING).collect();
    let there = groups.iter().filter(|group| group.absent() != Some(Note::GroupAbsent)).count();
    groups
        .into_iter()
        .map(|group| {
            let rest = basis.rest(group);
            let reason = if there < 2 { Some(Note::SingleGroup) } else { None };
            let scores = match reason.or_else(|| group.absent()).or_else(|| rest.absent()) {
                Some(note) => Err(note),
                None => Ok((group, Cow::Owned(rest))),
            };
            Pair { group: &group.group, reference: Some(Cow::Borrowed(reserved::REST)), scores }
        })
        .collect()
}

/// A difference of a pair as a draft: with a margin where a comparison gives one and these scores speak for the population.
/// One group alone is said once, not for every target.
#[expect(clippy::too_many_arguments, reason = "the key columns of a row, each once")]
pub(super) fn draft(
    view: View<'_>,
    metric: &'static Metric,
    stage: Option<usize>,
    scale: Scale,
    pair: &Pair<'_>,
    target: Compare,
    mut contrast: Contrast,
    block: usize,
) -> Option<Draft> {
    if pair.reference.is_none() && target != Compare::Reference {
        return None;
    }
    let (audit, basis) = (view.audit, view.basis);
    let axis = &audit.axes[basis.axis];
    let standing = basis.standing(view.bases);
    let direction = direction(audit, metric, stage);
    let judged = target == Compare::Reference && standing != Standing::Beside;
    let margin = judged.then(|| margin_of(audit.spec, metric, stage, scale, &axis.name)).flatten();
    if standing == Standing::Doubtful && margin.is_some() {
        contrast.doubt = Some(Note::RangeRestricted);
    }
    let mut notes = Vec::new();
    if let Ok((group, other)) = &pair.scores {
        notes.extend(view.cut_off(group));
        notes.extend(view.cut_off(other));
    }
    Some(Draft {
        metric,
        of: None,
        stage,
        axis: Some(basis.axis),
        group: pair.group.to_owned(),
        reference: pair.reference.as_ref().map(|name| name.clone().into_owned()),
        stratum: None,
        arm: basis.arm,
        notes,
        detail: Detail::new(),
        candidate: Candidate {
            contrast,
            kind: match margin {
                Some((_, true)) => Kind::Confirmatory,
                Some((_, false)) => Kind::Exploratory,
                None => Kind::Descriptive,
            },
            rule: margin.map(|(comparison, _)| family::rule(comparison, direction, audit.spec.inference.harm)),
            scale,
            direction,
            axis: basis.axis,
            block,
            shares_reference: axis.reference != reserved::REST,
            barred: pair.scores.as_ref().err().copied(),
        },
    })
}
