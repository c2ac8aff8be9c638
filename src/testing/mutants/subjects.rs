//! What conditions speak of on both sides of a change, and every combination of the values that it can have.

use super::prove::Prover;
use super::same::same;
use crate::base::Date;
use crate::eval::trial::Trial;
use crate::eval::value::Value;
use crate::eval::verdict::VerdictSet;
use crate::eval::{Dates, Engine, Situation, constant};
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, RuleId};
use crate::model::item::{MemberKind, Members, RuleVersion};
use crate::testing::subject::tries;
use std::collections::HashSet;

/// More combinations than that are not tried.
const MOST: usize = 4096;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Before,
    After,
}

/// What conditions speak of, each once however often it is written, on both sides of a change.
pub(super) struct Subjects<'p, 'a> {
    prover: &'p Prover<'a>,
    edited: &'p HashSet<ExprId>,
    pub(super) list: Vec<Subject>,
    /// The rules that checklists count.
    members: Vec<RuleId>,
}

pub(super) struct Subject {
    /// Where it stands.
    places: Vec<(Side, ExprId)>,
    /// What it is compared with.
    constants: Vec<Value>,
}

impl<'p, 'a> Subjects<'p, 'a> {
    pub(super) fn new(prover: &'p Prover<'a>, edited: &'p HashSet<ExprId>) -> Self {
        Subjects { prover, edited, list: Vec::new(), members: Vec::new() }
    }

