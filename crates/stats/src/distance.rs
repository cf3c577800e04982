//! Distances between the score distributions of two groups, or of two periods.
//!
//! Makes one number out of two lists of counts, or of two groups' cells. Needs no probability score, and no outcome.
//! Invariants: bins that are empty on both sides change nothing; exchanged sides give the same distance. Jensen and
//! Shannon's distance, total variation, Hellinger's distance and the stability index grow with the number of bins by chance
//! alone: at most 20 bins ([`equal_mass`]), and the permutation 95 % point ([`crate::permute::permutation`]) beside them.
//!
//! Start reading at [`wasserstein`] and [`stability_index`].

use crate::float;
use crate::interval::Note;
use crate::score_cells::{ScoreCell, occupied};
use crate::special::chi_square_quantile;

/// Wasserstein's distance with its signed parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wasserstein {
    /// `integral of |F_g - F_r|`: in units of the score, or of ranks.
    pub value: f64,
    /// Where the group's scores are higher: the part with `F_g` below `F_r`. Difference of means is `higher - lower`.
    pub higher: f64,
    /// Where they are lower.
    pub lower: f64,
    /// How much the bins can change the value, at most; 0 where every bin is one score.
    pub bound: f64,
}

/// Wasserstein's distance of first order between two groups' scores: `w1`.
///
/// - Takes: cells of both, over the same bins or over different ones.
/// - Gives: a distance in units of the score; `None` if a side has no rows (`no_cases`). It is also the mean difference of
///   selection rates over thresholds spread evenly on the scale of the score (strong demographic disparity), and the
///   difference of means where one distribution lies above the other everywhere.
/// - With bins each group's own mean stands for its scores in a bin.
/// - Source: Jiang et al. 2020, UAI; methods, "Ranking", 7.6, 7.7, 7.10. Oracle: scipy `wasserstein_distance`.
pub fn wasserstein(group: &[ScoreCell], reference: &[ScoreCell]) -> Option<Wasserstein> {
    let atoms = |cells: &[ScoreCell]| -> Vec<(f64, u64)> { occupied(cells).map(|(_, c)| (c.score(), c.n())).collect() };
    let bound = half_widths(group) + half_widths(reference);
    Some(Wasserstein { bound, ..of_atoms(&atoms(group), &atoms(reference))? })
}

/// Wasserstein's distance between the midranks of the two groups' scores among all, as shares: `w1_rank`. Unchanged by any
/// rising change of the score.
///
/// - Takes: rows of both, bin by bin over the same bins in rising order of the score.
/// - Gives: 0 to 1; `None` if a side has no rows. The bound is 0: a bin is a tie.
/// - Source: methods, "Ranking", 7.7 (uniform over quantiles); metrics, F. Oracle: scipy `wasserstein_distance` of
///   `rankdata` over their number.
pub fn wasserstein_of_ranks(group: &[u64], reference: &[u64]) -> Option<Wasserstein> {
    debug_assert_eq!(group.len(), reference.len());
    let all = (group.iter().sum::<u64>() + reference.iter().sum::<u64>()) as f64;
    let mut below = 0.0;
    let (mut g, mut r) = (Vec::new(), Vec::new());
    for (x, y) in group.iter().zip(reference) {
        let here = (x + y) as f64;
        let rank = (below + 0.5 * here) / all;
        g.push((rank, *x));
        r.push((rank, *y));
        below += here;
    }
    of_atoms(&g, &r)
}

/// The mean over rows of half the width of their bins.
fn half_widths(cells: &[ScoreCell]) -> f64 {
    let n = cells.iter().map(ScoreCell::n).sum::<u64>() as f64;
    occupied(cells).map(|(_, c)| c.n() as f64 / n * 0.5 * c.width()).sum()
}

