//! What the tests of a doctrine reach: which verdicts of its rules, which exceptions, which rows of its tables, which
//! sides of its comparisons.
//!
//! What was seen counts only where an expectation looks. A verdict counts when an expectation names the rule, or names
//! something that leans on it, at any remove, in the versions in force in that case: a checklist that is expected leans
//! on its blocking members, a definition on those it is computed from. Whether the expectation holds is another matter:
//! a case that fails reaches what it reaches.
//!
//! Each version of a rule is covered by itself, and so is the time outside its dates. What a version *can* be is what
//! the evaluator leaves possible when nobody has told anything, so not applicable and exempt are asked for only where
//! they can come out. A criterion `for each` has the verdict of the whole; one exception taken for one element is taken.

mod comparisons;
mod json;
mod possible;
mod reached;
mod words;

use crate::base::{Date, FileId, Loc, Num};
use crate::eval::Engine;
use crate::explain::missing::Owner;
use crate::model::Program;
use crate::model::expr::Verdict;
use crate::model::ids::RuleId;
use crate::model::item::{Body, Citation, Exception, Rule, RuleKind};
pub use comparisons::{ComparisonCoverage, Side};
pub use json::coverage_json;
use possible::{Verdicts, possible};
pub(super) use reached::{Named, Reached};
use std::collections::HashSet;
pub use words::{coverage_summary, coverage_text};

/// The verdicts, in the order in which they are told.
const ALL: [Verdict; 5] = [Verdict::Met, Verdict::NotMet, Verdict::Unknown, Verdict::NotApplicable, Verdict::Exempt];

/// What can be reached in the selected files, and what was.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    pub rules: Vec<RuleCoverage>,
    pub exceptions: Vec<PartCoverage>,
    pub rows: Vec<PartCoverage>,
    pub comparisons: Vec<ComparisonCoverage>,
}

/// One version of a criterion or a checklist.
#[derive(Clone, Debug)]
pub struct RuleCoverage {
    pub rule: RuleId,
    /// Its rank; `None` for the time outside every version, when the rule is not applicable.
    pub version: Option<usize>,
    pub at: Loc,
    /// The verdicts it can have, in order.
    pub can: Vec<Verdict>,
    /// Those among them that were seen.
    pub seen: Vec<Verdict>,
}

/// An exception or a row of a table, once however many versions share it.
#[derive(Clone, Debug)]
pub struct PartCoverage {
    /// The item it belongs to.
    pub of: Owner,
    /// Counted from 1 among those of its version.
    pub number: usize,
    pub at: Loc,
    pub seen: bool,
}

/// How many were reached, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratio {
    pub covered: usize,
    pub of: usize,
}

/// The counts of each kind. A version of a rule is covered once it was seen with every verdict that it can have, a
/// comparison once it was seen on both sides and at its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub criteria: Ratio,
    pub checklists: Ratio,
    pub exceptions: Ratio,
    pub rows: Ratio,
    pub comparisons: Ratio,
}

impl RuleCoverage {
    pub fn unseen(&self) -> impl Iterator<Item = Verdict> {
        self.can.iter().copied().filter(|verdict| !self.seen.contains(verdict))
    }

    pub fn is_covered(&self) -> bool {
        self.unseen().next().is_none()
    }
}

impl Ratio {
    fn of(covered: impl Iterator<Item = bool>) -> Self {
        covered.fold(Ratio::default(), |sum, one| Ratio { covered: sum.covered + usize::from(one), of: sum.of + 1 })
    }

    fn plus(self, other: Ratio) -> Self {
        Ratio { covered: self.covered + other.covered, of: self.of + other.of }
    }
}

impl Summary {
    /// The counts of several doctrines together.
    pub fn plus(self, other: Summary) -> Self {
        Summary {
            criteria: self.criteria.plus(other.criteria),
            checklists: self.checklists.plus(other.checklists),
            exceptions: self.exceptions.plus(other.exceptions),
            rows: self.rows.plus(other.rows),
            comparisons: self.comparisons.plus(other.comparisons),
        }
    }

    /// The percentage of all of them that is covered; `None` when there is nothing to cover.
    pub fn percent(self) -> Option<Num> {
        let all = [self.criteria, self.checklists, self.exceptions, self.rows, self.comparisons];
        let all = all.into_iter().fold(Ratio::default(), Ratio::plus);
        super::percent(all.covered, all.of)
    }
}

