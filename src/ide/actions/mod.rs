//! What can be done to a text where the cursor stands: mistakes repaired, things declared, parts written otherwise.

mod declare;
mod mending;
mod rewrite;
mod tests;

use super::judged::Judged;
use super::snapshot::Snapshot;
use super::{Edit, diagnostics};
use crate::base::{FileId, Lang, Loc, Span};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::Item;

/// What an action is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It repairs a mistake.
    Mend,
    /// It gives a name to a part.
    Extract,
    /// It writes something otherwise, or adds to it.
    Rewrite,
    /// It is of the whole file.
    Source,
    /// It repairs everything that leaves no doubt.
    MendAll,
}

/// What is done.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Edits(Vec<Edit>),
    /// The page of a diagnostic is shown.
    Explain(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    pub title: String,
    pub kind: Kind,
    pub what: What,
    /// Whether only this can have been meant.
    pub preferred: bool,
    /// The place of the mistake that it repairs, and its code.
    pub mends: Option<(Span, &'static str)>,
}

/// Everything that can be done at a selection, repairs first.
pub fn actions(snapshot: &Snapshot, file: FileId, selection: Span, judged: Option<&Judged>, lang: Lang) -> Vec<Action> {
    let found: Vec<&Diagnostic> = diagnostics::raw(snapshot, file)
        .filter(|found| found.at.span.start <= selection.end && selection.start <= found.at.span.end)
        .collect();
    let desk = Desk { snapshot, file, lang, selection };
    let mut actions = Vec::new();
    for found in &found {
        actions.extend(mending::carried(&desk, found));
        actions.extend(declare::missing(&desk, found));
        actions.extend(mending::known(&desk, found));
    }
    for found in &found {
        actions.push(mending::page(&desk, found));
    }
    if snapshot.tree(file).is_some() {
        actions.extend(rewrite::parts(&desk));
        if let Some(item) = snapshot.item_at(file, selection.start as usize) {
            actions.extend(rewrite::item(&desk, item));
            actions.extend(tests::of_rule(&desk, item, judged));
        }
        actions.extend(rewrite::file(&desk));
    }
    actions.extend(mending::all(&desk));
    let mut once: Vec<Action> = Vec::new();
    for action in actions {
        if !once.iter().any(|known| known.title == action.title && known.what == action.what) {
            once.push(action);
        }
    }
    once
}

/// What every action is made from.
struct Desk<'a> {
    snapshot: &'a Snapshot,
    file: FileId,
    /// The language of the reader.
    lang: Lang,
    selection: Span,
}

impl<'a> Desk<'a> {
    fn text(&self) -> &'a str {
        self.snapshot.text(self.file)
    }

    /// The language of the file.
    fn own(&self) -> Lang {
        self.snapshot.lang_of(self.file)
    }

    fn at(&self, span: Span) -> Loc {
        Loc::new(self.file, span)
    }

    fn insert(&self, offset: u32, text: impl Into<String>) -> Edit {
        let text = text.into();
        let text = if self.text().contains("\r\n") { text.replace('\n', "\r\n") } else { text };
        Edit::new(self.at(Span { start: offset, end: offset }), text)
    }

    fn replace(&self, span: Span, text: impl Into<String>) -> Edit {
        Edit::new(self.at(span), text)
    }

    /// A text between the quotation marks of the file's language.
    fn quoted(&self, text: &str) -> String {
        match self.own() {
            Lang::En => format!("\"{text}\""),
            Lang::Fr => format!("« {text} »"),
        }
    }

    fn word(&self, id: &str) -> String {
        crate::syntax::keyword::Keyword::by_id(id).map(|keyword| keyword.canonical(self.own())).unwrap_or_default()
    }

    /// The end of the line on which an item's keyword, name and title stand.
    fn end_of_head(&self, item: &Item) -> u32 {
        let last = item.title.as_ref().map(|title| title.span.end);
        let last = last.or(item.ty.as_ref().map(|ty| ty.span.end)).or(item.name.as_ref().map(|name| name.span.end));
        last.unwrap_or(item.keyword.end)
    }

    fn rewrite(&self, title: String, edits: Vec<Edit>) -> Action {
        Action { title, kind: Kind::Rewrite, what: What::Edits(edits), preferred: false, mends: None }
    }

    fn mend(&self, found: &Diagnostic, title: String, edits: Vec<Edit>) -> Action {
        let mends = Some((found.at.span, found.code().text()));
        Action { title, kind: Kind::Mend, what: What::Edits(edits), preferred: false, mends }
    }
}

/// A name as words: `équipe_internalisée` is « Équipe internalisée ».
fn in_words(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}
