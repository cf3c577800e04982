//! Probabilities of a group from two or more tables: names and area, or any factors that are unrelated given the group.
//!
//! Arithmetic only; the tables are data of the audit, with their own source, year and population. A factor that is not in
//! its table is left out, never taken as uniform; a row without any factor is unknown.

/// The probabilities of one row, and how many of its factors were not in their tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    /// One probability per group, summing to 1.
    pub probabilities: Vec<f64>,
    /// Factors left out.
    pub missing: usize,
}

/// Shares from the counts of a table, with one half added to each count: a zero would rule a group out for ever.
///
/// `None` for an empty list.
pub fn shares_from_counts(counts: &[u64]) -> Option<Vec<f64>> {
    if counts.is_empty() {
        return None;
    }
    let all: f64 = counts.iter().map(|count| *count as f64 + 0.5).sum();
    Some(counts.iter().map(|count| (*count as f64 + 0.5) / all).collect())
}

/// `P(g | factors)` from the shares of the groups at each factor's value: the product of the shares, each divided by the
/// group's share in the population of the tables, times that share once.
///
/// - Takes: for each factor `P(g | value)`, `None` where the value is not in the table; `P(g)`.
/// - Gives `None` if all factors are missing (the row is unknown), the lists differ in length, a group that a factor
///   allows has no share in the population, or nothing is left.
/// - Needs: factors unrelated given the group.
/// - Source: Elliott, Morrison, Fremont, McCaffrey, Pantoja and Lurie 2009, Health Serv. Outcomes Res. Methodol. 9:69-83;
///   methods, "Proxy", 8.6. Oracle: `8.6` of `oracle/proxy/8.6.jsonl`.
pub fn from_shares(factors: &[Option<&[f64]>], population: &[f64]) -> Option<Combined> {
    let present: Vec<&[f64]> = factors.iter().flatten().copied().collect();
    let (first, others) = present.split_first()?;
    let mut weights = first.to_vec();
    for factor in others {
        if factor.len() != weights.len() || population.len() != weights.len() {
            return None;
        }
        for ((w, p), base) in weights.iter_mut().zip(*factor).zip(population) {
            *w = match (*p > 0.0 && *w > 0.0, *base > 0.0) {
                (false, _) => 0.0,
                (true, true) => *w * p / base,
                (true, false) => return None,
            };
        }
    }
    Some(Combined { probabilities: to_one(&weights)?, missing: factors.len() - present.len() })
}

/// `P(g | first factor, others)` from the shares of the groups at the first factor's value and, for each other factor,
/// how frequent its value is within each group (surname with first name and area: BIFSG).
///
/// - Takes: `P(g | surname)`; for each other factor `P(value | g)`, `None` where the value is not in the table.
/// - Gives `None` if the lists differ in length or nothing is left.
/// - Source: Voicu 2018, Stat. Public Policy 5:1-13; methods, "Proxy", 8.6. Oracle: surgeo `SurgeoModel`, `BIFSGModel`,
///   `8.6/surgeo` of `oracle/proxy/8.6.jsonl`.
pub fn from_frequencies(shares: &[f64], frequencies: &[Option<&[f64]>]) -> Option<Combined> {
    let mut weights = shares.to_vec();
    for frequency in frequencies.iter().flatten() {
        if frequency.len() != weights.len() {
            return None;
        }
        for (w, f) in weights.iter_mut().zip(*frequency) {
            *w *= f;
        }
        // Frequencies of areas are small: kept away from underflow at every step.
        weights = to_one(&weights)?;
    }
    let missing = frequencies.iter().filter(|frequency| frequency.is_none()).count();
    Some(Combined { probabilities: to_one(&weights)?, missing })
}

fn to_one(weights: &[f64]) -> Option<Vec<f64>> {
    let sum: f64 = weights.iter().sum();
    (sum > 0.0 && sum.is_finite()).then(|| weights.iter().map(|w| w / sum).collect())
}

#[cfg(test)]
mod tests {
    use super::{from_frequencies, from_shares, shares_from_counts};

    #[test]
    fn one_factor_is_itself_and_a_missing_one_is_left_out() {
        let (population, name) = ([0.8, 0.2], [0.3, 0.7]);
        let alone = from_shares(&[Some(&name), None], &population).unwrap();
        assert_eq!((alone.probabilities, alone.missing), (name.to_vec(), 1));
        assert_eq!(from_shares(&[None, None], &population), None);
        assert_eq!(from_frequencies(&name, &[None]).unwrap().missing, 1);
    }

    #[test]
    fn both_forms_agree_where_they_speak_of_one_population() {
        let (population, name, area) = ([0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.6, 0.3]);
        let frequency: Vec<f64> = area.iter().zip(&population).map(|(a, p)| a / p).collect();
        let by_shares = from_shares(&[Some(&name), Some(&area)], &population).unwrap();
        let by_frequencies = from_frequencies(&name, &[Some(&frequency)]).unwrap();
        for (a, b) in by_shares.probabilities.iter().zip(&by_frequencies.probabilities) {
            assert!((a - b).abs() < 1e-15);
        }
        // A factor that says nothing changes nothing.
        let nothing = from_shares(&[Some(&name), Some(&population)], &population).unwrap();
        for (a, b) in nothing.probabilities.iter().zip(&name) {
            assert!((a - b).abs() < 1e-15);
        }
    }

    #[test]
    fn tables_that_contradict_each_other_leave_nothing() {
        assert_eq!(from_shares(&[Some(&[1.0, 0.0]), Some(&[0.0, 1.0])], &[0.5, 0.5]), None);
        assert_eq!(from_shares(&[Some(&[0.5, 0.5]), Some(&[0.5, 0.5])], &[1.0, 0.0]), None);
        assert_eq!(from_shares(&[Some(&[0.5, 0.5]), Some(&[1.0])], &[0.5, 0.5]), None);
        assert_eq!(from_frequencies(&[0.5, 0.5], &[Some(&[0.0, 0.0])]), None);
        assert_eq!(from_frequencies(&[0.5, 0.5], &[Some(&[0.1])]), None);
    }

    #[test]
    fn a_zero_in_a_table_rules_nobody_out() {
        let shares = shares_from_counts(&[0, 9]).unwrap();
        assert!((shares[0] - 0.05).abs() < 1e-15 && (shares[1] - 0.95).abs() < 1e-15);
        assert_eq!(shares_from_counts(&[]), None);
    }
}
