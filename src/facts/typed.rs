//! Values by their declared types. Numbers come from their spelling, never through floating point.

use super::claim::RawValue;
use super::meta::parse_bool;
use super::read::{Node, NodeKind};
use crate::base::{FileId, Lang, Loc, MonthOrDay, Num, Span, name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FactsProblem, TypedProblem, Words};
use crate::eval::Engine;
use crate::eval::engine::limit;
use crate::eval::exprs::date_set;
use crate::eval::set::{ChoiceSet, TextSet};
use crate::eval::value::{ListItem, ListValue, Value};
use crate::model::expr::Order;
use crate::model::item::FieldDecl;
use crate::model::ty::Type;
use crate::model::unit::Unit;
use crate::syntax::parse_quantity;
use std::sync::Arc;

/// Reads values of one file.
pub(super) struct Typist<'a> {
    pub engine: &'a Engine,
    pub id: FileId,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Typist<'_> {
    fn report(&mut self, problem: TypedProblem, span: Span) {
        let problem = FactsProblem::Typed(problem);
        self.diagnostics.push(Diagnostic::new(problem.into(), Loc::new(self.id, span)));
    }

    fn report_fix(&mut self, problem: TypedProblem, span: Span, with: Option<String>) {
        let at = Loc::new(self.id, span);
        let mut diagnostic = Diagnostic::new(FactsProblem::Typed(problem).into(), at);
        if let Some(with) = with {
            diagnostic = diagnostic.fix(at, with);
        }
        self.diagnostics.push(diagnostic);
    }

    /// What a claim leaves possible; `None` when it could not be read, which was reported.
    pub fn raw_value(&mut self, raw: &RawValue, decl: &FieldDecl, span: Span) -> Option<Value> {
        match raw {
            RawValue::Absent => {
                if !decl.optional {
                    self.report(TypedProblem::NotOptional { name: decl.label().to_string() }, span);
                    return None;
                }
                Some(Value::Absent)
            }
            RawValue::Plain(node) | RawValue::About(node) => self.value(node, &decl.ty, decl.open),
            RawValue::AtLeast(node) => Some(limit(Order::AtLeast, &self.ordered(node, decl)?)),
            RawValue::AtMost(node) => Some(limit(Order::AtMost, &self.ordered(node, decl)?)),
            RawValue::AtLeastAtMost(low, high) | RawValue::Between(low, high) => {
                let (low, high) = (self.ordered(low, decl)?, self.ordered(high, decl)?);
                Some(limit(Order::AtLeast, &low).intersect(&limit(Order::AtMost, &high)))
            }
            RawValue::OneOf(nodes) => {
                let values: Option<Vec<Value>> = nodes.iter().map(|node| self.value(node, &decl.ty, false)).collect();
                values?.into_iter().reduce(Value::union)
            }
            RawValue::Items { items, complete } => match &decl.ty {
                Type::List(item) => {
                    let open = complete.map_or(decl.open, |complete| !complete);
                    Some(self.list(items, item, open))
                }
                other => {
                    let expected = words(self.engine, other);
                    self.report(TypedProblem::WrongType { expected, found: String::from("[…]") }, span);
                    None
                }
            },
        }
    }

    /// A limit: only what has an order has limits.
    fn ordered(&mut self, node: &Node, decl: &FieldDecl) -> Option<Value> {
        let ordered = decl.ty.is_numeric() || matches!(decl.ty, Type::Date | Type::Choice(_));
        if !ordered {
            let expected = words(self.engine, &decl.ty);
            self.report(TypedProblem::NoLimits { expected }, node.span);
            return None;
        }
        self.value(node, &decl.ty, false)
    }

    /// One value of a type.
    pub fn value(&mut self, node: &Node, ty: &Type, open: bool) -> Option<Value> {
        match ty {
            Type::List(item) => match &node.kind {
                NodeKind::Sequence(items) => Some(self.list(items, item, open)),
                NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Mapping(_) => self.wrong(node, ty),
            },
            Type::Record(_) => self.record(node, ty),
            Type::Error => None,
            Type::Bool
            | Type::Number
            | Type::Integer
            | Type::Percent
            | Type::Ratio
            | Type::Quantity(_)
            | Type::Text
            | Type::Date
            | Type::Choice(_)
            | Type::Actor => match &node.kind {
                NodeKind::Scalar { text, .. } => self.scalar(node, text.trim(), ty),
                NodeKind::Null | NodeKind::Sequence(_) | NodeKind::Mapping(_) => self.wrong(node, ty),
            },
        }
    }

    fn wrong(&mut self, node: &Node, ty: &Type) -> Option<Value> {
        let expected = words(self.engine, ty);
        let found = match &node.kind {
            NodeKind::Scalar { text, .. } => text.chars().take(60).collect(),
            NodeKind::Null => String::from("null"),
            NodeKind::Sequence(_) => String::from("[…]"),
            NodeKind::Mapping(_) => String::from("{…}"),
        };
        self.report(TypedProblem::WrongType { expected, found }, node.span);
        None
    }

    fn scalar(&mut self, node: &Node, text: &str, ty: &Type) -> Option<Value> {
        match ty {
            Type::Bool => match parse_bool(text) {
                Some(truth) => Some(Value::from(truth)),
                None => self.wrong(node, ty),
            },
            Type::Text => Some(Value::Text(TextSet::exact(text))),
            Type::Date => self.date(node, text, ty),
            Type::Choice(id) => {
                let choice = self.engine.checked.program.choice(*id)?;
                let names: Vec<&str> = choice.values.iter().map(|value| value.name.as_str()).collect();
                let titles: Vec<&str> = choice.values.iter().map(|value| value.label()).collect();
                match find(&names, text).or_else(|| find(&titles, text)) {
                    Some(rank) => Some(Value::Choice(ChoiceSet::single(rank))),
                    None => {
                        let among: Vec<String> = names.iter().map(|&name| name.to_string()).collect();
                        self.unknown_value(node, text, among)
                    }
                }
            }
            Type::Actor => {
                let actors = &self.engine.checked.program.actors;
                let names: Vec<&str> = actors.iter().map(|actor| actor.meta.name.as_str()).collect();
                match find(&names, text) {
                    Some(rank) => Some(Value::Actor(ChoiceSet::single(rank))),
                    None => {
                        let among = names.iter().map(|&name| name.to_string()).collect();
                        self.unknown_value(node, text, among)
                    }
                }
            }
            _ => self.number(node, text, ty),
        }
    }

    fn unknown_value(&mut self, node: &Node, text: &str, among: Vec<String>) -> Option<Value> {
        let suggestion = name::did_you_mean(text, among.iter().map(String::as_str)).map(str::to_string);
        let problem = TypedProblem::UnknownValue { name: text.to_string(), suggestion: suggestion.clone(), among };
        self.report_fix(problem, node.span, suggestion);
        None
    }

    fn date(&mut self, node: &Node, text: &str, ty: &Type) -> Option<Value> {
        if let Some(date) = MonthOrDay::parse(text) {
            return Some(Value::Date(date_set(date)));
        }
        let looks_like_a_date = text.len() >= 7 && text.chars().all(|c| c.is_ascii_digit() || c == '-');
        if looks_like_a_date {
            self.report(TypedProblem::ImpossibleDate { written: text.to_string() }, node.span);
            return None;
        }
        self.wrong(node, ty)
    }

    fn number(&mut self, node: &Node, text: &str, ty: &Type) -> Option<Value> {
        let Some((number, written)) = parse_quantity(text) else { return self.wrong(node, ty) };
        let spelling = written.as_ref().map(|unit| unit.numerator.text.clone());
        let value = match (ty, &written) {
            (Type::Percent | Type::Ratio, Some(unit)) if unit.numerator.text == "%" => {
                number.checked_div(&Num::HUNDRED)?
            }
            // A fraction of two numbers is a share.
            (Type::Percent | Type::Ratio, None) if text.contains('/') => number,
            (Type::Percent, None) => {
                let share = number < Num::ONE && !number.is_integer();
                let percent = if share { &number * &Num::HUNDRED } else { number };
                let with = format!("{} %", percent.to_exact_string());
                self.report_fix(TypedProblem::PercentWithoutSign { written: text.to_string() }, node.span, Some(with));
                return None;
            }
            (Type::Quantity(unit), None) => &number * &unit.scale,
            (Type::Quantity(unit), Some(written)) => match self.unit_of(written) {
                Some(found) if found.alike(unit) => &number * &found.scale,
                _ => {
                    let expected = words(self.engine, ty);
                    let found = spelling.unwrap_or_default();
                    self.report(TypedProblem::WrongUnit { expected, found }, node.span);
                    return None;
                }
            },
            (_, Some(_)) => {
                let (expected, found) = (words(self.engine, ty), spelling.unwrap_or_default());
                self.report(TypedProblem::WrongUnit { expected, found }, node.span);
                return None;
            }
            (Type::Integer, None) if !number.is_integer() => return self.wrong(node, ty),
            (_, None) => number,
        };
        Some(Value::num(value))
    }

    fn unit_of(&self, written: &crate::syntax::ast::UnitExpr) -> Option<Unit> {
        let units = &self.engine.checked.program.units;
        let mut unit = units.find(&written.numerator.text)?.clone();
        for below in &written.denominators {
            unit = unit.per(units.find(&below.text)?);
        }
        Some(unit)
    }

    /// Elements that cannot be read are reported, and the list is then not known to be whole.
    fn list(&mut self, nodes: &[Node], item: &Type, open: bool) -> Value {
        let mut items = Vec::new();
        let mut lost = false;
        for node in nodes {
            match self.value(node, item, false) {
                Some(value) => items.push(ListItem { value, certain: true }),
                None => lost = true,
            }
        }
        Value::List(Arc::new(ListValue { items, open: open || lost }))
    }

    fn record(&mut self, node: &Node, ty: &Type) -> Option<Value> {
        let Type::Record(id) = ty else { return None };
        let Some(entries) = node.entries() else { return self.wrong(node, ty) };
        let record = self.engine.checked.program.record(*id)?;
        let names: Vec<&str> = record.fields.iter().map(|field| field.name.as_str()).collect();
        let Value::Record(all) = self.engine.record_top(*id) else { return None };
        let mut all = all.as_ref().clone();
        let mut seen = Vec::new();
        for entry in entries {
            let Some(rank) = find(&names, &entry.key.text) else {
                let suggestion = name::did_you_mean(&entry.key.text, names.iter().copied()).map(str::to_string);
                let problem = TypedProblem::UnknownField {
                    name: entry.key.text.clone(),
                    suggestion: suggestion.clone(),
                    among: names.iter().map(|&name| name.to_string()).collect(),
                };
                self.report_fix(problem, entry.key.span, suggestion);
                continue;
            };
            if seen.contains(&rank) {
                continue;
            }
            seen.push(rank);
            let Some(field) = record.fields.get(rank) else { continue };
            let value = match (&entry.value.kind, entry.value.is_blank()) {
                (_, true) => continue,
                (NodeKind::Null, false) if field.optional => Some(Value::Absent),
                _ => self.value(&entry.value, &field.ty, field.open),
            };
            if let (Some(value), Some(place)) = (value, all.get_mut(rank)) {
                *place = value;
            }
        }
        Some(Value::Record(Arc::new(all)))
    }
}

/// The rank of a name, exactly first, then without accents or case.
fn find(names: &[&str], wanted: &str) -> Option<usize> {
    let folded = name::fold(wanted);
    names.iter().position(|name| *name == wanted).or_else(|| names.iter().position(|known| name::fold(known) == folded))
}

/// A type in words, in both languages.
fn words(engine: &Engine, ty: &Type) -> Words {
    let program = &engine.checked.program;
    Words { en: ty.words(program, Lang::En), fr: ty.words(program, Lang::Fr) }
}

/// The declared bounds of a fact, in words.
pub(super) fn bounds_words(engine: &Engine, decl: &FieldDecl) -> Words {
    let value = match engine.declared(decl) {
        Value::MaybeAbsent(inner) => *inner,
        value => value,
    };
    let text = |lang| crate::eval::words::value_text(engine, &value, &decl.ty, lang);
    Words { en: text(Lang::En), fr: text(Lang::Fr) }
}
