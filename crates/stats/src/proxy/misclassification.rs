//! A proxy group with known error rates: the counts behind the observed ones, if the errors are the same whatever the
//! decision.
//!
//! That they are is an assumption like any other; with error rates from elsewhere the result is a line in a range, never
//! a verdict.

use crate::interval::Note;

/// Below this determinant, sensitivity + specificity - 1, the proxy is too weak to be turned round.
pub const LEAST_DETERMINANT: f64 = 0.2;

/// Counts of a proxy group and the rest, by decision: `[[group with, group without], [rest with, rest without]]`.
pub type Counts = [[f64; 2]; 2];

/// What the counts would be if the true group were known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corrected {
    /// True group and rest, with and without the event.
    pub counts: Counts,
    /// Share of the true group among all.
    pub share: f64,
    /// Rate of the true group.
    pub group: f64,
    /// Rate of the rest.
    pub rest: f64,
}

impl Corrected {
    /// Group less rest.
    pub fn difference(&self) -> f64 {
        self.group - self.rest
    }
}

/// Turns observed counts into those of the true group (method `misclassification_matrix`).
///
/// - Takes: counts; sensitivity (share of the true group that the proxy calls so) and specificity (share of the rest that
///   it does not), in [0, 1], the same for both decisions.
/// - Gives: counts of at least 0 and the rates of both.
/// - Edges: an error with `proxy_too_weak` if sensitivity + specificity - 1 is below 0.2, with
///   `misclassification_inconsistent` if a count would be negative, with `no_cases` if a side would be empty.
/// - Source: Barron 1977, Biometrics 33:414-418; methods, "Proxy", 8.5.1. Oracle: EM, `8.5/matrix` of
///   `oracle/proxy/8.5.jsonl`.
pub fn corrected(observed: Counts, sensitivity: f64, specificity: f64) -> Result<Corrected, Note> {
    debug_assert!((0.0..=1.0).contains(&sensitivity) && (0.0..=1.0).contains(&specificity));
    let determinant = sensitivity + specificity - 1.0;
    if determinant < LEAST_DETERMINANT {
        return Err(Note::ProxyTooWeak);
    }
    let all: f64 = observed.iter().flatten().sum();
    let mut counts = [[0.0; 2]; 2];
    for decision in 0..2 {
        let (group, rest) = (observed[0][decision], observed[1][decision]);
        let truth = [
            (specificity * group - (1.0 - specificity) * rest) / determinant,
            (sensitivity * rest - (1.0 - sensitivity) * group) / determinant,
        ];
        for (side, count) in truth.into_iter().enumerate() {
            // Less than nothing by rounding alone is nothing.
            if count < -1e-9 * all {
                return Err(Note::MisclassificationInconsistent);
            }
            counts[side][decision] = count.max(0.0);
        }
    }
    let size = |side: usize| counts[side][0] + counts[side][1];
    if size(0) <= 0.0 || size(1) <= 0.0 {
        return Err(Note::NoCases);
    }
    let rate = |side: usize| counts[side][0] / size(side);
    Ok(Corrected { counts, share: size(0) / (size(0) + size(1)), group: rate(0), rest: rate(1) })
}

#[cfg(test)]
mod tests {
    use super::corrected;
    use crate::interval::Note;

    #[test]
    fn a_proxy_without_errors_changes_nothing() {
        let observed = [[30.0, 70.0], [12.0, 68.0]];
        let found = corrected(observed, 1.0, 1.0).unwrap();
        assert_eq!(found.counts, observed);
        assert!((found.difference() - 0.15).abs() < 1e-15);
    }

    #[test]
    fn what_cannot_be_turned_round_says_why() {
        assert_eq!(corrected([[30.0, 70.0], [12.0, 68.0]], 0.6, 0.55), Err(Note::ProxyTooWeak));
        assert_eq!(corrected([[30.0, 70.0], [12.0, 68.0]], 0.3, 0.3), Err(Note::ProxyTooWeak));
        assert_eq!(corrected([[1.0, 70.0], [90.0, 68.0]], 0.85, 0.9), Err(Note::MisclassificationInconsistent));
        assert_eq!(corrected([[0.0; 2]; 2], 0.85, 0.9), Err(Note::NoCases));
        assert_eq!(corrected([[0.0, 0.0], [9.0, 5.0]], 1.0, 1.0), Err(Note::NoCases));
    }

    #[test]
    fn counts_misclassified_on_purpose_come_back() {
        let (s, t, truth) = (0.8, 0.95, [[40.0, 60.0], [100.0, 300.0]]);
        let observed = [0, 1].map(|d: usize| {
            let (a, b): (f64, f64) = (truth[0][d], truth[1][d]);
            [s * a + (1.0 - t) * b, (1.0 - s) * a + t * b]
        });
        let found = corrected([[observed[0][0], observed[1][0]], [observed[0][1], observed[1][1]]], s, t).unwrap();
        for (a, b) in found.counts.iter().flatten().zip(truth.iter().flatten()) {
            assert!((a - b).abs() < 1e-10);
        }
        assert!((found.share - 0.2).abs() < 1e-12);
    }
}
