//! The server of one editor: how its requests reach the owner, and how their answers come back.

use super::commands::{self, Answer};
use super::convert::Convert;
use super::owner::{Job, Message, start_owner};
use super::publish::Publisher;
use super::world::{Cache, Opened, Settings, World, lock};
use crate::base::{FileId, Lang, tr};
use crate::ide::snapshot::Snapshot;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::*;

/// The server of one editor.
#[derive(Debug)]
pub struct Server {
    pub(super) client: Client,
    pub(super) lang: Option<Lang>,
    /// `None` once the editor has asked to shut down.
    pub(super) owner: Mutex<Option<Sender<Message>>>,
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

    pub(super) fn tell(&self, message: Message) {
        if let Some(owner) = lock(&self.owner).as_ref() {
            // The owner ends only with the server.
            let _ = owner.send(message);
        }
    }

    /// Has a request answered from the world as it stands now. A panic is an error to this request alone; a request
    /// that the editor has given up, or that an edit has overtaken, is not worked on.
    pub(super) async fn ask<T: Send + 'static>(
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
        self.tell(Message::Job(Job { heavy: weight.is_heavy(), run: Box::new(run) }));
        answer.await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    /// The same of one file; `None` for a file that is not the server's.
    pub(super) async fn look<T: Send + 'static>(
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

    /// The same with every facts file of the folders of the editor and of the doctrine, open or not.
    pub(super) async fn look_widely<T: Send + 'static>(
        &self,
        url: Url,
        work: impl FnOnce(&Look<'_>) -> Result<Option<T>> + Send + 'static,
    ) -> Result<Option<T>> {
        self.ask(Weight::Heavy, move |world| {
            let Some((snapshot, file)) = world.open_widely(&url) else { return Ok(None) };
            let convert = Convert::new(world, &snapshot);
            work(&Look { world, snapshot: &snapshot, file, lang: world.lang(&snapshot), convert: &convert })
        })
        .await
    }

    /// Runs a command, tells how far it is where the editor shows that, and shows what it gives where it is asked to.
    pub(super) async fn execute(&self, params: ExecuteCommandParams) -> Result<Value> {
        let shown = commands::is_shown(&params);
        let settings = self.ask(Weight::Tolerant, |world| Ok(world.settings.clone())).await?;
        let progress = if params.command == "perenne.test" { self.begin(&settings).await } else { None };
        let answer = self.carry_out(params).await;
        if let Some(token) = progress {
            self.end(token).await;
        }
        let answer = answer?;
        if let Some((line, is_bad)) = &answer.said {
            let kind = if *is_bad { MessageType::WARNING } else { MessageType::INFO };
            self.client.show_message(kind, line).await;
        }
        if let Some((name, text)) = answer.text.filter(|_| shown) {
            self.show(&name, text, settings.shows_documents).await;
        }
        Ok(answer.value)
    }

    async fn carry_out(&self, params: ExecuteCommandParams) -> Result<Answer> {
        if params.command == "perenne.dossier" {
            return self.choose(params).await;
        }
        match commands::url_of(&params) {
            Some(url) if params.command != "perenne.references" => {
                let work = move |look: &Look<'_>| commands::run_on(look, &params).map(Some);
                let answer = self.look_whatever(url, work).await?;
                answer.ok_or_else(|| Error::invalid_params("neither rules nor facts"))
            }
            _ => self.ask(Weight::Tolerant, move |world| commands::run_alone(world, &params)).await,
        }
    }

    /// A request of a command: it may be long, and an edit does not make it void.
    async fn look_whatever<T: Send + 'static>(
        &self,
        url: Url,
        work: impl FnOnce(&Look<'_>) -> Result<Option<T>> + Send + 'static,
    ) -> Result<Option<T>> {
        self.look(url, Weight::Patient, work).await
    }

