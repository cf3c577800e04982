//! Bounds of two groups that are known through memberships, as a comparison.

use evenhand_stats::interval::Estimate;
use evenhand_stats::normal;
use evenhand_stats::proxy::bounds::ProxyBounds;

use super::{Contrast, Engine, Settings};
use crate::words::{Note, Number, Scale};

/// The bounds of a group and of its reference, over the same cells.
#[derive(Clone, Debug)]
pub struct ProxyPair {
    /// Of the group.
    pub group: ProxyBounds,
    /// Of whom it is compared with.
    pub reference: ProxyBounds,
    /// Method of the bounds.
    pub method: &'static str,
}

impl ProxyPair {
    /// Limits that a verdict reads.
    pub(super) fn estimate(&self, scale: Scale, z: f64) -> Estimate {
        match scale {
            Scale::Ratio => self.group.over(&self.reference, z).limits,
            _ => self.group.less(&self.reference).limits(z),
        }
    }

    /// The bounds themselves; an upper one that does not exist is infinite.
    fn bounds(&self, scale: Scale, z: f64) -> Option<(f64, f64)> {
        if scale == Scale::Ratio {
            let found = self.group.over(&self.reference, z);
            return Some((found.lower?, found.upper.unwrap_or(f64::INFINITY)));
        }
        let found = self.group.less(&self.reference).bounds();
        Some((found.lower?.bound, found.upper?.bound))
    }
}

impl Contrast {
    /// Bounds of two groups known through memberships: no value, limits that a verdict reads; without 20 expected events
    /// and non-events of each no verdict rests on them (`methods/8`, 8.3).
    pub fn of_proxy(scale: Scale, pair: ProxyPair, sizes: (f64, f64), notes: &[Note], settings: &Settings) -> Self {
        let mut out = Self::empty(scale, settings);
        out.notes.extend_from_slice(notes);
        (out.n_group, out.n_reference) = (Some(sizes.0), Some(sizes.1));
        let z = normal::z_of_tail(settings.tail);
        out.bounds = pair.bounds(scale, z);
        if scale == Scale::Difference
            && let Some((_, display)) = pair.group.less(&pair.reference).imbens_manski(1.0 - 2.0 * settings.tail)
        {
            let number = |limit: Option<f64>| {
                let number = limit.and_then(Number::new);
                number.map_or(serde_json::Value::Null, crate::measure::disparity::to_value)
            };
            let limits = vec![number(display.lower), number(display.upper)];
            out.detail.insert("imbens_manski".to_owned(), limits.into());
        }
        out.engine = Engine::Proxy(Box::new(pair));
        out.draw();
        out.doubt = out.notes.contains(&Note::TooFew).then_some(Note::TooFew);
        out
    }
}
