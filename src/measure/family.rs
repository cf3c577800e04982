//! Families of comparisons: which margin, which tail, which adjusted p-value, which verdict (`methods/4`).

use evenhand_stats::{max_t, multiplicity, normal};

use super::contrast::{Contrast, Exactness};
use super::verdict::{Limits, Rule, excludes_no_difference, three_way};
use crate::spec::{Comparison, Inference, Measured, Spec};
use crate::words::{Harm, Harmed, Metric, Note, Number, Scale, Verdict};

/// What a comparison belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Named by a comparison of the spec.
    Confirmatory,
    /// Has a margin, but no comparison lists it.
    Exploratory,
    /// No margin: no verdict.
    Descriptive,
}

/// A group against its reference on one scale, before it is judged.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What is compared.
    pub contrast: Contrast,
    /// Confirmatory, exploratory or descriptive.
    pub kind: Kind,
    /// What it is judged by; `None`: no margin.
    pub rule: Option<Rule>,
    /// Scale.
    pub scale: Scale,
    /// Direction of harm.
    pub direction: crate::words::HarmDirection,
    /// Index of the axis, for families split by attribute and for the all-clear of an attribute.
    pub axis: usize,
    /// Block: one metric, stage, stratum and scale of one attribute against one reference.
    pub block: usize,
    /// Do the comparisons of its block share one reference group (many to one)?
    pub shares_reference: bool,
    /// A comparison that a rule leaves without a verdict: the note says which.
    pub barred: Option<Note>,
}

/// A comparison, judged.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Limits that the verdict reads.
    pub limits: Limits,
    /// Ordinary limits, where they differ.
    pub pointwise: Option<Limits>,
    /// Is the interval simultaneous?
    pub simultaneous: bool,
    /// Adjusted p of no difference.
    pub p_adjusted: Option<f64>,
    /// p at the margin: no disparity beyond it.
    pub p_disparity: Option<f64>,
    /// p at the margin: a disparity of at least it.
    pub p_within: Option<f64>,
    /// Verdict.
    pub verdict: Option<Verdict>,
    /// Who is worse off.
    pub harmed: Option<Harmed>,
    /// Does the interval leave out "no difference"?
    pub excludes: Option<bool>,
    /// One-sided tail of its limits, for planning figures.
    pub tail: f64,
    /// Notes that judging adds.
    pub notes: Vec<Note>,
    /// Limits of the 90 % interval that an all-clear read, where `alpha_within` asks for it.
    pub interval_90: Option<Limits>,
}

/// The comparison of the spec that gives a row of all cases its margin: (it, does it list the attribute).
pub fn margin_of<'s>(
    spec: &'s Spec,
    metric: &Metric,
    stage: Option<usize>,
    scale: Scale,
    attribute: &str,
) -> Option<(&'s Comparison, bool)> {
    margin_over(spec, metric, stage, (scale, None), attribute)
}

/// The same for a row on a scale and over a stratum: factors joined by `*` are judged where a comparison names them.
pub fn margin_over<'s>(
    spec: &'s Spec,
    metric: &Metric,
    stage: Option<usize>,
    (scale, stratum): (Scale, Option<&str>),
    attribute: &str,
) -> Option<(&'s Comparison, bool)> {
    let fits = |one: &&Comparison, name: &str| {
        matches!(one.measured, Measured::Metric(known) if known.name == name)
            && one.stage == stage
            && one.scale == scale
            && one.stratum.as_deref() == stratum
    };
    let listed = |one: &Comparison| one.attributes.iter().any(|name| name == attribute);
    let find = |name: &str| {
        let mut all: Vec<&Comparison> = spec.comparisons.iter().filter(|one| fits(one, name)).collect();
        all.sort_by_key(|one| !listed(one));
        all.first().copied().map(|one| (one, listed(one)))
    };
    // A conjunction is judged through its parts (metrics-union.md, D).
    let through =
        matches!(metric.name, "true_positive_rate" | "false_positive_rate").then(|| find("equalized_odds")).flatten();
    match (find(metric.name), through) {
        (Some(own), Some(part)) => Some(if own.1 || !part.1 { own } else { part }),
        (own, part) => own.or(part),
    }
}

/// Judges all candidates of an audit.
pub fn judge(candidates: &[Candidate], inference: &Inference) -> Vec<Judged> {
    let families = families(candidates, inference);
    let tails = tails(candidates, inference, &families);
    let mut out: Vec<Judged> =
        candidates.iter().zip(&tails).map(|(candidate, &tail)| read(candidate, tail, inference)).collect();
    adjust(candidates, inference, &families, &mut out);
    if inference.holm {
        by_holm(candidates, inference, &families, &mut out);
    }
    exploratory(candidates, inference, &mut out);
    attributes(candidates, inference, &families, &mut out);
    for (candidate, judged) in candidates.iter().zip(&mut out) {
        finish(candidate, judged);
    }
    out
}

