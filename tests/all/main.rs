//! The one integration binary: it uses the library from outside.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test falls where it must")]

mod specs;
