//! What is written after a doctrine was resolved: one expression or one given more, against its names.

use super::{Lowerer, NamedType, Setting};
use crate::base::{FileId, Lang, Sources};
use crate::diagnostic::Diagnostic;
use crate::model::Program;
use crate::model::ids::{ActorId, ChoiceId, ExprId, LocalId, RecordId, SourceId};
use crate::model::plan::Given;
use crate::syntax::ast;

/// An expression written later, parsed from a text of its own.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub file: FileId,
    pub lang: Lang,
    pub written: &'a ast::Expr,
    /// A name that stands for a value found before.
    pub last: Option<&'a str>,
}

/// Adds an expression to a program; with it the variable of its last value, when the line may speak of one.
pub(in crate::model) fn add_expression(
    program: &mut Program,
    line: Line<'_>,
    sources: &Sources,
) -> (ExprId, Option<LocalId>, Vec<Diagnostic>) {
    let mut lowerer = Lowerer::resume(std::mem::take(program), sources, line.file, line.lang);
    let local = line.last.map(|name| {
        let id = LocalId::new(lowerer.program.locals.len());
        lowerer.program.locals.push(name.to_string());
        lowerer.locals.push((name.to_string(), id));
        id
    });
    let id = lowerer.expr(line.written);
    *program = lowerer.program;
    (id, local, lowerer.diagnostics)
}

/// Resolves a given against a program, which holds its constants afterwards.
pub(in crate::model) fn add_given(
    program: &mut Program,
    setting: &Setting,
    sources: &Sources,
) -> (Vec<Given>, Vec<Diagnostic>) {
    let mut lowerer = Lowerer::resume(std::mem::take(program), sources, setting.file, setting.lang);
    let givens = lowerer.givens(std::slice::from_ref(&setting.given));
    *program = lowerer.program;
    (givens, lowerer.diagnostics)
}

impl<'a> Lowerer<'a> {
    /// Goes on where building a program ended: its names are known again.
    fn resume(program: Program, sources: &'a Sources, file: FileId, lang: Lang) -> Self {
        let mut lowerer = Lowerer::new(sources);
        (lowerer.file, lowerer.lang) = (file, lang);
        for (rank, source) in program.sources.iter().enumerate() {
            lowerer.source_names.insert(source.meta.name.clone(), SourceId::new(rank));
        }
        for (rank, choice) in program.choices.iter().enumerate() {
            lowerer.type_names.insert(choice.meta.name.clone(), NamedType::Choice(ChoiceId::new(rank)));
            lowerer.choice_value_names.extend(choice.values.iter().map(|value| (value.name.clone(), ())));
        }
        for (rank, record) in program.records.iter().enumerate() {
            lowerer.type_names.insert(record.meta.name.clone(), NamedType::Record(RecordId::new(rank)));
        }
        for (rank, actor) in program.actors.iter().enumerate() {
            let name = &actor.meta.name;
            // Rules of its own doctrine name it without what it was brought in under.
            let own = name.rsplit('.').next().unwrap_or(name).to_string();
            lowerer.choice_value_names.extend([(own, ()), (name.clone(), ())]);
            lowerer.actor_names.insert(name.clone(), ActorId::new(rank));
        }
        for (rank, body) in program.bodies.iter().enumerate() {
            let listed = ["members", "membres"].map(|field| format!("{}.{field}", body.meta.name));
            let known = program.derived_ids().zip(&program.derived).find(|(_, one)| listed.contains(&one.meta.name));
            lowerer.members.extend(known.map(|(id, _)| (rank, id)));
        }
        let renamed = program.rules.iter().map(|rule| &rule.meta).chain(program.derived.iter().map(|one| &one.meta));
        for meta in renamed {
            lowerer.former_names.extend(meta.formerly.iter().map(|old| (old.clone(), meta.name.clone())));
        }
        lowerer.program = program;
        lowerer.program.languages.insert(file, lang);
        lowerer
    }
}
