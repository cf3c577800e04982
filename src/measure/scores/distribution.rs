//! How scores are distributed: mean scores and their differences, distances between groups (`metrics-union.md`, F;
//! `methods/7`, 7.3, 7.5, 7.6). No outcome is needed but for mean scores given the outcome.

use evenhand_stats::calibrated_draws::ByChance;
use evenhand_stats::distance::{
    EmptyBins, equal_mass, equal_mass_of_reference, hellinger, jensen_shannon, stability_index, total_variation,
    wasserstein, wasserstein_of_ranks,
};
use evenhand_stats::ks::{Ks, SERIES_FROM_BINS, by_chance, ks, mean_by_chance};
use evenhand_stats::mean_score::{
    Denominator, MOST_SKEWNESS, MeanDifference, mean, mean_difference, skewness_of_difference, standardised,
};
use evenhand_stats::permute::permutations;
use evenhand_stats::proportion::clipped;
use evenhand_stats::rank::superiority;
use evenhand_stats::resample::Key as StreamKey;

use super::basis::{Exact, ScoreGroup, ScoreScale};
use super::described::{How, put, row, with_p};
use super::ranking::{area, constant};
use super::sides::{Pair, draft, pairs};
use super::{Member, View};
use crate::measure::aggregate::stream_key;
use crate::measure::contrast::{Contrast, Normal, Settings, Test};
use crate::measure::disparity::{Draft, targets};
use crate::measure::estimate::{Columns, row as estimate_row};
use crate::measure::rate::{Drawn, notes_of};
use crate::measure::rows::{DisparityRow, EstimateRow};
use crate::spec::Compare;
use crate::words::{Note, Scale, metric, reserved};

/// Most bins of the distances that grow with their number; fewer distinct scores are bins of their own.
const BINS: usize = 20;

/// Deals of membership behind what chance alone would give, where the spec names no number.
pub(super) const DEALS: u64 = 500;

/// Rows with the outcome, and without it: stratum, which sums, why there are none.
const OUTCOMES: [(&str, usize, Note); 2] = [("outcome=1", 1, Note::NoPositives), ("outcome=0", 2, Note::NoNegatives)];

/// Rows of `mean_score` and `mean_score_given_outcome`.
pub(super) fn estimates(view: View<'_>, member: Member<'_>, out: &mut Vec<EstimateRow>) {
    let group = member.scores;
    let mut drawn = group.absent().map_or_else(|| mean_of(view, group.sums[0]), Drawn::absent);
    if drawn.value.is_some() {
        drawn.notes.extend(view.cut_off(group));
    }
    out.push(estimate_row(view.audit, view.columns("mean_score", &member), drawn));
    if !view.basis.outcome {
        return;
    }
    for (stratum, place, why) in OUTCOMES {
        let sums = group.sums[place];
        let reason = view.no_outcome(group).or((sums.n == 0).then_some(why));
        let mut drawn = reason.map_or_else(|| mean_of(view, sums), Drawn::absent);
        if group.absent().is_none() {
            drawn.notes.extend(view.outcome_notes(group));
        }
        let columns = Columns { stratum: Some(stratum), ..view.columns("mean_score_given_outcome", &member) };
        out.push(estimate_row(view.audit, columns, drawn));
    }
}

/// The mean of some scores with Student's limits, cut to the declared range.
fn mean_of(view: View<'_>, sums: Exact) -> Drawn {
    let (low, high) = match view.basis.scale {
        ScoreScale::Order => return Drawn::absent(Note::NotDefinedForDesign),
        ScoreScale::Probability => (0.0, 1.0),
        ScoreScale::Points { low, high } => (low, high),
    };
    let found = mean(view.basis.moments(sums), view.tail);
    let estimate = match (found.value, found.interval()) {
        (Some(value), Some(interval)) => clipped(value, interval, low, high),
        _ => found,
    };
    Drawn { n: Some(sums.n as f64), ..Drawn::from(estimate, "welch_t") }
}

