//! R02: a name that is unknown, used twice, or of the wrong kind.

use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum NameProblem {
    Unknown { name: String, suggestion: Option<String> },
}

impl NameProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            NameProblem::Unknown { .. } => Code::R0201,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            NameProblem::Unknown { .. } => tr!(lang; en: "unknown name", fr: "nom inconnu"),
        }
    }

    pub(super) fn help(&self, _lang: Lang) -> Option<String> {
        match self {
            NameProblem::Unknown { .. } => None,
        }
    }
}
