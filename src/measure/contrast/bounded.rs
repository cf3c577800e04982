//! Comparisons of counts that are only bounded: suppressed or rounded by others.

use evenhand_stats::interval::Estimate;
use evenhand_stats::table::TwoByTwo;

use super::Contrast;
use crate::measure::tally::Span;
use crate::words::Scale;

impl Contrast {
    /// Limits that hold whatever the unknown counts are: the hull over the corners of the box.
    pub(super) fn of_box(&self, group: (Span, Span), reference: (Span, Span), tail: f64, z: f64) -> Estimate {
        let ends = |span: Span| if span.known() { vec![span.lo] } else { vec![span.lo, span.hi] };
        let mut hull = Estimate::default();
        let (mut low, mut high) = (Some(f64::INFINITY), Some(f64::NEG_INFINITY));
        for x1 in ends(group.0) {
            for o1 in ends(group.1) {
                for x0 in ends(reference.0) {
                    for o0 in ends(reference.1) {
                        let one = TwoByTwo::new(x1, x1 + o1, x0, x0 + o0)
                            .map_or_else(Estimate::default, |table| self.of_counts(table, tail, z));
                        low = low.zip(one.lower).map(|(a, b)| a.min(b));
                        high = high.zip(one.upper).map(|(a, b)| a.max(b));
                    }
                }
            }
        }
        hull.lower = low.filter(|x| x.is_finite());
        hull.upper = high.filter(|x| x.is_finite());
        hull
    }
}

/// Least and greatest value of a comparison of counts that are only bounded.
pub(super) fn bounds(scale: Scale, group: (Span, Span), reference: (Span, Span)) -> Option<(f64, f64)> {
    let rate = |x: u64, rest: u64| (x + rest > 0).then(|| x as f64 / (x + rest) as f64);
    let (g_low, g_high) = (rate(group.0.lo, group.1.hi)?, rate(group.0.hi, group.1.lo)?);
    let (r_low, r_high) = (rate(reference.0.lo, reference.1.hi)?, rate(reference.0.hi, reference.1.lo)?);
    let odds = |p: f64| (p < 1.0).then(|| p / (1.0 - p));
    match scale {
        Scale::Ratio => (r_low > 0.0).then(|| (g_low / r_high, g_high / r_low)),
        Scale::OddsRatio => {
            let (low, high) = (odds(g_low)? / odds(r_high)?, odds(g_high)? / odds(r_low).filter(|odds| *odds > 0.0)?);
            Some((low, high))
        }
        _ => Some((g_low - r_high, g_high - r_low)),
    }
}
