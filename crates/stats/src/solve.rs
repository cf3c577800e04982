//! Roots of monotone functions. Every loop here has an end: a search never hangs.

/// The root of a continuous function with one change of sign on `[low, high]`.
///
/// - Takes: a function of which only the sign must be right far from the root (large finite stand-ins for infinity are fine);
///   `absolute` is the width at which the search ends, besides four units in the last place of the root.
/// - Gives: the end whose sign differs, if both ends have the same sign: then the root lies at or beyond that end, on the side
///   where the function is nearer to 0.
/// - At most 200 evaluations, usually about 8.
/// - Source: Chandrupatla 1997, Adv. Eng. Softw. 28:145-149 (inverse quadratic steps inside a bracket, bisection otherwise).
pub fn bracketed(mut f: impl FnMut(f64) -> f64, low: f64, high: f64, absolute: f64) -> f64 {
    let (mut a, mut fa) = (low, f(low));
    let (mut b, mut fb) = (high, f(high));
    if fa == 0.0 {
        return a;
    }
    if fb == 0.0 {
        return b;
    }
    if (fa > 0.0) == (fb > 0.0) {
        return if fa.abs() <= fb.abs() { a } else { b };
    }
    let mut t = 0.5;
    for _ in 0..200 {
        let x = a + t * (b - a);
        let fx = f(x);
        // c is the point that leaves the bracket: the third one of the quadratic step.
        let (c, fc);
        if (fx > 0.0) == (fa > 0.0) {
            (c, fc) = (a, fa);
        } else {
            (c, fc) = (b, fb);
            (b, fb) = (a, fa);
        }
        (a, fa) = (x, fx);
        let (best, f_best) = if fa.abs() < fb.abs() { (a, fa) } else { (b, fb) };
        let tolerance = 2.0 * f64::EPSILON * best.abs() + 0.5 * absolute;
        let limit = tolerance / (b - a).abs();
        if f_best == 0.0 || limit > 0.5 {
            return best;
        }
        let (xi, phi) = ((a - b) / (c - b), (fa - fb) / (fc - fb));
        let quadratic = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        t = if quadratic {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        t = if t.is_finite() { t.clamp(limit, 1.0 - limit) } else { 0.5 };
    }
    if fa.abs() < fb.abs() { a } else { b }
}

/// The root of an increasing function with a known derivative on `[low, high]`, by Newton's steps that never leave the bracket.
///
/// - Takes: `f(x)` giving value and derivative; a start inside the bracket; the step at which the search ends.
/// - Gives: `low` or `high` if the root lies beyond that end.
/// - At most 300 evaluations, usually about 6.
pub fn increasing(mut f: impl FnMut(f64) -> (f64, f64), low: f64, high: f64, start: f64, step_end: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let mut x = start.clamp(low, high);
    for _ in 0..300 {
        let (value, slope) = f(x);
        if value == 0.0 {
            return x;
        }
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton = x - value / slope;
        let next = if newton > low && newton < high { newton } else { low + 0.5 * (high - low) };
        if (next - x).abs() <= step_end.max(2.0 * f64::EPSILON * next.abs()) || high - low <= step_end {
            return next;
        }
        x = next;
    }
    x
}

/// The largest `k` in `low..=high` for which `holds` is true, if it is true up to some point and false from there on.
///
/// `None` if it is false at `low`. About `log2(high - low)` evaluations.
pub fn last_true(mut holds: impl FnMut(u64) -> bool, low: u64, high: u64) -> Option<u64> {
    if low > high || !holds(low) {
        return None;
    }
    let (mut yes, mut no) = (low, high + 1);
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        if holds(middle) {
            yes = middle;
        } else {
            no = middle;
        }
    }
    Some(yes)
}

