//! The rows of a rate among comparable cases: the adjusted comparison on every scale, and, for main rates, the same by
//! other methods, the split of the gap, the test that one number fits all strata, and each factor left out.

use std::collections::BTreeSet;
use std::sync::Arc;

use evenhand_stats::cmh_exact::{cmh_exact, is_called_for};
use evenhand_stats::interval::{Estimate, PValue};
use evenhand_stats::kitagawa::kitagawa;
use evenhand_stats::leave_one_out::{FactorCell, Kept, strata};
use evenhand_stats::logistic::{self, Column, main_effects};
use evenhand_stats::proportion::clipped;
use evenhand_stats::standardisation::Standard;
use evenhand_stats::{TwoByTwo, normal};

use super::pair::Pair;
use super::{Comparable, Part, sets, within};
use crate::measure::contrast::{Adjusted, Contrast, Model, Settings, Test};
use crate::measure::disparity::{Draft, Sides, candidate, direction, draft, row};
use crate::measure::family::{self, Candidate, Judged, Kind, judge};
use crate::measure::from_cube::Audit;
use crate::measure::rate::Rate;
use crate::measure::rows::DisparityRow;
use crate::measure::series::Series;
use crate::words::{Metric, Note, Scale, metric};

/// Cells times columns up to which a regression is fitted, and cells times squared columns up to which Firth's method
/// stands in where outcomes are separated: what a row may cost.
const MOST_FIT: usize = 200_000;
const MOST_FIRTH: usize = 50_000;

/// Strata up to which each has a row of its own where one number does not fit all.
const MOST_STRATA: usize = 20;

/// Groups by place, each beside its reference, or why that cannot be.
type Pairs = Vec<(usize, Result<Pair, Note>)>;

/// The groups of a part that are compared.
pub(super) fn pairs(audit: &Audit<'_>, part: &Part) -> (Sides, Pairs) {
    let series = &part.series;
    let sides = Sides::of(&audit.axes[series.axis], series);
    let reference = sides.own.map(|place| &series.groups[place].rate);
    let pair = |group: usize| -> Result<Pair, Note> {
        if let Some(note) = sides.barred {
            return Err(note);
        }
        let rows = part.counted.as_ref().map_err(|note| *note)?;
        for rate in [Some(&series.groups[group].rate), reference].into_iter().flatten() {
            if let Rate::Absent(note) = rate {
                return Err(*note);
            }
        }
        Pair::of(series, rows, group, sides.own).ok_or(Note::NotIdentified)
    };
    let all = sides.compared.iter().map(|&group| (group, pair(group))).collect();
    (sides, all)
}

/// The reference's name.
fn reference<'a>(audit: &'a Audit<'_>, series: &Series) -> &'a str {
    &audit.axes[series.axis].reference
}

/// Whose composition adjusted figures are standardised to.
fn standard(audit: &Audit<'_>) -> Standard {
    match audit.spec.inference.standard.as_str() {
        "reference" => Standard::Reference,
        "group" => Standard::Group,
        _ => Standard::Total,
    }
}

/// The method of the adjusted difference that the spec asks for.
fn asked<'a>(audit: &'a Audit<'_>) -> Option<&'a str> {
    audit.spec.inference.methods.get("adjusted_difference").map(String::as_str)
}

/// The adjusted comparison on a scale, by the spec's method.
fn adjusted(audit: &Audit<'_>, pair: &Pair, scale: Scale, settings: &Settings) -> Contrast {
    let word = asked(audit);
    let method = match word {
        Some("logistic_regression" | "logistic_firth") if scale == Scale::Difference => {
            Adjusted::Logistic(model(pair, word == Some("logistic_firth")).ok().map(Arc::new))
        }
        _ => Adjusted::of_word(word, standard(audit)),
    };
    let mut contrast = Contrast::comparable(scale, &pair.tables, &pair.overlap, method, settings);
    if pair.differ() {
        contrast.notes.push(Note::StrataDiffer);
    }
    contrast
}

