//! From surface trees to a [`Program`]: first every name is declared, then every body is resolved against them.

mod clauses;
mod dataset;
mod declare;
mod exprs;
mod later;
mod paths;
mod plans;
mod rules;
mod settings;
mod tests;
mod types;

use super::ids::ExprId;
use super::{Input, Program};
use crate::base::{FileId, Lang, Loc, Sources, Span, name as names};
use crate::diagnostic::problem::{NameKind, NameProblem};
use crate::diagnostic::{Diagnostic, Problem};
use crate::model::expr::{Expr, ExprKind};
use crate::syntax::ast;
use std::collections::HashMap;

pub use later::Line;
pub(super) use later::{add_expression, add_given};
pub use settings::Setting;

/// Resolves `inputs`, in order, into one program, then `settings` against it.
pub(super) fn build(inputs: &[Input<'_>], settings: &[Setting], sources: &Sources) -> (Program, Vec<Diagnostic>) {
    let mut lowerer = Lowerer::new(sources);
    for input in inputs {
        lowerer.enter(input);
        lowerer.note_former_names(input.file);
        lowerer.declare_types(input.file);
    }
    for input in inputs {
        lowerer.enter(input);
        lowerer.declare_values(input);
    }
    let mut pending = std::mem::take(&mut lowerer.pending);
    // Members of a body are listed where a condition mentions them, the head of a column is an input or not according
    // to its milestone, and the values of datasets are read by the types of the facts they feed.
    pending.sort_by_key(|work| match work.target {
        Target::Body(_) => 0,
        Target::Milestone(_) => 1,
        Target::Dataset(_) => 3,
        _ => 2,
    });
    for work in &pending {
        let Some(input) = inputs.get(work.input) else { continue };
        lowerer.enter(input);
        lowerer.resolve(work);
    }
    lowerer.check_bases();
    lowerer.settings(settings);
    (lowerer.program, lowerer.diagnostics)
}

/// An item declared in the first pass whose body is resolved in the second.
struct Pending<'a> {
    input: usize,
    item: &'a ast::Item,
    target: Target,
}

/// Where the resolved body goes.
#[derive(Clone, Copy)]
enum Target {
    Fields(crate::model::ids::GroupId),
    RecordFields(crate::model::ids::RecordId),
    Derived(crate::model::ids::DerivedId),
    Rule(crate::model::ids::RuleId),
    Scenario(usize),
    Body(usize),
    Milestone(usize),
    Dataset(usize),
    Test,
}

struct Lowerer<'a> {
    program: Program,
    diagnostics: Vec<Diagnostic>,
    sources: &'a Sources,
    pending: Vec<Pending<'a>>,
    /// The file being lowered.
    file: FileId,
    lang: Lang,
    prefix: Option<&'a str>,
    imported: bool,
    /// How many inputs were entered in the present pass, for [`Pending::input`].
    input_index: usize,
    source_names: HashMap<String, crate::model::ids::SourceId>,
    /// Choices, records and units share a space of names.
    type_names: HashMap<String, NamedType>,
    actor_names: HashMap<String, crate::model::ids::ActorId>,
    /// Every name that some choice or actor gives to a value.
    choice_value_names: HashMap<String, ()>,
    /// The parameter that lists the members of a body, where some condition mentions them, by the body's rank.
    members: HashMap<usize, crate::model::ids::DerivedId>,
    /// Variables in scope, innermost last.
    locals: Vec<(String, crate::model::ids::LocalId)>,
    /// What is called otherwise now, by the name it had.
    former_names: HashMap<String, String>,
    /// Names of items whose heads could not be read: that was reported, so mentioning them is not a second mistake.
    broken_names: std::collections::HashSet<String>,
    /// Places of first declarations, for duplicates.
    declared_at: HashMap<(Space, String), Loc>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Space {
    Source,
    Type,
    Actor,
    Value,
    Dataset,
}

#[derive(Clone, Copy)]
enum NamedType {
    Choice(crate::model::ids::ChoiceId),
    Record(crate::model::ids::RecordId),
    Unit,
}

impl<'a> Lowerer<'a> {
    fn new(sources: &'a Sources) -> Self {
        Lowerer {
            program: Program::default(),
            diagnostics: Vec::new(),
            sources,
            pending: Vec::new(),
            file: FileId(0),
            lang: Lang::Fr,
            prefix: None,
            imported: false,
            input_index: 0,
            source_names: HashMap::new(),
            type_names: HashMap::new(),
            actor_names: HashMap::new(),
            choice_value_names: HashMap::new(),
            members: HashMap::new(),
            locals: Vec::new(),
            former_names: HashMap::new(),
            broken_names: std::collections::HashSet::new(),
            declared_at: HashMap::new(),
        }
    }

