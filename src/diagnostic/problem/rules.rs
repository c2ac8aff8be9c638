//! R04: rules, their dates and their tests.

use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum RuleProblem {
    NotYet,
}

impl RuleProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            RuleProblem::NotYet => Code::R0201,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            RuleProblem::NotYet => tr!(lang; en: "not yet", fr: "pas encore"),
        }
    }

    pub(super) fn help(&self, _lang: Lang) -> Option<String> {
        match self {
            RuleProblem::NotYet => None,
        }
    }
}
