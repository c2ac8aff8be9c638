//! What is wrong, where, and what to do: data first, words late and in both languages.
//!
//! Invariant: only this folder names miette. A stage emits a [`Diagnostic`] whose [`Problem`] holds names and places;
//! `problem.rs` alone turns it into sentences.

pub mod code;
pub mod mend;
pub mod pages;
pub mod problem;
pub mod render;

use crate::base::Loc;
pub use code::{Code, Severity};
pub use problem::Problem;

/// One mistake, at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    pub problem: Problem,
    pub at: Loc,
    /// Other places that explain it, each with its own words.
    pub related: Vec<Related>,
    /// Edits that repair it, all of them together.
    pub fixes: Vec<Fix>,
    /// How sure it is that the fixes say what was meant.
    pub applicability: Applicability,
}

/// Who may apply the fixes of a diagnostic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Applicability {
    /// Only one thing can have been meant: a machine may apply them, as `check --fix` does.
    #[default]
    Certain,
    /// Something else may have been meant: a person must choose.
    Guess,
}

impl Applicability {
    /// The word of machine formats.
    pub fn text(self) -> &'static str {
        match self {
            Applicability::Certain => "certain",
            Applicability::Guess => "guess",
        }
    }
}

/// A second place, and why it matters.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    pub at: Loc,
    pub note: problem::Note,
}

/// Replacing the text at `at` by `with` repairs the mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    pub at: Loc,
    pub with: String,
}

impl Diagnostic {
    pub fn new(problem: Problem, at: Loc) -> Self {
        Diagnostic { problem, at, related: Vec::new(), fixes: Vec::new(), applicability: Applicability::default() }
    }

    pub fn related(mut self, at: Loc, note: problem::Note) -> Self {
        self.related.push(Related { at, note });
        self
    }

    pub fn fix(mut self, at: Loc, with: impl Into<String>) -> Self {
        self.fixes.push(Fix { at, with: with.into() });
        self
    }

    /// A fix that is a mere guess, which makes the others of this diagnostic one too.
    pub fn guess(mut self, at: Loc, with: impl Into<String>) -> Self {
        self.applicability = Applicability::Guess;
        self.fix(at, with)
    }

    pub fn code(&self) -> Code {
        self.problem.code()
    }

    pub fn severity(&self) -> Severity {
        self.code().severity()
    }

    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}
