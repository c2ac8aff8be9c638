//! Parts written otherwise, or added: names for values, texts cited, remedies, titles, questions, the other language.

use super::{Action, Desk, Kind, What};
use crate::base::{Lang, Span, tr};
use crate::ide::layout::layout;
use crate::model::expr::{ExprKind as ModelKind, LiteralUnit};
use crate::model::ids::ExprId;
use crate::model::ty::Type;
use crate::syntax::ast::{ClauseKind, ExprKind, Item, ItemKind, LogicOp};

/// Names for the number under the cursor, and for the selected part of a condition.
pub(super) fn parts(desk: &Desk<'_>) -> Vec<Action> {
    [literal(desk), definition(desk)].into_iter().flatten().collect()
}

/// A name that nothing has yet.
fn fresh(desk: &Desk<'_>, wish: &str) -> String {
    let values = &desk.snapshot.program().values;
    let numbered = (2..1000).map(|number| format!("{wish}_{number}"));
    std::iter::once(wish.to_string()).chain(numbered).find(|name| !values.contains_key(name)).unwrap_or_default()
}

/// The innermost expression of the file that a span lies in, or that it covers exactly.
fn expression(desk: &Desk<'_>, fits: impl Fn(Span, &ModelKind) -> bool) -> Option<ExprId> {
    let exprs = desk.snapshot.program().exprs.iter().enumerate();
    let own = exprs.filter(|(_, expr)| expr.at.file == desk.file && fits(expr.at.span, &expr.kind));
    own.min_by_key(|(_, expr)| expr.at.span.end - expr.at.span.start).map(|(rank, _)| ExprId::new(rank))
}

/// `au moins 40 %` to `au moins plancher`, with `paramètre plancher : pourcentage` before the item.
fn literal(desk: &Desk<'_>) -> Option<Action> {
    let at = desk.selection.start as usize;
    let id = expression(desk, |span, kind| span.contains(at) && matches!(kind, ModelKind::Number { .. }))?;
    let program = desk.snapshot.program();
    let (place, ModelKind::Number { unit, .. }) = (program.at(id), program.kind(id)) else { return None };
    let item = desk.snapshot.item_at(desk.file, at)?;
    if !matches!(
        item.kind,
        ItemKind::Criterion | ItemKind::Checklist | ItemKind::Define | ItemKind::Scenario | ItemKind::Milestone
    ) {
        return None;
    }
    let own = desk.own();
    let ty = match unit {
        LiteralUnit::Percent => desk.word("percent"),
        LiteralUnit::Bare => desk.word("number"),
        LiteralUnit::Unit(_) => desk.snapshot.checked().type_of(id).words(program, own),
    };
    let written = place.span.slice(desk.text());
    let name = fresh(desk, &tr!(own; en: "threshold", fr: "seuil"));
    let heading = desk.quoted(&super::in_words(&name));
    let declared = format!("{} {name} : {ty} {heading}\n  = {written}\n\n", desk.word("parameter"));
    let quoted = desk.lang.quoted(written);
    let title = tr!(desk.lang; en: "make a parameter of {quoted}", fr: "faire un paramètre de {quoted}");
    let edits = vec![desk.insert(item.span.start, declared), desk.replace(place.span, name)];
    Some(Action { kind: Kind::Extract, ..desk.rewrite(title, edits) })
}

