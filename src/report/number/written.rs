//! Shares and differences as they will be written, held against each other.

use super::{Decimal, Form};
use crate::words::Number;

/// A share or a difference of shares as it will be written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Its form; one that is a share, or a difference of shares.
    pub form: Form,
    /// Digits after the decimal sign.
    pub decimals: u8,
    /// The number.
    pub value: Number,
}

impl Written {
    /// The last digit that is written: so many powers of ten below 1.
    fn last(self) -> i32 {
        self.form.shift() + i32::from(self.decimals)
    }

    /// The number as written, in units of ten to −`places`.
    fn in_units(self, places: i32) -> i128 {
        let exact = Decimal::of(self.value, self.form.shift());
        let size = i128::try_from(exact.rounded(self.decimals)).unwrap_or(i128::MAX / 1_000_000);
        let scale = u32::try_from(places - self.last()).ok().and_then(|power| 10_i128.checked_pow(power)).unwrap_or(1);
        if exact.negative { -size.saturating_mul(scale) } else { size.saturating_mul(scale) }
    }
}

/// Can a reader who subtracts the written shares see that the written difference is another one? It is, where they lie
/// more than half a step of the coarsest of the three apart: 63 and 38 that differ by 24.
pub fn apart(group: Written, reference: Written, difference: Written) -> bool {
    let all = [group, reference, difference];
    let finest = all.iter().map(|one| one.last()).max().unwrap_or(0);
    let coarsest = all.iter().map(|one| one.last()).min().unwrap_or(0);
    let step = u32::try_from(finest - coarsest).ok().and_then(|power| 10_i128.checked_pow(power)).unwrap_or(1);
    let [group, reference, difference] = all.map(|one| one.in_units(finest));
    2 * (group - reference - difference).abs() > step
}
