//! Requests that help writing: completion, signatures, renaming, actions, typing.

use super::ask::{Look, refused};
use super::commands;
use super::reading::chosen;
use crate::base::{FileId, Span, name};
use crate::diagnostic::code::Severity;
use crate::ide::actions::{self as ide_actions, Action, Kind as ActionKind, What};
use crate::ide::complete::{self as completes, Entry, Kind};
use crate::ide::symbols::Symbol;
use crate::ide::{hover, moved, rename as renames, signature as signatures, typing};
use serde::{Deserialize, Serialize};
use std::path::Path;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;

/// What an entry needs to be documented later: the text it was offered in, and where what it names is declared.
#[derive(Serialize, Deserialize)]
struct Offered {
    url: Url,
    file: u32,
    at: u32,
}

pub fn complete(look: &Look<'_>, at: usize, url: &Url) -> CompletionResponse {
    let snippets = look.world.settings.snippets;
    let entries = completes::complete(look.snapshot, look.file, at, snippets, look.lang);
    let items = entries.iter().enumerate().map(|(rank, entry)| item(look, at, url, rank, entry)).collect();
    // What is typed next may have accents that the labels have not: the editor asks again rather than filter itself.
    CompletionResponse::List(CompletionList { is_incomplete: true, items })
}

fn item(look: &Look<'_>, at: usize, url: &Url, rank: usize, entry: &Entry) -> CompletionItem {
    let typed = look.snapshot.text(look.file).get(entry.replaces.start as usize..at).unwrap_or("");
    // The editor compares what was typed with this, accents and all.
    let filter = match typed == name::fold(typed) {
        true => name::fold(&entry.label),
        false if name::fold(&entry.label).starts_with(&name::fold(typed)) => format!("{typed} {}", entry.label),
        false => entry.label.clone(),
    };
    let declared = match entry.kind {
        // The index of all names is not needed for this, and takes longer than a letter.
        Kind::Name(symbol) => symbol.place(look.snapshot.program()),
        _ => None,
    };
    let data = declared
        .and_then(|at| serde_json::to_value(Offered { url: url.clone(), file: at.file.0, at: at.span.start }).ok());
    let range = look.convert.range(look.file, entry.replaces);
    CompletionItem {
        label: entry.label.clone(),
        kind: Some(item_kind(entry.kind)),
        detail: Some(entry.detail.clone()).filter(|detail| !detail.is_empty()),
        sort_text: Some(format!("{rank:04}")),
        filter_text: Some(filter),
        insert_text_format: entry.is_snippet.then_some(InsertTextFormat::SNIPPET),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: entry.insert.clone() })),
        data,
        ..CompletionItem::default()
    }
}

fn item_kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Keyword => CompletionItemKind::KEYWORD,
        Kind::Item => CompletionItemKind::SNIPPET,
        Kind::Unit => CompletionItemKind::UNIT,
        Kind::Type => CompletionItemKind::TYPE_PARAMETER,
        Kind::Date | Kind::Value => CompletionItemKind::VALUE,
        Kind::Key => CompletionItemKind::PROPERTY,
        Kind::File => CompletionItemKind::FILE,
        Kind::Name(symbol) => match symbol {
            Symbol::Fact(_) | Symbol::Field(..) => CompletionItemKind::FIELD,
            Symbol::Group(_) | Symbol::Doctrine => CompletionItemKind::MODULE,
            Symbol::Derived(_) => CompletionItemKind::CONSTANT,
            Symbol::Rule(_) | Symbol::Uncoded(_) => CompletionItemKind::FUNCTION,
            Symbol::Choice(_) | Symbol::Record(_) | Symbol::Unit(_) => CompletionItemKind::ENUM,
            Symbol::ChoiceValue(..) => CompletionItemKind::ENUM_MEMBER,
            Symbol::Source(_) | Symbol::Section(..) => CompletionItemKind::REFERENCE,
            Symbol::Scenario(_) | Symbol::Body(_) | Symbol::Actor(_) | Symbol::Dataset(_) => CompletionItemKind::CLASS,
            Symbol::Milestone(_) | Symbol::Test(_) => CompletionItemKind::EVENT,
            Symbol::Point(_) | Symbol::Local(_) => CompletionItemKind::VARIABLE,
        },
    }
}

/// The text that an entry was offered in, if it names something.
pub fn offered_in(item: &CompletionItem) -> Option<Url> {
    let data = item.data.clone()?;
    serde_json::from_value::<Offered>(data).ok().map(|offered| offered.url)
}

/// An entry with what is known of what it names.
pub fn documented(look: &Look<'_>, item: CompletionItem) -> CompletionItem {
    let offered = item.data.clone().and_then(|data| serde_json::from_value::<Offered>(data).ok());
    let symbol = offered.and_then(|it| look.snapshot.symbols().at(FileId(it.file), it.at as usize));
    let Some(symbol) = symbol.map(|one| one.symbol) else { return item };
    let dossier = chosen(look.world, look.snapshot);
    let value = hover::describe(look.snapshot, symbol, dossier.as_deref(), look.lang);
    let documentation = Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
    CompletionItem { documentation: Some(documentation), ..item }
}

