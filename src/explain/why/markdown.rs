//! Explanations as Markdown, to be put into a note or an issue.

use super::text::{verdict_of, verdict_under_exception};
use super::{Why, Whys, aside, head, missing_lines};
use crate::base::{Lang, tr};
use crate::explain::parts::Part;
use crate::explain::reason::verdict_text;
use crate::explain::report::Evaluation;
use crate::explain::text::sign;
use crate::explain::turn::turns_lines;
use crate::model::expr::Verdict;

/// Everything, one rule after the other, a heading each.
pub fn why_markdown(evaluation: &Evaluation<'_>, whys: &Whys, lang: Lang) -> String {
    let mut text = escaped(&head(evaluation, whys, lang));
    for why in &whys.rules {
        rule(evaluation, why, 2, lang, &mut text);
    }
    text
}

fn rule(evaluation: &Evaluation<'_>, why: &Why, level: usize, lang: Lang, text: &mut String) {
    let (marks, title, verdict) = ("#".repeat(level.min(6)), escaped(&why.title), verdict_text(why.verdict, lang));
    text.push_str(&format!("\n{marks} {} {title}\n\n", sign(why.verdict)));
    let aside = aside(why, lang);
    let period = why.period.as_ref().map(|period| format!(" · {}", escaped(period))).unwrap_or_default();
    text.push_str(&format!("**{verdict}** · {}{period}\n\n", escaped(&aside)));
    why.parts.iter().for_each(|one| part(one, verdict_of(one.holds), "", text));
    why.exceptions.iter().for_each(|one| part(one, verdict_under_exception(one.holds), "", text));
    if let Some(counted) = &why.counted {
        text.push_str(&format!("- {}\n", escaped(counted)));
    }
    let missing = missing_lines(evaluation, why, lang);
    if !missing.is_empty() && why.members.is_empty() {
        text.push_str(&tr!(lang; en: "- missing:\n", fr: "- manque\u{a0}:\n"));
        missing.iter().for_each(|line| text.push_str(&format!("  - {}\n", escaped(line))));
    }
    for citation in &why.citations {
        let citation = escaped(citation);
        text.push_str(&tr!(lang; en: "- text: {citation}\n", fr: "- texte\u{a0}: {citation}\n"));
    }
    for line in why.turns.iter().flat_map(|turns| turns_lines(evaluation, turns, lang)) {
        text.push_str(&format!("- {}\n", escaped(&line)));
    }
    for member in &why.members {
        rule(evaluation, member, level + 1, lang, text);
    }
    if why.more > 0 {
        let more = why.more;
        text.push_str(&tr!(lang; en: "\n… and {more} more that decide in the same way.\n", fr: "\n… et {more} autres qui décident de même.\n"));
    }
}

fn part(part_of: &Part, mark: Verdict, indent: &str, text: &mut String) {
    text.push_str(&format!("{indent}- {} {}\n", sign(mark), escaped(&part_of.text)));
    let inner = format!("{indent}  ");
    part_of.details.iter().for_each(|detail| text.push_str(&format!("{inner}- {}\n", escaped(detail))));
    part_of.parts.iter().for_each(|one| part(one, verdict_of(one.holds), &inner, text));
}

/// Words that Markdown would read as marks.
pub(crate) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '|' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
