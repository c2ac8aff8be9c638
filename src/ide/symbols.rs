//! Every declaration of a doctrine with the place of its name, and every mention of it: in rules, in tests, in facts
//! files.

use super::snapshot::Snapshot;
use super::walk::{Mention, Touch, mentions};
use crate::base::{FileId, Loc, Span, name};
use crate::model::expr::{ExprKind, FieldRef};
use crate::model::ids::{ChoiceId, FactId, RecordId};
use crate::model::item::{FactOrigin, Meta};
use crate::model::ty::Type;
use crate::model::{Program, ValueRef};
use crate::syntax::ast::{ClauseKind, Item, ItemKind, Name, Path, Section, Text};
use crate::syntax::{Token, TokenKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// Something that has a name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Symbol {
    Fact(usize),
    Group(usize),
    Derived(usize),
    Rule(usize),
    Scenario(usize),
    Body(usize),
    Milestone(usize),
    Uncoded(usize),
    Source(usize),
    /// A section by its source and its rank there.
    Section(usize, usize),
    Actor(usize),
    Choice(usize),
    ChoiceValue(usize, usize),
    Record(usize),
    Field(usize, usize),
    Dataset(usize),
    Test(usize),
    Doctrine,
    /// A unit of the authors' own, by the place of its name.
    Unit(Loc),
    /// A risk or an advantage, by the place where its name first stands.
    Point(Loc),
    /// A name bound in a condition, by the place where it is bound.
    Local(Loc),
}

/// What a mention does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Role {
    Declaration,
    Read,
    /// It says a value: a given, a mapping, a key of a facts file.
    Write,
}

/// One name in a text and what it stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Mentioned {
    /// The name alone, backquotes included.
    pub at: Loc,
    pub symbol: Symbol,
    pub role: Role,
    /// Whether it stands there by its title and not by its name.
    pub by_title: bool,
}

/// Everything named in a doctrine and in its open facts files.
#[derive(Debug, Default)]
pub struct Symbols {
    /// By place.
    mentioned: Vec<Mentioned>,
    declared: FxHashMap<Symbol, Loc>,
}

impl Symbols {
    pub fn new(snapshot: &Snapshot) -> Symbols {
        let mut finder = Finder::new(snapshot);
        let files: Vec<FileId> = snapshot.rule_files().collect();
        for file in &files {
            finder.declarations(*file);
        }
        finder.expressions();
        for file in &files {
            finder.file(*file);
        }
        for facts in &snapshot.facts {
            super::facts_names::find(snapshot, facts, &mut |at, symbol, role, by_title| {
                finder.found.insert(Mentioned { at, symbol, role, by_title });
            });
        }
        let mut mentioned: Vec<Mentioned> = finder.found.into_iter().collect();
        mentioned.sort_unstable();
        // The head of a column is read by the model and says an input all the same: saying comes last, and wins.
        mentioned.dedup_by(|later, earlier| {
            let same = later.at == earlier.at && later.symbol == earlier.symbol;
            if same {
                earlier.role = later.role;
            }
            same
        });
        Symbols { mentioned, declared: finder.declared }
    }

    /// What the name at an offset stands for.
    pub fn at(&self, file: FileId, offset: usize) -> Option<Mentioned> {
        let end = self.mentioned.partition_point(|one| (one.at.file, one.at.span.start as usize) <= (file, offset));
        let before = self.mentioned.get(..end)?.iter().rev();
        let mut near = before.take_while(|one| one.at.file == file).take(8).filter(|one| one.at.span.contains(offset));
        near.next().copied()
    }

    /// Every mention of a symbol, its declaration included, by place.
    pub fn of(&self, symbol: Symbol) -> impl Iterator<Item = &Mentioned> {
        self.mentioned.iter().filter(move |one| one.symbol == symbol)
    }

    /// The mentions in a file, by place.
    pub fn in_file(&self, file: FileId) -> &[Mentioned] {
        let start = self.mentioned.partition_point(|one| one.at.file < file);
        let end = self.mentioned.partition_point(|one| one.at.file <= file);
        self.mentioned.get(start..end).unwrap_or(&[])
    }

