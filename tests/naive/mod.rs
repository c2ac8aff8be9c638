//! An evaluator that checks the library's: a program in a representation of its own, written as text for the library
//! and run here as plainly as the language page says. Nothing of the library takes part but in `library.rs`, which runs
//! it and compares.

pub mod calendar;
pub mod dossier;
pub mod evaluate;
pub mod library;
pub mod print;
pub mod program;
pub mod random;
pub mod write;
