//! Records that others publish, read through a dataset as if they were dossiers.
//!
//! `null`, absent keys and empty texts say nothing: the fact is missing. A value that cannot be read is reported at its
//! place and its fact is missing; the others are read.

use super::attribute::parse_bool;
use super::dossier::{Dossier, FactTold, listed};
use super::json::read_object;
use super::names::{Names, Vocabulary};
use super::read::{Entry, LIMIT, Node, NodeKind, read};
use super::typed::Typist;
use crate::base::{Date, FileId, Loc, MonthOrDay, Num, Span, name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FactsProblem, RecordProblem};
use crate::eval::set::ChoiceSet;
use crate::eval::slot::Claim;
use crate::eval::value::{ListItem, ListValue, Value};
use crate::eval::{Dates, Engine, constant};
use crate::model::dataset::{Dataset, FieldMapping, KeyPath, Origin, OriginKind, OriginUnit};
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, RecordId};
use crate::model::ty::Type;
use crate::syntax::parse_quantity;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::Arc;

/// Reads the records of one dataset. Made once; threads may share it.
#[derive(Debug)]
pub struct RecordReader<'a> {
    engine: &'a Engine,
    dataset: &'a Dataset,
    vocabulary: Vocabulary,
    /// The source that its claims come from: the first that the dataset cites.
    source: Option<String>,
    /// The values written in the dataset.
    constants: HashMap<ExprId, Value>,
}

impl<'a> RecordReader<'a> {
    /// The reader of a dataset by its rank among the program's; `None` when there is no such dataset.
    pub fn new(engine: &'a Engine, rank: usize) -> Option<Self> {
        let program = &engine.checked.program;
        let dataset = program.datasets.get(rank)?;
        let cited = dataset.meta.per.first().and_then(|citation| program.source(citation.source));
        let mut written = Vec::new();
        let about = [&dataset.name, &dataset.as_of, &dataset.said_on].into_iter().flatten();
        about.chain(dataset.facts.iter().map(|mapping| &mapping.origin)).for_each(|one| collect(one, &mut written));
        // What is written here holds whatever the date, as declared bounds do.
        let dates = Dates::on(Date::MAX);
        Some(RecordReader {
            engine,
            dataset,
            vocabulary: Vocabulary::new(program),
            source: cited.map(|source| source.meta.name.clone()),
            constants: written.into_iter().map(|id| (id, constant(engine, dates, id))).collect(),
        })
    }

    /// Reads one record, in JSON or YAML, from the text of the file `id`.
    pub fn read(&self, id: FileId, text: &str) -> (Dossier, Vec<Diagnostic>) {
        if text.len() <= LIMIT
            && let Some(entries) = read_object(text)
        {
            return self.read_entries(id, entries, Vec::new(), true);
        }
        let raw = read(id, text);
        self.read_entries(id, raw.root, raw.diagnostics, is_json(text))
    }

    /// Reads a record whose entries are at hand; `told` are the mistakes met on the way to them.
    fn read_entries(
        &self,
        id: FileId,
        entries: Vec<Entry>,
        told: Vec<Diagnostic>,
        is_json: bool,
    ) -> (Dossier, Vec<Diagnostic>) {
        let root = Node { kind: NodeKind::Mapping(entries), span: Span::default() };
        let typist = Typist::new(self.engine, &self.vocabulary, id, told);
        let mut record = Record { reader: self, typist, is_json };
        let mut dossier = Dossier::empty(self.engine);
        dossier.name = self.dataset.name.as_ref().and_then(|origin| record.name(origin, &root));
        dossier.as_of = self.dataset.as_of.as_ref().and_then(|origin| record.day(origin, &root));
        let said_on = self.dataset.said_on.as_ref().and_then(|origin| record.date(origin, &root));
        for mapping in &self.dataset.facts {
            let claim = record.claim(mapping, &root, said_on);
            if let (Some(claim), Some(place)) = (claim, dossier.facts.get_mut(mapping.fact.index())) {
                *place = FactTold { claims: vec![claim], keep: None };
            }
        }
        let mut diagnostics = listed(record.typist.diagnostics, id);
        // Two facts may be read from one value: what is wrong with it is told once.
        diagnostics.dedup_by_key(|diagnostic| diagnostic.at);
        (dossier, diagnostics)
    }
}

/// The constants that an origin holds.
fn collect(origin: &Origin, found: &mut Vec<ExprId>) {
    match &origin.kind {
        OriginKind::Constant(value) => found.push(*value),
        OriginKind::Paths { .. } => {}
        OriginKind::Translated { values, .. } => found.extend(values.iter().map(|(_, value)| *value)),
        OriginKind::Fields { fields, .. } => fields.iter().for_each(|field| collect(&field.origin, found)),
    }
}

