//! Two rates on one scale: value, limits at any tail, tests, and what an exact test or a plan needs to know.
//!
//! The only place of the room that calls two-sample statistics; which method applies follows from the rates and the
//! spec's `inference.methods`.

use evenhand_stats::interval::{Estimate, Interval, Limit, PValue};
use evenhand_stats::no_difference::Correction;
use evenhand_stats::score_cells::ScoreCell;
use evenhand_stats::table::TwoByTwo;
use evenhand_stats::{difference, margin, no_difference, normal, odds_ratio, pool_rows, ratio, shares, two_arm};

mod bounded;
mod by_error;
mod calibrated;
mod comparable;
mod planning;
mod proxy;

pub use proxy::ProxyPair;

pub use by_error::Normal;
pub(super) use comparable::{Adjusted, Model};

use super::formula::{self, Four};
use super::rate::{Drawn, Rate, TRUNCATED, TwoArm, clipped, notes_of, pair};
use super::rows::Detail;
use super::tally::Span;
use super::verdict::{Limits, Rule};
use crate::spec::Spec;
use crate::words::{HarmDirection, Note, Scale};

/// Methods that the spec asks for; empty: the defaults of `methods/1`, 1.9.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    difference: Option<String>,
    ratio: Option<String>,
    odds_ratio: Option<String>,
    test: Option<String>,
    tail: f64,
}

impl Settings {
    /// The settings of a spec.
    pub fn of(spec: &Spec) -> Self {
        let get = |key: &str| spec.inference.methods.get(key).cloned();
        Self {
            difference: get("difference"),
            ratio: get("ratio"),
            odds_ratio: get("odds_ratio"),
            test: get("test"),
            tail: (1.0 - spec.inference.level) / 2.0,
        }
    }
}

/// A test of no difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Method name.
    pub name: &'static str,
    /// p-value, never below 1e-300.
    pub p: f64,
    /// log10 of a p below that.
    pub log10: Option<f64>,
    /// Statistic.
    pub statistic: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<f64>,
}

impl Test {
    /// A test from its p-value.
    pub fn new(name: &'static str, p: PValue) -> Self {
        Self { name, p: p.value(), log10: p.is_floored().then(|| p.log10()), statistic: None, df: None }
    }
}

/// Does a verdict hold exactly, where a small sample asks for it?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// The sizes do not ask for it.
    NotNeeded,
    /// It holds.
    Holds,
    /// It does not.
    Fails,
}

