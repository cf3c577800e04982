//! Smooth calibration error (smECE): a kernel in place of bins, its width chosen by the error itself.
//!
//! Makes one number out of the cells of one group. Takes probability scores only. Invariants: continuous in the scores; the
//! grid never costs more than 1e-6, bins no more than the bound that is given beside the value. Above 0 by noise alone.
//!
//! Start reading at [`smooth_ece`].

use core::f64::consts::PI;

use crate::calibrated_draws::{self, ByChance};
use crate::ece::MEAN_DISTANCE;
use crate::float;
use crate::resample::Key;
use crate::score_cells::{ScoreCell, occupied};
use crate::solve;

/// The smallest width of the kernel that is tried: an error below it is given as the error at this width.
pub const SMALLEST_WIDTH: f64 = 1e-4;

/// The smooth calibration error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmoothEce {
    /// The error, which is also the width of the kernel.
    pub value: f64,
    /// How much the bins can change it, at most; 0 if every bin is one score.
    pub bound: f64,
}

/// The smooth calibration error: the width at which the smoothed error equals the width.
///
/// - Takes: cells of a probability score.
/// - Gives: a number between 0 and 1; `None` without rows (`no_cases`). Within 1e-6 of the definition (grid of at least
///   2,000 parts, 20 to a width). An error below 1e-4 is given as that of the width 1e-4: too small by less than 1e-4.
/// - Not for: comparing groups of different size, since noise alone makes it positive ([`by_chance`]).
/// - Source: Błasiok and Nakkiran 2023, arXiv 2309.12236; methods, "Calibration", 6.5. Oracle: Simpson's rule on the
///   definition; relplot within 2e-3.
pub fn smooth_ece(cells: &[ScoreCell]) -> Option<SmoothEce> {
    let steps = steps(cells)?;
    let value = fixed_point(&steps);
    let n = cells.iter().map(ScoreCell::n).sum::<u64>() as f64;
    // What moves by a bin's width, at most: the sum of |s - y| over its rows.
    let moved: f64 =
        occupied(cells).map(|(_, c)| c.width() * (c.negatives.sum + c.positives.n as f64 - c.positives.sum) / n).sum();
    let bound = if moved > 0.0 { MEAN_DISTANCE * moved / value.max(SMALLEST_WIDTH) } else { 0.0 };
    Some(SmoothEce { value, bound })
}

/// The smoothed error at a given width of the kernel, `integral of |sum v K(t, s)| dt` with the reflected normal kernel on
/// [0, 1]; it falls as the width grows.
///
/// - Takes: cells of a probability score; `width` in (0, 1].
/// - Gives: `None` without rows.
/// - Source and oracle: as [`smooth_ece`].
pub fn smoothed_error(cells: &[ScoreCell], width: f64) -> Option<f64> {
    let steps = steps(cells)?;
    Some(if width >= LEAST_BY_WAVES {
        Waves::new(&steps, width).error(width, points_for(width))
    } else {
        Grid::new(&steps, parts_for(width)).error(width)
    })
}

/// The smooth calibration error by chance: mean, 95 % point, p of the observed one.
///
/// - Takes: cells of a probability score; the number of draws: 200 are enough, a draw takes milliseconds.
/// - Gives: `None` without rows or draws.
/// - Source: methods, "Calibration", 6.5.
pub fn by_chance(cells: &[ScoreCell], key: Key, draws: u64) -> Option<ByChance> {
    let observed = smooth_ece(cells)?.value;
    let n = cells.iter().map(ScoreCell::n).sum::<u64>() as f64;
    calibrated_draws::by_chance(cells, key, draws, observed, |positives| {
        let steps: Vec<(f64, f64)> = cells
            .iter()
            .zip(positives)
            .filter(|(cell, _)| cell.n() > 0)
            .map(|(cell, o)| (cell.score(), (cell.all().sum - *o as f64) / n))
            .collect();
        fixed_point(&steps)
    })
}

/// Score, and scores less outcomes over all rows, of every cell that has rows; `None` without rows.
fn steps(cells: &[ScoreCell]) -> Option<Vec<(f64, f64)>> {
    let n = cells.iter().map(ScoreCell::n).sum::<u64>() as f64;
    let steps: Vec<(f64, f64)> =
        occupied(cells).map(|(_, c)| (c.score(), (c.all().sum - c.positives.n as f64) / n)).collect();
    (!steps.is_empty()).then_some(steps)
}