/// The largest value of a function on `[low, high]` that has one maximum there, by golden section.
///
/// Gives the value at the maximum, not its place. At most 60 evaluations, fewer if the bracket becomes narrower than `width`.
pub fn golden_maximum(mut f: impl FnMut(f64) -> f64, low: f64, high: f64, width: f64) -> f64 {
    const SHARE: f64 = 0.618_033_988_749_894_9;
    let (mut low, mut high) = (low, high);
    let (mut a, mut b) = (high - SHARE * (high - low), low + SHARE * (high - low));
    let (mut fa, mut fb) = (f(a), f(b));
    let mut best = fa.max(fb);
    for _ in 0..58 {
        if high - low <= width {
            break;
        }
        if fa >= fb {
            high = b;
            (b, fb) = (a, fa);
            a = high - SHARE * (high - low);
            fa = f(a);
            best = best.max(fa);
        } else {
            low = a;
            (a, fa) = (b, fb);
            b = low + SHARE * (high - low);
            fb = f(b);
            best = best.max(fb);
        }
    }
    best
}

/// The largest value of a function on `[low, high]` that may have several maxima: a grid of `points`, then golden section around
/// the best eight of them.
///
/// Ends early with what it has once a value above `enough` is found.
pub fn maximum_on_grid(mut f: impl FnMut(f64) -> f64, low: f64, high: f64, points: usize, enough: f64) -> f64 {
    // Rounding must not carry the last point beyond the end.
    let at = |i: usize| (low + (high - low) * i as f64 / (points - 1) as f64).min(high);
    let mut values = Vec::with_capacity(points);
    let mut best = f64::MIN;
    for i in 0..points {
        let value = f(at(i));
        best = best.max(value);
        if best > enough {
            return best;
        }
        values.push((value, i));
    }
    // Falling by value; ties in the order of the grid, so that the result does not depend on the sort.
    values.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, i) in values.iter().take(8) {
        let (left, right) = (at(i.saturating_sub(1)), at((i + 1).min(points - 1)));
        best = best.max(golden_maximum(&mut f, left, right, 1e-6 * (right - left)));
        if best > enough {
            return best;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{bracketed, golden_maximum, increasing, last_true};

    #[test]
    fn a_root_is_found_to_the_last_digits() {
        let mut evaluations = 0;
        let root = bracketed(
            |x| {
                evaluations += 1;
                x * x * x - 2.0
            },
            0.0,
            2.0,
            0.0,
        );
        assert!((root - 1.259_921_049_894_873_2).abs() < 1e-15);
        assert!(evaluations < 20, "{evaluations}");
    }

    #[test]
    fn a_jump_does_not_hang_the_search() {
        let root = bracketed(|x| if x < 0.3 { -1.0 } else { 1.0 }, -1.0, 1.0, 1e-13);
        assert!((root - 0.3).abs() < 1e-12);
    }

    #[test]
    fn without_a_change_of_sign_the_nearer_end_is_given() {
        assert_eq!(bracketed(|x| x + 3.0, -1.0, 1.0, 1e-13), -1.0);
    }

    #[test]
    fn newton_stays_inside_the_bracket() {
        let root = increasing(|x| (x * x * x, 3.0 * x * x), -1.0, 5.0, 4.0, 1e-12);
        assert!(root.abs() < 1e-10);
        assert!(increasing(|_| (-1.0, 1e-300), 0.0, 1.0, 0.5, 1e-15) > 1.0 - 1e-14);
    }

    #[test]
    fn the_last_true_is_the_last_one() {
        assert_eq!(last_true(|k| k <= 17, 0, 1_000_000), Some(17));
        assert_eq!(last_true(|_| true, 3, 9), Some(9));
        assert_eq!(last_true(|_| false, 3, 9), None);
    }

    #[test]
    fn the_maximum_is_found() {
        let best = golden_maximum(|x| 2.0 - (x - 0.7) * (x - 0.7), 0.0, 1.0, 1e-9);
        assert!((best - 2.0).abs() < 1e-15);
    }
}
