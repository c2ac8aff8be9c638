//! What can go wrong, as data, and the sentences for it. One file for each range of codes.

mod claim;
mod dataset;
mod facts;
mod failure;
mod files;
mod names;
mod note;
mod record;
mod rules;
mod syntax;
mod typed;
mod types;

use super::Code;
use crate::base::Lang;
pub use claim::{ClaimProblem, KeyPlace};
pub use dataset::DatasetProblem;
pub use facts::{FactsProblem, YamlFeature};
pub use failure::{Brought, EvalProblem};
pub use files::{FilesProblem, ReadFailure};
pub use names::{NameKind, NameProblem};
pub use note::Note;
pub use record::RecordProblem;
pub use rules::{RuleProblem, Shown};
pub use syntax::{Expected, SyntaxProblem};
pub use typed::{NotInUse, Shape, TypedProblem};
pub use types::{TypeProblem, Words};

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
    /// R04, of datasets
    Dataset(DatasetProblem),
    /// R05
    Facts(FactsProblem),
    /// R06
    Files(FilesProblem),
    /// R07
    Eval(EvalProblem),
}

impl Problem {
    pub fn code(&self) -> Code {
        match self {
            Problem::Syntax(problem) => problem.code(),
            Problem::Name(problem) => problem.code(),
            Problem::Type(problem) => problem.code(),
            Problem::Rule(problem) => problem.code(),
            Problem::Dataset(problem) => problem.code(),
            Problem::Facts(problem) => problem.code(),
            Problem::Files(problem) => problem.code(),
            Problem::Eval(problem) => problem.code(),
        }
    }

    /// One sentence that says what is wrong.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Problem::Syntax(problem) => problem.message(lang),
            Problem::Name(problem) => problem.message(lang),
            Problem::Type(problem) => problem.message(lang),
            Problem::Rule(problem) => problem.message(lang),
            Problem::Dataset(problem) => problem.message(lang),
            Problem::Facts(problem) => problem.message(lang),
            Problem::Files(problem) => problem.message(lang),
            Problem::Eval(problem) => problem.message(lang),
        }
    }

    /// What to do about it.
    pub fn help(&self, lang: Lang) -> Option<String> {
        match self {
            Problem::Syntax(problem) => problem.help(lang),
            Problem::Name(problem) => problem.help(lang),
            Problem::Type(problem) => problem.help(lang),
            Problem::Rule(problem) => problem.help(lang),
            Problem::Dataset(problem) => problem.help(lang),
            Problem::Facts(problem) => problem.help(lang),
            Problem::Files(problem) => problem.help(lang),
            Problem::Eval(problem) => problem.help(lang),
        }
    }
}

impl From<SyntaxProblem> for Problem {
    fn from(problem: SyntaxProblem) -> Self {
        Problem::Syntax(problem)
    }
}

impl From<NameProblem> for Problem {
    fn from(problem: NameProblem) -> Self {
        Problem::Name(problem)
    }
}

impl From<TypeProblem> for Problem {
    fn from(problem: TypeProblem) -> Self {
        Problem::Type(problem)
    }
}

impl From<RuleProblem> for Problem {
    fn from(problem: RuleProblem) -> Self {
        Problem::Rule(problem)
    }
}

impl From<DatasetProblem> for Problem {
    fn from(problem: DatasetProblem) -> Self {
        Problem::Dataset(problem)
    }
}

impl From<FactsProblem> for Problem {
    fn from(problem: FactsProblem) -> Self {
        Problem::Facts(problem)
    }
}

impl From<FilesProblem> for Problem {
    fn from(problem: FilesProblem) -> Self {
        Problem::Files(problem)
    }
}

impl From<EvalProblem> for Problem {
    fn from(problem: EvalProblem) -> Self {
        Problem::Eval(problem)
    }
}
