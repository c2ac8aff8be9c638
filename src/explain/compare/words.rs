//! What is said of one column, and of one that another dominates, the same on a terminal and in Markdown.

use super::{Column, Compared, Comparison, Dominated};
use crate::base::{Lang, tr};
use crate::explain::report::Evaluation;
use crate::explain::text::{advantage_lines, feasible_text, option_title, reason_text, risk_lines};

/// `dgitm : Internaliser dans l’administration sponsor — retenue`; of a scenario, its title.
pub fn column_title(evaluation: &Evaluation<'_>, column: &Column, lang: Lang) -> String {
    let program = &evaluation.engine.checked.program;
    match &column.compared {
        Compared::Option(option) => option_title(program, option, lang),
        Compared::Scenario(outlook) => {
            let scenario = program.scenarios.get(outlook.scenario);
            scenario.map_or_else(String::new, |scenario| scenario.meta.label().to_string())
        }
    }
}

/// Why it stands there, feasible or not and what would open it, advantages, risks, precedents, next steps.
pub fn column_lines(evaluation: &Evaluation<'_>, column: &Column, lang: Lang) -> Vec<String> {
    let program = &evaluation.engine.checked.program;
    let reason = column.option().and_then(|option| option.reason.as_ref());
    let mut lines: Vec<String> = reason.map(|reason| reason_text(reason, lang)).into_iter().collect();
    let Some(outlook) = column.outlook() else {
        lines.push(tr!(lang;
            en: "the doctrine says nothing of its scenario that day, or has errors there",
            fr: "la doctrine ne dit rien de son scénario ce jour-là, ou a des erreurs à cet endroit"));
        return lines;
    };
    lines.push(feasible_text(program, outlook, lang));
    lines.extend(column.opened_by.iter().cloned());
    lines.extend(advantage_lines(program, outlook, lang));
    lines.extend(risk_lines(program, outlook, lang));
    if let Some(version) = outlook.version_in(program) {
        let joined = |texts: &[String]| texts.join(&tr!(lang; en: "; ", fr: "\u{a0}; "));
        if !version.precedents.is_empty() {
            let precedents = joined(&version.precedents);
            lines.push(tr!(lang; en: "precedents: {precedents}", fr: "précédents\u{a0}: {precedents}"));
        }
        if !version.next_steps.is_empty() {
            let steps = joined(&version.next_steps);
            lines.push(tr!(lang; en: "next steps: {steps}", fr: "prochaines étapes\u{a0}: {steps}"));
        }
    }
    lines
}

/// In what one dominates another, by the numbers of the columns.
fn dominated_text(evaluation: &Evaluation<'_>, dominated: &Dominated, lang: Lang) -> String {
    let program = &evaluation.engine.checked.program;
    let (column, by) = (dominated.column + 1, dominated.by + 1);
    let feasible = dominated.in_feasibility.then(|| tr!(lang; en: "it is feasible", fr: "il est faisable"));
    let titles = dominated.rules.iter().filter_map(|rule| program.rule(*rule));
    let titles = titles.map(|rule| lang.quoted(rule.meta.label()));
    let better: Vec<String> = feasible.into_iter().chain(titles).collect();
    let better = better.join(", ");
    tr!(lang;
        en: "{by} dominates {column}: at least as good in everything, better in this: {better}",
        fr: "{by} domine {column}\u{a0}: au moins aussi bon partout, meilleur en ceci\u{a0}: {better}")
}

/// What the comparison concludes, one line each.
pub fn conclusion(evaluation: &Evaluation<'_>, comparison: &Comparison, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> =
        comparison.dominated.iter().map(|dominated| dominated_text(evaluation, dominated, lang)).collect();
    if comparison.columns.len() > 1 && lines.is_empty() {
        lines
            .push(tr!(lang; en: "none is shown to dominate another", fr: "rien ne montre que l’un en domine un autre"));
    }
    match comparison.unknown_pairs {
        0 => {}
        1 => lines.push(tr!(lang;
            en: "1 pair is not compared: something of it is unknown",
            fr: "1 paire n’est pas comparée\u{a0}: quelque chose en est inconnu")),
        pairs => lines.push(tr!(lang;
            en: "{pairs} pairs are not compared: something of them is unknown",
            fr: "{pairs} paires ne sont pas comparées\u{a0}: quelque chose en est inconnu")),
    }
    lines.push(tr!(lang;
        en: "the texts give no weights, so nothing is added up",
        fr: "les textes ne donnent pas de poids\u{a0}: rien n’est additionné"));
    lines
}

/// What stands where there is nothing to compare.
pub fn nothing(lang: Lang) -> String {
    tr!(lang;
        en: "the dossier has no option, and the doctrine no scenario that day",
        fr: "le dossier n’a pas d’option, et la doctrine pas de scénario ce jour-là")
}