/// What the limits are made from.
#[derive(Clone, Debug)]
enum Engine {
    /// Nothing.
    None,
    /// Four counts: x1 of n1 against x0 of n0.
    Counts(TwoByTwo),
    /// Counts that are only bounded: (events, others) of group and reference.
    Box { group: (Span, Span), reference: (Span, Span) },
    /// Two arms.
    Arms { arms: TwoArm, group: two_arm::Group, reference: two_arm::Group, kind: two_arm::Rate },
    /// The whole pool as rows.
    Pool { group: pool_rows::Group, reference: pool_rows::Group, kind: pool_rows::Rate, view: two_arm::View },
    /// Precision against the base rate of the whole pool.
    PoolLift(pool_rows::Group),
    /// A formula of the four cells with an interval of its own in each group.
    Formula { name: &'static str, group: Four, reference: Four },
    /// A figure with a standard error, of means or fits.
    Normal(Normal),
    /// Bounds of two groups that are known through memberships.
    Proxy(Box<ProxyPair>),
    /// Outcomes observed and promised of group and reference, each in one cell, whose sums are exact.
    Calibration([ScoreCell; 2]),
    /// Nested shares: cells inside the set and outside it, of the group and of the rest.
    Nested([u64; 4]),
    /// Comparable cases: strata and how they are pooled.
    Strata(comparable::Strata),
    /// A descriptive figure with limits at the ordinary level.
    Known { estimate: Estimate, method: &'static str },
}

/// Two rates on one scale.
#[derive(Clone, Debug)]
pub struct Contrast {
    scale: Scale,
    engine: Engine,
    factor: f64,
    settings: Settings,
    /// Limits at the ordinary tail, before the factor: they are asked for again and again, and exact ones are dear.
    ordinary: Option<Limits>,
    /// Group against reference.
    pub value: Option<f64>,
    /// Notes of value and limits.
    pub notes: Vec<Note>,
    /// Numbers of the notes.
    pub detail: Detail,
    /// Method of value and limits.
    pub method: Option<&'static str>,
    /// Least and greatest value compatible with what is known.
    pub bounds: Option<(f64, f64)>,
    /// Test of no difference.
    pub test: Option<Test>,
    /// Denominator of the group.
    pub n_group: Option<f64>,
    /// Denominator of the reference.
    pub n_reference: Option<f64>,
    /// Why no verdict may rest on the limits, where so: then it is inconclusive, with this note.
    pub doubt: Option<Note>,
    /// Are the cases too few for limits that anything may rest on, whatever else is in doubt?
    pub few: bool,
    /// Does it rest on an assumption that nobody can check? Then it does not say who is worse off.
    pub assumed: bool,
    /// Variances of the two sides of a figure with a standard error, where they are known apart.
    pub sides: Option<(f64, f64)>,
}

impl Contrast {
    fn empty(scale: Scale, settings: &Settings) -> Self {
        Self {
            scale,
            engine: Engine::None,
            factor: 1.0,
            settings: settings.clone(),
            ordinary: None,
            value: None,
            notes: Vec::new(),
            detail: Detail::new(),
            method: None,
            bounds: None,
            test: None,
            n_group: None,
            n_reference: None,
            doubt: None,
            few: false,
            assumed: false,
            sides: None,
        }
    }

    /// Nothing, for this reason.
    pub fn absent(note: Note) -> Self {
        Self { notes: vec![note], ..Self::empty(Scale::Difference, &Settings::default()) }
    }

    /// A value without limits.
    pub fn plain(value: Option<f64>, notes: &[Note]) -> Self {
        Self { value, notes: notes.to_vec(), ..Self::empty(Scale::Difference, &Settings::default()) }
    }

    /// A group's rate against a reference's.
    pub fn of(scale: Scale, group: &Rate, reference: &Rate, settings: &Settings) -> Self {
        let mut out = Self::empty(scale, settings);
        out.n_group = group.denominator();
        out.n_reference = reference.denominator();
        match (*group, *reference) {
            (Rate::Absent(Note::GroupAbsent), _) => out.notes.push(Note::GroupAbsent),
            (_, Rate::Absent(Note::GroupAbsent)) => out.notes.push(Note::ReferenceAbsent),
            (Rate::Absent(a), Rate::Absent(b)) => out.notes.extend([a, b]),
            (Rate::Absent(a), _) | (_, Rate::Absent(a)) => out.notes.push(a),
            (Rate::Counts { events: x1, others: o1 }, Rate::Counts { events: x0, others: o0 }) => {
                if [x1, o1, x0, o0].iter().all(|span| span.known()) {
                    match TwoByTwo::new(x1.lo, x1.lo + o1.lo, x0.lo, x0.lo + o0.lo) {
                        Some(table) => out.engine = Engine::Counts(table),
                        None => out.notes.push(Note::NoCases),
                    }
                } else {
                    out.engine = Engine::Box { group: (x1, o1), reference: (x0, o0) };
                }
            }
            (Rate::Arms { arms, counts: group, kind, .. }, Rate::Arms { counts: reference, kind: other, .. })
                if kind == other =>
            {
                if scale == Scale::OddsRatio {
                    out.notes.push(Note::NotDefinedForDesign);
                    return out;
                }
                out.engine = Engine::Arms { arms, group, reference, kind };
                if arms.arms.truncate_group_size {
                    out.detail.insert("truncated".to_owned(), TRUNCATED.into());
                }
            }
            (Rate::Pool { counts: group, kind, view }, Rate::Pool { counts: reference, kind: other, .. })
                if kind == other =>
            {
                if scale == Scale::OddsRatio {
                    out.notes.push(Note::NotDefinedForDesign);
                    return out;
                }
                out.engine = Engine::Pool { group, reference, kind, view };
            }
            _ => out.notes.push(Note::NotDefinedForDesign),
        }
        out.draw();
        out
    }

    /// A group's share inside a set against its share in the whole: cells inside and outside, of the group and of the rest.
    pub fn nested(scale: Scale, cells: [u64; 4]) -> Self {
        let mut out = Self::empty(scale, &Settings { tail: 0.025, ..Settings::default() });
        if scale == Scale::OddsRatio {
            out.notes.push(Note::NotDefinedForDesign);
            return out;
        }
        out.engine = Engine::Nested(cells);
        out.n_group = Some((cells[0] + cells[2]) as f64);
        out.n_reference = Some(cells.iter().sum::<u64>() as f64);
        out.draw();
        out
    }

    /// A formula of the four cells, group against reference.
    pub fn of_formula(
        scale: Scale,
        name: &'static str,
        group: Option<Four>,
        reference: Option<Four>,
        settings: &Settings,
    ) -> Self {
        let mut out = Self::empty(scale, settings);
        let (Some(group), Some(reference)) = (group, reference) else {
            out.notes.push(Note::SuppressedCells);
            return out;
        };
        out.n_group = Some(group.cases());
        out.n_reference = Some(reference.cases());
        out.engine = Engine::Formula { name, group, reference };
        out.draw();
        if out.value.is_none() && out.notes.is_empty() {
            let why = [group, reference].into_iter().flat_map(|four| formula::at(name, four, settings.tail).notes);
            out.notes.extend(why);
        }
        if out.value.is_none() && out.notes.is_empty() {
            out.notes.push(Note::ReferenceHasNoEvents);
        }
        out
    }

    /// A figure with a standard error; none where that does not exist: the value stands alone, with the notes.
    pub fn of_normal(scale: Scale, normal: Option<Normal>, notes: &[Note], settings: &Settings) -> Self {
        let mut out = Self::empty(scale, settings);
        out.notes.extend_from_slice(notes);
        if let Some(normal) = normal {
            out.n_group = Some(normal.n_group);
            out.n_reference = Some(normal.n_reference);
            out.engine = Engine::Normal(normal);
            out.draw();
        }
        out
    }

    /// Precision against the base rate of the group's pool, the whole pool as rows (`methods/2`, B.8, 8).
    pub fn pool_lift(scale: Scale, counts: pool_rows::Group, settings: &Settings) -> Self {
        let mut out = Self::empty(scale, settings);
        out.engine = Engine::PoolLift(counts);
        out.n_group = Some(counts.selected_known as f64);
        out.n_reference = Some((counts.selected_known + counts.random) as f64);
        out.draw();
        out
    }

    /// The same comparison times a constant (a difference to everybody is a part of that to the rest).
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        self.factor *= factor;
        self.value = self.value.map(|value| value * factor);
        self.bounds = self.bounds.map(|(lower, upper)| (lower * factor, upper * factor));
        self
    }

    /// Value, notes, method and test from the engine.
    fn draw(&mut self) {
        let estimate = self.estimate(self.settings.tail);
        self.ordinary = Some(Limits { lower: estimate.lower, upper: estimate.upper });
        self.value = estimate.value;
        self.notes.extend(notes_of(&estimate));
        self.detail.extend(clipped(&estimate));
        self.method = self.method_name();
        if let Engine::Box { group, reference } = self.engine {
            self.notes.push(Note::SuppressedCells);
            self.bounds = bounded::bounds(self.scale, group, reference);
            self.value = None;
        }
        self.test = self.no_difference();
    }

    /// The limits at a one-sided tail.
    pub fn limits(&self, tail: f64) -> Limits {
        if matches!(self.engine, Engine::None) {
            return Limits::default();
        }
        let Limits { lower, upper } = self.ordinary.filter(|_| tail == self.settings.tail).unwrap_or_else(|| {
            let estimate = self.estimate(tail);
            Limits { lower: estimate.lower, upper: estimate.upper }
        });
        let times = |limit: Option<f64>| limit.map(|limit| limit * self.factor);
        Limits { lower: times(lower), upper: times(upper) }
    }

    /// Is there anything to compare?
    pub fn computable(&self) -> bool {
        if matches!(self.engine, Engine::None) {
            return false;
        }
        let limits = self.limits(self.settings.tail);
        self.value.is_some() || limits.lower.is_some() || limits.upper.is_some()
    }

    /// p of no difference.
    pub fn p_value(&self) -> Option<f64> {
        self.test.as_ref().map(|test| test.p)
    }

    /// Cases of the smaller side.
    pub fn smallest(&self) -> Option<f64> {
        Some(self.n_group?.min(self.n_reference?))
    }

    fn estimate(&self, tail: f64) -> Estimate {
        let z = normal::z_of_tail(tail);
        match &self.engine {
            Engine::None => Estimate::default(),
            &Engine::Counts(table) => self.of_counts(table, tail, z),
            &Engine::Box { group, reference } => self.of_box(group, reference, tail, z),
            Engine::Arms { arms, group, reference, kind } => match self.scale {
                Scale::Ratio => two_arm::ratio(group, reference, *kind, &arms.arms, arms.view, tail).0,
                _ => two_arm::difference(group, reference, *kind, &arms.arms, tail),
            },
            Engine::Pool { group, reference, kind, view } => match self.scale {
                Scale::Ratio => pool_rows::ratio(group, reference, *kind, *view, tail),
                _ => pool_rows::difference(group, reference, *kind, *view, tail),
            },
            Engine::PoolLift(counts) => {
                let (difference, ratio) = pool_rows::lift(counts, tail);
                if self.scale == Scale::Ratio { ratio } else { difference }
            }
            &Engine::Formula { name, group, reference } => {
                let (a, b) = (formula::at(name, group, tail), formula::at(name, reference, tail));
                let interval = |one: &Drawn| Some(Interval { lower: one.lower?, upper: one.upper? });
                match (a.value, interval(&a), b.value, interval(&b)) {
                    (Some(p), Some(i), Some(q), Some(j)) if self.scale == Scale::Ratio => {
                        ratio::mover_ratio(p, i, q, j)
                    }
                    (Some(p), Some(i), Some(q), Some(j)) => Estimate::new(p - q, difference::mover(p, i, q, j, 0.0)),
                    _ => Estimate::default(),
                }
            }
            Engine::Normal(one) => one.estimate(self.scale, tail),
            Engine::Proxy(pair) => pair.estimate(self.scale, z),
            Engine::Calibration(cells) => calibrated::estimate(self.scale, cells, z),
            Engine::Strata(strata) => strata.estimate(self.scale, tail),
            Engine::Known { estimate, .. } => estimate.clone(),
            &Engine::Nested(cells) => {
                let cells = shares::Cells {
                    group_errors: cells[0],
                    group_others: cells[1],
                    rest_errors: cells[2],
                    rest_others: cells[3],
                };
                match self.scale {
                    Scale::Ratio => shares::errors_over_selected(&cells, tail),
                    _ => shares::errors_minus_selected(&cells, tail).difference,
                }
            }
        }
    }

    fn of_counts(&self, table: TwoByTwo, tail: f64, z: f64) -> Estimate {
        match self.scale {
            Scale::Ratio => match self.settings.ratio.as_deref() {
                Some("koopman") => ratio::koopman(table, z),
                Some("katz_log") => with_sample(ratio::katz_log(table, z), table.ratio()),
                _ => ratio::miettinen_nurminen(table, z),
            },
            Scale::OddsRatio => match self.odds_method(table.cases()) {
                "woolf" => with_sample(odds_ratio::woolf(table, z), odds_ratio::sample(table)),
                "score" => odds_ratio::score(table, z),
                _ => odds_ratio::conditional_exact(table, tail),
            },
            _ => match self.settings.difference.as_deref() {
                Some("newcombe") => difference::newcombe(table, z),
                Some("mee") => difference::mee(table, z),
                Some("agresti_caffo") => difference::agresti_caffo(table, z),
                _ => difference::miettinen_nurminen(table, z),
            },
        }
    }

    fn odds_method(&self, n: u64) -> &'static str {
        match self.settings.odds_ratio.as_deref() {
            Some("woolf") => "woolf",
            Some("score") => "score",
            _ if n > 10_000_000 => "score",
            _ => "conditional_exact",
        }
    }

