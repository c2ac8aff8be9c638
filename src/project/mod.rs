//! Doctrines on disk and those shipped with the program: which files make one up, and their texts.
//!
//! Invariant: this folder is the only one that walks folders of rules. It knows nothing of what a rule means; the one
//! thing it recognises in a text is the line of a `doctrine` item, in `scan.rs`.

mod analysis;
mod find;
mod kept;
mod load;
mod paths;
mod reading;
mod revision;
mod scan;
mod shipped;
mod uses;

#[cfg(test)]
pub(crate) mod scratch;
#[cfg(test)]
mod tests;

pub use analysis::{
    Analysis, Asking, Vocabulary, analyse, analyse_as, analyse_asking, analyse_kept, analyse_without_tests, vocabulary,
};
pub use find::{
    doctrines_for, doctrines_within, holds_rules, is_literate, is_rules_path, near, nearest_doctrine, rules_below,
};
pub use kept::{Kept, KeptFile};
pub use load::{FILE_LIMIT, Project, RuleFile, Texts};
pub use paths::{seen_from, shown};
pub use reading::{Reading, Typed};
pub use revision::{Exported, Revision, RevisionError};
pub use scan::doctrine_name;
pub use shipped::{shipped, shipped_doctrines, shipped_named, shipped_root};
pub use uses::{Use, UseRequest, resolve_named_by_facts, resolve_use};

use std::path::PathBuf;

/// One doctrine: where its files are, and the part of it that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoctrineRoot {
    pub place: RootPlace,
    /// The name in its `doctrine` item; `None` for a folder or a file that is a doctrine by itself.
    pub name: Option<String>,
    /// A folder or a file of the doctrine, relative to its folder. The whole doctrine is loaded all the same: a part
    /// selects what is shown.
    pub part: Option<PathBuf>,
}

/// Where the files of a doctrine are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RootPlace {
    /// All files in the folder and below, down to other doctrines.
    Folder(PathBuf),
    /// One file by itself.
    File(PathBuf),
    /// A folder of the shipped rules, by its path in `rules/` with `/`; empty for `rules/` itself.
    Shipped(String),
}

/// Where one file of rules came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilePlace {
    Disk(PathBuf),
    /// Its path in `rules/`, with `/`.
    Shipped(String),
}

impl DoctrineRoot {
    /// The name, else the path as shown.
    pub fn label(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.shown_path())
    }

    /// The path of the folder or the file, as shown to the user.
    pub fn shown_path(&self) -> String {
        match &self.place {
            RootPlace::Folder(path) | RootPlace::File(path) => shown(path),
            RootPlace::Shipped(folder) => shipped::shown_path(folder),
        }
    }
}
