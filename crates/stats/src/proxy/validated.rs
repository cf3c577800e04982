//! Some true groups are known: estimates from a validated random sample among all rows.
//!
//! No assumption about group, decision and proxy is needed; the proxy only adds precision. Makes corrected rates out of
//! cell counts ([`post_stratified`], [`double_sampling`]) or of cell sums of the memberships ([`difference_estimator`]).
//! Invariants: shares of validated rows are applied to the cells they were found in, never to empty ones; a verdict needs
//! 20 effective events and non-events of each group, like every estimate with weights.
//!
//! Only for validated rows that are a random sample: whoever agrees to be asked is none.

use crate::interval::{Estimate, Interval, Note};
use crate::proportion::clipped;
use crate::weighted::{ENOUGH_EFFECTIVE, effective_limits};

use super::weighted::PairSums;

/// Validated rows that each cell needs.
pub const LEAST_VALIDATED: u64 = 2;

/// A cell of rows that are alike in decision and band of the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValidatedCell {
    /// Whether these rows have the event.
    pub event: bool,
    /// All rows, the validated ones included.
    pub rows: u64,
    /// Rows with a known group.
    pub validated: u64,
    /// Of these, members of the group.
    pub group: u64,
    /// Of these, members of the reference; nobody is in both.
    pub reference: u64,
}

/// A corrected rate.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectedRate {
    /// The rate with the limits of its effective size.
    pub estimate: Estimate,
    /// Its standard error.
    pub standard_error: f64,
}

impl CorrectedRate {
    fn new(rate: f64, variance: f64, rows: f64, tail: f64) -> CorrectedRate {
        let spread = rate * (1.0 - rate);
        // Without variance the size is that of the expected members among the validated.
        let n = if variance > 0.0 && spread > 0.0 { spread / variance } else { rows };
        let (limits, _) = effective_limits(rate, n, tail);
        CorrectedRate { estimate: Estimate::new(rate, limits), standard_error: variance.max(0.0).sqrt() }
    }

    /// True if the rate is worth 20 events and 20 non-events.
    fn enough(&self) -> bool {
        let (Some(rate), variance) = (self.estimate.value, self.standard_error * self.standard_error) else {
            return false;
        };
        let n = rate * (1.0 - rate) / variance;
        let least = ENOUGH_EFFECTIVE * (1.0 - 1e-12);
        variance > 0.0 && n * rate >= least && n * (1.0 - rate) >= least
    }
}

/// Corrected rates of two groups and their difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Corrected {
    /// The group.
    pub group: CorrectedRate,
    /// The reference.
    pub reference: CorrectedRate,
    /// Group less reference with Wald's limits, cut to [-1, 1]; `too_few` where no verdict may be read from it.
    pub difference: Estimate,
    /// The part of the difference's variance that comes from all rows being a sample.
    pub variance_from_rows: f64,
    /// The part that comes from validating some of them only.
    pub variance_from_validation: f64,
}

impl Corrected {
    /// Standard error of the difference.
    pub fn standard_error(&self) -> f64 {
        (self.variance_from_rows + self.variance_from_validation).max(0.0).sqrt()
    }
}

fn with_difference(
    group: CorrectedRate,
    reference: CorrectedRate,
    variance_from_rows: f64,
    variance_from_validation: f64,
    z: f64,
) -> Corrected {
    let (p, q) = (group.estimate.value.unwrap_or(0.0), reference.estimate.value.unwrap_or(0.0));
    let variance = variance_from_rows + variance_from_validation;
    let mut difference = if variance > 0.0 {
        let half = z * variance.sqrt();
        clipped(p - q, Interval { lower: p - q - half, upper: p - q + half }, -1.0, 1.0)
    } else {
        Estimate { value: Some(p - q), ..Estimate::none(Note::VarianceNotEstimable) }
    };
    if difference.lower.is_some() && !(group.enough() && reference.enough()) {
        difference = difference.with(Note::TooFew);
    }
    Corrected { group, reference, difference, variance_from_rows, variance_from_validation }
}

/// Cells of the same decision merged with the next band until each has 2 validated rows, and whether any were (note
/// `cells_merged`).
///
/// - Takes: cells in the order of the bands, decisions mixed or not.
/// - Gives: those without the event first; `None` if a decision with rows has fewer than 2 validated rows in all.
/// - Decisions are never merged. Cells without rows are dropped.
pub fn merged_bands(cells: &[ValidatedCell]) -> Option<(Vec<ValidatedCell>, bool)> {
    let mut all: Vec<ValidatedCell> = Vec::new();
    let before = cells.iter().filter(|cell| cell.rows > 0).count();
    for event in [false, true] {
        let start = all.len();
        let mut open: Option<ValidatedCell> = None;
        for cell in cells.iter().filter(|cell| cell.event == event && cell.rows > 0) {
            let joined = open.map_or(*cell, |last| joined(last, *cell));
            open = if joined.validated >= LEAST_VALIDATED {
                all.push(joined);
                None
            } else {
                Some(joined)
            };
        }
        // What is left over joins the last band that was enough.
        if let Some(rest) = open {
            if all.len() == start {
                return None;
            }
            let last = all.pop()?;
            all.push(joined(last, rest));
        }
    }
    let merged = all.len() < before;
    Some((all, merged))
}

