//! Hard assignment: rows whose probability reaches a threshold, or whose largest probability it is.
//!
//! The rate among such rows is that of people with typical names or segregated areas, not of the group: a line of
//! sensitivity with its number of rows, never the headline, never with an interval as if the group were known.

/// The rate among the rows that a rule assigns to a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assigned {
    /// Rows assigned.
    pub rows: u64,
    /// Their rate; `None` if there are none.
    pub rate: Option<f64>,
}

/// True if the row is assigned by the threshold (method `proxy_threshold_<t>`): a probability of exactly the threshold
/// is.
pub fn by_threshold(probability: f64, threshold: f64) -> bool {
    probability >= threshold
}

/// The group with the largest probability (method `proxy_argmax`); `None` for a tie, and for a row without probabilities:
/// the order of the columns is no reason to belong to a group.
pub fn by_largest(probabilities: &[f64]) -> Option<usize> {
    let most = probabilities.iter().fold(f64::MIN, |most, p| most.max(*p));
    let mut at_most = probabilities.iter().enumerate().filter(|(_, p)| **p == most).map(|(group, _)| group);
    let first = at_most.next()?;
    at_most.next().is_none().then_some(first)
}

/// The rate among the rows assigned.
pub fn assigned(rows: u64, events: u64) -> Assigned {
    Assigned { rows, rate: (rows > 0).then(|| events as f64 / rows as f64) }
}

#[cfg(test)]
mod tests {
    use super::{assigned, by_largest, by_threshold};

    #[test]
    fn a_threshold_holds_its_own_value() {
        assert!(by_threshold(0.8, 0.8) && !by_threshold(0.799, 0.8));
    }

    #[test]
    fn ties_belong_to_nobody() {
        assert_eq!(by_largest(&[0.2, 0.5, 0.3]), Some(1));
        assert_eq!(by_largest(&[0.4, 0.4, 0.2]), None);
        assert_eq!(by_largest(&[]), None);
    }

    #[test]
    fn nobody_assigned_has_no_rate() {
        assert_eq!(assigned(0, 0).rate, None);
        assert_eq!(assigned(8, 2).rate, Some(0.25));
    }
}
