//! Facts with their questions, and the words for their answers: choices, records, actors.

use super::block::{Block, Entry, Field, Inline, Item, joined, text};
use super::builder::Builder;
use super::target::Target;
use crate::base::tr;
use crate::model::ValueRef;
use crate::model::expr::Order;
use crate::model::ids::GroupId;
use crate::model::item::{Bound, FieldDecl};
use crate::model::ty::Type;

/// A choice of no more values than this is told by them.
const MOST_VALUES: usize = 8;

impl Builder<'_> {
    /// A type in words; a choice or a record leads to its values or fields.
    pub fn type_inlines(&self, ty: &Type) -> Vec<Inline> {
        match ty {
            Type::List(of) => {
                let mut inlines = vec![text(tr!(self.lang; en: "list: ", fr: "liste\u{a0}: "))];
                inlines.extend(self.type_inlines(of));
                inlines
            }
            Type::Choice(id) => {
                let Some(choice) = self.program.choice(*id) else { return Vec::new() };
                let name = self.linked(Target::Choice(id.index()), self.title(&choice.meta));
                if choice.values.len() > MOST_VALUES {
                    return name;
                }
                // Few answers are told at once.
                let values: Vec<String> = choice.values.iter().map(|value| self.lang.quoted(value.label())).collect();
                let words = vec![Inline::Own { words: values.join(", "), lang: choice.meta.lang }];
                self.linked(Target::Choice(id.index()), words)
            }
            Type::Record(id) => {
                let Some(record) = self.program.record(*id) else { return Vec::new() };
                self.linked(Target::Record(id.index()), self.title(&record.meta))
            }
            other => vec![text(other.words(self.program, self.lang))],
        }
    }

    pub fn group(&self, id: GroupId, level: u8) -> Option<Item> {
        let group = self.program.group(id)?;
        let of = ValueRef::Group(id);
        let anchor = self.anchor(of)?.to_string();
        let mut tags = vec![self.tag("kind", tr!(self.lang; en: "facts to give", fr: "faits à donner"))];
        tags.extend(self.ids(&group.meta.notes.refs, &group.meta));
        let entries = group.facts.iter().filter_map(|id| {
            let fact = self.program.fact(*id)?;
            let of = ValueRef::Fact(*id);
            let mut entry = self.declaration(&fact.decl);
            entry.anchor = self.anchor(of).map(str::to_string);
            let mut fields = self.declaration_fields(&fact.decl);
            fields.extend(self.links_fields(of));
            entry.under = vec![Block::Fields(fields)];
            Some(entry)
        });
        let mut body = vec![Block::List { entries: entries.collect(), cards: true }];
        let mut fields: Vec<Field> = self.citations_field(&group.meta.per).into_iter().collect();
        fields.extend(self.notes(Some(of), &[&group.meta.notes], group.meta.lang));
        if !fields.is_empty() {
            body.push(Block::Fields(fields));
        }
        Some(Item { anchor, level, class: "facts", tags, title: self.title(&group.meta), body })
    }

    /// `Agents publics dans l’équipe — ETP`
    fn declaration(&self, decl: &FieldDecl) -> Entry {
        let lang = self.lang_of(decl.at.file);
        let title = match &decl.title {
            Some(title) => Inline::Own { words: title.clone(), lang },
            None => Inline::Code(decl.name.clone()),
        };
        let mut inlines = vec![Inline::Strong(vec![title])];
        if decl.title.is_some() {
            inlines.push(text(" "));
            inlines.push(Inline::Code(decl.name.clone()));
        }
        Entry::of(inlines)
    }

    fn declaration_fields(&self, decl: &FieldDecl) -> Vec<Field> {
        let lang = self.lang;
        let author = self.lang_of(decl.at.file);
        let own = |words: &str| vec![Inline::Own { words: words.to_string(), lang: author }];
        let mut fields = Vec::new();
        if let Some(question) = &decl.question {
            fields.push(Field::line(tr!(lang; en: "Question", fr: "Question"), own(question)));
        }
        if let Some(hint) = &decl.hint {
            fields.push(Field::line(tr!(lang; en: "Hint", fr: "Aide"), own(hint)));
        }
        fields.push(Field::line(tr!(lang; en: "Answer", fr: "Réponse"), self.answer(decl)));
        fields
    }

    /// What may be answered: the type, its bounds, who must say it.
    fn answer(&self, decl: &FieldDecl) -> Vec<Inline> {
        let lang = self.lang;
        let mut parts = vec![self.type_inlines(&decl.ty)];
        match decl.judgement {
            None => {}
            Some(None) => parts.push(vec![text(tr!(lang;
                en: "asserted by a named person or body, on a date",
                fr: "affirmée par une personne ou une instance nommée, à une date"))]),
            Some(Some(actor)) => {
                let label = self.program.actor(actor).map_or_else(String::new, |one| one.meta.label().to_string());
                let author = self.program.actor(actor).map_or(lang, |one| one.meta.lang);
                let mut said =
                    vec![text(tr!(lang; en: "asserted on a date by ", fr: "affirmée à une date par\u{a0}: "))];
                said.extend(
                    self.linked(Target::Actor(actor.index()), vec![Inline::Own { words: label, lang: author }]),
                );
                parts.push(said);
            }
        }
        parts.extend(decl.bounds.iter().map(|bound| self.bound(bound, &decl.ty)));
        if let Some(step) = decl.step {
            let step = self.phrase(&self.sentences.value(step).on_one_line(lang));
            parts.push([vec![text(tr!(lang; en: "in steps of ", fr: "par pas de "))], step].concat());
        }
        if decl.optional {
            parts.push(vec![text(tr!(lang; en: "may be known to be absent", fr: "peut être absente"))]);
        }
        if decl.open {
            parts.push(vec![text(tr!(lang; en: "the list may be incomplete", fr: "la liste peut être incomplète"))]);
        }
        if let Some(valid) = decl.valid_for {
            let valid = self.phrase(&self.sentences.value(valid).on_one_line(lang));
            parts.push([vec![text(tr!(lang; en: "good for ", fr: "valable "))], valid].concat());
        }
        joined(parts, ", ")
    }

    fn bound(&self, bound: &Bound, ty: &Type) -> Vec<Inline> {
        use crate::model::plan::GivenValue;
        let value = match bound {
            Bound::Compare(order, value) if *order == Order::Equal => GivenValue::Equals(*value),
            Bound::Compare(order, value) => GivenValue::Compare(*order, *value),
            Bound::Between(low, high) => GivenValue::Between(*low, *high),
            Bound::OneOf(values) => GivenValue::OneOf(values.clone()),
        };
        self.phrase(&self.sentences.given(&value, ty))
    }

    pub fn choice(&self, rank: usize, level: u8) -> Option<Item> {
        let choice = self.program.choices.get(rank)?;
        let anchor = self.anchors.of(Target::Choice(rank))?.to_string();
        let kind = match choice.ordered {
            true => tr!(self.lang; en: "possible answers, in order", fr: "réponses possibles, dans l’ordre"),
            false => tr!(self.lang; en: "possible answers", fr: "réponses possibles"),
        };
        let mut tags = vec![self.tag("kind", kind)];
        tags.extend(self.ids(&choice.meta.notes.refs, &choice.meta));
        let entries = choice.values.iter().map(|value| {
            let mut inlines = vec![Inline::Own { words: value.label().to_string(), lang: choice.meta.lang }];
            if value.title.is_some() {
                inlines.extend([text(" "), Inline::Code(value.name.clone())]);
            }
            if let Some(period) = self.period(&value.period) {
                inlines.push(text(format!(", {period}")));
            }
            let becomes: Vec<String> = value
                .becomes
                .iter()
                .filter_map(|rank| choice.values.get(usize::from(*rank)))
                .map(|value| value.label().to_string())
                .collect();
            if !becomes.is_empty() {
                inlines.push(text(tr!(self.lang; en: ", then: ", fr: ", devient\u{a0}: ")));
                inlines.push(Inline::Own { words: becomes.join(", "), lang: choice.meta.lang });
            }
            Entry::of(inlines)
        });
        let mut body = vec![Block::List { entries: entries.collect(), cards: false }];
        let mut fields: Vec<Field> = self.citations_field(&choice.meta.per).into_iter().collect();
        fields.extend(self.notes(None, &[&choice.meta.notes], choice.meta.lang));
        if !fields.is_empty() {
            body.push(Block::Fields(fields));
        }
        Some(Item { anchor, level, class: "choice", tags, title: self.title(&choice.meta), body })
    }

    pub fn record(&self, rank: usize, level: u8) -> Option<Item> {
        let record = self.program.records.get(rank)?;
        let anchor = self.anchors.of(Target::Record(rank))?.to_string();
        let mut tags =
            vec![self.tag("kind", tr!(self.lang; en: "what each element says", fr: "ce que dit chaque élément"))];
        tags.extend(self.ids(&record.meta.notes.refs, &record.meta));
        let entries = record.fields.iter().map(|field| {
            let mut entry = self.declaration(field);
            entry.under = vec![Block::Fields(self.declaration_fields(field))];
            entry
        });
        let body = vec![Block::List { entries: entries.collect(), cards: true }];
        Some(Item { anchor, level, class: "record", tags, title: self.title(&record.meta), body })
    }

    pub fn actor(&self, rank: usize, level: u8) -> Option<Item> {
        let actor = self.program.actors.get(rank)?;
        let anchor = self.anchors.of(Target::Actor(rank))?.to_string();
        let mut tags = vec![self.tag("kind", tr!(self.lang; en: "actor", fr: "acteur"))];
        tags.extend(self.ids(&actor.meta.notes.refs, &actor.meta));
        let mut fields = Vec::new();
        if let Some(role) = &actor.role {
            let role = vec![Inline::Own { words: role.clone(), lang: actor.meta.lang }];
            fields.push(Field::line(tr!(self.lang; en: "Role", fr: "Rôle"), role));
        }
        fields.extend(self.citations_field(&actor.meta.per));
        fields.extend(self.notes(None, &[&actor.meta.notes], actor.meta.lang));
        let bodies = self.program.bodies.iter().enumerate().filter(|(_, body)| {
            body.versions.iter().any(|version| version.members.iter().any(|member| member.index() == rank))
        });
        let bodies: Vec<Vec<Inline>> = bodies.map(|(rank, _)| self.link(ValueRef::Body(rank))).collect();
        if !bodies.is_empty() {
            let label = tr!(self.lang; en: "Sits in", fr: "Siège dans");
            fields.push(Field::line(label, joined(bodies, ", ")));
        }
        let body = if fields.is_empty() { Vec::new() } else { vec![Block::Fields(fields)] };
        Some(Item { anchor, level, class: "actor", tags, title: self.title(&actor.meta), body })
    }
}
