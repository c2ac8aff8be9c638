//! The terminal: lines edited, completed, coloured and kept, and an answer that Ctrl-C interrupts.
//!
//! Invariant: the only folder that names rustyline. What it prints is made by the session.

mod helper;

use super::session::entry::entries;
use super::session::{Looks, Reply, Session};
use crate::base::{Lang, tr};
use crate::explain::text::wrapped;
use helper::Assistant;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{ColorMode, CompletionType, Config, EditMode, Editor, ExternalPrinter};
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What a terminal is asked to be.
pub struct Options {
    /// How answers look now: a window may become narrower.
    pub looks: Arc<dyn Fn(Lang) -> Looks + Send + Sync>,
    /// The file in which lines are kept.
    pub history: Option<PathBuf>,
    pub vi: bool,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Options").field("history", &self.history).field("vi", &self.vi).finish_non_exhaustive()
    }
}

/// The lines that are kept, at most.
const KEPT: usize = 1_000;
/// Between two looks at whether somebody interrupts, and at whether files have changed.
const SOON: Duration = Duration::from_millis(20);
const LATER: Duration = Duration::from_millis(300);
/// The stack of a thread that answers: as large as that of a command.
const STACK: usize = 16 << 20;

/// The session, unless an answer is being made.
pub(super) type Shared = Arc<Mutex<Option<Session>>>;

/// Reads lines until the session is left.
pub fn run_terminal(session: Session, options: &Options) -> Result<(), String> {
    let lang = session.lang();
    let looks = (options.looks)(lang);
    tell(&Reply::of(banner(&session, &looks)));
    let shared: Shared = Arc::new(Mutex::new(Some(session)));
    let interrupted = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&interrupted);
    // Without it, Ctrl-C ends the program as it ends any other.
    let _ = ctrlc::set_handler(move || raised.store(true, Ordering::SeqCst));
    let mut editor = editor(options, &looks).map_err(|error| error.to_string())?;
    editor.set_helper(Some(Assistant::new(Arc::clone(&shared), lang, looks.layout.color)));
    if let Some(path) = &options.history {
        // The first time there is none.
        let _ = editor.load_history(path);
    }
    let mut watches = false;
    loop {
        let prompt = with(&shared, |session| session.prompt()).unwrap_or_default();
        match editor.readline(&prompt) {
            Ok(text) => {
                keep(&mut editor, text.trim_end(), options);
                if answer_all(&shared, &text, options, &interrupted) {
                    break;
                }
            }
            Err(ReadlineError::Interrupted) => {
                with(&shared, Session::cancel_question);
            }
            Err(ReadlineError::Eof) => {
                // The prompt of the shell begins on a line of its own.
                println!();
                break;
            }
            // Its size has changed: the line is asked for again.
            Err(ReadlineError::Signal(_)) => {}
            Err(error) => return Err(error.to_string()),
        }
        if !watches && with(&shared, |session| session.is_watching()) == Some(true) {
            watches = watch(&mut editor, &shared, options);
        }
    }
    Ok(())
}

fn banner(session: &Session, looks: &Looks) -> String {
    let label = session.label();
    let help = tr!(session.lang();
        en: "A line tells a fact or asks for a value; :help says the rest, Ctrl-D leaves.",
        fr: "Une ligne dit un fait ou demande une valeur\u{a0}; :aide dit le reste, Ctrl-D pour partir.");
    wrapped("", "  ", &label, looks.layout) + &wrapped("", "", &help, looks.layout)
}

fn editor(options: &Options, looks: &Looks) -> rustyline::Result<Editor<Assistant, FileHistory>> {
    let config = Config::builder()
        .max_history_size(KEPT)?
        .history_ignore_space(true)
        .history_ignore_dups(true)?
        .completion_type(CompletionType::List)
        .edit_mode(if options.vi { EditMode::Vi } else { EditMode::Emacs })
        .color_mode(if looks.layout.color { ColorMode::Enabled } else { ColorMode::Disabled })
        .bracketed_paste(true)
        .build();
    Editor::with_config(config)
}

