//! Aggregates over the groups of an attribute, and the test of any difference at all (`metrics-union.md`, 5 and J).
//!
//! None of them carries a verdict: a maximum over groups is positive by chance. What chance alone would give stands
//! beside each of counts, and `homogeneity_test` answers whether there is any difference.

use evenhand_stats::homogeneity::homogeneity as test_of_equality;
use evenhand_stats::resample::{Binomial, Key as StreamKey, Stream};
use sha2::{Digest, Sha256};

use super::contrast::Contrast;
use super::disparity::{Draft, direction, row, to_value};
use super::estimate::{Columns, row as estimate_row};
use super::family::{Candidate, Judged, Kind};
use super::formula;
use super::from_cube::Audit;
use super::rate::{Drawn, Rate, pair};
use super::rows::{Detail, DisparityRow, EstimateRow};
use super::series::Series;
use crate::words::{Metric, Note, Number, Scale, Use, Verdict, metric, reserved};

/// Draws behind `expected_by_chance`: its Monte Carlo error is a hundredth of the spread of one draw.
const DRAWS: u64 = 1_000;

/// Tables drawn for a test of equality with small expected counts, where not all can be enumerated.
const TABLES: u32 = 2_000;

/// One group's value and denominator.
#[derive(Clone, Debug)]
struct Value {
    group: String,
    value: f64,
    n: Option<f64>,
}

/// What the aggregates of one metric at one stage are made of.
struct Basis<'a> {
    metric: &'static Metric,
    stage: Option<usize>,
    axis: usize,
    arm: Option<&'static str>,
    values: Vec<Value>,
    left_out: usize,
    overall: Option<f64>,
    largest: Option<f64>,
    /// Counts of the groups, for what chance alone would give.
    counts: Option<Vec<(u64, u64)>>,
    audit: &'a Audit<'a>,
}

/// Rows of all aggregates: rates, accuracy, balanced accuracy, F1, and equalized odds.
pub(super) fn rows(audit: &Audit<'_>, series: &[Series]) -> Vec<DisparityRow> {
    let mut bases: Vec<Basis<'_>> =
        series.iter().filter(|one| one.judged).filter_map(|one| of_series(audit, one)).collect();
    bases.extend(formula::comparable(audit).into_iter().filter_map(|one| of_formula(audit, one)));
    let mut out: Vec<DisparityRow> = bases.iter().flat_map(aggregates).collect();
    out.extend(equalized_odds(audit, &bases));
    out
}

fn of_series<'a>(audit: &'a Audit<'a>, series: &Series) -> Option<Basis<'a>> {
    let tail = (1.0 - audit.spec.inference.level) / 2.0;
    let methods = &audit.spec.inference.methods;
    let mut values = Vec::new();
    let mut counts = Some(Vec::new());
    let mut left_out = 0;
    for member in series.groups.iter().filter(|member| member.group != reserved::MISSING) {
        let drawn = member.rate.estimate(tail, methods);
        match (drawn.value, &member.rate) {
            (Some(value), rate) => {
                values.push(Value { group: member.group.clone(), value, n: drawn.n });
                match rate {
                    Rate::Counts { events, others } => {
                        if let Some(counts) = &mut counts {
                            counts.push((events.lo, events.lo + others.lo));
                        }
                    }
                    _ => counts = None,
                }
            }
            (None, Rate::Absent(Note::GroupAbsent)) => {}
            (None, _) => left_out += 1,
        }
    }
    let overall = series.all.rate.estimate(tail, methods).value;
    basis(audit, series.metric, series.stage, series.axis, series.arm, values, left_out, overall, counts)
}

fn of_formula<'a>(audit: &'a Audit<'a>, one: formula::Comparable) -> Option<Basis<'a>> {
    let value = |four: formula::Four| formula::at(one.metric.name, four, 0.025).value;
    let all: Vec<Option<Value>> = one
        .groups
        .iter()
        .map(|(group, four)| {
            let four = (*four)?;
            Some(Value { group: group.clone(), value: value(four)?, n: Some(four.cases()) })
        })
        .collect();
    let left_out = all.iter().filter(|value| value.is_none()).count();
    let overall = one.all.and_then(value);
    basis(
        audit,
        one.metric,
        Some(one.stage),
        one.axis,
        None,
        all.into_iter().flatten().collect(),
        left_out,
        overall,
        None,
    )
}

