//! Whether a change makes no difference at all.
//!
//! A condition is held against what it became, for every combination of the values that stand for all that its subjects
//! can have within their declarations, as if they were independent: what is the same for all of these is the same in
//! every dossier. From the smallest condition around the change outwards, to the verdict of the whole version. What
//! cannot be shown so is taken to make a difference.

use super::Ground;
use super::change::{Dropped, InItem, Mutant, Target};
use super::same::{same, same_derived, same_rule};
use super::subjects::{Side, Subjects};
use crate::eval::set::BoolSet;
use crate::eval::trial::Trial;
use crate::eval::value::Value;
use crate::eval::{Engine, is_blocking};
use crate::model::Program;
use crate::model::ids::{ExprId, RuleId};
use crate::model::item::{Body, Member, MemberKind, Members, RuleVersion, Table};
use crate::model::ty::Type;
use crate::testing::item::{Item, roots};
use std::collections::{HashMap, HashSet};

/// A doctrine before a change and after it.
pub(super) struct Prover<'a> {
    pub(super) before: &'a Engine,
    pub(super) after: &'a Engine,
}

impl<'a> Prover<'a> {
    pub fn new(before: &'a Engine, after: &'a Engine) -> Self {
        Prover { before, after }
    }

    /// Why the change makes no difference; `None` when that is not proven.
    pub fn ground(&self, mutant: &Mutant) -> Option<Ground> {
        match &mutant.target {
            Target::Exprs(exprs) => {
                let edited: HashSet<ExprId> = exprs.iter().map(|(id, _)| *id).collect();
                let parents = parents(self.program(), mutant.item);
                let grounds: Option<Vec<Ground>> =
                    exprs.iter().map(|(id, _)| self.around(*id, mutant.item, &parents, &edited)).collect();
                let grounds = grounds?;
                Some(if grounds.contains(&Ground::Implied) { Ground::Implied } else { Ground::Bounds })
            }
            Target::Item(change) => self.in_item(mutant, change),
        }
    }

