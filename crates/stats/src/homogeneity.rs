//! Do the groups differ at all? One test over all groups of an attribute.

use crate::interval::PValue;
use crate::special::chi_square_ln_sf;
use crate::special::saddle::ln_dhyper;
use crate::{float, hypergeometric::Hypergeometric};

/// Below this expected count in any cell the chi-square distribution is not trusted.
pub const EXPECTED_AT_LEAST: f64 = 5.0;

/// The exact distribution is followed through this many partial tables; beyond it tables are drawn.
const MOST_NODES: u64 = 200_000;

/// Statistics this near to the observed one, relatively, count as equal: rounding of true ties.
const TIE: f64 = 1e-9;

/// Where the p-value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The chi-square distribution.
    ChiSquare,
    /// All tables with the same margins.
    Exact,
    /// This many tables drawn with the same margins: `p = (1 + number at least as extreme) / (1 + draws)`.
    Drawn(u32),
}

impl Method {
    /// The name of the method in a report.
    pub fn name(self) -> &'static str {
        match self {
            Method::ChiSquare => "chi_square_k",
            Method::Exact | Method::Drawn(_) => "permutation",
        }
    }
}

/// The test that all groups have the same rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homogeneity {
    /// Pearson's statistic over the groups times two outcomes.
    pub statistic: f64,
    /// Groups with cases, minus 1.
    pub df: u32,
    /// The probability of a statistic at least as large.
    pub p: PValue,
    /// Where `p` comes from.
    pub method: Method,
    /// The smallest expected count of a cell.
    pub smallest_expected: f64,
}

/// Tests that all groups have the same rate.
///
/// - Takes: events and cases of each group (events not above cases); the number of tables to draw if it comes to that (10,000 is
///   the default of the methods); a source of uniform numbers in [0, 1), used only then. The order of the groups does not matter
///   for the result, except for what is drawn.
/// - Gives `None` if fewer than two groups have cases, or if there are no events, or only events: there is nothing to test.
/// - p: chi-square where every expected count is at least 5; else the distribution of the same statistic given the margins, exactly
///   where it can be followed, by drawn tables where not.
/// - Not for: weights or clusters (a design effect belongs in there); which group differs (adjusted comparisons with a reference).
/// - Source: Pearson 1900, Philos. Mag. 50:157-175; Freeman and Halton 1951, Biometrika 38:141-149 for the exact distribution, here
///   ordered by the statistic. Oracle: full enumeration; two groups: chi-square of the table.
pub fn homogeneity(groups: &[(u64, u64)], draws: u32, uniform: &mut dyn FnMut() -> f64) -> Option<Homogeneity> {
    debug_assert!(groups.iter().all(|(x, n)| x <= n));
    // Small groups first: their few counts cut the tree early. A fixed order also makes the sums the same for any input order.
    let mut sorted: Vec<(u64, u64)> = groups.iter().copied().filter(|(_, n)| *n > 0).collect();
    sorted.sort_by_key(|(x, n)| (*n, *x));
    let cases: u64 = sorted.iter().map(|(_, n)| n).sum();
    let events: u64 = sorted.iter().map(|(x, _)| x).sum();
    if sorted.len() < 2 || events == 0 || events == cases {
        return None;
    }
    let rate = events as f64 / cases as f64;
    let rest = (cases - events) as f64 / cases as f64;
    let statistic: f64 = sorted
        .iter()
        .map(|(x, n)| {
            // n (x/n - rate)^2 / (rate rest), from an exact cross product.
            let cross = i128::from(*x) * i128::from(cases) - i128::from(events) * i128::from(*n);
            let gap = cross as f64 / cases as f64;
            gap * gap / (*n as f64 * rate * rest)
        })
        .sum();
    let df = sorted.len() as u32 - 1;
    let smallest_expected = sorted[0].1 as f64 * rate.min(rest);
    let by_chi_square = PValue::from_ln(chi_square_ln_sf(statistic, f64::from(df)));
    let (p, method) = if smallest_expected >= EXPECTED_AT_LEAST {
        (by_chi_square, Method::ChiSquare)
    } else {
        let tree = Tree::new(&sorted, events);
        match tree.exact() {
            Some(p) => (PValue::from_probability(p.min(1.0)), Method::Exact),
            None if draws > 0 => (tree.drawn(draws, uniform), Method::Drawn(draws)),
            None => (by_chi_square, Method::ChiSquare),
        }
    };
    Some(Homogeneity { statistic, df, p, method, smallest_expected })
}

