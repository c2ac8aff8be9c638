//! What a file holds: its items as a tree, what can be folded, and what grows around a cursor.

use super::hover::{kind_word, title_of};
use super::snapshot::Snapshot;
use super::symbols::Symbol;
use crate::base::{FileId, Lang, Loc, Span, name};
use crate::facts::read::{Entry, NodeKind};
use crate::syntax::TokenKind;
use crate::syntax::ast::{Clause, ClauseKind, Item, ItemKind};

/// A kind of thing in an outline, for its picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Rule,
    Value,
    Fact,
    Group,
    Type,
    Member,
    Source,
    Plan,
    Test,
    Root,
    Key,
}

/// A line of an outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub name: String,
    pub detail: String,
    pub kind: Kind,
    pub span: Span,
    /// The name alone.
    pub selection: Span,
    pub children: Vec<Line>,
}

/// The items of a file of rules, or the keys of a facts file.
pub fn outline(snapshot: &Snapshot, file: FileId) -> Vec<Line> {
    if let Some(facts) = snapshot.facts_file(file) {
        return facts.root.iter().map(|entry| key(entry, 0)).collect();
    }
    let text = snapshot.text(file);
    snapshot.tree(file).into_iter().flat_map(|tree| &tree.items).filter_map(|item| line(item, text)).collect()
}

/// Keys nest in an outline no deeper than this.
const DEPTH: usize = 4;

fn key(entry: &Entry, depth: usize) -> Line {
    let inner = entry.value.entries().unwrap_or_default();
    let children = if depth < DEPTH { inner.iter().map(|entry| key(entry, depth + 1)).collect() } else { Vec::new() };
    let detail = match &entry.value.kind {
        NodeKind::Scalar { text, .. } => text.chars().take(60).collect(),
        NodeKind::Null | NodeKind::Sequence(_) | NodeKind::Mapping(_) => String::new(),
    };
    let span = entry.key.span.to(entry.value.span);
    Line { name: entry.key.text.clone(), detail, kind: Kind::Key, span, selection: entry.key.span, children }
}

fn line(item: &Item, text: &str) -> Option<Line> {
    let title = item.title.as_ref().map(|title| title.text.clone());
    let (name, selection) = match (&item.name, &item.title) {
        (Some(name), _) => (name.text.clone(), name.span),
        (None, Some(title)) => (title.text.clone(), title.span),
        (None, None) => return None,
    };
    let keyword = item.keyword.slice(text);
    let detail = match (&item.name, title) {
        (Some(_), Some(title)) => format!("{keyword} · {title}"),
        _ => keyword.to_string(),
    };
    let kind = match item.kind {
        ItemKind::Criterion | ItemKind::Checklist => Kind::Rule,
        ItemKind::Parameter | ItemKind::Define | ItemKind::Table { .. } => Kind::Value,
        ItemKind::Facts => Kind::Group,
        ItemKind::Choice { .. } | ItemKind::Record | ItemKind::Unit => Kind::Type,
        ItemKind::Source | ItemKind::Use | ItemKind::Uncoded => Kind::Source,
        ItemKind::Actor | ItemKind::Scenario | ItemKind::Body | ItemKind::Milestone | ItemKind::Dataset => Kind::Plan,
        ItemKind::Test => Kind::Test,
        ItemKind::Doctrine => Kind::Root,
        ItemKind::Error => return None,
    };
    let children = item.clauses.iter().flat_map(parts).collect();
    let inside = |selection: Span| selection.start >= item.span.start && selection.end <= item.span.end;
    let selection = if inside(selection) { selection } else { item.span };
    Some(Line { name, detail, kind, span: item.span, selection, children })
}

