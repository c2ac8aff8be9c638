//! One test for each thing that a step must show, named after it.

// A test stops where something is not as it says; helpers outside `#[test]` functions too.
#![allow(clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "../harness/mod.rs"]
mod harness;

mod ask;
mod calendar;
mod compare;
mod diff;
mod directory;
mod doc;
mod doctrine;
mod library;
mod line;
mod meaning;
mod missing;
mod mutants;
mod notes;
mod page;
mod plans;
mod portfolio;
mod portfolio_forms;
mod questions;
mod report;
mod testing;
mod why;
