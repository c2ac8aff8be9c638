//! From a trace to what people read: the reason of a verdict, what is missing, the verdicts as text and as JSON.
//!
//! Invariant: nothing here works anything out of rules; it reads what evaluations left. `plan.rs` asks for more of
//! them, one for each scenario and option, and `turn/` for many, with facts told otherwise.

pub mod calendar;
pub mod compare;
mod course;
mod failures;
mod idle;
pub mod json;
pub mod missing;
pub mod notes;
pub mod parts;
pub mod plan;
mod plan_json;
pub mod portfolio;
pub mod questions;
pub mod quiet;
pub mod reason;
pub mod report;
pub mod schema;
pub mod sentence;
pub mod text;
pub mod timeline;
pub mod turn;
pub mod why;