fn parts(clause: &Clause) -> Vec<Line> {
    let leaf = |name: &str, detail: String, kind, span, selection| Line {
        name: name.to_string(),
        detail,
        kind,
        span,
        selection,
        children: Vec::new(),
    };
    match &clause.kind {
        ClauseKind::Fields(fields) => fields
            .iter()
            .map(|field| {
                let title = field.title.as_ref().map_or_else(String::new, |title| title.text.clone());
                leaf(&field.name.text, title, Kind::Fact, field.span, field.name.span)
            })
            .collect(),
        ClauseKind::ChoiceValues(values) => values
            .iter()
            .map(|value| {
                let title = value.title.as_ref().map_or_else(String::new, |title| title.text.clone());
                leaf(&value.name.text, title, Kind::Member, value.span, value.name.span)
            })
            .collect(),
        ClauseKind::Sections(sections) => sections
            .iter()
            .map(|section| {
                let span = section.id.span.to(section.title.span);
                leaf(&section.id.text, section.title.text.clone(), Kind::Member, span, section.id.span)
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Something of the doctrine that is found by its name or its title.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    pub name: String,
    pub kind: Kind,
    pub at: Loc,
    /// What it is, and its title.
    pub detail: String,
}

/// So many are found at most.
const MOST_FOUND: usize = 500;

/// Everything declared whose name or title holds the letters asked for, in their order; accents and case are left out.
pub fn search(snapshot: &Snapshot, wanted: &str, lang: Lang) -> Vec<Searched> {
    let wanted = name::fold(wanted);
    let mut found: Vec<(usize, Searched)> = Vec::new();
    for (symbol, at) in snapshot.symbols().declared() {
        let Some(kind) = kind_of(symbol) else { continue };
        let called = symbol.name(snapshot);
        let title = title_of(snapshot, symbol).unwrap_or("");
        let Some(rank) = rank(&name::fold(&called), &name::fold(title), &wanted) else { continue };
        let word = kind_word(snapshot, symbol, lang);
        let detail = if title.is_empty() { word } else { format!("{word} · {title}") };
        found.push((rank, Searched { name: called, kind, at, detail }));
    }
    found.sort_by(|(one_rank, one), (other_rank, other)| {
        (one_rank, &one.name, one.at).cmp(&(other_rank, &other.name, other.at))
    });
    found.into_iter().take(MOST_FOUND).map(|(_, searched)| searched).collect()
}

/// How well a name answers; less is better.
fn rank(name: &str, title: &str, wanted: &str) -> Option<usize> {
    let follows = |text: &str| {
        let mut rest = text.chars();
        wanted.chars().all(|letter| rest.any(|other| other == letter))
    };
    let ranks =
        [name == wanted, name.starts_with(wanted), name.contains(wanted), title.contains(wanted), follows(name)];
    ranks.iter().position(|fits| *fits)
}

fn kind_of(symbol: Symbol) -> Option<Kind> {
    Some(match symbol {
        Symbol::Rule(_) => Kind::Rule,
        Symbol::Derived(_) => Kind::Value,
        Symbol::Fact(_) | Symbol::Field(..) => Kind::Fact,
        Symbol::Group(_) => Kind::Group,
        Symbol::Choice(_) | Symbol::Record(_) | Symbol::Unit(_) => Kind::Type,
        Symbol::ChoiceValue(..) | Symbol::Section(..) => Kind::Member,
        Symbol::Source(_) | Symbol::Uncoded(_) => Kind::Source,
        Symbol::Scenario(_) | Symbol::Body(_) | Symbol::Milestone(_) | Symbol::Actor(_) | Symbol::Dataset(_) => {
            Kind::Plan
        }
        Symbol::Test(_) => Kind::Test,
        Symbol::Doctrine => Kind::Root,
        Symbol::Point(_) | Symbol::Local(_) => return None,
    })
}

/// Something that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    pub span: Span,
    pub is_comment: bool,
}

/// Items, blocks in braces, tables and runs of comments that take several lines; the groups of a facts file.
pub fn folds(snapshot: &Snapshot, file: FileId) -> Vec<Fold> {
    let mut folds = Vec::new();
    let code = |span| Fold { span, is_comment: false };
    if let Some(facts) = snapshot.facts_file(file) {
        fold_keys(&facts.root, &mut folds);
    }
    if let Some(tree) = snapshot.tree(file) {
        folds.extend(tree.items.iter().map(|item| code(item.span)));
        let clauses = tree.items.iter().flat_map(|item| &item.clauses);
        folds.extend(clauses.filter(|clause| is_block(clause)).map(|clause| code(clause.span)));
        folds.extend(comments(snapshot.text(file), &tree.comments));
        if snapshot.is_literate(file) {
            folds.extend(tree.regions.iter().map(|region| code(*region)));
        }
    }
    let source = snapshot.sources.get(file);
    let lines = |span: Span| {
        source.map(|source| (source.line_and_byte(span.start as usize).0, source.line_and_byte(span.end as usize).0))
    };
    folds.retain(|fold| lines(fold.span).is_some_and(|(first, last)| first < last));
    folds.sort_unstable();
    folds.dedup();
    folds
}

fn fold_keys(entries: &[Entry], folds: &mut Vec<Fold>) {
    for entry in entries {
        folds.push(Fold { span: entry.key.span.to(entry.value.span), is_comment: false });
        fold_keys(entry.value.entries().unwrap_or_default(), folds);
    }
}

fn is_block(clause: &Clause) -> bool {
    matches!(
        clause.kind,
        ClauseKind::Version { .. }
            | ClauseKind::Rows(_)
            | ClauseKind::Examples(_)
            | ClauseKind::Sections(_)
            | ClauseKind::Members(_)
            | ClauseKind::Mapping(_)
            | ClauseKind::Given(_)
    )
}

/// Comments on lines that follow each other.
fn comments(text: &str, comments: &[Span]) -> Vec<Fold> {
    let mut runs: Vec<Span> = Vec::new();
    for comment in comments {
        let adjoins = |run: &Span| {
            let between = text.get(run.end as usize..comment.start as usize).unwrap_or("x");
            between.trim().is_empty() && between.matches('\n').count() == 1
        };
        match runs.last_mut() {
            Some(run) if adjoins(run) => *run = run.to(*comment),
            _ => runs.push(*comment),
        }
    }
    runs.into_iter().map(|span| Fold { span, is_comment: true }).collect()
}

/// What holds an offset, from the word to the whole file, each inside the next.
pub fn around(snapshot: &Snapshot, file: FileId, offset: usize) -> Vec<Span> {
    let text = snapshot.text(file);
    let mut spans = vec![Span::new(0, text.len())];
    if let Some(facts) = snapshot.facts_file(file) {
        around_keys(&facts.root, offset, &mut spans);
    }
    if let Some(tree) = snapshot.tree(file) {
        spans.extend(tree.regions.iter().copied());
        for item in tree.items.iter().filter(|item| item.span.contains(offset)) {
            spans.push(item.span);
            around_clauses(&item.clauses, offset, &mut spans);
        }
        let exprs = snapshot.program().exprs.iter().map(|expr| expr.at).filter(|at| at.file == file);
        spans.extend(exprs.map(|at| at.span));
        if let Some(token) = snapshot.token_at(file, offset).and_then(|rank| snapshot.tokens(file).get(rank)) {
            spans.push(token.span);
            if matches!(token.kind, TokenKind::Text { .. }) {
                spans.push(within_marks(token.span, text));
            }
        }
    }
    spans.retain(|span| span.contains(offset) && !span.is_empty());
    spans.sort_by_key(|span| (span.end - span.start, span.start));
    spans.dedup();
    // Two that cross do not grow from one another.
    let mut nested: Vec<Span> = Vec::new();
    for span in spans {
        if nested.last().is_none_or(|inner| span.start <= inner.start && inner.end <= span.end) {
            nested.push(span);
        }
    }
    nested
}

fn around_keys(entries: &[Entry], offset: usize, spans: &mut Vec<Span>) {
    for entry in entries {
        let span = entry.key.span.to(entry.value.span);
        if span.contains(offset) {
            spans.extend([span, entry.key.span, entry.value.span]);
            around_keys(entry.value.entries().unwrap_or_default(), offset, spans);
        }
    }
}

fn around_clauses(clauses: &[Clause], offset: usize, spans: &mut Vec<Span>) {
    for clause in clauses.iter().filter(|clause| clause.span.contains(offset)) {
        spans.push(clause.span);
        match &clause.kind {
            ClauseKind::Version { clauses: Some(inner), .. } => around_clauses(inner, offset, spans),
            ClauseKind::Fields(fields) => {
                for field in fields.iter().filter(|field| field.span.contains(offset)) {
                    spans.push(field.span);
                    around_clauses(&field.clauses, offset, spans);
                }
            }
            _ => {}
        }
    }
}

/// A text without its quotation marks and the blanks beside them.
fn within_marks(span: Span, text: &str) -> Span {
    let written = span.slice(text);
    let is_mark = |character: char| matches!(character, '«' | '»' | '"' | '“' | '”') || character.is_whitespace();
    let start = written.len() - written.trim_start_matches(is_mark).len();
    let inside = written.trim_matches(is_mark);
    Span::new(span.start as usize + start, span.start as usize + start + inside.len())
}
