//! The names that a facts file mentions: groups, facts, fields, values of choices, sources, parties, scenarios,
//! milestones.

use super::snapshot::{FactsFile, Snapshot};
use super::symbols::{Role, Symbol};
use crate::base::{Loc, Span, name};
use crate::facts::read::{Entry, Key, Node, NodeKind};
use crate::model::Program;
use crate::model::ids::{ChoiceId, RecordId};
use crate::model::item::Meta;
use crate::model::ty::Type;

/// What a facts file says at a place, as far as its keys tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Expects {
    /// The top of the file.
    Top,
    /// The keys of `dossier`.
    Dossier,
    /// The facts of a group, by its rank.
    Group(usize),
    /// What is said of a fact, by its rank: a value, or keys of a claim.
    Fact(usize),
    /// A value of a type.
    Value(Type),
    /// The name of a source.
    Source,
    /// The name of an actor or a body.
    Party,
    /// The options of a dossier.
    Options,
    /// The keys of one option.
    OneOption,
    /// The groups of facts of an option.
    OptionFacts,
    Scenario,
    /// The state of an option.
    State,
    /// The milestones, and the keys of one.
    Calendar,
    Milestone,
    /// The bodies, and the keys of one.
    Bodies,
    Body,
    /// Words or dates of its own.
    Other,
}

/// Tells each name of a facts file: its place without quotation marks, what it stands for, what it does, and whether it
/// is there by its title.
pub fn find(snapshot: &Snapshot, facts: &FactsFile, tell: &mut dyn FnMut(Loc, Symbol, Role, bool)) {
    let mut walk = Walk { program: snapshot.program(), facts, tell };
    walk.entries(&facts.root, &Expects::Top);
}

/// What the value of a key is expected to say.
pub fn under(program: &Program, expects: &Expects, key: &str) -> Expects {
    let folded = folded(key);
    match expects {
        Expects::Top | Expects::OptionFacts => match folded.as_str() {
            "dossier" if *expects == Expects::Top => Expects::Dossier,
            "scenarios" if *expects == Expects::Top => Expects::Options,
            "calendrier" | "calendar" if *expects == Expects::Top => Expects::Calendar,
            "instances" | "bodies" if *expects == Expects::Top => Expects::Bodies,
            _ => rank_of(key, program.groups.iter().map(|one| one.meta.name.as_str()))
                .map_or(Expects::Other, Expects::Group),
        },
        Expects::Group(group) => fact_of(program, *group, key).map_or(Expects::Other, Expects::Fact),
        Expects::Fact(fact) => {
            let ty = program.facts.get(*fact).map_or(Type::Error, |fact| fact.decl.ty.clone());
            claim_key(&folded, expects).unwrap_or_else(|| field(program, &ty, key))
        }
        Expects::Value(ty) => claim_key(&folded, expects).unwrap_or_else(|| field(program, ty, key)),
        Expects::Options => Expects::OneOption,
        Expects::OneOption => match folded.as_str() {
            "modele" | "model" => Expects::Scenario,
            "etat" | "state" => Expects::State,
            "par" | "by" => Expects::Party,
            "faits" | "facts" => Expects::OptionFacts,
            _ => Expects::Other,
        },
        Expects::Calendar => Expects::Milestone,
        Expects::Bodies => Expects::Body,
        Expects::Milestone | Expects::Body => Expects::Value(Type::Date),
        Expects::Dossier | Expects::Source | Expects::Party | Expects::Scenario | Expects::State | Expects::Other => {
            Expects::Other
        }
    }
}

/// What stands under the key of a claim; `None` for what is no such key.
fn claim_key(folded: &str, around: &Expects) -> Option<Expects> {
    Some(match folded {
        "source" => Expects::Source,
        "par" | "by" => Expects::Party,
        "le" | "on" | "depuis" | "since" | "jusqu_au" | "until" => Expects::Value(Type::Date),
        "complet" | "complete" => Expects::Value(Type::Bool),
        "valeur" | "value" | "au_moins" | "at_least" | "au_plus" | "at_most" | "entre" | "between" | "parmi"
        | "one_of" | "environ" | "about" | "elements" | "items" | "declarations" | "claims" | "retenir" | "keep" => {
            around.clone()
        }
        _ => return None,
    })
}