/// All tables with the observed margins. With them fixed the statistic grows with the sum of `x^2 / n` over the groups.
struct Tree {
    sizes: Vec<u64>,
    /// Cases of the groups after each one.
    later: Vec<u64>,
    events: u64,
    bound: f64,
}

impl Tree {
    fn new(groups: &[(u64, u64)], events: u64) -> Tree {
        let sizes: Vec<u64> = groups.iter().map(|(_, n)| *n).collect();
        let mut later = vec![0; sizes.len()];
        for i in (0..sizes.len() - 1).rev() {
            later[i] = later[i + 1] + sizes[i + 1];
        }
        let observed: f64 = groups.iter().map(|(x, n)| square(*x, *n)).sum();
        // The part of the sum that all tables share is taken off before the comparison of ties.
        let cases: u64 = sizes.iter().sum();
        let shared = square(events, cases);
        let bound = shared + (observed - shared) * (1.0 - TIE) - 1e-12 * shared;
        Tree { sizes, later, events, bound }
    }

    /// The probability of the tables that are at least as extreme; `None` if there are too many to follow.
    fn exact(&self) -> Option<f64> {
        let mut nodes = 0;
        self.follow(0, self.events, 0.0, &mut nodes)
    }

    fn follow(&self, group: usize, events: u64, sum: f64, nodes: &mut u64) -> Option<f64> {
        let (n, later) = (self.sizes[group], self.later[group]);
        if group + 1 == self.sizes.len() {
            return Some(if sum + square(events, n) >= self.bound { 1.0 } else { 0.0 });
        }
        let (low, high) = (events.saturating_sub(later), n.min(events));
        *nodes += high - low + 1;
        if *nodes > MOST_NODES {
            return None;
        }
        let mut total = 0.0;
        for x in low..=high {
            let (here, left) = (sum + square(x, n), events - x);
            // The least that the later groups can add is what they add at one common rate, the most is one for each event.
            if here + (left as f64) < self.bound {
                continue;
            }
            let share =
                if here + square(left, later) >= self.bound { 1.0 } else { self.follow(group + 1, left, here, nodes)? };
            total += share * ln_dhyper(x, n, later, events).map_or(0.0, float::exp);
        }
        Some(total)
    }

    fn drawn(&self, draws: u32, uniform: &mut dyn FnMut() -> f64) -> PValue {
        let mut extreme = 0_u32;
        for _ in 0..draws {
            let (mut events, mut sum) = (self.events, 0.0);
            for (n, later) in self.sizes.iter().zip(&self.later) {
                let x = if *later == 0 { events } else { draw_hypergeometric(*n, *later, events, uniform()) };
                sum += square(x, *n);
                events -= x;
            }
            extreme += u32::from(sum >= self.bound);
        }
        PValue::from_probability(f64::from(extreme + 1) / (f64::from(draws) + 1.0))
    }
}

fn square(x: u64, n: u64) -> f64 {
    let x = x as f64;
    x * (x / n as f64)
}

/// How many of `m` events fall among `n1` of `n1 + n0` cases, from one uniform number in [0, 1): the counts are visited outwards from
/// the most probable one, so the cost grows with the standard deviation.
///
/// `m` must not be above `n1 + n0`.
pub fn draw_hypergeometric(n1: u64, n0: u64, m: u64, uniform: f64) -> u64 {
    let Some(h) = Hypergeometric::new(n1, n0, m) else { return 0 };
    let mode = h.central_mode();
    let at = ln_dhyper(mode, n1, n0, m).map_or(1.0, float::exp);
    let (mut below, mut above) = (mode, mode);
    let (mut weight_below, mut weight_above) = (at, at);
    let mut left = uniform - at;
    while left >= 0.0 {
        let mut moved = false;
        if above < h.high() && weight_above > 0.0 {
            weight_above *= h.ratio_up(above, 1.0);
            above += 1;
            left -= weight_above;
            if left < 0.0 {
                return above;
            }
            moved = true;
        }
        if below > h.low() && weight_below > 0.0 {
            below -= 1;
            weight_below /= h.ratio_up(below, 1.0);
            left -= weight_below;
            if left < 0.0 {
                return below;
            }
            moved = true;
        }
        if !moved {
            // The probabilities sum to 1 up to rounding; what is left of the number belongs to the middle.
            break;
        }
    }
    mode
}

#[cfg(test)]
mod tests {
    use super::{Method, Tree, draw_hypergeometric, homogeneity};
    use crate::no_difference::{self, Correction};
    use crate::special::ln_dhyper;
    use crate::table::TwoByTwo;

    fn never() -> f64 {
        panic!("no random number is needed here")
    }

