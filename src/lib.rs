//! Pérenne: public doctrine as rules that run.

pub mod base;
pub mod diagnostic;
pub mod facts;
pub mod syntax;
