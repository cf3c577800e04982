//! Statistics of group disparities: pure functions on numbers.
//!
//! Takes counts, sums and limits; gives estimates with limits and notes, p-values, quantiles. Each public statistic says what it
//! takes, what it gives, when there is nothing to give and why, what it is not for, its source and its oracle.
//!
//! May not know: audits, specs, groups by name, provisions, files, languages. No input or output, no clock, no threads.
//! Invariants: no NaN, infinity or silent zero crosses a public border, a missing number is `None` with a [`Note`]; elementary
//! functions come from [`float`], so that every machine gives the same bits; nothing is drawn from a random source that the
//! caller did not hand in.
//!
//! Start reading at [`proportion`] (one rate), then [`difference`], [`ratio`] and [`odds_ratio`] (two rates), [`margin`] (a rate
//! against a margin), with [`interval`] for the types. Of scores: [`score_cells`] (what they are made from), then [`calibration`],
//! [`cumulative`], [`corp`] (is a probability right?), [`rank`], [`ks`], [`distance`], [`threshold`] (how are people ordered?).
//! Comparable cases start at [`strata`], groups known through a proxy at [`proxy`].

pub mod average_precision;
pub mod bounds;
pub mod brownian;
pub mod calibrated_draws;
pub mod calibration;
pub mod calibration_by_chance;
pub mod calibration_comparison;
pub mod calibration_gap;
pub mod clusters;
pub mod cmh_exact;
pub mod contrast;
pub mod corp;
pub mod cumulative;
pub mod cumulative_difference;
pub mod demographic_disparity;
pub mod difference;
pub mod distance;
pub mod ece;
pub mod effect_size;
pub mod exact_margin;
pub mod exact_power;
pub mod float;
pub mod goodness;
pub mod homogeneity;
pub mod homogeneity_strata;
pub mod honest_band;
pub mod hypergeometric;
pub mod interval;
pub mod isotonic;
pub mod kitagawa;
pub mod known_probabilities;
pub mod ks;
pub mod leave_one_out;
mod linear;
pub mod logistic;
pub mod logit;
pub mod mantel_haenszel;
pub mod margin;
pub mod max_t;
pub mod mean_score;
pub mod multicalibration;
pub mod multiplicity;
pub mod no_difference;
pub mod normal;
pub mod odds_ratio;
pub mod permute;
pub mod pool_rows;
pub mod power;
pub mod proper_scores;
pub mod proportion;
pub mod proxy;
pub mod rank;
pub mod rate_identity;
pub mod ratio;
pub mod recalibration;
pub mod resample;
pub mod roc;
pub mod rules;
pub mod score_cells;
pub mod score_quantile;
pub mod shares;
pub mod smooth_ece;
pub mod solve;
pub mod special;
pub mod standardisation;
pub mod strata;
pub mod stratified_score;
pub mod table;
pub mod threshold;
pub mod top_k;
pub mod two_arm;
pub mod two_arm_overlap;
pub mod weighted;

pub use interval::{Estimate, Interval, Limit, Note, PValue};
pub use table::TwoByTwo;
