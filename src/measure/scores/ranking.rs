//! How scores order people with and without the outcome: areas within a group and across groups, average precision
//! (`metrics-union.md`, G; `methods/7`, 7.1, 7.2, 7.4, 7.9). They measure detection; none of them carries a verdict.

use evenhand_stats::average_precision::{average_precision, with_limits};
use evenhand_stats::distance::{equal_mass_places, joined};
use evenhand_stats::ks::{SERIES_FROM_BINS, by_chance, ks};
use evenhand_stats::rank::{Auc, AucDifference, Ranked, across, auc, bound_matters, difference};
use evenhand_stats::resample::Key as StreamKey;
use evenhand_stats::roc::{abroca, abroca_by_chance};
use evenhand_stats::score_cells::{negatives, positives};

use super::basis::ScoreGroup;
use super::described::{How, put, row, with_p};
use super::distribution::{DEALS as DEALS_OF_OUTCOMES, MATTERS, with_chance};
use super::sides::{Pair, against_rest, pairs};
use super::{Member, View};
use crate::measure::aggregate::stream_key;
use crate::measure::estimate::row as estimate_row;
use crate::measure::rate::Drawn;
use crate::measure::rows::{DisparityRow, EstimateRow};
use crate::spec::Compare;
use crate::words::{Note, Scale, reserved};

/// Most bins of the deals behind what chance alone would give between two curves.
const BINS: usize = 20;

/// Deals of membership within each outcome, where the spec names no number.
const DEALS: u64 = 200;

/// Draws behind the limits of average precision, where the spec names no number.
const DRAWS: u64 = 500;

/// Rows with and without the outcome that limits of average precision need.
const ENOUGH_FOR_PRECISION: u64 = 100;

/// Negatives and positives of a group, bin by bin.
pub(super) struct Sides {
    pub negatives: Vec<u64>,
    pub positives: Vec<u64>,
}

impl Sides {
    pub fn of(group: &ScoreGroup) -> Self {
        Self { negatives: negatives(&group.cells), positives: positives(&group.cells) }
    }

    pub fn ranked(&self) -> Ranked<'_> {
        Ranked { negatives: &self.negatives, positives: &self.positives }
    }

    fn rows(&self) -> Vec<u64> {
        self.negatives.iter().zip(&self.positives).map(|(w, x)| w + x).collect()
    }
}

/// Do all rows of both sides have one score?
pub(super) fn constant(a: &[u64], b: &[u64]) -> bool {
    a.iter().zip(b).filter(|(x, y)| **x + **y > 0).count() == 1
}

/// An area as a row draws it, by the method of the spec or by `method`, with what binning may change.
pub(super) fn area(view: View<'_>, found: &Auc, method: &'static str, one_score: bool) -> Drawn {
    let estimate = if method == "delong" { &found.symmetric } else { &found.estimate };
    let mut drawn = all_ties(Drawn::from(estimate.clone(), method), one_score);
    match (found.value(), found.bound) {
        (Some(value), Some(bound)) if !view.basis.distinct && bound > 0.0 => {
            drawn.bounds = Some(((value - bound).max(0.0), (value + bound).min(1.0)));
            if bound_matters(found) {
                drawn.notes.push(Note::BinningBound);
            }
        }
        (None, _) => drawn.method = None,
        _ => {}
    }
    drawn
}

/// With one score all are ties: an area of one half, and nothing is separated.
fn all_ties(mut drawn: Drawn, one_score: bool) -> Drawn {
    if one_score {
        drawn.notes.retain(|note| *note != Note::Separation);
        drawn.notes.push(Note::ScoreConstant);
    }
    drawn
}