fn field(program: &Program, ty: &Type, key: &str) -> Expects {
    let Type::Record(RecordId(record)) = ty.innermost() else { return Expects::Other };
    let field = program.records.get(*record as usize).and_then(|record| {
        let rank = rank_of(key, record.fields.iter().map(|field| field.name.as_str()))?;
        record.fields.get(rank)
    });
    field.map_or(Expects::Other, |field| Expects::Value(field.ty.clone()))
}

fn fact_of(program: &Program, group: usize, key: &str) -> Option<usize> {
    let facts = &program.groups.get(group)?.facts;
    let names = facts.iter().map(|id| program.fact(*id).map_or("", |fact| fact.decl.name.as_str()));
    facts.get(rank_of(key, names)?).map(|id| id.index())
}

/// A key as the reader of facts compares those of its own.
pub fn folded(key: &str) -> String {
    name::fold(key).replace(['-', ' ', '\''], "_")
}

/// The rank of a name: as it is written, else the only one that differs in accents and case alone.
fn rank_of<'n>(wanted: &str, names: impl Iterator<Item = &'n str> + Clone) -> Option<usize> {
    let wanted = name::normalise(wanted.trim());
    if let Some(rank) = names.clone().position(|name| name == wanted) {
        return Some(rank);
    }
    let folded = name::fold(&wanted);
    let mut same = names.enumerate().filter(|(_, name)| name::fold(name) == folded).map(|(rank, _)| rank);
    let first = same.next()?;
    same.next().is_none().then_some(first)
}

/// What a value is expected to be, once its list is entered.
fn element(expects: &Expects, program: &Program) -> Type {
    match expects {
        Expects::Value(ty) => ty.clone(),
        Expects::Fact(rank) => program.facts.get(*rank).map_or(Type::Error, |fact| fact.decl.ty.clone()),
        _ => Type::Error,
    }
}

struct Walk<'a, 't> {
    program: &'a Program,
    facts: &'a FactsFile,
    tell: &'t mut dyn FnMut(Loc, Symbol, Role, bool),
}

impl Walk<'_, '_> {
    fn entries(&mut self, entries: &[Entry], expects: &Expects) {
        for entry in entries {
            self.key(&entry.key, expects);
            let below = under(self.program, expects, &entry.key.text);
            if let (Expects::OneOption, Some(inner)) = (&below, entry.value.entries()) {
                self.option(&entry.key, inner);
            }
            self.node(&entry.value, &below);
        }
    }

    fn key(&mut self, key: &Key, expects: &Expects) {
        let symbol = match (expects, under(self.program, expects, &key.text)) {
            (_, Expects::Group(rank)) => Symbol::Group(rank),
            (Expects::Group(_), Expects::Fact(rank)) => Symbol::Fact(rank),
            (Expects::Calendar, _) => {
                match self.rank_in(&key.text, self.program.milestones.iter().map(|one| &one.meta)) {
                    Some((rank, _)) => Symbol::Milestone(rank),
                    None => return,
                }
            }
            (Expects::Bodies, _) => match self.rank_in(&key.text, self.program.bodies.iter().map(|one| &one.meta)) {
                Some((rank, _)) => Symbol::Body(rank),
                None => return,
            },
            (Expects::Fact(_) | Expects::Value(_), Expects::Value(_)) => {
                let ty = element(expects, self.program);
                match (claim_key(&folded(&key.text), expects), self.field_rank(&ty, &key.text)) {
                    (None, Some((record, rank))) => Symbol::Field(record, rank),
                    _ => return,
                }
            }
            _ => return,
        };
        self.tell(key.span, symbol, Role::Write, false);
    }

