//! A comparison as Markdown, to be put into a note.

use super::Comparison;
use super::text::label;
use super::words::{column_lines, column_title, conclusion, nothing};
use crate::base::{Lang, tr};
use crate::eval::Dates;
use crate::explain::report::Evaluation;
use crate::explain::text::{head_text, sign};
use crate::explain::why::escaped;

/// A heading for each column, then a table of the verdicts.
pub fn compare_markdown(evaluation: &Evaluation<'_>, comparison: &Comparison, lang: Lang) -> String {
    let dates = Dates { as_of: comparison.as_of, texts_as_of: comparison.texts_as_of };
    let head = head_text(comparison.dossier.as_deref(), comparison.doctrine.as_deref(), dates, None, lang);
    let mut text = escaped(&head);
    if comparison.columns.is_empty() {
        return format!("{text}\n{}\n", escaped(&nothing(lang)));
    }
    for (rank, column) in comparison.columns.iter().enumerate() {
        let title = escaped(&column_title(evaluation, column, lang));
        text.push_str(&format!("\n## {}. {title}\n\n", rank + 1));
        for line in column_lines(evaluation, column, lang) {
            text.push_str(&format!("- {}\n", escaped(&line)));
        }
    }
    if !comparison.rules.is_empty() {
        table(evaluation, comparison, lang, &mut text);
    }
    text.push('\n');
    for line in conclusion(evaluation, comparison, lang) {
        text.push_str(&format!("- {}\n", escaped(&line)));
    }
    text
}

fn table(evaluation: &Evaluation<'_>, comparison: &Comparison, lang: Lang, text: &mut String) {
    let criterion = tr!(lang; en: "criterion", fr: "critère");
    let numbers: String = (1..=comparison.columns.len()).map(|number| format!(" {number} |")).collect();
    let rule: String = comparison.columns.iter().map(|_| " --- |").collect();
    text.push_str(&format!("\n| {criterion} |{numbers}\n| --- |{rule}\n"));
    let (apart, same) = comparison.apart();
    for rank in apart.into_iter().chain(same) {
        let signs = comparison.columns.iter().map(|column| sign(comparison.verdict(column, rank)));
        let signs: String = signs.map(|sign| format!(" {sign} |")).collect();
        let title = escaped(&label(evaluation, comparison.rules.get(rank).copied()));
        text.push_str(&format!("| {title} |{signs}\n"));
    }
}
