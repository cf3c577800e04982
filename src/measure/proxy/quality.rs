//! How good the probabilities themselves are, where the true group of some rows is known (`methods/8`, 8.8): the area
//! under the ROC curve, the Brier score, calibration in the large, and what the weighted estimate misses.

use std::collections::BTreeMap;

use evenhand_stats::calibration;
use evenhand_stats::proxy::weighted;
use evenhand_stats::rank;
use evenhand_stats::score_cells::{ScoreCell, ScoreSums};

use super::basis::{Against, Basis, Question};
use super::{WEIGHTED, has_assignment_lines, ordered, z_of};
use crate::cube::{DimKind, MISSING, Measure, ON_LADDER};
use crate::measure::estimate::{Columns, row};
use crate::measure::from_cube::Audit;
use crate::measure::rate::Drawn;
use crate::measure::rows::EstimateRow;
use crate::words::Note;

/// The probabilities of one group among validated rows: members and others by rising probability, and exact sums.
#[derive(Default)]
struct Truthful {
    /// Others and members, a distinct probability (or step of the ladder).
    bins: BTreeMap<u32, [u64; 2]>,
    rows: u64,
    members: u64,
    sum: i128,
    member_sum: i128,
    squares: i128,
    member_squares: i128,
}

/// The rows of an attribute.
pub(super) fn rows(audit: &Audit<'_>, basis: &Basis<'_>) -> Vec<EstimateRow> {
    let mut out = Vec::new();
    if !basis.is_validated() {
        return out;
    }
    let attribute = Some(audit.axes[basis.axis].name.as_str());
    let z = z_of(audit.spec);
    for place in ordered(audit, basis) {
        let group = basis.groups[place].as_str();
        let found = read(basis, place);
        let columns = |metric| Columns { metric, attribute, group, ..Columns::default() };
        out.push(row(audit, columns("proxy_auc"), area(&found, z)));
        out.push(row(audit, columns("proxy_brier_score"), brier(&found)));
        out.push(row(audit, columns("proxy_calibration_in_the_large"), in_the_large(&found, z)));
    }
    for question in Question::all(audit.spec).iter().filter(|question| has_assignment_lines(question.metric.name)) {
        for place in ordered(audit, basis) {
            let columns = Columns {
                metric: "proxy_error",
                of: Some(question.metric.name),
                stage: audit.stage(question.stage),
                attribute,
                group: &basis.groups[place],
                ..Columns::default()
            };
            out.push(row(audit, columns, error(basis, question, place)));
        }
    }
    out
}

fn read(basis: &Basis<'_>, group: usize) -> Truthful {
    let mut out = Truthful::default();
    let Some(table) = basis.quality else { return out };
    let attribute = &basis.attribute.name;
    let of = table.dim(&DimKind::ProxyOf(attribute.clone()));
    let truth = table.dim(&DimKind::Validated(attribute.clone()));
    let (Some(of), Some(truth), Some(bin)) = (of, truth, table.dim(&DimKind::ProxyBin)) else { return out };
    let (Some(sum), Some(squares)) = (table.measure(&Measure::Score), table.measure(&Measure::ScoreSquared)) else {
        return out;
    };
    let arm = table.dim(&DimKind::Arm).filter(|_| basis.validated_arm);
    let name = |dim: usize, code: u32| table.dims[dim].values.get(code as usize).filter(|_| code != MISSING);
    let own = &basis.groups[group];
    for cell in &table.cells {
        let sampled = arm.is_none_or(|at| name(at, cell.key[at]).is_some_and(|word| word == "validated"));
        if !sampled || name(of, cell.key[of]) != Some(own) {
            continue;
        }
        let Some(true_group) = name(truth, cell.key[truth]) else { continue };
        let member = true_group == own;
        let n = u64::try_from(cell.sums[0]).unwrap_or(0);
        out.bins.entry(cell.key[bin] & !ON_LADDER).or_default()[usize::from(member)] += n;
        out.rows += n;
        out.sum += cell.sums[sum];
        out.squares += cell.sums[squares];
        if member {
            out.members += n;
            out.member_sum += cell.sums[sum];
            out.member_squares += cell.sums[squares];
        }
    }
    out
}

fn area(found: &Truthful, z: f64) -> Drawn {
    let side = |at: usize| found.bins.values().map(|counts| counts[at]).collect::<Vec<u64>>();
    let area = rank::auc(&side(0), &side(1), z);
    Drawn { n: (found.rows > 0).then_some(found.rows as f64), ..Drawn::from(area.estimate, "delong_logit") }
}

/// Σ (m − a)² / n, an integer before it is divided.
fn brier(found: &Truthful) -> Drawn {
    if found.rows == 0 {
        return Drawn::absent(Note::NoCases);
    }
    let one = 1_000_000_000_i128;
    let sum = found.squares - 2 * one * found.member_sum + one * one * i128::from(found.members);
    let n = found.rows as f64;
    Drawn { value: Some(sum as f64 / 1e18 / n), n: Some(n), ..Drawn::default() }
}

/// The share of true members less the mean membership, as of any probability (`methods/6`, 6.1): by its residuals, not by
/// what the probabilities promise.
fn in_the_large(found: &Truthful, z: f64) -> Drawn {
    if found.rows == 0 {
        return Drawn::absent(Note::NoCases);
    }
    let sums =
        |n: u64, sum: i128, squares: i128| ScoreSums { n, sum: sum as f64 / 1e9, squares: squares as f64 / 1e18 };
    let cell = ScoreCell {
        low: 0.0,
        high: 1.0,
        negatives: sums(found.rows - found.members, found.sum - found.member_sum, found.squares - found.member_squares),
        positives: sums(found.members, found.member_sum, found.member_squares),
    };
    let gap = calibration::in_the_large(&[cell], z);
    let mut drawn = Drawn::from(gap.estimate.clone(), gap.method.name());
    if gap.estimate.above(0.0) || gap.estimate.below(0.0) {
        drawn.notes.push(Note::ProxyNotCalibrated);
    }
    drawn.n = Some(found.rows as f64);
    drawn
}

/// Is the mean membership of some group off the share of true members, where some are known?
pub(super) fn is_off(basis: &Basis<'_>, z: f64) -> bool {
    basis.is_validated()
        && (0..basis.groups.len())
            .any(|group| in_the_large(&read(basis, group), z).notes.contains(&Note::ProxyNotCalibrated))
}

/// The weighted estimate less the rate of the true group.
fn error(basis: &Basis<'_>, question: &Question, group: usize) -> Drawn {
    let (n, events) = basis.truly(question, group);
    let (with, without) = basis.split(question);
    let estimate = weighted::rate(with.pair(group, Against::Rest), without.pair(group, Against::Rest));
    match (estimate, basis.barred) {
        (_, Some(note)) => Drawn::absent(note),
        (Some(rate), None) if n > 0 => Drawn {
            value: Some(rate.rate - events as f64 / n as f64),
            n: Some(n as f64),
            method: Some(WEIGHTED),
            ..Drawn::default()
        },
        _ => Drawn::absent(Note::NoCases),
    }
}