/// Two cells of the same decision together.
fn joined(a: ValidatedCell, b: ValidatedCell) -> ValidatedCell {
    ValidatedCell {
        event: a.event,
        rows: a.rows + b.rows,
        validated: a.validated + b.validated,
        group: a.group + b.group,
        reference: a.reference + b.reference,
    }
}

/// Corrected rates from validated rows by band of the proxy and decision (method `validated_post_stratified`): the
/// default.
///
/// - Takes: cells with at least 2 validated rows each ([`merged_bands`]), a random sample of the rows; `z >= 0`.
/// - Gives: rates and a difference; `None` if a cell has fewer than 2 validated rows, or nobody of a group was found.
/// - Edges: no variance: difference without limits (`variance_not_estimable`). Fewer than 20 effective events or
///   non-events of a group: `too_few`.
/// - Not for: validation by consent.
/// - Source: Cochran 1977, Sampling Techniques, 5A.9; methods, "Proxy", 8.5.3. Oracle: 2,000 samples from a case with
///   known groups, `8.5/case_validation` of `oracle/proxy/8.5.jsonl`.
pub fn post_stratified(cells: &[ValidatedCell], z: f64) -> Option<Corrected> {
    if cells.iter().any(|cell| cell.rows > 0 && cell.validated < LEAST_VALIDATED) {
        return None;
    }
    from_cells(cells, z, 1.0)
}

/// Corrected rates from a proxy group of two values with a validated subsample (method `double_sampling`): the maximum of
/// the likelihood, whatever the errors of the proxy.
///
/// - Takes: cells of proxy group by decision, the reference being everybody else; `z >= 0`.
/// - Gives: as [`post_stratified`], with the variance of the likelihood (divisor the number validated); `None` if a cell
///   with rows has no validated row: its share is never imputed.
/// - Source: Tenenbein 1970, J. Am. Stat. Assoc. 65:1350-1361; methods, "Proxy", 8.5.2. Oracle: BFGS on the full
///   likelihood, `8.5/validation` of `oracle/proxy/8.5.jsonl`.
pub fn double_sampling(cells: &[ValidatedCell], z: f64) -> Option<Corrected> {
    if cells.iter().any(|cell| cell.rows > 0 && cell.validated == 0) {
        return None;
    }
    from_cells(cells, z, 0.0)
}

/// `lost` is what the divisor of the variance within a cell loses: 1 or 0.
fn from_cells(cells: &[ValidatedCell], z: f64, lost: f64) -> Option<Corrected> {
    let used: Vec<ValidatedCell> = cells.iter().copied().filter(|cell| cell.rows > 0).collect();
    let all: f64 = used.iter().map(|cell| cell.rows as f64).sum();
    let share = |cell: &ValidatedCell, of: fn(&ValidatedCell) -> u64| of(cell) as f64 / cell.validated as f64;
    let members_of = |of: fn(&ValidatedCell) -> u64| {
        let total = |event: Option<bool>| {
            let chosen = used.iter().filter(|cell| event.is_none_or(|event| cell.event == event));
            chosen.map(|cell| cell.rows as f64 / all * share(cell, of)).sum::<f64>()
        };
        let (members, with) = (total(None), total(Some(true)));
        (members > 0.0).then(|| (members, (with / members).clamp(0.0, 1.0)))
    };
    let (members1, rate1) = members_of(|cell| cell.group)?;
    let (members0, rate0) = members_of(|cell| cell.reference)?;
    // The variance of `sign1` times the first rate plus `sign0` times the second: from all rows, from validation.
    let variance = |sign1: f64, sign0: f64| {
        let (mut from_rows, mut from_validation) = (0.0, 0.0);
        for cell in &used {
            let d = f64::from(u8::from(cell.event));
            let (one, two) = (sign1 * (d - rate1) / members1, sign0 * (d - rate0) / members0);
            let (share1, share0) = (share(cell, |c| c.group), share(cell, |c| c.reference));
            let mean = share1 * one + share0 * two;
            let n = cell.validated as f64;
            // A row is in one of the two, or in neither.
            let spread = n / (n - lost) * (share1 * one * one + share0 * two * two - mean * mean).max(0.0);
            let weight = cell.rows as f64 / all;
            from_rows += weight * mean * mean / all;
            from_validation += weight * weight * spread / n;
        }
        (from_rows, from_validation)
    };
    let validated: f64 = used.iter().map(|cell| cell.validated as f64).sum();
    let tail = crate::normal::sf(z);
    let rate = |rate: f64, members: f64, (rows, validation): (f64, f64)| {
        CorrectedRate::new(rate, rows + validation, validated * members, tail)
    };
    let group = rate(rate1, members1, variance(1.0, 0.0));
    let reference = rate(rate0, members0, variance(0.0, 1.0));
    let (from_rows, from_validation) = variance(1.0, -1.0);
    Some(with_difference(group, reference, from_rows, from_validation, z))
}

