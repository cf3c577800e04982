//! Bias and fairness audits of scoring models: counts, disparities with honest uncertainty, the law beside them.
#![cfg_attr(not(test), warn(missing_docs))]

pub(crate) mod diag;
pub(crate) mod words;

pub(crate) mod cube;
pub(crate) mod law;
pub(crate) mod measure;
//RENDER
//REPORT
pub(crate) mod source;
pub(crate) mod spec;

pub use diag::{Code, Kind, Place, Problem, Problems, WarnCode, Warning};
pub use spec::{
    Spec, from_bytes as check_spec_bytes, from_text as check_spec, schema as spec_schema, starter as starter_spec,
};
pub use words::SystemKind;
