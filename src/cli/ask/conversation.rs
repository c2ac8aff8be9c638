//! Questions and answers, a line at a time, on a terminal or on a pipe.

use crate::base::{Lang, tr};
use crate::explain::questions::Question;
use crate::explain::reason::colon;
use crate::explain::text::{Layout, asked, wrapped};
use crate::interview::{Answer, Interview, Refused, Said, choices, expected, said, told};
use crate::model::ids::ActorId;
use crate::model::item::FieldDecl;
use crate::model::ty::Type;
use serde_json::{Map, Value as Json};
use std::io::{BufRead, Read, Write};

/// No answer is longer. In bytes.
const LONGEST: u64 = 64 * 1024;

/// How a conversation ended.
pub(super) enum Ended {
    /// Nothing more can be asked, or was wanted.
    Done,
    CannotWrite(String),
}

/// What somebody said who did not give a value.
enum Turn {
    DontKnow,
    Back,
    Stop,
}

pub(super) struct Conversation {
    layout: Layout,
    /// Whether what can be typed was told once.
    helped: bool,
}

impl Conversation {
    pub fn new(layout: Layout) -> Self {
        Conversation { layout, helped: false }
    }

    fn lang(&self) -> Lang {
        self.layout.lang
    }

    /// Prints lines on standard error.
    pub fn say(&self, text: &str) {
        eprintln!("{text}");
    }

    fn say_under(&self, text: &str) {
        eprint!("{}", wrapped("  ", "  ", text, self.layout));
    }

