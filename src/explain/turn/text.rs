//! What would turn a verdict, in words.

use super::{Change, Turns};
use crate::base::{Lang, tr};
use crate::eval::set::NumSet;
use crate::eval::value::Value;
use crate::eval::words::{exact_text, value_text};
use crate::explain::report::Evaluation;
use crate::model::item::Fact;

/// One line for each way, the first of a kind with what the kind is.
pub fn turns_lines(evaluation: &Evaluation<'_>, turns: &Turns, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let change = |change: &Change| change_text(evaluation, change, lang);
    for (rank, one) in turns.alone.iter().enumerate() {
        let one = change(one);
        lines.push(match rank {
            0 => tr!(lang; en: "to pass: {one}", fr: "pour passer\u{a0}: {one}"),
            _ => tr!(lang; en: "or: {one}", fr: "ou\u{a0}: {one}"),
        });
    }
    for (rank, set) in turns.together.iter().enumerate() {
        let set = set.iter().map(change).collect::<Vec<_>>().join(&tr!(lang; en: ", and ", fr: ", et "));
        lines.push(match rank {
            0 => tr!(lang; en: "to pass, together: {set}", fr: "pour passer, ensemble\u{a0}: {set}"),
            _ => tr!(lang; en: "or together: {set}", fr: "ou ensemble\u{a0}: {set}"),
        });
    }
    for (rank, one) in turns.opening.iter().enumerate() {
        let one = change(one);
        lines.push(match rank {
            0 => tr!(lang;
                en: "not enough alone, but then it depends on what is missing: {one}",
                fr: "ne suffit pas seul, mais le reste dépend alors de ce qui manque\u{a0}: {one}"),
            _ => tr!(lang; en: "or: {one}", fr: "ou\u{a0}: {one}"),
        });
    }
    let program = &evaluation.engine.checked.program;
    let untried: Vec<&str> =
        turns.untried.iter().filter_map(|fact| program.fact(*fact)).map(|fact| fact.path.as_str()).collect();
    if !untried.is_empty() && turns.is_empty() {
        let untried = untried.join(", ");
        lines.push(tr!(lang;
            en: "to pass: no change of other facts was found; what {untried} holds was not tried",
            fr: "pour passer\u{a0}: rien d’autre n’a été trouvé\u{a0}; le contenu de {untried} n’a pas été essayé"));
    } else if turns.hopeless {
        lines.push(tr!(lang;
            en: "to pass: no fact can change it, the texts or the day decide",
            fr: "pour passer\u{a0}: aucun fait n’y peut rien, les textes ou la date en décident"));
    } else if turns.is_empty() && !turns.cut {
        lines.push(tr!(lang;
            en: "to pass: no change of one, two or three facts is enough",
            fr: "pour passer\u{a0}: changer un, deux ou trois faits ne suffit pas"));
    }
    if turns.cut {
        lines.push(tr!(lang;
            en: "the search was stopped before its end: there may be other ways",
            fr: "la recherche a été arrêtée avant sa fin\u{a0}: il peut y avoir d’autres façons"));
    }
    lines
}

/// So many changes stand on the line under a verdict.
const ON_ONE_LINE: usize = 2;

/// The changes of single facts, on one line; nothing when there is none.
pub fn alone_line(evaluation: &Evaluation<'_>, changes: &[Change], lang: Lang) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    let told: Vec<String> =
        changes.iter().take(ON_ONE_LINE).map(|change| change_text(evaluation, change, lang)).collect();
    let told = told.join(&tr!(lang; en: ", or ", fr: ", ou "));
    let more = changes.len().saturating_sub(ON_ONE_LINE);
    let more = match more {
        0 => String::new(),
        _ => tr!(lang; en: ", or {more} other ways (perenne why)", fr: ", ou {more} autres façons (perenne why)"),
    };
    Some(tr!(lang; en: "to pass: {told}{more}", fr: "pour passer\u{a0}: {told}{more}"))
}

/// `équipe.internes = 2,67 ETP (1,67 ETP de plus)`: what is typed back as it stands is enough.
fn change_text(evaluation: &Evaluation<'_>, change: &Change, lang: Lang) -> String {
    let program = &evaluation.engine.checked.program;
    let Some(fact) = program.fact(change.fact) else { return String::new() };
    let value = match change.value.as_num().and_then(NumSet::known) {
        Some(number) => exact_text(number, &fact.decl.ty, lang),
        None => value_text(evaluation.engine, &change.value, &fact.decl.ty, lang),
    };
    let (path, difference) = (&fact.path, difference_text(evaluation, change, fact, lang));
    format!("{path} = {value}{difference}")
}

/// How far a number is from the one told.
fn difference_text(evaluation: &Evaluation<'_>, change: &Change, fact: &Fact, lang: Lang) -> String {
    let number = |value: &Value| value.as_num().and_then(NumSet::known).cloned();
    let present = evaluation.situation.slots.value(change.fact).and_then(number);
    let (Some(present), Some(value)) = (present, number(&change.value)) else { return String::new() };
    let difference = &value - &present;
    let amount = exact_text(&difference.abs(), &fact.decl.ty, lang);
    if difference.is_negative() {
        tr!(lang; en: " ({amount} less)", fr: " ({amount} de moins)")
    } else {
        tr!(lang; en: " ({amount} more)", fr: " ({amount} de plus)")
    }
}
