//! R05: a facts file, or what it says of a fact.

use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum FactsProblem {
    Unreadable,
}

impl FactsProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            FactsProblem::Unreadable => Code::R0501,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            FactsProblem::Unreadable => tr!(lang; en: "this cannot be read", fr: "ce passage ne se lit pas"),
        }
    }

    pub(super) fn help(&self, _lang: Lang) -> Option<String> {
        match self {
            FactsProblem::Unreadable => None,
        }
    }
}