    /// Where the name of a symbol is declared.
    pub fn declaration(&self, symbol: Symbol) -> Option<Loc> {
        self.declared.get(&symbol).copied()
    }

    /// Everything declared.
    pub fn declared(&self) -> impl Iterator<Item = (Symbol, Loc)> + '_ {
        self.declared.iter().map(|(symbol, at)| (*symbol, *at))
    }
}

impl Symbol {
    pub fn of_value(value: ValueRef) -> Symbol {
        match value {
            ValueRef::Group(id) => Symbol::Group(id.index()),
            ValueRef::Fact(id) => Symbol::Fact(id.index()),
            ValueRef::Derived(id) => Symbol::Derived(id.index()),
            ValueRef::Rule(id) => Symbol::Rule(id.index()),
            ValueRef::Scenario(rank) => Symbol::Scenario(rank),
            ValueRef::Body(rank) => Symbol::Body(rank),
            ValueRef::Milestone(rank) => Symbol::Milestone(rank),
            ValueRef::Uncoded(rank) => Symbol::Uncoded(rank),
        }
    }

    /// What a condition can mention.
    pub fn value(self) -> Option<ValueRef> {
        use crate::model::ids::{DerivedId, GroupId, RuleId};
        Some(match self {
            Symbol::Group(rank) => ValueRef::Group(GroupId::new(rank)),
            Symbol::Fact(rank) => ValueRef::Fact(FactId::new(rank)),
            Symbol::Derived(rank) => ValueRef::Derived(DerivedId::new(rank)),
            Symbol::Rule(rank) => ValueRef::Rule(RuleId::new(rank)),
            Symbol::Scenario(rank) => ValueRef::Scenario(rank),
            Symbol::Body(rank) => ValueRef::Body(rank),
            Symbol::Milestone(rank) => ValueRef::Milestone(rank),
            Symbol::Uncoded(rank) => ValueRef::Uncoded(rank),
            Symbol::Source(_)
            | Symbol::Section(..)
            | Symbol::Actor(_)
            | Symbol::Choice(_)
            | Symbol::ChoiceValue(..)
            | Symbol::Record(_)
            | Symbol::Field(..)
            | Symbol::Dataset(_)
            | Symbol::Test(_)
            | Symbol::Doctrine
            | Symbol::Unit(_)
            | Symbol::Point(_)
            | Symbol::Local(_) => return None,
        })
    }

    /// What every item has, where the symbol is one.
    pub fn meta(self, program: &Program) -> Option<&Meta> {
        match self {
            Symbol::Source(rank) => program.sources.get(rank).map(|one| &one.meta),
            Symbol::Actor(rank) => program.actors.get(rank).map(|one| &one.meta),
            Symbol::Choice(rank) => program.choices.get(rank).map(|one| &one.meta),
            Symbol::Record(rank) => program.records.get(rank).map(|one| &one.meta),
            Symbol::Dataset(rank) => program.datasets.get(rank).map(|one| &one.meta),
            other => other.value().and_then(|value| program.meta(value)),
        }
    }

    /// Where it is declared, as the model knows it.
    pub fn place(self, program: &Program) -> Option<Loc> {
        match self {
            Symbol::Fact(rank) => program.facts.get(rank).map(|fact| fact.decl.at),
            Symbol::Field(record, rank) => Some(program.records.get(record)?.fields.get(rank)?.at),
            Symbol::ChoiceValue(choice, rank) => Some(program.choices.get(choice)?.values.get(rank)?.at),
            Symbol::Test(rank) => program.tests.get(rank).map(|test| test.at),
            Symbol::Unit(at) | Symbol::Point(at) | Symbol::Local(at) => Some(at),
            other => other.meta(program).map(|meta| meta.at),
        }
    }

