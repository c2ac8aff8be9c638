//! A session: a doctrine tried on a situation, line after line.
//!
//! `session` holds what the lines have made and reads expressions, assignments and items; `commands` are the lines that
//! begin with a colon; `terminal` is the only place where keys are pressed. Everything that is printed is made by the
//! first two, so that a pipe and a terminal show the same.

mod commands;
mod script;
mod session;
mod terminal;

pub use script::{Looks, run_script};
pub use session::entry::is_unfinished;
pub use session::{Candidate, Completion, Hint, Opening, Reply, Session, Start};
pub use session::{Shade, shades};
pub use terminal::{Options, run_terminal};
