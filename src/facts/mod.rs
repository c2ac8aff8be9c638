//! Facts files: what a dossier says, read in stages from text to claims.
//!
//! [`read`](mod@read) turns YAML or JSON into a positioned tree without typing anything; [`claim`] and [`meta`] read the
//! tree as claims, options and milestones, and [`dataset`] a record of somebody else's as if it were one of ours.
//! Invariant: nothing here decides what a fact is worth, only what was said of it.

pub mod claim;
pub mod dataset;
pub mod dates;
pub mod dossier;
pub mod givens;
pub mod insert;
pub mod lines;
pub mod meta;
pub mod read;
pub mod records;
pub mod resolve;
pub mod schema;

mod attribute;
mod becomes;
mod json;
mod mistake;
mod names;
mod number;
mod recover;
mod tree;
mod typed;

#[cfg(test)]
mod doctrine;