/// Differences of mean scores, to be judged.
pub(super) fn drafts(view: View<'_>, settings: &Settings, block: &mut usize, out: &mut Vec<Draft>) {
    let Some(metric) = metric("mean_score") else { return };
    let reference = view.audit.axes[view.basis.axis].reference.as_str();
    for target in targets(view.audit, reference == reserved::REST) {
        let here = *block;
        *block += 1;
        for pair in pairs(view.audit, view.basis, target) {
            let contrast = match &pair.scores {
                Err(note) => Contrast::absent(*note),
                Ok((group, other)) => {
                    let contrast = of_means(view, group, other, settings);
                    // Difference to everybody = (1 − π) times the difference to the rest (methods/4, 4.3).
                    let (n, rest) = (group.scored() as f64, other.scored() as f64);
                    if target == Compare::Overall { contrast.scaled(rest / (n + rest)) } else { contrast }
                }
            };
            out.extend(draft(view, metric, None, Scale::Difference, &pair, target, contrast, here));
        }
    }
}

/// The difference of two means, or the reason why there is none.
fn difference(view: View<'_>, group: Exact, reference: Exact) -> Result<MeanDifference, Note> {
    if view.basis.scale == ScoreScale::Order {
        return Err(Note::NotDefinedForDesign);
    }
    Ok(mean_difference(view.basis.moments(group), view.basis.moments(reference), view.tail))
}

fn of_means(view: View<'_>, of_group: &ScoreGroup, of_reference: &ScoreGroup, settings: &Settings) -> Contrast {
    let (group, reference) = (of_group.sums[0], of_reference.sums[0]);
    let found = match difference(view, group, reference) {
        Ok(found) => found,
        Err(note) => return Contrast::absent(note),
    };
    let (n_group, n_reference) = (group.n as f64, reference.n as f64);
    let variance = |sums: Exact| view.basis.moments(sums)?.variance().map(|variance| variance / sums.n as f64);
    let alike = |sums: Exact| sums.n < FEWEST_OF_ONE_SCORE && variance(sums).is_none_or(|variance| variance <= 0.0);
    if found.standard_error.is_some() && (alike(group) || alike(reference)) {
        let mut contrast = Contrast::plain(found.estimate.value, &[Note::VarianceNotEstimable]);
        (contrast.n_group, contrast.n_reference) = (Some(n_group), Some(n_reference));
        return contrast;
    }
    let normal = found.estimate.value.zip(found.standard_error).map(|(value, standard_error)| Normal {
        value,
        standard_error,
        df: found.freedom,
        method: "welch_t",
        n_group,
        n_reference,
    });
    let mut contrast = Contrast::of_normal(Scale::Difference, normal, &notes_of(&found.estimate), settings);
    contrast.value = found.estimate.value;
    contrast.method = contrast.value.map(|_| "welch_t");
    (contrast.n_group, contrast.n_reference) = (Some(n_group), Some(n_reference));
    contrast.sides = variance(group).zip(variance(reference));
    contrast.test = found.p.map(|p| Test { statistic: found.t, df: found.freedom, ..Test::new("welch_t", p) });
    // Student's t trusts in means that are normal: of a few people nobody can see whether they are, and of scores that lie
    // unevenly around their mean they are not before there are many.
    let skewness = skewness_of_difference(&of_group.everyone, &of_reference.everyone);
    let skewed = skewness.is_none_or(|skewness| skewness.abs() > MOST_SKEWNESS);
    if (n_group.min(n_reference) < FEWEST || skewed) && contrast.computable() {
        contrast.notes.push(Note::TooFew);
        contrast.doubt = Some(Note::TooFew);
        contrast.test = None;
    }
    contrast
}

/// Distances and standardised differences of every group from its reference.
pub(super) fn described(view: View<'_>, out: &mut Vec<DisparityRow>) {
    for pair in pairs(view.audit, view.basis, Compare::Reference) {
        standardised_means(view, &pair, out);
        means_given_outcome(view, &pair, out);
        distances(view, &pair, out);
    }
}

/// The difference of means in standard deviations, by each of the three that are about.
fn standardised_means(view: View<'_>, pair: &Pair<'_>, out: &mut Vec<DisparityRow>) {
    let all = view.basis.moments(view.basis.all.sums[0]);
    for denominator in [Denominator::AverageVariance, Denominator::Pooled, Denominator::Population] {
        let of = (denominator != Denominator::AverageVariance).then(|| denominator.name());
        let mut how = How { of, scale: Some(Scale::Standardised), equal: Some(0.0), ..How::default() };
        let drawn = match &pair.scores {
            Err(note) => Drawn::absent(*note),
            Ok(_) if view.basis.scale == ScoreScale::Order => Drawn::absent(Note::NotDefinedForDesign),
            Ok((group, other)) => {
                how.sizes = Some((group.scored() as f64, other.scored() as f64));
                let moments = |one: &ScoreGroup| view.basis.moments(one.sums[0]);
                let found = standardised(moments(group), moments(other), all, denominator, view.z);
                let mut drawn = Drawn::from(found.estimate, denominator.name());
                drawn.notes.extend(view.cut_off(group));
                drawn
            }
        };
        row(view, pair, "mean_score", how, drawn, out);
    }
}

