//! From the doctrine to the blocks of its document.

use super::block::{Block, Entry, Field, Inline, joined, text};
use super::chapters;
use super::links::Links;
use super::picture::Picture;
use super::target::{Anchors, Target, home};
use super::{ContentsLine, Document, Request};
use crate::base::{Date, FileId, Lang, tr};
use crate::eval::words::{date_text, written_date_text};
use crate::explain::sentence::{Clause, Part, Phrase, Sentences};
use crate::model::item::{Citation, Meta, Notes, Period, RuleKind};
use crate::model::{Program, ValueRef};
use std::collections::HashMap;

/// More links than this in a row are folded.
const MOST_LINKS: usize = 8;

pub(super) struct Builder<'a> {
    pub request: &'a Request<'a>,
    pub program: &'a Program,
    pub lang: Lang,
    pub day: Date,
    pub sentences: Sentences<'a>,
    pub anchors: Anchors,
    pub links: Links,
    /// What says otherwise, on both sides, with the reason.
    pub tensions: HashMap<ValueRef, Vec<(ValueRef, Option<String>)>>,
}

pub(super) fn build(request: &Request<'_>) -> Document {
    let mut builder = Builder::new(request);
    let (chapters, links) = chapters::build(&mut builder);
    let annexes = builder.annexes();
    let body: Vec<Block> = chapters.into_iter().chain(annexes).collect();
    let doctrine = builder.program.doctrine.as_ref().filter(|doctrine| !doctrine.imported);
    let title = doctrine.and_then(|doctrine| doctrine.title.clone()).unwrap_or_else(|| request.label.clone());
    let title_lang = doctrine.map_or(request.lang, |doctrine| builder.lang_of(doctrine.at.file));
    Document {
        lang: request.lang,
        title,
        title_lang,
        cover: builder.cover(),
        contents: contents(&body, request.lang),
        body,
        chapters: links,
    }
}

pub(super) fn whole_picture(request: &Request<'_>) -> Picture {
    let builder = Builder::new(request);
    let shown = builder.drawable();
    builder.picture_of(&shown, false)
}

impl<'a> Builder<'a> {
    fn new(request: &'a Request<'a>) -> Self {
        let program = &request.engine.checked.program;
        let anchors = Anchors::new(program, |file| request.files.iter().any(|shown| shown.id == file));
        Builder {
            request,
            program,
            lang: request.lang,
            day: request.as_of,
            sentences: Sentences::new(&request.engine.checked, request.lang, request.as_of),
            anchors,
            links: Links::new(program),
            tensions: tensions(program),
        }
    }

    pub fn lang_of(&self, file: FileId) -> Lang {
        self.program.languages.get(&file).copied().unwrap_or(self.lang)
    }

    pub fn anchor(&self, of: ValueRef) -> Option<&str> {
        let of = match of {
            ValueRef::Fact(id) => home(self.program, id),
            other => other,
        };
        self.anchors.of(Target::Value(of))
    }

    /// The inside of a link, or the words alone when what they name is not shown.
    pub fn linked(&self, target: Target, inlines: Vec<Inline>) -> Vec<Inline> {
        match self.anchors.of(target) {
            Some(anchor) => vec![Inline::Link { to: anchor.to_string(), inlines }],
            None => inlines,
        }
    }

    /// The title of an item, as a link.
    pub fn link(&self, of: ValueRef) -> Vec<Inline> {
        self.phrase(&self.sentences.title(of))
    }

    pub fn links_of(&self, all: &[ValueRef]) -> Vec<Vec<Inline>> {
        all.iter().map(|of| self.link(*of)).collect()
    }

    pub fn phrase(&self, phrase: &Phrase) -> Vec<Inline> {
        let part = |part: &Part| match part {
            Part::Text(words) => vec![text(words.clone())],
            Part::Own { words, lang } => vec![Inline::Own { words: words.clone(), lang: *lang }],
            Part::Name { of, words, lang } => {
                let inline = match self.is_titled(*of) {
                    true => Inline::Own { words: words.clone(), lang: *lang },
                    false => Inline::Code(words.clone()),
                };
                match self.anchor(*of) {
                    Some(anchor) => vec![Inline::Link { to: anchor.to_string(), inlines: vec![inline] }],
                    None => vec![inline],
                }
            }
        };
        phrase.parts().iter().flat_map(part).collect()
    }

