//! What the evaluations of the cases showed of what their expectations lean on.

use super::comparisons::{Side, is_comparison, sides, within_lists};
use crate::base::Loc;
use crate::eval::set::BoolSet;
use crate::eval::verdict::RuleOutcome;
use crate::eval::{Engine, Outcome, Trace};
use crate::model::Program;
use crate::model::expr::{ExprKind, Verdict};
use crate::model::ids::{DerivedId, ExprId, RuleId};
use crate::model::item::{Body, Exception, MemberKind, Members, RuleVersion, Table};
use crate::testing::Seen;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Everything reached so far.
#[derive(Debug, Default)]
pub(in crate::testing) struct Reached {
    verdicts: HashMap<(RuleId, Option<usize>), HashSet<Verdict>>,
    /// The places of exceptions seen to hold and of rows seen to match.
    parts: HashSet<Loc>,
    /// What comparisons showed, by their places.
    sides: HashMap<Loc, BTreeSet<Side>>,
}

/// What an expectation names.
#[derive(Clone, Copy, Debug)]
pub(in crate::testing) enum Named {
    Rule(RuleId),
    Expr(ExprId),
}

impl Reached {
    /// Notes what one evaluation shows of these things and of all that they lean on.
    pub fn note(&mut self, engine: &Engine, seen: &Seen, named: Vec<Named>) {
        Walk {
            program: &engine.checked.program,
            seen,
            reached: self,
            stack: named,
            rules: HashSet::new(),
            derived: HashSet::new(),
            compared: HashSet::new(),
        }
        .run();
    }

    /// The verdicts with which a version was seen, or the rule outside its versions.
    pub fn verdicts(&self, rule: RuleId, version: Option<usize>) -> HashSet<Verdict> {
        self.verdicts.get(&(rule, version)).cloned().unwrap_or_default()
    }

    /// What was seen of the comparison at this place.
    pub fn sides(&self, at: Loc) -> BTreeSet<Side> {
        self.sides.get(&at).cloned().unwrap_or_default()
    }

    /// Whether the exception or the row at this place was reached.
    pub fn part(&self, at: Loc) -> bool {
        self.parts.contains(&at)
    }
}

struct Walk<'a> {
    program: &'a Program,
    seen: &'a Seen,
    reached: &'a mut Reached,
    stack: Vec<Named>,
    rules: HashSet<RuleId>,
    derived: HashSet<DerivedId>,
    compared: HashSet<ExprId>,
}

