//! The facts that can still change a verdict: those that undecided parts of its reason lean on, and only those.

use super::idle::{Asked, that_matter};
use crate::eval::slot::Status;
use crate::eval::value::Value;
use crate::eval::verdict::{MemberOutcome, RuleOutcome, VerdictSet};
use crate::eval::{Cause, Engine, Outcome, Situation, Trace};
use crate::model::Program;
use crate::model::expr::{ExprKind, LogicOp};
use crate::model::ids::{DerivedId, ExprId, FactId, RuleId};
use crate::model::item::{Body, Exception, Member, MemberKind, Members, Meta, Rule, RuleKind, RuleVersion};
use std::collections::{HashMap, HashSet};

/// The facts that can still change this rule's verdict, in the order in which its text mentions them.
pub fn of_rule(engine: &Engine, situation: &Situation, outcome: &Outcome, trace: &Trace, rule: RuleId) -> Vec<FactId> {
    open_of_rule(engine, situation, outcome, trace, rule).facts
}

/// What keeps a verdict undecided: facts, and what the text leaves open.
#[derive(Clone, Debug, Default)]
pub struct Open {
    /// In the order in which the text of the rule mentions them.
    pub facts: Vec<FactId>,
    /// The items in which the text leaves something open that still weighs on the verdict.
    pub unspecified: Vec<Owner>,
    /// What could not be evaluated although nothing it leans on is missing.
    pub failures: Vec<Failure>,
}

/// A part of a rule that could not be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Failure {
    pub at: ExprId,
    pub cause: Cause,
    /// The item whose text it stands in; nothing for an expression that belongs to none.
    pub owner: Option<Owner>,
}

/// An item that has conditions or a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    Rule(RuleId),
    Derived(DerivedId),
}

impl Owner {
    pub fn meta(self, program: &Program) -> Option<&Meta> {
        match self {
            Owner::Rule(id) => program.rule(id).map(|rule| &rule.meta),
            Owner::Derived(id) => program.derived_item(id).map(|derived| &derived.meta),
        }
    }
}

/// What can still change this rule's verdict.
pub fn open_of_rule(engine: &Engine, situation: &Situation, outcome: &Outcome, trace: &Trace, rule: RuleId) -> Open {
    Search::new(engine, situation, outcome, trace).run(Part::Rule(rule))
}

/// What can still change a definition, a parameter or a table.
pub fn open_of_derived(
    engine: &Engine,
    situation: &Situation,
    outcome: &Outcome,
    trace: &Trace,
    derived: DerivedId,
) -> Open {
    Search::new(engine, situation, outcome, trace).run(Part::Derived(derived))
}

/// What can still change an expression evaluated in a frame.
pub fn open_of_expr(
    engine: &Engine,
    situation: &Situation,
    outcome: &Outcome,
    trace: &Trace,
    (frame, expr): (u32, ExprId),
) -> Open {
    Search::new(engine, situation, outcome, trace).run(Part::Expr(frame, expr))
}

/// The facts that can still change a value.
pub fn of_expr(engine: &Engine, situation: &Situation, outcome: &Outcome, trace: &Trace, expr: ExprId) -> Vec<FactId> {
    Search::new(engine, situation, outcome, trace).run(Part::Expr(Trace::TOP, expr)).facts
}

/// For every rule of the doctrine, its missing facts; and all of them, those that the most undecided criteria lean on
/// first, ties in the order of declaration. Checklists do not count: they would count their criteria again.
pub fn of_all(engine: &Engine, situation: &Situation, outcome: &Outcome, trace: &Trace) -> Vec<(FactId, usize)> {
    let mut counts: HashMap<FactId, usize> = HashMap::new();
    for (rule, _) in engine.checked.program.rule_ids().zip(&engine.checked.program.rules).filter(is_criterion) {
        for fact in of_rule(engine, situation, outcome, trace, rule) {
            *counts.entry(fact).or_default() += 1;
        }
    }
    let mut counts: Vec<(FactId, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(fact, count)| (std::cmp::Reverse(*count), *fact));
    counts
}

fn is_criterion((_, rule): &(RuleId, &Rule)) -> bool {
    rule.kind == RuleKind::Criterion
}

/// What remains to be searched.
#[derive(Clone, Copy, Debug)]
enum Part {
    Rule(RuleId),
    Derived(DerivedId),
    /// An expression in a frame.
    Expr(u32, ExprId),
}

