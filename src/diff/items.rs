//! The items of a doctrine as they are compared.

use super::Side;
use crate::base::{FileId, Sources, Span};
use crate::model::ids::{DerivedId, GroupId, RuleId};
use crate::model::item::Meta;
use crate::model::{Program, ValueRef};
use crate::syntax::ast::{self, ClauseKind, ItemKind};
use crate::syntax::{looks_literate, parse_with_words};
use std::collections::HashMap;

/// What an item declares.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    Doctrine,
    Source,
    Actor,
    Unit,
    Choice,
    Record,
    Facts,
    Parameter,
    Definition,
    Table,
    Criterion,
    Checklist,
    Scenario,
    Body,
    Milestone,
    Dataset,
    Uncoded,
    Use,
}

/// Names of one space never meet those of another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Space {
    Source,
    Type,
    Value,
    Dataset,
    Doctrine,
    Use,
}

/// One item.
#[derive(Clone, Debug)]
pub struct Item {
    pub kind: Kind,
    /// Its name, else its title.
    pub name: String,
    pub title: Option<String>,
    /// The names that it had.
    pub(super) former: Vec<String>,
    pub(super) of: Option<ValueRef>,
    pub(super) file: FileId,
    pub(super) span: Span,
    /// Its words but for its name, without comments and layout.
    pub(super) words: Vec<String>,
}

impl Item {
    pub(super) fn space(&self) -> Space {
        match self.kind {
            Kind::Doctrine => Space::Doctrine,
            Kind::Source => Space::Source,
            Kind::Actor | Kind::Unit | Kind::Choice | Kind::Record => Space::Type,
            Kind::Dataset => Space::Dataset,
            Kind::Use => Space::Use,
            Kind::Facts
            | Kind::Parameter
            | Kind::Definition
            | Kind::Table
            | Kind::Criterion
            | Kind::Checklist
            | Kind::Scenario
            | Kind::Body
            | Kind::Milestone
            | Kind::Uncoded => Space::Value,
        }
    }

    pub(super) fn rule(&self) -> Option<RuleId> {
        match self.of {
            Some(ValueRef::Rule(id)) => Some(id),
            _ => None,
        }
    }

    /// Whether both are written with the same words, those that were renamed being the same.
    pub(super) fn says_the_same(&self, new: &Item, renamed: &HashMap<&str, &str>) -> bool {
        let now = |word: &String| renamed.get(word.as_str()).copied().unwrap_or(word).to_string();
        self.words.len() == new.words.len()
            && self.words.iter().zip(&new.words).all(|(old, new)| old == new || now(old) == *new)
    }

    /// Its lines as written, as far to the left as they go.
    pub(super) fn text(&self, sources: &Sources) -> Vec<String> {
        let text = sources.get(self.file).map_or("", |file| file.slice(self.span));
        text.trim_end().lines().map(|line| line.trim_end().to_string()).collect()
    }
}

/// The items of a doctrine in the order of its files, those of the doctrines it uses included; tests are left out.
pub(super) fn items(side: Side<'_>) -> Vec<Item> {
    let metas = metas(&side.engine.checked.program);
    let mut found = Vec::new();
    for (id, file) in side.sources.iter() {
        let text: &str = &file.text;
        let literate = file.path.ends_with(".md") && looks_literate(text);
        if !file.path.ends_with(".perenne") && !literate {
            continue;
        }
        let (parsed, words) = parse_with_words(id, text, literate);
        let mut tokens = words.tokens.iter().map(|token| token.span).peekable();
        for item in &parsed.file.items {
            while tokens.next_if(|token| token.start < item.span.start).is_some() {}
            let mut own = Vec::new();
            while let Some(token) = tokens.next_if(|token| token.start < item.span.end) {
                own.push(token);
            }
            found.extend(self::item(id, text, item, &own, &metas));
        }
    }
    found
}

