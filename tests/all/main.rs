//! The one integration binary: it uses the library from outside.

mod specs;
