//! starter
use crate::words::SystemKind;
/// starter
pub fn starter(_kind: SystemKind) -> String { String::new() }
