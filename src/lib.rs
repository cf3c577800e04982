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