/// A definition of the selected part, by its type.
fn definition(desk: &Desk<'_>) -> Option<Action> {
    let text = desk.text();
    let selected = desk.selection.slice(text);
    let trimmed = selected.trim();
    if trimmed.is_empty() {
        return None;
    }
    let start = desk.selection.start as usize + (selected.len() - selected.trim_start().len());
    let span = Span::new(start, start + trimmed.len());
    let id = expression(desk, |at, _| at == span)?;
    let program = desk.snapshot.program();
    let item = desk.snapshot.item_at(desk.file, start)?;
    // What a condition binds has no meaning outside of it.
    if mentions_local(program, id)
        || !matches!(item.kind, ItemKind::Criterion | ItemKind::Define | ItemKind::Scenario | ItemKind::Milestone)
    {
        return None;
    }
    let ty = desk.snapshot.checked().type_of(id);
    if matches!(ty, Type::Error | Type::Ratio) {
        return None;
    }
    let own = desk.own();
    let name = fresh(desk, &tr!(own; en: "new_definition", fr: "nouvelle_définition"));
    let ty = ty.words(program, own);
    let heading = desk.quoted(&super::in_words(&name));
    let body = trimmed.split_whitespace().collect::<Vec<_>>().join(" ");
    let declared = format!("{} {name} : {ty} {heading}\n  = {body}\n\n", desk.word("define"));
    let title = tr!(desk.lang; en: "make a definition of the selection", fr: "faire une définition de la sélection");
    let edits = vec![desk.insert(item.span.start, declared), desk.replace(span, name)];
    Some(Action { kind: Kind::Extract, ..desk.rewrite(title, edits) })
}

fn mentions_local(program: &crate::model::Program, id: ExprId) -> bool {
    let kind = program.kind(id);
    matches!(kind, ModelKind::Local(_)) || kind.children().into_iter().any(|child| mentions_local(program, child))
}

/// What an item may still say.
pub(super) fn item(desk: &Desk<'_>, item: &Item) -> Vec<Action> {
    let mut actions = Vec::new();
    actions.extend(cite(desk, item));
    actions.extend(title(desk, item));
    actions.extend(remedy(desk, item));
    actions.extend(question(desk, item));
    actions.extend(apart(desk, item));
    actions.extend(laid_out(desk, item));
    actions
}

/// The text that a rule comes from: the source that the file cites last before it, else the first one declared.
fn cite(desk: &Desk<'_>, item: &Item) -> Option<Action> {
    let takes = matches!(
        item.kind,
        ItemKind::Criterion
            | ItemKind::Checklist
            | ItemKind::Define
            | ItemKind::Table { .. }
            | ItemKind::Scenario
            | ItemKind::Milestone
    );
    let cites =
        |clause: &crate::syntax::ast::Clause| matches!(clause.kind, ClauseKind::Per(_) | ClauseKind::Version { .. });
    if !takes || item.clauses.iter().any(cites) {
        return None;
    }
    let program = desk.snapshot.program();
    let before = desk.snapshot.symbols().in_file(desk.file).iter().filter(|one| one.at.span.start < item.span.start);
    let cited = before.rev().find_map(|one| match one.symbol {
        crate::ide::symbols::Symbol::Source(rank) => Some(rank),
        _ => None,
    });
    let source = program.sources.get(cited.unwrap_or(0))?.meta.name.clone();
    let line = format!("\n  {} {source}", desk.word("per"));
    let quoted = desk.lang.quoted(&source);
    let title = tr!(desk.lang; en: "cite the text it comes from: {quoted}", fr: "citer le texte d’où cela vient\u{a0}: {quoted}");
    Some(desk.rewrite(title, vec![desk.insert(desk.end_of_head(item), line)]))
}

fn title(desk: &Desk<'_>, item: &Item) -> Option<Action> {
    if item.title.is_some() || matches!(item.kind, ItemKind::Unit | ItemKind::Use | ItemKind::Error) {
        return None;
    }
    let name = item.name.as_ref()?;
    let written = desk.quoted(&super::in_words(&name.text));
    let at = item.ty.as_ref().map_or(name.span.end, |ty| ty.span.end);
    let title = tr!(desk.lang; en: "give it a title", fr: "lui donner un titre");
    Some(desk.rewrite(title, vec![desk.insert(at, format!(" {written}"))]))
}

