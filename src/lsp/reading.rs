//! Requests that read: hovers, places, outlines, links, the formatter.

use super::ask::Look;
use super::convert::Convert;
use super::world::World;
use crate::base::{FileId, Loc};
use crate::ide::hover::{kind_word, title_of};
use crate::ide::judged::Judged;
use crate::ide::links::Target;
use crate::ide::outline::{Kind, Line};
use crate::ide::snapshot::Snapshot;
use crate::ide::symbols::{Role, Symbol};
use crate::ide::{hover as hovers, layout as layouts, links as ide_links, navigate, outline as outlines};
use std::sync::Arc;
use tower_lsp::lsp_types::*;

/// The evaluation of the dossier that the user chose, if it is judged by this doctrine.
pub fn chosen(world: &World, snapshot: &Snapshot) -> Option<Arc<Judged>> {
    let path = world.settings.dossier.as_ref()?;
    snapshot.judged(snapshot.file_at(path)?)
}

pub fn hover(look: &Look<'_>, at: usize) -> Option<Hover> {
    // A facts file shows its own verdicts.
    let own = look.snapshot.facts_file(look.file).is_some();
    let dossier = if own { look.snapshot.judged(look.file) } else { chosen(look.world, look.snapshot) };
    let found = hovers::hover(look.snapshot, look.file, at, dossier.as_deref(), look.lang)?;
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: found.markdown }),
        range: Some(look.convert.range(look.file, found.span)),
    })
}

pub fn definition(look: &Look<'_>, at: usize) -> Option<GotoDefinitionResponse> {
    places(look, navigate::definition(look.snapshot, look.file, at)?)
}

pub fn type_definition(look: &Look<'_>, at: usize) -> Option<GotoDefinitionResponse> {
    places(look, navigate::type_definition(look.snapshot, look.file, at)?)
}

pub fn implementation(look: &Look<'_>, at: usize) -> Option<GotoDefinitionResponse> {
    places(look, navigate::implementation(look.snapshot, look.file, at)?)
}

fn places(look: &Look<'_>, found: navigate::Found) -> Option<GotoDefinitionResponse> {
    let mut places: Vec<Location> = found.places.iter().filter_map(|at| look.convert.location(*at)).collect();
    match places.len() {
        0 => None,
        1 => places.pop().map(GotoDefinitionResponse::Scalar),
        _ => Some(GotoDefinitionResponse::Array(places)),
    }
}

pub fn references(look: &Look<'_>, at: usize, declared: bool) -> Option<Vec<Location>> {
    let found = navigate::references(look.snapshot, look.file, at, declared)?;
    Some(found.iter().filter_map(|at| look.convert.location(*at)).collect())
}

pub fn highlights(look: &Look<'_>, at: usize) -> Option<Vec<DocumentHighlight>> {
    let found = navigate::highlights(look.snapshot, look.file, at)?;
    let highlight = |one: &crate::ide::symbols::Mentioned| DocumentHighlight {
        range: look.convert.range(look.file, one.at.span),
        kind: Some(match one.role {
            Role::Declaration | Role::Write => DocumentHighlightKind::WRITE,
            Role::Read => DocumentHighlightKind::READ,
        }),
    };
    Some(found.iter().map(highlight).collect())
}

fn symbol_kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Rule => SymbolKind::FUNCTION,
        Kind::Value => SymbolKind::CONSTANT,
        Kind::Fact => SymbolKind::FIELD,
        Kind::Group => SymbolKind::NAMESPACE,
        Kind::Type => SymbolKind::ENUM,
        Kind::Member => SymbolKind::ENUM_MEMBER,
        Kind::Source => SymbolKind::FILE,
        Kind::Plan => SymbolKind::CLASS,
        Kind::Test => SymbolKind::EVENT,
        Kind::Root => SymbolKind::PACKAGE,
        Kind::Key => SymbolKind::KEY,
    }
}

pub fn outline(look: &Look<'_>) -> DocumentSymbolResponse {
    let lines = outlines::outline(look.snapshot, look.file);
    DocumentSymbolResponse::Nested(lines.iter().map(|line| symbol(look, line)).collect())
}

