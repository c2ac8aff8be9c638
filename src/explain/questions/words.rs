//! What is said of one missing fact, the same on a terminal, in a note and in an interview.

use super::Question;
use crate::base::{Lang, tr};
use crate::eval::slot::Status;
use crate::explain::reason::colon;
use crate::explain::report::Evaluation;
use crate::model::ids::{ActorId, RuleId};
use crate::model::item::{Rule, RuleKind};
use crate::model::ty::Type;

impl Evaluation<'_> {
    /// What to ask, who may answer, what is said already, and which criteria wait: a line each.
    pub fn question_lines(&self, question: &Question, lang: Lang) -> Vec<String> {
        let program = &self.engine.checked.program;
        let Some(fact) = program.fact(question.fact) else { return Vec::new() };
        let decl = &fact.decl;
        let mut lines: Vec<String> = decl.question.iter().cloned().collect();
        if let Some(hint) = &decl.hint {
            lines.push(tr!(lang; en: "hint: {hint}", fr: "aide\u{a0}: {hint}"));
        }
        if let Some(who) = decl.judgement {
            lines.push(self.expected_of(who, lang));
        }
        if let Type::Record(id) = decl.ty.innermost() {
            let fields = program.record(*id).map(|record| record.fields.as_slice()).unwrap_or_default();
            for (field, who) in fields.iter().filter_map(|field| Some((field, field.judgement?))) {
                lines.push(format!("{}{}{}", field.label(), colon(lang), self.expected_of(who, lang)));
            }
        }
        lines.extend(self.said_so_far(question, lang));
        lines.push(self.waiting_text(&question.waiting, lang));
        lines
    }

    /// Whose answer counts.
    fn expected_of(&self, who: Option<ActorId>, lang: Lang) -> String {
        let program = &self.engine.checked.program;
        let who = who.and_then(|who| program.actor(who)).map(|actor| actor.meta.label());
        match who {
            Some(who) => tr!(lang;
                en: "to be said by {who}, on a date",
                fr: "réponse attendue de\u{a0}: {who}, à une date"),
            None => tr!(lang;
                en: "to be said by somebody named, on a date",
                fr: "réponse attendue d’une personne ou d’une instance nommée, à une date"),
        }
    }

    /// What is already said and is not enough.
    fn said_so_far(&self, question: &Question, lang: Lang) -> Option<String> {
        let slot = self.situation.slots.get(question.fact)?;
        let line = self.fact_line(question.fact, lang)?;
        Some(match slot.status {
            Status::Missing | Status::Known | Status::Partial => {
                tr!(lang; en: "known so far: {line}", fr: "ce qu’on sait\u{a0}: {line}")
            }
            Status::Contested | Status::Stale | Status::Unasserted => {
                tr!(lang; en: "said so far: {line}", fr: "ce qui est dit\u{a0}: {line}")
            }
        })
    }

    /// How many criteria, and the first few by their titles; the checklists above them stand only where no criterion
    /// does, so that the numbers follow the order.
    fn waiting_text(&self, rules: &[RuleId], lang: Lang) -> String {
        const SHOWN: usize = 3;
        let program = &self.engine.checked.program;
        let all: Vec<&Rule> = rules.iter().filter_map(|id| program.rule(*id)).collect();
        let criteria: Vec<&Rule> = all.iter().copied().filter(|rule| rule.kind == RuleKind::Criterion).collect();
        let told = if criteria.is_empty() { &all } else { &criteria };
        let titles: Vec<&str> = told.iter().take(SHOWN).map(|rule| rule.meta.label()).collect();
        let mut titles = titles.join(tr!(lang; en: "; ", fr: "\u{a0}; ").as_str());
        let more = told.len().saturating_sub(SHOWN);
        if more > 0 {
            titles.push_str(&tr!(lang; en: "; and {more} more", fr: "\u{a0}; et {more} de plus"));
        }
        match (criteria.len(), all.len()) {
            (0, 1) => tr!(lang; en: "1 checklist waits for it: {titles}", fr: "1 grille l’attend\u{a0}: {titles}"),
            (0, count) => tr!(lang;
                en: "{count} checklists wait for it: {titles}",
                fr: "{count} grilles l’attendent\u{a0}: {titles}"),
            (1, _) => tr!(lang; en: "1 criterion waits for it: {titles}", fr: "1 critère l’attend\u{a0}: {titles}"),
            (count, _) => tr!(lang;
                en: "{count} criteria wait for it: {titles}",
                fr: "{count} critères l’attendent\u{a0}: {titles}"),
        }
    }
}
