//! Estimates from rows whose true group is known: corrected rates of the whole pool (`methods/8`, 8.5).

use std::collections::BTreeMap;

use evenhand_stats::interval::Estimate;
use evenhand_stats::proportion::clipped;
use evenhand_stats::proxy::imputation::{self, Imputed, Others, Pooled};
use evenhand_stats::proxy::misclassification;
use evenhand_stats::proxy::validated::{self, ByDifference, Corrected, Use, ValidatedCell, ValidatedSums};
use evenhand_stats::resample::Key as StreamKey;

use super::basis::{Against, Basis, Question, Truth, is_of};
use super::{BY_DIFFERENCE, DOUBLE_SAMPLING, IMPUTED, MATRIX, POST_STRATIFIED, z_of};
use crate::measure::aggregate::stream_key;
use crate::measure::from_cube::Audit;
use crate::measure::rate::Drawn;
use crate::words::Note;

/// Cells by a value of the rows and event, with their validated members.
fn cells(
    basis: &Basis<'_>,
    question: &Question,
    (group, against): (usize, Against),
    value: &dyn Fn(&super::basis::Rows) -> u8,
) -> Vec<ValidatedCell> {
    let mut cells: BTreeMap<(u8, bool), ValidatedCell> = BTreeMap::new();
    for rows in basis.rows() {
        let Some(event) = question.event(rows) else { continue };
        let cell = cells.entry((value(rows), event)).or_insert(ValidatedCell {
            event,
            rows: 0,
            validated: 0,
            group: 0,
            reference: 0,
        });
        cell.rows += rows.n;
        if rows.truth != Truth::Unknown {
            let (own, other) = is_of(rows.truth, group, against);
            cell.validated += rows.n;
            cell.group += if own { rows.n } else { 0 };
            cell.reference += if other { rows.n } else { 0 };
        }
    }
    cells.into_values().collect()
}

/// Corrected rates from validated rows by band of the probability and decision, and whether bands were merged; rows
/// without probabilities are a band of their own.
pub(super) fn corrected(
    audit: &Audit<'_>,
    basis: &Basis<'_>,
    question: &Question,
    (group, against): (usize, Against),
) -> Option<(Corrected, bool)> {
    if !basis.is_validated() {
        return None;
    }
    let cells = cells(basis, question, (group, against), &|rows| rows.band_of(group));
    let (cells, merged) = validated::merged_bands(&cells)?;
    Some((validated::post_stratified(&cells, z_of(audit.spec))?, merged))
}

/// The corrected rate of a group.
pub(super) fn rate(audit: &Audit<'_>, basis: &Basis<'_>, question: &Question, group: usize) -> Option<Drawn> {
    let (found, merged) = corrected(audit, basis, question, (group, Against::Rest))?;
    let mut drawn = Drawn::from(found.group.estimate, POST_STRATIFIED);
    drawn.n = Some(validated_members(basis, question, group));
    if merged {
        drawn.notes.push(Note::CellsMerged);
    }
    Some(drawn)
}

fn validated_members(basis: &Basis<'_>, question: &Question, group: usize) -> f64 {
    basis.counted(question, |rows| rows.truth == Truth::Group(group)).0 as f64
}

/// The corrected rate from a proxy group of two values: the most probable group, or not.
pub(super) fn by_double_sampling(
    audit: &Audit<'_>,
    basis: &Basis<'_>,
    question: &Question,
    group: usize,
) -> Option<Drawn> {
    let found = double_sampling(audit, basis, question, (group, Against::Rest))?;
    let n = Some(validated_members(basis, question, group));
    Some(Drawn { n, ..Drawn::from(found.group.estimate, DOUBLE_SAMPLING) })
}

/// See [`by_double_sampling`].
pub(super) fn double_sampling(
    audit: &Audit<'_>,
    basis: &Basis<'_>,
    question: &Question,
    pair: (usize, Against),
) -> Option<Corrected> {
    if !basis.is_validated() {
        return None;
    }
    let cells = cells(basis, question, pair, &|rows| u8::from(rows.largest == Some(pair.0)));
    validated::double_sampling(&cells, z_of(audit.spec))
}

/// The rates of a pair by the difference estimator: the mean memberships of all rows, with what they are wrong by among the
/// validated ones taken off, as far as that helps. Only of a random sample (`methods/8`, 8.5.3).
pub(super) fn by_difference(
    audit: &Audit<'_>,
    basis: &Basis<'_>,
    question: &Question,
    (group, against): (usize, Against),
) -> Option<Result<ByDifference, Note>> {
    if !basis.is_validated() || !basis.membership.validated_random {
        return None;
    }
    let mut sums = ValidatedSums::default();
    for rows in basis.rows() {
        let Some(event) = question.event(rows).map(usize::from) else { continue };
        let own = rows.row_sums(group, against);
        let of = |parts: &mut [evenhand_stats::proxy::validated::RowSums; 2]| parts[event] = parts[event].and(own);
        of(&mut sums.all);
        if rows.truth != Truth::Unknown {
            match is_of(rows.truth, group, against) {
                (true, _) => of(&mut sums.group),
                (_, true) => of(&mut sums.reference),
                _ => of(&mut sums.neither),
            }
        }
    }
    let found = validated::difference_estimator(&sums, Use::Tuned, z_of(audit.spec));
    Some(found.map_err(|note| Note::parse(note.code()).unwrap_or(Note::NoCases)))
}