pub fn signature(look: &Look<'_>, at: usize) -> Option<SignatureHelp> {
    let found = signatures::signature(look.snapshot, look.file, at)?;
    let active = u32::try_from(found.active).ok();
    let parameters = found
        .parts
        .iter()
        .map(|part| ParameterInformation { label: ParameterLabel::Simple(part.clone()), documentation: None });
    Some(SignatureHelp {
        signatures: vec![SignatureInformation {
            label: found.label,
            documentation: Some(Documentation::String(found.about)),
            parameters: Some(parameters.collect()),
            active_parameter: active,
        }],
        active_signature: Some(0),
        active_parameter: active,
    })
}

pub fn prepare_rename(look: &Look<'_>, at: usize) -> Result<Option<PrepareRenameResponse>> {
    match renames::prepare(look.snapshot, look.file, at) {
        Ok((span, placeholder)) => {
            let range = look.convert.range(look.file, span);
            Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder }))
        }
        // An editor says itself that there is nothing to rename.
        Err(renames::Refusal::Nothing) => Ok(None),
        Err(refusal) => Err(refused(refusal.message(look.snapshot, look.lang))),
    }
}

pub fn rename(look: &Look<'_>, at: usize, new: &str) -> Result<Option<WorkspaceEdit>> {
    match renames::rename(look.snapshot, look.file, at, new) {
        Ok(edits) => Ok(look.convert.workspace_edit(&edits)),
        Err(refusal) => Err(refused(refusal.message(look.snapshot, look.lang))),
    }
}

/// The edits that files moved elsewhere ask for.
pub fn moves(look: &Look<'_>, from: &Path, to: &Path) -> WorkspaceEdit {
    look.convert.workspace_edit(&moved::moved(look.snapshot, from, to)).unwrap_or_default()
}

pub fn typed(look: &Look<'_>, at: usize, character: &str) -> Option<Vec<TextEdit>> {
    let edits = typing::typed(look.snapshot, look.file, at, character.chars().next()?);
    Some(edits.iter().map(|edit| look.convert.text_edit(edit)).collect())
}

pub fn actions(look: &Look<'_>, params: &CodeActionParams) -> CodeActionResponse {
    let selection = look.convert.span(look.file, params.range);
    let dossier = chosen(look.world, look.snapshot);
    let all = ide_actions::actions(look.snapshot, look.file, selection, dossier.as_deref(), look.lang);
    let wanted = |kind: &CodeActionKind| {
        let within = |only: &CodeActionKind| {
            kind.as_str() == only.as_str() || kind.as_str().starts_with(&format!("{}.", only.as_str()))
        };
        params.context.only.as_ref().is_none_or(|only| only.iter().any(within))
    };
    let mut answers = Vec::new();
    for action in &all {
        let kind = action_kind(action);
        if let Some(answer) = wanted(&kind).then(|| code_action(look, action, kind)).flatten() {
            answers.push(CodeActionOrCommand::CodeAction(answer));
        }
    }
    answers
}

fn action_kind(action: &Action) -> CodeActionKind {
    match action.kind {
        ActionKind::Mend => CodeActionKind::QUICKFIX,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ActionKind::Source => CodeActionKind::new("source.perenne"),
        ActionKind::MendAll => CodeActionKind::SOURCE_FIX_ALL,
    }
}

fn code_action(look: &Look<'_>, action: &Action, kind: CodeActionKind) -> Option<CodeAction> {
    let mut answer = CodeAction {
        title: action.title.clone(),
        kind: Some(kind),
        is_preferred: action.preferred.then_some(true),
        diagnostics: action.mends.map(|(span, code)| vec![mended(look, span, code)]),
        ..CodeAction::default()
    };
    match &action.what {
        What::Edits(edits) => answer.edit = Some(look.convert.workspace_edit(edits)?),
        What::Explain(code) => answer.command = Some(commands::explain(action.title.clone(), code)),
    }
    Some(answer)
}

/// The diagnostic that an action repairs, as it was told.
fn mended(look: &Look<'_>, span: Span, code: &str) -> Diagnostic {
    let found = crate::ide::diagnostics::diagnostics(look.snapshot, look.file, look.lang);
    let told = found.iter().find(|found| found.span == span && found.code.text() == code);
    told.map(|found| look.convert.diagnostic(look.file, found)).unwrap_or_else(|| Diagnostic {
        range: look.convert.range(look.file, span),
        severity: Some(severity(Severity::Error)),
        code: Some(NumberOrString::String(code.to_string())),
        source: Some("perenne".to_string()),
        ..Diagnostic::default()
    })
}

pub fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
    }
}