/// Mean scores of those with the outcome, and of those without it, group against reference.
fn means_given_outcome(view: View<'_>, pair: &Pair<'_>, out: &mut Vec<DisparityRow>) {
    if !view.basis.outcome {
        return;
    }
    let mut both = Vec::new();
    for (stratum, place, why) in OUTCOMES {
        let mut how = How {
            scale: Some(Scale::Difference),
            stratum: Some(stratum),
            equal: Some(0.0),
            test: Some("welch_t"),
            ..How::default()
        };
        let drawn = match &pair.scores {
            Err(note) => Drawn::absent(*note),
            Ok((group, other)) => {
                let (a, b) = (group.sums[place], other.sums[place]);
                how.sizes = Some((a.n as f64, b.n as f64));
                let none = view.no_outcome(group).or_else(|| view.no_outcome(other));
                let none = none.or((a.n == 0 || b.n == 0).then_some(why));
                let mut drawn = match none.map_or_else(|| difference(view, a, b), Err) {
                    Err(note) => Drawn::absent(note),
                    Ok(found) => {
                        let drawn = with_p(Drawn::from(found.estimate, "welch_t"), found.p);
                        Drawn { statistic: found.t, df: found.freedom, ..drawn }
                    }
                };
                drawn.notes.extend(view.outcome_notes(group));
                drawn.notes.extend(view.outcome_notes(other));
                drawn
            }
        };
        both.push(drawn.clone());
        row(view, pair, "mean_score_given_outcome", how, drawn, out);
    }
    let asked = view.audit.spec.inference.methods.get("scores_given_outcome");
    if let ([with, without], true) = (&both[..], asked.is_some_and(|word| word == LARGER)) {
        let value = with.value.zip(without.value).map(|(a, b)| a.abs().max(b.abs()));
        let notes = with.notes.iter().chain(&without.notes).filter(|note| value.is_none() || facts(**note));
        let drawn = Drawn { value, notes: notes.copied().collect(), ..Drawn::default() };
        row(view, pair, LARGER, How { scale: Some(Scale::Difference), ..How::default() }, drawn, out);
    }
}

/// Stands where `inference.methods.scores_given_outcome` asks for it.
const LARGER: &str = "generalised_equalized_odds";

/// Is a note one of the scores themselves, and not of limits?
fn facts(note: Note) -> bool {
    matches!(note, Note::OutcomeMissing | Note::RangeRestricted)
}

/// What chance alone would give: of distances that grow with their bins on at most [`BINS`] of these, of the largest distance of
/// distribution functions on the scores themselves where they are few.
struct Chance {
    group: Vec<u64>,
    reference: Vec<u64>,
    /// Are the bins those of the scores?
    own: bool,
    /// Jensen–Shannon, total variation, Hellinger, and the largest distance on these bins.
    of_bins: Option<[ByChance; 4]>,
    /// The largest distance on the scores themselves; `None` where these are many.
    largest: Option<ByChance>,
}

impl Chance {
    fn of(view: View<'_>, group: &[u64], reference: &[u64]) -> Self {
        let used: Vec<(u64, u64)> =
            group.iter().zip(reference).filter(|(x, y)| **x + **y > 0).map(|(x, y)| (*x, *y)).collect();
        let own = used.len() <= BINS;
        let few =
            (!own && used.len() < SERIES_FROM_BINS).then(|| used.iter().copied().unzip::<_, _, Vec<u64>, Vec<u64>>());
        let (group, reference) = if own { used.into_iter().unzip() } else { equal_mass(group, reference, BINS) };
        let deals = view.audit.spec.inference.replicates.unwrap_or(DEALS);
        // Under the attribute's name and not the groups': other names of groups change no number.
        let arm = view.basis.arm.unwrap_or("-");
        let key = StreamKey(stream_key(view.audit.seed, &["score_distances", view.attribute(), arm, "chance"]));
        let of_bins = permutations(&group, &reference, key, deals, |a, b| {
            Some([jensen_shannon(a, b)?, total_variation(a, b)?, hellinger(a, b)?, ks(a, b)?.statistic])
        });
        let largest = match few {
            Some((group, reference)) => by_chance(&group, &reference, key, deals),
            None => of_bins.as_ref().filter(|_| own).map(|found| found[3]),
        };
        Self { group, reference, own, of_bins, largest }
    }