    /// An option without a model follows the scenario that has its name.
    fn option(&mut self, key: &Key, entries: &[Entry]) {
        let has_model = entries.iter().any(|entry| matches!(folded(&entry.key.text).as_str(), "modele" | "model"));
        let found = self.rank_in(&key.text, self.program.scenarios.iter().map(|one| &one.meta));
        if let Some((rank, by_title)) = found.filter(|_| !has_model) {
            self.tell(key.span, Symbol::Scenario(rank), Role::Write, by_title);
        }
    }

    fn field_rank(&self, ty: &Type, key: &str) -> Option<(usize, usize)> {
        let Type::Record(RecordId(record)) = ty.innermost() else { return None };
        let record = *record as usize;
        let fields = &self.program.records.get(record)?.fields;
        Some((record, rank_of(key, fields.iter().map(|field| field.name.as_str()))?))
    }

    fn node(&mut self, node: &Node, expects: &Expects) {
        match &node.kind {
            NodeKind::Null => {}
            NodeKind::Scalar { text, .. } => self.scalar(text, node.span, expects),
            NodeKind::Sequence(items) => items.iter().for_each(|item| self.node(item, expects)),
            NodeKind::Mapping(entries) => self.entries(entries, expects),
        }
    }

    fn scalar(&mut self, text: &str, span: Span, expects: &Expects) {
        let program = self.program;
        let found = match expects {
            Expects::Source => self
                .rank_in(text, program.sources.iter().map(|one| &one.meta))
                .map(|(rank, title)| (Symbol::Source(rank), title)),
            Expects::Party => {
                let actor = self.rank_in(text, program.actors.iter().map(|one| &one.meta));
                let body = || self.rank_in(text, program.bodies.iter().map(|one| &one.meta));
                let actor = actor.map(|(rank, title)| (Symbol::Actor(rank), title));
                actor.or_else(|| body().map(|(rank, title)| (Symbol::Body(rank), title)))
            }
            Expects::Scenario => self
                .rank_in(text, program.scenarios.iter().map(|one| &one.meta))
                .map(|(rank, title)| (Symbol::Scenario(rank), title)),
            Expects::Fact(_) | Expects::Value(_) => match element(expects, program).innermost() {
                Type::Choice(ChoiceId(choice)) => self.choice(*choice as usize, text),
                Type::Actor => self
                    .rank_in(text, program.actors.iter().map(|one| &one.meta))
                    .map(|(rank, title)| (Symbol::Actor(rank), title)),
                _ => None,
            },
            _ => None,
        };
        if let Some((symbol, by_title)) = found {
            self.tell(span, symbol, Role::Read, by_title);
        }
    }

    fn choice(&self, choice: usize, text: &str) -> Option<(Symbol, bool)> {
        let values = &self.program.choices.get(choice)?.values;
        if let Some(rank) = rank_of(text, values.iter().map(|value| value.name.as_str())) {
            return Some((Symbol::ChoiceValue(choice, rank), false));
        }
        let titles = values.iter().map(|value| value.title.as_deref().unwrap_or(&value.name));
        rank_of(text, titles).map(|rank| (Symbol::ChoiceValue(choice, rank), true))
    }

    /// The rank of a name, and whether it is a title.
    fn rank_in<'m>(&self, text: &str, metas: impl Iterator<Item = &'m Meta> + Clone) -> Option<(usize, bool)> {
        let by_name = rank_of(text, metas.clone().map(|meta| meta.name.as_str())).map(|rank| (rank, false));
        by_name.or_else(|| rank_of(text, metas.map(Meta::label)).map(|rank| (rank, true)))
    }

    fn tell(&mut self, span: Span, symbol: Symbol, role: Role, by_title: bool) {
        let at = Loc::new(self.facts.id, inside_quotes(span, &self.facts.text));
        (self.tell)(at, symbol, role, by_title);
    }
}

/// A place without the quotation marks around it.
pub fn inside_quotes(span: Span, text: &str) -> Span {
    let written = span.slice(text);
    let is_quoted = |mark| written.len() > 1 && written.starts_with(mark) && written.ends_with(mark);
    match is_quoted('"') || is_quoted('\'') {
        true => Span { start: span.start + 1, end: span.end - 1 },
        false => span,
    }
}