    fn enter(&mut self, input: &Input<'a>) {
        self.file = input.id;
        self.lang = input.file.lang;
        self.program.languages.insert(input.id, input.file.lang);
        self.prefix = input.prefix;
        self.program.prefixes.extend(input.prefix.map(|prefix| (input.id, prefix.to_string())));
        self.imported = input.imported;
        self.locals.clear();
    }

    /// What `formerly` says in a file.
    fn note_former_names(&mut self, file: &ast::File) {
        for item in &file.items {
            let Some(name) = &item.name else { continue };
            for clause in &item.clauses {
                let ast::ClauseKind::Formerly(former) = &clause.kind else { continue };
                for old in former {
                    self.former_names.insert(self.qualified(&old.text), self.qualified(&name.text));
                }
            }
        }
    }

    fn loc(&self, span: Span) -> Loc {
        Loc::new(self.file, span)
    }

    fn report(&mut self, problem: impl Into<Problem>, span: Span) {
        let at = self.loc(span);
        self.diagnostics.push(Diagnostic::new(problem.into(), at));
    }

    /// The words an author wrote, for messages; runs of blanks made one.
    fn written(&self, span: Span) -> String {
        let text = self.sources.get(self.file).map_or("", |file| file.slice(span));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn push(&mut self, kind: ExprKind, span: Span) -> ExprId {
        let at = self.loc(span);
        self.push_at(kind, at)
    }

    fn push_at(&mut self, kind: ExprKind, at: Loc) -> ExprId {
        let id = ExprId::new(self.program.exprs.len());
        self.program.exprs.push(Expr { kind, at });
        id
    }

    /// The full name of a thing declared in the present file.
    fn qualified(&self, name: &str) -> String {
        match self.prefix {
            Some(prefix) => format!("{prefix}.{name}"),
            None => name.to_string(),
        }
    }

    /// Notes a declaration; a second one of the same name is reported with the place of the first.
    fn declare(&mut self, space: Space, name: &str, span: Span) -> bool {
        let at = self.loc(span);
        let key = (space, name.to_string());
        if let Some(&first) = self.declared_at.get(&key) {
            let problem = NameProblem::Duplicate { name: name.to_string() };
            let diagnostic = Diagnostic::new(problem.into(), at);
            self.diagnostics.push(diagnostic.related(first, crate::diagnostic::problem::Note::FirstHere));
            return false;
        }
        self.declared_at.insert(key, at);
        true
    }

    /// Reports a name that nothing declares, with the nearest one that something does, as a fix.
    fn unknown<'c>(&mut self, expected: NameKind, name: &str, span: Span, candidates: impl Iterator<Item = &'c str>) {
        let first = name.split('.').next().unwrap_or(name);
        if self.broken_names.contains(name) || self.broken_names.contains(first) {
            let at = self.loc(span);
            self.program.broken.push(at);
            return;
        }
        let mut candidates: Vec<&str> = candidates.collect();
        candidates.sort_unstable();
        candidates.dedup();
        let renamed = self.former_names.get(name).filter(|new| candidates.contains(&new.as_str())).cloned();
        let is_renamed = renamed.is_some();
        let suggestion = renamed.or_else(|| names::did_you_mean(name, candidates.iter().copied()).map(str::to_string));
        let folded = names::fold(name);
        let only_accents_differ = candidates.iter().filter(|candidate| names::fold(candidate) == folded).count() == 1;
        let among = if suggestion.is_none() && candidates.len() <= 6 {
            candidates.iter().map(|&candidate| candidate.to_string()).collect()
        } else {
            Vec::new()
        };
        let at = self.loc(span);
        let problem = NameProblem::Unknown { expected, name: name.to_string(), suggestion: suggestion.clone(), among };
        let mut diagnostic = Diagnostic::new(problem.into(), at);
        if let Some(suggestion) = suggestion {
            diagnostic = match only_accents_differ || is_renamed {
                true => diagnostic.fix(at, suggestion),
                false => diagnostic.guess(at, suggestion),
            };
        }
        self.diagnostics.push(diagnostic);
    }
}
