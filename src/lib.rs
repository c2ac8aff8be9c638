//! Pérenne: public doctrine as rules that run.

pub mod base;
pub mod cli;
pub mod diagnostic;
pub mod project;
pub mod syntax;
