//! Pérenne: public doctrine as rules that run.

pub mod base;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod eval;
pub mod explain;
pub mod facts;
pub mod format;
pub mod model;
pub mod project;
pub mod syntax;
pub mod testing;