    fn program(&self) -> &'a Program {
        &self.before.checked.program
    }

    /// A change inside an expression makes no difference when some condition around it, on every way up, is the same.
    fn around(
        &self,
        id: ExprId,
        item: Item,
        parents: &HashMap<ExprId, Vec<ExprId>>,
        edited: &HashSet<ExprId>,
    ) -> Option<Ground> {
        let mut ground = Ground::Bounds;
        let mut waiting = vec![(id, false)];
        let mut known = HashSet::new();
        while let Some((id, within_another)) = waiting.pop() {
            if !known.insert(id) {
                continue;
            }
            let is_condition = matches!(self.before.checked.type_of(id), Type::Bool);
            if is_condition && let Some(subjects) = self.same_condition(id, edited) {
                if within_another || subjects > 1 {
                    ground = Ground::Implied;
                }
                continue;
            }
            let above = parents.get(&id).map_or(&[][..], Vec::as_slice);
            if above.is_empty() {
                self.whole_versions(id, item, edited).or_else(|| self.same_tables(item, edited))?;
                ground = Ground::Implied;
            }
            waiting.extend(above.iter().map(|parent| (*parent, within_another || is_condition)));
        }
        Some(ground)
    }

    /// How many subjects a condition speaks of, when it is the same before and after for all their values.
    fn same_condition(&self, id: ExprId, edited: &HashSet<ExprId>) -> Option<usize> {
        let mut subjects = Subjects::new(self, edited);
        subjects.of_both(id)?;
        let count = subjects.list.len();
        subjects.all(|before, after| before.value(id) == after.value(id)).then_some(count)
    }

    /// Whether a condition holds for all values of its subjects.
    fn always(&self, id: ExprId) -> bool {
        let none = HashSet::new();
        let mut subjects = Subjects::new(self, &none);
        subjects.of_both(id).is_some() && subjects.all(|before, _| before.value(id) == Value::TRUE)
    }

    fn never(&self, id: ExprId) -> bool {
        let none = HashSet::new();
        let mut subjects = Subjects::new(self, &none);
        subjects.of_both(id).is_some() && subjects.all(|before, _| before.value(id) == Value::FALSE)
    }

    /// The verdict of every version of the rule in which a clause stands.
    fn whole_versions(&self, clause: ExprId, item: Item, edited: &HashSet<ExprId>) -> Option<()> {
        let Item::Rule(id) = item else { return None };
        let (before, after) = self.versions(id)?;
        let holds = |version: &RuleVersion| {
            let mut exceptions = version.exceptions.iter().map(|exception| exception.condition);
            version.applies.contains(&clause)
                || version.requires.contains(&clause)
                || exceptions.any(|one| one == clause)
        };
        let mut pairs = before.iter().zip(after).filter(|(version, _)| holds(version)).peekable();
        pairs.peek()?;
        pairs.all(|(one, other)| self.same_version(one, other, edited)).then_some(())
    }

    fn versions(&self, id: RuleId) -> Option<(&'a [RuleVersion], &'a [RuleVersion])> {
        let versions = |engine: &'a Engine| engine.checked.program.rule(id).map(|rule| rule.versions.as_slice());
        let (before, after) = (versions(self.before)?, versions(self.after)?);
        (before.len() == after.len()).then_some((before, after))
    }

    fn same_version(&self, one: &RuleVersion, other: &RuleVersion, edited: &HashSet<ExprId>) -> bool {
        let mut subjects = Subjects::new(self, edited);
        let read = subjects.of_version(one, Side::Before).and_then(|()| subjects.of_version(other, Side::After));
        read.is_some() && subjects.all(|before, after| before.verdicts(one) == after.verdicts(other))
    }

    /// The result of every table of an item.
    fn same_tables(&self, item: Item, edited: &HashSet<ExprId>) -> Option<()> {
        let Item::Derived(id) = item else { return None };
        let versions =
            |engine: &'a Engine| engine.checked.program.derived_item(id).map(|item| item.versions.as_slice());
        let pairs = versions(self.before)?.iter().zip(versions(self.after)?);
        let pairs: Option<Vec<(&Table, &Table)>> =
            pairs.map(|(one, other)| Some((table_of(&one.body)?, table_of(&other.body)?))).collect();
        pairs?.into_iter().all(|(one, other)| self.same_table(one, other, edited)).then_some(())
    }

    /// Whether the rows that match give the same, in every situation.
    fn same_table(&self, one: &Table, other: &Table, edited: &HashSet<ExprId>) -> bool {
        let mut subjects = Subjects::new(self, edited);
        let cells = |table: &Table| table.rows.iter().flat_map(|row| row.cells.clone()).flatten().collect::<Vec<_>>();
        let read = cells(one).into_iter().try_for_each(|cell| subjects.of(cell, Side::Before));
        let read = read.and_then(|()| cells(other).into_iter().try_for_each(|cell| subjects.of(cell, Side::After)));
        let (before, after) = (&self.before.checked.program, &self.after.checked.program);
        // One expression that is not changed is the same, whatever it is.
        let alike = |one: ExprId, other: ExprId| {
            let untouched = one == other && !subjects.is_touched(one, Side::Before);
            untouched || same((before, one), (after, other), &mut Vec::new())
        };
        read.is_some()
            && subjects.all(|before, after| {
                let (ours, theirs) = (results(before, one), results(after, other));
                match (ours.split_first(), theirs.is_empty()) {
                    (Some((first, rest)), false) => rest.iter().chain(&theirs).all(|result| alike(*first, *result)),
                    (first, is_empty) => first.is_none() && is_empty,
                }
            })
    }

    fn in_item(&self, mutant: &Mutant, change: &InItem) -> Option<Ground> {
        let program = self.program();
        match (mutant.item, change) {
            (Item::Rule(id), InItem::Begin(rank, _)) => {
                let versions = self.versions(id)?.0;
                let (one, other) = (versions.get(rank.checked_sub(1)?)?, versions.get(*rank)?);
                let touch =
                    one.period.until.zip(other.period.from).is_some_and(|(until, from)| until == from.yesterday());
                (touch && same_rule(program, one, other)).then_some(Ground::SameVersions)
            }
            (Item::Derived(id), InItem::Begin(rank, _)) => {
                let versions = &program.derived_item(id)?.versions;
                let (one, other) = (versions.get(rank.checked_sub(1)?)?, versions.get(*rank)?);
                let touch =
                    one.period.until.zip(other.period.from).is_some_and(|(until, from)| until == from.yesterday());
                (touch && same_derived(program, one, other)).then_some(Ground::SameVersions)
            }
            (Item::Rule(id), InItem::Drop(dropped, at)) => {
                if *dropped == Dropped::Member && self.is_not_counted(id, *at) {
                    return Some(Ground::NotCounted);
                }
                self.same_verdicts(id)
            }
            (Item::Rule(id), InItem::Quantity(..)) => self.same_verdicts(id),
            (Item::Derived(id), InItem::Drop(Dropped::Exception, at)) => {
                let versions = &program.derived_item(id)?.versions;
                let exceptions = versions.iter().flat_map(|version| &version.exceptions).filter(|one| one.at == *at);
                all_of(exceptions.map(|one| one.condition), |condition| self.never(condition)).then_some(Ground::Bounds)
            }
            (Item::Derived(id), InItem::Widen(at, column)) => {
                let versions = &program.derived_item(id)?.versions;
                let tables = versions.iter().filter_map(|version| table_of(&version.body));
                let rows = tables.flat_map(|table| &table.rows).filter(|row| row.at == *at);
                let cells = rows.filter_map(|row| row.cells.get(*column).copied().flatten());
                if all_of(cells, |cell| self.always(cell)) {
                    return Some(Ground::Bounds);
                }
                self.same_tables(mutant.item, &HashSet::new()).map(|()| Ground::Implied)
            }
            (Item::Derived(_), InItem::Drop(Dropped::Row, _)) => {
                self.same_tables(mutant.item, &HashSet::new()).map(|()| Ground::Implied)
            }
            (
                Item::Scenario(_) | Item::Milestone(_),
                InItem::Drop(Dropped::Feasibility | Dropped::PointCondition | Dropped::Requirement, at),
            ) => {
                let conditions = roots(program, mutant.item).into_iter().filter(|id| program.at(*id) == *at);
                all_of(conditions, |condition| self.always(condition)).then_some(Ground::Bounds)
            }
            (
                Item::Derived(_) | Item::Rule(_) | Item::Scenario(_) | Item::Milestone(_),
                InItem::Drop(..)
                | InItem::Widen(..)
                | InItem::Quantity(..)
                | InItem::Begin(..)
                | InItem::End(..)
                | InItem::Yearly(..),
            ) => None,
        }
    }

    fn same_verdicts(&self, id: RuleId) -> Option<Ground> {
        let (before, after) = self.versions(id)?;
        let none = HashSet::new();
        before.iter().zip(after).all(|(one, other)| self.same_version(one, other, &none)).then_some(Ground::Implied)
    }

    /// Whether a member is one that never blocks.
    fn is_not_counted(&self, id: RuleId, at: crate::base::Loc) -> bool {
        let Some((versions, _)) = self.versions(id) else { return false };
        let mut lists: Vec<&Members> = versions.iter().filter_map(|version| version.members.as_ref()).collect();
        let mut found = false;
        while let Some(list) = lists.pop() {
            for member in &list.members {
                if let MemberKind::Nested(nested) = &member.kind {
                    lists.push(nested);
                }
                if member.at == at {
                    found = true;
                    if self.blocks(member) != Some(false) {
                        return false;
                    }
                }
            }
        }
        found
    }

    /// Whether a member counts; `None` when that depends on the day.
    pub(super) fn blocks(&self, member: &Member) -> Option<bool> {
        match (&member.kind, member.force) {
            (_, Some(force)) => Some(is_blocking(force)),
            (MemberKind::Nested(_), None) => Some(true),
            (MemberKind::Rule(id), None) => {
                let versions = &self.program().rule(*id)?.versions;
                let first = is_blocking(versions.first()?.force);
                versions.iter().all(|version| is_blocking(version.force) == first).then_some(first)
            }
        }
    }
}

