//! The small language of `when`: eleven kinds of conditions, a closed list (`law/packs.md`, 4.1).
//!
//! A condition compares numbers, verdicts, words and presence that are there; it computes none. Its value is one of
//! five ([`Truth`]); `eval.rs` has the logic. Absent keys of a filter: stage, attribute, group, reference and arm are
//! then any; stratum, period and `of` are then none, so that an adjusted figure, a part of the cases, one period or a
//! derived row is looked at only where the pack names it.

mod eval;

pub(super) use eval::{Outcome, at_path, evaluate};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::words::{Scale, Verdict};

/// The value of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// The data cannot tell.
    Unknown,
    /// Nothing was supplied that it could look at.
    NoInput,
    /// Nobody set its optional limit, so nothing was asked.
    LeftOut,
}

impl Truth {
    /// The word of `finding_parts`; a condition that was left out is `no_input`, with its own reason.
    pub const fn word(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Unknown => "unknown",
            Self::NoInput | Self::LeftOut => "no_input",
        }
    }
}

/// A condition.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// Any matching row is beyond a number.
    Compare {
        /// Registry name.
        metric: String,
        /// Scale of `disparities`; absent: rows of `estimates`.
        #[serde(default)]
        scale: Option<Scale>,
        /// Which rows.
        #[serde(default)]
        filter: Filter,
        /// Which number of the row.
        bound: Bound,
        /// How it is compared.
        op: Operator,
        /// With what.
        against: Against,
        /// What it is where the limit is not set.
        #[serde(default)]
        without_limit: WithoutLimit,
    },
    /// As `compare`, for shares of logs, reasons, training.
    Share {
        /// Registry name, or a rate of the spec.
        metric: String,
        /// Scale of `disparities`; absent: rows of `estimates`.
        #[serde(default)]
        scale: Option<Scale>,
        /// Which rows.
        #[serde(default)]
        filter: Filter,
        /// Which number of the row.
        bound: Bound,
        /// How it is compared.
        op: Operator,
        /// With what.
        against: Against,
        /// What it is where the limit is not set.
        #[serde(default)]
        without_limit: WithoutLimit,
    },
    /// Any row has this verdict.
    Verdict {
        /// Registry name.
        metric: String,
        /// Scale; absent: any.
        #[serde(default)]
        scale: Option<Scale>,
        /// Verdict.
        is: Verdict,
        /// Only rows that are confirmatory, or only others; absent: any.
        #[serde(default)]
        confirmatory: Option<bool>,
    },
    /// The system under assessment is dominated by a candidate.
    Alternative {},
    /// An input of one of these roles and origins is in the list and contributes more than the minimum.
    Input {
        /// Roles; empty: any.
        #[serde(default)]
        role: Vec<String>,
        /// Origins; empty: any.
        #[serde(default)]
        origin: Vec<String>,
        /// Least contribution; absent: it is enough to be in the list.
        #[serde(default)]
        min_contribution: Option<f64>,
    },
    /// A structured answer of a statement, signed or not.
    Answer {
        /// Statement.
        statement: String,
        /// Path into its fields; through a list it means any element. What is absent equals `""` and `[]`.
        field: String,
        /// Has this value.
        #[serde(default)]
        equals: Option<Value>,
        /// Has one of these values.
        #[serde(default)]
        r#in: Option<Vec<Value>>,
        /// Is a number below this.
        #[serde(default)]
        below: Option<f64>,
        /// Is a number above this.
        #[serde(default)]
        above: Option<f64>,
    },
    /// A fact of the spec is one of these values.
    Fact {
        /// Fact.
        fact: String,
        /// Values.
        r#in: Vec<Value>,
    },
    /// A file was supplied, or was not.
    File {
        /// `input_list`, `log_extract`, `system_card` ….
        file: String,
        /// Must it be there, or must it not?
        present: bool,
    },
    /// Every one holds.
    All {
        /// Conditions.
        of: Vec<Condition>,
    },
    /// One holds.
    Any {
        /// Conditions.
        of: Vec<Condition>,
    },
    /// It does not hold.
    Not {
        /// Exactly one condition.
        of: Vec<Condition>,
    },
}

/// Which rows a condition looks at.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Stage.
    pub stage: Option<String>,
    /// Attribute.
    pub attribute: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// Reference.
    pub reference: Option<String>,
    /// Arm.
    pub arm: Option<String>,
    /// Stratum.
    pub stratum: Option<String>,
    /// `(joint)`, `(single)` (any row of one input), or what the row speaks of.
    pub of: Option<String>,
    /// `statutory`: attributes of statutory grounds only.
    pub grounds: Option<GroundsFilter>,
}

/// Which grounds a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroundsFilter {
    /// The grounds of the Act.
    Statutory,
}

/// Which number of a row is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The lower limit.
    Lower,
    /// The value.
    Value,
    /// The upper limit.
    Upper,
    /// The whole interval.
    Interval,
}

/// A comparison sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Operator {
    /// Less.
    #[serde(rename = "<")]
    Less,
    /// Less or equal.
    #[serde(rename = "<=")]
    LessOrEqual,
    /// Greater.
    #[serde(rename = ">")]
    Greater,
    /// Greater or equal.
    #[serde(rename = ">=")]
    GreaterOrEqual,
}

/// What a number is compared with.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Against {
    /// A number; in packs of Sweden and the European Union only 0 and 1.
    Number(f64),
    /// A limit of the spec.
    Limit(LimitName),
}

/// A limit of the spec.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitName {
    /// Key of `[law.limits]`.
    pub limit: String,
}

/// What a comparison is where its limit is not set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WithoutLimit {
    /// No input.
    #[default]
    NoInput,
    /// Left out: nothing was asked.
    LeaveOut,
}

impl Condition {
    /// This condition and all within it, outermost first.
    pub fn walk<'c>(&'c self, each: &mut impl FnMut(&'c Self)) {
        each(self);
        if let Self::All { of } | Self::Any { of } | Self::Not { of } = self {
            for inner in of {
                inner.walk(each);
            }
        }
    }

    /// The limits of the spec that it names, each with the metric that is held against it, and its scale.
    pub fn limits(&self) -> Vec<(&str, &str, Option<Scale>)> {
        let mut names = Vec::new();
        self.walk(&mut |condition| {
            if let Self::Compare { metric, scale, against: Against::Limit(name), .. }
            | Self::Share { metric, scale, against: Against::Limit(name), .. } = condition
            {
                names.push((name.limit.as_str(), metric.as_str(), *scale));
            }
        });
        names
    }
}
