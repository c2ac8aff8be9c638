//! Anchors: where each thing stands in the document. They are made of names alone, so that a link to a rule stays good
//! as long as the rule keeps its name, whatever the language of the page.

use super::links::used_sources;
use crate::base::{FileId, Loc, name};
use crate::model::ids::{FactId, GroupId};
use crate::model::item::{DerivedKind, FactOrigin, Meta, RuleKind};
use crate::model::{Program, ValueRef};
use std::collections::{HashMap, HashSet};

/// What a link can lead to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Target {
    Value(ValueRef),
    /// By rank among the program's, as those below.
    Source(usize),
    Actor(usize),
    Choice(usize),
    Record(usize),
    Dataset(usize),
    Test(usize),
    Chapter(FileId),
}

/// The anchors of a document, all different.
#[derive(Debug, Default)]
pub struct Anchors {
    known: HashMap<Target, String>,
    taken: HashSet<String>,
}

impl Anchors {
    /// Gives an anchor to everything declared in the files that `is_shown` tells.
    pub fn new(program: &Program, is_shown: impl Fn(FileId) -> bool) -> Self {
        let mut anchors = Anchors::default();
        for fixed in ["top", "contents", "content"] {
            anchors.taken.insert(fixed.to_string());
        }
        let mut targets: Vec<(Target, &'static str, String, Loc)> = Vec::new();
        for of in named(program) {
            if let Some(meta) = program.meta(of) {
                targets.push((Target::Value(of), class(program, of), meta.name.clone(), meta.at));
            }
        }
        for (id, fact) in program.fact_ids().zip(&program.facts).filter(|(_, fact)| fact.is_declared()) {
            targets.push((Target::Value(ValueRef::Fact(id)), "fact", fact.path.clone(), fact.decl.at));
        }
        let named = |(rank, meta): (usize, &Meta)| (rank, meta.name.clone(), meta.at);
        let sources = program.sources.iter().map(|one| &one.meta).enumerate().map(named);
        targets.extend(sources.map(|(rank, name, at)| (Target::Source(rank), "source", name, at)));
        let actors = program.actors.iter().map(|one| &one.meta).enumerate().map(named);
        targets.extend(actors.map(|(rank, name, at)| (Target::Actor(rank), "actor", name, at)));
        let choices = program.choices.iter().map(|one| &one.meta).enumerate().map(named);
        targets.extend(choices.map(|(rank, name, at)| (Target::Choice(rank), "choice", name, at)));
        let records = program.records.iter().map(|one| &one.meta).enumerate().map(named);
        targets.extend(records.map(|(rank, name, at)| (Target::Record(rank), "record", name, at)));
        let datasets = program.datasets.iter().map(|one| &one.meta).enumerate().map(named);
        targets.extend(datasets.map(|(rank, name, at)| (Target::Dataset(rank), "dataset", name, at)));
        let tests = program.tests.iter().enumerate();
        targets.extend(tests.map(|(rank, test)| (Target::Test(rank), "test", test.title.clone(), test.at)));
        let used = used_sources(program, &is_shown);
        for (target, class, name, at) in targets {
            // A source that something shown cites is told in the list of sources, wherever it was declared.
            let is_used = matches!(target, Target::Source(rank) if used.contains(&rank));
            if is_shown(at.file) || is_used {
                anchors.give(target, &format!("{class}-{}", slug(&name)));
            }
        }
        anchors
    }

    /// Gives an anchor to a target.
    pub fn give(&mut self, target: Target, wanted: &str) -> String {
        let anchor = self.free(wanted);
        self.known.insert(target, anchor.clone());
        anchor
    }

    /// An anchor that nothing else has.
    pub fn free(&mut self, wanted: &str) -> String {
        let mut anchor = wanted.to_string();
        let mut count = 1;
        while !self.taken.insert(anchor.clone()) {
            count += 1;
            anchor = format!("{wanted}-{count}");
        }
        anchor
    }

    /// Where a target stands; `None` when it is not shown.
    pub fn of(&self, target: Target) -> Option<&str> {
        self.known.get(&target).map(String::as_str)
    }
}

/// Everything that a condition can mention but facts, which have no declaration of their own.
fn named(program: &Program) -> Vec<ValueRef> {
    let mut all: Vec<ValueRef> = program.rule_ids().map(ValueRef::Rule).collect();
    all.extend(program.derived_ids().map(ValueRef::Derived));
    all.extend((0..program.groups.len()).map(|rank| ValueRef::Group(GroupId::new(rank))));
    all.extend((0..program.scenarios.len()).map(ValueRef::Scenario));
    all.extend((0..program.bodies.len()).map(ValueRef::Body));
    all.extend((0..program.milestones.len()).map(ValueRef::Milestone));
    all.extend((0..program.uncoded.len()).map(ValueRef::Uncoded));
    all
}

/// Letters without accents, digits, points, dashes and underscores.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name::fold(name).chars() {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_string()
}

/// The kind of an item in an anchor, and as HTML calls it.
pub fn class(program: &Program, of: ValueRef) -> &'static str {
    match of {
        ValueRef::Group(_) => "facts",
        ValueRef::Fact(_) => "fact",
        ValueRef::Derived(id) => match program.derived_item(id).map(|item| item.kind) {
            Some(DerivedKind::Parameter) => "parameter",
            Some(DerivedKind::Table) => "table",
            Some(DerivedKind::Definition) | None => "definition",
        },
        ValueRef::Rule(id) => match program.rule(id).map(|rule| rule.kind) {
            Some(RuleKind::Checklist) => "checklist",
            Some(RuleKind::Criterion) | None => "criterion",
        },
        ValueRef::Scenario(_) => "scenario",
        ValueRef::Body(_) => "body",
        ValueRef::Milestone(_) => "milestone",
        ValueRef::Uncoded(_) => "uncoded",
    }
}

/// What a fact stands with: itself, or the milestone or body whose date or meetings it tells.
pub fn home(program: &Program, id: FactId) -> ValueRef {
    match program.fact(id).map(|fact| fact.origin) {
        Some(FactOrigin::Reached(rank) | FactOrigin::Planned(rank)) => ValueRef::Milestone(rank),
        Some(FactOrigin::Meetings(rank)) => ValueRef::Body(rank),
        Some(FactOrigin::Group(_)) | None => ValueRef::Fact(id),
    }
}