/// Indices of the computable confirmatory comparisons, by family.
fn families(candidates: &[Candidate], inference: &Inference) -> Vec<Vec<usize>> {
    let mut families: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.kind == Kind::Confirmatory && candidate.contrast.computable() && candidate.barred.is_none() {
            let family = if inference.family_by_attribute { candidate.axis } else { 0 };
            families.entry(family).or_default().push(index);
        }
    }
    families.into_values().collect()
}

/// The one-sided tail of each candidate's limits: ordinary, or simultaneous over its family (`methods/4`, 4.5).
fn tails(candidates: &[Candidate], inference: &Inference, families: &[Vec<usize>]) -> Vec<f64> {
    let alpha = 1.0 - inference.level;
    let mut tails = vec![alpha / 2.0; candidates.len()];
    if inference.holm {
        return tails;
    }
    for family in families {
        let mut blocks: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        for &index in family {
            blocks.entry(candidates[index].block).or_default().push(index);
        }
        for members in blocks.values() {
            let Some(share) = multiplicity::block_share(alpha, members.len(), family.len()) else { continue };
            let critical = block_critical(candidates, members, share);
            for (&index, c) in members.iter().zip(critical) {
                tails[index] = normal::tail_of_z(c);
            }
        }
    }
    tails
}

/// Critical values of a block: max-T where its comparisons share one reference group and no group is small, else
/// Bonferroni inside the block (valid under any dependence).
fn block_critical(candidates: &[Candidate], members: &[usize], alpha: f64) -> Vec<f64> {
    let k = members.len() as f64;
    let first = &candidates[members[0]];
    let small = members.iter().any(|&index| candidates[index].contrast.smallest().is_some_and(|n| n < 20.0));
    if members.len() > 1 && first.shares_reference && !small {
        let reference = first.contrast.spread_reference();
        let groups: Vec<Option<f64>> = members.iter().map(|&index| candidates[index].contrast.spread_group()).collect();
        return max_t::block_critical_values(reference, &groups, alpha);
    }
    vec![normal::z_of_tail(alpha / (2.0 * k)); members.len()]
}

/// Limits, p-values and, for confirmatory comparisons, the verdict read off the limits.
fn read(candidate: &Candidate, tail: f64, inference: &Inference) -> Judged {
    let ordinary = (1.0 - inference.level) / 2.0;
    let limits = rounded(candidate.contrast.limits(tail));
    let simultaneous = candidate.kind == Kind::Confirmatory && !inference.holm;
    let pointwise = (tail != ordinary).then(|| rounded(candidate.contrast.limits(ordinary)));
    let mut judged = Judged { limits, pointwise, simultaneous, tail, ..Judged::default() };
    let Some(rule) = &candidate.rule else {
        judged.verdict = Some(Verdict::NotAssessed);
        judged.notes.push(Note::NoMargin);
        return judged;
    };
    if candidate.barred.is_some() || !candidate.contrast.computable() {
        judged.verdict = Some(Verdict::NotAssessed);
        return judged;
    }
    if let Some((p_disparity, p_within)) = candidate.contrast.margin_tests(rule) {
        judged.p_disparity = Some(p_disparity);
        judged.p_within = Some(p_within);
    }
    if candidate.kind != Kind::Confirmatory {
        return judged;
    }
    let within_tail = tail * inference.alpha_within / ordinary.max(f64::MIN_POSITIVE);
    let within = if inference.alpha_within > ordinary + 1e-12 {
        let wide = rounded(candidate.contrast.limits(within_tail));
        judged.interval_90 = Some(wide);
        wide
    } else {
        limits
    };
    let (verdict, _) = three_way(limits, within, rule);
    if let Some(doubt) = candidate.contrast.doubt {
        push(&mut judged.notes, doubt);
        judged.verdict = Some(Verdict::Inconclusive);
        return judged;
    }
    judged.verdict = Some(guarded(candidate, rule, verdict, tail, within_tail, &mut judged.notes));
    if let Some(point) = judged.pointwise {
        let (alone, _) = three_way(point, point, rule);
        if alone != verdict {
            push(&mut judged.notes, Note::Multiplicity);
        }
    }
    judged
}

/// A comparison read at the tail of another, beside which it stands: what that one would have said of it. It counts in no
/// family.
pub fn beside(candidate: &Candidate, tail: f64, inference: &Inference) -> Judged {
    let confirmed = Candidate { kind: Kind::Confirmatory, ..candidate.clone() };
    let mut judged = read(&confirmed, tail, inference);
    finish(candidate, &mut judged);
    judged
}

