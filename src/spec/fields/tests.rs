//! The field table holds together.