/// One record being read.
struct Record<'r> {
    reader: &'r RecordReader<'r>,
    typist: Typist<'r>,
    /// Whether a value without quotes is no text: in YAML it may well be one.
    is_json: bool,
}

/// Where a path leads in a record.
enum Found<'n> {
    Nothing,
    One(&'n Node),
    /// Through lists: one node for each element that has one. `lost` says that some had none.
    Many {
        nodes: Vec<&'n Node>,
        lost: bool,
    },
}

impl<'r> Record<'r> {
    fn report(&mut self, problem: RecordProblem, span: Span) {
        if !self.typist.is_full() {
            let at = Loc::new(self.typist.id, span);
            self.typist.diagnostics.push(Diagnostic::new(FactsProblem::Record(problem).into(), at));
        }
    }

    fn name(&mut self, origin: &Origin, root: &Node) -> Option<String> {
        self.scalar_at(origin, root)?.text().map(plain)
    }

    fn day(&mut self, origin: &Origin, root: &Node) -> Option<Date> {
        self.date(origin, root).map(MonthOrDay::first_day)
    }

    fn date(&mut self, origin: &Origin, root: &Node) -> Option<MonthOrDay> {
        if let OriginKind::Constant(value) = &origin.kind {
            return match self.reader.engine.checked.program.kind(*value) {
                ExprKind::Date(date) => Some(*date),
                _ => None,
            };
        }
        let node = self.scalar_at(origin, root)?;
        let text = node.text()?.trim();
        self.typist.reader().date_text(text, node.span, true)
    }