fn item(
    id: FileId,
    text: &str,
    item: &ast::Item,
    tokens: &[Span],
    metas: &HashMap<(FileId, u32), (&Meta, Option<ValueRef>)>,
) -> Option<Item> {
    let kind = kind_of(item.kind)?;
    let place = item.name.as_ref().map(|name| name.span);
    let known = place.and_then(|place| metas.get(&(id, place.start)));
    let title = item.title.as_ref().map(|title| title.text.clone());
    let name = match (known, &item.name) {
        (Some((meta, _)), _) => meta.name.clone(),
        (None, Some(name)) => name.text.clone(),
        (None, None) => title.clone().unwrap_or_default(),
    };
    // What an item was called is no part of what it says.
    let former = |token: &Span| {
        let formerly = item.clauses.iter().filter(|clause| matches!(clause.kind, ClauseKind::Formerly(_)));
        formerly.into_iter().any(|clause| clause.span.start <= token.start && token.end <= clause.span.end)
    };
    let said = tokens.iter().filter(|token| Some(**token) != place && !former(token));
    let words = said.map(|token| plain(token.slice(text))).collect();
    Some(Item {
        kind,
        name,
        title,
        former: known.map(|(meta, _)| meta.formerly.clone()).unwrap_or_default(),
        of: known.and_then(|(_, of)| *of),
        file: id,
        span: item.span,
        words,
    })
}

/// A word with its blanks made one: a text may go on over several lines.
fn plain(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kind_of(kind: ItemKind) -> Option<Kind> {
    Some(match kind {
        ItemKind::Doctrine => Kind::Doctrine,
        ItemKind::Source => Kind::Source,
        ItemKind::Actor => Kind::Actor,
        ItemKind::Unit => Kind::Unit,
        ItemKind::Choice { .. } => Kind::Choice,
        ItemKind::Record => Kind::Record,
        ItemKind::Facts => Kind::Facts,
        ItemKind::Parameter => Kind::Parameter,
        ItemKind::Define => Kind::Definition,
        ItemKind::Table { .. } => Kind::Table,
        ItemKind::Criterion => Kind::Criterion,
        ItemKind::Checklist => Kind::Checklist,
        ItemKind::Scenario => Kind::Scenario,
        ItemKind::Body => Kind::Body,
        ItemKind::Milestone => Kind::Milestone,
        ItemKind::Dataset => Kind::Dataset,
        ItemKind::Uncoded => Kind::Uncoded,
        ItemKind::Use => Kind::Use,
        ItemKind::Test | ItemKind::Error => return None,
    })
}

/// What the program knows of its items, by the place of their name.
fn metas(program: &Program) -> HashMap<(FileId, u32), (&Meta, Option<ValueRef>)> {
    let mut values: Vec<ValueRef> = program.rule_ids().map(ValueRef::Rule).collect();
    values.extend((0..program.derived.len()).map(|rank| ValueRef::Derived(DerivedId::new(rank))));
    values.extend((0..program.groups.len()).map(|rank| ValueRef::Group(GroupId::new(rank))));
    values.extend((0..program.scenarios.len()).map(ValueRef::Scenario));
    values.extend((0..program.bodies.len()).map(ValueRef::Body));
    values.extend((0..program.milestones.len()).map(ValueRef::Milestone));
    values.extend((0..program.uncoded.len()).map(ValueRef::Uncoded));
    let values = values.into_iter().filter_map(|of| Some((program.meta(of)?, Some(of))));
    let types = program.sources.iter().map(|one| &one.meta).chain(program.actors.iter().map(|one| &one.meta));
    let types = types.chain(program.choices.iter().map(|one| &one.meta));
    let types = types.chain(program.records.iter().map(|one| &one.meta));
    let types = types.chain(program.datasets.iter().map(|one| &one.meta));
    let all = values.chain(types.map(|meta| (meta, None)));
    all.map(|(meta, of)| ((meta.at.file, meta.at.span.start), (meta, of))).collect()
}
