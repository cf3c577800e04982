//! The model becomes paper.
//!
//! Takes a [`Report`] and a language; gives bytes in a format. May not know: the cube, the spec, statistics, law, files,
//! the clock.
//! Invariants: nothing here derives a number that a reader could quote: every figure is written by `report::number` and
//! carries the id of its row; the same report gives the same bytes; nothing on a page needs a script or a network.
//!
//! Start reading at [`RENDERERS`] and [`html()`].

pub mod terminal;

mod chart;
mod html;
mod markup;

pub use html::html;

use crate::report::Report;
use crate::words::Lang;

/// A format that a report can be rendered in.
#[derive(Clone, Copy, Debug)]
pub struct Renderer {
    /// Extension of its files.
    pub extension: &'static str,
    /// Makes the bytes.
    pub render: fn(&Report, Lang) -> Vec<u8>,
}

/// Every format, once.
pub const RENDERERS: &[Renderer] =
    &[Renderer { extension: "html", render: |report, lang| html(report, lang).into_bytes() }];