fn remedy(desk: &Desk<'_>, item: &Item) -> Option<Action> {
    let has =
        item.clauses.iter().any(|clause| matches!(clause.kind, ClauseKind::Remedy(_) | ClauseKind::Version { .. }));
    if item.kind != ItemKind::Criterion || has {
        return None;
    }
    let words = tr!(desk.own(); en: "What to do", fr: "Ce qu’il faut faire");
    let line = format!("\n  {} {}", desk.word("remedy"), desk.quoted(&words));
    let title = tr!(desk.lang; en: "say what to do when it is not met", fr: "dire que faire s’il n’est pas satisfait");
    Some(desk.rewrite(title, vec![desk.insert(item.span.end, line)]))
}

/// A question for the fact under the cursor.
fn question(desk: &Desk<'_>, item: &Item) -> Option<Action> {
    let fields = item.clauses.iter().filter_map(|clause| match &clause.kind {
        ClauseKind::Fields(fields) if item.kind == ItemKind::Facts => Some(fields),
        _ => None,
    });
    let field = fields.flatten().find(|field| field.span.contains(desk.selection.start as usize))?;
    if field.clauses.iter().any(|clause| matches!(clause.kind, ClauseKind::Question(_))) {
        return None;
    }
    let words = field.title.as_ref().map_or_else(|| super::in_words(&field.name.text), |title| title.text.clone());
    let words = match words.ends_with('?') {
        true => words,
        false => tr!(desk.own(); en: "{words}?", fr: "{words}\u{a0}?"),
    };
    let at = field.title.as_ref().map_or(field.ty.span.end, |title| title.span.end);
    let line = format!("\n    {} {}", desk.word("question"), desk.quoted(&words));
    let title = tr!(desk.lang; en: "add the question to ask", fr: "ajouter la question à poser");
    Some(desk.rewrite(title, vec![desk.insert(at, line)]))
}

/// `exige a et b` on two lines: each condition then has a reason of its own.
fn apart(desk: &Desk<'_>, item: &Item) -> Option<Action> {
    let clause = item.clauses.iter().find(|clause| clause.span.contains(desk.selection.start as usize))?;
    let ClauseKind::Requires(condition) = &clause.kind else { return None };
    let ExprKind::Logic(LogicOp::And, parts) = &condition.kind else { return None };
    let text = desk.text();
    let keyword = clause.keyword.slice(text);
    let lines: Vec<String> = parts.iter().map(|part| format!("{keyword} {}", part.span.slice(text))).collect();
    let title = tr!(desk.lang; en: "require each condition apart", fr: "exiger chaque condition à part");
    Some(desk.rewrite(title, vec![desk.replace(clause.span, lines.join("\n  "))]))
}

/// The formatter's form of one item.
fn laid_out(desk: &Desk<'_>, item: &Item) -> Option<Action> {
    let edits = layout(desk.snapshot, desk.file, Some(item.span), None)?;
    if edits.is_empty() {
        return None;
    }
    let title = tr!(desk.lang; en: "lay this item out", fr: "mettre cet élément en forme");
    Some(desk.rewrite(title, edits))
}

/// The whole file laid out, or in the other language.
pub(super) fn file(desk: &Desk<'_>) -> Vec<Action> {
    let other = desk.own().other();
    let source = |title: String, edits| Action {
        kind: Kind::Source,
        what: What::Edits(edits),
        title,
        preferred: false,
        mends: None,
    };
    let mut actions = Vec::new();
    if let Some(edits) = layout(desk.snapshot, desk.file, None, None).filter(|edits| !edits.is_empty()) {
        actions.push(source(tr!(desk.lang; en: "lay the file out", fr: "mettre le fichier en forme"), edits));
    }
    if let Some(edits) = layout(desk.snapshot, desk.file, None, Some(other)).filter(|edits| !edits.is_empty()) {
        let title = match other {
            Lang::En => {
                tr!(desk.lang; en: "turn the keywords of this file into English", fr: "mettre les mots-clés de ce fichier en anglais")
            }
            Lang::Fr => {
                tr!(desk.lang; en: "turn the keywords of this file into French", fr: "mettre les mots-clés de ce fichier en français")
            }
        };
        actions.push(source(title, edits));
    }
    actions
}
