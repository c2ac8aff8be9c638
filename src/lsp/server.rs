//! The methods of the protocol. Each puts its message on the owner's channel before it waits for anything.

use super::ask::{Server, Weight};
use super::capabilities::{hear, offer};
use super::commands;
use super::owner::Message;
use super::publish::everything;
use super::reading;
use super::semantic;
use super::world::{Settings, lock, path_of};
use super::writing;
use crate::ide::diagnostics;
use std::hash::{DefaultHasher, Hash, Hasher};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use tower_lsp::{LanguageServer, async_trait};

#[async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let told = self.lang;
        let mut settings = Settings::default();
        hear(&params, told, &mut settings);
        let capabilities = offer(&settings);
        let heard = settings.clone();
        self.tell(Message::Settings(Box::new(move |settings| *settings = heard)));
        #[allow(deprecated, reason = "editors older than workspace folders tell their one folder so")]
        let root = params.root_uri.clone();
        let folders = params
            .workspace_folders
            .filter(|folders| !folders.is_empty())
            .unwrap_or_else(|| root.into_iter().map(|uri| WorkspaceFolder { uri, name: String::new() }).collect());
        self.tell(Message::Folders { added: folders, removed: Vec::new() });
        let version = Some(env!("CARGO_PKG_VERSION").to_string());
        let server_info = Some(ServerInfo { name: "perenne".to_string(), version });
        Ok(InitializeResult { capabilities, server_info })
    }

    async fn initialized(&self, _: InitializedParams) {
        let watches = self.ask(Weight::Tolerant, |world| Ok(world.settings.watches)).await;
        if watches != Ok(true) {
            return;
        }
        let globs = ["**/*.perenne", "**/*.perenne.md", "**/*.{yaml,yml,json}"];
        let watchers =
            globs.map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_string()), kind: None });
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.to_vec() };
        let registration = Registration {
            id: "perenne-files".to_string(),
            method: "workspace/didChangeWatchedFiles".to_string(),
            register_options: serde_json::to_value(options).ok(),
        };
        // An editor that refuses tells of its files when it saves them.
        let _ = self.client.register_capability(vec![registration]).await;
    }

    async fn shutdown(&self) -> Result<()> {
        lock(&self.owner).take();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.tell(Message::Open(params.text_document));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        self.tell(Message::Change { url: uri, version, changes: params.content_changes });
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        self.tell(Message::Disk);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Message::Close(params.text_document.uri));
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        self.tell(Message::Disk);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let WorkspaceFoldersChangeEvent { added, removed } = params.event;
        self.tell(Message::Folders { added, removed });
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.look_at(params.text_document_position_params, |look, at| Ok(reading::hover(look, at))).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.look_at(params.text_document_position_params, |look, at| Ok(reading::definition(look, at))).await
    }

    async fn goto_declaration(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.look_at(params.text_document_position_params, |look, at| Ok(reading::definition(look, at))).await
    }

    async fn goto_type_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.look_at(params.text_document_position_params, |look, at| Ok(reading::type_definition(look, at))).await
    }

    async fn goto_implementation(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.look_at(params.text_document_position_params, |look, at| Ok(reading::implementation(look, at))).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let declared = params.context.include_declaration;
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        self.look_widely(text_document.uri, move |look| {
            Ok(reading::references(look, look.convert.offset(look.file, position), declared))
        })
        .await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        self.look_at(params.text_document_position_params, |look, at| Ok(reading::highlights(look, at))).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.look(params.text_document.uri, Weight::Light, |look| Ok(Some(reading::outline(look)))).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        self.ask(Weight::Heavy, move |world| Ok(Some(reading::search(world, &params.query)))).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.look(params.text_document.uri, Weight::Light, |look| Ok(Some(reading::folds(look)))).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let positions = params.positions;
        self.look(params.text_document.uri, Weight::Light, move |look| Ok(Some(reading::selections(look, &positions))))
            .await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.look(params.text_document.uri, Weight::Light, |look| Ok(Some(reading::links(look)))).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.look(params.text_document.uri, Weight::Light, |look| Ok(reading::layout(look, None))).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let range = params.range;
        self.look(params.text_document.uri, Weight::Light, move |look| Ok(reading::layout(look, Some(range)))).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let url = params.text_document.uri.clone();
        self.look(params.text_document.uri, Weight::Light, move |look| Ok(Some(semantic::full(look, &url)))).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let (url, previous) = (params.text_document.uri.clone(), params.previous_result_id);
        self.look(params.text_document.uri, Weight::Light, move |look| Ok(Some(semantic::delta(look, &url, &previous))))
            .await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let range = params.range;
        self.look(params.text_document.uri, Weight::Light, move |look| Ok(Some(semantic::range(look, range)))).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        self.look_at(params.text_document_position_params, |look, at| Ok(reading::calls_from(look, at))).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let item = params.item;
        self.look(item.uri.clone(), Weight::Light, move |look| Ok(Some(reading::callers(look, &item)))).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let item = params.item;
        self.look(item.uri.clone(), Weight::Light, move |look| Ok(Some(reading::callees(look, &item)))).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let url = params.text_document_position.text_document.uri.clone();
        self.look_at(params.text_document_position, move |look, at| Ok(Some(writing::complete(look, at, &url)))).await
    }

    async fn completion_resolve(&self, params: CompletionItem) -> Result<CompletionItem> {
        let Some(url) = writing::offered_in(&params) else { return Ok(params) };
        let item = params.clone();
        let documented = self.look(url, Weight::Tolerant, |look| Ok(Some(writing::documented(look, item))));
        Ok(documented.await?.unwrap_or(params))
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        self.look_at(params.text_document_position_params, |look, at| Ok(writing::signature(look, at))).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        self.look_at(params, writing::prepare_rename).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let new = params.new_name;
        self.look_widely(text_document.uri, move |look| {
            writing::rename(look, look.convert.offset(look.file, position), &new)
        })
        .await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let url = params.text_document.uri.clone();
        self.look(url, Weight::Light, move |look| Ok(Some(writing::actions(look, &params)))).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let url = params.text_document.uri.clone();
        self.look(params.text_document.uri, Weight::Heavy, move |look| Ok(Some(commands::lenses(look, &url)))).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let (url, range) = (params.text_document.uri.clone(), params.range);
        self.look(params.text_document.uri, Weight::Heavy, move |look| Ok(commands::hints(look, &url, range))).await
    }

    async fn inlay_hint_resolve(&self, params: InlayHint) -> Result<InlayHint> {
        let Some(url) = commands::hint_of(&params) else { return Ok(params) };
        let hint = params.clone();
        let explained = self.look(url, Weight::Tolerant, |look| Ok(Some(commands::explained(look, hint))));
        Ok(explained.await?.unwrap_or(params))
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let character = params.ch;
        self.look_at(params.text_document_position, move |look, at| Ok(writing::typed(look, at, &character))).await
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let mut changes: std::collections::HashMap<Url, Vec<TextEdit>> = std::collections::HashMap::new();
        for FileRename { old_uri, new_uri } in params.files {
            let (Ok(old), Ok(new)) = (Url::parse(&old_uri), Url::parse(&new_uri)) else { continue };
            let (from, to) = (path_of(&old), path_of(&new));
            let moves = self.look_widely(old, move |look| Ok(Some(writing::moves(look, &from, &to)))).await?;
            for (url, edits) in moves.and_then(|edit| edit.changes).unwrap_or_default() {
                changes.entry(url).or_default().extend(edits);
            }
        }
        Ok((!changes.is_empty()).then(|| WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<serde_json::Value>> {
        if !commands::COMMANDS.contains(&params.command.as_str()) {
            return Err(tower_lsp::jsonrpc::Error::invalid_params("no such command"));
        }
        self.execute(params).await.map(Some)
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let known = params.previous_result_id;
        let items = self.look(params.text_document.uri, Weight::Light, |look| {
            let found = diagnostics::diagnostics(look.snapshot, look.file, look.lang);
            Ok(Some(found.iter().map(|one| look.convert.diagnostic(look.file, one)).collect::<Vec<_>>()))
        });
        let items = items.await?.unwrap_or_default();
        let id = result_id(&items);
        let report = if known.as_ref() == Some(&id) {
            DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
            })
        } else {
            DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
            })
        };
        Ok(DocumentDiagnosticReportResult::Report(report))
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let found = self.ask(Weight::Heavy, |world| Ok(everything(world))).await?;
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        // A file that an editor was told of, and in which nothing is wrong any more, is told once more.
        for previous in &params.previous_result_ids {
            if !found.iter().any(|(url, _)| *url == previous.uri) {
                found.push((previous.uri.clone(), (None, Vec::new())));
            }
        }
        let report = |(uri, (version, items)): (Url, (Option<i32>, Vec<Diagnostic>))| {
            let (id, version) = (result_id(&items), version.map(i64::from));
            if params.previous_result_ids.iter().any(|previous| previous.uri == uri && previous.value == id) {
                let unchanged = UnchangedDocumentDiagnosticReport { result_id: id };
                return WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                    uri,
                    version,
                    unchanged_document_diagnostic_report: unchanged,
                });
            }
            WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
                uri,
                version,
                full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
            })
        };
        let items = found.into_iter().map(report).collect();
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
    }
}

/// The same for the same diagnostics.
fn result_id(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
