//! What an editor asks of a doctrine, one file a feature: plain data out, byte offsets in and out.
//!
//! Every feature looks at a [`snapshot::Snapshot`], which never changes: the texts of one doctrine, some of them as they
//! stand in open buffers, with all that was read and found in them, and the facts files judged by it.
//!
//! Invariant: `ide` knows nothing of an editor's protocol, and changes no file.

pub mod actions;
pub mod complete;
pub mod diagnostics;
pub mod facts_names;
pub mod hints;
pub mod hover;
pub mod judged;
pub mod layout;
pub mod lenses;
pub mod links;
pub mod moved;
pub mod navigate;
pub mod outline;
pub mod rename;
pub mod run;
pub mod signature;
pub mod snapshot;
pub mod symbols;
pub mod tokens;
pub mod typing;
pub mod walk;

use crate::base::Loc;

/// A text to put at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub at: Loc,
    pub with: String,
}

impl Edit {
    pub fn new(at: Loc, with: impl Into<String>) -> Edit {
        Edit { at, with: with.into() }
    }
}
