//! Are ids unique? Counted in bounded memory, in any order, on any number of threads.
//!
//! Takes hashes of ids, gives how many rows have an id that stood before. May not keep an id.
//! Invariants: the answer depends only on which hashes came, never on their order; memory is at most [`MOST`] entries a
//! thread. Up to that many different ids the count is exact (but for equal 64-bit hashes); beyond, only ids whose hash
//! ends in `level` zero bits are watched, and the count is scaled up.

use hashbrown::HashMap;

/// Most ids that are watched.
pub const MOST: usize = 1 << 20;

/// Ids seen so far.
pub struct Ids {
    seen: HashMap<u64, u32>,
    level: u32,
    most: usize,
}

/// Rows whose id stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// How many: exact where `one_in` is 1, else estimated from the ids that were watched.
    pub rows: u64,
    /// One id in so many was watched.
    pub one_in: u64,
}

impl Ids {
    /// None yet.
    pub fn new() -> Self {
        Self { seen: HashMap::new(), level: 0, most: MOST }
    }

    /// An id was seen.
    pub fn add(&mut self, hash: u64) {
        self.add_many(hash, 1);
    }

    /// Those of another thread.
    pub fn merge(&mut self, other: Self) {
        self.raise(other.level);
        // Counts are added up: the order of the map cannot be seen.
        for (hash, times) in other.seen {
            self.add_many(hash, times);
        }
    }

    /// How many rows have an id that stood before.
    pub fn repeated(&self) -> Repeated {
        let rows: u64 = self.seen.values().map(|&times| u64::from(times - 1)).sum();
        Repeated { rows: rows << self.level, one_in: 1 << self.level }
    }

    fn add_many(&mut self, hash: u64, times: u32) {
        if hash.trailing_zeros() < self.level {
            return;
        }
        let known = self.seen.entry(hash).or_insert(0);
        *known = known.saturating_add(times);
        while self.seen.len() > self.most {
            self.raise(self.level + 1);
        }
    }

    fn raise(&mut self, level: u32) {
        if level > self.level {
            self.level = level;
            self.seen.retain(|hash, _| hash.trailing_zeros() >= level);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Ids, Repeated};

    /// A hash of the kind that is expected: every bit depends on every bit (the finaliser of MurmurHash3).
    fn mixed(id: u64) -> u64 {
        let x = (id ^ id >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let x = (x ^ x >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        x ^ x >> 33
    }

    fn small() -> Ids {
        Ids { most: 64, ..Ids::new() }
    }

    #[test]
    fn repeated_ids_are_counted_exactly_while_they_fit() {
        let mut ids = Ids::new();
        for id in [1, 2, 3, 2, 2, 3] {
            ids.add(mixed(id));
        }
        assert_eq!(ids.repeated(), Repeated { rows: 3, one_in: 1 });
    }

    #[test]
    fn a_sample_of_many_ids_estimates_the_repeated_ones() {
        let mut ids = Ids { most: 4_096, ..Ids::new() };
        for id in 0..100_000 {
            ids.add(mixed(id));
            if id % 2 == 0 {
                ids.add(mixed(id));
            }
        }
        let Repeated { rows, one_in } = ids.repeated();
        assert_eq!(one_in, 32);
        // 3,125 watched ids, half of them twice: six standard errors are 6 √(3125/4) · 32 = 5,400.
        assert!(rows.abs_diff(50_000) < 5_400, "{rows}");
    }

    proptest! {
        #[test]
        fn the_count_does_not_depend_on_order_or_threads(ids in proptest::collection::vec(0u64..400, 0..600), cut in 0usize..600) {
            let cut = cut.min(ids.len());
            let (mut forward, mut left, mut right) = (small(), small(), small());
            ids.iter().for_each(|&id| forward.add(mixed(id)));
            ids[..cut].iter().rev().for_each(|&id| right.add(mixed(id)));
            ids[cut..].iter().for_each(|&id| left.add(mixed(id)));
            left.merge(right);
            prop_assert_eq!(left.repeated(), forward.repeated());
        }
    }
}
