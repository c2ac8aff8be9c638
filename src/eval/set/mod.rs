//! Sets of possible values: what may still be true of something nobody has told in full.
//!
//! Every operation is *sound*: whatever the operands stand for, the result of the operation on it is in the set given.
//! The doc comments say which operations are also *exact*, that is, give nothing that no choice of operands taken
//! independently can give.
//!
//! Invariant: these types know nothing of facts, rules or verdicts.

pub mod bool;
pub mod choice;
pub mod date;
pub mod interval;
pub mod num;
pub mod text;

mod arithmetic;
mod piece;
mod union;

#[cfg(test)]
mod tests;

pub use bool::BoolSet;
pub use choice::ChoiceSet;
pub use date::DateSet;
pub use interval::{Bound, Interval};
pub use num::NumSet;
pub use text::TextSet;
