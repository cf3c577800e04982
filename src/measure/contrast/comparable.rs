//! Two rates among comparable cases on one scale: pooled or standardised over strata, at any tail (`methods/3`).

use std::sync::Arc;

use evenhand_stats::cmh_exact::{cmh_exact, is_called_for};
use evenhand_stats::interval::{Estimate, Interval};
use evenhand_stats::kitagawa::kitagawa;
use evenhand_stats::logistic::{self, Design, Fit};
use evenhand_stats::mantel_haenszel::{self, Correction, cmh};
use evenhand_stats::margin::{Margin, MarginTests};
use evenhand_stats::standardisation::{Standard, standardised};
use evenhand_stats::strata::Overlap;
use evenhand_stats::{TwoByTwo, float, interval, normal, power, stratified_score};

use super::planning::Planning;
use super::{Contrast, Engine, Settings, Test};
use crate::measure::rows::Detail;
use crate::measure::verdict::Rule;
use crate::words::{HarmDirection, Note, Number, Scale};

/// How an adjusted difference is made; ratios and odds ratios have Mantel and Haenszel's unless the method gives its own.
#[derive(Clone, Debug)]
pub(in crate::measure) enum Adjusted {
    /// Stratified score limits: the default.
    Score,
    /// Mantel and Haenszel's weights with Sato's variance.
    MantelHaenszel,
    /// Directly standardised rates.
    Standardised(Standard),
    /// What remains within strata of a split gap.
    Split,
    /// The mean difference in fitted shares of a regression; none where it could not be fitted.
    Logistic(Option<Arc<Model>>),
}

/// A regression of the event on factors and group.
#[derive(Debug)]
pub(in crate::measure) struct Model {
    /// The fit.
    pub fit: Fit,
    /// Its design.
    pub design: Design,
}

impl Adjusted {
    /// The words of `inference.methods.adjusted_difference` that need no regression, and the default.
    pub fn of_word(word: Option<&str>, standard: Standard) -> Self {
        match word {
            Some("mantel_haenszel") => Self::MantelHaenszel,
            Some("direct_standardisation") => Self::Standardised(standard),
            Some("kitagawa") => Self::Split,
            _ => Self::Score,
        }
    }

    /// The name of the method on a scale.
    pub fn name(&self, scale: Scale) -> &'static str {
        match (scale, self) {
            (Scale::OddsRatio, _) => "mantel_haenszel",
            (_, Self::Standardised(_)) => "direct_standardisation",
            (Scale::Ratio, _) | (_, Self::MantelHaenszel) => "mantel_haenszel",
            (_, Self::Score) => "miettinen_nurminen",
            (_, Self::Split) => "kitagawa",
            (_, Self::Logistic(model)) => model.as_ref().map_or("logistic_regression", |model| model.fit.method.name()),
        }
    }

    fn estimate(&self, tables: &[TwoByTwo], scale: Scale, tail: f64) -> Estimate {
        let z = normal::z_of_tail(tail);
        match (scale, self) {
            (Scale::OddsRatio, _) => mantel_haenszel::odds_ratio(tables, z).estimate,
            (Scale::Ratio, Self::Standardised(standard)) => standardised(tables, *standard, tail).ratio,
            (Scale::Ratio, _) => mantel_haenszel::ratio(tables, z).estimate,
            (_, Self::Score) => stratified_score::difference(tables, z),
            (_, Self::MantelHaenszel) => mantel_haenszel::difference(tables, z).estimate,
            (_, Self::Standardised(standard)) => standardised(tables, *standard, tail).difference,
            (_, Self::Split) => match kitagawa(tables) {
                Some(split) => split.rates.estimate(z),
                None => Estimate::none(interval::Note::NotIdentified),
            },
            (_, Self::Logistic(Some(model))) => {
                let left_out = model.fit.coefficients[model.design.group].is_none();
                if left_out {
                    return Estimate::none(interval::Note::NotIdentified);
                }
                model.fit.mean_difference(&logistic::standard_of(&model.design), z)
            }
            (_, Self::Logistic(None)) => Estimate::none(interval::Note::NotIdentified),
        }
    }
}

/// Strata with a method: what limits at any tail are made from.
#[derive(Clone, Debug)]
pub(super) struct Strata {
    tables: Arc<[TwoByTwo]>,
    method: Adjusted,
    /// At the ordinary tail, which most rows ask for alone.
    ordinary: Estimate,
    tail: f64,
}

impl Strata {
    pub(super) fn estimate(&self, scale: Scale, tail: f64) -> Estimate {
        if tail == self.tail { self.ordinary.clone() } else { self.method.estimate(&self.tables, scale, tail) }
    }

