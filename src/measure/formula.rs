//! Counts of the 2×2 table and the figures that are formulas of its four cells (`metrics-union.md`, A and B).

use std::collections::BTreeMap;

use evenhand_stats::float;

use super::estimate::{Columns, row};
use super::from_cube::Audit;
use super::rate::{Drawn, Rate, TRUNCATED, pool_shares};
use super::rows::EstimateRow;
use super::series::{Reading, arm_counts, arm_stage, pool_counts};
use super::tally::{Span, Tally, everybody};
use crate::spec::StageRule;
use crate::words::{Cell, METRICS, Metric, MetricKind, Note, Part, reserved};

/// The four cells of a group, as counts or, of two arms, as estimated shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Four {
    tp: f64,
    fp: f64,
    fn_: f64,
    tn: f64,
}

/// A formula of one group, with its interval at a tail.
pub(super) fn at(name: &str, four: Four, tail: f64) -> Drawn {
    with_interval(name, four, tail, &BTreeMap::new())
}

impl Four {
    /// All cases with a known outcome.
    pub fn cases(self) -> f64 {
        self.n()
    }

    fn of(tally: &Tally) -> Option<Self> {
        let cell = |cell: Cell| {
            let span = match cell {
                Cell::TruePositive => tally.part(Part::Cells(&[Cell::TruePositive])),
                Cell::FalsePositive => tally.part(Part::Cells(&[Cell::FalsePositive])),
                Cell::FalseNegative => tally.part(Part::Cells(&[Cell::FalseNegative])),
                Cell::TrueNegative => tally.part(Part::Cells(&[Cell::TrueNegative])),
            };
            span.known().then_some(span.lo as f64)
        };
        Some(Self {
            tp: cell(Cell::TruePositive)?,
            fp: cell(Cell::FalsePositive)?,
            fn_: cell(Cell::FalseNegative)?,
            tn: cell(Cell::TrueNegative)?,
        })
    }

    fn n(self) -> f64 {
        self.tp + self.fp + self.fn_ + self.tn
    }
    fn positives(self) -> f64 {
        self.tp + self.fn_
    }
    fn negatives(self) -> f64 {
        self.fp + self.tn
    }
    fn selected(self) -> f64 {
        self.tp + self.fp
    }
    fn not_selected(self) -> f64 {
        self.fn_ + self.tn
    }
    fn tpr(self) -> Result<f64, Note> {
        over(self.tp, self.positives(), Note::NoPositives)
    }
    fn tnr(self) -> Result<f64, Note> {
        over(self.tn, self.negatives(), Note::NoNegatives)
    }
}

fn over(part: f64, whole: f64, why: Note) -> Result<f64, Note> {
    if whole > 0.0 { Ok(part / whole) } else { Err(why) }
}

/// A figure of the four cells: a value, or the reason why there is none.
fn value(name: &str, four: Four) -> Result<f64, Note> {
    let Four { tp, fp, fn_, tn } = four;
    let n = four.n();
    match name {
        "balanced_accuracy" => Ok((four.tpr()? + four.tnr()?) / 2.0),
        "f1_score" => over(2.0 * tp, 2.0 * tp + fp + fn_, Note::NoCases),
        "jaccard_index" => over(tp, tp + fp + fn_, Note::NoCases),
        "matthews_correlation" => {
            let margins = [
                (four.positives(), Note::NoPositives),
                (four.negatives(), Note::NoNegatives),
                (four.selected(), Note::NoneSelected),
                (four.not_selected(), Note::AllSelected),
            ];
            if let Some((_, why)) = margins.iter().find(|(size, _)| *size == 0.0) {
                return Err(*why);
            }
            // Roots of each margin, so that the product of four large counts does not overflow its digits.
            let scale: f64 = margins.iter().map(|(size, _)| size.sqrt()).product();
            Ok((tp * tn - fp * fn_) / scale)
        }
        "cohen_kappa" => {
            let observed = over(tp + tn, n, Note::NoCases)?;
            let expected = (four.selected() * four.positives() + four.not_selected() * four.negatives()) / (n * n);
            over(observed - expected, 1.0 - expected, Note::NoCases)
        }
        "youden_j" => Ok(four.tpr()? + four.tnr()? - 1.0),
        "positive_likelihood_ratio" => likelihood_ratio(four.tpr()?, 1.0 - four.tnr()?, Note::NoneSelected),
        "negative_likelihood_ratio" => likelihood_ratio(1.0 - four.tpr()?, four.tnr()?, Note::AllSelected),
        "predicted_to_observed_ratio" => over(four.selected(), four.positives(), Note::NoPositives),
        "error_balance" => over(fn_, fn_ + fp, Note::NoEvents),
        "true_positive_share" => over(tp, n, Note::NoCases),
        "false_positive_share" => over(fp, n, Note::NoCases),
        "false_negative_share" => over(fn_, n, Note::NoCases),
        "true_negative_share" => over(tn, n, Note::NoCases),
        "burden_ratio" => over(fp, tp, Note::NoPositives),
        _ => Err(Note::NotDefinedForDesign),
    }
}

