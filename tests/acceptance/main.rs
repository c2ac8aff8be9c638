//! One test for each thing that a step must show, named after it.

#[path = "../harness/mod.rs"]
mod harness;

mod line;
