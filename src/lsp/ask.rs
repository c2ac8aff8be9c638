//! The server of one editor: how its requests reach the owner, and how their answers come back.

use super::convert::Convert;
use super::owner::{Job, Message, start_owner};
use super::publish::Publisher;
use super::world::{Cache, Opened, World, lock};
use crate::base::{FileId, Lang};
use crate::ide::snapshot::Snapshot;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::Client;
use tower_lsp::lsp_types::{TextDocumentPositionParams, Url};

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
        self.tell(Message::Job(Job { heavy: weight == Weight::Heavy, run: Box::new(run) }));
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
pub fn refused(message: String) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: message.into(), data: None }
}