/// A verdict that a small sample must also show exactly (`methods/5`, 5.3).
fn guarded(
    candidate: &Candidate,
    rule: &Rule,
    verdict: Verdict,
    tail: f64,
    within_tail: f64,
    notes: &mut Vec<Note>,
) -> Verdict {
    if verdict == Verdict::Inconclusive {
        return verdict;
    }
    let tail = if verdict == Verdict::WithinMargin { within_tail } else { tail };
    match candidate.contrast.exactness(rule, verdict == Verdict::WithinMargin, tail) {
        Exactness::NotNeeded | Exactness::Holds => verdict,
        Exactness::Fails => {
            push(notes, Note::ExactGuard);
            Verdict::Inconclusive
        }
    }
}

/// Adjusted p of no difference: Holm over a confirmatory family, BH or BY over the exploratory rows.
fn adjust(candidates: &[Candidate], inference: &Inference, families: &[Vec<usize>], out: &mut [Judged]) {
    for family in families {
        let p: Vec<Option<f64>> = family.iter().map(|&index| candidates[index].contrast.p_value()).collect();
        for (&index, adjusted) in family.iter().zip(multiplicity::holm(&p)) {
            out[index].p_adjusted = adjusted;
        }
    }
    let rows: Vec<usize> = exploratory_rows(candidates);
    let p: Vec<Option<f64>> = rows.iter().map(|&index| candidates[index].contrast.p_value()).collect();
    for (&index, adjusted) in rows.iter().zip(discovery(&p, inference)) {
        out[index].p_adjusted = adjusted;
    }
}

fn exploratory_rows(candidates: &[Candidate]) -> Vec<usize> {
    (0..candidates.len())
        .filter(|&index| {
            let one = &candidates[index];
            one.kind == Kind::Exploratory && one.contrast.computable() && one.barred.is_none()
        })
        .collect()
}

fn discovery(p: &[Option<f64>], inference: &Inference) -> Vec<Option<f64>> {
    if inference.any_dependence { multiplicity::benjamini_yekutieli(p) } else { multiplicity::benjamini_hochberg(p) }
}

/// Verdicts by Holm, kind by kind (`methods/4`, 4.5.2); the interval beside them is pointwise.
fn by_holm(candidates: &[Candidate], inference: &Inference, families: &[Vec<usize>], out: &mut [Judged]) {
    let alpha = 1.0 - inference.level;
    for family in families {
        let d: Vec<Option<f64>> = family.iter().map(|&index| out[index].p_disparity).collect();
        let w: Vec<Option<f64>> = family.iter().map(|&index| out[index].p_within).collect();
        let (d, w) = (multiplicity::holm(&d), multiplicity::holm(&w));
        for (place, &index) in family.iter().enumerate() {
            let Some(rule) = &candidates[index].rule else { continue };
            if candidates[index].contrast.doubt.is_some() {
                continue;
            }
            let alone = out[index].verdict;
            let allowed = if rule.one_sided() { alpha / 2.0 } else { alpha };
            let verdict = if d[place].is_some_and(|p| p <= allowed) {
                Verdict::Disparity
            } else if w[place].is_some_and(|p| p <= inference.alpha_within) {
                Verdict::WithinMargin
            } else {
                Verdict::Inconclusive
            };
            out[index].notes.retain(|note| *note != Note::ExactGuard);
            // Holm's smallest level is the family's over its size: the guard is held at that.
            let tail = allowed / 2.0 / family.len() as f64;
            let within_tail = inference.alpha_within / family.len() as f64;
            let mut notes = std::mem::take(&mut out[index].notes);
            let verdict = guarded(&candidates[index], rule, verdict, tail, within_tail, &mut notes);
            if alone.is_some_and(|alone| alone != verdict) {
                push(&mut notes, Note::Multiplicity);
            }
            out[index].notes = notes;
            out[index].verdict = Some(verdict);
        }
    }
}

