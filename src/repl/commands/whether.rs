//! Commands about what is told: trying it, asking for it, taking it back.

use super::{Asked, Command};
use crate::base::{Span, name, tr};
use crate::explain::text::wrapped;
use crate::model::ValueRef;
use crate::model::ids::FactId;
use crate::model::plan::{Given, Subject};
use crate::model::ty::Type;
use crate::repl::session::entry::Kind;
use crate::repl::session::{Looks, Named, Reply, Session, entry, left_side, moves_text, said_or_none};
use crate::syntax::{TokenKind, parse_quantity, parse_with_words};

impl Session {
    /// The verdicts that would move if this were told too.
    pub(super) fn what_if(&mut self, asked: Asked<'_>, looks: &Looks) -> Reply {
        if asked.rest.is_empty() {
            return self.wants(Command::WhatIf);
        }
        let mut givens: Vec<Given> = Vec::new();
        for part in parts(&asked.masked()) {
            let Some((_, equals)) = left_side(&part) else { return self.wants(Command::WhatIf) };
            match self.told(asked.line, &part, equals) {
                Ok(told) => givens.extend(told.givens),
                Err(problems) => return self.refusal(&problems, looks),
            }
        }
        let before = self.live.verdicts();
        let moved = self.live.supposing(&givens, |evaluation| {
            moves_text(&before, evaluation, |file| self.live.is_selected(file, &self.state), looks.layout)
        });
        Reply::of(said_or_none(moved, self.lang))
    }

    /// Asks for a fact: the one named, else the most decisive of those missing.
    pub(super) fn ask(&mut self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let fact = match asked.rest {
            "" => self.next_question(),
            wanted => match self.named(wanted) {
                Ok(Named::Value(ValueRef::Fact(id))) => Some(id),
                Ok(Named::Value(ValueRef::Milestone(rank))) => {
                    let program = &self.live.analysis.engine.checked.program;
                    program.milestones.get(rank).map(|milestone| milestone.reached)
                }
                Ok(_) => {
                    let wanted = self.lang.quoted(wanted);
                    return self
                        .refused(&tr!(self.lang; en: "{wanted} is not a fact", fr: "{wanted} n’est pas un fait"));
                }
                Err(message) => return self.refused(&message),
            },
        };
        // A list of records takes more than a line: it is told beside the question.
        self.asking = fact.filter(|fact| self.is_told_on_a_line(*fact));
        match fact {
            Some(fact) => Reply::of(self.question_lines(fact, looks)),
            None => Reply::of(
                tr!(self.lang; en: "no fact can change a verdict any more", fr: "plus aucun fait ne peut changer un verdict")
                    + "\n",
            ),
        }
    }

    fn next_question(&self) -> Option<FactId> {
        let evaluation = self.live.evaluation();
        let questions = evaluation.questions(None, &[], |file| self.live.is_selected(file, &self.state));
        let facts = || questions.missing.iter().map(|question| question.fact);
        facts().find(|fact| self.is_told_on_a_line(*fact)).or_else(|| facts().next())
    }

    fn is_told_on_a_line(&self, fact: FactId) -> bool {
        let fact = self.live.analysis.engine.checked.program.fact(fact);
        fact.is_some_and(|fact| !matches!(fact.decl.ty.innermost(), Type::Record(_)))
    }

