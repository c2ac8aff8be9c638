//! The language server: what `ide` knows, over the protocol that editors speak.
//!
//! Invariant: this folder only translates, and alone names tower-lsp. Edits are applied in their order by one thread
//! (`owner.rs`); requests are answered by others from a world that never changes (`world.rs`), or refused as stale.

mod ask;
mod capabilities;
mod commands;
mod convert;
mod owner;
mod position;
mod publish;
mod reading;
mod semantic;
mod server;
mod world;
mod writing;

use crate::base::Lang;
use ask::Server;
use publish::{Outgoing, Publisher};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::{Client, LspService};
use tower_service::Service;

/// So many requests are taken in at a time: more than any editor sends, so that one that cancels is always heard.
const CONCURRENCY: usize = 1024;

/// How long the last answers may take to be written after `exit`.
const GRACE: std::time::Duration = std::time::Duration::from_millis(50);

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The editor said `shutdown`, then `exit`.
    Orderly,
    /// It went away without a word, or said `exit` alone.
    Abrupt,
}

/// Serves one editor on standard input and output, in `lang` or else in the language of the editor.
///
/// # Errors
///
/// The system gives no thread to work with.
pub fn run(lang: Option<Lang>) -> std::io::Result<End> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let end = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout(), lang));
    // A thread may still wait for the editor to write: it must not keep the process.
    runtime.shutdown_background();
    end
}

/// Serves one editor on a pipe.
///
/// # Errors
///
/// The system gives no thread to work with.
pub async fn serve<I, O>(input: I, output: O, lang: Option<Lang>) -> std::io::Result<End>
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let (outbox, outgoing) = unbounded_channel();
    let mut start = Some((Publisher::new(outbox), outgoing));
    let mut failure = None;
    let (service, socket) = LspService::new(|client| {
        let started = start.take().map(|(publisher, outgoing)| {
            tokio::spawn(send(client.clone(), outgoing));
            Server::start(client.clone(), publisher, lang)
        });
        match started {
            Some(Ok(server)) => server,
            Some(Err(error)) => {
                failure = Some(error);
                Server::idle(client)
            }
            None => Server::idle(client),
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    let ending = Arc::new(Ending::default());
    let service = Watched { service, ending: ending.clone() };
    let server = tower_lsp::Server::new(input, output, socket).concurrency_level(CONCURRENCY);
    let mut serving = std::pin::pin!(server.serve(service));
    tokio::select! {
        () = &mut serving => {}
        // What was answered before is still sent to an editor that did not wait for it.
        () = ending.exit.notified() => drop(tokio::time::timeout(GRACE, serving).await),
    }
    Ok(if ending.was_shut_down.load(Ordering::Acquire) { End::Orderly } else { End::Abrupt })
}

/// Sends what the server says on its own account, in order.
async fn send(client: Client, mut outgoing: UnboundedReceiver<Outgoing>) {
    while let Some(message) = outgoing.recv().await {
        match message {
            Outgoing::Diagnostics { url, version, diagnostics } => {
                client.publish_diagnostics(url, diagnostics, version).await;
            }
            Outgoing::Refresh { diagnostics, hints, lenses } => {
                // An editor may take its time to answer, and the next message must not wait for it.
                let client = client.clone();
                tokio::spawn(async move {
                    if diagnostics {
                        let _ = client.workspace_diagnostic_refresh().await;
                    }
                    if hints {
                        let _ = client.inlay_hint_refresh().await;
                    }
                    if lenses {
                        let _ = client.code_lens_refresh().await;
                    }
                });
            }
        }
    }
}

/// A request that takes none, without its parameters: some editors write `null` there, which tower-lsp refuses.
fn without_params(request: Request) -> Request {
    let (method, id, _) = request.into_parts();
    let request = Request::build(method);
    match id {
        Some(id) => request.id(id).finish(),
        None => request.finish(),
    }
}

/// What is seen of the end of a session.
#[derive(Debug, Default)]
struct Ending {
    was_shut_down: AtomicBool,
    exit: Notify,
}

/// The service, and an eye on `exit`: tower-lsp would give up what it has not answered yet, and wait for
/// another message.
#[derive(Debug)]
struct Watched {
    service: LspService<Server>,
    ending: Arc<Ending>,
}

impl Service<Request> for Watched {
    type Response = Option<Response>;
    type Error = tower_lsp::ExitedError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match request.method() {
            "shutdown" => {
                self.ending.was_shut_down.store(true, Ordering::Release);
                return Box::pin(self.service.call(without_params(request)));
            }
            "exit" => {
                self.ending.exit.notify_one();
                return Box::pin(std::future::ready(Ok(None)));
            }
            _ => {}
        }
        Box::pin(self.service.call(request))
    }
}