    /// Its name alone, without those before its dots.
    pub fn name(self, snapshot: &Snapshot) -> String {
        let program = snapshot.program();
        let last = |full: &str| full.rsplit('.').next().unwrap_or(full).to_string();
        match self {
            Symbol::Fact(rank) => match program.facts.get(rank) {
                Some(fact) if fact.is_declared() => fact.decl.name.clone(),
                Some(fact) => last(&fact.path),
                None => String::new(),
            },
            Symbol::Section(source, rank) => {
                let section = program.sources.get(source).and_then(|source| source.sections.get(rank));
                section.map_or_else(String::new, |(id, _)| id.clone())
            }
            Symbol::ChoiceValue(choice, rank) => {
                let value = program.choices.get(choice).and_then(|choice| choice.values.get(rank));
                value.map_or_else(String::new, |value| value.name.clone())
            }
            Symbol::Field(record, rank) => {
                let field = program.records.get(record).and_then(|record| record.fields.get(rank));
                field.map_or_else(String::new, |field| field.name.clone())
            }
            Symbol::Test(rank) => program.tests.get(rank).map_or_else(String::new, |test| test.title.clone()),
            Symbol::Doctrine => program.doctrine.as_ref().map_or_else(String::new, |doctrine| doctrine.name.clone()),
            Symbol::Unit(at) | Symbol::Point(at) | Symbol::Local(at) => bare(at.span.slice(snapshot.text(at.file))),
            other => other.meta(program).map_or_else(String::new, |meta| last(&meta.name)),
        }
    }
}

/// A name without its backquotes, in the form names are compared in.
pub fn bare(written: &str) -> String {
    name::normalise(written.trim_matches('`'))
}

struct Finder<'s> {
    snapshot: &'s Snapshot,
    program: &'s Program,
    found: FxHashSet<Mentioned>,
    declared: FxHashMap<Symbol, Loc>,
    /// What is declared at the place of a name.
    by_place: FxHashMap<Loc, Symbol>,
    units: FxHashMap<String, Symbol>,
    points: FxHashMap<String, Symbol>,
    /// The places where conditions mention something.
    places: FxHashSet<Loc>,
}