fn parts_for(width: f64) -> usize {
    ((20.0 / width).ceil() as usize).max(2000)
}

fn fixed_point(steps: &[(f64, f64)]) -> f64 {
    let waves = Waves::new(steps, LEAST_BY_WAVES);
    // A few points miss the error by less than a hundredth: mostly they tell on which side the root lies.
    let clearly_above = waves.error(LEAST_BY_WAVES, NEAR_POINTS) >= 1.05 * LEAST_BY_WAVES;
    if clearly_above || waves.error(LEAST_BY_WAVES, points_for(LEAST_BY_WAVES)) >= LEAST_BY_WAVES {
        // The points of one search are the same, so that the error is a smooth function of the width: first few, ten to the
        // smallest width, which miss it by less than a hundredth; then as many as the width needs that they lead to.
        let near = solve::bracketed(|width| width - waves.error(width, NEAR_POINTS), LEAST_BY_WAVES, 1.0, 1e-5);
        let (points, low, high) = (points_for(near), (0.99 * near).max(LEAST_BY_WAVES), (1.01 * near).min(1.0));
        return solve::bracketed(|width| width - waves.error(width, points), low, high, 1e-10);
    }
    // One grid for one search, so that the error is a smooth function of the width: fine enough for the stretch in which the
    // root lies.
    let (mut least, mut widest) = (0.5 * LEAST_BY_WAVES, LEAST_BY_WAVES);
    loop {
        let grid = Grid::new(steps, parts_for(least));
        let at_least = grid.error(least);
        if at_least >= least {
            return solve::bracketed(|width| width - grid.error(width), least, widest, 1e-10);
        }
        if least <= SMALLEST_WIDTH {
            return at_least;
        }
        (least, widest) = ((0.5 * least).max(SMALLEST_WIDTH), least);
    }
}

/// The smallest width that is computed by waves; below, few grid points lie within the kernel's reach and [`Grid`] is faster.
const LEAST_BY_WAVES: f64 = 1e-2;

/// Points of the first search, which only says where the second one begins.
const NEAR_POINTS: usize = 1000;

/// Points at which the smoothed steps are taken, an even number: 80 to a width, at least 2,000. The trapezoid then loses less
/// than 1e-6, however often the steps change sign.
fn points_for(width: f64) -> usize {
    ((40.0 / width).ceil() as usize).max(1000) * 2
}

/// The steps as a sum of cosines, on which the reflected kernel acts by a factor each: the normal kernel with reflection at
/// both ends is heat that flows on [0, 1], `sum v K(t, s) = sum_j a_j exp(-(pi j width)^2 / 2) cos(pi j t)`.
struct Waves {
    coefficients: Vec<f64>,
}

impl Waves {
    /// For kernels of at least this width: beyond 9 the factors are below 1e-17.
    fn new(steps: &[(f64, f64)], least: f64) -> Waves {
        let count = waves_for(least);
        let angles: Vec<f64> = steps.iter().map(|(score, _)| PI * score.clamp(0.0, 1.0)).collect();
        let mut cosines = Cosines::new(&angles);
        let coefficients = (0..=count)
            .map(|j| {
                let sum: f64 = cosines.now.iter().zip(steps).map(|(cosine, (_, step))| cosine * step).sum();
                cosines.advance();
                if j == 0 { sum } else { 2.0 * sum }
            })
            .collect();
        Waves { coefficients }
    }

    /// The trapezoid of the absolute smoothed steps over an even number of parts.
    fn error(&self, width: f64, points: usize) -> f64 {
        // Even waves are the same from both ends, odd ones turn their sign: half of the points are enough.
        let half = points / 2;
        let angles: Vec<f64> = (0..=half).map(|i| PI * (i as f64 / points as f64)).collect();
        let mut cosines = Cosines::new(&angles);
        let (mut even, mut odd) = (vec![0.0; half + 1], vec![0.0; half + 1]);
        for (j, coefficient) in self.coefficients.iter().take(waves_for(width) + 1).enumerate() {
            let flown = PI * j as f64 * width;
            let height = coefficient * float::exp(-0.5 * flown * flown);
            let smooth = if j % 2 == 0 { &mut even } else { &mut odd };
            for (value, cosine) in smooth.iter_mut().zip(&cosines.now) {
                *value += height * cosine;
            }
            cosines.advance();
        }
        let both = even.iter().zip(&odd).map(|(even, odd)| (even + odd).abs() + (even - odd).abs());
        // The middle is met from both ends, the ends themselves weigh a half.
        let twice: f64 =
            both.clone().sum::<f64>() - 0.5 * (both.clone().take(1).sum::<f64>() + both.skip(half).sum::<f64>());
        twice / points as f64
    }
}

