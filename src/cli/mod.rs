//! The command line.
//!
//! Invariant: the only folder that names clap, and the only one that reads the environment or asks about the terminal.

pub mod arguments;
pub mod doctrine;
pub mod language;
pub mod style;

#[cfg(test)]
mod tests;