    /// A question in the authors' words, with what an answer looks like.
    fn question_lines(&self, id: FactId, looks: &Looks) -> String {
        let (lang, program) = (self.lang, &self.live.analysis.engine.checked.program);
        let Some(fact) = program.fact(id) else { return String::new() };
        let asked = crate::explain::text::asked(fact, lang).unwrap_or_else(|| fact.path.clone());
        let mut text = wrapped("", "  ", &format!("{} — {asked}", fact.path), looks.layout);
        let mut add = |line: &str| text.push_str(&wrapped("  ", "    ", line, looks.layout));
        if let Some(hint) = &fact.decl.hint {
            add(hint);
        }
        if let Some(who) = fact.decl.judgement {
            let who = who.and_then(|who| program.actor(who)).map(|actor| actor.meta.label().to_string());
            let who = who.unwrap_or_else(|| tr!(lang; en: "somebody named", fr: "une personne nommée"));
            add(&tr!(lang; en: "to be said by {who}", fr: "à dire par\u{a0}: {who}"));
        }
        if let Type::Record(record) = fact.decl.ty.innermost() {
            let fields = program.record(*record).map(|record| record.fields.as_slice()).unwrap_or_default();
            let heads = fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(" | ");
            let path = spelled(&fact.path);
            add(&tr!(lang;
                en: "a list, told as a table: a line {path} =, below it | {heads} |, then a line for each element, and an empty line",
                fr: "une liste, à dire en tableau\u{a0}: une ligne {path} =, dessous | {heads} |, puis une ligne par élément, et une ligne vide"));
            return text;
        }
        add(&self.expected(&fact.decl.ty));
        if let Type::Choice(choice) = fact.decl.ty {
            let values = program.choice(choice).map(|choice| choice.values.as_slice()).unwrap_or_default();
            for (rank, value) in values.iter().enumerate() {
                let (rank, name) = (rank + 1, &value.name);
                let title = value.title.as_deref().map(|title| format!(" — {title}")).unwrap_or_default();
                add(&format!("{rank}. {name}{title}"));
            }
        }
        let skip = tr!(lang; en: "An empty line leaves it unanswered.", fr: "Une ligne vide la laisse sans réponse.");
        text + &wrapped("  ", "    ", &skip, looks.layout)
    }

    /// What an answer looks like.
    fn expected(&self, ty: &Type) -> String {
        let lang = self.lang;
        match ty {
            Type::Bool => tr!(lang; en: "yes or no", fr: "oui ou non"),
            Type::Number | Type::Integer | Type::Ratio => {
                tr!(lang; en: "a number, such as 3", fr: "un nombre, comme 3")
            }
            Type::Percent => tr!(lang; en: "a percentage, such as 40%", fr: "un pourcentage, comme 40 %"),
            Type::Quantity(_) => {
                let unit = self.type_words(ty);
                tr!(lang; en: "a number of {unit}, such as 2 {unit}", fr: "un nombre, en {unit}, comme 2 {unit}")
            }
            Type::Text => tr!(lang; en: "a few words", fr: "quelques mots"),
            Type::Date => {
                tr!(lang; en: "a day, such as 2024-10-01, or a month, 2024-10", fr: "un jour, comme 2024-10-01, ou un mois, 2024-10")
            }
            Type::Choice(_) => {
                tr!(lang; en: "one of these, by its name or its number", fr: "l’une de ces réponses, par son nom ou son numéro")
            }
            Type::Actor => tr!(lang; en: "the name of an actor", fr: "le nom d’un acteur"),
            Type::Error | Type::Record(_) | Type::List(_) => {
                let ty = self.type_words(ty);
                tr!(lang; en: "{ty}, as the rules write it", fr: "{ty}, comme les règles l’écrivent")
            }
        }
    }

    /// Takes a line as the answer to the question that was asked.
    pub(in crate::repl) fn answer_question(&mut self, entry: &str, looks: &Looks) -> Reply {
        let Some(fact) = self.asking else { return Reply::default() };
        let answer = entry.trim();
        if entry::kind(answer) == Kind::Nothing {
            self.asking = None;
            return Reply::of(tr!(self.lang; en: "left unanswered", fr: "laissée sans réponse") + "\n");
        }
        if answer == "?" {
            return Reply::of(self.question_lines(fact, looks));
        }
        let path = spelled(&self.live.subject_name(Subject::Fact(fact)));
        let line = format!("{path} = {}", self.completed(fact, answer));
        let Some((_, equals)) = left_side(&line) else { return Reply::default() };
        let reply = self.assign(&line, equals, looks);
        if !reply.failed {
            self.log.push(line);
        }
        reply
    }