    /// The one scalar that the only path of an origin leads to.
    fn scalar_at<'n>(&mut self, origin: &Origin, root: &'n Node) -> Option<&'n Node> {
        let OriginKind::Paths { paths, .. } = &origin.kind else { return None };
        let path = paths.first()?;
        let node = self.one(path, root)?;
        if node.text().is_none() {
            self.typist.wrong(node, &Type::Text);
            return None;
        }
        Some(node)
    }

    fn claim(
        &mut self,
        mapping: &crate::model::dataset::Mapping,
        root: &Node,
        on: Option<MonthOrDay>,
    ) -> Option<Claim> {
        let engine = self.reader.engine;
        let decl = &engine.checked.program.fact(mapping.fact)?.decl;
        let (value, span) = self.value(&mapping.origin, root, &decl.ty, decl.open)?;
        self.typist.fit(value.clone(), engine.top(mapping.fact), decl, span)?;
        let about = matches!(mapping.origin.kind, OriginKind::Paths { about: true, .. });
        Some(Claim {
            value,
            source: self.reader.source.clone(),
            by: None,
            body: None,
            on,
            since: None,
            until: None,
            about,
            at: Some(Loc::new(self.typist.id, span)),
            parts: Vec::new(),
        })
    }

    /// The value that an origin has in a record, with its place; `None` when nothing is said, or when it cannot be read,
    /// which is reported.
    fn value<'n>(&mut self, origin: &Origin, root: &'n Node, ty: &Type, open: bool) -> Option<(Value, Span)> {
        let path = match &origin.kind {
            OriginKind::Constant(value) => {
                return Some((self.reader.constants.get(value)?.clone(), root.span.at_start()));
            }
            OriginKind::Paths { paths, unit, .. } => match paths.as_slice() {
                [path] => path,
                several => return self.sum(several, unit.as_ref(), root, ty),
            },
            OriginKind::Translated { path, .. } | OriginKind::Fields { path, .. } => path,
        };
        let Type::List(item) = ty else {
            let node = self.one(path, root)?;
            return Some((self.element(origin, node, ty)?, node.span));
        };
        match self.find(path, root, true) {
            Found::Nothing => None,
            Found::One(node) => match &node.kind {
                NodeKind::Sequence(items) => {
                    let items: Vec<&Node> = items.iter().collect();
                    Some((self.list(origin, &items, item, open), node.span))
                }
                NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Mapping(_) => {
                    self.typist.wrong(node, ty);
                    None
                }
            },
            Found::Many { nodes, lost } => {
                let is_list = matches!(**item, Type::List(_));
                let each = |node: &'n Node| if is_list { std::slice::from_ref(node) } else { elements(node) };
                let nodes: Vec<&Node> = nodes.into_iter().flat_map(each).collect();
                let span = nodes.first().map_or(root.span.at_start(), |node| node.span);
                Some((self.list(origin, &nodes, item, open || lost), span))
            }
        }
    }

    /// Elements that say nothing or cannot be read are left out, and the list is then not known to be whole.
    fn list(&mut self, origin: &Origin, nodes: &[&Node], item: &Type, open: bool) -> Value {
        let read: Vec<Option<Value>> = nodes.iter().map(|node| self.element(origin, node, item)).collect();
        let lost = read.iter().any(Option::is_none);
        let items = read.into_iter().flatten().map(|value| ListItem { value, certain: true }).collect();
        Value::List(Arc::new(ListValue { items, open: open || lost }))
    }

    /// One value, or one element of a list.
    fn element(&mut self, origin: &Origin, node: &Node, ty: &Type) -> Option<Value> {
        if says_nothing(node) {
            return None;
        }
        match (&origin.kind, ty) {
            (_, Type::List(item)) => match &node.kind {
                NodeKind::Sequence(items) => {
                    let items: Vec<&Node> = items.iter().collect();
                    Some(self.list(origin, &items, item, false))
                }
                NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Mapping(_) => self.typist.wrong(node, ty),
            },
            (OriginKind::Fields { fields, .. }, Type::Record(id)) => self.record(fields, node, *id, ty),
            (OriginKind::Translated { values, .. }, _) => self.translated(values, node, ty),
            (OriginKind::Paths { unit, .. }, _) if ty.is_numeric() => self.amount(node, unit.as_ref(), ty),
            (OriginKind::Paths { .. } | OriginKind::Fields { .. } | OriginKind::Constant(_), _) => {
                self.translated(&[], node, ty)
            }
        }
    }

    /// A value in the words of the dataset, else in those of the doctrine.
    fn translated(&mut self, values: &[(String, ExprId)], node: &Node, ty: &Type) -> Option<Value> {
        let Some(text) = node.text().map(plain) else { return self.typist.wrong(node, ty) };
        if let Some(id) = translation(values, &text) {
            return self.reader.constants.get(&id).cloned();
        }
        let reader = self.reader;
        let vocabulary = &reader.vocabulary;
        match ty {
            Type::Choice(id) => {
                let names = vocabulary.choices.get(id.index())?;
                self.rank(names, &text, node).map(|rank| Value::Choice(ChoiceSet::single(rank)))
            }
            Type::Actor => self.rank(&vocabulary.actors, &text, node).map(|rank| Value::Actor(ChoiceSet::single(rank))),
            Type::Bool => {
                let truth = parse_bool(&text);
                if truth.is_none() {
                    let dataset = &reader.dataset.meta.name;
                    self.report(RecordProblem::untranslated(&text, dataset, std::iter::empty()), node.span);
                }
                truth.map(Value::from)
            }
            // `false` where an address may stand says that there is none, and nothing says that it means so.
            Type::Text if self.is_json && matches!(node.kind, NodeKind::Scalar { quoted: false, .. }) => {
                self.typist.wrong(node, ty)
            }
            _ if ty.is_numeric() => self.amount(node, None, ty),
            _ => self.typist.value(node, ty, false),
        }
    }

    fn rank(&mut self, names: &'r Names, text: &str, node: &Node) -> Option<usize> {
        let rank = names.find(text);
        if rank.is_none() {
            let dataset = &self.reader.dataset.meta.name;
            self.report(RecordProblem::untranslated(text, dataset, names.iter()), node.span);
        }
        rank
    }

    /// A record: a field that is not read, or not told, may be anything that it is declared to be.
    fn record(&mut self, fields: &[FieldMapping], node: &Node, id: RecordId, ty: &Type) -> Option<Value> {
        if node.entries().is_none() {
            return self.typist.wrong(node, ty);
        }
        let engine = self.reader.engine;
        let declared = engine.checked.program.record(id)?;
        let Value::Record(all) = engine.record_top(id) else { return None };
        let mut all = all.as_ref().clone();
        for field in fields {
            let Some(rank) = declared.fields.iter().position(|decl| decl.name == field.name) else { continue };
            let (Some(decl), Some(place)) = (declared.fields.get(rank), all.get_mut(rank)) else { continue };
            // No record names the author of a judgement.
            if decl.judgement.is_some() {
                continue;
            }
            let Some((value, span)) = self.value(&field.origin, node, &decl.ty, decl.open) else { continue };
            if let Some(value) = self.typist.fit(value, place, decl, span) {
                *place = value;
            }
        }
        Some(Value::Record(Arc::new(all)))
    }

    /// A sum says nothing when one of its parts does not.
    fn sum(&mut self, paths: &[KeyPath], unit: Option<&OriginUnit>, root: &Node, ty: &Type) -> Option<(Value, Span)> {
        let mut total = Num::ZERO;
        let (mut whole, mut first) = (true, None);
        for path in paths {
            let Some(node) = self.one(path, root).filter(|node| !says_nothing(node)) else {
                whole = false;
                continue;
            };
            first = first.or(Some(node.span));
            match self.amount(node, unit, ty) {
                Some(Value::Num(part)) => total = &total + part.known()?,
                _ => whole = false,
            }
        }
        whole.then(|| first.map(|span| (Value::num(total), span)))?
    }

    /// A number of a numeric type, in base units: in the unit that it carries itself, else in that of the dataset, else
    /// in that of the fact.
    fn amount(&mut self, node: &Node, unit: Option<&OriginUnit>, ty: &Type) -> Option<Value> {
        let Some(text) = node.text().map(str::trim) else { return self.typist.wrong(node, ty) };
        let Some(number) = bare_number(text) else { return self.typist.number(node, text, ty) };
        let value = match (ty, unit) {
            (Type::Percent | Type::Ratio, _) if text.contains('/') => number,
            (Type::Percent | Type::Ratio, Some(_)) => number.checked_div(&Num::HUNDRED)?,
            (Type::Percent | Type::Ratio, None) => {
                let problem = RecordProblem::bare_percent(text, &self.reader.dataset.meta.name);
                self.report(problem, node.span);
                return None;
            }
            (Type::Integer, _) if !number.is_integer() => return self.typist.wrong(node, ty),
            (Type::Quantity(declared), written) => {
                let unit = written.and_then(|written| written.unit.as_ref()).unwrap_or(declared);
                &number * &unit.scale
            }
            _ => number,
        };
        Some(Value::num(value))
    }

    fn one<'n>(&mut self, path: &KeyPath, root: &'n Node) -> Option<&'n Node> {
        match self.find(path, root, false) {
            Found::One(node) => Some(node),
            Found::Nothing | Found::Many { .. } => None,
        }
    }

    /// Follows a path; through lists only where several values may be found.
    fn find<'n>(&mut self, path: &KeyPath, root: &'n Node, several: bool) -> Found<'n> {
        let (mut nodes, mut many, mut lost) = (vec![root], false, false);
        for key in &path.keys {
            let mut next = Vec::with_capacity(nodes.len());
            for node in nodes {
                if !several && let NodeKind::Sequence(_) = node.kind {
                    self.report(RecordProblem::several_values(path.text()), node.span);
                    return Found::Nothing;
                }
                many |= matches!(node.kind, NodeKind::Sequence(_));
                for object in elements(node) {
                    match &object.kind {
                        NodeKind::Mapping(entries) => match entries.iter().find(|entry| entry.key.text == *key) {
                            Some(entry) => next.push(&entry.value),
                            None => lost = true,
                        },
                        NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Sequence(_) => {
                            if !says_nothing(object) {
                                let found = object.text().unwrap_or("[…]");
                                self.report(RecordProblem::not_an_object(&path.text(), found), object.span);
                            }
                            lost = true;
                        }
                    }
                }
            }
            nodes = next;
        }
        if many {
            return Found::Many { nodes, lost };
        }
        match nodes.first() {
            Some(node) if !several && matches!(node.kind, NodeKind::Sequence(_)) => {
                self.report(RecordProblem::several_values(path.text()), node.span);
                Found::Nothing
            }
            Some(node) if !says_nothing(node) => Found::One(node),
            Some(_) | None => Found::Nothing,
        }
    }
}

