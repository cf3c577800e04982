//! Isotonic regression of outcomes on scores: the nondecreasing rates that lie nearest to the data.
//!
//! Makes blocks out of counts in rising order of the score, by pooling neighbours that violate the order. Invariants: block
//! rates rise strictly; counts are compared as whole numbers, so that no rounding decides about a merge.
//!
//! Start reading at [`pool`].

/// Neighbours that share one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Place of the first bin with rows.
    pub first: usize,
    /// Place of the last bin with rows.
    pub last: usize,
    /// Rows, at least 1.
    pub n: u64,
    /// Rows with the outcome.
    pub events: u64,
}

impl Block {
    /// The rate of the block.
    pub fn rate(&self) -> f64 {
        self.events as f64 / self.n as f64
    }
}

/// Pools adjacent violators.
///
/// - Takes: rows and rows with the outcome, `events <= n`, in rising order of the score; bins without rows are passed over.
/// - Gives: blocks in rising order of score and rate; equal neighbours are one block. Empty without rows.
/// - Source: Ayer et al. 1955, Ann. Math. Stat. 26:641-647; methods, "Calibration", 6.3. Oracle: scikit-learn
///   `IsotonicRegression`.
pub fn pool(counts: impl IntoIterator<Item = (u64, u64)>) -> Vec<Block> {
    let mut blocks = Vec::new();
    pool_into(counts, &mut blocks);
    blocks
}

/// As [`pool`], into `blocks`, which is emptied first: for draw after draw.
pub fn pool_into(counts: impl IntoIterator<Item = (u64, u64)>, blocks: &mut Vec<Block>) {
    blocks.clear();
    for (place, (n, events)) in counts.into_iter().enumerate() {
        debug_assert!(events <= n);
        if n == 0 {
            continue;
        }
        let mut block = Block { first: place, last: place, n, events };
        while let Some(below) = blocks.last() {
            let below_is_higher = u128::from(below.events) * u128::from(block.n);
            if below_is_higher < u128::from(block.events) * u128::from(below.n) {
                break;
            }
            block = Block { first: below.first, n: block.n + below.n, events: block.events + below.events, ..block };
            blocks.pop();
        }
        blocks.push(block);
    }
}

/// The rate at every bin; `None` for bins outside all blocks (those without rows at the ends). A bin without rows between
/// two blocks has the rate of the block below.
pub fn rates(blocks: &[Block], bins: usize) -> Vec<Option<f64>> {
    let mut out = vec![None; bins];
    for (block, next) in
        blocks.iter().zip(blocks.iter().skip(1).map(|b| b.first).chain(blocks.last().map(|b| b.last + 1)))
    {
        for rate in out.iter_mut().take(next).skip(block.first) {
            *rate = Some(block.rate());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Block, pool, rates};

    #[test]
    fn violators_are_pooled_and_equal_neighbours_are_one_block() {
        let blocks = pool([(10, 1), (10, 5), (0, 0), (10, 3), (20, 8), (5, 5)]);
        let expected = [
            Block { first: 0, last: 0, n: 10, events: 1 },
            Block { first: 1, last: 4, n: 40, events: 16 },
            Block { first: 5, last: 5, n: 5, events: 5 },
        ];
        assert_eq!(blocks, expected);
        assert_eq!(rates(&blocks, 7)[..], [Some(0.1), Some(0.4), Some(0.4), Some(0.4), Some(0.4), Some(1.0), None]);
        assert!(pool([(0, 0)]).is_empty() && pool([]).is_empty());
    }

    #[test]
    fn counts_beyond_the_digits_of_a_float_are_still_told_apart() {
        let n = (1_u64 << 60) + 1;
        assert_eq!(pool([(n, n - 1), (n - 1, n - 2)]).len(), 1);
        assert_eq!(pool([(n - 1, n - 2), (n, n - 1)]).len(), 2);
    }

    #[test]
    fn pooled_rates_are_the_largest_smallest_mean_of_runs() {
        // Max-min formula: the rate at i is the largest over first <= i of the smallest over last >= i of the run's mean.
        let counts = [(7, 3), (4, 1), (9, 4), (3, 3), (8, 2), (6, 5), (2, 0), (5, 4)];
        let pooled = rates(&pool(counts), counts.len());
        for (i, pooled) in pooled.into_iter().enumerate() {
            let run = |first: usize, last: usize| {
                let (n, o) = counts[first..=last].iter().fold((0, 0), |(n, o), (m, p)| (n + m, o + p));
                f64::from(o as u32) / f64::from(n as u32)
            };
            let smallest = |first: usize| (i..counts.len()).map(|last| run(first, last)).fold(2.0, f64::min);
            let expected = (0..=i).map(smallest).fold(-1.0, f64::max);
            assert!((pooled.unwrap() - expected).abs() < 1e-15, "{i}");
        }
    }
}
