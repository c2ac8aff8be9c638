//! The doctrine with its names resolved and its sugar removed: one language, arenas, ids, dated versions.
//!
//! Invariant: `model` knows nothing of types being right (that is `check`), of facts, or of values.

pub mod dataset;
pub mod expr;
pub mod ids;
pub mod item;
mod lower;
pub mod plan;
pub mod ty;
pub mod unit;

use crate::base::{FileId, Lang, Loc, Sources};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast;
use expr::{Expr, ExprKind};
use ids::{ActorId, ChoiceId, DerivedId, ExprId, FactId, GroupId, LocalId, RecordId, RuleId, SourceId};
use item::{Actor, Choice, Derived, Fact, Group, Record, Rule, Source};
pub use lower::{Line, Setting};
use plan::{Body, Milestone, Scenario, Test, Uncoded};
use std::collections::HashMap;
use unit::Units;

/// A whole doctrine.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub doctrine: Option<Doctrine>,
    pub units: Units,
    pub sources: Vec<Source>,
    pub actors: Vec<Actor>,
    pub choices: Vec<Choice>,
    pub records: Vec<Record>,
    pub groups: Vec<Group>,
    pub facts: Vec<Fact>,
    pub derived: Vec<Derived>,
    pub rules: Vec<Rule>,
    pub scenarios: Vec<Scenario>,
    pub bodies: Vec<Body>,
    pub milestones: Vec<Milestone>,
    pub datasets: Vec<dataset::Dataset>,
    pub uncoded: Vec<Uncoded>,
    pub tests: Vec<Test>,
    /// What the call sets beside the rules.
    pub settings: Vec<plan::Given>,
    pub exprs: Vec<Expr>,
    /// What a condition can mention, by full name.
    pub values: HashMap<String, ValueRef>,
    /// Where a bare name was taken for a value although a choice value has the same name: `check` may prefer it.
    pub shadowed: HashMap<ExprId, String>,
    /// The files of doctrines brought in with `use`.
    pub imported: std::collections::HashSet<FileId>,
    /// The name under which the doctrine of a file was brought in, where it has one.
    pub prefixes: HashMap<FileId, String>,
    /// The language each file is written in.
    pub languages: HashMap<FileId, Lang>,
    /// Places where something was left out because of a mistake reported elsewhere: what stands there does not run.
    pub broken: Vec<Loc>,
    /// The names of the variables bound by quantifiers, by depth-unique id.
    pub locals: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Doctrine {
    pub name: String,
    pub title: Option<String>,
    pub authority: Option<String>,
    /// Its ids, remarks and the words it leaves open.
    pub notes: item::Notes,
    pub at: Loc,
    /// Whether it belongs to a doctrine brought in with `use`.
    pub imported: bool,
}

/// One of the things a name can stand for in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueRef {
    Group(GroupId),
    Fact(FactId),
    Derived(DerivedId),
    Rule(RuleId),
    Scenario(usize),
    Body(usize),
    Milestone(usize),
    Uncoded(usize),
}

/// One file of a doctrine, parsed. `prefix` is the name it was brought in under; tests of imported files are left out.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    pub id: FileId,
    pub file: &'a ast::File,
    pub prefix: Option<&'a str>,
    pub imported: bool,
}

/// Resolves names and removes sugar. Never fails: what does not resolve is an error node and a diagnostic.
pub fn build(inputs: &[Input<'_>], settings: &[Setting], sources: &Sources) -> (Program, Vec<Diagnostic>) {
    lower::build(inputs, settings, sources)
}

/// Resolves one expression more against a program already built; with it the variable that stands for the last value.
pub fn add_expression(
    program: &mut Program,
    line: Line<'_>,
    sources: &Sources,
) -> (ExprId, Option<LocalId>, Vec<Diagnostic>) {
    lower::add_expression(program, line, sources)
}

/// Resolves one given more against a program already built.
pub fn add_given(program: &mut Program, setting: &Setting, sources: &Sources) -> (Vec<plan::Given>, Vec<Diagnostic>) {
    lower::add_given(program, setting, sources)
}

macro_rules! getters {
    ($($name:ident $field:ident $id:ident $item:ident)*) => {
        $(
            pub fn $name(&self, id: $id) -> Option<&$item> {
                self.$field.get(id.index())
            }
        )*
    };
}

impl Program {
    getters! {
        source sources SourceId Source
        actor actors ActorId Actor
        choice choices ChoiceId Choice
        record records RecordId Record
        group groups GroupId Group
        fact facts FactId Fact
        derived_item derived DerivedId Derived
        rule rules RuleId Rule
    }

    /// The kind of an expression; an id that this program did not give is an error node.
    #[inline]
    pub fn kind(&self, id: ExprId) -> &ExprKind {
        self.exprs.get(id.index()).map_or(&ExprKind::Error, |expr| &expr.kind)
    }

    /// The place of an expression.
    pub fn at(&self, id: ExprId) -> Loc {
        self.exprs.get(id.index()).map_or(Loc::new(FileId(0), crate::base::Span::default()), |expr| expr.at)
    }

    /// What every declaration has, of one that a condition can mention; `None` for a fact, which has only its own.
    pub fn meta(&self, of: ValueRef) -> Option<&item::Meta> {
        match of {
            ValueRef::Group(id) => self.group(id).map(|group| &group.meta),
            ValueRef::Fact(_) => None,
            ValueRef::Derived(id) => self.derived_item(id).map(|derived| &derived.meta),
            ValueRef::Rule(id) => self.rule(id).map(|rule| &rule.meta),
            ValueRef::Scenario(rank) => self.scenarios.get(rank).map(|scenario| &scenario.meta),
            ValueRef::Body(rank) => self.bodies.get(rank).map(|body| &body.meta),
            ValueRef::Milestone(rank) => self.milestones.get(rank).map(|milestone| &milestone.meta),
            ValueRef::Uncoded(rank) => self.uncoded.get(rank).map(|passage| &passage.meta),
        }
    }

    pub fn rule_ids(&self) -> impl Iterator<Item = RuleId> + use<> {
        (0..self.rules.len()).map(RuleId::new)
    }

    pub fn fact_ids(&self) -> impl Iterator<Item = FactId> + use<> {
        (0..self.facts.len()).map(FactId::new)
    }

    pub fn derived_ids(&self) -> impl Iterator<Item = DerivedId> + use<> {
        (0..self.derived.len()).map(DerivedId::new)
    }

    /// The fact of that name; the name of a milestone is that of the day on which it was reached.
    pub fn find_fact(&self, path: &str) -> Option<FactId> {
        match self.values.get(path) {
            Some(ValueRef::Fact(id)) => Some(*id),
            Some(ValueRef::Milestone(rank)) => self.milestones.get(*rank).map(|milestone| milestone.reached),
            _ => None,
        }
    }

    pub fn find_rule(&self, name: &str) -> Option<RuleId> {
        match self.values.get(name) {
            Some(ValueRef::Rule(id)) => Some(*id),
            _ => None,
        }
    }
}
