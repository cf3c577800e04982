//! The logistic function and its parts, without overflow.

use crate::float;

/// `ln(p / (1 - p))`; `None` outside (0, 1), where it is infinite or does not exist.
pub fn logit(p: f64) -> Option<f64> {
    (p > 0.0 && p < 1.0).then(|| float::ln(p) - float::ln_1p(-p))
}

/// `1 / (1 + exp(-x))`: a probability in [0, 1].
pub fn expit(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + float::exp(-x))
    } else {
        let odds = float::exp(x);
        odds / (1.0 + odds)
    }
}

/// `ln(1 + exp(x))`, which is `-ln(1 - expit(x))`.
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + float::ln_1p(float::exp(-x.abs()))
}

#[cfg(test)]
mod tests {
    use super::{expit, logit, softplus};

    #[test]
    fn logit_and_expit_undo_each_other_and_the_ends_do_not_overflow() {
        for i in 1..200 {
            let p = f64::from(i) / 200.0;
            assert!((expit(logit(p).unwrap()) - p).abs() < 1e-15);
        }
        assert_eq!((logit(0.0), logit(1.0)), (None, None));
        assert_eq!((expit(800.0), expit(-800.0), softplus(-800.0), softplus(800.0)), (1.0, 0.0, 0.0, 800.0));
        assert!((softplus(0.0) - core::f64::consts::LN_2).abs() < 1e-16);
    }
}
