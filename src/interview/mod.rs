//! An interview about one dossier: the next question that still matters, answers put into the facts file, what they
//! settle, and the way back. No terminal is known here.
//!
//! Invariant: what is asked could still change a verdict of the goal, and an answer is taken only when the file read again
//! holds it and everything that it held before.

mod spoken;
mod state;

use crate::base::{FileId, Lang, Sources, tr};
use crate::diagnostic::Diagnostic;
use crate::eval::Engine;
use crate::eval::slot::Status;
use crate::explain::questions::{Question, Questions};
use crate::explain::reason::verdict_text;
use crate::explain::report::{Evaluated, Evaluation};
use crate::explain::text::sign;
use crate::facts::dossier::{Dossier, read_dossier};
use crate::facts::insert::{Place, keys, put};
use crate::facts::resolve::{Under, View};
use crate::model::Program;
use crate::model::expr::Verdict;
use crate::model::ids::{FactId, RuleId};
use crate::model::item::FactOrigin;
use serde_json::{Map, Value as Json};

pub use spoken::{Said, choices, expected, said, told};

/// What an interview is about.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    pub engine: &'a Engine,
    /// The texts of the rules.
    pub sources: &'a Sources,
    /// The checklists and criteria to decide.
    pub goal: Vec<RuleId>,
    /// The day of the interview, which is that of its answers.
    pub view: View,
    pub lang: Lang,
    /// What diagnostics call the facts file.
    pub file: FileId,
}

/// An interview going on.
#[derive(Debug)]
pub struct Interview<'a> {
    setting: Setting<'a>,
    state: State,
    seen: Evaluated,
    /// What was before each answer, so that one can go back.
    past: Vec<State>,
}

/// What an answer changes.
#[derive(Clone, Debug)]
struct State {
    /// The facts file as it would be written now.
    text: String,
    dossier: Dossier,
    /// What nobody in the room knows.
    unknown: Vec<FactId>,
    /// What was answered and is still not settled.
    unsettled: Vec<FactId>,
    /// What was asked last, since questions of one group stand together.
    last: Option<FactId>,
}

/// A verdict that an answer moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub rule: RuleId,
    pub before: Verdict,
    pub after: Verdict,
}

/// An answer that was not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// Why, as the reader of facts files says it.
    Mistakes(Vec<String>),
    /// The file is laid out in a way into which nothing can be put without harm.
    Layout,
}

/// An answer, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub value: Json,
    /// Of a list that may hold more than is told: whether it is complete.
    pub complete: Option<bool>,
    /// Who says so, by the name of an actor or of a body.
    pub by: Option<String>,
}

impl<'a> Interview<'a> {
    /// Begins with what the file says already; refuses a file with mistakes, into which nothing should be put.
    pub fn new(setting: Setting<'a>, text: String) -> Result<Self, Vec<Diagnostic>> {
        let (dossier, mut diagnostics) = read_dossier(setting.engine, setting.file, &text);
        diagnostics.retain(Diagnostic::is_error);
        if !diagnostics.is_empty() {
            return Err(diagnostics);
        }
        let seen = Evaluated::new(setting.engine, &dossier, &setting.view, Under::Dossier);
        let state = State { text, dossier, unknown: Vec::new(), unsettled: Vec::new(), last: None };
        Ok(Interview { setting, state, seen, past: Vec::new() })
    }

