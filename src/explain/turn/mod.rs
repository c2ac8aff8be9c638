//! What would turn a verdict that is not met: the nearest value of each fact that does it alone, else the smallest sets of
//! two or three facts. Each answer was evaluated.
//!
//! The search tries sets of values at once: where a rule cannot be met by any value of a set, no value of it is tried.
//! Evaluation is sound on sets (see `eval/value.rs`), so nothing nearer is passed over.

mod scale;
mod search;
mod text;

use super::report::Evaluation;
use crate::base::Num;
use crate::eval::value::Value;
use crate::model::expr::Verdict;
use crate::model::ids::{ExprId, FactId, RuleId};

pub use text::{alone_line, turns_lines};

/// One fact told otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub fact: FactId,
    /// The value that does it; of a choice, all those that do.
    pub value: Value,
    /// For a number, the value that it has and where exactly the verdict turns, which may lie between two steps.
    pub limit: Option<Limit>,
}

/// Where a verdict turns.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    pub at: Num,
    /// Whether the limit itself is enough.
    pub inclusive: bool,
}

/// What was found for one rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turns {
    /// Each is enough alone. A fact comes twice when it can move either way.
    pub alone: Vec<Change>,
    /// Smallest sets of changes that are enough together; looked for when none is alone.
    pub together: Vec<Vec<Change>>,
    /// Changes after each of which the verdict is no longer settled, only open: the rest depends on facts that are
    /// missing. Looked for when nothing above was found.
    pub opening: Vec<Change>,
    /// Whether no fact that was tried can turn it, whatever is told.
    pub hopeless: bool,
    /// Lists and records that it leans on, whose elements are not tried one by one.
    pub untried: Vec<FactId>,
    /// Whether the search was stopped before its end, so that there may be others.
    pub cut: bool,
}

impl Turns {
    pub fn is_empty(&self) -> bool {
        self.alone.is_empty() && self.together.is_empty() && self.opening.is_empty()
    }
}

impl Evaluation<'_> {
    /// The single facts that would turn the verdict of a rule to met, each with its nearest value; none for a rule that is
    /// not decided against.
    pub fn turns_alone(&self, rule: RuleId) -> Vec<Change> {
        let decided = self.outcome.rule(rule).is_some_and(|outcome| outcome.verdict() == Verdict::NotMet);
        if decided { search::Search::new(self.engine, self.situation, rule).alone_only() } else { Vec::new() }
    }

    /// What would make conditions hold that do not, all of them: as for the verdict of a rule.
    pub fn turns_of(&self, conditions: &[ExprId]) -> Turns {
        search::Search::of_conditions(self.engine, self.situation, conditions).run()
    }

    /// What would turn the verdict of a rule to met. Nothing for a rule that is not decided against.
    pub fn turns(&self, rule: RuleId) -> Option<Turns> {
        let outcome = self.outcome.rule(rule)?;
        (outcome.verdict() == Verdict::NotMet).then(|| search::Search::new(self.engine, self.situation, rule).run())
    }
}
