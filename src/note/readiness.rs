//! The verdicts, each with its reason, its text and what would turn it; and the facts that are missing.

use super::Writer;
use crate::base::{Lang, tr};
use crate::document::block::{Block, Entry, Inline, Item, text};
use crate::eval::verdict::VerdictSet;
use crate::explain::questions::Question;
use crate::explain::quiet::{is_idle, is_quiet};
use crate::explain::reason::{colon, gap_text};
use crate::explain::report::Node;
use crate::explain::text::{count_text, force_text, node_title};
use crate::explain::turn::turns_lines;
use crate::model::ValueRef;
use crate::model::expr::Verdict;
use crate::model::ids::RuleId;
use std::cmp::Reverse;

/// So many missing facts are asked whole; the others are named, folded.
const MISSING: usize = 12;

impl Writer<'_> {
    /// The first verdicts, in a line each: the checklists, which say the most.
    pub(super) fn readiness_in_short(&self) -> Vec<Entry> {
        let (shown, quiet, _) = self.parted();
        let checklists = shown.into_iter().filter(|(_, root)| !root.children.is_empty());
        let mut entries: Vec<Entry> = checklists
            .map(|(place, root)| {
                let title = node_title(self.evaluation, root, self.lang);
                let counts = count_text(root.count(), self.lang);
                Entry::of(vec![
                    self.verdict(root.verdicts.verdict()),
                    text(" "),
                    self.link(&anchor(place), title),
                    text(format!(" — {counts}")),
                ])
            })
            .collect();
        let waiting = quiet.iter().filter(|root| !root.children.is_empty()).count();
        if waiting > 0 {
            let words = match waiting {
                1 => {
                    tr!(self.lang; en: "1 checklist of which nothing is told yet", fr: "1 grille dont rien n’est encore dit")
                }
                _ => tr!(self.lang;
                    en: "{waiting} checklists of which nothing is told yet",
                    fr: "{waiting} grilles dont rien n’est encore dit"),
            };
            entries.push(Entry::of(vec![self.link("quiet", words)]));
        }
        entries
    }

    /// The roots that are shown, with their places among all; those of which nothing is known; those that do not apply.
    fn parted(&self) -> (Vec<(usize, &Node)>, Vec<&Node>, Vec<&Node>) {
        let (mut shown, mut quiet, mut idle) = (Vec::new(), Vec::new(), Vec::new());
        for (place, root) in self.request.report.roots.iter().enumerate() {
            // Members of a checklist that does not apply may be open; nobody has to answer them.
            let is_aside = is_idle(root) || root.verdicts == VerdictSet::NOT_APPLICABLE;
            match (is_aside, self.large && is_quiet(self.evaluation, root)) {
                (true, _) => idle.push(root),
                (_, true) => quiet.push(root),
                _ => shown.push((place, root)),
            }
        }
        // First those of which the most is known.
        shown.sort_by_key(|(_, root)| {
            let count = root.count();
            Reverse(count.met + count.not_met + count.exempt)
        });
        (shown, quiet, idle)
    }

    pub(super) fn readiness(&self) -> Vec<Block> {
        let lang = self.lang;
        let (shown, quiet, idle) = self.parted();
        let mut blocks = vec![self.heading(
            "readiness",
            tr!(lang; en: "Prerequisites and readiness", fr: "Prérequis et état de préparation"),
        )];
        // Criteria outside any checklist take no heading each where there are many.
        let is_line = |root: &Node| self.large && root.children.is_empty();
        let (lines, items): (Vec<_>, Vec<_>) = shown.into_iter().partition(|(_, root)| is_line(root));
        blocks.extend(items.into_iter().map(|(place, root)| Block::Item(self.root(place, root))));
        if !lines.is_empty() {
            blocks.push(Block::Heading {
                level: 3,
                anchor: String::from("others"),
                title: vec![text(tr!(lang; en: "Other criteria", fr: "Autres critères"))],
            });
            let entries = lines.into_iter().map(|(_, root)| self.member(root)).collect();
            blocks.push(Block::List { entries, cards: false });
        }
        if !quiet.is_empty() {
            blocks.push(Block::Heading {
                level: 3,
                anchor: String::from("quiet"),
                title: vec![text(tr!(lang; en: "Nothing is told yet", fr: "Rien n’en est encore dit"))],
            });
            let entries = quiet.into_iter().map(|node| self.brief(node)).collect();
            blocks.push(Block::List { entries, cards: false });
        }
        if !idle.is_empty() {
            let count = idle.len();
            let summary = tr!(lang; en: "Not applicable or not in force ({count})", fr: "Sans objet ou hors de leur période ({count})");
            let entries = idle.into_iter().map(|node| self.idle(node)).collect();
            blocks.push(Block::Details {
                anchor: None,
                summary: vec![text(summary)],
                body: vec![Block::List { entries, cards: false }],
            });
        }
        blocks
    }

    /// A checklist or a criterion outside any, under a heading of its own.
    fn root(&self, place: usize, root: &Node) -> Item {
        let mut tags = vec![self.verdict(root.verdicts.verdict())];
        if !root.children.is_empty() {
            tags.push(text(format!(" {}", count_text(root.count(), self.lang))));
        } else if let Some(force) = root.force {
            tags.push(text(format!(" {}", force_text(force, self.lang))));
        }
        let mut body = self.reasons(root, true);
        body.extend(self.members(root));
        let class = if root.children.is_empty() { "criterion" } else { "checklist" };
        Item { anchor: anchor(place), level: 3, class, tags, title: vec![self.title(root)], body }
    }

    fn title(&self, node: &Node) -> Inline {
        let words = node_title(self.evaluation, node, self.lang);
        match node.rule.and_then(|rule| self.program().rule(rule)) {
            Some(rule) => Inline::Own { words, lang: rule.meta.lang },
            None => Inline::Text(words),
        }
    }

    fn members(&self, node: &Node) -> Vec<Block> {
        if node.children.is_empty() {
            return Vec::new();
        }
        let entries = node.children.iter().map(|child| self.member(child)).collect();
        vec![Block::List { entries, cards: false }]
    }

    fn member(&self, node: &Node) -> Entry {
        let quiet = self.large && is_quiet(self.evaluation, node);
        if quiet || (self.large && !node.children.is_empty() && is_idle(node)) {
            return self.brief(node);
        }
        let mut inlines = vec![self.verdict(node.verdicts.verdict()), text(" "), self.title(node)];
        if !node.children.is_empty() {
            inlines.push(text(format!(" — {}", count_text(node.count(), self.lang))));
        } else if let Some(force) = node.force {
            inlines.push(text(format!(" — {}", force_text(force, self.lang))));
        }
        let mut under = self.reasons(node, false);
        under.extend(self.members(node));
        Entry { under, ..Entry::of(inlines) }
    }

    /// One of which nothing is known, in a line.
    fn brief(&self, node: &Node) -> Entry {
        let mut inlines = vec![self.verdict(node.verdicts.verdict()), text(" "), self.title(node)];
        if !node.children.is_empty() {
            inlines.push(text(format!(" — {}", count_text(node.count(), self.lang))));
        }
        Entry::of(inlines)
    }

    /// One that does not apply, or is not in force, with why.
    fn idle(&self, node: &Node) -> Entry {
        let mut inlines = vec![self.title(node)];
        let gap = node.rule.and_then(|rule| self.evaluation.outcome.rule(rule)).and_then(|outcome| outcome.gap);
        match gap {
            Some(gap) => inlines.push(text(format!(" — {}", gap_text(gap, self.lang)))),
            None => {
                let reasons = node.rule.map(|rule| self.evaluation.reasons(rule, self.lang)).unwrap_or_default();
                inlines.extend(reasons.first().map(|reason| text(format!(" — {}", reason.text))));
            }
        }
        Entry::of(inlines)
    }

    /// Why it has its verdict, by which text, and what would turn it. A checklist is explained by its members.
    fn reasons(&self, node: &Node, outside: bool) -> Vec<Block> {
        let (lang, evaluation) = (self.lang, self.evaluation);
        let Some(rule) = node.rule else { return Vec::new() };
        if !node.children.is_empty() {
            return self.lines(self.noted(rule, node));
        }
        let verdict = node.verdicts.verdict();
        let open = verdict == Verdict::Unknown;
        // What is still open in a large doctrine says what it waits for; outside any checklist, nothing else.
        let brief = self.large && open;
        let mut entries = Vec::new();
        if !(brief && outside) {
            for reason in evaluation.reasons(rule, lang).into_iter().filter(|reason| !reason.only_missing) {
                entries.push(Entry { under: self.lines(reason.details), ..Entry::of(vec![text(reason.text)]) });
            }
        }
        let mut add = |line: String| entries.push(Entry::of(vec![text(line)]));
        if open {
            let facts = evaluation.open(rule).facts;
            let names: Vec<&str> =
                facts.iter().filter_map(|fact| self.program().fact(*fact)).map(|fact| fact.path.as_str()).collect();
            let names = names.join(", ");
            if !names.is_empty() {
                add(tr!(lang; en: "missing: {names}", fr: "manque\u{a0}: {names}"));
            }
        }
        if !brief {
            let citations = evaluation.citations(rule, lang).join(&tr!(lang; en: "; ", fr: "\u{a0}; "));
            if !citations.is_empty() {
                add(tr!(lang; en: "text: {citations}", fr: "texte\u{a0}: {citations}"));
            }
            let turns = evaluation.turns(rule);
            turns.iter().flat_map(|turns| turns_lines(evaluation, turns, lang)).for_each(&mut add);
            self.noted(rule, node).into_iter().for_each(&mut add);
        }
        if entries.is_empty() { Vec::new() } else { vec![Block::List { entries, cards: false }] }
    }

    /// What the authors wrote beside a rule that applies, and beside what it leans on.
    fn noted(&self, rule: RuleId, node: &Node) -> Vec<String> {
        if node.verdicts.verdict() == Verdict::NotApplicable {
            return Vec::new();
        }
        let (evaluation, lang) = (self.evaluation, self.lang);
        let own = self.notes.of(ValueRef::Rule(rule)).map(|notes| notes.lines(evaluation, rule, lang));
        let mut lines = own.unwrap_or_default();
        for id in evaluation.leaned_on(rule) {
            let Some(notes) = self.notes.of(ValueRef::Derived(id)) else { continue };
            let name = self.program().derived_item(id).map_or("", |derived| derived.meta.name.as_str());
            let of = notes.lines(evaluation, rule, lang).into_iter();
            lines.extend(of.map(|line| format!("{name}{}{line}", colon(lang))));
        }
        lines
    }

    /// The facts to ask for, most decisive first.
    pub(super) fn missing(&self) -> Vec<Block> {
        let lang = self.lang;
        let missing = &self.request.questions.missing;
        let mut blocks = vec![self.heading("missing", tr!(lang; en: "What is missing", fr: "Ce qui manque"))];
        if missing.is_empty() {
            blocks.push(self.paragraph(tr!(lang;
                en: "No fact can change a verdict any more.",
                fr: "Plus aucun fait ne peut changer un verdict.")));
            return blocks;
        }
        blocks.push(self.paragraph(ranked(lang)));
        let (first, rest) = missing.split_at(missing.len().min(MISSING));
        let asked = first.iter().filter_map(|question| self.asked(question, true)).collect();
        blocks.push(Block::List { entries: asked, cards: true });
        if !rest.is_empty() {
            let more = rest.len();
            let summary = tr!(lang; en: "{more} more facts", fr: "{more} autres faits");
            let asked = rest.iter().filter_map(|question| self.asked(question, false)).collect();
            let body = vec![Block::List { entries: asked, cards: false }];
            blocks.push(Block::Details { anchor: None, summary: vec![text(summary)], body });
        }
        blocks
    }

    /// One fact; `whole` with its question, who may answer and what waits for it.
    fn asked(&self, question: &Question, whole: bool) -> Option<Entry> {
        let fact = self.program().fact(question.fact)?;
        let mut inlines = vec![Inline::Code(fact.path.clone())];
        if let Some(title) = &fact.decl.title {
            inlines.push(text(format!(" — {title}")));
        }
        let lines = if whole { self.evaluation.question_lines(question, self.lang) } else { Vec::new() };
        Some(Entry { under: self.lines(lines), ..Entry::of(inlines) })
    }
}

/// How the list is ordered.
fn ranked(lang: Lang) -> String {
    tr!(lang;
        en: "Only facts that can still change a verdict, first those that most criteria wait for.",
        fr: "Seulement les faits qui peuvent encore changer un verdict, d’abord ceux que le plus de critères attendent.")
}

fn anchor(place: usize) -> String {
    format!("verdict-{}", place + 1)
}