/// Of places in rising order with their rows; `None` if a side has none.
fn of_atoms(group: &[(f64, u64)], reference: &[(f64, u64)]) -> Option<Wasserstein> {
    let total = |side: &[(f64, u64)]| side.iter().map(|(_, n)| n).sum::<u64>();
    let (n, m) = (total(group), total(reference));
    if n == 0 || m == 0 {
        return None;
    }
    let (mut i, mut j, mut f, mut g) = (0, 0, 0_u64, 0_u64);
    let (mut higher, mut lower) = (0.0, 0.0);
    let mut at: Option<f64> = None;
    loop {
        let next = match (group.get(i), reference.get(j)) {
            (Some((x, _)), Some((y, _))) => x.min(*y),
            (Some((x, _)), None) => *x,
            (None, Some((y, _))) => *y,
            (None, None) => break,
        };
        if let Some(at) = at {
            // Whole numbers first: equal distribution functions give exactly no area.
            let apart = i128::from(f) * i128::from(m) - i128::from(g) * i128::from(n);
            let area = (next - at) * (apart.unsigned_abs() as f64 / (n as f64 * m as f64));
            *(if apart < 0 { &mut higher } else { &mut lower }) += area;
        }
        while let Some((_, rows)) = group.get(i).filter(|(x, _)| *x <= next) {
            f += rows;
            i += 1;
        }
        while let Some((_, rows)) = reference.get(j).filter(|(y, _)| *y <= next) {
            g += rows;
            j += 1;
        }
        at = Some(next);
    }
    Some(Wasserstein { value: higher + lower, higher, lower, bound: 0.0 })
}

/// How empty bins are treated by the stability index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyBins {
    /// One half is added to every count, on both sides, always: `half_count`, the only one that is printed.
    HalfCount,
    /// Bins that are empty on one side are left out: `complete_bins`, as others do; for comparing with them.
    LeaveOut,
}

/// The population stability index and what it is by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct StabilityIndex {
    /// `sum (p - q) ln(p / q)`, at least 0.
    pub value: f64,
    /// Bins with rows on either side.
    pub bins: usize,
    /// Bins of these that are empty on one side ([`Note::EmptyBins`]).
    pub empty: usize,
    /// Its mean if nothing differs: `(bins - 1)(1/n + 1/m)`.
    pub expected_by_chance: f64,
    /// Its 95 % point if nothing differs; 0 for a single bin.
    pub quantile_95_by_chance: f64,
}

/// Population stability index of two lists of counts.
///
/// - Takes: rows of the group (the new period) and of the reference (the baseline), bin by bin. Bins are fixed at the
///   baseline.
/// - Gives: an index without upper end; `None` if a side has no rows (`no_cases`), or, with [`EmptyBins::LeaveOut`], if no
///   bin has rows on both sides.
/// - Not for: the folklore limits 0.1 and 0.25, which ignore how many rows there are.
/// - Source: methods, "Ranking", 7.6, and "Drift", 6. Oracle: scipy `entropy` both ways; simulation for chance.
pub fn stability_index(group: &[u64], reference: &[u64], empty_bins: EmptyBins) -> Option<StabilityIndex> {
    let (n, m) = sizes(group, reference)?;
    let used: Vec<(f64, f64)> = pairs(group, reference).collect();
    let bins = used.len();
    let empty = used.iter().filter(|(x, y)| *x == 0.0 || *y == 0.0).count();
    let value = match empty_bins {
        EmptyBins::HalfCount => {
            let half = 0.5 * bins as f64;
            used.iter().map(|(x, y)| index_term((x + 0.5) / (n + half), (y + 0.5) / (m + half))).sum()
        }
        EmptyBins::LeaveOut if empty == bins => return None,
        EmptyBins::LeaveOut => {
            used.iter().filter(|(x, y)| *x > 0.0 && *y > 0.0).map(|(x, y)| index_term(x / n, y / m)).sum()
        }
    };
    let scale = 1.0 / n + 1.0 / m;
    let freedom = (bins - 1) as f64;
    Some(StabilityIndex {
        value,
        bins,
        empty,
        expected_by_chance: freedom * scale,
        quantile_95_by_chance: if bins > 1 { chi_square_quantile(0.05, freedom) * scale } else { 0.0 },
    })
}

