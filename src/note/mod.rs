//! The preparatory note of one dossier: what people around a table need for a decision, as the blocks of a document.
//!
//! Invariant: nothing here works anything out; what a note says, `explain/` found. The same files and the same call give
//! the same note, byte for byte, and its receipt says which files and which call.

mod course;
mod facts;
mod readiness;
mod receipt;
mod scenarios;

use crate::base::{Lang, Sources, tr};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::block::{Block, Entry, Field, Inline, text};
use crate::eval::words::date_text;
use crate::explain::compare::Comparison;
use crate::explain::notes::AllNotes;
use crate::explain::questions::Questions;
use crate::explain::quiet::is_large;
use crate::explain::reason::verdict_text;
use crate::explain::report::{Evaluation, Report};
use crate::explain::text::stance_text;
use crate::facts::resolve::View;
use crate::model::Program;
use crate::model::expr::Verdict;
pub use receipt::{Receipt, Stamp};

/// What a note is made from.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub evaluation: &'a Evaluation<'a>,
    /// The tree of verdicts, with its plans.
    pub report: &'a Report,
    pub questions: &'a Questions,
    pub comparison: &'a Comparison,
    /// What is wrong with the doctrine or the facts.
    pub problems: &'a [Diagnostic],
    pub view: &'a View,
    /// What was set for the occasion, as written.
    pub settings: &'a [String],
    pub receipt: &'a Receipt,
    pub lang: Lang,
}

/// The note as a document, to be written as Markdown or as one page of HTML.
pub fn note(request: &Request<'_>) -> Document {
    let lang = request.lang;
    let writer = Writer {
        request,
        evaluation: request.evaluation,
        lang,
        notes: AllNotes::new(request.evaluation),
        large: is_large(request.report),
    };
    let title = match &request.report.dossier {
        Some(name) => tr!(lang; en: "Preparatory note: {name}", fr: "Note préparatoire\u{a0}: {name}"),
        None => tr!(lang; en: "Preparatory note", fr: "Note préparatoire"),
    };
    let sections = [
        writer.problems(),
        writer.question(),
        writer.readiness(),
        writer.missing(),
        writer.scenarios(),
        writer.calendar(),
        writer.governance(),
        writer.open_questions(),
        writer.contested(),
        writer.judgements(),
        writer.told(),
        writer.receipt(),
    ];
    Document::of(lang, title, lang, writer.cover(), sections.into_iter().flatten().collect())
}

/// What every section is written with.
struct Writer<'a> {
    request: &'a Request<'a>,
    evaluation: &'a Evaluation<'a>,
    lang: Lang,
    notes: AllNotes<'a>,
    /// Whether what nothing is known of takes a line and no more.
    large: bool,
}

