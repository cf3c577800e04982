//! Two older tests of calibration: Spiegelhalter's z and Hosmer and Lemeshow's sum.
//!
//! Makes a statistic and a p-value out of the cells, or the bins, of one group. Both are printed, not decided on: the first
//! is blind where errors below and above one half cancel, the second depends on its bins. The statistic that goes by default
//! is [`crate::cumulative`].
//!
//! Start reading at [`spiegelhalter`].

use crate::ece::CalibrationBin;
use crate::interval::PValue;
use crate::score_cells::{ScoreCell, Totals, occupied};
use crate::special::chi_square_ln_sf;

/// Spiegelhalter's statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spiegelhalter {
    /// Standard normal if calibrated.
    pub z: f64,
    /// Two-sided.
    pub p: PValue,
}

/// Spiegelhalter's z: the Brier score less what it would be if the score were right, in standard deviations.
///
/// - Takes: cells of a probability score.
/// - Gives: `None` without rows, or if every score is 0, 1/2 or 1, where the statistic has no variance.
/// - With bins the numerator is exact; the denominator takes a bin's mean score, which changes it relatively by at most
///   twice the relative width of the bins.
/// - Not for deciding: blind where miscalibration below and above 1/2 cancels, and at 1/2.
/// - Source: Spiegelhalter 1986, Stat. Med. 5:421-433; methods, "Calibration", 6.7. Oracle: Brier score less its expected
///   value over its standard deviation (scikit-learn, scipy).
pub fn spiegelhalter(cells: &[ScoreCell]) -> Option<Spiegelhalter> {
    let totals = Totals::of(cells);
    let all = totals.all();
    let above = totals.positives.n as f64 - 2.0 * totals.positives.sum - all.sum + 2.0 * all.squares;
    let variance: f64 = occupied(cells)
        .map(|(_, cell)| {
            let s = cell.score();
            cell.n() as f64 * (1.0 - 2.0 * s) * (1.0 - 2.0 * s) * s * (1.0 - s)
        })
        .sum();
    // Scores within rounding of one half have no say.
    if variance <= all.n as f64 * 1e-28 {
        return None;
    }
    let z = above / variance.sqrt();
    Some(Spiegelhalter { z, p: PValue::upper_normal(z.abs()).doubled() })
}

/// Hosmer and Lemeshow's statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HosmerLemeshow {
    /// Chi-square if calibrated.
    pub statistic: f64,
    /// Degrees of freedom.
    pub freedom: usize,
    /// Upper tail.
    pub p: PValue,
}

/// The least expected number of positives, and of negatives, in a bin of [`hosmer_lemeshow`].
pub const LEAST_EXPECTED: f64 = 5.0;

/// Bins merged with their upper neighbours until each expects at least 5 positives and 5 negatives; what is left at the top
/// joins the last.
pub fn merged(bins: &[CalibrationBin]) -> Vec<CalibrationBin> {
    let enough = |bin: &CalibrationBin| bin.sum >= LEAST_EXPECTED && bin.n as f64 - bin.sum >= LEAST_EXPECTED;
    let mut out: Vec<CalibrationBin> = Vec::new();
    for bin in bins {
        match out.last_mut() {
            Some(last) if !enough(last) => *last = last.and(bin),
            _ => out.push(*bin),
        }
    }
    if out.last().is_some_and(|last| !enough(last)) && out.len() > 1 {
        let rest = out.pop();
        if let (Some(last), Some(rest)) = (out.last_mut(), rest) {
            *last = last.and(&rest);
        }
    }
    out
}

/// Hosmer and Lemeshow's sum over bins, `sum (o - E)^2 / (E (1 - E/n))`.
///
/// - Takes: bins of a probability score ([`crate::ece::bins`], then [`merged`]); whether the score was fitted to these very
///   rows (2 degrees of freedom less).
/// - Gives: `None` without bins, without degrees of freedom, or if a bin expects nothing or everything.
/// - Not for deciding: depends on the bins, has little power in small groups and rejects every model in large ones; a p above
///   0.05 is no evidence of calibration.
/// - Source: Hosmer and Lemeshow 1980, Commun. Stat. A 9:1043-1069; methods, "Calibration", 6.7. Oracle: scipy
///   `power_divergence` over the cells.
pub fn hosmer_lemeshow(bins: &[CalibrationBin], fitted_here: bool) -> Option<HosmerLemeshow> {
    let freedom = bins.len().checked_sub(if fitted_here { 2 } else { 0 }).filter(|df| *df > 0)?;
    let mut statistic = 0.0;
    for bin in bins {
        let (expected, n) = (bin.sum, bin.n as f64);
        let variance = expected * (1.0 - expected / n);
        if expected <= 0.0 || variance <= 0.0 {
            return None;
        }
        let off = bin.positives as f64 - expected;
        statistic += off * off / variance;
    }
    Some(HosmerLemeshow { statistic, freedom, p: PValue::from_ln(chi_square_ln_sf(statistic, freedom as f64)) })
}

#[cfg(test)]
mod tests {
    use super::{hosmer_lemeshow, merged, spiegelhalter};
    use crate::ece::{Binning, bins};
    use crate::score_cells::ScoreCell;

    #[test]
    fn scores_without_variance_have_no_statistic() {
        assert_eq!(spiegelhalter(&[]), None);
        assert_eq!(
            spiegelhalter(&[ScoreCell::at(0.0, 3, 1), ScoreCell::at(0.5, 9, 9), ScoreCell::at(1.0, 0, 4)]),
            None
        );
        let certain = bins(&[ScoreCell::at(0.0, 3, 1), ScoreCell::at(1.0, 2, 2)], Binning::EqualWidth(10));
        assert_eq!(hosmer_lemeshow(&certain, false), None);
        assert_eq!(hosmer_lemeshow(&[], false), None);
    }

    #[test]
    fn bins_are_merged_until_each_expects_five_of_both() {
        let cells: Vec<ScoreCell> = (0..10).map(|k| ScoreCell::at(0.05 + 0.1 * f64::from(k), 20, 10)).collect();
        let bins = merged(&bins(&cells, Binning::EqualWidth(10)));
        assert_eq!(bins.iter().map(|b| b.n).sum::<u64>(), 300);
        assert!(bins.iter().all(|b| b.sum >= 5.0 && b.n as f64 - b.sum >= 5.0), "{bins:?}");
        assert!(bins.len() < 10 && hosmer_lemeshow(&bins, true).unwrap().freedom == bins.len() - 2);
    }
}
