//! Bias and fairness audits of scoring models: counts, disparities with honest uncertainty, the law beside them.
//!
//! An audit flows one way, left to right. Every room takes what the room before it made, and nothing to the right of the
//! cube ever sees a row:
//!
//! ```text
//! src/spec      audit.toml ──────────────┐  Spec
//! src/source    rows ──> batches of roles │
//! src/cube          from_rows ──> Cube ───┼──> kept for later periods      rows end here
//! src/measure           from_cube ──> Measures   <── crates/stats
//! src/law                   from_measures ──> Findings   <── law/packs, statements
//! src/report                    from_findings ──> Report = report.json
//! src/render                        html, charts, summary: each reads the report only
//! ```
//!
//! - `words`, `diag`: beneath all rooms. The vocabulary as types; problems and warnings as data.
//! - `spec`: the text of an `audit.toml` becomes [`Spec`], valid and with every default filled in, or every problem at
//!   once. It opens no file.
//! - `source`: files or bytes (CSV, Parquet, counts) become batches whose columns have roles. The last place where a row
//!   exists, and the only room beside `cli` that opens files.
//! - `cube`: rows become counts. All sums are integers, so shards merge to the same bits in any order.
//! - `measure`: counts become estimates and disparities with intervals, and the only place where a verdict is made.
//! - `law`: verdicts and statements become findings, by rules that are data. It computes no number.
//! - `report`: the one model of the result, its sentences in Swedish and English, its numbers as written.
//! - `render`: the model becomes something to look at.
//! - [`flow`]: this drawing as code. Start reading there; then the room you came for, `mod.rs` first, `from_*.rs` second.
//! - [`cli`]: the program, one file a command.
//!
//! `tests/all/rooms.rs` holds each room to what it may name.
//!
//! ```
//! use evenhand::flow::{self, Papers, When};
//!
//! let text = std::fs::read_to_string("audits/vab-2017/audit.toml").unwrap();
//! let counts = std::fs::read("audits/vab-2017/counts.csv").unwrap();
//! let (spec, warnings) = evenhand::check_spec("audit.toml", &text).unwrap();
//! let when = When::day(spec.audit.date.unwrap());
//! let audited = flow::audit_bytes(&spec, &[("counts.csv", &counts)], &Papers::default(), &when, None, warnings).unwrap();
//! assert!(audited.report.disparities.iter().any(|row| row.confirmatory));
//! let page = evenhand::report_html(&audited.report, evenhand::Lang::En);
//! assert!(page.starts_with("<!DOCTYPE html>"));
//! ```
#![cfg_attr(not(test), warn(missing_docs))]

pub(crate) mod diag;
pub(crate) mod words;

pub(crate) mod cube;
pub(crate) mod law;
pub(crate) mod measure;
pub(crate) mod render;
pub(crate) mod report;
pub(crate) mod source;
pub(crate) mod spec;

#[cfg(feature = "cli")]
pub mod cli;
pub mod flow;

pub use cube::{Cube, Table as CubeTable, from_bytes as read_cube, merge as merge_cubes, to_bytes as write_cube};
pub use diag::{Code, Kind, Place, Problem, Problems, WarnCode, Warning};
pub use law::Gate;
pub use render::html as report_html;
pub use report::Report;
pub use source::Opener;
pub use spec::{
    Spec, from_bytes as check_spec_bytes, from_text as check_spec, schema as spec_schema, starter as starter_spec,
};
pub use words::{Lang, SystemKind, Text, Verdict};