fn waves_for(width: f64) -> usize {
    (9.0 / (PI * width)).ceil() as usize
}

/// `cos(j x)` of many angles for rising `j`, by `cos((j + 1) x) = 2 cos x cos(j x) - cos((j - 1) x)`: a few hundred steps lose
/// fewer than four digits.
struct Cosines {
    twice: Vec<f64>,
    before: Vec<f64>,
    now: Vec<f64>,
}

impl Cosines {
    /// At `j = 0`.
    fn new(angles: &[f64]) -> Cosines {
        let first: Vec<f64> = angles.iter().map(|angle| float::cos(*angle)).collect();
        Cosines { twice: first.iter().map(|c| 2.0 * c).collect(), now: vec![1.0; angles.len()], before: first }
    }

    /// To the next `j`.
    fn advance(&mut self) {
        for ((before, now), twice) in self.before.iter_mut().zip(&self.now).zip(&self.twice) {
            *before = twice * now - *before;
        }
        core::mem::swap(&mut self.before, &mut self.now);
    }
}

/// The steps, split linearly between the two nearest points of an even grid on [0, 1].
struct Grid {
    parts: usize,
    mass: Vec<(usize, f64)>,
}

impl Grid {
    fn new(steps: &[(f64, f64)], parts: usize) -> Grid {
        let mut all = vec![0.0; parts + 1];
        for (score, step) in steps {
            let place = score.clamp(0.0, 1.0) * parts as f64;
            let below = (place.floor() as usize).min(parts - 1);
            let share = place - below as f64;
            all[below] += step * (1.0 - share);
            all[below + 1] += step * share;
        }
        let mass = all.into_iter().enumerate().filter(|(_, v)| *v != 0.0).collect();
        Grid { parts, mass }
    }

    /// The trapezoid of the absolute smoothed steps.
    fn error(&self, width: f64) -> f64 {
        let parts = self.parts;
        let kernel = self.kernel(width);
        let reach = kernel.len() - 1;
        // Reflected at both ends the kernel repeats every 2 * parts and is even.
        let folded = |distance: usize| {
            let d = distance % (2 * parts);
            kernel.get(d.min(2 * parts - d)).copied().unwrap_or(0.0)
        };
        let mut smooth = vec![0.0; parts + 1];
        for &(m, v) in &self.mass {
            // What an end reflects lands within reach of the step too.
            let (from, to) = (m.saturating_sub(reach), (m + reach).min(parts));
            if m > reach && m + reach < parts {
                // Far from both ends nothing is reflected.
                let (below, above) = smooth[from..=to].split_at_mut(reach);
                for (value, k) in above.iter_mut().zip(&kernel) {
                    *value += v * k;
                }
                for (value, k) in below.iter_mut().rev().zip(&kernel[1..]) {
                    *value += v * k;
                }
                continue;
            }
            for (i, value) in smooth.iter_mut().enumerate().take(to + 1).skip(from) {
                *value += v * (folded(i.abs_diff(m)) + folded(i + m));
            }
        }
        let ends = 0.5 * (smooth[0].abs() + smooth[parts].abs());
        (smooth[1..parts].iter().map(|x| x.abs()).sum::<f64>() + ends) / parts as f64
    }

    /// The kernel at whole distances on the grid, with everything that repeats added up, up to where nothing is left.
    fn kernel(&self, width: f64) -> Vec<f64> {
        let step = 1.0 / (self.parts as f64 * width);
        // Beyond 9 widths the density is below 1e-18 of its peak.
        let reach = ((9.0 / step).ceil() as usize).min(self.parts);
        let repeats = (4.5 * width + 0.5).ceil() as i32;
        (0..=reach)
            .map(|d| {
                let total: f64 = (-repeats..=repeats)
                    .map(|j| {
                        let z = d as f64 * step - 2.0 * f64::from(j) / width;
                        float::exp(-0.5 * z * z)
                    })
                    .sum();
                total * PEAK / width
            })
            .collect()
    }
}