impl StabilityIndex {
    /// [`Note::EmptyBins`], if there are such bins.
    pub fn note(&self) -> Option<Note> {
        (self.empty > 0).then_some(Note::EmptyBins)
    }
}

fn index_term(p: f64, q: f64) -> f64 {
    (p - q) * (float::ln(p) - float::ln(q))
}

fn sizes(group: &[u64], reference: &[u64]) -> Option<(f64, f64)> {
    debug_assert_eq!(group.len(), reference.len());
    let (n, m) = (group.iter().sum::<u64>(), reference.iter().sum::<u64>());
    (n > 0 && m > 0).then_some((n as f64, m as f64))
}

/// Counts of the bins that have rows on either side.
fn pairs<'a>(group: &'a [u64], reference: &'a [u64]) -> impl Iterator<Item = (f64, f64)> + 'a {
    group.iter().zip(reference).filter(|(x, y)| **x + **y > 0).map(|(x, y)| (*x as f64, *y as f64))
}

/// Distance of Jensen and Shannon, the root of the divergence, in nats: 0 to `sqrt(ln 2)`.
///
/// - Takes: rows of both, bin by bin. `0 ln 0 = 0`.
/// - Gives: `None` if a side has no rows. In bits: divided by `sqrt(ln 2)`.
/// - Source: Lin 1991, IEEE Trans. Inf. Theory 37:145-151; methods, "Ranking", 7.6. Oracle: scipy `jensenshannon`.
pub fn jensen_shannon(group: &[u64], reference: &[u64]) -> Option<f64> {
    let (n, m) = sizes(group, reference)?;
    let part = |p: f64, middle: f64| if p > 0.0 { p * float::ln(p / middle) } else { 0.0 };
    let divergence: f64 = pairs(group, reference)
        .map(|(x, y)| {
            let (p, q) = (x / n, y / m);
            let middle = 0.5 * (p + q);
            0.5 * (part(p, middle) + part(q, middle))
        })
        .sum();
    Some(divergence.max(0.0).sqrt())
}

/// Total variation distance, half the sum of absolute differences: 0 to 1; `None` if a side has no rows.
///
/// - Source: methods, "Ranking", 7.6. Oracle: numpy.
pub fn total_variation(group: &[u64], reference: &[u64]) -> Option<f64> {
    let (n, m) = sizes(group, reference)?;
    Some(0.5 * pairs(group, reference).map(|(x, y)| (x / n - y / m).abs()).sum::<f64>())
}

/// Overlap of two distributions, the sum of the smaller shares: 1 less [`total_variation`].
pub fn overlap(group: &[u64], reference: &[u64]) -> Option<f64> {
    let (n, m) = sizes(group, reference)?;
    Some(pairs(group, reference).map(|(x, y)| (x / n).min(y / m)).sum())
}

/// Hellinger's distance, `sqrt(1 - sum sqrt(p q))`: 0 to 1; `None` if a side has no rows.
///
/// - Source: metrics, K. Oracle: numpy.
pub fn hellinger(group: &[u64], reference: &[u64]) -> Option<f64> {
    let (n, m) = sizes(group, reference)?;
    let squares: f64 = pairs(group, reference)
        .map(|(x, y)| {
            let apart = (x / n).sqrt() - (y / m).sqrt();
            apart * apart
        })
        .sum();
    Some((0.5 * squares).sqrt().min(1.0))
}

/// The largest difference of two shares of one bin: 0 to 1; `None` if a side has no rows.
pub fn largest_difference(group: &[u64], reference: &[u64]) -> Option<f64> {
    let (n, m) = sizes(group, reference)?;
    Some(pairs(group, reference).map(|(x, y)| (x / n - y / m).abs()).fold(0.0, f64::max))
}

