//! What is missing as a numbered list, in the authors' words.

use super::{Question, Questions};
use crate::base::{Lang, tr};
use crate::eval::slot::Status;
use crate::explain::missing::Owner;
use crate::explain::reason::colon;
use crate::explain::report::Evaluation;
use crate::explain::text::{Layout, head_text, left_out_text, stance_text, unspecified_text, wrapped};
use crate::model::ids::{ActorId, RuleId};
use crate::model::item::{Rule, RuleKind};
use crate::model::ty::Type;

/// The whole list.
pub fn questions_text(evaluation: &Evaluation<'_>, questions: &Questions, layout: Layout) -> String {
    let Questions { dossier, doctrine, .. } = questions;
    let dates = evaluation.situation.dates;
    let program = &evaluation.engine.checked.program;
    let under = questions.under.as_ref().map(|stance| stance_text(program, stance, layout.lang));
    let mut text = head_text(dossier.as_deref(), doctrine.as_deref(), dates, under.as_deref(), layout.lang);
    let writer = Writer { evaluation, layout };
    text.push_str(&format!("\n{}\n", writer.counts(questions)));
    for (rank, question) in questions.missing.iter().enumerate() {
        text.push_str(&writer.question(rank + 1, question).unwrap_or_default());
    }
    let points: Vec<Owner> = questions.unspecified.iter().map(|point| point.owner).collect();
    text.push_str(&unspecified_text(&points, evaluation, layout));
    text.push_str(&left_out_text(&questions.left_out, layout));
    text
}

struct Writer<'a> {
    evaluation: &'a Evaluation<'a>,
    layout: Layout,
}

impl Writer<'_> {
    /// How many facts and verdicts; said in words when nothing is missing.
    fn counts(&self, questions: &Questions) -> String {
        let lang = self.layout.lang;
        let facts = questions.missing.len();
        let verdicts = undecided(questions.undecided, lang);
        if facts == 1 {
            return tr!(lang; en: "1 fact is missing; {verdicts}", fr: "1 fait manque\u{a0}; {verdicts}");
        }
        if facts > 1 {
            return tr!(lang;
                en: "{facts} facts are missing, most decisive first; {verdicts}",
                fr: "{facts} faits manquent, les plus décisifs d’abord\u{a0}; {verdicts}");
        }
        let why = match (questions.only.len(), questions.unspecified.is_empty()) {
            (1, true) => tr!(lang;
                en: "no fact can change this verdict any more",
                fr: "plus aucun fait ne peut changer ce verdict"),
            (_, true) => tr!(lang;
                en: "no fact can change a verdict any more",
                fr: "plus aucun fait ne peut changer un verdict"),
            (_, false) => tr!(lang;
                en: "what is still open, no fact can tell",
                fr: "ce qui reste ouvert, aucun fait ne peut le dire"),
        };
        tr!(lang; en: "nothing is missing: {why}", fr: "rien ne manque\u{a0}: {why}")
    }

    fn question(&self, number: usize, question: &Question) -> Option<String> {
        let (lang, layout) = (self.layout.lang, self.layout);
        let program = &self.evaluation.engine.checked.program;
        let fact = program.fact(question.fact)?;
        let decl = &fact.decl;
        let joined = if layout.plain { colon(lang) } else { " — " };
        let title = decl.title.as_deref().map(|title| format!("{joined}{title}")).unwrap_or_default();
        let head = format!("{number}. ");
        let under = " ".repeat(head.len());
        let mut text = format!("\n{}", wrapped(&head, &under, &format!("{}{title}", fact.path), layout));
        let mut add = |line: &str| text.push_str(&wrapped(&under, &format!("{under}  "), line, layout));
        if let Some(question) = &decl.question {
            add(question);
        }
        if let Some(hint) = &decl.hint {
            add(&tr!(lang; en: "hint: {hint}", fr: "aide\u{a0}: {hint}"));
        }
        if let Some(who) = decl.judgement {
            add(&self.expected_of(who));
        }
        if let Type::Record(id) = decl.ty.innermost() {
            let fields = program.record(*id).map(|record| record.fields.as_slice()).unwrap_or_default();
            for (field, who) in fields.iter().filter_map(|field| Some((field, field.judgement?))) {
                add(&format!("{}{}{}", field.label(), colon(lang), self.expected_of(who)));
            }
        }
        if let Some(told) = self.told(question) {
            add(&told);
        }
        add(&self.waiting(&question.waiting));
        Some(text)
    }

    /// Whose answer counts.
    fn expected_of(&self, who: Option<ActorId>) -> String {
        let program = &self.evaluation.engine.checked.program;
        let who = who.and_then(|who| program.actor(who)).map(|actor| actor.meta.label());
        match who {
            Some(who) => tr!(self.layout.lang;
                en: "to be said by {who}, on a date",
                fr: "réponse attendue de\u{a0}: {who}, à une date"),
            None => tr!(self.layout.lang;
                en: "to be said by somebody named, on a date",
                fr: "réponse attendue d’une personne ou d’une instance nommée, à une date"),
        }
    }

    /// What is already said and is not enough.
    fn told(&self, question: &Question) -> Option<String> {
        let lang = self.layout.lang;
        let slot = self.evaluation.situation.slots.get(question.fact)?;
        let line = self.evaluation.fact_line(question.fact, lang)?;
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
    fn waiting(&self, rules: &[RuleId]) -> String {
        const SHOWN: usize = 3;
        let lang = self.layout.lang;
        let program = &self.evaluation.engine.checked.program;
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

fn undecided(count: usize, lang: Lang) -> String {
    match count {
        1 => tr!(lang; en: "1 verdict is open", fr: "1 verdict reste ouvert"),
        _ => tr!(lang; en: "{count} verdicts are open", fr: "{count} verdicts restent ouverts"),
    }
}