/// The method of areas that the spec asks for.
fn method(view: View<'_>) -> &'static str {
    match view.audit.spec.inference.methods.get("auc").map(String::as_str) {
        Some("delong") => "delong",
        _ => "delong_logit",
    }
}

/// Rows of `auc`, `average_precision`, and of `kolmogorov_smirnov` between those with and without the outcome.
pub(super) fn estimates(view: View<'_>, member: Member<'_>, out: &mut Vec<EstimateRow>) {
    if !view.basis.outcome {
        return;
    }
    let group = member.scores;
    let sides = Sides::of(group);
    let notes = if group.absent().is_some() { Vec::new() } else { view.outcome_notes(group) };
    let mut push = |name: &'static str, make: &dyn Fn() -> Drawn| {
        let mut drawn = view.no_outcome(group).map_or_else(make, Drawn::absent);
        drawn.notes.extend(notes.iter().copied());
        drawn.n = drawn.value.map(|_| (group.sums[1].n + group.sums[2].n) as f64);
        out.push(estimate_row(view.audit, view.columns(name, &member), drawn));
    };
    let one_score = constant(&sides.negatives, &sides.positives);
    push("auc", &|| area(view, &auc(&sides.negatives, &sides.positives, view.z), method(view), one_score));
    push("average_precision", &|| precision(view, &member, &sides));
    push("kolmogorov_smirnov", &|| between_outcomes(view, &member, &sides));
}

/// Average precision with limits.
fn precision(view: View<'_>, member: &Member<'_>, sides: &Sides) -> Drawn {
    let found = match average_precision(&sides.negatives, &sides.positives) {
        Err(note) => return Drawn { notes: Note::parse(note.code()).into_iter().collect(), ..Drawn::default() },
        Ok(found) => found,
    };
    let (attribute, arm) = (member.attribute.unwrap_or("-"), view.basis.arm.unwrap_or("-"));
    let key = StreamKey(stream_key(view.audit.seed, &["average_precision", attribute, arm, "bootstrap"]));
    let draws = view.audit.spec.inference.replicates.unwrap_or(DRAWS);
    let estimate = with_limits(&sides.negatives, &sides.positives, key, draws, view.tail);
    let mut drawn = Drawn::from(estimate, "step");
    // A score without any order gives the base rate: what the figure must be read against.
    put(&mut drawn.detail, "expected_by_chance", found.base_rate);
    // Simulated: with fewer the figure is too high, and its lower limit misses up to twelve times in a hundred.
    let events = sides.positives.iter().sum::<u64>().min(sides.negatives.iter().sum());
    if events < ENOUGH_FOR_PRECISION && drawn.value.is_some() {
        drawn.notes.push(Note::TooFewEvents);
    }
    if !view.basis.distinct && found.least < found.most {
        drawn.bounds = Some((found.least, found.most));
        if found.most - found.least > 1e-3 {
            drawn.notes.push(Note::BinningBound);
        }
    }
    drawn
}

/// The largest difference, over all thresholds, of the shares that are selected with and without the outcome: how well any
/// threshold tells them apart (`methods/7`, 7.3). By deals of the outcome where scores are few, else by Kolmogorov's series.
fn between_outcomes(view: View<'_>, member: &Member<'_>, sides: &Sides) -> Drawn {
    let group = member.scores;
    let none = |counts: &[u64]| counts.iter().all(|n| *n == 0);
    let found = match (none(&sides.positives), none(&sides.negatives)) {
        (true, _) => return Drawn::absent(Note::NoPositives),
        (_, true) => return Drawn::absent(Note::NoNegatives),
        _ => ks(&sides.positives, &sides.negatives),
    };
    let Some(found) = found else { return Drawn::absent(Note::NoCases) };
    let mut drawn = Drawn { value: Some(found.statistic), method: Some("two_sample"), ..Drawn::default() };
    put(&mut drawn.detail, "signed_low", found.lower);
    put(&mut drawn.detail, "signed_high", found.higher);
    if let Some(cell) = group.cells.get(found.at).filter(|_| found.statistic > 0.0) {
        put(&mut drawn.detail, "score_at", cell.high);
    }
    if !view.basis.distinct && found.bound > found.statistic {
        drawn.bounds = Some((found.statistic, found.bound));
        if found.bound - found.statistic > MATTERS {
            drawn.notes.push(Note::BinningBound);
        }
    }
    let used = sides.positives.iter().zip(&sides.negatives).filter(|(x, w)| **x + **w > 0);
    let (with, without): (Vec<u64>, Vec<u64>) = used.map(|(x, w)| (*x, *w)).unzip();
    let dealt = (with.len() < SERIES_FROM_BINS)
        .then(|| {
            let (attribute, arm) = (member.attribute.unwrap_or("-"), view.basis.arm.unwrap_or("-"));
            let key = StreamKey(stream_key(view.audit.seed, &["kolmogorov_smirnov", attribute, arm, "chance"]));
            let deals = view.audit.spec.inference.replicates.unwrap_or(DEALS_OF_OUTCOMES);
            by_chance(&with, &without, key, deals)
        })
        .flatten();
    with_chance(drawn, &found, dealt.as_ref()).0
}

