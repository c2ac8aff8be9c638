//! Datasets: facts and fields by name, paths into foreign records, values as constants.

use super::clauses::Allowed;
use super::paths::joined;
use super::{Lowerer, Space, Target};
use crate::base::{Loc, Span, name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{DatasetProblem, NameKind, NameProblem, Note};
use crate::model::ValueRef;
use crate::model::dataset::{Dataset, FieldMapping, KeyPath, Mapping, Origin, OriginKind, OriginUnit};
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, FactId};
use crate::model::ty::Type;
use crate::syntax::ast::{self, ClauseKind, MappingValue};
use std::collections::HashMap;

/// What stands on the left of a mapping.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Left {
    /// `dossier`
    Name,
    /// `dossier.as_of`
    AsOf,
    /// `dossier.on`
    SaidOn,
    Fact(FactId),
}

/// The key that says in a facts file what the dossier is, and the keys under it.
const DOSSIER: &str = "dossier";
const ABOUT_DOSSIER: [(&str, Left); 6] = [
    ("nom", Left::Name),
    ("name", Left::Name),
    ("au", Left::AsOf),
    ("as_of", Left::AsOf),
    ("le", Left::SaidOn),
    ("on", Left::SaidOn),
];

impl Lowerer<'_> {
    pub(super) fn declare_dataset(&mut self, item: &ast::Item) -> Option<Target> {
        let (name, _) = self.named(item, Space::Dataset)?;
        let meta = self.meta(item, name);
        let rank = self.program.datasets.len();
        self.program.datasets.push(Dataset { meta, name: None, as_of: None, said_on: None, facts: Vec::new() });
        Some(Target::Dataset(rank))
    }

    pub(super) fn resolve_dataset(&mut self, rank: usize, item: &ast::Item) {
        self.allow(item, &[Allowed::Common, Allowed::Mapping]);
        self.finish_meta(item, |program| program.datasets.get_mut(rank).map(|dataset| &mut dataset.meta));
        let Some(mut dataset) = self.program.datasets.get(rank).cloned() else { return };
        let mut seen: HashMap<Left, Loc> = HashMap::new();
        let (mut written, mut broken) = (0, false);
        for clause in &item.clauses {
            broken |= matches!(clause.kind, ClauseKind::Error);
            let ClauseKind::Mapping(mapping) = &clause.kind else { continue };
            written += 1;
            let Some(left) = self.left(&mapping.fact) else { continue };
            let at = self.loc(mapping.fact.span);
            if let Some(first) = seen.get(&left) {
                self.mapped_twice(&self.written(mapping.fact.span), *first, at);
                continue;
            }
            seen.insert(left, at);
            let ty = match left {
                Left::Name => Type::Text,
                Left::AsOf | Left::SaidOn => Type::Date,
                Left::Fact(fact) => self.program.fact(fact).map_or(Type::Error, |fact| fact.decl.ty.clone()),
            };
            let Some(origin) = self.origin(&mapping.value, clause.span, &ty) else { continue };
            match left {
                Left::Name => dataset.name = Some(origin),
                Left::AsOf => dataset.as_of = Some(origin),
                Left::SaidOn => dataset.said_on = Some(origin),
                Left::Fact(fact) => dataset.facts.push(Mapping { fact, origin, at }),
            }
        }
        if written == 0 && !broken {
            self.report(DatasetProblem::Empty, item.name.as_ref().map_or(item.keyword, |name| name.span));
        }
        if let Some(place) = self.program.datasets.get_mut(rank) {
            *place = dataset;
        }
    }

    fn mapped_twice(&mut self, name: &str, first: Loc, at: Loc) {
        let problem = DatasetProblem::MappedTwice { name: name.to_string() };
        self.diagnostics.push(Diagnostic::new(problem.into(), at).related(first, Note::FirstHere));
    }

    /// A fact, or something about the dossier itself; what is neither is reported.
    fn left(&mut self, path: &ast::Path) -> Option<Left> {
        let names: Vec<&str> = path.names.iter().map(|name| name.text.as_str()).collect();
        match names.as_slice() {
            [DOSSIER] => return Some(Left::Name),
            [DOSSIER, key] => {
                if let Some((_, left)) = ABOUT_DOSSIER.iter().find(|(known, _)| known == key) {
                    return Some(*left);
                }
            }
            _ => {}
        }
        let (name, span) = joined(path, path.names.len())?;
        match self.lookup(&name) {
            Some(ValueRef::Fact(id)) => return Some(Left::Fact(id)),
            Some(ValueRef::Group(id)) => {
                let example = self.fact_names(id).into_iter().next();
                self.report(NameProblem::GroupIsNoValue { name, example }, span);
            }
            Some(_) => self.report(NameProblem::WrongKind { name, expected: NameKind::Fact }, span),
            None => match (path.names.first(), path.names.last()) {
                (Some(first), Some(last)) if first.text == DOSSIER && self.lookup(DOSSIER).is_none() => {
                    let keys = ABOUT_DOSSIER.iter().map(|(key, _)| *key);
                    self.unknown(NameKind::Field, &last.text, last.span, keys);
                }
                _ => self.unknown_fact(path),
            },
        }
        None
    }

    /// `None` when it cannot be read, which was reported.
    fn origin(&mut self, written: &MappingValue, span: Span, ty: &Type) -> Option<Origin> {
        let kind = match written {
            MappingValue::Constant(value) => OriginKind::Constant(self.foreign_value(value, ty)),
            MappingValue::Paths { paths, unit, about } => {
                let read: Vec<Option<KeyPath>> = paths.iter().map(|path| self.key_path(path)).collect();
                let unit = match unit {
                    Some(unit) => Some(self.origin_unit(unit)?),
                    None => None,
                };
                OriginKind::Paths { paths: read.into_iter().collect::<Option<_>>()?, unit, about: *about }
            }
            MappingValue::Choices { path, values } => {
                let values = self.translations(values, ty.innermost());
                OriginKind::Translated { path: self.key_path(path)?, values }
            }
            MappingValue::Fields { path, fields } => {
                let fields = self.field_mappings(fields, ty.innermost());
                OriginKind::Fields { path: self.key_path(path)?, fields }
            }
        };
        Some(Origin { kind, at: self.loc(span) })
    }

    fn key_path(&mut self, text: &ast::Text) -> Option<KeyPath> {
        let path = KeyPath::parse(&text.text);
        if path.is_none() {
            self.report(DatasetProblem::BadPath { path: text.text.clone() }, text.span);
        }
        path
    }

    fn origin_unit(&mut self, written: &ast::UnitExpr) -> Option<OriginUnit> {
        let at = self.loc(written.span);
        if written.numerator.text == "%" && written.denominators.is_empty() {
            return Some(OriginUnit { unit: None, at });
        }
        self.unit(written).map(|unit| OriginUnit { unit: Some(unit), at })
    }

    /// A bare name where a choice is expected is one of its values, or a mistake about them: `check` knows which.
    fn foreign_value(&mut self, written: &ast::Expr, ty: &Type) -> ExprId {
        if let (Type::Choice(_) | Type::Actor, ast::ExprKind::Path(path)) = (ty, &written.kind)
            && let [only] = path.names.as_slice()
            && self.lookup(&only.text).is_none()
        {
            return self.push(ExprKind::ChoiceName(only.text.clone()), written.span);
        }
        self.expr(written)
    }

    fn translations(&mut self, written: &[(ast::Text, ast::Expr)], ty: &Type) -> Vec<(String, ExprId)> {
        let mut first: HashMap<String, Loc> = HashMap::new();
        let mut values = Vec::new();
        for (text, value) in written {
            let foreign = name::normalise(&text.text);
            let at = self.loc(text.span);
            if let Some(first) = first.get(&foreign) {
                self.mapped_twice(&foreign, *first, at);
                continue;
            }
            first.insert(foreign.clone(), at);
            let value = self.foreign_value(value, ty);
            values.push((foreign, value));
        }
        values
    }

    fn field_mappings(&mut self, written: &[ast::Mapping], ty: &Type) -> Vec<FieldMapping> {
        let mut first: HashMap<&str, Loc> = HashMap::new();
        let mut fields = Vec::new();
        for mapping in written {
            let at = self.loc(mapping.fact.span);
            let [only] = mapping.fact.names.as_slice() else {
                let name = self.written(mapping.fact.span);
                self.report(NameProblem::WrongKind { name, expected: NameKind::Field }, mapping.fact.span);
                continue;
            };
            if let Some(first) = first.get(only.text.as_str()) {
                self.mapped_twice(&only.text, *first, at);
                continue;
            }
            first.insert(&only.text, at);
            let ty = self.field_type(ty, &only.text);
            let Some(origin) = self.origin(&mapping.value, mapping.fact.span, &ty) else { continue };
            fields.push(FieldMapping { name: only.text.clone(), origin, at });
        }
        fields
    }

    /// The type of a field; of one that the record lacks, nothing is known.
    fn field_type(&self, record: &Type, name: &str) -> Type {
        let Type::Record(id) = record else { return Type::Error };
        let fields = self.program.record(*id).map(|record| record.fields.as_slice()).unwrap_or_default();
        fields.iter().find(|field| field.name == name).map_or(Type::Error, |field| field.ty.clone())
    }

    /// The dataset that a test reads a record with.
    pub(super) fn dataset(&mut self, written: &ast::Name) -> Option<usize> {
        let find = |name: &str| self.program.datasets.iter().position(|dataset| dataset.meta.name == name);
        let found = find(&self.qualified(&written.text)).or_else(|| find(&written.text));
        if found.is_none() {
            let names: Vec<String> = self.program.datasets.iter().map(|dataset| dataset.meta.name.clone()).collect();
            self.unknown(NameKind::Dataset, &written.text, written.span, names.iter().map(String::as_str));
        }
        found
    }
}
