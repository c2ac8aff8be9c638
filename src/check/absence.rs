//! Values that may be absent, where absence has no meaning. What to do then is for the author to say: `or else`, or a
//! test for absence around it.
//!
//! Absence comes from optional facts and fields, and from the definitions that pass it on. It has a meaning in `or else`,
//! under `is none`, in `min`, `max`, `sum`, `count` and `values of`, as the list that something goes through, and as the
//! head of a table, whose rows are compared with the situations elsewhere.

use super::Step;
use crate::base::{Lang, Loc};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::TypeProblem;
use crate::model::Program;
use crate::model::expr::{Aggregate, ExprKind, FieldRef, Function, LogicOp, Quantity};
use crate::model::ids::{DerivedId, ExprId};
use crate::model::item::{Body, Derived, Exception, Rule, Table};
use crate::model::ty::Type;
use std::collections::HashSet;

pub(super) fn check(program: &Program, types: &[Type], order: &[Step]) -> Vec<Diagnostic> {
    let passes_on = vec![false; program.derived.len()];
    let mut walker = Walker {
        program,
        types,
        passes_on,
        present: Vec::new(),
        lang: Lang::default(),
        told: HashSet::new(),
        diagnostics: Vec::new(),
    };
    for step in order {
        match step {
            Step::Derived(id) => walker.derived(*id),
            Step::Rule(id) => {
                if let Some(rule) = program.rule(*id) {
                    walker.rule(rule);
                }
            }
            // What a milestone is reached on may be absent: it has not been reached.
            Step::Milestone(_) => {}
        }
    }
    walker.plans();
    walker.diagnostics
}

struct Walker<'p> {
    program: &'p Program,
    types: &'p [Type],
    /// Whether a definition may be absent, by its rank; those that another leans on come first.
    passes_on: Vec<bool>,
    /// What cannot be absent where the walk stands, or else nothing hangs on it.
    present: Vec<ExprId>,
    lang: Lang,
    told: HashSet<Loc>,
    diagnostics: Vec<Diagnostic>,
}