/// Rows with one decision: how many, and the sums of their memberships.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct RowSums {
    /// Rows.
    pub rows: u64,
    /// Sums of the memberships in group and reference.
    pub sums: PairSums,
}

impl RowSums {
    /// These rows and others.
    pub fn and(self, other: RowSums) -> RowSums {
        RowSums { rows: self.rows + other.rows, sums: self.sums.with(other.sums) }
    }
}

/// All rows, and the validated ones by their true group.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct ValidatedSums {
    /// All rows, the validated ones included: without the event, with it.
    pub all: [RowSums; 2],
    /// Validated members of the group, without and with the event.
    pub group: [RowSums; 2],
    /// Validated members of the reference.
    pub reference: [RowSums; 2],
    /// Validated rows of neither.
    pub neither: [RowSums; 2],
}

/// How much of the proxy the difference estimator uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// As much as helps, found from the validated rows, in [0, 1]: never much worse than none.
    Tuned,
    /// All: worse than none where the proxy is not calibrated.
    Plain,
    /// None: the validated rows alone.
    Nothing,
}

/// Corrected rates by the difference estimator.
#[derive(Clone, Debug, PartialEq)]
pub struct ByDifference {
    /// Rates and difference.
    pub corrected: Corrected,
    /// How much of the proxy was used for the group and for the reference, in [0, 1].
    pub used: (f64, f64),
}

/// Corrected rates from the mean memberships of all rows, with the validated rows' errors taken off (method
/// `validated_difference`, prediction-powered).
///
/// - Takes: sums over all rows and over the validated ones, a random sample of them; `z >= 0`.
/// - Gives: rates and a difference with standard errors from both samples.
/// - Edges: an error with `no_cases` if nobody of a group, or fewer than 2 rows, were validated; with
///   `impossible_estimate` if a group's size is not positive or its rate lies outside [0, 1] (a proxy that is far off,
///   few validated rows).
/// - Not for: validation by consent.
/// - Source: Angelopoulos et al. 2023, Science 382:669-674; tuned: arXiv 2311.01453; Sarndal, Swensson and Wretman 1992,
///   Model Assisted Survey Sampling; methods, "Proxy", 8.5.3. Oracle: `8.5/case_validation` of `oracle/proxy/8.5.jsonl`.
pub fn difference_estimator(rows: &ValidatedSums, how: Use, z: f64) -> Result<ByDifference, Note> {
    let one = OneGroup::new(rows, how)?;
    let swapped = ValidatedSums {
        all: rows.all.map(swapped),
        group: rows.reference.map(swapped),
        reference: rows.group.map(swapped),
        neither: rows.neither.map(swapped),
    };
    let two = OneGroup::new(&swapped, how)?;
    let variance = |sign1: f64, sign0: f64| variance(rows, &one, &two, sign1, sign0);
    let tail = crate::normal::sf(z);
    let rate = |of: &OneGroup, (rows, validation): (f64, f64)| {
        CorrectedRate::new(of.rate, rows + validation, of.validated, tail)
    };
    let (group, reference) = (rate(&one, variance(1.0, 0.0)), rate(&two, variance(0.0, 1.0)));
    let (from_rows, from_validation) = variance(1.0, -1.0);
    Ok(ByDifference {
        corrected: with_difference(group, reference, from_rows, from_validation, z),
        used: (one.used, two.used),
    })
}

fn swapped(sums: RowSums) -> RowSums {
    RowSums { sums: sums.sums.swapped(), ..sums }
}

/// The estimate for the group of the sums.
struct OneGroup {
    rate: f64,
    /// Share of the group among all rows.
    size: f64,
    used: f64,
    /// Validated members.
    validated: f64,
}

