//! Text to tree. Never fails: what cannot be read becomes an error node and a diagnostic.

pub mod ast;
