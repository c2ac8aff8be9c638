//! Runs the language's own tests: each test, and each row of its examples, is one case.
//!
//! Invariant: what was found is data; `text.rs` and `json.rs` put it in words late, in the language asked for.

mod case;
mod coverage;
mod expect;
mod item;
mod json;
mod junit;
mod mutants;
mod subject;
mod text;

use crate::base::name::fold;
use crate::base::{FileId, Loc, MonthOrDay, Num, Sources};
use crate::eval::set::{BoolSet, DateSet};
use crate::eval::verdict::VerdictSet;
use crate::eval::{Engine, Outcome, Situation, Trace};
use crate::explain::report::Evaluation;
use crate::model::expr::Verdict;
use crate::model::ids::{ExprId, FactId, RuleId};
use crate::model::plan::{MilestoneExpectation, RiskState, Test};
pub use case::unsound_expr as leans_on_unsound;
use coverage::Reached;
pub use coverage::{Coverage, Summary, coverage_json, coverage_summary, coverage_text};
pub use item::Item;
pub use json::to_json;
pub use junit::Junit;
pub use mutants::{
    Change, Choice, Fate, Ground, Judged, Mutation, Score, mutants_json, mutants_summary, mutants_text, run_mutants,
};
use std::collections::HashMap;
use std::sync::Arc;
pub use text::{counts, percent_text, to_text};

/// The texts of the facts files that tests start from, or why they cannot be read, by the file that names them and the
/// path written there. Reading them is not this folder's job.
pub type Readings = HashMap<(FileId, String), Result<String, String>>;

/// Every case that ran, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub cases: Vec<CaseResult>,
}

#[derive(Clone, Debug)]
pub struct CaseResult {
    /// The title of the test.
    pub title: String,
    /// The row of the examples, counted from 1 over all the tables of the test; `None` for a test without examples.
    pub row: Option<usize>,
    /// The place of the title, or of the row.
    pub at: Loc,
    pub outcome: CaseOutcome,
}

#[derive(Clone, Debug)]
pub enum CaseOutcome {
    Passed,
    /// At least one expectation does not hold.
    Failed(Vec<Failure>),
    /// It says nothing of the rules; counted as failed.
    NotRun(NotRun),
}

/// Why a case could not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRun {
    /// There are errors in the test, or in the item of that name that it asks about.
    Unsound(Option<String>),
    /// Tests that start from one another.
    Circle,
    /// No scenario is called so, nor any option of the facts files that it starts from.
    NoOption { name: String, suggestion: Option<String> },
    /// A facts file that could not be used, and why.
    File { path: String, reason: String },
}

/// An expectation that does not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The clause, or the cell of the examples.
    pub at: Loc,
    pub kind: FailureKind,
    /// The evaluation that shows it.
    pub seen: Arc<Seen>,
}

/// One evaluation with everything that was seen on the way.
#[derive(Clone, Debug)]
pub struct Seen {
    pub situation: Situation,
    pub outcome: Outcome,
    pub trace: Trace,
}

impl Seen {
    /// The same, for making words of it.
    pub fn evaluation<'a>(&'a self, engine: &'a Engine, sources: &'a Sources) -> Evaluation<'a> {
        Evaluation { engine, sources, situation: &self.situation, outcome: &self.outcome, trace: &self.trace }
    }
}

