//! An item typed in: it stands for the one of the same name, until it is forgotten.

use super::{Looks, Reply, Session};
use crate::base::{FileId, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{Problem, RuleProblem};
use crate::project::Typed;
use crate::syntax::ast::ItemKind;
use crate::syntax::parse;
use std::sync::Arc;

impl Session {
    pub(super) fn item(&mut self, entry: &str, looks: &Looks) -> Reply {
        let parsed = parse(FileId(u32::MAX), entry, false).file;
        if parsed.items.iter().any(|item| matches!(item.kind, ItemKind::Use | ItemKind::Doctrine)) {
            let message = tr!(self.lang;
                en: "a doctrine is not made here; :load reads one from its files",
                fr: "une doctrine ne se fait pas ici\u{a0}; :charger en lit une depuis ses fichiers");
            return self.refused(&message);
        }
        let path = self.next_path();
        let typed = Typed { path: path.clone(), text: Arc::from(format!("{entry}\n")) };
        let before = self.remember();
        let known: Vec<Diagnostic> = self.live.analysis.diagnostics.clone();
        let was = self.live.clone();
        self.state.items.retain(|other| !typed.shadows(other));
        self.state.items.push(typed);
        let problems = self.rebuild();
        let sources = &self.live.analysis.sources;
        let own = |one: &Diagnostic| sources.path(one.at.file) == path;
        let new: Vec<Diagnostic> = problems
            .into_iter()
            .filter(|one| is_told(one) && (own(one) || one.is_error() && !known.contains(one)))
            .collect();
        let mut reply = self.refusal(&new, looks);
        if new.iter().any(|one| own(one) && one.is_error()) {
            // What is wrong is shown in its place, and changes nothing.
            if let Some((state, _)) = self.recall() {
                (self.state, self.live) = (state, was);
            }
            return reply;
        }
        reply.failed = false;
        let told: String = parsed.items.iter().filter_map(|item| self.declared(item, looks)).collect();
        let moved = self.moved_if_any(&before, looks);
        // What has neither a verdict nor a value is at least said to be there.
        let names = || parsed.items.iter().filter_map(|item| item.name.as_ref()).map(|name| name.text.clone());
        let text = match told.is_empty() && moved.is_empty() {
            true => {
                let names = names().collect::<Vec<_>>().join(", ");
                tr!(self.lang; en: "defined: {names}", fr: "défini\u{a0}: {names}") + "\n"
            }
            false => told + &moved,
        };
        reply.then(&text)
    }

    /// The errors that what was taken away or put in brought with it.
    pub(in crate::repl) fn new_errors(&self, known: &[Diagnostic], now: Vec<Diagnostic>, looks: &Looks) -> Reply {
        let new: Vec<Diagnostic> = now.into_iter().filter(|one| one.is_error() && !known.contains(one)).collect();
        self.refusal(&new, looks)
    }

    /// `saisie 3`: what the next item typed in is called where its mistakes are shown.
    pub(in crate::repl) fn next_path(&self) -> String {
        let last = self.state.items.iter().filter_map(|item| item.path.rsplit(' ').next()?.parse::<usize>().ok()).max();
        let next = last.unwrap_or(0) + 1;
        tr!(self.lang; en: "entry {next}", fr: "saisie {next}")
    }

    /// What an item that has no verdict comes to.
    fn declared(&self, item: &crate::syntax::ast::Item, looks: &Looks) -> Option<String> {
        match item.kind {
            ItemKind::Define | ItemKind::Table { .. } | ItemKind::Parameter => {
                let name = item.name.as_ref()?;
                self.describe(&name.text, looks).ok()
            }
            ItemKind::Test => item.title.as_ref().map(|title| self.run_typed(&title.text)),
            ItemKind::Doctrine
            | ItemKind::Source
            | ItemKind::Actor
            | ItemKind::Unit
            | ItemKind::Choice { .. }
            | ItemKind::Record
            | ItemKind::Facts
            | ItemKind::Criterion
            | ItemKind::Checklist
            | ItemKind::Scenario
            | ItemKind::Body
            | ItemKind::Milestone
            | ItemKind::Dataset
            | ItemKind::Uncoded
            | ItemKind::Use
            | ItemKind::Error => None,
        }
    }
}

/// Nobody uses yet what was just typed.
fn is_told(diagnostic: &Diagnostic) -> bool {
    !matches!(diagnostic.problem, Problem::Rule(RuleProblem::Unused { .. }))
}