struct Search<'a> {
    engine: &'a Engine,
    situation: &'a Situation,
    outcome: &'a Outcome,
    trace: &'a Trace,
    open: Open,
    /// The item whose text is being searched.
    owner: Option<Owner>,
    /// What the text under search mentions, in its order.
    mentioned: Vec<Part>,
    seen_facts: HashSet<FactId>,
    seen_rules: HashSet<RuleId>,
    seen_derived: HashSet<DerivedId>,
    /// Whether a part was met in which facts stand together, or a fact twice: then some may be listed in vain.
    is_doubtful: bool,
}

impl<'a> Search<'a> {
    fn new(engine: &'a Engine, situation: &'a Situation, outcome: &'a Outcome, trace: &'a Trace) -> Self {
        Search {
            engine,
            situation,
            outcome,
            trace,
            open: Open::default(),
            owner: None,
            mentioned: Vec::new(),
            seen_facts: HashSet::new(),
            seen_rules: HashSet::new(),
            seen_derived: HashSet::new(),
            is_doubtful: false,
        }
    }

    /// Depth first, in the order of the text, with a stack of its own: a long chain of definitions must not exhaust the
    /// thread's.
    fn run(mut self, start: Part) -> Open {
        let mut stack = vec![(None, start)];
        while let Some((owner, part)) = stack.pop() {
            self.owner = owner;
            match part {
                Part::Rule(id) => {
                    self.owner = Some(Owner::Rule(id));
                    self.search_rule(id);
                }
                Part::Derived(id) => {
                    self.owner = Some(Owner::Derived(id));
                    self.search_derived(id);
                }
                Part::Expr(frame, id) => self.search_expr(frame, id),
            }
            let owner = self.owner;
            stack.extend(self.mentioned.drain(..).rev().map(|part| (owner, part)));
        }
        if self.is_doubtful {
            self.leave_out_idle(start);
        }
        self.open
    }

    /// Takes out the facts of which no value can change what was asked, where that can be tried.
    fn leave_out_idle(&mut self, start: Part) {
        let asked = match start {
            Part::Rule(rule) => Asked::Rule(rule),
            Part::Expr(Trace::TOP, condition) => Asked::Condition(condition),
            Part::Expr(..) | Part::Derived(_) => return,
        };
        let Some(matter) = that_matter(self.engine, self.situation, asked, &self.open.facts) else { return };
        let mut matter = matter.into_iter();
        self.open.facts.retain(|_| matter.next().unwrap_or(true));
    }

    /// Whether nothing that facts tell makes this part known: the text leaves it open.
    fn is_left_open(&self, id: ExprId) -> bool {
        let program = &self.engine.checked.program;
        match program.kind(id) {
            ExprKind::Unspecified => true,
            ExprKind::Derived(derived) if !self.situation.parameters.contains_key(derived) => {
                let rank = self.outcome.derived_versions.get(derived.index()).copied().flatten();
                let version = program.derived_item(*derived).zip(rank).and_then(|(item, rank)| item.versions.get(rank));
                version.is_some_and(|version| {
                    version.exceptions.is_empty()
                        && matches!(&version.body, Body::Expr(body) if matches!(program.kind(*body), ExprKind::Unspecified))
                })
            }
            _ => false,
        }
    }

    fn rule(&mut self, id: RuleId) {
        self.mentioned.push(Part::Rule(id));
    }

    fn expr(&mut self, frame: u32, id: ExprId) {
        self.mentioned.push(Part::Expr(frame, id));
    }

    fn search_rule(&mut self, id: RuleId) {
        let Some(outcome) = self.outcome.rule(id) else { return };
        if outcome.verdicts.is_decided() || !self.seen_rules.insert(id) {
            return;
        }
        let rule = self.engine.checked.program.rule(id);
        let Some(version) = rule.and_then(|rule| rule.versions.get(outcome.version()?)) else { return };
        match &version.for_each {
            None => self.version(Trace::TOP, version, outcome),
            Some(for_each) => {
                self.expr(Trace::TOP, for_each.list);
                for (rank, element) in outcome.elements().iter().enumerate() {
                    if element.verdicts.is_decided() {
                        continue;
                    }
                    if let Some(frame) = self.trace.element(Trace::TOP, for_each.list, rank) {
                        self.version(frame, version, element);
                    }
                }
            }
        }
    }

