//! The options and the scenarios side by side.

use super::Writer;
use crate::base::tr;
use crate::document::block::{Block, Entry, Inline, Item, Table, text};
use crate::explain::compare::{Column, column_lines, column_title, conclusion, label, nothing};
use crate::explain::reason::verdict_text;
use crate::explain::text::sign;
use crate::model::expr::Verdict;

impl Writer<'_> {
    /// The options of the dossier, in a line each.
    pub(super) fn scenarios_in_short(&self) -> Vec<Entry> {
        let columns = self.request.comparison.columns.iter().enumerate();
        let options = columns.filter(|(_, column)| column.option().is_some());
        options
            .map(|(rank, column)| {
                let title = column_title(self.evaluation, column, self.lang);
                Entry::of(vec![self.feasible(column), text(" "), self.link(&anchor(rank), title)])
            })
            .collect()
    }

    pub(super) fn scenarios(&self) -> Vec<Block> {
        let (lang, comparison) = (self.lang, self.request.comparison);
        let mut blocks = vec![self.heading("scenarios", tr!(lang; en: "Scenarios compared", fr: "Scénarios comparés"))];
        if comparison.columns.is_empty() {
            blocks.push(self.paragraph(format!("{}.", capitalised(&nothing(lang)))));
            return blocks;
        }
        for (rank, column) in comparison.columns.iter().enumerate() {
            let title = format!("{}. {}", rank + 1, column_title(self.evaluation, column, lang));
            let tag = self.feasible(column);
            // What the tag says is not said again.
            let mut lines = column_lines(self.evaluation, column, lang);
            lines.retain(|line| *line != tag.plain());
            blocks.push(Block::Item(Item {
                anchor: anchor(rank),
                level: 3,
                class: "scenario",
                tags: vec![tag],
                title: vec![text(title)],
                body: self.lines(lines),
            }));
        }
        blocks.extend(self.apart());
        blocks.push(self.paragraph(tr!(lang;
            en: "What the comparison shows:",
            fr: "Ce que la comparaison montre\u{a0}:")));
        blocks.extend(self.lines(conclusion(self.evaluation, comparison, lang)));
        blocks
    }

    fn feasible(&self, column: &Column) -> Inline {
        let lang = self.lang;
        let (class, words) = match column.feasible() {
            Some(true) => ("met", tr!(lang; en: "feasible", fr: "faisable")),
            Some(false) => ("not-met", tr!(lang; en: "not feasible", fr: "pas faisable")),
            None => ("unknown", tr!(lang; en: "feasible or not, unknown", fr: "faisable ou non, on ne sait pas")),
        };
        Inline::Tag { class, words }
    }

    /// The verdicts that differ, a row each: those of which one is decided for or against, then, folded, the others.
    fn apart(&self) -> Vec<Block> {
        let (lang, comparison) = (self.lang, self.request.comparison);
        let is_decided = |rank: &usize| {
            let verdicts = comparison.columns.iter().map(|column| comparison.verdict(column, *rank));
            verdicts.into_iter().any(|verdict| matches!(verdict, Verdict::Met | Verdict::NotMet | Verdict::Exempt))
        };
        let (decided, open): (Vec<usize>, Vec<usize>) = comparison.apart().0.into_iter().partition(is_decided);
        let mut blocks = Vec::new();
        if !decided.is_empty() {
            let caption = tr!(lang;
                en: "The verdicts that the choice changes, under the numbers above",
                fr: "Les verdicts que le choix change, sous les numéros ci-dessus");
            blocks.push(self.table(caption, &decided));
        }
        if !open.is_empty() {
            let count = open.len();
            let summary = match count {
                1 => tr!(lang;
                    en: "1 criterion that applies under some and is still open",
                    fr: "1 critère qui ne s’applique que sous certains, et reste ouvert"),
                _ => tr!(lang;
                    en: "{count} criteria that apply under some and are still open",
                    fr: "{count} critères qui ne s’appliquent que sous certains, et restent ouverts"),
            };
            let caption = tr!(lang;
                en: "The verdicts that are still open, under the same numbers",
                fr: "Les verdicts encore ouverts, sous les mêmes numéros");
            let body = vec![self.table(caption, &open)];
            blocks.push(Block::Details { anchor: None, summary: vec![text(summary)], body });
        }
        blocks
    }

    fn table(&self, caption: String, rows: &[usize]) -> Block {
        let (lang, comparison) = (self.lang, self.request.comparison);
        let head = tr!(lang; en: "Criterion", fr: "Critère");
        let numbers = (1..=comparison.columns.len()).map(|number| vec![text(number.to_string())]);
        let row = |rank: &usize| {
            let title = label(self.evaluation, comparison.rules.get(*rank).copied());
            let verdicts = comparison.columns.iter().map(|column| {
                let verdict = comparison.verdict(column, *rank);
                vec![text(format!("{}\u{a0}{}", sign(verdict), verdict_text(verdict, lang)))]
            });
            std::iter::once(vec![text(title)]).chain(verdicts).collect()
        };
        Block::Table(Table {
            caption,
            heads: std::iter::once(vec![text(head)]).chain(numbers).collect(),
            rows: rows.iter().map(row).collect(),
        })
    }
}

fn anchor(rank: usize) -> String {
    format!("scenario-{}", rank + 1)
}

fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
