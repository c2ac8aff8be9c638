//! What is said in the dossier: where sources disagree, what somebody had to judge, and every fact told; and what the
//! texts leave open.

use super::Writer;
use crate::base::tr;
use crate::document::block::{Block, Entry, Inline, text};
use crate::eval::slot::{SlotRef, Status};
use crate::explain::questions::OpenPoint;
use crate::model::ids::FactId;
use crate::model::item::Fact;
use crate::model::ty::Type;

impl Writer<'_> {
    /// The facts that somebody tells something of, in the order of their declaration.
    fn claimed(&self) -> impl Iterator<Item = (FactId, &Fact, SlotRef<'_>)> {
        let program = self.program();
        let all = program.fact_ids().zip(&program.facts);
        all.filter_map(|(id, fact)| Some((id, fact, self.evaluation.situation.slots.get(id)?)))
            .filter(|(_, _, slot)| !slot.claims.is_empty())
    }

    pub(super) fn is_anything_told(&self) -> bool {
        self.claimed().next().is_some()
    }

    /// What no dossier can tell, with the verdicts that wait for it.
    pub(super) fn open_questions(&self) -> Vec<Block> {
        let lang = self.lang;
        let points = &self.request.questions.unspecified;
        let mut blocks = vec![self.heading("open", tr!(lang; en: "Open questions", fr: "Questions ouvertes"))];
        if points.is_empty() {
            blocks.push(self.paragraph(tr!(lang;
                en: "The texts leave nothing open on which a verdict hangs.",
                fr: "Les textes ne laissent ouvert aucun point dont un verdict dépende.")));
            return blocks;
        }
        blocks.push(self.paragraph(tr!(lang;
            en: "The texts do not say, and no fact can: somebody must decide.",
            fr: "Les textes ne le disent pas, et aucun fait ne peut le dire\u{a0}: il faut le décider.")));
        let entries = points.iter().filter_map(|point| self.open_point(point)).collect();
        blocks.push(Block::List { entries, cards: false });
        blocks
    }

    fn open_point(&self, point: &OpenPoint) -> Option<Entry> {
        let program = self.program();
        let meta = point.owner.meta(program)?;
        let waiting: Vec<&str> =
            point.waiting.iter().filter_map(|rule| program.rule(*rule)).map(|rule| rule.meta.label()).collect();
        let waiting = waiting.join(&tr!(self.lang; en: "; ", fr: "\u{a0}; "));
        let line = tr!(self.lang; en: "waits for it: {waiting}", fr: "l’attend\u{a0}: {waiting}");
        let title = Inline::Own { words: meta.label().to_string(), lang: meta.lang };
        Some(Entry { under: self.lines(vec![line]), ..Entry::of(vec![title]) })
    }

    /// The facts on which sources disagree, with what each says.
    pub(super) fn contested(&self) -> Vec<Block> {
        let lang = self.lang;
        let contested = self.claimed().filter(|(_, _, slot)| slot.status == Status::Contested);
        let entries: Vec<Entry> = contested.filter_map(|(id, fact, _)| self.told_fact(id, fact)).collect();
        let mut blocks = vec![self.heading("contested", tr!(lang; en: "Contested facts", fr: "Faits contestés"))];
        blocks.push(match entries.is_empty() {
            true => self.paragraph(
                tr!(lang; en: "No source contradicts another.", fr: "Aucune source n’en contredit une autre."),
            ),
            false => Block::List { entries, cards: false },
        });
        blocks
    }

    /// What a person or a body had to judge, with who did and when.
    pub(super) fn judgements(&self) -> Vec<Block> {
        let lang = self.lang;
        let judged = self.claimed().filter(|(_, fact, _)| self.is_judgement(fact));
        let entries: Vec<Entry> = judged.filter_map(|(id, fact, _)| self.told_fact(id, fact)).collect();
        let mut blocks = vec![self.heading("judgements", tr!(lang; en: "Judgements", fr: "Appréciations"))];
        blocks.push(match entries.is_empty() {
            true => self
                .paragraph(tr!(lang; en: "No judgement is given yet.", fr: "Aucune appréciation n’est encore donnée.")),
            false => Block::List { entries, cards: false },
        });
        blocks
    }

    fn is_judgement(&self, fact: &Fact) -> bool {
        let in_fields = match fact.decl.ty.innermost() {
            Type::Record(id) => {
                let fields = self.program().record(*id).map(|record| record.fields.as_slice()).unwrap_or_default();
                fields.iter().any(|field| field.judgement.is_some())
            }
            _ => false,
        };
        in_fields || fact.decl.judgement.is_some()
    }

    /// Everything that the dossier tells and that counts on that day.
    pub(super) fn told(&self) -> Vec<Block> {
        let lang = self.lang;
        let entries: Vec<Entry> = self.claimed().filter_map(|(id, fact, _)| self.told_fact(id, fact)).collect();
        if entries.is_empty() {
            return Vec::new();
        }
        let count = entries.len();
        let summary = match count {
            1 => tr!(lang; en: "1 fact, with who said it and when", fr: "1 fait, avec qui l’a dit et quand"),
            _ => {
                tr!(lang; en: "{count} facts, with who said each and when", fr: "{count} faits, avec qui a dit chacun et quand")
            }
        };
        vec![
            self.heading("told", tr!(lang; en: "The facts told", fr: "Les faits du dossier")),
            Block::Details {
                anchor: None,
                summary: vec![text(summary)],
                body: vec![Block::List { entries, cards: false }],
            },
        ]
    }

    fn told_fact(&self, id: FactId, fact: &Fact) -> Option<Entry> {
        let line = self.evaluation.fact_line(id, self.lang)?;
        let title = fact.decl.title.clone();
        Some(Entry { under: self.lines(title.into_iter().collect()), ..Entry::of(vec![text(line)]) })
    }
}
