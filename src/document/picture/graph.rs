//! Which items a picture shows.

use super::{Kind, Node, Picture};
use crate::base::tr;
use crate::document::block::{Block, Entry, Inline, joined, plain, text};
use crate::document::builder::Builder;
use crate::document::links::items;
use crate::model::ValueRef;
use crate::model::ids::RuleId;
use crate::model::item::RuleKind;
use std::collections::{HashMap, VecDeque};

/// A doctrine with no more items than this is drawn whole, once.
const MOST_WHOLE: usize = 45;

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
            let closed = folded && !roots.contains(&of) && self.kind_of(of) >= Kind::Checklist;
            if !closed {
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
            ValueRef::Fact(_) | ValueRef::Group(_) => Kind::Fact,
            ValueRef::Derived(_) => Kind::Definition,
            ValueRef::Rule(id) => match self.program.rule(id).map(|rule| rule.kind) {
                Some(RuleKind::Checklist) => Kind::Checklist,
                Some(RuleKind::Criterion) | None => Kind::Criterion,
            },
            ValueRef::Scenario(_) | ValueRef::Body(_) | ValueRef::Milestone(_) | ValueRef::Uncoded(_) => Kind::Plan,
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

    /// Everything shown that leans on something, when it is little enough to be drawn at once.
    fn whole(&self) -> Option<Vec<ValueRef>> {
        let shown: Vec<ValueRef> = items(self.program).filter(|of| self.anchor(*of).is_some()).collect();
        let facts = self.program.fact_ids().filter(|id| self.anchor(ValueRef::Fact(*id)).is_some()).count();
        (shown.len() + facts <= MOST_WHOLE).then_some(shown)
    }

    /// The picture at the head of the document: everything, or the checklists alone when that is too much.
    pub fn overview(&mut self) -> Vec<Block> {
        let roots = match self.whole() {
            Some(whole) => whole,
            None => {
                let ids = self.program.rule_ids().zip(&self.program.rules);
                let checklists = ids.filter(|(_, rule)| rule.kind == RuleKind::Checklist).map(|(id, _)| id);
                checklists.map(ValueRef::Rule).filter(|of| self.anchor(*of).is_some()).collect()
            }
        };
        let picture = if self.whole().is_some() { self.picture_of(&roots, false) } else { self.checklists(&roots) };
        if picture.edges.is_empty() {
            return Vec::new();
        }
        let anchor = self.anchors.free("overview");
        let title = tr!(self.lang; en: "Overview", fr: "Vue d’ensemble");
        let words = match self.whole().is_some() {
            true => tr!(self.lang;
                en: "From left to right: the facts to give, what is worked out from them, the criteria, the checklists that gather them.",
                fr: "De gauche à droite\u{a0}: les faits à donner, ce qui s’en déduit, les critères, les grilles qui les réunissent."),
            false => tr!(self.lang;
                en: "The checklists and those they gather. Each has its own picture, where it stands.",
                fr: "Les grilles et celles qu’elles réunissent. Chacune a son propre schéma, à sa place."),
        };
        vec![
            Block::Heading { level: 2, anchor, title: vec![text(title)] },
            Block::Paragraph(vec![text(words)]),
            self.drawn(picture, false),
        ]
    }

    /// The checklists with those they count, and how many criteria each counts itself.
    fn checklists(&self, roots: &[ValueRef]) -> Picture {
        let mut edges = Vec::new();
        let mut nodes = Vec::new();
        for (rank, of) in roots.iter().enumerate() {
            let leans = self.links.leans_on(*of);
            let counts = leans.iter().filter(|one| self.kind_of(**one) == Kind::Criterion).count();
            edges.extend(leans.iter().filter_map(|one| Some((roots.iter().position(|root| root == one)?, rank))));
            let mut node = self.node(*of);
            let label = &node.label;
            node.label = match counts {
                0 => label.clone(),
                1 => tr!(self.lang; en: "{label} (1 criterion)", fr: "{label} (1\u{a0}critère)"),
                _ => tr!(self.lang; en: "{label} ({counts} criteria)", fr: "{label} ({counts}\u{a0}critères)"),
            };
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
        let picture = self.picture_of(&[ValueRef::Rule(id)], true);
        (!picture.edges.is_empty()).then(|| self.drawn(picture, true))
    }

    /// The picture of the rules of a chapter that no checklist counts, unless the whole is drawn already.
    pub fn chapter_picture(&self, rules: &[ValueRef]) -> Option<Block> {
        if self.whole().is_some() || rules.is_empty() {
            return None;
        }
        let picture = self.picture_of(rules, true);
        (!picture.edges.is_empty()).then(|| self.drawn(picture, true))
    }

    /// A picture with the same in words under it.
    fn drawn(&self, picture: Picture, folded: bool) -> Block {
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
        Block::Picture { picture: Box::new(picture), words, folded }
    }
}