    fn is_titled(&self, of: ValueRef) -> bool {
        match of {
            ValueRef::Fact(id) => self.program.fact(id).is_some_and(|fact| fact.decl.title.is_some()),
            other => self.program.meta(other).is_some_and(|meta| meta.title.is_some()),
        }
    }

    /// A sentence with its capital and its stop, and the list under it.
    pub fn sentence(&self, clause: &Clause) -> (Vec<Inline>, Vec<Block>) {
        match clause {
            Clause::Plain(phrase) => (self.phrase(&phrase.clone().capitalised().then_text(".")), Vec::new()),
            Clause::List { head, items } => (self.phrase(&head.clone().capitalised()), vec![self.clause_list(items)]),
        }
    }

    fn clause_list(&self, items: &[Clause]) -> Block {
        let count = items.len();
        let entries = items.iter().enumerate().map(|(rank, item)| match item {
            Clause::Plain(phrase) => {
                let stop = match (rank + 1 == count, self.lang) {
                    (true, _) => ".",
                    (false, Lang::En) => ";",
                    (false, Lang::Fr) => "\u{a0};",
                };
                Entry::of(self.phrase(&phrase.clone().then_text(stop)))
            }
            Clause::List { head, items } => {
                Entry { inlines: self.phrase(head), under: vec![self.clause_list(items)], anchor: None }
            }
        });
        Block::List { entries: entries.collect(), cards: false }
    }

    /// A value that stands for itself: a figure is no sentence, and takes no stop.
    pub fn value_lead(&self, clause: &Clause) -> Block {
        match clause {
            Clause::Plain(phrase) => {
                Block::Lead { sentence: self.phrase(&phrase.clone().capitalised()), under: Vec::new() }
            }
            Clause::List { .. } => self.lead(clause),
        }
    }

    pub fn lead(&self, clause: &Clause) -> Block {
        let (sentence, under) = self.sentence(clause);
        Block::Lead { sentence, under }
    }

    pub fn field(&self, label: String, clause: &Clause) -> Field {
        let (inlines, under) = match clause {
            Clause::Plain(phrase) => (self.phrase(phrase), Vec::new()),
            Clause::List { head, items } => (self.phrase(head), vec![self.clause_list(items)]),
        };
        Field { label, inlines, under }
    }

    /// `note, § « Calendrier », « décembre 2023 : premiers échanges… »`
    pub fn citation(&self, citation: &Citation) -> Vec<Inline> {
        let Some(source) = self.program.source(citation.source) else { return Vec::new() };
        let lang = source.meta.lang;
        let title = vec![Inline::Own { words: source.meta.label().to_string(), lang }];
        let mut inlines = self.linked(Target::Source(citation.source.index()), title);
        if let Some(section) = &citation.section {
            inlines.push(text(" — §\u{a0}"));
            let label = match (&section.id, &section.title) {
                (_, Some(title)) => self.lang.quoted(title),
                (Some(id), None) => id.clone(),
                (None, None) => String::new(),
            };
            inlines.push(Inline::Own { words: label, lang });
        }
        if let Some((quote, at)) = &citation.quote {
            inlines.push(text(tr!(self.lang; en: ": ", fr: "\u{a0}: ")));
            inlines.push(Inline::Own { words: self.lang.quoted(quote), lang: self.lang_of(at.file) });
        }
        inlines
    }

    pub fn citations(&self, per: &[Citation]) -> Vec<Inline> {
        joined(per.iter().map(|one| self.citation(one)).collect(), &tr!(self.lang; en: "; ", fr: "\u{a0}; "))
    }

    pub fn citations_field(&self, per: &[Citation]) -> Option<Field> {
        let label = match per.len() {
            0 => return None,
            1 => tr!(self.lang; en: "Text", fr: "Texte"),
            _ => tr!(self.lang; en: "Texts", fr: "Textes"),
        };
        Some(Field::line(label, self.citations(per)))
    }

    /// `du 8 septembre 2023 au 28 mai 2026`; `None` when there is no limit.
    pub fn period(&self, period: &Period) -> Option<String> {
        let day = |date| date_text(date, self.lang);
        match (period.from.map(day), period.until.map(day)) {
            (None, None) => None,
            (Some(from), None) => Some(tr!(self.lang; en: "since {from}", fr: "depuis le {from}")),
            (None, Some(until)) => Some(tr!(self.lang; en: "until {until}", fr: "jusqu’au {until}")),
            (Some(from), Some(until)) => Some(tr!(self.lang; en: "from {from} to {until}", fr: "du {from} au {until}")),
        }
    }