/// Adjusted comparisons, before they are judged.
pub(super) fn drafts(audit: &Audit<'_>, part: &Part, settings: &Settings, block: &mut usize, drafts: &mut Vec<Draft>) {
    let series = &part.series;
    let (sides, pairs) = pairs(audit, part);
    for scale in series.metric.judged_scales() {
        let here = *block;
        *block += 1;
        for (group, pair) in &pairs {
            let contrast = match pair {
                Ok(pair) => adjusted(audit, pair, scale, settings),
                Err(note) => Contrast::absent(*note),
            };
            let member = &series.groups[*group];
            let candidate = Candidate {
                // The weights of the strata differ from group to group, so the comparisons of a block are not many to
                // one: Bonferroni holds whatever ties them.
                shares_reference: false,
                ..candidate(audit, series, scale, contrast, here, sides.barred, true)
            };
            let reference = Some(reference(audit, series).to_owned());
            drafts.push(draft(series, &member.group, reference, candidate, member.notes.clone()));
        }
    }
    // Where one number does not fit all strata, each stands beside it.
    for (group, pair) in pairs.iter().filter(|_| part.set.main) {
        let Ok(pair) = pair else { continue };
        if pair.differ() && pair.overlap.strata <= MOST_STRATA {
            within::differences(audit, part, (*group, pair), settings, block, drafts);
        }
    }
}

