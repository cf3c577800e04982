//! The table `disparities`: group against reference on every scale of a metric, judged in its family.

use super::comparable::{self, Comparable};
use super::composite;
use super::contrast::{Contrast, Settings};
use super::effect;
use super::estimate::sorted;
use super::family::{self, Candidate, Judged, Kind, judge, margin_over};
use super::formula;
use super::from_cube::Audit;
use super::ids::{Key, row_id};
use super::missing;
use super::proxy;
use super::rate::Rate;
use super::rows::{Detail, DisparityRow};
use super::scores::{self, Basis};
use super::series::Series;
use super::shares;
use super::tally::Axis;
use crate::spec::Compare;
use crate::words::{Family, HarmDirection, Harmed, Metric, Note, Number, Scale, Verdict, reserved};

/// A comparison before it is judged: its key columns and what it compares.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Metric.
    pub metric: &'static Metric,
    /// What a derived row speaks of.
    pub of: Option<String>,
    /// Index of the stage.
    pub stage: Option<usize>,
    /// Index of the axis; `None`: everybody.
    pub axis: Option<usize>,
    /// Group.
    pub group: String,
    /// Reference.
    pub reference: Option<String>,
    /// Stratum.
    pub stratum: Option<String>,
    /// Arm.
    pub arm: Option<&'static str>,
    /// Facts about the data behind it.
    pub notes: Vec<Note>,
    /// Numbers and words of the notes.
    pub detail: Detail,
    /// What is compared, and by which rule.
    pub candidate: Candidate,
}