/// Neighbouring bins put together into at most `bins` of about equal numbers of pooled rows: `equal_mass_20` with 20.
///
/// - Takes: rows of both, bin by bin in rising order of the score; `bins >= 1`.
/// - Gives: both lists over the new bins. A bin is never split; it closes at the first score that brings the count to the
///   next multiple of all rows over `bins`.
pub fn equal_mass(group: &[u64], reference: &[u64], bins: usize) -> (Vec<u64>, Vec<u64>) {
    both(group, reference, &equal_mass_places(&pooled(group, reference), bins))
}

/// [`equal_mass`] with bins fixed at the reference: of about equal numbers of its rows (deciles of a baseline, with 10).
/// Scores beyond the last of the reference stand in its last bin; without rows of the reference there is one bin.
pub fn equal_mass_of_reference(group: &[u64], reference: &[u64], bins: usize) -> (Vec<u64>, Vec<u64>) {
    both(group, reference, &places(&pooled(group, reference), reference, bins))
}

/// The joined bin in which each bin stands, for [`joined`]: the bins of [`equal_mass`] of these rows.
pub fn equal_mass_places(rows: &[u64], bins: usize) -> Vec<usize> {
    places(rows, rows, bins)
}

/// Rows of joined bins, from the rows of each bin and the joined bin in which it stands.
pub fn joined(rows: &[u64], places: &[usize]) -> Vec<u64> {
    debug_assert_eq!(rows.len(), places.len());
    let mut out = vec![0; places.last().map_or(0, |last| last + 1)];
    for (n, place) in rows.iter().zip(places) {
        out[*place] += n;
    }
    out
}

fn pooled(group: &[u64], reference: &[u64]) -> Vec<u64> {
    debug_assert_eq!(group.len(), reference.len());
    group.iter().zip(reference).map(|(x, y)| x + y).collect()
}

/// Both lists over joined bins; none where nobody is.
fn both(group: &[u64], reference: &[u64], places: &[usize]) -> (Vec<u64>, Vec<u64>) {
    if group.iter().chain(reference).all(|n| *n == 0) {
        return (Vec::new(), Vec::new());
    }
    (joined(group, places), joined(reference, places))
}

