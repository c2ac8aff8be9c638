//! What comes after the chapters: the texts with what cites them, what is left open or uncoded, how to read a rule, and
//! the index of references.

use super::block::{Block, Entry, Field, Inline, Item, Table, joined, text};
use super::builder::Builder;
use super::links::{citations, items};
use super::rules::{all_notes, all_refs};
use super::target::Target;
use crate::base::tr;
use crate::eval::words::written_date_text;
use crate::explain::reason::verdict_text;
use crate::model::expr::{ExprKind, Verdict};
use crate::model::ids::{ExprId, GroupId};
use crate::model::item::{Body, Citation, DerivedVersion, Section, Source};
use crate::model::{Program, ValueRef};
use std::collections::BTreeMap;

/// The title of an item as a link, and every text it cites.
type Citing<'a> = (Vec<Inline>, Vec<&'a Citation>);

impl Builder<'_> {
    pub fn annexes(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        blocks.extend(self.sources());
        blocks.extend(self.open_points());
        blocks.extend(self.passages());
        blocks.extend(self.how_to_read());
        blocks.extend(self.index());
        blocks
    }

    fn heading(&mut self, wanted: &str, title: String) -> Block {
        let anchor = self.anchors.free(wanted);
        Block::Heading { level: 2, anchor, title: vec![text(title)] }
    }

    /// Everything shown that may cite a text.
    fn citing(&self) -> Vec<Citing<'_>> {
        let program = self.program;
        let mut all: Vec<ValueRef> = items(program).collect();
        all.extend((0..program.groups.len()).map(|rank| ValueRef::Group(GroupId::new(rank))));
        all.extend((0..program.uncoded.len()).map(ValueRef::Uncoded));
        let shown = all.into_iter().filter(|of| self.anchor(*of).is_some());
        let mut citing: Vec<Citing<'_>> = shown.map(|of| (self.link_or_passage(of), citations(program, of))).collect();
        let choices = program.choices.iter().enumerate().map(|(rank, one)| (Target::Choice(rank), &one.meta));
        let records = program.records.iter().enumerate().map(|(rank, one)| (Target::Record(rank), &one.meta));
        let actors = program.actors.iter().enumerate().map(|(rank, one)| (Target::Actor(rank), &one.meta));
        let datasets = program.datasets.iter().enumerate().map(|(rank, one)| (Target::Dataset(rank), &one.meta));
        for (target, meta) in choices.chain(records).chain(actors).chain(datasets) {
            if self.anchors.of(target).is_some() {
                let words = vec![Inline::Own { words: meta.label().to_string(), lang: meta.lang }];
                citing.push((self.linked(target, words), meta.per.iter().collect()));
            }
        }
        citing
    }

    /// The title of an item as a link; a passage without a title or a name is still led to.
    fn link_or_passage(&self, of: ValueRef) -> Vec<Inline> {
        let unnamed = self.program.meta(of).is_some_and(|meta| meta.label().is_empty());
        match unnamed {
            true => {
                let words = tr!(self.lang; en: "a passage left aside", fr: "un passage laissé de côté");
                self.linked(Target::Value(of), vec![text(words)])
            }
            false => self.link(of),
        }
    }

    /// The sources to list: those that something shown uses, and those that a chapter shown declares.
    pub fn listed_sources(&self) -> Vec<usize> {
        (0..self.program.sources.len()).filter(|rank| self.anchors.of(Target::Source(*rank)).is_some()).collect()
    }

    /// `, DINUM, décembre 2023`
    pub fn source_facts(&self, source: &Source) -> Vec<Inline> {
        let mut inlines = Vec::new();
        if let Some(publisher) = &source.publisher {
            inlines.push(text(", "));
            inlines.push(Inline::Own { words: publisher.clone(), lang: source.meta.lang });
        }
        if let Some(date) = source.date {
            inlines.push(text(format!(", {}", written_date_text(date, self.lang))));
        }
        inlines
    }

    fn sources(&mut self) -> Vec<Block> {
        let ranks = self.listed_sources();
        if ranks.is_empty() {
            return Vec::new();
        }
        let mut blocks = vec![self.heading("texts", tr!(self.lang; en: "The texts", fr: "Les textes"))];
        let citing = self.citing();
        blocks.extend(ranks.into_iter().filter_map(|rank| self.source(rank, &citing)));
        blocks
    }

    fn source(&self, rank: usize, citing: &[Citing<'_>]) -> Option<Block> {
        let (lang, source) = (self.lang, self.program.sources.get(rank)?);
        let anchor = self.anchors.of(Target::Source(rank))?.to_string();
        let mut tags = vec![self.tag("kind", tr!(lang; en: "text", fr: "texte"))];
        tags.extend(self.ids(&source.meta.notes.refs, &source.meta));
        let mut fields = Vec::new();
        if let Some(publisher) = &source.publisher {
            let words = vec![Inline::Own { words: publisher.clone(), lang: source.meta.lang }];
            fields.push(Field::line(tr!(lang; en: "Publisher", fr: "Éditeur"), words));
        }
        let date = match source.date {
            Some(date) => written_date_text(date, lang),
            None => tr!(lang; en: "not dated", fr: "non daté"),
        };
        fields.push(Field::line(tr!(lang; en: "Date", fr: "Date"), vec![text(date)]));
        if let Some(url) = &source.url {
            fields.push(Field::line(tr!(lang; en: "Address", fr: "Adresse"), vec![Inline::Url(url.clone())]));
        }
        fields.extend(self.notes(None, &[&source.meta.notes], source.meta.lang));
        let mut body = vec![Block::Fields(fields)];
        body.push(self.cited_by(rank, source, citing));
        Some(Block::Item(Item { anchor, level: 3, class: "source", tags, title: self.title(&source.meta), body }))
    }

    /// What cites each section of a source.
    fn cited_by(&self, rank: usize, source: &Source, citing: &[Citing<'_>]) -> Block {
        let lang = self.lang;
        let mut sections: Vec<Option<Section>> = source
            .sections
            .iter()
            .map(|(id, title)| Some(Section { id: Some(id.clone()), title: Some(title.clone()) }))
            .collect();
        let own = |citation: &&&Citation| citation.source.index() == rank;
        for citation in citing.iter().flat_map(|(_, citations)| citations).filter(own) {
            if !sections.contains(&citation.section) {
                sections.push(citation.section.clone());
            }
        }
        let label = |section: &Option<Section>| match section {
            Some(section) => {
                let id = section.id.as_ref().filter(|_| section.title.is_some());
                let id = id.map_or_else(String::new, |id| format!("{id} "));
                let title = section.title.as_ref().map(|title| lang.quoted(title));
                let words = title.or_else(|| section.id.clone()).unwrap_or_default();
                vec![text(format!("§\u{a0}{id}")), Inline::Own { words, lang: source.meta.lang }]
            }
            None => vec![text(tr!(lang; en: "without a section", fr: "sans section précise"))],
        };
        let (mut entries, mut uncited) = (Vec::new(), Vec::new());
        for section in &sections {
            let cites = citing.iter().filter(|(_, citations)| {
                citations.iter().any(|citation| citation.source.index() == rank && citation.section == *section)
            });
            let cites: Vec<Vec<Inline>> = cites.map(|(link, _)| link.clone()).collect();
            if cites.is_empty() {
                uncited.push(label(section));
                continue;
            }
            let mut inlines = label(section);
            inlines.push(text(tr!(lang; en: ": ", fr: "\u{a0}: ")));
            inlines.extend(joined(cites, &tr!(lang; en: "; ", fr: "\u{a0}; ")));
            entries.push(Entry::of(inlines));
        }
        if entries.is_empty() {
            return Block::Paragraph(vec![text(match self.request.is_part {
                true => tr!(lang; en: "No rule of this part cites it.", fr: "Aucune règle de cette partie ne le cite."),
                false => tr!(lang; en: "No rule cites it.", fr: "Aucune règle ne le cite."),
            })]);
        }
        // What no rule cites is told too: it shows what the doctrine leaves out. A part alone cannot tell.
        if !uncited.is_empty() && !self.request.is_part {
            let mut inlines = vec![text(tr!(lang; en: "cited by no rule: ", fr: "qu’aucune règle ne cite\u{a0}: "))];
            inlines.extend(joined(uncited, &tr!(lang; en: "; ", fr: "\u{a0}; ")));
            entries.push(Entry::of(inlines));
        }
        Block::List { entries, cards: false }
    }

    /// Words left open, what is not specified, tensions.
    fn open_points(&mut self) -> Vec<Block> {
        let lang = self.lang;
        let shown: Vec<ValueRef> = items(self.program).filter(|of| self.anchor(*of).is_some()).collect();
        let mut vague = Vec::new();
        let mut unspecified = Vec::new();
        let mut tensions = Vec::new();
        for of in &shown {
            let words: Vec<String> = all_notes(self.program, *of)
                .iter()
                .flat_map(|notes| &notes.vague)
                .map(|words| lang.quoted(words))
                .collect();
            if !words.is_empty() {
                let mut inlines = self.link(*of);
                let author = self.program.meta(*of).map_or(lang, |meta| meta.lang);
                inlines.push(text(tr!(lang; en: ": ", fr: "\u{a0}: ")));
                inlines.push(Inline::Own { words: words.join(", "), lang: author });
                vague.push(Entry::of(inlines));
            }
            if is_unspecified(self.program, *of) {
                unspecified.push(Entry::of(self.link(*of)));
            }
            for (other, why) in self.tensions.get(of).into_iter().flatten() {
                // Told once, where the first of the two stands.
                let own = shown.iter().position(|one| one == of);
                if shown.iter().position(|one| one == other).is_some_and(|at| Some(at) < own) {
                    continue;
                }
                let mut inlines = self.link(*of);
                inlines.push(text(tr!(lang; en: " and ", fr: " et ")));
                inlines.extend(self.link(*other));
                if let Some(why) = why {
                    let author = self.program.meta(*of).map_or(lang, |meta| meta.lang);
                    inlines.extend([text(" — "), Inline::Own { words: why.clone(), lang: author }]);
                }
                tensions.push(Entry::of(inlines));
            }
        }
        let parts = [
            (
                vague,
                tr!(lang; en: "Words that the texts leave open", fr: "Les mots que les textes laissent ouverts"),
                "open-words",
            ),
            (
                unspecified,
                tr!(lang; en: "What the texts do not specify", fr: "Ce que les textes ne précisent pas"),
                "unspecified",
            ),
            (tensions, tr!(lang; en: "Texts in tension", fr: "Les divergences"), "tensions"),
        ];
        if parts.iter().all(|(entries, ..)| entries.is_empty()) {
            return Vec::new();
        }
        let mut blocks = vec![self.heading("open", tr!(lang; en: "What is left open", fr: "Ce qui reste ouvert"))];
        for (entries, title, anchor) in parts.into_iter().filter(|(entries, ..)| !entries.is_empty()) {
            let anchor = self.anchors.free(anchor);
            blocks.push(Block::Heading { level: 3, anchor, title: vec![text(title)] });
            blocks.push(Block::List { entries, cards: false });
        }
        blocks
    }

    /// The passages that are no rule, with the reason.
    fn passages(&mut self) -> Vec<Block> {
        let lang = self.lang;
        let ranks: Vec<usize> =
            (0..self.program.uncoded.len()).filter(|rank| self.anchor(ValueRef::Uncoded(*rank)).is_some()).collect();
        if ranks.is_empty() {
            return Vec::new();
        }
        let title = tr!(lang; en: "What is not turned into rules", fr: "Ce qui n’est pas mis en règles");
        let heading = self.heading("uncoded", title);
        let entries = ranks.into_iter().filter_map(|rank| {
            let passage = self.program.uncoded.get(rank)?;
            let mut inlines = self.link_or_passage(ValueRef::Uncoded(rank));
            if !passage.meta.per.is_empty() {
                inlines.push(text(" ("));
                inlines.extend(self.citations(&passage.meta.per));
                inlines.push(text(")"));
            }
            if let Some(because) = &passage.because {
                inlines.push(text(tr!(lang; en: " — because: ", fr: " — parce que\u{a0}: ")));
                inlines.push(Inline::Own { words: because.clone(), lang: passage.meta.lang });
            }
            Some(Entry::of(inlines))
        });
        let list = Block::List { entries: entries.collect(), cards: false };
        vec![heading, list]
    }

    /// What the words of the document mean.
    fn how_to_read(&mut self) -> Vec<Block> {
        let lang = self.lang;
        let mut blocks =
            vec![self.heading("reading", tr!(lang; en: "How to read a rule", fr: "Comment lire une règle"))];
        blocks.push(Block::Paragraph(vec![text(tr!(lang;
            en: "A criterion asks for something, on behalf of a text and from a date. On a given day, for a given case, it has one of five verdicts.",
            fr: "Un critère demande quelque chose, au nom d’un texte et à partir d’une date. Un jour donné, pour un cas donné, il reçoit l’un de cinq verdicts."))]));
        let verdicts = [
            (Verdict::Met, tr!(lang; en: "the facts show that it is", fr: "les faits le montrent")),
            (Verdict::NotMet, tr!(lang; en: "the facts show that it is not", fr: "les faits montrent le contraire")),
            (
                Verdict::Unknown,
                tr!(lang; en: "the facts given do not tell; a missing fact is never a no", fr: "les faits connus ne permettent pas de conclure\u{a0}; un fait qui manque n’est jamais un non"),
            ),
            (
                Verdict::NotApplicable,
                tr!(lang; en: "it does not concern this case, or not on that day", fr: "il ne concerne pas ce cas, ou pas ce jour-là"),
            ),
            (
                Verdict::Exempt,
                tr!(lang; en: "it concerns this case, and an exception lets go of it", fr: "il concerne ce cas, mais une exception l’en dispense"),
            ),
        ];
        let entries = verdicts.map(|(verdict, means)| {
            Entry::of(vec![
                Inline::Strong(vec![text(verdict_text(verdict, lang))]),
                text(tr!(lang; en: ": {means}", fr: "\u{a0}: {means}")),
            ])
        });
        blocks.push(Block::List { entries: entries.into(), cards: false });
        blocks.push(Block::Paragraph(vec![text(tr!(lang;
            en: "Its force says what missing it means. In a rule, another “passes” when it does not block: it is met, exempt or not applicable.",
            fr: "Sa force dit ce qu’il en coûte de ne pas le satisfaire. Dans une règle, une autre « passe » quand elle ne bloque pas : elle est satisfaite, exemptée ou non applicable."))]));
        let entries = Builder::forces(lang).into_iter().map(|(force, means)| {
            Entry::of(vec![self.force_tag(force), text(tr!(lang; en: ": {means}", fr: "\u{a0}: {means}"))])
        });
        blocks.push(Block::List { entries: entries.collect(), cards: false });
        blocks
    }

    /// Each reference with what stands under it.
    fn index(&mut self) -> Vec<Block> {
        let lang = self.lang;
        let program = self.program;
        let mut found: BTreeMap<Vec<Key>, (String, Vec<Vec<Inline>>)> = BTreeMap::new();
        let mut add = |id: &str, link: Vec<Inline>| {
            let (_, links) = found.entry(natural(id)).or_insert_with(|| (id.to_string(), Vec::new()));
            if !links.contains(&link) {
                links.push(link);
            }
        };
        if let Some(doctrine) = program.doctrine.as_ref().filter(|doctrine| !doctrine.imported) {
            let words = doctrine.title.clone().unwrap_or_else(|| doctrine.name.clone());
            let author = self.lang_of(doctrine.at.file);
            for id in &doctrine.notes.refs {
                let inlines = vec![Inline::Own { words: words.clone(), lang: author }];
                add(id, vec![Inline::Link { to: String::from("top"), inlines }]);
            }
        }
        let mut all: Vec<ValueRef> = items(program).collect();
        all.extend((0..program.groups.len()).map(|rank| ValueRef::Group(GroupId::new(rank))));
        all.extend((0..program.uncoded.len()).map(ValueRef::Uncoded));
        for of in all.into_iter().filter(|of| self.anchor(*of).is_some()) {
            for id in all_refs(program, of) {
                add(&id, self.link_or_passage(of));
            }
        }
        let sources = program.sources.iter().enumerate().map(|(rank, one)| (Target::Source(rank), &one.meta));
        let choices = program.choices.iter().enumerate().map(|(rank, one)| (Target::Choice(rank), &one.meta));
        let records = program.records.iter().enumerate().map(|(rank, one)| (Target::Record(rank), &one.meta));
        let actors = program.actors.iter().enumerate().map(|(rank, one)| (Target::Actor(rank), &one.meta));
        let datasets = program.datasets.iter().enumerate().map(|(rank, one)| (Target::Dataset(rank), &one.meta));
        for (target, meta) in sources.chain(choices).chain(records).chain(actors).chain(datasets) {
            for id in meta.notes.refs.iter().filter(|_| self.anchors.of(target).is_some()) {
                add(id, self.linked(target, vec![Inline::Own { words: meta.label().to_string(), lang: meta.lang }]));
            }
        }
        if found.is_empty() {
            return Vec::new();
        }
        let heading = self.heading("index", tr!(lang; en: "Index of references", fr: "Index des références"));
        let heads = [tr!(lang; en: "Reference", fr: "Référence"), tr!(lang; en: "Items", fr: "Éléments")];
        let between = tr!(lang; en: "; ", fr: "\u{a0}; ");
        let rows = found.into_values().map(|(id, links)| vec![vec![text(id)], joined(links, &between)]);
        let caption = tr!(lang; en: "References and the items under them", fr: "Les références et ce qui s’y rattache");
        let heads = heads.into_iter().map(|head| vec![text(head)]).collect();
        vec![heading, Block::Table(Table { caption, heads, rows: rows.collect() })]
    }
}

/// A stretch of a reference: numbers sort by their size.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u64, String),
    Text(String),
}

