//! What is missing as a numbered list, in the authors' words.

use super::{Question, Questions};
use crate::base::{Lang, tr};
use crate::explain::missing::Owner;
use crate::explain::reason::colon;
use crate::explain::report::Evaluation;
use crate::explain::text::{Layout, head_text, left_out_text, stance_text, unspecified_text, wrapped};

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
        let joined = if layout.plain { colon(lang) } else { " — " };
        let title = fact.decl.title.as_deref().map(|title| format!("{joined}{title}")).unwrap_or_default();
        let head = format!("{number}. ");
        let under = " ".repeat(head.len());
        let mut text = format!("\n{}", wrapped(&head, &under, &format!("{}{title}", fact.path), layout));
        for line in self.evaluation.question_lines(question, lang) {
            text.push_str(&wrapped(&under, &format!("{under}  "), &line, layout));
        }
        Some(text)
    }
}

fn undecided(count: usize, lang: Lang) -> String {
    match count {
        1 => tr!(lang; en: "1 verdict is open", fr: "1 verdict reste ouvert"),
        _ => tr!(lang; en: "{count} verdicts are open", fr: "{count} verdicts restent ouverts"),
    }
}
