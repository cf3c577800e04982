//! Scores as integers (`methods/15`, 2 and 9): the only map from a score to what is counted.
//!
//! Takes f64, gives integers. Invariants: every map is nondecreasing; equal doubles give equal integers on every machine.

/// One, in billionths: the q of a score of 1.
pub const BILLION: u32 = 1_000_000_000;

/// A score in billionths, q = floor(x · 10⁹ + 0.5) in IEEE double (`methods/15`, 2.1).
///
/// Takes any f64; gives 0 … 1,000,000,000, or `None` outside [0, 1] and for NaN. −0 gives 0. The floating expression is
/// the definition: a score of at most nine decimals is held exactly. Oracle: `score_to_q` of `methods/worked-3.json`.
pub fn billionths(score: f64) -> Option<u32> {
    // Two roundings, no fused multiply-add: the definition. The cast takes the floor, since the value is not negative.
    (0.0..=1.0).contains(&score).then_some((score * 1e9 + 0.5) as u32)
}

/// A score of a declared range as a number in [0, 1], (s − lo)/(hi − lo) in double; outside the range where it is outside.
pub fn mapped(score: f64, (low, high): (f64, f64)) -> f64 {
    (score - low) / (high - low)
}

/// A finite double as an integer of the same order (`methods/15`, 9): −0 and 0 are one, NaN has no meaning here. Of numbers
/// below 0 it is one more than there, so that bins of the first bits begin with a round number and hold it on both sides of 0.
pub fn ordered(score: f64) -> u64 {
    // Adding 0.0 turns −0 into 0 and changes nothing else.
    let bits = (score + 0.0).to_bits();
    if bits >> 63 == 1 { bits.wrapping_neg() } else { bits | 1 << 63 }
}

/// The double of an [`ordered`] integer.
pub fn from_ordered(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { key.wrapping_neg() })
}

#[cfg(test)]
mod tests {
    use super::{BILLION, billionths, from_ordered, mapped, ordered};

    #[test]
    fn a_score_outside_zero_and_one_has_no_billionths() {
        for score in [-1e-9, 1.000_000_1, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -f64::MIN_POSITIVE] {
            assert_eq!(billionths(score), None, "{score}");
        }
    }

    #[test]
    fn nine_decimals_are_held_exactly() {
        for d in (0..BILLION).step_by(999_983) {
            let score: f64 = format!("0.{d:09}").parse().unwrap();
            assert_eq!(billionths(score), Some(d), "{d}");
        }
    }

    #[test]
    fn a_declared_range_maps_its_ends_to_zero_and_one() {
        assert_eq!(mapped(1.0, (1.0, 10.0)), 0.0);
        assert_eq!(mapped(10.0, (1.0, 10.0)), 1.0);
    }

    #[test]
    fn minus_zero_is_zero_and_order_is_kept() {
        assert_eq!(ordered(-0.0), ordered(0.0));
        let rising = [-1e300, -2.0, -1e-300, 0.0, 1e-300, 2.0, 1e300];
        assert!(rising.windows(2).all(|pair| ordered(pair[0]) < ordered(pair[1])));
        assert!(rising.iter().all(|&score| from_ordered(ordered(score)) == score));
    }
}