#[expect(clippy::too_many_arguments, reason = "the key columns of a row, each once")]
fn basis<'a>(
    audit: &'a Audit<'a>,
    metric: &'static Metric,
    stage: Option<usize>,
    axis: usize,
    arm: Option<&'static str>,
    values: Vec<Value>,
    left_out: usize,
    overall: Option<f64>,
    counts: Option<Vec<(u64, u64)>>,
) -> Option<Basis<'a>> {
    if values.len() < 2 {
        return None;
    }
    let largest = values
        .iter()
        .filter(|value| value.n.is_some())
        .max_by(|a, b| {
            // Of groups of one size the one with the lowest value: a name decides nothing.
            let by_size = a.n.partial_cmp(&b.n).unwrap_or(std::cmp::Ordering::Equal);
            by_size.then(b.value.total_cmp(&a.value)).then(b.group.cmp(&a.group))
        })
        .map(|value| value.value);
    Some(Basis { metric, stage, axis, arm, values, left_out, overall, largest, counts, audit })
}

/// The aggregates of one metric: their words stand in `of` and `method`.
fn aggregates(basis: &Basis<'_>) -> Vec<DisparityRow> {
    let values: Vec<f64> = basis.values.iter().map(|value| value.value).collect();
    let mut out = Vec::new();
    let mut push = |method: &'static str, scale: Scale, value: Option<f64>, extra: Detail| {
        out.push(aggregate(basis, method, scale, value, extra));
    };
    let chance = basis.counts.as_ref().map(|counts| by_chance(basis, counts));
    let with_chance = |index: usize| {
        let mut detail = Detail::new();
        if let Some(expected) = chance.as_ref().and_then(|chance| Number::new(chance[index])) {
            detail.insert("expected_by_chance".to_owned(), to_value(expected));
            detail.insert("draws".to_owned(), DRAWS.into());
        }
        detail
    };
    push("between_groups_min_max", Scale::Difference, Some(spread(&values)), with_chance(0));
    push("between_groups_min_max", Scale::Ratio, lowest_over_highest(&values), Detail::new());
    push("to_overall_max", Scale::Difference, basis.overall.map(|all| furthest(&values, all)), with_chance(1));
    push("to_overall_max", Scale::Ratio, basis.overall.and_then(|all| furthest_ratio(&values, all)), Detail::new());
    push("to_largest_max", Scale::Difference, basis.largest.map(|largest| furthest(&values, largest)), with_chance(2));
    push("standard_deviation", Scale::Difference, Some(deviation(&values)), with_chance(3));
    for (method, better) in [("worst_group", false), ("best_group", true)] {
        let Some(extreme) = extreme(basis, better) else { continue };
        let mut detail = Detail::new();
        detail.insert("pair".to_owned(), vec![extreme.group.clone()].into());
        push(method, Scale::Difference, Some(extreme.value), detail);
    }
    out
}

/// The group whose value is most to its disadvantage, or least.
fn extreme<'b>(basis: &'b Basis<'_>, better: bool) -> Option<&'b Value> {
    use crate::words::HarmDirection::{Higher, Lower};
    let sign = match direction(basis.audit, basis.metric, basis.stage) {
        Higher => 1.0,
        Lower => -1.0,
        _ => return None,
    };
    let sign = if better { -sign } else { sign };
    basis.values.iter().max_by(|a, b| {
        // Of equal values that of the largest group.
        let by_value = (sign * a.value).partial_cmp(&(sign * b.value)).unwrap_or(std::cmp::Ordering::Equal);
        by_value.then(a.n.partial_cmp(&b.n).unwrap_or(std::cmp::Ordering::Equal)).then(b.group.cmp(&a.group))
    })
}

