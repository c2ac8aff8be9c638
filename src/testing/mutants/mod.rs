//! Would the tests notice? One small change after another is made to the rules, in memory, and the tests that can see it
//! are run: a change that none of them notices is something that the tests do not hold.
//!
//! Changed are numbers and dates by one step, comparisons at their bound, `and` and `or`, members of lists of conditions,
//! negations, quantities, clauses, rows and cells of tables, and the days on which versions begin and end: in parameters,
//! definitions, tables, criteria, checklists, and in the conditions of scenarios and milestones. Left alone are forces,
//! texts, the results that are no number, what scenarios suppose, the dates on which milestones are expected and their
//! order, bodies, facts and tests.
//!
//! A change that the checks refuse is not counted, since its author would be told. One that no test notices is held
//! against the declared bounds and the rest of its condition (`prove.rs`): when it provably makes no difference, no test
//! ever could, and it is left out.

mod change;
mod edits;
mod find;
mod json;
mod judge;
mod prove;
mod reach;
mod same;
mod subjects;
mod words;

#[cfg(test)]
mod tests;

use super::item::Item;
use crate::base::{FileId, Loc, Num, Sources};
pub use change::Change;
pub use json::mutants_json;
pub use judge::run_mutants;
pub use words::{mutants_summary, mutants_text};

/// Which changes are tried, and against which tests.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// Only the tests whose title contains this.
    pub filter: Option<&'a str>,
    /// One change of so many, evenly over the rules; 1 for all of them.
    pub every: usize,
}

/// Every change that was tried, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Mutation {
    pub changes: Vec<Judged>,
}

/// One change, and what became of it.
#[derive(Clone, Debug)]
pub struct Judged {
    pub item: Item,
    /// What was changed or dropped, as written.
    pub at: Loc,
    pub change: Change,
    pub fate: Fate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Some test fails.
    Noticed,
    /// No test fails, and it may make a difference.
    Unnoticed,
    /// It makes no difference, provably.
    Equivalent(Ground),
    /// The checks report an error.
    Refused,
}

/// Why a change makes no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// The condition is the same for every value that the declarations allow.
    Bounds,
    /// What stands beside it in its clause, or in its rule, decides already.
    Implied,
    /// A checklist does not count what was dropped.
    NotCounted,
    /// The versions on both sides of the day say the same.
    SameVersions,
}

/// How many changes had which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub noticed: usize,
    pub unnoticed: usize,
    pub equivalent: usize,
    pub refused: usize,
}

impl Score {
    fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Noticed => self.noticed += 1,
            Fate::Unnoticed => self.unnoticed += 1,
            Fate::Equivalent(_) => self.equivalent += 1,
            Fate::Refused => self.refused += 1,
        }
    }

    /// Both together.
    pub fn plus(self, other: Score) -> Score {
        Score {
            noticed: self.noticed + other.noticed,
            unnoticed: self.unnoticed + other.unnoticed,
            equivalent: self.equivalent + other.equivalent,
            refused: self.refused + other.refused,
        }
    }

    /// Those that count: noticed, or not and they may make a difference.
    pub fn counted(self) -> usize {
        self.noticed + self.unnoticed
    }

    /// The percentage of those that count that was noticed; `None` when none counts.
    pub fn percent(self) -> Option<Num> {
        super::percent(self.noticed, self.counted())
    }
}

impl Mutation {
    pub fn score(&self) -> Score {
        let mut score = Score::default();
        self.changes.iter().for_each(|one| score.add(one.fate));
        score
    }

    /// The score of each file in which something was changed, by its path.
    pub fn files(&self, sources: &Sources) -> Vec<(FileId, Score)> {
        let mut files: Vec<(FileId, Score)> = Vec::new();
        for one in &self.changes {
            match files.iter_mut().find(|(file, _)| *file == one.at.file) {
                Some((_, score)) => score.add(one.fate),
                None => {
                    let mut score = Score::default();
                    score.add(one.fate);
                    files.push((one.at.file, score));
                }
            }
        }
        files.sort_by_key(|(file, _)| sources.path(*file).to_string());
        files
    }

    /// Those that no test notices.
    pub fn unnoticed(&self) -> impl Iterator<Item = &Judged> {
        self.changes.iter().filter(|one| one.fate == Fate::Unnoticed)
    }
}