/// The rate of a group by the difference estimator.
pub(super) fn rate_by_difference(
    audit: &Audit<'_>,
    basis: &Basis<'_>,
    question: &Question,
    group: usize,
) -> Option<Drawn> {
    Some(match by_difference(audit, basis, question, (group, Against::Rest))? {
        Ok(found) => {
            let n = Some(validated_members(basis, question, group));
            Drawn { n, ..Drawn::from(found.corrected.group.estimate, BY_DIFFERENCE) }
        }
        Err(note) => Drawn { method: Some(BY_DIFFERENCE), ..Drawn::absent(note) },
    })
}

/// Rounds of imputation, where the spec names no number of draws: twice what is asked for at least.
const ROUNDS: u64 = 2 * imputation::LEAST_IMPUTATIONS;

/// The rates of a pair with the groups of the other rows drawn from the validated ones of their band and decision, and
/// whether bands were merged.
pub(super) fn imputed(
    audit: &Audit<'_>,
    basis: &Basis<'_>,
    question: &Question,
    (group, against): (usize, Against),
) -> Option<(Imputed, bool)> {
    if !basis.is_validated() {
        return None;
    }
    let cells = cells(basis, question, (group, against), &|rows| rows.band_of(group));
    let (cells, merged) = validated::merged_bands(&cells)?;
    let others = if against == Against::Rest { Others::Rest } else { Others::Reference };
    // Under the attribute's name and not the groups': other names of groups change no number.
    let attribute = audit.axes[basis.axis].name.as_str();
    let stage = audit.stage(question.stage).unwrap_or("-");
    let parts = [IMPUTED, attribute, stage, question.metric.name];
    let key = StreamKey(stream_key(audit.seed, &parts));
    let rounds = audit.spec.inference.replicates.unwrap_or(ROUNDS);
    Some((imputation::multiple_imputation(&cells, others, key, rounds)?, merged))
}

/// The rate of a group by multiple imputation.
pub(super) fn rate_imputed(audit: &Audit<'_>, basis: &Basis<'_>, question: &Question, group: usize) -> Option<Drawn> {
    let (found, merged) = imputed(audit, basis, question, (group, Against::Rest))?;
    let mut drawn = Drawn::from(within(&found.group, audit, 0.0), IMPUTED);
    drawn.n = Some(validated_members(basis, question, group));
    drawn.notes.extend(merged.then_some(Note::CellsMerged));
    Some(drawn)
}

/// Limits of imputations, cut at the ends of the range.
pub(super) fn within(found: &Pooled, audit: &Audit<'_>, least: f64) -> Estimate {
    let estimate = found.value((1.0 - audit.spec.inference.level) / 2.0);
    match (estimate.value, estimate.interval()) {
        (Some(value), Some(interval)) => clipped(value, interval, least, 1.0),
        _ => estimate,
    }
}

/// The rate by the misclassification matrix: error rates of the most probable group among validated rows, taken as the
/// same for both decisions. A line without limits.
pub(super) fn by_matrix(basis: &Basis<'_>, question: &Question, group: usize) -> Drawn {
    match matrix(basis, question, group) {
        Ok(found) => Drawn { value: Some(found.group), method: Some(MATRIX), ..Drawn::default() },
        Err(note) => Drawn { method: Some(MATRIX), ..Drawn::absent(note) },
    }
}

/// See [`by_matrix`].
pub(super) fn matrix(
    basis: &Basis<'_>,
    question: &Question,
    group: usize,
) -> Result<misclassification::Corrected, Note> {
    let (mut hits, mut members, mut passed, mut others) = (0_u64, 0_u64, 0_u64, 0_u64);
    let mut observed = [[0.0; 2]; 2];
    for rows in basis.rows().iter().filter(|rows| rows.known()) {
        let called = rows.largest == Some(group);
        match rows.truth {
            Truth::Unknown => {}
            Truth::Group(own) if own == group => {
                members += rows.n;
                hits += if called { rows.n } else { 0 };
            }
            _ => {
                others += rows.n;
                passed += if called { 0 } else { rows.n };
            }
        }
        if let Some(event) = question.event(rows) {
            observed[usize::from(!called)][usize::from(!event)] += rows.n as f64;
        }
    }
    if members == 0 || others == 0 {
        return Err(Note::NoCases);
    }
    let (sensitivity, specificity) = (hits as f64 / members as f64, passed as f64 / others as f64);
    misclassification::corrected(observed, sensitivity, specificity)
        .map_err(|note| Note::parse(note.code()).unwrap_or(Note::NoCases))
}
