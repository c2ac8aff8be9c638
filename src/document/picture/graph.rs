//! Which items a picture shows.

use super::{Drawing, Kind, Node, Picture};
use crate::base::tr;
use crate::document::block::{Block, Entry, Inline, joined, plain, text};
use crate::document::builder::Builder;
use crate::document::links::items;
use crate::model::ValueRef;
use crate::model::ids::RuleId;
use crate::model::item::RuleKind;
use std::collections::{HashMap, HashSet, VecDeque};

/// A doctrine with no more items than this is drawn whole, once.
const MOST_WHOLE: usize = 45;

/// So many checklists are drawn together; more are told in an outline.
const MOST_CHECKLISTS: usize = 30;
/// How far an outline goes into checklists of checklists.
const DEEPEST_OUTLINE: usize = 6;
/// A picture of more items than this shows nothing.
const MOST_READABLE: usize = 120;

impl Builder<'_> {
    /// What the given items lean on, down to the facts. With `folded`, a checklist that another one counts is not opened:
    /// it has a picture of its own.
    pub fn picture_of(&self, roots: &[ValueRef], folded: bool) -> Picture {
        let mut ranks: HashMap<ValueRef, usize> = HashMap::new();
        let mut found: Vec<ValueRef> = Vec::new();
        let mut pending: VecDeque<ValueRef> = roots.iter().copied().collect();
        let mut edges = Vec::new();
        while let Some(of) = pending.pop_front() {
            if ranks.contains_key(&of) {
                continue;
            }
            ranks.insert(of, found.len());
            found.push(of);
            let kind = self.kind_of(of);
            let closed = folded && !roots.contains(&of) && kind == Kind::Checklist;
            if kind != Kind::Fact && !closed {
                for servant in self.links.leans_on(of) {
                    edges.push((*servant, of));
                    pending.push_back(*servant);
                }
            }
        }
        let edges = edges.into_iter().filter_map(|(from, to)| Some((*ranks.get(&from)?, *ranks.get(&to)?)));
        let title = match roots {
            [root] => {
                let name = self.lang.quoted(&plain(&self.link(*root)));
                tr!(self.lang; en: "What {name} depends on", fr: "Ce dont dépend {name}")
            }
            _ => tr!(self.lang; en: "What depends on what", fr: "Qui dépend de quoi"),
        };
        let nodes = found.iter().map(|of| self.node(*of)).collect();
        Picture::new(title, self.lang, nodes, edges.collect())
    }

    fn kind_of(&self, of: ValueRef) -> Kind {
        match of {
            ValueRef::Derived(_) => Kind::Definition,
            ValueRef::Rule(id) => match self.program.rule(id).map(|rule| rule.kind) {
                Some(RuleKind::Checklist) => Kind::Checklist,
                Some(RuleKind::Criterion) | None => Kind::Criterion,
            },
            ValueRef::Fact(_)
            | ValueRef::Group(_)
            | ValueRef::Scenario(_)
            | ValueRef::Body(_)
            | ValueRef::Milestone(_)
            | ValueRef::Uncoded(_) => Kind::Fact,
        }
    }

    fn node(&self, of: ValueRef) -> Node {
        let lang = match of {
            ValueRef::Fact(id) => self.program.fact(id).map(|fact| self.lang_of(fact.decl.at.file)),
            other => self.program.meta(other).map(|meta| meta.lang),
        };
        Node {
            kind: self.kind_of(of),
            label: plain(&self.link(of)),
            lang: lang.unwrap_or(self.lang),
            anchor: self.anchor(of).map(str::to_string),
        }
    }

    /// The definitions and rules shown.
    pub fn drawable(&self) -> Vec<ValueRef> {
        let drawn = |of: &ValueRef| matches!(of, ValueRef::Derived(_) | ValueRef::Rule(_));
        items(self.program).filter(|of| drawn(of) && self.anchor(*of).is_some()).collect()
    }

    /// The same, when it is little enough to be drawn at once.
    fn whole(&self) -> Option<Vec<ValueRef>> {
        let shown = self.drawable();
        let facts = self.program.fact_ids().filter(|id| self.anchor(ValueRef::Fact(*id)).is_some()).count();
        (shown.len() + facts <= MOST_WHOLE).then_some(shown)
    }

    /// At the head of the document, a picture of everything; of the checklists alone when that is too much; and when
    /// these are many too, their outline.
    pub fn overview(&mut self) -> Vec<Block> {
        let lang = self.lang;
        let (words, block) = if let Some(whole) = self.whole() {
            let picture = self.picture_of(&whole, false);
            let words = tr!(lang;
                en: "From left to right: the facts to give, what is worked out from them, the criteria, the checklists that gather them.",
                fr: "De gauche à droite\u{a0}: les faits à donner, ce qui s’en déduit, les critères, les grilles qui les réunissent.");
            let drawn = (!picture.edges.is_empty()).then(|| self.drawn(picture, words, false));
            (None, drawn)
        } else {
            let is_checklist = |of: &ValueRef| self.kind_of(*of) == Kind::Checklist;
            let checklists: Vec<ValueRef> = self.drawable().into_iter().filter(is_checklist).collect();
            let words = tr!(lang;
                en: "The checklists and those they gather. Each has its own picture, where it stands.",
                fr: "Les grilles et celles qu’elles réunissent. Chacune a son propre schéma, à sa place.");
            match checklists.len() {
                0 => (None, None),
                count if count <= MOST_CHECKLISTS => {
                    let picture = self.checklists(&checklists);
                    (None, (!picture.edges.is_empty()).then(|| self.drawn(picture, words, false)))
                }
                _ => (Some(words), Some(self.outline(&checklists))),
            }
        };
        let Some(block) = block else { return Vec::new() };
        let anchor = self.anchors.free("overview");
        let title = tr!(lang; en: "Overview", fr: "Vue d’ensemble");
        let heading = Block::Heading { level: 2, anchor, title: vec![text(title)] };
        let words = words.map(|words| Block::Paragraph(vec![text(words)]));
        [Some(heading), words, Some(block)].into_iter().flatten().collect()
    }

    /// The checklists that no other gathers, and under each those it gathers; one that several gather stands under each,
    /// and what it gathers under the first alone.
    fn outline(&self, checklists: &[ValueRef]) -> Block {
        let gathered = |of: &ValueRef| self.links.serves(*of).iter().any(|other| checklists.contains(other));
        let mut opened = HashSet::new();
        let tops = checklists.iter().filter(|of| !gathered(of));
        let entries = tops.map(|of| self.outline_entry(*of, checklists, 0, &mut opened)).collect();
        Block::List { entries, cards: false }
    }

    fn outline_entry(
        &self,
        of: ValueRef,
        checklists: &[ValueRef],
        depth: usize,
        opened: &mut HashSet<ValueRef>,
    ) -> Entry {
        let mut inlines = self.link(of);
        if let Some(count) = self.criteria_of(of) {
            inlines.push(text(format!(" ({count})")));
        }
        let under: Vec<ValueRef> = match depth < DEEPEST_OUTLINE && opened.insert(of) {
            true => self.links.leans_on(of).iter().filter(|one| checklists.contains(one)).copied().collect(),
            false => Vec::new(),
        };
        let entries: Vec<Entry> =
            under.into_iter().map(|one| self.outline_entry(one, checklists, depth + 1, opened)).collect();
        let under = if entries.is_empty() { Vec::new() } else { vec![Block::List { entries, cards: false }] };
        Entry { anchor: None, inlines, under }
    }

    /// How many criteria a checklist counts itself, in words; `None` when none.
    fn criteria_of(&self, of: ValueRef) -> Option<String> {
        let leans = self.links.leans_on(of);
        match leans.iter().filter(|one| self.kind_of(**one) == Kind::Criterion).count() {
            0 => None,
            1 => Some(tr!(self.lang; en: "1\u{a0}criterion", fr: "1\u{a0}critère")),
            count => Some(tr!(self.lang; en: "{count}\u{a0}criteria", fr: "{count}\u{a0}critères")),
        }
    }

    /// The checklists with those they count, and how many criteria each counts itself.
    fn checklists(&self, roots: &[ValueRef]) -> Picture {
        let mut edges = Vec::new();
        let mut nodes = Vec::new();
        for (rank, of) in roots.iter().enumerate() {
            let leans = self.links.leans_on(*of);
            edges.extend(leans.iter().filter_map(|one| Some((roots.iter().position(|root| root == one)?, rank))));
            let mut node = self.node(*of);
            if let Some(count) = self.criteria_of(*of) {
                node.label = format!("{} ({count})", node.label);
            }
            nodes.push(node);
        }
        let title = tr!(self.lang; en: "The checklists", fr: "Les grilles");
        Picture::new(title, self.lang, nodes, edges)
    }

    /// The picture of one checklist, unless the whole is drawn already.
    pub fn checklist_picture(&self, id: RuleId) -> Option<Block> {
        if self.whole().is_some() {
            return None;
        }
        self.readable(&[ValueRef::Rule(id)])
    }

    /// The picture of the rules of a chapter that no checklist counts, unless the whole is drawn already.
    pub fn chapter_picture(&self, rules: &[ValueRef]) -> Option<Block> {
        if self.whole().is_some() || rules.is_empty() {
            return None;
        }
        self.readable(rules)
    }

    /// The folded picture of some rules, unless it would be a web that nobody reads: each item says what it depends on.
    fn readable(&self, roots: &[ValueRef]) -> Option<Block> {
        let picture = self.picture_of(roots, true);
        (!picture.edges.is_empty() && picture.nodes.len() <= MOST_READABLE)
            .then(|| self.drawn(picture, String::new(), true))
    }

    /// A picture with the same in words under it.
    fn drawn(&self, picture: Picture, about: String, folded: bool) -> Block {
        let link = |rank: usize| -> Vec<Inline> {
            let Some(node) = picture.nodes.get(rank) else { return Vec::new() };
            let words = vec![Inline::Own { words: node.label.clone(), lang: node.lang }];
            match &node.anchor {
                Some(anchor) => vec![Inline::Link { to: anchor.clone(), inlines: words }],
                None => words,
            }
        };
        let entries = (0..picture.nodes.len()).filter_map(|rank| {
            let servants: Vec<Vec<Inline>> = picture.servants(rank).map(link).collect();
            if servants.is_empty() {
                return None;
            }
            let mut inlines = link(rank);
            inlines.push(text(tr!(self.lang; en: " depends on: ", fr: " dépend de\u{a0}: ")));
            inlines.extend(joined(servants, &tr!(self.lang; en: "; ", fr: "\u{a0}; ")));
            Some(Entry::of(inlines))
        });
        let words = entries.collect();
        Block::Picture { drawing: Box::new(Drawing::Links(picture)), about, words, folded }
    }
}
