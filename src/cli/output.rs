//! What the commands share: printing, and reading what the arguments name.

use super::Exit;
use super::arguments::{CallError, classify};
use super::doctrine::{Choice, choose_doctrine};
use super::options::{Places, Shared};
use super::style::{Stream, style_for};
use crate::base::{Lang, Sources, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{MOST_SHOWN, more, summary, to_text};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Once;
use std::time::{Duration, Instant};

/// The page that says more is named once a run, however many doctrines have mistakes.
static MORE_SAID: Once = Once::new();

/// Prints to standard output. A closed pipe, as `| head` leaves it, is no mistake of the user's.
pub(super) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Prints diagnostics on standard error.
pub(super) fn print_diagnostics(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang, shared: &Shared) {
    if !diagnostics.is_empty() {
        let style = style_for(Stream::Error, shared.color, shared.plain);
        eprint!("{}", to_text(diagnostics, sources, lang, style));
        if let Some(line) = more(diagnostics, sources, lang) {
            MORE_SAID.call_once(|| eprintln!("{line}"));
        }
    }
}

/// The same for a command whose JSON lists those that are too many to show.
pub(super) fn print_diagnostics_of_json(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang, shared: &Shared) {
    print_diagnostics(diagnostics, sources, lang, shared);
    if diagnostics.len() > MOST_SHOWN {
        let option = lang.quoted("--format json");
        eprintln!("{}", tr!(lang; en: "{option} lists them all", fr: "{option} les donne toutes"));
    }
}

/// The line that counts errors and warnings; says so when there are none.
pub(super) fn summary_line(diagnostics: &[Diagnostic], lang: Lang) -> String {
    if diagnostics.is_empty() {
        tr!(lang; en: "no error, no warning", fr: "aucune erreur, aucun avertissement")
    } else {
        summary(diagnostics, lang)
    }
}

/// The doctrines that a command without facts works with, and the names beside them.
pub(super) fn rules_of(places: &Places, lang: Lang) -> Result<(Choice, Vec<String>), Exit> {
    let targets = classify(&places.targets, places.rules.clone(), None).map_err(|error| refuse(&error, lang))?;
    let choice = choose_doctrine(&targets, None, Path::new(".")).map_err(|error| refuse(&error, lang))?;
    Ok((choice, targets.names))
}

/// A call that cannot be carried out.
pub(super) fn refuse(error: &CallError, lang: Lang) -> Exit {
    let word = tr!(lang; en: "error", fr: "erreur");
    eprintln!("{word}{} {}", colon(lang), error.message(lang));
    if let Some(help) = error.help(lang) {
        let word = tr!(lang; en: "help", fr: "aide");
        eprintln!("  {word}{} {help}", colon(lang));
    }
    Exit::Call
}

/// A sentence about the call itself.
pub(super) fn refuse_with(message: &str, lang: Lang) -> Exit {
    let word = tr!(lang; en: "error", fr: "erreur");
    eprintln!("{word}{} {message}", colon(lang));
    Exit::Call
}

fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ":",
        Lang::Fr => "\u{a0}:",
    }
}

/// How far something that lasts is: a line on standard error, rewritten in place, once it has lasted over a second. On a
/// terminal alone.
pub(super) struct Progress {
    since: Instant,
    told: Option<Instant>,
    terminal: bool,
}

impl Progress {
    /// Nothing is shown before that.
    const PATIENCE: Duration = Duration::from_secs(1);
    const BETWEEN: Duration = Duration::from_millis(200);

    pub fn new() -> Self {
        Progress { since: Instant::now(), told: None, terminal: std::io::stderr().is_terminal() }
    }

    /// `line` says how far it is; made only when it is shown.
    pub fn tell(&mut self, line: impl Fn() -> String) {
        let recent = self.told.is_some_and(|told| told.elapsed() < Progress::BETWEEN);
        if self.terminal && !recent && self.since.elapsed() >= Progress::PATIENCE {
            self.told = Some(Instant::now());
            eprint!("\r{}", line());
        }
    }

    /// Takes the line away.
    pub fn finish(self) {
        if self.told.is_some() {
            eprint!("\r\u{1b}[K");
        }
    }
}