    pub fn period_or_always(&self, period: &Period) -> String {
        self.period(period).unwrap_or_else(|| tr!(self.lang; en: "always", fr: "sans limite de date"))
    }

    /// The version to show first: that of the day, else the last that has begun, else the first to come.
    pub fn shown<'v, V>(&self, versions: &'v [V], period: impl Fn(&V) -> Period) -> Option<&'v V> {
        let holds = versions.iter().find(|version| period(version).holds(self.day));
        let begun = || versions.iter().rfind(|version| period(version).from.is_none_or(|from| from <= self.day));
        holds.or_else(begun).or(versions.first())
    }

    /// When an item holds; nothing is said of what has no dates.
    pub fn state(&self, period: Period) -> Option<Field> {
        let label = tr!(self.lang; en: "In force", fr: "En vigueur");
        Some(Field::line(label, vec![text(self.period(&period)?)]))
    }

    /// The mark of what is not in force on the day.
    pub fn state_tag(&self, period: Period) -> Option<Inline> {
        let words = match period {
            _ if period.holds(self.day) => return None,
            Period { until: Some(until), .. } if until < self.day => {
                tr!(self.lang; en: "no longer in force", fr: "n’est plus en vigueur")
            }
            _ => tr!(self.lang; en: "not in force yet", fr: "pas encore en vigueur"),
        };
        Some(self.tag("past", words))
    }

    pub fn tag(&self, class: &'static str, words: String) -> Inline {
        Inline::Tag { class, words }
    }

    /// Ids and the name, after the tags of an item; an item without a title shows its name as one.
    pub fn ids(&self, refs: &[String], meta: &Meta) -> Vec<Inline> {
        let name = if meta.title.is_some() { meta.name.as_str() } else { "" };
        let mut inlines = Vec::new();
        if !refs.is_empty() {
            inlines.push(text(tr!(self.lang; en: " ref. ", fr: " réf. ")));
            inlines.push(text(refs.join(", ")));
        }
        if !name.is_empty() {
            inlines.push(text(if inlines.is_empty() { " " } else { " · " }));
            inlines.push(Inline::Code(name.to_string()));
        }
        inlines
    }

    pub fn title(&self, meta: &Meta) -> Vec<Inline> {
        match &meta.title {
            Some(title) => vec![Inline::Own { words: title.clone(), lang: meta.lang }],
            None => vec![Inline::Code(meta.name.clone())],
        }
    }

    /// Words left open, tensions, remarks.
    pub fn notes(&self, of: Option<ValueRef>, notes: &[&Notes], lang: Lang) -> Vec<Field> {
        let mut fields = Vec::new();
        let vague: Vec<String> =
            notes.iter().flat_map(|notes| &notes.vague).map(|words| self.lang.quoted(words)).collect();
        if !vague.is_empty() {
            let label = tr!(self.lang; en: "Left open by the text", fr: "Laissé ouvert par le texte");
            fields.push(Field::line(label, vec![Inline::Own { words: vague.join(", "), lang }]));
        }
        for (other, why) in of.and_then(|of| self.tensions.get(&of)).into_iter().flatten() {
            let mut inlines = self.link(*other);
            if let Some(why) = why {
                inlines.push(text(" — "));
                inlines.push(Inline::Own { words: why.clone(), lang });
            }
            fields.push(Field::line(tr!(self.lang; en: "In tension with", fr: "Divergence avec"), inlines));
        }
        for remark in notes.iter().flat_map(|notes| &notes.remarks) {
            let label = tr!(self.lang; en: "Remark", fr: "Remarque");
            fields.push(Field::line(label, vec![Inline::Own { words: remark.clone(), lang }]));
        }
        fields
    }

    /// What an item leans on, what it serves, which tests look at it.
    pub fn links_fields(&self, of: ValueRef) -> Vec<Field> {
        let mut fields = Vec::new();
        let leans: Vec<ValueRef> = self.links.leans_on(of).to_vec();
        // The members of a checklist are its sentence.
        let is_checklist = |id| self.program.rule(id).is_some_and(|rule| rule.kind == RuleKind::Checklist);
        if !matches!(of, ValueRef::Rule(id) if is_checklist(id)) {
            fields.extend(self.folded(tr!(self.lang; en: "Depends on", fr: "Dépend de"), self.links_of(&leans)));
        }
        let serves: Vec<ValueRef> = self.links.serves(of).to_vec();
        fields.extend(self.folded(tr!(self.lang; en: "Used by", fr: "Sert à"), self.links_of(&serves)));
        let tests = self.links.tests(of).iter().filter_map(|rank| {
            let test = self.program.tests.get(*rank)?;
            let title = vec![Inline::Own { words: test.title.clone(), lang: test.lang }];
            Some(self.linked(Target::Test(*rank), title))
        });
        fields.extend(self.folded(tr!(self.lang; en: "Examples", fr: "Exemples"), tests.collect()));
        fields
    }

    /// A line of links, folded when there are many.
    fn folded(&self, label: String, links: Vec<Vec<Inline>>) -> Option<Field> {
        let count = links.len();
        match count {
            0 => None,
            _ if count <= MOST_LINKS => {
                Some(Field::line(label, joined(links, &tr!(self.lang; en: "; ", fr: "\u{a0}; "))))
            }
            _ => {
                let entries = links.into_iter().map(Entry::of).collect();
                let summary = vec![text(tr!(self.lang; en: "{count} items", fr: "{count} éléments"))];
                let body = vec![Block::List { entries, cards: false }];
                Some(Field { label, inlines: Vec::new(), under: vec![Block::Details { anchor: None, summary, body }] })
            }
        }
    }

    /// Former names.
    pub fn formerly(&self, meta: &Meta) -> Option<Field> {
        let names = meta.formerly.iter().map(|name| vec![Inline::Code(name.clone())]).collect::<Vec<_>>();
        let label = tr!(self.lang; en: "Formerly", fr: "Anciennement");
        (!names.is_empty()).then(|| Field::line(label, joined(names, ", ")))
    }

    /// The text of a remedy, `{name}` replaced by what it names.
    pub fn filled(&self, template: &str, lang: Lang) -> Vec<Inline> {
        let own = |words: &str| Inline::Own { words: words.to_string(), lang };
        let mut inlines = Vec::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, next)) = after.split_once('}') else { break };
            let Some(of) = self.program.values.get(name.trim()) else { break };
            if !before.is_empty() {
                inlines.push(own(before));
            }
            inlines.extend(self.phrase(&self.sentences.called(*of)));
            rest = next;
        }
        if !rest.is_empty() {
            inlines.push(own(rest));
        }
        inlines
    }

    fn cover(&self) -> Vec<Block> {
        let lang = self.lang;
        let mut cover = Vec::new();
        let doctrine = self.program.doctrine.as_ref().filter(|doctrine| !doctrine.imported);
        let mut fields = Vec::new();
        if let Some(authority) = doctrine.and_then(|doctrine| doctrine.authority.clone()) {
            let lang_of = doctrine.map_or(lang, |doctrine| self.lang_of(doctrine.at.file));
            let inlines = vec![Inline::Own { words: authority, lang: lang_of }];
            fields.push(Field::line(tr!(lang; en: "Authority", fr: "Autorité"), inlines));
        }
        fields.push(Field::line(tr!(lang; en: "State on", fr: "État au"), vec![text(date_text(self.day, lang))]));
        if let Some(dates) = self.dates_of_texts() {
            fields.push(Field::line(tr!(lang; en: "Dates of the texts", fr: "Dates des textes"), vec![text(dates)]));
        }
        fields.push(Field::line(tr!(lang; en: "Contents", fr: "Contenu"), vec![text(self.counts())]));
        if let Some(doctrine) = doctrine {
            if !doctrine.notes.refs.is_empty() {
                let refs = vec![text(doctrine.notes.refs.join(", "))];
                fields.push(Field::line(tr!(lang; en: "Reference", fr: "Référence"), refs));
            }
            fields.extend(self.notes(None, &[&doctrine.notes], self.lang_of(doctrine.at.file)));
        }
        cover.push(Block::Fields(fields));
        if self.request.is_part {
            cover.push(Block::Paragraph(vec![text(tr!(lang;
                en: "This document shows a part of the doctrine. What it leans on elsewhere is named, without a link.",
                fr: "Ce document montre une partie de la doctrine. Ce dont elle dépend ailleurs est nommé, sans lien."))]));
        }
        cover
    }

    /// From the oldest text to the latest, as far as they are dated.
    fn dates_of_texts(&self) -> Option<String> {
        let mut dates: Vec<_> =
            self.listed_sources().into_iter().filter_map(|rank| self.program.sources.get(rank)?.date).collect();
        dates.sort_by_key(|date| date.first_day());
        let (first, last) = (dates.first()?, dates.last()?);
        let (from, to) = (written_date_text(*first, self.lang), written_date_text(*last, self.lang));
        Some(match from == to {
            true => from,
            false => format!("{from} – {to}"),
        })
    }

    fn counts(&self) -> String {
        let lang = self.lang;
        let rules = |kind| {
            let rules = self.program.rule_ids().zip(&self.program.rules);
            rules.filter(|(id, rule)| rule.kind == kind && self.anchor(ValueRef::Rule(*id)).is_some()).count()
        };
        let facts = self.program.fact_ids().zip(&self.program.facts);
        let facts = facts.filter(|(id, fact)| fact.is_declared() && self.anchor(ValueRef::Fact(*id)).is_some()).count();
        let tests = (0..self.program.tests.len()).filter(|rank| self.anchors.of(Target::Test(*rank)).is_some()).count();
        let counted = [
            (
                rules(RuleKind::Criterion),
                tr!(lang; en: "criterion", fr: "critère"),
                tr!(lang; en: "criteria", fr: "critères"),
            ),
            (
                rules(RuleKind::Checklist),
                tr!(lang; en: "checklist", fr: "grille"),
                tr!(lang; en: "checklists", fr: "grilles"),
            ),
            (facts, tr!(lang; en: "fact", fr: "fait"), tr!(lang; en: "facts", fr: "faits")),
            (
                self.listed_sources().len(),
                tr!(lang; en: "text cited", fr: "texte cité"),
                tr!(lang; en: "texts cited", fr: "textes cités"),
            ),
            (tests, tr!(lang; en: "example", fr: "exemple"), tr!(lang; en: "examples", fr: "exemples")),
        ];
        let counted = counted.into_iter().filter(|(count, ..)| *count > 0);
        let counted: Vec<String> =
            counted.map(|(count, one, many)| format!("{count}\u{a0}{}", if count == 1 { one } else { many })).collect();
        counted.join(", ")
    }
}