/// What was expected and what was found instead.
#[derive(Clone, Debug)]
pub enum FailureKind {
    Verdict {
        rule: RuleId,
        expected: Verdict,
        found: VerdictSet,
        missing: Vec<FactId>,
    },
    /// A condition that does not hold, or that the facts leave open.
    Condition {
        condition: ExprId,
        found: BoolSet,
        missing: Vec<FactId>,
    },
    Missing {
        rule: RuleId,
        expected: Vec<FactId>,
        found: Vec<FactId>,
    },
    PassesWith {
        rule: RuleId,
        found: VerdictSet,
        missing: Vec<FactId>,
    },
    Feasible {
        scenario: usize,
        expected: Verdict,
        found: Verdict,
        missing: Vec<FactId>,
    },
    Risk {
        name: String,
        expected: RiskState,
        /// `None` when no scenario has a risk or an advantage of that name on that day.
        found: Option<RiskState>,
        /// The scenario that has it on other days, where none does on that one.
        otherwise: Option<usize>,
        when: Option<ExprId>,
        missing: Vec<FactId>,
    },
    Late {
        milestone: usize,
        by: ExprId,
        found: Lateness,
    },
    Milestone {
        milestone: usize,
        expected: MilestoneExpectation,
        /// `None` for one that says nothing on that day.
        found: Option<MilestoneFound>,
    },
}

/// What a milestone is found to be, where a test asks for it.
#[derive(Clone, Debug, PartialEq)]
pub enum MilestoneFound {
    Blocked(Verdict),
    InOrder(bool),
    Earliest(Option<MonthOrDay>),
    Effect(Option<DateSet>),
}

/// How late a milestone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    OnTime,
    Months(i64),
    Days(i64),
    /// Nothing was expected on a date, or when it was reached is not known well enough.
    Unknown,
}

impl Report {
    pub fn passed(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.outcome, CaseOutcome::Passed)).count()
    }

    /// Those that failed or could not run.
    pub fn failed(&self) -> usize {
        self.cases.len() - self.passed()
    }
}

/// Runs the tests of the `selected` files whose title contains `filter`, accents and case ignored.
pub fn run(
    engine: &Engine,
    sources: &Sources,
    readings: &Readings,
    filter: Option<&str>,
    selected: impl Fn(FileId) -> bool,
) -> Report {
    run_cases(Runner { engine, sources, readings }, filter, selected, None)
}

/// The same, and what these tests reach of the rules of the same files. Costs an evaluation more for each case.
pub fn run_covered(
    engine: &Engine,
    sources: &Sources,
    readings: &Readings,
    filter: Option<&str>,
    selected: impl Fn(FileId) -> bool,
) -> (Report, Coverage) {
    let mut reached = Reached::default();
    let report = run_cases(Runner { engine, sources, readings }, filter, &selected, Some(&mut reached));
    (report, Coverage::new(engine, &reached, selected))
}

fn run_cases(
    runner: Runner<'_>,
    filter: Option<&str>,
    selected: impl Fn(FileId) -> bool,
    mut reached: Option<&mut Reached>,
) -> Report {
    let filter = filter.map(fold);
    let mut cases = Vec::new();
    for (rank, test) in runner.engine.checked.program.tests.iter().enumerate() {
        let wanted = filter.as_ref().is_none_or(|filter| fold(&test.title).contains(filter.as_str()));
        if !wanted || !selected(test.at.file) {
            continue;
        }
        for (row, at) in rows(test) {
            let outcome = case::run(runner, rank, row, reached.as_deref_mut());
            cases.push(CaseResult { title: test.title.clone(), row: row.map(|row| row + 1), at, outcome });
        }
    }
    Report { cases }
}

/// What every case is run with.
#[derive(Clone, Copy)]
struct Runner<'a> {
    engine: &'a Engine,
    sources: &'a Sources,
    readings: &'a Readings,
}

/// The cases of a test: itself, or each row of its examples.
fn rows(test: &Test) -> Vec<(Option<usize>, Loc)> {
    if test.examples.is_empty() {
        return vec![(None, test.at)];
    }
    let rows = test.examples.iter().flat_map(|examples| &examples.rows);
    rows.enumerate().map(|(rank, row)| (Some(rank), row.at)).collect()
}

/// What share these are, in percent; `None` of nothing.
fn percent(covered: usize, of: usize) -> Option<Num> {
    let number = |count: usize| Num::from_i64(i64::try_from(count).unwrap_or(i64::MAX));
    (&number(covered) * &Num::HUNDRED).checked_div(&number(of))
}
