//! The names that are offered, by what is wanted of them.

use super::{Entry, Kind, Place};
use crate::base::{Date, Lang, tr};
use crate::ide::hover::{kind_word, title_of, type_of};
use crate::ide::snapshot::Snapshot;
use crate::ide::symbols::Symbol;
use crate::ide::walk::bound_at;
use crate::model::ids::{ChoiceId, RecordId};
use crate::model::item::{DerivedKind, Meta};
use crate::model::ty::Type;
use crate::model::{Program, ValueRef};
use crate::syntax::keyword::{KEYWORDS, Keyword, Role};

/// Makes entries at one place.
pub(super) struct Names<'a> {
    pub snapshot: &'a Snapshot,
    pub place: &'a Place<'a>,
    pub lang: Lang,
    pub entries: Vec<Entry>,
}

impl<'a> Names<'a> {
    pub fn new(snapshot: &'a Snapshot, place: &'a Place<'a>, lang: Lang) -> Self {
        Names { snapshot, place, lang, entries: Vec::new() }
    }

    pub fn program(&self) -> &'a Program {
        self.snapshot.program()
    }

    pub fn plain(&mut self, label: &str, kind: Kind, detail: String, rank: u8) {
        self.entries.push(Entry {
            label: label.to_string(),
            kind,
            detail,
            insert: label.to_string(),
            is_snippet: false,
            replaces: self.place.typed,
            rank,
        });
    }

    /// A symbol by the name that stands for it here.
    pub fn symbol(&mut self, symbol: Symbol, written: &str, rank: u8) {
        let mut detail = kind_word(self.snapshot, symbol, self.lang);
        if let Some(ty) = type_of(self.snapshot, symbol, self.lang) {
            detail = format!("{detail}\u{a0}: {ty}");
        }
        if let Some(title) = title_of(self.snapshot, symbol) {
            detail = format!("{detail} · {title}");
        }
        let label = shorn(self.program(), self.place.file, written);
        self.plain(&label, Kind::Name(symbol), detail, rank);
    }

    fn metas(&mut self, metas: impl Iterator<Item = &'a Meta>, symbol: fn(usize) -> Symbol, rank: u8) {
        for (at, meta) in metas.enumerate() {
            self.symbol(symbol(at), &meta.name, rank);
        }
    }

    pub fn sources(&mut self) {
        self.metas(self.program().sources.iter().map(|one| &one.meta), Symbol::Source, 1);
    }

    pub fn actors(&mut self, rank: u8) {
        self.metas(self.program().actors.iter().map(|one| &one.meta), Symbol::Actor, rank);
    }

    pub fn bodies(&mut self) {
        self.metas(self.program().bodies.iter().map(|one| &one.meta), Symbol::Body, 2);
    }

    pub fn scenarios(&mut self) {
        self.metas(self.program().scenarios.iter().map(|one| &one.meta), Symbol::Scenario, 2);
    }

    pub fn milestones(&mut self, rank: u8) {
        self.metas(self.program().milestones.iter().map(|one| &one.meta), Symbol::Milestone, rank);
    }

    pub fn datasets(&mut self) {
        self.metas(self.program().datasets.iter().map(|one| &one.meta), Symbol::Dataset, 1);
    }

    pub fn rules(&mut self, rank: u8) {
        self.metas(self.program().rules.iter().map(|one| &one.meta), Symbol::Rule, rank);
    }

    pub fn facts(&mut self, rank: u8) {
        for (at, fact) in self.program().facts.iter().enumerate() {
            self.symbol(Symbol::Fact(at), &fact.path, rank);
        }
    }

    pub fn derived(&mut self, kinds: &[DerivedKind], rank: u8) {
        for (at, derived) in self.program().derived.iter().enumerate() {
            if kinds.contains(&derived.kind) {
                self.symbol(Symbol::Derived(at), &derived.meta.name, rank);
            }
        }
    }

    /// Whatever a condition can mention.
    pub fn values(&mut self) {
        for name in self.bound() {
            let detail = tr!(self.lang; en: "each element", fr: "chaque élément");
            self.plain(&name, Kind::Value, detail, 1);
        }
        self.facts(2);
        self.derived(&[DerivedKind::Parameter, DerivedKind::Definition, DerivedKind::Table], 2);
        self.rules(3);
        self.milestones(4);
    }

    fn bound(&self) -> Vec<String> {
        let item = self.snapshot.item_at(self.place.file, self.place.typed.start as usize);
        let bound = item.map(|item| bound_at(item, self.place.typed.start as usize)).unwrap_or_default();
        bound.into_iter().map(|name| name.text.clone()).collect()
    }

    /// Everything declared that a tension can be with.
    pub fn all_values(&mut self) {
        let mut values: Vec<(&String, &ValueRef)> = self.program().values.iter().collect();
        values.sort_by_key(|(name, _)| *name);
        for (name, value) in values {
            self.symbol(Symbol::of_value(*value), name, 3);
        }
    }

    pub fn choice(&mut self, choice: usize) {
        let values = self.program().choices.get(choice).map_or(&[][..], |choice| &choice.values);
        for (rank, value) in values.iter().enumerate() {
            self.symbol(Symbol::ChoiceValue(choice, rank), &value.name, 0);
        }
    }

    pub fn fields(&mut self, record: usize) {
        let fields = self.program().records.get(record).map_or(&[][..], |record| &record.fields);
        for (rank, field) in fields.iter().enumerate() {
            self.symbol(Symbol::Field(record, rank), &field.name, 1);
        }
    }

    /// The sections of a source.
    pub fn sections(&mut self, source: &str) {
        let wanted = |meta: &Meta| meta.name == source || meta.name.rsplit('.').next() == Some(source);
        let Some(rank) = self.program().sources.iter().position(|one| wanted(&one.meta)) else { return };
        let sections = self.program().sources.get(rank).map_or(&[][..], |source| &source.sections);
        for (section, (id, _)) in sections.iter().enumerate() {
            self.symbol(Symbol::Section(rank, section), id, 1);
        }
    }

    /// Values of a type, written out.
    pub fn of_type(&mut self, ty: &Type) {
        match ty.innermost() {
            Type::Bool => self.keywords(&["yes", "no"], 0),
            Type::Choice(ChoiceId(choice)) => self.choice(*choice as usize),
            Type::Actor => self.actors(0),
            Type::Date => self.dates(),
            Type::Record(RecordId(record)) => self.fields(*record as usize),
            Type::Error
            | Type::Number
            | Type::Integer
            | Type::Percent
            | Type::Ratio
            | Type::Quantity(_)
            | Type::Text
            | Type::List(_) => {}
        }
    }

    /// Today, and the days on which the sources were written.
    pub fn dates(&mut self) {
        let today = Date::today();
        let detail = tr!(self.lang; en: "today", fr: "aujourd’hui");
        self.plain(&today.to_string(), Kind::Date, detail, 1);
        let mut dates: Vec<(String, String)> = self
            .program()
            .sources
            .iter()
            .filter_map(|source| Some((source.date?.to_string(), source.meta.label().to_string())))
            .collect();
        dates.sort();
        for (date, label) in dates {
            self.plain(&date, Kind::Date, label, 2);
        }
    }

    pub fn units(&mut self) {
        let detail = tr!(self.lang; en: "unit", fr: "unité");
        self.plain("%", Kind::Unit, detail.clone(), 0);
        let mut units: Vec<String> = self.program().units.spellings().map(str::to_string).collect();
        units.sort();
        units.dedup();
        for unit in units {
            self.plain(&unit, Kind::Unit, detail.clone(), 2);
        }
    }

    pub fn types(&mut self) {
        self.with_role(&[Role::Type], 1);
        self.metas(self.program().choices.iter().map(|one| &one.meta), Symbol::Choice, 2);
        self.metas(self.program().records.iter().map(|one| &one.meta), Symbol::Record, 2);
        let detail = tr!(self.lang; en: "unit", fr: "unité");
        let mut units: Vec<String> = self.program().units.spellings().map(str::to_string).collect();
        units.sort();
        units.dedup();
        for unit in units {
            self.plain(&unit, Kind::Unit, detail.clone(), 3);
        }
    }

    pub fn with_role(&mut self, roles: &[Role], rank: u8) {
        for keyword in KEYWORDS.iter().filter(|keyword| roles.contains(&keyword.role)) {
            self.keyword(keyword, rank);
        }
    }

    pub fn keywords(&mut self, ids: &[&str], rank: u8) {
        for keyword in ids.iter().filter_map(|id| Keyword::by_id(id)) {
            self.keyword(keyword, rank);
        }
    }

    /// A keyword in the language of the file. What is written of its first words is replaced too.
    pub fn keyword(&mut self, keyword: &Keyword, rank: u8) {
        let spelled = keyword.canonical(self.place.lang);
        if spelled.is_empty() {
            return;
        }
        let title = keyword.canonical(self.place.lang.other());
        let replaces = self.replaced_by(&spelled);
        self.entries.push(Entry {
            label: spelled.clone(),
            kind: Kind::Keyword,
            detail: title,
            insert: spelled,
            is_snippet: false,
            replaces,
            rank,
        });
    }

    /// The letters typed, with the words before them that begin the keyword.
    pub fn replaced_by(&self, spelled: &str) -> crate::base::Span {
        let folded = crate::base::name::fold(spelled);
        let typed = self.place.typed;
        for token in self.place.before.iter().rev().take(4) {
            let written = self.place.text.get(token.span.start as usize..typed.end as usize).unwrap_or("");
            if written.contains('\n') {
                break;
            }
            let words = crate::base::name::fold(&written.split_whitespace().collect::<Vec<_>>().join(" "));
            if !words.is_empty() && folded.starts_with(&words) && folded.contains(' ') {
                return token.span.to(typed);
            }
        }
        typed
    }
}

/// A full name as it is written in a file: without what its own doctrine was brought in under.
pub(super) fn shorn(program: &Program, file: crate::base::FileId, name: &str) -> String {
    let prefix = program.prefixes.get(&file).map(|prefix| format!("{prefix}."));
    prefix.and_then(|prefix| name.strip_prefix(&prefix)).unwrap_or(name).to_string()
}