    fn method_name(&self) -> Option<&'static str> {
        Some(match &self.engine {
            Engine::None => return None,
            Engine::Counts(table) => self.counts_method(table.cases()),
            Engine::Box { .. } => match self.scale {
                Scale::Ratio => "miettinen_nurminen+box",
                Scale::OddsRatio => "conditional_exact+box",
                _ => "miettinen_nurminen+box",
            },
            Engine::Arms { arms, group, reference, kind } => match self.scale {
                Scale::Ratio => {
                    match two_arm::ratio(group, reference, *kind, &arms.arms, arms.view, self.settings.tail).1 {
                        two_arm::RatioMethod::ConditionalExact => "conditional_exact",
                        two_arm::RatioMethod::MoverRatio => "mover_ratio",
                        two_arm::RatioMethod::DeltaLog => "delta_log",
                    }
                }
                _ => "mover",
            },
            Engine::Pool { .. } | Engine::PoolLift(_) | Engine::Formula { .. } => {
                if self.scale == Scale::Ratio {
                    "mover_ratio"
                } else {
                    "mover"
                }
            }
            Engine::Normal(one) => one.method,
            Engine::Proxy(pair) => pair.method,
            Engine::Calibration(_) => {
                if self.scale == Scale::Ratio {
                    "oe_linearised"
                } else {
                    "mean_residual"
                }
            }
            Engine::Strata(strata) => strata.name(self.scale),
            Engine::Known { method, .. } => method,
            Engine::Nested(_) => {
                if self.scale == Scale::Ratio {
                    "delta_log"
                } else {
                    "share_difference"
                }
            }
        })
    }

    fn counts_method(&self, n: u64) -> &'static str {
        match self.scale {
            Scale::Ratio => match self.settings.ratio.as_deref() {
                Some("koopman") => "koopman",
                Some("katz_log") => "katz_log",
                _ => "miettinen_nurminen",
            },
            Scale::OddsRatio => self.odds_method(n),
            _ => match self.settings.difference.as_deref() {
                Some("newcombe") => "newcombe",
                Some("mee") => "mee",
                Some("agresti_caffo") => "agresti_caffo",
                _ => "miettinen_nurminen",
            },
        }
    }

    /// The test of no difference at all (`methods/1`, 1.6).
    fn no_difference(&self) -> Option<Test> {
        match &self.engine {
            &Engine::Counts(table) => self.test_of_counts(table),
            Engine::Arms { group, reference, kind, .. } => {
                // Rates of two arms are equal where the table of the four counts is independent.
                let ((a, k), (b, l)) = (pair(group, *kind), pair(reference, *kind));
                TwoByTwo::new(a, a + k, b, b + l).and_then(|table| self.test_of_counts(table))
            }
            Engine::Pool { .. }
            | Engine::PoolLift(_)
            | Engine::Nested(_)
            | Engine::Normal(_)
            | Engine::Calibration(_) => {
                let none = if self.scale == Scale::Ratio { 1.0 } else { 0.0 };
                let limits = |z: f64| self.oriented(z, HarmDirection::Higher);
                let t = margin::inverted_statistic(&limits, none)?;
                Some(Test::new("inversion", PValue::upper_normal(t.abs()).doubled()))
            }
            Engine::Strata(strata) => strata.no_difference(self.settings.test.as_deref()),
            // Descriptive figures carry no test, and bounds hold every value between them.
            Engine::None | Engine::Box { .. } | Engine::Formula { .. } | Engine::Known { .. } | Engine::Proxy(_) => {
                None
            }
        }
    }

    fn test_of_counts(&self, table: TwoByTwo) -> Option<Test> {
        if table.has_empty_side() {
            return None;
        }
        let chi = |name: &'static str, correction: Correction| {
            no_difference::chi_square(table, correction).map(|test| Test {
                statistic: Some(test.statistic),
                df: Some(1.0),
                ..Test::new(name, test.p)
            })
        };
        match self.settings.test.as_deref() {
            Some("fisher_mid_p") => Some(Test::new("fisher_mid_p", no_difference::fisher_exact(table).mid_two_sided)),
            Some("boschloo") => match no_difference::boschloo(table) {
                Some(test) => Some(Test::new("boschloo", test.two_sided)),
                // Too large for the exact search: the score test in its place.
                None => chi("score", Correction::None),
            },
            Some("score") => chi("score", Correction::None),
            Some("score_n_minus_1") => chi("score_n_minus_1", Correction::NMinusOne),
            Some("chi_square_yates") => chi("chi_square_yates", Correction::Yates),
            _ => Some(Test::new("fisher_exact", no_difference::fisher_exact(table).two_sided)),
        }
    }

    /// The limits at a critical value, turned so that higher is worse for the group.
    fn oriented(&self, z: f64, direction: HarmDirection) -> (Limit, Limit) {
        let limits = self.limits(normal::tail_of_z(z));
        let end = |limit: Option<f64>| match limit {
            Some(x) => Limit::Finite(x),
            // One end that is a number and one that is none: the other is infinite.
            None if limits.lower.is_some() || limits.upper.is_some() => Limit::Unbounded,
            None => Limit::Missing,
        };
        let (lower, upper) = (end(limits.lower), end(limits.upper));
        if direction != HarmDirection::Lower {
            return (lower, upper);
        }
        let ratio = matches!(self.scale, Scale::Ratio | Scale::OddsRatio);
        let turn = |limit: Limit, at_zero: Limit| match limit {
            Limit::Finite(0.0) if ratio => Limit::Unbounded,
            Limit::Finite(x) if ratio => Limit::Finite(1.0 / x),
            Limit::Finite(x) => Limit::Finite(-x),
            Limit::Unbounded if ratio => at_zero,
            other => other,
        };
        (turn(upper, Limit::Finite(0.0)), turn(lower, Limit::Finite(0.0)))
    }

    /// p at the margin: (no disparity beyond it, a disparity of at least it), by the score test or by inversion of the
    /// limits (`methods/5`, 5.2).
    pub fn margin_tests(&self, rule: &Rule) -> Option<(f64, f64)> {
        if matches!(self.engine, Engine::None | Engine::Box { .. }) {
            return None;
        }
        let (margin, harm) = asked(rule)?;
        let standard = self.settings.difference.is_none() && self.settings.ratio.is_none() && self.factor == 1.0;
        let tests = match &self.engine {
            Engine::Counts(table) if standard && rule.scale != Scale::OddsRatio => {
                margin::score_tests(margin::oriented(*table, rule.direction == HarmDirection::Lower), margin)?
            }
            Engine::Strata(strata) => match strata.score_tests(margin, rule.direction) {
                Some(tests) => tests,
                None => margin::by_inversion(|z| self.oriented(z, rule.direction), margin)?,
            },
            _ => margin::by_inversion(|z| self.oriented(z, rule.direction), margin)?,
        };
        Some((tests.p_disparity(harm).value(), tests.p_within(harm).value()))
    }

    /// The table as an exact test sees it, where the sizes ask for one (`methods/5`, 5.3); odds ratios have exact limits.
    fn guarded(&self, rule: &Rule) -> Option<TwoByTwo> {
        let Engine::Counts(table) = &self.engine else { return None };
        let table = margin::oriented(*table, rule.direction == HarmDirection::Lower);
        (rule.scale != Scale::OddsRatio && margin::guard_applies(table)).then_some(table)
    }

    /// Does a verdict hold exactly at this tail (`methods/5`, 5.3)?
    pub fn exactness(&self, rule: &Rule, within: bool, tail: f64) -> Exactness {
        let Some(table) = self.guarded(rule) else { return Exactness::NotNeeded };
        let Some((margin, harm)) = asked(rule) else { return Exactness::NotNeeded };
        let reading = if within {
            margin::Reading::WithinMargin
        } else {
            let (lower, upper) = self.oriented(normal::z_of_tail(tail), rule.direction);
            margin::three_way(lower, upper, margin, harm)
        };
        // A claim that only rounding made is none.
        let claims =
            matches!(reading, margin::Reading::WithinMargin) == within && reading != margin::Reading::Inconclusive;
        if claims && margin::guard_holds(table, margin, harm, reading, tail) {
            Exactness::Holds
        } else {
            Exactness::Fails
        }
    }

    /// Exact p of "no disparity beyond the margin", where the sizes ask for it.
    pub fn exact_p_disparity(&self, rule: &Rule) -> Option<f64> {
        let table = self.guarded(rule)?;
        let (margin, harm) = asked(rule)?;
        let side = |side| margin::guard_p(table, margin, harm, margin::Reading::Disparity(side));
        let group = side(margin::Side::Group)?;
        if rule.one_sided() {
            return Some(group.value());
        }
        Some(group.min(side(margin::Side::Reference)?).doubled().value())
    }

    /// Variance of the group's rate on the scale (of its logarithm on ratio scales), for the correlation inside a block.
    pub fn spread_group(&self) -> Option<f64> {
        self.spread(true)
    }

    /// Variance of the reference's rate on the scale.
    pub fn spread_reference(&self) -> Option<f64> {
        self.spread(false)
    }

    fn spread(&self, group: bool) -> Option<f64> {
        let positive = |v: f64| (v > 0.0 && v.is_finite()).then_some(v);
        if let Some((of_group, of_reference)) = self.sides {
            return positive(if group { of_group } else { of_reference });
        }
        match &self.engine {
            Engine::Counts(table) => {
                let (x, n) = if group { (table.x1(), table.n1()) } else { (table.x0(), table.n0()) };
                let (n, p) = (n as f64, x as f64 / n as f64);
                positive(match self.scale {
                    Scale::Ratio => (1.0 - p) / (n * p),
                    Scale::OddsRatio => 1.0 / (n * p * (1.0 - p)),
                    _ => p * (1.0 - p) / n,
                })
            }
            Engine::Arms { arms, group: g, reference: r, kind } => {
                let (a, k) = pair(if group { g } else { r }, *kind);
                let (a, k) = (a as f64, k as f64);
                let rate = arms.arms.random as f64 / arms.arms.population as f64 * a / k;
                let log = 1.0 / a + 1.0 / k;
                positive(if self.scale == Scale::Ratio { log } else { rate * rate * log })
            }
            Engine::Pool { group: g, reference: r, kind, view } => {
                let estimate = pool_rows::rate(if group { g } else { r }, *kind, *view, self.settings.tail);
                let half = (estimate.upper? - estimate.lower?) / (2.0 * normal::z_of_tail(self.settings.tail));
                let value = estimate.value?;
                positive(if self.scale == Scale::Ratio { (half / value) * (half / value) } else { half * half })
            }
            Engine::Calibration(cells) => {
                let z = normal::z_of_tail(self.settings.tail);
                positive(calibrated::variance(self.scale, cells[usize::from(!group)], z)?)
            }
            Engine::Normal(one) => {
                // Of the whole comparison: halves of its variance stand for the two sides.
                positive(one.standard_error * one.standard_error / 2.0)
            }
            Engine::Strata(strata) => positive(strata.variance(self.scale)? / 2.0),
            _ => None,
        }
    }
}

/// A ratio of 0 is a value, though its logarithm has no limits.
fn with_sample(estimate: Estimate, sample: Option<f64>) -> Estimate {
    if estimate.value.is_some() { estimate } else { Estimate { value: sample, ..estimate } }
}

/// Margin and harm as the statistics take them; `None` for a margin that no comparison can have.
fn asked(rule: &Rule) -> Option<(margin::Margin, margin::Harm)> {
    let margin =
        if rule.ratio() { margin::Margin::ratio(rule.margin) } else { margin::Margin::difference(rule.margin) };
    let harm = if rule.one_sided() { margin::Harm::OneSided } else { margin::Harm::TwoSided };
    Some((margin?, harm))
}