fn aggregate(
    basis: &Basis<'_>,
    method: &'static str,
    scale: Scale,
    value: Option<f64>,
    mut detail: Detail,
) -> DisparityRow {
    let mut notes = vec![Note::NoMargin];
    if basis.left_out > 0 {
        notes.push(Note::GroupsLeftOut);
        detail.insert("groups_left_out".to_owned(), basis.left_out.into());
    }
    if value.is_none() {
        notes.push(Note::NoEvents);
    }
    let smallest = basis.values.iter().filter_map(|value| value.n).fold(f64::INFINITY, f64::min);
    if let Some(smallest) = Number::new(smallest) {
        detail.insert("smallest_n".to_owned(), to_value(smallest));
    }
    let mut contrast = Contrast::plain(value, &[]);
    contrast.method = Some(method);
    let draft = Draft {
        metric: basis.metric,
        of: Some(method.to_owned()),
        stage: basis.stage,
        axis: Some(basis.axis),
        group: reserved::ALL_GROUPS.to_owned(),
        reference: None,
        stratum: None,
        arm: basis.arm,
        notes,
        detail,
        candidate: Candidate {
            contrast,
            kind: Kind::Descriptive,
            rule: None,
            scale,
            direction: direction(basis.audit, basis.metric, basis.stage),
            axis: basis.axis,
            block: 0,
            shares_reference: false,
            barred: None,
        },
    };
    row(basis.audit, &draft, &Judged { verdict: Some(Verdict::NotAssessed), ..Judged::default() })
}

fn spread(values: &[f64]) -> f64 {
    let (low, high) = ends(values);
    high - low
}

fn ends(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)))
}

fn lowest_over_highest(values: &[f64]) -> Option<f64> {
    let (low, high) = ends(values);
    (high > 0.0).then(|| low / high)
}

fn furthest(values: &[f64], from: f64) -> f64 {
    values.iter().map(|value| (value - from).abs()).fold(0.0, f64::max)
}

fn furthest_ratio(values: &[f64], from: f64) -> Option<f64> {
    (from > 0.0).then(|| {
        values
            .iter()
            .map(|value| {
                let ratio = value / from;
                if ratio > 1.0 { 1.0 / ratio } else { ratio }
            })
            .fold(1.0, f64::min)
    })
}

/// Population standard deviation over groups, unweighted.
fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n).sqrt()
}

/// What groups with one common rate would give on average: min–max, furthest from all, furthest from the largest, standard
/// deviation; a parametric bootstrap from the pooled rate.
fn by_chance(basis: &Basis<'_>, counts: &[(u64, u64)]) -> [f64; 4] {
    let (events, cases) = counts.iter().fold((0, 0), |(x, n), (a, b)| (x + a, n + b));
    if cases == 0 {
        return [0.0; 4];
    }
    // By size, the largest first: what a group is called gives it no other draw.
    let mut sizes: Vec<u64> = counts.iter().map(|&(_, n)| n).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let axis = &basis.audit.axes[basis.axis].name;
    let key = stream_key(
        basis.audit.seed,
        &[basis.metric.name, axis, basis.audit.stage(basis.stage).unwrap_or("-"), "chance"],
    );
    let mut sums = [0.0; 4];
    let draws: Vec<Binomial> = sizes.iter().map(|&n| Binomial::new(n, events, cases)).collect();
    let mut values = vec![0.0; sizes.len()];
    for draw in 0..DRAWS {
        let mut stream = Stream::new(StreamKey(key), draw);
        let mut hits = 0;
        for ((value, &n), of) in values.iter_mut().zip(&sizes).zip(&draws) {
            let x = of.draw(&mut stream);
            hits += x;
            *value = if n == 0 { 0.0 } else { x as f64 / n as f64 };
        }
        let all = hits as f64 / cases as f64;
        sums[0] += spread(&values);
        sums[1] += furthest(&values, all);
        sums[2] += furthest(&values, values[0]);
        sums[3] += deviation(&values);
    }
    sums.map(|sum| sum / DRAWS as f64)
}