impl Coverage {
    /// Holds what was reached against what the selected files declare. What has errors is left out.
    pub(super) fn new(engine: &Engine, reached: &Reached, selected: impl Fn(FileId) -> bool) -> Self {
        let (program, sound) = (&engine.checked.program, &engine.checked.sound);
        let possible = possible(engine);
        let comparisons = comparisons::comparisons(engine, reached, &selected);
        let mut coverage = Coverage { comparisons, ..Coverage::default() };
        let mut known = HashSet::new();
        for (id, rule) in program.rule_ids().zip(&program.rules) {
            if !sound.rule(id) || !selected(rule.meta.at.file) {
                continue;
            }
            coverage.rule(id, rule, possible.get(id.index()).map_or(&[], Vec::as_slice), reached);
            if has_time_outside(program, rule) {
                coverage.push_rule(id, None, rule.meta.at, &HashSet::from([Verdict::NotApplicable]), reached);
            }
            for version in &rule.versions {
                coverage.exceptions(Owner::Rule(id), &version.exceptions, reached, &mut known);
            }
        }
        for (id, derived) in program.derived_ids().zip(&program.derived) {
            if !sound.derived(id) || !selected(derived.meta.at.file) {
                continue;
            }
            let owner = Owner::Derived(id);
            for version in &derived.versions {
                coverage.exceptions(owner, &version.exceptions, reached, &mut known);
                let Body::Table(table) = &version.body else { continue };
                let rows = table.rows.iter().map(|row| row.at).enumerate();
                coverage.rows.extend(parts(owner, rows, reached, &mut known));
            }
        }
        coverage
    }

    fn rule(&mut self, id: RuleId, rule: &Rule, possible: &[Verdicts], reached: &Reached) {
        let several = rule.versions.len() > 1;
        for (rank, (version, can)) in rule.versions.iter().zip(possible).enumerate() {
            let at = if several { version.at } else { rule.meta.at };
            self.push_rule(id, Some(rank), at, can, reached);
        }
    }

    fn push_rule(&mut self, rule: RuleId, version: Option<usize>, at: Loc, possible: &Verdicts, reached: &Reached) {
        let seen = reached.verdicts(rule, version);
        let of = |wanted: &dyn Fn(&Verdict) -> bool| ALL.into_iter().filter(|verdict| wanted(verdict)).collect();
        self.rules.push(RuleCoverage {
            rule,
            version,
            at,
            can: of(&|verdict| possible.contains(verdict) || seen.contains(verdict)),
            seen: of(&|verdict| seen.contains(verdict)),
        });
    }

    fn exceptions(&mut self, owner: Owner, exceptions: &[Exception], reached: &Reached, known: &mut HashSet<Loc>) {
        let places = exceptions.iter().map(|exception| exception.at).enumerate();
        self.exceptions.extend(parts(owner, places, reached, known));
    }

    pub fn summary(&self, program: &Program) -> Summary {
        let of_kind = |kind: RuleKind| {
            let wanted = move |one: &&RuleCoverage| program.rule(one.rule).is_some_and(|rule| rule.kind == kind);
            Ratio::of(self.rules.iter().filter(wanted).map(RuleCoverage::is_covered))
        };
        Summary {
            criteria: of_kind(RuleKind::Criterion),
            checklists: of_kind(RuleKind::Checklist),
            exceptions: Ratio::of(self.exceptions.iter().map(|one| one.seen)),
            rows: Ratio::of(self.rows.iter().map(|one| one.seen)),
            comparisons: Ratio::of(self.comparisons.iter().map(ComparisonCoverage::is_covered)),
        }
    }
}

/// The parts at these places, those already known left out: versions share what stands outside their blocks.
fn parts(
    of: Owner,
    places: impl Iterator<Item = (usize, Loc)>,
    reached: &Reached,
    known: &mut HashSet<Loc>,
) -> Vec<PartCoverage> {
    places
        .filter(|(_, at)| known.insert(*at))
        .map(|(rank, at)| PartCoverage { of, number: rank + 1, at, seen: reached.part(at) })
        .collect()
}

/// Whether there are days on which no version holds. Before the text it cites a rule does not hold either, but its
/// author wrote no date for that, and no test is asked for.
fn has_time_outside(program: &Program, rule: &Rule) -> bool {
    let Some((first, last)) = rule.versions.first().zip(rule.versions.last()) else { return false };
    let begins = first.period.from.is_some_and(|from| !is_date_of_a_text(program, &first.per, from));
    let holes = rule.versions.iter().zip(rule.versions.iter().skip(1)).any(|(one, next)| {
        next.period.from.zip(one.period.until).is_some_and(|(from, until)| until < from.yesterday())
    });
    begins || holes || last.period.until.is_some()
}

pub(super) fn is_date_of_a_text(program: &Program, per: &[Citation], day: Date) -> bool {
    per.iter().filter_map(|citation| program.source(citation.source)?.date).any(|date| date.first_day() == day)
}