/// A share of those with the outcome over one of those without it; why both are 0.
fn likelihood_ratio(with: f64, without: f64, none: Note) -> Result<f64, Note> {
    over(with, without, if with == 0.0 { none } else { Note::ReferenceHasNoEvents })
}

/// The value with an interval where the figure is a monotone function of one binomial rate (`methods/1`, 1.8), or a
/// mean of two independent ones.
fn with_interval(name: &str, four: Four, tail: f64, methods: &BTreeMap<String, String>) -> Drawn {
    let mut drawn = match value(name, four) {
        Ok(value) => Drawn { value: Some(value), ..Drawn::default() },
        Err(why) => return Drawn::absent(why),
    };
    let counts = |x: f64, rest: f64| Rate::Counts { events: Span::exact(x as u64), others: Span::exact(rest as u64) };
    let Four { tp, fp, fn_, tn } = four;
    match name {
        "true_positive_share" | "false_positive_share" | "false_negative_share" | "true_negative_share" => {
            let part = match name {
                "true_positive_share" => tp,
                "false_positive_share" => fp,
                "false_negative_share" => fn_,
                _ => tn,
            };
            return counts(part, four.n() - part).estimate(tail, methods);
        }
        "jaccard_index" => return counts(tp, fp + fn_).estimate(tail, methods),
        "error_balance" => return counts(fn_, fp).estimate(tail, methods),
        "f1_score" => {
            // F1 = 2J / (1 + J) is monotone in J = TP / (TP + FP + FN).
            let j = counts(tp, fp + fn_).estimate(tail, methods);
            let map = |j: f64| 2.0 * j / (1.0 + j);
            drawn.lower = j.lower.map(map);
            drawn.upper = j.upper.map(map);
            drawn.method = j.method;
            drawn.n = j.n;
        }
        "burden_ratio" => {
            // FP / TP = (1 − p) / p of p = TP / (TP + FP).
            let p = counts(tp, fp).estimate(tail, methods);
            let map = |p: f64| (p > 0.0).then(|| (1.0 - p) / p);
            drawn.lower = p.upper.and_then(map);
            drawn.upper = p.lower.and_then(map);
            if drawn.upper.is_none() {
                drawn.notes.push(Note::Unbounded);
            }
            drawn.method = p.method;
            drawn.n = p.n;
        }
        "balanced_accuracy" | "youden_j" => {
            // Independent denominators: MOVER of a sum of the two rates' limits.
            let sum = sum_of_rates(counts(tp, fn_).estimate(tail, methods), counts(tn, fp).estimate(tail, methods));
            let map = |x: f64| if name == "youden_j" { x - 1.0 } else { x / 2.0 };
            if let Some((lower, upper)) = sum {
                drawn.lower = Some(map(lower));
                drawn.upper = Some(map(upper));
                drawn.method = Some("mover");
            }
            drawn.n = Some(four.n());
        }
        _ => drawn.n = Some(four.n()),
    }
    drawn
}

/// Limits of a sum of two independent rates, by the method of variance estimates recovery (`methods/1`, 1.3).
pub(super) fn sum_of_rates(a: Drawn, b: Drawn) -> Option<(f64, f64)> {
    let (pa, pb) = (a.value?, b.value?);
    let lower = pa + pb - float::hypot(pa - a.lower?, pb - b.lower?);
    let upper = pa + pb + float::hypot(a.upper? - pa, b.upper? - pb);
    Some((lower, upper))
}

