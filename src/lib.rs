//! Pérenne: public doctrine as rules that run.

// The parser that pest makes without the standard library's part names it. That part measures the stack at each step;
// here nesting is counted before the grammar reads anything.
extern crate alloc;

pub mod base;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod eval;
pub mod explain;
pub mod facts;
pub mod format;
pub mod ide;
pub mod interview;
pub mod lsp;
pub mod model;
pub mod note;
pub mod project;
pub mod repl;
pub mod syntax;
pub mod testing;