/// Each tension stands on both sides, once.
fn tensions(program: &Program) -> HashMap<ValueRef, Vec<(ValueRef, Option<String>)>> {
    let mut all: HashMap<ValueRef, Vec<(ValueRef, Option<String>)>> = HashMap::new();
    for of in super::links::items(program) {
        for tension in super::rules::all_notes(program, of).iter().flat_map(|notes| &notes.tensions) {
            let Some(other) = tension.target else { continue };
            for (one, other) in [(of, other), (other, of)] {
                let known = all.entry(one).or_default();
                match known.iter_mut().find(|(known, _)| *known == other) {
                    Some((_, why)) => *why = why.take().or_else(|| tension.why.clone()),
                    None => known.push((other, tension.why.clone())),
                }
            }
        }
    }
    all
}

/// The items that the table of contents lists, where no heading gathers them.
const IN_CONTENTS: [&str; 8] =
    ["criterion", "checklist", "table", "scenario", "body", "milestone", "dataset", "source"];

/// The headings of the first two levels; and the rules of a chapter without headings of its own.
pub(super) fn contents(body: &[Block], lang: Lang) -> Vec<ContentsLine> {
    let mut lines = Vec::new();
    for block in body {
        let (level, anchor, title) = match block {
            Block::Heading { level, anchor, title } => (*level, anchor, title),
            Block::Item(item) if IN_CONTENTS.contains(&item.class) => (item.level, &item.anchor, &item.title),
            _ => continue,
        };
        if level > 3 {
            continue;
        }
        let own = title.iter().find_map(|inline| match inline {
            Inline::Own { lang, .. } => Some(*lang),
            _ => None,
        });
        let title = super::block::plain(title);
        lines.push(ContentsLine { level, anchor: anchor.clone(), title, lang: own.unwrap_or(lang) });
    }
    lines
}