/// The standard normal density at 0.
const PEAK: f64 = 0.398_942_280_401_432_7;

#[cfg(test)]
mod tests {
    use super::{Grid, Waves, by_chance, points_for, smooth_ece, smoothed_error};
    use crate::resample::Key;
    use crate::score_cells::{ScoreCell, ScoreSums};

    #[test]
    fn nobody_has_no_error_and_a_right_score_has_none() {
        assert!(smooth_ece(&[]).is_none() && by_chance(&[], Key([2; 32]), 5).is_none());
        let right = smooth_ece(&[ScoreCell::at(0.25, 30, 10), ScoreCell::at(0.75, 10, 30)]).unwrap();
        assert_eq!((right.value, right.bound), (0.0, 0.0));
    }

    // Against the definition: one score, so that the error is |s - rate| at every width (the kernel integrates to 1).
    #[test]
    fn one_score_has_the_distance_itself_as_its_error() {
        for (score, n, o) in [(0.3, 1000, 400), (0.0, 1000, 250), (1.0, 100, 99), (0.123_456, 1_000_000, 123_556)] {
            let cells = [ScoreCell::at(score, n - o, o)];
            let distance = (score - o as f64 / n as f64).abs();
            for width in [0.02, 0.1, 0.7, 1.0] {
                assert!((smoothed_error(&cells, width).unwrap() - distance).abs() < 1e-6, "{score} {width}");
            }
            let found = smooth_ece(&cells).unwrap().value;
            assert!((found - distance).abs() < 1e-6 || (distance < 1e-4 && found <= 1e-4), "{score}: {found}");
        }
    }

    #[test]
    fn narrow_kernels_near_an_end_are_reflected_and_lose_nothing() {
        // Scores near 0, errors of one sign: the smoothed error is the mean error at every width.
        let cells = [ScoreCell::at(0.001, 900, 10), ScoreCell::at(0.004, 800, 20), ScoreCell::at(0.999, 1, 90)];
        let signed: f64 = cells[..2].iter().map(|c| c.positives.n as f64 - c.all().sum).sum();
        let other = cells[2].positives.n as f64 - cells[2].all().sum;
        let n: u64 = cells.iter().map(ScoreCell::n).sum();
        let expected = (signed.abs() + other.abs()) / n as f64;
        for width in [0.003, 0.01, 0.03] {
            assert!((smoothed_error(&cells, width).unwrap() - expected).abs() < 1e-6, "{width}");
        }
    }

    // Two ways to the same integral: cosines and the kernel itself.
    #[test]
    fn waves_and_grid_agree_where_both_are_made() {
        let steps: Vec<(f64, f64)> =
            (0..40).map(|k| (f64::from(k) / 39.0, f64::from((k * 7) % 11 - 5) / 400.0)).collect();
        for width in [0.01, 0.03, 0.2, 0.9] {
            let waves = Waves::new(&steps, 0.01).error(width, points_for(width));
            let grid = Grid::new(&steps, 40_000).error(width);
            assert!((waves - grid).abs() < 1e-6, "{width}: {waves} {grid}");
        }
    }

    #[test]
    fn the_error_falls_as_the_kernel_grows_and_bins_have_a_bound() {
        let cells = [ScoreCell::at(0.2, 60, 40), ScoreCell::at(0.5, 70, 30), ScoreCell::at(0.7, 20, 80)];
        let errors: Vec<f64> = [0.01, 0.05, 0.2, 0.5].iter().map(|w| smoothed_error(&cells, *w).unwrap()).collect();
        assert!(errors.windows(2).all(|pair| pair[0] >= pair[1]), "{errors:?}");
        let bin = ScoreCell {
            low: 0.2,
            high: 0.21,
            negatives: ScoreSums { n: 60, sum: 12.3, squares: 2.52 },
            positives: ScoreSums { n: 40, sum: 8.2, squares: 1.68 },
        };
        assert!(smooth_ece(&[bin, cells[1]]).unwrap().bound > 0.0);
    }
}