/// All disparities but the aggregates over groups.
pub(super) fn rows(
    audit: &Audit<'_>,
    series: &[Series],
    missing: &[Series],
    scores: &[Basis],
    comparable: &Comparable,
    proxies: &[proxy::Basis<'_>],
) -> Vec<DisparityRow> {
    let settings = Settings::of(audit.spec);
    let mut drafts = Vec::new();
    let mut block = 0;
    let compared = missing.iter().filter(|one| missing::is_compared(one));
    for one in series.iter().filter(|one| !one.metric.scales.is_empty()).chain(compared) {
        against_groups(audit, one, &settings, &mut block, &mut drafts);
    }
    effect::drafts(audit, series, &settings, &mut block, &mut drafts);
    formulas(audit, &settings, &mut block, &mut drafts);
    shares::drafts(audit, &settings, &mut block, &mut drafts);
    scores::drafts(audit, scores, &settings, &mut block, &mut drafts);
    comparable::drafts(audit, comparable, &settings, &mut block, &mut drafts);
    proxy::drafts(audit, proxies, &settings, &mut block, &mut drafts);
    let candidates: Vec<Candidate> = drafts.iter().map(|draft| draft.candidate.clone()).collect();
    let judged = judge(&candidates, &audit.spec.inference);
    proxy::limits_of_the_judged(audit, &mut drafts, &judged);
    let mut out: Vec<DisparityRow> =
        drafts.iter().zip(&judged).map(|(draft, judged)| row(audit, draft, judged)).collect();
    out.extend(composite::rows(audit, &drafts, &judged));
    let pairs: Vec<(&Draft, &Judged)> = drafts.iter().zip(&judged).collect();
    out.extend(comparable::rows(audit, comparable, &settings, &pairs));
    out
}

/// Which groups of a series are compared, and with whom.
pub(super) struct Sides {
    /// Places of the groups that are compared: all but the reference and `(missing)`.
    pub compared: Vec<usize>,
    /// Place of the reference, where it is a group.
    pub own: Option<usize>,
    /// Why no comparison can be made, where so.
    pub barred: Option<Note>,
}

impl Sides {
    /// The sides of a series under the reference of its axis.
    pub fn of(axis: &Axis<'_>, series: &Series) -> Self {
        let absent = |place: usize| matches!(series.groups[place].rate, Rate::Absent(Note::GroupAbsent));
        let named = |place: usize| series.groups[place].group != reserved::MISSING;
        let present = (0..series.groups.len()).filter(|&place| named(place) && !absent(place)).count();
        let compared =
            (0..series.groups.len()).filter(|&place| named(place) && series.groups[place].group != axis.reference);
        let own = series.groups.iter().position(|member| member.group == axis.reference);
        // A reference without rows is said as such, however few groups there are.
        let barred = if present > 0 && axis.reference != reserved::REST && own.is_none_or(absent) {
            Some(Note::ReferenceAbsent)
        } else if present < 2 {
            Some(Note::SingleGroup)
        } else {
            None
        };
        Self { compared: compared.collect(), own, barred }
    }
}

/// Every group of a series against what the spec asks for.
fn against_groups(audit: &Audit<'_>, series: &Series, settings: &Settings, block: &mut usize, drafts: &mut Vec<Draft>) {
    let axis = &audit.axes[series.axis];
    let Sides { compared, own, barred } = Sides::of(axis, series);
    let own = own.map(|place| &series.groups[place]);
    if compared.is_empty() {
        // One group only, and it is the reference: said once, so that it does not look like equality.
        for scale in series.metric.judged_scales() {
            let candidate = candidate(audit, series, scale, Contrast::absent(Note::SingleGroup), *block, barred, true);
            *block += 1;
            drafts.push(draft(series, reserved::ALL_GROUPS, None, candidate, Vec::new()));
        }
        return;
    }
    for scale in series.metric.judged_scales() {
        for target in targets(audit, axis.reference == reserved::REST) {
            if target == Compare::Overall && scale != Scale::Difference {
                continue;
            }
            let here = *block;
            *block += 1;
            for (place, &i) in compared.iter().enumerate() {
                let member = &series.groups[i];
                let against: Vec<(String, Option<Rate>)> = match target {
                    Compare::Reference if axis.reference != reserved::REST => {
                        vec![(axis.reference.clone(), own.map(|member| member.rate))]
                    }
                    Compare::Reference | Compare::Rest => vec![(reserved::REST.to_owned(), series.rest[i])],
                    Compare::Overall => vec![(reserved::OVERALL.to_owned(), series.rest[i])],
                    Compare::Pairs => compared[place + 1..]
                        .iter()
                        .map(|&j| (series.groups[j].group.clone(), Some(series.groups[j].rate)))
                        .collect(),
                };
                for (reference, rate) in against {
                    let mut contrast = match (&rate, barred) {
                        (_, Some(note)) => Contrast::absent(note),
                        (None, None) => Contrast::absent(Note::NoCases),
                        (Some(rate), None) => Contrast::of(scale, &member.rate, rate, settings),
                    };
                    if target == Compare::Overall {
                        // Difference to everybody = (1 − π) times the difference to the rest (methods/4, 4.3).
                        let share = rate.as_ref().and_then(|rate| member.rate.share_of(rate));
                        contrast =
                            share.map_or_else(|| Contrast::absent(Note::NoCases), |share| contrast.scaled(1.0 - share));
                    }
                    let judged_here = target == Compare::Reference && series.judged;
                    let candidate = candidate(audit, series, scale, contrast, here, barred, judged_here);
                    drafts.push(draft(series, &member.group, Some(reference), candidate, member.notes.clone()));
                }
            }
        }
    }
}

/// The formulas of the four cells that groups are compared on, each group against its reference.
fn formulas(audit: &Audit<'_>, settings: &Settings, block: &mut usize, drafts: &mut Vec<Draft>) {
    for one in formula::comparable(audit) {
        let axis = &audit.axes[one.axis];
        let Some((_, reference)) = one.groups.iter().find(|(group, _)| *group == axis.reference) else { continue };
        for (group, four) in one.groups.iter().filter(|(group, _)| *group != axis.reference) {
            for &scale in one.metric.scales {
                let contrast = Contrast::of_formula(scale, one.metric.name, *four, *reference, settings);
                let candidate = Candidate {
                    kind: Kind::Descriptive,
                    rule: None,
                    contrast,
                    scale,
                    direction: direction(audit, one.metric, Some(one.stage)),
                    axis: one.axis,
                    block: *block,
                    shares_reference: true,
                    barred: None,
                };
                *block += 1;
                drafts.push(Draft {
                    metric: one.metric,
                    of: None,
                    stage: Some(one.stage),
                    axis: Some(one.axis),
                    group: group.clone(),
                    reference: Some(axis.reference.clone()),
                    stratum: None,
                    arm: None,
                    notes: Vec::new(),
                    detail: Detail::new(),
                    candidate,
                });
            }
        }
    }
}

/// What groups are compared with: always the reference; what is not is descriptive (`spec.md`, 8).
pub(super) fn targets(audit: &Audit<'_>, rest_is_reference: bool) -> Vec<Compare> {
    let mut out = vec![Compare::Reference];
    for &target in &audit.spec.inference.compare {
        let same = rest_is_reference && target == Compare::Rest;
        if !out.contains(&target) && !same {
            out.push(target);
        }
    }
    out
}

/// A comparison of a series with the margin that the spec gives it.
pub(super) fn candidate(
    audit: &Audit<'_>,
    series: &Series,
    scale: Scale,
    contrast: Contrast,
    block: usize,
    barred: Option<Note>,
    judged: bool,
) -> Candidate {
    let direction = direction(audit, series.metric, series.stage);
    let axis = &audit.axes[series.axis];
    let over = (scale, series.stratum.as_deref());
    let margin = if judged { margin_over(audit.spec, series.metric, series.stage, over, &axis.name) } else { None };
    Candidate {
        kind: match margin {
            Some((_, true)) => Kind::Confirmatory,
            Some((_, false)) => Kind::Exploratory,
            None => Kind::Descriptive,
        },
        rule: margin.map(|(comparison, _)| family::rule(comparison, direction, audit.spec.inference.harm)),
        contrast,
        scale,
        direction,
        axis: series.axis,
        block,
        shares_reference: axis.reference != reserved::REST,
        barred,
    }
}

/// Which direction of a metric is to the disadvantage of a group, at a stage.
pub(super) fn direction(audit: &Audit<'_>, metric: &Metric, stage: Option<usize>) -> HarmDirection {
    let favourable = stage.and_then(|stage| audit.spec.stages.get(stage)).is_some_and(|stage| stage.favourable);
    metric.harm_direction(favourable)
}

/// A candidate with the key columns of its series.
pub(super) fn draft(
    series: &Series,
    group: &str,
    reference: Option<String>,
    candidate: Candidate,
    notes: Vec<Note>,
) -> Draft {
    Draft {
        metric: series.metric,
        of: series.of.map(str::to_owned),
        stage: series.stage,
        axis: Some(series.axis),
        group: group.to_owned(),
        reference,
        stratum: series.stratum.clone(),
        arm: series.arm,
        notes,
        detail: Detail::new(),
        candidate,
    }
}

/// A judged comparison as a row.
pub(super) fn row(audit: &Audit<'_>, draft: &Draft, judged: &Judged) -> DisparityRow {
    let number = |value: Option<f64>| value.and_then(Number::new);
    let candidate = &draft.candidate;
    let contrast = &candidate.contrast;
    let attribute = draft.axis.map(|axis| audit.axes[axis].name.clone());
    let stage = audit.stage(draft.stage).map(str::to_owned);
    // A metric without scales is itself a comparison.
    let scale = (!draft.metric.scales.is_empty()).then_some(candidate.scale);
    let has_limits = judged.limits.lower.is_some() || judged.limits.upper.is_some();
    let mut note: Vec<Note> = contrast.notes.clone();
    note.extend(draft.notes.iter().copied());
    note.extend(judged.notes.iter().copied());
    note.extend(candidate.barred);
    let mut detail = draft.detail.clone();
    detail.extend(contrast.detail.clone());
    let planning = candidate
        .rule
        .as_ref()
        .filter(|_| candidate.barred.is_none())
        .map(|rule| contrast.planning(rule, judged, audit.spec.inference.power));
    if let Some(planning) = &planning {
        note.extend(planning.notes.iter().copied());
        if let Some(factor) = planning.cautious_factor {
            detail.insert("cautious_factor".to_owned(), number(Some(factor)).map_or(serde_json::Value::Null, to_value));
        }
    }
    if let Some(limits) = judged.interval_90 {
        let limit = |limit: Option<f64>| number(limit).map_or(serde_json::Value::Null, to_value);
        detail.insert("interval_90".to_owned(), vec![limit(limits.lower), limit(limits.upper)].into());
    }
    let p_value = contrast.test.as_ref().map(|test| test.p);
    if let Some(log10) = contrast.test.as_ref().and_then(|test| test.log10) {
        note.push(Note::PAtMost);
        detail.insert("log10_p".to_owned(), number(Some(log10)).map_or(serde_json::Value::Null, to_value));
    }
    let family = match (candidate.kind, audit.spec.inference.family_by_attribute, &attribute) {
        (Kind::Confirmatory, true, Some(attribute)) => format!("{}/{attribute}", Family::Confirmatory),
        (Kind::Confirmatory, _, _) => Family::Confirmatory.word().to_owned(),
        (Kind::Exploratory, _, _) => Family::Exploratory.word().to_owned(),
        (Kind::Descriptive, _, _) => Family::Descriptive.word().to_owned(),
    };
    let method = contrast
        .method
        .map(|method| if judged.simultaneous && has_limits { format!("{method}+max_t") } else { method.to_owned() });
    let pointwise = judged.pointwise.filter(|_| has_limits);
    DisparityRow {
        id: row_id(
            'd',
            &Key {
                metric: draft.metric.name,
                scale: scale.map(Scale::word),
                of: draft.of.as_deref(),
                stage: stage.as_deref(),
                attribute: attribute.as_deref(),
                group: Some(&draft.group),
                reference: draft.reference.as_deref(),
                stratum: draft.stratum.as_deref(),
                arm: draft.arm,
                period: None,
            },
        ),
        metric: draft.metric.name.to_owned(),
        of: draft.of.clone(),
        stage,
        attribute,
        group: Some(draft.group.clone()),
        reference: draft.reference.clone(),
        stratum: draft.stratum.clone(),
        arm: draft.arm.map(str::to_owned),
        period: None,
        scale,
        value: number(contrast.value),
        lower: number(judged.limits.lower),
        upper: number(judged.limits.upper),
        level: has_limits.then(|| Number::new(audit.spec.inference.level)).flatten(),
        method,
        pointwise_lower: number(pointwise.and_then(|limits| limits.lower)),
        pointwise_upper: number(pointwise.and_then(|limits| limits.upper)),
        bound_lower: number(contrast.bounds.map(|(lower, _)| lower)),
        bound_upper: number(contrast.bounds.map(|(_, upper)| upper)),
        statistic: number(contrast.test.as_ref().and_then(|test| test.statistic)),
        df: number(contrast.test.as_ref().and_then(|test| test.df)),
        test: contrast.test.as_ref().map(|test| test.name.to_owned()),
        p_value: number(p_value),
        p_adjusted: number(judged.p_adjusted.map(|p| p.max(if p > 0.0 { p } else { 1e-300 }))),
        p_disparity: number(judged.p_disparity),
        p_within: number(judged.p_within),
        family,
        confirmatory: candidate.kind == Kind::Confirmatory,
        margin: number(candidate.rule.as_ref().map(|rule| rule.margin)),
        verdict: judged.verdict.unwrap_or(Verdict::NotAssessed),
        harm_direction: candidate.direction,
        harmed: judged
            .harmed
            .filter(|_| draft.reference.is_some() && !contrast.assumed)
            // The pool is no group that could be worse off than one of its own.
            .filter(|harmed| *harmed == Harmed::Group || draft.reference.as_deref() != Some(reserved::POOL)),
        excludes_no_difference: judged.excludes,
        minimum_detectable: number(planning.as_ref().and_then(|planning| planning.minimum_detectable)),
        cases_needed: number(planning.as_ref().and_then(|planning| planning.cases_needed)),
        n_group: number(contrast.n_group),
        n_reference: number(contrast.n_reference),
        suppressed: false,
        note: sorted(note),
        detail: (!detail.is_empty()).then_some(detail),
    }
}

/// A number as a value of `detail`.
pub(super) fn to_value(number: Number) -> serde_json::Value {
    serde_json::to_value(number).unwrap_or(serde_json::Value::Null)
}