/// Exploratory rows: the false discovery rate on the disparity claims alone; never an all-clear (`methods/4`, 4.5.4).
fn exploratory(candidates: &[Candidate], inference: &Inference, out: &mut [Judged]) {
    let rows = exploratory_rows(candidates);
    let p: Vec<Option<f64>> = rows
        .iter()
        .map(|&index| {
            let rule = candidates[index].rule.as_ref()?;
            if let Some(doubt) = candidates[index].contrast.doubt {
                push(&mut out[index].notes, doubt);
                return None;
            }
            let score = out[index].p_disparity?;
            // In a small table the claim must hold exactly too.
            Some(candidates[index].contrast.exact_p_disparity(rule).map_or(score, |exact| exact.max(score)))
        })
        .collect();
    for (&index, adjusted) in rows.iter().zip(discovery(&p, inference)) {
        let Some(rule) = &candidates[index].rule else { continue };
        let shown = adjusted.is_some_and(|p| p <= inference.false_discovery_rate);
        let verdict = if shown { Verdict::Disparity } else { Verdict::Inconclusive };
        if !shown && candidates[index].contrast.exact_p_disparity(rule).is_some() {
            let alone = discovery(&rows.iter().map(|&row| out[row].p_disparity).collect::<Vec<_>>(), inference);
            let place = rows.iter().position(|&row| row == index).unwrap_or(0);
            if alone.get(place).copied().flatten().is_some_and(|p| p <= inference.false_discovery_rate) {
                push(&mut out[index].notes, Note::ExactGuard);
            }
        }
        // What the interval by itself would have said, had the row been the only one.
        let limits = out[index].limits;
        let (alone, _) = three_way(limits, limits, rule);
        let guarded = out[index].notes.contains(&Note::ExactGuard);
        let doubted = candidates[index].contrast.doubt.is_some();
        if (alone == Verdict::Disparity) != shown && !guarded && !doubted {
            push(&mut out[index].notes, Note::Multiplicity);
        }
        out[index].verdict = Some(verdict);
    }
}

/// A row may be inconclusive under an attribute whose comparisons together are within the margin: noted
/// (`methods/4`, 4.5.3).
fn attributes(candidates: &[Candidate], inference: &Inference, families: &[Vec<usize>], out: &mut [Judged]) {
    for family in families {
        let mut by_axis: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        for &index in family {
            by_axis.entry(candidates[index].axis).or_default().push(index);
        }
        let count = by_axis.len();
        let level = inference.alpha_within / count as f64;
        for members in by_axis.values() {
            let comparisons: Vec<multiplicity::Comparison> = members
                .iter()
                .map(|&index| {
                    let holds = candidates[index]
                        .rule
                        .as_ref()
                        .map(|rule| candidates[index].contrast.exactness(rule, true, level));
                    multiplicity::Comparison {
                        disparity: out[index].verdict == Some(Verdict::Disparity),
                        within_margin: out[index].verdict == Some(Verdict::WithinMargin),
                        p_within: out[index].p_within,
                        exact_p_within: (holds == Some(Exactness::Fails)).then_some(1.0),
                    }
                })
                .collect();
            let summary = multiplicity::attribute_summary(&comparisons, count, inference.alpha_within);
            if summary.is_some_and(|summary| summary.multiplicity) {
                for &index in members {
                    // What is in doubt is not open for there being several.
                    let doubted = candidates[index].contrast.doubt.is_some();
                    if out[index].verdict == Some(Verdict::Inconclusive) && !doubted {
                        push(&mut out[index].notes, Note::Multiplicity);
                    }
                }
            }
        }
    }
}

/// Who is worse off, and does the interval leave out "no difference"?
fn finish(candidate: &Candidate, judged: &mut Judged) {
    // Limits of too few cases, that no verdict may rest on, say nothing of a difference either.
    let trusted = candidate.contrast.doubt != Some(Note::TooFew) && !candidate.contrast.few;
    let limits = if trusted { judged.limits } else { Limits::default() };
    let excludes = excludes_no_difference(limits, candidate.scale, candidate.direction);
    judged.excludes = excludes.map(|(excludes, _)| excludes);
    let by_interval = excludes.and_then(|(_, harmed)| harmed);
    judged.harmed = match (judged.verdict, &candidate.rule) {
        (Some(Verdict::Disparity), Some(_)) => {
            let side = candidate.contrast.value.map(|value| {
                let none = if matches!(candidate.scale, Scale::Ratio | Scale::OddsRatio) { 1.0 } else { 0.0 };
                if value > none { (Some(none + 1e-9), None) } else { (None, Some(none - 1e-9)) }
            });
            // The side of the estimate, or of the one limit that there is.
            by_interval.or_else(|| {
                let (lower, upper) = side?;
                excludes_no_difference(Limits { lower, upper }, candidate.scale, candidate.direction)?.1
            })
        }
        _ => by_interval,
    };
}

fn push(notes: &mut Vec<Note>, note: Note) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

/// Limits as the report prints them: the verdict is read off the same numbers.
fn rounded(limits: Limits) -> Limits {
    let round = |limit: Option<f64>| limit.and_then(Number::new).map(Number::get);
    Limits { lower: round(limits.lower), upper: round(limits.upper) }
}

/// The rule of a comparison for a row.
pub fn rule(comparison: &Comparison, direction: crate::words::HarmDirection, harm: Harm) -> Rule {
    Rule { scale: comparison.scale, margin: comparison.margin, direction, harm }
}
