//! A comparison on the terminal: each column in its lines under a number, then a table of verdicts under the numbers.

use super::words::{column_lines, column_title, conclusion, nothing};
use super::{Column, Comparison};
use crate::base::tr;
use crate::eval::Dates;
use crate::explain::reason::{colon, verdict_text};
use crate::explain::report::{Count, Evaluation};
use crate::explain::text::{Layout, count_text, head_text, painted, sign, wrapped};
use crate::model::expr::Verdict;
use crate::model::ids::RuleId;
use unicode_width::UnicodeWidthStr;

/// Everything, for people.
pub fn compare_text(evaluation: &Evaluation<'_>, comparison: &Comparison, layout: Layout) -> String {
    let lang = layout.lang;
    let dates = Dates { as_of: comparison.as_of, texts_as_of: comparison.texts_as_of };
    let head = head_text(comparison.dossier.as_deref(), comparison.doctrine.as_deref(), dates, None, lang);
    let mut writer = Writer { evaluation, comparison, layout, text: head };
    if comparison.columns.is_empty() {
        writer.text.push('\n');
        writer.wrapped("", &nothing(lang));
        return writer.text;
    }
    for (rank, column) in comparison.columns.iter().enumerate() {
        writer.column(rank, column);
    }
    writer.verdicts();
    writer.text.push('\n');
    for line in conclusion(evaluation, comparison, lang) {
        writer.wrapped("", &line);
    }
    writer.text
}

struct Writer<'a> {
    evaluation: &'a Evaluation<'a>,
    comparison: &'a Comparison,
    layout: Layout,
    text: String,
}

impl Writer<'_> {
    fn column(&mut self, rank: usize, column: &Column) {
        let mark = match column.feasible() {
            Some(true) => Verdict::Met,
            Some(false) => Verdict::NotMet,
            None => Verdict::Unknown,
        };
        let title = column_title(self.evaluation, column, self.layout.lang);
        let number = rank + 1;
        self.text.push('\n');
        match self.layout.plain {
            true => self.wrapped("", &format!("{number}. {title}")),
            false => self.wrapped("", &format!("{number} {} {title}", painted(sign(mark), mark, self.layout))),
        }
        for line in column_lines(self.evaluation, column, self.layout.lang) {
            self.wrapped("    ", &line);
        }
    }

    fn verdicts(&mut self) {
        let lang = self.layout.lang;
        if self.comparison.rules.is_empty() {
            return;
        }
        let (apart, same) = self.comparison.apart();
        self.text.push('\n');
        if !apart.is_empty() {
            self.wrapped("", &tr!(lang; en: "what the choice changes:", fr: "ce que le choix change\u{a0}:"));
            match self.layout.plain {
                true => apart.iter().for_each(|rank| self.row_in_words(*rank)),
                false => self.table(&apart),
            }
        }
        if !same.is_empty() {
            let mut count = Count::default();
            let first = self.comparison.columns.first();
            same.iter().filter_map(|rank| Some(self.comparison.verdict(first?, *rank))).for_each(|one| count.add(one));
            let (total, counted) = (same.len(), count_text(count, lang));
            self.wrapped(
                "",
                &tr!(lang;
                en: "no known difference, in {total} criteria that could depend on it: {counted}",
                fr: "sans différence connue, pour {total} critères qui pourraient en dépendre\u{a0}: {counted}"),
            );
        }
    }

    /// The signs of each row under the numbers of the columns.
    fn table(&mut self, rows: &[usize]) {
        let columns = self.comparison.columns.len();
        let cell = columns.to_string().len() + 1;
        let room = self.layout.width.min(110).saturating_sub(2 + cell * columns).max(20);
        let numbers: String = (1..=columns).map(|number| format!("{number:>cell$}")).collect();
        self.text.push_str(&format!("  {}{numbers}\n", " ".repeat(room)));
        for rank in rows {
            let lines = wrapped("", "  ", &self.label(*rank), Layout { width: room, ..self.layout });
            let lines: Vec<&str> = lines.lines().collect();
            for (place, line) in lines.iter().enumerate() {
                self.text.push_str(&format!("  {line}"));
                if place + 1 == lines.len() {
                    self.text.push_str(&" ".repeat(room.saturating_sub(UnicodeWidthStr::width(*line))));
                    self.signs(*rank, cell);
                }
                self.text.push('\n');
            }
        }
    }

    fn signs(&mut self, rank: usize, cell: usize) {
        for column in &self.comparison.columns {
            let verdict = self.comparison.verdict(column, rank);
            self.text.push_str(&" ".repeat(cell.saturating_sub(1)));
            self.text.push_str(&painted(sign(verdict), verdict, self.layout));
        }
    }

    /// The same for screen readers: each verdict with the numbers of its columns.
    fn row_in_words(&mut self, rank: usize) {
        let lang = self.layout.lang;
        let mut groups: Vec<(Verdict, Vec<String>)> = Vec::new();
        for (number, column) in self.comparison.columns.iter().enumerate() {
            let verdict = self.comparison.verdict(column, rank);
            let number = (number + 1).to_string();
            match groups.iter_mut().find(|(known, _)| *known == verdict) {
                Some((_, numbers)) => numbers.push(number),
                None => groups.push((verdict, vec![number])),
            }
        }
        let words = |(verdict, numbers): (Verdict, Vec<String>)| {
            let (verdict, numbers) = (verdict_text(verdict, lang), numbers.join(", "));
            tr!(lang; en: "{verdict} under {numbers}", fr: "{verdict} sous {numbers}")
        };
        let groups: Vec<String> = groups.into_iter().map(words).collect();
        let groups = groups.join(&tr!(lang; en: "; ", fr: "\u{a0}; "));
        self.wrapped("  ", &format!("{}{}{groups}", self.label(rank), colon(lang)));
    }

    fn label(&self, rank: usize) -> String {
        let rule = self.comparison.rules.get(rank).copied();
        label(self.evaluation, rule)
    }

    fn wrapped(&mut self, indent: &str, text: &str) {
        let lines = wrapped(indent, &format!("{indent}  "), text, self.layout);
        self.text.push_str(&lines);
    }
}

/// The title of a rule, else its name.
pub fn label(evaluation: &Evaluation<'_>, rule: Option<RuleId>) -> String {
    let rule = rule.and_then(|rule| evaluation.engine.checked.program.rule(rule));
    rule.map_or_else(String::new, |rule| rule.meta.label().to_string())
}
