//! Why equal predictive values and equal error rates exclude each other where base rates differ.
//!
//! Makes the false positive rate that follows from base rate, predictive value and false negative rate by arithmetic alone.

/// The false positive rate that belongs to a base rate, a positive predictive value and a false negative rate.
///
/// - Takes: shares in [0, 1].
/// - Gives: `p / (1 - p) * (1 - PPV) / PPV * (1 - FNR)`; `None` if the base rate is 1 or the predictive value 0, where
///   nobody can be a false positive or nobody a true one. Above 1 where no table has these three shares.
/// - Not a defence: it says *which* choice is made, not that it is justified.
/// - Source: Chouldechova 2017, Big Data 5:153-163; methods, "Calibration", 6.10. Oracle: rates from counts.
pub fn false_positive_rate(base_rate: f64, positive_predictive_value: f64, false_negative_rate: f64) -> Option<f64> {
    let known = base_rate < 1.0 && positive_predictive_value > 0.0;
    known.then(|| {
        base_rate / (1.0 - base_rate) * (1.0 - positive_predictive_value) / positive_predictive_value
            * (1.0 - false_negative_rate)
    })
}

#[cfg(test)]
mod tests {
    use super::false_positive_rate;

    #[test]
    fn it_is_the_rate_that_counts_give() {
        let (tp, fp, fn_, tn) = (40.0, 10.0, 20.0, 130.0);
        let rate = false_positive_rate((tp + fn_) / 200.0, tp / (tp + fp), fn_ / (tp + fn_)).unwrap();
        assert!((rate - fp / (fp + tn)).abs() < 1e-15);
        assert_eq!((false_positive_rate(1.0, 0.5, 0.5), false_positive_rate(0.5, 0.0, 1.0)), (None, None));
    }
}
