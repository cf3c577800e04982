//! From spec, measures and library to findings.

use super::statements::{RESULTS, today};
use crate::law::{Context, Findings, Library, assess};
use crate::measure::Measures;
use crate::spec::Spec;

/// The findings of today's run, which is the first.
pub(super) fn findings(spec: &Spec, measures: &Measures, library: &Library) -> Findings {
    let context = Context { date: today(), results_sha256: RESULTS, first_results: today() };
    assess(spec, measures, library, &context)
}
