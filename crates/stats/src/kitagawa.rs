//! The split of a raw gap into what goes with the composition over strata and what remains within them.
//!
//! "Explained by" a factor is not "justified by" it: the parts are descriptive, without verdict. A saturated linear
//! probability model gives the same numbers (Oaxaca and Blinder from cells). Strata that only one side has are a third
//! part of their own; no rate is imputed.

use crate::interval::{Estimate, Interval, Note};
use crate::strata::informative;
use crate::table::TwoByTwo;

/// A part of a gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Its size, a difference of shares.
    pub value: f64,
    /// Its variance: strata multinomial, rates binomial, sides independent.
    pub variance: f64,
}

impl Part {
    /// The part with Wald's limits; without limits where the variance is 0 (`variance_not_estimable`).
    pub fn estimate(self, z: f64) -> Estimate {
        if self.variance <= 0.0 {
            return Estimate { value: Some(self.value), ..Estimate::none(Note::VarianceNotEstimable) };
        }
        let half = z * self.variance.sqrt();
        Estimate::new(self.value, Interval { lower: self.value - half, upper: self.value + half })
    }
}

/// The split with the reference's rates and composition as the standard, on the common strata.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threefold {
    /// Differences in composition at the reference's rates.
    pub composition: f64,
    /// Differences in rates at the reference's composition: the directly standardised difference.
    pub rates: f64,
    /// What is left: differences in both at once.
    pub interaction: f64,
}

/// A raw gap and its parts, which sum to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kitagawa {
    /// The raw gap, group less reference.
    pub raw: f64,
    /// Goes with differences in composition (`gap_composition`).
    pub composition: Part,
    /// Remains among cases alike (`gap_rates`).
    pub rates: Part,
    /// What the strata of one side only add (`gap_not_comparable`); 0 with variance 0 where there are none.
    pub not_comparable: Part,
    /// The same without symmetry.
    pub threefold: Threefold,
}

/// Splits the raw gap symmetrically (method `kitagawa`).
///
/// - Takes: one table per stratum, group first.
/// - Gives: three parts that sum to the raw gap; `None` if a side has no cases, or no stratum holds both sides
///   (`not_identified`).
/// - Edges: composition and rates are split on the strata that both have, with shares within those.
/// - Not for: saying that a difference is justified; a verdict; strata of the sample taken as random beyond their counts
///   (which strata are common is taken as given).
/// - Source: Kitagawa 1955, J. Am. Stat. Assoc. 50:1168-1194; Oaxaca 1973, Int. Econ. Rev. 14:693-709; Blinder 1973, J.
///   Hum. Resour. 8:436-455; parts without counterpart: Nopo 2008, Rev. Econ. Stat. 90:290-299. Oracle: mpmath with a
///   numerical gradient, `oracle/strata/kitagawa.jsonl`; variance of the third part by a numerical gradient.
pub fn kitagawa(strata: &[TwoByTwo]) -> Option<Kitagawa> {
    let common: Vec<TwoByTwo> = informative(strata).collect();
    if common.is_empty() {
        return None;
    }
    let group = Side::new(strata, &common, |table| (table.x1(), table.n1()));
    let reference = Side::new(strata, &common, |table| (table.x0(), table.n0()));
    let pairs: Vec<Pair> = group
        .strata
        .iter()
        .zip(&reference.strata)
        .map(|(g, r)| Pair { share_g: g.share, share_r: r.share, rate_g: g.rate, rate_r: r.rate })
        .collect();
    let sum = |term: &dyn Fn(&Pair) -> f64| pairs.iter().map(term).sum::<f64>();
    let composition = sum(&|p| (p.share_g - p.share_r) * (p.rate_g + p.rate_r) / 2.0);
    let rates = sum(&|p| (p.share_g + p.share_r) / 2.0 * (p.rate_g - p.rate_r));
    let mean_rate = |p: &Pair| (p.rate_g + p.rate_r) / 2.0;
    let gap = |p: &Pair| p.rate_g - p.rate_r;
    let binomial = |factor: &dyn Fn(&Pair) -> f64| {
        let side = |side: &Side| {
            let terms = side.strata.iter().zip(&pairs);
            terms.map(|(s, p)| factor(p) * factor(p) * s.rate * (1.0 - s.rate) / s.cases).sum::<f64>()
        };
        side(&group) + side(&reference)
    };
    let shares = |value: &dyn Fn(&Pair) -> f64| {
        let of = |share: fn(&Pair) -> f64, cases: f64| {
            let (mean, square) = (sum(&|p| share(p) * value(p)), sum(&|p| share(p) * value(p) * value(p)));
            (square - mean * mean).max(0.0) / cases
        };
        of(|p| p.share_g, group.common_cases) + of(|p| p.share_r, reference.common_cases)
    };
    Some(Kitagawa {
        raw: group.rate - reference.rate,
        composition: Part {
            value: composition,
            variance: shares(&mean_rate) + binomial(&|p| (p.share_g - p.share_r) / 2.0),
        },
        rates: Part { value: rates, variance: shares(&gap) / 4.0 + binomial(&|p| (p.share_g + p.share_r) / 2.0) },
        not_comparable: Part {
            value: group.outside() - reference.outside(),
            variance: group.outside_variance() + reference.outside_variance(),
        },
        threefold: Threefold {
            composition: sum(&|p| (p.share_g - p.share_r) * p.rate_r),
            rates: sum(&|p| p.share_r * (p.rate_g - p.rate_r)),
            interaction: sum(&|p| (p.share_g - p.share_r) * (p.rate_g - p.rate_r)),
        },
    })
}