/// A descriptive comparison of a group of the series with its reference.
fn descriptive(
    audit: &Audit<'_>,
    series: &Series,
    group: usize,
    (metric, of): (&'static Metric, &str),
    scale: Scale,
    contrast: Contrast,
) -> Draft {
    let candidate = Candidate {
        contrast,
        kind: Kind::Descriptive,
        rule: None,
        scale,
        direction: direction(audit, metric, series.stage),
        axis: series.axis,
        block: 0,
        shares_reference: false,
        barred: None,
    };
    let member = &series.groups[group];
    let reference = Some(reference(audit, series).to_owned());
    Draft {
        metric,
        of: Some(of.to_owned()),
        ..draft(series, &member.group, reference, candidate, member.notes.clone())
    }
}

/// A descriptive draft as a row.
pub(super) fn finished(audit: &Audit<'_>, draft: &Draft) -> DisparityRow {
    let judged = judge(std::slice::from_ref(&draft.candidate), &audit.spec.inference);
    row(audit, draft, &judged.into_iter().next().unwrap_or_default())
}

/// Descriptive rows of the main rates: other methods, the regression, the split, homogeneity.
pub(super) fn further(audit: &Audit<'_>, comparable: &Comparable, settings: &Settings) -> Vec<DisparityRow> {
    let mut out = Vec::new();
    for part in comparable.parts.iter().filter(|part| part.set.main) {
        for (group, pair) in pairs(audit, part).1 {
            let Ok(pair) = pair else { continue };
            homogeneity(audit, part, group, &pair, settings, &mut out);
            if part.set.whole || is_asked(audit, part) {
                methods(audit, part, group, &pair, settings, &mut out);
                odds(audit, part, group, &pair, settings, &mut out);
                gap(audit, part, group, &pair, settings, &mut out);
            }
        }
    }
    out
}

/// Does a comparison of the spec name the set?
fn is_asked(audit: &Audit<'_>, part: &Part) -> bool {
    audit.spec.comparisons.iter().any(|one| one.stratum.is_some() && one.stratum == part.series.stratum)
}

/// The same comparison by the methods that are not judged: their names stand in `of`, since an id has no method.
fn methods(
    audit: &Audit<'_>,
    part: &Part,
    group: usize,
    pair: &Pair,
    settings: &Settings,
    out: &mut Vec<DisparityRow>,
) {
    let series = &part.series;
    let all = [Adjusted::Score, Adjusted::MantelHaenszel, Adjusted::Standardised(standard(audit))];
    for scale in series.metric.judged_scales().filter(|scale| *scale != Scale::OddsRatio) {
        let judged = match asked(audit) {
            Some(word @ ("logistic_regression" | "logistic_firth" | "kitagawa")) if scale == Scale::Difference => word,
            word => Adjusted::of_word(word, standard(audit)).name(scale),
        };
        let mut named = vec![judged];
        for method in &all {
            let name = method.name(scale);
            if named.contains(&name) {
                continue;
            }
            named.push(name);
            let mut contrast = Contrast::comparable(scale, &pair.tables, &pair.overlap, method.clone(), settings);
            contrast.test = None;
            let draft = descriptive(audit, series, group, (series.metric, name), scale, contrast);
            out.push(finished(audit, &draft));
        }
    }
    if series.metric.scales.contains(&Scale::OddsRatio)
        && is_called_for(&pair.tables)
        && let Some(exact) = cmh_exact(&pair.tables, (1.0 - audit.spec.inference.level) / 2.0)
    {
        let mut contrast = Contrast::known(Scale::OddsRatio, exact.odds_ratio, "cmh_exact", settings);
        contrast.describe(&pair.overlap);
        contrast.test = Some(Test::new("cmh_exact", exact.two_sided));
        let draft = descriptive(audit, series, group, (series.metric, "cmh_exact"), Scale::OddsRatio, contrast);
        out.push(finished(audit, &draft));
    }
}

/// A regression of the event on the factors and the group, Firth's where outcomes are separated.
fn model(pair: &Pair, firth: bool) -> Result<Model, Note> {
    let design = main_effects(&pair.cells);
    let (cells, columns) = (design.cells.len(), design.columns.len());
    let small = cells * columns * columns <= MOST_FIRTH;
    if cells * columns > MOST_FIT || firth && !small {
        return Err(Note::NotDefinedForDesign);
    }
    let fit = match (firth, small) {
        (true, _) => logistic::firth(&design.cells),
        (false, true) => logistic::fit(&design.cells),
        (false, false) => logistic::maximum_likelihood(&design.cells),
    };
    fit.map(|fit| Model { fit, design }).ok_or(Note::Separation)
}

/// `adjusted_odds`: the group's odds ratio with the main effects of all factors held.
fn odds(audit: &Audit<'_>, part: &Part, group: usize, pair: &Pair, settings: &Settings, out: &mut Vec<DisparityRow>) {
    let Some(metric) = metric("adjusted_odds") else { return };
    let series = &part.series;
    let mut contrast = match model(pair, asked(audit) == Some("logistic_firth")) {
        Err(note) => Contrast::absent(note),
        Ok(Model { fit, design }) => {
            let z = normal::z_of_tail((1.0 - audit.spec.inference.level) / 2.0);
            let estimate = fit.odds_ratio(design.group, z);
            let mut contrast = Contrast::known(Scale::OddsRatio, estimate, fit.method.name(), settings);
            let wald = fit.coefficients[design.group].zip(fit.standard_error(design.group));
            if let (logistic::Method::MaximumLikelihood, Some((b, error))) = (fit.method, wald)
                && error > 0.0
            {
                let t = b / error;
                contrast.test = Some(Test {
                    statistic: Some(t * t),
                    df: Some(1.0),
                    ..Test::new("wald", PValue::upper_normal(t.abs()).doubled())
                });
            }
            let mut dropped: Vec<usize> = fit
                .left_out
                .iter()
                .filter_map(|&place| match design.columns[place] {
                    Column::Level { factor, .. } => Some(part.set.factors[factor]),
                    _ => None,
                })
                .collect();
            dropped.dedup();
            if !dropped.is_empty() {
                contrast.detail.insert("left_out".to_owned(), sets::name(audit.spec, &dropped).into());
            }
            contrast
        }
    };
    contrast.describe(&pair.overlap);
    let draft = descriptive(audit, series, group, (metric, series.metric.name), Scale::OddsRatio, contrast);
    out.push(finished(audit, &draft));
}

/// `gap_composition`, `gap_rates`, `gap_not_comparable`: three parts that sum to the raw difference.
fn gap(audit: &Audit<'_>, part: &Part, group: usize, pair: &Pair, settings: &Settings, out: &mut Vec<DisparityRow>) {
    let series = &part.series;
    let z = normal::z_of_tail((1.0 - audit.spec.inference.level) / 2.0);
    let split = kitagawa(&pair.tables);
    let whole = pair.overlap.group == Some(1.0) && pair.overlap.reference == Some(1.0);
    for name in ["gap_composition", "gap_rates", "gap_not_comparable"] {
        let Some(metric) = metric(name) else { continue };
        let mut contrast = match &split {
            None => Contrast::absent(Note::NotIdentified),
            Some(split) => {
                let estimate = match name {
                    "gap_composition" => split.composition.estimate(z),
                    "gap_rates" => split.rates.estimate(z),
                    // Every case has a counterpart: there is no such part, and nothing uncertain about that.
                    _ if whole => Estimate { value: Some(0.0), ..Estimate::default() },
                    _ => split.not_comparable.estimate(z),
                };
                // A part of a difference of shares lies within 1 of 0, and so do its limits.
                let estimate = match (estimate.value, estimate.interval()) {
                    (Some(value), Some(interval)) => clipped(value, interval, -1.0, 1.0),
                    _ => estimate,
                };
                Contrast::known(Scale::Difference, estimate, "kitagawa", settings)
            }
        };
        contrast.describe(&pair.overlap);
        let draft = descriptive(audit, series, group, (metric, series.metric.name), Scale::Difference, contrast);
        out.push(finished(audit, &draft));
    }
}

/// `breslow_day_homogeneity`: does one odds ratio fit all strata? With Tarone's correction, and without.
fn homogeneity(
    audit: &Audit<'_>,
    part: &Part,
    group: usize,
    pair: &Pair,
    settings: &Settings,
    out: &mut Vec<DisparityRow>,
) {
    let Some(metric) = metric("breslow_day_homogeneity") else { return };
    let series = &part.series;
    for name in ["breslow_day_tarone", "breslow_day"] {
        let mut contrast = Contrast::known(Scale::OddsRatio, Estimate::default(), name, settings);
        contrast.describe(&pair.overlap);
        let found = pair.homogeneity.and_then(|test| {
            let (statistic, p) = match name {
                "breslow_day" => (test.breslow_day, test.p_breslow_day),
                _ => (test.tarone, test.p_tarone),
            };
            Some((statistic, test.df, p?))
        });
        match found {
            Some((statistic, df, p)) => {
                contrast.test =
                    Some(Test { statistic: Some(statistic), df: Some(f64::from(df)), ..Test::new(name, p) });
            }
            None => contrast.notes.push(Note::NotIdentified),
        }
        if pair.differ() {
            contrast.notes.push(Note::StrataDiffer);
        }
        let draft = descriptive(audit, series, group, (metric, series.metric.name), Scale::OddsRatio, contrast);
        let mut row = finished(audit, &draft);
        if name == "breslow_day" {
            // `of` names the rate, so the method stands at the end of the id.
            row.id.push_str("/breslow_day");
        }
        out.push(row);
    }
}

/// Leave one factor out: the adjusted difference over all other factors, judged as the one over all is, beside it.
pub(super) fn left_out(
    audit: &Audit<'_>,
    comparable: &Comparable,
    settings: &Settings,
    judged: &[(&Draft, &Judged)],
) -> Vec<DisparityRow> {
    let mut out = Vec::new();
    let parts = comparable.parts.iter().filter(|part| {
        let differences = part.series.metric.scales.contains(&Scale::Difference);
        part.set.main && part.set.whole && part.set.factors.len() > 1 && differences
    });
    for part in parts {
        let (_, pairs) = pairs(audit, part);
        for (group, pair) in &pairs {
            let Ok(pair) = pair else { continue };
            let full = judged.iter().find(|(draft, _)| is_full(draft, &part.series, *group));
            for (place, &factor) in part.set.factors.iter().enumerate() {
                out.extend(without(audit, part, (*group, pair), (place, factor), full, settings));
            }
        }
    }
    out
}

/// Is the draft the adjusted difference of this group over the series' factors?
fn is_full(draft: &Draft, series: &Series, group: usize) -> bool {
    draft.metric.name == series.metric.name
        && draft.of.is_none()
        && draft.stage == series.stage
        && draft.axis == Some(series.axis)
        && draft.group == series.groups[group].group
        && draft.stratum == series.stratum
        && draft.arm == series.arm
        && draft.candidate.scale == Scale::Difference
}

/// The row without one factor.
fn without(
    audit: &Audit<'_>,
    part: &Part,
    (group, pair): (usize, &Pair),
    (place, factor): (usize, usize),
    full: Option<&(&Draft, &Judged)>,
    settings: &Settings,
) -> Option<DisparityRow> {
    let kept: Vec<usize> = part.set.factors.iter().copied().filter(|&other| other != factor).collect();
    let tables: Vec<TwoByTwo> = strata(&pair.cells, Kept::AllBut(place))?;
    let levels = pair.cells.iter().map(|cell| {
        let others = cell.levels.iter().enumerate().filter(|(i, _)| *i != place);
        others.map(|(_, level)| *level).collect::<Vec<u32>>()
    });
    let levels: BTreeSet<Vec<u32>> = levels.collect();
    let cells = levels.into_iter().zip(tables).map(|(levels, table)| FactorCell { levels, table }).collect();
    let contrast = adjusted(audit, &Pair::from_cells(cells), Scale::Difference, settings);
    let name = &audit.spec.roles.strata[factor].name;
    let series = &part.series;
    let mut draft =
        descriptive(audit, series, group, (series.metric, &format!("left_out.{name}")), Scale::Difference, contrast);
    draft.stratum = Some(sets::name(audit.spec, &kept));
    draft.detail.insert("left_out".to_owned(), name.clone().into());
    let judged = match full.filter(|(full, _)| full.candidate.kind == Kind::Confirmatory) {
        Some((full, judged)) => {
            draft.candidate.rule = full.candidate.rule;
            family::beside(&draft.candidate, judged.tail, &audit.spec.inference)
        }
        None => return Some(finished(audit, &draft)),
    };
    Some(row(audit, &draft, &judged))
}
