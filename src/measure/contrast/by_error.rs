//! Comparisons that are known by a value and its standard error.

use evenhand_stats::interval::{Estimate, Interval};
use evenhand_stats::special::student_quantile;
use evenhand_stats::{float, normal};

use crate::words::Scale;

/// A comparison that is known by its value and its standard error: of means, areas, coefficients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// Group against reference, on the scale.
    pub value: f64,
    /// Standard error; of the logarithm on ratio scales.
    pub standard_error: f64,
    /// Degrees of freedom of a t; `None`: normal.
    pub df: Option<f64>,
    /// Method of value and limits.
    pub method: &'static str,
    /// Cases of the group.
    pub n_group: f64,
    /// Cases of the reference.
    pub n_reference: f64,
}

impl Normal {
    /// Value and limits at a one-sided tail.
    pub(super) fn estimate(&self, scale: Scale, tail: f64) -> Estimate {
        let critical = match self.df {
            Some(df) => student_quantile(tail, df),
            None => normal::z_of_tail(tail),
        };
        let half = critical * self.standard_error;
        let (lower, upper) = if matches!(scale, Scale::Ratio | Scale::OddsRatio) {
            (self.value * float::exp(-half), self.value * float::exp(half))
        } else {
            (self.value - half, self.value + half)
        };
        Estimate::new(self.value, Interval { lower, upper })
    }
}