/// A stratum that both sides have: shares within the common strata, rates.
struct Pair {
    share_g: f64,
    share_r: f64,
    rate_g: f64,
    rate_r: f64,
}

struct SideStratum {
    share: f64,
    rate: f64,
    cases: f64,
}

/// One side: its common strata, and its rates over all strata and over the common ones.
struct Side {
    strata: Vec<SideStratum>,
    rate: f64,
    cases: f64,
    common_rate: f64,
    common_cases: f64,
}

impl Side {
    fn new(all: &[TwoByTwo], common: &[TwoByTwo], of: fn(TwoByTwo) -> (u64, u64)) -> Side {
        let total = |strata: &[TwoByTwo]| {
            let (x, n) = strata.iter().map(|t| of(*t)).fold((0, 0), |(x, n), (dx, dn)| (x + dx, n + dn));
            (x as f64, n as f64)
        };
        let ((x, n), (x_common, n_common)) = (total(all), total(common));
        let strata = common
            .iter()
            .map(|table| {
                let (x, n) = of(*table);
                SideStratum { share: n as f64 / n_common, rate: x as f64 / n as f64, cases: n as f64 }
            })
            .collect();
        Side { strata, rate: x / n, cases: n, common_rate: x_common / n_common, common_cases: n_common }
    }

    /// What the strata outside the common ones add to the rate.
    fn outside(&self) -> f64 {
        if self.cases > self.common_cases { self.rate - self.common_rate } else { 0.0 }
    }

