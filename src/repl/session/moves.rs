//! The verdicts that a change moved.

use super::live::{Verdicts, verdicts_of};
use crate::base::{FileId, Lang, tr};
use crate::explain::reason::{colon, verdict_text};
use crate::explain::report::Evaluation;
use crate::explain::text::{Layout, painted, wrapped};
use crate::model::expr::Verdict;

/// So many are told one by one; the others are counted.
const MOST: usize = 30;

/// The verdicts that moved; that there are none, when there are none.
pub fn said_or_none(moved: String, lang: Lang) -> String {
    match moved.is_empty() {
        true => tr!(lang; en: "no verdict moves", fr: "aucun verdict ne bouge") + "\n",
        false => moved,
    }
}

/// One line for each verdict of a selected rule that is not as it was, in the order of the doctrine.
pub fn moves_text(
    before: &Verdicts,
    evaluation: &Evaluation<'_>,
    selected: impl Fn(FileId) -> bool,
    layout: Layout,
) -> String {
    let now = verdicts_of(evaluation);
    let rules = evaluation.engine.checked.program.rules.iter().filter(|rule| selected(rule.meta.at.file));
    let mut lines: Vec<String> = Vec::new();
    for rule in rules {
        let name = &rule.meta.name;
        let Some(to) = now.get(name).copied() else { continue };
        match before.get(name).copied() {
            Some(from) if from == to => {}
            from => lines.push(move_line(name, from, to, layout)),
        }
    }
    let lang = layout.lang;
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    let mut text: String = lines.concat();
    if more > 0 {
        text.push_str(&tr!(lang; en: "… and {more} more (:verdicts)", fr: "… et {more} autres (:verdicts)"));
        text.push('\n');
    }
    text
}

/// `équipe_internalisée : non satisfait → satisfait`
fn move_line(name: &str, from: Option<Verdict>, to: Verdict, layout: Layout) -> String {
    let (lang, colon) = (layout.lang, colon(layout.lang));
    let word = |verdict: Verdict| painted(&verdict_text(verdict, lang), verdict, layout);
    let line = match from {
        None => format!("{name}{colon}{}", word(to)),
        Some(from) => format!("{name}{colon}{}", changed(&word(from), &word(to), layout.plain, lang)),
    };
    // Colours take no room, and the layout would count them.
    if layout.color { line + "\n" } else { wrapped("", "    ", &line, layout) }
}

fn changed(from: &str, to: &str, plain: bool, lang: Lang) -> String {
    match plain {
        true => tr!(lang; en: "was {from}, now {to}", fr: "était {from}, devient {to}"),
        false => format!("{from} → {to}"),
    }
}