    fn version(&mut self, frame: u32, version: &RuleVersion, outcome: &RuleOutcome) {
        self.all(frame, &version.applies);
        if !outcome.applies.can_be_true() {
            return;
        }
        self.exceptions(frame, &version.exceptions);
        self.all(frame, &version.requires);
        if let Some(members) = &version.members {
            self.members(members, outcome.members());
        }
    }

    /// Of conditions that must all hold, the undecided ones, unless one already fails.
    fn all(&mut self, frame: u32, conditions: &[ExprId]) {
        let fails = conditions.iter().any(|condition| self.truth(frame, *condition) == Some(false));
        if !fails {
            for condition in conditions {
                self.expr(frame, *condition);
            }
        }
    }

    fn exceptions(&mut self, frame: u32, exceptions: &[Exception]) {
        let holds = exceptions.iter().any(|exception| self.truth(frame, exception.condition) == Some(true));
        if !holds {
            for exception in exceptions {
                self.expr(frame, exception.condition);
            }
        }
    }

    fn members(&mut self, members: &Members, outcomes: &[MemberOutcome]) {
        for (member, outcome) in members.members.iter().zip(outcomes) {
            if !outcome.blocking || outcome.verdicts.is_decided() {
                continue;
            }
            if self.still_matters(members, outcomes, member) {
                match &member.kind {
                    MemberKind::Rule(rule) => self.rule(*rule),
                    MemberKind::Nested(nested) => self.members(nested, &outcome.members),
                }
            }
        }
    }

    /// Whether what one member turns out to be can change the whole: its verdict is fixed to each one possible in turn.
    fn still_matters(&self, members: &Members, outcomes: &[MemberOutcome], member: &Member) -> bool {
        let combined = |fixed: Option<VerdictSet>| {
            let verdicts =
                members.members.iter().zip(outcomes).filter(|(_, outcome)| outcome.blocking).map(|(other, outcome)| {
                    match fixed {
                        Some(fixed) if std::ptr::eq(other, member) => fixed,
                        _ => outcome.verdicts,
                    }
                });
            crate::eval::checklist::combine(members.quantity, verdicts)
        };
        !combined(None).is_decided()
    }

    fn truth(&self, frame: u32, id: ExprId) -> Option<bool> {
        self.trace.get(frame, id)?.truth().known()
    }

    fn search_expr(&mut self, frame: u32, id: ExprId) {
        let program = &self.engine.checked.program;
        let kind = program.kind(id);
        match kind {
            ExprKind::Fact(fact) => return self.fact(*fact),
            ExprKind::Derived(derived) => {
                self.failed(frame, id);
                return self.mentioned.push(Part::Derived(*derived));
            }
            ExprKind::Rule(rule, _) => return self.rule(*rule),
            ExprKind::Milestone(rank) => return self.milestone(*rank),
            _ => {}
        }
        // A part that is decided cannot change any more, whatever it leans on.
        if self.trace.get(frame, id).is_none_or(Value::is_known) {
            return;
        }
        self.failed(frame, id);
        match kind {
            ExprKind::Logic(LogicOp::And, parts) => self.all(frame, parts),
            ExprKind::Logic(LogicOp::Or, parts) => {
                let holds = parts.iter().any(|part| self.truth(frame, *part) == Some(true));
                if !holds {
                    parts.iter().for_each(|part| self.expr(frame, *part));
                }
            }
            ExprKind::If(condition, then, otherwise) => match self.truth(frame, *condition) {
                Some(true) => self.expr(frame, *then),
                Some(false) => otherwise.iter().for_each(|otherwise| self.expr(frame, *otherwise)),
                None => {
                    self.expr(frame, *condition);
                    self.expr(frame, *then);
                    otherwise.iter().for_each(|otherwise| self.expr(frame, *otherwise));
                }
            },
            ExprKind::Knowledge { .. } => {}
            ExprKind::Unspecified => self.unspecified(),
            ExprKind::Quantified { list, condition, .. } => self.elements(frame, id, *list, &[*condition]),
            ExprKind::Aggregated { body, list, condition, .. } => {
                let parts: Vec<ExprId> = [*condition, *body].into_iter().flatten().collect();
                self.elements(frame, id, *list, &parts);
            }
            ExprKind::Selected { list, by, condition, .. } => {
                let parts: Vec<ExprId> = [*condition, *by].into_iter().flatten().collect();
                self.elements(frame, id, *list, &parts);
            }
            // Beside what the text leaves open, no value decides a comparison, nor gives a result.
            ExprKind::Compare(_, left, right) | ExprKind::Arithmetic(_, left, right)
                if self.is_left_open(*left) || self.is_left_open(*right) =>
            {
                for side in [*left, *right] {
                    if self.is_left_open(side) {
                        self.expr(frame, side);
                    }
                }
            }
            _ => {
                let children = kind.children();
                let is_known = |child: &&ExprId| self.trace.get(frame, **child).is_some_and(Value::is_known);
                self.is_doubtful |= children.iter().filter(|child| !is_known(child)).count() > 1;
                children.into_iter().for_each(|child| self.expr(frame, child));
            }
        }
    }

