//! R01: what the text says is not of the language.

use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum SyntaxProblem {
    Unreadable,
}

impl SyntaxProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            SyntaxProblem::Unreadable => Code::R0101,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            SyntaxProblem::Unreadable => tr!(lang; en: "this cannot be read", fr: "ce passage ne se lit pas"),
        }
    }

    pub(super) fn help(&self, _lang: Lang) -> Option<String> {
        match self {
            SyntaxProblem::Unreadable => None,
        }
    }
}
