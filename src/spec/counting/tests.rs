//! What is in the counting digest, and what is not.

