//! What is said of one column, and of one that another dominates, the same on a terminal and in Markdown.

use super::{Column, Comparison, Dominated};
use crate::base::{Lang, tr};
use crate::explain::plan::Outlook;
use crate::explain::reason::colon;
use crate::explain::report::Evaluation;
use crate::explain::text::{feasible_text, listed, option_state, points_in};
use crate::model::plan::RiskState;

/// `dgitm : Internaliser dans l’administration sponsor — retenue`
pub(super) fn column_title(evaluation: &Evaluation<'_>, column: &Column, lang: Lang) -> String {
    let program = &evaluation.engine.checked.program;
    let scenario = column.outlook.as_ref().map(|outlook| outlook.scenario);
    let scenario = scenario.or(column.option.as_ref().and_then(|option| option.scenario));
    let label = scenario.and_then(|rank| program.scenarios.get(rank)).map(|scenario| scenario.meta.label().to_string());
    let Some(option) = &column.option else { return label.unwrap_or_default() };
    let named = label.map_or_else(|| option.name.clone(), |label| format!("{}{}{label}", option.name, colon(lang)));
    format!("{named} — {}", option_state(program, option, lang))
}

/// Why it stands there, feasible or not and what would open it, advantages, risks, precedents, next steps.
pub(super) fn column_lines(evaluation: &Evaluation<'_>, column: &Column, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(reason) = column.option.as_ref().and_then(|option| option.reason.as_ref()) {
        lines.push(tr!(lang; en: "reason: {reason}", fr: "motif\u{a0}: {reason}"));
    }
    let Some(outlook) = &column.outlook else {
        lines.push(tr!(lang;
            en: "the doctrine says nothing of its scenario that day, or has errors there",
            fr: "la doctrine ne dit rien de son scénario ce jour-là, ou a des erreurs à cet endroit"));
        return lines;
    };
    lines.push(feasible_text(&evaluation.engine.checked.program, outlook, lang));
    lines.extend(column.opened_by.iter().cloned());
    lines.extend(point_lines(evaluation, outlook, lang));
    if let Some(version) = evaluation.scenario_in(outlook) {
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

fn point_lines(evaluation: &Evaluation<'_>, outlook: &Outlook, lang: Lang) -> Vec<String> {
    let version = evaluation.scenario_in(outlook);
    let advantages = version.map(|version| &version.advantages);
    let risks = version.map(|version| &version.risks);
    let mut lines = Vec::new();
    let mut line = |points: Vec<&crate::model::plan::Point>, say: &dyn Fn(String) -> String| {
        if !points.is_empty() {
            lines.push(say(listed(&points, lang)));
        }
    };
    line(
        points_in(advantages, &outlook.advantages, RiskState::Present),
        &|points| tr!(lang; en: "advantages: {points}", fr: "avantages\u{a0}: {points}"),
    );
    line(
        points_in(advantages, &outlook.advantages, RiskState::ToCheck),
        &|points| tr!(lang; en: "advantages to check: {points}", fr: "avantages à vérifier\u{a0}: {points}"),
    );
    line(
        points_in(risks, &outlook.risks, RiskState::Present),
        &|points| tr!(lang; en: "risks: {points}", fr: "risques\u{a0}: {points}"),
    );
    line(
        points_in(risks, &outlook.risks, RiskState::ToCheck),
        &|points| tr!(lang; en: "risks to check: {points}", fr: "risques à vérifier\u{a0}: {points}"),
    );
    lines
}

/// `2 leaves 5 behind: feasible; …`, by the numbers of the columns.
pub(super) fn dominated_text(evaluation: &Evaluation<'_>, dominated: &Dominated, lang: Lang) -> String {
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
pub(super) fn conclusion(evaluation: &Evaluation<'_>, comparison: &Comparison, lang: Lang) -> Vec<String> {
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
pub(super) fn nothing(lang: Lang) -> String {
    tr!(lang;
        en: "the dossier has no option, and the doctrine no scenario that day",
        fr: "le dossier n’a pas d’option, et la doctrine pas de scénario ce jour-là")
}