/// One entry of the history however many lines it has; a line that begins with a blank is not kept.
fn keep(editor: &mut Editor<Assistant, FileHistory>, text: &str, options: &Options) {
    let Some(path) = &options.history else {
        let _ = editor.add_history_entry(text);
        return;
    };
    if let Ok(true) = editor.add_history_entry(text) {
        // A history that cannot be written costs no more than the history.
        let _ = editor.append_history(path);
    }
}

/// Answers every entry of what was typed or pasted; whether the session is left.
fn answer_all(shared: &Shared, text: &str, options: &Options, interrupted: &Arc<AtomicBool>) -> bool {
    // An answer to a question is one line, whatever it looks like.
    let is_answer = with(shared, |session| session.is_asking()) == Some(true) && !text.contains('\n');
    let entries = if is_answer { vec![text.to_string()] } else { entries(text) };
    for entry in entries {
        match answer(shared, entry, options, interrupted) {
            Some(reply) => {
                tell(&reply);
                if reply.quit {
                    return true;
                }
            }
            // What was to follow leaned on what was interrupted.
            None => return false,
        }
    }
    false
}

/// Makes an answer on a thread of its own; `None` when somebody interrupts, and the session is as it was before.
fn answer(shared: &Shared, entry: String, options: &Options, interrupted: &Arc<AtomicBool>) -> Option<Reply> {
    let session = take(shared)?;
    let (bare, lang) = (session.bare(), session.lang());
    let looks = (options.looks)(lang);
    interrupted.store(false, Ordering::SeqCst);
    let (sender, receiver) = channel();
    let work = move || {
        let mut session = session;
        let reply = session.enter(&entry, looks);
        // Nobody waits any more after an interruption.
        let _ = sender.send((session, reply));
    };
    let spawned = thread::Builder::new().stack_size(STACK).spawn(work);
    if spawned.is_err() {
        put(shared, Session::again(bare));
        return None;
    }
    loop {
        match receiver.recv_timeout(SOON) {
            Ok((session, reply)) => {
                put(shared, session);
                return Some(reply);
            }
            Err(RecvTimeoutError::Timeout) if !interrupted.load(Ordering::SeqCst) => {}
            Err(RecvTimeoutError::Timeout) => {
                put(shared, Session::again(bare));
                let line = tr!(lang; en: "interrupted: nothing has changed", fr: "interrompu\u{a0}: rien n’a changé");
                tell(&Reply::of(line + "\n"));
                return None;
            }
            // The thread is gone without an answer: a mistake of ours, which has been told.
            Err(RecvTimeoutError::Disconnected) => {
                put(shared, Session::again(bare));
                return None;
            }
        }
    }
}

/// Reads files again when they change, above the line being typed.
fn watch(editor: &mut Editor<Assistant, FileHistory>, shared: &Shared, options: &Options) -> bool {
    let Ok(mut printer) = editor.create_external_printer() else { return false };
    let (shared, looks) = (Arc::downgrade(shared), Arc::clone(&options.looks));
    let look = move || {
        while let Some(shared) = shared.upgrade() {
            let reply = with(&shared, |session| {
                let looks = looks(session.lang());
                session.watched_moves(&looks)
            });
            if let Some(Some(reply)) = reply
                && printer.print(reply.problems + &reply.text).is_err()
            {
                return;
            }
            drop(shared);
            thread::sleep(LATER);
        }
    };
    thread::Builder::new().stack_size(STACK).spawn(look).is_ok()
}

/// Something done with the session, unless an answer is being made.
fn with<T>(shared: &Shared, act: impl FnOnce(&mut Session) -> T) -> Option<T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner).as_mut().map(act)
}

fn take(shared: &Shared) -> Option<Session> {
    shared.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn put(shared: &Shared, session: Session) {
    *shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(session);
}

/// Mistakes on standard error, results on standard output.
fn tell(reply: &Reply) {
    if !reply.problems.is_empty() {
        let mut err = std::io::stderr().lock();
        let _ = err.write_all(reply.problems.as_bytes()).and_then(|()| err.flush());
    }
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(reply.text.as_bytes()).and_then(|()| out.flush());
}
