//! Comparisons of groups known through memberships, one draft a method: the bounds, or the corrected estimate of a
//! validated random sample, with the spec's margin; every other method descriptive.

use std::collections::BTreeMap;

use evenhand_stats::proxy::weighted;

use super::basis::{Against, Basis, Question};
use super::estimates::{expected_rate, margin, members, two_class, two_class_likelihood};
use super::{
    ARGMAX, BOUNDS, BY_DIFFERENCE, DOUBLE_SAMPLING, IMPUTED, INDEPENDENT, JUDGED_LIMITS, LATENT, MATRIX,
    POST_STRATIFIED, RAKED, REGRESSION, VALIDATED, WEIGHTED, WEIGHTED_ENDS, has_assignment_lines, ordered, present,
    ranges, validated, z_of,
};
use crate::measure::contrast::{Contrast, Normal, ProxyPair, Settings};
use crate::measure::disparity::{Draft, direction, to_value};
use crate::measure::family::{self, Candidate, Judged, Kind, margin_of};
use crate::measure::from_cube::Audit;
use crate::measure::rate::{Rate, notes_of};
use crate::measure::rows::Detail;
use crate::measure::tally::Span;
use crate::spec::Compare;
use crate::words::{Note, Number, Scale, reserved};
use evenhand_stats::interval::Estimate;
use evenhand_stats::normal;

