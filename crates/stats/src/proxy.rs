//! Groups that are known only through probabilities: what can be said of their rates, and under which assumption.
//!
//! Makes ranges and estimates out of cells of rows that look alike to the proxy: rows, events, and the sum of the
//! membership probabilities of each group. May not know where the probabilities come from, nor rows. Invariants: a rate
//! that rests on an assumption about people with the same proxy values is never given as if it were identified; the only
//! numbers a verdict may read are the limits of [`bounds`] and [`outcome_bounds`], or an estimate from a validated random
//! sample ([`validated`]); fine cells make bounds too narrow, so bounds are for cells of [`LEAST_ROWS`] rows or more.
//!
//! Three assumptions, none of which can be checked without true attributes. Within equal proxy values decision and group
//! are unrelated: [`weighted`]. Given the group, decision and proxy are unrelated: [`regression`], [`latent_class`]. The
//! probabilities are calibrated for these people: all of them and the bounds; [`calibration`].
//!
//! Start reading at [`Cell`], then [`bounds`].

pub mod bounds;
pub mod calibration;
pub mod combination;
pub mod cross_fitting;
pub mod imputation;
pub mod latent_class;
pub mod misclassification;
pub mod outcome_bounds;
pub mod regression;
pub mod rules;
pub mod strength;
pub mod tilt;
pub mod validated;
pub mod weighted;

/// Bounds are for cells of at least this many rows: in smaller ones the sampling of the cell's rate makes them too narrow.
pub const LEAST_ROWS: u64 = 100;

/// The number of bands of a class's probability by default.
pub const BANDS: usize = 20;

/// Rows that look alike to the proxy.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Rows.
    pub rows: u64,
    /// Those with the event, not above `rows`.
    pub events: u64,
    /// For each group the sum of the membership probabilities over the rows, in [0, rows].
    pub members: Vec<f64>,
}

impl Cell {
    /// The mean probability of a group in the cell, in [0, 1]; 0 in a cell without rows.
    pub fn share(&self, group: usize) -> f64 {
        if self.rows == 0 { 0.0 } else { (self.members[group] / self.rows as f64).clamp(0.0, 1.0) }
    }

    /// The share of rows with the event; 0 in a cell without rows.
    pub fn rate(&self) -> f64 {
        if self.rows == 0 { 0.0 } else { self.events as f64 / self.rows as f64 }
    }
}

/// A cell that can be merged with its neighbours.
pub trait Lump: Clone {
    /// Rows.
    fn rows(&self) -> u64;
    /// Counts that tell cells of equal shares and sizes apart, so that their order is not that of the input.
    fn counts(&self) -> Vec<u64>;
    /// For each group the sum of the membership probabilities.
    fn members(&self) -> &[f64];
    /// Both together.
    fn add(&mut self, other: &Self);
}

impl Lump for Cell {
    fn rows(&self) -> u64 {
        self.rows
    }

    fn counts(&self) -> Vec<u64> {
        vec![self.events]
    }

    fn members(&self) -> &[f64] {
        &self.members
    }

    fn add(&mut self, other: &Cell) {
        self.rows += other.rows;
        self.events += other.events;
        for (sum, more) in self.members.iter_mut().zip(&other.members) {
            *sum += more;
        }
    }
}

/// Rows without membership probabilities (group `(unknown)` of a report).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Unknown {
    /// Rows.
    pub rows: u64,
    /// Those with the event, not above `rows`.
    pub events: u64,
}

/// Above this share of rows without probabilities the result is at best a range (note `unknown_membership`).
pub const UNKNOWN_ABOVE: f64 = 0.05;