impl OneGroup {
    fn new(rows: &ValidatedSums, how: Use) -> Result<OneGroup, Note> {
        let classes = [&rows.group, &rows.reference, &rows.neither];
        let count = |sums: &[RowSums; 2]| (sums[0].rows + sums[1].rows) as f64;
        let (all, n, members) =
            (count(&rows.all), classes.iter().map(|class| count(class)).sum::<f64>(), count(&rows.group));
        if members <= 0.0 || n < 2.0 || all <= 0.0 {
            return Err(Note::NoCases);
        }
        let alone = rows.group[1].rows as f64 / members;
        let used = match how {
            Use::Plain => 1.0,
            Use::Nothing => 0.0,
            Use::Tuned => tuned(rows, alone, n, all),
        };
        // Over all rows the memberships, over the validated ones what they are wrong by.
        let mean = |event: usize| {
            let validated: f64 = classes.iter().map(|class| class[event].sums.group).sum();
            used * rows.all[event].sums.group / all + (rows.group[event].rows as f64 - used * validated) / n
        };
        let (with, without) = (mean(1), mean(0));
        let size = with + without;
        let possible = size > 0.0 && (0.0..=1.0).contains(&(with / size));
        if !possible {
            return Err(Note::ImpossibleEstimate);
        }
        Ok(OneGroup { rate: with / size, size, used, validated: members })
    }
}

/// The part of the proxy that makes the variance least, in [0, 1]; 0 if the memberships do not vary.
fn tuned(rows: &ValidatedSums, rate: f64, n: f64, all: f64) -> f64 {
    let classes = [&rows.group, &rows.reference, &rows.neither];
    let (mut x, mut xy, mut y, mut yy) = (0.0, 0.0, 0.0, 0.0);
    for (event, gap) in [(0, -rate), (1, 1.0 - rate)] {
        x += gap * rows.group[event].rows as f64;
        xy += gap * gap * rows.group[event].sums.group;
        for class in classes {
            y += gap * class[event].sums.group;
            yy += gap * gap * class[event].sums.group_square;
        }
    }
    let (covariance, variance) = (xy - x * y / n, yy - y * y / n);
    if variance <= 0.0 { 0.0 } else { (covariance / variance / (1.0 + n / all)).clamp(0.0, 1.0) }
}

/// The variance of `sign1` times the first rate plus `sign0` times the second, from all rows and from validation.
fn variance(rows: &ValidatedSums, one: &OneGroup, two: &OneGroup, sign1: f64, sign0: f64) -> (f64, f64) {
    // What one row adds: a constant of its true group, and a part of each membership.
    let slopes = |event: usize| {
        let d = event as f64;
        let full = (sign1 * (d - one.rate) / one.size, sign0 * (d - two.rate) / two.size);
        (full, (full.0 * one.used, full.1 * two.used))
    };
    let moments = |constant: f64, a: f64, b: f64, part: &RowSums| {
        let (n, s) = (part.rows as f64, &part.sums);
        let linear = a * s.group + b * s.reference;
        let square = a * a * s.group_square + 2.0 * a * b * s.product + b * b * s.reference_square;
        (n * constant + linear, n * constant * constant + 2.0 * constant * linear + square)
    };
    let (mut u, mut uu, mut v, mut vv, mut all, mut n) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for event in 0..2 {
        let (full, used) = slopes(event);
        let (first, second) = moments(0.0, used.0, used.1, &rows.all[event]);
        (u, uu, all) = (u + first, uu + second, all + rows.all[event].rows as f64);
        for (constant, class) in
            [(full.0, &rows.group[event]), (full.1, &rows.reference[event]), (0.0, &rows.neither[event])]
        {
            let (first, second) = moments(constant, -used.0, -used.1, class);
            (v, vv, n) = (v + first, vv + second, n + class.rows as f64);
        }
    }
    let of_mean = |sum: f64, square: f64, n: f64| {
        if n > 1.0 { ((square - sum * sum / n) / (n - 1.0)).max(0.0) / n } else { 0.0 }
    };
    (of_mean(u, uu, all), of_mean(v, vv, n))
}

/// How many people must be asked for their group: `n0 (se0 / target)^2`, rounded up.
///
/// - Takes: the number validated in a pilot, the standard error found there, the one wanted, both above 0.
/// - Gives `None` if the number is not finite or beyond what can be counted.
/// - Source: methods, "Proxy", 8.5.3.
pub fn people_to_ask(pilot: u64, standard_error: f64, wanted: f64) -> Option<u64> {
    let ratio = standard_error / wanted;
    let n = (pilot as f64 * ratio * ratio * (1.0 - 1e-12)).ceil();
    (n.is_finite() && (0.0..9e15).contains(&n)).then_some(n as u64)
}

#[cfg(test)]
mod tests;