    fn engine(&self, side: Side) -> &'a Engine {
        match side {
            Side::Before => self.prover.before,
            Side::After => self.prover.after,
        }
    }

    pub(super) fn of_both(&mut self, id: ExprId) -> Option<()> {
        self.of(id, Side::Before)?;
        self.of(id, Side::After)
    }

    pub(super) fn of_version(&mut self, version: &RuleVersion, side: Side) -> Option<()> {
        if let Some(for_each) = &version.for_each
            && self.is_touched(for_each.list, side)
        {
            return None;
        }
        let exceptions = version.exceptions.iter().map(|exception| exception.condition);
        for condition in version.applies.iter().chain(&version.requires).copied().chain(exceptions) {
            self.of(condition, side)?;
        }
        version.members.iter().try_for_each(|members| self.of_members(members))
    }

    fn of_members(&mut self, members: &Members) -> Option<()> {
        for member in &members.members {
            self.prover.blocks(member)?;
            match &member.kind {
                MemberKind::Rule(id) if !self.members.contains(id) => self.members.push(*id),
                MemberKind::Rule(_) => {}
                MemberKind::Nested(nested) => self.of_members(nested)?,
            }
        }
        Some(())
    }

    /// Notes the subjects of a condition; `None` when one of them is itself changed.
    pub(super) fn of(&mut self, root: ExprId, side: Side) -> Option<()> {
        let program = &self.engine(side).checked.program;
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            let kind = program.kind(id);
            match kind {
                ExprKind::Logic(..)
                | ExprKind::Not(_)
                | ExprKind::Combine(..)
                | ExprKind::If(..)
                | ExprKind::Bool(_) => {
                    stack.extend(kind.children());
                }
                ExprKind::Compare(_, left, right) => match (self.constant(*left, side), self.constant(*right, side)) {
                    (None, Some(value)) => self.note(*left, side, vec![value])?,
                    (Some(value), None) => self.note(*right, side, vec![value])?,
                    (None, None) => self.note(id, side, Vec::new())?,
                    (Some(_), Some(_)) => {}
                },
                ExprKind::Between(subject, low, high) => {
                    match self.constant(*low, side).zip(self.constant(*high, side)) {
                        Some((low, high)) => self.note(*subject, side, vec![low, high])?,
                        None => self.note(id, side, Vec::new())?,
                    }
                }
                ExprKind::OneOf { subject, values, .. } => {
                    let constants: Option<Vec<Value>> =
                        values.iter().map(|value| self.constant(*value, side)).collect();
                    match constants {
                        Some(constants) => self.note(*subject, side, constants)?,
                        None => self.note(id, side, Vec::new())?,
                    }
                }
                _ => self.note(id, side, Vec::new())?,
            }
        }
        Some(())
    }

    /// The value of what is written out, whatever the day and the dossier.
    fn constant(&self, id: ExprId, side: Side) -> Option<Value> {
        let engine = self.engine(side);
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            let kind = engine.checked.program.kind(id);
            match kind {
                ExprKind::Bool(_)
                | ExprKind::Number { .. }
                | ExprKind::Text(_)
                | ExprKind::Date(_)
                | ExprKind::Choice(..)
                | ExprKind::Actor(_) => {}
                ExprKind::Negate(_) | ExprKind::Arithmetic(..) => stack.extend(kind.children()),
                _ => return None,
            }
        }
        Some(constant(engine, Dates::on(Date::MAX), id))
    }

    fn note(&mut self, id: ExprId, side: Side, constants: Vec<Value>) -> Option<()> {
        if self.is_touched(id, side) {
            return None;
        }
        let program = |side: Side| &self.engine(side).checked.program;
        let is_same = |subject: &Subject| {
            let first = subject.places.first();
            first.is_some_and(|(other, place)| same((program(*other), *place), (program(side), id), &mut Vec::new()))
        };
        match self.list.iter().position(is_same).and_then(|rank| self.list.get_mut(rank)) {
            Some(subject) => {
                subject.places.push((side, id));
                subject.constants.extend(constants);
            }
            None => self.list.push(Subject { places: vec![(side, id)], constants }),
        }
        Some(())
    }

    /// Whether something that is changed stands in an expression.
    pub(super) fn is_touched(&self, id: ExprId, side: Side) -> bool {
        let program = &self.engine(side).checked.program;
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if self.edited.contains(&id) {
                return true;
            }
            stack.extend(program.kind(id).children());
        }
        false
    }

    /// Whether something holds for every combination of values; `false` also when there are too many, or when they
    /// cannot be named.
    pub(super) fn all(&self, holds: impl Fn(&mut Trial<'_>, &mut Trial<'_>) -> bool) -> bool {
        const VERDICTS: [VerdictSet; 4] =
            [VerdictSet::MET, VerdictSet::NOT_MET, VerdictSet::NOT_APPLICABLE, VerdictSet::EXEMPT];
        let before = self.prover.before;
        let values: Option<Vec<Vec<Value>>> = self.list.iter().map(|subject| self.tries(subject)).collect();
        let Some(values) = values else { return false };
        let counts = values.iter().map(Vec::len).chain(self.members.iter().map(|_| VERDICTS.len()));
        let total = counts.clone().try_fold(1usize, |total, count| total.checked_mul(count));
        let Some(total) = total.filter(|total| *total <= MOST) else { return false };
        let situation = Situation::empty(before, Dates::on(Date::MAX));
        let (mut one, mut other) = (Trial::new(before, &situation), Trial::new(self.prover.after, &situation));
        (0..total).all(|number| {
            let mut number = number;
            let mut next = |count: usize| {
                let rank = number % count.max(1);
                number /= count.max(1);
                rank
            };
            for (subject, tries) in self.list.iter().zip(&values) {
                let Some(value) = tries.get(next(tries.len())) else { return false };
                for (side, place) in &subject.places {
                    match side {
                        Side::Before => one.suppose(*place, value.clone()),
                        Side::After => other.suppose(*place, value.clone()),
                    }
                }
            }
            for member in &self.members {
                let Some(verdict) = VERDICTS.get(next(VERDICTS.len())) else { return false };
                one.suppose_verdict(*member, *verdict);
                other.suppose_verdict(*member, *verdict);
            }
            holds(&mut one, &mut other)
        })
    }

    fn tries(&self, subject: &Subject) -> Option<Vec<Value>> {
        let (side, place) = subject.places.first()?;
        tries(self.engine(*side), *place, &subject.constants)
    }
}
