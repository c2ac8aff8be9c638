//! From a trace to what people read: the reason of a verdict, what is missing, the verdicts as text and as JSON.
//!
//! Invariant: nothing here evaluates; it reads what the evaluation left.

pub mod json;
pub mod missing;
pub mod notes;
pub mod plan;
pub mod questions;
pub mod reason;
pub mod report;
pub mod text;