/// Areas of groups against each other, and across them.
pub(super) fn described(view: View<'_>, out: &mut Vec<DisparityRow>) {
    if !view.basis.outcome {
        return;
    }
    for pair in pairs(view.audit, view.basis, Compare::Reference) {
        against_reference(view, &pair, out);
    }
    for pair in against_rest(view.basis) {
        let found =
            both(view, &pair).map(|both| (across(both.group.ranked(), both.other.ranked(), view.z), both.one_score()));
        for (name, pick) in [("bpsn_auc", false), ("bnsp_auc", true)] {
            let drawn = match &found {
                Err(note) => Drawn::absent(*note),
                Ok((found, one_score)) => {
                    let one = if pick { &found.positives_over_other } else { &found.other_over_negatives };
                    area(view, one, method(view), *one_score)
                }
            };
            described_row(view, &pair, name, How::default(), drawn, out);
        }
    }
}

/// Both groups' rows with a known outcome.
struct Both {
    group: Sides,
    other: Sides,
}

impl Both {
    /// Do all of them have one score?
    fn one_score(&self) -> bool {
        constant(&self.group.rows(), &self.other.rows())
    }
}

fn both(view: View<'_>, pair: &Pair<'_>) -> Result<Both, Note> {
    let (group, other) = pair.scores.as_ref().map_err(|note| *note)?;
    match view.no_outcome(group).or_else(|| view.no_outcome(other)) {
        Some(note) => Err(note),
        None => Ok(Both { group: Sides::of(group), other: Sides::of(other) }),
    }
}

/// A row with the facts about the outcomes of both groups.
fn described_row(
    view: View<'_>,
    pair: &Pair<'_>,
    name: &'static str,
    how: How<'_>,
    mut drawn: Drawn,
    out: &mut Vec<DisparityRow>,
) {
    let mut sizes = None;
    if let Ok((group, other)) = &pair.scores {
        drawn.notes.extend(view.outcome_notes(group));
        drawn.notes.extend(view.outcome_notes(other));
        let known = |one: &ScoreGroup| (one.sums[1].n + one.sums[2].n) as f64;
        sizes = Some((known(group), known(other)));
    }
    row(view, pair, name, How { sizes, ..how }, drawn, out);
}