    /// Sum over all tables with the same margins, without any shortcut.
    fn by_brute_force(groups: &[(u64, u64)]) -> f64 {
        fn tables(sizes: &[u64], events: u64) -> Vec<Vec<u64>> {
            if sizes.len() == 1 {
                return if events <= sizes[0] { vec![vec![events]] } else { vec![] };
            }
            (0..=sizes[0].min(events))
                .flat_map(|x| tables(&sizes[1..], events - x).into_iter().map(move |rest| [vec![x], rest].concat()))
                .collect()
        }
        let sizes: Vec<u64> = groups.iter().map(|g| g.1).collect();
        let events: u64 = groups.iter().map(|g| g.0).sum();
        let cases: u64 = sizes.iter().sum();
        let rate = events as f64 / cases as f64;
        let statistic = |xs: &[u64]| -> f64 {
            xs.iter().zip(&sizes).map(|(x, n)| (*x as f64 - *n as f64 * rate).powi(2) / *n as f64).sum()
        };
        let observed = statistic(&groups.iter().map(|g| g.0).collect::<Vec<_>>());
        let probability = |xs: &[u64]| -> f64 {
            let (mut left, mut after) = (events, cases);
            xs.iter()
                .zip(&sizes)
                .map(|(x, n)| {
                    after -= n;
                    let p = libm::exp(ln_dhyper(*x, *n, after, left).unwrap());
                    left -= x;
                    p
                })
                .product()
        };
        tables(&sizes, events).iter().filter(|t| statistic(t) >= observed * (1.0 - 1e-9)).map(|t| probability(t)).sum()
    }

    #[test]
    fn two_groups_are_the_chi_square_of_their_table() {
        let h = homogeneity(&[(172, 587), (138, 460)], 0, &mut never).unwrap();
        let x2 = no_difference::chi_square(TwoByTwo::new(172, 587, 138, 460).unwrap(), Correction::None).unwrap();
        assert!((h.statistic - x2.statistic).abs() < 1e-12 && (h.p.value() - x2.p.value()).abs() < 1e-12);
        assert_eq!((h.df, h.method), (1, Method::ChiSquare));
    }

    #[test]
    fn small_tables_are_counted_exactly() {
        for groups in [
            vec![(3, 8), (1, 12), (0, 5)],
            vec![(0, 4), (2, 4), (4, 4), (1, 9)],
            vec![(1, 40), (6, 50), (0, 3), (2, 11)],
            vec![(5, 6), (5, 6), (5, 6)],
        ] {
            let h = homogeneity(&groups, 0, &mut never).unwrap();
            assert_eq!(h.method, Method::Exact);
            let direct = by_brute_force(&groups);
            assert!((h.p.value() - direct).abs() < 1e-12, "{groups:?}: {} {direct}", h.p.value());
        }
    }

    #[test]
    fn the_order_of_the_groups_does_not_matter_and_empty_ones_are_left_out() {
        let one = homogeneity(&[(3, 8), (1, 12), (0, 0), (0, 5)], 0, &mut never);
        let two = homogeneity(&[(0, 5), (3, 8), (1, 12)], 0, &mut never);
        assert_eq!(one, two);
        assert_eq!(homogeneity(&[(3, 8), (0, 0)], 0, &mut never), None);
        assert_eq!(homogeneity(&[(0, 8), (0, 9)], 0, &mut never), None);
    }

    /// A small counter-based generator for tests (SplitMix64).
    fn uniform(state: &mut u64) -> f64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    #[test]
    fn drawn_tables_come_near_to_the_exact_probability() {
        let mut groups = vec![(1, 40), (6, 50), (0, 3), (2, 11)];
        groups.sort_by_key(|(x, n)| (*n, *x));
        let tree = Tree::new(&groups, 9);
        let exact = tree.exact().unwrap();
        let mut state = 1;
        let drawn = tree.drawn(20_000, &mut || uniform(&mut state)).value();
        // Five standard errors of 20,000 draws.
        assert!((drawn - exact).abs() < 5.0 * (exact * (1.0 - exact) / 20_000.0).sqrt() + 1e-4, "{drawn} {exact}");
    }

    #[test]
    fn draws_have_the_mean_of_the_distribution() {
        let mut state = 7;
        let n = 20_000;
        let sum: u64 = (0..n).map(|_| draw_hypergeometric(300, 700, 90, uniform(&mut state))).sum();
        // Mean 27, variance 90 * 0.3 * 0.7 * 910/999 = 17.2.
        assert!((sum as f64 / f64::from(n) - 27.0).abs() < 5.0 * (17.2 / f64::from(n)).sqrt());
        assert_eq!(draw_hypergeometric(5, 5, 10, 0.999_999_999), 5);
    }
}