/// Whether a text is JSON, as one with the same key twice is.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text.strip_prefix('\u{feff}').unwrap_or(text)).is_ok()
}

/// The elements of a list; what is none is alone.
fn elements(node: &Node) -> &[Node] {
    match &node.kind {
        NodeKind::Sequence(items) => items,
        NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Mapping(_) => std::slice::from_ref(node),
    }
}

/// Whether a value stands for a missing one: `null`, or a text of blanks.
fn says_nothing(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Null => true,
        NodeKind::Scalar { text, .. } => text.trim().is_empty(),
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => false,
    }
}

/// A text as quotation marks in rules hold it: blanks at its ends removed, runs of them made one.
fn plain(text: &str) -> String {
    name::normalise(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What a dataset makes of a foreign text: as it is written, else without accents and case where only one fits.
fn translation(values: &[(String, ExprId)], text: &str) -> Option<ExprId> {
    if let Some((_, id)) = values.iter().find(|(foreign, _)| foreign == text) {
        return Some(*id);
    }
    if values.is_empty() {
        return None;
    }
    let folded = name::fold(text);
    let mut fitting = values.iter().filter(|(foreign, _)| name::fold(foreign) == folded);
    fitting.next().filter(|_| fitting.next().is_none()).map(|(_, id)| *id)
}

/// A number without a unit, in any spelling of JSON or of a facts file.
fn bare_number(text: &str) -> Option<Num> {
    if let Some(number) = Num::parse_decimal(text) {
        return Some(number);
    }
    if let Some((number, exponent)) = text.split_once(['e', 'E'])
        && let (Some(number), Ok(exponent)) = (Num::parse_decimal(number), exponent.parse())
    {
        return Num::pow10(exponent).map(|power| &number * &power);
    }
    parse_quantity(text).and_then(|(number, unit)| unit.is_none().then_some(number))
}

#[cfg(test)]
mod tests;
