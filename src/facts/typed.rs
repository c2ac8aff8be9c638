//! Values by their declared types.

use super::attribute::{Reader, parse_bool};
use super::claim::{RawClaim, RawValue, read_fact};
use super::names::Vocabulary;
use super::read::{Entry, MISTAKE_LIMIT, Node, NodeKind};
use crate::base::{FileId, Lang, Loc, MonthOrDay, Span, name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FactsProblem, NotInUse, Note, Shape, TypedProblem, Words};
use crate::eval::Engine;
use crate::eval::engine::limit;
use crate::eval::exprs::date_set;
use crate::eval::set::{ChoiceSet, TextSet};
use crate::eval::slot::{Claim, Part};
use crate::eval::value::{ListItem, ListValue, Value};
use crate::model::expr::Order;
use crate::model::ids::{ActorId, ChoiceId, RecordId};
use crate::model::item::FieldDecl;
use crate::model::ty::Type;
use std::collections::HashMap;
use std::sync::Arc;

/// Reads values of one file.
pub(super) struct Typist<'a> {
    pub engine: &'a Engine,
    pub vocabulary: &'a Vocabulary,
    pub id: FileId,
    pub diagnostics: Vec<Diagnostic>,
    /// When what is being read was said: the words of that day are expected. `None` where nothing tells.
    pub said: Option<MonthOrDay>,
    /// Ranks of elements and of fields, from the claim being read to the value being read.
    path: Vec<usize>,
    /// What the claim being read says apart of fields.
    parts: Vec<Part>,
}

impl<'a> Typist<'a> {
    pub fn new(engine: &'a Engine, vocabulary: &'a Vocabulary, id: FileId, diagnostics: Vec<Diagnostic>) -> Self {
        Typist { engine, vocabulary, id, diagnostics, said: None, path: Vec::new(), parts: Vec::new() }
    }
}