    /// Chooses the dossier whose values are shown, or none.
    async fn choose(&self, params: ExecuteCommandParams) -> Result<Answer> {
        let url = commands::url_of(&params);
        let answer = match url.clone() {
            Some(url) => {
                let work = move |look: &Look<'_>| commands::run_on(look, &params).map(Some);
                self.look_whatever(url, work).await?.ok_or_else(|| Error::invalid_params("not a facts file"))?
            }
            None => Answer { value: Value::Null, text: None, said: None },
        };
        let path = url.as_ref().map(super::world::path_of);
        self.tell(Message::Settings(Box::new(move |settings| settings.dossier = path)));
        let settings = self.ask(Weight::Tolerant, |world| Ok(world.settings.clone())).await?;
        // An editor that does not know these asks again by itself.
        if settings.refreshes_hints {
            let client = self.client.clone();
            tokio::spawn(async move { client.inlay_hint_refresh().await });
        }
        if settings.refreshes_lenses {
            let client = self.client.clone();
            tokio::spawn(async move { client.code_lens_refresh().await });
        }
        Ok(answer)
    }

    async fn begin(&self, settings: &Settings) -> Option<ProgressToken> {
        if !settings.progress {
            return None;
        }
        let token = ProgressToken::String(format!("perenne-{}", self.client.next_request_id()));
        let params = WorkDoneProgressCreateParams { token: token.clone() };
        self.client.send_request::<request::WorkDoneProgressCreate>(params).await.ok()?;
        let lang = settings.lang.unwrap_or_default();
        let title = tr!(lang; en: "running the tests", fr: "exécution des tests");
        let begin = WorkDoneProgressBegin { title, ..WorkDoneProgressBegin::default() };
        self.report(token.clone(), WorkDoneProgress::Begin(begin)).await;
        Some(token)
    }

    async fn end(&self, token: ProgressToken) {
        self.report(token, WorkDoneProgress::End(WorkDoneProgressEnd::default())).await;
    }

    async fn report(&self, token: ProgressToken, progress: WorkDoneProgress) {
        let value = ProgressParamsValue::WorkDone(progress);
        self.client.send_notification::<notification::Progress>(ProgressParams { token, value }).await;
    }

    /// Shows a text to be read: as a document where the editor can, else as a message.
    async fn show(&self, name: &str, text: String, as_document: bool) {
        let name: String = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
        let path = std::env::temp_dir().join(format!("perenne-{name}.md"));
        let url = Url::from_file_path(&path).ok().filter(|_| as_document);
        if let Some(uri) = url.filter(|_| std::fs::write(&path, &text).is_ok()) {
            let params = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
            let client = self.client.clone();
            // The editor may answer late, and the command is done.
            tokio::spawn(async move { client.show_document(params).await });
            return;
        }
        self.client.show_message(MessageType::INFO, text).await;
    }

    /// The same at a place of it.
    pub(super) async fn look_at<T: Send + 'static>(
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
pub enum Weight {
    /// Answered at once, and refused when an edit has come since.
    Light,
    /// The same, beside the others.
    Heavy,
    /// Answered even when an edit has come since.
    Tolerant,
    /// The same, beside the others.
    Patient,
}

impl Weight {
    fn minds_edits(self) -> bool {
        match self {
            Weight::Light | Weight::Heavy => true,
            Weight::Tolerant | Weight::Patient => false,
        }
    }

    fn is_heavy(self) -> bool {
        match self {
            Weight::Heavy | Weight::Patient => true,
            Weight::Light | Weight::Tolerant => false,
        }
    }
}

/// An error that the user is to read.
pub fn refused(message: String) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: message.into(), data: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower_lsp::LspService;

    #[test]
    fn a_panic_is_an_error_to_its_own_request_alone() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (outbox, _) = tokio::sync::mpsc::unbounded_channel();
            let mut publisher = Some(Publisher::new(outbox));
            let (service, _socket) =
                LspService::new(|client| Server::start(client, publisher.take().unwrap(), None).unwrap());
            let server = service.inner();
            for weight in [Weight::Light, Weight::Heavy] {
                let broken = server.ask(weight, |_| -> Result<u8> { panic!("on purpose") }).await;
                assert_eq!(broken.unwrap_err().code, ErrorCode::InternalError);
                assert_eq!(server.ask(weight, |_| Ok(7)).await, Ok(7));
            }
        });
    }
}
