//! How far the reading is, on a terminal, once it takes a while.

use super::output::Output;
use crate::base::{Lang, tr};
use crate::cli::options::Shared;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Nothing is shown of what is done sooner.
const PATIENCE: Duration = Duration::from_secs(1);

/// Between two figures.
const PACE: Duration = Duration::from_millis(200);

/// One line on standard error, written over itself.
pub(super) struct Progress {
    /// When the next figure is due; `None` where it would be in the way.
    next: Option<Instant>,
    shown: bool,
}

impl Progress {
    /// A screen reader would read every figure aloud, and lines on the same terminal show how far it is by themselves.
    pub fn new(output: &Output, shared: &Shared) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let among_lines = output.is_standard() && std::io::stdout().is_terminal();
        let wanted = std::io::stderr().is_terminal() && !shared.plain && !dumb && !among_lines;
        Progress { next: wanted.then(|| Instant::now() + PATIENCE), shown: false }
    }

    /// After each record.
    pub fn step(&mut self, records: usize, lang: Lang) {
        let Some(next) = self.next else { return };
        let now = Instant::now();
        if now < next {
            return;
        }
        self.next = Some(now + PACE);
        self.shown = true;
        let text = tr!(lang; en: "{records} records…", fr: "{records} enregistrements…");
        eprint!("\r{text}\u{1b}[K");
        let _ = std::io::stderr().flush();
    }

    /// Clears the line.
    pub fn end(&mut self) {
        if self.shown {
            eprint!("\r\u{1b}[K");
            self.shown = false;
        }
    }
}
