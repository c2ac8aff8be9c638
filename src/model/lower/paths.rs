//! Names in conditions: variables first, then the longest known name, then choice values.

use super::Lowerer;
use crate::base::{Lang, Span};
use crate::diagnostic::problem::{NameKind, NameProblem};
use crate::model::ValueRef;
use crate::model::expr::{ExprKind, FieldRef, RuleTest};
use crate::model::ids::{DerivedId, ExprId, RuleId};
use crate::model::item::{Body, Derived, DerivedKind, DerivedVersion, Meta, Notes};
use crate::model::ty::Type;
use crate::syntax::ast;

impl Lowerer<'_> {
    /// What a full name stands for: under the present prefix first, then as it is.
    pub(super) fn lookup(&self, name: &str) -> Option<ValueRef> {
        let own = self.prefix.and_then(|_| self.program.values.get(&self.qualified(name)));
        own.or_else(|| self.program.values.get(name)).copied()
    }

    pub(super) fn path(&mut self, path: &ast::Path) -> ExprId {
        if let Some(local) = self.local(path) {
            return local;
        }
        for length in (1..=path.names.len()).rev() {
            let Some((name, span)) = joined(path, length) else { continue };
            let Some(value) = self.lookup(&name) else { continue };
            // What is no value is not meant where a choice has a value of that name: `use` may have brought them together.
            if is_no_value(value)
                && let [only] = path.names.as_slice()
                && self.choice_value_names.contains_key(&only.text)
            {
                return self.push(ExprKind::ChoiceName(only.text.clone()), path.span);
            }
            let kind = match value {
                ValueRef::Fact(id) => ExprKind::Fact(id),
                ValueRef::Derived(id) => ExprKind::Derived(id),
                ValueRef::Rule(id) => ExprKind::Rule(id, RuleTest::Passes),
                ValueRef::Milestone(rank) => ExprKind::Milestone(rank),
                ValueRef::Group(id) => return self.group_misused(id, path, length),
                ValueRef::Body(rank) if self.names_members(path, length) => ExprKind::Derived(self.members_of(rank)),
                ValueRef::Scenario(_) | ValueRef::Body(_) | ValueRef::Uncoded(_) => {
                    self.report(NameProblem::WrongKind { name, expected: NameKind::Value }, span);
                    return self.push(ExprKind::Error, path.span);
                }
            };
            // A body stands for nothing without the field that names what is meant of it.
            let length = if matches!(value, ValueRef::Body(_)) { length + 1 } else { length };
            let id = self.push(kind, joined(path, length).map_or(span, |(_, span)| span));
            if let [only] = path.names.as_slice()
                && self.choice_value_names.contains_key(&only.text)
            {
                self.program.shadowed.insert(id, only.text.clone());
            }
            return self.fields(id, path, length);
        }
        if let [only] = path.names.as_slice()
            && self.choice_value_names.contains_key(&only.text)
        {
            return self.push(ExprKind::ChoiceName(only.text.clone()), path.span);
        }
        self.unknown_path(path, NameKind::Value);
        self.push(ExprKind::Error, path.span)
    }

    /// `committee.members`
    fn names_members(&self, path: &ast::Path, length: usize) -> bool {
        path.names.get(length).is_some_and(|name| matches!(name.text.as_str(), "members" | "membres"))
    }

    /// The members of a body as a condition speaks of them: a list that changes with the versions of the body, which is
    /// what a parameter is. Bodies are resolved before whatever may mention them.
    fn members_of(&mut self, rank: usize) -> DerivedId {
        if let Some(id) = self.members.get(&rank) {
            return *id;
        }
        let id = DerivedId::new(self.program.derived.len());
        self.members.insert(rank, id);
        let Some(body) = self.program.bodies.get(rank).cloned() else { return id };
        let versions = body.versions.iter().map(|version| {
            let members = version.members.iter().map(|actor| u8::try_from(actor.index()).map(ExprKind::Actor));
            let members = members.map(|kind| self.push_at(kind.unwrap_or(ExprKind::Error), version.at)).collect();
            let value = self.push_at(ExprKind::List(members), version.at);
            let (period, at, per) = (version.period, version.at, version.per.clone());
            DerivedVersion { period, at, body: Body::Expr(value), exceptions: Vec::new(), per, notes: Notes::default() }
        });
        let versions = versions.collect();
        let name = format!(
            "{}.{}",
            body.meta.name,
            match body.meta.lang {
                Lang::En => "members",
                Lang::Fr => "membres",
            }
        );
        let meta = Meta { name, ..body.meta };
        let ty = Type::List(Box::new(Type::Actor));
        self.program.derived.push(Derived { kind: DerivedKind::Parameter, meta, ty, versions });
        id
    }

    fn local(&mut self, path: &ast::Path) -> Option<ExprId> {
        let first = path.names.first()?;
        let (_, id) = self.locals.iter().rev().find(|(name, _)| *name == first.text)?;
        let id = self.push(ExprKind::Local(*id), first.span);
        Some(self.fields(id, path, 1))
    }

    fn fields(&mut self, mut of: ExprId, path: &ast::Path, from: usize) -> ExprId {
        for name in path.names.iter().skip(from) {
            let span = path.names.first().map_or(name.span, |first| first.span.to(name.span));
            of = self.push(ExprKind::Field(of, FieldRef::Name(name.text.clone())), span);
        }
        of
    }

    /// The names of a group's facts, in order.
    pub(super) fn fact_names(&self, id: crate::model::ids::GroupId) -> Vec<String> {
        let facts = self.program.group(id).into_iter().flat_map(|group| group.facts.iter());
        facts.filter_map(|fact| self.program.fact(*fact).map(|fact| fact.decl.name.clone())).collect()
    }

    fn group_misused(&mut self, id: crate::model::ids::GroupId, path: &ast::Path, length: usize) -> ExprId {
        let facts = self.fact_names(id);
        match path.names.get(length) {
            Some(field) => {
                self.unknown(NameKind::Fact, &field.text, field.span, facts.iter().map(String::as_str));
            }
            None => {
                let name = joined(path, length).map_or_else(String::new, |(name, _)| name);
                self.report(NameProblem::GroupIsNoValue { name, example: facts.first().cloned() }, path.span);
            }
        }
        self.push(ExprKind::Error, path.span)
    }

    /// Reports a path that nothing declares. The guess is among all values, and choice values for a single name.
    pub(super) fn unknown_path(&mut self, path: &ast::Path, expected: NameKind) {
        let name = joined(path, path.names.len()).map_or_else(String::new, |(name, _)| name);
        let mut candidates: Vec<String> = self
            .program
            .values
            .iter()
            .filter(|(_, value)| match value {
                ValueRef::Fact(_) => matches!(expected, NameKind::Value | NameKind::Fact),
                ValueRef::Derived(_) => expected == NameKind::Value,
                ValueRef::Rule(_) => matches!(expected, NameKind::Value | NameKind::Rule),
                ValueRef::Milestone(_) => expected == NameKind::Milestone,
                ValueRef::Scenario(_) => expected == NameKind::Scenario,
                ValueRef::Body(_) => expected == NameKind::Body,
                ValueRef::Group(_) | ValueRef::Uncoded(_) => false,
            })
            .map(|(name, _)| name.clone())
            .collect();
        if expected == NameKind::Value && path.names.len() == 1 {
            candidates.extend(self.choice_value_names.keys().cloned());
        }
        self.unknown(expected, &name, path.span, candidates.iter().map(String::as_str));
    }

    /// The criterion or checklist a path names; anything else is reported.
    pub(super) fn rule_path(&mut self, path: &ast::Path) -> Option<RuleId> {
        let (name, span) = joined(path, path.names.len())?;
        match self.lookup(&name) {
            Some(ValueRef::Rule(id)) => Some(id),
            Some(_) => {
                self.report(NameProblem::WrongKind { name, expected: NameKind::Rule }, span);
                None
            }
            None => {
                self.unknown_path(path, NameKind::Rule);
                None
            }
        }
    }
}

/// The first `length` names of a path as one, with its place.
pub(super) fn joined(path: &ast::Path, length: usize) -> Option<(String, Span)> {
    let names = path.names.get(..length)?;
    let span = names.first()?.span.to(names.last()?.span);
    let joined = names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".");
    Some((joined, span))
}

/// Whether a name stands for something that a condition cannot compare.
fn is_no_value(value: ValueRef) -> bool {
    match value {
        ValueRef::Group(_) | ValueRef::Scenario(_) | ValueRef::Body(_) | ValueRef::Uncoded(_) => true,
        ValueRef::Fact(_) | ValueRef::Derived(_) | ValueRef::Rule(_) | ValueRef::Milestone(_) => false,
    }
}
