//! R06: files, folders and doctrines.

use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum FilesProblem {
    Unreadable { path: String, reason: String },
}

impl FilesProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            FilesProblem::Unreadable { .. } => Code::R0601,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            FilesProblem::Unreadable { .. } => tr!(lang; en: "this cannot be read", fr: "ce passage ne se lit pas"),
        }
    }

    pub(super) fn help(&self, _lang: Lang) -> Option<String> {
        match self {
            FilesProblem::Unreadable { .. } => None,
        }
    }
}