impl Unknown {
    /// Their share of all rows, and whether they leave only a range: more than 5 % of the rows, or a rate that differs from
    /// that of the known rows by more than the margin.
    ///
    /// - Takes: the cells of the known rows; the margin of the comparison, a difference of rates.
    /// - Gives `None` without any rows at all.
    /// - Source: methods, "Proxy", 8.0.
    pub fn leaves_a_range(self, cells: &[Cell], margin: f64) -> Option<(f64, bool)> {
        let (rows, events) = cells.iter().fold((0, 0), |(n, x), cell| (n + cell.rows, x + cell.events));
        let all = rows + self.rows;
        if all == 0 {
            return None;
        }
        let share = self.rows as f64 / all as f64;
        let rate = |x: u64, n: u64| x as f64 / n as f64;
        let differs = self.rows > 0 && rows > 0 && (rate(self.events, self.rows) - rate(events, rows)).abs() > margin;
        Some((share, share > UNKNOWN_ABOVE || differs))
    }
}

/// Probabilities of one row that sum to 1, and whether they had to be rescaled (warning `membership_rescaled`).
///
/// - Takes: one probability per group.
/// - Gives `None` if one is outside [0, 1] or not a number, or the sum is outside 1 ± 0.01: the row is in error. Sums
///   within 1 ± 1e-6 are taken as they are.
/// - Source: methods, "Proxy", 8.0.
pub fn normalised(probabilities: &[f64]) -> Option<(Vec<f64>, bool)> {
    let mut out = probabilities.to_vec();
    normalise(&mut out).map(|rescaled| (out, rescaled))
}

/// The same in place: whether the probabilities had to be rescaled; `None` where the row is in error, and nothing is
/// changed.
pub fn normalise(probabilities: &mut [f64]) -> Option<bool> {
    if !probabilities.iter().all(|p| (0.0..=1.0).contains(p)) {
        return None;
    }
    let sum: f64 = probabilities.iter().sum();
    let gap = (sum - 1.0).abs();
    if gap <= 1e-6 {
        return Some(false);
    }
    // Tables with two decimals may be off by exactly one hundredth, which no binary fraction is.
    if gap > 0.01 + 1e-12 {
        return None;
    }
    for p in probabilities {
        *p /= sum;
    }
    Some(true)
}

/// The band of a probability on a fixed grid: 0 for the lowest of `bands`, 1 belongs to the highest.
///
/// Takes a probability in [0, 1]; `bands` at least 1.
pub fn band(probability: f64, bands: usize) -> usize {
    let place = (probability * bands as f64).floor().max(0.0) as usize;
    place.min(bands.saturating_sub(1))
}

/// Cells merged until each has `least` rows, and whether any were (note `cells_merged`).
///
/// - Takes: cells; the group asked about; the least number of rows ([`LEAST_ROWS`]).
/// - Gives: cells in the order of the group's share. The smallest cell is merged with the neighbour whose share is
///   nearer, again and again; one cell is left if all together have fewer rows. Cells without rows are dropped.
/// - Coarser cells give valid bounds, only wider.
/// - Source: methods, "Proxy", 8.3.
pub fn merged<C: Lump>(cells: &[C], group: usize, least: u64) -> (Vec<C>, bool) {
    let mut all: Vec<C> = cells.iter().filter(|cell| cell.rows() > 0).cloned().collect();
    let share = |cell: &C| (cell.members()[group] / cell.rows() as f64).clamp(0.0, 1.0);
    // Ties by size, so that the order of the input does not matter.
    all.sort_by(|a, b| {
        let by_members = || a.members().partial_cmp(b.members()).unwrap_or(std::cmp::Ordering::Equal);
        share(a)
            .total_cmp(&share(b))
            .then(a.rows().cmp(&b.rows()))
            .then_with(|| a.counts().cmp(&b.counts()))
            .then_with(by_members)
    });
    let before = all.len();
    while all.len() > 1 {
        let Some((place, smallest)) = all.iter().enumerate().min_by_key(|(_, cell)| cell.rows()) else { break };
        if smallest.rows() >= least {
            break;
        }
        let gap = |other: usize| (share(&all[other]) - share(smallest)).abs();
        let up = place + 1 < all.len() && (place == 0 || gap(place + 1) < gap(place - 1));
        let (into, from) = if up { (place, place + 1) } else { (place - 1, place) };
        let taken = all.remove(from);
        all[into].add(&taken);
    }
    let merged = all.len() < before;
    (all, merged)
}