    /// The next line; `None` at the end of the input.
    fn line(&self) -> Option<String> {
        eprint!("> ");
        let _ = std::io::stderr().flush();
        let mut bytes = Vec::new();
        let mut input = std::io::stdin().lock();
        match input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => {
                eprintln!();
                None
            }
            Ok(_) => Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_string()),
        }
    }

    /// The name of the service; none when nothing is typed.
    pub fn name(&self) -> Option<String> {
        self.say(&tr!(self.lang();
            en: "What is the service called? (an empty line to leave it out)",
            fr: "Comment s’appelle le service\u{a0}? (une ligne vide pour ne pas le dire)"));
        self.line().map(|line| line.trim().to_string()).filter(|line| !line.is_empty())
    }

    /// One of a list, by its number or its words; `None` when it is left.
    pub fn choose(&self, question: &str, values: &[String]) -> Option<usize> {
        self.say(&format!("\n{question}"));
        self.list(values);
        loop {
            let line = self.line()?;
            let text = match said(&line) {
                Said::Stop | Said::Back | Said::DontKnow => return None,
                Said::Answer(text) => text,
                Said::Nothing | Said::Why | Said::Help => "",
            };
            let number = text.trim_end_matches('.').parse::<usize>().ok();
            let by_number = number.and_then(|number| number.checked_sub(1)).filter(|rank| *rank < values.len());
            let folded = crate::base::name::fold(text);
            let by_words = || values.iter().position(|value| crate::base::name::fold(value) == folded);
            if let Some(rank) = by_number.or_else(by_words) {
                return Some(rank);
            }
            self.say_under(&tr!(self.lang();
                en: "answer with a number of the list",
                fr: "répondez par un numéro de la liste"));
        }
    }

    fn list(&self, values: &[String]) {
        for (rank, value) in values.iter().enumerate() {
            eprint!("{}", wrapped(&format!("  {}. ", rank + 1), "     ", value, self.layout));
        }
    }

    /// Asks until nothing matters any more. `save` is given the file after each answer.
    pub fn run(&mut self, interview: &mut Interview<'_>, save: impl Fn(&str) -> Result<(), String>) -> Ended {
        loop {
            let Some((question, after)) = interview.next() else {
                self.close(interview);
                return Ended::Done;
            };
            match self.ask(interview, &question, after) {
                Ok(answer) => match interview.answer(question.fact, &answer) {
                    Ok(moved) => {
                        moved.into_iter().for_each(|one| {
                            let line = interview.moved_text(one, self.layout.plain);
                            let arrow = if self.layout.plain { "" } else { "→ " };
                            self.say_under(&format!("{arrow}{line}"));
                        });
                        if let Err(message) = save(interview.text()) {
                            return Ended::CannotWrite(message);
                        }
                    }
                    Err(refused) => self.refuse(&refused, interview, &question),
                },
                Err(Turn::DontKnow) => interview.dont_know(question.fact),
                Err(Turn::Back) => {
                    if interview.back().is_none() {
                        self.say_under(&tr!(self.lang();
                            en: "this is the first question",
                            fr: "c’est la première question"));
                    } else if let Err(message) = save(interview.text()) {
                        return Ended::CannotWrite(message);
                    }
                }
                Err(Turn::Stop) => {
                    self.close(interview);
                    return Ended::Done;
                }
            }
        }
    }

    fn refuse(&self, refused: &Refused, interview: &mut Interview<'_>, question: &Question) {
        match refused {
            Refused::Mistakes(mistakes) => mistakes.iter().for_each(|mistake| self.say_under(mistake)),
            Refused::Layout => {
                let path = interview.program().fact(question.fact).map_or("", |fact| fact.path.as_str());
                self.say_under(&tr!(self.lang();
                    en: "the layout of the file does not let {path} be put in safely: write it by hand",
                    fr: "la mise en forme du fichier ne permet pas d’y ajouter {path} sans risque\u{a0}: écrivez-le à la main"));
                interview.dont_know(question.fact);
            }
        }
    }

    /// What stays open, and why.
    fn close(&self, interview: &Interview<'_>) {
        let lang = self.lang();
        let left = interview.left();
        let names: Vec<&str> =
            left.iter().filter_map(|fact| interview.program().fact(*fact)).map(|fact| fact.path.as_str()).collect();
        if names.is_empty() {
            self.say(&tr!(lang; en: "\nNo other fact can change it.", fr: "\nPlus aucun fait ne peut y changer quelque chose."));
            return;
        }
        let names = names.join(", ");
        let line = tr!(lang; en: "Still to be known: {names}", fr: "Reste à savoir\u{a0}: {names}");
        eprint!("\n{}", wrapped("", "  ", &line, self.layout));
        for line in left.iter().filter_map(|fact| interview.evaluation().fact_line(*fact, lang)) {
            self.say_under(&line);
        }
    }

    /// Asks one question until it has an answer, or something else is wanted.
    fn ask(&mut self, interview: &Interview<'_>, question: &Question, after: usize) -> Result<Answer, Turn> {
        let lang = self.lang();
        let program = interview.program();
        let Some(fact) = program.fact(question.fact) else { return Err(Turn::DontKnow) };
        let number = interview.answered() + 1;
        let after = match after {
            0 => tr!(lang; en: "the last one", fr: "la dernière"),
            1 => tr!(lang; en: "at most 1 more", fr: "au plus 1 autre"),
            _ => tr!(lang; en: "at most {after} more", fr: "au plus {after} autres"),
        };
        let path = &fact.path;
        self.say(
            &tr!(lang; en: "\nQuestion {number} ({after}) — {path}", fr: "\nQuestion {number} ({after}) — {path}"),
        );
        let words = asked(fact, lang).unwrap_or_else(|| path.clone());
        eprint!("{}", wrapped("", "", &words, self.layout));
        let lines = interview.evaluation().question_lines(question, lang);
        // The first line is the question itself; the last says who waits, for whoever asks why.
        let is_question = |line: &&String| fact.decl.question.as_ref() != Some(line);
        let told = lines.split_last().map(|(_, told)| told).unwrap_or_default();
        told.iter().filter(is_question).for_each(|line| self.say_under(line));
        if !self.helped {
            self.helped = true;
            self.help();
        }
        let why = || {
            lines.last().into_iter().for_each(|line| self.say_under(line));
            for rule in question.waiting.iter().take(3) {
                interview.evaluation().citations(*rule, lang).iter().for_each(|line| self.say_under(line));
            }
        };
        let value = self.value(interview, &fact.decl, &why)?;
        let is_list = matches!(fact.decl.ty, Type::List(_)) && value.is_array();
        let complete = (is_list && fact.decl.open)
            .then(|| self.yes_or_no(&tr!(lang; en: "Is the list complete?", fr: "La liste est-elle complète\u{a0}?")));
        let complete = complete.transpose()?;
        let by = fact.decl.judgement.map(|who| self.author(interview, who)).transpose()?;
        Ok(Answer { value, complete, by })
    }

    fn help(&self) {
        self.say_under(&tr!(self.lang();
            en: "(? : I don’t know · < : go back · why · stop : leave, the answers are kept)",
            fr: "(? : je ne sais pas · < : revenir · pourquoi · fin : s’arrêter, les réponses sont gardées)"));
    }

    /// An answer to something that has a type.
    fn value(&self, interview: &Interview<'_>, decl: &FieldDecl, why: &dyn Fn()) -> Result<Json, Turn> {
        match &decl.ty {
            Type::List(item) => self.elements(interview, decl, item, why),
            Type::Record(id) => {
                let fields = interview.program().record(*id).map(|record| record.fields.as_slice()).unwrap_or_default();
                self.record(interview, fields, why)
            }
            Type::Error
            | Type::Bool
            | Type::Number
            | Type::Integer
            | Type::Percent
            | Type::Ratio
            | Type::Quantity(_)
            | Type::Text
            | Type::Date
            | Type::Choice(_)
            | Type::Actor => self.scalar(interview, decl, why)?.ok_or(Turn::DontKnow),
        }
    }

    /// A single value; `None` for an empty line where that says something.
    fn scalar(&self, interview: &Interview<'_>, decl: &FieldDecl, why: &dyn Fn()) -> Result<Option<Json>, Turn> {
        let values = self.offer(interview, decl);
        loop {
            let line = self.answer(why)?;
            let Some(text) = line else { continue };
            match told(decl, &text, interview.program(), interview.view().as_of, self.lang()) {
                Ok(value) => return Ok(Some(value)),
                Err(message) => {
                    self.say_under(&message);
                    if values > 9 {
                        self.help();
                    }
                }
            }
        }
    }

    /// Says what can be answered; gives how many values are listed.
    fn offer(&self, interview: &Interview<'_>, decl: &FieldDecl) -> usize {
        let lang = self.lang();
        let values = choices(&decl.ty, interview.program(), interview.view().as_of, lang);
        match &decl.ty {
            Type::Bool => self.say_under(&values.join(" / ")),
            _ if !values.is_empty() => self.list(&values),
            _ => {
                if let Some(expected) = expected(decl, interview.program(), lang) {
                    self.say_under(&expected);
                }
            }
        }
        if decl.optional {
            self.say_under(&tr!(lang; en: "or: none", fr: "ou\u{a0}: aucun"));
        }
        values.len()
    }

    /// A line that is an answer; `None` for an empty one.
    fn answer(&self, why: &dyn Fn()) -> Result<Option<String>, Turn> {
        loop {
            let Some(line) = self.line() else { return Err(Turn::Stop) };
            match said(&line) {
                Said::Nothing => return Ok(None),
                Said::DontKnow => return Err(Turn::DontKnow),
                Said::Back => return Err(Turn::Back),
                Said::Stop => return Err(Turn::Stop),
                Said::Why => why(),
                Said::Help => self.help(),
                Said::Answer(text) => return Ok(Some(text.to_string())),
            }
        }
    }

    fn yes_or_no(&self, question: &str) -> Result<bool, Turn> {
        let lang = self.lang();
        self.say_under(&tr!(lang; en: "{question} (yes / no)", fr: "{question} (oui / non)"));
        loop {
            let Some(text) = self.answer(&|| {})? else { continue };
            match crate::base::name::fold(&text).as_str() {
                "oui" | "o" | "yes" | "y" => return Ok(true),
                "non" | "n" | "no" => return Ok(false),
                _ => self.say_under(&tr!(lang; en: "answer yes or no", fr: "répondez par oui ou par non")),
            }
        }
    }

    /// The elements of a list, one after the other.
    fn elements(&self, interview: &Interview<'_>, decl: &FieldDecl, item: &Type, why: &dyn Fn()) -> Result<Json, Turn> {
        let lang = self.lang();
        let element = FieldDecl { ty: item.clone(), optional: false, ..decl.clone() };
        let mut items = Vec::new();
        if let Type::Record(_) | Type::List(_) = item {
            loop {
                let question = match items.len() {
                    0 => tr!(lang; en: "Is there one?", fr: "Y en a-t-il\u{a0}?"),
                    _ => tr!(lang; en: "Another one?", fr: "Encore un\u{a0}?"),
                };
                if !self.yes_or_no(&question)? {
                    return Ok(Json::Array(items));
                }
                items.push(self.value(interview, &element, why)?);
            }
        }
        self.offer(interview, &element);
        self.say_under(&tr!(lang;
            en: "one a line; an empty line when that is all",
            fr: "un par ligne\u{a0}; une ligne vide quand c’est tout"));
        loop {
            let Some(text) = self.answer(why)? else {
                let none = tr!(lang; en: "None at all?", fr: "Aucun\u{a0}?");
                if !items.is_empty() || self.yes_or_no(&none)? {
                    return Ok(Json::Array(items));
                }
                continue;
            };
            match told(&element, &text, interview.program(), interview.view().as_of, lang) {
                Ok(value) => items.push(value),
                Err(message) => self.say_under(&message),
            }
        }
    }

    /// The fields of a record; one that nobody knows is left out.
    fn record(&self, interview: &Interview<'_>, fields: &[FieldDecl], why: &dyn Fn()) -> Result<Json, Turn> {
        let lang = self.lang();
        let mut record = Map::new();
        for field in fields {
            let label = field.question.as_deref().unwrap_or(field.label());
            self.say_under(&format!("{}{}", label, colon(lang)));
            let value = match self.value(interview, field, why) {
                Ok(value) => value,
                Err(Turn::DontKnow) => continue,
                Err(other) => return Err(other),
            };
            let Some(who) = field.judgement else {
                record.insert(field.name.clone(), value);
                continue;
            };
            let by = self.author(interview, who)?;
            let day = interview.view().as_of.to_string();
            let claim = [
                (tr!(lang; en: "value", fr: "valeur"), value),
                (tr!(lang; en: "by", fr: "par"), Json::from(by)),
                (tr!(lang; en: "on", fr: "le"), Json::from(day)),
            ];
            record.insert(field.name.clone(), Json::Object(claim.into_iter().collect()));
        }
        Ok(Json::Object(record))
    }

    /// Who makes a judgement: the one whose word counts, else somebody to be named.
    fn author(&self, interview: &Interview<'_>, who: Option<ActorId>) -> Result<String, Turn> {
        let (lang, program) = (self.lang(), interview.program());
        if let Some(actor) = who.and_then(|who| program.actor(who)) {
            let label = actor.meta.label();
            let question = tr!(lang; en: "Is it {label} who says so?", fr: "Est-ce bien {label} qui le dit\u{a0}?");
            if self.yes_or_no(&question)? {
                return Ok(actor.meta.name.clone());
            }
            self.say_under(&tr!(lang;
                en: "only the answer of {label} counts: it is left open",
                fr: "seule compte la réponse de {label}\u{a0}: elle reste à donner"));
            return Err(Turn::DontKnow);
        }
        let parties =
            program.actors.iter().map(|actor| &actor.meta).chain(program.bodies.iter().map(|body| &body.meta));
        let parties: Vec<(&str, String)> = parties.map(|meta| (meta.name.as_str(), meta.label().to_string())).collect();
        let labels: Vec<String> = parties.iter().map(|(_, label)| label.clone()).collect();
        let question = tr!(lang; en: "Who says so?", fr: "Qui le dit\u{a0}?");
        let chosen = self.choose(&question, &labels).and_then(|rank| parties.get(rank));
        chosen.map(|(name, _)| (*name).to_string()).ok_or(Turn::DontKnow)
    }
}
