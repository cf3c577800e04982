//! Tests of the room's inside, one file a subject; the cases of `tests/law/*.toml` are data that they run.

mod assess;
mod cases;
mod conditions;
mod packs;
mod properties;
mod select;
mod situation;
mod spec;
mod statements;
