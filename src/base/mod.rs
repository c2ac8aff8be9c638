//! The vocabulary every other folder speaks: places in texts, languages, names, exact numbers, dates.
//!
//! Invariant: `base` knows nothing of rules, facts or diagnostics.

pub mod date;
pub mod lang;
pub mod name;
pub mod num;
pub mod source;
pub mod span;

pub use date::{Date, MonthOrDay};
pub use lang::Lang;
pub(crate) use lang::tr;
pub use num::Num;
pub use source::{FileId, SourceFile, Sources};
pub use span::{Loc, Span};
