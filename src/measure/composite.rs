//! Figures made of several disparities of one group: equalized odds and its kin, and people selected beyond parity.

use std::collections::BTreeMap;

use super::contrast::Contrast;
use super::disparity::{Draft, row};
use super::family::{Candidate, Judged, Kind};
use super::from_cube::Audit;
use super::rows::DisparityRow;
use super::series::{Reading, arm_counts, arm_stage};
use super::tally::Tally;
use crate::words::{Note, Scale, Verdict, metric};

/// Rows of `excess_selected`, `equalized_odds`, `average_odds`, `average_absolute_odds` and `predictive_parity`.
pub(super) fn rows(audit: &Audit<'_>, drafts: &[Draft], judged: &[Judged]) -> Vec<DisparityRow> {
    // Of groups known through memberships only the rows that speak for the group: others rest on an assumption each, or
    // are of the people alone whose group is known.
    let speaks = |draft: &Draft| draft.of.is_none() && draft.arm != Some(crate::measure::proxy::VALIDATED);
    // Of figures over factors only those that a comparison of equalized odds asks for have a conjunction.
    let asked = |draft: &Draft| match &draft.stratum {
        None => true,
        Some(stratum) => audit.spec.comparisons.iter().any(|one| {
            matches!(one.measured, crate::spec::Measured::Metric(known) if known.name == "equalized_odds")
                && one.stratum.as_ref() == Some(stratum)
        }),
    };
    let pairs: Vec<(&Draft, &Judged)> =
        drafts.iter().zip(judged).filter(|(draft, _)| speaks(draft) && asked(draft)).collect();
    let mut out = excess(audit, &pairs);
    for (name, of, scales) in [
        ("equalized_odds", ["true_positive_rate", "false_positive_rate"], &[Scale::Difference, Scale::Ratio][..]),
        ("average_odds", ["true_positive_rate", "false_positive_rate"], &[Scale::Difference][..]),
        ("average_absolute_odds", ["true_positive_rate", "false_positive_rate"], &[Scale::Difference][..]),
        (
            "predictive_parity",
            ["positive_predictive_value", "negative_predictive_value"],
            &[Scale::Difference, Scale::Ratio][..],
        ),
    ] {
        for &scale in scales {
            let first = pairs.iter().filter(|(draft, _)| draft.metric.name == of[0] && draft.candidate.scale == scale);
            for (one, one_judged) in first {
                let twin = pairs.iter().find(|(draft, _)| {
                    draft.metric.name == of[1]
                        && draft.candidate.scale == scale
                        && draft.axis == one.axis
                        && draft.stage == one.stage
                        && draft.group == one.group
                        && draft.reference == one.reference
                        && draft.stratum == one.stratum
                });
                if let Some((other, other_judged)) = twin {
                    out.extend(combined(audit, name, scale, (one, one_judged), (other, other_judged)));
                }
            }
        }
    }
    out
}

/// The figure of two disparities of one group.
fn combined(
    audit: &Audit<'_>,
    name: &'static str,
    scale: Scale,
    one: (&Draft, &Judged),
    other: (&Draft, &Judged),
) -> Option<DisparityRow> {
    let metric = metric(name)?;
    let (a, b) = (one.0.candidate.contrast.value, other.0.candidate.contrast.value);
    let value = a.zip(b).and_then(|(a, b)| match (name, scale) {
        ("equalized_odds" | "predictive_parity", Scale::Difference) => Some(a.abs().max(b.abs())),
        ("equalized_odds" | "predictive_parity", _) => {
            let part = |r: f64| if r > 1.0 { 1.0 / r } else { r };
            Some(part(a).min(part(b)))
        }
        ("average_odds", _) => Some((a + b) / 2.0),
        ("average_absolute_odds", _) => Some((a.abs() + b.abs()) / 2.0),
        _ => None,
    });
    let notes: Vec<Note> = if value.is_none() {
        one.0.candidate.contrast.notes.iter().chain(&other.0.candidate.contrast.notes).copied().collect()
    } else {
        Vec::new()
    };
    // A conjunction: within the margin iff both are, a disparity iff one is, after adjustment (metrics-union.md, D).
    let listed = name == "equalized_odds"
        && audit.spec.comparisons.iter().any(|comparison| {
            matches!(comparison.measured, crate::spec::Measured::Metric(known) if known.name == name)
                && comparison.scale == scale
                && comparison.stage == one.0.stage
                && comparison.stratum == one.0.stratum
        });
    let (verdict, rule, kind) = if listed {
        let verdicts = [one.1.verdict, other.1.verdict];
        let verdict = if verdicts.contains(&Some(Verdict::Disparity)) {
            Verdict::Disparity
        } else if verdicts.iter().all(|verdict| *verdict == Some(Verdict::WithinMargin)) {
            Verdict::WithinMargin
        } else if verdicts.contains(&Some(Verdict::NotAssessed)) {
            Verdict::NotAssessed
        } else {
            Verdict::Inconclusive
        };
        // Descriptive in the count of comparisons: its two parts are counted.
        (verdict, one.0.candidate.rule, Kind::Descriptive)
    } else {
        (Verdict::NotAssessed, None, Kind::Descriptive)
    };
    let mut contrast = Contrast::plain(value, &notes);
    contrast.method = None;
    let draft = Draft {
        metric,
        of: None,
        arm: None,
        notes: if listed { Vec::new() } else { vec![Note::NoMargin] },
        candidate: Candidate {
            contrast,
            kind,
            rule,
            scale,
            direction: super::disparity::direction(audit, metric, one.0.stage),
            barred: one.0.candidate.barred,
            ..one.0.candidate.clone()
        },
        ..one.0.clone()
    };
    let judged = Judged { verdict: Some(verdict), ..Judged::default() };
    let mut row = row(audit, &draft, &judged);
    // Planning figures belong to the parts.
    row.minimum_detectable = None;
    row.cases_needed = None;
    row.note.retain(|note| !matches!(note, Note::NearMargin | Note::NotDetectable));
    Some(row)
}