fn against_reference(view: View<'_>, pair: &Pair<'_>, out: &mut Vec<DisparityRow>) {
    let both = both(view, pair);
    let one_score = both.as_ref().is_ok_and(Both::one_score);
    let differs = How { scale: Some(Scale::Difference), equal: Some(0.0), test: Some("wald"), ..How::default() };
    let areas = both.as_ref().map(|both| {
        let of = |sides: &Sides| auc(&sides.negatives, &sides.positives, view.z);
        let (own, other) = (of(&both.group), of(&both.other));
        (difference(&own, &other, view.z), bound_of_both(view, &own, &other))
    });
    let crossed = both.as_ref().map(|both| across(both.group.ranked(), both.other.ranked(), view.z));
    let of_difference = |found: &AucDifference, bound: f64| {
        let mut drawn = all_ties(with_p(Drawn::from(found.estimate.clone(), "delong"), found.p), one_score);
        if let Some(value) = drawn.value.filter(|_| bound > 0.0) {
            drawn.bounds = Some(((value - bound).max(-1.0), (value + bound).min(1.0)));
            if bound > MATTERS {
                drawn.notes.push(Note::BinningBound);
            }
        }
        Drawn { statistic: found.z, ..drawn }
    };
    let drawn = areas.map_or_else(|note| Drawn::absent(*note), |(found, bound)| of_difference(&found, bound));
    described_row(view, pair, "auc", differs, drawn, out);
    let drawn = crossed.as_ref().map_or_else(
        |note| Drawn::absent(**note),
        |found| area(view, &found.positives_over_other, method(view), one_score),
    );
    described_row(view, pair, "xauc", How::default(), drawn, out);
    // The other way round it is the reference's: positives of it over negatives of the group.
    if let (Some(reference), Ok((group, other))) = (&pair.reference, &pair.scores)
        && reference.as_ref() != reserved::REST
    {
        let turned = Pair {
            group: &other.group,
            reference: Some(group.group.as_str().into()),
            scores: Ok((other.as_ref(), std::borrow::Cow::Borrowed(*group))),
        };
        let drawn = crossed.as_ref().map_or_else(
            |note| Drawn::absent(**note),
            |found| area(view, &found.other_over_negatives, method(view), one_score),
        );
        described_row(view, &turned, "xauc", How::default(), drawn, out);
    }
    let drawn = crossed.as_ref().map_or_else(
        |note| Drawn::absent(**note),
        |found| {
            let bound = bound_of_both(view, &found.positives_over_other, &found.other_over_negatives);
            of_difference(&found.difference, bound)
        },
    );
    described_row(view, pair, "xauc", differs, drawn, out);
    let drawn = both.as_ref().map_or_else(|note| Drawn::absent(*note), |both| between_curves(view, both));
    described_row(view, pair, "abroca", How::default(), drawn, out);
}

/// How much bins can change the difference of two areas: as much as both together.
fn bound_of_both(view: View<'_>, own: &Auc, other: &Auc) -> f64 {
    let bound = own.bound.zip(other.bound).map_or(0.0, |(own, other)| own + other);
    if view.basis.distinct { 0.0 } else { bound }
}

/// The area between the curves of group and reference, with what chance alone would give.
fn between_curves(view: View<'_>, both: &Both) -> Drawn {
    match abroca(both.group.ranked(), both.other.ranked()) {
        Err(note) => Drawn { notes: Note::parse(note.code()).into_iter().collect(), ..Drawn::default() },
        Ok(value) => {
            let mut drawn = Drawn { value: Some(value), method: Some("exact_area"), ..Drawn::default() };
            let (group, other) = coarse(both);
            let deals = view.audit.spec.inference.replicates.unwrap_or(DEALS);
            let arm = view.basis.arm.unwrap_or("-");
            let key = StreamKey(stream_key(view.audit.seed, &["abroca", view.attribute(), arm, "chance"]));
            if let Some(chance) = abroca_by_chance(group.ranked(), other.ranked(), key, deals) {
                put(&mut drawn.detail, "expected_by_chance", chance.mean);
                put(&mut drawn.detail, "quantile_95_by_chance", chance.quantile_95);
            }
            drawn
        }
    }
}

/// The same on at most [`BINS`] bins of about equal mass: the deals are made on these.
fn coarse(both: &Both) -> (Sides, Sides) {
    let lists = [&both.group.negatives, &both.group.positives, &both.other.negatives, &both.other.positives];
    let pooled: Vec<u64> = (0..lists[0].len()).map(|bin| lists.iter().map(|list| list[bin]).sum()).collect();
    let few = pooled.iter().filter(|n| **n > 0).count() <= BINS;
    let places = if few { (0..pooled.len()).collect() } else { equal_mass_places(&pooled, BINS) };
    let of = |sides: &Sides| Sides {
        negatives: joined(&sides.negatives, &places),
        positives: joined(&sides.positives, &places),
    };
    (of(&both.group), of(&both.other))
}