#[allow(deprecated, reason = "the field that says deprecated has no default of its own")]
fn symbol(look: &Look<'_>, line: &Line) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = line.children.iter().map(|line| symbol(look, line)).collect();
    DocumentSymbol {
        // Editors refuse a name of blanks.
        name: if line.name.trim().is_empty() { "?".to_string() } else { line.name.clone() },
        detail: Some(line.detail.clone()).filter(|detail| !detail.is_empty()),
        kind: symbol_kind(line.kind),
        tags: None,
        deprecated: None,
        range: look.convert.range(look.file, line.span),
        selection_range: look.convert.range(look.file, line.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

/// What is found in every doctrine that something open belongs to, and in those of the editor's folders.
pub fn search(world: &World, query: &str) -> Vec<SymbolInformation> {
    let mut found: Vec<SymbolInformation> = Vec::new();
    for root in world.roots() {
        let snapshot = world.snapshot(&root, None);
        let convert = Convert::new(world, &snapshot);
        let lang = world.lang(&snapshot);
        for one in outlines::search(&snapshot, query, lang) {
            let Some(location) = convert.location(one.at) else { continue };
            if found.iter().any(|known| known.location == location) {
                continue;
            }
            #[allow(deprecated, reason = "the field that says deprecated has no default of its own")]
            let information = SymbolInformation {
                name: one.name,
                kind: symbol_kind(one.kind),
                tags: None,
                deprecated: None,
                location,
                container_name: Some(one.detail),
            };
            found.push(information);
        }
    }
    found
}

pub fn folds(look: &Look<'_>) -> Vec<FoldingRange> {
    let fold = |fold: outlines::Fold| {
        let range = look.convert.range(look.file, fold.span);
        // A region ends where its closing line begins, and that line stays in sight.
        let end = if range.end.character == 0 { range.end.line.saturating_sub(1) } else { range.end.line };
        FoldingRange {
            start_line: range.start.line,
            end_line: end,
            kind: fold.is_comment.then_some(FoldingRangeKind::Comment),
            ..FoldingRange::default()
        }
    };
    let folds = outlines::folds(look.snapshot, look.file).into_iter().map(fold);
    folds.filter(|fold| fold.start_line < fold.end_line).collect()
}

pub fn selections(look: &Look<'_>, positions: &[Position]) -> Vec<SelectionRange> {
    let selection = |position: &Position| {
        let at = look.convert.offset(look.file, *position);
        let around = outlines::around(look.snapshot, look.file, at);
        let whole = around.iter().rev().fold(None, |parent: Option<SelectionRange>, span| {
            let range = look.convert.range(look.file, *span);
            Some(SelectionRange { range, parent: parent.map(Box::new) })
        });
        whole.unwrap_or_else(|| SelectionRange { range: Range::new(*position, *position), parent: None })
    };
    positions.iter().map(selection).collect()
}

pub fn links(look: &Look<'_>) -> Vec<DocumentLink> {
    let link = |link: ide_links::Link| {
        let target = match &link.target {
            Target::Address(address) => Url::parse(address).ok(),
            Target::File(path) => look.world.url_of(path),
        };
        let range = look.convert.range(look.file, link.span);
        Some(DocumentLink { range, target: Some(target?), tooltip: None, data: None })
    };
    ide_links::links(look.snapshot, look.file).into_iter().filter_map(link).collect()
}

pub fn layout(look: &Look<'_>, range: Option<Range>) -> Option<Vec<TextEdit>> {
    let within = range.map(|range| look.convert.span(look.file, range));
    let edits = layouts::layout(look.snapshot, look.file, within, None)?;
    Some(edits.iter().map(|edit| look.convert.text_edit(edit)).collect())
}

pub fn calls_from(look: &Look<'_>, at: usize) -> Option<Vec<CallHierarchyItem>> {
    let symbol = navigate::calls_from(look.snapshot, look.file, at)?;
    Some(vec![call(look, symbol)?])
}

fn call(look: &Look<'_>, symbol: Symbol) -> Option<CallHierarchyItem> {
    let snapshot = look.snapshot;
    let name = snapshot.symbols().declaration(symbol)?;
    let whole = navigate::whole(snapshot, symbol).unwrap_or(name);
    let title = title_of(snapshot, symbol).map(|title| format!(" · {title}")).unwrap_or_default();
    Some(CallHierarchyItem {
        name: symbol.name(snapshot),
        kind: match symbol {
            Symbol::Rule(_) => SymbolKind::FUNCTION,
            Symbol::Fact(_) => SymbolKind::FIELD,
            _ => SymbolKind::CONSTANT,
        },
        tags: None,
        detail: Some(format!("{}{title}", kind_word(snapshot, symbol, look.lang))),
        uri: look.convert.url(name.file)?,
        range: look.convert.range(whole.file, whole.span),
        selection_range: look.convert.range(name.file, name.span),
        data: None,
    })
}

/// The symbol that an item of a call hierarchy stands for.
fn called(look: &Look<'_>, item: &CallHierarchyItem) -> Option<Symbol> {
    let at = look.convert.offset(look.file, item.selection_range.start);
    look.snapshot.symbols().at(look.file, at).map(|one| one.symbol)
}

fn ranges(look: &Look<'_>, places: &[Loc], file: FileId) -> Vec<Range> {
    places.iter().filter(|at| at.file == file).map(|at| look.convert.range(file, at.span)).collect()
}

pub fn callers(look: &Look<'_>, item: &CallHierarchyItem) -> Vec<CallHierarchyIncomingCall> {
    let Some(symbol) = called(look, item) else { return Vec::new() };
    let call = |(owner, places): (Symbol, Vec<Loc>)| {
        let file = look.snapshot.symbols().declaration(owner)?.file;
        Some(CallHierarchyIncomingCall { from: call(look, owner)?, from_ranges: ranges(look, &places, file) })
    };
    navigate::callers(look.snapshot, symbol).into_iter().filter_map(call).collect()
}

pub fn callees(look: &Look<'_>, item: &CallHierarchyItem) -> Vec<CallHierarchyOutgoingCall> {
    let Some(symbol) = called(look, item) else { return Vec::new() };
    let call = |(callee, places): (Symbol, Vec<Loc>)| {
        Some(CallHierarchyOutgoingCall { to: call(look, callee)?, from_ranges: ranges(look, &places, look.file) })
    };
    navigate::callees(look.snapshot, symbol).into_iter().filter_map(call).collect()
}