    /// An answer as the language writes it: with the unit that goes without saying, a choice by its name.
    fn completed(&self, fact: FactId, answer: &str) -> String {
        let program = &self.live.analysis.engine.checked.program;
        let Some(fact) = program.fact(fact) else { return answer.to_string() };
        let bare = || parse_quantity(answer).is_some_and(|(_, unit)| unit.is_none()) && !answer.contains('/');
        match &fact.decl.ty {
            Type::Quantity(_) if bare() => format!("{answer} {}", self.type_words(&fact.decl.ty)),
            Type::Percent if bare() => format!("{answer} %"),
            Type::Text if !answer.starts_with(['«', '"', '“']) => self.lang.quoted(answer),
            Type::Bool => match name::fold(answer).as_str() {
                "o" | "y" => tr!(self.lang; en: "yes", fr: "oui"),
                "n" => tr!(self.lang; en: "no", fr: "non"),
                _ => answer.to_string(),
            },
            Type::Choice(id) => {
                let values = program.choice(*id).map(|choice| choice.values.as_slice()).unwrap_or_default();
                let by_rank = answer.parse::<usize>().ok().and_then(|rank| values.get(rank.checked_sub(1)?));
                let folded = name::fold(answer);
                let by_name = || {
                    values.iter().find(|value| name::fold(&value.name) == folded || name::fold(value.label()) == folded)
                };
                by_rank.or_else(by_name).map_or_else(|| answer.to_string(), |value| spelled(&value.name))
            }
            Type::Error
            | Type::Number
            | Type::Integer
            | Type::Percent
            | Type::Ratio
            | Type::Quantity(_)
            | Type::Text
            | Type::Date
            | Type::Actor
            | Type::Record(_)
            | Type::List(_) => answer.to_string(),
        }
    }

    /// Takes back what was told or typed in; what the facts file tells counts as not told.
    pub(super) fn forget(&mut self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let words = asked.words();
        if words.is_empty() {
            return self.wants(Command::Forget);
        }
        if let [only] = words.as_slice()
            && matches!(name::fold(only).as_str(), "tout" | "all")
        {
            let before = self.remember();
            self.state.assigned.clear();
            self.state.items.clear();
            self.rebuild();
            return Reply::of(self.moved(&before, looks));
        }
        let before = self.live.verdicts();
        let known = self.live.analysis.diagnostics.clone();
        for word in &words {
            if let Err(reply) = self.forget_one(word.trim_end_matches(','), looks) {
                return *reply;
            }
        }
        // What leans on a rule that is gone is told.
        let left = self.new_errors(&known, self.live.analysis.diagnostics.clone(), looks);
        let moved = self.moved(&before, looks);
        Reply { failed: false, ..left }.then(&moved)
    }

    fn forget_one(&mut self, wanted: &str, looks: &Looks) -> Result<(), Box<Reply>> {
        let folded = name::fold(wanted);
        if let Some(rank) = self.state.assigned.iter().position(|one| name::fold(&one.name) == folded) {
            self.remember();
            self.state.assigned.remove(rank);
            let state = self.state.clone();
            self.live.take_away(rank, &state);
            return Ok(());
        }
        if let Some(rank) = self.state.items.iter().position(|item| declares(&item.text, &folded)) {
            self.remember();
            self.state.items.remove(rank);
            self.rebuild();
            return Ok(());
        }
        let named = self.named(wanted).map_err(|message| Box::new(self.refused(&message)))?;
        let fact = match named {
            Named::Value(ValueRef::Fact(id)) => Some(id),
            Named::Value(ValueRef::Milestone(rank)) => {
                self.live.analysis.engine.checked.program.milestones.get(rank).map(|milestone| milestone.reached)
            }
            _ => None,
        };
        let told = fact.filter(|id| self.live.present().slots.get(*id).is_some_and(|slot| !slot.claims.is_empty()));
        let Some(fact) = told else {
            let wanted = self.lang.quoted(wanted);
            let message = tr!(self.lang;
                en: "{wanted} was neither told nor typed in",
                fr: "{wanted} n’a été ni dit ni saisi");
            return Err(Box::new(self.refused(&message)));
        };
        let path = spelled(&self.live.subject_name(Subject::Fact(fact)));
        let line = tr!(self.line_lang(); en: "{path} = missing", fr: "{path} = manquant");
        let Some((_, equals)) = left_side(&line) else { return Ok(()) };
        match self.told(&line, &line, equals) {
            Ok(told) => {
                self.tell(told, looks);
                Ok(())
            }
            Err(problems) => Err(Box::new(self.refusal(&problems, looks))),
        }
    }

