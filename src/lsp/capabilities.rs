//! What the server says that it can do, and what it hears that the editor can.

use super::commands::COMMANDS;
use super::position::Encoding;
use super::semantic::legend;
use super::world::Settings;
use crate::base::Lang;
use tower_lsp::lsp_types::*;

/// What an editor says of itself.
pub fn hear(params: &InitializeParams, told: Option<Lang>, settings: &mut Settings) {
    let capabilities = &params.capabilities;
    let encodings = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    settings.encoding = match encodings.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
        true => Encoding::Utf8,
        false => Encoding::Utf16,
    };
    settings.lang = told.or_else(|| params.locale.as_deref().and_then(Lang::from_code));
    if let Some(text) = &capabilities.text_document {
        let item = text.completion.as_ref().and_then(|completion| completion.completion_item.as_ref());
        settings.snippets = item.and_then(|item| item.snippet_support).unwrap_or(false);
        settings.pulls = text.diagnostic.is_some();
    }
    if let Some(workspace) = &capabilities.workspace {
        let refreshes = |support: Option<bool>| support.unwrap_or(false);
        settings.refreshes_diagnostics = refreshes(workspace.diagnostic.as_ref().and_then(|it| it.refresh_support));
        settings.refreshes_hints = refreshes(workspace.inlay_hint.as_ref().and_then(|it| it.refresh_support));
        settings.refreshes_lenses = refreshes(workspace.code_lens.as_ref().and_then(|it| it.refresh_support));
        settings.watches =
            workspace.did_change_watched_files.as_ref().and_then(|it| it.dynamic_registration).unwrap_or(false);
    }
    if let Some(window) = &capabilities.window {
        settings.progress = window.work_done_progress.unwrap_or(false);
        settings.shows_documents = window.show_document.as_ref().is_some_and(|show| show.support);
    }
}

/// What the server can do; each of these methods is implemented, and no other.
pub fn offer(settings: &Settings) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(match settings.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: Some(DiagnosticServerCapabilities::Options(DiagnosticOptions {
            identifier: Some("perenne".to_string()),
            inter_file_dependencies: true,
            workspace_diagnostics: true,
            ..DiagnosticOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some([".", "§", "=", ":", "|", "{", "/"].map(String::from).to_vec()),
            ..CompletionOptions::default()
        }),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(["(", ",", " "].map(String::from).to_vec()),
            ..SignatureHelpOptions::default()
        }),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::REFACTOR_EXTRACT,
                CodeActionKind::REFACTOR_REWRITE,
                CodeActionKind::new("source.perenne"),
                CodeActionKind::SOURCE_FIX_ALL,
            ]),
            ..CodeActionOptions::default()
        })),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        inlay_hint_provider: Some(OneOf::Right(InlayHintServerCapabilities::Options(InlayHintOptions {
            resolve_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }))),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: "|".to_string(),
            more_trigger_character: Some(vec!["\n".to_string()]),
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: COMMANDS.iter().map(ToString::to_string).collect(),
            ..ExecuteCommandOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        declaration_provider: Some(DeclarationCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
            SemanticTokensOptions {
                legend: legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            },
        )),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(FileOperationRegistrationOptions { filters: vec![renamed()] }),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}

/// The files and folders whose moves change paths: all, for any folder may hold rules.
fn renamed() -> FileOperationFilter {
    let pattern = FileOperationPattern { glob: "**/*".to_string(), matches: None, options: None };
    FileOperationFilter { scheme: Some("file".to_string()), pattern }
}
