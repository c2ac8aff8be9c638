//! The facts that can still change a verdict: those that undecided parts of its reason lean on, and only those.

use crate::eval::slot::Status;
use crate::eval::value::Value;
use crate::eval::verdict::{MemberOutcome, RuleOutcome, VerdictSet};
use crate::eval::{Engine, Outcome, Situation, Trace};
use crate::model::expr::{ExprKind, LogicOp};
use crate::model::ids::{DerivedId, ExprId, FactId, RuleId};
use crate::model::item::{Body, Exception, Member, MemberKind, Members, RuleVersion};
use std::collections::HashSet;

/// The facts that can still change this rule's verdict, in the order in which its text mentions them.
pub fn of_rule(engine: &Engine, situation: &Situation, outcome: &Outcome, trace: &Trace, rule: RuleId) -> Vec<FactId> {
    let mut search = Search::new(engine, situation, outcome, trace);
    search.rule(rule);
    search.found
}

/// The facts that can still change a value.
pub fn of_expr(engine: &Engine, situation: &Situation, outcome: &Outcome, trace: &Trace, expr: ExprId) -> Vec<FactId> {
    let mut search = Search::new(engine, situation, outcome, trace);
    search.expr(Trace::TOP, expr);
    search.found
}

/// For every rule of the doctrine, its missing facts; and all of them, those that the most undecided rules lean on
/// first, ties in the order of declaration.
pub fn of_all(engine: &Engine, situation: &Situation, outcome: &Outcome, trace: &Trace) -> Vec<(FactId, usize)> {
    let mut counts: Vec<(FactId, usize)> = Vec::new();
    for rule in engine.checked.program.rule_ids() {
        if engine.checked.program.rule(rule).is_none_or(|rule| rule.kind == crate::model::item::RuleKind::Checklist) {
            continue;
        }
        for fact in of_rule(engine, situation, outcome, trace, rule) {
            match counts.iter_mut().find(|(known, _)| *known == fact) {
                Some((_, count)) => *count += 1,
                None => counts.push((fact, 1)),
            }
        }
    }
    counts.sort_by_key(|(fact, count)| (std::cmp::Reverse(*count), *fact));
    counts
}

struct Search<'a> {
    engine: &'a Engine,
    situation: &'a Situation,
    outcome: &'a Outcome,
    trace: &'a Trace,
    found: Vec<FactId>,
    seen_facts: HashSet<FactId>,
    seen_rules: HashSet<RuleId>,
    seen_derived: HashSet<DerivedId>,
}

impl<'a> Search<'a> {
    fn new(engine: &'a Engine, situation: &'a Situation, outcome: &'a Outcome, trace: &'a Trace) -> Self {
        Search {
            engine,
            situation,
            outcome,
            trace,
            found: Vec::new(),
            seen_facts: HashSet::new(),
            seen_rules: HashSet::new(),
            seen_derived: HashSet::new(),
        }
    }

    fn rule(&mut self, id: RuleId) {
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

    fn expr(&mut self, frame: u32, id: ExprId) {
        let program = &self.engine.checked.program;
        let kind = program.kind(id);
        match kind {
            ExprKind::Fact(fact) => return self.fact(*fact),
            ExprKind::Derived(derived) => return self.derived(*derived),
            ExprKind::Rule(rule, _) => return self.rule(*rule),
            _ => {}
        }
        // A part that is decided cannot change any more, whatever it leans on.
        if self.trace.get(frame, id).is_none_or(Value::is_known) {
            return;
        }
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
            ExprKind::Quantified { list, condition, .. } => self.elements(frame, id, *list, &[*condition]),
            ExprKind::Aggregated { body, list, condition, .. } => {
                let parts: Vec<ExprId> = [*condition, *body].into_iter().flatten().collect();
                self.elements(frame, id, *list, &parts);
            }
            ExprKind::Selected { list, by, condition, .. } => {
                let parts: Vec<ExprId> = [*condition, *by].into_iter().flatten().collect();
                self.elements(frame, id, *list, &parts);
            }
            _ => kind.children().into_iter().for_each(|child| self.expr(frame, child)),
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
        if unknown && !self.engine.top(id).is_known() && self.seen_facts.insert(id) {
            self.found.push(id);
        }
    }

    fn derived(&mut self, id: DerivedId) {
        if self.situation.parameters.contains_key(&id)
            || self.outcome.derived(id).is_none_or(Value::is_known)
            || !self.seen_derived.insert(id)
        {
            return;
        }
        let rank = self.outcome.derived_versions.get(id.index()).copied().flatten();
        let derived = self.engine.checked.program.derived_item(id);
        let Some(version) = derived.and_then(|derived| derived.versions.get(rank?)) else { return };
        for exception in &version.exceptions {
            self.expr(Trace::TOP, exception.condition);
            exception.value.iter().for_each(|value| self.expr(Trace::TOP, *value));
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