/// All comparisons of the attributes known through memberships.
pub(in crate::measure) fn drafts(
    audit: &Audit<'_>,
    bases: &[Basis<'_>],
    settings: &Settings,
    block: &mut usize,
    drafts: &mut Vec<Draft>,
) {
    for basis in bases {
        for question in Question::all(audit.spec) {
            let reference = audit.axes[basis.axis].reference.as_str();
            let targets: &[&str] =
                if reference != reserved::REST && audit.spec.inference.compare.contains(&Compare::Rest) {
                    &[reference, reserved::REST]
                } else {
                    &[reference]
                };
            for (at, target) in targets.iter().enumerate() {
                let mut one = Writer { audit, basis, question, reference: target, judged: at == 0, settings, block };
                one.write(drafts);
            }
        }
    }
}

/// Where a comparison is judged by simultaneous limits, those of the weighted and of the regression's difference at the same
/// critical value, in `detail.judged_limits`: what is said of their direction beside the verdict reads no narrower ones.
pub(in crate::measure) fn limits_of_the_judged(audit: &Audit<'_>, drafts: &mut [Draft], judged: &[Judged]) {
    type Compared = (&'static str, Option<usize>, Option<usize>, String, Option<String>);
    let compared = |draft: &Draft| -> Compared {
        (draft.metric.name, draft.stage, draft.axis, draft.group.clone(), draft.reference.clone())
    };
    let of_proxies = |draft: &&mut Draft| {
        let difference = draft.candidate.scale == Scale::Difference && draft.stratum.is_none() && draft.arm.is_none();
        difference && draft.axis.is_some_and(|axis| audit.axes[axis].proxied().is_some())
    };
    let ordinary = (1.0 - audit.spec.inference.level) / 2.0;
    let mut tails: BTreeMap<Compared, f64> = BTreeMap::new();
    for (draft, judged) in drafts.iter_mut().zip(judged).filter(|(draft, _)| of_proxies(draft)) {
        let simultaneous = (judged.tail - ordinary).abs() > 1e-12;
        if draft.of.is_none() && simultaneous && draft.candidate.kind == Kind::Confirmatory {
            tails.insert(compared(draft), judged.tail);
        }
    }
    for draft in drafts.iter_mut().filter(of_proxies) {
        let Some(&tail) = tails.get(&compared(draft)) else { continue };
        if matches!(draft.of.as_deref(), Some(WEIGHTED | REGRESSION)) {
            let limits = draft.candidate.contrast.limits(tail);
            let number = |limit: Option<f64>| limit.and_then(Number::new).map(to_value);
            if let (Some(lower), Some(upper)) = (number(limits.lower), number(limits.upper)) {
                draft.detail.insert(JUDGED_LIMITS.to_owned(), vec![lower, upper].into());
            }
        }
    }
}

/// Writes the drafts of one rate against one reference.
struct Writer<'a, 'b> {
    audit: &'a Audit<'b>,
    basis: &'a Basis<'b>,
    question: Question,
    reference: &'a str,
    /// May a margin be judged on it?
    judged: bool,
    settings: &'a Settings,
    block: &'a mut usize,
}

impl Writer<'_, '_> {
    fn write(&mut self, drafts: &mut Vec<Draft>) {
        let against = match (self.reference, self.basis.place(self.reference)) {
            (reserved::REST, _) => Some(Against::Rest),
            (_, place) => place.filter(|&place| present(self.basis, place)).map(Against::Group),
        };
        let compared: Vec<usize> = ordered(self.audit, self.basis)
            .into_iter()
            .filter(|&place| self.basis.groups[place] != self.reference)
            .collect();
        for scale in self.question.metric.judged_scales() {
            let here = *self.block;
            *self.block += 1;
            for &group in &compared {
                self.group(group, against, scale, here, drafts);
            }
        }
        // Each method has blocks of its own: they are never judged.
        *self.block += 1;
    }

    fn group(&mut self, group: usize, against: Option<Against>, scale: Scale, block: usize, drafts: &mut Vec<Draft>) {
        let nothing = |note| value(None, BOUNDS, &[note]);
        let barred = self.basis.barred.or_else(|| (!present(self.basis, group)).then_some(Note::GroupAbsent));
        let against = match (barred, against, scale) {
            (Some(note), ..) => return self.push(group, None, scale, block, nothing(note), true, drafts),
            (None, None, _) => {
                return self.push(group, None, scale, block, nothing(Note::ReferenceAbsent), true, drafts);
            }
            (None, Some(_), Scale::OddsRatio) => {
                // The odds of people who are only known as a sum of probabilities have no bounds of their own here.
                return self.push(group, None, scale, block, nothing(Note::NotDefinedForDesign), true, drafts);
            }
            (None, Some(against), _) => against,
        };
        let range = self.bounds(group, against, scale, false);
        let corrected = (scale == Scale::Difference).then(|| self.corrected(group, against)).flatten();
        match corrected {
            Some(contrast) if self.basis.membership.validated_random => {
                self.push(group, None, scale, block, contrast, true, drafts);
                self.push(group, Some(BOUNDS), scale, block, range, false, drafts);
            }
            other => {
                self.push(group, None, scale, block, range, true, drafts);
                if let Some(contrast) = other {
                    self.push(group, Some(POST_STRATIFIED), scale, block, contrast, false, drafts);
                }
            }
        }
        if self.question.conditional().is_some() {
            let contrast = self.bounds(group, against, scale, true);
            self.push(group, Some(INDEPENDENT), scale, block, contrast, false, drafts);
        }
        let contrast = self.by_weight(group, against, scale);
        self.push(group, Some(WEIGHTED), scale, block, contrast, false, drafts);
        if self.basis.is_validated() {
            let mut draft = self.draft(group, None, scale, block, self.among_the_known(group, against, scale), false);
            draft.arm = Some(VALIDATED);
            drafts.push(draft);
        }
        if scale != Scale::Difference {
            return;
        }
        if self.basis.raked.is_some() {
            let contrast = self.after_raking(group, against);
            self.push(group, Some(RAKED), scale, block, contrast, false, drafts);
        }
        let contrast = self.by_regression(group, against);
        self.push(group, Some(REGRESSION), scale, block, contrast, false, drafts);
        let contrast = self.most_likely(group, against);
        self.push(group, Some(LATENT), scale, block, contrast, false, drafts);
        if has_assignment_lines(self.question.metric.name) {
            let contrast = self.by_largest(group, against);
            self.push(group, Some(ARGMAX), scale, block, contrast, false, drafts);
        }
        if let Some(contrast) = self.by_double_sampling(group, against) {
            self.push(group, Some(DOUBLE_SAMPLING), scale, block, contrast, false, drafts);
        }
        if let Some(contrast) = self.by_difference(group, against) {
            self.push(group, Some(BY_DIFFERENCE), scale, block, contrast, false, drafts);
        }
        if let Some(contrast) = self.imputed(group, against) {
            self.push(group, Some(IMPUTED), scale, block, contrast, false, drafts);
        }
        if against == Against::Rest && self.basis.is_validated() && has_assignment_lines(self.question.metric.name) {
            let contrast = match validated::matrix(self.basis, &self.question, group) {
                Ok(found) => value(Some(found.difference()), MATRIX, &[]),
                Err(note) => value(None, MATRIX, &[note]),
            };
            self.push(group, Some(MATRIX), scale, block, contrast, false, drafts);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the key columns of a draft and what it holds, each once")]
    fn push(
        &self,
        group: usize,
        of: Option<&str>,
        scale: Scale,
        block: usize,
        contrast: Contrast,
        speaks: bool,
        drafts: &mut Vec<Draft>,
    ) {
        drafts.push(self.draft(group, of, scale, block, contrast, speaks));
    }

    fn draft(
        &self,
        group: usize,
        of: Option<&str>,
        scale: Scale,
        block: usize,
        contrast: Contrast,
        speaks: bool,
    ) -> Draft {
        let (audit, metric) = (self.audit, self.question.metric);
        let direction = direction(audit, metric, self.question.stage);
        let name = &audit.axes[self.basis.axis].name;
        let margin =
            if speaks && self.judged { margin_of(audit.spec, metric, self.question.stage, scale, name) } else { None };
        let barred = contrast
            .notes
            .iter()
            .copied()
            .find(|note| matches!(note, Note::ReferenceAbsent | Note::GroupAbsent) && contrast.value.is_none());
        let mut contrast = contrast;
        contrast.assumed = of.is_some();
        let candidate = Candidate {
            kind: match margin {
                Some((_, true)) => Kind::Confirmatory,
                Some((_, false)) => Kind::Exploratory,
                None => Kind::Descriptive,
            },
            rule: margin.map(|(comparison, _)| family::rule(comparison, direction, audit.spec.inference.harm)),
            contrast,
            scale,
            direction,
            axis: self.basis.axis,
            block,
            // The same people are on both sides of every comparison: Bonferroni inside the block, not max-T.
            shares_reference: false,
            barred,
        };
        Draft {
            metric,
            of: of.map(str::to_owned),
            stage: self.question.stage,
            axis: Some(self.basis.axis),
            group: self.basis.groups[group].clone(),
            reference: Some(self.reference.to_owned()),
            stratum: None,
            arm: None,
            notes: self.basis.notes.clone(),
            detail: Detail::new(),
            candidate,
        }
    }

    /// The rows whose true group is known and that have probabilities, by that group: an ordinary comparison, of them alone.
    fn among_the_known(&self, group: usize, against: Against, scale: Scale) -> Contrast {
        let rate = |keep: &dyn Fn(&super::basis::Rows) -> bool| {
            let (n, events) = self.basis.counted(&self.question, |rows| rows.known() && keep(rows));
            if n == 0 {
                return Rate::Absent(Note::NoCases);
            }
            Rate::Counts { events: Span::exact(events), others: Span::exact(n - events) }
        };
        let own = rate(&|rows| super::basis::is_of(rows.truth, group, against).0);
        let other = rate(&|rows| super::basis::is_of(rows.truth, group, against).1);
        let mut contrast = Contrast::of(scale, &own, &other, self.settings);
        contrast.notes.extend(self.basis.known_without().then_some(Note::UnknownMembership));
        contrast
    }

    /// Expected members on both sides.
    fn sizes(&self, group: usize, against: Against) -> (f64, f64) {
        let own = members(self.basis, &self.question, group);
        let other = match against {
            Against::Group(other) => members(self.basis, &self.question, other),
            Against::Rest => self.basis.members(&self.question, group).1 as f64 - own,
        };
        (own, other)
    }

    fn bounds(&self, group: usize, against: Against, scale: Scale, independent: bool) -> Contrast {
        let method = if independent { INDEPENDENT } else { BOUNDS };
        let margin = margin(self.audit, self.basis, &self.question);
        match ranges(self.basis, &self.question, (group, against), margin, independent) {
            Ok(found) => {
                let pair = ProxyPair { group: found.group, reference: found.reference, method };
                let sizes = self.sizes(group, against);
                let mut contrast = Contrast::of_proxy(scale, pair, sizes, &found.notes, self.settings);
                if let (Scale::Difference, Some((low, high))) = (scale, found.weighted) {
                    let ends = WEIGHTED_ENDS.into_iter().zip([low, high].map(Number::new));
                    let ends = ends.filter_map(|(key, end)| Some((key.to_owned(), to_value(end?))));
                    contrast.detail.extend(ends);
                }
                contrast
            }
            Err(note) => value(None, method, &[note]),
        }
    }

    /// A difference or ratio known by value and standard error; a proxy's has no test of its own.
    fn known(&self, scale: Scale, found: Known, method: &'static str, sizes: (f64, f64)) -> Contrast {
        let (Some(value), Some(standard_error)) = (found.value, found.standard_error.filter(|se| *se > 0.0)) else {
            let mut contrast = value(found.value, method, &found.notes);
            (contrast.n_group, contrast.n_reference) = (Some(sizes.0), Some(sizes.1));
            return contrast;
        };
        let normal = Normal { value, standard_error, df: None, method, n_group: sizes.0, n_reference: sizes.1 };
        let mut contrast = Contrast::of_normal(scale, Some(normal), &found.notes, self.settings);
        // Twenty with the event and twenty without it are needed for limits that anything may rest on (`methods/5`, 5.3).
        if sizes.0.min(sizes.1) < 40.0 {
            contrast.notes.push(Note::TooFew);
            contrast.doubt = Some(Note::TooFew);
        }
        contrast
    }

    fn corrected(&self, group: usize, against: Against) -> Option<Contrast> {
        let (found, merged) = validated::corrected(self.audit, self.basis, &self.question, (group, against))?;
        let few = found.difference.has(evenhand_stats::interval::Note::TooFew);
        let mut known = Known::of(&found.difference, found.standard_error());
        known.notes.extend(merged.then_some(Note::CellsMerged));
        let mut contrast = self.known(Scale::Difference, known, POST_STRATIFIED, self.validated_sizes(group, against));
        contrast.doubt = contrast.doubt.or(few.then_some(Note::TooFew));
        Some(contrast)
    }

    fn validated_sizes(&self, group: usize, against: Against) -> (f64, f64) {
        let count = |keep: &dyn Fn((bool, bool)) -> bool| {
            self.basis.counted(&self.question, |rows| keep(super::basis::is_of(rows.truth, group, against))).0 as f64
        };
        (count(&|(own, _)| own), count(&|(_, other)| other))
    }

    fn by_double_sampling(&self, group: usize, against: Against) -> Option<Contrast> {
        let found = validated::double_sampling(self.audit, self.basis, &self.question, (group, against))?;
        let known = Known::of(&found.difference, found.standard_error());
        let sizes = self.validated_sizes(group, against);
        Some(without_test(self.known(Scale::Difference, known, DOUBLE_SAMPLING, sizes)))
    }

    /// By the difference estimator; of a random sample only.
    fn by_difference(&self, group: usize, against: Against) -> Option<Contrast> {
        Some(match validated::by_difference(self.audit, self.basis, &self.question, (group, against))? {
            Ok(found) => {
                let known = Known::of(&found.corrected.difference, found.corrected.standard_error());
                let sizes = self.validated_sizes(group, against);
                without_test(self.known(Scale::Difference, known, BY_DIFFERENCE, sizes))
            }
            Err(note) => value(None, BY_DIFFERENCE, &[note]),
        })
    }

    /// By multiple imputation, with Student's limits of its own degrees of freedom.
    fn imputed(&self, group: usize, against: Against) -> Option<Contrast> {
        let (found, merged) = validated::imputed(self.audit, self.basis, &self.question, (group, against))?;
        let pooled = found.difference;
        let mut notes: Vec<Note> = merged.then_some(Note::CellsMerged).into_iter().collect();
        let (n_group, n_reference) = self.validated_sizes(group, against);
        if pooled.total <= 0.0 {
            notes.push(Note::VarianceNotEstimable);
            return Some(value(Some(pooled.estimate), IMPUTED, &notes));
        }
        let normal = Normal {
            value: pooled.estimate,
            standard_error: pooled.total.sqrt(),
            df: pooled.degrees_of_freedom,
            method: IMPUTED,
            n_group,
            n_reference,
        };
        Some(without_test(Contrast::of_normal(Scale::Difference, Some(normal), &notes, self.settings)))
    }

    /// The most likely rates, given that the memberships do not matter within a group: a value without limits.
    fn most_likely(&self, group: usize, against: Against) -> Contrast {
        let found = match against {
            Against::Rest => two_class_likelihood(self.basis, &self.question, group).map(|[own, rest]| own - rest),
            Against::Group(other) => {
                self.basis.latent(&self.question).and_then(|fit| Some(fit.rates.get(group)? - fit.rates.get(other)?))
            }
        };
        let mut contrast = value(found, LATENT, if found.is_none() { &[Note::MaximaNotUnique] } else { &[] });
        let (own, other) = self.sizes(group, against);
        (contrast.n_group, contrast.n_reference) = (Some(own), Some(other));
        contrast
    }

    fn by_weight(&self, group: usize, against: Against, scale: Scale) -> Contrast {
        let (events, others) = self.basis.split(&self.question);
        let tail = (1.0 - self.audit.spec.inference.level) / 2.0;
        let sizes = self.sizes(group, against);
        let Some(found) = weighted::pair(events.pair(group, against), others.pair(group, against), tail) else {
            let missing = if sizes.0 <= 0.0 { group } else { self.basis.place(self.reference).unwrap_or(group) };
            return value(None, WEIGHTED, &[super::absent(self.basis, &self.question, missing)]);
        };
        let known = if scale == Scale::Ratio {
            // The standard error of the logarithm, as the limits have it.
            let half = found
                .ratio
                .value
                .zip(found.ratio.upper)
                .map(|(value, upper)| evenhand_stats::float::ln(upper / value) / normal::z_of_tail(tail));
            Known { value: found.ratio.value, standard_error: half, notes: notes_of(&found.ratio) }
        } else {
            Known::of(&found.difference, found.standard_error)
        };
        without_test(self.known(scale, known, WEIGHTED, sizes))
    }

    fn after_raking(&self, group: usize, against: Against) -> Contrast {
        let cells = self.basis.cells(&self.question, group, against, true);
        let turned: Vec<evenhand_stats::proxy::Cell> = cells
            .iter()
            .map(|cell| evenhand_stats::proxy::Cell {
                members: cell.members.iter().rev().copied().collect(),
                ..cell.clone()
            })
            .collect();
        let found = expected_rate(&cells).zip(expected_rate(&turned)).map(|(a, b)| a - b);
        value(found, RAKED, if found.is_none() { &[Note::NoCases] } else { &[] })
    }

    fn by_regression(&self, group: usize, against: Against) -> Contrast {
        let z = z_of(self.audit.spec);
        let found: Option<(Estimate, f64, bool)> = match against {
            Against::Rest => two_class(self.basis, &self.question, group)
                .map(|fit| (fit.difference(0, 1, z), fit.constrained[0] - fit.constrained[1], fit.is_possible())),
            Against::Group(other) => self.basis.fit(&self.question).map(|fit| {
                let constrained = fit.constrained[group] - fit.constrained[other];
                (fit.difference(group, other, z), constrained, fit.is_possible())
            }),
        };
        let Some((estimate, constrained, possible)) = found else {
            return value(None, REGRESSION, &[Note::MaximaNotUnique]);
        };
        // Rates outside [0, 1] refute an assumption: the difference of the constrained ones stands without limits.
        if possible && estimate.lower.is_some_and(|x| x >= -1.0) && estimate.upper.is_some_and(|x| x <= 1.0) {
            let half = estimate.value.zip(estimate.upper).map(|(value, upper)| (upper - value) / z);
            let known = Known { value: estimate.value, standard_error: half, notes: notes_of(&estimate) };
            return without_test(self.known(Scale::Difference, known, REGRESSION, self.sizes(group, against)));
        }
        let mut contrast = value(Some(constrained), REGRESSION, &[Note::Clipped]);
        let number = |limit: Option<f64>| limit.and_then(Number::new).map_or(serde_json::Value::Null, to_value);
        if possible {
            let limits = vec![number(estimate.lower), number(estimate.upper)];
            contrast.detail.insert("clipped_from".to_owned(), limits.into());
        } else {
            contrast.detail.insert("unconstrained".to_owned(), number(estimate.value));
        }
        (contrast.n_group, contrast.n_reference) = {
            let (own, other) = self.sizes(group, against);
            (Some(own), Some(other))
        };
        contrast
    }

    /// Those whose largest probability it is against the others: a line of sensitivity, without limits.
    fn by_largest(&self, group: usize, against: Against) -> Contrast {
        let rate = |keep: &dyn Fn(&super::basis::Rows) -> bool| {
            let (n, events) = self.basis.counted(&self.question, |rows| rows.known() && keep(rows));
            (n, evenhand_stats::proxy::rules::assigned(n, events).rate)
        };
        let (n, own) = rate(&|rows| rows.largest == Some(group));
        let (m, other) = rate(&|rows| match against {
            Against::Group(other) => rows.largest == Some(other),
            Against::Rest => rows.largest != Some(group),
        });
        let found = own.zip(other).map(|(a, b)| a - b);
        let mut contrast = value(found, ARGMAX, if found.is_none() { &[Note::NoCases] } else { &[] });
        (contrast.n_group, contrast.n_reference) = (Some(n as f64), Some(m as f64));
        contrast
    }
}

/// A value with its standard error.
struct Known {
    value: Option<f64>,
    standard_error: Option<f64>,
    notes: Vec<Note>,
}

impl Known {
    fn of(estimate: &Estimate, standard_error: f64) -> Self {
        // Limits are made anew from the standard error, and not cut there.
        let notes = notes_of(estimate).into_iter().filter(|note| *note != Note::Clipped).collect();
        Self { value: estimate.value, standard_error: Some(standard_error), notes }
    }
}

/// A value without limits, by a method.
fn value(value: Option<f64>, method: &'static str, notes: &[Note]) -> Contrast {
    let mut out = Contrast::plain(value, notes);
    out.method = Some(method);
    out
}

/// A comparison without a test: no single number of a proxy is tested.
fn without_test(mut contrast: Contrast) -> Contrast {
    contrast.test = None;
    contrast
}
