//! R03: types and units that do not fit.

use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum TypeProblem {
    NotYet,
}

impl TypeProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            TypeProblem::NotYet => Code::R0201,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            TypeProblem::NotYet => tr!(lang; en: "not yet", fr: "pas encore"),
        }
    }

    pub(super) fn help(&self, _lang: Lang) -> Option<String> {
        match self {
            TypeProblem::NotYet => None,
        }
    }
}