/// The key of a random stream: 32 bytes of SHA-256 over the seed and the names that it belongs to (`methods/15`, 7).
pub(super) fn stream_key(seed: u64, names: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(seed.to_le_bytes());
    for name in names {
        hasher.update(name.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().into()
}

/// `equalized_odds` over groups: the larger of the two spreads, the smaller of the two ratios.
fn equalized_odds(audit: &Audit<'_>, bases: &[Basis<'_>]) -> Vec<DisparityRow> {
    let Some(metric) = metric("equalized_odds") else { return Vec::new() };
    let mut out = Vec::new();
    for tpr in bases.iter().filter(|basis| basis.metric.name == "true_positive_rate") {
        let fpr = bases.iter().find(|basis| {
            basis.metric.name == "false_positive_rate" && basis.axis == tpr.axis && basis.stage == tpr.stage
        });
        let Some(fpr) = fpr else { continue };
        let list = |basis: &Basis<'_>| basis.values.iter().map(|value| value.value).collect::<Vec<_>>();
        let (a, b) = (list(tpr), list(fpr));
        let joint = Basis {
            metric,
            stage: tpr.stage,
            axis: tpr.axis,
            arm: None,
            values: if tpr.values.len() <= fpr.values.len() { tpr.values.clone() } else { fpr.values.clone() },
            left_out: tpr.left_out.max(fpr.left_out),
            overall: None,
            largest: None,
            counts: None,
            audit,
        };
        let difference = spread(&a).max(spread(&b));
        out.push(aggregate(&joint, "between_groups_min_max", Scale::Difference, Some(difference), Detail::new()));
        let ratio = lowest_over_highest(&a).zip(lowest_over_highest(&b)).map(|(a, b)| a.min(b));
        out.push(aggregate(&joint, "between_groups_min_max", Scale::Ratio, ratio, Detail::new()));
    }
    out
}

/// Rows of `homogeneity_test`: is there any difference between the groups at all, of each rate that may carry a verdict?
pub(super) fn homogeneity(audit: &Audit<'_>, series: &[Series]) -> Vec<EstimateRow> {
    let mut out = Vec::new();
    for one in series.iter().filter(|one| one.judged && one.metric.usage == Use::Verdict) {
        let axis = &audit.axes[one.axis];
        let mut counts: Vec<(u64, u64)> = one
            .groups
            .iter()
            .filter(|member| member.group != reserved::MISSING)
            .filter_map(|member| match &member.rate {
                Rate::Counts { events, others } if events.known() && others.known() => {
                    Some((events.lo, events.lo + others.lo))
                }
                Rate::Arms { counts, kind, .. } => {
                    let (a, k) = pair(counts, *kind);
                    Some((a, a + k))
                }
                _ => None,
            })
            .filter(|(_, n)| *n > 0)
            .collect();
        // A rate and its complement are one table, and one table has one p: with the fewer events, its groups by size.
        let (events, cases) = counts.iter().fold((0, 0), |(events, cases), (x, n)| (events + x, cases + n));
        let by_size = |mut counts: Vec<(u64, u64)>| {
            counts.sort_unstable_by_key(|&(events, n)| std::cmp::Reverse((n, events)));
            counts
        };
        let turned = by_size(counts.iter().map(|&(x, n)| (n - x, n)).collect());
        counts = by_size(counts);
        if (2 * events, &turned) > (cases, &counts) {
            counts = turned;
        }
        let columns = Columns {
            metric: "homogeneity_test",
            of: Some(one.metric.name),
            stage: audit.stage(one.stage),
            attribute: Some(&axis.name),
            group: reserved::ALL_GROUPS,
            arm: one.arm,
            stratum: one.stratum.as_deref(),
        };
        let table: Vec<String> = counts.iter().map(|(x, n)| format!("{x}/{n}")).collect();
        let key = stream_key(audit.seed, &["homogeneity_test", &table.join(" ")]);
        let drawn = if counts.len() < 2 {
            Drawn::absent(Note::SingleGroup)
        } else {
            let mut stream = Stream::new(StreamKey(key), 0);
            match test_of_equality(&counts, TABLES, &mut || stream.uniform()) {
                None => Drawn::absent(Note::NoEvents),
                Some(test) => Drawn {
                    statistic: Some(test.statistic),
                    df: Some(f64::from(test.df)),
                    p_value: Some(test.p.value()),
                    method: Some(test.method.name()),
                    n: Some(counts.iter().map(|(_, n)| *n as f64).sum()),
                    notes: if test.p.is_floored() { vec![Note::PAtMost] } else { Vec::new() },
                    ..Drawn::default()
                },
            }
        };
        out.push(estimate_row(audit, columns, drawn));
    }
    out
}