impl Walk<'_> {
    /// With a stack of its own: a long chain of definitions must not exhaust the thread's.
    fn run(mut self) {
        while let Some(next) = self.stack.pop() {
            match next {
                Named::Rule(rule) => self.rule(rule),
                Named::Expr(expr) => self.expr(expr),
            }
        }
        let (program, seen) = (self.program, self.seen);
        let in_lists = within_lists(program, &seen.trace).filter(|(_, id)| self.compared.contains(id));
        let places: Vec<(u32, ExprId)> = self.compared.iter().map(|id| (Trace::TOP, *id)).chain(in_lists).collect();
        for (frame, id) in places {
            let shown = sides(program, seen, frame, id);
            self.reached.sides.entry(program.at(id)).or_default().extend(shown);
        }
    }

    fn expr(&mut self, id: ExprId) {
        let kind = self.program.kind(id);
        match kind {
            ExprKind::Rule(rule, _) => self.rule(*rule),
            ExprKind::Derived(derived) => self.derived(*derived),
            _ => self.stack.extend(kind.children().into_iter().map(Named::Expr)),
        }
        if is_comparison(self.program, id) {
            self.compared.insert(id);
        }
    }

    fn rule(&mut self, id: RuleId) {
        let Some(outcome) = self.seen.outcome.rule(id) else { return };
        if !self.rules.insert(id) {
            return;
        }
        self.reached.verdicts.entry((id, outcome.version())).or_default().insert(outcome.verdict());
        let rule = self.program.rule(id);
        let Some(version) = rule.and_then(|rule| rule.versions.get(outcome.version()?)) else { return };
        for (rank, exception) in version.exceptions.iter().enumerate() {
            if is_taken(outcome, rank) {
                self.reached.parts.insert(exception.at);
            }
        }
        self.stack.extend(conditions(version).map(Named::Expr));
        if let Some(members) = &version.members {
            blocking(self.program, &self.seen.outcome, members, &mut self.stack);
        }
    }

    fn derived(&mut self, id: DerivedId) {
        // A parameter given for the occasion leans on nothing.
        if self.seen.situation.parameters.contains_key(&id) || !self.derived.insert(id) {
            return;
        }
        let rank = self.seen.outcome.derived_versions.get(id.index()).copied().flatten();
        let derived = self.program.derived_item(id);
        let Some(version) = derived.and_then(|derived| derived.versions.get(rank?)) else { return };
        for Exception { condition, value, at, .. } in &version.exceptions {
            if self.truth(*condition) == BoolSet::TRUE {
                self.reached.parts.insert(*at);
            }
            self.stack.extend(std::iter::once(*condition).chain(*value).map(Named::Expr));
        }
        match &version.body {
            Body::Expr(body) => self.stack.push(Named::Expr(*body)),
            Body::Table(table) => self.table(table),
        }
    }

    /// A row is reached when it alone gives the result: all its cells hold and, where the order counts, no row above
    /// can still match.
    fn table(&mut self, table: &Table) {
        let mut above = BoolSet::FALSE;
        for row in &table.rows {
            let cells = row.cells.iter().flatten().map(|cell| self.truth(*cell));
            let matches = cells.fold(BoolSet::TRUE, BoolSet::and);
            let in_turn = table.first || row.otherwise;
            if matches == BoolSet::TRUE && !(in_turn && above.can_be_true()) {
                self.reached.parts.insert(row.at);
            }
            above = above.or(matches);
            self.stack.extend(row.cells.iter().flatten().copied().chain([row.result]).map(Named::Expr));
        }
        self.stack.extend(table.heads.iter().copied().map(Named::Expr));
    }

    /// Of what stands outside any list; what was not evaluated is not seen to hold, and may.
    fn truth(&self, id: ExprId) -> BoolSet {
        self.seen.trace.get(Trace::TOP, id).map_or(BoolSet::ANY, |value| value.truth())
    }
}

/// For a criterion over a list, for one of its elements.
fn is_taken(outcome: &RuleOutcome, rank: usize) -> bool {
    let holds = |one: &RuleOutcome| one.exceptions().get(rank) == Some(&BoolSet::TRUE);
    holds(outcome) || outcome.elements().iter().any(holds)
}

/// Every condition of a version.
pub(super) fn conditions(version: &RuleVersion) -> impl Iterator<Item = ExprId> + '_ {
    let exceptions = version.exceptions.iter().map(|exception| exception.condition);
    let list = version.for_each.iter().map(|for_each| for_each.list);
    version.applies.iter().chain(&version.requires).copied().chain(exceptions).chain(list)
}

/// The rules that a checklist counts; the others are reported beside it and its verdict does not lean on them.
fn blocking(program: &Program, outcome: &Outcome, members: &Members, found: &mut Vec<Named>) {
    for member in &members.members {
        match &member.kind {
            MemberKind::Rule(id) => {
                let rank = outcome.rule(*id).and_then(|outcome| outcome.version()).unwrap_or(0);
                let own = program.rule(*id).and_then(|rule| rule.versions.get(rank)).map(|version| version.force);
                if member.force.or(own).is_none_or(crate::eval::is_blocking) {
                    found.push(Named::Rule(*id));
                }
            }
            MemberKind::Nested(nested) => {
                if member.force.is_none_or(crate::eval::is_blocking) {
                    blocking(program, outcome, nested, found);
                }
            }
        }
    }
}