    pub(super) fn name(&self, scale: Scale) -> &'static str {
        self.method.name(scale)
    }

    /// The score tests at a margin, where the limits are those of the same test.
    pub(super) fn score_tests(&self, margin: Margin, direction: HarmDirection) -> Option<MarginTests> {
        if !matches!(self.method, Adjusted::Score) {
            return None;
        }
        let turned: Vec<TwoByTwo>;
        let tables: &[TwoByTwo] = if direction == HarmDirection::Lower {
            turned = self.tables.iter().map(|table| table.swapped()).collect();
            &turned
        } else {
            &self.tables
        };
        stratified_score::score_tests(tables, margin)
    }

    /// The test of no association within strata: what the spec asks for, else the exact one where the chi-square
    /// distribution is not to be trusted.
    pub(super) fn no_difference(&self, asked: Option<&str>) -> Option<Test> {
        let chi = |name: &'static str, correction: Correction| {
            cmh(&self.tables, correction).map(|test| Test {
                statistic: Some(test.statistic),
                df: Some(1.0),
                ..Test::new(name, test.p)
            })
        };
        let exact = || cmh_exact(&self.tables, self.tail).map(|test| Test::new("cmh_exact", test.two_sided));
        match asked {
            Some("cmh_corrected") => chi("cmh_corrected", Correction::Half),
            Some("cmh") => chi("cmh", Correction::None),
            Some("cmh_exact") => exact().or_else(|| chi("cmh", Correction::None)),
            _ if is_called_for(&self.tables) => exact().or_else(|| chi("cmh", Correction::None)),
            _ => chi("cmh", Correction::None),
        }
    }

    /// The variance of the comparison on its scale, of its logarithm on ratio scales, as its ordinary limits have it.
    pub(super) fn variance(&self, scale: Scale) -> Option<f64> {
        let Interval { lower, upper } = self.ordinary.interval()?;
        let width = match scale {
            Scale::Ratio | Scale::OddsRatio => (lower > 0.0).then(|| float::ln(upper) - float::ln(lower))?,
            _ => upper - lower,
        };
        let error = width / (2.0 * normal::z_of_tail(self.tail));
        Some(error * error)
    }

    /// The smallest disparity that these strata would have shown (`methods/5`, 5.4, 5.5).
    pub(super) fn detectable(&self, rule: &Rule, z_alpha: f64, power: f64) -> Option<f64> {
        match rule.scale {
            Scale::Ratio | Scale::OddsRatio => {
                let variance = self.variance(rule.scale)?;
                Some(power::two_arm_detectable_ratio(variance, rule.margin, z_alpha, power))
            }
            _ => {
                let favourable = rule.direction == HarmDirection::Lower;
                stratified_score::minimum_detectable(&self.tables, rule.margin, favourable, z_alpha, power)
            }
        }
    }
}

/// The numbers that belong to an adjusted figure: informative strata, and how many of the cases lie in them.
pub(in crate::measure) fn detail_of(overlap: &Overlap) -> Detail {
    let number = |x: f64| serde_json::to_value(Number::new(x)).unwrap_or(serde_json::Value::Null);
    let mut detail = Detail::new();
    detail.insert("strata".to_owned(), overlap.strata.into());
    if let Some(smallest) = overlap.smallest_n {
        detail.insert("smallest_n".to_owned(), smallest.into());
    }
    for (key, share) in [("overlap_group", overlap.group), ("overlap_reference", overlap.reference)] {
        if let Some(share) = share {
            detail.insert(key.to_owned(), number(share));
        }
    }
    detail
}

impl Contrast {
    /// A group against its reference among comparable cases.
    pub(in crate::measure) fn comparable(
        scale: Scale,
        tables: &Arc<[TwoByTwo]>,
        overlap: &Overlap,
        method: Adjusted,
        settings: &Settings,
    ) -> Self {
        let mut out = Self::empty(scale, settings);
        out.describe(overlap);
        let ordinary = method.estimate(tables, scale, settings.tail);
        out.engine = Engine::Strata(Strata { tables: Arc::clone(tables), method, ordinary, tail: settings.tail });
        out.draw();
        // The comparison speaks of a minority of the cases, or of too few to trust its limits: no verdict.
        let few = (!overlap.has_enough_counts()).then_some(Note::TooFew);
        out.doubt = (!overlap.allows_verdict()).then_some(Note::LittleOverlap).or(few);
        out.few = few.is_some();
        out
    }

    /// A descriptive figure whose limits are known at the ordinary level alone.
    pub(in crate::measure) fn known(
        scale: Scale,
        estimate: Estimate,
        method: &'static str,
        settings: &Settings,
    ) -> Self {
        let mut out = Self::empty(scale, settings);
        out.engine = Engine::Known { estimate, method };
        out.draw();
        out
    }

    /// What strata a figure rests on.
    pub(in crate::measure) fn describe(&mut self, overlap: &Overlap) {
        self.detail.extend(detail_of(overlap));
        let [a, b, c, d] = overlap.counts.map(|count| count as f64);
        (self.n_group, self.n_reference) = (Some(a + b), Some(c + d));
    }
}

/// The planning figure of an adjusted comparison.
pub(super) fn plan(strata: &Strata, rule: &Rule, z_alpha: f64, power: f64, out: &mut Planning) {
    match strata.detectable(rule, z_alpha, power) {
        Some(value) => out.minimum_detectable = Some(value),
        None => out.notes.push(Note::NotDetectable),
    }
}