/// Rows of all counts and formulas, by group and for everybody, at every stage with data.
pub(super) fn rows(audit: &Audit<'_>, tail: f64) -> Vec<EstimateRow> {
    let mut out = Vec::new();
    if audit.spec.roles.outcome.is_none() {
        return out;
    }
    let mut all_done: Vec<usize> = Vec::new();
    for (index, axis) in audit.axes.iter().enumerate() {
        let (Some(table), Some(reading)) = (axis.table(audit.cube), audit.reading(index)) else { continue };
        for stage in (0..audit.spec.stages.len()).filter(|&stage| audit.spec.stages[stage].rule != StageRule::NoData) {
            let name = audit.spec.stages[stage].name.as_str();
            if reading != Reading::Full && Some(name) != arm_stage(audit.spec) {
                continue;
            }
            let mut push = |attribute: Option<&str>, group: &str, tally: &Tally| {
                for metric in METRICS.iter().filter(|metric| metric.built) {
                    let Some(drawn) = drawn(metric, tally, reading, tail, &audit.spec.inference.methods) else {
                        continue;
                    };
                    let columns =
                        Columns { metric: metric.name, stage: Some(name), attribute, group, ..Columns::default() };
                    out.push(row(audit, columns, drawn));
                }
            };
            for one in axis.tallies(table, Some(name)) {
                push(Some(&axis.name), &one.group, &one.tally);
            }
            if audit.unjoined() {
                if axis.attributes.len() == 1 {
                    push(Some(&axis.name), reserved::ALL, &everybody(table, Some(name)));
                }
            } else if !all_done.contains(&stage) {
                all_done.push(stage);
                push(None, reserved::ALL, &everybody(table, Some(name)));
            }
        }
    }
    out
}

/// A count or formula of one group; `None`: the metric is made elsewhere, or has no row in this design.
fn drawn(
    metric: &Metric,
    tally: &Tally,
    reading: Reading,
    tail: f64,
    methods: &BTreeMap<String, String>,
) -> Option<Drawn> {
    let empty = tally.all().hi == 0;
    match metric.kind {
        MetricKind::Count(part) => {
            if reading != Reading::Full {
                return None;
            }
            if empty {
                return Some(Drawn::absent(Note::GroupAbsent));
            }
            let count = tally.part(part);
            let mut drawn = Drawn::default();
            if count.known() {
                drawn.value = Some(count.lo as f64);
            } else {
                drawn.bounds = Some((count.lo as f64, count.hi as f64));
                drawn.notes.push(Note::SuppressedCells);
            }
            Some(drawn)
        }
        MetricKind::Formula => {
            if empty {
                return Some(Drawn::absent(Note::GroupAbsent));
            }
            match reading {
                Reading::Full => Some(match Four::of(tally) {
                    None => Drawn::absent(Note::SuppressedCells),
                    Some(four) => {
                        let mut drawn = with_interval(metric.name, four, tail, methods);
                        if tally.sum(|case| case.outcome.is_none()).hi > 0 {
                            drawn.notes.push(Note::OutcomeMissing);
                        }
                        drawn
                    }
                }),
                Reading::Arms(arms) => metric.designs.contains('A').then(|| {
                    let mut drawn = from_shares(metric.name, arms.shares(&arm_counts(tally)));
                    if arms.arms.truncate_group_size && drawn.value.is_some() {
                        drawn.detail.insert("truncated".to_owned(), TRUNCATED.into());
                    }
                    drawn
                }),
                Reading::Pool { .. } => {
                    metric.designs.contains('A').then(|| from_shares(metric.name, pool_shares(&pool_counts(tally))))
                }
            }
        }
        MetricKind::Rate { .. } | MetricKind::Own => None,
    }
}

/// A formula that groups are compared on, at one stage of one axis: group → its four cells (`None`: suppressed).
pub(super) struct Comparable {
    /// Metric.
    pub metric: &'static Metric,
    /// Index of the stage.
    pub stage: usize,
    /// Index of the axis.
    pub axis: usize,
    /// Groups with rows, reference first; `(missing)` left out.
    pub groups: Vec<(String, Option<Four>)>,
    /// Everybody.
    pub all: Option<Four>,
}

