//! The words beside a second place.

use crate::base::{Lang, tr};

#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// The place where something is declared.
    DeclaredHere,
    /// The place of the first of two.
    FirstHere,
    /// The place where the thing opens.
    OpenedHere,
}

impl Note {
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Note::DeclaredHere => tr!(lang; en: "declared here", fr: "déclaré ici"),
            Note::FirstHere => tr!(lang; en: "first one here", fr: "premier ici"),
            Note::OpenedHere => tr!(lang; en: "opened here", fr: "ouvert ici"),
        }
    }
}
