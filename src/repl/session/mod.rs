//! The state of a session and the lines that change it: assignments, items, expressions. No terminal here.

mod assist;
mod describe;
pub mod entry;
mod item;
mod line;
mod live;
mod moves;
mod names;
mod paint;
mod state;

use crate::base::{Date, FileId, Lang, SourceFile, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{Style, to_text};
use crate::eval::value::Value;
use crate::explain::text::Layout;
use crate::model::ids::FactId;
use crate::model::ty::Type;
use crate::project::{DoctrineRoot, Reading};
pub use assist::{Candidate, Completion, Hint};
use entry::Kind;
pub use line::left_side;
pub use live::{Live, Verdicts};
pub use moves::{moves_text, said_or_none};
pub use names::Named;
pub use paint::{Shade, shades};
pub use state::{Assigned, FactsText, State};
use std::sync::Arc;

/// How what is answered looks: the results, and the mistakes.
#[derive(Clone, Copy, Debug)]
pub struct Looks {
    pub layout: Layout,
    pub errors: Style,
}

/// What a session begins with.
#[derive(Clone, Debug)]
pub struct Opening {
    pub root: DoctrineRoot,
    /// How the doctrine was chosen.
    pub label: String,
    /// The path and the text of the facts.
    pub facts: Option<(String, Arc<str>)>,
    pub lang: Option<Lang>,
    pub as_of: Option<Date>,
    pub texts_as_of: Option<Date>,
    pub known_by: Option<Date>,
}

/// What is answered to one entry.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// What it came to, for standard output.
    pub text: String,
    /// What is wrong, for standard error.
    pub problems: String,
    /// Whether it could not be done.
    pub failed: bool,
    pub quit: bool,
}

/// A session and what opening it told.
#[derive(Debug)]
pub struct Start {
    pub session: Session,
    pub reply: Reply,
}

/// What of a session everything else can be made from: kept while an entry is answered, to go back to when that is
/// interrupted.
#[derive(Clone, Debug)]
pub struct Bare {
    lang: Lang,
    state: State,
    undo: Vec<(Arc<State>, usize)>,
    log: Vec<String>,
    last: Option<(Value, Type)>,
    watch: Option<super::commands::Stamps>,
    first: Arc<Verdicts>,
}

/// A doctrine, a dossier, and all that was typed.
#[derive(Clone, Debug)]
pub struct Session {
    pub(super) lang: Lang,
    pub(super) state: State,
    pub(super) live: Live,
    /// What each undoing goes back to, the last one last.
    undo: Vec<(Arc<State>, usize)>,
    /// The entries that were accepted, for a script of the session.
    pub(super) log: Vec<String>,
    /// The last result, which `_` stands for.
    last: Option<(Value, Type)>,
    /// The fact whose value the next line tells.
    pub(super) asking: Option<FactId>,
    /// Whether files are looked at before each entry.
    pub(super) watch: Option<super::commands::Stamps>,
    /// The verdicts when the facts file was read: what the session changed is told against them.
    pub(super) first: Arc<Verdicts>,
}

impl Session {
    /// Reads the doctrine and the facts.
    pub fn start(opening: Opening, looks: impl FnOnce(Lang) -> Looks) -> Start {
        let reading = Reading::new(&opening.root);
        let state = State {
            reading: Arc::new(reading),
            label: opening.label,
            facts: opening.facts.map(|(path, text)| Arc::new(FactsText { path, text })),
            items: Vec::new(),
            assigned: Vec::new(),
            as_of: opening.as_of,
            texts_as_of: opening.texts_as_of,
            known_by: opening.known_by,
            under: None,
        };
        let (live, problems) = Live::build(&state, opening.lang.unwrap_or_default());
        let lang = opening.lang.or(live.analysis.lang).unwrap_or_default();
        let first = Arc::new(live.verdicts());
        let session = Session {
            lang,
            state,
            live,
            undo: Vec::new(),
            log: Vec::new(),
            last: None,
            asking: None,
            watch: None,
            first,
        };
        let errors: Vec<Diagnostic> = problems.into_iter().filter(Diagnostic::is_error).collect();
        let reply = session.refusal(&errors, &looks(lang));
        Start { session, reply }
    }

    /// What the session can be made from again.
    pub fn bare(&self) -> Bare {
        Bare {
            lang: self.lang,
            state: self.state.clone(),
            undo: self.undo.clone(),
            log: self.log.clone(),
            last: self.last.clone(),
            watch: self.watch.clone(),
            first: Arc::clone(&self.first),
        }
    }

    /// The session as it was.
    pub fn again(bare: Bare) -> Session {
        let Bare { lang, state, undo, log, last, watch, first } = bare;
        let (live, _) = Live::build(&state, lang);
        Session { lang, state, live, undo, log, last, asking: None, watch, first }
    }

    /// Leaves a question unanswered.
    pub fn cancel_question(&mut self) {
        self.asking = None;
    }

    /// Answers one entry, which may take several lines.
    pub fn enter(&mut self, entry: &str, looks: Looks) -> Reply {
        let before = self.watched_moves(&looks);
        let mut reply = self.answer(entry, &looks);
        if let Some(before) = before {
            reply.text = before.text + &reply.text;
            reply.problems = before.problems + &reply.problems;
        }
        reply
    }

