//! Tests of the room's inside, one file a subject; the cases of `tests/law/*.toml` are data that they run.

mod assess;
mod cases;
mod packs;
mod properties;
mod situation;
mod spec;
mod statements;