    /// Takes back the last change.
    pub(super) fn go_back(&mut self, looks: &Looks) -> Reply {
        let before = self.live.verdicts();
        let Some((state, entries)) = self.recall() else {
            return self.refused(&tr!(self.lang; en: "nothing to undo", fr: "rien à annuler"));
        };
        let same = state.has_same_texts(&self.state);
        self.state = state;
        self.log.truncate(entries);
        self.asking = None;
        if same {
            let state = self.state.clone();
            self.live.settle(&state, self.lang);
        } else {
            self.rebuild();
        }
        Reply::of(self.moved(&before, looks))
    }
}

/// The parts of a text between its commas, each with blanks where the others stand.
fn parts(text: &str) -> Vec<String> {
    let (_, words) = parse_with_words(crate::base::FileId(u32::MAX), text, false);
    let mut depth = 0_usize;
    let mut cuts: Vec<Span> = Vec::new();
    for token in &words.tokens {
        match token.kind {
            TokenKind::Open(_) => depth += 1,
            TokenKind::Close(_) => depth = depth.saturating_sub(1),
            TokenKind::Comma if depth == 0 => cuts.push(token.span),
            TokenKind::Comma
            | TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text { .. }
            | TokenKind::Backquoted
            | TokenKind::Bar
            | TokenKind::Symbol => {}
        }
    }
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.end as usize));
    let ends = cuts.iter().map(|cut| cut.start as usize).chain(std::iter::once(text.len()));
    let part = |(start, end): (usize, usize)| Some(format!("{}{}", " ".repeat(start), text.get(start..end)?));
    let parts: Vec<String> = starts.zip(ends).filter_map(part).collect();
    // A comma that separates no assignment belongs to a value.
    let mut whole: Vec<String> = Vec::new();
    for part in parts {
        match whole.last_mut().filter(|_| left_side(&part).is_none()) {
            Some(before) => {
                let rest = text.get(before.len()..part.len()).unwrap_or("").to_string();
                before.push_str(&rest);
            }
            None => whole.push(part),
        }
    }
    whole
}

/// Whether an item typed in has this name, without accents.
fn declares(text: &str, folded: &str) -> bool {
    let items = crate::syntax::parse(crate::base::FileId(u32::MAX), text, false).file.items;
    items.iter().any(|item| {
        let name = item.name.as_ref().map(|name| &name.text);
        let title = item.title.as_ref().map(|title| &title.text);
        name.or(title).is_some_and(|name| name::fold(name) == folded)
    })
}

/// A name as the language writes it: between backquotes where it is no plain word.
pub fn spelled(path: &str) -> String {
    let plain = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
            && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
            && !is_keyword(part)
    };
    let first = |rank: usize, part: &str| if rank > 0 || plain(part) { part.to_string() } else { format!("`{part}`") };
    let spelled = |(rank, part): (usize, &str)| match part.contains(' ') {
        true => format!("`{part}`"),
        false => first(rank, part),
    };
    path.split('.').enumerate().map(spelled).collect::<Vec<_>>().join(".")
}

/// Whether a word alone would be read as one of conditions.
fn is_keyword(word: &str) -> bool {
    use crate::syntax::keyword::{Role, at_start};
    at_start(word).iter().any(|found| {
        found.len == word.len() && matches!(found.keyword.role, Role::Operator | Role::Prefix | Role::Literal)
    })
}
