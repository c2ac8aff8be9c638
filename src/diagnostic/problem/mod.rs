//! What can go wrong, as data, and the sentences for it. One file for each range of codes.

mod facts;
mod files;
mod names;
mod note;
mod rules;
mod syntax;
mod types;

use super::Code;
use crate::base::Lang;
pub use facts::FactsProblem;
pub use files::FilesProblem;
pub use names::NameProblem;
pub use note::Note;
pub use rules::RuleProblem;
pub use syntax::{Expected, SyntaxProblem};
pub use types::TypeProblem;

/// Everything a diagnostic can say.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// R01
    Syntax(SyntaxProblem),
    /// R02
    Name(NameProblem),
    /// R03
    Type(TypeProblem),
    /// R04
    Rule(RuleProblem),
    /// R05
    Facts(FactsProblem),
    /// R06
    Files(FilesProblem),
}

impl Problem {
    pub fn code(&self) -> Code {
        match self {
            Problem::Syntax(problem) => problem.code(),
            Problem::Name(problem) => problem.code(),
            Problem::Type(problem) => problem.code(),
            Problem::Rule(problem) => problem.code(),
            Problem::Facts(problem) => problem.code(),
            Problem::Files(problem) => problem.code(),
        }
    }

    /// One sentence that says what is wrong.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Problem::Syntax(problem) => problem.message(lang),
            Problem::Name(problem) => problem.message(lang),
            Problem::Type(problem) => problem.message(lang),
            Problem::Rule(problem) => problem.message(lang),
            Problem::Facts(problem) => problem.message(lang),
            Problem::Files(problem) => problem.message(lang),
        }
    }

    /// What to do about it.
    pub fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Problem::Syntax(problem) => problem.help(lang),
            Problem::Name(problem) => problem.help(lang),
            Problem::Type(problem) => problem.help(lang),
            Problem::Rule(problem) => problem.help(lang),
            Problem::Facts(problem) => problem.help(lang),
            Problem::Files(problem) => problem.help(lang),
        }
    }
}