/// `S-9` before `S-44`.
fn natural(id: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = id;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (part, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        keys.push(match part.parse() {
            Ok(number) if digits => Key::Number(number, part.to_string()),
            _ => Key::Text(part.to_string()),
        });
        rest = after;
    }
    keys
}

/// Whether the text leaves a value of an item open somewhere.
fn is_unspecified(program: &Program, of: ValueRef) -> bool {
    let ValueRef::Derived(id) = of else { return false };
    let versions = program.derived_item(id).into_iter().flat_map(|item| &item.versions);
    let open = |id: &ExprId| {
        let mut stack = vec![*id];
        while let Some(id) = stack.pop() {
            let kind = program.kind(id);
            if matches!(kind, ExprKind::Unspecified) {
                return true;
            }
            stack.extend(kind.children());
        }
        false
    };
    let results = |version: &DerivedVersion| match &version.body {
        Body::Expr(body) => vec![*body],
        Body::Table(table) => table.rows.iter().map(|row| row.result).collect(),
    };
    versions.flat_map(results).any(|id| open(&id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_sorted_as_people_count() {
        let mut ids = ["S-44", "S-9", "S-44a", "INT-40", "S-100"];
        ids.sort_by_key(|id| natural(id));
        assert_eq!(ids, ["INT-40", "S-9", "S-44", "S-44a", "S-100"]);
    }
}
