//! The two-by-two table of a group and a reference.

/// `x1` events of `n1` cases in the group, `x0` of `n0` in the reference.
///
/// Invariants: events never exceed cases; sizes are at most 2^52, so that every count is exact as an f64. Differences are group -
/// reference, ratios group / reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoByTwo {
    x1: u64,
    n1: u64,
    x0: u64,
    n0: u64,
}

/// The largest size of a group.
pub const MOST_CASES: u64 = 1 << 52;

impl TwoByTwo {
    /// A table; `None` if there are more events than cases, or more than 2^52 cases.
    pub fn new(x1: u64, n1: u64, x0: u64, n0: u64) -> Option<TwoByTwo> {
        (x1 <= n1 && x0 <= n0 && n1 <= MOST_CASES && n0 <= MOST_CASES).then_some(TwoByTwo { x1, n1, x0, n0 })
    }

    /// Events of the group.
    pub fn x1(self) -> u64 {
        self.x1
    }

    /// Cases of the group.
    pub fn n1(self) -> u64 {
        self.n1
    }

    /// Events of the reference.
    pub fn x0(self) -> u64 {
        self.x0
    }

    /// Cases of the reference.
    pub fn n0(self) -> u64 {
        self.n0
    }

    /// Cases of both.
    pub fn cases(self) -> u64 {
        self.n1 + self.n0
    }

    /// Events of both.
    pub fn events(self) -> u64 {
        self.x1 + self.x0
    }

    /// The four cells: events and non-events of the group, events and non-events of the reference.
    pub fn cells(self) -> [u64; 4] {
        [self.x1, self.n1 - self.x1, self.x0, self.n0 - self.x0]
    }

    /// Group and reference exchanged.
    pub fn swapped(self) -> TwoByTwo {
        TwoByTwo { x1: self.x0, n1: self.n0, x0: self.x1, n0: self.n1 }
    }

    /// Events and non-events exchanged.
    pub fn complement(self) -> TwoByTwo {
        TwoByTwo { x1: self.n1 - self.x1, x0: self.n0 - self.x0, ..self }
    }

    /// True if one of the two has no cases: nothing can be compared.
    pub fn has_empty_side(self) -> bool {
        self.n1 == 0 || self.n0 == 0
    }

    /// `x1/n1 - x0/n0`, rounded once; `None` if a side is empty.
    pub fn difference(self) -> Option<f64> {
        if self.has_empty_side() {
            return None;
        }
        // Cross products of counts up to 2^52 are exact in 128 bits, so that equal rates give exactly 0.
        let cross = i128::from(self.x1) * i128::from(self.n0) - i128::from(self.x0) * i128::from(self.n1);
        Some(cross as f64 / (self.n1 as f64 * self.n0 as f64))
    }

    /// `(x1/n1) / (x0/n0)`; `None` if a side is empty or the reference has no events.
    pub fn ratio(self) -> Option<f64> {
        if self.has_empty_side() || self.x0 == 0 {
            return None;
        }
        let (above, below) = (u128::from(self.x1) * u128::from(self.n0), u128::from(self.x0) * u128::from(self.n1));
        Some(above as f64 / below as f64)
    }

    /// `ad - bc`, the cross difference of the four cells, exactly.
    pub fn cross_difference(self) -> i128 {
        i128::from(self.x1) * i128::from(self.n0) - i128::from(self.x0) * i128::from(self.n1)
    }
}

#[cfg(test)]
mod tests {
    use super::TwoByTwo;

    #[test]
    fn a_table_that_cannot_be_is_refused() {
        assert_eq!(TwoByTwo::new(3, 2, 0, 1), None);
        assert_eq!(TwoByTwo::new(0, (1 << 52) + 1, 0, 1), None);
        assert!(TwoByTwo::new(0, 0, 0, 0).is_some_and(TwoByTwo::has_empty_side));
    }

    #[test]
    fn equal_rates_differ_by_exactly_nothing() {
        let t = TwoByTwo::new(1, 3, 700_000_001, 2_100_000_003).unwrap();
        assert_eq!(t.difference(), Some(0.0));
        assert_eq!(t.ratio(), Some(1.0));
        assert_eq!(t.swapped().swapped(), t);
        assert_eq!(t.complement().cells(), [2, 1, 1_400_000_002, 700_000_001]);
    }
}