impl Walker<'_> {
    fn derived(&mut self, id: DerivedId) {
        let Some(derived) = self.program.derived_item(id) else { return };
        self.lang = derived.meta.lang;
        let absent = self.versions(derived);
        if let Some(place) = self.passes_on.get_mut(id.index()) {
            *place = absent;
        }
    }

    /// Walks all versions of a definition, and says whether one of them may be absent.
    fn versions(&mut self, derived: &Derived) -> bool {
        let mut absent = false;
        for version in &derived.versions {
            absent |= self.exceptions(&version.exceptions);
            // Where an exception holds, nothing hangs on what it is an exception to.
            let depth = self.none_holds(&version.exceptions);
            match &version.body {
                Body::Expr(body) => {
                    self.walk(*body);
                    absent |= self.absent(*body).is_some();
                }
                Body::Table(table) => absent |= self.table(table),
            }
            self.present.truncate(depth);
        }
        absent
    }

    /// Walks exceptions, and says whether the value of one may be absent.
    fn exceptions(&mut self, exceptions: &[Exception]) -> bool {
        let mut absent = false;
        for exception in exceptions {
            self.consume(exception.condition);
            let depth = self.holds(exception.condition, true);
            if let Some(value) = exception.value {
                self.walk(value);
                absent |= self.absent(value).is_some();
            }
            self.present.truncate(depth);
        }
        absent
    }

    fn none_holds(&mut self, exceptions: &[Exception]) -> usize {
        let depth = self.present.len();
        for exception in exceptions {
            self.holds(exception.condition, false);
        }
        depth
    }

    fn table(&mut self, table: &Table) -> bool {
        for head in &table.heads {
            self.walk(*head);
        }
        let depth = self.present.len();
        self.present.extend(&table.heads);
        for cell in table.rows.iter().flat_map(|row| row.cells.iter().flatten()) {
            self.consume(*cell);
        }
        self.present.truncate(depth);
        let mut absent = false;
        for row in &table.rows {
            self.walk(row.result);
            absent |= self.absent(row.result).is_some();
        }
        absent
    }

    fn rule(&mut self, rule: &Rule) {
        self.lang = rule.meta.lang;
        for version in &rule.versions {
            if let Some(for_each) = &version.for_each {
                self.walk(for_each.list);
            }
            let depth = self.together(&version.applies);
            self.exceptions(&version.exceptions);
            self.none_holds(&version.exceptions);
            self.together(&version.requires);
            self.present.truncate(depth);
        }
    }

    fn plans(&mut self) {
        for scenario in &self.program.scenarios {
            self.lang = scenario.meta.lang;
            for version in &scenario.versions {
                let depth = self.together(&version.feasible);
                self.present.truncate(depth);
                for when in version.advantages.iter().chain(&version.risks).filter_map(|point| point.when) {
                    self.consume(when);
                }
            }
        }
        for milestone in &self.program.milestones {
            self.lang = milestone.meta.lang;
            for version in &milestone.versions {
                let depth = self.together(&version.requires);
                self.present.truncate(depth);
                // A milestone whose date is absent has not been reached.
                if let Some(reached) = version.reached_on {
                    self.walk(reached);
                }
            }
        }
    }

    /// Walks conditions that must all hold. As soon as one does not, nothing hangs on the others, whatever their order.
    /// What they leave present stays so; gives where to cut it off.
    fn together(&mut self, conditions: &[ExprId]) -> usize {
        let depth = self.present.len();
        for condition in conditions {
            self.holds(*condition, true);
        }
        for condition in conditions {
            self.consume(*condition);
        }
        depth
    }

    /// The same for conditions of which one that holds settles the others.
    fn apart(&mut self, conditions: &[ExprId]) {
        let depth = self.present.len();
        for condition in conditions {
            self.holds(*condition, false);
        }
        for condition in conditions {
            self.consume(*condition);
        }
        self.present.truncate(depth);
    }

    /// Notes what is present when a condition is `truth`; gives where to cut it off.
    fn holds(&mut self, condition: ExprId, truth: bool) -> usize {
        let depth = self.present.len();
        let mut pending = vec![(condition, truth)];
        while let Some((id, truth)) = pending.pop() {
            match self.program.kind(id) {
                ExprKind::IsAbsent { subject, negated } if *negated == truth => self.present.push(*subject),
                ExprKind::Not(of) => pending.push((*of, !truth)),
                ExprKind::Logic(op, parts) if truth == (*op == LogicOp::And) => {
                    pending.extend(parts.iter().map(|part| (*part, truth)));
                }
                ExprKind::Combine(Quantity::All, parts) if truth => {
                    pending.extend(parts.iter().map(|part| (*part, true)));
                }
                ExprKind::Combine(Quantity::Any, parts) if !truth => {
                    pending.extend(parts.iter().map(|part| (*part, false)));
                }
                ExprKind::Combine(Quantity::None, parts) if truth => {
                    pending.extend(parts.iter().map(|part| (*part, false)));
                }
                ExprKind::Derived(derived) => pending.extend(self.only_body(*derived).map(|body| (body, truth))),
                _ => {}
            }
        }
        depth
    }

    /// What a definition without versions and exceptions stands for.
    fn only_body(&self, id: DerivedId) -> Option<ExprId> {
        match self.program.derived_item(id)?.versions.as_slice() {
            [version] if version.exceptions.is_empty() => match &version.body {
                Body::Expr(body) => Some(*body),
                Body::Table(_) => None,
            },
            _ => None,
        }
    }

    /// Walks something whose absence would leave the whole without an answer.
    fn consume(&mut self, id: ExprId) {
        if let Some(leaf) = self.absent(id) {
            self.report(leaf);
        }
        self.walk(id);
    }

    fn consume_all(&mut self, ids: impl IntoIterator<Item = ExprId>) {
        for id in ids {
            self.consume(id);
        }
    }

    /// Walks something whose absence goes on to what it is part of, or has a meaning there.
    fn walk(&mut self, id: ExprId) {
        let kind = self.program.kind(id);
        match kind {
            ExprKind::If(condition, then, otherwise) => {
                self.consume(*condition);
                let depth = self.holds(*condition, true);
                match otherwise {
                    Some(_) => self.walk(*then),
                    None => self.consume(*then),
                }
                self.present.truncate(depth);
                let depth = self.holds(*condition, false);
                if let Some(otherwise) = otherwise {
                    self.walk(*otherwise);
                }
                self.present.truncate(depth);
            }
            ExprKind::Logic(LogicOp::And, parts) | ExprKind::Combine(Quantity::All, parts) => {
                let depth = self.together(parts);
                self.present.truncate(depth);
            }
            ExprKind::Logic(LogicOp::Or, parts) | ExprKind::Combine(Quantity::Any | Quantity::None, parts) => {
                self.apart(parts);
            }
            ExprKind::Quantified { list, condition, .. } => {
                self.walk(*list);
                self.consume(*condition);
            }
            ExprKind::Aggregated { aggregate, body, list, condition, .. } => {
                self.walk(*list);
                let depth = self.present.len();
                if let Some(condition) = condition {
                    self.consume(*condition);
                    self.holds(*condition, true);
                }
                match aggregate {
                    Aggregate::Count | Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::Values => {
                        body.iter().for_each(|body| self.walk(*body));
                    }
                }
                self.present.truncate(depth);
            }
            ExprKind::Selected { list, by, condition, .. } => {
                self.walk(*list);
                let depth = self.present.len();
                if let Some(condition) = condition {
                    self.consume(*condition);
                    self.holds(*condition, true);
                }
                self.consume_all(*by);
                self.present.truncate(depth);
            }
            ExprKind::Recurs { dates, every, since } => {
                self.walk(*dates);
                self.consume(*every);
                self.consume_all(*since);
            }
            ExprKind::Call(Function::Min | Function::Max | Function::DateOf, parts)
            | ExprKind::OrElse(parts)
            | ExprKind::List(parts) => parts.iter().for_each(|part| self.walk(*part)),
            ExprKind::Knowledge { .. }
            | ExprKind::IsAbsent { .. }
            | ExprKind::Field(..)
            | ExprKind::Record(_)
            | ExprKind::Error
            | ExprKind::Bool(_)
            | ExprKind::Number { .. }
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Choice(..)
            | ExprKind::Actor(_)
            | ExprKind::ChoiceName(_)
            | ExprKind::Unspecified
            | ExprKind::Absent
            | ExprKind::Today
            | ExprKind::Fact(_)
            | ExprKind::Derived(_)
            | ExprKind::Rule(..)
            | ExprKind::Milestone(_)
            | ExprKind::Local(_) => kind.children().into_iter().for_each(|child| self.walk(child)),
            ExprKind::Negate(_)
            | ExprKind::Not(_)
            | ExprKind::Arithmetic(..)
            | ExprKind::Compare(..)
            | ExprKind::Between(..)
            | ExprKind::OneOf { .. }
            | ExprKind::Contains(..)
            | ExprKind::Under { .. }
            | ExprKind::StartsWith(..)
            | ExprKind::EndsWith(..)
            | ExprKind::Combine(Quantity::AtLeast(_) | Quantity::Exactly(_), _)
            | ExprKind::Share { .. }
            | ExprKind::Call(
                Function::Round
                | Function::Floor
                | Function::Ceil
                | Function::Abs
                | Function::DaysBetween
                | Function::MonthsBetween
                | Function::YearsBetween,
                _,
            ) => self.consume_all(kind.children()),
        }
    }

    /// What makes a value absent, when something may.
    fn absent(&mut self, id: ExprId) -> Option<ExprId> {
        let leaf = self.source_of_absence(id)?;
        let is_present = self.present.iter().any(|known| self.same(*known, id));
        (!is_present).then_some(leaf)
    }

    fn source_of_absence(&mut self, id: ExprId) -> Option<ExprId> {
        match self.program.kind(id) {
            ExprKind::Fact(fact) => self.program.fact(*fact)?.decl.optional.then_some(id),
            ExprKind::Derived(derived) => self.passes_on.get(derived.index())?.then_some(id),
            ExprKind::Field(of, FieldRef::Rank(rank)) => {
                let (of, rank) = (*of, *rank);
                if self.is_optional(of, rank) { Some(id) } else { self.absent(of) }
            }
            ExprKind::OrElse(parts) | ExprKind::Call(Function::Min | Function::Max, parts) => {
                let absent: Option<Vec<ExprId>> = parts.iter().map(|part| self.absent(*part)).collect();
                absent?.last().copied()
            }
            ExprKind::If(condition, then, Some(otherwise)) => {
                let depth = self.holds(*condition, true);
                let found = self.absent(*then);
                self.present.truncate(depth);
                let depth = self.holds(*condition, false);
                let found = found.or_else(|| self.absent(*otherwise));
                self.present.truncate(depth);
                found
            }
            _ => None,
        }
    }

    fn is_optional(&self, of: ExprId, rank: u16) -> bool {
        let Some(Type::Record(record)) = self.types.get(of.index()) else { return false };
        let field = self.program.record(*record).and_then(|record| record.fields.get(usize::from(rank)));
        field.is_some_and(|field| field.optional)
    }

    fn report(&mut self, leaf: ExprId) {
        let at = self.program.at(leaf);
        // Clauses common to several versions stand once in the text.
        if !self.told.insert(at) {
            return;
        }
        let problem = TypeProblem::MayBeAbsent { name: self.written(leaf) };
        let instead = match self.lang {
            Lang::En => " or else unspecified)",
            Lang::Fr => " à défaut non précisé)",
        };
        let before = Loc::new(at.file, at.span.at_start());
        let after = Loc::new(at.file, at.span.at_end());
        self.diagnostics.push(Diagnostic::new(problem.into(), at).guess(before, "(").guess(after, instead));
    }

    fn written(&self, id: ExprId) -> String {
        let name = match self.program.kind(id) {
            ExprKind::Fact(fact) => self.program.fact(*fact).map(|fact| fact.path.clone()),
            ExprKind::Derived(derived) => self.program.derived_item(*derived).map(|derived| derived.meta.name.clone()),
            ExprKind::Local(local) => self.program.locals.get(local.index()).cloned(),
            ExprKind::Field(of, FieldRef::Rank(rank)) => self.field_name(*of, *rank),
            _ => None,
        };
        name.unwrap_or_else(|| String::from("…"))
    }

    fn field_name(&self, of: ExprId, rank: u16) -> Option<String> {
        let Some(Type::Record(record)) = self.types.get(of.index()) else { return None };
        let field = self.program.record(*record)?.fields.get(usize::from(rank))?;
        Some(format!("{}.{}", self.written(of), field.name))
    }

    /// Whether two expressions name the same value.
    fn same(&self, left: ExprId, right: ExprId) -> bool {
        left == right
            || match (self.program.kind(left), self.program.kind(right)) {
                (ExprKind::Fact(left), ExprKind::Fact(right)) => left == right,
                (ExprKind::Derived(left), ExprKind::Derived(right)) => left == right,
                (ExprKind::Local(left), ExprKind::Local(right)) => left == right,
                (ExprKind::Field(left, field), ExprKind::Field(right, other)) => {
                    field == other && self.same(*left, *right)
                }
                _ => false,
            }
    }
}