    /// Mean and 95 % point by chance of one of the distances.
    fn put(&self, place: usize, drawn: &mut Drawn) {
        if let Some(found) = &self.of_bins {
            put_chance(&found[place], drawn);
        }
    }
}

fn distances(view: View<'_>, pair: &Pair<'_>, out: &mut Vec<DisparityRow>) {
    let (group, other) = match &pair.scores {
        Ok((group, other)) => (*group, other.as_ref()),
        Err(note) => {
            let ranks = How { of: Some("w1_rank"), ..How::default() };
            for (name, how) in [
                ("kolmogorov_smirnov", How::default()),
                ("wasserstein_distance", How::default()),
                ("wasserstein_distance", ranks),
                ("superiority", How::default()),
                ("population_stability_index", How::default()),
                ("jensen_shannon_distance", How::default()),
                ("total_variation_distance", How::default()),
                ("hellinger_distance", How::default()),
            ] {
                row(view, pair, name, how, Drawn::absent(*note), out);
            }
            return;
        }
    };
    let (g, r) = (group.counts(), other.counts());
    let mut notes = view.cut_off(group);
    let one_score = constant(&g, &r);
    if one_score {
        notes.push(Note::ScoreConstant);
    }
    let sizes = Some((group.scored() as f64, other.scored() as f64));
    let how = How { sizes, ..How::default() };
    let chance = Chance::of(view, &g, &r);
    let mut push = |name: &'static str, how: How<'_>, mut drawn: Drawn| {
        drawn.notes.extend(notes.iter().copied());
        row(view, pair, name, how, drawn, out);
    };
    let (drawn, test) = kolmogorov_smirnov(view, group, (&g, &r), &chance);
    push("kolmogorov_smirnov", How { test: Some(test), ..how }, drawn);
    push("wasserstein_distance", how, in_units(view, group, other));
    let of_ranks = wasserstein_of_ranks(&g, &r).map_or_else(
        || Drawn::absent(Note::NoCases),
        |found| {
            let mut drawn = plain(found.value, "w1_rank");
            put(&mut drawn.detail, "signed_low", found.lower);
            put(&mut drawn.detail, "signed_high", found.higher);
            drawn
        },
    );
    push("wasserstein_distance", How { of: Some("w1_rank"), ..how }, of_ranks);
    let found = superiority(&g, &r, view.z);
    let drawn = with_p(area(view, &found.probability, "delong", one_score), found.p);
    let brunner_munzel = How { test: Some("brunner_munzel"), equal: Some(0.5), ..how };
    push("superiority", brunner_munzel, Drawn { statistic: found.t, df: found.freedom, ..drawn });
    push("population_stability_index", how, stability(&chance, &g, &r));
    let method = if chance.own { "distinct" } else { "equal_mass_20" };
    for (name, place, value) in [
        ("jensen_shannon_distance", 0, jensen_shannon(&chance.group, &chance.reference)),
        ("total_variation_distance", 1, total_variation(&chance.group, &chance.reference)),
        ("hellinger_distance", 2, hellinger(&chance.group, &chance.reference)),
    ] {
        let mut drawn = value.map_or_else(|| Drawn::absent(Note::NoCases), |value| plain(value, method));
        chance.put(place, &mut drawn);
        drawn.detail.insert("bins".to_owned(), chance.group.len().into());
        push(name, how, drawn);
    }
}

/// A value without limits.
fn plain(value: f64, method: &'static str) -> Drawn {
    Drawn { value: Some(value), method: Some(method), ..Drawn::default() }
}

