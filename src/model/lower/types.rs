//! Types and the declarations of facts and fields.

use super::clauses::Allowed;
use super::{Lowerer, NamedType};
use crate::diagnostic::problem::{NameKind, RuleProblem};
use crate::model::ids::{ActorId, GroupId, RecordId};
use crate::model::item::{Bound, FieldDecl};
use crate::model::ty::Type;
use crate::model::unit::Unit;
use crate::syntax::ast::{self, ClauseKind, TailKind, TypeKind};

/// What a type says beside the type itself: whose judgement it is.
pub(super) type Judgement = Option<Option<ActorId>>;

impl Lowerer<'_> {
    pub(super) fn lower_type(&mut self, ty: &ast::TypeExpr) -> (Type, Judgement) {
        let plain = match &ty.kind {
            TypeKind::YesNo => Type::Bool,
            TypeKind::Number => Type::Number,
            TypeKind::Integer => Type::Integer,
            TypeKind::Percent => Type::Percent,
            TypeKind::Text => Type::Text,
            TypeKind::Date => Type::Date,
            TypeKind::Error => Type::Error,
            TypeKind::Judgement { by } => {
                let by = by.as_ref().and_then(|name| self.actor(name));
                return (Type::Bool, Some(by));
            }
            TypeKind::List(of) => Type::List(Box::new(self.lower_type(of).0)),
            TypeKind::Named(unit) => self.named_type(unit),
        };
        (plain, None)
    }

    fn named_type(&mut self, written: &ast::UnitExpr) -> Type {
        let name = &written.numerator;
        if written.denominators.is_empty() {
            let found = self.type_names.get(&self.qualified(&name.text)).or_else(|| self.type_names.get(&name.text));
            match found {
                Some(NamedType::Choice(id)) => return Type::Choice(*id),
                Some(NamedType::Record(id)) => return Type::Record(*id),
                Some(NamedType::Unit) | None => {}
            }
            if matches!(name.text.as_str(), "actor" | "acteur") {
                return Type::Actor;
            }
        }
        match self.unit(written) {
            Some(unit) => Type::Quantity(unit),
            None => Type::Error,
        }
    }

    /// A unit or quotient of units; an unknown one is reported.
    pub(super) fn unit(&mut self, written: &ast::UnitExpr) -> Option<Unit> {
        let mut unit = self.simple_unit(&written.numerator)?;
        for below in &written.denominators {
            unit = unit.per(&self.simple_unit(below)?);
        }
        Some(unit)
    }

    fn simple_unit(&mut self, name: &ast::Name) -> Option<Unit> {
        let found = self.program.units.find(&name.text).cloned();
        if found.is_none() {
            self.unknown_unit(name);
        }
        found
    }

    pub(super) fn unknown_unit(&mut self, name: &ast::Name) {
        let mut names: Vec<String> = self.program.units.spellings().map(str::to_string).collect();
        names.extend(self.type_names.keys().cloned());
        names.sort_unstable();
        self.unknown(NameKind::Type, &name.text, name.span, names.iter().map(String::as_str));
    }

    fn find_actor(&self, name: &ast::Name) -> Option<ActorId> {
        self.actor_names.get(&self.qualified(&name.text)).or_else(|| self.actor_names.get(&name.text)).copied()
    }

    pub(super) fn names_an_actor(&self, name: &ast::Name) -> bool {
        self.find_actor(name).is_some()
    }

    pub(super) fn actor(&mut self, name: &ast::Name) -> Option<ActorId> {
        let found = self.find_actor(name);
        if found.is_none() {
            let names: Vec<String> = self.actor_names.keys().cloned().collect();
            self.unknown(NameKind::Actor, &name.text, name.span, names.iter().map(String::as_str));
        }
        found
    }

    /// A field before its type and clauses are known.
    pub(super) fn empty_field(&self, field: &ast::Field) -> FieldDecl {
        FieldDecl {
            name: field.name.text.clone(),
            title: field.title.as_ref().map(|title| title.text.clone()),
            at: self.loc(field.name.span),
            item: self.loc(field.span),
            ty: Type::Error,
            judgement: None,
            question: None,
            hint: None,
            bounds: Vec::new(),
            step: None,
            optional: false,
            open: false,
            valid_for: None,
        }
    }

    pub(super) fn resolve_group(&mut self, id: GroupId, item: &ast::Item) {
        self.allow(item, &[Allowed::Common, Allowed::Fields]);
        let Some(name) = self.program.group(id).map(|group| group.meta.name.clone()) else { return };
        for field in fields(item) {
            let path = format!("{name}.{}", field.name.text);
            let decl = self.field(field);
            let Some(fact) = self.program.find_fact(&path) else { continue };
            if let Some(fact) = self.program.facts.get_mut(fact.index())
                && fact.decl.at == decl.at
            {
                fact.decl = decl;
            }
        }
        self.finish_meta(item, |program| program.groups.get_mut(id.index()).map(|group| &mut group.meta));
    }

    pub(super) fn resolve_record(&mut self, id: RecordId, item: &ast::Item) {
        self.allow(item, &[Allowed::Common, Allowed::Fields]);
        let decls: Vec<FieldDecl> = fields(item).map(|field| self.field(field)).collect();
        if let Some(record) = self.program.records.get_mut(id.index()) {
            record.fields = decls;
        }
        self.finish_meta(item, |program| program.records.get_mut(id.index()).map(|record| &mut record.meta));
    }

    fn field(&mut self, field: &ast::Field) -> FieldDecl {
        self.allow_clauses(&field.clauses, &[Allowed::FieldClauses, Allowed::Common], field.name.span);
        let mut decl = self.empty_field(field);
        (decl.ty, decl.judgement) = self.lower_type(&field.ty);
        for clause in &field.clauses {
            match &clause.kind {
                ClauseKind::Question(text) => decl.question = Some(text.text.clone()),
                ClauseKind::Hint(text) => decl.hint = Some(text.text.clone()),
                ClauseKind::Bounds(tails) => {
                    for tail in tails {
                        let bound = self.bound(tail);
                        decl.bounds.extend(bound);
                    }
                }
                ClauseKind::Step(step) => decl.step = Some(self.expr(step)),
                ClauseKind::Optional => decl.optional = true,
                ClauseKind::Open => decl.open = true,
                ClauseKind::ValidFor(period) => decl.valid_for = Some(self.expr(period)),
                _ => {}
            }
        }
        decl
    }

    fn bound(&mut self, tail: &ast::Tail) -> Option<Bound> {
        match &tail.kind {
            TailKind::Compare(comparison, value) => {
                let value = self.expr(value);
                Some(Bound::Compare(super::exprs::order(*comparison), value))
            }
            TailKind::Between(low, high) => Some(Bound::Between(self.expr(low), self.expr(high))),
            TailKind::OneOf { negated: false, values } => {
                Some(Bound::OneOf(values.iter().map(|value| self.expr(value)).collect()))
            }
            _ => {
                let (clause, item) = (self.written(tail.span), String::from("bornes"));
                self.report(RuleProblem::ClauseOutOfPlace { clause, item }, tail.span);
                None
            }
        }
    }

    /// Reads the common clauses of an item into the meta that `find` gives.
    pub(super) fn finish_meta(
        &mut self,
        item: &ast::Item,
        find: impl FnOnce(&mut crate::model::Program) -> Option<&mut crate::model::item::Meta>,
    ) {
        let name = item.name.as_ref().map_or_else(String::new, |name| self.qualified(&name.text));
        let mut meta = self.meta(item, name);
        self.common_clauses(&item.clauses, &mut meta);
        if let Some(place) = find(&mut self.program) {
            *place = meta;
        }
    }
}

/// The fields of a group or a record, in order.
fn fields(item: &ast::Item) -> impl Iterator<Item = &ast::Field> {
    item.clauses
        .iter()
        .filter_map(|clause| match &clause.kind {
            ClauseKind::Fields(fields) => Some(fields),
            _ => None,
        })
        .flatten()
}
