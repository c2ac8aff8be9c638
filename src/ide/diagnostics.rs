//! What is wrong in one file, in words.

use super::snapshot::Snapshot;
use crate::base::{FileId, Lang, Loc, Span};
use crate::diagnostic::code::{Code, Severity};
use crate::diagnostic::problem::{Problem, RuleProblem};
use crate::diagnostic::{Diagnostic, Related};

/// One mistake, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub span: Span,
    pub severity: Severity,
    pub code: Code,
    /// What is wrong, and what to do about it.
    pub message: String,
    pub related: Vec<(Loc, String)>,
    /// Whether the text serves nothing.
    pub unnecessary: bool,
}

/// What is wrong in a file of rules or of facts, in the order of the text.
pub fn diagnostics(snapshot: &Snapshot, file: FileId, lang: Lang) -> Vec<Found> {
    let mut found: Vec<Found> = raw(snapshot, file).map(|diagnostic| in_words(diagnostic, lang)).collect();
    found.sort_by_key(|found| (found.span.start, found.span.end));
    found.dedup();
    found
}

/// The same before it is put in words.
pub fn raw(snapshot: &Snapshot, file: FileId) -> impl Iterator<Item = &Diagnostic> {
    let of_facts = snapshot.facts_file(file).into_iter().flat_map(|facts| &facts.diagnostics);
    let of_rules = snapshot.rules.analysis.diagnostics.iter().filter(move |diagnostic| diagnostic.at.file == file);
    of_rules.chain(of_facts)
}

/// The files in which something is wrong.
pub fn files(snapshot: &Snapshot) -> Vec<FileId> {
    let of_facts = snapshot.facts.iter().filter(|facts| !facts.diagnostics.is_empty()).map(|facts| facts.id);
    let of_rules = snapshot.rules.analysis.diagnostics.iter().map(|diagnostic| diagnostic.at.file);
    let mut files: Vec<FileId> = of_rules.chain(of_facts).collect();
    files.sort_unstable();
    files.dedup();
    files
}

fn in_words(diagnostic: &Diagnostic, lang: Lang) -> Found {
    let mut message = diagnostic.problem.message(lang);
    if let Some(help) = diagnostic.problem.help(lang) {
        message.push('\n');
        message.push_str(&help);
    }
    let related = diagnostic.related.iter().map(|Related { at, note }| (*at, note.text(lang))).collect();
    Found {
        span: diagnostic.at.span,
        severity: diagnostic.severity(),
        code: diagnostic.code(),
        message,
        related,
        unnecessary: matches!(diagnostic.problem, Problem::Rule(RuleProblem::Unused { .. })),
    }
}
