//! The one integration binary: the program and the façade from outside, and the house rules over the tree.
//!
//! Lists every file of this folder; `house.rs` fails on one that is not listed.

mod cli;
mod docs;
mod house;
mod rooms;
mod support;
