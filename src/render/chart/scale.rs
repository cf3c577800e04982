//! Positions: the unit that a chart is drawn in, and the ticks of its axis.

use crate::report::number::{self, Form};
use crate::words::{Lang, Number};

/// The unit of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Form of the figures.
    pub form: Form,
    /// Language of the ticks.
    pub lang: Lang,
}

impl Unit {
    /// A number of the report in the unit of the axis.
    pub fn at(self, value: Number) -> f64 {
        value.get() * self.factor()
    }

    /// What a number of the report is multiplied with to be in the unit.
    pub fn factor(self) -> f64 {
        match self.form {
            Form::Percent | Form::Points => 100.0,
            Form::PerThousand => 1_000.0,
            Form::PerTenThousand => 10_000.0,
            _ => 1.0,
        }
    }

    /// A tick as written.
    pub fn tick(self, tick: f64, step: f64) -> String {
        let mut decimals = 0;
        let mut unit = 1.0;
        while decimals < 4 && step < unit * 0.999 {
            decimals += 1;
            unit /= 10.0;
        }
        Number::new(tick).map_or_else(String::new, |tick| number::write(self.lang, Form::Plain, decimals, tick))
    }
}

/// An axis: from, to, and the step of its ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Left end.
    pub from: f64,
    /// Right end.
    pub to: f64,
    /// Step.
    pub step: f64,
}

impl Axis {
    /// An axis that holds all of these, with four to eight ticks at 1, 2 or 5 times a power of ten.
    pub fn holding(values: impl IntoIterator<Item = f64>) -> Self {
        Self::stepping(values, 7.0)
    }

    /// As [`Axis::holding`], in at most so many steps.
    pub fn stepping(values: impl IntoIterator<Item = f64>, most: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if high - low < 1e-9 {
            // A single place: of a share or a chance, among all that there are.
            (low, high) = if (0.0..=1.0).contains(&low) { (0.0, 1.0) } else { (low, low + 1.0) };
        }
        let step = step(high - low, most);
        Self { from: (low / step).floor() * step, to: (high / step).ceil() * step, step }
    }

    /// The ticks.
    pub fn ticks(self) -> Vec<f64> {
        let first = (self.from / self.step).round();
        let count = ((self.to - self.from) / self.step).round();
        // At most a few: the step was chosen so.
        (0..=(count as u32).min(20)).map(|at| (first + f64::from(at)) * self.step).collect()
    }
}

/// The step that divides a width into at most so many.
fn step(width: f64, most: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= width / most {
        power *= 10.0;
    }
    while power > width / most && power > 1e-9 {
        power /= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|one| one * power).find(|step| width / step <= most).unwrap_or(power * 10.0)
}
