//! From runnable rules and facts to verdicts.

pub mod set;