/// Neighbouring bins put together until the mass reaches the next multiple of its sum over `bins`; a bin without rows goes
/// with the one before it.
fn places(rows: &[u64], mass: &[u64], bins: usize) -> Vec<usize> {
    let all: u128 = mass.iter().map(|n| u128::from(*n)).sum();
    let (mut count, mut full, mut open) = (0_u128, 1_u128, true);
    let mut place = 0;
    rows.iter()
        .zip(mass)
        .map(|(n, mass)| {
            if *n > 0 {
                place += usize::from(!open);
                count += u128::from(*mass);
                // When all mass is used up, what is left belongs to the last bin.
                let reached = if count == all { 0 } else { count * bins as u128 / all };
                open = reached < full;
                full = full.max(reached + 1);
            }
            place
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_side_has_no_distance() {
        assert!(wasserstein(&[], &[ScoreCell::at(0.5, 1, 0)]).is_none());
        assert!(wasserstein_of_ranks(&[0, 0], &[1, 2]).is_none());
        for f in [jensen_shannon, total_variation, overlap, hellinger, largest_difference] {
            assert_eq!(f(&[0, 0], &[1, 2]), None);
        }
        assert_eq!(stability_index(&[1, 2], &[0, 0], EmptyBins::HalfCount), None);
    }

    #[test]
    fn equal_distributions_have_no_distance_and_disjoint_ones_the_largest() {
        let (a, b) = ([1, 2, 3], [10, 20, 30]);
        assert_eq!(
            (jensen_shannon(&a, &b), total_variation(&a, &b), hellinger(&a, &b)),
            (Some(0.0), Some(0.0), Some(0.0))
        );
        assert!((overlap(&a, &b).unwrap() - 1.0).abs() < 1e-15);
        assert_eq!(wasserstein_of_ranks(&a, &b).unwrap().value, 0.0);
        let (a, b) = ([4, 0], [0, 7]);
        assert_eq!((total_variation(&a, &b), overlap(&a, &b), hellinger(&a, &b)), (Some(1.0), Some(0.0), Some(1.0)));
        assert!((jensen_shannon(&a, &b).unwrap() - core::f64::consts::LN_2.sqrt()).abs() < 1e-15);
        assert_eq!(largest_difference(&a, &b), Some(1.0));
    }

    #[test]
    fn a_bin_that_is_empty_on_one_side_is_infinite_only_without_the_half() {
        let (a, b) = ([10, 0, 5, 0], [8, 3, 9, 0]);
        let half = stability_index(&a, &b, EmptyBins::HalfCount).unwrap();
        assert!(half.value.is_finite() && (half.bins, half.empty, half.note()) == (3, 1, Some(Note::EmptyBins)));
        assert!(stability_index(&a, &b, EmptyBins::LeaveOut).unwrap().value < half.value);
        assert_eq!(stability_index(&[4, 0], &[0, 7], EmptyBins::LeaveOut), None);
        let single = stability_index(&[4], &[7], EmptyBins::HalfCount).unwrap();
        assert_eq!((single.value, single.expected_by_chance, single.quantile_95_by_chance), (0.0, 0.0, 0.0));
    }

    #[test]
    fn the_signed_parts_differ_by_the_difference_of_means() {
        let at = |counts: [u64; 3]| {
            [0.1, 0.4, 0.8].iter().zip(counts).map(|(s, n)| ScoreCell::at(*s, n, 0)).collect::<Vec<_>>()
        };
        let (a, b) = (at([5, 1, 4]), at([2, 7, 1]));
        let w = wasserstein(&a, &b).unwrap();
        let mean =
            |cells: &[ScoreCell]| crate::score_cells::Moments::of(cells, crate::score_cells::Among::All).unwrap().mean;
        assert!((w.higher - w.lower - (mean(&a) - mean(&b))).abs() < 1e-15 && w.higher > 0.0 && w.lower > 0.0);
        let turned = wasserstein(&b, &a).unwrap();
        assert_eq!((w.higher, w.lower, w.value), (turned.lower, turned.higher, turned.value));
    }

    #[test]
    fn ranks_do_not_care_how_the_score_is_stretched() {
        let counts = ([5, 0, 1, 4], [2, 0, 7, 1]);
        let w = wasserstein_of_ranks(&counts.0, &counts.1).unwrap();
        let bare = wasserstein_of_ranks(&[5, 1, 4], &[2, 7, 1]).unwrap();
        assert!((w.value - bare.value).abs() < 1e-15 && w.value < 1.0);
        // Superiority is one half plus the difference of mean ranks.
        let a = crate::rank::superiority(&counts.0, &counts.1, 1.96).probability.value().unwrap();
        assert!((w.higher - w.lower - (a - 0.5)).abs() < 1e-15);
    }

    #[test]
    fn equal_mass_keeps_rows_and_never_splits_a_score() {
        let (g, r) = equal_mass(&[9, 1, 0, 1, 4, 3], &[1, 0, 0, 2, 0, 9], 3);
        assert_eq!((g, r), (vec![9, 9], vec![1, 11]));
    }

    #[test]
    fn bins_fixed_at_the_reference_do_not_move_with_the_group() {
        let reference = [5, 5, 5, 5, 0];
        let (g, r) = equal_mass_of_reference(&[9, 1, 0, 4, 7], &reference, 2);
        assert_eq!((g, r), (vec![10, 11], vec![10, 10]));
        let (g, r) = equal_mass_of_reference(&[0, 0, 90, 0, 1], &reference, 2);
        assert_eq!((g, r), (vec![0, 91], vec![10, 10]));
        assert_eq!(equal_mass_of_reference(&[1, 2], &[0, 0], 10), (vec![3], vec![0]));
        assert_eq!(equal_mass_of_reference(&[], &[], 10), (vec![], vec![]));
    }
}
