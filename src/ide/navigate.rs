//! From a name to what it stands for, and back.

use super::snapshot::Snapshot;
use super::symbols::{Mentioned, Role, Symbol};
use crate::base::{FileId, Loc, Span};
use crate::model::ids::{ChoiceId, RecordId};
use crate::model::item::FieldDecl;
use crate::model::ty::Type;
use crate::syntax::ast::ItemKind;
use std::collections::BTreeMap;

/// Places that a name leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The name that was asked about.
    pub origin: Span,
    pub places: Vec<Loc>,
}

/// Where what is named at an offset is declared.
pub fn definition(snapshot: &Snapshot, file: FileId, offset: usize) -> Option<Found> {
    let mentioned = snapshot.symbols().at(file, offset)?;
    let place = snapshot.symbols().declaration(mentioned.symbol)?;
    Some(Found { origin: mentioned.at.span, places: vec![place] })
}

/// Where the type of what is named at an offset is declared.
pub fn type_definition(snapshot: &Snapshot, file: FileId, offset: usize) -> Option<Found> {
    let mentioned = snapshot.symbols().at(file, offset)?;
    let place = snapshot.symbols().declaration(type_symbol(snapshot, mentioned.symbol)?)?;
    Some(Found { origin: mentioned.at.span, places: vec![place] })
}

fn type_symbol(snapshot: &Snapshot, symbol: Symbol) -> Option<Symbol> {
    let program = snapshot.program();
    let of_type = |ty: &Type| match ty.innermost() {
        Type::Choice(ChoiceId(rank)) => Some(Symbol::Choice(*rank as usize)),
        Type::Record(RecordId(rank)) => Some(Symbol::Record(*rank as usize)),
        _ => None,
    };
    // A judgement is as good as who makes it.
    let of_decl = |decl: &FieldDecl| match decl.judgement {
        Some(by) => by.map(|actor| Symbol::Actor(actor.index())),
        None => of_type(&decl.ty),
    };
    match symbol {
        Symbol::Fact(rank) => of_decl(&program.facts.get(rank)?.decl),
        Symbol::Field(record, rank) => of_decl(program.records.get(record)?.fields.get(rank)?),
        Symbol::Derived(rank) => of_type(&program.derived.get(rank)?.ty),
        Symbol::ChoiceValue(choice, _) => Some(Symbol::Choice(choice)),
        Symbol::Section(source, _) => Some(Symbol::Source(source)),
        _ => None,
    }
}

/// What gives its value to what is named at an offset: each version of a rule or a definition; for a fact, the datasets
/// and the facts files that say it; for a choice, its values.
pub fn implementation(snapshot: &Snapshot, file: FileId, offset: usize) -> Option<Found> {
    let mentioned = snapshot.symbols().at(file, offset)?;
    let program = snapshot.program();
    let symbols = snapshot.symbols();
    let places = match mentioned.symbol {
        Symbol::Rule(rank) => program.rules.get(rank)?.versions.iter().map(|version| version.at).collect(),
        Symbol::Derived(rank) => program.derived.get(rank)?.versions.iter().map(|version| version.at).collect(),
        Symbol::Scenario(rank) => program.scenarios.get(rank)?.versions.iter().map(|version| version.at).collect(),
        Symbol::Body(rank) => program.bodies.get(rank)?.versions.iter().map(|version| version.at).collect(),
        Symbol::Choice(rank) => {
            let values = 0..program.choices.get(rank)?.values.len();
            values.filter_map(|value| symbols.declaration(Symbol::ChoiceValue(rank, value))).collect()
        }
        symbol => {
            let writes = symbols.of(symbol).filter(|one| one.role == Role::Write && !is_in_test(snapshot, one.at));
            writes.map(|one| one.at).collect()
        }
    };
    Some(Found { origin: mentioned.at.span, places })
}

fn is_in_test(snapshot: &Snapshot, at: Loc) -> bool {
    snapshot.item_at(at.file, at.span.start as usize).is_some_and(|item| item.kind == ItemKind::Test)
}

/// Every mention of what is named at an offset.
pub fn references(snapshot: &Snapshot, file: FileId, offset: usize, with_declaration: bool) -> Option<Vec<Loc>> {
    let mentioned = snapshot.symbols().at(file, offset)?;
    let all = snapshot.symbols().of(mentioned.symbol);
    Some(all.filter(|one| with_declaration || one.role != Role::Declaration).map(|one| one.at).collect())
}

/// The mentions in the same file.
pub fn highlights(snapshot: &Snapshot, file: FileId, offset: usize) -> Option<Vec<Mentioned>> {
    let mentioned = snapshot.symbols().at(file, offset)?;
    let here = snapshot.symbols().in_file(file).iter();
    Some(here.filter(|one| one.symbol == mentioned.symbol).copied().collect())
}

/// The item that declares the name of a symbol, whole; else the name alone.
pub fn whole(snapshot: &Snapshot, symbol: Symbol) -> Option<Loc> {
    let at = snapshot.symbols().declaration(symbol)?;
    let meta = symbol.meta(snapshot.program()).map(|meta| meta.item);
    let fact = match symbol {
        Symbol::Fact(rank) => snapshot.program().facts.get(rank).map(|fact| fact.decl.item),
        _ => None,
    };
    Some(meta.or(fact).unwrap_or(at))
}

/// What can be asked for who leans on it: values that conditions mention.
pub fn calls_from(snapshot: &Snapshot, file: FileId, offset: usize) -> Option<Symbol> {
    let symbol = snapshot.symbols().at(file, offset)?.symbol;
    symbol.value().map(|_| symbol)
}

/// The items that mention a symbol, and where in each: from a fact to definitions, criteria, checklists.
pub fn callers(snapshot: &Snapshot, symbol: Symbol) -> Vec<(Symbol, Vec<Loc>)> {
    let mut callers: BTreeMap<Symbol, Vec<Loc>> = BTreeMap::new();
    for one in snapshot.symbols().of(symbol).filter(|one| one.role != Role::Declaration) {
        let owner = owner(snapshot, one.at).filter(|owner| owner.value().is_some() && *owner != symbol);
        if let Some(owner) = owner {
            callers.entry(owner).or_default().push(one.at);
        }
    }
    callers.into_iter().collect()
}

/// What an item mentions, and where.
pub fn callees(snapshot: &Snapshot, symbol: Symbol) -> Vec<(Symbol, Vec<Loc>)> {
    let mut callees: BTreeMap<Symbol, Vec<Loc>> = BTreeMap::new();
    let Some(item) = whole(snapshot, symbol) else { return Vec::new() };
    for one in snapshot.symbols().in_file(item.file) {
        let inside = item.span.start <= one.at.span.start && one.at.span.end <= item.span.end;
        let is_called = one.symbol.value().is_some() && one.symbol != symbol && one.role != Role::Declaration;
        // The group is not what is asked for where one of its facts is.
        if inside && is_called && !matches!(one.symbol, Symbol::Group(_)) {
            callees.entry(one.symbol).or_default().push(one.at);
        }
    }
    callees.into_iter().collect()
}

/// The symbol of the item that holds a place.
pub fn owner(snapshot: &Snapshot, at: Loc) -> Option<Symbol> {
    let item = snapshot.item_at(at.file, at.span.start as usize)?;
    let name = item.name.as_ref().map(|name| name.span).or(item.title.as_ref().map(|title| title.span))?;
    let mentioned = snapshot.symbols().in_file(at.file).iter().find(|one| one.at.span == name);
    mentioned.filter(|one| one.role == Role::Declaration).map(|one| one.symbol)
}