    /// The variance of [`Side::outside`] by its influence on each kind of row.
    fn outside_variance(&self) -> f64 {
        if self.cases <= self.common_cases {
            return 0.0;
        }
        let (n, n_common) = (self.cases, self.common_cases);
        let n_out = n - n_common;
        let events_common = self.common_rate * n_common;
        let events_out = (self.rate * n - events_common).clamp(0.0, n_out);
        let rows = [
            (events_common, 1.0, true),
            (n_common - events_common, 0.0, true),
            (events_out, 1.0, false),
            (n_out - events_out, 0.0, false),
        ];
        let influence = |y: f64, inside: bool| {
            let own = if inside { (y - self.common_rate) / n_common } else { 0.0 };
            (y - self.rate) / n - own
        };
        rows.iter().map(|(count, y, inside)| count * influence(*y, *inside) * influence(*y, *inside)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::kitagawa;
    use crate::interval::Note;
    use crate::standardisation::{Standard, standardised};
    use crate::table::TwoByTwo;

    fn table(x1: u64, n1: u64, x0: u64, n0: u64) -> TwoByTwo {
        TwoByTwo::new(x1, n1, x0, n0).unwrap()
    }

    #[test]
    fn the_parts_sum_to_the_raw_gap() {
        let strata = [table(3, 10, 1, 12), table(8, 30, 20, 80), table(4, 4, 0, 0), table(0, 0, 3, 9)];
        let k = kitagawa(&strata).unwrap();
        assert!((k.raw - (15.0 / 44.0 - 24.0 / 101.0)).abs() < 1e-15);
        assert!((k.composition.value + k.rates.value + k.not_comparable.value - k.raw).abs() < 1e-15);
        let t = k.threefold;
        assert!((t.composition + t.rates + t.interaction - k.composition.value - k.rates.value).abs() < 1e-15);
        assert!(k.not_comparable.variance > 0.0);
        let adjusted = standardised(&strata, Standard::Reference, 0.025);
        assert!((t.rates - adjusted.difference.value.unwrap()).abs() < 1e-15);
    }

    #[test]
    fn an_exchange_of_sides_turns_every_part_round() {
        let strata = [table(3, 10, 1, 12), table(8, 30, 20, 80), table(4, 4, 0, 0)];
        let turned: Vec<TwoByTwo> = strata.iter().map(|t| t.swapped()).collect();
        let (a, b) = (kitagawa(&strata).unwrap(), kitagawa(&turned).unwrap());
        for (x, y) in [(a.composition, b.composition), (a.rates, b.rates), (a.not_comparable, b.not_comparable)] {
            assert!((x.value + y.value).abs() < 1e-15 && (x.variance - y.variance).abs() < 1e-15);
        }
    }

    #[test]
    fn alike_in_composition_or_alike_in_rates_leaves_one_part() {
        let same_mix = kitagawa(&[table(30, 100, 10, 50), table(40, 200, 5, 100)]).unwrap();
        assert!(same_mix.composition.value.abs() < 1e-15);
        let same_rates = kitagawa(&[table(20, 400, 40, 800), table(180, 600, 60, 200)]).unwrap();
        assert!(same_rates.rates.value.abs() < 1e-15 && (same_rates.composition.value - 0.1).abs() < 1e-15);
    }

    // The multinomial covariance of the four cells with a numerical gradient.
    #[test]
    fn the_variance_of_the_part_without_counterpart_is_that_of_a_numerical_gradient() {
        let k = kitagawa(&[table(30, 100, 10, 50), table(50, 70, 0, 0)]).unwrap();
        let cells = [30.0, 70.0, 50.0, 20.0];
        let f = |c: [f64; 4]| (c[0] + c[2]) / c.iter().sum::<f64>() - c[0] / (c[0] + c[1]);
        let n: f64 = cells.iter().sum();
        let gradient: Vec<f64> = (0..4)
            .map(|i| {
                let (mut more, mut less) = (cells, cells);
                more[i] += 1e-4;
                less[i] -= 1e-4;
                (f(more) - f(less)) / 2e-4
            })
            .collect();
        let mean: f64 = (0..4).map(|i| gradient[i] * cells[i]).sum();
        let variance: f64 = (0..4).map(|i| cells[i] * gradient[i] * gradient[i]).sum::<f64>() - mean * mean / n;
        assert!((k.not_comparable.variance - variance).abs() < 1e-9, "{} {variance}", k.not_comparable.variance);
        assert!((k.not_comparable.value - f(cells)).abs() < 1e-15);
    }

    #[test]
    fn without_common_strata_there_is_no_split() {
        assert_eq!(kitagawa(&[table(4, 4, 0, 0), table(0, 0, 3, 9)]), None);
        assert_eq!(kitagawa(&[]), None);
        let certain = kitagawa(&[table(4, 4, 0, 9)]).unwrap();
        assert!(certain.rates.estimate(1.96).has(Note::VarianceNotEstimable));
    }
}