impl<'s> Finder<'s> {
    fn new(snapshot: &'s Snapshot) -> Self {
        let program = snapshot.program();
        let mut by_place = FxHashMap::default();
        let values = program.values.values().filter_map(|value| {
            // The dates of a milestone and the meetings of a body come with them, and are declared nowhere else.
            let at = match value {
                ValueRef::Fact(id) => program.fact(*id).filter(|fact| fact.is_declared())?.decl.at,
                other => program.meta(*other)?.at,
            };
            Some((at, Symbol::of_value(*value)))
        });
        by_place.extend(values);
        let ranked = |metas: Vec<&'s Meta>, symbol: fn(usize) -> Symbol| {
            metas.into_iter().enumerate().map(move |(rank, meta)| (meta.at, symbol(rank)))
        };
        by_place.extend(ranked(program.sources.iter().map(|one| &one.meta).collect(), Symbol::Source));
        by_place.extend(ranked(program.actors.iter().map(|one| &one.meta).collect(), Symbol::Actor));
        by_place.extend(ranked(program.choices.iter().map(|one| &one.meta).collect(), Symbol::Choice));
        by_place.extend(ranked(program.records.iter().map(|one| &one.meta).collect(), Symbol::Record));
        by_place.extend(ranked(program.datasets.iter().map(|one| &one.meta).collect(), Symbol::Dataset));
        by_place.extend(program.tests.iter().enumerate().map(|(rank, test)| (test.at, Symbol::Test(rank))));
        by_place.extend(program.doctrine.iter().map(|doctrine| (doctrine.at, Symbol::Doctrine)));
        Finder {
            snapshot,
            program,
            found: FxHashSet::default(),
            declared: FxHashMap::default(),
            by_place,
            units: FxHashMap::default(),
            points: FxHashMap::default(),
            places: FxHashSet::default(),
        }
    }

    fn declare(&mut self, at: Loc, symbol: Symbol) {
        self.declared.entry(symbol).or_insert(at);
        self.found.insert(Mentioned { at, symbol, role: Role::Declaration, by_title: false });
    }

    fn mention(&mut self, at: Loc, symbol: Symbol, role: Role) {
        let by_title = at.span.slice(self.snapshot.text(at.file)).starts_with(['«', '"', '“']);
        if self.declared.get(&symbol) != Some(&at) {
            self.found.insert(Mentioned { at, symbol, role, by_title });
        }
    }

    fn declarations(&mut self, file: FileId) {
        let Some(tree) = self.snapshot.tree(file) else { return };
        for item in &tree.items {
            let place = match item.kind {
                ItemKind::Test => item.title.as_ref().map(|title| title.span),
                _ => item.name.as_ref().map(|name| name.span),
            };
            let at = place.map(|span| Loc::new(file, span));
            let symbol = at.and_then(|at| self.by_place.get(&at).copied());
            if let (Some(at), Some(symbol)) = (at, symbol) {
                self.declare(at, symbol);
            }
            if let (Some(at), ItemKind::Unit) = (at, item.kind) {
                self.unit(item, at);
            }
            self.parts(file, item, symbol);
        }
    }

    fn unit(&mut self, item: &Item, at: Loc) {
        let symbol = Symbol::Unit(at);
        self.declare(at, symbol);
        let names = item.clauses.iter().filter_map(|clause| match &clause.kind {
            ClauseKind::Plural(name) => Some(name.text.clone()),
            ClauseKind::Symbol(text) => Some(text.text.clone()),
            _ => None,
        });
        let own = item.name.as_ref().map(|name| name.text.clone());
        self.units.extend(own.into_iter().chain(names).map(|name| (name, symbol)));
    }

    /// What an item declares inside itself.
    fn parts(&mut self, file: FileId, item: &Item, symbol: Option<Symbol>) {
        for clause in &item.clauses {
            match (&clause.kind, symbol) {
                (ClauseKind::Sections(sections), Some(Symbol::Source(rank))) => {
                    for (section, decl) in sections.iter().enumerate() {
                        self.declare(Loc::new(file, decl.id.span), Symbol::Section(rank, section));
                    }
                }
                (ClauseKind::ChoiceValues(values), Some(Symbol::Choice(choice))) => {
                    for value in values {
                        if let Some(rank) = self.value_rank(choice, &value.name.text) {
                            self.declare(Loc::new(file, value.name.span), Symbol::ChoiceValue(choice, rank));
                        }
                    }
                }
                (ClauseKind::Fields(fields), of) => {
                    for field in fields {
                        let at = Loc::new(file, field.name.span);
                        let found = match of {
                            Some(Symbol::Record(record)) => {
                                self.field_rank(record, &field.name.text).map(|rank| Symbol::Field(record, rank))
                            }
                            _ => self.by_place.get(&at).copied(),
                        };
                        if let Some(symbol) = found {
                            self.declare(at, symbol);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn value_rank(&self, choice: usize, name: &str) -> Option<usize> {
        self.program.choices.get(choice)?.values.iter().position(|value| value.name == name)
    }

    fn field_rank(&self, record: usize, name: &str) -> Option<usize> {
        self.program.records.get(record)?.fields.iter().position(|field| field.name == name)
    }

    fn file(&mut self, file: FileId) {
        let Some(tree) = self.snapshot.tree(file) else { return };
        for item in &tree.items {
            let mut told = Vec::new();
            mentions(item, &mut |mention| told.push(mention));
            for mention in told {
                self.mentioned(file, mention);
            }
        }
    }

    fn mentioned(&mut self, file: FileId, mention: Mention<'_>) {
        let at = |name: &Name| Loc::new(file, name.span);
        match mention {
            Mention::Source(name) => {
                self.meet(file, name, Self::source);
            }
            Mention::Section { source, section } => self.section(file, source, section),
            Mention::Value(name) | Mention::Scenario(name) | Mention::Milestone(name) | Mention::Body(name) => {
                self.meet(file, name, Self::value);
            }
            Mention::Path(path, touch) => self.path(file, path, touch),
            Mention::Condition(path) => self.condition(file, path),
            Mention::Type(name) | Mention::Unit(name) => {
                self.meet(file, name, Self::ty);
            }
            Mention::Party(name) => {
                self.meet(file, name, Self::party);
            }
            Mention::Dataset(name) => {
                self.meet(file, name, Self::dataset);
            }
            Mention::Point(name) => {
                let symbol = *self.points.entry(name.text.clone()).or_insert(Symbol::Point(at(name)));
                match symbol == Symbol::Point(at(name)) {
                    true => self.declare(at(name), symbol),
                    false => self.mention(at(name), symbol, Role::Read),
                }
            }
            Mention::Sibling { choice, name } => {
                let place = choice.name.as_ref().map(at);
                if let Some(Symbol::Choice(choice)) = place.and_then(|place| self.by_place.get(&place).copied())
                    && let Some(rank) = self.value_rank(choice, &name.text)
                {
                    self.mention(at(name), Symbol::ChoiceValue(choice, rank), Role::Read);
                }
            }
            Mention::Field { list, name } => {
                let record = self.value(file, &joined(list)).and_then(|symbol| self.record_of(symbol));
                if let Some(record) = record
                    && let Some(rank) = self.field_rank(record, &name.text)
                {
                    self.mention(at(name), Symbol::Field(record, rank), Role::Write);
                }
            }
            Mention::Test(title) => {
                let same = |test: &crate::model::plan::Test| name::fold(&test.title) == name::fold(&title.text);
                if let Some(rank) = self.program.tests.iter().position(same) {
                    self.mention(Loc::new(file, title.span), Symbol::Test(rank), Role::Read);
                }
            }
            Mention::Prose(text) => self.prose(file, text),
            Mention::Binding(name) => self.declare(at(name), Symbol::Local(at(name))),
            Mention::Bound { binding, name } => self.mention(at(name), Symbol::Local(at(binding)), Role::Read),
        }
    }

    fn meet(&mut self, file: FileId, name: &Name, find: fn(&Self, FileId, &str) -> Option<Symbol>) {
        if let Some(symbol) = find(self, file, &name.text) {
            self.mention(Loc::new(file, name.span), symbol, Role::Read);
        }
    }

    fn qualified(&self, file: FileId, name: &str) -> Option<String> {
        self.program.prefixes.get(&file).map(|prefix| format!("{prefix}.{name}"))
    }

    fn value(&self, file: FileId, name: &str) -> Option<Symbol> {
        let own = self.qualified(file, name).and_then(|name| self.program.values.get(&name));
        own.or_else(|| self.program.values.get(name)).map(|value| Symbol::of_value(*value))
    }

    fn ranked<'m>(&self, file: FileId, name: &str, metas: impl Iterator<Item = &'m Meta> + Clone) -> Option<usize> {
        let own = self.qualified(file, name).and_then(|name| metas.clone().position(|meta| meta.name == name));
        let mut metas = metas;
        own.or_else(|| metas.position(|meta| meta.name == name))
    }

    fn source(&self, file: FileId, name: &str) -> Option<Symbol> {
        self.ranked(file, name, self.program.sources.iter().map(|one| &one.meta)).map(Symbol::Source)
    }

    fn dataset(&self, file: FileId, name: &str) -> Option<Symbol> {
        self.ranked(file, name, self.program.datasets.iter().map(|one| &one.meta)).map(Symbol::Dataset)
    }

    fn party(&self, file: FileId, name: &str) -> Option<Symbol> {
        let actor = self.ranked(file, name, self.program.actors.iter().map(|one| &one.meta)).map(Symbol::Actor);
        actor.or_else(|| self.value(file, name).filter(|symbol| matches!(symbol, Symbol::Body(_))))
    }

    fn ty(&self, file: FileId, name: &str) -> Option<Symbol> {
        let choice = || self.ranked(file, name, self.program.choices.iter().map(|one| &one.meta)).map(Symbol::Choice);
        let record = || self.ranked(file, name, self.program.records.iter().map(|one| &one.meta)).map(Symbol::Record);
        choice().or_else(record).or_else(|| self.units.get(name).copied())
    }

    fn section(&mut self, file: FileId, source: &Name, section: &Section) {
        let Some(Symbol::Source(rank)) = self.source(file, &source.text) else { return };
        let Some(declared) = self.program.sources.get(rank) else { return };
        let (span, found) = match section {
            Section::Id(id) => (id.span, declared.sections.iter().position(|(known, _)| *known == id.text)),
            Section::Title(title) => (title.span, declared.sections.iter().position(|(_, known)| *known == title.text)),
        };
        if let Some(section) = found {
            self.mention(Loc::new(file, span), Symbol::Section(rank, section), Role::Read);
        }
    }

    /// A path, and the group before its dot.
    fn path(&mut self, file: FileId, path: &Path, touch: Touch) {
        let role = match touch {
            Touch::Read => Role::Read,
            Touch::Write => Role::Write,
        };
        let Some(symbol) = self.value(file, &joined(path)) else { return };
        let role =
            if matches!(symbol, Symbol::Fact(_) | Symbol::Derived(_) | Symbol::Group(_)) { role } else { Role::Read };
        if let Some((last, before)) = path.names.split_last() {
            self.mention(Loc::new(file, last.span), symbol, role);
            if let Some(owner) = before.last()
                && let Some(symbol) = self.owner(symbol)
            {
                self.mention(Loc::new(file, owner.span), symbol, Role::Read);
            }
        }
    }

    /// A path of which the model kept nothing, such as the part of a share among the whole.
    fn condition(&mut self, file: FileId, path: &Path) {
        let is_known = |name: &Name| self.places.contains(&Loc::new(file, name.span));
        if path.names.iter().any(is_known) {
            return;
        }
        for length in (1..=path.names.len()).rev() {
            let Some(names) = path.names.get(..length) else { continue };
            let Some(span) = names.first().zip(names.last()).map(|(first, last)| first.span.to(last.span)) else {
                continue;
            };
            let shorter = Path { names: names.to_vec(), span };
            if self.value(file, &joined(&shorter)).is_some() {
                return self.path(file, &shorter, Touch::Read);
            }
        }
    }

    /// What the name before the dot stands for.
    fn owner(&self, symbol: Symbol) -> Option<Symbol> {
        let Symbol::Fact(rank) = symbol else { return None };
        Some(match self.program.facts.get(rank)?.origin {
            FactOrigin::Group(id) => Symbol::Group(id.index()),
            FactOrigin::Reached(_) => return None,
            FactOrigin::Planned(rank) => Symbol::Milestone(rank),
            FactOrigin::Meetings(rank) => Symbol::Body(rank),
        })
    }

    fn record_of(&self, symbol: Symbol) -> Option<usize> {
        let ty = match symbol {
            Symbol::Fact(rank) => &self.program.facts.get(rank)?.decl.ty,
            Symbol::Derived(rank) => &self.program.derived.get(rank)?.ty,
            _ => return None,
        };
        match ty.innermost() {
            Type::Record(RecordId(rank)) => Some(*rank as usize),
            _ => None,
        }
    }

    /// Names between braces in an author's text.
    fn prose(&mut self, file: FileId, text: &Text) {
        let written = text.span.slice(self.snapshot.text(file));
        let mut from = 0;
        while let Some(open) = written.get(from..).and_then(|rest| rest.find('{')) {
            let start = from + open + 1;
            let Some(len) = written.get(start..).and_then(|rest| rest.find('}')) else { return };
            let inside = written.get(start..start + len).unwrap_or("");
            let trimmed = inside.trim();
            if let Some(symbol) = self.value(file, &name::normalise(trimmed)) {
                let begin = text.span.start as usize + start + (inside.len() - inside.trim_start().len());
                let end = begin + trimmed.len();
                let last = trimmed.rsplit('.').next().map_or(0, str::len);
                self.mention(Loc::new(file, Span::new(end - last, end)), symbol, Role::Read);
            }
            from = start + len;
        }
    }

    /// What conditions mention, as the model has resolved it.
    fn expressions(&mut self) {
        for expr in &self.program.exprs {
            let at = expr.at;
            match &expr.kind {
                ExprKind::Fact(id) => self.value_at(at, Symbol::Fact(id.index())),
                ExprKind::Derived(id) => self.value_at(at, Symbol::Derived(id.index())),
                ExprKind::Rule(id, _) => self.value_at(at, Symbol::Rule(id.index())),
                ExprKind::Milestone(rank) => self.value_at(at, Symbol::Milestone(*rank)),
                ExprKind::Choice(ChoiceId(choice), rank) => {
                    self.choice_at(at, Symbol::ChoiceValue(*choice as usize, usize::from(*rank)));
                }
                ExprKind::Actor(rank) => self.choice_at(at, Symbol::Actor(usize::from(*rank))),
                ExprKind::Field(of, FieldRef::Rank(rank)) => {
                    let ty = self.snapshot.checked().type_of(*of).innermost().clone();
                    if let Type::Record(RecordId(record)) = ty
                        && let Some(token) = self.last_name(at)
                    {
                        self.checked_mention(at.file, token, Symbol::Field(record as usize, usize::from(*rank)));
                    }
                }
                _ => {}
            }
        }
        self.places = self.found.iter().filter(|one| one.role == Role::Read).map(|one| one.at).collect();
    }

    /// The names of the path that begins at a place, up to its end.
    fn names_in(&self, at: Loc) -> Vec<Token> {
        let tokens = self.snapshot.tokens(at.file);
        let first = tokens.partition_point(|token| token.span.start < at.span.start);
        let text = self.snapshot.text(at.file);
        let mut names = Vec::new();
        let mut rank = first;
        while let Some(token) = tokens.get(rank).filter(|token| token.span.end <= at.span.end) {
            if !matches!(token.kind, TokenKind::Word | TokenKind::Backquoted | TokenKind::Number) {
                break;
            }
            names.push(*token);
            let dot = tokens.get(rank + 1).filter(|dot| dot.kind == TokenKind::Symbol && dot.span.slice(text) == ".");
            if dot.is_none() {
                break;
            }
            rank += 2;
        }
        names
    }

    fn last_name(&self, at: Loc) -> Option<Token> {
        let tokens = self.snapshot.tokens(at.file);
        let end = tokens.partition_point(|token| token.span.end <= at.span.end);
        tokens.get(end.checked_sub(1)?).filter(|token| token.span.start >= at.span.start).copied()
    }

    fn checked_mention(&mut self, file: FileId, token: Token, symbol: Symbol) {
        let written = token.span.slice(self.snapshot.text(file));
        let name = symbol.name(self.snapshot);
        if written == name || bare(written) == name {
            self.mention(Loc::new(file, token.span), symbol, Role::Read);
        }
    }

    fn value_at(&mut self, at: Loc, symbol: Symbol) {
        let names = self.names_in(at);
        let Some(last) = names.last() else { return };
        let symbol = match symbol {
            // The day on which a milestone was reached goes by the name of the milestone.
            Symbol::Fact(rank) => match self.program.facts.get(rank).map(|fact| fact.origin) {
                Some(FactOrigin::Reached(rank)) => Symbol::Milestone(rank),
                _ => symbol,
            },
            Symbol::Derived(rank) => {
                // The members of a body stand at the place of the body.
                let declared = self.program.derived.get(rank).map(|derived| derived.meta.at);
                match declared.and_then(|declared| self.by_place.get(&declared).copied()) {
                    Some(Symbol::Body(body)) => {
                        if let Some(token) = names.iter().rev().nth(1) {
                            self.checked_mention(at.file, *token, Symbol::Body(body));
                        }
                        return;
                    }
                    _ => symbol,
                }
            }
            other => other,
        };
        self.checked_mention(at.file, *last, symbol);
        if let Some(owner) = self.owner(symbol)
            && let Some(token) = names.iter().rev().nth(1)
        {
            self.checked_mention(at.file, *token, owner);
        }
    }

    /// A value of a choice, by its name or by its title.
    fn choice_at(&mut self, at: Loc, symbol: Symbol) {
        let tokens = self.snapshot.tokens(at.file);
        let first = tokens.partition_point(|token| token.span.start < at.span.start);
        let Some(token) = tokens.get(first).filter(|token| token.span.end <= at.span.end).copied() else { return };
        match token.kind {
            // A list that was made of the members of a body stands at the place of the whole.
            TokenKind::Text { .. } if token.span == at.span => self.mention(at, symbol, Role::Read),
            _ => {
                if let Some(last) = self.names_in(at).last() {
                    self.checked_mention(at.file, *last, symbol);
                }
            }
        }
    }
}

/// The names of a path as one.
fn joined(path: &Path) -> String {
    path.names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
}
