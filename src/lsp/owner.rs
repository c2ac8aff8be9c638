//! The one thread that applies what the editor tells, in the order it tells it, and hands requests to two others with
//! the world as it stood when they came.
//!
//! A handler of the server only puts its message on the channel of this thread, before it waits for anything: handlers
//! run side by side, and waiting first could bring two edits out of their order.

use super::position::changed;
use super::publish::Publisher;
use super::world::{Document, Settings, World, path_of};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Url, WorkspaceFolder};

/// What the owner is told.
pub enum Message {
    Open(TextDocumentItem),
    Change {
        url: Url,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    },
    Close(Url),
    /// Files on disk may have changed.
    Disk,
    Folders {
        added: Vec<WorkspaceFolder>,
        removed: Vec<WorkspaceFolder>,
    },
    Settings(Box<dyn FnOnce(&mut Settings) + Send>),
    Job(Job),
}

/// A request, to be answered from the world as it stands now.
pub struct Job {
    /// Whether it may take long: those do not hold up the others.
    pub heavy: bool,
    pub run: Box<dyn FnOnce(&World) + Send>,
}

/// The thread and the stack that it needs: rules nest deep in builds that are not optimised.
fn start(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_string()).stack_size(16 << 20).spawn(work)
}

/// Starts the owner and those who work for it. They end when the sender is dropped.
pub fn start_owner(world: World, publisher: Publisher) -> std::io::Result<(Sender<Message>, JoinHandle<()>)> {
    let (sender, messages) = channel();
    let (quick, quick_jobs) = channel();
    let (heavy, heavy_jobs) = channel();
    start("perenne-requests", move || work(&quick_jobs, Some(publisher)))?;
    start("perenne-long-requests", move || work(&heavy_jobs, None))?;
    let owner = start("perenne-owner", move || own(world, &messages, &quick, &heavy))?;
    Ok((sender, owner))
}

/// What a working thread is given.
enum Task {
    Job(Job, World),
    /// The texts have changed: what is wrong in them is to be told.
    Publish(World),
}

fn own(mut world: World, messages: &Receiver<Message>, quick: &Sender<Task>, heavy: &Sender<Task>) {
    for message in messages {
        let job = match message {
            Message::Job(job) => Some(job),
            told => {
                apply(&mut world, told);
                None
            }
        };
        let sent = match job {
            Some(job) if job.heavy => heavy.send(Task::Job(job, world.clone())),
            Some(job) => quick.send(Task::Job(job, world.clone())),
            None => quick.send(Task::Publish(world.clone())),
        };
        if sent.is_err() {
            return;
        }
    }
}

fn apply(world: &mut World, message: Message) {
    match message {
        Message::Open(item) => {
            let document = Document::new(item.uri.clone(), &item.language_id, item.text, item.version);
            Arc::make_mut(&mut world.documents).insert(item.uri, Arc::new(document));
        }
        Message::Change { url, version, changes } => change(world, &url, version, &changes),
        Message::Close(url) => {
            Arc::make_mut(&mut world.documents).remove(&url);
            world.epoch += 1;
        }
        Message::Disk => world.epoch += 1,
        Message::Folders { added, removed } => {
            let folders = Arc::make_mut(&mut world.folders);
            let gone: Vec<_> = removed.iter().map(|folder| path_of(&folder.uri)).collect();
            folders.retain(|folder| !gone.contains(folder));
            folders.extend(added.iter().map(|folder| path_of(&folder.uri)));
            world.epoch += 1;
        }
        Message::Settings(set) => set(Arc::make_mut(&mut world.settings)),
        Message::Job(_) => return,
    }
    world.generation += 1;
    world.newest.store(world.generation, Ordering::Release);
}

fn change(world: &mut World, url: &Url, version: i32, changes: &[TextDocumentContentChangeEvent]) {
    let encoding = world.settings.encoding;
    let Some(document) = Arc::make_mut(&mut world.documents).get_mut(url) else { return };
    let mut text = document.text.to_string();
    for change in changes {
        text = changed(&text, change, encoding);
    }
    Arc::make_mut(document).set(text, version);
}

fn work(tasks: &Receiver<Task>, mut publisher: Option<Publisher>) {
    for task in tasks {
        match task {
            Task::Job(job, world) => (job.run)(&world),
            Task::Publish(world) => {
                // Another edit has come since: what is wrong will be told of the text after it.
                if let Some(publisher) = publisher.as_mut().filter(|_| !world.is_stale()) {
                    publisher.publish(&world);
                }
            }
        }
    }
}