/// `excess_selected`: n_g (p_g − p_r), people selected beyond parity; interval n_g times that of the difference.
fn excess(audit: &Audit<'_>, pairs: &[(&Draft, &Judged)]) -> Vec<DisparityRow> {
    let Some(metric) = metric("excess_selected") else { return Vec::new() };
    let mut out = Vec::new();
    let mut sizes: BTreeMap<(usize, Option<usize>), BTreeMap<String, Option<f64>>> = BTreeMap::new();
    for (draft, judged) in pairs {
        let difference = draft.metric.name == "selection_rate"
            && draft.candidate.scale == Scale::Difference
            && draft.stratum.is_none();
        let Some(axis) = draft.axis.filter(|_| difference && draft.reference.is_some()) else { continue };
        let groups = sizes.entry((axis, draft.stage)).or_insert_with(|| group_sizes(audit, axis, draft.stage));
        // Groups known through memberships have expected members.
        let expected =
            audit.axes[axis].proxied().and(draft.candidate.contrast.bounds).and(draft.candidate.contrast.n_group);
        let n = groups.get(&draft.group).copied().flatten().or(expected);
        let times = |value: Option<f64>| value.zip(n).map(|(value, n)| value * n);
        let point = judged.pointwise.unwrap_or(judged.limits);
        let limits = super::verdict::Limits { lower: times(point.lower), upper: times(point.upper) };
        let base = &draft.candidate.contrast;
        let mut contrast = Contrast::plain(times(base.value), &base.notes);
        contrast.method = base.method;
        contrast.detail = base.detail.clone();
        // Shares, not people.
        contrast.detail.retain(|key, _| !matches!(key.as_str(), "imbens_manski" | "clipped_from"));
        contrast.bounds = base.bounds.zip(n).map(|((least, most), n)| (least * n, most * n));
        if n.is_none() && (base.value.is_some() || base.bounds.is_some()) {
            // Nobody counted how many they are.
            contrast.notes.push(Note::NotDefinedForDesign);
        }
        contrast.n_group = base.n_group;
        contrast.n_reference = base.n_reference;
        let draft = Draft {
            metric,
            notes: draft.notes.iter().copied().chain([Note::NoMargin]).collect(),
            candidate: Candidate { contrast, kind: Kind::Descriptive, rule: None, ..draft.candidate.clone() },
            ..(*draft).clone()
        };
        let excludes = super::verdict::excludes_no_difference(limits, Scale::Difference, draft.candidate.direction);
        let judged = Judged {
            limits,
            verdict: Some(Verdict::NotAssessed),
            excludes: excludes.map(|(excludes, _)| excludes),
            harmed: excludes.and_then(|(_, harmed)| harmed),
            ..Judged::default()
        };
        out.push(row(audit, &draft, &judged));
    }
    out
}

/// How many people each group has: its rows, or what two arms estimate.
fn group_sizes(audit: &Audit<'_>, axis: usize, stage: Option<usize>) -> BTreeMap<String, Option<f64>> {
    let Some(table) = audit.axes[axis].table(audit.cube) else { return BTreeMap::new() };
    let stage = audit.stage(stage).or_else(|| arm_stage(audit.spec));
    let size = |tally: &Tally| match audit.reading(axis) {
        Some(Reading::Arms(arms)) => arms.arms.group_size(arm_counts(tally).random),
        _ => tally.all().known().then(|| tally.all().lo as f64),
    };
    audit.axes[axis].tallies(table, stage).into_iter().map(|one| (one.group, size(&one.tally))).collect()
}