    pub fn evaluation(&self) -> Evaluation<'_> {
        self.seen.evaluation(self.setting.engine, self.setting.sources)
    }

    pub fn program(&self) -> &'a Program {
        &self.setting.engine.checked.program
    }

    pub fn goal(&self) -> &[RuleId] {
        &self.setting.goal
    }

    pub fn view(&self) -> &View {
        &self.setting.view
    }

    /// The facts file with every answer in it.
    pub fn text(&self) -> &str {
        &self.state.text
    }

    /// How many answers were given, those that nobody knew among them.
    pub fn answered(&self) -> usize {
        self.past.len()
    }

    /// What still matters for the goal and can be asked here.
    fn open(&self) -> Vec<Question> {
        let questions = self.questions();
        let is_asked = |question: &Question| {
            let contested = self.status(question.fact) == Status::Contested;
            let put_aside = [&self.state.unknown, &self.state.unsettled];
            !contested && put_aside.iter().all(|aside| !aside.contains(&question.fact))
        };
        questions.missing.into_iter().filter(is_asked).collect()
    }

    fn questions(&self) -> Questions {
        self.evaluation().questions(None, &self.setting.goal, |_| true)
    }

    fn status(&self, fact: FactId) -> Status {
        self.evaluation().situation.slots.get(fact).map_or(Status::Missing, |slot| slot.status)
    }

    /// The next question, and how many may follow it at most. First what the most criteria wait for; of those, what
    /// belongs with the last question.
    pub fn next(&self) -> Option<(Question, usize)> {
        let open = self.open();
        let after = open.len().saturating_sub(1);
        let evaluation = self.evaluation();
        let weight = |question: &Question| evaluation.criteria_among(&question.waiting);
        let most = open.first().map(weight)?;
        let group = |fact: FactId| match self.program().fact(fact)?.origin {
            FactOrigin::Group(group) => Some(group),
            FactOrigin::Reached(_) | FactOrigin::Planned(_) | FactOrigin::Meetings(_) => None,
        };
        let last = self.state.last.and_then(group);
        let near = open.iter().take_while(|question| weight(question) == most);
        let near = near.into_iter().find(|question| last.is_some() && group(question.fact) == last);
        near.or(open.first()).cloned().map(|question| (question, after))
    }

    /// What still matters and was not settled here: nobody knew, sources disagree, or the answer was not enough.
    pub fn left(&self) -> Vec<FactId> {
        self.questions().missing.into_iter().map(|question| question.fact).collect()
    }

    /// Takes an answer; gives the verdicts that it moved, those of the goal last.
    pub fn answer(&mut self, fact: FactId, answer: &Answer) -> Result<Vec<Moved>, Refused> {
        let program = self.program();
        let Some(declared) = program.fact(fact) else { return Ok(Vec::new()) };
        let (path, claim) = (keys(program, declared, self.setting.lang), self.claim(answer));
        let beside = Place::Beside(self.setting.lang);
        let text = put(&self.state.text, &path, Some(&claim), beside).ok_or(Refused::Layout)?;
        let (dossier, diagnostics) = read_dossier(self.setting.engine, self.setting.file, &text);
        let mistakes: Vec<String> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .map(|diagnostic| state::mistake_text(diagnostic, self.setting.lang))
            .collect();
        if !mistakes.is_empty() {
            return Err(Refused::Mistakes(mistakes));
        }
        if !state::holds_all(&self.state.dossier, &dossier, fact) {
            return Err(Refused::Layout);
        }
        let before = self.verdicts();
        let next = State { text, dossier, last: Some(fact), ..self.state.clone() };
        self.go(next);
        if self.open().iter().any(|question| question.fact == fact) {
            self.state.unsettled.push(fact);
        }
        Ok(self.moved(&before))
    }

    /// Nobody in the room knows: it is not asked again.
    pub fn dont_know(&mut self, fact: FactId) {
        let mut next = State { last: Some(fact), ..self.state.clone() };
        next.unknown.push(fact);
        self.go(next);
    }

    fn go(&mut self, next: State) {
        self.past.push(std::mem::replace(&mut self.state, next));
        self.look();
    }

    /// Takes the last answer back; gives the fact it was about, or nothing at the beginning.
    pub fn back(&mut self) -> Option<FactId> {
        let before = self.past.pop()?;
        let asked = std::mem::replace(&mut self.state, before).last;
        self.look();
        asked
    }

    fn look(&mut self) {
        self.seen = Evaluated::new(self.setting.engine, &self.state.dossier, &self.setting.view, Under::Dossier);
    }

    /// The verdicts of the goal and of everything under it.
    fn verdicts(&self) -> Vec<(RuleId, Verdict)> {
        let evaluation = self.evaluation();
        let rules = evaluation.rules_under(&self.setting.goal);
        let verdict = |rule: RuleId| Some((rule, evaluation.outcome.rule(rule)?.verdict()));
        rules.into_iter().filter_map(verdict).collect()
    }

    fn moved(&self, before: &[(RuleId, Verdict)]) -> Vec<Moved> {
        let now = self.verdicts();
        let after = |rule: RuleId| now.iter().find(|(other, _)| *other == rule).map(|(_, verdict)| *verdict);
        let moved = before.iter().rev().filter_map(|(rule, verdict)| {
            Some(Moved { rule: *rule, before: *verdict, after: after(*rule)? }).filter(|one| one.before != one.after)
        });
        moved.collect()
    }

    /// What is written: the value, who says so, and the day of the interview.
    fn claim(&self, answer: &Answer) -> Json {
        let lang = self.setting.lang;
        let mut claim = Map::new();
        match answer.complete {
            Some(complete) => {
                claim.insert(tr!(lang; en: "items", fr: "éléments"), answer.value.clone());
                let complete = if complete { tr!(lang; en: "yes", fr: "oui") } else { tr!(lang; en: "no", fr: "non") };
                claim.insert(tr!(lang; en: "complete", fr: "complet"), Json::String(complete));
            }
            None => {
                claim.insert(tr!(lang; en: "value", fr: "valeur"), answer.value.clone());
            }
        }
        if let Some(by) = &answer.by {
            claim.insert(tr!(lang; en: "by", fr: "par"), Json::String(by.clone()));
        }
        claim.insert(tr!(lang; en: "on", fr: "le"), Json::String(self.setting.view.as_of.to_string()));
        Json::Object(claim)
    }

    /// `✓ L’audit est fait : indéterminé → satisfait`
    pub fn moved_text(&self, moved: Moved, plain: bool) -> String {
        let lang = self.setting.lang;
        let title = self.program().rule(moved.rule).map_or("", |rule| rule.meta.label());
        let (before, after) = (verdict_text(moved.before, lang), verdict_text(moved.after, lang));
        if plain {
            return tr!(lang; en: "{title}: {after} (was {before})", fr: "{title}\u{a0}: {after} (était {before})");
        }
        let sign = sign(moved.after);
        tr!(lang; en: "{sign} {title}: {before} → {after}", fr: "{sign} {title}\u{a0}: {before} → {after}")
    }
}