/// Whether there is some, and all are so.
fn all_of<T>(these: impl Iterator<Item = T>, are_so: impl Fn(T) -> bool) -> bool {
    let mut these = these.peekable();
    these.peek().is_some() && these.all(are_so)
}

fn table_of(body: &Body) -> Option<&Table> {
    match body {
        Body::Table(table) => Some(table),
        Body::Expr(_) => None,
    }
}

/// The results of the rows that can match, as the evaluator reads a table: the first that surely does hides those below
/// it in a `first` table, and a row `otherwise` elsewhere.
fn results(trial: &mut Trial<'_>, table: &Table) -> Vec<ExprId> {
    let (mut results, mut sure) = (Vec::new(), false);
    for row in &table.rows {
        if sure && (row.otherwise || table.first) {
            break;
        }
        let cells = row.cells.iter().flatten();
        let matches = cells.fold(BoolSet::TRUE, |all, cell| all.and(trial.value(*cell).truth()));
        if matches.can_be_true() {
            results.push(row.result);
        }
        sure |= matches == BoolSet::TRUE;
    }
    results
}

/// The expressions right above each, within an item.
fn parents(program: &Program, item: Item) -> HashMap<ExprId, Vec<ExprId>> {
    let mut parents: HashMap<ExprId, Vec<ExprId>> = HashMap::new();
    let mut stack = roots(program, item);
    let mut seen = HashSet::new();
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        for child in program.kind(id).children() {
            parents.entry(child).or_default().push(id);
            stack.push(child);
        }
    }
    parents
}