    fn elements(&mut self, frame: u32, id: ExprId, list: ExprId, parts: &[ExprId]) {
        self.expr(frame, list);
        let mut rank = 0;
        while let Some(element) = self.trace.element(frame, id, rank) {
            parts.iter().for_each(|part| self.expr(element, *part));
            rank += 1;
        }
    }

    /// What the day on which a milestone was reached is worked out from, else that day itself.
    fn milestone(&mut self, rank: usize) {
        if self.outcome.milestones.get(rank).is_none_or(|days| days.as_ref().is_none_or(Value::is_known)) {
            return;
        }
        let Some(milestone) = self.engine.checked.program.milestones.get(rank) else { return };
        let version = milestone.on(self.situation.dates.texts_as_of);
        match version.and_then(|version| version.reached_on) {
            Some(reached_on) => self.expr(Trace::TOP, reached_on),
            None => self.fact(milestone.reached),
        }
    }

    fn fact(&mut self, id: FactId) {
        let unknown = match self.situation.slots.get(id) {
            None => true,
            Some(slot) => match (slot.status, &slot.value) {
                (Status::Known, Some(value)) => !value.is_known(),
                (_, Some(value)) => !value.is_known(),
                (_, None) => true,
            },
        };
        // One value within its bounds is no question.
        if unknown && !self.engine.top(id).is_known() {
            match self.seen_facts.insert(id) {
                true => self.open.facts.push(id),
                false => self.is_doubtful = true,
            }
        }
    }

    /// Notes that an expression could not be evaluated. What the text leaves open is no failure.
    fn failed(&mut self, frame: u32, id: ExprId) {
        match self.trace.cause_of(frame, id) {
            None | Some(Cause::Unspecified) => {}
            Some(cause) => {
                let failure = Failure { at: id, cause: cause.clone(), owner: self.owner };
                if !self.open.failures.contains(&failure) {
                    self.open.failures.push(failure);
                }
            }
        }
    }

    fn unspecified(&mut self) {
        let owner = self.owner.filter(|owner| !self.open.unspecified.contains(owner));
        self.open.unspecified.extend(owner);
    }

    fn search_derived(&mut self, id: DerivedId) {
        if self.situation.parameters.contains_key(&id)
            || self.outcome.derived(id).is_none_or(Value::is_known)
            || !self.seen_derived.insert(id)
        {
            return;
        }
        let rank = self.outcome.derived_versions.get(id.index()).copied().flatten();
        let derived = self.engine.checked.program.derived_item(id);
        let Some(version) = derived.and_then(|derived| derived.versions.get(rank?)) else { return };
        let disagrees = |exception: &&Exception| {
            matches!(self.trace.cause_of(Trace::TOP, exception.condition), Some(Cause::Conflict(..)))
        };
        // Two that disagree leave no value, whatever else is told.
        if let Some(exception) = version.exceptions.iter().find(disagrees) {
            return self.failed(Trace::TOP, exception.condition);
        }
        for exception in &version.exceptions {
            self.expr(Trace::TOP, exception.condition);
            exception.value.iter().for_each(|value| self.expr(Trace::TOP, *value));
        }
        if version.exceptions.iter().any(|exception| self.truth(Trace::TOP, exception.condition) == Some(true)) {
            return;
        }
        match &version.body {
            Body::Expr(body) => self.expr(Trace::TOP, *body),
            Body::Table(table) => {
                for row in &table.rows {
                    let fails = row.cells.iter().flatten().any(|cell| self.truth(Trace::TOP, *cell) == Some(false));
                    if !fails {
                        row.cells.iter().flatten().for_each(|cell| self.expr(Trace::TOP, *cell));
                        self.expr(Trace::TOP, row.result);
                    }
                }
            }
        }
    }
}
