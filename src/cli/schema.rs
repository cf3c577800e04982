//! `evenhand schema`: JSON Schemas of the contracts.

use clap::{Args, ValueEnum};

use super::{Failure, show};
use crate::{law, report, spec};

/// Arguments of `schema`.
#[derive(Args, Debug)]
pub(super) struct SchemaArgs {
    /// Of what
    pub of: Of,
}

/// The contracts that have a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Of {
    /// The audit spec
    Spec,
    /// report.json
    Report,
    /// A rule pack
    Pack,
}

pub(super) fn run(args: &SchemaArgs) -> Result<(), Failure> {
    let schema = match args.of {
        Of::Spec => spec::schema(),
        Of::Report => report::schema(),
        Of::Pack => law::schema().clone(),
    };
    show::print(&format!("{schema:#}\n"))
}
