//! The methods of the protocol. Each puts its message on the owner's channel before it waits for anything.

use super::capabilities::{hear, offer};
use super::convert::Convert;
use super::owner::{Job, Message, start_owner};
use super::publish::{Publisher, everything};
use super::world::{Cache, Opened, Settings, World, path_of};
use crate::base::{FileId, Lang};
use crate::ide::diagnostics;
use crate::ide::snapshot::Snapshot;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::*;
use tower_lsp::{Client, LanguageServer, async_trait};

/// The server of one editor.
#[derive(Debug)]
pub struct Server {
    client: Client,
    lang: Option<Lang>,
    /// `None` once the editor has asked to shut down.
    owner: Mutex<Option<Sender<Message>>>,
}

/// One file, looked at for one request.
#[derive(Debug)]
pub struct Look<'a> {
    pub world: &'a World,
    pub snapshot: &'a Snapshot,
    pub file: FileId,
    pub lang: Lang,
    pub convert: &'a Convert<'a>,
}

impl Server {
    pub fn start(client: Client, publisher: Publisher, lang: Option<Lang>) -> std::io::Result<Server> {
        let world = World {
            generation: 0,
            newest: Arc::default(),
            documents: Arc::default(),
            folders: Arc::default(),
            settings: Arc::default(),
            epoch: 0,
            cache: Arc::new(Cache::default()),
        };
        let (sender, _) = start_owner(world, publisher)?;
        Ok(Server { client, lang, owner: Mutex::new(Some(sender)) })
    }

    /// A server without anybody to answer.
    pub fn idle(client: Client) -> Server {
        Server { client, lang: None, owner: Mutex::new(None) }
    }

    fn tell(&self, message: Message) {
        if let Some(owner) = super::world::lock(&self.owner).as_ref() {
            // The owner ends only with the server.
            let _ = owner.send(message);
        }
    }

    /// Has a request answered from the world as it stands now. A panic is an error to this request alone; a request
    /// that the editor has given up, or that an edit has overtaken, is not worked on.
    async fn ask<T: Send + 'static>(
        &self,
        weight: Weight,
        work: impl FnOnce(&World) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let run = move |world: &World| {
            if reply.is_closed() {
                return;
            }
            let overtaken = || weight.minds_edits() && world.is_stale();
            let result = if overtaken() {
                Err(Error::content_modified())
            } else {
                let answer = catch_unwind(AssertUnwindSafe(|| work(world)));
                let answer = answer.unwrap_or_else(|_| Err(Error::internal_error()));
                if overtaken() { Err(Error::content_modified()) } else { answer }
            };
            // The editor may have given the request up meanwhile.
            let _ = reply.send(result);
        };
        self.tell(Message::Job(Job { heavy: weight == Weight::Heavy, run: Box::new(run) }));
        answer.await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    /// The same of one file; `None` for a file that is not the server's.
    async fn look<T: Send + 'static>(
        &self,
        url: Url,
        weight: Weight,
        work: impl FnOnce(&Look<'_>) -> Result<Option<T>> + Send + 'static,
    ) -> Result<Option<T>> {
        self.ask(weight, move |world| {
            let Some(Opened { snapshot, file }) = world.open(&url) else { return Ok(None) };
            let convert = Convert::new(world, &snapshot);
            work(&Look { world, snapshot: &snapshot, file, lang: world.lang(&snapshot), convert: &convert })
        })
        .await
    }

    /// The same at a place of it.
    #[allow(dead_code)]
    async fn look_at<T: Send + 'static>(
        &self,
        at: TextDocumentPositionParams,
        work: impl FnOnce(&Look<'_>, usize) -> Result<Option<T>> + Send + 'static,
    ) -> Result<Option<T>> {
        self.look(at.text_document.uri, Weight::Light, move |look| {
            work(look, look.convert.offset(look.file, at.position))
        })
        .await
    }
}

/// How a request is treated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Weight {
    /// Answered at once, and refused when an edit has come since.
    Light,
    /// The same, beside the others.
    Heavy,
    /// Answered even when an edit has come since.
    Tolerant,
}

impl Weight {
    fn minds_edits(self) -> bool {
        match self {
            Weight::Light | Weight::Heavy => true,
            Weight::Tolerant => false,
        }
    }
}

/// An error that the user is to read.
#[allow(dead_code)]
pub fn refused(message: String) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: message.into(), data: None }
}

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
        let folders = params.workspace_folders.filter(|folders| !folders.is_empty()).unwrap_or_else(|| {
            root.into_iter().map(|uri| WorkspaceFolder { uri, name: String::new() }).collect()
        });
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
        let watchers = globs.map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_string()), kind: None });
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
        super::world::lock(&self.owner).take();
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

/// The path of the file that a request is about.
#[allow(dead_code)]
fn path(url: &Url) -> std::path::PathBuf {
    path_of(url)
}