impl Writer<'_> {
    fn program(&self) -> &Program {
        &self.evaluation.engine.checked.program
    }

    fn sources(&self) -> &Sources {
        self.evaluation.sources
    }

    /// What was looked at, on which day and how.
    fn cover(&self) -> Vec<Block> {
        let (lang, view) = (self.lang, self.request.view);
        let mut fields = Vec::new();
        let mut add = |label: String, words: String| fields.push(Field::line(label, vec![text(words)]));
        if let Some(doctrine) = &self.program().doctrine {
            let title = doctrine.title.clone().unwrap_or_else(|| doctrine.name.clone());
            add(tr!(lang; en: "Doctrine", fr: "Doctrine"), title);
        }
        add(tr!(lang; en: "State on", fr: "État au"), date_text(view.as_of, lang));
        if view.texts_as_of != view.as_of {
            add(tr!(lang; en: "Texts of", fr: "Textes du"), date_text(view.texts_as_of, lang));
        }
        if let Some(day) = view.known_by {
            add(tr!(lang; en: "Known by", fr: "Ce qui était dit au"), date_text(day, lang));
        }
        if let Some(source) = &view.source {
            add(tr!(lang; en: "As told by", fr: "Selon"), source.clone());
        }
        if let Some(under) = &self.request.report.under {
            let under = stance_text(self.program(), under, lang);
            add(tr!(lang; en: "Looked at under", fr: "Regardé sous"), under.trim_start_matches([' ', '·']).to_string());
        }
        if !self.request.settings.is_empty() {
            add(tr!(lang; en: "Supposed here", fr: "Supposé ici"), self.request.settings.join(" · "));
        }
        vec![Block::Fields(fields)]
    }

    /// What could not be read or evaluated, before everything else; nothing when all could.
    fn problems(&self) -> Vec<Block> {
        let lang = self.lang;
        if self.request.problems.is_empty() && self.request.report.left_out.is_empty() {
            return Vec::new();
        }
        let told = self.request.problems.iter().map(|problem| self.problem(problem)).collect();
        let mut blocks = vec![
            self.heading("problems", tr!(lang; en: "What could not be read", fr: "Ce qui n’a pas pu être lu")),
            self.paragraph(tr!(lang;
                en: "This note leaves out what follows; what it says of the rest stands.",
                fr: "Cette note laisse de côté ce qui suit\u{a0}; ce qu’elle dit du reste tient.")),
            Block::List { entries: told, cards: false },
        ];
        if !self.request.report.left_out.is_empty() {
            let names = self.request.report.left_out.join(", ");
            blocks.push(self.paragraph(tr!(lang;
                en: "Not evaluated, because of errors: {names}.",
                fr: "Non évalués, à cause d’erreurs\u{a0}: {names}.")));
        }
        blocks
    }

    fn problem(&self, problem: &Diagnostic) -> Entry {
        let lang = self.lang;
        let message = problem.problem.message(lang);
        let line = self.sources().get(problem.at.file).map(|file| {
            let (line, _) = file.line_column(problem.at.span.start as usize);
            let path = &file.path;
            tr!(lang; en: "{path}, line {line}: {message}", fr: "{path}, ligne {line}\u{a0}: {message}")
        });
        let help = problem.problem.help(lang).map(|help| tr!(lang; en: "help: {help}", fr: "aide\u{a0}: {help}"));
        Entry { under: self.lines(help.into_iter().collect()), ..Entry::of(vec![text(line.unwrap_or(message))]) }
    }

    /// What is asked, and where it stands in a few lines that lead to the rest.
    fn question(&self) -> Vec<Block> {
        let (lang, program) = (self.lang, self.program());
        let doctrine = program.doctrine.as_ref();
        let doctrine = doctrine.map(|doctrine| doctrine.title.clone().unwrap_or_else(|| doctrine.name.clone()));
        let dossier = self.request.report.dossier.clone();
        let subject = dossier.unwrap_or_else(|| tr!(lang; en: "this dossier", fr: "ce dossier"));
        let day = date_text(self.request.view.as_of, lang);
        let asked = match doctrine {
            Some(doctrine) => {
                let doctrine = lang.quoted(&doctrine);
                tr!(lang;
                    en: "Where does {subject} stand on {day} against the doctrine {doctrine}, and what is there to decide?",
                    fr: "Où en est {subject}, au {day}, au regard de la doctrine {doctrine}, et que reste-t-il à décider\u{a0}?")
            }
            None => tr!(lang;
                en: "Where does {subject} stand on {day}, and what is there to decide?",
                fr: "Où en est {subject} au {day}, et que reste-t-il à décider\u{a0}?"),
        };
        let mut entries = self.readiness_in_short();
        entries.extend(self.scenarios_in_short());
        entries.extend(self.calendar_in_short());
        let missing = self.request.questions.missing.len();
        if missing > 0 {
            let words = match missing {
                1 => tr!(lang; en: "1 fact can still change a verdict", fr: "1 fait peut encore changer un verdict"),
                _ => tr!(lang;
                    en: "{missing} facts can still change a verdict",
                    fr: "{missing} faits peuvent encore changer un verdict"),
            };
            entries.push(Entry::of(vec![self.link("missing", words)]));
        }
        let told = self.is_anything_told();
        let mut blocks = vec![
            self.heading("question", tr!(lang; en: "The question", fr: "La question")),
            Block::Lead { sentence: vec![text(asked)], under: Vec::new() },
        ];
        if !told {
            blocks.push(
                self.paragraph(tr!(lang;
                en: "The dossier tells no fact that can be used: every verdict below says what it waits for.",
                fr: "Le dossier ne donne aucun fait utilisable\u{a0}: chaque verdict ci-dessous dit ce qu’il attend.")),
            );
        }
        blocks.push(Block::List { entries, cards: false });
        blocks
    }

    fn heading(&self, anchor: &str, title: String) -> Block {
        Block::Heading { level: 2, anchor: anchor.to_string(), title: vec![text(title)] }
    }

    fn paragraph(&self, words: String) -> Block {
        Block::Paragraph(vec![text(words)])
    }

    fn link(&self, to: &str, words: String) -> Inline {
        Inline::Link { to: to.to_string(), inlines: vec![text(words)] }
    }

    /// A list of lines; no block for none.
    fn lines(&self, lines: Vec<String>) -> Vec<Block> {
        if lines.is_empty() {
            return Vec::new();
        }
        let entries = lines.into_iter().map(|line| Entry::of(vec![text(line)])).collect();
        vec![Block::List { entries, cards: false }]
    }

    /// A verdict in words, which the page colours.
    fn verdict(&self, verdict: Verdict) -> Inline {
        let class = match verdict {
            Verdict::Met => "met",
            Verdict::NotMet => "not-met",
            Verdict::Unknown => "unknown",
            Verdict::NotApplicable | Verdict::Exempt => "aside",
        };
        Inline::Tag { class, words: verdict_text(verdict, self.lang) }
    }
}