/// The formulas with scales (balanced accuracy, F1) over the groups, where every cell is counted.
pub(super) fn comparable(audit: &Audit<'_>) -> Vec<Comparable> {
    let mut out = Vec::new();
    if audit.spec.roles.outcome.is_none() {
        return out;
    }
    for (index, axis) in audit.axes.iter().enumerate() {
        let (Some(table), Some(Reading::Full)) = (axis.table(audit.cube), audit.reading(index)) else { continue };
        for stage in (0..audit.spec.stages.len()).filter(|&stage| audit.spec.stages[stage].rule != StageRule::NoData) {
            let name = Some(audit.spec.stages[stage].name.as_str());
            let groups: Vec<(String, Option<Four>)> = axis
                .tallies(table, name)
                .into_iter()
                .filter(|one| one.group != reserved::MISSING && one.tally.all().hi > 0)
                .map(|one| (one.group, Four::of(&one.tally)))
                .collect();
            let all = Four::of(&everybody(table, name));
            for metric in
                METRICS.iter().filter(|metric| metric.kind == MetricKind::Formula && !metric.scales.is_empty())
            {
                out.push(Comparable { metric, stage, axis: index, groups: groups.clone(), all });
            }
        }
    }
    out
}

/// A formula of estimated shares: a value without interval, for description.
fn from_shares(name: &str, shares: Result<[f64; 4], Note>) -> Drawn {
    let [tp, fp, fn_, tn] = match shares {
        Ok(shares) => shares,
        Err(why) => return Drawn::absent(why),
    };
    let one = |value: f64| if value < 0.0 { Err(Note::ImpossibleEstimate) } else { Ok(value) };
    let result = match name {
        "true_positive_share" => one(tp),
        "false_positive_share" => one(fp),
        "false_negative_share" => one(fn_),
        "true_negative_share" => one(tn),
        _ if [tp, fp, fn_, tn].iter().any(|share| *share < 0.0) => Err(Note::ImpossibleEstimate),
        _ => value(name, Four { tp, fp, fn_, tn }),
    };
    match result {
        Ok(value) => Drawn { value: Some(value), ..Drawn::default() },
        Err(why) => Drawn::absent(why),
    }
}

#[cfg(test)]
mod tests {
    use super::{Four, value};
    use crate::words::Note;

    const GROUP: Four = Four { tp: 40.0, fp: 10.0, fn_: 20.0, tn: 130.0 };
    const REFERENCE: Four = Four { tp: 60.0, fp: 20.0, fn_: 15.0, tn: 205.0 };

    // metrics-union.md, 13: scikit-learn and by formula.
    #[test]
    fn the_worked_formulas_come_out() {
        let cases = [
            ("balanced_accuracy", 0.797_619_047_6, 0.855_555_555_6),
            ("f1_score", 0.727_272_727_3, 0.774_193_548_4),
            ("jaccard_index", 0.571_428_571_4, 0.631_578_947_4),
            ("matthews_correlation", 0.629_940_788_3, 0.696_310_623_8),
            ("cohen_kappa", 0.625, 0.695_652_173_9),
            ("youden_j", 0.595_238_095_2, 0.711_111_111_1),
            ("positive_likelihood_ratio", 9.333_333_333, 9.0),
            ("negative_likelihood_ratio", 0.358_974_359, 0.219_512_195_1),
            ("predicted_to_observed_ratio", 0.833_333_333_3, 1.066_666_667),
            ("error_balance", 0.666_666_666_7, 0.428_571_428_6),
        ];
        for (name, group, reference) in cases {
            assert!((value(name, GROUP).unwrap() - group).abs() < 1e-8, "{name}");
            assert!((value(name, REFERENCE).unwrap() - reference).abs() < 1e-8, "{name}");
        }
    }

    #[test]
    fn a_formula_without_its_denominator_says_which() {
        let nobody = Four { tp: 0.0, fp: 0.0, fn_: 0.0, tn: 50.0 };
        assert_eq!(value("f1_score", nobody), Err(Note::NoCases));
        assert_eq!(value("matthews_correlation", nobody), Err(Note::NoPositives));
        assert_eq!(value("balanced_accuracy", nobody), Err(Note::NoPositives));
        assert_eq!(value("true_negative_share", nobody), Ok(1.0));
        let missed = Four { tp: 0.0, fp: 0.0, fn_: 5.0, tn: 5.0 };
        assert_eq!(value("f1_score", missed), Ok(0.0));
    }
}