/// The same cells with two groups: the one asked about, and everybody else.
pub fn against_rest(cells: &[Cell], group: usize) -> Vec<Cell> {
    cells
        .iter()
        .map(|cell| {
            let members = cell.members[group].clamp(0.0, cell.rows as f64);
            Cell { members: vec![members, cell.rows as f64 - members], ..cell.clone() }
        })
        .collect()
}

/// How many members of a group are expected, each row's membership taken as the mean of its cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// Members.
    pub members: f64,
    /// Members with the event.
    pub events: f64,
    /// Members without it.
    pub non_events: f64,
}

impl Expected {
    /// The weighted estimate of the cells; `None` without expected members.
    pub fn rate(&self) -> Option<f64> {
        (self.members > 0.0).then(|| (self.events / self.members).clamp(0.0, 1.0))
    }
}

/// Expected members of a group, with and without the event.
pub fn expected(cells: &[Cell], group: usize) -> Expected {
    let none = Expected { members: 0.0, events: 0.0, non_events: 0.0 };
    cells.iter().fold(none, |sum, cell| {
        let share = cell.share(group);
        let (x, y) = (share * cell.events as f64, share * (cell.rows - cell.events) as f64);
        Expected { members: sum.members + x + y, events: sum.events + x, non_events: sum.non_events + y }
    })
}

#[cfg(test)]
mod tests {
    use super::{Cell, Unknown, against_rest, band, merged, normalised};

    fn cell(rows: u64, events: u64, share: f64) -> Cell {
        Cell { rows, events, members: vec![share * rows as f64] }
    }

    #[test]
    fn probabilities_are_checked_and_rescaled() {
        assert_eq!(normalised(&[0.25, 0.75]), Some((vec![0.25, 0.75], false)));
        let (p, rescaled) = normalised(&[0.5, 0.505]).unwrap();
        assert!(rescaled && (p.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        assert!(normalised(&[0.5, 0.51]).is_some() && normalised(&[0.5, 0.49]).is_some());
        for wrong in [vec![0.5, 0.52], vec![1.1, -0.1], vec![f64::NAN, 1.0], vec![]] {
            assert_eq!(normalised(&wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn bands_lie_on_a_fixed_grid() {
        assert_eq!([0.0, 0.049, 0.05, 0.5, 0.999, 1.0].map(|p| band(p, 20)), [0, 0, 1, 10, 19, 19]);
        assert_eq!(band(0.7, 1), 0);
    }

    #[test]
    fn cells_are_merged_with_the_nearer_neighbour_until_large_enough() {
        let cells = [cell(300, 30, 0.9), cell(40, 4, 0.5), cell(200, 9, 0.1), cell(0, 0, 0.0), cell(150, 2, 0.45)];
        let (found, any) = merged(&cells, 0, 100);
        assert!(any);
        let rows: Vec<u64> = found.iter().map(|c| c.rows).collect();
        assert_eq!(rows, [200, 190, 300]);
        assert_eq!((found[1].events, (found[1].members[0] * 10.0).round()), (6, 875.0));
        let (same, any) = merged(&found, 0, 100);
        assert!(!any && same == found);
        assert_eq!(merged(&[cell(3, 1, 0.2), cell(4, 1, 0.3)], 0, 100).0.len(), 1);
        assert_eq!(merged::<Cell>(&[], 0, 100), (vec![], false));
    }

    #[test]
    fn a_group_and_the_rest_are_everybody() {
        let two = against_rest(&[cell(40, 4, 0.25)], 0);
        assert_eq!(two[0].members, [10.0, 30.0]);
    }

    #[test]
    fn many_unknown_rows_or_other_ones_leave_a_range() {
        let known = [cell(900, 90, 0.5)];
        let asked = |rows, events| Unknown { rows, events }.leaves_a_range(&known, 0.05).unwrap();
        assert_eq!(asked(100, 10), (0.1, true));
        assert!(!asked(40, 4).1 && asked(40, 8).1);
        assert_eq!(asked(0, 0), (0.0, false));
        assert_eq!(Unknown::default().leaves_a_range(&[], 0.05), None);
    }
}