/// The largest distance of the distribution functions, with its signed parts, its place and its test: by deals of membership
/// where the scores are few, else, and where these cannot tell so small a p apart, by Kolmogorov's series (too large, never
/// too small, with ties).
fn kolmogorov_smirnov(
    view: View<'_>,
    group: &ScoreGroup,
    (g, r): (&[u64], &[u64]),
    chance: &Chance,
) -> (Drawn, &'static str) {
    let Some(found) = ks(g, r) else { return (Drawn::absent(Note::NoCases), "two_sample") };
    let mut drawn = plain(found.statistic, "two_sample");
    put(&mut drawn.detail, "signed_low", found.lower);
    put(&mut drawn.detail, "signed_high", found.higher);
    if let Some(cell) = group.everyone.get(found.at).filter(|_| found.statistic > 0.0) {
        put(&mut drawn.detail, "score_at", cell.high);
    }
    if !view.basis.distinct && found.bound > found.statistic {
        drawn.bounds = Some((found.statistic, found.bound));
        if found.bound - found.statistic > MATTERS {
            drawn.notes.push(Note::BinningBound);
        }
    }
    with_chance(drawn, &found, chance.largest.as_ref())
}

/// A largest distance with what chance alone would give and its p: by deals where there are any, else by Kolmogorov's series;
/// by the series too where deals cannot tell so small a p apart.
pub(super) fn with_chance(mut drawn: Drawn, found: &Ks, dealt: Option<&ByChance>) -> (Drawn, &'static str) {
    match dealt {
        Some(dealt) => put_chance(dealt, &mut drawn),
        None => put(&mut drawn.detail, "expected_by_chance", mean_by_chance(found.effective_n)),
    }
    match dealt.filter(|dealt| found.p.value() * (dealt.draws + 1) as f64 >= 1.0) {
        Some(dealt) => {
            drawn.detail.insert("draws".to_owned(), dealt.draws.into());
            (with_p(drawn, Some(dealt.p)), "permutation")
        }
        None => (with_p(drawn, Some(found.p)), "two_sample"),
    }
}

/// Mean and 95 % point by chance.
fn put_chance(found: &ByChance, drawn: &mut Drawn) {
    put(&mut drawn.detail, "expected_by_chance", found.mean);
    put(&mut drawn.detail, "quantile_95_by_chance", found.quantile_95);
}

/// Fewer people on a side, and no verdict rests on a difference of means: `methods/5`, 5.3, has no exact test of one.
const FEWEST: f64 = 20.0;

/// Fewer people who all have one score, and their spread is not known: as many as a rate needs that no exact test must
/// confirm.
const FEWEST_OF_ONE_SCORE: u64 = 100;

/// What binning may change before it is noted: a thousandth, of shares or of the score's range (`methods/7`, 7.10).
pub(super) const MATTERS: f64 = 1e-3;

/// Wasserstein's distance in units of the score.
fn in_units(view: View<'_>, group: &ScoreGroup, other: &ScoreGroup) -> Drawn {
    let range = match view.basis.scale {
        ScoreScale::Order => return Drawn::absent(Note::NotDefinedForDesign),
        ScoreScale::Probability => 1.0,
        ScoreScale::Points { low, high } => high - low,
    };
    let Some(found) = wasserstein(&group.everyone, &other.everyone) else { return Drawn::absent(Note::NoCases) };
    let mut drawn = plain(found.value, "w1");
    put(&mut drawn.detail, "signed_low", found.lower);
    put(&mut drawn.detail, "signed_high", found.higher);
    if !view.basis.distinct && found.bound > 0.0 {
        drawn.bounds = Some(((found.value - found.bound).max(0.0), found.value + found.bound));
        if found.bound > MATTERS * range {
            drawn.notes.push(Note::BinningBound);
        }
    }
    drawn
}

/// The stability index, one half added to every count; few scores are bins of their own, else deciles of the reference.
fn stability(chance: &Chance, g: &[u64], r: &[u64]) -> Drawn {
    let (a, b) =
        if chance.own { (chance.group.clone(), chance.reference.clone()) } else { equal_mass_of_reference(g, r, 10) };
    let Some(found) = stability_index(&a, &b, EmptyBins::HalfCount) else { return Drawn::absent(Note::NoCases) };
    let mut drawn = plain(found.value, "half_count");
    drawn.notes.extend(found.note().and_then(|note| Note::parse(note.code())));
    drawn.detail.insert("bins".to_owned(), found.bins.into());
    put(&mut drawn.detail, "expected_by_chance", found.expected_by_chance);
    put(&mut drawn.detail, "quantile_95_by_chance", found.quantile_95_by_chance);
    drawn
}
