//! Runs the tests that a doctrine holds: each test, and each row of its examples, is a case of its own.
//!
//! Invariant: a test sees what a dossier sees; its givens are laid over an empty dossier by the same code.

mod output;
mod run;

use crate::base::Loc;
use crate::eval::value::Value;
use crate::model::expr::Verdict;
use crate::model::ids::{ExprId, FactId};
use crate::model::plan::RiskState;
pub use output::{counts, to_json, to_text};
pub use run::{Readings, run};

/// What came of every case, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub cases: Vec<Case>,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub title: String,
    /// The row of the examples, from 1.
    pub row: Option<usize>,
    pub at: Loc,
    pub result: CaseResult,
}

#[derive(Clone, Debug)]
pub enum CaseResult {
    Passed,
    Failed(Vec<Failure>),
    /// The test, or what it expects, has errors: it could not run.
    NotRun,
}

/// An expectation that was not met, with what was found instead.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The expectation.
    pub at: Loc,
    pub found: Found,
}

#[derive(Clone, Debug)]
pub enum Found {
    Verdict(Verdict),
    /// A condition that does not hold, or of which nothing says whether it does: its parts with their values.
    Condition {
        truth: Option<bool>,
        parts: Vec<(ExprId, Value)>,
        missing: Vec<FactId>,
    },
    Missing(Vec<FactId>),
    Feasible(Option<bool>),
    Risk(Option<RiskState>),
    /// Months late, if at all.
    Late(Option<i64>),
    /// A facts file that could not be read.
    File(String),
}

impl Report {
    pub fn passed(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.result, CaseResult::Passed)).count()
    }

    /// Those that failed, and those that could not run.
    pub fn failed(&self) -> usize {
        self.cases.len() - self.passed()
    }
}
