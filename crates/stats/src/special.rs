//! Probabilities of counts and the special functions beneath them.
//!
//! - [`saddle`]: binomial, Poisson and hypergeometric probabilities by Loader's saddle-point form, which keeps its digits at counts
//!   of billions where a difference of two `lgamma` does not.
//! - [`beta`]: the regularised incomplete beta function, its inverse, the binomial tails.
//! - [`gamma`]: the regularised incomplete gamma function, chi-square, the limits of a Poisson count.
//! - [`student`]: Student's t.

pub mod beta;
pub mod gamma;
pub mod saddle;
pub mod student;

pub use beta::{binomial_tails, inverse_beta_lower, inverse_beta_upper, regularised_beta};
pub use gamma::{chi_square_ln_sf, chi_square_quantile, chi_square_sf, poisson_lower, poisson_upper};
pub use saddle::{bd0, ln_dbinom, ln_dhyper, ln_dpois, stirlerr};
pub use student::{student_ln_sf, student_quantile, student_sf};