    fn answer(&mut self, entry: &str, looks: &Looks) -> Reply {
        if entry.len() > entry::LIMIT {
            let message = tr!(self.lang; en: "this is too long for one line", fr: "c’est trop long pour une ligne");
            return self.refused(&message);
        }
        let undone = self.undo.len();
        let kind = entry::kind(entry);
        if self.asking.is_some() && kind != Kind::Command {
            return self.answer_question(entry, looks);
        }
        let reply = match kind {
            Kind::Command => self.command(entry.trim(), looks),
            Kind::Nothing => Reply::default(),
            Kind::Item => self.item(entry, looks),
            Kind::Line => self.line(entry, looks),
        };
        // What went back in time has taken its entries out of the script itself.
        if !reply.failed && !reply.quit && self.undo.len() >= undone && !self.is_passing(entry) {
            self.log.push(entry.to_string());
        }
        reply
    }

    /// The language of the answers.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether the next line is the answer to a question.
    pub fn is_asking(&self) -> bool {
        self.asking.is_some()
    }

    /// What stands before a line being typed: the day and the scenario when they were chosen, and how many items are
    /// tried out.
    pub fn prompt(&self) -> String {
        if self.asking.is_some() {
            return tr!(self.lang; en: "answer> ", fr: "réponse> ");
        }
        let day = self.state.as_of.map(|day| day.to_string());
        let texts = self.state.texts_as_of.map(|day| tr!(self.lang; en: "texts {day}", fr: "textes {day}"));
        let known = self.state.known_by.map(|day| tr!(self.lang; en: "known by {day}", fr: "connu au {day}"));
        let tried = self.state.items.len();
        let tried = (tried > 0).then(|| tr!(self.lang; en: "{tried} tried", fr: "{tried} à l’essai"));
        let parts = [day, texts, known, self.state.under.clone(), tried];
        let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        if parts.is_empty() { String::from("perenne> ") } else { format!("perenne {parts}> ") }
    }

    /// The line that says what the session works with.
    pub fn label(&self) -> String {
        let facts = self.state.facts.as_ref().map(|facts| {
            let name = self.live.dossier.name.clone().unwrap_or_else(|| facts.path.clone());
            format!(" · {name}")
        });
        format!("{}{}", self.state.label, facts.unwrap_or_default())
    }

    /// A text that is read: what is wrong in it is shown in it.
    fn source(&mut self, text: &str) -> FileId {
        let path = tr!(self.lang; en: "entry", fr: "saisie");
        Arc::make_mut(&mut self.live.analysis).sources.add(SourceFile::new(path, text))
    }

    /// What is wrong, as a file's mistakes are shown; nothing when nothing is.
    pub(super) fn refusal(&self, problems: &[Diagnostic], looks: &Looks) -> Reply {
        let problems_text = to_text(problems, &self.live.analysis.sources, self.lang, looks.errors);
        let failed = problems.iter().any(Diagnostic::is_error);
        Reply { problems: problems_text, failed, ..Reply::default() }
    }

    /// A sentence about what was asked.
    pub(super) fn refused(&self, message: &str) -> Reply {
        let word = tr!(self.lang; en: "error:", fr: "erreur\u{a0}:");
        Reply { problems: format!("{word} {message}\n"), failed: true, ..Reply::default() }
    }

    /// Keeps the present state, to which undoing leads back, and gives the verdicts of now.
    pub(super) fn remember(&mut self) -> Verdicts {
        self.undo.push((Arc::new(self.state.clone()), self.log.len()));
        self.live.verdicts()
    }

    /// Takes the last remembered state back; `None` when everything is undone.
    pub(super) fn recall(&mut self) -> Option<(State, usize)> {
        self.undo.pop().map(|(state, entries)| (Arc::unwrap_or_clone(state), entries))
    }

    /// The state the session began with.
    pub(super) fn beginning(&self) -> &State {
        self.undo.first().map_or(&self.state, |(state, _)| state)
    }

    /// Makes everything anew after the state has changed.
    pub(super) fn rebuild(&mut self) -> Vec<Diagnostic> {
        let (live, problems) = Live::build(&self.state, self.lang);
        self.live = live;
        self.asking = None;
        problems
    }

    /// The verdicts that are not as they were, one a line.
    pub(super) fn moved(&self, before: &Verdicts, looks: &Looks) -> String {
        said_or_none(self.moved_if_any(before, looks), self.lang)
    }

    /// The same, empty when none moved.
    pub(super) fn moved_if_any(&self, before: &Verdicts, looks: &Looks) -> String {
        moves_text(before, &self.live.evaluation(), |file| self.live.is_selected(file, &self.state), looks.layout)
    }
}

impl Reply {
    /// An answer and nothing wrong.
    pub fn of(text: impl Into<String>) -> Reply {
        Reply { text: text.into(), ..Reply::default() }
    }

    /// The same with more text after it.
    pub(super) fn then(mut self, text: &str) -> Reply {
        self.text.push_str(text);
        self
    }
}