impl Typist<'_> {
    /// Whether more mistakes were found than are ever listed.
    pub fn is_full(&self) -> bool {
        self.diagnostics.len() > 2 * MISTAKE_LIMIT
    }

    pub fn reader(&mut self) -> Reader<'_> {
        Reader { id: self.id, diagnostics: &mut self.diagnostics }
    }

    pub fn report(&mut self, problem: TypedProblem, span: Span) {
        self.report_fix(problem, span, None);
    }

    pub fn report_fix(&mut self, problem: TypedProblem, span: Span, with: Option<String>) {
        if self.is_full() {
            return;
        }
        let at = Loc::new(self.id, span);
        let mut diagnostic = Diagnostic::new(FactsProblem::Typed(problem).into(), at);
        if let Some(with) = with {
            diagnostic = diagnostic.guess(at, with);
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reports that `second` names again what `first` named in other letters.
    pub fn named_twice(&mut self, name: &str, first: Span, second: Span) {
        if self.is_full() {
            return;
        }
        let problem = FactsProblem::Typed(TypedProblem::same_fact_twice(name));
        let diagnostic = Diagnostic::new(problem.into(), Loc::new(self.id, second));
        self.diagnostics.push(diagnostic.related(Loc::new(self.id, first), Note::FirstHere));
    }

    /// What a claim leaves possible; `None` when it could not be read, which was reported.
    pub fn raw_value(&mut self, raw: &RawValue, decl: &FieldDecl, span: Span) -> Option<Value> {
        match raw {
            RawValue::Absent => {
                if !decl.optional {
                    self.report(TypedProblem::not_optional(decl.label()), span);
                    return None;
                }
                Some(Value::Absent)
            }
            RawValue::Plain(node) | RawValue::About(node) => self.value(node, &decl.ty, decl.open),
            RawValue::AtLeast(node) => Some(limit(Order::AtLeast, &self.ordered(node, decl)?)),
            RawValue::AtMost(node) => Some(limit(Order::AtMost, &self.ordered(node, decl)?)),
            RawValue::AtLeastAtMost(low, high) | RawValue::Between(low, high) => self.between(low, high, decl),
            RawValue::OneOf(nodes) => {
                let kept = self.parts.len();
                let values: Option<Vec<Value>> = nodes.iter().map(|node| self.value(node, &decl.ty, false)).collect();
                // What is said apart of a field of one value is not said of the others.
                self.parts.truncate(kept);
                Some(Value::any_of(values?))
            }
            RawValue::Items { items, complete } => match &decl.ty {
                Type::List(item) => {
                    let open = complete.map_or(decl.open, |complete| !complete);
                    Some(self.list(items, item, open))
                }
                other => {
                    let problem = TypedProblem::wrong_type(words(self.engine, other), "[…]", shape(other));
                    self.report(problem, span);
                    None
                }
            },
        }
    }

    fn between(&mut self, low: &Node, high: &Node, decl: &FieldDecl) -> Option<Value> {
        let span = low.span.to(high.span);
        let (low, high) = (self.ordered(low, decl), self.ordered(high, decl));
        let value = limit(Order::AtLeast, &low?).intersect(&limit(Order::AtMost, &high?));
        if value.is_empty() {
            self.report(TypedProblem::LimitsReversed, span);
            return None;
        }
        Some(value)
    }

    /// A limit: only what has an order has limits.
    fn ordered(&mut self, node: &Node, decl: &FieldDecl) -> Option<Value> {
        let ordered = match &decl.ty {
            Type::Choice(id) => self.engine.checked.program.choice(*id).is_some_and(|choice| choice.ordered),
            Type::Date => true,
            other => other.is_numeric(),
        };
        if !ordered {
            self.report(TypedProblem::NoLimits { expected: words(self.engine, &decl.ty) }, node.span);
            return None;
        }
        self.value(node, &decl.ty, false)
    }

    /// The part of a value that its declaration allows: what is wholly out of bounds is reported and not used.
    pub fn fit(&mut self, value: Value, top: &Value, decl: &FieldDecl, span: Span) -> Option<Value> {
        let allowed = match top {
            Value::MaybeAbsent(inner) => inner,
            other => other,
        };
        if matches!(value, Value::Absent) {
            return Some(value);
        }
        let kept = value.intersect(allowed);
        if kept.is_empty() {
            let text = |lang| crate::eval::words::value_text(self.engine, allowed, &decl.ty, lang);
            let bounds = Words { en: text(Lang::En), fr: text(Lang::Fr) };
            self.report(TypedProblem::OutOfBounds { name: decl.label().to_string(), bounds }, span);
            return None;
        }
        Some(kept)
    }

    /// One value of a type.
    pub fn value(&mut self, node: &Node, ty: &Type, open: bool) -> Option<Value> {
        match ty {
            Type::List(item) => match &node.kind {
                NodeKind::Sequence(items) => Some(self.list(items, item, open)),
                NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Mapping(_) => self.wrong(node, ty),
            },
            Type::Record(id) => self.record(node, *id, ty),
            // The mistake is in the doctrine, which reported it.
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

    pub(super) fn wrong(&mut self, node: &Node, ty: &Type) -> Option<Value> {
        if self.is_full() {
            return None;
        }
        let found = match &node.kind {
            NodeKind::Scalar { text, .. } => text.as_str(),
            NodeKind::Null => "null",
            NodeKind::Sequence(_) => "[…]",
            NodeKind::Mapping(_) => "{…}",
        };
        // One element needs no more than brackets to be a list.
        let simple = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let fix = match (ty, &node.kind) {
            (Type::List(_), NodeKind::Scalar { text, quoted: false }) if simple(text) => Some(format!("[{text}]")),
            _ => None,
        };
        let problem = TypedProblem::wrong_type(words(self.engine, ty), found, shape(ty));
        self.report_fix(problem, node.span, fix);
        None
    }

    fn scalar(&mut self, node: &Node, text: &str, ty: &Type) -> Option<Value> {
        match ty {
            Type::Bool => match parse_bool(text) {
                Some(truth) => Some(Value::from(truth)),
                None => self.wrong(node, ty),
            },
            Type::Text => Some(Value::Text(TextSet::exact(&name::normalise(text)))),
            Type::Date => {
                let quoted = matches!(node.kind, NodeKind::Scalar { quoted: true, .. });
                let date = self.reader().date_text(text, node.span, quoted)?;
                Some(Value::Date(date_set(date)))
            }
            Type::Choice(id) => {
                let names = self.vocabulary.choices.get(id.index())?;
                match names.find(text) {
                    Some(rank) => {
                        self.in_use(node, *id, rank);
                        Some(Value::Choice(ChoiceSet::single(rank)))
                    }
                    None => self.unknown_value(node, text, names),
                }
            }
            Type::Actor => {
                let names = &self.vocabulary.actors;
                match names.find(text) {
                    Some(rank) => Some(Value::Actor(ChoiceSet::single(rank))),
                    None => self.unknown_value(node, text, names),
                }
            }
            Type::Number | Type::Integer | Type::Percent | Type::Ratio | Type::Quantity(_) => {
                self.number(node, text, ty)
            }
            Type::Error | Type::List(_) | Type::Record(_) => None,
        }
    }

    /// Warns of a value of a choice outside the time in which it is one. It is read all the same, and in the words of
    /// the day where others took its place.
    fn in_use(&mut self, node: &Node, id: ChoiceId, rank: usize) {
        let Some(said) = self.said else { return };
        let Some(choice) = self.engine.checked.program.choice(id) else { return };
        let Some(value) = choice.values.get(rank) else { return };
        let not_in_use = match (value.period.from, value.period.until) {
            (_, Some(until)) if until < said.first_day() => NotInUse::Since(until.tomorrow()),
            (Some(from), _) if said.last_day() < from => NotInUse::Before(from),
            _ => return,
        };
        let named = |rank: &u8| choice.values.get(usize::from(*rank)).map(|value| value.name.clone());
        let becomes: Vec<String> = match not_in_use {
            NotInUse::Since(_) => value.becomes.iter().filter_map(named).collect(),
            NotInUse::Before(_) => Vec::new(),
        };
        let quoted = matches!(node.kind, NodeKind::Scalar { quoted: true, .. });
        let fix = match becomes.as_slice() {
            [only] if quoted => Some(format!("\"{only}\"")),
            [only] => Some(only.clone()),
            _ => None,
        };
        self.report_fix(
            TypedProblem::ValueNotInUse { name: value.name.clone(), when: not_in_use, becomes },
            node.span,
            fix,
        );
    }

    fn unknown_value(&mut self, node: &Node, text: &str, names: &super::names::Names) -> Option<Value> {
        if self.is_full() {
            return None;
        }
        let suggestion = names.near(text).map(str::to_string);
        let quoted = matches!(node.kind, NodeKind::Scalar { quoted: true, .. });
        let fix = suggestion.as_ref().map(|name| if quoted { format!("\"{name}\"") } else { name.clone() });
        self.report_fix(TypedProblem::unknown_value(text, suggestion, names.iter()), node.span, fix);
        None
    }

    /// Elements that cannot be read are reported, and the list is then not known to be whole.
    fn list(&mut self, nodes: &[Node], item: &Type, open: bool) -> Value {
        let mut items = Vec::with_capacity(nodes.len());
        for node in nodes {
            let kept = self.parts.len();
            self.path.push(items.len());
            match self.value(node, item, false) {
                Some(value) => items.push(ListItem { value, certain: true }),
                None => self.parts.truncate(kept),
            }
            self.path.pop();
        }
        let lost = items.len() < nodes.len();
        Value::List(Arc::new(ListValue { items, open: open || lost }))
    }

    /// A record: a field that is not told, or cannot be read, may be anything that it is declared to be.
    fn record(&mut self, node: &Node, id: RecordId, ty: &Type) -> Option<Value> {
        let Some(entries) = node.entries() else { return self.wrong(node, ty) };
        let record = self.engine.checked.program.record(id)?;
        let names = self.vocabulary.records.get(id.index())?;
        let Value::Record(all) = self.engine.record_top(id) else { return None };
        let mut all = all.as_ref().clone();
        let mut seen: HashMap<usize, &Entry> = HashMap::new();
        for entry in entries {
            let key = &entry.key;
            let Some(rank) = names.find(&key.text) else {
                self.unknown_field(entry, names);
                continue;
            };
            if let Some(first) = seen.get(&rank) {
                if first.key.text != key.text {
                    self.named_twice(&key.text, first.key.span, key.span);
                }
                continue;
            }
            seen.insert(rank, entry);
            let (Some(field), Some(place)) = (record.fields.get(rank), all.get_mut(rank)) else { continue };
            self.path.push(rank);
            let value = self.field(entry, field, place, (id, rank));
            self.path.pop();
            if let Some(value) = value.and_then(|value| self.fit(value, place, field, entry.value.span)) {
                *place = value;
            }
        }
        Some(Value::Record(Arc::new(all)))
    }

    fn unknown_field(&mut self, entry: &Entry, names: &super::names::Names) {
        if self.is_full() {
            return;
        }
        let key = &entry.key;
        let suggestion = names.near(&key.text).map(str::to_string);
        let fix = suggestion.as_ref().map(|name| key.respelt(name));
        self.report_fix(TypedProblem::unknown_field(&key.text, suggestion, names.iter()), key.span, fix);
    }

    /// A field told outright, or with limits as a fact is: `{ au_moins: 3 }`. One that takes an author or a date to
    /// count is set apart, and says nothing here: on which day it counts is not known yet.
    fn field(&mut self, entry: &Entry, field: &FieldDecl, top: &Value, place: (RecordId, usize)) -> Option<Value> {
        let is_record = matches!(field.ty, Type::Record(_));
        if is_record && !matches!(entry.value.kind, NodeKind::Null) {
            return self.value(&entry.value, &field.ty, false);
        }
        let raw = read_fact(&entry.key, &entry.value, self.id, &mut self.diagnostics);
        match raw.claims.as_slice() {
            [] => None,
            _ if raw.keep.is_some() => self.wrong(&entry.value, &field.ty),
            [claim] if field.judgement.is_none() && !claim.is_signed() => {
                self.raw_value(&claim.value, field, claim.span)
            }
            claims if field.judgement.is_some() || claims.len() == 1 => {
                self.apart(claims, field, top, place);
                None
            }
            _ => self.wrong(&entry.value, &field.ty),
        }
    }

    fn apart(&mut self, claims: &[RawClaim], field: &FieldDecl, top: &Value, (record, rank): (RecordId, usize)) {
        let path = std::mem::take(&mut self.path);
        let parts = std::mem::take(&mut self.parts);
        let claims: Vec<Claim> = claims.iter().filter_map(|claim| self.claim(claim, field, top)).collect();
        self.path = path;
        self.parts = parts;
        if !claims.is_empty() {
            self.parts.push(Part { path: self.path.clone(), record, field: rank, claims });
        }
    }

    /// A claim about what `decl` declares, within what it may be at most; `None` when it could not be read, which was
    /// reported.
    pub fn claim(&mut self, raw: &RawClaim, decl: &FieldDecl, top: &Value) -> Option<Claim> {
        let (by, body) = raw.by.as_ref().map_or((None, None), |(name, span)| self.author(name, *span));
        let source = raw.source.as_ref().map(|(name, span)| self.source(name, *span));
        let before = self.said;
        self.said = raw.on.or(raw.since).map(|(date, _)| date).or(before);
        let value = self.raw_value(&raw.value, decl, raw.span);
        self.said = before;
        let parts = std::mem::take(&mut self.parts);
        let value = value?;
        // The claim is kept as it was told; its limits meet those of the declaration when it counts.
        self.fit(value.clone(), top, decl, raw.span)?;
        Some(Claim {
            value,
            source,
            by,
            body,
            on: raw.on.map(|(date, _)| date),
            since: raw.since.map(|(date, _)| date),
            until: raw.until.map(|(date, _)| date),
            about: matches!(raw.value, RawValue::About(_)),
            at: Some(Loc::new(self.id, raw.span)),
            parts,
        })
    }

    /// Who said it: an actor, or a body by its rank. Neither for a name that the doctrine does not know, which is
    /// reported.
    pub fn author(&mut self, name: &str, span: Span) -> (Option<ActorId>, Option<usize>) {
        let vocabulary = self.vocabulary;
        if let Some(rank) = vocabulary.actors.find(name) {
            return (Some(ActorId::new(rank)), None);
        }
        let body = vocabulary.bodies.find(name);
        if body.is_none() && !self.is_full() {
            let suggestion = vocabulary.actors.near(name).or_else(|| vocabulary.bodies.near(name));
            let problem = TypedProblem::unknown_actor(name, suggestion.map(str::to_string));
            self.report(problem, span);
        }
        (None, body)
    }

    /// A source in the doctrine's own spelling where it is one of its sources; any other is a source as well.
    pub fn source(&mut self, name: &str, span: Span) -> String {
        let sources = &self.vocabulary.sources;
        if let Some(known) = sources.find(name).and_then(|rank| sources.get(rank)) {
            return known.to_string();
        }
        if !self.is_full()
            && let Some(near) = sources.near(name)
        {
            self.report(TypedProblem::near_source(name, near), span);
        }
        name.to_string()
    }
}

/// A type in words, in both languages.
pub(super) fn words(engine: &Engine, ty: &Type) -> Words {
    let program = &engine.checked.program;
    Words { en: ty.words(program, Lang::En), fr: ty.words(program, Lang::Fr) }
}

/// How a value of a type is written.
fn shape(ty: &Type) -> Shape {
    match ty {
        Type::Bool => Shape::YesNo,
        Type::Integer => Shape::Whole,
        Type::Percent | Type::Ratio => Shape::Percent,
        Type::Number | Type::Quantity(_) => Shape::Number,
        Type::Date => Shape::Date,
        Type::Text | Type::Choice(_) | Type::Actor | Type::Error => Shape::OneText,
        Type::List(_) => Shape::List,
        Type::Record(_) => Shape::Fields,
    }
}
